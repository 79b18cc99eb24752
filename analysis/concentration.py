"""Concentration of amounts over channels, vendors or groups: indices, bounds, sampling error and verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import fsum, log, sqrt


class Undefined(ValueError):
    """Shares do not exist for these amounts; the message is a sentence that says why."""


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
    effective_number: float | None
    normalised_hhi: float | None
    cr1: float | None
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


def concentration(
    amounts: Mapping[str, Decimal | float],
    order_squares: Mapping[str, float] | None,
    *,
    unattributed: Decimal = Decimal(0),
) -> Concentration:
    """Indices of the amount per id, with the sum of squared order amounts per id for hhi_se: shares, hhi (the
    lower bound), effective number and CR are of the whole that includes the unattributed remainder, while
    normalised hhi, Gini and entropy compare the attributed amounts; raises Undefined for a negative amount or
    a total of zero (Dörsam 2004, R package REAT)."""
    # Fractions: a share that lies exactly on a threshold must not be moved off it by the order of summation.
    exact = _exact(amounts, unattributed)
    remainder = Fraction(unattributed)
    total = sum(exact.values(), remainder)
    ranked = sorted((amount for amount in exact.values() if amount), reverse=True)
    shares = {key: float(amount / total) for key, amount in exact.items()}
    hhi = sum((amount / total) ** 2 for amount in ranked)
    return Concentration(
        shares=shares,
        unattributed_share=float(remainder / total),
        n=len(ranked),
        hhi=float(hhi) if ranked else None,
        hhi_se=_sampling_error(shares, order_squares, total=float(total)) if ranked else None,
        hhi_low=float(hhi),
        hhi_high=float(hhi + (remainder / total) ** 2),
        effective_number=float(1 / hhi) if ranked else None,
        normalised_hhi=_normalised_hhi(ranked),
        cr1=float(ranked[0] / total) if ranked else None,
        cr3=float(sum(ranked[:3]) / total) if ranked else None,
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


def verdict(concentration: Concentration, thresholds: Thresholds) -> tuple[str | None, str]:
    """The worst of green, yellow, amber and red that largest share and effective number reach, unrounded and
    with the unattributed remainder as one more channel, and the line that decided; None without any share."""
    if concentration.cr1 is None:
        return None, "nothing is attributed to a channel"
    # What is not known must not make the verdict better than the worst it could be under the upper bound.
    largest = max(concentration.cr1, concentration.unattributed_share)
    effective = 1 / concentration.hhi_high
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


def _exact(amounts: Mapping[str, Decimal | float], unattributed: Decimal) -> dict[str, Fraction]:
    for key, amount in [*amounts.items(), ("The unattributed remainder", unattributed)]:
        if amount < 0:
            raise Undefined(f"{key} has a negative amount ({amount}), so there are no shares.")
    if not unattributed and not any(amounts.values()):
        raise Undefined(f"No amount is positive ({', '.join(sorted(amounts))}), so there are no shares.")
    return {key: Fraction(amounts[key]) for key in sorted(amounts)}


def _sampling_error(
    shares: Mapping[str, float], order_squares: Mapping[str, float] | None, *, total: float
) -> float | None:
    if order_squares is None or any(share and key not in order_squares for key, share in shares.items()):
        return None
    hhi = fsum(share**2 for share in shares.values())
    # An id whose orders were refunded to zero still has orders, and they still vary.
    return sqrt(fsum((2 * (share - hhi) / total) ** 2 * order_squares.get(key, 0.0) for key, share in shares.items()))


def _normalised_hhi(ranked: list[Fraction]) -> float | None:
    n = len(ranked)
    if n < 2:
        return None
    hhi = sum(amount**2 for amount in ranked) / sum(ranked) ** 2
    return float((hhi - Fraction(1, n)) / (1 - Fraction(1, n)))


def _gini(ranked: list[Fraction]) -> float | None:
    n = len(ranked)
    if not n:
        return None
    weighted = sum(rank * amount for rank, amount in enumerate(reversed(ranked), start=1))
    return float(2 * weighted / (n * sum(ranked)) - Fraction(n + 1, n))


def _entropy(ranked: list[Fraction]) -> float | None:
    if not ranked:
        return None
    shares = [float(amount / sum(ranked)) for amount in ranked]
    return fsum(share * log(1 / share) for share in shares)
