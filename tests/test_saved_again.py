"""Tables that a spreadsheet of another country saved again under the same delimiter, as the whole file bears out."""

from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter
from conftest import lines, select

from analysis.warehouse import build

STRIPE = "balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,description\n"
AMERICAN = (
    "t1,9/14/2026 10:02,9/16/2026 0:00,eur,119,2.5,116.5,charge,ch_1,Order 7\n"
    "t2,10/1/2026 9:30,10/3/2026 0:00,eur,-19,0,-19,refund,re_1,\n"
)
BRITISH = (
    AMERICAN.replace("9/14/2026", "14/09/2026")
    .replace("9/16/", "16/09/")
    .replace("10/1/", "01/10/")
    .replace("10/3/", "03/10/")
)
SHORT = AMERICAN.replace("/2026", "/26")
GERMAN = (
    't1,14.09.2026 10:02,16.09.2026 00:00,eur,119,"2,5","116,5",charge,ch_1,Order 7\n'
    "t2,01.10.2026 09:30,03.10.2026 00:00,eur,-19,0,-19,refund,re_1,\n"
)
HALVES = AMERICAN.replace("10:02", "10:02 AM").replace("9:30", "9:30 AM").replace("0:00", "12:00 AM")


@pytest.mark.parametrize("rows", [AMERICAN, BRITISH, SHORT, GERMAN, HALVES])
def test_days_and_marks_of_a_spreadsheet_are_read_as_the_whole_file_bears_out(make_shop, rows):
    shop = make_shop({"exports/s.csv": STRIPE + rows})
    build(shop)
    assert select(shop, "select created_at::varchar, gross, fee from raw.stripe_balance order by line") == [
        ("2026-09-14 10:02:00", Decimal(119), Decimal("2.5")),
        ("2026-10-01 09:30:00", Decimal(-19), Decimal(0)),
    ]


def test_days_that_fit_both_orders_are_refused_until_shop_toml_says_which(make_shop):
    rows = AMERICAN.replace("9/14/", "9/4/").replace("9/16/", "9/6/")
    shop = make_shop({"exports/s.csv": STRIPE + rows})
    build(shop)
    [(reason,)] = select(shop, "select reason from landing.rejects")
    assert "date_order" in reason and select(shop, "select loaded from marts.inputs") == [(0,)]


def test_one_strange_day_among_native_ones_rejects_its_row_only(make_shop):
    native = "t1,2026-09-14 10:02:11,2026-09-16 00:00:00,eur,119,2.5,116.5,charge,ch_1,Order 7\n"
    shop = make_shop({"exports/s.csv": STRIPE + native + "t2,10/1/2026 9:30,2026-10-03,eur,-19,0,-19,refund,re_1,\n"})
    build(shop)
    assert select(shop, "select loaded, rejected from marts.inputs") == [(1, 1)]


def test_a_british_spreadsheet_changes_no_month_of_an_american_file(make_shop):
    # "January 3" and "January 31" as a spreadsheet set to English (UK) writes them
    head = "Date,Type,Title,Info,Currency,Amount,Fees & Taxes,Net\n"
    rows = "03/01/2026,Sale,Payment for Order #7,,EUR,10.00,--,10.00\n04/01/2026,Sale,Payment for Order #8,,EUR,10.00,--,10.00\n"
    shop = make_shop({"exports/s.csv": head + rows + "31/01/2026,Fee,Listing fee,,EUR,--,-0.20,-0.20\n"})
    build(shop)
    found = select(shop, "select distinct month::varchar from staging.order_lines")
    assert found == [("2026-01-01",)] and select(shop, "select loaded, rejected from marts.inputs") == [(3, 0)]


def test_a_canonical_file_keeps_to_its_one_way_of_writing(make_shop):
    bad = 'A1,1,05.06.2026,web,tea,1,EUR,"12,50",,,completed'
    shop = make_shop({"exports/a.csv": lines(bad)})
    build(shop)
    reasons = sorted(reason for (reason,) in select(shop, "select reason from landing.rejects"))
    assert reasons == [
        '"05.06.2026" is not a date or time in column ordered_at (this format writes days like 2026-01-31)',
        '"12,50" is not a number in column gross_amount (this format uses a decimal point)',
    ]


def test_a_big_file_is_read_so_too(make_shop):
    rows = "".join(
        f"t{n},9/{n % 28 + 1}/2026 10:02,9/30/2026 0:00,eur,1,0,1,charge,ch_{n},{'x' * 80}\n" for n in range(70_000)
    )
    shop = make_shop({"exports/s.csv": STRIPE + rows})
    build(shop)
    assert select(shop, "select loaded, rejected, first_on::varchar from marts.inputs") == [(70_000, 0, "2026-09-01")]


