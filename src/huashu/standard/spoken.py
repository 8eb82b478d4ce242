"""Operators about one line: what is said, how, and where it stands among the others. Times are milliseconds."""

from dataclasses import dataclass
from enum import StrEnum

from huashu.call import Act, Ms, Side
from huashu.standard.meaning import Meaning


class Entity(StrEnum):
    """A kind of value that a line may contain."""

    PHONE = "phone"
    ID_CARD = "id_card"
    BANK_CARD = "bank_card"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    ORDER_NO = "order_no"
    NAME = "name"
    ADDRESS = "address"
    EMAIL = "email"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words:
    """Keyword logic: every word of ``every``, at least one of ``some`` and none of ``none``.

    ``within``: at most so many characters lie between each word and the next; ``in_order``: they come as listed, the
    one of ``some`` last.
    """

    every: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    within: int | None = None
    in_order: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Like:
    """A line whose nearest example is at least ``at_least`` like it (cosine, -1 to 1) and nearer than any of
    ``unlike``."""

    examples: tuple[str, ...]
    unlike: tuple[str, ...] = ()
    at_least: float = 0.8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Says:
    """A line by ``who`` (``None``: either side). Every field given has to hold; within a list any entry will do.

    ``pattern`` is a regular expression on the words as they stand; ``longer_than`` and ``shorter_than`` count
    characters, ``faster_than`` and ``slower_than`` characters a second; ``sure`` is how sure the ears have to be of an
    act, from 0 to 1; ``uses_profile`` asks for a word of what is known of the customer, name and numbers aside.
    """

    who: Side | None = None
    means: tuple[Meaning, ...] = ()
    acts: tuple[Act, ...] = ()
    sure: float = 0.0
    pattern: str | None = None
    words: Words | None = None
    entity: tuple[Entity, ...] = ()
    like: Like | None = None
    longer_than: int | None = None
    shorter_than: int | None = None
    faster_than: float | None = None
    slower_than: float | None = None
    uses_profile: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pause:
    """A line by ``before`` that came only after ``longer_than`` without a word from anybody, holds aside."""

    before: Side
    longer_than: Ms


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Responds:
    """A line by ``who``, the other side having spoken last: ``later_than`` or ``sooner_than`` so long after its last
    word, holds aside. A line that begins before that word is over came sooner than any time."""

    who: Side
    later_than: Ms | None = None
    sooner_than: Ms | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Interrupts:
    """A line by ``who`` that began more than ``by`` before the other side had finished."""

    who: Side
    by: Ms = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repeats:
    """A line that ``who`` says for at least the ``times``-th time, ``similar`` (0 to 1) to each time before; lines up
    to ``longer_than`` characters do not count."""

    who: Side
    longer_than: int = 8
    times: int = 2
    similar: float = 0.9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Talks:
    """The line with which the talk of ``who`` (``None``: the whole call, pauses included) passed ``longer_than``."""

    who: Side | None = None
    longer_than: Ms


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Speaks:
    """A line by ``who`` spoken faster or slower than so many characters a second; ``on_average``: the last line of
    ``who``, if all its lines together were."""

    who: Side
    faster_than: float | None = None
    slower_than: float | None = None
    on_average: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sound:
    """A line by ``who`` of which the line measured this: level and noise in dBFS, ``snr`` in dB. Nobody can tell of a
    line that was not measured."""

    who: Side | None = None
    quieter_than: float | None = None
    louder_than: float | None = None
    noise_above: float | None = None
    snr_below: float | None = None
    clipped: bool | None = None
    echo: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """A line among the ``first`` or among the ``last`` so many lines of ``who`` (``None``: of the call); among both
    where both are given."""

    who: Side | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InHold:
    """A line by ``who`` (``None``: either side) while the call is on hold."""

    who: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Connected:
    """The first line after the ringing, whoever says it. A log that shows no ring and no pick-up has none."""


Spoken = Says | Pause | Responds | Interrupts | Repeats | Talks | Speaks | Sound | Placed | InHold | Connected
"""Operators that hold of lines only."""
