"""Clauses that name a day: by which notice must arrive, of each month, or that of the contract year."""

from datetime import date, timedelta

import pytest
from test_clauses_outside import meaning

from analysis.contract_page import contract_page
from analysis.errors import InputError
from analysis.language import Language
from analysis.rules.clause import read_clause
from analysis.rules.notice import Notice, Period, YearDay, counted_from, exit_after, latest_receipt
from analysis.rules.notice_in_words import said
from analysis.rules.wording import parse_notice

NOTHING = Period(0, "day")
NEW_YEARS_EVE = (YearDay(12, 31),)
ON_THE_15TH = tuple(YearDay(month, 15) for month in range(1, 13))
DAYS: list[tuple[str, Notice]] = [
    ("spätestens bis zum 30. September zum Jahresende", Notice(NOTHING, NEW_YEARS_EVE, YearDay(9, 30))),
    ("bis 30.09. zum 31.12.", Notice(NOTHING, NEW_YEARS_EVE, YearDay(9, 30))),
    ("by September 30 to the end of the calendar year", Notice(NOTHING, NEW_YEARS_EVE, YearDay(9, 30))),
    ("by the 30th of September to year_end", Notice(NOTHING, NEW_YEARS_EVE, YearDay(9, 30))),
    ("bis zum 31. März zum Ende der Laufzeit", Notice(NOTHING, "term_end", YearDay(3, 31))),
    ("no later than 30 September to year end", Notice(NOTHING, NEW_YEARS_EVE, YearDay(9, 30))),
    ("bis zum 31.10. zum 31.03.", Notice(NOTHING, (YearDay(3, 31),), YearDay(10, 31))),
    ("einen Monat zum 15. eines Monats", Notice(Period(1, "month"), ON_THE_15TH)),
    ("2 weeks to the 15th of each month", Notice(Period(2, "week"), ON_THE_15TH)),
    ("3 months to the anniversary date", Notice(Period(3, "month"), "contract_year_end")),
    ("60 days before the contract anniversary", Notice(Period(60, "day"), "contract_year_end")),
    ("3 Monate zum Ende eines Vertragsjahres", Notice(Period(3, "month"), "contract_year_end")),
    ("bis Ende September zum Jahresende", Notice(NOTHING, NEW_YEARS_EVE, YearDay(9, 30))),
    ("by the end of October to 31 March", Notice(NOTHING, (YearDay(3, 31),), YearDay(10, 31))),
    ("3 Monate zum Ende März", Notice(Period(3, "month"), (YearDay(3, 31),))),
]


@pytest.mark.parametrize(("text", "rule"), DAYS)
def test_a_notice_may_name_a_day_and_is_said_in_words_that_read_back(text: str, rule: Notice) -> None:
    assert parse_notice(text) == rule
    assert [parse_notice(said(rule, Language("en"))), parse_notice(said(rule, Language("de")))] == [rule, rule]


@pytest.mark.parametrize(
    ("rule", "received", "leaves"),
    [
        # to 31 December by 30 September: the day itself is in time, the next one is a year late
        (DAYS[0][1], date(2026, 9, 30), date(2026, 12, 31)),
        (DAYS[0][1], date(2026, 10, 1), date(2027, 12, 31)),
        # to 31 March by 31 October of the year before
        (DAYS[6][1], date(2026, 10, 31), date(2027, 3, 31)),
        (DAYS[6][1], date(2026, 11, 1), date(2028, 3, 31)),
        # a month that begins on 15 December ends on 15 January; of one day later the next 15th is that of February
        (DAYS[7][1], date(2026, 12, 15), date(2027, 1, 15)),
        (DAYS[7][1], date(2026, 12, 16), date(2027, 2, 15)),
    ],
)
def test_a_day_of_receipt_and_a_day_of_each_month_lead_to_the_next_end(
    rule: Notice, received: date, leaves: date
) -> None:
    assert exit_after(received, rule) == leaves


def test_a_day_of_receipt_for_one_of_two_ends_leaves_open_which_and_is_refused() -> None:
    with pytest.raises(ValueError, match="not understood"):
        parse_notice("bis 31.3. zum 30.6. oder 31.12.")


