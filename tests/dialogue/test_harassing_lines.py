"""Whatever a caller says, no line for callers who may harass breaks the standard, and every method keeps its bounds."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.call import EndReason, HangUp, Heard, ReportCaller, Say, Transfer
from huashu.dialogue.harassing import Handled, Occasion, Suspicion, begin, handle, heed, protecting_service
from huashu.dialogue.harassing.ending import ANSWERS, STATEMENTS
from huashu.dialogue.harassing.wordings import wordings
from huashu.language import default_understander
from huashu.language.agent_lines import default_line_reader
from huashu.playbook.desk.model import Desk, Item, ItemKind, Risk
from huashu.standard import Fault, load_standard, utterance_faults

EARS = default_understander()
GREETING = "您好，工号001，请问有什么可以帮您？"
PREFIX_ONLY = {"robot"}
NEVER = {"S2.3", "S2.4", "S2.5", "S2.9", "S2.10", "S2.11", "S2.12", "S2.13", "D5"}

SAID_BEFORE = (
    "",
    "我家猫把手机卡吃了怎么办",
    "它可是条生命啊",
    "给我唱首歌",
    "我要找你们领导",
    "你们服务态度太差了",
    "妹妹你有男朋友吗",
    "给我一个明星的电话",
    "你们规定哪条写了不管",
    "我要投诉你们，上网曝光",
    "哈哈哈哈",
    "你个废物，听不懂人话",
    "你猜我在哪儿",
    "那你教我怎么跟猫沟通",
    "你是不是不高兴了",
    "再给我说一遍，我爱听",
    "嗯",
)

TURNS = (
    "我家鹦鹉会说话，它把手机卡吞了",
    "号码你猜，猜对了它跟你姓，哈哈哈哈",
    "你先唱首歌给它听听",
    "没什么业务，打赌输了才打的",
    "你怎么还不生气啊",
    "叫你们领导来听电话",
    "你们服务态度太差了，我要投诉你",
    "给我周杰伦的电话号码",
    "你们规定哪条写了，凭什么不管",
    "你是机器人吗",
    "嫁给我吧，声音真好听",
    "它可是条生命啊",
    "汪汪汪，学得像不像",
    "你个废物，骂我一句啊",
    "嗯",
    "哈哈哈哈",
    "我宽带断网了，户号六六二一",
    "昨天晚上八点断的，能不能派人修",
    "没有了",
    "再见",
    "转人工",
    "喂，听得到吗",
)


@cache
def faults(text: str, heard: str, before: str) -> tuple[Fault, ...]:
    reader = default_line_reader()
    return utterance_faults(load_standard(), text, heard, EARS, agent_before=before, reader=reader, direction="inbound")


def broken(text: str, heard: str, before: str) -> set[str]:
    """The requirements on special calls that saying ``text`` would break."""
    return {number for fault in faults(text, heard, before) for number in fault.clause.source} & NEVER


@pytest.mark.parametrize("name", sorted(wordings().lines))
def test_every_line_has_at_least_four_wordings(name: str) -> None:
    variants = wordings().lines[name]
    assert len(set(variants)) >= 4


@pytest.mark.parametrize("name", sorted(set(wordings().lines) - PREFIX_ONLY))
def test_no_wording_breaks_the_standard_whatever_was_said_before(name: str) -> None:
    for variant in wordings().lines[name]:
        for address, organisation in (("", "我们"), ("先生", "晨星家电"), ("女士", "城南供水")):
            text = variant.format(
                address=address, organisation=organisation, offer="停机保号", question="请问您的户号是多少？"
            )
            for heard in SAID_BEFORE:
                for before in (GREETING, "对不起，这个我没法答复您，请问还有其他问题吗？") if heard else ("",):
                    assert not broken(text, heard, before), (text, heard)


@pytest.mark.parametrize("name", ["statement", "one_sentence", "leader", "number", "rules"])
def test_who_is_told_that_we_are_a_machine_hears_the_sentence_as_well(name: str) -> None:
    for owned in wordings().lines["robot"]:
        for variant in wordings().lines[name]:
            text = owned + variant.format(address="", organisation="我们")
            assert not broken(text, "你是机器人吗", GREETING), text


@pytest.mark.parametrize(
    ("name", "meanings"),
    [
        ("statement", ("special_warns", "special_courtesy")),
        ("one_sentence", ("special_cannot", "special_any_other", "special_courtesy")),
        ("leader", ("special_method", "special_any_other", "special_courtesy")),
        ("attitude", ("special_any_other", "special_courtesy")),
        ("number", ("special_any_other", "special_courtesy")),
        ("rules", ("special_any_other", "special_courtesy")),
        ("unrelated_goodbye", ("special_unrelated", "special_courtesy")),
        ("probe_who", ("special_asks_fact",)),
        ("probe_state", ("special_asks_fact",)),
        ("comfort_animal", ("special_comforts",)),
        ("comfort_person", ("special_comforts",)),
        ("comfort_loss", ("special_comforts",)),
        ("goodbye", ("special_courtesy",)),
    ],
)
def test_every_wording_says_what_the_standard_asks_of_its_method(name: str, meanings: tuple[str, ...]) -> None:
    known = load_standard().meanings
    for variant in wordings().lines[name]:
        text = variant.format(address="", organisation="我们")
        assert all(known[meaning].found_in(text) for meaning in meanings), text


@pytest.mark.parametrize("name", ["goodbye", "unrelated_goodbye", "statement", "one_sentence", "attitude", "leader"])
@pytest.mark.parametrize("meaning", ["special_passes_on", "special_invites_back", "special_accuses", "special_blocks"])
def test_no_wording_passes_on_invites_accuses_or_blocks(name: str, meaning: str) -> None:
    known = load_standard().meanings[meaning]
    assert not any(known.found_in(text.format(address="", organisation="我们")) for text in wordings().lines[name])


def play(turns: list[tuple[str, bool]], risk: Risk) -> list[tuple[str, Suspicion, Handled | None]]:
    """What was done about each of ``turns``, until the call ended."""
    suspicion, said, before, played = begin({}, {}), [GREETING], GREETING, []
    for place, (text, business) in enumerate(turns):
        at = place * 6000
        suspicion = heed(suspicion, Heard(at=at, end=at + 2000, text=text), EARS, before, place)
        occasion = Occasion(
            text=text,
            heard=EARS.understand(text, said[-1]),
            risk=risk,
            said=tuple(said),
            business=business,
            elapsed=at + 2000,
        )
        decided = handle(suspicion, occasion)
        played.append((text, suspicion, decided))
        lines = [action.text for action in decided.actions if isinstance(action, Say)] if decided else []
        suspicion = decided.suspicion if decided else suspicion
        said += lines or ["好的，请问您要办什么业务？"]
        before = " ".join(lines) or said[-1]
        if decided is not None and decided.ends is not None:
            break
    return played


CALLS = st.lists(st.tuples(st.sampled_from(TURNS), st.booleans()), min_size=1, max_size=24)


@given(turns=CALLS, risk=st.sampled_from(Risk))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_whatever_the_caller_says_every_method_keeps_its_bounds(turns: list[tuple[str, bool]], risk: Risk) -> None:
    played = play(turns, risk)
    actions = [action for _, _, decided in played if decided for action in decided.actions]
    assert not any(isinstance(action, Transfer) for action in actions)
    assert all(action.after >= 2000 for action in actions if isinstance(action, HangUp))
    assert sum(isinstance(action, ReportCaller) for action in actions) <= 1
    for _, before, decided in played:
        if decided is None:
            continue
        hangs = any(isinstance(action, HangUp) for action in decided.actions)
        assert hangs == (decided.ends is EndReason.HARASSMENT)
        assert before.clear or not hangs
        assert before.clear or not any(isinstance(action, ReportCaller) for action in decided.actions)
        assert decided.suspicion.statements <= STATEMENTS
        assert decided.suspicion.answers <= ANSWERS
        assert len(decided.suspicion.probes) <= 2


@given(turns=CALLS, risk=st.sampled_from(Risk))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_whatever_the_caller_says_no_line_breaks_the_standard(turns: list[tuple[str, bool]], risk: Risk) -> None:
    before = GREETING
    for text, _, decided in play(turns, risk):
        lines = [action.text for action in decided.actions if isinstance(action, Say)] if decided else []
        if lines and decided and not decided.goes_on:
            assert not broken(" ".join(lines), text, before), (lines, text)
        before = " ".join(lines) or "好的，请问您要办什么业务？"


@given(turns=CALLS, risk=st.sampled_from(Risk))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_nothing_is_said_twice_running(turns: list[tuple[str, bool]], risk: Risk) -> None:
    lines = [
        action.text
        for _, _, decided in play(turns, risk)
        if decided
        for action in decided.actions
        if isinstance(action, Say)
    ]
    assert all(one != other for one, other in pairwise(lines))


def test_the_service_that_protects_is_found_by_what_it_does() -> None:
    def item(name: str, kind: ItemKind, effect: str = "") -> Item:
        return Item(kind=kind, name=name, line=1, effect=effect)

    desk = Desk(
        title="",
        organisation="",
        items=(
            item("账单查询", ItemKind.LOOK_UP),
            item("暂停供水", ItemKind.SERVICE, "全屋停水"),
            item("停机保号", ItemKind.COUNTER),
        ),
    )
    assert protecting_service(desk) == "暂停供水"
    assert protecting_service(Desk(title="", organisation="")) == ""
