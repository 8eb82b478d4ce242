"""What a simulated customer remembers of the call so far, and what he decides to do next."""

import random
from dataclasses import dataclass, field
from typing import Final

from huashu.call import Act, Ms
from huashu.customer.ears import Cue, Impression
from huashu.customer.facts import Facts, Reply
from huashu.customer.mood import Mood
from huashu.customer.persona import Persona, Point, Temperament, Topic
from huashu.customer.questions import OPEN, Ask

GRUMPY: Final = frozenset({Temperament.RESISTANT, Temperament.DEMANDING})
"""The temperaments that give nothing away unless they are treated well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One thing to do. ``category`` "" means to say nothing for ``quiet`` ms.

    ``lead`` is a category said first in the same breath; ``leave`` hangs up afterwards and says why. ``answer`` is the
    reply to the agent's question that it gives, ``first`` the one to
    what was asked before that in the same breath, ``add`` what he adds unasked.
    """

    category: str = ""
    cause: str = ""
    lead: str = ""
    value: str = ""
    word: str = ""
    variant: str = ""
    point: Point | None = None
    answer: Reply | None = None
    add: str = ""
    first: Reply | None = None
    question: str | None = None
    acts: tuple[Act, ...] = ()
    sound: str = ""
    quiet: Ms = 0
    leave: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """How likely the rare branches are (shares of calls), drawn once when he picks up."""

    wrong_number: float = 0.015
    someone_else: float = 0.02
    machine: float = 0.015
    unanswerable: float = 0.04
    keeps_silent: float = 0.02
    hand_over: float = 0.02


@dataclass(slots=True)
class State:
    """The memory of one call."""

    mood: Mood
    points: list[Point]
    worries: list[Point]
    questions: list[str]
    facts: Facts = field(default_factory=Facts)
    before: str = ""
    heard: int = 0
    identity_done: bool = False
    who_known: bool = False
    purpose_known: bool = False
    asked_who: int = 0
    asked_purpose: int = 0
    asked_questions: int = 0
    cold: int = 0
    touched: int = 0
    pending: str = ""
    ended: str = ""
    ignored: int = 0
    closed: bool = False
    gone: bool = False
    admitted: bool = False
    softened: bool = False
    interruptions: int = 0
    made: int = 0
    silent_ms: Ms = 0
    praised: bool = False
    unanswerable: bool = False
    asked_robot: bool = False
    deferred: int = 0
    unclear: int = 0
    added: list[str] = field(default_factory=list)
    early: str = ""
    """When he has time, said before it was asked."""
    said: str = ""
    replied: Reply | None = None
    """The reply in his last utterance, if it answered something."""
    other: str = ""
    """Who has the telephone instead of him, after he handed it over."""
    other_turns: int = 0
    handed: bool = False
    hearing: Impression | None = None
    asked: bool = False
    """Whether the agent's last line asked something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything a rule may look at; ``at`` and ``end`` are when the agent's line began and ended."""

    persona: Persona
    state: State
    heard: Impression
    rng: random.Random
    chances: Chances
    triggered: frozenset[Topic]
    end: Ms

    def chance(self, share: float) -> bool:
        """Draw once."""
        return self.rng.random() < share

    def has(self, *cues: Cue) -> bool:
        """Whether any of the cues was noticed."""
        return not self.heard.cues.isdisjoint(cues)

    @property
    def well_treated(self) -> bool:
        """Whether the line opens him up: an open question or a shortfall admitted, no selling or pressing."""
        opened = self.heard.ask in OPEN or self.heard.ask is Ask.ANYTHING_ELSE or self.has(Cue.ADMITS)
        return (
            opened and not self.has(Cue.ARGUES, Cue.PRESSES) and not (self.grumpy and self.has(Cue.UPGRADE, Cue.SALES))
        )

    @property
    def grumpy(self) -> bool:
        """Whether he is of the resistant or demanding kind."""
        return self.persona.temperament in GRUMPY
