"""Stripe and Shopify Payments: charges less fees less refunds are the payout, and each payout counts once."""

from decimal import Decimal

import pytest
from conftest import SHARED, lines, measured, select

from analysis.errors import InputError
from analysis.warehouse import build

BALANCE = (
    "balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,"
    "description,automatic_payout_id,automatic_payout_effective_at"
)
# 119.00 + 59.50 - 20.00 - 3.50 - 3.00 (billing) - 15.00 (dispute fee) - 30.00 (disputed) = 107.00
ROWS = [
    "t1,2026-05-01 12:00:00,2026-05-03 00:00:00,eur,119.00,2.50,116.50,charge,ch_1,Mein Shop - Order 1042,po_1,2026-05-05 00:00:00",
    "t2,2026-05-02 12:00:00,2026-05-04 00:00:00,eur,59.50,1.00,58.50,charge,ch_2,Bestellung #A-7,po_1,2026-05-05 00:00:00",
    't3,2026-05-03 12:00:00,2026-05-03 12:00:00,eur,-20.00,0.00,-20.00,refund,re_1,"REFUND FOR CHARGE (Order 1042)",po_1,2026-05-05 00:00:00',
    "t4,2026-05-03 13:00:00,2026-05-03 13:00:00,eur,-3.00,0.00,-3.00,fee,,Billing - Usage Fee,po_1,2026-05-05 00:00:00",
    "t5,2026-05-03 14:00:00,2026-05-03 14:00:00,eur,-30.00,15.00,-45.00,dispute,dp_1,Chargeback withdrawal,po_1,2026-05-05 00:00:00",
]
PAYOUT = "t6,2026-05-05 06:00:00,2026-05-05 06:00:00,eur,-107.00,0.00,-107.00,payout,po_1,STRIPE PAYOUT,,"
ORDERS = lines(
    "1042,1,2026-05-01,web,,1,EUR,119.00,19.00,,completed",
    "A-7,1,2026-05-02,web,,1,EUR,59.50,9.50,,completed",
)


def stripe(*rows: str, header: str = BALANCE) -> str:
    return "\n".join([header, *rows]) + "\n"


def test_what_stripe_never_took_from_the_buyer_is_no_refund(make_shop):
    # 119.00 were reserved and 99.00 taken; the shop's own order is of 99.00, and 20.00 less of it would be 79.00.
    reversal = ROWS[2].replace(",refund,", ",partial_capture_reversal,")
    order = lines("1042,1,2026-05-01,web,,1,EUR,99.00,0.00,0.00,completed")
    shop = make_shop({"exports/s.csv": stripe(ROWS[0], reversal), "exports/a.csv": order})
    build(shop)
    assert select(shop, "select sum(gross - refunded) from staging.order_lines") == [(Decimal(99),)]
    assert select(shop, "select count(*) from landed.set_aside where reason like 'the part of a payment%'") == [(1,)]


def test_stripe_tells_payments_fees_refunds_and_the_payout(make_shop):
    shop = make_shop({"exports/s.csv": "﻿" + stripe(*ROWS, PAYOUT)})
    build(shop)
    assert select(shop, "select order_id, amount, currency from landed.payments order by all") == [
        ("1042", Decimal(119), "EUR"), ("A-7", Decimal("59.5"), "EUR")]  # fmt: skip
    assert select(shop, "select fee, order_id, amount from landed.charges order by all") == [
        ("dispute fee", None, Decimal(15)), ("fee", None, Decimal(3)),
        ("payment fee", "1042", Decimal("2.5")), ("payment fee", "A-7", Decimal(1))]  # fmt: skip
    assert select(shop, "select order_id, refunded_amount from landed.refunds order by all") == [
        ("1042", Decimal(20)), (None, Decimal(30))]  # fmt: skip
    assert select(shop, "select reference, amount, paid_at::varchar from landed.payouts") == [
        ("po_1", Decimal(107), "2026-05-05 06:00:00")
    ]
    assert select(shop, "select row_count, loaded from marts.inputs") == [(6, 6)]
    assert select(shop, "select name from meta.checks where not ok") == []


