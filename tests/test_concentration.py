from collections.abc import Mapping
from decimal import Decimal
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.rules.concentration import (
    Concentration,
    Thresholds,
    Undefined,
    concentration,
    decompose_change,
    verdict,
    verdict_if_largest,
)

INDICES = ("hhi", "effective_number", "normalised_hhi", "cr3", "gini", "entropy")
# amounts, n, H, 1/H, normalised, CR3, Gini, entropy: the published rows of measures.md §2
# (Dörsam 2004 and German states 2015 from R package REAT; R packages ineq and DescTools; US DOJ; scikit-bio).
PUBLISHED = [
    ((20, 50, 20, 10), 4, 0.34, 2 + 16 / 17, 0.12, 0.9, 0.30, 1.2206072646),
    (
        (
            *(460.69, 549.19, 124.16, 65.29, 31.59, 109.27, 263.44, 39.87),
            *(258.53, 645.59, 131.95, 35.03, 112.66, 56.22, 85.61, 56.81),
        ),
        16,
        0.1251762991,
        7.9887327509,
        0.066854719,
        0.5471000364,
        0.5009348458,
        2.347286851,
    ),
    (
        (541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261),
        10,
        0.1840812309,
        5.4323843611,
        0.0934235899,
        0.6378067462,
        0.4620911303,
        1.9402438507,
    ),
    ((30, 30, 20, 20), 4, 0.26, 3.8461538462, 0.0133333333, 0.8, 0.1, 1.3661588476),
    ((1, 0, 2, 5, 2), 4, 0.34, 2.9411764706, 0.12, 0.9, 0.30, 1.2206072646),
]

amounts_in_cents = st.dictionaries(
    st.text(min_size=1, max_size=3), st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100), min_size=1
)


def of(*amounts: float | str, unattributed: str = "0") -> Concentration:
    named = {f"channel_{index}": Decimal(str(amount)) for index, amount in enumerate(amounts)}
    return concentration(named, None, unattributed=Decimal(unattributed))


def known(value: float | None) -> float:
    assert value is not None
    return value


@pytest.mark.parametrize("row", PUBLISHED)
def test_indices_equal_the_published_ones(row):
    amounts, n, *published = row
    found = of(*amounts)
    assert found.n == n
    assert [getattr(found, name) for name in INDICES] == pytest.approx(published, abs=1e-9)
    assert found.hhi == found.hhi_low == found.hhi_high


def test_decimal_and_float_amounts_give_the_same_indices():
    assert concentration({"a": 30.0, "b": 70.0}, None) == concentration({"a": Decimal(30), "b": Decimal(70)}, None)


def test_shares_are_listed_by_id_and_a_zero_amount_is_a_share_that_does_not_count():
    found = concentration({"etsy": Decimal(3), "wholesale": Decimal(0), "amazon": Decimal(1)}, None)
    assert list(found.shares.items()) == [("amazon", 0.25), ("etsy", 0.75), ("wholesale", 0.0)]
    assert (found.n, found.cr1, found.cr3) == (2, 0.75, 1.0)


def test_a_single_channel_has_full_concentration_and_no_normalised_index():
    found = of(12.5)
    assert (found.hhi, found.effective_number, found.normalised_hhi) == (1.0, 1.0, None)
    assert (found.cr1, found.cr3, found.gini, found.entropy) == (1.0, 1.0, 0.0, 0.0)


def test_three_equal_channels_score_a_third():
    # measures.md §2: three equal channels already score 3,333 of 10,000.
    found = of(5, 5, 5)
    assert (found.hhi, found.effective_number, found.normalised_hhi, found.gini) == (1 / 3, 3.0, 0.0, 0.0)
    assert found.entropy == pytest.approx(log(3), abs=1e-12)


@pytest.mark.parametrize(
    ("amounts", "index", "expected"),
    [
        ((1, 3, 2, 1, 1, 1, 4), "gini", 0.3076923),  # R package phylotools, after ineq
        ((100, 1, 1, 1, 1, 1), "hhi", 0.9074829931972791),  # Python package frds
        ((80, 10, 10), "hhi", 0.66),  # octarisk: 6600
        ((0, 1, 1, 4, 2, 5, 2, 4, 1, 2), "cr1", 5 / 22),  # scikit-bio, Berger-Parker
    ],
)
def test_values_of_other_packages_come_out(amounts, index, expected):
    assert getattr(of(*amounts), index) == pytest.approx(expected, abs=5e-8)


