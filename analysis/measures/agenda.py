"""What the contracts ask of the merchant: decisions that are due, what leaving costs, and the law beside them."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from analysis.measures.commitments import Commitments, key_of
from analysis.measures.context import Context
from analysis.measures.departures import Book, departures, group_departures
from analysis.measures.held import held
from analysis.rules.decisions import Backup, Standing, decisions_due
from analysis.rules.exposure import Mix
from analysis.rules.leaving import HORIZON_YEARS, STANDARD_POINTS, total
from analysis.rules.relief import what_helps_most

Row = dict[str, Any]


def agenda(context: Context, mixes: list[Mix], committed: Commitments, *, shares: dict[str, float]) -> Row:
    """figures["lock_in"]: decisions of the next twelve months, alternatives ranked by what they would free, what
    lies with vendors, and per contract and group what leaving costs."""
    as_of, book = context.window.as_of, Book.of(context, mixes)
    standings = [
        Standing(
            contract,
            committed.states[key_of(contract)],
            committed.theirs[key_of(contract)],
            book.yearly(contract.channel_ids, book.by_vendor.get(contract.vendor_id, {})),
        )
        for contract in committed.contracts
    ]
    leaving = departures(context, standings, book.backup)
    lying = held(context, [(each.contract, each.state) for each in standings])
    helping = what_helps_most(standings, book.backup, shares=shares, as_of=as_of)
    return {
        "decisions": _decisions(standings, book.backup, lying, as_of=as_of),
        "helps_most": [relief._asdict() for relief in helping],
        "standard_shock": {"lever": "fee_points", "amount": int(STANDARD_POINTS)},
        "horizon_years": int(HORIZON_YEARS),
        "leaving": leaving,
        "groups": group_departures(context, list(zip(standings, leaving, strict=True)), book, tied=committed.tied),
        "held": lying,
    }


def _decisions(standings: list[Standing], backup: Backup, lying: list[Row], *, as_of: date) -> list[Row]:
    """The decisions that are due, with the stock that lies under a lien at their vendor."""
    stock: dict[str, list[Decimal | None]] = defaultdict(list)
    for row in lying:
        if row["lien"]:
            stock[row["vendor_id"]].append(row["amount"])
    stored = {key_of(each.contract) for each in standings if "storage" in each.contract.functions}
    found = []
    for decision in decisions_due(standings, backup, as_of=as_of):
        is_stored = (decision.contract_id, decision.vendor_id) in stored and decision.vendor_id in stock
        found.append(
            {**decision._asdict(), "stock_under_lien": total(stock[decision.vendor_id]) if is_stored else None}
        )
    return found
