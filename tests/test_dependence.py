"""Concentration of every grain on every basis in every window, from canonical exports to figures.json."""

from datetime import date
from math import sqrt

import pytest
from conftest import lines, measured
from test_concentration import PUBLISHED
from test_figures import order

from analysis.errors import UsageError
from analysis.measures.context import Window
from analysis.measures.figures import figures
from analysis.measures.windows import Asked, Span, spans
from analysis.presentation.finding import months
from analysis.warehouse import build, frame, opened, settings_of

MEASURES = ("hhi", "effective_number", "normalised_hhi", "cr3", "gini", "entropy")
SOLD = "order_id,ordered_at,channel_id,currency,gross_amount,sku,country,customer\n"
BASES = ("net_revenue", "gross_sales", "net_sales")


def row(found: dict, grain: str, basis: str = "net_revenue", **window: str) -> dict:
    """The only row of a grain and basis in a window, the trailing one unless its days are given."""
    wanted = {"grain": grain, "basis": basis, **(window or {"window": "trailing"})}
    hits = [r for r in found["concentration"] if all(r[key] == value for key, value in wanted.items())]
    assert len(hits) == 1, wanted
    return hits[0]


def has_row(found: dict, grain: str, basis: str) -> bool:
    return any((r["grain"], r["basis"]) == (grain, basis) for r in found["concentration"])


def unknowns(found: dict, words: str) -> list[dict]:
    return [unknown for unknown in found["unknowns"] if words in unknown["what"]]


def sales(*rows: tuple, channel: str = "web") -> str:
    """One order a row: amount, then sku, country, customer."""
    listed = [f"o{i},2026-01-{i % 28 + 1:02},{channel},EUR,{','.join(map(str, row))}" for i, row in enumerate(rows)]
    return SOLD + "\n".join(listed) + "\n"


def test_the_first_row_is_that_of_channels_on_net_revenue_in_the_trailing_window(make_shop):
    first = measured(make_shop({"exports/a.csv": lines(order(1, "2026-01-05", "web", 10))}))["concentration"][0]
    assert (first["grain"], first["basis"], first["window"]) == ("channel", "net_revenue", "trailing")


@pytest.mark.parametrize("published", PUBLISHED)
def test_published_indices_come_out_at_every_grain_on_every_basis_of_sales(make_shop, published):
    amounts, n, *indices = published
    ids = ["AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV"][
        : len(amounts)
    ]
    text = "\n".join(f"o{i},2026-01-05,{i},EUR,{amount},{i},{i},{i}" for i, amount in zip(ids, amounts, strict=True))
    found = measured(make_shop({"exports/a.csv": SOLD + text + "\n"}))
    for grain in ("channel", "channel_group", "country", "sku", "customer"):
        for basis in BASES:
            told = row(found, grain, basis)
            assert (told["n"], told["shares_listed"]) == (n, len(amounts))
            assert [told[name] for name in MEASURES] == pytest.approx(indices, abs=1e-9)


@pytest.mark.parametrize("grain", ["country", "sku", "customer"])
def test_what_has_no_id_is_one_more_in_the_bounds(make_shop, grain):
    # measures, section 2: 70, 15 and 5 % known, 10 % unknown: H between 0.5150 and 0.5250
    ids = ["DE", "FR", "NL", ""]
    cells = {"sku": "{},DE,y", "country": "x,{},y", "customer": "x,DE,{}"}[grain]
    rows = [(amount, cells.format(i)) for amount, i in zip((70, 15, 5, 10), ids, strict=True)]
    told = row(measured(make_shop({"exports/a.csv": sales(*rows)})), grain)
    assert (told["unattributed_share"], told["hhi_low"], told["hhi_high"]) == pytest.approx((0.1, 0.5150, 0.5250))
    assert sorted(told["shares"].values()) == [0.05, 0.15, 0.7]


def test_a_thousand_equal_orders_have_the_sampling_error_of_the_closed_form(make_shop):
    # measures, section 2: sqrt(4 / 1000 x (sum of cubes 0.16 - 0.38 squared))
    channels = "a" * 500 + "b" * 300 + "c" * 200
    rows = [order(i, "2026-01-05", channel, "1.00") for i, channel in enumerate(channels)]
    found = measured(make_shop({"exports/a.csv": lines(*rows)}))
    for basis in BASES:
        assert row(found, "channel", basis)["hhi_se"] == pytest.approx(0.0078993671, abs=1e-10)


