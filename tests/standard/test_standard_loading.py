"""Clause files: what is wrong is told with file, line and a way out."""

import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pytest
import yaml

from huashu.standard import StandardError, extended, load_instead, load_standard
from huashu.standard.schema import clause_schema, schema_text

STANDARD = load_standard()

GOOD = """clauses:
  - id: says-maybe
    source: [S1.7]
    trigger:
      says: {who: customer, acts: question}
    forbids:
      in: next_agent_turn
      says: {who: agent, pattern: 大概}
    score: {weight: 5, area: answering}
    explain: 用“大概”回答
    explain_en: A vague answer.
    better: 查到准确的再说
    examples:
      - ok: ['客户[question]：多少钱', 坐席：三十元]
      - bad: ['客户[question]：多少钱', 坐席：大概三十元]
"""


def problems(text: str) -> list[str]:
    """What is wrong with a clause file, sentence by sentence."""
    with pytest.raises(StandardError) as caught:
        extended(STANDARD, [(text, "my.yaml")])
    return list(caught.value.problems)


def test_a_users_clause_joins_the_built_in_ones(tmp_path: Path) -> None:
    path = tmp_path / "my.yaml"
    path.write_text(GOOD, encoding="utf-8")
    standard = load_standard([path])
    clause = standard.get("says-maybe")
    assert clause is not None
    assert (clause.file, clause.line) == (str(path), 2)
    assert len(standard.clauses) == len(STANDARD.clauses) + 1


def test_a_file_may_define_meanings_of_its_own() -> None:
    defined = "meanings:\n  vague:\n    label: 含糊\n    patterns: [大概, 可能]\n    examples: [大概三天]\n"
    text = defined + GOOD.replace("pattern: 大概", "means: [vague, closing]")
    clause = extended(STANDARD, [(text, "my.yaml")]).get("says-maybe")
    assert clause is not None and clause.of_one_line


MISTAKES = [
    (GOOD.replace("says: {who: agent", "sayz: {who: agent"), "my.yaml:8: ", "says"),
    (GOOD.replace("pattern: 大概", "patern: 大概"), "my.yaml:8: ", "pattern"),
    (GOOD.replace("acts: question", "acts: questoin"), "my.yaml:5: ", "question"),
    (GOOD.replace("pattern: 大概", "means: closingg"), "my.yaml:8: ", "closing"),
    (GOOD.replace("pattern: 大概", "pattern: '('"), "my.yaml:8: ", "正则"),
    (GOOD.replace("[S1.7]", "[S1.77]"), "my.yaml:3: ", "S1.7"),
    (GOOD.replace("area: answering", "area: answers"), "my.yaml:9: ", "answering"),
    (GOOD.replace("in: next_agent_turn", "in: next_turn"), "my.yaml:7: ", "next_agent_turn"),
    (GOOD.replace("in: next_agent_turn", "within: 3 minutes"), "my.yaml:7: ", "3s"),
    (GOOD.replace("says-maybe", "end-signal-not-closed"), "my.yaml:2: ", "clauses/S0.yaml:"),
    (GOOD.replace("says-maybe", "SaysMaybe"), "my.yaml:2: ", "kebab-case"),
    (GOOD.replace("    better: 查到准确的再说\n", ""), "my.yaml:2: ", "better"),
    (GOOD.replace("    explain_en: A vague answer.\n", ""), "my.yaml:2: ", "explain_en"),
    (GOOD.replace("    explain: 用", "    explain: 另\n    explain: 用"), "my.yaml:11: ", "两次"),
    (GOOD.replace("who: agent,", "who: agent, acts: refuse,"), "my.yaml:8: ", "means"),
    (GOOD.replace("says: {who: agent, pattern: 大概}", "turns: 2"), "my.yaml:6: ", "says"),
    (GOOD.replace("pattern: 大概", "pattern: '(大概)?'"), "my.yaml:8: ", "什么话都匹配"),
    (GOOD.replace("weight: 5", "weight: five"), "my.yaml:9: ", "整数"),
    (GOOD.replace("坐席：三十元", "经理：三十元"), "my.yaml:14: ", "坐席：…"),
    (GOOD.replace("坐席：三十元", "坐席(发呆)"), "my.yaml:14: ", "挂断"),
    (GOOD.replace("坐席：三十元", "'坐席：'"), "my.yaml:14: ", "冒号"),
    (GOOD.replace("'客户[question]：多少钱', 坐席：三十元", "'客户[asks]：多少钱'"), "my.yaml:14: ", "asks"),
    *(
        (GOOD.replace("says: {who: agent, pattern: 大概}", operator), "my.yaml:8: ", remedy)
        for operator, remedy in (
            ("neer: {of: {says: {who: agent}}}", "near"),
            ("near: {of: {says: {who: agent}}, line: 3}", "lines"),
            ("near: {lines: 3}", "of"),
            ("placed: {who: agent}", "first、last"),
            ("placed: {who: agent, first: 0}", "至少是 1"),
            ("responds: {who: agent}", "later_than、sooner_than"),
            ("responds: {who: anyone, later_than: 3s}", "'customer'"),
            ("hold: {longer_than: 120}", "90s"),
            ("rings: {more_than: 3, fewer_than: 2}", "之一"),
            ("connected: {who: agent}", "who"),
            ("clear: true", "键: 值"),
            ("call: {}", "direction"),
            ("call: {direction: incoming}", "inbound"),
            ("call: {meta: {queue: '('}}", "正则"),
            ("call: {talk_share: {who: agent, more_than: 80}}", "最多是 1"),
            ("says: {who: agent, words: {}}", "none"),
            ("says: {who: agent, words: {all: [退款], within: 5}}", "两个词"),
            ("says: {who: agent, words: {all: 退款}}", "一列"),
            ("says: {who: agent, entity: [phon]}", "phone"),
            ("says: {who: agent, like: {examples: []}}", "至少要写一项"),
            ("says: {who: agent, breaks: S9.9}", "S1.7"),
            ("sound: {who: customer}", "quieter_than"),
            ("speaks: {who: agent, on_average: true}", "faster_than"),
            ("repeats: {who: agent, times: 1}", "至少是 2"),
            ("hangs_up: {by: agent, after_word_of: system}", "anyone"),
        )
    ),
    (GOOD.replace("    score:", "    decided: [D66]\n    score:"), "my.yaml:9: ", "D6"),
    ("meanings:\n  vague:\n    label: 含糊\n    examples: [大概]\n", "my.yaml:2: ", "learned"),
    (
        "meanings:\n  vague:\n    label: 含糊\n    learned: {rule: S1.77}\n    examples: [大概]\n",
        "my.yaml:4: ",
        "S1.7",
    ),
    (GOOD.replace("坐席：三十元", "'坐席{九秒}：三十元'"), "my.yaml:14: ", "95s"),
    ("clauses:\n  - id: [oops\n", "my.yaml:", "YAML"),
    ("- just a list\n", "my.yaml:1: ", "clauses:"),
]


