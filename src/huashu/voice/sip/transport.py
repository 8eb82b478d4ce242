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
)
from pipecat.processors.frame_processor import FrameDirection
from pipecat.transports.base_input import BaseInputTransport
from pipecat.transports.base_output import BaseOutputTransport
from pipecat.transports.base_transport import BaseTransport, TransportParams

from huashu.voice.audio import FRAME_MS, TELEPHONE_HZ
from huashu.voice.sip.holding import Holding
from huashu.voice.sip.intake import FRAME_BYTES, Came, Intake
from huashu.voice.sip.line import HeldByPeer, Key, LineError, LineEvent, Over, SipLine, Stage, Up

FRAME_S = FRAME_MS / 1000

AHEAD_BYTES = 3 * FRAME_BYTES
"""So much is kept written ahead of what the line says, against hiccups of the event loop (60 ms)."""

GAP_S = 0.1
"""Sound that comes sooner than this after the sound before it goes on; later it begins anew."""

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

    def __init__(self, line: SipLine, holding: Holding, params: TransportParams, **options: Any) -> None:
        super().__init__(params, **options)
        self._line = line
        self._holding = holding
        self._last = 0.0
        self._silent = 0
        self.starved = 0
        """Packets of silence that went out in the middle of the sound because the next of it came too late."""

    async def start(self, frame: StartFrame) -> None:
        """Ready to speak."""
        await super().start(frame)
        await self.set_transport_ready(frame)

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """An interruption takes back what has been written and not yet said."""
        await super().process_frame(frame, direction)
        if isinstance(frame, InterruptionFrame):
            self._line.hush()

    async def write_audio_frame(self, frame: OutputAudioRawFrame) -> bool:
        """Write one frame once the line is less than 60 ms behind; while nothing can be said it takes as long as it
        would have sounded."""
        if self._line.stage is Stage.OVER:
            return False
        audible = any(frame.audio)
        if self._holding.held and audible:
            await self._holding.speak()
        going = self._line.going_out()
        if going is None or (self._holding.held and not audible):
            await asyncio.sleep(len(frame.audio) / (2 * TELEPHONE_HZ))
            return False
        self._lead(*going)
        unsaid = going[0]
        while unsaid >= AHEAD_BYTES:
            await asyncio.sleep((unsaid - AHEAD_BYTES + FRAME_BYTES) / (2 * TELEPHONE_HZ))
            unsaid = (self._line.going_out() or (0, 0))[0]
        self._last = self.get_event_loop().time()
        if self._line.write(frame.audio) > 0:
            return True
        await asyncio.sleep(len(frame.audio) / (2 * TELEPHONE_HZ))
        return False

    def _lead(self, unsaid: int, silent: int) -> None:
        """Sound that begins gets a frame of silence in front of it, so that a frame that comes a little late is not
        missed; sound that goes on and was missed is counted."""
        goes_on = self.get_event_loop().time() - self._last < GAP_S
        if goes_on:
            self.starved += max(0, silent - self._silent)
        elif not unsaid:
            self._line.write(bytes(FRAME_BYTES))
        self._silent = silent

    def _supports_native_dtmf(self) -> bool:
        return True

    async def _write_dtmf_native(self, frame: OutputDTMFFrame | OutputDTMFUrgentFrame) -> None:
        with suppress(LineError):
            await self._line.press(frame.to_string())


class SipTransport(BaseTransport):
    """A line's two ends for a Pipecat pipeline.

    Event handlers: ``on_client_connected(transport, line)``, ``on_client_disconnected(transport, line)``,
    ``on_held(transport, held)`` when the other side puts us on hold or takes us off.
    """

    def __init__(self, line: SipLine, params: TransportParams | None = None) -> None:
        super().__init__()
        params = params or telephone_params()
        self.line = line
        self.holding = Holding(line)
        self._input = SipInput(self, line, params, name="SipInput")
        self._output = SipOutput(line, self.holding, params, name="SipOutput")
        for name in ("on_client_connected", "on_client_disconnected", "on_held"):
            self._register_event_handler(name)

    def input(self) -> SipInput:
        """The end that hears."""
        return self._input

    def output(self) -> SipOutput:
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
        "starved": transport.output().starved,
    }