# R package concstats, tests: shares of 22 firms in 2018.
CONCSTATS = (
    *(0.012663407, 0.029367501, 0.014456455, 0.012046011, 0.007477799, 0.189784408, 0.008738591, 0.015635544),
    *(0.012787201, 0.013071539, 0.046268385, 0.006580823, 0.009102, 0.00760554, 0.047173998, 0.034356881),
    *(0.137813902, 0.016876624, 0.065780114, 0.053775553, 0.228519883, 0.030117841),
)


def test_a_published_market_of_many_firms_comes_out():
    found = of(*CONCSTATS)
    assert (found.n, found.cr1, found.cr3) == pytest.approx((22, 0.2285199, 0.5561182), abs=5e-8)
    assert (found.hhi, found.effective_number) == pytest.approx((0.1234614, 8.099694), abs=5e-7)
    assert known(found.entropy) / log(22) == pytest.approx(0.8024276, abs=5e-8)  # there divided by its maximum


@pytest.mark.parametrize(
    ("amounts", "published"),
    [
        ([15] * 6 + [1] * 10, 0.136),  # Wikipedia, Herfindahl-Hirschman index: six large firms of 15 %
        ([80] + [2] * 5 + [1] * 10, 0.643),  # and one of 80 %
        ([35, 40, 5, 10, 6, 4], 0.3002),  # R package hhi, as its manual describes the input
        ([20, 30, 40, 10], 0.3),  # R package hhi, example
    ],
)
def test_published_examples_of_the_index_come_out(amounts, published):
    assert of(*amounts).hhi == pytest.approx(published, abs=1e-12)


def test_shares_are_not_rounded_before_they_are_squared():
    # measures.md §8: twelve equal shares score 833.33; squaring 8.33 % twelve times gives 832.66.
    assert known(of(*[1] * 12).hhi) * 10_000 == pytest.approx(833.3333333, abs=1e-6)


def test_an_unattributed_remainder_widens_the_bounds():
    # measures.md §2: 70, 15 and 5 % known, 10 % unknown.
    found = of(70, 15, 5, unattributed="10")
    assert (found.hhi_low, found.hhi_high) == pytest.approx((0.5150, 0.5250), abs=1e-12)
    assert list(found.shares.values()) == [0.70, 0.15, 0.05]
    assert (found.unattributed_share, found.cr1, found.cr3) == pytest.approx((0.10, 0.70, 0.90), abs=1e-12)
    assert found.hhi == found.hhi_low
    assert found.effective_number == pytest.approx(1 / 0.515, abs=1e-12)


def test_evenness_compares_only_what_is_attributed():
    # Two equal channels of 45 % each are perfectly even, whatever is unknown beside them.
    found = of(45, 45, unattributed="10")
    assert (found.normalised_hhi, found.gini) == (0.0, 0.0)
    assert found.entropy == pytest.approx(log(2), abs=1e-12)


def test_nothing_attributed_leaves_the_indices_unknown():
    found = of(0, unattributed="10")
    assert (found.n, found.unattributed_share, found.hhi_low, found.hhi_high) == (0, 1.0, 0.0, 1.0)
    assert {found.hhi, found.effective_number, found.cr1, found.cr3, found.gini, found.entropy} == {None}
    assert verdict(found, Thresholds())[0] is None


def test_a_negative_amount_makes_shares_undefined_and_names_the_id():
    with pytest.raises(Undefined, match=r"etsy has a negative amount \(-0\.01\)"):
        concentration({"amazon": Decimal(5), "etsy": Decimal("-0.01")}, None)
    with pytest.raises(Undefined, match="unattributed remainder has a negative amount"):
        of(5, unattributed="-1")


@pytest.mark.parametrize("amounts", [{}, {"etsy": Decimal(0)}])
def test_a_total_of_zero_makes_shares_undefined(amounts):
    with pytest.raises(Undefined, match="no shares"):
        concentration(amounts, None)


def test_sampling_error_of_a_thousand_equal_orders_equals_the_closed_form():
    # measures.md §2: sqrt(4 / 1000 x (sum of cubes 0.16 - 0.38 squared)).
    amounts = {"a": Decimal(500), "b": Decimal(300), "c": Decimal(200)}
    found = concentration(amounts, {"a": 500.0, "b": 300.0, "c": 200.0})
    assert found.hhi_se == pytest.approx(0.0078993671, abs=1e-10)


