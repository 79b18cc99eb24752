"""`vda formats guess` drafts a declaration that is readable as it is, guesses no order of day and month, and keeps no
buyer's words."""

import io
import subprocess
import sys
import tomllib
from decimal import Decimal

import pytest
import xlsxwriter
from conftest import REPOSITORY, SHARED, select
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.exports.declarations import Declaration, read_declaration
from analysis.exports.drafting import draft
from analysis.exports.guessing import Table, table_of
from analysis.warehouse import build

GERMAN = """\
Auswertung Mai 2026
Shop: Teeladen

Bestellnummer;Bestelldatum;Artikelnummer;Menge;Brutto;MwSt-Betrag;Währung;Land;E-Mail;Name;Straße;Status;Lagerplatz
B-1;04.05.2026;TEE-1;2;1.190,00;190,00;EUR;DE;erika@example.com;Erika Muster;Weg 1;bezahlt;R1
B-2;13.05.2026 10:15;TASSE;1;59,50;9,50;EUR;AT;max@example.com;Max Muster;Weg 2;storniert;R2
B-3;14.05.2026 11:00;TASSE;1;59,50;9,50;EUR;AT;max@example.com;Max Muster;Weg 2;versendet;R2
Summe;;;;1.309,00;;;;;;;;
"""


def declared(text: str, tmp_path) -> Declaration:
    path = tmp_path / "drafted.toml"
    path.write_text(text, encoding="utf-8")
    return read_declaration(path)


def drafted(content: bytes) -> str:
    return draft(table_of(content), "a file")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_german_order_list_is_drafted_and_then_read_to_the_cent(make_shop, tmp_path, encoding):
    content = GERMAN.encode(encoding)
    found = declared(drafted(content), tmp_path)
    assert found.file.delimiter == ";" and found.file.decimal == [","] and found.file.footer == "^Summe"
    shop = make_shop({"exports/list.csv": content, "formats/list.toml": drafted(content)})
    build(shop)
    sold = select(shop, "select order_id, gross_amount, tax_amount, status, country from landed.sales order by line")
    assert sold == [
        ("B-1", 1190, 190, "completed", "DE"),
        ("B-2", Decimal("59.50"), Decimal("9.50"), "cancelled", "AT"),
        ("B-3", Decimal("59.50"), Decimal("9.50"), "completed", "AT"),
    ]
    assert select(shop, "select row_count, loaded, rejected from marts.inputs") == [(3, 3, 0)]
    assert not any(word in shop.warehouse.read_bytes() for word in (b"erika@", b"Muster", b"Weg 1"))


def test_personal_columns_are_buyers_or_nothing_and_unknown_ones_are_comments(tmp_path):
    text = drafted(GERMAN.encode())
    found = declared(text, tmp_path)
    assert found.kinds["customer"] == "buyer" and found.headings["customer"] == ["E-Mail"]
    assert not {"Name", "Straße", "Lagerplatz"} & {h for given in found.headings.values() for h in given}
    assert '# "Lagerplatz" (text)' in text and "who the buyers are: Name, Straße" in text
    assert "Erika" not in text and "R1" not in text


@pytest.mark.parametrize(
    ("days", "patterns", "is_doubtful"),
    [
        (["03/04/2026", "05/06/2026"], [], True),
        (["03/04/2026", "25/06/2026"], ["%d/%m/%Y"], False),
        (["03/04/2026", "06/25/2026"], ["%m/%d/%Y"], False),
        (["3.4.26", "5.6.26"], ["%d.%m.%y"], False),
        (["2026-04-03", "2026-06-05T10:00:00Z"], [], False),
        (["04/25/2026 1:05 PM", "04/26/2026 11:59 AM"], ["%m/%d/%Y %I:%M %p"], False),
        (["Dez 29, 2025", "Mär 3, 2026"], ["%b %d, %Y", "%B %d, %Y"], False),
        (["10-Dez-25", "03-Mär-26"], ["%d-%b-%y", "%d-%B-%y"], False),
    ],
)
def test_the_order_of_day_and_month_is_known_from_the_values_or_said_to_be_unknown(
    tmp_path, days, patterns, is_doubtful
):
    text = drafted("\n".join(["Order ID,Order Date,Total", *(f"A{i},{d},1.00" for i, d in enumerate(days))]).replace(
        "Dez 29, 2025", '"Dez 29, 2025"').replace("Mär 3, 2026", '"Mär 3, 2026"').encode())  # fmt: skip
    assert declared(text, tmp_path).file.dates == patterns
    assert ("No date of this file shows" in text) == is_doubtful


def test_undecided_dates_are_refused_with_the_remedy_instead_of_misread(make_shop):
    content = b"Order ID,Order Date,Total\nA1,03/04/2026,10.00\nA2,05/06/2026,10.00\n"
    shop = make_shop({"exports/a.csv": content, "formats/a.toml": drafted(content)})
    build(shop)
    assert select(shop, "select loaded from marts.inputs") == [(0,)]
    [(reason,)] = select(shop, "select reason from landing.rejects")
    assert 'write date_order = "day_first" or "month_first"' in reason


def test_a_currency_in_small_letters_is_that_currency_and_not_the_shops(make_shop):
    content = b"Order ID,Order Date,Total,Currency\nA1,2026-05-04,10.00,usd\n"
    shop = make_shop({"exports/a.csv": content, "formats/a.toml": drafted(content)})
    build(shop)
    assert select(shop, "select currency from landed.sales") == [("USD",)]


