"""figures["ledger"]: what each vendor costs and holds, and what the fees of a channel are beside the next best one."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from analysis.measures.context import Context
from analysis.rules.concentration import Undefined, concentration
from analysis.rules.exposure import Mix

ZERO = Decimal(0)
# What goods cost is no fee of a channel, and it is unit cost, not a charge.
NOT_CHARGED = frozenset({"supply"})


def ledger(context: Context, mixes: list[Mix]) -> dict[str, Any]:
    """Costs per vendor over the window with their concentration, what vendors hold on as_of, fee rates per channel."""
    return {"costs": _costs(context), "held": _held(context, mixes), "fee_rates": _fee_rates(context, mixes)}


def _costs(context: Context) -> dict[str, Any]:
    """Charges per vendor; one that gave back more than it charged has no share."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for row in context.rows("vendor_charges"):
        amounts[row["vendor_id"]] += row["amount"] or ZERO
        if row["unrated"]:
            _note_unrated(context, row)
    credits = sorted(vendor_id for vendor_id, amount in amounts.items() if amount < 0)
    for vendor_id in credits:
        context.unknown(
            "the share of {vendor} in our costs",
            "from {first} to {last} it gave back {amount} {currency} more than it charged",
            "nothing to do; the other shares leave it out",
            vendor=context.name("vendors", vendor_id),
            first=context.window.first,
            last=context.window.last,
            amount=f"{-amounts[vendor_id]:.2f}",
            currency=context.shop.settings.shop.currency,
        )
    span = {"from": context.window.first, "to": context.window.last, "amounts": dict(sorted(amounts.items()))}
    try:
        measured = concentration({v: a for v, a in amounts.items() if a >= 0}, None)
    except Undefined:
        _note_no_costs(context, is_told=bool(amounts))
        return {"shares": dict.fromkeys(sorted(amounts)), "hhi": None, "effective_number": None, **span}
    shares = {vendor_id: measured.shares.get(vendor_id) for vendor_id in sorted(amounts)}
    return {"shares": shares, "hhi": measured.hhi, "effective_number": measured.effective_number, **span}


def _note_unrated(context: Context, row: dict) -> None:
    context.unknown(
        "charges of {vendor} in {currency} ({count})",
        "their currency has no reference rate, so they are in no sum of costs, and their channel's contribution is "
        "unknown",
        "check the currency code in the export",
        count=row["unrated"],
        vendor=context.name("vendors", row["vendor_id"]),
        currency=row["unrated_currency"] or "?",
    )


def _note_no_costs(context: Context, *, is_told: bool) -> None:
    span = {"first": context.window.first, "last": context.window.last}
    if is_told:
        context.unknown(
            "each vendor's share in our costs",
            "no vendor charged more than it gave back from {first} to {last}",
            "add their other settlements or invoices, if there are any",
            **span,
        )
    else:
        context.unknown(
            "what each vendor costs",
            "no export tells of charges from {first} to {last}",
            "add the settlements or invoices of your partners, or write charges as the README shows",
            **span,
        )


def _held(context: Context, mixes: list[Mix]) -> list[dict]:
    """The register's latest balances; what no file tells is unknown, not nothing."""
    listed = context.rows("held")
    for row in listed:
        if row["amount"] is None:
            context.unknown(
                "what {amount} {currency} at {vendor} are worth",
                "the currency has no reference rate on {day}",
                "check the currency code in {source}",
                amount=f"{row['source_amount']:.2f}",
                currency=row["currency"],
                vendor=context.name("vendors", row["vendor_id"]),
                day=row["as_on"],
                source=row["source"],
            )
    told: dict[str, set[str]] = defaultdict(set)
    for row in listed:
        told[row["kind"]].add(row["vendor_id"])
    _note_unpaid(context, told["balance"])
    _note_stock(context, mixes, told["stock"])
    return [
        {
            "vendor_id": row["vendor_id"],
            "kind": row["kind"],
            "amount": row["amount"],
            "as_on": row["as_on"],
            "source": row["source"],
            "source_amount": row["source_amount"],
            "source_currency": row["currency"],
        }
        for row in listed
    ]


def _note_unpaid(context: Context, told: set[str]) -> None:
    """Sales less charges less payouts since the last payout would miss reserves, and sales not yet in a settlement."""
    for vendor_id in sorted({row["vendor_id"] for row in context.rows("payout_months")} - told):
        context.unknown(
            "the money that {vendor} holds for us",
            "no export tells all that is collected but not yet in a settlement, or held in reserve",
            "write its balance from the account page into register/balances.csv",
            vendor=context.name("vendors", vendor_id),
        )