def test_sampling_error_is_unknown_when_the_orders_of_a_channel_are():
    assert of(1, 2).hhi_se is None
    assert concentration({"a": 1.0, "b": 2.0}, {"a": 1.0}).hhi_se is None
    assert concentration({"a": 1.0, "b": 0.0}, {"a": 1.0}).hhi_se == 0.0


def test_sampling_error_agrees_with_a_bootstrap_over_orders():
    random = np.random.default_rng(2026)
    orders, repeats = 3_000, 2_000
    channel = random.choice(3, size=orders, p=[0.6, 0.3, 0.1])
    amount = random.lognormal(mean=3.5, sigma=0.8, size=orders) * np.array([1.0, 1.5, 2.0])[channel]
    sums = {str(c): float(amount[channel == c].sum()) for c in range(3)}
    squares = {str(c): float((amount[channel == c] ** 2).sum()) for c in range(3)}
    by_channel = np.where(channel[:, None] == np.arange(3), amount[:, None], 0.0)
    drawn = random.multinomial(orders, np.full(orders, 1 / orders), size=repeats) @ by_channel
    resampled = ((drawn / drawn.sum(axis=1, keepdims=True)) ** 2).sum(axis=1)
    assert concentration(sums, squares).hhi_se == pytest.approx(float(resampled.std(ddof=1)), rel=0.10)


@given(amounts_in_cents)
def test_hhi_lies_between_an_equal_split_and_one(amounts):
    found = concentration(amounts, None)
    assert 1 / found.n - 1e-12 <= known(found.hhi) <= 1
    assert sum(found.shares.values()) == pytest.approx(1, abs=1e-12)


@given(amounts_in_cents, st.integers(1, 10**6))
def test_the_unit_of_the_amounts_does_not_matter(amounts, factor):
    scaled = {key: amount * factor for key, amount in amounts.items()}
    assert concentration(scaled, None) == concentration(amounts, None)


@given(amounts_in_cents, st.randoms())
def test_the_order_of_the_amounts_does_not_matter(amounts, random):
    shuffled = random.sample(list(amounts.items()), len(amounts))
    assert concentration(dict(shuffled), None) == concentration(amounts, None)


@given(amounts_in_cents.filter(lambda amounts: len(amounts) > 1))
def test_merging_two_channels_adds_twice_the_product_of_their_shares(amounts):
    fine = concentration(amounts, None)
    one, other, *rest = amounts
    merged = {one: amounts[one] + amounts[other]} | {key: amounts[key] for key in rest}
    added = 2 * fine.shares[one] * fine.shares[other]
    assert known(concentration(merged, None).hhi) - known(fine.hhi) == pytest.approx(added, abs=1e-12)


@given(amounts_in_cents, st.integers(0, 10**9))
def test_the_lower_bound_never_exceeds_the_upper_one(amounts, cents):
    found = concentration(amounts, None, unattributed=Decimal(cents) / 100)
    assert found.hhi_low <= found.hhi_high <= found.hhi_if_largest <= 1
    assert found.hhi_high - found.hhi_low == pytest.approx(found.unattributed_share**2, abs=1e-12)


@given(amounts_in_cents, amounts_in_cents)
def test_contributions_to_a_change_sum_to_the_change(before, after):
    old, new = concentration(before, None), concentration(after, None)
    parts = decompose_change(old.shares, new.shares)
    assert parts.keys() == before.keys() | after.keys()
    assert sum(parts.values()) == pytest.approx(known(new.hhi) - known(old.hhi), abs=1e-12)


def test_the_channel_that_explains_a_change_most_comes_first():
    # (0.5-0.6)(0.5+0.6) = -0.11; (0.5-0.3)(0.5+0.3) = 0.16; gone: -0.1 x 0.1 = -0.01.
    parts = decompose_change({"amazon": 0.6, "shop": 0.3, "etsy": 0.1}, {"amazon": 0.5, "shop": 0.5})
    assert list(parts) == ["shop", "amazon", "etsy"]
    assert list(parts.values()) == pytest.approx([0.16, -0.11, -0.01], abs=1e-12)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((19, 19, 19, 19, 12, 12), "green"),
        ((20, 16, 16, 16, 16, 16), "yellow"),
        ((39.99, 20.01, 20, 20), "yellow"),  # effective number 3.6
        ((40, 20, 20, 20), "amber"),
        ((60, 10, 10, 10, 10), "amber"),  # on the lines of 60 % and 2.5, so past neither
        ((60.01, 10, 10, 10, 9.99), "red"),
        ((50, 50), "amber"),  # effective number 2
        ((100,), "red"),
    ],
)
def test_verdict_is_the_worst_that_a_line_says(amounts, expected):
    assert verdict(of(*amounts), Thresholds())[0] == expected


