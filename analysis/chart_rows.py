"""What charts draw, as plain rows: figures.json in, lists of records with words and floats out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from analysis.language import Language
from analysis.theme import CALM, FAINT, MISSED, PALETTE, REST, labels, name

Figures = Mapping[str, Any]
Row = dict[str, Any]
# Our own proposal, since HHI lines were made for markets and not for one firm's sales mix.
EFFECTIVE_NUMBER_LINES = (2.5, 1.5)
MOST_VENDORS = 9


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
    return language.text(
        "{first} to {last}", first=language.month(months[0]), last=language.month(months[-1])
    )


def monthly_amounts(
    figures: Figures, known: Sequence[Row], language: Language
) -> tuple[list[Row], dict[str, str]]:
    """Amount per month and channel, and the colour of each channel, largest first, small ones together."""
    totals: dict[str, float] = defaultdict(float)
    for row in known:
        totals[row.get("channel_id") or ""] += float(row["net_revenue"])
    ranked = sorted(filter(None, totals), key=lambda channel: (-totals[channel], channel))
    words = labels(figures, "channels", ranked[: len(PALETTE)])
    colours = dict(zip(words.values(), PALETTE, strict=False))
    words |= dict.fromkeys(ranked[len(PALETTE) :], language.text("other channels"))
    words |= {"": language.text("not attributed")} if "" in totals else {}
    colours |= {
        word: FAINT if channel == "" else REST for channel, word in words.items() if word not in colours
    }
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
    """Whether a concentration row covers one month rather than the trailing window."""
    return (date.fromisoformat(row["to"]) - date.fromisoformat(row["from"])).days <= 31


def effective_numbers(known: Sequence[Row], months: Sequence[str], language: Language) -> list[Row]:
    """Effective number 1/H per month and series with its 95 % band; se(1/H) = se(H)/H² (delta method)."""
    channel, group = (
        {row["from"][:7]: row for row in known if row["grain"] == grain}
        for grain in ("channel", "channel_group")
    )
    differs = any(
        abs(channel[month]["hhi"] - group[month]["hhi"]) > 1e-9 for month in channel.keys() & group.keys()
    )
    series = {language.text("channels"): channel} if channel else {}
    if group and (differs or not channel):
        series[language.text("channels of one owner taken together")] = group
    return [_effective(word, month, rows.get(month)) for word, rows in series.items() for month in months]


def threshold_lines(figures: Figures, language: Language) -> list[Row]:
    """The effective numbers below which the verdict is amber and red, the shop's own where it set them."""
    amber, red = (figures.get("thresholds") or {}).get("effective_number") or EFFECTIVE_NUMBER_LINES
    return [
        {"at": amber, "label": language.text("below {line}: amber", line=language.number(amber, 1))},
        {"at": red, "label": language.text("below {line}: red", line=language.number(red, 1))},
    ]


def threshold_sources(known: Sequence[Row], language: Language) -> str:
    """Where the lines come from, as the figures say it."""
    sources = dict.fromkeys(row["threshold_source"] for row in known if row.get("threshold_source"))
    return "; ".join(map(language.term, sources)) or language.text("own proposal")


def _effective(series: str, month: str, row: Row | None) -> Row:
    if row is None:
        return {"series": series, "month": month, "value": None, "low": None, "high": None}
    value, spread = 1 / row["hhi"], 1.96 * (row.get("hhi_se") or 0.0) / row["hhi"] ** 2
    # No count of equal channels is below one, whatever the normal approximation says.
    return {
        "series": series,
        "month": month,
        "value": value,
        "low": max(1.0, value - spread),
        "high": value + spread,
    }


def scenario_name(figures: Figures, scenario: Row) -> str:
    """A scenario and the vendor that it strikes, in words."""
    vendor = name(figures, "vendors", scenario.get("vendor_id"))
    words = scenario.get("name") or scenario["scenario_id"]
    return f"{words} · {vendor}" if vendor else words


