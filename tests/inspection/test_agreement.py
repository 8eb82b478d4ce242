"""Agreement with a reviewer: figures worked out by hand, matching one to one, and honesty about small numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huashu.inspection.agreement import LabelError, Mark, Rates, agree, label_from_json, labels_of
from huashu.inspection.result import result_from_json


def mark(name: str, at: int | None = None, *more: str) -> Mark:
    return Mark(names=(name, *more), at=at)


def test_precision_recall_and_f1_count_findings() -> None:
    ours = {"1": [mark("S4.3", 2), mark("S4.4", 5)], "2": [mark("S4.3", 1)]}
    theirs = {"1": [mark("S4.3", 2)], "2": [mark("S4.3", 1), mark("S1.7", 4)]}
    whole = agree(ours, theirs).whole
    assert (whole.both, whole.ours, whole.theirs) == (2, 1, 1)
    assert (whole.precision, whole.recall, whole.f1) == (2 / 3, 2 / 3, 2 / 3)


def test_kappa_of_a_clause_is_over_calls() -> None:
    """Cohen's own arithmetic: 20 calls both, 5 and 10 one alone, 15 neither: agreed 0.7, by chance 0.5, kappa 0.4."""
    sets = [("both", 20), ("ours", 5), ("theirs", 10), ("neither", 15)]
    calls = [(f"{kind}{n}", kind) for kind, many in sets for n in range(many)]
    ours = {call: [mark("S4.3", 1)] if kind in ("both", "ours") else [] for call, kind in calls}
    theirs = {call: [mark("S4.3", 1)] if kind in ("both", "theirs") else [] for call, kind in calls}
    rates = agree(ours, theirs).clauses["S4.3"]
    assert rates.kappa == pytest.approx(0.4)
    assert rates.kappa_error == pytest.approx((0.7 * 0.3 / (50 * 0.25)) ** 0.5)


def test_kappa_says_nothing_when_both_always_say_the_same() -> None:
    both = {"1": [mark("S4.3", 1)]}
    assert agree(both, both).clauses["S4.3"].kappa is None


@pytest.mark.parametrize(("tolerance", "both"), [(0, 0), (1, 1)])
def test_marks_agree_within_the_tolerance(tolerance: int, both: int) -> None:
    found = agree({"1": [mark("S4.3", 5)]}, {"1": [mark("S4.3", 6)]}, tolerance=tolerance)
    assert found.whole.both == both


def test_a_mark_without_a_place_agrees_anywhere_in_the_call() -> None:
    assert agree({"1": [mark("S4.3", 50)]}, {"1": [mark("S4.3")]}).whole.both == 1


def test_each_mark_agrees_with_one_other_at_most() -> None:
    found = agree({"1": [mark("S4.3", 5), mark("S4.3", 6)]}, {"1": [mark("S4.3", 6)]}).whole
    assert (found.both, found.ours, found.theirs) == (1, 1, 0)


def test_pairs_are_chosen_so_that_as_many_as_can_agree_do() -> None:
    ours = {"1": [mark("S4.3", 5), mark("S4.3", 6)]}
    theirs = {"1": [mark("S4.3", 6), mark("S4.3", 7)]}
    assert agree(ours, theirs).whole.both == 2


def test_clauses_and_the_requirements_they_serve_meet() -> None:
    ours = {"1": [mark("rude-stock-phrase", 2, "S4.3")], "2": [mark("customer-blamed", 2, "S4.4")]}
    by_number = agree(ours, {"1": [mark("S4.3", 2)], "2": []})
    assert set(by_number.clauses) == {"S4.3", "S4.4"}
    by_clause = agree(ours, {"1": [mark("rude-stock-phrase", 2)], "2": []})
    assert set(by_clause.clauses) == {"rude-stock-phrase", "customer-blamed"}
    assert by_number.whole.both == by_clause.whole.both == 1


def test_calls_that_one_side_alone_has_count_for_nothing() -> None:
    found = agree({"1": [], "2": [mark("S4.3", 1)]}, {"1": [], "3": [mark("S4.3", 1)]})
    assert (found.calls, found.only_ours, found.only_theirs) == (1, ("2",), ("3",))
    assert found.whole == Rates()


def test_few_calls_and_few_marks_are_called_few() -> None:
    few = agree({"1": [mark("S4.3", 1)]}, {"1": [mark("S4.3", 1)]})
    many = {str(call): [mark("S4.3", 1)] for call in range(40)}
    assert few.few and few.clauses["S4.3"].few
    assert not agree(many, many).few


def test_overruled_findings_are_no_marks() -> None:
    result = result_from_json({"id": "1", "findings": [{"clause": "rude", "source": ["S4.3"], "at": 1}]})
    assert labels_of([result], sources=True) == {"1": [mark("rude", 1, "S4.3")]}
    assert labels_of([result], sources=False) == {"1": [mark("rude", 1)]}


def test_labels_are_read_with_or_without_places() -> None:
    assert label_from_json({"id": 7, "violations": [{"clause": "S4.3", "at": 3}, {"clause": "S1.7"}, "S4.4"]}) == (
        "7",
        [mark("S4.3", 3), mark("S1.7"), mark("S4.4")],
    )


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"id": "1"},
        {"id": "1", "violations": [{"at": 1}]},
        [1],
        {"id": "1", "violations": [{"clause": "S4.3", "at": "2"}]},
    ],
)
def test_lines_without_labels_are_refused_with_their_place(data: object) -> None:
    with pytest.raises(LabelError, match="theirs:2"):
        label_from_json(data, "theirs:2")


marks = st.lists(st.builds(mark, st.sampled_from(["S4.3", "S4.4", "S1.7"]), st.integers(0, 6)), max_size=6)
labels = st.dictionaries(st.sampled_from("abcde"), marks)


@given(labels, labels)
def test_no_mark_is_lost_or_counted_twice_and_sides_mirror_each_other(
    ours: dict[str, list[Mark]], theirs: dict[str, list[Mark]]
) -> None:
    there, back = agree(ours, theirs).whole, agree(theirs, ours).whole
    common = ours.keys() & theirs.keys()
    assert there.both + there.ours == sum(len(ours[call]) for call in common)
    assert there.both + there.theirs == sum(len(theirs[call]) for call in common)
    assert (there.both, there.ours, there.theirs) == (back.both, back.theirs, back.ours)


@given(labels)
def test_whoever_agrees_with_himself_agrees_wholly(ours: dict[str, list[Mark]]) -> None:
    whole = agree(ours, ours).whole
    assert (whole.ours, whole.theirs) == (0, 0)
    assert whole.kappa in (None, 1.0)
