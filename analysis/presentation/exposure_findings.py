"""Sentences about who stands behind our revenue, whose loss would stop it, and what the largest channel costs."""

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
        text = language.text(
            "From {first} to {last} no two vendors together touched more than {limit} of our net revenue ({source}).",
            **values,
        )
        return [Finding(text, "good", None, "exposure.smallest_sets", 22)]
    alone, pairs = [r for r in found if len(r["vendors"]) == 1], [r for r in found if len(r["vendors"]) == 2]
    text = sentences(_alone(figures, alone, language, values), _pair(figures, pairs, language, is_rest=bool(alone)))
    weight = 46 if alone and not _is_the_largest_channel(figures, alone) else 28
    return [Finding(text, "watch", None, "exposure.smallest_sets", weight)]


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


def weighed(figures: Row, language: Language) -> list[Finding]:
    """What the largest channel takes of its sales and leaves for us, beside the cheapest other channel."""
    rates = [row for row in rows(figures, "ledger", "fee_rates") if row.get("gross_sales") is not None]
    largest = max(rates, key=lambda row: float(row["gross_sales"]), default=None)
    if largest is None or largest.get("rate") is None or largest.get("next_best_rate") is None:
        return []
    other = next(row for row in rates if row["channel_id"] == largest["next_best_channel_id"])
    source = f"ledger.fee_rates[{largest['channel_id']}]"
    parts = [_rates(figures, largest, other, language), _difference(figures, largest, language)]
    gaps = [_uncharged(figures, row, language) for row in (largest, other)]
    text = sentences(*parts, _left_over(figures, largest, other, language), *gaps)
    is_good = float(largest["costs_more_by"]) <= 0 and not largest.get("uncharged")
    return [Finding(text, "good" if is_good else "watch", None, source, 43)]


def costs(figures: Row, language: Language) -> list[Finding]:
    """Who receives most of what we pay to vendors."""
    known = (figures.get("ledger") or {}).get("costs") or {}
    shares = {vendor: share for vendor, share in (known.get("shares") or {}).items() if share is not None}
    if not shares:
        return []
    vendor = max(shares, key=lambda key: (shares[key], key))
    text = language.text(
        "{vendor} received {share} of what the exports say we paid to vendors from {first} to {last}: {amount}.",
        vendor=label(figures, "vendors", vendor),
        share=language.percent(shares[vendor]),
        first=language.day(known["from"]),
        last=language.day(known["to"]),
        amount=language.money(known["amounts"][vendor], figures["currency"]),
    )
    return [Finding(text, "watch", None, f"ledger.costs.shares.{vendor}", 21)]


def held(figures: Row, language: Language) -> list[Finding]:
    """Who holds most of our money and goods, which stay there if it closes the account."""
    listed = [row for row in rows(figures, "ledger", "held") if float(row.get("amount") or 0)]
    amounts = {row["vendor_id"]: 0.0 for row in listed}
    for row in listed:
        amounts[row["vendor_id"]] += float(row["amount"])
    if not amounts:
        return []
    vendor = max(amounts, key=lambda key: (amounts[key], key))
    theirs = [row for row in listed if row["vendor_id"] == vendor]
    text = sentences(
        language.text(
            "As of {day} this lies at {vendor}: {what}.",
            day=language.day(min(row["as_on"] for row in theirs)),
            vendor=label(figures, "vendors", vendor),
            what=", ".join(_piece(figures, row, language) for row in theirs),
        ),
        language.text("If it closes our account, that stays there for the time being."),
    )
    return [Finding(text, "watch", None, f"ledger.held[{vendor}]", 27)]


def _piece(figures: Row, row: Row, language: Language) -> str:
    return f"{language.term(row['kind'])} {language.money(row['amount'], figures['currency'])}"


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
        language.text("Named, but never tried: {names}.", names=", ".join(untried))
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
        "through": ", ".join(through),
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
        "{vendors} all belong to {group}: it sells nothing for us itself, yet {share} of our net revenue depends on "
        "it, more than our largest channel brings.",
        vendors=", ".join(label(figures, "vendors", vendor) for vendor in row["vendors"]),
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


def _sets(figures: Row, found: list[Row], language: Language) -> str:
    named = [
        f"{' + '.join(label(figures, 'vendors', vendor) for vendor in row['vendors'])} "
        f"({language.percent(row['revenue_share'])})"
        for row in found[:MOST_NAMED]
    ]
    more = len(found) - len(named)
    return ", ".join(named) + (language.text(" and {count} more", count=language.number(more, 0)) if more else "")


def _rates(figures: Row, largest: Row, other: Row, language: Language) -> str:
    known = figures["ledger"]["costs"]
    values = {
        "channel": label(figures, "channels", largest["channel_id"]),
        "rate": _rate(largest, language),
        "other": label(figures, "channels", other["channel_id"]),
        "other_rate": _rate(other, language),
        "first": language.day(known["from"]),
        "last": language.day(known["to"]),
    }
    return language.text(
        "From {first} to {last} vendors took {rate} of the gross sales of {channel}, and {other_rate} of those of "
        "{other}.",
        **values,
    )


def _rate(row: Row, language: Language) -> str:
    """A rate is the least that it can be while charges of some vendors at work there are in no export."""
    rate = language.percent(row["rate"])
    return language.text("at least {rate}", rate=rate) if row.get("uncharged") else rate


def _difference(figures: Row, largest: Row, language: Language) -> str | None:
    more = float(largest["costs_more_by"])
    if more == 0:
        return language.text("No other channel is cheaper.")
    if more < 0 and largest.get("uncharged"):
        return language.text("As far as the exports tell, the largest channel is also the cheapest.")
    if more < 0:
        return language.text("The largest channel is also the cheapest.")
    return language.text(
        "As far as the exports tell, that is a difference of {amount} on what {channel} sold.",
        channel=label(figures, "channels", largest["channel_id"]),
        amount=language.money(more, figures["currency"]),
    )


def _left_over(figures: Row, largest: Row, other: Row, language: Language) -> str | None:
    if largest.get("contribution_rate") is None or other.get("contribution_rate") is None:
        return None
    return language.text(
        "Of {hundred} of gross sales {channel} leaves us {left} as contribution, {other} {other_left}.",
        hundred=language.money(100, figures["currency"]),
        channel=label(figures, "channels", largest["channel_id"]),
        left=_left_of_hundred(figures, largest, language),
        other=label(figures, "channels", other["channel_id"]),
        other_left=_left_of_hundred(figures, other, language),
    )


def _left_of_hundred(figures: Row, row: Row, language: Language) -> str:
    """Charges that no export tells would still lessen it."""
    amount = language.money(100 * row["contribution_rate"], figures["currency"], 2)
    return language.text("at most {amount}", amount=amount) if row.get("uncharged") else amount


def _uncharged(figures: Row, row: Row, language: Language) -> str | None:
    if not row.get("uncharged"):
        return None
    return language.text(
        "What these charge for {channel} is in no export, so compare with care: {vendors}.",
        channel=label(figures, "channels", row["channel_id"]),
        vendors=", ".join(label(figures, "vendors", vendor) for vendor in row["uncharged"]),
    )
