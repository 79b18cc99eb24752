"""`vda check`: what was read, rejected and is missing, on one page that a merchant understands."""

from analysis import register
from analysis.shop import Shop
from analysis.warehouse import opened, query

# What each register table would let the report say.
UNLOCKS = {
    "contracts": "until when you are bound and by when notice must arrive",
    "alternatives": "how fast you could be free, and who could leave before you can replace them",
    "products": "contribution, and with it what a closed account or a higher fee costs",
    "services": "who stores, sends and collects for the lines that do not say so themselves",
    "balances": "which money and stock is held where",
}
REJECTS_SHOWN = 50


def check_page(shop: Shop) -> str:
    """The page for a built warehouse: files, rejects, checks, and what each missing table would unlock."""
    with opened(shop.warehouse) as con:
        files = query(con, "figures/inputs")
        rejects = query(con, "figures/rejects")
        checks = query(con, "figures/checks")
    lines = ["Files"]
    lines += [_file(row) for row in files]
    if rejects:
        lines += ["", f"Not read ({len(rejects)})"]
        lines += [f"  {_where(row)} {row['reason']}" for row in rejects[:REJECTS_SHOWN]]
        if len(rejects) > REJECTS_SHOWN:
            lines.append(f"  … and {len(rejects) - REJECTS_SHOWN} more; all are in the table landing.rejects")
    lines += ["", "Checks"]
    lines += [
        f"  {'ok    ' if row['ok'] else 'FAILED'} {row['name'].replace('_', ' ')}"
        + ("" if row["ok"] else f": {row['offending']}")
        for row in checks
    ]
    present = {row["format"] for row in files}
    missing = [name for name in UNLOCKS if f"register.{name}" not in present]
    if missing:
        lines += ["", "What would tell more"]
        lines += [f"  register/{name}.csv: {UNLOCKS[name]}" for name in missing]
    skipped = [name for name in register.LATER if (shop.folder / "register" / f"{name}.csv").exists()]
    if skipped:
        lines += ["", f"Kept for a later version, not read yet: {', '.join(skipped)}"]
    return "\n".join(lines)


def _file(row: dict) -> str:
    if row["format"] is None:
        return f"  {row['file']}: not recognised, see below"
    span = f", {row['first_on']} to {row['last_on']}" if row["first_on"] else ""
    return (
        f"  {row['file']}: {row['format']}{span}: {row['row_count']:,} rows = {row['loaded']:,} loaded"
        f" + {row['rejected']:,} rejected + {row['duplicates']:,} duplicates"
    )


def _where(row: dict) -> str:
    return f"{row['file']} line {row['line']}:" if row["line"] else f"{row['file']}"
