"""Expected dates come from measures.md §4 or are counted by hand; the sweeps count day by day instead."""

from datetime import date, timedelta
from functools import cache
from itertools import islice

import pytest

from analysis.rules.notice import (
    Anchor,
    Notice,
    Period,
    ReceiptDay,
    YearDay,
    anchor_on_or_after,
    end_of_term,
    exit_after,
    last_receipt,
    latest_receipt,
    latest_safe_receipt,
    notice_end,
    period_end,
    safe_receipt,
    send_by,
    term_ends,
)
from analysis.rules.wording import parse_notice

DAY = timedelta(days=1)


def months(count: int) -> Period:
    return Period(count, "month")


@pytest.mark.parametrize(
    ("starts_on", "length", "ends_on", "receipts"),
    [
        (date(2026, 2, 1), 12, date(2027, 1, 31), {1: date(2026, 12, 31), 3: date(2026, 10, 31)}),
        (date(2026, 7, 15), 12, date(2027, 7, 14), {1: date(2027, 6, 14), 3: date(2027, 4, 14)}),
        (date(2024, 3, 1), 24, date(2026, 2, 28), {3: date(2025, 11, 30)}),
        (date(2024, 2, 29), 12, date(2025, 2, 28), {1: date(2025, 1, 31)}),
    ],
)
def test_terms_and_last_receipts_of_the_published_cases(
    starts_on: date, length: int, ends_on: date, receipts: dict[int, date]
) -> None:
    assert end_of_term(starts_on, months(length)) == ends_on
    assert {notice: last_receipt(ends_on, months(notice)) for notice in receipts} == receipts


@pytest.mark.parametrize(
    ("term_end", "notice", "last", "safe"),
    [
        (date(2026, 6, 30), months(2), date(2026, 4, 30), date(2026, 4, 30)),
        (date(2026, 6, 30), months(3), date(2026, 3, 31), date(2026, 3, 30)),
        (date(2026, 3, 31), Period(6, "week"), date(2026, 2, 17), date(2026, 2, 17)),
        (date(2028, 3, 31), Period(6, "week"), date(2028, 2, 18), date(2028, 2, 18)),
        (date(2026, 2, 28), months(3), date(2025, 11, 30), date(2025, 11, 28)),
        (date(2025, 2, 28), months(1), date(2025, 1, 31), date(2025, 1, 28)),
    ],
)
def test_the_last_receipt_is_found_forwards_and_the_safe_one_is_never_later(
    term_end: date, notice: Period, last: date, safe: date
) -> None:
    assert last_receipt(term_end, notice) == last
    assert safe_receipt(term_end, notice) == safe


def test_a_month_ends_on_the_same_number_or_on_the_last_day_of_a_shorter_month() -> None:
    assert period_end(date(2001, 1, 31), months(1)) == date(2001, 2, 28)
    assert period_end(date(2001, 2, 28), months(1)) == date(2001, 3, 28)  # BGH NJW 84, 1358


@pytest.mark.parametrize(
    ("received", "wording", "exit_on"),
    [
        (date(2026, 3, 31), "1 month to month_end", date(2026, 4, 30)),
        (date(2026, 4, 1), "1 month to month_end", date(2026, 5, 31)),
        (date(2015, 4, 20), "2 weeks to month_end", date(2015, 5, 31)),
        (date(2026, 3, 31), "3 months to quarter_end", date(2026, 6, 30)),
        (date(2026, 4, 1), "3 months to quarter_end", date(2026, 9, 30)),
    ],
)
def test_the_exit_is_the_first_anchor_after_the_period(received: date, wording: str, exit_on: date) -> None:
    assert exit_after(received, parse_notice(wording)) == exit_on


def test_terms_from_the_31st_end_the_day_before_or_on_the_last_day_of_the_month() -> None:
    # The day before the 31st is the 30th (§ 187 II); February has none, so its last day counts (§ 188 III).
    assert list(islice(term_ends(date(2024, 1, 31), months(1), renewal=months(1)), 4)) == [
        date(2024, 2, 29),
        date(2024, 3, 30),
        date(2024, 4, 30),
        date(2024, 5, 30),
    ]


def test_terms_from_a_leap_day_do_not_drift() -> None:
    ends = list(islice(term_ends(date(2024, 2, 29), months(12), renewal=months(12)), 4))
    assert ends == [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 28)]


