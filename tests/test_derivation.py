"""The sentences beside each date; the dates themselves are worked out in test_notice and test_lock_in."""

from dataclasses import replace
from datetime import date

import pytest

from analysis.language import Language
from analysis.rules.derivation import derivation, vendor_derivation
from analysis.rules.lock_in import Contract, contract_state, vendor_state
from analysis.rules.notice import Anchor, Notice, Period, ReceiptDay, YearDay
from analysis.rules.notice_in_words import said
from analysis.rules.wording import parse_notice

EN, DE = Language("en"), Language("de")
TACIT = Contract(
    contract_id="C1",
    vendor_id="lagerhaus_nord",
    functions=("storage",),
    channel_ids=(),
    starts_on=date(2024, 3, 1),
    initial_term=Period(24, "month"),
    renewal="tacit",
    renewal_term=Period(12, "month"),
    notice=Notice(Period(3, "month")),
    notice_when_open_ended=None,
    vendor_notice=None,
    notice_form="written",
    send_buffer_days=None,
    minimum_per_month=None,
    exit_fee=None,
    noticed_on=None,
    ends_on=None,
)
AS_OF = date(2025, 9, 1)
OPEN = replace(
    TACIT, renewal="open_ended", initial_term=None, renewal_term=None, notice=parse_notice("1 month to month_end")
)
ANCHORS: list[Anchor | None] = [
    None,
    "any_day",
    "week_end",
    "half_month_end",
    "month_end",
    "quarter_end",
    "half_year_end",
]
ANCHORS += ["year_end", "term_end", (YearDay(6, 30),), (YearDay(1, 1), YearDay(12, 31))]
LENGTHS = [Period(1, "month"), Period(6, "week"), Period(30, "day"), Period(1, "day")]
RULES = [Notice(length, anchor) for anchor in ANCHORS for length in LENGTHS]
RULES += [
    Notice(Period(0, "day"), anchor, ReceiptDay(number, working, later))  # type: ignore[arg-type]
    for anchor in ("month_end", "quarter_end", "half_year_end", "year_end")
    for number, working in ((1, True), (2, True), (3, True), (15, False), (22, False))
    for later in (0, 1, 2)
]


def sentences(contract: Contract, as_of: date, language: Language = EN) -> str:
    return " ".join(derivation(contract, contract_state(contract, as_of), language, as_of=as_of))


@pytest.mark.parametrize("language", [EN, DE], ids=["en", "de"])
@pytest.mark.parametrize("rule", RULES, ids=str)
def test_what_was_understood_reads_back_to_the_same_notice(rule: Notice, language: Language) -> None:
    assert parse_notice(said(rule, language)) == rule


def test_a_rule_is_said_in_full() -> None:
    assert said(parse_notice("3 Monate zum Quartalsende"), EN) == "notice of 3 months to the end of a calendar quarter"
    assert (
        said(parse_notice("3 months to quarter_end"), DE)
        == "Kündigungsfrist von 3 Monaten zum Ende eines Kalendervierteljahres"
    )
    assert said(parse_notice("jederzeit"), EN) == "at any time"


def test_the_deadline_of_a_term_is_derived_with_its_provisions() -> None:
    assert derivation(TACIT, contract_state(TACIT, date(2025, 11, 1)), EN, as_of=date(2025, 11, 1)) == (
        "The first term of 24 months began on 1 March 2024 and ends on 28 February 2026 (BGB § 187 II, § 188 II).",
        "Notice of 3 months to the end of the term on 28 February 2026 must arrive by 30 November 2025 (BGB § 188 III); "
        "sent by letter with five working days in hand: by 21 November.",
        "Counting back from the end gives 28 November 2025: arrival after it and by 30 November 2025 is in time by the "
        "statute alone.",
        "What counts is the day of arrival, which the sender must prove (BGB § 130 I); it is itself not counted (BGB § 187 I).",
        "The last day is a weekend; that does not extend it (BGB § 193 does not apply to notice, BGH III ZR 172/04).",
        "If it arrives later, the contract ends on 28 February 2027.",
    )


def test_the_same_deadline_in_german() -> None:
    assert (
        "Kündigungsfrist von 3 Monaten zum Ende der Laufzeit am 28. Februar 2026: Die Kündigung muss bis zum "
        "30. November 2025 zugehen (BGB § 188 III); als Brief abgesendet mit fünf Werktagen Vorlauf: bis zum 21. November."
    ) in sentences(TACIT, date(2025, 11, 1), DE)


