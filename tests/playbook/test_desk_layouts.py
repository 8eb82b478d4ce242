"""Desk documents in the many ways in which people write them give the same desk."""

import pytest
from desk_documents import BULLETS, LAYOUTS, lost, meaning

from huashu.call.action import OrderKind
from huashu.playbook.desk import ItemKind, Risk, is_desk, read_desk


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_read_as_the_same_desk(layout: str) -> None:
    assert meaning(read_desk(LAYOUTS[layout])) == meaning(read_desk(BULLETS))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_known_for_a_desk_and_has_no_errors(layout: str) -> None:
    assert is_desk(LAYOUTS[layout])
    parsed = read_desk(LAYOUTS[layout])
    assert parsed.errors == ()
    assert {problem.code for problem in parsed.warnings} <= {"item_without_wordings"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_word_of_a_layout_is_lost(layout: str) -> None:
    assert lost(LAYOUTS[layout], read_desk(LAYOUTS[layout])) == []


def test_what_the_bullets_say_is_what_is_read() -> None:
    desk = read_desk(BULLETS).desk
    assert desk is not None
    assert (desk.title, desk.organisation, desk.risk) == ("松果物流客服台", "松果物流", Risk.CAUTIOUS)
    assert desk.greeting == "您好，松果物流，请问有什么可以帮您？"
    assert (desk.verification.fields, desk.verification.attempts) == (("寄件手机号", "寄件人姓名"), 2)
    parcel, change, broken, proof = desk.items[:4]
    assert (parcel.kind, parcel.verify, parcel.asked) == (ItemKind.LOOK_UP, True, ("我的包裹到哪了", "查一下快递"))
    assert [(field.name, field.samples) for field in parcel.fields] == [
        ("位置", ("城北分拨中心", "派送途中")),
        ("预计送达", ("今天", "明天")),
    ]
    assert [(want.name, want.kind, want.options) for want in change.wants] == [
        ("新地址", "place", ()),
        ("送达方式", "choice", ("送上门", "放站点")),
    ]
    assert (broken.order, broken.department, broken.within) == (OrderKind.COMPLAINT, "理赔部", "2个工作日")
    assert proof.documents == ("身份证", "运单")
    assert [item.kind for item in desk.items[4:]] == [ItemKind.CANCEL, ItemKind.SMS]
    (caller,) = desk.callers
    assert caller.moments == ("silent", "needs_pen") and caller.habits == ("elder", "slow")
    assert caller.facts == {"寄件手机号": "13800000001", "寄件人姓名": "陈平"}
    assert caller.says == {"包裹位置": ("我寄的那箱书走到哪里啦",)}


def test_lines_are_those_of_the_document() -> None:
    desk = read_desk(BULLETS).desk
    assert desk is not None
    lines = BULLETS.splitlines()
    for item in desk.items[:4]:
        assert lines[item.line - 1] == f"### {item.name}"
        for want in item.wants:
            assert want.name in lines[want.line - 1]
    for counter in desk.counters:
        assert counter.address in lines[counter.line - 1]
    assert "生鲜" in lines[desk.knowledge[0].line - 1]
    assert lines[desk.callers[0].line - 1] == "### 老陈"


@pytest.mark.parametrize(
    "section",
    [
        "## 查询\n- 余额：您还有{余额}。\n- 账单：请看短信。\n",
        "## 查询\n余额、账单\n",
        "## 查询\n- 余额\n- 账单\n",
        "## 查询\n1. 余额\n2. 账单\n",
        "## 查询\n**余额**\n说法：还剩多少\n**账单**\n说法：花了多少\n",
        "## 查询\n- 名称：余额\n  说法：还剩多少\n- 名称：账单\n  说法：花了多少\n",
        "## 查询\n余额\n说法：还剩多少\n\n账单\n说法：花了多少\n",
        "## 查询\n| 项目 | 说法 |\n| 余额 | 还剩多少 |\n| 账单 | 花了多少 |\n",
    ],
)
def test_short_sections_give_their_matters_by_name(section: str) -> None:
    parsed = read_desk(f"## 基本信息\n单位：松果物流\n\n{section}")
    assert parsed.desk is not None, parsed.errors
    assert [item.name for item in parsed.desk.items] == ["余额", "账单"]


def test_an_order_of_one_line_has_its_department_and_time() -> None:
    desk = read_desk(
        "单位：松果物流\n## 工单\n- 漏水：工程部，24小时内\n- 电梯：工程部，当天18:00前，要厂家来人\n"
    ).partial
    assert desk is not None
    assert [(item.name, item.department, item.within, item.why) for item in desk.items] == [
        ("漏水", "工程部", "24小时", ""),
        ("电梯", "工程部", "当天18点前", "要厂家来人"),
    ]


def test_an_outlet_in_a_sentence_is_a_place_with_its_hours() -> None:
    desk = read_desk("## 网点\n- 东站，东街5号，9:00-17:00\n- 西站：西街6号（每天8点到20点）\n").partial
    assert desk is not None
    assert [(one.name, one.address, one.area, one.hours) for one in desk.counters] == [
        ("东站", "东街5号", "", "9:00-17:00"),
        ("西站", "西街6号", "", "每天8点到20点"),
    ]


def test_callers_can_be_grouped_by_what_they_are() -> None:
    text = "## 来电方\n### 真实来电\n#### 甲\n- 诉求：余额\n### 骚扰\n#### 乙\n- 说法：陪我聊天\n### 像骚扰的真实客户\n#### 丙\n- 诉求：余额\n"
    desk = read_desk(text).partial
    assert desk is not None
    assert [(card.name, card.kind) for card in desk.callers] == [
        ("甲", "genuine"),
        ("乙", "harassing"),
        ("丙", "lookalike"),
    ]


def test_a_caller_with_several_needs_puts_each_in_his_own_words() -> None:
    text = "## 来电方\n### 甲\n- 诉求：余额、账单\n- 说法：\n  - 余额：还有钱没／剩几块\n  - 账单：花哪儿了\n- 接着说：好的\n"
    desk = read_desk(text).partial
    assert desk is not None
    assert desk.callers[0].says == {"余额": ("还有钱没", "剩几块"), "账单": ("花哪儿了",)}
    assert desk.callers[0].goes_on == ("好的",)


@pytest.mark.parametrize("words", ["## 销号挽留\n不挽留\n", "## 基本信息\n- 挽留：否\n", "## 销号挽留\n- 不必挽留\n"])
def test_a_document_can_say_that_nobody_is_to_be_kept(words: str) -> None:
    parsed = read_desk(words)
    assert parsed.partial is not None and parsed.partial.resistant
    assert "unplaced" not in {problem.code for problem in parsed.warnings}
