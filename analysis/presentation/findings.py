"""Sentences for the merchant, made only from figures.json: what matters, and what to do by when."""

from collections.abc import Callable

from analysis.checks import check_name
from analysis.language import Language
from analysis.presentation.amendment_findings import other_terms
from analysis.presentation.certainty_findings import how_sure
from analysis.presentation.change_findings import drifting, moved, what_changed
from analysis.presentation.channel_findings import dependence
from analysis.presentation.contract_findings import (
    endings,
    lock_in,
    next_deadline,
    stock_under_lien,
    walk_away,
)
from analysis.presentation.deadlines import open_deadlines
from analysis.presentation.exposure_findings import hidden_groups, second_order, single_points, smallest_sets
from analysis.presentation.finding import (
    Finding,
    FindingsList,
    Row,
    Severity,
    known_shares,
    label,
    next_report,
    rows,
    said,
    sentences,
    unknown,
    window,
)
from analysis.presentation.hidden_findings import hidden_dependence
from analysis.presentation.ledger_findings import costs, held, weighed
from analysis.presentation.scenario_findings import (
    assumption,
    below_fixed_costs,
    payout_delay,
    price,
    scenario,
    survival,
    worst_scenario,
)
from analysis.presentation.vendor_findings import asymmetry

__all__ = [
    "Finding",
    "FindingsList",
    "asymmetry",
    "below_fixed_costs",
    "cannot_know",
    "costs",
    "data_quality",
    "dependence",
    "drifting",
    "endings",
    "headlines",
    "held",
    "hidden_dependence",
    "hidden_groups",
    "how_sure",
    "lock_in",
    "moved",
    "next_deadline",
    "other_terms",
    "payout_delay",
    "scenario",
    "second_order",
    "single_points",
    "smallest_sets",
    "stock_under_lien",
    "survival",
    "top_findings",
    "walk_away",
    "weighed",
    "what_changed",
]
MOST_UNKNOWNS = 3


def data_quality(figures: Row, language: Language) -> Finding:
    """How many files and rows the report rests on, what was left out, and which checks failed."""
    inputs, day = rows(figures, "inputs"), language.day(figures["as_of"])
    if not inputs:
        text = language.text(
            "Nothing was read as of {day}: put the downloaded exports into the folder exports.", day=day
        )
        return unknown(text, "inputs")
    counts = {key: sum(row.get(key) or 0 for row in inputs) for key in ("rows", "loaded", "rejected", "duplicates")}
    failed = [row for row in rows(figures, "checks") if not row["ok"]]
    text = sentences(
        language.text(
            "Files behind this report of {day}: {files}. Of {rows} rows {loaded} were loaded, {rejected} rejected and "
            "{duplicates} left out as duplicates.",
            day=day,
            files=language.number(len(inputs), 0),
            **{key: language.number(count, 0) for key, count in counts.items()},
        ),
        _checks(figures, failed, language),
    )
    severity: Severity = "act" if failed else "watch" if counts["rejected"] else "good"
    return Finding(text, severity, None, "inputs", 58 if failed else 20)


def cannot_know(figures: Row, language: Language) -> list[Finding]:
    """The unknowns whose remedy closes most gaps, at most three, each with its remedy."""
    by_remedy: dict[str, list[Row]] = {}
    for row in rows(figures, "unknowns"):
        by_remedy.setdefault(row.get("how_to_fix") or "", []).append(row)
    ranked = sorted(by_remedy.values(), key=len, reverse=True)[:MOST_UNKNOWNS]
    return [_gap(figures, gaps, language=language, rank=rank) for rank, gaps in enumerate(ranked)]


def top_findings(figures: Row, language: Language, count: int = 5) -> list[Finding]:
    """The most important findings: the first of every topic by urgency, then what else there is."""
    topics = [_as_list(topic(figures, language)) for topic in TOPICS]
    first = [found[0] for found in topics if found]
    further = [finding for found in topics for finding in found[1:]]
    return [*_by_weight(first), *_by_weight(further)][:count]


def headlines(figures: Row, language: Language) -> tuple[str, str, str]:
    """Three short lines for the terminal: largest channel, next notice, worst scenario."""
    return (
        _channel_line(figures, language),
        _deadline_line(figures, language),
        _scenario_line(figures, language),
    )


def _checks(figures: Row, failed: list[Row], language: Language) -> str | None:
    count = len(rows(figures, "checks"))
    if not count:
        return None
    if not failed:
        return language.text("All {count} checks passed.", count=language.number(count, 0))
    return language.text(
        "{failed} of {count} checks failed: {names}.",
        failed=language.number(len(failed), 0),
        count=language.number(count, 0),
        names=language.listed(language.told(check_name(row["check"])) for row in failed),
    )


def _gap(figures: Row, gaps: list[Row], *, language: Language, rank: int) -> Finding:
    due = next_report(figures)
    values = {
        "day": language.day(figures["as_of"]),
        "what": said(gaps[0], "what", language=language).rstrip(". "),
        "why": said(gaps[0], "why", language=language).rstrip(". "),
        "remedy": said(gaps[0], "how_to_fix", language=language).rstrip(". "),
        "more": language.number(len(gaps) - 1, 0),
        "due": language.day(due),
    }
    if len(gaps) == 1:
        text = language.text("Not known as of {day}: {what} ({why}). What helps by {due}: {remedy}.", **values)
    else:
        text = language.text(
            "Not known as of {day}: {what} ({why}), and {more} more. What helps by {due}: {remedy}.", **values
        )
    return Finding(text, "unknown", due, "unknowns", 50 - rank)


def _as_list(found: Finding | list[Finding]) -> list[Finding]:
    return found if isinstance(found, list) else [found]


def _by_weight(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: -finding.weight)


def _channel_line(figures: Row, language: Language) -> str:
    row = window(figures, "channel")
    shares = known_shares(row)
    if row is None or not shares:
        return language.text("Largest channel: not known")
    channel, share = next(iter(shares.items()))
    return language.text(
        "Largest channel: {channel}, {share} of net revenue, {first} to {last}",
        channel=label(figures, "channels", channel),
        share=language.percent(share),
        first=language.short_day(row["from"]),
        last=language.short_day(row["to"]),
    )


def _deadline_line(figures: Row, language: Language) -> str:
    ahead = open_deadlines(figures)
    if not ahead:
        return language.text("Next notice: no deadline known as of {day}", day=language.short_day(figures["as_of"]))
    return language.text(
        "Next notice: {vendor}, must have arrived by {last}",
        vendor=label(figures, "vendors", ahead[0]["vendor_id"]),
        last=language.short_day(ahead[0]["last_receipt"]),
    )


def _scenario_line(figures: Row, language: Language) -> str:
    worst = worst_scenario(figures)
    if worst is None:
        return language.text("Worst scenario: not known")
    return language.text(
        "Worst scenario: {assumption}, {price}",
        assumption=assumption(figures, worst, language),
        price=price(figures, worst, language),
    )


TOPICS: tuple[Callable[[Row, Language], Finding | list[Finding]], ...] = (
    next_deadline,
    endings,
    dependence,
    below_fixed_costs,
    asymmetry,
    scenario,
    survival,
    hidden_dependence,
    hidden_groups,
    cannot_know,
    smallest_sets,
    single_points,
    weighed,
    second_order,
    lock_in,
    stock_under_lien,
    walk_away,
    moved,
    payout_delay,
    held,
    costs,
    data_quality,
)
