"""Writes the exports of the invented shop Kräuterhof Lindenau in the layouts that its partners use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from amazon import write_settlements
from orders import PRODUCTS, SHARE, Line, Order, all_orders, days, local, on_top, part

EXPORTS = Path(__file__).parent / "exports"
SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,"
    "Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,"
    "Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,"
    "Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,"
    "Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,"
    "Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,"
    "Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,"
    "Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,"
    "Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,"
    "Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,"
    "Payment ID,Payment Terms Name,Next Payment Due At,Payment References"
)
HALF_YEARS = [date(2024, 5, 1), date(2024, 11, 1), date(2025, 5, 1), date(2025, 11, 1), date(2026, 5, 1)]
MONTHS = "January February March April May June July August September October November December"
CUSTOMERS = (
    "Apotheke Musterstadt",
    "Reformhaus Prüfling",
    "Teeladen „5 € die Tasse“",
    "Bioladen Grünes Beispiel",
)
WHOLESALE = "Rechnungsnr;Datum;Kundennr;Kunde;Artikel;Menge;Netto;USt;Brutto;Land;Zahlung;Status"
EMPTY = '""'  # Shopify quotes an empty code or reference, and only these
Row = tuple[str, str, str, Decimal, Decimal]


def quoted(text: str) -> str:
    """A cell as Shopify writes it: quoted only where it must be."""
    return f'"{text}"' if set(text) & set(",\n") else text


def shop_rows(order: Order) -> Iterator[dict[str, str]]:
    """The lines of a Shopify order; only the first one carries the fields of the order."""
    done = order.status not in ("voided", "pending")
    for place, item in enumerate(order.lines):
        row = shop_order(order) if place == 0 else {}
        yield row | {
            "Name": f"#KL{order.number}", "Email": f"test{order.buyer:04d}@example.org",
            "Created at": shop_time(order.at), "Lineitem quantity": str(item.quantity),
            "Lineitem name": PRODUCTS[item.sku]["name"], "Lineitem price": str(item.price),
            "Lineitem sku": item.sku, "Lineitem requires shipping": "true", "Lineitem taxable": "true",
            "Lineitem fulfillment status": "fulfilled" if done else "pending",
            "Vendor": "Kräuterhof Lindenau", "Lineitem discount": "0.00",
            "Phone": f"+490000{order.buyer:06d}",
        }  # fmt: skip


def shop_order(order: Order) -> dict[str, str]:
    """The cells that stand on the first line of a Shopify order only."""
    done, vat = order.status not in ("voided", "pending"), sum(order.taxes.values(), Decimal(0))
    taxes = {f"Tax {place} Name": f"DE MwSt {rate * 100:.0f}%" for place, rate in enumerate(order.taxes, 1)}
    taxes |= {f"Tax {place} Value": str(amount) for place, amount in enumerate(order.taxes.values(), 1)}
    return taxes | address(order.buyer) | {
        "Financial Status": order.status, "Currency": "EUR",
        "Accepts Marketing": "no" if order.buyer % 3 else "yes",
        "Paid at": shop_time(order.at + timedelta(minutes=1)) if done else "",
        "Fulfillment Status": "fulfilled" if done else "unfulfilled",
        "Fulfilled at": shop_time(order.at + timedelta(hours=20)) if done else "",
        "Subtotal": str(order.gross - order.shipping), "Shipping": str(order.shipping), "Taxes": str(vat),
        "Total": str(order.gross), "Discount Code": "KRAUT10" if order.discount else EMPTY,
        "Discount Amount": str(order.discount), "Shipping Method": "Standardversand",
        "Notes": "Bitte klingeln bei\nTest Person" if order.number % 90 == 0 else "",
        "Cancelled at": shop_time(order.at + timedelta(hours=30)) if order.status == "voided" else "",
        "Payment Method": order.payment, "Payment Reference": f"rTest{order.number}.1" if done else EMPTY,
        "Refunded Amount": str(order.refund), "Outstanding Balance": "0.00" if done else str(order.gross),
        "Id": f"59{order.number:011d}", "Risk Level": "Low", "Source": "web",
    }  # fmt: skip


def address(buyer: int) -> dict[str, str]:
    """Billing and shipping address of an invented buyer."""
    street = f"Musterweg {buyer % 80 + 1}"
    cells = {"Name": f"Test Person {buyer:04d}", "Street": street, "Address1": street, "City": "Musterstadt",
             "Zip": "'01234", "Country": "DE"}  # fmt: skip
    return {f"{kind} {name}": text for kind in ("Billing", "Shipping") for name, text in cells.items()}


def shop_time(at: datetime) -> str:
    """A moment as Shopify writes it, with the offset of the shop."""
    return f"{local(at):%Y-%m-%d %H:%M:%S %z}"


def write_own_shop(orders: list[Order]) -> None:
    """Writes half-yearly files that repeat one month of the next, as overlapping downloads do."""
    for first in HALF_YEARS:
        last = date(first.year + first.month // 11, (first.month + 6) % 12 + 1, 1)
        rows = [row for order in orders if first <= local(order.at).date() < last for row in shop_rows(order)]
        cells = ([quoted(row.get(name, "")) for name in SHOPIFY.split(",")] for row in rows)
        lines = [SHOPIFY, *(",".join(line) for line in cells), ""]
        (EXPORTS / f"shopify_orders_{first:%Y-%m}.csv").write_bytes("\r\n".join(lines).encode())


def etsy_sale(order: Order) -> Iterator[Row]:
    """What Etsy books for a sale: payment, fees, VAT on fees and the sales tax of American buyers."""
    number, charged = order_number(order), order.gross + order.sales_tax
    of_order = f"Order #{number}"
    processing = part(charged, "0.04") + Decimal("0.30")
    yield "Sale", f"Payment for Order #{number}", "", charged, Decimal(0)
    yield from with_vat("Processing fee", of_order, -processing, ("Processing Fee", f"order: {number}"))
    if order.sales_tax:
        yield "Tax", "Sales tax paid by buyer", of_order, Decimal(0), -order.sales_tax
    if order.shipping:
        fee = -part(order.shipping, "0.065")
        yield from with_vat("Transaction fee: Shipping", of_order, fee, ("shipping transaction", ""))
    for place, item in enumerate(order.lines, 1):
        yield from etsy_item(item, number, place)


def etsy_item(item: Line, number: str, place: int) -> Iterator[Row]:
    """Transaction and listing fee of one item."""
    name, listing = PRODUCTS[item.sku]["name"], f"10{sum(item.sku.encode()):08d}"
    fee, of = -part(item.amount, "0.065"), f"transaction: 4{number[1:]}{place}"
    yield from with_vat(f"Transaction fee: {name}", f"Order #{number}", fee, ("transaction", of))
    sold = ("auto-renew sold ", f"auto-renew sold : {listing}")
    yield from with_vat("Listing fee ($0.20 USD)", f"Listing #{listing}", Decimal("-0.18"), sold)


def with_vat(title: str, info: str, fee: Decimal, vat: tuple[str, str]) -> Iterator[Row]:
    """A fee and the VAT on it, a row each."""
    yield "Fee", title, info, Decimal(0), fee
    yield "VAT", f"VAT: {vat[0]}", vat[1], Decimal(0), part(fee, "0.19")


def etsy_refund(order: Order) -> Iterator[Row]:
    """What Etsy books when a buyer gets money back, with its sales tax and a part of the processing fee."""
    number, whole_order = order_number(order), order.status == "refunded"
    tax = order.sales_tax if whole_order else Decimal(0)
    title = "Refund" if whole_order else "Partial refund"
    yield "Refund", f"{title} to buyer for Order #{number}", "", -order.refund - tax, Decimal(0)
    if tax:
        yield "Tax", "Refund to buyer for sales tax", f"Order #{number}", Decimal(0), tax
    back, vat = part(order.refund + tax, "0.04"), ("Processing Fee", f"order: {number}")
    yield from with_vat("Credit for processing fee", f"Order #{number}", back, vat)


def order_number(order: Order) -> str:
    """The number that Etsy gives an order."""
    return f"{3200000000 + order.number * 7919}"


def write_etsy(orders: list[Order]) -> None:
    """Writes a statement per month, newest row first, with a payout of the balance every Monday."""
    booked: dict[date, list[Row]] = defaultdict(list)
    for order in orders:
        booked[local(order.at).date()] += etsy_sale(order)
        if order.refund:
            booked[local(order.refund_at).date()] += etsy_refund(order)
    statements: dict[tuple[int, int], list[str]] = defaultdict(list)
    balance = Decimal(0)
    for day in days():
        if day.weekday() == 0 and balance > 0:
            paid = ("Deposit", f"{euros(balance)} sent to your bank account", "", Decimal(0), Decimal(0))
            booked[day].insert(0, paid)
            balance = Decimal(0)
        statements[day.year, day.month] += [etsy_line(day, row) for row in booked[day]]
        balance += sum((amount + fee for *_, amount, fee in booked[day]), Decimal(0))
    for (year, month), lines in statements.items():
        text = "\n".join(['Date,Type,Title,Info,Currency,Amount,"Fees & Taxes",Net', *reversed(lines), ""])
        (EXPORTS / f"etsy_statement_{year}_{month}.csv").write_bytes(text.encode("utf-8-sig"))


def etsy_line(day: date, row: Row) -> str:
    """A row as Etsy writes it."""
    kind, title, info, amount, fee = row
    about = f'"{info}"' if info else ""
    sums = f"{euros(amount)},{euros(fee)},{euros(amount + fee)}"
    return f'"{MONTHS.split()[day.month - 1]} {day.day}, {day.year}",{kind},"{title}",{about},EUR,{sums}'


def euros(amount: Decimal) -> str:
    """An amount as Etsy writes it, two dashes for none."""
    return f"{'-' if amount < 0 else ''}€{abs(amount):,.2f}" if amount else "--"


def write_wholesale(orders: list[Order]) -> None:
    """Writes the shop's own invoice list with its footer, which adds up every line whatever its status."""
    lines, totals = [WHOLESALE], [Decimal(0)] * 3
    for order in orders:
        who = f"{70000 + order.buyer};{CUSTOMERS[order.buyer % 4]} {order.buyer}"
        for item in order.lines:
            amounts = [item.amount, on_top(order, item), item.amount + on_top(order, item)]
            totals = [total + amount for total, amount in zip(totals, amounts, strict=True)]
            sums = ";".join(german(amount) for amount in amounts)
            start = f"RE-{order.number};{local(order.at):%d.%m.%Y};{who};{item.sku};{item.quantity}"
            lines.append(f"{start};{sums};{order.country};{order.payment};{order.status}")
    lines += [f"Summe;;;;;;{';'.join(german(total) for total in totals)};;;", ""]
    (EXPORTS / "grosshandel_rechnungen.csv").write_bytes("\r\n".join(lines).encode("cp1252"))


def german(amount: Decimal) -> str:
    """An amount with a decimal comma and points between thousands."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def main() -> None:
    """Draws the orders, writes every export and prints orders, gross and VAT per channel as a check."""
    EXPORTS.mkdir(exist_ok=True)
    drawn = all_orders()
    by_channel = {channel: [order for order in drawn if order.channel == channel] for channel in SHARE}
    write_settlements(drawn, EXPORTS)
    writers: dict[str, Callable[[list[Order]], None]] = {
        "own_shop": write_own_shop, "etsy": write_etsy, "wholesale": write_wholesale,
    }  # fmt: skip
    for channel, write in writers.items():
        write(by_channel[channel])
    for channel, orders in by_channel.items():
        kept = [order for order in orders if order.status not in ("voided", "storniert")]
        vat = sum((sum(order.taxes.values(), Decimal(0)) for order in kept), Decimal(0))
        print(f"{channel:10} {len(kept):6} orders {sum(order.gross for order in kept):12} gross {vat:11} VAT")


if __name__ == "__main__":
    main()
