"""Sentences and charts of how sure the verdict is, what moved and where the largest share drifts."""

import xml.etree.ElementTree as ET

import pytest
from sample_figures import Figures, demo_shop, empty_shop, shares_row

from analysis.language import Language
from analysis.presentation import change_charts, change_findings, change_rows
from analysis.presentation.certainty_findings import how_sure

EN, DE = Language("en"), Language("de")
SCRIPT = "<script>alert('x')</script>"
CHARTS = (
    change_charts.stacked_shares,
    change_charts.change_waterfall,
    change_charts.verdict_grid,
    change_charts.share_drift,
)
FINDINGS = (how_sure, change_findings.what_changed, change_findings.drifting)


def way(grain: str, basis: str, verdict: str, sure: float = 1.0, *, decides: bool = True) -> Figures:
    return {"grain": grain, "basis": basis, "verdict": verdict, "draws": {verdict: sure}, "decides": decides}


def shop() -> Figures:
    """Amazon from .6 to .7 between two Octobers; red by net revenue, yellow by contribution; two points a month."""
    figures = demo_shop()
    figures["thresholds"] = {"largest_share": [0.2, 0.4, 0.8], "effective_number": [2.5, 1.5]}
    figures["concentration"].append(shares_row("2026-09-01", "2026-09-30", amazon_de=0.68, own_shop=0.32))
    figures["stability"] = {
        "verdict": "red", "agreement_share": 0.55,
        "ways": [way("channel", "net_revenue", "red", 0.97), way("channel_group", "net_revenue", "red"),
                 way("channel", "contribution", "yellow"), way("country", "net_sales", "green", decides=False)],
        "narrows_most": {"field": "channel", "share": 0.125, "why": "revenue that no channel is named for",
                         "how_to_fix": "fill in channel_id in the export"},
    }  # fmt: skip
    figures["moved"] = [
        {"against": "last_year", "grain": "channel", "from_window": {"from": "2025-10-01", "to": "2025-10-31"},
         "to_window": {"from": "2026-10-01", "to": "2026-10-31"}, "hhi_before": 0.52, "hhi_after": 0.58, "change": 0.06,
         "contributions": [
             {"id": "amazon_de", "change": 0.13, "share_before": 0.6, "share_after": 0.7},
             {"id": "own_shop", "change": -0.07, "share_before": 0.4, "share_after": 0.3}]},
    ]  # fmt: skip
    figures["drift"] = [
        {"grain": "channel", "id": "amazon_de", "months": 12, "slope_per_month": 0.02, "slope_low": 0.01,
         "slope_high": 0.03, "is_sure": True, "share": 0.7, "fitted_share": 0.7, "line": 0.8,
         "crosses_on": "2027-04-01"},
    ]  # fmt: skip
    return figures


def test_ways_that_disagree_are_told_by_verdict_the_worst_first():
    found = how_sure(shop(), EN)
    assert found.text == (
        "It depends on how we count: red by net revenue (channels and owners); yellow by contribution (only channels). "
        "What would narrow it most: revenue that no channel is named for (12.5%); fill in channel_id in the export."
    )
    assert found.severity == "watch"


def test_a_basis_on_which_channels_and_owners_differ_says_which_verdict_is_whose():
    figures = shop()
    figures["stability"] |= {
        "narrows_most": None,
        "ways": [
            way("channel", "net_revenue", "amber"), way("channel", "payout", "red"),
            way("channel_group", "net_revenue", "red"), way("channel_group", "payout", "red"),
        ],
    }  # fmt: skip
    assert how_sure(figures, EN).text == (
        "It depends on how we count: red by payouts (channels and owners), net revenue (only owners); amber by net "
        "revenue (only channels)."
    )
    assert "orange nach Nettoerlös (nur Kanäle)" in how_sure(figures, DE).text


def test_ways_that_agree_are_told_with_their_share():
    figures = shop()
    figures["stability"] |= {
        "agreement_share": 0.97,
        "narrows_most": None,
        "ways": [way("channel", "net_revenue", "red")],
    }
    assert how_sure(figures, EN).text == (
        "The verdict is red in 97% of the ways of counting: net revenue, by channel and by owner, with the chance of "
        "single orders."
    )


def test_one_way_that_a_few_orders_could_turn_is_said_to_hang_on_them():
    figures = shop()
    figures["stability"] |= {
        "agreement_share": 0.6,
        "narrows_most": None,
        "ways": [way("channel", "net_revenue", "red", 0.6)],
    }
    text = how_sure(figures, EN).text
    assert text == "It depends on single orders: red by net revenue (only channels), but only in 60% of the draws."