def test_a_share_just_above_a_line_is_not_rounded_down_to_it():
    # measures.md §8: 30.4 % rounded to 30 raised no alarm at "> 30".
    lines = Thresholds(largest_share=(0.1, 0.2, 0.30), effective_number=(1, 1), largest_share_source="own lines")
    assert verdict(of(30.4, 30.2, 20, 19.4), lines)[0] == "red"
    assert verdict(of(30, 30, 20, 20), lines)[0] == "amber"


def test_few_effective_channels_alone_raise_the_verdict():
    # Shares 39, 39, 22 %: H = 0.3526, effective number 2.84.
    assert verdict(of(39, 39, 22), Thresholds())[0] == "yellow"
    assert verdict(of(39, 39, 22), Thresholds(effective_number=(3, 1.5)))[0] == "amber"
    assert verdict(of(39, 39, 22), Thresholds(effective_number=(4, 3)))[0] == "red"


def test_the_verdict_is_that_of_the_indices_beside_it_and_says_how_bad_it_can_be():
    # .5 and .2 known, .3 unknown: .29 known, .38 as one more, but .8² + .2² = .68 if it is the largest one's.
    found = of(50, 20, unattributed="30")
    assert (found.hhi, found.hhi_high, found.hhi_if_largest) == pytest.approx((0.29, 0.38, 0.68), abs=1e-12)
    assert (found.cr1, found.cr1_if_largest) == (0.5, 0.8)
    assert (verdict(found, Thresholds())[0], verdict_if_largest(found, Thresholds())) == ("amber", "red")
    # One channel of 10 % and 90 % unknown: green by what is known, and red if that is its own.
    found = of(10, unattributed="90")
    assert (verdict(found, Thresholds())[0], verdict_if_largest(found, Thresholds())) == ("green", "red")
    # 50 % and 10 % that are not known: 60 % is not above the line of 60 %, and 1 / .395 = 2.53 channels are enough.
    found = of(50, 10, 10, 10, 5, 5, unattributed="10")
    assert verdict_if_largest(found, Thresholds()) == "amber"


def test_with_all_attributed_the_verdict_cannot_be_worse():
    found = of(50, 30, 20)
    assert (found.hhi_if_largest, found.cr1_if_largest) == (found.hhi, found.cr1)
    assert verdict_if_largest(found, Thresholds()) == verdict(found, Thresholds())[0] == "amber"


def test_an_effective_number_on_a_line_is_not_below_it():
    assert verdict(of(25, 25, 25, 25), Thresholds(effective_number=(4, 1.5)))[0] == "yellow"
    assert verdict(of(25, 25, 25, 25), Thresholds(effective_number=(5, 4)))[0] == "amber"


def test_the_verdict_names_the_line_that_decided_and_its_source():
    assert verdict(of(70, 30), Thresholds())[1] == "largest share above 60 % (marketplace share card of vortexiq)"
    assert verdict(of(39, 39, 22), Thresholds(effective_number=(3, 1.5)))[1].startswith("effective number below 3 (own")
    assert verdict(of(*[10] * 10), Thresholds())[1].startswith("largest share below 20 %")


@given(amounts_in_cents)
def test_grouping_splits_the_index_into_groups_and_what_is_within_them(amounts: Mapping[str, Decimal]):
    # measures.md §2: H_fine = sum over groups of S² x H within the group.
    groups: dict[str, dict[str, Decimal]] = {}
    for key, amount in amounts.items():
        groups.setdefault(key[0], {})[key] = amount
    shares = concentration({group: sum(part.values()) for group, part in groups.items()}, None).shares
    within = sum(shares[group] ** 2 * known(concentration(part, None).hhi) for group, part in groups.items())
    assert known(concentration(amounts, None).hhi) == pytest.approx(within, abs=1e-12)
