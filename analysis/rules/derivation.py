"""Why a contract ends when it does: each date in words, with the provision it follows from."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from analysis.language import Language
from analysis.rules.lateness import just_missed, sent_late
from analysis.rules.lock_in import (
    HAS_ENDED,
    Contract,
    ContractState,
    VendorState,
    agreed_end,
    buffer_days,
    exit_by,
)
from analysis.rules.notice import DAY, Notice, Period, ReceiptDay, YearDay, notice_end, plain_subtraction
from analysis.rules.notice import last_receipt as last_receipt_of
from analysis.rules.notice_in_words import day_without_year, said, said_period
from analysis.rules.other_ends import assumption, other_end, their_other_end
from analysis.rules.provisions import Provision

WEEKEND = 5


def derivation(contract: Contract, state: ContractState, language: Language, *, as_of: date) -> tuple[str, ...]:
    """The sentences that lead to a contract's dates on a day, each with the provision it follows from."""
    if state.status == "unknown":
        return _unknown(state, language)
    deadline = _deadline(contract, state)
    term = _term(contract, state, language, as_of=as_of)
    assumed = assumption(other_end(contract, state), state.earliest_exit, language)
    if deadline is None:
        return (*term, *_settled(contract, state, language), *assumed)
    send_by = None if _is_open_daily(deadline) else deadline.send_by
    late = sent_late(send_by, deadline.last, language, as_of=as_of)
    missed = just_missed(contract, state, language, as_of=as_of)
    return (*term, *_notice(deadline, language), *late, *assumed, *missed)


def vendor_derivation(
    contract: Contract, state: VendorState, language: Language, *, hints: Iterable[Provision] = ()
) -> tuple[str, ...]:
    """What the vendor's own notice means: the day on which it could be out, or why that is unknown and which rules
    decide without a clause."""
    if state.reason == HAS_ENDED:
        return (language.text("It has ended."),)
    if state.their_notice_days is None or contract.vendor_notice is None:
        return (_vendor_unknown(state, language), *(_beside(rule, language) for rule in hints))
    rule = _effective(contract, contract.vendor_notice, leaves_on=None)
    assumed = assumption(their_other_end(contract, state), state.earliest_exit, language)
    return (_vendor_out(rule, state.earliest_exit, state.their_notice_days, language), *assumed)


@cache
def _vendor_out(rule: Notice, leaves: date | None, days: int, language: Language) -> str:
    return language.text(
        "The vendor's rule is: {rule}. If its notice arrives now, it is out on {exit}, in {days} days.",
        rule=said(rule, language),
        exit=language.day(leaves),
        days=language.count(days),
    )


def _vendor_unknown(state: VendorState, language: Language) -> str:
    reason = language.told(state.reason or "unknown")
    return language.text("When the vendor can be out is unknown: {reason}.", reason=reason)


def _beside(rule: Provision, language: Language) -> str:
    return language.text("{provision}: {hint}", provision=language.told(rule.name), hint=language.text(rule.text))


def _unknown(state: ContractState, language: Language) -> tuple[str, ...]:
    reason = language.told(state.reason or "unknown")
    sentences = [language.text("When the contract can be left is unknown: {reason}.", reason=reason)]
    if state.hint:
        hint = "; ".join(language.text(part) for part in state.hint.split("; "))
        sentences.append(language.text("Without an agreement the law says: {hint}.", hint=hint))
    return tuple(sentences)


def _term(contract: Contract, state: ContractState, language: Language, *, as_of: date) -> list[str]:
    first_end = contract.first_end
    if contract.ends_on or first_end is None or state.term_end is None:
        return []
    days = {"start": language.day(contract.starts_on), "end": language.day(first_end)}
    if contract.bound_until or contract.initial_term is None:
        sentences = [language.text("The contract binds until {end}, as agreed.", **days)]
    else:
        days["length"] = said_period(contract.initial_term, language)
        days["law"] = _term_law(contract.starts_on, first_end, contract.initial_term)
        sentences = [
            language.text("The first term of {length} begins on {start} and ends on {end} ({law}).", **days)
            if contract.starts_on > as_of
            else language.text("The first term of {length} began on {start} and ends on {end} ({law}).", **days)
        ]
    if contract.renewal == "tacit" and contract.renewal_term and state.term_end > first_end:
        length = said_period(contract.renewal_term, language)
        days = {"length": length, "start": days["start"], "end": language.day(state.term_end)}
        sentences.append(
            language.text(
                "It renews by terms of {length}; the running one ends on {end}, counted from the first.", **days
            )
        )
    return sentences


