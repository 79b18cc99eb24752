"""The command line: vda init, check, build, figures, report, contract, formats."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

from analysis.errors import InputError, UsageError

app = App(name="vda", help="On whom does a small merchant depend, for how long, and at what cost?")
Folder = Annotated[Path, Parameter(help="the shop folder (shop.toml, exports/, register/)")]
Month = Annotated[str | None, Parameter(help="YYYY-MM; default: the latest full month in the data")]
AsOf = Annotated[date | None, Parameter(help="YYYY-MM-DD; default: the last day of the month")]
From = Annotated[date | None, Parameter(name="--from", help="YYYY-MM-DD; first day of one more window")]
To = Annotated[date | None, Parameter(name="--to", help="YYYY-MM-DD; its last day")]
Reference = Annotated[str | None, Parameter(help="YYYY-MM; a month to compare the month with")]
Out = Annotated[Path | None, Parameter(help="where what is generated goes; default: the shop folder")]


def main() -> None:
    """Runs a command; exit status 0 done, 1 the input is at fault, 2 wrong usage."""
    try:
        app(exit_on_error=False, print_error=True)
    except (UsageError, CycloptsError) as problem:
        if isinstance(problem, UsageError):
            tell(str(problem))
        sys.exit(2)
    except InputError as problem:
        tell(str(problem))
        sys.exit(1)
    except OSError as problem:
        tell(f"{problem.filename or ''} {problem.strerror}".strip())
        sys.exit(1)


def tell(line: str) -> None:
    """Progress and problems go to standard error, so that standard output carries results only."""
    print(line, file=sys.stderr, flush=True)


def _shop(folder: Path, out: Path | None):
    from analysis.shop import Shop

    if out is None and folder.is_dir() and not os.access(folder, os.W_OK):
        out = Path("generated") / folder.resolve().name
        tell(f"{folder} cannot be written to; what is generated goes to {out} (choose another place with --out).")
    return Shop(folder, out)


def _is_month(month: str | None) -> None:
    """A mistyped month stops the run before anything is read."""
    from analysis.shop import month_bounds

    try:
        month_bounds(month or "2026-01")
    except ValueError as problem:
        raise UsageError(str(problem)) from None


@app.command
def init(folder: Folder) -> None:
    """Make an empty shop folder: shop.toml, exports/ and register templates."""
    from analysis.template import write_template

    write_template(folder)
    print(f"{folder} is ready. Put downloaded export files into {folder / 'exports'}, then:")
    print(f"{Path(sys.argv[0]).as_posix()} check {folder}")


@app.command
def check(folder: Folder, *, out: Out = None) -> None:
    """Read everything; say per file what was recognised, loaded and rejected, and what is missing for which answer."""
    from analysis.checking import check_page
    from analysis.warehouse import build

    shop = _shop(folder, out)
    build(shop, tell)
    page, is_usable = check_page(shop)
    print(page)
    sys.exit(0 if is_usable else 1)


@app.command
def build(folder: Folder, *, out: Out = None) -> None:
    """Write the shop's warehouse.duckdb."""
    from analysis import warehouse

    print(warehouse.build(_shop(folder, out), tell))


@app.command
def figures(
    folder: Folder,
    *,
    month: Month = None,
    as_of: AsOf = None,
    from_: From = None,
    to: To = None,
    reference: Reference = None,
    out: Out = None,
) -> None:
    """Print figures.json on standard output; builds the warehouse if an input changed."""
    from analysis.measures.figures import as_json
    from analysis.measures.figures import figures as measured
    from analysis.measures.windows import Asked
    from analysis.warehouse import fresh

    _is_month(month)
    asked = Asked(from_, to, reference)
    shop = _shop(folder, out)
    fresh(shop, tell)
    print(as_json(measured(shop, month, as_of=as_of, asked=asked)), end="")


@app.command
def report(
    folder: Folder,
    *,
    month: Month = None,
    as_of: AsOf = None,
    from_: From = None,
    to: To = None,
    reference: Reference = None,
    language: Annotated[Literal["en", "de"] | None, Parameter(help="default: the shop's")] = None,
    out: Out = None,
) -> None:
    """Make the monthly report: reports/YYYY-MM/index.html with notebooks, figures.json and notice deadlines."""
    from analysis.measures.windows import Asked
    from analysis.report import make_report

    _is_month(month)
    asked = Asked(from_, to, reference)
    made = make_report(_shop(folder, out), tell, month=month, as_of=as_of, language=language, asked=asked)
    print("\n".join([str(made.index), *made.headlines]))
    today = date.today()
    if passed := made.passed(today):
        tell(f"Today is {today}, and since the day of this report a date has passed. {'; '.join(passed)}.")
        tell(f"For the view of today: --as-of {today} (make: AS_OF={today}).")


@app.command
def contract(
    clause: str,
    *,
    starts_on: Annotated[date | None, Parameter(help="YYYY-MM-DD; default: the day of the verdict")] = None,
    as_of: Annotated[date | None, Parameter(help="YYYY-MM-DD; default: today")] = None,
    language: Annotated[Literal["en", "de"], Parameter(help="of the derivation")] = "en",
) -> None:
    """Read a sentence on term and notice, German or English: its dates, why, and a row for register/contracts.csv."""
    from analysis.contract_page import contract_page
    from analysis.language import Language

    day = as_of or date.today()
    print(contract_page(clause, starts_on or day, as_of=day, language=Language(language)))


formats = App(name="formats", help="The export formats that can be read; `guess FILE` drafts one for another file.")
app.command(formats)


@formats.default
def list_formats(
    folder: Annotated[Path | None, Parameter(help="a shop folder with formats of its own")] = None,
) -> None:
    """List the export formats that can be read and where they are downloaded."""
    from analysis.exports.declarations import declarations
    from analysis.shop import REFERENCE

    for declaration in declarations(*([folder / "formats"] if folder else [])):
        print(f"{declaration.name:24} {declaration.title}\n{'':24} {declaration.found_at}")
    print(f"\nFor any other file: `vda formats guess FILE`. Worked examples: {REFERENCE.parent / 'own_formats'}")


@formats.command(name="guess")
def guess_format(file: Path) -> None:
    """Draft a declaration for a file (delimited text or workbook); save it in the shop folder's formats/."""
    from analysis.exports.drafting import draft
    from analysis.exports.guessing import table_of

    print(draft(table_of(file.read_bytes()), file.stem), end="")


if __name__ == "__main__":
    main()
