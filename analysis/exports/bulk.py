"""Big regular files are split by DuckDB itself; any irregularity sends the file to the row-by-row reader."""

import codecs

import duckdb

from analysis.exports.declarations import Declaration
from analysis.exports.landing import literal, quoted
from analysis.exports.recognition import header_of, places_of
from analysis.exports.records import SPACES
from analysis.exports.sources import Source


def scan(con: duckdb.DuckDBPyConnection, source: Source, declaration: Declaration) -> bool:
    """Makes the view `incoming` over a file (line, and the declared columns as texts, NULL where empty), if its
    dialect is one that needs no look at single rows."""
    file = declaration.file
    if (
        source.path is None
        or file.record
        or file.footer
        or file.day_or_month_first
        or source.content.startswith((codecs.BOM_UTF16_LE, b"\xfe\xff"))
    ):
        return False
    header, line = header_of(source, declaration)
    cells = {name: _cell(at, file.empty) for name, at in places_of(header, declaration).items()}
    listed = ", ".join(f"{cell} as {quoted(name)}" for name, cell in cells.items())
    columns = ", ".join(f"'c{i}': 'varchar'" for i in range(len(header)))
    con.execute(
        f"create or replace temp view incoming as select row_number() over () + {line} as line, {listed} "
        f"from read_csv({literal(str(source.path))}, auto_detect = false, header = false, skip = {line}, "
        f"delim = {literal(file.delimiter)}, quote = {literal(file.quote)}, escape = {literal(file.quote)}, "
        f"columns = {{{columns}}}, strict_mode = true, null_padding = false)"
    )
    return True


def _cell(at: tuple[int, ...], empty: list[str]) -> str:
    """The SQL expression of a column's text; several cells are joined with a blank."""
    if not at:
        return "null::varchar"
    parts = [f"clean(c{i}, {literal(SPACES)})" for i in at]
    bare = parts[0] if len(at) == 1 else f"trim(concat_ws(' ', {', '.join(parts)}))"
    words = ", ".join(literal(word) for word in ("", *empty))
    return f"case when {bare} not in ({words}) then {bare} end"


def is_regular(source: Source, declaration: Declaration, *, rows: int) -> bool:
    """Whether every line below the header was one row, so that the lines counted on are those of the file."""
    assert source.path
    lines, last = 0, b""
    with source.path.open("rb") as stream:
        while chunk := stream.read(1 << 22):
            if b"\0" in chunk:
                return False
            lines, last = lines + chunk.count(b"\n"), chunk[-1:]
    return lines + (last != b"\n") - header_of(source, declaration)[1] == rows


def repeats_header(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> bool:
    """Whether a row of `incoming` is the header again: a second table in the file."""
    same = " and ".join(
        f"lower({quoted(name)}) in ({', '.join(literal(h.lower()) for h in headings)})"
        for name, headings in declaration.required.items()
    )
    (count,) = con.execute(f"select count(*) from incoming where {same}").fetchall()[0]
    return bool(count)