def _term_law(starts_on: date, end: date, length: Period) -> str:
    if length.unit == "day":
        return "BGB § 187 II, § 188 I"
    cut = length.unit == "month" and starts_on.day != 1 and (end + DAY).day != starts_on.day
    return "BGB § 187 II, § 188 II, III" if cut else "BGB § 187 II, § 188 II"


def _settled(contract: Contract, state: ContractState, language: Language) -> list[str]:
    sentences = [_why_settled(contract, state, language)]
    return [*sentences, language.text("It has ended.")] if state.status == "ended" else sentences


def _why_settled(contract: Contract, state: ContractState, language: Language) -> str:
    arrived, end = contract.noticed_on, language.day(state.earliest_exit)
    leaving = exit_by(contract, arrived) if arrived and state.status in ("noticed", "ended") else None
    if arrived and leaving and agreed_end(contract, arrived) == leaving.on:
        return language.text(
            "Notice arrived on {arrived}; the rule is {rule}, so the contract ends on {end} ({law}).",
            arrived=language.day(arrived),
            rule=said(_effective(contract, leaving.notice, leaves_on=leaving.on), language),
            end=end,
            law=_law(arrived, leaving.notice),
        )
    if contract.renewal == "express" and not contract.ends_on:
        return language.text("It ends on {end} unless both sides extend it; no notice is needed.", end=end)
    return language.text("The contract ends on {end} by itself; no notice is needed.", end=end)


def _effective(contract: Contract, rule: Notice, *, leaves_on: date | None) -> Notice:
    """A rule with the end that it counts to, whatever its wording has: that of a term (analysis.rules.lock_in)."""
    if rule.by or rule.anchor in ("any_day", "term_end"):
        return rule
    is_of_first = bool(contract.notice_when_open_ended) and rule == contract.notice
    ends_it = is_of_first and leaves_on is not None and leaves_on == contract.first_end
    return Notice(rule.period, "term_end") if contract.renewal == "tacit" or ends_it else rule


class _Deadline(NamedTuple):
    """A rule with the dates to which it leads and how notice is sent: thousands of contracts share a few."""

    rule: Notice
    exit_on: date
    last: date
    safe: date
    send_by: date
    missed_exit: date | None
    form: str | None
    days_in_hand: int


def _deadline(contract: Contract, state: ContractState) -> _Deadline | None:
    last, safe, leaves, send = state.last_receipt, state.safe_receipt, state.earliest_exit, state.send_by
    if last is None or safe is None or leaves is None or send is None or state.rule is None:
        return None
    rule, in_hand = _effective(contract, state.rule, leaves_on=leaves), buffer_days(contract)
    return _Deadline(rule, leaves, last, safe, send, state.exit_if_missed, contract.notice_form, in_hand)


@cache
def _notice(deadline: _Deadline, language: Language) -> tuple[str, ...]:
    rule, last = deadline.rule, deadline.last
    words = said(rule, language)
    values = {
        "rule": words[:1].upper() + words[1:],
        "exit": language.day(deadline.exit_on),
        "last": language.day(last),
        "law": _law(last, rule, deadline.exit_on),
        "sent": _sent(deadline, language),
    }
    if _is_open_daily(deadline):
        return _any_day(rule, values, language), _arrival(language)
    sentences = [_must_arrive(rule, values, language)]
    if deadline.safe != last:
        sentences.append(_between(rule, deadline.safe, last=last, language=language))
    sentences.append(_arrival(language))
    sentences += _what_counts_as_a_day(rule, last, language)
    if deadline.missed_exit:
        missed = language.day(deadline.missed_exit)
        sentences.append(language.text("If it arrives later, the contract ends on {missed}.", missed=missed))
    return tuple(sentences)


