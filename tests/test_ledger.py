"""The other side of the ledger: what vendors cost and hold, and what a channel's fees are beside the next best one."""

from typing import Any

import pytest
from conftest import MakeShop, measured
from test_amazon import settled, settlement
from test_exposure import HEADER, sale, shop_of, whys


def ledger(make_shop: MakeShop, *sales: str, **tables: Any) -> dict[str, Any]:
    return measured(shop_of(make_shop, *sales, **tables))["ledger"]


def test_costs_are_concentrated_as_revenue_is(make_shop):
    # 50, 30 and 20 of 100: H = .25 + .09 + .04 = .38
    charges = "2026-01-09,A,marketplace,w,f,50,EUR\n2026-01-10,B,shipping,w,f,30,EUR\n2026-01-11,C,payment,,f,20,EUR\n"
    costs = ledger(make_shop, sale(1, "w", 400), charges=charges)["costs"]
    assert costs["shares"] == {"A": 0.5, "B": 0.3, "C": 0.2}
    assert (costs["hhi"], costs["effective_number"]) == pytest.approx((0.38, 1 / 0.38))
    assert (costs["amounts"]["A"], costs["from"], costs["to"]) == ("50.00", "2026-01-01", "2026-01-31")


def test_a_vendor_that_gave_back_more_than_it_charged_has_no_share_and_the_reason_stands_there(make_shop):
    charges = "2026-01-09,A,marketplace,w,f,75,EUR\n2026-01-10,B,shipping,w,f,25,EUR\n2026-01-11,C,storage,w,f,-9,EUR\n"
    found = measured(shop_of(make_shop, sale(1, "w", 400), charges=charges))
    assert found["ledger"]["costs"]["shares"] == {"A": 0.75, "B": 0.25, "C": None}
    assert found["ledger"]["costs"]["amounts"]["C"] == "-9.00"
    assert (
        "the share of C in our costs: from 2026-01-01 to 2026-01-31 it gave back 9.00 EUR more than it charged"
        in whys(found)
    )


def test_credits_alone_are_no_lack_of_exports(make_shop):
    found = measured(shop_of(make_shop, sale(1, "w", 400), charges="2026-01-09,A,marketplace,w,f,-9,EUR\n"))
    assert "no export tells of charges" not in whys(found)
    assert "each vendor's share in our costs: no vendor charged more than it gave back" in whys(found)


def test_what_goods_cost_is_no_fee_of_their_channel(make_shop):
    # w: 40 of 400 for the marketplace, though 200 for goods besides; both are costs of their vendors
    charges = "2026-01-09,A,marketplace,w,f,40,EUR\n2026-01-10,B,supply,w,f,200,EUR\n"
    found = ledger(make_shop, sale(1, "w", 400), charges=charges)
    (rate,) = found["fee_rates"]
    assert (rate["charges"], rate["rate"]) == ("40.00", 0.1)
    assert found["costs"]["amounts"] == {"A": "40.00", "B": "200.00"}


def test_without_charges_costs_are_unknown_and_not_zero(make_shop):
    found = measured(shop_of(make_shop, sale(1, "w", 400)))
    costs = found["ledger"]["costs"]
    assert (costs["shares"], costs["hhi"], costs["effective_number"], costs["amounts"]) == ({}, None, None, {})
    assert "what each vendor costs: no export tells of charges from 2026-01-01 to 2026-01-31" in whys(found)


def test_a_charge_in_a_currency_without_rate_is_in_no_sum_and_told(make_shop):
    charges = "2026-01-09,A,marketplace,w,f,50,EUR\n2026-01-10,A,marketplace,w,f,30,XXX\n"
    found = measured(shop_of(make_shop, sale(1, "w", 400), charges=charges))
    assert found["ledger"]["costs"]["amounts"] == {"A": "50.00"}
    (rate,) = found["ledger"]["fee_rates"]
    assert (rate["rate"], rate["uncharged"]) == (0.125, ["A"])  # 50 of 400, and not all of it
    assert "charges of A in XXX (1): their currency has no reference rate" in whys(found)


