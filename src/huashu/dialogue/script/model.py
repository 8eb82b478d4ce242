"""A script: what a scenario has to say, as the policy uses it: moves in order, branches by step, closings."""

from collections.abc import Mapping
from dataclasses import dataclass

from huashu.call import EndReason, Ms
from huashu.dialogue.conditions import Cues
from huashu.dialogue.script.asking import Question
from huashu.dialogue.script.lines import Does
from huashu.dialogue.script.manner import Trait

OPENING_STEP = 0
"""The step number of what is said before the first step of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A question of a step, by which its answer is recorded."""

    step: int
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One thing to say when its turn comes. ``key`` is the short name of its step, ``inquiries`` what it asks."""

    text: str
    step: int
    line: int
    key: str
    does: Does
    asks: bool
    because: tuple[str, ...]
    inquiries: tuple[Inquiry, ...] = ()

    @property
    def is_upgrade(self) -> bool:
        """Whether it mentions a service upgrade in passing (S0.10)."""
        return Does.UPGRADE in self.does


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A conditional line of a step: what to say, and when."""

    move: Move
    cues: Cues

    @property
    def text(self) -> str:
        """What to say."""
        return self.move.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A closing line of the scenario; ``cues`` when the document keeps it for an occasion."""

    text: str
    cues: Cues | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """An end condition of the scenario, in its words, the reasons for ending that it speaks of, and what it waits for
    (S0.6)."""

    text: str
    line: int
    reasons: frozenset[EndReason]
    cues: Cues


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A scenario as the policy uses it. ``moves`` are in the order of speaking; ``budget`` is the time the scenario
    promises to need (S0.18), ``None`` when it promises none."""

    name: str
    who: str
    why: str
    moves: tuple[Move, ...]
    branches: tuple[Branch, ...]
    closings: tuple[Closing, ...]
    endings: tuple[Ending, ...]
    task: str
    traits: frozenset[Trait]
    upgrade_unwelcome: bool
    budget: Ms | None
    slots: Mapping[str, str]

    @property
    def resistant(self) -> bool:
        """Whether the customer is known not to want the call."""
        return Trait.RESISTANT in self.traits

    def branches_at(self, step: int) -> tuple[Branch, ...]:
        """The conditional lines that may answer what step ``step`` said: its own (the opening's are those of the first
        step), and those of the steps right after it that have no line of their own to begin with."""
        first = step or 1
        following = min((move.step for move in self.moves if move.step > first), default=None)
        return tuple(
            b for b in self.branches if b.move.step >= first and (following is None or b.move.step < following)
        )
