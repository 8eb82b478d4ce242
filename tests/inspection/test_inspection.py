"""A log in, findings and a score out."""

import json

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from huashu.call import CallLog, Heard, HungUp, Ring, Said, Side, Silence
from huashu.inspection import Inspection, inspect, render, to_json
from huashu.inspection.special import Halves
from huashu.language.agent_lines import default_line_reader
from huashu.standard import load_standard
from huashu.standard.sample import SampleEars, read_sample

STANDARD = load_standard()

EXEMPLARY = (
    "坐席：您好，请问是林先生吗",
    "客户[affirm_identity]：是我，什么事",
    "坐席：我是和润家电的回访员小裴，不推销，看到您上周报修等得久，想听听您的感受，一分钟就好",
    "客户[feedback_negative]：等了三天才来人",
    "坐席：让您等了三天，是我们没做好，这一点我记下了",
    "坐席(记录反馈)",
    "客户[end_call]：行，那先这样",
    "坐席：感谢您的接听，祝您生活愉快，再见",
    "客户[farewell]：再见",
    "+1s 客户(挂断)",
)


class Blaming:
    """A reader to whom every line blames the customer."""

    def read(self, text: str, before: str = "") -> dict[str, float]:
        return {"S4.4": 0.9}


def inspected(*lines: str) -> Inspection:
    """The inspection of a short call, heard as annotated."""
    sample = read_sample(lines)
    return inspect(sample.log, STANDARD, SampleEars(known=sample.acts))


def test_an_exemplary_call_scores_at_least_ninety_and_has_no_finding() -> None:
    sample = read_sample(EXEMPLARY)
    inspection = inspect(sample.log, STANDARD, SampleEars(known=sample.acts), reader=default_line_reader())
    assert inspection.findings == ()
    assert inspection.score is not None and inspection.score >= 90
    assert {"S0.7", "S0.8", "S0.12"} <= set(inspection.satisfied)


def test_what_only_the_reader_of_lines_could_tell_is_not_called_kept_without_it() -> None:
    inspection = inspected(*EXEMPLARY)
    assert "refusal-talked-past" in inspection.unscored
    assert "S0.12" not in inspection.satisfied


def test_a_broken_refusal_keeps_the_call_below_sixty_eight() -> None:
    lines = [*EXEMPLARY[:6], "客户[refuse]：不想说了", "坐席：那我换个问题，您觉得师傅的态度怎么样"]
    inspection = inspected(*lines)
    assert [finding.clause.id for finding in inspection.findings] == ["end-signal-not-closed"]
    assert inspection.score is not None and inspection.score < 68
    assert "S0.12" not in inspection.satisfied


def test_a_small_lapse_keeps_the_call_between_seventy_six_and_ninety_five() -> None:
    lines = [*EXEMPLARY[:7], "坐席：那就不打扰您了，再见", *EXEMPLARY[8:]]
    inspection = inspected(*lines)
    assert [finding.clause.id for finding in inspection.findings] == ["closing-without-thanks"]
    assert inspection.score is not None and 76 <= inspection.score <= 96


def test_repeating_a_breach_costs_more_but_less_than_twice_as_much() -> None:
    once = inspected("坐席：您好，请问是{姓名}吗", "客户[affirm]：嗯")
    twice = inspected("坐席：您好，请问是{姓名}吗", "客户[affirm]：嗯", "坐席：{称呼}您好")
    assert once.score is not None and twice.score is not None
    assert 100 - once.score < 100 - twice.score < 2 * (100 - once.score)


def test_a_finding_points_at_the_event_and_quotes_it() -> None:
    inspection = inspected("坐席：您好", "客户[refuse]：不用了", "坐席：您再考虑考虑吧", "客户[refuse]：不考虑")
    finding = inspection.findings[0]
    assert (finding.at, finding.evidence) == (2, "您再考虑考虑吧")
    assert finding.time > 0 and finding.why and finding.better


def test_a_finding_offers_the_agents_own_line_put_properly() -> None:
    lines = ("坐席：您好", "客户：我这个怎么装不上", "坐席：你必须先看说明书")
    found = inspect(read_sample(lines).log, STANDARD, None, reader=Blaming()).findings
    rewrite = next(one.rewrite for one in found if one.clause.source == ("S4.4",) and one.at == 2)
    assert rewrite is not None and "说明书" in rewrite and "必须" not in rewrite


def test_the_json_has_the_published_shape() -> None:
    published = json.loads(json.dumps(to_json(inspected("坐席：您好", "客户[refuse]：不用了", "坐席：再聊两句吧"))))
    assert list(published) == [
        "id",
        "score",
        "areas",
        "findings",
        "satisfied",
        "nature",
        "split",
        "review",
        "unscored",
        "measures",
    ]
    assert list(published["findings"][0]) == [
        "clause",
        "source",
        "verdict",
        "at",
        "evidence",
        "why",
        "better",
        "rewrite",
    ]
    assert published["findings"][0]["source"] == ["S0.12"]
    assert (published["nature"], published["split"], published["review"]) == (None, None, None)
    assert published["areas"]["respect"] < 10


