"""Which question an utterance answers, how, and with what: one row an utterance."""

import pytest

from huashu.call import Act
from huashu.dialogue.answers import Answer, Stance, read_answers
from huashu.dialogue.script.asking import Question, Wants
from huashu.language import Understanding
from huashu.language.slots import find_slots


def heard(said: str, *acts: Act) -> Understanding:
    return Understanding(text=said, acts=acts, scores={}, slots=find_slots(said))


def answers(said: str, *questions: Question, acts: tuple[Act, ...] = ()) -> list[tuple[Stance, str]]:
    return [(answer.stance, answer.value) for answer in read_answers(questions, said, heard(said, *acts))]


def asking(wants: Wants, text: str, *options: str) -> Question:
    return Question(text=text, wants=wants, key=text[:6], options=options)


VISIT = asking(Wants.TIME, "师傅哪天上门您方便？")
PLACE = asking(Wants.PLACE, "样品寄到哪里好？")
LENGTH = asking(Wants.DURATION, "这台机器您用了多久？")
PEOPLE = asking(Wants.COUNT, "到时候来几位？")
BUDGET = asking(Wants.AMOUNT, "您打算花多少钱？")
MARK = asking(Wants.RATING, "十分满分，您打几分？")
CONTENT = asking(Wants.RATING, "这次的处理您满意吗？")
PHONE = asking(Wants.PHONE, "留个能联系上您的号码？")
ACCOUNT = asking(Wants.ACCOUNT, "您的微信号是多少？")
MAIL = asking(Wants.EMAIL, "您的邮箱报一下？")
NAME = asking(Wants.NAME, "收件人写谁？")
METER = asking(Wants.NUMBER, "表上的读数是多少？")
ARRIVED = asking(Wants.YES_NO, "东西您收到了吗？")
REMIND = asking(Wants.YES_NO, "要不要提前一天提醒您？")
SAME = asking(Wants.YES_NO, "地址还是青石巷6号，对吗？")
FAULTS = asking(Wants.YES_NO, "最近有没有出现什么问题？")
WHY = asking(Wants.OPEN, "主要是哪里让您不放心？")
DAYS = asking(Wants.CHOICE, "周二上午和周四下午哪个合适？", "周二上午", "周四下午")
PAY = asking(Wants.CHOICE, "您想退款还是换新？", "退款", "换新")
SPENT = asking(Wants.CHOICE, "一年大概花多少？", "一万以内", "一万到五万", "五万以上")


@pytest.mark.parametrize(
    ("question", "said", "value"),
    [
        (VISIT, "这周末吧", "这周末"),
        (VISIT, "下班以后都行", "下班以后都行"),
        (VISIT, "周一不行，我要出差，周二上午可以", "周二上午"),
        (VISIT, "嗯，那就二十六号下午，对了，收费吗？", "二十六号下午"),
        (VISIT, "你们定", "都可以"),
        (PLACE, "放我们公司前台就行", "我们公司前台"),
        (PLACE, "老地方", "老地方"),
        (PLACE, "青石巷6号2单元401", "青石巷6号2单元401"),
        (LENGTH, "三年多了", "三年多"),
        (LENGTH, "好久了", "好久"),
        (PEOPLE, "三四个吧", "三四个"),
        (PEOPLE, "就我自己", "就我自己"),
        (PEOPLE, "没几个", "没几个"),
        (BUDGET, "两三千块", "两三千块"),
        (BUDGET, "不到五万", "不到五万"),
        (MARK, "八分", "八分"),
        (MARK, "九", "九"),
        (CONTENT, "不太满意", "不太满意"),
        (CONTENT, "还行", "还行"),
        (CONTENT, "对", "满意"),
        (PHONE, "一三九，零零二二，三三四四", "13900223344"),
        (PHONE, "打这个就行", "本机号码"),
        (ACCOUNT, "微信就是这个手机号", "同手机号"),
        (ACCOUNT, "小写的chen下划线八八", "chen_88"),
        (MAIL, "lin艾特qq点com", "lin@qq.com"),
        (NAME, "写我就行", "本人"),
        (NAME, "李红梅", "李红梅"),
        (METER, "零零八六二", "00862"),
        (DAYS, "后一个", "周四下午"),
        (DAYS, "上午吧", "周二上午"),
        (DAYS, "周二不行", "周四下午"),
        (DAYS, "都行", "都可以"),
        (DAYS, "周五可以吗", "周五"),
        (PAY, "把钱退给我", "退款"),
        (PAY, "别换了，退了吧", "退款"),
        (SPENT, "两三万吧", "一万到五万"),
        (SPENT, "六七万", "五万以上"),
        (WHY, "怕装完没人管，售后找不到人", "怕装完没人管，售后找不到人"),
    ],
)
def test_a_value_is_read_as_he_says_it(question: Question, said: str, value: str) -> None:
    assert answers(said, question) == [(Stance.GIVEN, value)]


