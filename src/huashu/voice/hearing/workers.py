"""Blocking work with a time limit, a few pieces at once; what waits longest is given up first when too much waits."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

_LEFT_BEHIND = 8
"""So many threads may be stuck in work that was given up before nobody takes their place any more."""


class TooMuchWaitsError(Exception):
    """The work was given up unstarted, because newer work waits and there is room for so much only."""


@dataclass(slots=True, eq=False)
class _Job(Generic[T]):
    work: Callable[[], T]
    over: threading.Event = field(default_factory=threading.Event)
    results: list[T] = field(default_factory=list)
    problem: BaseException | None = None
    replaced: bool = False


class Workers(Generic[T]):
    """``at_once`` daemon threads. The newest work is begun first: in a telephone call what was said last matters, and
    who has waited long will get no answer in time anyway. ``waiting`` pieces may wait."""

    def __init__(self, name: str, *, at_once: int, waiting: int) -> None:
        self._name = name
        self._at_once = at_once
        self._waiting = waiting
        self._jobs: list[_Job[T]] = []
        self._changed = threading.Condition()
        self._threads = 0
        self._idle = 0
        self._stuck = 0

    def do(self, work: Callable[[], T], within_s: float) -> T:
        """What ``work`` returns or raises. ``TimeoutError`` when that takes longer than ``within_s``, the wait for a
        free thread included; ``TooMuchWaitsError`` when it is given up before."""
        job: _Job[T] = _Job(work)
        with self._changed:
            self._jobs.append(job)
            self._hire()
            for oldest in self._jobs[: max(0, len(self._jobs) - self._waiting)]:
                oldest.problem = TooMuchWaitsError()
                oldest.over.set()
                self._jobs.remove(oldest)
            self._changed.notify()
        if not job.over.wait(within_s):
            self._give_up(job)
        if job.results:
            return job.results[0]
        raise job.problem or TimeoutError

    def _hire(self) -> None:
        if self._idle < len(self._jobs) and self._threads < self._at_once:
            self._threads += 1
            threading.Thread(target=self._toil, name=self._name, daemon=True).start()

    def _give_up(self, job: _Job[T]) -> None:
        with self._changed:
            if job in self._jobs:
                self._jobs.remove(job)
            elif not job.over.is_set() and self._stuck < _LEFT_BEHIND:
                job.replaced = True
                self._stuck += 1
                self._threads -= 1
                self._hire()

    def _toil(self) -> None:
        while True:
            job = self._next()
            try:
                job.results.append(job.work())
            except BaseException as problem:  # whatever a service throws belongs to whoever asked
                job.problem = problem
            with self._changed:
                job.over.set()
                if job.replaced:
                    self._stuck -= 1
                    if self._threads >= self._at_once:
                        return
                    self._threads += 1

    def _next(self) -> _Job[T]:
        with self._changed:
            self._idle += 1
            while not self._jobs:
                self._changed.wait()
            self._idle -= 1
            return self._jobs.pop()