# The same month as the balance history tells it, with an order's number in a metadata column of the shop's own.
HISTORY = (
    "id,Type,Source,Amount,Fee,Destination Platform Fee,Net,Currency,Created (UTC),Available On (UTC),Description,"
    "Customer Facing Amount,Customer Facing Currency,Transfer,Transfer Date (UTC),Transfer Group,order_id (metadata)"
)
HISTORY_ROWS = [
    "t1,charge,ch_1,119.00,2.50,,116.50,eur,2026-05-01 12:00,2026-05-03 00:00,Card,119.00,eur,po_1,2026-05-05 00:00,,1042",
    "t2,payment,py_2,59.50,1.00,,58.50,eur,2026-05-02 12:00,2026-05-04 00:00,Bestellung #A-7,59.50,eur,po_1,2026-05-05 00:00,,",
    "t3,refund,re_1,-20.00,0.00,,-20.00,eur,2026-05-03 12:00,2026-05-03 12:00,REFUND FOR CHARGE (Order 1042),-20.00,eur,po_1,2026-05-05 00:00,,1042",
    "t4,stripe_fee,,-3.00,0.00,,-3.00,eur,2026-05-03 13:00,2026-05-03 13:00,Billing - Usage Fee,,,po_1,2026-05-05 00:00,,",
    "t5,adjustment,dp_1,-30.00,15.00,,-45.00,eur,2026-05-03 14:00,2026-05-03 14:00,Chargeback withdrawal for ch_9,,,po_1,2026-05-05 00:00,,",
    "t6,payout,po_1,-107.00,0.00,,-107.00,eur,2026-05-05 06:00,2026-05-05 06:00,STRIPE PAYOUT,,,po_1,2026-05-05 00:00,,",
]
AS_TOLD = {
    "payments": [("1042", 119), ("A-7", Decimal("59.5"))],
    "refunds": [("1042", 20), (None, 30)],
    "charges": [("1042", Decimal("2.5")), ("A-7", 1), (None, 3), (None, 15)],
    "payouts": [("po_1", 107)],
}


def money(shop) -> dict[str, list[tuple]]:
    """What was told of each kind: order or payout, and amount."""
    amounts = {"payments": "order_id, amount", "refunds": "order_id, refunded_amount", "charges": "order_id, amount",
               "payouts": "reference, amount"}  # fmt: skip
    return {t: select(shop, f"select {listed} from landed.{t} order by all") for t, listed in amounts.items()}


def test_the_balance_history_tells_the_same_as_the_report_and_both_together_count_once(make_shop):
    history, report = stripe(*HISTORY_ROWS, header=HISTORY), stripe(*ROWS, PAYOUT)
    alone = make_shop({"exports/h.csv": history}, name="alone")
    both = make_shop({"exports/h.csv": history, "exports/s.csv": report}, name="both")
    for shop in (alone, both):
        build(shop)
        assert money(shop) == AS_TOLD
        assert select(shop, "select name from meta.checks where not ok") == []
    assert select(both, "select loaded, duplicates from marts.inputs order by file") == [(0, 6), (6, 0)]


def test_the_default_columns_of_the_stripe_report_are_enough(make_shop):
    kept = [0, 1, 3, 4, 5, 6, 7, 9]  # neither the day when money is available, nor the source
    text = "\n".join(",".join(row.split(",")[i] for i in kept) for row in (BALANCE, *ROWS[:3], PAYOUT))
    shop = make_shop(
        {"exports/s.csv": text.replace(',"REFUND FOR CHARGE (Order 1042)"', ",REFUND FOR CHARGE (Order 1042)")}
    )
    build(shop)
    told = money(shop)
    assert (told["payments"], told["refunds"]) == (AS_TOLD["payments"], [("1042", 20)])
    assert [amount for _, amount in told["payouts"]] == [107]


