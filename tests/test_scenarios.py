import math
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.rules.scenarios import (
    Baseline,
    Impact,
    Shock,
    amount_between,
    binds_from,
    break_even_loss,
    break_even_points,
    gap_months,
    impact,
    lowest_cash,
    seasonal_baseline,
    shocked_flow,
    survival_months,
)

ZERO = Decimal("0.00")
# 365 a month are 12 a day (365 x 12 / 365), whatever the length of the month.
TWELVE_A_DAY = Decimal(365)


def flat(amount: Decimal | int | None, **months: int | None) -> dict[int, Decimal | None]:
    """The same amount in every month, except in months named like m2=730."""
    monthly = dict.fromkeys(range(1, 13), None if amount is None else Decimal(amount))
    return monthly | {int(m[1:]): None if other is None else Decimal(other) for m, other in months.items()}


def through_vendor(amount: Decimal | int | None = TWELVE_A_DAY, **fields) -> Baseline:
    every = flat(amount)
    return replace(Baseline(every, every, every, every), **fields)


def months_to_october_2026(count: int) -> list[str]:
    names = [f"2025-{m:02}" for m in (11, 12)] + [f"2026-{m:02}" for m in range(1, 11)]
    return names[12 - count :]


# --- baseline


def test_a_future_month_repeats_the_same_calendar_month():
    monthly = {name: Decimal(n) for n, name in enumerate(months_to_october_2026(12))}
    # November 2025 is number 0, December 1, January 2026 2 … October 11.
    assert seasonal_baseline(monthly, "2026-10") == {
        month: Decimal(n) for n, month in enumerate((11, 12, *range(1, 11)))
    }


def test_months_outside_the_trailing_twelve_do_not_count():
    monthly: dict[str, Decimal | None] = {name: Decimal(7) for name in months_to_october_2026(12)}
    assert seasonal_baseline(monthly | {"2025-10": Decimal(99), "2026-11": Decimal(99)}, "2026-10") == flat(7)


def test_fewer_than_twelve_months_give_their_mean():
    monthly = dict(zip(months_to_october_2026(3), map(Decimal, (10, 20, 60)), strict=True))
    assert seasonal_baseline(monthly, "2026-10") == flat(30)


def test_an_unknown_month_stays_unknown():
    full: dict[str, Decimal | None] = {name: Decimal(7) for name in months_to_october_2026(12)}
    assert seasonal_baseline(full | {"2026-02": None}, "2026-10") == flat(7, m2=None)
    assert seasonal_baseline({"2026-09": Decimal(7), "2026-10": None}, "2026-10") == flat(None)
    assert seasonal_baseline({}, "2026-10") == flat(None)


def test_a_day_is_twelve_monthly_amounts_over_365_days():
    # measures.md §5: 50,000 a month are 1,643.8356 a day.
    for on in (date(2026, 1, 31), date(2026, 2, 1), date(2028, 2, 29)):
        amount = amount_between(flat(50_000), on, on)
        assert amount is not None
        assert round(amount, 4) == Decimal("1643.8356")


def test_days_take_the_amount_of_their_own_month():
    # 27 to 31 January: 5 days of 12; 1 to 5 February: 5 days of 24.
    assert amount_between(flat(365, m2=730), date(2026, 1, 27), date(2026, 2, 5)) == 5 * 12 + 5 * 24


def test_a_leap_day_is_a_day_like_any_other():
    assert amount_between(flat(365), date(2027, 2, 1), date(2027, 3, 1)) == 29 * 12
    assert amount_between(flat(365), date(2028, 2, 1), date(2028, 3, 1)) == 30 * 12


def test_a_span_across_the_turn_of_the_year_and_more_than_a_year_is_summed():
    # 15 December 2026 to 14 January 2028: 396 days, 17 + 31 of them in December at 24.
    amount = amount_between(flat(365, m12=730), date(2026, 12, 15), date(2028, 1, 14))
    assert amount == 396 * 12 + (17 + 31) * 12


def test_an_empty_span_is_zero_and_an_unknown_month_in_a_span_makes_it_unknown():
    assert amount_between(flat(None), date(2026, 3, 2), date(2026, 3, 1)) == 0
    assert amount_between(flat(365, m3=None), date(2026, 2, 1), date(2026, 2, 28)) == 28 * 12
    assert amount_between(flat(365, m3=None), date(2026, 2, 1), date(2026, 3, 1)) is None