@pytest.mark.parametrize(
    ("by", "end"), [((9, 30), (12, 31)), ((10, 31), (3, 31)), ((2, 29), (12, 31)), ((6, 30), (6, 30))]
)
def test_a_day_of_receipt_of_the_year_is_what_a_search_day_by_day_finds(
    by: tuple[int, int], end: tuple[int, int]
) -> None:
    rule = Notice(NOTHING, (YearDay(*end),), YearDay(*by))

    def is_day(day: date, month_and_day: tuple[int, int]) -> bool:
        # 29 February is the last day of that month
        last = month_and_day == (2, 29) and (day + timedelta(1)).month == 3 and day.month == 2
        return last or (day.month, day.day) == month_and_day

    for number in range(4 * 366):
        received = date(2026, 1, 1) + timedelta(number)
        arrives_by = next(d for n in range(800) if is_day(d := received + timedelta(n), by))
        leaves = next(d for n in range(800) if is_day(d := arrives_by + timedelta(n), end))
        assert exit_after(received, rule) == leaves
        assert latest_receipt(leaves, rule) == arrives_by


@pytest.mark.parametrize(
    ("starts_on", "ends"),
    [
        # years that begin on 1 March end on the last day of February
        (date(2025, 3, 1), [date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]),
        (date(2024, 2, 29), [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 28)]),
        (date(2025, 1, 1), [date(2025, 12, 31), date(2026, 12, 31)]),
    ],
)
def test_a_contract_year_ends_before_the_anniversary_of_the_start(starts_on: date, ends: list[date]) -> None:
    rule = counted_from(starts_on, Notice(NOTHING, "contract_year_end"))
    day, found = starts_on, []
    for _ in ends:
        assert rule
        found.append(exit_after(day, rule))
        day = found[-1] + timedelta(1)
    assert found == ends


def page(text: str, language: str = "en") -> str:
    return contract_page(text, date(2025, 3, 1), as_of=date(2026, 11, 28), language=Language(language))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            # 30 September 2026 has passed; 30 September 2027 is a Thursday, five working days before is the 23rd
            "Der Vertrag kann spätestens bis zum 30. September zum Jahresende gekündigt werden.",
            "to end the contract on 31 December 2027 it must arrive by 30 September 2027 (BGB § 130 I); sent by letter "
            "with five working days in hand: by 23 September.",
        ),
        (
            # years from 1 March: the running one ends on 28 February 2027; of 30 November three months end that day
            "Either party may terminate on three months' notice to the anniversary date.",
            "to end the contract on 28 February 2027 it must arrive by 30 November 2026",
        ),
        (
            # terms of a year from 1 March 2025: 28 February 2027, and 60 days before that is 30 December 2026
            "Renews annually, 60 days notice prior to the anniversary date",
            "to the end of the term on 28 February 2027 must arrive by 30 December 2026",
        ),
        (
            # the term that was agreed to end on 30 June 2027: three months before is 31 March (BGB § 188 III)
            "Erstlaufzeit bis 30.06.2027, Verlängerung um 12 Monate, Kündigungsfrist 3 Monate zum Vertragsende",
            "to the end of the term on 30 June 2027 must arrive by 31 March 2027",
        ),
        (
            # twelve months from 1 March 2025 are over: a month from 28 November 2026 ends on 28 December 2026
            "12 months minimum commitment, cancel anytime with 1 month notice thereafter",
            "arriving by 28 November 2026 it ends the contract on 28 December 2026",
        ),
        (
            # a month from 28 November ends on 28 December; the next 15th is 15 January, a month before is 15 December
            "Kündigungsfrist einen Monat zum 15. eines Monats",
            "to end the contract on 15 January 2027 it must arrive by 15 December 2026",
        ),
    ],
)
def test_a_pasted_clause_with_a_day_leads_to_its_dates(text: str, told: str) -> None:
    assert told in page(text)


