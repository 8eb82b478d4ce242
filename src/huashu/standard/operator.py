"""The closed set of operators. Each says something about one moment (event) of a call: it is so, it is not, or nobody
can tell. A clause is written with these and nothing else; times are milliseconds. Operators compare by identity: each
is one place in one clause."""

from dataclasses import dataclass
from enum import StrEnum

from huashu.call import Act, Ms, Side
from huashu.standard.meaning import Meaning


class Deed(StrEnum):
    """What the agent does beside the line, as ``CallLog.done`` or ``CallLog.record`` shows it."""

    NOTE_FEEDBACK = "note_feedback"
    NOTE_ANSWER = "note_answer"
    NOTE_QUESTION = "note_question"
    DO_NOT_CONTACT = "do_not_contact"
    CALL_LATER = "call_later"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Says:
    """A line by ``who`` (``None``: either side). Every field given has to hold; within a list any entry will do.

    ``pattern`` is a regular expression on the words as they stand; ``longer_than`` counts characters; ``faster_than``
    characters a second; ``sure`` is how sure the ears have to be of an act, from 0 to 1; ``uses_profile`` asks for a
    word of what is known of the customer, name and numbers aside.
    """

    who: Side | None = None
    means: tuple[Meaning, ...] = ()
    acts: tuple[Act, ...] = ()
    sure: float = 0.0
    pattern: str | None = None
    longer_than: int | None = None
    faster_than: float | None = None
    uses_profile: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Silent:
    """``by`` ought to have talked and said nothing for ``at_least``."""

    by: Side
    at_least: Ms


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pause:
    """A line by ``before`` that came only after ``longer_than`` without a word from anybody, holds aside."""

    before: Side
    longer_than: Ms


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sounds:
    """Noise on the line."""

    at_least: Ms = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Interrupts:
    """A line by ``who`` that began at least ``by`` before the other side had finished."""

    who: Side
    by: Ms = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repeats:
    """A line that ``who`` had said before in (nearly) the same words; lines up to ``longer_than`` do not count."""

    who: Side
    longer_than: int = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HangsUp:
    """``by`` ended the call, ``sooner_than`` or ``later_than`` so long after its own last word."""

    by: Side
    sooner_than: Ms | None = None
    later_than: Ms | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OnHold:
    """The end of a hold, or a line in it, with ``longer_than`` gone by without a word to the customer."""

    longer_than: Ms


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rings:
    """The ring after ``more_than`` others."""

    more_than: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Talks:
    """The line with which the talk of ``who`` (``None``: the whole call, pauses included) passed ``longer_than``."""

    who: Side | None = None
    longer_than: Ms


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Does:
    """The agent did ``what`` beside the line at this moment. Nobody can tell in a log without such a side channel."""

    what: tuple[Deed, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """What is known of the customer (``profile``) or the call's ``kind`` matches; nobody can tell when it is empty.
    ``deeds``: the log shows what the agent did beside the line."""

    profile: str | None = None
    kind: str | None = None
    deeds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AllOf:
    """All hold of this moment."""

    of: "tuple[Operator, ...]"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnyOf:
    """At least one holds of this moment."""

    of: "tuple[Operator, ...]"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Not:
    """It does not hold of this moment."""

    of: "Operator"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class After:
    """A moment for which ``of`` held came earlier, at most ``within`` before."""

    of: "Operator"
    within: Ms | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Before:
    """A moment for which ``of`` holds comes later, at most ``within`` after."""

    of: "Operator"
    within: Ms | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Follows:
    """A line that answers a turn of the other side in which ``of`` held."""

    of: "Operator"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InTurn:
    """A line in a turn of its speaker in which ``of`` holds somewhere."""

    of: "Operator"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nth:
    """The ``number``-th (from 1) moment for which ``of`` holds; its repetitions in the same turn count with it."""

    number: int
    of: "Operator"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Beyond:
    """A moment for which ``of`` holds after it held in ``times`` earlier turns; ``in_a_row``: in those just before."""

    times: int
    of: "Operator"
    in_a_row: bool = False


Operator = (
    Says
    | Silent
    | Pause
    | Sounds
    | Interrupts
    | Repeats
    | HangsUp
    | OnHold
    | Rings
    | Talks
    | Does
    | Known
    | AllOf
    | AnyOf
    | Not
    | After
    | Before
    | Follows
    | InTurn
    | Nth
    | Beyond
)
"""Everything a clause can say about a moment."""


def parts(operator: Operator) -> tuple[Operator, ...]:
    """The operators that ``operator`` is put together from, itself not among them."""
    match operator:
        case AllOf() | AnyOf():
            return operator.of
        case Not() | After() | Before() | Follows() | InTurn() | Nth() | Beyond():
            return (operator.of,)
        case _:
            return ()
