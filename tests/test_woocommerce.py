"""WooCommerce: the two common order exports, with shipping, refunds, German words and the shop's own currency."""

import csv
from decimal import Decimal

import pytest
from conftest import SHARED, SHOP, select

from analysis.measures.figures import figures
from analysis.warehouse import build

LAYOUT = SHARED / "exports" / "layouts" / "woocommerce_advanced_order_export.csv"
# 1001: 47.60 + 10.00 and 5.95 shipping (with VAT) = 63.55, the second article given back. 1003 awaits its money.
ADVANCED = """\
"Order Number","Order Status","Order Date","Email (Billing)","Country Code (Shipping)","Item #",SKU,Name,Quantity,\
"Order Line (w/o tax)","Order Line Tax","Order Line Total","Order Line Total Refunded","Payment Method Title",\
"Order Total Amount","Order Total Tax Amount"
1001,Completed,"2026-06-01 10:00",erika@example.com,DE,1,TEE,"Tee, grün",2,40.00,7.60,47.60,0.00,PayPal,63.55,10.15
1001,Completed,"2026-06-01 10:00",erika@example.com,DE,2,CUP,Becher,1,8.40,1.60,10.00,10.00,PayPal,63.55,10.15
1002,Cancelled,"2026-06-02 11:00",max@example.com,AT,1,TEE,"Tee, grün",1,20.00,4.00,24.00,0.00,"Credit Card (Stripe)",24.00,4.00
1003,"On hold","2026-06-03 11:00",max@example.com,AT,1,TEE,"Tee, grün",1,20.00,4.00,24.00,0.00,"Direct bank transfer",24.00,4.00
"""


def sold(shop) -> list[tuple]:
    return select(
        shop,
        """select order_id, sku, gross_amount, tax_amount, refunded_amount, status, currency, payment_vendor
        from landed.sales order by line""",
    )


def test_the_order_total_is_spread_over_its_lines_and_unpaid_orders_are_no_revenue(make_shop):
    shop = make_shop({"exports/orders.csv": ADVANCED})
    build(shop)
    # shipping 5.95 by worth: 5.95 · 47.60 / 57.60 = 4.917 → 4.92, the rest 1.03; its tax 0.95: 0.785 → 0.79 and 0.16
    assert sold(shop) == [
        ("1001", "TEE", Decimal("52.52"), Decimal("8.39"), 0, "completed", "EUR", "paypal"),
        ("1001", "CUP", Decimal("11.03"), Decimal("1.76"), 10, "completed", "EUR", "paypal"),
        ("1002", "TEE", 24, 4, 0, "cancelled", "EUR", "stripe"),
        ("1003", "TEE", 24, 4, 0, "open", "EUR", None),
    ]
    # without VAT 63.55 − 10.15 = 53.40; given back 10.00 less its VAT 10 · 1.76 / 11.03 = 1.60
    assert [(r["gross_sales"], r["net_revenue"]) for r in figures(shop)["revenue"]] == [("63.55", "45.00")]


# The columns that the plugin picks itself: no total of a line, and pieces that were given back are taken off its quantity.
FIRST_CHOICE = """\
Order Number,Order Status,Order Date,Email (Billing),Country Code (Billing),Payment Method Title,Cart Discount Amount,\
Order Subtotal Amount,Order Shipping Amount,Order Refund Amount,Order Total Amount,Order Total Tax Amount,SKU,Item #,\
Item Name,Quantity (- Refund),Item Cost,Coupon Code,Discount Amount,Discount Amount Tax
2001,Completed,2026-06-01 10:00,erika@example.com,DE,PayPal,0.00,48.40,5.00,0.00,63.55,10.15,TEE,1,Tee,2,20.00,,0,0
2001,Completed,2026-06-01 10:00,erika@example.com,DE,PayPal,0.00,48.40,5.00,0.00,63.55,10.15,CUP,2,Becher,1,8.40,,0,0
2002,Fertiggestellt,2026-06-02 10:00,max@example.com,AT,PayPal,0.00,20.00,0.00,11.90,23.80,3.80,BAG,1,Tasche,1,10.00,,0,0
"""


def test_the_columns_that_the_plugin_picks_itself_are_enough(make_shop):
    shop = make_shop({"exports/orders.csv": FIRST_CHOICE})
    build(shop)
    # 63.55 by worth: 40.00 + 15.15 · 40 / 48.40 = 52.52 and the rest; its VAT 10.15 · 40 / 48.40 = 8.39 and the rest
    assert [row[1:6] for row in sold(shop)] == [
        ("TEE", Decimal("52.52"), Decimal("8.39"), 0, "completed"),
        ("CUP", Decimal("11.03"), Decimal("1.76"), 0, "completed"),
        ("BAG", Decimal("23.80"), Decimal("3.80"), Decimal("11.90"), "completed"),
    ]


