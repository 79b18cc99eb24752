"""What the charts of contracts and lock-in draw, as plain rows with words and ISO days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from analysis.language import Language
from analysis.presentation.deadlines import as_of, leaves_any_day
from analysis.presentation.labels import name
from analysis.presentation.theme import CALM, MISSED, PALETTE, QUIET, REST

Figures = dict[str, Any]
Row = dict[str, Any]
LONGEST_VIEW_DAYS = 4 * 365


def deadline(contract: Row) -> str | None:
    """The day by which notice must leave us, or the latest safe receipt; None where there is no deadline."""
    if contract.get("status") in ("ended", "noticed") or leaves_any_day(contract):
        return None
    return contract.get("send_by") or contract.get("safe_receipt") or contract.get("last_receipt")


def last_day(contracts: Sequence[Row], as_of: date) -> date:
    """The end of the time line: a little after the last exit, at most four years on."""
    days = [contract.get(key) for contract in contracts for key in ("earliest_exit", "exit_if_missed")]
    longest = max([90, *((date.fromisoformat(day) - as_of).days for day in days if day)])
    return as_of + timedelta(days=min(LONGEST_VIEW_DAYS, int(longest * 1.04) + 5))


def contract_spans(contracts: Sequence[Row], language: Language, *, first: str, last: str) -> list[Row]:
    """The bars of each contract's row between two days: until its exit, then until the exit if missed."""
    words = span_words(language)
    return [
        {"row": row, "kind": words[kind], "from": begin, "to": min(end, last)}
        for row, contract in enumerate(contracts)
        for kind, begin, end in _spans(contract, first, last)
        if begin < min(end, last)
    ]


def _spans(contract: Row, first: str, last: str) -> list[tuple[str, str, str]]:
    start = max(first, contract.get("starts_on") or first)
    leave, missed = contract.get("earliest_exit"), contract.get("exit_if_missed")
    status = contract.get("status") or "unknown"
    if status == "ended":
        return [("ended", start, leave or start)]
    if status == "unknown" or not leave:
        return [("unknown", start, last)]
    late = leave if leaves_any_day(contract) else missed or leave
    return [(status, start, leave), ("missed", max(start, leave), late)]


def span_words(language: Language) -> dict[str, str]:
    """The legend of the time line, in the order in which it is read."""
    return {
        "bound": language.text("bound"),
        "missed": language.text("longer if the notice is missed"),
        "noticed": language.text("notice given"),
        "free": language.text("free"),
        "ended": language.text("ended"),
        "unknown": language.text("exit unknown"),
    }


def span_colours(spans: Sequence[Row], language: Language) -> dict[str, str]:
    """The colour of each kind of bar that the time line shows."""
    colours = {"bound": CALM, "missed": MISSED, "noticed": PALETTE[2], "free": PALETTE[3], "ended": QUIET}
    words = span_words(language)
    drawn = {span["kind"] for span in spans}
    return {word: colours.get(kind, REST) for kind, word in words.items() if word in drawn}


def contract_head(figures: Figures, contract: Row, language: Language) -> Row:
    """The two texts above a contract's bar: whose it is, and what to do by when."""
    vendor = name(figures, "vendors", contract.get("vendor_id")) or language.unknown
    return {"head": f"{vendor} · {contract['contract_id']}", "note": _contract_note(contract, language, as_of(figures))}


def _contract_note(contract: Row, language: Language, today: date) -> str:
    leave, missed, by = contract.get("earliest_exit"), contract.get("exit_if_missed"), deadline(contract)
    status = contract.get("status") or "unknown"
    if status == "ended" and not leave:
        return language.text("ended")
    if status == "unknown" or not leave:
        return language.text("exit unknown")
    days = {
        "exit": language.short_day(leave),
        "by": language.short_day(by),
        "missed": language.short_day(missed),
    }
    if leaves_any_day(contract):
        return _any_day(date.fromisoformat(leave), language, today)
    if status == "ended":
        return language.text("ended {exit}", **days)
    if status == "noticed":
        return language.text("notice given, out {exit}", **days)
    if not by:
        return language.text("out {exit}, no notice needed", **days)
    return _notice_note(by, contract.get("last_receipt"), days, language, today)


def _notice_note(by: str, last: str | None, days: dict[str, str], language: Language, today: date) -> str:
    """By when notice must be sent or, where that day has passed, by when it must arrive."""
    is_missable = days["missed"] != language.unknown
    if last and by < today.isoformat():
        days = days | {"by": language.short_day(last)}
        if not is_missable:
            return language.text("notice must arrive by {by}: out {exit}", **days)
        return language.text("notice must arrive by {by}: out {exit}, else {missed}", **days)
    if not is_missable:
        return language.text("send notice by {by}: out {exit}", **days)
    return language.text("send notice by {by}: out {exit}, else {missed}", **days)


