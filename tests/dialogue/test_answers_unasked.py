"""What need not be asked, what is taken back, and what is worth saying back."""

import pytest

from huashu.dialogue.answers import Answer, Stance, corrected, echo, known, read_answers, volunteered
from huashu.dialogue.script.asking import Question, Wants
from huashu.language import Understanding
from huashu.language.slots import find_slots
from huashu.playbook.model import ProfileItem


def heard(said: str) -> Understanding:
    return Understanding(text=said, acts=(), scores={}, slots=find_slots(said))


def asking(wants: Wants, text: str, key: str, *options: str) -> Question:
    return Question(text=text, wants=wants, key=key, options=options)


VISIT = asking(Wants.TIME, "您看哪天上门方便？", "上门时间")
PLACE = asking(Wants.PLACE, "东西寄到哪里？", "收货地址")
CONTENT = asking(Wants.RATING, "安装师傅的服务您满意吗？", "服务评价")
PEOPLE = asking(Wants.COUNT, "家里几口人住？", "家庭人口")
PHONE = asking(Wants.PHONE, "留一个联系电话？", "联系电话")
ACCOUNT = asking(Wants.ACCOUNT, "您的微信号是多少？", "微信号")
PAY = asking(Wants.CHOICE, "您想退款还是换新？", "处理方式", "退款", "换新")
ARRIVED = asking(Wants.YES_NO, "配件收到了吗？", "配件")
ALL = (VISIT, PLACE, CONTENT, PEOPLE, PHONE, ACCOUNT, PAY, ARRIVED)


@pytest.mark.parametrize(
    ("said", "key", "value"),
    [
        ("我周六在家，你们过来吧", "上门时间", "周六"),
        ("寄到青石巷6号就行", "收货地址", "青石巷6号"),
        ("师傅的服务我挺满意的", "服务评价", "挺满意"),
        ("我们家五口人住", "家庭人口", "五口人"),
        ("加我微信，lin2020", "微信号", "lin2020"),
        ("我就要退款", "处理方式", "退款"),
    ],
)
def test_what_he_says_plainly_need_not_be_asked(said: str, key: str, value: str) -> None:
    assert [(answer.question.key, answer.value) for answer in volunteered(ALL, said, heard(said))] == [(key, value)]


@pytest.mark.parametrize(
    "said",
    [
        "好的好的",
        "我上周六买的",
        "周六他们来修过",
        "周六要加班，烦死了",
        "如果周六能过来就好了",
        "退款什么时候到？",
        "我在青石巷6号看见过你们门店",
        "我打了五次电话",
        "这牌子我挺满意",
        "满意什么呀",
        "收到",
        "你们是不是要加微信？",
        "邻居家也是五口人",
    ],
)
def test_what_only_touches_a_question_does_not_settle_it(said: str) -> None:
    assert volunteered(ALL, said, heard(said)) == ()


PROFILE = tuple(
    ProfileItem(key=key, value=value, line=number)
    for number, (key, value) in enumerate(
        (
            ("联系电话", "139****3344"),
            ("微信", "lin2020"),
            ("收货地址", "青石巷6号2单元"),
            ("姓名", "林晓，女，40岁"),
            ("服务评价", "一般"),
            ("上次上门时间", "3月4日"),
        )
    )
)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (ACCOUNT, "lin2020"),
        (PLACE, "青石巷6号2单元"),
        (asking(Wants.NAME, "请问怎么称呼您？", "称呼"), "林晓"),
        (PHONE, ""),
        (CONTENT, ""),
        (VISIT, ""),
        (asking(Wants.PLACE, "您的新地址是哪里？", "收货地址"), ""),
        (asking(Wants.PLACE, "地址还是青石巷6号2单元吗？", "收货地址"), ""),
    ],
)
def test_the_profile_settles_only_the_very_thing_asked(question: Question, value: str) -> None:
    assert known(question, PROFILE) == value


def given(question: Question, said: str) -> Answer:
    (answer,) = read_answers((question,), said, heard(said))
    return answer


BEFORE = (
    given(VISIT, "周六上午"),
    given(PLACE, "青石巷6号"),
    given(PHONE, "13900223344"),
    given(PAY, "换新"),
    given(ARRIVED, "收到了"),
)


@pytest.mark.parametrize(
    ("said", "key", "value"),
    [
        ("不对，是周日", "上门时间", "周日"),
        ("刚才说错了，改成周日下午", "上门时间", "周日下午"),
        ("不是十八号，是十九号", "上门时间", "十九号"),
        ("改成下午三点吧", "上门时间", "周六下午三点"),
        ("电话不对，是13812345678", "联系电话", "13812345678"),
        ("地址改一下，送我公司吧", "收货地址", "我公司"),
        ("还是退款吧", "处理方式", "退款"),
        ("不对，我没收到", "配件", ""),
    ],
)
def test_a_correction_changes_the_answer_it_means(said: str, key: str, value: str) -> None:
    changed = corrected(BEFORE, said, heard(said))
    assert changed is not None
    assert (changed.question.key, changed.value) == (key, value)


@pytest.mark.parametrize(
    "said", ["好的，没问题", "不是，我问你收费吗？", "我不是说了吗", "你们能不能改一下流程", "对", "周日我也在家", ""]
)
def test_without_words_of_correction_nothing_is_changed(said: str) -> None:
    assert corrected(BEFORE, said, heard(said)) is None


def test_a_side_is_turned_round_only_to_the_other_side() -> None:
    changed = corrected(BEFORE, "不对，我没收到", heard("不对，我没收到"))
    assert changed is not None
    assert changed.stance is Stance.NO


def test_times_places_numbers_and_choices_are_said_back_in_his_direction() -> None:
    said = "周六上午，送我公司前台"
    assert echo(read_answers((VISIT, PLACE), said, heard(said))) == "周六上午，您公司前台"
    assert echo(BEFORE) == "周六上午，青石巷6号，139 0022 3344，换新"


def test_opinions_sides_and_what_he_leaves_to_us_are_not_said_back() -> None:
    whatever = [given(VISIT, "都行"), given(CONTENT, "挺满意的"), given(ARRIVED, "收到了")]
    assert echo(whatever) == ""
    content = asking(Wants.CHOICE, "您满意还是不满意？", "评价", "满意", "不满意")
    assert echo([given(content, "不满意")]) == ""


def test_an_account_that_goes_by_his_number_is_said_back_so() -> None:
    assert echo([given(ACCOUNT, "手机同号")]) == "就是您的手机号"
