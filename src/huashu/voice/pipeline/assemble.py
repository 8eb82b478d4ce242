"""One call, put together: a transport's two ends, and between them ear, dialogue, mouth, recording and journal."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from huashu.call import CallLog, EndReason, Ms, Side
from huashu.voice.audio import TELEPHONE_HZ
from huashu.voice.pipeline.clock import CallClock
from huashu.voice.pipeline.settings import VoiceSettings
from huashu.voice.ports import Agent, Company
from huashu.voice.talk.signals import End, HoldLine, PassOn

if TYPE_CHECKING:
    from pipecat.pipeline.worker import PipelineWorker
    from pipecat.processors.frame_processor import FrameProcessor


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

    @property
    def over(self) -> bool:
        """Whether the line is dead."""
        raise NotImplementedError

    def log(self) -> CallLog:
        """The call so far."""
        raise NotImplementedError

    async def rang(self, lasted: Ms) -> None:
        """The telephone has just rung once, for ``lasted``. The call's clock begins with the first ring."""
        raise NotImplementedError

    async def picked_up(self) -> None:
        """Somebody (or we, when the call came in) picked up now. Begins the call's clock unless it rang before."""
        raise NotImplementedError

    async def keys(self, digits: str) -> None:
        """The customer pressed ``digits``."""
        raise NotImplementedError

    async def held(self, held: bool) -> None:
        """The other side put us on hold, or took us off."""
        raise NotImplementedError

    async def gone(self, by: Side = Side.CUSTOMER) -> None:
        """The line is dead: the customer hung up, or (``Side.SYSTEM``) it dropped. The worker then finishes."""
        raise NotImplementedError


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
    on_order: Callable[[HoldLine | PassOn | End], Awaitable[None]] | None = None,
    on_ended: Callable[[CallEnded], Awaitable[None]] | None = None,
) -> VoiceCall:
    """Put a call together between the two ends of any Pipecat transport.

    ``agent`` leads it, ``company`` answers what the agent asks; ``profile`` is what is known of the customer and
    ``hot_words`` the names and products that may occur. ``rate``: samples a second that go out (what comes in may have
    any). ``clock`` is made when none is given. ``on_order`` is asked to hold the line, pass the call on or hang up; the
    same orders go downstream as ``OrderFrame``, and after ``End`` the pipeline ends by itself (``EndFrame``).
    ``on_ended`` is told once, after the log has been written.
    """
    raise NotImplementedError
