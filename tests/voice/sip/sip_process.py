"""A telephone in a process of its own, for tests: commands come as JSON lines, what happens goes out as JSON lines.

The SIP stack keeps state for a whole process, so every test telephone has one to itself."""

import asyncio
import json
import math
import sys
from array import array
from typing import Any

from pipecat.frames.frames import Frame, InputAudioRawFrame, InputDTMFFrame, OutputAudioRawFrame, StartFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.workers.runner import WorkerRunner

from huashu.voice.sip.endpoint import Endpoint, EndpointError
from huashu.voice.sip.line import LineError, LineEvent, Over, SipLine, Up
from huashu.voice.sip.outcome import reason_of
from huashu.voice.sip.settings import LineSettings, number_of, parse_account, parse_codecs
from huashu.voice.sip.transport import SipTransport, quality

FRAME = 320


def tell(kind: str, **more: Any) -> None:
    """One line on standard output."""
    sys.stdout.write(json.dumps({"event": kind, **more}) + "\n")
    sys.stdout.flush()


class Plays(FrameProcessor):
    """Says a tone of ``hz``, or (0) what it hears; keeps how pure the tone ``hz_heard`` was in each second."""

    def __init__(self, name: str, hz: int, hz_heard: int) -> None:
        super().__init__()
        self.call, self.hz, self.hz_heard = name, hz, hz_heard
        self.played = self.heard = self.lost = self.loud = 0
        self.sound = bytearray()

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, InputDTMFFrame):
            tell("key", call=self.call, digit=frame.button.value)
        if isinstance(frame, InputAudioRawFrame):
            await self.hear(frame)
            return
        await self.push_frame(frame, direction)
        if isinstance(frame, StartFrame):
            tell("started", call=self.call)

    async def hear(self, frame: InputAudioRawFrame) -> None:
        self.heard += 1
        self.lost += bool(frame.metadata.get("lost"))
        self.loud += max(array("h", frame.audio)) > 1000
        self.sound = (self.sound + frame.audio)[-16000:]
        audio = frame.audio if not self.hz else self.tone()
        await self.push_frame(OutputAudioRawFrame(audio=audio, sample_rate=8000, num_channels=1))

    def tone(self) -> bytes:
        turn = 2 * math.pi * self.hz / 8000
        samples = array("h", (round(8000 * math.sin(turn * (self.played + k))) for k in range(FRAME // 2)))
        self.played += FRAME // 2
        return samples.tobytes()

    def purity(self) -> float:
        """The share of the last second's power that the tone ``hz_heard`` has."""
        samples = array("h", bytes(self.sound))
        turn = 2 * math.pi * self.hz_heard / 8000
        power = sum(x * x for x in samples) or 1
        sine = sum(x * math.sin(turn * k) for k, x in enumerate(samples))
        cosine = sum(x * math.cos(turn * k) for k, x in enumerate(samples))
        return 2 * (sine * sine + cosine * cosine) / max(1, len(samples)) / power


class Telephone:
    """The endpoint and its calls, by the names they are told under."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        self.transports: dict[str, SipTransport] = {}
        self.plays: dict[str, Plays] = {}
        self.count = 0
        account = options.get("account")
        self.endpoint = Endpoint(
            LineSettings(
                account=parse_account(account, options.get("password", "")) if account else None,
                listen=("127.0.0.1", options["listen"]) if options.get("listen") else None,
                codecs=parse_codecs(options.get("codecs", "pcmu,pcma")),
                most_calls=options.get("most_calls", 100),
                dead_after=options.get("dead_after", 20),
            ),
            self.rings,
        )

    def rings(self, line: SipLine) -> None:
        caller = number_of(line.peer)
        tell("incoming", call=self.begin(line), caller=caller)
        if caller != "unheard":
            self.spawn(line.answer())

    def begin(self, line: SipLine) -> str:
        self.count += 1
        name = str(self.count)
        transport = SipTransport(line)
        plays = Plays(name, self.options.get("hz", 0), self.options.get("hz_heard", 440))
        self.transports[name], self.plays[name] = transport, plays
        line.listen(lambda event: self.happened(name, line, event))
        self.spawn(self.hold_call(name, transport, plays))
        return name

    def spawn(self, work: Any) -> None:
        asyncio.ensure_future(work).add_done_callback(lambda task: task.cancelled() or task.exception())

    async def hold_call(self, name: str, transport: SipTransport, plays: Plays) -> None:
        pipeline = Pipeline([transport.input(), plays, transport.output()])
        worker = PipelineWorker(
            pipeline,
            params=PipelineParams(audio_in_sample_rate=8000, audio_out_sample_rate=8000),
            enable_rtvi=False,
            idle_timeout_secs=None,
        )
        runner = WorkerRunner(handle_sigint=False)
        await runner.add_workers(worker)
        running = asyncio.ensure_future(runner.run())
        await transport.line.over.wait()
        await asyncio.sleep(0.1)
        tell("closed", call=name, **self.facts(name))
        await worker.cancel()
        await running

    def happened(self, name: str, line: SipLine, event: LineEvent) -> None:
        if isinstance(event, Over):
            close = event.close
            tell("over", call=name, ended=close.ended, status=close.status, cause=close.cause, phrase=close.phrase)
            tell("outcome", call=name, reason=reason_of(close))
        else:
            tell(type(event).__name__, call=name, held=getattr(event, "held", None), up=isinstance(event, Up))

    def facts(self, name: str) -> dict[str, Any]:
        plays = self.plays[name]
        return {
            "quality": quality(self.transports[name]),
            "heard": plays.heard,
            "lost": plays.lost,
            "loud": plays.loud,
            "purity": plays.purity(),
        }

    async def obey(self, order: dict[str, Any]) -> None:
        name = order.get("call", "")
        try:
            match order["do"]:
                case "register":
                    await self.endpoint.register()
                case "dial":
                    tell("dialled", call=self.begin(await self.endpoint.dial(order["to"])), to=order["to"])
                case "answer":
                    await self.transports[name].line.answer()
                case "hang_up":
                    await self.transports[name].line.hang_up()
                case "hold":
                    await self.transports[name].holding.hold(order["held"])
                case "press":
                    await self.transports[name].line.press(order["digits"])
                case "transfer":
                    await self.transports[name].line.transfer(order["to"])
                case "facts":
                    tell("facts", call=name, **self.facts(name))
                    return
            tell("done", call=name, what=order["do"])
        except (EndpointError, LineError) as problem:
            tell("failed", call=name, what=order["do"], why=str(problem), lasting=getattr(problem, "lasting", None))


async def main() -> None:
    telephone = Telephone(json.loads(sys.argv[1]))
    try:
        await telephone.endpoint.start()
    except EndpointError as problem:
        tell("failed", what="start", why=problem.message)
        return
    tell("ready")
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        telephone.spawn(telephone.obey(json.loads(line)))
    await telephone.endpoint.stop()


if __name__ == "__main__":
    asyncio.run(main())
