"""Decisions and notice deadlines as a calendar file; what is open is decided here once for the findings as well."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event
from icalendar.enums import TRANSP

from analysis.language import Language
from analysis.presentation.labels import name
from analysis.rules.decisions import waits_cheaply
from analysis.rules.lateness import sent_late

Row = dict[str, Any]
PRODUCT = "vendor-dependency-analysis"
AHEAD_DAYS = (14, 3)
MORNING = timedelta(hours=9)


class Texts(NamedTuple):
    summary: str
    description: str
    alarms: list[Alarm]


def as_day(text: str | None) -> date | None:
    """The date of an ISO text, or None for an unknown date."""
    return date.fromisoformat(text[:10]) if text else None


def as_of(figures: Row) -> date:
    """The day for which the figures were made."""
    return date.fromisoformat(figures["as_of"])


def open_deadlines(figures: Row) -> list[Row]:
    """Bound contracts whose last day of receipt is ahead and whose missing binds longer, nearest first."""
    today = as_of(figures)
    contracts = (figures.get("lock_in") or {}).get("contracts") or []
    ahead = [row for row in contracts if row.get("status") == "bound" and _is_ahead(row, today)]
    return sorted(ahead, key=lambda row: (row["last_receipt"], row["contract_id"]))


def leaves_any_day(contract: Mapping[str, Any]) -> bool:
    """Whether a contract can be left on any day: it is free, or late notice binds a week longer at most."""
    if contract.get("status") != "bound":
        return contract.get("status") == "free"
    leaves, missed = as_day(contract.get("earliest_exit")), as_day(contract.get("exit_if_missed"))
    return leaves is not None and missed is not None and waits_cheaply(leaves, missed)


def send_day(contract: Row, today: date) -> date | None:
    """The day on which notice should be sent, or None where it is unknown or already past."""
    day = as_day(contract.get("send_by"))
    return day if day and day >= today else None


def passed(day: str, said: str, language: Language, *, as_of: date) -> str:
    """A day as it is said, marked where it lies before the day of the figures."""
    return language.text("{day} (passed)", day=said) if date.fromisoformat(day) < as_of else said


def undecided(decision: Mapping[str, Any], language: Language, *, as_of: date) -> str | None:
    """What it means that the day for deciding has passed before the day for sending."""
    decide_by = as_day(decision["decide_by"])
    if decide_by is None or decide_by >= as_of or decide_by == as_day(decision["send_by"]):
        return None
    exit_on = language.day(decision["exit_on"])
    return language.text("Whoever decides only now has the alternative ready after {day}.", day=exit_on)


def notice_calendar(figures: Row, language: Language) -> bytes:
    """An iCalendar file (RFC 5545) of all-day events, one per decision due and one per open notice deadline, the
    same bytes every time."""
    calendar = Calendar.new(prodid=f"-//{PRODUCT}//EN", uid=f"notices@{PRODUCT}")
    for decision in (figures.get("lock_in") or {}).get("decisions") or []:
        calendar.add_component(_decision_event(figures, decision, language))
    for contract in open_deadlines(figures):
        calendar.add_component(_notice_event(figures, contract, language))
    return calendar.to_ical()


def _is_ahead(contract: Row, today: date) -> bool:
    last = as_day(contract.get("last_receipt"))
    return last is not None and last >= today and not leaves_any_day(contract)


def _decision_event(figures: Row, decision: Row, language: Language) -> Event:
    # A day for deciding that has passed is shown on the day of the figures, so that it is still seen.
    day = max(date.fromisoformat(decision["decide_by"]), as_of(figures))
    if decision.get("kind") == "end":
        summary = language.text("Renew or replace: {vendor} ({contract})", **_names(figures, decision))
    else:
        summary = language.text("Decide: {vendor} ({contract})", **_names(figures, decision))
    ahead = [(-timedelta(days), language.text("A decision is due in {days} days", days=days)) for days in AHEAD_DAYS]
    alarms = _reminders(ahead, today=language.text("A decision is due today"))
    uid = _uid(decision, decision.get("exit_on"), "-decide")
    texts = Texts(summary, _decision_description(figures, decision, language), alarms)
    return _all_day(figures, day, uid=uid, texts=texts)


def _notice_event(figures: Row, contract: Row, language: Language) -> Event:
    sending = send_day(contract, as_of(figures))
    day = sending or date.fromisoformat(contract["last_receipt"])
    values = _names(figures, contract)
    if sending:
        summary = language.text("Send notice: {vendor} ({contract})", **values)
    else:
        summary = language.text("Last day for notice to arrive: {vendor} ({contract})", **values)
    ahead = [(-timedelta(days), language.text("Notice is due in {days} days", days=days)) for days in AHEAD_DAYS]
    alarms = _reminders(ahead, today=language.text("Notice is due today"))
    uid = _uid(contract, contract.get("earliest_exit"))
    return _all_day(figures, day, uid=uid, texts=Texts(summary, _description(figures, contract, language), alarms))


def _uid(row: Row, exit_on: str | None, suffix: str = "") -> str:
    """The same event in every run; one contract number may stand for several vendors."""
    return f"{quote(row['contract_id'])}+{quote(row['vendor_id'])}-{exit_on or 'open'}{suffix}@{PRODUCT}"


def _all_day(figures: Row, day: date, *, uid: str, texts: Texts) -> Event:
    return Event.new(
        uid=uid,
        stamp=datetime.combine(as_of(figures), time(), UTC),
        start=day,
        end=day + timedelta(days=1),  # the end of an all-day event is exclusive
        summary=texts.summary,
        description=texts.description,
        transparency=TRANSP.TRANSPARENT,
        subcomponents=texts.alarms,
    )


def _names(figures: Row, row: Row) -> dict[str, str]:
    vendor = _one_line(name(figures, "vendors", row["vendor_id"]))
    return {"vendor": vendor, "contract": _one_line(row["contract_id"])}


def _one_line(words: object) -> str:
    return " ".join(str(words).split())


def _description(figures: Row, contract: Row, language: Language) -> str:
    day = {key: language.day(contract.get(key)) for key in ("last_receipt", "earliest_exit", "exit_if_missed")}
    cost = language.money(contract.get("cost_of_missing"), figures["currency"])
    return "\n".join(
        [
            language.text("Notice must have arrived by: {day}", day=day["last_receipt"]),
            language.text("The contract then ends on: {day}", day=day["earliest_exit"]),
            language.text("If it arrives later, the contract ends on: {day}", day=day["exit_if_missed"]),
            language.text("What arriving later costs: {cost}", cost=cost),
        ]
    )


def _decision_description(figures: Row, decision: Row, language: Language) -> str:
    text, currency = language.text, figures["currency"]
    amounts = ("revenue_per_year", "contribution_per_year", "stock_under_lien")
    money = {key: language.money(decision.get(key), currency) for key in amounts}
    lines = [
        text("Decide by: {day}", day=_due(decision, "decide_by", language, as_of(figures))),
        *_what_then(decision, language, currency, as_of(figures)),
        _alternative(decision, language),
        text("Net revenue that hangs on it per year: {amount}", amount=money["revenue_per_year"]),
        text("Contribution that hangs on it per year: {amount}", amount=money["contribution_per_year"]),
    ]
    if decision.get("stock_under_lien"):
        lines.append(
            text(
                "Goods worth {amount} lie with {vendor}, which has a lien on them for unpaid bills ({provision}).",
                amount=money["stock_under_lien"],
                vendor=_names(figures, decision)["vendor"],
                provision="§ 475b HGB",
            )
        )
    return "\n".join(lines)


def _what_then(decision: Row, language: Language, currency: str, today: date) -> list[str]:
    text = language.text
    day = {key: language.day(decision.get(key)) for key in ("arrive_by", "exit_on", "otherwise")}
    if decision.get("kind") == "end":
        return [text("The contract ends by itself on: {day}", day=day["exit_on"])]
    return [
        text("Send notice by: {day}", day=_due(decision, "send_by", language, today)),
        *sent_late(as_day(decision.get("send_by")), as_day(decision.get("arrive_by")), language, as_of=today),
        text("Notice must have arrived by: {day}", day=day["arrive_by"]),
        text("The contract then ends on: {day}", day=day["exit_on"]),
        text("If it arrives later, the contract ends on: {day}", day=day["otherwise"]),
        text("What arriving later costs: {cost}", cost=language.money(decision.get("cost_of_missing"), currency)),
    ]


def _due(decision: Row, key: str, language: Language, today: date) -> str:
    day = decision.get(key)
    return passed(day, language.day(day), language, as_of=today) if day else language.unknown


def _alternative(decision: Row, language: Language) -> str:
    if not decision.get("alternative"):
        return language.text("Alternative: none is on record for all that this contract covers")
    words = _one_line(decision["alternative"])
    if not decision.get("tested_on"):
        return language.text("Alternative: {alternative} (never tested)", alternative=words)
    day = language.day(decision["tested_on"])
    return language.text("Alternative: {alternative} (tested on {day})", alternative=words, day=day)


def _reminders(ahead: list[tuple[timedelta, str]], *, today: str) -> list[Alarm]:
    """Reminders some days ahead and in the morning of the day itself."""
    alarms = []
    for trigger, words in [*ahead, (MORNING, today)]:
        alarm = Alarm.new(description=words)
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", trigger)
        alarms.append(alarm)
    return alarms
