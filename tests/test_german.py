"""Whatever a German reader may see has a German entry in the catalogue, with the same values."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract

from analysis.contract_page import contract_page
from analysis.errors import InputError
from analysis.language import Language, catalogue
from analysis.measures.dependence_gaps import BASIS_WORDS, GAPS, GRAIN_WORDS
from analysis.measures.gaps import CHANNEL_GAPS
from analysis.measures.ways import MISSING
from analysis.presentation.amendment_findings import FIGURES
from analysis.presentation.change_findings import BASES
from analysis.presentation.change_rows import GRAINS
from analysis.presentation.finding import FUNCTIONS, SEVERITIES, VERDICTS
from analysis.presentation.formulas import CLAUSES, FORMULAS, MEASURES
from analysis.presentation.scenario_cost import SHORT
from analysis.presentation.scenario_findings import ASSUMPTIONS
from analysis.register.reading import validated
from analysis.register.tables import Contracts

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "analysis").rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TEMPLATES = ("what", "why", "how_to_fix")


def sentences() -> set[str]:
    """Every literal that any module hands to Language.text."""
    found: set[str] = set()
    for module in MODULES:
        with module.open("rb") as file:
            found |= {str(text) for _, text, _, _ in extract("python", file, keywords={"text": None})}
    return found


def tables_of_words() -> set[str]:
    """What reaches Language.text or Language.term by way of a table."""
    words: list[Mapping[Any, str]] = [SEVERITIES, VERDICTS, FUNCTIONS, ASSUMPTIONS, SHORT, CLAUSES]
    words += [BASES, GRAINS, BASIS_WORDS, GRAIN_WORDS, FIGURES]
    found: set[str] = {text for table in words for text in table.values()}
    found |= {text for _, *texts in MEASURES for text in texts} | {text for _, *texts in FORMULAS for text in texts}
    found |= {text for texts in (*MISSING.values(), *CHANNEL_GAPS.values(), *GAPS.values()) for text in texts}
    return found - {"amount"}  # the unit of an amount is the currency


def unknowns() -> Iterator[tuple[str, str]]:
    """Every template that a module hands to Context.unknown, with the module that does."""
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("context.unknown"):
                given = [*node.args, *(word.value for word in node.keywords if word.arg in TEMPLATES)]
                if not isinstance(given[0], ast.Starred):  # else the texts stand in a table of words
                    yield from ((module.name, ast.literal_eval(text)) for text in given[:3])


def headings() -> set[str]:
    """Every markdown cell of every notebook."""
    cells = [cell for path in NOTEBOOKS for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    return {"".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"}


def missing(messages: set[str]) -> list[str]:
    return sorted(message for message in messages if not (entry := catalogue("de").get(message)) or not entry.string)


@pytest.mark.parametrize("messages", [sentences, tables_of_words, headings])
def test_every_message_has_a_german_entry(messages) -> None:
    assert len(messages()) > 5
    assert missing(messages()) == []


def test_every_unknown_has_a_german_entry() -> None:
    # A template that is one value alone, such as "{reason}", has no words of its own.
    templates = {text for _, text in unknowns() if not re.fullmatch(r"{\w+}", text)}
    assert len(templates) > 30
    assert missing(templates) == []


REFUSED_CELLS = {
    "starts_on": ["01/02/2026", "31.11.2026", "soon", "45678", "31/12/2026"],
    "renewal": ["month to month", "yes"],
    "functions": ["warehouse", " ; "],
    "initial_term": ["12", "monatlich", "unbefristet", "a while"],
    "notice": ["30", "month to month", "3 Monate zum Ende", "3 Monate zum 31.02.", "3 Monate zum 31.12.2026",
               "3 Monate zum 1. Januar", "30 days to 06/05", "zum Monatsende", "at will", "n/a", "10 Werktage"],
    "minimum_per_month": ["1.500", "viel", "-480"],
    "ends_on": ["month to month", "01.01.2020"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("column", "cell"), [(column, cell) for column, cells in REFUSED_CELLS.items() for cell in cells]
)
def test_why_a_cell_is_refused_is_told_in_german(column: str, cell: str) -> None:
    given = {"contract_id": "c", "vendor_id": "v", "functions": "storage", "starts_on": "2025-01-01", "renewal": "none"}
    context = {"date_order": "month_first" if cell == "31/12/2026" else None, "workbook": False}
    _, problems = validated(Contracts, {**given, column: cell}, context)
    (problem,) = problems.values()
    told = Language("de").retold(f"{column}: {problem}; {column}: {problem} (column {column}; the row was not read)")
    words = re.sub(r'"[^"]*"|\([^)]*\)|date_order = \S+', "", told)
    assert not re.search(r"\b(?:the|is|or|write|not|with)\b", words), told
    assert cell.strip() in told or cell == " ; "


def test_a_clause_that_is_refused_is_told_in_german() -> None:
    text = "Der Vertrag kann nicht mit einer Frist von 3 Monaten gekündigt werden."
    with pytest.raises(InputError, match=r"mehr als eine Weise gelesen werden:\s+.*schließt eine Kündigung aus"):
        contract_page(text, date(2026, 1, 1), as_of=date(2026, 1, 1), language=Language("de"))


def test_every_german_entry_has_the_values_of_its_message() -> None:
    for message in catalogue("de"):
        said, meant = (set(re.findall(r"{(\w+)}", str(text))) for text in (message.id, message.string))
        assert said == meant or not message.id, message.id


def test_a_heading_keeps_its_level_in_german() -> None:
    for heading in headings():
        entry = catalogue("de").get(heading)
        assert entry and re.match("#*", heading)[0] == re.match("#*", str(entry.string))[0]  # type: ignore[index]
