"""From register and exports to figures["lock_in"]: both sides, money per contract and owner, what lies with vendors."""

from datetime import date, timedelta
from typing import Any

import pytest
from conftest import lines, measured
from test_figures import every_month, select_rate

from analysis.checking import check_page
from analysis.language import Language
from analysis.measures.vendor_side import _later_notice
from analysis.presentation import charts, findings
from analysis.rules.lock_in import Contract, agreed_end, vendor_state
from analysis.rules.wording import parse_notice, parse_period
from analysis.warehouse import build

CONTRACTS = (
    "contract_id,vendor_id,functions,channel_ids,starts_on,initial_term,renewal,renewal_term,notice,vendor_notice,"
    "minimum_per_month,exit_fee,price_change_notice,special_termination\n"
)
BALANCES = "vendor_id,kind,amount,currency,as_on\n"


def lock_in(make_shop, files: dict[str, str], as_of: date) -> dict[str, Any]:
    files = {"exports/a.csv": lines(*every_month("x", 1000, "2025-01")), **files}
    found = measured(make_shop(files), month="2025-12", as_of=as_of)
    return {**found["lock_in"], "unknowns": found["unknowns"]}


BIG = {
    "register/vendors.csv": "vendor_id,name,group\na,A,Big\nb,B,Big\n",
    "register/channels.csv": "channel_id,name,kind,vendor_id\nx,X,marketplace,a\n",
    "register/services.csv": "vendor_id,function,channel_id\nb,payment,x\n",
    "register/products.csv": "sku,unit_cost\n,0\n",
    "shop.toml": '[shop]\nname = "T"\ncurrency = "EUR"\nholidays = "DE"\n[finance]\nunit_cost_share = 0\n',
    "register/alternatives.csv": "vendor_id,function,alternative,lead_time_days,switch_cost,recapture_share\n"
    "a,marketplace,other,10,500,0.5\nb,payment,other,20,100,0.9\n",
    "register/contracts.csv": CONTRACTS
    + "ca,a,marketplace,x,2024-01-01,,open_ended,,3 months to quarter_end,30 days,0,200,,\n"
    + "cb,b,payment,x,2024-01-01,,open_ended,,30 days,,100,0,,\n",
}
NEW_YEARS_EVE = date(2025, 12, 31)


def test_what_leaving_a_marketplace_costs_and_from_which_fee_on_it_pays(make_shop):
    (row, _) = lock_in(make_shop, BIG, NEW_YEARS_EVE)["leaving"]
    # Out on 31 March: 200 fee, no minimum, 500 for the switch; of 12,000 a year half does not come along, two years.
    assert (row["exit_cost"], row["transition_loss"]) == ("700.00", "12000.00")
    assert row["walk_away_points"] == pytest.approx(12700 / 24000 * 100)
    # Five points of 1,000 a month from 15 January (15 days, Regulation 2019/1150): 17 + 28 + 31 days at 50 · 12/365.
    assert (row["shock_binds_on"], row["loss_until_exit"]) == ("2026-01-15", "124.93")
    assert row["special_exit_on"] == "2026-01-15"


def test_an_owner_is_left_as_one_and_its_lines_and_switches_count_once(make_shop):
    found = lock_in(make_shop, BIG, NEW_YEARS_EVE)
    (group,) = found["groups"]
    assert (group["group"], group["contracts"]) == ("Big", ["ca", "cb"])
    assert (group["revenue_per_year"], group["contribution_per_year"]) == ("12000.00", "12000.00")
    # 30 days at 100 · 12/365 are 98.63; fees 200, switches 600; missed by a day: 3.29.
    assert (group["remaining_minimum"], group["exit_cost"], group["cost_of_missing"]) == ("98.63", "898.63", "3.29")
    assert group["walk_away_points"] == pytest.approx((898.63 + 12000) / 24000 * 100)
    assert (group["status"], group["free_on"], group["loss_until_exit"]) == ("free_on", "2026-03-31", "124.93")
    assert (found["horizon_years"], found["standard_shock"]) == (2, {"lever": "fee_points", "amount": 5})


