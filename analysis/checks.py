"""Checks of the data in words: what each is called, and what offends it."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from analysis.message import Message, joined

SHOWN = 3  # of what offends one check


def check_name(check: str) -> Message:
    """The name of a check: the title of a format and its rule, or a rule of all formats."""
    title, colon, rule = check.rpartition(": ")
    words = Message.fixed(rule.replace("_", " "))
    return Message("{title}: {rule}", title=Message.fixed(title), rule=words) if colon else words


def offences(offending: Sequence[dict[str, Any]]) -> list[Message]:
    """What offends a check, the first of it and how much more there is."""
    more = len(offending) - SHOWN
    return [*map(_offence, offending[:SHOWN]), *([Message("… and {count} more", count=more)] if more > 0 else [])]


def _offence(row: dict[str, Any]) -> Message:
    if "stated" in row:
        stated, found = (Decimal(str(row[key])) for key in ("stated", "found"))
        difference = "{file}, {of}: stated {stated}, found {found}"
        return Message(difference, file=row["file"], of=_place(row["of"]), stated=stated, found=found)
    if set(row) == {"file", "line"}:
        return Message("{file} line {line}", file=row["file"], line=str(row["line"]))
    words = {Message.fixed(key.replace("_", " ")): value for key, value in row.items()}
    return joined((Message("{column} {value}", column=word, value=str(value)) for word, value in words.items()), ", ")


def _place(of: str | None) -> str:
    """Where in a file a total stands: a line, one of several totals of a line, or the number of what it is of."""
    if match := re.fullmatch(r"(?:(\S+) in )?line (\d+)", of or ""):
        line = Message("line {line}", line=match[2])
        return Message("{of} in {line}", of=match[1], line=line) if match[1] else line
    return of or "?"
