"""Export formats as declarations: what a file must contain to be recognised and how its columns become ours."""

import codecs
import re
import tomllib
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from lxml import etree
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from analysis.errors import InputError, in_words, nearest, not_toml
from analysis.exports.targets import REQUIRED, TARGETS
from analysis.message import Message

JOINED = " + "  # of a heading that stands for several cells, read with a blank between them
FORMATS = Path(__file__).parent.parent / "formats"
Kind = Literal["text", "digits", "number", "amounts", "date", "timestamp", "currency", "country", "buyer", "payer"]


class Strict(BaseModel):
    """A part of a declaration; unknown keys are errors, so that a typing mistake is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class File(Strict):
    """How the bytes of a file are read: decoding, dialect, number and date conventions."""

    encoding: str = "cp1252"  # tried after UTF-8 and UTF-16, which say themselves what they are
    delimiter: str = ","
    quote: str = '"'
    decimal: list[Literal[".", ","]] = ["."]  # several: the one that fits the file
    thousands: str | None = None
    exact: bool = False  # written in this way only: marks and dates that a spreadsheet changed are refused
    dates: list[str] = []
    day_or_month_first: list[str] = []  # written day first; which of the two it is, each file tells
    timezone: str | None = None
    empty: list[str] = ["--", "N/A", "n/a", "#N/A"]
    footer: str | None = None
    record: str | None = None  # of an XML document: XPath to the elements that are rows; headings are XPath within it

    @field_validator("encoding")
    @classmethod
    def _encoding_exists(cls, encoding: str) -> str:
        try:
            return codecs.lookup(encoding).name
        except LookupError:
            strange = Message('"{encoding}" is not an encoding; write one like cp1252 or utf-8', encoding=encoding)
            raise ValueError(strange) from None

    @field_validator("footer")
    @classmethod
    def _footer_is_a_pattern(cls, footer: str | None) -> str | None:
        try:
            re.compile(footer or "")
        except re.error as problem:
            strange = '"{footer}" is not a regular expression ({problem}); write one like ^Total'
            raise ValueError(Message(strange, footer=footer, problem=str(problem))) from None
        return footer


class Channel(Strict):
    """What is known of the channel when the register does not name it."""

    kind: Literal["marketplace", "own_shop", "social", "wholesale", "retail", "other"]
    vendor: str | None = None


class Control(Strict):
    """A total that the source states itself: `stated` and `found` are SQL aggregates within `per`."""

    name: str
    per: str
    stated: str
    found: str
    stops: bool = True  # whether a difference keeps the warehouse from being made; else it is shown as failed


class Block(Strict):
    """Rows of ours that a row of the file becomes when `when` holds: target column → SQL expression."""

    target: str
    when: str = "true"
    values: dict[str, str]


class Declaration(Strict):
    """One export format; `columns` maps a kind to {our name: heading or list of headings}."""

    name: str
    title: str
    found_at: str = ""
    role: Literal["orders", "settlement", "details", "payments", "bank"]
    priority: int = 5
    file: File = File()
    channel: Channel | None = None
    tells_ids: bool = False  # of channels and vendors, which stay as they stand; others tell names
    columns: dict[Kind, dict[str, str | list[str]]]
    optional: list[str] = []
    fill_down: dict[str, list[str]] = {}
    derived: dict[str, str] = {}
    filled: list[str] = []
    allowed: dict[str, list[str]] = {}
    totals: list[str] = []  # columns in which a word like Total makes a row the sum of others
    identity: list[str] = []
    unique_when: str = "false"
    updated: list[str] = []  # what only grows while a row changes: of equal rows the one with most is the latest
    whole: str | None = None  # the newest file that tells of it (an order) tells all of it
    document: str | list[str] = []
    controls: list[Control] = []
    blocks: list[Block] = Field(min_length=1)

    @cached_property
    def headings(self) -> dict[str, list[str]]:
        """Our name of each column → the headings under which it may stand in the file."""
        named = {name: given for kind in self.columns.values() for name, given in kind.items()}
        return {name: [given] if isinstance(given, str) else given for name, given in named.items()}

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Our name of each column → its kind."""
        return {name: kind for kind, named in self.columns.items() for name in named}

    @cached_property
    def required(self) -> dict[str, list[str]]:
        """The headings by which the format is recognised."""
        return {name: given for name, given in self.headings.items() if name not in self.optional}

    @model_validator(mode="after")
    def _names_are_known(self) -> "Declaration":
        named = [*self.optional, *self.filled, *self.allowed, *self.totals]
        named += [column for columns in self.fill_down.values() for column in columns]
        either = [*self.identity, *self.updated, *filter(None, [self.whole])]  # a column or SQL on columns
        named += [text for text in either if text.isidentifier()]
        for name in named:
            if name not in self.headings:
                raise ValueError(Message("{name} is not among its columns", name=name))
        for block in self.blocks:
            target = TARGETS[block.target]
            for name in sorted(set(block.values) - set(target)):
                strange = "[[{block}]] has no {name}{hint}"
                raise ValueError(Message(strange, block=block.target, name=name, hint=nearest(name, target)))
            if missing := set(list(target)[: REQUIRED[block.target]]) - set(block.values):
                needs = Message("[[{block}]] needs {names}", block=block.target, names=", ".join(sorted(missing)))
                raise ValueError(needs)
        return self

    @model_validator(mode="after")
    def _paths_are_xpath(self) -> "Declaration":
        paths = [path for given in self.headings.values() for path in given] if self.file.record else []
        for path in [self.file.record or ".", *paths]:
            try:
                etree.XPath(path)
            except etree.XPathSyntaxError as problem:
                strange = '"{path}" is not an XPath expression ({problem}); write one like //Ntry'
                raise ValueError(Message(strange, path=path, problem=str(problem))) from None
        return self


