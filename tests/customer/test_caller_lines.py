"""Bad lines and small desks: what arrives, how it gets better, and that no document is too bare to be called."""

from dataclasses import replace
from random import Random

import pytest
from caller_desks import WATER, Agent, call, want

from huashu.customer import Leave, Quiet, SimulatedCaller, Sound, Speak, kinds_for
from huashu.playbook.desk.model import Desk, Item, ItemKind, Verification

ASKS = {
    "quiet_voice": "您的声音有点小，麻烦您大声一点，好吗？",
    "noisy_line": "电话里杂音有点大，请您换个安静的地方再说一遍，好吗？",
    "speakerphone": "电话里有回声，麻烦您把免提关掉，好吗？",
    "cannot_hear_us": "您好，现在能听清我说话吗？",
}
SMALL = {
    "nothing at all": Desk(title="热线", organisation="某单位"),
    "nothing to check": Desk(title="热线", organisation="某单位", verification=Verification(fields=(), needed=0)),
    "more needed than there is": Desk(
        title="热线", organisation="某单位", verification=Verification(fields=("证件后四位",), needed=3)
    ),
    "limits alone": Desk(title="热线", organisation="某单位", limits=WATER.limits),
    "questions alone": Desk(title="热线", organisation="某单位", knowledge=WATER.knowledge),
    "names of one character": Desk(
        title="热线",
        organisation="某单位",
        items=(
            Item(kind=ItemKind.LOOK_UP, name="查", line=1, verify=True),
            Item(
                kind=ItemKind.SERVICE,
                name="办",
                line=2,
                verify=True,
                wants=(want("甲", "unheard"), want("乙", "choice")),
            ),
        ),
    ),
}


def started(kind: str, seed: int) -> Agent:
    agent = Agent(SimulatedCaller(WATER, Random(f"{kind}{seed}"), kind=kind), WATER)
    agent.start()
    return agent


@pytest.mark.parametrize("kind", sorted(ASKS))
def test_a_bad_line_mostly_gets_better_when_it_is_asked_for_and_sometimes_never(kind: str) -> None:
    better = 0
    for seed in range(40):
        agent = started(kind, seed)
        for _ in range(4):
            agent.say(ASKS[kind])
        better += agent.caller._scene.state.trouble is None
    assert 20 <= better <= (40 if kind == "speakerphone" else 39)


def test_a_quiet_voice_a_noisy_line_and_a_loudspeaker_are_measured() -> None:
    for seed in range(10):
        quiet = [move for _, moves in started("quiet_voice", seed).lines for move in moves if isinstance(move, Speak)]
        assert quiet and all(move.audio and move.audio.level_dbfs and move.audio.level_dbfs < -40 for move in quiet)
        noisy = [move for _, moves in started("noisy_line", seed).lines for move in moves]
        assert any(isinstance(move, Sound) for move in noisy)
        assert all(move.audio and move.audio.snr_db is not None for move in noisy if isinstance(move, Speak))
        loud = [move for _, moves in started("speakerphone", seed).lines for move in moves if isinstance(move, Speak)]
        assert all(move.audio and move.audio.echo for move in loud)


def test_speech_of_which_no_word_arrives_lasts_as_long_as_it_was_meant() -> None:
    silent = [
        move
        for seed in range(20)
        for _, moves in started("quiet_voice", seed).lines
        for move in moves
        if isinstance(move, Speak) and not move.text
    ]
    assert silent
    assert all(move.ms and move.ms >= 600 for move in silent)


def test_what_was_not_heard_does_not_show_who_he_is() -> None:
    for seed in range(20):
        agent = started("noisy_line", seed)
        trouble = agent.caller._scene.state.trouble
        assert trouble is not None
        agent.say("请您报一下户号，好吗？")
        if agent.caller._scene.state.trouble is not None:
            assert agent.caller.truth()["given"] == []


def test_a_silent_caller_says_nothing_until_he_is_asked_whether_he_hears() -> None:
    spoke = 0
    for seed in range(20):
        agent = started("silent", seed)
        assert agent.heard == []
        assert any(isinstance(move, Quiet) for _, moves in agent.lines for move in moves)
        assert agent.caller.agent_silent(9000) == ()
        for _ in range(3):
            agent.say("您好，请问您能听见吗？")
        spoke += bool(agent.heard)
    assert 5 <= spoke <= 19


def test_who_cannot_hear_for_good_leaves() -> None:
    for seed in range(30):
        agent = started("cannot_hear_us", seed)
        agent.caller._scene.state.trouble = replace(agent.caller._scene.state.trouble, cure=None)  # type: ignore[type-var]
        for _ in range(7):
            moves = agent.say("我把声音调大了，您现在能听清吗？")
            if agent.gone:
                assert isinstance(moves[-1], Leave)
                break
        assert agent.caller.truth()["left"]["why"] == "cannot_hear"


@pytest.mark.parametrize("name", sorted(SMALL))
def test_no_desk_is_too_bare_to_be_called(name: str) -> None:
    for kind in kinds_for(SMALL[name]):
        for seed in range(2):
            agent = call(SimulatedCaller(SMALL[name], Random(seed), kind=kind), SMALL[name])
            assert agent.caller.truth()["left"]
