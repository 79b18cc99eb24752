"""Findings on four shops whose figures are written out in sample_figures.py."""

import ast
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest
from sample_figures import SHOPS, Figures, amazon_shop, demo_shop, etsy_shop, shares_row

from analysis.language import Language
from analysis.presentation import (
    channel_findings,
    charts,
    contract_findings,
    findings,
    hidden_findings,
    vendor_findings,
)
from analysis.presentation.finding import Finding, FindingsList, said

ENGLISH, GERMAN = Language("en"), Language("de")


TOPICS = [getattr(findings, name) for name in findings.__all__ if name[0].islower() and name != "headlines"]


def every_text(figures: Figures, language: Language) -> list[str]:
    found = [found for topic in TOPICS for found in findings._as_list(topic(figures, language))]
    return [each.text for each in found] + list(findings.headlines(figures, language))


@pytest.mark.parametrize("language", [ENGLISH, GERMAN], ids=["en", "de"])
@pytest.mark.parametrize("shop", SHOPS)
def test_no_sentence_shows_a_hole_or_a_placeholder(shop: str, language: Language) -> None:
    for text in every_text(SHOPS[shop](), language):
        assert not re.search(r"None|\bnan\b|[{}]|\binf\b| {2}|\.\.|\?", text), text


@pytest.mark.parametrize("shop", SHOPS)
def test_five_findings_come_from_every_shop_most_urgent_first(shop: str) -> None:
    weights = [found.weight for found in findings.top_findings(SHOPS[shop](), ENGLISH)]
    assert len(weights) == 5
    assert weights == sorted(weights, reverse=True)


def test_a_near_deadline_comes_before_red_dependence_asymmetry_and_worst_scenario() -> None:
    sources = [found.source.split("[")[0] for found in findings.top_findings(demo_shop(), ENGLISH, 5)]
    expected = ["lock_in.contracts", "concentration", "lock_in.asymmetry", "scenarios", "exposure.hidden"]
    assert sources == expected


def test_dependence_names_share_group_window_error_and_threshold() -> None:
    found = findings.dependence(demo_shop(), ENGLISH)
    # H = .49 + .04 + .01 = .54; 1/H = 1.85; standard error .01 / .54² = .03; by owner 1 / (.5625 + .0625) = 1.60
    assert found.text == (
        "Amazon.de brought 70.0% of our net revenue from 1 November 2025 to 31 October 2026. "
        "Our channels are as concentrated as 1.85 ± 0.03 equal ones. "
        "All channels of Amazon together brought 75.0%. "
        "By owner they are as concentrated as 1.60 ± 0.03 equal ones. Verdict: red, largest share above 60% (card). "
        "Decide by 30 November 2026 which other channel is to grow."
    )
    assert (found.severity, found.due_on) == ("act", date(2026, 11, 30))


def test_unknown_dependence_is_said_and_not_called_good() -> None:
    figures = demo_shop()
    figures["concentration"][0]["shares"] = None
    assert findings.dependence(figures, ENGLISH).severity == "unknown"


def test_the_worse_verdict_of_channel_and_group_counts() -> None:
    figures = demo_shop()
    figures["concentration"][0]["verdict"] = "green"
    assert findings.dependence(figures, ENGLISH).severity == "act"


def test_a_verdict_that_what_is_not_attributed_could_worsen_is_no_good_news_and_says_so() -> None:
    figures = demo_shop()
    open_row = {"verdict": "green", "verdict_if_largest": "red", "unattributed_share": 0.3, "hhi_if_largest": 1.0}
    for row in figures["concentration"]:
        row |= open_row
    found = findings.dependence(figures, ENGLISH)
    assert (found.severity, found.due_on) == ("watch", None)
    assert "30.0% of our net revenue is not attributed; if all of that belongs to Amazon" in found.text
    assert found.text.endswith("the verdict is red.")


def test_a_share_is_compared_with_the_month_twelve_months_earlier() -> None:
    text = findings.moved(demo_shop(), ENGLISH).text
    assert "October 2026 Amazon.de brought 72.0%" in text
    assert "8.0 percentage points more than in October 2025 (64.0%)" in text