def test_what_changed_names_the_channel_that_did_most_in_that_direction():
    # 1 / .52 = 1.92, 1 / .58 = 1.72
    assert change_findings.what_changed(shop(), EN).text == (
        "From October 2025 to October 2026 our revenue became more concentrated: like 1.92 equal channels then, 1.72 "
        "now. Most of it is Amazon.de, from 60.0% to 70.0% of net revenue."
    )


def test_no_other_month_stands_in_for_the_month_of_reference():
    assert change_findings.what_changed(shop(), EN, "last_month").severity != "unknown"
    told = change_findings.what_changed(shop(), EN, "reference")
    assert (told.severity, told.text) == (
        "unknown",
        "No month of reference is named, or it has no sales: it is a parameter, YYYY-MM.",
    )


def test_a_drift_tells_its_pace_its_interval_and_the_day_of_the_next_line():
    assert change_findings.drifting(shop(), EN).text == (
        "The share of Amazon.de grows by 2.0 percentage points a month (95 %: 1.0 to 3.0). At this pace it meets our "
        "line of 80% on 1 April 2027."
    )


def test_a_drift_past_every_line_says_so_and_an_unsure_one_promises_no_day():
    figures = shop()
    figures["drift"][0] |= {"fitted_share": 0.85, "line": None, "crosses_on": None}
    assert "It is past our highest line of 80% already." in change_findings.drifting(figures, EN).text
    figures["drift"][0] |= {"is_sure": False, "slope_low": -0.01}
    assert change_findings.drifting(figures, EN).text == (
        "The share of Amazon.de shows no sure drift over 12 months (95 %: -1.0 to 3.0 percentage points a month)."
    )


@pytest.mark.parametrize("finding", FINDINGS)
@pytest.mark.parametrize("language", [EN, DE], ids=["en", "de"])
def test_an_empty_shop_gets_a_sentence_and_no_hole(finding, language):
    found = finding(empty_shop(), language)
    assert found.severity == "unknown" and found.text.endswith(".")


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("language", [EN, DE], ids=["en", "de"])
def test_a_chart_is_well_formed_svg_and_the_same_bytes_twice(chart, language):
    figure = chart(shop(), language)
    ET.fromstring(figure.drawing)
    assert figure.html == chart(shop(), language).html
    assert "null" not in figure.html and "NaN" not in figure.html


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_of_an_empty_shop_says_what_is_missing(chart):
    assert 'class="missing"' in chart(empty_shop(), EN).html


@pytest.mark.parametrize("chart", CHARTS)
def test_a_hostile_name_stays_text(chart):
    figures = shop()
    figures["names"]["channels"] = dict.fromkeys(("amazon_de", "own_shop", "wholesale"), SCRIPT)
    html = chart(figures, EN).html
    assert "<script>" not in html
    ET.fromstring(chart(figures, EN).drawing)


def test_the_bars_of_the_waterfall_lead_from_the_index_before_to_the_one_after():
    steps = change_rows.waterfall(shop(), shop()["moved"][0], EN)
    assert [(step["step"], step["label"]) for step in steps] == [
        ("October 2025", "0.520"), ("Amazon.de", "+0.130"), ("Shopify shop", "−0.070"), ("October 2026", "0.580"),
    ]  # fmt: skip
    assert [(step["from"], step["to"]) for step in steps[1:3]] == [
        (0.52, pytest.approx(0.65)), (pytest.approx(0.65), pytest.approx(0.58)),
    ]  # fmt: skip


def test_the_grid_has_a_cell_per_way_with_its_verdict_in_words():
    cells = change_rows.verdict_cells(shop(), DE)
    assert [(cell["row"], cell["column"], cell["label"].replace("\xa0", " ")) for cell in cells][:3] == [
        ("Kanäle", "Nettoerlös", "rot 97 %"), ("Eigentümer", "Nettoerlös", "rot 100 %"),
        ("Kanäle", "Deckungsbeitrag", "gelb 100 %"),
    ]  # fmt: skip
    assert change_rows.grid_order(cells, "row", DE) == ["Kanäle", "Eigentümer", "Länder"]


