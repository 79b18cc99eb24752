"""What several files tell alike: of rows, orders and documents the newest telling, or the best, counts."""

from collections.abc import Callable

import duckdb

from analysis.errors import InputError
from analysis.exports.declarations import Declaration
from analysis.exports.landing import quoted
from analysis.exports.misfits import said


def mark_duplicates(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> None:
    """Names what another file of the format tells too, wholes before rows; InputError where a declaration's
    expression is not SQL on its columns."""
    _try(con, declaration, place="whole", mark=_mark_older_tellings)
    _try(con, declaration, place="identity, updated, unique_when", mark=_mark_rows)


def _try(
    con: duckdb.DuckDBPyConnection,
    declaration: Declaration,
    *,
    place: str,
    mark: Callable[[duckdb.DuckDBPyConnection, Declaration], None],
) -> None:
    try:
        mark(con, declaration)
    except duckdb.Error as problem:
        where = {"file": f"formats/{declaration.name}.toml", "place": place}
        raise InputError("{file} {place}: {reason}", **where, reason=said(problem)) from None


def _expression(declaration: Declaration, text: str) -> str:
    """A column by its name, or SQL on columns."""
    return quoted(text) if text in declaration.headings else f"({text})"


def _latest_first(declaration: Declaration) -> tuple[str, str]:
    """The SQL that names what only grows while a thing changes, and the order that puts its last state first."""
    grown = "".join(f", {_expression(declaration, text)} as grown_{i}" for i, text in enumerate(declaration.updated))
    order = "".join(f"grown_{i} desc nulls last, " for i, _ in enumerate(declaration.updated))
    return grown, order


def _mark_older_tellings(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> None:
    """Names the rows of a whole (an order) that a newer file tells anew, with what was taken out of it since."""
    if not declaration.whole:
        return
    grown, latest_first = _latest_first(declaration)
    most = "".join(f", max(grown_{i}) as grown_{i}" for i, _ in enumerate(declaration.updated))
    con.execute(f"""
        insert into landing.duplicates
        with told as (
          select file_id, line, {_expression(declaration, declaration.whole)} as whole{grown}
          from raw.{quoted(declaration.name)}
        ), tellings as (
          select whole, file_id, min(line) as line{most} from told where whole is not null group by whole, file_id
        ), newest as (
          select tellings.*, f.file from tellings join landing.files f using (file_id)
          qualify row_number() over (partition by whole order by {latest_first} f.newness desc) = 1
        )
        select told.file_id, told.line, newest.file, newest.line, 'told anew in a newer file'
        from told join newest using (whole) where told.file_id <> newest.file_id
    """)


def _mark_rows(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> None:
    """Names rows that another file of the format brings too; of equal rows the one last changed, else the newest
    file's, is kept."""
    names = declaration.identity or list(declaration.headings)
    parts = [_expression(declaration, name) for name in names]
    key = ", ".join(f"key_{i}" for i, _ in enumerate(parts))
    grown, latest_first = _latest_first(declaration)
    # Most rows have no second one: only those whose key is met twice are compared.
    con.execute(f"""
        insert into landing.duplicates
        with keyed as (
          select *, hash({", ".join(parts)}) as key_hash
          from raw.{quoted(declaration.name)} anti join landing.duplicates using (file_id, line)
        ), repeated as (
          select key_hash from keyed group by key_hash having count(*) > 1
        ), named as (
          select *, {", ".join(f"{part} as key_{i}" for i, part in enumerate(parts))}{grown}
          from keyed where key_hash in (select r.key_hash from repeated as r)
        ), counted as (
          select *, case when {declaration.unique_when} then 1
            else row_number() over (partition by file_id, {key} order by line) end as copy
          from named
        ), ranked as (
          select c.file_id, c.line,
            first_value(c.file_id) over newest as kept_file, first_value(c.line) over newest as kept_line
          from counted c join landing.files f using (file_id)
          window newest as (partition by {key}, copy order by {latest_first} f.newness desc, c.line desc)
        )
        select r.file_id, r.line, k.file as of_file, kept_line as of_line, 'same row' as reason
        from ranked r join landing.files k on k.file_id = r.kept_file
        where (r.file_id, r.line) <> (kept_file, kept_line)
    """)


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
                with named as (
                  select n.*, (d.line is not null, n.file_id, n.line) as rank
                  from ({_numbers(earlier)}) n left join landing.duplicates d using (file_id, line)
                ), earlier as (
                  select number, arg_min(file_id, rank) as file_id, arg_min(line, rank) as line
                  from named group by number
                )
                select r.file_id, r.line, min(f.file), min(e.line), 'same document in another format'
                from ({_numbers(declaration)}) r
                join earlier e using (number)
                join landing.files f on f.file_id = e.file_id
                where (r.file_id, r.line) not in (select (file_id, line) from landing.duplicates)
                group by r.file_id, r.line
            """)


def _numbers(declaration: Declaration) -> str:
    """The query of the numbers of documents that each row of a format names."""
    given = declaration.document
    numbers = ", ".join(quoted(name) for name in ([given] if isinstance(given, str) else given))
    return f"select file_id, line, unnest([{numbers}]) as number from raw.{quoted(declaration.name)}"