def test_the_latest_balance_of_each_kind_up_to_the_day_of_the_report_counts(make_shop):
    balances = (
        "A,balance,100,EUR,2025-12-31\nA,balance,80.50,,2026-01-20\nA,balance,999,EUR,2026-02-15\n"
        "A,stock,40,EUR,2025-06-30\nB,deposit,5,XXX,2026-01-02\nA,reserve,7,EUR,2026-01-20\n"
    )
    found = measured(shop_of(make_shop, sale(1, "w", 9), balances=balances))
    held = [(r["vendor_id"], r["kind"], r["amount"], r["as_on"], r["source"]) for r in found["ledger"]["held"]]
    assert held == [
        ("A", "balance", "80.50", "2026-01-20", "register/balances.csv line 3"),
        ("A", "reserve", "7.00", "2026-01-20", "register/balances.csv line 7"),
        ("A", "stock", "40.00", "2025-06-30", "register/balances.csv line 5"),
        ("B", "deposit", None, "2026-01-02", "register/balances.csv line 6"),
    ]
    assert "what 5.00 XXX at B are worth: the currency has no reference rate on 2026-01-02" in whys(found)


def test_a_payout_of_a_period_that_is_over_lies_with_the_vendor_until_it_is_paid(make_shop):
    # On 31 January: 70 + 25 of A are over and unpaid; 40 are paid, 9 are of a period that goes on; of B, whose account
    # showed 12 on the 30th, the 60 of the 28th are part of the 12.
    payouts = (
        "paid_on,vendor_id,amount,currency,period_from,period_to\n2026-01-16,A,40,EUR,2026-01-01,2026-01-14\n"
        "2026-02-02,A,70,EUR,2026-01-15,2026-01-29\n2026-02-03,A,25,EUR,2026-01-30,2026-01-31\n"
        "2026-02-16,A,9,EUR,2026-01-20,2026-02-13\n2026-02-02,B,60,EUR,2026-01-15,2026-01-28\n"
    )
    files = {
        "exports/a.csv": HEADER + sale(1, "w", 100), "exports/p.csv": payouts,
        "register/balances.csv": "vendor_id,kind,amount,currency,as_on\nB,balance,12,EUR,2026-01-30\n",
    }  # fmt: skip
    found = measured(make_shop(files), month="2026-01")
    held = [(r["vendor_id"], r["kind"], r["amount"], r["as_on"], r["source"]) for r in found["ledger"]["held"]]
    assert held == [
        ("A", "unpaid_payout", "95.00", "2026-01-31", "exports/p.csv line 3; exports/p.csv line 4"),
        ("B", "balance", "12.00", "2026-01-30", "register/balances.csv line 2"),
    ]
    assert "the money that A holds for us: no export tells all that is collected" in whys(found)


def test_what_amazon_keeps_back_in_its_latest_settlement_is_held_in_reserve(make_shop):
    # June: 119 − 50 kept back = 69 paid; July: 50 of before come back, 119 more, 20 kept back: 149.
    sold = ("ItemPrice", "Principal", "119.00")
    kept = ("other-transaction", "Current Reserve Amount")
    june = settlement("69.00", settled("1", "Order", sold), settled("", "Transfer", (*kept, "-50.00")))
    july = settlement(
        "149.00", settled("2", "Order", sold), settled("", "Transfer", (*kept, "-20.00")),
        settled("", "Transfer", ("other-transaction", "Previous Reserve Amount Balance", "50.00")), number="9002",
    ).replace("2026-06", "2026-07").replace("9001", "9002")  # fmt: skip
    shop = make_shop({"exports/june.txt": june, "exports/july.txt": july})
    told = {month: measured(shop, month=month)["ledger"]["held"] for month in ("2026-06", "2026-07")}
    assert [(r["kind"], r["amount"], r["as_on"]) for r in told["2026-06"]] == [("reserve", "50.00", "2026-06-15")]
    assert [(r["kind"], r["amount"], r["source"]) for r in told["2026-07"]] == [
        ("reserve", "20.00", "exports/july.txt line 2")
    ]


def test_a_foreign_balance_is_told_at_the_rate_of_its_day(make_shop):
    # ECB, Friday 28 February 2020: EUR 1 = IDR 15,749.25, so 100,000,000 IDR of Saturday are 6,349.51 EUR
    shop = shop_of(make_shop, sale(1, "w", 9, day="2020-03-10"), balances="A,balance,100000000,IDR,2020-02-29\n")
    assert [row["amount"] for row in measured(shop)["ledger"]["held"]] == ["6349.51"]