def _any_day(leave: date, language: Language, today: date) -> str:
    days = (leave - today).days
    if days <= 0:
        return language.text("any day, at once")
    return language.text(
        "any day: out {exit} if notice arrives now ({days} days)",
        exit=language.short_day(leave),
        days=language.number(days, 0),
    )


def lock_in_steps(curve: Sequence[Row], as_of: str) -> list[Row]:
    """The curve as steps that start at zero on the as-of day and run on a little after the last one."""
    start = [] if curve[0]["on"] <= as_of else [{"from": as_of, "share": 0.0}]
    last = date.fromisoformat(curve[-1]["on"])
    end = last + timedelta(days=max(30, (last - date.fromisoformat(as_of)).days // 8))
    points = [{"from": point["on"], "share": point["share"]} for point in curve]
    return [*start, *points, {"from": end.isoformat(), "share": curve[-1]["share"]}]


def lock_in_bands(lock_in: Row, reached: float, language: Language) -> list[Row]:
    """The shares above the plateau: never free on top, unknown below it where the curve leaves it out."""
    never, unknown = lock_in.get("never_free_share") or 0.0, lock_in.get("unknown_share") or 0.0
    bands = [
        (
            1 - never,
            1.0,
            language.text("{share} never free: no alternative is named", share=language.percent(never)),
        )
    ]
    if reached + never + unknown < 1 + 1e-6:
        word = language.text("{share} unknown: no contract is known", share=language.percent(unknown))
        bands.append((1 - never - unknown, 1 - never, word))
    return [
        {"low": low, "high": high, "middle": (low + high) / 2, "label": label}
        for low, high, label in bands
        if high - low > 1e-6
    ]


def half_free(day: str, steps: Sequence[Row], language: Language) -> Row:
    """The day on which half is free, its label, and whether it lies late in the chart."""
    first, last, on = (date.fromisoformat(text) for text in (steps[0]["from"], steps[-1]["from"], day))
    label = language.text("half free on {day}", day=language.day(on))
    return {"from": day, "share": 0.5, "label": label, "late": (on - first).days > 0.55 * (last - first).days}


def compared(figures: Figures) -> list[Row]:
    """Their notice against our replacement per vendor and work, the longest uncovered first, unnamed ones before."""
    known = [
        row for row in (figures.get("lock_in") or {}).get("asymmetry") or [] if row["their_notice_days"] is not None
    ]
    return sorted(
        known,
        key=lambda row: (
            row["our_replacement_days"] is not None,
            -(row["uncovered_days"] or 0),
            row["their_notice_days"],
            row["vendor_id"],
            row["function"],
        ),
    )


def pair_words(language: Language) -> dict[str, str]:
    """The legend of the pairs of bars."""
    return {
        "theirs": language.text("their notice to us"),
        "ours": language.text("our replacement"),
        "unnamed": language.text("no replacement is named"),
    }


def pair_spans(known: Sequence[Row], words: dict[str, str]) -> list[Row]:
    """The two bars of each pair; without a replacement the second has no end of its own and runs to the last day."""
    end = max(max(row["their_notice_days"], row["our_replacement_days"] or 0) for row in known)
    ours = [
        ("unnamed", end) if row["our_replacement_days"] is None else ("ours", row["our_replacement_days"])
        for row in known
    ]
    theirs = [
        {"row": at, "kind": words["theirs"], "from": 0, "to": row["their_notice_days"]} for at, row in enumerate(known)
    ]
    return theirs + [{"row": at, "kind": words[kind], "from": 0, "to": to} for at, (kind, to) in enumerate(ours)]


def pair_head(figures: Figures, row: Row, language: Language) -> Row:
    """The two texts above a pair: who does what, and what is not covered."""
    vendor = name(figures, "vendors", row["vendor_id"]) or language.unknown
    return {"head": f"{vendor} · {language.term(row['function'])}", "note": _pair_note(figures, row, language)}


def _pair_note(figures: Figures, row: Row, language: Language) -> str:
    days = {
        "theirs": language.number(row["their_notice_days"], 0),
        "ours": language.number(row["our_replacement_days"], 0),
        "open": language.number(row["uncovered_days"], 0),
    }
    if row["our_replacement_days"] is None:
        return language.text("{theirs} days' notice, no replacement named", **days)
    if not row["uncovered_days"]:
        return language.text("{theirs} days against {ours}: covered", **days)
    if row["contribution_at_risk"] is None or float(row["contribution_at_risk"]) <= 0:
        return language.text("{theirs} days against {ours}: {open} not covered", **days)
    risk = language.money(row["contribution_at_risk"], figures["currency"])
    return language.text("{theirs} days against {ours}: {open} not covered, {risk} at risk", risk=risk, **days)