@pytest.mark.parametrize(("text", "place", "remedy"), MISTAKES)
def test_a_mistake_is_told_with_its_line_and_a_way_out(text: str, place: str, remedy: str) -> None:
    first = problems(text)[0]
    assert first.startswith(place)
    assert remedy in first


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    again = GOOD.removeprefix("clauses:\n").replace("pattern: 大概", "means: nothing_such")
    text = GOOD.replace("[S1.7]", "[S9.9]") + again
    told = problems(text)
    assert [one.split(":")[1] for one in told] == ["3", "16", "22"]


def test_an_unknown_meaning_does_not_hide_an_example_that_cannot_be_read() -> None:
    text = GOOD.replace("pattern: 大概", "means: nothing_such").replace("坐席：三十元", "经理：三十元")
    assert [one.split(":")[1] for one in problems(text)] == ["8", "14"]


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(StandardError, match="打不开"):
        load_standard([tmp_path / "none.yaml"])
    (tmp_path / "gbk.yaml").write_bytes("解释".encode("gbk"))
    with pytest.raises(StandardError, match="UTF-8"):
        load_standard([tmp_path / "gbk.yaml"])


def test_a_clause_file_may_stand_in_place_of_the_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(GOOD.replace("pattern: 大概", "means: farewell"), encoding="utf-8")
    own = "meanings:\n  farewell:\n    label: 道别\n    patterns: [回见]\n    examples: [回见]\n"
    (tmp_path / "a.yaml").write_text(own, encoding="utf-8")
    standard = load_instead([tmp_path])
    assert [clause.id for clause in standard.clauses] == ["says-maybe"]
    assert standard.meanings["farewell"].patterns == ("回见",)
    assert "closing" in standard.meanings and standard.sources == STANDARD.sources


def test_a_folder_without_clause_files_cannot_stand_in(tmp_path: Path) -> None:
    with pytest.raises(StandardError, match="没有条款文件"):
        load_instead([tmp_path])


def test_a_built_in_file_is_not_added_twice() -> None:
    folder = files("huashu.standard").joinpath("clauses")
    assert load_standard([str(folder.joinpath("general.yaml"))]) is STANDARD


def test_connected_needs_nothing_after_its_colon() -> None:
    text = GOOD.replace("says: {who: agent, pattern: 大概}", "connected:")
    assert extended(STANDARD, [(text, "my.yaml")]).get("says-maybe") is not None


