"""The dialogue in Pipecat pipelines of others: their speech services, no ear and no mouth of ours."""

import asyncio
from typing import Any

from pipecat.frames.frames import (
    Frame,
    TranscriptionFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.workers.runner import WorkerRunner
from virtual_line import (
    CREW,
    CREWS,
    RATE,
    Line,
    MemoryInput,
    MemoryOutput,
    PlainAgent,
    ToneVoice,
    hold,
    on_virtual_time,
)

from huashu.call import Heard, HungUp, Said
from huashu.language.completeness import default_completeness
from huashu.voice.pipeline.clock import CallClock
from huashu.voice.pipeline.dialogue import DialogueProcessor
from huashu.voice.pipeline.services import RecogniserService, VoiceService
from huashu.voice.pipeline.settings import VoiceSettings
from huashu.voice.ports import Transcript
from huashu.voice.talk.conversation import Conversation

GREETING, ANSWER = "您好，这里是客户服务中心，请问您现在方便吗？", "好的，我记下来了，谢谢您。"


class Said20:
    """A recogniser that says how much sound it was given."""

    name = "length"

    def recognise(self, pcm: Any, rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        return Transcript(text="我想查一下我的账单。" if len(pcm) >= rate // 2 else "")


async def through(stages: Any, play: Any, output: MemoryOutput) -> None:
    params = PipelineParams(audio_in_sample_rate=RATE, audio_out_sample_rate=RATE)
    worker = PipelineWorker(
        Pipeline(stages), params=params, idle_timeout_secs=None, enable_rtvi=False, cancel_on_idle_timeout=False
    )
    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    running = asyncio.ensure_future(runner.run())
    await asyncio.sleep(0.1)
    await play(worker)
    await worker.cancel()
    await asyncio.wait_for(running, 30)


def others_pipeline(
    *frames_before_the_end: tuple[float, Frame], stt: bool, cut: bool = False
) -> tuple[Any, MemoryOutput]:
    """A call whose customer is told by ``frames``, each after so many seconds."""

    async def whole() -> tuple[Any, MemoryOutput]:
        source, output = MemoryInput(), MemoryOutput()
        conversation = Conversation(PlainAgent(), default_completeness().read, direction="inbound")
        clock = CallClock(asyncio.get_running_loop().time)
        dialogue = DialogueProcessor(conversation, clock=clock, connected=True, crews=CREWS)
        tts = VoiceService(ToneVoice(), crew=CREW)
        before = [RecogniserService(Said20(), crew=CREW)] if stt else []

        async def play(worker: PipelineWorker) -> None:
            for after, frame in frames_before_the_end:
                await asyncio.sleep(after)
                await worker.queue_frame(frame)
            await asyncio.sleep(6)

        await through([source, *before, dialogue, tts, output], play, output)
        return dialogue.log(), output

    return on_virtual_time(whole())


def test_any_speech_services_lead_a_call_with_the_dialogue_between_them() -> None:
    log, _ = others_pipeline(
        (6.0, VADUserStartedSpeakingFrame(start_secs=0.2)),
        (1.5, VADUserStoppedSpeakingFrame(stop_secs=0.2)),
        stt=True,
    )

    assert [event.text for event in log.events if isinstance(event, Said)] == [GREETING, ANSWER]
    heard = [event for event in log.events if isinstance(event, Heard)]
    assert [event.text for event in heard] == ["我想查一下我的账单。"]
    assert 1_400 <= heard[0].end - heard[0].at <= 1_600
    assert isinstance(log.events[-1], HungUp)


def test_transcriptions_alone_are_enough() -> None:
    log, _ = others_pipeline((6.0, TranscriptionFrame("我想查一下我的账单。", "", "")), stt=False)

    assert [event.text for event in log.events if isinstance(event, Said)] == [GREETING, ANSWER]


def test_what_the_customer_says_over_a_line_interrupts_the_tts_service() -> None:
    log, output = others_pipeline(
        (1.5, VADUserStartedSpeakingFrame(start_secs=0.2)),
        (1.5, VADUserStoppedSpeakingFrame(stop_secs=0.2)),
        stt=True,
    )

    said = [event for event in log.events if isinstance(event, Said)]
    assert said[0].text.endswith("——") and len(said[0].text) < len(GREETING)
    assert said[1].text == ANSWER
    assert not [at for at in output.loud() if said[0].end + 400 < at < said[1].at]


def test_a_pause_of_noise_has_the_rest_of_the_line_spoken_anew() -> None:
    log, _ = others_pipeline(
        (1.5, VADUserStartedSpeakingFrame(start_secs=0.2)),
        (0.3, VADUserStoppedSpeakingFrame(stop_secs=0.2)),
        stt=False,
    )

    assert [event.text for event in log.events if isinstance(event, Said)] == [GREETING]


def test_a_tts_service_of_others_behind_our_ear_and_before_our_mouth() -> None:
    async def play(line: Line) -> None:
        await line.call.picked_up()
        await asyncio.sleep(1.5)
        await line.says("等一下，我有个问题。", 1_500)
        await asyncio.sleep(6)
        await line.call.gone()

    settings = VoiceSettings(tts=lambda: VoiceService(ToneVoice(), crew=CREW), recogniser=Said20())
    line = hold(PlainAgent(), settings, play)

    said = line.texts(Said)
    assert said[0].endswith("——") and said[1:] == [ANSWER]
