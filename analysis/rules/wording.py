"""The wording of terms and notice periods, English and German, read strictly: what has two readings is refused."""

import unicodedata
from datetime import date
from functools import lru_cache

from analysis.message import Message
from analysis.rules.day_of_receipt import BY, by_day
from analysis.rules.lexicon import ANNIVERSARY, ENDING, MONTHS, NUMBERS, OF, ORDINALS, OWN_END, SPANS, TO, UNITS
from analysis.rules.notice import DAY, Anchor, Notice, Period, YearDay
from analysis.rules.shorthand import NO_TERM, OPTIONS, readings_of, written_out
from analysis.rules.spelling import phrase

LONGEST_PERIOD = 9999
DAY_OF_MONTH = rf"(?P<number>[1-9]|1\d|2[0-8]|{'|'.join(ORDINALS)})(?:\.|st|nd|rd|th)?(?: day)?"  # that each month has
FIFTEENTH = rf"(?:the 15th|dem 15\.|15\.|(?:dem )?fünfzehnten)(?: {OF}(?:{SPANS['month_end']}))? (?:or|oder)(?: {TO})?"
END_OF_MONTH = rf"(?:the |dem )?(?:end|ende) {OF}(?:{SPANS['month_end']})|monatsende|month[ _-]end"
BEFORE_A_TERM = (
    r"^(?:(?:mind\.|(?:mindest|erst|grund|fest)*(?:vertrags)?laufzeit|(?:minimum|initial|renewal) (?:term"
    r"|period)|jeweils|je|um|für"
    r"|zunächst|fest|weitere|further|additional):? )+"
)
AFTER_A_TERM = (
    r" (?:fest|\(fest\)|(?:mindest|erst|grund|fest)*(?:vertrags)?laufzeit|(?:minimum |fixed |initial "
    r"|renewal )*(?:terms?|periods?))$"
)
ANY_TIME = r"jederzeit(?: kündbar)?|(?:at )?any ?time"
LEAD_IN = (
    r"(?:(?:mit |unter einhaltung )?(?:einer |eine )?(?:kündigungs)?frist von "
    r"|(?:with |upon |on )?(?:a )?notice(?: period)? of )?(?:mindestens |at least |not less than )?"
)
BARE_UNITS = {
    r"week|weekly|week[ -]to[ -]week|woche|wöchentlich": "week",
    r"month|monthly|month[ -]to[ -]month|monat|monatlich|monatsweise": "month",
    r"quarter|quarterly|quartal|quartalsweise|vierteljährlich": "quarter",
    r"year|yearly|annual|annually|jahr|jährlich": "year",
}
A_DAY = r"(?:\d\d?[./]\d\d?[./]|\d\d?\.? [a-zä]+ |[a-zä]+ \d\d?,? |[a-zä]+ )?\d{4}(?:-\d\d-\d\d)?"
WITHOUT_UNIT = '"{number} days", "{number} weeks" or "{number} months"'
PERIOD_READINGS = '"1 {unit}" (terms of one {unit}) or an empty cell with renewal "open_ended" (no terms)'
NOTICE_READINGS = '"1 {unit}" (to any day), "1 {unit} to {end}" or "1 {unit} to term_end"'
END_READINGS = '"{period} to term_end" (of the contract\'s term), "{period} to month_end" or "{period} to quarter_end"'
START_READINGS = '"to {before}" (it ends with the day before) or "to the end of {day}" (it ends with that day)'
PERIOD_EXAMPLES = Message('"24 months", "12 Monate", "1 Jahr", "zwei Wochen", "30 days"')
NOTICE_EXAMPLES = Message(
    '"30 days", "3 months to quarter_end", "3 Monate zum Quartalsende", "4 Wochen zum 30. Juni", '
    '"by the 15th of a month to the end of that month", "1 month before the end of the term", "jederzeit"'
)


class Ambiguous(ValueError):
    """A wording with several readings, which its message lists."""


def plain(text: str) -> str:
    """The wording composed (NFKC), in lower case, with single blanks and straight apostrophes."""
    composed = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return " ".join(composed.split()).removesuffix(".")


@lru_cache(maxsize=4096)  # thousands of contracts share a few wordings
def parse_period(text: str) -> Period:
    """Length of a term as people write it, in English or German; anything else raises ValueError."""
    period = _period(phrase(f"{BEFORE_A_TERM}|{AFTER_A_TERM}").sub("", written_out(plain(text))))
    if period is None:
        raise _no_period(text)
    return period


def says_no_term(text: str) -> bool:
    """Whether a cell says in words that there is no term."""
    return bool(phrase(NO_TERM).fullmatch(plain(text)))


