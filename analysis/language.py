"""Words, numbers and dates in the reader's language; every locale fact comes from Babel."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import NumberPattern, format_decimal

from analysis.message import Count, Message

Amount = Decimal | float | str | None
LOCALES = {"en": "en_GB", "de": "de_DE"}


@cache
def catalogue(code: str) -> Catalog:
    """The translations of a language from `locale/CODE/messages.po`, empty where that file is missing."""
    path = Path(__file__).parent / "locale" / code / "messages.po"
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file, locale=code)


@cache
def _translations(code: str) -> dict[str, str]:
    return {str(entry.id): str(entry.string) for entry in catalogue(code) if entry.id and entry.string}


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(LOCALES[code])


@cache
def _said_day(day: date, style: Literal["long", "medium"], code: str) -> str:
    # The same few thousand days recur in the texts of all contracts; Babel takes 10 µs for each.
    return _locale(code).date_formats[style].apply(day, _locale(code))


@cache
def _said_count(x: int, code: str) -> str:
    return format_decimal(x, locale=_locale(code))


@dataclass(frozen=True)
class Language:
    """A reader's language, "en" or "de"; any other code is a ValueError."""

    code: Literal["en", "de"]

    def __post_init__(self) -> None:
        if self.code not in LOCALES:
            raise ValueError(f'language is "{self.code}" but must be "en" or "de".')

    @property
    def locale(self) -> Locale:
        """Babel's locale for this language (CLDR)."""
        return _locale(self.code)

    def text(self, message: str, /, **values: object) -> str:
        """The message in this language, English where no translation exists, with its {values} filled in."""
        return self._translated(message).format(**values)

    def told(self, message: str) -> str:
        """A message in this language with its values as this language writes them; another text by the catalogue."""
        if isinstance(message, Message):
            values = {name: self._value(value) for name, value in message.values.items()}
            return self._translated(message.template).format(**values)
        return self._translated(message)

    def term(self, identifier: str) -> str:
        """A field term such as `order_intake` in words; an identifier without a translation keeps its own."""
        return self._translated(identifier.replace("_", " "))

    def money(self, amount: Amount, currency: str, decimals: int = 0) -> str:
        """An amount with its currency sign, or "unknown"."""
        pattern = self.locale.currency_formats["standard"]
        return self._apply(pattern, amount, decimals=decimals, currency=currency)

    def percent(self, share: Amount, digits: int = 1) -> str:
        """A share on 0-1 as a percentage, or "unknown"."""
        return self._apply(self.locale.percent_formats[None], share, decimals=digits)

    def number(self, x: Amount, digits: int = 2) -> str:
        """A plain number with a fixed count of decimals, or "unknown"."""
        return self._apply(self.locale.decimal_formats[None], x, decimals=digits)

    def count(self, x: int | None) -> str:
        """A whole number with thousands separators, or "unknown"."""
        return self.unknown if x is None else Count(x, _said_count(x, self.code))

    def listed(self, parts: Iterable[str]) -> str:
        """Parts of a sentence in a row, "A, B and C" or "A, B und C"."""
        return format_list([*parts], locale=self.locale)

    def day(self, day: date | str | None) -> str:
        """A date in words, "31 October 2026" or "31. Oktober 2026", or "unknown"."""
        return self._date(day, "long")

    def short_day(self, day: date | str | None) -> str:
        """A short date, "31 Oct 2026" or "31.10.2026", or "unknown"."""
        return self._date(day, "medium")

    def month(self, month: str | None) -> str:
        """A month "2026-10" in words, "October 2026" or "Oktober 2026", or "unknown"."""
        if not month:
            return self.unknown
        return format_skeleton("yMMMM", date.fromisoformat(f"{month[:7]}-01"), locale=self.locale)

    @property
    def unknown(self) -> str:
        """The word for a value that is not known."""
        return self.text("unknown")

    def _translated(self, message: str) -> str:
        return _translations(self.code).get(message, message)

    def _value(self, value: object) -> str:
        if isinstance(value, Message):
            return self.told(value)
        if isinstance(value, int):
            return self.count(value)
        if isinstance(value, Decimal):
            return self.number(value, max(0, -int(value.as_tuple().exponent)))
        return self.short_day(value) if isinstance(value, date) else str(value)

    def _date(self, day: date | str | None, style: Literal["long", "medium"]) -> str:
        if not day:
            return self.unknown
        return _said_day(date.fromisoformat(day[:10]) if isinstance(day, str) else day, style, self.code)

    def _apply(self, pattern: NumberPattern, x: Amount, *, decimals: int, currency: str | None = None) -> str:
        if x is None or not isfinite(float(x)):
            return self.unknown
        fixed = copy(pattern)
        fixed.frac_prec = (decimals, decimals)
        return fixed.apply(Decimal(str(x)), self.locale, currency=currency, currency_digits=False)
