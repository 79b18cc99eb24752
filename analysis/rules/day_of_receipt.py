"""Notices that must arrive by a day of a calendar span, in the words of statutes and contracts."""

import re

from analysis.rules.lexicon import OF, ORDINALS, SPANS
from analysis.rules.notice import Notice, Period, ReceiptDay, SpanEnd
from analysis.rules.spelling import phrase

BY = (
    r"(?:by|until|no later than|(?:spätestens )?bis(?: spätestens)?(?: zum)?|(?:spätestens )?am|spätestens zum)"
    r"(?: the)?"
)


def by_day(wording: str) -> Notice | None:
    """A notice that must arrive by a day of a month, quarter, half-year or year; None for other words."""
    span = "|".join(SPANS.values())
    number = rf"(?P<number>\d\d?|{'|'.join(ORDINALS)})(?:\.|st|nd|rd|th)?"
    later = (
        r"(?P<later>that|the same|the current|desselben|dieses|the next|the following|(?:des )?nächsten|des folgenden"
        r"|the (?:calendar )?(?:month|quarter|half[ -]year|year) after next|des übernächsten)"
    )
    match = phrase(
        rf"{BY} {number}(?P<working> working day| werktag)?(?: day)? {OF}(?P<span>{span})"
        rf" (?:to|for|zum|für)(?: the| den)? (?:end|ende|ablauf|schluss) (?:of )?{later}(?: (?P<target>{span}))?"
        rf"|{BY} {number.replace('number', 'number_')}(?P<working_> working day| werktag)? {OF}(?P<span_>{span})"
        rf" (?:zum (?:monats|quartals|halbjahres|jahres)ende|(?:to|for|zum|für)(?: the| den)? (?:end|ende|ablauf"
        rf"|schluss)"
        rf" (?:of )?(?:the|des) (?P<same>{span})|to (?:month|quarter|year)[ _-]end)"
    ).fullmatch(wording)
    return _receipt_day(match) if match else None


def _receipt_day(match: re.Match[str]) -> Notice | None:
    number = match["number"] or match["number_"]
    anchor, target = _span(match["span"] or match["span_"]), match["target"] and _span(match["target"])
    later = match["later"] or "that"
    spans = (
        2
        if "after next" in later or "übernächsten" in later
        else int(not phrase("that|same|current|selben|dieses").search(later))
    )
    if target not in (None, anchor):
        return None
    rule = ReceiptDay(ORDINALS.get(number) or int(number), bool(match["working"] or match["working_"]), spans)
    return Notice(Period(0, "day"), anchor, rule)


def _span(wording: str) -> SpanEnd:
    return next(anchor for anchor, pattern in SPANS.items() if phrase(pattern).fullmatch(wording))
