"""Files are recognised by what is in them; every row is loaded, rejected with a reason, or a named duplicate."""

import hashlib
import hmac
import io
import zipfile
from datetime import datetime
from decimal import Decimal

import duckdb
import pytest
import xlsxwriter
from conftest import HEADER, lines, measured, select
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.exports.declarations import declarations
from analysis.exports.landing import keyed_hash
from analysis.exports.recognition import Export, read, recognise
from analysis.exports.sources import Reject, Source
from analysis.warehouse import build

ETSY = 'Date,Type,Title,Info,Currency,Amount,"Fees & Taxes",Net\n'
GOOD = "A1,1,2026-01-05,web,tea,1,EUR,11.90,1.90,,completed"


def account(shop) -> dict[str, tuple[int, int, int, int]]:
    """file → (rows, loaded, rejected, duplicates)."""
    listed = select(shop, "select file, row_count, loaded, rejected, duplicates from marts.inputs order by file")
    return {row[0].removeprefix("exports/"): row[1:] for row in listed}


def test_a_file_is_recognised_by_content_whatever_its_name(make_shop):
    shop = make_shop({"exports/deep/er/whatever.dat": lines(GOOD)})
    build(shop)
    assert account(shop) == {"deep/er/whatever.dat": (1, 1, 0, 0)}


def test_columns_may_stand_in_any_order_and_others_may_be_there_too(make_shop):
    text = "gross_amount,note,order_id,currency,channel_id,ordered_at\n11.90,hello,A1,EUR,web,2026-01-05\n"
    found = measured(make_shop({"exports/a.csv": text}))
    assert [row["gross_sales"] for row in found["revenue"]] == ["11.90"]


def test_capitals_and_blanks_of_a_heading_do_not_matter(make_shop):
    header = HEADER.upper().replace("ORDER_ID", " Order_Id\u00a0")
    found = measured(make_shop({"exports/a.csv": lines(GOOD).replace(HEADER, header)}))
    assert [row["gross_sales"] for row in found["revenue"]] == ["11.90"]


@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_read_the_same(make_shop, encode, end):
    text = lines("Ä1,1,2026-01-05,Straße,tea,1,EUR,11.90,1.90,,completed").replace("\n", end)
    shop = make_shop({"exports/a.csv": text.encode(encode)})
    build(shop)
    found = select(shop, "select order_id, channel_id, gross from staging.order_lines")
    assert found == [("Ä1", "Straße", Decimal("11.9"))]


def test_a_malformed_cell_is_rejected_with_file_line_column_and_reason(make_shop):
    bad = 'A2,1,2026-01-06,web,tea,1,EUR,"12,50",1.90,,completed'
    shop = make_shop({"exports/a.csv": lines(GOOD, bad, "A3,1,2026-13-06,web,tea,1,EUR,5.00,,,completed")})
    build(shop)
    assert account(shop) == {"a.csv": (3, 1, 2, 0)}
    assert select(shop, "select file, line, heading, reason from landing.rejects order by line") == [
        ("exports/a.csv", 3, "gross_amount",
         '"12,50" is not a number in column gross_amount (this format uses a decimal point)'),
        ("exports/a.csv", 4, "ordered_at", '"2026-13-06" is not a date or time in column ordered_at (this format writes days like 2026-01-31)'),
    ]  # fmt: skip


def test_a_row_of_another_length_a_blank_key_and_a_strange_word_are_rejected_by_line(make_shop):
    rows = ["A2,1,2026-01-06", ",1,2026-01-06,web,tea,1,EUR,5.00,,,completed", "A4,1,2026-01-06,web,,1,EUR,5,,,gone",
            "A5,1,2026-01-06,web,,1,EUR,,,,completed"]  # fmt: skip
    shop = make_shop({"exports/a.csv": lines(GOOD, *rows)})
    build(shop)
    assert account(shop) == {"a.csv": (5, 1, 4, 0)}
    reasons = [reason for _, reason in select(shop, "select line, reason from landing.rejects order by line")]
    assert reasons[0] == "has 3 cells where the header has 11: it is damaged; download the file again"
    assert reasons[1] == "order_id is required and blank"
    words = "completed, cancelled, open, abgeschlossen, storniert, offen, canceled; write the one that is meant"
    assert reasons[2] == f"a text of 4 characters in column status is not one of {words}"
    assert reasons[3] == "gross_amount is required and blank"


