"""The windows that concentration is told for: trailing, one that the user asks for, each month, calendar years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from analysis.errors import UsageError
from analysis.measures.context import Window
from analysis.message import Message
from analysis.rules.wording import parse_date
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
            backwards = "the window from {first} to {last} ends before it begins"
            raise UsageError(backwards, first=self.first, last=self.last)
        if self.reference is not None:
            try:
                month_bounds(self.reference)
            except ValueError as problem:
                raise UsageError("reference: {reason}", reason=Message(*problem.args)) from None


def day_asked(text: str | None, *, name: str) -> date | None:
    """The day that a user writes for a parameter, as 2026-12-31 or 31.12.2026; UsageError for anything else."""
    try:
        return parse_date(text) if text else None
    except ValueError:
        strange = '{name} is "{text}", but must be a day like 2026-12-31 (YYYY-MM-DD) or 31.12.2026'
        raise UsageError(strange, name=name, text=text) from None


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
