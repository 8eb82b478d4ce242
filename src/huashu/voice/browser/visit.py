"""One call from the page's side: it rings, the two ends meet, they talk, it is inspected. One socket is one call."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import compare_digest
from typing import Any, TypeVar

from huashu.call import CallLog, Ms, Side
from huashu.voice.browser.board import Board
from huashu.voice.browser.house import HouseError, Part, Role, Subject
from huashu.voice.browser.messages import Call, Offer
from huashu.voice.browser.rows import Words, rows_of
from huashu.voice.browser.swap import swapped_recording
from huashu.voice.browser.talking import Talking
from huashu.voice.browser.wire import GoneError, Wire
from huashu.voice.pipeline.assemble import CallEnded, prepare
from huashu.voice.pipeline.clock import CallClock

T = TypeVar("T")
_LOG = logging.getLogger(__name__)
_FIRST_S = 10.0
_LOOK_S = 0.1
_OFFER_S = 60.0
"""How long a page that dials may take: its person may have to allow the microphone first."""


class Visit:
    """One page's call, from its first message to the end of its socket. ``secret`` is the one that the page was
    given."""

    def __init__(self, wire: Wire, board: Board, secret: str) -> None:
        self._wire = wire
        self._board = board
        self._secret = secret
        self._clock = CallClock()
        self._rung: list[tuple[Ms, Ms]] = []
        self._offer: Offer | None = None
        self._rendering: list[asyncio.Task[None]] = []
        self._words = Words(explain=board.house.explain, beside=board.house.beside)

    async def run(self) -> None:
        """The whole call. Never raises: what goes wrong is told to the page."""
        self._board.going.add(self)
        try:
            await self._hold()
        except GoneError as gone:
            self._wire.tell({"type": "ended", "by": gone.by.value})
        except HouseError as problem:
            self._wire.tell({"type": "failed", "message": str(problem)})
        except Exception:
            _LOG.exception("a call in the browser failed")
            told = "服务器上出了错，这通电话没有打成；请再试一次，详情在启动服务的窗口里 (the server failed)"
            self._wire.tell({"type": "failed", "message": told})
        finally:
            self._board.going.discard(self)

    async def _hold(self) -> None:
        subject, role = await self._asked()
        part = await self._ready(subject, role)
        try:
            offer = await self._ring(subject.page_calls(role))
            talking = Talking(self._wire, self._board, part, self._words, self._clock)
            finished = await talking.until_over(offer, self._rung)
            await self._after(part, finished)
        finally:
            for task in self._rendering:
                task.cancel()
            await asyncio.to_thread(part.close)

    async def _ready(self, subject: Subject, role: Role) -> Part:
        """The other side, ready to talk: no telephone rings before it is, so that it can be picked up in time (S1.1,
        S1.2)."""
        self._wire.tell({"type": "preparing"})
        casting = asyncio.create_task(self._cast(subject, role))
        try:
            while not casting.done():
                self._offer = await self._offered(_LOOK_S) or self._offer
            return await casting
        except BaseException:
            casting.add_done_callback(_close_unused)
            raise

    async def _cast(self, subject: Subject, role: Role) -> Part:
        """The other side; its lines are rendered from now on, beside whatever happens."""
        part = await asyncio.to_thread(self._board.house.cast, subject, role)
        self._rendering.append(asyncio.create_task(_rendered(part)))
        return part

    async def _asked(self) -> tuple[Subject, Role]:
        """What the page wants to call about. Raises ``HouseError`` when it may not."""
        asked = await self._wire.next(_FIRST_S)
        if not isinstance(asked, Call) or not compare_digest(asked.secret.encode(), self._secret.encode()):
            raise HouseError("这个页面是旧的，请刷新页面 (this page is stale: reload it)")
        if len(self._board.going) > self._board.most:
            raise HouseError("线路都占着，请过一会儿再打 (all lines are busy: try again in a moment)")
        subject = next((one for one in self._board.house.subjects if one.id == asked.subject), None)
        if subject is None or asked.role not in subject.roles:
            raise HouseError("没有这份文档，请刷新页面 (no such document: reload the page)")
        return subject, asked.role

    # Ringing

    async def _ring(self, page_calls: bool) -> Offer:
        """Let it ring at one end; the page's half of the connection once somebody has picked up."""
        board = self._board
        if page_calls:
            offer = self._offer or await self._offered(_OFFER_S)
            if offer is None:
                raise HouseError("网页没有接上，请刷新页面再试 (the page did not connect: reload it)")
            for number in range(board.rings_before_answer):
                await self._offered(board.between_rings if number else 0)
                await self._one_ring("out")
            return offer
        for _ in range(board.most_rings):
            offer = await self._one_ring("in") or await self._offered(board.between_rings)
            if offer is not None:
                return offer
        raise HouseError("响了很久，没有人接听 (nobody picked up)")

    async def _one_ring(self, way: str) -> Offer | None:
        self._clock.begin()
        began = self._clock.now()
        self._wire.tell({"type": "ringing", "way": way, "ms": round(self._board.ring * 1000)})
        offer = await self._offered(self._board.ring)
        self._rung.append((began, self._clock.now()))
        return offer

    async def _offered(self, seconds: float) -> Offer | None:
        """The page's offer if it comes within ``seconds``; anything else that it sends meanwhile means nothing yet."""
        now = asyncio.get_running_loop().time
        until = now() + seconds
        while (left := until - now()) > 0:
            message = await self._wire.next(left)
            if isinstance(message, Offer):
                return message
        return None

    # Afterwards

    async def _after(self, part: Part, finished: CallEnded) -> None:
        """The call is over: the whole of it, then what the inspection says."""
        log, recording = finished.log, finished.recording
        if part.swapped and recording is not None:
            recording = await asyncio.to_thread(swapped_recording, recording)
        log = await asyncio.to_thread(part.finish, log)
        self._wire.tell({"type": "whole", "rows": rows_of(log, self._words), **self._kept(log, recording)})
        if self._board.keep is not None:
            await self._tried("written down", self._board.keep, log)
        verdict = await self._tried("inspected", self._board.house.inspect, log)
        record = self._board.house.record(log.record) if log.record else []
        self._wire.tell({"type": "verdict", "verdict": verdict, "record": record})

    async def _tried(self, what: str, work: Callable[[CallLog], T], log: CallLog) -> T | None:
        """What ``work`` makes of a finished call. When it fails, that is for the log of the operator: the call was
        held, and the page has it."""
        try:
            return await asyncio.to_thread(work, log)
        except Exception:
            _LOG.exception("a call in the browser could not be %s", what)
            return None

    def _kept(self, log: CallLog, recording: Path | None) -> dict[str, Any]:
        secret = self._board.shelf.keep(log, recording)
        links = [{"href": f"calls/{secret}/log.jsonl", "text": "通话记录 JSONL"}]
        if recording is not None and recording.is_file():
            links.append({"href": f"calls/{secret}/recording.wav", "text": "录音 WAV"})
        by = next((event.by.value for event in reversed(log.events) if hasattr(event, "by")), Side.SYSTEM.value)
        return {"links": links, "by": by}


async def _rendered(part: Part) -> None:
    """Render what is sure to be said, one line after the other. What cannot be rendered is tried again when it is
    said."""
    with suppress(asyncio.CancelledError):
        await prepare(part.settings, part.lines)


def _close_unused(casting: "asyncio.Task[Part]") -> None:
    if not casting.cancelled() and casting.exception() is None:
        casting.result().close()
