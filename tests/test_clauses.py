"""Clauses pasted whole, as contracts of the trade have them, with the traps that make other readers go wrong."""

import csv
from datetime import date
from typing import Any

import pytest

from analysis.contract_page import contract_page
from analysis.errors import InputError
from analysis.language import Language
from analysis.register.tables import TABLES
from analysis.rules.clause import read_clause
from analysis.rules.notice import Anchor, Notice, Period, ReceiptDay, Unit, YearDay


def months(count: int) -> Period:
    return Period(count, "month")


def notice(count: int, unit: Unit, anchor: Anchor | None = None) -> Notice:
    return Notice(Period(count, unit), anchor)


YEARLY = {"renewal": "tacit", "renewal_term": months(12)}
CLAUSES: list[tuple[str, dict[str, Any]]] = [
    # what binds and what ends, in one sentence or several
    (
        "Der Vertrag wird auf unbestimmte Zeit geschlossen. Er kann von jeder Partei mit einer Frist von drei Monaten zum Ende eines Kalendervierteljahres gekündigt werden.",
        {"renewal": "open_ended", "notice": notice(3, "month", "quarter_end"), "vendor_notice": notice(3, "month", "quarter_end")},
    ),
    (
        "Die Mindestvertragslaufzeit beträgt 24 Monate. Wird der Vertrag nicht mit einer Frist von 3 Monaten zum Ende der Laufzeit gekündigt, verlängert er sich um jeweils ein Jahr.",
        {"initial_term": months(24), **YEARLY, "notice": notice(3, "month", "term_end")},
    ),
    (
        "Der Vertrag hat eine Mindestlaufzeit von 12 Monaten. Er verlängert sich um jeweils weitere 12 Monate, wenn er nicht spätestens drei Monate vor Ablauf der Mindestlaufzeit bzw. der jeweiligen Verlängerung gekündigt wird.",
        {"initial_term": months(12), **YEARLY, "notice": notice(3, "month", "term_end")},
    ),
    (
        "Der Vertrag läuft zunächst bis zum 31.12.2026 und verlängert sich danach jeweils um ein Jahr, wenn er nicht drei Monate vor Ablauf gekündigt wird.",
        {"bound_until": date(2026, 12, 31), **YEARLY, "notice": notice(3, "month", "term_end")},
    ),
    (
        "Laufzeit: 01.04.2024 bis 31.03.2026, Verlängerung um jeweils 1 Jahr, Kündigung 3 Monate vor Ablauf",
        {"starts_on": date(2024, 4, 1), "bound_until": date(2026, 3, 31), **YEARLY, "notice": notice(3, "month", "term_end")},
    ),
    (
        "Mindestlaufzeit 24 Monate, Kündigungsfrist 3 Monate, Verlängerung 12 Monate",
        {"initial_term": months(24), **YEARLY, "notice": notice(3, "month")},
    ),
    (
        "Vertragslaufzeit 12 Monate, automatische Verlängerung um weitere 12 Monate, Kündigungsfrist 3 Mon. z. Vertragsende.",
        {"initial_term": months(12), **YEARLY, "notice": notice(3, "month", "term_end")},
    ),
    (
        "Term: 24 months. Notice: 90 days. Renewal: 12 months.",
        {"initial_term": months(24), **YEARLY, "notice": notice(90, "day")},
    ),
    (
        'This Agreement shall continue for a period of three (3) years (the "Initial Term"), and shall automatically renew for successive periods of one (1) year each, unless either party provides written notice of non-renewal at least sixty (60) days prior to the expiration of the then-current term.',
        {"initial_term": months(36), **YEARLY, "notice": notice(60, "day", "term_end"), "vendor_notice": notice(60, "day", "term_end"), "notice_form": "written"},
    ),
    (
        "This agreement is effective for one year from 1 March 2025 and renews automatically for one-year terms unless cancelled 30 days before the renewal date.",
        {"starts_on": date(2025, 3, 1), "initial_term": months(12), **YEARLY, "notice": notice(30, "day", "term_end")},
    ),
    ("Subscription renews annually unless cancelled at least 30 days before renewal.", {**YEARLY, "notice": notice(30, "day", "term_end")}),
    (
        "Either party may terminate by giving not less than three months' written notice expiring at the end of a calendar quarter.",
        {"renewal": "open_ended", "notice": notice(3, "month", "quarter_end"), "vendor_notice": notice(3, "month", "quarter_end"), "notice_form": "written"},
    ),
    # a minimum term stated apart, first ends, fixed ends
    (
        "Der Vertrag hat eine feste Laufzeit von 36 Monaten. Nach Ablauf der Mindestlaufzeit kann er mit einer Frist von 6 Wochen zum Quartalsende gekündigt werden.",
        {"initial_term": months(36), "renewal": "open_ended", "notice_when_open_ended": notice(6, "week", "quarter_end")},
    ),
    (
        "Das Vertragsverhältnis kann mit einer Frist von drei Monaten zum Ende des Kalenderjahres gekündigt werden, erstmals zum 31.12.2026.",
        {"bound_until": date(2026, 12, 31), "renewal": "open_ended", "notice": notice(3, "month", "year_end")},
    ),
    (
        "Der Vertrag kann erstmals nach Ablauf von 24 Monaten mit einer Frist von 3 Monaten gekündigt werden.",
        {"initial_term": months(24), "renewal": "open_ended", "notice": notice(3, "month")},
    ),
    ("Der Vertrag endet am 31.12.2026, ohne dass es einer Kündigung bedarf.", {"bound_until": date(2026, 12, 31), "renewal": "none"}),
    ("Laufzeit vom 01.04.2024 bis 31.03.2026 ohne Verlängerung.", {"starts_on": date(2024, 4, 1), "bound_until": date(2026, 3, 31), "renewal": "none"}),
    ("The agreement begins on 1 January 2025 for a fixed term of 24 months and ends automatically.", {"starts_on": date(2025, 1, 1), "initial_term": months(24), "renewal": "none"}),
    (
        "The initial term is twelve (12) months. Thereafter, this Agreement shall continue on a month-to-month basis until terminated by either party upon thirty (30) days' prior written notice.",
        {"initial_term": months(12), "renewal": "tacit", "renewal_term": months(1), "notice": notice(30, "day"), "vendor_notice": notice(30, "day"), "notice_form": "written"},
    ),
    (
        "The Initial Term is 24 months. After the Initial Term either party may terminate with 3 months' notice to the end of a calendar month.",
        {"initial_term": months(24), "renewal": "open_ended", "notice_when_open_ended": notice(3, "month", "month_end"), "vendor_notice": notice(3, "month", "month_end")},
    ),
    # the notice of the other side is not ours
    ("Der Anbieter kann den Vertrag mit einer Frist von sechs Monaten kündigen.", {"renewal": "open_ended", "vendor_notice": notice(6, "month")}),
    ("Provider may terminate this Agreement upon 60 days' notice.", {"renewal": "open_ended", "vendor_notice": notice(60, "day")}),
    (
        "Der Kunde kann mit einer Frist von einem Monat zum Monatsende kündigen, der Anbieter mit einer Frist von drei Monaten zum Monatsende.",
        {"renewal": "open_ended", "notice": notice(1, "month", "month_end"), "vendor_notice": notice(3, "month", "month_end")},
    ),
    (
        "Kündigungsfrist für den Händler: 1 Monat zum Quartalsende. Kündigungsfrist für den Marktplatz: 2 Monate.",
        {"renewal": "open_ended", "notice": notice(1, "month", "quarter_end"), "vendor_notice": notice(2, "month")},
    ),
    (
        "Customer may terminate at any time by giving 30 days' notice; Provider may terminate by giving 90 days' notice.",
        {"renewal": "open_ended", "notice": notice(30, "day", "any_day"), "vendor_notice": notice(90, "day")},
    ),
    (
        "We may terminate your use of the services with 30 days advance notice. You may terminate at any time.",
        {"renewal": "open_ended", "notice": notice(0, "day", "any_day"), "vendor_notice": notice(30, "day")},
    ),
    (
        "Wir können den Vertrag mit einer Frist von zwei Monaten kündigen. Sie können den Vertrag jederzeit kündigen.",
        {"renewal": "open_ended", "notice": notice(0, "day", "any_day"), "vendor_notice": notice(2, "month")},
    ),
    # termination for cause, payment, warranty, data and price have lengths that are no notice
    (
        "Der Vertrag kann von beiden Seiten mit einer Frist von 4 Wochen zum Monatsende gekündigt werden. Das Recht zur fristlosen Kündigung aus wichtigem Grund bleibt unberührt.",
        {"renewal": "open_ended", "notice": notice(4, "week", "month_end"), "vendor_notice": notice(4, "week", "month_end")},
    ),
    (
        "Either party may terminate this Agreement for convenience upon ninety (90) days' notice. Either party may terminate for material breach if the breach is not cured within thirty (30) days after notice.",
        {
            "renewal": "open_ended",
            "notice": notice(90, "day", "any_day"),
            "vendor_notice": notice(90, "day", "any_day"),
        },
    ),
    (
        "Provider may terminate for convenience on 60 days' notice; Customer may terminate for material breach on 30 days' notice.",
        {"renewal": "open_ended", "vendor_notice": notice(60, "day", "any_day")},
    ),
    (
        "This contract may be terminated by either party with 30 days' notice or immediately for cause.",
        {"renewal": "open_ended", "notice": notice(30, "day"), "vendor_notice": notice(30, "day")},
    ),
    (
        "Rechnungen sind innerhalb von 14 Tagen fällig. Gewährleistungsansprüche verjähren in 12 Monaten. Der Vertrag ist monatlich zum Monatsende mit einer Frist von 14 Tagen kündbar.",
        {"renewal": "open_ended", "notice": notice(14, "day", "month_end")},
    ),
    (
        "Nach Kündigung stellt der Anbieter die Daten noch 30 Tage zum Abruf bereit. Kündigungsfrist: 3 Monate zum Monatsende.",
        {"renewal": "open_ended", "notice": notice(3, "month", "month_end")},
    ),
    (
        "Die ersten 30 Tage sind eine kostenlose Testphase. Danach läuft der Vertrag 12 Monate und verlängert sich um jeweils 12 Monate, sofern er nicht mit einer Frist von 30 Tagen zum Ende der Laufzeit gekündigt wird.",
        {"initial_term": months(12), **YEARLY, "notice": notice(30, "day", "term_end")},
    ),
    (
        "Der Vertrag kann innerhalb von 14 Tagen widerrufen werden. Er läuft 12 Monate und verlängert sich um 12 Monate, wenn nicht 1 Monat vor Ablauf gekündigt wird.",
        {"initial_term": months(12), **YEARLY, "notice": notice(1, "month", "term_end")},
    ),
    # a window for notice: the later bound is the notice, the earlier one only says from when
    (
        "Der Vertrag verlängert sich um 12 Monate, wenn er nicht mindestens 3 Monate, höchstens 6 Monate vor Ablauf gekündigt wird.",
        {**YEARLY, "notice": notice(3, "month", "term_end")},
    ),
    (
        "Notice of non-renewal must be given not more than 120 days and not less than 60 days before the end of the term. The initial term is one year and renews for one year.",
        {"initial_term": months(12), **YEARLY, "notice": notice(60, "day", "term_end")},
    ),
    # a day of receipt, and a renewal that counts by it
    (
        "Die Kündigung muss spätestens bis zum 15. eines Monats zum Monatsende zugehen.",
        {"renewal": "open_ended", "notice": Notice(Period(0, "day"), "month_end", ReceiptDay(15))},
    ),
    (
        "Der Mietvertrag ist fest auf fünf Jahre geschlossen und verlängert sich um jeweils ein Jahr, wenn er nicht spätestens am dritten Werktag eines Kalendervierteljahres zum Ablauf des nächsten Kalendervierteljahres gekündigt wird.",
        {"initial_term": months(60), **YEARLY, "notice": Notice(Period(0, "day"), "quarter_end", ReceiptDay(3, True, 1))},
    ),
    ("Kündbar mit einer Frist von 6 Monaten zum 30.06. oder 31.12.", {"renewal": "open_ended", "notice": notice(6, "month", (YearDay(6, 30), YearDay(12, 31)))}),
    # short forms, and words that stand between
    (
        "Die Kündigungsfrist beträgt zwei Jahre zum Ende des Kalenderjahres, frühestens jedoch zum 31.12.2028.",
        {"bound_until": date(2028, 12, 31), "renewal": "open_ended", "notice": notice(24, "month", "year_end")},
    ),
    (
        "Der Vertrag tritt am 01.01.2025 in Kraft und hat eine Laufzeit von 3 Jahren. Er verlängert sich um jeweils 1 Jahr, sofern nicht eine Partei mit einer Frist von 6 Monaten zum Ablauf kündigt.",
        {"starts_on": date(2025, 1, 1), "initial_term": months(36), **YEARLY, "notice": notice(6, "month", "term_end"), "vendor_notice": notice(6, "month", "term_end")},
    ),
    (
        "Merchant may terminate this Agreement with effect from the end of a calendar month by giving 30 days' notice.",
        {"renewal": "open_ended", "notice": notice(30, "day", "month_end")},
    ),
    (
        "This Agreement remains in force until 31 December 2026 and thereafter renews for successive 12 month periods unless terminated by either party with six months' notice to the end of a term.",
        {"bound_until": date(2026, 12, 31), **YEARLY, "notice": notice(6, "month", "term_end"), "vendor_notice": notice(6, "month", "term_end")},
    ),
    (
        "Contract period: 3 years from 1 April 2024. Notice: 6 months before expiry. Otherwise extends by 1 year.",
        {"starts_on": date(2024, 4, 1), "initial_term": months(36), **YEARLY, "notice": notice(6, "month", "term_end")},
    ),
    ("12 Monate Laufzeit, 3 Monate Kündigungsfrist, automatische Verlängerung um 12 Monate", {"initial_term": months(12), **YEARLY, "notice": notice(3, "month")}),
    ("24-month term, 90-day notice, auto-renews for 12 months", {"initial_term": months(24), **YEARLY, "notice": notice(90, "day")}),
    (
        "The contract automatically renews for the same term unless cancelled 60 days before expiry. The term is two years.",
        {"initial_term": months(24), "renewal": "tacit", "renewal_term": months(24), "notice": notice(60, "day", "term_end")},
    ),
    ("The retention period of 6 months applies. The notice period is 30 days.", {"renewal": "open_ended", "notice": notice(30, "day")}),
    ("The term is 36 months and may be extended for a further 12 months by agreement.", {"initial_term": months(36), "renewal": "express", "renewal_term": months(12)}),
    # a further year, a first term that ends by itself, lengths inside of words
    ("verlaengert sich stillschweigend um ein weiteres Jahr, wenn nicht spaetestens drei Monate vor Jahresende gekuendigt", {**YEARLY, "notice": notice(3, "month", "year_end")}),
    (
        "Der Lagerplatz wird für zwei Jahre gemietet: Laufzeit 2 Jahre. Kündigt keine der Parteien mit dreimonatiger Frist auf das Ende der Laufzeit, so verlängert sich der Mietvertrag um ein weiteres Jahr.",
        {"initial_term": months(24), **YEARLY, "notice": notice(3, "month", "term_end"), "vendor_notice": notice(3, "month", "term_end")},
    ),
    ("Der Vertrag endet automatisch nach 18 Monaten.", {"initial_term": months(18), "renewal": "none"}),
    ("Der Tarif ist befristet bis 30.06.2028, keine automatische Verlängerung.", {"bound_until": date(2028, 6, 30), "renewal": "none"}),
    ("The plan rolls over for a further year unless either of us gives a fortnight's notice prior to the end of the term.", {**YEARLY, "notice": notice(2, "week", "term_end"), "vendor_notice": notice(2, "week", "term_end")}),
    ("The service is extended half-yearly unless cancelled 30 days before the end of the term.", {"renewal": "tacit", "renewal_term": months(6), "notice": notice(30, "day", "term_end")}),
    # what a first term is followed by, said before the renewal or before the notice
    (
        "Fixed term until 30 September 2027. Upon expiry of the initial term, this Agreement renews for one (1) year unless either party gives sixty (60) days' notice of its intention not to renew.",
        {"bound_until": date(2027, 9, 30), **YEARLY, "notice": notice(60, "day"), "vendor_notice": notice(60, "day")},
    ),
    ("It continues for two years and renews for one-year terms unless a party gives 90 days' notice before the end of the term that it does not wish to renew.", {"initial_term": months(24), **YEARLY, "notice": notice(90, "day", "term_end"), "vendor_notice": notice(90, "day", "term_end")}),
    (
        "Each order form continues for one year, automatically renewing for successive one-year renewal periods unless a party gives 30 days' notice before the end of the respective initial or renewal order term.",
        {"initial_term": months(12), **YEARLY, "notice": notice(30, "day", "term_end"), "vendor_notice": notice(30, "day", "term_end")},
    ),
    (
        "Dieser Auftrag gilt für 6 Monate und verlängert sich um jeweils 3 Monate, wenn er nicht mit einer Frist von 2 Wochen gekündigt wird.",
        {"initial_term": months(6), "renewal": "tacit", "renewal_term": months(3), "notice": notice(2, "week")},
    ),
    (
        "Die Erstlaufzeit beträgt 12 Monate. Sie kann mit einer Frist von einem Monat zum Ende der Erstlaufzeit gekündigt werden. Erfolgt keine fristgerechte Kündigung, verlängert sich die Mitgliedschaft auf unbestimmte Zeit und ist danach jederzeit mit einer Frist von zwei Wochen kündbar.",
        {"initial_term": months(12), "renewal": "open_ended", "notice": notice(1, "month", "term_end"), "notice_when_open_ended": notice(2, "week", "any_day")},
    ),
    # words that stand in most clauses and change nothing
    (
        "Unless otherwise agreed in the order form, the subscription (the \"Plan\") renews for 12 months unless the customer cancels 30 days before the end of the then-current term.",
        {**YEARLY, "notice": notice(30, "day", "term_end")},
    ),
    # one end for several lengths
    (
        "Der Vertrag läuft auf unbestimmte Zeit. Der Kunde kann mit einer Frist von einem Monat kündigen, der Betreiber mit einer Frist von drei Monaten jeweils zum Quartalsende.",
        {"renewal": "open_ended", "notice": notice(1, "month", "quarter_end"), "vendor_notice": notice(3, "month", "quarter_end")},
    ),
    ("Der Vertrag kann sowohl vom Betreiber als auch vom Händler mit einer Frist von 5 Wochen gekündigt werden.", {"renewal": "open_ended", "notice": notice(5, "week"), "vendor_notice": notice(5, "week")}),
    ("Der Vertrag läuft anderthalb Jahre und verlängert sich um 6 Monate, wenn nicht mindestens 2, höchstens 5 Monate vor Ablauf gekündigt wird.", {"initial_term": months(18), "renewal": "tacit", "renewal_term": months(6), "notice": notice(2, "month", "term_end")}),
    (
        "Your plan has a minimum duration of 18 months. After that it runs month to month and can be cancelled with 2 weeks' notice.",
        {"initial_term": months(18), "renewal": "tacit", "renewal_term": months(1), "notice": notice(2, "week")},
    ),
    (
        "The hosting agreement is concluded for 1 year and is extended by 1 year in each case if it is not terminated with 4 weeks' notice to the end of the term.",
        {"initial_term": months(12), **YEARLY, "notice": notice(4, "week", "term_end")},
    ),
    (
        "Vertragsende 30.09.2027; verlängert sich automatisch um 6 Monate; Kündigung spätestens 2 Monate vorher.",
        {"bound_until": date(2027, 9, 30), "renewal": "tacit", "renewal_term": months(6), "notice": notice(2, "month")},
    ),
    ("We will give you at least 30 days' notice before terminating your account.", {"renewal": "open_ended", "vendor_notice": notice(30, "day")}),
    ("Kündigungsfrist: 90 Tage auf Ende Monat", {"renewal": "open_ended", "notice": notice(90, "day", "month_end")}),
    ("Either party may terminate at any time for any reason on 45 days' notice.", {"renewal": "open_ended", "notice": notice(45, "day", "any_day"), "vendor_notice": notice(45, "day", "any_day")}),
]  # fmt: skip
ASIDE = {"assumed", "read_from", "not_understood", "price_change", "price_change_notice", "special_termination"}


