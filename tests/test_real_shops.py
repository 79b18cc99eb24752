"""Real exports, which never come into the repository: these tests are skipped where they are not at hand."""

from decimal import Decimal

import pytest
from conftest import SHARED, select

from analysis.measures.figures import figures
from analysis.shop import Shop
from analysis.warehouse import build

pytestmark = pytest.mark.skipif(not (SHARED / "real_shops").exists(), reason="the real shops are not at hand")

TOTALS = {"50018020314": "-62.31", "50034020328": "1016.08", "50041020342": "2539.66", "50044020356": "4630.23",
          "50051020370": "3894.24"}  # fmt: skip


@pytest.fixture(scope="module")
def amazon(tmp_path_factory) -> Shop:
    shop = Shop(SHARED / "real_shops" / "amazon_ca_2025", tmp_path_factory.mktemp("amazon"))
    build(shop)
    return shop


@pytest.fixture(scope="module")
def etsy(tmp_path_factory) -> Shop:
    shop = Shop(SHARED / "real_shops" / "etsy_eur_2022", tmp_path_factory.mktemp("etsy"))
    build(shop)
    return shop


def test_the_details_of_every_settlement_sum_to_its_total(amazon):
    found = select(
        amazon,
        """
        select f.file, sum(s.amount) from typed.amazon_settlement s join landing.files f using (file_id) group by all""",
    )
    assert {file.split("/")[1][:11]: f"{total:.2f}" for file, total in found} == TOTALS


def test_sales_refunds_and_charges_of_the_settlements_make_up_the_payouts(amazon):
    # Principal 25,141.13 + shipping 539.06 − shipping promotions 511.23 = 25,168.96; refunds 299.97
    gross, refunded = select(amazon, "select sum(gross), sum(refunded) from staging.order_lines")[0]
    charges = select(amazon, "select sum(amount) from staging.charges")[0][0]
    payouts = select(amazon, "select sum(amount) from staging.payouts")[0][0]
    assert (gross, refunded) == (Decimal("25168.96"), Decimal("299.97"))
    assert payouts == Decimal("12017.90")
    assert gross - refunded - charges - Decimal("0.01") == payouts  # a micro deposit of a cent is set aside


def test_the_own_shop_depends_on_amazons_warehouse_although_it_is_a_channel_of_its_own(amazon):
    found = figures(amazon)
    behind = {(r["function"], r["vendor_id"]): r["orders_share"] for r in found["exposure"]["channels"]
              if r["channel_id"] == "own_shop"}  # fmt: skip
    assert behind["storage", "amazon"] == 1 and behind["shipping", "amazon"] == 1
    assert all(row["net_revenue"] is None for row in found["revenue"] if row["channel_id"] == "own_shop")
    assert any("what they sold for" in unknown["why"] for unknown in found["unknowns"])


def test_etsy_amounts_and_fees_are_those_of_the_statements(etsy):
    found = select(
        etsy,
        """
        select f.file, sum(amount), sum(fees) from typed.etsy_statement join landing.files f using (file_id)
        group by all order by 1""",
    )
    assert [(f"{amount:.2f}", f"{fees:.2f}") for _, amount, fees in found] == [
        ("7685.65", "-1325.32"), ("2880.70", "-482.30"), ("6185.38", "-1048.13")]  # fmt: skip


def test_a_shop_without_a_register_says_what_it_cannot_know(etsy):
    found = figures(etsy)
    assert found["month"] == "2022-03"
    assert "how long the shop is bound" in [unknown["what"] for unknown in found["unknowns"]]
    assert found["concentration"][0]["shares"] == {"etsy": 1.0}


def test_shopify_orders_that_are_voided_or_unpaid_are_not_revenue(tmp_path):
    (tmp_path / "exports").mkdir()
    for file in (SHARED / "exports" / "shopify_orders").glob("*.csv"):
        (tmp_path / "exports" / file.name).write_bytes(file.read_bytes())
    (tmp_path / "shop.toml").write_text('[shop]\nname = "COD"\ncurrency = "BDT"\n')
    shop = Shop(tmp_path)
    build(shop)
    # 157 orders: 144 pending, 12 voided, one paid
    assert dict(select(shop, "select status, count(distinct file_id || order_id) from staging.order_lines group by all")) == {
        "open": 144, "cancelled": 12, "completed": 1}  # fmt: skip
    told, spread = select(
        shop,
        """
        select sum(total) filter (where financial_status is not null and line = first_line), sum(gross)
        from (select *, min(line) over (partition by file_id, order_id) as first_line from typed.shopify_orders)""",
    )[0]
    assert float(told) == pytest.approx(spread, abs=0.001)