def test_the_shares_of_a_month_fill_up_to_one_with_what_is_not_attributed():
    figures = shop()
    figures["concentration"][2] |= {"shares": {"amazon_de": 0.6, "own_shop": 0.3}, "unattributed_share": 0.1}
    parts, colours = change_rows.share_parts(figures, EN)
    october = [(row["channel"], row["share"]) for row in parts if row["month"] == "2026-10"]
    assert october == [("Amazon.de", 0.6), ("Shopify shop", 0.3), ("not attributed", 0.1)]
    assert list(colours) == ["Amazon.de", "Shopify shop", "Wholesale", "not attributed"]


def test_the_drift_line_passes_the_fitted_share_in_the_month_of_the_report():
    values, months = change_rows.largest_shares(shop(), shop()["drift"][0])
    assert (months[0], months[-1]) == ("2025-10", "2026-10")
    assert values[-1] == {"month": "2026-10", "share": 0.72, "height": 0.7}
    assert values[-2]["height"] == pytest.approx(0.68)
    assert values[5]["share"] is None  # no row of March


def moved(before: dict[str, float], after: dict[str, float]) -> Figures:
    """The change between two months' shares, without the sampling errors of the months."""
    figures = shop()
    row = figures["moved"][0]
    row["hhi_before"], row["hhi_after"] = (sum(s**2 for s in shares.values()) for shares in (before, after))
    row["change"] = row["hhi_after"] - row["hhi_before"]
    row["contributions"] = [
        {"id": i, "change": after[i] ** 2 - before[i] ** 2, "share_before": before[i], "share_after": after[i]}
        for i in before
    ]
    return figures


def test_a_verdict_that_only_the_rest_leaves_open_does_not_depend_on_single_orders():
    figures = shop()
    ways = [way("channel", "net_revenue", "amber", 0.5) | {"verdict_if_largest": "red"}]
    figures["stability"] |= {"verdict": "amber", "agreement_share": 0.5, "ways": ways}
    assert how_sure(figures, EN).text.startswith(
        "It depends on where the rest belongs: amber by net revenue (only channels), worse if"
    )


def test_a_share_that_what_is_not_attributed_could_have_moved_is_not_sure():
    # .64 to .72, and a tenth of the earlier month is nobody's
    figures = demo_shop()
    for row in figures["concentration"]:
        row["unattributed_share"] = 0.1 if row["from"] == "2025-10-01" else 0.0
    said = "That is not sure: 10.0% was not attributed then, 0.0% is not now."
    assert change_findings.moved(figures, EN).text.endswith(said)


def test_a_change_that_what_is_not_attributed_could_undo_is_not_told():
    # H between .20 and .8² + .04 = .68 then, between .34 and .7² + .09 = .58 now
    figures = moved({"amazon_de": 0.4, "own_shop": 0.2}, {"amazon_de": 0.5, "own_shop": 0.3})
    found = change_findings.what_changed(figures, EN)
    assert found.severity == "unknown"
    assert found.text.endswith("cannot be told: 40.0% of it is not attributed then, 20.0% now.")


def test_a_change_beyond_what_is_not_attributed_is_told_with_its_range():
    # then .5 and .5: H = .5; now .8 of 90 %: .64 + .01 = .65, at most .9² + .01 = .82
    figures = moved({"amazon_de": 0.5, "own_shop": 0.5}, {"amazon_de": 0.8, "own_shop": 0.1})
    assert "like 2.00 equal channels then, 1.22–1.54 now" in change_findings.what_changed(figures, EN).text


def test_a_change_within_the_sampling_errors_may_be_chance():
    figures = moved({"amazon_de": 0.6, "own_shop": 0.4}, {"amazon_de": 0.7, "own_shop": 0.3})  # .52 to .58
    chance = "With so few orders, that may be chance."
    for row in figures["concentration"]:
        row["hhi_se"] = 0.021  # 1.96 x sqrt(2) x .021 = .0582 < .06
    assert chance not in change_findings.what_changed(figures, EN).text
    for row in figures["concentration"]:
        row["hhi_se"] = 0.022  # .0610 > .06
    assert chance in change_findings.what_changed(figures, EN).text


@pytest.mark.parametrize(("orders", "chance"), [(100, True), (1_000, False)])
def test_a_share_that_moved_less_than_as_many_equal_orders_would_may_be_chance(orders, chance):
    # .64 to .72: 1.96 x sqrt((.2304 + .2016) / n) = .129 for a hundred orders, .041 for a thousand
    figures = demo_shop()
    figures["revenue"] = [{"month": month, "orders": orders} for month in ("2025-10", "2026-10")]
    assert ("may be chance" in change_findings.moved(figures, EN).text) == chance
