"""Figures in, table out: row headers, numbers on the right, units in the header, unknown as a word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any, Literal

import polars as pl
from great_tables import GT, html

from analysis.formulas import FORMULAS, MEASURES, SHARES
from analysis.language import Language
from analysis.theme import TABLE_LOOK, Figure, missing_figure, name

Figures = Mapping[str, Any]
Row = Mapping[str, Any]
Column = tuple[str, Literal["left", "right"]]
NOT_APPLICABLE = "–"


@dataclass(frozen=True)
class Sheet:
    """The frame of a table: its fixed id, its title, its columns, and what to say when empty."""

    id: str
    title: str
    columns: list[Column]
    empty: str


def inputs(figures: Figures, language: Language) -> Figure:
    """One row per file read: format, days covered, and rows loaded, rejected and met twice."""
    text = language.text
    columns = _left(text("File"), text("Format"), text("From"), text("To"))
    columns += _right(text("Rows"), text("Loaded"), text("Rejected"), text("Duplicates")) + _left("SHA-256")
    sheet = Sheet("table-inputs", text("What was read"), columns, text("No file was read."))
    rows = [
        [
            row["file"],
            row.get("format") or language.unknown,
            language.short_day(row.get("from")),
            language.short_day(row.get("to")),
            *(language.count(row.get(key)) for key in ("rows", "loaded", "rejected", "duplicates")),
            (row.get("sha256") or language.unknown)[:12],
        ]
        for row in figures.get("inputs") or []
    ]
    return _table(sheet, rows, language)


def checks(figures: Figures, language: Language) -> Figure:
    """One row per check of the data, whether it passed, and how many rows offend."""
    text = language.text
    columns = _left(text("Check"), text("Result")) + _right(text("Offending rows"))
    sheet = Sheet("table-checks", text("What was checked"), columns, text("No check has run."))
    words = {True: text("passed"), False: text("failed")}
    rows = [
        [row["check"], words.get(row.get("ok"), language.unknown), _offending(row.get("offending"), language)]
        for row in figures.get("checks") or []
    ]
    return _table(sheet, rows, language)


def unknowns(figures: Figures, language: Language) -> Figure:
    """One row per value that is not known, why, and how to make it known."""
    text = language.text
    columns = _left(text("Not known"), text("Why"), text("How to find out"))
    sheet = Sheet("table-unknowns", text("What is not known"), columns, text("Nothing is unknown."))
    rows = [
        [row.get(key) or language.unknown for key in ("what", "why", "how_to_fix")]
        for row in figures.get("unknowns") or []
    ]
    return _table(sheet, rows, language)


def channels(figures: Figures, language: Language) -> Figure:
    """Net revenue, share and orders per channel over the trailing twelve months."""
    text, window = language.text, trailing(figures, "channel")
    amount = text("Net revenue ({currency})", currency=figures["currency"])
    columns = _left(text("Channel")) + _right(amount, text("Share"), text("Orders"), text("Months unknown"))
    title = text("Channels in the trailing twelve months")
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
    return _table(sheet, rows, language)


def concentration(figures: Figures, language: Language) -> Figure:
    """Each measure of concentration in the trailing window, by channel and by owner, with its formula."""
    text = language.text
    channel, group = trailing(figures, "channel"), trailing(figures, "channel_group")
    columns = _left(text("Measure")) + _right(text("Channels"), text("Owners")) + _left(text("Formula"))
    title = text("How concentrated the revenue is")
    sheet = Sheet("table-concentration", title, columns, text("No concentration is known yet."))
    if not channel and not group:
        return missing_figure(language, title=title, sentence=sheet.empty)
    rows = [
        [text(word), _measure(channel, key, language), _measure(group, key, language), text(formula)]
        for key, word, formula in MEASURES
    ]
    verdicts = [language.term(row.get("verdict") or "unknown") for row in (channel, group)]
    source = channel.get("threshold_source") or group.get("threshold_source") or "unknown"
    rows.append([text("Verdict"), *verdicts, language.term(source)])
    return _table(sheet, rows, language)


def exposure(figures: Figures, language: Language) -> Figure:
    """Share of net revenue that passes through each vendor group, in all and by function."""
    text, known = language.text, figures.get("exposure") or {}
    columns = _left(text("Vendor group")) + _right(text("Share of revenue")) + _left(text("By function"))
    title = text("On whom the revenue depends")
    sheet = Sheet("table-exposure", title, columns, text("No vendor is known yet: fill in the register."))
    groups = sorted(
        known.get("groups") or [], key=lambda row: (-(row.get("revenue_share") or 0), row["group"])
    )
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
        "Runs no channel, yet touches more revenue than the largest one: {names}.", names=", ".join(hidden)
    )
    return _table(sheet, rows, language, note=note if hidden else "")


def contracts(figures: Figures, language: Language) -> Figure:
    """Status, end, deadlines and the cost of missing them, one row per contract."""
    text = language.text
    cost = text("Cost of missing ({currency})", currency=figures["currency"])
    days = [text("Out on"), text("Must arrive by"), text("Send by"), text("If missed, out on")]
    columns = _left(text("Contract"), text("Vendor"), text("Status"), *days) + _right(cost)
    title = text("Contracts and their deadlines")
    sheet = Sheet("table-contracts", title, columns, text("No contract is known yet: fill in the register."))
    known = (figures.get("lock_in") or {}).get("contracts") or []
    ordered = sorted(known, key=lambda row: (row.get("send_by") or "9999", row["contract_id"]))
    return _table(sheet, [_contract(figures, row, language) for row in ordered], language)


def asymmetry(figures: Figures, language: Language) -> Figure:
    """Days of their notice against days we need for a replacement, and the contribution at risk between."""
    text = language.text
    days = [text("Their notice (days)"), text("Our replacement (days)"), text("Uncovered (days)")]
    risk = text("Contribution at risk ({currency})", currency=figures["currency"])
    columns = _left(text("Vendor"), text("Function")) + _right(*days, risk)
    title = text("Who can leave whom faster")
    sheet = Sheet("table-asymmetry", title, columns, text("No notice by a vendor can be compared yet."))
    keys = ("their_notice_days", "our_replacement_days", "uncovered_days", "contribution_at_risk")
    rows = [
        [
            _vendor(figures, row, language),
            language.term(row.get("function") or "unknown"),
            *(language.number(row.get(key), 0) for key in keys),
        ]
        for row in (figures.get("lock_in") or {}).get("asymmetry") or []
    ]
    return _table(sheet, rows, language)


def scenarios(figures: Figures, language: Language) -> Figure:
    """What each scenario costs and when, one row per scenario and vendor, in the shop currency."""
    text, currency = language.text, figures["currency"]
    losses = [text("Contribution lost"), text("Lost until exit"), text("More if missed"), text("Lowest cash")]
    amounts = [f"{word} ({currency})" for word in losses]
    columns = _left(text("Scenario"), text("Vendor"), text("Binds from"), text("Exit")) + _right(*amounts)
    columns += _left(text("Lowest on"))
    title = text("What if terms get worse")
    sheet = Sheet("table-scenarios", title, columns, text("No scenario could be computed."))
    keys = ("contribution_loss", "loss_until_exit", "price_of_missing", "lowest_cash")
    rows = [
        [
            row.get("name") or row["scenario_id"],
            name(figures, "vendors", row.get("vendor_id")) or NOT_APPLICABLE,
            language.short_day(row.get("binds_from")),
            language.short_day(row.get("exit_on")),
            *(language.number(row.get(key), 0) for key in keys),
            language.short_day(row.get("lowest_cash_on")),
        ]
        for row in figures.get("scenarios") or []
    ]
    sources = dict.fromkeys(s for row in figures.get("scenarios") or [] for s in row.get("sources") or [])
    note = text("Sources: {sources}.", sources="; ".join(sources)) if sources else ""
    return _table(sheet, rows, language, note=note)


def formulas(figures: Figures, language: Language) -> Figure:
    """The annex: each figure's key, formula, unit and source."""
    text, currency = language.text, figures["currency"]
    columns = _left(text("Figure"), text("Formula"), text("Unit"), text("Source"))
    sheet = Sheet(
        "table-formulas", text("How each figure is computed"), columns, text("No formula is known.")
    )
    rows = [
        [key, text(formula), currency if unit == "amount" else text(unit), text(source)]
        for key, formula, unit, source in FORMULAS
    ]
    return _table(sheet, rows, language)


