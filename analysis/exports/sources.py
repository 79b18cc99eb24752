"""Where exports come from: files of a folder, members of archives, sheets of workbooks."""

import hashlib
import io
import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.exports.records import HEAD, Unreadable, hidden_sheets, sheets
from analysis.message import Message

ARCHIVE_LIMIT = 1 << 30  # bytes that an archive may unpack to; more is a bomb, not a report
LOCKED = 1  # the bit of a zip member that is encrypted
BROKEN_ARCHIVE = (
    zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError, OverflowError,
    zlib.error, lzma.LZMAError, struct.error,
)  # fmt: skip
BROKEN_WORKBOOK = (
    "is not a readable workbook ({problem}): it is cut off or damaged; download it again, or open it in the "
    "spreadsheet that made it and save its table as CSV"
)
BROKEN_ZIP = "is not a readable zip archive ({problem}): it is cut off or damaged; download it again"
BIG = 1 << 23  # bytes above which a file is not held in memory
WORKBOOK = re.compile(rb"\[Content_Types\]\.xml|xl/|mimetypeapplication/vnd\.oasis")
OPENED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # first bytes of archives and workbooks, and of old workbooks


@dataclass(frozen=True)
class Source:
    """One export file, member of an archive or sheet of a workbook, with its bytes (and the sheet's rows); of a big
    file the path and its first bytes only."""

    file: str
    content: bytes
    rows: list[list[Any]] | None = None
    path: Path | None = None

    @property
    def sha256(self) -> str:
        """Identity of the content."""
        if self.path is None:
            return hashlib.sha256(self.content).hexdigest()
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def in_full(self) -> "Source":
        """The source with all of its bytes."""
        return Source(self.file, self.path.read_bytes()) if self.path else self


@dataclass(frozen=True)
class Reject:
    """A row (or a whole file, line 0) that was not loaded, or a cell or column that a loaded row lacks, and why."""

    file: str
    line: int
    column: str
    reason: Message
    is_loaded: bool = False


def sources(folder: Path) -> Iterator[Source | Reject]:
    """Every file below the folder in name order, archives and workbooks opened; hidden files are left out."""
    for path in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        name = _printable(path.relative_to(folder.parent).as_posix())
        if reason := _unopened(path, folder):
            yield Reject(name, 0, "", reason)
        elif path.is_file():
            yield from _file(path, name)


def _printable(name: str) -> str:
    """A file's name with what would break a line or a page written out."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in name)


def _unopened(path: Path, folder: Path) -> Message | None:
    """Why nothing at a path can be opened; None for a file or a folder that can."""
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            return Message("is a link out of the folder and was not followed")
        if path.is_dir():
            may = os.access(path, os.R_OK | os.X_OK)
            return None if may else Message("is a folder that cannot be opened; check its permissions")
        return None if path.is_file() else Message("is no regular file and was not opened")
    except (OSError, RuntimeError) as problem:
        return _closed(getattr(problem, "strerror", None) or "it links to itself")


def _closed(why: str) -> Message:
    return Message("cannot be opened ({why}); check its permissions", why=Message.fixed(why))


def _file(path: Path, name: str) -> Iterator[Source | Reject]:
    try:
        before = os.stat(path)
        with path.open("rb") as stream:
            content = stream.read(HEAD)
            is_big = before.st_size > BIG and not content.startswith(OPENED)
            content += b"" if is_big else stream.read()
        after = os.stat(path)
    except OSError as problem:
        yield Reject(name, 0, "", _closed(problem.strerror or str(problem)))
        return
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        yield Reject(name, 0, "", Message("changed while it was read; run again when its download has ended"))
        return
    yield from [Source(name, content, path=path)] if is_big else _opened(name, content)


def _opened(name: str, content: bytes, *, is_member: bool = False) -> Iterator[Source | Reject]:
    """What is in a file: the members of an archive, the sheets of a workbook, or the file as it is."""
    if content.startswith(OPENED[0]):
        yield from _unpacked(name, content, is_member=is_member)
    elif content.startswith(OPENED[1]):
        yield from _sheets(name, content)
    else:
        yield Source(name, content)


def _unpacked(name: str, content: bytes, *, is_member: bool) -> Iterator[Source | Reject]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = sorted(archive.infolist(), key=lambda m: m.filename)
            if sum(member.file_size for member in members) > ARCHIVE_LIMIT:
                bomb = "would unpack to more than {limit} bytes and was not opened"
                yield Reject(name, 0, "", Message(bomb, limit=ARCHIVE_LIMIT))
            elif {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & {m.filename for m in members}:
                yield from _sheets(name, content)
            elif is_member:
                yield Reject(name, 0, "", Message("is an archive inside an archive; unpack the outer one"))
            else:
                for member in members:
                    yield from _member(archive, member, f"{name}/{_printable(member.filename)}")
    except BROKEN_ARCHIVE as problem:
        broken = BROKEN_WORKBOOK if WORKBOOK.search(content) else BROKEN_ZIP
        yield Reject(name, 0, "", Message(broken, problem=str(problem)))


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, inside: str) -> Iterator[Source | Reject]:
    if member.is_dir() or any(part.startswith((".", "__MACOSX")) and part != ".." for part in inside.split("/")):
        return
    if ".." in re.split(r"[/\\]", member.filename) or re.match(r"[/\\]|[A-Za-z]:", member.filename):
        yield Reject(inside, 0, "", Message("has a path that leads out of the archive and was not opened"))
    elif member.flag_bits & LOCKED:
        yield Reject(inside, 0, "", Message("is locked with a password; unpack it and put the file itself here"))
    else:
        yield from _opened(inside, archive.read(member), is_member=True)


def _sheets(name: str, content: bytes) -> Iterator[Source | Reject]:
    """A workbook's sheets as sources of their own."""
    try:
        found = sheets(content)
    except Unreadable as problem:
        yield Reject(name, 0, "", problem.message)
        return
    hidden = hidden_sheets(content) if len(found) > 1 else set()
    for sheet, rows in found.items():
        file = f"{name}:{sheet}" if len(found) > 1 else name
        unseen = Message("is a hidden sheet and was not read; unhide it if its rows are to count")
        yield Reject(file, 0, "", unseen) if sheet in hidden else Source(file, content, rows)
    if not found:
        yield Reject(name, 0, "", Message("is empty"))
