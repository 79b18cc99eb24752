"""Tables that a spreadsheet of another country saved again under the same delimiter, as the whole file bears out."""

from decimal import Decimal

import pytest
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
