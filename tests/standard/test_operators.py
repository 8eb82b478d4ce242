"""Each operator, on both sides of its limit."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray

from huashu.call import Act, CallLog, Heard, HungUp, Said, Side
from huashu.standard import Ears, Scene, Verdict, extended, judge, judge_scene, load_standard
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
    ("{placed: {who: agent, first: 2}}", ("客户：喂", "坐席：一", "客户：嗯", "坐席：二", "坐席：三"), [1, 3]),
    ("{placed: {who: agent, last: 2}}", ("坐席：一", "坐席：二", "坐席：三", "客户：嗯"), [1, 2]),
    (
        "{says: {who: agent}, near: {of: {says: {who: customer, pattern: 退}}, lines: 1}}",
        ("坐席：一", "坐席：二", "客户：退", "坐席：三", "坐席：四"),
        [1, 3],
    ),
    (
        "{near: {of: {silent: {by: customer, at_least: 1s}}, lines: 1}}",
        ("坐席：一", "坐席：二", "客户(沉默 2s)", "坐席：三"),
        [1, 3],
    ),
    ("{says: {who: agent}, after: {of: {says: {who: customer}}, lines: 1}}", ("客户：一", "坐席：二", "坐席：三"), [1]),
    (
        "{says: {who: agent}, before: {of: {says: {who: customer}}, lines: 2}}",
        ("坐席：一", "坐席：二", "坐席：三", "客户：四"),
        [1, 2],
    ),
    (
        "{responds: {who: agent, later_than: 3s}}",
        ("客户：一", "+3s 坐席：二", "客户：三", "+3.1s 坐席：四", "+9s 坐席：五"),
        [3],
    ),
    ("{responds: {who: agent, sooner_than: 1s}}", ("客户：一", "+1s 坐席：二", "客户：三", "-0.1s 坐席：四"), [3]),
    ("{responds: {who: agent, later_than: 3s}}", ("客户：一", "坐席(保持)", "+40s 坐席(恢复)", "+1s 坐席：好了"), []),
    (
        "{hold: {longer_than: 60s}}",
        ("坐席(保持)", "+28s 坐席：还在查", "+40s 坐席：还要一会", "+9s 坐席：快了", "+1s 坐席(恢复)"),
        [2],
    ),
    (
        "{hold: {longer_than: 60s}}",
        ("坐席(保持)", "+61s 坐席(恢复)", "坐席(保持)", "+60s 坐席(恢复)", "坐席：好了"),
        [1],
    ),
    ("{hold: {longer_than: 60s}}", ("坐席(保持)", "+61s 客户(挂断)"), [1]),
    (
        "{in_hold: {who: agent}}",
        ("坐席：稍等", "坐席(保持)", "坐席：还在查", "客户：好", "坐席(恢复)", "坐席：好了"),
        [2],
    ),
    ("{rings: {fewer_than: 2}}", ("系统(响铃)", "坐席：您好", "坐席：请讲"), [1]),
    ("{rings: {fewer_than: 2}}", ("系统(响铃)", "系统(响铃)", "坐席：您好"), []),
    ("{rings: {fewer_than: 2}}", ("坐席：您好",), []),
    ("{connected: {}}", ("系统(响铃)", "客户：喂", "坐席：您好"), [1]),
    ("{connected: {}}", ("系统(接通)", "坐席：您好"), [1]),
    ("{connected: {}}", ("客户：喂", "坐席：您好"), []),
    ("{transfers: {to: 主管}}", ("坐席(转接 客服主管)", "坐席(转接 前台)", "坐席(转接)"), [0]),
    ("{transfers: {}}", ("坐席(转接)", "坐席：好"), [0]),
    ("{keys: {who: customer, digits: '#$'}}", ("客户(按键 12#)", "客户(按键 12)", "坐席(按键 1#)"), [0]),
    ("{call: {direction: outbound, agent: robot}}", ("坐席：一", "客户：二"), [0, 1]),
    ("{call: {direction: inbound}}", ("坐席：一", "客户：二"), []),
    ("{says: {who: agent}, call: {longer_than: 10s}}", ("坐席{5s}：一", "+1s 客户{5s}：二"), [0]),
    ("{says: {who: agent}, call: {longer_than: 10s}}", ("坐席{5s}：一", "+1s 客户{4s}：二"), []),
    ("{says: {who: agent}, call: {shorter_than: 10s}}", ("坐席{5s}：一", "+1s 客户{3s}：二"), [0]),
    (
        "{says: {who: customer}, call: {talk_share: {who: agent, more_than: 0.8}}}",
        ("坐席{9s}：一", "客户{2s}：二"),
        [1],
    ),
    ("{says: {who: customer}, call: {talk_share: {who: agent, more_than: 0.8}}}", ("坐席{8s}：一", "客户{2s}：二"), []),
    ("{says: {who: agent}, call: {ends: customer}}", ("坐席：再见", "客户(挂断)"), [0]),
    ("{says: {who: agent}, call: {ends: customer}}", ("坐席：再见", "坐席(挂断)"), []),
    ("{says: {who: agent}, call: {whole: true}}", ("系统(响铃)", "坐席：讲", "客户(挂断)"), [1]),
    ("{says: {who: agent}, call: {whole: true}}", ("坐席：您好，请讲", "客户(挂断)"), [0]),
    ("{says: {who: agent}, call: {whole: true}}", ("坐席：这个没有", "客户(挂断)"), []),
    ("{says: {who: agent}, call: {whole: true}}", ("系统(响铃)", "坐席：您好"), []),
    (
        "{repeats: {who: agent, times: 3, longer_than: 2}}",
        ("坐席：请稍等", "坐席：请稍等", "坐席：请稍等", "坐席：好了没"),
        [2],
    ),
    ("{repeats: {who: agent, similar: 0.5, longer_than: 2}}", ("坐席：请您稍等", "坐席：请稍等下"), [1]),
    ("{speaks: {who: agent, faster_than: 6}}", ("坐席{1s}：一二三四五六", "坐席{1s}：一二三四五六七"), [1]),
    (
        "{speaks: {who: agent, faster_than: 6, on_average: true}}",
        ("坐席{1s}：一二三四五六七八九", "坐席{1s}：一二三四"),
        [1],
    ),
    (
        "{speaks: {who: agent, faster_than: 6, on_average: true}}",
        ("坐席{1s}：一二三四五六七八九", "坐席{1s}：一二三"),
        [],
    ),
    ("{speaks: {who: agent, slower_than: 3}}", ("坐席{1s}：一二", "坐席{1s}：一二三"), [0]),
    (
        "{sound: {who: customer, quieter_than: -45}}",
        ("客户{音量 -46}：喂", "客户{音量 -45}：喂", "坐席{音量 -60}：喂", "客户：喂"),
        [0],
    ),
    (
        "{sound: {who: anyone, noise_above: -40, snr_below: 10}}",
        ("客户{噪声 -39, 信噪比 9}：喂", "客户{噪声 -39, 信噪比 11}：喂"),
        [0],
    ),
    ("{sound: {who: anyone, clipped: true}}", ("客户{2s, 削波}：喂", "客户{音量 -3}：喂"), [0]),
    ("{sound: {who: anyone, echo: true}}", ("客户{回声}：喂", "客户{削波}：喂"), [0]),
    (
        "{hangs_up: {by: agent, sooner_than: 3s, after_word_of: customer}}",
        ("客户：好", "坐席：再见", "+2s 坐席(挂断)"),
        [],
    ),
    (
        "{hangs_up: {by: agent, sooner_than: 3s, after_word_of: customer}}",
        ("坐席：再见", "客户：好", "+2s 坐席(挂断)"),
        [2],
    ),
    (
        "{hangs_up: {by: agent, sooner_than: 3s, after_word_of: anyone}}",
        ("坐席：再见", "客户：好", "+2s 坐席(挂断)"),
        [2],
    ),
    ("{says: {who: agent, slower_than: 3}}", ("坐席{1s}：一二", "坐席{1s}：一二三"), [0]),
    ("{says: {who: agent, shorter_than: 3}}", ("坐席：一二", "坐席：一二三"), [0]),
    ("{says: {who: agent, words: {all: [退款, 到账]}}}", ("坐席：到账了，退款好了", "坐席：退款好了"), [0]),
    ("{says: {who: agent, words: {any: [退款, 到账], none: [不]}}}", ("坐席：到账了", "坐席：不到账", "坐席：好"), [0]),
    (
        "{says: {who: agent, words: {all: [退款, 到账], within: 3}}}",
        ("坐席：到账的退款", "坐席：退款三天后到账", "坐席：退款今天就能到账"),
        [0, 1],
    ),
    ("{says: {who: agent, words: {all: [退款, 到账], in_order: true}}}", ("坐席：退款已到账", "坐席：到账的退款"), [0]),
    ("{says: {who: agent, words: {all: [退], any: [账, 款], within: 1}}}", ("坐席：退一款", "坐席：退三天账"), [0]),
    (
        "{says: {who: anyone, entity: phone}}",
        ("客户：13812345678", "客户：一三八一二三四五六七八", "客户：四月三号"),
        [0, 1],
    ),
    (
        "{says: {who: anyone, entity: id_card}}",
        ("客户：110101 19900307 123X", "客户：一一零一零一一九九零零三零七一二三四", "客户：13812345678"),
        [0, 1],
    ),
    (
        "{says: {who: anyone, entity: bank_card}}",
        ("客户：卡号6222 0212 3456 7890 123", "客户：110101199003071234"),
        [0],
    ),
    ("{says: {who: anyone, entity: email}}", ("客户：wang.li@example.com", "客户：没有邮箱"), [0]),
    (
        "{says: {who: anyone, entity: [money, order_no]}}",
        ("客户：三百块钱", "客户：订单号AB12345678", "客户：三个人"),
        [0, 1],
    ),
    ("{says: {who: anyone, entity: date}}", ("客户：明天下午三点", "客户：十月一号", "客户：三点半"), [0, 1]),
    ("{says: {who: anyone, entity: time}}", ("客户：明天下午三点", "客户：十月一号", "客户：三点半"), [0, 2]),
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
    scene = Scene(sample.log, Unsure())
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
    scene = Scene(log, Listening())
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


def of_scene(written: str, scene: Scene) -> list[bool | None]:
    """What the operator says of each event."""
    what = operator(written)
    return [holds(what, index, scene) for index in range(len(scene.events))]


def test_nobody_can_tell_when_the_nuisance_was_clear_unless_his_nature_was_judged() -> None:
    log = read_sample(("坐席：一", "客户：二", "坐席：三")).log
    assert of_scene("{clear: {since: true}}", Scene(log, None)) == [None, None, None]
    assert of_scene("{clear: {since: true}}", Scene(log, None, clear_from=1)) == [False, True, True]
    assert of_scene("{clear: {since: false}}", Scene(log, None, clear_from=1)) == [True, False, False]
    assert of_scene("{clear: {since: true}}", Scene(log, None, nature_known=True)) == [False, False, False]


def test_what_the_log_does_not_say_of_the_call_nobody_can_tell() -> None:
    known = read_sample(("坐席：一",), kind="报修", records={"状态": "已发货"}).log
    known = CallLog(id="x", kind=known.kind, records=known.records, events=known.events, extra={"queue": "vip-2"})
    bare = read_sample(("坐席：一",)).log
    for written in ("{call: {kind: 报修}}", "{call: {records: 发货}}", "{call: {meta: {queue: '^vip'}}}"):
        assert of_scene(written, Scene(known, None)) == [True]
        assert of_scene(written, Scene(bare, None)) == [None]
    assert of_scene("{call: {meta: {queue: 普通}}}", Scene(known, None)) == [False]
    assert of_scene("{call: {ends: agent}}", Scene(bare, None)) == [None]


class ByWords:
    """Embeds a sentence as the counts of three characters."""

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Unit vectors over 退, 换 and 修."""
        rows = np.array([[text.count(word) for word in "退换修"] for text in texts], np.float32) + 1e-6
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_a_line_is_like_its_nearest_example_unless_a_counter_example_is_nearer() -> None:
    log = read_sample(("坐席：能退的", "坐席：能退换的", "坐席：能修的")).log
    written = "{says: {who: agent, like: {examples: [退], unlike: [退换], at_least: 0.6}}}"
    assert of_scene(written, Scene(log, None, embedder=ByWords())) == [True, False, False]
    assert of_scene(written, Scene(log, None)) == [None, None, None]
    assert of_scene(written.replace("agent", "customer"), Scene(log, None)) == [False, False, False]


