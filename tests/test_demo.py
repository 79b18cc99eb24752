"""The demo shop through the whole way, against totals that its generator computed from its own objects."""

from decimal import Decimal

import pytest
from conftest import REPOSITORY

from analysis.measures.figures import figures
from analysis.shop import Shop
from analysis.warehouse import fresh, opened

# Trailing twelve months to October 2026: gross, net revenue (EUR), orders; open orders taken out of the totals
# that data/demo/generate.py prints (own shop 381.76 of 45,766.06; wholesale 471.10 of 17,767.51).
GROSS = {"amazon_de": "131646.80", "own_shop": "45384.30", "wholesale": "17296.41"}
AMAZON_NET = Decimal("114377.33")
CHARGES = {
    "Commission": "17316.67", "RefundCommission": "112.17", "Cost of Advertising": "10839.92",
    "Subscription Fee": "468.00",
}  # fmt: skip


@pytest.fixture(scope="module")
def demo() -> Shop:
    shop = Shop(REPOSITORY / "data" / "demo")
    fresh(shop)  # `make test` has just built it
    return shop


@pytest.fixture(scope="module")
def found(demo) -> dict:
    return figures(demo)


def total(found: dict, channel: str, key: str) -> Decimal:
    rows = [r for r in found["revenue"] if r["channel_id"] == channel and "2025-11" <= r["month"] <= "2026-10"]
    return sum((Decimal(row[key]) for row in rows), Decimal(0))


def test_the_latest_full_month_is_october_2026(found):
    assert (found["month"], found["as_of"]) == ("2026-10", "2026-10-31")


@pytest.mark.parametrize("channel", GROSS)
def test_gross_sales_are_those_of_the_generator(found, channel):
    assert total(found, channel, "gross_sales") == Decimal(GROSS[channel])


def test_net_revenue_of_amazon_is_that_of_the_generator(found):
    assert total(found, "amazon_de", "net_revenue") == AMAZON_NET
    assert sum(r["orders"] for r in found["revenue"] if r["channel_id"] == "amazon_de") == 14851


def test_charges_are_those_of_the_generator(demo):
    with opened(demo.warehouse) as con:
        listed = con.execute("""
            select case when fee = 'TransactionTotalAmount' then 'Cost of Advertising' else fee end as name, sum(amount)
            from staging.charges where vendor_id = 'amazon' and charged_on between '2025-11-01' and '2026-10-31'
            group by all""").fetchall()
    charged = dict(listed)
    assert {name: f"{charged[name]:.2f}" for name in CHARGES} == CHARGES


def test_every_settlement_and_deposit_is_paid_out(demo):
    with opened(demo.warehouse) as con:
        paid = dict(con.execute("select vendor_id, sum(amount) from staging.payouts group by all").fetchall())
    assert paid == {"amazon": Decimal("156489.10"), "etsy": Decimal("34145.31")}


def test_own_shop_orders_sent_by_amazon_are_sold_once_and_depend_on_it(demo, found):
    storage = [r for r in found["exposure"]["channels"] if (r["channel_id"], r["function"]) == ("own_shop", "storage")]
    sent = next(row for row in storage if row["vendor_id"] == "amazon")
    assert sent["orders"] == 429  # the generator's count for the trailing twelve months
    with opened(demo.warehouse) as con:
        twice = con.execute("select count(*) from staging.superseded where target = 'sales'").fetchone()
    assert twice is not None and twice[0] > 0


def test_the_warehouse_contract_closes_in_a_few_weeks(found):
    contract = next(row for row in found["lock_in"]["contracts"] if row["contract_id"] == "lagerhaus-nord")
    # 6 weeks before 31 December 2026 is 19 November; 19, 17, 16, 13, 12 November are working days, 18 November is
    # Buß- und Bettag in Saxony, so five working days before 19 November is 11 November.
    assert (contract["last_receipt"], contract["send_by"]) == ("2026-11-19", "2026-11-11")
    assert contract["cost_of_missing"] == "5760.00"  # 365 days at 480.00 · 12/365


def test_all_checks_pass_and_every_row_is_accounted_for(found):
    assert all(check["ok"] for check in found["checks"])
    assert all(row["rows"] == row["loaded"] + row["rejected"] + row["duplicates"] for row in found["inputs"])
    assert all(row["rejected"] == 0 for row in found["inputs"])


def test_no_buyer_of_the_exports_reaches_the_warehouse(demo):
    content = demo.warehouse.read_bytes().lower()
    assert not any(
        word in content for word in (b"test person", b"@example.org", b"musterweg", "reformhaus prüf".encode())
    )


def test_shares_sum_to_one_and_channel_groups_to_the_same_total(found):
    whole = [row for row in found["concentration"] if row["shares_listed"] == row["n"] and row["hhi_high"] is not None]
    assert {row["grain"] for row in whole} == {"channel", "channel_group", "country", "sku", "customer"}
    assert all(sum(row["shares"].values()) + row["unattributed_share"] == pytest.approx(1) for row in whole)
