"""Sentences about contracts: the next notice, how long we are bound, what ends, and from when on leaving pays."""

from datetime import date

from analysis.language import Language
from analysis.presentation.deadlines import as_day, as_of, open_deadlines, send_day, undecided
from analysis.presentation.finding import (
    Finding,
    Row,
    amount,
    function_words,
    label,
    left_out,
    next_report,
    rows,
    sentences,
    unknown,
    without_operator,
)

# Two months leave time to decide and to find somebody else before notice must be sent.
URGENT_DAYS = 60


def next_deadline(figures: Row, language: Language) -> Finding:
    """The notice that must arrive next, when to send it, and what happens if it arrives later."""
    ahead = open_deadlines(figures)
    if not ahead:
        return _no_deadline(figures, language)
    contract, today = ahead[0], as_of(figures)
    due = send_day(contract, today) or as_day(contract["last_receipt"])
    urgent = due is not None and (due - today).days <= URGENT_DAYS
    parts = (
        _arrival(figures, contract, language),
        _sending(contract, language, due == as_day(contract.get("send_by"))),
        _if_missed(figures, contract, language),
        *(undecided(decision, language, as_of=today) for decision in _decisions_of(figures, contract)),
    )
    source = f"lock_in.contracts[{contract['contract_id']}]"
    return Finding(sentences(*parts), "act" if urgent else "watch", due, source, 100 if urgent else 40)


def lock_in(figures: Row, language: Language) -> Finding:
    """How long our channels are bound: mean days, the day half is free, the shares never free or unknown."""
    state, today = figures.get("lock_in") or {}, language.day(figures["as_of"])
    mean, half = state.get("mean_days_until_free"), state.get("half_free_on")
    never, blank = state.get("never_free_share"), state.get("unknown_share")
    if mean is None and not never and any(row.get("free_on") for row in rows(figures, "lock_in", "channels")):
        text = language.text(
            "How long our channels are bound on average is not known as of {day}: their shares of net revenue are not "
            "known.",
            day=today,
        )
        return unknown(text, "lock_in")
    if mean is None and not never:
        text = language.text(
            "How long our channels are bound is not known as of {day}: it takes contracts and alternatives "
            "in the register.",
            day=today,
        )
        return unknown(text, "lock_in")
    parts = (
        _mean_days(mean, language, today),
        language.text("Half of our net revenue is free on {day}.", day=language.day(half)) if half else None,
        _never_free(never, language, today),
        language.text("For {share} no contract is on record.", share=language.percent(blank)) if blank else None,
        _without_operator(figures, language),
        left_out(figures, language),
    )
    return Finding(sentences(*parts), "watch", None, "lock_in.mean_days_until_free", 35)


def endings(figures: Row, language: Language) -> list[Finding]:
    """Contracts that end by themselves within a year, the first to decide on first."""
    found, today = [], as_of(figures)
    for rank, row in enumerate(row for row in rows(figures, "lock_in", "decisions") if row["kind"] == "end"):
        decide_by = as_day(row["decide_by"]) or today
        due, text = max(decide_by, today), _ending(figures, row, language, decide_by=decide_by)
        urgent = (due - today).days <= URGENT_DAYS
        source = f"lock_in.decisions[{row['contract_id']}]"
        found.append(Finding(text, "act" if urgent else "watch", due, source, (79 if urgent else 38) - rank / 100))
    return found


def stock_under_lien(figures: Row, language: Language) -> list[Finding]:
    """Goods that a warehouse keeper may hold back for unpaid bills, the most valuable first."""
    lying = [row for row in rows(figures, "lock_in", "held") if row.get("lien") and amount(row, "amount")]
    ranked = sorted(lying, key=lambda row: (-(amount(row, "amount") or 0), row["vendor_id"]))
    return [
        Finding(
            language.text(
                "Goods worth {amount} lie with {vendor}, which has a lien on them for unpaid bills ({provision}).",
                amount=language.money(row["amount"], figures["currency"]),
                vendor=label(figures, "vendors", row["vendor_id"]),
                provision=row["lien"],
            ),
            "watch",
            None,
            f"lock_in.held[{row['vendor_id']},{row['kind']}]",
            30 - rank / 100,
        )
        for rank, row in enumerate(ranked)
    ]


def walk_away(figures: Row, language: Language) -> list[Finding]:
    """From how many points of fee on leaving a vendor group pays, the fewest points first."""
    years = (figures.get("lock_in") or {}).get("horizon_years")
    known = [row for row in rows(figures, "lock_in", "groups") if row["walk_away_points"] is not None]
    ranked = sorted(known, key=lambda row: (row["walk_away_points"], row["group"]))
    return [
        Finding(
            language.text(
                "Leaving {group} pays once its fees take {points} points more of our net revenue, over {years} years.",
                group=label(figures, "groups", row["group"]),
                points=language.number(row["walk_away_points"], 1),
                years=years,
            ),
            "watch",
            None,
            f"lock_in.groups[{row['group']}].walk_away_points",
            28 - rank / 100,
        )
        for rank, row in enumerate(ranked)
    ]


