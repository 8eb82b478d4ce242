"""One telephone line as a Pipecat transport: 20 ms frames in and out, keys, hold. For any Pipecat pipeline.

``ClientConnectedFrame`` goes downstream when somebody picks up, ``InputDTMFFrame`` for each key. Sound comes from the
moment there is any: announcements of the network before the call is connected are heard, too. An input frame that
stands for a lost packet says so in its metadata (``lost``).
"""

import asyncio
from contextlib import suppress
from typing import Any

from pipecat.audio.dtmf.types import KeypadEntry
from pipecat.frames.frames import (
    CancelFrame,
    ClientConnectedFrame,
    EndFrame,
    Frame,
    InputAudioRawFrame,
    InputDTMFFrame,
    InterruptionFrame,
    OutputAudioRawFrame,
    OutputDTMFFrame,
    OutputDTMFUrgentFrame,
    StartFrame,
    TTSStoppedFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.transports.base_input import BaseInputTransport
from pipecat.transports.base_output import BaseOutputTransport
from pipecat.transports.base_transport import BaseTransport, TransportParams

from huashu.voice.audio import FRAME_MS, TELEPHONE_HZ
from huashu.voice.sip.holding import Holding
from huashu.voice.sip.intake import FRAME_BYTES, Came, Intake
from huashu.voice.sip.line import HeldByPeer, Key, LineEvent, Over, SipLine, Stage, Up
from huashu.voice.sip.outlet import Cushion, Outlet

FRAME_S = FRAME_MS / 1000

STALL_S = 1.0
"""After a standstill longer than this the ticks missed are not made up for."""

LATER_S = 0.005
"""The ticks move back by so much when sound turns out to arrive just after them."""


def telephone_params() -> TransportParams:
    """How Pipecat is to treat a telephone line: both ways, 8 kHz, 20 ms at a time."""
    return TransportParams(
        audio_in_enabled=True,
        audio_in_sample_rate=TELEPHONE_HZ,
        audio_out_enabled=True,
        audio_out_sample_rate=TELEPHONE_HZ,
        audio_out_10ms_chunks=FRAME_MS // 10,
        audio_out_end_silence_secs=0,
    )


class SipInput(BaseInputTransport):
    """What is heard on the line."""

    def __init__(self, transport: "SipTransport", line: SipLine, params: TransportParams, **options: Any) -> None:
        super().__init__(params, **options)
        self._transport = transport
        self._line = line
        self._events: asyncio.Queue[LineEvent] = asyncio.Queue()
        self._at_work: list[asyncio.Task[None]] = []
        self.intake = Intake()

    async def start(self, frame: StartFrame) -> None:
        """Begin to listen."""
        await super().start(frame)
        await self.set_transport_ready(frame)
        if not self._at_work:
            self._line.listen(self._events.put_nowait)
            self._at_work = [self.create_task(self._hear()), self.create_task(self._tell())]

    async def stop(self, frame: EndFrame) -> None:
        """Listen no more."""
        await super().stop(frame)
        await self._rest()

    async def cancel(self, frame: CancelFrame) -> None:
        """Listen no more, at once."""
        await super().cancel(frame)
        await self._rest()

    async def cleanup(self) -> None:
        """Leave nothing running."""
        await super().cleanup()  # type: ignore[no-untyped-call]
        await self._rest()

    async def push_audio_frame(self, frame: InputAudioRawFrame) -> None:
        """Downstream at once: there is nothing to wait for unless somebody put a filter in between."""
        if self._params.audio_in_filter or not self._params.audio_in_passthrough:
            await super().push_audio_frame(frame)
        elif not self._paused:
            await self.push_frame(frame)

    async def _rest(self) -> None:
        tasks, self._at_work = self._at_work, []
        for task in tasks:
            await self.cancel_task(task)

    async def _hear(self) -> None:
        """A frame every 20 ms for as long as there is, or may be, sound."""
        now = self.get_event_loop().time
        due = now()
        while self._line.stage is not Stage.OVER:
            due = max(due + FRAME_S, now() - STALL_S)
            await asyncio.sleep(max(0.0, due - now()))
            if not (self._line.early or self._line.stage is Stage.UP):
                continue
            self.intake.put(self._line.read(20 * FRAME_BYTES))
            pcm, came = self.intake.frame()
            due += LATER_S if self.intake.late else 0.0
            frame = InputAudioRawFrame(audio=pcm, sample_rate=TELEPHONE_HZ, num_channels=1)
            if came is Came.LOST:
                frame.metadata["lost"] = True
            await self.push_audio_frame(frame)

    async def _tell(self) -> None:
        """What happens on the line, in its order."""
        while True:
            event = await self._events.get()
            match event:
                case Up():
                    await self.push_frame(ClientConnectedFrame())
                    await self._transport.happened("on_client_connected", self._line)
                case Key(digit=digit):
                    with suppress(ValueError):  # A to D are on no telephone
                        await self.push_frame(InputDTMFFrame(button=KeypadEntry(digit)))
                case HeldByPeer(held=held):
                    self.intake.restart()
                    await self._transport.happened("on_held", held)
                case Over():
                    await self._transport.happened("on_client_disconnected", self._line)
                case _:
                    pass


class SipOutput(BaseOutputTransport):
    """What is said on the line, as fast as the line says it."""

    def __init__(self, outlet: Outlet, params: TransportParams, **options: Any) -> None:
        super().__init__(params, **options)
        self._outlet = outlet

    async def start(self, frame: StartFrame) -> None:
        """Ready to speak."""
        await super().start(frame)
        await self.set_transport_ready(frame)

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """An interruption takes back what has been written and not yet said."""
        await super().process_frame(frame, direction)
        if isinstance(frame, InterruptionFrame):
            self._outlet.hush()

    async def write_audio_frame(self, frame: OutputAudioRawFrame) -> bool:
        """Write one frame once the line is less than 60 ms behind; while nothing can be said it takes as long as it
        would have sounded."""
        await self._outlet.room()
        if await self._outlet.say(frame.audio):
            return True
        await asyncio.sleep(len(frame.audio) / (2 * TELEPHONE_HZ))
        return False

    def _supports_native_dtmf(self) -> bool:
        return True

    async def _write_dtmf_native(self, frame: OutputDTMFFrame | OutputDTMFUrgentFrame) -> None:
        await self._outlet.press(frame.to_string())


class PacedOutput(FrameProcessor):
    """What is said on the line when it comes at the pace of speech, at 8 kHz, as our ``Mouth`` sends it:
    nothing waits, nothing is queued, and a frame costs a tenth of what it costs in ``SipOutput``."""

    def __init__(self, outlet: Outlet, **options: Any) -> None:
        super().__init__(enable_direct_mode=True, **options)
        self._outlet = outlet

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Say what is sound; everything else goes on."""
        await super().process_frame(frame, direction)
        if isinstance(frame, OutputAudioRawFrame) and direction is FrameDirection.DOWNSTREAM:
            await self._outlet.say(frame.audio)
            return
        if isinstance(frame, InterruptionFrame):
            self._outlet.hush()
        elif isinstance(frame, TTSStoppedFrame):
            self._outlet.ended()
        elif isinstance(frame, OutputDTMFFrame | OutputDTMFUrgentFrame):
            await self._outlet.press(frame.to_string())
        await self.push_frame(frame, direction)


class SipTransport(BaseTransport):
    """A line's two ends for a Pipecat pipeline. ``paced``: what is to be said comes at the pace of speech, at 8 kHz.

    Event handlers: ``on_client_connected(transport, line)``, ``on_client_disconnected(transport, line)``,
    ``on_held(transport, held)`` when the other side puts us on hold or takes us off.
    """

    def __init__(
        self,
        line: SipLine,
        params: TransportParams | None = None,
        *,
        paced: bool = False,
        cushion: Cushion | None = None,
    ) -> None:
        super().__init__()
        params = params or telephone_params()
        self.line = line
        self.holding = Holding(line)
        self.outlet = Outlet(line, self.holding, cushion)
        self._input = SipInput(self, line, params, name="SipInput")
        self._output: SipOutput | PacedOutput = (
            PacedOutput(self.outlet, name="SipOutput") if paced else SipOutput(self.outlet, params, name="SipOutput")
        )
        for name in ("on_client_connected", "on_client_disconnected", "on_held"):
            self._register_event_handler(name)

    def input(self) -> SipInput:
        """The end that hears."""
        return self._input

    def output(self) -> SipOutput | PacedOutput:
        """The end that speaks."""
        return self._output

    def get_client_id(self, client: Any) -> str:
        """The SIP Call-ID."""
        return self.line.call_id

    async def happened(self, name: str, what: object) -> None:
        """Tell whoever registered for ``name``."""
        await self._call_event_handler(name, what)


def quality(transport: SipTransport) -> dict[str, Any]:
    """What was measured of a call's sound, for its log: packets and frames lost, jitter, frames that came too late."""
    heard = transport.input().intake
    return transport.line.facts_json() | {
        "frames": {came.value: count for came, count in heard.frames.items()},
        "left_out": heard.left_out,
        "starved": transport.outlet.starved,
    }
