"""Figures in, chart out: each function takes the parsed figures.json and draws one answer."""

from datetime import date, timedelta

import altair as alt

from analysis.language import Language
from analysis.presentation import chart_rows as rows
from analysis.presentation import lock_in_rows, marks
from analysis.presentation.change_charts import change_waterfall as change_waterfall
from analysis.presentation.change_charts import share_drift as share_drift
from analysis.presentation.change_charts import stacked_shares as stacked_shares
from analysis.presentation.change_charts import verdict_grid as verdict_grid
from analysis.presentation.chart_rows import Figures
from analysis.presentation.exposure_charts import fee_rates as fee_rates
from analysis.presentation.finding import left_out, without_operator
from analysis.presentation.scenario_cost import cost, short_name
from analysis.presentation.theme import CALM, FAINT, MISSED, Figure, chart_figure, missing_figure

MOST_BARS = 15


def revenue_by_channel(figures: Figures, language: Language) -> Figure:
    """Stacked bars of monthly net revenue per channel in the shop currency; unknown months stay gaps."""
    title = language.text("Net revenue per month and channel")
    revenue = [row for row in figures.get("revenue") or [] if row["month"] <= figures["month"]]
    known = [row for row in revenue if row.get("net_revenue") is not None]
    if not known:
        sentence = language.text("No month has a known net revenue yet: add an export of orders.")
        return missing_figure(language, title=title, sentence=sentence)
    months = rows.months_between(row["month"] for row in revenue)
    amounts, colours = rows.monthly_amounts(figures, known, language)
    layers = [marks.stacked_months(amounts, months, colours)]
    subtitle = language.text(
        "{currency} without VAT and refunds, {window}. Source: the shop's exports.",
        currency=figures["currency"],
        window=rows.window(months, language),
    )
    heights = rows.unknown_months(revenue, amounts)
    if heights:
        layers.append(marks.question_marks(heights, months))
        subtitle += " " + language.text("Question mark: a channel whose revenue is unknown in that month.")
    return chart_figure(marks.fitted(layers, 300), language, title=title, subtitle=subtitle)


def concentration_over_time(figures: Figures, language: Language) -> Figure:
    """The effective number of channels (1/H) of each month with its 95 % sampling band (delta method)."""
    title = language.text("On how many equal channels the revenue of each month stands")
    told = [row for row in figures.get("concentration") or [] if row["from"][:7] <= figures["month"]]
    single = [row for row in told if rows.is_single_month(row)]
    known = [row for row in single if row.get("hhi")]
    if not known:
        sentence = language.text("No single month has a known concentration: it needs revenue per channel.")
        return missing_figure(language, title=title, sentence=sentence)
    months = rows.months_between(row["from"][:7] for row in single)
    values = rows.effective_numbers(known, months, language)
    layers = [
        marks.banded_lines(values, months),
        marks.labelled_rules(rows.threshold_lines(figures, language)),
    ]
    subtitle = language.text(
        "Effective number (1 ÷ HHI) of net revenue in single months, {window}; "
        "band: 95 % sampling error, and all that is not attributed at the largest. Source of the lines: {source}.",
        window=rows.window(months, language),
        source=rows.threshold_source(figures, language),
    )
    return chart_figure(marks.fitted(layers, 280), language, title=title, subtitle=subtitle)