def _ending(figures: Row, row: Row, language: Language, *, decide_by: date) -> str:
    values = {
        "contract": row["contract_id"],
        "vendor": label(figures, "vendors", row["vendor_id"]),
        "exit": language.day(row["exit_on"]),
        "day": language.day(decide_by),
    }
    if decide_by < as_of(figures):
        return language.text(
            "The contract {contract} with {vendor} ends by itself on {exit}. The day by which to decide, {day}, has "
            "passed, so a replacement may not be ready in time: decide now whether to renew or replace it.",
            **values,
        )
    return language.text(
        "The contract {contract} with {vendor} ends by itself on {exit}: decide by {day} whether to renew or "
        "replace it.",
        **values,
    )


def _no_deadline(figures: Row, language: Language) -> Finding:
    contracts, day = rows(figures, "lock_in", "contracts"), language.day(figures["as_of"])
    due = next_report(figures)
    if not contracts:
        text = language.text(
            "No notice deadline is known as of {day}, because the register has no contracts. Enter start, "
            "term and notice of each contract by {due}.",
            day=day,
            due=language.day(due),
        )
        return Finding(text, "unknown", due, "lock_in.contracts", 45)
    open_ones = {row["vendor_id"] for row in contracts if row.get("status") in (None, "unknown")}
    if open_ones:
        text = language.text(
            "When we can leave {vendors} is not known as of {day}: no usable notice rule is on record. Look "
            "it up in the contract and enter it by {due}.",
            vendors=language.listed(label(figures, "vendors", vendor) for vendor in sorted(open_ones)),
            day=day,
            due=language.day(due),
        )
        return Finding(text, "unknown", due, "lock_in.contracts", 45)
    text = language.text(
        "No notice deadline lies ahead as of {day} in any of our {count} contracts.",
        day=day,
        count=language.number(len(contracts), 0),
    )
    return Finding(text, "good", None, "lock_in.contracts", 22)


def _decisions_of(figures: Row, contract: Row) -> list[Row]:
    ids = (contract["contract_id"], contract["vendor_id"])
    return [row for row in rows(figures, "lock_in", "decisions") if (row["contract_id"], row["vendor_id"]) == ids]


def _arrival(figures: Row, contract: Row, language: Language) -> str:
    work = function_words(contract.get("functions") or [], language)
    values = {
        "vendor": label(figures, "vendors", contract["vendor_id"]),
        "contract": work or contract["contract_id"],
        "last": language.day(contract["last_receipt"]),
        "exit": language.day(contract.get("earliest_exit")),
    }
    if not contract.get("earliest_exit"):
        return language.text("To leave {vendor} ({contract}), our notice must have arrived by {last}.", **values)
    return language.text("To leave {vendor} ({contract}) on {exit}, our notice must have arrived by {last}.", **values)


def _sending(contract: Row, language: Language, in_time: bool) -> str | None:
    if not contract.get("send_by"):
        return None
    if in_time:
        return language.text("Send it by {day}.", day=language.day(contract["send_by"]))
    return language.text("The day for sending it with time to spare has passed: send it at once.")


def _if_missed(figures: Row, contract: Row, language: Language) -> str:
    values = {
        "missed": language.day(contract.get("exit_if_missed")),
        "cost": language.money(contract.get("cost_of_missing"), figures["currency"]),
    }
    if not contract.get("exit_if_missed"):
        return language.text("What happens if it arrives later is not known.")
    if amount(contract, "cost_of_missing") == 0:
        return language.text("If it arrives later, we are bound until {missed}.", **values)
    if contract.get("cost_of_missing") is None:
        return language.text(
            "If it arrives later, we are bound until {missed}; what that costs is not known.", **values
        )
    return language.text("If it arrives later, we are bound until {missed}, which costs {cost}.", **values)


def _mean_days(days: float | None, language: Language, today: str) -> str | None:
    if days is None:
        return None
    return language.text(
        "Channels that can become free take {days} days on average (weighted by net revenue, from {day}) until they "
        "can do without their present partners.",
        days=language.number(days, 0),
        day=today,
    )


def _never_free(share: float | None, language: Language, today: str) -> str | None:
    if not share:
        return None
    return language.text(
        "{share} of our net revenue never becomes free, because no replacement is named as of {day}.",
        share=language.percent(share),
        day=today,
    )


def _without_operator(figures: Row, language: Language) -> str | None:
    """The channels that count as free though nobody knows how long their operator binds them."""
    found = without_operator(figures)
    if not found:
        return None
    names = (
        (label(figures, "channels", row["channel_id"]), label(figures, "vendors", row["operator_without_contract"]))
        for row in found
    )
    return language.text(
        "{share} of our net revenue may be bound longer: no contract with the operator is on record for {channels}.",
        share=language.percent(sum(row["share"] for row in found)),
        channels=language.listed(f"{channel} ({operator})" for channel, operator in names),
    )
