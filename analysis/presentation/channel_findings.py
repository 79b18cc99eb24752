"""Sentences about channels: on whom our revenue rests, how concentrated it is, and the verdict."""

from analysis.language import Language
from analysis.presentation.certainty_findings import SURE
from analysis.presentation.finding import (
    VERDICTS,
    Finding,
    Row,
    Severity,
    known_shares,
    label,
    next_report,
    orders_told,
    rows,
    said,
    sentences,
    ties,
    unknown,
    window,
)
from analysis.presentation.formulas import threshold_clause

RANK: dict[str | None, tuple[Severity, float]] = {
    None: ("unknown", 15),
    "green": ("good", 25),
    "yellow": ("watch", 41),
    "amber": ("watch", 42),
    "red": ("act", 90),
}


def dependence(figures: Row, language: Language) -> Finding:
    """The largest channel and group, how many equal channels that is like, and the worse verdict."""
    row = window(figures, "channel")
    shares = known_shares(row)
    if row is None or not shares:
        return _no_shares(figures, language)
    (channel, share), decisive = next(iter(shares.items())), _decisive(figures)
    verdict = decisive.get("verdict")
    is_open = verdict != "red" and decisive.get("verdict_if_largest") not in (None, verdict)
    # A verdict that what is not attributed could make worse, or that other counts contradict, is never good news.
    severity, weight = RANK["amber" if is_open or _is_doubtful(figures, verdict) else verdict]
    due = next_report(figures) if verdict == "red" else None
    text = sentences(
        language.text(
            "{channel} brought {share} of our net revenue from {first} to {last}.",
            channel=label(figures, "channels", channel),
            share=language.percent(share),
            first=language.day(row["from"]),
            last=language.day(row["to"]),
        ),
        ties(figures, shares, language),
        orders_told(figures, row, language),
        _partly_unknown(row, language),
        _spread(row, language),
        _group(figures, language, share),
        _judgement(figures, decisive, language),
        _by_channel(figures, decisive, language),
        _at_worst(figures, decisive, language) if is_open else None,
        language.text("Decide by {day} which other channel is to grow.", day=language.day(due)) if due else None,
    )
    return Finding(text, severity, due, f"concentration[channel,{row['from']},{row['to']}]", weight)


def _is_doubtful(figures: Row, verdict: str | None) -> bool:
    """Whether a green verdict is not that of most ways of counting."""
    agreed = (figures.get("stability") or {}).get("agreement_share")
    return verdict == "green" and agreed is not None and agreed < SURE


def _partly_unknown(row: Row, language: Language) -> str | None:
    """Without known bounds some revenue has no amount, and the share is of what is known."""
    if row.get("hhi_high", 1) is not None:
        return None
    return language.text("That is of the revenue that is known; some orders have no amount in the shop's currency.")


def _no_shares(figures: Row, language: Language) -> Finding:
    """Why there are no shares, as the unknowns say it of the trailing window."""
    reason = next((row for row in rows(figures, "unknowns") if _is_of_channels(row)), None)
    if reason is None:
        text = language.text(
            "The channels' shares are not known as of {day}: add the orders of every channel to the folder exports.",
            day=language.day(figures["as_of"]),
        )
        return unknown(text, "concentration", weight=60)
    text = language.text(
        "The channels' shares are not known as of {day}: {why}. What helps: {remedy}.",
        day=language.day(figures["as_of"]),
        why=said(reason, "why", language=language),
        remedy=said(reason, "how_to_fix", language=language),
    )
    return unknown(text, "concentration", weight=60)


def _is_of_channels(row: Row) -> bool:
    template, values = (row.get("said") or {}).get("what", ""), (row.get("said") or {}).get("values") or {}
    is_whole = template.startswith("concentration per {grain}")
    return is_whole and (values.get("grain"), values.get("basis")) == ("channel", "net revenue")


def _decisive(figures: Row) -> Row:
    """The row of channels or of owners with the worse verdict, empty where neither has one."""
    found = [window(figures, grain) or {} for grain in ("channel", "channel_group")]
    judged = [row for row in found if row.get("verdict")]
    return max(judged, key=lambda row: list(VERDICTS).index(row["verdict"]), default={})


def _group(figures: Row, language: Language, share: float) -> str | None:
    """What the channels of one owner brought together, where that is more than the largest channel alone."""
    row = window(figures, "channel_group") or {}
    group, together = next(iter(known_shares(row).items()), ("", 0.0))
    if together <= share:
        return None
    brought = language.text(
        "All channels of {group} together brought {share}.",
        group=label(figures, "groups", group),
        share=language.percent(together),
    )
    number = _equal_ones(row, language)
    if number is None:
        return brought
    return sentences(brought, language.text("By owner they are as concentrated as {number} equal ones.", number=number))


def _spread(row: Row, language: Language) -> str | None:
    number = _equal_ones(row, language)
    if number and row.get("unattributed_share"):
        return language.text(
            "Our channels are as concentrated as {number} equal ones, depending on where the rest belongs.",
            number=number,
        )
    return language.text("Our channels are as concentrated as {number} equal ones.", number=number) if number else None


def _equal_ones(row: Row, language: Language) -> str | None:
    """How many equal channels or owners would be as concentrated; None where there is only one, or none is known."""
    index, error = row.get("hhi"), row.get("hhi_se")
    if not index or row.get("effective_number") is None or len(known_shares(row)) == 1:
        return None
    number = language.number(row["effective_number"], 2)
    if row.get("unattributed_share"):
        least = language.number(1 / row["hhi_if_largest"], 2)
        return language.text("{low} to {high}", low=least, high=number)
    # Delta method: the standard error of 1/H is that of H divided by H squared; it is nothing where all shares are
    # equal, and "± 0.00" would read as certain.
    if error is None or (spread := round(error / index**2, 2)) == 0:
        return number
    return f"{number} ± {language.number(spread, 2)}"


def _judgement(figures: Row, row: Row, language: Language) -> str | None:
    if not row:
        return None
    verdict, counted = row["verdict"], figures.get("stability") or {}
    told = language.text(VERDICTS[verdict])
    if row["grain"] == "channel_group":
        told = language.text("{verdict} by owner", verdict=told)
    if not row.get("threshold_source"):
        return language.text("Verdict: {verdict}.", verdict=told)
    said = {"verdict": told, "threshold": threshold_clause(row["threshold_source"], language)}
    if counted.get("agreement_share") is None or counted["verdict"] != verdict:
        return language.text("Verdict: {verdict}, {threshold}.", **said)
    share = language.percent(counted["agreement_share"], 0)
    return language.text("Verdict: {verdict} (in {share} of the ways of counting), {threshold}.", share=share, **said)


def _by_channel(figures: Row, decisive: Row, language: Language) -> str | None:
    """The verdict on channels alone beside a worse one on owners."""
    verdict = (window(figures, "channel") or {}).get("verdict")
    if decisive.get("grain") != "channel_group" or not verdict:
        return None
    return language.text("By channel alone: {verdict}.", verdict=language.text(VERDICTS[verdict]))


def _at_worst(figures: Row, row: Row, language: Language) -> str:
    kind = "channels" if row["grain"] == "channel" else "groups"
    verdict = row["verdict_if_largest"]
    return language.text(
        "{share} of our net revenue is not attributed; if all of that belongs to {largest}, the verdict is {worst}.",
        share=language.percent(row["unattributed_share"]),
        largest=label(figures, kind, next(iter(known_shares(row)))),
        worst=language.text(VERDICTS[verdict]),
    )
