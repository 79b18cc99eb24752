"""Amazon's reports, alone and together: each sale, fee, refund and payout once, whichever of them tell it."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter
from conftest import SHARED, measured, select

from analysis.errors import InputError
from analysis.warehouse import build

ORDER_HEADINGS = [
    "amazon-order-id",
    "merchant-order-id",
    "purchase-date",
    "last-updated-date",
    "order-status",
    "fulfillment-channel",
    "sales-channel",
    "product-name",
    "sku",
    "item-status",
    "quantity",
    "currency",
    "item-price",
    "item-tax",
    "shipping-price",
    "shipping-tax",
    "item-promotion-discount",
    "ship-postal-code",
    "ship-country",
]
SETTLEMENT_HEADINGS = [
    "settlement-id",
    "settlement-start-date",
    "settlement-end-date",
    "deposit-date",
    "total-amount",
    "currency",
    "transaction-type",
    "order-id",
    "merchant-order-id",
    "shipment-id",
    "marketplace-name",
    "amount-type",
    "amount-description",
    "amount",
    "fulfillment-id",
    "posted-date",
    "posted-date-time",
    "order-item-code",
    "sku",
    "quantity-purchased",
]
SHIPMENT_HEADINGS = [
    "amazon-order-id",
    "merchant-order-id",
    "shipment-id",
    "shipment-item-id",
    "purchase-date",
    "shipment-date",
    "buyer-email",
    "buyer-name",
    "sku",
    "quantity-shipped",
    "currency",
    "item-price",
    "item-tax",
    "recipient-name",
    "ship-address-1",
    "ship-country",
    "sales-channel",
]
RETURN_HEADINGS = [
    "return-date",
    "order-id",
    "sku",
    "fnsku",
    "quantity",
    "detailed-disposition",
    "reason",
    "status",
    "license-plate-number",
    "customer-comments",
]
STORAGE_HEADINGS = [
    "asin",
    "fnsku",
    "fulfillment_center",
    "month_of_charge",
    "currency",
    "estimated_monthly_storage_fee",
]
GERMAN = [
    "Datum/Uhrzeit", "Abrechnungsnummer", "Typ", "Bestellnummer", "SKU", "Beschreibung", "Menge", "Marketplace",
    "Versand", "Postleitzahl", "Umsätze", "Produktumsatzsteuer", "Gutschrift für Versandkosten",
    "Steuer auf Versandgutschrift", "Rabatte aus Werbeaktionen", "Steuer auf Aktionsrabatte",
    "Einbehaltene Steuer auf Marketplace", "Verkaufsgebühren", "Gebühren zu Versand durch Amazon",
    "Andere Transaktionsgebühren", "Andere", "Gesamt", "Transaktionsstatus",
]  # fmt: skip
ENGLISH = [
    "date/time", "settlement id", "type", "order id", "sku", "description", "quantity", "marketplace", "fulfillment",
    "order postal", "product sales", "product sales tax", "shipping credits", "shipping credits tax",
    "promotional rebates", "promotional rebates tax", "marketplace withheld tax", "selling fees", "fba fees",
    "other transaction fees", "other", "total", "Transaction Status",
]  # fmt: skip
FRENCH = [
    "date/heure", "numéro de versement", "type", "numéro de la commande", "sku", "description", "quantité",
    "Marketplace", "traitement", "code postal de la commande", "ventes de produits", "Taxes sur la vente des produits",
    "crédits d'expédition", "taxe sur les crédits d’expédition", "Rabais promotionnels",
    "Taxes sur les remises promotionnelles", "Taxes retenues sur le site de vente", "frais de vente",
    "Frais Expédié par Amazon", "autres frais de transaction", "autre", "total", "Statut de la transaction",
]  # fmt: skip
KEYS = [
    "at",
    "settlement",
    "type",
    "order",
    "sku",
    "what",
    "quantity",
    "market",
    "sender",
    "postal",
    "product",
    "product_tax",
    "shipping",
    "shipping_tax",
    "promotion",
    "promotion_tax",
    "withheld",
    "selling",
    "fba",
    "transaction",
    "other",
    "total",
    "status",
]


def tabs(headings: list[str], *rows: dict[str, str], delimiter: str = "\t") -> str:
    """A flat file with one line per row; what a row does not name is blank."""
    return "\n".join(delimiter.join(row.get(h, "") for h in headings) for row in [{h: h for h in headings}, *rows])


def order(number: str, **cells: str) -> dict[str, str]:
    given = {name.replace("_", "-"): value for name, value in cells.items()}
    return {
        "amazon-order-id": number, "purchase-date": "2026-06-01T09:00:00+00:00", "currency": "EUR", "quantity": "1",
        "last-updated-date": "2026-06-03T09:00:00+00:00", "order-status": "Shipped", "item-status": "Shipped",
        "fulfillment-channel": "Merchant", "sales-channel": "Amazon.de", "sku": "TEA", "ship-country": "DE", **given,
    }  # fmt: skip


def settled(number: str, kind: str, *amounts: tuple[str, str, str], sender: str = "AFN") -> list[dict[str, str]]:
    """The rows of one transaction of settlement 9001: (amount-type, amount-description, amount) each."""
    return [
        {
            "settlement-id": "9001", "transaction-type": kind, "order-id": number, "marketplace-name": "Amazon.de",
            "amount-type": type_, "amount-description": what, "amount": amount, "fulfillment-id": sender,
            "posted-date-time": "2026-06-04 10:00:00 UTC", "posted-date": "2026-06-04", "sku": "TEA",
            "order-item-code": number and "77",
        }
        for type_, what, amount in amounts
    ]  # fmt: skip


def settlement(total: str, *rows: list[dict[str, str]], number: str = "9001") -> str:
    summary = {
        "settlement-id": number, "settlement-start-date": "2026-06-01 00:00:00 UTC", "total-amount": total,
        "settlement-end-date": "2026-06-15 00:00:00 UTC", "deposit-date": "2026-06-17 00:00:00 UTC", "currency": "EUR",
    }  # fmt: skip
    return tabs(SETTLEMENT_HEADINGS, summary, *(row for group in rows for row in group))


def ranged(headings: list[str], *rows: str, preamble: str = '"Alle Beträge in EUR"\n"Definitionen:"\n') -> str:
    """A date range report; a row is written as name=cell, separated by |, amounts not named are 0."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    for row in rows:
        cells = dict(part.split("=", 1) for part in row.split("|"))
        writer.writerow([cells.get(key, "0" if 10 <= at <= 21 else "") for at, key in enumerate(KEYS)])
    return "\ufeff" + preamble + out.getvalue()


