"""On whom revenue depends: constructed shops with answers worked by hand, through canonical exports and figures."""

from itertools import combinations
from time import perf_counter
from typing import Any

import pytest
from conftest import MakeShop, measured
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.language import Language
from analysis.presentation import charts
from analysis.rules import exposure, relations
from analysis.rules.exposure import Mix
from analysis.rules.loss_sets import smallest_sets
from analysis.warehouse import build

HEADER = (
    "order_id,ordered_at,channel_id,currency,gross_amount,tax_amount,refunded_amount,status,"
    "storage_vendor_id,payment_vendor_id,shipping_vendor_id\n"
)
VENDORS = "vendor_id,name,group\n"
CHANNELS = (
    "channel_id,name,kind,vendor_id\nm,Market,marketplace,market\ns,Shop,own_shop,shopco\nn,Second,marketplace,second\n"
)
SERVICES = "vendor_id,function,channel_id,share,valid_from,valid_to\n"
RELATIONS = "vendor_id,depends_on,function,share\n"
ALTERNATIVES = "vendor_id,function,alternative,lead_time_days,tested_on\n"
BALANCES = "vendor_id,kind,amount,currency,as_on\n"
CHARGES = "charged_on,vendor_id,function,channel_id,fee,amount,currency\n"


def sale(number: object, channel: str, gross: object, **rest: str) -> str:
    """One order line without VAT of 5 January 2026; vendors and day by keyword."""
    named = ",".join(rest.get(key, "") for key in ("storage", "payment", "shipping"))
    return (
        f"{number},{rest.get('day', '2026-01-05')},{channel},EUR,{gross},0,{rest.get('refund', '')},completed,{named}\n"
    )


def shop_of(make_shop: MakeShop, *sales: str, **tables: str) -> Any:
    """A shop folder with these sales; tables are register files without their header."""
    headers = {
        "vendors": VENDORS, "channels": CHANNELS.split("\n")[0] + "\n", "services": SERVICES, "relations": RELATIONS,
        "alternatives": ALTERNATIVES, "balances": BALANCES,
    }  # fmt: skip
    files = {f"register/{name}.csv": headers[name] + rows for name, rows in tables.items() if name in headers}
    files |= {"exports/c.csv": CHARGES + tables["charges"]} if "charges" in tables else {}
    files |= {"shop.toml": tables["toml"]} if "toml" in tables else {}
    return make_shop({"exports/a.csv": HEADER + "".join(sales), **files})


def exposed(*args: Any, **tables: Any) -> dict[str, Any]:
    return measured(shop_of(*args, **tables))["exposure"]


def whys(found: dict[str, Any]) -> str:
    return "\n".join(f"{row['what']}: {row['why']}; {row['how_to_fix']}" for row in found["unknowns"])


THREE = (sale(1, "m", 50), sale(2, "s", 30), sale(3, "n", 20))
KNOWN = "own,shipping,m,1,,\nD,shipping,s,1,,\nD,shipping,n,1,,\nP,payment,s,0.6,,\nS,payment,s,0.4,,\n"
THREE_CHANNELS = CHANNELS.split("\n", 1)[1]


def known_answer(make_shop: MakeShop, **more: str) -> dict[str, Any]:
    """measures.md § 3: marketplace .5 (own carrier), shop .3 (carrier D; payment P .6, S .4), second .2 (D)."""
    tables: Any = {"channels": THREE_CHANNELS, "services": KNOWN} | more
    return measured(shop_of(make_shop, *THREE, **tables))


def test_the_known_answer_comes_out_of_a_shop_folder(make_shop):
    found = known_answer(make_shop)
    groups = {row["group"]: row["revenue_share"] for row in found["exposure"]["groups"]}
    assert (groups["D"], groups["P"], groups["S"]) == pytest.approx((0.5, 0.18, 0.12), abs=1e-9)
    assert next(r for r in found["concentration"] if r["grain"] == "channel")["hhi"] == pytest.approx(0.38, abs=1e-9)
    payment = next(row for row in found["exposure"]["functions"] if row["function"] == "payment")
    assert payment["shares"] == pytest.approx({"P": 0.6, "S": 0.4})
    assert payment["unknown_share"] == pytest.approx(0.7)  # the marketplaces' payment is named by nobody


def test_a_vendor_as_large_as_the_largest_channel_is_a_tie_and_not_hidden(make_shop):
    found = known_answer(make_shop)["exposure"]
    # D has exactly .5, as much as the marketplace; the marketplace's own carrier ties as well
    assert found["hidden"] == []
    assert [(row["vendor_id"], row["revenue_share"]) for row in found["hidden_ties"]] == [("D", 0.5), ("own", 0.5)]


