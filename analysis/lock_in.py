"""How long contracts bind: exits, deadlines, what missing them costs, and when channels become free."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import fsum
from typing import Literal, NamedTuple

from analysis import notice
from analysis.notice import DAY, Notice, Period

ContractStatus = Literal["free", "bound", "noticed", "ended", "unknown"]

CENT = Decimal("0.01")
SHARE_TOLERANCE = 1e-12
BUFFER_DAYS = {"text": 0, "portal": 0, "written": 5, None: 5}
STATUTORY_NOTICE = {
    "storage": "§ 473 HGB: one month for storage of indefinite length",
    "payment": "§ 675h BGB: at any time, an agreed notice is at most one month",
}
SERVICE_NOTICE = (
    "§ 621 BGB: services paid by the month end by notice on the 15th to the month's end, "
    "services without a payment period at any time"
)


@dataclass(frozen=True)
class Contract:
    """One contract of the register with its channels resolved; `problems` are its unreadable cells."""

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


@dataclass(frozen=True)
class ContractState:
    """Where a contract stands on a day; if unknown, `reason` says why and `hint` the statutory default."""

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


class Exit(NamedTuple):
    on: date
    period: Period


def contract_state(contract: Contract, as_of: date, *, holidays: Container[date] = ()) -> ContractState:
    """Status, exit and deadlines of a contract if notice arrives on `as_of` (BGB §§ 187, 188)."""
    if contract.problems:
        return _unknown(contract, as_of, reason="; ".join(contract.problems))
    noticed_on = contract.noticed_on if contract.noticed_on and contract.noticed_on <= as_of else None
    leaving = _exit(contract, noticed_on or as_of)
    end = _fixed_end(contract) or (leaving.on if leaving and noticed_on else None)
    if end:
        status: ContractStatus = (
            "ended" if end < as_of else "noticed" if noticed_on else "free" if end == as_of else "bound"
        )
        return ContractState(contract.contract_id, contract.vendor_id, status, end, end)
    if leaving is None:
        return _unknown(contract, as_of, reason=_missing_rule(contract))
    return _running(contract, as_of, leaving=leaving, holidays=holidays)


def _running(contract: Contract, as_of: date, *, leaving: Exit, holidays: Container[date]) -> ContractState:
    last = notice.last_receipt(leaving.on, leaving.period)
    safe = notice.safe_receipt(leaving.on, leaving.period)
    own_days = contract.send_buffer_days
    buffer_days = BUFFER_DAYS[contract.notice_form] if own_days is None else own_days
    missed = _exit(contract, last + DAY)
    return ContractState(
        contract.contract_id,
        contract.vendor_id,
        "free" if leaving.on == as_of else "bound",
        term_end=_running_term_end(contract, as_of),
        earliest_exit=leaving.on,
        last_receipt=last,
        safe_receipt=safe,
        send_by=notice.send_by(safe, buffer_days, holidays=holidays),
        exit_if_missed=missed.on if missed else None,
    )


def _unknown(contract: Contract, as_of: date, *, reason: str) -> ContractState:
    term_end = _running_term_end(contract, as_of)
    defaults = dict.fromkeys(STATUTORY_NOTICE.get(name, SERVICE_NOTICE) for name in contract.functions)
    unknown = ContractState(contract.contract_id, contract.vendor_id, "unknown", term_end)
    return replace(unknown, reason=reason, hint="; ".join(defaults))


def _fixed_end(contract: Contract) -> date | None:
    if contract.ends_on or contract.renewal in ("tacit", "open_ended"):
        return contract.ends_on
    return next(_term_ends(contract), None)


def _term_ends(contract: Contract) -> Iterator[date]:
    initial, renewal = contract.initial_term, contract.renewal_term
    if initial is None or not initial.count:
        return iter(())
    if contract.renewal == "tacit" and renewal and renewal.count:
        return notice.term_ends(contract.starts_on, initial, renewal=renewal)
    return iter((notice.end_of_term(contract.starts_on, initial),))


def _running_term_end(contract: Contract, as_of: date) -> date | None:
    return next((end for end in _term_ends(contract) if end >= as_of), None)


def _exit(contract: Contract, received: date) -> Exit | None:
    if contract.renewal == "tacit":
        return _tacit_exit(contract, received)
    if contract.renewal == "open_ended":
        return _open_ended_exit(contract, received)
    return None


def _tacit_exit(contract: Contract, received: date) -> Exit | None:
    renewal, rule = contract.renewal_term, contract.notice
    if rule is None or renewal is None or not renewal.count:
        return None
    # The notice counts to the end of a term, whatever anchor its wording has or leaves out.
    earliest = notice.period_end(received, rule.period)
    end = next((end for end in _term_ends(contract) if end >= earliest), None)
    return Exit(end, rule.period) if end else None


def _open_ended_exit(contract: Contract, received: date) -> Exit | None:
    initial_rule, open_rule = contract.notice, contract.notice_when_open_ended
    rule = open_rule or initial_rule
    first_end = next(_term_ends(contract), None)
    not_before = first_end or contract.starts_on
    if first_end and initial_rule and (open_rule or initial_rule.anchor == "term_end"):
        if notice.period_end(received, initial_rule.period) <= first_end:
            return Exit(first_end, initial_rule.period)
        not_before = first_end + DAY
    if rule is None or rule.anchor == "term_end":
        return None
    return Exit(notice.exit_after(received, rule, not_before=not_before), rule.period)


def _missing_rule(contract: Contract) -> str:
    if contract.renewal == "open_ended":
        if contract.notice or contract.notice_when_open_ended:
            return "the notice counts to the end of a term, but no term is left"
        return "neither notice nor notice_when_open_ended is given"
    if contract.renewal != "tacit":
        return "neither initial_term nor ends_on says when the contract ends"
    return "tacit renewal needs notice, and initial_term and renewal_term above zero"


def remaining_minimum(contract: Contract, as_of: date, *, until: date | None) -> Decimal | None:
    """Minimum fees from the day after `as_of` to `until`, in cents by day; None if either is unknown."""
    if contract.minimum_per_month is None or until is None:
        return None
    days = (until - max(as_of, contract.starts_on - DAY)).days
    return _by_day(contract.minimum_per_month, max(days, 0)).quantize(CENT, ROUND_HALF_UP)


def cost_of_missing(contract: Contract, state: ContractState, *, as_of: date) -> Decimal | None:
    """Minimum fees added by the exit after a missed deadline; None if the minimum or an exit is unknown."""
    missed = remaining_minimum(contract, as_of, until=state.exit_if_missed)
    in_time = remaining_minimum(contract, as_of, until=state.earliest_exit)
    return None if missed is None or in_time is None else missed - in_time


def daily_loss_until(monthly: Decimal, binds_on: date, *, exit_on: date) -> Decimal:
    """A monthly loss summed by day (12/365) from `binds_on` to `exit_on` inclusive, unrounded."""
    return _by_day(monthly, max((exit_on - binds_on).days + 1, 0))


def _by_day(monthly: Decimal, days: int) -> Decimal:
    return monthly * 12 * days / 365


@dataclass(frozen=True)
class ChannelFreedom:
    """Whether, and on which day, every vendor that serves a channel under a contract can be left."""

    channel_id: str
    status: Literal["free_on", "never", "unknown"]
    free_on: date | None = None


@dataclass(frozen=True)
class LockIn:
    """Cumulative share of net revenue that can be free by a day, and its weighted duration in days."""

    duration_days: float | None
    half_free_on: date | None
    curve: tuple[tuple[date, float], ...]
    never_free_share: float
    unknown_share: float


@dataclass(frozen=True)
class Asymmetry:
    """The vendor's notice to us beside the days we need to replace it, and the contribution between them."""

    their_notice_days: int | None
    uncovered_days: int | None
    contribution_at_risk: Decimal | None


