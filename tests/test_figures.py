"""From canonical exports and a register to figures.json: published and hand-worked answers through the whole way."""

import json
from datetime import date, timedelta

import pytest
from conftest import HEADER, SHOP, lines, measured, select

from analysis.errors import InputError, UsageError
from analysis.language import Language
from analysis.measures.figures import as_json, figures
from analysis.presentation import findings, tables
from analysis.warehouse import build

KEYS = ["schema", "shop", "month", "as_of", "currency", "names", "inputs", "revenue", "concentration", "thresholds",
        "verdicts", "stability", "moved", "drift",
        "exposure", "ledger", "lock_in", "scenarios", "stress", "control", "data", "checks", "unknowns"]  # fmt: skip
CONTRACTS = (
    "contract_id,vendor_id,functions,channel_ids,starts_on,initial_term,renewal,renewal_term,notice,"
    "vendor_notice,notice_form,minimum_per_month,price_change_notice\n"
)


def order(number: object, day: str, channel: str, gross: object, **rest: str) -> str:
    return f"{number},1,{day},{channel},{rest.get('sku', '')},1,{rest.get('currency', 'EUR')},{gross},0,,completed"


def trailing(found: dict, grain: str = "channel") -> dict:
    return next(row for row in found["concentration"] if row["grain"] == grain)


