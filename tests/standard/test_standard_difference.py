"""What another standard changes on the same calls."""

from huashu.standard.difference import Change, Tally, compare


def test_a_finding_that_goes_while_another_of_the_same_clause_comes_has_moved() -> None:
    old = {"a": {1: "一", 4: "四"}, "b": {2: "二"}}
    new = {"a": {1: "一", 6: "六", 9: "九"}, "c": {3: "三"}}
    found = [(one.clause, one.change, one.was, one.at, one.evidence) for one in compare("x", old, new)]
    assert found == [
        ("a", Change.MOVES, 4, 6, "六"),
        ("a", Change.APPEARS, None, 9, "九"),
        ("b", Change.VANISHES, None, 2, "二"),
        ("c", Change.APPEARS, None, 3, "三"),
    ]


def test_the_same_findings_are_no_difference() -> None:
    assert list(compare("x", {"a": {1: "一"}}, {"a": {1: "一"}})) == []


def test_the_tally_counts_by_clause_and_puts_the_most_changed_first() -> None:
    tally = Tally()
    tally.add("x", {"a": {1: "一"}}, {"a": {1: "一"}, "b": {2: "二"}})
    tally.add("y", {"a": {1: "一"}}, {"a": {1: "一"}, "b": {2: "二", 3: "三"}})
    assert tally.calls == 2
    assert [row.to_json() for row in tally.rows()] == [
        {"clause": "b", "old": 0, "new": 3, "appears": 3, "vanishes": 0, "moves": 0},
        {"clause": "a", "old": 2, "new": 2, "appears": 0, "vanishes": 0, "moves": 0},
    ]
