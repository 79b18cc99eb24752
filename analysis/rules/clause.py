"""A contract's clause pasted whole, English or German, read into the terms of a register row."""

import re
import unicodedata
from typing import Literal

from analysis.message import Message
from analysis.rules import clause_words as words
from analysis.rules import notice_words
from analysis.rules import renewal_words as renewals
from analysis.rules.clause_asides import SAID_ASIDE
from analysis.rules.clause_notice import take_notices, without
from analysis.rules.clause_terms import Clause, settle
from analysis.rules.clause_words import Form, P
from analysis.rules.lexicon import FIRST_EXIT
from analysis.rules.notice import Period
from analysis.rules.shorthand import WORKING_DAY, WORKING_DAYS, without_abbreviations
from analysis.rules.spelling import phrase
from analysis.rules.wording import parse_date, parse_period

ANY_FORM = "|".join(pattern for _, pattern in words.FORMS)


def read_clause(text: str) -> Clause:
    """The terms that a pasted clause names; what has several readings is left out and listed with them."""
    clause = Clause()
    composed = without_abbreviations(unicodedata.normalize("NFKC", text).replace("’", "'"))
    for sentence in re.split(words.SENTENCE_END, composed):
        is_special = phrase(words.SPECIAL).search(sentence)
        if _moves_the_price(sentence) or (is_special and phrase(words.PRICE).search(sentence)):
            _read_price(clause, sentence)
        elif is_special or _is_about_a_price(sentence):
            clause.not_understood.append(sentence)  # a right to leave for another reason, or how long a price holds
        elif sentence:
            _read_sentence(clause, sentence)
    settle(clause)
    if clause.renewal == "open_ended" and not (clause.initial_term or clause.bound_until):
        _check_minimum(clause, composed)
    return clause


def _check_minimum(clause: Clause, text: str) -> None:
    """A minimum term whose length is not said leaves open from when on notice may end the contract."""
    if match := phrase(f"{words.MINIMUM}|{FIRST_EXIT}").search(text):
        open_length = Message('how long "{words}" is, is not said; paste the sentence that says it', words=match[0])
        clause.ambiguous.append(open_length)


def _moves_the_price(sentence: str) -> bool:
    """Whether a sentence is about a change of price; one that renews a contract at another price is about its term."""
    moves = phrase(words.PRICE).search(sentence) and phrase(words.PRICE_MOVES).search(sentence)
    return bool(moves) and not phrase(words.RENEWING).search(sentence)


def _is_about_a_price(sentence: str) -> bool:
    """Whether a sentence says no more than how long a price holds."""
    return bool(phrase(words.PRICE_HOLDS).fullmatch(sentence)) and not phrase(
        rf"{words.ENDS}|vertrag|contract|agree"
    ).search(sentence)


def _read_price(clause: Clause, sentence: str) -> None:
    """A change of price gives a time until it binds, or a right to leave, whose own length is no notice."""
    clause.price_change = clause.read_from["price_change"] = sentence
    if match := phrase(words.PRICE_EXIT).search(sentence):
        clause.special_termination, clause.read_from["special_termination"] = "yes", match[0]
    elif (match := phrase(P).search(sentence)) and (length := _length(clause, match["period"])):
        clause.price_change_notice, clause.read_from["price_change_notice"] = length, match[0]


def _length(clause: Clause, said: str) -> Period | None:
    """A length, or None where its words contradict themselves or go beyond the calendar, which is then told."""
    try:
        return parse_period(said)
    except ValueError as problem:
        clause.ambiguous.append(*problem.args)
        return None