def test_a_shop_with_stripe_knows_its_fees_refunds_and_who_is_paid(make_shop):
    found = measured(make_shop({"exports/s.csv": stripe(*ROWS, PAYOUT), "exports/o.csv": ORDERS}))
    # net 100 + 50 less 20 / 1.19 of the refund
    assert [(r["gross_sales"], r["net_revenue"], r["orders"]) for r in found["revenue"]] == [("178.50", "133.19", 2)]
    assert {r["function"]: r["shares"] for r in found["exposure"]["functions"]}["payment"] == {
        "stripe": pytest.approx(1)
    }


@pytest.mark.parametrize(("won", "net_revenue"), [(False, "49.50"), (True, "109.00")])
def test_a_disputed_payment_is_given_back_unless_the_shop_wins(make_shop, won, net_revenue):
    header = f"{BALANCE},charge_id,payment_metadata[order_id]"
    when = "2026-05-03 14:00:00,2026-05-03 14:00:00,eur"
    rows = [
        f"t1,{when},119.00,0.00,119.00,charge,ch_1,,,,ch_1,1042",
        f"t2,{when},59.50,0.00,59.50,charge,ch_2,,,,ch_2,A-7",
        f"t3,{when},-10.00,0.00,-10.00,refund,re_1,,,,ch_1,",
        f"t4,{when},-59.50,15.00,-74.50,dispute,dp_1,,,,ch_2,",
        f"t5,{when},-59.50,0.00,-59.50,dispute,dp_2,,,,ch_1,",
    ]
    back = f"t6,{when},59.50,0.00,59.50,dispute_reversal,dp_1,,,,ch_2,"
    orders = lines(
        "1042,1,2026-05-01,web,,1,EUR,119.00,0,0,completed", "A-7,1,2026-05-02,web,,1,EUR,59.50,0,0,completed"
    )
    shop = make_shop({"exports/s.csv": stripe(*rows, *([back] if won else []), header=header), "exports/o.csv": orders})
    # lost: 119.00 - 10.00 - 59.50 = 49.50; won: that and the 59.50 of A-7
    assert [row["net_revenue"] for row in measured(shop)["revenue"]] == [net_revenue]


@pytest.mark.parametrize(
    "change",
    [
        ("-107.00,0.00,-107.00", "-107.01,0.00,-107.01"),
        ("2.50,116.50", "2.50,116.51"),
        ("59.50,1.00,58.50", "59.51,1.00,58.51"),
    ],
)
def test_a_cent_between_rows_and_payout_stops_the_build(make_shop, change):
    text = stripe(*ROWS, PAYOUT)
    assert change[0] in text
    with pytest.raises(InputError, match="Stripe"):
        build(make_shop({"exports/s.csv": text.replace(*change)}))


def test_a_payout_that_reaches_back_before_the_file_is_no_failure_but_a_later_one_is(make_shop):
    cut = ROWS[3:]  # the charges of the first payout were booked in the month before
    more = [
        f"u{n},2026-05-1{n} 12:00:00,2026-05-1{n + 2} 12:00:00,eur,10.00,1.00,9.00,charge,ch_u{n},,po_{n},2026-05-1{n + 3} 00:00:00\n"
        f"v{n},2026-05-1{n + 3} 06:00:00,2026-05-1{n + 3} 06:00:00,eur,-9.00,0.00,-9.00,payout,po_{n},STRIPE PAYOUT,,"
        for n in (2, 4, 6)
    ]
    build(make_shop({"exports/s.csv": stripe(*cut, PAYOUT, *more)}))
    broken = more[2].replace("-9.00,0.00,-9.00", "-29.00,0.00,-29.00")
    with pytest.raises(InputError, match=r"po_6: stated 29\.00, found 9\.00"):
        build(make_shop({"exports/s.csv": stripe(*cut, PAYOUT, *more[:2], broken)}, name="broken"))