def test_a_status_may_be_german_and_another_word_of_state_is_repeated_but_no_name(make_shop):
    states = [
        "completed",
        "Abgeschlossen",
        "",
        "cancelled",
        "canceled",
        "Storniert",
        "OPEN",
        "offen",
        "Versandt",
        "Maier",
    ]
    rows = [f"A{number},1,2026-01-05,web,tea,1,EUR,10.00,,,{state}" for number, state in enumerate(states)]
    shop = make_shop({"exports/a.csv": lines(*rows)})
    build(shop)
    found = select(shop, "select status, count(*) from staging.order_lines group by all order by all")
    assert found == [("cancelled", 3), ("completed", 3), ("open", 2)]
    reasons = [reason for _, reason in select(shop, "select line, reason from landing.rejects order by line")]
    # the header is line 1, so the ninth and tenth order are lines 10 and 11
    assert reasons[0].startswith('"Versandt" in column status is not one of completed, cancelled, open, ')
    assert reasons[1].startswith("a text of 5 characters in column status is not one of ") and "Maier" not in reasons[1]


def test_line_numbers_count_lines_inside_quoted_cells(make_shop):
    quoted = 'A2,"1\n2\n3",2026-01-06,web,tea,1,EUR,5.00,,,completed'
    shop = make_shop({"exports/a.csv": lines(quoted, "A3,1,2026-01-07,web,tea,1,EUR,x,,,completed")})
    build(shop)
    assert select(shop, "select line, heading from landing.rejects") == [(5, "gross_amount")]


def test_a_file_cut_in_a_quoted_cell_says_so_and_keeps_the_rows_before(make_shop):
    shop = make_shop({"exports/a.csv": lines(GOOD) + 'A2,"1,2026-01-06,web,tea\nA3,1,2026-01-06'})
    build(shop)
    assert account(shop) == {"a.csv": (2, 1, 1, 0)}
    assert "never closes" in select(shop, "select reason from landing.rejects")[0][0]


def test_a_second_table_in_one_file_is_rejected_at_its_header(make_shop):
    shop = make_shop({"exports/a.csv": lines(GOOD) + HEADER + "\n"})
    build(shop)
    assert "second table" in select(shop, "select reason from landing.rejects")[0][0]


def test_an_unrecognised_file_is_named_with_the_formats_it_comes_closest_to(make_shop):
    shop = make_shop({
        "exports/a.csv": lines(GOOD),
        "exports/strange.csv": "Date,Type,Title,Info,Currency,Net\n1,2,3,4,5,6\n",
        "exports/empty.csv": "",
    })  # fmt: skip
    found = measured(shop)
    told = {u["said"]["values"]["file"]: u["why"] for u in found["unknowns"] if "file" in u["said"]["values"]}
    assert "closest to: Etsy statement (lacks Amount, Fees & Taxes)" in told["exports/strange.csv"]
    assert told["exports/empty.csv"] == "it is empty"
    assert {row["file"]: row["format"] for row in found["inputs"]}["exports/strange.csv"] is None


def test_archives_are_opened_and_a_broken_one_is_named(make_shop):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("2026/a.csv", lines(GOOD))
    shop = make_shop({"exports/a.zip": packed.getvalue(), "exports/b.zip": b"PK\x03\x04 not really"})
    build(shop)
    assert account(shop)["a.zip/2026/a.csv"] == (1, 1, 0, 0)
    assert "not a readable zip" in select(shop, "select reason from landing.rejects")[0][0]


def test_the_same_file_twice_counts_once_and_is_named(make_shop):
    shop = make_shop({"exports/a.csv": lines(GOOD), "exports/copy.csv": lines(GOOD)})
    found = measured(shop)
    assert found["revenue"][0]["gross_sales"] == "11.90"
    assert account(shop) == {"a.csv": (1, 0, 0, 1), "copy.csv": (1, 1, 0, 0)}
    assert select(shop, "select of_file from landing.duplicates") == [("exports/copy.csv",)]


