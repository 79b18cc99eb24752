"""The layers that charts are made of: rows in, one Altair layer out, no knowledge of figures.json."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import altair as alt

from analysis.language import Language
from analysis.presentation.theme import ALERT, CALM, GRID, INK, PALETTE, PAPER, QUIET, REST, WIDTH

Rows = Sequence[dict[str, Any]]
ROW_HEIGHT = 46
PAIR_HEIGHT = 56
DAY_FORMAT = {"en": "%-d %b %Y", "de": "%-d. %b %Y"}


Layer = alt.Chart | alt.LayerChart | alt.FacetChart


def fitted(layers: Sequence[Layer], height: int) -> Layer:
    """The layers as one chart of the page's width, labels and legend included."""
    return alt.layer(*layers).properties(
        width=WIDTH, height=height, autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    )


def month_axis(months: Sequence[str]) -> alt.X:
    """An axis with a place for every month, known or not, and the year below its first month."""
    step = 1 if len(months) <= 15 else 3 if len(months) <= 42 else 12
    shown = [month for month in months if (int(month[5:]) - 1) % step == 0]
    year = f"datum.value == '{shown[0] if shown else ''}' || slice(datum.value, 5) == '01'"
    name = "utcFormat(toDate(datum.value + '-01'), '%b')"
    axis = alt.Axis(
        values=shown, labelExpr=f"[{name}, {year} ? slice(datum.value, 0, 4) : '']", labelAngle=0, title=None
    )
    return alt.X("month:O", scale=alt.Scale(domain=list(months)), axis=axis)


def stacked_months(values: Rows, months: Sequence[str], colours: Mapping[str, str]) -> alt.Chart:
    """Bars per month, stacked with the first channel of `colours` at the bottom."""
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    size = min(46, 0.8 * 560 / len(months))
    return (
        alt.Chart(alt.InlineData(values=list(values)))
        .mark_bar(size=size, stroke=PAPER, strokeWidth=0.5)
        .encode(
            x=month_axis(months),
            y=alt.Y("amount:Q", title=None, axis=alt.Axis(format=",.0f", tickCount=6)),
            color=alt.Color("channel:N", scale=scale, legend=alt.Legend(columns=3, labelLimit=170)),
            order="rank:Q",
        )
    )


def question_marks(heights: dict[str, float], months: Sequence[str]) -> alt.Chart:
    """A question mark above every month that is not wholly known."""
    rows = [{"month": month, "amount": height} for month, height in heights.items()]
    return (
        alt.Chart(alt.InlineData(values=rows))
        .mark_text(text="?", dy=-9, fontSize=15, fontWeight="bold", color=QUIET)
        .encode(x=month_axis(months), y="amount:Q")
    )


def banded_lines(values: Rows, months: Sequence[str]) -> Layer:
    """A line with points per series over months, its band from `low` to `high` behind it."""
    order = list(dict.fromkeys(row["series"] for row in values))
    base = alt.Chart(alt.InlineData(values=list(values))).encode(x=month_axis(months))
    legend = alt.Legend(symbolOpacity=1) if len(order) > 1 else None
    colour = alt.Color("series:N", scale=alt.Scale(domain=order, range=list(PALETTE[: len(order)])), legend=legend)
    top = max([3.0, *(row["high"] or 0.0 for row in values)])
    scale = alt.Scale(domain=[1, top], nice=False)
    y = alt.Y("low:Q", scale=scale, title=None, axis=alt.Axis(format=".1f", tickCount=6))
    band = base.mark_area(opacity=0.16).encode(y=y, y2="high:Q", color=colour)
    line = base.mark_line(strokeWidth=2.5).encode(y="value:Q", color=colour)
    bars = base.mark_rule(opacity=0.5).encode(y="low:Q", y2="high:Q", color=colour)
    points = base.mark_point(filled=True, size=45, opacity=1).encode(y="value:Q", color=colour)
    return alt.layer(band, bars, line, points)


def labelled_rules(lines: Rows) -> Layer:
    """Dashed horizontal lines at `at`, each with its `label` outside on the right."""
    base = alt.Chart(alt.InlineData(values=list(lines))).encode(y="at:Q")
    rule = base.mark_rule(color=ALERT, strokeDash=[5, 4])
    text = base.mark_text(align="left", dx=6, fontSize=12, color=ALERT).encode(x=alt.value("width"), text="label:N")
    return alt.layer(rule, text)


def row_heads(heads: Rows, *, head_width: int) -> Layer:
    """A bold `head` on the left, cut at its width, and a quiet `note` on the right, above each row's bar."""
    rows = [{"row": row, **head} for row, head in enumerate(heads)]
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=alt.Y("row:O", axis=None))
    head = base.mark_text(align="left", dy=-10, fontSize=13, fontWeight="bold", color=INK, limit=head_width)
    note = base.mark_text(align="right", dy=-10, fontSize=12, color=QUIET, limit=WIDTH - head_width)
    return alt.layer(head.encode(x=alt.value(0), text="head:N"), note.encode(x=alt.value("width"), text="note:N"))


def row_bars(spans: Rows, x: alt.X, *, colours: Mapping[str, str]) -> alt.Chart:
    """Bars below the row heads from `from` to `to`, coloured by `kind`."""
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return (
        alt.Chart(alt.InlineData(values=list(spans)))
        .mark_bar(size=13, yOffset=8)
        .encode(
            x=x,
            x2="to",
            y=alt.Y("row:O", axis=None),
            color=alt.Color("kind:N", scale=scale, legend=alt.Legend(columns=3)),
        )
    )


