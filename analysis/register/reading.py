"""Reads the register: rows as people keep them; what cannot be read is told by file, line and column."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from analysis.errors import InputError, nearest, rule_of
from analysis.exports.records import Unreadable, decode, sheet_records, sheets
from analysis.exports.sources import Reject
from analysis.message import Message
from analysis.register.headings import meant, renaming
from analysis.register.tables import IDENTITY, LATER, TABLES, Contracts, Row
from analysis.rules.lexicon import FIRST_EXIT
from analysis.rules.spelling import phrase
from analysis.rules.wording import parse_period

EACH_ROW = Message("; write it in each row (of merged cells only the first has the value)")
OTHER_ID = ", or give a contract of its own another contract_id"
REMEDIES = {
    "contract_id": EACH_ROW,
    "vendor_id": EACH_ROW,
    "starts_on": Message("; write the day on which the contract began, or the first day on which it surely ran"),
    "renewal": Message(
        "; write tacit (renews by itself), express (only when agreed anew), open_ended (runs on until noticed; month "
        "to month without terms, too) or none (ends), and a length into renewal_term"
    ),
    "functions": Message("; write what the vendor does, for example storage;shipping"),
}
# Of a contract whose cell there cannot be read only that is unknown: no date hangs on it.
BESIDE_TERMS = frozenset({"minimum_per_month", "exit_fee", "price_change_notice", "special_termination", "evidence_on"})
Record = tuple[int, list[str]]  # line number, cells


class Table:
    """One register file or sheet: the rows that were loaded and what was wrong with the others."""

    def __init__(self, name: str, file: str, content: bytes, conventions: Mapping[str, str | None]) -> None:
        self.name, self.file, self.content = name, file, content
        self.context = {**conventions, "workbook": ".xlsx:" in file.lower()}
        self.rows: list[dict[str, Any]] = []
        self.total = 0
        self.rejects: list[Reject] = []
        self.duplicates: list[tuple[int, int]] = []
        self.problems: list[Reject] = []


def read_register(folder: Path, conventions: Mapping[str, str | None]) -> list[Table]:
    """Every known table of the register, from NAME.csv files or the sheets of register.xlsx, which may also lie beside
    the folder; a table without rows gives way to one with rows. Its cells follow the shop's date_order and currency."""
    tables: dict[str, Table] = {}
    for file, name, content, records in _tables(folder):
        if name in TABLES:
            table = _table(Table(name, file, content, conventions), records)
            if name in tables and tables[name].total and table.total:
                twice = "{file}: {other} holds {name} already; keep one of the two."
                raise InputError(twice, file=file, other=tables[name].file, name=name)
            tables[name] = table if table.total or name not in tables else tables[name]
        elif name not in LATER and any(any(cells) for _, cells in records):
            known = ", ".join([*TABLES, *LATER])
            raise InputError(
                "{file}: there is no register table {name}; the tables are {known}. Rename it to one of these, or take "
                "it out of the register.",
                file=file,
                name=name,
                known=known,
            )
    return list(tables.values())


def _tables(folder: Path) -> Iterator[tuple[str, str, bytes, list[Record]]]:
    """(file, table, content, numbered rows) of every CSV file and sheet."""
    beside = folder.parent / "register.xlsx"
    within = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in [*within, beside] if beside.is_file() else within:
        kind, shown = path.suffix.lower(), path.relative_to(folder.parent).as_posix()
        if path.name.startswith((".", "~$")):
            continue  # what editors leave beside an open file
        if path.name.lower() == "register.xlsx":
            for name, rows in _sheets(path, shown):
                yield f"{shown}:{name}", name.strip().lower(), path.read_bytes(), rows
        elif kind == ".csv":
            content = path.read_bytes()
            yield shown, path.stem.strip().lower(), content, _csv_rows(shown, decode(content, "cp1252"))
        elif kind in (".xlsx", ".xlsm", ".xls", ".ods"):
            remedy = "{file}: is not read; save it as register.xlsx with a sheet per table, or as CSV."
            raise InputError(remedy, file=shown)