def test_a_payout_reconciliation_tells_the_payout_once_with_and_without_the_balance_report(make_shop):
    header = "automatic_payout_id,automatic_payout_effective_at_utc,balance_transaction_id,created,available_on,currency,gross,fee,net,reporting_category,source_id,description,charge_id,payment_metadata[order_id]"
    rows = [
        "po_1,2026-05-05 00:00:00,t1,2026-05-01 12:00:00,2026-05-03 00:00:00,eur,119.00,2.50,116.50,charge,ch_1,,ch_1,1042",
        "po_1,2026-05-05 00:00:00,t3,2026-05-03 12:00:00,2026-05-03 12:00:00,eur,-20.00,0.00,-20.00,refund,re_1,,ch_1,",
    ]
    shop = make_shop({"exports/r.csv": stripe(*rows, header=header)})
    build(shop)
    assert select(shop, "select reference, amount from landed.payouts") == [("po_1", Decimal("96.5"))]
    assert select(shop, "select order_id from landed.refunds") == [("1042",)]  # by the charge that it gives back
    both = make_shop(
        {"exports/r.csv": stripe(*rows, header=header), "exports/s.csv": stripe(*ROWS, PAYOUT)}, name="both"
    )
    build(both)
    assert select(both, "select amount from staging.payouts") == [(Decimal(107),)]
    assert select(both, "select sum(amount) from landed.payments") == [(Decimal("178.5"),)]


TRANSACTIONS = (
    "Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Payout ID,Available On,Amount,Fee,Net,"
    "Checkout,Payment Method Name,Presentment Amount,Presentment Currency,Currency,VAT"
)
# Payout of 6 July: 117.00 + 58.00 - 20.00 - 15.00 - 1.00 = 139.00; the last charge is not paid out yet.
SHOPIFY = [
    "2026-07-01 00:30:00 +0200,charge,#1001,visa,online,paid,2026-07-06,901,2026-07-06,119.00,2.00,117.00,#1,card,119.00,EUR,EUR,0.00",
    "2026-07-02 10:00:00 +0200,charge,#1002,visa,online,paid,2026-07-06,901,2026-07-06,59.50,1.50,58.00,#2,card,59.50,EUR,EUR,0.24",
    "2026-07-03 10:00:00 +0200,refund,#1001,visa,online,paid,2026-07-06,901,2026-07-06,-20.00,0.00,-20.00,#1,card,20.00,EUR,EUR,0.00",
    "2026-07-03 11:00:00 +0200,chargeback,#1002,visa,online,paid,2026-07-06,901,2026-07-06,0.00,15.00,-15.00,#2,card,0.00,EUR,EUR,0.00",
    "2026-07-03 12:00:00 +0200,adjustment,,,,paid,2026-07-06,901,2026-07-06,-1.00,0.00,-1.00,,,,,EUR,0.00",
    "2026-07-05 10:00:00 +0200,charge,#1003,visa,online,pending,2026-07-10,,2026-07-10,10.00,0.50,9.50,#3,card,10.00,EUR,EUR,0.00",
]
PAYOUTS = "Payout Date,Status,Charges,Refunds,Adjustments,Reserved Funds,Fees,Retried Amount,Total,Currency\n"
NEWER = "Payout Date,Status,Charges,Refunds,Adjustments,Marketplace Sales Tax,Advances,Reserved Funds,Fees,Retried Amount,Total,Currency,Bank Reference\n"


def transactions(columns: int = 18, rows: list[str] = SHOPIFY) -> str:
    """All 18 columns, or the 16 of older files without the payout's number and VAT."""
    listed = [line.split(",") for line in [TRANSACTIONS, *rows]]
    return (
        "\n".join(",".join(c for i, c in enumerate(cells) if columns == 18 or i not in (7, 17)) for cells in listed)
        + "\n"
    )


def test_a_chargeback_of_shopify_payments_is_given_back_and_one_that_is_won_comes_again(make_shop):
    lost = SHOPIFY[3].replace("0.00,15.00,-15.00", "-59.50,15.00,-74.50")
    won = SHOPIFY[3].replace("chargeback,", "chargeback won,").replace("0.00,15.00,-15.00", "59.50,0.00,59.50")
    orders = lines(
        "#1001,1,2026-07-01,web,,1,EUR,119.00,0,0,completed", "#1002,1,2026-07-02,web,,1,EUR,59.50,0,0,completed"
    )
    shop = make_shop({"exports/t.csv": transactions(rows=[*SHOPIFY[:3], lost]), "exports/o.csv": orders}, name="lost")
    again = make_shop(
        {"exports/t.csv": transactions(rows=[*SHOPIFY[:3], lost, won]), "exports/o.csv": orders}, name="won"
    )
    # 119.00 - 20.00 of #1001, and nothing or 59.50 of #1002
    told = [[row["net_revenue"] for row in measured(each)["revenue"]] for each in (shop, again)]
    assert told == [["99.00"], ["158.50"]]


