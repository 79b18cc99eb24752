"""What must be decided next about contracts, and who could take over from a vendor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from statistics import median_low
from typing import Literal, NamedTuple

from analysis.rules.freedom import Pair
from analysis.rules.leaving import Yearly, total
from analysis.rules.lock_in import Contract, ContractState, VendorState, cost_of_missing
from analysis.rules.notice import Period, period_end

YEAR = Period(12, "month")
# A contract that can be left on any day has no deadline: whoever waits a few days loses only those days.
SHORTEST_DELAY_DAYS = 7


@dataclass(frozen=True)
class Alternative:
    """Who could take over a vendor's function, within how many days, when that was last tried, what the switch costs
    and which share (0–1) of the sales comes along."""

    vendor_id: str
    function: str
    name: str
    lead_time_days: int
    tested_on: date | None = None
    switch_cost: Decimal | None = None
    recapture_share: Decimal | None = None


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

    @cached_property
    def leads(self) -> dict[Pair, int]:
        """The lead time in days of the best alternative per vendor and function."""
        return {pair: each.lead_time_days for pair, each in self.best.items()}

    @cached_property
    def assumed(self) -> int | None:
        """The lead time in days that a missing alternative is given; None if nothing says how long one takes."""
        if self.assumed_lead_days is not None or not self.best:
            return self.assumed_lead_days
        return median_low(self.leads.values())

    def switch_cost(self, pairs: Iterable[Pair]) -> Decimal | None:
        """What switching some pairs to their best alternatives costs, each once; None if one of them is unknown."""
        return total(each.switch_cost if each else None for each in map(self.best.get, set(pairs)))

    def recapture_share(self, pairs: Iterable[Pair]) -> Decimal | None:
        """The smallest share of sales that comes along to the best alternatives; None if one of them is unknown."""
        shares = [each.recapture_share if each else None for each in map(self.best.get, pairs)]
        known = [share for share in shares if share is not None]
        return min(known) if known and len(known) == len(shares) else None


class Standing(NamedTuple):
    """A contract, its state and the vendor's side of it on a day, and the money per year that hangs on it."""

    contract: Contract
    state: ContractState
    theirs: VendorState
    yearly: Yearly


class Decision(NamedTuple):
    """A choice that is due: to give notice, or to renew or replace what `ends` by itself on `exit_on`.

    `alternative` is None if a function of the contract has none, `tested_on` is None if one of them was never
    tested, `otherwise` is the day the contract ends if the notice is missed."""

    contract_id: str
    vendor_id: str
    kind: Literal["notice", "end"]
    decide_by: date
    send_by: date | None
    arrive_by: date | None
    exit_on: date
    otherwise: date | None
    cost_of_missing: Decimal | None
    alternative: str | None
    tested_on: date | None
    revenue_per_year: Decimal | None
    contribution_per_year: Decimal | None


def waits_cheaply(leaves_on: date, missed_on: date) -> bool:
    """Whether a late notice binds a week longer at most, so that there is no deadline to speak of."""
    return (missed_on - leaves_on).days <= SHORTEST_DELAY_DAYS


def decisions_due(standings: Iterable[Standing], backup: Backup, *, as_of: date) -> list[Decision]:
    """The decisions of the twelve months after as_of, the next first; days that have passed stay as they are."""
    found = [_decision(standing, backup, as_of=as_of) for standing in standings]
    until = period_end(as_of, YEAR)
    due = [decision for decision in found if decision and decision.decide_by <= until]
    return sorted(due, key=lambda each: (each.decide_by, each.send_by or each.exit_on, each.contract_id))


def _decision(standing: Standing, backup: Backup, *, as_of: date) -> Decision | None:
    contract, state, _, yearly = standing
    leaves, missed = state.earliest_exit, state.exit_if_missed
    if state.status != "bound" or leaves is None or (missed and waits_cheaply(leaves, missed)):
        return None
    send_by = state.send_by or state.last_receipt
    alternatives = _alternatives(contract, backup)
    tests = [each.tested_on for each in alternatives if each.tested_on]
    return Decision(
        contract.contract_id,
        contract.vendor_id,
        # A bound contract without a day of receipt has a fixed end.
        kind="notice" if state.last_receipt else "end",
        decide_by=_decide_by(send_by or leaves, leaves, alternatives=alternatives),
        send_by=send_by,
        arrive_by=state.last_receipt,
        exit_on=leaves,
        otherwise=missed,
        cost_of_missing=cost_of_missing(contract, state, as_of=as_of),
        alternative="; ".join(dict.fromkeys(each.name for each in alternatives)) or None,
        tested_on=min(tests) if tests and len(tests) == len(alternatives) else None,
        revenue_per_year=yearly.revenue,
        contribution_per_year=yearly.contribution,
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


def _tested(alternative: Alternative) -> date:
    return alternative.tested_on or date.min
