"""Notices and terms as they stand in B2B contracts: each is read as its words say, or refused with its readings."""

import pytest

from analysis.language import Language
from analysis.rules.notice import Anchor, Notice, Period, ReceiptDay, Unit, YearDay
from analysis.rules.notice_in_words import said
from analysis.rules.wording import Ambiguous, parse_notice, parse_period

# The meaning is "count unit anchor"; "-" is no anchor. Half years and years are months; a fortnight is two weeks.
READ = """
mit einer Frist von drei Monaten zum Ende eines Kalendervierteljahres = 3 month quarter_end
unter Einhaltung einer Kündigungsfrist von drei Monaten zum Monatsende = 3 month month_end
unter Einhaltung einer Kündigungsfrist von sechs Wochen für den Schluss eines Kalendervierteljahrs = 6 week quarter_end
mit einer Frist von mindestens 14 Tagen zum Monatsende = 14 day month_end
mit dreimonatiger Frist zum Quartalsende = 3 month quarter_end
dreimonatige Frist zum Monatsende = 3 month month_end
3-monatige Kündigungsfrist = 3 month -
vierwöchig = 4 week -
vierzehntägig = 14 day -
mit dreimonatiger Frist = 3 month -
KF 3 Monate = 3 month -
3 Monate (zum Quartalsende) = 3 month quarter_end
4 Wochen zum Monatsende (schriftlich) = 4 week month_end
6 Wochen Frist zum Quartalsschluss = 6 week quarter_end
drei Monate auf Jahresende = 3 month year_end
3 Monate zum Ende eines jeden Kalenderquartals = 3 month quarter_end
6 Wochen vor Ablauf = 6 week term_end
spätestens drei Monate vor Ablauf = 3 month term_end
spätestens 3 Monate vor Ablauf der Laufzeit = 3 month term_end
mindestens 6 Wochen vor Ablauf = 6 week term_end
3 Monate vor Vertragsende = 3 month term_end
3 Monate vor Vertragsablauf = 3 month term_end
3 Monate vor Ablauf der jeweiligen Vertragslaufzeit = 3 month term_end
drei Monate vor Laufzeitende = 3 month term_end
3 Monate zum Ende der Mindestvertragslaufzeit = 3 month term_end
mit einer Frist von drei Monaten zum Ablauf der Mindestvertragslaufzeit = 3 month term_end
drei Monate zum Ende der jeweiligen Verlängerung = 3 month term_end
1 Monat vor Ablauf des Verlängerungszeitraums = 1 month term_end
vier Wochen zum Monatsende = 4 week month_end
einen Monat zum Monatsende = 1 month month_end
1 Monat zum Ende des Kalendermonats = 1 month month_end
1 Monat zum Monatsletzten = 1 month month_end
3 Monate zum Quartalsletzten = 3 month quarter_end
6 Wochen zum Ende des Quartals = 6 week quarter_end
jeweils 3 Monate zum Quartalsende = 3 month quarter_end
3 Monate zum Halbjahresende = 3 month half_year_end
3 Monate zum Ende des Kalenderhalbjahres = 3 month half_year_end
3 Monate zum Ende des Kalenderjahres = 3 month year_end
ein halbes Jahr zum Jahresende = 6 month year_end
ein Vierteljahr zum Quartalsende = 3 month quarter_end
eine Woche zum Wochenende = 1 week week_end
vier Wochen zum Fünfzehnten oder zum Ende eines Kalendermonats = 4 week half_month_end
4 Wochen zum 15. oder Monatsende = 4 week half_month_end
1/4 Jahr = 3 month -
Monatsfrist = 1 month -
mit Monatsfrist zum Quartalsende = 1 month quarter_end
mit Jahresfrist = 12 month -
3 Monate nach Eingang der Kündigung = 3 month -
3 Monate, Quartalsende = 3 month quarter_end
3 Monate (Jahresende) = 3 month year_end
6 Wochen zum Quartalsultimo = 6 week quarter_end
1 Monat per ultimo = 1 month month_end
P3M = 3 month -
P30D = 30 day -
60 days in advance of the end of the term = 60 day term_end
30 days prior to the end of the initial or any renewal term = 30 day term_end
90 days before the current term ends = 90 day term_end
½ Jahr = 6 month -
3/4 Jahr = 9 month -
dreiviertel Jahr = 9 month -
halbes Jahr = 6 month -
anderthalb Jahre = 18 month -
2 Wo. = 2 week -
3 Mon. z. Quartalsende = 3 month quarter_end
3 Mte. zum Jahresende = 3 month year_end
4 Wo. z. ME = 4 week month_end
6 Wochen z. Q-Ende = 6 week quarter_end
12 Mt. = 12 month -
1 J. = 12 month -
14 Tg. zum Monatsende = 14 day month_end
Frist: 3 Monate = 3 month -
Kündigungsfrist 3 Monate = 3 month -
Kündigungsfrist: 3 Monate zum Jahresende = 3 month year_end
Kündigungsfrist von 3 Monaten = 3 month -
3 Monate Kündigungsfrist = 3 month -
3 Monate zum Quartalsende kündbar = 3 month quarter_end
1 Monat schriftlich = 1 month -
1 Monat in Textform = 1 month -
4 Wochen zum Monatsende per E-Mail = 4 week month_end
1 Monat ab Zugang = 1 month -
14 Tage nach Zugang = 14 day -
30 Tage zum nächstmöglichen Termin = 30 day -
30 Kalendertage = 30 day -
vierzehn Tage = 14 day -
jederzeit = 0 day any_day
jederzeit kündbar = 0 day any_day
jederzeit ohne Einhaltung einer Frist = 0 day any_day
jederzeit fristlos = 0 day any_day
jederzeit mit einer Frist von einem Monat = 1 month any_day
jederzeit mit einer Frist von drei Monaten zum Quartalsende = 3 month quarter_end
jederzeit zum Monatsende = 0 day month_end
jederzeit zum Ende des Monats = 0 day month_end
3 Monate vor Verlängerung = 3 month term_end
3 Monate vor der Verlängerung = 3 month term_end
30 Tage vor Verlängerungsdatum = 30 day term_end
three months = 3 month -
three months' notice = 3 month -
3 months notice = 3 month -
three (3) months prior written notice = 3 month -
ninety (90) days = 90 day -
90 days’ prior written notice = 90 day -
90 days' advance written notice = 90 day -
either party may terminate on 90 days' written notice = 90 day -
Either party may terminate at any time upon 30 days' notice = 30 day any_day
at least 90 days' notice = 90 day -
not less than ninety (90) days prior written notice = 90 day -
no less than 30 days' notice = 30 day -
minimum 30 days = 30 day -
upon 30 days written notice = 30 day -
on thirty days notice = 30 day -
by giving 30 days' notice = 30 day -
30 days in writing = 30 day -
30 days from receipt = 30 day -
30 days after receipt of notice = 30 day -
30 days notice at any time = 30 day any_day
at any time with 30 days' notice = 30 day any_day
anytime, 30 days = 30 day any_day
anytime = 0 day any_day
cancel any time = 0 day any_day
at any time without notice = 0 day any_day
30 days prior to renewal = 30 day term_end
60 days before the renewal date = 60 day term_end
60 days before automatic renewal = 60 day term_end
no less than 60 days before the end of the then-current term = 60 day term_end
no later than 30 days before the end of the term = 30 day term_end
60 days prior to expiration = 60 day term_end
90 days before the contract ends = 90 day term_end
60 days before the end of the initial term or any renewal term = 60 day term_end
60 days prior to the expiration of the then current term = 60 day term_end
60 days prior to the end of the initial term = 60 day term_end
60 days before the expiration date = 60 day term_end
60 days prior to end of contract = 60 day term_end
30 days before the end of each renewal term = 30 day term_end
30 days before the end of the subscription term = 30 day term_end
30 days before the end of the renewal period = 30 day term_end
60 days before year end = 60 day year_end
60 days to the end of a calendar year = 60 day year_end
1 month to the end of the month = 1 month month_end
one month to the end of any calendar month = 1 month month_end
3 months expiring on the last day of a month = 3 month month_end
3 months ending on the last day of a quarter = 3 month quarter_end
3 months effective at the end of a quarter = 3 month quarter_end
3 months effective at quarter end = 3 month quarter_end
30 days EOM = 30 day month_end
30 days end of month = 30 day month_end
one calendar month = 1 month -
one full calendar month = 1 month -
a month's notice = 1 month -
a week's notice = 1 week -
a quarter's notice = 3 month -
a fortnight's notice = 2 week -
1 quarter = 3 month -
30d = 30 day -
3m = 3 month -
3 mos = 3 month -
2 wks = 2 week -
6w = 6 week -
1 yr = 12 month -
2 yrs = 24 month -
3 Monate z.Q. = 3 month quarter_end
3 Monate z. Qu. = 3 month quarter_end
6 Wo. zum Quartal = 6 week quarter_end
6 Monate zum Kalendervierteljahr = 6 month quarter_end
3 Monate zum Q.-Ende = 3 month quarter_end
4 Wochen z. M. = 4 week month_end
1 Monat zum ME = 1 month month_end
3 Monate z.J. = 3 month year_end
3-Monats-Frist = 3 month -
mit Dreimonatsfrist zum Jahresende = 3 month year_end
90 days in advance = 90 day -
30 Tage im Voraus = 30 day -
3 Monate, frühestens zum Ablauf der Mindestlaufzeit = 3 month -
3 Monate zum Monatsende, erstmals zum Ende der Mindestvertragslaufzeit = 3 month month_end
zum Quartalsende mit einer Frist von 6 Wochen = 6 week quarter_end
jederzeit zum Monatsende mit 14-tägiger Frist = 14 day month_end
monatlich mit einer Frist von 14 Tagen zum Monatsende = 14 day month_end
at the end of any month on giving 3 months' notice = 3 month month_end
3 Monate zum jeweiligen Ablauf = 3 month term_end
3 Monate zum Ende des laufenden Quartals = 3 month quarter_end
30 days, end of month = 30 day month_end
4 Wochen nach Zugang zum Monatsende = 4 week month_end
1,5 Jahre = 18 month -
"""