def _no_period(text: str) -> ValueError:
    wording = plain(text)
    if says_no_term(text):
        no_term = Message('an empty cell with renewal "open_ended" (no term), or a first term as "12 months"')
        return _ambiguous(text, no_term)
    if phrase(OPTIONS).fullmatch(wording):
        several = (
            '"{cell}" is more than one length; write the first term alone, and an option to extend it as renewal '
            '"express" with the option\'s length as renewal_term'
        )
        return ValueError(Message(several, cell=text))
    if phrase(rf"(?:.* )?{A_DAY}").fullmatch(wording):
        a_day = (
            '"{cell}" is a day and no length; write the length, as "24 months", or, where the contract ends on that '
            "day by itself, the day into ends_on"
        )
        return ValueError(Message(a_day, cell=text))
    return _refusal(text, PERIOD_READINGS, examples=PERIOD_EXAMPLES)


@lru_cache(maxsize=4096)
def parse_notice(text: str) -> Notice:
    """Notice period and anchor as people write them, English or German; anything else raises ValueError."""
    wording = written_out(phrase("^(?:eine|a) (?=frist|notice)").sub("", plain(text)))
    if phrase(ANY_TIME).fullmatch(wording):
        return Notice(Period(0, "day"), "any_day")
    if by := by_day(wording) or _by_year_day(wording, text):
        return by
    wording, any_day = phrase(rf"[, ]+(?:{ANY_TIME})$").subn("", wording)
    wording = phrase(rf"^{LEAD_IN}").sub("", wording)
    anchor, wording = _split_anchor(wording, text)
    period = _period(phrase(r"('s|')? (?:prior )?(?:written )?notice$").sub("", wording))
    if period is None:
        readings = readings_of(plain(text)) or readings_of(written_out(plain(text)))
        raise _ambiguous(text, readings) if readings else _refusal(text, NOTICE_READINGS, examples=NOTICE_EXAMPLES)
    return Notice(period, anchor or ("any_day" if any_day else None))


def parse_date(text: str) -> date:
    """One date with its year: "31.12.2026", "31. Dezember 2026", "December 31, 2026" or ISO; else ValueError."""
    wording = plain(text)
    if phrase(r"\d{4}-\d\d-\d\d").fullmatch(wording):
        return date.fromisoformat(wording)
    match = phrase(r"(.+?)[ ,./-]*(\d{4})").fullmatch(wording)
    day = _year_day(match[1], text) if match else None
    if match is None or day is None:
        example = Message(
            '"{cell}" is no date; write it as "2026-12-31", "31.12.2026" or "31 December 2026"', cell=text
        )
        raise ValueError(example)
    return date(int(match[2]), day.month, day.day)


def _period(wording: str) -> Period | None:
    match = phrase(r"(?:([a-zäöüß-]+) )?\(([0-9]{1,4})\)[ -]?(.+)").fullmatch(wording)
    if match and match[1] and NUMBERS.get(match[1], int(match[2])) != int(match[2]):
        return None
    number_word, unit_word = (match[2], match[3]) if match else _split_number(wording)
    number = int(number_word) if number_word.isdecimal() else NUMBERS.get(number_word)
    for pattern, (factor, unit) in UNITS.items():
        # Longer periods would lead out of the calendar that dates can express.
        if number is not None and number * factor <= LONGEST_PERIOD and phrase(pattern).fullmatch(unit_word):
            return Period(number * factor, unit)
    return None


def _split_number(wording: str) -> tuple[str, str]:
    match = phrase(r"([0-9]{1,4}|[a-zäöüß]+(?:-(?:four|five|six|eight))?)[ -]?(.+)").fullmatch(wording)
    return (match[1], match[2]) if match else ("", "")


def _split_anchor(wording: str, text: str) -> tuple[Anchor | None, str]:
    if match := phrase(rf"(.+?) {TO} {FIFTEENTH} (?:{END_OF_MONTH})").fullmatch(wording):
        return "half_month_end", match[1]
    for anchor, span in ENDING.items():
        endings = [
            rf"{TO}(?: the| a| each)? (?:end|ende|ablauf|schluss|expiry|expiration) {OF}(?:{span})",
            rf"{TO}(?: the| a| each| any| jeweilige[nm])? (?:{span})(?:'s)?[ _-]?(?:ende?s?|expires|schluss)",
            rf"{TO} {anchor}",
            *([OWN_END, r"before expiry"] if anchor == "term_end" else []),
            *([ANNIVERSARY] if anchor == "contract_year_end" else []),
        ]
        if match := phrase(rf"(.+?) (?:{'|'.join(endings)})").fullmatch(wording):
            return anchor, match[1]
    if match := phrase(rf"(.+?) {TO}(?: the)? end(?:e)?").fullmatch(wording):
        raise _ambiguous(text, Message(END_READINGS, period=_as_written(match[1], text)))
    if phrase(
        rf"(.+?) {TO}(?: the)? (?:1\.|1st|monatsersten|ersten|first)(?: {OF}(?:{SPANS['month_end']}))?"
    ).fullmatch(wording):
        raise _ambiguous(text, Message('"to month_end" (it ends with the last day of the month before)'))
    if match := phrase(rf"(.+?) {TO}(?: the)? {DAY_OF_MONTH} {OF}(?:{SPANS['month_end']})").fullmatch(wording):
        number = ORDINALS.get(match["number"]) or int(match["number"])
        return tuple(YearDay(month, number) for month in range(1, 13)), match[1]
    return _split_year_days(wording, text)


