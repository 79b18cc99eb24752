"""Sentences about vendors that could be gone before we have replaced them: now, or on a later day of their notice."""

from typing import Any

from analysis.language import Language
from analysis.presentation.finding import Finding, Row, amount, function_words, label, next_report, rows, sentences


def asymmetry(figures: Row, language: Language) -> list[Finding]:
    """Vendors that may leave us sooner than we can replace them, the most contribution at risk first; then those that
    could on a later day."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    listed = [row for row in rows(figures, "lock_in", "asymmetry") if row.get("their_notice_days") is not None]
    for row in listed:
        if row.get("uncovered_days") != 0:
            key = (row["vendor_id"], row["their_notice_days"], row.get("our_replacement_days"))
            groups.setdefault(key, []).append(row)
    ranked = sorted(groups.values(), key=lambda group: (-(_at_risk(group) or 0), group[0]["vendor_id"]))
    later = [row for row in listed if row.get("uncovered_days") == 0 and row.get("worst_uncovered_days")]
    return [
        *(_uncovered(figures, group, language=language, rank=rank) for rank, group in enumerate(ranked)),
        *(_uncovered_later(figures, row, language) for row in later),
    ]


def _uncovered_later(figures: Row, row: Row, language: Language) -> Finding:
    """A vendor whose notice is long if it comes now and too short if it comes on its last day."""
    text = language.text(
        "{vendor}, if it gave notice now, could not leave before it is replaced ({work}); if it waits until {day}, "
        "{uncovered} days are not covered.",
        vendor=label(figures, "vendors", row["vendor_id"]),
        work=function_words([row["function"]], language),
        day=language.day(row["worst_notice_on"]),
        uncovered=language.number(row["worst_uncovered_days"], 0),
    )
    source = f"lock_in.asymmetry[{row['vendor_id']},{row['function']}].worst_uncovered_days"
    return Finding(text, "watch", None, source, 37)


def _uncovered(figures: Row, group: list[Row], *, language: Language, rank: int) -> Finding:
    row, due = group[0], next_report(figures)
    values = {
        "vendor": label(figures, "vendors", row["vendor_id"]),
        "work": function_words([each["function"] for each in group], language),
        "notice": language.number(row["their_notice_days"], 0),
        "day": language.day(due),
    }
    source = f"lock_in.asymmetry[{row['vendor_id']},{row['function']}]"
    if row.get("our_replacement_days") is None:
        text = language.text(
            "{vendor}, if it gave notice now, could end its work for us ({work}) in {notice} days, and no replacement "
            "is named. Find one and enter how long the change takes by {day}.",
            **values,
        )
        return Finding(text, "act", due, source, 80 - rank / 100)
    text = language.text(
        "{vendor}, if it gave notice now, could end its work for us ({work}) in {notice} days; replacing it takes "
        "{replacement} days, so {uncovered} days are not covered.",
        replacement=language.number(row["our_replacement_days"], 0),
        uncovered=language.number(row.get("uncovered_days"), 0),
        **values,
    )
    parts = (text, _if_it_waits(group, language), *_risk_and_remedy(figures, group, language))
    return Finding(sentences(*parts), "act", due, source, 80 - rank / 100)


def _if_it_waits(group: list[Row], language: Language) -> str | None:
    worst = max(group, key=lambda row: row.get("worst_uncovered_days") or 0)
    days = worst.get("worst_uncovered_days") or 0
    if days <= (worst.get("uncovered_days") or 0):
        return None
    return language.text(
        "If it waits until {day}, it is {uncovered} days.",
        day=language.day(worst["worst_notice_on"]),
        uncovered=language.number(days, 0),
    )


def _risk_and_remedy(figures: Row, group: list[Row], language: Language) -> tuple[str, str]:
    at_risk, day = _at_risk(group), language.day(next_report(figures))
    remedy = language.text("Agree longer notice or prepare a faster change by {day}.", day=day)
    if at_risk is None:
        return language.text("How much contribution that puts at risk is not known."), remedy
    if at_risk <= 0:
        return language.text("No contribution is at risk: what goes through it left none."), remedy
    return language.text(
        "{risk} of contribution is at risk.", risk=language.money(at_risk, figures["currency"])
    ), remedy


def _at_risk(group: list[Row]) -> float | None:
    known = [risk for row in group if (risk := amount(row, "contribution_at_risk")) is not None]
    return max(known, default=None)
