"""``huashu nature`` as a person or a program calls it."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from huashu.cli import main

CALL = {
    "id": "n1",
    "turns": [
        {"speaker": "agent", "text": "您好，请讲", "t": 0},
        {"speaker": "customer", "text": "我宽带断了，户号三三一零八", "t": 2},
        {"speaker": "agent", "text": "查到了，师傅下午到", "t": 8},
        {"speaker": "customer", "text": "好的谢谢", "t": 12},
    ],
}
KEYS = ["id", "label", "clear_from_turn", "belief", "evidence"]


def run(*arguments: str, stdin: str = "") -> Result:
    """Call ``huashu nature``."""
    return CliRunner().invoke(main, ["nature", *arguments], input=stdin)


def line(call: object) -> str:
    """``call`` as one line of JSON."""
    return json.dumps(call, ensure_ascii=False) + "\n"


def test_a_line_a_call_is_answered_with_a_line(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text(line(CALL) + line({**CALL, "id": "n2"}), encoding="utf-8")
    result = run("--jsonl", str(tmp_path / "c.jsonl"))
    answers = [json.loads(text) for text in result.stdout.splitlines()]
    assert result.exit_code == 0 and [answer["id"] for answer in answers] == ["n1", "n2"]
    assert list(answers[0]) == KEYS
    assert (answers[0]["label"], answers[0]["clear_from_turn"], len(answers[0]["belief"])) == (
        "not_harassment",
        None,
        2,
    )
    assert {"turn", "signal", "text", "words", "weight"} == set(answers[0]["evidence"][0])


def test_calls_are_read_from_standard_input_too() -> None:
    result = run("--jsonl", stdin=line(CALL))
    assert result.exit_code == 0 and json.loads(result.stdout)["id"] == "n1"


def test_bad_lines_are_named_and_the_others_answered() -> None:
    result = run("--jsonl", stdin=f"nonsense\n{line(CALL)}{{broken\n{line({**CALL, 'id': 'n2'})}")
    assert result.exit_code == 1
    assert [json.loads(text)["id"] for text in result.stdout.splitlines()] == ["n1", "n2"]
    assert "stdin:1: " in result.stderr and "stdin:3: " in result.stderr
    late = run("--jsonl", stdin=f"{line(CALL)}{line({'id': 'x', 'turns': 3})}")
    assert late.exit_code == 1 and "stdin:2" in late.stderr and json.loads(late.stdout)["id"] == "n1"


def test_nothing_to_read_is_an_error() -> None:
    assert run("--jsonl").exit_code == 1
    missing = run("--jsonl", "/no/such/file.jsonl")
    assert missing.exit_code == 1 and "/no/such/file.jsonl" in missing.stderr


def test_a_person_gets_a_table_of_turns_and_reasons() -> None:
    result = run(stdin="坐席：您好，请讲\n客户：我宽带断了，户号三三一零八\n坐席：查到了，师傅下午到\n客户：好的谢谢\n")
    assert result.exit_code == 0
    for words in ("stdin", "正常来电", "户号三三一零八", "与系统记录相符", "%"):
        assert words in result.stdout, words