def test_a_first_month_has_nothing_to_compare_with() -> None:
    found = findings.moved(etsy_shop(), ENGLISH)
    assert "no earlier month" in found.text
    assert found.severity == "unknown"


def test_next_deadline_says_by_when_to_send_and_what_happens_otherwise() -> None:
    found = findings.next_deadline(demo_shop(), GERMAN)
    assert found.text == (
        "Soll der Vertrag mit Lagerhaus Nord (Lagerung und Versand) zum 28. Februar 2027 enden, muss unsere "
        "Kündigung bis zum 30. November 2026 zugegangen sein. Spätestens am 20. November 2026 absenden. Geht "
        "sie später zu, sind wir bis zum 28. Februar 2028 gebunden; das kostet 4.800\xa0€."
    )
    assert (found.severity, found.due_on) == ("act", date(2026, 11, 20))


def test_a_passed_sending_day_asks_to_send_at_once() -> None:
    figures = demo_shop() | {"as_of": "2026-11-25"}
    found = findings.next_deadline(figures, ENGLISH)
    assert "send it at once" in found.text
    assert found.due_on == date(2026, 11, 30)


def test_an_unknown_cost_of_missing_is_not_zero() -> None:
    figures = demo_shop()
    figures["lock_in"]["contracts"][0]["cost_of_missing"] = None
    assert "what that costs is not known" in findings.next_deadline(figures, ENGLISH).text


def test_contracts_without_a_notice_rule_are_unknown_and_never_good() -> None:
    found = findings.next_deadline(amazon_shop(), ENGLISH)
    assert found.severity == "unknown"
    assert "When we can leave Amazon is not known" in found.text


def test_orders_in_a_marketplace_warehouse_are_told_without_their_revenue() -> None:
    (found,) = findings.hidden_dependence(amazon_shop(), ENGLISH)
    assert found.text == (
        "All 2 orders of Own shop up to 31 October 2026 were stored and sent by Amazon. "
        "Which share of our net revenue hangs on that is not known."
    )


def test_a_hidden_vendor_is_named_with_its_work_and_the_channel_it_exceeds() -> None:
    (found,) = findings.hidden_dependence(demo_shop(), ENGLISH)
    assert "90.0% of our net revenue from 1 November 2025 to 31 October 2026 depends on it" in found.text
    assert "(Amazon.de, 70.0%)" in found.text
    assert "storage for Amazon.de and Shopify shop" in found.text


def test_a_closure_that_is_over_before_we_are_out_costs_its_days() -> None:
    figures = demo_shop()
    closed = {"lever": "closed_days", "amount": 14, "free_on": "2027-03-01", "loss_until_free": "249.00",
              "contribution_loss": "249.00", "vendor_id": "amazon"}  # fmt: skip
    figures["scenarios"] = [figures["scenarios"][0] | closed]
    text = findings.scenario(figures, ENGLISH).text
    assert "it costs us €249 of contribution." in text and "really out" not in text
    drawn = charts.scenario_bars(figures, ENGLISH).html
    assert "€249 for the closed days" in drawn and "€249 until" not in drawn


def test_uncovered_days_carry_the_contribution_at_risk() -> None:
    (found,) = findings.asymmetry(demo_shop(), ENGLISH)
    assert (
        "could end its work for us (marketplace) in 30 days; replacing it takes 120 days, so 90 days are not covered. €41,250 of"
        in found.text
    )


def test_no_named_replacement_is_one_finding_per_vendor() -> None:
    (found,) = findings.asymmetry(amazon_shop(), ENGLISH)
    assert "(storage and shipping) in 30 days, and no replacement is named" in found.text


def test_the_worst_scenario_states_its_assumption_loss_exit_and_price_of_missing() -> None:
    found = findings.scenario(demo_shop(), ENGLISH)
    # Loss and price of missing: measures, known answer of the fee rise by 5 points.
    assert found.text == (
        "If Amazon raises its fee by 4 percentage points of gross sales, it costs us €9,534 of contribution until we are "
        "really out on 30 Jun 2027. If it were announced now, it would apply from 7 March 2027. If our notice arrives later than 31 "
        "March 2027, it costs another €7,562. Our cash is then at its lowest on 2 May 2027: €1,200."
    )


