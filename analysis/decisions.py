"""What must be decided next, what leaving costs, and which alternative would free us most."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from math import fsum
from statistics import median_low
from typing import Literal, NamedTuple

from analysis.freedom import ChannelFreedom, asymmetry, channel_freedom, lock_in_curve
from analysis.lock_in import CENT, Contract, ContractState, contract_state, cost_of_missing
from analysis.notice import Period, period_end

Pair = tuple[str, str]

YEAR = Period(12, "month")
# A contract that can be left on any day has no deadline: whoever waits a few days loses only those days.
SHORTEST_DELAY_DAYS = 7


@dataclass(frozen=True)
class Alternative:
    """Who could take over a vendor's function, within how many days, and when that was last tried."""

    vendor_id: str
    function: str
    name: str
    lead_time_days: int
    tested_on: date | None = None


@dataclass(frozen=True)
class Backup:
    """The alternatives on record and the lead days assumed for a missing one (None: their lower median)."""

    alternatives: tuple[Alternative, ...]
    assumed_lead_days: int | None = None

    @cached_property
    def best(self) -> dict[Pair, Alternative]:
        """The quickest alternative per vendor and function, of two as quick the one tested last."""
        ranked = sorted(self.alternatives, key=lambda each: (each.lead_time_days, -_tested(each).toordinal()))
        return {(each.vendor_id, each.function): each for each in reversed(ranked)}

    @cached_property
    def tested(self) -> frozenset[Pair]:
        """The pairs of vendor and function with an alternative that was ever tested."""
        return frozenset((each.vendor_id, each.function) for each in self.alternatives if each.tested_on)

    @property
    def leads(self) -> dict[Pair, int]:
        """The lead time in days of the best alternative per vendor and function."""
        return {pair: each.lead_time_days for pair, each in self.best.items()}

    @property
    def assumed(self) -> int | None:
        """The lead time in days that a missing alternative is given; None if nothing says how long one takes."""
        if self.assumed_lead_days is not None or not self.best:
            return self.assumed_lead_days
        return median_low(self.leads.values())


class Standing(NamedTuple):
    """A contract, its state on a day, and the net revenue and contribution per year that hang on it."""

    contract: Contract
    state: ContractState
    revenue_per_year: Decimal | None
    contribution_per_year: Decimal | None


@dataclass(frozen=True)
class Decision:
    """A choice that is due: `alternative` is None if a function of the contract has none, `tested_on` is None
    if one of them was never tested, `otherwise` is the day the contract ends if the notice is missed."""

    contract_id: str
    vendor_id: str
    decide_by: date
    send_by: date
    arrive_by: date
    exit_on: date
    otherwise: date | None
    cost_of_missing: Decimal | None
    alternative: str | None
    tested_on: date | None
    revenue_per_year: Decimal | None
    contribution_per_year: Decimal | None


@dataclass(frozen=True)
class Relief:
    """What one alternative changes if it is in place with `lead_time_days`: lock-in without it and with it,
    and the share of net revenue in channels that it holds back, alone or together with others."""

    vendor_id: str
    function: str
    gap: Literal["missing", "untested"]
    lead_time_days: int | None
    lead_time_is_assumed: bool
    never_free_share_before: float
    never_free_share_after: float
    duration_days_before: float | None
    duration_days_after: float | None
    uncovered_days_after: int | None
    held_back_share: float


def exit_cost(contract: Contract, remaining_minimum: Decimal | None, *, switch_cost: Decimal | None) -> Decimal | None:
    """Exit fee, minimum until the exit and cost of the switch in cents; None if one of them is unknown."""
    parts = (contract.exit_fee, remaining_minimum, switch_cost)
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)).quantize(CENT, ROUND_HALF_UP) if len(known) == len(parts) else None


def walk_away_points(
    exit_cost: Decimal | None, transition_loss: Decimal | None, *, revenue_per_year: Decimal | None, years: Decimal
) -> Decimal | None:
    """Points of fee on the revenue of some years that leaving would cost, unrounded; None if unknown."""
    if exit_cost is None or transition_loss is None or revenue_per_year is None:
        return None
    revenue = revenue_per_year * years
    return (exit_cost + transition_loss) / revenue * 100 if revenue > 0 else None


def hangs_on(
    contract: Contract, amounts: Mapping[str, Decimal | None], *, parts: Mapping[str, float]
) -> Decimal | None:
    """The amounts of a contract's channels times the part (0–1) that its vendor serves, in cents; None if one
    that it serves is unknown."""
    served = [(amounts.get(channel), parts[channel]) for channel in contract.channel_ids if parts.get(channel)]
    known = [amount * Decimal(repr(part)) for amount, part in served if amount is not None]
    return sum(known, Decimal(0)).quantize(CENT, ROUND_HALF_UP) if len(known) == len(served) else None


def waits_cheaply(leaves_on: date, missed_on: date) -> bool:
    """Whether a late notice binds a week longer at most, so that there is no deadline to speak of."""
    return (missed_on - leaves_on).days <= SHORTEST_DELAY_DAYS


def decisions_due(standings: Iterable[Standing], backup: Backup, *, as_of: date) -> list[Decision]:
    """The decisions of the twelve months after as_of, the next first; days that have passed stay as they are."""
    found = [_decision(standing, backup, as_of=as_of) for standing in standings]
    until = period_end(as_of, YEAR)
    due = [decision for decision in found if decision and decision.decide_by <= until]
    return sorted(due, key=lambda each: (each.decide_by, each.send_by, each.contract_id))


