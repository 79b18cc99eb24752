"""Where a notice names another end than that of the term to which it is taken to count."""

from datetime import date

from analysis.language import Language
from analysis.rules.lock_in import Contract, ContractState, VendorState, exit_by
from analysis.rules.notice import Notice, anchor_on_or_after
from analysis.rules.notice_in_words import said


def other_end(contract: Contract, state: ContractState) -> Notice | None:
    """Our notice, where the end that it names is not the day on which it is taken to end the contract."""
    noticed_on = contract.noticed_on if state.status == "noticed" else None
    leaving = exit_by(contract, noticed_on) if noticed_on else None
    return _unless_it_fits(leaving.notice if leaving else state.rule, state.earliest_exit)


def their_other_end(contract: Contract, state: VendorState) -> Notice | None:
    """The vendor's notice, where the end that it names is not the day on which it is taken to end the contract."""
    return None if contract.ends_on or state.reason else _unless_it_fits(contract.vendor_notice, state.earliest_exit)


def assumption(rule: Notice | None, leaves: date | None, language: Language) -> list[str]:
    """What is assumed of a notice that names another end."""
    if rule is None:
        return []
    return [
        language.text(
            "Assumed: notice counts to the end of the term on {end}, though the wording names another end ({rule}). "
            "Check the start and the length of the term, and have it confirmed to which end notice counts.",
            end=language.day(leaves),
            rule=said(rule, language),
        )
    ]


def _unless_it_fits(rule: Notice | None, leaves: date | None) -> Notice | None:
    if rule is None or leaves is None or rule.anchor in (None, "any_day", "term_end"):
        return None
    return None if anchor_on_or_after(leaves, rule.anchor) == leaves else rule
