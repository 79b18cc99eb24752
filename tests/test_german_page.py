"""What a German merchant reads of broken files, in German throughout, and an English one in English."""

import io
import re
import zipfile

import pytest
from conftest import HEADER, SHOP, lines
from test_cli import vda
from test_shopify import HEADER as SHOPIFY
from test_shopify import order

from analysis.checking import check_page
from analysis.errors import InputError
from analysis.language import Language
from analysis.message import Message
from analysis.shop import Shop, language_of
from analysis.warehouse import build, opened, query

GERMAN = SHOP.replace("[shop]", '[shop]\nlanguage = "de"')
SALE = "A1,1,2026-01-05,web,tee,1,EUR,10.00,,,completed"


def sale(number: str, **cells: str) -> str:
    given = dict(zip(HEADER.split(","), SALE.split(","), strict=True)) | {"order_id": number} | cells
    return ",".join(given.values())


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, lines(SALE))
    return buffer.getvalue()


SALES = [sale(f"G{n}", ordered_at=f"2026-0{1 + n % 2}-{1 + n % 28:02}") for n in range(1200)]
ROWS = lines(
    sale("B1"),
    sale("B2", gross_amount="12,50"),
    sale("B3", ordered_at="31.02.2026"),
    sale("B4", channel_id="=HYPERLINK(1)"),
    sale("B5", gross_amount="zehn"),
    sale("B6", status="fertig"),
    sale("B7", currency="XAF"),
    "B8,1",
)
CONTRACTS = (
    "contract_id,vendor_id,functions,starts_on,renewal,initial_term,renewal_term,notice,minimum_per_month,notic\n"
    "k1,dhl,shipping,31.02.2026,tacit,12 Monate,12 Monate,3 Monate,10,\n"
    "k2,dhl,shipping,2025-01-01,tacit,12 Monate,12 Monate,30,1.500,\n"
    "Summe,,,,,,,,,\n"
)
FILES: dict[str, str | bytes] = {
    "exports/a.csv": lines(*SALES),
    "exports/b.csv": ROWS,
    "exports/cut.csv": lines(sale("C1")) + "C2,1,2026-01-0",
    "exports/empty.csv": "",
    "exports/near.csv": lines(SALE).replace("gross_amount", "brutto"),
    "exports/again.csv": lines(*SALES[:5]),
    "exports/stacked.csv": lines(sale("S1")) + lines(sale("S2")),
    "exports/unknown.csv": "Foo;Bar\n1;2\n",
    "exports/up.zip": zipped("../evil.csv"),
    "exports/damaged.xml": "<a><b>",
    "exports/shopify.csv": SHOPIFY + order(1, "paid", Total="100.01"),
    "register/contracts.csv": CONTRACTS,
    "register/services.csv": "vendor_id,function,share\nhost,payment,150 %\n",
}

