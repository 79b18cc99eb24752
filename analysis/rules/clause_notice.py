"""The notices in a sentence of a clause: how long, to which end, whose, and for which time."""

import re
from typing import Literal

from analysis.message import Message
from analysis.rules import clause_words as words
from analysis.rules import notice_words
from analysis.rules.clause_terms import Clause
from analysis.rules.notice import Notice
from analysis.rules.spelling import phrase
from analysis.rules.wording import Ambiguous, parse_notice

AT_ANY_TIME = f"{notice_words.ANY}|{notice_words.AT_WILL}"
NoticeName = Literal["notice", "notice_when_open_ended", "vendor_notice"]


def take_notices(clause: Clause, rest: str, sentence: str) -> str:
    """Reads the notices of a sentence into the clause; what is left of `rest`, with | where something was read."""
    ends = phrase(words.ENDS).search(sentence) or phrase(notice_words.PART_OF_ITS_OWN).search(rest)
    if _is_about_another_act(sentence) or not ends:
        return rest
    found = _notices(rest)
    _check_case(clause, found, rest)
    wordings = _wordings(clause, found, rest)
    for match, wording in zip(reversed(found), reversed(wordings), strict=True):
        # What follows on the first term is its renewal where the same sentence tells one, else the notice.
        renews = clause.renewal == "tacit" and clause.read_from["renewal"] in sentence
        later = not renews and _is_said_to_be_later(rest, match)
        _note_notice(clause, match[0].strip(" ,"), wording, later=later, party=_party(rest, match))
        rest = without(rest, match)
    left = _take_bare_notice(clause, rest)
    if found or left != rest:
        _check_right(clause, sentence)
        _check_within(clause, sentence)
    return left


def _is_said_to_be_later(rest: str, match: re.Match[str]) -> bool:
    """Whether a sentence says "thereafter" before a notice or right behind it."""
    before, behind = phrase(words.LATER).search(rest[: match.start()]), rest[match.end() :]
    return bool(before or phrase(rf",? ?{words.LATER}(?=\s*(?:$|[|,;]))").match(behind))


def without(rest: str, match: re.Match[str]) -> str:
    """A sentence with | in the place of what was read."""
    return f"{rest[: match.start()]}|{rest[match.end() :]}"


def _is_about_another_act(sentence: str) -> bool:
    ends = phrase(notice_words.ENDS_IT).search(sentence)
    return not ends and bool(phrase(notice_words.OTHER_ACT).search(sentence))


def _check_right(clause: Clause, said: str) -> None:
    """A notice that is denied, or of somebody who is neither customer nor provider, is not read as ours."""
    if match := phrase(notice_words.DENIED).search(said):
        denied = Message('"{words}" denies a notice or limits it; paste the sentence that grants it', words=match[0])
        clause.ambiguous.append(denied)
    for match in phrase(notice_words.WHO_ENDS).finditer(said):
        who = match["who"] or match["who_"]
        if not phrase(notice_words.KNOWN).fullmatch(who):
            clause.ambiguous.append(
                Message(
                    '"{who}" may be the one side or the other; write "customer" (you) or "provider" in its place',
                    who=who,
                )
            )


def _check_case(clause: Clause, found: list[re.Match[str]], rest: str) -> None:
    """A notice that is for some case only is not read as the notice of every case."""
    for match in found:
        if case := phrase(notice_words.IN_A_CASE).search(rest[: match.start()]):
            only = '"{case}" says for which case "{words}" is; paste the notice of your own case alone'
            clause.ambiguous.append(Message(only, case=case["case"].strip(), words=match[0].strip(" ,")))


def _check_within(clause: Clause, said: str) -> None:
    if within := phrase(notice_words.WITHIN).search(said):
        either = (
            '"{words}" may be in the days before that end or at the latest before they begin; write "at least" or '
            '"mindestens" for the latter'
        )
        clause.ambiguous.append(Message(either, words=within[0]))


def _party(rest: str, match: re.Match[str]) -> str:
    """Whose notice a length is: "ours", "theirs" or "both", by the last subject before it, else by one after it."""
    party = phrase(notice_words.PARTY)
    subjects = list(party.finditer(rest[: match.end()])) or list(party.finditer(rest[match.end() :]))[:1]
    both = list(phrase(notice_words.BOTH).finditer(rest))
    if both and not any(each.start() >= both[0].end() for each in subjects):
        return "both"
    if not subjects:
        return "ours"
    return "theirs" if subjects[-1]["vendor"] or subjects[-1]["vendor_"] else "ours"


def _notices(rest: str) -> list[re.Match[str]]:
    """Periods of notice, by a day or by a length that some word marks as one: not a term of payment."""
    marks = ("any", "before", "lead", "word", "after", "late_any")
    lengths = (match for match in phrase(notice_words.NOTICE).finditer(rest) if any(match[mark] for mark in marks))
    found = list(phrase(notice_words.BY_DAY).finditer(rest)) or list(lengths)
    return [match for match in found if not _is_extraordinary(rest, match)]


def _is_extraordinary(rest: str, match: re.Match[str]) -> bool:
    """Whether the part of the sentence around a length is about termination for cause, which binds nobody."""
    before = phrase(notice_words.PART).split(rest[: match.start()])[-1]
    after = phrase(notice_words.PART).split(rest[match.end() :])[0]
    return bool(phrase(words.EXTRAORDINARY).search(before + after))


