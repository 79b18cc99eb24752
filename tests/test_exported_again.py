"""An export that was made again: of what both files tell the later state counts, whatever the files are called."""

import pytest
from conftest import HEADER, measured, select

from analysis.checking import check_page
from analysis.errors import InputError
from analysis.warehouse import build

SHOPIFY = (
    "Name,Financial Status,Paid at,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at,Refunded Amount,Outstanding Balance\n"
)
WOOCOMMERCE = (
    "Order Number,Order Status,Order Date,Item #,SKU,Name,Quantity,Order Line (w/o tax),Order Line Tax,"
    "Order Line Total,Order Line Total Refunded\n"
)
KAUFLAND = "date_inserted;order_number;id_order_unit;ean;offer_id;price;cancel_status;return_status\n"
EBAY = (
    "Verkaufsprotokollnummer;Bestellnummer;Artikelnummer;Angebotstitel;Anzahl;Verkauft für;Verpackung und Versand;"
    "Gesamtbetrag;Verkauft am;Zahlungsdatum\n"
)
ETSY = (
    "Sale Date,Order ID,Number of Items,Payment Method,Date Shipped,Ship Country,Currency,Order Value,Discount Amount,"
    "Shipping Discount,Shipping,Sales Tax,Order Total,Status,Card Processing Fees,Order Net,Adjusted Order Total,"
    "Adjusted Card Processing Fees,Adjusted Net Order Amount\n"
)
STRIPE = "id,Description,Created (UTC),Amount,Amount Refunded,Currency,Fee,Status,Captured\n"


def shopify(number, day, total, tax, *, refunded="0.00", cancelled="", state="paid", price=None):
    at = f"2026-{day} 10:00:00 +0100"
    return (
        f"#{number},{state},{at},,EUR,{total},0.00,{tax},{total},0.00,{at},1,Lamp,{price or total},L,{cancelled},"
        f"{refunded},0.00\n"
    )


def shopify_line(number, price):
    return f"#{number},,,,,,,,,,,1,Shade,{price},S,,,\n"


# Exported on 1 February and, with what had changed, later: 1 was given back in full, of 2 (a lamp of 50 and a shade of
# 69) the shade was taken out, 3 was cancelled, 4 is as it was.
# gross 119 + 50 + 35.70 = 204.70; without VAT and the refund (50 - 7.98) + (35.70 - 5.70) = 72.02
SHOPIFY_BEFORE = (
    SHOPIFY
    + shopify(1, "01-05", "119.00", "19.00")
    + shopify(2, "01-10", "119.00", "19.00", price="50.00")
    + shopify_line(2, "69.00")
    + shopify(3, "01-20", "59.50", "9.50")
    + shopify(4, "01-31", "35.70", "5.70")
)
SHOPIFY_AFTER = (
    SHOPIFY
    + shopify(1, "01-05", "119.00", "19.00", refunded="119.00", state="refunded")
    + shopify(2, "01-10", "50.00", "7.98")
    + shopify(3, "01-20", "59.50", "9.50", cancelled="2026-01-22 09:00:00 +0100")
    + shopify(4, "01-31", "35.70", "5.70")
)


def woocommerce(number, state, day, item, price, *, refunded="0.00"):
    net = {"119.00": "100.00", "11.90": "10.00"}[price]
    tax = {"119.00": "19.00", "11.90": "1.90"}[price]
    return f"{number},{state},2026-01-{day} 10:00,{item},A{item},A,1,{net},{tax},{price},{refunded}\n"