@dataclass
class Reading:
    """Reads 烦 as a likely breach of S1.9, more so after a complaint; notes what it was asked."""

    asked: list[tuple[str, str]] = field(default_factory=list)

    def read(self, text: str, before: str) -> dict[str, float]:
        """The chance that S1.9 is broken."""
        self.asked.append((text, before))
        return {"S1.9": (0.4 if "烦" in text else 0.0) + (0.3 if "投诉" in before else 0.0)}


def learned(patterns: str = "", unless: str = "") -> Operator:
    """An operator for a meaning that a reader tells."""
    text = f"""
meanings:
  impatient:
    label: 不耐烦
    learned: {{rule: S1.9, at_least: 0.6}}
    {patterns}
    {unless}
    examples: [烦]
clauses:
  - id: test-clause
    source: [S1.9]
    forbids: {{says: {{who: anyone, means: impatient}}}}
    score: {{weight: 1, area: wording}}
    explain: 例
    explain_en: e.g.
    better: 例
    examples: [{{ok: [坐席：例]}}, {{bad: [坐席：例]}}]
"""
    clause = extended(Standard(clauses=(), sources=STANDARD.sources), [(text, "t.yaml")]).get("test-clause")
    assert clause is not None and clause.forbids is not None
    return clause.forbids.what


