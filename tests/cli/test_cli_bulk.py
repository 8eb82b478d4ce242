"""Bulk inspection: whole folders, results as they come, going on after a kill, the bad listed at the end."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from huashu.call import CallLog
from huashu.call.imports import ImportOptions
from huashu.cli import main
from huashu.cli.bulk import Bulk, inspect_in_bulk
from huashu.cli.bulk_folder import BulkFolder
from huashu.cli.failure import InputError


class Counting:
    """An inspector that only counts; it fails on calls that begin with 坏, and stops the run on 停."""

    seen: list[str] = []  # noqa: RUF012  shared, so that a test can look

    def __init__(self, standards: Sequence[str] = ()) -> None:
        pass

    def to_json(self, log: CallLog) -> Mapping[str, Any]:
        text = log.events[0].text  # type: ignore[union-attr]
        if text.startswith("坏"):
            raise RuntimeError("oops")
        if text.startswith("停"):
            raise KeyboardInterrupt
        self.seen.append(log.id)
        return {"id": log.id, "score": 100, "findings": []}


def write_calls(file: Path, *calls: tuple[str, str]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [{"id": name, "agent_id": "7", "turns": [{"speaker": "agent", "text": text}]} for name, text in calls]
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return file


def run_bulk(out: Path, *files: Path, standard: str = "s", jobs: int = 1, again: bool = False) -> Bulk:
    Counting.seen.clear()
    folder = BulkFolder(out, standard, again=again)
    return inspect_in_bulk(
        [str(file) for file in files], folder, options=ImportOptions(), make=Counting, jobs=jobs, progress=False
    )


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_results_and_calls_are_written_in_order_with_what_is_known_of_each_call(tmp_path: Path) -> None:
    calls = write_calls(tmp_path / "a.jsonl", ("1", "您好"), ("2", "早上好"))
    bulk = run_bulk(tmp_path / "out", calls)
    assert (bulk.calls, bulk.skipped, bulk.bad) == (2, 0, 0)
    first, second = lines(tmp_path / "out/results.jsonl")
    assert (first["id"], second["id"]) == ("1", "2")
    assert first["file"] == str(calls)
    assert (first["agent_id"], first["direction"], first["agent"], first["kind"]) == ("7", "outbound", "robot", "")
    assert [call["id"] for call in lines(tmp_path / "out/calls.jsonl")] == ["1", "2"]
    assert lines(tmp_path / "out/bad.jsonl") == []


def test_a_second_run_only_inspects_what_is_new_or_changed_and_drops_what_is_outdated(tmp_path: Path) -> None:
    calls, out = tmp_path / "a.jsonl", tmp_path / "out"
    run_bulk(out, write_calls(calls, ("1", "您好"), ("2", "早上好"), ("3", "再见")))
    bulk = run_bulk(out, write_calls(calls, ("1", "您好"), ("2", "晚上好"), ("4", "喂")))
    assert Counting.seen == ["2", "4"]
    assert (bulk.calls, bulk.skipped, bulk.dropped) == (2, 1, 2)
    assert [result["id"] for result in lines(out / "results.jsonl")] == ["1", "2", "4"]
    assert [call["events"][0]["text"] for call in lines(out / "calls.jsonl")] == ["您好", "晚上好", "喂"]


def test_results_of_other_files_stay(tmp_path: Path) -> None:
    first, second = write_calls(tmp_path / "a.jsonl", ("1", "您好")), write_calls(tmp_path / "b.jsonl", ("1", "您好"))
    run_bulk(tmp_path / "out", first)
    assert run_bulk(tmp_path / "out", second).dropped == 0
    assert [result["file"] for result in lines(tmp_path / "out/results.jsonl")] == [str(first), str(second)]


def test_calls_that_are_alike_are_inspected_as_often_as_they_occur(tmp_path: Path) -> None:
    calls = write_calls(tmp_path / "a.jsonl", ("1", "您好"))
    run_bulk(tmp_path / "out", calls)
    write_calls(calls, ("1", "您好"), ("1", "您好"))
    assert run_bulk(tmp_path / "out", calls).calls == 1
    assert len(lines(tmp_path / "out/results.jsonl")) == 2


@pytest.mark.parametrize("torn", ['{"id": "3", "sco', '{"id": "3"}', "\x00\x00\x00"])
@pytest.mark.parametrize("which", ["results.jsonl", "calls.jsonl"])
def test_a_torn_last_line_is_mended(tmp_path: Path, torn: str, which: str) -> None:
    calls, out = write_calls(tmp_path / "a.jsonl", ("1", "您好"), ("2", "喂"), ("3", "再见")), tmp_path / "out"
    run_bulk(out, calls)
    for name in ("results.jsonl", "calls.jsonl"):
        whole = (out / name).read_text(encoding="utf-8").splitlines(keepends=True)
        rest = whole[:2] if name == "results.jsonl" or which == name else whole
        (out / name).write_text("".join(rest) + (torn if name == which else ""), encoding="utf-8")
    bulk = run_bulk(out, calls)
    assert (Counting.seen, bulk.skipped) == (["3"], 2)
    assert [result["id"] for result in lines(out / "results.jsonl")] == ["1", "2", "3"]
    assert [call["id"] for call in lines(out / "calls.jsonl")] == ["1", "2", "3"]


def test_after_an_interruption_what_was_done_is_not_done_again(tmp_path: Path) -> None:
    calls = write_calls(tmp_path / "a.jsonl", ("1", "您好"), ("2", "停"), ("3", "喂"))
    with pytest.raises(KeyboardInterrupt):
        run_bulk(tmp_path / "out", calls)
    write_calls(calls, ("1", "您好"), ("2", "好"), ("3", "喂"))
    assert run_bulk(tmp_path / "out", calls).skipped == 1
    assert Counting.seen == ["2", "3"]


def test_another_standard_is_said_and_again_starts_anew(tmp_path: Path) -> None:
    calls = write_calls(tmp_path / "a.jsonl", ("1", "您好"))
    run_bulk(tmp_path / "out", calls)
    with pytest.raises(InputError, match="--again"):
        run_bulk(tmp_path / "out", calls, standard="t")
    assert run_bulk(tmp_path / "out", calls, standard="t", again=True).calls == 1
    assert len(lines(tmp_path / "out/results.jsonl")) == 1


def test_a_failure_of_ours_on_one_call_does_not_end_the_run(tmp_path: Path) -> None:
    calls = write_calls(tmp_path / "a.jsonl", ("1", "坏"), ("2", "您好"))
    bulk = run_bulk(tmp_path / "out", calls)
    assert (bulk.calls, bulk.bad) == (1, 1)
    (bad,) = lines(tmp_path / "out/bad.jsonl")
    assert bad["file"] == str(calls) and "oops" in bad["reason"]


def test_several_processes_give_the_same_files_as_one(tmp_path: Path) -> None:
    calls = write_calls(tmp_path / "a.jsonl", *((str(n), "坏" if n == 7 else "您好") for n in range(40)))
    run_bulk(tmp_path / "one", calls)
    bulk = run_bulk(tmp_path / "two", calls, jobs=2)
    assert (bulk.calls, bulk.bad) == (39, 1)
    for name in ("results.jsonl", "calls.jsonl", "bad.jsonl"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_calls_without_an_id_are_called_by_their_file_and_place(tmp_path: Path) -> None:
    turns = {"turns": [{"speaker": "agent", "text": "您好"}]}
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    one.write_text(json.dumps(turns), encoding="utf-8")
    two.write_text(json.dumps([turns, turns]), encoding="utf-8")
    run_bulk(tmp_path / "out", one, two)
    assert [result["id"] for result in lines(tmp_path / "out/results.jsonl")] == [str(one), f"{two}#1", f"{two}#2"]


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin)


def mixed_folder(folder: Path) -> Path:
    """Calls of several formats in folders within folders, one of them bad, and files that are none."""
    write_calls(folder / "一月/a.jsonl", ("j1", "您好，很高兴为您服务"))
    (folder / "一月/b.csv").write_bytes("通话编号,角色,内容\nc1,坐席,您好\nc2,路人,您好\n".encode("gb18030"))
    (folder / "c.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\n坐席：您好\n", encoding="utf-8")
    (folder / "d.xls").write_bytes(b"\xd0\xcf\x11\xe0old")
    (folder / ".hidden.json").write_text("no")
    (folder / "~$b.xlsx").write_text("no")
    (folder / "e.pdf").write_text("no")
    return folder


def test_a_folder_is_inspected_with_all_that_is_in_it_and_the_bad_are_listed(tmp_path: Path) -> None:
    folder = mixed_folder(tmp_path / "calls")
    out = folder / "结果"
    result = run("inspect", str(folder), "--out", str(out), "--json")
    assert result.exit_code == 1, result.output
    assert json.loads(result.stdout) == {"calls": 3, "skipped": 0, "bad": 2, "out": str(out)}
    assert [one["id"] for one in lines(out / "results.jsonl")] == [str(folder / "c.srt"), "j1", "c1"]
    assert {Path(one["file"]).name for one in lines(out / "bad.jsonl")} == {"b.csv", "d.xls"}
    assert "2 处读不了" in result.stderr and "b.csv:3 角色" in result.stderr and ".xlsx" in result.stderr
    again = run("inspect", str(folder), "--out", str(out))
    assert run("convert", str(folder)).stdout.count("\n") == 3  # the results in it are no calls
    assert again.exit_code == 1 and "3 通早已有结果" in again.stderr


def test_a_bar_shows_the_progress_when_asked_for(tmp_path: Path) -> None:
    calls = write_calls(tmp_path / "a.jsonl", ("1", "您好"))
    result = run("inspect", str(calls), "--out", str(tmp_path / "out"), "--progress")
    assert result.exit_code == 0
    assert "100%" in result.stderr
    assert "100%" not in run("inspect", str(calls), "--out", str(tmp_path / "out")).stderr


def test_the_report_is_written_when_asked_for(tmp_path: Path) -> None:
    calls = write_calls(tmp_path / "a.jsonl", ("1", "您好，很高兴为您服务"))
    result = run("inspect", str(calls), "--out", str(tmp_path / "out"), "--report")
    assert result.exit_code == 0
    assert (tmp_path / "out/index.html").is_file() and "index.html" in result.stderr


def test_inspect_without_out_reads_folders_and_other_formats_too(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("谁,说了\nX,您好\nY,喂\n", encoding="utf-8")
    result = run("inspect", str(tmp_path), "--json", "--columns", "speaker=谁,text=说了", "--speakers", "X=坐席,Y=客户")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == str(tmp_path / "a.csv")


def test_a_mapping_file_says_how_to_read_and_options_go_before_it(tmp_path: Path) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text(
        "columns: {speaker: 谁, text: 说了, t: 几时}\nspeakers: {X: agent, Y: customer}\ntimes: ms\ndirection: inbound\n",
        encoding="utf-8",
    )
    table = tmp_path / "a.csv"
    table.write_text("谁,说了,几时\nX,您好,500\nY,喂,1500\n", encoding="utf-8")
    log = json.loads(run("convert", str(table), "--mapping", str(mapping), "--agent", "robot").stdout)
    assert [event["t"] for event in log["events"]] == [0.5, 1.5]
    assert (log["direction"], log["agent"]) == ("inbound", "robot")
    other = json.loads(run("convert", str(table), "--mapping", str(mapping), "--direction", "outbound").stdout)
    assert other["direction"] == "outbound"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--columns", "speaker"), "看不懂 'speaker'"),
        (("--columns", "nobody=谁"), "没有 nobody 这样的列名"),
        (("--speakers", "X=狗"), "不认识 '狗'"),
        (("--mapping", "none.yaml"), "没有这个文件"),
    ],
)
def test_a_faulty_option_says_what_to_write(tmp_path: Path, arguments: tuple[str, str], message: str) -> None:
    result = run("convert", str(write_calls(tmp_path / "a.jsonl", ("1", "您好"))), *arguments)
    assert result.exit_code == 1
    assert message in result.stderr


@pytest.mark.parametrize(("text", "message"), [("columns: [", "map.yaml:1"), ("colums: {}", "不认识 colums")])
def test_a_faulty_mapping_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text(text, encoding="utf-8")
    result = run("convert", str(write_calls(tmp_path / "a.jsonl", ("1", "您好"))), "--mapping", str(mapping))
    assert result.exit_code == 1 and message in result.stderr


def test_convert_does_not_write_over_what_it_is_to_read(tmp_path: Path) -> None:
    file = write_calls(tmp_path / "a.jsonl", ("1", "您好"))
    before = file.read_bytes()
    result = run("convert", str(file), "--out", str(file))
    assert result.exit_code != 0 and "是要读的" in result.output
    assert file.read_bytes() == before


def test_convert_writes_every_call_it_can_read_and_what_it_wrote_can_be_read(tmp_path: Path) -> None:
    folder = mixed_folder(tmp_path / "calls")
    result = run("convert", str(folder), "--out", str(tmp_path / "all.jsonl"))
    assert result.exit_code == 1 and "b.csv:3" in result.stderr
    written = lines(tmp_path / "all.jsonl")
    assert [log["id"] for log in written] == [str(folder / "c.srt"), "j1", "c1"]
    assert [json.loads(line) for line in run("convert", str(tmp_path / "all.jsonl")).stdout.splitlines()] == written


def test_the_unit_of_times_is_given_as_it_is_written_in_the_docs(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("角色,内容,时间\n坐席,您好,500\n", encoding="utf-8")
    assert json.loads(run("convert", str(table), "--times", "ms").stdout)["events"][0]["t"] == 0.5
    assert run("convert", str(table), "--times", "hh:mm:ss").exit_code == 0
    assert run("convert", str(table), "--times", "MILLISECONDS").exit_code == 2


def test_standard_input_is_a_file_like_any_other() -> None:
    result = run("convert", "-", stdin="坐席：您好\n客户：喂\n")
    assert [event["speaker"] for event in json.loads(result.stdout)["events"]] == ["agent", "customer"]


def test_what_needs_a_folder_for_results_says_so(tmp_path: Path) -> None:
    assert run("inspect", str(tmp_path), "--jobs", "2").exit_code == 2
    empty = run("inspect", str(tmp_path))
    assert empty.exit_code == 1 and "没有通话记录" in empty.stderr
    file = write_calls(tmp_path / "a.jsonl", ("1", "您好"))
    assert run("inspect", str(file), "--out", str(file)).exit_code == 1
