"""Harassing numbers: reports with their facts, and blocks that a person decides on (S2.4, S2.13)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NuisanceReport:
    """One harassing call, reported to the responsible person with what shows it. Blocks nobody."""

    number: str
    call: str | None
    facts: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifting:
    """A block was lifted before its end: when, by whom, why."""

    at: datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A number whose calls are not taken, from ``since`` to ``until``. ``by``: the person who decided; ``despite``: the
    number has a complaint open, and why it is blocked all the same (S2.4)."""

    number: str
    by: str
    why: str
    since: datetime
    until: datetime
    despite: str = ""
    lifted: Lifting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequentCaller:
    """A number that harassed more than once: its calls, the first and the last, and what was reported of it."""

    number: str
    calls: tuple[str, ...]
    first: datetime
    last: datetime
    facts: tuple[str, ...]
    times: int