@pytest.mark.parametrize(
    ("headings", "currency"),
    [
        ("Brutto EUR,Menge (Stk.)", "EUR"),
        ("Betrag (USD),Menge [Stück]", "USD"),
        ("Gesamtbetrag (brutto) in €,Anzahl pcs", "EUR"),
        ("Rechnungsbetrag inkl. MwSt. (£),Qty (units)", "GBP"),
        ("Gross Sales [CHF],Quantity", "CHF"),
        ("Total paid,Menge", "EUR"),  # no unit: the shop's currency
    ],
)
def test_units_in_headings_are_no_part_of_what_a_heading_says(make_shop, headings, currency):
    content = f"Order ID,Order Date,{headings}\nA1,2026-05-04,10.00,2\n".encode()
    shop = make_shop({"exports/a.csv": content, "formats/a.toml": drafted(content)})
    build(shop)
    assert select(shop, "select gross_amount, quantity, currency from landed.sales") == [(10, 2, currency)]


def test_a_state_beside_a_city_is_a_place_and_sales_are_an_amount():
    head = b"Order ID,Order Date,Ship Date,City,State,Postal Code,StockCode,Sales,Quantity\n"
    row = b"A-1,11/18/2016,11/21/2016,Henderson,Kentucky,42420,FUR-1,261.96,2\n"
    names = tomllib.loads(drafted(head + row))["columns"]
    assert names["text"] == {"order_id": "Order ID", "sku": "StockCode"}
    assert names["number"] == {"quantity": "Quantity", "gross": "Sales"}
    assert names["date"] == {"shipped_on": "Ship Date"}
    alone = tomllib.loads(drafted(b"Order ID,Order Date,State,Total\nA-1,11/18/2016,paid,9.00\n"))
    assert alone["columns"]["text"]["state"] == "State"


def test_a_sheet_of_a_workbook_is_drafted_like_its_table(make_shop):
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Orders")
        for at, row in enumerate(
            [["Order No", "Date", "Item SKU", "Qty", "Unit Price"], ["A1", "2026-05-04", "TEE", 2, 5.25]]
        ):
            sheet.write_row(at, 0, row)
    content = packed.getvalue()
    shop = make_shop({"exports/a.xlsx": content, "formats/a.toml": drafted(content)})
    build(shop)
    assert select(shop, "select order_id, sku, gross_amount, currency from landed.sales") == [
        ("A1", "TEE", Decimal("10.50"), "EUR")]  # fmt: skip


@pytest.mark.parametrize(
    "content", [b"", b"   \n", b"just a line of words", b"%PDF-1.7", b"<xml/>", b"PK\x03\x04nonsense"]
)
def test_what_is_no_table_is_refused_with_a_sentence(content):
    with pytest.raises(InputError):
        drafted(content)


CELL = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, max_size=6), max_size=8))
def test_any_table_of_text_gives_a_readable_draft_or_a_sentence(tmp_path_factory, rows):
    try:
        text = draft(Table(rows), "any")
    except InputError:
        return
    assert declared(text, tmp_path_factory.mktemp("any")).blocks


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_readable_draft_or_a_sentence(tmp_path_factory, content):
    try:
        text = drafted(content)
    except InputError:
        return
    assert declared(text, tmp_path_factory.mktemp("any")).blocks


def vda(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "analysis.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_lists_formats_names_the_worked_examples_and_drafts(tmp_path):
    (tmp_path / "orders.csv").write_bytes(GERMAN.encode())
    (tmp_path / "formats").mkdir()
    (tmp_path / "formats" / "mine.toml").write_bytes((REPOSITORY / "data" / "own_formats" / "jtl.toml").read_bytes())
    listed, own = vda("formats"), vda("formats", tmp_path)
    assert "eBay orders report" in listed.stdout and "own_formats" in listed.stdout and "JTL" not in listed.stdout
    assert "JTL-Wawi invoices" in own.stdout
    run = vda("formats", "guess", tmp_path / "orders.csv")
    assert run.returncode == 0 and declared(run.stdout, tmp_path).title == "orders"
    assert vda("formats", "guess", tmp_path / "none.csv").returncode == 1


EXPORTS = sorted(p for p in (SHARED / "exports").rglob("*") if p.suffix.lower() in (".csv", ".txt"))


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_every_shared_export_gives_a_readable_draft(path, tmp_path):
    assert declared(drafted(path.read_bytes()), tmp_path).blocks


@pytest.mark.skipif(not EXPORTS, reason="the shared exports are not at hand")
@pytest.mark.parametrize(
    ("name", "rows", "sales"),
    [("layouts/generic_channel_orders.csv", 3, 3), ("olist/olist_orders_dataset.csv", 5000, 5000)],
)
def test_a_drafted_format_loads_the_rows_of_a_shared_export(make_shop, name, rows, sales):
    content = (SHARED / "exports" / name).read_bytes()
    shop = make_shop({"exports/a.csv": content, "formats/drafted.toml": drafted(content)})
    build(shop)
    assert select(shop, "select row_count, loaded, rejected from marts.inputs") == [(rows, rows, 0)]
    assert select(shop, "select count(*) from landed.sales where format = 'drafted'") == [(sales,)]
