"""Revenue per channel and month, how concentrated it is, and what of it is unknown."""

from collections import defaultdict
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal

from analysis.concentration import Concentration, Thresholds, Undefined, concentration, verdict
from analysis.context import Context
from analysis.errors import InputError
from analysis.gaps import note_gaps
from analysis.shop import Shop, month_bounds


def revenue(context: Context) -> list[dict]:
    """Revenue per channel and month on each basis; what of it is unknown goes to the unknowns."""
    listed = context.rows("channel_months")
    lost = context.rows("lines_without_rate")
    for row in lost:
        context.unknown(
            "revenue of {lines} order lines in {currency} ({amount})",
            "the ECB has no reference rate for that currency and day, first on {day}",
            "check the currency code in the export",
            lines=row["lines"],
            currency=row["currency"],
            amount=f"{row['amount'] or 0:.2f}",
            day=row["day"],
        )
    note_gaps(context)
    return [
        {
            "channel_id": row["channel_id"],
            "month": f"{row['month']:%Y-%m}",
            "gross_sales": row["gross_sales"],
            "net_sales": row["net_sales"],
            "net_revenue": row["net_revenue"],
            "contribution": row["contribution"],
            "payout": row["payout"],
            "orders": row["orders"],
        }
        for row in listed
    ]


def concentrations(context: Context) -> list[dict]:
    """Trailing window and each month, per channel and per owner of the vendor that runs it, on net revenue."""
    listed = context.rows("net_revenue_months")
    months = sorted({row["month"] for row in listed})
    spans = [(context.window.first, context.window.last)]
    spans += [(month, month_bounds(f"{month:%Y-%m}")[1]) for month in months]
    trailing = spans[0]
    found = []
    for grain in ("channel", "channel_group"):
        for span in spans[:1] + [s for s in spans[1:] if s != trailing]:
            within = [row for row in listed if span[0] <= row["month"] <= span[1]]
            found.append(_measured(context, within, grain=grain, span=span))
    return found


def _measured(context: Context, within: list[dict], *, grain: str, span: tuple[date, date]) -> dict:
    key = "channel_id" if grain == "channel" else grain
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    squares: dict[str, float] = defaultdict(float)
    for row in within:
        if row[key] is not None and row["net_revenue"] is not None:
            amounts[row[key]] += row["net_revenue"]
            squares[row[key]] += row["net_revenue_squares"]
    unattributed = sum((row["net_revenue"] or Decimal(0) for row in within if row[key] is None), Decimal(0))
    head = {"grain": grain, "basis": "net_revenue", "from": span[0], "to": span[1]}
    try:
        measured = concentration(amounts, squares, unattributed=unattributed)
    except Undefined as reason:
        return {**head, **_undefined(context, reason, grain=grain, span=span)}
    colour, decided_by = verdict(measured, thresholds(context.shop))
    # Where some revenue has no known amount, nobody can say how much of the whole the shares leave out.
    is_whole = not any(row["unknown_lines"] for row in within)
    bounds = {} if is_whole else dict.fromkeys(("unattributed_share", "hhi_low", "hhi_high"))
    return {**head, **asdict(measured), **bounds, "verdict": colour, "threshold_source": decided_by}


def _undefined(context: Context, reason: Undefined, *, grain: str, span: tuple[date, date]) -> dict:
    """A row without any measure, and the reason among the unknowns."""
    context.unknown(
        "concentration per {grain} from {first} to {last}",
        "{reason}",
        "look at the returns of that window",
        grain=grain,
        first=span[0],
        last=span[1],
        reason=reason,
    )
    measures = [field.name for field in fields(Concentration)]
    return {**dict.fromkeys([*measures, "verdict", "threshold_source"]), "shares": {}}


def thresholds(shop: Shop) -> Thresholds:
    """The lines of the verdict, the shop's own where shop.toml has them."""
    given = {name: tuple(lines) for name, lines in shop.settings.thresholds.items()}
    known = {name: lines for name, lines in given.items() if name in ("largest_share", "effective_number")}
    if unknown := set(given) - set(known):
        raise InputError(
            f"shop.toml [thresholds]: {', '.join(sorted(unknown))} is unknown; "
            "known are largest_share, effective_number and loss_share."
        )
    sources = {f"{name}_source": "shop.toml [thresholds]" for name in known}
    return Thresholds(**known, **sources)  # type: ignore[arg-type]
