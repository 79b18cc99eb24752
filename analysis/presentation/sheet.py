"""The frame of every table: row headers, numbers on the right, dates on one line, no empty column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import polars as pl
from great_tables import GT, html, loc, style

from analysis.language import Language
from analysis.presentation.theme import TABLE_LOOK, Figure, missing_figure

Column = tuple[str, Literal["left", "right", "day"]]
NOT_APPLICABLE = "–"
GROUP = "group"
LONG_NAME = 30


@dataclass(frozen=True)
class Sheet:
    """The frame of a table: its fixed id, its title, its columns, and what to say when empty."""

    id: str
    title: str
    columns: list[Column]
    empty: str


def left(*labels: str) -> list[Column]:
    """Columns of words."""
    return [(label, "left") for label in labels]


def right(*labels: str) -> list[Column]:
    """Columns of numbers."""
    return [(label, "right") for label in labels]


def days(*labels: str) -> list[Column]:
    """Columns of dates, which never wrap."""
    return [(label, "day") for label in labels]


def table(
    sheet: Sheet, rows: Sequence[Sequence[str]], language: Language, *, note: str = "", groups: Sequence[str] = ()
) -> Figure:
    """The rows as an HTML table below its title, under a heading per group; a sentence where there are none."""
    if not rows:
        return missing_figure(language, title=sheet.title, sentence=sheet.empty)
    used = [at for at in range(len(sheet.columns)) if at == 0 or {row[at] for row in rows} != {NOT_APPLICABLE}]
    cells = {f"c{at}": [row[at] for row in rows] for at in used}
    frame = pl.DataFrame(cells | ({GROUP: list(groups)} if groups else {}))
    title = html(f"<strong>{escape(sheet.title)}</strong>")
    shown = GT(frame, rowname_col="c0", groupname_col=GROUP if groups else None, id=sheet.id)
    shown = shown.tab_header(title=title).tab_stubhead(label=sheet.columns[0][0])
    if max(len(row[0]) for row in rows) > LONG_NAME:
        # A long file name breaks rather than pushing its numbers out of sight.
        shown = shown.tab_style(style.css("overflow-wrap: anywhere; min-width: 10rem;"), loc.stub())
    for at in used[1:]:
        shown = _column(shown, f"c{at}", sheet.columns[at])
    shown = (shown.tab_source_note(note) if note else shown).tab_options(**TABLE_LOOK)
    drawn = _scoped(shown.as_raw_html(), sheet.id)
    return Figure(f'<div class="table" lang="{language.code}">{drawn}</div>')


def _column(shown: GT, key: str, column: Column) -> GT:
    label, kind = column
    shown = shown.cols_label(cases={key: label}).cols_align(align="right" if kind == "right" else "left", columns=[key])
    if kind == "left":
        return shown
    return shown.tab_style(style.css("white-space: nowrap;"), loc.body(columns=[key]))


def _scoped(drawn: str, identifier: str) -> str:
    """The table with every selector of its style sheet below its own id, so that nothing else on a page changes."""
    return re.sub(
        r"(<style>)(.*?)(</style>)",
        lambda found: (
            found[1] + re.sub(r"[^{}]+(?={)", lambda part: _selectors(part[0], identifier), found[2]) + found[3]
        ),
        drawn,
        count=1,
        flags=re.DOTALL,
    )


def _selectors(text: str, identifier: str) -> str:
    parts = (part.strip() for part in text.split(","))
    return (
        "\n" + ", ".join(part if part.startswith(f"#{identifier}") else f"#{identifier} {part}" for part in parts) + " "
    )
