"""Wordings as people and contracts write them; what they mean is worked out by hand beside them."""

from datetime import date

import pytest

from analysis.rules.clause import read_clause
from analysis.rules.notice import Anchor, Notice, Period, ReceiptDay, YearDay
from analysis.rules.wording import Ambiguous, parse_date, parse_notice, parse_period


def months(count: int) -> Period:
    return Period(count, "month")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("24 months", months(24)),
        (" 12  MONATE ", months(12)),
        ("1 Jahr", months(12)),
        ("2 years", months(24)),
        ("2 Quartale", months(6)),
        ("ein halbes Jahr", months(6)),
        ("zwei Wochen", Period(2, "week")),
        ("twelve months", months(12)),
        ("Zwo\u0308lf Monate", months(12)),
        ("einem Monat", months(1)),
        ("30 days", Period(30, "day")),
        ("0 months", months(0)),
    ],
)
def test_a_term_is_read_as_people_write_it(text: str, period: Period) -> None:
    assert parse_period(text) == period


@pytest.mark.parametrize(
    ("text", "period", "anchor"),
    [
        ("notice of 30 days", Period(30, "day"), None),
        ("mit einer Frist von drei Monaten zum Monatsende", months(3), "month_end"),
        ("3 months to quarter_end", months(3), "quarter_end"),
        ("3 months to the end of the quarter", months(3), "quarter_end"),
        ("3 Monate zum Quartalsende", months(3), "quarter_end"),
        ("6 Wochen zum Schluss eines Kalendervierteljahres", Period(6, "week"), "quarter_end"),
        ("6 Wochen zum Monatsende", Period(6, "week"), "month_end"),
        ("14 Tage zum Monatsende", Period(14, "day"), "month_end"),
        ("1 Monat zum Halbjahresende", months(1), "half_year_end"),
        ("3 Monate zum Jahresende", months(3), "year_end"),
        ("1 Woche zum Wochenende", Period(1, "week"), "week_end"),
        ("3 Monate zum Vertragsende", months(3), "term_end"),
        ("3 Monate zum Ende der Laufzeit", months(3), "term_end"),
        ("3 months before the end of the term", months(3), "term_end"),
        ("3 Monate vor Ablauf", months(3), "term_end"),
        ("jederzeit", Period(0, "day"), "any_day"),
        ("any time", Period(0, "day"), "any_day"),
        ("30 days at any time", Period(30, "day"), "any_day"),
        ("jederzeit mit einer Frist von 30 Tagen", Period(30, "day"), "any_day"),
        ("thirty (30) days", Period(30, "day"), None),
        ("90 days prior to the end of the then-current term", Period(90, "day"), "term_end"),
        ("4 Wochen zum 15. oder zum Monatsende", Period(4, "week"), "half_month_end"),
        ("3 Monate zum 30.06.", months(3), (YearDay(6, 30),)),
        ("3 Monate zum 30. Juni oder 31. Dezember", months(3), (YearDay(6, 30), YearDay(12, 31))),
        ("3 months to 31 December each year", months(3), (YearDay(12, 31),)),
        ("30 days to 12/31", Period(30, "day"), (YearDay(12, 31),)),
        ("30 days to 31/12", Period(30, "day"), (YearDay(12, 31),)),
        ("3 Monate zum Ablauf des 1. Januar", months(3), (YearDay(1, 1),)),
    ],
)
def test_a_notice_is_read_as_people_write_it(text: str, period: Period, anchor: Anchor | None) -> None:
    assert parse_notice(text) == Notice(period, anchor)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "months 3", "-1 month", "1.3 years", "9999 years", "3 months to friday",
     "3 Monate (Vermieter 6 Monate)", "3 months month_end", "3 months to quarter_end or so"],
)  # fmt: skip
def test_other_wordings_are_refused_with_the_cell_and_examples(text: str) -> None:
    with pytest.raises(ValueError, match="not understood") as error:
        parse_notice(text)
    assert f'"{text}"' in str(error.value)
    assert '"3 months to quarter_end"' in str(error.value)


@pytest.mark.parametrize("parse", [parse_notice, parse_period])
def test_a_number_without_a_unit_is_refused_with_the_units_it_may_have(parse) -> None:
    with pytest.raises(Ambiguous, match='"90 days", "90 weeks" or "90 months"'):
        parse("90")


