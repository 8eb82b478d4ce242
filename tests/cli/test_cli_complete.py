import json
from typing import Any

from click.testing import CliRunner

from huashu.cli import main


def complete(*lines: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(main, ["complete", "--jsonl"], input="\n".join(lines) + "\n")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_gets_its_state_and_how_likely_it_is() -> None:
    done, cut, wait = complete(
        '{"id": "1", "text": "你们几点下班"}',
        '{"id": 2, "text": "我要退货但是"}',
        '{"id": "3", "text": "等一下我找支笔"}',
    )
    assert (done["id"], done["state"]) == ("1", "finished")
    assert (cut["id"], cut["state"]) == (2, "unfinished")
    assert (wait["id"], wait["state"]) == ("3", "wait")
    assert all(list(one) == ["id", "state", "p"] and 1 / 3 <= one["p"] <= 1 for one in (done, cut, wait))


def test_a_bad_line_gets_an_error_and_the_others_their_answers() -> None:
    broken, without, fine = complete("{", '{"id": "2"}', '{"id": "3", "text": ""}')
    assert (broken["type"], broken["line"]) == ("error", 1)
    assert without["id"] == "2" and "text" in without["message"]
    assert fine["id"] == "3" and "state" in fine


def test_without_jsonl_it_is_a_usage_error() -> None:
    assert CliRunner().invoke(main, ["complete"]).exit_code == 2