@pytest.mark.parametrize("columns", [16, 18])
def test_shopify_payments_tells_payments_fees_refunds_and_payouts(make_shop, columns):
    shop = make_shop({"exports/t.csv": transactions(columns)})
    build(shop)
    assert select(shop, "select order_id, amount from landed.payments order by all") == [
        ("#1001", Decimal(119)), ("#1002", Decimal("59.5")), ("#1003", Decimal(10))]  # fmt: skip
    assert select(shop, "select fee, order_id, amount from landed.charges order by all") == [
        ("adjustment", None, Decimal(1)), ("dispute fee", None, Decimal(15)), ("payment fee", "#1001", Decimal(2)),
        ("payment fee", "#1002", Decimal("1.5")), ("payment fee", "#1003", Decimal("0.5"))]  # fmt: skip
    assert select(shop, "select order_id, refunded_amount from landed.refunds") == [("#1001", Decimal(20))]
    assert select(shop, "select source_amount, paid_on::varchar, vendor_id from staging.payouts") == [
        (Decimal(139), "2026-07-06", "shopify")
    ]
    assert select(shop, "select min(paid_on)::varchar from staging.payments") == [("2026-07-01",)]  # 30 June in UTC
    assert select(shop, "select name from meta.checks where not ok") == []


def test_vat_on_the_fee_beside_or_within_it_is_kept_by_shopify_either_way(make_shop):
    beside = SHOPIFY[1].replace("58.00,", "57.76,")
    shop = make_shop({"exports/t.csv": transactions(rows=[SHOPIFY[0], beside])})
    build(shop)
    assert select(shop, "select amount from landed.charges order by all") == [(Decimal("1.74"),), (Decimal(2),)]


@pytest.mark.parametrize(
    "report",
    [
        PAYOUTS + "2026-07-06,paid,178.50,-20.00,-1.00,0.00,18.50,0.00,139.00,EUR\n",
        PAYOUTS + "2026-07-06,paid,178.50,-20.00,-1.00,0.00,-18.50,0.00,139.00,EUR\n",
        NEWER + "2026-07-06,paid,178.50,-20.00,-1.00,0.00,0.00,0.00,-18.50,0.00,139.00,EUR,BR-1\n",
    ],
)
def test_a_payout_in_both_shopify_reports_counts_once(make_shop, report):
    for columns in (16, 18):
        shop = make_shop({"exports/t.csv": transactions(columns), "exports/p.csv": report}, name=str(columns))
        build(shop)
        assert select(shop, "select source_amount from staging.payouts") == [(Decimal(139),)]


def test_a_payout_that_is_pending_is_none_yet(make_shop):
    shop = make_shop({"exports/p.csv": PAYOUTS + "2026-07-10,scheduled,10.00,0.00,0.00,0.00,0.50,0.00,9.50,EUR\n"})
    build(shop)
    assert select(shop, "select count(*) from landed.payouts") == [(0,)]
    assert select(shop, "select reason from landed.set_aside") == [("a payout that is pending, failed or cancelled",)]


@pytest.mark.parametrize(
    "name, text",
    [
        ("t.csv", transactions().replace("2.00,117.00", "2.00,117.01")),
        ("p.csv", PAYOUTS + "2026-07-06,paid,178.50,-20.00,-1.00,0.00,18.50,0.00,139.01,EUR\n"),
    ],
)
def test_a_cent_in_a_shopify_report_stops_the_build(make_shop, name, text):
    with pytest.raises(InputError, match="Shopify"):
        build(make_shop({f"exports/{name}": text}))


