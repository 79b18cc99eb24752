"""Which concentrations cannot be told, each grain and basis once, with the reason and what would change that."""

from typing import Any, NamedTuple

from analysis.measures.context import Context
from analysis.measures.windows import Span
from analysis.rules.concentration import Undefined
from analysis.rules.exposure import ANY, Amounts, share_of

GRAIN_WORDS = {
    "channel": "channel",
    "channel_group": "owner",
    "country": "country",
    "sku": "article",
    "customer": "customer",
}
BASIS_WORDS = {
    "net_revenue": "net revenue",
    "gross_sales": "gross sales",
    "net_sales": "net sales",
    "contribution": "contribution",
    "payout": "payouts",
}
IN_WINDOWS = "concentration per {grain} on {basis} in {count} of {windows} windows, first {first} to {last}"
# Reason → what is unknown, why, and what would change that.
GAPS = {
    "untold": (
        "concentration per {grain} on {basis}",
        "a payout is for many orders at once and names no {grain}",
        "nothing to do; the other bases tell it per {grain}",
    ),
    "unpaid": (
        IN_WINDOWS,
        "no export tells of payouts there",
        "add the payout or settlement export of every channel, to tell it per {grain}",
    ),
    "silent": (
        "the whole concentration per {grain} on {basis} in {count} of {windows} windows, first {first} to {last}",
        "no export tells which payouts are for {channels}",
        "add their payout exports, to tell it per {grain}",
    ),
    "costless": (
        IN_WINDOWS,
        "some unit cost, revenue or charge of that time is unknown",
        "fill in unit_cost in register/products.csv and close the gaps in revenue and charges, to tell it per {grain}",
    ),
    "nameless": (
        IN_WINDOWS,
        "no order line there names the {grain}",
        "use exports that name the {grain}, for {basis}",
    ),
    "strangers": (
        IN_WINDOWS,
        "who paid there runs no {grain} that is known",
        "say in register/channels.csv which vendor runs each channel, to tell it per {grain}",
    ),
    "nothing": (
        IN_WINDOWS,
        "nothing is above zero there, so there are no shares",
        "nothing to do if nothing was sold; else add the exports of that time, for {basis} per {grain}",
    ),
    "negative_rest": (
        IN_WINDOWS,
        "what no {grain} can be named for is negative there ({amount} {currency}), so there are no shares",
        "add the exports of the orders that were given back, for {basis} per {grain}",
    ),
    "negative": (
        IN_WINDOWS,
        "{id} has a negative amount there ({amount} {currency}), so there are no shares",
        "look at the returns and costs of {id} in that window, for {basis} per {grain}",
    ),
    # A buyer is only known as a hash, which tells nobody anything.
    "negative_customer": (
        IN_WINDOWS,
        "one {grain} has a negative amount there ({amount} {currency}), so there are no shares",
        "look at orders whose returns and costs exceed their revenue, for {basis} per {grain}",
    ),
}


class Gap(NamedTuple):
    """A window for which a grain and basis cannot be told, why, and what the reason needs to be said."""

    span: Span
    reason: str
    detail: Any = None


def note_gaps(context: Context, gaps: dict[tuple[str, str], list[Gap]], *, windows: int) -> None:
    """Adds one unknown per grain, basis and reason, told of the first window that it holds for."""
    for (grain, basis), found in gaps.items():
        by_reason: dict[str, list[Gap]] = {}
        for gap in found:
            by_reason.setdefault(_reason(gap, grain), []).append(gap)
        for reason, alike in by_reason.items():
            first = alike[0]
            values = {
                "grain": GRAIN_WORDS[grain],
                "basis": BASIS_WORDS[basis],
                "count": len(alike),
                "windows": windows,
                "first": first.span.first,
                "last": first.span.last,
            }
            context.unknown(*GAPS[reason], **values, **_detail(context, first, grain))  # type: ignore[arg-type, misc]


def note_open_verdicts(context: Context, rows: list[dict[str, Any]]) -> None:
    """Says of net revenue and payouts where what is not attributed could make the verdict worse, channels first."""
    for basis in ("net_revenue", "payout"):
        unsure = [r for r in rows if r["basis"] == basis and r["verdict_if_largest"] not in (None, r["verdict"])]
        if unsure:
            _note_open_verdict(context, unsure[0])


