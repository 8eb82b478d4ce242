"""Whole calls at a service line: what is asked, looked up, promised, told and closed."""

import pytest
from desk_stage import PRIVATE, DeskLine, call_with, context

from huashu.call import DoNotContact, EndReason, HangUp, LookUp, OpenOrder, OrderKind, Transfer
from huashu.dialogue.desk.state import Phase
from huashu.dialogue.desk.wording import lines
from huashu.language import default_understander
from huashu.standard import load_standard, utterance_faults

ME = "王建国，13800012345"


def closed(line: DeskLine) -> HangUp:
    (hang_up,) = line.actions(HangUp)
    assert isinstance(hang_up, HangUp)
    return hang_up


def order_of(line: DeskLine) -> OpenOrder:
    (order,) = line.actions(OpenOrder)
    assert isinstance(order, OpenOrder)
    return order


def test_the_greeting_names_organisation_and_agent_and_offers_service() -> None:
    (greeting,) = DeskLine().texts()
    assert all(part in greeting for part in ("青禾宽带", "0612", "为您服务", "请问"))


def test_a_look_up_asks_who_he_is_and_then_tells_the_exact_value() -> None:
    line = DeskLine()
    assert "登记手机号和姓名" in line.hear("帮我看看话费还剩多少")
    assert not any(secret in text for text in line.texts() for secret in PRIVATE)
    assert "36.5元" in line.hear(ME)
    assert "我的余额" in line.lines[-1].text, "the self-service way is told afterwards, as help (S3.19)"
    line.hear("清楚", "没有了", "满意")
    assert closed(line).reason is EndReason.COMPLETED
    assert closed(line).after >= 8000, "the customer hangs up first"
    assert line.noted("满意度") == ["满意"]


def test_wrong_answers_are_limited_and_do_not_tell_which_part_was_wrong() -> None:
    line = DeskLine()
    line.hear("查下余额")
    for _ in range(3):
        line.hear("王建军，13800012345")
    failed = [text for text in line.texts() if "没有核对上" in text]
    assert len(failed) == 2, "the third failure ends it"
    assert not any("姓名不" in text or "手机号不" in text or "号码不" in text for text in failed)
    assert "没有通过" in "".join(line.texts())
    line.hear("王建国，13800012345")
    assert not any("36.5" in text for text in line.texts()), "nothing more is tried in this call"


def test_a_name_misheard_for_one_of_the_same_sound_is_the_same_name() -> None:
    line = call_with(["查下余额", "王健国，13800012345"])
    assert any("36.5元" in text for text in line.texts())


def test_who_will_not_say_who_he_is_gets_the_reason_once_and_then_his_way() -> None:
    line = DeskLine()
    line.hear("查下余额")
    assert "核对" in line.hear("凭什么要报这个") and "登记手机号" in line.lines[-1].text
    answer = line.hear("我就不说")
    assert "不勉强" in answer and not any(isinstance(one, LookUp) for _, one in line.done)
    line.hear("没有了", "一般吧")
    assert line.call.phase is Phase.CLOSING


def test_nothing_of_an_account_is_told_to_somebody_else() -> None:
    line = DeskLine()
    line.hear("帮我妈查下她的话费余额")
    answer = line.hear("我不是机主，是我妈的号")
    assert "本人" in answer
    assert not any(isinstance(one, LookUp) for _, one in line.done)


def test_a_fault_becomes_an_order_that_is_read_back_and_promised_only_once_it_exists() -> None:
    line = DeskLine(slow=1500)
    line.hear("我家宽带从昨天晚上开始就上不了网")
    asked = [text for text in line.texts() if "什么现象" in text]
    assert not asked, "what he has told is not asked again"
    line.hear("可以", "我姓王，是我本人")
    assert "对吗" in line.lines[-1].text
    before = len(line.lines)
    line.hear("对的")
    order = order_of(line)
    assert (order.kind, order.department, order.within) == (OrderKind.FAULT, "网络维护部", "24小时")
    assert order.contact == "13800012345" and order.name == "王"
    told = "".join(text.text for text in line.lines[before:])
    assert "11200001" in told and "明天上午10点" in told and "断电半分钟" in told
    assert line.noted("工单") == ["11200001"]
    line.hear("记下了", "没有了", "满意")
    assert closed(line).reason is EndReason.BACK_OFFICE


