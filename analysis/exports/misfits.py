"""Why a cell keeps its row from being loaded, and what mends it."""

import re
from datetime import datetime

import duckdb

from analysis.message import Message

SHOWN = re.compile(r"(?=(?:\D*\d){0,8}\D*$)[-+−€$£ ]{0,3}\d{0,6}[.,:/-][\d.,:/-]{0,12}")  # no name, phone or postcode
# Words that shops have for the state of an order, none of them a name: these may be repeated.
STATES = {
    "paid", "unpaid", "pending", "processing", "shipped", "delivered", "dispatched", "fulfilled", "refunded",
    "returned", "failed", "bezahlt", "unbezahlt", "ausstehend", "versendet", "versandt", "geliefert", "ausgeliefert",
    "zugestellt", "erstattet", "retourniert", "zurückgesendet", "erledigt", "abgebrochen", "rückerstattet",
}  # fmt: skip
MISFITS = {
    "currency": "{shown} is not a currency code like EUR in column {column}",
    "number": "{shown} is not a number in column {column} (this format uses {mark})",
    "date": "{shown} is not a date in column {column} (this format writes days like {example})",
    "timestamp": "{shown} is not a date or time in column {column} (this format writes days like {example})",
}
EXAMPLE = datetime(2026, 1, 31, 14, 5)


def reason(value: str, what: str, column: str, *, allowed: list[str], decimal: str, days: str) -> Message:
    """What is wrong with a cell under a heading, in a file of that decimal mark and pattern of days; no text that could
    name a person is repeated."""
    if what == "filled":
        return Message("{column} is required and blank", column=column)
    if what == "cut":
        cut = (
            "{value} in column {column} is a number that a spreadsheet has cut; download the file again and put it "
            "here as it is"
        )
        return Message(cut, value=value, column=column)
    if what == "formula":
        return Message("column {column} holds a formula; save the file with values", column=column)
    if what == "total":
        total = '"{value}" in column {column}: a total of other rows is no row of its own; leave it out'
        return Message(total, value=value, column=column)
    if what == "allowed":
        unlike = "{shown} in column {column} is not one of {words}; write the one that is meant"
        shown = f'"{value}"' if value.lower() in STATES else _length(value)
        return Message(unlike, shown=shown, column=column, words=", ".join(allowed))
    return Message(
        MISFITS[what],
        shown=f'"{value}"' if SHOWN.fullmatch(value) else _length(value),
        column=column,
        mark=Message("a decimal point") if decimal == "." else Message("a decimal comma"),
        example=EXAMPLE.strftime(days),
    )


def _length(value: str) -> Message:
    one = Message("a single character")
    return one if len(value) == 1 else Message("a text of {count} characters", count=len(value))


def said(problem: duckdb.Error) -> str:
    """The fault in a declaration's SQL in a word; what the cells hold is never quoted."""
    if isinstance(problem, duckdb.DataError):
        return Message(
            "a value is too large, or of another kind than an expression needs; try_cast gives NULL for such a one"
        )
    return first_line(problem)


def first_line(problem: duckdb.Error) -> str:
    """What is wrong, without the query around it, which no merchant has written."""
    return str(problem).splitlines()[0].rstrip(".")
