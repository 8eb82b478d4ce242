"""What docs/pipecat.md shows works as it stands there."""

import asyncio
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from pipecat.frames.frames import ClientConnectedFrame
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.filters.identity_filter import IdentityFilter
from pipecat.workers.runner import WorkerRunner
from virtual_line import CREW, RATE, MemoryInput, MemoryOutput, ToneVoice

PAGE = Path(__file__).parents[3] / "docs" / "pipecat.md"


def examples() -> list[dict[str, Any]]:
    names: list[dict[str, Any]] = []
    for code in re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL):
        names.append({})
        exec(compile(code, str(PAGE), "exec"), names[-1])
    return names


class Transport:
    def __init__(self) -> None:
        self.ends = MemoryInput(), MemoryOutput()

    def input(self) -> MemoryInput:
        return self.ends[0]

    def output(self) -> MemoryOutput:
        return self.ends[1]


def test_the_agent_speaks_in_the_pipeline_of_the_first_example() -> None:
    from huashu.voice.pipeline.services import VoiceService

    scenario = (files("huashu") / "library" / "plan-change.md").read_text(encoding="utf-8")

    async def whole() -> list[int]:
        transport = Transport()
        tts = VoiceService(ToneVoice(), crew=CREW)
        pipeline = examples()[0]["pipeline"](transport, IdentityFilter(), IdentityFilter(), tts, scenario)
        params = PipelineParams(audio_in_sample_rate=RATE, audio_out_sample_rate=RATE)
        worker = PipelineWorker(pipeline, params=params, idle_timeout_secs=None, enable_rtvi=False)
        runner = WorkerRunner(handle_sigint=False)
        await runner.add_workers(worker)
        running = asyncio.ensure_future(runner.run())
        await asyncio.sleep(0.1)
        await worker.queue_frame(ClientConnectedFrame())
        for _ in range(300):  # in real time: it begins after a second and a half
            await asyncio.sleep(0.05)
            if transport.output().loud():
                break
        await worker.cancel()
        await running
        return transport.output().loud()

    assert asyncio.run(whole())


def test_the_second_example_names_what_there_is() -> None:
    assert callable(examples()[1]["hold"])
