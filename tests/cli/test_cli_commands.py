"""The commands as a person calls them: what they print, what they answer with, how they fail."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from huashu import library
from huashu.cli import main
from huashu.cli.commands import documents

SCENARIO = "library:broadband-repair"


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    """Call ``huashu`` with ``arguments``."""
    return CliRunner().invoke(main, list(arguments), input=stdin)


def objects(result: Result) -> list[dict[str, Any]]:
    """The lines that the command printed, each a JSON object."""
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(isinstance(one, dict) for one in found)
    return found


def test_every_command_explains_itself() -> None:
    for name in main.list_commands(None):  # type: ignore[arg-type]
        result = run(name, "--help")
        assert result.exit_code == 0 and "Usage:" in result.output, name


def test_a_command_that_does_not_exist_is_a_usage_error() -> None:
    assert run("sing").exit_code == 2
    assert run("check").exit_code == 2
    assert run("rehearse", SCENARIO, "--runs", "0").exit_code == 2
    assert run("understand").exit_code == 2


def test_check_counts_what_it_read() -> None:
    result = run("check", SCENARIO, "library:clinic-survey", "--json")
    first, second = objects(result)
    assert result.exit_code == 0
    assert list(first) == ["file", "ok", "errors", "warnings", "summary"]
    assert (first["file"], first["ok"], first["errors"]) == (SCENARIO, True, [])
    assert first["summary"] == {
        "steps": 6,
        "lines": 11,
        "conditional_lines": 6,
        "qa": 6,
        "end_conditions": 5,
        "closings": 5,
        "callee": {"concerns": 3, "behaviours": 7, "avoid": 3, "imitate": 7, "end_conditions": 5},
    }
    assert second["summary"]["steps"] == 8


def test_check_speaks_to_a_person_when_not_asked_for_json() -> None:
    result = run("check", SCENARIO)
    assert result.exit_code == 0
    assert "6 步" in result.stdout


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "binary"),
        ("## 电话拨打方\n\n### 角色\n王敏，客服\n".encode(), None),
        ("今天天气不错。\n".encode() * 20, None),
        ("字".encode() * 1_800_000, "too_big"),
    ],
    ids=["empty", "binary", "hardly anything", "no scenario", "five megabytes"],
)
def test_a_faulty_document_is_an_error_with_a_line_and_a_remedy(
    tmp_path: Path, content: bytes, code: str | None
) -> None:
    file = tmp_path / "坏的.md"
    file.write_bytes(content)
    result = run("check", str(file), "--json")
    (found,) = objects(result)
    assert result.exit_code == 1
    assert found["ok"] is False and found["errors"]
    assert all(set(error) == {"line", "code", "message"} for error in found["errors"])
    assert code is None or found["errors"][0]["code"] == code
    plain = run("check", str(file))
    assert plain.exit_code == 1
    assert str(file) in plain.stdout


def test_one_faulty_file_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    result = run("check", str(tmp_path / "没有.md"), str(tmp_path), SCENARIO, "--json")
    missing, folder, good = objects(result)
    assert result.exit_code == 1
    assert missing["errors"][0]["code"] == folder["errors"][0]["code"] == "unreadable"
    assert good["ok"] is True


def test_a_document_in_gbk_is_read_and_said_to_be(tmp_path: Path) -> None:
    file = tmp_path / "gbk.md"
    file.write_bytes(library.read("broadband-repair").decode().encode("gb18030"))
    (found,) = objects(run("check", str(file), "--json"))
    assert found["ok"] is True
    assert found["summary"]["steps"] == 6
    assert "encoding" in [warning["code"] for warning in found["warnings"]]


@pytest.mark.parametrize("command", ["show", "call", "practice", "rehearse"])
def test_a_command_that_needs_a_scenario_names_what_is_wrong_with_it(command: str, tmp_path: Path) -> None:
    for file in (tmp_path / "没有.md", tmp_path):
        result = run(command, str(file))
        assert result.exit_code == 1
        assert str(file) in result.stderr
    empty = tmp_path / "空.md"
    empty.write_text("")
    result = run(command, str(empty))
    assert result.exit_code == 1
    assert "空.md" in result.stderr and "Traceback" not in result.output


def test_an_unknown_built_in_scenario_is_answered_with_those_there_are() -> None:
    result = run("show", "library:no-such")
    assert result.exit_code == 1
    assert "broadband-repair" in result.stderr


def test_practice_and_rehearse_need_the_callees_half(tmp_path: Path) -> None:
    half = library.read("broadband-repair").decode().split("## 电话接听方")[0]
    file = tmp_path / "half.md"
    file.write_text(half, encoding="utf-8")
    assert run("show", str(file), "--json").exit_code == 0
    for command in ("practice", "rehearse"):
        result = run(command, str(file))
        assert result.exit_code == 1
        assert "接听方" in result.stderr


def test_show_prints_the_playbook_as_data() -> None:
    (book,) = objects(run("show", SCENARIO, "--json"))
    assert [step["number"] for step in book["steps"]] == [1, 2, 3, 4, 5, 6]
    line = book["steps"][0]["lines"][1]
    assert set(line) == {"text", "when", "line"} and line["when"]
    assert {"caller", "task", "profile", "steps", "qa", "opening", "end_conditions", "closings", "callee"} <= set(book)
    assert {"role", "background", "concerns", "behaviours", "style", "end_conditions"} <= set(book["callee"])
    assert {"avoid", "imitate"} <= set(book["callee"]["style"])


def test_show_without_json_is_for_reading() -> None:
    result = run("show", SCENARIO)
    assert result.exit_code == 0
    assert "第 1 步" in result.stdout and "问答" in result.stdout


def test_call_over_lines_greets_answers_and_leaves_a_record() -> None:
    events = (
        '{"type":"connected"}\n{"type":"heard","text":"是我，什么事"}\n{"type":"heard","text":"别再给我打电话了"}\n'
    )
    replies = objects(run("call", SCENARIO, "--jsonl", stdin=events))
    assert replies[0]["type"] == "say" and "陈志远" in replies[0]["text"]
    assert [reply["type"] for reply in replies].count("turn_end") == 3
    record = replies[-1]
    assert (record["type"], record["do_not_contact"], record["end_reason"]) == ("record", True, "do_not_contact")
    assert all(reply["because"] for reply in replies if reply["type"] == "say")


def test_call_at_the_terminal_shows_the_transcript_the_record_and_the_inspection(tmp_path: Path) -> None:
    log = tmp_path / "calls.jsonl"
    result = run("call", SCENARIO, "--log", str(log), stdin="/help\n\n/silence 1\n是我\n/noise\n不用了，挂了\n")
    assert result.exit_code == 0
    assert "陈志远" in result.stdout and "记录" in result.stdout and "分" in result.stdout
    (line,) = log.read_text("utf-8").splitlines()
    assert json.loads(line)["record"]["outcome"] == "declined"


def test_the_end_of_input_at_the_terminal_is_a_hang_up() -> None:
    result = run("call", SCENARIO)
    assert result.exit_code == 0
    assert "客户挂机" in result.stdout


def test_practice_is_inspected_and_its_log_knows_what_the_customer_meant(tmp_path: Path) -> None:
    log = tmp_path / "practice.jsonl"
    lines = [
        "您好，请问是陈志远先生吗？",
        "/note 改期没人说",
        "/silence 2",
        "/later 晚上八点",
        "/dnc",
        "/what",
        "/quit",
    ]
    result = run("practice", SCENARIO, "--seed", "3", "--log", str(log), stdin="\n".join(lines) + "\n")
    assert result.exit_code == 0
    call = json.loads(log.read_text("utf-8"))
    assert call["agent"] == "human" and call["truth"]["persona"]
    assert call["record"]["do_not_contact"] is True and call["record"]["call_later"] == "晚上八点"
    again = run("practice", SCENARIO, "--seed", "3", stdin="\n".join(lines) + "\n")
    assert again.stdout == result.stdout


def test_rehearse_writes_measures_logs_and_a_report(tmp_path: Path) -> None:
    out, log, report = tmp_path / "m.json", tmp_path / "calls.jsonl", tmp_path / "r.html"
    wanted = ("--runs", "3", "--seed", "5", "--json", str(out), "--log", str(log), "--report", str(report))
    result = run("rehearse", SCENARIO, "library:property-repair", *wanted)
    assert result.exit_code == 0, result.output
    measures = json.loads(out.read_text("utf-8"))
    assert list(measures)[:14] == [
        "runs", "crashes", "seconds", "calls_per_second", "closed_in_turn", "feedback_recall", "do_not_contact_recall",
        "questions_right", "steps_delivered", "steps_in_order", "violations", "end_reasons", "turns", "per_file",
    ]  # fmt: skip
    assert (measures["runs"], measures["crashes"]) == (6, 0)
    assert list(measures["per_file"]) == [SCENARIO, "library:property-repair"]
    assert set(measures["closed_in_turn"]) == {"rate", "n"} and set(measures["turns"]) == {"median", "p95"}
    calls = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert len(calls) == 6
    assert all(call["record"]["end_reason"] and call["truth"] for call in calls)
    assert "<html" in report.read_text("utf-8")
    before = log.read_bytes()
    run("rehearse", SCENARIO, "library:property-repair", *wanted)
    assert log.read_bytes() == before


def test_rehearse_finds_out_first_that_it_cannot_write(tmp_path: Path) -> None:
    result = run("rehearse", SCENARIO, "--json", str(tmp_path / "no" / "m.json"))
    assert result.exit_code == 1
    assert "no" in result.stderr


CALL = """坐席：您好，请问是王女士吗？
客户：是我，什么事？
坐席：我是清河宽带的周敏，不推销，想听听您的意见。
客户：没空，别再打了。
坐席：再聊两句嘛，我们有新套餐。
"""


def test_inspect_reads_a_plain_transcript_and_finds_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "call.txt"
    file.write_text(CALL, encoding="utf-8")
    (found,) = objects(run("inspect", str(file), "--json"))
    assert {"id", "score", "areas", "findings", "satisfied"} <= set(found)
    assert found["score"] < 100
    finding = found["findings"][-1]
    assert {"clause", "source", "verdict", "at", "evidence", "why", "better"} <= set(finding)
    assert finding["at"] == 4 and "S0.12" in {number for one in found["findings"] for number in one["source"]}
    assert "新套餐" in run("inspect", str(file)).stdout


def test_inspect_goes_on_after_a_line_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    turns = [{"speaker": "agent", "text": "您好，请问是王女士吗？"}, {"speaker": "customer", "text": "打错了"}]
    good = json.dumps({"id": "c1", "turns": turns}, ensure_ascii=False)
    file.write_text(f'{good}\n{{"id": 2\n{good}\n', encoding="utf-8")
    result = run("inspect", str(file), str(tmp_path / "none.jsonl"), "--json")
    assert [call["id"] for call in objects(result)] == ["c1", "c1"]
    assert result.exit_code == 1
    assert f"{file}:2" in result.stderr and "none.jsonl" in result.stderr


def test_inspect_says_where_a_clause_file_is_wrong(tmp_path: Path) -> None:
    clauses, call = tmp_path / "own.yaml", tmp_path / "call.txt"
    clauses.write_text("clauses:\n  - id: 7\n", encoding="utf-8")
    call.write_text(CALL, encoding="utf-8")
    result = run("inspect", str(call), "--standard", str(clauses))
    assert result.exit_code == 1
    assert "own.yaml:" in result.stderr


OWN_CLAUSE = """clauses:
  - id: speaks-of-repair-windows
    source: [S0.10]
    applies: {direction: outbound}
    forbids: {says: {who: agent, pattern: 上门时段}, in: call}
    score: {weight: 5, area: wording}
    explain: 提到了还没有上线的时段预约
    explain_en: Spoke of a service that is not open yet.
    better: 不提时段预约。
    examples:
      - ok: [坐席：您好]
      - bad: [坐席：您可以自己选上门时段]
        at: 0
