"""From what a reader found in a file to a call log."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from huashu.call.codec import Json, log_from_json
from huashu.call.event import Event, Heard, HoldEnded, HoldStarted, Ms, Said, Side, Silence, end_of
from huashu.call.imports.options import AgentKind, Direction, ImportOptions
from huashu.call.log import CallLog
from huashu.call.speakers import is_robot
from huashu.call.units import LogError

QUIET: Ms = 3000
"""From here a pause is a silence."""

_WAITING = ("稍等", "等一下", "等一会", "别挂", "查一下", "核实一下", "看一下")
"""After such words of his own it is the agent who ought to speak next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Something said, or another event of ``type``, as a file has it. ``None``: the file does not say when.

    ``where`` is its place in the file, for errors.
    """

    side: Side
    text: str
    where: str
    at: Ms | None = None
    end: Ms | None = None
    type: str = "speech"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a file says of a call as a whole; ``None`` and empty: nothing."""

    id: str
    direction: Direction | None = None
    agent: AgentKind | None = None
    kind: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


def agent_kind(names: Iterable[str], options: ImportOptions) -> AgentKind:
    """What the agent is whom a file calls by ``names``: a machine when all of them say so, else as the user says."""
    robots = {is_robot(name) for name in names}
    return "robot" if robots == {True} else options.agent or "human"


def build(turns: Sequence[Turn], facts: Facts, options: ImportOptions, where: str) -> CallLog:
    """The log of a call. Pauses of 3 s and more outside a hold become silences where the file knows when people began
    and ended. Raises ``LogError`` when times run backwards, or nobody says anything."""
    if not any(turn.type == "speech" for turn in turns):
        raise LogError(f"{where}: 没有一句话 (nobody says anything)；请检查文字所在的列或字段")
    data = with_defaults(_head(facts) | {"turns": [_entry(turn) for turn in turns]}, options)
    log = log_from_json(data, where, [turn.where for turn in turns])
    return replace(log, events=_with_silences(log.events, turns))


def with_defaults(data: Mapping[str, Any], options: ImportOptions) -> Json:
    """The JSON of a call, completed by what the user said holds for files that do not tell."""
    given = {"direction": options.direction, "agent": options.agent, "kind": options.kind}
    return {key: value for key, value in given.items() if value} | dict(data)


def _entry(turn: Turn) -> Json:
    entry: Json = {"speaker": turn.side.value, "text": turn.text, "type": turn.type}
    times = {"t": turn.at, "end": turn.end}
    return entry | {key: ms / 1000 for key, ms in times.items() if ms is not None}


def _head(facts: Facts) -> Json:
    head: Json = {"direction": facts.direction, "agent": facts.agent, "kind": facts.kind}
    extra = {key: value for key, value in facts.extra.items() if value not in (None, "")}
    return extra | {"id": facts.id} | {key: value for key, value in head.items() if value}


def _with_silences(events: Sequence[Event], turns: Sequence[Turn]) -> tuple[Event, ...]:
    """``events``, one for each of ``turns``, and the pauses between them whose beginning and end are known."""
    found: list[Event] = []
    quiet_from: Ms | None = None
    holding, ended = False, 0
    for event, turn in zip(events, turns, strict=True):
        speech = isinstance(event, Heard | Said)
        if speech and turn.at is not None and quiet_from is not None and turn.at - quiet_from >= QUIET:
            found.append(Silence(at=quiet_from, end=turn.at, side=_owing(found)))
        holding = isinstance(event, HoldStarted) or (holding and not isinstance(event, HoldEnded))
        if end_of(event) >= ended:
            ended = end_of(event)
            known = turn.at is not None and (turn.end is not None or not speech)
            started = quiet_from is not None or speech or isinstance(event, HoldEnded)
            quiet_from = ended if known and started and not holding else None
        found.append(event)
    return tuple(found)


def _owing(events: Sequence[Event]) -> Side:
    """Who ought to be talking: the one who was spoken to, or the agent who asked to wait."""
    last = next((event for event in reversed(events) if isinstance(event, Heard | Said)), None)
    if isinstance(last, Said) and not any(words in last.text for words in _WAITING):
        return Side.CUSTOMER
    return Side.AGENT
