"""Answers that fit the question: each kind is heard, and answered so that a listener nods, in any field."""

import importlib
import random
import re
import sys
from collections.abc import Iterable

import pytest
from customer_halves import ALL, BARE, FRIENDLY_CLINIC, RESISTANT_BROADBAND, half

from huashu.customer import Chances, Leave, SimulatedCustomer, Speak
from huashu.customer.answers import answer
from huashu.customer.ears import listen
from huashu.customer.facts import Facts
from huashu.customer.meaning import asks_later, ends, is_busy, names_time
from huashu.customer.mood import Mood
from huashu.customer.paraphrase import asks
from huashu.customer.persona import PointKind
from huashu.customer.questions import Ask, question_in
from huashu.customer.reading import read_persona
from huashu.customer.voice import Voice
from huashu.playbook.model import Callee

CALM = Mood(patience=0.8, trust=0.6, anger=0.05, interest=0.6)
NEVER = Chances(wrong_number=0.0, someone_else=0.0, machine=0.0, unanswerable=0.0)
LIMIT = Mood(patience=0.4, trust=0.2, anger=0.6, interest=0.2)


def replies(question: str, callee: Callee = BARE, mood: Mood = CALM, runs: int = 40) -> list[str]:
    """What he answers to ``question`` over many calls, in words."""
    persona = read_persona(callee)
    found = []
    for seed in range(runs):
        rng = random.Random(seed)
        reply = answer(listen(question), mood, Facts(), rng, told=persona.told)
        voice = Voice(persona, rng)
        found.append(voice.say(reply.category, mood, {"n": reply.value, "v": reply.value or reply.word}))
    return found


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("喂，您好，请问是方晓吗？", Ask.IDENTITY),
        ("想跟您聊三分钟，您看行吗？", Ask.CONVENIENT),
        ("我把资料用短信发给您，可以吗？", Ask.CONSENT),
        ("您是说淋浴头不出热水，对吧？", Ask.CONFIRM),
        ("请您用一到五颗星评一评，打几颗星？", Ask.RATING),
        ("红色、灰色、米色三种，您要哪一种？", Ask.CHOICE),
        ("您是刷卡付还是用手机付？", Ask.CHOICE),
        ("孩子今年几岁？", Ask.AGE),
        ("这个月的电费一共多少钱？", Ask.AMOUNT),
        ("车间里有多少台机床？", Ask.COUNT),
        ("您大概多久理一次发？", Ask.COUNT),
        ("客厅有多大？", Ask.NUMBER),
        ("这台空调用了多久了？", Ask.DURATION),
        ("您哪天能来取？", Ask.WHEN),
        ("您是从哪儿听说我们店的？", Ask.WHERE),
        ("家里平时谁来浇花？", Ask.WHO),
        ("您当时为什么换了牌子？", Ask.WHY),
        ("您觉得送餐哪里做得不好？", Ask.FEEDBACK),
        ("买二手车您最担心什么？", Ask.WORRY),
        ("您希望我们怎么补救？", Ask.WISH),
        ("能不能举个例子？", Ask.EXAMPLE),
        ("除了这些还有别的问题吗？", Ask.ANYTHING_ELSE),
        ("退房的规定我说明白了吗？", Ask.CLEAR),
        ("要不要我们给您叫辆车？", Ask.OFFER),
        ("洗衣机修好了吗？", Ask.YES_NO),
        ("新窗户隔音效果怎么样？", Ask.STATE),
        ("您平常怎么联系物业？", Ask.HOW),
        ("这几样里哪一样最要紧？", Ask.WHICH),
        ("选学校您主要看什么？", Ask.WHAT),
        ("您请说，我听着。", Ask.INVITE),
        ("有什么事随时打给我们。", None),
        ("我们周五前把合同寄给您。", None),
    ],
)
def test_each_kind_of_question_is_heard(line: str, kind: Ask | None) -> None:
    found = question_in(line)
    assert (found.kind if found else None) is kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("您家有几口人，平时谁做饭？", Ask.WHO),
        ("店里生意怎么样，一天来多少位客人？", Ask.COUNT),
        ("方便问一下，您为什么退了课？", Ask.WHY),
        ("您喜欢哪一款，能说说理由吗？", Ask.FEEDBACK),
        ("上次是谁接的电话？问题解决了吗？", Ask.YES_NO),
    ],
)
def test_of_several_questions_the_last_counts(line: str, kind: Ask) -> None:
    found = question_in(line)
    assert found is not None and found.kind is kind


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("明天上午和后天下午都能上门，您哪个时间合适？", {"明天上午", "后天下午"}),
        ("发票给您寄到公司还是家里？", {"公司", "家里"}),
        ("价格、距离、口碑三个方面，您挑房子先看哪个？", {"价格", "距离", "口碑"}),
        ("您是想退货、换货还是维修？", {"退货", "换货", "维修"}),
    ],
)
def test_the_choices_are_heard_as_he_would_name_them(line: str, options: set[str]) -> None:
    found = question_in(line)
    assert found is not None and set(found.options) == options


