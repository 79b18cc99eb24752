"""Expected dates come from measures.md §4 or are counted by hand; the sweeps count day by day instead."""

from datetime import date, timedelta
from functools import cache
from itertools import islice

import pytest

from analysis.notice import (
    Anchor,
    Notice,
    Period,
    anchor_on_or_after,
    end_of_term,
    exit_after,
    last_receipt,
    parse_notice,
    parse_period,
    period_end,
    safe_receipt,
    send_by,
    term_ends,
)

DAY = timedelta(days=1)


def months(count: int) -> Period:
    return Period(count, "month")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("24 months", months(24)),
        (" 12  MONATE ", months(12)),
        ("1 Jahr", months(12)),
        ("2 years", months(24)),
        ("2 Quartale", months(6)),
        ("ein halbes Jahr", months(6)),
        ("zwei Wochen", Period(2, "week")),
        ("twelve months", months(12)),
        ("Zwo\u0308lf Monate", months(12)),
        ("einem Monat", months(1)),
        ("30 days", Period(30, "day")),
        ("0 months", months(0)),
    ],
)
def test_a_term_is_read_as_people_write_it(text: str, period: Period) -> None:
    assert parse_period(text) == period


@pytest.mark.parametrize(
    ("text", "period", "anchor"),
    [
        ("notice of 30 days", Period(30, "day"), None),
        ("mit einer Frist von drei Monaten zum Monatsende", months(3), "month_end"),
        ("3 months to quarter_end", months(3), "quarter_end"),
        ("3 months to the end of the quarter", months(3), "quarter_end"),
        ("3 Monate zum Quartalsende", months(3), "quarter_end"),
        ("6 Wochen zum Schluss eines Kalendervierteljahres", Period(6, "week"), "quarter_end"),
        ("6 Wochen zum Monatsende", Period(6, "week"), "month_end"),
        ("14 Tage zum Monatsende", Period(14, "day"), "month_end"),
        ("1 Monat zum Halbjahresende", months(1), "half_year_end"),
        ("3 Monate zum Jahresende", months(3), "year_end"),
        ("1 Woche zum Wochenende", Period(1, "week"), "week_end"),
        ("3 Monate zum Vertragsende", months(3), "term_end"),
        ("3 Monate zum Ende der Laufzeit", months(3), "term_end"),
        ("3 months before the end of the term", months(3), "term_end"),
        ("3 Monate vor Ablauf", months(3), "term_end"),
        ("jederzeit", Period(0, "day"), None),
        ("any time", Period(0, "day"), None),
    ],
)
def test_a_notice_is_read_as_people_write_it(text: str, period: Period, anchor: Anchor | None) -> None:
    assert parse_notice(text) == Notice(period, anchor)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "3", "months 3", "-1 month", "1.5 years", "10 Werktage", "9999 years", "3 months to friday",
     "3 Monate zum Quartal", "3 months month_end", "3 months to quarter_end or so"],
)  # fmt: skip
def test_other_wordings_are_refused_with_the_cell_and_examples(text: str) -> None:
    with pytest.raises(ValueError, match="not understood") as error:
        parse_notice(text)
    assert f'"{text}"' in str(error.value)
    assert '"3 months to quarter_end"' in str(error.value)


def test_a_term_does_not_take_an_anchor() -> None:
    with pytest.raises(ValueError, match='"3 months to quarter_end" is not understood'):
        parse_period("3 months to quarter_end")


@pytest.mark.parametrize("text", ["monatlich", "Month to month", "month"])
def test_a_month_without_a_number_is_refused_with_its_readings(text: str) -> None:
    with pytest.raises(ValueError, match='"1 month to month_end"'):
        parse_notice(text)
    with pytest.raises(ValueError, match='"1 month"'):
        parse_period(text)


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


# The sweeps below compare every day of four years with counting day by day.
FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
DAYS = [FIRST + index * DAY for index in range((LAST - FIRST).days + 1)]
LENGTHS = [Period(0, "day"), Period(14, "day"), Period(30, "day"), Period(2, "week"), Period(6, "week")]
LENGTHS += [months(count) for count in (1, 2, 3, 6, 12, 24)]
ANCHORS: list[Anchor | None] = [None, "week_end", "month_end", "quarter_end", "half_year_end", "year_end"]


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
    every = {"month_end": 1, "quarter_end": 3, "half_year_end": 6, "year_end": 12}
    if anchor is None:
        return True
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


@pytest.mark.parametrize("year", [1900, 2000, 2100, 2200])
def test_century_years_are_leap_years_only_when_400_divides_them(year: int) -> None:
    last_of_february = 29 if year == 2000 else 28
    assert period_end(date(year, 1, 31), months(1)) == date(year, 2, last_of_february)
    assert end_of_term(date(year, 2, 1), months(1)) == date(year, 2, last_of_february)
