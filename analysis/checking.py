"""`vda check`: what was read, rejected and is missing, on one page that a merchant understands."""

from collections import Counter
from difflib import get_close_matches

from analysis.errors import InputError
from analysis.figures import figures
from analysis.register_tables import LATER
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
ALIKE_SHOWN = 3  # rejects of one kind in one file


def check_page(shop: Shop) -> tuple[str, bool]:
    """The page for a built warehouse (files, rejects, checks, strange names, what is missing for which answer), and
    whether any question can be answered."""
    with opened(shop.warehouse) as con:
        files = query(con, "figures/inputs")
        rejects = query(con, "figures/rejects")
        checks = query(con, "figures/checks")
        strangers = query(con, "figures/strangers")
    unknown, is_usable = _unknown(shop)
    sections = {
        "Files": [_file(row) for row in files] or ["  none: put downloaded export files into exports/"],
        f"Not read ({len(rejects)})": _rejects(rejects),
        "Checks": [_check(row) for row in checks],
        "Names that are not in your register": [_stranger(row, strangers) for row in strangers if row["is_strange"]],
        "What would tell more": _missing(files),
        "What cannot be known yet": unknown,
        "Kept for a later version, not read yet": _later(shop),
    }
    return "\n\n".join("\n".join([title, *lines]) for title, lines in sections.items() if lines), is_usable


def _file(row: dict) -> str:
    if row["format"] is None:
        return f"  {row['file']}: not recognised, see below"
    span = f", {row['first_on']} to {row['last_on']}" if row["first_on"] else ""
    return (
        f"  {row['file']}: {row['format']}{span}: {row['row_count']:,} rows = {row['loaded']:,} loaded"
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


def _check(row: dict) -> str:
    words = row["name"].replace("_", " ")
    return f"  ok     {words}" if row["ok"] else f"  FAILED {words}: {row['offending']}"


def _stranger(row: dict, everyone: list[dict]) -> str:
    """A name that only exports or other tables use, with the registered name that it resembles."""
    registered = [r["id"] for r in everyone if r["kind"] == row["kind"] and not r["is_strange"]]
    near = get_close_matches(row["id"], registered, n=1, cutoff=0.7)
    return f"  {row['kind']} {row['id']}" + (f"; did you mean {near[0]}?" if near else "")


def _missing(files: list[dict]) -> list[str]:
    filled = {row["format"] for row in files if row["loaded"]}
    return [f"  register/{name}.csv: {tells}" for name, tells in UNLOCKS.items() if f"register.{name}" not in filled]


def _unknown(shop: Shop) -> tuple[list[str], bool]:
    try:
        unknowns = figures(shop)["unknowns"]
    except InputError as problem:
        return [f"  {problem}"], False
    return [f"  {row['what']}: {row['why']}; {row['how_to_fix']}" for row in unknowns], True


def _later(shop: Shop) -> list[str]:
    return [f"  register/{n}.csv" for n in LATER if (shop.folder / "register" / f"{n}.csv").exists()]
