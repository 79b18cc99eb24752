"""Figures in, chart out: shares over time, what moved the concentration, how sure the verdict is, where it drifts."""

from analysis.language import Language
from analysis.presentation import change_marks
from analysis.presentation import change_rows as rows
from analysis.presentation.chart_rows import Figures, months_between, trailing_window, window
from analysis.presentation.finding import months, no_drift, nothing_to_compare
from analysis.presentation.finding import rows as listed
from analysis.presentation.marks import fitted
from analysis.presentation.theme import Figure, chart_figure, missing_figure


def stacked_shares(figures: Figures, language: Language) -> Figure:
    """Each channel's share (0-1) of the net revenue of each month, stacked to the whole."""
    title = language.text("Share of each channel in the net revenue of each month")
    told = months(figures, "channel")
    if not told:
        sentence = language.text("No single month has a known concentration: it needs revenue per channel.")
        return missing_figure(language, title=title, sentence=sentence)
    span = months_between(row["from"][:7] for row in told)
    layer = change_marks.stacked_shares(*_shares(figures, span, language))
    subtitle = language.text(
        "Share of net revenue, {window}. Source: the shop's exports.", window=window(span, language)
    )
    return chart_figure(fitted([layer], 280), language, title=title, subtitle=subtitle)


def change_waterfall(figures: Figures, language: Language, against: str = "last_year") -> Figure:
    """The change of HHI (0-1) against last_month, last_year or the reference month: the exact part of each channel."""
    title = language.text("What moved the concentration")
    found = [row for row in listed(figures, "moved") if row["grain"] == "channel"]
    # A month that the user names has no stand-in; last year has the last month.
    stand_in = None if against == "reference" else next(iter(found), None)
    moved = next((row for row in found if row["against"] == against), stand_in)
    if moved is None:
        return missing_figure(language, title=title, sentence=nothing_to_compare(figures, against, language))
    if not any(round(part["change"], 3) for part in moved["contributions"]):
        sentence = language.text(
            "No channel's part is large enough to be drawn, {first} to {last}.",
            first=language.month(moved["from_window"]["from"]),
            last=language.month(moved["to_window"]["from"]),
        )
        return missing_figure(language, title=title, sentence=sentence)
    layer = change_marks.floating_bars(rows.waterfall(figures, moved, language))
    subtitle = language.text(
        "HHI (sum of squared shares) of net revenue in {before} and {after}; orange adds to it, green takes from it. "
        "Each bar is (s' − s)(s' + s), s: the channel's share.",
        before=language.month(moved["from_window"]["from"]),
        after=language.month(moved["to_window"]["from"]),
    )
    return chart_figure(fitted([layer], 280), language, title=title, subtitle=subtitle)


def verdict_grid(figures: Figures, language: Language) -> Figure:
    """The verdict of the trailing window per grain and basis, with the share of order draws that give the same."""
    title = language.text("The verdict in every way of counting")
    cells = rows.verdict_cells(figures, language)
    if not cells:
        sentence = language.text("How sure the verdict is is not known: no basis is known in full.")
        return missing_figure(language, title=title, sentence=sentence)
    order = {key: rows.grid_order(cells, key, language) for key in ("row", "column")}
    layer = change_marks.coloured_cells(cells, rows=order["row"], columns=order["column"])
    subtitle = language.text(
        "{window}; per cent: how many of 2,000 draws of the orders give the same verdict, half of them with what is "
        "not attributed given to the largest. What is not known in full is left out.",
        window=trailing_window(figures, language),
    )
    return chart_figure(fitted([layer], 44 * len(order["row"])), language, title=title, subtitle=subtitle)


def share_drift(figures: Figures, language: Language) -> Figure:
    """The largest channel's share (0-1) per month, the line of its drift (Theil-Sen) and the lines of the verdict."""
    title = language.text("Where the largest share drifts")
    drift = next((row for row in listed(figures, "drift") if row["grain"] == "channel"), None)
    if drift is None:
        return missing_figure(language, title=title, sentence=no_drift(figures, language))
    values, span = rows.largest_shares(figures, drift)
    layer = change_marks.drift_line(values, span, rows.share_lines(figures, language))
    subtitle = language.text(
        "Share of {channel} in the net revenue of each month; orange: median of all slopes between months (Sen 1968).",
        channel=rows.label(figures, "channels", drift["id"]),
    )
    note = rows.crossing_note(drift, language)
    subtitle = " ".join(filter(None, [subtitle, note]))
    return chart_figure(fitted([layer], 280), language, title=title, subtitle=subtitle)


def _shares(figures: Figures, span: list[str], language: Language) -> tuple[list[dict], list[str], dict[str, str]]:
    parts, colours = rows.share_parts(figures, language)
    return parts, span, colours