# Later: of 1 the second article was given back, 2 had been cancelled and was paid, 3 was cancelled.
# gross 119 + 11.90 + 119 + 11.90 = 261.80; without VAT and the refund 100 + 100 + 10 = 210
WOOCOMMERCE_BEFORE = (
    WOOCOMMERCE
    + woocommerce(1, "Completed", "05", 1, "119.00")
    + woocommerce(1, "Completed", "05", 2, "11.90")
    + woocommerce(2, "Cancelled", "10", 1, "119.00")
    + woocommerce(3, "Completed", "12", 1, "119.00")
    + woocommerce(4, "Completed", "31", 1, "11.90")
)
WOOCOMMERCE_AFTER = (
    WOOCOMMERCE
    + woocommerce(1, "Completed", "05", 1, "119.00")
    + woocommerce(1, "Completed", "05", 2, "11.90", refunded="11.90")
    + woocommerce(2, "Completed", "10", 1, "119.00")
    + woocommerce(3, "Cancelled", "12", 1, "119.00")
    + woocommerce(4, "Completed", "31", 1, "11.90")
)
# Later: 1 came back, 3 was cancelled: gross 119 + 59.50 = 178.50, of which 59.50 remain
KAUFLAND_BEFORE = KAUFLAND + (
    "2026-01-01 10:00:00;M1;11;400;A;11900;not_cancelled;not_returned\n"
    "2026-01-15 23:30:00;M3;13;400;A;5950;not_cancelled;not_returned\n"
    "2026-01-31 23:30:00;M2;12;400;A;5950;not_cancelled;not_returned\n"
)
KAUFLAND_AFTER = KAUFLAND + (
    "2026-01-01 10:00:00;M1;11;400;A;11900;not_cancelled;returned\n"
    "2026-01-15 23:30:00;M3;13;400;A;5950;cancelled;not_returned\n"
    "2026-01-31 23:30:00;M2;12;400;A;5950;not_cancelled;not_returned\n"
)
# Later: of 1 (100 with 5 of shipping) 20 were given back, 2 was paid: gross 105 + 50 + 105 = 260, 240 remain
EBAY_BEFORE = EBAY + (
    "1;01-1;4001;Cup;1;100,00 €;5,00 €;105,00 €;10-Jan-26;10-Jan-26\n"
    "2;01-2;4002;Plate;1;50,00 €;0,00 €;50,00 €;31-Jan-26;\n"
    "3;01-3;4001;Cup;1;100,00 €;5,00 €;105,00 €;11-Jan-26;11-Jan-26\n"
)
EBAY_AFTER = EBAY + (
    "1;01-1;4001;Cup;1;100,00 €;5,00 €;85,00 €;10-Jan-26;10-Jan-26\n"
    "2;01-2;4002;Plate;1;50,00 €;0,00 €;50,00 €;31-Jan-26;31-Jan-26\n"
    "3;01-3;4001;Cup;1;100,00 €;5,00 €;105,00 €;11-Jan-26;11-Jan-26\n"
)
# Later: 1 was cancelled, of 2 (50, fee 2.30) 10 were given back with 0.40 of the fee: gross 50 + 25 = 75, 65 remain
ETSY_BEFORE = ETSY + (
    "01/02/26,1,1,Credit Card,,Germany,EUR,95.00,0,0,5.00,0,100.00,,4.30,95.70,0.00,0.00,0.00\n"
    "01/15/26,2,1,Credit Card,,Germany,EUR,45.00,0,0,5.00,0,50.00,,2.30,47.70,0.00,0.00,0.00\n"
    "01/31/26,3,1,Credit Card,,Germany,EUR,20.00,0,0,5.00,0,25.00,,1.30,23.70,0.00,0.00,0.00\n"
)
ETSY_AFTER = ETSY_BEFORE.replace("100.00,,4.30", "100.00,Cancelled,4.30").replace(
    "47.70,0.00,0.00,0.00", "47.70,40.00,1.90,38.10"
)
AGAIN = {
    "shopify": (SHOPIFY_BEFORE, SHOPIFY_AFTER, ("204.70", "72.02")),
    "woocommerce": (WOOCOMMERCE_BEFORE, WOOCOMMERCE_AFTER, ("261.80", "210.00")),
    "kaufland": (KAUFLAND_BEFORE, KAUFLAND_AFTER, ("178.50", "59.50")),
    "ebay": (EBAY_BEFORE, EBAY_AFTER, ("260.00", "240.00")),
    "etsy": (ETSY_BEFORE, ETSY_AFTER, ("75.00", "65.00")),
}


@pytest.mark.parametrize("format_", AGAIN)
@pytest.mark.parametrize(
    ("first", "second"),
    [("export", "export (1)"), ("export (2)", "export (10)"), ("2026-02/export", "2026-03/export")],
)
def test_a_month_exported_again_counts_as_it_is_now(make_shop, format_, first, second):
    before, after, expected = AGAIN[format_]
    shop = make_shop({f"exports/{first}.csv": before, f"exports/{second}.csv": after})
    (month,) = measured(shop)["revenue"]
    assert (month["gross_sales"], month["net_revenue"]) == expected
    told = select(shop, "select file, loaded, rejected, duplicates, row_count from marts.inputs order by file")
    assert {file: loaded > 0 for file, loaded, *_ in told} == {
        f"exports/{first}.csv": False, f"exports/{second}.csv": True}  # fmt: skip
    assert all(loaded + rejected + duplicates == rows for _, loaded, rejected, duplicates, rows in told)


