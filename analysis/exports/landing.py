"""From recognised records to typed rows: one raw table per format, with what does not fit refused row by row."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import polars as pl

from analysis.exports.declarations import Declaration
from analysis.exports.misfits import MISFITS, reason
from analysis.exports.recognition import Export
from analysis.exports.sources import Reject
from analysis.shop import DateOrder

SQL_TYPES = {"number": "decimal(18,6)", "amounts": "decimal(18,6)", "date": "date", "timestamp": "timestamp"}
TOTALS = ("total", "grand total", "gesamt", "gesamtsumme", "summe")
BLOCK = 64  # bytes of a block of SHA-256


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True)
class Dialect:
    """The conventions of one file, as far as its cells' values need them."""

    decimal: str
    thousands: str
    zone: str
    dates: tuple[str, ...]
    secret: bytes
    order: DateOrder = "day_first"
    cut: bool = True  # whether a spreadsheet may have shortened long numbers

    def drawn(self, column: str, kind: str) -> str | None:
        """The SQL expression of what `typed` needs more than once, if it needs anything so."""
        formats = "[" + ", ".join(literal(f) for f in (*self.dates, "%Y-%m-%d")) + "]"
        if kind == "date":
            return f"moment({quoted(column)}, {formats})::date"
        if kind == "timestamp":
            return f"at_utc({quoted(column)}, {literal(self.zone)}, {formats})"
        return None

    def typed(self, column: str, kind: str, drawn: str | None = None) -> str:
        """The SQL expression that turns a text column into its value, NULL where it does not fit."""
        name, ready = quoted(column), drawn or self.drawn(column, kind)
        if kind == "number":
            return f"to_number({name}, {literal(self.decimal)}, {literal(self.thousands)})"
        if kind in ("date", "timestamp"):
            return f"plausible({ready})"
        if kind == "currency":
            return f"case when regexp_full_match({name}, '[A-Z]{{3}}') then {name} end"
        if kind == "amounts":
            amount = f"to_number(amount, {literal(self.decimal)}, {literal(self.thousands)})"
            listed = f"regexp_extract_all({name}, 'amount:(-?[\\d.,]+)', 1)"
            return f"list_sum(list_transform({listed}, lambda amount: {amount}))::decimal(18, 6)"
        if kind == "digits":
            return f"nullif(trim(regexp_replace({name}, '\\D+', ' ', 'g')), '')"
        if kind == "payer":
            return f"(select vendor_id from reference.payers where words = company({name}))"
        if kind == "country":
            return f"country_code({name})"
        if kind == "buyer":
            return keyed_hash(f"lower(trim({name}))", self.secret)
        return f"case when not {is_cut(name)} then {name} end" if self.cut else name


def is_cut(name: str) -> str:
    """The SQL condition of a number that a spreadsheet has shortened, like 1,23457E+12: most of its digits are lost."""
    return f"({name} like '%E+__' and regexp_full_match({name}, '\\d([.,]\\d+)?E\\+\\d\\d'))"


def keyed_hash(text: str, secret: bytes) -> str:
    """The SQL expression of a keyed hash (HMAC-SHA-256, RFC 2104, the first 16 hex digits) of a text."""
    key = (hashlib.sha256(secret).digest() if len(secret) > BLOCK else secret).ljust(BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in key).hex() for pad in (0x36, 0x5C))
    return f"left(sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode({text})))), 16)"


def dialects(declaration: Declaration, timezone: str, secret: bytes) -> list[Dialect]:
    """The conventions that a file of a format may have; the one that fits most cells is its own."""
    file = declaration.file
    return [
        Dialect(
            decimal,
            {".": ",", ",": "."}[decimal] if file.thousands is None else file.thousands,
            file.timezone or timezone,
            # %y first: %Y reads "26" as the year 26.
            tuple(sorted((*file.dates, *patterns), key=lambda pattern: "%Y" in pattern)),
            secret,
            order,
            cut=not file.exact,
        )
        for order, patterns in _orders(file.day_or_month_first).items()
        for decimal in file.decimal
    ]


