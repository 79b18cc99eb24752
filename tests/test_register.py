"""The register: rows as people keep them; what cannot be read is told by row, what is not known stays unknown."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from conftest import SHOP, lines, measured, select

from analysis.checking import check_page
from analysis.errors import InputError
from analysis.warehouse import build

SALE = "A1,1,2026-01-05,web,tea,1,EUR,10.00,,,completed"
CONTRACTS = "contract_id,vendor_id,functions,starts_on,initial_term,renewal,renewal_term,notice,ends_on\n"


def contract(shop, **columns) -> dict:
    """The figures of the only contract."""
    return measured(shop, month="2026-01", **columns)["lock_in"]["contracts"][0]


def test_a_row_without_its_key_is_rejected_and_a_repeated_one_is_a_duplicate(make_shop):
    vendors = "vendor_id,name,country\nv,V,DE\n,No id,DE\nv,Again,DE\n"
    shop = make_shop({"exports/a.csv": lines(SALE), "register/vendors.csv": vendors})
    build(shop)
    assert select(shop, "select line, reason from landing.rejects order by line") == [
        (
            3,
            "vendor_id is required and blank; write it in each row (of merged cells only the first has the value) (column vendor_id; the row was not read)",
        ),
        (4, "repeats v of line 2 with other content; that line counts: delete one of the two"),
    ]
    assert select(
        shop, "select row_count, loaded, rejected, duplicates from marts.inputs where file like '%vendors%'"
    ) == [(3, 1, 1, 1)]


def test_a_contract_number_that_stands_twice_says_how_both_rows_may_stay(make_shop):
    rows = "c,v,software,2025-01-01,,open_ended,,30 days,\nc,v,payment,2025-01-01,,open_ended,,90 days,\n"
    shop = make_shop({"exports/a.csv": lines(SALE), "register/contracts.csv": CONTRACTS + rows})
    build(shop)
    assert select(shop, "select line, reason from landing.rejects") == [
        (3, "repeats c v of line 2 with other content; that line counts: delete one of the two, or give a contract of "
         "its own another contract_id"),
    ]  # fmt: skip


def test_german_numbers_and_dates_read_and_nonsense_is_told_with_the_remedy(make_shop):
    balances = 'vendor_id,kind,amount,as_on\nv,balance,"1.234,50",31.10.2026\nv,balance,viel,2026-10-31\n'
    shop = make_shop({"exports/a.csv": lines(SALE), "register/balances.csv": balances})
    build(shop)
    assert select(shop, "select amount, as_on from register.balances") == [(Decimal("1234.5"), date(2026, 10, 31))]
    assert select(shop, "select line, reason from landing.rejects") == [
        (3, '"viel" is not a number; write 1234.50 (column amount; the row was not read)')
    ]


@pytest.mark.parametrize(
    ("header", "renames"),
    [
        ("Contract Ref,Supplier Name,Contract Start Date,Extension Options,Notice Period",
         '"Contract Ref" = contract_id, "Supplier Name" = vendor_id, "Contract Start Date" = starts_on, '
         '"Extension Options" = renewal_term, "Notice Period" = notice'),
        ("Vertragsnummer;Vertragspartner;Vertragsbeginn;Laufzeit bis;Kündigungsfrist",
         '"Vertragsnummer" = contract_id, "Vertragspartner" = vendor_id, "Vertragsbeginn" = starts_on, '
         '"Kündigungsfrist" = notice'),
    ],
)  # fmt: skip
def test_a_list_under_headings_of_its_own_is_told_which_to_rename(make_shop, header: str, renames: str) -> None:
    title = "Register of contracts 2026\n"
    shop = make_shop({"exports/a.csv": lines(SALE), "register/contracts.csv": f"{title}{header}\n"})
    with pytest.raises(InputError) as refused:
        build(shop)
    assert f"starts_on, renewal); rename {renames}." in str(refused.value)


def test_dates_with_slashes_are_read_in_the_declared_order_and_never_guessed(make_shop):
    register = CONTRACTS + "c,v,software,03/04/2025,,none,,,10/31/2027\n"
    files = {"exports/a.csv": lines(SALE), "register/contracts.csv": register}
    told = select_after_build(make_shop(files), "select heading, reason from landing.rejects order by heading")
    assert told[0][0] == "ends_on" and 'write date_order = "day_first" or "month_first"' in told[0][1]
    files["shop.toml"] = SHOP + '[register]\ndate_order = "month_first"\n'
    declared = make_shop(files, name="declared")
    assert select_after_build(declared, "select starts_on, ends_on from register.contracts") == [
        (date(2025, 3, 4), date(2027, 10, 31))
    ]


def select_after_build(shop, query: str) -> list[tuple]:
    build(shop)
    return select(shop, query)


@pytest.mark.parametrize("end", ["", "2099-12-31", "31.12.2999"])
def test_a_blank_end_and_one_in_2099_mean_no_end(make_shop, end):
    register = CONTRACTS + f"c,v,software,2025-01-01,,open_ended,,30 Tage,{end}\n"
    shop = make_shop({"exports/a.csv": lines(SALE), "register/contracts.csv": register})
    # received on 31 January 2026: 30 days later is 2 March
    assert contract(shop)["earliest_exit"] == "2026-03-02"


def test_one_contract_number_of_several_vendors_is_a_contract_with_each(make_shop):
    register = (
        CONTRACTS + "A-070,x,supply,2025-01-01,,none,,,2026-06-30\nA-070,y,supply,2025-01-01,,none,,,2027-06-30\n"
    )
    shop = make_shop({"exports/a.csv": lines(SALE), "register/contracts.csv": register})
    found = measured(shop, month="2026-01")["lock_in"]["contracts"]
    assert [(row["vendor_id"], row["earliest_exit"]) for row in found] == [("x", "2026-06-30"), ("y", "2027-06-30")]


def test_an_unreadable_optional_cell_makes_the_contract_unknown_and_not_free(make_shop):
    register = CONTRACTS + "c,v,software,2025-01-01,zwölf Monde,tacit,12 Monate,30 Tage,\n"
    row = contract(make_shop({"exports/a.csv": lines(SALE), "register/contracts.csv": register}))
    assert row["status"] == "unknown" and "zwölf Monde" in row["reason"]


def test_check_tells_rows_that_were_not_read_apart_from_those_that_lack_a_cell_and_counts_rows(make_shop):
    # Line 2 is loaded without two of its cells, line 3 was not read for two reasons, line 4 for one.
    rows = (
        "c1,v,storage,2024-01-01,viel,tacit,1 Jahr,bald,\n"
        "c2,v,nonsense,2024-01-01,1 Jahr,maybe,1 Jahr,1 Monat,\n"
        "c3,v,storage,,1 Jahr,tacit,1 Jahr,1 Monat,\n"
    )
    shop = make_shop({"exports/a.csv": lines(SALE), "register/contracts.csv": CONTRACTS + rows})
    build(shop)
    page, _ = check_page(shop)
    sections = {part.splitlines()[0]: part.splitlines()[1:] for part in page.split("\n\n")}
    assert "  register/contracts.csv: register table contracts: 3 rows = 1 loaded + 2 rejected" in page
    assert [line.split(":")[0] for line in sections["Not read (2)"]] == [
        "  register/contracts.csv line 3", "  register/contracts.csv line 3", "  register/contracts.csv line 4",
    ]  # fmt: skip
    assert all(line.startswith("  register/contracts.csv line 2") for line in sections["Read, but not in full (1)"])
    assert len(sections["Read, but not in full (1)"]) == 2


def test_a_workbook_reads_like_the_csv_files(make_shop, tmp_path):
    shop = make_shop({"exports/a.csv": lines(SALE), "register/.keep": ""})
    workbook(shop.folder / "register" / "register.xlsx")
    row = contract(shop)
    assert (row["term_end"], row["remaining_minimum"]) == ("2026-12-31", "1098.08")  # 334 days · 100.00 · 12/365
    assert select(shop, "select name from register.vendors") == [("Lager Süd",)]


def workbook(path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("contracts")
        sheet.write_row(0, 0, ["contract_id", "vendor_id", "functions", "starts_on", "initial_term", "renewal",
                               "renewal_term", "notice", "minimum_per_month"])  # fmt: skip
        sheet.write_row(1, 0, ["c", "lager", "storage"])
        sheet.write_datetime(1, 3, datetime(2025, 1, 1))
        sheet.write_row(1, 4, ["24 Monate", "tacit", "12 Monate", "6 Wochen zum Vertragsende", 100])
        vendors = book.add_worksheet("vendors")
        vendors.write_row(0, 0, ["vendor_id", "name"])
        vendors.write_row(1, 0, ["lager", "Lager Süd"])


def test_a_table_nobody_knows_and_a_missing_column_are_named(make_shop):
    with pytest.raises(InputError, match="there is no register table contract; the tables are"):
        build(make_shop({"exports/a.csv": lines(SALE), "register/contract.csv": "a,b\n"}))
    with pytest.raises(
        InputError, match=r"register/vendors.csv line 1: the column name is missing \(needed: vendor_id, name\)"
    ):
        build(make_shop({"exports/a.csv": lines(SALE), "register/vendors.csv": "vendor_id\n"}, name="other"))


def test_a_misspelt_column_and_a_row_with_an_unquoted_comma_are_told(make_shop):
    products = "sku,unit_cost,tax_rat\ntea,12,50,0\nbalm,5,0.19\n"
    shop = make_shop({"exports/a.csv": lines(SALE), "register/products.csv": products})
    assert select_after_build(shop, "select line, reason from landing.rejects order by line") == [
        (1, "tax_rat is no column of products and was not read; did you mean tax_rate?"),
        (2, "has 4 cells where the header has 3; quote a cell that holds a comma"),
    ]
    assert select(shop, "select sku from register.products") == [("balm",)]


def test_a_share_may_be_a_percentage_and_a_wrong_one_is_not_taken_as_all_of_it(make_shop):
    services = "vendor_id,function,channel_id,share\nP,payment,web,60 %\nS,payment,web,viel\n"
    shop = make_shop({"exports/a.csv": lines(SALE), "register/services.csv": services})
    assert select_after_build(shop, "select vendor_id, share from register.services") == [("P", Decimal("0.6"))]
    found = measured(shop)
    payment = next(row for row in found["exposure"]["functions"] if row["function"] == "payment")
    assert payment["unknown_share"] == pytest.approx(0.4)
    assert any(unknown["what"] == "what rows of register/services.csv say (1)" for unknown in found["unknowns"])


def test_money_may_carry_the_sign_or_code_of_its_currency(make_shop):
    # The shop reckons in EUR; a balance in the currency of its own row. With a sign beside it, money has two decimals,
    # so "1.500 EUR" is 1500 in German and "1,500 EUR" in English; a unit cost of 1.250 may have thousandths.
    balances = (
        "vendor_id,kind,amount,currency,as_on\n"
        'a,balance,"99,99 €",,2026-01-31\nb,balance,1.500 EUR,EUR,2026-01-31\nc,balance,"€ 1,500",,2026-01-31\n'
        'd,balance,"480,- Euro",,2026-01-31\ne,balance,$99,USD,2026-01-31\nf,balance,-5 €,,2026-01-31\n'
        "g,balance,$99,,2026-01-31\nh,balance,12 Monate,,2026-01-31\n"
    )
    products = 'sku,unit_cost\nx,"1,25 €"\ny,1.250 €\n'
    files = {"register/balances.csv": balances, "register/products.csv": products}
    shop = make_shop({"exports/a.csv": lines(SALE)} | files)
    build(shop)
    read = select(shop, "select vendor_id, amount from register.balances order by vendor_id")
    amounts = {"a": "99.99", "b": "1500", "c": "1500", "d": "480", "e": "99", "f": "-5"}
    assert dict(read) == {vendor: Decimal(amount) for vendor, amount in amounts.items()}
    assert select(shop, "select unit_cost from register.products") == [(Decimal("1.25"),)]
    refused = dict(select(shop, "select line, reason from landing.rejects"))
    assert '"$99" is no amount in EUR' in refused[8]
    assert '"12 Monate" is no amount in EUR' in refused[9]
    assert '"1.250" may be 1250 or 1.250' in refused[3]