def test_orders_with_one_number_on_two_channels_are_two_draws(make_shop):
    text = SOLD + (
        "1,2026-01-05,a,EUR,10,t,DE,k\n1,2026-01-05,b,EUR,20,t,DE,k\n2,2026-01-05,a,EUR,10,t,FR,k\n"
    )  # DE .75, FR .25, H .625, X 40; squared orders 100 + 400 and 100
    told = row(measured(make_shop({"exports/a.csv": text})), "country")
    expected = sqrt((2 * 0.125 / 40) ** 2 * 500 + (2 * -0.375 / 40) ** 2 * 100)
    assert told["hhi_se"] == pytest.approx(expected, abs=1e-12)


def test_lines_of_one_order_are_one_draw_of_a_channel_and_several_of_their_articles(make_shop):
    text = SOLD.replace("order_id,", "order_id,line_id,") + (
        "1,1,2026-01-05,a,EUR,10,t,DE,k\n1,2,2026-01-05,a,EUR,20,u,DE,k\n2,1,2026-01-05,b,EUR,10,t,DE,k\n"
    )
    found = measured(make_shop({"exports/a.csv": text}))
    # channels a .75 of one order of 30, b .25 of one of 10
    expected = sqrt((2 * 0.125 / 40) ** 2 * 900 + (2 * -0.375 / 40) ** 2 * 100)
    assert row(found, "channel")["hhi_se"] == pytest.approx(expected, abs=1e-12)
    # articles t and u .5 each: every share equals H, so first-order errors cancel
    assert row(found, "sku")["hhi_se"] == pytest.approx(0, abs=1e-12)


def test_an_article_on_two_of_many_lines_is_one_draw(make_shop):
    rows = [(1, f"s{i}", "DE", "k") for i in range(70)]
    rows += [(10, "u", "DE", "k"), (20, "u", "DE", "k")]
    text = SOLD.replace("order_id,", "order_id,line_id,")
    text += "".join(f"1,{i},2026-01-05,a,EUR,{g},{s},{c},{k}\n" for i, (g, s, c, k) in enumerate(rows))
    found = measured(make_shop({"exports/a.csv": text}))
    # 70 articles of 1 % and u of 30 %: H = 70 x .01² + .3² = .097; of u the order holds 30, of every other article 1
    expected = sqrt(70 * (2 * (0.01 - 0.097) / 100) ** 2 + (2 * (0.3 - 0.097) / 100) ** 2 * 900)
    assert row(found, "sku")["hhi_se"] == pytest.approx(expected, abs=1e-12)


def test_a_window_that_the_user_gives_counts_by_day(make_shop):
    days = ["2026-02-28", "2026-03-01", "2026-08-15", "2026-08-16", "2026-09-30"]
    rows = [order(i, day, "ab"[i % 2], 2**i) for i, day in enumerate(days)]
    found = measured(
        make_shop({"exports/a.csv": lines(*rows)}), asked=Asked(date(2026, 3, 1), date(2026, 8, 15))
    )  # 2 of b on 1 March, 4 of a on 15 August
    told = row(found, "channel", window="chosen")
    assert (told["from"], told["to"]) == ("2026-03-01", "2026-08-15")
    assert told["shares"] == pytest.approx({"a": 4 / 6, "b": 2 / 6})
    assert [v["window"] for v in found["verdicts"] if v["basis"] == "net_revenue"] == ["trailing", "chosen"]
    assert row(found, "channel")["shares"] == pytest.approx({"a": 21 / 31, "b": 10 / 31})


def test_a_month_asked_for_as_a_window_stays_a_month_to_compare_with(make_shop):
    # January half and half, February three quarters: 0.75² + 0.25² - 2 x 0.5² = 0.125
    sold = [order(1, "2026-01-05", "a", 50), order(2, "2026-01-31", "b", 50)]
    sold += [order(3, "2026-02-01", "a", 75), order(4, "2026-02-28", "b", 25)]
    february = Asked(date(2026, 2, 1), date(2026, 2, 28))
    found = measured(make_shop({"exports/a.csv": lines(*sold)}), month="2026-02", asked=february)
    assert next(r["window"] for r in found["concentration"] if r["from"] == "2026-02-01") == "chosen"
    assert found["moved"][0]["change"] == pytest.approx(0.125)
    assert [r["from"][:7] for r in months(found, "channel")] == ["2026-01", "2026-02"]


