"""The ways of counting the trailing window: whether they agree, and which missing field would narrow them most."""

from typing import Any

from analysis.measures.context import Context
from analysis.measures.grain_sums import Sums
from analysis.rules.concentration import Thresholds
from analysis.rules.stability import VERDICTS, agreement, drawn_verdicts

Row = dict[str, Any]
Trailing = dict[tuple[str, str], Sums]
# On whom we depend is asked of channels and their owners; a country, an article or a buyer is another question.
WHOM = ("channel", "channel_group")
# field, what its lack leaves open, what would fill it
MISSING = {
    "channel": ("revenue that no channel is named for", "fill in channel_id in the export"),
    "currency": ("order lines in a currency without a rate", "check the currency codes in the export"),
    "gross_amount": ("order lines without an amount", "add the order exports that tell what was paid"),
    "unit_cost": (
        "order lines without a unit cost",
        "fill in unit_cost in register/products.csv, or unit_cost_share under [finance] in shop.toml",
    ),
    "tax_rate": ("order lines without a VAT rate", "write default_rate under [tax] in shop.toml"),
    "payout": ("revenue of channels whose payouts no export tells", "add their payout exports"),
    "country": ("revenue that no country is named for", "use exports that name the country"),
    "sku": ("revenue that no article is named for", "use exports that name the articles"),
    "customer": ("revenue that no buyer is named for", "use exports that name the buyers"),
}


def stability(context: Context, rows: list[Row], trailing: Trailing, *, lines: Thresholds, silent: list[str]) -> Row:
    """figures["stability"]: the verdict, the share of ways of counting that agree with it, each way with its draws."""
    told = {(row["grain"], row["basis"]): row for row in rows if row["window"] == "trailing" and row["verdict"]}
    # Where the whole is not known, neither is what a verdict would be if it were.
    whole = [way for way, row in told.items() if row["hhi_high"] is not None]
    ways = [_way(way, told[way], trailing[way], lines=lines) for way in whole]
    headline = [told[grain, "net_revenue"]["verdict"] for grain in WHOM if (grain, "net_revenue") in told]
    verdict = max(headline, key=VERDICTS.index, default=None)
    missing = _missing(context, told, trailing, silent=silent)
    return {
        "verdict": verdict,
        "agreement_share": agreement([way for way in ways if way["decides"]], verdict) if verdict else None,
        "ways": ways,
        "narrows_most": missing[0] if missing else None,
        "missing": missing,
    }


def _way(way: tuple[str, str], row: Row, sums: Sums, *, lines: Thresholds) -> Row:
    return {
        "grain": way[0],
        "basis": way[1],
        "verdict": row["verdict"],
        "verdict_if_largest": row["verdict_if_largest"],
        "largest_share": row["cr1"],
        "draws": drawn_verdicts(sums.amounts, lines),
        "decides": way[0] in WHOM,
    }


def _missing(context: Context, told: dict[tuple[str, str], Row], trailing: Trailing, *, silent: list[str]) -> list[Row]:
    """Fields with the share that lacks them: first the channel where its lack leaves the verdict open, then what bears
    on the verdict, and the largest share first."""
    shares = {grain: _remainder(trailing.get((grain, "net_revenue"))) for grain in ("channel", "country", "sku")}
    shares["customer"] = _remainder(trailing.get(("customer", "net_revenue")))
    main = told.get(("channel", "net_revenue"), {})
    is_open = main.get("verdict_if_largest") not in (None, main.get("verdict"))
    shares["payout"] = sum(main.get("shares", {}).get(channel, 0.0) for channel in silent)
    lines = _line_shares(context)
    found = [
        {
            "field": field,
            "share": {**shares, **lines}[field],
            "of": "order_lines" if field in lines else "net_revenue",
            "decides": field not in ("country", "sku", "customer"),
            "why": why,
            "how_to_fix": remedy,
        }
        for field, (why, remedy) in MISSING.items()
        if {**shares, **lines}[field] > 0
    ]
    return sorted(
        found, key=lambda row: (not (is_open and row["field"] == "channel"), not row["decides"], -row["share"])
    )


def _remainder(sums: Sums | None) -> float:
    """What no id can be named for, as a share of the whole; all of it where nothing has an id."""
    if sums is None:
        return 0.0
    whole = sums.amounts.x.sum() + sums.amounts.rest
    return float(sums.amounts.rest / whole) if whole > 0 else 0.0


def _line_shares(context: Context) -> dict[str, float]:
    rows, taxed = context.rows("unknown_lines"), context.rows("unknown_tax")[0]
    count = sum(row["lines"] for row in rows) or 1
    unknown = {"currency": "unrated", "gross_amount": "revenue", "unit_cost": "cost"}
    shares = {field: float(sum(row[key] for row in rows)) / count for field, key in unknown.items()}
    return {**shares, "tax_rate": taxed["taxless"] / (taxed["lines"] or 1)}
