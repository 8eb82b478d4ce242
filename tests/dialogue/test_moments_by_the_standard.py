"""Whole calls of awkward moments, judged by the standard: no clause about the line, the waiting or the numbers breaks."""

from collections.abc import Callable

import pytest
from moments_stage import TOLD, Moments

from huashu.call import Act, CallLog, HungUp, Said, Side, Silence
from huashu.language import Understanding
from huashu.standard import Verdict, judge, load_standard

ABOUT = {f"S3.{number}" for number in (*range(2, 10), *range(11, 16), 18, 20)} | {"S4.11"}
CLAUSES = [clause for clause in load_standard().clauses if clause.judged and ABOUT & set(clause.source)]


class Told:
    """Ears that know what the tests told them."""

    def understand(self, text: str, context: str = "") -> Understanding:
        del context
        acts: tuple[Act, ...] = TOLD.get(text, ())
        return Understanding(text=text, acts=acts, scores=dict.fromkeys(acts, 0.9))


def call() -> Moments:
    begun = Moments()
    begun.say("您好，晨光宽带，工号0612，很高兴为您服务，请问有什么可以帮您？", asks=True)
    return begun


def quiet(moments: Moments, times: int = 1) -> None:
    for _ in range(times):
        at = moments.now
        moments.now = at + 3_000
        moments.event(Silence(at=at, end=at + 3_000))


def nobody_there() -> Moments:
    moments = call()
    quiet(moments, 3)
    return moments


def too_quiet() -> Moments:
    moments = call()
    for _ in range(4):
        moments.hear("（很小声）|non_speech")
    return moments


def noise() -> Moments:
    moments = call()
    for _ in range(3):
        moments.hear("（嘈杂）|non_speech")
    return moments


def unheard() -> Moments:
    moments = call()
    for words in ("听不清你说啥|cannot_hear", "还是听不见|cannot_hear", "声音太小了|cannot_hear"):
        moments.hear(words)
    return moments


def dictation() -> Moments:
    moments = call()
    moments.hear("帮我改一下电话|request")
    moments.say("好的，请问您的手机号码是多少？", asks=True)
    moments.expects = "phone"
    for piece in ("138……|provide_info", "0001|provide_info", "2345|provide_info"):
        moments.hear(piece)
    moments.hear("对|affirm")
    moments.say("好的，登记好了，请问还有其他需要吗？", asks=True)
    return moments


def held(answer: str, wait: int) -> Moments:
    moments = call()
    moments.hear("帮我查一下订单|request")
    moments.begin()
    moments.wait(6_500)
    moments.hear(answer)
    moments.wait(wait)
    moments.answered()
    moments.say("查到了，您的订单今天派送。")
    return moments


def insists() -> Moments:
    moments = call()
    moments.hear("急死我了快给我查|anxious,request")
    moments.begin()
    moments.wait(6_500)
    moments.hear("你快点啊|anxious")
    moments.wait(118_000)
    moments.hear("不用回电，我就在线等着|negate")
    moments.wait(30_000)
    moments.answered()
    moments.say("查到了，您的订单今天派送。")
    return moments


def written_down() -> Moments:
    moments = call()
    moments.hear("那我怎么查进度|question")
    moments.take_down("工单号", "202603120087")
    moments.hear("等会儿我拿支笔|hold_on")
    moments.hear("好了|affirm")
    moments.hear("没记下来|negate")
    moments.hear("记好了|affirm")
    moments.say("好的，请问还有其他需要吗？", asks=True)
    return moments


def thinking() -> Moments:
    moments = call()
    moments.hear("对了还有个事|more_to_say")
    quiet(moments, 2)
    moments.hear("就是那个机器它……|hesitate")
    moments.hear("呃就是那个……|hesitate")
    quiet(moments)
    moments.hear("它不制冷|complaint")
    moments.say("好的，是一点都不凉，还是不够凉呢？", asks=True)
    return moments


def explained() -> Moments:
    moments = call()
    moments.hear("违约金怎么算的|question")
    moments.say("违约金按剩下的合约月数乘以月租的三成来算。提前一个月说就不收。")
    moments.asked = False
    quiet(moments)
    moments.hear("没听懂|not_understand")
    moments.hear("你再说一遍|repeat_request")
    return moments


PLAYS: list[tuple[Callable[[], Moments], str]] = [
    (nobody_there, "silent-customer-not-prompted silent-caller-given-up-early silent-caller-kept-on"),
    (too_quiet, "quiet-customer-given-up-early badly-heard-customer-hung-up-on"),
    (noise, "noisy-line-given-up-at-once noisy-line-hung-up-on"),
    (unheard, "customer-cannot-hear-passed-over unheard-agent-never-gives-up"),
    (dictation, "dictated-number-not-read-back dictation-broken-into"),
    (insists, "hold-without-consent long-hold-without-call-back insisting-customer-sent-away no-thanks-after-hold"),
    (insists, "anxious-customer-made-to-wait"),
    (written_down, "noted-number-not-confirmed pen-not-waited-for thinking-customer-talked-over"),
    (thinking, "announced-matter-not-invited"),
    (explained, "silent-listener-not-asked"),
    (lambda: held("好的|affirm", 20_000), "hold-without-consent no-thanks-after-hold"),
    (lambda: held("好的|affirm", 100_000), "hold-without-consent hold-without-updates"),
    (lambda: held("好的|affirm", 160_000), "long-hold-without-call-back no-thanks-after-hold"),
    (lambda: held("不行我等不了|negate", 40_000), "hold-without-updates"),
    (lambda: held("你打给我吧|affirm", 100), "hold-without-updates"),
]
"""Calls, and the clauses that each of them is about."""


@pytest.mark.parametrize(("play", "about"), PLAYS)
def test_no_clause_is_broken(play: Callable[[], Moments], about: str) -> None:
    moments = play()
    last = max(event.end for event in moments.events if isinstance(event, Said))
    by = Side.AGENT if moments.ends else Side.CUSTOMER
    hung_up = HungUp(at=max(last, moments.now) + 2_000, by=by)
    log = CallLog(id="moments", direction="inbound", agent="robot", events=(*moments.events, hung_up))
    judged = [judge(clause, log, Told()) for clause in CLAUSES]
    broken = {one.clause.id: [found.text for found in one.findings] for one in judged if one.verdict is Verdict.BROKEN}
    assert not broken, "\n".join(str(event) for event in moments.events)
    assert set(about.split()) <= {one.clause.id for one in judged if one.verdict is Verdict.MET}
