"""What is still possible where a day for sending notice, or for its arrival, has passed."""

from datetime import date

from analysis.language import Language
from analysis.rules.lock_in import Contract, ContractState, exit_by
from analysis.rules.notice import last_receipt


def sent_late(send_by: date | None, arrive_by: date | None, language: Language, *, as_of: date) -> list[str]:
    """The day for sending, where it has passed and notice may still arrive in time."""
    if send_by is None or arrive_by is None or not send_by < as_of <= arrive_by:
        return []
    return [
        language.text(
            "The day for sending it with time to spare, {sent}, has passed. It still counts if it arrives by {last}: "
            "by messenger, handed over against a receipt, or electronically where the agreed form allows that.",
            sent=language.day(send_by),
            last=language.day(arrive_by),
        )
    ]


def just_missed(contract: Contract, state: ContractState, language: Language, *, as_of: date) -> list[str]:
    """The deadline for the end of the running term, where it has passed and the exit is a later one."""
    end, leaves, rule = state.term_end, state.earliest_exit, contract.notice
    if end is None or leaves is None or leaves <= end or rule is None or rule.by:
        return []
    last = last_receipt(end, rule.period)
    leaving = exit_by(contract, last)
    if not (contract.starts_on <= last < as_of) or leaving is None or leaving.on != end:
        return []
    days = {"end": language.day(end), "last": language.day(last)}
    return [
        language.text(
            "For the end of the running term on {end} it had to arrive by {last}; that day has passed.", **days
        )
    ]