def contract_timeline(figures: Figures, language: Language) -> Figure:
    """One bar per contract up to its exit, a lighter one up to the exit if the notice is missed."""
    title = language.text("How long each contract binds us, and by when notice must be sent")
    contracts = (figures.get("lock_in") or {}).get("contracts") or []
    if not contracts:
        sentence = language.text("No contract is known yet: fill in the register of contracts.")
        return missing_figure(language, title=title, sentence=sentence)
    as_of = date.fromisoformat(figures["as_of"])
    contracts = sorted(
        contracts, key=lambda contract: (lock_in_rows.deadline(contract) or "9999", contract["contract_id"])
    )
    first, last = (
        (as_of - timedelta(days=365)).isoformat(),
        lock_in_rows.last_day(contracts, as_of).isoformat(),
    )
    spans = lock_in_rows.contract_spans(contracts, language, first=first, last=last)
    bars = marks.row_bars(
        spans, marks.day_axis(first, last, language), colours=lock_in_rows.span_colours(spans, language)
    )
    heads = [lock_in_rows.contract_head(figures, contract, language) for contract in contracts]
    days = [lock_in_rows.deadline(contract) for contract in contracts]
    deadlines = [{"row": row, "from": day} for row, day in enumerate(days) if day and day <= last]
    texts = marks.row_heads(heads, head_width=256)
    layers = [marks.day_rule(as_of.isoformat()), bars, texts, marks.diamonds(deadlines)]
    subtitle = language.text(
        "Calendar days. Line: {as_of}; diamond: last day to send notice. Source: the register of contracts.",
        as_of=language.day(as_of),
    )
    height = marks.ROW_HEIGHT * len(contracts)
    return chart_figure(marks.fitted(layers, height), language, title=title, subtitle=subtitle)


def lock_in_curve(figures: Figures, language: Language) -> Figure:
    """The share of net revenue (0-1) that is free of its vendors, as steps from the as-of day on."""
    title = language.text("How much of the revenue could leave its vendors, and when")
    lock_in = figures.get("lock_in") or {}
    curve = [point for point in lock_in.get("curve") or [] if point.get("share") is not None]
    if not curve:
        sentence = language.text("No day of freedom is known yet: it needs contracts and alternatives.")
        return missing_figure(language, title=title, sentence=sentence)
    bands = lock_in_rows.lock_in_bands(lock_in, curve[-1]["share"], language)
    if bands and not any(point["share"] for point in curve):
        told = "; ".join(band["label"] for band in bands)
        return missing_figure(language, title=title, sentence=language.text("No day is known: {told}.", told=told))
    steps = lock_in_rows.lock_in_steps(curve, figures["as_of"])
    axis = marks.day_axis(steps[0]["from"], steps[-1]["from"], language)
    layers = [marks.share_bands(bands), marks.share_steps(steps, axis)]
    if lock_in.get("half_free_on"):
        half = lock_in_rows.half_free(lock_in["half_free_on"], steps, language)
        layers.append(marks.labelled_point(half, left=half["late"]))
    subtitle = _curve_subtitle(figures, lock_in, language)
    return chart_figure(marks.fitted(layers, 280), language, title=title, subtitle=subtitle)


def _curve_subtitle(figures: Figures, lock_in: dict, language: Language) -> str:
    """What the curve shows, and which channels and vendors it knows no contract of."""
    subtitle = language.text(
        "Share of net revenue, {window}, that is free if notice arrives on {as_of}. Source: the registers of "
        "contracts and alternatives.",
        window=rows.trailing_window(figures, language),
        as_of=language.day(figures["as_of"]),
    )
    if lock_in.get("unknown_share") != 0:
        share = language.percent(lock_in.get("unknown_share"))
        subtitle += " " + language.text("Channels without any known contract: {share}.", share=share)
    if untold := left_out(figures, language):
        subtitle += " " + untold
    if missing := without_operator(figures):
        share = language.percent(sum(row["share"] for row in missing))
        subtitle += " " + language.text(
            "Without the operator's contract, so by the other contracts alone: {share}.", share=share
        )
    return subtitle


