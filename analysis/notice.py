"""Calendar arithmetic of notice periods and the wording of terms."""

import calendar
import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Literal

Unit = Literal["day", "week", "month"]
Anchor = Literal["week_end", "month_end", "quarter_end", "half_year_end", "year_end", "term_end"]

DAY = timedelta(days=1)
MONTHS_BETWEEN_ANCHORS: dict[Anchor, int] = {
    "month_end": 1,
    "quarter_end": 3,
    "half_year_end": 6,
    "year_end": 12,
}


@dataclass(frozen=True)
class Period:
    """A length of time; a negative count raises ValueError."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"A period of {self.count} {self.unit}s is negative.")


@dataclass(frozen=True)
class Notice:
    """A notice period and the days it may end on; without an anchor it may end on any day."""

    period: Period
    anchor: Anchor | None = None


def period_end(received: date, period: Period) -> date:
    """Last day of a period that an event on `received` starts (BGB §§ 187 I, 188 II, III)."""
    if period.unit == "month":
        return _months_later(received, period.count)
    return received + _days(period)


def plain_subtraction(term_end: date, period: Period) -> date:
    """The same day number a period before `term_end`, cut to the month's last day."""
    if period.unit == "month":
        return _months_later(term_end, -period.count)
    return term_end - _days(period)


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
    if length.unit != "month":
        return starts_on + _days(length) - DAY
    month = _months_later(starts_on.replace(day=1), length.count)
    if starts_on.day == 1:
        return month - DAY
    # The day before the same number (§ 188 II), the month's last day where that is missing (§ 188 III).
    return _day_in_month(month, starts_on.day - 1)


def term_ends(starts_on: date, initial: Period, *, renewal: Period) -> Iterator[date]:
    """Ends of the successive terms, all counted from the first start; a length of zero raises ValueError."""
    if not initial.count or not renewal.count:
        raise ValueError("A term has zero length: initial_term and renewal_term must be above zero.")
    return _term_ends(starts_on, initial, renewal=renewal)


def _term_ends(starts_on: date, initial: Period, *, renewal: Period) -> Iterator[date]:
    first_end = end_of_term(starts_on, initial)
    yield first_end
    for renewals in count(1):
        if initial.unit == renewal.unit:
            whole = Period(initial.count + renewals * renewal.count, initial.unit)
            yield end_of_term(starts_on, whole)
        else:
            yield end_of_term(first_end + DAY, Period(renewals * renewal.count, renewal.unit))


def anchor_on_or_after(day: date, anchor: Anchor | None) -> date:
    """First day from `day` on that is the anchor (weeks end on Sunday); term_end raises ValueError."""
    if anchor is None:
        return day
    if anchor == "week_end":
        return day + (6 - day.weekday()) * DAY
    if anchor == "term_end":
        raise ValueError("The end of a term is no calendar day: it needs the contract's terms.")
    months_left = -day.month % MONTHS_BETWEEN_ANCHORS[anchor]
    return _day_in_month(_months_later(day, months_left), 31)


def exit_after(received: date, notice: Notice, *, not_before: date | None = None) -> date:
    """First permitted day from the end of the notice and from `not_before` on; term_end raises ValueError."""
    earliest = period_end(received, notice.period)
    return anchor_on_or_after(max(earliest, not_before or earliest), notice.anchor)


def send_by(safe_receipt: date, buffer_days: int, *, holidays: Container[date] = ()) -> date:
    """Last working day (Monday to Friday, no holiday) by `safe_receipt`, less `buffer_days` working days."""
    day = safe_receipt + DAY
    for _ in range(buffer_days + 1):
        day -= DAY
        while day.weekday() >= 5 or day in holidays:
            day -= DAY
    return day


def _days(period: Period) -> timedelta:
    return timedelta(days=period.count * (7 if period.unit == "week" else 1))


def _months_later(day: date, months: int) -> date:
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return _day_in_month(date(year, month_index + 1, 1), day.day)


def _day_in_month(month: date, number: int) -> date:
    return month.replace(day=min(number, calendar.monthrange(month.year, month.month)[1]))


