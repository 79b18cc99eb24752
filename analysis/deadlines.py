"""Notice deadlines as a calendar file; what a deadline is, is decided here once for the findings as well."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event
from icalendar.enums import TRANSP

from analysis.language import Language
from analysis.theme import name

Row = dict[str, Any]
PRODUCT = "vendor-dependency-analysis"
REMINDERS_DAYS = (14, 3)
# A contract that can be left on any day has no deadline: whoever waits a few days loses only those days.
SHORTEST_DELAY_DAYS = 7


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
    return leaves is not None and missed is not None and (missed - leaves).days <= SHORTEST_DELAY_DAYS


def send_day(contract: Row, today: date) -> date | None:
    """The day on which notice should be sent, or None where it is unknown or already past."""
    day = as_day(contract.get("send_by"))
    return day if day and day >= today else None


def notice_calendar(figures: Row, language: Language) -> bytes:
    """An iCalendar file (RFC 5545), one all-day event per open notice deadline, the same bytes every time."""
    calendar = Calendar.new(prodid=f"-//{PRODUCT}//EN", uid=f"notices@{PRODUCT}")
    for contract in open_deadlines(figures):
        calendar.add_component(_event(figures, contract, language))
    return calendar.to_ical()


def _is_ahead(contract: Row, today: date) -> bool:
    last = as_day(contract.get("last_receipt"))
    return last is not None and last >= today and not leaves_any_day(contract)


def _event(figures: Row, contract: Row, language: Language) -> Event:
    today = as_of(figures)
    sending = send_day(contract, today)
    day = sending or date.fromisoformat(contract["last_receipt"])
    return Event.new(
        uid=f"{quote(contract['contract_id'])}-{contract.get('earliest_exit') or 'open'}@{PRODUCT}",
        stamp=datetime.combine(today, time(), UTC),
        start=day,
        end=day + timedelta(days=1),  # the end of an all-day event is exclusive
        summary=_summary(figures, contract, language=language, sending=sending is not None),
        description=_description(figures, contract, language),
        transparency=TRANSP.TRANSPARENT,
        subcomponents=[_reminder(days, language) for days in REMINDERS_DAYS],
    )


def _summary(figures: Row, contract: Row, *, language: Language, sending: bool) -> str:
    vendor = " ".join(str(name(figures, "vendors", contract["vendor_id"])).split())
    values = {"vendor": vendor, "contract": contract["contract_id"]}
    if sending:
        return language.text("Send notice: {vendor} ({contract})", **values)
    return language.text("Last day for notice to arrive: {vendor} ({contract})", **values)


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


def _reminder(days: int, language: Language) -> Alarm:
    alarm = Alarm.new(description=language.text("Notice is due in {days} days", days=days))
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-days))
    return alarm