def test_a_term_that_is_still_to_begin_is_told_so() -> None:
    assert "The first term of 24 months begins on 1 March 2024" in sentences(TACIT, date(2024, 2, 29))
    assert "The first term of 24 months began on 1 March 2024" in sentences(TACIT, date(2024, 3, 1))


def test_the_notice_of_a_first_term_counts_to_its_end_whatever_anchor_it_names() -> None:
    # 12 months from 15 June 2025 end on 14 June 2026; three months before is 14 March
    contract = replace(
        OPEN,
        starts_on=date(2025, 6, 15),
        initial_term=Period(12, "month"),
        notice=parse_notice("3 months to quarter_end"),
        notice_when_open_ended=parse_notice("1 month to month_end"),
    )
    assert "Notice of 3 months to the end of the term on 14 June 2026 must arrive by 14 March 2026" in sentences(
        contract, date(2026, 1, 1)
    )
    assert "Notice of 1 month to the end of a calendar month" in sentences(contract, date(2026, 4, 1))


@pytest.mark.parametrize("wording", ["3 months to quarter_end", "by the 15th of a month to the end of that month"])
def test_a_notice_that_names_another_end_than_that_of_the_term_is_named_as_an_assumption(wording: str) -> None:
    # 24 months from 10 February 2024 end on 9 February 2026, which ends neither a quarter nor a month.
    contract = replace(TACIT, starts_on=date(2024, 2, 10), notice=parse_notice(wording))
    assert "Assumed: notice counts to the end of the term on 9 February 2026, though" in sentences(contract, AS_OF)
    assert "Angenommen: Die Kündigung zählt zum Ende der Laufzeit am 9. Februar 2026" in sentences(contract, AS_OF, DE)
    noticed = replace(contract, noticed_on=date(2025, 8, 1))
    assert "Assumed: notice counts to the end of the term on 9 February 2026" in sentences(noticed, AS_OF)
    theirs = replace(TACIT, starts_on=date(2024, 2, 10), vendor_notice=parse_notice(wording))
    told = vendor_derivation(theirs, vendor_state(theirs, AS_OF), EN)
    assert told[-1].startswith("Assumed: notice counts to the end of the term on 9 February 2026")


def test_a_notice_whose_end_is_that_of_the_term_assumes_nothing() -> None:
    # 24 months from 1 January 2024 end on 31 December 2025: a month, a quarter, a half-year and a year end there.
    for anchor in ("month", "quarter", "half_year", "year"):
        fits = replace(TACIT, starts_on=date(2024, 1, 1), notice=parse_notice(f"3 months to {anchor}_end"))
        assert "Assumed" not in sentences(fits, AS_OF)


def test_a_day_for_sending_that_has_passed_is_told_with_what_is_still_possible() -> None:
    # Out on 31 January 2026, arrival by 31 December 2025; five working days before Wednesday, 31 December 2025: the 24th.
    passed = (
        "The day for sending it with time to spare, 24 December 2025, has passed. It still counts if it arrives by 31"
    )
    assert passed not in sentences(OPEN, date(2025, 12, 24))
    assert passed in sentences(OPEN, date(2025, 12, 25)) and passed in sentences(OPEN, date(2025, 12, 31))
    assert "ist vorbei. Die Kündigung zählt noch, wenn sie bis zum 31. Dezember 2025 zugeht" in sentences(
        OPEN, date(2025, 12, 31), DE
    )
    assert "has passed" not in sentences(OPEN, date(2026, 1, 1))  # out on 28 February, to be sent by 21 January


def test_a_renewed_term_names_the_running_one() -> None:
    said_so = sentences(TACIT, date(2029, 11, 1))
    assert (
        "It renews by terms of 12 months; the running one ends on 28 February 2030, counted from the first." in said_so
    )
    assert "must arrive by 30 November 2029" in said_so


@pytest.mark.parametrize(
    ("wording", "as_of", "provision"),
    [
        ("6 weeks to quarter_end", date(2026, 1, 2), "(BGB § 188 II)"),
        ("1 month to month_end", date(2026, 3, 1), "(BGB § 188 III)"),  # 31 March, no 31 April
        ("by the 15th of a month to the end of that month", date(2026, 3, 1), "(BGB § 621)"),
        ("by the 3rd working day of a quarter to the end of the next quarter", date(2026, 4, 1), "(BGB § 580a)"),
    ],
)
def test_every_kind_of_rule_names_its_provision(wording: str, as_of: date, provision: str) -> None:
    assert f"{provision}; sent by letter" in sentences(replace(OPEN, notice=parse_notice(wording)), as_of)


