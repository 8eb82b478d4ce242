"""The agent's lines as sound: cut into pieces so that the first is heard soon, rendered beside, and tried twice."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loguru import logger

from huashu.call import Ms
from huashu.voice.audio import resampled
from huashu.voice.pipeline.crew import Beside
from huashu.voice.ports import Voice, VoiceError
from huashu.voice.speaking.cache import CLAUSE_PAUSE_MS, SENTENCE_PAUSE_MS
from huashu.voice.speaking.reading import pieces

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

FIRST = 12
"""Characters that the first piece of a line may have before it is cut at a comma."""

SHORTEST = 5
"""Characters that a piece has at least: shorter ones sound torn off."""

SOON = 2
"""Of lines that will probably be said next, so many are begun."""

NEXT_PIECE: Ms = 10_000
"""A later piece of a line may take so long: it is rendered while the one before it is heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Renders lines at ``rate`` samples a second. ``voice`` has ``limit`` for what is heard first, and a second try.

    A voice that keeps renderings may tell what it has (``has``) and cut a line into what it has and has not (``parts``,
    see ``speaking.cache``): what it has is not cut any further."""

    voice: Voice
    rate: int
    crew: Beside
    limit: Ms
    begun: "dict[str, asyncio.Task[Pcm]]" = field(default_factory=dict)
    """Beginnings of lines that will probably be said next."""

    def begin(self, texts: tuple[str, ...]) -> None:
        """Render the beginning of each of ``texts`` that the voice has not kept. A failure counts when it is said."""
        self.forget()
        for piece in dict.fromkeys(self._cut(text)[0] for text in texts[:SOON]):
            if not self._has(piece):
                task = self.begun[piece] = asyncio.create_task(self._spoken(piece, self.limit))
                task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def forget(self) -> None:
        """What was begun will not be said."""
        for task in self.begun.values():
            task.cancel()
        self.begun.clear()

    async def render(self, text: str) -> "AsyncIterator[tuple[Pcm, bool]]":
        """The sound of ``text``, piece by piece, and whether it is the last. Raises ``VoiceError`` at the first piece
        that cannot be spoken."""
        import numpy as np

        cut = self._cut(text)
        for index, piece in enumerate(cut):
            last = index == len(cut) - 1
            pcm = await self._piece(piece, self.limit if index == 0 else NEXT_PIECE)
            pause = np.zeros(0 if last else self.rate * _pause_ms(piece) // 1000, dtype=np.int16)
            yield np.concatenate((pcm, pause)), last

    def _cut(self, text: str) -> tuple[str, ...]:
        if self._has(text):
            return (text,)
        parts: tuple[str, ...] = getattr(self.voice, "parts", lambda whole: (whole,))(text)
        return tuple(piece for part in parts for piece in ((part,) if self._has(part) else _pieces_of(part))) or (text,)

    def _has(self, text: str) -> bool:
        """Whether the voice has kept ``text``."""
        has: Callable[[str], bool] | None = getattr(self.voice, "has", None)
        return has is not None and has(text)

    async def _piece(self, text: str, limit: Ms) -> "Pcm":
        begun = self.begun.pop(text, None)
        try:
            return await (self._spoken(text, limit) if begun is None else begun)
        except VoiceError as problem:
            logger.warning("spoken again: {}", problem)
        return await self._spoken(text, limit)

    async def _spoken(self, text: str, limit: Ms) -> "Pcm":
        voice = self.voice
        try:
            pcm = await self.crew.do(lambda: resampled(voice.speak(text), voice.rate, self.rate), limit)
        except TimeoutError:
            raise VoiceError(f"{voice.name}: 超过 {limit} 毫秒没有出声 (no sound within {limit} ms)") from None
        except VoiceError:
            raise
        except Exception as problem:  # a service may throw whatever it likes; the call goes on
            raise VoiceError(f"{voice.name}: {type(problem).__name__}: {problem}") from problem
        if pcm.ndim != 1 or not len(pcm):
            raise VoiceError(f"{voice.name}: 没有声音 (no sound)")
        return pcm


def _pieces_of(text: str) -> tuple[str, ...]:
    """``text`` in the pieces in which it is rendered: the first one short, the others sentences."""
    first, *rest = pieces(text, longest=FIRST, shortest=SHORTEST) or (text,)
    return (first, *pieces("".join(rest)))


def _pause_ms(piece: str) -> Ms:
    return SENTENCE_PAUSE_MS if piece.rstrip()[-1:] in "。！？!?；;…" else CLAUSE_PAUSE_MS