def test_a_group_may_be_hidden_where_none_of_its_vendors_is(make_shop):
    found = known_answer(make_shop, vendors="D,D,Holding\nown,Own,Holding\nP,P,\nS,S,\n")["exposure"]
    assert found["hidden"] == []
    assert found["hidden_groups"] == [{"group": "Holding", "revenue_share": 1.0, "vendors": ["D", "own"]}]


def test_the_matrix_tells_shares_and_money_per_month_and_the_unknown_part(make_shop):
    # Two full months: 300 and 500 through carrier A, 200 through nobody known, so 800 / 2 and 200 / 2 a month.
    rows = (sale(1, "w", 300, shipping="A"), sale(2, "w", 500, day="2026-02-10", shipping="A"),
            sale(3, "w", 200, day="2026-02-11"), sale(4, "w", 0, day="2026-01-01", shipping="A"),
            sale(5, "w", 0, day="2026-02-28", shipping="A"))  # fmt: skip
    found = exposed(make_shop, *rows)
    assert found["matrix"] == [
        {"function": "shipping", "vendor_id": "A", "revenue_share": 0.8, "revenue_per_month": "400.00"}
    ]
    shipping = next(row for row in found["functions"] if row["function"] == "shipping")
    assert (shipping["unknown_revenue_share"], shipping["unknown_revenue_per_month"]) == (0.2, "100.00")


def test_that_nobody_known_stores_sends_or_is_paid_is_an_unknown_part_and_told(make_shop):
    # 100 in one month, sent by A; who stores it and who is paid is in no file
    found = measured(shop_of(make_shop, sale(1, "w", 100, shipping="A")))
    functions = {row["function"]: row for row in found["exposure"]["functions"]}
    for function in ("payment", "storage"):
        row = functions[function]
        assert (row["shares"], row["hhi"], row["without_alternative_share"]) == ({}, None, None)
        assert (row["unknown_share"], row["unknown_revenue_per_month"]) == (1.0, "100.00")
    told = "who does payment, storage for us: neither order lines nor register/services.csv name anybody"
    assert told in whys(found)
    assert "storage" in charts.who_is_behind(found, Language("en")).html


def test_a_group_touches_each_line_once_however_many_of_its_vendors_work_for_it(make_shop):
    found = exposed(
        make_shop, sale(1, "w", 60, storage="a", shipping="b"), sale(2, "w", 40, shipping="b", payment="c"),
        vendors="a,A,G\nb,B,G\nc,C,\n",
    )  # fmt: skip
    groups = {row["group"]: row for row in found["groups"]}
    assert groups["G"]["revenue_share"] == 1.0
    assert groups["G"]["functions"] == {"shipping": 1.0, "storage": 0.6}
    assert groups["c"]["revenue_share"] == 0.4


@pytest.mark.parametrize(
    ("vendors", "shares"),
    [
        # a belongs to b, b to c: all of it is c's
        ("a,A,b\nb,B,Vendor C\nc,Vendor C,\n", {"c": 1.0}),
        # c names itself; b belongs to c by its name
        ("a,A,\nb,B,Vendor C\nc,Vendor C,c\n", {"a": 0.5, "c": 0.5}),
        # b belongs to c, and c to a holding that is no vendor
        ("a,A,\nb,B,c\nc,C,Holding\n", {"a": 0.5, "Holding": 0.5}),
        # one holding, however it is written
        ("a,A,HOLDING\nb,B, Holding\nc,C,holding \n", {"HOLDING": 1.0}),
    ],
)
def test_owners_are_followed_to_the_ultimate_one(make_shop, vendors, shares):
    sold = sale(1, "w", 50, shipping="a"), sale(2, "w", 30, shipping="b"), sale(3, "w", 20, shipping="c")
    found = exposed(make_shop, *sold, vendors=vendors)
    assert {row["group"]: row["revenue_share"] for row in found["groups"]} == shares


def test_vendors_that_own_each_other_are_one_group_and_told(make_shop):
    sold = sale(1, "w", 50, shipping="a"), sale(2, "w", 30, shipping="b"), sale(3, "w", 20, shipping="c")
    vendors = "a,A,b\nb,B,a\nc,C,b\n"
    found = measured(shop_of(make_shop, *sold, vendors=vendors))
    assert {row["group"]: row["revenue_share"] for row in found["exposure"]["groups"]} == {"a": 1.0}
    told = "who owns A + B + C: by register/vendors.csv lines 2 + 3 + 4 each of them belongs to another one"
    assert told in whys(found)


