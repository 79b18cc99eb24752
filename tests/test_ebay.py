"""eBay: the transaction report (what it cost and paid out) and the orders report (what was sold), in every shape."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from conftest import SHARED, SHOP, select

from analysis.errors import InputError
from analysis.measures.figures import figures
from analysis.warehouse import build

LAYOUTS = SHARED / "exports" / "layouts"
EN = ["Transaction creation date", "Type", "Order number", "Buyer username", "Buyer name", "Ship to country",
      "Net amount", "Payout currency", "Payout date", "Payout ID", "Item ID", "Transaction ID", "Custom label",
      "Quantity", "Item subtotal", "Shipping and handling", "eBay collected tax", "Final Value Fee - fixed",
      "Final Value Fee - variable", "Gross transaction amount", "Transaction currency", "Exchange rate",
      "Description"]  # fmt: skip
DE = ["Datum der Transaktionserstellung", "Typ", "Bestellnummer", "Nutzername des Käufers", "Name des Käufers",
      "Versandziel - Land", "Betrag abzügl. Kosten", "Auszahlungswährung", "Auszahlungsdatum", "Auszahlung Nr.",
      "Artikelnr.", "Transaktionsnummer", "Bestandseinheit", "Stückzahl", "Zwischensumme Artikel",
      "Verpackung und Versand", "Von eBay eingezogene Steuer", "Fixer Anteil der Verkaufsprovision",
      "Variabler Anteil der Verkaufsprovision", "Transaktionsbetrag (inkl. Kosten)", "Transaktionswährung",
      "Wechselkurs", "Beschreibung"]  # fmt: skip
GERMAN = {"Order": "Bestellung", "Refund": "Rückerstattung", "Shipping label": "Versandetikett", "Hold": "Einbehalten",
          "Other fee": "Andere Gebühr", "Payout": "Auszahlung"}  # fmt: skip
MONTHS = {3: "Mär", 5: "Mai", 10: "Okt", 12: "Dez"}

# Two orders, the first of two articles (a row for its money, one for each article). Each payout is its lines:
# P1 40.10 + 21.46 − 4.10 − 1.50 − 10.00 = 45.96; P2 −8.70 + 10.00 = 1.30.
# Sales 46.00 + 25.00 = 71.00; refunded 10.00; eBay keeps 5.90 + 3.54 + 4.10 + 1.50 − 1.30 = 13.74; paid out 47.26.
LEDGER: list[dict[str, object]] = [
    {"day": date(2026, 3, 1), "type": "Order", "order": "12-1", "net": "40.10", "payout": "P1", "fixed": "-0.30",
     "variable": "-5.60", "gross": "46.00"},
    {"day": date(2026, 3, 1), "type": "Order", "order": "12-1", "payout": "P1", "item": "201", "transaction": "301",
     "sku": "FERN", "quantity": "1", "subtotal": "30.00", "shipping": "4.00"},
    {"day": date(2026, 3, 1), "type": "Order", "order": "12-1", "payout": "P1", "item": "202", "transaction": "302",
     "sku": "MOSS", "quantity": "2", "subtotal": "12.00", "shipping": "0.00"},
    {"day": date(2026, 3, 2), "type": "Order", "order": "12-2", "net": "21.46", "payout": "P1", "item": "203",
     "transaction": "303", "sku": "FERN", "quantity": "1", "subtotal": "20.00", "shipping": "5.00", "tax": "1.60",
     "fixed": "-0.30", "variable": "-3.24", "gross": "25.00"},
    {"day": date(2026, 3, 3), "type": "Shipping label", "order": "12-2", "net": "-4.10", "payout": "P1",
     "description": "DHL Paket"},
    {"day": date(2026, 3, 3), "type": "Other fee", "net": "-1.50", "payout": "P1",
     "description": "Promoted Listings - General fee"},
    {"day": date(2026, 3, 4), "type": "Hold", "order": "12-2", "net": "-10.00", "payout": "P1"},
    {"day": date(2026, 3, 5), "type": "Payout", "net": "-45.96", "payout": "P1"},
    {"day": date(2026, 5, 20), "type": "Refund", "order": "12-2", "net": "-8.70", "payout": "P2", "gross": "-10.00"},
    {"day": date(2026, 5, 21), "type": "Hold", "order": "12-2", "net": "10.00", "payout": "P2"},
    {"day": date(2026, 5, 22), "type": "Payout", "net": "-1.30", "payout": "P2"},
]  # fmt: skip
AMOUNTS = ("net", "subtotal", "shipping", "tax", "fixed", "variable", "gross")


def cells(row: dict[str, object], *, day: str, mark: str, kind: str, empty: str = "--") -> list[str]:
    given = {k: str(v).replace(".", mark) if k in AMOUNTS else str(v) for k, v in row.items()}
    buyer = ("fern_lover_7", "Erika Mustermann", "DE") if "order" in row else (empty,) * 3
    named = ["net", "EUR", "", "payout", "item", "transaction", "sku", "quantity", "subtotal", "shipping", "tax",
             "fixed", "variable", "gross", "EUR", "", "description"]  # fmt: skip
    return [day, kind, given.get("order", empty), *buyer] + [
        name if name == "EUR" else given.get(name, empty) or empty for name in named
    ]


def english(rows: list[dict[str, object]]) -> str:
    preamble = '"Transaction report"\n\n"Start date","2026-03-01"\n"All amounts in EUR"\n\n"Seller","test.seller"\n\n'
    listed = [cells(r, day=f"{r['day']:%b} {r['day'].day}, 2026", mark=".", kind=str(r["type"])) for r in rows]  # type: ignore[attr-defined]
    return preamble + written([EN, *listed], ",")


def german(rows: list[dict[str, object]], delimiter: str = ";") -> str:
    listed = [
        cells(r, day=f"{MONTHS[r['day'].month]} {r['day'].day}, 2026", mark=",", kind=GERMAN[str(r["type"])])  # type: ignore[attr-defined]
        for r in rows
    ]
    return '"Transaktionsbericht"\n\n\n\n"Verkäufer";"test.seller"\n\n' + written([DE, *listed], delimiter)


def written(rows: list[list[str]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue()


def saved_by_german_excel(rows: list[dict[str, object]]) -> bytes:
    listed = [cells(r, day=f"{r['day']:%d.%m.%Y}", mark=",", kind=str(r["type"])) for r in rows]  # type: ignore[attr-defined]
    text = "\r\n".join(";".join(line) for line in [["Transaction report"], EN, *listed])
    return text.encode("cp1252", errors="replace")


def saved_by_english_excel(rows: list[dict[str, object]], day: str) -> str:
    """Days as Excel shows them in America ("{0.month}/{0.day}/{0.year}") or Britain."""
    return written([["Transaction report"], EN, *(
        cells(r, day=day.format(r["day"]), mark=".", kind=str(r["type"])) for r in rows)], ",")  # fmt: skip


def workbook(rows: list[dict[str, object]]) -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet, days = book.add_worksheet("Report"), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, ["Transaction report"])
        sheet.write_row(3, 0, EN)
        for at, row in enumerate(rows, 4):
            for column, cell in enumerate(cells(row, day="", mark=".", kind=str(row["type"]))):
                is_number = EN[column] in {"Net amount", "Gross transaction amount", "Item subtotal", "Quantity"}
                if column == 0:
                    sheet.write_datetime(at, 0, row["day"], days)
                elif is_number and cell != "--":
                    sheet.write_number(at, column, float(cell))
                else:
                    sheet.write_string(at, column, cell)
    return packed.getvalue()


SHAPES = {
    "as downloaded in English": english(LEDGER),
    "as downloaded in German": "﻿" + german(LEDGER),
    "in Windows-1252": german(LEDGER).encode("cp1252"),
    "in UTF-16": german(LEDGER).encode("utf-16"),
    "saved again by a German Excel": saved_by_german_excel(LEDGER),
    "saved again by an American Excel": saved_by_english_excel(LEDGER, "{0.month}/{0.day}/{0.year}"),
    "saved again by a British Excel": saved_by_english_excel(LEDGER, "{0:%d/%m/%Y}"),
    "as a workbook": workbook(LEDGER),
}


def sums(shop) -> dict[str, Decimal]:
    queries = {
        "sales": "select sum(gross_amount) from landed.sales where status is null",
        "refunds": "select sum(refunded_amount) from landed.refunds",
        "charges": "select sum(amount) from landed.charges",
        "payouts": "select sum(amount) from landed.payouts",
    }
    return {name: select(shop, query)[0][0] for name, query in queries.items()}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_transaction_report_says_the_same_however_it_is_written(make_shop, shape):
    shop = make_shop({"exports/report": SHAPES[shape]})
    build(shop)
    assert sums(shop) == {"sales": 71, "refunds": 10, "charges": Decimal("13.74"), "payouts": Decimal("47.26")}
    assert select(shop, "select loaded, rejected, duplicates from marts.inputs") == [(11, 0, 0)]


def test_a_month_downloaded_in_two_languages_counts_once(make_shop):
    alone = make_shop({"exports/en.csv": english(LEDGER)}, name="alone")
    both = make_shop({"exports/en.csv": english(LEDGER), "exports/de.csv": german(LEDGER)})
    build(alone), build(both)
    assert sums(both) == sums(alone)
    assert select(both, "select sum(duplicates) from marts.inputs") == [(len(LEDGER),)]


def test_the_vat_rate_that_the_seller_stated_tells_the_tax(make_shop):
    headings = [*DE, "Vom Verkäufer angegebener MwSt.-Satz"]
    day = {"mark": ",", "day": "Mär 2, 2026"}
    sale: dict[str, object] = {"order": "12-2", "net": "107.00", "variable": "-12.00", "gross": "119.00", "item": "203"}
    refund: dict[str, object] = {"order": "12-2", "net": "-21.40", "gross": "-23.80"}
    rows = [[*cells(sale, kind="Bestellung", **day), "19 %"], [*cells(refund, kind="Rückerstattung", **day), "19,00%"],
            [*cells(sale | {"order": "12-3"}, kind="Bestellung", **day), "--"]]  # fmt: skip
    shop = make_shop({"exports/a.csv": written([headings, *rows], ";")})
    build(shop)
    # 119.00 · 19 / 119 = 19.00, 23.80 · 19 / 119 = 3.80; the third says nothing of VAT
    assert select(shop, "select order_id, tax_amount from landed.sales order by 1") == [("12-2", 19), ("12-3", None)]
    assert select(shop, "select refunded_amount, tax_amount from landed.refunds") == [
        (Decimal("23.80"), Decimal("3.80"))
    ]


def test_an_order_of_several_articles_is_sold_once_article_by_article(make_shop):
    shop = make_shop({"exports/a.csv": english(LEDGER)})
    build(shop)
    sold = select(shop, "select order_id, sku, quantity, gross_amount from landed.sales order by line")
    assert sold == [("12-1", "FERN", 1, 34), ("12-1", "MOSS", 2, 12), ("12-2", "FERN", 1, 25)]


def test_every_euro_that_ebay_keeps_has_a_function_and_the_label_names_the_carrier(make_shop):
    shop = make_shop({"exports/a.csv": english(LEDGER)})
    build(shop)
    assert dict(select(shop, "select function, sum(amount) from landed.charges group by all")) == {
        "marketplace": Decimal("8.14"), "shipping": Decimal("4.10"), "advertising": Decimal("1.50")}  # fmt: skip
    assert select(shop, "select order_id, shipping_vendor from landed.deliveries") == [("12-2", "dhl")]
    sent = "select distinct order_id from staging.order_lines where kind = 'sale' and shipping_vendor_id = 'dhl'"
    assert select(shop, sent) == [("12-2",)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("-45.96", "-45.97", "payout = its lines"), ("21.46", "21.47", "gross less fees = net")],
)
def test_a_cent_of_difference_stops_the_build_with_the_amounts(make_shop, old, new, said):
    shop = make_shop({"exports/a.csv": english(LEDGER).replace(old, new)})
    with pytest.raises(InputError, match=f"(?s){said}.*{new.lstrip('-')}"):
        build(shop)


def test_a_report_that_begins_within_a_payout_is_read_all_the_same(make_shop):
    shop = make_shop({"exports/a.csv": english(LEDGER[3:])})  # the first order was told last month
    build(shop)
    assert sums(shop)["payouts"] == Decimal("47.26")


def test_lines_that_a_later_payout_does_not_hold_stop_the_build(make_shop):
    extra = {
        "day": date(2026, 5, 21),
        "type": "Order",
        "order": "12-9",
        "net": "50.00",
        "gross": "50.00",
        "payout": "P2",
    }
    with pytest.raises(InputError, match="payout = its lines"):
        build(make_shop({"exports/a.csv": english([*LEDGER, extra])}))


def test_of_overlapping_months_the_payout_that_was_filled_in_later_makes_no_second_sale(make_shop):
    early = [{**row, "payout": "--"} for row in LEDGER[:4]]
    shop = make_shop({"exports/march.csv": english(early), "exports/may.csv": english(LEDGER)})
    build(shop)
    assert sums(shop)["sales"] == 71
    told = select(shop, "select file, loaded, duplicates from marts.inputs order by file")
    assert told == [("exports/march.csv", 0, 4), ("exports/may.csv", 11, 0)]


def test_an_order_in_another_currency_keeps_its_currency_and_its_fees_theirs(make_shop):
    text = english([{**LEDGER[3], "net": "19.74"}]).replace('"25.00","EUR","--"', '"25.00","USD","0.92"')
    shop = make_shop({"exports/a.csv": text})
    build(shop)
    assert select(shop, "select gross_amount, currency from landed.sales") == [(25, "USD")]
    assert select(shop, "select amount, currency from landed.charges") == [(Decimal("3.54"), "USD")]


def test_an_unknown_type_of_row_is_named_and_counts_for_nothing(make_shop):
    strange = {"day": date(2026, 3, 6), "type": "Moon fee credit note", "net": "3.00"}
    shop = make_shop({"exports/a.csv": english([*LEDGER, strange])})
    build(shop)
    # seven lines of preamble, the header, eleven rows
    check = "select offending from meta.checks where name like 'eBay%every row has a meaning'"
    assert '"line": 20' in select(shop, check)[0][0]
    assert sums(shop)["charges"] == Decimal("13.74")


def test_no_word_about_a_buyer_reaches_the_warehouse(make_shop):
    shop = make_shop({"exports/a.csv": english(LEDGER), "exports/b.csv": ORDERS})
    build(shop)
    content = shop.warehouse.read_bytes()
    for word in (b"fern_lover_7", b"Erika", b"Mustermann", b"moss_fan"):
        assert word not in content


# ---------------------------------------------------------------------------------------------- orders report

HEADER = ("Sales Record Number,Order Number,Buyer Username,Buyer Name,Ship To Country,Item Number,Item Title,Custom Label,"
          "Quantity,Sold For,Shipping And Handling,Seller Collected Tax,eBay Collected Tax,Total Price,"
          "eBay Collected Tax and Fees Included in Total,Payment Method,Sale Date,Paid On Date,Shipped On Date,"
          "Shipping Service,Transaction ID")  # fmt: skip
# 101: two pieces of 10.00 and shipping 5.00, tax 1.50 that eBay pays itself. 102: two articles, 30.00 + 12.00, shipping
# 4.00, told in a row of its own. 103: committed, never paid. 104: 20.00, of which 5.00 were given back.
ORDERS = "\n".join([
    "," * 20,
    HEADER,
    "," * 20,
    '101,24-1,moss_fan,Erika Mustermann,Germany,201,Fern,FERN,2,€10.00,€5.00,€0.00,€1.50,€26.50,Yes,,Jul-01-26,Jul-01-26,Jul-03-26,DHL Paket,301',
    '102,24-2,moss_fan,Erika Mustermann,Austria,,,,3,€42.00,€4.00,€0.00,€0.00,€46.00,No,,Jul-02-26,Jul-02-26,,,',
    '102,24-2,moss_fan,,,202,Fern,FERN,1,€30.00,,,,,,,Jul-02-26,,,,302',
    '102,24-2,moss_fan,,,203,Moss,MOSS,2,€6.00,,,,,,,Jul-02-26,,,,303',
    '103,,moss_fan,,Germany,204,Fern,FERN,1,€99.00,€0.00,,,€99.00,No,,Jul-03-26,,,,304',
    '104,24-4,moss_fan,,Germany,205,Fern,FERN,1,€20.00,€0.00,,,€15.00,No,PayPal,Jul-04-26,Jul-04-26,,,305',
    '',
    '4,"record(s) downloaded,"," from Jul-01-26 to Jul-31-26"',
    'Seller ID : test.seller',
])  # fmt: skip


def test_the_orders_report_counts_articles_and_leaves_out_totals_and_unpaid_orders(make_shop):
    shop = make_shop({"exports/orders.csv": ORDERS})
    build(shop)
    sold = select(
        shop,
        """select order_id, sku, quantity, gross_amount, refunded_amount, status, country, payment_vendor, shipping_vendor
        from landed.sales order by line""",
    )
    # shipping 4.00 on 42.00: 46 · 30/42 = 32.857 → 32.86, the rest 13.14
    assert sold == [
        ("24-1", "FERN", 2, 25, None, "completed", "DE", "ebay", "dhl"),
        ("24-2", "FERN", 1, Decimal("32.86"), None, "completed", "AT", "ebay", None),
        ("24-2", "MOSS", 2, Decimal("13.14"), None, "completed", "AT", "ebay", None),
        ("103", "FERN", 1, 99, None, "open", "DE", "ebay", None),
        ("24-4", "FERN", 1, 20, 5, "completed", "DE", "paypal", None),
    ]
    assert select(shop, "select row_count, loaded, rejected from marts.inputs") == [(6, 6, 0)]
    found = figures(shop)
    assert [(row["gross_sales"], row["net_revenue"]) for row in found["revenue"]] == [("91.00", "86.00")]


GERMAN_ORDERS = "\n".join([
    "",
    "Verkaufsprotokollnummer;Bestellnummer;Nutzername des Käufers;Versand nach - Land;Artikelnummer;Bestandseinheit;Anzahl;"
    "Verkauft für;Verpackung und Versand;Inklusive MwSt.-Satz;Gesamtbetrag;Zahlungsmethode;Verkauft am;Zahlungsdatum;"
    "Verschickt am - Datum",
    "",
    "7;11-1;u1;Deutschland;901;TEE;2;10,00 €;4,99 €;19 %;24,99 €;;10-Dez-25;10-Dez-25;11-Dez-25",
    "8;11-2;u2;Österreich;902;TASSE;1;1.190,00 €;0,00 €;19 %;1.190,00 €;;03-Mär-26;04-Mär-26;",
    "2 Datensätze heruntergeladen;;;;;;;;;;;;;;",
    "Verkäufer-ID: test;;;;;;;;;;;;;;",
])  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_german_orders_report_reads_prices_dates_and_the_rate_of_vat(make_shop, encoding):
    shop = make_shop({"exports/orders.csv": GERMAN_ORDERS.encode(encoding)})
    build(shop)
    sold = select(
        shop, "select order_id, gross_amount, tax_amount, currency, country, shipped_on from landed.sales order by line"
    )
    # 24.99 · 19/119 = 3.99; 1190 · 19/119 = 190
    assert sold == [
        ("11-1", Decimal("24.99"), Decimal("3.99"), "EUR", "DE", date(2025, 12, 11)),
        ("11-2", 1190, 190, "EUR", "AT", None),
    ]
    assert select(shop, "select row_count, rejected from marts.inputs") == [(2, 0)]


def test_the_days_that_a_german_spreadsheet_makes_of_the_orders_report_are_read(make_shop):
    saved = (
        GERMAN_ORDERS.replace("10-Dez-25", "10. Dez 25").replace("03-Mär-26", "03. Mrz 26").replace("-Dez-", ". Dez ")
    )
    shop = make_shop({"exports/orders.csv": saved.replace("04-Mär-26", "04. Mrz 26")})
    build(shop)
    assert select(shop, "select order_id, ordered_on::varchar from staging.order_lines order by line") == [
        ("11-1", "2025-12-10"), ("11-2", "2026-03-03")]  # fmt: skip


def test_tax_that_ebay_collects_is_taken_off_a_total_only_where_it_is_in_it(make_shop):
    heading = "Verpackung und Versand;Von eBay eingezogene Steuer"
    text = GERMAN_ORDERS.replace("Verpackung und Versand", heading)
    within = text.replace("4,99 €;19 %;24,99 €", "4,99 €;5,00 €;0 %;29,99 €").replace(
        "0,00 €;19 %", "0,00 €;0,00 €;0 %"
    )
    beside = within.replace("29,99 €", "24,99 €")
    for name, content in {"within": within, "beside": beside}.items():
        shop = make_shop({"exports/orders.csv": content}, name)
        build(shop)
        assert select(shop, "select gross_amount, refunded_amount from landed.sales order by line") == [
            (Decimal("24.99"), None), (1190, None)]  # fmt: skip


def test_charges_that_ebay_collects_for_recycling_are_no_revenue(make_shop):
    # 2 × 50.00 and 5.00 of shipping; 8.40 of tax and 1.00 of charges in the total of 114.40 are eBay's to pay
    text = (
        "Sales Record Number,Order Number,Item Number,Item Title,Quantity,Sold For,Shipping And Handling,"
        "Seller Collected Tax,eBay Collected Tax,eBay Collected Charges,Total Price,"
        "eBay Collected Tax and Fees Included in Total,Sale Date,Paid On Date\n"
        "1,12-1,4001,Lamp,2,$50.00,$5.00,$0.00,$8.40,$1.00,$114.40,Yes,Jan-05-26,Jan-05-26\n"
    )
    shop = make_shop({"exports/orders.csv": text})
    build(shop)
    assert select(shop, "select gross_amount, refunded_amount from landed.sales") == [(105, None)]


@pytest.mark.parametrize("report", ["orders", "transactions"])
def test_of_a_sale_whose_tax_ebay_collects_the_shop_owes_none(make_shop, report):
    # 2 × 10.00 + 4.99 = 24.99 (20.00 + 5.00 = 25.00 in the other report), and 5.00 of tax that eBay collects: nothing
    # of it is VAT of the shop, whatever rate the listing or shop.toml names.
    orders = GERMAN_ORDERS.replace("Verpackung und Versand", "Verpackung und Versand;Von eBay eingezogene Steuer")
    orders = orders.replace("4,99 €;19 %;", "4,99 €;5,00 €;19 %;").replace("0,00 €;19 %", "0,00 €;0,00 €;19 %")
    ledger = english([{**LEDGER[3], "tax": "5.00"}])
    shop = make_shop({
        "shop.toml": SHOP + "[tax]\ndefault_rate = 0.19\n",
        "exports/a.csv": orders if report == "orders" else ledger,
    })  # fmt: skip
    build(shop)
    assert select(shop, "select tax, tax_is_known from staging.order_lines order by line limit 1") == [(0, True)]


def test_the_older_sales_protocol_and_the_british_words_are_read_too(make_shop):
    old = ("Sales Record Number,User Id,Buyer Fullname,Buyer Country,Order ID,Item ID,Transaction ID,Item Title,Quantity,"
           "Sale Price,Shipping And Handling,Sales Tax,Total Price,Payment Method,Sale Date,Paid on Date,Custom Label\n"
           "5,u1,Placeholder,United Kingdom,,77,88,Pot,1,AU $12.00,AU $3.00,,AU $15.00,PayPal,01-Feb-20,02-Feb-20,POT\n")  # fmt: skip
    british = ("Sales record number,Order number,Buyer username,Post to country,Item number,Item title,Custom label,Quantity,"
               "Sold for,Postage and packaging,Total price,Sale date,Paid on date,Dispatched on date\n"
               "6,09-1,u2,United Kingdom,78,Pan,PAN,1,£20.00,£3.00,£23.00,05-Feb-26,05-Feb-26,06-Feb-26\n")  # fmt: skip
    shop = make_shop({"exports/a.csv": old, "exports/b.csv": british})
    build(shop)
    sold = select(shop, "select order_id, sku, gross_amount, currency, country from landed.sales order by order_id")
    assert sold == [("09-1", "PAN", 23, "GBP", "GB"), ("5", "POT", 15, "AUD", "GB")]


def test_an_order_that_both_reports_tell_counts_once_and_pays_its_fees(make_shop):
    ledger = english(LEDGER).replace("12-1", "24-1").replace("12-2", "24-2")
    shop = make_shop({"exports/a.csv": ledger, "exports/orders.csv": ORDERS})
    build(shop)
    gross = select(
        shop, "select order_id, sum(gross) from staging.order_lines where kind = 'sale' group by all order by all"
    )
    assert dict(gross)["24-1"] == 25 and dict(gross)["24-2"] == 46
    assert select(shop, "select sum(amount) from staging.charges") == [(Decimal("13.74"),)]
    assert select(shop, "select sum(refunded) from staging.order_lines where order_id = '24-2'") == [(10,)]


@pytest.mark.skipif(not LAYOUTS.exists(), reason="the shared layouts are not at hand")
def test_the_shared_layouts_add_up(make_shop):
    files = {f"exports/{path.name}": path.read_bytes() for path in LAYOUTS.glob("ebay_*.csv")}
    shop = make_shop(files)
    build(shop)
    with (LAYOUTS / "ebay_transaction_report_en.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    at = next(n for n, row in enumerate(rows) if "Net amount" in row)
    told = [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :] if row]
    fees = -sum(Decimal(r["Net amount"]) for r in told if r["Type"] in ("Other fee", "Shipping label"))
    kept = sum(Decimal(r["Gross transaction amount"]) - Decimal(r["Net amount"]) for r in told if r["Type"] == "Order")
    assert select(shop, "select sum(amount) from landed.charges where currency = 'USD'") == [(fees + kept,)]
    assert select(shop, "select sum(gross_amount) from landed.sales where format = 'ebay_orders' and currency = 'EUR'") == [
        (Decimal("116.99") + Decimal("1016.99"),)]  # fmt: skip
    assert {row[0] for row in select(shop, "select rejected from marts.inputs")} == {0}


def test_an_article_whose_row_names_no_currency_has_that_of_its_order(make_shop):
    # the order's own row says EUR: 30.00 + 4.00 and 12.00 = 46.00
    bare = [
        ";".join("--" if cell == "EUR" and at > 5 else cell for at, cell in enumerate(line.split(";")))
        if ('"FERN"' in line and '"301"' in line) or '"MOSS"' in line
        else line
        for line in german(LEDGER).replace('"EUR"', "EUR").split("\n")
    ]
    shop = make_shop({"exports/a.csv": "\n".join(bare)})
    build(shop)
    sold = select(shop, "select currency, sum(gross_amount) from landed.sales group by all")
    assert sold == [("EUR", Decimal(71))]


def test_a_report_whose_long_numbers_a_spreadsheet_cut_repeats_no_row_of_the_one_downloaded(make_shop):
    native = german(LEDGER)
    cut = native.replace('"303"', '"1,00E+12"').replace('"301"', '"1,00E+12"').replace('"203"', '"2,67E+11"')
    shop = make_shop({"exports/a.csv": native, "exports/b.csv": cut})
    build(shop)
    assert sums(shop) == {name: Decimal(amount) for name, amount in
                          {"sales": "71", "refunds": "10", "charges": "13.74", "payouts": "47.26"}.items()}  # fmt: skip
