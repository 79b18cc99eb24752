"""Scenarios of the ready library and the shop on its own figures: losses, cash, and how much can be borne."""

import math
from collections import defaultdict
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from analysis.commitments import Commitments, key_of, touched_parts
from analysis.context import Context
from analysis.exposure import Mix, vendor_part
from analysis.lock_in import Contract
from analysis.notice import Period, parse_period, period_end
from analysis.scenario_library import Scenario, ShockRow, scenarios
from analysis.scenarios import (
    Baseline,
    Monthly,
    Shock,
    amount_between,
    binds_from,
    break_even_loss,
    break_even_points,
    gap_months,
    impact,
    lowest_cash,
    seasonal_baseline,
    shocked_flow,
    survival_months,
)

# Where a contract is silent: Regulation (EU) 2019/1150 Art. 3(2), changes of a platform's terms.
STATUTORY_CHANGE_NOTICE = {"marketplace": Period(15, "day")}
HORIZON_DAYS = 365


def scenario_figures(context: Context, mixes: list[Mix], committed: Commitments) -> dict[str, Any]:
    """figures["scenarios"] and figures["stress"]: each scenario for each vendor it aims at."""
    book = _Book(context, mixes, committed)
    found = []
    for scenario in scenarios(context.shop.folder):
        for shock in scenario.shocks:
            if shock.lever not in ("fee_points", "payout_delay_days", "closed_days"):
                context.unknown(
                    "what scenario {scenario} costs",
                    "the lever {lever} is not computed yet",
                    "use fee_points, payout_delay_days or closed_days",
                    scenario=scenario.scenario_id,
                    lever=shock.lever,
                )
                continue
            vendors = book.aimed_at(shock)
            if not vendors:
                context.unknown(
                    "what scenario {scenario} costs",
                    "nobody in this shop is what it aims at",
                    "correct vendor_id, group, channel_id or function in scenarios.yml",
                    scenario=scenario.scenario_id,
                )
            found += [book.figure(scenario, shock, vendor_id) for vendor_id in vendors]
    if context.shop.settings.finance.cash is None:
        context.unknown(
            "lowest cash and survival",
            "shop.toml has no [finance]",
            "write cash, credit_line, minimum_cash and fixed_costs_per_month under [finance]",
        )
    return {"scenarios": found, "stress": book.stress()}


