"""Whatever a German reader may see has a German entry in the catalogue, with the same values."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract

from analysis.language import catalogue
from analysis.measures.dependence_gaps import BASIS_WORDS, GRAIN_WORDS
from analysis.measures.gaps import CHANNEL_GAPS
from analysis.measures.ways import MISSING
from analysis.presentation.amendment_findings import FIGURES
from analysis.presentation.change_findings import BASES
from analysis.presentation.change_rows import GRAINS
from analysis.presentation.finding import FUNCTIONS, SEVERITIES, VERDICTS
from analysis.presentation.formulas import CLAUSES, FORMULAS, MEASURES
from analysis.presentation.scenario_cost import SHORT
from analysis.presentation.scenario_findings import ASSUMPTIONS

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
    found |= {text for texts in (*MISSING.values(), *CHANNEL_GAPS.values()) for text in texts}
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


def test_every_german_entry_has_the_values_of_its_message() -> None:
    for message in catalogue("de"):
        said, meant = (set(re.findall(r"{(\w+)}", str(text))) for text in (message.id, message.string))
        assert said == meant or not message.id, message.id


def test_a_heading_keeps_its_level_in_german() -> None:
    for heading in headings():
        entry = catalogue("de").get(heading)
        assert entry and re.match("#*", heading)[0] == re.match("#*", str(entry.string))[0]  # type: ignore[index]
