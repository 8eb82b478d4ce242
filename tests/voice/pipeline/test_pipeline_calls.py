"""Calls through the whole pipeline, on virtual time."""

import asyncio

from virtual_line import Line, PlainAgent, ToneVoice, hold

from huashu.call import Heard, HungUp, Said, Side
from huashu.voice.pipeline.settings import VoiceSettings


def test_a_call_is_led_from_the_greeting_to_the_customers_hanging_up() -> None:
    async def play(line: Line) -> None:
        await line.call.picked_up()
        await asyncio.sleep(6)
        await line.says("我想查一下我的账单。")
        await asyncio.sleep(5)
        await line.call.gone()

    line = hold(PlainAgent(), VoiceSettings(voice=ToneVoice()), play)

    assert line.texts(Said) == ["您好，这里是客户服务中心，请问您现在方便吗？", "好的，我记下来了，谢谢您。"]
    assert line.texts(Heard) == ["我想查一下我的账单。"]
    assert line.log.events[-1] == HungUp(at=line.log.events[-1].at, by=Side.CUSTOMER)
