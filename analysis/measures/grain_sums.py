"""Amounts per id of a grain in any window, summed from months."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analysis.measures.context import Context
from analysis.measures.windows import Span
from analysis.rules.concentration import MOST_EXACT, Amounts
from analysis.warehouse import frame, settings_of

Grains = dict[str, pl.DataFrame]
WHOM = ("channel", "channel_group")
GRAINS = ("channel", "channel_group", "country", "sku", "customer")
BASES = ("net_revenue", "gross_sales", "net_sales", "contribution", "payout")
COUNTS = ("unknown_revenue_lines", "unrated_lines", "unknown_contributions", "unknown_payouts")
SQUARED = tuple(f"{basis}_squares" for basis in BASES[:4])


@dataclass(frozen=True)
class Sums:
    """The amounts of a window and the count of lines whose amount is unknown."""

    amounts: Amounts
    unknown: int


class GrainSums:
    """The rows of marts.channel_money and marts.grain_months per grain; a window by day goes to the lines once more."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.groups = {row["channel_id"]: row["channel_group"] for row in context.rows("channel_groups")}
        self.owners = {row["vendor_id"]: row["group_id"] for row in context.rows("vendors")}
        self.runners = {row["channel_id"]: row["vendor_id"] for row in context.rows("channels")}
        self.months = self._read("figures", last=context.window.last)
        self.days: Grains = {}
        self.summed: dict[tuple[str, Span], pl.DataFrame] = {}

    def sold(self) -> list[date]:
        """The first days of the months with sales."""
        return self.months["channel"].filter(pl.col("orders") > 0)["month"].unique().sort().to_list()

    def sums(self, grain: str, basis: str, *, span: Span) -> Sums:
        """The amounts of a window."""
        rows = self._window(grain, span)
        told = rows if not rows[basis].null_count() else rows.filter(pl.col(basis).is_not_null())
        has_rest = len(told) > 0 and told["id"][-1] is None
        known, rest = (told[:-1], told[-1:]) if has_rest else (told, told[:0])
        squares = f"{basis}_squares"
        has_orders = squares in SQUARED
        # Of many, only the largest are ever named.
        ids: Any = known["id"] if len(known) > MOST_EXACT else known["id"].to_list()
        amounts = known[basis].cast(pl.Float64).to_numpy() if len(known) > MOST_EXACT else known[basis].to_list()
        return Sums(
            Amounts.of(
                ids,
                amounts,
                unattributed=rest[basis].item() if has_rest else Decimal(0),
                squares=known[squares].cast(pl.Float64).to_numpy() if has_orders else None,
                rest_squares=float(rest[squares].item()) if has_orders and has_rest else 0.0,
            ),
            unknown=sum(int(self._window("channel", span)[column].sum()) for column in _counts(basis)),
        )

    def silent(self, span: Span) -> list[str]:
        """Channels with sales in a window whose payouts no export tells of."""
        rows = self._window("channel", span)
        paying = set(self._within("payer", span).filter(pl.col("payout").is_not_null())["id"])
        unpaid = rows.filter((pl.col("net_revenue") > 0) & pl.col("payout").is_null() & pl.col("id").is_not_null())
        return [channel for channel in unpaid["id"] if self.runners.get(channel) not in paying]

    def _window(self, grain: str, span: Span) -> pl.DataFrame:
        if (grain, span) not in self.summed:
            rows = self._grain(grain, span)
            is_summed = span.kind == "month" and grain not in WHOM  # one row per id already
            self.summed[grain, span] = rows if is_summed else _added(rows)
        return self.summed[grain, span]

    def _grain(self, grain: str, span: Span) -> pl.DataFrame:
        if grain not in WHOM:
            return self._within(grain, span)
        channels, payers = self._within("channel", span), self._within("payer", span)
        if grain == "channel":
            return pl.concat([channels, payers.with_columns(id=pl.lit(None, dtype=pl.String))])
        running = set(self.groups.values())
        owners = {vendor: owner for vendor, owner in self.owners.items() if owner in running}
        return pl.concat(
            [
                channels.with_columns(id=pl.col("id").replace(self.groups)),
                payers.with_columns(id=pl.col("id").replace_strict(owners, default=None, return_dtype=pl.String)),
            ]
        )

    def _within(self, grain: str, span: Span) -> pl.DataFrame:
        rows = (self._chosen(span) if span.kind == "chosen" else self.months)[grain]
        return _between(rows, "month", span.first.replace(day=1), span.last)

    def _chosen(self, span: Span) -> Grains:
        if not self.days:
            days = {"first": span.first, "last": span.last}
            self.days = self._read("marts", **{**settings_of(self.context.shop), **days})
        return self.days

    def _read(self, layer: str, **parameters: object) -> Grains:
        """Per grain the rows in the order of months and ids; channels with the squares of their orders."""
        money = frame(self.context.con, f"{layer}/channel_money", **parameters)
        sales = frame(self.context.con, f"{layer}/grain_months", **parameters)
        squares = _between(sales, "grain", "channel", "channel").select("grain", "id", "month", *SQUARED)
        money = money.join(squares, ["grain", "id", "month"], "left", nulls_equal=True, maintain_order="left")
        money = money.with_columns(pl.col(SQUARED).fill_null(0))
        return {
            **{grain: _between(money, "grain", grain, grain) for grain in ("channel", "payer")},
            **{grain: _between(sales, "grain", grain, grain) for grain in ("country", "sku", "customer")},
        }


def _added(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per id in ascending order, none last; runs of sorted ids are added up faster than ids are looked up."""
    amounts = [name for name in (*BASES, *SQUARED, *COUNTS) if name in rows.columns]
    totals = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in amounts]
    runs = rows.sort("id", nulls_last=True).group_by(run=pl.col("id").rle_id(), maintain_order=True)
    return runs.agg(pl.col("id").first(), *totals)


def _between(rows: pl.DataFrame, column: str, first: str | date, last: str | date) -> pl.DataFrame:
    """The rows from a first to a last value of the column that they are sorted by."""
    begin, end = rows[column].search_sorted(first, "left"), rows[column].search_sorted(last, "right")
    return rows[begin:end]


def _counts(basis: str) -> tuple[str, ...]:
    known = {"contribution": ("unknown_contributions",), "payout": ("unknown_payouts",)}
    return known.get(basis, ("unknown_revenue_lines", "unrated_lines"))
