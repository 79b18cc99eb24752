"""Sentences about what vendors cost and hold, and what the largest channel takes beside the cheapest other one."""

from analysis.language import Language
from analysis.presentation.finding import Finding, Row, label, rows, sentences


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
    vendor = max(amounts, key=lambda key: (amounts[key], key), default=None)
    if vendor is None or amounts[vendor] <= 0:
        return []
    theirs = [row for row in listed if row["vendor_id"] == vendor]
    text = sentences(
        _lies(figures, theirs, language),
        language.text("If it closes our account, that stays there for the time being."),
    )
    return [Finding(text, "watch", None, f"ledger.held[{vendor}]", 27)]


def _lies(figures: Row, theirs: list[Row], language: Language) -> str:
    """What lies at a vendor, and of which day each of it is known."""
    vendor, days = label(figures, "vendors", theirs[0]["vendor_id"]), {row["as_on"] for row in theirs}
    pieces = [f"{language.term(row['kind'])} {language.money(row['amount'], figures['currency'])}" for row in theirs]
    if len(days) == 1:
        what, day = language.listed(pieces), language.day(days.pop())
        return language.text("As of {day} this lies at {vendor}: {what}.", day=day, vendor=vendor, what=what)
    dated = [f"{piece} ({language.day(row['as_on'])})" for piece, row in zip(pieces, theirs, strict=True)]
    return language.text("This lies at {vendor}: {what}.", vendor=vendor, what=language.listed(dated))


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
    """A rate is the least that it can be while the charges of some vendors at work there are not fully known."""
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
        "Compare with care: the charges of {vendors} for {channel} are not fully known.",
        channel=label(figures, "channels", row["channel_id"]),
        vendors=language.listed(label(figures, "vendors", vendor) for vendor in row["uncharged"]),
    )
