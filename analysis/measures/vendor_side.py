"""The vendor's side of our contracts: when it can leave us, and whether it could be gone before we replace it."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from analysis.language import Language
from analysis.measures.context import Context
from analysis.rules.derivation import vendor_derivation
from analysis.rules.freedom import Pair, asymmetry
from analysis.rules.law import defaults, laws_of
from analysis.rules.lock_in import HAS_ENDED, Contract, VendorState, agreed_end
from analysis.rules.notice import Notice, latest_receipt

COLUMNS = (
    "vendor_id",
    "contract_id",
    "function",
    "their_notice_days",
    "our_replacement_days",
    "uncovered_days",
    "contribution_at_risk",
    "worst_notice_on",
    "worst_uncovered_days",
)
LANGUAGES = (Language("en"), Language("de"))
Row = dict[str, Any]


class Needs(NamedTuple):
    """What a vendor's going costs: days until a replacement works per vendor and function, and the contribution
    through each vendor per day; the holidays that its notice may count by."""

    leads: Mapping[Pair, int]
    daily: Mapping[str, Decimal | None]
    holidays: Container[date] = ()


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
    worst: dict[str, Row] = {}
    lacking: dict[str, set[str]] = defaultdict(set)
    as_of = context.window.as_of
    running = [(contract, theirs) for contract, theirs in both if theirs.reason != HAS_ENDED]
    for contract, theirs in running:
        vendor_id, rule = contract.vendor_id, _rule(contract, theirs)
        daily = needs.daily.get(vendor_id)
        for function in contract.functions:
            lead = needs.leads.get((vendor_id, function))
            row = {
                "vendor_id": vendor_id,
                "contract_id": contract.contract_id,
                "function": function,
                **asymmetry(rule, lead, daily_contribution=daily, as_of=as_of)._asdict(),
                "our_replacement_days": lead,
                **_later_notice(contract, theirs, lead, as_of=as_of, holidays=needs.holidays),
            }
            if vendor_id not in worst or _days(row) > _days(worst[vendor_id]):
                worst[vendor_id] = row
            if lead is None:
                lacking[vendor_id].add(function)
    _note_lacking(context, lacking)
    return [{key: worst[vendor_id][key] for key in COLUMNS} for vendor_id in sorted(worst)]


def _later_notice(
    contract: Contract, theirs: VendorState, lead: int | None, *, as_of: date, holidays: Container[date]
) -> Row:
    """The last day on which the vendor's notice still ends the contract when notice now would, and the days that it
    leaves uncovered: a notice to the end of a term is long if it comes early."""
    rule, exit_on = contract.vendor_notice, theirs.earliest_exit
    if rule and exit_on and lead is not None and exit_on != agreed_end(contract, as_of, holidays=holidays):
        last = max(as_of, latest_receipt(exit_on, rule, holidays=holidays))
        return {"worst_notice_on": last, "worst_uncovered_days": max(0, lead - (exit_on - last).days)}
    return {"worst_notice_on": None, "worst_uncovered_days": None}


def _days(row: Row) -> tuple[int, int]:
    both = (row["uncovered_days"], row["worst_uncovered_days"])
    uncovered, worst = (-1 if days is None else days for days in both)
    return uncovered, worst


def _note_lacking(context: Context, lacking: Mapping[str, set[str]]) -> None:
    for vendor_id, functions in lacking.items():
        context.unknown(
            "who could replace {vendor} for {functions}",
            "register/alternatives.csv names nobody; until it does, the revenue counts as never free",
            "name an alternative with its lead_time_days in register/alternatives.csv",
            vendor=context.name("vendors", vendor_id),
            functions=", ".join(sorted(functions)),
        )
