"""The clock of a call: one count of milliseconds for what is heard, said and done."""

import time
from collections.abc import Callable

from huashu.call import Ms


class CallClock:
    """Milliseconds since the call began. Shared by a call's ear, dialogue, mouth and transport.

    ``seconds`` is any clock that never goes back (``time.monotonic``, an event loop's ``time``). The call begins when
    ``begin`` is first called; before that it is always 0.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._began: float | None = None

    @property
    def began(self) -> bool:
        """Whether the call has begun."""
        return self._began is not None

    def begin(self, ago: Ms = 0) -> None:
        """The call begins now, or began ``ago``; calling it again changes nothing."""
        if self._began is None:
            self._began = self._seconds() - ago / 1000

    def now(self) -> Ms:
        """How long the call has lasted."""
        return 0 if self._began is None else int((self._seconds() - self._began) * 1000)