def test_a_read_back_with_still_in_it_offers_no_choice() -> None:
    found = question_in("收货人还是您爱人，对吗？")
    assert found is not None and found.kind is Ask.CONFIRM


@pytest.mark.parametrize(
    ("question", "fits"),
    [
        ("您收到快递了吗？", r"收到|对|是|没|还|好了|有"),
        ("您收到了吗？", r"收到"),
        ("门锁现在用着正常吗？", r"正常"),
        ("水压高不高？", r"高"),
        ("您家里有电梯吗？", r"有|没"),
        ("您是头一回来吗？", r"对|是|嗯"),
        ("您以前租过车吗？", r"有|没"),
        ("这个价您能接受吗？", r"可以|行|接受|没问题|不|有点难"),
        ("明年还打算参加吗？", r"想法|打算|会|考虑|定|想好"),
        ("您是说门关不上，对吗？", r"对|嗯|是|没错"),
        ("我下午把图纸发给您，可以吗？", r"行|好|可以|想|看"),
        ("一共来多少位？", r"位|清楚|不知道|记"),
        ("您一个月来几趟？", r"[两三四一]趟"),
        ("家里住几楼？", r"楼"),
        ("这辆车多少钱买的？", r"百|千|万|块"),
        ("您家用了多久了？", r"年|月|天|礼拜"),
        ("您周几有空？", r"周|礼拜"),
        ("您几点下班？", r"点"),
        ("您是从哪里知道我们的？", r"朋友|网上|路过|家里人"),
        ("平时谁用这台电脑？", r"我|家里人"),
        ("满分十分，您打几分？", r"[一二三四五六七八九十]分"),
        ("您给几颗星？", r"[一二三四五]颗星"),
        ("您对送货满意吗？", r"满意|好|不错|一般|还行|怎么样"),
        ("我讲清楚了吗？", r"清楚|明白|知道|嗯"),
    ],
)
def test_a_closed_question_gets_what_it_asks_for(question: str, fits: str) -> None:
    for said in replies(question):
        assert re.search(fits, said), said
        assert not ends(said), said


OPEN_LINES = (
    "您当时为什么换了牌子？",
    "您平常怎么联系物业？",
    "选学校您主要看什么？",
    "这几样里哪一样最要紧？",
    "您希望我们怎么补救？",
    "能不能举个例子？",
    "新窗户隔音效果怎么样？",
    "您请说，我听着。",
)


@pytest.mark.parametrize("line", OPEN_LINES)
@pytest.mark.parametrize("mood", [CALM, LIMIT])
def test_an_open_question_is_never_answered_with_a_bare_yes_or_no(line: str, mood: Mood) -> None:
    for said in replies(line, mood=mood):
        assert not re.fullmatch(r"(对|是|有|没有|会|可以|嗯|不是|是的|有的|会的)(的|啊|吧|呀)?", said), said
        assert not ends(said), said


