"""From recognised records to typed rows: one raw table per format, then what each declaration says they mean."""

import re
from dataclasses import dataclass

import duckdb
import polars as pl

from analysis.declarations import TARGETS, Block, Declaration
from analysis.errors import InputError
from analysis.exports import Export, Reject

SHOWN = re.compile(r"(?=(?:\D*\d){0,8}\D*$)[-+−€$£ ]{0,3}\d{0,6}[.,:/-][\d.,:/-]{0,12}")  # no name, phone or postcode
# Without these a landed row means nothing; a blank channel or amount is kept and shown as unknown.
NEEDED = {
    "sales": ("order_id", "ordered_at"),
    "refunds": ("refunded_at",),
    "charges": ("charged_at", "vendor"),
    "payouts": ("paid_at", "vendor"),
    "payments": ("paid_at", "vendor"),
    "deliveries": ("order_id",),
    "returns": ("returned_at",),
}
KIND_WORDS = {
    "currency": "a currency code like EUR",
    "number": "a number",
    "date": "a date",
    "timestamp": "a date or time",
}


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

    def typed(self, column: str, kind: str) -> str:
        """The SQL expression that turns a text column into its value, NULL where it does not fit."""
        name = quoted(column)
        formats = "[" + ", ".join(literal(f) for f in (*self.dates, "%Y-%m-%d")) + "]"
        if kind == "number":
            return f"to_number({name}, {literal(self.decimal)}, {literal(self.thousands)})"
        if kind == "date":
            return f"plausible(moment({name}, {formats})::date)"
        if kind == "currency":
            return f"case when regexp_full_match({name}, '[A-Z]{{3}}') then {name} end"
        if kind == "timestamp":
            return f"at_utc({name}, {literal(self.zone)}, {formats})"
        return name


def _dialect(declaration: Declaration, decimal: str, timezone: str) -> Dialect:
    file = declaration.file
    thousands = {".": ",", ",": "."}[decimal] if file.thousands is None else file.thousands
    return Dialect(decimal, thousands, file.timezone or timezone, tuple(file.dates))


def land(con: duckdb.DuckDBPyConnection, export: Export, *, file_id: int, timezone: str) -> list[Reject]:
    """Adds the records of one file to raw.<format>; returns the rejects of cells that do not fit their kind."""
    declaration = export.declaration
    _raw_table(con, declaration)
    columns = {name: [values[i] for _, values in export.records] for i, name in enumerate(export.names)}
    frame = pl.DataFrame(
        {"line": [line for line, _ in export.records], **columns},
        schema={"line": pl.Int64, **dict.fromkeys(export.names, pl.String)},
    )
    con.register("incoming", frame)
    tried = [_dialect(declaration, decimal, timezone) for decimal in declaration.file.decimal]
    found = [_misfits(con, declaration, dialect) for dialect in tried]
    misfits = min(found, key=len)
    decimal = tried[found.index(misfits)].decimal
    bad = sorted({line for line, *_ in misfits})
    con.execute(
        f"insert into raw.{quoted(declaration.name)} by name select $file_id as file_id, "
        "$decimal as decimal_mark, * from incoming where not list_contains($bad, line)",
        {"file_id": file_id, "decimal": decimal, "bad": bad},
    )
    con.unregister("incoming")
    headings = declaration.headings
    return [
        Reject(export.source.file, line, headings[name][0], _misfit(value, headings[name][0], kind, decimal))
        for line, name, kind, value in misfits
    ]