# File, line and what is said of them, as a German merchant would write it.
TOLD = """
exports/a.csv: Bestellzeilen (eigene Tabelle), 01.01.2026 bis 28.02.2026: Zeilen 1.200 = geladen 1.200 + abgelehnt 0 + Duplikate 0
exports/again.csv: Bestellzeilen (eigene Tabelle): Zeilen 5 = geladen 0 + abgelehnt 0 + Duplikate 5; dasselbe steht in exports/a.csv
exports/empty.csv: nicht erkannt, siehe unten
register/contracts.csv: Tabelle contracts des Registers: Zeilen 3 = geladen 1 + abgelehnt 2 + Duplikate 0
exports/b.csv Zeile 3: hat 12 Zellen, die Kopfzeile 11: in einer Zelle steht ein Trennzeichen, etwa ein Dezimalkomma, oder die Zeile ist beschädigt; die Datei neu herunterladen
exports/b.csv Zeile 4: Spalte ordered_at: "31.02.2026" ist weder Datum noch Uhrzeit (dieses Format schreibt Tage wie 2026-01-31)
exports/b.csv Zeile 5: Spalte channel_id: die Zelle enthält eine Formel; die Datei mit Werten statt Formeln speichern
exports/b.csv Zeile 6: Spalte gross_amount: ein Text von 4 Zeichen ist keine Zahl (dieses Format verwendet einen Dezimalpunkt)
exports/b.csv Zeile 7: ein Text von 6 Zeichen in Spalte status ist nicht vorgesehen; vorgesehen sind completed, cancelled, open, abgeschlossen, storniert, offen, canceled; das gemeinte Wort schreiben
exports/b.csv Zeile 9: hat nur 2 von 11 Zellen: die Zeile ist beschädigt; die Datei neu herunterladen
exports/cut.csv Zeile 3: bricht in Zelle 3 von 11 ab: die Datei ist abgeschnitten; neu herunterladen
exports/damaged.xml ist ab Zeile 1 nicht als XML lesbar, also abgeschnitten oder beschädigt; neu herunterladen
exports/empty.csv ist leer
exports/near.csv ist kein bekannter Export; am nächsten kommt: Bestellzeilen (eigene Tabelle), es fehlt: gross_amount. `vda formats` zeigt alle Formate; eine Deklaration in formats/ macht die Datei lesbar
exports/stacked.csv wiederholt die Kopfzeile in Zeile 3: zwei Tabellen in einer Datei; jede Tabelle als eigene Datei speichern
exports/unknown.csv ist kein bekannter Export und ähnelt keinem bekannten Format. `vda formats` zeigt alle Formate; eine Deklaration in formats/ macht die Datei lesbar
exports/up.zip/../evil.csv hat einen Pfad, der aus dem Archiv hinausführt, und wurde nicht geöffnet
register/contracts.csv Zeile 1: notic ist keine Spalte von contracts und wurde nicht gelesen; ist notice gemeint?
register/contracts.csv Zeile 2: "31.02.2026" ist kein Datum: diesen Tag gibt es im Kalender nicht (Spalte starts_on; die Zeile wurde nicht gelesen)
register/contracts.csv Zeile 3: "1.500" kann 1500 oder 1,500 sein; 1500,00 oder 1,5000 schreiben (Spalte minimum_per_month; das gilt als unbekannt)
register/contracts.csv Zeile 3: "30" wird nicht verstanden, es hat mehrere Lesarten: "30 Tage", "30 Wochen" oder "30 Monate"; die gemeinte schreiben (Spalte notice; der Vertrag zählt als unbekannt)
register/contracts.csv Zeile 4: hat nur eine gefüllte Zelle: Überschrift, Summe oder Bemerkung ist keine Zeile; löschen, oder ausfüllen: contract_id, vendor_id, functions, starts_on, renewal
register/services.csv Zeile 2: "150 %" ist in share nicht vorgesehen: es darf höchstens 1 sein (Spalte share; die Zeile wurde nicht gelesen)
ok     jede Zeile ist verbucht
FEHLER Shopify-Bestellungen: Gesamtbetrag = Zwischensumme + Versand + Steuern + Zölle + Trinkgeld
       exports/shopify.csv, #1: angegeben 100,01, gefunden 100,00
1 von 1.203 Bestellzeilen von web in der Währung des Shops: für ihre Währung gibt es keinen Referenzkurs; den Währungscode im Export prüfen
mit „Kontoauszug der Bank (CAMT.053)“ (Online-Banking → Kontoauszüge → CAMT.053 oder CAMT.052 (XML)): ob angekündigte Auszahlungen angekommen sind
mit register/alternatives.csv: wie schnell Sie frei sein könnten und wer gehen könnte, bevor Sie Ersatz haben
""".strip().splitlines()

ENGLISH_WORDS = r"(?i)\b(?:the|is|are|not|were|and|of|with|from|has|have|row|rows|line|lines|file|cannot|it)\b"
GERMAN_WORDS = r"(?i)\b(?:der|das|ist|nicht|und|oder|mit|wird|hat|Zeilen?|Spalte|Datei|kein|bis|von)\b"


def page_of(shop: Shop) -> tuple[list[str], list[str]]:
    """The lines of the page of a check, and those that were told on the way."""
    said: list[str] = []
    language = Language(shop.settings.shop.language)
    build(shop, lambda message: said.append(language.told(message)))
    return check_page(shop)[0].splitlines(), said


def own_words(line: str) -> str:
    """A line without what is quoted of the merchant's files, and without commands."""
    return re.sub(r'"[^"]*"|`[^`]*`|\S*[/._]\S*', "", line)


@pytest.mark.parametrize(
    ("settings", "foreign"), [(GERMAN, ENGLISH_WORDS), (SHOP, GERMAN_WORDS)], ids=["German", "English"]
)
def test_a_page_and_what_is_told_on_the_way_speak_the_language_of_the_shop(make_shop, settings, foreign):
    page, said = page_of(make_shop({"shop.toml": settings, **FILES}))
    assert len(page) > 40 and len(said) > 10
    assert [line for line in (*page, *said) if re.search(foreign, own_words(line))] == []


