"""Calls through the whole pipeline, on virtual time."""

import asyncio

from virtual_line import Line, PlainAgent, ToneVoice, hold

from huashu.call import Action, Event, Heard, HungUp, Said, Say, Side
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


class Thinks(PlainAgent):
    """Its whole state is one value, so that it can be asked what it would say."""

    call: tuple[str, ...] = ()

    def step(self, event: Event) -> tuple[Action, ...]:
        if isinstance(event, Heard):
            self.call = (*self.call, event.text)
            return (Say(text=f"您说了{len(self.call)}句话，我都记下来了。"),)
        return super().step(event)


def test_an_answer_is_thought_of_and_rendered_while_the_customer_may_still_go_on() -> None:
    async def play(line: Line) -> None:
        await line.call.picked_up()
        await asyncio.sleep(6)
        await line.says("我想问一下那个……", 1_500)
        await asyncio.sleep(6)
        await line.says("我想问一下那个……", 1_500)
        await asyncio.sleep(6)
        await line.call.gone()

    voice = ToneVoice(takes=400)
    line = hold(Thinks(), VoiceSettings(voice=voice), play)

    assert line.texts(Said)[1:] == ["您说了1句话，我都记下来了。", "您说了2句话，我都记下来了。"]
    heard = [event for event in line.log.events if isinstance(event, Heard)]
    said = [event for event in line.log.events if isinstance(event, Said)][1:]
    patience = VoiceSettings().manner.latest
    assert all(answer.at - ours.end <= patience + 100 for ours, answer in zip(heard, said, strict=True))
    assert voice.asked.count("您说了1句话，") == 1
