"""Figures in, table out: row headers, numbers on the right, units in the header, unknown as a word."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from analysis.checks import check_name
from analysis.language import Language
from analysis.presentation.change_tables import ways_of_counting
from analysis.presentation.exposure_tables import fee_rates, held, second_order, single_points, smallest_sets
from analysis.presentation.finding import said, verdict_words
from analysis.presentation.finding import window as trailing_row
from analysis.presentation.formulas import FORMULAS, MEASURES, SHARES, threshold_clause
from analysis.presentation.labels import name
from analysis.presentation.sheet import NOT_APPLICABLE, Sheet, days, left, right, table
from analysis.presentation.terms_tables import (
    asymmetry,
    contracts,
    decisions,
    derivations,
    helps_most,
    ladder,
    leaving,
    scenarios,
)
from analysis.presentation.theme import Figure, missing_figure

__all__ = [
    "asymmetry",
    "channels",
    "checks",
    "concentration",
    "contracts",
    "decisions",
    "derivations",
    "exposure",
    "fee_rates",
    "formulas",
    "held",
    "helps_most",
    "inputs",
    "ladder",
    "leaving",
    "scenarios",
    "second_order",
    "single_points",
    "smallest_sets",
    "trailing",
    "unknowns",
    "ways_of_counting",
]
Row = Mapping[str, Any]
ALIKE = 3  # unknowns of one kind that are shown


def inputs(figures: dict[str, Any], language: Language) -> Figure:
    """One row per file read: format, days covered, and rows loaded, rejected and met twice."""
    text = language.text
    columns = left(text("File"), text("Format")) + days(text("From"), text("To"))
    columns += right(text("Rows"), text("Loaded"), text("Rejected"), text("Duplicates")) + left("SHA-256")
    sheet = Sheet("table-inputs", text("What was read"), columns, text("No file was read."))
    rows = [
        [
            row["file"],
            _format(figures, row.get("format"), language),
            language.short_day(row.get("from")),
            language.short_day(row.get("to")),
            *(language.count(row.get(key)) for key in ("rows", "loaded", "rejected", "duplicates")),
            (row.get("sha256") or language.unknown)[:12],
        ]
        for row in figures.get("inputs") or []
    ]
    return table(sheet, rows, language)


def _format(figures: dict[str, Any], identifier: str | None, language: Language) -> str:
    """What a format is called by those who download it."""
    if identifier and identifier.startswith("register."):
        return language.text("register table {table}", table=identifier.removeprefix("register."))
    return language.told(name(figures, "formats", identifier) or language.unknown)


def checks(figures: dict[str, Any], language: Language) -> Figure:
    """One row per check of the data, whether it passed, and how many rows offend."""
    text = language.text
    columns = left(text("Check"), text("Result")) + right(text("Offending rows"))
    sheet = Sheet("table-checks", text("What was checked"), columns, text("No check has run."))
    words = {True: text("passed"), False: text("failed")}
    rows = [
        [
            language.told(check_name(row["check"])),
            words.get(row.get("ok"), language.unknown),
            _offending(row.get("offending"), language),
        ]
        for row in figures.get("checks") or []
    ]
    return table(sheet, rows, language)


def unknowns(figures: dict[str, Any], language: Language) -> Figure:
    """What is not known, why, and how to make it known: three of each kind, and how many more there are of it."""
    text = language.text
    columns = left(text("Not known"), text("Why"), text("How to find out"))
    sheet = Sheet("table-unknowns", text("What is not known"), columns, text("Nothing is unknown."))
    kinds: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in figures.get("unknowns") or []:
        template = row.get("said") or row
        kinds.setdefault((template["what"], template["why"]), []).append(row)
    rows = [cells for alike in kinds.values() for cells in _alike(alike, language)]
    return table(sheet, rows, language)


def _alike(unknowns: list[dict[str, Any]], language: Language) -> list[list[str]]:
    """The first unknowns of a kind, the last of them with the number of those that are left out."""
    shown = [[said(row, key, language=language) for key in ("what", "why", "how_to_fix")] for row in unknowns[:ALIKE]]
    if len(unknowns) > ALIKE:
        more = language.text("(and {count} more of this kind: figures.json)", count=len(unknowns) - ALIKE)
        shown[-1][0] += f" {more}"
    return shown


def channels(figures: dict[str, Any], language: Language) -> Figure:
    """Net revenue, share and orders per channel over the trailing twelve months."""
    text, window = language.text, trailing(figures, "channel")
    amount = text("Net revenue ({currency})", currency=figures["currency"])
    columns = left(text("Channel")) + right(amount, text("Share"), text("Orders"), text("Months unknown"))
    since, until = language.short_day(window.get("from")), language.short_day(window.get("to"))
    title = text("Channels from {first} to {last}", first=since, last=until)
    sheet = Sheet("table-channels", title, columns, text("No revenue is known yet: add an export of orders."))
    by_channel: dict[str | None, list[Row]] = {}
    for row in figures.get("revenue") or []:
        if window.get("from", "")[:7] <= row["month"] <= figures["month"]:
            by_channel.setdefault(row.get("channel_id"), []).append(row)
    shares = window.get("shares") or {}
    totals = {channel: _total(rows, "net_revenue") for channel, rows in by_channel.items()}
    order = sorted(by_channel, key=lambda channel: (-(totals[channel] or Decimal(0)), channel or ""))
    rows = [
        [
            name(figures, "channels", channel) or text("not attributed"),
            language.number(totals[channel], 0),
            language.percent(shares.get(channel) if channel else window.get("unattributed_share")),
            language.number(_total(by_channel[channel], "orders"), 0),
            language.count(sum(row.get("net_revenue") is None for row in by_channel[channel])),
        ]
        for channel in order
    ]
    return table(sheet, rows, language)


def concentration(figures: dict[str, Any], language: Language) -> Figure:
    """Each measure of concentration in the trailing window, by channel and by owner, with its formula."""
    text = language.text
    channel, group = trailing(figures, "channel"), trailing(figures, "channel_group")
    columns = left(text("Measure")) + right(text("Channels"), text("Owners")) + left(text("Formula"))
    title = text("How concentrated the revenue is")
    sheet = Sheet("table-concentration", title, columns, text("No concentration is known yet."))
    if not channel and not group:
        return missing_figure(language, title=title, sentence=sheet.empty)
    rows = [
        [text(word), _measure(channel, key, language), _measure(group, key, language), text(formula)]
        for key, word, formula in MEASURES
    ]
    verdicts = [verdict_words(row, language) for row in (channel, group)]
    lines = (
        threshold_clause(row["threshold_source"], language) for row in (channel, group) if row.get("threshold_source")
    )
    rows.append([text("Verdict"), *verdicts, "; ".join(dict.fromkeys(lines)) or language.unknown])
    return table(sheet, rows, language)


def exposure(figures: dict[str, Any], language: Language) -> Figure:
    """Share of net revenue that passes through each vendor group, in all and by function."""
    text, known = language.text, figures.get("exposure") or {}
    columns = left(text("Vendor group")) + right(text("Share of revenue")) + left(text("By function"))
    title = text("On whom the revenue depends")
    sheet = Sheet("table-exposure", title, columns, text("No vendor is known yet: fill in the register."))
    groups = sorted(known.get("groups") or [], key=lambda row: (-(row.get("revenue_share") or 0), row["group"]))
    rows = [
        [
            # A vendor without an owner is its own group, under its own id.
            ((figures.get("names") or {}).get("groups") or {}).get(row["group"])
            or name(figures, "vendors", row["group"])
            or language.unknown,
            language.percent(row.get("revenue_share")),
            _function_shares(row.get("functions") or {}, language),
        ]
        for row in groups
    ]
    hidden = [
        f"{name(figures, 'vendors', row['vendor_id'])} {language.percent(row.get('revenue_share'))}"
        for row in known.get("hidden") or []
    ]
    note = text(
        "Runs no channel, yet touches more revenue than the largest one: {names}.", names=language.listed(hidden)
    )
    return table(sheet, rows, language, note=note if hidden else "")


def formulas(figures: dict[str, Any], language: Language) -> Figure:
    """The annex: each figure's name, formula, unit, source, and key in figures.json."""
    text, currency = language.text, figures["currency"]
    columns = left(text("Figure"), text("Formula"), text("Unit"), text("Source"), "figures.json")
    sheet = Sheet("table-formulas", text("How each figure is computed"), columns, text("No formula is known."))
    rows = [
        [text(word), text(formula), currency if unit == "amount" else text(unit), text(source), key]
        for key, word, formula, unit, source in FORMULAS
    ]
    return table(sheet, rows, language)


def trailing(figures: dict[str, Any], grain: str) -> Row:
    """The concentration of a grain over the trailing window on net revenue, empty where there is none."""
    return trailing_row(figures, grain) or {}


def _total(rows: Sequence[Row], key: str) -> Decimal | None:
    known = [Decimal(row[key]) for row in rows if row.get(key) is not None]
    return sum(known, Decimal(0)) if known else None


def _offending(offending: object, language: Language) -> str:
    count = len(offending) if isinstance(offending, list) else offending
    return language.count(count) if isinstance(count, int | None) else str(count)


def _measure(row: Row, key: str, language: Language) -> str:
    value = row.get(key)
    if key == "normalised_hhi" and row.get("n") == 1:
        return NOT_APPLICABLE
    if key in SHARES:
        return language.percent(value)
    return language.number(value, {"n": 0, "effective_number": 2}.get(key, 4))


def _function_shares(functions: Mapping[str, float | None], language: Language) -> str:
    ordered = sorted(functions.items(), key=lambda item: (-(item[1] or 0), item[0]))
    return ", ".join(f"{language.term(function)} {language.percent(share)}" for function, share in ordered)
