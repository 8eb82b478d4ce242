"""Every line of a document is accounted for: spoken, a condition, a heading, a passage or a note. Nothing is dropped."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest
from hands import NAMES, SCENES, Hand, write
from hypothesis import given, settings
from hypothesis import strategies as st
from test_playbook_hands import HANDS

from huashu.playbook import parse

DOCUMENTS = sorted((Path(__file__).parent / "documents").iterdir())
WORDS = {word for names in NAMES.values() for name in names.values() for word in re.findall(r"\w{2,}", name)} | set(
    "话术 坐席 客服 客户 问题 回答 参考答复 参考 回应 可回 可以说 情况 如下 步骤 阶段 PART Step STEP Question Answer 电话拨打方 电话接听方 "
    "项目 内容 客户问 坐席答 遇到 情形 资料 设定 第一部分 第二部分 第一幕 第二幕".split()
)


def texts(thing: object) -> Iterator[str]:
    """Every text in a tree of dataclasses."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from texts(part)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from texts(getattr(thing, field.name))


def lost(text: str) -> list[str]:
    """The runs of six characters and more that stand in no part of the playbook and are no heading."""
    parsed = parse(text)
    bag = re.sub(r"\W", "", "".join(texts(parsed.partial)))
    runs = re.findall(r"[\u4e00-\u9fff]{6,}", re.sub(r"(?m)^\s*(?:#+|<h).*$", "", text))
    return [run for run in runs if run not in bag and not any(word in run for word in WORDS) and run[2:-2] not in bag]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_nothing_of_a_fixture_is_lost(path: Path) -> None:
    assert lost(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", HANDS)
def test_nothing_is_lost_and_nothing_misplaced_in_any_hand(name: str) -> None:
    for scene in SCENES.values():
        text = write(scene, HANDS[name])
        assert lost(text) == []
        strange = [p for p in parse(text).warnings if p.code == "unplaced"]
        assert not strange or HANDS[name].before or HANDS[name].after


def fields_of(name: str) -> list[object]:
    return [getattr(hand, name) for key, hand in HANDS.items() if key.startswith(f"{name}=")]


HABITS = [f for f in Hand.__dataclass_fields__ if f not in ("extra", "before", "after", "names", "halves", "newline")]


@settings(max_examples=120, deadline=None)
@given(
    scene=st.sampled_from(sorted(SCENES)),
    habits=st.fixed_dictionaries({}, optional={f: st.sampled_from(fields_of(f) or [True]) for f in HABITS}),
    stray=st.integers(0, 10_000),
)
def test_a_sentence_put_anywhere_in_a_document_of_any_habits_turns_up_somewhere(
    scene: str, habits: dict[str, object], stray: int
) -> None:
    lines = write(SCENES[scene], replace(Hand(), **habits)).split("\n")  # type: ignore[arg-type]
    lines.insert(stray % len(lines), "驼队绕过沙丘去找泉水")
    assert "驼队绕过沙丘去找泉水" in "".join(texts(parse("\n".join(lines)).partial))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *"### 角色|### 核心任务|### 分步流程和话术|### 问答知识库|### 开场白|### 结束语|## 电话接听方|### 回复风格示例|不要这样说：|"
                "1. **第一步：开始**|- Q：几点开门？|A：八点。|---|| 问 | 答 |\n|---|---|\n| 贵吗 | 不贵 ||   - “您好。”|如客户不愿意：".split(
                    "|"
                ),
                "雁群往南边飞过河面",
                "- 雁群往南边飞过河面",
                "“雁群往南边飞过河面”",
                "雁群往南边飞过河面：",
                "> 雁群往南边飞过河面",
            ]
        ),
        max_size=14,
    )
)
def test_whatever_stands_around_it_a_sentence_is_kept(pieces: list[str]) -> None:
    text = "\n".join(["## 电话拨打方", "### 角色", "苗苗，小店店员", *pieces])
    if "雁群" in text:
        kept = "".join(texts(parse(text).partial))
        assert "雁群往南边飞过河面" in kept
