"""Registers as they are published: kept apart from the repository, mapped to contracts.csv as an analyst would."""

import csv
import io
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from conftest import SHARED, SHOP, lines, measured, select

REGISTERS = SHARED / "registers"
pytestmark = pytest.mark.skipif(not REGISTERS.exists(), reason="the public registers are not at hand")

SALE = "A1,1,2025-06-05,web,tea,1,EUR,10.00,,,completed"
COLUMNS = ["contract_id", "vendor_id", "functions", "starts_on", "renewal", "notice", "noticed_on", "ends_on"]
AS_OF = date(2015, 6, 30)
Rows = list[dict[str, str]]


def published(name: str, delimiter: str = ",") -> Rows:
    """The rows of a published file; bare CR line ends are line ends too."""
    text = (REGISTERS / name).read_bytes().decode("utf-8-sig", "replace")
    return list(csv.DictReader(io.StringIO(re.sub("\r\n?", "\n", text)), delimiter=delimiter))


def as_csv(rows: Rows, line_end: str = "\n") -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator=line_end)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def city(starts_on: str = "1/1/2010") -> Rows:
    return [
        {
            "contract_id": row["CONTRACT"],
            "vendor_id": row["COMPANY"],
            "functions": "supply",
            "starts_on": starts_on,
            "renewal": "none",
            "ends_on": row["EXPIRATION"],
        }
        for row in published("2015-05-22-contractlist.csv")
    ]


def read(make_shop, register: str, *, order: str | None, as_of: date = AS_OF, **files: bytes) -> tuple[Any, dict]:
    declared = f'[register]\ndate_order = "{order}"\n' if order else ""
    base: dict[str, Any] = {"shop.toml": SHOP + declared, "exports/a.csv": lines(SALE), **files}
    shop = make_shop(base | ({"register/contracts.csv": register} if register else {}))
    return shop, measured(shop, month="2025-06", as_of=as_of)


def statuses(found: dict) -> Counter[str]:
    return Counter(row["status"] for row in found["lock_in"]["contracts"])


def day(cell: str, pattern: str) -> date | None:
    try:
        return datetime.strptime(cell, pattern).date()
    except ValueError:
        return None


def test_a_city_list_with_two_digit_years_and_expiries_alone(make_shop):
    rows = city()
    kept = [row for row in rows if row["contract_id"].strip() and row["vendor_id"].strip()]
    open_ended = [row for row in kept if row["ends_on"] == "" or row["ends_on"].endswith("/99")]
    days = [day(re.sub(r"/(\d\d)$", r"/20\1", row["ends_on"]), "%m/%d/%Y") for row in kept if row not in open_ended]
    shop, found = read(make_shop, as_csv(rows), order="month_first")
    assert len(found["lock_in"]["contracts"]) == len(kept) == len(rows) - 3
    # What no calendar has ("11/31/2015"), what is no date ("Mo. To Mo.") and what has no end stays unknown, and counted.
    assert statuses(found) == {
        "unknown": len(open_ended) + days.count(None),
        "ended": sum(1 for each in days if each and each < AS_OF),
        "free": days.count(AS_OF),
        "bound": sum(1 for each in days if each and each > AS_OF),
    }
    assert days.count(None) == 3
    told = [reason for (reason,) in select(shop, "select reason from landing.rejects where heading = 'ends_on'")]
    assert sum("the calendar has no such day" in reason for reason in told) == 2
    assert sum('write renewal "tacit" with initial_term and renewal_term "1 month"' in reason for reason in told) == 1
    unknown = [each for each in found["unknowns"] if re.match(r"when contract .* can be left", each["what"])]
    assert len(unknown) == statuses(found)["unknown"]


def test_one_number_of_several_vendors_is_a_contract_with_each(make_shop):
    rows = city()
    number, count = Counter(row["contract_id"] for row in rows).most_common(1)[0]
    _, found = read(make_shop, as_csv(rows), order="month_first")
    assert count > 5 and sum(row["contract_id"] == number for row in found["lock_in"]["contracts"]) == count


def test_dates_whose_order_is_not_declared_are_told_row_by_row_and_never_guessed(make_shop):
    rows = city("2010-01-01")
    slashed = sum("/" in row["ends_on"] for row in rows if row["contract_id"].strip() and row["vendor_id"].strip())
    shop, found = read(make_shop, as_csv(rows), order=None)
    told = select(shop, "select reason from landing.rejects where reason like '%may be day or month first%'")
    assert len(told) >= slashed and "write date_order" in told[0][0]
    assert set(statuses(found)) == {"unknown"}


def test_a_blank_start_is_told_with_its_remedy_and_the_rows_are_counted(make_shop):
    rows = city("")
    shop, found = read(make_shop, as_csv(rows), order="month_first")
    counted = select(shop, "select row_count, loaded, rejected from marts.inputs where file like '%contracts%'")
    assert counted == [(len(rows), 0, len(rows))]
    assert any(each["what"] == f"what rows of register/contracts.csv say ({len(rows)})" for each in found["unknowns"])
    (reason,) = select(shop, "select reason from landing.rejects where heading = 'starts_on' limit 1")[0]
    assert "write the day on which the contract began" in reason