def total(shop, query: str) -> Decimal:
    return select(shop, query)[0][0]


def accounts(shop) -> dict[str, tuple[int, int, int, int]]:
    listed = select(shop, "select file, row_count, loaded, rejected, duplicates from marts.inputs")
    return {file.removeprefix("exports/"): tuple(counts) for file, *counts in listed}


FBA, OWN = "028-0000000-0000001", "028-0000000-0000002"
ORDERS = [
    order(FBA, purchase_date="2026-05-31T22:30:00+00:00", fulfillment_channel="Amazon", item_price="119.00", item_tax="19.00"),
    order(OWN, quantity="2", item_price="23.80", item_tax="3.80", shipping_price="5.95", shipping_tax="0.95",
          item_promotion_discount="2.38"),
    order("028-0000000-0000003", order_status="Cancelled", item_status="Cancelled", item_price="50.00", item_tax="7.98"),
    order("028-0000000-0000004", order_status="Pending", item_status="Unshipped", item_price="10.00", item_tax="1.60"),
    order("S02-0000000-0000005", merchant_order_id="WEB-7", sales_channel="Non-Amazon", fulfillment_channel="Amazon"),
]  # fmt: skip
SETTLED = [
    settled(FBA, "Order", ("ItemPrice", "Principal", "100.00"), ("ItemPrice", "Tax", "19.00"),
            ("ItemFees", "Commission", "-17.85"), ("ItemFees", "FBAPerUnitFulfillmentFee", "-4.00")),
    settled(OWN, "Order", ("ItemPrice", "Principal", "20.00"), ("ItemPrice", "Tax", "3.80"), ("ItemPrice", "Shipping", "5.00"),
            ("ItemPrice", "ShippingTax", "0.95"), ("Promotion", "Principal", "-2.00"), ("Promotion", "TaxDiscount", "-0.38"),
            ("ItemFees", "Commission", "-4.11"), sender="MFN"),
    settled(OWN, "Refund", ("ItemPrice", "Principal", "-20.00"), ("ItemPrice", "Tax", "-3.80"), ("Promotion", "Principal", "2.00"),
            ("Promotion", "TaxDiscount", "0.38"), ("ItemFees", "Commission", "3.57"), ("ItemFees", "RefundCommission", "-0.71"),
            sender="MFN"),
    settled("", "other-transaction", ("other-transaction", "Storage Fee", "-30.00")),
]  # fmt: skip
RANGED = [
    f"at=04.06.2026 10:00:00 UTC|settlement=9001|type=Bestellung|order={FBA}|sku=TEA|quantity=1|market=amazon.de|sender=Amazon"
    "|product=100,00|product_tax=19,00|selling=-17,85|fba=-4,00|total=97,15",
    f"at=04.06.2026 10:00:00 UTC|settlement=9001|type=Bestellung|order={OWN}|sku=TEA|quantity=2|market=amazon.de|sender=Verkäufer"
    "|product=20,00|product_tax=3,80|shipping=5,00|shipping_tax=0,95|promotion=-2,00|promotion_tax=-0,38|selling=-4,11|total=23,26",
    f"at=04.06.2026 10:00:00 UTC|settlement=9001|type=Erstattung|order={OWN}|sku=TEA|quantity=2|market=amazon.de|sender=Verkäufer"
    "|product=-20,00|product_tax=-3,80|promotion=2,00|promotion_tax=0,38|selling=2,86|total=-18,56",
    "at=04.06.2026 10:00:00 UTC|settlement=9001|type=Versand durch Amazon Lagergebühr|what=FBA-Lagergebühr|other=-30,00|total=-30,00",
    "at=17.06.2026 06:00:00 UTC|settlement=9001|type=Übertrag|what=Auf Konto mit der Endung: 000|other=-71,85|total=-71,85",
]  # fmt: skip
LATER = (
    "at=03.07.2026 10:00:00 UTC|settlement=9002|type=Bestellung|order=028-0000000-0000006|sku=TEA|quantity=1|market=amazon.de"
    "|sender=Verkäufer|product=10,00|product_tax=1,90|selling=-1,79|total=10,11"
)
SHIPPED = {
    "amazon-order-id": FBA, "shipment-id": "D1", "shipment-item-id": "1", "purchase-date": "2026-05-31T22:30:00+00:00",
    "shipment-date": "2026-06-02T22:30:00+00:00", "buyer-email": "quibble@example.org", "buyer-name": "Zebulon Quibble",
    "sku": "TEA", "quantity-shipped": "1", "currency": "EUR", "item-price": "119.00", "item-tax": "19.00",
    "recipient-name": "Zebulon Quibble", "ship-address-1": "Quaggaweg 9", "ship-country": "DE", "sales-channel": "amazon.de",
}  # fmt: skip
RETURNED = {
    "return-date": "2026-06-20T23:10:00+00:00", "order-id": FBA, "sku": "TEA", "fnsku": "X1", "quantity": "1",
    "detailed-disposition": "CUSTOMER_DAMAGED", "reason": "DEFECTIVE", "status": "Unit returned to inventory",
    "license-plate-number": "LPN1", "customer-comments": "Quibbled spout",
}  # fmt: skip
STORED = {
    "asin": "B0", "fnsku": "X1", "fulfillment_center": "LEJ1", "month_of_charge": "2026-05", "currency": "EUR",
    "estimated_monthly_storage_fee": "31.00",
}  # fmt: skip