def test_the_page_of_a_check_names_the_file_that_is_believed(make_shop):
    shop = make_shop({"exports/a.csv": SHOPIFY_BEFORE, "exports/a (1).csv": SHOPIFY_AFTER})
    build(shop)
    page, _ = check_page(shop)
    assert "5 rows = 0 loaded + 0 rejected + 5 duplicates, told by exports/a (1).csv\n" in page
    assert "4 rows = 4 loaded + 0 rejected + 0 duplicates\n" in page


def test_what_became_of_an_order_counts_though_another_file_reaches_further(make_shop):
    # 15 January to 15 February, exported before January was exported again: 1 refunded since, 5 sold in February.
    middle = SHOPIFY + shopify(1, "01-05", "119.00", "19.00") + shopify(5, "02-10", "11.90", "1.90")
    shop = make_shop({"exports/january.csv": SHOPIFY_AFTER, "exports/middle.csv": middle})
    january, february = measured(shop, month="2026-02")["revenue"]
    assert (january["gross_sales"], january["net_revenue"]) == ("204.70", "72.02")
    assert february["net_revenue"] == "10.00"


def test_a_payment_given_back_since_the_last_download_is_given_back(make_shop):
    # 119.00 of which 19.00 came back: (119 - 19) / 1.19 = 84.03
    orders = HEADER + "\n1001,1,2026-01-05,shop,A,1,EUR,119.00,19.00,,completed\n"
    before = STRIPE + "ch_1,Order 1001,2026-01-05 10:00,119.00,0.00,eur,2.03,Paid,true\n"
    after = before.replace("119.00,0.00", "119.00,19.00")
    shop = make_shop({"exports/o.csv": orders, "exports/p.csv": before, "exports/p (1).csv": after})
    assert [row["net_revenue"] for row in measured(shop)["revenue"]] == ["84.03"]


def test_a_statement_in_another_language_has_other_numbers_in_the_names_of_articles(make_shop):
    # one sale of 55.00, its fees 3.25 + 2.50, the first named for the article: 2 in one language, 350 and 2 in the other
    english = (
        'Date,Type,Title,Info,Currency,Amount,"Fees & Taxes",Net\n'
        '"January 29, 2026",Sale,Payment for Order #9001,,EUR,€55.00,--,€55.00\n'
        '"January 29, 2026",Fee,"Transaction fee: Mug 350 ml with 2 handles",Order #9001,EUR,--,-€3.25,-€3.25\n'
        '"January 29, 2026",Fee,Processing fee,Order #9001,EUR,--,-€2.50,-€2.50\n'
    )
    german = (
        "Datum,Art,Titel,Info,Währung,Betrag,Gebühren & Steuern,Netto\n"
        '29. Januar 2026,Verkauf,Zahlung für Bestellung Nr. 9001,,EUR,"55,00 €",--,"55,00 €"\n'
        '29. Januar 2026,Gebühr,Transaktionsgebühr: Tasse mit 2 Henkeln,Bestellung Nr. 9001,EUR,--,"-3,25 €","-3,25 €"\n'
        '29. Januar 2026,Gebühr,Zahlungsabwicklungsgebühr,Bestellung Nr. 9001,EUR,--,"-2,50 €","-2,50 €"\n'
    )
    shop = make_shop({"exports/a.csv": english, "exports/b.csv": german})
    build(shop)
    assert select(shop, "select sum(amount)::varchar from staging.charges") == [("5.750000",)]
    assert select(shop, "select loaded, duplicates from marts.inputs order by file") == [(0, 3), (3, 0)]


def test_a_rule_that_is_not_sql_names_file_and_key(make_shop):
    own = """
title = "Own"
role = "orders"
identity = ["order_id"]
updated = ["lower(order_id"]
[columns.text]
order_id = "No"
[columns.timestamp]
ordered_at = "Day"
[[sales]]
order_id = "order_id"
ordered_at = "ordered_at"
channel = "'Own'"
"""
    shop = make_shop({"formats/own.toml": own, "exports/a.csv": "No,Day\n1,2026-01-05\n"})
    with pytest.raises(InputError, match=r"formats/own.toml identity, updated"):
        build(shop)


