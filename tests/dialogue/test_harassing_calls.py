"""Scripted calls with callers who harass, and with those who only look like it, on both sides of every decision."""

from dataclasses import dataclass, field, replace

import pytest

from huashu.call import Act, Action, EndReason, HangUp, Heard, Noise, ReportCaller, Say, Side, Transfer
from huashu.dialogue.harassing import Handled, Occasion, Suspicion, begin, fall_silent, handle, heed
from huashu.dialogue.harassing.ending import ANSWERS, PATIENCE, STATEMENTS
from huashu.language import default_understander
from huashu.playbook.desk.model import Risk

EARS = default_understander()
NORMAL = "好的，请问您具体要办什么业务，我来为您处理。"
RISKS = tuple(Risk)

PARROT = (
    "我家鹦鹉把手机卡吞了，它现在能收到短信",
    "号码你问它呀，它自己会报，你猜它叫什么，哈哈哈哈",
    "你先唱首歌给它听听，它喜欢听你的声音",
    "没什么业务，跟室友打赌输了才打的，你怎么还不生气啊",
)
"""A caller who is found out in these turns, at the latest."""


@dataclass
class Line:
    """A call with a desk whose normal service always says the same."""

    risk: Risk = Risk.BALANCED
    suspicion: Suspicion = field(default_factory=lambda: begin({}, {}))
    said: list[str] = field(default_factory=lambda: ["您好，工号001，请问有什么可以帮您？"])
    actions: list[Action] = field(default_factory=list)
    handled: Handled | None = None
    at: int = 0
    unheard: str = "您好，工号001，请问有什么可以帮您？"

    def hear(
        self, *turns: str, business: bool = False, matter: bool = False, offer: str = "", gap: int = 8000
    ) -> "Line":
        for text in turns:
            self.at += gap
            event = Heard(at=self.at, end=self.at + 2000, text=text)
            self.suspicion = heed(self.suspicion, event, EARS, self.unheard, len(self.said))
            occasion = Occasion(
                text=text,
                heard=EARS.understand(text, self.said[-1]),
                risk=self.risk,
                organisation="晨星通信",
                said=tuple(self.said),
                business=business,
                matter=matter,
                offer=offer,
                elapsed=self.at + 2000,
            )
            self._do(handle(self.suspicion, occasion))
        return self

    def quiet(self) -> "Line":
        """The caller does not answer."""
        occasion = Occasion(
            text="", heard=EARS.understand("", ""), risk=self.risk, said=tuple(self.said), elapsed=self.at
        )
        decided = fall_silent(self.suspicion, occasion)
        self.handled = decided
        if decided is not None:
            self._do(decided)
        return self

    def found_out(self) -> "Line":
        for turn in PARROT:
            self.hear(turn)
            if self.suspicion.method:
                return self
        raise AssertionError("he was not found out")

    def _do(self, decided: Handled | None) -> None:
        self.handled = decided
        lines = []
        if decided is not None:
            self.suspicion = decided.suspicion
            self.actions += decided.actions
            lines = [action.text for action in decided.actions if isinstance(action, Say)]
        if decided is None or decided.goes_on:
            lines.append(NORMAL)
        self.said += lines
        self.unheard = " ".join(lines)

    @property
    def lines(self) -> list[str]:
        """What was said for this room's sake."""
        return [action.text for action in self.actions if isinstance(action, Say)]

    @property
    def ends(self) -> EndReason | None:
        return self.handled.ends if self.handled else None

    @property
    def served(self) -> bool:
        """Whether normal service answered the last turn."""
        return self.handled is None or self.handled.goes_on


# ---- Before it is clear -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("risk", RISKS)
def test_the_first_absurd_turn_is_answered_with_comfort_and_a_question_that_can_be_checked(risk: Risk) -> None:
    line = Line(risk=risk).hear("我家鹦鹉把手机卡吞了，鹦鹉会说话，说它就是手机")
    assert len(line.lines) == 1
    assert "医生" in line.lines[0]
    assert any(word in line.lines[0] for word in ("号码", "手机号", "单号"))
    assert len(line.suspicion.probes) == 1
    assert line.suspicion.put_off.startswith("我家鹦鹉")


def test_a_password_is_never_asked_for() -> None:
    line = Line().hear(*PARROT)
    assert not any("密码" in text or "验证码" in text for text in line.lines)


def test_two_questions_at_most_are_asked_to_find_out() -> None:
    line = Line()
    for turn in ("鹦鹉说它是机主本鸟", "它说号码在天上", "它说单号被龙宫收走了", "龙宫说要包月"):
        line.hear(turn)
    assert len(line.suspicion.probes) <= 2