def test_of_two_overlapping_exports_the_newer_one_wins(make_shop):
    refunded = GOOD.replace(",,completed", ",11.90,completed")
    later = "A2,1,2026-02-05,web,tea,1,EUR,10.00,,,completed"
    shop = make_shop({"exports/a.csv": lines(refunded, later), "exports/z.csv": lines(GOOD)})
    assert measured(shop)["revenue"][0]["net_revenue"] == "0.00"


def test_equal_lines_without_a_line_id_are_two_lines_in_one_file_and_one_across_files(make_shop):
    twin = "A1,,2026-01-05,web,tea,1,EUR,5.00,,,completed"
    shop = make_shop({"exports/a.csv": lines(twin, twin), "exports/b.csv": lines(twin, twin)})
    assert measured(shop)["revenue"][0]["gross_sales"] == "10.00"


def test_an_order_split_over_two_files_keeps_both_of_its_lines(make_shop):
    first, second = (f"A1,{n},2026-01-05,web,tea,1,EUR,5.00,,,completed" for n in (1, 2))
    assert (
        measured(make_shop({"exports/a.csv": lines(first), "exports/b.csv": lines(second)}))["revenue"][0][
            "gross_sales"
        ]
        == "10.00"
    )


def test_a_declaration_in_the_shop_folder_makes_a_file_of_its_own_readable(make_shop):
    declaration = """
title = "My list"
role = "orders"
[file]
delimiter = ";"
decimal = [","]
dates = ["%d.%m.%Y"]
[columns.text]
number = "Nr"
[columns.timestamp]
sold_at = "Datum"
[columns.number]
gross = "Brutto"
[[sales]]
order_id = "number"
ordered_at = "sold_at"
channel = "'Markt'"
currency = "'EUR'"
gross_amount = "gross"
"""
    shop = make_shop({"formats/my.toml": declaration, "exports/x.csv": "Nr;Datum;Brutto\n7;31.12.2025;1.234,50 €\n"})
    found = measured(shop)
    assert [(r["channel_id"], r["month"], r["gross_sales"]) for r in found["revenue"]] == [
        ("markt", "2025-12", "1234.50")
    ]


def test_amazon_settlements_with_decimal_commas_are_read_by_what_fits_the_file(make_shop):
    columns = ["settlement-id", "settlement-start-date", "settlement-end-date", "deposit-date", "total-amount",
               "currency", "transaction-type", "order-id", "merchant-order-id", "adjustment-id", "shipment-id",
               "marketplace-name", "amount-type", "amount-description", "amount", "fulfillment-id", "posted-date",
               "posted-date-time", "order-item-code", "merchant-order-item-id", "merchant-adjustment-item-id", "sku",
               "quantity-purchased", "promotion-id"]  # fmt: skip
    total = ["77", "01.03.2026 00:00:00 UTC", "14.03.2026 00:00:00 UTC", "16.03.2026 00:00:00 UTC", "8,50", "EUR"]
    sale = ["77", "", "", "", "", "EUR", "Order", "302-1", "", "", "s", "Amazon.de", "ItemPrice", "Principal", "10,00",
            "AFN", "02.03.2026", "02.03.2026 23:30:00 UTC", "9", "", "", "tea", "1", ""]  # fmt: skip
    fee = [*sale[:12], "ItemFees", "Commission", "-1,50", *sale[15:]]
    rows = [columns, total + [""] * 18, sale, fee]
    shop = make_shop({"exports/v2.txt": "\n".join("\t".join(row) for row in rows) + "\n"})
    found = measured(shop)
    assert found["revenue"] == [
        {"channel_id": "amazon_de", "month": "2026-03", "gross_sales": "10.00", "net_sales": "10.00",
         "net_revenue": "10.00", "contribution": None, "payout": "8.50", "orders": 1}
    ]  # fmt: skip
    # 23:30 UTC on 2 March is half past midnight on 3 March in Berlin
    assert str(select(shop, "select ordered_on from staging.order_lines")[0][0]) == "2026-03-03"


