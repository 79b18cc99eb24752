"""Monthly amounts through a vendor or group, from which every scenario and stress figure takes its baseline."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from analysis.measures.context import Context
from analysis.measures.scenario_library import ShockRow
from analysis.rules.exposure import Mix, vendor_part
from analysis.rules.scenarios import Baseline, Monthly, seasonal_baseline


class Target(NamedTuple):
    """Whom a shock hits: one vendor, or (vendor_id None) all vendors of a group as one."""

    vendor_id: str | None
    group: str
    vendors: tuple[str, ...]


class Baselines:
    """The window's months by channel and vendor; unknown amounts are None and stay so."""

    def __init__(self, context: Context, mixes: list[Mix]) -> None:
        self.mixes = mixes
        self.months = [f"{month:%Y-%m}" for month in context.window.full_months]
        self.runs: dict[str, set[str]] = defaultdict(set)
        for row in context.rows("channels"):
            self.runs[row["vendor_id"]].add(row["channel_id"])
        self.groups = {row["vendor_id"]: row["group_id"] for row in context.rows("vendors")}
        self.channel_months = {
            (row["channel_id"], f"{row['month']:%Y-%m}"): row for row in context.rows("channel_months")
        }
        self.payouts = {
            (row["vendor_id"], f"{row['month']:%Y-%m}"): row["amount"] for row in context.rows("payout_months")
        }
        self.balances: dict[str, Decimal] = defaultdict(Decimal)
        for row in context.rows("held"):
            if row["kind"] in ("balance", "reserve", "unpaid_payout") and row["amount"] is not None:
                self.balances[row["vendor_id"]] += row["amount"]
        self.contribution = self._seasonal({month: self._contribution_of_all(month) for month in self.months})

    def targets(self, shock: ShockRow) -> list[Target]:
        """Whom a shock means, in order; empty when nobody in the shop is meant."""
        if shock.group:
            wanted = shock.group.lower()
            members = tuple(sorted(v for v, group in self.groups.items() if wanted in (group.lower(), v.lower())))
            return [Target(None, self.groups[members[0]], members)] if members else []
        if shock.vendor_id:
            vendors = {shock.vendor_id} & set(self.groups)
        elif shock.channel_id:
            vendors = {v for v, channels in self.runs.items() if v and shock.channel_id in channels}
        else:
            vendors = {v for mix in self.mixes for v in mix.touched.get(shock.function or "", {})}
        return [self.target(vendor_id) for vendor_id in sorted(vendors)]

    def target(self, vendor_id: str) -> Target:
        """One vendor as a target."""
        return Target(vendor_id, self.groups.get(vendor_id, vendor_id), (vendor_id,))

    def runs_marketplace(self, target: Target) -> bool:
        """Whether one of the target's vendors is the marketplace of a channel."""
        return any(set(target.vendors) & set(mix.touched.get("marketplace", {})) for mix in self.mixes)

    def baseline(self, target: Target, shock: ShockRow, function: str | None) -> Baseline:
        """What goes through the target by calendar month; a fee of who runs channels is on those channels."""
        own = {shock.channel_id} if shock.channel_id else {c for v in target.vendors for c in self.runs.get(v, ())}
        only = own if shock.lever == "fee_points" and own else None
        through: dict[str, dict[str, list[float]]] = {month: defaultdict(lambda: [0.0, 0.0]) for month in self.months}
        for mix in self.mixes:
            part = float(mix.channel_id in only) if only else vendor_part(mix, target.vendors, function)
            if part and mix.month in through:
                through[mix.month][mix.channel_id][0] += mix.net_revenue * part
                through[mix.month][mix.channel_id][1] += mix.gross_sales * part
        amounts = {month: self._month(month, through[month]) for month in self.months}
        revenue, gross, contribution = ({m: amounts[m][i] for m in self.months} for i in range(3))
        balances = [self.balances[v] for v in target.vendors if v in self.balances]
        return Baseline(
            self._seasonal(gross),
            self._seasonal(revenue),
            self._seasonal(contribution),
            self._seasonal(self._payouts(target)),
            sum(balances, Decimal(0)) if balances else None,
        )

    @staticmethod
    def mean(baseline: Monthly) -> Decimal | None:
        """The mean month; None when a month is unknown."""
        known = [amount for amount in baseline.values() if amount is not None]
        return sum(known, Decimal(0)) / len(baseline) if baseline and len(known) == len(baseline) else None

    def _payouts(self, target: Target) -> dict[str, Decimal | None]:
        """Payouts per month from the first to the last that is told of: before and after, none is known."""
        told = [month for vendor_id, month in self.payouts if vendor_id in target.vendors and month in self.months]
        if not told:
            return dict.fromkeys(self.months)
        return {month: self._payout(target, month) for month in self.months if min(told) <= month <= max(told)}

    def _payout(self, target: Target, month: str) -> Decimal | None:
        paid = [self.payouts.get((vendor_id, month), Decimal(0)) for vendor_id in target.vendors]
        known = [amount for amount in paid if amount is not None]  # none is known in a currency without a rate
        return sum(known, Decimal(0)) if len(known) == len(paid) else None

    def _month(
        self, month: str, through: dict[str, list[float]]
    ) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Net revenue, gross sales and contribution of a month; a channel of unknown revenue leaves what is known."""
        rows = {channel: self.channel_months[channel, month] for channel in through}
        known = [channel for channel in through if rows[channel]["net_revenue"] is not None]
        if through and not known:
            return None, None, None
        revenue, gross = (sum((Decimal(repr(through[c][i])) for c in known), Decimal(0)) for i in (0, 1))
        if len(known) < len(through) or any(rows[channel]["contribution"] is None for channel in known):
            return revenue, gross, None
        shares = {c: through[c][0] / float(rows[c]["net_revenue"]) if rows[c]["net_revenue"] else 0.0 for c in known}
        return revenue, gross, sum((rows[c]["contribution"] * Decimal(repr(shares[c])) for c in known), Decimal(0))

    def _contribution_of_all(self, month: str) -> Decimal | None:
        amounts = [row["contribution"] for (_, of), row in self.channel_months.items() if of == month]
        known = [amount for amount in amounts if amount is not None]
        return sum(known, Decimal(0)) if len(known) == len(amounts) else None

    def _seasonal(self, monthly: dict[str, Decimal | None]) -> dict[int, Decimal | None]:
        return seasonal_baseline(monthly, self.months[-1])
