"""The closed set of operators. Each says something about one moment (event) of a call: it is so, it is not, or nobody
can tell. A clause is written with these and nothing else; times are milliseconds. Operators compare by identity: each
is one place in one clause."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from huashu.call import Ms, Side
from huashu.standard.spoken import Spoken


class Deed(StrEnum):
    """What the agent does beside the line, as ``CallLog.done`` or ``CallLog.record`` shows it."""

    NOTE_FEEDBACK = "note_feedback"
    NOTE_ANSWER = "note_answer"
    NOTE_QUESTION = "note_question"
    DO_NOT_CONTACT = "do_not_contact"
    CALL_LATER = "call_later"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Silent:
    """``by`` ought to have talked and said nothing for ``at_least``."""

    by: Side
    at_least: Ms


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sounds:
    """Noise on the line."""

    at_least: Ms = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HangsUp:
    """``by`` ended the call, ``sooner_than`` or ``later_than`` so long after the last word of ``after_word_of``
    (``None``: its own)."""

    by: Side
    sooner_than: Ms | None = None
    later_than: Ms | None = None
    after_word_of: Literal["agent", "customer", "anyone"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hold:
    """The first line in a hold, or else its end, by which the hold had lasted ``longer_than`` in all."""

    longer_than: Ms


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rings:
    """The ring after ``more_than`` others; or the first line after ``fewer_than`` rings, if there was any."""

    more_than: int | None = None
    fewer_than: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Transfers:
    """The call is passed on, to somebody that matches ``to``."""

    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Keys:
    """``who`` pressed keys that match ``digits``."""

    who: Side | None = None
    digits: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OnHold:
    """The end of a hold, or a line in it, with ``longer_than`` gone by without a word to the customer."""

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
class TalkShare:
    """The part (0 to 1) that ``who`` has of all talk in the call."""

    who: Side
    more_than: float | None = None
    less_than: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Call:
    """What the call is as a whole, so at every moment of it. Nobody can tell what the log does not say: its kind, a key
    of ``meta`` (further keys of the log's file), ``records``, who ended it.

    ``longer_than`` and ``shorter_than`` are its length; ``ends`` is who hung up; ``whole``: whether the log shows it
    from its ring or greeting to its hang-up.
    """

    direction: Literal["inbound", "outbound"] | None = None
    agent: Literal["human", "robot"] | None = None
    kind: str | None = None
    longer_than: Ms | None = None
    shorter_than: Ms | None = None
    talk_share: TalkShare | None = None
    meta: tuple[tuple[str, str], ...] = ()
    records: str | None = None
    ends: Side | None = None
    whole: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clear:
    """From the moment on (``since``), or before it, at which the caller was clearly a nuisance. Nobody can tell where
    his nature was not judged."""

    since: bool = True


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
    """A moment for which ``of`` held came earlier, at most ``within`` and at most ``lines`` lines before."""

    of: "Operator"
    within: Ms | None = None
    lines: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Before:
    """A moment for which ``of`` holds comes later, at most ``within`` and at most ``lines`` lines after."""

    of: "Operator"
    within: Ms | None = None
    lines: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Near:
    """Another moment for which ``of`` holds lies at most ``within`` and at most ``lines`` lines before or after."""

    of: "Operator"
    within: Ms | None = None
    lines: int | None = None


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


Happening = Silent | Sounds | HangsUp | OnHold | Hold | Rings | Transfers | Keys | Does | Known | Call | Clear
"""Operators about what is no line, or about the call as a whole."""

Structure = AllOf | AnyOf | Not | After | Before | Near | Follows | InTurn | Nth | Beyond
"""Operators put together from others."""

Operator = Spoken | Happening | Structure
"""Everything a clause can say about a moment."""


def parts(operator: Operator) -> tuple[Operator, ...]:
    """The operators that ``operator`` is put together from, itself not among them."""
    match operator:
        case AllOf() | AnyOf():
            return operator.of
        case Not() | After() | Before() | Near() | Follows() | InTurn() | Nth() | Beyond():
            return (operator.of,)
        case _:
            return ()