def test_what_he_puts_right_in_the_reading_back_is_read_back_again() -> None:
    line = call_with(["家里断网了从昨天晚上开始的", "可以", "免贵姓李"])
    if "什么现象" in line.lines[-1].text:
        line.hear("光猫一直闪红灯")
    assert "13911112222" in line.hear("不对，联系电话打13911112222").replace(" ", "")
    line.hear("对")
    assert order_of(line).contact == "13911112222"


def test_when_the_order_system_is_down_no_number_is_invented() -> None:
    line = DeskLine(down=True)
    line.hear("我家宽带从昨天晚上开始就上不了网", "可以", "我姓王", "对的")
    told = "".join(line.texts())
    assert "没有响应" in told and "补登记" in told and "短信" in told
    assert "1120" not in told and not line.noted("工单")


def test_when_the_records_cannot_be_reached_he_is_called_back() -> None:
    line = DeskLine(down=True)
    line.hear("查下余额", ME)
    assert "没有响应" in "".join(line.texts())


def test_a_service_is_explained_with_its_fee_before_it_is_done() -> None:
    line = call_with(["办停机保号", ME])
    assert "每月5元" in line.lines[-1].text and "不能打电话" in line.lines[-1].text
    assert not line.actions(OpenOrder)
    line.hear("办吧")
    assert order_of(line).kind is OrderKind.SERVICE


def test_a_service_that_he_thinks_better_of_is_not_done() -> None:
    line = call_with(["办停机保号", ME, "那算了，不办了"])
    assert not line.actions(OpenOrder)
    assert "先不办理" in "".join(line.texts())


def test_counter_business_names_the_nearest_counter_the_papers_and_the_fee() -> None:
    line = call_with(["我想把号过户给我老婆", "西湖区"])
    told = line.lines[-1].text
    assert "西湖大道5号" in told and "双方身份证" in told and "不收费" in told
    line.hear("明白", "没有了", "满意")
    assert closed(line).reason is EndReason.REFERRED


def test_beyond_authority_he_is_told_why_and_offered_a_way() -> None:
    line = call_with(["违约金能不能免了啊"])
    assert "主管审批" in line.lines[-1].text and "抱歉" in line.lines[-1].text
    line.hear("行，你提交吧", "可以", "免贵姓李")
    assert order_of(line).department == "客户关怀部"


@pytest.mark.parametrize(("reason", "offer"), [("资费太贵了用不起", True), ("我要出国了", False)])
def test_a_leaver_is_asked_why_and_offered_what_fits_his_reason(reason: str, offer: bool) -> None:
    line = call_with(["这个号我不用了，要注销", ME, reason])
    assert ("19元" in line.lines[-1].text) is offer


def test_who_stays_firm_leaves_with_thanks() -> None:
    line = call_with(["这个号我不用了，要注销", ME, "太贵了", "不考虑，就是要销", "确认"])
    assert order_of(line).subject == "销号"
    assert any("支持" in text for text in line.texts())


def test_unwanted_messages_are_explained_and_stopped_as_he_likes() -> None:
    line = call_with(["老收到你们短信烦死了", "不要再发了"])
    (mark,) = line.actions(DoNotContact)
    assert isinstance(mark, DoNotContact) and mark.channels == ("sms",) and mark.scope == "sales"
    assert any("免费" in text for text in line.texts())


def test_two_requests_are_listed_and_taken_in_his_order() -> None:
    line = DeskLine()
    answer = line.hear("我要停机保号，另外再问下营业厅几点上班")
    assert "两件事" in answer and "先办哪一件" in answer
    assert "上午9点" in line.hear("先说营业厅")
    assert "停机保号" in "".join(line.texts()[-2:])