def rows(table: str) -> list[tuple[str, str]]:
    return [tuple(line.rsplit(" = ", 1)) for line in table.strip().splitlines()]  # type: ignore[misc]


@pytest.mark.parametrize(("text", "meaning"), rows(READ))
def test_a_notice_of_the_trade_means_what_it_says(text: str, meaning: str) -> None:
    count, unit, anchor = meaning.split()
    expected = Notice(Period(int(count), unit), None if anchor == "-" else anchor)  # type: ignore[arg-type]
    assert parse_notice(text) == expected


@pytest.mark.parametrize("letters", ["aou", ("ae", "oe", "ue")], ids=["left-off", "written-out"])
def test_a_cell_without_umlauts_is_read_as_with_them(letters) -> None:
    for text, _ in rows(READ):
        typed = text.upper().translate(dict(zip(map(ord, "ÄÖÜ"), letters, strict=True)))
        assert parse_notice(typed) == parse_notice(text), typed


JUNE, DECEMBER = YearDay(6, 30), YearDay(12, 31)


@pytest.mark.parametrize(
    ("text", "count", "unit", "days"),
    [
        ("ein Jahr zum 30.06.", 12, "month", (JUNE,)),
        ("3 Monate zum 31.12. eines jeden Jahres", 3, "month", (DECEMBER,)),
        ("3 Monate zum 31. Dezember eines jeden Jahres", 3, "month", (DECEMBER,)),
        ("6 Monate zum 30.6. oder 31.12.", 6, "month", (JUNE, DECEMBER)),
        ("zum 30.06. und 31.12. mit einer Frist von 6 Monaten", 6, "month", (JUNE, DECEMBER)),
        ("6 months' notice expiring on 31 December", 6, "month", (DECEMBER,)),
        ("6 Monate zum 30.6./31.12.", 6, "month", (JUNE, DECEMBER)),
        ("6 Monate jeweils zum 30.06. bzw. 31.12.", 6, "month", (JUNE, DECEMBER)),
        ("halbes Jahr zum 31.12.", 6, "month", (DECEMBER,)),
        ("six months to 30 June or 31 December", 6, "month", (JUNE, DECEMBER)),
        ("6 months to June 30", 6, "month", (JUNE,)),
        ("6 months to 30 Jun", 6, "month", (JUNE,)),
        ("6 Wochen zum 28.2.", 6, "week", (YearDay(2, 28),)),
        ("jederzeit zum 31.12.", 0, "day", (DECEMBER,)),
    ],
)
def test_a_notice_to_a_day_of_the_year_keeps_the_day(
    text: str, count: int, unit: Unit, days: tuple[YearDay, ...]
) -> None:
    assert parse_notice(text) == Notice(Period(count, unit), days)


