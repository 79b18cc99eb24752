"""What leaving costs in figures: per contract and per vendor group, with the law beside each contract."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, Self

from analysis.measures.commitments import key_of
from analysis.measures.context import Context
from analysis.rules.decisions import Alternative, Backup, Standing
from analysis.rules.exposure import Mix, touched_parts
from analysis.rules.freedom import Ties, pairs_freedom
from analysis.rules.law import ChangeClause, Rung, change_ladder, ladder, laws_of
from analysis.rules.leaving import (
    Yearly,
    exit_cost,
    hangs_on,
    standard_loss,
    total,
    transition_loss,
    walk_away_points,
)
from analysis.rules.lock_in import cost_of_missing, remaining_minimum
from analysis.rules.notice import period_end
from analysis.rules.provisions import Law
from analysis.rules.wording import parse_period

Row = dict[str, Any]
BASES = ("gross_sales", "net_revenue", "contribution")


class Book(NamedTuple):
    """The shop's amounts per year and basis by channel, the parts of them that vendors and groups touch, and who owns
    them and who could take over."""

    per_year: Mapping[str, Mapping[str, Decimal | None]]
    by_vendor: Mapping[str, Mapping[str, float]]
    by_group: Mapping[str, Mapping[str, float]]
    owners: Mapping[str, str]
    backup: Backup

    @classmethod
    def of(cls, context: Context, mixes: list[Mix]) -> Self:
        """The book of a shop on as_of."""
        owners = {row["vendor_id"]: row["group_id"] for row in context.rows("vendors")}
        per_year = {basis: _per_year(context, basis) for basis in BASES}
        return cls(per_year, touched_parts(mixes, {}), touched_parts(mixes, owners), owners, _backup(context))

    def yearly(self, channel_ids: Iterable[str], parts: Mapping[str, float]) -> Yearly:
        """What goes per year through those channels and parts."""
        channels = list(channel_ids)
        return Yearly(*(hangs_on(channels, self.per_year[basis], parts=parts) for basis in BASES))


def _backup(context: Context) -> Backup:
    names = ("vendor_id", "function", "alternative", "lead_time_days", "tested_on", "switch_cost", "recapture_share")
    return Backup(tuple(Alternative(*(row[name] for name in names)) for row in context.rows("alternatives")))


def _per_year(context: Context, basis: str) -> dict[str, Decimal | None]:
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


def departures(context: Context, standings: list[Standing], backup: Backup) -> list[Row]:
    """Per contract what leaving costs, what hangs on it, and its ladder from clause over statute to platform."""
    terms = {(row["contract_id"], row["known_vendor"]): row for row in context.rows("contracts")}
    laws, as_of = laws_of(context.shop.country, is_in_eu=context.shop.is_in_eu), context.window.as_of
    change_of = cache(_change)
    found = []
    for standing in standings:
        contract, row = standing.contract, terms[key_of(standing.contract)]
        clause = (row["price_change_notice"], row["special_termination"])
        change = change_of(contract.functions, clause, laws=laws, as_of=as_of)
        rungs = ladder(contract, as_of, leaves_on=standing.state.earliest_exit, laws=laws)
        found.append(
            {
                "contract_id": contract.contract_id,
                "vendor_id": contract.vendor_id,
                **_costs(standing, backup, as_of=as_of),
                "loss_until_exit": standard_loss(
                    standing.yearly.gross_sales, change.binds_on, exit_on=standing.state.earliest_exit
                ),
                "shock_binds_on": change.binds_on,
                "special_exit_on": change.special_exit_on,
                "revenue_per_year": standing.yearly.revenue,
                "contribution_per_year": standing.yearly.contribution,
                "ladder": [*(_rung(rung) for rung in rungs), *change.rungs],
            }
        )
    _note_blanks(context, found)
    _note_short_year(context, found)
    return found


class _Change(NamedTuple):
    """A price rise told today: when it binds, when we may leave because of it, and the ladder of both."""

    binds_on: date
    special_exit_on: date | None
    rungs: list[Row]


def _change(
    functions: tuple[str, ...], clause: tuple[str | None, str | None], *, laws: frozenset[Law], as_of: date
) -> _Change:
    told, may_leave = clause
    change = ChangeClause(parse_period(told) if told else None, may_leave == "yes" if may_leave else None)
    rungs = change_ladder(functions, change, laws=laws)
    binding = {rung.subject: rung for rung in rungs if rung.binds}
    ahead, special = binding.get("their_change"), binding.get("our_special_exit")
    binds_on = period_end(as_of, ahead.notice.period) if ahead and ahead.notice else as_of
    may_go = special is not None and (special.step != "clause" or change.may_leave is True)
    return _Change(binds_on, binds_on if may_go else None, [_rung(rung) for rung in rungs])


def _rung(rung: Rung) -> Row:
    row = rung._asdict()
    del row["notice"]  # its text says it in full
    return row


def _costs(standing: Standing, backup: Backup, *, as_of: date) -> Row:
    contract = standing.contract
    pairs = [(contract.vendor_id, function) for function in contract.functions]
    owed = remaining_minimum(contract, as_of, until=standing.state.earliest_exit)
    switch = backup.switch_cost(pairs)
    cost = exit_cost(contract, owed, switch_cost=switch)
    lost = transition_loss(standing.yearly.contribution, backup.recapture_share(pairs))
    return {
        "exit_cost": cost,
        "remaining_minimum": owed,
        "switch_cost": switch,
        "transition_loss": lost,
        "walk_away_points": _points(cost, lost, standing.yearly.revenue),
    }


def _points(cost: Decimal | None, lost: Decimal | None, revenue: Decimal | None) -> float | None:
    points = walk_away_points(cost, lost, revenue_per_year=revenue)
    return None if points is None else float(points)


def _note_blanks(context: Context, leaving: list[Row]) -> None:
    blank = [row["contract_id"] for row in leaving if row["walk_away_points"] is None]
    if blank:
        context.unknown(
            "from how many points of fee on leaving pays for {contracts}",
            "their exit date, revenue or contribution is unknown, or exit_fee, minimum_per_month, switch_cost or "
            "recapture_share is blank",
            "fill in exit_fee and minimum_per_month in register/contracts.csv, switch_cost and recapture_share (1 if "
            "no sale is lost) in register/alternatives.csv",
            contracts=", ".join(dict.fromkeys(blank)),
        )


def _note_short_year(context: Context, leaving: list[Row]) -> None:
    months = context.window.full_months
    if leaving and len(months) < 12:
        context.unknown(
            "what hangs on the contracts in a whole year",
            "full months of sales are known from {first} to {last} only; amounts per year are theirs, scaled to twelve",
            "add the exports of the months before",
            first=months[0],
            last=context.window.last,
        )


def group_departures(context: Context, left: list[tuple[Standing, Row]], book: Book, *, tied: Ties) -> list[Row]:
    """Per owner of vendors with running contracts, what leaving all of them costs, the most revenue first."""
    members: dict[str, list[tuple[Standing, Row]]] = defaultdict(list)
    for standing, row in left:
        if standing.state.status != "ended":
            vendor_id = standing.contract.vendor_id
            members[book.owners.get(vendor_id, vendor_id)].append((standing, row))
    found = [_group(group, each, book, tied=tied, as_of=context.window.as_of) for group, each in members.items()]
    return sorted(found, key=lambda row: (-(row["revenue_per_year"] or 0), row["group"]))


def _group(group: str, members: list[tuple[Standing, Row]], book: Book, *, tied: Ties, as_of: date) -> Row:
    """Every line and every switch of vendor and function counts once, fees and minimums with each contract."""
    contracts, rows = [standing.contract for standing, _ in members], [row for _, row in members]
    pairs = {(contract.vendor_id, function) for contract in contracts for function in contract.functions}
    channels = {channel for contract in contracts for channel in contract.channel_ids}
    yearly = book.yearly(sorted(channels), book.by_group.get(group, {}))
    owed = total(row["remaining_minimum"] for row in rows)
    cost = total([*(contract.exit_fee for contract in contracts), owed, book.backup.switch_cost(pairs)])
    lost = transition_loss(yearly.contribution, book.backup.recapture_share(pairs))
    status, free_on = pairs_freedom(pairs, tied, lead_times=book.backup.leads, as_of=as_of)
    return {
        "group": group,
        "contracts": sorted(contract.contract_id for contract in contracts),
        "revenue_per_year": yearly.revenue,
        "contribution_per_year": yearly.contribution,
        "exit_cost": cost,
        "remaining_minimum": owed,
        "transition_loss": lost,
        "walk_away_points": _points(cost, lost, yearly.revenue),
        "cost_of_missing": total(_missing(standing, as_of) for standing, _ in members),
        "loss_until_exit": _group_loss(yearly, members),
        "status": status,
        "free_on": free_on,
    }


def _missing(standing: Standing, as_of: date) -> Decimal | None:
    if not standing.state.exit_if_missed and standing.state.status != "unknown":
        return Decimal(0)
    return cost_of_missing(standing.contract, standing.state, as_of=as_of)


def _group_loss(yearly: Yearly, members: list[tuple[Standing, Row]]) -> Decimal | None:
    """The standard shock from the day it binds in the first contract to the exit from the last."""
    exits = [standing.state.earliest_exit for standing, _ in members]
    known = [day for day in exits if day]
    if len(known) < len(exits):
        return None
    return standard_loss(yearly.gross_sales, min(row["shock_binds_on"] for _, row in members), exit_on=max(known))
