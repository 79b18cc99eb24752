"""Whatever a German reader may see has a German entry in the catalogue, with the same values."""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.contract_page import contract_page
from analysis.errors import RIGHT, InputError
from analysis.exports.declarations import declarations
from analysis.exports.intake import ORDERS
from analysis.exports.landing import MISFITS
from analysis.language import Language, catalogue
from analysis.measures.dependence_gaps import BASIS_WORDS, GAPS, GRAIN_WORDS
from analysis.measures.gaps import CHANNEL_GAPS, OPEN_ORDERS
from analysis.measures.ways import MISSING
from analysis.message import Message
from analysis.presentation.amendment_findings import FIGURES
from analysis.presentation.certainty_findings import BASES, WHOM
from analysis.presentation.change_rows import GRAINS
from analysis.presentation.finding import FUNCTIONS, SEVERITIES, VERDICTS
from analysis.presentation.formulas import CLAUSES, FORMULAS, MEASURES
from analysis.presentation.scenario_cost import SHORT
from analysis.presentation.scenario_findings import ASSUMPTIONS
from analysis.register.reading import validated
from analysis.register.tables import Contracts
from analysis.rules.shorthand import SEVERAL_READINGS
from analysis.rules.wording import NOTICE_READINGS, PERIOD_READINGS, WITHOUT_UNIT

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "analysis").rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TEMPLATES = ("what", "why", "how_to_fix")
FILLED_IN = ("Message", "InputError", "UsageError", "Unreadable", "Ambiguous", "Reject", "say", "tell")
MAKERS = ("text", "Message", "InputError", "UsageError", "Unreadable")


def sentences() -> set[str]:
    """Every template that any module hands to Language.text, to a message or to an error, written there or named."""
    found: set[str] = set()
    for module in MODULES:
        tree = ast.parse(module.read_text(encoding="utf-8"))
        named: dict[str, set[str]] = defaultdict(set)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                named[ast.unparse(node.targets[0])].add(str(node.value.value))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in MAKERS and node.args:
                given = node.args[0]
                found |= {str(given.value)} if isinstance(given, ast.Constant) else named[ast.unparse(given)]
    return {text for text in found if has_words(text)}


def has_words(template: str) -> bool:
    """Whether a template says anything beside its values."""
    return bool(re.search(r"[^\W\d_]", re.sub(r"{\w+}", "", template)))


def tables_of_words() -> set[str]:
    """What reaches Language.text, Language.term or a message by way of a table."""
    words: list[Mapping[Any, str]] = [SEVERITIES, VERDICTS, FUNCTIONS, ASSUMPTIONS, SHORT, CLAUSES]
    words += [BASES, WHOM, GRAINS, BASIS_WORDS, GRAIN_WORDS, FIGURES, MISFITS, ORDERS]
    found: set[str] = {text for table in words for text in table.values()}
    found |= {text for _, *texts in MEASURES for text in texts} | {text for _, *texts in FORMULAS for text in texts}
    found |= {
        text
        for texts in (*MISSING.values(), *CHANNEL_GAPS.values(), *OPEN_ORDERS.values(), *GAPS.values())
        for text in texts
    }
    found |= {rule for _, rule in RIGHT} | {PERIOD_READINGS, NOTICE_READINGS, WITHOUT_UNIT}
    found |= {Message(readings).template for _, readings in SEVERAL_READINGS}
    return found - {"amount"}  # the unit of an amount is the currency


def formats_and_checks() -> set[str]:
    """The formats, where they are found, and what is checked of them and of all data."""
    formats = declarations()
    found = {text for declaration in formats for text in (declaration.title, declaration.found_at)}
    found |= {control.name for declaration in formats for control in declaration.controls}
    return found | {path.stem.replace("_", " ") for path in (ROOT / "analysis" / "sql" / "checks").glob("*.sql")}


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


@pytest.mark.parametrize("messages", [sentences, tables_of_words, formats_and_checks, headings])
def test_every_message_has_a_german_entry(messages) -> None:
    assert len(messages()) > 5
    assert missing(messages()) == []


def test_no_sentence_is_filled_in_before_it_is_told() -> None:
    found = []
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in FILLED_IN:
                found += [
                    f"{module.name}: {ast.unparse(node)}" for given in node.args if isinstance(given, ast.JoinedStr)
                ]
    assert found == []


def test_every_unknown_has_a_german_entry() -> None:
    templates = {text for _, text in unknowns() if has_words(text)}
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
    told = Language("de").told(problem)
    assert Message.read(problem.stored()).parts() == problem.parts()
    words = re.sub(r'"[^"]*"|\([^)]*\)|date_order = \S+', "", told)
    assert not re.search(r"\b(?:the|is|or|write|not|with)\b", words), told
    assert cell.strip() in told or cell == " ; "


def test_a_clause_that_is_refused_is_told_in_german() -> None:
    text = "Der Vertrag kann nicht mit einer Frist von 3 Monaten gekündigt werden."
    with pytest.raises(InputError) as problem:
        contract_page(text, date(2026, 1, 1), as_of=date(2026, 1, 1), language=Language("de"))
    told = Language("de").told(problem.value.message)
    assert re.search(r"mehr als eine Weise gelesen werden:\s+.*schließt eine Kündigung aus", told)


def test_every_german_entry_has_the_values_of_its_message() -> None:
    for message in catalogue("de"):
        said, meant = (set(re.findall(r"{(\w+)}", str(text))) for text in (message.id, message.string))
        # What a library says of a {problem} is English.
        assert said - {"problem"} == meant - {"problem"} or not message.id, message.id


def test_a_heading_keeps_its_level_in_german() -> None:
    for heading in headings():
        entry = catalogue("de").get(heading)
        assert entry and re.match("#*", heading)[0] == re.match("#*", str(entry.string))[0]  # type: ignore[index]
