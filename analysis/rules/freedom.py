"""How fast channels could be free of their vendors, and which vendor could leave before we have replaced it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import fsum
from typing import Literal, NamedTuple

from analysis.rules import notice
from analysis.rules.lock_in import CENT, Contract, ContractState, VendorState
from analysis.rules.notice import Notice

Pair = tuple[str, str]
Freedom = Literal["free_on", "never", "unknown"]
SHARE_TOLERANCE = 1e-12


class ChannelFreedom(NamedTuple):
    """Whether, and on which day, every vendor that serves a channel under a contract can be left."""

    channel_id: str
    status: Freedom
    free_on: date | None = None


@dataclass(frozen=True)
class LockIn:
    """Cumulative share of net revenue that can be free by a day; its duration, days times share, adds nothing for what
    is never free, and the mean of days is over what can become free alone."""

    duration_days: float | None
    mean_days_until_free: float | None
    half_free_on: date | None
    curve: tuple[tuple[date, float], ...]
    never_free_share: float
    unknown_share: float


class Asymmetry(NamedTuple):
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


class Ties(NamedTuple):
    """What running contracts tie: per vendor and function the day the last of them is left (None: unknown), and per
    channel the pairs of vendor and function that cover it."""

    left_on: Mapping[Pair, date | None]
    covering: Mapping[str, Set[Pair]]


def ties(contracts: Iterable[tuple[Contract, ContractState]]) -> Ties:
    """The ties of contracts with their states; ended ones tie nothing."""
    # A vendor is left for a function only when all its contracts for it are, whichever channels they name.
    exits: defaultdict[Pair, list[date | None]] = defaultdict(list)
    covering: defaultdict[str, set[Pair]] = defaultdict(set)
    for contract, state in contracts:
        if state.status == "ended":
            continue
        for function in contract.functions:
            pair = (contract.vendor_id, function)
            exits[pair].append(state.earliest_exit)
            for channel_id in contract.channel_ids:
                covering[channel_id].add(pair)
    return Ties({pair: _latest(days) for pair, days in exits.items()}, covering)


def channel_freedom(channel_id: str, tied: Ties, *, lead_times: Mapping[Pair, int], as_of: date) -> ChannelFreedom:
    """When a channel is free, given the best lead time in days per (vendor, function) with an alternative."""
    pairs = tied.covering.get(channel_id, frozenset())
    return ChannelFreedom(channel_id, *pairs_freedom(pairs, tied, lead_times=lead_times, as_of=as_of))


def pairs_freedom(
    pairs: Set[Pair], tied: Ties, *, lead_times: Mapping[Pair, int], as_of: date
) -> tuple[Freedom, date | None]:
    """Whether, and on which day, all of some pairs of vendor and function can be done without."""
    if not pairs <= lead_times.keys():
        return "never", None
    day = _latest(free_on([tied.left_on[pair]], lead_times[pair], as_of=as_of) for pair in pairs)
    return ("free_on", day) if day else ("unknown", None)


def lock_in_curve(freedoms: list[ChannelFreedom], shares: Mapping[str, float], *, as_of: date) -> LockIn:
    """Curve F(t) and duration over the channels' shares of all net revenue; a missing channel is unknown."""
    served = [freedom for freedom in freedoms if freedom.channel_id in shares]
    steps = [(each.free_on, shares[each.channel_id]) for each in served if each.free_on]
    days = sorted({as_of, *(day for day, _ in steps)})
    # Without a channel that can be left there is no duration; zero would read as "not bound at all".
    duration = fsum(share * (day - as_of).days for day, share in steps) if steps else None
    freed = fsum(share for _, share in steps)
    curve = tuple((on, fsum(share for day, share in steps if day <= on)) for on in days)
    known = {freedom.channel_id: freedom.status for freedom in freedoms if freedom.status != "unknown"}
    return LockIn(
        duration_days=duration,
        mean_days_until_free=duration / freed if duration is not None and freed > 0 else None,
        half_free_on=next((on for on, share in curve if share >= 0.5 - SHARE_TOLERANCE), None),
        curve=curve,
        never_free_share=fsum(share for name, share in shares.items() if known.get(name) == "never"),
        unknown_share=fsum(share for name, share in shares.items() if name not in known),
    )


def asymmetry(
    theirs: Notice | VendorState | None,
    lead_time_days: int | None,
    *,
    daily_contribution: Decimal | None,
    as_of: date,
) -> Asymmetry:
    """Days and contribution that the vendor's notice on `as_of` leaves uncovered; None where an input is."""
    notice_days = theirs.their_notice_days if isinstance(theirs, VendorState) else _notice_days(theirs, as_of)
    if notice_days is None or lead_time_days is None:
        return Asymmetry(notice_days, None, None)
    uncovered = max(0, lead_time_days - notice_days)
    if daily_contribution is None:
        return Asymmetry(notice_days, uncovered, None)
    return Asymmetry(notice_days, uncovered, (daily_contribution * uncovered).quantize(CENT, ROUND_HALF_UP))


def _notice_days(rule: Notice | None, as_of: date) -> int | None:
    # Without the terms only the period itself is certain, so it stands for a notice to the term's end.
    if rule and rule.anchor == "term_end":
        rule = Notice(rule.period)
    return (notice.exit_after(as_of, rule) - as_of).days if rule else None