def loss(scenario: Row) -> float | None:
    """The loss until the exit, or the contribution loss where no exit is known; None if neither is."""
    amount = scenario.get("loss_until_exit")
    amount = scenario.get("contribution_loss") if amount is None else amount
    return None if amount is None else float(amount)


def price_of_missing(scenario: Row) -> float:
    """What a missed deadline adds to a loss until the exit, zero where nothing is to be drawn."""
    known = scenario.get("loss_until_exit") is not None
    return float(scenario.get("price_of_missing") or 0) if known else 0.0


def whole_loss(scenario: Row) -> float:
    """The loss of a scenario if the deadline is missed as well, to sort by."""
    return (loss(scenario) or 0.0) + price_of_missing(scenario)


def loss_parts(scenarios: Sequence[Row], language: Language) -> list[Row]:
    """The bars of each scenario's row: its loss, then what a missed deadline adds."""
    words = loss_words(language)
    return [
        {"row": row, "kind": words[kind], "from": begin, "to": end}
        for row, scenario in enumerate(scenarios)
        for kind, begin, end in _loss_parts(scenario)
    ]


def _loss_parts(scenario: Row) -> list[tuple[str, float, float]]:
    base = loss(scenario) or 0.0
    if scenario.get("loss_until_exit") is None:
        return [("open", 0.0, base)]
    more = price_of_missing(scenario)
    return [("exit", 0.0, base), *([("missed", base, base + more)] if more else [])]


def loss_words(language: Language) -> dict[str, str]:
    """The legend of the scenario bars."""
    return {
        "exit": language.text("loss until exit"),
        "missed": language.text("more if the notice is missed"),
        "open": language.text("loss of contribution, exit unknown"),
    }


def loss_colours(parts: Sequence[Row], language: Language) -> dict[str, str]:
    """The colour of each kind of loss that the bars show."""
    colours = {"exit": CALM, "missed": MISSED, "open": REST}
    drawn = {part["kind"] for part in parts}
    return {word: colours[kind] for kind, word in loss_words(language).items() if word in drawn}


def scenario_head(figures: Figures, scenario: Row, language: Language) -> Row:
    """The two texts above a scenario's bar: what happens to whom, and what it costs."""
    currency, more = figures["currency"], price_of_missing(scenario)
    amount = language.money(loss(scenario), currency)
    if scenario.get("loss_until_exit") is None:
        amount = language.text("{amount}, exit unknown", amount=amount)
    elif more:
        added = language.money(more, currency)
        amount = language.text("{amount} + {more} if missed", amount=amount, more=added)
    return {"head": scenario_name(figures, scenario), "note": amount}


def vendor_labels(figures: Figures, functions: Sequence[Row], language: Language) -> dict[str, str]:
    """The column of each vendor, busiest first; those beyond the widest legible map share one."""
    totals: dict[str, float] = defaultdict(float)
    for row in functions:
        for vendor, share in (row.get("shares") or {}).items():
            totals[vendor] += share or 0.0
    ranked = sorted(totals, key=lambda vendor: (-totals[vendor], vendor))
    words = labels(figures, "vendors", ranked[:MOST_VENDORS])
    return words | dict.fromkeys(ranked[MOST_VENDORS:], language.text("other vendors"))


def heat_cells(functions: Sequence[Row], columns: Mapping[str, str], language: Language) -> list[Row]:
    """One cell per function and column with its share (0-1), and one for an unknown share above zero."""
    shares: dict[tuple[str, str], float] = defaultdict(float)
    for row in functions:
        for vendor, share in (row.get("shares") or {}).items():
            shares[language.term(row["function"]), columns[vendor]] += share or 0.0
    cells = [
        {"row": row, "column": column, "share": share, "label": language.percent(share, 0), "unknown": False}
        for (row, column), share in shares.items()
    ]
    for row in functions:
        share = row.get("unknown_share")
        if share != 0:
            place = {"row": language.term(row["function"]), "column": language.unknown}
            label = "?" if share is None else language.percent(share, 0)
            cells.append(place | {"share": share or 0.0, "label": label, "unknown": True})
    return cells
