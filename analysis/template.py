"""`vda init`: an empty shop folder to fill in."""

from pathlib import Path
from typing import get_args

from analysis.errors import InputError
from analysis.register.tables import FUNCTIONS, LATER, TABLES, template

SHOP_TOML = """\
[shop]
name = "My shop"
currency = "EUR"             # reporting currency, three letters
language = "en"              # or "de"
timezone = "Europe/Berlin"
holidays = "DE"              # or with the region: "DE-BY"

[finance]                    # leave out what you do not know; it stays unknown
# cash = 10000.00
# credit_line = 5000.00
# minimum_cash = 2000.00
# fixed_costs_per_month = 3000.00
# unit_cost_share = 0.30     # cost of goods as a share of net sales, for articles without unit_cost

[tax]
# default_rate = 0.19        # VAT inside prices whose export does not state it

[register]
# date_order = "day_first"   # or "month_first": how the register writes dates with slashes, which are never guessed

[thresholds]                 # your own lines, from calm to alarming
# largest_share = [0.2, 0.4, 0.6]
# effective_number = [2.5, 1.5]
# loss_share = 0.5           # whose loss would stop more of net revenue than this is listed
"""


# What a column holds; where tables differ, under "table.column".
MEANS = {
    "vendor_id": "who it is about: an id from vendors",
    "vendors.vendor_id": "a short id of your own, used in all other tables",
    "vendors.name": "as it stands on its invoices",
    "group": "its ultimate owner, an id or a name; blank = itself",
    "country": "of the partner, like DE",
    "aliases": "further names that exports use for it",
    "channel_id": "one channel, an id from channels; blank = all",
    "channels.channel_id": "a short id of your own, or the name that exports use",
    "channels.name": "as it shall stand in the report",
    "channels.kind": "what it is",
    "channels.vendor_id": "who runs it: an id from vendors; yourself (`self` or the shop's name) if nobody else",
    "function": "what it does, one of the functions above",
    "functions": "what it does under this contract, some of the functions above",
    "share": "part of the channel's orders for which it does so; blank = 1",
    "relations.share": "part of its work for which it depends; blank = 1",
    "valid_from": "first day; blank = always",
    "valid_to": "last day; blank = until further notice",
    "contract_id": "the contract's number, or a short id of your own",
    "channel_ids": "the channels that it covers; blank = all that the vendor runs or serves",
    "starts_on": "first day of the contract",
    "initial_term": "its first term; blank = none",
    "renewal": "what happens at the end of a term",
    "renewal_term": "by how long it renews each time",
    "notice": "our notice",
    "notice_when_open_ended": "our notice after the first term, where it differs",
    "vendor_notice": "the vendor's notice to us",
    "notice_form": "text, written or portal: the form that notice must have",
    "send_buffer_days": "working days that notice may take to arrive; blank = 0 for text and portal, else 5",
    "minimum_per_month": "what you owe at least",
    "exit_fee": "what leaving costs once",
    "price_change_notice": "how long before higher prices bind, like 30 days",
    "special_termination": "yes or no: whether a price rise lets you leave at once",
    "noticed_on": "the day on which notice was given; blank = not given",
    "ends_on": "a fixed end, which overrides the terms",
    "evidence_on": "the day of the document that says so",
    "alternative": "who or what could take over",
    "lead_time_days": "days until it works",
    "switch_cost": "what the change costs once",
    "recapture_share": "part of the sales that would come along; 1 if none is lost",
    "tested_on": "the day on which it was last tried; blank = never",
    "sku": "the article number that exports use",
    "products.name": "what it is called",
    "category": "your own grouping",
    "unit_cost": "what one piece costs you, without VAT",
    "products.currency": "of unit_cost; blank = the shop's",
    "tax_rate": "its VAT",
    "requirements": "what storing and sending it needs, like cool",
    "origin_country": "where it is made, like DE",
    "supplier_id": "who supplies it: an id from vendors",
    "responsible_person": "who answers for its safety in the EU",
    "safety_evidence_on": "the day of its safety evidence",
    "balances.kind": "what is held",
    "amount": "how much",
    "currency": "of amount; blank = the shop's",
    "as_on": "the day of the amount",
    "depends_on": "who stands behind it: an id from vendors",
}
HOW_TO_WRITE = [
    "* must be filled. Dates 2026-10-31, 31.10.2026 or 31 Oct 2026, with slashes once shop.toml says in which order;",
    "numbers 1234.50 or 1.234,50; shares and rates 0 to 1 (0.19 is 19 %);",
    "lists inside a cell separated by `;`. In place of these files one register.xlsx may lie here or beside shop.toml,",
    "with a sheet per table.",
    "",
    f"Functions: {', '.join(FUNCTIONS)}.",
    "",
    "Terms: `24 months`, `12 Monate`, `1 Jahr`. Notices: `30 days` (to any day), `3 months to quarter_end`,",
    "`3 Monate zum Quartalsende`, `6 Wochen zum Vertragsende`, `14 Tage zum Monatsende`, `jederzeit`, `any time`.",
    "With a fixed term or tacit renewals, notice counts towards the end of the term.",
    'A clause that leaves a doubt goes into `vda contract "..."`, which writes the row.',
    "No end: leave ends_on blank (2099-12-31 means the same). ends_on overrides the terms; noticed_on fixes the exit.",
    "",
    "renewal: `tacit` renews by itself, `express` only when agreed anew, `open_ended` runs on until noticed,",
    "`none` ends.",
    "notice_form: `written` leaves five working days for the letter (send_buffer_days), `text` and `portal` none.",
    "minimum_per_month: what you owe even without using it; 0 if nothing, blank if you do not know.",
]


def write_template(folder: Path) -> None:
    """Writes shop.toml, exports/ and a header-only CSV with explained columns per register table; never overwrites."""
    if (folder / "shop.toml").exists():
        raise InputError("{folder} is a shop folder already; nothing was changed.", folder=folder)
    (folder / "exports").mkdir(parents=True, exist_ok=True)
    (folder / "register").mkdir(exist_ok=True)
    (folder / "shop.toml").write_text(SHOP_TOML, encoding="utf-8")
    for name in TABLES:
        (folder / "register" / f"{name}.csv").write_text(template(name), encoding="utf-8")
    (folder / "register" / "COLUMNS.md").write_text(explained(), encoding="utf-8")


def explained() -> str:
    """A page that says for every register table what it is for and what its columns hold."""
    lines = ["# Columns of the register", "", *HOW_TO_WRITE]
    for name, model in TABLES.items():
        lines += ["", f"## {name}", "", f"{(model.__doc__ or '').strip()}", ""]
        for column, info in model.model_fields.items():
            star = "*" if info.is_required() else ""
            kind = f" ({kind})" if (kind := _kind(info.annotation)) else ""
            lines.append(f"- `{column}`{star}: {MEANS.get(f'{name}.{column}') or MEANS[column]}{kind}")
    lines += ["", f"Kept for a later version and not read yet: {', '.join(LATER)}."]
    return "\n".join(lines) + "\n"


def _kind(annotation: object) -> str:
    words = {"Day": "date", "Decimal": "number", "int": "whole number", "tuple": "list"}
    text = str(annotation)
    choices = [str(a) for part in (annotation, *get_args(annotation)) for a in get_args(part) if isinstance(a, str)]
    if choices:
        return "one of " + ", ".join(f"`{choice}`" for choice in choices)
    return next((word for mark, word in words.items() if mark in text), "date" if "datetime.date" in text else "")