@pytest.fixture
def together(make_shop):
    """All reports of one month, the settlement in the flat file and in the date range report."""
    shop = make_shop({
        "exports/orders.txt": tabs(ORDER_HEADINGS, *ORDERS),
        "exports/settlement.txt": settlement("71.85", *SETTLED),
        "exports/range.csv": ranged(GERMAN, *RANGED, LATER),
        "exports/shipments.txt": tabs(SHIPMENT_HEADINGS, SHIPPED),
        "exports/returns.txt": tabs(RETURN_HEADINGS, RETURNED),
        "exports/storage.txt": tabs(STORAGE_HEADINGS, STORED),
    })  # fmt: skip
    build(shop)
    return shop


def test_each_sale_counts_once_as_the_order_report_tells_it(together):
    found = select(
        together,
        "select order_id, status, gross::decimal(9,2), tax::decimal(9,2), format from staging.order_lines "
        "where kind = 'sale' order by order_id",
    )
    # 23.80 + 5.95 − 2.38 = 27.37, of which 19/119 = 4.37; pending and cancelled lines keep their amount and are no revenue
    assert found == [
        (FBA, "completed", Decimal("119.00"), Decimal("19.00"), "amazon_all_orders"),
        (OWN, "completed", Decimal("27.37"), Decimal("4.37"), "amazon_all_orders"),
        ("028-0000000-0000003", "cancelled", Decimal("50.00"), Decimal("7.98"), "amazon_all_orders"),
        ("028-0000000-0000004", "open", Decimal("10.00"), Decimal("1.60"), "amazon_all_orders"),
        ("028-0000000-0000006", "completed", Decimal("11.90"), Decimal("1.90"), "amazon_date_range"),
    ]
    gross = select(
        together, "select month, sum(gross_sales)::decimal(9,2) from marts.channel_months group by all order by 1"
    )
    assert gross == [(date(2026, 6, 1), Decimal("146.37")), (date(2026, 7, 1), Decimal("11.90"))]


