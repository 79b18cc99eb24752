"""Sentences about what moved the concentration, and where the largest share drifts."""

from math import fsum, hypot, sqrt
from typing import Any

from analysis.language import Language
from analysis.presentation.finding import (
    Finding,
    Row,
    Severity,
    known_shares,
    label,
    months,
    no_drift,
    nothing_to_compare,
    orders,
    rows,
    sentences,
    ties,
    unknown,
)

Z_95 = 1.96
KINDS = {"channel": "channels", "channel_group": "groups"}


def moved(figures: Row, language: Language) -> Finding:
    """The largest share of the month against twelve months earlier, or against the first month there is."""
    month = figures["month"]
    by_month = {row["from"][:7]: row for row in months(figures, "channel") if row["from"][:7] <= month}
    if month not in by_month:
        text = language.text("The channels' shares of {month} are not known.", month=language.month(month))
        return unknown(text, "concentration")
    year_before = f"{int(month[:4]) - 1}{month[4:]}"
    earlier = year_before if year_before in by_month else min(by_month)
    shares = known_shares(by_month[month])
    channel, share = next(iter(shares.items()))
    before = known_shares(by_month[earlier]).get(channel, 0.0)
    points = round((share - before) * 100, 1)
    values = {
        "month": language.month(month),
        "channel": label(figures, "channels", channel),
        "share": language.percent(share),
        "points": language.number(abs(points), 1),
        "earlier": language.month(earlier),
        "before": language.percent(before),
    }
    alone = earlier == month
    doubt = None if alone or not points else _doubt(figures, (by_month[earlier], by_month[month]), channel, language)
    text = sentences(_change(points, language, alone=alone, values=values), ties(figures, shares, language), doubt)
    severity: Severity = "unknown" if alone else "good" if by_month[month].get("verdict") == "green" else "watch"
    source = f"concentration[channel,{month}].shares.{channel}"
    return Finding(text, severity, None, source, 30)


def what_changed(figures: Row, language: Language, against: str = "last_year") -> Finding:
    """How concentration changed against last_month, last_year or the reference month, and which channels did it."""
    row = _moved(figures, against)
    if row is None:
        return unknown(nothing_to_compare(figures, against, language), "moved")
    source, before, after = f"moved[{against},{row['grain']}]", _ends(row, "before"), _ends(row, "after")
    if row["change"] and before[0] <= after[1] and after[0] <= before[1]:
        return unknown(_not_told(row, language), source, weight=27)
    chance = _by_chance(language) if _is_within_error(figures, row) else None
    text = sentences(_from_to(row, language, before, after), _parts(figures, row, language), chance)
    severity: Severity = "good" if row["change"] < 0 else "watch"
    return Finding(text, severity, None, source, 27)


def drifting(figures: Row, language: Language) -> Finding:
    """Whether the largest share drifts, by how much a month, and the day on which it meets the shop's next line."""
    row = next((row for row in rows(figures, "drift") if row["grain"] == "channel"), None)
    if row is None:
        return unknown(no_drift(figures, language), "drift")
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


def _moved(figures: Row, against: str) -> Row | None:
    """The row of channels, or the first there is of another month; none stands in for the month of reference."""
    found = {row["against"]: row for row in rows(figures, "moved") if row["grain"] == "channel"}
    instead = () if against == "reference" else ("last_month", "last_year", "reference")
    return next((found[each] for each in (against, *instead) if each in found), None)


def _ends(row: Row, when: str) -> tuple[float, float]:
    """HHI of a month if none of what is not attributed belongs to the largest channel, and if all of it does."""
    shares, index = [part[f"share_{when}"] for part in row["contributions"]], row[f"hhi_{when}"]
    rest = max(0.0, 1 - fsum(shares))
    return index, index + 2 * max(shares, default=0.0) * rest + rest**2


def _not_told(row: Row, language: Language) -> str:
    rests = [1 - fsum(part[f"share_{when}"] for part in row["contributions"]) for when in ("before", "after")]
    return language.text(
        "How the concentration of our revenue changed from {first} to {last} cannot be told: {before} of it is not "
        "attributed then, {after} now.",
        first=language.month(row["from_window"]["from"]),
        last=language.month(row["to_window"]["from"]),
        before=language.percent(rests[0]),
        after=language.percent(rests[1]),
    )


def _is_within_error(figures: Row, row: Row) -> bool:
    """Whether the change is no more than the sampling errors of both months allow (95 %)."""
    told = {month["from"]: month.get("hhi_se") for month in months(figures, row["grain"])}
    errors = [told.get(row[window]["from"]) for window in ("from_window", "to_window")]
    known = [error for error in errors if error is not None]
    return len(known) == 2 and 0 < abs(row["change"]) <= Z_95 * hypot(*known)


def _equal_channels(ends: tuple[float, float], language: Language) -> str:
    return "–".join(dict.fromkeys(language.number(1 / index, 2) for index in reversed(ends)))


def _from_to(row: Row, language: Language, before: tuple[float, float], after: tuple[float, float]) -> str:
    values = {
        "first": language.month(row["from_window"]["from"]),
        "last": language.month(row["to_window"]["from"]),
        "before": _equal_channels(before, language),
        "after": _equal_channels(after, language),
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


def _change(points: float, language: Language, *, alone: bool, values: dict[str, str]) -> str:
    if alone:
        return language.text(
            "In {month} {channel} brought {share} of our net revenue; there is no earlier month to compare with.",
            **values,
        )
    if points == 0:
        return language.text(
            "In {month} {channel} brought {share} of our net revenue, as much as in {earlier}.", **values
        )
    if points > 0:
        return language.text(
            "In {month} {channel} brought {share} of our net revenue, {points} percentage points more than "
            "in {earlier} ({before}).",
            **values,
        )
    return language.text(
        "In {month} {channel} brought {share} of our net revenue, {points} percentage points less than in "
        "{earlier} ({before}).",
        **values,
    )


def _doubt(figures: Row, told: tuple[Row, Row], channel: str, language: Language) -> str | None:
    """Why a channel's share may not have moved between two months: what is not attributed, or too few orders."""
    before, after = (known_shares(row).get(channel, 0.0) for row in told)
    rests = [row.get("unattributed_share") or 0.0 for row in told]
    if before <= after + rests[1] and after <= before + rests[0]:
        return language.text(
            "That is not sure: {before} was not attributed then, {after} is not now.",
            before=language.percent(rests[0]),
            after=language.percent(rests[1]),
        )
    counts = [orders(figures, row["from"][:7], row["from"][:7]) for row in told]
    variances = [share * (1 - share) / count for count, share in zip(counts, (before, after), strict=True) if count]
    # As many equal orders would differ by this much (95 %), and orders that are not equal by more.
    may_be_chance = len(variances) == 2 and abs(after - before) <= Z_95 * sqrt(sum(variances))
    return _by_chance(language) if may_be_chance else None


def _by_chance(language: Language) -> str:
    return language.text("With so few orders, that may be chance.")


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
