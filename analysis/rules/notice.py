"""Calendar arithmetic of terms and notice periods by German civil law (BGB §§ 187–193)."""

import calendar
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, count
from typing import Literal

Unit = Literal["day", "week", "month"]
SpanEnd = Literal["month_end", "quarter_end", "half_year_end", "year_end"]
NamedAnchor = Literal["any_day", "week_end", "half_month_end", SpanEnd, "contract_year_end", "term_end"]

DAY = timedelta(days=1)
SUNDAY = 6
MONTHS_IN_SPAN: dict[SpanEnd, int] = {"month_end": 1, "quarter_end": 3, "half_year_end": 6, "year_end": 12}


@dataclass(frozen=True)
class Period:
    """A length of time; a negative count raises ValueError."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"A period of {self.count} {self.unit}s is negative.")


@dataclass(frozen=True, order=True)
class YearDay:
    """A day of every year, cut to the month's last day; one that no year has raises ValueError."""

    month: int
    day: int

    def __post_init__(self) -> None:
        date(2024, self.month, self.day)  # a leap year has them all


Anchor = NamedAnchor | tuple[YearDay, ...]


@dataclass(frozen=True)
class ReceiptDay:
    """Day of a month, quarter, half year or year by which notice for its end, or that of a later one, arrives."""

    number: int
    working_days: bool = False
    spans_later: int = 0


@dataclass(frozen=True)
class Notice:
    """A notice period, or a day `by` which notice must arrive, and the days on which it may end the contract.

    Without an anchor it may end on any day that the term allows, with "any_day" even within a term.
    """

    period: Period
    anchor: Anchor | None = None
    by: ReceiptDay | YearDay | None = None

    def __post_init__(self) -> None:
        of_a_year = isinstance(self.anchor, tuple) or self.anchor == "term_end"
        has_its_end = of_a_year if isinstance(self.by, YearDay) else self.anchor in MONTHS_IN_SPAN
        if self.by and (self.period.count or not has_its_end):
            raise ValueError("A day of receipt stands in place of a period and needs an end of its own kind.")


def period_end(received: date, period: Period) -> date:
    """Last day of a period that an event on `received` starts (BGB §§ 187 I, 188 II, III)."""
    if period.unit == "month":
        return _months_later(received, period.count)
    return received + _days(period.count, period.unit)


def plain_subtraction(term_end: date, period: Period) -> date:
    """The same day number a period before `term_end`, cut to the month's last day."""
    if period.unit == "month":
        return _months_later(term_end, -period.count)
    return term_end - _days(period.count, period.unit)


def last_receipt(term_end: date, period: Period) -> date:
    """Latest day of receipt whose period ends by `term_end` (BGB § 188 II, III)."""
    # Subtraction always fits but is early at month ends, so the search starts there and goes forward.
    received = plain_subtraction(term_end, period)
    while period_end(received + DAY, period) <= term_end:
        received += DAY
    return received


def safe_receipt(term_end: date, period: Period) -> date:
    """Day of receipt that is in time by the statute and by plain subtraction alike."""
    return min(last_receipt(term_end, period), plain_subtraction(term_end, period))


def end_of_term(starts_on: date, length: Period) -> date:
    """Last day of a term that begins with `starts_on` (BGB §§ 187 II, 188 II, III)."""
    return _term_end(starts_on, length.count, length.unit)


def _term_end(starts_on: date, number: int, unit: Unit) -> date:
    if unit != "month":
        return starts_on + _days(number, unit) - DAY
    month = _months_later(date(starts_on.year, starts_on.month, 1), number)
    if starts_on.day == 1:
        return month - DAY
    # The day before the same number (§ 188 II), the month's last day where that is missing (§ 188 III).
    return _day_in_month(month, starts_on.day - 1)


def term_ends(starts_on: date, initial: Period, *, renewal: Period, reaching: date = date.min) -> Iterator[date]:
    """Ends of successive terms, counted from the first start; some before `reaching` are left out; zero: ValueError."""
    if not initial.count or not renewal.count:
        raise ValueError("A term has zero length: initial_term and renewal_term must be above zero.")
    first_end = end_of_term(starts_on, initial)
    renewals = count(max(0, _whole_renewals(first_end, reaching, renewal=renewal) - 1) + 1)
    begins, before = (starts_on, initial.count) if initial.unit == renewal.unit else (first_end + DAY, 0)
    later = (_term_end(begins, before + number * renewal.count, renewal.unit) for number in renewals)
    return chain([first_end], later)


def _whole_renewals(first_end: date, reaching: date, *, renewal: Period) -> int:
    if renewal.unit == "month":
        return ((reaching.year - first_end.year) * 12 + reaching.month - first_end.month) // renewal.count
    return (reaching - first_end).days // _days(renewal.count, renewal.unit).days


def counted_from(starts_on: date, notice: Notice | None) -> Notice | None:
    """A notice to the end of a contract year as one to the day of the year on which that ends."""
    if notice is None or notice.anchor != "contract_year_end":
        return notice
    eve = date(2024, starts_on.month, starts_on.day) - DAY  # of a leap year: 29 February where the year has one
    return replace(notice, anchor=(YearDay(eve.month, eve.day),))


