"""A customer's attitude over the call: patience, anger, trust and interest as a running estimate, each change with its
reason (S0.11, S0.12, S0.17). Pure: one event in, the next estimate out, never looking ahead."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from huashu.call import Act, CallLog, Event, Heard, HoldEnded, HoldStarted, Ms, Said, Side, Silence
from huashu.call.event import end_of
from huashu.language import Understanding
from huashu.tracking import attitude_moves as moves
from huashu.tracking.attitude_moves import NEUTRAL, RESISTANT, Feeling, Move, Temperament, temperament_of

HEATED = 0.4
"""Anger above his usual from which the call is too heated to go on (S0.6, S0.17): two outbursts, or one insult."""

CONTENT = frozenset({Act.FEEDBACK_NEGATIVE, Act.FEEDBACK_POSITIVE, Act.SUGGESTION, Act.COMPLAINT, Act.PROVIDE_INFO})
"""Acts that bring something for the record."""

_WARM = frozenset({Act.AFFIRM, Act.FEEDBACK_POSITIVE, Act.SUGGESTION, Act.THANKS, Act.PRAISE, Act.PROVIDE_INFO})
_COLD = frozenset({Act.FEEDBACK_MINIMAL, Act.SARCASM})
_HOT = frozenset({Act.ABUSE, Act.ANGER, Act.SARCASM})

_HALF_LIFE: dict[Feeling, Ms] = {
    Feeling.PATIENCE: 120_000,
    Feeling.ANGER: 60_000,
    Feeling.TRUST: 240_000,
    Feeling.INTEREST: 120_000,
}
"""In how long half of what moved a feeling is gone again."""

_SURE = 0.8  # an act that is taken for done counts at least this much
_FAINT = 0.25  # an act that is not, from this score on, counts half its score
_OVERLAP: Ms = 400  # talk at the same time that is more than eagerness
_QUIET: Ms = 3000  # silence that tells something (S3.2)
_HOLD: Ms = 30_000  # each so much waiting costs patience (S3.14)
_HOLDS = 5.0  # waits beyond this many cost no more
_MINUTE: Ms = 60_000
_QUOTED = 16  # characters of a quotation
_KEPT = 6  # questions of ours that are remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One feeling moved ``by`` so much, and why: “语气冷淡：“随便吧””."""

    feeling: Feeling
    by: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attitude:
    """How the customer feels at ``at`` (ms of the call). The four feelings are 0..1.

    ``cold`` counts cold turns in a row, ``warm`` turns of good will in all, ``outbursts`` turns of temper in all.
    ``changes`` is what the latest event did; the drift back to ``usual`` is not listed.
    """

    usual: Temperament = NEUTRAL
    at: Ms = 0
    patience: float = NEUTRAL.patience
    anger: float = NEUTRAL.anger
    trust: float = NEUTRAL.trust
    interest: float = NEUTRAL.interest
    cold: int = 0
    warm: int = 0
    outbursts: int = 0
    changes: tuple[Change, ...] = ()
    line: str = ""
    """The agent's last line."""
    line_end: Ms = 0
    heard_end: Ms = 0
    questions: tuple[str, ...] = ()
    """The agent's latest questions."""
    quiet_from: Ms = -1
    held_from: Ms | None = None

    def level(self, feeling: Feeling) -> float:
        """How strong ``feeling`` is, 0..1."""
        match feeling:
            case Feeling.PATIENCE:
                return self.patience
            case Feeling.ANGER:
                return self.anger
            case Feeling.TRUST:
                return self.trust
            case Feeling.INTEREST:
                return self.interest

    @property
    def heated(self) -> bool:
        """Whether the call is too heated to go on."""
        return self.anger - self.usual.anger >= HEATED


_Push = tuple[Move, float, str]
"""A move, how much of it, and the words to quote for it (none: empty)."""


class Ears(Protocol):
    """Understands customers: an ``Understander``."""

    def understand(self, text: str, context: str = "") -> Understanding:
        """What ``text`` does when said after the agent's line ``context``."""
        ...


def calm(usual: Temperament = NEUTRAL) -> Attitude:
    """The attitude of a customer of this temperament before anything was said."""
    return Attitude(usual=usual, patience=usual.patience, anger=usual.anger, trust=usual.trust, interest=usual.interest)


def after_words(attitude: Attitude, event: Heard, heard: Understanding, *, invited: bool | None = None) -> Attitude:
    """The attitude once the customer said ``event``, understood as ``heard``.

    ``invited``: whether he was asked something, so that a short answer is no coldness; ``None``: by our last line, and
    never with a customer known to resist.
    """
    found: list[_Push] = [(move, 1.0, "") for move in _time(attitude, event)]
    attitude = _drifted(attitude, event.end)
    acts = frozenset(heard.acts)
    if invited is None:
        invited = moves.invites(attitude.line) and attitude.usual != RESISTANT
    brief = invited and Act.SARCASM not in acts
    warm, content = bool(acts & _WARM), bool(acts & CONTENT)
    cold = bool(acts & _COLD) and not content and not brief
    for act, move in moves.BY_ACT.items():
        if weight := _weight(act, heard):
            found.append((moves.BRIEF if act is Act.FEEDBACK_MINIMAL and brief else move, weight, event.text))
    if attitude.line and attitude.line_end - event.at > _OVERLAP:
        found.append((moves.TALKED_OVER, 1.0, event.text))
    attitude = replace(
        attitude,
        cold=attitude.cold + 1 if cold else 0 if warm or content else attitude.cold,
        warm=attitude.warm + (warm and not cold),
        outbursts=attitude.outbursts + bool(acts & _HOT),
        heard_end=event.end,
    )
    return _moved(attitude, found)