LONGEST_PERIOD = 9999
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "eines": 1,
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "fuenf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "zwoelf": 12,
}  # fmt: skip
UNITS: dict[str, tuple[int, Unit]] = {
    r"(?:calendar )?days?|(?:kalender)?tag(?:en?)?": (1, "day"),
    r"weeks?|wochen?": (1, "week"),
    r"months?|monat(?:en?|s)?": (1, "month"),
    r"quarters?|quartal(?:en?|s)?|vierteljahr(?:en?)?": (3, "month"),
    r"half[ -]years?|halbjahr(?:en?)?|halbe[sn]? jahre?": (6, "month"),
    r"years?|jahr(?:en?|es)?": (12, "month"),
}
ANCHORS: dict[Anchor, tuple[str, str]] = {
    "week_end": (r"week", r"(?:kalender)?wochen?"),
    "month_end": (r"month", r"(?:kalender)?monats"),
    "quarter_end": (r"quarter", r"(?:kalender)?(?:quartals|vierteljahre?s)"),
    "half_year_end": (r"half[ _-]year", r"(?:kalender)?halbjahre?s"),
    "year_end": (r"year", r"(?:kalender)?jahres"),
    "term_end": (r"(?:contract )?term|contract", r"(?:vertrags)?laufzeit|vertrage?s"),
}
TO = r"(?:to|at|before)(?: the| a| each)?"
ZUM = r"(?:zum|vor(?: dem)?)"
LEAD_IN = r"(?:(?:jederzeit )?mit (?:einer )?frist von |(?:with )?(?:a )?notice(?: period)? of )?"
ANY_TIME = r"jederzeit(?: kündbar)?|(?:at )?any ?time"
BARE_UNITS = {
    r"week|weekly|week[ -]to[ -]week|woche|wöchentlich": "week",
    r"month|monthly|month[ -]to[ -]month|monat|monatlich|monatsweise": "month",
    r"quarter|quarterly|quartal|quartalsweise|vierteljährlich": "quarter",
    r"year|yearly|annual|annually|jahr|jährlich": "year",
}
PERIOD_READINGS = '"1 {unit}" (terms of one {unit}) or an empty cell with renewal "open_ended" (no terms)'
NOTICE_READINGS = '"1 {unit}" (to any day), "1 {unit} to {unit}_end" or "1 {unit} to term_end"'
PERIOD_EXAMPLES = '"24 months", "12 Monate", "1 Jahr", "zwei Wochen", "30 days"'
NOTICE_EXAMPLES = (
    '"30 days", "3 months to quarter_end", "3 Monate zum Quartalsende", "14 Tage zum Monatsende", '
    '"1 month before the end of the term", "jederzeit"'
)


def parse_period(text: str) -> Period:
    """Length of a term as people write it, in English or German; anything else raises ValueError."""
    period = _period(_plain(text))
    if period is None:
        raise ValueError(_not_understood(text, PERIOD_READINGS, examples=PERIOD_EXAMPLES))
    return period


def parse_notice(text: str) -> Notice:
    """Notice period and anchor as people write them, English or German; anything else raises ValueError."""
    wording = _plain(text)
    if re.fullmatch(ANY_TIME, wording):
        return Notice(Period(0, "day"))
    anchor, wording = _split_anchor(re.sub(f"^{LEAD_IN}", "", wording))
    period = _period(re.sub(r"('s|')? notice$", "", wording))
    if period is None:
        raise ValueError(_not_understood(text, NOTICE_READINGS, examples=NOTICE_EXAMPLES))
    return Notice(period, anchor)


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(composed.split()).removesuffix(".")


def _period(wording: str) -> Period | None:
    match = re.fullmatch(r"([0-9]{1,4}|[a-zäöü]+)[ -]?(.+)", wording)
    if match is None:
        return None
    number = int(match[1]) if match[1].isdecimal() else NUMBERS.get(match[1])
    for pattern, (factor, unit) in UNITS.items():
        # Longer periods would lead out of the calendar that dates can express.
        if number is not None and number * factor <= LONGEST_PERIOD and re.fullmatch(pattern, match[2]):
            return Period(number * factor, unit)
    return None


def _split_anchor(wording: str) -> tuple[Anchor | None, str]:
    for anchor, (english, german) in ANCHORS.items():
        endings = [
            rf"{TO} end of (?:the |a |each )?(?:calendar )?(?:{english})",
            rf"{TO} (?:{english})(?:'s)?[ _-]end",
            rf"{ZUM} (?:{german})ende",
            rf"{ZUM} (?:ende|ablauf|schluss) (?:der|des|einer|eines) (?:{german})",
            rf"{ZUM} {anchor}",
            *(["vor ablauf", "before expiry"] if anchor == "term_end" else []),
        ]
        if match := re.fullmatch(rf"(.+?) (?:{'|'.join(endings)})", wording):
            return anchor, match[1]
    return None, wording


def _not_understood(text: str, readings: str, *, examples: str) -> str:
    for pattern, unit in BARE_UNITS.items():
        if re.fullmatch(pattern, _plain(text)):
            return (
                f'"{text}" is not understood, it has several readings: {readings.format(unit=unit)}; '
                "write the one that is meant."
            )
    return f'"{text}" is not understood; write it for example as {examples}.'
