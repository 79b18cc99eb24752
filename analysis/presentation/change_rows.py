"""What the charts of change and certainty draw, as plain rows: figures.json in, words and floats out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from analysis.language import Language
from analysis.presentation.certainty_findings import BASES
from analysis.presentation.chart_rows import months_between
from analysis.presentation.finding import VERDICTS, Row, known_shares, label, months, rows, window
from analysis.presentation.labels import labels
from analysis.presentation.theme import ALERT, CALM, FAINT, PALETTE, REST

GRAINS = {
    "channel": "channels",
    "channel_group": "owners",
    "country": "countries",
    "sku": "articles",
    "customer": "customers",
}
SHADES = {"green": "#cfe6da", "yellow": "#f6e9b8", "amber": "#f3c48f", "red": "#e59a86"}
MOST_PARTS = 8


def share_parts(figures: Row, language: Language) -> tuple[list[Row], dict[str, str]]:
    """Share per month and channel, and the colour of each channel, largest of the trailing window first."""
    told = months(figures, "channel")
    ranked = list(known_shares(window(figures, "channel")))
    ranked += sorted({channel for row in told for channel in known_shares(row)} - set(ranked))
    words = labels(figures, "channels", ranked[: len(PALETTE)])
    colours = dict(zip(words.values(), PALETTE, strict=False))
    other, unattributed = language.text("other channels"), language.text("not attributed")
    words |= dict.fromkeys(ranked[len(PALETTE) :], other)
    parts: dict[tuple[str, str], float] = {}
    for row in told:
        for channel, share in [*known_shares(row).items(), ("", row.get("unattributed_share") or 0.0)]:
            key = (row["from"][:7], words.get(channel, unattributed))
            parts[key] = parts.get(key, 0.0) + share
    drawn = {key: share for key, share in parts.items() if share > 0}
    colours |= {
        word: colour for word, colour in ((other, REST), (unattributed, FAINT)) if word in {w for _, w in drawn}
    }
    rank = list(colours).index
    listed = [
        {"month": month, "channel": word, "rank": rank(word), "share": share} for (month, word), share in drawn.items()
    ]
    return sorted(listed, key=lambda row: (row["month"], row["rank"])), colours


def waterfall(figures: Row, moved: Row, language: Language) -> list[Row]:
    """The bars from the index before to the index after: each channel's part, the small ones together."""
    parts = [(label(figures, "channels", part["id"]), part["change"]) for part in moved["contributions"]]
    shown, rest = parts[:MOST_PARTS], parts[MOST_PARTS:]
    if rest:
        shown.append((language.text("other channels"), sum(change for _, change in rest)))
    height, steps = moved["hhi_before"], []
    for word, change in shown:
        steps.append(_step(word, height, height + change, colour=ALERT if change > 0 else PALETTE[3], moves=True))
        height += change
    first = _step(language.month(moved["from_window"]["from"]), 0.0, moved["hhi_before"], colour=CALM)
    last = _step(language.month(moved["to_window"]["from"]), 0.0, moved["hhi_after"], colour=CALM)
    return [
        {**step, "label": _signed(step, language) if step["moves"] else language.number(step["to"], 3)}
        for step in (first, *steps, last)
    ]


def verdict_cells(figures: Row, language: Language) -> list[Row]:
    """One cell per way of counting the trailing window: its verdict, and how often draws of the orders give it."""
    return [
        {
            "row": language.text(grain),
            "column": language.text(basis),
            "colour": SHADES[way["verdict"]],
            "label": _verdict(way, VERDICTS[way["verdict"]], language),
        }
        for way in rows(figures, "stability", "ways")
        for grain, basis in [(GRAINS[way["grain"]], BASES[way["basis"]])]
    ]


def largest_shares(figures: Row, drift: Row) -> tuple[list[Row], list[str]]:
    """The share of the drifting channel per month beside the height of its drift line, and the months in between."""
    told = {row["from"][:7]: row for row in months(figures, "channel") if row["from"][:7] <= figures["month"]}
    span = months_between(told)
    now = span.index(figures["month"]) if figures["month"] in span else len(span) - 1
    return [
        {
            "month": month,
            "share": known_shares(told.get(month)).get(drift["id"], 0.0) if month in told else None,
            "height": min(max(drift["fitted_share"] + drift["slope_per_month"] * (index - now), 0.0), 1.0),
        }
        for index, month in enumerate(span)
    ], span


def share_lines(figures: Row, language: Language) -> list[Row]:
    """The largest shares from which the verdict is yellow, amber and red."""
    lines = (figures.get("thresholds") or {}).get("largest_share") or []
    return [
        {"at": line, "label": f"{language.text(VERDICTS[verdict])} {language.percent(line, 0)}"}
        for verdict, line in zip(list(VERDICTS)[1:], lines, strict=False)
    ]


def crossing_note(drift: Row, language: Language) -> str | None:
    """In words when the drift meets the next line."""
    if not drift.get("crosses_on"):
        return None
    return language.text(
        "The drift line meets {line} on {day}.",
        line=language.percent(drift["line"], 0),
        day=language.day(date.fromisoformat(drift["crosses_on"])),
    )


def grid_order(cells: Sequence[Row], key: str, language: Language) -> list[str]:
    """The rows or columns of the grid in the order of grains or bases."""
    words = [language.text(word) for word in (GRAINS if key == "row" else BASES).values()]
    return [word for word in words if word in {cell[key] for cell in cells}]


def _step(word: str, low: float, high: float, *, colour: str, moves: bool = False) -> dict[str, Any]:
    return {"step": word, "from": low, "to": high, "colour": colour, "moves": moves}


def _signed(step: Row, language: Language) -> str:
    change = round(step["to"] - step["from"], 3)
    return ("+" if change > 0 else "−" if change < 0 else "±") + language.number(abs(change), 3)


def _verdict(way: Row, verdict: str, language: Language) -> str:
    word, draws = language.text(verdict), way.get("draws") or {}
    return f"{word} {language.percent(draws.get(way['verdict'], 0.0), 0)}" if draws else word