def test_fees_refunds_and_the_payout_count_once_and_the_bill_replaces_the_estimate(together):
    # 17.85 + 4.00 + 4.11 − 3.57 + 0.71 + 30.00 of the settlement and 1.79 that only the date range report has
    assert total(together, "select sum(amount) from staging.charges") == Decimal("54.89")
    assert total(together, "select sum(refunded)::decimal(9,2) from staging.order_lines") == Decimal("21.42")
    assert select(together, "select amount::decimal(9,2), period_to from staging.payouts") == [
        (Decimal("71.85"), date(2026, 6, 15))]  # fmt: skip
    assert select(together, "select function, sum(amount)::decimal(9,2) from staging.charges group by all order by 1") == [
        ("marketplace", Decimal("20.18")), ("returns", Decimal("0.71")), ("shipping", Decimal("4.00")),
        ("storage", Decimal("30.00"))]  # fmt: skip


def test_what_is_stored_sent_and_returned_by_amazon_is_told_in_the_shops_calendar(together):
    assert select(
        together,
        "select order_id, storage_vendor_id, shipping_vendor_id, shipped_on from staging.sold_lines "
        f"where order_id in ('{FBA}', '{OWN}') order by order_id",
    ) == [(FBA, "amazon", "amazon", date(2026, 6, 3)), (OWN, None, None, None)]
    assert select(together, "select returned_on, quantity::integer, reason, vendor_id from staging.returns") == [
        (date(2026, 6, 21), 1, "DEFECTIVE", "amazon")]  # fmt: skip
    assert select(together, "select order_id, storage_vendor from staging.order_facts where channel_id is null") == [
        ("WEB-7", "amazon")]  # fmt: skip


def test_every_row_is_loaded_or_a_duplicate_and_has_a_meaning(together):
    found = accounts(together)
    assert all(rows == loaded + rejected + twice for rows, loaded, rejected, twice in found.values())
    assert found["orders.txt"] == (5, 5, 0, 0)
    assert found["range.csv"] == (6, 1, 0, 5)
    assert found["shipments.txt"] == (1, 1, 0, 0) and found["storage.txt"] == (1, 0, 0, 1)
    assert select(together, "select name, offending from meta.checks where not ok") == []


def test_no_buyer_is_in_the_warehouse(together):
    content = together.warehouse.read_bytes()
    for name in (b"Quibble", b"quibble@example.org", b"Quaggaweg", b"Quibbled"):
        assert name not in content


def test_a_date_range_report_alone_tells_sales_fees_refunds_and_payout(make_shop):
    shop = make_shop({"exports/a.csv": ranged(GERMAN, *RANGED)})
    build(shop)
    assert total(shop, "select sum(gross - refunded)::decimal(9,2) from staging.order_lines") == Decimal("124.95")
    assert total(shop, "select sum(tax - refunded_tax)::decimal(9,2) from staging.order_lines") == Decimal("19.95")
    assert total(shop, "select sum(amount) from staging.charges") == Decimal("53.10")
    assert select(shop, "select amount::decimal(9,2), currency from staging.payouts") == [(Decimal("71.85"), "EUR")]


def test_a_cent_changed_in_a_date_range_report_fails_with_the_amounts(make_shop):
    shop = make_shop({"exports/a.csv": ranged(GERMAN, RANGED[0].replace("total=97,15", "total=97,16"))})
    with pytest.raises(
        InputError, match=r"amounts of every row = its total\n +exports/a\.csv, line 4: stated 97\.16, found 97\.15"
    ):
        build(shop)


