"""The ears of callers: what lines of an agent ask, tell and read back, in many wordings."""

from random import Random

import pytest
from caller_desks import WATER, Agent

from huashu.customer import SimulatedCaller
from huashu.customer.callers.fields import Particular, asked_for
from huashu.customer.callers.hearing import Cue, listen
from huashu.customer.callers.reading_back import misread
from huashu.customer.callers.values import codes, dictated, has, numbers, pieces

ASKED = [
    ("请问还有什么可以帮您的吗？", Cue.ELSE),
    ("您看还有其他需要处理的事情吗？", Cue.ELSE),
    ("请问您对这次的服务还满意吗？", Cue.SATISFIED),
    ("您对处理结果满意吗？", Cue.SATISFIED),
    ("查询要一两分钟，请您在线等一下，可以吗？", Cue.HOLD_REQUEST),
    ("麻烦您稍候片刻，好吗？", Cue.HOLD_REQUEST),
    ("查到后给您回个电话，您看行吗？", Cue.CALL_BACK),
    ("请问打哪个号码联系您方便？", Cue.CONTACT_ASKED),
    ("您现在打来的这个号码可以联系到您吗？", Cue.CONTACT_ASKED),
    ("这个座机是直线还是要转分机？", Cue.DIRECT_LINE),
    ("请问是您本人吗？", Cue.HIMSELF),
    ("您好，请问能听见我说话吗？", Cue.HEAR_ME),
    ("您那边声音有点小，麻烦您大声一点好吗？", Cue.SPEAK_UP),
    ("电话里有回声，麻烦您拿起听筒好吗？", Cue.HANDSET),
    ("刚才没听清，请您再说一遍好吗？", Cue.SAY_AGAIN),
    ("号码有点长，请您拿笔记一下，好吗？", Cue.WRITE_DOWN),
    ("您都记下来了吗？", Cue.WRITTEN),
    ("这样解释您清楚了吗？", Cue.CLEAR),
    ("方便说一下您想取消的原因吗？", Cue.REASON_ASKED),
    ("我现在就帮您登记报修，可以吗？", Cue.CONSENT_DO),
    ("您的电话是13800001234，对吗？", Cue.READ_BACK),
    ("您说了两件事，我们先办哪一件？", Cue.ORDER_OF),
    ("请问您想办理什么业务？", Cue.NEED_ASKED),
]
TOLD = [
    ("您好，这里是清源水务，工号012，很高兴为您服务。", Cue.GREETS),
    ("感谢您来电，祝您生活愉快，再见。", Cue.CLOSES),
    ("非常抱歉给您添麻烦了。", Cue.EMPATHY),
    ("还在为您查，请您再等一下。", Cue.PROGRESS),
    ("让您久等了，谢谢您的等待。", Cue.WAITED),
    ("已经为您办理成功了。", Cue.DONE),
    ("工单号是GD20260001。", Cue.ORDER_TOLD),
    ("我们会在24小时之内联系您。", Cue.PROMISED),
    ("系统现在没有响应，暂时查不了。", Cue.CANNOT_NOW),
    ("提供的资料没有核对上。", Cue.IDENTITY_FAILED),
    ("没有核实身份，账户里的内容先不给您查询。", Cue.IDENTITY_STOPPED),
    ("这样做是为了保护您的信息安全。", Cue.IDENTITY_WHY),
    ("请您到城南营业厅办理，地址是南门路12号。", Cue.COUNTER_TOLD),
    ("这超出了我的权限，抱歉。", Cue.BEYOND),
    ("您的建议我记下了，会反馈给产品部门。", Cue.SUGGESTION_TAKEN),
    ("您说的事跟我们的业务没有关系。", Cue.UNRELATED),
    ("如果没有别的问题，我们将挂断电话。", Cue.WILL_HANG_UP),
    ("我是智能语音助手。", Cue.ROBOT_YES),
]


@pytest.mark.parametrize(("line", "cue"), ASKED)
def test_a_question_is_heard_for_what_it_asks(line: str, cue: Cue) -> None:
    assert cue in listen(line).asked
    assert cue in listen(f"好的，我明白了。{line}").asked


@pytest.mark.parametrize(("line", "cue"), TOLD)
def test_a_statement_is_heard_for_what_it_tells(line: str, cue: Cue) -> None:
    assert cue in listen(line).cues


def test_a_short_tag_asks_about_the_sentence_before_it() -> None:
    assert "登记手机号" in listen("请您报一下登记手机号。可以吗？").asks
    assert listen("接打电话每分钟一块钱。您确认办理吗？").asks == "您确认办理吗？"