def test_a_number_given_to_a_question_is_a_good_answer_and_normal_service_goes_on() -> None:
    line = Line().hear("我家鹦鹉会说话，它把手机卡吞了", "真的，号码是一三九零零零零五五六六，昨天下午三点的事")
    assert line.suspicion.probes[0].answered
    assert line.served
    assert not line.suspicion.clear


def test_no_answer_to_a_question_is_remembered_and_raises_the_belief() -> None:
    before = Line().hear("我家鹦鹉会说话，它把手机卡吞了")
    first = before.suspicion.nature.belief
    after = before.hear("号码你猜呀，它在唱歌呢")
    assert after.suspicion.probes[0].answered is False
    assert after.suspicion.nature.belief > first


def test_a_service_with_a_real_consequence_is_offered_where_the_desk_has_one() -> None:
    line = Line().hear("我家鹦鹉会说话，它把手机卡吞了", offer="停机保号")
    line.suspicion = replace(line.suspicion, nature=replace(line.suspicion.nature, clear_at=None))
    line.hear("它现在肚子里还能上网，信号满格，灵魂都在上网", offer="停机保号")
    assert line.suspicion.clear or "停机保号" in line.lines[-1]


@pytest.mark.parametrize(
    "text",
    ["我家狗把机顶盒咬坏了，户号六六二一", "我家猫把手机卡叼走了，号码一三九零零零零五五六六"],
)
@pytest.mark.parametrize("risk", RISKS)
def test_an_odd_story_with_facts_is_comforted_and_served(risk: Risk, text: str) -> None:
    line = Line(risk=risk).hear(text, business=True)
    assert line.served
    assert not line.suspicion.probes


def test_comfort_is_given_once_a_call_and_not_to_somebody_in_anger() -> None:
    line = Line().hear("我好害怕，家里漏电着火了", "我家着火了救命", business=True)
    assert len(line.lines) == 1
    assert not Line().hear("你们他妈的，我的钱被偷了你们管不管", business=True).lines


def test_flirting_within_a_real_matter_gets_one_calm_line_and_the_question_again() -> None:
    line = Line()
    line.hear("我宽带断网了，帮我报修一下", business=True)
    line.said.append("好的，请问您登记的户号是多少？")
    line.hear("妹妹声音真好听，有男朋友没", matter=True)
    assert line.lines[-1].endswith("请问您登记的户号是多少？")
    assert line.ends is None


def test_a_customer_without_manners_whose_matter_is_real_is_never_taken_for_a_nuisance() -> None:
    line = Line()
    line.hear("我宽带断网了，户号六六二一", business=True, matter=True)
    line.hear("美女声音真甜，有对象没，加个微信呗", matter=True)
    line.hear("登记手机尾号五五六六，昨天晚上八点断的，你下班我去接你呀", business=True, matter=True)
    line.hear("你穿什么颜色的衣服呀，嫁给我吧", matter=True)
    assert line.suspicion.method is None
    assert not any(isinstance(action, HangUp) for action in line.actions)


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize(
    "turns",
    [
        (
            "帮个屁，我打了八个电话了，你们是不是死人啊",
            "户号零三二一七，家里十一度，你们他妈管不管",
            "我要找领导投诉你们",
        ),
        ("我要投诉，三天了没人来修", "叫你们领导来，不然我曝光你们", "工信部见，我录音了"),
        ("闺女啊，我这个，这个电视它不出人了", "啥号啊，我不晓得，我孙子弄的", "你大点声，我耳朵背"),
        ("俺家那个热水器打不着火咧，咋整", "啥子型号，俺看不懂字", "就楼下那个店买的嘛"),
        ("叔叔，我妈妈生病了，家里没有电", "我不知道号码，妈妈在睡觉", "我家门是二十三零二"),
        ("喂……我跟你说啊，我喝多了，我钱没了", "月亮跟着我走，嗝，我卡里那五百块呢", "尾号五五六六，给我查查"),
        ("老张啊，晚上过来打牌", "啊？不是老张啊，打错了"),
        ("你是机器人吧，我要找人工", "又是机器，上回绕了我二十分钟", "你说话跟念经一样，帮我查下话费"),
    ],
)
def test_angry_old_young_drunk_dialect_and_confused_callers_are_served(risk: Risk, turns: tuple[str, ...]) -> None:
    line = Line(risk=risk)
    for turn in turns:
        line.hear(turn, business=EARS.understand(turn).has(Act.COMPLAINT, Act.QUESTION, Act.REQUEST))
        assert line.ends is None
    assert line.suspicion.method is None
    assert not any(isinstance(action, ReportCaller) for action in line.actions)