def test_a_charge_that_was_paid_out_in_a_later_export_counts_once(make_shop):
    later = SHOPIFY[5].replace("pending,2026-07-10,,", "paid,2026-07-10,902,")
    files = {
        "exports/a.csv": transactions(rows=[*SHOPIFY[4:5], later, SHOPIFY[0].replace("-07-", "-08-")]),
        "exports/b.csv": transactions(),
    }
    shop = make_shop(files)
    build(shop)
    assert select(shop, "select count(*) from landed.payments where order_id = '#1003'") == [(1,)]


def test_payments_without_an_order_export_are_one_unknown_per_vendor_and_currency(make_shop):
    found = measured(
        make_shop({"exports/s.csv": stripe(*ROWS, PAYOUT), "exports/o.csv": ORDERS, "exports/t.csv": transactions()}),
        month="2026-07",
    )
    told = {u["what"]: (u["why"], u["how_to_fix"]) for u in found["unknowns"] if "payments" in u["what"]}
    # 119.00 + 59.50 + 10.00 of Shopify; Stripe's orders are known
    assert list(told) == ["the orders of payments through Shopify (3, 188.50 EUR in all)"]
    assert told["the orders of payments through Shopify (3, 188.50 EUR in all)"][0] == "no order export has them"


def test_a_folder_without_orders_is_answered_as_far_as_it_goes(make_shop):
    payouts = "paid_on,vendor_id,amount,currency\n2026-05-31,etsy,80.00,EUR\n"
    channels = "channel_id,name,kind,vendor_id\nshop_etsy,Etsy,marketplace,etsy\n"
    found = measured(
        make_shop({"exports/p.csv": payouts, "exports/s.csv": stripe(*ROWS, PAYOUT), "register/channels.csv": channels})
    )
    assert found["revenue"] == [
        {"channel_id": "shop_etsy", "month": "2026-05", "gross_sales": None, "net_sales": None, "net_revenue": None,
         "contribution": None, "payout": "80.00", "orders": None}]  # fmt: skip
    assert found["concentration"][0]["hhi"] is None and found["concentration"][0]["verdict"] is None
    assert "what was sold" in [u["what"] for u in found["unknowns"]]
    assert found["month"] == "2026-05"


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_layouts_add_up(make_shop):
    names = ["stripe_balance_change_itemized.csv", "shopify_payment_transactions_eur_vat.csv"]
    shop = make_shop({f"exports/{n}": (SHARED / "exports/layouts" / n).read_bytes() for n in names})
    build(shop)
    # Stripe 600 + 400 - 8.70 - 5.80 - 20 = 965.50; Shopify has paid 36.80 of 37.90
    assert select(shop, "select source_amount from staging.payouts order by all") == [
        (Decimal("36.8"),),
        (Decimal("965.5"),),
    ]
    assert select(shop, "select vendor, sum(amount) from landed.payments group by all order by all") == [
        ("shopify_payments", Decimal("44.89")), ("stripe", Decimal(1000))]  # fmt: skip
    assert select(shop, "select vendor, sum(amount) from landed.charges group by all order by all") == [
        ("shopify_payments", Decimal("1.55")), ("stripe", Decimal("14.5"))]  # fmt: skip
    assert select(shop, "select name from meta.checks where not ok") == []


def test_the_row_of_a_shopify_payout_itself_takes_nothing_from_it(make_shop):
    head = "Transaction Date,Type,Order,Payout Status,Payout Date,Payout ID,Amount,Fee,Net,Currency"
    rows = [
        "2026-05-01 10:00:00 +0200,charge,#1,paid,2026-05-04,77,37.90,1.10,36.80,EUR",
        "2026-05-04 00:00:00 +0200,payout,,paid,2026-05-04,77,-36.80,0.00,-36.80,EUR",
    ]
    shop = make_shop({"exports/s.csv": "\n".join([head, *rows]) + "\n"})
    build(shop)
    assert [amount for _, amount in money(shop)["payouts"]] == [Decimal("36.80")]


