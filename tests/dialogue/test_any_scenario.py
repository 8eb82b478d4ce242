"""A call on a scenario that asks for things: answers heard, said back, recorded, corrected, declined, never asked thrice."""

from dataclasses import replace

import pytest
from stage import Stage, context, playbook

from huashu.call import Done, EndReason, Goal, HangUp, NoteKind, Say
from huashu.casework import Record, record_of
from huashu.dialogue import start
from huashu.dialogue.script.manner import Trait, known_traits
from huashu.playbook.own_facts import Fact

SCENARIO = """# 电话拨打方
## 角色
杜珊——云栖家居的配送专员，女，28岁。
## 核心任务
与客户约定衣柜的送货时间，确认送货地址，问清楼层情况，并告知安装安排。
## 目标客户画像
- 姓名：何立先生
- 订单：双门衣柜一件
{profile}
## 分步流程和话术
1. **确认身份**
   - “您好，请问是何立先生吗？”
2. **说明来意**
   - “我是云栖家居的杜珊，您订的双门衣柜到货了，跟您约一下送货。”
3. **约定时间**
   - “您看哪天方便收货？”
4. **确认地址**
   - “麻烦您说一下送货的详细地址。”
5. **了解楼层**
   - “您家楼里有电梯吗？”
6. **赠送清洁**
   - “我们可以送您一次免费清洁，需要给您登记吗？”
   - “清洁师傅会提前一天给您打电话。”
7. **告知安装**
   - “师傅送到以后当场安装，大约一个小时。”
## 问答知识库
- Q：送货要另外收钱吗？
  A：送货上门不另外收费。
- Q：旧衣柜能帮忙搬走吗？
  A：可以帮您搬到楼下，不收费用。
## 开场白
“您好，请问是何立先生吗？我是云栖家居的杜珊，您订的衣柜到货了。”
## 结束条件
1. 送货时间和地址都已确认
2. 客户要求另约时间再联系
3. 客户明确拒绝
## 结束语
- “感谢您的配合，师傅会准时上门，再见。”
- “好的，您先忙，改天再跟您联系，谢谢您。”
- “明白了，不打扰您，谢谢接听。”
"""


def call(profile: str = "") -> Stage:
    """A call on the scenario, just connected; ``profile`` adds a line to what is known of him."""
    ctx = context(playbook(SCENARIO.replace("{profile}", profile)))
    return Stage(ctx=ctx, call=start(ctx)).connect()


def record(played: Stage) -> Record:
    return record_of([Done(at=0, action=action) for action in played.actions if not isinstance(action, Say)])


TO_THE_TIME = ("是我|affirm_identity", "嗯|backchannel")


def test_a_value_is_said_back_recorded_under_its_name_and_agreed() -> None:
    played = call().hear(*TO_THE_TIME, "周六上午吧|provide_info", "翠湖路18号2单元501|provide_info")
    assert "周六上午" in played.lines[3]
    assert "翠湖路18号2单元501" in played.lines[4]
    answers = record(played).answers
    assert [(reply.step, reply.wants, reply.stance) for reply in answers] == [
        (3, "time", "given"),
        (4, "place", "given"),
    ]
    assert set(record(played).agreed.values()) == {"周六上午", "翠湖路18号2单元501"}


def test_a_bare_yes_to_a_question_for_a_value_is_asked_on_once() -> None:
    played = call().hear(*TO_THE_TIME, "好的|affirm")
    assert "哪天方便收货" in played.lines[-1]
    assert played.lines[-1] != played.lines[-2]
    played.hear("嗯|affirm")
    assert "地址" in played.lines[-1]


def test_an_answer_that_is_changed_later_is_changed_in_the_record() -> None:
    played = call().hear(*TO_THE_TIME, "周六上午吧|provide_info", "不对，改成周日下午|correct,provide_info")
    assert "周日下午" in played.lines[-1]
    assert list(record(played).agreed.values()) == ["周日下午"]


def test_what_he_will_not_tell_stops_that_step_and_not_the_call() -> None:
    played = call().hear(*TO_THE_TIME, "周六上午|provide_info", "这个不方便说|refuse")
    assert played.reason is None
    assert "电梯" in played.lines[-1]
    assert record(played).answers[-1].stance == "declined"


def test_a_minor_offer_that_is_declined_takes_the_rest_of_its_step_with_it() -> None:
    played = call().hear(
        *TO_THE_TIME, "周六上午|provide_info", "翠湖路18号|provide_info", "有电梯|affirm", "不用了|refuse"
    )
    assert played.reason is None
    assert "当场安装" in played.lines[-1]
    assert not any("清洁师傅" in line for line in played.lines)


def test_a_time_that_sounds_like_being_busy_is_the_answer() -> None:
    played = call().hear(*TO_THE_TIME, "周末吧，平时都忙|busy")
    assert played.reason is None
    assert any(note.kind is NoteKind.ANSWER for note in played.notes)