def test_an_export_of_orders_without_their_articles_is_enough_too(make_shop):
    shop = make_shop({"exports/orders.csv":
        "Order Number,Order Status,Order Date,Order Total Amount,Order Total Amount without Tax,"
        "Order Total Amount (- Refund)\n2003,Completed,2026-06-03 10:00,119.00,100.00,89.00\n"})  # fmt: skip
    build(shop)
    assert [row[2:5] for row in sold(shop)] == [(119, 19, 30)]


def test_a_line_total_without_tax_gives_the_same_sale(make_shop):
    net = (
        ADVANCED.replace("7.60,47.60", "7.60,40.00")
        .replace("1.60,10.00,10.00", "1.60,8.40,8.40")
        .replace("4.00,24.00,0", "4.00,20.00,0")
    )
    shop = make_shop({"exports/orders.csv": net})
    build(shop)
    assert [row[2:5] for row in sold(shop)][:2] == [
        (Decimal("52.52"), Decimal("8.39"), 0), (Decimal("11.03"), Decimal("1.76"), 10)]  # fmt: skip


# Two of 50.00 and 9.50 VAT, one of them given back: 119.00 gross, 19.00 VAT, 59.50 back, so net revenue is 50.00.
NET_LINES = {
    "Order Line Total,Order Line Tax,Order Line Total Refunded": "100.00,19.00,50.00",
    "Order Line Total,Order Line Tax,Order Line Total Refunded,Order Line Tax Refunded": "100.00,19.00,50.00,9.50",
    "Order Line Total (include tax),Order Line Tax,Order Line Total Refunded": "119.00,19.00,50.00",
    "Order Line (w/o tax),Order Line Tax,Order Line Total,Order Line Total Refunded": "100.00,19.00,100.00,50.00",
}


@pytest.mark.parametrize("columns", NET_LINES)
def test_a_line_total_and_its_refund_are_without_tax_as_the_plugin_writes_them(make_shop, columns):
    text = f"Order ID,Order Status,Order Date,SKU,Quantity,{columns}\n1,Completed,2026-06-01 10:00,TEE,2,{NET_LINES[columns]}\n"
    shop = make_shop({"exports/orders.csv": text})
    build(shop)
    assert [row[2:5] for row in sold(shop)] == [(119, 19, Decimal("59.50"))]
    assert [(r["gross_sales"], r["net_revenue"]) for r in figures(shop)["revenue"]] == [("119.00", "50.00")]


def test_german_words_semicolons_and_decimal_commas_are_read_too(make_shop):
    german = "\n".join([
        "Bestellnummer;Bestellstatus;Bestelldatum;Artikelnummer;Menge;Order Line (w/o tax);Order Line Tax;Order Line Total",
        "7;Abgeschlossen;01.06.2026 10:00;TEE;1;1.000,00;190,00;1.190,00",
        "8;Storniert;02.06.2026 10:00;TEE;1;10,00;1,90;11,90",
        "9;In Wartestellung;02.06.2026 10:00;TEE;1;10,00;1,90;11,90",
    ])  # fmt: skip
    shop = make_shop({"exports/orders.csv": german.encode("cp1252"), "shop.toml": SHOP.replace("EUR", "CHF")})
    build(shop)
    assert [(row[0], row[2], row[5], row[6]) for row in sold(shop)] == [
        ("7", 1190, "completed", "CHF"), ("8", Decimal("11.90"), "cancelled", "CHF"), ("9", Decimal("11.90"), "open", "CHF")]  # fmt: skip


def test_a_refunded_order_without_amounts_is_given_back_in_full(make_shop):
    text = (
        "Order Number,Order Status,Order Date,SKU,Quantity,Order Line Total\n1,Refunded,2026-06-01 10:00,TEE,1,50.00\n"
    )
    shop = make_shop({"exports/orders.csv": text})
    build(shop)
    assert [row[2:6] for row in sold(shop)] == [(50, None, 50, "completed")]


EXPORT = """\
order_id,order_number,order_date,paid_date,status,shipping_total,tax_total,cart_discount,discount_total,order_total,order_currency,payment_method,payment_method_title,customer_email,billing_email,billing_country,shipping_country,line_item_1
501,2001,2026-06-01 10:00:00,2026-06-01 10:01:00,wc-completed,5.00,10.15,0,0,63.55,EUR,stripe,Credit Card (Stripe),erika@example.com,erika@example.com,DE,DE,name:Tee|quantity:2
502,2002,2026-06-02 10:00:00,,pending,5.00,4.79,0,0,30.00,EUR,bacs,Bank transfer,max@example.com,max@example.com,AT,,name:Tee|quantity:1
503,2003,2026-06-03 10:00:00,2026-06-03 10:00:00,refunded,0,3.19,0,0,20.00,EUR,paypal,PayPal,max@example.com,max@example.com,AT,AT,name:Becher|quantity:1
"""