PAYMENTS = (
    "id,Description,Seller Message,Created date (UTC),Amount,Amount Refunded,Currency,Converted Amount,"
    "Converted Amount Refunded,Fee,Taxes On Fee,Converted Currency,Mode,Status,Customer Email,Captured,Transfer"
)
# The first two of the payments above, the second charged in dollars; a third was declined.
PAYMENT_ROWS = [
    "ch_1,Mein Shop - Order 1042,Complete.,2026-05-01 12:00:00,119.00,20.00,eur,119.00,20.00,2.30,0.20,eur,Live,Refunded,a@x.de,true,po_1",
    "ch_2,Bestellung #A-7,Complete.,2026-05-02 12:00:00,65.00,0.00,usd,59.50,0.00,1.00,0.00,eur,Live,Paid,b@x.de,true,po_1",
    "ch_3,Bestellung #A-8,Declined.,2026-05-02 13:00:00,10.00,0.00,eur,10.00,0.00,0.00,0.00,eur,Live,Failed,b@x.de,false,",
]


def test_the_list_of_stripe_payments_tells_payments_fees_and_refunds_and_gives_way_to_the_balance(make_shop):
    payments = {"exports/p.csv": stripe(*PAYMENT_ROWS, header=PAYMENTS)}
    alone = make_shop(payments, name="alone")
    build(alone)
    assert select(alone, "select order_id, amount, currency from landed.payments order by all") == [
        ("1042", Decimal(119), "EUR"), ("A-7", Decimal("59.5"), "EUR")]  # fmt: skip
    assert select(alone, "select sum(amount) from landed.charges") == [(Decimal("3.5"),)]
    assert select(alone, "select order_id, refunded_amount from landed.refunds") == [("1042", Decimal(20))]
    both = make_shop({**payments, "exports/s.csv": stripe(*ROWS, PAYOUT)}, name="both")
    build(both)
    assert select(both, "select file, loaded, duplicates from marts.inputs order by all") == [
        ("exports/p.csv", 1, 2), ("exports/s.csv", 6, 0)]  # fmt: skip
    assert select(both, "select sum(amount) from landed.payments") == [(Decimal("178.5"),)]


PAYPAL = "Datum,Uhrzeit,Zeitzone,Typ,Status,Währung,Brutto,Gebühr,Netto,Transaktionscode,Rechnungsnummer,Zugehöriger Transaktionscode,Guthaben,Auswirkung auf Guthaben\n"


def paid(number: str, amount: str = "119,00") -> str:
    """An order paid through PayPal on 2 May with a fee of 3.00, of which 20.00 were given back in June."""
    return PAYPAL + (
        f'02.05.2026,10:00:00,CEST,Express-Checkout-Zahlung,Abgeschlossen,EUR,"{amount}","-3,00",,T1,{number},,,Haben\n'
        f'03.06.2026,10:00:00,CEST,Rückzahlung,Abgeschlossen,EUR,"-20,00","0,00","-20,00",T2,,T1,,Soll\n'
    )


def charged_and_returned(shop) -> list[tuple]:
    """Fee with its channel and what was given back, as the order's own channel knows them."""
    return select(shop, "select channel_id, order_id, source_amount from staging.charges") + select(
        shop, "select order_id, refunded from staging.order_lines where kind = 'refund'"
    )


@pytest.mark.parametrize("number", ["1042", "WC-1042", "Laden #1042"])
def test_letters_that_a_shop_system_puts_before_the_number_do_not_hide_the_order(make_shop, number):
    shop = make_shop({"exports/orders.csv": ORDERS, "exports/p.csv": paid(number)})
    build(shop)
    assert charged_and_returned(shop) == [("web", "1042", 3), ("1042", 20)]


@pytest.mark.parametrize(
    ("number", "amount"),
    [("WC-1042", "119,01"), ("WC-21042", "119,00"), ("WC-1042.1042", "119,00"), ("WC-1043", "119,00")],
)
def test_a_number_that_is_alike_is_not_taken_for_the_order(make_shop, number, amount):
    shop = make_shop({"exports/orders.csv": ORDERS, "exports/p.csv": paid(number, amount)})
    build(shop)
    assert charged_and_returned(shop) == [(None, number, 3)]