@given(
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.integers(0, 800),
    st.lists(st.integers(-(10**6), 10**6), min_size=12, max_size=12),
)
def test_a_span_is_the_sum_of_its_days(first, length, amounts):
    monthly = dict(enumerate(map(Decimal, amounts), start=1))
    days = [first + timedelta(days=ahead) for ahead in range(length)]
    by_day = sum((monthly[on.month] for on in days), Decimal(0)) * 12 / 365
    assert amount_between(monthly, first, first + timedelta(days=length - 1)) == by_day


# --- shock


@pytest.mark.parametrize("lever", ["reserve_share", "fee_per_order", "nonsense"])
def test_a_lever_that_is_not_computed_is_refused_by_name(lever):
    with pytest.raises(ValueError, match=f"not computed yet: {lever}"):
        Shock(lever, Decimal(1))


@pytest.mark.parametrize("amount", ["1.5", "-1"])
@pytest.mark.parametrize("lever", ["payout_delay_days", "closed_days"])
def test_days_are_whole_and_not_negative(lever, amount):
    with pytest.raises(ValueError, match="whole number of days"):
        Shock(lever, Decimal(amount))


def test_a_shock_binds_after_notice_unless_it_has_a_start():
    # measures.md §5: announced on 2026-02-20 with the 15 days of Regulation (EU) 2019/1150.
    assert binds_from(date(2026, 2, 20), Shock("fee_points", Decimal(5)), 15) == date(2026, 3, 7)
    dated = Shock("fee_points", Decimal(5), start=date(2026, 4, 1))
    assert binds_from(date(2026, 2, 20), dated, 15) == date(2026, 4, 1)


# --- impact


def impact_of(shock: Shock, baseline: Baseline, binds_on: str, *exits: str | None, recaptured: str = "0") -> Impact:
    """The impact for ISO days: when the shock binds, the exit, and the exit when its notice is missed."""
    exit_on, exit_if_missed = (date.fromisoformat(on) if on else None for on in exits or (None, None))
    return impact(
        shock,
        baseline,
        binds_on=date.fromisoformat(binds_on),
        exit_on=exit_on,
        exit_if_missed=exit_if_missed,
        recapture_share=Decimal(recaptured),
    )


def test_a_fee_rise_costs_until_exit_and_missing_the_notice_has_a_price():
    # measures.md §5: 116 days 9,534.25; price of missing 7,561.64.
    shock = Shock("fee_points", Decimal(5))
    found = impact_of(shock, through_vendor(50_000), "2026-03-07", "2026-06-30", "2026-09-30")
    assert found.loss_until_exit == Decimal("9534.25")
    assert found.price_of_missing == Decimal("7561.64")
    # A year: 7 March 2026 to 6 March 2027 is 365 days, 12 x 50,000 x 5 %.
    assert (found.contribution_loss, found.revenue_loss) == (Decimal("30000.00"), ZERO)
    assert (found.extra_working_capital, found.binds_from) == (ZERO, date(2026, 3, 7))


def test_a_notice_that_arrives_a_day_later_costs_208_days():
    # measures.md §5: exit 2026-09-30, 17,095.89.
    shock = Shock("fee_points", Decimal(5))
    found = impact_of(shock, through_vendor(50_000), "2026-03-07", "2026-09-30", "2026-09-30")
    assert (found.loss_until_exit, found.price_of_missing) == (Decimal("17095.89"), ZERO)


def test_a_fee_rise_follows_the_season():
    # 29 November to 2 December: 2 days of 12 and 2 days of 120, a tenth of it lost; a day more costs 12.
    baseline = through_vendor(gross_sales=flat(365, m12=3650))
    found = impact_of(Shock("fee_points", Decimal(10)), baseline, "2026-11-29", "2026-12-02", "2026-12-03")
    assert (found.loss_until_exit, found.price_of_missing) == (Decimal("26.40"), Decimal("12.00"))


def test_a_fee_year_from_a_leap_day_ends_on_28_february():
    # 29 February 2028 to 28 February 2029: 366 days of 12 at 10 %.
    found = impact_of(Shock("fee_points", Decimal(10)), through_vendor(), "2028-02-29")
    assert found.contribution_loss == Decimal("439.20")