"""


def test_a_clause_of_the_users_own_keeps_the_agent_from_saying_the_line(tmp_path: Path) -> None:
    clauses, log = tmp_path / "own.yaml", tmp_path / "calls.jsonl"
    clauses.write_text(OWN_CLAUSE, "utf-8")
    runs = ["rehearse", "library:broadband-repair", "--runs", "12", "--seed", "3", "--log", str(log)]
    assert run(*runs).exit_code == 0
    assert "上门时段" in log.read_text("utf-8")
    assert run(*runs, "--standard", str(clauses)).exit_code == 0
    assert "上门时段" not in "".join(line for line in log.read_text("utf-8").splitlines())


@pytest.mark.parametrize("command", [["call", "library:card-cashback"], ["practice", "library:card-cashback"]])
def test_a_faulty_clause_file_is_named_before_the_call_begins(tmp_path: Path, command: list[str]) -> None:
    clauses = tmp_path / "own.yaml"
    clauses.write_text("clauses:\n  - id: [oops\n", "utf-8")
    result = run(*command, "--standard", str(clauses))
    assert result.exit_code == 1
    assert "own.yaml:" in result.stderr


def test_standard_lists_shows_and_says_what_it_covers() -> None:
    clauses = objects(run("standard", "list", "--json"))
    assert {"id", "source", "explain"} <= set(clauses[0])
    judged = next(clause["id"] for clause in clauses if clause["judged"])
    (one,) = objects(run("standard", "show", judged, "--json"))
    assert one["id"] == judged and one["examples"]
    rows = objects(run("standard", "coverage", "--json"))
    assert list(rows[0]) == ["source", "columns", "encoded", "by", "reason"]
    assert [row["source"] for row in rows][:2] == ["S0.1", "S0.2"]
    assert all(row["by"] if row["encoded"] else row["reason"] for row in rows)
    for words in (("list",), ("coverage",), ("show", clauses[0]["id"])):
        assert run("standard", *words).exit_code == 0


def test_a_clause_that_does_not_exist_is_answered_with_the_nearest() -> None:
    result = run("standard", "show", "hangs-up-without-closin")
    assert result.exit_code == 1
    assert "hangs-up-without-closing" in result.stderr


def test_understand_answers_line_by_line_and_names_bad_lines() -> None:
    lines = [
        '{"id":"a","text":"别再给我打电话了","context":""}',
        "{",
        '{"id":"b"}',
        '{"id":"c","text":"","context":null}',
        '{"id":"d","text":"下午三点再打吧，我电话13800001111"}',
    ]
    first, broken, wordless, empty, later = objects(run("understand", "--jsonl", stdin="\n".join(lines)))
    assert list(first) == ["id", "acts", "scores", "slots", "spans", "points"]
    assert first["id"] == "a" and "do_not_contact" in first["acts"]
    assert set(first["acts"]) <= set(first["scores"]) and all(0 <= p <= 1 for p in first["scores"].values())
    assert (broken["type"], broken["line"]) == ("error", 2)
    assert (wordless["type"], wordless["line"], wordless["id"]) == ("error", 3, "b")
    assert empty["id"] == "c"
    assert later["slots"]["phone"] == "13800001111"
    assert "time" in later["slots"]
    assert {span["kind"] for span in later["spans"]} >= {"phone", "time"}


def test_answer_finds_the_entry_and_keeps_its_hands_off_what_it_does_not_know(tmp_path: Path) -> None:
    file = tmp_path / "kb.md"
    file.write_text(
        "- Q：钱什么时候到账？\n  A：三个工作日内。\n- Q：运费退不退？\n  A：一并退还。\n", encoding="utf-8"
    )
    lines = ['{"id":1,"question":"钱几天能到账"}', '{"id":2}', '{"id":3,"question":"你们老板贵姓"}']
    found, bad, unknown = objects(run("answer", str(file), "--jsonl", stdin="\n".join(lines)))
    assert found["entry"] == "钱什么时候到账？"
    assert found["candidates"] == ["钱什么时候到账？", "运费退不退？"]
    assert (bad["type"], bad["line"]) == ("error", 2)
    assert unknown["entry"] is None and set(unknown) == {"id", "entry", "score", "candidates"}


def test_answer_reads_the_questions_of_a_whole_scenario() -> None:
    (found,) = objects(run("answer", "library:courier-claim", "--jsonl", stdin='{"id":1,"question":"运费退不退"}\n'))
    assert found["entry"] == "运费退不退？" and len(found["candidates"]) == 5


def test_answer_without_a_single_entry_says_how_one_is_written(tmp_path: Path) -> None:
    file = tmp_path / "kb.md"
    file.write_text("没有问答\n", encoding="utf-8")
    result = run("answer", str(file), "--jsonl")
    assert result.exit_code == 1
    assert "kb.md" in result.stderr and "Q：" in result.stderr


def test_the_demo_ends_on_the_path_of_its_report(tmp_path: Path) -> None:
    result = run("demo", "--out", str(tmp_path / "out"), "--runs", "1")
    assert result.exit_code == 0, result.output
    path = Path(result.stdout.splitlines()[-1])
    assert path == tmp_path / "out" / "report.html" and path.is_file()
    assert "记录" in result.stdout and "质检" in result.stdout


def test_a_failure_of_ours_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: str) -> None:
        raise RuntimeError("齿轮掉了")

    monkeypatch.setattr(documents, "read_scenario", fails)
    monkeypatch.delenv("HUASHU_DEBUG", raising=False)
    result = run("check", SCENARIO)
    assert result.exit_code == 70
    assert "齿轮掉了" in result.stderr and "HUASHU_DEBUG" in result.stderr and "Traceback" not in result.stderr
    monkeypatch.setenv("HUASHU_DEBUG", "1")
    assert "Traceback" in run("check", SCENARIO).stderr


def test_a_practice_call_that_the_trainee_closes_is_no_hang_up_of_the_customers(tmp_path: Path) -> None:
    log = tmp_path / "practice.jsonl"
    lines = [
        "您好，请问是吴建平先生吗？",
        "我是安和门诊的回访护士林静，一分钟可以吗？",
        "好的，谢谢您，祝您健康，再见。",
    ]
    result = run("practice", "library:clinic-survey", "--seed", "3", "--log", str(log), stdin="\n".join(lines) + "\n")
    assert result.exit_code == 0
    assert json.loads(log.read_text("utf-8"))["record"]["end_reason"] == "completed"
