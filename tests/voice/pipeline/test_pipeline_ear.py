"""The customer's sound, heard through the whole pipeline on virtual time. He speaks with the trial voice."""

import asyncio
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from virtual_line import RATE, Line, PlainAgent, ToneVoice, hold, spend

from huashu.call import Heard, Ms, Said
from huashu.voice.audio import resampled
from huashu.voice.pipeline.settings import VoiceSettings
from huashu.voice.ports import RecogniserError, Transcript

QUESTION = "我想查一下我这个月的账单。"


@cache
def spoken(text: str) -> NDArray[np.int16]:
    from huashu.voice.speaking import open_voice

    voice = open_voice("trial")
    return resampled(voice.speak(text), voice.rate, RATE)


class Knows:
    """A recogniser that knows what was said, because it was told."""

    name = "knows"

    def __init__(self, *texts: str, takes: Ms = 300) -> None:
        self.texts = list(texts)
        self.takes = takes
        self.given: list[float] = []

    def recognise(self, pcm: Any, rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        spend(self.takes)
        self.given.append(len(pcm) / rate)
        return Transcript(text=self.texts.pop(0) if len(self.texts) > 1 else self.texts[0])


class Follows(Knows):
    """The same, following along: half of the text, then all of it."""

    def stream(self, rate: int, hot_words: tuple[str, ...] = ()) -> "Follows":
        return self

    def feed(self, pcm: Any) -> str:
        self.given.append(len(pcm) / RATE)
        return self.texts[0][: 2 * len(self.given)]

    def finish(self) -> Transcript:
        return Transcript(text=self.texts[0])


class Broken(Knows):
    def recognise(self, pcm: Any, rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        raise RecogniserError("no route to host")


ASKS_AT: Ms = 9_000


async def asks(line: Line) -> None:
    await line.call.picked_up()
    await asyncio.sleep(ASKS_AT / 1000)
    line.input.say(spoken(QUESTION))
    await asyncio.sleep(len(spoken(QUESTION)) / RATE + 7)
    await line.call.gone()


@pytest.mark.parametrize("recogniser", [Knows(QUESTION), Follows(QUESTION)], ids=["whole", "following"])
def test_what_the_customer_says_is_heard_when_he_said_it_and_answered_soon(recogniser: Knows) -> None:
    line = hold(PlainAgent(), VoiceSettings(voice=ToneVoice(), recogniser=recogniser), asks)

    heard = [event for event in line.log.events if isinstance(event, Heard)]
    assert [event.text for event in heard] == [QUESTION]
    assert abs(heard[0].at - ASKS_AT) < 300
    assert abs(heard[0].end - heard[0].at - 1000 * len(spoken(QUESTION)) / RATE) < 400
    assert heard[0].audio is not None and heard[0].audio.level_dbfs is not None
    answered = [event for event in line.log.events if isinstance(event, Said)][1]
    assert answered.at - heard[0].end <= 900


def test_a_recogniser_that_follows_along_is_given_the_speech_while_it_lasts() -> None:
    recogniser = Follows(QUESTION)

    hold(PlainAgent(), VoiceSettings(voice=ToneVoice(), recogniser=recogniser), asks)

    assert len(recogniser.given) > 10
    assert sum(recogniser.given) >= 0.9 * len(spoken(QUESTION)) / RATE


@pytest.mark.parametrize(
    "recogniser",
    [Knows(QUESTION, takes=60_000), Broken(""), Knows("谢谢" * 300), Knows("啊" * 40)],
    ids=["hanging", "failing", "endless", "looping"],
)
def test_what_no_recogniser_can_have_heard_is_asked_for_again(recogniser: Knows) -> None:
    line = hold(PlainAgent(), VoiceSettings(voice=ToneVoice(), recogniser=recogniser), asks)

    heard = [event for event in line.log.events if isinstance(event, Heard)]
    assert [event.text for event in heard] == [""]
    answered = [event for event in line.log.events if isinstance(event, Said)][1]
    assert answered.at - heard[0].end <= 7_000


def test_the_recording_has_the_customer_left_and_the_agent_right_each_in_his_place(tmp_path: Path) -> None:
    settings = VoiceSettings(
        voice=ToneVoice(), recogniser=Knows(QUESTION), recordings=tmp_path, consent="本次通话会录音。"
    )

    line = hold(PlainAgent(), settings, asks)

    import soundfile

    assert line.ended[0].recording == tmp_path / "call-1.wav"
    sound, rate = soundfile.read(tmp_path / "call-1.wav", dtype="int16")
    assert rate == RATE
    assert abs(1000 * len(sound) / rate - line.log.events[-1].at) < 100
    said = [event for event in line.log.events if isinstance(event, Said)]
    assert [event.text for event in said][1] == "本次通话会录音。"
    for event in said:
        middle = (event.at + event.end) // 2 * rate // 1000
        assert np.abs(sound[middle : middle + 400, 1]).max() > 1_000
        before = event.at * rate // 1000
        assert not np.abs(sound[before - 160 : before - 40, 1]).any() or event is said[1]
    mine = spoken(QUESTION).astype(float)
    wanted = np.correlate(sound[:, 0].astype(float), mine, "valid").argmax()
    assert abs(wanted - ASKS_AT * rate // 1000) < 100 * rate // 1000


def test_sound_that_stops_coming_ends_what_was_being_said() -> None:
    async def play(line: Line) -> None:
        await line.call.picked_up()
        await asyncio.sleep(5)
        line.input.say(spoken(QUESTION))
        await asyncio.sleep(1.2)
        line.input.stalled = True
        await asyncio.sleep(5)
        await line.call.gone()

    line = hold(PlainAgent(), VoiceSettings(voice=ToneVoice(), recogniser=Knows("我想查一下")), play)

    assert line.texts(Heard) == ["我想查一下"]