@pytest.mark.parametrize(
    ("text", "anchor", "rule"),
    [
        ("spätestens am 15. eines Monats zum Monatsletzten", "month_end", ReceiptDay(15)),
        ("spätestens am 15. eines Monats für den Schluss des Kalendermonats", "month_end", ReceiptDay(15)),
        ("spätestens am fünfzehnten eines Monats für den Schluss des Kalendermonats", "month_end", ReceiptDay(15)),
        ("bis zum 15. zum Monatsende", "month_end", ReceiptDay(15)),
        ("am 15. zum Monatsende", "month_end", ReceiptDay(15)),
        ("by the 15th of the month for the end of the month", "month_end", ReceiptDay(15)),
        ("by the 15th to month end", "month_end", ReceiptDay(15)),
        (
            "am dritten Werktag eines Kalendervierteljahres zum Ablauf des nächsten",
            "quarter_end",
            ReceiptDay(3, True, 1),
        ),
        ("bis zum 3. Werktag des Monats zum Monatsende", "month_end", ReceiptDay(3, True)),
        ("bis zum 3. Werktag eines Monats zum Ende des Folgemonats", "month_end", ReceiptDay(3, True, 1)),
        ("bis zum dritten Werktag eines Quartals zum Ende des nächsten Quartals", "quarter_end", ReceiptDay(3, True, 1)),
    ],
)  # fmt: skip
def test_a_day_of_receipt_as_the_statutes_word_it_is_read(text: str, anchor: Anchor, rule: ReceiptDay) -> None:
    assert parse_notice(text) == Notice(Period(0, "day"), anchor, rule)