def test_the_order_report_says_what_was_sold_and_the_settlement_what_it_cost(make_shop):
    settlement = ETSY + "\n".join([
        '"January 9, 2026",Sale,"Payment for Order #55",,EUR,€99.00,--,€99.00',
        '"January 9, 2026",Fee,"Transaction fee: Tea","Order #55",EUR,--,-€6.00,-€6.00',
        '"January 12, 2026",Refund,"Refund to buyer for Order #55",,EUR,-€9.00,--,-€9.00',
        '"January 31, 2026",Deposit,"€84.00 sent to your bank account",,EUR,--,--,--',
    ])  # fmt: skip
    orders = lines("55,1,2026-01-09,Etsy,tea,1,EUR,100.00,,,completed")
    shop = make_shop({"exports/etsy.csv": settlement, "exports/orders.csv": orders})
    found = measured(shop)
    assert found["revenue"] == [
        {"channel_id": "Etsy", "month": "2026-01", "gross_sales": "100.00", "net_sales": "100.00",
         "net_revenue": "91.00", "contribution": None, "payout": "84.00", "orders": 1}
    ]  # fmt: skip
    assert account(shop) == {"etsy.csv": (4, 3, 0, 1), "orders.csv": (1, 1, 0, 0)}
    assert select(shop, "select fee, amount from staging.charges") == [("Transaction fee", 6)]


def test_sales_tax_that_etsy_keeps_is_not_revenue(make_shop):
    settlement = ETSY + "\n".join([
        '"March 2, 2026",Tax,"Sales tax paid by buyer","Order #7",EUR,--,-€8.00,-€8.00',
        '"March 2, 2026",Sale,"Payment for Order #7",,EUR,€108.00,--,€108.00',
    ])  # fmt: skip
    row = measured(make_shop({"exports/etsy.csv": settlement}))["revenue"][0]
    assert (row["gross_sales"], row["net_sales"]) == ("108.00", "100.00")


SHOPIFY = "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at,Payment Method,Refunded Amount,Lineitem discount"


def test_a_shopify_total_is_spread_over_the_lines_to_the_cent(make_shop):
    text = "\n".join([
        SHOPIFY,
        "#1,a@example.org,paid,EUR,20.00,5.00,3.99,25.00,2026-01-31 23:30:00 +0000,1,Tea,10.00,T,,PayPal,0.00,0",
        "#1,a@example.org,,,,,,,2026-01-31 23:30:00 +0000,1,Balm,10.00,B,,,,0",
        "#1,a@example.org,,,,,,,2026-01-31 23:30:00 +0000,1,Oil,10.00,O,,,,0",
        "#2,b@example.org,voided,EUR,9.00,0.00,1.00,9.00,2026-02-01 10:00:00 +0100,1,Tea,9.00,T,,PayPal,0.00,0",
        "#3,b@example.org,pending,EUR,9.00,0.00,1.00,9.00,2026-02-01 10:00:00 +0100,1,Tea,9.00,T,,PayPal,0.00,0",
    ])  # fmt: skip
    shop = make_shop({"exports/orders.csv": text})
    found = measured(shop, month="2026-02")
    # 25.00 over three equal lines: 8.33, 8.34, 8.33; half past midnight in Berlin is February
    assert [float(a) for (a,) in select(shop, "select gross from staging.order_lines where order_id = '#1' order by line")] == [
        8.33, 8.34, 8.33]  # fmt: skip
    assert [(r["month"], r["gross_sales"], r["net_sales"], r["orders"]) for r in found["revenue"]] == [
        ("2026-02", "25.00", "21.01", 1)
    ]
    assert [status for (status,) in select(shop, "select status from staging.order_lines order by order_id, line")] == [
        "completed", "completed", "completed", "cancelled", "open"]  # fmt: skip


