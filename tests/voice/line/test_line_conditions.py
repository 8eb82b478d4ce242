"""What is wrong with a line is recognised; nothing is said of a line that is good."""

from collections import Counter

import numpy as np
import pytest
from line_stage import play, silence

from huashu.dialogue.moments.thresholds import THRESHOLDS
from huashu.voice.audio import TELEPHONE_HZ, WIDE_HZ
from huashu.voice.line.meter import FrameFacts
from huashu.voice.line.watch import Condition, LineLimits, LineWatch

CLEAN = (
    "hiss:-65,mulaw",
    "hiss:-58,alaw",
    "noise:wind:24,mulaw",
    "noise:music:25,alaw",
    "level:-33,hiss:-62,mulaw",
    "room:120:14,loss:1,hiss:-63,alaw",
)

BAD = {
    "silent,hiss:-62,mulaw": Condition.SILENT,
    "silent": Condition.SILENT,
    "level:-45,hiss:-66,mulaw": Condition.QUIET,
    "level:-47,hiss:-70,alaw": Condition.QUIET,
    "noise:white:0,mulaw": Condition.NOISY,
    "noise:babble:5,alaw": Condition.NOISY,
    "noise:street:0,alaw": Condition.NOISY,
    "noise:street:5,mulaw": Condition.NOISY,
    "noise:tv:5,mulaw": Condition.NOISY,
    "noise:music:5,mulaw": Condition.NOISY,
    "noise:wind:0,alaw": Condition.NOISY,
    "speakerphone,hiss:-64,mulaw": Condition.ECHO,
    "room:600:0,level:-30,hiss:-62,alaw": Condition.ECHO,
    "clip:12,hiss:-64,mulaw": Condition.CLIPPED,
    "clip:9,level:-24,hiss:-62,alaw": Condition.CLIPPED,
    "loss:10,hiss:-64,mulaw": Condition.LOSSY,
    "loss:12:2,hiss:-62,alaw": Condition.LOSSY,
}


@pytest.mark.parametrize("line", CLEAN)
def test_nothing_is_wrong_with_clean_speech(line, people):
    for seed, utterance in enumerate(people.utterances()[CLEAN.index(line) % 2 :: 2]):
        told = play(utterance, line, seed=seed)
        assert told.wrong == set()
        assert told.listener.line.conditions == {Condition.CLEAN}


def test_each_bad_line_is_recognised_and_nothing_else_is_said_of_it(people):
    wrong: Counter[str] = Counter()
    utterances = people.utterances()[1:]
    for line, condition in BAD.items():
        for seed, utterance in enumerate(utterances):
            told = play(utterance, line, seed=seed)
            if told.wrong != {condition}:
                wrong[f"{line}: {sorted(told.wrong)}"] += 1
    lines = len(BAD) * len(utterances)
    assert lines >= 150
    assert wrong.total() <= 0.05 * lines, wrong


def test_lines_of_sixteen_kilohertz_are_recognised_as_well(people):
    wrong = []
    cases = {line: {condition} for line, condition in list(BAD.items())[::2]} | {CLEAN[0]: set()}
    for voice in ("trial:female-2", "espeak:male-2"):
        pcm = np.concatenate([people.say(voice, text, WIDE_HZ) for text in ("好的，没问题，我下午三点在家等着。",)] * 2)
        wrong += [line for line, expected in cases.items() if play(pcm, line, rate=WIDE_HZ).wrong != expected]
    assert len(wrong) <= 1, wrong


def test_packets_that_are_told_to_be_lost_count_though_nothing_is_heard_of_it(people):
    for seed, utterance in enumerate(people.utterances()[:4]):
        told = play(utterance, "concealed:10,hiss:-64,mulaw", seed=seed, packets=True)
        assert told.wrong == {Condition.LOSSY}
        assert told.segments[-1].audio.lost == pytest.approx(0.1, abs=0.06)


def test_our_own_speech_coming_back_is_an_echo(people):
    ours = np.concatenate([people.say("trial:female-2", "您好，这里是客服中心，请问您现在方便接电话吗？")] * 2)
    told = play(silence(len(ours) // 8), "echo:240:16,hiss:-64,mulaw", sent=ours, lead=0)
    assert told.wrong == {Condition.ECHO}


def test_the_facts_of_an_utterance_are_those_of_its_line(people):
    for utterance in people.utterances()[::3]:
        facts = play(utterance, "level:-30,noise:white:14,mulaw").segments[-1].audio
        assert facts.level_dbfs == pytest.approx(-30, abs=2)
        assert facts.snr_db == pytest.approx(14, abs=4)
        assert (facts.clipped, facts.lost) == (False, 0.0)
    room = play(people.utterances()[0], "room:800:-3,hiss:-64,mulaw").segments[-1].audio
    assert room.echo is True
    assert play(people.utterances()[0], "hiss:-64,mulaw").segments[-1].audio.echo is False


def test_the_limits_are_those_of_the_dialogue():
    ours, theirs = LineLimits(), THRESHOLDS
    assert ours.silence == theirs.customer_silence
    assert (ours.quiet_dbfs, ours.loud_enough_dbfs) == (theirs.quiet_dbfs, theirs.loud_enough_dbfs)
    assert (ours.snr_db, ours.clear_snr_db) == (theirs.snr_db, theirs.clear_snr_db)


def frames(watch: LineWatch, count: int, *, level: float, noise: float, at: int = 0) -> list[tuple[Condition, bool]]:
    """``count`` frames of speech of ``level`` over ``noise``: what changed."""
    changes = []
    for place in range(count):
        facts = FrameFacts(
            at=at + 20 * place, level_dbfs=level, noise_dbfs=noise, snr_db=level - noise, speech=1.0, loud=True
        )
        changes += [(change.condition, change.holds) for change in watch.frame(facts, speaking=True)]
    return changes


def test_a_condition_does_not_flap_between_its_limits():
    watch = LineWatch()
    assert frames(watch, 100, level=-43, noise=-70) == [(Condition.QUIET, True)]
    for turn in range(6):
        assert frames(watch, 100, level=-39 - turn % 2 * 4, noise=-70, at=5_000 * (turn + 1)) == []
    assert frames(watch, 300, level=-30, noise=-70, at=60_000) == [
        (Condition.QUIET, False),
        (Condition.CLEAN, True),
    ]


def test_silence_is_told_after_three_seconds_and_ends_with_the_first_sound(people):
    told = play(people.say("espeak:female-2", "喂？"), "hiss:-64,mulaw", lead=4_000)
    silences = [(change.at, change.holds) for change in told.changes if change.condition is Condition.SILENT]
    assert [holds for _, holds in silences[:2]] == [True, False]
    assert silences[0][0] == pytest.approx(3_000, abs=150)
    assert silences[1][0] == pytest.approx(4_000, abs=150)


def test_his_silence_does_not_run_while_we_speak(people):
    ours = people.say("trial:female-2", "您好，这里是客服中心，请问您现在方便接电话吗？耽误您两分钟可以吗？")
    told = play(silence(len(ours) * 1000 // TELEPHONE_HZ), "hiss:-64,mulaw", sent=ours, lead=0)
    assert told.wrong == set()
