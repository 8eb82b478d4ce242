"""A telephone for rehearsals over real SIP on the loopback, in real time: the agent's side is the telephone service as
it is, the customer's a telephone in a process of its own."""

import asyncio
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, Final

from huashu.call import Action, AudioFacts, CallLog, Event, Heard, Ms, Said
from huashu.call.event import CUT
from huashu.rehearsal.ports import Agent, Company, Customer, Played, Setting
from huashu.rehearsal.score import SoundScore
from huashu.rehearsal.sound.account import KEY, Account, account_of, account_to_json
from huashu.rehearsal.sound.bridge import FRAME_BYTES, HANG_UP, HEAD, OVER, READY, SOUND, UP
from huashu.rehearsal.sound.ears import Given
from huashu.rehearsal.sound.lines import draw_line
from huashu.rehearsal.sound.measure import measured
from huashu.rehearsal.sound.mouth import Mouth
from huashu.rehearsal.sound.party import Party
from huashu.rehearsal.sound.truth import told
from huashu.rehearsal.sound.virtual import Heard as HeardOnLine
from huashu.rehearsal.sound.voices import Voices, sex_of
from huashu.rehearsal.sound.wire import Degraded
from huashu.voice.audio import FRAME_MS, level_dbfs, ms_of
from huashu.voice.ports import Recogniser, Transcript

if TYPE_CHECKING:
    from huashu.rehearsal.sound.telephone import Sounds
    from huashu.voice.audio import Pcm
    from huashu.voice.pipeline.assemble import VoiceCall
    from huashu.voice.pipeline.clock import CallClock

READY_S: Final = 30.0
"""So long the customer's telephone may take to be ready."""
LONGEST_S: Final = 15 * 60.0
AHEAD: Final = 3
"""Frames of his sound that are kept on their way, against hiccups of the event loop."""
_LOUD_DBFS: Final = -50.0
_BEHIND: Final[Ms] = 100
"""So far behind the clock he takes up where it stands."""
_HUSHED: Final[Ms] = 900
"""After so much silence a line of which nothing is told was taken back."""
_TRAVELS: Final[Ms] = 120
"""From his mouth to the agent's ears, about."""
_TAIL: Final[Ms] = 180
_LEAD: Final[Ms] = 200
"""What a listener leaves before and after a piece of speech."""


class _Overheard:
    """The agent, with every line that was really said told to the customer. Whatever else it has (its state) stays
    within reach."""

    def __init__(self, agent: Agent, said: Callable[[Said], None]) -> None:
        self._agent = agent
        self._said = said

    @property
    def call(self) -> Any:
        """The agent's state, for whoever may take a reply back."""
        return self._agent.call  # type: ignore[attr-defined]

    @call.setter
    def call(self, state: Any) -> None:
        self._agent.call = state  # type: ignore[attr-defined]

    def step(self, event: Event) -> tuple[Action, ...]:
        """What it does about ``event``."""
        if isinstance(event, Said):
            self._said(event)
        return self._agent.step(event)


@dataclass(slots=True)
class _Piece:
    began: Ms
    ended: Ms
    pcm: "Pcm"
    rate: int
    audio: AudioFacts | None = None


