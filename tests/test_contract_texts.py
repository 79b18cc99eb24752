"""Sentences and tables about leaving, endings and what lies with vendors; expected texts are written by hand."""

import re
from datetime import date

import pytest
from sample_figures import Figures, demo_shop

from analysis.language import Language
from analysis.presentation import tables
from analysis.presentation.findings import endings, stock_under_lien, walk_away
from analysis.presentation.lock_in_rows import contract_head

ENGLISH, GERMAN = Language("en"), Language("de")
ENDING = {
    "contract_id": "rent-1", "vendor_id": "lagerhaus_nord", "kind": "end", "decide_by": "2026-12-01", "send_by": None,
    "arrive_by": None, "exit_on": "2026-12-31", "otherwise": None, "cost_of_missing": None, "alternative": None,
    "tested_on": None, "revenue_per_year": "90000.00", "contribution_per_year": None, "stock_under_lien": "31000.00",
}  # fmt: skip
GROUP = {
    "group": "amazon", "contracts": ["a"], "revenue_per_year": "600000.00", "contribution_per_year": "90000.00",
    "exit_cost": "20000.00", "remaining_minimum": "0.00", "transition_loss": "10000.00", "walk_away_points": 2.5,
    "cost_of_missing": "0.00", "loss_until_exit": "9534.25", "status": "free_on", "free_on": "2027-06-30",
}  # fmt: skip


def shop() -> Figures:
    figures = demo_shop()
    figures["lock_in"] |= {
        "decisions": [ENDING],
        "groups": [GROUP, GROUP | {"group": "etsy", "status": "never", "free_on": None, "walk_away_points": None}],
        "held": [
            {"vendor_id": "lagerhaus_nord", "kind": "stock", "amount": "31000.00", "lien": "§ 475b HGB"},
            {"vendor_id": "paypal", "kind": "balance", "amount": "600.00", "lien": None},
        ],
        "horizon_years": 2,
        "standard_shock": {"lever": "fee_points", "amount": 5},
    }
    return figures


def words(drawn: object) -> list[str]:
    text = re.sub(r"<style>.*?</style>", "", drawn._repr_html_(), flags=re.DOTALL)  # type: ignore[attr-defined]
    return [part.strip() for part in re.sub(r"<[^>]+>", "|", text).split("|") if part.strip()]


def test_a_contract_that_ends_soon_asks_for_a_decision_by_its_day() -> None:
    (finding,) = endings(shop(), ENGLISH)
    assert finding.text == (
        "The contract rent-1 with Lagerhaus Nord ends by itself on 31 December 2026: decide by 1 December 2026 whether "
        "to renew or replace it."
    )
    assert finding.severity == "act"


def test_an_ending_whose_day_of_decision_has_passed_says_so() -> None:
    # The figures are of 31 October 2026.
    figures = shop()
    figures["lock_in"]["decisions"] = [ENDING | {"decide_by": "2026-10-20"}]
    (finding,) = endings(figures, ENGLISH)
    assert "The day by which to decide, 20 October 2026, has passed" in finding.text
    assert (finding.severity, finding.due_on) == ("act", date(2026, 10, 31))


def test_an_ending_that_is_far_away_is_only_watched_and_a_notice_is_no_ending() -> None:
    figures = shop()
    figures["lock_in"]["decisions"] = [ENDING | {"decide_by": "2027-03-01"}, ENDING | {"kind": "notice"}]
    assert [finding.severity for finding in endings(figures, ENGLISH)] == ["watch"]


def test_the_annex_says_how_walk_away_points_and_both_kinds_of_days_come_about() -> None:
    told = " ".join(words(tables.formulas(shop(), ENGLISH)))
    for row in (
        "Leaving pays from (exit cost + transition loss) ÷ (net revenue a year × horizon) × 100 points of net revenue",
        "Fee that we can bear (contribution − fixed costs) ÷ gross sales × 100, per month points of gross sales",
        "Mean days until free duration_days ÷ share that can become free",
    ):
        assert row in told
    assert "transition_loss" in told and "horizon_years" in told and "exit_cost" in told
    # A German reader meets names, and the key of figures.json beside them.
    german = " ".join(words(tables.formulas(shop(), GERMAN)))
    assert "Nettoerlös Nettoumsatz − Erstattungen" in german and "net_revenue" in german


