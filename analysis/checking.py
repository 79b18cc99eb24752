"""`vda check`: what was read, rejected and is missing, on one page that a merchant understands."""

import json
from collections import Counter
from collections.abc import Sequence

from analysis.checks import check_name, offences
from analysis.errors import InputError, nearest
from analysis.exports.declarations import Declaration, declarations
from analysis.language import Language
from analysis.measures.context import means_ourselves
from analysis.measures.figures import figures
from analysis.message import Message
from analysis.presentation.finding import said
from analysis.register.tables import LATER
from analysis.shop import Shop
from analysis.warehouse import opened, query

# What each register table would let the report say.
UNLOCKS = {
    "contracts": Message("until when you are bound and by when notice must arrive"),
    "alternatives": Message("how fast you could be free, and who could leave before you can replace them"),
    "products": Message("contribution, and with it what a closed account or a higher fee costs"),
    "services": Message("who stores, sends and collects for the lines that do not say so themselves"),
    "balances": Message("which money and stock is held where"),
    "relations": Message("who stands behind your vendors"),
}
SETTLED = ("amazon_settlement", "amazon_settlement_v2", "amazon_date_range")
ORDERED = ("amazon_all_orders", "amazon_sale_report")
# What an export would let the report say to a shop that uses its source: (source, any of these formats, what it tells).
TELLS = (
    ("amazon", SETTLED, Message("fees, refunds and payouts")),
    ("amazon", ORDERED, Message("countries, and orders that no settlement has yet")),
    ("amazon", ("amazon_fulfilled_shipments",), Message("when orders were sent")),
    ("amazon", ("amazon_fba_returns",), Message("how often articles come back, and why")),
    ("amazon", ("amazon_fba_storage_fees",), Message("what storage costs before it is billed")),
    ("ebay", ("ebay_transactions",), Message("fees, refunds and payouts")),
    ("ebay", ("ebay_orders",), Message("orders that are not paid out yet")),
    ("etsy", ("etsy_statement",), Message("fees, refunds and deposits")),
    ("etsy", ("etsy_items",), Message("which articles depend on Etsy")),
    ("kaufland", ("kaufland_bookings",), Message("fees, refunds and payouts")),
    ("shopify", ("shopify_orders",), Message("what your own shop sold")),
    ("shopify", ("shopify_payments",), Message("what card payments cost, and which orders they paid")),
    ("shopify", ("shopify_payouts",), Message("which payouts were announced")),
    ("", ("camt053",), Message("whether announced payouts arrived")),
)
REFUSED = ("what {file} holds", "what rows of {file} say ({lines})")  # the page has told it among what was not read
NOTHING = "nothing to do"
ALIKE_SHOWN = 3  # rejects of one kind


def check_page(shop: Shop) -> tuple[str, bool]:
    """The page for a built warehouse (files, rejects, checks, strange names, what is missing for which answer) in the
    shop's language, and whether any question can be answered."""
    language = Language(shop.settings.shop.language)
    with opened(shop.warehouse) as con:
        files, rejects = query(con, "figures/inputs"), query(con, "figures/rejects")
        checks, strangers = query(con, "figures/checks"), query(con, "figures/strangers")
    unread, in_part = ([row for row in rejects if row["is_loaded"] == loaded] for loaded in (False, True))
    unknown, is_usable = _unknown(shop, language)
    formats = declarations(shop.folder / "formats")
    sections: dict[Message, Sequence[str]] = {
        Message("Files"): _files(files, formats),
        Message("Not read ({count})", count=_rows(unread)): _rejects(unread),
        Message("Read, but not in full ({count})", count=_rows(in_part)): _rejects(in_part),
        Message("Checks"): [line for row in checks for line in _check(row)],
        Message("Names that are not in your register"): _strangers(shop, strangers),
        Message("What cannot be known yet"): unknown,
        Message("Kept for a later version, not read yet"): _later(shop),
        Message("What would tell more"): _missing(files, formats),
    }
    told = ("\n  ".join(map(language.told, [title, *lines])) for title, lines in sections.items() if lines)
    return "\n\n".join(told), is_usable


def _files(files: list[dict], formats: list[Declaration]) -> list[Message]:
    titles = {declaration.name: Message.fixed(declaration.title) for declaration in formats}
    titles["ecb_rates"] = Message("Euro reference rates of the European Central Bank")
    return [_file(row, titles) for row in files] or [Message("none: put downloaded export files into exports/")]


def _file(row: dict, titles: dict[str, Message]) -> Message:
    if row["format"] is None:
        return Message("{file}: not recognised, see below", file=row["file"])
    counts, files = _counts(row, titles), row["told_by"]
    shown = ", ".join(files[:ALIKE_SHOWN]) + (" …" if len(files) > ALIKE_SHOWN else "")
    return Message("{counts}, told by {files}", counts=counts, files=shown) if files else counts


