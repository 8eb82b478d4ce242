"""Jobs in one process or several; outcomes in the order of the jobs."""

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from multiprocessing.process import BaseProcess
from threading import current_thread, main_thread

from huashu.rehearsal.ports import CastMaker
from huashu.rehearsal.scenario import RehearsalError, Subject
from huashu.rehearsal.stage import Job, Outcome, Stage

CHUNK = 8
"""Runs that travel to a worker together."""

WARM_CHUNK = 50
"""The same, when there are documents enough to keep every worker busy: then a worker has a document to itself, and
reads and embeds it once."""

GRACE_S = 10
"""Seconds that an interrupted worker has to end the call that it is at."""

LARGE = 200
"""Calls from which more than one process is worth its start."""


def jobs_of(
    documents: int, runs: int, seed: int, workers: int, *, with_logs: bool, chunk: int | None = None
) -> Iterator[Job]:
    """All runs of all documents. How they are cut changes nothing but the time that they take."""
    chunk = chunk or _chunk(documents, workers)
    for index in range(documents):
        for first in range(0, runs, chunk):
            yield Job(scenario=index, first=first, runs=min(chunk, runs - first), seed=seed, with_logs=with_logs)


def _chunk(documents: int, workers: int) -> int:
    return WARM_CHUNK if workers > 1 and documents >= 2 * workers else CHUNK


def usual_workers(calls: int) -> int:
    """One process for a small rehearsal, one for each core for a large one."""
    if calls < LARGE:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_process(jobs: Sequence[Job], scenarios: Sequence[Subject], maker: CastMaker) -> Iterator[Outcome]:
    """Outcomes made here."""
    stage = Stage(scenarios, maker())
    for job in jobs:
        yield stage.work(job)


def in_pool(jobs: Sequence[Job], scenarios: Sequence[Subject], maker: CastMaker, workers: int) -> Iterator[Outcome]:
    """Outcomes of worker processes, no more than a few jobs ahead of the reader. Interrupted, the workers end after the
    call that they are at, and what they have finished still comes."""
    waiting: deque[Future[Outcome]] = deque()
    strangers = set(active_children())
    pool = _pool(scenarios, maker, min(workers, len(jobs)))
    try:
        for job in jobs:
            waiting.append(_submit(pool, job))
            if len(waiting) >= 4 * workers:
                outcome = waiting[0].result()
                waiting.popleft()
                yield outcome
        while waiting:
            outcome = waiting[0].result()
            waiting.popleft()
            yield outcome
    except KeyboardInterrupt:
        yield from _finished(waiting, set(active_children()) - strangers)
        raise
    except BrokenProcessPool as broken:
        raise RehearsalError(
            "演练进程意外退出 (a worker process died)，可能是内存不足，或模型没有加载成功。"
            "请用 --workers 1 再试一次，看清原因"
        ) from broken
    finally:
        if not all(future.cancel() or future.done() for future in waiting):
            for child in set(active_children()) - strangers:
                child.terminate()
        pool.shutdown(cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, job: Job) -> Future[Outcome]:
    """Hand over a job. Processes that this starts ignore Ctrl-C until they are ready to deal with it."""
    if current_thread() is not main_thread():
        return pool.submit(_work, job)
    ours = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return pool.submit(_work, job)
    finally:
        signal.signal(signal.SIGINT, ours)


def _finished(waiting: Iterable[Future[Outcome]], workers: Iterable[BaseProcess]) -> list[Outcome]:
    """Have the workers stop, and take what they have, in order."""
    running = [future for future in waiting if not future.cancel()]
    for worker in workers:
        if worker.pid is not None:
            os.kill(worker.pid, signal.SIGINT)
    outcomes = []
    for future in running:
        try:
            outcomes.append(future.result(timeout=GRACE_S))
        except (TimeoutError, BrokenProcessPool):
            break
    return outcomes


def _pool(scenarios: Sequence[Subject], maker: CastMaker, workers: int) -> ProcessPoolExecutor:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # one thread a process: more only get into each other's way
    return ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_set_stage, initargs=(tuple(scenarios), maker)
    )


_stage: Stage | None = None


def _set_stage(scenarios: Sequence[Subject], maker: CastMaker) -> None:
    global _stage  # noqa: PLW0603  a worker process has exactly one
    _stage = stage = Stage(scenarios, maker())
    signal.signal(signal.SIGINT, lambda *_: stage.stop())


def _work(job: Job) -> Outcome:
    assert _stage is not None
    return _stage.work(job)
