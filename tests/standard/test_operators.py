"""Each operator, on both sides of its limit."""

from typing import ClassVar

import pytest

from huashu.call import Act, CallLog, Heard, HungUp, Said, Side
from huashu.standard import Ears, Scene, extended, judge, load_standard
from huashu.standard.clause import Standard
from huashu.standard.moment import holds
from huashu.standard.operator import Operator
from huashu.standard.sample import SampleEars, SampleError, read_sample

STANDARD = load_standard()


def operator(written: str) -> Operator:
    """The operator that a clause's ``forbids`` would have."""
    text = f"""
clauses:
  - id: test-clause
    source: [S0.1]
    forbids: {written}
    score: {{weight: 1, area: wording}}
    explain: 例
    explain_en: e.g.
    better: 例
    examples: [{{ok: [坐席：例]}}, {{bad: [坐席：例]}}]
"""
    clause = extended(Standard(clauses=(), meanings=STANDARD.meanings), [(text, "t.yaml")]).get("test-clause")
    assert clause is not None and clause.forbids is not None
    return clause.forbids.what


def where(written: str, *lines: str, ears: bool = True, agent: str = "robot", **known: str) -> list[int]:
    """The events of a short call for which the operator holds."""
    sample = read_sample(lines, profile=known)
    hears: Ears | None = SampleEars(known=sample.acts) if ears else None
    scene = Scene(sample.log, hears)
    what = operator(written)
    return [index for index in range(len(scene.events)) if holds(what, index, scene)]


