"""Sampling error and verdict draws against simulated shops and an order bootstrap."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from analysis.rules.concentration import MOST_EXACT, Amounts, Thresholds, concentration, indices
from analysis.rules.stability import agreement, drawn_verdicts

SHARES, ORDERS, SHOPS = np.array([0.5, 0.3, 0.2]), 500, 4_000


def amounts_of(amounts: dict[str, float], squares: dict[str, float], rest: float = 0.0) -> Amounts:
    ids = sorted(amounts)
    return Amounts.of(ids, [amounts[i] for i in ids], unattributed=rest, squares=np.array([squares[i] for i in ids]))


def simulated(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Sums and squared sums per shop and channel: lognormal orders that fall on three channels at random."""
    random = np.random.default_rng(seed)
    channel = random.choice(3, size=(SHOPS, ORDERS), p=SHARES)
    amount = random.lognormal(3.5, 0.7, size=(SHOPS, ORDERS))
    on = [channel == c for c in range(3)]
    return tuple(np.stack([np.where(o, a, 0).sum(axis=1) for o in on], axis=1) for a in (amount, amount**2))  # type: ignore[return-value]


def test_the_interval_of_hhi_covers_the_truth_in_93_to_97_of_100_simulated_shops():
    # Orders are as large on every channel, so the true shares are .5, .3 and .2: H = .38.
    sums, squares = simulated(seed=4)
    covered = 0
    for amounts, squared in zip(sums, squares, strict=True):
        found = concentration(dict(zip("abc", amounts, strict=True)), dict(zip("abc", squared, strict=True)))
        assert found.hhi is not None and found.hhi_se is not None
        covered += abs(found.hhi - 0.38) <= 1.96 * found.hhi_se
    assert 0.93 <= covered / SHOPS <= 0.97


def test_the_error_of_hhi_is_that_of_a_bootstrap_over_orders():
    random = np.random.default_rng(8)
    for shares in ([0.6, 0.3, 0.1], [0.45, 0.35, 0.2], [0.8, 0.15, 0.05]):
        channel = random.choice(3, size=1_500, p=shares)
        amount = random.lognormal(3, 0.6, size=1_500)
        on = np.where(channel[:, None] == np.arange(3), amount[:, None], 0.0)
        drawn = random.multinomial(1_500, np.full(1_500, 1 / 1_500), size=1_500) @ on
        resampled = ((drawn / drawn.sum(axis=1, keepdims=True)) ** 2).sum(axis=1).std(ddof=1)
        found = concentration(
            dict(zip("abc", on.sum(axis=0), strict=True)), dict(zip("abc", (on**2).sum(axis=0), strict=True))
        )
        assert found.hhi_se == pytest.approx(resampled, rel=0.1)


def test_draws_agree_with_a_bootstrap_over_orders_on_how_often_a_line_is_passed():
    # 400 orders of 1 to 99, about 60 % on one channel, so that the red line is passed about as often as not
    random = np.random.default_rng(11)
    amount = random.integers(1, 100, size=400).astype(float)
    on = np.where(np.arange(400)[:, None] % 10 < np.array([6, 0])[None, :], amount[:, None], 0.0)
    on[:, 1] = amount - on[:, 0]
    drawn = random.multinomial(400, np.full(400, 1 / 400), size=4_000) @ on
    passed = float((drawn[:, 0] / drawn.sum(axis=1) > 0.6).mean())
    sums, squares = on.sum(axis=0), (on**2).sum(axis=0)
    lines = Thresholds(effective_number=(1.0, 1.0))
    found = drawn_verdicts(amounts_of(dict(zip("ab", sums, strict=True)), dict(zip("ab", squares, strict=True))), lines)
    assert found and 0.05 < passed < 0.95
    assert found.get("red", 0.0) == pytest.approx(passed, abs=0.05)


def test_the_same_orders_give_the_same_draws():
    amounts = amounts_of({"a": 60.0, "b": 40.0}, {"a": 90.0, "b": 80.0})
    assert drawn_verdicts(amounts, Thresholds()) == drawn_verdicts(amounts, Thresholds())


def test_orders_without_spread_give_one_verdict_in_every_draw():
    amounts = amounts_of({"a": 70.0, "b": 30.0}, {"a": 0.0, "b": 0.0})
    assert drawn_verdicts(amounts, Thresholds()) == {"red": 1.0}


def test_half_of_the_draws_give_what_no_id_can_be_named_for_to_the_largest():
    # a 30, b 30, nobody 40: 30 % and 1 / 0.18 = 5.6 channels are yellow; with the 40, 70 % are red
    amounts = amounts_of({"a": 30.0, "b": 30.0}, {"a": 0.0, "b": 0.0}, rest=40.0)
    assert drawn_verdicts(amounts, Thresholds()) == {"yellow": 0.5, "red": 0.5}


def test_orders_without_an_id_vary_too():
    # 500 + 250 + 250 orders of 1, the last 250 without an id: the error is that of a bootstrap over all of them
    random = np.random.default_rng(5)
    on = np.repeat(np.eye(3), [500, 250, 250], axis=0)
    drawn = random.multinomial(1_000, np.full(1_000, 1 / 1_000), size=4_000) @ on
    resampled = (drawn[:, :2] ** 2).sum(axis=1).std(ddof=1) / 1_000**2
    amounts = Amounts.of(["a", "b"], [500, 250], unattributed=250, squares=np.array([500.0, 250.0]), rest_squares=250.0)
    # H = .3125: a 2(.1875), b 2(-.0625), nobody 2(-.3125), each by 1,000, squared, times its orders
    by_hand = np.sqrt((0.375**2 * 500 + 0.125**2 * 250 + 0.625**2 * 250) / 1_000**2)
    assert indices(amounts).hhi_se == pytest.approx(by_hand, abs=1e-12)
    assert by_hand == pytest.approx(resampled, rel=0.05)


def test_without_squared_orders_nothing_is_drawn():
    bare = Amounts.of(["a"], [Decimal(1)], unattributed=0, squares=None)
    assert drawn_verdicts(bare, Thresholds()) is None


def test_agreement_is_the_mean_over_the_ways_of_the_draws_that_agree():
    ways: list[dict[str, Any]] = [
        {"verdict": "red", "verdict_if_largest": "red", "draws": {"red": 0.9, "amber": 0.1}},
        {"verdict": "red", "verdict_if_largest": "red", "draws": None},
        {"verdict": "amber", "verdict_if_largest": "red", "draws": {"amber": 1.0}},
        {"verdict": "amber", "verdict_if_largest": "red", "draws": None},
    ]
    assert agreement(ways, "red") == pytest.approx((0.9 + 1 + 0 + 0.5) / 4)
    assert agreement([], "red") is None


def test_many_ids_as_floats_give_the_indices_of_whole_numbers():
    random = np.random.default_rng(3)
    cents = random.integers(1, 10**7, size=MOST_EXACT + 1)
    ids = [f"{i:05}" for i in range(len(cents))]
    many = indices(Amounts.of(ids, cents / 100, unattributed=12.5, squares=cents / 50.0), most_shares=3)
    whole = Amounts(ids, np.array([*map(int, cents)], dtype=object), 1250, 100, cents / 50.0)
    few = indices(whole, most_shares=3)
    assert list(many.shares) == list(few.shares) and len(many.shares) == 3
    for name, value in vars(few).items():
        if name != "shares":
            assert getattr(many, name) == pytest.approx(value, abs=1e-12), name