def _note_stock(context: Context, mixes: list[Mix], told: set[str]) -> None:
    charging = {row["vendor_id"] for row in context.rows("vendor_charges")}
    storing = {v for mix in mixes for v in mix.touched.get("storage", {})}
    for vendor_id in sorted((storing & charging) - told):
        context.unknown(
            "the stock that lies at {vendor}",
            "no export that is read tells it",
            "write its value into register/balances.csv with kind stock",
            vendor=context.name("vendors", vendor_id),
        )


def _fee_rates(context: Context, mixes: list[Mix]) -> list[dict]:
    """Per channel with sales: fees of all vendors by gross sales, and the cheapest other channel beside it."""
    charges: dict[str, dict[str, Decimal]] = defaultdict(dict)
    unrated: dict[str, set[str]] = defaultdict(set)
    for row in context.rows("vendor_charges"):
        if row["fees"] is not None:
            charges[row["channel_id"]][row["vendor_id"]] = row["fees"]
        if row["unrated_fees"]:
            unrated[row["channel_id"]].add(row["vendor_id"])
    busy: dict[str, set[str]] = defaultdict(set)
    for mix in mixes:
        at_work = {v for f, by in mix.touched.items() if f not in NOT_CHARGED for v in by}
        busy[mix.channel_id] |= {v for v in at_work if not context.is_ourselves(v)}
    rows = [
        _fee_rate(context, row, charges[c], uncharged=(busy[c] - set(charges[c])) | unrated[c])
        for row in context.rows("channel_totals")
        if (c := row["channel_id"]) in busy
    ]
    return [{**row, **_next_best(row, rows)} for row in rows]


def _fee_rate(context: Context, total: dict, charged: dict[str, Decimal], *, uncharged: set[str]) -> dict:
    gross, sum_of_charges = total["gross_sales"], sum(charged.values(), ZERO)
    rate = float(sum_of_charges / gross) if gross and gross > 0 and charged and sum_of_charges >= 0 else None
    if rate is None:
        _note_no_rate(context, total, charges=sum_of_charges if charged else None)
    contribution = total["contribution"]
    return {
        "channel_id": total["channel_id"],
        "gross_sales": gross,
        "charges": sum_of_charges if charged else None,
        "rate": rate,
        # Vendors at work for the channel whose charges are not known in full: the rate is the least that it can be.
        "uncharged": sorted(uncharged),
        "contribution": contribution,
        "contribution_rate": float(contribution / gross) if gross and gross > 0 and contribution is not None else None,
    }


def _note_no_rate(context: Context, total: dict, *, charges: Decimal | None) -> None:
    channel = context.name("channels", total["channel_id"])
    if total["gross_sales"] is None:
        context.unknown(
            "which part of the sales of {channel} goes to vendors",
            "the sales of some of its orders are unknown",
            "add the order export of {channel}",
            channel=channel,
        )
    elif charges is None:
        context.unknown(
            "which part of the sales of {channel} goes to vendors",
            "no export tells what its vendors charge for it",
            "add their settlements or invoices, or write charges as the README shows",
            channel=channel,
        )
    elif charges < 0:
        context.unknown(
            "which part of the sales of {channel} goes to vendors",
            "by the exports they gave back {amount} {currency} more than they charged",
            "add their other settlements or invoices, if there are any",
            channel=channel,
            amount=f"{-charges:.2f}",
            currency=context.shop.settings.shop.currency,
        )
    else:
        context.unknown(
            "which part of the sales of {channel} goes to vendors",
            "it sold nothing in these months, yet was charged",
            "nothing to do, unless an order export is missing",
            channel=channel,
        )


def _next_best(row: dict, rows: list[dict]) -> dict:
    others = [other for other in rows if other["channel_id"] != row["channel_id"] and other["rate"] is not None]
    best = min(others, key=lambda other: (other["rate"], other["channel_id"]), default=None)
    if row["rate"] is None or best is None:
        return {"next_best_channel_id": None, "next_best_rate": None, "costs_more_by": None}
    there = best["charges"] / best["gross_sales"]
    return {
        "next_best_channel_id": best["channel_id"],
        "next_best_rate": best["rate"],
        "costs_more_by": row["charges"] - row["gross_sales"] * there,
    }
