"""Falling silent in the middle of a line, on a transport that knows nothing of it."""

import asyncio
from itertools import pairwise

from virtual_line import Line, PlainAgent, ToneVoice, hold

from huashu.call import Heard, Ms, Said
from huashu.voice.pipeline.settings import VoiceSettings
from huashu.voice.talk.signals import NoWords, VoiceOff, VoiceOn

SILENT_WITHIN: Ms = 60


def silences(line: Line, after: Ms) -> list[tuple[Ms, Ms]]:
    """Between which times nothing was heard."""
    loud = [at for at in line.output.loud() if at >= after]
    return [(one + 20, other) for one, other in pairwise(loud) if other - one > 40]


def test_the_agent_falls_silent_within_60_ms_of_being_told_and_is_known_to_have_been_cut_off() -> None:
    told: list[Ms] = []

    async def play(line: Line) -> None:
        await line.call.picked_up()
        await asyncio.sleep(1.5)
        began = line.now
        told.append(began + 80 + 100)
        await line.says("等一下，我有个问题。", 1_500)
        await asyncio.sleep(4)
        await line.call.gone()

    line = hold(PlainAgent(), VoiceSettings(voice=ToneVoice(keeps=True)), play)

    stopped = next(start for start, _ in silences(line, 0))
    assert stopped - told[0] <= SILENT_WITHIN
    first = next(event for event in line.log.events if isinstance(event, Said))
    assert first.text.endswith("——")
    assert abs(first.end + 100 - stopped) <= SILENT_WITHIN


def test_noise_over_a_line_makes_it_pause_and_go_on_without_losing_or_repeating_much() -> None:
    async def play(line: Line) -> None:
        await line.call.picked_up()
        await asyncio.sleep(1.5)
        at = line.now
        await line.call.dialogue.tell(VoiceOn(at=at, began=at - 80))
        await asyncio.sleep(0.4)
        await line.call.dialogue.tell(VoiceOff(at=at + 400, began=at - 80, ended=at + 200))
        await line.call.dialogue.tell(NoWords(at=at + 400, began=at - 80, ended=at + 200))
        await asyncio.sleep(6)
        await line.call.gone()

    line = hold(PlainAgent(), VoiceSettings(voice=ToneVoice(keeps=True)), play)

    said = next(event for event in line.log.events if isinstance(event, Said))
    assert not said.text.endswith("——")
    assert len(silences(line, 0)) == 1
    heard = 20 * len([at for at in line.output.loud() if at <= said.end + 200])
    whole = len(ToneVoice().speak(said.text)) // 8
    assert -60 <= heard - whole <= 160


def test_a_hum_does_not_stop_the_agent() -> None:
    async def play(line: Line) -> None:
        await line.call.picked_up()
        await asyncio.sleep(1.5)
        at = line.now
        await line.call.dialogue.tell(VoiceOn(at=at, began=at - 80, hum=True))
        await asyncio.sleep(0.3)
        await line.call.dialogue.tell(VoiceOff(at=at + 300, began=at - 80, ended=at + 100, words=False))
        await asyncio.sleep(5)
        await line.call.gone()

    line = hold(PlainAgent(), VoiceSettings(voice=ToneVoice(keeps=True)), play)

    assert not silences(line, 0)
    assert line.texts(Heard) == []