def every_month(channel: str, gross: float, first: str = "2025-02", months: int = 12) -> list[str]:
    """One order on the 15th of each month."""
    start = date.fromisoformat(f"{first}-15")
    days = [date(start.year + (start.month - 1 + i) // 12, (start.month - 1 + i) % 12 + 1, 15) for i in range(months)]
    return [order(f"{channel}-{day}", str(day), channel, gross) for day in days]


def test_all_keys_of_the_contract_are_there_in_order(make_shop):
    found = measured(make_shop({"exports/a.csv": lines(order(1, "2026-01-05", "web", 10))}))
    assert list(found) == KEYS
    assert list(found["lock_in"])[:5] == ["contracts", "duration_days", "half_free_on", "curve", "never_free_share"]
    assert set(found["stress"]) == {
        "break_even_points", "break_even_loss", "survival", "contribution_per_month", "fixed_costs_per_month",
        "months_of_cash"}  # fmt: skip
    assert set(found["control"]) == {"promises", "handling", "data_protection", "reviews"}


@pytest.mark.parametrize(
    ("amounts", "hhi", "normalised", "cr3", "gini", "entropy"),
    [  # Dörsam 2004 and German states 2015, both in R package REAT; see tests/test_concentration.py for the others
        ([20, 50, 20, 10], 0.34, 0.12, 0.9, 0.30, 1.2206072646),
        ([460.69, 549.19, 124.16, 65.29, 31.59, 109.27, 263.44, 39.87, 258.53, 645.59, 131.95, 35.03, 112.66, 56.22,
          85.61, 56.81], 0.1251762991, 0.066854719, 0.5471000364, 0.5009348458, 2.347286851),
    ],
)  # fmt: skip
def test_published_concentrations_come_out_of_the_canonical_export(
    make_shop, amounts, hhi, normalised, cr3, gini, entropy
):
    rows = [order(i, "2026-01-05", f"c{i}", amount) for i, amount in enumerate(amounts)]
    row = trailing(measured(make_shop({"exports/a.csv": lines(*rows)})))
    assert row["n"] == len(amounts)
    assert [row["hhi"], row["normalised_hhi"], row["cr3"], row["gini"], row["entropy"]] == pytest.approx(
        [hhi, normalised, cr3, gini, entropy], abs=1e-9
    )


def test_channels_of_one_owner_are_one_group(make_shop):
    files = {
        "register/vendors.csv": "vendor_id,name,group\na,A GmbH,Big\nb,B GmbH,Big\nc,C GmbH,\n",
        "register/channels.csv": "channel_id,name,kind,vendor_id\nx,X,marketplace,a\ny,Y,marketplace,b\nz,Z,own_shop,c\n",
        "exports/a.csv": lines(*(order(i, "2026-01-05", c, g) for i, (c, g) in enumerate([("x", 40), ("y", 30), ("z", 30)]))),
    }  # fmt: skip
    found = measured(make_shop(files))
    assert trailing(found, "channel_group")["shares"] == {"Big": 0.7, "c": 0.3}
    # ΔH of merging x and y is 2·0.4·0.3
    assert trailing(found, "channel_group")["hhi"] - trailing(found)["hhi"] == pytest.approx(0.24)


def test_revenue_without_a_channel_is_unattributed_and_widens_the_bounds(make_shop):
    rows = [order(i, "2026-01-05", c, g) for i, (c, g) in enumerate([("a", 70), ("b", 15), ("c", 5), ("", 10)])]
    row = trailing(measured(make_shop({"exports/a.csv": lines(*rows)})))
    assert row["shares"] == {"a": 0.7, "b": 0.15, "c": 0.05}  # of the whole, not rescaled
    assert (row["unattributed_share"], row["hhi_low"], row["hhi_high"]) == pytest.approx((0.1, 0.5150, 0.5250))


def test_a_channel_with_more_returns_than_sales_makes_shares_undefined_not_squared(make_shop):
    bad = "9,1,2026-01-06,b,,1,EUR,10,0,30,completed"
    found = measured(make_shop({"exports/a.csv": lines(order(1, "2026-01-05", "a", 50), bad)}))
    assert trailing(found)["hhi"] is None and trailing(found)["verdict"] is None
    assert any("b has a negative amount" in unknown["why"] for unknown in found["unknowns"])


def test_a_refund_reduces_the_month_of_its_order_without_its_vat(make_shop):
    rows = ["1,1,2026-01-05,web,,1,EUR,119.00,19.00,59.50,completed", order(2, "2026-02-28", "web", 1)]
    january = measured(make_shop({"exports/a.csv": lines(*rows)}))["revenue"][0]
    assert (january["gross_sales"], january["net_sales"], january["net_revenue"]) == ("119.00", "100.00", "50.00")


def test_cancelled_and_open_lines_are_not_revenue(make_shop):
    rows = [f"{s},1,2026-01-05,web,,1,EUR,10,0,,{s}" for s in ("completed", "cancelled", "open")]
    row = measured(make_shop({"exports/a.csv": lines(*rows)}))["revenue"][0]
    assert (row["gross_sales"], row["orders"]) == ("10.00", 1)


def test_a_foreign_currency_is_told_at_the_ecb_rate_of_the_day_or_the_last_before_it(make_shop):
    # ECB, EUR 1 = USD 1.1750 on Friday 19 December 2025 is read from the shipped cut; 20 December has no rate.
    friday = select_rate("2025-12-19", "USD")
    rows = [order(1, "2025-12-19", "web", 117, currency="USD"), order(2, "2025-12-20", "web", 117, currency="USD"),
            order(3, "2025-12-20", "web", 5, currency="XXX")]  # fmt: skip
    shop = make_shop({"exports/a.csv": lines(*rows)})
    found = measured(shop)
    told = [float(a) for (a,) in select(shop, "select gross from staging.order_lines where gross is not null")]
    assert told == pytest.approx([117 / friday, 117 / friday], abs=1e-4)
    assert any("order lines in XXX (1, 5.00 in all)" in unknown["what"] for unknown in found["unknowns"])


def select_rate(day: str, currency: str) -> float:
    import csv

    from analysis.shop import REFERENCE

    with (REFERENCE / "ecb_rates.csv").open(encoding="utf-8") as file:
        return float(next(row[currency] for row in csv.DictReader(file) if row["Date"] == day))


def test_contribution_is_net_revenue_less_unit_costs_and_charges_of_channel_and_month(make_shop):
    files = {
        "exports/a.csv": lines("1,1,2026-01-05,web,tea,3,EUR,119.00,19.00,,completed"),
        "exports/charges.csv": "charged_on,vendor_id,function,channel_id,fee,amount,currency,order_id\n"
        "2026-01-31,host,shop_system,web,plan,29.00,EUR,\n2026-01-31,carrier,shipping,,parcel,5.00,EUR,1\n",
        "register/products.csv": "sku,unit_cost\ntea,7.00\n",
    }
    # 100.00 − 3 · 7.00 − 29.00 − 5.00 (the parcel names only the order, which is the channel's)
    assert measured(make_shop(files))["revenue"][0]["contribution"] == "45.00"


def test_an_unknown_unit_cost_makes_contribution_unknown_not_higher(make_shop):
    found = measured(make_shop({"exports/a.csv": lines(order(1, "2026-01-05", "web", 10, sku="tea"))}))
    assert found["revenue"][0]["contribution"] is None
    assert any(unknown["what"] == "contribution of web" for unknown in found["unknowns"])


def test_a_blank_quantity_is_a_reason_for_an_estimated_unit_cost(make_shop):
    files = {
        "exports/a.csv": lines("1,1,2026-01-05,web,tea,,EUR,119.00,19.00,,completed"),
        "register/products.csv": "sku,unit_cost\ntea,7.00\n",
        "shop.toml": f"{SHOP}[finance]\nunit_cost_share = 0.3\n",
    }
    found = measured(make_shop(files))
    # tea costs 7.00, but how many were sold is unknown: 100.00 - 30 % of it
    assert found["revenue"][0]["contribution"] == "70.00"
    (gap,) = (row for row in found["unknowns"] if row["what"].startswith("the exact unit cost"))
    assert "their quantity is unknown" in gap["why"]


def test_the_trailing_window_is_twelve_months_and_says_when_history_is_shorter(make_shop):
    rows = every_month("web", 10, first="2024-06", months=20)
    shop = make_shop({"exports/a.csv": lines(*rows)})
    long = trailing(measured(shop, month="2026-01"))
    short = trailing(figures(shop, "2024-08"))
    assert (long["from"], long["to"]) == ("2025-02-01", "2026-01-31")
    assert (short["from"], short["to"]) == ("2024-06-01", "2024-08-31")


def test_a_month_that_the_data_break_off_in_is_not_the_latest_full_month(make_shop):
    start = date(2026, 1, 1)
    rows = [order(i, str(start + timedelta(days=i)), "web", 10) for i in range(45)]
    found = measured(make_shop({"exports/a.csv": lines(*rows)}))
    assert (found["month"], found["as_of"]) == ("2026-01", "2026-01-31")


def test_payouts_and_bills_after_the_last_sale_make_no_month_of_their_own(make_shop):
    # Sales to the end of October 2026, its payout on 20 December: October is the month, with its twelve to look at.
    payouts = "paid_on,vendor_id,amount,currency,period_from,period_to\n2026-12-20,m,200.00,EUR,2026-10-01,2026-10-31\n"
    files = {"exports/a.csv": lines(*every_month("m", 300, "2025-11")), "exports/p.csv": payouts}
    found = measured(make_shop(files))
    assert (found["month"], found["as_of"]) == ("2026-10", "2026-10-31")
    assert sum(float(row["net_revenue"]) for row in found["revenue"]) == 3600


def test_without_a_full_month_since_the_first_sale_the_month_is_that_of_the_first_sale(make_shop):
    # charges from mid-November on, sales from 2 to 14 December
    rows = [order(i, f"2025-12-{i:02}", "web", 10) for i in range(2, 15)]
    charges = "charged_on,vendor_id,function,fee,amount,currency\n2025-11-15,v,software,plan,9,EUR\n"
    found = measured(make_shop({"exports/a.csv": lines(*rows), "exports/c.csv": charges}))
    assert (found["month"], trailing(found)["shares"]) == ("2025-12", {"web": 1.0})


def exposed(make_shop) -> dict:
    """The known answer of measures § 3: carrier D behind two channels, payment P and S behind the shop."""
    files = {
        "register/channels.csv": "channel_id,name,kind,vendor_id\nm1,M1,marketplace,market\ns,Shop,own_shop,host\nm2,M2,marketplace,second\n",
        "register/services.csv": "vendor_id,function,channel_id,share\nmarket,shipping,m1,\nD,shipping,s,\nD,shipping,m2,\nP,payment,s,0.6\nS,payment,s,0.4\n",
        "exports/a.csv": lines(order(1, "2026-01-05", "m1", 50), order(2, "2026-01-05", "s", 30), order(3, "2026-01-05", "m2", 20)),
    }  # fmt: skip
    return measured(make_shop(files))


def test_exposure_counts_each_line_once_through_every_function(make_shop):
    found = exposed(make_shop)
    shares = {row["group"]: row["revenue_share"] for row in found["exposure"]["groups"]}
    assert (shares["D"], shares["P"], shares["S"]) == pytest.approx((0.50, 0.18, 0.12))
    assert trailing(found)["hhi"] == pytest.approx(0.38)
    payment = next(row for row in found["exposure"]["functions"] if row["function"] == "payment")
    assert payment["shares"] == pytest.approx({"P": 0.6, "S": 0.4}) and payment["unknown_share"] == pytest.approx(0.7)


def test_a_vendor_as_large_as_the_largest_channel_is_not_yet_hidden(make_shop):
    assert exposed(make_shop)["exposure"]["hidden"] == []


def test_a_vendor_behind_every_channel_is_hidden(make_shop):
    rows = [order(1, "2026-01-05", "a", 60), order(2, "2026-01-05", "b", 40)]
    found = measured(make_shop({
        "exports/a.csv": lines(*rows),
        "register/services.csv": "vendor_id,function\ncarrier,shipping\n",
    }))  # fmt: skip
    assert found["exposure"]["hidden"] == [{"vendor_id": "carrier", "revenue_share": 1.0}]


def test_the_lock_in_curve_of_three_channels_as_worked_by_hand(make_shop):
    """measures § 5: free 2026-06-30, 2026-03-22 and today → 74.0 days, half free on 2026-03-22."""
    # b: one month's notice from 20 February is out of reach of 22 March, so 30 days are written as days.
    contracts = CONTRACTS + (
        "ca,va,marketplace,a,2025-01-01,,open_ended,,3 months to quarter_end,,text,,\n"
        "cb,vb,marketplace,b,2025-01-01,,open_ended,,30 Tage,,text,,\n"
        "cc,vc,marketplace,c,2025-01-01,,open_ended,,0 days,,text,,\n"
    )
    files = {
        "register/contracts.csv": contracts,
        "register/channels.csv": "channel_id,name,kind,vendor_id\na,A,marketplace,va\nb,B,marketplace,vb\nc,C,marketplace,vc\n",
        "register/alternatives.csv": "vendor_id,function,alternative,lead_time_days\nva,marketplace,x,5\nvb,marketplace,x,5\nvc,marketplace,x,0\n",
        "exports/a.csv": lines(*every_month("a", 50), *every_month("b", 30), *every_month("c", 20)),
    }  # fmt: skip
    lock_in = measured(make_shop(files), month="2026-01", as_of=date(2026, 2, 20))["lock_in"]
    assert lock_in["duration_days"] == pytest.approx(74.0)
    assert lock_in["half_free_on"] == "2026-03-22"
    assert [(step["on"], round(step["share"], 9)) for step in lock_in["curve"]] == [
        ("2026-02-20", 0.2), ("2026-03-22", 0.5), ("2026-06-30", 1.0)]  # fmt: skip


def test_a_fee_rise_costs_until_exit_what_was_worked_by_hand(make_shop):
    """measures § 5: 50,000 a month, +5 points from 7 March, out on 30 June: 9,534.25; missed: 7,561.64 more."""
    files = {
        "register/contracts.csv": CONTRACTS
        + "c,m,marketplace,a,2025-01-01,,open_ended,,3 Monate zum Quartalsende,,text,,\n",
        "register/channels.csv": "channel_id,name,kind,vendor_id\na,A,marketplace,m\n",
        "scenarios.yml": "- scenario_id: five\n  name: Five points\n  shocks: [{lever: fee_points, vendor_id: m, amount: 5}]\n",
        "exports/a.csv": lines(*every_month("a", 50000)),
    }
    found = measured(make_shop(files), month="2026-01", as_of=date(2026, 2, 20))
    row = next(row for row in found["scenarios"] if row["scenario_id"] == "five")
    assert (row["binds_from"], row["exit_on"], row["last_receipt"]) == ("2026-03-07", "2026-06-30", "2026-03-31")
    assert (row["loss_until_exit"], row["price_of_missing"]) == ("9534.25", "7561.64")


def losing(make_shop, fixed: int) -> dict:
    """Sales of 1,000 a month without VAT of which 60 % is cost; 1,200 in cash; Market may take two points more."""
    files = {
        "shop.toml": f"{SHOP}[finance]\nunit_cost_share = 0.6\ncash = 1200\nfixed_costs_per_month = {fixed}\n"
        "credit_line = 0\nminimum_cash = 0\n",
        "register/contracts.csv": CONTRACTS + "c,m,marketplace,a,2025-01-01,,open_ended,,30 Tage,,text,,\n",
        "register/channels.csv": "channel_id,name,kind,vendor_id\na,A,marketplace,m\n",
        "register/vendors.csv": "vendor_id,name\nm,Market\n",
        "scenarios.yml": "- scenario_id: two\n  name: Two points\n  shocks: [{lever: fee_points, vendor_id: m, amount: 2}]\n",
        "exports/a.csv": lines(*every_month("a", 1000)),
    }
    return measured(make_shop(files, name=f"shop{fixed}"), month="2026-01", as_of=date(2026, 1, 31))


def test_a_shop_below_its_fixed_costs_is_told_so_and_that_its_cash_goes_on_falling(make_shop):
    # 400 of contribution against 500: 100 a month are lost, and 1,200 in cash last 12 months, a scenario or not.
    # Two points of 1,000 are 20 a month from 15 February on: 1,200 − 365 · (100 · 12 / 365) − 351 · (20 · 12 / 365).
    found = losing(make_shop, 500)
    stress = found["stress"]
    assert (stress["contribution_per_month"], stress["fixed_costs_per_month"]) == ("400.00", "500.00")
    assert stress["months_of_cash"] == pytest.approx(12.0)
    (finding,) = findings.below_fixed_costs(found, Language("en"))
    assert finding.text == (
        "Even if nothing gets worse we lose €100 a month: €400 of contribution in the mean month against €500 of fixed "
        "costs. Our cash lasts 12.0 months at that. Whatever a scenario costs comes on top."
    )
    assert finding.text in [each.text for each in findings.top_findings(found, Language("en"))]
    two = next(row for row in found["scenarios"] if row["scenario_id"] == "two")
    assert (two["lowest_cash"], two["lowest_cash_on"], two["cash_still_falling"]) == ("-230.79", "2027-01-31", True)
    alone = {**found, "scenarios": [two]}
    assert "falls to -€231 by 31 January 2027, and goes on falling." in findings.scenario(alone, Language("en")).text
    assert "31.01.2027 (sinkt weiter)" in tables.scenarios(alone, Language("de")).html


def test_a_shop_that_earns_its_fixed_costs_is_not_told_of_a_loss(make_shop):
    # 400 of contribution against 400: nothing is lost, and cash lasts for ever (null).
    found = losing(make_shop, 400)
    assert findings.below_fixed_costs(found, Language("en")) == []
    assert found["stress"]["months_of_cash"] is None
    # Of 100 a month that stay after 300, two points take 20: cash never falls.
    assert {
        row["cash_still_falling"] for row in losing(make_shop, 300)["scenarios"] if row["scenario_id"] == "two"
    } == {False}


def test_contracts_report_dates_and_what_missing_them_costs(make_shop):
    contracts = CONTRACTS + (
        "w,haus,storage,web,2024-03-01,24 Monate,tacit,12 Monate,3 Monate zum Vertragsende,,written,100.00,\n"
        "bad,haus,storage,web,2024-03-01,24 Monate,tacit,12 Monate,bald,,written,,\n"
    )
    files = {"register/contracts.csv": contracts, "exports/a.csv": lines(*every_month("web", 10))}
    found = measured(make_shop(files), month="2025-10", as_of=date(2025, 10, 31))
    bad, good = found["lock_in"]["contracts"]
    assert (good["term_end"], good["last_receipt"], good["safe_receipt"], good["exit_if_missed"]) == (
        "2026-02-28", "2025-11-30", "2025-11-28", "2027-02-28")  # fmt: skip
    assert good["send_by"] == "2025-11-21"  # five working days before Friday 28 November
    assert good["cost_of_missing"] == "1200.00"  # 365 days at 100.00 · 12/365
    assert bad["status"] == "unknown" and '"bald"' in bad["reason"]


def test_files_are_listed_by_what_their_formats_are_called(make_shop):
    files = {
        "exports/a.csv": lines(*every_month("web", 10)),
        "register/channels.csv": "channel_id,name,kind,vendor_id\nweb,Web,own_shop,\n",
    }
    found = measured(make_shop(files), month="2026-01")
    assert found["names"]["formats"] == {"order_lines": "Order lines (canonical export)"}
    told = tables.inputs(found, Language("de")).html
    assert "Bestellzeilen" in told and "Tabelle channels des Registers" in told and "order_lines" not in told


def test_without_a_register_the_figures_say_what_they_cannot_know(make_shop):
    found = measured(make_shop({"exports/a.csv": lines(order(1, "2026-01-05", "web", 10))}))
    what = [unknown["what"] for unknown in found["unknowns"]]
    assert "how long the shop is bound" in what
    assert "lowest cash, survival and how much worse it may get" in what
    assert found["lock_in"]["contracts"] == [] and found["lock_in"]["duration_days"] is None


def test_the_same_input_gives_the_same_bytes(make_shop):
    files = {"exports/a.csv": lines(*every_month("web", 10), *every_month("b", 7))}
    first, second = make_shop(files), make_shop(files, name="again")
    assert as_json(measured(first)) == as_json(measured(second))


def test_no_sale_and_a_wrong_month_are_told_apart(make_shop):
    empty, full = (
        make_shop({"exports/a.csv": HEADER + "\n"}),
        make_shop({"exports/a.csv": lines(order(1, "2026-01-05", "w", 1))}, name="full"),
    )
    build(empty), build(full)
    with pytest.raises(InputError, match="No sale was found"):
        figures(empty)
    with pytest.raises(UsageError, match="write YYYY-MM"):
        figures(full, "2026-13")
    with pytest.raises(UsageError, match="There is no data for 2020-01"):
        figures(full, "2020-01")


def test_a_hostile_name_stays_text_in_the_figures(make_shop):
    name = "<script>alert(1)</script>"
    files = {"register/vendors.csv": f"vendor_id,name\nv,{name}\n", "register/channels.csv": "channel_id,name,kind,vendor_id\nweb,W,own_shop,v\n",
             "exports/a.csv": lines(order(1, "2026-01-05", "web", 10))}  # fmt: skip
    assert json.loads(as_json(measured(make_shop(files))))["names"]["vendors"]["v"] == name


def test_a_group_is_shocked_as_one_and_its_lines_count_once(make_shop):
    files = {
        "register/vendors.csv": "vendor_id,name,group\na,A,Big\nb,B,Big\n",
        "register/channels.csv": "channel_id,name,kind,vendor_id\nx,X,marketplace,a\n",
        "register/services.csv": "vendor_id,function,channel_id\nb,payment,x\n",
        "register/products.csv": "sku,unit_cost\nt,0\n",
        "scenarios.yml": "- scenario_id: stop\n  name: Big stops\n  shocks: [{lever: closed_days, group: Big, amount: 73}]\n",
        "exports/a.csv": lines(*(order(f"o{m}", f"2025-{m:02}-15", "x", 1000, sku="t") for m in range(1, 13))),
    }
    found = measured(make_shop(files), month="2025-12")
    rows = [row for row in found["scenarios"] if row["scenario_id"] == "stop"]
    # 73 days at 1,000 · 12/365 a day are 2,400, though two vendors of the group touch every line
    assert [(row["vendor_id"], row["group"], row["revenue_loss"], row["contribution_loss"]) for row in rows] == [
        (None, "Big", "2400.00", "2400.00")
    ]


def test_what_a_scenario_leaves_blank_is_told_with_its_reason(make_shop):
    files = {
        "register/channels.csv": "channel_id,name,kind,vendor_id\nx,X,marketplace,a\n",
        "exports/a.csv": lines(*every_month("x", 1000, "2025-01")),
    }
    found = measured(make_shop(files), month="2025-12")
    why = {row["what"]: row["why"] for row in found["unknowns"]}
    assert why["lowest cash, survival and how much worse it may get"] == (
        "shop.toml does not say cash, fixed_costs_per_month"
    )
    paid_out = why["the working capital that scenario payout-delay ties up (a)"]
    assert paid_out == "no export tells all that it paid out in these months"
    # With cash and fixed costs the contribution is what the lowest cash lacks: no unit cost is given.
    files["shop.toml"] = SHOP + "[finance]\ncash = 100\nfixed_costs_per_month = 10\n"
    told = [row["what"] for row in measured(make_shop(files, "rich"), month="2025-12")["unknowns"]]
    assert "the lowest cash in scenario fee-rise (a)" in told
    assert not [what for what in told if what.startswith("lowest cash, survival")]


def test_months_before_the_first_known_payout_are_not_taken_as_without_any(make_shop):
    # 100 paid out in each of eleven months, the first window month is in no export: 100 · 12 / 365 · 7 days.
    paid = "".join(f"{month}-20,a,100,EUR\n" for month in (f"2025-{m:02}" for m in range(2, 13)))
    files = {
        "register/channels.csv": "channel_id,name,kind,vendor_id\nx,X,marketplace,a\n",
        "exports/a.csv": lines(*every_month("x", 1000, "2025-01")),
        "exports/p.csv": "paid_on,vendor_id,amount,currency\n" + paid,
    }
    found = measured(make_shop(files), month="2025-12")
    (row,) = [row for row in found["scenarios"] if row["scenario_id"] == "payout-delay"]
    assert row["extra_working_capital"] == "23.01"


def test_a_ready_scenario_that_meets_nobody_does_not_ask_for_a_correction_of_scenarios_yml(make_shop):
    files = {
        "exports/a.csv": lines(*every_month("w", 1000, "2025-01")),
        "register/channels.csv": "channel_id,name,kind,vendor_id\nw,W,wholesale,\n",
    }
    unknowns = measured(make_shop(files), month="2025-12")["unknowns"]
    (entry,) = [row for row in unknowns if row["what"] == "what scenario fee-rise costs"]
    assert entry["why"] == "neither exports nor register name a vendor for marketplace"
    assert "register/services.csv" in entry["how_to_fix"]


def test_a_vendor_behind_a_channel_of_unknown_revenue_loses_an_unknown_amount_not_zero(make_shop):
    files = {
        "register/services.csv": "vendor_id,function,channel_id\nhost,software,web\n",
        "scenarios.yml": "- scenario_id: stop\n  name: Stop\n  shocks: [{lever: closed_days, vendor_id: host, amount: 9}]\n",
        "exports/a.csv": lines(
            *(f"w{m},1,2025-{m:02}-15,web,,1,KWD,5.00,0,,completed" for m in range(1, 13)),
            order(1, "2025-12-15", "m", 9),
        ),
    }
    row = next(r for r in measured(make_shop(files), month="2025-12")["scenarios"] if r["scenario_id"] == "stop")
    assert (row["revenue_loss"], row["contribution_loss"]) == (None, None)


def test_a_shop_without_contracts_or_shares_knows_no_share_that_is_never_free(make_shop):
    without = measured(make_shop({"exports/a.csv": lines(order(1, "2026-01-05", "m", 9))}, name="without"))
    assert (without["lock_in"]["never_free_share"], without["lock_in"]["unknown_share"]) == (None, 1.0)
    files = {
        "exports/a.csv": lines(order(1, "2026-01-05", "m", 0)),
        "register/contracts.csv": "contract_id,vendor_id,functions,channel_ids,starts_on,renewal,notice\n"
        "c,v,marketplace,m,2020-01-01,open_ended,30 days\n",
    }
    found = measured(make_shop(files))
    assert (found["lock_in"]["never_free_share"], found["lock_in"]["unknown_share"]) == (None, None)
    assert "on which day half of our net revenue is free" in [row["what"] for row in found["unknowns"]]


def test_a_refund_written_with_a_minus_reduces_revenue_too(make_shop):
    text = (
        "order_id,ordered_at,channel_id,currency,gross_amount,tax_amount,refunded_amount\n"
        "1,2026-01-05,a,EUR,119,19,-59.50\n2,2026-01-05,a,EUR,119,19,59.50\n"
    )
    # 100 and 100 net, of each half went back
    assert measured(make_shop({"exports/a.csv": text}))["revenue"][0]["net_revenue"] == "100.00"


def test_a_lever_that_is_not_computed_yet_is_named_and_stops_nothing(make_shop):
    files = {
        "scenarios.yml": "- scenario_id: hold\n  name: Hold\n"
        "  shocks: [{lever: reserve_share, vendor_id: m, amount: 0.2, reserve_days: 90}]\n",
        "exports/a.csv": lines(order(1, "2026-01-05", "m", 9)),
    }
    told = {row["what"]: row["why"] for row in measured(make_shop(files))["unknowns"]}
    assert told["what scenario hold costs"] == "the lever reserve_share is not computed yet"


def test_lines_of_one_order_without_line_ids_stay_lines_of_their_own(make_shop):
    text = (
        "order_id,ordered_at,channel_id,currency,gross_amount,tax_amount,status,storage_vendor_id\n"
        "1,2026-01-05,a,EUR,100,0,completed,x\n1,2026-01-05,a,EUR,60,0,cancelled,x\n1,2026-01-05,a,EUR,900,0,completed,y\n"
    )
    found = measured(make_shop({"exports/a.csv": text}))
    assert (found["revenue"][0]["gross_sales"], found["revenue"][0]["orders"]) == ("1000.00", 1)
    storage = next(row for row in found["exposure"]["functions"] if row["function"] == "storage")
    assert storage["shares"] == pytest.approx({"x": 0.1, "y": 0.9})


def test_channels_whose_names_differ_in_more_than_case_and_blanks_stay_apart(make_shop):
    names = ["日本", "Магазин", "!!!", "A", "Ä", "A.", "a ", "Laden 1"]
    found = measured(make_shop({"exports/a.csv": lines(*(order(i, "2026-01-05", n, 10) for i, n in enumerate(names)))}))
    assert trailing(found)["shares"].keys() == {"日本", "Магазин", "!!!", "A", "Ä", "A.", "Laden 1"}


def test_a_unit_cost_in_another_currency_is_converted_on_the_day_of_the_order(make_shop):
    files = {
        "exports/a.csv": lines("1,1,2025-12-19,web,tea,2,EUR,107.00,0,,completed"),
        "register/products.csv": "sku,unit_cost,currency\ntea,10,USD\n",
    }
    expected = 107 - 20 / select_rate("2025-12-19", "USD")
    assert float(measured(make_shop(files))["revenue"][0]["contribution"]) == pytest.approx(expected, abs=0.005)


def test_small_units_of_money_convert_to_the_cent(make_shop):
    # ECB, Friday 28 February 2020: EUR 1 = IDR 15,749.25, so 100,000,000 IDR of Saturday are 6,349.51 EUR.
    assert select_rate("2020-02-28", "IDR") == 15749.25
    found = measured(make_shop({"exports/a.csv": lines(order(1, "2020-02-29", "web", 100000000, currency="IDR"))}))
    assert found["revenue"][0]["gross_sales"] == "6349.51"


def test_a_holiday_pause_does_not_make_a_month_that_has_barely_begun_full(make_shop):
    days = [date(2025, 5, 1) + timedelta(days=i) for i in range(341)]
    rows = [
        order(i, str(day), "web", 10) for i, day in enumerate(days) if not date(2025, 8, 1) <= day <= date(2025, 8, 25)
    ]
    assert days[-1] == date(2026, 4, 6)
    assert measured(make_shop({"exports/a.csv": lines(*rows)}))["month"] == "2026-03"


def test_one_mistyped_year_does_not_move_the_report(make_shop):
    rows = [*every_month("web", 10), order("typo", "2062-01-05", "web", 10)]
    assert measured(make_shop({"exports/a.csv": lines(*rows)}))["month"] == "2026-01"


def test_revenue_of_unknown_amount_makes_the_bounds_unknown_and_not_zero_wide(make_shop):
    rows = [
        order(1, "2026-01-05", "a", 70),
        order(2, "2026-01-06", "b", 30),
        order(3, "2026-01-07", "c", 5, currency="XXX"),
    ]
    row = trailing(measured(make_shop({"exports/a.csv": lines(*rows)})))
    assert row["shares"] == {"a": 0.7, "b": 0.3}
    assert (row["unattributed_share"], row["hhi_low"], row["hhi_high"]) == (None, None, None)


def test_open_orders_and_charges_without_a_channel_are_told(make_shop):
    files = {
        "exports/a.csv": lines(order(1, "2026-01-05", "a", 70), "2,1,2026-01-06,a,,1,EUR,33,0,,open"),
        "exports/c.csv": "charged_on,vendor_id,function,fee,amount,currency\n2026-01-09,carrier,shipping,parcels,12.50,EUR\n",
    }
    what = [unknown["what"] for unknown in measured(make_shop(files))["unknowns"]]
    assert "revenue of open orders (1, 33.00 EUR in all)" in what
    assert "the channel of charges of carrier over 12.50 EUR" in what


def test_a_vendor_that_no_longer_serves_does_not_bind_a_channel(make_shop):
    files = {
        "register/services.csv": "vendor_id,function,channel_id,valid_from,valid_to\nw,storage,a,,2024-01-01\n",
        "register/contracts.csv": CONTRACTS + "k,w,storage,,2020-01-01,,open_ended,,30 days,,text,,\n",
        "exports/a.csv": lines(*every_month("a", 50)),
    }
    contract = measured(make_shop(files), month="2026-01")["lock_in"]["contracts"][0]
    assert contract["channel_ids"] == []


def test_the_runner_of_a_social_channel_is_behind_its_revenue(make_shop):
    files = {
        "register/channels.csv": "channel_id,name,kind,vendor_id\ns,S,social,v\n",
        "exports/a.csv": lines(order(1, "2026-01-05", "s", 60), order(2, "2026-01-05", "t", 40)),
    }
    groups = {row["group"]: row["revenue_share"] for row in measured(make_shop(files))["exposure"]["groups"]}
    assert groups == {"v": 0.6}