def _note_open_verdict(context: Context, row: dict[str, Any]) -> None:
    values = {
        "grain": GRAIN_WORDS[row["grain"]],
        "basis": BASIS_WORDS[row["basis"]],
        "share": f"{row['unattributed_share'] * 100:.1f}",
        "verdict": row["verdict"],
        "worst": row["verdict_if_largest"],
    }
    if row["basis"] == "payout":
        context.unknown(
            "the verdict per {grain} on {basis}",
            "{share} % is not attributed: {verdict} by what is known, {worst} if all of that is the largest one's",
            "say in register/channels.csv which vendor runs each channel",
            **values,
        )
    else:
        context.unknown(
            "the verdict per {grain} on {basis}",
            "{share} % is not attributed: {verdict} by what is known, {worst} if all of that is the largest one's",
            "fill in channel_id in the export",
            **values,
        )


def note_exposure_gaps(context: Context, functions: list[dict[str, Any]], by_group: Amounts, *, total: float) -> None:
    """Says where returns leave no share of net revenue to those who touch it, and what nobody is known to do."""
    if total <= 0:
        context.unknown(
            "which share of net revenue passes through each vendor",
            "net revenue from {first} to {last} adds to {total}, so there are no shares",
            "look at the returns of these months, or choose a month with sales",
            first=context.window.first,
            last=context.window.last,
            total=f"{total:.2f}",
        )
        return
    _note_functions(context, [row for row in functions if not row["shares"]])
    for group, by in by_group.items():
        if share_of(by[ANY], total) is None:
            context.unknown(
                "the share of net revenue that depends on {group}",
                "through it go {amount} {currency} of {total} in all; the returns of others or its own leave no share",
                "look at the returns of these months",
                group=context.names["groups"].get(group, group),
                amount=f"{by[ANY]:.2f}",
                currency=context.shop.settings.shop.currency,
                total=f"{total:.2f}",
            )


def _note_functions(context: Context, without_shares: list[dict[str, Any]]) -> None:
    if unnamed := [row["function"] for row in without_shares if row["unknown_share"] == 1]:
        context.unknown(
            "who does {functions} for us",
            "neither order lines nor register/services.csv name anybody",
            "say who does it in register/services.csv, unless nobody does",
            functions=", ".join(unnamed),
        )
    for row in without_shares:
        if row["unknown_share"] is None:
            context.unknown(
                "the vendors' shares of {function}",
                "more came back than was sold through one of them, or no known amount was sold through any",
                "look at the returns of these months",
                function=row["function"],
            )


def note_spread(context: Context) -> None:
    """Says what the contribution of a country, an article or a buyer takes by way of a rule, and what it lacks."""
    (charges,) = context.rows("spread_charges")
    currency = context.shop.settings.shop.currency
    if charges["spread"]:
        context.unknown(
            "the exact contribution per country, article and customer",
            "charges over {amount} {currency} name no order; they are spread over their channel's month by net revenue",
            "use exports that name the order of each charge",
            amount=f"{charges['spread']:.2f}",
            currency=currency,
        )
    if charges["placeless"]:
        context.unknown(
            "whose contribution takes charges over {amount} {currency}",
            "they belong to no order, and their channel had no net revenue in their month; they are in no country's, "
            "article's or customer's contribution, but in the channel's",
            "nothing to do; the contribution per channel is complete",
            amount=f"{charges['placeless']:.2f}",
            currency=currency,
        )


def _reason(gap: Gap, grain: str) -> str:
    if not isinstance(gap.detail, Undefined):
        return gap.reason
    negative = "negative_customer" if grain == "customer" else "negative"
    return {None: "nothing", "": "negative_rest"}.get(gap.detail.id, negative)


def _detail(context: Context, gap: Gap, grain: str) -> dict[str, str]:
    """What only some reasons need to be said."""
    if gap.reason == "silent":
        return {"channels": ", ".join(context.name("channels", channel) for channel in gap.detail)}
    if not isinstance(gap.detail, Undefined):
        return {}
    amount, currency = f"{gap.detail.amount:.2f}", context.shop.settings.shop.currency
    return {"id": _who(context, gap.detail.id or "", grain), "amount": amount, "currency": currency}


def _who(context: Context, key: str, grain: str) -> str:
    """The name of a channel or owner, the id of what has none."""
    return context.names.get({"channel": "channels", "channel_group": "groups"}.get(grain, ""), {}).get(key, key)
