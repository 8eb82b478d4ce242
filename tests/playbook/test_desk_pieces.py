"""The small grammars of desk documents: promised times, particulars, lists, wordings, names."""

from datetime import datetime

import pytest

from huashu.casework.workdays import SHANGHAI, due
from huashu.playbook.desk.pieces import assigned, flag, gaps, listed, wordings
from huashu.playbook.desk.vocabulary import HABITS, MOMENTS, groups, named, never_said, turns_against, words
from huashu.playbook.desk.wants import wants_of
from huashu.playbook.desk.within import reckoned

TIMES = {
    "24小时": "24小时",
    "24小时内": "24小时",
    "２４小时之内": "24小时",
    "两小时": "2小时",
    "两个小时以内": "2小时",
    "半小时": "30分钟",
    "一个半小时": "90分钟",
    "30分钟": "30分钟",
    "2个工作日": "2个工作日",
    "最长两个工作日内": "2个工作日",
    "3个 工作日": "3个工作日",
    "1-2个工作日": "1-2个工作日",
    "1—2个工作日": "1-2个工作日",
    "三到五天": "3-5天",
    "3天": "3天",
    "三日内": "3天",
    "一周": "7天",
    "两个星期": "14天",
    "当天18点前": "当天18点前",
    "当日18:00前": "当天18点前",
    "今天下午6点前": "当天18点前",
    "次日12点前": "次日12点前",
}


@pytest.mark.parametrize("text", TIMES)
def test_a_time_is_brought_into_a_form_that_casework_reckons_with(text: str) -> None:
    assert reckoned(text) == TIMES[text]
    monday = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)
    assert due(monday, TIMES[text]) > monday


@pytest.mark.parametrize(
    "text", ["尽快", "马上", "", "一会儿", "零天", "看情况", "下个月5号", "18点", "2026年1月1日", "3", "半年"]
)
def test_what_promises_no_time_is_none(text: str) -> None:
    assert reckoned(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("联系电话", "phone"),
        ("收货人手机", "phone"),
        ("订单号后四位", "number"),
        ("身份证号", "number"),
        ("上门时间", "time"),
        ("出发日期", "time"),
        ("安装地址", "place"),
        ("收货人姓名", "name"),
        ("退款金额", "amount"),
        ("故障现象", "text"),
        ("心愿", "text"),
        ("楼层（数字）", "number"),
        ("颜色（黑／白／红）", "choice"),
        ("时段（选项：上午、下午）", "choice"),
    ],
)
def test_a_particular_is_of_the_kind_that_its_name_or_the_document_tells(text: str, kind: str) -> None:
    (want,) = wants_of([(text, 1)])
    assert want.kind == kind
    assert want.ask.endswith("？") and "{" not in want.ask


def test_particulars_stand_several_a_line_or_one_a_line_with_its_question() -> None:
    pieces = [("新地址、上门时间：您哪天方便？；颜色（黑／白）", 3), ("抬头：“发票抬头写什么？”", 4)]
    found = wants_of(pieces)
    assert [(want.name, want.line) for want in found] == [("新地址、上门时间", 3), ("颜色", 3), ("抬头", 4)]
    assert found[2].ask == "发票抬头写什么？"
    assert [want.name for want in wants_of([("新地址、上门时间、备注", 1)])] == ["新地址", "上门时间", "备注"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("怎么还不来／什么时候来", ("怎么还不来", "什么时候来")),
        ("“怎么还不来”“什么时候来”", ("怎么还不来", "什么时候来")),
        ("“怎么还不来”、“什么时候来”", ("怎么还不来", "什么时候来")),
        ("怎么还不来；什么时候来", ("怎么还不来", "什么时候来")),
        ("怎么还不来 / 什么时候来", ("怎么还不来", "什么时候来")),
        ("坏了，怎么办？能修吗", ("坏了，怎么办？能修吗",)),
        ("他说“不来了”是吧", ("他说“不来了”是吧",)),
    ],
)
def test_ways_to_put_something_are_cut_where_the_writer_cut_them(text: str, said: tuple[str, ...]) -> None:
    assert wordings([(text, 1)]) == said


def test_fields_have_values_with_commas_of_their_own() -> None:
    text = "状态=正常，可以用｜停机；日期=3月2日、3日；地址=东街5号，二楼"
    assert list(assigned([(text, 1)])) == [
        ("状态", "正常，可以用｜停机", 1),
        ("日期", "3月2日、3日", 1),
        ("地址", "东街5号，二楼", 1),
    ]
    assert list(assigned([("余额、套餐", 2)])) == [("余额", "", 2), ("套餐", "", 2)]


def test_commas_inside_brackets_part_nothing() -> None:
    assert listed([("身份证（正面、反面）、户口簿", 1)]) == ("身份证（正面、反面）", "户口簿")


@pytest.mark.parametrize(("text", "answer"), [("是", True), ("需要", True), ("", True), ("√", True), ("否", False)])
def test_yes_and_no_are_written_in_many_ways(text: str, answer: bool) -> None:
    assert flag(text) is answer
    assert flag("看情况") is None


def test_gaps_are_found_in_either_width() -> None:
    assert gaps("您还有{余额}，套餐是｛套餐｝。") == ("余额", "套餐")


@pytest.mark.parametrize("text", ["您觉得有必要打过来吗", "我们不能为您服务", "您觉得可能吗", "我还要接待下一位客户"])
def test_lines_that_are_never_to_be_said_are_known(text: str) -> None:
    assert never_said(text) is not None
    assert never_said("我马上为您查一下，请稍等。") is None


def test_a_word_that_measures_does_not_turn_against_anyone() -> None:
    assert turns_against("可以办，但是要等") == "但是"
    assert turns_against("不过三天就好") is None


def test_no_word_means_two_things_in_one_group() -> None:
    for group in groups():
        assert len(words(group)) > 1
        for word, name in words(group).items():
            assert named(group, word) == name


def test_moments_and_habits_have_chinese_names() -> None:
    for name in MOMENTS:
        assert named("moments", name) == name
    for name in HABITS:
        assert named("habits", name) == name
    assert named("moments", "找笔") == "needs_pen" and named("habits", "没见过的词") is None
