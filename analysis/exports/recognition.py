"""Export files: recognise their format by content, cut their records to the declared columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from analysis.exports.declarations import JOINED, Declaration
from analysis.exports.no_table import hopeless, no_table
from analysis.exports.records import (
    HEAD,
    HEADER_WITHIN,
    SPACES,
    Record,
    Unreadable,
    decode,
    elements,
    in_one_cell,
    is_markup,
    of_width,
    sheet_records,
    split,
)
from analysis.exports.resaved import RESAVED, under_delimiter
from analysis.exports.sources import Reject, Source
from analysis.message import Message, joined

FEW = 2  # headings of a format that any other table may have
CLOSE = 0.8  # of the best match: what is less like a file is not named beside it


@dataclass
class Export:
    """A recognised file: its records cut to the declared columns, as text, with their line numbers."""

    source: Source
    declaration: Declaration
    row_count: int = 0
    lines: list[int] = field(default_factory=list)
    records: list[list[str]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def recognise(source: Source, formats: list[Declaration]) -> Declaration | Reject:
    """The format whose required headings the file has; else a Reject naming the formats it comes closest to."""
    if reason := hopeless(source):
        return Reject(source.file, 0, "", reason)
    near: list[tuple[float, int, str, list[str]]] = []
    for tried in (formats, *(under_delimiter(formats, delimiter) for delimiter in RESAVED)):
        heads = _heads(source, tried)
        fitting = [d for d in tried if any(_is_head(keys, d) for keys in heads[d.name])]
        if fitting:
            found = max(fitting, key=lambda d: (len(d.required), d.name))
            return _twice(source, found) or _beside(source, found, tried) or found
        now = [_nearness(heads[d.name], d) for d in tried]
        near = max(near, now, key=lambda found: max(found, default=(0.0,))[0])
    titles = {d.name: d.title for d in formats}
    best = max((share for share, *_ in near), default=0.0)
    close = [
        _lacking(titles[name], missing)
        for share, _, name, missing in sorted(near, reverse=True)[:3]
        if share > 0 and share >= CLOSE * best
    ]
    if not close and (reason := no_table(source)):
        return Reject(source.file, 0, "", reason)
    return Reject(source.file, 0, "", _unknown(close))


def _lacking(title: str, missing: list[str]) -> Message:
    columns = ", ".join(missing[:4]) + (" …" if len(missing) > 4 else "")
    return Message("{title} (lacks {columns})", title=Message.fixed(title), columns=columns)


def _unknown(close: list[Message]) -> Message:
    if not close:
        return Message(
            "is not a known export; it resembles none of the known formats. `vda formats` lists all; a declaration in "
            "formats/ makes it readable"
        )
    return Message(
        "is not a known export; it comes closest to: {formats}. `vda formats` lists all; a declaration in formats/ "
        "makes it readable",
        formats=joined(close, "; "),
    )


def _twice(source: Source, declaration: Declaration) -> Reject | None:
    """A refusal of a file that has one of the format's columns twice."""
    if declaration.file.record:
        return None
    header, _ = header_of(source, declaration)
    for at in (at for place in places_of(header, declaration).values() for at in place):
        if header.count(header[at]) > 1:
            twice = "has the column {column} twice, so it is not clear which one counts; delete one of them"
            return Reject(source.file, 0, "", Message(twice, column=header[at]))
    return None


def _beside(source: Source, declaration: Declaration, formats: list[Declaration]) -> Reject | None:
    """A refusal of a file that has the header of another format, too, in another of its first lines."""
    others = [d for d in formats if d.name != declaration.name and len(d.required) > FEW and not d.file.record]
    heads = [] if declaration.file.record else [(line, _keys(cells)) for line, cells, _ in _first(source, declaration)]
    at = next((line for line, head in heads if _is_head(head, declaration)), 0)
    for line, head in heads:
        other = next((d for d in others if line != at and _is_head(head, d)), None)
        if other and not _is_head(head, declaration):
            both = (
                "has the header of {title} in line {line} and that of {other} in line {another}: two tables in one "
                "file; save each table as its own file"
            )
            titles = {"title": Message.fixed(declaration.title), "other": Message.fixed(other.title)}
            return Reject(source.file, 0, "", Message(both, line=str(at), another=str(line), **titles))
    return None


def _nearness(heads: list[set[str]], declaration: Declaration) -> tuple[float, int, str, list[str]]:
    """(share of its headings that the file has, how many it needs, name, headings that are missing) of a format."""
    missing = _missing(heads, declaration)
    return 1 - len(missing) / len(declaration.required), len(declaration.required), declaration.name, missing


def _heads(source: Source, formats: list[Declaration]) -> dict[str, list[set[str]]]:
    """The cells of each of the first records, as each format reads them; formats of one dialect read them once."""
    known: dict[tuple, list[set[str]]] = {}
    found = {}
    for declaration in formats:
        file = declaration.file
        key = (file.encoding, file.delimiter, file.quote, file.record and declaration.name)
        if key not in known:
            known[key] = _heads_of(source, declaration)
        found[declaration.name] = known[key]
    return found


def _heads_of(source: Source, declaration: Declaration) -> list[set[str]]:
    head = source if declaration.file.record else Source(source.file, source.content[:HEAD], source.rows)
    try:
        return [_keys(cells) for _, cells, _ in _first(head, declaration)]
    except Unreadable:
        return []