@pytest.mark.parametrize(("text", "terms"), CLAUSES, ids=[text[:45] for text, _ in CLAUSES])
def test_a_clause_of_the_trade_is_read_as_its_words_say(text: str, terms: dict[str, Any]) -> None:
    assert {name: value for name, value in vars(read_clause(text)).items() if value and name not in ASIDE} == terms


def spelled(text: str, letters: dict[str, str]) -> str:
    for letter, written in letters.items():
        text = text.replace(letter, written).replace(letter.upper(), written.capitalize())
    return text


@pytest.mark.parametrize(
    "typed",
    [lambda text: spelled(text, {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}),
     lambda text: spelled(text, {"ä": "a", "ö": "o", "ü": "u", "ß": "ss"}),
     str.upper, str.lower],
    ids=["written-out", "left-off", "capitals", "small"],
)  # fmt: skip
@pytest.mark.parametrize(("text", "terms"), CLAUSES, ids=[text[:45] for text, _ in CLAUSES])
def test_umlauts_written_out_or_left_off_and_capitals_are_read_alike(text: str, terms: dict[str, Any], typed) -> None:
    assert {
        name: value for name, value in vars(read_clause(typed(text))).items() if value and name not in ASIDE
    } == terms


# Sentences that stand beside such clauses in contracts and say nothing of the ordinary end.
OF_OTHER_MATTERS = [
    "Das Recht zur außerordentlichen Kündigung aus wichtigem Grund bleibt unberührt.",
    "Bei Zahlungsverzug von mehr als zwei Monaten kann der Anbieter fristlos kündigen.",
    "Der Auftragnehmer wird den Auftraggeber drei Monate vor Ablauf erinnern.",
    "Der Anbieter kann die Preise mit einer Frist von 6 Wochen erhöhen.",
    "Nach Beendigung des Vertrags hat der Kunde 14 Tage Zeit, die Ware abzuholen.",
    "Daten werden nach Vertragsende 6 Monate aufbewahrt.",
    "Die Kündigungsfrist beginnt mit Zugang der Kündigung.",
    "Invoices are due within 45 days.",
    "Each party shall comply with applicable law.",
    "Confidentiality survives termination for five years.",
    "Either party may terminate immediately if the other becomes insolvent.",
    "Either party may terminate this Agreement if a force majeure event continues for more than 60 days.",
    "Provider may suspend the service upon 5 days' notice.",
    "The minimum order period is 3 months.",
    "The seller must remove inventory within 30 days of termination notice.",
]


