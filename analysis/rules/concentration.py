"""Concentration of amounts over channels, vendors or groups: indices, bounds, sampling error and verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import fsum, lcm, log, sqrt
from typing import Any

import numpy as np

# Above this many ids a share exactly on a threshold is no question, and floats are a hundred times faster.
MOST_EXACT = 1_000


class Undefined(ValueError):
    """Shares do not exist for these amounts; the message says why, `id` whose `amount` is negative (None: a total of
    zero, "": the remainder)."""

    def __init__(self, message: str, id: str | None = None, *, amount: float = 0) -> None:
        super().__init__(message)
        self.id, self.amount = id, amount


@dataclass(frozen=True)
class Concentration:
    """Indices on 0-1 (entropy in nats, numbers in channels), None where the formula has no value."""

    shares: dict[str, float]
    unattributed_share: float
    n: int
    hhi: float | None
    hhi_se: float | None
    hhi_low: float
    hhi_high: float
    hhi_if_largest: float
    effective_number: float | None
    normalised_hhi: float | None
    cr1: float | None
    cr1_if_largest: float | None
    cr3: float | None
    gini: float | None
    entropy: float | None


@dataclass(frozen=True)
class Thresholds:
    """Largest share for yellow, amber, red and effective number for amber, red, with the source of the
    lines."""

    largest_share: tuple[float, float, float] = (0.20, 0.40, 0.60)
    effective_number: tuple[float, float] = (2.5, 1.5)
    largest_share_source: str = "marketplace share card of vortexiq"
    effective_number_source: str = "own proposal: HHI lines were made for markets"


@dataclass(frozen=True)
class Amounts:
    """Amounts of ids in ascending order and what no id can be named for, all of them times `unit`, and per id the sum
    of the squared order amounts in the amounts' own unit (None: unknown); `rest_squares` is that of the remainder."""

    ids: Sequence[str]
    x: np.ndarray
    rest: float
    unit: int
    squares: np.ndarray | None
    rest_squares: float = 0.0

    @classmethod
    def of(
        cls,
        ids: Sequence[str],
        amounts: Sequence[Decimal | float] | np.ndarray,
        *,
        unattributed: Decimal | float,
        squares: np.ndarray | None,
        rest_squares: float = 0.0,
    ) -> "Amounts":
        """Whole numbers of one unit, so that a share that lies exactly on a threshold stays there; many as floats."""
        if len(ids) > MOST_EXACT:
            return cls(ids, np.asarray(amounts, dtype=float), float(unattributed), 1, squares, rest_squares)
        ratios = [amount.as_integer_ratio() for amount in (*amounts, unattributed)]
        unit = lcm(*(below for _, below in ratios))
        *whole, rest = (above * (unit // below) for above, below in ratios)
        return cls(ids, np.array(whole, dtype=object), rest, unit, squares, rest_squares)


def concentration(
    amounts: Mapping[str, Decimal | float],
    order_squares: Mapping[str, float] | None,
    *,
    unattributed: Decimal | float = Decimal(0),
) -> Concentration:
    """Indices of the amount per id, with the sum of squared order amounts per id for hhi_se: see indices."""
    ids = sorted(amounts)
    squares = None
    if order_squares is not None and all(key in order_squares for key in ids if amounts[key]):
        squares = np.array([order_squares.get(key, 0.0) for key in ids])
    return indices(Amounts.of(ids, [amounts[key] for key in ids], unattributed=unattributed, squares=squares))


def indices(amounts: Amounts, most_shares: int | None = None) -> Concentration:
    """Shares (the largest `most_shares`), hhi (the lower bound), effective number and CR are of the whole that includes
    the unattributed remainder, while normalised hhi, Gini and entropy compare the attributed amounts; *_if_largest is
    what they are at most, all of the remainder being the largest id's; raises Undefined for a negative amount or a
    total of zero (Dörsam 2004, R package REAT)."""
    _refuse(amounts)
    rest: Any = amounts.rest
    total = amounts.x.sum() + rest
    ranked = np.sort(amounts.x[amounts.x > 0])
    squared, top = (ranked * ranked).sum(), ranked[-1:].sum()
    shares = (amounts.x / total).astype(float)
    has_any = len(ranked) > 0
    return Concentration(
        shares=_listed(amounts.ids, shares, most_shares),
        unattributed_share=float(rest / total),
        n=len(ranked),
        hhi=float(squared / total**2) if has_any else None,
        hhi_se=_sampling_error(shares, amounts, total=float(total / amounts.unit)) if has_any else None,
        hhi_low=float(squared / total**2),
        hhi_high=float((squared + rest**2) / total**2),
        hhi_if_largest=float((squared - top**2 + (top + rest) ** 2) / total**2),
        effective_number=float(total**2 / squared) if has_any else None,
        normalised_hhi=_normalised_hhi(ranked),
        cr1=float(top / total) if has_any else None,
        cr1_if_largest=float((top + rest) / total) if has_any else None,
        cr3=float(ranked[-3:].sum() / total) if has_any else None,
        gini=_gini(ranked),
        entropy=_entropy(ranked),
    )


def decompose_change(before_shares: Mapping[str, float], after_shares: Mapping[str, float]) -> dict[str, float]:
    """Contribution of each id to the change of hhi, (s' - s)(s' + s), the largest in absolute value first."""
    parts = {}
    for key in before_shares.keys() | after_shares.keys():
        before, after = before_shares.get(key, 0.0), after_shares.get(key, 0.0)
        parts[key] = (after - before) * (after + before)
    return dict(sorted(parts.items(), key=lambda part: (-abs(part[1]), part[0])))


def verdict(found: Concentration, thresholds: Thresholds) -> tuple[str | None, str]:
    """The verdict on the largest share and the effective number that are told, and the line that decided; None without
    any share."""
    return _judged(found.cr1, found.hhi, thresholds)


def verdict_if_largest(found: Concentration, thresholds: Thresholds) -> str | None:
    """The verdict if all of the unattributed remainder belongs to the largest id: the worst that it can be."""
    return _judged(found.cr1_if_largest, found.hhi_if_largest, thresholds)[0]


def _judged(largest: float | None, hhi: float | None, thresholds: Thresholds) -> tuple[str | None, str]:
    """The worst of green, yellow, amber and red that both reach, unrounded, and the line that decided."""
    if largest is None or not hhi:
        return None, "nothing is attributed to a channel"
    effective = 1 / hhi
    yellow, amber, red = thresholds.largest_share
    few, fewest = thresholds.effective_number
    share, number = thresholds.largest_share_source, thresholds.effective_number_source
    lines = [
        ("red", largest > red, f"largest share above {red * 100:g} % ({share})"),
        ("red", effective < fewest, f"effective number below {fewest:g} ({number})"),
        ("amber", largest >= amber, f"largest share of {amber * 100:g} % or more ({share})"),
        ("amber", effective < few, f"effective number below {few:g} ({number})"),
        ("yellow", largest >= yellow, f"largest share of {yellow * 100:g} % or more ({share})"),
        ("green", True, f"largest share below {yellow * 100:g} % ({share})"),
    ]
    return next((colour, line) for colour, reached, line in lines if reached)


def _refuse(amounts: Amounts) -> None:
    if len(amounts.x) and amounts.x.min() < 0:
        worst = int(amounts.x.argmin())
        lost = float(amounts.x[worst] / amounts.unit)
        message = f"{amounts.ids[worst]} has a negative amount ({lost}), so there are no shares."
        raise Undefined(message, amounts.ids[worst], amount=lost)
    if amounts.rest < 0:
        lost = amounts.rest / amounts.unit
        raise Undefined(
            f"The unattributed remainder has a negative amount ({lost}), so there are no shares.", "", amount=lost
        )
    if not amounts.rest and not amounts.x.any():
        raise Undefined("No amount is positive, so there are no shares.")


def _listed(ids: Sequence[str], shares: np.ndarray, most: int | None) -> dict[str, float]:
    """The largest shares by id, of equal ones the first."""
    chosen = np.arange(len(shares))
    if most is not None and len(shares) > most:
        least = np.partition(shares, -most)[-most]
        above, level = np.flatnonzero(shares > least), np.flatnonzero(shares == least)
        chosen = np.sort(np.concatenate([above, level[: most - len(above)]]))
    return {ids[index]: float(shares[index]) for index in chosen.tolist()}


def _sampling_error(shares: np.ndarray, amounts: Amounts, *, total: float) -> float | None:
    if amounts.squares is None:
        return None
    index = _sum(shares**2)
    # An id whose orders were refunded to zero still has orders, and they still vary; so do those without an id, which
    # count in the whole alone.
    of_rest = (2 * index / total) ** 2 * amounts.rest_squares
    return sqrt(_sum((2 * (shares - index) / total) ** 2 * amounts.squares) + of_rest)


def _sum(values: np.ndarray) -> float:
    return fsum(values.tolist()) if len(values) <= MOST_EXACT else float(values.sum())


def _normalised_hhi(ranked: np.ndarray) -> float | None:
    n, total = len(ranked), ranked.sum()
    if n < 2:
        return None
    return float((n * (ranked * ranked).sum() - total**2) / (total**2 * (n - 1)))


def _gini(ranked: np.ndarray) -> float | None:
    n, total = len(ranked), ranked.sum()
    if not n:
        return None
    return float((2 * (np.arange(1, n + 1) * ranked).sum() - (n + 1) * total) / (n * total))


def _entropy(ranked: np.ndarray) -> float | None:
    if not len(ranked):
        return None
    shares = (ranked / ranked.sum()).astype(float)
    logs = np.array(list(map(log, shares))) if len(shares) <= MOST_EXACT else np.log(shares)
    return abs(_sum(shares * logs))
