"""One call, put together: a transport's two ends, and between them ear, dialogue, mouth, recording and journal."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from loguru import logger

from huashu.call import CallLog, EndReason, Ms, Side
from huashu.language.completeness import default_completeness
from huashu.voice.audio import TELEPHONE_HZ, WIDE_HZ
from huashu.voice.pipeline.ahead import thinking_ahead
from huashu.voice.pipeline.clock import CallClock
from huashu.voice.pipeline.consent import announcing
from huashu.voice.pipeline.crew import Crews, crews_of
from huashu.voice.pipeline.hearing import Hearing
from huashu.voice.pipeline.keeping import Keeping
from huashu.voice.pipeline.lines import Speaker
from huashu.voice.pipeline.sent import SentSound
from huashu.voice.pipeline.settings import VoiceSettings
from huashu.voice.ports import Agent, Company, Recogniser, VoiceError
from huashu.voice.talk.conversation import Conversation
from huashu.voice.talk.mind import SORRY, SORRY_GOODBYE
from huashu.voice.talk.signals import End, Gone, HoldLine, Keys, PassOn, PeerHeld, PickedUp, Rang

if TYPE_CHECKING:
    from pipecat.pipeline.worker import PipelineWorker
    from pipecat.processors.frame_processor import FrameProcessor

    from huashu.voice.pipeline.dialogue import DialogueProcessor

LATER_MS: Ms = 300
"""A conversation waits so much longer for words than the recogniser may take."""

RENDER_MS: Ms = 60_000
"""How long the rendering of one line may take before calls are held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded:
    """A call is over and written down."""

    log: CallLog
    reason: EndReason | None
    """Why the agent ended it; ``None`` when the customer hung up or the line dropped."""
    recording: Path | None = None


@dataclass(slots=True, kw_only=True)
class VoiceCall:
    """A call being held. Run ``worker`` in a Pipecat ``WorkerRunner``; it finishes when the call is over.

    The transport tells what Pipecat has no frames for by the methods below (any task of the event loop may call them).
    ``picked_up`` is told by Pipecat's ``ClientConnectedFrame`` as well, and keys by its ``InputDTMFFrame``.
    """

    worker: "PipelineWorker"
    clock: CallClock
    dialogue: "DialogueProcessor"

    @property
    def over(self) -> bool:
        """Whether the line is dead."""
        return self.dialogue.over

    def log(self) -> CallLog:
        """The call so far."""
        return self.dialogue.log()

    async def rang(self, lasted: Ms) -> None:
        """The telephone has just rung once, for ``lasted``. The call's clock begins with the first ring."""
        began = self.clock.began
        self.clock.begin(lasted)
        end = self.clock.now()
        await self.dialogue.tell(Rang(at=max(0, end - lasted) if began else 0, end=end))

    async def picked_up(self) -> None:
        """Somebody (or we, when the call came in) picked up now. Begins the call's clock unless it rang before."""
        self.clock.begin()
        await self.dialogue.tell(PickedUp(at=self.clock.now()))

    async def keys(self, digits: str) -> None:
        """The customer pressed ``digits``."""
        await self.dialogue.tell(Keys(at=self.clock.now(), digits=digits))

    async def held(self, held: bool) -> None:
        """The other side put us on hold, or took us off."""
        await self.dialogue.tell(PeerHeld(at=self.clock.now(), held=held))

    async def gone(self, by: Side = Side.CUSTOMER) -> None:
        """The line is dead: the customer hung up, or (``Side.SYSTEM``) it dropped. The worker then finishes."""
        await self.dialogue.tell(Gone(at=self.clock.now(), by=by))


def build_call(
    transport_input: "FrameProcessor",
    transport_output: "FrameProcessor",
    agent: Agent,
    *,
    call_id: str,
    settings: VoiceSettings,
    direction: Literal["inbound", "outbound"] = "outbound",
    profile: Mapping[str, Any] | None = None,
    company: Company | None = None,
    hot_words: tuple[str, ...] = (),
    rate: int = TELEPHONE_HZ,
    clock: CallClock | None = None,
    crews: Crews | None = None,
    on_order: Callable[[HoldLine | PassOn | End], Awaitable[None]] | None = None,
    on_log: Callable[[CallLog], Awaitable[None]] | None = None,
    on_ended: Callable[[CallEnded], Awaitable[None]] | None = None,
) -> VoiceCall:
    """Put a call together between the two ends of any Pipecat transport.

    ``agent`` leads it, ``company`` answers what the agent asks; ``profile`` is what is known of the customer and
    ``hot_words`` the names and products that may occur. ``rate``: samples a second that go out (what comes in may have
    any). ``clock`` and ``crews`` (who does what blocks) are made when none are given. ``on_order`` is asked to hold the
    line, pass the call on or hang up; the same orders go downstream as ``OrderFrame``, and when the call is over the
    pipeline ends by itself. ``on_log`` is shown the log each time that it changes. ``on_ended`` is told once, after
    what ``settings`` want kept has been written.
    """
    from huashu.voice.pipeline.dialogue import DialogueProcessor

    clock, limits = clock or CallClock(), settings.limits
    crews = crews or crews_of(limits.at_once)
    agent = announcing(agent, settings.consent if settings.recordings is not None else "")
    manner = replace(settings.manner, recognition=limits.recogniser + LATER_MS)
    complete = default_completeness().read
    conversation = Conversation(agent, complete, call_id=call_id, direction=direction, profile=profile, manner=manner)
    keeping = Keeping(settings, conversation.log(), rate, clock, crews.keeping)
    dialogue = DialogueProcessor(
        conversation,
        company=company,
        clock=clock,
        recognised=settings.recogniser is not None,
        mouth=True,
        service=settings.voice is None,
        limits=limits,
        crews=crews,
        ahead=thinking_ahead(agent),
        journal=keeping.journal,
        beside=keeping.write,
        on_order=on_order,
        on_log=on_log,
        on_over=_over(keeping, on_ended, kept=settings.calls is not None),
    )
    ear, mouth = _ends(settings, rate, clock, crews, keeping, hot_words)
    stages = [transport_input, *ear, dialogue, *mouth, transport_output]
    return VoiceCall(worker=_worker(stages, rate), clock=clock, dialogue=dialogue)