def test_lines_without_a_channel_count_in_the_whole_and_for_the_vendors_they_name(make_shop):
    found = exposed(make_shop, sale(1, "w", 60, shipping="a"), sale(2, "", 40, shipping="b"))
    assert {row["group"]: row["revenue_share"] for row in found["groups"]} == {"a": 0.6, "b": 0.4}


def test_who_works_only_for_orders_of_unknown_revenue_has_no_share_of_the_function(make_shop):
    foreign = sale(2, "w", 40, shipping="b").replace("EUR", "XYZ")
    found = exposed(make_shop, sale(1, "w", 60, shipping="a"), foreign)
    assert [row["shares"] for row in found["functions"] if row["function"] == "shipping"] == [{"a": 1.0}]
    assert [row["vendor_id"] for row in found["matrix"]] == ["a"]
    assert {row["group"]: row["revenue_share"] for row in found["groups"]} == {"a": 1.0, "b": None}


def test_what_amazon_stores_and_sends_is_returned_to_it_and_its_marketplace_collects_the_payment(make_shop):
    found = exposed(
        make_shop, sale(1, "m", 70, storage="amazon", shipping="amazon"), sale(2, "m", 30, shipping="dhl"),
        channels="m,M,marketplace,amazon\n", services="desk,returns,m,1,,\n",
    )  # fmt: skip
    by_function = {row["function"]: row["revenue_shares"] for row in found["functions"]}
    assert by_function["returns"] == {"amazon": 0.7, "desk": 0.3}
    assert by_function["payment"] == {"amazon": 1.0}


def test_a_service_for_the_channel_goes_before_what_running_it_suggests(make_shop):
    # we run the shop ourselves on a rented system; the market is run by its own vendor, whatever serves all channels
    found = exposed(
        make_shop, sale(1, "s", 60), sale(2, "m", 40),
        channels="s,Shop,own_shop,me\nm,M,marketplace,market\n",
        services="rented,shop_system,s,1,,\nme,marketplace,,1,,\n",
    )  # fmt: skip
    by_function = {row["function"]: row["revenue_shares"] for row in found["functions"]}
    assert by_function["shop_system"] == {"rented": 0.6}
    assert by_function["marketplace"] == {"market": 0.4, "me": 0.6}


def test_a_registered_payment_service_goes_before_the_marketplaces_own(make_shop):
    found = exposed(
        make_shop, sale(1, "m", 100), channels="m,M,marketplace,etsy\n", services="paypal,payment,m,0.25,,\n"
    )
    payment = next(row for row in found["functions"] if row["function"] == "payment")
    assert payment["revenue_shares"] == {"paypal": 0.25}
    assert payment["unknown_revenue_share"] == 0.75


def test_shopify_payments_is_shopifys_with_stripe_behind_it(make_shop):
    found = measured(
        shop_of(make_shop, sale(1, "s", 40, payment="Shopify Payments"), sale(2, "s", 60, payment="PayPal"),
                channels="s,S,own_shop,shopify\n")
    )  # fmt: skip
    payment = next(row for row in found["exposure"]["functions"] if row["function"] == "payment")
    assert payment["shares"] == {"paypal": 0.6, "shopify": 0.4}
    (stripe,) = found["exposure"]["second_order"]
    # Stripe handles Shopify's payments only, not the shop system's other lines
    assert (stripe["vendor_id"], stripe["revenue_share"], stripe["path"]) == ("stripe", 0.4, ["shopify", "stripe"])
    assert "Stripe" in stripe["sources"][0] and found["names"]["vendors"]["stripe"] == "Stripe"


def test_a_registered_relation_goes_before_what_is_public(make_shop):
    found = exposed(
        make_shop, sale(1, "s", 100, payment="Shopify Payments"), channels="s,S,own_shop,shopify\n",
        relations="shopify,Bank,payment,0.5\n",
    )  # fmt: skip
    assert [(row["vendor_id"], row["revenue_share"]) for row in found["second_order"]] == [("Bank", 0.5)]


def test_shares_multiply_along_the_chain(make_shop):
    # A carries .6 and B .4 of 100; A hires X for .5 of its parcels, B for all; X hires Y for .8 of what it carries.
    # X: .6·.5 + .4·1 = .7; Y: .7·.8 = .56
    found = exposed(
        make_shop, sale(1, "w", 60, shipping="A"), sale(2, "w", 40, shipping="B"),
        relations="A,X,shipping,0.5\nB,X,shipping,\nX,Y,shipping,80 %\n",
    )  # fmt: skip
    rows = {row["vendor_id"]: row for row in found["second_order"]}
    assert (rows["X"]["revenue_share"], rows["Y"]["revenue_share"]) == pytest.approx((0.7, 0.56), abs=1e-9)
    assert [(t["vendor_id"], t["function"], t["share"]) for t in rows["Y"]["through"]] == [
        ("B", "shipping", 0.8), ("A", "shipping", 0.4)]  # fmt: skip
    assert rows["Y"]["path"] == ["B", "X", "Y"]


