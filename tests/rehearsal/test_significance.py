"""What is a difference, and what is luck."""

import random

import pytest

from huashu.rehearsal.significance import Kind, Sample, beyond_chance, chance


def rate(hit: int, n: int) -> Sample:
    return Sample(kind=Kind.RATE, total=hit, n=n)


def count(total: int, n: int) -> Sample:
    return Sample(kind=Kind.COUNT, total=total, n=n)


def test_fishers_exact_test_agrees_with_a_worked_example():
    assert chance(rate(1, 10), rate(9, 10)) == pytest.approx(0.00109, abs=2e-5)  # Fisher's tea table, ten a side


def test_the_same_share_is_no_difference():
    assert chance(rate(9, 10), rate(90, 100)) == pytest.approx(1.0, abs=0.01)
    assert chance(rate(5, 5), rate(9, 9)) == 1.0


def test_the_same_difference_is_surer_with_more_cases():
    assert chance(rate(8, 10), rate(10, 10)) > 0.4
    assert chance(rate(80, 100), rate(100, 100)) < 1e-5


def test_large_samples_agree_with_small_ones_at_the_seam():
    exact, normal = chance(rate(2300, 2499), rate(2260, 2499)), chance(rate(2301, 2501), rate(2261, 2501))
    assert exact == pytest.approx(normal, rel=0.15)


def test_counts_are_held_against_the_calls_they_come_from():
    assert chance(count(0, 20), count(0, 20)) == 1.0
    assert chance(count(3, 100), count(30, 1000)) > 0.5
    assert chance(count(3, 100), count(30, 100)) < 1e-4


def test_lengths_hang_on_their_spread():
    def lengths(values: list[float]) -> Sample:
        return Sample(kind=Kind.LENGTH, total=sum(values), n=len(values), squares=sum(one * one for one in values))

    wide, narrow = [30.0, 90.0] * 10, [59.0, 61.0] * 10
    assert chance(lengths(wide), lengths([one + 5 for one in wide])) > 0.3
    assert chance(lengths(narrow), lengths([one + 5 for one in narrow])) < 1e-6
    assert chance(lengths([60.0] * 10), lengths([60.0] * 10)) == 1.0
    assert chance(lengths([60.0, 60.0]), lengths([90.0, 90.0])) == 1.0, "two calls tell nothing of their spread"


def test_of_a_thousand_draws_of_luck_hardly_any_is_named():
    draws = random.Random(5)
    assert sum(beyond_chance([draws.random() for _ in range(1000)])) <= 1


def test_a_real_one_among_them_is():
    draws = random.Random(5)
    named = beyond_chance([1e-9, *(draws.random() for _ in range(1000))])
    assert named[0] and sum(named) <= 2


def test_nothing_to_look_at_is_nothing_named():
    assert beyond_chance([]) == []