# Each wording, and a part of the readings that the refusal must offer.
REFUSED = """
monatlich kündbar = "1 month to month_end"
vierteljährlich = "1 quarter to quarter_end"
halbjährlich = "6 months to half_year_end"
month to month = "1 month to term_end"
at will = "at any time"
evergreen = renewal "tacit"
bis zum 31.12. eines jeden Jahres = "0 days to 31.12."
bis spätestens 30.9. zum Quartalsende = "3 months to year_end"
1 Monat zum 30. eines Monats = "to month_end"
einmal jährlich zum 31.12. = "0 days to 31.12."
zum Ende der Vertragslaufzeit = "0 days to term_end"
zum Ablauf der Mindestlaufzeit = "0 days to term_end"
zum Monatsende = "0 days to month_end"
zum Quartalsende = "0 days to quarter_end"
zum Jahresende = "0 days to year_end"
zum Ende des laufenden Monats = "0 days to month_end"
monatlich zum Monatsende = "0 days to month_end"
monthly, 30 days' notice = "30 days to term_end"
vierteljährlich mit 6 Wochen Frist = "30 days to month_end"
sofort = "at any time"
fristlos = "at any time"
keine Kündigungsfrist = "at any time"
ohne Einhaltung einer Frist = "at any time"
with immediate effect = "at any time"
no notice period = an empty cell
täglich kündbar = "1 day"
3 Monate zum Halbjahr = "to half_year_end"
1 Monat zum Ende des Vertragsmonats = "to term_end"
zum Ende des Abrechnungszeitraums = "to month_end"
end of billing period = "to term_end"
60 days before the anniversary of signature = "3 months to 31 March"
6 Monate zum Ende des Geschäftsjahres = "to year_end"
3 months to the end of the fiscal year = "to year_end"
3 Monate vor Ende = to term_end
drei Monate vor dem Ende = to month_end
6 Wochen zum 1.4. = "to 31.03."
3 Monate zum 01.01. = "to 31.12."
30 days to 06/05 = "05.06."
10 Werktage = calendar days
10 business days' notice = calendar days
4-6 Wochen = the longer of the two
anderthalb Monate zum Monatsende = "46 days"
1,5 Monate = "46 days"
4 bis 6 Wochen = the longer of the two
3 Monate, danach 1 Monat = notice_when_open_ended
3 months, thereafter 1 month = notice_when_open_ended
unbekannt = an empty cell
siehe Vertrag = an empty cell
n/a = an empty cell
gesetzliche Kündigungsfrist = the statute
3 months expiring on any quarter day = 24 June
48 Stunden = hours are not counted here
3 Monate nach Ablauf der Mindestlaufzeit = notice_when_open_ended
gemäß Vertrag = an empty cell
"""