PARTICULARS = (
    Particular(name="登记手机号", kind="phone", value="13800001234", proves=True),
    Particular(name="户主姓名", kind="name", value="邵国平", proves=True),
    Particular(name="漏水地址", kind="place", value="南门路3号", ask="请问是哪里漏水？"),
    Particular(name="上门时间", kind="time", value="周六上午", ask="您哪天方便？"),
)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("麻烦您报一下登记手机号和户主姓名，好吗？", ["登记手机号", "户主姓名"]),
        ("请问手机号是多少？", ["登记手机号"]),
        ("请问怎么称呼您？", ["户主姓名"]),
        ("是家里什么地方在漏呢？", ["漏水地址"]),
        ("师傅哪天上门您方便？", ["上门时间"]),
        ("您看什么时候方便？", ["上门时间"]),
        ("请问还有别的事吗？", []),
    ],
)
def test_what_is_asked_for_is_known_by_name_or_by_kind(line: str, names: list[str]) -> None:
    assert [particular.name for particular in asked_for(line, PARTICULARS, frozenset())] == names


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("您的号码是138 0000 1234", "13800001234"),
        ("一三八，零零零零，幺二三四", "13800001234"),
        ("欠费128.60元", "128.60元"),
        ("二月三日抄的表", "2月3号"),
        ("星期六上午", "周六上午"),
        ("十二号楼", "12栋"),
    ],
)
def test_a_value_is_found_however_it_is_written(text: str, value: str) -> None:
    assert has(text, value)


def test_a_value_that_is_not_there_is_not_found() -> None:
    assert not has("欠费128.50元", "128.60元")
    assert numbers("尾号是1234和56") == ("1234",)


def test_the_number_of_an_order_is_found_spaced_or_not() -> None:
    assert codes("单号是GD 2026 0001，请记一下") == ("GD20260001",)
    assert codes("受理号260310001") == ("260310001",)
    assert codes("24小时内联系您") == ()


def test_long_numbers_are_dictated_in_pieces() -> None:
    assert pieces("13800001234") == ("138", "0000", "1234")
    assert "".join(pieces("4417263599")) == "4417263599"
    assert dictated("110") == "幺幺零"


def reported(seed: int = 3) -> Agent:
    agent = Agent(SimulatedCaller(WATER, Random(seed), kind="landline_call_back"), WATER)
    agent.start()
    agent.say("请问是哪里漏水？")
    agent.say("请留一个联系电话，好吗？")
    return agent


def test_what_is_read_back_right_is_confirmed() -> None:
    agent = reported()
    given = {row["name"]: row["value"] for row in agent.caller.truth()["given"]}
    agent.say(f"您的漏水地址是{given['漏水地址']}，联系电话是{given['联系电话']}，对吗？")
    assert agent.caller.truth()["corrections"] == []
    assert {row["name"] for row in agent.caller.truth()["confirmed"]} == {"漏水地址", "联系电话"}


def test_what_is_read_back_wrong_is_corrected_by_his_facts() -> None:
    agent = reported()
    phone = {row["name"]: row["value"] for row in agent.caller.truth()["given"]}["联系电话"]
    wrong = phone[:-2] + f"{(int(phone[-2:]) + 37) % 100:02d}"
    agent.say(f"跟您核对一下，联系电话是{wrong}，对吗？")
    assert agent.caller.truth()["corrections"][0]["right"] == phone
    assert phone in agent.heard[-1]


def test_another_number_of_the_agent_s_own_is_not_corrected() -> None:
    agent = reported()
    assert misread(agent.caller._scene, "工单号是GD20260001，您记下了，对吗？") is None


def test_a_wrong_matter_is_put_right() -> None:
    for seed in range(8):
        agent = Agent(SimulatedCaller(WATER, Random(seed), kind="landline_call_back"), WATER)
        agent.start()
        agent.say("您要办理的是过户，对吗？")
        assert agent.caller.truth()["corrections"], agent.heard


def test_the_wrong_record_is_not_taken_for_an_answer() -> None:
    who = next(
        caller
        for seed in range(40)
        if (caller := SimulatedCaller(WATER, Random(seed), kind="wrong_identity")).person.needs[0].name == "欠费查询"
    )
    assert who.person.needs[0].values
    other = SimulatedCaller(WATER, Random(5), kind="hold_impatient")
    agent = Agent(other, WATER)
    agent.start()
    need = other.truth()["needs"][0]
    wrong = "停水时段" if need["name"] == "欠费查询" else "欠费金额"
    agent.say(f"查到了，是{other.records()[wrong]}。")
    assert other.truth()["needs"][0]["got"] is None
    assert other.truth()["utterances"][-1]["does"] == "wrong_answer"


def test_a_genuine_caller_who_is_treated_as_a_harasser_protests() -> None:
    for kind in ("odd_true_story", "swearing", "drunk"):
        agent = Agent(SimulatedCaller(WATER, Random(kind), kind=kind), WATER)
        agent.start()
        agent.say("抱歉，您说的事跟我们的业务没有关系，没有别的问题我们将挂断电话。")
        assert agent.caller.truth()["mistaken"]
