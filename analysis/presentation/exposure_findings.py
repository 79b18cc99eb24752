"""Sentences about who stands behind our revenue, and whose loss would stop it."""

from analysis.language import Language
from analysis.presentation.finding import Finding, Row, function_words, label, rows, sentences, window

# A group at or above a tenth of revenue is named: FASB ASC 280-10-50-42.
NAMED_SHARE = 0.10
MOST_NAMED = 3
TOLERANCE = 1e-9  # parts of orders add up to one only up to rounding


def single_points(figures: Row, language: Language) -> list[Finding]:
    """Per vendor or group: the work that it alone does for us, and whether anybody else was ever tried."""
    by_group: dict[str, list[Row]] = {}
    for row in rows(figures, "exposure", "single_points"):
        if row.get("revenue_share") is not None and row["revenue_share"] >= NAMED_SHARE:
            by_group.setdefault(row["group"], []).append(row)
    return [_single_point(figures, points, language) for points in by_group.values()]


def second_order(figures: Row, language: Language) -> list[Finding]:
    """Vendors behind our vendors on whom a tenth of net revenue or more depends."""
    return [
        _behind(figures, row, language)
        for row in rows(figures, "exposure", "second_order")
        if row.get("revenue_share") is not None and row["revenue_share"] >= NAMED_SHARE
    ]


def hidden_groups(figures: Row, language: Language) -> list[Finding]:
    """Owners of several vendors who run no channel, and vendors that touch just as much as the largest channel."""
    owned = [row for row in rows(figures, "exposure", "hidden_groups") if len(row.get("vendors") or []) > 1]
    owned = [row for row in owned if row.get("revenue_share") is not None]
    ties = [row for row in rows(figures, "exposure", "hidden_ties") if row.get("revenue_share") is not None]
    return [_hidden_group(figures, row, language) for row in owned] + [_tie(figures, row, language) for row in ties]


def smallest_sets(figures: Row, language: Language) -> list[Finding]:
    """Without whom more of the revenue stops than the shop's line allows; nothing where revenue is unknown."""
    found, line = rows(figures, "exposure", "smallest_sets"), (figures.get("exposure") or {}).get("loss_share")
    if not line or all(row.get("revenue_share", 0) is None for row in rows(figures, "exposure", "groups")):
        return []
    values = {
        "limit": language.percent(line["threshold"], 0),
        "source": language.term(line["source"]),
        "first": language.day((window(figures, "channel") or {}).get("from")),
        "last": language.day((window(figures, "channel") or {}).get("to")),
    }
    if not found:
        return [_no_set(figures, language, values)]
    alone, pairs = [r for r in found if len(r["vendors"]) == 1], [r for r in found if len(r["vendors"]) == 2]
    text = sentences(
        _alone(figures, alone, language, values),
        _pair(figures, pairs, language, is_rest=bool(alone)),
        language.text("Vendors behind these are not counted in.")
        if rows(figures, "exposure", "second_order")
        else None,
    )
    weight = 46 if alone and not _is_the_largest_channel(figures, alone) else 28
    return [Finding(text, "watch", None, "exposure.smallest_sets", weight)]


def _no_set(figures: Row, language: Language, values: dict[str, str]) -> Finding:
    """That no two touch so much is good news only where no vendor that is not known could."""
    limit, functions = figures["exposure"]["loss_share"]["threshold"], rows(figures, "exposure", "functions")
    unknown = [row["function"] for row in functions if (row.get("unknown_revenue_share") or 0.0) > limit]
    if not unknown:
        text = language.text(
            "From {first} to {last} no two vendors together touched more than {limit} of our net revenue ({source}).",
            **values,
        )
        return Finding(text, "good", None, "exposure.smallest_sets", 22)
    text = language.text(
        "Whether one or two vendors touched more than {limit} of our net revenue from {first} to {last} ({source}) is "
        "not known: none of those that are known did, but for more than that it is not known who does this "
        "work: {work}.",
        work=function_words(unknown, language),
        **values,
    )
    return Finding(text, "unknown", None, "exposure.smallest_sets", 22)


def _pair(figures: Row, pairs: list[Row], language: Language, *, is_rest: bool) -> str | None:
    """The two that touch most together, of those of whom neither does alone."""
    if not pairs:
        return None
    names = _sets(figures, pairs[:1], language)
    if is_rest:
        return language.text("Of any two others together, {names} touch most.", names=names)
    return language.text("Of two together, {names} touch most.", names=names)


def _is_the_largest_channel(figures: Row, alone: list[Row]) -> bool:
    """One vendor that touches just what the largest channel brings tells nothing that its share does not."""
    largest = (window(figures, "channel") or {}).get("cr1")
    share = alone[0]["revenue_share"]
    return len(alone) == 1 and None not in (largest, share) and abs(share - largest) < TOLERANCE


