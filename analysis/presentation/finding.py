"""What a finding is, how a list of them looks, and how it reads the figures."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any, Literal

from analysis.language import Language
from analysis.message import Message
from analysis.presentation.deadlines import as_of
from analysis.presentation.labels import name

Row = dict[str, Any]
Severity = Literal["act", "watch", "good", "unknown"]
SEVERITIES: dict[Severity, str] = {"act": "Act", "watch": "Watch", "good": "Good", "unknown": "Unknown"}
VERDICTS = {"green": "green", "yellow": "yellow", "amber": "amber", "red": "red"}
LEVEL = 1e-12  # shares closer than this are equal
MONTHS = ("before", "month", "missing")  # values of unknowns that are months, YYYY-MM
# Values that are names, kept as they are written: "4711" is no number, and a channel "payment" no function.
NAMES = ("channel", "channels", "vendor", "vendors", "group", "contract", "contracts", "scenario", "id", "ids", "name")
FUNCTIONS = {
    "order_intake": "order intake",
    "goods_in": "goods in",
    "storage": "storage",
    "shipping": "shipping",
    "returns": "returns",
    "invoicing": "invoicing",
    "dunning": "dunning",
    "collection": "collection",
    "payment": "payment",
    "marketplace": "marketplace",
    "shop_system": "shop system",
    "customer_service": "customer service",
    "advertising": "advertising",
    "software": "software",
    "supply": "supply",
}


@dataclass(frozen=True)
class Finding:
    """What to tell the merchant, how serious it is, the day to act by, its path in the figures, its rank."""

    text: str
    severity: Severity
    due_on: date | None
    source: str
    weight: float


@dataclass(frozen=True)
class FindingsList:
    """Findings as an HTML list with the severity in words, every text escaped."""

    findings: Sequence[Finding]
    language: Language

    def __repr__(self) -> str:
        return "\n".join(f"[{self._severity(finding)}] {finding.text}" for finding in self.findings)

    def _repr_html_(self) -> str:
        tag = "ol" if len(self.findings) > 1 else "ul"
        items = "".join(map(self._item, self.findings))
        return f'<{tag} class="findings" lang="{self.language.code}">{items}</{tag}>'

    def _item(self, finding: Finding) -> str:
        chips = f'<span class="chip">{escape(self._severity(finding))}</span>'
        if finding.due_on:
            due = self.language.text("by {day}", day=self.language.short_day(finding.due_on))
            chips += f' <span class="due">{escape(due)}</span>'
        said = escape(finding.text).replace("§ ", "§&nbsp;")  # a provision stays in one piece
        text = f'<p class="chips">{chips}</p><p>{said}</p>'
        return f'<li class="finding {finding.severity}">{text}</li>'

    def _severity(self, finding: Finding) -> str:
        return self.language.text(SEVERITIES[finding.severity])


def rows(figures: Row, *path: str) -> list[Row]:
    """The rows at a path of the figures, none where anything on the way is missing."""
    here: Any = figures
    for step in path:
        here = (here or {}).get(step)
    return here or []


def window(figures: Row, grain: str) -> Row | None:
    """The concentration row of the trailing window on net revenue; without its name, the longest that ends last."""
    found = _on_net_revenue(figures, grain)
    found = [row for row in found if row.get("window") == "trailing"] or found
    last = max((row["to"] for row in found), default=None)
    return min((row for row in found if row["to"] == last), key=lambda row: row["from"], default=None)


def months(figures: Row, grain: str) -> list[Row]:
    """The concentration rows of single months on net revenue with known shares, oldest first."""
    single = [row for row in _on_net_revenue(figures, grain) if is_month(row) and known_shares(row)]
    return sorted(single, key=lambda row: row["from"])


def is_month(row: Row) -> bool:
    """Whether a concentration row tells one whole month, whatever window it stands for."""
    first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
    return first.day == 1 and last == first.replace(day=monthrange(first.year, first.month)[1])


def _on_net_revenue(figures: Row, grain: str) -> list[Row]:
    return [row for row in rows(figures, "concentration") if row["grain"] == grain and row["basis"] == "net_revenue"]


def known_shares(row: Row | None) -> dict[str, float]:
    """The known shares of a concentration row, largest first."""
    shares = {key: share for key, share in ((row or {}).get("shares") or {}).items() if share is not None}
    return dict(sorted(shares.items(), key=lambda item: (-item[1], item[0])))


def label(figures: Row, kind: str, identifier: str | None) -> str:
    """The display name of an id on one line, "?" for no id."""
    return " ".join((name(figures, kind, identifier) or "?").split())


def function_words(functions: Sequence[str], language: Language) -> str:
    """Functions in the reader's words, in a row."""
    return language.listed(language.text(FUNCTIONS.get(function, "work")) for function in functions)


