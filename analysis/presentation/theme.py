"""The one look of every chart, and how a chart becomes HTML that needs no script and no network."""

import re
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Any

import altair as alt
import vl_convert
from IPython.display import display

from analysis.language import Language

INK, QUIET, GRID, PAPER = "#1d2733", "#5a6673", "#e4e8ec", "#ffffff"
# Okabe-Ito hues, darkened until each stands out 3:1 from white; the calm navy goes to the largest series.
PALETTE = ("#1f3a5f", "#d07c00", "#3f97d1", "#00805c", "#b5588f", "#c0440e")
REST, FAINT = "#b7bfc7", "#dde2e7"
CALM, MISSED, ALERT = "#1f3a5f", "#eab27e", "#c0440e"
WIDTH = 640
# Arial and the Liberation Sans that vl-convert carries have the same widths, so every machine lays out alike.
FONT = "Arial, 'Liberation Sans', sans-serif"
# A German percent sign stands apart from its number; D3's own German leaves it attached.
D3_LOCALE = {"en": None, "de": {**vl_convert.get_format_locale("de-DE"), "percent": "\N{NO-BREAK SPACE}%"}}
D3_TIME_LOCALE = {"en": None, "de": vl_convert.get_time_format_locale("de-DE")}
TABLE_LOOK: dict[str, Any] = {
    "table_width": "100%",
    "table_font_size": "13px",
    "table_font_names": FONT,
    "table_font_color": INK,
    "heading_align": "left",
    "heading_title_font_size": "17px",
    "column_labels_font_weight": "bold",
    "column_labels_border_top_style": "none",
    "table_border_top_style": "none",
    "table_body_hlines_color": GRID,
    "stub_border_style": "none",
    "source_notes_font_size": "13px",
}


@dataclass(frozen=True, repr=False)
class Figure:
    """HTML that a notebook cell shows as it is: no script, no network, the same bytes every time."""

    html: str

    def __repr__(self) -> str:
        # A notebook keeps this beside the HTML; the whole page twice would only make it larger.
        return f"<{type(self).__name__}>"

    def _repr_html_(self) -> str:
        return self.html


@dataclass(frozen=True, repr=False)
class Chart(Figure):
    """A figure whose drawing a notebook keeps as an SVG output, which code hosts show and SVG inside HTML is not."""

    heading: str
    drawing: str
    description: str

    def _ipython_display_(self) -> None:
        display({"text/html": self.heading}, raw=True)
        display({"image/svg+xml": self.drawing}, metadata={"image/svg+xml": {"alt": self.description}}, raw=True)


@alt.theme.register("calm", enable=True)
def calm() -> alt.theme.ThemeConfig:
    """The theme: light grid, no frame, bold titles on the left, a palette for colour-blind readers."""
    axis = {
        "labelColor": QUIET,
        "titleColor": QUIET,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "gridColor": GRID,
        "domain": False,
        "tickColor": GRID,
        "labelPadding": 6,
    }
    legend = {"orient": "top", "title": None, "labelFontSize": 13, "labelColor": INK, "labelLimit": 260}
    title = {"anchor": "start", "fontSize": 16, "fontWeight": "bold", "color": INK, "subtitleColor": QUIET}
    config: Any = {
        "font": FONT,
        "background": PAPER,
        "padding": {"left": 4, "top": 4, "right": 14, "bottom": 4},
        "view": {"stroke": None, "continuousWidth": WIDTH, "continuousHeight": 280},
        "axis": axis,
        "legend": {**legend, "symbolType": "square", "columnPadding": 16, "offset": 8},
        "title": title,
        "range": {"category": list(PALETTE)},
        # The figure around the drawing carries the description; Vega's own would be English in every report.
        "aria": False,
    }
    return {"config": config}


def svg(chart: alt.TopLevelMixin, language: Language) -> str:
    """The chart as SVG in the language's numbers and dates, with ids of its own."""
    drawing = vl_convert.vegalite_to_svg(
        chart.to_dict(),
        format_locale=D3_LOCALE[language.code],
        time_format_locale=D3_TIME_LOCALE[language.code],
    )
    return _unique_ids(drawing)


def chart_figure(chart: alt.TopLevelMixin, language: Language, *, title: str, subtitle: str) -> Chart:
    """The chart below its title and a line that names unit, window and source."""
    # The heading is HTML, not SVG, so that it wraps and stays legible on a phone.
    drawing, heading, description = svg(chart, language), _heading(title, subtitle), f"{title}. {subtitle}"
    figure = f'<figure role="img" aria-label="{escape(description)}">{drawing}</figure>'  # WCAG 1.1.1
    html = f'<div class="chart" lang="{language.code}">{heading}{figure}</div>'
    return Chart(html, heading, drawing, description)


def missing_figure(language: Language, *, title: str, sentence: str) -> Figure:
    """A title and one sentence that says what is missing, in place of a chart or table."""
    return Figure(f'<div class="missing" lang="{language.code}">{_heading(title, sentence)}</div>')


def _heading(title: str, line: str) -> str:
    return (
        f'<p style="max-width:45rem;margin:0 0 .5rem;line-height:1.35;text-align:left">'
        f'<strong style="font-size:1.05rem;color:{INK}">{escape(title)}</strong><br>'
        f'<span style="font-size:.875rem;color:{QUIET}">{escape(line)}</span></p>'
    )


def _unique_ids(drawing: str) -> str:
    # Two drawings on one page would otherwise share "clip0", and the second would be cut like the first.
    prefix = "c" + sha256(drawing.encode()).hexdigest()[:8]
    drawing = re.sub(r'\bid="([A-Za-z_]+\d+)"', rf'id="{prefix}-\1"', drawing)
    return re.sub(r"url\(#([A-Za-z_]+\d+)\)", rf"url(#{prefix}-\1)", drawing)