def test_a_tax_that_amazon_withholds_is_neither_net_sale_nor_cost(make_shop):
    rows = [
        "at=Sep 4, 2026 1:05:07 AM PDT|settlement=1|type=Order|order=111-1|sku=MUG|quantity=2|market=amazon.com|sender=Seller"
        "|product=1,076.00|product_tax=86.08|shipping=5.00|promotion=-4.00|withheld=-86.08|selling=-11.55|total=1,065.45",
        "at=Sep 9, 2026 3:00:00 PM PDT|settlement=1|type=Refund|order=111-1|sku=MUG|quantity=1|market=amazon.com|sender=Seller"
        "|product=-38.00|product_tax=-3.04|promotion=2.00|withheld=3.04|selling=4.62|total=-31.38",
        "at=Sep 15, 2026 12:00:00 AM PDT|settlement=1|type=Service Fee|what=Cost of Advertising|other=-12.00|total=-12.00",
        "at=Sep 16, 2026 12:00:00 AM PDT|settlement=1|type=Debt|what=Debt adjustment|other=-9.00|total=-9.00",
    ]
    toml = '[shop]\nname = "T"\ncurrency = "USD"\ntimezone = "America/New_York"\n'
    shop = make_shop({"shop.toml": toml, "exports/a.csv": ranged(ENGLISH, *rows, preamble='"All amounts in USD"\n')})
    build(shop)
    # net: 1076 + 5 − 4 = 1,077.00, given back 38 − 2 = 36.00
    assert total(shop, "select sum(gross - tax)::decimal(9,2) from staging.order_lines") == Decimal("1077.00")
    assert total(shop, "select sum(refunded - refunded_tax)::decimal(9,2) from staging.order_lines") == Decimal("36.00")
    assert select(shop, "select function, sum(amount)::decimal(9,2) from staging.charges group by all order by 1") == [
        ("advertising", Decimal("12.00")), ("marketplace", Decimal("6.93"))]  # fmt: skip
    assert select(shop, "select min(ordered_at) from staging.order_lines") == [(datetime(2026, 9, 4, 8, 5, 7),)]


def test_french_months_and_words_are_read(make_shop):
    rows = [
        "at=1 août 2026 08:31:35 UTC|settlement=5|type=Commande|order=171-1|sku=THE|quantity=1|market=amazon.fr|sender=Vendeur"
        "|product=6,58|product_tax=1,32|selling=-0,75|transaction=-0,02|total=7,13",
        "at=5 févr. 2026 08:31:35 UTC|settlement=5|type=Transfert|what=Vers le compte|other=-7,13|total=-7,13",
    ]
    shop = make_shop({"exports/a.csv": ranged(FRENCH, *rows)})
    build(shop)
    assert select(shop, "select ordered_on, channel_id, gross::decimal(9,2), currency from staging.order_lines") == [
        (date(2026, 8, 1), "amazon_fr", Decimal("7.90"), "EUR")]  # fmt: skip
    assert select(shop, "select paid_on, amount::decimal(9,2) from staging.payouts") == [
        (date(2026, 2, 5), Decimal("7.13"))
    ]


def test_a_month_downloaded_in_two_languages_counts_once(make_shop):
    french = [
        row.replace(old, new)
        for row, old, new in zip(
            RANGED,
            ("Bestellung", "Bestellung", "Erstattung", "Versand durch Amazon Lagergebühr|what=FBA-Lagergebühr", "Übertrag|what=Auf Konto"),
            ("Commande", "Commande", "Remboursement", "Frais de stock Expédié par Amazon|what=Frais de stockage", "Transfert|what=Vers le compte"),
            strict=True,
        )
    ]  # fmt: skip
    french = [row.replace("04.06.2026", "4 juin 2026").replace("17.06.2026", "17 juin 2026") for row in french]
    shop = make_shop({"exports/de.csv": ranged(GERMAN, *RANGED), "exports/fr.csv": ranged(FRENCH, *french)})
    build(shop)
    assert accounts(shop) == {"de.csv": (5, 0, 0, 5), "fr.csv": (5, 5, 0, 0)}
    assert total(shop, "select sum(gross - refunded)::decimal(9,2) from staging.order_lines") == Decimal("124.95")
    assert total(shop, "select sum(amount) from staging.charges") == Decimal("53.10")
    assert select(shop, "select amount::decimal(9,2) from staging.payouts") == [(Decimal("71.85"),)]


def test_a_released_sale_in_a_later_date_range_report_is_the_deferred_one(make_shop):
    first = ranged(GERMAN, RANGED[0].replace("settlement=9001|", "") + "|status=Verzögert")
    second = ranged(GERMAN, RANGED[0] + "|status=Freigegeben", LATER)
    shop = make_shop({"exports/june.csv": first, "exports/july.csv": second})
    build(shop)
    assert accounts(shop) == {"june.csv": (1, 0, 0, 1), "july.csv": (2, 2, 0, 0)}
    assert total(shop, "select sum(amount) from staging.charges") == Decimal("23.64")  # 17.85 + 4.00 + 1.79


