"""The layers of the charts of change and certainty: rows in, one Altair layer out."""

import json
from collections.abc import Mapping, Sequence

import altair as alt

from analysis.presentation.marks import Layer, Rows, month_axis
from analysis.presentation.theme import ALERT, CALM, INK, PAPER, QUIET

SHARE_AXIS = alt.Axis(format=".0%", tickCount=5)


def stacked_shares(values: Rows, months: Sequence[str], colours: Mapping[str, str]) -> alt.Chart:
    """Bars per month that fill up to one, the first channel of `colours` at the bottom."""
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return (
        alt.Chart(alt.InlineData(values=list(values)))
        .mark_bar(size=min(46, 0.8 * 560 / len(months)), stroke=PAPER, strokeWidth=0.5)
        .encode(
            x=month_axis(months),
            y=alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=SHARE_AXIS),
            color=alt.Color("channel:N", scale=scale, legend=alt.Legend(columns=3, labelLimit=170)),
            order="rank:Q",
        )
    )


def floating_bars(steps: Rows) -> Layer:
    """Bars between `from` and `to` side by side in `colour`, a thin line from each to the next, `label` above."""
    rows = [
        {**step, "index": index, "top": max(step["from"], step["to"]), "next": min(index + 1, len(steps) - 1)}
        for index, step in enumerate(steps)
    ]
    words = [step["step"] for step in steps]
    axis = alt.Axis(
        values=list(range(len(words))),
        labelExpr=f"{json.dumps(words)}[datum.value]",
        title=None,
        labelAngle=-30,
        labelLimit=120,
        grid=False,
    )
    x = alt.X("index:O", axis=axis)
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x)
    y = alt.Y("from:Q", title=None, axis=alt.Axis(format=".2f", tickCount=6))
    bars = base.mark_bar(size=min(46, 400 / len(words))).encode(y=y, y2="to:Q", color=alt.Color("colour:N", scale=None))
    joints = base.mark_rule(color=QUIET, strokeDash=[2, 3]).encode(y="to:Q", x2="next:O")
    labels = base.mark_text(dy=-8, fontSize=12, color=INK).encode(y="top:Q", text="label:N")
    return alt.layer(joints, bars, labels)


def coloured_cells(cells: Rows, *, rows: Sequence[str], columns: Sequence[str]) -> Layer:
    """A grid of cells in their `colour` with their `label`."""
    x = alt.X(
        "column:N",
        sort=list(columns),
        scale=alt.Scale(domain=list(columns)),
        axis=alt.Axis(orient="top", labelAngle=0, title=None, ticks=False, grid=False, labelLimit=120),
    )
    y = alt.Y(
        "row:N",
        sort=list(rows),
        scale=alt.Scale(domain=list(rows)),
        axis=alt.Axis(title=None, ticks=False, grid=False, labelColor=INK, labelLimit=170),
    )
    base = alt.Chart(alt.InlineData(values=list(cells))).encode(x=x, y=y)
    rect = base.mark_rect(stroke=PAPER, strokeWidth=2).encode(color=alt.Color("colour:N", scale=None))
    return alt.layer(rect, base.mark_text(fontSize=13, color="#000000").encode(text="label:N"))


def drift_line(values: Rows, months: Sequence[str], lines: Rows) -> Layer:
    """Points of a share per month with the line of its drift, and dashed lines at `at` with their `label`."""
    base = alt.Chart(alt.InlineData(values=list(values))).encode(x=month_axis(months))
    y = alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=SHARE_AXIS)
    points = base.mark_line(
        point=alt.OverlayMarkDef(size=40, filled=True, color=CALM), color=CALM, strokeWidth=1.5
    ).encode(y=y)
    drift = base.mark_line(color=ALERT, strokeWidth=2).encode(y="height:Q")
    marks = alt.Chart(alt.InlineData(values=list(lines))).encode(y="at:Q")
    rules = marks.mark_rule(color=QUIET, strokeDash=[5, 4])
    text = marks.mark_text(align="left", dx=6, fontSize=12, color=QUIET).encode(x=alt.value("width"), text="label:N")
    return alt.layer(rules, points, drift, text)