def _what_counts_as_a_day(rule: Notice, last: date, language: Language) -> list[str]:
    """What Saturdays, Sundays and holidays do to the last day, where they raise the question."""
    if isinstance(rule.by, ReceiptDay) and rule.by.working_days:
        return [
            language.text(
                "Saturdays count as working days, the earlier and safe reading (BGH VIII ZR 206/04); "
                "Sundays and holidays do not."
            )
        ]
    if last.weekday() < WEEKEND:
        return []
    return [
        language.text(
            "The last day is a weekend; that does not extend it "
            "(BGB § 193 does not apply to notice, BGH III ZR 172/04)."
        )
    ]


def _is_open_daily(deadline: _Deadline) -> bool:
    """Whether notice counts from whatever day it arrives, so that there is no date to miss."""
    missed = deadline.missed_exit
    # Three days: what months of unequal length make of one day's difference.
    return deadline.rule.anchor in (None, "any_day") and bool(missed and (missed - deadline.exit_on).days <= 3)


def _any_day(rule: Notice, values: dict[str, str], language: Language) -> str:
    if not rule.period.count:
        return language.text("It can be ended at any time: notice that arrives on {last} ends it on {exit}.", **values)
    return language.text(
        "{rule}, on any day: arriving by {last} it ends the contract on {exit} ({law}), arriving later as much later.",
        **values,
    )


def _arrival(language: Language) -> str:
    return language.text(
        "What counts is the day of arrival, which the sender must prove (BGB § 130 I); "
        "it is itself not counted (BGB § 187 I)."
    )


def _must_arrive(rule: Notice, values: dict[str, str], language: Language) -> str:
    if rule.anchor == "term_end" and not rule.by:
        return language.text("{rule} on {exit} must arrive by {last} ({law}); {sent}.", **values)
    return language.text("{rule}: to end the contract on {exit} it must arrive by {last} ({law}); {sent}.", **values)


def _sent(deadline: _Deadline, language: Language) -> str:
    send, number = deadline.send_by, deadline.days_in_hand
    day = day_without_year(send, language) if send.year == deadline.last.year else language.day(send)
    if deadline.form in ("text", "portal"):
        way = language.text("sent by message") if deadline.form == "text" else language.text("sent through the portal")
    else:
        way = language.text("sent by letter")
    if not number:
        return language.text("{way}: by {day}", way=way, day=day)
    if number == 1:
        return language.text("{way} with one working day in hand: by {day}", way=way, day=day)
    return language.text(
        "{way} with {count} working days in hand: by {day}", way=way, count=_number(number, language), day=day
    )


def _number(number: int, language: Language) -> str:
    words = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return language.term(words[number - 2]) if number <= 10 else language.count(number)


def _between(rule: Notice, safe: date, *, last: date, language: Language) -> str:
    days = {"safe": language.day(safe), "last": language.day(last)}
    if rule.by:
        return language.text(
            "Without counting holidays it must arrive by {safe}: treat that as the last day, not {last}.", **days
        )
    return language.text(
        "Counting back from the end gives {safe}: arrival after it and by {last} is in time by the statute alone.",
        **days,
    )


def _law(received: date, rule: Notice, leaves: date | None = None) -> str:
    if isinstance(rule.by, YearDay):
        return "BGB § 130 I"  # the clause alone says the day
    if rule.by:
        return "BGB § 580a" if rule.by.working_days else "BGB § 621"
    if rule.period.unit == "day":
        return "BGB § 187 I, § 188 I"
    end = notice_end(received, rule)
    cut = rule.period.unit == "month" and (
        end.day != received.day
        or bool(leaves and last_receipt_of(leaves, rule.period) != plain_subtraction(leaves, rule.period))
    )
    return "BGB § 188 III" if cut else "BGB § 188 II"