def test_buyers_are_hashed_with_the_shops_own_key(make_shop):
    text = HEADER + ",customer\nA1,1,2026-01-05,web,tea,1,EUR,11.90,1.90,,completed,Erika.Mustermann@example.org\n"
    shop, other = make_shop({"exports/a.csv": text}), make_shop({"exports/a.csv": text}, name="other")
    build(shop), build(other)
    hashes = [select(s, "select customer from staging.order_lines")[0][0] for s in (shop, other)]
    assert hashes[0] != hashes[1] and len(hashes[0]) == 16
    assert b"Mustermann" not in shop.warehouse.read_bytes() and b"mustermann" not in shop.warehouse.read_bytes()


def test_a_buyer_is_the_same_keyed_hash_in_every_file_as_rfc_2104_defines_it():
    with duckdb.connect() as con:
        for text in ("x@example.org", "Müller, Straße 1"):
            (found,) = con.execute(f"select {keyed_hash('$text', b'key')}", {"text": text}).fetchall()[0]
            assert found == hmac.new(b"key", text.encode(), hashlib.sha256).hexdigest()[:16]


def test_a_rejected_cell_never_shows_a_name_or_a_phone_number(make_shop):
    shifted = [
        "A2,1,Erika Mustermann,web,tea,1,EUR,5,,,completed",
        "A3,1,2026-01-05,web,tea,+4930123456789,EUR,5,,,completed",
    ]
    shop = make_shop({"exports/a.csv": lines(GOOD, *shifted)})
    build(shop)
    said = " ".join(reason for (reason,) in select(shop, "select reason from landing.rejects"))
    assert "a text of 16 characters is not a date or time" in said and "Mustermann" not in said and "4930" not in said


def test_every_built_in_declaration_says_where_its_file_is_found():
    assert all(declaration.found_at for declaration in declarations())


@settings(deadline=None)
@given(st.lists(st.text(alphabet='A1,;"\n€\t.-', max_size=40), max_size=8))
def test_no_body_breaks_the_reader_and_the_rows_always_add_up(rows):
    order_lines = next(d for d in declarations() if d.name == "order_lines")
    source = Source("x.csv", (HEADER + "\n" + "\n".join(rows)).encode())
    assert recognise(source, [order_lines]) is order_lines
    export = read(source, order_lines)
    assert isinstance(export, Export)
    assert export.row_count == len(export.records) + len({reject.line for reject in export.rejects})


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_recognition(content):
    assert isinstance(recognise(Source("x", content), declarations()), Reject)


OWN = """
title = "Own"
role = "orders"
[file]
delimiter = ";"
[columns.text]
number = "Nr"
state = "Status"
[columns.timestamp]
sold_at = "Datum"
[columns.number]
gross = "Brutto"
[[sales]]
order_id = "number"
ordered_at = "sold_at"
channel = "'Markt'"
currency = "'EUR'"
gross_amount = "gross"
status = "coalesce(state, 'completed')"
"""
OWN_FILE = "Nr;Status;Datum;Brutto\n7;;2025-12-31;5\n"


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        (
            'gross_amount = "gross"',
            'gross_amount = "grosss"',
            r"formats/own.toml \[\[sales\]\] gross_amount = grosss: Binder Error",
        ),
        ("\"'Markt'\"", '"Markt"', r"channel = Markt: .*a fixed word needs quotes of its own"),
        ("[[sales]]", "[sales]", r"write \[\[sales\]\] with two brackets"),
        ("order_id =", "oder_id =", r"\[\[sales\]\] has no oder_id; did you mean order_id\?"),
        ("title =", "titel =", r"titel is not a known key; did you mean title\?"),
        ('delimiter = ";"', 'delimiter = ";"\nfooter = "("', r'"\(" is not a regular expression'),
        ('delimiter = ";"', 'delimiter = ";"\nencoding = "utf-9"', '"utf-9" is not an encoding'),
        ("'completed'", "'bezahlt'", "status gives bezahlt; it must give completed, cancelled or open"),
    ],
)
def test_a_mistake_in_a_declaration_names_file_key_and_remedy(make_shop, wrong, right, message):
    shop = make_shop({"formats/own.toml": OWN.replace(wrong, right), "exports/x.csv": OWN_FILE})
    with pytest.raises(InputError, match=message):
        build(shop)