def test_of_two_ways_to_the_same_vendor_the_larger_counts_since_both_may_be_about_the_same_lines(make_shop):
    # A → B → Z is .5·.6 = .3, A → C → Z is .5·.9 = .45
    found = exposed(
        make_shop, sale(1, "w", 100, shipping="A"),
        relations="A,B,shipping,0.5\nA,C,shipping,0.5\nB,Z,shipping,0.6\nC,Z,shipping,0.9\n",
    )  # fmt: skip
    assert {r["vendor_id"]: r["revenue_share"] for r in found["second_order"]}["Z"] == pytest.approx(0.45)


def test_a_vendor_behind_that_also_works_for_us_counts_each_line_once(make_shop):
    # D sends .4 itself and all that A sends; together every line, but only .6 through A
    found = exposed(
        make_shop, sale(1, "w", 60, shipping="A"), sale(2, "w", 40, shipping="D"), relations="A,D,shipping,\n",
        vendors="A,A,\nD,D,Post\n",
    )  # fmt: skip
    (row,) = found["second_order"]
    assert (row["revenue_share"], row["with_own_work_share"], row["group"]) == (0.6, 1.0, "Post")
    assert found["second_order_groups"] == [{"group": "Post", "revenue_share": 1.0}]


def test_a_relation_for_work_that_its_vendor_does_for_nobody_here_is_what_the_vendor_itself_needs(make_shop):
    # The shop system runs at a host: whatever the shop system touches, the host does.
    found = exposed(
        make_shop, sale(1, "s", 70), sale(2, "w", 30), channels="s,S,own_shop,shopco\n",
        relations="shopco,Host,software,\n",
    )  # fmt: skip
    assert [(r["vendor_id"], r["revenue_share"]) for r in found["second_order"]] == [("Host", 0.7)]


def test_vendors_that_depend_on_each_other_in_a_circle_are_an_error_with_file_line_and_remedy(make_shop):
    shop = shop_of(make_shop, sale(1, "w", 1, shipping="A"), relations="A,B,shipping,\nB,C,shipping,\nC,A,shipping,\n")
    with pytest.raises(
        InputError, match=r"register/relations.csv lines 2, 3, 4: .* in a circle; delete the row"
    ) as told:
        measured(shop)
    assert all(f" {vendor}" in str(told.value) for vendor in "ABC")


def test_a_function_with_one_vendor_and_no_tested_alternative_is_a_single_point_of_failure(make_shop):
    sales = (sale(1, "w", 60, shipping="A", storage="L", payment="P"), sale(2, "w", 40, shipping="A", storage="L"))
    found = exposed(
        make_shop, *sales,
        alternatives="A,shipping,Second carrier,20,\nL,storage,Second warehouse,40,2025-11-05\n",
    )  # fmt: skip
    points = {row["function"]: row for row in found["single_points"]}
    assert set(points) == {"shipping", "payment"}  # the warehouse has an alternative that was tried
    shipping, payment = points["shipping"], points["payment"]
    assert (shipping["vendor_id"], shipping["revenue_share"], shipping["alternatives"]) == ("A", 1.0, 1)
    assert (shipping["untested"], shipping["tested_on"]) == (["Second carrier"], None)
    assert (payment["revenue_share"], payment["unknown_revenue_share"], payment["alternatives"]) == (0.6, 0.4, 0)


def test_a_test_after_the_day_of_the_report_has_not_happened_yet(make_shop):
    found = exposed(make_shop, sale(1, "w", 9, shipping="A"), alternatives="A,shipping,Other,20,2026-03-01\n")
    assert [row["untested"] for row in found["single_points"]] == [["Other"]]


def test_two_vendors_of_one_owner_are_one_point_of_failure(make_shop):
    found = exposed(
        make_shop, sale(1, "w", 60, shipping="A"), sale(2, "w", 40, shipping="B"), vendors="A,A,Post\nB,B,Post\n"
    )
    (point,) = found["single_points"]
    assert (point["vendor_id"], point["group"], point["vendors"]) == (None, "Post", ["A", "B"])


