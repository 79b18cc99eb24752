"""Books the invented shop's orders as Amazon settlements, 36 columns first and 24 columns later."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from orders import (
    DICE,
    LAST,
    OFFER,
    PRODUCTS,
    SEASON,
    TAX_RATE,
    Line,
    Order,
    cents,
    chance,
    days,
    digits,
    local,
    part,
    whole,
)  # fmt: skip

SUMMARY = "settlement-id settlement-start-date settlement-end-date deposit-date total-amount currency"
PLACE = "transaction-type order-id merchant-order-id adjustment-id shipment-id marketplace-name"
ITEM = "order-item-code merchant-order-item-id merchant-adjustment-item-id sku quantity-purchased"
V1 = f"""{SUMMARY} {PLACE} shipment-fee-type shipment-fee-amount order-fee-type order-fee-amount
    fulfillment-id posted-date {ITEM} price-type price-amount item-related-fee-type item-related-fee-amount
    misc-fee-amount other-fee-amount other-fee-reason-description promotion-id promotion-type promotion-amount
    direct-payment-type direct-payment-amount other-amount""".split()
V2 = f"""{SUMMARY} {PLACE} amount-type amount-description amount fulfillment-id posted-date posted-date-time
    {ITEM} promotion-id""".split()
V2_FROM = datetime(2026, 5, 1, tzinfo=UTC)
V1_PLACE = {
    "ItemPrice": ("price-type", "price-amount"),
    "ItemFees": ("item-related-fee-type", "item-related-fee-amount"),
    "Cost of Advertising": ("item-related-fee-type", "item-related-fee-amount"),
    "Promotion": ("promotion-type", "promotion-amount"),
    "Shipment-Fees": ("shipment-fee-type", "shipment-fee-amount"),
    "other-transaction": ("transaction-type", "other-amount"),
}
V2_NAME = {"Cost of Advertising": "TransactionTotalAmount", "FBA transportation fee": "FBATransportationFee"}


@dataclass(frozen=True)
class Entry:
    """One amount of an Amazon settlement in euros; without an amount type it only states the quantity."""

    posted: datetime
    transaction: str
    amount_type: str
    description: str
    amount: Decimal
    cells: dict[str, str]


def sold(order: Order) -> Iterator[Entry]:
    """What Amazon books for an order on its marketplace and for its refund."""
    number = f"30{whole(2, 6)}-{digits(7)}-{digits(7)}"
    base = place(number, "Amazon.de")
    shipment = "B" + "".join(DICE.choices("bcdfghjkmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ23456789", k=8))
    for item in order.lines:
        cells = base | contents(item, digits(15))
        yield from item_sold(order, item, {**cells, "shipment-id": shipment})
        if order.refund and item is order.lines[0]:
            yield from refunded(order, item, cells)


def place(number: str, marketplace: str) -> dict[str, str]:
    """The cells that say to which order an amount belongs."""
    return {
        "order-id": number,
        "merchant-order-id": number,
        "marketplace-name": marketplace,
        "fulfillment-id": "AFN",
    }


def contents(item: Line, code: str) -> dict[str, str]:
    """The cells that say to which item an amount belongs."""
    return {"order-item-code": code, "sku": item.sku, "quantity-purchased": str(item.quantity)}


def item_sold(order: Order, item: Line, cells: dict[str, str]) -> Iterator[Entry]:
    """Quantity, price, shipping given back, fulfilment fee and commission of one item."""
    amounts = [("", "", Decimal(0)), ("ItemPrice", "Principal", item.amount)]
    shipping = Decimal("2.99") if chance(0.15) else Decimal(0)
    if shipping:
        amounts.append(("ItemPrice", "Shipping", shipping))
    amounts.append(("ItemFees", "FBAPerUnitFulfillmentFee", -item.quantity * Decimal(OFFER[item.sku][1])))
    amounts.append(("ItemFees", "Commission", -commission(item)))
    if shipping:
        amounts.append(("Promotion", "Shipping", -shipping))
    for kind, description, amount in amounts:
        yield Entry(order.at, "Order", kind, description, amount, cells)


def commission(item: Line) -> Decimal:
    """15 % of the price, 8 % for food up to 10 euros."""
    return part(item.amount, "0.08" if item.price <= 10 and TAX_RATE[item.sku] < Decimal("0.1") else "0.15")


def refunded(order: Order, item: Line, cells: dict[str, str]) -> Iterator[Entry]:
    """The price back to the buyer, the commission back to us less a fifth."""
    ids = {"adjustment-id": f"amzn1:crow:{digits(12)}", "merchant-adjustment-item-id": digits(15)}
    back = commission(item)
    amounts = {"Principal": -item.amount, "Commission": back, "RefundCommission": -part(back, "0.2")}
    for description, amount in amounts.items():
        kind = "ItemPrice" if description == "Principal" else "ItemFees"
        yield Entry(order.refund_at, "Refund", kind, description, amount, {**cells, **ids})


def sent(order: Order) -> Iterator[Entry]:
    """What Amazon charges for an own-shop order that it sends."""
    posted = order.at + timedelta(minutes=whole(240, 2400))
    number = f"S0{whole(1, 3)}-{digits(7)}-{digits(7)}"
    base = place(number, "Non-Amazon DE") | {"merchant-order-id": f"#KL{order.number}"}
    base["shipment-id"] = "B" + digits(8)
    for line_number, item in enumerate(order.lines, 1):
        cells = base | contents(item, digits(14))
        yield Entry(posted, "Order", "", "", Decimal(0), cells)
        cells = cells | {"merchant-order-item-id": f"KL{order.number}-{line_number}"}
        fee = -item.quantity * Decimal(OFFER[item.sku][1])
        yield Entry(posted, "Order", "ItemPrice", "Principal", Decimal("0.00"), cells)
        yield Entry(posted, "Order", "ItemFees", "FBAPerUnitFulfillmentFee", fee, cells)
    yield Entry(posted, "Order", "Shipment-Fees", "FBA transportation fee", Decimal("-2.15"), base)


def service_fees(orders: list[Order]) -> Iterator[Entry]:
    """Advertising every Sunday (6 to 9 % of the week), subscription and storage monthly, seldom a damage."""
    sales: dict[date, Decimal] = defaultdict(Decimal)
    for order in orders:
        sales[local(order.at).date()] += order.gross
    for age, day in enumerate(days()):
        posted = datetime.combine(day, time(whole(3, 20), whole(0, 59), whole(0, 59)), UTC)
        week = sum((sales[day - timedelta(days=back)] for back in range(7)), Decimal(0))
        if day.weekday() == 6:
            spent = cents(week * (Decimal("0.06") + Decimal("0.03") * age / 913))
            yield Entry(posted, "ServiceFee", "Cost of Advertising", "Cost of Advertising", -spent, {})
        if day.day == 6:
            yield Entry(posted, "ServiceFee", "other-transaction", "Subscription Fee", Decimal("-39.00"), {})
        if day.day == 7:
            stored = cents(Decimal(f"{SEASON[day.month - 1]}") * whole(3800, 5200) / 100)
            yield Entry(posted, "ServiceFee", "other-transaction", "Storage Fee", -stored, {})
        if age % 41 == 29:
            sku = DICE.choices(list(OFFER))[0]
            paid = cents(Decimal(PRODUCTS[sku]["unit_cost"]) * Decimal("1.4"))
            cells = {"sku": sku, "quantity-purchased": "1"}
            yield Entry(posted, "Adjustment", "other-transaction", "WAREHOUSE_DAMAGE", paid, cells)


def v1_row(entry: Entry) -> dict[str, str]:
    """The cells of an entry in the 36-column layout, where the quantity has a row of its own."""
    row = {"transaction-type": entry.transaction, **entry.cells, "posted-date": entry.posted.isoformat()}
    if entry.amount_type:
        kind, amount = V1_PLACE[entry.amount_type]
        row |= {kind: entry.description, amount: str(entry.amount)}
        if entry.transaction != "Adjustment":
            row.pop("quantity-purchased", None)
    return row


def v2_row(entry: Entry) -> dict[str, str]:
    """The cells of an entry in the 24-column layout, where every row repeats the quantity."""
    return {
        "transaction-type": entry.transaction,
        "currency": "EUR",
        **entry.cells,
        "amount-type": entry.amount_type,
        "amount-description": V2_NAME.get(entry.description, entry.description),
        "amount": str(entry.amount),
        "posted-date": f"{entry.posted:%Y-%m-%d} 00:00:00 UTC",
        "posted-date-time": v2_time(entry.posted),
    }


def v2_time(at: datetime) -> str:
    """A moment as the 24-column layout writes it."""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def settlement(number: str, end: datetime, entries: list[Entry]) -> str:
    """The text of one settlement: header, summary, details that add up to its total."""
    start, paid = end - timedelta(days=14), end + timedelta(days=2)
    total = sum((entry.amount for entry in entries), Decimal("0.00"))
    if start >= V2_FROM:
        columns, rows = V2, [v2_row(entry) for entry in entries if entry.amount_type]
    else:
        columns, rows = V1, [v1_row(entry) for entry in entries]
    dates = {"settlement-start-date": start, "settlement-end-date": end, "deposit-date": paid}
    summary = {name: v2_time(at) if columns is V2 else at.isoformat() for name, at in dates.items()}
    rows.insert(0, summary | {"total-amount": str(total), "currency": "EUR"})
    lines = ["\t".join({"settlement-id": number, **row}.get(name, "") for name in columns) for row in rows]
    return "\n".join(["\t".join(columns), *lines, ""])


def write_settlements(orders: list[Order], folder: Path) -> None:
    """Packs the settlements of fourteen days each by the year of their end."""
    marketplace = [order for order in orders if order.channel == "amazon_de"]
    entries = [entry for order in marketplace for entry in sold(order)]
    entries += [entry for order in orders if order.by_amazon for entry in sent(order)]
    entries += service_fees(marketplace)
    last = datetime.combine(LAST, time(23), UTC)
    periods: dict[datetime, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.posted):
        periods[last - (last - entry.posted) // timedelta(days=14) * timedelta(days=14)].append(entry)
    years: dict[int, dict[str, str]] = defaultdict(dict)
    for age, end in enumerate(sorted(periods)):
        number = f"{21400000000 + age * 104729311}"
        years[end.year][f"{number}.txt"] = settlement(number, end, periods[end])
    for year, files in years.items():
        pack(folder / f"amazon_settlements_{year}.zip", files)


def pack(path: Path, files: dict[str, str]) -> None:
    """Writes texts into a zip without traces of the time and the machine."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in sorted(files.items()):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, text.encode(), compresslevel=9)