def _raw_table(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> None:
    names = "".join(f", {quoted(name)} varchar" for name in declaration.headings)
    con.execute(
        f"create table if not exists raw.{quoted(declaration.name)} "
        f"(file_id integer, line bigint, decimal_mark varchar{names})"
    )


def _misfits(con: duckdb.DuckDBPyConnection, declaration: Declaration, dialect: Dialect) -> list[tuple]:
    """(line, column, kind, value) of every cell that is filled and does not fit its kind."""
    parts = [
        f"select line, {literal(name)}, {literal(kind)}, {quoted(name)} from incoming "
        f"where {quoted(name)} is not null and {dialect.typed(name, kind)} is null"
        for name, kind in declaration.kinds.items()
        if kind in KIND_WORDS
    ]
    return con.execute(" union all ".join(parts) + " order by all").fetchall() if parts else []


def _misfit(value: str, heading: str, kind: str, decimal: str) -> str:
    mark = {".": "a decimal point", ",": "a decimal comma"}[decimal]
    shown = f'"{value}"' if SHOWN.fullmatch(value) else f"a text of {len(value)} characters"
    note = f" (this format uses {mark})" if kind == "number" else ""
    return f"{shown} is not {KIND_WORDS[kind]} in column {heading}{note}"


def derive(con: duckdb.DuckDBPyConnection, declaration: Declaration, timezone: str) -> None:
    """Makes typed.<format> (typed, with derived columns and duplicates marked) and fills the landed tables;
    InputError names the expression of a declaration that is not SQL on its columns."""
    name = quoted(declaration.name)
    try:
        con.execute(f"create table typed.{name} as {_typed(declaration, timezone)}")
    except duckdb.Error as problem:
        raise InputError(f"formats/{declaration.name}.toml [derived]: {_first_line(problem)}") from None
    for block in declaration.blocks:
        values = {c: f"({block.values[c]})::{kind}" for c, kind in TARGETS[block.target].items() if c in block.values}
        for key, expression in {"when": f"({block.when})", **values}.items():
            _try(con, declaration, block=block, key=key, expression=expression)
        needed = [c for c in NEEDED.get(block.target, ()) if c in values]
        complete = " and ".join(f"{values[c]} is not null" for c in needed) or "true"
        rows = f"from typed.{name} where duplicate_of is null and ({block.when})"
        con.execute(
            f"insert into landed.{block.target} by name select {literal(declaration.name)} as format, "
            f"{literal(declaration.role)} as role, file_id, line"
            + "".join(f", {value} as {c}" for c, value in values.items())
            + f" {rows} and {complete}"
        )
        _reject_incomplete(con, f"{rows} and not ({complete})", needed)
    _status_is_known(con, declaration)


def _try(con: duckdb.DuckDBPyConnection, declaration: Declaration, *, block: Block, key: str, expression: str) -> None:
    try:
        con.execute(f"select {expression} from typed.{quoted(declaration.name)} limit 0")
    except duckdb.Error as problem:
        given = block.when if key == "when" else block.values[key]
        names = ", ".join([*declaration.headings, *declaration.derived])
        raise InputError(
            f"formats/{declaration.name}.toml [[{block.target}]] {key} = {given}: {_first_line(problem)}. "
            f"It must be SQL on {names}; a fixed word needs quotes of its own: \"'word'\"."
        ) from None


def _first_line(problem: duckdb.Error) -> str:
    return str(problem).splitlines()[0].rstrip(".")


def _reject_incomplete(con: duckdb.DuckDBPyConnection, rows: str, needed: list[str]) -> None:
    """A row without what its block needs (an order number, a day) is rejected, not half loaded."""
    found = con.execute(f"select distinct file_id, line {rows} order by all").fetchall()
    for file_id, line in found:
        con.execute(
            "insert into landing.rejects select file, $line, '', $reason from landing.files where file_id = $id",
            {"line": line, "reason": f"has no {' or no '.join(needed)}", "id": file_id},
        )
        con.execute(
            "update landing.files set rejected = rejected + 1, landed = landed - 1 where file_id = $id", {"id": file_id}
        )


def _status_is_known(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> None:
    strange = con.execute(
        "select distinct status from landed.sales where format = $format "
        "and status not in ('completed', 'cancelled', 'open') order by all",
        {"format": declaration.name},
    ).fetchall()
    if strange:
        raise InputError(
            f"formats/{declaration.name}.toml [[sales]] status gives {', '.join(s for (s,) in strange[:5])}; "
            "it must give completed, cancelled or open, for example with case … when … then …"
        )


def _typed(declaration: Declaration, timezone: str) -> str:
    """The query that types the raw table, marks duplicates and adds the derived columns, layer by layer."""
    marks = declaration.file.decimal
    columns = ", ".join(
        _by_mark(declaration, name, kind, timezone, marks) + f" as {quoted(name)}"
        for name, kind in declaration.kinds.items()
    )
    query = f"select file_id, line, {columns} from raw.{quoted(declaration.name)}"
    for key, filled in declaration.fill_down.items():
        over = f"over (partition by file_id, {quoted(key)} order by line)"
        first = ", ".join(f"first_value({quoted(c)}) {over} as {quoted(c)}" for c in filled)
        query = f"select * replace ({first}) from ({query})"
    query = (
        f"select t.*, d.of_file as duplicate_of from ({query}) t left join landing.duplicates d using (file_id, line)"
    )
    for name, rule in declaration.derived.items():
        query = f"select *, ({rule}) as {quoted(name)} from ({query})"
    return query


def _by_mark(declaration: Declaration, name: str, kind: str, timezone: str, marks: list) -> str:
    """A number is read by the decimal mark of its own file."""
    if kind != "number" or len(marks) == 1:
        return _dialect(declaration, marks[0], timezone).typed(name, kind)
    cases = " ".join(f"when {literal(m)} then {_dialect(declaration, m, timezone).typed(name, kind)}" for m in marks)
    return f"case decimal_mark {cases} end"


def mark_duplicates(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> None:
    """Names rows that another file of the format brings too; of equal rows the newest file's is kept."""
    names = declaration.identity or list(declaration.headings)
    key = ", ".join(quoted(name) for name in names)
    con.execute(f"""
        insert into landing.duplicates
        with counted as (
          select file_id, line, {key},
            case when {declaration.unique_when} then 1
              else row_number() over (partition by file_id, {key} order by line) end as copy
          from raw.{quoted(declaration.name)}
        ), ranked as (
          select c.file_id, c.line,
            first_value(c.file_id) over newest as kept_file, first_value(c.line) over newest as kept_line
          from counted c join landing.files f using (file_id)
          window newest as (partition by {key}, copy order by f.newness desc, c.line desc)
        )
        select r.file_id, r.line, k.file as of_file, kept_line as of_line, 'same row' as reason
        from ranked r join landing.files k on k.file_id = r.kept_file
        where (r.file_id, r.line) <> (kept_file, kept_line)
    """)


def mark_older_tellings(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> None:
    """Names the rows of an order (or another whole) that a newer file tells anew: a line taken out of it since then
    is in the older file only."""
    if not declaration.whole:
        return
    whole, raw = quoted(declaration.whole), f"raw.{quoted(declaration.name)}"
    con.execute(f"""
        insert into landing.duplicates
        with newest as (
          select r.{whole} as whole, arg_max(file_id, newness) as file_id, min(line) as line
          from {raw} r join landing.files using (file_id) where r.{whole} is not null group by r.{whole}
        )
        select r.file_id, r.line, k.file, n.line, 'told anew in a newer file'
        from {raw} r join newest n on n.whole = r.{whole} join landing.files k on k.file_id = n.file_id
        where r.file_id <> n.file_id and (r.file_id, r.line) not in (select (file_id, line) from landing.duplicates)
    """)


def control_failures(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> list[tuple]:
    """(control, file_id, what, stated, found) wherever a file's own total differs from its rows."""
    failures = []
    for control in declaration.controls:
        failures += con.execute(
            f"select {literal(control.name)}, file_id, ({control.per})::varchar, "
            f"round({control.stated}, 2), round({control.found}, 2) from typed.{quoted(declaration.name)} "
            f"group by file_id, ({control.per}) "
            f"having round({control.stated}, 2) <> round({control.found}, 2) order by all"
        ).fetchall()
    return failures


def unexplained(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> list[tuple]:
    """(file_id, line) of the rows that no block of the declaration uses."""
    used = " or ".join(f"coalesce({block.when}, false)" for block in declaration.blocks)
    return con.execute(
        f"select file_id, line from typed.{quoted(declaration.name)} "
        f"where duplicate_of is null and not ({used}) order by all"
    ).fetchall()


def latest_days(con: duckdb.DuckDBPyConnection, declaration: Declaration, zone: str) -> list[tuple]:
    """(file_id, latest day told of, rows, file) of every file of a format."""
    days = [
        _dialect(declaration, ".", zone).typed(name, kind)
        for name, kind in declaration.kinds.items()
        if kind in ("date", "timestamp")
    ]
    latest = f"greatest({', '.join(f'max(({day})::date)' for day in days)})" if days else "null::date"
    return con.execute(
        f"select file_id, {latest}, count(*), any_value(f.file) from raw.{quoted(declaration.name)} "
        "join landing.files f using (file_id) group by file_id"
    ).fetchall()


def mark_documents(con: duckdb.DuckDBPyConnection, formats: list[Declaration]) -> None:
    """Names rows of a document (a settlement) that another format brings already; that of the lower priority
    is kept."""
    ranked = sorted(formats, key=lambda declaration: (declaration.priority, declaration.name))
    for at, declaration in enumerate(ranked):
        for earlier in ranked[:at]:
            if earlier.channel != declaration.channel:
                continue
            con.execute(f"""
                insert into landing.duplicates
                select r.file_id, r.line, min(f.file), min(e.line), 'same document in another format'
                from raw.{quoted(declaration.name)} r
                join raw.{quoted(earlier.name)} e on ({_of("r", declaration)}) = ({_of("e", earlier)})
                join landing.files f on f.file_id = e.file_id
                where (r.file_id, r.line) not in (select (file_id, line) from landing.duplicates)
                group by r.file_id, r.line
            """)


def _of(alias: str, declaration: Declaration) -> str:
    assert declaration.document
    return f"{alias}.{quoted(declaration.document)}"
