"""Kaufland: sales in cents, cancelled and returned pieces; bookings with commission, reversals and payouts."""

import csv
from decimal import Decimal

import pytest
from conftest import SHARED, select

from analysis.measures.figures import figures
from analysis.warehouse import build

LAYOUT = SHARED / "exports" / "layouts" / "kaufland_report_sales_gmu_de.csv"
HEADER = "date_inserted;order_number;id_order_unit;ean;offer_id;price;cancel_status;return_status\n"
SALES = HEADER + "".join([
    "2026-06-30 23:59:59;MA1;501;4006381333931;TEE;11900;not_cancelled;not_returned\n",
    "2026-07-01 00:00:00;MA2;502;4006381333931;TEE;11900;cancelled;not_returned\n",
    "2026-07-01 00:00:01;MA3;503;4006381333948;;2499;not_cancelled;returned\n",
    "2026-07-05 09:30:00;MA3;504;4006381333931;TEE;11900;not_cancelled;not_returned\n",
])  # fmt: skip


def test_prices_are_cents_and_cancelled_or_returned_pieces_are_no_revenue(make_shop):
    shop = make_shop({"exports/sales.csv": SALES})
    build(shop)
    found = [(r["month"], r["gross_sales"], r["net_revenue"], r["orders"]) for r in figures(shop)["revenue"]]
    # June 119.00; July 24.99 + 119.00 = 143.99, of which 24.99 came back
    assert found == [("2026-06", "119.00", "119.00", 1), ("2026-07", "143.99", "119.00", 1)]
    assert select(shop, "select sku from landed.sales where line_id = '503'") == [("4006381333948",)]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(";", ","),
        lambda text: "﻿" + text.replace("\n", "\r\n"),
        lambda text: text.replace("2026-07-0", "0").replace("2026-06-30 23:59:59", "30.06.2026 23:59")
        .replace("01 00:00:00", "01.07.2026 00:00").replace("01 00:00:01", "01.07.2026 00:00")
        .replace("05 09:30:00", "05.07.2026 09:30"),
    ],
)  # fmt: skip
def test_a_report_saved_again_by_a_spreadsheet_says_the_same(make_shop, change):
    shop = make_shop({"exports/sales.csv": change(SALES)})
    build(shop)
    assert [r["net_revenue"] for r in figures(shop)["revenue"]] == ["119.00", "119.00"]


def test_a_later_report_corrects_what_became_of_a_piece(make_shop):
    later = HEADER + "2026-07-05 09:30:00;MA3;504;4006381333931;TEE;11900;not_cancelled;returned\n" + (
        "2026-08-01 09:30:00;MA4;505;4006381333931;TEE;11900;not_cancelled;not_returned\n")  # fmt: skip
    shop = make_shop({"exports/july.csv": SALES, "exports/august.csv": later})
    build(shop)
    assert [r["net_revenue"] for r in figures(shop)["revenue"]] == ["119.00", "0.00", "119.00"]


BOOKINGS = "\n".join([
    "booking_date;order_date;order_number;id_order_unit;booking_text;price_gross;price_net;shipping_charges_gross;"
    "shipping_charges_net;fee_%;fee_net;fee_vat;amount;balance;buyer.email",
    "2026-07-10 08:00:00;2026-06-30 23:59:59;MA1;501;Freigabe Verkaufserlös zu Bestell-Nr. MA1/501;119,00;100,00;0,00;0,00;10,5;10,50;2,00;106,50;106,50;erika@example.com",
    "2026-07-11 08:00:00;2026-07-01 00:00:01;MA3;503;Freigabe Verkaufserlös zu Bestell-Nr. MA3/503;20,00;16,81;4,99;4,19;10,5;2,21;0,42;22,36;128,86;erika@example.com",
    "2026-07-12 08:00:00;;;503;Erstattung Bestell-Nr. MA3XYZ;;;;;;;;-24,99;103,87;",
    "2026-07-13 08:00:00;;;;Netto Grundgebühr;;;;;;;;-39,95;63,92;",
    "2026-07-13 08:00:01;;;;Sponsored Products Klickkosten;;;;;;;;-3,92;60,00;",
    "2026-07-14 08:00:00;;;;Auszahlung;;;;;;;;-60,00;0,00;",
])  # fmt: skip


def test_bookings_tell_sales_commission_refunds_and_the_payout(make_shop):
    shop = make_shop({"exports/bookings.csv": BOOKINGS})
    build(shop)
    assert select(shop, "select order_id, gross_amount, tax_amount from landed.sales order by line") == [
        ("MA1", 119, 19), ("MA3", Decimal("24.99"), Decimal("3.99"))]  # fmt: skip
    assert select(shop, "select order_id, refunded_amount from landed.refunds") == [("MA3XYZ", Decimal("24.99"))]
    # commission 119 − 106.50 = 12.50 and 24.99 − 22.36 = 2.63
    assert dict(select(shop, "select function, sum(amount) from landed.charges group by all")) == {
        "marketplace": Decimal("55.08"), "advertising": Decimal("3.92")}  # fmt: skip
    assert select(shop, "select amount from landed.payouts") == [(60,)]
    assert b"erika@" not in shop.warehouse.read_bytes()


