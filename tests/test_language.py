"""Words, numbers and dates as English and German readers write them (CLDR)."""

from datetime import date
from decimal import Decimal

import pytest

from analysis.language import Language
from analysis.message import Message

EN, DE = Language("en"), Language("de")
NBSP = "\N{NO-BREAK SPACE}"


def test_money_stands_before_in_english_and_behind_in_german() -> None:
    assert EN.money(Decimal("1234567.50"), "EUR", decimals=2) == "€1,234,567.50"
    assert DE.money("1234567.50", "EUR", decimals=2) == f"1.234.567,50{NBSP}€"


def test_money_without_decimals_is_rounded_to_whole_units() -> None:
    assert EN.money("9534.25", "EUR") == "€9,534"
    assert DE.money("-9534.25", "EUR") == f"-9.534{NBSP}€"


def test_a_share_is_printed_as_a_percentage_in_the_language() -> None:
    assert EN.percent(0.1234) == "12.3%"
    assert DE.percent(0.1234) == f"12,3{NBSP}%"
    assert DE.percent(0.5, 0) == f"50{NBSP}%"


def test_a_number_keeps_its_decimals() -> None:
    assert EN.number(2.5) == "2.50"
    assert DE.number(1234.567, 1) == "1.234,6"
    assert DE.count(12345) == "12.345"


def test_days_and_months_are_words_of_the_language() -> None:
    assert EN.day("2026-10-31") == "31 October 2026"
    assert DE.day(date(2026, 10, 31)) == "31. Oktober 2026"
    assert EN.short_day("2026-10-31") == "31 Oct 2026"
    assert DE.short_day("2026-10-31") == "31.10.2026"
    assert EN.month("2026-10") == "October 2026"
    assert DE.month("2026-03") == "März 2026"


@pytest.mark.parametrize("language, word", [(EN, "unknown"), (DE, "unbekannt")])
def test_what_is_missing_is_called_unknown_and_never_zero(language: Language, word: str) -> None:
    assert language.money(None, "EUR") == word
    assert language.percent(None) == word
    assert language.percent(float("nan")) == word
    assert language.number(float("inf")) == word
    assert language.count(None) == word
    assert language.day(None) == language.short_day("") == language.month(None) == word


def test_a_message_without_translation_stays_english() -> None:
    assert DE.text("no such sentence about {thing}", thing="{braces}") == "no such sentence about {braces}"


def test_a_term_without_translation_keeps_its_own_words() -> None:
    assert EN.term("order_intake") == "order intake"
    assert DE.term("{not} a term") == "{not} a term"
    assert DE.term("") == ""


def test_a_language_that_is_not_offered_is_refused() -> None:
    with pytest.raises(ValueError, match='"fr"'):
        Language("fr")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "english", "german"),
    [
        (1, "a.csv: T: 1 row = 1 loaded + 0 rejected + 1 duplicate", "a.csv: T: Zeilen 1 = geladen 1 + abgelehnt 0 + Duplikate 1"),
        (1200, "a.csv: T: 1,200 rows = 1,200 loaded + 0 rejected + 1,200 duplicates", "a.csv: T: Zeilen 1.200 = geladen 1.200 + abgelehnt 0 + Duplikate 1.200"),
    ],
)  # fmt: skip
def test_one_is_told_as_one(rows: int, english: str, german: str) -> None:
    template = (
        "{file}: {title}{days}: {rows} {rows:row|rows} = {loaded} loaded + {rejected} rejected + "
        "{duplicates} {duplicates:duplicate|duplicates}"
    )
    told = Message(template, file="a.csv", title="T", days="", rows=rows, loaded=rows, rejected=0, duplicates=rows)
    assert [told, Language("en").told(told), Language("de").told(told)] == [english, english, german]
    assert Message.read(told.stored()) == told
    few = Message(
        "has {count} {count:cell|cells} where the header has {width}; quote a cell that holds a comma",
        count=rows,
        width=3,
    )
    assert Language("de").told(few).startswith("hat 1 Zelle," if rows == 1 else "hat 1.200 Zellen,")