def test_a_blank_share_of_sales_that_come_along_leaves_the_walk_away_point_unknown_and_says_so(make_shop):
    blank = {"register/alternatives.csv": BIG["register/alternatives.csv"].replace(",0.5", ",")}
    found = lock_in(make_shop, {**BIG, **blank}, NEW_YEARS_EVE)
    assert [row["walk_away_points"] is None for row in found["leaving"]] == [True, False]
    assert found["groups"][0]["walk_away_points"] is None
    (entry,) = [unknown for unknown in found["unknowns"] if "points of fee" in unknown["what"]]
    assert entry["what"].endswith("for ca") and "recapture_share" in entry["how_to_fix"]


def test_amounts_per_year_of_fewer_than_twelve_months_are_told_as_scaled(make_shop):
    # Two months of 1,000: 2,000 · 12/2 a year.
    short = {**BIG, "exports/a.csv": lines(*every_month("x", 1000, "2025-11", 2))}
    found = lock_in(make_shop, short, NEW_YEARS_EVE)
    assert found["groups"][0]["revenue_per_year"] == "12000.00"
    (gap,) = [row for row in found["unknowns"] if row["what"] == "what hangs on the contracts in a whole year"]
    assert gap["why"] == (
        "full months of sales are known from 2025-11-01 to 2025-12-31 only; amounts per year are theirs, scaled to "
        "twelve"
    )
    whole = lock_in(make_shop, BIG, NEW_YEARS_EVE)
    assert not [row for row in whole["unknowns"] if "in a whole year" in row["what"]]


def test_a_vendor_is_bound_by_the_term_too_and_the_asymmetry_counts_it(make_shop):
    files = {
        "register/contracts.csv": CONTRACTS
        + "w,haus,storage,x,2024-07-01,24 months,tacit,12 months,3 months,30 days,,,,\n"
        + "q,quick,shipping,x,2024-07-01,24 months,tacit,12 months,3 months,30 days at any time,,,,\n",
        "register/alternatives.csv": "vendor_id,function,alternative,lead_time_days\n"
        "haus,storage,other,150\nquick,shipping,other,42\n",
    }
    found = lock_in(make_shop, files, date(2026, 2, 20))
    quick, haus = found["contracts"]
    # From 20 February to the end of the term, 30 June: 8 + 31 + 30 + 31 + 30 days.
    assert (haus["vendor_can_end_on"], haus["their_notice_days"]) == ("2026-06-30", 130)
    assert (quick["vendor_can_end_on"], quick["their_notice_days"]) == ("2026-03-22", 30)
    assert "on 30 June 2026, in 130 days" in haus["vendor_notice_derivation"]["en"]
    assert "30. Juni 2026, in 130 Tagen" in haus["vendor_notice_derivation"]["de"]
    told = {row["vendor_id"]: (row["their_notice_days"], row["uncovered_days"]) for row in found["asymmetry"]}
    assert told == {"haus": (130, 20), "quick": (30, 12)}
    # Until 31 May notice of 30 days still reaches 30 June, and leaves 150 − 30 days; quick's 30 days are always 30.
    worst = {row["vendor_id"]: (row["worst_notice_on"], row["worst_uncovered_days"]) for row in found["asymmetry"]}
    assert worst == {"haus": ("2026-05-31", 120), "quick": ("2026-02-20", 12)}
    shown = {"lock_in": found, "as_of": "2026-02-20", "currency": "EUR"}
    assert "20 days are not covered. If it waits until 31 May 2026, it is 120 days." in (
        " ".join(each.text for each in findings.asymmetry(shown, Language("en")))
    )


def test_a_vendor_that_is_replaced_in_time_now_but_not_after_a_later_notice_is_told(make_shop):
    # 100 days for a replacement: covered by the 130 days from 20 February to 30 June, not by 30 days from 31 May.
    files = {
        "register/contracts.csv": CONTRACTS
        + "w,haus,storage,x,2024-07-01,24 months,tacit,12 months,3 months,30 days,,,,\n",
        "register/alternatives.csv": "vendor_id,function,alternative,lead_time_days\nhaus,storage,other,100\n",
    }
    found = lock_in(make_shop, files, date(2026, 2, 20))
    (row,) = found["asymmetry"]
    assert (row["uncovered_days"], row["worst_uncovered_days"]) == (0, 70)
    (told,) = findings.asymmetry({"lock_in": found, "as_of": "2026-02-20"}, Language("en"))
    assert told.text.endswith("if it waits until 31 May 2026, 70 days are not covered.") and told.severity == "watch"


