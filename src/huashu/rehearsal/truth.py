"""The customer's ground truth, read out of the log's side channel: what he really did and meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huashu.call import Act

DETOURS = frozenset(
    {
        Act.ASK_IDENTITY, Act.ASK_PURPOSE, Act.ASK_ROBOT, Act.ASK_HUMAN, Act.ASK_SUPERVISOR, Act.QUESTION, Act.REQUEST,
        Act.DOUBT_SALES, Act.DOUBT_FRAUD, Act.DOUBT_EFFECT, Act.COMPLAINT, Act.ESCALATION_THREAT, Act.CORRECT,
        Act.REPEAT_REQUEST, Act.NOT_UNDERSTAND, Act.CANNOT_HEAR, Act.LINE_BAD, Act.HOLD_ON, Act.RESUME, Act.SIDE_TALK,
        Act.HESITATE, Act.ANGER, Act.ABUSE, Act.SARCASM, Act.OFF_TOPIC, Act.THIRD_PARTY, Act.DENY_IDENTITY,
    }
)  # fmt: skip
"""What takes up the agent's next turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """In his ``turn``-th utterance (from 0) he showed that the call should end: by which act, and what caused it."""

    turn: int
    act: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A feedback point that he made: as spoken, and its gist."""

    turn: int
    text: str
    gist: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that he asked; ``entry`` is the question text of the Q&A entry it means, if there is one."""

    turn: int
    text: str
    entry: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer that he gave to ``question``, which the agent had just put. ``value`` is what there was to record in
    it, empty when there was nothing, or only the ``stance`` (``yes``, ``no``). A ``corrected`` answer puts right what
    was read back to him of an earlier one of its ``kind``."""

    turn: int
    question: str
    text: str
    value: str = ""
    kind: str = ""
    stance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What the simulated customer knows of himself when the call is over. Turns count his utterances from 0."""

    persona: str = ""
    mood: Mapping[str, float] = field(default_factory=dict)
    signals: tuple[Signal, ...] = ()
    feedback: tuple[Point, ...] = ()
    questions: tuple[Asked, ...] = ()
    answers: tuple[Given, ...] = ()
    acts: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """What each of his utterances was meant to do."""
    do_not_contact: int | None = None
    detours: frozenset[int] = frozenset()
    """His utterances that take up the agent's next turn with something else than the next step: questions, doubts,
    trouble on the line, temper."""


def read_truth(data: Mapping[str, Any] | None) -> Truth:
    """The truth of a log; an empty truth for a log without one."""
    if not data:
        return Truth()
    questions = tuple(
        Asked(turn=row["turn"], text=str(row.get("text", "")), entry=row.get("entry"))
        for row in _rows(data, "questions")
    )
    return Truth(
        persona=str(data.get("temperament") or data.get("persona") or ""),
        mood=_mood(data.get("mood")),
        signals=tuple(
            Signal(turn=row["turn"], act=str(row.get("act") or ""), cause=str(row.get("cause") or ""))
            for row in sorted(_rows(data, "end_signals"), key=lambda row: row["turn"])
        ),
        feedback=tuple(
            Point(turn=row["turn"], text=str(row.get("text", "")), gist=str(row.get("point") or ""))
            for row in _rows(data, "feedback")
        ),
        questions=questions,
        answers=tuple(_given(row) for row in sorted(_rows(data, "answers"), key=lambda row: row["turn"])),
        acts={row["turn"]: frozenset(row.get("acts") or ()) for row in _rows(data, "utterances")},
        do_not_contact=_turn(data.get("do_not_contact")),
        detours=frozenset(asked.turn for asked in questions) | _asides(data) | _detours(data),
    )


def _rows(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rows = data.get(key) or ()
    return [row for row in rows if isinstance(row, Mapping) and isinstance(row.get("turn"), int)]


def _given(row: Mapping[str, Any]) -> Given:
    value = row.get("value")
    return Given(
        turn=row["turn"],
        question=str(row.get("question") or ""),
        text=str(row.get("text") or ""),
        value="" if value is None else str(value),
        kind=str(row.get("kind") or ""),
        stance=str(row.get("stance") or ""),
    )


def _asides(data: Mapping[str, Any]) -> frozenset[int]:
    rows = data.get("asked_identity") or ()
    turns = [_turn(row) for row in rows] if isinstance(rows, Sequence) else [_turn(rows)]
    return frozenset(turn for turn in turns if turn is not None)


def _detours(data: Mapping[str, Any]) -> frozenset[int]:
    rows = _rows(data, "utterances")
    return frozenset(row["turn"] for row in rows if not DETOURS.isdisjoint(row.get("acts") or ()))


def _turn(value: object) -> int | None:
    if isinstance(value, Mapping):
        value = value.get("turn")
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _mood(value: object) -> dict[str, float]:
    if not isinstance(value, Mapping):
        return {}
    return {
        str(key): float(level)
        for key, level in value.items()
        if isinstance(level, int | float) and not isinstance(level, bool)
    }