def ties(figures: Row, shares: dict[str, float], language: Language) -> str | None:
    """The other channels that brought as much as the one named."""
    largest, *others = shares
    level = [label(figures, "channels", key) for key in others if shares[largest] - shares[key] < LEVEL]
    return language.text("Just as much came from {channels}.", channels=language.listed(level)) if level else None


def verdict_words(row: Mapping[str, Any], language: Language) -> str:
    """The verdict, and the worst that it can be where what is not attributed leaves that open."""
    verdict, worst = row.get("verdict"), row.get("verdict_if_largest")
    if not verdict or worst in (None, verdict):
        return language.term(verdict or "unknown")
    return language.text("{verdict}, at worst {worst}", verdict=language.term(verdict), worst=language.term(worst))


def orders(figures: Row, first: str, last: str) -> int | None:
    """The orders of the months from first to last (YYYY-MM), None where their number is not known."""
    counts = [row.get("orders") for row in rows(figures, "revenue") if first <= row["month"] <= last]
    known = [count for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None


def orders_told(figures: Row, row: Row, language: Language) -> str | None:
    """On how many orders a concentration row rests."""
    count = orders(figures, row["from"][:7], row["to"][:7])
    if count == 1:
        return language.text("That rests on one order.")
    return language.text("That rests on {orders} orders.", orders=language.count(count)) if count else None


def next_report(figures: Row) -> date:
    """The last day of the month after as_of, when the next monthly report is due."""
    first = as_of(figures).replace(day=1) + timedelta(days=32)
    return first.replace(day=monthrange(first.year, first.month)[1])


def without_operator(figures: Row) -> list[Row]:
    """The rows of channels with revenue and a day of freedom that leaves out who runs them, the largest first."""
    found = [row for row in rows(figures, "lock_in", "channels") if row.get("operator_without_contract")]
    told = [row for row in found if row["status"] == "free_on" and row.get("share")]
    return sorted(told, key=lambda row: -row["share"])


def left_out(figures: Row, language: Language) -> str | None:
    """The vendors that what is told of lock-in leaves out, since no contract with them is on record."""
    vendors = (figures.get("lock_in") or {}).get("vendors_without_contract")
    if not vendors:
        return None
    names = language.listed(label(figures, "vendors", vendor) for vendor in vendors)
    return language.text("Left out, since no contract with them is on record: {vendors}.", vendors=names)


def plain(x: float | str, language: Language) -> str:
    """A number with one decimal, without any when it is whole."""
    return language.number(x, 0 if float(x) == int(float(x)) else 1)


def phrase(text: Any, language: Language) -> str:
    """A text out of the figures, translated where the catalogue has it, without its final full stop."""
    return language.told(text).rstrip(". ")


def said(row: Row, key: str, *, language: Language) -> str:
    """What an unknown says under a key in the reader's language, its plain text where it has no template."""
    template = (row.get("said") or {}).get(key)
    if template is None:
        return phrase(row.get(key) or language.unknown, language)
    values = (row["said"].get("values") or {}).items()
    return language.text(template, **{name: _value(name, value, language) for name, value in values})


def _value(key: str, value: Any, language: Language) -> str:
    if key in MONTHS:
        return language.month(value)
    if key in NAMES and isinstance(value, str):
        return value
    if isinstance(value, dict):
        return language.told(Message.of(value)).rstrip(". ")
    text = language.unknown if value is None else str(value)
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return language.number(text, len(text.partition(".")[2]))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return language.day(text)
    if set(words := text.split(", ")) <= set(FUNCTIONS):
        return function_words(words, language)
    return phrase(text, language)


def no_drift(figures: Row, language: Language) -> str:
    """Why no drift of the largest share is told."""
    unknowns = rows(figures, "unknowns")
    gap = next((row for row in unknowns if row.get("what") == "whether the largest share drifts"), None)
    if gap is None:
        return language.text("Whether the largest share drifts is not known: it takes six months of sales.")
    return language.text(
        "Whether the largest share drifts is not known: {why}.", why=said(gap, "why", language=language)
    )


def nothing_to_compare(figures: Row, against: str, language: Language) -> str:
    """Why no change of concentration against last_month, last_year or the reference month is told."""
    if against == "reference":
        return language.text("No month of reference is named, or it has no sales: it is a parameter, YYYY-MM.")
    return language.text(
        "What changed the concentration is not known: the shares of {month}, or those of both the month before and the "
        "same month a year ago, are not known.",
        month=language.month(figures["month"]),
    )


def unknown(text: str, source: str, *, weight: float = 10) -> Finding:
    """A finding that says what is not known."""
    return Finding(text, "unknown", None, source, weight)


def sentences(*parts: str | None) -> str:
    """The sentences there are, one after another."""
    return " ".join(filter(None, parts))


def amount(row: Mapping[str, Any], key: str) -> float | None:
    """An amount of the figures for comparing, None when unknown."""
    return None if row.get(key) is None else float(row[key])
