"""What a user is told when something cannot go on."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError


class InputError(Exception):
    """The input is at fault; the message names file, line, rule and remedy. Exit status 1."""


class UsageError(Exception):
    """The command was called wrongly. Exit status 2."""


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean X?` for a known word that a mistyped one resembles, else nothing."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f"; did you mean {found[0]}?" if found else ""


def in_words(problem: ValidationError, known: Iterable[str]) -> str:
    """A failed validation as one line per key, without the validator's own jargon."""
    return "; ".join(_one(error, list(known)) for error in problem.errors(include_url=False))


def _one(error: Any, known: list[str]) -> str:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{place} is not a known key{nearest(str(error['loc'][-1]), known)}"
    if error["type"] == "missing":
        return f"{place} is missing"
    if error["type"] == "value_error":
        return f"{place}: {error['ctx']['error']}".removeprefix(": ")
    return f"{place} is {error['input']!r}: {error['msg'].removeprefix('Input ').lower()}"