@pytest.mark.parametrize(("text", "terms"), CLAUSES, ids=[text[:45] for text, _ in CLAUSES])
def test_sentences_of_other_matters_do_not_change_what_is_read(text: str, terms: dict[str, Any]) -> None:
    for sentence in OF_OTHER_MATTERS:
        clause = read_clause(f"{text.removesuffix('.')}. {sentence}")
        assert {name: value for name, value in vars(clause).items() if value and name not in ASIDE} == terms, sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Während der ersten sechs Monate (Probezeit) kann mit einer Frist von zwei Wochen gekündigt werden, danach mit einer Frist von drei Monaten zum Quartalsende.", "Probezeit"),
        ("Der Vertrag ist erstmals zum 30.06.2027 mit einer Frist von 6 Monaten kündbar, danach jeweils zum 31.12. eines Jahres mit derselben Frist.", "zum 31.12."),
        ("Der Agenturvertrag kann im ersten Jahr mit einer Frist von einem Monat, ab dem zweiten Jahr mit einer Frist von drei Monaten jeweils zum Monatsende gekündigt werden.", "two notice periods"),
        ("Either party may cancel with 30 days' notice during the first year and with 90 days' notice thereafter.", "during the first year"),
        ("Agency agreement: three months notice in first year, six months afterwards.", "six months"),
        ("The term shall be five years. Tenant may terminate after the third year with six months' notice.", "third year"),
        ("Either party may terminate on not less than 6 months' notice, such notice not to expire before 31 December 2026.", "31 December 2026"),
        ("Der Vertrag ist frühestens zum Ablauf des zweiten Vertragsjahres mit einer Frist von drei Monaten kündbar.", "zweiten Vertragsjahres"),
        ("Laufzeit 1 Jahr, Kündigungsfrist 3 Monate zum Quartalsende", "what follows"),
        ("Contract term 01/04/2024 to 31/03/2026.", "month first"),
        ("Der Vertrag kann nicht mit einer Frist von 3 Monaten gekündigt werden.", "denies"),
        ("The agreement may not be terminated on 30 days' notice.", "denies"),
        ("Lagerhaus Nord may terminate this agreement on 30 days' notice.", "Nord"),
        ("Der Vertrag verlängert sich automatisch. Die Kündigungsfrist beträgt einen Monat.", "verlängert sich automatisch"),
        ("Verlängert sich höchstens zweimal um 12 Monate, wenn nicht 3 Monate vor Ablauf gekündigt wird.", "höchstens zweimal"),
        ("Die Kündigung ist mit vier Wochen Frist zum Saisonende möglich.", "Saisonende"),
        ("Der Kunde kann mit einer Frist von einem Monat kündigen, der Betreiber mit einer Frist von drei Monaten zum Quartalsende.", "names no end"),
        ("Customer may terminate on 30 days' notice while no order is open.", "while no order is open"),
        ("Vertragsbeginn: 01.03.2025. Laufzeit 24 Monate. Die Laufzeit endet am 31.03.2027.", "does not end on the day"),
        ("Kündigungsfrist drei Monate zum Ende der Laufzeit.", "what follows"),
        ("Laufzeit: 01/2025 - 12/2026, Kündigungsfrist 6 Monate zum Vertragsende, Verlängerung 1 Jahr", "01/2025"),
        ("The term is two years. The parties agree that it will not renew.", "will not renew"),
        # exceptions and conditions, wherever they stand
        ("Kündigungsfrist 3 Monate, Verlängerung um 12 Monate, sofern der Umsatz nicht sinkt.", "sofern der Umsatz nicht sinkt"),
        ("Kündigungsfrist 3 Monate zum Quartalsende; bei Zahlungsverzug entfällt das Kündigungsrecht.", "entfällt das Kündigungsrecht"),
        ("Kündigungsfrist 3 Monate zum Quartalsende, ausgenommen in der Weihnachtszeit.", "Weihnachtszeit"),
        ("Kündigungsfrist 4 Wochen, falls kein Paket mehr lagert.", "Paket"),
        ("Die Kündigung ist mit einer Frist von 2 Monaten möglich, braucht aber die Zustimmung des Vermieters.", "Zustimmung"),
        ("Either party may terminate on 60 days' notice unless an order is in progress.", "order is in progress"),
        ("Die Kündigungsfrist beträgt 3 Monate. Sie verkürzt sich bei einem Umzug auf 1 Monat.", "verkürzt sich"),
        ("Notice period: 3 months. For more than 100 pallets: 6 months.", "100 pallets"),
        ("Kündigungsfrist ungefähr 3 Monate zum Jahresende.", "ungefähr"),
        ("Notice: 1 month to season_end", "season_end"),
        ("3 months to term_end", "what follows on"),
        ("Laufzeit 24 Monate; Verlängerung um 12 Monate; danach Verlängerung um jeweils 6 Monate; Kündigungsfrist 3 Monate.", "two renewals"),
        ("Innerhalb der Probezeit 2 Wochen, danach 3 Monate zum Monatsende kündbar.", "Probezeit"),
        ("Notice: between 30 and 60 days before the end of the term; the term renews for 12 months.", "between"),
    ],
)  # fmt: skip
def test_a_clause_that_leaves_a_choice_is_refused_and_names_it(text: str, words: str) -> None:
    with pytest.raises(InputError) as refused:
        contract_page(text, date(2026, 1, 1), as_of=date(2026, 1, 1), language=Language("en"))
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["Either party may terminate immediately upon notice if the other party breaches this Agreement and fails to cure within 30 days.",
     "Either party may terminate upon 30 days' written notice if the other party commits a material breach.",
     "The parties may terminate this agreement by mutual consent at any time.",
     "Die Zahlung erfolgt 30 Tage nach Rechnungsdatum. Gewährleistungsansprüche verjähren in 12 Monaten.",
     "Upon termination, Provider will retain data for 90 days."],
)  # fmt: skip
def test_a_clause_without_ordinary_notice_gives_no_dates(text: str) -> None:
    with pytest.raises(InputError, match="No term, renewal or notice was understood"):
        contract_page(text, date(2026, 1, 1), as_of=date(2026, 1, 1), language=Language("en"))