def test_overlapping_and_corrected_order_reports_count_each_order_once_as_the_newest_says(make_shop):
    pending = order("028-1", order_status="Pending", item_status="Unshipped")
    shipped = order("028-1", item_price="10.00", item_tax="1.60", last_updated_date="2026-06-09T09:00:00+00:00")
    other = order("028-2", item_price="20.00", item_tax="3.19")
    shop = make_shop({
        "exports/a.txt": tabs(ORDER_HEADINGS, other, shipped), "exports/z.txt": tabs(ORDER_HEADINGS, pending, other)})  # fmt: skip
    build(shop)
    assert accounts(shop) == {"a.txt": (2, 2, 0, 0), "z.txt": (2, 0, 0, 2)}
    assert select(shop, "select order_id, status, gross::integer from staging.order_lines order by 1") == [
        ("028-1", "completed", 10), ("028-2", "completed", 20)]  # fmt: skip


def test_a_month_downloaded_again_is_believed_although_an_older_file_reaches_further(make_shop):
    first = order("028-1", item_price="10.00", item_tax="1.60")
    later = order("028-2", purchase_date="2026-07-20T09:00:00+00:00", last_updated_date="2026-07-22T09:00:00+00:00",
                  item_price="20.00", item_tax="3.19")  # fmt: skip
    cancelled = first | {"order-status": "Cancelled", "last-updated-date": "2026-07-01T09:00:00+00:00"}
    shop = make_shop({
        "exports/june_again.txt": tabs(ORDER_HEADINGS, cancelled),
        "exports/june_and_july.txt": tabs(ORDER_HEADINGS, first, later)})  # fmt: skip
    build(shop)
    assert accounts(shop) == {"june_again.txt": (1, 1, 0, 0), "june_and_july.txt": (2, 1, 0, 1)}
    assert select(shop, "select order_id, status from staging.order_lines order by 1") == [
        ("028-1", "cancelled"), ("028-2", "completed")]  # fmt: skip


def test_an_order_that_was_pending_when_its_report_was_made_is_sold_once_it_is_settled(make_shop):
    pending = order(FBA, order_status="Pending", item_status="Unshipped")
    shop = make_shop({"exports/a.txt": tabs(ORDER_HEADINGS, pending), "exports/s.txt": settlement("97.15", SETTLED[0])})
    build(shop)
    assert select(shop, "select status, gross::decimal(9,2), format from staging.order_lines") == [
        ("completed", Decimal("119.00"), "amazon_settlement_v2")]  # fmt: skip


def test_a_pending_order_is_told_without_an_amount(make_shop):
    # Amazon states neither price nor currency of a pending order: of two, one is told of with its 119.00
    bare = {"order_status": "Pending", "item_status": "Unshipped", "currency": "", "item_price": "", "item_tax": ""}
    rows = [
        order("028-1"),
        order("028-2", **bare),
        order("028-3", **bare),
        order("028-4", **bare | {"item_price": "119.00", "currency": "EUR"}),
    ]
    what = [gap["what"] for gap in measured(make_shop({"exports/a.txt": tabs(ORDER_HEADINGS, *rows)}))["unknowns"]]
    assert [text for text in what if "open orders" in text] == [
        "revenue of open orders (1, 119.00 EUR in all)",
        "revenue of open orders (2, their amount is not told)",
    ]


def test_prices_in_the_united_states_are_without_their_tax(make_shop):
    row = order(
        "111-1", sales_channel="Amazon.com", item_price="100.00", item_tax="8.00", item_promotion_discount="10.00"
    )
    shop = make_shop({"exports/a.txt": tabs(ORDER_HEADINGS, row)})
    build(shop)
    found = select(shop, "select gross::decimal(9,2), (gross - tax)::decimal(9,2) from staging.order_lines")
    assert found == [(Decimal("98.00"), Decimal("90.00"))]


def test_an_order_report_in_utf_16_or_saved_as_a_workbook_reads_the_same(make_shop):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for at, row in enumerate([{h: h for h in ORDER_HEADINGS}, *ORDERS[:1]]):
            sheet.write_row(at, 0, [row.get(heading, "") for heading in ORDER_HEADINGS])
    text = tabs(ORDER_HEADINGS, *ORDERS[:1])
    for name, content in {"wide": text.encode("utf-16"), "book": book.getvalue()}.items():
        shop = make_shop({"exports/a": content}, name)
        build(shop)
        assert select(shop, "select order_id, gross::decimal(9,2) from staging.order_lines") == [
            (FBA, Decimal("119.00"))
        ]


