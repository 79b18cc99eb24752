"""Other terms for one contract, for one run only: cells that stand in for those of register/contracts.csv."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.errors import InputError, nearest
from analysis.message import Message, joined
from analysis.register.reading import validated
from analysis.register.tables import Contracts

Row = dict[str, Any]
NOT_TERMS = ("contract_id", "vendor_id", "functions", "channel_ids", "evidence_on")
TERMS = tuple(name for name in Contracts.model_fields if name not in NOT_TERMS)
OF_THE_CONTRACT = (
    "status",
    "earliest_exit",
    "last_receipt",
    "send_by",
    "exit_if_missed",
    "cost_of_missing",
    "remaining_minimum",
)
OF_THE_SHOP = ("duration_days", "half_free_on", "never_free_share")


def amended(listed: Sequence[Row], wanted: str, conventions: Mapping[str, str | None]) -> list[Row]:
    """The register's contracts with the cells of "ID: column=value; column=value"; InputError for what is unknown."""
    contract_id, cells = _parts(wanted)
    known = [row["contract_id"] for row in listed]
    if contract_id not in known:
        strange = 'contract "{contract}" is not in register/contracts.csv{hint}.'
        raise InputError(strange, contract=contract_id, hint=nearest(contract_id, known))
    for column in cells:
        if column not in TERMS:
            raise InputError(
                "contract {contract}: {column} is no term; the terms are {terms}{hint}.",
                contract=contract_id,
                column=column,
                terms=", ".join(TERMS),
                hint=nearest(column, TERMS),
            )
    return [_amend(row, cells, conventions) if row["contract_id"] == contract_id else row for row in listed]


def difference(wanted: str, before: Row, after: Row) -> Row:
    """figures["lock_in"]["amended"]: the cells asked for, and each date and amount that they change."""
    contract_id, cells = _parts(wanted)
    both = zip(before["contracts"], after["contracts"], strict=True)
    pairs: list[tuple[str | None, tuple[str, ...], Row, Row]] = [
        (old["vendor_id"], OF_THE_CONTRACT, old, new) for old, new in both if old["contract_id"] == contract_id
    ]
    pairs.append((None, OF_THE_SHOP, before, after))
    return {
        "contract_id": contract_id,
        "cells": cells,
        "changes": [
            {"vendor_id": vendor_id, "figure": key, "before": old[key], "after": new[key]}
            for vendor_id, keys, old, new in pairs
            for key in keys
            if old[key] != new[key]
        ],
    }


def _parts(wanted: str) -> tuple[str, dict[str, str]]:
    """The contract_id and its cells; a semicolon begins a new cell only where a column and = follow."""
    contract_id, colon, rest = wanted.partition(":")
    parts = [part.partition("=") for part in re.split(r";\s*(?=\w+\s*=)", rest)]
    if not colon or any(not equals for _, equals, _ in parts):
        raise InputError(
            'contract is "{wanted}"; write contract_id: column=value, for example "lager: notice=3 months to '
            'quarter_end; renewal=tacit".',
            wanted=wanted,
        )
    return contract_id.strip(), {column.strip().lower(): value.strip() for column, _, value in parts}


def _amend(row: Row, cells: dict[str, str], conventions: Mapping[str, str | None]) -> Row:
    kept = {name: row[name] for name in Contracts.model_fields if row[name] is not None and name not in cells}
    given = kept | {column: value for column, value in cells.items() if value}
    read, problems = validated(Contracts, given, {**conventions, "workbook": False})
    if read is None:
        reason = joined(problems.values(), "; ")
        raise InputError("contract {contract}: {reason}.", contract=row["contract_id"], reason=reason)
    unread = [problem for problem in row["problems"] or () if Message.read(problem).values["column"] not in cells]
    return {**row, **{column: getattr(read, column) for column in cells}, "problems": unread}
