"""PayPal downloads: only what moved the balance counts, each transaction once, in either language and date order."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from conftest import SHARED, SHOP, lines, measured, select

from analysis.errors import InputError
from analysis.measures.figures import figures
from analysis.warehouse import build

BUYER = "Erika Musterfrau"
GERMAN = ["Datum", "Uhrzeit", "Zeitzone", "Name", "Typ", "Status", "Währung", "Brutto", "Gebühr", "Netto",
          "Absender E-Mail-Adresse", "Transaktionscode", "Zugehöriger Transaktionscode", "Rechnungsnummer", "Guthaben",
          "Hinweis", "Auswirkung auf Guthaben"]  # fmt: skip
ENGLISH = ["Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee", "Net",
           "From Email Address", "Transaction ID", "Reference Txn ID", "Invoice Number", "Balance", "Note", "Balance Impact"]  # fmt: skip


def table(header: list[str], rows: list[list[str]], *, delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([header, *rows])
    return out.getvalue()


def row(day: str, kind: str, gross: str, balance: str, **more: str) -> list[str]:
    """A row of a German download; fee 0,00 and what is completed and moves the balance unless told otherwise."""
    fee, net = more.get("fee", "0,00"), more.get("net", gross)
    impact = more.get("impact", "Soll" if gross.startswith("-") else "Haben")
    return [day, more.get("time", "10:00:00"), more.get("zone", "CEST"), BUYER, kind, more.get("status", "Abgeschlossen"),
            more.get("currency", "EUR"), gross, fee, net, "erika@example.com", more["id"], more.get("of", ""),
            more.get("invoice", ""), balance, f"Danke {BUYER}", impact]  # fmt: skip


# Two payments (100.00 of A1, 50.00 of A2), a refund of 20.00 of A1 that names only the transaction, a payout of 120.00.
MONTH = [
    row("01.06.2026", "PayPal Express-Zahlung", "100,00", "97,00", fee="-3,00", net="97,00", id="T1", invoice="A1"),
    row("02.06.2026", "Website-Zahlung", "50,00", "97,00", id="T2", status="Ausstehend", impact="Memo"),
    row("02.06.2026", "Allgemeine Autorisierung", "50,00", "97,00", id="T3", impact="Memo"),
    row("03.06.2026", "Website-Zahlung", "50,00", "145,25", fee="-1,75", net="48,25", id="T4", invoice="A2"),
    row("04.06.2026", "Rückzahlung", "-20,00", "125,25", id="T5", of="T1"),
    row("05.06.2026", "Rückbuchungsgebühr", "-5,25", "120,00", id="T6"),
    row("20.06.2026", "Allgemeine Abbuchung", "-120,00", "0,00", id="T7"),
]
ORDERS = lines(
    "A1,1,2026-06-01,web,,1,EUR,100.00,0,,completed",
    "A2,1,2026-06-03,web,,1,EUR,50.00,0,,completed",
)


def checks(shop) -> dict[str, bool]:
    return dict(select(shop, "select name, ok from meta.checks"))


def told(shop) -> tuple:
    """(payments, charges, refunds, payouts) as landed: order and amount."""
    return tuple(
        select(shop, f"select {columns} from landed.{name} order by all")
        for name, columns in [
            ("payments", "order_id, amount"),
            ("charges", "order_id, amount"),
            ("refunds", "order_id, refunded_amount"),
            ("payouts", "reference, amount"),
        ]
    )


EXPECTED = (
    [("A1", Decimal(100)), ("A2", Decimal(50))],
    [("A1", Decimal(3)), ("A2", Decimal("1.75")), (None, Decimal("5.25"))],
    [("A1", Decimal(20))],
    [(None, Decimal(120))],
)


def english(rows: list[list[str]], pattern: str = "{2}.{1}.{0}") -> list[list[str]]:
    """The same rows with decimal points and dates written otherwise."""
    swap = str.maketrans(",.", ".,")
    return [[pattern.format(*reversed(r[0].split("."))), *r[1:7], *(c.translate(swap) for c in r[7:10]), *r[10:14],
             r[14].translate(swap), *r[15:]] for r in rows]  # fmt: skip


def workbook(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for at, cells in enumerate([GERMAN, *rows]):
            sheet.write_row(at, 0, cells)
    return out.getvalue()


def excel(rows: list[list[str]]) -> list[list[str]]:
    """Without thousands marks and with semicolons, as Excel saves it in German."""
    return [[c.replace(".", "") if 7 <= i <= 9 else c for i, c in enumerate(r)] for r in rows]


@pytest.mark.parametrize(
    "content",
    [
        table(GERMAN, MONTH),
        "﻿" + table(GERMAN, MONTH),
        table(GERMAN, MONTH).encode("utf-16"),
        table(GERMAN, MONTH).encode("cp1252"),
        table(GERMAN, MONTH[::-1]),
        table(GERMAN, excel(MONTH), delimiter=";"),
        workbook(MONTH),
        table(ENGLISH, english(MONTH, "{2}/{1}/{0}")),
        table(ENGLISH, english(MONTH, "{1}/{2}/{0}")),
        table(ENGLISH, [[r[0].replace(".", "/"), *r[1:]] for r in MONTH]),
        table([*GERMAN[:-1], "Auswirkung auf Guthaben", "E-Börse des Käufers"], [[*r, ""] for r in MONTH]),
    ],
    ids=["german", "bom", "utf-16", "cp1252", "newest first", "excel", "xlsx", "day first", "month first",
         "english with decimal comma", "one column more"],
)  # fmt: skip
def test_every_way_of_writing_a_month_reads_the_same(make_shop, content):
    shop = make_shop({"exports/a.csv": content})
    build(shop)
    assert told(shop) == EXPECTED
    assert all(checks(shop).values())
    assert select(shop, "select row_count, loaded, rejected, duplicates from marts.inputs") == [(7, 7, 0, 0)]
    assert select(shop, "select min(paid_at)::varchar from landed.payments") == [("2026-06-01 08:00:00",)]


def test_a_download_with_amount_fees_and_total_is_read(make_shop):
    head = "Date,Time,TimeZone,Name,Type,Status,Currency,Amount,Fees,Total,Exchange Rate,Receipt ID,Balance,Transaction ID,Item Title"
    rows = [
        "13/06/2026,10:00:00,IST,Erika,Website Payment,Completed,EUR,100.00,-3.00,97.00,,,97.00,T1,Lamp",
        "14/06/2026,10:00:00,IST,,General Withdrawal,Completed,EUR,-97.00,0.00,-97.00,,,0.00,T2,",
    ]
    shop = make_shop({"exports/a.csv": "\n".join([head, *rows]) + "\n"})
    build(shop)
    assert told(shop) == ([(None, Decimal(100))], [(None, Decimal(3))], [], [(None, Decimal(97))])


def test_a_download_without_balances_is_read_and_has_none_to_check(make_shop):
    chosen = [i for i, heading in enumerate(GERMAN) if heading not in ("Guthaben", "Hinweis")]
    text = table([GERMAN[i] for i in chosen], [[r[i] for i in chosen] for r in MONTH])
    shop = make_shop({"exports/a.csv": text})
    build(shop)
    assert told(shop) == EXPECTED and all(checks(shop).values())


def test_what_did_not_move_the_balance_is_set_aside_with_its_reason(make_shop):
    shop = make_shop({"exports/a.csv": table(GERMAN, MONTH)})
    build(shop)
    assert select(shop, "select distinct reason from landed.set_aside") == [
        ("pending, cancelled or a note: it did not move the balance",)
    ]
    assert select(shop, "select line from landed.set_aside order by line") == [(3,), (4,)]


def test_orders_payments_and_fees_come_together_and_nothing_is_sold_twice(make_shop):
    found = measured(make_shop({"exports/a.csv": table(GERMAN, MONTH), "exports/o.csv": ORDERS}))
    assert [(r["channel_id"], r["gross_sales"], r["net_revenue"]) for r in found["revenue"]] == [
        ("web", "150.00", "130.00")
    ]
    # 150.00 sold - 20.00 given back - fees 3.00 and 1.75; the dispute fee names no order and so no channel
    assert [r["function"] for r in found["exposure"]["functions"] if "paypal" in r["shares"]] == ["payment"]
    what = [u["what"] for u in found["unknowns"]]
    assert "the channel of charges of PayPal over 5.25 EUR" in what
    assert not any("payments" in text for text in what)


def test_a_payment_that_is_charged_back_is_given_back(make_shop):
    charged_back = row("25.06.2026", "Rückbuchung", "-50,00", "-50,00", id="T8", of="T4")
    found = measured(make_shop({"exports/a.csv": table(GERMAN, [*MONTH, charged_back]), "exports/o.csv": ORDERS}))
    # 150.00 sold, 20.00 of A1 given back and the 50.00 of A2 taken back
    assert [row["net_revenue"] for row in found["revenue"]] == ["80.00"]


def test_currency_conversions_holds_own_money_and_purchases_are_neither_sale_nor_cost(make_shop):
    rows = [
        row(
            "01.06.2026", "PayPal Express-Zahlung", "100,00", "96,00", fee="-4,00", net="96,00", id="1", currency="USD"
        ),
        row("01.06.2026", "Allgemeine Währungsumrechnung", "-96,00", "0,00", id="2", of="1", currency="USD"),
        row("01.06.2026", "Allgemeine Währungsumrechnung", "85,00", "85,00", id="3", of="1"),
        row("02.06.2026", "Einbehaltung für offene Autorisierung", "-5,00", "80,00", id="4"),
        row("02.06.2026", "Rückbuchung allgemeiner Einbehaltung", "5,00", "85,00", id="5"),
        row("03.06.2026", "Zahlung im Einzugsverfahren mit Zahlungsrechnung", "-30,00", "55,00", id="6"),
        row("03.06.2026", "Bankgutschrift auf PayPal-Konto", "30,00", "85,00", id="7"),
        row("04.06.2026", "Rückbuchung", "-40,00", "45,00", id="8"),
    ]
    shop = make_shop({"exports/a.csv": table(GERMAN, rows)})
    build(shop)
    assert select(shop, "select amount, currency from landed.payments") == [(Decimal(100), "USD")]
    assert select(shop, "select amount, currency from landed.charges") == [(Decimal(4), "USD")]
    assert select(shop, "select count(*) from landed.payouts") == [(0,)]
    kinds = dict(
        select(
            shop, "select line, split_part(reason, ' ', 1) || ' ' || split_part(reason, ' ', 2) from landed.set_aside"
        )
    )
    assert kinds == {3: "money changed", 4: "money changed", 5: "money held", 6: "money held", 7: "a payment",
                     8: "money that"}  # fmt: skip
    assert select(shop, "select order_id, refunded_amount from landed.refunds") == [(None, Decimal(40))]
    assert all(checks(shop).values())


def test_a_cent_in_net_stops_the_build_and_names_the_amounts(make_shop):
    shop = make_shop({"exports/a.csv": table(GERMAN, MONTH).replace('"48,25"', '"48,24"')})
    with pytest.raises(InputError) as told_why:
        build(shop)
    assert "48.24" in str(told_why.value) and "48.25" in str(told_why.value)


def test_a_row_left_out_of_the_download_shows_in_the_running_balance_and_the_others_count(make_shop):
    shop = make_shop({"exports/a.csv": table(GERMAN, [*MONTH[:3], *MONTH[4:]])})
    build(shop)
    [(offending,)] = select(shop, "select offending from meta.checks where not ok")
    # 97.00 - 20.00 = 77.00, where the download says 125.25
    assert '"stated": "125.25", "found": "77.00"' in offending
    assert [amount for (amount,) in select(shop, "select amount from landed.payments")] == [Decimal(100)]


@pytest.mark.parametrize("newest_first", [False, True])
def test_the_last_balance_up_to_the_day_of_the_report_is_held_at_paypal(make_shop, newest_first):
    dollars = row("02.06.2026", "Website-Zahlung", "10,00", "10,00", currency="USD", id="D1")
    rows = [*MONTH[:2], dollars, *MONTH[2:]]
    shop = make_shop({"exports/a.csv": table(GERMAN, rows[::-1] if newest_first else rows), "exports/o.csv": ORDERS})
    build(shop)
    found = figures(shop, "2026-06", as_of=date(2026, 6, 4))["ledger"]["held"]
    assert [(h["vendor_id"], h["kind"], h["source_amount"], h["source_currency"], h["as_on"]) for h in found] == [
        ("paypal", "balance", "125.25", "EUR", "2026-06-04"), ("paypal", "balance", "10.00", "USD", "2026-06-02")]  # fmt: skip
    assert found[0]["source"] == f"exports/a.csv line {4 if newest_first else 7}"
    (later, _) = figures(shop, "2026-06")["ledger"]["held"]
    assert (later["amount"], later["as_on"]) == ("0.00", "2026-06-20")


def test_of_one_day_the_register_is_believed_before_the_download(make_shop):
    register = "vendor_id,kind,amount,currency,as_on\npaypal,balance,7.00,EUR,2026-06-20\n"
    files = {"exports/a.csv": table(GERMAN, MONTH), "exports/o.csv": ORDERS, "register/balances.csv": register}
    (held,) = measured(make_shop(files))["ledger"]["held"]
    assert (held["amount"], held["source"]) == ("7.00", "register/balances.csv line 2")


def test_overlapping_months_in_both_layouts_count_each_transaction_once(make_shop):
    header = ["Datum", "Uhrzeit", "Zeitzone", "Beschreibung", "Währung", "Brutto", "Entgelt", "Netto", "Guthaben",
              "Transaktionscode", "Name", "Rechnungsnummer", "Zugehöriger Transaktionscode"]  # fmt: skip
    statement = [[r[0], r[1], "Europe/Berlin", r[4], r[6], *r[7:10], r[14], r[11], r[3], r[13], r[12]]
                 for r in MONTH if r[16] != "Memo"]  # fmt: skip
    files = {"exports/1.csv": table(GERMAN, MONTH), "exports/2.csv": table(ENGLISH, english(MONTH[:5], "{2}/{1}/{0}")),
             "exports/3.csv": table(header, statement)}  # fmt: skip
    shop = make_shop(files)
    build(shop)
    assert told(shop) == EXPECTED
    assert select(shop, "select row_count, loaded, duplicates from marts.inputs order by file") == [
        (7, 7, 0),
        (5, 0, 5),
        (5, 0, 5),
    ]
    alone = make_shop({"exports/3.csv": files["exports/3.csv"]}, name="alone")
    build(alone)
    assert told(alone) == EXPECTED


def test_a_payment_that_became_complete_in_a_later_download_counts_once(make_shop):
    early = [row("02.06.2026", "Website-Zahlung", "50,00", "0,00", id="T2", status="Ausstehend", impact="Memo")]
    late = [
        row("02.06.2026", "Website-Zahlung", "50,00", "50,00", id="T2"),
        row("09.06.2026", "Website-Zahlung", "1,00", "51,00", id="T9"),
    ]
    shop = make_shop({"exports/z_early.csv": table(GERMAN, early), "exports/a_late.csv": table(GERMAN, late)})
    build(shop)
    assert select(shop, "select sum(amount) from landed.payments") == [(Decimal(51),)]


def test_no_buyer_is_in_the_warehouse(make_shop):
    shop = make_shop({"exports/a.csv": table(GERMAN, MONTH)})
    build(shop)
    content = shop.warehouse.read_bytes()
    assert b"Musterfrau" not in content and b"erika@" not in content and b"Danke" not in content


# Days up to the twelfth fit both orders: the file as a whole tells, or it is refused.
def slashed(*days: str, zone: str = "Europe/London", amounts: str = "1.50") -> str:
    rows = [[day, "10:00:00", zone, "", "Website Payment", "Completed", "GBP", amounts, "0" + amounts[1:], amounts,
             "", f"T{n}", "", "", "", "", "Credit"] for n, day in enumerate(days)]  # fmt: skip
    return table(ENGLISH, [[*r[:8], "", *r[9:]] for r in rows])


@pytest.mark.parametrize(
    "content, days",
    [
        (slashed("05/06/2026", "13/06/2026"), ["2026-06-05", "2026-06-13"]),
        (slashed("05/06/2026", "06/13/2026"), ["2026-05-06", "2026-06-13"]),
        (
            slashed("03/02/2026", "05/02/2026", "01/03/2026"),
            ["2026-02-03", "2026-03-01"],
        ),  # else the days run up and down
        (slashed("10/09/2026", "12/09/2026", zone="PDT"), ["2026-09-10", "2026-09-12"]),  # December has no summer time
        (slashed("10/09/2026", "12/09/2026", zone="PST"), ["2026-12-09"]),  # October 9 has none either way
        (slashed("05/06/2026", amounts="1,50"), ["2026-06-05"]),  # a decimal comma goes with the day first
        (slashed("05/05/2026"), ["2026-05-05"]),
    ],
)
def test_the_order_of_day_and_month_is_that_which_the_whole_file_bears_out(make_shop, content, days):
    shop = make_shop({"exports/a.csv": content})
    build(shop)
    found = [day for (day,) in select(shop, "select paid_at::date::varchar from landed.payments order by 1")]
    assert set(days) <= set(found)


def test_dates_that_fit_both_orders_are_refused_until_shop_toml_says_which(make_shop):
    files = {"exports/a.csv": slashed("05/06/2026"), "exports/o.csv": ORDERS}
    found = measured(make_shop(files))
    why = [u["why"] for u in found["unknowns"] if u["what"] == "what exports/a.csv holds"]
    assert why and 'write date_order = "day_first" or "month_first" under [exports]' in why[0]
    assert [(r["rows"], r["format"]) for r in found["inputs"] if r["file"] == "exports/a.csv"] == [(0, None)]
    for order, day in (("day_first", "2026-06-05"), ("month_first", "2026-05-06")):
        shop = make_shop({**files, "shop.toml": SHOP + f'[exports]\ndate_order = "{order}"\n'}, name=order)
        build(shop)
        assert select(shop, "select paid_at::date::varchar from landed.payments") == [(day,)]


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_mirror_lines_of_the_real_file_double_nothing(make_shop):
    content = (SHARED / "exports/paypal/Download.CSV").read_bytes()
    shop = make_shop({"exports/Download.CSV": content})
    build(shop)
    assert select(shop, "select row_count, loaded from marts.inputs") == [(9, 9)]
    assert [select(shop, f"select count(*) from landed.{t}") for t in ("payments", "charges", "payouts")] == [
        [(0,)]
    ] * 3
    listed = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    spent = sum(Decimal(r["Amount"]) for r in listed if r["Type"] != "General Card Deposit")
    assert select(shop, "select sum(gross) from typed.paypal_short where kind = 'purchase'") == [(spent,)]
    # "01/06/2024 EST" is 6 January: on 1 June New York has summer time
    assert select(shop, "select max(booked_at)::date::varchar from typed.paypal_short") == [("2024-01-06",)]
    assert b"McDonald" not in shop.warehouse.read_bytes() and b"Dillard" not in shop.warehouse.read_bytes()


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_layouts_add_up_to_their_own_columns(make_shop):
    names = ["paypal_de_41.csv", "paypal_de_31_2025.csv", "paypal_en_41.csv"]
    shop = make_shop({f"exports/{n}": (SHARED / "exports/layouts" / n).read_bytes() for n in names})
    build(shop)
    assert select(shop, "select amount, currency, order_id from landed.payments order by all") == [
        (Decimal("100"), "USD", None), (Decimal("1234.56"), "EUR", "SW-10001"), (Decimal("1500"), "USD", None)]  # fmt: skip
    assert select(shop, "select sum(amount), currency from landed.charges group by all order by all") == [
        (Decimal("31.09"), "EUR"), (Decimal("62.78"), "USD")]  # fmt: skip
    assert select(shop, "select refunded_amount, order_id from landed.refunds order by all") == [
        (Decimal("234.56"), "SW-10001"), (Decimal("500"), None)]  # fmt: skip
    assert select(shop, "select amount, paid_at::date::varchar from landed.payouts") == [(Decimal(1000), "2026-06-04")]
    assert select(shop, "select paid_at::date::varchar from landed.payments where currency = 'USD' order by 1") == [
        ("2026-06-02",), ("2026-09-10",)]  # fmt: skip
    assert all(checks(shop).values())


def test_the_headings_of_before_2016_are_read(make_shop):
    words = {"Uhrzeit": "Zeit", "Typ": "Art", "Zugehöriger Transaktionscode": "Txn-Referenzkennung"}
    shop = make_shop({"exports/a.csv": table([" " + words.get(name, name) for name in GERMAN], MONTH, delimiter="\t")})
    build(shop)
    assert told(shop) == EXPECTED
