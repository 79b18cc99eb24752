"""What helps most, against a reckoning from the register alone: random shops, each alternative taken away and put in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from test_lock_in import OPEN

from analysis.rules.decisions import Alternative, Backup, Standing
from analysis.rules.leaving import Yearly
from analysis.rules.lock_in import ContractState, VendorState
from analysis.rules.relief import what_helps_most

AS_OF = date(2026, 1, 31)
FUNCTIONS = ("storage", "shipping", "payment")
Pair = tuple[str, str]


def _alternative(pick: Random) -> Alternative:
    tested_on = date(2025, 6, 1) if pick.random() < 0.3 else None
    return Alternative(pick.choice("vwxyz"), pick.choice(FUNCTIONS), "other", pick.choice([0, 20, 60]), tested_on)


class Shop:
    """Up to four channels, five vendors and six running or ended contracts, with alternatives tested and not."""

    def __init__(self, seed: int) -> None:
        pick = Random(seed)
        names = [f"c{n}" for n in range(pick.randint(1, 4))]
        weights = [pick.randint(1, 9) for _ in names]
        self.shares = {name: weight / sum(weights) for name, weight in zip(names, weights, strict=True)}
        self.running: list[tuple[str, list[str], list[str], int | None, int | None]] = []
        self.standings = [self._standing(pick, str(number), names) for number in range(pick.randint(1, 6))]
        self.backup = Backup(tuple(_alternative(pick) for _ in range(pick.randint(0, 8))))
        self.leads: dict[Pair, int] = {}
        for each in self.backup.alternatives:
            pair = each.vendor_id, each.function
            self.leads[pair] = min(each.lead_time_days, self.leads.get(pair, each.lead_time_days))

    def _standing(self, pick: Random, number: str, names: list[str]) -> Standing:
        vendor, functions = pick.choice("vwxyz"), pick.sample(FUNCTIONS, pick.randint(1, 2))
        channels, days = pick.sample(names, pick.randint(1, len(names))), pick.choice([0, 10, 45, 120, None])
        theirs, has_ended = pick.choice([10, 90, None]), pick.random() < 0.15
        if not has_ended:
            self.running.append((vendor, functions, channels, days, theirs))
        contract = replace(
            OPEN, contract_id=number, vendor_id=vendor, functions=tuple(functions), channel_ids=tuple(channels)
        )
        leaves = None if days is None else AS_OF + timedelta(days)
        state = ContractState(number, vendor, "ended" if has_ended else "bound", None, leaves)
        return Standing(contract, state, VendorState(number, vendor, None, theirs), Yearly(None, None, None))

    def pairs(self, channel: str | None = None) -> set[Pair]:
        """Vendor and function of running contracts, of one channel or of all."""
        return {
            (v, f) for v, functions, channels, _, _ in self.running for f in functions if channel in (None, *channels)
        }

    def free_in(self, channel: str, leads: Mapping[Pair, int]) -> int | str:
        """Days until a channel is free, or "never" or "unknown"."""
        needed = self.pairs(channel)
        if any(pair not in leads for pair in needed):
            return "never"
        days = [days for v, functions, _, days, _ in self.running for f in functions if (v, f) in needed]
        if not needed or None in days:
            return "unknown"
        return max([*(each for each in days if each is not None), *(leads[pair] for pair in needed)])

    def curve(self, leads: Mapping[Pair, int]) -> tuple[float | None, float]:
        """Duration in days and the share that is never free."""
        free = {channel: self.free_in(channel, leads) for channel in self.shares}
        known = [self.shares[channel] * days for channel, days in free.items() if isinstance(days, int)]
        return sum(known) if known else None, sum(self.shares[c] for c, days in free.items() if days == "never")


@pytest.mark.parametrize("seed", range(200))
def test_every_gap_is_reckoned_without_its_alternative_and_with_it(seed: int) -> None:
    shop = Shop(seed)
    leads, tested = shop.leads, {(a.vendor_id, a.function) for a in shop.backup.alternatives if a.tested_on}
    assumed = sorted(leads.values())[(len(leads) - 1) // 2] if leads else None
    found = what_helps_most(shop.standings, shop.backup, shares=shop.shares, as_of=AS_OF)
    assert {(each.vendor_id, each.function) for each in found} == shop.pairs() - tested
    for each in found:
        pair = each.vendor_id, each.function
        lead = leads.get(pair, assumed)
        without, having = (
            shop.curve({k: v for k, v in leads.items() if k != pair}),
            shop.curve({**leads, pair: lead or 0}),
        )
        assert (each.gap, each.lead_time_days) == ("untested" if pair in leads else "missing", lead)
        assert (each.duration_days_before, each.never_free_share_before) == pytest.approx(without)
        assert each.never_free_share_after == pytest.approx(having[1])
        assert each.duration_days_after == pytest.approx(None if lead is None else having[0])
        theirs = [days for v, functions, _, _, days in shop.running if v == pair[0] and pair[1] in functions and days]
        assert each.uncovered_days_after == (max(0, lead - min(theirs)) if theirs and lead is not None else None)
        assert each.held_back_share == pytest.approx(sum(s for c, s in shop.shares.items() if pair in shop.pairs(c)))
    ranks = [(each.never_free_share_after - each.never_free_share_before, -each.held_back_share) for each in found]
    assert all(one <= other or one == pytest.approx(other) for one, other in pairwise(ranks))
