"""Which of the desk's business words are about: one matter, several, one of two, or none."""

import pytest
from desk_stage import context

from huashu.dialogue.desk.finding import Finder, Matter
from huashu.dialogue.desk.hearing import is_ack
from huashu.language import default_understander
from huashu.playbook.desk.model import Desk


def found(text: str) -> list[str]:
    return [topic.name for topic in context().finder.find(text).topics]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("停机保号", "停机保号"),
        ("我想把号码先停一下", "停机保号"),
        ("我要报修", "宽带报修"),
        ("网络坏了", "宽带报修"),
        ("查下余额", "查询账户余额"),
        ("明天几点开门", "营业厅几点上班"),
        ("号码要过给我老婆", "过户"),
    ],
)
def test_one_matter_is_found_in_the_words_of_callers(text: str, name: str) -> None:
    assert found(text) == [name]


def test_two_matters_in_one_breath_are_both_found_in_their_order() -> None:
    assert found("我要停机保号，另外再问下营业厅几点上班") == ["停机保号", "营业厅几点上班"]


def test_one_matter_told_twice_is_one() -> None:
    assert found("我要报修，家里断网了，光猫亮红灯") == ["宽带报修"]


@pytest.mark.parametrize("text", ["今天天气不错", "可以", "嗯好的", "王建国", "谢谢你啊", ""])
def test_what_is_no_business_finds_nothing(text: str) -> None:
    assert found(text) == []


def test_what_he_said_he_does_not_mean_is_not_found_again() -> None:
    finding = context().finder.find("我要停机保号", frozenset({"停机保号"}))
    assert all(topic.name != "停机保号" for topic in (*finding.topics, *finding.guess))


def test_a_topic_knows_what_kind_of_business_it_is() -> None:
    finder = context().finder
    kinds = {name: topic.matter for name in ("过户", "销号", "减免违约金") if (topic := finder.named(name))}
    assert kinds == {"过户": Matter.COUNTER, "销号": Matter.CANCEL, "减免违约金": Matter.LIMIT}


def test_a_desk_without_business_finds_nothing() -> None:
    finder = Finder(Desk(title="空", organisation="空"), default_understander().embedder)
    assert finder.find("我要报修").topics == ()


@pytest.mark.parametrize("text", ["好的，你查", "嗯", "行，别太久", "那我等", "听见了", "记下了，谢谢"])
def test_words_that_only_acknowledge_are_told_from_words_that_bring_something(text: str) -> None:
    assert is_ack(text)


@pytest.mark.parametrize("text", ["好，帮我查话费", "听见了，我要报修", "行，地址是文一路"])
def test_an_acknowledgement_with_content_is_not_only_one(text: str) -> None:
    assert not is_ack(text)