@pytest.mark.parametrize(
    "words", ["没空，别再打了|busy,do_not_contact", "我在开会，回头再打|busy,call_later", "不说了，挂了|end_call"]
)
def test_words_that_leave_end_the_call_whatever_was_asked(words: str) -> None:
    assert call().hear(*TO_THE_TIME, words).reason is not None


def test_no_question_is_asked_a_third_time() -> None:
    played = call().hear(
        *TO_THE_TIME, *[f"你们那边有{thing}吗|question" for thing in ("沙发", "书桌", "灯", "地毯", "窗帘")]
    )
    assert sum("哪天方便" in line for line in played.lines) <= 3


def test_a_question_of_the_knowledge_in_its_own_words_is_answered_whatever_it_sounds_like() -> None:
    played = call()
    found = played.ctx.match
    played.ctx = replace(played.ctx, match=lambda text: replace(found(text), score=1.0 if found(text).entry else 0.0))
    played.hear(*TO_THE_TIME, "送货要另外收钱吗？|refuse")
    assert played.reason is None
    assert "不另外收费" in played.lines[-1]


@pytest.mark.parametrize(("greeting", "told"), [("是我|affirm_identity", True), ("你哪位|ask_identity", False)])
def test_what_the_document_knows_of_him_is_told_to_nobody_else(greeting: str, told: bool) -> None:
    played = call()
    fact = Fact(text="您订的是双门衣柜一件。", line=8, source="profile", private=True)
    played.ctx = replace(played.ctx, fact=lambda _question: fact)
    played.hear(greeting, "我订的是什么来着|question")
    assert any("双门衣柜一件" in line for line in played.lines) is told


def test_a_question_nobody_can_answer_is_noted_and_promised() -> None:
    played = call().hear(*TO_THE_TIME, "你们老板姓什么|question")
    assert record(played).open_questions == ("你们老板姓什么",)


def test_somebody_known_to_be_busy_hears_lines_joined() -> None:
    plain, busy = call(), call("- 特点：工作忙碌，惜时")
    assert Trait.BUSY in known_traits(playbook(SCENARIO.replace("{profile}", "- 特点：工作忙碌，惜时")))
    for played in (plain, busy):
        played.hear("是我|affirm_identity")
    assert "哪天方便" in busy.lines[-1]
    assert "哪天方便" not in plain.lines[-1]


def test_somebody_who_presses_hears_only_what_matters() -> None:
    played = call().hear("是我，快说重点|affirm_identity")
    assert len(played.lines[-1]) < 60
    assert "哪天方便" in played.lines[-1]


def test_a_call_in_which_everything_was_settled_has_reached_its_goal() -> None:
    played = call().hear(
        *TO_THE_TIME,
        "周六上午|provide_info",
        "翠湖路18号|provide_info",
        "有的|affirm",
        "好啊|affirm",
        "好|affirm",
        "好|affirm",
    )
    assert played.reason is EndReason.COMPLETED
    kept = record(played)
    assert (kept.goal, kept.end_condition) == (Goal.REACHED, "送货时间和地址都已确认")
    assert "准时上门" in played.lines[-1]


@pytest.mark.parametrize(
    ("words", "goal", "condition"),
    [
        ("没兴趣，不要了|refuse", Goal.REFUSED, "客户明确拒绝"),
        ("明天下午再打吧|call_later", Goal.LATER, "客户要求另约时间再联系"),
    ],
)
def test_the_goal_and_the_documents_condition_follow_the_reason(words: str, goal: Goal, condition: str) -> None:
    played = call().hear("是我|affirm_identity", words)
    kept = record(played)
    assert (kept.goal, kept.end_condition) == (goal, condition)


def test_an_unanswered_promise_of_ours_is_followed_by_the_question_not_by_are_you_there() -> None:
    played = call().hear(*TO_THE_TIME, "你们老板姓什么|question")
    assert "哪天方便" in played.lines[-1]


def test_the_goal_stands_in_the_action_that_ends_the_call() -> None:
    played = call().hear("是我|affirm_identity", "没兴趣|refuse")
    assert [action.goal for action in played.actions if isinstance(action, HangUp)] == [Goal.REFUSED]


def test_what_the_profile_holds_is_put_to_him_to_confirm_instead_of_asked() -> None:
    script = SCENARIO.replace("{profile}", "- 送货地址：青禾路12号3单元").replace(
        "麻烦您说一下送货的详细地址。", "请问您的送货地址是哪里？"
    )
    ctx = context(playbook(script))
    played = Stage(ctx=ctx, call=start(ctx)).connect().hear(*TO_THE_TIME, "周六上午|provide_info")
    assert "青禾路12号3单元，对吗" in played.lines[-1]
    played.hear("对的|affirm")
    assert record(played).answers[-1].stance == "yes"


def test_nobody_is_greeted_twice() -> None:
    played = call().hear("是我|affirm_identity")
    assert sum("您好" in line for line in played.lines) == 1