def scenario_shop(**changes: object) -> Figures:
    """The demo shop with its fee scenario changed and no other one."""
    figures = demo_shop()
    figures["scenarios"] = [figures["scenarios"][0] | changes]
    return figures


def test_a_platform_that_may_be_left_at_once_still_costs_until_a_replacement_works() -> None:
    # Late notice would cost 77 up to its own exit, less than the 9,534 until the replacement works: no more to pay.
    figures = scenario_shop(loss_until_exit="0.00", price_of_missing="77.00", exit_on="2026-10-31")
    text = findings.scenario(figures, ENGLISH).text
    assert "€9,534 of contribution until we are really out on 30 Jun 2027" in text
    assert "another" not in text
    assert findings.headlines(figures, ENGLISH)[2] == (
        "Worst scenario: If Amazon raises its fee by 4 percentage points of gross sales, it costs us €9,534 of contribution "
        "until we are really out on 30 Jun 2027"
    )


def test_without_an_alternative_the_loss_of_a_year_is_told_and_what_is_missing() -> None:
    text = findings.scenario(scenario_shop(loss_until_free=None, free_on=None), ENGLISH).text
    assert "it costs us €20,000 of contribution a year. The contract could end on 30 June 2027, but nobody " in text
    assert "is named who could replace Amazon." in text
    free = findings.scenario(scenario_shop(loss_until_free=None, free_on=None, exit_on="2026-10-31"), ENGLISH).text
    assert "The contract could end at once, but nobody is named" in free


def test_without_a_known_exit_nobody_is_told_that_an_alternative_is_all_it_takes() -> None:
    text = findings.scenario(scenario_shop(loss_until_free=None, free_on=None, exit_on=None), ENGLISH).text
    assert "a year. When we could be out is not known." in text


def test_a_closed_account_without_unit_costs_tells_its_revenue_and_that_the_rest_is_unknown() -> None:
    blank = dict.fromkeys(("contribution_loss", "loss_until_exit", "loss_until_free", "free_on"))
    figures = scenario_shop(**blank, lever="closed_days", amount=14.0, revenue_loss="4021.63")
    found = findings.scenario(figures, ENGLISH)
    assert found.severity == "unknown"
    assert found.text == (
        "If Amazon closes our account for 14 days, €4,022 of net revenue is lost; how much contribution that is, "
        "is not known."
    )


def test_a_part_of_the_orders_never_becomes_the_whole_channel() -> None:
    figures = amazon_shop()
    figures["concentration"] = demo_shop()["concentration"]
    for row in figures["exposure"]["channels"][1:]:
        row |= {"orders": 429.0, "orders_share": 0.401, "revenue_share": 0.4}
    (found,) = findings.hidden_dependence(figures, ENGLISH)
    # 40 % of the own shop's 20 % of all net revenue
    assert found.text == (
        "Of the orders of Own shop up to 31 October 2026, 429 (40.1%) were stored and sent by Amazon. "
        "If Amazon stops, these orders and their 8.0% of our net revenue stop too."
    )


def test_an_unknown_speaks_the_readers_language_with_its_dates_numbers_and_functions() -> None:
    told = {"vendor": "Etsy", "functions": "marketplace, payment"}
    row = {"what": "plain", "said": {"what": "who could replace {vendor} for {functions}", "values": told}}
    assert said(row, "what", language=GERMAN) == "wer Etsy ersetzen könnte (Marktplatz und Zahlungsabwicklung)"
    row["said"] = {"what": "on {day}: {amount}", "values": {"day": "2026-10-31", "amount": "1238.70"}}
    assert said(row, "what", language=GERMAN) == "on 31. Oktober 2026: 1.238,70"
    assert said({"what": "plain"}, "what", language=GERMAN) == "plain"