def _sheets(path: Path, shown: str) -> Iterator[tuple[str, list[Record]]]:
    try:
        found = sheets(path.read_bytes())
    except Unreadable as problem:
        raise InputError("{file}: {reason}", file=shown, reason=problem.message) from None
    for name, rows in found.items():
        yield name, [(line, cells) for line, cells, _ in sheet_records(rows, ".")]


def _csv_rows(file: str, text: str) -> list[Record]:
    parted = next((line for line in text.splitlines() if re.search("[,;\t]", line)), "")  # a title has no mark
    mark = max(",;\t", key=parted.count)
    reader, rows, line = csv.reader(io.StringIO(text, newline=None), delimiter=mark, strict=True), [], 1
    try:
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as problem:
        raise InputError(
            "{file} line {line}: {problem}; close each quote, and double one inside a cell.",
            file=file,
            line=str(line),
            problem=str(problem),
        ) from None
    return rows


def _table(table: Table, records: list[Record]) -> Table:
    model = TABLES[table.name]
    filled = [record for record in records if any(map(str.strip, record[1]))]
    if not filled:
        return table
    start = _header_row(model, [cells for _, cells in filled[:20]])
    line, header = filled[start][0], _header(filled[start][1])
    needed = [name for name, info in model.model_fields.items() if info.is_required()]
    if missing := _missing(model, header):
        absent = [name for name in model.model_fields if name not in header]
        raise InputError(
            "{file} line {line}: the column {column} is missing (needed: {needed}){hint}.",
            file=table.file,
            line=str(line),
            column=missing[0],
            needed=", ".join(needed),
            hint=renaming(filled[start][1], absent),
        )
    _check_header(table, header, line)
    seen: dict[Any, int] = {}
    for line, cells in filled[start + 1 :]:
        table.total += 1
        if reason := _not_a_row(cells, width=len(header), needed=needed):
            table.problems.append(Reject(table.file, line, "", reason))
            table.rejects.append(table.problems[-1])
        else:
            _row(table, dict(zip(header, cells, strict=False)), line, seen)
    return table


def _header_row(model: type[Row], rows: list[list[str]]) -> int:
    """The first row with every column that is needed, else the one with most headings whose column is known."""
    named = (number for number, cells in enumerate(rows) if not _missing(model, cells))
    return next(
        named, max(range(len(rows)), key=lambda row: sum(bool(meant(c, model.model_fields)) for c in rows[row]))
    )


def _not_a_row(cells: list[str], *, width: int, needed: list[str]) -> Message | None:
    if any(map(str.strip, cells[width:])):
        many = "has {count} {count:cell|cells} where the header has {width}; quote a cell that holds a comma"
        return Message(many, count=len(cells), width=width)
    if len(needed) > 1 and len(list(filter(str.strip, cells))) == 1:
        lonely = "has one filled cell: a title, total or note is no row; delete it, or fill in {columns}"
        return Message(lonely, columns=", ".join(needed))
    return None


def _header(cells: list[str]) -> list[str]:
    return [re.sub(r"[\s-]+", "_", cell.strip().lower().rstrip("* ")) for cell in cells]


def _missing(model: type[Row], cells: list[str]) -> list[str]:
    header = _header(cells)
    return [name for name, info in model.model_fields.items() if info.is_required() and name not in header]


def _check_header(table: Table, header: list[str], line: int) -> None:
    known = TABLES[table.name].model_fields
    for column, name in enumerate(header):
        if name in header[:column] and name in known:
            twice = "{file} line {line}: the column {column} stands there twice; keep one of the two."
            raise InputError(twice, file=table.file, line=str(line), column=name)
        if name and name not in known:
            unread = "{column} is no column of {table} and was not read{hint}"
            other = meant(name, [ours for ours in known if ours not in header])
            hint = Message("; did you mean {other}?", other=other) if other else nearest(name, known)
            reason = Message(unread, column=name, table=table.name, hint=hint)
            table.problems.append(Reject(table.file, line, name, reason, is_loaded=True))


