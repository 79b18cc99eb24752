"""What the contracts ask of the merchant: decisions that are due, what would help most, and the law beside them."""

from collections import defaultdict
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from analysis.commitments import Commitments, key_of, touched_parts
from analysis.context import Context
from analysis.decisions import Alternative, Backup, Standing, decisions_due, exit_cost, hangs_on, what_helps_most
from analysis.exposure import Mix
from analysis.law import ChangeClause, Rung, change_ladder, ladder
from analysis.lock_in import Contract, remaining_minimum
from analysis.wording import parse_period

Amounts = dict[str, Decimal | None]


def agenda(context: Context, mixes: list[Mix], committed: Commitments, *, shares: dict[str, float]) -> dict[str, Any]:
    """figures["lock_in"]: decisions of the next twelve months, alternatives ranked by what they would free, and per
    contract its ladder from clause over statute to platform floor and what leaving costs."""
    as_of, backup = context.window.as_of, _backup(context)
    parts = touched_parts(mixes)
    revenue, contribution = (_per_year(context, basis) for basis in ("net_revenue", "contribution"))
    standings = [
        Standing(
            contract,
            committed.states[key_of(contract)],
            hangs_on(contract, revenue, parts=parts.get(contract.vendor_id, {})),
            hangs_on(contract, contribution, parts=parts.get(contract.vendor_id, {})),
        )
        for contract in committed.contracts
    ]
    return {
        "decisions": [asdict(decision) for decision in decisions_due(standings, backup, as_of=as_of)],
        "helps_most": [
            asdict(relief) for relief in what_helps_most(committed.contracts, backup, shares=shares, as_of=as_of)
        ],
        "leaving": _leaving(context, standings, backup),
    }


def _backup(context: Context) -> Backup:
    listed = context.rows("alternatives")
    return Backup(
        tuple(
            Alternative(row["vendor_id"], row["function"], row["alternative"], row["lead_time_days"], row["tested_on"])
            for row in listed
        )
    )


def _per_year(context: Context, basis: str) -> Amounts:
    """An amount of every channel per year: the window's full months, scaled to twelve; None where one is unknown."""
    months = context.window.full_months
    found: dict[str, list[Decimal | None]] = defaultdict(list)
    for row in context.rows("channel_months"):
        if row["channel_id"] is not None and months[0] <= row["month"] <= context.window.last:
            found[row["channel_id"]].append(row[basis])
    return {channel: _year_of(amounts, len(months)) for channel, amounts in found.items()}


def _year_of(amounts: list[Decimal | None], months: int) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) * 12 / months if len(known) == len(amounts) else None


def _leaving(context: Context, standings: list[Standing], backup: Backup) -> list[dict[str, Any]]:
    """Per contract what leaving costs, what hangs on it, and its ladder from clause over statute to platform."""
    terms = {(row["contract_id"], row["known_vendor"]): row for row in context.rows("contracts")}
    costs = {(r["vendor_id"], r["function"], r["alternative"]): r["switch_cost"] for r in context.rows("alternatives")}
    found = []
    for standing in standings:
        contract, state = standing.contract, standing.state
        owed = remaining_minimum(contract, context.window.as_of, until=state.earliest_exit)
        rungs = _rungs(context, contract, terms[key_of(contract)])
        found.append(
            {
                "contract_id": contract.contract_id,
                "vendor_id": contract.vendor_id,
                "exit_cost": exit_cost(contract, owed, switch_cost=_switch_cost(contract, backup, costs)),
                "revenue_per_year": standing.revenue_per_year,
                "contribution_per_year": standing.contribution_per_year,
                "ladder": [_rung(rung) for rung in rungs],
            }
        )
    return found


def _switch_cost(
    contract: Contract, backup: Backup, costs: dict[tuple[str, str, str], Decimal | None]
) -> Decimal | None:
    """What switching every function of the contract to its best alternative costs; None if one is unknown."""
    best = [backup.best.get((contract.vendor_id, function)) for function in contract.functions]
    each = [costs.get((b.vendor_id, b.function, b.name)) if b else None for b in best]
    known = [cost for cost in each if cost is not None]
    return sum(known, Decimal(0)) if len(known) == len(each) else None


def _rungs(context: Context, contract: Contract, row: dict[str, Any]) -> list[Rung]:
    place: dict[str, Any] = {"country": context.shop.country, "is_in_eu": context.shop.is_in_eu}
    told, may_leave = row["price_change_notice"], row["special_termination"]
    change = ChangeClause(parse_period(told) if told else None, may_leave == "yes" if may_leave else None)
    return [*ladder(contract, context.window.as_of, **place), *change_ladder(contract, change, **place)]


def _rung(rung: Rung) -> dict[str, Any]:
    return {key: value for key, value in rung._asdict().items() if key != "notice"}