def test_a_fee_rise_for_a_few_days_costs_those_days_only():
    # 10 days of 12 at 10 %, 4 of them until the exit.
    shock = Shock("fee_points", Decimal(10), days=10)
    found = impact_of(shock, through_vendor(), "2026-11-01", "2026-11-04", "2027-11-04")
    assert found.contribution_loss == Decimal("12.00")
    assert (found.loss_until_exit, found.price_of_missing) == (Decimal("4.80"), Decimal("7.20"))


def test_who_is_out_before_a_shock_binds_loses_nothing():
    # 5 % of 12 for the one day until the missed exit.
    shock = Shock("fee_points", Decimal(5))
    found = impact_of(shock, through_vendor(), "2026-03-07", "2026-03-06", "2026-03-07")
    assert (found.loss_until_exit, found.price_of_missing) == (ZERO, Decimal("0.60"))


def test_closed_days_across_a_month_boundary_lose_what_is_not_recaptured():
    # 27 January to 5 February: contribution 5 x 12 + 5 x 24 = 180, revenue 10 x 120 = 1,200; 90 % of it lost.
    baseline = through_vendor(net_revenue=flat(3650), contribution=flat(365, m2=730))
    shock = Shock("closed_days", Decimal(10))
    found = impact_of(shock, baseline, "2026-01-27", "2026-02-01", "2026-06-30", recaptured="0.10")
    assert (found.revenue_loss, found.contribution_loss) == (Decimal("1080.00"), Decimal("162.00"))
    # Until 1 February (60 + 24) x 0.9; the missed exit comes after the closure, so the rest is its price.
    assert (found.loss_until_exit, found.price_of_missing) == (Decimal("75.60"), Decimal("86.40"))
    assert found.extra_working_capital == ZERO


def test_a_payout_delay_costs_working_capital_and_no_contribution():
    # 11 months of 6,000 and one of 7,000 are 73,000 a year, 200 a day; 7 days later.
    baseline = through_vendor(payout=flat(6_000, m12=7_000))
    found = impact_of(Shock("payout_delay_days", Decimal(7)), baseline, "2026-03-07")
    assert found.extra_working_capital == Decimal("1400.00")
    assert found.revenue_loss == found.contribution_loss == ZERO
    assert found.loss_until_exit == found.price_of_missing == ZERO


@pytest.mark.parametrize("lever", ["fee_points", "closed_days"])
def test_an_unknown_exit_leaves_only_what_depends_on_it_unknown(lever):
    shock = Shock(lever, Decimal(5))
    no_exit = impact_of(shock, through_vendor(), "2026-03-07", None, None)
    assert unknown_fields(no_exit) == ["loss_until_exit", "price_of_missing"]
    no_later_exit = impact_of(shock, through_vendor(), "2026-03-07", "2026-06-30", None)
    assert unknown_fields(no_later_exit) == ["price_of_missing"]


def unknown_fields(found: Impact) -> list[str]:
    return [name for name, value in vars(found).items() if value is None]


@pytest.mark.parametrize(
    ("lever", "unknown"),
    [
        ("fee_points", ["contribution_loss", "loss_until_exit", "price_of_missing"]),
        ("closed_days", ["revenue_loss", "contribution_loss", "loss_until_exit", "price_of_missing"]),
        ("payout_delay_days", ["extra_working_capital"]),
    ],
)
def test_unknown_amounts_make_unknown_losses_and_never_zero(lever, unknown):
    shock = Shock(lever, Decimal(5))
    found = impact_of(shock, through_vendor(None), "2026-03-07", "2026-06-30", "2026-09-30")
    assert unknown_fields(found) == unknown


def test_one_unknown_month_of_payouts_leaves_the_working_capital_unknown():
    baseline = through_vendor(payout=flat(365, m5=None))
    found = impact_of(Shock("payout_delay_days", Decimal(7)), baseline, "2026-03-07")
    assert found.extra_working_capital is None


@pytest.mark.parametrize(
    ("monthly", "days", "loss"),
    [
        ("365", 1, "0.05"),  # 12 x 0.375 % = 0.045
        ("365", 25, "1.13"),  # 25 x 0.045 = 1.125, not 25 x 0.05
        ("-3.65", 1, "0.00"),  # -0.00045 is no minus zero
    ],
)
def test_losses_are_rounded_half_up_to_cents_once(monthly, days, loss):
    shock = Shock("fee_points", Decimal("0.375"), days=days)
    found = impact_of(shock, through_vendor(Decimal(monthly)), "2026-03-01")
    assert str(found.contribution_loss) == loss


