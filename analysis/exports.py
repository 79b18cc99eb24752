"""Export files: find them, recognise their format by content, split them into records with line numbers."""

import csv
import hashlib
import hmac
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from babel import Locale

from analysis.declarations import Declaration

HEADER_WITHIN = 40  # records before a header line: preambles of known formats have fewer than ten
MEMBER_LIMIT = 1 << 30  # bytes of one file inside a zip archive; more is a bomb, not a report
SPACES = "  \t\r\n  "

csv.field_size_limit(1 << 24)


@dataclass(frozen=True)
class Source:
    """One export file or member of an archive, with its bytes."""

    file: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Identity of the content."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Reject:
    """A row (or a whole file, line 0) that was not loaded, and why."""

    file: str
    line: int
    column: str
    reason: str


@dataclass
class Export:
    """A recognised file: its records cut to the declared columns, as text, with their line numbers."""

    source: Source
    declaration: Declaration
    names: list[str]
    row_count: int = 0
    records: list[tuple[int, list[str | None]]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def sources(folder: Path) -> Iterator[Source | Reject]:
    """Every file below the folder in name order, archives opened; hidden files are left out."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder.parent).as_posix()
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or path.is_dir():
            continue
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            yield Reject(name, 0, "", "is a link out of the folder and was not followed")
        elif path.suffix.lower() == ".zip":
            yield from _members(path, name)
        else:
            yield Source(name, path.read_bytes())


def _members(path: Path, name: str) -> Iterator[Source | Reject]:
    try:
        with zipfile.ZipFile(path) as archive:
            for member in sorted(archive.infolist(), key=lambda m: m.filename):
                inside = f"{name}/{member.filename}"
                if member.is_dir() or Path(member.filename).name.startswith((".", "__MACOSX")):
                    continue
                if member.file_size > MEMBER_LIMIT:
                    yield Reject(inside, 0, "", f"would unpack to {member.file_size:,} bytes and was not opened")
                else:
                    yield Source(inside, archive.read(member))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as problem:
        yield Reject(name, 0, "", f"is not a readable zip archive ({problem}); download it again")


def decode(content: bytes, fallback: str) -> str:
    """The text of a file: UTF-8 or UTF-16 where the bytes say so, else the format's own encoding."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(fallback, errors="replace")


def recognise(source: Source, formats: list[Declaration]) -> Declaration | Reject:
    """The format whose required headings the file has; else a Reject naming the formats it comes closest to."""
    near: list[tuple[float, int, str, list[str]]] = []
    for declaration in formats:
        missing = _missing(source, declaration)
        share = 1 - len(missing) / len(declaration.required)
        near.append((share, len(declaration.required), declaration.name, missing))
    best = max(near, default=(0.0, 0, "", []))
    if best[0] == 1:
        return next(d for d in formats if d.name == best[2])
    if not source.content.strip():
        return Reject(source.file, 0, "", "is empty")
    titles = {d.name: d.title for d in formats}
    close = [
        f"{titles[name]} (lacks {', '.join(missing[:4])}{' …' if len(missing) > 4 else ''})"
        for share, _, name, missing in sorted(near, reverse=True)[:3]
        if share > 0
    ]
    if source.content.startswith((b"PK", b"\xd0\xcf", b"%PDF")):
        return Reject(source.file, 0, "", "is a workbook or document; save its table as CSV")
    hint = f"it comes closest to: {'; '.join(close)}" if close else "it resembles none of the known formats"
    return Reject(
        source.file,
        0,
        "",
        f"is not a known export; {hint}. `vda formats` lists all; a declaration in formats/ makes it readable",
    )


def _missing(source: Source, declaration: Declaration) -> list[str]:
    """The headings a format needs and the file lacks, at the best of its first lines."""
    head = decode(source.content[: 1 << 16], declaration.file.encoding)
    needed = declaration.required
    lacking = [given[0] for given in needed.values()]
    for _, cells in _some(_records(head, declaration)):
        present = {_clean(cell) for cell in cells}
        now = [given[0] for given in needed.values() if not present & set(given)]
        if len(now) < len(lacking):
            lacking = now
    return lacking


def _some(records: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    for _ in range(HEADER_WITHIN):
        try:
            yield next(records)
        except StopIteration:
            return
        except csv.Error:
            continue


def _records(text: str, declaration: Declaration) -> "_Numbered":
    """Records with the line on which each begins; csv.Error for one that cannot be split."""
    dialect = declaration.file
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE
    reader = csv.reader(
        io.StringIO(text, newline=None),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=quoting,
        strict=True,
    )
    return _Numbered(reader)


class _Numbered(Iterator[tuple[int, list[str]]]):
    """A csv reader that says where each record begins and goes on after a broken one."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.line = 0

    def __next__(self) -> tuple[int, list[str]]:
        self.line = self.reader.line_num + 1
        return self.line, next(self.reader)


def _clean(cell: str) -> str:
    return cell.strip(SPACES)


def read(source: Source, declaration: Declaration, secret: bytes) -> Export:
    """The records below the header, cut to the declared columns; buyers are hashed with the secret here."""
    records = _records(decode(source.content, declaration.file.encoding), declaration)
    header = _header(records, declaration)
    place = {
        name: next(header.index(given) for given in headings if given in header)
        for name, headings in declaration.headings.items()
        if set(headings) & set(header)
    }
    export = Export(source, declaration, list(declaration.headings))
    footer = re.compile(declaration.file.footer) if declaration.file.footer else None
    while True:
        try:
            line, cells = next(records)
        except StopIteration:
            return export
        except csv.Error as problem:
            export.row_count += 1
            export.rejects.append(Reject(source.file, records.line, "", _broken(problem)))
            continue
        cells = [_clean(cell) for cell in cells]
        if not any(cells) or (footer and footer.match(cells[0])):
            continue
        export.row_count += 1
        reason = _misshapen(cells, header)
        values = {} if reason else _values(cells, place, declaration)
        column, reason = ("", reason) if reason else _incomplete(values, declaration)
        if reason:
            export.rejects.append(Reject(source.file, line, column, reason))
            continue
        for name, kind in declaration.kinds.items():
            if kind == "buyer":
                values[name] = buyer_hash(values[name], secret)
            if kind == "country":
                values[name] = country_code(values[name])
        export.records.append((line, list(values.values())))


def _misshapen(cells: list[str], header: list[str]) -> str:
    if cells == header:
        return "repeats the header: a second table in one file; save each table as its own file"
    if len(cells) != len(header):
        return f"has {len(cells)} cells where the header has {len(header)}"
    return ""


def _values(cells: list[str], place: dict[str, int], declaration: Declaration) -> dict[str, str | None]:
    empty = {"", *declaration.file.empty}
    row = {name: cells[place[name]] if name in place else "" for name in declaration.headings}
    return {name: None if cell in empty else cell for name, cell in row.items()}


def _incomplete(values: dict[str, str | None], declaration: Declaration) -> tuple[str, str]:
    """(heading, reason) of a needed cell that is blank or of a word that is not allowed; blank when all is well."""
    for name in declaration.filled:
        if values[name] is None:
            heading = declaration.headings[name][0]
            return heading, f"{heading} is required and blank"
    for name, words in declaration.allowed.items():
        given = values[name]
        if given is not None and given.lower() not in words:
            heading = declaration.headings[name][0]
            return heading, f"a word of {len(given)} letters in column {heading} is not one of {', '.join(words)}"
    return "", ""


def _header(records: Iterator[tuple[int, list[str]]], declaration: Declaration) -> list[str]:
    for _, cells in _some(records):
        header = [_clean(cell) for cell in cells]
        if all(set(given) & set(header) for given in declaration.required.values()):
            return header
    raise AssertionError("recognised by this header")  # pragma: no cover


def _broken(problem: csv.Error) -> str:
    if "unexpected end" in str(problem):
        return "opens a quoted cell that never closes: the file is cut off; download it again"
    return f"cannot be split into cells ({problem})"


@cache
def _territories() -> dict[str, str]:
    """Country names in English and German, and the codes themselves, to codes."""
    named = [(name, code) for locale in ("en", "de") for code, name in Locale(locale).territories.items()]
    return {word.lower(): code for name, code in named if len(code) == 2 and code.isalpha() for word in (name, code)}


def country_code(value: str | None) -> str | None:
    """The ISO code of a country; None for anything else, which may be part of an address."""
    return _territories().get(value.lower()) if value else None


def buyer_hash(value: str | None, secret: bytes) -> str | None:
    """A buyer as a keyed hash (HMAC-SHA-256, 16 hex digits), the same for the same person within a shop."""
    if value is None:
        return None
    return hmac.new(secret, value.strip().lower().encode(), hashlib.sha256).hexdigest()[:16]