def test_charges_and_payouts_of_a_window_by_day_are_those_of_its_days(make_shop):
    files = {
        "register/vendors.csv": "vendor_id,name\nm,M\n",
        "register/channels.csv": "channel_id,name,kind,vendor_id\nweb,Web,marketplace,m\n",
        "register/products.csv": "sku,unit_cost\nt,1\n",
        "exports/a.csv": lines("1,1,2026-01-05,web,t,1,EUR,100,0,,completed", order(2, "2026-02-05", "b", 50, sku="t")),
        "exports/c.csv": "charged_on,vendor_id,function,channel_id,fee,amount,currency\n"
        "2026-01-04,m,marketplace,web,plan,7,EUR\n2026-01-10,m,marketplace,web,plan,9,EUR\n",
        "exports/p.csv": "paid_on,vendor_id,amount,currency\n2026-01-10,m,80,EUR\n2026-01-11,m,1000,EUR\n",
    }
    shop = make_shop(files)
    build(shop)
    days = {"first": date(2026, 1, 5), "last": date(2026, 1, 10)}
    with opened(shop.warehouse) as con:
        told = {
            (row["grain"], row["id"]): row
            for mart in ("grain_months", "channel_money")
            for row in frame(con, f"marts/{mart}", **{**settings_of(shop), **days}).to_dicts()
        }
    assert set(told) == {
        (grain, i) for grain, i in (("channel", "web"), ("country", None), ("sku", "t"), ("customer", None))
    }
    assert (told["channel", "web"]["contribution"], told["channel", "web"]["payout"]) == (90, 80)  # 100 - 1 - 9
    assert told["sku", "t"]["contribution"] == 90


@pytest.mark.parametrize(
    "asked",
    [{"first": date(2026, 1, 1)}, {"first": date(2026, 2, 1), "last": date(2026, 1, 1)}, {"reference": "2025-13"}],
)
def test_half_a_window_or_a_month_that_does_not_exist_is_wrong_usage(asked):
    with pytest.raises(UsageError):
        Asked(**asked)


def test_windows_are_trailing_every_month_and_the_years_that_the_data_cover():
    window = Window("2026-02", date(2025, 3, 1), date(2026, 2, 28), date(2026, 2, 28))
    sold = [date(2023, 11, 1), *(date(2024, m, 1) for m in range(1, 13)), date(2025, 3, 1), date(2026, 2, 1)]
    found = spans(window, sold, Asked())
    assert found[0] == Span("trailing", date(2025, 3, 1), date(2026, 2, 28))
    years = [(span.first, span.last) for span in found if span.kind == "year"]
    # 2023 begins in November, so it is no full year; 2026 ends with the month
    assert years == [(date(2024, 1, 1), date(2024, 12, 31)), (date(2025, 1, 1), date(2025, 12, 31)),
                     (date(2026, 1, 1), date(2026, 2, 28))]  # fmt: skip
    months = [span.first for span in found if span.kind == "month"]
    # 13 months before the window with sales, and all twelve of the window, sold in or not
    assert len(months) == 25 and date(2025, 7, 1) in months


def test_windows_of_the_same_days_are_told_once():
    window = Window("2026-01", date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 31))
    assert spans(window, [date(2026, 1, 1)], Asked()) == [Span("trailing", date(2026, 1, 1), date(2026, 1, 31))]


def contribution_shop(make_shop) -> dict:
    """Net revenue DE 100, FR 50; unit cost 10 each; 5 for the order to DE; a plan of 30."""
    files = {
        "register/products.csv": "sku,unit_cost\nt,10\nu,10\n",
        "exports/a.csv": "order_id,ordered_at,channel_id,currency,gross_amount,tax_amount,sku,quantity,country,customer\n"
        "1,2026-01-05,web,EUR,119,19,t,1,DE,anna\n2,2026-01-06,web,EUR,50,0,u,1,FR,ben\n",
        "exports/c.csv": "charged_on,vendor_id,function,channel_id,fee,amount,currency,order_id\n"
        "2026-01-31,host,shop_system,web,plan,30,EUR,\n2026-01-07,carrier,shipping,,parcel,5,EUR,1\n",
    }
    return measured(make_shop(files))


@pytest.mark.parametrize(("grain", "ids"), [("country", ("DE", "FR")), ("sku", ("t", "u")), ("customer", None)])
def test_charges_go_to_their_order_and_the_rest_by_net_revenue(make_shop, grain, ids):
    found = contribution_shop(make_shop)
    # DE: 100 - 10 - 5 - 30 x 2/3 = 65; FR: 50 - 10 - 30 x 1/3 = 30
    told = row(found, grain, "contribution")
    assert sorted(told["shares"].values()) == pytest.approx([30 / 95, 65 / 95])
    assert ids is None or told["shares"][ids[0]] == pytest.approx(65 / 95)
    assert told["allocation"] == "charges of an order on its lines, all others by net revenue"
    assert unknowns(found, "the exact contribution per country") != []


def test_a_channels_contribution_needs_no_rule(make_shop):
    found = contribution_shop(make_shop)
    assert row(found, "channel", "contribution")["allocation"] is None
    assert found["revenue"][0]["contribution"] == "95.00"