def test_the_smallest_sets_are_minimal_and_more_than_the_threshold(make_shop):
    # Shares .45 A, .35 B, .2 C of shipping; P takes the payment of the first .45 and of .1 of C's.
    sales = (sale(1, "w", 45, shipping="A", payment="P"), sale(2, "w", 35, shipping="B"),
             sale(3, "w", 10, shipping="C", payment="P"), sale(4, "w", 10, shipping="C"))  # fmt: skip
    found = exposed(make_shop, *sales)
    # P .55 alone; A+B .8; A+C .65; B+C .55; no set with P, which is enough alone
    assert [(row["vendors"], row["revenue_share"]) for row in found["smallest_sets"]] == [
        (["P"], 0.55), (["A", "B"], 0.8), (["A", "C"], 0.65), (["B", "C"], 0.55)]  # fmt: skip
    assert found["loss_share"]["threshold"] == 0.5


def test_exactly_the_threshold_is_not_more_than_it(make_shop):
    found = exposed(make_shop, sale(1, "w", 50, shipping="A"), sale(2, "w", 50, shipping="B"))
    assert [row["vendors"] for row in found["smallest_sets"]] == [["A", "B"]]


def test_overlapping_lines_count_once_in_a_set_of_two(make_shop):
    sales = (sale(1, "w", 20, shipping="a", payment="p"), sale(2, "w", 20, shipping="a"), sale(3, "w", 20, payment="p"),
             sale(4, "w", 40))  # fmt: skip
    # a .4 and p .4 share .2, so together they touch .6
    assert [(row["vendors"], row["revenue_share"]) for row in exposed(make_shop, *sales)["smallest_sets"]] == [
        (["a", "p"], 0.6)]  # fmt: skip


def test_the_shop_sets_its_own_loss_share_and_groups_have_sets_of_their_own(make_shop):
    toml = '[shop]\nname = "T"\ncurrency = "EUR"\n[thresholds]\nloss_share = 0.65\n'
    sales = (sale(1, "w", 40, shipping="a"), sale(2, "w", 30, shipping="b"), sale(3, "w", 30, shipping="c"))
    found = exposed(make_shop, *sales, toml=toml, vendors="a,A,G\nb,B,G\n")
    assert [row["vendors"] for row in found["smallest_sets"]] == [["a", "b"], ["a", "c"]]
    assert [(row["groups"], row["revenue_share"]) for row in found["smallest_group_sets"]] == [(["G"], 0.7)]
    assert found["loss_share"] == {"threshold": 0.65, "source": "shop.toml [thresholds]"}


@pytest.mark.parametrize("line", ["loss_share = [0.5]", "loss_share = 1.5", 'loss_share = "half"'])
def test_a_loss_share_that_is_no_share_is_told(make_shop, line):
    with pytest.raises(InputError, match="loss_share"):
        shop_of(make_shop, sale(1, "w", 1), toml=f'[shop]\nname = "T"\ncurrency = "EUR"\n[thresholds]\n{line}\n')


@pytest.mark.parametrize(
    "line",
    ["largest_share = [0.6, 0.4, 0.2]", "largest_share = [20, 40, 60]", "largest_share = [0.5]",
     "effective_number = [1.5, 2.5]", "effective_number = [0.5, 0.1]"],
)  # fmt: skip
def test_lines_of_the_verdict_that_do_not_go_from_calm_to_alarming_are_told(make_shop, line):
    toml = f'[shop]\nname = "T"\ncurrency = "EUR"\n[thresholds]\n{line}\n'
    with pytest.raises(InputError, match=f"{line.split()[0]} = .* from calm to alarming, like"):
        measured(shop_of(make_shop, sale(1, "w", 1), toml=toml))


def test_a_channel_called_like_a_known_marketplace_is_run_by_its_owner_and_keeps_its_id(make_shop):
    found = measured(shop_of(make_shop, sale(1, "Amazon", 40), sale(2, "amazon.fr", 30), sale(3, "Kaufland", 20),
                             sale(4, "Markt", 10)))  # fmt: skip
    shares = {row["grain"]: row["shares"] for row in reversed(found["concentration"]) if row["basis"] == "net_revenue"}
    assert shares["channel"] == pytest.approx({"Amazon": 0.4, "amazon.fr": 0.3, "Kaufland": 0.2, "Markt": 0.1})
    assert shares["channel_group"] == pytest.approx({"Amazon": 0.7, "Schwarz Gruppe": 0.2, "Markt": 0.1})
    groups = {row["group"]: row for row in found["exposure"]["groups"]}
    # Amazon collects the payments of its marketplaces (data/reference/bundles.csv)
    assert groups["Amazon"]["functions"] == pytest.approx({"marketplace": 0.7, "payment": 0.7})
    assert "Markt" not in groups


