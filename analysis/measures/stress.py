"""Scenarios of the ready library and the shop on its own figures: losses, cash, and how much can be borne."""

import math
from collections import defaultdict
from dataclasses import asdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any, NamedTuple

from analysis.measures.baselines import Baselines, Target
from analysis.measures.commitments import Commitments, key_of
from analysis.measures.context import Context
from analysis.measures.scenario_library import Scenario, ShockRow, scenarios
from analysis.rules.exposure import Mix, touched_parts
from analysis.rules.lock_in import CENT, Contract
from analysis.rules.notice import Period, period_end
from analysis.rules.scenarios import (
    LEVERS,
    Baseline,
    Impact,
    Shock,
    amount_between,
    binds_from,
    break_even_loss,
    break_even_points,
    gap_months,
    impact,
    lowest_cash,
    shocked_flow,
    survival_months,
)
from analysis.rules.wording import parse_period

# Where a contract is silent: Regulation (EU) 2019/1150 Art. 3(2), changes of a platform's terms.
STATUTORY_CHANGE_NOTICE = {"marketplace": Period(15, "day")}
HORIZON_DAYS = 365


def scenario_figures(context: Context, mixes: list[Mix], committed: Commitments) -> dict[str, Any]:
    """figures["scenarios"] and figures["stress"]: each scenario for each vendor or group that it aims at."""
    book = _Book(context, Baselines(context, mixes), committed)
    found = [
        book.figure(scenario, shock, target)
        for scenario in scenarios(context.shop.folder)
        for shock in scenario.shocks
        for target in _aimed_at(context, book.baselines, scenario=scenario, shock=shock)
    ]
    _note_finance(context)
    vendors = [vendor_id for vendor_id in touched_parts(mixes, {}) if not context.is_ourselves(vendor_id)]
    return {"scenarios": found, "stress": book.stress(vendors)}


def _note_finance(context: Context) -> None:
    finance = context.shop.settings.finance
    if blank := [name for name in ("cash", "fixed_costs_per_month") if getattr(finance, name) is None]:
        context.unknown(
            "lowest cash, survival and how much worse it may get",
            "shop.toml does not say {fields}",
            "write {fields} under [finance], with credit_line and minimum_cash if there are any",
            fields=", ".join(blank),
        )


def _aimed_at(context: Context, baselines: Baselines, *, scenario: Scenario, shock: ShockRow) -> list[Target]:
    if shock.lever not in LEVERS:
        context.unknown(
            "what scenario {scenario} costs",
            "the lever {lever} is not computed yet",
            "use fee_points, payout_delay_days or closed_days",
            scenario=scenario.scenario_id,
            lever=shock.lever,
        )
        return []
    targets = baselines.targets(shock)
    if not targets and scenario.origin == "ready":
        context.unknown(
            "what scenario {scenario} costs",
            "neither exports nor register name a vendor for {function}",
            "say who does it in register/services.csv, unless nobody does",
            scenario=scenario.scenario_id,
            function=shock.function,
        )
    elif not targets:
        context.unknown(
            "what scenario {scenario} costs",
            "nobody in this shop is what it aims at",
            "correct vendor_id, group, channel_id or function in scenarios.yml",
            scenario=scenario.scenario_id,
        )
    return targets


class _Exit(NamedTuple):
    """When a target can be left: lawfully, when the date is missed, and with an alternative that works."""

    on: date | None
    if_missed: date | None
    free_on: date | None
    last_receipt: date | None