def _first(source: Source, declaration: Declaration) -> Iterator[Record]:
    return islice(_records(source, declaration), HEADER_WITHIN)


def _records(source: Source, declaration: Declaration) -> Iterator[Record]:
    """The records of a source as a format reads it; Unreadable when it is of another kind."""
    file = declaration.file
    if source.rows is not None and file.record:
        return iter([])
    if source.rows is not None:
        text = in_one_cell(source.rows)
        return split(text, declaration) if text else iter(sheet_records(source.rows, file.decimal[0]))
    if file.record:
        return iter(elements(source.in_full().content, declaration) if is_markup(source.content) else [])
    return split(decode(source.content, file.encoding), declaration)


def _is_head(keys: set[str], declaration: Declaration) -> bool:
    """Whether a record has all headings that a format needs."""
    return all(any(_parts(h) <= keys for h in given) for given in declaration.required.values())


def _missing(heads: list[set[str]], declaration: Declaration) -> list[str]:
    """The headings a format needs and the file lacks, at the best of its first lines."""
    needed = declaration.required
    lacking = [given[0] for given in needed.values()]
    for present in heads:
        now = [given[0] for given in needed.values() if not any(_parts(h) <= present for h in given)]
        if len(now) < len(lacking):
            lacking = now
    return lacking


@cache
def _parts(heading: str) -> set[str]:
    return _keys(heading.split(JOINED))


def _keys(cells: list[str]) -> set[str]:
    return {_key(cell) for cell in cells}


def _key(heading: str) -> str:
    """A heading without what differs from year to year: capitals, blanks and the shape of apostrophes."""
    return " ".join(_clean(heading).casefold().replace("’", "'").split())


def _clean(cell: str) -> str:
    """A cell without blanks around it, and without the ="…" by which Excel is kept from changing a number."""
    bare = cell.strip(SPACES)
    return bare[2:-1] if bare.startswith('="') and bare.endswith('"') else bare


def read(source: Source, declaration: Declaration) -> Export | Reject:
    """The records below the header, cut to the declared columns (blank where the file has none of the headings); a
    Reject for a file with a second table in it."""
    records = _records(source, declaration)
    header, _ = _header(records, declaration)
    width, names, places = len(header), {*header} - {""}, list(places_of(header, declaration).values())
    export = Export(source, declaration)
    footer = re.compile(declaration.file.footer) if declaration.file.footer else None
    rows: list[Record] = []
    for line, raw, broken in records:
        cells = [_clean(cell) for cell in raw]
        if not broken and (not any(cells) or (footer and footer.match(" ".join(c for c in cells if c)))):
            continue
        if cells == header or (cells and cells[0] in names and _is_head(_keys(cells), declaration)):
            stacked = "repeats its header in line {line}: a second table in one file; save each table as its own file"
            return Reject(source.file, 0, "", Message(stacked, line=str(line)))
        rows.append((line, cells, broken))
    export.row_count = len(rows)
    whole = 0 if declaration.file.exact else len(rows) - _ends_within(source)
    for line, cells, broken in of_width(rows, width, whole=whole, empty=declaration.file.empty):
        if broken:
            export.rejects.append(Reject(source.file, line, "", broken))
        else:
            export.lines.append(line)
            export.records.append([_joined(cells, at) for at in places])
    return _told_as_cut(export, rows, width) if rows and _ends_within(source) else export


def _told_as_cut(export: Export, rows: list[Record], width: int) -> Export:
    """The export with its last row, where that is short, told as one that was cut off."""
    line, cells, broken = rows[-1]
    if not broken and len(cells) < width and export.rejects and export.rejects[-1].line == line:
        cut = (
            "has {count} {count:cell|cells} where the header has {width}, and breaks off there: the file is cut off; "
            "download it again"
        )
        export.rejects[-1] = Reject(export.source.file, line, "", Message(cut, count=len(cells), width=width))
    return export


def _ends_within(source: Source) -> bool:
    """Whether a file ends within a line, as one does that was cut off."""
    return source.rows is None and not source.content.rstrip(b"\0").endswith((b"\n", b"\r"))


def _joined(cells: list[str], at: tuple[int, ...]) -> str:
    return cells[at[0]] if len(at) == 1 else " ".join(cells[i] for i in at).strip()


def places_of(header: list[str], declaration: Declaration) -> dict[str, tuple[int, ...]]:
    """Our name of each column → where its cells stand in the header; nowhere for a column that the file lacks."""
    keys = [_key(cell) for cell in header]
    given = set(keys)
    found = {name: [h for h in headings if _parts(h) <= given] for name, headings in declaration.headings.items()}

    def place(part: str) -> int:
        return header.index(part) if part in header else keys.index(_key(part))

    return {name: tuple(map(place, h[0].split(JOINED))) if h else () for name, h in found.items()}


def header_of(source: Source, declaration: Declaration) -> tuple[list[str], int]:
    """The header by which a delimited file was recognised, and its line."""
    return _header(_records(Source(source.file, source.content[:HEAD], source.rows), declaration), declaration)


def _header(records: Iterator[Record], declaration: Declaration) -> tuple[list[str], int]:
    for line, cells, _ in islice(records, HEADER_WITHIN):
        if _is_head(_keys(cells), declaration):
            return [_clean(cell) for cell in cells], line
    raise AssertionError("recognised by this header")  # pragma: no cover