def test_the_register_says_who_runs_a_channel_called_like_a_marketplace(make_shop):
    found = measured(
        shop_of(make_shop, sale(1, "Amazon", 40), channels="amazon,My agency,other,agency\n", vendors="agency,A,\n")
    )
    assert [row["group"] for row in found["exposure"]["groups"]] == ["agency"]
    assert list(found["names"]["vendors"]) == ["agency"]


def test_services_that_add_to_more_than_the_whole_are_told_by_line_and_keep_their_proportions(make_shop):
    found = measured(
        shop_of(make_shop, sale(1, "w", 100), services="A,shipping,w,0.9,,\nB,shipping,w,0.6,2025-01-01,\n")
    )
    shipping = next(row for row in found["exposure"]["functions"] if row["function"] == "shipping")
    assert shipping["shares"] == pytest.approx({"A": 0.6, "B": 0.4})  # .9 : .6
    assert "the shares in register/services.csv lines 2 + 3 add to 150 %; they are taken in proportion" in whys(found)


def test_services_that_follow_one_another_do_not_add_up(make_shop):
    services = "A,shipping,w,1,,2025-12-31\nB,shipping,w,1,2026-01-01,\n"
    assert "taken in proportion" not in whys(measured(shop_of(make_shop, sale(1, "w", 9), services=services)))


def test_a_service_of_a_channel_nobody_knows_and_one_that_ends_before_it_begins_are_told(make_shop):
    services = "A,shipping,wbe,1,,\nA,storage,w,1,2026-02-01,2025-01-01\n"
    told = whys(measured(shop_of(make_shop, sale(1, "w", 9), services=services)))
    assert (
        "what A does for the channel wbe: neither the register nor the exports know a channel of that name (register/services.csv line 2)"
        in told
    )
    assert "it ends before it begins (register/services.csv line 3: 2026-02-01 to 2025-01-01)" in told


def test_a_service_may_name_its_channel_by_an_alias(make_shop):
    found = exposed(
        make_shop, sale(1, "Web Shop", 9), channels="w,Web Shop,own_shop,shopco\n", services="A,shipping,web shop,1,,\n"
    )
    assert {row["group"]: row["revenue_share"] for row in found["groups"]} == {"A": 1.0, "shopco": 1.0}


def test_days_that_no_service_covers_are_unknown_and_told(make_shop):
    sales = [sale(day, "w", 25, day=f"2026-01-{day:02}") for day in (5, 10, 15, 31)]
    found = measured(shop_of(make_shop, *sales, services="A,storage,w,1,,2026-01-05\nB,storage,w,1,2026-01-31,\n"))
    storage = next(row for row in found["exposure"]["functions"] if row["function"] == "storage")
    assert (storage["revenue_shares"], storage["unknown_share"]) == ({"A": 0.25, "B": 0.25}, 0.5)
    assert "who did storage for w from 2026-01-10 to 2026-01-15 (days with sales: 2)" in whys(found)


def test_a_name_that_two_vendors_or_two_channels_claim_is_told_with_who_is_taken(make_shop):
    files = {
        "exports/a.csv": HEADER + sale(1, "w", 9, shipping="Parcel"),
        "register/vendors.csv": "vendor_id,name,aliases\na,A,Parcel\nb,B,parcel\n",
        "register/channels.csv": "channel_id,name,kind,vendor_id,aliases\nx,X,own_shop,a,w\ny,Y,own_shop,a,W\n",
    }
    told = whys(measured(make_shop(files)))
    assert "whom the name Parcel means: a + b claim it in register/vendors.csv lines 2 + 3; a is taken" in told
    assert "x + y claim it in register/channels.csv lines 2 + 3; x is taken" in told


def test_an_unknown_function_of_a_charge_is_told_with_the_nearest_one_and_the_charge_counts(make_shop):
    charges = "2026-01-09,A,shiping,w,parcels,12.50,EUR\n2026-01-10,A,xyz,w,parcels,7.50,EUR\n"
    found = measured(shop_of(make_shop, sale(1, "w", 100), charges=charges))
    assert '"shiping" is no function, the nearest one is shipping (first in exports/c.csv line 2)' in whys(found)
    assert '"xyz" is no function (first in exports/c.csv line 3); they count as costs all the same' in whys(found)
    assert "write one of order_intake | goods_in | storage | shipping" in whys(found)
    assert found["ledger"]["costs"]["amounts"] == {"A": "20.00"}


def test_a_service_that_all_order_lines_override_is_told_with_its_line(make_shop):
    services = "A,payment,w,1,,\nB,shipping,,1,,\n"
    told = whys(measured(shop_of(make_shop, sale(1, "w", 9, shipping="A"), services=services)))
    assert "which revenue depends on B for shipping: register/services.csv line 3 says that it does this, but" in told
    assert "names them" not in told


