"""The shop folder: its settings and where its parts lie."""

import re
import secrets
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

import holidays
from babel.numbers import is_currency
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from analysis.errors import InputError, in_words, not_toml
from analysis.message import Message

REFERENCE = Path(__file__).parent.parent / "data" / "reference"

NO_CURRENCIES = ("XXX", "XTS")  # codes of ISO 4217 for none and for tests

EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)


class Section(BaseModel):
    """A section of shop.toml; unknown keys are errors, so that a typing mistake is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Identity(Section):
    """[shop]: who the merchant is and how dates and money are told."""

    name: str
    currency: str
    language: Literal["en", "de"] = "en"
    timezone: str = "Europe/Berlin"
    holidays: str | None = None

    @field_validator("currency")
    @classmethod
    def _is_a_currency(cls, currency: str) -> str:
        if not is_currency(currency) or currency in NO_CURRENCIES:
            strange = '"{currency}" is not a currency code; write three capital letters like EUR'
            raise ValueError(Message(strange, currency=currency))
        return currency

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError(Message('"{zone}" is not a time zone; write one like Europe/Berlin', zone=zone))
        return zone

    @field_validator("holidays")
    @classmethod
    def _holidays_exist(cls, place: str | None) -> str | None:
        if place:
            try:
                holiday_calendar(place, [2026])
            except NotImplementedError as problem:
                strange = '"{place}": {problem}; write one like DE or DE-BY'
                raise ValueError(Message(strange, place=place, problem=str(problem))) from None
        return place


class Finance(Section):
    """[finance]: amounts in the shop's currency; what is not given stays unknown."""

    cash: Decimal | None = None
    credit_line: Decimal = Decimal(0)
    minimum_cash: Decimal = Decimal(0)
    fixed_costs_per_month: Decimal | None = None
    unit_cost_share: Decimal | None = Field(default=None, ge=0, le=1)  # of net sales, for articles without unit_cost


class Tax(Section):
    """[tax]: the VAT rate (0–1) of lines whose export does not state their tax."""

    default_rate: Decimal | None = Field(default=None, ge=0, lt=1)


DateOrder = Literal["day_first", "month_first"]


class Register(Section):
    """[register]: how its dates with slashes are written; without this they are refused, not guessed."""

    date_order: DateOrder | None = None


class Exports(Section):
    """[exports]: how dates with slashes are written in files that fit both ways; without this they are refused."""

    date_order: DateOrder | None = None


class Settings(Section):
    """shop.toml."""

    shop: Identity
    finance: Finance = Finance()
    tax: Tax = Tax()
    register_: Register = Field(default=Register(), alias="register")
    exports: Exports = Exports()
    thresholds: dict[str, list[float]] = {}
    loss_share: float | None = Field(default=None, gt=0, lt=1, alias="thresholds.loss_share")

    @property
    def register_conventions(self) -> dict[str, str | None]:
        """How cells of the register are read: the order of its dates and the currency of its amounts."""
        return {"date_order": self.register_.date_order, "currency": self.shop.currency}

    @model_validator(mode="before")
    @classmethod
    def _one_number_among_lines(cls, given: dict[str, Any]) -> dict[str, Any]:
        """[thresholds] loss_share is one number, where the other thresholds are lists."""
        lines = given.get("thresholds")
        if not isinstance(lines, dict) or "loss_share" not in lines:
            return given
        others = {name: line for name, line in lines.items() if name != "loss_share"}
        return {**given, "thresholds": others, "thresholds.loss_share": lines["loss_share"]}


class Shop:
    """A shop folder and the place where what is generated goes (the folder itself, unless told otherwise)."""

    def __init__(self, folder: Path, out: Path | None = None) -> None:
        self.folder = folder
        self.out = out or folder
        self.settings = _settings(folder)

    @property
    def warehouse(self) -> Path:
        """The one DuckDB file of the shop."""
        return self.out / "warehouse.duckdb"

    @property
    def exports(self) -> Path:
        """Native export files, as downloaded."""
        return self.folder / "exports"

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.settings.shop.timezone)

    @property
    def country(self) -> str | None:
        """The country of the shop, from its holidays, else its time zone; None when neither tells."""
        place = self.settings.shop.holidays
        return place[:2] if place else {"Europe/Berlin": "DE"}.get(self.settings.shop.timezone)

    @property
    def is_in_eu(self) -> bool:
        """Whether EU platform rules protect the shop."""
        return self.country in EU

    def secret(self) -> bytes:
        """The key of the buyers' hashes, made once and kept beside the warehouse, never inside it."""
        path = next((p for p in (self.folder / ".vda-secret", self.out / ".vda-secret") if p.exists()), None)
        if path is None:
            self.out.mkdir(parents=True, exist_ok=True)
            path = self.out / ".vda-secret"
            path.write_text(secrets.token_hex(32))
            path.chmod(0o600)
        return path.read_bytes()

    def working_holidays(self, first: int, last: int) -> dict[date, str]:
        """Public holidays of the years first … last at the shop's place; none when no place is given."""
        place = self.settings.shop.holidays
        return holiday_calendar(place, range(first, last + 1)) if place else {}


def holiday_calendar(place: str, years: range | list[int]) -> dict[date, str]:
    """Public holidays of a country or "COUNTRY-SUBDIVISION" (package holidays)."""
    country, _, part = place.partition("-")
    return dict(holidays.country_holidays(country, subdiv=part or None, years=years))


def _settings(folder: Path) -> Settings:
    path = folder / "shop.toml"
    if not folder.is_dir():
        raise InputError("{folder} is not a folder. `vda init {folder}` makes an empty shop folder.", folder=folder)
    if not path.exists():
        raise InputError("{file} is missing. `vda init {folder}` writes one to fill in.", file=path, folder=folder)
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise InputError("{file}: {reason}", file=path, reason=not_toml(problem)) from None
    except ValidationError as problem:
        keys = [name for section in (Identity, Finance, Tax, Register, Exports) for name in section.model_fields]
        reason = in_words(problem, [*keys, *Settings.model_fields])
        raise InputError("{file}: {reason}", file=path, reason=reason) from None


def language_of(folder: Path) -> Literal["en", "de"]:
    """The language that shop.toml names, even where the rest of it cannot be read; English where it names none."""
    path = folder / "shop.toml"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    return "de" if re.search(r"""^\s*language\s*=\s*["']de["']""", text, re.MULTILINE) else "en"


def month_bounds(month: str) -> tuple[date, date]:
    """First and last day of a month written YYYY-MM; ValueError otherwise."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        raise ValueError(Message('"{month}" is not a month; write YYYY-MM, for example 2026-10', month=month))
    first = date(int(month[:4]), int(month[5:]), 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)
