"""Notices and lengths of time in words, which read back to the same notice."""

from datetime import date
from functools import cache

from analysis.language import Language
from analysis.rules.notice import Anchor, Notice, Period, ReceiptDay, YearDay

MONTHS_IN_A_YEAR = 12


@cache
def said_period(period: Period, language: Language) -> str:
    """A length of time in words as it follows "of": "3 months" or, in the dative, "3 Monaten"."""
    match period:
        case Period(1, "day"):
            return language.text("1 day")
        case Period(number, "day"):
            return language.text("{count} days", count=number)
        case Period(1, "week"):
            return language.text("1 week")
        case Period(number, "week"):
            return language.text("{count} weeks", count=number)
        case Period(1, _):
            return language.text("1 month")
    return language.text("{count} months", count=period.count)


@cache
def said(notice: Notice, language: Language) -> str:
    """The whole notice as it was understood, in words that read back to the same notice."""
    if isinstance(notice.by, YearDay) and notice.anchor:
        day = day_without_year(date(2024, notice.by.month, notice.by.day), language)
        return language.text("by {day} {to}", day=day, to=_said_anchor(notice.anchor, language))
    if isinstance(notice.by, ReceiptDay):
        return _said_by(notice, notice.by, language)
    if notice.anchor == "any_day" and not notice.period.count:
        return language.text("at any time")
    length = said_period(notice.period, language)
    if notice.anchor == "any_day":
        return language.text("notice of {length} at any time", length=length)
    if notice.anchor is None:
        return language.text("notice of {length}", length=length)
    return language.text("notice of {length} {to}", length=length, to=_said_anchor(notice.anchor, language))


def _said_anchor(anchor: Anchor, language: Language) -> str:
    if isinstance(anchor, tuple):
        numbers = {day.day for day in anchor}
        if len(anchor) == MONTHS_IN_A_YEAR and len(numbers) == 1:
            return language.text("to the {number} of a month", number=_ordinal(numbers.pop(), language))
        days = [_day_of_year(day.month, day.day, language) for day in anchor]
        return language.text("to {days} each year", days=language.text(" or to ").join(days))
    anchors = {
        "week_end": language.text("to the end of a week"),
        "half_month_end": language.text("to the 15th or the end of a month"),
        "month_end": language.text("to the end of a calendar month"),
        "quarter_end": language.text("to the end of a calendar quarter"),
        "half_year_end": language.text("to the end of a calendar half-year"),
        "year_end": language.text("to the end of a calendar year"),
        "contract_year_end": language.text("to the end of a contract year"),
        "term_end": language.text("to the end of the term"),
    }
    return anchors[anchor]


def _day_of_year(month: int, day: int, language: Language) -> str:
    # The end of the day: "to the first" alone would leave open whether the contract ends with it or before it.
    words = day_without_year(date(2024, month, day), language)
    return language.text("the end of {day}", day=words) if day == 1 else words


def _said_by(notice: Notice, by: ReceiptDay, language: Language) -> str:
    number = _ordinal(by.number, language)
    if by.working_days:
        number = language.text("{number} working day", number=number)
    return language.text("by the {number} {to}", number=number, to=_by_target(notice, by, language))


def _ordinal(number: int, language: Language) -> str:
    if 11 <= number <= 13:
        return language.text("{number}th", number=number)
    endings = {
        1: language.text("{number}st", number=number),
        2: language.text("{number}nd", number=number),
        3: language.text("{number}rd", number=number),
    }
    return endings.get(number % 10) or language.text("{number}th", number=number)


def _by_target(notice: Notice, by: ReceiptDay, language: Language) -> str:
    spans: dict[object, str] = {
        "month_end": language.text("calendar month"),
        "quarter_end": language.text("calendar quarter"),
        "half_year_end": language.text("calendar half-year"),
        "year_end": language.text("calendar year"),
    }
    targets = [
        language.text("of a {span} to the end of that {span}", span=spans[notice.anchor]),
        language.text("of a {span} to the end of the next {span}", span=spans[notice.anchor]),
        language.text("of a {span} to the end of the {span} after next", span=spans[notice.anchor]),
    ]
    return targets[by.spans_later]


def day_without_year(day: date, language: Language) -> str:
    """A day in words without its year."""
    return language.day(day).removesuffix(f" {day.year}")
