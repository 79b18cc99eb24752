"""How sure a verdict is: the same question counted in every way that the data allow, and in draws of its orders."""

from math import fsum
from typing import Any

import numpy as np

from analysis.rules.concentration import Amounts, Thresholds

VERDICTS = ("green", "yellow", "amber", "red")
DRAWS = 2_000
SEED = 2026
# The smaller ones move neither the largest share nor the effective number by what could be printed.
MOST_DRAWN = 1_000


def drawn_verdicts(amounts: Amounts, lines: Thresholds) -> dict[str, float] | None:
    """The share of each verdict among 2,000 draws of the orders, None without squared order amounts. The sum of an id,
    and of what no id can be named for, varies by those: the first two moments of a Poisson bootstrap over orders.
    What no id can be named for is left out of the largest id in one half of the draws and all of it in the other."""
    if amounts.squares is None:
        return None
    sums = (amounts.x / amounts.unit).astype(float)
    order = np.argsort(-sums, kind="stable")
    drawn, still = order[:MOST_DRAWN], sums[order[MOST_DRAWN:]]
    means = np.append(sums[drawn], amounts.rest / amounts.unit)
    spreads = np.sqrt(np.append(amounts.squares[drawn], amounts.rest_squares))
    normal = np.random.default_rng(SEED).standard_normal((DRAWS, len(means)))
    draws = np.maximum(means + spreads * normal, 0.0)
    totals = draws.sum(axis=1) + still.sum()
    known, rest = draws[:, :-1], draws[:, -1]
    top = known.max(axis=1)
    is_known = top > 0
    squared, ranks = (known**2).sum(axis=1) + (still**2).sum(), []
    for largest in (top, top + rest):
        index = (squared - top**2 + largest**2)[is_known] / totals[is_known] ** 2
        ranks.append(_ranks(largest[is_known] / totals[is_known], 1 / index, lines))
    counts = np.bincount(np.concatenate(ranks), minlength=len(VERDICTS))
    return {verdict: float(count / counts.sum()) for verdict, count in zip(VERDICTS, counts, strict=True) if count}


def agreement(ways: list[dict[str, Any]], verdict: str) -> float | None:
    """The share of the ways of counting that give a verdict, each way with the share of its draws; None without any."""
    shares = [(way["draws"] or _undrawn(way)).get(verdict, 0.0) for way in ways]
    return fsum(shares) / len(shares) if shares else None


def _undrawn(way: dict[str, Any]) -> dict[str, float]:
    both = (way["verdict"], way["verdict_if_largest"])
    return {verdict: both.count(verdict) / 2 for verdict in both}


def _ranks(largest: np.ndarray, effective: np.ndarray, lines: Thresholds) -> np.ndarray:
    yellow, amber, red = lines.largest_share
    few, fewest = lines.effective_number
    is_red = (largest > red) | (effective < fewest)
    is_amber = (largest >= amber) | (effective < few)
    return np.select([is_red, is_amber, largest >= yellow], [3, 2, 1], 0)
