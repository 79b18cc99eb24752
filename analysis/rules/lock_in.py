"""How long contracts bind: exits, deadlines, what missing them costs, and when channels become free."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from analysis.message import Message, joined
from analysis.rules import notice
from analysis.rules.notice import DAY, Notice, Period

ContractStatus = Literal["free", "bound", "noticed", "ended", "unknown"]

CENT = Decimal("0.01")
BUFFER_DAYS = {"text": 0, "portal": 0, "written": 5, None: 5}
STATUTORY_NOTICE = {
    "storage": "§ 473 HGB: one month for storage of indefinite length",
    "payment": "§ 675h BGB: at any time, an agreed notice is at most one month",
}
HAS_ENDED = Message("the contract has ended")
SERVICE_NOTICE = (
    "§ 621 BGB: services end by how they are paid: by the day on the next, by the week on its Saturday, by the month "
    "by notice on the 15th to its end, by the quarter by six weeks to its end, by no period at any time"
)


@dataclass(frozen=True)
class Contract:
    """One contract of the register; `problems` are its unreadable cells, `bound_until` a first end agreed as a date."""

    contract_id: str
    vendor_id: str
    functions: tuple[str, ...]
    channel_ids: tuple[str, ...]
    starts_on: date
    initial_term: Period | None
    renewal: Literal["tacit", "express", "open_ended", "none"]
    renewal_term: Period | None
    notice: Notice | None
    notice_when_open_ended: Notice | None
    vendor_notice: Notice | None
    notice_form: Literal["text", "written", "portal"] | None
    send_buffer_days: int | None
    minimum_per_month: Decimal | None
    exit_fee: Decimal | None
    noticed_on: date | None
    ends_on: date | None
    problems: tuple[str, ...] = ()
    bound_until: date | None = None

    @cached_property
    def first_end(self) -> date | None:
        """The last day of the initial term or the date agreed in its place; None where neither is given."""
        if self.bound_until or self.initial_term is None or not self.initial_term.count:
            return self.bound_until
        return notice.end_of_term(self.starts_on, self.initial_term)


class ContractState(NamedTuple):
    """Where a contract stands on a day and the `rule` by which it can be left; if unknown, `reason` says why and
    `hint` the statutory default."""

    contract_id: str
    vendor_id: str
    status: ContractStatus
    term_end: date | None = None
    earliest_exit: date | None = None
    last_receipt: date | None = None
    safe_receipt: date | None = None
    send_by: date | None = None
    exit_if_missed: date | None = None
    reason: str | None = None
    hint: str | None = None
    rule: Notice | None = None


class VendorState(NamedTuple):
    """The first day on which the vendor can be out if it gives notice, and the days until then; else a reason."""

    contract_id: str
    vendor_id: str
    earliest_exit: date | None = None
    their_notice_days: int | None = None
    reason: str | None = None


class Exit(NamedTuple):
    on: date
    notice: Notice


class Rules(NamedTuple):
    """One side's notice, and its notice once the contract is open-ended where that is another."""

    notice: Notice | None
    when_open_ended: Notice | None = None


def contract_state(contract: Contract, as_of: date, *, holidays: Container[date] = ()) -> ContractState:
    """Status, exit and deadlines of a contract if notice arrives on `as_of` (BGB §§ 187, 188)."""
    if contract.problems:
        return _unknown(contract, as_of, reason=joined(contract.problems, "; "))
    end = agreed_end(contract, as_of, holidays=holidays)
    leaving = exit_by(contract, as_of, holidays=holidays)
    if end and not (leaving and leaving.on < end and not _noticed_on(contract, as_of)):
        noticed = _noticed_on(contract, as_of)
        status: ContractStatus = (
            "ended" if end < as_of else "noticed" if noticed else "free" if end == as_of else "bound"
        )
        return ContractState(contract.contract_id, contract.vendor_id, status, end, end)
    if leaving is None:
        return _unknown(contract, as_of, reason=_missing_rule(contract, _ours(contract)))
    return _running(contract, as_of, leaving=leaving, holidays=holidays)


