"""The table of concentration in every way of counting."""

from typing import Any

from analysis.language import Language
from analysis.presentation.certainty_findings import BASES
from analysis.presentation.change_rows import GRAINS
from analysis.presentation.finding import rows, verdict_words, window
from analysis.presentation.sheet import Sheet, left, right, table
from analysis.presentation.theme import Figure

Figures = dict[str, Any]
Row = dict[str, Any]


def ways_of_counting(figures: Figures, language: Language) -> Figure:
    """One row per grain and basis of the trailing window; what is not attributed makes a range."""
    text = language.text
    columns = left(text("Counted on")) + right(
        text("Number"), text("Largest share"), text("Not attributed"), text("Effective number"), text("HHI (0–1)")
    )
    columns += left(text("Verdict"))
    heading = text("Concentration in every way of counting")
    sheet = Sheet("table-ways", heading, columns, text("No concentration is known yet."))
    span = window(figures, "channel") or {}
    found = [row for row in rows(figures, "concentration") if all(row[end] == span.get(end) for end in ("from", "to"))]
    found = sorted(found, key=lambda row: (list(GRAINS).index(row["grain"]), list(BASES).index(row["basis"])))
    bases, grains = ([words[row[key]] for row in found] for words, key in ((BASES, "basis"), (GRAINS, "grain")))
    cells = [
        [
            text(basis),
            language.number(row["n"], 0),
            language.percent(row["cr1"]),
            language.percent(row["unattributed_share"]),
            _between([_inverse(end) for end in reversed(_ends(row))], language, 2),
            _between(_ends(row), language, 4),
            verdict_words(row, language),
        ]
        for row, basis in zip(found, bases, strict=True)
    ]
    note = text(
        "What is not attributed may all be the largest one's; that makes the range, and the worst that the verdict "
        "can be."
    )
    return table(sheet, cells, language, groups=list(map(text, grains)), note=note)


def _ends(row: Row) -> list[float | None]:
    """HHI if none, and if all, of what is not attributed is the largest one's; nothing where nothing is attributed."""
    return [row["hhi"], row["hhi_if_largest"]] if row["hhi"] is not None else []


def _inverse(index: float | None) -> float | None:
    return 1 / index if index else None


def _between(ends: list[float | None], language: Language, decimals: int) -> str:
    """A number, or a range where its ends differ as they are printed."""
    told = dict.fromkeys(language.number(end, decimals) for end in ends if end is not None)
    return "–".join(told) or language.unknown
