"""`vda check`: what was read, rejected and is missing, on one page that a merchant understands."""

import json
from collections import Counter
from difflib import get_close_matches

from analysis.errors import InputError
from analysis.exports.declarations import Declaration, declarations
from analysis.measures.figures import figures
from analysis.register.tables import LATER
from analysis.shop import Shop
from analysis.warehouse import opened, query

# What each register table would let the report say.
UNLOCKS = {
    "contracts": "until when you are bound and by when notice must arrive",
    "alternatives": "how fast you could be free, and who could leave before you can replace them",
    "products": "contribution, and with it what a closed account or a higher fee costs",
    "services": "who stores, sends and collects for the lines that do not say so themselves",
    "balances": "which money and stock is held where",
    "relations": "who stands behind your vendors",
}
# What an export would let the report say to a shop that uses its source: (source, any of these formats, what it tells).
TELLS = (
    ("amazon", ("amazon_settlement", "amazon_settlement_v2", "amazon_date_range"), "fees, refunds and payouts"),
    ("amazon", ("amazon_all_orders", "amazon_sale_report"), "countries, and orders that no settlement has yet"),
    ("amazon", ("amazon_fulfilled_shipments",), "when orders were sent"),
    ("amazon", ("amazon_fba_returns",), "how often articles come back, and why"),
    ("amazon", ("amazon_fba_storage_fees",), "what storage costs before it is billed"),
    ("ebay", ("ebay_transactions",), "fees, refunds and payouts"),
    ("ebay", ("ebay_orders",), "orders that are not paid out yet"),
    ("etsy", ("etsy_statement",), "fees, refunds and deposits"),
    ("etsy", ("etsy_items",), "which articles depend on Etsy"),
    ("kaufland", ("kaufland_bookings",), "fees, refunds and payouts"),
    ("shopify", ("shopify_orders",), "what your own shop sold"),
    ("shopify", ("shopify_payments",), "what card payments cost, and which orders they paid"),
    ("shopify", ("shopify_payouts",), "which payouts were announced"),
    ("", ("camt053",), "whether announced payouts arrived"),
)
REFUSED = "what {file} holds"  # the page has told it among what was not read
NOTHING = "nothing to do"
ALIKE_SHOWN = 3  # rejects of one kind, or what offends one check


def check_page(shop: Shop) -> tuple[str, bool]:
    """The page for a built warehouse (files, rejects, checks, strange names, what is missing for which answer), and
    whether any question can be answered."""
    with opened(shop.warehouse) as con:
        files = query(con, "figures/inputs")
        rejects = query(con, "figures/rejects")
        checks = query(con, "figures/checks")
        strangers = query(con, "figures/strangers")
    unknown, is_usable = _unknown(shop)
    formats = declarations(shop.folder / "formats")
    titles = {declaration.name: declaration.title for declaration in formats}
    sections = {
        "Files": [_file(row, titles) for row in files] or ["  none: put downloaded export files into exports/"],
        f"Not read ({len(rejects)})": _rejects(rejects),
        "Checks": [line for row in checks for line in _check(row)],
        "Names that are not in your register": [_stranger(row, strangers) for row in strangers if row["is_strange"]],
        "What cannot be known yet": unknown,
        "Kept for a later version, not read yet": _later(shop),
        "What would tell more": _missing(files, formats),
    }
    return "\n\n".join("\n".join([title, *lines]) for title, lines in sections.items() if lines), is_usable


def _file(row: dict, titles: dict[str, str]) -> str:
    if row["format"] is None:
        return f"  {row['file']}: not recognised, see below"
    span = f", {row['first_on']} to {row['last_on']}" if row["first_on"] else ""
    title = titles.get(row["format"], row["format"])
    return (
        f"  {row['file']}: {title}{span}: {row['row_count']:,} rows = {row['loaded']:,} loaded"
        f" + {row['rejected']:,} rejected + {row['duplicates']:,} duplicates"
    )


def _rejects(rejects: list[dict]) -> list[str]:
    """A few lines of each kind; all of them are in the table landing.rejects."""
    seen: Counter[tuple[str, str]] = Counter()
    lines = []
    for row in rejects:
        kind = (row["file"], row["heading"])
        seen[kind] += 1
        if seen[kind] <= ALIKE_SHOWN:
            where = f"{row['file']} line {row['line']}:" if row["line"] else row["file"]
            lines.append(f"  {where} {row['reason']}")
    more = sum(seen.values()) - len(lines)
    return [*lines, f"  … and {more} more of the same kinds, all in the table landing.rejects"] if more else lines


def _check(row: dict) -> list[str]:
    """A check with the first of what offends it, the amounts of a control total included."""
    words = row["name"].replace("_", " ")
    if row["ok"]:
        return [f"  ok     {words}"]
    offending = json.loads(row["offending"])
    more = len(offending) - ALIKE_SHOWN
    shown = [f"         {_offence(each)}" for each in offending[:ALIKE_SHOWN]]
    rest = [f"         … and {more} more, all in the table meta.checks"] if more > 0 else []
    return [f"  FAILED {words}", *shown, *rest]


def _offence(row: dict) -> str:
    """One row that offends a check: where, and what it says."""
    places = [str(row[key]) for key in ("file", "of") if row.get(key)]
    said = [f"{key.replace('_', ' ')} {value}" for key, value in row.items() if key not in ("file", "of")]
    return ", ".join(places) + (": " if places and said else "") + ", ".join(said)


def _stranger(row: dict, everyone: list[dict]) -> str:
    """A name that only exports or other tables use, with the registered name that it resembles."""
    registered = [r["id"] for r in everyone if r["kind"] == row["kind"] and not r["is_strange"]]
    near = get_close_matches(row["id"], registered, n=1, cutoff=0.7)
    return f"  {row['kind']} {row['id']}" + (f"; did you mean {near[0]}?" if near else "")


def _missing(files: list[dict], formats: list[Declaration]) -> list[str]:
    """The exports of sources in use and the register tables that are not there, with what each would tell."""
    filled = {row["format"] for row in files if row["loaded"]}
    known = {declaration.name: declaration for declaration in formats}
    exports = [
        f"  with {known[names[0]].title} ({known[names[0]].found_at}): {tells}"
        for source, names, tells in TELLS
        if not filled & set(names) and any((name or "").startswith(source or "") for name in filled)
    ]
    registers = [f"  with register/{n}.csv: {tells}" for n, tells in UNLOCKS.items() if f"register.{n}" not in filled]
    return [*exports, *registers]


def _unknown(shop: Shop) -> tuple[list[str], bool]:
    """What cannot be known and could be, one of each kind, and whether anything can."""
    try:
        unknowns = figures(shop)["unknowns"]
    except InputError as problem:
        return [f"  {problem}"], False
    alike = Counter(row["said"]["what"] for row in unknowns)
    first = {row["said"]["what"]: row for row in reversed(unknowns)}
    lines = []
    for what in alike:
        row, more = first[what], alike[what] - 1
        if what != REFUSED and not row["how_to_fix"].startswith(NOTHING):
            lines.append(
                f"  {row['what']}: {row['why']}; {row['how_to_fix']}" + (f" (and {more} alike)" if more else "")
            )
    return [
        *lines,
        "  all of it, with what nothing can be done about, is among the unknowns of `vda figures`",
    ] if unknowns else [], True


def _later(shop: Shop) -> list[str]:
    return [f"  register/{n}.csv" for n in LATER if (shop.folder / "register" / f"{n}.csv").exists()]