def anchor_on_or_after(day: date, anchor: Anchor | None) -> date:
    """First day from `day` on that is the anchor (weeks end on Sunday); an end that the contract sets: ValueError."""
    if anchor is None or anchor == "any_day":
        return day
    if isinstance(anchor, tuple):
        return min(end for end in _in_years(anchor, (day.year, day.year + 1)) if end >= day)
    if anchor == "week_end":
        return day + (SUNDAY - day.weekday()) * DAY
    if anchor == "half_month_end":
        return _day_in_month(day, 15 if day.day <= 15 else 31)
    if anchor not in MONTHS_IN_SPAN:
        raise ValueError("The end of a term is no calendar day: it needs the contract's terms.")
    months_left = -day.month % MONTHS_IN_SPAN[anchor]
    return _day_in_month(_months_later(day, months_left), 31)


def notice_end(received: date, notice: Notice, *, holidays: Container[date] = ()) -> date:
    """First day on which a notice received on a day has run its full length, whatever its anchor."""
    if notice.by is None:
        return period_end(received, notice.period)
    if isinstance(notice.by, YearDay):
        arrives_by = anchor_on_or_after(received, (notice.by,))
        return arrives_by if notice.anchor == "term_end" else anchor_on_or_after(arrives_by, notice.anchor)
    span_end = anchor_on_or_after(received, notice.anchor)
    late = received > receipt_day(span_end, notice, holidays=holidays)
    return _span_ends_later(span_end, notice, spans=notice.by.spans_later + late)


def exit_after(
    received: date, notice: Notice, *, not_before: date | None = None, holidays: Container[date] = ()
) -> date:
    """First permitted day from the end of the notice and from `not_before` on; term_end raises ValueError."""
    earliest = notice_end(received, notice, holidays=holidays)
    return anchor_on_or_after(max(earliest, not_before or earliest), notice.anchor)


def receipt_day(span_end: date, notice: Notice, *, holidays: Container[date] = ()) -> date:
    """The day of the span that ends on `span_end` by which notice must arrive; Saturdays are working days.

    Source: BGB §§ 573c, 580a, 621 no. 3; BGH VIII ZR 206/04 counts Saturdays, so the last one is counted as well.
    """
    rule, months = _by_rule(notice)
    day = _months_later(span_end.replace(day=1), 1 - months)
    if not rule.working_days:
        return min(day + (rule.number - 1) * DAY, span_end)
    day -= DAY
    for _ in range(rule.number):
        day += DAY
        while day.weekday() == SUNDAY or day in holidays:
            day += DAY
    return day


def latest_receipt(exit_on: date, notice: Notice, *, holidays: Container[date] = ()) -> date:
    """Latest day of receipt whose notice, by period or by day, has run its full length by `exit_on`."""
    if notice.by is None:
        return last_receipt(exit_on, notice.period)
    if isinstance(notice.by, YearDay):
        end = _on_or_before(exit_on, notice.anchor) if isinstance(notice.anchor, tuple) else exit_on
        return _on_or_before(end, (notice.by,))
    rule, span_end = _by_rule(notice)[0], anchor_on_or_after(exit_on, notice.anchor)
    unfinished = span_end > exit_on
    return receipt_day(
        _span_ends_later(span_end, notice, spans=-rule.spans_later - unfinished), notice, holidays=holidays
    )


def latest_safe_receipt(exit_on: date, notice: Notice) -> date:
    """Day of receipt that is in time by every way of counting: plain subtraction, and no holiday at all."""
    return latest_receipt(exit_on, notice) if notice.by else safe_receipt(exit_on, notice.period)


def send_by(safe_receipt: date, buffer_days: int, *, holidays: Container[date] = ()) -> date:
    """Last working day (Monday to Friday, no holiday) by `safe_receipt`, less `buffer_days` working days."""
    day = safe_receipt + DAY
    for _ in range(buffer_days + 1):
        day -= DAY
        while day.weekday() >= 5 or day in holidays:
            day -= DAY
    return day


def _days(number: int, unit: Unit) -> timedelta:
    return timedelta(days=number * (7 if unit == "week" else 1))


@lru_cache(maxsize=1 << 16)  # the terms of many contracts begin on the same days
def _months_later(day: date, months: int) -> date:
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return _day_in_month(date(year, month_index + 1, 1), day.day)


def _day_in_month(month: date, number: int) -> date:
    if number > 28:
        number = min(number, calendar.monthrange(month.year, month.month)[1])
    return date(month.year, month.month, number)  # half the time of date.replace


def _in_years(days: tuple[YearDay, ...], years: Iterable[int]) -> Iterator[date]:
    return (_day_in_month(date(year, each.month, 1), each.day) for year in years for each in days)


def _on_or_before(day: date, days: tuple[YearDay, ...]) -> date:
    return max(found for found in _in_years(days, (day.year - 1, day.year)) if found <= day)


def _by_rule(notice: Notice) -> tuple[ReceiptDay, int]:
    if not isinstance(notice.by, ReceiptDay) or isinstance(notice.anchor, tuple) or notice.anchor not in MONTHS_IN_SPAN:
        raise ValueError("This notice names no day of receipt.")
    return notice.by, MONTHS_IN_SPAN[notice.anchor]


def _span_ends_later(span_end: date, notice: Notice, *, spans: int) -> date:
    return _day_in_month(_months_later(span_end, spans * _by_rule(notice)[1]), 31)