def _alone(figures: Row, alone: list[Row], language: Language, values: dict[str, str]) -> str:
    named = {"names": _sets(figures, alone, language), **values}
    if not alone:
        return language.text(
            "No vendor alone touched more than {limit} of our net revenue from {first} to {last} ({source}).", **values
        )
    if len(alone) == 1:
        return language.text(
            "One vendor alone touched more than {limit} of our net revenue from {first} to {last} ({source}): {names}.",
            **named,
        )
    return language.text(
        "Each of these alone touched more than {limit} of our net revenue from {first} to {last} ({source}): {names}.",
        **named,
    )


def _single_point(figures: Row, points: list[Row], language: Language) -> Finding:
    most = max(points, key=lambda row: row["revenue_share"])
    values = {
        "who": " + ".join(label(figures, "vendors", vendor) for vendor in most["vendors"]),
        "work": function_words([row["function"] for row in points], language),
        "share": language.percent(most["revenue_share"]),
        "amount": language.money(most["revenue_per_month"], figures["currency"]),
    }
    untried = list(dict.fromkeys(name for row in points for name in row["untested"]))
    text = sentences(
        language.text(
            "As far as is known, {who} alone does this work for us: {work}. Up to {share} of our net revenue hangs on "
            "it, {amount} a month.",
            **values,
        ),
        _rest_unknown(points, language),
        language.text("Named, but never tried: {names}.", names=language.listed(untried))
        if untried
        else language.text("No alternative is named."),
    )
    return Finding(text, "watch", None, f"exposure.single_points[{most['group']}]", 44 + most["revenue_share"] / 2)


def _rest_unknown(points: list[Row], language: Language) -> str | None:
    most = max((row.get("unknown_revenue_share") or 0.0 for row in points), default=0.0)
    if most < NAMED_SHARE:
        return None
    return language.text("Who does it for up to {share} more is not known.", share=language.percent(most))


def _behind(figures: Row, row: Row, language: Language) -> Finding:
    through = list(dict.fromkeys(label(figures, "vendors", step["vendor_id"]) for step in row["through"]))
    values = {
        "share": language.percent(row["revenue_share"]),
        "whole": language.percent(row["with_own_work_share"]),
        "vendor": label(figures, "vendors", row["vendor_id"]),
        "through": language.listed(through),
    }
    text = sentences(
        language.text("{share} of our net revenue depends on {vendor}, which stands behind {through}.", **values),
        language.text("With what {vendor} does for us itself, it is {whole}.", **values)
        if (row["with_own_work_share"] or 0) > row["revenue_share"]
        else None,
        language.text(
            "The way there: {path}.",
            path=" → ".join(label(figures, "vendors", vendor) for vendor in row["path"]),
        )
        if len(row["path"]) > 2
        else None,
    )
    source = f"exposure.second_order[{row['vendor_id']}]"
    return Finding(text, "watch", None, source, 40 + row["revenue_share"] / 2)


def _hidden_group(figures: Row, row: Row, language: Language) -> Finding:
    text = language.text(
        "{vendors} belong to {group}: it sells nothing for us itself, yet {share} of our net revenue depends on "
        "it, more than our largest channel brings.",
        vendors=language.listed(label(figures, "vendors", vendor) for vendor in row["vendors"]),
        group=label(figures, "groups", row["group"]),
        share=language.percent(row["revenue_share"]),
    )
    source = f"exposure.hidden_groups[{row['group']}]"
    return Finding(text, "watch", None, source, 59 + row["revenue_share"] / 2)


def _tie(figures: Row, row: Row, language: Language) -> Finding:
    text = language.text(
        "{vendor} sells nothing for us itself, yet as much of our net revenue depends on it as our largest channel "
        "brings: {share}.",
        vendor=label(figures, "vendors", row["vendor_id"]),
        share=language.percent(row["revenue_share"]),
    )
    return Finding(text, "watch", None, f"exposure.hidden_ties[{row['vendor_id']}]", 40)


def set_share(row: Row, language: Language) -> str:
    """The share that a set touches; without one it is more than the whole, which returns of others lessen."""
    share = row["revenue_share"]
    return language.percent(share) if share is not None else language.text("more than all, returns deducted")


def _sets(figures: Row, found: list[Row], language: Language) -> str:
    named = [
        f"{' + '.join(label(figures, 'vendors', vendor) for vendor in row['vendors'])} ({set_share(row, language)})"
        for row in found[:MOST_NAMED]
    ]
    if more := len(found) - len(named):
        named.append(language.text("{count} more", count=language.number(more, 0)))
    return language.listed(named)