class _Book:
    """Puts baselines, contracts and finance together, scenario by scenario."""

    def __init__(self, context: Context, baselines: Baselines, committed: Commitments) -> None:
        self.context, self.baselines, self.committed = context, baselines, committed
        self.finance = context.shop.settings.finance
        self.running: defaultdict[str, list[Contract]] = defaultdict(list)
        for contract in committed.contracts:
            if committed.states[key_of(contract)].status != "ended":
                self.running[contract.vendor_id].append(contract)
        rows = context.rows("contracts")
        self.agreed = {(row["contract_id"], row["known_vendor"]): row["price_change_notice"] for row in rows}

    def figure(self, scenario: Scenario, row: ShockRow, target: Target) -> dict:
        """One row of figures["scenarios"]."""
        shock = Shock(row.lever, row.amount, days=row.days, frozen_days=row.frozen_days, start=row.starts)
        is_commission = row.lever == "fee_points" and self.baselines.runs_marketplace(target)
        function = row.function or ("marketplace" if is_commission else None)
        baseline = self.baselines.baseline(target, row, function)
        contracts, recapture = self._contracts(target, function), scenario.response.recapture_share
        binds_on = binds_from(self.context.window.as_of, shock, self._notice_days(contracts, row, function))
        leaving = self._exit(contracts)
        hit = partial(impact, shock, baseline, binds_on=binds_on, recapture_share=recapture)
        found = hit(exit_on=leaving.on, exit_if_missed=leaving.if_missed)
        lowest, lowest_on = self._lowest(shock, baseline, binds_on=binds_on, recapture=recapture)
        self._note_unknown(scenario, target, found, lowest=lowest, exit_on=leaving.on)
        return {
            "scenario_id": scenario.scenario_id,
            "name": scenario.name,
            "name_de": scenario.name_de or scenario.name,
            "origin": scenario.origin,
            "lever": row.lever,
            "amount": float(row.amount),
            "vendor_id": target.vendor_id,
            "group": target.group,
            **asdict(found),
            "loss_until_free": hit(exit_on=leaving.free_on, exit_if_missed=None).loss_until_exit,
            "free_on": leaving.free_on,
            "lowest_cash": lowest,
            "lowest_cash_on": lowest_on,
            "cash_still_falling": lowest_on and lowest_on == self.context.window.as_of + timedelta(days=HORIZON_DAYS),
            "exit_on": leaving.on,
            "last_receipt": leaving.last_receipt,
            "recapture_share": float(recapture),
            "evidence": scenario.evidence,
            "sources": scenario.sources,
            "sources_de": scenario.sources_de or scenario.sources,
        }

    def stress(self, vendors: list[str]) -> dict:
        """figures["stress"]: per vendor that touches revenue, how much worse it may get."""
        monthly, fixed = self.baselines.mean(self.baselines.contribution), self.finance.fixed_costs_per_month
        fee = ShockRow(lever="fee_points", amount=Decimal(0))
        points, losses, survival = {}, {}, []
        for vendor_id in vendors:
            gross = self.baselines.mean(
                self.baselines.baseline(self.baselines.target(vendor_id), fee, None).gross_sales
            )
            daily = self.committed.contribution_per_day.get(vendor_id)
            through = None if daily is None else daily * 365 / 12
            points[vendor_id] = break_even_points(monthly, fixed, gross)
            part = float(through / monthly) if through is not None and monthly else None
            losses[vendor_id] = break_even_loss(monthly, fixed, part)
            survival.append(self._survival(vendor_id, monthly, through))
        return {
            "break_even_points": points,
            "break_even_loss": losses,
            "survival": survival,
            "contribution_per_month": None if monthly is None else monthly.quantize(CENT, ROUND_HALF_UP),
            "fixed_costs_per_month": fixed,
            "months_of_cash": _finite(self._lasts(monthly)),
        }

    def _lasts(self, contribution: Decimal | None) -> float | None:
        """Months until cash and credit fall to the minimum with that contribution a month, inf if they never do."""
        return survival_months(
            self.finance.cash,
            self.finance.credit_line,
            self.finance.minimum_cash,
            fixed_costs=self.finance.fixed_costs_per_month,
            contribution_without=contribution,
        )

    def _survival(self, vendor_id: str, monthly: Decimal | None, through: Decimal | None) -> dict:
        survive = self._lasts(None if monthly is None or through is None else monthly - through)
        target = self.baselines.target(vendor_id)
        contracts = self._contracts(target, None)
        leaving, lead = self._exit(contracts), self._lead_days(contracts)
        exit_months = None if leaving.on is None else (leaving.on - self.context.window.as_of).days * 12 / 365
        replace_months = None if lead is None else lead * 12 / 365
        return {
            "id": vendor_id,
            "survive_months": _finite(survive),
            "never_runs_out": survive == math.inf,
            "exit_months": exit_months,
            "replace_months": replace_months,
            "gap_months": _finite(gap_months(exit_months, replace_months, survive)),
        }

    def _contracts(self, target: Target, function: str | None) -> list[Contract]:
        """The target's running contracts for the function; all of them when none is for it."""
        running = [contract for vendor_id in target.vendors for contract in self.running[vendor_id]]
        return [contract for contract in running if function in contract.functions] or running

    def _exit(self, contracts: list[Contract]) -> _Exit:
        states = [self.committed.states[key_of(contract)] for contract in contracts]
        days = [state.earliest_exit for state in states if state.earliest_exit]
        if not days or len(days) < len(states):
            return _Exit(None, None, None, None)
        last, lead = max(days), self._lead_days(contracts)
        missed = max(state.exit_if_missed or day for state, day in zip(states, days, strict=True))
        free_on = None if lead is None else max(last, self.context.window.as_of + timedelta(days=lead))
        receipts = [state.last_receipt for state in states if state.last_receipt and state.earliest_exit == last]
        return _Exit(last, missed, free_on, min(receipts, default=None))

    def _lead_days(self, contracts: list[Contract]) -> int | None:
        """Days until alternatives work for every function of the contracts, as for lock-in; None when one has none."""
        pairs = {(c.vendor_id, f) for c in contracts for f in c.functions}
        leads = [self.committed.leads.get(pair) for pair in pairs]
        known = [lead for lead in leads if lead is not None]
        return max(known) if known and len(known) == len(leads) else None

    def _notice_days(self, contracts: list[Contract], row: ShockRow, function: str | None) -> int:
        """Days between announcement and effect: the contract's, else the statute's; a closure acts the next day."""
        if row.lever == "closed_days":
            return 1
        as_of = self.context.window.as_of
        periods = [parse_period(text) for contract in contracts if (text := self.agreed.get(key_of(contract)))]
        if not periods and self.context.shop.is_in_eu:
            functions = {function} if function else {f for c in contracts for f in c.functions}
            periods = [period for f, period in STATUTORY_CHANGE_NOTICE.items() if f in functions]
        return max(((period_end(as_of, period) - as_of).days for period in periods), default=0)

    def _lowest(
        self, shock: Shock, baseline: Baseline, *, binds_on: date, recapture: Decimal
    ) -> tuple[Decimal | None, date | None]:
        cash, fixed = self.finance.cash, self.finance.fixed_costs_per_month
        if cash is None or fixed is None:
            return None, None
        change = shocked_flow(shock, baseline, binds_on=binds_on, recapture_share=recapture)

        def flow(day: date) -> Decimal | None:
            earned, shocked = amount_between(self.baselines.contribution, day, day), change(day)
            return None if earned is None or shocked is None else earned - fixed * 12 / 365 + shocked

        return lowest_cash(cash, flow, self.context.window.as_of, days=HORIZON_DAYS)

    def _note_unknown(
        self, scenario: Scenario, target: Target, found: Impact, *, lowest: Decimal | None, exit_on: date | None
    ) -> None:
        name = self.context.name("vendors", target.vendor_id) if target.vendor_id else target.group
        if found.contribution_loss is None:
            self.context.unknown(
                "contribution lost in scenario {scenario} ({vendor})",
                "the contribution through that vendor is unknown",
                "fill in unit_cost in register/products.csv, or unit_cost_share under [finance] in shop.toml",
                scenario=scenario.scenario_id,
                vendor=name,
            )
        self._note_cash(scenario, name, capital=found.extra_working_capital, lowest=lowest)
        if exit_on is None:
            self.context.unknown(
                "the loss until {vendor} can be left",
                "no contract with a usable notice rule is registered for it",
                "fill in its contract in register/contracts.csv",
                vendor=name,
            )

    def _note_cash(self, scenario: Scenario, name: str, *, capital: Decimal | None, lowest: Decimal | None) -> None:
        if capital is None:
            self.context.unknown(
                "the working capital that scenario {scenario} ties up ({vendor})",
                "no export tells all that it paid out in these months",
                "add its settlements or payout exports of twelve months",
                scenario=scenario.scenario_id,
                vendor=name,
            )
        elif lowest is None and None not in (self.finance.cash, self.finance.fixed_costs_per_month):
            self.context.unknown(
                "the lowest cash in scenario {scenario} ({vendor})",
                "the contribution of a month, or the balance that would be frozen, is unknown",
                "fill in unit_cost in register/products.csv, and the balance in register/balances.csv",
                scenario=scenario.scenario_id,
                vendor=name,
            )


def _finite(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else value
