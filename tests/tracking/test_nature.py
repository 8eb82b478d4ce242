"""The belief that a caller harasses: turn by turn, with evidence, and never against somebody in need."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.call import CallLog, Event, Heard, Noise, Said
from huashu.language import CachedEmbedder, Understander, default_understander
from huashu.tracking import Nature, NatureState, Signal, begin, hear, overhear, read_nature
from huashu.tracking.nature_model import from_bytes, shipped_model, to_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

DATA = Path(__file__).parents[2] / "data" / "nature"

PRANK = (
    ("A", "您好，东湖供热，请问有什么可以帮您"),
    ("C", "喂我家暖气片怀孕了，你们来个接生的"),
    ("A", "请问是暖气片漏水，还是不热？您报一下户号"),
    ("C", "户号你猜，猜对了我让它生个女儿跟你姓，哈哈哈哈"),
    ("A", "您如果家里不热，我可以给您登记报修"),
    ("C", "不用登记，你先唱首歌给它听听，它喜欢听你的声音"),
    ("A", "抱歉，这个我们没有办法办理，请问还有别的业务吗"),
    ("C", "没业务，跟室友打赌输了才打的，你怎么还不生气啊"),
    ("A", "没有业务需要，这边先结束通话了，再见"),
    ("C", "别挂呀，再骂我一句嘛"),
)
ANGRY = (
    ("A", "您好，东湖供热，请问有什么可以帮您"),
    ("C", "帮个屁，我打了八个电话了，你们是不是死人啊"),
    ("A", "非常抱歉，请问您家是什么情况，户号是多少"),
    ("C", "零三二一七，家里十一度，孩子都冻发烧了，你们他妈管不管"),
    ("A", "查到了，您前天报过修，我现在给您加急，师傅两小时内上门"),
    ("C", "两小时不来我就去找市长热线，听见没有"),
    ("A", "一定到，单号是5506，师傅到之前给您打电话"),
    ("C", "行，我等着，别再骗我了"),
)
ODD_BUT_TRUE = (
    ("A", "您好，东湖供热，请问有什么可以帮您"),
    ("C", "说出来你别笑，我家猪把暖气阀给拱断了"),
    ("A", "您是说阀门断了在漏水吗？请报一下户号和地址"),
    ("C", "对，真的，水喷了一屋子，户号零八八一九，柳树屯三组，我现在怎么关水啊"),
    ("A", "查到了，请先关楼道里的总阀，向右拧到底"),
    ("C", "关了关了，停了，那猪还在水里扑腾呢哈哈，师傅几点能来"),
    ("A", "师傅一小时内到，请您别靠近电器"),
    ("C", "好嘞，谢谢你啊姑娘"),
)
JOKES_ONCE = (
    ("A", "您好，北方银行，请问有什么可以帮您"),
    ("C", "美女，我想抢个银行，开玩笑开玩笑，我卡让机器吞了"),
    ("A", "请问是哪个网点的机器，大概几点"),
    ("C", "建设路那个，靠里头那台，十点二十吧"),
    ("A", "查到了，请带身份证下午两点后去柜台领取"),
    ("C", "行，要不要带别的，我那卡尾号六六三一"),
    ("A", "带身份证就可以，还有其他可以帮您吗"),
    ("C", "没了没了，谢谢"),
)
WRONG_NUMBER = (
    ("A", "您好，北方银行，请问有什么可以帮您"),
    ("C", "喂，老张啊，晚上过来打牌"),
    ("A", "您好，这里是银行客服，您可能打错了"),
    ("C", "啊？不好意思不好意思，打错了"),
)


def events_of(turns: Sequence[tuple[str, str]]) -> tuple[Event, ...]:
    """One event a turn, ten seconds apart; ``N`` is a noise."""
    events: list[Event] = []
    for place, (side, text) in enumerate(turns):
        at, end = place * 10_000, place * 10_000 + 5000
        kind = {"A": Said, "C": Heard, "N": Noise}[side]
        events.append(kind(at=at, end=end, text=text))
    return tuple(events)


def nature_of(turns: Sequence[tuple[str, str]], **records: str) -> Nature:
    """The nature of a call of ``turns``."""
    return read_nature(CallLog(id="t", events=events_of(turns), records=records), default_understander())


def test_a_prank_is_found_once_its_signals_have_added_up() -> None:
    found = nature_of(PRANK)
    assert found.label == "harassment"
    assert found.clear_at is not None and found.clear_at >= 3
    assert isinstance(events_of(PRANK)[found.clear_at], Heard)
    assert len(found.belief) == 5 and found.belief[-1] > 0.8


@pytest.mark.parametrize("turns", [ANGRY, ODD_BUT_TRUE, JOKES_ONCE, WRONG_NUMBER])
def test_whoever_is_angry_odd_funny_or_lost_but_in_earnest_is_no_harasser(turns: Sequence[tuple[str, str]]) -> None:
    found = nature_of(turns)
    assert found.label == "not_harassment" and found.clear_at is None
    assert found.belief[-1] < 0.5


def test_nothing_is_clear_after_one_turn_however_odd() -> None:
    assert nature_of(PRANK[:2]).clear_at is None
    loud = "给我刘德华的电话，不然就唱首歌，我跟室友打赌输了哈哈哈哈，你怎么不生气，加个微信嘛"
    assert (
        nature_of((("A", "您好请讲"), ("C", loud)), 来电号码="隐藏号码", 近一周来电="20次，均无诉求").clear_at is None
    )


def test_the_records_alone_never_make_a_harasser() -> None:
    hints = {"来电号码": "公用电话", "近一周来电": "31次，均无工单", "身份": "查无此人"}
    assert nature_of(ANGRY, **hints).label == "not_harassment"
    assert nature_of((("A", "您好"), ("C", "喂"), ("A", "请讲"), ("C", "嗯")), **hints).label == "not_harassment"


def test_the_belief_never_looks_ahead() -> None:
    whole = nature_of(PRANK)
    for length in range(1, len(PRANK) + 1):
        part = nature_of(PRANK[:length])
        assert part.belief == whole.belief[: len(part.belief)]
        assert part.evidence == whole.evidence[: len(part.evidence)]


def test_hearing_turn_by_turn_is_reading_the_whole_call() -> None:
    state, line = begin({}, {}), ""
    for index, (side, text) in enumerate(PRANK):
        if side == "A":
            line = text
        else:
            state = hear(state, text, default_understander(), agent_before=line, turn=index)
    whole = nature_of(PRANK)
    assert (state.label, state.clear_at, state.evidence) == (whole.label, whole.clear_at, whole.evidence)


def test_evidence_names_the_signal_and_quotes_the_caller() -> None:
    found = nature_of(PRANK)
    bet = next(item for item in found.evidence if item.signal is Signal.CONFESSION)
    assert bet.turn == 7 and bet.words in PRANK[7][1] and bet.weight > 0
    assert bet.text == f"{Signal.CONFESSION.label}：“{bet.words}”"


def test_evidence_of_a_need_weighs_against_harassment() -> None:
    found = nature_of(ODD_BUT_TRUE)
    assert all(item.weight < 0 for item in found.evidence if not item.signal.harassing)
    assert {Signal.RECORD_CONFIRMS, Signal.ACCEPTS} <= {item.signal for item in found.evidence}


def test_laughter_behind_the_caller_counts_with_his_next_words() -> None:
    turns = (("A", "您好请讲"), ("N", "多人笑声"), ("C", "那个，我想问一下"))
    assert Signal.COMPANY in {item.signal for item in nature_of(turns).evidence}
    quiet = (("A", "您好请讲"), ("C", "那个，我想问一下"))
    assert Signal.COMPANY not in {item.signal for item in nature_of(quiet).evidence}


def test_sounds_that_tell_nothing_leave_the_belief_alone() -> None:
    state = begin({}, {})
    assert overhear(state, "") == state
    heard = hear(overhear(state, "汽车喇叭"), "我要报修", default_understander(), agent_before="", turn=0)
    assert heard == hear(state, "我要报修", default_understander(), agent_before="", turn=0)


def test_a_caller_who_proves_a_need_after_all_is_a_customer_again() -> None:
    proof = (
        ("A", "请问您是本人吗，家里真的不热吗"),
        ("C", "不闹了不好意思，是真不热，户号零七七二一，张庄路三号院，我妈有病怕冷"),
        ("A", "查到了，您家昨天就报过修，我给您加急，师傅下午三点到"),
        ("C", "好的谢谢，那要多少钱，我让我妈在家等着"),
        ("A", "不收费，已经登记，单号是3301"),
        ("C", "行，记下了，谢谢你啊"),
    )
    assert nature_of(PRANK).label == "harassment"
    found = nature_of((*PRANK, *proof))
    assert found.label == "not_harassment" and found.clear_at is None and found.belief[-1] < 0.35


def test_a_clear_call_stays_clear_while_he_only_goes_on() -> None:
    more = (
        ("A", "抱歉，这个无法回答，请问还有别的问题吗"),
        ("C", "嗯"),
        ("A", "请问还有别的问题吗"),
        ("C", "好啊你说"),
    )
    assert nature_of((*PRANK, *more)).clear_at == nature_of(PRANK).clear_at


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "嗯",
        "喂" * 2000,
        "😂😂😂",
        "hello can you hear me",
        "13800138000",
        "請問繳費單幾時寄來",
        "……",
        "[笑声]",
        "\0",
    ],
)
def test_any_text_gives_an_answer(text: str) -> None:
    found = nature_of((("A", "您好请讲"), ("C", text), ("A", text), ("C", text)))
    assert found.label == "not_harassment" and len(found.belief) == 2


def test_a_call_in_which_nobody_speaks_is_no_harassment() -> None:
    assert nature_of(()) == Nature(label="not_harassment", clear_at=None, belief=(), evidence=())
    assert nature_of((("A", "您好，请讲"), ("A", "您好，能听见吗"))).belief == ()


class NoMeaning:
    """An embedder of another width than the model was trained on."""

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """One and the same direction for every text."""
        return np.full((len(texts), 4), 0.5, np.float32)


def test_other_embeddings_leave_the_words_to_decide() -> None:
    ears = Understander(CachedEmbedder(NoMeaning()))
    call = CallLog(id="t", events=events_of(ANGRY))
    assert read_nature(call, ears).label == "not_harassment"
    assert read_nature(CallLog(id="t", events=events_of(PRANK)), ears).belief[-1] > 0.5


def test_the_model_survives_its_file() -> None:
    kept = from_bytes(to_bytes(shipped_model()))
    call = CallLog(id="t", events=events_of(PRANK))
    assert read_nature(call, default_understander(), kept) == read_nature(call, default_understander())


def test_weights_for_other_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = to_bytes(shipped_model())
    monkeypatch.setattr("huashu.tracking.nature_model.FEATURES", {"turns": 0})
    with pytest.raises(ValueError, match="train anew"):
        from_bytes(data)


def test_the_model_was_trained_on_the_embeddings_it_hears() -> None:
    assert len(shipped_model().tone.mean) == default_understander().embedder.embed(["喂"]).shape[1]


def test_no_weight_speaks_against_its_direction() -> None:
    from huashu.tracking.nature_reading import FEATURES

    for (name, sign), weight in zip(FEATURES.items(), shipped_model().weights, strict=True):
        assert weight * sign >= 0, name


@pytest.mark.skipif(not DATA.is_dir(), reason="the labelled calls are not in the source distribution")
def test_the_shipped_weights_were_learned_from_the_calls_in_the_repository() -> None:
    from huashu.training.nature import fingerprint

    assert shipped_model().trained_on == fingerprint(DATA)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ACN"), st.sampled_from([text for _, text in (*PRANK, *ANGRY, *JOKES_ONCE)])),
        max_size=12,
    )
)
def test_whatever_is_said_the_belief_is_a_chance_and_clear_needs_two_turns(turns: list[tuple[str, str]]) -> None:
    found = nature_of(turns)
    spoken = [index for index, (side, _) in enumerate(turns) if side == "C"]
    assert len(found.belief) == len(spoken) and all(0 <= belief <= 1 for belief in found.belief)
    assert found.clear_at is None or (found.clear_at in spoken[1:] and found.label == "harassment")


def test_a_state_is_a_value() -> None:
    state = begin({"姓名": "王"}, {})
    hear(state, "喂", default_understander(), agent_before="", turn=0)
    assert state == NatureState(facts={"姓名": "王"})