CROSS = ("坐席：烦不烦", "客户：我要", "客户：投诉", "坐席：烦死了", "坐席：别烦我", "客户：烦")


def test_a_learned_meaning_is_found_where_the_reader_is_sure_enough_after_the_turn_before() -> None:
    reader = Reading()
    scene = Scene(read_sample(CROSS).log, None, reader=reader)
    what = learned()
    assert [holds(what, index, scene) for index in range(6)] == [False, False, False, True, True, False]
    assert reader.asked == [("烦不烦", ""), ("烦死了", "我要 投诉"), ("别烦我", "我要 投诉")]


def test_without_a_reader_a_learned_meaning_falls_back_to_its_patterns_or_stays_unknown() -> None:
    scene = Scene(read_sample(CROSS).log, None)
    assert [holds(learned(), index, scene) for index in (0, 3, 5)] == [None, None, False]
    by_words = learned("patterns: [死了]")
    assert [holds(by_words, index, scene) for index in (0, 3)] == [False, True]


def test_a_line_that_has_an_unless_is_never_what_the_reader_says() -> None:
    scene = Scene(read_sample(CROSS).log, None, reader=Reading())
    what = learned(unless="unless: [死了]")
    assert [holds(what, index, scene) for index in (3, 4)] == [False, True]


class Leaning:
    """A reader who leans a little towards S1.7."""

    def read(self, text: str, before: str) -> dict[str, float]:
        return {"S1.7": 0.3}