@pytest.mark.parametrize(("text", "reading"), rows(REFUSED))
def test_a_wording_with_several_readings_is_refused_with_them(text: str, reading: str) -> None:
    with pytest.raises(Ambiguous) as refused:
        parse_notice(text)
    assert reading in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["24 Stunden", "eine Woche zum Sonntag", "1,5 Monate", "6 Wochen, frühestens zum 31.12.2026", "4 Wochen zum 15.",
     "3 Monate, erstmals zum Ablauf von 24 Monaten", "3 Monate (Vermieter 6 Monate)", "we: 1 month, they: 3 months",
     "3 Monate zum Saisonende", "30 days from the first of the following month", "1 Monat zum Ende des Folgemonats",
     "by the last day of a quarter to the end of the next quarter", "zum nächstmöglichen Zeitpunkt", "soon", "Mo."],
)  # fmt: skip
def test_what_is_said_beside_a_length_is_never_left_out(text: str) -> None:
    with pytest.raises(ValueError):
        parse_notice(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [("24 Monate fest", 24), ("Mindestlaufzeit: 12 Monate", 12), ("12 Monate Mindestvertragslaufzeit", 12),
     ("24-monatige Laufzeit", 24), ("je 12 Monate", 12), ("um weitere 12 Monate", 12), ("further 6 months", 6),
     ("another year", 12), ("12-month renewal terms", 12), ("half a year", 6), ("P1Y", 12), ("mind. 12 Monate", 12)],
)  # fmt: skip
def test_a_term_of_the_trade_is_its_length(text: str, count: int) -> None:
    assert parse_period(text) == Period(count, "month")


@pytest.mark.parametrize("text", ["2 x 12 Monate", "12 Monate, dann 6 Monate", "höchstens 12 Monate", "bis zu 2 Jahre"])
def test_a_term_that_says_more_than_a_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [("1+1", "express"), ("2 x 12 months", "express"), ("3 years plus 1", "express"), ("12 Monate + 12 Monate", "express"),
     ("31/12/2027", "ends_on"), ("bis 31.12.2027", "ends_on"), ("until 31 March 2027", "ends_on"), ("2027", "ends_on")],
)  # fmt: skip
def test_options_and_days_in_place_of_a_term_are_told_where_they_belong(text: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=remedy):
        parse_period(text)


@pytest.mark.parametrize(
    "text", ["unbefristet", "auf unbestimmte Zeit", "indefinite", "open-ended", "evergreen", "n/a"]
)
def test_a_term_without_end_is_told_to_be_an_open_ended_renewal(text: str) -> None:
    with pytest.raises(Ambiguous, match="open_ended"):
        parse_period(text)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_notice_is_echoed_in_words_that_read_back_to_it(language) -> None:
    for text, _ in rows(READ):
        notice = parse_notice(text)
        assert parse_notice(said(notice, Language(language))) == notice, text
