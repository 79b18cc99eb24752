"""Whether a share drifts: the median of all slopes between months, with its interval, and when it meets a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import median

Z_95 = 1.959963984540054


@dataclass(frozen=True)
class Slope:
    """Change per step with its interval, and the height of the line at step zero."""

    slope: float
    low: float
    high: float
    intercept: float

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out no change at all."""
        return self.low > 0 or self.high < 0


def theil_sen(points: Sequence[tuple[float, float]], z: float = Z_95) -> Slope | None:
    """The median slope with the interval of Kendall's tau, ties included (Sen 1968); None below three steps."""
    slopes = sorted((y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(sorted(points), 2) if x1 != x2)
    if len({x for x, _ in points}) < 3:
        return None
    reach = z * _spread([x for x, _ in points], [y for _, y in points])
    lower = max(round((len(slopes) - reach) / 2) - 1, 0)
    upper = min(round((len(slopes) + reach) / 2), len(slopes) - 1)
    middle = median(slopes)
    level = median(y for _, y in points) - middle * median(x for x, _ in points)
    return Slope(middle, slopes[lower], slopes[upper], level)


def crossing(found: Slope, now: float, lines: Sequence[float]) -> tuple[float, float] | None:
    """The next line in the direction of a sure slope, and the steps after `now` at which it is met."""
    if not found.is_sure:
        return None
    height = found.intercept + found.slope * now
    ahead = [(line, (line - height) / found.slope) for line in lines]
    return min((meets for meets in ahead if meets[1] > 0), key=lambda meets: meets[1], default=None)


def _spread(xs: Sequence[float], ys: Sequence[float]) -> float:
    """The standard deviation of Kendall's S; equal values carry no order (Kendall 1975)."""
    n = len(xs)
    tied = [values.count(value) for values in (list(xs), list(ys)) for value in set(values)]
    return sqrt((n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in tied)) / 18)