def test_a_settlement_knows_advertising_gift_cards_and_tax_charged_later(make_shop):
    rows = [
        settled(FBA, "Order", ("ItemPrice", "Principal", "100.00"), ("ItemPrice", "Tax", "19.00"),
                ("DirectPayment", "StoredValueCardRevenue", "-40.00")),
        settled(FBA, "Order_Retrocharge", ("ItemPrice", "Tax", "1.00"), ("ItemWithheldTax", "MarketplaceFacilitatorTax-Principal", "-1.00")),
        settled("", "ServiceFee", ("Cost of Advertising", "TransactionTotalAmount", "-12.00")),
        settled("", "FBAFees", ("FBA Removal Order: Return Fee", "Base fee", "-3.00")),
    ]  # fmt: skip
    shop = make_shop({"exports/s.txt": settlement("64.00", *rows)})
    build(shop)
    assert select(shop, "select sum(gross)::decimal(9,2), sum(tax)::decimal(9,2) from staging.order_lines") == [
        (Decimal("120.00"), Decimal("20.00"))]  # fmt: skip
    assert select(shop, "select function, amount::decimal(9,2) from staging.charges order by 1") == [
        ("advertising", Decimal("12.00")), ("storage", Decimal("3.00"))]  # fmt: skip


@pytest.mark.parametrize("name", ["Non-Amazon DE", "SI US Prod Marketplace", "sim1.stores.amazon.co.uk"])
def test_an_order_of_the_own_shop_is_no_sale_of_amazon_whatever_its_marketplace_is_called(make_shop, name):
    sent = [row | {"marketplace-name": name, "merchant-order-id": "WEB-7"} for row in settled(
        "S02-1", "Order", ("ItemFees", "FBAPerUnitFulfillmentFee", "-4.00"), ("ItemPrice", "Principal", "0.00"))]  # fmt: skip
    shop = make_shop({"exports/s.txt": settlement("93.15", SETTLED[0], sent)})
    build(shop)
    assert select(shop, "select channel_id, order_id, gross::decimal(9,2) from staging.order_lines order by 1") == [
        ("amazon_de", FBA, Decimal("119.00")), ("own_shop_sent_by_amazon", "WEB-7", None)]  # fmt: skip
    assert select(shop, "select channel_id, sum(amount)::decimal(9,2) from staging.charges group by all order by 1") == [
        ("amazon_de", Decimal("21.85")), ("own_shop_sent_by_amazon", Decimal("4.00"))]  # fmt: skip


@pytest.mark.parametrize("month", ["2026-05", "Mai 26", "May-26", "01.05.2026"])
def test_a_storage_report_that_a_spreadsheet_saved_as_unicode_text_says_the_same(make_shop, month):
    saved = STORED | {"month_of_charge": month, "estimated_monthly_storage_fee": "31,50"}
    shop = make_shop({"exports/fees.txt": tabs(STORAGE_HEADINGS, saved).encode("utf-16")})
    build(shop)
    assert select(shop, "select charged_on, amount::decimal(9,2) from staging.charges") == [
        (date(2026, 5, 1), Decimal("31.50"))]  # fmt: skip


def test_a_cancelled_line_that_carries_an_amount_is_no_revenue(make_shop):
    text = """index,Order ID,Date,Status,Fulfilment,Sales Channel ,SKU,Courier Status,Qty,currency,Amount,ship-country
0,405-1,04-30-22,Cancelled,Merchant,Amazon.in,A,,0,INR,647.62,IN
1,405-2,04-30-22,Shipped - Delivered to Buyer,Merchant,Amazon.in,A,Shipped,1,INR,406.0,IN
2,405-3,05-01-22,Shipped,Amazon,Amazon.in,A,Shipped,2,INR,329.5,IN
3,405-4,05-01-22,Pending,Amazon,Amazon.in,A,Unshipped,1,INR,99.0,IN
4,S02-5,05-01-22,Shipped,Amazon,Non-Amazon,A,Shipped,1,,,IN
"""
    toml = '[shop]\nname = "T"\ncurrency = "INR"\ntimezone = "Asia/Kolkata"\n'
    shop = make_shop({"shop.toml": toml, "exports/a.csv": text})
    build(shop)
    assert select(
        shop, "select ordered_on, status, gross::decimal(9,2), storage_vendor_id from staging.order_lines order by line"
    ) == [
        (date(2022, 4, 30), "cancelled", Decimal("647.62"), None),
        (date(2022, 4, 30), "completed", Decimal("406.00"), None),
        (date(2022, 5, 1), "completed", Decimal("329.50"), "amazon"),
        (date(2022, 5, 1), "open", Decimal("99.00"), "amazon"),
    ]
    assert total(shop, "select sum(gross_sales)::decimal(9,2) from marts.channel_months") == Decimal("735.50")
    assert accounts(shop) == {"a.csv": (5, 5, 0, 0)}