def test_a_charge_without_a_rate_leaves_contribution_unknown_and_not_higher(make_shop):
    charges = "charged_on,vendor_id,function,channel_id,fee,amount,currency\n2026-01-05,v,shipping,a,f,10,XYZ\n"
    files = {
        "register/products.csv": "sku,unit_cost\ntea,1\n",
        "exports/a.csv": lines(order(1, "2026-01-05", "a", 70, sku="tea"), order(2, "2026-01-06", "b", 30, sku="tea")),
        "exports/c.csv": charges,
    }
    found = measured(make_shop(files))
    # b: 30 - 1; of a nobody knows what the 10 XYZ are
    assert {r["channel_id"]: r["contribution"] for r in found["revenue"]} == {"a": None, "b": "29.00"}
    assert not any(has_row(found, grain, "contribution") for grain in ("channel", "channel_group", "sku"))
    assert len(unknowns(found, "concentration per article on contribution")) == 1
    assert len(unknowns(found, "charges of v in XYZ (1)")) == 1


def test_an_unknown_unit_cost_leaves_contribution_to_the_unknowns_once_per_grain(make_shop):
    rows = [order(i, f"2025-{i:02}-05", "web", 10, sku="tea") for i in range(1, 13)]
    found = measured(make_shop({"exports/a.csv": lines(*rows)}))
    assert not has_row(found, "channel", "contribution")
    told = unknowns(found, "concentration per channel on contribution")
    assert [u["why"] for u in told] == ["some unit cost, revenue or charge of that time is unknown"]


def test_payouts_are_told_per_channel_and_owner_only(make_shop):
    files = {
        "register/vendors.csv": "vendor_id,name,group\nm,M,Big\nn,N,Big\n",
        "register/channels.csv": "channel_id,name,kind,vendor_id\na,A,marketplace,m\nb,B,marketplace,n\n",
        "exports/a.csv": lines(order(1, "2026-01-05", "a", 10), order(2, "2026-01-05", "b", 10)),
        "exports/p.csv": "paid_on,vendor_id,amount,currency\n2026-01-10,m,75,EUR\n2026-01-11,n,25,EUR\n",
    }
    found = measured(make_shop(files))
    assert row(found, "channel", "payout")["shares"] == {"a": 0.75, "b": 0.25}
    assert row(found, "channel_group", "payout")["shares"] == {"Big": 1.0}
    assert row(found, "channel", "payout")["hhi_se"] is None
    for grain in ("country", "article", "customer"):
        assert len(unknowns(found, f"concentration per {grain} on payouts")) == 1
    assert not any(has_row(found, grain, "payout") for grain in ("country", "sku", "customer"))


def test_where_nothing_has_a_channel_the_indices_are_unknown_with_the_reason(make_shop):
    payouts = "paid_on,vendor_id,amount,currency\n2026-01-12,stranger,40,EUR\n"
    found = measured(make_shop({"exports/a.csv": lines(order(1, "2026-01-05", "", 10)), "exports/p.csv": payouts}))
    for basis, why in (
        ("net revenue", "no order line there names the channel"),
        ("payouts", "who paid there runs no channel that is known"),
    ):
        assert [u["why"] for u in unknowns(found, f"concentration per channel on {basis}")] == [why]
    assert (row(found, "channel")["hhi"], row(found, "channel", "payout")["hhi"]) == (None, None)


@pytest.mark.parametrize(("nobodys", "field"), [(30, "channel"), (1, "unit_cost")])
def test_a_channel_that_is_not_named_narrows_most_where_it_leaves_the_verdict_open(make_shop, nobodys, field):
    # 50 and 20 beside 30 of nobody: amber, or red at 80 %; beside 1: red either way, since 50 / 71 = 70 %
    rows = (order(1, "2026-01-05", "a", 50), order(2, "2026-01-05", "b", 20), order(3, "2026-01-05", "", nobodys))
    found = measured(make_shop({"exports/a.csv": lines(*rows)}))
    assert found["stability"]["narrows_most"]["field"] == field


def test_payouts_of_a_vendor_that_runs_no_channel_leave_the_verdict_open_and_are_told(make_shop):
    # 30 to each of two channels, 40 from nobody we know: 30 % and 1 / .18 = 5.6 channels are yellow, 70 % red
    files = {
        "register/channels.csv": "channel_id,name,kind,vendor_id\na,A,marketplace,m\nb,B,marketplace,n\n",
        "exports/a.csv": lines(order(1, "2026-01-05", "a", 10), order(2, "2026-01-05", "b", 10)),
        "exports/p.csv": "paid_on,vendor_id,amount,currency\n"
        "2026-01-10,m,30,EUR\n2026-01-11,n,30,EUR\n2026-01-12,stranger,40,EUR\n",
    }
    found = measured(make_shop(files))
    told = row(found, "channel", "payout")
    assert (told["cr1"], told["hhi"], told["unattributed_share"]) == pytest.approx((0.3, 0.18, 0.4))
    assert (told["cr1_if_largest"], told["hhi_if_largest"]) == pytest.approx((0.7, 0.58))
    assert (told["verdict"], told["verdict_if_largest"]) == ("yellow", "red")
    said = unknowns(found, "the verdict per channel on payouts")
    assert [(u["why"], u["how_to_fix"]) for u in said] == [
        (
            "40.0 % is not attributed: yellow by what is known, red if all of that is the largest one's",
            "say in register/channels.csv which vendor runs each channel",
        )
    ]
    way = next(w for w in found["stability"]["ways"] if (w["grain"], w["basis"]) == ("channel", "payout"))
    assert (way["verdict"], way["verdict_if_largest"], way["draws"]) == ("yellow", "red", None)


