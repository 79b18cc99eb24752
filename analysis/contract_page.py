"""`vda contract`: a clause as it stands in a contract, read, dated and turned into a register row."""

from dataclasses import replace
from datetime import date

from analysis.errors import InputError
from analysis.language import Language
from analysis.message import joined
from analysis.register.cells import WITHOUT_END
from analysis.register.tables import TABLES
from analysis.rules.clause import form_of, read_clause
from analysis.rules.clause_terms import Clause, settle
from analysis.rules.derivation import derivation
from analysis.rules.lock_in import Contract, contract_state
from analysis.rules.notice import Notice, Period, counted_from, end_of_term
from analysis.rules.notice_in_words import said, said_period
from analysis.rules.wording import Ambiguous, parse_notice
from analysis.shop import holiday_calendar

COUNTRY = "DE"  # whose civil law the dates follow; a Land is known of a shop only
TO_FILL = ("contract_id", "vendor_id", "functions")


def contract_page(text: str, starts_on: date | None, *, as_of: date, language: Language) -> str:
    """What was read from which words, the dates with their derivation, and a register row; InputError when the
    clause is ambiguous (with its readings) or says nothing of a term or notice."""
    clause = _read(text)
    if clause.ambiguous:
        raise InputError("This can be read in more than one way:\n  {ways}", ways=joined(clause.ambiguous, "\n  "))
    if _says_nothing(clause):
        raise InputError("No term, renewal or notice was understood. Paste the sentence on term and notice.")
    read = [f"  {name}: {words}" for name, words in clause.read_from.items()]
    left = [language.text("  not understood: {words}", words=words) for words in clause.not_understood]
    clause, assumed = _completed(clause, starts_on, as_of=as_of, language=language)
    contract = _contract(clause, clause.starts_on or as_of)
    _check_ends(contract, language)
    holidays = holiday_calendar(COUNTRY, range(as_of.year - 1, as_of.year + 12))
    state = contract_state(contract, as_of, holidays=holidays)
    why = [f"  {sentence}" for sentence in derivation(contract, state, language, as_of=as_of)]
    columns = list(TABLES["contracts"].model_fields)
    row = ",".join(_cell(clause, column, contract.starts_on) for column in columns)
    fill = language.text("For register/contracts.csv, with {columns} still to fill in:", columns=", ".join(TO_FILL))
    return "\n".join([*read, *left, *assumed, "", *why, "", fill, ",".join(columns), row])


def _completed(clause: Clause, starts_on: date | None, *, as_of: date, language: Language) -> tuple[Clause, list[str]]:
    """A clause with the start and the first term that it leaves out, and what is assumed of it."""
    text = language.text
    assumed = [text("  assumed: {what}", what=language.told(what)) for what in clause.assumed]
    if clause.renewal == "tacit" and clause.initial_term is None and clause.bound_until is None:
        clause = replace(clause, initial_term=clause.renewal_term)
        assumed.append(
            text("  assumed: the first term, which the clause does not name, is as long as those that follow")
        )
    if clause.starts_on is None and starts_on is None:
        assumed.append(text("  assumed: it begins on {day}; --starts-on says another day", day=language.day(as_of)))
    return replace(clause, starts_on=clause.starts_on or starts_on or as_of), assumed


def _read(text: str) -> Clause:
    """A clause, or the words of a register's notice cell alone."""
    clause = read_clause(text)
    if not _says_nothing(clause):
        return clause
    try:
        notice = parse_notice(text)
    except Ambiguous as problem:
        clause.ambiguous = clause.ambiguous or list(problem.args)
        return clause
    except ValueError:
        return clause
    if notice.anchor == "term_end":
        return read_clause(f"{text} notice")  # of what term, it has to say
    read = Clause(notice=notice, read_from={"notice": text})
    settle(read)
    if form := form_of(text):
        read.notice_form, read.read_from["notice_form"] = form
    return read


def _says_nothing(clause: Clause) -> bool:
    return clause.renewal is None and clause.initial_term is None and not (clause.notice or clause.vendor_notice)


def _contract(clause: Clause, starts_on: date) -> Contract:
    return Contract(
        contract_id="clause",
        vendor_id="vendor",
        functions=(),
        channel_ids=(),
        starts_on=starts_on,
        initial_term=clause.initial_term,
        renewal=clause.renewal or "open_ended",
        renewal_term=clause.renewal_term,
        notice=counted_from(starts_on, clause.notice),
        notice_when_open_ended=counted_from(starts_on, clause.notice_when_open_ended),
        vendor_notice=counted_from(starts_on, clause.vendor_notice),
        notice_form=clause.notice_form,
        send_buffer_days=None,
        minimum_per_month=None,
        exit_fee=None,
        noticed_on=None,
        ends_on=None,
        bound_until=clause.bound_until,
    )


def _check_ends(contract: Contract, language: Language) -> None:
    """InputError where a contract has no end or one before its start."""
    end = contract.first_end
    if end and end.year >= WITHOUT_END:
        endless = 'The first term ends on {end}, which stands for no end; write "indefinite" in its place.'
        raise InputError(endless, end=language.day(end))
    if end and end < contract.starts_on:
        early = "The first term ends on {end}, before {start}; check --starts-on."
        raise InputError(early, end=language.day(end), start=language.day(contract.starts_on))


def _cell(clause: Clause, column: str, starts_on: date) -> str:
    value = starts_on if column == "starts_on" else getattr(clause, column, None)
    english = Language("en")
    fixed = clause.renewal in ("none", "express")
    if clause.bound_until and column == ("ends_on" if fixed else "initial_term"):
        value = clause.bound_until if fixed else _length(starts_on, clause.bound_until)
    if isinstance(value, Notice):
        return said(value, english)
    if isinstance(value, Period):
        return said_period(value, english)
    return "" if value is None else str(value)


def _length(starts_on: date, until: date) -> Period | None:
    """A term between two days, both inclusive: in whole months where these fit, else in days; None if it is empty."""
    months = Period(max(0, (until.year - starts_on.year) * 12 + until.month - starts_on.month + 1), "month")
    for count in (months.count, months.count - 1):
        if count > 0 and end_of_term(starts_on, Period(count, "month")) == until:
            return Period(count, "month")
    return Period((until - starts_on).days + 1, "day") if until >= starts_on else None