def test_a_state_list_with_bare_carriage_returns_and_the_year_9999(make_shop):
    rows = [
        {**row, "starts_on": "1/1/2010", "renewal": "none", "functions": "supply"}
        for row in (
            {"contract_id": r["CONTRACT"], "vendor_id": r["COMPANY"], "ends_on": r["EXPIRATION"]}
            for r in published("2015-10-27-state-contracts.csv")
        )
    ]
    ends = [day(row["ends_on"], "%m/%d/%Y") for row in rows]
    _, found = read(make_shop, as_csv(rows, "\r"), order="month_first")
    assert statuses(found) == {
        "unknown": sum(1 for end in ends if end is None or end.year == 9999),
        "bound": sum(1 for end in ends if end and AS_OF < end < date(9999, 1, 1)),
        **({"ended": count} if (count := sum(1 for end in ends if end and end < AS_OF)) else {}),
        **({"free": ends.count(AS_OF)} if AS_OF in ends else {}),
    }
    assert sum(1 for end in ends if end and end.year == 9999) > 300


def federal() -> Rows:
    columns = {"starts_on": "period_of_performance_start_date_(mm/dd/yyyy)",
               "ends_on": "award_completion_date_(mm/dd/yyyy)", "noticed_on": "deleted_date"}  # fmt: skip
    return [
        {
            "contract_id": row["piid"],
            "vendor_id": row["vendor"],
            "functions": "supply",
            "renewal": "none",
            **{ours: row[theirs] for ours, theirs in columns.items()},
        }
        for row in published("fpds_terminated_trimmed.csv")
    ]


def test_a_federal_list_whose_ends_a_termination_overwrote(make_shop):
    rows, as_of = federal(), date(2025, 4, 30)
    shop, found = read(make_shop, as_csv(rows), order="month_first", as_of=as_of)
    days = [(row["contract_id"], day(row["starts_on"], "%m/%d/%Y"), day(row["ends_on"], "%m/%d/%Y")) for row in rows]
    # One ends before it starts: a mistake or a contract that never ran, so it is told and not called ended.
    assert sum(1 for _, start, end in days if start and end and end < start) == 1
    assert len(select(shop, "select 1 from landing.rejects where reason like '%is before starts_on%'")) == 1
    expected = Counter((key, end.isoformat() if start and end and end >= start else None) for key, start, end in days)
    listed = found["lock_in"]["contracts"]
    assert Counter((row["contract_id"], row["earliest_exit"]) for row in listed) == expected
    for row in listed:
        status = "ended" if (row["earliest_exit"] or "9999") < as_of.isoformat() else None
        assert (row["status"] == "unknown") == (row["earliest_exit"] is None) and status in (None, row["status"])


def test_day_first_dates_and_a_preferred_semicolon(make_shop):
    rows = [
        {
            "contract_id": row["numero_ata"],
            "vendor_id": "v",
            "functions": "supply",
            "starts_on": row["data_vigencia_inicial"],
            "renewal": "none",
            "ends_on": row["data_vigencia_final"],
        }
        for row in published("ifms_atas.csv", ";")
    ]
    as_of = date(2025, 12, 31)
    _, found = read(make_shop, as_csv(rows).replace(",", ";"), order="day_first", as_of=as_of)
    ends = {row["contract_id"]: day(row["ends_on"], "%d/%m/%Y") for row in rows}
    assert len(ends) == len(found["lock_in"]["contracts"]) == len(rows)
    for row in found["lock_in"]["contracts"]:
        end = ends[row["contract_id"]]
        assert end and row["earliest_exit"] == end.isoformat()
    assert statuses(found)["ended"] == sum(1 for end in ends.values() if end and end < as_of)


def test_a_workbook_of_the_federal_list_gives_what_its_csv_gives(make_shop, tmp_path: Path):
    rows, as_of = federal(), date(2025, 4, 30)
    path = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "mm/dd/yyyy"}) as book:
        sheet = book.add_worksheet("Contracts")
        sheet.write_row(0, 0, COLUMNS)
        for line, row in enumerate(rows, 1):
            for column, name in enumerate(COLUMNS):
                value = day(row.get(name, ""), "%m/%d/%Y") if name in ("starts_on", "ends_on") else None
                if value:
                    sheet.write_datetime(line, column, value)  # type: ignore[arg-type]
                else:
                    sheet.write_string(line, column, row.get(name, ""))
    _, from_csv = read(make_shop, as_csv(rows), order="month_first", as_of=as_of)
    shop = make_shop({"exports/a.csv": lines(SALE), "register/register.xlsx": path.read_bytes()}, name="book")
    book_figures = measured(shop, month="2025-06", as_of=as_of)
    assert [
        {**row, "reason": None, "derivation": None, "vendor_notice_derivation": None}
        for row in book_figures["lock_in"]["contracts"]
    ] == [
        {**row, "reason": None, "derivation": None, "vendor_notice_derivation": None}
        for row in from_csv["lock_in"]["contracts"]
    ]
