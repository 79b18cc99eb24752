"""Charts and tables of a full shop, an empty one, one with a single month, and one with hostile names."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from analysis.language import Language
from analysis.presentation import chart_rows, charts, lock_in_rows, tables, theme

EN, DE = Language("en"), Language("de")
SCRIPT = "<script>alert(1)</script>"
CHARTS = (
    charts.revenue_by_channel,
    charts.concentration_over_time,
    charts.contract_timeline,
    charts.asymmetry_bars,
    charts.lock_in_curve,
    charts.scenario_bars,
    charts.who_is_behind,
    charts.fee_rates,
)
TABLES = (
    tables.inputs,
    tables.checks,
    tables.unknowns,
    tables.channels,
    tables.concentration,
    tables.exposure,
    tables.single_points,
    tables.second_order,
    tables.smallest_sets,
    tables.held,
    tables.fee_rates,
    tables.contracts,
    tables.asymmetry,
    tables.ways_of_counting,
    tables.scenarios,
    tables.formulas,
)
Figures = dict[str, Any]


def empty_shop() -> Figures:
    """A shop of which nothing is known."""
    return {
        "shop": "Leer", "month": "2026-10", "as_of": "2026-10-31", "currency": "EUR", "names": {},
        "inputs": [], "revenue": [], "concentration": [], "scenarios": [], "checks": [], "unknowns": [],
        "exposure": {"groups": [], "functions": [], "hidden": []},
        "lock_in": {"contracts": [], "curve": [], "half_free_on": None, "never_free_share": None,
                    "unknown_share": None, "asymmetry": []},
    }  # fmt: skip


def concentration(grain: str, first: str, last: str, *, hhi: float = 0.38) -> Figures:
    """Shares .5/.3/.2 with the sampling error of 1,000 equal orders (measures, section 2)."""
    return {
        "grain": grain, "basis": "net_revenue", "from": first, "to": last, "unattributed_share": 0.0, "n": 3,
        "shares": {"amazon_de": 0.5, "own_shop": 0.3, "etsy": 0.2}, "hhi": hhi, "hhi_se": 0.0078993671,
        "hhi_low": hhi, "hhi_high": hhi, "hhi_if_largest": hhi, "effective_number": 1 / hhi, "normalised_hhi": 0.07, "cr1": 0.5,
        "cr3": 1.0, "gini": 0.2, "entropy": 1.0297, "verdict": "green", "threshold_source": "own proposal",
    }  # fmt: skip


def revenue(channel_id: str, month: str, amount: str | None) -> Figures:
    """One channel month."""
    return {
        "channel_id": channel_id,
        "month": month,
        "net_revenue": amount,
        "orders": None if amount is None else 10,
    }


def contract(contract_id: str, status: str, **days: str | None) -> Figures:
    """A contract with Amazon; days that are not given are null."""
    keys = (
        "starts_on",
        "earliest_exit",
        "last_receipt",
        "safe_receipt",
        "send_by",
        "exit_if_missed",
        "cost_of_missing",
    )
    return {"contract_id": contract_id, "vendor_id": "amazon", "status": status} | {key: days.get(key) for key in keys}


def lock_in() -> Figures:
    """An unknown, a bound and a free contract; half is free on 30 November, 30 % never, 20 % unknown."""
    storage = contract(
        "storage", "bound", starts_on="2024-03-01", earliest_exit="2027-02-28", last_receipt="2026-11-30",
        safe_receipt="2026-11-28", send_by="2026-11-20", exit_if_missed="2028-02-29",
    )  # fmt: skip
    plan = contract("plan", "free", earliest_exit="2026-10-31")
    return {
        "contracts": [contract("seller", "unknown"), storage, plan],
        "curve": [{"on": "2026-10-31", "share": 0.2}, {"on": "2026-11-30", "share": 0.5}],
        "half_free_on": "2026-11-30", "never_free_share": 0.3, "unknown_share": 0.2,
        "asymmetry": [{"vendor_id": "amazon", "function": "marketplace", "their_notice_days": 15,
                       "our_replacement_days": 90, "uncovered_days": 75, "contribution_at_risk": None}],
    }  # fmt: skip


def ledger() -> Figures:
    """Costs, a deposit of unknown worth, and two channels, of which one has no known contribution."""
    rate = {
        "gross_sales": "1000.00", "charges": "273.00", "rate": 0.273, "uncharged": [], "contribution": "200.00",
        "contribution_rate": 0.2, "next_best_channel_id": "own_shop", "next_best_rate": 0.091, "costs_more_by": "182.00",
    }  # fmt: skip
    own = {
        "channel_id": "own_shop",
        "rate": 0.091,
        "charges": "91.00",
        "uncharged": ["paypal"],
        "contribution_rate": None,
    }
    return {
        "costs": {"shares": {"amazon": 1.0}, "amounts": {"amazon": "273.00"}, "from": "2026-08-01", "to": "2026-10-31"},
        "held": [{"vendor_id": "amazon", "kind": "deposit", "amount": None, "as_on": "2026-10-31", "source": "a.csv line 2"}],
        "fee_rates": [rate | {"channel_id": "amazon_de"}, rate | own | {"costs_more_by": "-182.00"}],
    }  # fmt: skip


def full_shop() -> Figures:
    """Three channels over three months, one of them unknown; three contracts; three scenarios."""
    shop = empty_shop()
    shop["names"] = {
        "vendors": {"amazon": "Amazon", "paypal": "PayPal"},
        "channels": {"own_shop": "Shopify shop"},
    }
    shop["inputs"] = [
        {"file": "orders.csv", "format": "order_lines", "rows": 1234, "loaded": None, "sha256": "ab" * 32}
    ]
    shop["checks"] = [{"check": "shares sum to one", "ok": False, "offending": 12}]
    shop["unknowns"] = [{"what": "unit costs", "why": "no products", "how_to_fix": "fill in products"}]
    shop["revenue"] = [
        revenue("amazon_de", "2026-08", "500.00"), revenue("own_shop", "2026-08", "300.00"),
        revenue("amazon_de", "2026-10", "700.00"), revenue("own_shop", "2026-10", None),
    ]  # fmt: skip
    shop["concentration"] = [
        concentration("channel", "2026-08-01", "2026-10-31"),
        concentration("channel", "2026-08-01", "2026-08-31"),
        concentration("channel", "2026-10-01", "2026-10-31"),
        concentration("channel_group", "2026-10-01", "2026-10-31", hhi=0.5),
    ]
    shop["exposure"] = {
        "groups": [{"group": "amazon", "revenue_share": 0.5, "functions": {"marketplace": 0.5}}],
        "functions": [
            {"function": "payment", "revenue_shares": {"amazon": 0.5, "paypal": 0.3}, "unknown_revenue_share": 0.2}
        ],
        "hidden": [{"vendor_id": "paypal", "revenue_share": 0.6}],
        "single_points": [
            {"function": "payment", "vendor_id": "paypal", "vendors": ["paypal"], "group": "paypal", "revenue_share": 0.6,
             "revenue_per_month": "600.00", "unknown_revenue_share": 0.4, "alternatives": 1, "untested": ["Own"],
             "tested_on": None}],
        "second_order": [
            {"vendor_id": "bank", "revenue_share": 0.3, "with_own_work_share": 0.3, "sources": [], "group": "bank",
             "through": [{"vendor_id": "paypal", "function": "payment", "share": 0.5, "path": ["paypal", "bank"]}],
             "path": ["paypal", "bank"]}],
        "smallest_sets": [{"vendors": ["amazon", "paypal"], "revenue_share": 0.6, "threshold": 0.5}],
        "loss_share": {"threshold": 0.5, "source": "own proposal"},
    }  # fmt: skip
    shop["ledger"] = ledger()
    shop["lock_in"] = lock_in()
    shop["scenarios"] = [
        {"scenario_id": "fee", "name": "Fee up", "vendor_id": "amazon", "contribution_loss": "99.00",
         "loss_until_exit": "9534.25", "price_of_missing": "7561.64", "loss_until_free": "9534.25",
         "free_on": "2027-06-30", "lever": "fee_points", "amount": 5.0, "extra_working_capital": "0.00"},
        {"scenario_id": "delay", "name": "Later", "vendor_id": "paypal", "contribution_loss": "0.00",
         "lever": "payout_delay_days", "amount": 7.0, "extra_working_capital": "1323.74"},
        {"scenario_id": "reserve", "name": "Reserve", "vendor_id": "paypal", "contribution_loss": "310.00"},
        {"scenario_id": "cost", "name": "Cost up", "vendor_id": None, "contribution_loss": None},
    ]  # fmt: skip
    return shop


def one_month() -> Figures:
    """A shop whose history is one month long."""
    shop = full_shop()
    shop["revenue"] = shop["revenue"][2:]
    shop["concentration"] = shop["concentration"][2:]
    return shop


def hostile_shop() -> Figures:
    """A shop in which every name is a script."""
    shop = full_shop()
    shop["names"] = {
        "vendors": {"amazon": SCRIPT, "paypal": SCRIPT},
        "channels": dict.fromkeys(["amazon_de", "own_shop"], SCRIPT),
        "groups": {"amazon": SCRIPT},
    }
    for row in shop["scenarios"]:
        row["name"], row["sources"] = SCRIPT + '" onload="{x}', [SCRIPT]
    for row in shop["concentration"]:
        row["threshold_source"] = SCRIPT + "{y}"
    shop["inputs"][0]["file"] = shop["checks"][0]["check"] = shop["unknowns"][0]["what"] = SCRIPT
    return shop


@pytest.mark.parametrize("draw", [*CHARTS, *TABLES])
@pytest.mark.parametrize("language", [EN, DE])
@pytest.mark.parametrize("shop", [full_shop, empty_shop, one_month, hostile_shop])
def test_every_answer_is_html_without_script_network_or_nan(draw: Any, language: Language, shop: Any) -> None:
    html = draw(shop(), language)._repr_html_()
    assert "<script" not in html.lower()
    assert not re.search(r"\b(NaN|nan|None|undefined)\b", re.sub(r"<style>.*?</style>", "", html, flags=re.S))
    assert not re.search(r"""(href|src)=|url\((?!#)|@import""", html)
    assert f'lang="{language.code}"' in html


@pytest.mark.parametrize("draw", CHARTS)
def test_the_same_figures_give_the_same_bytes(draw: Any) -> None:
    assert draw(full_shop(), DE).html == draw(full_shop(), DE).html


@pytest.mark.parametrize("draw", CHARTS)
def test_a_chart_is_an_image_with_a_description_that_shrinks_with_the_page(draw: Any) -> None:
    html = draw(full_shop(), EN).html
    assert re.search(r'<figure role="img" aria-label="[^"]{30,}"', html)
    svg = ET.fromstring(re.search(r"<svg.*</svg>", html, re.S)[0])  # type: ignore[index]
    assert float(svg.attrib["viewBox"].split()[2]) <= 720
    style = (Path(theme.__file__).parent.parent / "report_template" / "report.css").read_text()
    assert re.search(r"figure svg \{[^}]*width: 100%[^}]*height: auto", style)


def test_a_notebook_keeps_the_drawing_as_an_image_with_its_description() -> None:
    chart = charts.revenue_by_channel(full_shop(), EN)
    assert isinstance(chart, theme.Chart)
    assert chart.drawing.startswith("<svg") and 'xmlns="http://www.w3.org/2000/svg"' in chart.drawing
    assert chart.description.startswith("Net revenue per month and channel")


@pytest.mark.parametrize("draw", CHARTS)
def test_a_shop_without_data_reads_what_is_missing(draw: Any) -> None:
    html = draw(empty_shop(), EN).html
    assert "<svg" not in html
    assert re.search(r"No .+ yet: |needs", html)


@pytest.mark.parametrize("draw", [charts.contract_timeline, charts.who_is_behind, tables.exposure, tables.contracts])
def test_a_name_that_is_a_script_is_shown_as_text(draw: Any) -> None:
    assert "&lt;script&gt;" in draw(hostile_shop(), EN).html


def test_two_drawings_on_one_page_share_no_id() -> None:
    ids = [set(re.findall(r'\bid="([^"]+)"', draw(full_shop(), EN).html)) for draw in CHARTS]
    assert sum(map(len, ids)) == len(set().union(*ids))


def test_the_axis_speaks_the_readers_language() -> None:
    assert "Okt" in charts.revenue_by_channel(full_shop(), DE).html
    assert "Oct" in charts.revenue_by_channel(full_shop(), EN).html


def test_a_month_between_two_others_keeps_its_place() -> None:
    assert chart_rows.months_between(["2026-02", "2025-11"]) == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_an_unknown_month_is_marked_and_not_drawn_as_zero() -> None:
    rows = full_shop()["revenue"]
    amounts, _ = chart_rows.monthly_amounts({}, [row for row in rows if row["net_revenue"]], EN)
    assert [row["amount"] for row in amounts] == [500.0, 300.0, 700.0]
    assert chart_rows.unknown_months(rows, amounts) == {"2026-10": 700.0}


def test_the_band_of_the_effective_number_follows_the_delta_method() -> None:
    # 1 / 0.38 = 2.63158; 1.96 × 0.0078993671 / 0.38² = 0.0154827595 / 0.1444 = 0.10722
    row = chart_rows.effective_numbers([concentration("channel", "2026-08-01", "2026-08-31")], ["2026-08"], EN)[0]
    assert row["value"] == pytest.approx(2.63158, abs=1e-5)
    assert row["high"] - row["value"] == pytest.approx(0.10722, abs=1e-5)
    assert row["value"] - row["low"] == pytest.approx(0.10722, abs=1e-5)


def test_owners_get_their_own_line_only_where_they_differ_from_channels() -> None:
    rows = [concentration(grain, "2026-08-01", "2026-08-31") for grain in ("channel", "channel_group")]
    assert {row["series"] for row in chart_rows.effective_numbers(rows, ["2026-08"], EN)} == {"channels"}
    rows[1]["hhi"] = 0.5
    assert len({row["series"] for row in chart_rows.effective_numbers(rows, ["2026-08"], EN)}) == 2


def test_a_contract_bar_starts_a_year_back_and_turns_lighter_at_the_exit() -> None:
    spans = lock_in_rows.contract_spans(
        full_shop()["lock_in"]["contracts"][1:2], EN, first="2025-10-31", last="2028-06-30"
    )
    assert [(span["from"], span["to"]) for span in spans] == [
        ("2025-10-31", "2027-02-28"),
        ("2027-02-28", "2028-02-29"),
    ]


def test_shares_above_the_plateau_are_never_free_or_unknown() -> None:
    bands = lock_in_rows.lock_in_bands(full_shop()["lock_in"], 0.5, EN)
    assert [(round(band["low"], 6), round(band["high"], 6)) for band in bands] == [(0.7, 1.0), (0.5, 0.7)]


def test_a_scenario_without_a_known_loss_is_named_in_words() -> None:
    assert "Loss unknown: Cost up." in charts.scenario_bars(full_shop(), EN).html


def test_a_scenario_bar_says_until_when_and_what_late_notice_adds() -> None:
    html = charts.scenario_bars(full_shop(), EN).html
    assert "Amazon: fee up by 5 points" in html
    assert "€9,534 until 30 Jun 2027 + €7,562 if missed" in html


def test_a_scenario_that_costs_nothing_has_no_bar_and_its_capital_is_told_in_words() -> None:
    rows = [row for row in full_shop()["scenarios"] if chart_rows.whole_cost(row) > 0]
    assert [row["scenario_id"] for row in rows] == ["fee", "reserve"]
    assert "PayPal: payout 7 days later ties up €1,324." in charts.scenario_bars(full_shop(), EN).html


def test_charts_stop_at_the_month_of_the_report() -> None:
    shop = full_shop()
    before = [draw(shop, EN).html for draw in (charts.revenue_by_channel, charts.concentration_over_time)]
    shop["revenue"].append(revenue("etsy", "2026-11", "5.00"))
    shop["concentration"].append(concentration("channel", "2026-11-01", "2026-11-30"))
    assert [draw(shop, EN).html for draw in (charts.revenue_by_channel, charts.concentration_over_time)] == before


def test_a_share_that_prints_as_zero_has_no_cell() -> None:
    row = {"function": "payment", "revenue_shares": {"amazon": 0.999, "paypal": 0.001}, "unknown_revenue_share": 1e-15}
    cells = chart_rows.heat_cells([row], {"amazon": "A", "paypal": "P"}, EN)
    assert [cell["column"] for cell in cells] == ["A"]


def test_a_contract_that_ends_a_day_later_if_missed_can_be_left_on_any_day() -> None:
    days = {"earliest_exit": "2026-11-30", "exit_if_missed": "2026-12-01", "send_by": "2026-10-30"}
    shop = full_shop()
    shop["lock_in"]["contracts"] = [contract("plan", "bound", last_receipt="2026-10-31", **days)]
    timeline, table = charts.contract_timeline(shop, EN).html, tables.contracts(shop, EN).html
    assert "any day: out 30 Nov 2026 if notice arrives now (30 days)" in timeline
    assert ">any day<" in table
    assert "30 Oct 2026" not in timeline + table


def test_contracts_come_in_the_order_of_their_deadlines_and_dates_do_not_wrap() -> None:
    html = tables.contracts(full_shop(), EN).html
    assert re.findall(r'gt_stub">([^<]+)<', html) == ["storage", "plan", "seller"]
    assert re.search(r"nowrap[^>]*>20 Nov 2026<", html)


def test_scenarios_stand_below_their_name_in_the_readers_language() -> None:
    shop = full_shop()
    shop["scenarios"][0] |= {"name_de": "Gebühr rauf", "sources": ["A notice"], "sources_de": ["Ein Aushang"]}
    german, english = tables.scenarios(shop, DE).html, tables.scenarios(shop, EN).html
    assert re.search(r'gt_group_heading"[^>]*>Gebühr rauf<', german)
    assert "Ein Aushang" in german and "A notice" not in german
    assert "A notice" in english and "Ein Aushang" not in english


@pytest.mark.parametrize("draw", TABLES)
def test_the_style_of_a_table_reaches_nothing_else(draw: Any) -> None:
    html = draw(full_shop(), EN).html
    identifier = re.search(r'<div id="([^"]+)"', html)[1]  # type: ignore[index]
    style = re.search(r"<style>(.*?)</style>", html, re.S)[1]  # type: ignore[index]
    selectors = [part.strip() for rule in re.findall(r"([^{}]+){", style) for part in rule.split(",")]
    assert len(selectors) > 20
    assert all(selector.startswith(f"#{identifier}") for selector in selectors)


def test_small_channels_beyond_the_palette_share_one_colour() -> None:
    rows = [revenue(f"c{number}", "2026-10", str(100 - number)) for number in range(9)]
    amounts, colours = chart_rows.monthly_amounts({}, rows, EN)
    assert list(colours)[-1] == "other channels" and len(colours) == 7
    assert amounts[-1]["amount"] == 94 + 93 + 92


def test_channels_that_share_a_name_stay_apart() -> None:
    _, colours = chart_rows.monthly_amounts(hostile_shop(), full_shop()["revenue"][:2], EN)
    assert list(colours) == [f"{SCRIPT} (amazon_de)", f"{SCRIPT} (own_shop)"]


def test_the_channel_table_sums_what_is_known_and_counts_unknown_months() -> None:
    html = tables.channels(full_shop(), DE).html
    amazon, shop = (re.findall(r'gt_right">([^<]*)<', row) for row in html.split('scope="row"')[1:])
    assert amazon == ["1.200", "50,0\N{NO-BREAK SPACE}%", "20", "0"]
    assert shop == ["300", "30,0\N{NO-BREAK SPACE}%", "10", "1"]


def test_a_table_has_row_headers_a_fixed_id_and_the_unit_in_its_header() -> None:
    html = tables.contracts(full_shop(), EN).html
    assert html.count('scope="row"') == 3
    assert 'id="table-contracts"' in html
    assert "Cost if missed (EUR)" in html


def test_a_contract_without_a_rule_is_unknown_and_a_free_one_has_no_deadline() -> None:
    rows = tables.contracts(full_shop(), DE).html.split('scope="row"')[1:]
    by_contract = {re.search(r">(\w+)<", row)[1]: row for row in rows}  # type: ignore[index]
    assert by_contract["seller"].count("unbekannt") == 6
    assert by_contract["plan"].count(">–<") == 3
    assert ">jederzeit<" in by_contract["plan"]


def test_the_trailing_window_is_the_longest_that_ends_last() -> None:
    assert tables.trailing(full_shop(), "channel")["from"] == "2026-08-01"
    assert tables.trailing(empty_shop(), "channel") == {}


def test_a_window_shorter_than_a_year_is_named_by_its_months() -> None:
    html = charts.who_is_behind(full_shop(), EN).html
    assert "all net revenue, August 2026 to October 2026; grey" in html
    assert "Channels from 1 Aug 2026 to 31 Oct 2026" in tables.channels(full_shop(), EN).html


def pair(vendor: str, theirs: int, ours: int | None, **more: Any) -> Figures:
    open_days = None if ours is None else max(ours - theirs, 0)
    row = {"vendor_id": vendor, "function": "payment", "their_notice_days": theirs, "our_replacement_days": ours}
    return row | {"uncovered_days": open_days, "contribution_at_risk": None} | more


def test_pairs_of_bars_show_the_unnamed_first_and_say_what_is_not_covered() -> None:
    shop = empty_shop()
    listed = [pair("c", 61, 14), pair("b", 30, 120, contribution_at_risk="7225.90"), pair("a", 30, None)]
    shop["lock_in"]["asymmetry"] = [*listed, pair("d", 15, 20), pair("e", 15, 20) | {"their_notice_days": None}]
    known = lock_in_rows.compared(shop)
    assert [row["vendor_id"] for row in known] == ["a", "b", "d", "c"]
    assert [lock_in_rows.pair_head(shop, row, EN)["note"] for row in known] == [
        "30 days' notice, no replacement named",
        "30 days against 120: 90 not covered, €7,226 at risk",
        "15 days against 20: 5 not covered",
        "61 days against 14: covered",
    ]
    # Without a replacement the second bar has no end of its own: it runs to the last day that is drawn.
    spans = lock_in_rows.pair_spans(known, lock_in_rows.pair_words(EN))
    assert [span["to"] for span in spans] == [30, 30, 15, 61, 120, 120, 20, 14]
    assert charts.asymmetry_bars(shop, DE).html.count("nicht gedeckt") == 2


def test_what_is_not_attributed_makes_a_range_in_every_way_of_counting() -> None:
    shop = empty_shop()
    row = concentration("channel", "2025-11-01", "2026-10-31", hhi=0.25)
    open_row = {"hhi_if_largest": 0.5, "unattributed_share": 0.5, "verdict_if_largest": "red"}
    shop["concentration"] = [row, row | {"grain": "country"} | open_row]
    text = re.sub(r"<[^>]+>", "|", tables.ways_of_counting(shop, EN).html)
    assert "2.00–4.00" in text and "0.2500–0.5000" in text and "|green, at worst red|" in text
    assert "|4.00|" in text and "|0.2500|" in text and "|green|" in text


def test_a_shop_without_contracts_is_not_told_that_no_decision_is_due() -> None:
    assert "No contract is known yet" in tables.decisions(empty_shop(), EN).html


def test_a_curve_that_never_rises_says_why_instead_of_drawing_nothing() -> None:
    shop = empty_shop()
    shop["lock_in"] |= {"curve": [{"on": "2026-10-31", "share": 0.0}], "never_free_share": 1.0, "unknown_share": 0.0}
    told = charts.lock_in_curve(shop, EN).html
    assert "No day is known: 100.0% never free: no alternative is named." in told and "<svg" not in told


def test_three_unknowns_of_a_kind_stand_for_all_of_it():
    said = {"what": "contribution of {channel}", "why": "it is open", "how_to_fix": "look"}
    gaps = [{"said": {**said, "values": {"channel": name}}} for name in ("a", "b", "c", "d", "e")]
    told = tables.unknowns({"unknowns": [*gaps, {"what": "the rest", "why": "-", "how_to_fix": "-"}]}, EN).html
    assert "contribution of c (and 2 more of this kind: figures.json)" in told
    assert "the rest" in told and "contribution of d" not in told