def test_only_goods_under_a_lien_are_told() -> None:
    assert [finding.text for finding in stock_under_lien(shop(), ENGLISH)] == [
        "Goods worth €31,000 lie with Lagerhaus Nord, which has a lien on them for unpaid bills (§ 475b HGB)."
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (ENGLISH, "Leaving Amazon pays once its fees take 2.5 points more of our net revenue, over 2 years."),
        (GERMAN, "Der Ausstieg bei Amazon lohnt, sobald die Gebühren 2,5 Punkte mehr von unserem Nettoerlös nehmen, "
                 "über 2 Jahre gerechnet."),
    ],
)  # fmt: skip
def test_the_fee_from_which_on_leaving_pays_is_told_where_it_is_known(language: Language, text: str) -> None:
    assert [finding.text for finding in walk_away(shop(), language)] == [text]


def test_the_table_of_leaving_says_unknown_no_replacement_and_what_its_points_are_of() -> None:
    told = words(tables.leaving(shop(), ENGLISH))
    first = told.index("Amazon")
    assert told[first : first + 8] == ["Amazon", "30 Jun 2027", "600,000", "90,000", "0", "20,000", "9,534", "2.5"]
    assert "no replacement named" in told and "unknown" in told
    assert "5 points of gross sales on the mean month" in told[-1] and "points of net revenue" in told[-1]


def test_the_table_of_decisions_tells_days_that_have_passed_and_what_is_still_possible() -> None:
    # The figures are of 31 October 2026; an alternative of 120 days had to be asked on 20 October.
    days = {"kind": "notice", "decide_by": "2026-10-20", "send_by": "2026-10-23", "arrive_by": "2026-11-02"}
    figures = shop()
    figures["lock_in"]["decisions"] = [ENDING | days | {"exit_on": "2027-02-17", "otherwise": "2028-02-17"}]
    told = " ".join(words(tables.decisions(figures, ENGLISH)))
    assert (
        "The day for sending it with time to spare, 23 October 2026, has passed. It still counts if it arrives by 2"
        in told
    )
    assert "20 Oct 2026 (passed) 23 Oct 2026 (passed) 2 Nov 2026 17 Feb 2027" in told
    assert "Whoever decides only now has the alternative ready after 17 February 2027." in told
    figures["lock_in"]["decisions"] = [ENDING | days | {"decide_by": "2026-11-01", "send_by": "2026-11-01"}]
    told = " ".join(words(tables.decisions(figures, ENGLISH)))
    assert "passed" not in told and "only now" not in told


@pytest.mark.parametrize(
    ("send_by", "note"),
    [
        ("2026-10-31", "send notice by 31 Oct 2026: out 31 Jan 2027, else 30 Apr 2027"),
        ("2026-10-30", "notice must arrive by 6 Nov 2026: out 31 Jan 2027, else 30 Apr 2027"),
    ],
)
def test_above_its_bar_a_contract_tells_the_day_that_is_still_ahead(send_by: str, note: str) -> None:
    days = {
        "send_by": send_by,
        "last_receipt": "2026-11-06",
        "earliest_exit": "2027-01-31",
        "exit_if_missed": "2027-04-30",
    }
    contract = {"contract_id": "c", "vendor_id": "v", "status": "bound"} | days
    assert contract_head(demo_shop(), contract, ENGLISH)["note"] == note


def test_the_table_of_decisions_leaves_out_what_an_ending_does_not_have() -> None:
    told = words(tables.decisions(shop(), ENGLISH))
    assert (
        "Lagerhaus Nord · rent-1: renew or replace: it ends (net revenue a year: €90,000)" in told
        and "unknown" not in told
    )
    assert "none named" in told