@pytest.mark.parametrize(("sure", "found"), [("", False), (", sure: 0.2", True), (", sure: 0.4", False)])
def test_breaks_is_content_with_the_certainty_that_is_asked_for(sure: str, found: bool) -> None:
    scene = Scene(read_sample(["坐席：大概吧"]).log, None, reader=Leaning())
    assert holds(operator(f"{{says: {{who: agent, breaks: S1.7{sure}}}}}"), 0, scene) is found


@pytest.mark.parametrize(
    "written",
    ["{nth: {number: 1, of: {says: {who: agent}}}}", "{placed: {who: agent, first: 1}}"],
)
def test_nobody_can_tell_what_is_first_in_an_excerpt(written: str) -> None:
    log = read_sample(["坐席：您好", "客户：喂", "坐席：请讲"]).log
    assert [holds(operator(written), index, Scene(log, None)) for index in (0, 2)] == [True, False]
    assert [holds(operator(written), index, Scene(log, None, excerpt=True)) for index in (0, 2)] == [None, False]


def test_what_is_missing_before_an_excerpt_is_unscored() -> None:
    clause = STANDARD.get("account-data-before-check")
    assert clause is not None
    log = read_sample(["客户：帮我查下余额", "坐席：您账上余额还有八十六元三角"], direction="inbound").log
    assert judge_scene(clause, Scene(log, None)).verdict is Verdict.BROKEN
    assert judge_scene(clause, Scene(log, None, excerpt=True)).verdict is Verdict.UNSCORED
