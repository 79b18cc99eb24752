"""The calendar file, read back with icalendar: nothing shifts, breaks out or changes by itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sample_figures import SHOPS, Figures, demo_shop

from analysis.language import Language
from analysis.presentation.deadlines import notice_calendar, open_deadlines

ENGLISH = Language("en")
HOSTILE = 'Evil\r\nEND:VEVENT\nBEGIN:VALARM,;\\ "x" SUMMARY:gone'
LONG = "Überseelagerhäuser für Kräuter, Öle und Süßwaren " * 4


def events(figures: Figures, language: Language = ENGLISH) -> list[Any]:
    return list(Calendar.from_ical(notice_calendar(figures, language)).walk("VEVENT"))


def shop_with(**changes: object) -> Figures:
    figures = demo_shop()
    figures["lock_in"]["contracts"][0].update(changes)
    return figures


def test_notice_is_an_all_day_event_on_the_sending_day_that_ends_the_day_after() -> None:
    (event,) = events(demo_shop())
    assert event.decoded("dtstart") == date(2026, 11, 20)
    assert event.decoded("dtend") == date(2026, 11, 21)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["transp"] == "TRANSPARENT"


def test_the_event_says_arrival_exit_and_what_missing_costs() -> None:
    (event,) = events(demo_shop())
    assert event["summary"] == "Send notice: Lagerhaus Nord (lagerhaus-nord)"
    assert event["description"] == (
        "Notice must have arrived by: 30 November 2026\nThe contract then ends on: 28 February 2027\n"
        "If it arrives later, the contract ends on: 28 February 2028\nWhat arriving later costs: €4,800"
    )


def test_a_passed_sending_day_moves_the_event_to_the_last_day_of_arrival() -> None:
    (event,) = events(demo_shop() | {"as_of": "2026-11-25"})
    assert event.decoded("dtstart") == date(2026, 11, 30)
    assert event["summary"].startswith("Last day for notice to arrive")


def test_reminders_come_fourteen_and_three_days_before_and_on_the_morning_of_the_day() -> None:
    (event,) = events(demo_shop())
    alarms = event.walk("VALARM")
    assert [alarm.decoded("trigger") for alarm in alarms] == [
        timedelta(days=-14), timedelta(days=-3), timedelta(hours=9)
    ]  # fmt: skip
    assert {alarm["action"] for alarm in alarms} == {"DISPLAY"}


def test_the_same_figures_give_the_same_bytes_and_uid() -> None:
    assert notice_calendar(demo_shop(), ENGLISH) == notice_calendar(demo_shop(), ENGLISH)
    (event,), (later,) = events(demo_shop()), events(demo_shop() | {"as_of": "2026-11-02"})
    assert event["uid"] == later["uid"] == "lagerhaus-nord+lagerhaus_nord-2027-02-28@vendor-dependency-analysis"
    assert event.decoded("dtstamp").date() == date(2026, 10, 31)


def test_a_hostile_vendor_name_stays_one_line_of_text() -> None:
    figures = demo_shop()
    figures["names"]["vendors"]["lagerhaus_nord"] = HOSTILE
    (event,) = events(figures)
    words = 'Evil END:VEVENT BEGIN:VALARM,;\\ "x" SUMMARY:gone'
    assert event["summary"] == f"Send notice: {words} (lagerhaus-nord)"
    assert len(event.walk("VALARM")) == 3


def test_a_hostile_contract_id_cannot_break_the_uid() -> None:
    (event,) = events(shop_with(contract_id="a\r\nUID:b ü"))
    assert event["uid"] == "a%0D%0AUID%3Ab%20%C3%BC+lagerhaus_nord-2027-02-28@vendor-dependency-analysis"


def test_a_long_name_with_umlauts_is_folded_at_75_octets_and_read_back_whole() -> None:
    figures = demo_shop()
    figures["names"]["vendors"]["lagerhaus_nord"] = LONG
    raw = notice_calendar(figures, ENGLISH)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    (event,) = events(figures)
    assert event["summary"] == f"Send notice: {LONG.strip()} (lagerhaus-nord)"


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "free"},
        {"status": "noticed"},
        {"status": "unknown"},
        {"last_receipt": None},
        {"last_receipt": "2026-10-30"},
        {"exit_if_missed": "2027-03-01"},
    ],
    ids=lambda changes: "-".join(map(str, next(iter(changes.items())))),
)
def test_no_event_for_what_is_free_unknown_past_or_costs_only_days(changes: Figures) -> None:
    assert events(shop_with(**changes)) == []


def test_notice_that_must_arrive_on_the_day_itself_is_still_open() -> None:
    assert len(open_deadlines(shop_with(last_receipt="2026-10-31"))) == 1


def test_the_nearest_deadline_comes_first() -> None:
    figures = demo_shop()
    contract = figures["lock_in"]["contracts"][0]
    figures["lock_in"]["contracts"].append(contract | {"contract_id": "sooner", "last_receipt": "2026-11-10"})
    assert [row["contract_id"] for row in open_deadlines(figures)] == ["sooner", "lagerhaus-nord"]


@pytest.mark.parametrize("shop", SHOPS)
def test_every_shop_gives_a_calendar_that_can_be_read(shop: str) -> None:
    assert Calendar.from_ical(notice_calendar(SHOPS[shop](), Language("de"))).name == "VCALENDAR"


def test_the_event_is_german_for_a_german_reader() -> None:
    (event,) = events(demo_shop(), Language("de"))
    assert "Die Kündigung muss zugegangen sein bis: 30. November 2026" in event["description"]


DECISION = {
    "contract_id": "lagerhaus-nord",
    "vendor_id": "lagerhaus_nord",
    "decide_by": "2026-11-10",
    "send_by": "2026-11-20",
    "arrive_by": "2026-11-30",
    "exit_on": "2027-02-28",
    "otherwise": "2028-02-28",
    "cost_of_missing": "4800.00",
    "alternative": "Lager Süd; DHL",
    "tested_on": None,
    "revenue_per_year": "90000.00",
    "contribution_per_year": None,
}


def shop_deciding(**changes: object) -> Figures:
    figures = demo_shop()
    figures["lock_in"]["decisions"] = [DECISION | changes]
    return figures


def test_a_decision_is_an_all_day_event_of_its_own_before_the_notice() -> None:
    decision, sending = events(shop_deciding())
    assert decision["summary"] == "Decide: Lagerhaus Nord (lagerhaus-nord)"
    assert (decision.decoded("dtstart"), decision.decoded("dtend")) == (date(2026, 11, 10), date(2026, 11, 11))
    assert decision["dtstart"].params["VALUE"] == "DATE"
    assert decision.decoded("dtstamp").date() == date(2026, 10, 31)
    assert sending["summary"].startswith("Send notice")
    triggers = [alarm.decoded("trigger") for alarm in decision.walk("VALARM")]
    assert triggers == [timedelta(days=-14), timedelta(days=-3), timedelta(hours=9)]


def test_a_day_for_sending_that_has_passed_is_told_with_the_day_of_arrival() -> None:
    (late, *_) = events(shop_deciding(send_by="2026-10-23", decide_by="2026-10-23"))
    told = "The day for sending it with time to spare, 23 October 2026, has passed. It still counts if it arrives by 30 Nov"
    assert told in late["description"]


def test_a_decision_tells_days_money_and_the_alternative() -> None:
    assert events(shop_deciding())[0]["description"] == (
        "Decide by: 10 November 2026\nSend notice by: 20 November 2026\n"
        "Notice must have arrived by: 30 November 2026\nThe contract then ends on: 28 February 2027\n"
        "If it arrives later, the contract ends on: 28 February 2028\nWhat arriving later costs: €4,800\n"
        "Alternative: Lager Süd; DHL (never tested)\nNet revenue that hangs on it per year: €90,000\n"
        "Contribution that hangs on it per year: unknown"
    )


def test_a_tested_or_missing_alternative_is_told_as_such() -> None:
    tested, none = events(shop_deciding(tested_on="2026-05-01")), events(shop_deciding(alternative=None))
    assert "(tested on 1 May 2026)" in tested[0]["description"]
    assert "Alternative: none is on record" in none[0]["description"]


def test_the_uid_of_a_decision_stays_when_its_day_moves_and_differs_from_the_notices() -> None:
    decision, sending = events(shop_deciding())
    moved, _ = events(shop_deciding(decide_by="2026-11-01"))
    assert (
        decision["uid"] == moved["uid"] == "lagerhaus-nord+lagerhaus_nord-2027-02-28-decide@vendor-dependency-analysis"
    )
    assert decision["uid"] != sending["uid"]


def test_a_decision_that_is_overdue_stands_on_the_day_of_the_figures() -> None:
    decision, _ = events(shop_deciding(decide_by="2026-09-01"))
    assert decision.decoded("dtstart") == date(2026, 10, 31)
    assert decision["description"].startswith("Decide by: 1 September 2026 (passed)\n")


def test_a_hostile_alternative_stays_text() -> None:
    decision, _ = events(shop_deciding(alternative=HOSTILE, contract_id="a\r\nUID:b"))
    assert 'Evil END:VEVENT BEGIN:VALARM,;\\ "x" SUMMARY:gone (never tested)' in decision["description"]
    assert decision["summary"] == "Decide: Lagerhaus Nord (a UID:b)"
    assert len(decision.walk("VALARM")) == 3


def test_a_decision_is_german_for_a_german_reader() -> None:
    decision, _ = events(shop_deciding(), Language("de"))
    assert decision["summary"] == "Entscheiden: Lagerhaus Nord (lagerhaus-nord)"


def test_what_ends_by_itself_is_to_be_renewed_or_replaced() -> None:
    figures = shop_deciding(kind="end", send_by=None, arrive_by=None, otherwise=None, cost_of_missing=None)
    event = events(figures)[0]
    assert event["summary"] == "Renew or replace: Lagerhaus Nord (lagerhaus-nord)"
    assert event["description"].split("\n")[:2] == [
        "Decide by: 10 November 2026", "The contract ends by itself on: 28 February 2027"
    ]  # fmt: skip
    assert "unknown" not in event["description"].split("\n")[1]


def test_goods_under_a_lien_are_named_where_the_contract_is_decided() -> None:
    assert (
        "Goods worth €31,000 lie with Lagerhaus Nord"
        in events(shop_deciding(stock_under_lien="31000.00"))[0]["description"]
    )


def test_one_number_with_two_vendors_gives_two_events() -> None:
    figures = demo_shop()
    contract = figures["lock_in"]["contracts"][0]
    figures["lock_in"]["contracts"].append(contract | {"vendor_id": "paypal"})
    assert len({event["uid"] for event in events(figures)}) == 2