def test_a_right_to_leave_when_prices_rise_is_no_notice_of_the_price() -> None:
    clause = read_clause(
        "Bei Preiserhöhungen kann der Kunde mit einer Frist von 6 Wochen kündigen. "
        "Sonst beträgt die Kündigungsfrist 3 Monate zum Monatsende."
    )
    assert (clause.special_termination, clause.price_change_notice) == ("yes", None)
    assert clause.notice == notice(3, "month", "month_end")


@pytest.mark.parametrize(
    ("text", "arrives_by"),
    [("3 months to quarter_end", "on 30 June 2026 it must arrive by 31 March 2026"),
     ("1 Monat zum Halbjahresende", "on 30 June 2026 it must arrive by 31 May 2026"),
     ("by the 15th to month end", "on 31 March 2026 it must arrive by 15 March 2026")],
)  # fmt: skip
def test_the_words_of_a_notice_cell_alone_are_a_clause(text: str, arrives_by: str) -> None:
    page = contract_page(text, date(2020, 1, 1), as_of=date(2026, 2, 20), language=Language("en"))
    assert arrives_by in page and register_row(page)["renewal"] == "open_ended"


def register_row(page: str) -> dict[str, str]:
    """The last two lines of the page, as a CSV reader gives them."""
    return next(csv.DictReader(page.splitlines()[-2:]))