# Kaufland: 2 × 119.00 and 24.99 = 262.99. The note at the end of a row is blank in some.
PIECES = "date_inserted;order_number;id_order_unit;offer_id;price;cancel_status;return_status;note\n"
SOLD = [
    "2026-07-01 10:00:00;MA1;314567800000001;TEE;11900;not_cancelled;not_returned;",
    "2026-07-02 10:00:00;MA2;314567800000002;TEE;11900;not_cancelled;not_returned;Rot",
    "2026-07-03 10:00:00;MA3;314567800000003;TASSE;2499;not_cancelled;not_returned;",
]


def test_blank_cells_that_a_spreadsheet_left_out_at_the_end_of_a_row_are_blank(make_shop):
    left_out = [SOLD[0].rstrip(";"), *SOLD[1:]]
    shop = make_shop({"exports/k.csv": PIECES + "\n".join(left_out) + "\n"})
    build(shop)
    assert select(shop, "select loaded, rejected from marts.inputs") == [(3, 0)]
    assert select(shop, "select gross_sales from marts.channel_months") == [(Decimal("262.99"),)]


def test_rows_of_which_all_lost_their_blank_ends_are_read(make_shop):
    left_out = [row.rstrip(";").removesuffix(";Rot") for row in SOLD]
    shop = make_shop({"exports/k.csv": PIECES + "\n".join(left_out) + "\n"})
    build(shop)
    assert select(shop, "select loaded, rejected from marts.inputs") == [(3, 0)]


@pytest.mark.parametrize(
    ("rows", "lost"),
    [
        ([SOLD[0], SOLD[1].replace(";TEE", ""), SOLD[2]], 1),  # a cell within the row is missing, the last is a note
        ([SOLD[0], SOLD[1], SOLD[2].rsplit(";", 2)[0]], 1),  # return_status is blank in no row
        ([SOLD[0], SOLD[1], SOLD[2][:-1]], 1),  # the file ends within its last row
        ([SOLD[0], SOLD[1].replace("MA2;", "MA\n2;"), SOLD[2]], 2),  # a line break outside of quotes
    ],
)
def test_a_row_that_may_have_lost_more_than_blanks_is_refused(make_shop, rows, lost):
    end = "" if rows[-1] == SOLD[2][:-1] else "\n"
    shop = make_shop({"exports/k.csv": PIECES + "\n".join(rows) + end})
    build(shop)
    assert select(shop, "select rejected from marts.inputs") == [(lost,)]
    reasons = select(shop, "select reason from landing.rejects")
    assert all("cells where the header has 8" in reason or "is not a number" in reason for (reason,) in reasons)


def test_a_file_whose_american_days_a_german_spreadsheet_took_for_its_own_is_refused(make_shop):
    # 31 January could not be a German day and stayed; 1 February became 2 January.
    head = "Payment ID;Order ID;Order Date;Gross Amount;Fees;Net Amount;Currency\n"
    shop = make_shop({"exports/p.csv": head + "7;1;01/31/2026;10;1;9;EUR\n8;2;02.01.2026;10;1;9;EUR\n"})
    build(shop)
    [(reason,)] = select(shop, "select reason from landing.rejects")
    assert "exchanged day and month" in reason and "download the file again" in reason
    assert select(shop, "select loaded from marts.inputs") == [(0,)]


def test_a_number_of_which_digits_were_cut_is_unknown_or_its_row_is_refused(make_shop):
    # An article's EAN tells nothing any more; a piece's number tells pieces apart.
    ean, unit = ("314567800000003;TASSE", "314567800000003;4,00638E+12"), ("314567800000002", "3,14568E+14")
    shop = make_shop({"exports/k.csv": PIECES + "\n".join(SOLD).replace(*ean).replace(*unit) + "\n"})
    said: list[str] = []
    build(shop, said.append)
    assert select(shop, "select sku, gross_amount from landed.sales order by line") == [
        ("TEE", Decimal(119)), (None, Decimal("24.99"))]  # fmt: skip
    [(line, reason)] = select(shop, "select line, reason from landing.rejects")
    assert line == 3 and reason.startswith("3,14568E+14 in column id_order_unit is a number that a spreadsheet has cut")
    assert any(
        "numbers that a spreadsheet has cut (like 1,23457E+12) are unknown: 1;" in line and "offer_id" in line
        for line in said
    )