SETTLEMENT = "\n".join(
    "\t".join(cells.split("|"))
    for cells in (
        "settlement-id|settlement-start-date|settlement-end-date|deposit-date|total-amount|currency|transaction-type|"
        "order-id|shipment-id|marketplace-name|amount-type|amount-description|amount|fulfillment-id|posted-date|"
        "order-item-code|sku|quantity-purchased|merchant-adjustment-item-id|promotion-id|adjustment-id",
        "9001|2026-01-01 00:00:00 UTC|2026-01-15 00:00:00 UTC|2026-01-17 00:00:00 UTC|101.15|EUR",
        "9001|||||EUR|Order|303-1|D1|Amazon.de|ItemPrice|Principal|100.00|AFN|2026-01-05|262810915746205|LAMP|1",
        "9001|||||EUR|Order|303-1|D1|Amazon.de|ItemPrice|Tax|19.00|AFN|2026-01-05|262810915746205|LAMP|1",
        "9001|||||EUR|Order|303-1|D1|Amazon.de|ItemFees|Commission|-17.85|AFN|2026-01-05|262810915746205|LAMP|1",
    )
)
BOOKINGS = (
    "booking_date;order_date;order_number;id_order_unit;booking_text;price_gross;price_net;shipping_charges_gross;"
    "shipping_charges_net;amount\n"
    "2026-01-10 08:00:00;2026-01-02 10:00:00;M1;314567800000001;Freigabe Bestell-Nr. M1;119,00;100,00;0;0;101,15\n"
)
SHIPMENTS = (
    "amazon-order-id\tshipment-id\tshipment-item-id\tpurchase-date\tshipment-date\tsku\tquantity-shipped\tcurrency\t"
    "item-price\titem-tax\tsales-channel\n"
    "303-1\tD1\tDa1\t2026-01-05T09:00:00+00:00\t2026-01-06T09:00:00+00:00\t4006381333931\t1\tEUR\t119.00\t19.00\tAmazon.de\n"
)
ALL_ORDERS = (
    "amazon-order-id\tpurchase-date\tlast-updated-date\torder-status\tfulfillment-channel\tsales-channel\tsku\tasin\t"
    "quantity\tcurrency\titem-price\titem-tax\n"
    "303-1\t2026-01-05T09:00:00+00:00\t2026-01-06T09:00:00+00:00\tShipped\tAmazon\tAmazon.de\t4006381333931\tB00000001A\t"
    "1\tEUR\t119.00\t19.00\n"
)


@pytest.mark.parametrize(
    ("native", "number", "cut"),
    [
        (ALL_ORDERS, "4006381333931", "4.00638E+12"),
        (SETTLEMENT, "262810915746205", "2.62811E+14"),
        (BOOKINGS, "314567800000001", "3,14568E+14"),
        (SHIPMENTS, "4006381333931", "4.00638E+12"),
    ],
)
def test_a_copy_of_which_a_spreadsheet_cut_the_long_numbers_doubles_nothing(make_shop, native, number, cut):
    assert number in native
    shop = make_shop({"exports/a.csv": native, "exports/a copy.csv": native.replace(number, cut)})
    (month,) = measured(shop)["revenue"]
    assert (month["gross_sales"], month["net_revenue"], month["orders"]) == ("119.00", "100.00", 1)


OTHER_HALF = SETTLEMENT.splitlines()[0] + "\n" + "\n".join(
    row.replace("303-1", "303-2").replace("262810915746205", "262810915746299") for row in SETTLEMENT.splitlines()[2:]
)  # fmt: skip
TWO_LISTINGS = ALL_ORDERS.replace("4006381333931", "B2").replace("119.00\t19.00", "59.50\t9.50")
WITHOUT_ASIN = "\n".join("\t".join(row.split("\t")[:7] + row.split("\t")[8:]) for row in ALL_ORDERS.splitlines())


@pytest.mark.parametrize(
    ("one", "other", "gross"),
    [
        # exports of two categories, each with an article of order 1: 119 + 11.90
        (
            WOOCOMMERCE + woocommerce(1, "Completed", "05", 1, "119.00"),
            WOOCOMMERCE + woocommerce(1, "Completed", "05", 2, "11.90"),
            "130.90",
        ),
        # one article listed under two numbers of the shop's own: 119 + 59.50
        (ALL_ORDERS, TWO_LISTINGS, "178.50"),
        # the same order from a report without the column asin
        (ALL_ORDERS, WITHOUT_ASIN, "119.00"),
        # a settlement parted by hand, its summary in the first part: 2 · (119 - 17.85) = 202.30, sold 2 · 119
        (SETTLEMENT.replace("|101.15|", "|202.30|").replace("\t101.15\t", "\t202.30\t"), OTHER_HALF, "238.00"),
        # two pieces of one order released at the same time
        (BOOKINGS, BOOKINGS.replace("314567800000001", "314567800000002"), "238.00"),
    ],
)
def test_what_two_files_tell_of_different_things_is_not_taken_for_one(make_shop, one, other, gross):
    (month,) = measured(make_shop({"exports/a.csv": one, "exports/b.csv": other}))["revenue"]
    assert month["gross_sales"] == gross