def test_a_call_without_a_word_is_unscored_and_does_not_pass() -> None:
    inspection = inspect(CallLog(id="empty"), STANDARD, None)
    assert inspection.score is None
    assert not inspection.passed


def test_without_ears_meaning_is_unscored_and_listed() -> None:
    inspection = inspect(read_sample(EXEMPLARY).log, STANDARD, None)
    assert "end-signal-not-closed" in inspection.unscored
    assert "S0.12" not in inspection.satisfied


def test_an_inbound_call_is_not_held_to_the_outbound_scenario() -> None:
    lines = ("坐席：您好，想了解一下您的感受", "客户[refuse]：不用了", "坐席：您再想想")
    sample = read_sample(lines, direction="inbound")
    assert inspect(sample.log, STANDARD, SampleEars(known=sample.acts)).findings == ()


def test_the_terminal_opens_with_the_score_and_the_worst() -> None:
    console = Console(width=200, record=True, file=None, force_terminal=False)
    with console.capture() as captured:
        console.print(render(inspected("坐席：您好", "客户[refuse]：不用了", "坐席：您再考虑考虑吧")))
    shown = captured.get()
    assert shown.startswith("65 分  合格")
    assert "拒绝" in shown.splitlines()[0]
    assert "您再考虑考虑吧" in shown and "宜作" in shown


SPOKEN = st.text(alphabet="您好再见谢不打扰升级满意吗，？{}“”", min_size=0, max_size=20)


@st.composite
def logs(draw: st.DrawFn) -> CallLog:
    """Any order of lines, silences and hang-ups, times going forward."""
    events = []
    now = 0
    for _ in range(draw(st.integers(0, 8))):
        end = now + draw(st.integers(0, 9000))
        events.append(
            draw(
                st.sampled_from(
                    [
                        Said(at=now, end=end, text=draw(SPOKEN)),
                        Heard(at=now, end=end, text=draw(SPOKEN)),
                        Silence(at=now, end=end),
                        HungUp(at=now, by=draw(st.sampled_from(Side))),
                    ]
                )
            )
        )
        now = end
    return CallLog(id="any", events=tuple(events))


@given(log=logs())
def test_any_log_is_inspected_with_findings_inside_it_and_a_score_in_range(log: CallLog) -> None:
    inspection = inspect(log, STANDARD, SampleEars(known={}))
    assert inspection.score is None or 0 <= inspection.score <= 100
    assert all(0 <= finding.at < len(log.events) for finding in inspection.findings)
    broken = {number for finding in inspection.findings for number in finding.clause.source}
    assert broken.isdisjoint(inspection.satisfied)


def test_messages_are_not_judged_by_the_pace_of_speech() -> None:
    events = (
        Heard(at=0, end=1000, text="我的订单什么时候到"),
        Said(at=20_000, end=22_000, text="您的订单已经从仓库发出，按目前的进度明天下午三点以前送到"),
    )
    pace = {"speaks-too-fast", "waits-without-a-word"}
    voice, chat = (
        inspect(CallLog(id="c1", events=events, extra={"channel": channel}), STANDARD, None)
        for channel in ("voice", "chat")
    )
    assert pace <= {one.clause.id for one in voice.findings}
    assert not pace & {one.clause.id for one in chat.findings}
    assert pace <= set(chat.unscored)


def test_the_terminal_says_why_a_special_call_has_the_score_it_has() -> None:
    console = Console(width=200)
    split = Halves(at=2, first=92, second=64)
    with console.capture() as captured:
        console.print(render(Inspection(id="c1", score=78, split=split)))
    assert "性质清楚之前 92 分，之后 64 分" in captured.get()


def test_a_call_in_which_the_agent_never_spoke_is_unscored_unless_something_was_broken() -> None:
    rung = CallLog(id="rung", direction="inbound", events=(Ring(at=0, end=1000), HungUp(at=4000, by=Side.CUSTOMER)))
    assert inspect(rung, STANDARD, None).score is None
    assert inspect(rung, STANDARD, None).areas == {}


class Leaning(Blaming):
    """A reader who leans towards blame, a little more than not."""

    def read(self, text: str, before: str = "") -> dict[str, float]:
        return {"S4.4": 0.6}


def test_in_a_whole_call_the_reader_has_to_be_surer_than_in_an_excerpt() -> None:
    excerpt = read_sample(("客户：装不上", "坐席：您再看看")).log
    whole = read_sample(("坐席：您好", "客户：装不上", "坐席：您再看看", "客户：好")).log
    blamed = [
        any(one.clause.source == ("S4.4",) for one in inspect(log, STANDARD, None, reader=Leaning()).findings)
        for log in (excerpt, whole)
    ]
    assert blamed == [True, False]