# Each clause of a contract that began on 1 March 2025, and by hand on which day it can end at the earliest from
# 28 November 2026 on and by when notice must arrive.
PROBED = """
Der Fulfillment-Vertrag hat eine Grundlaufzeit von 12 Monaten und verlängert sich jeweils um 6 Monate, wenn er nicht spätestens 3 Monate vor Ablauf gekündigt wird. = 28 February 2027 by 30 November 2026
Die Kündigungsfrist beträgt 4 Wochen zum Quartalsende; die Kündigung bedarf der Textform. = 31 December 2026 by 3 December 2026
Der Vertrag läuft bis zum 31.12.2027 und verlängert sich automatisch um jeweils ein weiteres Jahr, sofern er nicht bis zum 30.09. des jeweiligen Jahres gekündigt wird. = 31 December 2027 by 30 September 2027
Der Vertrag verlängert sich stillschweigend um ein Jahr, sofern er nicht bis zum 30. September gekündigt wird; Laufzeit bis 31.12.2026. = 31 December 2027 by 30 September 2027
Laufzeit 12 Monate ab 01.07.2025, verlängert sich um ein Jahr, wenn nicht bis spätestens 31. März gekündigt wird. = 30 June 2027 by 31 March 2027
Der Vertrag läuft auf unbestimmte Zeit, mindestens jedoch bis zum 31.12.2026. Er ist danach mit einer Frist von drei Monaten zum Jahresende kündbar. = 31 December 2027 by 30 September 2027
spätestens 30.11. zum Jahresende = 31 December 2026 by 30 November 2026
Kündbar monatlich zum 15. mit einer Frist von 14 Tagen = 15 December 2026 by 1 December 2026
Vertrag ist mit 3-monatiger Frist zum Jahrestag des Vertragsbeginns kündbar. = 28 February 2027 by 30 November 2026
Laufzeit 1 Jahr, Kündigungsfrist 1 Monat zum Laufzeitende, stillschweigende Verlängerung auf unbestimmte Zeit, dann jederzeit mit Frist von 1 Monat kündbar = 28 December 2026 by 28 November 2026
Der Vertrag verlängert sich alle 12 Monate, wenn er nicht 3 Monate vor Ablauf gekündigt wird. = 28 February 2027 by 30 November 2026
Laufzeit 24 Monate, Zahlung jeweils zum 15., Kündigungsfrist 3 Monate zum Laufzeitende, Verlängerung 12 Monate = 28 February 2027 by 30 November 2026
Minimum contract term: 6 months. Notice period: 1 month to the end of the month. = 31 December 2026 by 30 November 2026
The initial term is 24 months, auto-renewing annually unless notice is given at least 90 days prior to the anniversary date. = 28 February 2027 by 30 November 2026
The contract renews every 12 months unless cancelled no later than 30 days before the anniversary. = 28 February 2027 by 29 January 2027
Notice must be received by the 15th of the month to be effective at the end of that month. = 31 December 2026 by 15 December 2026
Agreement continues on a rolling monthly basis and may be terminated with one calendar month's notice. = 31 December 2026 by 30 November 2026
12 month minimum term, thereafter 30 days rolling notice. = 28 December 2026 by 28 November 2026
Cancel any time, no notice required. = 28 November 2026 by 28 November 2026
Der Vertrag kann bis zum 30.06. eines Jahres zum 31.12. desselben Jahres gekündigt werden. = 31 December 2027 by 30 June 2027
Das Abo verlängert sich jeden Monat, Kündigung bis 3 Tage vor Verlängerung = 31 December 2026 by 28 December 2026
Der Vertrag ist unter Wahrung einer Frist von 3 Monaten zum Schluss eines Kalendervierteljahres kündbar. = 31 March 2027 by 31 December 2026
Der Preis gilt bis zum 31.12.2026. Kündigungsfrist 3 Monate zum Jahresende. = 31 December 2027 by 30 September 2027
You can terminate at any time with immediate effect. = 28 November 2026 by 28 November 2026
Either party may terminate this Agreement at any time without cause upon sixty (60) days prior written notice. = 27 January 2027 by 28 November 2026
"""


