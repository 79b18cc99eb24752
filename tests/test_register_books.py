"""A register kept in Excel reads like the same rows in CSV, whatever the sheet looks like."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from conftest import SHOP, lines, measured, select

from analysis.errors import InputError
from analysis.register.reading import Table, read_register
from analysis.shop import Shop
from analysis.warehouse import build

SALE = "A1,1,2026-01-05,web,tea,1,EUR,10.00,,,completed"
HEADER = ["contract_id", "vendor_id", "functions", "starts_on", "initial_term", "renewal", "renewal_term", "notice",
          "minimum_per_month", "special_termination"]  # fmt: skip
ROWS: list[list[Any]] = [
    ["4711", "lager", "storage", date(2025, 1, 1), "24 Monate", "tacit", "12 Monate", "6 Wochen zum Vertragsende", 1500.5, "no"],
    ["007", "post", "shipping", date(2024, 2, 29), "", "open_ended", "", "3 Monate zum Quartalsende", "1.500,50", "ja"],
    ["c", "bank", "payment", date(2025, 6, 1), "", "open_ended", "", "jederzeit", 0, ""],
]  # fmt: skip
Fill = Callable[[xlsxwriter.Workbook], None]


def plain(book: xlsxwriter.Workbook, name: str = "contracts", *, top: int = 0) -> Any:
    """The rows as cells of their kinds: numbers, text, real dates."""
    sheet = book.add_worksheet(name)
    sheet.write_row(top, 0, HEADER)
    for line, row in enumerate(ROWS, top + 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, column, datetime(value.year, value.month, value.day))
            else:
                sheet.write(line, column, value)
    return sheet


def title_above(book: xlsxwriter.Workbook) -> None:
    sheet = plain(book, top=3)
    sheet.merge_range(0, 0, 0, 5, "Vertragsregister 2026")


def other_case_and_blanks_around(book: xlsxwriter.Workbook) -> None:
    sheet = plain(book, " Contracts ")
    sheet.write_row(0, 0, ["Contract ID*", "VENDOR_ID", "Functions ", "Starts on", "Initial-Term", "Renewal"])


def trailing_rows_and_columns(book: xlsxwriter.Workbook) -> None:
    sheet = plain(book)
    bold = book.add_format({"bold": True, "bg_color": "#eeeeee"})
    for line in range(10, 40):
        sheet.write_blank(line, 2, None, bold)
    sheet.write_blank(0, len(HEADER), None, bold)
    sheet.write_string(50, 0, "   ")


def formulas(book: xlsxwriter.Workbook) -> None:
    sheet = plain(book)
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_formula(1, 3, "=DATE(2025,1,1)", day, 45658)  # 45,658 days after 30 December 1899
    sheet.write_formula(1, 8, "=3001/2", None, 1500.5)
    sheet.write_formula(1, 7, '="6 Wochen zum "&"Vertragsende"', None, "6 Wochen zum Vertragsende")


def numbers_and_dates_as_text(book: xlsxwriter.Workbook) -> None:
    sheet = plain(book)
    sheet.write_string(1, 0, "4711")
    sheet.write_string(1, 3, "01.01.2025")
    sheet.write_string(1, 8, "1.500,50")
    sheet.write_string(2, 3, "29. Februar 2024")
    sheet.write_string(2, 8, "1 500,50")


def german_formats(book: xlsxwriter.Workbook) -> None:
    sheet = plain(book)
    sheet.write_number(1, 8, 1500.5, book.add_format({"num_format": '#,##0.00 "€"'}))
    sheet.write_number(1, 0, 4711, book.add_format({"num_format": "0"}))
    sheet.write_datetime(1, 3, datetime(2025, 1, 1), book.add_format({"num_format": "[$-407]dddd, d. mmmm yyyy"}))
    sheet.write_boolean(1, 9, False)


def empty_sheets_beside(book: xlsxwriter.Workbook) -> None:
    book.add_worksheet("Tabelle1")
    plain(book)
    book.add_worksheet("balances")


def workbook(path: Path, fill: Fill) -> bytes:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        fill(book)
    return path.read_bytes()


def rows_as_csv() -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([HEADER, *ROWS])
    return out.getvalue()


def read(make_shop, table: str, text: str) -> Table:
    """One register table as it is read, before a build stores it."""
    shop = make_shop({f"register/{table}.csv": text})
    (found,) = read_register(shop.folder / "register", shop.settings.register_conventions)
    return found


def contracts(shop: Any) -> list[dict[str, Any]]:
    return measured(shop, month="2026-01")["lock_in"]["contracts"]


def plainly(book: xlsxwriter.Workbook) -> None:
    plain(book)


@pytest.mark.parametrize(
    "fill",
    [plainly, title_above, other_case_and_blanks_around, trailing_rows_and_columns, formulas, numbers_and_dates_as_text,
     german_formats, empty_sheets_beside],
)  # fmt: skip
def test_a_workbook_gives_the_same_rows_as_csv(make_shop, tmp_path, fill: Fill) -> None:
    from_csv = read(make_shop, "contracts", rows_as_csv())
    book = make_shop({"register/register.xlsx": workbook(tmp_path / "b.xlsx", fill)}, name="book")
    from_book = {table.name: table for table in read_register(book.folder / "register", {})}["contracts"]
    without_line = [[{**row, "line": None} for row in table.rows] for table in (from_book, from_csv)]
    assert without_line[0] == without_line[1] and from_book.problems == []
    assert [row["contract_id"] for row in from_book.rows] == ["4711", "007", "c"]


def test_a_workbook_gives_figures(make_shop, tmp_path) -> None:
    book = {"register/register.xlsx": workbook(tmp_path / "b.xlsx", german_formats)}
    found = contracts(make_shop({"exports/a.csv": lines(SALE), **book}))
    # 42 days before 31 December 2026; 334 days after 31 January at 1,500.50 a month: 1500.50 · 334 · 12/365
    first = next(row for row in found if row["contract_id"] == "4711")
    assert (first["last_receipt"], first["remaining_minimum"]) == ("2026-11-19", "16476.72")


def test_a_wrong_cell_is_told_with_the_line_that_excel_shows(make_shop, tmp_path) -> None:
    def wrong(book: xlsxwriter.Workbook) -> None:
        sheet = plain(book, top=4)
        sheet.write_string(6, 3, "31.02.2024")

    shop = make_shop({"exports/a.csv": lines(SALE), "register/register.xlsx": workbook(tmp_path / "b.xlsx", wrong)})
    build(shop)
    assert select(shop, "select file, line, heading from landing.rejects") == [
        ("register/register.xlsx:contracts", 7, "starts_on")
    ]


def test_a_table_kept_twice_or_in_another_workbook_is_told_and_not_chosen(make_shop, tmp_path) -> None:
    book = workbook(tmp_path / "b.xlsx", plainly)
    twice = {"register/register.xlsx": book, "register/contracts.csv": rows_as_csv()}
    with pytest.raises(InputError, match="holds contracts already; keep one of the two"):
        build(make_shop({"exports/a.csv": lines(SALE), **twice}, name="twice"))
    with pytest.raises(InputError, match=r"contracts\.xlsx: is not read; save it as register\.xlsx"):
        build(make_shop({"exports/a.csv": lines(SALE), "register/contracts.xlsx": book}, name="other"))
    empty = {"register/register.xlsx": book, "register/contracts.csv": rows_as_csv().splitlines()[0] + "\n"}
    assert len(contracts(make_shop({"exports/a.csv": lines(SALE), **empty}, name="empty"))) == 3
    beside = {"register.xlsx": book, "register/vendors.csv": "vendor_id,name\nv,V\n"}
    assert len(contracts(make_shop({"exports/a.csv": lines(SALE), **beside}, name="beside"))) == 3
    open_in_excel = {"register/~$register.xlsx": b"\x05Someone", "register/register.xlsx": book}
    assert len(contracts(make_shop({"exports/a.csv": lines(SALE), **open_in_excel}, name="open"))) == 3


def test_what_is_no_workbook_is_told(make_shop) -> None:
    with pytest.raises(InputError, match=r"register/register.xlsx: is not a readable workbook"):
        build(make_shop({"exports/a.csv": lines(SALE), "register/register.xlsx": b"PK\x03\x04 cut short"}))


CELLS = "contract_id,vendor_id,functions,starts_on,renewal,notice,minimum_per_month,noticed_on,ends_on\n"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-10-31", date(2026, 10, 31)),
        ("31.10.2026", date(2026, 10, 31)),
        ("31.10.26", date(2026, 10, 31)),
        ("1.2.98", date(1998, 2, 1)),
        ("2026/10/31", date(2026, 10, 31)),
        ("20261031", date(2026, 10, 31)),
        ("2026-10-31T00:00:00", date(2026, 10, 31)),
        ("31-Oct-2026", date(2026, 10, 31)),
        ("31. Oktober 2026", date(2026, 10, 31)),
        ("Oct 31, 2026", date(2026, 10, 31)),
        ("31-Oct-26", date(2026, 10, 31)),
        ("1. Okt 26", date(2026, 10, 1)),
        ("31 October 2026, 23:59PM", date(2026, 10, 31)),
        ("2026-10-31T23:59:59Z", date(2026, 10, 31)),
    ],
)
def test_a_date_with_one_reading_is_read(make_shop, cell: str, day: date) -> None:
    table = read(make_shop, "contracts", CELLS + f'c,v,software,"{cell}",open_ended,30 days,,,\n')
    assert [row["starts_on"] for row in table.rows] == [day]


UNREADABLE_TERMS = [
    ("ends_on", "31-10-2026", "may be day or month first"),
    ("ends_on", "3/4/26", "may be day or month first"),
    ("ends_on", "31.11.2026", "the calendar has no such day"),
    ("ends_on", "2026", "is not a date"),
    ("ends_on", "Q4 2026", "is not a date"),
    # midnight of 1 April in Britain, of 1 November in Germany, as data portals write days
    ("ends_on", "2026-03-31T23:00:00Z", "start of the next day"),
    ("ends_on", "2026-10-31T23:00:00.000Z", "start of the next day"),
    ("ends_on", "31.03.2026 (+1+1)", 'write the day alone, "31.03.2026"'),
    ("ends_on", "31 March 2026 with option for 2 years", 'renewal "express"'),
    ("ends_on", "month to month", 'renewal "tacit" with initial_term and renewal_term "1 month"'),
    ("ends_on", "31.12.2024", "is before starts_on 2025-01-01"),
    ("noticed_on", "31.12.2024", "is before starts_on 2025-01-01"),
    ("ends_on", "45678", "format the cell as a date"),
    ("notice", "month to month", "several readings"),
    ("notice", "30", '"30 days", "30 weeks" or "30 months"'),
    ("notice", "3 Monate zum Halbjahr", "several readings"),
]


def test_a_cell_with_two_readings_or_none_makes_the_contract_unknown_and_says_why(make_shop) -> None:
    shop, found = with_cells(make_shop, [(column, cell) for column, cell, _ in UNREADABLE_TERMS])
    states = {
        state["contract_id"]: (state["status"], state["earliest_exit"]) for state in found["lock_in"]["contracts"]
    }
    told = select(shop, "select line, heading, reason from landing.rejects order by line")
    for line, ((column, cell, reason), reject) in enumerate(zip(UNREADABLE_TERMS, told, strict=True), 2):
        assert states[f"c{line}"] == ("unknown", None)
        assert any(each["what"] == f"when contract c{line} can be left" for each in found["unknowns"])
        assert reject[:2] == (line, column) and reason in reject[2] and f'"{cell}"' in reject[2]


UNREADABLE_COSTS = [
    ("1.500", "may be 1500 or 1.500; write 1500.00 or 1.5000"),
    ("1,500", "may be 1500 or 1.500; write 1500.00 or 1.5000"),
    ("NaN", "is not a number"),
    ("-480", "is below zero"),
    ("500 USD", "is no amount in EUR"),
    ("ca. 50", "is not a number"),
]


def test_an_unreadable_cost_leaves_the_dates_and_makes_the_costs_unknown(make_shop) -> None:
    shop, found = with_cells(make_shop, [("minimum_per_month", cell) for cell, _ in UNREADABLE_COSTS])
    states = {state["contract_id"]: state for state in found["lock_in"]["contracts"]}
    told = select(shop, "select line, reason from landing.rejects order by line")
    for line, ((_, reason), reject) in enumerate(zip(UNREADABLE_COSTS, told, strict=True), 2):
        state = states[f"c{line}"]
        # 30 days from 31 January 2026.
        assert (state["status"], state["earliest_exit"]) == ("bound", "2026-03-02")
        assert state["remaining_minimum"] is None and state["cost_of_missing"] is None
        assert reject[0] == line and reason in reject[1]
        assert reject[1].endswith("(column minimum_per_month; that counts as unknown)")


def with_cells(make_shop, cells: list[tuple[str, str]]) -> tuple[Shop, dict]:
    """A shop with a contract of 30 days' notice for each cell (its column, its text), named by its line, and its
    figures of January 2026."""
    usual = {
        "vendor_id": "v",
        "functions": "software",
        "starts_on": "2025-01-01",
        "renewal": "open_ended",
        "notice": "30 days",
    }
    rows = [{**usual, "contract_id": f"c{line}", column: f'"{cell}"'} for line, (column, cell) in enumerate(cells, 2)]
    written = "".join(",".join(row.get(name, "") for name in CELLS.strip().split(",")) + "\n" for row in rows)
    shop = make_shop({"exports/a.csv": lines(SALE), "register/contracts.csv": CELLS + written})
    return shop, measured(shop, month="2026-01")


def test_a_renewal_by_nothing_is_told_by_line_and_makes_the_contract_unknown(make_shop) -> None:
    header = "contract_id,vendor_id,functions,starts_on,initial_term,renewal,renewal_term,notice\n"
    register = header + "c,v,software,2025-01-01,12 Monate,tacit,0 Monate,1 Monat\n"
    shop = make_shop({"exports/a.csv": lines(SALE), "register/contracts.csv": register})
    assert contracts(shop)[0]["status"] == "unknown"
    (line, heading, reason) = select(shop, "select line, heading, reason from landing.rejects")[0]
    assert (line, heading) == (2, "renewal_term") and '"0 Monate" renews by nothing' in reason


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("products", "sku,unit_cost\nA,-3\n"),
        ("alternatives", "vendor_id,function,alternative,lead_time_days,switch_cost\nv,storage,w,5,-100\n"),
    ],
)
def test_a_cost_below_nothing_is_told_and_not_used(make_shop, table: str, row: str) -> None:
    found = read(make_shop, table, row)
    assert found.rows == [] and len(found.rejects) == 1
    assert found.rejects[0].line == 2
    assert "is below zero; write the amount without a minus" in found.rejects[0].reason


NO_END = [
    "unbefristet", "open-ended", "31.12.9999", "12/31/99", "12/31/9999", "31-12-2099", "-", "n/a", "bis auf Weiteres",
    "until further notice", "perpetual", "31-Dec-99", "Not applicable", "until terminated", "bis auf Kündigung",
]  # fmt: skip


def test_what_registers_write_for_no_end_is_no_end(make_shop) -> None:
    _, found = with_cells(make_shop, [("ends_on", end) for end in NO_END])
    # received on 31 January 2026: 30 days later is 2 March
    states = [(state["status"], state["earliest_exit"]) for state in found["lock_in"]["contracts"]]
    assert states == [("bound", "2026-03-02")] * len(NO_END)


@pytest.mark.parametrize(
    ("cell", "renewal"),
    [("stillschweigend", "tacit"), ("Automatische Verlängerung", "tacit"), ("AUTOMATISCHE VERLAENGERUNG", "tacit"),
     ("auto-renew", "tacit"), ("ausdrücklich", "express"), ("by agreement", "express"), ("unbefristet", "open_ended"),
     ("auf unbestimmte Zeit", "open_ended"), ("Open-ended", "open_ended"), ("befristet", "none"), ("fixed term", "none"),
     ("keine automatische Verlängerung", "none"), ("extension option", "express"), ("optional", "express"),
     ("Verlängerungsoption", "express")],
)  # fmt: skip
def test_how_a_contract_goes_on_may_be_said_in_words_of_the_trade(make_shop, cell: str, renewal: str) -> None:
    table = read(make_shop, "contracts", CELLS + f"c,v,software,2025-01-01,{cell},30 days,,,2026-12-31\n")
    assert [row["renewal"] for row in table.rows] == [renewal]


@pytest.mark.parametrize("cell", ["month to month", "rolling", "evergreen", "yes", "12 Monate", "jährlich"])
def test_a_renewal_that_leaves_open_what_follows_is_told_with_its_words(make_shop, cell: str) -> None:
    table = read(make_shop, "contracts", CELLS + f"c,v,software,2025-01-01,{cell},30 days,,,\n")
    (reason,) = (problem.reason for problem in table.problems)
    assert f'"{cell}" is not allowed in renewal; write tacit' in reason and "a length into renewal_term" in reason


def test_a_total_under_the_rows_and_what_is_below_a_merged_cell_are_told_once_each(make_shop) -> None:
    register = (
        CELLS
        + "c,v,software,2025-01-01,none,,,,2026-12-31\n,,software,2025-01-01,none,,,,2027-12-31\nTotal: 2,,,,,,,,\n"
    )
    shop = make_shop({"exports/a.csv": lines(SALE), "register/contracts.csv": register})
    build(shop)
    told = select(shop, "select line, reason from landing.rejects order by line, heading")
    assert [line for line, _ in told] == [3, 3, 4]
    assert "of merged cells only the first has the value" in told[0][1] and "a title, total or note" in told[2][1]
    assert select(shop, "select row_count, loaded, rejected from marts.inputs where file like '%contracts%'") == [
        (3, 1, 2)
    ]


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("1.234.567", "1234567"), ("1,234,567", "1234567"), ("1.500,50", "1500.5"), ("1,500.50", "1500.5"), ("1500", "1500"),
     ("1'500.50", "1500.5"), ("0,125", "0.125"), ("−5", "-5"), ("1 500", "1500")],
)  # fmt: skip
def test_a_number_with_one_reading_is_read(make_shop, cell: str, amount: str) -> None:
    table = read(make_shop, "balances", f'vendor_id,kind,amount,as_on\nv,balance,"{cell}",2026-01-31\n')
    assert [row["amount"] for row in table.rows] == [Decimal(amount)]


def test_the_declared_order_that_a_date_contradicts_is_told(make_shop) -> None:
    toml = SHOP + '[register]\ndate_order = "month_first"\n'
    register = CELLS + "c,v,software,2025-01-01,none,,,,31/12/2027\n"
    shop = make_shop({"shop.toml": toml, "exports/a.csv": lines(SALE), "register/contracts.csv": register})
    build(shop)
    assert "has no month 31; shop.toml declares month_first" in select(shop, "select reason from landing.rejects")[0][0]


def test_a_service_row_names_one_function_and_an_open_quote_its_line(make_shop) -> None:
    services = "vendor_id,function\nlager,storage;shipping\npost,Shipping\n"
    shop = make_shop({"exports/a.csv": lines(SALE), "register/services.csv": services})
    build(shop)
    assert select(shop, "select vendor_id, function from register.services") == [("post", "shipping")]
    assert "write one row for each" in select(shop, "select reason from landing.rejects")[0][0]
    with pytest.raises(InputError, match=r"register/vendors.csv line 3: .*close each quote"):
        build(
            make_shop({"exports/a.csv": lines(SALE), "register/vendors.csv": 'vendor_id,name\nv,V\nw,"W\n'}, name="q")
        )


@pytest.mark.parametrize(("term", "renewal"), [("unbefristet", "open_ended"), ("open-ended", "unbefristet")])
def test_words_for_no_term_beside_a_renewal_without_terms_are_a_blank_cell(make_shop, term: str, renewal: str) -> None:
    header = "contract_id,vendor_id,functions,starts_on,initial_term,renewal,renewal_term,notice\n"
    register = header + f"c,v,software,2025-01-01,{term},{renewal},-,30 days\n"
    shop = make_shop({"exports/a.csv": lines(SALE), "register/contracts.csv": register})
    assert [(row["status"], row["earliest_exit"]) for row in contracts(shop)] == [("bound", "2026-03-02")]


def test_no_term_beside_terms_that_renew_contradicts_them(make_shop) -> None:
    header = "contract_id,vendor_id,functions,starts_on,initial_term,renewal,renewal_term,notice\n"
    register = header + "c,v,software,2025-01-01,unbefristet,tacit,12 months,30 days\n"
    shop = make_shop({"exports/a.csv": lines(SALE), "register/contracts.csv": register})
    assert [row["status"] for row in contracts(shop)] == ["unknown"]


def test_a_notice_that_waits_for_a_first_term_needs_its_length(make_shop) -> None:
    # 24 months from 1 January 2025 end on 31 December 2026; 3 months before that is 30 September 2026 at the latest,
    # and notice that arrives on 31 January 2026 ends the contract on the first day that is allowed, not on 30 April.
    header = "contract_id,vendor_id,functions,starts_on,initial_term,renewal,notice\n"
    notice = '"3 Monate, frühestens zum Ablauf der Mindestlaufzeit"'
    terms = f"a,v,software,2025-01-01,24 Monate,open_ended,{notice}\nb,v,storage,2025-01-01,,open_ended,{notice}\n"
    shop = make_shop({"exports/a.csv": lines(SALE), "register/contracts.csv": header + terms})
    known, unknown = contracts(shop)
    assert (known["earliest_exit"], known["last_receipt"]) == ("2026-12-31", "2026-09-30")
    assert unknown["status"] == "unknown"
    ((line, heading, reason),) = select(shop, "select line, heading, reason from landing.rejects")
    assert (line, heading) == (3, "notice") and "write its length into initial_term" in reason


# Notice of 3 months to 31 March 2026 arrives by 31 December 2025, by plain subtraction, too. A message can go on that
# Wednesday; a letter goes five working days earlier: 30, 29, 24, 23 and 22 December (two holidays, a weekend).
FORMS = {
    "schriftlich": "2025-12-22", "per Einschreiben": "2025-12-22", "in writing": "2025-12-22", "Textform": "2025-12-31",
    "E-Mail": "2025-12-31", "Kundenkonto": "2025-12-31", "Online-Portal": "2025-12-31",
}  # fmt: skip


def test_the_form_of_notice_is_read_in_the_words_of_contracts(make_shop) -> None:
    header = "contract_id,vendor_id,functions,starts_on,renewal,notice,notice_form\n"
    rows = [f"{form},v,software,2025-01-01,unbefristet,3 Monate zum Quartalsende,{form}\n" for form in FORMS]
    shop = make_shop({"exports/a.csv": lines(SALE), "register/contracts.csv": header + "".join(rows)})
    found = measured(shop, month="2026-01", as_of=date(2025, 12, 1))["lock_in"]["contracts"]
    assert {row["contract_id"]: row["send_by"] for row in found} == FORMS
    assert {row["last_receipt"] for row in found} == {"2025-12-31"}
