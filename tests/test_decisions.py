"""Expected values come from measures.md §§ 5 and 6 or are worked by hand beside the assertion."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.rules.decisions import Alternative, Backup, Decision, Standing, decisions_due, waits_cheaply
from analysis.rules.leaving import Yearly
from analysis.rules.lock_in import Contract, contract_state, vendor_state
from analysis.rules.relief import Relief, what_helps_most
from analysis.rules.wording import parse_notice, parse_period

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


def standings(*contracts: Contract, as_of: date = AS_OF) -> list[Standing]:
    yearly = Yearly(None, Decimal(90000), None)
    return [Standing(each, contract_state(each, as_of), vendor_state(each, as_of), yearly) for each in contracts]


def due(*contracts: Contract, backup: Backup = BOTH, as_of: date = AS_OF) -> list[Decision]:
    return decisions_due(standings(*contracts, as_of=as_of), backup, as_of=as_of)


def test_a_decision_tells_every_day_the_money_and_the_alternative() -> None:
    (decision,) = due(STORAGE)
    assert decision == Decision(
        "C1",
        "nord",
        "notice",
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


def test_noticed_and_unknown_contracts_are_no_decisions() -> None:
    assert due(replace(STORAGE, noticed_on=AS_OF), replace(STORAGE, notice=None)) == []


@pytest.mark.parametrize(
    "terms", [{"renewal": "none"}, {"renewal": "express"}, {"ends_on": date(2026, 2, 28)}], ids=str
)
def test_what_ends_by_itself_must_be_renewed_or_replaced_in_time(terms: dict) -> None:
    (decision,) = due(replace(STORAGE, **terms))
    assert (decision.kind, decision.exit_on) == ("end", date(2026, 2, 28))
    assert (decision.send_by, decision.arrive_by, decision.otherwise) == (None, None, None)
    assert decision.decide_by == date(2025, 10, 31)  # the slowest alternative takes 120 days
    (late,) = due(replace(STORAGE, **terms), backup=Backup(()))
    assert late.decide_by == date(2026, 2, 28)


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
    return what_helps_most(standings(*contracts), backup, shares=shares, as_of=AS_OF)


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
    # The term binds the vendor to 28 February as well, longer than the 40 days that the alternative takes.
    assert (relief.uncovered_days_after, relief.held_back_share) == (0, 0.3)


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
    for relief in helps(STORAGE, MARKET, backup=backup, shop=share, amazon_de=1 - share):
        assert relief.never_free_share_after <= relief.never_free_share_before
        assert relief.lead_time_days == assumed


@given(st.lists(lead_days, min_size=2, max_size=2), st.dates(date(2025, 1, 1), date(2030, 1, 1)))
def test_days_of_a_decision_stand_in_order(leads: list[int], as_of: date) -> None:
    backup = Backup((replace(SLOW, lead_time_days=leads[0]), replace(SHIP, lead_time_days=leads[1])))
    for each in due(STORAGE, backup=backup, as_of=as_of):
        assert each.otherwise and each.send_by and each.arrive_by
        assert each.decide_by <= each.send_by <= each.arrive_by < each.exit_on < each.otherwise
        assert (each.exit_on - each.decide_by).days >= max(leads)
