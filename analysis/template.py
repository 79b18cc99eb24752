"""`vda init`: an empty shop folder to fill in."""

from pathlib import Path
from typing import get_args

from analysis.errors import InputError
from analysis.register.tables import FUNCTIONS, TABLES, template

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


HOW_TO_WRITE = [
    "* must be filled. Dates 2026-10-31, 31.10.2026 or 31 Oct 2026, with slashes once shop.toml says in which order;",
    "numbers 1234.50 or 1.234,50; shares and rates 0 to 1 (0.19 is 19 %);",
    "lists inside a cell separated by `;`.",
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
        raise InputError(f"{folder} is a shop folder already; nothing was changed.")
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
            lines.append(f"- `{column}`{star} {_kind(info.annotation)}".rstrip())
    return "\n".join(lines) + "\n"


def _kind(annotation: object) -> str:
    words = {"Day": "date", "Decimal": "number", "int": "whole number", "tuple": "list"}
    text = str(annotation)
    choices = [str(a) for part in (annotation, *get_args(annotation)) for a in get_args(part) if isinstance(a, str)]
    if choices:
        return "one of " + ", ".join(f"`{choice}`" for choice in choices)
    return next((word for mark, word in words.items() if mark in text), "date" if "datetime.date" in text else "")
