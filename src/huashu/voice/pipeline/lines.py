"""The agent's lines as sound: cut into pieces, rendered beside, and tried twice."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loguru import logger

from huashu.call import Ms
from huashu.voice.audio import resampled
from huashu.voice.pipeline.crew import Beside
from huashu.voice.ports import Voice, VoiceFailed

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

_STOP = re.compile(r"[^。！？!?；;]+[。！？!?；;]*[”’」』）)]*")
_COMMA = re.compile(r"[^，,、：:]+[，,、：:]*")
SHORTEST = 5
"""Characters that a piece has at least: shorter ones sound torn off."""

SENTENCE = 14
"""A first sentence longer than this is cut at a comma, so that it begins sooner."""

NEXT_PIECE: Ms = 10_000
"""A later piece of a line may take so long: it is rendered while the one before it is heard."""


def pieces_of(text: str) -> tuple[str, ...]:
    """``text`` in the pieces in which it is rendered: the first one short, the others sentences. Nothing is lost."""
    sentences = _joined(_STOP.findall(text)) or [text]
    if len(sentences[0]) > SENTENCE:
        clauses = _joined(_COMMA.findall(sentences[0]))
        sentences[0:1] = [clauses[0], "".join(clauses[1:])] if len(clauses) > 1 else clauses
    return tuple(sentences) if "".join(sentences) == text else (text,)


def _joined(parts: list[str]) -> list[str]:
    """The parts, those that are too short together with the next one."""
    joined: list[str] = []
    for part in parts:
        if joined and len(joined[-1]) < SHORTEST:
            joined[-1] += part
        else:
            joined.append(part)
    if len(joined) > 1 and len(joined[-1]) < SHORTEST:
        joined[-2:] = [joined[-2] + joined[-1]]
    return joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Renders lines at ``rate`` samples a second. ``voice`` has ``limit`` for what is heard first, and a second try."""

    voice: Voice
    rate: int
    crew: Beside
    limit: Ms

    async def render(self, text: str) -> "AsyncIterator[tuple[Pcm, bool]]":
        """The sound of ``text``, piece by piece, and whether it is the last. Raises ``VoiceFailed`` at the first piece
        that cannot be spoken."""
        whole = self._at_hand(text)
        pieces = (text,) if whole else pieces_of(text)
        for index, piece in enumerate(pieces):
            limit = self.limit if index == 0 else NEXT_PIECE
            yield await self._piece(piece, limit), index == len(pieces) - 1

    def _at_hand(self, text: str) -> bool:
        """Whether the voice has ``text`` already."""
        has = getattr(self.voice, "has", None)
        return bool(has is not None and has(text))

    async def _piece(self, text: str, limit: Ms) -> "Pcm":
        try:
            return await self._spoken(text, limit)
        except VoiceFailed as problem:
            logger.warning("spoken again: {}", problem)
        return await self._spoken(text, limit)

    async def _spoken(self, text: str, limit: Ms) -> "Pcm":
        voice = self.voice
        try:
            pcm = await self.crew.do(lambda: resampled(voice.speak(text), voice.rate, self.rate), limit)
        except TimeoutError:
            raise VoiceFailed(f"{voice.name}: 超过 {limit} 毫秒没有出声 (no sound within {limit} ms)") from None
        except VoiceFailed:
            raise
        except Exception as problem:  # a service may throw whatever it likes; the call goes on
            raise VoiceFailed(f"{voice.name}: {type(problem).__name__}: {problem}") from problem
        if pcm.ndim != 1 or not len(pcm):
            raise VoiceFailed(f"{voice.name}: 没有声音 (no sound)")
        return pcm
