"""Blocking work beside the event loop: so much at once, each within its time; what never returns holds up nothing."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

from huashu.call import Ms

T = TypeVar("T")

LEFT_BEHIND = 64
"""So many workers may be stuck in work that was given up before nobody takes their place any more."""


class Beside(Protocol):
    """Does blocking work beside the event loop."""

    async def do(self, work: Callable[[], T], within: Ms) -> T:
        """What ``work`` returns or raises; ``TimeoutError`` when that takes longer than ``within`` milliseconds, the
        wait for a free worker included."""


@dataclass(slots=True, eq=False)
class _Job:
    work: Callable[[], Any]
    loop: asyncio.AbstractEventLoop
    future: "asyncio.Future[Any]"
    lock: threading.Lock = field(default_factory=threading.Lock)
    begun: bool = False
    done: bool = False
    given_up: bool = False

    def begin(self) -> bool:
        """Whether it is still wanted."""
        with self.lock:
            self.begun = not self.given_up
            return self.begun

    def give_up(self) -> bool:
        """Nobody waits any more; whether a worker is stuck in it."""
        with self.lock:
            self.given_up = True
            return self.begun and not self.done

    def given_up_meanwhile(self) -> bool:
        """The work is done; whether nobody waited any more."""
        with self.lock:
            self.done = True
            return self.given_up

    def run(self) -> None:
        try:
            result = self.work()
        except BaseException as problem:  # whatever a service throws belongs to whoever asked
            self._tell(None, problem)
        else:
            self._tell(result, None)

    def _tell(self, result: Any, problem: BaseException | None) -> None:
        try:
            self.loop.call_soon_threadsafe(self._settle, result, problem)
        except RuntimeError:  # the loop has been closed meanwhile
            return

    def _settle(self, result: Any, problem: BaseException | None) -> None:
        if self.future.done():
            return
        if problem is None:
            self.future.set_result(result)
        elif isinstance(problem, Exception) and not isinstance(problem, StopIteration):
            self.future.set_exception(problem)
        else:
            self.future.set_exception(RuntimeError(f"{type(problem).__name__}: {problem}"))


class Crew:
    """``size`` daemon threads. A worker stuck in work that was given up is left behind and replaced, so that a service
    that hangs holds up neither the calls that follow nor the end of the process."""

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self._size = size
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._lock = threading.Lock()
        self._workers = 0
        self._stuck = 0

    async def do(self, work: Callable[[], T], within: Ms) -> T:
        """See ``Beside.do``."""
        loop = asyncio.get_running_loop()
        job = _Job(work, loop, loop.create_future())
        self._hire()
        self._jobs.put(job)
        try:
            result: T = await asyncio.wait_for(job.future, within / 1000)
        except (TimeoutError, asyncio.CancelledError):
            if job.give_up():
                self._leave_behind()
            raise
        return result

    def _hire(self) -> None:
        with self._lock:
            if self._workers < self._size:
                self._workers += 1
                threading.Thread(target=self._toil, name=self._name, daemon=True).start()

    def _leave_behind(self) -> None:
        with self._lock:
            self._stuck += 1
            if self._stuck <= LEFT_BEHIND:
                self._workers -= 1

    def _toil(self) -> None:
        while True:
            job = self._jobs.get()
            if not job.begin():
                continue
            job.run()
            if job.given_up_meanwhile() and not self._come_back():
                return

    def _come_back(self) -> bool:
        """A worker that was stuck is done; whether its place has not been taken."""
        with self._lock:
            self._stuck -= 1
            return self._stuck >= LEFT_BEHIND


@dataclass(frozen=True, slots=True, kw_only=True)
class Crews:
    """Who does a process's blocking work, by its kind, so that one kind does not wait for another."""

    hearing: Beside
    speaking: Beside
    thinking: Beside
    asking: Beside
    keeping: Beside


@cache
def crews_of(at_once: int) -> Crews:
    """The crews of this process; ``at_once`` pieces of speech are recognised, and as many lines rendered, together."""
    return Crews(
        hearing=Crew("huashu-hearing", at_once),
        speaking=Crew("huashu-speaking", at_once),
        thinking=Crew("huashu-thinking", max(4, at_once)),
        asking=Crew("huashu-asking", 32),
        keeping=Crew("huashu-keeping", 2),
    )