def asymmetry_bars(figures: Figures, language: Language) -> Figure:
    """Per vendor and work a pair of bars in days: the notice they must give us, and what we need to replace them."""
    title = language.text("Their notice to us and our replacement, in days")
    known = lock_in_rows.compared(figures)
    if not known:
        sentence = language.text("No notice by a vendor can be compared yet: it takes contracts and alternatives.")
        return missing_figure(language, title=title, sentence=sentence)
    words = lock_in_rows.pair_words(language)
    spans = lock_in_rows.pair_spans(known, words)
    colours = {words["theirs"]: CALM, words["ours"]: MISSED, words["unnamed"]: FAINT}
    drawn = {span["kind"] for span in spans}
    axis = alt.X("from:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(format=",.0f", tickCount=6))
    heads = [lock_in_rows.pair_head(figures, row, language) for row in known]
    bars = marks.paired_bars(
        spans, axis, colours={word: colour for word, colour in colours.items() if word in drawn}, first=words["theirs"]
    )
    subtitle = language.text(
        "Days from {as_of}. Source: the registers of contracts and alternatives.",
        as_of=language.day(figures["as_of"]),
    )
    layers = [marks.row_heads(heads, head_width=300), *bars]
    height = marks.PAIR_HEIGHT * len(known)
    return chart_figure(marks.fitted(layers, height), language, title=title, subtitle=subtitle)


def scenario_bars(figures: Figures, language: Language) -> Figure:
    """What each scenario costs until we are out, or in a year where no way out is known, in the shop currency."""
    title = language.text("What each scenario costs until we are out")
    scenarios = figures.get("scenarios") or []
    known = sorted((row for row in scenarios if rows.whole_cost(row) > 0), key=rows.whole_cost, reverse=True)
    notes = _beside_the_bars(figures, known, language)
    if not known:
        sentence = language.text("No scenario has a known loss yet: it needs revenue, fees and contracts.")
        return missing_figure(language, title=title, sentence=" ".join([sentence, *notes]))
    shown = known[:MOST_BARS]
    parts = rows.cost_parts(shown, language)
    axis = alt.X("from:Q", title=None, axis=alt.Axis(format=",.0f", tickCount=6))
    bars = marks.row_bars(parts, axis, colours=rows.cost_colours(parts, language))
    heads = [rows.scenario_head(figures, row, language) for row in shown]
    layers = [marks.row_heads(heads, head_width=340), bars]
    subtitle = language.text(
        "{currency} of contribution. Source: scenarios and register.", currency=figures["currency"]
    )
    height = marks.ROW_HEIGHT * len(shown)
    return chart_figure(marks.fitted(layers, height), language, title=title, subtitle=" ".join([subtitle, *notes]))


def _beside_the_bars(figures: Figures, known: list[dict], language: Language) -> list[str]:
    """What the bars do not show: smaller losses, capital tied up, and losses that nobody knows."""
    notes = rows.tied_up(figures, language)
    if (more := len(known) - MOST_BARS) > 0:
        notes.append(language.text("{count} smaller losses: see the table.", count=more))
    blank = [row for row in figures.get("scenarios") or [] if cost(row) is None]
    if names := dict.fromkeys(short_name(figures, row, language) for row in blank):
        notes.append(language.text("Loss unknown: {names}.", names="; ".join(names)))
    return notes


def who_is_behind(figures: Figures, language: Language) -> Figure:
    """Heat map of function by vendor: the share of net revenue (0-1) for which the vendor does that work."""
    title = language.text("Who does which work behind our revenue")
    functions = (figures.get("exposure") or {}).get("functions") or []
    if not functions:
        sentence = language.text("No vendor is known for any function yet: fill in the register of services.")
        return missing_figure(language, title=title, sentence=sentence)
    vendors = rows.vendor_labels(figures, functions, language)
    cells = rows.heat_cells(functions, vendors, language)
    blank = [language.unknown] if any(cell["unknown"] for cell in cells) else []
    drawn = marks.heat_map(
        cells,
        rows=[language.term(row["function"]) for row in functions],
        columns=[*dict.fromkeys(vendors.values()), *blank],
    )
    subtitle = language.text(
        "Share of all net revenue, {window}; grey: the vendor is unknown. "
        "Source: order lines and the register of services.",
        window=rows.trailing_window(figures, language),
    )
    layers = [drawn]
    if lone := rows.lone_cells(figures["exposure"].get("single_points") or [], vendors, language):
        layers.append(marks.framed_cells(lone))
        subtitle += " " + language.text("Orange frame: one vendor alone does it, and no alternative was tested.")
    return chart_figure(marks.fitted(layers, 36 * len(functions)), language, title=title, subtitle=subtitle)
