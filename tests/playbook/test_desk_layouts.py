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


PLAIN = """\
城南水务客服手册（2026版）

一、基本信息
单位名称：城南水务
客服电话：96 000
回复时限：一个工作日

二、问候语
您好！城南水务，请讲。

三、身份核实
核对项目：户号、户主姓名
至少几项：1项

四、可以查的
1. 水费账单
   客户怎么说：这个月水费多少 / 水费怎么涨了
   查到：水费=56元｜88元，用水量=14吨｜22吨
   答复：用水{用水量}，水费{水费}。

五、派工单
（1）水管漏水
客户怎么说：“楼道水管爆了”、“水表井往外冒水”
派给：抢修队
多久：2小时
先这样：请先关上总阀
（2）水质投诉
派给：水质科；多久：1—2个工作日
备注：要拍照

六、营业厅业务
过户：房产证、身份证

七、营业厅
总厅 | 建设路10号 | 8:30-17:00

八、常见问题
1. 问：阶梯水价怎么算？答：一档每吨3.1元。
"""


def test_a_handbook_without_any_mark_of_markdown_is_read() -> None:
    assert is_desk(PLAIN)
    parsed = read_desk(PLAIN)
    desk = parsed.desk
    assert desk is not None, parsed.errors
    assert (desk.organisation, desk.hotline, desk.call_back_within) == ("城南水务", "96 000", "1个工作日")
    assert (desk.verification.fields, desk.verification.needed) == (("户号", "户主姓名"), 1)
    bill, leak, quality, owner = desk.items
    assert bill.asked == ("这个月水费多少", "水费怎么涨了") and len(bill.fields) == 2
    assert (leak.department, leak.within, leak.interim) == ("抢修队", "2小时", "请先关上总阀")
    assert (quality.within, quality.order) == ("1-2个工作日", OrderKind.COMPLAINT)
    assert owner.documents == ("房产证", "身份证")
    assert (desk.counters[0].address, desk.counters[0].hours) == ("建设路10号", "8:30-17:00")
    assert desk.knowledge[0].answer == "一档每吨3.1元。"
    assert [note.text for note in desk.notes] == ["备注：要拍照"]
    assert "unplaced" not in {problem.code for problem in parsed.problems}


def test_a_matter_of_one_line_can_have_keys() -> None:
    desk = read_desk("## 办理\n- 约课：说法：约一节课；回答：约好了。\n- 停卡 —— 说法：我要停卡\n").partial
    assert desk is not None
    assert [(item.name, item.asked, item.answer) for item in desk.items] == [
        ("约课", ("约一节课",), "约好了。"),
        ("停卡", ("我要停卡",), ""),
    ]