def said_to(callee: Callee, line: str, seed: int) -> Iterable[tuple[str, list[str]]]:
    """What he says to ``line`` after a plain beginning, with the acts of it."""
    customer = SimulatedCustomer(callee, seed, chances=NEVER)
    customer.pick_up()
    customer.hear("您好，我是青云公司的小宋，想回访一下上次的服务。", 0, 3000)
    for move in customer.hear(line, 5000, 8000):
        if isinstance(move, Speak):
            yield move.text, customer.truth()["utterances"][-1]["acts"]


@pytest.mark.parametrize("key", ["clinic", "bank", "parent", "bare", "course"])
def test_of_the_times_offered_he_takes_one_or_says_plainly_that_he_cannot(key: str) -> None:
    line = "下周三和下周五上午都可以，您哪天来方便？"
    for seed in range(60):
        for text, acts in said_to(ALL[key], line, seed):
            if "provide_info" in acts:
                assert re.search(r"下周三|下周五|换成|改成|不太行|不巧", text), text


@pytest.mark.parametrize("line", ["好的，我们三天内给您回电话。", "那就这样定了，到时候短信通知您。"])
def test_a_promise_is_acknowledged_and_nobody_is_told_to_go_on(line: str) -> None:
    for seed in range(80):
        for text, acts in said_to(FRIENDLY_CLINIC, line, seed):
            if acts == ["backchannel"]:
                assert not re.search(r"您说|你说|请讲|方便", text), text


def test_values_come_from_the_half_when_it_has_one() -> None:
    callee = half(
        "冯女士，58岁，茶馆老板。", ["茶馆开了十二年，店里有九张桌子。"], [], ["来的都是熟客，每天卖二十壶茶"]
    )
    persona = read_persona(callee)
    for question, value in (
        ("茶馆开了多久了？", "十二年"),
        ("店里有多少张桌子？", "九张"),
        ("您今年多大年纪？", "58岁"),
    ):
        reply = answer(listen(question), CALM, Facts(), random.Random(1), told=persona.told)
        assert reply.value == value


def test_a_bare_value_among_his_example_lines_answers_for_it() -> None:
    persona = read_persona(half("冯女士。", imitate=["都来，七个人吧。"]))
    reply = answer(listen("那天大概来几位？"), CALM, Facts(), random.Random(2), told=persona.told)
    assert reply.value == "七个人"


def test_told_mid_call_that_it_is_a_machine_he_does_not_start_over() -> None:
    for seed in range(60):
        customer = SimulatedCustomer(FRIENDLY_CLINIC, seed, chances=NEVER)
        customer.pick_up()
        for line in ("您好，我是青云公司的小宋，想回访一下上次的服务。", "体检的报告已经出来了。"):
            customer.hear(line, 0, 3000)
        for move in customer.hear("是的，我是智能客服，请您放心。", 5000, 8000):
            assert not isinstance(move, Speak) or "您好" not in move.text


def test_a_value_of_something_else_is_not_taken_for_the_answer() -> None:
    persona = read_persona(half("冯女士。", ["房子买了十二年。"]))
    values = {
        answer(listen("孩子的课上了几个月？"), CALM, Facts(), random.Random(seed), told=persona.told).value
        for seed in range(20)
    }
    assert "十二年" not in values


@pytest.mark.parametrize("question", ["您家有几口人？", "您哪天有空？", "这辆车多少钱买的？", "门锁正常吗？"])
def test_asked_again_he_says_the_same(question: str) -> None:
    for seed in range(30):
        facts, rng = Facts(), random.Random(seed)
        first = answer(listen(question), CALM, facts, rng)
        again = answer(listen("不好意思，再问一遍，" + question), LIMIT, facts, rng)
        assert (again.category, again.value) == (first.category, first.value)
        assert again.again and not first.again


