"""Expected values come from measures.md §§ 5 and 6 or are worked by hand beside the assertion."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from test_decisions import STORAGE

from analysis.rules.leaving import exit_cost, hangs_on, standard_loss, total, transition_loss, walk_away_points


def test_exit_costs_fee_minimum_and_switch() -> None:
    assert exit_cost(STORAGE, Decimal("1800"), switch_cost=Decimal("250.50")) == Decimal("3050.50")


@pytest.mark.parametrize("blank", ["fee", "minimum", "switch"])
def test_exit_cost_is_unknown_if_one_of_its_parts_is(blank: str) -> None:
    contract = replace(STORAGE, exit_fee=None) if blank == "fee" else STORAGE
    minimum, switch = (None if blank == name else Decimal(1) for name in ("minimum", "switch"))
    assert exit_cost(contract, minimum, switch_cost=switch) is None


def test_the_walk_away_point_of_measures_6_is_two_and_a_half_points() -> None:
    points = walk_away_points(Decimal(20000), Decimal(10000), revenue_per_year=Decimal(600000), years=Decimal(2))
    assert points == Decimal("2.5")


@pytest.mark.parametrize("revenue", [None, Decimal(0), Decimal(-5)])
def test_without_revenue_there_is_no_walk_away_point(revenue: Decimal | None) -> None:
    assert walk_away_points(Decimal(1), Decimal(1), revenue_per_year=revenue, years=Decimal(2)) is None


def test_what_hangs_on_a_contract_is_the_vendors_part_of_its_channels() -> None:
    channels = ("shop", "etsy")
    amounts = {"shop": Decimal("1000"), "etsy": None, "other": Decimal("70")}
    # 1,000 x 0.25 = 250; etsy is not served by the vendor, so that its blank amount does not matter.
    assert hangs_on(channels, amounts, parts={"shop": 0.25, "other": 1.0}) == Decimal("250.00")
    assert hangs_on(channels, amounts, parts={"shop": 0.25, "etsy": 0.5}) is None


def test_sales_that_do_not_come_along_are_lost_over_the_horizon() -> None:
    # 50,000 a year, a tenth comes along: 45,000 a year are lost, 90,000 in two years.
    assert transition_loss(Decimal(50000), Decimal("0.1")) == Decimal("90000.00")
    assert transition_loss(Decimal(50000), Decimal(1)) == 0
    assert transition_loss(Decimal(-50000), Decimal(0)) == 0  # nothing is lost with a loss-making channel


def test_an_unknown_share_or_contribution_leaves_the_loss_unknown() -> None:
    assert transition_loss(None, Decimal(1)) is None and transition_loss(Decimal(1), None) is None


def test_five_points_more_cost_until_the_exit_what_measures_5_says() -> None:
    # 50,000 a month; from 7 March to 30 June are 116 days at 2,500 · 12/365.
    loss = standard_loss(Decimal(600000), date(2026, 3, 7), exit_on=date(2026, 6, 30))
    assert loss == Decimal("9534.25")
    assert standard_loss(Decimal(600000), date(2026, 3, 7), exit_on=None) is None


def test_a_sum_with_an_unknown_part_is_unknown_and_an_empty_one_is_zero() -> None:
    assert total([Decimal("1.005"), Decimal(2)]) == Decimal("3.01")
    assert total([Decimal(1), None]) is None
    assert total([]) == 0