@pytest.mark.parametrize(
    ("term", "renewal", "renewal_term"),
    [
        ("24 months", "tacit", "12 months"),
        ("24 months", "open_ended", ""),
        ("", "open_ended", ""),
        ("24 months", "none", ""),
    ],
)
@pytest.mark.parametrize("notice", ["30 days", "1 month", "3 months to quarter_end", "6 weeks", "30 days at any time"])
@pytest.mark.parametrize("as_of", [date(2026, 1, 30), date(2026, 2, 20), date(2026, 6, 1)])
def test_the_most_days_uncovered_are_those_of_a_count_over_every_later_day(term, renewal, renewal_term, notice, as_of):
    contract = Contract(
        contract_id="w", vendor_id="haus", functions=("storage",), channel_ids=("x",), starts_on=date(2024, 7, 1),
        initial_term=parse_period(term) if term else None, renewal=renewal,
        renewal_term=parse_period(renewal_term) if renewal_term else None, notice=None, notice_when_open_ended=None,
        vendor_notice=parse_notice(notice), notice_form=None, send_buffer_days=None, minimum_per_month=None,
        exit_fee=None, noticed_on=None, ends_on=None,
    )  # fmt: skip
    first = vendor_state(contract, as_of)
    days = [as_of + timedelta(days=ahead) for ahead in range(400)]
    same = [day for day in days if vendor_state(contract, day).earliest_exit == first.earliest_exit]
    ends_anyway = first.earliest_exit == agreed_end(contract, as_of)
    expected = max(max(0, 150 - (first.earliest_exit - day).days) for day in same) if not ends_anyway else None
    later = _later_notice(contract, first, 150, as_of=as_of, holidays=())
    assert later["worst_uncovered_days"] == expected


def test_an_unknown_vendor_notice_stays_unknown_beside_the_rules_that_would_decide(make_shop):
    files = {"register/contracts.csv": CONTRACTS + "m,a,marketplace,x,2024-01-01,,open_ended,,30 days,,,,,\n"}
    found = lock_in(make_shop, files, NEW_YEARS_EVE)
    (row,) = found["contracts"]
    assert (row["vendor_can_end_on"], row["their_notice_days"]) == (None, None)
    assert "Art. 4(2) Reg. (EU) 2019/1150" in row["vendor_hint"]
    assert "30 days before" in row["vendor_notice_derivation"]["en"]
    assert found["asymmetry"][0]["uncovered_days"] is None


def test_where_our_terms_are_incomplete_the_vendors_notice_alone_counts_and_ended_contracts_do_not(make_shop):
    files = {
        "register/contracts.csv": CONTRACTS
        + "t,haus,storage,x,2024-01-01,,tacit,,3 months,30 days,,,,\n"
        + "old,gone,storage,x,2022-01-01,12 months,none,,,30 days,,,,\n",
    }
    found = lock_in(make_shop, files, NEW_YEARS_EVE)
    assert [(row["vendor_id"], row["their_notice_days"]) for row in found["asymmetry"]] == [("haus", 30)]
    assert found["contracts"][0]["vendor_notice_derivation"]["en"] == "It has ended."