def test_a_term_from_the_first_of_march_ends_on_a_leap_day() -> None:
    assert end_of_term(date(2025, 3, 1), months(36)) == date(2028, 2, 29)


def test_renewals_in_another_unit_follow_the_initial_term() -> None:
    ends = list(islice(term_ends(date(2026, 1, 31), months(1), renewal=Period(30, "day")), 3))
    assert ends == [date(2026, 2, 28), date(2026, 3, 30), date(2026, 4, 29)]
    ends = list(islice(term_ends(date(2026, 1, 1), Period(2, "week"), renewal=months(1)), 3))
    assert ends == [date(2026, 1, 14), date(2026, 2, 14), date(2026, 3, 14)]


def test_a_renewal_of_zero_or_negative_length_is_an_error_and_no_endless_loop() -> None:
    with pytest.raises(ValueError, match="zero"):
        term_ends(date(2026, 1, 1), months(12), renewal=months(0))
    with pytest.raises(ValueError, match="negative"):
        months(-1)


def test_an_anchor_that_needs_the_contract_is_refused() -> None:
    with pytest.raises(ValueError, match="terms"):
        anchor_on_or_after(date(2026, 1, 1), "term_end")


def test_an_exit_waits_for_the_end_of_the_initial_term() -> None:
    notice = Notice(months(1), "quarter_end")
    assert exit_after(date(2026, 1, 10), notice, not_before=date(2026, 7, 14)) == date(2026, 9, 30)


def test_notice_is_sent_working_days_ahead_of_weekends_and_holidays() -> None:
    assert send_by(date(2025, 11, 30), 0) == date(2025, 11, 28)  # a Sunday, and the Friday before it
    # Easter 2026: Good Friday 3 April and Monday 6 April. From Wednesday 8 April back: 7, 2, 1 April.
    holidays = {date(2026, 4, 3), date(2026, 4, 6)}
    assert send_by(date(2026, 4, 8), 3, holidays=holidays) == date(2026, 4, 1)
    assert send_by(date(2026, 4, 6), 0, holidays=holidays) == date(2026, 4, 2)


def test_a_notice_by_the_15th_ends_with_that_month_or_the_next() -> None:
    rule = Notice(Period(0, "day"), "month_end", ReceiptDay(15))  # BGB § 621 no. 3
    assert exit_after(date(2026, 2, 15), rule) == date(2026, 2, 28)
    assert exit_after(date(2026, 2, 16), rule) == date(2026, 3, 31)
    assert latest_receipt(date(2026, 3, 31), rule) == date(2026, 3, 15)  # a Sunday: § 193 does not move it


def test_the_third_working_day_of_a_quarter_counts_saturdays_but_no_sunday_or_holiday() -> None:
    rule = Notice(Period(0, "day"), "quarter_end", ReceiptDay(3, working_days=True, spans_later=1))  # BGB § 580a II
    new_year = {date(2026, 1, 1)}
    # 1 Jan 2026 is a Thursday and a holiday: working days are Fri 2, Sat 3 and Mon 5 January.
    assert exit_after(date(2026, 1, 5), rule, holidays=new_year) == date(2026, 6, 30)
    assert exit_after(date(2026, 1, 6), rule, holidays=new_year) == date(2026, 9, 30)
    assert latest_receipt(date(2026, 6, 30), rule, holidays=new_year) == date(2026, 1, 5)
    assert latest_safe_receipt(date(2026, 6, 30), rule) == date(2026, 1, 3)
    # 1 Oct 2028 is a Sunday: 2, 3 and 4 October.
    assert latest_receipt(date(2029, 3, 31), rule) == date(2028, 10, 4)


def test_the_third_working_day_of_a_month_ends_with_the_month_after_next() -> None:
    rule = Notice(Period(0, "day"), "month_end", ReceiptDay(3, working_days=True, spans_later=2))  # BGB § 573c
    assert exit_after(date(2026, 9, 3), rule) == date(2026, 11, 30)
    assert exit_after(date(2026, 9, 4), rule) == date(2026, 12, 31)
    # An end of a term inside the span is reached by notice for the span before: 30 Nov, so by 3 Sep.
    assert latest_receipt(date(2026, 12, 15), rule) == date(2026, 9, 3)


