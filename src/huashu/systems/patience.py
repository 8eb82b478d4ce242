"""How long to wait for another system, how often to ask again, and how long to pause between."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from huashu.systems.ports import UnavailableError

Result = TypeVar("Result")


class TransientError(UnavailableError):
    """A failure that may be over in a moment. ``after``: seconds that the system asked us to wait."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """All in seconds. ``timeout``: for one try; ``within``: for all tries and pauses together, so that a caller on the
    line never waits longer; ``pause``: before the second try, doubled for each further one up to ``longest_pause``."""

    timeout: float = 2.5
    tries: int = 3
    within: float = 6.0
    pause: float = 0.2
    longest_pause: float = 2.0

    def pause_after(self, tried: int, draw: float) -> float:
        """Seconds to wait after ``tried`` tries (from 1): half of it certain, half by ``draw`` (0 to 1), so that many
        callers do not come back in step."""
        return min(self.longest_pause, self.pause * 2.0 ** (tried - 1)) * (0.5 + draw / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pacing:
    """Where time and chance come from; tests bring their own."""

    draw: Callable[[], float] = field(default=random.random)
    sleep: Callable[[float], None] = field(default=time.sleep)
    clock: Callable[[], float] = field(default=time.monotonic)


def persist(work: Callable[[float], Result], patience: Patience, pacing: Pacing) -> Result:
    """What ``work`` gives; it is told the seconds it has, and asked again when it fails for the moment.

    Raises ``UnavailableError`` when the tries or the time are used up, and at once whatever else ``work`` raises.
    """
    until = pacing.clock() + patience.within
    tried = 0
    while True:
        tried += 1
        try:
            return work(min(patience.timeout, until - pacing.clock()))
        except TransientError as failure:
            pause = failure.after
            if pause is None:
                pause = patience.pause_after(tried, pacing.draw())
            if tried >= patience.tries or pacing.clock() + pause >= until:
                raise UnavailableError(f"{failure.reason}；试了 {tried} 次 (tried {tried} times)") from failure
            pacing.sleep(pause)


def bounded(work: Callable[[], Result], seconds: float) -> Result:
    """What ``work`` gives within ``seconds``, however slowly bytes trickle in. Raises ``TransientError`` beyond;
    ``work`` is then left to end by itself."""
    results: list[Result] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as failure:
            failures.append(failure)

    thread = threading.Thread(target=run, daemon=True, name="huashu-systems")
    thread.start()
    thread.join(max(seconds, 0.0))
    if failures:
        raise failures[0]
    if not results:
        raise TransientError(f"{seconds:.1f} 秒内没有答复 (no answer within {seconds:.1f} s)")
    return results[0]
