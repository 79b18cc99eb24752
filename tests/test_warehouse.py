"""The warehouse is written once, swapped in whole, and readable all the time."""

import os

import duckdb
import pytest
from conftest import lines, select

from analysis import warehouse
from analysis.errors import InputError
from analysis.shop import Shop
from analysis.warehouse import build, fresh, opened

SALE = "A1,1,2026-01-05,web,tea,1,EUR,10.00,,,completed"
V2 = "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\torder-id\tshipment-id\tmarketplace-name\tamount-type\tamount-description\tamount\tfulfillment-id\tposted-date\torder-item-code\tsku\tquantity-purchased"


def settlement(total: str, amount: str) -> str:
    summary = f"77\t2026-03-01\t2026-03-14\t2026-03-16\t{total}\tEUR" + "\t" * 12
    sale = f"77\t\t\t\t\tEUR\tOrder\t302-1\ts\tAmazon.de\tItemPrice\tPrincipal\t{amount}\tAFN\t2026-03-02\t9\ttea\t1"
    return "\n".join([V2, summary, sale]) + "\n"


def test_a_failed_check_leaves_the_last_good_warehouse(make_shop):
    shop = make_shop({"exports/s.txt": settlement("10.00", "10.00")})
    good = build(shop).read_bytes()
    (shop.exports / "s.txt").write_text(settlement("10.00", "9.99"))
    with pytest.raises(
        InputError, match=r"settlement rows = stated total\n +exports/s\.txt, 77: stated 10\.00, found 9\.99"
    ):
        build(shop)
    assert shop.warehouse.read_bytes() == good
    assert [path.name for path in shop.folder.glob("warehouse*")] == ["warehouse.duckdb"]


def test_a_total_that_a_rejected_row_explains_is_a_failed_check_but_no_stop(make_shop):
    shop = make_shop({"exports/s.txt": settlement("10.00", "1o.00"), "exports/a.csv": lines(SALE)})
    build(shop)
    assert select(shop, "select ok from meta.checks where name like '%stated total'") == [(False,)]
    assert select(shop, "select line, heading from landing.rejects") == [(3, "amount")]


def test_an_open_notebook_does_not_block_a_build(make_shop):
    shop = make_shop({"exports/a.csv": lines(SALE)})
    build(shop)
    with opened(shop.warehouse) as con:
        (shop.exports / "b.csv").write_text(lines(SALE.replace("A1", "A2")))
        build(shop)
        assert con.execute("select count(*) from staging.order_lines").fetchall() == [(1,)]
    assert select(shop, "select count(*) from staging.order_lines") == [(2,)]


def test_a_notebook_cannot_write_or_read_other_files(make_shop):
    shop = make_shop({"exports/a.csv": lines(SALE)})
    build(shop)
    with opened(shop.warehouse) as con:
        with pytest.raises(duckdb.Error):
            con.execute("delete from staging.order_lines")
        with pytest.raises(duckdb.Error):
            con.execute(f"select * from read_text('{shop.folder}/shop.toml')").fetchall()


def test_a_warehouse_is_made_again_only_when_something_changed(make_shop):
    shop = make_shop({"exports/a.csv": lines(SALE)})
    first = fresh(shop).stat().st_ino
    assert fresh(shop).stat().st_ino == first
    (shop.exports / "a.csv").write_text(lines(SALE.replace("10.00", "11.00")))
    assert fresh(shop).stat().st_ino != first


def test_what_a_killed_build_left_is_cleared(make_shop):
    gone, working = "warehouse.duckdb.building-999999999", f"warehouse.duckdb.building-{os.getppid()}"
    shop = make_shop({"exports/a.csv": lines(SALE), gone: "half", working: "another run's"})
    build(shop)
    assert not (shop.folder / gone).exists() and (shop.folder / working).exists()


def test_a_shop_folder_that_cannot_be_written_to_is_read_all_the_same(make_shop, tmp_path):
    made = make_shop({"exports/a.csv": lines(SALE)})
    before = sorted(os.listdir(made.folder))
    shop = Shop(made.folder, tmp_path / "elsewhere")
    assert build(shop) == tmp_path / "elsewhere" / "warehouse.duckdb"
    assert sorted(os.listdir(made.folder)) == before


def test_a_settlement_in_both_layouts_counts_once(make_shop):
    columns = ["settlement-id", "settlement-start-date", "settlement-end-date", "deposit-date", "total-amount",
               "currency", "transaction-type", "order-id", "merchant-order-id", "adjustment-id", "shipment-id",
               "marketplace-name", "shipment-fee-type", "shipment-fee-amount", "order-fee-type", "order-fee-amount",
               "fulfillment-id", "posted-date", "order-item-code", "merchant-order-item-id",
               "merchant-adjustment-item-id", "sku", "quantity-purchased", "price-type", "price-amount",
               "item-related-fee-type", "item-related-fee-amount", "misc-fee-amount", "other-fee-amount",
               "other-fee-reason-description", "promotion-id", "promotion-type", "promotion-amount"]  # fmt: skip
    summary = dict(zip(columns, ["77", "2026-03-01", "2026-03-14", "2026-03-16", "10.00", "EUR"], strict=False))
    sale = {"settlement-id": "77", "transaction-type": "Order", "order-id": "302-1", "marketplace-name": "Amazon.de",
            "posted-date": "2026-03-02", "price-type": "Principal", "price-amount": "10.00"}  # fmt: skip
    rows = ["\t".join(columns), *("\t".join(row.get(c, "") for c in columns) for row in (summary, sale))]
    shop = make_shop({"exports/v1.txt": "\n".join(rows), "exports/v2.txt": settlement("10.00", "10.00")})
    build(shop)
    assert select(shop, "select sum(gross) from staging.order_lines") == [(10,)]
    assert select(shop, "select duplicates from marts.inputs order by file") == [(0,), (2,)]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"shop.toml": "[shop]\nname = 1,5\n"}, "shop.toml"),
        ({"shop.toml": '[shop]\nname = "x"\ncurrency = "EUR"\ncurency = "EUR"\n'}, "curency"),
        ({"formats/x.toml": 'title = "x"\nrole = "orders"\n'}, "formats/x.toml says nothing of what a row becomes"),
        ({"scenarios.yml": "- scenario_id: x\n  name: x\n  shocks: [{lever: fee_points, amout: 1}]\n"}, "amout"),
        (
            {"scenarios.yml": "- scenario_id: x\n  name: x\n  shocks: [{lever: fee_pints, amount: 1}]\n"},
            '"fee_pints" is not a lever; did you mean fee_points',
        ),
    ],
)
def test_a_mistake_in_the_folder_is_told_with_file_and_place(make_shop, files, message):
    from conftest import measured

    with pytest.raises(InputError, match=message):
        measured(make_shop({"exports/a.csv": lines(SALE), **files}))


def test_a_step_too_big_for_its_memory_takes_what_the_machine_has(tmp_path, monkeypatch):
    (tmp_path / "marts").mkdir()
    (tmp_path / "marts" / "big.sql").write_text("select list(i) as numbers from range(2000000) as t(i)")
    monkeypatch.setattr(warehouse, "SQL", tmp_path)
    with duckdb.connect() as con:
        con.execute("create schema marts; set memory_limit = '4MiB'; set temp_directory = ''")
        with pytest.raises(duckdb.OutOfMemoryException):
            con.execute((tmp_path / "marts" / "big.sql").read_text()).fetchall()
        warehouse._take(con, "marts.big", {})
        assert con.execute("select len(numbers) from marts.big").fetchall() == [(2000000,)]