def _orders(day_first: list[str]) -> dict[DateOrder, list[str]]:
    """The patterns of dates as they stand, and with day and month exchanged."""
    swap = {"%d": "%m", "%m": "%d"}
    month_first = [re.sub("%[dm]", lambda part: swap[part[0]], pattern) for pattern in day_first]
    return {"day_first": day_first, "month_first": month_first} if day_first else {"day_first": []}


def emptied(declaration: Declaration) -> str:
    """The SQL of the declared columns, NULL for words that mean nothing; `in` of many words would become a join."""
    words = " ".join(f"when {literal(word)} then null" for word in ("", *declaration.file.empty))
    return ", ".join(f"case {name} {words} else {name} end as {name}" for name in map(quoted, declaration.headings))


def arrive(con: duckdb.DuckDBPyConnection, export: Export) -> None:
    """Makes the view `incoming`: line and the declared columns of a file as texts, NULL where empty."""
    names = list(export.declaration.headings)
    columns = {name: [values[i] for values in export.records] for i, name in enumerate(names)}
    frame = pl.DataFrame(
        {"line": export.lines, **columns}, schema={"line": pl.Int64, **dict.fromkeys(names, pl.String)}
    )
    con.register("arrived", frame)
    # A table behind the view, so that no later question cuts the cells anew.
    con.execute(f"create or replace temp table cut as select line, {emptied(export.declaration)} from arrived")
    con.execute("create or replace temp view incoming as select * from cut")
    con.unregister("arrived")


def land(
    con: duckdb.DuckDBPyConnection, file: str, declaration: Declaration, *, file_id: int, tried: list[Dialect]
) -> list[Reject]:
    """Adds the rows of the view `incoming` to raw.<format>, typed; returns the rejects of cells that do not fit."""
    raw_table(con, declaration)
    dialect = fitting(con, declaration, tried)
    landed = fill(con, declaration, dialect, file_id=file_id)
    return [] if landed == arrived(con) else _rejects(con, file, declaration, file_id=file_id, dialect=dialect)


