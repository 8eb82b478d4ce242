"""Folders of documents: found, rehearsed, the bad ones set aside, the worst ones first, and stopped half-way."""

import json
import multiprocessing
from functools import partial
from pathlib import Path
from random import Random

import pytest
from rehearsal_fakes import OPENING, DrawnCustomer, FakeCast, UnluckyCast, playbook, step

from huashu import library
from huashu.playbook.model import Playbook
from huashu.rehearsal import RehearsalError, Suite, Summary, load_scenarios, load_suite, rehearse, summary_to_json
from huashu.rehearsal.pool import CHUNK, LARGE, WARM_CHUNK, in_pool, jobs_of, usual_workers
from huashu.rehearsal.stage import Stage

GOOD = library.read("broadband-repair")


def folder_of(tmp_path: Path, *names: str) -> Path:
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(GOOD)
    return tmp_path


def test_a_folder_stands_for_all_documents_in_it_and_below(tmp_path: Path):
    folder = folder_of(tmp_path, "b.md", "sub/a.markdown", "sub/deep/c.txt", "notes.json", ".git/x.md", "README.md")
    names = [Path(one.name).relative_to(tmp_path).as_posix() for one in load_suite([folder]).scenarios]
    assert names == ["b.md", "sub/a.markdown", "sub/deep/c.txt"]


def test_files_folders_and_playbooks_may_be_mixed_and_each_counts_once(tmp_path: Path):
    folder = folder_of(tmp_path, "a.md", "b.md")
    names = [one.name for one in load_suite([folder / "b.md", folder, playbook()]).scenarios]
    assert names == [str(folder / "b.md"), str(folder / "a.md"), "宽带回访"]


def test_a_bad_document_is_set_aside_with_its_line_and_the_others_stay(tmp_path: Path):
    folder = folder_of(tmp_path, "good.md")
    (folder / "bad.md").write_text("# 只有标题\n", "utf-8")
    (folder / "word.docx").write_bytes(b"PK\x03\x04....")
    suite = load_suite([folder, tmp_path / "没有.md"])
    assert [Path(one.name).name for one in suite.scenarios] == ["good.md"]
    told = {Path(one.name).name: one.message for one in suite.unusable}
    assert set(told) == {"bad.md", "word.docx", "没有.md"}
    assert told["bad.md"].startswith(f"{folder / 'bad.md'}:1:") and "Word" in told["word.docx"]


def test_a_folder_without_documents_is_told(tmp_path: Path):
    (one,) = load_suite([tmp_path]).unusable
    assert ".md" in one.message


def test_outside_of_a_suite_a_bad_document_is_refused(tmp_path: Path):
    (folder_of(tmp_path, "good.md") / "bad.md").write_text("# 只有标题\n", "utf-8")
    with pytest.raises(RehearsalError, match=r"bad\.md:1"):
        rehearse([tmp_path], runs=1, cast=FakeCast)


def test_a_suite_of_bad_documents_only_is_refused(tmp_path: Path):
    with pytest.raises(RehearsalError, match="没有"):
        rehearse(load_suite([tmp_path / "没有.md"]), runs=1, cast=FakeCast)


def named(*titles: str) -> list[Playbook]:
    first = playbook()
    others = [
        playbook(step(1, "开场", OPENING), step(2, "没人说的", f"{title}这一步的话谁也不会说到。")) for title in titles
    ]
    return [
        first,
        *(type(first)(title=t, caller=o.caller, callee=o.callee) for t, o in zip(titles, others, strict=True)),
    ]


def test_measures_by_temperament_add_up_to_the_whole():
    summary = rehearse(named("甲"), runs=30, seed=1, cast=FakeCast)
    assert set(summary.per_temperament) == {"busy", "friendly"}
    assert sum(tally.runs for tally in summary.per_temperament.values()) == summary.whole.runs == 60
    found = summary_to_json(summary)["per_temperament"]
    assert sum(row["closed_in_turn"]["n"] for row in found.values()) == summary.whole.hits["closed_in_turn"][1]