def test_a_german_page_tells_each_fault_and_its_remedy_as_a_merchant_would(make_shop):
    shop = make_shop({"shop.toml": GERMAN, **FILES})
    page, said = page_of(shop)
    assert [line for line in TOLD if f"  {line}" not in page] == []
    titles = [line for line in page if line and not line.startswith(" ")]
    # Rows: six of b.csv, one of cut.csv, two of contracts.csv, one of services.csv, and six whole files; a heading and a
    # row with two unread cells were read all the same.
    assert titles == ["Dateien", "Nicht gelesen (16)", "Gelesen, aber nicht vollständig (2)", "Prüfungen",
                      "Was sich noch nicht sagen lässt", "Was mehr verraten würde"]  # fmt: skip
    assert "exports/a.csv: Bestellzeilen (eigene Tabelle), Zeilen: 1.200, abgelehnt: 0" in said
    assert said[-1] == "Verkäufe, Entgelte, Auszahlungen und Register werden verknüpft …"
    with opened(shop.warehouse) as con:
        (reason, stored) = con.execute("select reason, said from landing.rejects where file like '%empty%'").fetchall()[
            0
        ]
        assert (reason, Message.read(stored)) == ("ist leer", "is empty")
        assert {row["file"] for row in query(con, "figures/rejects")} > {"exports/empty.csv"}


def test_a_total_that_stops_the_build_is_told_in_words(make_shop):
    statement = (
        "Date,Type,Title,Info,Currency,Amount,Fees & Taxes,Net,Tax Details\n"
        '"January 5, 2026",Sale,Payment for Order #3333333333,,EUR,€20.00,-€1.00,€18.00,--\n'
    )
    shop = make_shop({"shop.toml": GERMAN, "exports/etsy.csv": statement})
    with pytest.raises(InputError) as problem:
        build(shop)
    assert Language("de").told(problem.value.message).splitlines() == [
        "Diese Prüfungen sind fehlgeschlagen, daher bleibt der letzte gute Stand erhalten:",
        "  Etsy-Abrechnung: Betrag + Gebühren und Steuern = Netto",
        "    exports/etsy.csv, Zeile 2: angegeben 18,00, gefunden 19,00",
        "Die genannten Dateien unverändert neu herunterladen.",
    ]
    assert "exports/etsy.csv, line 2: stated 18.00, found 19.00" in str(problem.value)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (GERMAN.replace("EUR", "Euro"), '"Euro" ist kein Währungskürzel; drei Großbuchstaben wie EUR schreiben'),
        (GERMAN + "[finance]\ncsh = 1\n", "finance.csh ist kein bekannter Eintrag; ist cash gemeint?"),
        (GERMAN + '[finance]\ncash = "viel"\n', "finance.cash ist 'viel': es muss eine Zahl sein"),
        (GERMAN + "[tax]\ndefault_rate = 19\n", "tax.default_rate ist 19: es muss weniger als 1 sein"),
        (GERMAN + "[finance]\ncash = 10.000,00\n", "Zeile 8 ist ab Zeichen 14 nicht lesbar. Text steht in"),
        (GERMAN.replace('"DE"', '"DE-XX"'), '"DE-XX" ist kein Land und keine Region, deren Feiertage bekannt sind'),
    ],
)
def test_a_mistake_in_shop_toml_is_told_in_the_language_that_it_names(tmp_path, settings, said):
    (tmp_path / "shop.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(InputError) as problem:
        Shop(tmp_path)
    told = Language(language_of(tmp_path)).told(problem.value.message)
    assert said in told and not re.search(ENGLISH_WORDS, own_words(told))


def test_a_command_speaks_german_to_a_german_shop_and_as_it_is_asked_to(make_shop):
    folder = make_shop({"shop.toml": GERMAN, "exports/a.csv": lines(SALE)}).folder
    late = vda("report", folder, "--month", "2031-01")
    assert late.returncode == 2
    assert "Für 2031-01 gibt es keine Daten; die Exporte reichen vom 05.01.2026 bis 05.01.2026." in late.stderr
    english = vda("report", folder, "--month", "2031-01", "--language", "en")
    assert "There is no data for 2031-01; exports tell of 5 Jan 2026 to 5 Jan 2026." in english.stderr
    wrong = vda("figures", folder, "--as-of", "bald")
    assert wrong.returncode == 2
    assert wrong.stderr == '--as-of ist "bald", muss aber ein Tag wie 31.12.2026 oder 2026-12-31 (JJJJ-MM-TT) sein\n'
