"""Draws the orders of an invented shop from a fixed seed, the same on every run."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

FIRST, LAST = date(2024, 5, 1), date(2026, 10, 31)
FULFILLED_BY_AMAZON_FROM = date(2025, 6, 1)
with (Path(__file__).parent / "register" / "products.csv").open(encoding="utf-8", newline="") as register:
    PRODUCTS = {row["sku"]: row for row in csv.DictReader(register)}
TAX_RATE = {sku: Decimal(row["tax_rate"]) for sku, row in PRODUCTS.items()}
# sku: (price incl. VAT, Amazon's fulfilment fee per unit, popularity)
OFFER = {
    "KT-BERG-100": ("9.90", "2.66", 15),
    "KT-KAMI-050": ("7.90", "2.55", 11),
    "KT-PFEF-100": ("8.90", "2.66", 11),
    "KT-WINT-075": ("11.90", "2.66", 14),
    "KT-ABEN-075": ("12.90", "2.91", 13),
    "KT-KIST-012": ("39.90", "4.35", 7),
    "KS-LIPP-010": ("7.90", "2.18", 6),
    "KS-RING-050": ("16.90", "2.75", 9),
    "KS-ARNI-100": ("21.90", "2.91", 8),
    "KS-BEIN-100": ("22.90", "2.91", 7),
    "KS-PROB-030": ("32.90", "2.75", 4),
}
SALVES = [sku for sku in OFFER if sku.startswith("KS")]
SEASON = (1.20, 1.05, 0.95, 0.85, 0.72, 0.62, 0.58, 0.64, 0.90, 1.20, 1.60, 1.68)
MONTHLY_SALES = 16_000.0
SHARE = {"amazon_de": (0.45, 0.62), "own_shop": (0.32, 0.21), "etsy": (0.08, 0.08), "wholesale": (0.15, 0.09)}
BASKET = {"amazon_de": 17.2, "own_shop": 45.0, "etsy": 29.0, "wholesale": 225.0}
LINES = {"amazon_de": (88, 12), "own_shop": (30, 45, 25), "etsy": (70, 30), "wholesale": (35, 35, 30)}
NEVER = datetime(1, 1, 2, tzinfo=UTC)
DICE = random.Random(20240501)


@dataclass(frozen=True)
class Line:
    """A product in an order; the price is per unit, with VAT except in wholesale."""

    sku: str
    quantity: int
    price: Decimal

    @property
    def amount(self) -> Decimal:
        """Price times quantity in euros."""
        return self.price * self.quantity


@dataclass
class Order:
    """An order as its channel knows it; gross, taxes by rate and refund are euros including VAT."""

    channel: str
    number: int
    at: datetime
    lines: list[Line]
    shipping: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    country: str = "DE"
    status: str = "paid"
    payment: str = ""
    buyer: int = 0
    taxes: dict[Decimal, Decimal] = field(default_factory=dict)
    sales_tax: Decimal = Decimal(0)
    refund: Decimal = Decimal(0)
    refund_at: datetime = NEVER
    by_amazon: bool = False

    @property
    def gross(self) -> Decimal:
        """What the buyer pays in euros, without the sales tax that a marketplace keeps."""
        goods = sum((line.amount for line in self.lines), -self.discount)
        return goods + self.shipping + (sum(self.taxes.values()) if self.channel == "wholesale" else 0)


def chance(share: float) -> bool:
    """True with the given probability."""
    return DICE.random() < share


def whole(low: int, high: int) -> int:
    """A whole number between two bounds, both included."""
    return low + int(DICE.random() * (high - low + 1))


def digits(count: int) -> str:
    """A string of that many digits, at most 15."""
    return f"{int(DICE.random() * 10**count):0{count}d}"


def cents(amount: Decimal) -> Decimal:
    """The amount rounded half up to cents."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def part(amount: Decimal, share: str) -> Decimal:
    """A share of an amount in cents."""
    return cents(amount * Decimal(share))


def local(at: datetime) -> datetime:
    """The same moment in Berlin, by the rule of 1996: not every system has a table of time zones."""
    starts, ends = (datetime(at.year, month, 31, 1, tzinfo=UTC) for month in (3, 10))
    sundays = [day - timedelta((day.weekday() + 1) % 7) for day in (starts, ends)]
    return at.astimezone(timezone(timedelta(hours=2 if sundays[0] <= at < sundays[1] else 1)))


def moment(day: date) -> datetime:
    """A moment of that day in Berlin, in UTC, seldom at night."""
    hour = whole(0, 23) if chance(0.1) else whole(7, 22)
    noon = local(datetime.combine(day, time(12), UTC))
    return datetime.combine(day, time(hour, whole(0, 59), whole(0, 59)), noon.tzinfo).astimezone(UTC)


def basket(channel: str) -> list[Line]:
    """The lines of one order."""
    count = DICE.choices(range(1, len(LINES[channel]) + 1), LINES[channel])[0]
    skus = SALVES if channel == "etsy" else list(OFFER)
    chosen = dict.fromkeys(DICE.choices(skus, [OFFER[sku][2] for sku in skus], k=count))
    return [line(channel, sku) for sku in chosen]


