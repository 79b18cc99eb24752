"""What moved: the exact parts of the change between two months, and the drift of the largest share."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from analysis.measures.context import Context
from analysis.rules.concentration import Thresholds, decompose_change
from analysis.rules.drift import Slope, crossing, theil_sen
from analysis.shop import month_bounds

Row = dict[str, Any]
WHOM = ("channel", "channel_group")
FEWEST_MONTHS = 6
MOST_MONTHS_AHEAD = 60


def moved(context: Context, rows: list[Row], reference: str | None) -> list[Row]:
    """Per month compared with and grain: hhi before and after, and what each id did to it, the largest first."""
    month = context.window.month
    compared = {"last_month": earlier(month, 1), "last_year": earlier(month, 12), "reference": reference}
    found = []
    for against, before in compared.items():
        for grain in WHOM if before else ():
            known = _months(rows, grain)
            if before in known and month in known:
                found.append({"against": against, "grain": grain, **_change(known[before], known[month])})
            elif before and grain == "channel":
                _note_incomparable(context, before, month, known=known.keys())
    return found


def _note_incomparable(context: Context, before: str, month: str, *, known: Collection[str]) -> None:
    if before in known or month in known:
        context.unknown(
            "what moved between {before} and {month}",
            "the concentration of {missing} is not known",
            "add the exports of {missing}, or compare with another month",
            before=before,
            month=month,
            missing=month if before in known else before,
        )
    else:
        context.unknown(
            "what moved between {before} and {month}",
            "the concentration of neither month is known",
            "add the exports of {before} and {month}, or compare other months",
            before=before,
            month=month,
        )


def drift(context: Context, rows: list[Row], lines: Thresholds) -> list[Row]:
    """Per grain: the drift of the share of the largest id, per month, and the day it meets the shop's next line."""
    found = []
    for grain in WHOM:
        trailing = next((row for row in rows if _is(row, grain) and row["window"] == "trailing"), None)
        if trailing is None or not any(trailing["shares"].values()):
            _note_shareless(context)
            continue
        largest = min(trailing["shares"], key=lambda key: (-trailing["shares"][key], key))
        shares = {month: row["shares"].get(largest, 0.0) for month, row in _months(rows, grain).items()}
        if len(shares) < FEWEST_MONTHS:
            _note_short(context, len(shares))
            continue
        found.append({"grain": grain, "basis": "net_revenue", "id": largest, **_drift(context, shares, lines)})
    return found


def _note_short(context: Context, count: int) -> None:
    context.unknown(
        "whether the largest share drifts",
        "months whose concentration is known: {count}; needed: {fewest}",
        "add the exports of earlier months",
        count=count,
        fewest=FEWEST_MONTHS,
    )


def _note_shareless(context: Context) -> None:
    context.unknown(
        "whether the largest share drifts",
        "there are no shares from {first} to {last}, so none is the largest",
        "look at the returns of these months, and at orders without a channel",
        first=context.window.first,
        last=context.window.last,
    )


def earlier(month: str, count: int) -> str:
    """The month `count` months before a month YYYY-MM."""
    index = _index(month) - count
    return f"{index // 12:04}-{index % 12 + 1:02}"


def _drift(context: Context, shares: dict[str, float], lines: Thresholds) -> Row:
    found = theil_sen([(_index(month), share) for month, share in shares.items()])
    assert found is not None  # months differ, and there are more than three
    now = _index(context.window.month)
    meets = crossing(found, now, lines.largest_share)
    line, months = meets if meets and meets[1] <= MOST_MONTHS_AHEAD else (None, None)
    return {
        "from": min(shares),
        "to": max(shares),
        "months": len(shares),
        "slope_per_month": found.slope,
        "slope_low": found.low,
        "slope_high": found.high,
        "is_sure": found.is_sure,
        "share": shares.get(context.window.month),
        "fitted_share": _height(found, now),
        "line": line,
        "crosses_on": _after(context.window.last, months),
    }


def _height(found: Slope, now: int) -> float:
    return min(max(found.intercept + found.slope * now, 0.0), 1.0)


def _after(last: date, months: float | None) -> date | None:
    return None if months is None else last + timedelta(days=round(months * 365.25 / 12))


def _change(before: Row, after: Row) -> Row:
    parts = decompose_change(before["shares"], after["shares"])
    return {
        "basis": "net_revenue",
        "from_window": {"from": before["from"], "to": before["to"]},
        "to_window": {"from": after["from"], "to": after["to"]},
        "hhi_before": before["hhi"],
        "hhi_after": after["hhi"],
        "change": after["hhi"] - before["hhi"],
        "contributions": [
            {
                "id": key,
                "change": part,
                "share_before": before["shares"].get(key, 0.0),
                "share_after": after["shares"].get(key, 0.0),
            }
            for key, part in parts.items()
        ],
    }


def _months(rows: list[Row], grain: str) -> dict[str, Row]:
    """The rows of whole single months with a known index by month, whatever window they stand for."""
    known = (row for row in rows if _is(row, grain) and row["hhi"] is not None)
    return {f"{row['from']:%Y-%m}": row for row in known if _is_month(row)}


def _is_month(row: Row) -> bool:
    return (row["from"], row["to"]) == month_bounds(f"{row['from']:%Y-%m}")


def _is(row: Row, grain: str) -> bool:
    return row["grain"] == grain and row["basis"] == "net_revenue"


def _index(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1