def test_a_channel_whose_payouts_nobody_tells_leaves_the_bounds_unknown(make_shop):
    files = {
        "register/channels.csv": "channel_id,name,kind,vendor_id\na,A,marketplace,m\nb,B,marketplace,n\n",
        "exports/a.csv": lines(order(1, "2026-01-05", "a", 10), order(2, "2026-01-05", "b", 10)),
        "exports/p.csv": "paid_on,vendor_id,amount,currency\n2026-01-10,m,75,EUR\n",
    }
    found = measured(make_shop(files))
    told = row(found, "channel", "payout")
    assert (told["shares"], told["hhi_low"], told["hhi_high"]) == ({"a": 1.0}, None, None)
    assert unknowns(found, "the whole concentration per channel on payouts")[0]["why"] == (
        "no export tells which payouts are for B"
    )
    assert {m["field"]: m["share"] for m in found["stability"]["missing"]}["payout"] == 0.5


def test_a_vendor_that_pays_for_several_channels_at_once_is_unattributed_per_channel_and_its_owner_is_known(make_shop):
    files = {
        "register/vendors.csv": "vendor_id,name,group\nm,M,Big\n",
        "register/channels.csv": "channel_id,name,kind,vendor_id\na,A,marketplace,m\nb,B,marketplace,m\n",
        "exports/a.csv": lines(order(1, "2026-01-05", "a", 10), order(2, "2026-01-05", "b", 10)),
        "exports/p.csv": "paid_on,vendor_id,amount,currency\n2026-01-10,m,75,EUR\n",
    }
    found = measured(make_shop(files))
    assert row(found, "channel", "payout")["unattributed_share"] == 1.0
    assert row(found, "channel_group", "payout")["shares"] == {"Big": 1.0}


def test_a_negative_payout_is_null_with_its_reason_and_not_squared(make_shop):
    files = {
        "register/channels.csv": "channel_id,name,kind,vendor_id\na,A,marketplace,m\nb,B,marketplace,n\n",
        "exports/a.csv": lines(order(1, "2026-01-05", "a", 10), order(2, "2026-01-05", "b", 10)),
        "exports/p.csv": "paid_on,vendor_id,amount,currency\n2026-01-10,m,75,EUR\n2026-01-11,n,-5,EUR\n",
    }
    found = measured(make_shop(files))
    assert row(found, "channel", "payout")["hhi"] is None
    assert unknowns(found, "concentration per channel on payouts")[0]["why"].startswith(
        "B has a negative amount there (-5.00"
    )


def test_a_customer_who_gave_back_more_than_was_bought_is_told_without_a_name(make_shop):
    text = SOLD.replace("gross_amount", "gross_amount,refunded_amount") + (
        "1,2026-01-05,a,EUR,50,0,t,DE,k\n2,2026-01-06,a,EUR,10,30,t,DE,j\n"
    )
    found = measured(make_shop({"exports/a.csv": text}))
    (told,) = unknowns(found, "concentration per customer on net revenue")
    assert told["why"].startswith("one customer has a negative amount there (-20.00 EUR)")


def test_countries_are_known_by_the_names_and_codes_that_exports_use(make_shop):
    spoken = ("USA", "UK", "DEU", "Czech Republic", "Great Britain", "Österreich", "fr", "EL", "The Netherlands", "XX")
    found = measured(make_shop({"exports/a.csv": sales(*((10, "t", word, "k") for word in spoken))}))
    told = row(found, "country")
    assert set(told["shares"]) == {"US", "GB", "DE", "CZ", "AT", "FR", "GR", "NL"}
    assert (told["shares"]["GB"], told["unattributed_share"]) == (0.2, 0.1)  # nobody knows XX


