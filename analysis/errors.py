"""What a user is told when something cannot go on."""

import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from analysis.message import Message, joined

# Kinds of refused values, as the validator calls them → what would be right.
RIGHT = (
    (("literal_error",), "it must be {expected}"),
    (("greater_than_equal",), "it must be {ge} or more"),
    (("greater_than",), "it must be more than {gt}"),
    (("less_than_equal",), "it must be {le} or less"),
    (("less_than",), "it must be less than {lt}"),
    (("too_short",), "it must not be empty"),
    (("int",), "it must be a whole number"),
    (("decimal", "float"), "it must be a number"),
    (("string",), "it must be a text in quotation marks"),
    (("bool",), "it must be true or false"),
    (("date",), "it must be a date like 2026-10-31"),
    (("list", "tuple"), "it must be a list like [1, 2]"),
    (("model", "dict"), "it must be a section of its own"),
)


class Refusal(Exception):
    """Something cannot go on; its only argument is the message that says why."""

    def __init__(self, template: str, /, **values: Any) -> None:
        super().__init__(Message(template, **values))

    @property
    def message(self) -> Message:
        """Why, to be told in the user's language."""
        message: Message = self.args[0]
        return message


class InputError(Refusal):
    """The input is at fault; the message names file, line, rule and remedy. Exit status 1."""


class UsageError(Refusal):
    """The command was called wrongly. Exit status 2."""


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean X?` for a known word that a mistyped one resembles, else nothing."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.7)
    return Message("; did you mean {other}?", other=found[0]) if found else ""


def not_toml(problem: tomllib.TOMLDecodeError | UnicodeDecodeError) -> Message:
    """Where a file is no TOML, and what that looks like."""
    if isinstance(problem, UnicodeDecodeError):
        return Message("it is not in UTF-8; save it again in that encoding")
    if place := re.search(r"line (\d+), column (\d+)", str(problem)):
        return Message(
            "{problem} (at line {line}, column {column}). Text goes in quotation marks, numbers take a decimal point",
            problem=str(problem).partition(" (at ")[0],
            line=place[1],
            column=place[2],
        )
    return Message("{problem}. It ends before a quotation mark or a bracket is closed", problem=str(problem))


def in_words(problem: ValidationError, known: Iterable[str]) -> Message:
    """A failed validation as one line per key, without the validator's own jargon."""
    return joined([_one(error, list(known)) for error in problem.errors(include_url=False)], "; ")


def _one(error: Any, known: list[str]) -> Message:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return Message("{place} is not a known key{hint}", place=place, hint=nearest(str(error["loc"][-1]), known))
    if error["type"] == "missing":
        return Message("{place} is missing", place=place)
    if error["type"] == "value_error":
        (reason,) = error["ctx"]["error"].args
        return Message("{place}: {reason}", place=place, reason=reason) if place else reason
    return Message("{place} is {value}: {rule}", place=place, value=repr(error["input"]), rule=rule_of(error))


def rule_of(error: Any) -> Message:
    """What the validator would have taken in the place of a value that it refused."""
    kind: str = error["type"]
    rule = next((rule for kinds, rule in RIGHT if kind.startswith(kinds)), "it is of another kind than is needed")
    return Message(rule, **{name: str(value) for name, value in error.get("ctx", {}).items()})