def vendor_state(contract: Contract, as_of: date, *, holidays: Container[date] = ()) -> VendorState:
    """When the vendor can be out if its notice arrives on `as_of`; terms bind it as they bind us."""
    ids, rule = (contract.contract_id, contract.vendor_id), contract.vendor_notice
    if contract.problems:
        return VendorState(*ids, reason=joined(contract.problems, "; "))
    end = agreed_end(contract, as_of, holidays=holidays)
    if end and end < as_of:
        return VendorState(*ids, end, reason=HAS_ENDED)
    if rule is None:
        return VendorState(*ids, reason=Message("vendor_notice is not given"))
    leaving = (
        _any_day_exit(contract, as_of, rule, holidays=holidays)
        if rule.anchor == "any_day"
        else _exit(contract, as_of, Rules(rule), holidays=holidays)
    )
    exits = [day for day in (end, leaving and leaving.on) if day]
    if not exits:
        return VendorState(*ids, reason=_missing_rule(contract, Rules(rule)))
    return VendorState(*ids, min(exits), (min(exits) - as_of).days)


def agreed_end(contract: Contract, as_of: date, *, holidays: Container[date] = ()) -> date | None:
    """The day on which the contract ends without any further notice, by `as_of`; None while it runs on."""
    noticed_on, end = _noticed_on(contract, as_of), _fixed_end(contract)
    leaving = exit_by(contract, noticed_on, holidays=holidays) if noticed_on else None
    return leaving.on if leaving and (end is None or leaving.on < end) else end


def _noticed_on(contract: Contract, as_of: date) -> date | None:
    return contract.noticed_on if contract.noticed_on and contract.noticed_on <= as_of else None


def _running(contract: Contract, as_of: date, *, leaving: Exit, holidays: Container[date]) -> ContractState:
    last = notice.latest_receipt(leaving.on, leaving.notice, holidays=holidays)
    safe = notice.latest_safe_receipt(leaving.on, leaving.notice)
    missed = exit_by(contract, last + DAY, holidays=holidays)
    return ContractState(
        contract.contract_id,
        contract.vendor_id,
        "free" if leaving.on == as_of else "bound",
        term_end=_term_end_from(contract, as_of),
        earliest_exit=leaving.on,
        last_receipt=last,
        safe_receipt=safe,
        send_by=notice.send_by(safe, buffer_days(contract), holidays=holidays),
        exit_if_missed=min((day for day in (missed and missed.on, _fixed_end(contract)) if day), default=None),
        rule=leaving.notice,
    )


def buffer_days(contract: Contract) -> int:
    """Working days between sending and the safe day of receipt: the contract's own, else those of its form."""
    own_days = contract.send_buffer_days
    return BUFFER_DAYS[contract.notice_form] if own_days is None else own_days


def _unknown(contract: Contract, as_of: date, *, reason: str) -> ContractState:
    term_end = _term_end_from(contract, as_of)
    defaults = dict.fromkeys(STATUTORY_NOTICE.get(name, SERVICE_NOTICE) for name in contract.functions)
    hint = "; ".join(defaults) or None
    return ContractState(contract.contract_id, contract.vendor_id, "unknown", term_end, reason=reason, hint=hint)


def _fixed_end(contract: Contract) -> date | None:
    if contract.ends_on or contract.renewal in ("tacit", "open_ended"):
        return contract.ends_on
    return contract.first_end


def _term_end_from(contract: Contract, day: date) -> date | None:
    """The first end of a term from `day` on."""
    first_end, initial, renewal = contract.first_end, contract.initial_term, contract.renewal_term
    if first_end is None or first_end >= day:
        return first_end
    if contract.renewal != "tacit" or renewal is None or not renewal.count:
        return None
    if contract.bound_until:
        ends = notice.term_ends(contract.bound_until + DAY, renewal, renewal=renewal, reaching=day)
    else:
        ends = notice.term_ends(contract.starts_on, initial or renewal, renewal=renewal, reaching=day)
    return next(end for end in ends if end >= day)