# --- cash


def test_lowest_cash_is_the_lowest_end_of_day_balance():
    # 100 on the 31st, then 90, 80, 130, 120.
    flows = {1: -10, 2: -10, 3: 50, 4: -10}
    found = lowest_cash(Decimal(100), lambda on: Decimal(flows[on.day]), date(2026, 10, 31), days=4)
    assert found == (Decimal("80.00"), date(2026, 11, 2))


def test_of_equally_low_days_the_earliest_counts():
    # 90, 100, 90, 100.
    found = lowest_cash(Decimal(100), lambda on: Decimal(-10 if on.day % 2 else 10), date(2026, 10, 31), days=4)
    assert found == (Decimal("90.00"), date(2026, 11, 1))


def test_cash_that_only_rises_was_lowest_at_the_start():
    found = lowest_cash(Decimal(-5), lambda on: Decimal(1), date(2026, 10, 31), days=30)
    assert found == (Decimal("-5.00"), date(2026, 10, 31))


def test_unknown_cash_or_an_unknown_day_makes_the_lowest_unknown():
    assert lowest_cash(None, lambda on: Decimal(1), date(2026, 10, 31), days=3) == (None, None)
    unknown_on_the_third = {1: Decimal(1), 2: Decimal(1), 3: None}
    known = lowest_cash(Decimal(5), lambda on: unknown_on_the_third[on.day], date(2026, 10, 31), days=2)
    assert known == (Decimal("5.00"), date(2026, 10, 31))
    unknown = lowest_cash(Decimal(5), lambda on: unknown_on_the_third[on.day], date(2026, 10, 31), days=3)
    assert unknown == (None, None)


def changes(shock: Shock, baseline: Baseline, *, first: date, days: int) -> list[Decimal | None]:
    """Changes of the days from first, when the shock binds on 30 November 2026 and a tenth is recaptured."""
    change = shocked_flow(shock, baseline, binds_on=date(2026, 11, 30), recapture_share=Decimal("0.1"))
    return [change(first + timedelta(days=ahead)) for ahead in range(days)]


def test_a_fee_rise_takes_its_points_from_every_day_on():
    baseline = through_vendor(gross_sales=flat(365, m12=730))
    found = changes(Shock("fee_points", Decimal(5)), baseline, first=date(2026, 11, 29), days=3)
    assert found == [0, Decimal("-0.6"), Decimal("-1.2")]
    brief = changes(Shock("fee_points", Decimal(5), days=1), baseline, first=date(2026, 11, 30), days=2)
    assert brief == [Decimal("-0.6"), 0]


def test_closed_days_take_the_contribution_that_is_not_recaptured():
    found = changes(Shock("closed_days", Decimal(2)), through_vendor(), first=date(2026, 11, 29), days=4)
    assert found == [0, Decimal("-10.8"), Decimal("-10.8"), 0]


def test_a_frozen_balance_is_gone_until_it_is_released():
    shock = Shock("closed_days", Decimal(1), frozen_days=3)
    found = changes(shock, through_vendor(balance=Decimal(500)), first=date(2026, 11, 29), days=6)
    assert found == [0, Decimal("-510.8"), 0, 0, 500, 0]


def test_an_unknown_balance_makes_the_days_of_freeze_and_release_unknown():
    shock = Shock("closed_days", Decimal(1), frozen_days=2)
    assert changes(shock, through_vendor(), first=date(2026, 11, 29), days=5) == [0, None, 0, None, 0]
    never_frozen = Shock("closed_days", Decimal(1))
    assert changes(never_frozen, through_vendor(), first=date(2026, 11, 30), days=1) == [Decimal("-10.8")]


def test_delayed_payouts_are_missing_for_as_many_days_as_they_are_late():
    shock = Shock("payout_delay_days", Decimal(2))
    found = changes(shock, through_vendor(), first=date(2026, 11, 29), days=6)
    assert found == [0, -12, -12, 0, 0, 0]


