"""Amounts per id of a grain in any window, summed from one pass over the order lines."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analysis.measures.context import Context
from analysis.measures.windows import Span
from analysis.rules.concentration import MOST_EXACT, Amounts
from analysis.warehouse import frame, settings_of

Months = dict[str, dict[date, pl.DataFrame]]
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
    """The rows of marts.grain_months per grain; a window by day goes to the lines once more."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.groups = {row["channel_id"]: row["channel_group"] for row in context.rows("channel_groups")}
        self.owners = {row["vendor_id"]: row["group_id"] for row in context.rows("vendors")}
        self.runners = {row["channel_id"]: row["vendor_id"] for row in context.rows("channels")}
        rows = frame(context.con, "figures/grain_months", last=context.window.last)
        self.blank, self.months = rows.clear(), _by_month(rows)
        self.days: Months = {}
        self.summed: dict[tuple[str, Span], pl.DataFrame] = {}

    def sold(self) -> list[date]:
        """The first days of the months with sales."""
        return [month for month, rows in self.months["channel"].items() if (rows["orders"] > 0).any()]

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
            unknown=sum(int(rows[column].sum()) for column in _counts(basis)),
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
            if span.kind == "month" and grain not in WHOM:
                return rows  # one row per id already
            totals = [
                pl.when(pl.col(column).count() > 0).then(pl.col(column).sum()).alias(column)
                for column in (*BASES, *SQUARED, *COUNTS)
            ]
            self.summed[grain, span] = rows.group_by("id").agg(totals).sort("id", nulls_last=True)
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
        months = (self._chosen(span) if span.kind == "chosen" else self.months)[grain]
        known = [rows for month, rows in months.items() if span.first.replace(day=1) <= month <= span.last]
        return pl.concat(known) if known else self.blank

    def _chosen(self, span: Span) -> Months:
        if not self.days:
            days = {**settings_of(self.context.shop), "first": span.first, "last": span.last}
            self.days = _by_month(frame(self.context.con, "marts/grain_months", **days))
        return self.days


def _by_month(rows: pl.DataFrame) -> Months:
    found: Months = {grain: {} for grain in ("channel", "payer", "country", "sku", "customer")}
    for (grain, month), part in rows.partition_by("grain", "month", as_dict=True).items():
        found[grain][month] = part
    return found


def _counts(basis: str) -> tuple[str, ...]:
    known = {"contribution": ("unknown_contributions",), "payout": ("unknown_payouts",)}
    return known.get(basis, ("unknown_revenue_lines", "unrated_lines"))
