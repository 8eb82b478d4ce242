"""When a service, the agent or the company fails in a call, the caller hears something and the log stays whole."""

import asyncio
from pathlib import Path

import pytest
from virtual_line import Line, PlainAgent, ToneVoice, hold, spend

from huashu.call import (
    Action,
    Connected,
    EndReason,
    Event,
    Heard,
    HungUp,
    LookedUp,
    LookUp,
    Ms,
    Request,
    Said,
    Say,
    Side,
)
from huashu.voice.pipeline.settings import VoiceSettings
from huashu.voice.talk.mind import SORRY, SORRY_GOODBYE

GREETING = "您好，这里是客户服务中心，请问您现在方便吗？"
WITHIN: Ms = 7_000


def prepared(voice: ToneVoice) -> ToneVoice:
    voice.ready |= {SORRY, SORRY_GOODBYE}
    return voice


def longest_wait(line: Line, since: Ms) -> Ms:
    """How long after ``since`` the caller first heard something."""
    return min(at for at in line.output.loud() if at >= since) - since


async def asks_once(line: Line) -> None:
    await line.call.picked_up()
    await asyncio.sleep(6)
    await line.says("我想查一下我的账单。")
    await asyncio.sleep(25)
    if not line.call.over:
        await line.call.gone()


def test_an_agent_that_fails_once_asks_to_say_it_again_and_goes_on() -> None:
    failed: list[Event] = []

    def answer(event: Event) -> tuple[Action, ...]:
        if isinstance(event, Heard) and not failed:
            failed.append(event)
            raise KeyError("broken")
        return (Say(text=GREETING),) if isinstance(event, Connected) else ()

    line = hold(PlainAgent(answer), VoiceSettings(voice=prepared(ToneVoice())), asks_once)

    assert line.texts(Said) == [GREETING, SORRY]
    assert isinstance(line.log.events[-1], HungUp)


def test_an_agent_that_hangs_is_excused_within_seven_seconds_and_the_call_ends_with_a_whole_log() -> None:
    def answer(event: Event) -> tuple[Action, ...]:
        if isinstance(event, Heard):
            spend(60_000)
        return (Say(text=GREETING),) if isinstance(event, Connected) else ()

    line = hold(PlainAgent(answer), VoiceSettings(voice=prepared(ToneVoice())), asks_once)

    assert line.texts(Said) == [GREETING, SORRY_GOODBYE]
    heard = next(event for event in line.log.events if isinstance(event, Said) and event.text == SORRY_GOODBYE)
    assert heard.at - 8_200 <= WITHIN
    assert line.ended[0].reason is EndReason.LINE_UNUSABLE
    assert line.log.events[-1].at - heard.end >= 2_000
    assert isinstance(line.log.events[-1], HungUp) and line.log.events[-1].by is Side.AGENT


def test_a_voice_that_fails_once_is_asked_again() -> None:
    voice = prepared(ToneVoice(fails=1))

    line = hold(PlainAgent(), VoiceSettings(voice=voice), asks_once)

    assert line.texts(Said)[0] == GREETING
    assert line.ended[0].reason is None


@pytest.mark.parametrize("voice", [ToneVoice(fails=99), ToneVoice(takes=60_000)], ids=["failing", "hanging"])
def test_a_voice_that_does_not_speak_ends_the_call_with_what_was_rendered_ahead(voice: ToneVoice) -> None:
    line = hold(PlainAgent(), VoiceSettings(voice=prepared(voice)), asks_once)

    assert longest_wait(line, 100) <= WITHIN
    assert line.texts(Said) == [SORRY_GOODBYE]
    assert line.ended[0].reason is EndReason.LINE_UNUSABLE


class HangingCompany:
    def answer(self, request: Request, at: Ms) -> Event | None:
        spend(10 * 60_000)
        return None


class FailingCompany:
    def answer(self, request: Request, at: Ms) -> Event | None:
        raise ConnectionError("no route")


@pytest.mark.parametrize("company", [HangingCompany(), FailingCompany(), None], ids=["hanging", "failing", "none"])
def test_a_company_that_does_not_answer_is_told_to_the_agent_as_such(company: object) -> None:
    def answer(event: Event) -> tuple[Action, ...]:
        match event:
            case Connected():
                return (Say(text=GREETING),)
            case Heard():
                return (Say(text="好的，我帮您查一下。"), LookUp(query="bill"))
            case LookedUp(failed=True):
                return (Say(text="系统现在查不到，我记下来了，查到后给您回电话。"),)
            case _:
                return ()

    line = hold(PlainAgent(answer), VoiceSettings(voice=ToneVoice()), asks_once, company=company)

    assert line.texts(Said)[-1] == "系统现在查不到，我记下来了，查到后给您回电话。"


def test_the_call_after_a_failed_one_is_unaffected() -> None:
    settings = VoiceSettings(voice=prepared(ToneVoice(fails=3)))

    failed = hold(PlainAgent(), settings, asks_once)
    following = hold(PlainAgent(), settings, asks_once)

    assert failed.ended[0].reason is EndReason.LINE_UNUSABLE
    assert following.texts(Said) == [GREETING, "好的，我记下来了，谢谢您。"]


def test_a_folder_that_cannot_be_written_does_not_stop_the_call(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    settings = VoiceSettings(voice=ToneVoice(), journals=tmp_path / "file", calls=tmp_path / "file" / "calls.jsonl")

    line = hold(PlainAgent(), settings, asks_once)

    assert len(line.texts(Said)) == 2


def test_a_pipeline_that_is_torn_down_completes_the_log() -> None:
    async def play(line: Line) -> None:
        await line.call.picked_up()
        await asyncio.sleep(2)
        await line.call.worker.cancel()

    line = hold(PlainAgent(), VoiceSettings(voice=ToneVoice()), play)

    said = next(event for event in line.log.events if isinstance(event, Said))
    assert said.text.endswith("——")
    assert isinstance(line.log.events[-1], HungUp)
