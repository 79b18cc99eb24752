"""What every part of the figures shares: the connection, the window, and the unknowns met on the way."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import duckdb

from analysis.message import Message
from analysis.rules.spelling import phrase
from analysis.shop import Shop
from analysis.warehouse import query

# How registers name the shop itself where a vendor is asked for; its own name is another way.
OURSELVES = (
    r"ich|wir|(?:wir )?selbst|eigen\w*(?: \w+)?|(?:my|our|it)?sel(?:f|ves)|me|we|us|own(?: \w+)?|in[- ]?house"
    r"|intern(?:al)?"
)


@dataclass
class Window:
    """The trailing twelve months to the end of `month` (fewer when history is shorter) and the day of the verdict."""

    month: str
    first: date
    last: date
    as_of: date
    starts_full: bool = True

    @property
    def months(self) -> list[date]:
        """First days of the months in the window."""
        day, found = self.first.replace(day=1), []
        while day <= self.last:
            found.append(day)
            day = (day + timedelta(days=31)).replace(day=1)
        return found

    @property
    def full_months(self) -> list[date]:
        """The window's months without a first one that the data begin in the middle of."""
        return self.months[0 if self.starts_full or len(self.months) == 1 else 1 :]


@dataclass
class Context:
    """What every part of the figures needs: the connection, the shop, the window and the unknowns met so far."""

    con: duckdb.DuckDBPyConnection
    shop: Shop
    window: Window
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    unknowns: list[dict[str, Any]] = field(default_factory=list)
    told: set[tuple[str, ...]] = field(default_factory=set)
    read: dict[str, list[dict]] = field(default_factory=dict)

    def rows(self, name: str) -> list[dict]:
        """The rows of sql/figures/<name>.sql with the days of the window, and the currency and zone of the shop."""
        if name not in self.read:
            self.read[name] = self._read(name)
        return self.read[name]

    def _read(self, name: str) -> list[dict]:
        window = {"first": self.window.first, "last": self.window.last, "as_of": self.window.as_of}
        shop = {"currency": self.shop.settings.shop.currency, "zone": str(self.shop.zone)}
        return query(self.con, f"figures/{name}", **shop, **window)

    def unknown(self, what: str, why: str, how_to_fix: str, **values: object) -> None:
        """Notes what cannot be told, why, and what would change that; {placeholders} are filled from the values."""
        said = {"what": what, "why": why, "how_to_fix": how_to_fix}
        plain: dict[str, Any] = {k: v if isinstance(v, int | float) else str(v) for k, v in values.items()}
        told = {key: text.format(**plain) for key, text in said.items()}
        plain |= {key: value.parts() for key, value in values.items() if isinstance(value, Message)}
        if tuple(told.values()) not in self.told:
            self.told.add(tuple(told.values()))
            self.unknowns.append({**told, "said": {**said, "values": plain}})

    def name(self, kind: str, identifier: str | None) -> str:
        """The name of a vendor or channel as people know it; its id where it has none."""
        return self.names[kind].get(identifier or "", identifier or "?")

    def is_ourselves(self, vendor_id: str) -> bool:
        """Whether the register means the shop itself by a vendor."""
        return any(means_ourselves(self.shop, each) for each in (vendor_id, self.name("vendors", vendor_id)))


def means_ourselves(shop: Shop, vendor: str) -> bool:
    """Whether a vendor's id or name is a word for the shop itself, or the shop's name."""
    is_own_name = vendor.casefold() == shop.settings.shop.name.casefold()
    return is_own_name or bool(phrase(OURSELVES).fullmatch(vendor.strip()))