def _wordings(clause: Clause, found: list[re.Match[str]], rest: str) -> list[str]:
    """Each notice as a cell would say it; an end that the last of several names is that of all where it says so."""
    anchors = [_anchor(match) for match in found]
    # What is for the time after the first term may have an end of its own.
    if len(anchors) > 1 and anchors[-1] and not anchors[0] and not _is_later(found, rest):
        if phrase("jeweils ").match(anchors[-1]):
            anchors = [anchor or anchors[-1] for anchor in anchors]
        else:
            clause.ambiguous.append(
                Message(
                    '"{one}" names no end and "{other}" does; write the end to each of them',
                    one=found[0][0].strip(),
                    other=found[-1][0].strip(),
                )
            )
    # "Monthly with 14 days' notice" leaves the end open where no terms of a month end by themselves.
    every = None if clause.renewal == "tacit" else phrase(notice_words.EVERY).search(rest)
    whens = (every[0] if every else _any_time(match, found, rest) for match in found)
    return [_wording(match, anchor, when) for match, anchor, when in zip(found, anchors, whens, strict=True)]


def _is_later(found: list[re.Match[str]], rest: str) -> bool:
    return bool(phrase(words.LATER).search(rest[found[0].end() : found[-1].start()]))


def _any_time(match: re.Match[str], found: list[re.Match[str]], rest: str) -> str:
    """ "At any time" where it is said around a notice, from the one before it to the next one or another's right."""
    at = found.index(match)
    before = rest[found[at - 1].end() if at else 0 : match.end()]
    after = rest[match.end() : found[at + 1].start() if match is not found[-1] else None]
    other = phrase(notice_words.PARTY).search(after)
    said = before + after[: other.start() if other else None]
    return "at any time" if phrase(AT_ANY_TIME).search(said) else ""


def _anchor(match: re.Match[str]) -> str:
    return (match["before"] or match["after"] or "") if "period" in match.groupdict() else match[0]


def _wording(match: re.Match[str], anchor: str, when: str) -> str:
    if "period" not in match.groupdict():
        return f"{match['bare_day']} to term_end" if match["bare_day"] else match[0]
    if not anchor and when not in ("", "at any time"):
        return f"{when} mit {match['period']}"
    return f"{match['period']} {anchor or when}".strip()


def _take_bare_notice(clause: Clause, rest: str) -> str:
    """ "Any time" and "monthly" without a length, where no notice with a length stands beside them."""
    match = phrase(notice_words.BARE).search(rest)
    if match is None or _is_extraordinary(rest, match):
        return rest
    # "Thereafter" beside it tells of another time than the notice that was read before, and an end of its own may
    # contradict that.
    since = bool(phrase(words.LATER).search(rest[: match.start()].rsplit("|")[-1]))
    if clause.notice_when_open_ended is None and (since or match["end"] or clause.notice is None):
        when = phrase(f"^{notice_words.ANY}$").sub("at any time", match["when"])
        wording = f"{when} {match['end'] or ''}".strip()
        later = bool(phrase(words.LATER).search(rest[: match.start()]))
        _note_notice(clause, match[0], wording, later=later, party=_party(rest, match))
    return without(rest, match)


def _note_notice(clause: Clause, said: str, wording: str, *, later: bool, party: str) -> None:
    try:
        notice = parse_notice(wording)
    except Ambiguous as problem:
        readings: Message = problem.args[0]
        clause.ambiguous.append(Message(readings.template, **readings.values | {"cell": said}))
        return
    except ValueError:
        clause.ambiguous.append(Message('"{words}" is not understood as a notice', words=said))
        return
    if party != "theirs":
        _set_notice(clause, "notice_when_open_ended" if later else "notice", notice, said=said)
    if party == "theirs" or (party == "both" and (later or clause.vendor_notice is None)):
        clause.vendor_notice = None if party == "both" else clause.vendor_notice
        _set_notice(clause, "vendor_notice", notice, said=said)


def _is_of_another_time(clause: Clause, one: Notice, other: Notice) -> bool:
    """Whether one of two notices is for the end of the first term and the other for the time without terms after it."""
    to_a_term = {notice.anchor == "term_end" for notice in (one, other)}
    has_a_term = clause.initial_term or clause.bound_until
    are_apart = len(to_a_term) > 1 or "first_exit" in clause.read_from
    return bool(has_a_term) and clause.renewal == "open_ended" and are_apart


def _set_notice(clause: Clause, name: NoticeName, notice: Notice, *, said: str) -> None:
    known = getattr(clause, name)
    if name == "notice" and known and _is_of_another_time(clause, known, notice):
        if notice.anchor == "term_end":  # the one of later was read first
            notice, clause.notice = known, notice
            said, clause.read_from["notice"] = clause.read_from["notice"], said
        name, known = "notice_when_open_ended", clause.notice_when_open_ended
    if known and known != notice:
        known_words = clause.read_from[name]
        clause.ambiguous.append(Message('two notice periods: "{one}" or "{other}"', one=known_words, other=said))
        setattr(clause, name, None)
        return
    setattr(clause, name, notice)
    clause.read_from[name] = said
