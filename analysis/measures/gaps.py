"""What of the revenue is unknown or taken as something: each gap with its reason and what would close it."""

from analysis.measures.context import Context

# Counted lines of figures/unknown_lines → what is unknown of them, why, and what would close the gap.
CHANNEL_GAPS = {
    "revenue": (
        "revenue of {unknown} of {lines} order lines of {channel}",
        "the exports tell that they were sent, not what they sold for",
        "add the order export of {channel}",
    ),
    "cost": (
        "contribution of {channel}",
        "the unit cost of {unknown} of {lines} order lines is unknown",
        "fill in unit_cost in register/products.csv, or unit_cost_share under [finance] in shop.toml",
    ),
    "unrated": (
        "{unknown} of {lines} order lines of {channel} in the shop's currency",
        "their currency has no reference rate",
        "check the currency code in the export",
    ),
    "estimated": (
        "the exact unit cost of {unknown} of {lines} order lines of {channel}",
        "their article, its unit_cost or their quantity is unknown; unit_cost_share of shop.toml is taken",
        "use an export that names article and quantity, and fill in register/products.csv",
    ),
}
# Amazon names no price of an order that is not paid yet.
OPEN_ORDERS = {
    known: (what, "they are not paid or finished, so they count as no revenue", "export again when they are paid")
    for known, what in {
        "priced": "revenue of open orders ({orders}, {amount} {currency} in all)",
        "unpriced": "revenue of open orders ({orders}, their amount is not told)",
    }.items()
}


def note_gaps(context: Context) -> None:
    """Adds to the unknowns whatever the lines and charges of the window leave open."""
    for row in context.rows("unknown_lines"):
        _channel_gaps(context, row)
    _order_gaps(context)
    _tax_gaps(context)
    _payment_gaps(context)
    _payout_gaps(context)


def _channel_gaps(context: Context, row: dict) -> None:
    channel = context.name("channels", row["channel_id"]) if row["channel_id"] else "orders without a channel"
    for counted, texts in CHANNEL_GAPS.items():
        if row[counted]:
            context.unknown(*texts, unknown=row[counted], lines=row["lines"], channel=channel)
    if row["channel_id"] is None:
        context.unknown(
            "the channel of orders ({orders})",
            "their lines name no channel",
            "fill in channel_id in the export",
            orders=row["orders"],
        )


def _order_gaps(context: Context) -> None:
    for row in context.rows("open_orders"):
        texts = OPEN_ORDERS["unpriced" if row["amount"] is None else "priced"]
        context.unknown(*texts, **row | {"amount": f"{row['amount'] or 0:.2f}"})
    for row in context.rows("fateless_orders"):
        context.unknown(
            "whether orders of {channel} were cancelled or given back ({orders})",
            "the only export that has them never tells it; they count as sold",
            "add the exports of {channel} that tell what became of orders: its order list, statement or payments",
            orders=row["orders"],
            channel=context.name("channels", row["channel_id"]),
        )
    for row in context.rows("homeless_charges"):
        context.unknown(
            "the channel of charges of {vendor} over {amount} {currency}",
            "they name no channel, and the vendor runs none or several; they lower no contribution, and cash and what "
            "can be borne only as far as fixed_costs_per_month has them",
            "add the order export of the sales that they belong to; in a charges file of your own fill in channel_id",
            vendor=context.name("vendors", row["vendor_id"]),
            amount=f"{row['amount']:.2f}",
            currency=context.shop.settings.shop.currency,
        )


def _tax_gaps(context: Context) -> None:
    loose = context.rows("unknown_tax")[0]
    if loose["taxless"]:
        context.unknown(
            "VAT in {unknown} of {lines} order lines",
            "their export does not state it and no rate is given; it is taken as nil",
            "write default_rate under [tax] in shop.toml, or tax_rate in register/products.csv",
            unknown=loose["taxless"],
            lines=loose["lines"],
        )
    if loose["orderless"]:
        context.unknown(
            "the order month of refunds over {amount} {currency}",
            "their orders are in no export; they are counted in the month of the refund",
            "add the exports of the months before",
            amount=f"{loose['refunded']:.2f}",
            currency=context.shop.settings.shop.currency,
        )


def _payment_gaps(context: Context) -> None:
    for row in context.rows("unmatched_payments"):
        context.unknown(
            "the orders of payments through {vendor} ({payments}, {amount} {currency} in all)",
            "no order export has them",
            "add the order export of the shop or marketplace that they were paid to",
            payments=row["payments"],
            amount=f"{row['amount']:.2f}",
            currency=row["currency"] or "?",
            vendor=context.name("vendors", row["vendor_id"]),
        )
    for row in context.rows("loose_refunds"):
        context.unknown(
            "the orders of refunds in {file} ({refunds}, {amount} {currency} in all)",
            "no export has them, so net revenue is not lowered by them unless the order export tells of refunds itself",
            "add the order export, and the download of the same service that tells of the payments given back",
            refunds=row["refunds"],
            amount=f"{row['amount']:.2f}",
            currency=row["currency"] or "?",
            file=row["file"],
        )


def _payout_gaps(context: Context) -> None:
    for row in context.rows("missing_payouts"):
        context.unknown(
            "where payouts of {vendor} arrived ({payouts}, {amount} {currency} in all)",
            "they were announced, the first on {day}, but the bank statements of those days do not show them",
            "ask {vendor}, or add the statement of the account that they went to",
            payouts=row["payouts"],
            vendor=context.name("vendors", row["vendor_id"]),
            amount=f"{row['amount']:.2f}",
            currency=row["currency"] or "?",
            day=row["first_on"],
        )
    for row in context.rows("unlike_arrivals"):
        context.unknown(
            "why {arrived} {currency} of {vendor} arrived where {announced} were announced",
            "bank entries differ from {payouts} announced payouts, the first on {day}, by more than a fee or a rate; "
            "what was announced counts",
            "add the payout exports of those days, or ask {vendor}",
            arrived=f"{row['arrived']:.2f}",
            announced=f"{row['announced']:.2f}",
            payouts=row["payouts"],
            vendor=context.name("vendors", row["vendor_id"]),
            currency=row["currency"] or "?",
            day=row["first_on"],
        )
