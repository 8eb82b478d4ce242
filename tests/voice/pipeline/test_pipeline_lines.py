"""How the agent's lines become sound."""

import asyncio

import numpy as np
import pytest
from numpy.typing import NDArray
from virtual_line import CREW, RATE, ToneVoice, on_virtual_time

from huashu.voice.pipeline.lines import Speaker
from huashu.voice.ports import VoiceError

LINE = "您好，我是客服中心的小李，工号一零二六。想跟您核对一下上个月的账单，大概需要一分钟，请问您现在方便吗？"


def rendered(voice: ToneVoice, text: str) -> list[tuple[NDArray[np.int16], bool]]:
    async def whole() -> list[tuple[NDArray[np.int16], bool]]:
        speaker = Speaker(voice=voice, rate=RATE, crew=CREW, limit=2_500)
        return [piece async for piece in speaker.render(text)]

    return on_virtual_time(whole())


def test_the_first_piece_of_a_new_line_is_short_and_nothing_is_left_out() -> None:
    voice = ToneVoice()

    pieces = rendered(voice, LINE)

    assert len(voice.asked[0]) <= 14
    assert "".join(voice.asked) == LINE
    assert [last for _, last in pieces] == [False] * (len(pieces) - 1) + [True]


def test_a_line_that_is_kept_whole_is_not_cut() -> None:
    voice = ToneVoice()
    voice.ready.add(LINE)

    rendered(voice, LINE)

    assert voice.asked == [LINE]


def test_what_is_kept_of_a_line_is_not_cut_and_the_rest_is() -> None:
    class Keeps(ToneVoice):
        def parts(self, text: str) -> tuple[str, ...]:
            return text[:20], text[20:]

    voice = Keeps()
    voice.ready.add(LINE[:20])

    rendered(voice, LINE)

    assert voice.asked[0] == LINE[:20]
    assert len(voice.asked) > 2
    assert "".join(voice.asked) == LINE


def test_sentences_stand_apart_as_they_do_when_spoken_whole() -> None:
    pieces = rendered(ToneVoice(), "今天下午我们会派人过来。请您留意电话。")

    assert not pieces[0][0][-1_500:].any()
    assert pieces[-1][0][-100:].any()


@pytest.mark.parametrize("voice", [ToneVoice(fails=2), ToneVoice(takes=9_000)], ids=["failing", "slow"])
def test_a_voice_is_asked_twice_and_then_given_up(voice: ToneVoice) -> None:
    with pytest.raises(VoiceError):
        rendered(voice, "您好。")

    assert voice.asked == ["您好。", "您好。"]


def test_no_sound_is_a_failure() -> None:
    class Mute(ToneVoice):
        def speak(self, text: str) -> NDArray[np.int16]:
            return np.zeros(0, dtype=np.int16)

    with pytest.raises(VoiceError, match="没有声音"):
        rendered(Mute(), "您好。")


def test_rendering_stops_when_nobody_wants_it_any_more() -> None:
    async def stopped() -> list[str]:
        voice = ToneVoice(takes=500)
        speaker = Speaker(voice=voice, rate=RATE, crew=CREW, limit=2_500)

        async def whole() -> None:
            async for _ in speaker.render(LINE):
                pass

        task = asyncio.ensure_future(whole())
        await asyncio.sleep(0.6)
        task.cancel()
        await asyncio.sleep(5)
        return voice.asked

    assert len(on_virtual_time(stopped())) == 2


def test_a_line_that_was_begun_is_not_rendered_again() -> None:
    async def whole() -> list[str]:
        voice = ToneVoice(takes=400)
        speaker = Speaker(voice=voice, rate=RATE, crew=CREW, limit=2_500)
        speaker.begin((LINE,))
        await asyncio.sleep(0.2)
        async for _ in speaker.render(LINE):
            pass
        return voice.asked

    assert "".join(on_virtual_time(whole())) == LINE
