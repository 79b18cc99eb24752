"""Revenue per channel and month, what of it is unknown, and the lines of the verdict."""

from analysis.errors import InputError
from analysis.measures.context import Context
from analysis.measures.gaps import note_gaps
from analysis.message import Message
from analysis.rules.concentration import Thresholds
from analysis.shop import Shop

LINES = {name: getattr(Thresholds, name) for name in ("largest_share", "effective_number")}
LINES_SAID = {
    "largest_share": Message("three rising shares (0 to 1)"),
    "effective_number": Message("two falling numbers of 1 or more"),
}


def revenue(context: Context) -> list[dict]:
    """Revenue per channel and month on each basis; what of it is unknown goes to the unknowns."""
    listed = context.rows("channel_months")
    lost = context.rows("lines_without_rate")
    for row in lost:
        context.unknown(
            "revenue of order lines in {currency} ({lines}, {amount} in all)",
            "the ECB has no reference rate for that currency and day, first on {day}",
            "check the currency code in the export",
            lines=row["lines"],
            currency=row["currency"],
            amount=f"{row['amount'] or 0:.2f}",
            day=row["day"],
        )
    note_gaps(context)
    if context.rows("sale_months")[0]["month"] is None:
        return _without_sales(context, listed)
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


def _without_sales(context: Context, listed: list[dict]) -> list[dict]:
    """Payouts per channel and month; what was sold is unknown, not zero, where no export tells of an order."""
    context.unknown(
        "what was sold",
        "the exports tell of payments, charges or payouts, and of no completed order",
        "add the order export of each shop and marketplace",
    )
    sold = ("gross_sales", "net_sales", "net_revenue", "contribution")
    return [
        {
            "channel_id": row["channel_id"],
            "month": f"{row['month']:%Y-%m}",
            **dict.fromkeys(sold),
            "payout": row["payout"],
            "orders": None,
        }
        for row in listed
    ]


def thresholds(shop: Shop) -> Thresholds:
    """The lines of the verdict, the shop's own where shop.toml has them."""
    given = {name: tuple(lines) for name, lines in shop.settings.thresholds.items()}
    if unknown := set(given) - set(LINES):
        raise InputError(
            "shop.toml [thresholds]: {names} is unknown; known are largest_share, effective_number and loss_share.",
            names=", ".join(sorted(unknown)),
        )
    for name, lines in given.items():
        if len(lines) != len(LINES[name]) or not _rise(name, lines):
            raise InputError(
                "shop.toml [thresholds]: {name} = {lines} is not {form}; write it from calm to alarming, like "
                "{example}.",
                name=name,
                lines=str(list(lines)),
                form=LINES_SAID[name],
                example=str(list(LINES[name])),
            )
    sources = {f"{name}_source": "shop.toml [thresholds]" for name in given}
    return Thresholds(**given, **sources)  # type: ignore[arg-type]


def _rise(name: str, lines: tuple[float, ...]) -> bool:
    """Whether lines get more alarming: shares (0-1) rise, effective numbers (1 and more) fall."""
    if name == "largest_share":
        return list(lines) == sorted(lines) and lines[0] > 0 and lines[-1] <= 1
    return list(lines) == sorted(lines, reverse=True) and lines[-1] >= 1
