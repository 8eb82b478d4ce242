"""The words of callers: every table can be spoken, everything that is said has words, and figures stay as they are."""

import re
from pathlib import Path
from random import Random

import pytest
import yaml
from caller_desks import WATER

import huashu.customer.callers as callers
from huashu.customer import SimulatedCaller
from huashu.customer.callers.harassing import opening
from huashu.customer.callers.kinds import HARASSERS
from huashu.customer.callers.telling import briefly, deed_of, in_own_words, thing_of
from huashu.customer.callers.voice import acts_of, everyday, regional, regions, tidy, wording

ROOM = Path(callers.__file__).parent
SLOTS = dict.fromkeys(
    ("thing", "do", "name", "v", "a", "b", "c", "me", "firm", "who", "sur", "title", "wish", "since"), "甲"
)
CODE = "".join(path.read_text("utf-8") for path in ROOM.glob("*.py"))


@pytest.mark.parametrize("category", sorted(wording().categories))
def test_every_table_can_be_spoken_in_every_mood(category: str) -> None:
    draws = Random(category)
    for mood in wording().categories[category]:
        for _ in range(60):
            spoken = tidy(wording().speak(category, mood, draws, SLOTS))
            assert spoken
            assert not re.search(r"[{}()|?]|，，|^，", spoken), spoken


def test_everything_that_is_said_has_words() -> None:
    said = set(re.findall(r"(?:say|words)\(\s*\"(\w+)\"", CODE))
    assert said
    assert said <= set(wording().categories), said - set(wording().categories)
    for style in HARASSERS:
        assert {f"open_{style}", f"go_{style}"} <= set(wording().categories)


def test_no_table_is_left_unsaid() -> None:
    shown = set(re.findall(r"\"(\w+)\"", CODE))
    made = tuple(re.findall(r"f\"(\w+_)\{", CODE))
    unsaid = {name for name in wording().categories if name not in shown and not name.startswith(made)}
    assert not unsaid


def test_every_act_of_the_tables_is_one_of_the_closed_set() -> None:
    table = yaml.safe_load((ROOM / "wording" / "acts.yaml").read_text("utf-8"))
    assert all(isinstance(name, str) for name in table)
    assert all(acts_of(name) for name in table)


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("话费余额查询", "话费余额"),
        ("宽带报修", "宽带报修"),
        ("修改送货地址", "送货地址"),
        ("开具电子发票", "电子发票"),
        ("挂失停机", "挂失停机"),
        ("意见和建议", "意见和建议"),
        ("关闭增值业务", "关闭增值业务"),
    ],
)
def test_what_a_matter_is_about_is_its_name_without_what_is_done(name: str, thing: str) -> None:
    assert thing_of(name) in (thing, thing.removesuffix("报修"))


def test_what_is_done_with_a_matter_is_said_in_everyday_words() -> None:
    assert deed_of("修改送货地址", Random(1)) in ("改", "换")
    assert deed_of("挂失停机", Random(1)) in ("办", "办理", "弄")


def test_a_wording_of_a_document_is_said_otherwise() -> None:
    for seed in range(40):
        assert in_own_words("怎么查询上个月的账单", Random(seed)) != "怎么查询上个月的账单"


def test_said_once_more_it_is_said_without_the_greeting() -> None:
    assert briefly("喂，你好，那个，我要改地址") == "我要改地址"
    assert briefly("哎你好，我跟你说啊，我要改地址") == "我要改地址"
    assert briefly("你好") == "你好"


def test_a_region_changes_words_and_no_figures() -> None:
    for region in regions():
        assert "13800001234" in regional("我的号码是13800001234，怎么没有了", region)
    assert len({regional("这是什么，怎么办，没有了", region) for region in regions()}) > 2
    assert everyday("13800001234", Random(1)) == "13800001234"


def test_callers_put_the_same_need_in_many_ways() -> None:
    heard = set()
    for seed in range(80):
        who = SimulatedCaller(WATER, Random(seed), kind="counter_only")
        heard.add(str(who.hear("您好，请问有什么可以帮您？", 0, 2000)[0]))
    assert len(heard) > 50


@pytest.mark.parametrize("style", HARASSERS)
def test_harassers_of_one_style_begin_in_many_ways(style: str) -> None:
    heard = {
        opening(SimulatedCaller(WATER, Random(seed), kind=style)._scene)[0].text  # type: ignore[union-attr]
        for seed in range(60)
    }
    assert len(heard) >= 15
