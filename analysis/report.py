"""The monthly report: every notebook through papermill, one HTML file, swapped in only when all of it is made."""

import logging
import os
import re
import shutil
import warnings
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbconvert import HTMLExporter
from papermill.exceptions import PapermillExecutionError

from analysis.errors import InputError
from analysis.language import Language
from analysis.leftovers import leftovers
from analysis.measures.figures import as_json, figures
from analysis.measures.windows import NOTHING_MORE, Asked
from analysis.message import Message
from analysis.notebook import NOTEBOOKS, OPTIONAL, in_words
from analysis.presentation.deadlines import as_of as day_of_report
from analysis.presentation.deadlines import notice_calendar
from analysis.presentation.findings import headlines
from analysis.presentation.letter import notice_letter
from analysis.shop import Shop
from analysis.warehouse import Say, fresh

REPORT = "monthly_report"
QUIET = ["--IPKernelApp.log_level=40"]  # a local kernel need not warn that its ports are not encrypted


@dataclass(frozen=True)
class Report:
    """Where the report lies and its three headline findings."""

    index: Path
    headlines: tuple[str, ...]
    deadlines: tuple[tuple[date, str], ...]

    def passed(self, today: date) -> list[Message]:
        """Deadlines after the report's day that are over on another day, in words."""
        over = "{contract}: notice had to arrive by {day}"
        return [Message(over, contract=name, day=day) for day, name in self.deadlines if day < today]


def make_report(
    shop: Shop,
    say: Say,
    *,
    month: str | None = None,
    as_of: date | None = None,
    language: str | None = None,
    asked: Asked = NOTHING_MORE,
) -> Report:
    """Makes reports/YYYY-MM; InputError names the failing cell, and the last good report stays in place."""
    say(Message("Reading {folder} …", folder=shop.folder))
    fresh(shop, say)
    found = figures(shop, month, as_of=as_of, asked=asked)
    spoken = Language(language or shop.settings.shop.language)  # type: ignore[arg-type]
    given = {**_parameters(shop, found), **in_words(asked), "language": spoken.code}
    place = shop.out / "reports" / found["month"]
    making = place.parent / f".making-{found['month']}-{os.getpid()}"
    _recover(place)
    try:
        _write(making, found, spoken)
        for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
            say(Message("Running {notebook} …", notebook=notebook.stem))
            _run(notebook, making / "notebooks" / notebook.name, given)
        page = _html(making / "notebooks" / f"{REPORT}.ipynb", found, spoken)
        (making / "index.html").write_text(page, encoding="utf-8")
        _swap(making, place)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return Report(place / "index.html", headlines(found, spoken), _deadlines(found))


def _write(folder: Path, found: dict[str, Any], language: Language) -> None:
    """What stands beside the page: the figures, the calendar and the letters."""
    (folder / "notebooks").mkdir(parents=True)
    (folder / "figures.json").write_bytes(as_json(found))
    (folder / "notice-deadlines.ics").write_bytes(notice_calendar(found, language))
    _write_letters(folder / "letters", found, language)


def _deadlines(found: dict[str, Any]) -> tuple[tuple[date, str], ...]:
    """The last days of receipt after the report's day, with their contracts, the first one first."""
    return tuple(
        sorted(
            (date.fromisoformat(row["last_receipt"]), row["contract_id"])
            for row in found["lock_in"]["contracts"]
            if row["status"] == "bound" and row["last_receipt"] and row["last_receipt"] > found["as_of"]
        )
    )


def _write_letters(folder: Path, found: dict[str, Any], language: Language) -> None:
    """A draft of the letter for every notice that is to be decided in the next twelve months."""
    rows = {(row["contract_id"], row["vendor_id"]): row for row in found["lock_in"]["contracts"]}
    notices = [decision for decision in found["lock_in"]["decisions"] if decision["kind"] == "notice"]
    for number, decision in enumerate(notices, 1):
        folder.mkdir(exist_ok=True)
        row = rows[decision["contract_id"], decision["vendor_id"]]
        name = re.sub(r"[^\w-]+", "-", row["contract_id"]).strip("-")[:60]
        letter = notice_letter(row, found["shop"], language=language, as_of=day_of_report(found))
        (folder / f"{number:02}-{name}.txt").write_text(letter, encoding="utf-8")


def _parameters(shop: Shop, found: dict[str, Any]) -> dict[str, str]:
    return {
        "shop": str(shop.folder.resolve()),
        "out": str(shop.out.resolve()),
        "month": found["month"],
        "as_of": found["as_of"],
    }


def _run(notebook: Path, output: Path, parameters: dict[str, str]) -> None:
    """Runs one notebook with its texts in the report's language; an unknown parameter stops before it starts."""
    known = papermill.inspect_notebook(str(notebook))
    parameters = {name: value for name, value in parameters.items() if name in known or name not in OPTIONAL}
    if unknown := set(parameters) - set(known):
        raise InputError("{file} has no parameter {names}.", file=notebook.name, names=", ".join(sorted(unknown)))
    content = nbformat.read(notebook, as_version=4)
    language = Language(parameters["language"])  # type: ignore[arg-type]
    for cell in content.cells:
        if cell.cell_type == "markdown":
            cell.source = language.text(cell.source)
    nbformat.write(content, output)
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            papermill.execute_notebook(
                str(output),
                str(output),
                parameters=parameters,
                cwd=str(NOTEBOOKS),
                progress_bar=False,
                kernel_name="python3",
                extra_arguments=QUIET,
            )
    except PapermillExecutionError as problem:
        raise InputError(
            "{notebook} stopped at cell {cell}: {problem}\n{source}\nThe last good report stays in place.",
            notebook=notebook.name,
            cell=problem.cell_index,
            problem=f"{problem.ename}: {problem.evalue}",
            source=problem.source,
        ) from None


def _html(notebook: Path, found: dict[str, Any], language: Language) -> str:
    content = nbformat.read(notebook, as_version=4)
    content.metadata.update(
        language=language.code,
        title=language.text(
            "Vendor dependency of {shop}, {month}", shop=found["shop"], month=language.month(found["month"])
        ),
        subtitle=language.text(
            "As of {day} · amounts in {currency} · no legal advice",
            day=language.day(found["as_of"]),
            currency=found["currency"],
        ),
        footer=language.text(
            "Every number comes from the files in the annex; figures.json beside this page holds them all."
        ),
    )
    exporter = HTMLExporter(
        template_name="report_template",
        exclude_anchor_links=True,
        skip_svg_encoding=True,
        extra_template_basedirs=[str(Path(__file__).parent)],
    )
    html: str = exporter.from_notebook_node(content)[0]
    return html


def _recover(place: Path) -> None:
    """Clears what a killed run left; brings back the old report when it was killed between the two renames."""
    old = place.with_name(f".old-{place.name}")
    if old.exists() and not place.exists():
        old.rename(place)
    shutil.rmtree(old, ignore_errors=True)
    for left in leftovers(place.parent, f".making-{place.name}-*"):
        shutil.rmtree(left, ignore_errors=True)


def _swap(making: Path, place: Path) -> None:
    old = place.with_name(f".old-{place.name}")
    if place.exists():
        place.rename(old)
    making.rename(place)
    shutil.rmtree(old, ignore_errors=True)