def _counts(row: dict, titles: dict[str, Message]) -> Message:
    table = row["format"].removeprefix("register.")
    days = Message(", {first} to {last}", first=row["first_on"], last=row["last_on"]) if row["first_on"] else ""
    return Message(
        "{file}: {title}{days}: {rows} {rows:row|rows} = {loaded} loaded + {rejected} rejected + "
        "{duplicates} {duplicates:duplicate|duplicates}",
        file=row["file"],
        title=titles.get(row["format"]) or Message("register table {table}", table=table),
        days=days,
        rows=row["row_count"],
        **{key: row[key] for key in ("loaded", "rejected", "duplicates")},
    )


def _rows(rejects: list[dict]) -> int:
    """How many rows (or whole files) they are about: one row may have several faults."""
    return len({(row["file"], row["line"]) for row in rejects})


def _rejects(rejects: list[dict]) -> list[Message]:
    """A few lines of each kind; all of them are in the table landing.rejects."""
    seen: Counter[tuple[str, str]] = Counter()
    lines = []
    for row in rejects:
        kind = (row["file"], row["heading"])
        seen[kind] += 1
        if seen[kind] <= ALIKE_SHOWN:
            lines.append(_reject(row))
    more = sum(seen.values()) - len(lines)
    rest = Message("… and {count} more of the same kinds, all in the table landing.rejects", count=more)
    return [*lines, rest] if more else lines


def _reject(row: dict) -> Message:
    reason = Message.read(row["said"])
    if not row["line"]:
        return Message("{file} {reason}", file=row["file"], reason=reason)
    return Message("{file} line {line}: {reason}", file=row["file"], line=str(row["line"]), reason=reason)


def _check(row: dict) -> list[Message]:
    """A check with the first of what offends it, the amounts of a control total included."""
    name = check_name(row["name"])
    if row["ok"]:
        return [Message("ok     {check}", check=name)]
    found = offences(json.loads(row["offending"]))
    return [Message("FAILED {check}", check=name), *(Message("       {offence}", offence=each) for each in found)]


def _strangers(shop: Shop, names: list[dict]) -> list[Message]:
    """The names that only exports or other tables use, with the registered names that they resemble; the shop itself
    needs no row."""
    lines = []
    for row in names:
        if not row["is_strange"] or (row["kind"] == "vendor" and means_ourselves(shop, row["id"])):
            continue
        registered = [other["id"] for other in names if other["kind"] == row["kind"] and not other["is_strange"]]
        kind = Message("channel") if row["kind"] == "channel" else Message("vendor")
        lines.append(Message("{kind} {id}{hint}", kind=kind, id=row["id"], hint=nearest(row["id"], registered)))
    return lines


def _missing(files: list[dict], formats: list[Declaration]) -> list[Message]:
    """The exports of sources in use and the register tables that are not there, with what each would tell."""
    filled = {row["format"] for row in files if row["loaded"]}
    known = {declaration.name: declaration for declaration in formats}
    exports = [
        Message(
            "with {title} ({place}): {told}",
            title=Message.fixed(known[names[0]].title),
            place=Message.fixed(known[names[0]].found_at),
            told=tells,
        )
        for source, names, tells in TELLS
        if not filled & set(names) and any((name or "").startswith(source or "") for name in filled)
    ]
    registers = [
        Message("with register/{name}.csv: {told}", name=name, told=tells)
        for name, tells in UNLOCKS.items()
        if f"register.{name}" not in filled
    ]
    return [*exports, *registers]


def _unknown(shop: Shop, language: Language) -> tuple[list[str], bool]:
    """What cannot be known and could be, one of each kind, and whether anything can."""
    try:
        unknowns = figures(shop)["unknowns"]
    except InputError as problem:
        return [problem.message], False
    alike = Counter(row["said"]["what"] for row in unknowns)
    first = {row["said"]["what"]: row for row in reversed(unknowns)}
    lines: list[str] = []
    for what, count in alike.items():
        row = first[what]
        if what not in REFUSED and not row["how_to_fix"].startswith(NOTHING):
            told = {key: said(row, key, language=language) for key in ("what", "why", "how_to_fix")}
            more = Message(" (and {count} alike)", count=count - 1) if count > 1 else ""
            lines.append(Message("{what}: {why}; {how_to_fix}{more}", **told, more=more))
    rest = Message("all of it, with what nothing can be done about, is among the unknowns of `vda figures`")
    return [*lines, rest] if unknowns else [], True


def _later(shop: Shop) -> list[str]:
    return [f"register/{name}.csv" for name in LATER if (shop.folder / "register" / f"{name}.csv").exists()]