def _over(
    keeping: Keeping, on_ended: Callable[[CallEnded], Awaitable[None]] | None, *, kept: bool
) -> Callable[[CallLog, EndReason | None], Awaitable[None]]:
    """Writes a finished call down and tells ``on_ended``; ``kept``: its log is in a file."""

    async def over(log: CallLog, reason: EndReason | None) -> None:
        recording = await keeping.finish(log)
        if on_ended is not None:
            await on_ended(CallEnded(log=log, reason=reason, recording=recording))
        if on_ended is not None or kept:
            await keeping.forget()

    return over


def _ends(
    settings: VoiceSettings, rate: int, clock: CallClock, crews: Crews, keeping: Keeping, hot_words: tuple[str, ...]
) -> "tuple[list[FrameProcessor], list[FrameProcessor]]":
    """The ear and the mouth, with Pipecat's services where they are wanted."""
    from huashu.voice.pipeline.ear import Ear
    from huashu.voice.pipeline.mouth import Mouth

    limits, sent, hearing, speaker = settings.limits, SentSound(), None, None
    if settings.recogniser is not None:
        recogniser = settings.recogniser
        hearing = Hearing(
            recogniser=recogniser, crew=crews.hearing, limit=limits.recogniser, clock=clock, hot_words=hot_words
        )
    if settings.voice is not None:
        speaker = Speaker(voice=settings.voice, rate=rate, crew=crews.speaking, limit=limits.voice)
    recording = keeping.recording
    ear = Ear(clock, hearing=hearing, sent=sent, recording=recording, enhance=settings.enhance)
    mouth = Mouth(clock, rate, speaker=speaker, sent=sent, recording=recording)
    stt = [settings.stt()] if settings.stt is not None and hearing is None else []
    tts = [settings.tts()] if settings.tts is not None and speaker is None else []
    return [ear, *stt], [*tts, mouth]


def _worker(stages: "list[FrameProcessor]", rate: int) -> "PipelineWorker":
    """A pipeline that does nothing but carry the call: every frame costs, fifty times a second in each call."""
    from pipecat.pipeline.pipeline import Pipeline
    from pipecat.pipeline.worker import PipelineParams, PipelineWorker

    return PipelineWorker(
        Pipeline(stages),
        params=PipelineParams(audio_in_sample_rate=rate, audio_out_sample_rate=rate, send_initial_empty_metrics=False),
        cancel_on_idle_timeout=False,
        idle_timeout_secs=None,
        enable_rtvi=False,
        enable_turn_tracking=False,
    )


async def prepare(settings: VoiceSettings, lines: Iterable[str] = ()) -> int:
    """Before calls are held: have models loaded, and ``lines`` and what is said when something fails rendered, so that
    neither stands between a turn and its answer. Returns how many lines could not be rendered; they are tried again
    when they are said."""
    await asyncio.to_thread(_warm_up, settings.recogniser)
    if settings.voice is None:
        return 0
    if not hasattr(settings.voice, "has"):
        logger.warning(
            "{} keeps nothing: every line is synthesised in its turn (open_voice(kept=True))", settings.voice.name
        )
    voice, crew, failed = settings.voice, crews_of(settings.limits.at_once).speaking, 0
    for line in dict.fromkeys((SORRY, SORRY_GOODBYE, *filter(None, (settings.consent,)), *lines)):
        try:
            await crew.do(partial(voice.speak, line), RENDER_MS)
        except (VoiceError, TimeoutError) as problem:
            logger.warning("not rendered ahead: {}", problem)
            failed += 1
    return failed


def _warm_up(recogniser: Recogniser | None) -> None:
    """What is loaded when it is first used, used once."""
    import numpy as np

    from huashu.voice.line.listener import Listener

    default_completeness().read("喂，你好")
    for rate in (TELEPHONE_HZ, WIDE_HZ):
        Listener(rate).frame(np.zeros(rate // 50, dtype=np.int16), 20)
    if recogniser is not None:
        hum = np.random.default_rng(0).normal(0, 300, TELEPHONE_HZ // 2).astype(np.int16)
        try:
            recogniser.recognise(hum, TELEPHONE_HZ)
        except Exception as problem:  # a service that does not answer now may when it is needed
            logger.warning("recogniser not ready: {}: {}", type(problem).__name__, problem)
