"""What a clause says, and what follows from all of its sentences together."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analysis.message import Message
from analysis.rules import clause_words as words
from analysis.rules.clause_words import Form
from analysis.rules.notice import Notice, Period, end_of_term
from analysis.rules.renewal_words import RENEWS, ROLLING, SAME, SAME_TERM, Renewal
from analysis.rules.spelling import phrase

MONTHLY = (
    '"{words}" is taken as terms of a month that renew by themselves (renewal tacit): notice counts to the end of one; '
    "where it runs on without terms until notice ends it, write renewal open_ended in the row"
)
AT_ANY_TIME = Notice(Period(0, "day"), "any_day")


@dataclass
class Clause:
    """What a clause says, `read_from` which words; `ambiguous` lists readings, `not_understood` the other words, and
    `assumed` what no word of it says."""

    starts_on: date | None = None
    initial_term: Period | None = None
    bound_until: date | None = None
    renewal: Renewal | None = None
    renewal_term: Period | None = None
    notice: Notice | None = None
    notice_when_open_ended: Notice | None = None
    vendor_notice: Notice | None = None
    notice_form: Form | None = None
    price_change_notice: Period | None = None
    price_change: str | None = None
    special_termination: Literal["yes"] | None = None
    read_from: dict[str, str] = field(default_factory=dict)
    ambiguous: list[Message] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)
    assumed: list[Message] = field(default_factory=list)


def settle(clause: Clause) -> None:
    """Completes a clause: how it goes on, which of two notices is for which time, and what contradicts itself."""
    read = clause.read_from
    rolls = phrase(ROLLING).fullmatch(read.get("renewal", "")) and not phrase(RENEWS).search(read["renewal"])
    if rolls:
        clause.assumed.append(Message(MONTHLY, words=read["renewal"]))
    if rolls and not (clause.initial_term or clause.bound_until):
        clause.initial_term, read["initial_term"] = clause.renewal_term, read["renewal"]
    if clause.renewal == "tacit" and clause.renewal_term is None and clause.initial_term:
        _renew_by_the_first_term(clause)
    if clause.renewal == "tacit" and clause.renewal_term is None:
        no_length = '"{words}" names no length; write by how long it renews, as "12 months"'
        clause.ambiguous.append(Message(no_length, words=read["renewal"]))
    if clause.renewal == "tacit" and clause.notice_when_open_ended:
        _settle_notices(clause)
    if clause.renewal == "tacit" and clause.notice == AT_ANY_TIME:
        _settle_any_time(clause)
    if clause.renewal is None:
        _settle_what_follows(clause)
    _check_end(clause)
    _check_term(clause)


def _settle_what_follows(clause: Clause) -> None:
    """How a contract goes on of which no word says it: it runs on, ends with its term, or leaves the choice."""
    if why := _why_open_ended(clause):
        _run_on(clause, why)
        return
    term = _term_words(clause)
    if term and clause.notice:
        clause.ambiguous.append(
            Message(
                'what follows on "{words}" is not said: renewal "tacit" with a renewal_term, "open_ended" or "none"',
                words=term,
            )
        )
    elif term:
        _end_by_itself(clause, term)


def _term_words(clause: Clause) -> str | None:
    read = clause.read_from
    return read.get("bound_until") or read.get("initial_term") or read.get("notice")


def _check_end(clause: Clause) -> None:
    """A notice beside an end that needs none may be to that end or before it."""
    if clause.renewal == "none" and clause.notice and clause.notice.anchor not in ("any_day", "term_end"):
        clause.ambiguous.append(
            Message(
                '"{end}" ends it by itself, and "{words}" may end it sooner or not at all; paste the one that is '
                'meant, or write "at any time" beside the notice where it may end the contract on any day before',
                end=clause.read_from.get("renewal") or _term_words(clause),
                words=clause.read_from["notice"],
            )
        )


def _run_on(clause: Clause, why: str) -> None:
    clause.renewal = "open_ended"
    if clause.initial_term or clause.bound_until or "first_exit" in clause.read_from:
        clause.read_from["renewal"] = why
    else:
        runs_on = 'no term stands beside "{words}": it runs on until notice ends it (renewal open_ended)'
        clause.assumed.append(Message(runs_on, words=why))


def _end_by_itself(clause: Clause, term: str) -> None:
    clause.renewal = "none"
    if phrase(words.SAYS_THAT_IT_ENDS).search(term):
        clause.read_from["renewal"] = term
    else:
        ends = 'what follows on "{words}" is not said: it ends then by itself (renewal none)'
        clause.assumed.append(Message(ends, words=term))


def _renew_by_the_first_term(clause: Clause) -> None:
    said = clause.read_from["renewal"]
    clause.renewal_term = clause.initial_term
    if phrase(SAME).search(said) or phrase(SAME_TERM).search(said):
        clause.read_from["renewal_term"] = said
    else:
        length = '"{words}" names no length: it renews by the length of the first term'
        clause.assumed.append(Message(length, words=said))


def _settle_notices(clause: Clause) -> None:
    """Terms that follow on one another have one notice, whenever it is given."""
    read, later = clause.read_from, clause.notice_when_open_ended
    if clause.notice not in (None, later):
        clause.ambiguous.append(
            Message(
                'two notice periods: "{one}" or "{other}" for terms that renew',
                one=read["notice"],
                other=read["notice_when_open_ended"],
            )
        )
        return
    clause.notice, clause.notice_when_open_ended = later, None
    read["notice"] = read.pop("notice_when_open_ended")


def _settle_any_time(clause: Clause) -> None:
    """Who pays month by month leaves at the end of a month; from longer terms "at any time" alone may be either."""
    if clause.renewal_term == Period(1, "month"):
        clause.notice = Notice(Period(0, "day"), "term_end")
    else:
        either = '"{words}" may end it on any day, or by notice of 0 days to the end of the term'
        clause.ambiguous.append(Message(either, words=clause.read_from["notice"]))


def _check_term(clause: Clause) -> None:
    start, length, until = clause.starts_on, clause.initial_term, clause.bound_until
    if start and length and length.count and until and end_of_term(start, length) != until:
        read = clause.read_from
        clause.ambiguous.append(
            Message(
                '"{length}" does not end on the day in "{until}"',
                length=read["initial_term"],
                until=read["bound_until"],
            )
        )


def _why_open_ended(clause: Clause) -> str | None:
    """The words by which a contract runs on: a later notice, a first end for notice, a minimum term, no term at all."""
    for name in ("notice_when_open_ended", "first_exit"):
        if name in clause.read_from:
            return clause.read_from[name]
    term = clause.read_from.get("bound_until") or clause.read_from.get("initial_term")
    counts_to_a_term = clause.notice is not None and clause.notice.anchor == "term_end"
    if (term is None and not counts_to_a_term) or (term and phrase(words.AT_LEAST).search(term)):
        return clause.read_from.get("notice") or clause.read_from.get("vendor_notice") or term
    return None