def exit_by(contract: Contract, received: date, *, holidays: Container[date] = ()) -> Exit | None:
    """The day to which our notice received on a day ends the contract, and the rule; None where no rule does."""
    return _exit(contract, received, _ours(contract), holidays=holidays)


def _ours(contract: Contract) -> Rules:
    return Rules(contract.notice, contract.notice_when_open_ended)


def _exit(contract: Contract, received: date, rules: Rules, *, holidays: Container[date]) -> Exit | None:
    rule = rules.notice
    if contract.ends_on and not (rule and rule.anchor == "any_day"):
        return None
    if contract.renewal == "open_ended":
        return _open_ended_exit(contract, received, rules, holidays=holidays)
    if rule is None:
        return None
    if rule.anchor == "any_day":
        return _any_day_exit(contract, received, rule, holidays=holidays)
    if contract.renewal != "tacit" or not (contract.renewal_term and contract.renewal_term.count):
        return None
    # The notice counts to the end of a term, whatever anchor its wording has or leaves out.
    end = _term_end_from(contract, notice.notice_end(received, rule, holidays=holidays))
    return Exit(end, rule) if end else None


def _any_day_exit(contract: Contract, received: date, rule: Notice, *, holidays: Container[date]) -> Exit:
    return Exit(notice.exit_after(received, rule, not_before=contract.starts_on, holidays=holidays), rule)


def _open_ended_exit(contract: Contract, received: date, rules: Rules, *, holidays: Container[date]) -> Exit | None:
    initial_rule, open_rule = rules
    rule = open_rule or initial_rule
    first_end = contract.first_end
    not_before = first_end or contract.starts_on
    if first_end and initial_rule and (open_rule or initial_rule.anchor == "term_end"):
        if notice.notice_end(received, initial_rule, holidays=holidays) <= first_end:
            return Exit(first_end, initial_rule)
        not_before = first_end + DAY
    if rule is None or rule.anchor == "term_end":
        return None
    return Exit(notice.exit_after(received, rule, not_before=not_before, holidays=holidays), rule)


def _missing_rule(contract: Contract, rules: Rules) -> Message:
    if contract.renewal == "open_ended":
        if any(rules):
            return Message("the notice counts to the end of a term, but no term is left")
        return Message("neither notice nor notice_when_open_ended is given")
    if contract.renewal != "tacit":
        return Message("neither initial_term nor ends_on says when the contract ends")
    return Message("tacit renewal needs notice, and initial_term and renewal_term above zero")


def remaining_minimum(contract: Contract, as_of: date, *, until: date | None) -> Decimal | None:
    """Minimum fees from the day after `as_of` to `until`, in cents by day; None if either is unknown."""
    return _minimum(contract, max(as_of, contract.starts_on - DAY), until)


def cost_of_missing(contract: Contract, state: ContractState, *, as_of: date) -> Decimal | None:
    """Minimum fees added by the exit after a missed deadline; None if the minimum or an exit is unknown."""
    if state.earliest_exit is None:
        return None
    return _minimum(contract, max(state.earliest_exit, as_of, contract.starts_on - DAY), state.exit_if_missed)


def _minimum(contract: Contract, after: date, until: date | None) -> Decimal | None:
    if contract.minimum_per_month is None or until is None:
        return None
    return _by_day(contract.minimum_per_month, max((until - after).days, 0)).quantize(CENT, ROUND_HALF_UP)


def daily_loss_until(monthly: Decimal, binds_on: date, *, exit_on: date) -> Decimal:
    """A monthly loss summed by day (12/365) from `binds_on` to `exit_on` inclusive, unrounded."""
    return _by_day(monthly, max((exit_on - binds_on).days + 1, 0))


def _by_day(monthly: Decimal, days: int) -> Decimal:
    return monthly * 12 * days / 365