def test_the_page_gives_dates_derivation_and_a_row_with_every_column() -> None:
    # 31 March 2026 less three months is 31 December 2025: received then, three months end on 31 March.
    text = "Laufzeit: 01.04.2024 bis 31.03.2026, Verlängerung um jeweils 1 Jahr, Kündigung 3 Monate vor Ablauf"
    page = contract_page(text, date(2025, 1, 1), as_of=date(2025, 12, 1), language=Language("en"))
    assert "on 31 March 2026 must arrive by 31 December 2025 (BGB § 188 II)" in page
    row = register_row(page)
    assert list(row) == list(TABLES["contracts"].model_fields)
    # 1 April 2024 to 31 March 2026 are 24 whole months
    assert (row["starts_on"], row["initial_term"], row["renewal"]) == ("2024-04-01", "24 months", "tacit")


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        # 15 January to 31 December 2026: 17 days of January, and 334 of the other eleven months
        ("Der Vertrag läuft fest bis zum 31.12.2026 und verlängert sich um ein Jahr, wenn er nicht 3 Monate vor Ablauf gekündigt wird.", "initial_term", "351 days"),
        ("Der Vertrag endet am 31.12.2026, ohne dass es einer Kündigung bedarf.", "ends_on", "2026-12-31"),
        ("Der Vertrag endet am 31.12.2026, ohne dass es einer Kündigung bedarf.", "initial_term", ""),
        ("Bei Preiserhöhungen besteht ein Sonderkündigungsrecht. Kündigungsfrist 3 Monate.", "special_termination", "yes"),
        ("Provider may terminate this Agreement upon 60 days' notice.", "vendor_notice", "notice of 60 days"),
        ("Provider may terminate this Agreement upon 60 days' notice.", "notice", ""),
    ],
)  # fmt: skip
def test_the_row_holds_what_the_clause_says_and_nothing_else(text: str, column: str, value: str) -> None:
    page = contract_page(text, date(2026, 1, 15), as_of=date(2026, 2, 1), language=Language("en"))
    assert register_row(page)[column] == value


