"""The ladder of a contract: its clause, the statutory default, the platform's floor, and which of them binds."""

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from analysis.rules.lock_in import Contract
from analysis.rules.notice import Notice, Period, ReceiptDay, end_of_term, exit_after
from analysis.rules.provisions import MONTHLY_TEXT, PROVISIONS, SERVICES, Law, Provision, Step, Subject, kinds_of, text

# Nominal lengths, so that a clause of "1 month" is not shorter than 30 days in February alone.
MID_MONTH = Notice(Period(0, "day"), "month_end", ReceiptDay(15))
NOMINAL_DAYS = {"day": 1.0, "week": 7.0, "month": 365 / 12}


class Rung(NamedTuple):
    """One step of the ladder for one matter; `exit_on` is the day we are out by it if notice arrives as_of."""

    subject: Subject
    step: Step
    notice: Notice | None
    provision: str | None
    text: str
    why: str
    binds: bool
    exit_on: date | None
    source: str | None


class ChangeClause(NamedTuple):
    """What a contract says about changed prices: how long ahead they are told, and whether we may then leave."""

    notice: Period | None = None
    may_leave: bool | None = None


class Clause(NamedTuple):
    subject: Subject
    is_given: bool
    notice: Notice | None = None
    is_denied: bool = False
    exit_on: date | None = None


class _Rule(NamedTuple):
    provision: Provision
    applies: bool
    exit_on: date | None = None


class _Terms(NamedTuple):
    """What provisions ask of a contract on a day: `first_end` only while it is ahead, the last two of an agency."""

    functions: tuple[str, ...]
    initial_term: Period | None
    first_end: date | None
    is_indefinite: bool
    is_paid_monthly: bool
    agency_months: int | None
    agent_notice: Notice | None


CLAUSE_TEXTS: dict[Subject, str] = {
    "our_exit": text("The contract's clause on our notice"),
    "their_exit": text("The contract's clause on their notice"),
    "their_change": text("The contract's clause on announcing changed prices"),
    "our_special_exit": text("The contract's clause on leaving when prices rise"),
}
HOLDS = text("The contract says so, and no mandatory rule on record stands against it.")
SILENT = text("The contract is silent, or its clause is not on record.")
GOES_TOO_FAR = text("A mandatory rule goes before it, so it does not bind.")
NOT_FOR_CONSUMERS = text(
    "It leaves the limits of the statute, which terms for businesses may do (§ 675e IV BGB): check that they do."
)
OVERRULES = text("It is mandatory and goes before the contract's clause.")
FILLS = text("It applies because the contract is silent, or its clause is not on record.")
STANDS_BACK = text("The contract's own clause comes first.")
IS_KEPT = text("It is mandatory, and the contract's clause keeps to it.")
IS_INDEFINITE = text("It is for contracts of indefinite length.")
IS_BESIDE = text("It stands beside the ladder and is no notice period of this contract.")
IS_OPEN = text("More than one rule could apply; the contract's main purpose decides.")
IS_STRONGER = text("A mandatory rule goes before it.")


def laws_of(country: str | None, *, is_in_eu: bool) -> frozenset[Law]:
    """The laws that are told to a shop: German ones in Germany, those of the EU in the EU."""
    german: set[Law] = {"DE"} if country == "DE" else set()
    union: set[Law] = {"EU"} if is_in_eu else set()
    return frozenset(german | union)


def ladder(contract: Contract, as_of: date, *, leaves_on: date | None, laws: Set[Law]) -> list[Rung]:
    """The rungs of our exit, which is on `leaves_on` by the contract's clause, and of theirs."""
    ours, theirs = our_notice(contract, as_of), contract.vendor_notice
    clauses = (
        Clause("our_exit", ours is not None, ours, exit_on=leaves_on),
        Clause("their_exit", theirs is not None, theirs),
    )
    terms = _terms(contract, as_of)
    return [rung for each in clauses for rung in _rungs(each, _rules(terms, each.subject, as_of, frozenset(laws)))]


def change_ladder(functions: tuple[str, ...], change: ChangeClause, *, laws: Set[Law]) -> list[Rung]:
    """The rungs of their notice of changed prices, and of our special exit when they change them."""
    ahead = Notice(change.notice) if change.notice else None
    clauses = (
        Clause("their_change", ahead is not None, ahead),
        Clause("our_special_exit", change.may_leave is not None, is_denied=change.may_leave is False),
    )
    told = _provisions(functions, frozenset(laws))
    rules = [[_Rule(rule, not rule.is_hint) for rule in told if rule.subject == clause.subject] for clause in clauses]
    return [rung for clause, each in zip(clauses, rules, strict=True) for rung in _rungs(clause, each)]


def defaults(contract: Contract, as_of: date, *, subject: Subject, laws: Set[Law]) -> list[Provision]:
    """The provisions that decide a matter where the contract is silent; of several, its main purpose decides."""
    return [rule for rule, applies, _ in _rules(_terms(contract, as_of), subject, as_of, frozenset(laws)) if applies]


def our_notice(contract: Contract, as_of: date) -> Notice | None:
    """Our notice by the clause in force on a day: an open-ended contract may have another after its first term."""
    first_end = contract.first_end
    is_open = contract.renewal == "open_ended" and (first_end is None or as_of > first_end)
    return (contract.notice_when_open_ended if is_open else None) or contract.notice


def agency_months(contract: Contract, as_of: date) -> int:
    """Months of notice of a commercial agency by the year of the contract on a day (§ 89 I HGB)."""
    for years, months in ((1, 1), (2, 2), (5, 3)):
        if as_of <= end_of_term(contract.starts_on, Period(12 * years, "month")):
            return months
    return 6