def test_delayed_payouts_arrive_with_the_amount_of_the_day_they_were_due():
    # Due 12 on 30 November, then 24 a day; 2 December gets the 12 of the 30th, the 3rd the 24 of the 1st.
    baseline = through_vendor(payout=flat(365, m12=730))
    shock = Shock("payout_delay_days", Decimal(2))
    assert changes(shock, baseline, first=date(2026, 11, 30), days=4) == [-12, -24, -12, 0]
    # When the delay lasts two days only, both late payouts come on top of those in time.
    brief = Shock("payout_delay_days", Decimal(2), days=2)
    assert changes(brief, baseline, first=date(2026, 11, 30), days=5) == [-12, -24, 12, 24, 0]


def test_an_unknown_month_makes_the_change_of_its_days_unknown():
    baseline = through_vendor(contribution=flat(365, m12=None))
    found = changes(Shock("closed_days", Decimal(2)), baseline, first=date(2026, 11, 30), days=3)
    assert found == [Decimal("-10.8"), None, 0]


def test_a_frozen_balance_decides_the_lowest_cash():
    # 1,000 and 5 a day: 1,005 on the 29th; 1,005 + 5 - 12 - 500 = 498 on the 30th; 500 more a day later.
    shock = Shock("closed_days", Decimal(1), frozen_days=1)
    change = shocked_flow(shock, through_vendor(balance=Decimal(500)), binds_on=date(2026, 11, 30))

    def flow(on: date) -> Decimal | None:
        changed = change(on)
        return None if changed is None else 5 + changed

    found = lowest_cash(Decimal(1000), flow, date(2026, 11, 28), days=10)
    assert found == (Decimal("498.00"), date(2026, 11, 30))


# --- stress


def test_break_even_fee_uses_up_what_is_left_after_fixed_costs():
    # measures.md §6: (20,000 - 14,000) / 100,000.
    assert break_even_points(Decimal(20_000), Decimal(14_000), Decimal(100_000)) == 6.0
    assert break_even_points(Decimal(20_000), Decimal(14_000), Decimal(0)) is None


def test_break_even_loss_is_the_share_of_the_vendor_that_can_be_lost():
    # measures.md §6: (20,000 - 14,000) / (20,000 x 0.5).
    assert break_even_loss(Decimal(20_000), Decimal(14_000), 0.5) == pytest.approx(0.60, abs=1e-12)
    assert break_even_loss(Decimal(20_000), Decimal(14_000), 0.0) is None
    assert break_even_loss(Decimal(-1), Decimal(14_000), 0.5) is None


def survival(cash: int | None = 40_000, fixed: int | None = 14_000, without: int | None = 5_000):
    held, costs, left = (None if value is None else Decimal(value) for value in (cash, fixed, without))
    credit, minimum = Decimal(10_000), Decimal(5_000)
    return survival_months(held, credit, minimum, fixed_costs=costs, contribution_without=left)


def test_survival_is_free_cash_over_the_monthly_shortfall():
    # measures.md §6: (40,000 + 10,000 - 5,000) / (14,000 - 5,000).
    assert survival() == 5.0


def test_a_shop_that_still_earns_its_fixed_costs_survives_for_ever():
    assert survival(without=14_000) == math.inf
    assert survival(without=20_000) == math.inf


def test_a_shop_below_its_minimum_cash_survives_no_month():
    assert survival(cash=-6_000) == 0.0


def test_hands_are_tied_when_exit_or_replacement_takes_longer_than_survival():
    assert gap_months(8.0, 3.0, 5.0) == 3.0
    assert gap_months(2.0, 3.0, 5.0) == -2.0
    assert gap_months(2.0, math.inf, 5.0) == math.inf
    assert gap_months(2.0, math.inf, math.inf) == -math.inf


def test_unknown_stays_unknown_in_every_stress_figure():
    assert break_even_points(None, Decimal(1), Decimal(1)) is None
    assert break_even_points(Decimal(1), None, Decimal(1)) is None
    assert break_even_points(Decimal(1), Decimal(1), None) is None
    assert break_even_loss(None, Decimal(1), 0.5) is None
    assert break_even_loss(Decimal(1), None, 0.5) is None
    assert break_even_loss(Decimal(1), Decimal(1), None) is None
    assert survival(cash=None) is survival(fixed=None) is survival(without=None) is None
    assert gap_months(None, 3.0, 5.0) is gap_months(1.0, None, 5.0) is gap_months(1.0, 3.0, None) is None