def test_a_sale_of_both_reports_counts_once(make_shop):
    shop = make_shop({"exports/bookings.csv": BOOKINGS, "exports/sales.csv": SALES})
    build(shop)
    sold = "select sum(gross) from staging.order_lines where kind = 'sale' and order_id = 'MA1'"
    assert select(shop, sold) == [(119,)]


def test_the_vat_that_only_the_bookings_state_is_that_of_the_sale(make_shop):
    shop = make_shop({"exports/bookings.csv": BOOKINGS, "exports/sales.csv": SALES})
    build(shop)
    # MA1: 119.00 in both, 100.00 without VAT; of MA3 the bookings tell one piece of two, so its VAT stays unknown
    taxes = "select order_id, sum(tax), bool_and(tax_is_known) from staging.order_lines where status = 'completed' and kind = 'sale' group by 1 order by 1"  # fmt: skip
    assert select(shop, taxes) == [("MA1", 19, True), ("MA3", 0, False)]
    assert next((r["month"], r["net_sales"]) for r in figures(shop)["revenue"]) == ("2026-06", "100.00")


# As the marketplace of another country writes it: no currency, no amounts without VAT, English words, a plain "Storno".
POLISH = "\n".join([
    "booking_date;booking_text;order_date;order_number;amount;balance;price_gross;shipping_charges_gross;sum_price_gross;fee_%;fee_net;"
    "fee_vat_%;fee_gross;payout;ean;shipping.country;billing.country",
    "2026-07-10 08:00:00;Release order MP1AAAA;2026-07-01 10:00:00;MP1AAAA;178,00;178,00;190,00;10,00;200,00;10;17,89;23;22,00;178,00;1;PL;PL",
    "2026-07-11 08:00:00;Release order MP2BBBB;2026-07-02 10:00:00;MP2BBBB;89,00;267,00;100,00;0,00;100,00;10;8,94;23;11,00;89,00;1;PL;CZ",
    "2026-07-12 08:00:00;Storno Verkaufserlös Bestell-Nr. MP2BBBB;2026-07-02 10:00:00;MP2BBBB;-89,00;178,00;100,00;0,00;100,00;10;8,94;23;11,00;-89,00;1;PL;CZ",
    "2026-07-13 08:00:00;Partial Refund order MP1AAAA;;MP1AAAA;-20,00;158,00;;;;;;;;;;;",
    "2026-07-13 08:00:01;Storno Grundgebühr;;;39,95;197,95;;;;;;;;;;;",
    "2026-07-14 08:00:00;Payout;;;-197,95;0,00;;;;;;;;;;;",
])  # fmt: skip


def test_bookings_of_another_country_are_in_its_currency(make_shop):
    shop = make_shop({"exports/bookings.csv": POLISH})
    build(shop)
    assert select(shop, "select order_id, gross_amount, currency, country from landed.sales order by line") == [
        ("MP1AAAA", 200, "PLN", "PL"), ("MP2BBBB", 100, "PLN", "PL")]  # fmt: skip
    assert select(shop, "select order_id, refunded_amount from landed.refunds order by line") == [
        ("MP2BBBB", 100), ("MP1AAAA", 20)]  # fmt: skip
    # commission 22.00 and 11.00, of which 11.00 came back; the fee for the shop came back too
    assert select(shop, "select sum(amount), min(currency) from landed.charges") == [(Decimal("-17.95"), "PLN")]
    assert select(shop, "select amount, currency from landed.payouts") == [(Decimal("197.95"), "PLN")]


@pytest.mark.skipif(not LAYOUT.exists(), reason="the shared layouts are not at hand")
def test_the_shared_layout_adds_up(make_shop):
    shop = make_shop({"exports/sales.csv": LAYOUT.read_bytes()})
    build(shop)
    with LAYOUT.open() as file:
        kept = [r for r in csv.DictReader(file, delimiter=";") if r["cancel_status"] == "not_cancelled"]
    total = sum((Decimal(row["price"]) / 100 for row in kept), Decimal(0))
    back = sum((Decimal(row["price"]) / 100 for row in kept if row["return_status"] == "returned"), Decimal(0))
    assert [(r["gross_sales"], r["net_revenue"]) for r in figures(shop)["revenue"]] == [
        (f"{total:.2f}", f"{total - back:.2f}")
    ]
