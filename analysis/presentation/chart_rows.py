"""What charts draw, as plain rows: figures.json in, lists of records with words and floats out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.language import Language
from analysis.presentation.finding import is_month
from analysis.presentation.finding import window as trailing_row
from analysis.presentation.labels import labels
from analysis.presentation.scenario_cost import capital, cost, costs_its_days, more_if_missed, out_is_known, short_name
from analysis.presentation.theme import CALM, FAINT, MISSED, PALETTE, REST

Figures = dict[str, Any]
Row = dict[str, Any]
# Our own proposal, since HHI lines were made for markets and not for one firm's sales mix.
EFFECTIVE_NUMBER_LINES = (2.5, 1.5)
MOST_VENDORS = 9
# What would be printed as 0 % says nothing.
SMALLEST_SHARE = 0.005


def months_between(months: Iterable[str]) -> list[str]:
    """Every month "YYYY-MM" from the first to the last of `months`."""
    ordered = sorted(months)
    span: list[str] = []
    year, month = map(int, ordered[0].split("-"))
    while not span or span[-1] < ordered[-1]:
        span.append(f"{year:04}-{month:02}")
        year, month = year + month // 12, month % 12 + 1
    return span


def window(months: Sequence[str], language: Language) -> str:
    """The first and the last of ordered months in words, or the only one."""
    if len(months) == 1:
        return language.month(months[0])
    return language.text("{first} to {last}", first=language.month(months[0]), last=language.month(months[-1]))


def trailing_window(figures: Figures, language: Language) -> str:
    """The months over which shares are taken, in words; at most twelve, fewer where history is shorter."""
    row = trailing_row(figures, "channel") or {"from": figures["month"], "to": figures["month"]}
    first = row["from"][:7] if row["to"][:7] == figures["month"] else figures["month"]
    return window([first, figures["month"]][first == figures["month"] :], language)


def monthly_amounts(figures: Figures, known: Sequence[Row], language: Language) -> tuple[list[Row], dict[str, str]]:
    """Amount per month and channel, and the colour of each channel, largest first, small ones together."""
    totals: dict[str, float] = defaultdict(float)
    for row in known:
        totals[row.get("channel_id") or ""] += float(row["net_revenue"])
    ranked = sorted(filter(None, totals), key=lambda channel: (-totals[channel], channel))
    words = labels(figures, "channels", ranked[: len(PALETTE)])
    colours = dict(zip(words.values(), PALETTE, strict=False))
    words |= dict.fromkeys(ranked[len(PALETTE) :], language.text("other channels"))
    words |= {"": language.text("not attributed")} if "" in totals else {}
    colours |= {word: FAINT if channel == "" else REST for channel, word in words.items() if word not in colours}
    amounts: dict[tuple[str, str], float] = defaultdict(float)
    for row in known:
        amounts[row["month"], words[row.get("channel_id") or ""]] += float(row["net_revenue"])
    rank = list(colours).index
    return [
        {"month": month, "channel": word, "rank": rank(word), "amount": amount}
        for (month, word), amount in sorted(amounts.items())
    ], colours


def unknown_months(rows: Sequence[Row], amounts: Sequence[Row]) -> dict[str, float]:
    """Per month in which a channel is unknown, the height of what is known."""
    heights = dict.fromkeys((row["month"] for row in rows if row.get("net_revenue") is None), 0.0)
    for row in amounts:
        if row["month"] in heights:
            heights[row["month"]] += max(row["amount"], 0.0)
    return heights


def is_single_month(row: Row) -> bool:
    """Whether a concentration row tells the net revenue of one month."""
    return is_month(row) and row["basis"] == "net_revenue"


def effective_numbers(known: Sequence[Row], months: Sequence[str], language: Language) -> list[Row]:
    """Effective number 1/H per month and series with its 95 % band; se(1/H) = se(H)/H² (delta method)."""
    channel, group = (
        {row["from"][:7]: row for row in known if row["grain"] == grain} for grain in ("channel", "channel_group")
    )
    differs = any(abs(channel[month]["hhi"] - group[month]["hhi"]) > 1e-9 for month in channel.keys() & group.keys())
    series = {language.text("channels"): channel} if channel else {}
    if group and (differs or not channel):
        series[language.text("channels of one owner taken together")] = group
    return [_effective(word, month, rows.get(month)) for word, rows in series.items() for month in months]


def threshold_lines(figures: Figures, language: Language) -> list[Row]:
    """The effective numbers below which the verdict is amber and red, the shop's own where it set them."""
    amber, red = _lines(figures)
    return [
        {"at": amber, "label": language.text("below {line}: amber", line=language.number(amber, 1))},
        {"at": red, "label": language.text("below {line}: red", line=language.number(red, 1))},
    ]


def threshold_source(figures: Figures, language: Language) -> str:
    """Where the lines come from."""
    if _lines(figures) == EFFECTIVE_NUMBER_LINES:
        return language.text("own proposal: HHI lines were made for markets")
    return "shop.toml [thresholds]"


def _lines(figures: Figures) -> tuple[float, ...]:
    return tuple((figures.get("thresholds") or {}).get("effective_number") or EFFECTIVE_NUMBER_LINES)