def test_an_empty_file_adds_nothing() -> None:
    assert extended(STANDARD, [("", "empty.yaml")]).clauses == STANDARD.clauses


def test_the_checked_in_schema_is_up_to_date() -> None:
    stored = files("huashu.standard").joinpath("clause.schema.json").read_text("utf-8")
    assert stored == schema_text(), "run: python -m huashu.standard.schema > src/huashu/standard/clause.schema.json"


def test_the_schema_knows_every_operator_and_act() -> None:
    definitions = json.loads(json.dumps(clause_schema()))["$defs"]
    assert {"says", "silent", "not", "beyond", "does"} <= set(definitions["MomentDoc"]["properties"])
    assert "in" in definitions["DemandDoc"]["properties"]
    assert "do_not_contact" in definitions["Act"]["enum"]


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of everything in a YAML value."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


def spoilt(value: Any, path: tuple[str | int, ...], wrong: object) -> Any:
    """``value`` with ``wrong`` at ``path``."""
    if not path:
        return wrong
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = spoilt(copy[path[0]], path[1:], wrong)
    return copy


WHOLE = yaml.safe_load("meanings:\n  vague:\n    label: 含糊\n    patterns: [大概]\n    examples: [大概三天]\n" + GOOD)


@pytest.mark.parametrize("wrong", [None, 3, -1, "", "x", "(", [], {}, ["x"], [None], {"x": 1}, True], ids=repr)
def test_whatever_stands_in_the_wrong_place_every_problem_has_a_line_and_says_it_in_both_languages(
    wrong: object,
) -> None:
    for path in places(WHOLE):
        text = yaml.safe_dump(spoilt(WHOLE, path, wrong), allow_unicode=True, sort_keys=False)
        try:
            extended(STANDARD, [(text, "my.yaml")])
        except StandardError as error:
            for problem in error.problems:
                assert re.match(r"my\.yaml:\d+: .*[\u4e00-\u9fff].*[a-z]", problem), problem


def complaints(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], at: str = "") -> list[str]:
    """Where ``value`` is not as ``schema`` has it: as much of JSON Schema as ours uses."""
    if "$ref" in schema:
        return complaints(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    if "anyOf" in schema:
        tried = [complaints(value, one, root, at) for one in schema["anyOf"]]
        return [] if [] in tried else tried[0]
    if "enum" in schema or "const" in schema:
        return [] if value in schema.get("enum", [schema.get("const")]) else [f"{at}: {value}"]
    kinds: dict[str, Any] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "array": list,
        "object": dict,
    }
    if schema["type"] == "null":
        return [] if value is None else [f"{at}: not null"]
    if not isinstance(value, kinds[schema["type"]]):
        return [f"{at}: not {schema['type']}"]
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return [f"{at}: {value}"]
    if isinstance(value, list):
        return [bad for n, one in enumerate(value) for bad in complaints(one, schema["items"], root, f"{at}/{n}")]
    if not isinstance(value, dict):
        return []
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    bad = [f"{at}: {key} missing" for key in schema.get("required", ()) if key not in value]
    for key, one in value.items():
        if key in known:
            bad += complaints(one, known[key], root, f"{at}/{key}")
        elif others is False:
            bad.append(f"{at}: {key} unknown")
        elif isinstance(others, dict):
            bad += complaints(one, others, root, f"{at}/{key}")
    return bad


BUILT_IN = [files("huashu.standard").joinpath(name) for name in ("meanings.yaml", "clauses")]


@pytest.mark.parametrize(
    "file",
    [BUILT_IN[0], *(one for one in BUILT_IN[1].iterdir() if one.name.endswith(".yaml"))],
    ids=lambda one: one.name,
)
def test_the_built_in_files_are_as_the_schema_has_them(file: Traversable) -> None:
    schema = json.loads(schema_text())
    assert complaints(yaml.safe_load(file.read_text("utf-8")), schema, schema) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("says: {who: agent", "sayz: {who: agent"), ("acts: question", "acts: questoin"), ("area: answering", "area: x"),
     ("in: next_agent_turn", "in: next_turn"), ("in: next_agent_turn", "within: 3 minutes"), ("weight: 5", "weight: a"),
     ("source: [S1.7]", "sauce: [S1.7]"), ("    explain_en: A vague answer.\n", "")],
)  # fmt: skip
def test_an_editor_with_the_schema_sees_the_mistake_too(right: str, wrong: str) -> None:
    schema = json.loads(schema_text())
    assert complaints(yaml.safe_load(GOOD), schema, schema) == []
    assert complaints(yaml.safe_load(GOOD.replace(right, wrong)), schema, schema) != []