def test_a_vendor_without_any_revenue_is_told_and_not_called_independent(make_shop):
    found = measured(shop_of(make_shop, sale(1, "w", 9, shipping="A"), vendors="A,A,\nidle,Idle GmbH,\n"))
    assert [row["group"] for row in found["exposure"]["groups"]] == ["A"]
    assert "which revenue depends on Idle GmbH: no order line, channel or service" in whys(found)


def test_a_vendor_behind_orders_of_unknown_revenue_has_an_unknown_share_and_not_none(make_shop):
    found = measured(
        shop_of(make_shop, sale(1, "w", 50, shipping="A"), sale(2, "x", 5, shipping="B").replace("EUR", "KWD"))
    )
    assert [(row["group"], row["revenue_share"]) for row in found["exposure"]["groups"]] == [("A", 1.0), ("B", None)]
    assert "the revenue that depends on B: no export tells what the orders that it works for sold for" in whys(found)


def test_a_total_of_zero_has_no_shares_and_says_why(make_shop):
    found = measured(shop_of(make_shop, sale(1, "w", 50, shipping="A", refund="50"), relations="A,B,shipping,\n"))
    rows = found["exposure"]
    assert [row["revenue_share"] for row in [*rows["groups"], *rows["second_order"]]] == [None, None]
    assert (rows["smallest_sets"], rows["hidden"], rows["matrix"], rows["single_points"]) == ([], [], [], [])
    assert "adds to 0.00, so there are no shares" in whys(found)
    assert "who touches more revenue than the largest channel brings: the channels have no shares" in whys(found)


def test_a_channel_without_shares_does_not_make_every_vendor_hidden(make_shop):
    found = measured(shop_of(make_shop, sale(1, "a", 50, shipping="A"), sale(2, "b", 10, refund="30", shipping="B")))
    assert found["exposure"]["hidden"] == []
    assert "the channels have no shares in these months" in whys(found)


def test_more_returns_than_sales_through_one_vendor_leave_its_function_without_shares(make_shop):
    found = measured(shop_of(make_shop, sale(1, "w", 50, shipping="A"), sale(2, "w", 10, refund="30", shipping="B")))
    shipping = next(row for row in found["exposure"]["functions"] if row["function"] == "shipping")
    assert (shipping["shares"], shipping["hhi"], shipping["unknown_share"]) == ({}, None, None)
    assert "the vendors' shares of shipping: more came back than was sold" in whys(found)


def test_the_same_set_of_vendors_is_one_way_however_many_days_it_took():
    touched = {"shipping": {"a": 0.6, "b": 0.4}, "payment": {"p": 1.0}}
    other_order = {"payment": {"p": 1.0}, "shipping": {"b": 0.4, "a": 0.6}}
    mixes = [Mix("w", f"2026-0{i}", 10.0, 0.0, 1, "own_shop", t) for i, t in ((1, touched), (2, other_order))]
    (way,) = exposure.ways(mixes)
    assert way.net_revenue == 20.0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(
    st.integers(1, 100),
    st.dictionaries(st.sampled_from("fgh"), st.dictionaries(st.sampled_from("abcde"), st.sampled_from([0.25, 0.5, 1.0]),
                                                            min_size=1, max_size=2), max_size=3),
), min_size=1, max_size=12), st.sampled_from([0.3, 0.5, 0.8]))  # fmt: skip
def test_the_smallest_sets_are_those_that_a_search_of_all_ones_and_twos_finds(drawn, threshold):
    touched = [{f: {v: p / max(1.0, sum(by.values())) for v, p in by.items()} for f, by in t.items()} for _, t in drawn]
    mixes = [Mix("w", "2026-01", float(r), 0.0, 1, "own_shop", t) for (r, _), t in zip(drawn, touched, strict=True)]

    def share(members: tuple[str, ...]) -> float:
        return sum(m.net_revenue * exposure.vendor_part(m, members) for m in mixes) / sum(m.net_revenue for m in mixes)

    ones = {(a,) for a in "abcde" if share((a,)) > threshold + 1e-9}
    rest = [a for a in "abcde" if (a,) not in ones]
    twos = {pair for pair in combinations(rest, 2) if share(pair) > threshold + 1e-9}
    found = {each.members: each.revenue_share for each in smallest_sets(exposure.ways(mixes), {}, threshold)}
    assert set(found) == ones | twos
    assert all(found[members] == pytest.approx(share(members), abs=1e-9) for members in found)