def test_a_name_that_is_a_number_a_day_or_the_word_of_a_function_stays_as_it_is() -> None:
    told = {"channel": "payment", "id": "4711", "vendor": "2026-10-31", "amount": "4711.5"}
    row = {"said": {"what": "{channel}, {id}, {vendor}, {amount}", "values": told}}
    assert said(row, "what", language=GERMAN) == "payment, 4711, 2026-10-31, 4.711,5"


def test_a_payout_delay_names_the_working_capital() -> None:
    text = findings.payout_delay(demo_shop(), ENGLISH).text
    assert text == "If PayPal pays out 14 days later, we need €3,200 more working capital from 30 December 2026."


def test_survival_sets_cash_against_the_time_it_takes_to_leave() -> None:
    text = findings.survival(demo_shop(), ENGLISH).text
    assert "lasts 5.0 months, but leaving and replacing takes 8.0: 3.0 months are not covered" in text


def test_gaps_with_one_remedy_are_one_finding() -> None:
    (found,) = findings.cannot_know(amazon_shop(), ENGLISH)
    assert "exit 0 (no notice), and 2 more. What helps by 30 November 2026: add notice." in found.text


def test_a_failed_check_is_named() -> None:
    figures = demo_shop()
    figures["checks"].append({"check": "ledger_total", "ok": False, "offending": [1]})
    found = findings.data_quality(figures, ENGLISH)
    assert found.severity == "act"
    assert "1 of 2 checks failed: ledger total." in found.text


def leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in the figures, containers included."""
    if path:
        yield path
    for key in node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield from leaves(node[key], (*path, key))


NEVER_NULL = {"schema", "shop", "month", "as_of", "currency", "from", "to", "grain", "basis", "check", "ok"}


@pytest.mark.parametrize("shop", [demo_shop, amazon_shop], ids=["demo", "amazon"])
def test_any_value_may_be_unknown_without_a_crash_or_a_hole(shop: Callable[[], Figures]) -> None:
    for path in leaves(shop()):
        if path[-1] in NEVER_NULL or isinstance(path[-1], int) or str(path[-1]).endswith("_id"):
            continue
        figures = shop()
        reduce(getitem, path[:-1], figures)[path[-1]] = None
        for text in every_text(figures, ENGLISH):
            assert not re.search(r"None|\bnan\b|[{}]", text), (path, text)


def test_figures_are_left_as_they_were() -> None:
    figures = demo_shop()
    before = deepcopy(figures)
    every_text(figures, GERMAN)
    assert figures == before


def test_html_escapes_a_hostile_vendor_name_and_says_severity_in_words() -> None:
    figures = demo_shop()
    figures["names"]["vendors"]["lagerhaus_nord"] = "<script>alert(1)</script>{0}"
    html = FindingsList(findings.top_findings(figures, GERMAN), GERMAN)._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{0}" in html
    assert "Handeln" in html


def test_a_long_list_is_numbered_and_a_single_finding_is_not() -> None:
    one = Finding("Text.", "good", None, "inputs", 1)
    assert FindingsList([one], ENGLISH)._repr_html_().startswith("<ul")
    assert FindingsList([one, one], ENGLISH)._repr_html_().startswith("<ol")


def test_every_call_of_text_is_a_literal_or_a_known_table_so_that_none_escapes_translation() -> None:
    for module in (findings, channel_findings, contract_findings, hidden_findings, vendor_findings):
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "text":
                assert isinstance(node.args[0], ast.Constant) or ast.unparse(node.args[0]) == "VERDICTS[verdict]"


def test_dependence_says_when_some_revenue_has_no_amount() -> None:
    figures = demo_shop()
    for row in figures["concentration"]:
        row["hhi_high"] = None
    text = findings.dependence(figures, ENGLISH).text
    assert "That is of the revenue that is known" in text


def test_the_number_of_orders_stands_beside_the_share_that_rests_on_them() -> None:
    figures = demo_shop()
    figures["revenue"] = [{"month": "2026-10", "orders": 1}, {"month": "2025-10", "orders": 9}]
    assert "That rests on one order." in findings.dependence(figures, ENGLISH).text
    figures["revenue"][0]["orders"] = 1_500
    assert "That rests on 1,500 orders." in findings.dependence(figures, ENGLISH).text


def test_the_next_notice_says_that_it_is_late_for_deciding_though_not_for_sending() -> None:
    # As of 31 October; the alternative had to be asked on the 20th, notice is to be sent on 20 November.
    figures, late = demo_shop(), "Whoever decides only now has the alternative ready after 28 February 2027."
    decision = {"contract_id": "lagerhaus-nord", "vendor_id": "lagerhaus_nord", "kind": "notice",
                "send_by": "2026-11-20", "exit_on": "2027-02-28"}  # fmt: skip
    for decide_by, is_late in (("2026-10-20", True), ("2026-11-10", False), ("2026-10-31", False)):
        figures["lock_in"]["decisions"] = [decision | {"decide_by": decide_by}]
        assert (late in findings.next_deadline(figures, ENGLISH).text) == is_late


def test_orders_of_a_foreign_warehouse_are_told_up_to_the_last_day_of_the_window() -> None:
    figures = amazon_shop() | {"as_of": "2026-12-10"}
    texts = " ".join(found.text for found in findings.hidden_dependence(figures, ENGLISH))
    assert "up to 31 October 2026" in texts and "December" not in texts


def test_a_verdict_that_is_worse_by_owner_says_so_and_what_it_is_by_channel() -> None:
    # Two channels of 35 % each belong to Amazon: 70 % by owner is red, 35 % by channel is not.
    figures = demo_shop()
    year = ("2025-11-01", "2026-10-31")
    figures["concentration"] = [
        shares_row(*year, amazon_de=0.35, amazon_fr=0.35, own_shop=0.3),
        shares_row(*year, grain="channel_group", amazon=0.7, own_shop=0.3),
    ]
    text = findings.dependence(figures, ENGLISH).text
    # 1 / (.1225 + .1225 + .09) = 2.99; 1 / (.49 + .09) = 1.72
    assert "2.99 ± 0.09 equal ones. All channels of Amazon together brought 70.0%. By owner" in text
    assert "as concentrated as 1.72 ± 0.03 equal ones. Verdict: red by owner, largest share above 60% (card)." in text
    assert "By channel alone: amber." in text
    assert "Urteil: rot nach Eigentümern" in findings.dependence(figures, GERMAN).text


def test_what_is_not_attributed_makes_the_number_of_equal_channels_a_range() -> None:
    # .5 and .2 of the whole, .3 nobody's: H between .25 + .04 = .29 and .64 + .04 = .68
    figures = demo_shop()
    figures["concentration"][0] |= {
        "shares": {"amazon_de": 0.5, "own_shop": 0.2},
        "unattributed_share": 0.3,
        "hhi": 0.29,
        "effective_number": 1 / 0.29,
        "hhi_if_largest": 0.68,
    }
    text = findings.dependence(figures, ENGLISH).text
    assert "Our channels are as concentrated as 1.47 to 3.45 equal ones, depending on where the rest belongs." in text


def test_an_error_of_nothing_is_not_told_as_certainty() -> None:
    # The delta method's error of H is 0 where all shares are equal.
    figures = demo_shop()
    figures["concentration"][0] |= {"hhi": 0.5, "effective_number": 2.0, "hhi_se": 0.0}
    assert "Our channels are as concentrated as 2.00 equal ones." in findings.dependence(figures, ENGLISH).text


def test_without_shares_the_reason_is_that_of_the_unknowns() -> None:
    figures = demo_shop()
    figures["concentration"] = []
    said = {
        "what": "concentration per {grain} on {basis} in {count} of {windows} windows, first {first} to {last}",
        "why": "{id} has a negative amount there ({amount} {currency}), so there are no shares",
        "how_to_fix": "look at the returns and costs of {id} in that window, for {basis} per {grain}",
        "values": {"grain": "channel", "basis": "net revenue", "id": "web", "amount": "-5.00", "currency": "EUR"},
    }
    figures["unknowns"].append({"what": "", "why": "", "how_to_fix": "", "said": said})
    text = findings.dependence(figures, ENGLISH).text
    assert "web has a negative amount there (-5.00 EUR)" in text and "look at the returns and costs of web" in text