def _row(table: Table, cells: dict[str, str], line: int, seen: dict[Any, int]) -> None:
    model = TABLES[table.name]
    given = {name: bare for name, cell in cells.items() if (bare := cell.strip())}
    context = table.context | ({"currency": given["currency"].upper()} if "currency" in given else {})
    read, problems = validated(model, given, context)
    # A contract that cannot be read in full still binds; any other row with a default instead would mislead.
    is_kept = table.name == "contracts" and not any(model.model_fields[name].is_required() for name in problems)
    for column, reason in problems.items():
        given.pop(column, None)
        told = Message(_consequence(column, is_kept=is_kept), reason=reason, column=column)
        table.problems.append(Reject(table.file, line, column, told, is_loaded=is_kept))
    if problems and not is_kept:
        table.rejects.append(table.problems[-1])
        return
    row = dict(vars(read or model.model_validate(given, context=table.context)))
    key = tuple(row[name] for name in IDENTITY[table.name]) if table.name in IDENTITY else tuple(row.items())
    if key in seen:
        table.duplicates.append((line, seen[key]))
        kept = next((each for each in table.rows if each["line"] == seen[key]), {})
        if any(kept.get(name) != value for name, value in row.items()):
            repeated = "repeats {key} of line {line} with other content; that line counts: delete one of the two{hint}"
            hint = Message(OTHER_ID) if table.name == "contracts" else ""
            reason = Message(repeated, key=" ".join(map(str, key)), line=str(seen[key]), hint=hint)
            table.problems.append(Reject(table.file, line, "", reason))
        return
    seen[key] = line
    of_terms = {column: reason for column, reason in problems.items() if column not in BESIDE_TERMS}
    table.rows.append({**row, "line": line, "problems": tuple(_stored(of_terms))})


def _consequence(column: str, *, is_kept: bool) -> str:
    if not is_kept:
        return "{reason} (column {column}; the row was not read)"
    if column in BESIDE_TERMS:
        return "{reason} (column {column}; that counts as unknown)"
    return "{reason} (column {column}; the contract counts as unknown)"


def _stored(problems: dict[str, Message]) -> Iterator[str]:
    for column, reason in problems.items():
        yield Message("{column}: {reason}", column=column, reason=reason).stored()


def validated(
    model: type[Row], given: dict[str, str], context: dict[str, Any]
) -> tuple[Row | None, dict[str, Message]]:
    """The row that the cells make; None and column → what is wrong with its cell when they make none."""
    try:
        row = model.model_validate(given, context=context)
    except ValidationError as problem:
        return None, {str(e["loc"][0]): _said(e, given) for e in problem.errors()}
    problems = _contradictions(row, given) if type(row) is Contracts else {}  # pydantic's isinstance is slow
    return (None if problems else row), problems


def _contradictions(row: Contracts, given: dict[str, str]) -> dict[str, Message]:
    problems = {}
    if row.ends_on and row.ends_on < row.starts_on:
        early = '"{cell}" is before starts_on {day}; correct the one or the other'
        problems["ends_on"] = Message(early, cell=given["ends_on"], day=str(row.starts_on))
    if row.noticed_on and row.noticed_on < row.starts_on:
        early = '"{cell}" is before starts_on {day}; correct the one or the other'
        problems["noticed_on"] = Message(early, cell=given["noticed_on"], day=str(row.starts_on))
    if row.renewal == "tacit" and row.renewal_term and not parse_period(row.renewal_term).count:
        nothing = '"{cell}" renews by nothing; write by how long it renews, or another renewal'
        problems["renewal_term"] = Message(nothing, cell=row.renewal_term)
    if (
        row.renewal == "open_ended"
        and row.initial_term is None
        and row.notice
        and phrase(FIRST_EXIT).search(row.notice)
    ):
        from_when = '"{cell}" counts from the end of a first term; write its length into initial_term'
        problems["notice"] = Message(from_when, cell=row.notice)
    return problems


def _said(error: Any, given: dict[str, str]) -> Message:
    column = str(error["loc"][0])
    if error["type"] == "missing":
        return Message("{column} is required and blank{hint}", column=column, hint=REMEDIES.get(column, ""))
    cell = given.get(column)
    if column == "renewal":
        return Message('"{cell}" is not allowed in renewal{hint}', cell=cell, hint=REMEDIES[column])
    if error["type"] == "value_error":
        return Message(*error["ctx"]["error"].args)
    return Message('"{cell}" is not allowed in {column}: {rule}', cell=cell, column=column, rule=rule_of(error))