def _effective(series: str, month: str, row: Row | None) -> Row:
    if row is None:
        return {"series": series, "month": month, "value": None, "low": None, "high": None}
    value, spread = 1 / row["hhi"], 1.96 * (row.get("hhi_se") or 0.0) / row["hhi"] ** 2
    least = 1 / (row.get("hhi_if_largest") or row["hhi"])
    # No count of equal channels is below one, whatever the normal approximation says.
    return {
        "series": series,
        "month": month,
        "value": value,
        "low": max(1.0, least - spread),
        "high": value + spread,
    }


def whole_cost(scenario: Row) -> float:
    """The cost of a scenario if the deadline is missed as well, to sort by."""
    return (cost(scenario) or 0.0) + more_if_missed(scenario)


def cost_parts(scenarios: Sequence[Row], language: Language) -> list[Row]:
    """The bars of each scenario's row: its cost, then what a missed deadline adds."""
    words = cost_words(language)
    return [
        {"row": row, "kind": words[kind], "from": begin, "to": end}
        for row, scenario in enumerate(scenarios)
        for kind, begin, end in _cost_parts(scenario)
    ]


def _cost_parts(scenario: Row) -> list[tuple[str, float, float]]:
    base, more = cost(scenario) or 0.0, more_if_missed(scenario)
    if not out_is_known(scenario):
        return [("open", 0.0, base)]
    return [("out", 0.0, base), *([("missed", base, base + more)] if more else [])]


def cost_words(language: Language) -> dict[str, str]:
    """The legend of the scenario bars."""
    return {
        "out": language.text("until we are out"),
        "missed": language.text("more if the notice is missed"),
        "open": language.text("end not known: a year, or the closed days"),
    }


def cost_colours(parts: Sequence[Row], language: Language) -> dict[str, str]:
    """The colour of each kind of cost that the bars show."""
    colours = {"out": CALM, "missed": MISSED, "open": PALETTE[2]}
    drawn = {part["kind"] for part in parts}
    return {word: colours[kind] for kind, word in cost_words(language).items() if word in drawn}


def scenario_head(figures: Figures, scenario: Row, language: Language) -> Row:
    """The two texts above a scenario's bar: what happens to whom, and what it costs until when."""
    return {
        "head": short_name(figures, scenario, language),
        "note": _cost_note(scenario, figures["currency"], language),
    }


def _cost_note(scenario: Row, currency: str, language: Language) -> str:
    loss, more = language.money(cost(scenario), currency), more_if_missed(scenario)
    if costs_its_days(scenario):
        return language.text("{loss} for the closed days", loss=loss)
    if out_is_known(scenario):
        note = language.text("{loss} until {day}", loss=loss, day=language.short_day(scenario["free_on"]))
        added = language.money(more, currency)
        return language.text("{note} + {more} if missed", note=note, more=added) if more else note
    if scenario.get("lever") == "fee_points":
        return language.text("{loss} a year", loss=loss)
    return loss


def tied_up(figures: Figures, language: Language) -> list[str]:
    """One sentence for each scenario that ties up working capital."""
    return [
        language.text(
            "{scenario} ties up {capital}.",
            scenario=short_name(figures, row, language),
            capital=language.money(capital(row), figures["currency"]),
        )
        for row in figures.get("scenarios") or []
        if capital(row) > 0
    ]


def vendor_labels(figures: Figures, functions: Sequence[Row], language: Language) -> dict[str, str]:
    """The column of each vendor, busiest first; those beyond the widest legible map share one."""
    totals: dict[str, float] = defaultdict(float)
    for row in functions:
        for vendor, share in (row.get("revenue_shares") or {}).items():
            totals[vendor] += share or 0.0
    ranked = sorted(totals, key=lambda vendor: (-totals[vendor], vendor))
    words = labels(figures, "vendors", ranked[:MOST_VENDORS])
    return words | dict.fromkeys(ranked[MOST_VENDORS:], language.text("other vendors"))


def heat_cells(functions: Sequence[Row], columns: Mapping[str, str], language: Language) -> list[Row]:
    """One cell per function and column with its share (0-1), and one for an unknown share above zero."""
    shares: dict[tuple[str, str], float] = defaultdict(float)
    for row in functions:
        for vendor, share in _visible(row.get("revenue_shares") or {}):
            shares[language.term(row["function"]), columns[vendor]] += share or 0.0
    cells = [
        {"row": row, "column": column, "share": share, "label": language.percent(share, 0), "unknown": False}
        for (row, column), share in shares.items()
    ]
    for row in functions:
        rest: float | None = row.get("unknown_revenue_share")
        if rest is None or rest >= SMALLEST_SHARE:
            place = {"row": language.term(row["function"]), "column": language.unknown}
            label = "?" if rest is None else language.percent(rest, 0)
            cells.append(place | {"share": rest or 0.0, "label": label, "unknown": True})
    return cells


def lone_cells(single_points: Sequence[Row], columns: Mapping[str, str], language: Language) -> list[Row]:
    """The cells of work that one vendor does alone without a tested alternative."""
    return [
        {"row": language.term(row["function"]), "column": columns[row["vendor_id"]]}
        for row in single_points
        if row.get("vendor_id") in columns and (row.get("revenue_share") or 0) >= SMALLEST_SHARE
    ]


def _visible(shares: Mapping[str, float | None]) -> list[tuple[str, float]]:
    return [(vendor, share) for vendor, share in shares.items() if share is not None and share >= SMALLEST_SHARE]