def test_a_file_saved_again_that_lacks_a_column_names_what_it_lacks(make_shop):
    shop = make_shop({"exports/s.csv": "Date;Type;Title;Info;Currency;Amount;Net\n1.2.2026;Sale;x;;EUR;1,00;1,00\n"})
    build(shop)
    [(reason,)] = select(shop, "select reason from landing.rejects")
    assert "closest to: Etsy statement (lacks Fees & Taxes)" in reason


def test_a_workbook_may_hold_amounts_as_numbers_and_as_text(make_shop):
    packed = BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Date", "Type", "Title", "Info", "Currency", "Amount", "Fees & Taxes", "Net"])
        sheet.write_row(1, 0, ["31.01.2026", "Sale", "Payment for Order #7", "", "EUR", "1.010,50", "--", "1.010,50"])
        sheet.write_row(2, 0, ["31.01.2026", "Fee", "Listing fee", "", "EUR", "--", -0.18, -0.18])
    shop = make_shop({"exports/s.xlsx": packed.getvalue()})
    build(shop)
    assert select(shop, "select gross_amount from landed.sales") == [(Decimal("1010.5"),)]
    assert select(shop, "select amount from landed.charges") == [(Decimal("0.18"),)]


@pytest.mark.parametrize("amount", ["kr 1,040.50", "1.040,50 kr", "R$ 1.040,50", "1 040,50 zł", "1.040,50 Kč"])
def test_amounts_with_the_signs_of_further_currencies_are_read(make_shop, amount):
    head = "Date,Type,Title,Info,Currency,Amount,Fees & Taxes,Net\n"
    row = f'"May 1, 2026",Sale,Payment for Order #7,,SEK,"{amount}",--,"{amount}"\n'
    shop = make_shop({"exports/s.csv": head + row})
    build(shop)
    assert select(shop, "select gross_amount from landed.sales") == [(Decimal("1040.5"),)]


ONE_SALE = (
    '"Datum","Uhrzeit","Zeitzone","Name","Typ","Status","Währung","Brutto","Gebühr","Netto","Transaktionscode","Land"\n'
    '"05.05.2026","10:00:00","CEST","Käthe Müß","Website-Zahlung","Abgeschlossen","EUR","1.036,22","-5,43","1.030,79","T1","Österreich"\n'
)


def kept_in_one_cell() -> list[str]:
    """The lines as a spreadsheet that parts cells at semicolons takes them: the quotes of the first value are gone."""
    return [line.replace('"', "", 2) for line in ONE_SALE.splitlines()]


def in_a_workbook(*sheets: list[list[str]], hidden: int = -1) -> bytes:
    packed = BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            if number == hidden:
                sheet.hide()
    return packed.getvalue()


DAMAGED = {
    "quoted.csv": "\r\n".join('"' + line.replace('"', '""') + '"' for line in kept_in_one_cell()).encode("cp1252"),
    "one_cell.xlsx": in_a_workbook([[line] for line in kept_in_one_cell()]),
    "letters.csv": ONE_SALE.encode().decode("cp1252").encode(),  # each byte of a letter taken for a letter: WÃ¤hrung
    "blanks.csv": ONE_SALE.replace('","', '", "').encode(),
}


@pytest.mark.parametrize("file", DAMAGED)
def test_a_table_that_a_spreadsheet_kept_in_one_cell_or_with_torn_letters_is_read(make_shop, file):
    shop = make_shop({f"exports/{file}": DAMAGED[file]})
    build(shop)
    assert select(shop, "select amount from landed.payments") == [(Decimal("1036.22"),)]
    assert select(shop, "select amount from landed.charges") == [(Decimal("5.43"),)]
    assert select(shop, "select row_count, loaded, rejected from marts.inputs") == [(1, 1, 0)]


def test_a_hidden_sheet_is_named_and_not_read(make_shop):
    shown = [line.split(",") for line in lines("A1,1,2026-05-01,web,tea,1,EUR,10.00,,,completed").splitlines()]
    older = [[cell.replace("10.00", "99.00") for cell in row] for row in shown]
    shop = make_shop({"exports/a.xlsx": in_a_workbook(shown, older, hidden=1)})
    build(shop)
    assert select(shop, "select sum(gross) from staging.order_lines") == [(10,)]
    assert select(shop, "select file, reason from landing.rejects") == [
        ("exports/a.xlsx:Sheet2", "is a hidden sheet and was not read; unhide it if its rows are to count")
    ]
