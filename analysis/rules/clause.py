"""A contract's clause pasted whole, English or German, read into the terms of a register row."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analysis.rules import clause_words as words
from analysis.rules.clause_words import Form, P, Renewal
from analysis.rules.notice import Notice, Period
from analysis.rules.shorthand import without_abbreviations
from analysis.rules.wording import Ambiguous, parse_date, parse_notice, parse_period

NoticeName = Literal["notice", "notice_when_open_ended", "vendor_notice"]


@dataclass
class Clause:
    """What a clause says, `read_from` which words; `ambiguous` lists readings, `not_understood` the other words."""

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
    ambiguous: list[str] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)


def read_clause(text: str) -> Clause:
    """The terms that a pasted clause names; what has several readings is left out and listed with them."""
    clause = Clause()
    composed = without_abbreviations(unicodedata.normalize("NFKC", text).replace("’", "'"))
    for sentence in re.split(words.SENTENCE_END, composed):
        moves = re.search(words.PRICE, sentence, re.I) and re.search(words.PRICE_MOVES, sentence, re.I)
        if moves or re.search(words.SPECIAL, sentence, re.I):
            _read_price(clause, sentence)
        elif sentence:
            _read_sentence(clause, sentence)
    _settle(clause)
    return clause


def _read_price(clause: Clause, sentence: str) -> None:
    """A change of price gives a time until it binds, or a right to leave, whose own length is no notice."""
    clause.price_change = clause.read_from["price_change"] = sentence
    if match := re.search(words.PRICE_EXIT, sentence, re.I):
        clause.special_termination, clause.read_from["special_termination"] = "yes", match[0]
    elif match := re.search(P, sentence, re.I):
        clause.price_change_notice = parse_period(match["period"])
        clause.read_from["price_change_notice"] = match[0]


def _read_sentence(clause: Clause, sentence: str) -> None:
    known = clause.read_from.keys() | {"notice_form"}
    rest = " ".join(re.sub(words.UPPER_BOUND, " ", sentence, flags=re.I).split())
    rest = _take_from_to(clause, rest)
    rest = _take(clause, rest, words.START, field_name="starts_on")
    rest = _take_end(clause, rest)
    for pattern in words.FIRST_END:
        rest = _take(clause, rest, pattern, field_name="bound_until")
    rest = _take_renewal(clause, rest)
    for pattern in words.INITIAL:
        rest = _take(clause, rest, pattern, field_name="initial_term")
    rest = _take_notices(clause, rest, sentence)
    for form, pattern in words.FORMS:
        if match := re.search(pattern, sentence, re.I):
            if clause.notice_form is None:
                clause.notice_form, clause.read_from["notice_form"] = form, match[0]
            rest = re.sub(pattern, "|", rest, flags=re.I)
    rest = re.sub(f"{words.BOTH}|{words.LATER}", "|", rest, flags=re.I)
    _keep_rest(clause, rest, is_about_terms=bool(clause.read_from.keys() - known))


def _take(
    clause: Clause, rest: str, pattern: str, *, field_name: Literal["starts_on", "bound_until", "initial_term"]
) -> str:
    match = re.search(pattern, rest, re.I)
    if match is None or getattr(clause, field_name):
        return rest
    try:
        read = parse_period(match["period"]) if field_name == "initial_term" else parse_date(match["date"])
    except ValueError as problem:
        clause.ambiguous.append(str(problem))
    else:
        setattr(clause, field_name, read)
        clause.read_from[field_name] = match[0]
    return _without(rest, match)


def _take_from_to(clause: Clause, rest: str) -> str:
    match = re.search(words.FROM_TO, rest, re.I)
    if match is None:
        return rest
    try:
        clause.starts_on, clause.bound_until = parse_date(match["date"]), parse_date(match["until"])
    except ValueError as problem:
        clause.ambiguous.append(str(problem))
    clause.read_from |= dict.fromkeys(("starts_on", "bound_until"), match[0])
    return _without(rest, match)


def _take_end(clause: Clause, rest: str) -> str:
    """A day on which the contract ends by itself, unless something else is said of what follows."""
    match = re.search(words.ENDS_ON, rest, re.I)
    if match is None:
        return rest
    rest = _take(clause, rest, words.ENDS_ON, field_name="bound_until")
    if clause.renewal is None:
        clause.renewal, clause.read_from["renewal"] = "none", match[0]
    return re.sub(r",? ohne dass es einer kündigung bedarf", "|", rest, flags=re.I)


def _take_renewal(clause: Clause, rest: str) -> str:
    if match := re.search(words.ROLLING, rest, re.I):
        rest = _take_rolling(clause, rest, match, term=Period(1, "month"))
    for pattern, term in words.EVERY.items():
        if match := re.search(pattern, rest, re.I):
            return _take_rolling(clause, rest, match, term=term)
    for kind, pattern in words.RENEWALS:
        match = re.search(pattern, rest, re.I)
        if match is None:
            continue
        if clause.renewal == "none" and clause.read_from["renewal"].startswith(("endet", "ends", "expires")):
            clause.renewal = None
        if clause.renewal and clause.renewal != kind:
            clause.ambiguous.append(
                f'renewal is "{clause.renewal}" by "{clause.read_from["renewal"]}" but "{kind}" by "{match[0]}"'
            )
            return _without(rest, match)
        clause.renewal, clause.read_from["renewal"] = kind, match[0]
        if "period" in match.groupdict() and match["period"]:
            clause.renewal_term, clause.read_from["renewal_term"] = parse_period(match["period"]), match[0]
        return _without(rest, match)
    return rest


def _take_rolling(clause: Clause, rest: str, match: re.Match[str], *, term: Period) -> str:
    clause.renewal, clause.renewal_term = "tacit", term
    clause.read_from |= dict.fromkeys(("renewal", "renewal_term"), match[0])
    return _without(rest, match)


def _take_notices(clause: Clause, rest: str, sentence: str) -> str:
    about_another_act = re.search(words.OTHER_ACT, sentence, re.I) and not re.search(words.ENDING, sentence, re.I)
    if about_another_act or not re.search(words.ENDS, sentence, re.I):
        return rest
    for match in reversed(_notices(rest)):
        later = bool(re.search(words.LATER, rest[: match.start()], re.I))
        party = _party(rest, match)
        _note_notice(clause, match[0].strip(" ,"), _canonical(match), later=later, party=party)
        rest = _without(rest, match)
    return _take_bare_notice(clause, rest)


def _party(rest: str, match: re.Match[str]) -> str:
    """Whose notice a length is: "ours", "theirs" or "both", by the last subject before it, else by one after it."""
    subjects = list(re.finditer(words.PARTY, rest[: match.end()], re.I))
    subjects = subjects or list(re.finditer(words.PARTY, rest[match.end() :], re.I))[:1]
    both = list(re.finditer(words.BOTH, rest, re.I))
    if both and not any(each.start() > both[0].start() for each in subjects):
        return "both"
    if not subjects:
        return "ours"
    return "theirs" if subjects[-1]["vendor"] or subjects[-1]["vendor_"] else "ours"


def _notices(rest: str) -> list[re.Match[str]]:
    """Periods of notice, by a day or by a length that some word marks as one: not a term of payment."""
    marks = ("any", "before", "lead", "word", "after", "late_any")
    lengths = (match for match in re.finditer(words.NOTICE, rest, re.I) if any(match[mark] for mark in marks))
    found = list(re.finditer(words.BY_DAY, rest, re.I)) or list(lengths)
    return [match for match in found if not _is_extraordinary(rest, match)]


def _is_extraordinary(rest: str, match: re.Match[str]) -> bool:
    """Whether the part of the sentence around a length is about termination for cause, which binds nobody."""
    before = re.split(words.PART, rest[: match.start()], flags=re.I)[-1]
    after = re.split(words.PART, rest[match.end() :], flags=re.I)[0]
    return bool(re.search(words.EXTRAORDINARY, before + after, re.I))


def _take_bare_notice(clause: Clause, rest: str) -> str:
    """ "Any time" and "monthly" without a length, where no notice with a length stands beside them."""
    for pattern in (words.ANY, words.BARE):
        match = re.search(pattern, rest, re.I)
        if match is None or _is_extraordinary(rest, match):
            continue
        if clause.notice is None and clause.notice_when_open_ended is None:
            # Who pays month by month leaves at the end of a month, and needs no notice for it.
            rolling = pattern == words.ANY and re.fullmatch(words.ROLLING, clause.read_from.get("renewal", ""), re.I)
            wording = match[0].split()[0] if pattern == words.BARE else match[0]
            wording = "0 days to the end of the term" if rolling else wording
            later = bool(re.search(words.LATER, rest[: match.start()], re.I))
            _note_notice(clause, match[0], wording, later=later, party=_party(rest, match))
        rest = _without(rest, match)
    return rest


def _canonical(match: re.Match[str]) -> str:
    if "period" not in match.groupdict():
        return match[0]
    anchor = match["before"] or match["after"]
    wording = f"{match['period']} {anchor}" if anchor else match["period"]
    return f"{wording} at any time" if (match["any"] or match["late_any"]) and not anchor else wording


def _note_notice(clause: Clause, said: str, wording: str, *, later: bool, party: str) -> None:
    try:
        notice = parse_notice(wording)
    except Ambiguous as problem:
        clause.ambiguous.append(str(problem))
        return
    except ValueError:
        clause.not_understood.append(said)
        return
    if party != "theirs":
        _set_notice(clause, "notice_when_open_ended" if later else "notice", notice, said=said)
    if party == "theirs" or (party == "both" and (later or clause.vendor_notice is None)):
        clause.vendor_notice = None if party == "both" else clause.vendor_notice
        _set_notice(clause, "vendor_notice", notice, said=said)


def _set_notice(clause: Clause, name: NoticeName, notice: Notice, *, said: str) -> None:
    known = getattr(clause, name)
    if known and known != notice:
        clause.ambiguous.append(f'two notice periods: "{clause.read_from[name]}" or "{said}"')
        setattr(clause, name, None)
        return
    setattr(clause, name, notice)
    clause.read_from[name] = said


def _settle(clause: Clause) -> None:
    """What follows from all sentences together: how it goes on, and which of two notices is for which time."""
    read = clause.read_from
    if re.fullmatch(words.ROLLING, read.get("renewal", ""), re.I) and not (clause.initial_term or clause.bound_until):
        clause.initial_term, read["initial_term"] = clause.renewal_term, read["renewal"]
    if clause.renewal == "tacit" and clause.renewal_term is None and clause.initial_term:
        clause.renewal_term, read["renewal_term"] = clause.initial_term, read["renewal"]
    if clause.renewal == "tacit" and clause.notice is None and clause.notice_when_open_ended:
        clause.notice, clause.notice_when_open_ended = clause.notice_when_open_ended, None
        read["notice"] = read.pop("notice_when_open_ended")
    if clause.renewal is None and (why := _why_open_ended(clause)):
        clause.renewal, read["renewal"] = "open_ended", why
    term = read.get("bound_until") or read.get("initial_term")
    if clause.renewal is None and term and clause.notice:
        clause.ambiguous.append(
            f'what follows on "{term}" is not said: renewal "tacit" with a renewal_term, "open_ended" or "none"'
        )
    elif clause.renewal is None and term:
        clause.renewal, read["renewal"] = "none", term


def _why_open_ended(clause: Clause) -> str | None:
    """The words by which a contract runs on: a later notice, a first end for notice, a minimum term, no term at all."""
    if "notice_when_open_ended" in clause.read_from:
        return clause.read_from["notice_when_open_ended"]
    term = clause.read_from.get("bound_until") or clause.read_from.get("initial_term")
    if term is None or re.search(words.AT_LEAST, term, re.I):
        return clause.read_from.get("notice") or clause.read_from.get("vendor_notice") or term
    return None


def _without(rest: str, match: re.Match[str]) -> str:
    return f"{rest[: match.start()]}|{rest[match.end() :]}"


def _keep_rest(clause: Clause, rest: str, *, is_about_terms: bool) -> None:
    """Lists what was not read; another time beside terms that were read may limit them, so it is ambiguous."""
    for part in rest.split("|"):
        said = part.strip(" ,.:;")
        if all(re.fullmatch(words.SILENT, word, re.I) for word in re.findall(r"[\w-]+", said)):
            continue
        clause.not_understood.append(said)
        limits = re.search(words.OTHER_TIME, said, re.I) and not re.search(words.EXTRAORDINARY, said, re.I)
        if is_about_terms and limits:
            clause.ambiguous.append(f'"{said}" names another time beside the terms; paste the sentence that is meant')