class _Book:
    """Monthly amounts through each vendor, from which every scenario takes its baseline."""

    def __init__(self, context: Context, mixes: list[Mix], committed: Commitments) -> None:
        self.context, self.mixes, self.committed = context, mixes, committed
        self.finance = context.shop.settings.finance
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
        self.balances = {row["vendor_id"]: row["amount"] for row in context.rows("balances")}
        self.total = self._seasonal({m: self._contribution_of_all(m) for m in self.months})

    def aimed_at(self, shock: ShockRow) -> list[str]:
        """The vendors a shock means, in order."""
        if shock.vendor_id:
            return [shock.vendor_id] if shock.vendor_id in self.groups else []
        if shock.group:
            return sorted(v for v, group in self.groups.items() if group.lower() == shock.group.lower())
        if shock.channel_id:
            return sorted(v for v, channels in self.runs.items() if shock.channel_id in channels)
        return sorted({v for mix in self.mixes for v in mix.touched.get(shock.function or "", {})})

    def figure(self, scenario: Scenario, row: ShockRow, vendor_id: str) -> dict:
        """One row of figures["scenarios"]."""
        shock = Shock(row.lever, row.amount, days=row.days, frozen_days=row.frozen_days, start=row.starts)
        function = row.function or (
            "marketplace" if self._runs_marketplace(vendor_id) and row.lever == "fee_points" else None
        )
        baseline = self._baseline(vendor_id, row, function)
        contracts = self._contracts(vendor_id, function)
        binds_on = binds_from(self.context.window.as_of, shock, self._notice_days(contracts, row, function))
        exits = [self.committed.states[key_of(c)] for c in contracts]
        exit_on = (
            max((s.earliest_exit for s in exits if s.earliest_exit), default=None) if self._all_known(exits) else None
        )
        missed = (
            max((s.exit_if_missed or s.earliest_exit for s in exits if s.earliest_exit), default=None)
            if exit_on
            else None
        )
        found = impact(
            shock,
            baseline,
            binds_on=binds_on,
            exit_on=exit_on,
            exit_if_missed=missed,
            recapture_share=scenario.response.recapture_share,
        )
        lowest, lowest_on = self._lowest(shock, baseline, binds_on, scenario.response.recapture_share)
        free_on = self._free_on(vendor_id, contracts, function, exit_on)
        until_free = impact(
            shock,
            baseline,
            binds_on=binds_on,
            exit_on=free_on,
            exit_if_missed=None,
            recapture_share=scenario.response.recapture_share,
        ).loss_until_exit
        last_receipts = [s.last_receipt for s in exits if s.last_receipt and s.earliest_exit == exit_on]
        self._note_unknown(scenario, vendor_id, found.contribution_loss, exit_on)
        return {
            "scenario_id": scenario.scenario_id,
            "name": scenario.name,
            "name_de": scenario.name_de or scenario.name,
            "origin": scenario.origin,
            "lever": row.lever,
            "amount": float(row.amount),
            "vendor_id": vendor_id,
            "group": self.groups.get(vendor_id, vendor_id),
            **asdict(found),
            "loss_until_free": until_free,
            "free_on": free_on,
            "lowest_cash": lowest,
            "lowest_cash_on": lowest_on,
            "exit_on": exit_on,
            "last_receipt": min(last_receipts, default=None),
            "recapture_share": float(scenario.response.recapture_share),
            "evidence": scenario.evidence,
            "sources": scenario.sources,
        }

    def stress(self) -> dict:
        """figures["stress"]: per vendor that touches revenue, how much worse it may get."""
        monthly = self._mean(self.total)
        fixed = self.finance.fixed_costs_per_month
        points, losses, survival = {}, {}, []
        for vendor_id in touched_parts(self.mixes):
            gross = self._mean(
                self._baseline(vendor_id, ShockRow(lever="fee_points", amount=Decimal(0)), None).gross_sales
            )
            through = self.committed.contribution_per_day.get(vendor_id)
            through = None if through is None else through * 365 / 12
            part = float(through / monthly) if through is not None and monthly else None
            points[vendor_id] = break_even_points(monthly, fixed, gross)
            losses[vendor_id] = break_even_loss(monthly, fixed, part)
            survival.append(self._survival(vendor_id, monthly, through))
        return {"break_even_points": points, "break_even_loss": losses, "survival": survival}

    def _survival(self, vendor_id: str, monthly: Decimal | None, through: Decimal | None) -> dict:
        left = None if monthly is None or through is None else monthly - through
        finance = self.finance
        survive = survival_months(
            finance.cash,
            finance.credit_line,
            finance.minimum_cash,
            fixed_costs=finance.fixed_costs_per_month,
            contribution_without=left,
        )
        as_of = self.context.window.as_of
        states = [self.committed.states[key_of(c)] for c in self._contracts(vendor_id, None)]
        exits = [s.earliest_exit for s in states if s.earliest_exit]
        exit_months = (max(exits) - as_of).days * 12 / 365 if exits and self._all_known(states) else None
        functions = {f for c in self._contracts(vendor_id, None) for f in c.functions}
        leads = [self.committed.leads.get((vendor_id, f)) for f in functions]
        known = [lead for lead in leads if lead is not None]
        replace = max(known) * 12 / 365 if known and len(known) == len(leads) else None
        gap = gap_months(exit_months, replace, survive)
        return {
            "id": vendor_id,
            "survive_months": _finite(survive),
            "never_runs_out": survive == math.inf,
            "exit_months": exit_months,
            "replace_months": replace,
            "gap_months": _finite(gap),
        }

    def _free_on(
        self, vendor_id: str, contracts: list[Contract], function: str | None, exit_on: date | None
    ) -> date | None:
        """The day on which the vendor can lawfully be left and an alternative works."""
        functions = {function} if function else {f for c in contracts for f in c.functions}
        leads = [self.committed.leads.get((vendor_id, f)) for f in functions]
        if exit_on is None or not leads or None in leads:
            return None
        return max(
            exit_on,
            self.context.window.as_of + timedelta(days=max(lead for lead in leads if lead is not None)),
        )

    def _contracts(self, vendor_id: str, function: str | None) -> list[Contract]:
        running = [
            c
            for c in self.committed.contracts
            if c.vendor_id == vendor_id and self.committed.states[key_of(c)].status != "ended"
        ]
        return [c for c in running if function in c.functions] or running

    @staticmethod
    def _all_known(states: list) -> bool:
        return bool(states) and all(state.earliest_exit for state in states)

    def _runs_marketplace(self, vendor_id: str) -> bool:
        return any(vendor_id in mix.touched.get("marketplace", {}) for mix in self.mixes)

    def _notice_days(self, contracts: list[Contract], row: ShockRow, function: str | None) -> int:
        """Days between announcement and effect: the contract's, else the statute's; a closure acts the next day."""
        if row.lever == "closed_days":
            return 1
        by_id = {
            (r["contract_id"], r["known_vendor"]): r["price_change_notice"] for r in self.context.rows("contracts")
        }
        as_of = self.context.window.as_of
        periods = [parse_period(by_id[key_of(c)]) for c in contracts if by_id.get(key_of(c))]
        if not periods and self.context.shop.is_in_eu:
            functions = {function} if function else {f for c in contracts for f in c.functions}
            periods = [p for f, p in STATUTORY_CHANGE_NOTICE.items() if f in functions]
        return max(((period_end(as_of, period) - as_of).days for period in periods), default=0)

    def _baseline(self, vendor_id: str, row: ShockRow, function: str | None) -> Baseline:
        own = {row.channel_id} if row.channel_id else self.runs.get(vendor_id, set())
        only = own if row.lever == "fee_points" and own else None
        parts: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
        for mix in self.mixes:
            if only is not None and mix.channel_id not in only:
                continue
            part = 1.0 if only is not None else vendor_part(mix, [vendor_id], function)
            parts[mix.month][mix.channel_id][0] += mix.net_revenue * part
            parts[mix.month][mix.channel_id][1] += mix.gross_sales * part
        amounts = {m: self._month(m, parts[m]) for m in self.months}
        revenue, gross, contribution = ({m: amounts[m][i] for m in self.months} for i in range(3))
        paid = any(v == vendor_id for v, _ in self.payouts)
        payout = {m: self.payouts.get((vendor_id, m), Decimal(0)) if paid else None for m in self.months}
        return Baseline(
            self._seasonal(gross),
            self._seasonal(revenue),
            self._seasonal(contribution),
            self._seasonal(payout),
            self.balances.get(vendor_id),
        )

    def _month(self, month: str, by_channel: dict[str, list[float]]) -> tuple[Decimal, Decimal, Decimal | None]:
        revenue = sum((Decimal(repr(r)) for r, _ in by_channel.values()), Decimal(0))
        gross = sum((Decimal(repr(g)) for _, g in by_channel.values()), Decimal(0))
        contribution: Decimal | None = Decimal(0)
        for channel_id, (touched, _) in by_channel.items():
            row = self.channel_months.get((channel_id, month))
            if contribution is None or row is None or row["contribution"] is None:
                contribution = None
                continue
            whole = float(row["net_revenue"] or 0)
            contribution += row["contribution"] * Decimal(repr(touched / whole if whole else 0.0))
        return revenue, gross, contribution

    def _contribution_of_all(self, month: str) -> Decimal | None:
        amounts = [row["contribution"] for (_, m), row in self.channel_months.items() if m == month]
        known = [amount for amount in amounts if amount is not None]
        return sum(known, Decimal(0)) if len(known) == len(amounts) else None

    def _seasonal(self, monthly: dict[str, Decimal | None]) -> dict[int, Decimal | None]:
        return seasonal_baseline(monthly, self.months[-1])

    @staticmethod
    def _mean(baseline: Monthly) -> Decimal | None:
        known = [amount for amount in baseline.values() if amount is not None]
        return sum(known, Decimal(0)) / len(baseline) if baseline and len(known) == len(baseline) else None

    def _lowest(
        self, shock: Shock, baseline: Baseline, binds_on: date, recapture: Decimal
    ) -> tuple[Decimal | None, date | None]:
        cash, fixed = self.finance.cash, self.finance.fixed_costs_per_month
        if cash is None or fixed is None:
            return None, None
        change = shocked_flow(shock, baseline, binds_on=binds_on, recapture_share=recapture)

        def flow(day: date) -> Decimal | None:
            earned, shocked = amount_between(self.total, day, day), change(day)
            return None if earned is None or shocked is None else earned - fixed * 12 / 365 + shocked

        return lowest_cash(cash, flow, self.context.window.as_of, days=HORIZON_DAYS)

    def _note_unknown(self, scenario: Scenario, vendor_id: str, loss: Decimal | None, exit_on: date | None) -> None:
        if loss is None:
            self.context.unknown(
                "contribution lost in scenario {scenario} ({vendor})",
                "the contribution through that vendor is unknown",
                "fill in unit_cost in register/products.csv, or unit_cost_share under [finance] in shop.toml",
                scenario=scenario.scenario_id,
                vendor=self.context.name("vendors", vendor_id),
            )
        if exit_on is None:
            self.context.unknown(
                "the loss until {vendor} can be left",
                "no contract with a usable notice rule is registered for it",
                "fill in its contract in register/contracts.csv",
                vendor=self.context.name("vendors", vendor_id),
            )


def _finite(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else value
