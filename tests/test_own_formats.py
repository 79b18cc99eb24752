"""The worked examples of own formats: a declaration and a sample beside it make a shop's numbers."""

from decimal import Decimal

import pytest
from conftest import REPOSITORY, select

from analysis.measures.figures import figures
from analysis.warehouse import build

EXAMPLES = REPOSITORY / "data" / "own_formats"


@pytest.fixture
def example(make_shop):
    """Builds a shop of one declaration and its sample."""

    def make(name: str):
        files = {"formats/mine.toml": f"{name}.toml", "exports/sample.csv": f"{name}.csv"}
        shop = make_shop({path: (EXAMPLES / file).read_bytes() for path, file in files.items()})
        build(shop)
        return shop

    return make


def revenue(shop) -> dict[str, tuple]:
    return {
        row["channel_id"]: (row["gross_sales"], row["net_revenue"], row["orders"]) for row in figures(shop)["revenue"]
    }


def test_otto_positions_are_pieces_of_which_one_came_back(example):
    shop = example("otto")
    # two lamps of 59.50 (VAT 9.50), one given back, and tea reduced to 10.70 (VAT 0.70); one cancelled, one not yet sent
    assert revenue(shop) == {"otto": ("129.70", "60.00", 2)}
    assert dict(select(shop, "select status, count(*) from landed.sales group by all")) == {
        "completed": 3, "cancelled": 1, "open": 1}  # fmt: skip
    assert select(shop, "select order_id, sku, returned_at::date::varchar from landed.returns") == [
        ("b7x001", "LAMPE-1", "2026-05-15")]  # fmt: skip


def test_billbee_orders_go_to_the_channel_they_came_from_and_ship_once(example):
    shop = example("billbee")
    # 21.40 + 59.50 + 4.90 shipping = 85.80, less VAT 1.40 + 9.50; Etsy 1,059.50 less 169.16
    assert revenue(shop) == {"etsy": ("1059.50", "890.34", 1), "ladenseite": ("85.80", "74.90", 1)}


def test_jtl_invoices_carry_the_number_of_the_marketplace_and_their_correction(example):
    shop = example("jtl")
    assert select(shop, "select order_id, channel, gross_amount, refunded_amount from landed.sales order by line") == [
        ("AU20001", "JTL-Shop", 119, None),
        ("AU20002", "JTL-Shop", 1190, 190),
        ("302-0000001-0000001", "Amazon", Decimal("59.50"), None),
    ]
    assert revenue(shop) == {"amazon": ("59.50", "59.50", 1), "jtl_shop": ("1309.00", "1119.00", 2)}


@pytest.mark.parametrize("name", ["otto", "billbee", "jtl"])
def test_every_row_of_a_sample_has_a_meaning_and_no_buyer_is_kept(example, name):
    shop = example(name)
    assert select(shop, "select name from meta.checks where not ok") == []
    assert select(shop, "select sum(rejected) from marts.inputs") == [(0,)]
    for word in (b"Beispiel", b"example.com", b"10001;"):
        assert word not in shop.warehouse.read_bytes()
