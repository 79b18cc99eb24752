"""The smallest sets of one or two vendors (or groups) without whom too much of the revenue stops."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from math import fsum
from typing import NamedTuple

from analysis.rules.exposure import Way, owned_parts, share_of, total_revenue

Parts = Mapping[str, float]


class LossSet(NamedTuple):
    """Members whose loss together touches this share (0–1) of net revenue; None where returns of others make it more
    than the whole."""

    members: tuple[str, ...]
    revenue_share: float | None


def smallest_sets(listed: list[Way], owners: Mapping[str, str], loss_share: float) -> list[LossSet]:
    """Every one, and every two of whom neither is enough alone, that touch more than loss_share of net revenue;
    the smaller sets first, then by share."""
    total = total_revenue(listed)
    if total <= 0:
        return []
    alone, shared = _amounts(listed, owners)
    enough = {(key,): amount for key, amount in alone.items() if round(amount / total, 12) > loss_share}
    rest = sorted(key for key in alone if (key,) not in enough)
    twos = {
        pair: alone[pair[0]] + alone[pair[1]] - shared.get(pair, 0.0)
        for pair in combinations(rest, 2)
        # No two touch more together than the sum of what each touches.
        if alone[pair[0]] + alone[pair[1]] > loss_share * total
    }
    found = enough | {pair: amount for pair, amount in twos.items() if round(amount / total, 12) > loss_share}
    ranked = sorted(found, key=lambda members: (len(members), -round(found[members] / total, 12), members))
    return [LossSet(members, share_of(found[members], total)) for members in ranked]


def _amounts(listed: list[Way], owners: Mapping[str, str]) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """What each touches, and what two touch both: one pass, since two overlap only where both are at work."""
    alone: dict[str, list[float]] = defaultdict(list)
    shared: dict[tuple[str, str], list[float]] = defaultdict(list)
    for way in listed:
        parts = owned_parts(way.touched, owners)
        most = {key: max(by.values()) for key, by in parts.items()}
        for key, part in most.items():
            alone[key].append(way.net_revenue * part)
        for a, b in combinations(sorted(parts), 2):
            both = most[a] + most[b] - _together(parts[a], parts[b])
            shared[a, b].append(way.net_revenue * both)
    return {k: fsum(t) for k, t in sorted(alone.items())}, {k: fsum(t) for k, t in shared.items()}


def _together(a: Parts, b: Parts) -> float:
    joint = [part + b[function] for function, part in a.items() if function in b]
    return min(1.0, max(*joint, *a.values(), *b.values()))
