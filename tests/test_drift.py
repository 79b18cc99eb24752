from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from analysis.rules.drift import Slope, crossing, theil_sen

# Sen 1968, JASA 63, the example of section 6: median slope 4, interval 26/7 to 35/8 at 93 % (z 1.8119).
SEN = list(zip((1, 2, 3, 4, 10, 12, 18), (9, 15, 19, 20, 45, 55, 78), strict=True))


def test_the_example_of_sen_has_its_published_slope_and_interval():
    found = theil_sen(SEN, z=1.8119)
    assert found and (found.slope, found.low, found.high) == approx((4, 26 / 7, 35 / 8))
    assert found.intercept == approx(4)  # median of y 20 less 4 times median of x 4


def test_one_wild_month_does_not_move_the_slope():
    straight = [(month, 0.3 + 0.01 * month) for month in range(12)]
    wild = [*straight[:5], (5, 0.95), *straight[6:]]
    found = theil_sen(wild)
    assert found and found.slope == approx(0.01) and found.is_sure


def test_shares_that_go_up_and_down_have_no_sure_drift():
    found = theil_sen([(month, 0.4 + 0.1 * (month % 2)) for month in range(12)])
    assert found and not found.is_sure and found.low <= 0 <= found.high


def test_equal_shares_in_all_months_have_slope_zero_and_no_crossing():
    found = theil_sen([(month, 0.5) for month in range(8)])
    assert found == Slope(0.0, 0.0, 0.0, 0.5)
    assert crossing(found, 7, (0.2, 0.4, 0.6)) is None


def test_two_months_make_no_slope():
    assert theil_sen([(1, 0.3), (2, 0.4)]) is None


def test_the_next_line_ahead_is_met_when_the_drift_line_reaches_it():
    # 30 % at month 0 and 2 points a month: 38 % now, 40 % a month from now
    assert crossing(Slope(0.02, 0.01, 0.03, 0.30), 4, (0.2, 0.4, 0.6)) == (0.4, approx(1.0))


def test_a_falling_share_meets_the_line_below():
    assert crossing(Slope(-0.02, -0.03, -0.01, 0.70), 4, (0.2, 0.4, 0.6)) == (0.6, approx(1.0))


def test_a_share_past_every_line_meets_none():
    assert crossing(Slope(0.02, 0.01, 0.03, 0.70), 4, (0.2, 0.4, 0.6)) is None


def test_a_drift_that_may_be_none_meets_no_line():
    assert crossing(Slope(0.02, -0.01, 0.03, 0.30), 4, (0.2, 0.4, 0.6)) is None


@given(st.lists(st.integers(0, 100), min_size=6, max_size=30))
def test_the_slope_lies_within_its_interval_and_turns_with_its_sign(shares):
    up, down = (theil_sen([(i, sign * share) for i, share in enumerate(shares)]) for sign in (1, -1))
    assert up and down
    assert up.low <= up.slope <= up.high
    assert down.slope == approx(-up.slope)
