"""What is measured in a call, and what stays unknown."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huashu.call import Act, CallLog
from huashu.call.codec import log_from_json
from huashu.inspection.measures import Measures, measure, measures_json
from huashu.inspection.outcome import Ending
from huashu.standard import Scene
from huashu.standard.sample import SampleEars

EARS = SampleEars(
    known={"听不懂，你再说一遍": frozenset({Act.REPEAT_REQUEST}), "洗衣机不排水，想约个师傅": frozenset({Act.REQUEST})}
)


def log_of(*events: tuple[float, float, str, str], direction: str = "inbound", **more: Any) -> CallLog:
    """A log from (begin s, end s, speaker, text or type of event)."""
    kinds = {"ring", "hold_start", "hold_end", "transfer", "hangup", "silence"}
    entries = [
        {"t": at, "end": end, "speaker": who, "type": words if words in kinds else "speech", "text": words}
        for at, end, who, words in events
    ]
    return log_from_json({"id": "m", "direction": direction, "agent": "human", "events": entries, **more})


def measured(*events: tuple[float, float, str, str]) -> Measures:
    return measure(log_of(*events), EARS)


WHOLE = (
    (0.0, 1.0, "system", "ring"),
    (2.0, 5.0, "agent", "您好，维安家电，请问有什么可以帮您？"),
    (5.5, 9.5, "customer", "洗衣机不排水，想约个师傅"),
    (10.5, 13.5, "agent", "嗯，让您费心了，请您稍等，我查一下，可以吗？"),
    (14.0, 15.0, "customer", "可以"),
    (15.0, 15.0, "agent", "hold_start"),
    (45.0, 45.0, "agent", "hold_end"),
    (46.0, 50.0, "agent", "感谢等候，已经为您预约了明天上午十点，师傅上门"),
    (49.0, 51.0, "customer", "听不懂，你再说一遍"),
    (57.0, 61.0, "agent", "抱歉，明天上午十点师傅到，请问还有什么能帮到您的吗？"),
    (61.5, 62.5, "customer", "没有了，谢谢"),
    (64.0, 64.0, "customer", "hangup"),
)


def test_talk_waiting_and_holds_are_measured_in_ms() -> None:
    whole = measured(*WHOLE)
    assert whole.talk.agent_ms == 14_000
    assert whole.talk.customer_ms == 8_000
    assert whole.talk.share == 14 / 22
    assert whole.talk.longest is not None
    assert (whole.talk.longest.value, whole.talk.longest.at) == (4_000, 7)
    assert (whole.waiting.holds, whole.waiting.hold_ms) == (1, 30_000)
    assert whole.waiting.silence_ms == 6_000
    assert whole.waiting.silence_share == 6_000 / (60_500 - 30_000)


def test_a_hold_that_a_log_begins_twice_is_one_and_no_quiet_of_the_agent() -> None:
    twice = [*WHOLE[:6], (20.0, 20.0, "agent", "hold_start"), *WHOLE[6:]]
    assert measured(*twice).waiting.hold_ms == 30_000
    scene = Scene(log_of(*twice), EARS)
    assert scene.quiet_before[8] == 1_000


def test_cutting_in_is_counted_on_the_side_that_does_it() -> None:
    whole = measured(*WHOLE)
    assert (whole.waiting.interruptions, whole.waiting.interrupted) == (0, 1)


def test_the_longest_wait_for_an_answer_names_its_event() -> None:
    worst = measured(*WHOLE).waiting.response_worst
    assert worst is not None
    assert (worst.value, worst.at) == (6_000, 9)


def test_speed_is_characters_a_minute_and_names_the_fastest_line() -> None:
    pace = measured(
        (0.0, 3.0, "agent", "一二三四五六七八九十一二"), (3.5, 5.5, "agent", "一二三四五六七八九十一二")
    ).pace
    assert pace.overall == 24 * 60 / 5
    assert pace.fastest is not None
    assert (pace.fastest.value, pace.fastest.at) == (360, 1)


def test_times_that_were_estimated_give_no_speed_and_no_waiting() -> None:
    turns = [{"speaker": "agent", "text": "您好，请问有什么可以帮您"}, {"speaker": "customer", "text": "我要退货"}]
    told = measure(log_from_json({"id": "s", "direction": "inbound", "turns": turns}), EARS)
    assert told.times == "estimated"
    assert told.pace.overall is None
    assert told.waiting.duration_ms is None
    assert told.waiting.silence_share is None
    assert told.waiting.interruptions is None
    assert told.talk.agent_ms is None
    assert told.talk.share == 11 / 15


def test_a_call_in_which_nobody_speaks_is_measured_too() -> None:
    told = measure(log_of((0.0, 1.0, "system", "ring"), (9.0, 9.0, "customer", "hangup")), None)
    assert told.talk.share is None
    assert told.agent.warmth is None
    assert told.ending is None
    assert told.repeats is None


def test_fillers_count_where_they_mean_nothing() -> None:
    told = measured((0.0, 5.0, "agent", "嗯，就是说，那个，您的单子呢，呃，到了")).fillers
    assert told.which == {"嗯": 1, "就是说": 1, "呃": 1, "那个": 1}
    assert measured((0.0, 5.0, "agent", "您先看这个灯，然后按那个键，其实不难")).fillers.count == 0


def test_commands_make_a_call_colder_than_courtesy() -> None:
    warm = measured((0.0, 2.0, "agent", "您好，麻烦您报一下单号，可以吗？")).agent.warmth
    cold = measured((0.0, 2.0, "agent", "你必须先报单号")).agent.warmth
    assert warm is not None
    assert cold is not None
    assert warm - cold >= 50


def test_what_is_said_twice_is_a_repeat() -> None:
    assert measured(*WHOLE).repeats == 1


def test_the_four_ways_to_end_are_told_apart() -> None:
    def ending(*lines: str) -> Ending | None:
        said = [
            (4.0 * place, 4.0 * place + 3, "agent" if place % 2 else "customer", text)
            for place, text in enumerate(lines)
        ]
        return measured(*said).ending

    assert ending("帮我退订", "已经为您取消了，当场生效", "好") is Ending.RESOLVED
    assert ending("我要销户", "销户请您带身份证到附近网点办理", "好") is Ending.REFERRED
    assert ending("钱没到账", "我核实以后明天十二点前给您回电话", "好") is Ending.CALL_BACK
    assert ending("网断了", "我已经派单给维修部门处理", "好") is Ending.PASSED_ON
    assert ending("不用了，别打了", "好的，不打扰您了，再见", "再见") is None


def test_what_may_happen_later_is_no_ending() -> None:
    told = measured((0.0, 2.0, "customer", "嗯"), (3.0, 5.0, "agent", "如果不行，也可以到网点办理"))
    assert told.ending is None


def test_measures_are_written_as_json() -> None:
    told = json.loads(json.dumps(measures_json(measured(*WHOLE)), ensure_ascii=False))
    assert told["talk"]["agent_ms"] == 14_000
    assert told["questions"]["count"] == len(told["questions"]["asked"]) == 3
    assert told["particulars"]["how_much"] is None
    assert told["tone"]["customer"] is None


@given(
    st.lists(
        st.tuples(
            st.integers(0, 90),
            st.integers(0, 20),
            st.sampled_from(["agent", "customer", "system"]),
            st.sampled_from(
                [
                    "ring",
                    "hold_start",
                    "hold_end",
                    "transfer",
                    "hangup",
                    "silence",
                    "",
                    "？",
                    "嗯",
                    "您贵姓",
                    "那个 那个",
                ]
            ),
        ),
        max_size=12,
    )
)
def test_every_log_can_be_measured(events: list[tuple[int, int, str, str]]) -> None:
    told = sorted((float(at), float(at + length), who, words) for at, length, who, words in events)
    whole = measure(log_of(*told), EARS)
    json.dumps(measures_json(whole))
    for share in (whole.talk.share, whole.waiting.silence_share):
        assert share is None or 0 <= share <= 1
    assert whole.waiting.hold_ms is not None
    assert whole.waiting.hold_ms >= 0