def line(channel: str, sku: str) -> Line:
    """One line: wholesale buys by the half-dozen at 62 % of the price without VAT."""
    price = Decimal(OFFER[sku][0])
    if channel == "wholesale":
        return Line(sku, 6 if chance(0.8) else 12 * whole(1, 6), part(price / (1 + TAX_RATE[sku]), "0.62"))
    return Line(sku, 2 if chance(0.4 if channel == "own_shop" else 0.12) else 1, price)


def included_taxes(order: Order) -> dict[Decimal, Decimal]:
    """VAT contained in the order by rate; shipping takes the highest rate of the goods."""
    paid = dict.fromkeys(sorted({TAX_RATE[item.sku] for item in order.lines}), Decimal(0))
    goods = sum((item.amount for item in order.lines), Decimal(0))
    for item in order.lines:
        paid[TAX_RATE[item.sku]] += item.amount * (1 - order.discount / goods)
    paid[max(paid)] += order.shipping
    return {rate: cents(amount * rate / (1 + rate)) for rate, amount in paid.items()}


def finish_amazon(order: Order) -> None:
    """Adds shipping that Amazon takes back as a promotion, and refunds of the first line."""
    order.taxes = included_taxes(order)
    if chance(0.035):
        order.refund, order.refund_at = order.lines[0].amount, order.at + timedelta(days=whole(5, 25))


def finish_own_shop(order: Order) -> None:
    """Adds shipping, discount, buyer, payment, status and, since June 2025, fulfilment by Amazon."""
    goods = order.gross
    order.shipping = Decimal("0.00" if goods >= 49 else "4.90")
    order.discount = part(goods, "0.10") if chance(0.12) else Decimal("0.00")
    order.buyer = whole(1, order.number - 9990) if chance(0.45) else order.number - 9990
    order.payment = "PayPal Express Checkout" if chance(0.82) else "Shopify Payments"
    order.taxes = included_taxes(order)
    weights = {"paid": 93, "refunded": 2, "partially_refunded": 2, "voided": 2, "pending": 1}
    order.status = DICE.choices(list(weights), list(weights.values()))[0]
    refunded = {"refunded": "1", "partially_refunded": "0.25"}.get(order.status, "0")
    order.refund = part(order.gross, refunded)
    sent = order.status not in ("voided", "pending") and local(order.at).date() < LAST - timedelta(days=3)
    order.by_amazon = sent and local(order.at).date() >= FULFILLED_BY_AMAZON_FROM and chance(0.4)


def finish_etsy(order: Order) -> None:
    """Adds shipping, American buyers (no VAT, sales tax that Etsy keeps) and refunds."""
    order.country = "US" if chance(0.06) else "DE"
    order.shipping = Decimal("12.90" if order.country == "US" else "0.00" if order.gross >= 30 else "3.90")
    order.sales_tax = part(order.gross, "0.07") if order.country == "US" else Decimal(0)
    order.taxes = {} if order.country == "US" else included_taxes(order)
    if chance(0.03):
        order.refund_at = order.at + timedelta(days=whole(4, 20))
        order.status = "partially_refunded" if chance(0.3) else "refunded"
        order.refund = part(order.gross, "0.2") if order.status == "partially_refunded" else order.gross


def finish_wholesale(order: Order) -> None:
    """Adds country, VAT on top (none outside Germany), payment and status."""
    order.buyer = whole(1, 24)
    order.country = {7: "AT", 19: "AT", 23: "CH"}.get(order.buyer, "DE")
    for item in order.lines:
        rate = TAX_RATE[item.sku]
        order.taxes[rate] = order.taxes.get(rate, Decimal(0)) + on_top(order, item)
    order.payment = "PayPal" if chance(0.3) else "Überweisung"
    is_open = chance(0.5) if local(order.at).date() > LAST - timedelta(days=30) else chance(0.01)
    order.status = "storniert" if chance(0.02) else "offen" if is_open else "bezahlt"


def on_top(order: Order, item: Line) -> Decimal:
    """VAT of a wholesale line."""
    return cents(item.amount * TAX_RATE[item.sku]) if order.country == "DE" else Decimal("0.00")


FINISH: dict[str, Callable[[Order], None]] = {
    "amazon_de": finish_amazon,
    "own_shop": finish_own_shop,
    "etsy": finish_etsy,
    "wholesale": finish_wholesale,
}


def count(channel: str, day: date) -> int:
    """Orders of a channel on a day, drawn around season, growth and the channel's moving share."""
    progress = (day - FIRST) / (LAST - FIRST)
    first, last = SHARE[channel]
    sales = MONTHLY_SALES / 30.4 * SEASON[day.month - 1] * (1 + 0.1 * progress)
    expected = sales * (first + (last - first) * progress) / BASKET[channel]
    return int(expected * (0.6 + 0.8 * DICE.random()) + DICE.random())


def days() -> Iterator[date]:
    """Every day of the demo's thirty months."""
    return (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))


def all_orders() -> list[Order]:
    """Every order by day, channel and time; a refund after the last day has not happened yet."""
    orders: list[Order] = []
    numbers = dict.fromkeys(SHARE, 10000)
    for day in days():
        for channel in SHARE:
            for at in sorted(moment(day) for _ in range(count(channel, day))):
                numbers[channel] += 1
                orders.append(Order(channel, numbers[channel], at, basket(channel)))
                FINISH[channel](orders[-1])
                if local(orders[-1].refund_at).date() > LAST:
                    orders[-1].refund, orders[-1].status = Decimal(0), "paid"
    return orders