def read_declaration(path: Path) -> Declaration:
    """The declaration in one TOML file; InputError names file and key when it does not fit the model."""
    place = f"formats/{path.name}"
    try:
        content = _content(path)
        if single := [target for target in TARGETS if isinstance(content.get(target), dict)]:
            brackets = "{file}: write [[{block}]] with two brackets; there may be several of them."
            raise InputError(brackets, file=place, block=single[0])
        blocks = [
            {"target": target, "when": values.pop("when", "true"), "values": values}
            for target in TARGETS
            for values in content.pop(target, [])
        ]
        if not blocks:
            raise InputError("{file} says nothing of what a row becomes; add a block like [[sales]].", file=place)
        return Declaration.model_validate({**content, "name": path.stem, "blocks": blocks})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise InputError("{file}: {reason}", file=place, reason=not_toml(problem)) from None
    except ValidationError as problem:
        reason = in_words(problem, [*Declaration.model_fields, *File.model_fields, *Channel.model_fields, *TARGETS])
        raise InputError("{file}: {reason}. docs/formats.md explains the parts.", file=place, reason=reason) from None


def _content(path: Path) -> dict[str, Any]:
    """The TOML of a declaration on top of the one that it extends: columns are its own; derived ones of the same name
    stand where those of the other stood, further ones come first."""
    own = tomllib.loads(path.read_text(encoding="utf-8"))
    if "extends" not in own:
        return own
    base = _content(FORMATS / f"{own.pop('extends')}.toml")
    names = {name for kind in own["columns"].values() for name in kind}
    inherited = {name: rule for name, rule in base.get("derived", {}).items() if name not in names}
    rules = own.get("derived", {})
    first = {name: rule for name, rule in rules.items() if name not in inherited}
    return {**base, **own, "derived": {**first, **{name: rules.get(name, rule) for name, rule in inherited.items()}}}


def declarations(*folders: Path) -> list[Declaration]:
    """All formats in the folders, by name; a merchant's own declaration replaces a built-in of that name."""
    own = {path.stem: read_declaration(path) for folder in folders for path in sorted(folder.glob("*.toml"))}
    return [declaration for _, declaration in sorted({**_built_in(), **own}.items())]


@cache
def _built_in() -> dict[str, Declaration]:
    return {path.stem: read_declaration(path) for path in sorted(FORMATS.glob("*.toml"))}