def test_the_worst_document_stands_first_and_says_why_with_a_call_to_look_at():
    found = summary_to_json(rehearse(named("甲", "乙"), runs=30, seed=1, cast=FakeCast))
    badness = [found["per_file"][name]["badness"] for name in found["worst"]]
    assert badness == sorted(badness, reverse=True) and badness[0] > 0
    reasons = found["per_file"]["甲"]["reasons"]
    missing = next(one for one in reasons if one["measure"] == "steps_delivered")
    assert missing["text"].startswith("第2步没有说") and missing["call"].startswith("甲#") and missing["n"] > 0
    counts = [one["n"] for one in reasons]
    assert counts == sorted(counts, reverse=True)


def test_crashes_make_a_document_bad():
    summary = rehearse(named("甲"), runs=10, seed=1, cast=UnluckyCast)
    assert summary.per_file[summary.worst_files()[0]].crashes


class Stopped(FakeCast):
    """Ctrl-C comes in the middle of a call."""

    def __init__(self, after: int) -> None:
        self.left = after

    def customer(self, playbook: Playbook, draws: Random) -> DrawnCustomer:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return DrawnCustomer(draws)


def test_an_interrupted_rehearsal_keeps_what_was_finished(tmp_path: Path):
    log = tmp_path / "out.jsonl"
    summary = rehearse(named("甲"), runs=20, seed=3, cast=partial(Stopped, 27), log=log, keep_partial=True)
    assert summary.partial and summary.planned == 40
    assert 20 <= summary.whole.runs < 40
    assert len(log.read_text("utf-8").splitlines()) == summary.whole.runs
    assert summary_to_json(summary)["partial"] is True


def test_an_interrupt_goes_through_when_nobody_asked_to_keep_the_part():
    with pytest.raises(KeyboardInterrupt):
        rehearse([playbook()], runs=20, cast=partial(Stopped, 5))


def test_an_interrupted_pool_hands_over_what_is_done_and_ends_its_workers():
    before = set(multiprocessing.active_children())
    jobs = list(jobs_of(1, 4000, 1, 2, with_logs=False))
    outcomes = in_pool(jobs, load_scenarios([playbook()]), FakeCast, 2)
    assert next(outcomes).tally.runs == CHUNK
    calls = outcomes.throw(KeyboardInterrupt()).tally.runs
    with pytest.raises(KeyboardInterrupt):
        for outcome in outcomes:
            calls += outcome.tally.runs
    assert 0 <= calls < 400
    assert set(multiprocessing.active_children()) <= before


def test_a_stage_that_is_stopped_makes_no_more_calls():
    stage = Stage(load_scenarios([playbook()]), FakeCast())
    (job,) = jobs_of(1, CHUNK, 1, 1, with_logs=False)
    assert stage.work(job).tally.runs == CHUNK
    stage.stop()
    assert stage.work(job).tally.runs == 0


def stable(summary: Summary) -> dict[str, object]:
    return {
        key: value for key, value in summary_to_json(summary).items() if "seconds" not in key or key == "call_seconds"
    }


def test_documents_in_chunks_of_any_size_give_the_same(tmp_path: Path):
    books = named("甲", "乙", "丙")
    made = [
        rehearse(books, runs=CHUNK + 3, seed=5, workers=workers, cast=FakeCast, log=tmp_path / f"{workers}.jsonl")
        for workers in (1, 2)
    ]
    one, two = map(stable, made)
    del one["calls_per_second"], two["calls_per_second"]
    assert json.dumps(one) == json.dumps(two)
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


def test_with_many_documents_a_worker_has_a_document_to_itself():
    jobs = list(jobs_of(10, 20, 1, 2, with_logs=False))
    assert [(job.scenario, job.runs) for job in jobs] == [(index, 20) for index in range(10)]
    assert max(job.runs for job in jobs_of(10, 500, 1, 2, with_logs=False)) == WARM_CHUNK
    assert len(list(jobs_of(1, 20, 1, 2, with_logs=False))) > 1


def test_a_small_rehearsal_is_not_worth_a_second_process():
    assert usual_workers(LARGE - 1) == 1
    assert usual_workers(LARGE) >= 1


def test_every_document_has_its_share_of_the_calls_to_read():
    summary = rehearse(Suite(scenarios=load_scenarios(named("甲", "乙", "丙"))), runs=60, seed=1, cast=FakeCast)
    assert len({shown.file for shown in summary.exhibits}) == 4
