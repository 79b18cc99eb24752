"""The windows that concentration is told for: trailing, one that the user asks for, each month, calendar years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from analysis.errors import UsageError
from analysis.measures.context import Window
from analysis.shop import month_bounds

Kind = Literal["trailing", "chosen", "month", "year"]


@dataclass(frozen=True)
class Asked:
    """What a user asks for beside the month: a window from day to day, a month to compare with, other terms of one
    contract; UsageError for half a window or one that ends before it begins."""

    first: date | None = None
    last: date | None = None
    reference: str | None = None
    contract: str | None = None

    def __post_init__(self) -> None:
        if (self.first is None) != (self.last is None):
            raise UsageError("a window has a first and a last day: give both --from and --to")
        if self.first and self.last and self.last < self.first:
            raise UsageError(f"the window from {self.first} to {self.last} ends before it begins")
        if self.reference is not None:
            try:
                month_bounds(self.reference)
            except ValueError as problem:
                raise UsageError(f"reference: {problem}") from None


NOTHING_MORE = Asked()


@dataclass(frozen=True)
class Span:
    """A window with its first and last day, both included."""

    kind: Kind
    first: date
    last: date


def spans(window: Window, sold: Iterable[date], asked: Asked) -> list[Span]:
    """The windows in order, each day span once; `sold` are the first days of the months with sales."""
    known = sorted({month for month in sold if month <= window.last})
    found = [Span("trailing", window.first, window.last)]
    if asked.first and asked.last:
        found.append(Span("chosen", asked.first, asked.last))
    found += [Span("month", *month_bounds(f"{month:%Y-%m}")) for month in sorted({*known, *window.months})]
    found += _years(known, window.last)
    first_of_a_kind = {(span.first, span.last): span for span in reversed(found)}
    return [span for span in found if first_of_a_kind[span.first, span.last] is span]


def _years(known: list[date], last: date) -> list[Span]:
    """Earlier years with sales that the data cover from January on, and the year of the month up to its end."""
    full = [year for year in sorted({month.year for month in known}) if known[0] <= date(year, 1, 1)]
    this = [last.year] if known and last.year not in full else []
    return [
        Span("year", max(date(year, 1, 1), known[0]), min(date(year, 12, 31), last)) for year in sorted([*full, *this])
    ]
