"""Intervals, the keyed bootstrap and fitted tails, held against what is known."""
import numpy as np
import pytest
from fanfare import philox, statistics, tails
from scipy import special


def test_philox_gives_the_published_words():
    """Random123's known answers for philox4x32 of 10 rounds."""
    def words(counter, key):
        return [int(w[0]) for w in philox.philox4x32(tuple(np.array([c], dtype=np.uint64) for c in counter), key)]
    assert words((0, 0, 0, 0), (0, 0)) == [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]
    assert words((0xffffffff,) * 4, (0xffffffff,) * 2) == [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]
    assert words((0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344), (0xa4093822, 0x299f31d0)) == [
        0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]


def test_resamples_cover_all_places_evenly():
    picks = philox.resamples(7, 10_000, 3)
    assert picks.shape == (10_000, 7) and picks.min() == 0 and picks.max() == 6
    assert abs(np.bincount(picks.ravel()) / 10_000 - 1).max() < 0.04
    assert (philox.resamples(7, 100, 3) == picks[:100]).all() and (philox.resamples(7, 100, 4) != picks[:100]).any()


@pytest.mark.parametrize("n", [4, 8, 20])
def test_nineteen_of_twenty_intervals_hold_the_truth(n):
    normal = np.random.default_rng(n).normal(3, 2, (600, n))
    found = [statistics.bootstrap_interval(x, seed=1, samples=2000) for x in normal]
    covered = np.mean([x.low <= 3 <= x.high for x in found])
    assert covered > (0.90 if n > 4 else 0.84), covered  # no resample of four leaves their range
    assert covered < 0.985
    plain = np.mean([(lambda m: np.quantile(m, 0.025) <= 3 <= np.quantile(m, 0.975))(
        x[philox.resamples(n, 2000, 1)].mean(axis=1)) for x in normal])
    assert covered > plain


def test_a_t_interval_is_that_of_the_textbook():
    """Mean 5, sd 2, n 4: 5 ± 3.182 · 1."""
    x = statistics.t_interval(np.array([3.0, 3.0, 5.0 + np.sqrt(4), np.nan, 7.0 + (2 - np.sqrt(4))]))
    assert x.n == 4 and x.mean == 5
    assert x.high - x.mean == pytest.approx(3.182446 * np.std([3, 3, 7, 7], ddof=1) / 2, rel=1e-6)


def test_one_value_has_no_interval():
    for interval in [statistics.t_interval(np.array([2.0])), statistics.bootstrap_interval(np.array([2.0, np.nan]), 1)]:
        assert interval.mean == 2 and np.isnan(interval.low) and interval.n == 1
    assert np.isnan(statistics.t_interval(np.array([np.nan])).mean)


def test_ties_share_the_chance_and_missing_replicates_are_left_out():
    values = np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [0.0, 0.0, np.nan]])
    assert statistics.chance_best(values, "more", 1).tolist() == [0.5, 0.5, 0]
    assert statistics.chance_best(values, "less", 1).tolist() == [0, 0, 1]
    assert np.isnan(statistics.chance_best(values[:, :1], "more", 1)).all() and np.isnan(statistics.chance_best(values, "neither", 1)).all()


def octaves(draws):
    edges = np.concatenate([[0.0], 2.0 ** np.arange(33)])
    return edges, np.histogram(draws, np.append(edges, np.inf))[0].astype(float)


def zeta_draws(alpha, n, xmin=1):
    """Whole numbers with p ∝ x^−alpha, x ≥ xmin, by inversion of the tail."""
    x = np.arange(xmin, 2_000_000)
    tail = special.zeta(alpha, x) / special.zeta(alpha, xmin)
    return x[np.searchsorted(-tail, -np.random.default_rng(5).random(n), side="right") - 1]


@pytest.mark.parametrize("alpha", [1.8, 2.3, 3.0])
def test_the_fit_finds_the_exponent_of_a_binned_power_law(alpha):
    fit = tails.fit_tail(*octaves(zeta_draws(alpha, 20_000)), xmin=1)
    assert abs(fit.alpha - alpha) < 4 * fit.error and fit.error < 0.05
    assert fit.distance < 0.01


def test_the_fit_starts_where_the_power_law_does():
    body = np.random.default_rng(1).integers(1, 64, 30_000)
    fit = tails.fit_tail(*octaves(np.concatenate([body, zeta_draws(2.5, 5_000, 64)])))
    assert fit.xmin == 64 and abs(fit.alpha - 2.5) < 4 * fit.error


def test_too_few_give_no_fit():
    edges, counts = octaves(zeta_draws(2.3, 30))
    assert tails.fit_tail(edges, counts) is None
    assert tails.fit_tail(edges, np.zeros_like(counts)) is None
    assert tails.fit_tail(*octaves(np.full(1000, 5.0))) is None


def test_intervals_hold_nothing_that_cannot_be():
    few = np.array([0.0, 1.0, 40_000.0])
    assert statistics.t_interval(few).low < -20_000
    assert statistics.within(statistics.t_interval(few), (0, np.inf)).low == 0
    assert statistics.within(statistics.t_interval(np.array([0.99, 0.6, 0.95])), (0, 1)).high == 1
    assert np.isnan(statistics.within(statistics.t_interval(np.array([2.0])), (0, 1)).low)
