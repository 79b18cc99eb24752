"""Sentences about who stands behind channels unseen: vendors of several of them, and other channels' warehouses."""

from analysis.language import Language
from analysis.presentation.finding import Finding, Row, function_words, known_shares, label, rows, sentences, window

# Parts of orders add up to one only up to rounding.
WHOLE = 1 - 1e-9


def hidden_dependence(figures: Row, language: Language) -> list[Finding]:
    """Vendors unseen behind several channels, and channels whose goods a marketplace stores and sends."""
    behind = [row for row in rows(figures, "exposure", "hidden") if row.get("revenue_share") is not None]
    found = [_behind(figures, row, language) for row in behind] + _foreign_warehouses(figures, language)
    return sorted(found, key=lambda finding: -finding.weight)


def _behind(figures: Row, row: Row, language: Language) -> Finding:
    vendor, trailing = row["vendor_id"], window(figures, "channel") or {}
    text = sentences(
        language.text(
            "{vendor} sells nothing for us itself, yet {share} of our net revenue from {first} to {last} "
            "depends on it.",
            vendor=label(figures, "vendors", vendor),
            share=language.percent(row["revenue_share"]),
            first=language.day(trailing.get("from")),
            last=language.day(trailing.get("to") or figures["as_of"]),
        ),
        _largest_channel(figures, trailing, language),
        _tasks(figures, vendor, language),
    )
    return Finding(text, "watch", None, f"exposure.hidden[{vendor}]", 60 + row["revenue_share"] / 2)


def _largest_channel(figures: Row, trailing: Row, language: Language) -> str | None:
    shares = known_shares(trailing)
    if not shares:
        return None
    channel, share = next(iter(shares.items()))
    return language.text(
        "That is more than our largest channel brings ({channel}, {share}).",
        channel=label(figures, "channels", channel),
        share=language.percent(share),
    )


def _tasks(figures: Row, vendor: str, language: Language) -> str | None:
    channels: dict[str, list[str]] = {}
    for row in rows(figures, "exposure", "channels"):
        if row["vendor_id"] == vendor:
            channels.setdefault(row["function"], []).append(label(figures, "channels", row["channel_id"]))
    if not channels:
        return None
    tasks = "; ".join(
        language.text(
            "{work} for {channels}", work=function_words([function], language), channels=language.listed(names)
        )
        for function, names in channels.items()
    )
    return language.text("Its work: {tasks}.", tasks=tasks)


def _foreign_warehouses(figures: Row, language: Language) -> list[Finding]:
    sold = _marketplaces(figures)
    vendors = {vendor for _, vendor in sold}
    work: dict[tuple[str, str], list[Row]] = {}
    for row in rows(figures, "exposure", "channels"):
        key = (row["channel_id"], row["vendor_id"])
        stores_or_sends = row["function"] in ("storage", "shipping") and row.get("orders")
        if stores_or_sends and row["vendor_id"] in vendors and key not in sold:
            work.setdefault(key, []).append(row)
    return [_warehouse(figures, done, language) for done in work.values()]


def _marketplaces(figures: Row) -> set[tuple[str, str]]:
    """Channels with the vendor that runs them as a marketplace, from the orders and from the contracts."""
    performed = rows(figures, "exposure", "channels")
    sold = {(row["channel_id"], row["vendor_id"]) for row in performed if row["function"] == "marketplace"}
    contracts = rows(figures, "lock_in", "contracts")
    agreed = [row for row in contracts if "marketplace" in (row.get("functions") or [])]
    sold |= {(channel, row["vendor_id"]) for row in agreed for channel in row.get("channel_ids") or []}
    return {(channel, vendor) for channel, vendor in sold if vendor}


def _warehouse(figures: Row, done: list[Row], language: Language) -> Finding:
    row = max(done, key=lambda candidate: candidate["orders"])
    values = {
        "channel": label(figures, "channels", row["channel_id"]),
        "vendor": label(figures, "vendors", row["vendor_id"]),
        "orders": language.number(row["orders"], 0),
        "share": language.percent(row.get("orders_share")),
        "handled": _handled({each["function"] for each in done}, language),
        "last": language.day((window(figures, "channel") or {}).get("to") or figures["as_of"]),
    }
    text = _orders(row, language, values)
    source = f"exposure.channels[{row['channel_id']},{row['vendor_id']}]"
    revenue = _warehouse_revenue(figures, row, language)
    return Finding(sentences(text, revenue), "watch", None, source, 60 + (row.get("revenue_share") or 0) / 2)


def _orders(row: Row, language: Language, values: dict[str, str]) -> str:
    share = row.get("orders_share")
    if share is None or share < WHOLE:
        return language.text(
            "Of the orders of {channel} up to {last}, {orders} ({share}) were {handled} by {vendor}.",
            **values,
        )
    if row["orders"] == 1:
        return language.text("The only order of {channel} up to {last} was {handled} by {vendor}.", **values)
    return language.text("All {orders} orders of {channel} up to {last} were {handled} by {vendor}.", **values)


def _handled(functions: set[str], language: Language) -> str:
    if functions == {"storage"}:
        return language.text("stored")
    return language.text("stored and sent") if "storage" in functions else language.text("sent")


def _warehouse_revenue(figures: Row, row: Row, language: Language) -> str:
    share = known_shares(window(figures, "channel")).get(row["channel_id"])
    if row.get("revenue_share") is None or share is None:
        return language.text("Which share of our net revenue hangs on that is not known.")
    values = {
        "vendor": label(figures, "vendors", row["vendor_id"]),
        "channel": label(figures, "channels", row["channel_id"]),
        "share": language.percent(share * row["revenue_share"]),
    }
    if (row.get("orders_share") or 0) < WHOLE:
        return language.text("If {vendor} stops, these orders and their {share} of our net revenue stop too.", **values)
    return language.text("If {vendor} stops, {channel} and its {share} of our net revenue stop too.", **values)