def test_a_day_of_receipt_needs_a_calendar_span_and_no_period() -> None:
    for period, anchor in ((months(1), "month_end"), (Period(0, "day"), "term_end"), (Period(0, "day"), None)):
        with pytest.raises(ValueError, match="day of receipt"):
            Notice(period, anchor, ReceiptDay(3))  # type: ignore[arg-type]


def test_fixed_days_of_the_year_are_anchors() -> None:
    rule = Notice(months(3), (YearDay(6, 30), YearDay(12, 31)))
    assert exit_after(date(2026, 3, 30), rule) == date(2026, 6, 30)
    assert exit_after(date(2026, 3, 31), rule) == date(2026, 6, 30)  # three months from the 31st: 30 June
    assert exit_after(date(2026, 4, 1), rule) == date(2026, 12, 31)
    assert exit_after(date(2026, 10, 1), rule) == date(2027, 6, 30)
    assert anchor_on_or_after(date(2026, 1, 1), (YearDay(2, 29),)) == date(2026, 2, 28)
    with pytest.raises(ValueError):
        YearDay(2, 30)


def test_four_weeks_to_the_15th_or_the_end_of_a_month() -> None:
    rule = Notice(Period(4, "week"), "half_month_end")  # BGB § 622 I
    # 28 days from 18 Jan are 15 Feb, from 19 Jan 16 Feb.
    assert exit_after(date(2026, 1, 18), rule) == date(2026, 2, 15)
    assert exit_after(date(2026, 1, 19), rule) == date(2026, 2, 28)


def test_later_terms_are_reached_without_walking_through_all_of_them() -> None:
    ends = term_ends(date(2024, 1, 31), months(12), renewal=months(1), reaching=date(2050, 6, 1))
    assert [next(ends), *islice((end for end in ends if end >= date(2050, 6, 1)), 2)] == [
        date(2025, 1, 30), date(2050, 6, 30), date(2050, 7, 30)
    ]  # fmt: skip


# The sweeps below compare every day of four years with counting day by day.
FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
DAYS = [FIRST + index * DAY for index in range((LAST - FIRST).days + 1)]
LENGTHS = [Period(0, "day"), Period(14, "day"), Period(30, "day"), Period(2, "week"), Period(6, "week")]
LENGTHS += [Period(1, "day"), Period(90, "day"), *(months(count) for count in (1, 2, 3, 4, 5, 6, 9, 12, 18, 24, 36))]
ANCHORS: list[Anchor | None] = [None, "any_day", "week_end", "half_month_end", "month_end", "quarter_end"]
ANCHORS += ["half_year_end", "year_end", (YearDay(6, 30),), (YearDay(2, 29), YearDay(9, 15))]


def is_last_of_month(day: date) -> bool:
    return (day + DAY).day == 1


@cache
def counted_end(received: date, period: Period) -> date:
    """Walks on from the day of receipt until the period is over."""
    day, days_left, months_left = received, 0, period.count
    if period.unit != "month":
        days_left, months_left = period.count * {"day": 1, "week": 7}[period.unit], 0
    while days_left or months_left:
        day += DAY
        if days_left:
            days_left -= 1
        elif day.day == 1:
            months_left -= 1
    # Here `day` is the first of the month in which a period of months ends.
    while period.unit == "month" and period.count and day.day != received.day and not is_last_of_month(day):
        day += DAY
    return day


def counted_term_end(starts_on: date, months: int) -> date:
    """Walks through a term until tomorrow has the same number, or the month has no such tomorrow."""
    day, begun = starts_on, 0
    while True:
        tomorrow = day + DAY
        if begun + (tomorrow.day == 1) == months and tomorrow.day == starts_on.day:
            return day
        if begun == months and is_last_of_month(day):
            return day
        begun += tomorrow.day == 1
        day = tomorrow


def is_anchor(day: date, anchor: Anchor | None) -> bool:
    tomorrow = day + DAY
    every: dict[Anchor | None, int] = {"month_end": 1, "quarter_end": 3, "half_year_end": 6, "year_end": 12}
    if anchor in (None, "any_day"):
        return True
    if isinstance(anchor, tuple):
        return any(
            day.month == each.month and (day.day == each.day or (each.day > day.day and tomorrow.day == 1))
            for each in anchor
        )
    if anchor == "half_month_end":
        return day.day == 15 or tomorrow.day == 1
    if anchor == "week_end":
        return f"{day:%A}" == "Sunday"
    return tomorrow.day == 1 and tomorrow.month in range(1, 13, every[anchor])