def test_what_lies_with_a_vendor_is_the_last_note_in_our_currency_and_stored_goods_are_under_a_lien(make_shop):
    files = {
        "register/contracts.csv": CONTRACTS + "w,haus,storage,x,2024-07-01,24 months,tacit,12 months,1 month,,,,,\n",
        "register/vendors.csv": "vendor_id,name\npay,pay\n",
        "register/balances.csv": BALANCES
        + "haus,stock,9000,,2025-11-30\nhaus,stock,31000,,2025-12-31\npay,balance,119.68,USD,2026-01-29\n"
        + "pay,reserve,5,XXX,2025-12-31\nhaus,stock,1,,2026-03-01\n",
    }
    found = lock_in(make_shop, files, date(2026, 2, 20))
    told = [(row["vendor_id"], row["kind"], row["amount"], row["lien"]) for row in found["held"]]
    assert select_rate("2026-01-29", "USD") == 1.1968  # 119.68 / 1.1968 = 100
    assert told == [
        ("haus", "stock", "31000.00", "§ 475b HGB"), ("pay", "balance", "100.00", None), ("pay", "reserve", None, None)
    ]  # fmt: skip
    assert found["decisions"][0]["stock_under_lien"] == "31000.00"
    assert "what the reserve at pay is worth" in [unknown["what"] for unknown in found["unknowns"]]


def test_a_contract_that_ends_by_itself_is_a_decision_in_the_figures(make_shop):
    files = {"register/contracts.csv": CONTRACTS + "s,soft,software,x,2025-07-01,12 months,express,,,,,,,\n"}
    (decision,) = lock_in(make_shop, files, NEW_YEARS_EVE)["decisions"]
    assert (decision["kind"], decision["decide_by"], decision["exit_on"]) == ("end", "2026-06-30", "2026-06-30")


def operator_less(make_shop, channels: str) -> dict[str, Any]:
    """A channel that vendor a runs, under contract with the warehouse alone: out on 30 January 2026."""
    files = {
        "exports/a.csv": lines(*every_month("x", 1000, "2025-01")),
        "register/vendors.csv": "vendor_id,name\na,Market & Co\nw,Warehouse\n",
        "register/channels.csv": "channel_id,name,kind,vendor_id\n" + channels,
        "register/alternatives.csv": "vendor_id,function,alternative,lead_time_days\nw,storage,other,10\n",
        "register/contracts.csv": CONTRACTS + "cw,w,storage,x,2024-01-01,,open_ended,,30 days,,0,0,,\n",
    }
    return measured(make_shop(files), month="2025-12", as_of=NEW_YEARS_EVE)


def test_a_channel_whose_operator_has_no_contract_does_not_read_as_free(make_shop):
    found = operator_less(make_shop, "x,Bazaar,marketplace,a\n")
    (channel,) = found["lock_in"]["channels"]
    assert (channel["free_on"], channel["operator_without_contract"]) == ("2026-01-30", "a")
    (gap,) = [row for row in found["unknowns"] if row["what"].startswith("how long")]
    assert gap["what"] == "how long Bazaar is bound to Market & Co, which runs it"
    assert gap["how_to_fix"] == "add the contract with Market & Co to register/contracts.csv"
    told = "100.0% of our net revenue may be bound longer: no contract with the operator is on record for Bazaar"
    assert f"{told} (Market & Co)." in findings.lock_in(found, Language("en")).text
    drawn = charts.lock_in_curve(found, Language("de")).html
    assert "Ohne Vertrag mit dem Betreiber, also nur nach den übrigen Verträgen: 100,0\N{NO-BREAK SPACE}%." in drawn


def test_a_channel_that_the_shop_itself_runs_needs_no_contract_with_itself(make_shop):
    found = operator_less(make_shop, "x,Invoices,wholesale,a\n")
    assert found["lock_in"]["channels"][0]["operator_without_contract"] is None
    assert not [row for row in found["unknowns"] if row["what"].startswith("how long")]


def test_a_vendor_at_work_without_a_contract_is_named_as_a_gap_of_lock_in(make_shop):
    services = {"register/services.csv": "vendor_id,function,channel_id\nb,payment,x\ncarrier,shipping,x\n"}
    files = {"exports/a.csv": lines(*every_month("x", 1000, "2025-01")), **BIG, **services}
    found = measured(make_shop(files), month="2025-12", as_of=NEW_YEARS_EVE)
    (gap,) = [row for row in found["unknowns"] if "bound" in row["what"]]
    assert found["lock_in"]["vendors_without_contract"] == ["carrier"]
    told = "Left out, since no contract with them is on record: carrier."
    # Every channel has a contract, but not every vendor: "without a known contract: 0.0 %" would deny the gap.
    assert told in findings.lock_in(found, Language("en")).text
    drawn = charts.lock_in_curve(found, Language("en")).html
    assert told in drawn and "without any known contract" not in drawn
    assert gap["what"] == "how long we are bound to carrier"
    assert "what is told of lock-in leaves them out" in gap["why"]
    assert not [row for row in lock_in(make_shop, BIG, NEW_YEARS_EVE)["unknowns"] if "bound" in row["what"]]


