"""Expected values come from measures.md §§ 5 and 6 or are worked by hand beside the assertion."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.decisions import (
    Alternative,
    Backup,
    Decision,
    Relief,
    Standing,
    decisions_due,
    exit_cost,
    hangs_on,
    waits_cheaply,
    walk_away_points,
    what_helps_most,
)
from analysis.lock_in import Contract, contract_state
from analysis.wording import parse_notice, parse_period

AS_OF = date(2025, 9, 1)
# Ends on 28 February 2026; notice by 30 November 2025, safely by 28 November (a Friday); missed: 28 February 2027.
STORAGE = Contract(
    contract_id="C1",
    vendor_id="nord",
    functions=("storage", "shipping"),
    channel_ids=("shop",),
    starts_on=date(2024, 3, 1),
    initial_term=parse_period("24 months"),
    renewal="tacit",
    renewal_term=parse_period("12 months"),
    notice=parse_notice("3 months"),
    notice_when_open_ended=None,
    vendor_notice=parse_notice("1 month"),
    notice_form="text",
    send_buffer_days=None,
    minimum_per_month=Decimal("300"),
    exit_fee=Decimal("1000"),
    noticed_on=None,
    ends_on=None,
)
MARKET = replace(
    STORAGE,
    contract_id="C2",
    vendor_id="amazon",
    functions=("marketplace",),
    channel_ids=("amazon_de",),
    initial_term=None,
    renewal="open_ended",
    renewal_term=None,
    notice=parse_notice("30 days"),
    vendor_notice=parse_notice("30 days"),
)
SLOW = Alternative("nord", "storage", "Lager Süd", 120, date(2025, 1, 10))
SHIP = Alternative("nord", "shipping", "DHL", 20, date(2024, 5, 1))
BOTH = Backup((SLOW, SHIP))


def due(*contracts: Contract, backup: Backup = BOTH, as_of: date = AS_OF) -> list[Decision]:
    standings = [Standing(each, contract_state(each, as_of), Decimal(90000), None) for each in contracts]
    return decisions_due(standings, backup, as_of=as_of)


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
    contract = replace(STORAGE, channel_ids=("shop", "etsy"))
    amounts = {"shop": Decimal("1000"), "etsy": None, "other": Decimal("70")}
    # 1,000 x 0.25 = 250; etsy is not served by the vendor, so that its blank amount does not matter.
    assert hangs_on(contract, amounts, parts={"shop": 0.25, "other": 1.0}) == Decimal("250.00")
    assert hangs_on(contract, amounts, parts={"shop": 0.25, "etsy": 0.5}) is None


def test_a_decision_tells_every_day_the_money_and_the_alternative() -> None:
    (decision,) = due(STORAGE)
    assert decision == Decision(
        "C1",
        "nord",
        decide_by=date(2025, 10, 31),  # 120 days before 28 February 2026: 28 + 31 + 31 + 30
        send_by=date(2025, 11, 28),
        arrive_by=date(2025, 11, 30),
        exit_on=date(2026, 2, 28),
        otherwise=date(2027, 2, 28),
        cost_of_missing=Decimal("3600.00"),  # 365 more days: 300 x 12
        alternative="Lager Süd; DHL",
        tested_on=date(2024, 5, 1),
        revenue_per_year=Decimal(90000),
        contribution_per_year=None,
    )


def test_a_quick_alternative_leaves_time_until_the_sending_day() -> None:
    (decision,) = due(STORAGE, backup=Backup((replace(SLOW, lead_time_days=10), SHIP)))
    assert decision.decide_by == decision.send_by == date(2025, 11, 28)


def test_an_alternative_for_a_part_of_a_contract_is_none() -> None:
    (decision,) = due(STORAGE, backup=Backup((SLOW,)))
    assert (decision.alternative, decision.tested_on, decision.decide_by) == (None, None, date(2025, 11, 28))


def test_one_untested_function_makes_the_alternative_untested() -> None:
    (decision,) = due(STORAGE, backup=Backup((SLOW, replace(SHIP, tested_on=None))))
    assert decision.alternative and decision.tested_on is None


def test_a_contract_that_can_be_left_on_any_day_is_no_decision() -> None:
    assert due(MARKET) == []
    assert waits_cheaply(date(2026, 1, 1), date(2026, 1, 8)) and not waits_cheaply(date(2026, 1, 1), date(2026, 1, 9))


def test_noticed_unknown_and_fixed_contracts_are_no_decisions() -> None:
    noticed, unknown = replace(STORAGE, noticed_on=AS_OF), replace(STORAGE, notice=None)
    assert due(noticed, unknown, replace(STORAGE, renewal="none")) == []


def test_decisions_of_the_next_twelve_months_come_in_the_order_of_their_days() -> None:
    # C3 to 31 August 2027: notice by 31 May 2027, beyond 1 September 2026; C4 to 31 December 2025: by 30 September.
    later = replace(STORAGE, contract_id="C3", starts_on=date(2025, 9, 1))
    sooner = replace(STORAGE, contract_id="C4", starts_on=date(2024, 1, 1))
    assert [each.contract_id for each in due(STORAGE, later, sooner)] == ["C4", "C1"]


def test_the_best_alternative_is_the_quickest_and_of_two_as_quick_the_tested_one() -> None:
    quick, tested = replace(SLOW, name="quick", lead_time_days=5, tested_on=None), replace(SLOW, lead_time_days=5)
    assert Backup((SLOW, quick)).best["nord", "storage"] == quick
    assert Backup((quick, tested)).best["nord", "storage"] == Backup((tested, quick)).best["nord", "storage"] == tested


def helps(*contracts: Contract, backup: Backup, **shares: float) -> list[Relief]:
    return what_helps_most(contracts, backup, shares=shares, as_of=AS_OF)


def test_the_missing_alternative_that_frees_most_comes_first() -> None:
    market = Alternative("amazon", "marketplace", "Otto", 40, date(2025, 1, 1))
    found = helps(STORAGE, MARKET, backup=Backup((SLOW, market)), shop=0.3, amazon_de=0.7)
    (relief,) = found
    assert (relief.vendor_id, relief.function, relief.gap) == ("nord", "shipping", "missing")
    # The lower median of 40 and 120 days is assumed; the shop's contract ends 180 days after as_of, later than both.
    assert (relief.lead_time_days, relief.lead_time_is_assumed) == (40, True)
    assert (relief.never_free_share_before, relief.never_free_share_after) == (0.3, 0.0)
    # 0.7 x 40 days at the market; then 0.3 x 180 days (1 September to 28 February) more.
    assert relief.duration_days_before == pytest.approx(28.0)
    assert relief.duration_days_after == pytest.approx(82.0)
    # Their month from 1 September ends on 1 October, 30 days; 40 - 30 = 10 days stay uncovered.
    assert (relief.uncovered_days_after, relief.held_back_share) == (10, 0.3)


def test_an_untested_alternative_is_compared_with_having_none() -> None:
    untested = Backup((Alternative("amazon", "marketplace", "Otto", 75),))
    (relief,) = helps(MARKET, backup=untested, amazon_de=1.0)
    assert (relief.gap, relief.lead_time_days, relief.lead_time_is_assumed) == ("untested", 75, False)
    assert (relief.never_free_share_before, relief.never_free_share_after) == (1.0, 0.0)
    assert (relief.duration_days_before, relief.duration_days_after, relief.uncovered_days_after) == (None, 75.0, 45)


def test_two_missing_for_one_channel_free_nothing_alone_but_both_are_shown_to_hold_it_back() -> None:
    found = helps(STORAGE, backup=Backup((), assumed_lead_days=30), shop=1.0)
    assert [(each.function, each.never_free_share_after, each.held_back_share) for each in found] == [
        ("shipping", 1.0, 1.0),
        ("storage", 1.0, 1.0),
    ]


def test_without_any_lead_time_the_share_is_told_and_the_days_are_unknown() -> None:
    (relief,) = helps(MARKET, backup=Backup(()), amazon_de=1.0)
    assert (relief.lead_time_days, relief.duration_days_after, relief.uncovered_days_after) == (None, None, None)
    assert relief.never_free_share_after == 0.0


def test_tested_alternatives_and_ended_contracts_need_no_help() -> None:
    ended = replace(MARKET, ends_on=date(2025, 8, 1))
    assert helps(STORAGE, ended, backup=BOTH, shop=1.0) == []


def test_relief_is_ranked_by_what_it_frees() -> None:
    other = replace(MARKET, contract_id="C5", vendor_id="etsy", channel_ids=("etsy",))
    found = helps(MARKET, other, backup=Backup(()), amazon_de=0.4, etsy=0.6)
    assert [each.vendor_id for each in found] == ["etsy", "amazon"]


lead_days = st.integers(0, 400)


@given(lead_days, lead_days, st.floats(0.01, 0.99))
def test_naming_an_alternative_never_binds_a_larger_share(storage: int, assumed: int, share: float) -> None:
    backup = Backup((replace(SLOW, lead_time_days=storage),), assumed_lead_days=assumed)
    for relief in what_helps_most(
        [STORAGE, MARKET], backup, shares={"shop": share, "amazon_de": 1 - share}, as_of=AS_OF
    ):
        assert relief.never_free_share_after <= relief.never_free_share_before
        assert relief.lead_time_days == assumed


@given(st.lists(lead_days, min_size=2, max_size=2), st.dates(date(2025, 1, 1), date(2030, 1, 1)))
def test_days_of_a_decision_stand_in_order(leads: list[int], as_of: date) -> None:
    backup = Backup((replace(SLOW, lead_time_days=leads[0]), replace(SHIP, lead_time_days=leads[1])))
    for each in due(STORAGE, backup=backup, as_of=as_of):
        assert each.otherwise
        assert each.decide_by <= each.send_by <= each.arrive_by < each.exit_on < each.otherwise
        assert (each.exit_on - each.decide_by).days >= max(leads)