CASES = [
    ("{says: {who: agent, means: thanks}}", ("坐席：谢谢您", "客户：谢谢你", "坐席：再见"), [0]),
    ("{says: {who: anyone, pattern: 谢谢}}", ("坐席：谢谢您", "客户：谢谢你", "坐席：再见"), [0, 1]),
    (
        "{says: {who: customer, acts: [busy, refuse]}}",
        ("客户[busy]：忙", "客户[greet]：喂", "客户[refuse]：不要"),
        [0, 2],
    ),
    ("{says: {who: agent, longer_than: 4}}", ("坐席：您好您好", "坐席：您好您好吗"), [1]),
    (
        "{says: {who: agent, faster_than: 6}}",
        ("坐席{2s}：甲乙丙丁戊己庚辛壬癸子丑", "坐席{2s}：甲乙丙丁戊己庚辛壬癸子丑寅"),
        [1],
    ),
    ("{silent: {by: customer, at_least: 3s}}", ("坐席：喂", "客户(沉默 2.9s)", "客户(沉默 3s)", "坐席(沉默 5s)"), [2]),
    ("{pause: {before: agent, longer_than: 7s}}", ("客户：问", "+7s 坐席：答", "客户：问", "+7.1s 坐席：答"), [3]),
    ("{pause: {before: agent, longer_than: 7s}}", ("客户：问", "坐席(保持)", "+20s 坐席(恢复)", "坐席：好了"), []),
    ("{sounds: {at_least: 2s}}", ("客户(噪音 1s)", "客户(噪音 2s)"), [1]),
    (
        "{interrupts: {who: agent, by: 500ms}}",
        ("客户{3s}：我想问", "-1s 坐席：您好", "客户{3s}：我想", "-0.4s 坐席：好"),
        [1],
    ),
    ("{repeats: {who: agent}}", ("坐席：请您稍等我查一下订单", "客户：嗯", "坐席：请您稍等，我查一下订单"), [2]),
    ("{repeats: {who: agent}}", ("坐席：您好", "客户：嗯", "坐席：您好"), []),
    ("{hangs_up: {by: agent, sooner_than: 2s}}", ("坐席：再见", "+1.9s 坐席(挂断)"), [1]),
    ("{hangs_up: {by: agent, sooner_than: 2s}}", ("坐席：再见", "+2s 坐席(挂断)"), []),
    ("{hangs_up: {by: agent, later_than: 5s}}", ("坐席：再见", "+6s 坐席(挂断)"), [1]),
    ("{hangs_up: {by: customer}}", ("坐席：再见", "+1s 坐席(挂断)"), []),
    ("{on_hold: {longer_than: 30s}}", ("坐席(保持)", "+28s 坐席：还在查", "+26s 坐席(恢复)"), []),
    ("{on_hold: {longer_than: 30s}}", ("坐席(保持)", "+75s 坐席(恢复)"), [1]),
    ("{rings: {more_than: 3}}", ("系统(响铃)", "系统(响铃)", "系统(响铃)", "系统(响铃)", "坐席：您好"), [3]),
    ("{talks: {who: agent, longer_than: 10s}}", ("坐席{6s}：一", "客户{9s}：二", "坐席{5s}：三", "坐席{5s}：四"), [2]),
    ("{talks: {who: anyone, longer_than: 10s}}", ("坐席{6s}：一", "客户{9s}：二", "坐席{5s}：三"), [1]),
    ("{all: [{says: {who: agent}}, {not: {says: {who: agent, pattern: 好}}}]}", ("坐席：您好", "坐席：再见"), [1]),
    (
        "{any: [{says: {who: customer}}, {says: {who: agent, pattern: 好}}]}",
        ("坐席：您好", "坐席：再见", "客户：嗯"),
        [0, 2],
    ),
    ("{says: {who: agent}, after: {of: {says: {who: customer}}}}", ("坐席：一", "客户：二", "坐席：三"), [2]),
    (
        "{says: {who: agent}, after: {of: {says: {who: customer}}, within: 5s}}",
        ("客户：一", "+4s 坐席：二", "+4s 坐席：三"),
        [1],
    ),
    ("{says: {who: agent}, before: {of: {says: {who: customer}}}}", ("坐席：一", "客户：二", "坐席：三"), [0]),
    (
        "{follows: {says: {who: customer, pattern: 问}}}",
        ("客户：我问", "客户：嗯", "坐席：答", "客户：哦", "坐席：还"),
        [2],
    ),
    ("{in_turn: {says: {who: agent, pattern: 谢}}}", ("坐席：好的", "坐席：谢谢", "客户：嗯", "坐席：好的"), [0, 1]),
    ("{nth: {number: 2, of: {says: {who: agent}}}}", ("坐席：一", "坐席：二", "客户：嗯", "坐席：三"), [3]),
    (
        "{beyond: {times: 1, of: {says: {who: agent}}}}",
        ("坐席：一", "客户：嗯", "坐席：二", "客户：嗯", "坐席：三"),
        [2, 4],
    ),
    (
        "{beyond: {times: 1, in_a_row: true, of: {says: {who: customer, pattern: 嗯}}}}",
        ("客户：嗯", "坐席：一", "客户：好", "坐席：二", "客户：嗯", "坐席：三", "客户：嗯"),
        [6],
    ),
]


@pytest.mark.parametrize(("written", "lines", "expected"), CASES)
def test_an_operator_holds_where_it_should_and_nowhere_else(
    written: str, lines: tuple[str, ...], expected: list[int]
) -> None:
    assert where(written, *lines) == expected


def test_a_line_uses_the_profile_when_it_has_a_word_of_it_other_than_the_name() -> None:
    written = "{says: {who: agent, uses_profile: true}}"
    lines = ("坐席：林先生您好", "坐席：洗衣机修好了吗")
    assert where(written, *lines, 姓名="林先生", 最近互动="报修洗衣机") == [1]
    assert where(written, *lines) == []


def test_known_reads_the_profile_and_tells_nothing_without_one() -> None:
    written = "{known: {profile: 勿再联系}}"
    assert where(written, "坐席：您好", 提醒="客户要求勿再联系") == [0]
    sample = read_sample(("坐席：您好",))
    assert holds(operator(written), 0, Scene(sample.log, None)) is None


