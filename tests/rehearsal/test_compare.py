"""Two rehearsals side by side: what moved, what only wavered, what came and went."""

import copy
from typing import Any

from rehearsal_fakes import FakeCast, playbook, step

from huashu.rehearsal import rehearse, summary_to_json
from huashu.rehearsal.compare import Comparison, compare, comparison_to_json


def row(**rates: tuple[float, int]) -> dict[str, Any]:
    found: dict[str, Any] = {"runs": 20, "crashes": 0, "violations": {}, "digest": "a"}
    return found | {name: {"rate": rate, "n": n} for name, (rate, n) in rates.items()}


def measures(**documents: dict[str, Any]) -> dict[str, Any]:
    return {"per_file": {f"docs/{name}.md": found for name, found in documents.items()}, "per_temperament": {}}


def moved(found: Comparison) -> list[tuple[str, str, bool | None]]:
    return [(change.scope, change.measure, change.better) for change in found.changes]


def test_a_rehearsal_is_the_same_as_itself():
    summary = summary_to_json(rehearse([playbook()], runs=30, seed=1, cast=FakeCast))
    found = compare(summary, copy.deepcopy(summary))
    assert not found.changes and found.steady > 5
    assert not found.new and not found.removed and not found.edited


def test_a_step_that_is_never_said_any_more_is_worse_in_document_and_total():
    old = measures(a=row(steps_delivered=(1.0, 100)), b=row(steps_delivered=(1.0, 100)))
    new = measures(a=row(steps_delivered=(0.6, 100)), b=row(steps_delivered=(1.0, 100)))
    found = compare(old, new)
    assert moved(found) == [("overall", "steps_delivered", False), ("document", "steps_delivered", False)]
    assert found.changes[1].name == "docs/a.md"


def test_one_case_in_twenty_is_noise():
    old = measures(a=row(closed_in_turn=(1.0, 20)))
    new = measures(a=row(closed_in_turn=(0.95, 20)))
    found = compare(old, new)
    assert not found.changes
    assert found.steady > 0


def test_what_is_worse_stands_before_what_is_better():
    old = measures(a=row(steps_delivered=(0.5, 200), questions_right=(1.0, 200)))
    new = measures(a=row(steps_delivered=(1.0, 200), questions_right=(0.5, 200)))
    assert [better for _, _, better in moved(compare(old, new))] == [False, False, True, True]


def test_more_breaches_and_more_crashes_are_worse():
    old = measures(a=row() | {"runs": 100})
    new = measures(a=row() | {"runs": 100, "crashes": 40, "violations": {"x": 60}})
    assert ("document", "violations", False) in moved(compare(old, new))
    assert ("document", "crashes", False) in moved(compare(old, new))


def test_longer_calls_are_neither_better_nor_worse():
    length = {"mean": 60.0, "deviation": 2.0, "median": 60, "p95": 64}
    old = measures(a=row() | {"call_seconds": length})
    new = measures(a=row() | {"call_seconds": length | {"mean": 90.0}})
    found = compare(old, new)
    assert ("document", "call_seconds", None) in moved(found)
    assert comparison_to_json(found)["changes"][0]["direction"] == "longer"


def test_new_removed_and_edited_documents_are_named_and_the_total_is_of_those_in_both():
    old = measures(a=row(steps_delivered=(1.0, 100)), gone=row(steps_delivered=(0.0, 900)))
    new = measures(a=row(steps_delivered=(1.0, 100)) | {"digest": "b"}, come=row(steps_delivered=(0.0, 900)))
    found = compare(old, new)
    assert (found.new, found.removed, found.edited) == (("docs/come.md",), ("docs/gone.md",), ("docs/a.md",))
    assert not found.changes


def test_a_document_in_another_folder_is_the_same_by_its_file_name():
    old = {"per_file": {"/ci/build1/docs/a.md": row(steps_delivered=(1.0, 100))}}
    new = {"per_file": {"docs/a.md": row(steps_delivered=(0.2, 100))}, "per_temperament": {}}
    found = compare(old, new)
    assert not found.new and not found.removed
    assert ("document", "steps_delivered", False) in moved(found)


def test_an_older_json_without_the_newer_measures_is_compared_by_what_it_has():
    old = {
        "per_file": {"a.md": {"runs": 50, "crashes": 0, "steps_delivered": {"rate": None, "n": 0}, "violations": {}}}
    }
    new = {"per_file": {"a.md": row(answers_recorded=(0.1, 50))}, "per_temperament": {}}
    assert not compare(old, new).changes


def test_temperaments_are_compared_too():
    old = measures(a=row()) | {"per_temperament": {"busy": row(closed_in_turn=(1.0, 80)), "friendly": row()}}
    new = measures(a=row()) | {"per_temperament": {"busy": row(closed_in_turn=(0.5, 80))}}
    assert ("temperament", "closed_in_turn", False) in moved(compare(old, new))


def test_real_changes_of_the_document_show():
    whole = rehearse([playbook()], runs=60, seed=1, cast=FakeCast)
    fewer = playbook(
        step(1, "确认身份", "完全另外的一句话，谁也不会说到它。"), step(2, "再来", "又是没有人会说的一句话啊。")
    )
    other = rehearse([fewer], runs=60, seed=1, cast=FakeCast)
    found = compare(summary_to_json(whole), summary_to_json(other))
    assert ("document", "steps_delivered", False) in moved(found)
    assert found.edited == ("宽带回访",)