def _read_sentence(clause: Clause, sentence: str) -> None:
    said = " ".join(phrase(SAID_ASIDE).sub(" ", sentence).split())
    rest = _take_from_to(clause, said)
    if not phrase(words.NOT_A_START).search(rest):
        rest = _take(clause, rest, words.START, field_name="starts_on")
    rest = _take_end(clause, rest)
    for pattern in words.FIRST_END:
        rest = _take(clause, rest, pattern, field_name="bound_until")
    rest = _take_renewal(clause, rest)
    rest = _take_first_exit(clause, rest)
    for pattern in words.INITIAL:
        rest = _take(clause, rest, pattern, field_name="initial_term")
    rest = take_notices(clause, rest, said)
    is_about_terms = rest != said
    if is_about_terms and (match := phrase(words.NO_ONE_LENGTH).search(said)):
        clause.ambiguous.append(Message('"{words}" is not one length; write the one that is meant', words=match[0]))
    if is_about_terms or phrase(words.ENDS).search(sentence):
        rest = _take_form(clause, rest, sentence)
    left = _left(phrase(f"{notice_words.BOTH}|{words.LATER}").sub("|", rest))
    clause.not_understood += [part for part in left if not (is_about_terms and _is_subject(part, said))]
    renews = clause.read_from.get("renewal", "|") in said
    for unread in left if is_about_terms else left and [said]:
        _check_unread(clause, unread, is_about_terms=is_about_terms, renews=renews)


def _is_subject(part: str, said: str) -> bool:
    """Whether a part only names what a sentence about terms is about: nothing in it could bear on them."""
    is_bare = phrase(words.SUBJECT).fullmatch(part) and not phrase(words.CARRIES).search(part)
    return said.startswith(part) and bool(is_bare)


def _take_first_exit(clause: Clause, rest: str) -> str:
    """An end before which notice may not end the contract: that of its first term, whose length may follow."""
    match = phrase(rf"{FIRST_EXIT}(?P<length> von (?={P}))?").search(rest)
    if match is None:
        return rest
    clause.read_from["first_exit"] = match[0]
    return f"{rest[: match.start()]}|{'Mindestlaufzeit von ' * bool(match['length'])}{rest[match.end() :]}"


def form_of(text: str) -> tuple[Form, str] | None:
    """The form of notice that a text names, and in which words."""
    found = ((form, match[0]) for form, pattern in words.FORMS if (match := phrase(pattern).search(text)))
    return next(found, None)


def _take_form(clause: Clause, rest: str, sentence: str) -> str:
    found = form_of("|".join(filter(_may_tell_the_form, re.split(r"[,;|]|\b(?:und|and)\b", sentence))))
    if found and clause.notice_form is None:
        clause.notice_form, clause.read_from["notice_form"] = found
    return phrase(ANY_FORM).sub("|", rest) if found else rest


def _may_tell_the_form(part: str) -> bool:
    """Whether a part of a sentence is about the end of the contract, or no more than a form: bills have one, too."""
    tells_an_end = phrase(f"{words.ENDS}|{notice_words.ANCHOR}").search(part)
    return bool(tells_an_end) or not _left(phrase(ANY_FORM).sub("|", part))


def _check_unread(clause: Clause, unread: str, *, is_about_terms: bool, renews: bool) -> None:
    """Words beside the terms that may change them are told as what keeps the clause from being read."""
    if phrase(words.RENEWING).search(unread) and (once := phrase(words.ONCE).search(unread)):
        limited = (
            '"{words}" ends it after one renewal: leave the word out as long as the first term runs, and once it '
            "has renewed write the day on which it ends into ends_on"
        )
        clause.ambiguous.append(Message(limited, words=once[0]))
    elif match := phrase(rf"(?:\d+|{words.WORDS}) {WORKING_DAY}").search(unread):
        working = '"{words}": {readings}'
        clause.ambiguous.append(Message(working, words=match[0], readings=Message(WORKING_DAYS)))
    elif _may_limit(unread, is_about_terms=is_about_terms, renews=renews):
        limiting = '"{words}" is not understood and may change the terms; paste what is meant without it'
        clause.ambiguous.append(Message(limiting, words=unread))


def _take(
    clause: Clause, rest: str, pattern: str, *, field_name: Literal["starts_on", "bound_until", "initial_term"]
) -> str:
    match = phrase(pattern).search(rest)
    if match is None:
        return rest
    try:
        read = parse_period(match["period"]) if field_name == "initial_term" else parse_date(match["date"])
    except ValueError as problem:
        clause.ambiguous.append(*problem.args)
        return without(rest, match)
    if getattr(clause, field_name) not in (None, read):
        return rest
    setattr(clause, field_name, read)
    clause.read_from.setdefault(field_name, match[0])
    return without(rest, match)


