"""What a file is that cannot be a table at all: empty, a document, a web page, damaged, of one endless line."""

import re

from analysis.exports.records import HEAD, Unreadable, decode, document, is_markup
from analysis.exports.sources import Source
from analysis.message import Message

LINE_LIMIT = 1 << 24  # bytes of one line; more is not a table
WEB_PAGE = re.compile(rb"(?i)<(!doctype )?html")
UNPRINTABLE = "".join(map(chr, {*range(32)} - {9, 10, 11, 12, 13, 26}))
FEW = 4  # kinds of control characters that a damaged table may hold


def hopeless(source: Source) -> Message | None:
    """Why no table can be in a file at all; None when one may be."""
    if source.rows is not None:
        return None
    if not source.content.strip():
        return Message("is empty")
    if source.content.startswith(b"%PDF"):
        return Message("is a document; download its table as CSV")
    if source.path and not re.search(rb"[\r\n]", source.content):
        return Message("has a line 1 of more than {limit} characters, so it is no table", limit=HEAD)
    return _endless_line(source.content)


def no_table(source: Source) -> Message | None:
    """What a file that no format recognises is, when it is no table; None when it may be one."""
    head = source.content[:HEAD]
    if source.rows is not None:
        return None
    if WEB_PAGE.search(head[:1000]):
        return Message(
            "is a web page, not an export; log in at its source, download the export again and put that file here"
        )
    if is_markup(head):
        try:
            root = document(source.in_full().content)
        except Unreadable as problem:
            return problem.message
        kinds = ", ".join(dict.fromkeys([root.tag, *(child.tag for child in root)][:2]))
        return Message(
            "is XML of a kind that is not read ({kinds}); bank statements are read as CAMT.053 or CAMT.052", kinds=kinds
        )
    text = decode(head, "cp1252")
    if sum(unprintable in text for unprintable in UNPRINTABLE) > FEW:
        return Message(
            "holds neither text nor a workbook nor a zip archive that can be opened; it is damaged or of another "
            "kind: download it again, or save its table as CSV"
        )
    return None


def _endless_line(content: bytes) -> Message | None:
    end = b"\n" if b"\n" in content[:HEAD] else b"\r" if b"\r" in content[:HEAD] else b"\n"
    at, line = 0, 1
    while len(content) - at > LINE_LIMIT:
        found = content.find(end, at, at + LINE_LIMIT)
        if found < 0:
            endless = "has a line {line} of more than {limit} million characters, so it is no table"
            return Message(endless, line=str(line), limit=LINE_LIMIT >> 20)
        at, line = found + 1, line + 1
    return None
