"""Every requirement is encoded or its absence explained."""

from huashu.standard import coverage, load_standard

ROWS = {row.source: row for row in coverage(load_standard())}


def test_every_number_of_the_documents_is_listed_once() -> None:
    expected = [f"S{s}.{n}" for s, last in ((0, 18), (1, 14), (2, 17), (3, 27), (4, 14)) for n in range(1, last + 1)]
    assert list(ROWS) == expected + [f"D{n}" for n in range(1, 13)]


def test_every_number_is_encoded_or_says_why_not() -> None:
    for row in ROWS.values():
        assert row.encoded == (row.reason is None), row.source
        assert not row.encoded or row.by, row.source


def test_what_agent_or_inspection_owe_of_the_scenario_call_is_encoded_or_marked_unjudgeable() -> None:
    owed = [row for row in ROWS.values() if row.source.startswith("S0.") and set(row.columns) & {"A", "C", "I"}]
    assert [row.source for row in owed if not row.by] == []
    assert [row.source for row in owed if not row.encoded] == ["S0.1", "S0.5"]


def test_a_line_of_coverage_has_the_published_fields() -> None:
    assert ROWS["S0.2"].to_json() == {
        "source": "S0.2",
        "columns": ["A", "I"],
        "encoded": True,
        "by": ["feedback-not-taken-down"],
        "reason": None,
    }
    assert ROWS["S0.14"].to_json()["by"] == []