def free_on(exits: Iterable[date | None], lead_time_days: int, *, as_of: date) -> date | None:
    """First day on which every contract is left and the alternative works; None if an exit is unknown."""
    return _latest([as_of + timedelta(days=lead_time_days), *exits])


def _latest(days: Iterable[date | None]) -> date | None:
    every = list(days)
    known = [day for day in every if day]
    return max(known) if known and len(known) == len(every) else None


def channel_freedom(
    channel_id: str,
    contracts: Iterable[Contract],
    *,
    lead_times: Mapping[tuple[str, str], int],
    as_of: date,
) -> ChannelFreedom:
    """When a channel is free, given the best lead time in days per (vendor, function) with an alternative."""
    exits: defaultdict[tuple[str, str], list[date | None]] = defaultdict(list)
    for contract in contracts:
        state = contract_state(contract, as_of)
        if channel_id in contract.channel_ids and state.status != "ended":
            for function in contract.functions:
                exits[contract.vendor_id, function].append(state.earliest_exit)
    if not exits.keys() <= lead_times.keys():
        return ChannelFreedom(channel_id, "never")
    day = _latest(free_on(ends, lead_times[pair], as_of=as_of) for pair, ends in exits.items())
    return ChannelFreedom(channel_id, "free_on" if day else "unknown", day)


def lock_in_curve(freedoms: list[ChannelFreedom], shares: Mapping[str, float], *, as_of: date) -> LockIn:
    """Curve F(t) and duration over the channels' shares of all net revenue; a missing channel is unknown."""
    served = [freedom for freedom in freedoms if freedom.channel_id in shares]
    steps = [(each.free_on, shares[each.channel_id]) for each in served if each.free_on]
    days = sorted({as_of, *(day for day, _ in steps)})
    curve = tuple((on, fsum(share for day, share in steps if day <= on)) for on in days)
    known = {freedom.channel_id: freedom.status for freedom in freedoms if freedom.status != "unknown"}
    return LockIn(
        # Without a channel that can be left there is no duration; zero would read as "not bound at all".
        duration_days=fsum(share * (day - as_of).days for day, share in steps) if steps else None,
        half_free_on=next((on for on, share in curve if share >= 0.5 - SHARE_TOLERANCE), None),
        curve=curve,
        never_free_share=fsum(share for name, share in shares.items() if known.get(name) == "never"),
        unknown_share=fsum(share for name, share in shares.items() if name not in known),
    )


def asymmetry(
    their_notice: Notice | None,
    lead_time_days: int | None,
    *,
    daily_contribution: Decimal | None,
    as_of: date,
) -> Asymmetry:
    """Days and contribution that the vendor's notice on `as_of` leaves uncovered; None where an input is."""
    if their_notice is None:
        return Asymmetry(None, None, None)
    # Without the terms only the period itself is certain, so it stands for a notice to the term's end.
    anchor = None if their_notice.anchor == "term_end" else their_notice.anchor
    notice_days = (notice.exit_after(as_of, Notice(their_notice.period, anchor)) - as_of).days
    if lead_time_days is None:
        return Asymmetry(notice_days, None, None)
    uncovered = max(0, lead_time_days - notice_days)
    if daily_contribution is None:
        return Asymmetry(notice_days, uncovered, None)
    return Asymmetry(notice_days, uncovered, (daily_contribution * uncovered).quantize(CENT, ROUND_HALF_UP))