@pytest.mark.parametrize("line", PROBED.strip().splitlines())
def test_a_clause_of_a_trading_contract_leads_to_the_days_that_were_worked_out_by_hand(line: str) -> None:
    text, _, days = line.partition(" = ")
    leaves, _, arrives_by = days.partition(" by ")
    (sentence,) = [each for each in page(text).splitlines() if arrives_by in each and "must arrive by" in each] or [
        each for each in page(text).splitlines() if f"arriving by {arrives_by}" in each or "arrives on" in each
    ]
    assert f"on {leaves} " in sentence or f"on {leaves}." in sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kündigungsfrist 14 Tage zum 15.", '"zum 15" is not understood and may change the terms'),
        (
            "Der Kunde kann den Vertrag monatlich kündigen, der Anbieter mit einer Frist von 3 Monaten zum Quartalsende.",
            '"monatlich" is not understood, it has several readings',
        ),
        (
            "Kündigung bis zum 31.03. zum 31.12. des Folgejahres",
            '"des nächsten jahres" is not understood and may change the terms',
        ),
        (
            "Laufzeit 12 Monate, stillschweigende Verlängerung ausgeschlossen, Kündigungsfrist 3 Monate zum Quartalsende",
            '"stillschweigende Verlängerung ausgeschlossen" ends it by itself',
        ),
        ("Der Tarif gilt fest für 12 Monate. Kündigungsfrist 1 Monat.", 'what follows on "Tarif gilt fest für 12 Monate"'),
        ("Der Vertrag kann bis zum 30.09. gekündigt werden.", 'what follows on "bis zum 30.09." is not said'),
    ],
)  # fmt: skip
def test_a_day_or_rhythm_that_leaves_the_end_open_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError) as refused:
        page(text)
    assert words in str(refused.value)


def test_what_follows_a_minimum_commitment_may_stand_behind_its_notice() -> None:
    text = "12 months minimum commitment, cancel anytime with 1 month notice thereafter"
    assert meaning(text) == "first 12 month, goes on open_ended, later 1 month to any_day"


def test_terms_from_month_to_month_tell_the_other_reading() -> None:
    assert 'assumed: "month-to-month" is taken as terms of a month' in page("month-to-month, 30 days notice")
    assert 'angenommen: "month-to-month" gilt als Laufzeiten von einem Monat' in page("month-to-month", "de")


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Sonderkündigungsrecht bei Preiserhöhung; im Übrigen 3 Monate zum Quartalsende", "notice 3 month to quarter_end"),
        ("Sonderkündigungsrecht bei Preiserhöhung, im Übrigen Kündigungsfrist 1 Monat", "notice 1 month to any end"),
        (
            "Bei Preiserhöhungen besteht ein Sonderkündigungsrecht von 4 Wochen; im Übrigen gilt eine Frist von 6 Wochen zum Monatsende.",
            "notice 6 week to month_end",
        ),
    ],
)  # fmt: skip
def test_what_holds_beside_a_special_right_to_leave_is_the_notice(text: str, means: str) -> None:
    assert meaning(text) == f"goes on open_ended, {means}"
    assert read_clause(text).special_termination == "yes" and not read_clause(text).not_understood


def test_a_special_right_to_leave_for_another_reason_than_price_is_named_only() -> None:
    clause = read_clause("Sonderkündigungsrecht bei Umzug; im Übrigen Kündigungsfrist 3 Monate zum Quartalsende")
    assert (clause.special_termination, clause.not_understood) == (None, ["Sonderkündigungsrecht bei Umzug"])


@pytest.mark.parametrize(
    "text",
    [
        "Laufzeit 12 Monate, stillschweigende Verlängerung um 12 Monate, Kündigungsfrist 3 Monate",
        "Der Vertrag kann jederzeit ohne Einhaltung einer Frist gekündigt werden",
        "Jederzeit ohne Frist kündbar",
        "jederzeit kündbar ohne Frist",
        "The agreement may be cancelled at any time without notice",
    ],
)
def test_words_that_were_applied_are_not_told_as_not_understood(text: str) -> None:
    assert read_clause(text).not_understood == [] and read_clause(text).ambiguous == []


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Rechnungen per E-Mail, Kündigungsfrist 3 Monate", None),
        ("Rechnungen werden per E-Mail versandt und die Kündigungsfrist beträgt 3 Monate", None),
        ("Invoices by e-mail, 3 months' notice", None),
        ("Kündigungsfrist 3 Monate, per E-Mail", "text"),
        ("Either party may terminate upon three months' notice, which must be in writing", "written"),
        ("Die Kündigung bedarf der Schriftform, Frist 3 Monate", "written"),
    ],
)
def test_the_form_of_notice_stands_where_the_notice_is_spoken_of(text: str, form: str | None) -> None:
    assert read_clause(text).notice_form == form


@pytest.mark.parametrize(
    "cell", ["3 Monate zum Ende März, Juni, September oder Dezember", "3 months to the end of March and September"]
)
def test_of_a_list_of_months_not_only_the_first_is_taken(cell: str) -> None:
    with pytest.raises(ValueError):
        parse_notice(cell)
