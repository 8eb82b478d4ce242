"""Many calls: the same for any number of workers, streamed in order, and not stopped by one that fails."""

import json
from pathlib import Path

import pytest
from rehearsal_fakes import FakeCast, UnluckyCast, playbook, step

from huashu.call.files import parse_logs
from huashu.rehearsal import RehearsalError, Summary, rehearse, rehearse_once, seed_of, summary_to_json
from huashu.rehearsal.runner import CHUNK, MOST_EXHIBITS


def run(tmp_path: Path, name: str = "out.jsonl", **options: object) -> tuple[Summary, bytes]:
    wanted = {"runs": 40, "seed": 7, "cast": FakeCast, "log": tmp_path / name} | options
    summary = rehearse([playbook()], **wanted)  # type: ignore[arg-type]
    return summary, (tmp_path / name).read_bytes()


def stable(summary: Summary) -> dict[str, object]:
    found = summary_to_json(summary)
    del found["seconds"], found["calls_per_second"]
    return found


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path):
    first, one = run(tmp_path)
    second, two = run(tmp_path)
    assert one == two
    assert stable(first) == stable(second)


def test_another_seed_gives_other_calls(tmp_path: Path):
    assert run(tmp_path)[1] != run(tmp_path, seed=8)[1]


def test_workers_change_nothing_but_time(tmp_path: Path):
    alone, one = run(tmp_path, runs=3 * CHUNK + 1)
    together, two = run(tmp_path, runs=3 * CHUNK + 1, workers=2)
    assert one == two
    assert stable(alone) == stable(together)
    assert [shown.run for shown in alone.exhibits] == [shown.run for shown in together.exhibits]


def test_fewer_runs_are_the_beginning_of_more_runs(tmp_path: Path):
    assert run(tmp_path, runs=60)[1].startswith(run(tmp_path, runs=20)[1])


def test_every_log_line_is_a_call_log_with_its_record_and_truth(tmp_path: Path):
    text = run(tmp_path)[1].decode()
    logs = parse_logs(text, "out.jsonl")
    assert len(logs) == 40
    assert [log.extra["run"] for log in logs] == list(range(40))
    for line in map(json.loads, text.splitlines()):
        assert {"record", "truth", "events", "scenario", "seed"} <= set(line)


def test_a_crash_is_counted_described_and_does_not_stop_the_rest(tmp_path: Path):
    summary, logs = run(tmp_path, cast=UnluckyCast, runs=50)
    found = summary_to_json(summary)
    assert found["runs"] == 50
    assert 0 < found["crashes"] < 50
    assert len(logs.splitlines()) == 50 - found["crashes"]
    assert len(summary.crashes) == found["crashes"]
    assert "造不出这个客户" in summary.crashes[0].message
    assert summary.crashes[0].seed == 7


def test_a_single_run_can_be_made_again(tmp_path: Path):
    logs = parse_logs(run(tmp_path)[1].decode(), "out.jsonl")
    again = rehearse_once(playbook(), seed=7, run=11, cast=FakeCast())
    assert again.log.events == logs[11].events
    assert again.log.truth == logs[11].truth


def test_the_json_has_every_field_and_null_rates_without_cases(tmp_path: Path):
    found = summary_to_json(run(tmp_path)[0])
    assert set(found) == {
        "runs", "crashes", "seconds", "calls_per_second", "closed_in_turn", "feedback_recall", "do_not_contact_recall",
        "questions_right", "steps_delivered", "steps_in_order", "violations", "end_reasons", "turns", "per_file",
        "answers_recorded", "goal_reached", "goals", "violations_per_call", "call_seconds", "per_temperament", "worst",
        "unusable", "seed", "planned", "partial",
    }  # fmt: skip
    assert (found["planned"], found["partial"], found["seed"]) == (40, False, 7)
    assert found["call_seconds"]["median"] <= found["call_seconds"]["p95"]
    assert found["do_not_contact_recall"] == {"rate": None, "n": 0}
    assert found["closed_in_turn"]["n"] > 0
    assert 0 <= found["closed_in_turn"]["rate"] <= 1
    assert sum(found["end_reasons"].values()) == 40
    assert found["turns"]["median"] <= found["turns"]["p95"]
    (per_file,) = found["per_file"].values()
    assert per_file["closed_in_turn"] == found["closed_in_turn"]


def test_exhibits_are_the_worst_and_bounded(tmp_path: Path):
    summary, _ = run(tmp_path, runs=MOST_EXHIBITS + 30)
    assert len(summary.exhibits) == MOST_EXHIBITS
    badness = [shown.badness for shown in summary.exhibits]
    assert badness == sorted(badness, reverse=True)


def test_a_playbook_without_a_customer_is_refused_with_the_way_out(tmp_path: Path):
    document = playbook()
    alone = type(document)(title=document.title, caller=document.caller)
    with pytest.raises(RehearsalError, match="电话接听方"):
        rehearse([alone], runs=1, cast=FakeCast)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(RehearsalError, match=r"没有\.md"):
        rehearse([tmp_path / "没有.md"], runs=1, cast=FakeCast)


def test_no_runs_are_refused():
    with pytest.raises(RehearsalError, match="1"):
        rehearse([playbook()], runs=0, cast=FakeCast)


def test_two_scenarios_are_told_apart(tmp_path: Path):
    other = playbook(step(1, "开场", "您好，这里是另一家公司。"))
    other = type(other)(title="另一份", caller=other.caller, callee=other.callee)
    summary = rehearse([playbook(), other], runs=10, seed=1, cast=FakeCast)
    assert [tally.runs for tally in summary.per_file.values()] == [10, 10]
    assert summary.whole.runs == 20


def test_seeds_hang_on_seed_document_and_run_alone():
    assert seed_of(1, "a", 2) == seed_of(1, "a", 2)
    assert len({seed_of(s, d, r) for s in (1, 2) for d in ("a", "b") for r in range(50)}) == 200