@pytest.mark.parametrize("period", LENGTHS, ids=str)
def test_every_period_ends_where_counting_the_days_ends(period: Period) -> None:
    assert [period_end(day, period) for day in DAYS] == [counted_end(day, period) for day in DAYS]


@pytest.mark.parametrize("period", LENGTHS, ids=str)
def test_no_later_receipt_is_in_time_and_the_last_one_is(period: Period) -> None:
    for end in DAYS:
        received = end
        while counted_end(received, period) > end:
            received -= DAY
        assert last_receipt(end, period) == received
        assert safe_receipt(end, period) <= received


@pytest.mark.parametrize("length", [1, 2, 3, 6, 12, 24])
def test_every_term_ends_where_counting_the_days_ends(length: int) -> None:
    for day in DAYS:
        ends = list(islice(term_ends(day, months(length), renewal=months(1)), 2))
        assert ends == [counted_term_end(day, length), counted_term_end(day, length + 1)]


@pytest.mark.parametrize("anchor", ANCHORS)
def test_every_exit_is_the_first_anchor_day_found_by_walking(anchor: Anchor | None) -> None:
    anchors = sorted(day for day in (FIRST + index * DAY for index in range(3000)) if is_anchor(day, anchor))
    for period in LENGTHS:
        ends = iter(anchors)
        exit_on = next(ends)
        for received in DAYS:
            while exit_on < counted_end(received, period):
                exit_on = next(ends)
            assert exit_after(received, Notice(period, anchor)) == exit_on


@pytest.mark.parametrize("anchor", ANCHORS)
@pytest.mark.parametrize("period", LENGTHS, ids=str)
def test_every_last_receipt_for_an_anchor_is_the_last_day_with_that_exit(period: Period, anchor: Anchor | None) -> None:
    notice = Notice(period, anchor)
    exits = [exit_after(day, notice) for day in DAYS]
    for received, leaves, later in zip(DAYS, exits, exits[1:], strict=False):
        assert (latest_receipt(leaves, notice) == received) == (later != leaves)


SPAN_MONTHS = {"month_end": 1, "quarter_end": 3, "half_year_end": 6, "year_end": 12}


def counted_exit(received: date, notice: Notice, holidays: set[date]) -> date:
    """Walks back to the span's first day, counts the days of receipt passed, then walks through the spans."""
    assert isinstance(notice.by, ReceiptDay)
    day, spans = received, notice.by.spans_later
    while not (day.day == 1 and is_anchor(day - DAY, notice.anchor)):
        day -= DAY
    counted, limit = 0, day
    while True:
        counted += not notice.by.working_days or (f"{limit:%A}" != "Sunday" and limit not in holidays)
        if counted == notice.by.number:
            break
        limit += DAY
    spans += received > limit
    end = received
    while True:
        if is_anchor(end, notice.anchor):
            if not spans:
                return end
            spans -= 1
        end += DAY


@pytest.mark.parametrize("rule", [ReceiptDay(15), ReceiptDay(3, True, 1), ReceiptDay(3, True, 2), ReceiptDay(1, True)])
@pytest.mark.parametrize("anchor", SPAN_MONTHS)
def test_every_exit_by_a_day_of_receipt_is_found_by_walking(anchor, rule: ReceiptDay) -> None:
    holidays = {date(year, month, 1) for year in range(2023, 2032) for month in (1, 5, 10, 11)}
    notice = Notice(Period(0, "day"), anchor, rule)
    exits = [exit_after(day, notice, holidays=holidays) for day in DAYS]
    assert exits == [counted_exit(day, notice, holidays) for day in DAYS]
    assert exits == [notice_end(day, notice, holidays=holidays) for day in DAYS]
    for received, leaves, later in zip(DAYS, exits, exits[1:], strict=False):
        assert (latest_receipt(leaves, notice, holidays=holidays) == received) == (later != leaves)


@pytest.mark.parametrize("year", [1900, 2000, 2100, 2200])
def test_century_years_are_leap_years_only_when_400_divides_them(year: int) -> None:
    last_of_february = 29 if year == 2000 else 28
    assert period_end(date(year, 1, 31), months(1)) == date(year, 2, last_of_february)
    assert end_of_term(date(year, 2, 1), months(1)) == date(year, 2, last_of_february)