def test_a_deed_is_unknown_in_a_log_without_side_channel_and_false_in_one_that_has_it() -> None:
    what = operator("{does: do_not_contact}")
    without = read_sample(("客户：别打了", "坐席：好"))
    assert holds(what, 1, Scene(without.log, None)) is None
    other = read_sample(("客户：别打了", "坐席：好", "坐席(记录反馈)"))
    assert holds(what, 1, Scene(other.log, None)) is False
    done = read_sample(("客户：别打了", "坐席(登记勿扰)", "坐席：好"))
    assert [holds(what, index, Scene(done.log, None)) for index in (0, 1)] == [True, False]


def test_a_record_alone_tells_that_the_number_was_barred() -> None:
    log = CallLog(id="x", events=(Heard(at=0, end=900, text="别打了"),), record={"do_not_contact": True})
    assert holds(operator("{does: do_not_contact}"), 0, Scene(log, None)) is True


def test_an_act_counts_only_when_the_ears_are_as_sure_as_asked() -> None:
    class Unsure:
        scores: ClassVar[dict[Act, float]] = {}

        def has(self, *acts: object) -> bool:
            return True

        def understand(self, text: str, context: str = "") -> "Unsure":
            return self

    sample = read_sample(("客户：不要了",))
    scene = Scene(sample.log, Unsure())  # type: ignore[arg-type]
    assert holds(operator("{says: {who: customer, acts: refuse}}"), 0, scene) is True
    assert holds(operator("{says: {who: customer, acts: refuse, sure: 0.5}}"), 0, scene) is False


def test_what_nobody_can_tell_stays_unknown_through_all_any_and_not() -> None:
    scene = Scene(read_sample(("客户：不要了",)).log, None)
    unknown = "{says: {who: customer, acts: refuse}}"
    assert holds(operator(f"{{not: {unknown}}}"), 0, scene) is None
    assert holds(operator(f"{{all: [{unknown}, {{says: {{who: customer}}}}]}}"), 0, scene) is None
    assert holds(operator(f"{{all: [{unknown}, {{says: {{who: agent}}}}]}}"), 0, scene) is False
    assert holds(operator(f"{{any: [{unknown}, {{says: {{who: customer}}}}]}}"), 0, scene) is True


def test_the_ears_hear_a_line_with_what_the_agent_said_before_it() -> None:
    heard: list[tuple[str, str]] = []

    class Listening:
        def understand(self, text: str, context: str = "") -> "Listening":
            heard.append((text, context))
            return self

        def has(self, *acts: object) -> bool:
            return False

        scores: ClassVar[dict[Act, float]] = {}

    log = CallLog(
        id="x",
        events=(
            Said(at=0, end=900, text="您满意吗"),
            Heard(at=1000, end=1500, text="没有"),
            Heard(at=1600, end=1900, text="再说吧"),
        ),
    )
    scene = Scene(log, Listening())  # type: ignore[arg-type]
    for index in range(3):
        holds(operator("{says: {who: customer, acts: refuse}}"), index, scene)
    assert heard == [("没有", "您满意吗"), ("再说吧", "您满意吗")]


def test_a_quoted_word_is_not_the_agents_own() -> None:
    thanks = STANDARD.meanings["farewell"]
    assert not thanks.found_in("您刚才说的“再见”我没听清")
    assert thanks.found_in("“好的，再见”")


def test_an_unreadable_line_of_a_short_call_is_named() -> None:
    with pytest.raises(SampleError, match="经理：你好"):
        read_sample(("经理：你好",))
    with pytest.raises(SampleError, match="refusal"):
        read_sample(("客户[refusal]：不要",))


def test_the_call_that_breaks_off_gives_no_occasion_to_close() -> None:
    clause = STANDARD.get("end-signal-not-closed")
    assert clause is not None
    sample = read_sample(("坐席：您好", "客户[refuse]：不用了"))
    dropped = CallLog(id="x", events=(*sample.log.events, HungUp(at=9000, by=Side.SYSTEM)))
    assert judge(clause, dropped, SampleEars(known=sample.acts)).verdict == "not_triggered"