def test_leave_taken_before_it_is_clear_is_left_to_normal_service() -> None:
    line = Line().hear("给我唱首歌吧", "算了，再见")
    assert line.handled is None


# ---- Once it is clear -------------------------------------------------------------------------------------------------


def test_brisk_says_it_is_unrelated_takes_leave_and_hangs_up_at_once() -> None:
    line = Line(risk=Risk.BRISK).found_out()
    assert line.ends is EndReason.HARASSMENT
    assert line.lines[-1].endswith("再见。")
    assert "业务" in line.lines[-1]


def test_balanced_states_it_three_times_then_takes_leave() -> None:
    line = Line(risk=Risk.BALANCED).found_out()
    for turn in ("别挂呀，再骂我一句嘛", "那我给你学个狗叫，汪汪汪"):
        assert line.ends is None
        line.hear(turn)
    assert line.suspicion.statements == STATEMENTS
    assert line.ends is None
    line.hear("哈哈哈你是复读机吧")
    assert line.ends is EndReason.HARASSMENT
    assert line.lines[-1].endswith("再见。")
    assert line.suspicion.statements == STATEMENTS


def test_cautious_says_one_sentence_until_he_hangs_up_and_a_bound_is_kept() -> None:
    line = Line(risk=Risk.CAUTIOUS).found_out()
    heard = 1
    while line.ends is None and heard < 20:
        assert line.lines[-1].endswith("？") or line.suspicion.statements
        line.hear(f"第{heard}首歌开始了，啦啦啦啦", gap=4000)
        heard += 1
    assert line.ends is EndReason.HARASSMENT
    assert line.suspicion.answers == ANSWERS
    assert line.suspicion.statements == 1


def test_cautious_has_patience_for_a_while_only() -> None:
    line = Line(risk=Risk.CAUTIOUS).found_out()
    line.hear("啦啦啦啦，听我唱", gap=PATIENCE - 20_000)
    assert line.suspicion.statements == 0
    line.hear("啦啦啦啦，听我唱", gap=20_000)
    assert line.suspicion.statements == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("让你们领导来唱", "答应|安排|领导"),
        ("哈哈你们服务态度太差了", "满意|不愉快|感受"),
        ("给我周杰伦的电话号码", "号码|联系方式"),
        ("你们规定哪条写了不能听歌，凭什么", "业务|答复|答应"),
    ],
)
def test_the_one_sentence_varies_with_what_he_follows_up(text: str, word: str) -> None:
    line = Line(risk=Risk.CAUTIOUS).found_out().hear(text)
    assert any(one in line.lines[-1] for one in word.split("|"))
    assert line.lines[-1].endswith("？")


@pytest.mark.parametrize("risk", [Risk.BALANCED, Risk.CAUTIOUS])
def test_who_asks_whether_we_are_a_machine_is_told_the_truth(risk: Risk) -> None:
    line = Line(risk=risk).found_out().hear("你是机器人吗")
    assert "智能" in line.lines[-1]


@pytest.mark.parametrize("risk", [Risk.BALANCED, Risk.CAUTIOUS])
@pytest.mark.parametrize("words", ["没有了", "好吧再见", "没别的了，拜拜"])
def test_who_has_nothing_else_or_takes_leave_is_let_go(risk: Risk, words: str) -> None:
    line = Line(risk=risk).found_out().hear(words)
    assert line.ends is EndReason.HARASSMENT
    assert line.lines[-1].endswith("再见。")


@pytest.mark.parametrize("risk", [Risk.BALANCED, Risk.CAUTIOUS])
def test_who_falls_silent_once_it_is_clear_is_bidden_goodbye(risk: Risk) -> None:
    line = Line(risk=risk).found_out().quiet()
    assert line.ends is EndReason.HARASSMENT


def test_silence_before_it_is_clear_is_left_to_normal_service() -> None:
    assert Line().hear("给我唱首歌吧").quiet().handled is None


@pytest.mark.parametrize("risk", RISKS)
def test_the_caller_is_reported_once_with_facts(risk: Risk) -> None:
    line = Line(risk=risk).found_out()
    line.hear("再唱一首嘛", "汪汪汪，学得像不像")
    reports = [action for action in line.actions if isinstance(action, ReportCaller)]
    assert len(reports) == 1
    assert reports[0].facts
    assert all("：" in fact for fact in reports[0].facts)


