"""What a notebook's first cell calls: parameters checked, warehouse up to date, figures and language at hand."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from analysis.errors import UsageError
from analysis.language import Language
from analysis.measures.figures import figures
from analysis.measures.windows import Asked, day_asked
from analysis.shop import Shop
from analysis.warehouse import fresh

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
OPTIONAL = ("window_from", "window_to", "reference", "contract")  # not every notebook has them
PARAMETERS = ("shop", "month", "as_of", "language", "out", *OPTIONAL)
OF_IPYTHON = {"In", "Out", "get_ipython", "exit", "quit", "open", "begin"}


def begin(names: Mapping[str, Any]) -> tuple[dict[str, Any], Language]:
    """Figures and language from a notebook's parameters (its globals()); UsageError for an unknown parameter."""
    given = {name for name in names if not name.startswith("_")} - OF_IPYTHON
    is_first_run = "figures" not in names  # later, an analyst's own variables are there too
    if is_first_run and (unknown := sorted(given - set(PARAMETERS))):
        strange, known = ", ".join(unknown), ", ".join(PARAMETERS)
        raise UsageError("unknown parameter {strange}; known are {known}", strange=strange, known=known)
    as_of, asked = _day(names, "as_of"), _asked(names)
    shop = Shop(_folder(names["shop"]), Path(names["out"]) if names["out"] else None)
    fresh(shop)
    found = figures(shop, str(names["month"]) or None, as_of=as_of, asked=asked)
    return found, Language(names["language"] or shop.settings.shop.language)


def _folder(given: str) -> Path:
    """A relative shop folder is looked for where the notebook runs, then beside the notebooks."""
    here, beside = Path(given), NOTEBOOKS / given
    return beside if not here.exists() and beside.exists() else here


def in_words(asked: Asked) -> dict[str, str]:
    """What a user asked for as parameters of a notebook."""
    return dict(zip(OPTIONAL, (str(value or "") for value in vars(asked).values()), strict=True))


def _asked(names: Mapping[str, Any]) -> Asked:
    first, last, *words = OPTIONAL
    return Asked(_day(names, first), _day(names, last), *(str(names.get(word) or "") or None for word in words))


def _day(names: Mapping[str, Any], parameter: str) -> date | None:
    return day_asked(str(names.get(parameter) or ""), name=parameter)