def test_notice_on_any_day_has_no_date_to_miss() -> None:
    assert sentences(replace(OPEN, notice=parse_notice("30 days")), date(2025, 11, 3)) == (
        "Notice of 30 days, on any day: arriving by 3 November 2025 it ends the contract on 3 December 2025 "
        "(BGB § 187 I, § 188 I), arriving later as much later. "
        "What counts is the day of arrival, which the sender must prove (BGB § 130 I); it is itself not counted (BGB § 187 I)."
    )


def test_a_term_that_ends_on_a_missing_number_names_the_third_paragraph() -> None:
    contract = replace(TACIT, starts_on=date(2024, 2, 29), initial_term=Period(12, "month"))
    assert "ends on 28 February 2025 (BGB § 187 II, § 188 II, III)." in sentences(contract, date(2024, 6, 1))


@pytest.mark.parametrize(
    ("contract", "as_of", "words"),
    [
        (replace(TACIT, renewal="none"), date(2025, 11, 1), "ends on 28 February 2026 by itself; no notice is needed."),
        (replace(TACIT, renewal="express"), date(2025, 11, 1), "ends on 28 February 2026 unless both sides extend it"),
        (replace(TACIT, renewal="none"), date(2026, 2, 28), "ends on 28 February 2026 by itself"),
        (replace(TACIT, ends_on=date(2025, 12, 15)), date(2026, 1, 1), "ends on 15 December 2025 by itself; no notice is needed. It has ended."),
        (replace(TACIT, noticed_on=date(2025, 11, 30)), date(2026, 1, 1), "Notice arrived on 30 November 2025; the rule is notice of 3 months to the end of the term, so the contract ends on 28 February 2026 (BGB § 188 III)."),
        (replace(OPEN, notice=parse_notice("any time")), date(2026, 3, 31), "It can be ended at any time: notice that arrives on 31 March 2026 ends it on 31 March 2026"),
        (replace(OPEN, notice=None), date(2026, 1, 1), "unknown: neither notice nor notice_when_open_ended is given. Without an agreement the law says: § 473 HGB"),
        (replace(TACIT, problems=("notice: {soon}",)), date(2026, 1, 1), "unknown: notice: {soon}."),
        (replace(OPEN, bound_until=date(2026, 12, 31)), date(2026, 1, 1), "The contract binds until 31 December 2026, as agreed."),
    ],
)  # fmt: skip
def test_every_status_is_explained(contract: Contract, as_of: date, words: str) -> None:
    assert words in sentences(contract, as_of)


def test_every_status_is_explained_in_german_without_english_words() -> None:
    for contract in (
        TACIT,
        OPEN,
        replace(TACIT, renewal="none"),
        replace(OPEN, notice=None),
        replace(TACIT, noticed_on=date(2024, 5, 1)),
    ):
        for word in (" the ", " contract ", " ends ", " notice of "):
            assert word not in sentences(contract, date(2025, 11, 1), DE)


def test_a_day_without_holidays_is_told_from_the_last_day() -> None:
    rule = parse_notice("by the third working day of a quarter to the end of the next quarter")
    contract = replace(OPEN, notice=rule)
    state = contract_state(contract, date(2026, 1, 2), holidays={date(2026, 1, 1)})
    words = " ".join(derivation(contract, state, EN, as_of=date(2026, 1, 2)))
    assert (
        "Without counting holidays it must arrive by 3 January 2026: treat that as the last day, not 5 January 2026."
        in words
    )
    assert "Saturdays count as working days" in words


def test_the_vendors_side_is_explained() -> None:
    as_of = date(2025, 11, 1)
    contract = replace(TACIT, vendor_notice=parse_notice("30 days at any time"))
    assert vendor_derivation(contract, vendor_state(contract, as_of), EN) == (
        "The vendor's rule is: notice of 30 days at any time. If its notice arrives now, it is out on 1 December 2025, in 30 days.",
    )
    assert vendor_derivation(TACIT, vendor_state(TACIT, as_of), EN) == (
        "When the vendor can be out is unknown: vendor_notice is not given.",
    )


def test_the_vendors_notice_of_a_contract_without_a_term_counts_to_none() -> None:
    days = parse_notice("30 days")
    contract = replace(OPEN, notice=days, notice_when_open_ended=days, vendor_notice=days)
    assert vendor_derivation(contract, vendor_state(contract, date(2026, 10, 31)), EN) == (
        "The vendor's rule is: notice of 30 days. If its notice arrives now, it is out on 30 November 2026, in 30 days.",
    )