class _GivenAloud:
    """What he really said, in place of a recogniser that is only shown the sound: the place of a piece in the call is
    reckoned back from when it is shown."""

    name = "given"

    def __init__(self, party: Party, clock: "Callable[[], Ms]", seed: int) -> None:
        self._given = Given(party.spoken, Random(f"{seed}/ears"))
        self._clock = clock

    def recognise(self, pcm: "Pcm", rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        """The words that lie in ``pcm``."""
        ended = self._clock() - _TRAVELS - _TAIL
        began = ended - max(0, ms_of(pcm, rate) - _LEAD - _TAIL)
        words = self._given(_Piece(began, ended, pcm, rate))
        return Transcript(text=getattr(words, "text", ""))


class _Spoken:
    """A mouth as a voice of the telephone service: what it has said once it says again at once."""

    def __init__(self, mouth: Mouth) -> None:
        self._mouth = mouth
        self.name = f"{mouth.voice.name}/{mouth.rate}"
        self.rate = mouth.rate

    def speak(self, text: str) -> "Pcm":
        """``text`` spoken. Raises ``VoiceError``."""
        return self._mouth.say(text)


class _Bridge:
    """The customer's telephone, as seen from here."""

    def __init__(self) -> None:
        self.port = _free_port()
        self.up = threading.Event()
        self.over = threading.Event()
        self.loud_at = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    async def start(self) -> None:
        """Start it. Raises ``OSError`` and ``TimeoutError`` when it does not come up."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "huashu.rehearsal.sound.bridge", str(self.port)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        self._loop = asyncio.get_running_loop()
        self._reading = asyncio.create_task(self._read())
        await asyncio.wait_for(self._ready.wait(), READY_S)

    def send(self, kind: bytes, payload: bytes = b"") -> None:
        """One message to it, from any thread."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._send, HEAD.pack(kind, len(payload)) + payload)

    def _send(self, message: bytes) -> None:
        assert self._process is not None and self._process.stdin is not None
        if not self._process.stdin.is_closing():
            self._process.stdin.write(message)

    async def stop(self) -> None:
        """Let it go."""
        if self._process is not None:
            if self._process.returncode is None:
                self._process.kill()
            await self._process.wait()
        if self._reading is not None:
            self._reading.cancel()

    async def _read(self) -> None:
        import numpy as np

        assert self._process is not None and self._process.stdout is not None
        out, now = self._process.stdout, time.monotonic
        while True:
            try:
                kind, length = HEAD.unpack(await out.readexactly(HEAD.size))
                payload = await out.readexactly(length)
            except asyncio.IncompleteReadError:
                self.over.set()
                return
            if kind == SOUND and level_dbfs(np.frombuffer(payload, np.int16)) > _LOUD_DBFS:
                self.loud_at = now()
            elif kind == READY:
                self._ready.set()
            elif kind in (UP, OVER):
                (self.up if kind == UP else self.over).set()


class SipTelephone:
    """Makes spoken calls over SIP, in real time, one after the other. Needs ``baresip-python``."""

    def __init__(self, sounds: "Sounds") -> None:
        self.sounds = sounds
        self.voices = Voices(sounds.voices)
        self._recogniser: Recogniser | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def call(self, agent: Agent, customer: Customer, company: Company | None, setting: Setting) -> Played:
        """Let the two talk."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            threading.Thread(target=self._loop.run_forever, name="huashu-sip", daemon=True).start()
        work: Future[Played] = asyncio.run_coroutine_threadsafe(
            self._call(agent, customer, company, setting), self._loop
        )
        return work.result()

    def measured(self, log: CallLog, played: Played) -> SoundScore:
        """How the finished call was spoken."""
        assert isinstance(played.account, Account)
        return measured(log, played.account, str((log.record or {}).get("end_reason") or ""))

    async def _call(self, agent: Agent, customer: Customer, company: Company | None, setting: Setting) -> Played:
        from loguru import logger

        from huashu.voice.sip.endpoint import Endpoint
        from huashu.voice.sip.settings import LineSettings

        logger.disable("pipecat")

        draws = Random(f"{setting.seed}/sound")
        line = draw_line(self.sounds.line, draws)
        party = Party(customer, self.voices.customer(sex_of(setting.customer), draws), line, draws, self.sounds.habits)
        bridge = _Bridge()
        await bridge.start()
        try:
            async with Endpoint(LineSettings(listen=("127.0.0.1", _free_port()))) as endpoint:
                log = await self._talk(endpoint, bridge, party, agent, company, setting)
        finally:
            await bridge.stop()
        spans = [(event.at, event.end) for event in log.events if isinstance(event, Said)]
        cuts = [event.end for event in log.events if isinstance(event, Said) and event.text.endswith(CUT)]
        account = account_of(party.spoken, HeardOnLine(spans=spans, cuts=cuts), line, log)
        hearings = [event for event in log.events if isinstance(event, Heard)]
        truth = told(customer.truth(), party.spoken, hearings) | {KEY: account_to_json(account)}
        return Played(events=log.events, done=log.done, capped=False, truth=truth, account=account)

    async def _talk(
        self, endpoint: Any, bridge: _Bridge, party: Party, agent: Agent, company: Company | None, setting: Setting
    ) -> CallLog:
        from huashu.voice.pipeline.settings import VoiceSettings
        from huashu.voice.sip.calls import CallStart, PhoneCall, PhoneSettings, Prepared

        watched: asyncio.Future[VoiceCall] = asyncio.get_running_loop().create_future()
        customer = _Live(party, bridge, setting.seed)
        overheard = _Overheard(agent, customer.said)

        @contextmanager
        def prepare(_: CallStart) -> Iterator[Prepared]:
            yield Prepared(agent=overheard, company=company, profile=setting.profile, hot_words=setting.names)

        voice = VoiceSettings(
            recogniser=self._ears(party, customer.now, setting.seed),
            voice=_Spoken(self.voices.agent(sex_of(setting.agent))),
            recordings=self.sounds.recordings,
        )
        phone = PhoneSettings(voice=voice, prepare=prepare, watch=lambda call, _: watched.set_result(call))
        line = await endpoint.dial(f"sip:customer@127.0.0.1:{bridge.port}")
        talking = asyncio.create_task(PhoneCall(line, phone, number="customer").run())
        customer.clock = (await watched).clock
        living = asyncio.create_task(asyncio.to_thread(customer.live))
        try:
            return await asyncio.wait_for(talking, LONGEST_S)
        finally:
            bridge.over.set()
            await living
            party.over(customer.now(), agent_left=party.left is None)

    def _ears(self, party: Party, now: "Callable[[], Ms]", seed: int) -> Recogniser:
        from huashu.rehearsal.sound.telephone import GIVEN
        from huashu.voice.hearing.opening import open_recogniser

        if self.sounds.recogniser == GIVEN:
            return _GivenAloud(party, now, seed)
        self._recogniser = self._recogniser or open_recogniser(self.sounds.recogniser)
        return self._recogniser


class _Live:
    """The customer in real time, in a thread of his own: his sound goes out frame by frame, what the agent says reaches
    him. Where he needs a moment to find his voice, he speaks a moment later."""

    def __init__(self, party: Party, bridge: _Bridge, seed: int) -> None:
        self.party = party
        self.bridge = bridge
        self.clock: CallClock | None = None
        self._wire = Degraded(party, seed)
        self._told: list[Said] = []
        self._since: Ms | None = None

    def now(self) -> Ms:
        """On the clock of the agent's log."""
        return 0 if self.clock is None else self.clock.now()

    def said(self, said: Said) -> None:
        """The agent has said a line. Told from whatever thread decides."""
        self._told.append(said)

    def live(self) -> None:
        """From picking up to hanging up."""
        while not self.bridge.up.wait(0.1):
            if self.bridge.over.is_set():
                return
        at = self.now() // FRAME_MS * FRAME_MS
        self.party.pick_up(at)
        while not self.bridge.over.wait(FRAME_MS / 2000):
            if self.party.silent and self.now() - at > _BEHIND:
                at = self.now() // FRAME_MS * FRAME_MS
            while at < self.now() + AHEAD * FRAME_MS:
                self._listen(at)
                self._speak(at)
                at += FRAME_MS
                if self.party.left is not None:
                    time.sleep((AHEAD + 2) * FRAME_MS / 1000)
                    self.bridge.send(HANG_UP)
                    return

    def _speak(self, at: Ms) -> None:
        his = self.party.frame(at)
        if his is None and self._wire.still:
            return
        arrived = self._wire.frame(his, None)
        if not self._wire.lost:
            self.bridge.send(SOUND, arrived.tobytes()[:FRAME_BYTES])

    def _listen(self, at: Ms) -> None:
        """Lines that are over he has heard; a voice of which no line is told yet still speaks."""
        while self._told:
            said = self._told.pop(0)
            self.party.agent_speaks(said.at, said.text, said.end)
            self.party.agent_spoke(at)
            self._since = None
        quiet = (time.monotonic() - self.bridge.loud_at) * 1000
        if quiet < 2 * FRAME_MS and self._since is None:
            self._since = at
            self.party.agent_speaks(at, "", at)
        elif self._since is not None and quiet > _HUSHED:
            self._since = None
            self.party.agent_spoke(at, 0.0)


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