@pytest.mark.skipif(not (SHARED / "exports").exists(), reason="the real exports are not at hand")
def test_the_real_sale_report_has_its_amounts_by_status(make_shop):
    content = (SHARED / "exports" / "amazon_orders_in" / "head_5733_native.csv").read_bytes()
    toml = '[shop]\nname = "T"\ncurrency = "INR"\ntimezone = "Asia/Kolkata"\n'
    shop = make_shop({"shop.toml": toml, "exports/a.csv": content})
    build(shop)
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    sold = [r for r in rows if r["Status"].startswith("Shipped") and r["Sales Channel "] == "Amazon.in"
            and r["Courier Status"] != "Cancelled"]  # fmt: skip
    expected = sum((Decimal(r["Amount"] or "0") for r in sold), Decimal(0))
    found = select(
        shop, "select sum(gross)::decimal(18,2), count(*) from staging.order_lines where status = 'completed'"
    )
    assert found == [(expected.quantize(Decimal("0.01")), len(sold))]
    assert accounts(shop) == {"a.csv": (5733, 5733, 0, 0)}


@pytest.mark.skipif(not (SHARED / "exports").exists(), reason="the layouts are not at hand")
def test_the_layouts_together_give_each_sale_and_payout_once(make_shop):
    names = ["amazon_all_orders.txt", "amazon_datumsbereichsbericht_de.csv", "amazon_fulfilled_shipments.txt",
             "amazon_fba_returns.txt", "amazon_fba_storage_fees.txt"]  # fmt: skip
    shop = make_shop({f"exports/{n}": (SHARED / "exports" / "layouts" / n).read_bytes() for n in names})
    build(shop)
    # 1,225.00 + (19.90 + 4.90 − 1.19) + 29.00; fees of the five rows, and the bill of 35.17 instead of the estimate of 35.17
    assert total(
        shop, "select sum(gross)::decimal(9,2) from staging.order_lines where status = 'completed'"
    ) == Decimal("1277.61")
    assert total(shop, "select sum(amount) from staging.charges") == Decimal("354.10")
    assert select(shop, "select amount::decimal(9,2) from staging.payouts") == [(Decimal("899.97"),)]


HALF_SENT = (
    "amazon-order-id\tpurchase-date\torder-status\tfulfillment-channel\tsales-channel\tsku\titem-status\tquantity\t"
    "currency\titem-price\tship-country\n"
    "302-1\t2026-03-30T08:00:00+00:00\tShipped\tAmazon\tAmazon.de\tTEA\tShipped\t1\tEUR\t10.00\tDE\n"
    "302-1\t2026-03-30T08:00:00+00:00\tShipped\tAmazon\tAmazon.de\tCUP\tUnshipped\t1\tEUR\t5.00\tDE\n"
)
SETTLEMENT = (
    "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\t"
    "order-id\tshipment-id\tmarketplace-name\tamount-type\tamount-description\tamount\tfulfillment-id\tposted-date\t"
    "order-item-code\tsku\tquantity-purchased\n"
)


def settlement_of(**prices: str) -> str:
    """A settlement of April over the articles of order 302-1."""
    day = "2026-04-02 10:00:00 UTC"
    total = sum(map(Decimal, prices.values()))
    return SETTLEMENT + f"9\t{day}\t{day}\t{day}\t{total}\tEUR{12 * chr(9)}\n" + "".join(
        f"9\t\t\t\t\t\tOrder\t302-1\tS\tAmazon.de\tItemPrice\tPrincipal\t{price}\tAFN\t{day}\tI{sku}\t{sku}\t1\n"
        for sku, price in prices.items()
    )  # fmt: skip


@pytest.mark.parametrize(
    ("prices", "sold"),
    [({"TEA": "10.00"}, {"TEA": 10}), ({"TEA": "10.00", "CUP": "5.00"}, {"TEA": 10, "CUP": 5})],
)
def test_an_order_that_was_sent_in_part_when_its_report_was_made_is_told_by_the_settlement(make_shop, prices, sold):
    # Of the report's day the cup was still to be sent; a settlement that has it, too, knows better.
    shop = make_shop({"exports/orders.txt": HALF_SENT, "exports/settlement.txt": settlement_of(**prices)})
    build(shop)
    found = select(shop, "select sku, gross from staging.order_lines where status = 'completed'")
    assert dict(found) == sold and len(found) == len(sold)