@pytest.mark.parametrize(
    ("question", "said", "stance"),
    [
        (ARRIVED, "嗯", Stance.YES),
        (ARRIVED, "早收到了", Stance.YES),
        (ARRIVED, "还没呢", Stance.NO),
        (ARRIVED, "没收到", Stance.NO),
        (REMIND, "要的", Stance.YES),
        (REMIND, "不用麻烦了", Stance.NO),
        (SAME, "没变", Stance.YES),
        (SAME, "早就搬了", Stance.NO),
        (FAULTS, "没问题，都挺好", Stance.NO),
        (WHY, "没有", Stance.NO),
        (WHY, "这个不方便说", Stance.DECLINED),
        (BUDGET, "这是隐私吧", Stance.DECLINED),
        (PHONE, "不太方便", Stance.DECLINED),
        (VISIT, "我跟家里人商量一下", Stance.LATER),
        (PAY, "我想想再说", Stance.LATER),
        (LENGTH, "记不清了", Stance.UNSURE),
        (VISIT, "不好说，看情况", Stance.UNSURE),
        (VISIT, "周三不行", Stance.NO),
    ],
)
def test_a_side_or_a_reason_not_to_answer_is_told_apart(question: Question, said: str, stance: Stance) -> None:
    assert [found for found, _ in answers(said, question)] == [stance]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (VISIT, "好的"),
        (PHONE, "可以"),
        (WHY, "嗯嗯"),
        (WHY, "好的好的"),
        (VISIT, "你们周末上班吗？"),
        (VISIT, "我上周六刚修过"),
        (PLACE, "问这个干什么？"),
        (PAY, "哪个快一点？"),
        (WHY, "喂？听不清，你大点声"),
        (WHY, "你说什么？"),
        (WHY, "你到底是谁啊"),
        (ARRIVED, "等一下"),
        (ACCOUNT, "你们是骗子吧"),
        (NAME, "谢谢"),
    ],
)
def test_what_is_no_answer_answers_nothing(question: Question, said: str) -> None:
    assert answers(said, question) == []


def test_talk_to_somebody_else_answers_nothing() -> None:
    assert answers("把那个放桌上，下午再弄", WHY, acts=(Act.SIDE_TALK,)) == []


def test_being_busy_is_no_content_and_leaves_a_plain_value_standing() -> None:
    assert answers("我这边正忙着接孩子放学呢", WHY, acts=(Act.BUSY,)) == []
    assert answers("周四下午吧，我先忙", VISIT, acts=(Act.BUSY,)) == [(Stance.GIVEN, "周四下午")]


def test_one_utterance_answers_several_questions_each_with_its_own_words() -> None:
    found = read_answers((VISIT, PLACE), "周六上午，送到单位门卫就行", heard("周六上午，送到单位门卫就行"))
    assert [(answer.value, answer.text) for answer in found] == [
        ("周六上午", "周六上午"),
        ("单位门卫", "送到单位门卫就行"),
    ]


def test_a_bare_yes_covers_every_yes_or_no_asked_and_no_open_question() -> None:
    assert answers("对", ARRIVED, REMIND, WHY) == [(Stance.YES, ""), (Stance.YES, "")]


def test_not_knowing_holds_for_all_that_was_asked() -> None:
    assert answers("这个我不清楚", VISIT, PEOPLE) == [(Stance.UNSURE, ""), (Stance.UNSURE, "")]


def test_a_yes_or_no_keeps_the_value_that_comes_with_it() -> None:
    move = asking(Wants.YES_NO, "周六下午给您安排，可以吗？")
    assert answers("可以，不过三点以后", move) == [(Stance.YES, "三点以后")]
    assert answers("周六不行，周日可以", move) == [(Stance.NO, "周日")]
    assert answers("不是，现在是13约定那个号", SAME)[0][0] is Stance.NO


def test_a_yes_takes_the_time_that_the_question_proposes() -> None:
    assert answers("行", asking(Wants.TIME, "周四上午十点过来行吗？")) == [(Stance.GIVEN, "周四上午十点")]


def test_leave_to_add_his_account_is_a_yes_and_leave_to_ask_for_it_is_none() -> None:
    assert answers("可以啊", asking(Wants.ACCOUNT, "方便加您的微信吗？")) == [(Stance.YES, "")]
    assert answers("可以啊", asking(Wants.ACCOUNT, "方便留个微信号吗？")) == []


def test_a_day_with_an_hour_answers_both_questions_for_them() -> None:
    hour = asking(Wants.TIME, "大概几点合适？")
    assert answers("周三下午两点", VISIT, hour) == [(Stance.GIVEN, "周三下午两点")] * 2


def test_mixed_findings_are_content_and_not_a_yes() -> None:
    warm = asking(Wants.YES_NO, "主卧和次卧的温度都正常吗？")
    assert answers("主卧正常，次卧不太行", warm) == [(Stance.GIVEN, "主卧正常，次卧不太行")]


def test_nothing_asked_is_nothing_answered() -> None:
    assert read_answers((), "周六上午", heard("周六上午")) == ()


def test_the_ears_decide_a_short_reply_whose_words_take_no_side() -> None:
    assert answers("那敢情好", REMIND, acts=(Act.AFFIRM,)) == [(Stance.YES, "")]
    assert answers("省省吧", REMIND, acts=(Act.REFUSE,)) == [(Stance.NO, "")]


def test_an_answer_is_a_value_of_its_own() -> None:
    one = Answer(question=VISIT, stance=Stance.GIVEN, text="周六", value="周六")
    assert one == Answer(question=VISIT, stance=Stance.GIVEN, text="周六", value="周六")