def test_fifty_thousand_mixes_of_fifty_vendors_take_about_a_second():
    carriers, stores = [f"c{i}" for i in range(25)], [f"s{i}" for i in range(25)]
    mixes = [
        Mix("w", "2026-01", 1.0, 0.0, 1, "own_shop", {"shipping": {carriers[i % 25]: 1.0}, "storage": {stores[i // 25 % 25]: 1.0}})
        for i in range(50_000)
    ]  # fmt: skip
    began = perf_counter()
    listed = exposure.ways(mixes)
    amounts = exposure.touched_revenue(listed, {})
    reached = relations.reaches(listed, [relations.Relation(f"c{i}", f"c{i + 1}", "shipping", 0.5) for i in range(24)])
    behind = relations.second_order(listed, reached)
    sets = smallest_sets(listed, {}, 0.07)
    assert perf_counter() - began < 5  # about 0.3 s alone; a busy machine takes longer
    assert len(listed) == 625 and amounts["c0"]["shipping"] == 2000
    # c24 stands behind c23 (.5), c22 (.25) … of .04 each: .04 · (1 − .5^24)
    assert next(row for row in behind if row["vendor_id"] == "c24")["revenue_share"] == pytest.approx(
        0.04 * (1 - 0.5**24)
    )
    # carrier and store touch .04 + .04 − .0016, two carriers or two stores .08
    assert {round(each.revenue_share or 0, 6) for each in sets} == {0.08, 0.0784} and len(sets) == 50 * 49 // 2


def test_services_that_give_the_operators_own_work_to_another_are_named_beside_the_channel(make_shop):
    found = measured(shop_of(make_shop, sale(1, "s", 50), channels=THREE_CHANNELS, services="host,shop_system,s,1,,\n"))
    assert {row["group"]: row["revenue_share"] for row in found["exposure"]["groups"]} == {"host": 1.0}
    told = "which revenue depends on shopco: register/channels.csv says that it runs Shop, register/services.csv that"
    assert told in whys(found)
    assert "which revenue depends on market, second" in whys(found)  # neither sold anything


def test_where_returns_leave_no_share_the_group_is_named_and_the_others_keep_theirs(make_shop):
    # m 1,200, s 50 - 80 = -30, n 20: 1,190 in all. 1,200 of 1,190 is no share, nor is -30; n has 20 / 1,190.
    found = measured(
        shop_of(make_shop, sale(1, "m", 1200), sale(2, "s", 50, refund="80"), sale(3, "n", 20), channels=THREE_CHANNELS)
    )
    groups = {row["group"]: row["revenue_share"] for row in found["exposure"]["groups"]}
    assert groups == {"market": None, "shopco": None, "second": round(20 / 1190, 12)}
    assert {row["vendor_id"]: row["revenue_share"] for row in found["exposure"]["matrix"]} == {
        "market": None,
        "second": round(20 / 1190, 12),
    }
    told = "the share of net revenue that depends on market: through it go 1200.00 EUR of 1190.00 in all"
    assert told in whys(found) and "depends on shopco: through it go -30.00 EUR" in whys(found)
    # Its loss stops more than half all the same.
    assert found["exposure"]["smallest_sets"] == [{"vendors": ["market"], "revenue_share": None, "threshold": 0.5}]


def test_the_figures_are_built_twice_alike(make_shop):
    shop = shop_of(make_shop, *THREE, channels=THREE_CHANNELS, services=KNOWN, relations="D,X,shipping,0.5\n")
    first = measured(shop)
    build(shop)
    assert measured(shop) == first


def test_who_stores_all_that_sold_touches_no_more_than_all_of_a_channel() -> None:
    # 100 through a, 20 back through b: a touches all of what the channel brought, not 100 / 80 of it
    assert exposure.touched_parts(
        [
            Mix("w", "2026-01", 100.0, 100.0, 1, "other", {"storage": {"a": 1.0}}),
            Mix("w", "2026-01", -20.0, -20.0, 1, "other", {"storage": {"b": 1.0}}),
        ],
        {},
    ) == {"a": {"w": 1.0}, "b": {"w": 0.0}}


def test_what_a_vendor_sold_and_took_back_counts_together() -> None:
    # a: 100 - 20 on another day, b: 20, so 80 and 20 of 100
    assert exposure.touched_parts(
        [
            Mix("w", "2026-01", 100.0, 100.0, 1, "other", {"storage": {"a": 1.0}}),
            Mix("w", "2026-02", -20.0, -20.0, 1, "other", {"storage": {"a": 1.0}}),
            Mix("w", "2026-02", 20.0, 20.0, 1, "other", {"storage": {"b": 1.0}}),
        ],
        {},
    ) == {"a": {"w": 0.8}, "b": {"w": 0.2}}