def _split_year_days(wording: str, text: str) -> tuple[Anchor | None, str]:
    match = phrase(rf"(.+?) {TO} ((?:the )?.*\d.*?)(?: {OF}(?:year|jahr(?:es)?))?").fullmatch(wording)
    if match is None:
        return None, wording
    days = [
        _anchor_day(part, text) for part in phrase(r" (?:and|or|und|oder|/)(?: to| zum)? |, |(?<=\.)/").split(match[2])
    ]
    known = tuple(sorted(day for day in days if day))
    return (known, match[1]) if len(known) == len(days) else (None, wording)


def _anchor_day(wording: str, text: str) -> YearDay | None:
    if phrase(r"\d{4}$").search(wording):
        raise ValueError(
            Message(
                '"{cell}" names one year; write the first end as a date of its own, and a day without year for every '
                "year",
                cell=text,
            )
        )
    inclusive = phrase(r"^(?:the end of|ende|end of|ablauf(?: des)?|schluss(?: des)?) (?:the |des )?").sub("", wording)
    day = _year_day(inclusive, text)
    if day and day.day == 1 and inclusive == wording:
        before = date(2023, day.month, 1) - DAY
        raise _ambiguous(text, Message(START_READINGS, before=f"{before:%d.%m.}", day=_as_written(wording, text)))
    return day


def _year_day(wording: str, text: str) -> YearDay | None:
    if match := phrase(r"(\d\d?)/(\d\d?)").fullmatch(wording):
        return _slashed(int(match[1]), int(match[2]), text)
    month: int | None
    if match := phrase(r"(\d\d?)\. ?(\d\d?)\.?").fullmatch(wording):
        day, month = int(match[1]), int(match[2])
    elif match := phrase(r"(?:the )?(\d\d?)(?:\.|st|nd|rd|th)?[ -]?(?:of )?([a-zä]+)\.?").fullmatch(wording):
        day, month = int(match[1]), MONTHS.get(match[2])
    elif match := phrase(r"([a-z]+)\.? (\d\d?)(?:st|nd|rd|th)?").fullmatch(wording):
        day, month = int(match[2]), MONTHS.get(match[1])
    else:
        return None
    return _existing(month, day, text)


def _existing(month: int | None, day: int, text: str) -> YearDay | None:
    try:
        return YearDay(month, day) if month else None
    except ValueError:
        raise ValueError(Message('"{cell}" names a day that no year has', cell=text)) from None


def _slashed(first: int, second: int, text: str) -> YearDay | None:
    if first <= 12 and second <= 12 and first != second:
        one, other = f"{first:02}.{second:02}.", f"{second:02}.{first:02}."
        raise _ambiguous(text, Message('"{one}" (day first) or "{other}" (month first)', one=one, other=other))
    return _existing(*((first, second) if second > 12 else (second, first)), text)


def _by_year_day(wording: str, text: str) -> Notice | None:
    """A day of the year by which notice must arrive, and the end that it is for."""
    month = "|".join(MONTHS)
    match = phrase(
        rf"{BY} (?P<day>\d\S*?(?: (?:of )?(?:{month}))?|(?:{month}) \d+)"
        rf"(?: {OF}(?:year|jahr(?:e?s)?))?,? (?P<to>{TO} .+)"
    ).fullmatch(wording)
    day = _year_day(match["day"], text) if match else None
    if match is None or day is None:
        return None
    anchor, _ = _split_anchor(f"by {match['to']}", text)
    anchor = (YearDay(12, 31),) if anchor == "year_end" else anchor
    is_one_end = anchor == "term_end" or (isinstance(anchor, tuple) and len(anchor) == 1)
    return Notice(Period(0, "day"), anchor, day) if is_one_end else None


def _as_written(wording: str, text: str) -> str:
    """Words of a cell with its own capitals, where they stand there as they were read."""
    at = text.lower().find(wording)
    return text[at : at + len(wording)] if at >= 0 else wording


def _ambiguous(text: str, readings: Message) -> Ambiguous:
    return Ambiguous(
        Message(
            '"{cell}" is not understood, it has several readings: {readings}; write the one that is meant',
            cell=text,
            readings=readings,
        )
    )


def _refusal(text: str, readings: str, *, examples: str) -> ValueError:
    wording = phrase(r" (?:kündbar|cancel(?:l)?able|terminable)$").sub("", plain(text))
    for pattern, unit in BARE_UNITS.items():
        if phrase(pattern).fullmatch(wording):
            return _ambiguous(text, Message(readings, unit=Message.fixed(unit), end=Message.fixed(f"{unit}_end")))
    if wording.isdecimal():
        return _ambiguous(text, Message(WITHOUT_UNIT, number=wording))
    example = Message('"{cell}" is not understood; write it for example as {examples}', cell=text, examples=examples)
    return ValueError(example)