def raw_table(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> None:
    """Makes the table raw.<format> unless it is there."""
    names = "".join(f", {quoted(n)} {SQL_TYPES.get(kind, 'varchar')}" for n, kind in declaration.kinds.items())
    con.execute(f"create table if not exists raw.{quoted(declaration.name)} (file_id integer, line bigint{names})")


def fitting(con: duckdb.DuckDBPyConnection, declaration: Declaration, tried: list[Dialect]) -> Dialect:
    """The dialect that fits most of the incoming rows, the first of those that fit equally many."""
    unlike: dict[Dialect, int] = {}
    for dialect in tried if len(tried) > 1 else []:
        unlike[dialect] = _unlike(con, declaration, dialect)
        if not unlike[dialect]:
            return dialect
    return min(unlike, key=lambda dialect: unlike[dialect], default=tried[0])


def arrived(con: duckdb.DuckDBPyConnection) -> int:
    """How many rows are incoming."""
    return _count(con, "select count(*) from incoming")


def _unlike(con: duckdb.DuckDBPyConnection, declaration: Declaration, dialect: Dialect) -> int:
    """How many rows have a number that is not written as the dialect says; what else dialects differ in is decided."""
    names = [name for name, kind in declaration.kinds.items() if kind == "number"]
    wrong = [f"{quoted(name)} is not null and {dialect.typed(name, 'number')} is null" for name in names]
    return _count(con, f"select count(*) from incoming where {' or '.join(wrong) or 'false'}")


def fill(con: duckdb.DuckDBPyConnection, declaration: Declaration, dialect: Dialect, *, file_id: int) -> int:
    """Types the incoming rows that fit into the raw table, in one pass, and returns how many these are; of the others
    not even a trace is stored."""
    return _count(con, _filling(declaration, dialect, file_id))


def keeps_order(con: duckdb.DuckDBPyConnection, declaration: Declaration, dialect: Dialect) -> bool:
    """Whether several threads fill the raw table in the order of the rows; behind a join they do not."""
    ((_, plan),) = con.execute(f"explain (format json) {_filling(declaration, dialect, 0)}").fetchall()
    return json.loads(plan)[0]["name"] == "BATCH_INSERT"


def _filling(declaration: Declaration, dialect: Dialect, file_id: int) -> str:
    wrong = " or ".join(_wrong(declaration).values()) or "false"
    values = ", ".join(f"{quoted(_typed(name))} as {quoted(name)}" for name in declaration.kinds)
    return (
        f"insert into raw.{quoted(declaration.name)} by name select {file_id} as file_id, line, {values} "
        f"from ({_with_values(declaration, dialect)}) where not coalesce({wrong}, false)"
    )


def _typed(name: str) -> str:
    return f"typed {name}"


def _with_values(declaration: Declaration, dialect: Dialect) -> str:
    """The query of the incoming texts with the value of each beside it; each is made once."""
    drawn = {name: dialect.drawn(name, kind) for name, kind in declaration.kinds.items()}
    ready = {name: quoted(f"drawn {name}") for name, expression in drawn.items() if expression}
    inner = "".join(f", {drawn[name]} as {column}" for name, column in ready.items())
    values = ", ".join(
        f"{dialect.typed(name, kind, ready.get(name))} as {quoted(_typed(name))}"
        for name, kind in declaration.kinds.items()
    )
    return f"select *, {values} from (select incoming.*{inner} from incoming)"


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    (count,) = con.execute(query).fetchall()[0]
    return count


def _wrong(declaration: Declaration) -> dict[tuple[str, str], str]:
    """(column, what is wrong) → the SQL condition of a cell that keeps its row from being loaded."""
    found: dict[tuple[str, str], str] = {}
    for name, kind in declaration.kinds.items():
        column = quoted(name)
        if kind in MISFITS:
            found[name, kind] = f"({column} is not null and {quoted(_typed(name))} is null)"
        else:
            found[name, "formula"] = f"starts_with({column}, '=')"
    for name in declaration.filled:
        found[name, "filled"] = f"({quoted(name)} is null)"
    for name in _ids(declaration):
        found[name, "cut"] = is_cut(quoted(name))
    for name, words in declaration.allowed.items():
        found[name, "allowed"] = f"({quoted(name)} is not null and not {_is_one_of(name, words)})"
    for name in declaration.totals:
        found[name, "total"] = _is_one_of(name, TOTALS)
    return found


def _is_one_of(name: str, words: Iterable[str]) -> str:
    """The SQL condition of a cell that holds one of some words; `in` of many would be a join, slow and unordered."""
    cases = " ".join(f"when {literal(word)} then true" for word in words)
    return f"(case lower({quoted(name)}) {cases} else false end)"


def _ids(declaration: Declaration) -> list[str]:
    """The text columns without which a row is not told from others."""
    alone = declaration.identity if len(declaration.identity) == 1 else []
    named = dict.fromkeys([*declaration.filled, *alone])
    return [name for name in named if declaration.kinds.get(name) == "text" and not declaration.file.exact]


def shortened(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> dict[str, int]:
    """Heading → how many of the incoming cells are numbers that a spreadsheet has shortened."""
    names = [name for name, kind in declaration.kinds.items() if kind == "text" and not declaration.file.exact]
    counts = ", ".join(f"count(*) filter (where {is_cut(quoted(name))})" for name in names)
    found = con.execute(f"select {counts} from incoming").fetchall()[0] if names else ()
    return {declaration.headings[name][0]: count for name, count in zip(names, found, strict=True) if count}


def _rejects(
    con: duckdb.DuckDBPyConnection, file: str, declaration: Declaration, *, file_id: int, dialect: Dialect
) -> list[Reject]:
    raw = f"raw.{quoted(declaration.name)}"
    con.execute(
        f"create or replace temp table misfits as select * from ({_with_values(declaration, dialect)}) "
        f"where line not in (select r.line from {raw} r where r.file_id = {file_id})"
    )
    parts = [
        f"select line, {literal(name)}, {literal(what)}, {quoted(name)} from misfits where {condition}"
        for (name, what), condition in _wrong(declaration).items()
    ]
    found = con.execute(" union all ".join(parts) + " order by all").fetchall()
    con.execute("drop table misfits")
    written = {"decimal": dialect.decimal, "days": dialect.dates[0] if dialect.dates else "%Y-%m-%d"}
    return [
        Reject(
            file,
            line,
            (column := declaration.headings[name][0]),
            reason(value, what, column, allowed=declaration.allowed.get(name, []), **written),
        )
        for line, name, what, value in found
    ]
