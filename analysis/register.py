"""Reads the register: rows as people keep them; what cannot be read is told by file, line and column."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import ValidationError

from analysis.errors import InputError, nearest
from analysis.exports import Reject
from analysis.records import decode
from analysis.register_tables import IDENTITY, LATER, TABLES, Row


class Table:
    """One register file or sheet: the rows that were loaded and what was wrong with the others."""

    def __init__(self, name: str, file: str, content: bytes, date_order: str | None) -> None:
        self.name, self.file, self.content = name, file, content
        self.context = {"date_order": date_order}
        self.rows: list[dict[str, Any]] = []
        self.total = 0
        self.rejects: list[Reject] = []
        self.duplicates: list[tuple[int, int]] = []
        self.problems: list[Reject] = []


def read_register(folder: Path, date_order: str | None = None) -> list[Table]:
    """Every known table of the register, from NAME.csv files or the sheets of register.xlsx."""
    tables = []
    for file, name, content, records in _tables(folder):
        if name in TABLES:
            tables.append(_table(Table(name, file, content, date_order), records))
        elif name not in LATER:
            known = ", ".join([*TABLES, *LATER])
            raise InputError(f"{file}: there is no register table {name}; the tables are {known}.")
    return tables


def _tables(folder: Path) -> Iterator[tuple[str, str, bytes, list[tuple[int, list[str]]]]]:
    """(file, table, content, numbered rows) of every CSV file and sheet."""
    if (folder / "register.xlsx").exists():
        path = folder / "register.xlsx"
        sheets = pl.read_excel(path, sheet_id=0, infer_schema_length=0)
        for name, frame in sheets.items():
            cells = [list(frame.columns), *([cell or "" for cell in row] for row in frame.rows())]
            yield f"register/register.xlsx:{name}", name.lower(), path.read_bytes(), list(enumerate(cells, 1))
    for path in sorted(folder.glob("*.csv")):
        content = path.read_bytes()
        text = decode(content, "cp1252")
        first = text.split("\n", 1)[0]
        reader = csv.reader(
            io.StringIO(text, newline=None), delimiter=";" if first.count(";") > first.count(",") else ","
        )
        rows = [(reader.line_num, cells) for cells in reader]
        yield f"register/{path.name}", path.stem.lower(), content, rows


def _table(table: Table, records: list[tuple[int, list[str]]]) -> Table:
    model = TABLES[table.name]
    header = [cell.strip().lower() for cell in records[0][1]] if records else []
    missing = [name for name, info in model.model_fields.items() if info.is_required() and name not in header]
    if missing:
        raise InputError(
            f"{table.file} line 1: the column {missing[0]} is missing (needed: "
            f"{', '.join(n for n, i in model.model_fields.items() if i.is_required())})."
        )
    for name in header:
        if name and name not in model.model_fields:
            reason = f"{name} is no column of {table.name} and was not read{nearest(name, model.model_fields)}"
            table.problems.append(Reject(table.file, 1, name, reason))
    seen: dict[Any, int] = {}
    for line, cells in records[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        table.total += 1
        if any(cell.strip() for cell in cells[len(header) :]):
            reason = f"has {len(cells)} cells where the header has {len(header)}; quote a cell that holds a comma"
            table.problems.append(Reject(table.file, line, "", reason))
            table.rejects.append(table.problems[-1])
            continue
        _row(table, dict(zip(header, cells, strict=False)), line, seen)
    return table


def _row(table: Table, cells: dict[str, str], line: int, seen: dict[Any, int]) -> None:
    model = TABLES[table.name]
    given = {name: cell.strip() for name, cell in cells.items() if cell.strip()}
    problems = _problems(model, given, table.context)
    # A contract that cannot be read in full still binds; any other row with a default instead would mislead.
    keeps = table.name == "contracts"
    for column, reason in problems.items():
        given.pop(column, None)
        is_kept = keeps and not model.model_fields[column].is_required()
        fate = "the contract counts as unknown" if is_kept else "the row was not read"
        table.problems.append(Reject(table.file, line, column, f"{reason} (column {column}; {fate})"))
    required = [column for column in problems if model.model_fields[column].is_required()]
    if required or (problems and not keeps):
        table.rejects.append(table.problems[-1])
        return
    row = model.model_validate(given, context=table.context).model_dump()
    key = tuple(row[name] for name in IDENTITY[table.name]) if table.name in IDENTITY else tuple(row.items())
    if key in seen:
        table.duplicates.append((line, seen[key]))
        kept = next((each for each in table.rows if each["line"] == seen[key]), {})
        if any(kept.get(name) != value for name, value in row.items()):
            reason = f"repeats {' '.join(map(str, key))} of line {seen[key]} with other content; that line counts"
            table.problems.append(Reject(table.file, line, "", reason))
        return
    seen[key] = line
    table.rows.append({**row, "line": line, "problems": tuple(f"{c}: {r}" for c, r in problems.items())})


def _problems(model: type[Row], given: dict[str, str], context: dict[str, Any]) -> dict[str, str]:
    """Column → what is wrong with its cell."""
    try:
        model.model_validate(given, context=context)
    except ValidationError as problem:
        return {str(e["loc"][0]): _said(e, given) for e in problem.errors()}
    return {}


def _said(error: Any, given: dict[str, str]) -> str:
    column = str(error["loc"][0])
    if error["type"] == "missing":
        return f"{column} is required and blank"
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return f'"{given.get(column)}" is not allowed in {column}: {error["msg"]}'
