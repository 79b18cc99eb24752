"""Sentences about who stands behind revenue and what channels cost, on figures written out by hand."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import SHOP, lines, measured
from sample_figures import demo_shop
from test_figures import order

from analysis.language import Language
from analysis.presentation import certainty_findings, change_findings, charts, exposure_findings, findings, tables

EN, DE = Language("en"), Language("de")
Figures = dict[str, Any]


def point(function: str, share: float, **rest: Any) -> Figures:
    return {
        "function": function, "vendor_id": "paypal", "vendors": ["paypal"], "group": "paypal", "revenue_share": share,
        "revenue_per_month": "1234.00", "unknown_revenue_share": 0.0, "alternatives": 0, "untested": [], "tested_on": None,
    } | rest  # fmt: skip


def rate(channel: str, gross: str, charges: str, share: float, **rest: Any) -> Figures:
    return {
        "channel_id": channel, "gross_sales": gross, "charges": charges, "rate": share, "uncharged": [],
        "contribution_rate": None, "next_best_channel_id": None, "next_best_rate": None, "costs_more_by": None,
    } | rest  # fmt: skip


def shop(**exposure: Any) -> Figures:
    """The demo shop of sample_figures with more known about its exposure."""
    figures = demo_shop()
    figures["exposure"] = {"groups": [{"group": "amazon"}], **exposure}
    figures["ledger"] = {
        "costs": {"shares": {"amazon": 0.75, "paypal": 0.25, "odd": None}, "from": "2025-11-01", "to": "2026-10-31",
                  "amounts": {"amazon": "273.00", "paypal": "91.00", "odd": "-5.00"}},
        "held": [
            {"vendor_id": "amazon", "kind": "balance", "amount": "500.00", "as_on": "2026-10-30"},
            {"vendor_id": "amazon", "kind": "stock", "amount": "900.00", "as_on": "2026-10-31"},
            {"vendor_id": "paypal", "kind": "balance", "amount": "1399.00", "as_on": "2026-10-31"},
            {"vendor_id": "paypal", "kind": "reserve", "amount": None, "as_on": "2026-10-31"},
        ],
        "fee_rates": [
            rate("amazon_de", "1000.00", "273.00", 0.273, next_best_channel_id="own_shop", next_best_rate=0.091,
                 costs_more_by="182.00", contribution_rate=0.155),
            rate("own_shop", "500.00", "45.50", 0.091, contribution_rate=0.4),
        ],
    }  # fmt: skip
    return figures


def only(found: list[findings.Finding]) -> str:
    (finding,) = found
    return finding.text


def test_the_big_channels_fees_are_weighed_against_the_next_best_ones() -> None:
    assert only(findings.weighed(shop(), EN)) == (
        "From 1 November 2025 to 31 October 2026 vendors took 27.3% of the gross sales of Amazon.de, and 9.1% of those "
        "of Shopify shop. As far as the exports tell, that is a difference of €182 on what Amazon.de sold. "
        "Of €100 of gross sales Amazon.de leaves us €15.50 as contribution, Shopify shop €40.00."
    )


def test_a_rate_is_only_a_bound_while_charges_are_in_no_export() -> None:
    figures = shop()
    figures["ledger"]["fee_rates"][1]["uncharged"] = ["paypal"]
    text = only(findings.weighed(figures, EN))
    assert "and at least 9.1% of those of Shopify shop" in text and "Shopify shop at most €40.00" in text
    assert text.endswith("Compare with care: the charges of PayPal for Shopify shop are not fully known.")


def test_a_largest_channel_that_is_the_cheapest_is_said_to_be() -> None:
    figures = shop()
    figures["ledger"]["fee_rates"][0] |= {"costs_more_by": "-9.00", "rate": 0.08}
    (found,) = findings.weighed(figures, EN)
    assert "The largest channel is also the cheapest." in found.text and found.severity == "good"


def test_a_largest_channel_of_which_charges_are_missing_is_the_cheapest_only_as_far_as_is_known() -> None:
    figures = shop()
    figures["ledger"]["fee_rates"][0] |= {"costs_more_by": "-9.00", "rate": 0.08, "uncharged": ["paypal"]}
    (found,) = findings.weighed(figures, EN)
    assert "As far as the exports tell, the largest channel is also the cheapest." in found.text
    assert found.text.endswith("Compare with care: the charges of PayPal for Amazon.de are not fully known.")
    assert found.severity == "watch"


def test_unknown_fees_are_not_weighed() -> None:
    figures = shop()
    figures["ledger"]["fee_rates"][0] |= {"rate": None, "next_best_rate": None}
    assert findings.weighed(figures, EN) == []


def test_single_points_of_one_vendor_are_one_sentence_with_what_is_untested() -> None:
    figures = shop(single_points=[
        point("payment", 0.6, untested=["Stripe"], alternatives=1, unknown_revenue_share=0.4), point("collection", 0.2),
        point("dunning", 0.09, group="in_house", vendors=["in_house"]),
    ])  # fmt: skip
    assert only(findings.single_points(figures, EN)) == (
        "As far as is known, PayPal alone does this work for us: payment and collection. Up to 60.0% of our net revenue "
        "hangs on it, €1,234 a month. Who does it for up to 40.0% more is not known. Named, but never tried: Stripe."
    )


def test_a_single_point_without_any_alternative_says_so() -> None:
    assert only(findings.single_points(shop(single_points=[point("payment", 0.6)]), DE)) == (
        "Soweit bekannt, macht nur PayPal diese Arbeit für uns: Zahlungsabwicklung. Daran hängen bis zu 60,0\xa0% unserer "
        "Nettoerlöse, 1.234\xa0€ im Monat. Eine Alternative ist nicht genannt."
    )


def test_a_vendor_behind_is_told_with_the_way_there_and_its_own_work() -> None:
    row = {"vendor_id": "bank", "revenue_share": 0.3, "with_own_work_share": 0.5, "sources": [],
           "through": [{"vendor_id": "paypal"}], "path": ["paypal", "stripe", "bank"]}  # fmt: skip
    small = row | {"revenue_share": 0.09, "with_own_work_share": 0.09}
    assert only(findings.second_order(shop(second_order=[row, small]), EN)) == (
        "30.0% of our net revenue depends on bank, which stands behind PayPal. With what bank does for us itself, it is "
        "50.0%. The way there: PayPal → stripe → bank."
    )


def test_a_tie_with_the_largest_channel_and_a_hidden_owner_are_worded() -> None:
    figures = shop(
        hidden_ties=[{"vendor_id": "paypal", "revenue_share": 0.7}],
        hidden_groups=[{"group": "Nord", "revenue_share": 0.8, "vendors": ["paypal", "lagerhaus_nord"]},
                       {"group": "alone", "revenue_share": 0.8, "vendors": ["alone"]}],
    )  # fmt: skip
    assert [found.text for found in findings.hidden_groups(figures, EN)] == [
        "PayPal and Lagerhaus Nord belong to Nord: it sells nothing for us itself, yet 80.0% of our net revenue depends "
        "on it, more than our largest channel brings.",
        "PayPal sells nothing for us itself, yet as much of our net revenue depends on it as our largest channel brings: "
        "70.0%.",
    ]


def test_smallest_sets_name_the_line_and_its_source() -> None:
    line = {"threshold": 0.5, "source": "own proposal"}
    alone = {"vendors": ["amazon"], "revenue_share": 0.7}
    pair = {"vendors": ["lagerhaus_nord", "paypal"], "revenue_share": 0.6}
    span = "from 1 November 2025 to 31 October 2026"
    assert only(findings.smallest_sets(shop(loss_share=line, smallest_sets=[alone, pair]), EN)) == (
        f"One vendor alone touched more than 50% of our net revenue {span} (own proposal): Amazon (70.0%). "
        "Of any two others together, Lagerhaus Nord + PayPal (60.0%) touch most."
    )
    assert only(findings.smallest_sets(shop(loss_share=line, smallest_sets=[pair]), EN)).startswith("No vendor alone")
    two = [alone, {"vendors": ["paypal"], "revenue_share": 0.55}]
    assert only(findings.smallest_sets(shop(loss_share=line, smallest_sets=two), EN)) == (
        f"Each of these alone touched more than 50% of our net revenue {span} (own proposal): Amazon (70.0%) and PayPal (55.0%)."
    )
    (good,) = findings.smallest_sets(shop(loss_share=line, smallest_sets=[]), EN)
    assert good.severity == "good" and "no two vendors together touched more than 50%" in good.text


def test_sets_say_that_they_are_the_least_and_leave_out_who_stands_behind() -> None:
    known = {"loss_share": {"threshold": 0.5, "source": "own proposal"},
             "smallest_sets": [{"vendors": ["amazon"], "revenue_share": 0.7}]}  # fmt: skip
    assert "behind" not in only(findings.smallest_sets(shop(**known), EN))
    behind = {"second_order": [{"vendor_id": "stripe", "revenue_share": 0.6}]}
    assert only(findings.smallest_sets(shop(**known, **behind), EN)).endswith(
        "Vendors behind these are not counted in."
    )
    note = tables.smallest_sets(shop(**known), EN).html
    assert "a share is the least that it can be. Vendors behind our vendors are left out." in note


def test_one_vendor_that_is_the_largest_channel_does_not_count_as_news() -> None:
    line = {"threshold": 0.5, "source": "own proposal"}
    figures = shop(loss_share=line, smallest_sets=[{"vendors": ["amazon"], "revenue_share": 0.7}])
    (news,) = findings.smallest_sets(figures, EN)
    for row in figures["concentration"]:
        row["cr1"] = 0.7
    (known,) = findings.smallest_sets(figures, EN)
    assert known.text == news.text and known.weight < news.weight


def test_no_sets_are_called_good_where_no_vendor_is_known() -> None:
    assert findings.smallest_sets(shop(groups=[], loss_share={"threshold": 0.5, "source": "x"}), EN) == []


def test_costs_and_holdings_name_the_largest_and_leave_out_what_is_unknown() -> None:
    assert only(findings.costs(shop(), EN)).startswith("Amazon received 75.0% of what the exports say we paid")
    assert only(findings.held(shop(), EN)) == (
        "This lies at Amazon: balance €500 (30 October 2026) and stock €900 (31 October 2026). If it closes our account, "
        "that stays there for the time being."
    )


def test_holdings_of_different_days_are_each_told_with_their_own_and_a_debt_is_none() -> None:
    row = {"vendor_id": "amazon", "kind": "balance", "amount": "300.00", "as_on": "2026-10-20"}
    stock = {**row, "kind": "stock", "amount": "50.00", "as_on": "2026-01-31"}
    figures = shop()
    figures["ledger"]["held"] = [row, stock]
    told = "This lies at Amazon: balance €300 (20 October 2026) and stock €50 (31 January 2026)."
    assert only(findings.held(figures, EN)).startswith(told)
    figures["ledger"]["held"] = [{**row, "amount": "-300.00"}]
    assert findings.held(figures, EN) == []


def test_that_no_two_touch_much_is_no_good_news_while_most_of_some_work_has_no_known_vendor() -> None:
    line = {"threshold": 0.5, "source": "own proposal"}
    unknown = {"function": "payment", "revenue_shares": {}, "unknown_revenue_share": 0.6}
    (found,) = findings.smallest_sets(shop(loss_share=line, functions=[unknown]), EN)
    assert found.severity == "unknown"
    assert "it is not known who does this work: payment" in found.text


@pytest.mark.parametrize("language", [EN, DE])
def test_no_sentence_shows_a_hole(language: Language) -> None:
    figures = shop(single_points=[point("payment", 0.6)], loss_share={"threshold": 0.5, "source": "own proposal"})
    for topic in ("single_points", "smallest_sets", "weighed", "costs", "held"):
        for found in getattr(findings, topic)(figures, language):
            assert not re.search(r"None|\bnan\b|[{}]| {2}|\?", found.text), found.text


def test_every_sentence_is_a_literal_so_that_none_escapes_translation() -> None:
    for node in ast.walk(ast.parse(Path(exposure_findings.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "text":
            assert isinstance(node.args[0], ast.Constant)


def test_the_heat_map_frames_work_that_one_vendor_does_alone() -> None:
    figures = shop(
        functions=[{"function": "payment", "revenue_shares": {"paypal": 0.6}, "unknown_revenue_share": 0.4}],
        single_points=[point("payment", 0.6)],
    )
    assert "Orange frame: one vendor alone" in charts.who_is_behind(figures, EN).html
    figures["exposure"]["single_points"] = []
    assert "Orange frame" not in charts.who_is_behind(figures, EN).html


def test_the_fee_chart_leaves_out_channels_without_a_known_rate() -> None:
    figures = shop()
    figures["ledger"]["fee_rates"].append(rate("wholesale", "50.00", "0.00", 0.0) | {"rate": None})
    html = charts.fee_rates(figures, EN).html
    assert "Amazon.de" in html and "charges 27.3%, contribution 15.5%" in html and "Wholesale" not in html


def test_a_channel_of_which_more_came_back_than_was_sold_is_worded_wherever_it_tells(make_shop):
    # In twelve months a sold 1,000, c 300 and b 100 of which 300 came back (with older orders): 1,100 a month in all.
    # dhl works for a and c, 1,300 of 1,100: no share of the whole, and more than any line drawn below it.
    # On b the carriers post and bike send 100 and -300 of -200, so neither has a share of it.
    rows = [
        f"{month}{channel}{carrier},2025-{month:02}-05,{channel},EUR,{gross},{back},{carrier}"
        for month in range(1, 13)
        for channel, gross, back, carrier in
        (("a", 1000, 0, "dhl"), ("b", 100, 0, "post"), ("b", 0, 300, "bike"), ("c", 300, 0, "dhl"))
    ]  # fmt: skip
    header = "order_id,ordered_at,channel_id,currency,gross_amount,refunded_amount,shipping_vendor_id"
    found = measured(make_shop({
        "shop.toml": SHOP + "[finance]\nunit_cost_share = 0.5\n",
        "exports/a.csv": "\n".join([header, *rows]) + "\n",
        "register/channels.csv": "channel_id,name,kind,vendor_id\na,A,marketplace,ma\nb,B,marketplace,mb\n",
        "register/contracts.csv": "contract_id,vendor_id,functions,channel_ids,starts_on,renewal,notice,vendor_notice\n"
        "kb,mb,marketplace,b,2025-01-01,open_ended,30 days,15 days\n",
        "register/alternatives.csv": "vendor_id,function,alternative,lead_time_days\nmb,marketplace,y,40\n",
    }))  # fmt: skip
    assert {row["revenue_share"] for row in found["exposure"]["channels"]} <= {1.0, None}
    assert "DHL (more than all, returns deducted)" in only(findings.smallest_sets(found, EN))
    assert "mehr als alles nach Abzug der Retouren" in tables.smallest_sets(found, DE).html
    # b left −200 − 50 % of 100 … a month: nothing is at risk there, and no negative amount is called so.
    text = only(findings.asymmetry(found, EN))
    assert "25 days are not covered. No contribution is at risk: what goes through it left none." in text
    assert "their shares of net revenue are not known" in findings.lock_in(found, EN).text
    assert "B has a negative amount there" in findings.dependence(found, EN).text


def test_a_shop_whose_sales_all_came_back_is_not_told_that_nobody_touches_much(make_shop):
    files = {
        "register/channels.csv": "channel_id,name,kind,vendor_id\nm,Market,marketplace,bazaar\n",
        "exports/a.csv": lines(order(1, "2026-01-05", "m", 10)),
    }
    found = measured(make_shop(files))
    assert findings.smallest_sets(found, EN) and "One vendor alone" in findings.smallest_sets(found, EN)[0].text
    returned = files | {
        "exports/a.csv": "order_id,ordered_at,channel_id,currency,gross_amount,refunded_amount\n1,2026-01-05,m,EUR,10,10\n"
    }
    found = measured(make_shop(returned, name="returned"))
    assert findings.smallest_sets(found, EN) == []
    for told in (tables.smallest_sets(found, EN), tables.single_points(found, EN)):
        assert "Which share of net revenue each vendor touches is not known." in told.html
    # 10 gross and nothing left: red by gross sales, no verdict on net revenue, and no largest share to drift.
    assert certainty_findings.how_sure(found, EN).text == (
        "On net revenue there is no verdict. Other ways of counting say: red by gross sales and net sales (channels and "
        "owners)."
    )
    assert "there are no shares from 1 January 2026 to 31 January 2026" in change_findings.drifting(found, EN).text


def test_channels_that_tie_for_the_largest_share_are_all_named(make_shop):
    files = {"exports/a.csv": lines(*(order(i, "2026-01-05", channel, 10) for i, channel in enumerate("abc")))}
    text = findings.dependence(measured(make_shop(files)), EN).text
    assert text.startswith(
        "a brought 33.3% of our net revenue from 1 January 2026 to 31 January 2026. Just as much came"
    )
    assert "Just as much came from b and c." in text
    assert "Just as much came from b and c." in findings.moved(measured(make_shop(files)), EN).text


def test_where_no_channel_is_named_no_index_is_printed(make_shop):
    files = {"exports/a.csv": lines(order(1, "2026-01-05", "", 10))}
    told = tables.ways_of_counting(measured(make_shop(files)), EN).html
    assert "100.0%" in told and "1.0000" not in told and "1.00<" not in told


def test_a_green_verdict_that_the_draws_do_not_bear_out_is_no_good_news(make_shop):
    # Six orders of 10, each on a channel of its own: 16.7 % each, but hardly a draw leaves the largest below 20 %.
    files = {"exports/a.csv": lines(*(order(i, "2026-01-05", channel, 10) for i, channel in enumerate("abcdef")))}
    found = measured(make_shop(files))
    assert (found["stability"]["verdict"], findings.dependence(found, EN).severity) == ("green", "watch")
    assert "but in hardly any of the draws." in certainty_findings.how_sure(found, EN).text
