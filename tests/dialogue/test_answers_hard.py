"""Replies that look like the wrong answer: options turned down, words about the call, fragments of a value."""

import pytest

from huashu.call import Act
from huashu.dialogue.answers import Stance, echo, read_answers
from huashu.dialogue.script.asking import Question, Wants
from huashu.language import Understanding
from huashu.language.slots import find_slots


def heard(said: str, *acts: Act) -> Understanding:
    return Understanding(text=said, acts=acts, scores={}, slots=find_slots(said))


def asking(wants: Wants, text: str, *options: str) -> Question:
    return Question(text=text, wants=wants, key=text[:6], options=options)


def one(question: Question, said: str) -> tuple[Stance, str] | None:
    found = read_answers((question,), said, heard(said))
    return (found[0].stance, found[0].value) if found else None


def said_back(question: Question, said: str) -> str:
    return echo(read_answers((question,), said, heard(said)))


PLAN = asking(Wants.CHOICE, "这两档您选哪一档，还是再看看？", "哪一档", "再看看")
AIM = asking(Wants.CHOICE, "您练这个是为了减重，还是为了比赛？", "减重", "比赛")
SENT = asking(Wants.CHOICE, "发票寄到公司，还是您家里？", "公司", "家里")
NOTICE = asking(Wants.CHOICE, "发微信还是发短信给您？", "微信", "短信")
HALF = asking(Wants.CHOICE, "您明天上午还是下午在家？", "明天上午", "下午")
HOUR = asking(Wants.TIME, "几点到您那儿合适？")
DAY = asking(Wants.TIME, "您看哪天上门合适？")
RING = asking(Wants.TIME, "什么时候给您回电合适？")
SAME = asking(Wants.YES_NO, "地址还是海棠路5号吗？")
COMES = asking(Wants.YES_NO, "15号的讲座您能到吗？")
NOISE = asking(Wants.YES_NO, "听起来有没有杂音？")
PUNCTUAL = asking(Wants.YES_NO, "师傅是按时到的吗？")
OUT = asking(Wants.YES_NO, "这几项有交给外面做的吗？")
WHY = asking(Wants.OPEN, "您觉得哪里做得不好？")
WHO = asking(Wants.OPEN, "资料我们发给谁比较好？")
BUDGET = asking(Wants.AMOUNT, "您的预算是多少？")
START = asking(Wants.DURATION, "您多久能到岗？")
LEAVE = asking(Wants.DURATION, "一年大概请几天假？")


@pytest.mark.parametrize(
    ("question", "said", "value"),
    [
        (PLAN, "要第二个", "要第二个"),
        (AIM, "减重，没打算比赛", "减重"),
        (SENT, "公司倒闭了，寄到梧桐路22号3栋502", "梧桐路22号3栋502"),
        (SENT, "家里没人收，公司吧", "公司"),
        (NOTICE, "微信不常看，短信吧", "短信"),
        (NOTICE, "短信，不要微信", "短信"),
        (NOTICE, "要不微信吧", "微信"),
        (NOTICE, "微信和短信都发", "微信、短信"),
        (HALF, "明天下午", "明天下午"),
        (HALF, "上午", "明天上午"),
        (HOUR, "上午十点左右", "上午十点左右"),
        (DAY, "周六上午，来之前打给我", "周六上午"),
        (DAY, "这个嘛，周三吧", "周三"),
        (RING, "晚上七点再打吧", "晚上七点"),
        (LEAVE, "一年也就十来天", "十来天"),
        (NOISE, "咯吱咯吱的", "咯吱咯吱的"),
    ],
)
def test_the_value_is_what_he_means(question: Question, said: str, value: str) -> None:
    assert one(question, said) == (Stance.GIVEN, value)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (HOUR, "下午吧"),
        (DAY, "这会儿忙，晚上八点再打"),
        (DAY, "明天下午你联系我吧"),
        (WHY, "现在不方便，下周再约吧"),
        (WHY, "刚刚跟你说了，周五"),
        (BUDGET, "前面讲过了嘛，就要电话面"),
        (START, "我就想问问，工资是日结吗"),
    ],
)
def test_words_about_something_else_answer_nothing(question: Question, said: str) -> None:
    assert one(question, said) is None


def test_asking_for_the_next_question_declines_this_one() -> None:
    assert one(BUDGET, "这题跳过吧，下一个") == (Stance.DECLINED, "")


def test_a_side_is_heard_behind_fillers_and_in_other_words() -> None:
    assert one(OUT, "这个嘛，没有，都是自己人做") == (Stance.NO, "都是自己人做")
    assert one(SAME, "早不住那了") == (Stance.NO, "早不住那了")


def test_speaking_of_a_call_is_no_telephone_number() -> None:
    found = one(PUNCTUAL, "晚了一个来钟头，不过打电话跟我说过")
    assert found is not None
    assert "本机" not in found[1]


@pytest.mark.parametrize(
    ("question", "said", "back"),
    [
        (COMES, "能到，15号我正好休息", ""),
        (SAME, "不是，搬到明珠花园3栋1201了", "明珠花园3栋1201"),
        (SAME, "对，没变", ""),
        (WHO, "发给我们会计，13988887777", "139 8888 7777"),
        (NOTICE, "发给我爱人，13711112222", "137 1111 2222"),
        (DAY, "过两天你再打给我", ""),
        (DAY, "后天上午吧", "后天上午"),
        (WHY, "晚上七点才来", ""),
    ],
)
def test_only_a_whole_value_is_said_back(question: Question, said: str, back: str) -> None:
    assert said_back(question, said) == back
