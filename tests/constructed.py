"""A file of any declared format, made from its declaration alone: for tests that go over every format there is."""

import csv
import io

from analysis.exports.declarations import JOINED, Declaration

DAY = "2026-01-05 10:00:00"
CELLS = {
    "text": "x1", "number": "1.00", "amounts": "amount:1.00|reason:x1", "currency": "EUR", "country": "Germany",
    "buyer": "erika@example.org", "digits": "x1",
}  # fmt: skip


def header(declaration: Declaration) -> list[str]:
    """The headings that the format needs or may have, each once, in the order of their columns."""
    parts = [part for headings in declaration.headings.values() for part in headings[0].split(JOINED)]
    return list(dict.fromkeys(parts))


def cells(declaration: Declaration, **replaced: str) -> dict[str, str]:
    """A row by headings with a plausible cell of each kind; `replaced` gives other cells by our names."""
    row: dict[str, str] = {}
    for name, kind in declaration.kinds.items():
        first, *others = declaration.headings[name][0].split(JOINED)
        allowed = declaration.allowed.get(name, ["x1"])[0]
        given = replaced.get(name, DAY if kind in ("date", "timestamp") else CELLS[kind] if kind != "text" else allowed)
        row |= {first: given[:10] if others else given} | dict.fromkeys(others, "" if name in replaced else "10:00:00")
    return row


def written(declaration: Declaration, rows: list[dict[str, str]], *, further: tuple[str, ...] = ()) -> bytes:
    """The file of such rows in the format's dialect; `further` are headings that no format declares."""
    listed, text = [*header(declaration), *further], io.StringIO()
    quoting = csv.QUOTE_MINIMAL if declaration.file.quote else csv.QUOTE_NONE
    quote = declaration.file.quote or None
    writer = csv.writer(text, delimiter=declaration.file.delimiter, quotechar=quote, quoting=quoting, escapechar="\\")  # type: ignore[arg-type]
    writer.writerows([listed, *([row.get(heading, "") for heading in listed] for row in rows)])
    return text.getvalue().encode()
