"""Formats as a spreadsheet writes their tables again, in the numbers and days of its own country."""

from analysis.exports.declarations import Declaration

RESAVED = (";", "\t", ",")  # delimiters that spreadsheets use when they save a table again
CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
DOTTED_DAYS = (  # German; of "10-Dez-25" a spreadsheet makes "10. Dez 25"
    *(f"%d.%m.{year}{clock}" for year in ("%y", "%Y") for clock in CLOCKS[:3]),
    "%d. %b %y",
    "%d. %b %Y",
)
SLASHED_DAYS = tuple(f"%d/%m/{year}{clock}" for year in ("%y", "%Y") for clock in CLOCKS)  # or month first


def under_delimiter(formats: list[Declaration], delimiter: str) -> list[Declaration]:
    """The formats as a spreadsheet writes their tables again, with a delimiter, numbers and days of its own country."""
    return [
        _with(d, delimiter=delimiter, quote='"', decimal=_marks(d), dates=[*d.file.dates, *DOTTED_DAYS])
        for d in formats
        if d.file.delimiter != delimiter and not d.file.record
    ]


def saved_again(declaration: Declaration) -> Declaration | None:
    """The format as a spreadsheet of any country writes its table again under the same delimiter; None for a format
    that is written in one way only."""
    file = declaration.file
    if file.record or file.exact:
        return None
    dates = [pattern for pattern in (*file.dates, *DOTTED_DAYS) if "/" not in pattern]
    slashed = [*file.day_or_month_first, *SLASHED_DAYS]
    return _with(declaration, decimal=_marks(declaration), dates=dates, day_or_month_first=slashed)


def _with(declaration: Declaration, **update: object) -> Declaration:
    return declaration.model_copy(update={"file": declaration.file.model_copy(update=update)})


def _marks(declaration: Declaration) -> list[str]:
    own = declaration.file.decimal
    return [*own, *(mark for mark in ",." if mark not in own)]