def test_a_term_does_not_take_an_anchor() -> None:
    with pytest.raises(ValueError, match='"3 months to quarter_end" is not understood'):
        parse_period("3 months to quarter_end")


@pytest.mark.parametrize("text", ["monatlich", "Month to month", "month"])
def test_a_month_without_a_number_is_refused_with_its_readings(text: str) -> None:
    with pytest.raises(ValueError, match='"1 month to month_end"'):
        parse_notice(text)
    with pytest.raises(ValueError, match='"1 month"'):
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("3 Monate zum Ende", ["term_end", "month_end", "quarter_end"]),
        ("3 months to the end", ["term_end", "month_end", "quarter_end"]),
        ("monatlich kündbar", ["1 month to month_end", "1 month to term_end"]),
        ("30 days to 06/05", ["06.05.", "05.06."]),
        ("3 Monate zum 1. Januar", ["31.12.", "to the end of 1. Januar"]),
        ("ein Monat zum Monatsersten", ["to month_end"]),
    ],
)
def test_an_ambiguous_notice_is_refused_with_its_readings(text: str, readings: list[str]) -> None:
    with pytest.raises(Ambiguous) as refused:
        parse_notice(text)
    for reading in readings:
        assert reading in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["thirty (60) days", "3 Monate zum 31.02.", "3 Monate zum 31.12.2026", "1 Monat zum 15.", "30 days to 13/13"],
)
def test_a_contradictory_or_impossible_notice_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_notice(text)


@pytest.mark.parametrize(
    ("text", "anchor", "rule"),
    [
        ("bis zum 15. eines Monats zum Monatsende", "month_end", ReceiptDay(15)),
        ("by the 15th of a month to the end of that month", "month_end", ReceiptDay(15)),
        (
            "by the third working day of a calendar quarter to the end of the next quarter",
            "quarter_end",
            ReceiptDay(3, True, 1),
        ),
        (
            "spätestens am dritten Werktag eines Kalendervierteljahres zum Ablauf des nächsten Kalendervierteljahres",
            "quarter_end",
            ReceiptDay(3, True, 1),
        ),
        (
            "spätestens am 3. Werktag eines Kalendermonats zum Ablauf des übernächsten Monats",
            "month_end",
            ReceiptDay(3, True, 2),
        ),
    ],
)
def test_a_notice_by_a_day_is_read(text: str, anchor: Anchor, rule: ReceiptDay) -> None:
    assert parse_notice(text) == Notice(Period(0, "day"), anchor, rule)


@pytest.mark.parametrize(
    "text", ["2026-12-31", "31.12.2026", "31. Dezember 2026", "31 December 2026", "December 31, 2026"]
)
def test_a_date_is_read_in_every_order_that_has_one_reading(text: str) -> None:
    assert parse_date(text) == date(2026, 12, 31)


def test_a_date_with_two_readings_or_none_is_refused() -> None:
    with pytest.raises(Ambiguous):
        parse_date("06/05/2026")
    with pytest.raises(ValueError, match="no date"):
        parse_date("soon")