def _take_from_to(clause: Clause, rest: str) -> str:
    match = phrase(words.FROM_TO).search(rest)
    if match is None:
        return rest
    try:
        clause.starts_on, clause.bound_until = parse_date(match["date"]), parse_date(match["until"])
    except ValueError as problem:
        clause.ambiguous.append(*problem.args)
    clause.read_from |= dict.fromkeys(("starts_on", "bound_until"), match[0])
    return without(rest, match)


def _take_end(clause: Clause, rest: str) -> str:
    """A day on which the contract ends by itself, unless something else is said of what follows."""
    match = phrase(words.ENDS_ON).search(rest)
    if match is None:
        return rest
    rest = _take(clause, rest, words.ENDS_ON, field_name="bound_until")
    if clause.renewal is None:
        clause.renewal, clause.read_from["renewal"] = "none", match[0]
    return phrase(r",? ohne dass es einer kündigung bedarf").sub("|", rest)


def _take_renewal(clause: Clause, rest: str) -> str:
    by_itself = not phrase(renewals.BY_AGREEMENT).search(rest)
    if by_itself and (match := phrase(renewals.ROLLING).search(rest)):
        rest = _take_rolling(clause, rest, match, term=Period(1, "month"))
    for pattern, months in renewals.EVERY.items() if by_itself else ():
        if match := phrase(pattern).search(rest):
            return _take_rolling(clause, rest, match, term=Period(months, "month"))
    for kind, pattern in renewals.RENEWALS:
        match = phrase(pattern).search(rest)
        if match is None:
            continue
        if clause.renewal == "none" and phrase(words.ENDS_ON).fullmatch(clause.read_from["renewal"]):
            clause.renewal = None
        if clause.renewal and clause.renewal != kind:
            clause.ambiguous.append(
                Message(
                    'renewal is "{one}" by "{words}" but "{other}" by "{said}"',
                    one=clause.renewal,
                    words=clause.read_from["renewal"],
                    other=kind,
                    said=match[0],
                )
            )
            return without(rest, match)
        clause.renewal, clause.read_from["renewal"] = kind, match[0]
        by = match if "period" in match.groupdict() else phrase(renewals.BY).search(match[0])
        if by and by["period"] and (length := _length(clause, by["period"])):
            _set_renewal_term(clause, length, said=match[0])
        return without(rest, match)
    return rest


def _take_rolling(clause: Clause, rest: str, match: re.Match[str], *, term: Period) -> str:
    clause.renewal, clause.read_from["renewal"] = "tacit", match[0]
    _set_renewal_term(clause, term, said=match[0])
    return without(rest, match)


def _set_renewal_term(clause: Clause, term: Period, *, said: str) -> None:
    if clause.renewal_term not in (None, term):
        earlier = clause.read_from["renewal_term"]
        clause.ambiguous.append(Message('two renewals: "{one}" or "{other}"', one=earlier, other=said))
    clause.renewal_term, clause.read_from["renewal_term"] = term, said


def _left(rest: str) -> list[str]:
    """The parts of a sentence that were not read and are more than joining words."""
    parts = (part.strip(" ,.:;") for part in rest.split("|"))
    carries_none = phrase(f"{words.SILENT}|{notice_words.KNOWN}").fullmatch
    return [part for part in parts if not all(map(carries_none, re.findall(r"[\w-]+", part)))]


def _may_limit(unread: str, *, is_about_terms: bool, renews: bool) -> bool:
    """Whether words that were not read tell a renewal, or a time or condition for the ordinary end."""
    if phrase(f"{words.TAKEN_AWAY}|{renewals.DENIED}").search(unread):
        return True
    if phrase(words.EXTRAORDINARY).search(unread):
        return False
    if phrase(f"{words.RENEWING}|{words.CHANGING}").search(unread):
        return True
    another_time = not phrase(words.OF_PAYMENT).fullmatch(unread) and bool(phrase(words.OTHER_TIME).search(unread))
    if is_about_terms:
        condition = words.CONDITION if renews else f"{words.CONDITION}|{words.DENIAL}"
        return another_time or bool(phrase(condition).search(unread))
    of_terms = phrase(f"{words.ENDS}|{words.LASTS}|{words.LATER}|{P} (?:{notice_words.ANCHOR})").search(unread)
    of_something_else = phrase(f"{notice_words.OTHER_ACT}|{words.AFTERWARDS}").search(unread)
    return another_time and bool(of_terms) and not of_something_else
