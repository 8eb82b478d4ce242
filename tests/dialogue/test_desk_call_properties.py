"""Whatever is said to the desk's agent and whatever happens on the line, it keeps what it must keep."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from desk_clock import Clock, holds
from desk_stage import DESK, RECORD
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huashu.call import (
    AudioFacts,
    Connected,
    Dtmf,
    Event,
    HangUp,
    Heard,
    HoldEnded,
    HoldStarted,
    LookedUp,
    LookUp,
    Ms,
    Noise,
    OpenOrder,
    OrderOpened,
    Ring,
    Say,
    SendSms,
    Side,
    Silence,
    SmsSent,
    SpeechStarted,
    Transferred,
)
from huashu.dialogue.desk import DeskContext, make_desk_context
from huashu.dialogue.desk.identity import QUERY
from huashu.dialogue.desk.state import Limits, Phase
from huashu.language import default_understander
from huashu.standard import load_standard

NEEDS = (
    "查下余额", "我还有多少话费", "我家宽带从昨天晚上开始就上不了网", "家里断网了", "办停机保号", "我要销户",
    "我想把号过户给我老婆", "老给我发短信烦死了", "宽带多少钱一个月", "违约金能不能给我免了", "你们能修电视机吗",
    "我要投诉，你们师傅态度太差了", "建议你们营业厅早点开门", "我想查余额，还有报修，再问下营业厅几点上班",
)  # fmt: skip
ANSWERS = (
    "王建国，13800012345", "王建国", "13800012345", "王建军，13800012345", "李四，13911112222", "138", "0001", "2345",
    "我就不说", "凭什么要报这个", "我不是机主，是我妈的号", "忘了", "对的", "不对", "是", "可以", "不用了", "好的",
    "好，别太久", "不行，我等不了", "要等多久啊", "给我回电话吧", "我就在线等", "我姓王", "换一个，13911112222",
    "0571-88881234", "光猫一直闪红灯", "昨天晚上", "西湖区", "太贵了", "办吧", "那算了，不办了", "清楚了", "没听懂",
    "光猫是什么", "记下了", "等一下我找支笔", "满意", "不满意", "没有了", "还有个事", "再见", "我先挂了",
)  # fmt: skip
TROUBLE = (
    "", "嗯", "哦", "喂？听不见啊", "听不清", "能听见", "（很小声）", "（嘈杂）我那个", "你说什么", "👍", "呃那个……",
    "啊" * 120, "你是机器人吗", "叫你们领导来", "转人工", "快点，我赶时间", "不是，我说的是报修", "你听错了",
)  # fmt: skip
ABUSE = (
    "小姐声音真好听，陪哥聊聊", "你穿什么内衣呀", "他妈的什么破公司", "滚", "你是猪吗", "我要杀了你们", "哈哈哈你猜我是谁",
    "说了你们也不管，都是骗子",
)  # fmt: skip

words = st.one_of(
    *(st.sampled_from(NEEDS),) * 2, *(st.sampled_from(ANSWERS),) * 4, st.sampled_from(TROUBLE), st.sampled_from(ABUSE)
)
audio = st.sampled_from([None, None, None, AudioFacts(level_dbfs=-50.0), AudioFacts(snr_db=2.0), AudioFacts(echo=True)])
waits = st.sampled_from([200, 1_500, 3_100, 8_000, 31_000, 65_000])
delays = st.lists(st.sampled_from([0, 300, 2_600, 2_600, 20_000, 130_000, None]), max_size=6)


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    audio: AudioFacts | None = None
    after: Ms = 600


@dataclass(frozen=True, slots=True)
class Wait:
    ms: Ms


Happening = Words | Wait | Event

strays: st.SearchStrategy[Happening] = st.sampled_from(
    [
        LookedUp(at=0, query=QUERY, found=dict(RECORD)),
        LookedUp(at=0, query=QUERY, failed=True),
        LookedUp(at=0, query="查询账户余额"),
        LookedUp(at=0, query="没人问过的", found={"余额": "99元"}),
        OrderOpened(at=0, ref="0", number="11209999", promised="2026-11-21T10:00:00+08:00"),
        OrderOpened(at=0, ref="7", number="11209998", promised="明天"),
        OrderOpened(at=0, ref="0", failed=True),
        SmsSent(at=0, ref="1"),
        SmsSent(at=0, ref="1", failed=True),
        Noise(at=0, end=400),
        Noise(at=0, end=3_000),
        Noise(at=0, end=3_000, text="孩子哭"),
        Dtmf(at=0, digits="1"),
        Dtmf(at=0, digits="13800012345"),
        Dtmf(at=0, digits="#*"),
        Silence(at=0, end=3_000),
        Silence(at=0, end=9_000, side=Side.AGENT),
        SpeechStarted(at=0),
        HoldStarted(at=0, by=Side.CUSTOMER),
        HoldEnded(at=0, by=Side.CUSTOMER),
        HoldEnded(at=0),
        Connected(at=0),
        Ring(at=0, end=900),
        Transferred(at=0),
    ]
)
ME = "王建国，13800012345"
FAULT = ("我家宽带从昨天晚上开始就上不了网", "可以", "我姓王，是我本人", "对的")
OPENINGS: tuple[tuple[str, ...], ...] = (
    (), ("查下余额",), ("查下余额", ME), ("查下余额", "王建军，13800012345", "李四，13911112222"), ("办停机保号", ME, "办吧"),
    FAULT, FAULT[:3], ("查下余额", ME, *FAULT), ("我要销户", ME, "太贵了"), ("违约金能不能给我免了", "行", "可以", "我姓李"),
)  # fmt: skip
"""How far a call has come before anything may happen."""


def happens(most: int) -> st.SearchStrategy[list[Happening]]:
    """Up to ``most`` things of any kind."""
    said = st.builds(Words, words, audio, st.sampled_from([0, 600, 2_000]))
    return st.lists(st.one_of(*(said,) * 4, st.builds(Wait, waits), strays), max_size=most)


def opened_with(opening: tuple[str, ...], waited: bool, rest: list[Happening]) -> Sequence[Happening]:
    """A call that begins with ``opening``; ``waited``: he agrees to wait for what the systems owe then."""
    held: tuple[Happening, ...] = (Wait(4_500), Words("好的")) if waited else ()
    return (*map(Words, opening), *held, *rest)


happenings: st.SearchStrategy[Sequence[Happening]] = st.builds(
    opened_with, st.sampled_from(OPENINGS), st.booleans(), happens(14)
)


@cache
def desk(utterances: int = 120) -> DeskContext:
    """The agent of the small line that stops after so many utterances."""
    limits = Limits(utterances=utterances)
    return make_desk_context(DESK, default_understander(), load_standard(), limits=limits)


def at_now(event: Event, now: Ms) -> Event:
    """``event`` as if it happened just now."""
    length = getattr(event, "end", event.at) - event.at
    changed = {name: getattr(event, name) for name in event.__dataclass_fields__} | {"at": now}
    return type(event)(**(changed | ({"end": now + length} if hasattr(event, "end") else {})))


def play(course: Sequence[Happening], *, dropped: bool = False, **options: object) -> Clock:
    """The call in which all of ``course`` happens, and nobody says anything more afterwards."""
    call = Clock(number="13900009999", tick=1_500, **options)  # type: ignore[arg-type]
    call.settle()
    for one in course:
        if call.over:
            break
        match one:
            case Words():
                call.say(one.text, after=one.after, audio=one.audio)
            case Wait():
                call.wait(one.ms)
            case _:
                call.deliver(at_now(one, call.now))
    if dropped and not call.over:
        call.hangs_up()
    while not call.over and call.now < LONGEST:
        call.wait(60_000)
    return call


LONGEST: Ms = 1_400_000
"""By then every call is over: also one in which he put us on hold and forgot us."""


def plain(text: str) -> str:
    return re.sub(r"[\s，,\-]", "", text)


def verified_from(call: Clock) -> Ms | None:
    """When the agent noted that he had shown who he is."""
    return next(
        (at for at, one in call.done if getattr(one, "key", "") == "身份" and getattr(one, "value", "") == "已核对"),
        None,
    )


STEPS = settings(
    derandomize=True,
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@given(happenings, delays, st.frozensets(st.integers(0, 5), max_size=2))
@STEPS
def test_nothing_private_is_said_before_he_has_shown_who_he_is(
    course: Sequence[Happening], slow: list[Ms | None], down: frozenset[int]
) -> None:
    call = play(course, delays=slow, down_at=down)
    shown = verified_from(call)
    assert sum(
        isinstance(one, LookUp) and one.query == QUERY for _, one in call.done
    ) <= DESK.verification.attempts + len(down)
    for at, action in call.done:
        if not isinstance(action, Say | SendSms) or (shown is not None and at >= shown):
            continue
        his = "".join(plain(one.text) for one in call.log if isinstance(one, Heard) and one.end <= at)
        his += "".join(one.digits for one in call.log if isinstance(one, Dtmf))
        for value in RECORD.values():
            assert value in his or value not in plain(action.text), call.transcript()


@given(happenings, delays, st.frozensets(st.integers(0, 5), max_size=2))
@STEPS
def test_a_number_is_told_only_of_an_order_that_exists(
    course: Sequence[Happening], slow: list[Ms | None], down: frozenset[int]
) -> None:
    call = play(course, delays=slow, down_at=down)
    refs = {one.ref: at for at, one in reversed(call.done) if isinstance(one, OpenOrder)}
    made: set[str] = set()
    opened = [
        one for one in call.log if isinstance(one, OrderOpened) and one.number and one.at >= refs.get(one.ref, 10**9)
    ]
    for at, action in call.done:
        made = {one.number for one in opened if one.at <= at}
        if isinstance(action, Say):
            assert set(re.findall(r"1120\d{4}", plain(action.text))) <= made, call.transcript()


@given(happenings, delays, st.booleans())
@STEPS
def test_holds_are_closed_calls_end_and_nothing_is_said_afterwards(
    course: Sequence[Happening], slow: list[Ms | None], dropped: bool
) -> None:
    call = play(course, delays=slow, dropped=dropped)
    assert call.over and call.call.phase is Phase.ENDED, call.transcript()
    assert dropped or all(ended is not None for _, ended in holds(call)), call.transcript()
    assert all(at <= (call.hung_up or 0) for at, _ in call.done)
    before = len(call.done)
    call.hung_up = None
    for one in (*course, Words("喂，还在吗")):
        if isinstance(one, Words):
            call.deliver(Heard(at=call.now, end=call.now, text=one.text))
        elif not isinstance(one, Wait):
            call.deliver(at_now(one, call.now))
    assert len(call.done) == before


@given(happenings, delays, st.sampled_from([6, 12, 30]))
@STEPS
def test_no_call_says_more_than_its_limit(course: Sequence[Happening], slow: list[Ms | None], most: int) -> None:
    call = play(course, delays=slow, ctx=desk(most))
    spoken = len(call.lines) + sum(isinstance(one, Heard) for one in call.log)
    ends = next((at for at, one in call.done if isinstance(one, HangUp)), None)
    before = [at for at, one in call.done if isinstance(one, Say) and (ends is None or at <= ends)]
    heard = sum(isinstance(one, Heard) and (ends is None or one.end <= ends) for one in call.log)
    assert len(before) + heard <= most + 2, (spoken, call.transcript())


@given(happenings, delays)
@STEPS
def test_no_line_is_one_that_the_standard_forbids(course: Sequence[Happening], slow: list[Ms | None]) -> None:
    call = play(course, delays=slow)
    last = ""
    rows = sorted(
        [*((event.end, 0, event) for event in call.log if isinstance(event, Heard)),
         *((at, 1, action) for at, action in call.done if isinstance(action, Say))],
        key=lambda row: row[:2],
    )  # fmt: skip
    heard, asked = "", 0
    for at, _, one in rows:
        if isinstance(one, Heard):
            heard, asked = one.text, one.end
            continue
        heard = heard if at == asked else ""
        assert isinstance(one, Say)
        found = [fault for fault in call.ctx.faults(one.text, heard, last) if "S0.12" not in fault.clause.source]
        assert not found, (one.text, heard, last, [fault.clause.id for fault in found])
        last = one.text
