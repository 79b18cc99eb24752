"""What lies with vendors: money and goods on the last day noted, in the shop's currency."""

from typing import Any

from analysis.measures.context import Context
from analysis.rules.lock_in import Contract, ContractState

LIEN = "§ 475b HGB"


def held(context: Context, running: list[tuple[Contract, ContractState]]) -> list[dict[str, Any]]:
    """figures["lock_in"]["held"]: balances, reserves, deposits and stock per vendor; stock with a warehouse keeper
    names the provision of its lien, which is German law."""
    keepers = {
        contract.vendor_id for contract, state in running if state.status != "ended" and "storage" in contract.functions
    }
    columns = ("vendor_id", "kind", "amount", "as_on", "currency", "source_amount")
    found = [
        {**{name: row[name] for name in columns}, "lien": _lien(context, row, keepers)} for row in context.rows("held")
    ]
    for row in found:
        if row["amount"] is None:
            context.unknown(
                "what the {kind} at {vendor} is worth",
                "there is no {currency} rate for {day}",
                "note the amount in the shop's currency in register/balances.csv",
                kind=row["kind"],
                vendor=context.name("vendors", row["vendor_id"]),
                currency=row["currency"],
                day=row["as_on"],
            )
    return found


def _lien(context: Context, row: dict[str, Any], keepers: set[str]) -> str | None:
    is_stored = row["kind"] == "stock" and row["vendor_id"] in keepers
    return LIEN if is_stored and context.shop.country == "DE" else None