def test_a_row_without_order_number_or_day_is_rejected_and_the_rows_still_add_up(make_shop):
    shop = make_shop({"formats/own.toml": OWN, "exports/x.csv": OWN_FILE + "Summe;;;99999\n;;2025-12-31;4\n"})
    found = measured(shop)
    assert account(shop) == {"x.csv": (3, 1, 2, 0)}
    assert select(shop, "select line, reason from landing.rejects order by line") == [
        (3, "has no day"), (4, "has no order number")]  # fmt: skip
    assert found["revenue"][0]["gross_sales"] == "5.00"


@pytest.mark.parametrize("day", ["0022-01-05", "3026-01-05"])
def test_a_day_in_an_impossible_year_is_rejected(make_shop, day):
    shop = make_shop({"exports/a.csv": lines(GOOD, f"A2,1,{day},web,tea,1,EUR,5,,,completed")})
    build(shop)
    assert account(shop) == {"a.csv": (2, 1, 1, 0)}


def test_a_workbook_reads_the_same_as_the_table_in_it_saved_as_csv(make_shop):
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet = book.add_worksheet("Orders")
        sheet.write_row(0, 0, HEADER.split(","))
        sheet.write_row(1, 0, ["A1", 1, None, "web", "tea", 1, "EUR", 11.9, "1.90", None, "completed"])
        sheet.write_datetime(1, 2, datetime(2026, 1, 5), day)
    plain = make_shop({"exports/a.csv": lines(GOOD)}, "plain")
    shop = make_shop({"exports/a.download": packed.getvalue(), "exports/b.xlsx": b"PK\x03\x04..."})
    build(plain)
    build(shop)
    columns = "order_id, line_id, ordered_at, channel_id, sku, quantity, gross, tax, status"
    assert select(shop, f"select {columns} from staging.order_lines") == select(
        plain, f"select {columns} from staging.order_lines"
    )
    assert "not a readable zip archive" in select(shop, "select reason from landing.rejects")[0][0]


def test_a_word_in_the_currency_column_is_rejected_and_an_address_is_no_country(make_shop):
    text = (
        HEADER
        + ",country\nA1,1,2026-01-05,web,tea,1,EUR,5,,,completed,Musterstraße 5\nA2,1,2026-01-05,web,tea,1,EUR,5,,,completed,Deutschland\nA3,1,2026-01-05,web,tea,1,Erika,5,,,completed,DE\n"
    )
    shop = make_shop({"exports/a.csv": text})
    build(shop)
    assert select(shop, "select country from staging.order_lines order by order_id") == [(None,), ("DE",)]
    assert select(shop, "select reason from landing.rejects") == [
        ("a text of 5 characters is not a currency code like EUR in column currency",)
    ]
    content = shop.warehouse.read_bytes()
    assert b"Erika" not in content and "Musterstraße".encode() not in content


def test_reference_rates_brought_as_the_banks_own_archive_win_over_those_shipped(make_shop):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        rates = "Date,USD,JPY,GBP,CYP,\n2027-01-05,2.0000,175.68,0.8,N/A,\n2026-01-05,1.2500,175.68,0.8,N/A,\n"
        archive.writestr("eurofxref-hist.csv", rates)
    rows = lines(
        "A1,1,2026-01-05,web,tea,1,USD,12.50,0,,completed",
        "A2,1,2027-01-06,web,tea,1,USD,12.00,0,,completed",
        "A3,1,2027-01-06,web,tea,1,CYP,1.00,0,,completed",
    )
    shop = make_shop({"exports/a.csv": rows, "exports/eurofxref-hist.zip": packed.getvalue()})
    build(shop)
    sold = select(shop, "select order_id, gross from staging.order_lines order by order_id")
    assert sold == [("A1", Decimal("10")), ("A2", Decimal("6")), ("A3", None)]
    assert account(shop)["eurofxref-hist.zip/eurofxref-hist.csv"] == (2, 2, 0, 0)