def trailing(figures: Figures, grain: str) -> Row:
    """The concentration of a grain over the longest window that ends last, empty where there is none."""
    rows = [row for row in figures.get("concentration") or [] if row["grain"] == grain]
    last = max((row["to"] for row in rows), default="")
    return min((row for row in rows if row["to"] == last), key=lambda row: row["from"], default={})


def _table(sheet: Sheet, rows: Sequence[Sequence[str]], language: Language, *, note: str = "") -> Figure:
    if not rows:
        return missing_figure(language, title=sheet.title, sentence=sheet.empty)
    keys = [f"c{number}" for number in range(len(sheet.columns))]
    frame = pl.DataFrame([list(row) for row in rows], schema=dict.fromkeys(keys, pl.String), orient="row")
    title = html(f"<strong>{escape(sheet.title)}</strong>")
    table = GT(frame, rowname_col=keys[0], id=sheet.id).tab_header(title=title)
    table = table.tab_stubhead(label=sheet.columns[0][0])
    for key, (label, side) in list(zip(keys, sheet.columns, strict=True))[1:]:
        table = table.cols_label(cases={key: label}).cols_align(align=side, columns=[key])
    table = (table.tab_source_note(note) if note else table).tab_options(**TABLE_LOOK)
    return Figure(f'<div class="table" lang="{language.code}">{table.as_raw_html()}</div>')


def _left(*labels: str) -> list[Column]:
    return [(label, "left") for label in labels]


def _right(*labels: str) -> list[Column]:
    return [(label, "right") for label in labels]


def _vendor(figures: Figures, row: Row, language: Language) -> str:
    return name(figures, "vendors", row.get("vendor_id")) or language.unknown


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


def _contract(figures: Figures, row: Row, language: Language) -> list[str]:
    status = row.get("status") or "unknown"
    # Where the status is known, an empty deadline means that none applies; otherwise nobody knows.
    applies = {key for key in row if row[key] is not None or status == "unknown"}
    if row.get("exit_if_missed"):
        applies.add("cost_of_missing")
    return [
        row["contract_id"],
        _vendor(figures, row, language),
        language.term(status),
        language.short_day(row.get("earliest_exit")),
        *(
            language.short_day(row.get(key)) if key in applies else NOT_APPLICABLE
            for key in ("last_receipt", "send_by", "exit_if_missed")
        ),
        language.number(row.get("cost_of_missing"), 0) if "cost_of_missing" in applies else NOT_APPLICABLE,
    ]
