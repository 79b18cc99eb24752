"""Sentences about how sure the verdict is, what moved the concentration, and where the largest share drifts."""

from typing import Any

from analysis.language import Language
from analysis.presentation.finding import VERDICTS, Finding, Row, Severity, label, phrase, rows, sentences, unknown

BASES = {
    "net_revenue": "net revenue",
    "gross_sales": "gross sales",
    "net_sales": "net sales",
    "contribution": "contribution",
    "payout": "payouts",
}
SURE = 0.9
KINDS = {"channel": "channels", "channel_group": "groups"}


def how_sure(figures: Row, language: Language) -> Finding:
    """In how many ways of counting the verdict is the same, else which way says what, and what would narrow it."""
    found: Row = figures.get("stability") or {}
    share = found.get("agreement_share")
    if share is None:
        text = language.text("How sure the verdict is is not known: no basis is known in full.")
        return unknown(text, "stability")
    sure = share >= SURE
    text = sentences(_agreement(found, language) if sure else _by_way(found, language), _narrows(found, language))
    # A red verdict that is sure is no good news.
    return Finding(text, "good" if sure and found["verdict"] == "green" else "watch", None, "stability", 28)


def what_changed(figures: Row, language: Language, against: str = "last_year") -> Finding:
    """How concentration changed against last_month, last_year or the reference month, and which channels did it."""
    row = _moved(figures, against)
    if row is None:
        text = language.text("What changed the concentration is not known: there is no month to compare with.")
        return unknown(text, "moved")
    text = sentences(_from_to(row, language), _parts(figures, row, language))
    severity: Severity = "good" if row["change"] < 0 else "watch"
    return Finding(text, severity, None, f"moved[{against},{row['grain']}]", 27)


def drifting(figures: Row, language: Language) -> Finding:
    """Whether the largest share drifts, by how much a month, and the day on which it meets the shop's next line."""
    row = next((row for row in rows(figures, "drift") if row["grain"] == "channel"), None)
    if row is None:
        text = language.text("Whether the largest share drifts is not known: it takes six months of sales.")
        return unknown(text, "drift")
    values = {
        "channel": label(figures, "channels", row["id"]),
        "points": language.number(abs(row["slope_per_month"]) * 100, 1),
        "low": language.number(row["slope_low"] * 100, 1),
        "high": language.number(row["slope_high"] * 100, 1),
        "months": row["months"],
    }
    grows = row["is_sure"] and row["slope_per_month"] > 0
    text = sentences(_direction(row, language, values), _meets(figures, row, language) if row["is_sure"] else None)
    return Finding(text, "watch" if grows else "good", None, "drift[channel]", 29)


def _agreement(found: Row, language: Language) -> str:
    verdict = VERDICTS[found["verdict"]]
    return language.text(
        "The verdict is {verdict} in {share} of the ways of counting: {bases}, by channel and by owner, with the "
        "chance of single orders.",
        verdict=language.text(verdict),
        share=language.percent(found["agreement_share"], 0),
        bases=_list(dict.fromkeys(way["basis"] for way in _deciding(found)), language),
    )


def _by_way(found: Row, language: Language) -> str:
    by_verdict: dict[str, dict[str, None]] = {}
    for way in sorted(_deciding(found), key=lambda way: -list(VERDICTS).index(way["verdict"])):
        by_verdict.setdefault(way["verdict"], {})[way["basis"]] = None
    parts = [
        language.text("{verdict} by {bases}", verdict=language.text(VERDICTS[verdict]), bases=_list(bases, language))
        for verdict, bases in by_verdict.items()
    ]
    if len(parts) == 1:
        return language.text(
            "It depends on single orders: {way}, but only in {share} of the draws.",
            way=parts[0],
            share=language.percent(found["agreement_share"], 0),
        )
    return language.text("It depends on how we count: {ways}.", ways="; ".join(parts))


def _narrows(found: Row, language: Language) -> str | None:
    row = found.get("narrows_most")
    if row is None:
        return None
    return language.text(
        "What would narrow it most: {why} ({share}); {remedy}.",
        why=phrase(row["why"], language),
        share=language.percent(row["share"]),
        remedy=phrase(row["how_to_fix"], language),
    )


def _deciding(found: Row) -> list[Row]:
    return [way for way in found.get("ways") or [] if way.get("decides")]


def _list(bases: Any, language: Language) -> str:
    return ", ".join(language.text(BASES[basis]) for basis in bases)


def _moved(figures: Row, against: str) -> Row | None:
    """The row of channels, or the first there is of another month when that one is missing."""
    found = [row for row in rows(figures, "moved") if row["grain"] == "channel"]
    return next((row for row in found if row["against"] == against), next(iter(found), None))


def _from_to(row: Row, language: Language) -> str:
    values = {
        "first": language.month(row["from_window"]["from"]),
        "last": language.month(row["to_window"]["from"]),
        "before": language.number(1 / row["hhi_before"], 2),
        "after": language.number(1 / row["hhi_after"], 2),
    }
    if row["change"] > 0:
        return language.text(
            "From {first} to {last} our revenue became more concentrated: like {before} equal channels then, "
            "{after} now.",
            **values,
        )
    if row["change"] < 0:
        return language.text(
            "From {first} to {last} our revenue became less concentrated: like {before} equal channels then, "
            "{after} now.",
            **values,
        )
    return language.text("From {first} to {last} the concentration of our revenue did not change.", **values)


def _parts(figures: Row, row: Row, language: Language) -> str | None:
    """The channel that did most in the direction of the change."""
    same_way = [part for part in row["contributions"] if part["change"] * row["change"] > 0]
    if not same_way:
        return None
    part = max(same_way, key=lambda part: abs(part["change"]))
    return language.text(
        "Most of it is {channel}, from {before} to {after} of net revenue.",
        channel=label(figures, KINDS["channel"], part["id"]),
        before=language.percent(part["share_before"]),
        after=language.percent(part["share_after"]),
    )


def _direction(row: Row, language: Language, values: dict[str, Any]) -> str:
    if not row["is_sure"]:
        return language.text(
            "The share of {channel} shows no sure drift over {months} months (95 %: {low} to {high} percentage points "
            "a month).",
            **values,
        )
    if row["slope_per_month"] > 0:
        return language.text(
            "The share of {channel} grows by {points} percentage points a month (95 %: {low} to {high}).", **values
        )
    return language.text(
        "The share of {channel} falls by {points} percentage points a month (95 %: {low} to {high}).", **values
    )


def _meets(figures: Row, row: Row, language: Language) -> str | None:
    if row.get("crosses_on"):
        return language.text(
            "At this pace it meets our line of {line} on {day}.",
            line=language.percent(row["line"], 0),
            day=language.day(row["crosses_on"]),
        )
    highest = max((figures.get("thresholds") or {}).get("largest_share") or [1.0])
    if row["slope_per_month"] > 0 and row["fitted_share"] >= highest:
        return language.text("It is past our highest line of {line} already.", line=language.percent(highest, 0))
    return language.text("At this pace it meets none of our lines within five years.")