def test_an_order_that_goes_to_several_countries_and_buyers_is_parted_and_no_other(make_shop):
    listed = (
        "o1,2026-01-05,web,EUR,10,tea,DE,a@x.example",
        "o1,2026-01-05,web,EUR,20,cup,FR,b@x.example",
        "o1,2026-01-05,web,EUR,30,pot,,",  # of an order that is parted nobody knows where this went
        "o2,2026-01-06,web,EUR,15,cup,,",
        "o2,2026-01-06,web,EUR,25,cup,AT,b@x.example",  # one country and buyer: the other line's too
    )
    found = measured(make_shop({"exports/a.csv": SOLD + "\n".join(listed) + "\n"}))
    countries, buyers = (row(found, grain, "gross_sales") for grain in ("country", "customer"))
    assert countries["shares"] == {"DE": 0.1, "FR": 0.2, "AT": 0.4} and countries["unattributed_share"] == 0.3
    assert sorted(buyers["shares"].values()) == pytest.approx([0.1, 0.6]) and buyers["unattributed_share"] == 0.3
    # One channel in which two orders are drawn: 60 and 40.
    assert row(found, "channel", "gross_sales")["shares"] == {"web": 1.0}


def test_a_country_with_more_returns_than_sales_is_undefined_there_and_known_elsewhere(make_shop):
    text = SOLD.replace("gross_amount", "gross_amount,refunded_amount") + (
        "1,2026-01-05,a,EUR,50,0,t,DE,k\n2,2026-01-06,a,EUR,10,30,t,FR,k\n"
    )
    found = measured(make_shop({"exports/a.csv": text}))
    assert row(found, "country")["hhi"] is None
    assert row(found, "country", "gross_sales")["shares"] == pytest.approx({"DE": 5 / 6, "FR": 1 / 6})
    assert row(found, "sku")["shares"] == {"t": 1.0}


def test_every_reason_for_which_windows_cannot_be_told_stands_by_itself_with_their_number(make_shop):
    # January a 100; nothing in February; March a 100 and b 10 - 15 = -5: b is negative in March and over the quarter.
    text = SOLD.replace("gross_amount", "gross_amount,refunded_amount") + (
        "1,2026-01-05,a,EUR,100,0,t,DE,k\n2,2026-03-06,a,EUR,100,0,t,DE,k\n3,2026-03-31,b,EUR,10,15,t,DE,k\n"
    )
    found = measured(make_shop({"exports/a.csv": text}), month="2026-03")
    told = {gap["what"]: gap["why"] for gap in unknowns(found, "concentration per channel on net revenue")}
    assert list(told) == [
        "concentration per channel on net revenue in 2 of 4 windows, first 2026-01-01 to 2026-03-31",
        "concentration per channel on net revenue in 1 of 4 windows, first 2026-02-01 to 2026-02-28",
    ]
    assert [why.split(" there")[0] for why in told.values()] == ["b has a negative amount", "nothing is above zero"]


def test_an_empty_month_is_null_with_a_reason_and_not_zero(make_shop):
    rows = [order(1, "2025-11-05", "a", 10), order(2, "2026-01-05", "a", 10)]
    found = measured(make_shop({"exports/a.csv": lines(*rows)}), month="2026-01")
    told = row(found, "channel", **{"from": "2025-12-01"})
    assert (told["hhi"], told["shares"], told["verdict"]) == (None, {}, None)
    why = unknowns(found, "concentration per channel on net revenue in 1 of")[0]["why"]
    assert why == "nothing is above zero there, so there are no shares"


def test_a_shop_of_zero_amounts_is_worded_and_not_an_error(make_shop):
    found = measured(
        make_shop({"exports/a.csv": lines(order(1, "2026-01-05", "a", 0), order(2, "2026-01-06", "b", 0))})
    )
    assert row(found, "channel")["hhi"] is None
    assert found["stability"]["verdict"] is None and found["stability"]["agreement_share"] is None
    assert found["drift"] == [] and found["moved"] == []


def test_an_unknown_currency_leaves_the_bounds_of_every_grain_unknown(make_shop):
    text = SOLD + "1,2026-01-05,a,EUR,70,t,DE,k\n2,2026-01-06,a,XXX,30,u,FR,l\n"
    found = measured(make_shop({"exports/a.csv": text}))
    for grain in ("channel", "channel_group", "country", "sku", "customer"):
        assert (row(found, grain)["unattributed_share"], row(found, grain)["hhi_high"]) == (None, None)
    missing = {m["field"]: m["share"] for m in found["stability"]["missing"]}
    assert missing == {"currency": 0.5, "unit_cost": 1.0, "tax_rate": 1.0, "payout": 1.0}
    assert found["stability"]["ways"] == []  # no basis is known in full


def test_what_no_line_names_is_unknown_for_the_whole_grain(make_shop):
    found = measured(make_shop({"exports/a.csv": lines(order(1, "2026-01-05", "a", 10))}))
    assert not has_row(found, "country", "net_revenue")
    assert (
        unknowns(found, "concentration per country on net revenue")[0]["why"] == "no order line there names the country"
    )