@pytest.mark.parametrize(("vendor_id", "name"), [("ich", "Ich"), ("self", "Self"), ("v1", "In-house"), ("me2", "T")])
def test_an_own_shop_that_we_run_ourselves_is_neither_asked_for_a_contract_nor_told_as_a_contradiction(
    make_shop, vendor_id: str, name: str
):
    files = {
        "shop.toml": '[shop]\nname = "T"\ncurrency = "EUR"\nholidays = "DE"\n',
        "register/vendors.csv": f"vendor_id,name\n{vendor_id},{name}\nh,Host\n",
        "register/channels.csv": f"channel_id,name,kind,vendor_id\nx,Shop,own_shop,{vendor_id}\n",
        "register/contracts.csv": CONTRACTS + "ch,h,software,x,2024-01-01,,open_ended,,30 days,,0,0,,\n",
    }
    found = lock_in(make_shop, files, NEW_YEARS_EVE)
    assert found["channels"][0]["operator_without_contract"] is None
    hosted = lock_in(
        make_shop, {**files, "register/services.csv": "vendor_id,function,channel_id\nh,shop_system,x\n"}, NEW_YEARS_EVE
    )
    for row in (*found["unknowns"], *hosted["unknowns"]):
        assert not row["what"].startswith(
            ("how long Shop is bound", f"how long we are bound to {name}", f"which revenue depends on {name}")
        )


def test_own_work_is_no_name_that_the_register_lacks(make_shop):
    # BIG registers the vendors a and b; a carrier without a row is a stranger, the shop itself is none.
    work = "vendor_id,function,channel_id\nb,payment,x\nself,shipping,x\ncarrier,storage,x\nT,invoicing,x\n"
    files = {"exports/a.csv": lines(*every_month("x", 1000, "2025-01")), **BIG, "register/services.csv": work}
    shop = make_shop(files)
    build(shop)
    page, _ = check_page(shop)
    assert "Names that are not in your register\n  vendor carrier" in page
    assert "vendor self" not in page and "vendor T" not in page and "vendor t" not in page


def test_a_notice_after_the_day_of_the_report_is_named_as_not_counted(make_shop):
    noticed = BIG["register/contracts.csv"].replace("special_termination\n", "special_termination,noticed_on\n", 1)
    noticed = noticed.replace("0,200,,\n", "0,200,,,2026-01-10\n")
    files = {**BIG, "register/contracts.csv": noticed.replace("100,0,,\n", "100,0,,,\n")}
    (gap,) = [row for row in lock_in(make_shop, files, NEW_YEARS_EVE)["unknowns"] if "by the notice" in row["what"]]
    assert gap["what"] == "whether contract ca ends by the notice of 2026-01-10"
    assert gap["why"] == "that is after the day of the report, 2025-12-31, so it does not count yet"


@pytest.mark.parametrize(
    ("end", "exits"),
    [
        # three months from 20 November 2025 end on 20 February, and the quarter on 31 March 2026
        (
            "2026-12-31",
            [("whether contract ca ends on 2026-12-31 or sooner", "ends it on 2026-03-31; taken is ends_on")],
        ),
        ("2026-03-31", []),
        ("2026-02-15", []),  # an end that was agreed for a sooner day is no contradiction
    ],
)
def test_an_end_that_is_later_than_the_one_to_which_notice_was_given_is_named(make_shop, end, exits):
    row = f"ca,a,marketplace,x,2024-01-01,,open_ended,,3 months to quarter_end,30 days,0,200,,,2025-11-20,{end}\n"
    register = CONTRACTS.replace("special_termination\n", "special_termination,noticed_on,ends_on\n") + row
    found = lock_in(make_shop, {**BIG, "register/contracts.csv": register}, NEW_YEARS_EVE)
    assert found["contracts"][0]["earliest_exit"] == end
    told = [(gap["what"], gap["why"]) for gap in found["unknowns"] if "or sooner" in gap["what"]]
    assert [(what, why.removeprefix("by its terms the notice of 2025-11-20 ")) for what, why in told] == exits