def test_a_complaint_is_felt_with_before_it_is_taken_down() -> None:
    line = DeskLine()
    answer = line.hear("你们那个师傅态度太差了我要投诉他")
    assert "抱歉" in answer and "什么情况" in answer
    line.hear("上周来修光猫，在我家抽烟，还骂人", "可以", "王", "对")
    order = order_of(line)
    assert order.kind is OrderKind.COMPLAINT and "抽烟" in order.details["情况"]


@pytest.mark.parametrize("asked", ["我想问下旧手机你们回收吗", "能不能帮我订个酒店", "有没有给老人装的紧急呼叫按钮"])
def test_unknown_business_is_asked_about_and_never_answered_out_of_thin_air(asked: str) -> None:
    line = DeskLine()
    first = line.hear(asked)
    assert any(word in first for word in ("再说一遍", "再讲一遍", "您说的是", "您是想", "核实", "确切")), first
    line.hear("不是这个，" + asked)
    line.hear("就是我刚才说的，" + asked)
    assert not line.orders, "nothing is opened for what nobody has understood"
    assert not any("可以回收" in text or "已为您预订" in text for text in line.texts())


def test_a_person_is_asked_for_twice_and_then_there_is_one() -> None:
    line = call_with(["转人工"])
    assert not line.actions(Transfer)
    line.hear("我不跟机器说，给我转人工")
    assert line.actions(Transfer)


def test_whether_it_is_a_robot_is_answered_truthfully() -> None:
    assert "智能" in call_with(["你是机器人吧"]).lines[-1].text


def test_who_says_goodbye_is_let_go_at_once() -> None:
    line = call_with(["营业厅几点上班啊", "好的知道了，再见"])
    assert line.call.phase is Phase.CLOSING
    assert "再见" in line.lines[-1].text


def test_a_slow_system_is_waited_for_with_consent_word_and_thanks() -> None:
    line = DeskLine(slow=40_000)
    line.hear("查下余额", ME)
    line.wait(6000)
    assert "稍等" in line.lines[-1].text or "等" in line.lines[-1].text
    line.hear("可以")
    line.wait(40_000)
    gaps = [later.at - sooner.end for sooner, later in zip(line.lines, line.lines[1:], strict=False)]
    assert max(gaps[2:]) <= 30_000
    line.wait(45_000)
    assert "36.5元" in "".join(line.texts())


def test_every_line_of_ours_may_be_said() -> None:
    """What the standard would find in one of them is never said."""
    blanks = {
        "organisation": "青禾宽带", "department": "网络维护部", "agent": "0612", "fields": "登记手机号和姓名", "name": "宽带报修",
        "number": "11200001", "promised": "明天上午10点", "value": "周六上午", "list": "一是报修，二是查账单", "count": "两",
        "first": "查账单", "second": "查流量", "facts": "故障现象是断网", "effect": "停机后不能打电话。", "text": "每月59元。",
        "steps": "在掌上营业厅点余额", "why": "需要主管审批", "interim": "重启光猫", "fee": "每月5元", "purpose": "告诉您优惠。",
        "where": "产品部门", "address": "人民路18号", "hours": "", "documents": "身份证", "channels": "邮寄办理",
        "way": "我可以帮您提交。", "leader": "值班班长", "offer": "有19元套餐。", "results": "为您查询了余额", "ask": "请问几点？",
    }  # fmt: skip
    from huashu.dialogue.desk.wording import fill

    ears, standard = default_understander(), load_standard()
    faulty = {
        (name, wording): [fault.clause.id for fault in faults]
        for name, wordings in lines().items()
        for wording in wordings
        if (faults := utterance_faults(standard, fill(wording, blanks), "我想办个事", ears, direction="inbound"))
    }
    assert faulty == {}


def test_the_context_takes_the_risk_of_the_document() -> None:
    assert context().risk is context().desk.risk