def test_many_articles_are_measured_all_and_listed_in_part(make_shop):
    rows = [(1, f"s{i:04}", "DE", "k") for i in range(1_005)]
    text = sales(*rows) + "last,2025-12-15,web,EUR,1,s0000,DE,k\n"
    found = measured(make_shop({"exports/a.csv": text}), month="2026-01")
    told = row(found, "sku")
    assert (told["n"], told["shares_listed"], len(told["shares"])) == (1_005, 1_000, 1_000)
    # 1,004 articles of 1 and one of 2: H = (1,004 + 4) / 1,006²
    assert told["hhi"] == pytest.approx(1_008 / 1_006**2, abs=1e-12)
    month = row(found, "sku", **{"from": "2026-01-01", "window": "month"})
    # all equal: of equal shares the first are listed; ln 1,005 = 6.912742821
    assert (month["hhi"], month["gini"]) == pytest.approx((1 / 1_005, 0), abs=1e-12)
    assert month["entropy"] == pytest.approx(6.912742821, abs=1e-9)
    assert (month["n"], list(month["shares"])) == (1_005, [f"s{i:04}" for i in range(20)])


def test_a_customer_is_known_by_a_hash_alone(make_shop):
    found = measured(make_shop({"exports/a.csv": sales((30, "t", "DE", "anna@example.org"), (10, "t", "DE", "ben"))}))
    told = row(found, "customer")
    assert sorted(told["shares"].values()) == [0.25, 0.75]
    assert "anna" not in str(found) and "ben" not in str(told)


def grouped(make_shop) -> dict:
    files = {
        "register/vendors.csv": "vendor_id,name,group\na,A GmbH,Big\nb,B GmbH,Big\nc,C GmbH,\nd,D GmbH,\n",
        "register/channels.csv": "channel_id,name,kind,vendor_id\nx,X,marketplace,a\ny,Y,marketplace,b\nz,Z,own_shop,c\nw,W,own_shop,d\n",
        "exports/a.csv": lines(*(order(i, "2026-01-05", c, g) for i, (c, g) in enumerate([("x", 39), ("y", 31), ("z", 21), ("w", 9)]))),
    }  # fmt: skip
    return measured(make_shop(files))


def test_grouped_and_ungrouped_verdicts_stand_side_by_side(make_shop):
    told = grouped(make_shop)["verdicts"][0]
    # ungrouped: 39 %, H .3004, like 3.33; grouped: 70 % and H .5422
    assert (told["basis"], told["ungrouped"]["verdict"], told["grouped"]["verdict"]) == ("net_revenue", "yellow", "red")


def test_groups_of_a_tenth_or_more_are_named_after_grouping(make_shop):
    named = grouped(make_shop)["verdicts"][0]["named_groups"]
    assert named == [{"group": "Big", "share": 0.7}, {"group": "c", "share": 0.21}]


def test_one_channel_is_red_in_every_way_of_counting(make_shop):
    found = measured(make_shop({"exports/a.csv": lines(*(order(i, "2026-01-05", "a", 10) for i in range(50)))}))
    assert (found["stability"]["verdict"], found["stability"]["agreement_share"]) == ("red", 1.0)
    assert all(way["draws"] == {"red": 1.0} for way in found["stability"]["ways"] if way["decides"])


def test_what_moved_is_told_exactly_against_month_year_and_reference(make_shop):
    sold = {"2025-01": (60, 40, 0), "2025-06": (50, 50, 0), "2025-12": (80, 20, 0), "2026-01": (50, 30, 20)}
    rows = [
        order(f"{month}{channel}", f"{month}-05", channel, amount)
        for month, amounts in sold.items()
        for channel, amount in zip("abc", amounts, strict=True)
        if amount
    ]
    found = measured(make_shop({"exports/a.csv": lines(*rows)}), month="2026-01", asked=Asked(reference="2025-06"))
    told = {r["against"]: r for r in found["moved"] if r["grain"] == "channel"}
    # H: .68 in December, .52 a year before, .50 in June, .38 in January
    assert {key: r["change"] for key, r in told.items()} == pytest.approx(
        {"last_month": -0.30, "last_year": -0.14, "reference": -0.12}, abs=1e-12
    )
    parts = {part["id"]: part["change"] for part in told["last_month"]["contributions"]}
    # (.5-.8)(.5+.8), (.3-.2)(.3+.2), and c that began: .2 x .2
    assert parts == pytest.approx({"a": -0.39, "b": 0.05, "c": 0.04}, abs=1e-12)
    assert told["last_month"]["from_window"] == {"from": "2025-12-01", "to": "2025-12-31"}


