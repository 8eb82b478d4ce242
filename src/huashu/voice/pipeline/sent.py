"""What we sent lately, for whoever looks for its echo in what comes back. Pure."""

from collections import deque
from typing import TYPE_CHECKING

from huashu.call import Ms
from huashu.voice.audio import FRAME_MS, resampled

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

KEPT_MS: Ms = 2_000


class SentSound:
    """The frames that went out in the last two seconds, by when they began to sound."""

    def __init__(self) -> None:
        self._frames: deque[tuple[Ms, Pcm, int]] = deque()

    def add(self, at: Ms, pcm: "Pcm", rate: int) -> None:
        """A frame of ``rate`` samples a second goes out ``at``."""
        self._frames.append((at, pcm, rate))
        while self._frames[0][0] < at - KEPT_MS:
            self._frames.popleft()

    def at(self, at: Ms, rate: int) -> "Pcm | None":
        """The frame that was going out ``at``, at ``rate``; ``None`` when we were silent."""
        for began, pcm, has in reversed(self._frames):
            if began + FRAME_MS <= at:
                return None
            if began <= at:
                return resampled(pcm, has, rate)
        return None