@pytest.mark.parametrize("risk", [Risk.BALANCED, Risk.CAUTIOUS])
def test_a_real_need_shown_later_is_served_at_once(risk: Risk) -> None:
    line = Line(risk=risk).found_out()
    line.hear("好了说正事，我宽带昨天晚上八点断的，户号六六二一，能不能派人修", business=True)
    assert line.served
    line.hear("登记手机是一三九零零零零五五六六")
    assert line.served
    assert line.ends is None


def test_play_after_a_need_was_served_goes_back_to_the_method() -> None:
    line = Line(risk=Risk.BALANCED).found_out()
    line.hear("好了说正事，我宽带昨天晚上八点断的，户号六六二一，能不能派人修", business=True)
    line.hear("骗你的，哈哈哈，给我唱首歌，嫁给我吧")
    assert not line.served
    assert line.suspicion.statements == 2


def test_a_caller_whom_the_records_bear_out_starts_afresh() -> None:
    line = Line(risk=Risk.CAUTIOUS).found_out()
    line.suspicion = replace(line.suspicion, nature=begin({}, {}).nature)
    line.hear("户号六六二一，麻烦您派师傅来", business=True)
    assert line.suspicion.method is None
    assert line.suspicion.clear_since is None
    assert line.suspicion.answers == 0


def test_a_story_that_nobody_checked_is_checked_before_the_end() -> None:
    line = Line(risk=Risk.BRISK)
    turns = (
        "我家路由器成精了，半夜跟冰箱表白",
        "它说断了你的网，你嫁给它吧，声音真好听",
        "它喊你老婆呢，叫一声老公听听",
    )
    for turn in turns:
        line.hear(turn)
    assert line.suspicion.asked
    assert line.suspicion.probes


@pytest.mark.parametrize("risk", [Risk.BALANCED, Risk.CAUTIOUS])
@pytest.mark.parametrize(
    ("words", "business"),
    [("我是说，帮我约个安装", True), ("我是正经办事的", False), ("你别挂，我真有事要办", False)],
)
def test_plain_words_about_business_or_of_being_in_earnest_are_served(risk: Risk, words: str, business: bool) -> None:
    assert Line(risk=risk).found_out().hear(words, business=business).served


def test_evading_once_more_is_no_need() -> None:
    line = Line(risk=Risk.BALANCED).found_out()
    line.hear("好了说正事，帮我报修宽带，户号六六二一", business=True)
    line.hear("名字保密，你猜，猜对了请你吃饭", business=True)
    assert not line.served


@pytest.mark.parametrize("words", ["嗯", "好", "登记手机一三九零零零零五五六六，昨天下午三点坏的"])
def test_a_turn_that_shows_no_play_does_not_begin_the_end(words: str) -> None:
    line = Line(risk=Risk.BRISK)
    line.suspicion = replace(Line().found_out().suspicion, method=None, reported=False, statements=0)
    line.hear(words)
    assert line.served
    assert line.ends is None


def test_a_caller_who_has_shown_who_he_is_is_not_ended_for_his_manners() -> None:
    line = Line(risk=Risk.BRISK)
    line.hear("查一下余额，美女声音真甜", business=True)
    line.unheard = "核对好了，谢谢您的配合。您的余额是36元，这样说您清楚吗？"
    for turn in ("你有对象没，加个微信呗", "嫁给我吧，下班我去接你", "你长得肯定漂亮，叫声哥哥"):
        line.hear(turn, matter=True)
    assert line.suspicion.verified
    assert line.ends is None


# ---- Sounds -----------------------------------------------------------------------------------------------------------


def test_laughter_on_his_side_counts_with_his_next_words_and_ours_does_not() -> None:
    quiet = Line().hear("我有个事情想说一下")
    loud, own = Line(), Line()
    noise = Noise(at=1000, end=2000, text="旁边几个人哄笑")
    loud.suspicion = heed(loud.suspicion, noise, EARS)
    own.suspicion = heed(own.suspicion, replace(noise, side=Side.AGENT), EARS)
    loud.hear("我有个事情想说一下")
    own.hear("我有个事情想说一下")
    assert loud.suspicion.nature.belief > quiet.suspicion.nature.belief
    assert own.suspicion.nature.belief == quiet.suspicion.nature.belief


def test_an_empty_turn_changes_nothing() -> None:
    suspicion = begin({}, {})
    assert heed(suspicion, Heard(at=0, end=0, text="  "), EARS) == suspicion


def test_nobody_else_is_ever_called_to_the_telephone() -> None:
    line = Line(risk=Risk.CAUTIOUS).found_out()
    line.hear("叫你们领导来", "转人工", "我要找经理，凭什么不行")
    assert not any(isinstance(action, Transfer) for action in line.actions)