def test_what_is_held_and_told_by_no_file_is_unknown(make_shop):
    files = {
        "exports/a.csv": HEADER + sale(1, "w", 100, storage="amazon", shipping="amazon"),
        "exports/c.csv": "charged_on,vendor_id,function,fee,amount,currency\n2026-01-09,amazon,storage,f,5,EUR\n",
        "exports/p.csv": "paid_on,vendor_id,amount,currency\n2026-01-20,amazon,60,EUR\n",
    }
    found = measured(make_shop(files))
    assert found["ledger"]["held"] == []
    assert "the money that Amazon holds for us: no export tells all that is collected" in whys(found)
    assert "the stock that lies at Amazon: no export that is read tells it" in whys(found)


def test_a_fee_rate_is_all_charges_by_gross_sales_beside_the_cheapest_other_channel(make_shop):
    # Market: 273 of 1,000 = 27.3 %; shop: 91 of 1,000 = 9.1 %; the difference on 1,000 is 182.
    charges = (
        "2026-01-09,market,marketplace,m,commission,200,EUR\n2026-01-10,D,shipping,m,parcels,73,EUR\n"
        "2026-01-11,shopco,shop_system,s,plan,91,EUR\n"
    )
    rows = ledger(
        make_shop, sale(1, "m", 1000, shipping="D"), sale(2, "s", 1000, payment="P", shipping="self"),
        sale(3, "x", 10), charges=charges,
        channels="m,Market,marketplace,market\ns,Shop,own_shop,shopco\n",
    )["fee_rates"]  # fmt: skip
    market, shop, other = rows
    assert (market["rate"], market["next_best_channel_id"], market["next_best_rate"]) == (0.273, "s", 0.091)
    assert (market["gross_sales"], market["charges"], market["costs_more_by"]) == ("1000.00", "273.00", "182.00")
    assert (shop["costs_more_by"], shop["next_best_channel_id"]) == ("-182.00", "m")
    assert (market["uncharged"], shop["uncharged"]) == ([], ["P"])  # what P takes is in no export; own work has no bill
    assert (other["charges"], other["rate"], other["costs_more_by"]) == (None, None, None)


def test_contribution_stands_beside_the_fee_rate_where_it_is_known(make_shop):
    # 1,000 net less 273 charges, without unit costs known: unknown; with 40 % of it: 1,000 − 400 − 273 = 327
    charges = "2026-01-09,market,marketplace,m,commission,273,EUR\n"
    toml = '[shop]\nname = "T"\ncurrency = "EUR"\n[finance]\nunit_cost_share = 0.4\n'
    (unknown,) = ledger(make_shop, sale(1, "m", 1000), charges=charges)["fee_rates"]
    assert (unknown["contribution"], unknown["contribution_rate"]) == (None, None)
    (known,) = ledger(make_shop, sale(1, "m", 1000), charges=charges, toml=toml)["fee_rates"]
    assert (known["contribution"], known["contribution_rate"]) == ("327.00", 0.327)


def test_a_channel_without_charges_or_without_sales_has_no_rate_and_says_why(make_shop):
    charges = "2026-01-09,A,marketplace,y,f,5,EUR\n"
    found = measured(shop_of(make_shop, sale(1, "w", 100), sale(2, "y", 0), charges=charges))
    assert [row["rate"] for row in found["ledger"]["fee_rates"]] == [None, None]
    told = whys(found)
    assert "which part of the sales of w goes to vendors: no export tells what its vendors charge for it" in told
    assert "which part of the sales of y goes to vendors: it sold nothing in these months, yet was charged" in told


def test_a_channel_whose_vendors_gave_back_more_than_they_charged_has_no_rate_and_is_no_next_best(make_shop):
    rows = measured(
        shop_of(
            make_shop, sale(1, "m", 1000), sale(2, "s", 100), channels="m,Market,marketplace,market\ns,Shop,own_shop,shopco\n",
            charges="2026-01-09,market,marketplace,m,commission,150,EUR\n2026-01-11,shopco,shop_system,s,credit,-30,EUR\n",
        )
    )  # fmt: skip
    rates = {row["channel_id"]: (row["rate"], row["next_best_channel_id"]) for row in rows["ledger"]["fee_rates"]}
    assert rates == {"m": (0.15, None), "s": (None, None)}
    assert "which part of the sales of Shop goes to vendors: by the exports they gave back 30.00 EUR more" in whys(rows)