def _terms(contract: Contract, as_of: date) -> _Terms:
    first_end, is_agency = contract.first_end, "order_intake" in contract.functions
    return _Terms(
        contract.functions,
        contract.initial_term,
        first_end if first_end and first_end > as_of else None,
        contract.renewal == "open_ended" and contract.ends_on is None,
        bool(contract.minimum_per_month),
        agency_months(contract, as_of) if is_agency else None,
        contract.vendor_notice if is_agency else None,
    )


@cache
def _rules(terms: _Terms, subject: Subject, as_of: date, laws: frozenset[Law]) -> tuple[_Rule, ...]:
    """The provisions on a matter that are in force on a day for such terms, which many contracts share."""
    told = [rule for rule in _provisions(terms.functions, laws) if rule.subject == subject and rule.since <= as_of]
    known = [_known(rule, terms) for rule in told]
    return tuple(
        _Rule(
            rule, not rule.is_hint and (terms.is_indefinite or not rule.indefinite_only), _exit_on(rule, terms, as_of)
        )
        for rule in known
        if rule.min_term is None or _is_longer(terms.initial_term, rule.min_term)
    )


@cache
def _provisions(functions: tuple[str, ...], laws: frozenset[Law]) -> tuple[Provision, ...]:
    kinds = kinds_of(functions)
    return tuple(rule for rule in PROVISIONS if rule.law in laws and kinds & set(rule.kinds))


def _known(rule: Provision, terms: _Terms) -> Provision:
    """A provision with what the terms tell of a contract's age and pay: a minimum per month is paid by the month."""
    if rule.kinds == ("agency",) and terms.agency_months:
        return _agency(rule, terms.agency_months, terms.agent_notice)
    if rule.name == SERVICES and terms.is_paid_monthly:
        return replace(rule, name="§ 621 no. 3 BGB", text=MONTHLY_TEXT, notice=MID_MONTH)
    return rule


def _agency(rule: Provision, months: int, theirs: Notice | None) -> Provision:
    notice = Notice(Period(months, "month"), "month_end")
    # § 89 II HGB: a longer notice agreed for the agent is the principal's as well.
    if rule.subject == "our_exit" and theirs and _is_longer(theirs.period, notice.period):
        notice = theirs
    return replace(rule, notice=notice, at_least=notice.period)


def _exit_on(rule: Provision, terms: _Terms, as_of: date) -> date | None:
    if rule.subject != "our_exit" or rule.notice is None:
        return None
    not_before = terms.first_end if rule.indefinite_only else None
    return exit_after(as_of, rule.notice, not_before=not_before) + timedelta(days=rule.transition_days)


def _rungs(clause: Clause, rules: Sequence[_Rule]) -> list[Rung]:
    applying = [rule for rule in rules if rule.applies]
    binding = _binding(clause, applying)
    rungs = [_clause_rung(clause, applying, binding=binding)]
    for rule in rules:
        told, why = rule.provision, _why(rule, clause, binding=binding)
        binds = rule is binding
        rungs.append(
            Rung(told.subject, told.step, told.notice, told.name, told.text, why, binds, rule.exit_on, told.source)
        )
    return rungs


def _binding(clause: Clause, applying: Sequence[_Rule]) -> _Rule | None:
    """The rule that binds, None where the clause does or where it is open which of several does."""
    mandatory = [rule for rule in applying if rule.provision.is_mandatory]
    if clause.is_given:
        return next((rule for rule in mandatory if _is_broken(rule, clause)), None)
    candidates = mandatory or applying
    return candidates[0] if len(candidates) == 1 else None


def _is_broken(rule: _Rule, clause: Clause) -> bool:
    """Whether a clause leaves a rule's limits; an exit later than a cap allows does so as well."""
    told, exit_on = rule.provision, rule.exit_on
    if clause.notice is None:
        return clause.is_denied
    period = clause.notice.period
    if told.at_least and _is_longer(told.at_least, period):
        return True
    is_late = exit_on is not None and clause.exit_on is not None and clause.exit_on > exit_on
    return told.at_most is not None and (_is_longer(period, told.at_most) or (told.is_mandatory and is_late))


def _is_longer(one: Period | None, other: Period) -> bool:
    return one is not None and _nominal_days(one) > _nominal_days(other)


def _nominal_days(period: Period) -> float:
    return period.count * NOMINAL_DAYS[period.unit]


def _clause_rung(clause: Clause, applying: Sequence[_Rule], *, binding: _Rule | None) -> Rung:
    if not clause.is_given:
        why = SILENT
    elif binding:
        why = GOES_TOO_FAR
    elif any(_is_broken(rule, clause) for rule in applying):
        why = NOT_FOR_CONSUMERS
    else:
        why = HOLDS
    binds, words = clause.is_given and binding is None, CLAUSE_TEXTS[clause.subject]
    return Rung(clause.subject, "clause", clause.notice, None, words, why, binds, clause.exit_on, None)


def _why(rule: _Rule, clause: Clause, *, binding: _Rule | None) -> str:
    if rule.provision.is_hint:
        return IS_BESIDE
    if not rule.applies:
        return IS_INDEFINITE
    if rule is binding:
        return OVERRULES if clause.is_given else FILLS
    if binding:
        return IS_STRONGER
    if not clause.is_given:
        return IS_OPEN
    return IS_KEPT if rule.provision.is_mandatory else STANDS_BACK
