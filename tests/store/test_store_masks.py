"""Who sees what: middles of numbers never, names and addresses by role, inside logs as well."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kept import NOON, PHONE

from huashu.call import OrderKind
from huashu.casework.contacts import ContactPreference
from huashu.casework.follow_ups import CallBack
from huashu.casework.work_order import OrderAct, OrderEvent, OrderStatus, WorkOrder
from huashu.store import CallEntry, Customer
from huashu.store.masks import mask_address, mask_name, mask_number, mask_text
from huashu.store.roles import SEES, Personal, Role, for_role, json_for_role

MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
BELOW = [Role.AGENT, Role.INSPECTOR]


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("13800001234", "138****1234"),
        ("138 0000 1234", "138 **** 1234"),
        ("010-88886666", "010-****6666"),
        ("88886666", "88****66"),
        ("10086", "***86"),
        ("", ""),
    ],
)
def test_a_number_shows_its_ends(number: str, seen: str) -> None:
    assert mask_number(number) == seen


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("王芳", "王*"),
        ("欧阳娜娜", "欧阳**"),
        ("王先生", "王先生"),
        ("李", "*"),
        ("", ""),
        ("王*", "王*"),
        ("Ann", "A**"),
    ],
)
def test_a_name_shows_the_family(name: str, seen: str) -> None:
    assert mask_name(name) == seen


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("北京市朝阳区幸福路1号院2单元301", "北京市朝阳区***"),
        ("广东省深圳市南山区科技园1栋", "广东省深圳市南山区***"),
        ("幸福路1号", "幸福***"),
        ("家", "***"),
        ("", ""),
    ],
)
def test_an_address_is_cut_after_the_district(address: str, seen: str) -> None:
    assert mask_address(address) == seen


@given(number=MOBILE)
def test_the_middle_of_a_number_is_never_shown(number: str) -> None:
    middle = number[3:7]
    texts = (
        number,
        f"我的号码是{number}。",
        f"{number[:3]} {middle} {number[7:]}",
        f"打{number[:3]}-{middle}-{number[7:]}",
    )
    for text in (mask_number(number), *(mask_text(one) for one in texts)):
        shown = "".join(character for character in text if character.isdigit())
        assert shown == number[:3] + number[7:]


@given(number=MOBILE)
def test_a_number_said_in_words_is_hidden_as_well(number: str) -> None:
    spoken = number.translate(str.maketrans("0123456789", "零一二三四五六七八九"))
    assert mask_text(f"你记一下，{spoken}，打这个") == f"你记一下，{spoken[:3]}****{spoken[7:]}，打这个"


@given(number=MOBILE, before=st.text("是我号码，。 ", max_size=4), after=st.text("对吧，。 ", max_size=4))
def test_masking_twice_hides_no_less_and_no_more(number: str, before: str, after: str) -> None:
    once = mask_text(f"{before}{number}{after}")
    assert mask_text(once) == once


@given(digits=st.from_regex(r"[1-9][0-9]{5}(19|20)[0-9]{9}[0-9X]", fullmatch=True))
def test_identity_numbers_show_their_ends_only(digits: str) -> None:
    assert digits[3:-4] not in mask_text(f"身份证{digits}")


@pytest.mark.parametrize(
    "text",
    [
        "宽带断了三天了",
        "套餐每月一百二十八元",
        "工单号是2503100001",
        "二零二五年三月十号上午",
        "打10086或者95588",
        "要等24小时",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert mask_text(text) == text


def test_a_family_name_alone_stays_and_a_whole_one_does_not() -> None:
    assert mask_text("我姓王，叫王大锤") == "我姓王，叫王**"


def test_figures_dictated_piece_by_piece_are_hidden_where_the_number_is_known() -> None:
    told = "前面是1380，中间0000，最后1234"
    assert mask_text(told, known_numbers=[PHONE]) == "前面是****，中间****，最后1234"


def test_a_known_name_and_address_are_hidden_wherever_they_stand() -> None:
    seen = mask_text("芳芳说送到老地方3号", known_names=["芳芳"], known_addresses=["老地方3号"])
    assert seen == "芳*说送到老地***"


ORDER = WorkOrder(
    number="2503100001",
    kind=OrderKind.FAULT,
    subject="王小芳家宽带不通",
    details={"联系电话": PHONE, "装机地址": "北京市朝阳区幸福路1号", "现象": f"灯不亮，打{PHONE}"},
    contact=PHONE,
    name="王小芳",
    opened=NOON,
    promised=NOON,
    history=(
        OrderEvent(
            at=NOON, by="小周", what=OrderAct.NOTED, from_status=None, to_status=OrderStatus.OPEN, note="王小芳来电"
        ),
    ),
)


def test_an_inspector_sees_an_order_without_its_person() -> None:
    seen = for_role(ORDER, Role.INSPECTOR)
    assert (seen.name, seen.contact, seen.subject) == ("王**", "138****1234", "王**家宽带不通")
    assert seen.details == {"联系电话": "138****1234", "装机地址": "北京市朝阳区***", "现象": "灯不亮，打138****1234"}
    assert seen.history[0].note == "王**来电"
    assert (seen.number, seen.promised, seen.history[0].by) == (ORDER.number, ORDER.promised, "小周")


def test_an_agent_sees_the_name_a_supervisor_the_number_too_and_an_administrator_everything() -> None:
    paper = replace(ORDER, details={"身份证号": "110105194912310021"})
    assert (for_role(paper, Role.AGENT).name, for_role(paper, Role.AGENT).contact) == ("王小芳", "138****1234")
    supervisor = for_role(paper, Role.SUPERVISOR)
    assert (supervisor.contact, supervisor.details["身份证号"]) == (PHONE, "110***********0021")
    assert for_role(paper, Role.ADMIN) == paper


LOG = {
    "id": "c1",
    "profile": {"姓名": "王小芳", "手机号": 13800001234, "地址": "北京市朝阳区幸福路1号"},
    "events": [
        {"t": 0, "speaker": "customer", "text": "我是王小芳，手机13800001234"},
        {"t": 1, "type": "order", "ref": "o1", "number": "2503100001", "found": None},
        {"t": 2, "speaker": "customer", "text": "寄到北京市朝阳区幸福路1号，身份证110105194912310021"},
    ],
    "done": [{"t": 3, "do": "open_order", "name": "王小芳", "contact": "13800001234"}],
    "customer_number": "13800001234",
}


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.AGENT])
def test_a_log_is_masked_wherever_something_personal_stands(role: Role) -> None:
    told = json.dumps(json_for_role(LOG, role), ensure_ascii=False)
    assert "13800001234" not in told
    assert "幸福路" not in told
    assert "110105194912310021" not in told
    assert ("王小芳" in told) == (Personal.NAME in SEES[role])
    assert "2503100001" in told


def test_masking_leaves_the_shape_of_a_log() -> None:
    seen = json_for_role(LOG, Role.INSPECTOR)
    assert list(seen) == list(LOG)
    assert [one["t"] for one in seen["events"]] == [0, 1, 2]
    assert json_for_role(LOG, Role.ADMIN) == LOG


def test_the_table_goes_from_little_to_all() -> None:
    assert set(SEES) == set(Role)
    assert SEES[Role.INSPECTOR] < SEES[Role.AGENT] < SEES[Role.SUPERVISOR] < SEES[Role.ADMIN] == set(Personal)


@pytest.mark.parametrize("role", BELOW)
@pytest.mark.parametrize(
    "thing",
    [
        CallEntry(id="c1", direction="inbound", agent="robot", began=NOON, number=PHONE),
        Customer(id="k1", name="王小芳", number=PHONE, address="幸福路1号", fields={"备用电话": PHONE}, written=NOON),
        ContactPreference(number=PHONE, proof=f"别打{PHONE}了", since=NOON),
        CallBack(key="b1", number=PHONE, about=f"回{PHONE}", promised=NOON),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_nobody_below_a_supervisor_sees_a_number_whole(thing: object, role: Role) -> None:
    assert PHONE[3:7] not in repr(for_role(thing, role)).replace("2025, 3, 10, 12, 0", "")