def test_the_other_export_tells_one_line_an_order(make_shop):
    shop = make_shop({"exports/orders.csv": EXPORT})
    build(shop)
    assert sold(shop) == [
        ("2001", None, Decimal("63.55"), Decimal("10.15"), None, "completed", "EUR", "stripe"),
        ("2002", None, 30, Decimal("4.79"), None, "open", "EUR", None),
        ("2003", None, 20, Decimal("3.19"), 20, "completed", "EUR", "paypal"),
    ]


def test_the_other_export_is_known_by_fewer_columns_too_but_not_any_shops_orders(make_shop):
    rows = "501,2026-06-01 10:00:00,wc-completed,63.55"
    chosen = f"order_id,order_date,status,order_total,order_currency\n{rows},EUR\n"
    shop = make_shop(
        {"exports/orders.csv": chosen, "exports/b.csv": f"order_id,order_date,status,order_total\n{rows}\n"}
    )
    build(shop)
    assert [row[:3] for row in sold(shop)] == [("501", None, Decimal("63.55"))]
    assert select(shop, "select format from marts.inputs order by file") == [(None,), ("woocommerce_export",)]


def test_part_of_an_order_that_was_given_back_is_told_by_the_total_of_its_refunds(make_shop):
    header, *rows = EXPORT.splitlines()
    told = [header + ",refunded_total", rows[0] + ",-13.55", rows[1] + ",0", rows[2] + ",20.00"]
    shop = make_shop({"exports/orders.csv": "\n".join(told)})
    build(shop)
    assert [row[4] for row in sold(shop)] == [Decimal("13.55"), 0, 20]


def test_the_list_of_an_orders_refunds_is_added_up_and_its_words_are_not_kept(make_shop):
    header, *rows = EXPORT.splitlines()
    listed = "amount:3.55|reason:Erika rief an|date:2026-06-05 10:00:00;amount:10.00|reason:|date:2026-06-06 10:00:00"
    told = [header + ",refund_items", rows[0] + "," + listed, rows[1] + ",", rows[2] + ",amount:20.00|reason:|date:"]
    shop = make_shop({"exports/orders.csv": "\n".join(told)})
    build(shop)
    assert [row[4] for row in sold(shop)] == [Decimal("13.55"), None, 20]
    assert b"rief an" not in shop.warehouse.read_bytes()


def test_no_word_about_a_buyer_reaches_the_warehouse(make_shop):
    shop = make_shop({"exports/a.csv": ADVANCED, "exports/b.csv": EXPORT})
    build(shop)
    assert not any(word in shop.warehouse.read_bytes() for word in (b"erika@", b"max@"))


@pytest.mark.skipif(not LAYOUT.exists(), reason="the shared layouts are not at hand")
def test_the_shared_layout_adds_up(make_shop):
    shop = make_shop({"exports/orders.csv": LAYOUT.read_bytes()})
    build(shop)
    with LAYOUT.open(encoding="utf-8-sig") as file:
        kept = [row for row in csv.DictReader(file) if row["Order Status"] == "Completed"]
    gross = sum(Decimal(row["Order Line Total"]) for row in kept)
    net = sum(Decimal(row["Order Line (w/o tax)"]) for row in kept if row["Order Line Total Refunded"] == "0.00")
    assert [(r["gross_sales"], r["net_revenue"]) for r in figures(shop)["revenue"]] == [(f"{gross:.2f}", f"{net:.2f}")]


@pytest.mark.parametrize(
    "header",
    [
        '"Order Number","Order Status","Order Date","Order Total Amount"',
        "order_id,status,order_date,order_total,discount_total,shipping_total",
    ],
)
def test_one_order_number_on_two_days_is_a_failed_check_and_an_order_exported_again_is_none(make_shop, header):
    zeros = ",0,0" if "order_id" in header else ""
    first, again, another = (
        f"{header}\n1001,{state},{day} 10:00,24.00{zeros}\n"
        for state, day in (("Processing", "2026-06-01"), ("Completed", "2026-06-01"), ("Completed", "2026-07-09"))
    )
    for name, second, is_ok in (("again", again, True), ("two_shops", another, False)):
        shop = make_shop({"exports/a.csv": first, "exports/b.csv": second}, name=name)
        build(shop)
        [(ok, offending)] = select(shop, "select ok, offending from meta.checks where name like '%has one day%'")
        assert ok == is_ok and ("1001" in offending) != is_ok