def test_we_ourselves_are_no_single_point_and_in_no_set_whose_loss_would_stop_us(make_shop):
    files = {
        "exports/a.csv": lines(*every_month("x", 1000, "2025-01")),
        "register/channels.csv": "channel_id,name,kind,vendor_id\nx,Shop,own_shop,self\n",
        "register/services.csv": "vendor_id,function,channel_id\ndhl,shipping,x\n",
    }
    found = measured(make_shop(files), month="2025-12", as_of=NEW_YEARS_EVE)
    assert [row["vendor_id"] for row in found["exposure"]["single_points"]] == ["dhl"]
    assert [row["vendors"] for row in found["exposure"]["smallest_sets"]] == [["dhl"]]
    assert [row["id"] for row in found["stress"]["survival"]] == ["dhl"]


def test_an_ended_contract_leaves_nobody_who_could_leave_us(make_shop):
    # Vendor b's only contract ended on 30 November 2025; that it names no notice of the vendor does not bring it back.
    ended = "cb,b,payment,x,2024-01-01,,none,,,,,0,,\n"
    terms = BIG["register/contracts.csv"].splitlines(keepends=True)[:2]
    header = terms[0].replace("\n", ",ends_on\n")
    rows = [terms[1].replace("\n", ",\n"), ended.replace("\n", ",2025-11-30\n")]
    files = {**BIG, "register/contracts.csv": header + "".join(rows)}
    del files["register/alternatives.csv"]
    found = lock_in(make_shop, files, NEW_YEARS_EVE)
    assert [row["vendor_id"] for row in found["asymmetry"]] == ["a"]
    assert found["contracts"][1]["vendor_notice_derivation"]["en"] == "It has ended."
    assert not [row for row in found["unknowns"] if row["what"].startswith("who could replace B")]


def test_what_a_missed_date_costs_an_owner_is_unknown_where_one_contract_of_it_cannot_be_read(make_shop):
    unread = BIG["register/contracts.csv"].replace(
        "payment,x,2024-01-01,,open_ended,,30 days", "payment,x,2024-01-01,,open_ended,,Blabla"
    )
    found = lock_in(make_shop, {**BIG, "register/contracts.csv": unread}, NEW_YEARS_EVE)
    assert found["contracts"][1]["cost_of_missing"] is None
    assert [row["cost_of_missing"] for row in found["groups"]] == [None]


def test_a_notice_that_names_another_end_is_an_assumption_in_figures_and_check(make_shop) -> None:
    # 24 months from 1 February 2024 end on 31 January 2026, where no quarter ends; three months before: 31 October 2025.
    header = "contract_id,vendor_id,functions,starts_on,initial_term,renewal,renewal_term,notice\n"
    row = "c,a,marketplace,2024-02-01,24 Monate,tacit,12 Monate,3 Monate zum Quartalsende\n"
    files = BIG | {"register/contracts.csv": header + row}
    found = lock_in(make_shop, files, date(2025, 9, 1))
    (contract,) = found["contracts"]
    assert (contract["earliest_exit"], contract["last_receipt"]) == ("2026-01-31", "2025-10-31")
    assert "Assumed: notice counts to the end of the term on 31 January 2026" in contract["derivation"]["en"]
    assert "Angenommen: Die Kündigung zählt zum Ende der Laufzeit am 31. Januar 2026" in contract["derivation"]["de"]
    (told,) = [each for each in found["unknowns"] if each["what"] == "to which end notice of contract c counts"]
    assert told["why"] == (
        '"3 Monate zum Quartalsende" names an end on which no term of it ends; taken is the end of the term, 2026-01-31'
    )
    page, _ = check_page(make_shop(files | {"exports/a.csv": lines(*every_month("x", 1000, "2025-01"))}))
    assert 'to which end notice of contract c counts: "3 Monate zum Quartalsende" names an end' in page
