"""The persona: what the callee's half says about the person, typed (S0.14-S0.17)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from huashu.customer.mood import Mood


class Temperament(StrEnum):
    """The main colour of a person's conduct on the telephone."""

    RESISTANT = "resistant"
    BUSY = "busy"
    HESITANT = "hesitant"
    FRIENDLY = "friendly"
    ANALYTICAL = "analytical"
    DEMANDING = "demanding"


class Topic(StrEnum):
    """A kind of talk that can turn somebody cold."""

    UPGRADE = "upgrade"
    SALES = "sales"
    CARE = "care"
    INFO = "info"
    SURVEY = "survey"
    LENGTH = "length"
    WORD = "word"


class Surroundings(StrEnum):
    """What may interrupt him."""

    MEETING = "meeting"
    DRIVING = "driving"
    CHILD = "child"
    WORK = "work"
    SIGNAL = "signal"
    MESSAGES = "messages"
    COLLEAGUE = "colleague"
    STREET = "street"
    HOME = "home"


class EndKind(StrEnum):
    """When the document lets the customer's side be over."""

    REFUSAL = "refusal"
    DO_NOT_CONTACT = "do_not_contact"
    COLD = "cold"
    INTERRUPTION = "interruption"
    TOPIC = "topic"
    EMOTION = "emotion"
    BUSY = "busy"
    TIME = "time"
    INFO = "info"
    FRAUD = "fraud"
    DONE = "done"
    LATER = "later"


class PointKind(StrEnum):
    """What a point that he may make is."""

    GRIEVANCE = "grievance"
    PRAISE = "praise"
    WISH = "wish"
    WORRY = "worry"
    QUESTION = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRule:
    """One end condition of the document: its kind, its words, its line (0: a default of ours)."""

    kind: EndKind
    text: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something he would say if treated well: ``spoken`` in the first person, ``gist`` in the document's words."""

    kind: PointKind
    spoken: str
    gist: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the document's positive examples sound, and what its negative ones forbid.

    ``examples`` are lines by the moment in which they fit; ``avoid`` the character pairs of each negative example.
    """

    length: float = 9.0
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    avoid: tuple[frozenset[str], ...] = ()
    no_thanks: bool = False
    no_rudeness: bool = False
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """A customer, as far as the document describes him. Shares are between 0 and 1; times are milliseconds."""

    name: str
    temperament: Temperament
    mood: Mood
    touchy: float = 1.0
    ease: float = 1.0
    sarcasm: float = 0.1
    softening: float = 0.3
    wary: float = 0.2
    interruptions: float = 0.06
    surroundings: tuple[Surroundings, ...] = ()
    triggers: Mapping[Topic, tuple[str, ...]] = field(default_factory=dict)
    ends: tuple[EndRule, ...] = ()
    points: tuple[Point, ...] = ()
    worries: tuple[Point, ...] = ()
    questions: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    """Clauses of the documents that hold a number or a time: what he can name when asked."""
    known: Mapping[str, str] = field(default_factory=dict)
    """What the documents tell of his name, telephone, address and the like, by the keys of ``particulars``."""
    manner: Manner = field(default_factory=Manner)
    slow: float = 1.0
    patience_ms: int | None = None
    occupied: Surroundings | None = None
    """What he is in the middle of when the telephone rings, if the document says so."""

    @property
    def aggrieved(self) -> bool:
        """Whether the document gives him something to complain of."""
        return any(point.kind is PointKind.GRIEVANCE for point in self.points)

    def ends_on(self, kind: EndKind) -> EndRule | None:
        """The first end condition of this kind, if there is one."""
        return next((rule for rule in self.ends if rule.kind is kind), None)
