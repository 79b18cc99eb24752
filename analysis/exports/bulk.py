"""Big regular files are split by DuckDB itself; any irregularity sends the file to the row-by-row reader."""

import codecs

import duckdb

from analysis.exports.declarations import Declaration
from analysis.exports.landing import emptied, literal, quoted
from analysis.exports.recognition import header_of, places_of
from analysis.exports.records import SPACES
from analysis.exports.sources import Source


def scan(con: duckdb.DuckDBPyConnection, source: Source, declaration: Declaration, *, numbered: bool) -> None:
    """Makes the view `incoming` over a file: the declared columns as texts, NULL where empty, and the line of each
    row, or NULL unless `numbered`: only without numbers is a file read by several threads."""
    file = declaration.file
    header, first = header_of(source, declaration)
    cells = {name: _cell(at) for name, at in places_of(header, declaration).items()}
    cleaned = ", ".join(f"{cell} as {quoted(name)}" for name, cell in cells.items())
    columns = ", ".join(f"'c{i}': 'varchar'" for i in range(len(header)))
    line = f"row_number() over () + {first}" if numbered else "null::bigint"
    con.execute(
        f"create or replace temp view incoming as select line, {emptied(declaration)} "
        f"from (select {line} as line, {cleaned} from read_csv({literal(str(source.path))}, "
        f"auto_detect = false, header = false, skip = {first}, "
        f"delim = {literal(file.delimiter)}, quote = {literal(file.quote)}, escape = {literal(file.quote)}, "
        f"columns = {{{columns}}}, strict_mode = true, null_padding = false))"
    )


def _cell(at: tuple[int, ...]) -> str:
    """The SQL expression of a column's text; several cells are joined with a blank."""
    parts = [f"clean(c{i}, {literal(SPACES)})" for i in at] or ["null::varchar"]
    return parts[0] if len(parts) == 1 else f"trim(concat_ws(' ', {', '.join(parts)}))"


def may_scan(source: Source, declaration: Declaration) -> bool:
    """Whether a file is big, and its dialect one that needs no look at single rows."""
    file = declaration.file
    is_wide = source.content.startswith((codecs.BOM_UTF16_LE, b"\xfe\xff"))
    return source.path is not None and not (file.record or file.footer or file.day_or_month_first or is_wide)


def lines_of(source: Source, declaration: Declaration) -> int:
    """How many lines there are below the header: as many as rows, if the file is regular; -1 if it is damaged."""
    assert source.path
    lines, last = 0, b""
    with source.path.open("rb") as stream:
        while chunk := stream.read(1 << 22):
            if b"\0" in chunk:
                return -1
            lines, last = lines + chunk.count(b"\n"), chunk[-1:]
    return lines + (last != b"\n") - header_of(source, declaration)[1]


def number(con: duckdb.DuckDBPyConnection, source: Source, declaration: Declaration, *, file_id: int) -> None:
    """Gives the rows of a file that all landed their lines; they lie one behind the other, as they were read."""
    raw, first = f"raw.{quoted(declaration.name)}", header_of(source, declaration)[1] + 1
    con.execute(
        f"update {raw} set line = rowid - (select min(r.rowid) from {raw} r where r.file_id = $id) + {first} "
        "where file_id = $id",
        {"id": file_id},
    )


def repeats_header(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> bool:
    """Whether a row of `incoming` is the header again: a second table in the file."""
    same = " and ".join(
        f"lower({quoted(name)}) in ({', '.join(literal(h.lower()) for h in headings)})"
        for name, headings in declaration.required.items()
    )
    (count,) = con.execute(f"select count(*) from incoming where {same}").fetchall()[0]
    return bool(count)