def test_a_question_of_fact_is_no_matter_of_taste() -> None:
    said = replies("声音跟以前比，是大了还是小了？")
    assert all("大了" in text or "小了" in text or "有" in text for text in said)
    assert not any("倾向" in text or "选" in text for text in said)


def test_a_concern_is_no_grievance_and_no_one_elses_wish_is_his() -> None:
    persona = read_persona(
        half(
            "小段，26岁。",
            ["上个月订的柜子送来时门板裂了，报了修没人来。", "妈妈希望她早点搬回家住。"],
            ["首要——怕退款拖很久", "次要：担心又送错颜色"],
        )
    )
    assert [point.kind for point in persona.points] == [PointKind.GRIEVANCE]
    assert {point.kind for point in persona.worries} == {PointKind.WORRY}
    assert all("——" not in point.spoken and "首要" not in point.spoken for point in persona.worries)


@pytest.mark.parametrize(
    "example", ["行吧，周四下午。", "三个人。", "能改到晚上不？我下班晚。", "别耽误我出车。", "请把详细资料发给我。"]
)
def test_example_lines_that_answer_or_ask_make_no_points(example: str) -> None:
    assert read_persona(half("小段。", imitate=[example])).points == ()


def test_inner_states_and_dispositions_are_not_spoken_as_points() -> None:
    persona = read_persona(half("小段。", ["又嫌手续繁琐，心里不踏实却不肯讲。", "和同事吵过架。"]))
    assert persona.points == ()


@pytest.mark.parametrize("heading", ["问题二", "回答", "题三：", "Q2"])
def test_a_heading_taken_for_a_question_is_not_asked(heading: str) -> None:
    assert not asks(heading)


def test_busy_and_a_later_time_come_in_one_breath() -> None:
    for key, callee in ALL.items():
        voice = Voice(read_persona(callee), random.Random(key))
        for variant in ("", "meeting", "driving", "child", "work", "street"):
            for _ in range(15):
                text = voice.say("busy_later", CALM, {}, variant)
                if text:
                    assert ends(text) and (asks_later(text) or is_busy(text)), text
    voice = Voice(read_persona(BARE), random.Random(1))
    said = [voice.say("busy_later", CALM) for _ in range(60)]
    assert sum(names_time(text) for text in said) > 30
    assert any("明天" in text for text in said)


def test_pushed_while_angry_he_ends_it() -> None:
    ended = 0
    for seed in range(60):
        customer = SimulatedCustomer(RESISTANT_BROADBAND, seed, chances=NEVER)
        customer.pick_up()
        clock = 0
        for line in ("您先别挂，听我说完。", "您误会了，是您自己没弄清楚。", "您再考虑考虑，为什么不听我说完？") * 2:
            if any(isinstance(move, Leave) for move in customer.hear(line, clock, clock + 2500)):
                break
            clock += 4000
        ended += any(
            signal["cause"] in ("emotion", "refusal", "do_not_contact") for signal in customer.truth()["end_signals"]
        )
    assert ended > 45


def test_a_refusal_is_never_a_bare_no_that_could_answer_the_question() -> None:
    for key, callee in ALL.items():
        voice = Voice(read_persona(callee), random.Random(key))
        for mood in (CALM, LIMIT):
            for _ in range(40):
                assert voice.say("refuse", mood).rstrip("。") not in {
                    "不用了",
                    "不需要",
                    "不用了，谢谢",
                    "不需要，谢谢",
                }


def test_the_rooms_modules_import_in_any_order() -> None:
    names = ["conduct", "cooperation", "state", "answers", "questions", "ears"]
    kept = {name: module for name, module in sys.modules.items() if name.startswith("huashu.customer")}
    try:
        for first in names:
            for name in kept:
                sys.modules.pop(name, None)
            importlib.import_module(f"huashu.customer.{first}")
    finally:
        sys.modules.update(kept)
