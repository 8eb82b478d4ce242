"""Adding calls up: any order, any grouping, the same sum."""

import random

from hypothesis import given
from hypothesis import strategies as st

from huashu.rehearsal import CallScore, Hits, Inspected, Tally
from huashu.rehearsal.score import Breach
from huashu.rehearsal.tally import mean, merged, mood_bin, quantile

hits = st.builds(lambda n, miss: Hits(hit=max(0, n - miss), n=n), st.integers(0, 5), st.integers(0, 5))
scores = st.builds(
    CallScore,
    closed=st.sampled_from([None, True, False]),
    cause=st.sampled_from(["", "cold", "busy"]),
    feedback=hits,
    questions=hits,
    steps=hits,
    in_order=st.sampled_from([None, True, False]),
    end_reason=st.sampled_from(["refused", "completed"]),
    turns=st.integers(0, 40),
    length=st.integers(0, 200_000),
    words=st.fixed_dictionaries({"agent": st.integers(0, 300)}),
    mood=st.fixed_dictionaries({"anger": st.floats(0, 1)}),
    inspected=st.builds(
        Inspected, score=st.integers(0, 100), breaches=st.just((Breach(clause="a", event=0, why="因为"),))
    ),
)


@given(st.lists(scores, max_size=12), st.randoms(use_true_random=False))
def test_order_and_grouping_do_not_matter(calls: list[CallScore], draws: random.Random):
    whole = Tally()
    for call in calls:
        whole.add(call)
    shuffled = list(calls)
    draws.shuffle(shuffled)
    parts = [Tally(), Tally(), Tally()]
    for call in shuffled:
        draws.choice(parts).add(call)
    assert merged(parts) == whole


def test_a_rate_without_cases_is_none():
    assert Tally().rate("closed_in_turn") == (None, 0)


def test_a_rate_is_hits_over_cases():
    tally = Tally()
    for closed in (True, True, False, None):
        tally.add(CallScore(closed=closed))
    assert tally.rate("closed_in_turn") == (2 / 3, 3)


def test_causes_count_only_where_there_was_an_occasion():
    tally = Tally()
    tally.add(CallScore(closed=False, cause="cold"))
    tally.add(CallScore(closed=True, cause="cold"))
    tally.add(CallScore(closed=None, cause="cold"))
    assert tally.causes == {"cold": [1, 2]}


def test_quantiles_of_a_histogram():
    counts = {1: 1, 2: 1, 3: 1, 100: 1}
    assert quantile(counts, 0.5) == 2
    assert quantile(counts, 0.95) == 100
    assert quantile({}, 0.5) is None
    assert mean({2: 1, 4: 1}) == 3
    assert mean({}) is None


def test_moods_fall_into_ten_bins():
    assert [mood_bin(level) for level in (-0.1, 0.0, 0.05, 0.95, 1.0, 2.0)] == [0, 0, 0, 9, 9, 9]
