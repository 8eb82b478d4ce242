"""Measures of time: who talked how much, how fast, who waited for whom (S3.14, S4.10, S4.11). Times in ms.

How far a log's times can be trusted is told by ``huashu.call.codec.times_of``. Where only the beginnings of what was
said are known, or nothing, whatever needs the true end of a line is ``None``; the share of talk is then by characters.
"""

from dataclasses import dataclass
from statistics import median

from huashu.call import Ms, Ring, Side
from huashu.call.codec import Times, times_of
from huashu.standard.scene import Line, Scene
from huashu.standard.text import length

QUIET: Ms = 3000
"""From how long on nobody's talking is silence (S3.2)."""

_RATED = 8
"""Characters from which the speed of a single line says something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """A measured extreme and the event (0-based) that shows it."""

    value: int
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Who talked how long. ``share`` (0 to 1) is the agent's part of all talk; ``longest`` the most ms that he spoke in
    one turn."""

    agent_ms: Ms | None
    customer_ms: Ms | None
    agent_characters: int
    customer_characters: int
    share: float | None
    longest: At | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast the agent speaks, characters a minute: overall, and his fastest and slowest line."""

    overall: int | None
    fastest: At | None
    slowest: At | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Waiting in ms. ``silence_share`` is the part (0 to 1) of the talk, from its first word to its last, in which
    nobody spoke for 3 s or more, holds aside. ``response`` is how long the agent took to answer."""

    duration_ms: Ms | None
    silence_ms: Ms | None
    silence_share: float | None
    holds: int
    hold_ms: Ms | None
    longest_hold_ms: Ms | None
    response_median_ms: Ms | None
    response_worst: At | None
    interruptions: int | None
    interrupted: int | None


def talk_of(scene: Scene) -> Talk:
    """Who talked how much."""
    characters = {
        side: sum(length(line.text) for line in scene.lines if line.who is side) for side in (Side.AGENT, Side.CUSTOMER)
    }
    measured = times_of(scene.log) == "measured"
    amounts = scene.talk_ms if measured else characters
    total = amounts[Side.AGENT] + amounts[Side.CUSTOMER]
    turns = [turn for turn in scene.turns if turn[0].who is Side.AGENT]
    spoken = (At(value=sum(line.end - line.at for line in turn), at=turn[0].index) for turn in turns)
    longest = max(spoken, key=_value, default=None)
    return Talk(
        agent_ms=scene.talk_ms[Side.AGENT] if measured else None,
        customer_ms=scene.talk_ms[Side.CUSTOMER] if measured else None,
        agent_characters=characters[Side.AGENT],
        customer_characters=characters[Side.CUSTOMER],
        share=amounts[Side.AGENT] / total if total else None,
        longest=longest if measured else None,
    )


def pace_of(scene: Scene) -> Pace:
    """How fast the agent speaks."""
    lines = [line for line in scene.lines if line.who is Side.AGENT and line.end > line.at]
    if times_of(scene.log) != "measured" or not lines:
        return Pace(overall=None, fastest=None, slowest=None)
    spoken = sum(length(line.text) for line in lines)
    rates = [At(value=_rate(length(line.text), line), at=line.index) for line in lines if length(line.text) >= _RATED]
    return Pace(
        overall=round(60_000 * spoken / sum(line.end - line.at for line in lines)),
        fastest=max(rates, key=_value, default=None),
        slowest=min(rates, key=_value, default=None),
    )


def _rate(characters: int, line: Line) -> int:
    return round(60_000 * characters / (line.end - line.at))


def _value(extreme: At) -> int:
    return extreme.value


def waiting_of(scene: Scene) -> Waiting:
    """Who waited how long, and who cut whom short."""
    times = times_of(scene.log)
    held, (begins, ends) = scene.holds, scene.span
    silence, span = _silence(scene)
    gaps = [
        At(value=max(0, gap), at=line.index)
        for line in scene.lines
        if line.who is Side.AGENT and (gap := scene.answered_after(line)) is not None
    ]
    measured = times == "measured"
    cut = [line.who for line in scene.lines if scene.talked_over(line) is not None]
    return Waiting(
        duration_ms=ends - begins if times != "estimated" else None,
        silence_ms=silence if measured else None,
        silence_share=silence / span if measured and span else None,
        holds=len(held),
        hold_ms=_if_timed(sum(end - at for at, end in held), times),
        longest_hold_ms=_if_timed(max((end - at for at, end in held), default=0), times),
        response_median_ms=round(median(gap.value for gap in gaps)) if measured and gaps else None,
        response_worst=max(gaps, key=_value, default=None) if measured else None,
        interruptions=cut.count(Side.AGENT) if measured else None,
        interrupted=cut.count(Side.CUSTOMER) if measured else None,
    )


def _if_timed(ms: Ms, times: Times) -> Ms | None:
    return ms if times != "estimated" else None


def _silence(scene: Scene) -> tuple[Ms, Ms]:
    """The ms of silence between the first word and the last, and the ms from one to the other, holds aside."""
    if not scene.lines:
        return 0, 0
    first, last = scene.lines[0].at, max(line.end for line in scene.lines)
    rings = [(event.at, event.end) for event in scene.events if isinstance(event, Ring)]
    busy = sorted([(line.at, line.end) for line in scene.lines] + list(scene.holds) + rings)
    quiet, until = 0, first
    for at, end in busy:
        if (gap := min(at, last) - until) >= QUIET:
            quiet += gap
        until = max(until, end)
    inside = sum(max(0, min(end, last) - max(at, first)) for at, end in scene.holds)
    return quiet, max(0, last - first - inside)