def test_a_first_term_that_the_clause_does_not_name_is_assumed_and_said_to_be() -> None:
    # 31 December 2025 less six weeks is 19 November
    text = "verlängert sich jeweils um weitere 12 Monate, wenn er nicht 6 Wochen vor Ablauf gekündigt wird"
    page = contract_page(text, date(2025, 1, 1), as_of=date(2025, 6, 1), language=Language("en"))
    assert "on 31 December 2025 must arrive by 19 November 2025" in page
    assert "assumed: the first term" in page and register_row(page)["initial_term"] == "12 months"


def test_an_end_before_the_start_is_refused() -> None:
    text = "Der Vertrag endet am 31.12.2026, ohne dass es einer Kündigung bedarf."
    with pytest.raises(InputError, match="ends on 31 December 2026, before 1 January 2027; check --starts-on"):
        contract_page(text, date(2027, 1, 1), as_of=date(2027, 1, 1), language=Language("en"))


def test_an_end_that_terms_which_renew_never_reach_is_assumed_to_be_that_of_the_term() -> None:
    text = "Laufzeit 12 Monate, verlängert sich um ein Jahr, wenn nicht drei Monate vor Jahresende gekündigt wird"
    fits = contract_page(text, date(2025, 1, 1), as_of=date(2025, 6, 1), language=Language("en"))
    assert "30 September 2025" in fits and "Assumed" not in fits
    # 12 months from 1 March 2025 end on 28 February 2026, three months before is 28 (30) November 2025.
    other = contract_page(text, date(2025, 3, 1), as_of=date(2025, 6, 1), language=Language("en"))
    assert "to the end of the term on 28 February 2026 must arrive by 30 November 2025" in other
    assert (
        "Assumed: notice counts to the end of the term on 28 February 2026, though the wording names another" in other
    )


def test_working_days_of_a_pasted_clause_leave_out_the_holidays_of_all_of_germany() -> None:
    # Five working days before Thursday, 31 December 2026: 30, 29, 28, 24 (25 is a holiday), 23 December.
    page = contract_page(
        "Kündigungsfrist 3 Monate zum Quartalsende.", date(2025, 1, 1), as_of=date(2026, 12, 1), language=Language("en")
    )
    assert "must arrive by 31 December 2026" in page and "with five working days in hand: by 23 December" in page
