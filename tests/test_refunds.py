"""Refunds that another export tells than the order's own: which lines of the order they are taken from."""

from decimal import Decimal

import pytest
from conftest import lines, select

from analysis.measures.figures import figures
from analysis.warehouse import build

ORDERS = (
    "order_id,line_id,ordered_at,channel_id,sku,currency,gross_amount,tax_amount,status,country,"
    "storage_vendor_id,shipping_vendor_id\n"
)
REFUNDS = """\
title = "Refunds of a marketplace"
role = "settlement"
[columns.text]
order_id = "order"
sku = "article"
[columns.timestamp]
refunded_at = "refunded"
[columns.number]
amount = "back"
[[refunds]]
order_id = "order_id"
refunded_at = "refunded_at"
channel = "'web'"
sku = "sku"
currency = "'EUR'"
refunded_amount = "amount"
"""


def told(make_shop, *lines: str, back: str):
    """A shop with the lines of one order, 7 of 1 May 2026, and one refund of `article,amount`."""
    rows = "".join(f"7,{n},2026-05-01,web,{line}\n" for n, line in enumerate(lines))
    refund = f"order,article,refunded,back\n7,{back.split(',')[0]},2026-05-09,{back.split(',')[1]}\n"
    shop = make_shop(
        {
            "exports/o.csv": ORDERS + rows,
            "exports/r.csv": refund,
            "formats/refunds.toml": REFUNDS,
            "register/vendors.csv": "vendor_id,name\nown,Own\n",
        }
    )
    build(shop)
    return shop


def places(shop) -> list[tuple]:
    return select(
        shop,
        "select status, country, storage_vendor_id, shipping_vendor_id, round(refunded, 2), round(refunded_tax, 2) "
        "from staging.order_lines where kind = 'refund' order by all",
    )


def test_a_refund_counts_though_another_line_of_its_order_was_cancelled(make_shop):
    # Sold: the tea for 10.00, given back. The cup was cancelled before. Nothing is left; the refund was lost with the cup.
    lines = "tea,EUR,10.00,0,completed,DE,own,dhl", "cup,EUR,5.00,0,cancelled,DE,own,dhl"
    for back in ("tea,10.00", ",10.00"):
        shop = told(make_shop, *lines, back=back)
        assert places(shop) == [("completed", "DE", "own", "dhl", 10, 0)]
        assert [r["net_revenue"] for r in figures(shop)["revenue"]] == ["0.00"]


def test_what_was_never_sold_is_not_given_back_either(make_shop):
    lines = "tea,EUR,10.00,0,completed,DE,own,dhl", "cup,EUR,5.00,0,cancelled,DE,own,dhl"
    shop = told(make_shop, *lines, back="cup,5.00")
    assert [r["net_revenue"] for r in figures(shop)["revenue"]] == ["10.00"]


def test_a_refund_is_taken_from_those_who_stored_and_sent_its_article(make_shop):
    # VAT of the cup, sold with 7 %, is 0.70 of 10.70; the tea's is 19 %.
    lines = "tea,EUR,119.00,19.00,completed,DE,amazon,amazon", "cup,EUR,10.70,0.70,completed,AT,own,dhl"
    shop = told(make_shop, *lines, back="cup,10.70")
    assert places(shop) == [("completed", "AT", "own", "dhl", Decimal("10.70"), Decimal("0.70"))]


@pytest.mark.parametrize("article", ["", "vase"])
def test_a_refund_without_a_known_article_is_parted_by_what_the_lines_cost(make_shop, article):
    # 30.00 of 120.00: a quarter of each line, 15.00 from Amazon's, 10.00 from DHL's and 5.00 from Hermes'.
    lines = (
        "tea,EUR,60.00,0,completed,DE,amazon,amazon", "cup,EUR,40.00,0,completed,DE,own,dhl",
        "bag,EUR,20.00,0,completed,AT,own,hermes",
    )  # fmt: skip
    shop = told(make_shop, *lines, back=f"{article},30.00")
    assert places(shop) == [
        ("completed", "AT", "own", "hermes", 5, 0),
        ("completed", "DE", "amazon", "amazon", 15, 0),
        ("completed", "DE", "own", "dhl", 10, 0),
    ]
    assert [r["net_revenue"] for r in figures(shop)["revenue"]] == ["90.00"]


@pytest.mark.parametrize(
    ("lines", "article"),
    [
        # Of 119.00 of tea 11.90 are given back (10.00 without VAT): it was tea, in one line or in two.
        (["tea,EUR,119.00,19.00,completed,DE,own,dhl"], "tea"),
        (["tea,EUR,59.50,9.50,completed,DE,own,dhl", "tea,EUR,59.50,9.50,completed,AT,own,dhl"], "tea"),
        (["tea,EUR,119.00,19.00,completed,DE,own,dhl", "cup,EUR,5.00,0,cancelled,DE,own,dhl"], "tea"),
        # It may have been the cup, or a line that names no article.
        (["tea,EUR,100.00,16.00,completed,DE,own,dhl", "cup,EUR,19.00,3.00,completed,DE,own,dhl"], None),
        (["tea,EUR,100.00,16.00,completed,DE,own,dhl", ",EUR,19.00,3.00,completed,DE,own,dhl"], None),
    ],
)
def test_a_refund_that_names_no_article_is_of_the_only_one_that_was_sold(make_shop, lines, article):
    shop = told(make_shop, *lines, back=",11.90")
    assert select(
        shop,
        "select sku, sum(refunded)::decimal(9, 2), sum(refunded_tax)::decimal(9, 2) from staging.order_lines "
        "where kind = 'refund' group by sku",
    ) == [(article, Decimal("11.90"), Decimal("1.90"))]


def test_an_order_that_cost_nothing_parts_its_refund_equally(make_shop):
    lines = "tea,EUR,0,0,completed,DE,amazon,amazon", "cup,EUR,0,0,completed,DE,own,dhl"
    assert [row[4] for row in places(told(make_shop, *lines, back=",3.00"))] == [Decimal("1.50"), Decimal("1.50")]


@pytest.mark.parametrize(("told", "back"), [("0.00", "30.00"), ("10.00", "30.00"), ("40.00", "40.00")])
def test_money_given_back_after_the_order_export_counts(make_shop, told, back):
    # Of 119.00 the service gave 10.00 and 20.00 back. The shop's export tells none or the first of it: 30.00 count.
    # Where it tells 40.00 (10.00 of it as a gift card, say), it knows more. Net revenue is 100.00 less 100/119 of it.
    order = f"A1,1,2026-05-01,web,X,1,EUR,119.00,19.00,{told},completed"
    stripe = (
        "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,description\n"
        "txn_1,2026-05-01 10:00:00,eur,119.00,2.00,117.00,charge,ch_1,Order A1\n"
        "txn_2,2026-05-20 10:00:00,eur,-10.00,0.00,-10.00,refund,re_1,REFUND (Order A1)\n"
        "txn_3,2026-06-20 10:00:00,eur,-20.00,0.00,-20.00,refund,re_2,REFUND (Order A1)\n"
    )
    shop = make_shop({"exports/lines.csv": lines(order), "exports/stripe.csv": stripe})
    build(shop)
    [(refunded, net)] = select(
        shop, "select sum(refunded), sum(gross - tax - refunded + refunded_tax) from staging.order_lines"
    )
    assert (f"{refunded:.2f}", f"{net:.2f}") == (back, f"{100 - float(back) / 1.19:.2f}")
