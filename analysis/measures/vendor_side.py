"""The vendor's side of our contracts: when it can leave us, and whether it could be gone before we replace it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from analysis.language import Language
from analysis.measures.context import Context
from analysis.rules.derivation import vendor_derivation
from analysis.rules.freedom import Asymmetry, Pair, asymmetry
from analysis.rules.law import defaults, laws_of
from analysis.rules.lock_in import HAS_ENDED, Contract, VendorState
from analysis.rules.notice import Notice

LANGUAGES = (Language("en"), Language("de"))
Row = dict[str, Any]


class Needs(NamedTuple):
    """What a vendor's going costs: days until a replacement works per vendor and function, and the contribution
    through each vendor per day."""

    leads: Mapping[Pair, int]
    daily: Mapping[str, Decimal | None]


def vendor_side(context: Context, contract: Contract, theirs: VendorState) -> Row:
    """The days that the vendor's notice takes, the day it can be out, the rules that decide without a clause, and
    all of that in words."""
    as_of, hints = context.window.as_of, []
    if theirs.earliest_exit is None:
        laws = laws_of(context.shop.country, is_in_eu=context.shop.is_in_eu)
        hints = defaults(contract, as_of, subject="their_exit", laws=laws)
    notice_days = asymmetry(_rule(contract, theirs), None, daily_contribution=None, as_of=as_of).their_notice_days
    return {
        "their_notice_days": notice_days,
        "vendor_can_end_on": theirs.earliest_exit,
        "vendor_hint": "; ".join(rule.name for rule in hints) or None,
        "vendor_notice_derivation": {
            language.code: " ".join(vendor_derivation(contract, theirs, language, hints=hints))
            for language in LANGUAGES
        },
    }


def _rule(contract: Contract, theirs: VendorState) -> VendorState | Notice | None:
    """The vendor's state, or its notice alone where our terms are too incomplete to say what it ends."""
    is_told = theirs.their_notice_days is not None or theirs.reason == HAS_ENDED
    return theirs if is_told else contract.vendor_notice


def asymmetries(context: Context, both: Sequence[tuple[Contract, VendorState]], needs: Needs) -> list[Row]:
    """Per vendor the function with the most days in which it could be gone before we have replaced it."""
    worst: dict[str, tuple[Asymmetry, Contract, str]] = {}
    lacking: dict[str, set[str]] = defaultdict(set)
    as_of = context.window.as_of
    running = [(contract, theirs) for contract, theirs in both if theirs.reason != HAS_ENDED]
    for contract, theirs in running:
        vendor_id, rule = contract.vendor_id, _rule(contract, theirs)
        daily = needs.daily.get(vendor_id)
        for function in contract.functions:
            lead = needs.leads.get((vendor_id, function))
            found = asymmetry(rule, lead, daily_contribution=daily, as_of=as_of)
            if vendor_id not in worst or _days(found) > _days(worst[vendor_id][0]):
                worst[vendor_id] = found, contract, function
            if lead is None:
                lacking[vendor_id].add(function)
    _note_lacking(context, lacking)
    return [_asymmetry(*worst[vendor_id], needs) for vendor_id in sorted(worst)]


def _asymmetry(found: Asymmetry, contract: Contract, function: str, needs: Needs) -> Row:
    return {
        "vendor_id": contract.vendor_id,
        "contract_id": contract.contract_id,
        "function": function,
        "their_notice_days": found.their_notice_days,
        "our_replacement_days": needs.leads.get((contract.vendor_id, function)),
        "uncovered_days": found.uncovered_days,
        "contribution_at_risk": found.contribution_at_risk,
    }


def _days(found: Asymmetry) -> int:
    return -1 if found.uncovered_days is None else found.uncovered_days


def _note_lacking(context: Context, lacking: Mapping[str, set[str]]) -> None:
    for vendor_id, functions in lacking.items():
        context.unknown(
            "who could replace {vendor} for {functions}",
            "register/alternatives.csv names nobody; until it does, the revenue counts as never free",
            "name an alternative with its lead_time_days in register/alternatives.csv",
            vendor=context.name("vendors", vendor_id),
            functions=", ".join(sorted(functions)),
        )