def _decision(standing: Standing, backup: Backup, *, as_of: date) -> Decision | None:
    contract, state, revenue, contribution = standing
    leaves, arrive, missed = state.earliest_exit, state.last_receipt, state.exit_if_missed
    if state.status != "bound" or leaves is None or arrive is None or (missed and waits_cheaply(leaves, missed)):
        return None
    send_by = state.send_by or arrive
    alternatives = _alternatives(contract, backup)
    tests = [each.tested_on for each in alternatives if each.tested_on]
    return Decision(
        contract.contract_id,
        contract.vendor_id,
        decide_by=_decide_by(send_by, leaves, alternatives=alternatives),
        send_by=send_by,
        arrive_by=arrive,
        exit_on=leaves,
        otherwise=missed,
        cost_of_missing=cost_of_missing(contract, state, as_of=as_of),
        alternative="; ".join(dict.fromkeys(each.name for each in alternatives)) or None,
        tested_on=min(tests) if tests and len(tests) == len(alternatives) else None,
        revenue_per_year=revenue,
        contribution_per_year=contribution,
    )


def _alternatives(contract: Contract, backup: Backup) -> list[Alternative]:
    """The best alternative of every function, or none at all where a function has none."""
    found = [backup.best.get((contract.vendor_id, function)) for function in contract.functions]
    known = [each for each in found if each]
    return known if len(known) == len(found) else []


def _decide_by(send_by: date, exit_on: date, *, alternatives: list[Alternative]) -> date:
    # Who decides on this day can still commission the slowest alternative so that it works on the exit day.
    lead = max((each.lead_time_days for each in alternatives), default=0)
    return min(send_by, exit_on - timedelta(days=lead))


def what_helps_most(
    contracts: Iterable[Contract], backup: Backup, *, shares: Mapping[str, float], as_of: date
) -> list[Relief]:
    """What each missing or untested alternative would change, the largest never-free share that it frees first.

    An untested one is compared with having none, since nobody knows yet that it works."""
    running = [each for each in contracts if contract_state(each, as_of).status != "ended"]
    board = _Board(running, backup, shares=shares, as_of=as_of)
    found = [board.relief(pair) for pair in board.channels_of if pair not in backup.tested]
    return sorted(found, key=lambda each: (-_freed(each), -each.held_back_share, each.vendor_id, each.function))


def _freed(relief: Relief) -> float:
    # Rounded, so that noise of the summation does not decide the order.
    return round(relief.never_free_share_before - relief.never_free_share_after, 9)


class _Board:
    """Channels with the pairs of vendor and function that they need, and their freedom with what is on record."""

    def __init__(self, contracts: list[Contract], backup: Backup, *, shares: Mapping[str, float], as_of: date) -> None:
        self.backup, self.shares, self.as_of = backup, shares, as_of
        self.contracts: defaultdict[str, list[Contract]] = defaultdict(list)
        self.channels_of: dict[Pair, set[str]] = {}
        self.their_notices: defaultdict[Pair, list[Contract]] = defaultdict(list)
        for contract in contracts:
            for channel in contract.channel_ids:
                self.contracts[channel].append(contract)
            for function in contract.functions:
                self.channels_of.setdefault((contract.vendor_id, function), set()).update(contract.channel_ids)
                self.their_notices[contract.vendor_id, function].append(contract)
        self.lacking = {channel: self._lacking(channel) for channel in self.contracts}
        self.freedoms = {
            channel: ChannelFreedom(channel, "never") if lacking else self._freedom(channel, backup.leads)
            for channel, lacking in self.lacking.items()
        }

    def relief(self, pair: Pair) -> Relief:
        """What the alternative for a pair changes."""
        is_missing = pair not in self.backup.best
        lead = self.backup.assumed if is_missing else self.backup.leads[pair]
        held = self.channels_of[pair]
        without = lock_in_curve(self._without(held), self.shares, as_of=self.as_of)
        having = lock_in_curve(self._having(pair, lead or 0), self.shares, as_of=self.as_of)
        return Relief(
            *pair,
            gap="missing" if is_missing else "untested",
            lead_time_days=lead,
            lead_time_is_assumed=is_missing,
            never_free_share_before=without.never_free_share,
            never_free_share_after=having.never_free_share,
            duration_days_before=without.duration_days,
            duration_days_after=None if lead is None else having.duration_days,
            uncovered_days_after=self._uncovered(pair, lead),
            held_back_share=fsum(self.shares.get(channel, 0.0) for channel in held),
        )

    def _without(self, held: set[str]) -> list[ChannelFreedom]:
        return [ChannelFreedom(name, "never") if name in held else free for name, free in self.freedoms.items()]

    def _having(self, pair: Pair, lead: int) -> list[ChannelFreedom]:
        leads = {**self.backup.leads, pair: lead}
        alone = {channel for channel in self.channels_of[pair] if self.lacking[channel] == {pair}}
        return [self._freedom(name, leads) if name in alone else free for name, free in self.freedoms.items()]

    def _lacking(self, channel: str) -> set[Pair]:
        pairs = {(each.vendor_id, function) for each in self.contracts[channel] for function in each.functions}
        return pairs - self.backup.best.keys()

    def _freedom(self, channel: str, leads: Mapping[Pair, int]) -> ChannelFreedom:
        return channel_freedom(channel, self.contracts[channel], lead_times=leads, as_of=self.as_of)

    def _uncovered(self, pair: Pair, lead: int | None) -> int | None:
        found = [
            asymmetry(each.vendor_notice, lead, daily_contribution=None, as_of=self.as_of).uncovered_days
            for each in self.their_notices[pair]
        ]
        known = [days for days in found if days is not None]
        return max(known, default=None)


def _tested(alternative: Alternative) -> date:
    return alternative.tested_on or date.min
