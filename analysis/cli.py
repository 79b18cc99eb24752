"""The command line: vda init, check, build, figures, report, contract, formats."""

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

from analysis.errors import InputError, UsageError
from analysis.language import Language
from analysis.message import Message, joined

if TYPE_CHECKING:
    from analysis.measures.windows import Asked
    from analysis.shop import Shop

app = App(name="vda", help="On whom does a small merchant depend, for how long, and at what cost?")
Folder = Annotated[Path, Parameter(help="the shop folder (shop.toml, exports/, register/)")]
Month = Annotated[str | None, Parameter(help="YYYY-MM; default: the latest full month in the data")]
AsOf = Annotated[str | None, Parameter(help="YYYY-MM-DD; default: the last day of the month")]
From = Annotated[str | None, Parameter(name="--from", help="YYYY-MM-DD; first day of one more window")]
To = Annotated[str | None, Parameter(name="--to", help="YYYY-MM-DD; its last day")]
Reference = Annotated[str | None, Parameter(help="YYYY-MM; a month to compare the month with")]
Out = Annotated[Path | None, Parameter(help="where what is generated goes; default: the shop folder")]


def main() -> None:
    """Runs a command; exit status 0 done, 1 the input is at fault, 2 wrong usage."""
    try:
        status = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads (head, a pager) has seen enough; what is left must not be flushed into nothing at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status)


def _run() -> int:
    language = Language("en")
    try:
        command, given, _ = app.parse_args(exit_on_error=False, print_error=True)
        language = _language(given.arguments.get("folder"), given.arguments.get("language"))
        return command(*given.args, **given.kwargs) or 0
    except CycloptsError:
        return 2
    except UsageError as problem:
        tell(problem.message, language)
        return 2
    except InputError as problem:
        tell(problem.message, language)
    except BrokenPipeError:
        raise
    except OSError as problem:
        why = Message.fixed(problem.strerror or str(problem))
        tell(Message("{file}: {why}", file=problem.filename or "vda", why=why), language)
    return 1


def _language(folder: Path | None, wanted: Literal["en", "de"] | None = None) -> Language:
    """The language in which a command speaks: the one that is asked for, else the shop's."""
    from analysis.shop import language_of

    return Language(wanted or (language_of(folder) if folder else "en"))


def tell(message: str, language: Language) -> None:
    """Progress and problems go to standard error, so that standard output carries results only."""
    print(language.told(message), file=sys.stderr, flush=True)


def _say(language: Language) -> Callable[[str], None]:
    return lambda message: tell(message, language)


def _shop(folder: Path, out: Path | None, language: Language) -> "Shop":
    from analysis.shop import Shop

    if out is None and folder.is_dir() and not os.access(folder, os.W_OK):
        out = Path("generated") / folder.resolve().name
        elsewhere = "{folder} cannot be written to; what is generated goes to {out} (choose another place with --out)."
        tell(Message(elsewhere, folder=folder, out=out), language)
    return Shop(folder, out)


def _is_month(month: str | None) -> None:
    """A mistyped month stops the run before anything is read."""
    from analysis.shop import month_bounds

    try:
        month_bounds(month or "2026-01")
    except ValueError as problem:
        raise UsageError(*problem.args) from None


@app.command
def init(folder: Folder) -> None:
    """Make an empty shop folder: shop.toml, exports/ and register templates."""
    from analysis.template import write_template

    write_template(folder)
    print(f"{folder} is ready. Put downloaded export files into {folder / 'exports'}, then:")
    print(f"{Path(sys.argv[0]).as_posix()} check {folder}")


@app.command
def check(folder: Folder, *, out: Out = None) -> int:
    """Read everything; say per file what was recognised, loaded and rejected, and what is missing for which answer."""
    from analysis.checking import check_page
    from analysis.warehouse import build

    language = _language(folder)
    shop = _shop(folder, out, language)
    build(shop, _say(language))
    page, is_usable = check_page(shop)
    print(page)
    return 0 if is_usable else 1


@app.command
def build(folder: Folder, *, out: Out = None) -> None:
    """Write the shop's warehouse.duckdb."""
    from analysis import warehouse

    language = _language(folder)
    shop = _shop(folder, out, language)
    print(warehouse.build(shop, _say(language)))


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
    from analysis.measures.figures import figures_json
    from analysis.measures.windows import day_asked
    from analysis.warehouse import fresh

    _is_month(month)
    day, asked = day_asked(as_of, name="--as-of"), _asked(from_, to, reference)
    language = _language(folder)
    shop = _shop(folder, out, language)
    fresh(shop, _say(language))
    sys.stdout.buffer.write(figures_json(shop, month, as_of=day, asked=asked))


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
    from analysis.measures.windows import day_asked
    from analysis.report import make_report

    _is_month(month)
    day, asked = day_asked(as_of, name="--as-of"), _asked(from_, to, reference)
    spoken = _language(folder, language)
    shop = _shop(folder, out, spoken)
    made = make_report(shop, _say(spoken), month=month, as_of=day, language=spoken.code, asked=asked)
    print("\n".join([str(made.index), *made.headlines]))
    today = date.today()
    if passed := made.passed(today):
        over = "Today is {today}, and since the day of this report a date has passed. {dates}."
        tell(Message(over, today=today, dates=joined(passed, "; ")), spoken)
        tell(Message("For the view of today: --as-of {day} (make: AS_OF={day}).", day=str(today)), spoken)


def _asked(first: str | None, last: str | None, reference: str | None) -> "Asked":
    """The window and the month that a user asks for beside the month of the report."""
    from analysis.measures.windows import Asked, day_asked

    return Asked(day_asked(first, name="--from"), day_asked(last, name="--to"), reference)


@app.command
def contract(
    clause: str,
    *,
    starts_on: Annotated[str | None, Parameter(help="YYYY-MM-DD; default: the day of the verdict")] = None,
    as_of: Annotated[str | None, Parameter(help="YYYY-MM-DD; default: today")] = None,
    language: Annotated[Literal["en", "de"], Parameter(help="of the derivation")] = "en",
) -> None:
    """Read a sentence on term and notice, German or English: its dates, why, and a row for register/contracts.csv."""
    from analysis.contract_page import contract_page
    from analysis.measures.windows import day_asked

    day = day_asked(as_of, name="--as-of") or date.today()
    first = day_asked(starts_on, name="--starts-on")
    print(contract_page(clause, first, as_of=day, language=Language(language)))


formats = App(name="formats", help="The export formats that can be read; `guess FILE` drafts one for another file.")
app.command(formats)


@formats.default
def list_formats(
    folder: Annotated[Path | None, Parameter(help="a shop folder with formats of its own")] = None,
) -> None:
    """List the export formats that can be read and where they are downloaded."""
    from analysis.exports.declarations import declarations
    from analysis.shop import REFERENCE

    language = _language(folder)
    for declaration in declarations(*([folder / "formats"] if folder else [])):
        title, found_at = (language.told(text) for text in (declaration.title, declaration.found_at))
        print(f"{declaration.name:24} {title}\n{'':24} {found_at}")
    examples = REFERENCE.parent / "own_formats"
    print(language.text("\nFor any other file: `vda formats guess FILE`. Worked examples: {folder}", folder=examples))


@formats.command(name="guess")
def guess_format(file: Path) -> None:
    """Draft a declaration for a file (delimited text or workbook); save it in the shop folder's formats/."""
    from analysis.exports.drafting import draft
    from analysis.exports.guessing import table_of

    print(draft(table_of(file.read_bytes()), file.stem), end="")


if __name__ == "__main__":
    main()
