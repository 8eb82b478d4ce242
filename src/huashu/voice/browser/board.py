"""The switchboard: what all calls of the server share, and how many there may be at once."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from huashu.call import CallLog
from huashu.voice.browser.house import House
from huashu.voice.browser.ice import Ice
from huashu.voice.browser.kept import Shelf
from huashu.voice.pipeline.assemble import VoiceCall, build_call


@dataclass(slots=True, kw_only=True)
class Board:
    """``most`` calls at once; ``build`` puts a call together (see ``pipeline.assemble``); ``rings`` and the times
    between them (seconds) are how a call begins."""

    house: House
    ice: Ice
    shelf: Shelf = field(default_factory=lambda: Shelf(ours=True))
    most: int = 4
    keep: Callable[[CallLog], object] | None = None
    """Told of every finished call; may block."""
    build: Callable[..., VoiceCall] = build_call
    rate: int = 16_000
    ring: float = 1.0
    between_rings: float = 2.0
    rings_before_answer: int = 2
    most_rings: int = 12
    meeting: float = 20.0
    """How long the two ends may take to find each other, in seconds."""
    going: set[Any] = field(default_factory=set)
    leaving: set["asyncio.Task[None]"] = field(default_factory=set)

    def leave(self, task: "asyncio.Task[None]") -> None:
        """Let ``task`` clear up after a call; the call itself does not wait for it."""
        self.leaving.add(task)
        task.add_done_callback(self.leaving.discard)