def after_event(attitude: Attitude, event: Event) -> Attitude:
    """The attitude after anything but the customer's words: our line, quiet, a hold, time."""
    found: list[_Push] = [(move, 1.0, "") for move in _time(attitude, event)]
    attitude = _drifted(attitude, end_of(event))
    if isinstance(event, Said):
        found += [(move, 1.0, event.text) for move in _of_line(attitude, event)]
        asks = (event.text,) if moves.invites(event.text) else ()
        questions = (*attitude.questions, *asks)[-_KEPT:]
        attitude = replace(attitude, line=event.text, line_end=event.end, questions=questions)
    elif isinstance(event, Silence) and event.side is Side.CUSTOMER:
        if event.end - event.at >= _QUIET and event.at > attitude.quiet_from:
            found.append((moves.QUIET, 1.0, ""))
            attitude = replace(attitude, quiet_from=event.end)
    elif isinstance(event, HoldStarted) and event.by is not Side.CUSTOMER:
        attitude = replace(attitude, held_from=event.at)
    elif isinstance(event, HoldEnded) and attitude.held_from is not None:
        found.append((moves.HELD, min(_HOLDS, (event.at - attitude.held_from) / _HOLD), ""))
        attitude = replace(attitude, held_from=None)
    return _moved(attitude, found)


def _time(attitude: Attitude, event: Event) -> Iterable[Move]:
    if end_of(event) // _MINUTE > attitude.at // _MINUTE:
        yield moves.MINUTE


def _of_line(attitude: Attitude, event: Said) -> Iterable[Move]:
    """What a line of ours does to him, by what it says and how."""
    if attitude.heard_end - event.at > _OVERLAP:
        yield moves.CUT_OFF
    if any(moves.same_question(event.text, earlier) for earlier in attitude.questions):
        yield moves.ASKED_AGAIN
    if event.end - event.at > moves.LONGEST:
        yield moves.LONG_LINE
    if (move := moves.of_line(event.text)) is not None:
        yield move


def _weight(act: Act, heard: Understanding) -> float:
    score = heard.scores.get(act, 0.0)
    if act in heard.acts:
        return max(_SURE, score)
    return score / 2 if score >= _FAINT else 0.0


def _drifted(attitude: Attitude, now: Ms) -> Attitude:
    """The attitude at ``now``: what moved the feelings is partly forgotten."""
    passed = max(0, now - attitude.at)
    left = {feeling: 0.5 ** (passed / _HALF_LIFE[feeling]) for feeling in Feeling}
    usual = attitude.usual
    return replace(
        attitude,
        at=attitude.at + passed,
        patience=usual.patience + (attitude.patience - usual.patience) * left[Feeling.PATIENCE],
        anger=usual.anger + (attitude.anger - usual.anger) * left[Feeling.ANGER],
        trust=usual.trust + (attitude.trust - usual.trust) * left[Feeling.TRUST],
        interest=usual.interest + (attitude.interest - usual.interest) * left[Feeling.INTEREST],
        changes=(),
    )


def _moved(attitude: Attitude, found: Sequence[_Push]) -> Attitude:
    """The attitude after ``found``. What one event does is not added up: for every feeling the strongest in each
    direction counts, so that angry mockery is not twice as angry."""
    changes: list[Change] = []
    levels: dict[Feeling, float] = {}
    for feeling in Feeling:
        steps = [(move.by(feeling) * weight, _reason(move.why, quote)) for move, weight, quote in found]
        kept = [max((step for step in steps if step[0] > 0), default=None)]
        kept.append(min((step for step in steps if step[0] < 0), default=None))
        done = [step for step in kept if step is not None]
        levels[feeling] = min(1.0, max(0.0, attitude.level(feeling) + sum(by for by, _ in done)))
        changes += [Change(feeling=feeling, by=round(by, 3), reason=reason) for by, reason in done]
    return replace(
        attitude,
        patience=levels[Feeling.PATIENCE],
        anger=levels[Feeling.ANGER],
        trust=levels[Feeling.TRUST],
        interest=levels[Feeling.INTEREST],
        changes=tuple(changes),
    )


def _reason(why: str, quote: str) -> str:
    said = re.sub(r"\s+", " ", quote).strip("，。 ")
    if not said:
        return why
    return f"{why}：“{said if len(said) <= _QUOTED else said[: _QUOTED - 1] + '…'}”"


def follow(log: CallLog, ears: Ears, usual: Temperament | None = None) -> tuple[Attitude, ...]:
    """The attitude after each of the customer's turns in ``log``, event by event and never looking ahead.

    Quiet, waiting and the agent's lines between two turns are told in the ``changes`` of the later one. ``usual``: by
    default what the log's profile says of him.
    """
    profile = "；".join(f"{key}：{value}" for key, value in log.profile.items())
    attitude = calm(usual or temperament_of(profile))
    turns: list[Attitude] = []
    between: tuple[Change, ...] = ()
    for event in log.events:
        if isinstance(event, Heard):
            attitude = after_words(attitude, event, ears.understand(event.text, attitude.line))
            turns.append(replace(attitude, changes=(*between, *attitude.changes)))
            between = ()
        else:
            attitude = after_event(attitude, event)
            between = (*between, *attitude.changes)
    return tuple(turns)