QUARTERLY = Notice(months(3), "quarter_end")
CLAUSES = [
    (
        "Der Vertrag hat eine Laufzeit von 24 Monaten und verlängert sich jeweils um weitere 12 Monate, wenn er nicht 6 Wochen vor Ablauf schriftlich gekündigt wird.",
        {"initial_term": months(24), "renewal": "tacit", "renewal_term": months(12), "notice": Notice(Period(6, "week"), "term_end"), "notice_form": "written"},
    ),
    (
        "verlängert sich stillschweigend um ein Jahr, sofern er nicht mit einer Frist von drei Monaten zum Ende der jeweiligen Laufzeit gekündigt wird",
        {"renewal": "tacit", "renewal_term": months(12), "notice": Notice(months(3), "term_end")},
    ),
    (
        "läuft auf unbestimmte Zeit und kann mit einer Frist von 3 Monaten zum Quartalsende gekündigt werden",
        {"renewal": "open_ended", "notice": QUARTERLY},
    ),
    (
        "erstmals zum 31.12.2026 kündbar, danach monatlich zum Monatsende mit einer Frist von vier Wochen",
        {"bound_until": date(2026, 12, 31), "renewal": "open_ended", "notice_when_open_ended": Notice(Period(4, "week"), "month_end")},
    ),
    (
        "Mindestlaufzeit 12 Monate, danach jederzeit mit einer Frist von 30 Tagen kündbar",
        {"initial_term": months(12), "renewal": "open_ended", "notice_when_open_ended": Notice(Period(30, "day"), "any_day")},
    ),
    (
        "This agreement has an initial term of two years and shall automatically renew for successive one-year periods unless either party gives written notice of non-renewal at least 90 days prior to the end of the then-current term.",
        {"initial_term": months(24), "renewal": "tacit", "renewal_term": months(12), "notice": Notice(Period(90, "day"), "term_end"),
         "vendor_notice": Notice(Period(90, "day"), "term_end"), "notice_form": "written"},
    ),
    (
        "Either party may terminate this agreement at any time upon thirty (30) days’ written notice.",
        {"renewal": "open_ended", "notice": Notice(Period(30, "day"), "any_day"), "vendor_notice": Notice(Period(30, "day"), "any_day"), "notice_form": "written"},
    ),
    (
        "This agreement may be terminated with 60 days' notice to the end of a calendar quarter",
        {"renewal": "open_ended", "notice": Notice(Period(60, "day"), "quarter_end")},
    ),
    (
        "month-to-month, cancel anytime",
        {"initial_term": months(1), "renewal": "tacit", "renewal_term": months(1), "notice": Notice(Period(0, "day"), "term_end")},
    ),
    (
        "Der Vertrag beginnt am 1. März 2024. Er verlängert sich automatisch um jeweils 12 Monate, wenn er nicht spätestens drei Monate vor Ende der Laufzeit in Textform gekündigt wird.",
        {"starts_on": date(2024, 3, 1), "renewal": "tacit", "renewal_term": months(12), "notice": Notice(months(3), "term_end"), "notice_form": "text"},
    ),
    (
        "Kündigung mit einer Frist von 3 Monaten zum Quartalsende. Preisanpassungen werden mit einer Frist von 6 Wochen angekündigt.",
        {"renewal": "open_ended", "notice": QUARTERLY, "price_change_notice": Period(6, "week"),
         "price_change": "Preisanpassungen werden mit einer Frist von 6 Wochen angekündigt"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "terms"), CLAUSES, ids=[text[:40] for text, _ in CLAUSES])
def test_a_pasted_clause_is_read_with_the_words_it_was_read_from(text: str, terms: dict) -> None:
    clause = read_clause(text)
    read = {name: value for name, value in vars(clause).items() if value}
    words, assumed = read.pop("read_from"), {"renewal"} if read.pop("assumed", None) else set()
    assert read == terms
    assert words.keys() | assumed == terms.keys()
    assert all(part in text.replace("’", "'") for part in words.values())


@pytest.mark.parametrize(
    "text", ["Der Vertrag ist monatlich kündbar.", "Die Kündigungsfrist beträgt 3 Monate zum Ende."]
)
def test_an_ambiguous_clause_gives_readings_and_no_notice(text: str) -> None:
    clause = read_clause(text)
    assert (clause.notice, clause.notice_when_open_ended) == (None, None)
    assert len(clause.ambiguous) == 1 and "readings" in clause.ambiguous[0]


def test_two_different_notices_are_ambiguous() -> None:
    clause = read_clause("Kündbar mit einer Frist von 3 Monaten. Kündbar mit einer Frist von 6 Wochen.")
    assert clause.notice is None and "two notice periods" in clause.ambiguous[0]


def test_what_is_not_about_the_term_is_listed_and_not_read() -> None:
    clause = read_clause(
        "The goods stay in a blue shed. Invoices are payable within 14 days. Cancel with 30 days' notice."
    )
    assert clause.notice == Notice(Period(30, "day"))
    assert clause.not_understood == ["The goods stay in a blue shed", "Invoices are payable within 14 days"]


def test_an_option_to_extend_is_express_renewal() -> None:
    assert read_clause("Customer may extend the term for one further year.").renewal == "express"
    assert read_clause("Die Laufzeit beträgt 12 Monate und verlängert sich nicht.").renewal == "none"
