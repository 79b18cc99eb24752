"""Contracts that start on every day of four years, against walking from term to term and from day to day."""

from dataclasses import replace
from datetime import date

import pytest
from test_lock_in import OPEN, TACIT, last_day
from test_notice import DAY, DAYS, counted_end, counted_exit, is_anchor

from analysis.rules.lock_in import contract_state, vendor_state
from analysis.rules.notice import Anchor, Notice, Period, ReceiptDay, YearDay, counted_from, last_receipt
from analysis.shop import holiday_calendar

AS_OF = date(2028, 3, 31)
HOLIDAYS = set(holiday_calendar("DE", range(2023, 2036)))
NOTICES = [Period(14, "day"), Period(6, "week"), Period(1, "month"), Period(3, "month")]


def walked_term_end(starts_on: date, reached: date, *, initial: int, renewal: int) -> date:
    """The first end of a term from a day on, walking term by term from the contract's first day."""
    months = initial
    while (end := last_day(starts_on, months)) < reached:
        months += renewal
    return end


def walked_receipt(end: date, period: Period) -> date:
    """The last day of receipt that is in time, walking back from the end."""
    received = end
    while counted_end(received, period) > end:
        received -= DAY
    return received


@pytest.mark.parametrize("period", NOTICES, ids=str)
@pytest.mark.parametrize(("initial", "renewal"), [(12, 12), (24, 3), (6, 1)])
def test_every_start_gives_the_exit_the_last_receipt_and_the_exit_if_missed_of_walking(
    initial: int, renewal: int, period: Period
) -> None:
    rule = Notice(period)
    terms = replace(TACIT, initial_term=Period(initial, "month"), renewal_term=Period(renewal, "month"))
    for starts_on in DAYS:
        contract = replace(terms, starts_on=starts_on, notice=rule, vendor_notice=rule)
        state = contract_state(contract, AS_OF)
        reached = counted_end(AS_OF, period)
        leaves = walked_term_end(starts_on, reached, initial=initial, renewal=renewal)
        last = walked_receipt(leaves, period)
        later = counted_end(last + DAY, period)
        missed = walked_term_end(starts_on, later, initial=initial, renewal=renewal)
        assert (state.earliest_exit, state.last_receipt, state.exit_if_missed) == (leaves, last, missed)
        assert vendor_state(contract, AS_OF).earliest_exit == leaves


BY_THE_15TH = Notice(Period(0, "day"), "month_end", ReceiptDay(15))
THIRD_WORKING_DAY = Notice(Period(0, "day"), "quarter_end", ReceiptDay(3, working_days=True, spans_later=1))
OPEN_ENDED: list[tuple[Period, Anchor]] = [
    (Period(6, "week"), "quarter_end"),
    (Period(14, "day"), "month_end"),
    (Period(4, "week"), "half_month_end"),
    (Period(10, "day"), "week_end"),
    (Period(3, "month"), "half_year_end"),
    (Period(1, "month"), "year_end"),
    (Period(30, "day"), (YearDay(2, 29), YearDay(9, 15))),
]


@pytest.mark.parametrize("rule", [*(Notice(*each) for each in OPEN_ENDED), BY_THE_15TH, THIRD_WORKING_DAY], ids=str)
def test_after_every_first_term_an_open_ended_contract_ends_on_the_first_anchor_day_of_walking(rule: Notice) -> None:
    as_of = date(2026, 3, 31)
    reached = counted_exit(as_of, rule, HOLIDAYS) if rule.by else counted_end(as_of, rule.period)
    for starts_on in DAYS:
        contract = replace(OPEN, starts_on=starts_on, initial_term=Period(12, "month"), notice=rule)
        state = contract_state(contract, as_of, holidays=HOLIDAYS)
        leaves = max(reached, last_day(starts_on, 12))
        while not is_anchor(leaves, rule.anchor):
            leaves += DAY
        assert state.earliest_exit == leaves
        if not rule.by:
            assert state.last_receipt == last_receipt(leaves, rule.period) == walked_receipt(leaves, rule.period)


def walked_back(end: date, by: YearDay) -> date:
    """The last day of the year `by` that is not after an end, walking back from it."""
    while (end.month, end.day) != (by.month, by.day):
        end -= DAY
    return end


@pytest.mark.parametrize("day", [YearDay(1, 31), YearDay(3, 31), YearDay(9, 30), YearDay(12, 31)], ids=str)
@pytest.mark.parametrize("end", [YearDay(12, 31), YearDay(3, 31), YearDay(6, 30)], ids=str)
def test_by_a_day_of_the_year_the_contract_ends_on_the_first_end_whose_day_has_not_passed(
    day: YearDay, end: YearDay
) -> None:
    contract = replace(OPEN, notice=Notice(Period(0, "day"), (end,), day))
    for as_of in DAYS:
        leaves = as_of
        while (leaves.month, leaves.day) != (end.month, end.day) or walked_back(leaves, day) < as_of:
            leaves += DAY
        state = contract_state(replace(contract, starts_on=date(2020, 1, 1)), as_of)
        assert (state.earliest_exit, state.last_receipt) == (leaves, walked_back(leaves, day))


@pytest.mark.parametrize("number", [5, 15, 28])
@pytest.mark.parametrize("period", NOTICES, ids=str)
def test_to_a_day_of_each_month_the_contract_ends_on_the_first_such_day_after_the_notice(
    number: int, period: Period
) -> None:
    each_month = tuple(YearDay(month, number) for month in range(1, 13))
    contract = replace(OPEN, starts_on=date(2020, 1, 1), notice=Notice(period, each_month))
    for as_of in DAYS:
        leaves = counted_end(as_of, period)
        while leaves.day != number:
            leaves += DAY
        state = contract_state(contract, as_of)
        assert (state.earliest_exit, state.last_receipt) == (leaves, walked_receipt(leaves, period))


def test_to_the_end_of_a_contract_year_every_start_gives_the_year_of_walking() -> None:
    as_of, rule = date(2030, 3, 31), Notice(Period(3, "month"), "contract_year_end")
    for starts_on in DAYS:
        contract = replace(OPEN, starts_on=starts_on, notice=counted_from(starts_on, rule))
        leaves = walked_term_end(starts_on, counted_end(as_of, rule.period), initial=12, renewal=12)
        assert contract_state(contract, as_of).earliest_exit == leaves
