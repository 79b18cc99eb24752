"""A file as records of text cells, each with its line: delimited text, sheets of a workbook, elements of an XML."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from analysis.errors import Refusal
from analysis.exports.declarations import Declaration
from analysis.message import Message

HEAD = 1 << 16  # bytes in which a header is looked for
HEADER_WITHIN = 40  # records before a header line: preambles of known formats have fewer than ten
# Blanks of every width, and the invisible marks that portals put around dates and names.
SPACES = (
    " \t\r\n\u00a0\u2007\u2009\u202f\u3000"
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
UTF_8_LONGEST = 4  # bytes of one character
WITH_COMMA = re.compile(r"[-+]?(\d+|\d{1,3}(\.\d{3})+),\d{1,2}")  # an amount as it is written in most of Europe
SPAN_LIMIT = 1 << 25  # cells that a sheet may span: a table of a million rows and thirty columns

csv.field_size_limit(1 << 24)

Record = tuple[int, list[str], Message | None]  # line, cells, and what keeps it from being split


class Unreadable(Refusal):
    """A whole file that cannot be split into records; the message says why."""


def decode(content: bytes, fallback: str) -> str:
    """The text of a file: UTF-8 or UTF-16 where the bytes say so, else the format's own encoding."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if wide := _wide(content[:200]):
        return content.decode(wide, errors="replace")
    try:
        return _repaired(content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        is_cut = problem.start > len(content) - UTF_8_LONGEST and problem.reason == "unexpected end of data"
        return content.decode("utf-8-sig" if is_cut else fallback, errors="replace")


def _repaired(text: str) -> str:
    """A text of which a spreadsheet took each byte for a letter ("WÃ¤hrung"); no other text is UTF-8 in this way."""
    try:
        return text.encode("cp1252").decode()
    except UnicodeError:
        return text


def _wide(head: bytes) -> str:
    """UTF-16 that does not say so: every other byte of a western header is nil."""
    for name, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if high and high.count(0) > 0.9 * len(high):
            return name
    return ""


def split(text: str, declaration: Declaration) -> Iterator[Record]:
    """The records of a delimited text in the dialect of a format; it goes on after one that is broken."""
    dialect = declaration.file
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE
    rules: dict[str, Any] = {
        "delimiter": dialect.delimiter, "quotechar": dialect.quote or None, "quoting": quoting,
        "skipinitialspace": True, "strict": True,
    }  # fmt: skip
    reader = csv.reader(io.StringIO(text, newline=None), **rules)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
            if len(cells) == 1 and dialect.delimiter in cells[0]:
                # A line that a spreadsheet kept in one cell, quoted as a whole.
                cells = next(csv.reader(cells, **rules))
        except StopIteration:
            return
        except csv.Error as problem:
            yield line, [], _broken(problem)
            continue
        damaged = any("\0" in cell for cell in cells)
        yield line, cells, Message("holds NUL bytes: the file is damaged; download it again") if damaged else None


def of_width(rows: list[Record], width: int, *, whole: int, empty: list[str]) -> Iterator[Record]:
    """The rows with a cell for each heading; spreadsheets leave out blank ones at the end of a row. A longer row is
    broken, and so is a short one that may have lost more: beyond the first `whole`, or cut by a line break."""
    least = _least(rows, width, {"", *empty})
    short = [not broken and len(cells) < width for _, cells, broken in rows]
    for at, (line, cells, broken) in enumerate(rows):
        beside = [rows[i : i + 2] for i in (at - 1, at) if i >= 0 and short[i : i + 2] == [True, True]]
        is_part = any(_is_rest(rest, of=before, width=width) for (_, before, _), (_, rest, _) in beside)
        if short[at] and len(cells) >= least and not is_part and at < whole:
            yield line, cells + [""] * (width - len(cells)), None
        elif broken or (len(cells) >= width and not any(cells[width:])):
            yield line, cells, broken
        else:
            yield line, cells, _uneven(len(cells), width)


def _uneven(count: int, width: int) -> Message:
    if count < width:
        few = "has {count} {count:cell|cells} where the header has {width}: it is damaged; download the file again"
        return Message(few, count=count, width=width)
    many = (
        "has {count} {count:cell|cells} where the header has {width}: a separator stands in a cell, such as a decimal "
        "comma, or the row is damaged; download the file again"
    )
    return Message(many, count=count, width=width)


def _least(rows: list[Record], width: int, empty: set[str]) -> int:
    """How many cells a row needs: what follows is blank in some row that has all, or missing in most rows."""
    full = [cells for _, cells, _ in rows if len(cells) >= width]
    if 2 * len(full) < len(rows):
        return 2
    filled = (at for at in range(width - 1, 0, -1) if not any(cells[at] in empty for cells in full))
    return max(2, next(filled, 1) + 1)


def _is_rest(cells: list[str], *, of: list[str], width: int) -> bool:
    """Whether two short rows are one: together no longer than a row, and the second begins like no row."""
    return len(of) + len(cells) <= width + 1 and _shape(of[0]) != _shape(cells[0])


def _shape(cell: str) -> str:
    return re.sub(r"[^\W\d]+", "a", re.sub(r"\d+", "0", cell))


def _broken(problem: csv.Error) -> Message:
    if "unexpected end" in str(problem):
        return Message("opens a quoted cell that never closes: the file is cut off; download it again")
    if "field limit" in str(problem):
        return Message("has a cell of more than 16 million characters, so it is no row of a table")
    return Message("cannot be split into cells ({problem}); double each quotation mark in a cell", problem=str(problem))


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """The filled sheets of a workbook by name, cells as they are stored; Unreadable for what is none."""
    try:
        if content.startswith(b"PK") and _span(content) > SPAN_LIMIT:
            raise Unreadable("has cells far away from its table; delete what stands outside of it, or save it as CSV")
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except BaseException as problem:
        # A fault inside the library comes as a panic, which is no Exception.
        known = CalamineError | OSError | ValueError | zipfile.BadZipFile
        if not isinstance(problem, known) and type(problem).__name__ != "PanicException":
            raise
        unreadable = "is not a readable workbook ({problem}); save it again, or save its table as CSV"
        raise Unreadable(unreadable, problem=str(problem)) from None
    return {name: rows for name, rows in found.items() if any(cell != "" for row in rows for cell in row)}


def hidden_sheets(content: bytes) -> set[str]:
    """The names of a workbook's sheets that nobody sees who opens it."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}


def _span(content: bytes) -> int:
    """How many cells the largest sheet of an xlsx spans: one cell in its last corner makes it 17 billion."""
    spans = [0]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for sheet in (book.read(name) for name in book.namelist() if re.fullmatch(r"xl/worksheets/.*\.xml", name)):
            columns, rows = {b"A"}, {1}
            for column, row in (cell.groups() for cell in re.finditer(rb'\br="([A-Z]{1,3})([0-9]{1,7})"', sheet)):
                columns.add(column)
                rows.add(int(row))
            spans.append(max(rows) * max(map(_place, columns)))
    return max(spans)


def _place(letters: bytes) -> int:
    """Where a spreadsheet's column stands: A is 1, AA is 27."""
    return sum((letter - 64) * 26**power for power, letter in enumerate(reversed(letters)))


def in_one_cell(rows: list[list[Any]]) -> str:
    """The lines of a sheet whose rows are each in its first cell, as delimited text; else nothing."""
    if any(cell != "" for row in rows for cell in row[1:]) or not all(isinstance(row[0], str) for row in rows if row):
        return ""
    return "\n".join(row[0] if row else "" for row in rows)


def sheet_records(rows: list[list[Any]], decimal: str) -> list[Record]:
    """The rows of a sheet as texts, numbers with the decimal mark of amounts that stand there as text, else of the
    format's own files."""
    texts = (cell for row in rows for cell in row if isinstance(cell, str))
    decimal = "," if any(WITH_COMMA.fullmatch(text.strip(SPACES)) for text in texts) else decimal
    return [(line, [_text(cell, decimal) for cell in row], None) for line, row in enumerate(rows, 1)]


def _text(cell: Any, decimal: str) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{Decimal(repr(cell)):f}".replace(".", decimal)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def is_markup(content: bytes) -> bool:
    """Whether a file begins like an XML document or a web page."""
    return decode(content[:200], "cp1252").lstrip(SPACES).startswith("<")


def document(content: bytes) -> Any:
    """The root of an XML document, its tags without namespaces; Unreadable with the line at which it is damaged."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(content.lstrip(b"\xef\xbb\xbf \t\r\n"), parser)
    except etree.XMLSyntaxError as problem:
        said = problem.msg.split(", line")[0].strip()
        damaged = "is not readable as XML (in line {line}: {problem}), so it is cut off or damaged; download it again"
        raise Unreadable(damaged, line=str(problem.lineno), problem=said) from None
    for element in root.iter("{*}*"):
        element.tag = etree.QName(element).localname
    return root


def elements(content: bytes, declaration: Declaration) -> list[Record]:
    """The header (the XPath expressions of a format) and one record per element of an XML document."""
    root = document(content)
    found = root.xpath(declaration.file.record)
    paths = [path for given in declaration.headings.values() for path in given]
    lines = [e.sourceline or 0 for e in found]
    if len(set(lines)) < len(lines):  # a document without line breaks: elements are counted instead
        lines = list(range(1, len(lines) + 1))
    rows: list[Record] = [(line, [_of(e, path) for path in paths], None) for line, e in zip(lines, found, strict=True)]
    filled = [path if any(cells[i] for _, cells, _ in rows) else "" for i, path in enumerate(paths)]
    return [(0, filled, None), *rows]


def _of(element: Any, path: str) -> str:
    found = element.xpath(path)
    if not isinstance(found, list):
        return str(found)
    return " ".join(part if isinstance(part, str) else "".join(part.itertext()) for part in found[:1])