def test_a_month_without_data_cannot_be_compared_with_and_says_so(make_shop):
    found = measured(
        make_shop({"exports/a.csv": lines(order(1, "2026-01-05", "a", 10))}), asked=Asked(reference="2020-01")
    )
    assert found["moved"] == []
    (gap,) = unknowns(found, "what moved between 2020-01 and 2026-01")
    # only one of the two months lacks anything
    assert gap["why"] == "the concentration of 2020-01 is not known"
    assert gap["how_to_fix"] == "add the exports of 2020-01, or compare with another month"


def test_a_share_that_grows_by_two_points_a_month_meets_the_line_on_its_day(make_shop):
    months = [f"2025-{m:02}" for m in range(1, 13)]
    rows = [
        order(f"{m}{c}", f"{m}-05", c, amount)
        for i, m in enumerate(months)
        for c, amount in (("a", 30 + 2 * i), ("b", 70 - 2 * i))
    ]
    text = '[shop]\nname = "Test"\ncurrency = "EUR"\n[thresholds]\nlargest_share = [0.2, 0.4, 0.6]\n'
    found = measured(make_shop({"shop.toml": text, "exports/a.csv": lines(*rows)}))
    # b: 70 % in January, 48 % in December; the next line below is 40 %, 4 months after the end of December
    told = next(r for r in found["drift"] if r["grain"] == "channel")
    assert (told["id"], told["months"]) == ("b", 12)
    assert (told["slope_per_month"], told["slope_low"], told["slope_high"]) == pytest.approx((-0.02, -0.02, -0.02))
    assert (told["fitted_share"], told["line"], told["crosses_on"]) == (pytest.approx(0.48), 0.4, "2026-05-02")


def test_results_do_not_depend_on_the_number_of_threads(make_shop):
    rows = [
        order(i, f"2026-01-{i % 28 + 1:02}", f"c{i % 7}", f"{i % 13}.{i % 89:02}", currency="USD") for i in range(3_000)
    ]
    shop = make_shop({"exports/a.csv": lines(*rows)})
    build(shop)
    found = []
    for threads in (1, 4):
        with opened(shop.warehouse) as con:
            con.execute(f"set threads = {threads}")
            marts = [frame(con, f"marts/{mart}", **settings_of(shop)) for mart in ("grain_months", "channel_money")]
            found.append([mart.to_dicts() for mart in marts])
    assert found[0] == found[1] and len(found[0][0]) > 7


def test_the_same_warehouse_gives_the_same_figures_twice(make_shop):
    rows = [order(i, f"2026-01-{i % 28 + 1:02}", f"c{i % 7}", i % 13 + 1) for i in range(300)]
    shop = make_shop({"exports/a.csv": lines(*rows)})
    build(shop)
    assert figures(shop) == figures(shop)


def test_a_charge_of_a_month_without_sales_is_in_no_country_s_contribution_and_told(make_shop):
    # January: 100 less 40 % of goods less the 10 of its month = 50 (DE); February: 50 − 20 = 30 (AT). The 7 that a
    # takes in February, in which it sold nothing, are a's: 43 and 30.
    charges = "charged_on,vendor_id,function,channel_id,fee,amount,currency\n"
    charges += "2026-01-09,A,marketplace,a,f,10,EUR\n2026-02-09,A,marketplace,a,f,7,EUR\n"
    sold = SOLD + "1,2026-01-05,a,EUR,100,x,DE,\n2,2026-02-28,b,EUR,50,x,AT,\n"
    toml = '[shop]\nname = "T"\ncurrency = "EUR"\n[finance]\nunit_cost_share = 0.4\n'
    found = measured(make_shop({"exports/a.csv": sold, "exports/c.csv": charges, "shop.toml": toml}))
    assert row(found, "country", "contribution")["shares"] == pytest.approx({"AT": 30 / 80, "DE": 50 / 80})
    assert row(found, "channel", "contribution")["shares"] == pytest.approx({"a": 43 / 73, "b": 30 / 73})
    (told,) = unknowns(found, "whose contribution takes charges over 7.00 EUR")
    assert "their channel had no net revenue in their month" in told["why"]
    (spread,) = unknowns(found, "the exact contribution per country")
    assert "charges over 10.00 EUR name no order" in spread["why"]


def test_a_charge_of_a_month_that_returns_outweigh_has_no_place_either(make_shop):
    # January: 10 sold and 60 given back. By net revenue of −50 nothing can be spread.
    charges = "charged_on,vendor_id,function,channel_id,fee,amount,currency\n2026-01-09,A,marketplace,a,f,7,EUR\n"
    sold = SOLD + "1,2026-01-05,a,EUR,10,x,DE,\n2,2026-01-06,a,EUR,-60,x,DE,\n3,2026-02-01,a,EUR,90,x,DE,\n"
    found = measured(make_shop({"exports/a.csv": sold, "exports/c.csv": charges}))
    assert unknowns(found, "whose contribution takes charges over 7.00 EUR")
    assert not unknowns(found, "the exact contribution per country")