def paired_bars(spans: Rows, x: alt.X, *, colours: Mapping[str, str], first: str) -> list[alt.Chart]:
    """Two thin bars below each row head, those of kind `first` above the others."""
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    colour = alt.Color("kind:N", scale=scale, legend=alt.Legend(columns=3))
    upper, lower = ([span for span in spans if (span["kind"] == first) is above] for above in (True, False))
    return [
        alt.Chart(alt.InlineData(values=bars))
        .mark_bar(size=9, yOffset=offset)
        .encode(x=x, x2="to", y=alt.Y("row:O", axis=None), color=colour)
        for bars, offset in ((upper, 5), (lower, 16))
    ]


def day_axis(first: str, last: str, language: Language) -> alt.X:
    """A calendar axis in UTC, so that a day stays the same day wherever the chart is drawn."""
    ends: Any = [{"expr": f"toDate('{day}')"} for day in (first, last)]
    scale = alt.Scale(type="utc", domain=ends, nice=False)
    long = (date.fromisoformat(last) - date.fromisoformat(first)).days > 200
    axis = alt.Axis(
        format="%b %Y" if long else DAY_FORMAT[language.code],
        tickCount=6,
        labelFlush=True,
        labelOverlap="greedy",
        labelSeparation=16,
    )
    return alt.X("from:T", scale=scale, title=None, axis=axis)


def day_rule(day: str) -> alt.Chart:
    """A vertical line on one day."""
    data = alt.InlineData(values=[{"from": day}])
    return alt.Chart(data).mark_rule(color=INK, strokeWidth=1.5).encode(x="from:T")


def diamonds(days: Rows) -> alt.Chart:
    """A diamond on the day `from` of each `row`."""
    return (
        alt.Chart(alt.InlineData(values=list(days)))
        .mark_point(shape="diamond", filled=True, size=130, color=ALERT, stroke=PAPER, opacity=1, yOffset=8)
        .encode(x="from:T", y=alt.Y("row:O", axis=None))
    )


def share_steps(steps: Rows, x: alt.X) -> Layer:
    """A share (0-1) that holds until its next day, the area below it shaded."""
    share = alt.Y("share:Q", scale=alt.Scale(domain=[0, 1]), title=None, axis=alt.Axis(format=".0%", tickCount=5))
    base = alt.Chart(alt.InlineData(values=list(steps))).encode(x=x, y=share)
    area = base.mark_area(interpolate="step-after", color=CALM, opacity=0.12)
    return alt.layer(area, base.mark_line(interpolate="step-after", color=CALM, strokeWidth=2.5))


def share_bands(bands: Rows) -> Layer:
    """Grey bands across the chart between the shares `low` and `high`, each with its `label`."""
    base = alt.Chart(alt.InlineData(values=list(bands)))
    y = alt.Y("low:Q", scale=alt.Scale(domain=[0, 1]))
    band = base.mark_rect(color=GRID, stroke=PAPER).encode(y=y, y2="high:Q", x=alt.value(0), x2=alt.value("width"))
    text = base.mark_text(align="left", fontSize=13, color=INK)
    return alt.layer(band, text.encode(x=alt.value(10), y="middle:Q", text="label:N"))


def labelled_point(row: dict[str, Any], *, left: bool) -> Layer:
    """A point at a share on a day with its label, on the left or right."""
    base = alt.Chart(alt.InlineData(values=[row])).encode(x="from:T", y="share:Q")
    text = base.mark_text(
        align="right" if left else "left", dx=-10 if left else 10, fontSize=13, fontWeight="bold", color=INK
    )
    point = base.mark_point(filled=True, size=90, color=ALERT, opacity=1)
    return alt.layer(point, text.encode(text="label:N"))


def heat_map(cells: Rows, *, rows: Sequence[str], columns: Sequence[str]) -> Layer:
    """Cells of a share (0-1) with its `label`, darker for more; cells of kind "unknown" in grey."""
    x = alt.X(
        "column:N",
        sort=list(columns),
        scale=alt.Scale(domain=list(columns)),
        axis=alt.Axis(orient="top", labelAngle=-35, title=None, labelLimit=150, ticks=False, grid=False),
    )
    y = alt.Y(
        "row:N",
        sort=list(rows),
        scale=alt.Scale(domain=list(rows)),
        axis=alt.Axis(title=None, ticks=False, grid=True, zindex=0, labelColor=INK, labelLimit=170),
    )
    base = alt.Chart(alt.InlineData(values=list(cells))).encode(x=x, y=y)
    scale = alt.Scale(type="pow", exponent=0.7, domain=[0, 1], range=["#eef3f8", CALM])
    shade: Any = alt.condition("datum.unknown", alt.value(REST), alt.Color("share:Q", scale=scale, legend=None))
    # Black below and white above this share both keep 4.5:1 on the shade (WCAG 1.4.3).
    dark = "!datum.unknown && datum.share > 0.56"
    ink: Any = alt.condition(dark, alt.value(PAPER), alt.value("#000000"))
    rect = base.mark_rect(stroke=PAPER, strokeWidth=2).encode(color=shade)
    return alt.layer(rect, base.mark_text(fontSize=13).encode(text="label:N", color=ink))


def framed_cells(cells: Rows) -> Layer:
    """Frames around cells of a heat map."""
    base = alt.Chart(alt.InlineData(values=list(cells))).encode(x="column:N", y="row:N")
    return base.mark_rect(fill=None, stroke=ALERT, strokeWidth=2.5)