def test_a_number_with_letters_that_two_orders_fit_is_left_as_it_is(make_shop):
    twice = ORDERS + lines("#1042,1,2026-05-03,kiosk,,1,EUR,119.00,19.00,,completed").split("\n", 1)[1]
    shop = make_shop({"exports/orders.csv": twice, "exports/p.csv": paid("WC-1042")})
    build(shop)
    assert charged_and_returned(shop) == [(None, "WC-1042", 3)]


def test_the_payment_reference_of_a_shopify_order_is_its_number_at_paypal(make_shop):
    orders = (
        "Name,Financial Status,Currency,Total,Taxes,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Payment Method,Payment Reference\n"
        "#1042,paid,EUR,119.00,19.00,2026-05-02 10:00:00 +0200,1,Lamp,100.00,L,PayPal Express Checkout,rKx8v2.1\n"
        "#1042,,,,,2026-05-02 10:00:00 +0200,1,Shade,19.00,S,,\n"
    )
    shop = make_shop({"exports/orders.csv": orders, "exports/p.csv": paid("rKx8v2.1", "99,00")})  # 20.00 by gift card
    build(shop)
    assert charged_and_returned(shop) == [("shopify", "#1042", 3), ("#1042", 20)]


def test_refunds_alone_find_their_order_by_its_payment_reference(make_shop):
    # a filtered download of PayPal's refunds: 20.00 of 119.00 are given back
    orders = (
        "Name,Financial Status,Currency,Total,Taxes,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Payment Method,Payment Reference\n"
        "#1042,paid,EUR,119.00,19.00,2026-05-02 10:00:00 +0200,1,Lamp,119.00,L,PayPal Express Checkout,rKx8v2.1\n"
    )
    refund = '03.06.2026,10:00:00,CEST,Rückzahlung,Abgeschlossen,EUR,"-20,00","0,00","-20,00",T2,rKx8v2.1,T1,,Soll\n'
    shop = make_shop({"exports/orders.csv": orders, "exports/p.csv": PAYPAL + refund})
    build(shop)
    assert charged_and_returned(shop) == [("#1042", 20)]


GIFT = (
    "Name,Financial Status,Currency,Subtotal,Shipping,Total,Taxes,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping\n"
    "#1042,paid,EUR,119.00,0.00,119.00,19.00,2026-05-02 10:00:00 +0200,1,Lamp,119.00,L,true\n"
    "#1043,paid,EUR,50.00,0.00,50.00,0.00,2026-05-03 10:00:00 +0200,1,Gift card,50.00,,false\n"
)


def test_the_order_of_a_gift_card_is_no_order_that_no_export_has(make_shop):
    payments = paid("#1042") + paid("#1043", "50,00").split("\n", 1)[1].replace("T1", "T8").replace("T2", "T9")
    stranger = paid("#7", "70,00").split("\n", 2)[1].replace("T1", "T7") + "\n"
    shop = make_shop({"exports/orders.csv": GIFT, "exports/p.csv": payments + stranger})
    said = [u["what"] for u in measured(shop, month="2026-05")["unknowns"] if "orders of" in u["what"]]
    assert said == ["the orders of payments through PayPal (1, 70.00 EUR in all)"]


def test_a_refund_whose_order_nothing_names_is_an_unknown(make_shop):
    later = paid("").replace("02.05.2026", "02.06.2026").replace("T1,,,,Haben", "T9,1042,,,Haben")  # T1 is in no file
    shop = make_shop({"exports/orders.csv": ORDERS.replace("2026-05-0", "2026-06-0"), "exports/p.csv": later})
    said = [(u["what"], u["why"]) for u in measured(shop, month="2026-06")["unknowns"] if "refunds" in u["what"]]
    assert said == [
        (
            "the orders of refunds in exports/p.csv (1, 20.00 EUR in all)",
            "no export has them, so net revenue is not lowered by them unless the order export tells of refunds itself",
        )
    ]
