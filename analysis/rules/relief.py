"""Which alternative would free us most: lock-in and uncovered days without it and with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from math import fsum
from typing import Literal, NamedTuple

from analysis.rules.decisions import Backup, Standing
from analysis.rules.freedom import ChannelFreedom, LockIn, Pair, channel_freedom, lock_in_curve, ties
from analysis.rules.lock_in import VendorState


class Relief(NamedTuple):
    """What one alternative changes if it is in place with `lead_time_days`: lock-in without it and with it, the days
    that a notice of the vendor on as_of would leave uncovered, and the share of net revenue in channels that it holds
    back, alone or together with others."""

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


def what_helps_most(
    standings: Iterable[Standing], backup: Backup, *, shares: Mapping[str, float], as_of: date
) -> list[Relief]:
    """What each missing or untested alternative would change, the largest never-free share that it frees first.

    An untested one is compared with having none, since nobody knows yet that it works."""
    running = [each for each in standings if each.state.status != "ended"]
    board = _Board(running, backup, shares=shares, as_of=as_of)
    found = [board.relief(pair) for pair in board.tied.left_on if pair not in backup.tested]
    return sorted(found, key=lambda each: (-_freed(each), -each.held_back_share, each.vendor_id, each.function))


def _freed(relief: Relief) -> float:
    # Rounded, so that noise of the summation does not decide the order.
    return round(relief.never_free_share_before - relief.never_free_share_after, 9)


class _Board:
    """Channels with the pairs of vendor and function that they need, and their freedom with what is on record."""

    def __init__(self, standings: list[Standing], backup: Backup, *, shares: Mapping[str, float], as_of: date) -> None:
        self.backup, self.shares, self.as_of = backup, shares, as_of
        self.tied = ties((each.contract, each.state) for each in standings)
        self.lacking = {channel: pairs - backup.best.keys() for channel, pairs in self.tied.covering.items()}
        self.freedoms = {channel: self._freedom(channel, backup.leads) for channel in self.tied.covering}
        self.channels_of: defaultdict[Pair, set[str]] = defaultdict(set)
        for channel, pairs in self.tied.covering.items():
            for pair in pairs:
                self.channels_of[pair].add(channel)
        self.their_notices: defaultdict[Pair, list[VendorState]] = defaultdict(list)
        for contract, _, theirs, _ in standings:
            for function in contract.functions:
                self.their_notices[contract.vendor_id, function].append(theirs)
        self.curves: dict[frozenset[ChannelFreedom], LockIn] = {}

    def relief(self, pair: Pair) -> Relief:
        """What the alternative for a pair changes."""
        is_missing = pair not in self.backup.best
        lead = self.backup.assumed if is_missing else self.backup.leads[pair]
        held = sorted(self.channels_of[pair])
        without = self._curve(ChannelFreedom(channel, "never") for channel in held)
        having = self._curve(self._having(pair, lead or 0))
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

    def _curve(self, changed: Iterable[ChannelFreedom]) -> LockIn:
        """The curve with some channels changed; many alternatives change the same ones in the same way."""
        key = frozenset(changed)
        if key not in self.curves:
            freedoms = {**self.freedoms, **{each.channel_id: each for each in key}}
            self.curves[key] = lock_in_curve(list(freedoms.values()), self.shares, as_of=self.as_of)
        return self.curves[key]

    def _having(self, pair: Pair, lead: int) -> list[ChannelFreedom]:
        """The channels that wait for the alternative of one pair alone, as they are with it."""
        alone = [channel for channel in self.channels_of[pair] if self.lacking[channel] == {pair}]
        leads = {**self.backup.leads, pair: lead} if alone else {}
        return [self._freedom(channel, leads) for channel in alone]

    def _freedom(self, channel: str, leads: Mapping[Pair, int]) -> ChannelFreedom:
        return channel_freedom(channel, self.tied, lead_times=leads, as_of=self.as_of)

    def _uncovered(self, pair: Pair, lead: int | None) -> int | None:
        # The shortest notice leaves the most days.
        known = [days for theirs in self.their_notices[pair] if (days := theirs.their_notice_days) is not None]
        return max(0, lead - min(known)) if known and lead is not None else None
