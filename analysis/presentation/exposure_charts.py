"""Charts of what channels cost and leave."""

from typing import Any

import altair as alt

from analysis.language import Language
from analysis.presentation import marks
from analysis.presentation.finding import label, rows
from analysis.presentation.theme import CALM, MISSED, Figure, chart_figure, missing_figure

Figures = dict[str, Any]
Row = dict[str, Any]


def fee_rates(figures: Figures, language: Language) -> Figure:
    """Per channel the part of gross sales (0–1) that vendors take, and the part that is left as contribution."""
    title = language.text("What vendors take of each channel's sales, and what is left")
    known = [row for row in rows(figures, "ledger", "fee_rates") if row["rate"] is not None]
    if not known:
        sentence = language.text("No channel's charges are known yet: it needs settlements or invoices.")
        return missing_figure(language, title=title, sentence=sentence)
    known = sorted(known, key=lambda row: (-float(row["gross_sales"]), row["channel_id"]))
    colours = {language.text("charges of vendors"): MISSED, language.text("contribution"): CALM}
    spans = [span for at, row in enumerate(known) for span in _spans(at, row, list(colours))]
    axis = alt.X("from:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(format=".0%", tickCount=6))
    heads = [{"head": label(figures, "channels", row["channel_id"]), "note": _note(row, language)} for row in known]
    layers = [marks.row_heads(heads, head_width=220), marks.row_bars(spans, axis, colours=colours)]
    costs = figures["ledger"]["costs"]
    subtitle = language.text(
        "Share of gross sales from {first} to {last}; the rest is VAT, refunds and goods. "
        "Source: the shop's exports and unit costs.",
        first=language.day(costs["from"]),
        last=language.day(costs["to"]),
    )
    height = marks.ROW_HEIGHT * len(known)
    return chart_figure(marks.fitted(layers, height), language, title=title, subtitle=subtitle)


def _spans(at: int, row: Row, kinds: list[str]) -> list[Row]:
    spans = [{"row": at, "kind": kinds[0], "from": 0.0, "to": row["rate"]}]
    left = row["contribution_rate"]
    # A loss has no length of its own beside what vendors take; the note tells it.
    return spans + (
        [{"row": at, "kind": kinds[1], "from": row["rate"], "to": row["rate"] + left}] if left and left > 0 else []
    )


def _note(row: Row, language: Language) -> str:
    """Charges that no export tells would raise the rate and lessen the contribution."""
    charged, left = language.percent(row["rate"]), language.percent(row["contribution_rate"])
    if not row["uncharged"]:
        return language.text("charges {charged}, contribution {left}", charged=charged, left=left)
    if row["contribution_rate"] is None:
        return language.text("charges at least {charged}", charged=charged)
    return language.text("charges at least {charged}, contribution at most {left}", charged=charged, left=left)
