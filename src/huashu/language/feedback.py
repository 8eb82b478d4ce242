"""Feedback extraction: the concrete points a customer made, each in his own words (S0.2, S0.9)."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from huashu.call import Act
from huashu.language import feedback_words as words
from huashu.language.asking import Asked, asked
from huashu.language.meaning import Understanding
from huashu.language.normalise import LONGEST, fold
from huashu.language.rules import is_machine

Polarity = Literal["positive", "negative", "suggestion"]
"""Whether a point says what was good, what was wrong, or what should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing the customer said about the service: ``text`` is the stretch ``[start, end)`` of his utterance.

    ``what``, ``where`` and ``when`` are words of it that name the thing, the place and the time; empty: not named.
    """

    text: str
    start: int
    end: int
    polarity: Polarity
    what: str = ""
    where: str = ""
    when: str = ""


class Hears(Protocol):
    """Whoever understands utterances: an ``Understander``."""

    def understand_all(self, said: Sequence[tuple[str, str]]) -> tuple[Understanding, ...]:
        """What each (text, context) does."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """A clause and how sure it is a point: ``chance`` 0..1 of the polarity it leans to. ``opens``: a word before it
    announces another point, and where it ``turns``, one of the other kind. ``idle``: it does something else, and
    belongs to no point."""

    start: int
    end: int
    text: str
    opens: bool
    turns: bool
    polarity: Polarity = "negative"
    chance: float = 0.0
    idle: bool = False


_POINT = 0.45  # the chance from which a clause is a point
_LIKELY = 0.2  # the chance from which one is, when the whole utterance is feedback and no other clause says what
_DECIDED = 0.35  # the chance of the whole from which all of it is one, when no clause tells by itself
_WORTH_READING = 0.12  # an utterance with less of every kind of feedback, and no word of it, is not taken apart
_ASKED = 0.9  # log odds that he was asked for his opinion
_TURNED = 1.4  # log odds that what follows a turn is of the other kind
_INHERITED = 0.3  # share of the whole utterance in a clause's log odds
_SHADOW = 0.6  # share of the chance that the whole utterance does something else, held against each of its clauses
_MOCKING = 0.6  # the chance of mockery from which praise is none, however good it sounds
_ASKING = 0.45  # the chance of a question from which the shape of one is no wish
_GRIEVED = 4.0  # log odds that words for a grievance still felt tell of one
_CLAIMED = 0.35  # the chance from which an act claims a clause for itself
_NEVER = 0.02  # no chance is taken to be smaller, nor its opposite
_MOST = 40  # clauses of an utterance that are read
_LEAST = 3  # characters of a point
_BRIEF = 6  # characters of a clause that leans on its neighbour
_BREATH = 28  # characters two clauses may have together to be one point

_RIVALS = frozenset(
    {Act.GREET, Act.AFFIRM_IDENTITY, Act.DENY_IDENTITY, Act.THIRD_PARTY, Act.ASK_IDENTITY, Act.ASK_PURPOSE, Act.BUSY}
    | {Act.CALL_LATER, Act.REFUSE, Act.DO_NOT_CONTACT, Act.END_CALL, Act.FAREWELL, Act.FEEDBACK_MINIMAL, Act.AFFIRM}
    | {Act.ESCALATION_THREAT, Act.ASK_SUPERVISOR, Act.ASK_HUMAN, Act.ASK_ROBOT, Act.DOUBT_SALES, Act.DOUBT_FRAUD}
    | {Act.DOUBT_EFFECT, Act.QUESTION, Act.REQUEST, Act.CANCEL_SERVICE, Act.REPEAT_REQUEST, Act.NOT_UNDERSTAND}
    | {Act.CANNOT_HEAR, Act.LINE_BAD, Act.HOLD_ON, Act.RESUME, Act.MORE_TO_SAY, Act.BACKCHANNEL, Act.THANKS, Act.PRAISE}
    | {Act.APOLOGY, Act.ABUSE, Act.OFF_TOPIC, Act.PRANK, Act.FLIRT, Act.SIDE_TALK, Act.NON_SPEECH}
)
"""Acts that, when likelier than any feedback, make a clause no part of a point."""

_FRAMING = frozenset(
    {Act.GREET, Act.AFFIRM, Act.BACKCHANNEL, Act.REPEAT_REQUEST, Act.HOLD_ON, Act.RESUME, Act.MORE_TO_SAY, Act.THANKS}
    | {Act.FEEDBACK_MINIMAL, Act.FAREWELL}
)
"""Of these, acts that a few words do: words that tell of something are heard as them by mistake."""

_ELSEWHERE = frozenset(
    {Act.REFUSE, Act.DO_NOT_CONTACT, Act.END_CALL, Act.BUSY, Act.CALL_LATER, Act.LINE_BAD, Act.CANNOT_HEAR}
    | {Act.DENY_IDENTITY, Act.THIRD_PARTY, Act.SIDE_TALK, Act.NON_SPEECH, Act.QUESTION, Act.CANCEL_SERVICE}
    | {Act.HOLD_ON, Act.HESITATE, Act.DOUBT_SALES, Act.DOUBT_FRAUD, Act.GREET, Act.FAREWELL}
)
"""Acts of a whole utterance that is about something else."""

_BESIDE = frozenset({Act.PROVIDE_INFO, Act.CORRECT, Act.NEGATE, Act.ANGER, Act.SARCASM, Act.ANXIOUS})
"""Acts that, when likelier than any feedback, make a clause no point of its own, but perhaps the rest of one."""

_WORRY = re.compile(r"^(?:我|俺|咱|就是?|就|只|也|主要|其实|倒)*(?:怕|担心|害怕|生怕|想知道|想问|想了解|关心)")


def feedback_points(text: str, context: str, hears: Hears, *, invited: bool = False) -> tuple[Point, ...]:
    """The points about the service in ``text``, said after the agent's line ``context``; in their order.

    Token answers, refusals, questions, worries, mockery without a fact and courtesies give none. ``invited``: the call
    is about his opinion, so that words of trouble, praise or a wish that do nothing else are one.
    """
    (whole,) = hears.understand_all([(text, context)])
    folded = fold(text[:LONGEST])
    free = invited and not any(whole.scores.get(act, 0.0) >= _POINT for act in _ELSEWHERE)
    if not whole.acts or is_machine(text) or not _worth_reading(whole.scores, folded):
        return ()
    clauses = list(_clauses(folded))[:_MOST]
    heard = hears.understand_all([(clause.text, context) for clause in clauses])
    judged: list[_Clause] = []
    asking = False
    for clause, understood in zip(clauses, heard, strict=True):
        asking = (asking and not clause.opens) or bool(words.WANTS_TO_KNOW.fullmatch(clause.text))
        if asking:
            judged.append(replace(clause, idle=True))
            continue
        towards = _turned(judged[-1], clause) if judged else None
        found = _judge(clause, understood.scores, whole.scores, asked(context), towards)
        judged.append(_unclaimed(found, understood.scores) if free and found.chance < _POINT else found)
    if whole.has(*_FEEDBACK) and all(clause.idle or clause.chance < _POINT for clause in judged):
        judged = _lenient(judged, whole.scores)
    return tuple(_point(text, group, whole) for group in _grouped(judged))


def _turned(before: _Clause, clause: _Clause) -> Polarity | None:
    """The polarity that ``clause`` has because it sets itself against the one ``before``; ``None`` when it does not."""
    if clause.turns and before.polarity == "positive":
        return "negative"
    if before.chance >= _POINT and before.polarity == "negative" and words.REDEEMS.search(clause.text):
        return "positive"
    return None


_FEEDBACK = (Act.FEEDBACK_NEGATIVE, Act.FEEDBACK_POSITIVE, Act.SUGGESTION, Act.COMPLAINT)


def _lenient(judged: Sequence[_Clause], whole: Mapping[Act, float]) -> list[_Clause]:
    """``judged`` with a point in it, because the utterance as a whole leaves no doubt that there is one: the likeliest
    clause, or all that was said when no clause tells by itself."""
    left = [clause for clause in judged if not clause.idle]
    best = max(left, key=lambda clause: clause.chance, default=None)
    if best is None:
        return list(judged)
    if best.chance >= _LIKELY:
        return [replace(clause, chance=_POINT) if clause is best else clause for clause in judged]
    kind = max(_KINDS, key=lambda one: one.chance(whole))
    if kind.chance(whole) < _DECIDED:
        return list(judged)
    return [replace(left[0], end=left[-1].end, polarity=kind.polarity, chance=_POINT)]


def _worth_reading(scores: Mapping[Act, float], text: str) -> bool:
    if max(scores.get(act, 0.0) for act in _FEEDBACK) >= _WORTH_READING:
        return True
    return any(pattern.search(text) for pattern in (words.NEGATIVE, words.GRIEVED, words.POSITIVE, words.SUGGESTION))


def _clauses(text: str) -> Iterator[_Clause]:
    """The clauses of ``text`` without what leads into them and what trails off; where a turning or counting word stood
    before one, it opens a new point."""
    cuts = [(found.start(), found.end()) for found in words.PAUSE.finditer(text)]
    cuts += [(found.start(), found.start()) for found in words.TURN.finditer(text)]
    start, announced = 0, ""
    for stop, resume in [*sorted(cuts), (len(text), len(text))]:
        if stop > start:
            begin = _after_lead(text, start, stop)
            end = begin + len(words.TAIL.sub("", text[begin:stop]))
            announced += text[start:begin]
            if end - begin >= _LEAST - 1:
                said = text[begin:end]
                opens = bool(words.OPENS.search(announced) or words.OPENS.match(said))
                turns = bool(words.TURNS.search(announced) or words.TURNS.match(said))
                yield _Clause(start=begin, end=end, text=said, opens=opens or turns, turns=turns)
                announced = ""
        start = max(start, resume)


def _after_lead(text: str, start: int, stop: int) -> int:
    """Where the clause in ``[start, stop)`` really begins."""
    while (lead := words.LEAD.match(text[start:stop])) and lead.end():
        start += lead.end()
    return start


def _judge(
    clause: _Clause,
    scores: Mapping[Act, float],
    whole: Mapping[Act, float],
    question: Asked,
    towards: Polarity | None,
) -> _Clause:
    """How likely ``clause`` is a point, and of which polarity: by what it does, by its words, by what was asked, and
    ``towards`` what it turns from the clause before."""
    said, invited = clause.text, question is Asked.FEEDBACK
    if words.BACKGROUND.match(said):
        return clause
    if _says_nothing(said):
        return replace(clause, idle=True)
    if invited and words.SUGGESTION.search(said):
        scores, whole = _as_wishes(scores), _as_wishes(whole)
    odds = {
        kind.polarity: kind.odds(said)
        + _INHERITED * _odds(kind.chance(whole))
        + (1.0 - _INHERITED) * _odds(kind.chance(scores))
        + (_ASKED if invited else 0.0)
        + (_TURNED if kind.polarity == towards else 0.0)
        for kind in _KINDS
    }
    polarity = max(odds, key=lambda kind: odds[kind])
    chance = 1.0 / (1.0 + math.exp(-odds[polarity]))
    if _is_question(said, polarity, scores) and not (invited and polarity == "suggestion"):
        return replace(clause, idle=True)
    if _rival(_RIVALS, scores, whole) > chance:
        return replace(clause, idle=not (words.FOLLOWS.match(said) and words.NEGATIVE.search(said)))
    if polarity == "positive" and (_mocks(whole) or words.THE_CALL.search(said)):
        return replace(clause, idle=True)
    if _rival(_BESIDE, scores, whole) > chance:
        return clause
    return replace(clause, polarity=polarity, chance=chance)


def _unclaimed(clause: _Clause, scores: Mapping[Act, float]) -> _Clause:
    """``clause`` as a point when its words tell of trouble, praise or a wish and no act claims them."""
    said = clause.text
    if _says_nothing(said) or words.BACKGROUND.match(said) or _asks(said):
        return clause
    worded = [kind for kind in _KINDS if kind.odds(said)]
    claims = _RIVALS - _FRAMING if len(said) > _BRIEF else _RIVALS - {Act.FEEDBACK_MINIMAL}
    if not worded or max(scores.get(act, 0.0) for act in claims) >= _CLAIMED:
        return clause
    kind = max(worded, key=lambda one: one.odds(said) + _odds(one.chance(scores)))
    if kind.polarity == "positive" and words.THE_CALL.search(said):
        return clause
    return replace(clause, polarity=kind.polarity, chance=_POINT, idle=False)


def _says_nothing(said: str) -> bool:
    return any(pattern.fullmatch(said) for pattern in words.CONTENTLESS) or bool(_WORRY.match(said))


def _as_wishes(scores: Mapping[Act, float]) -> Mapping[Act, float]:
    """``scores`` where questions and requests are wishes how things should be: they answer “any advice?”."""
    wished = max(scores.get(act, 0.0) for act in (Act.SUGGESTION, Act.QUESTION, Act.REQUEST))
    return {**scores, Act.SUGGESTION: wished, Act.QUESTION: 0.0, Act.REQUEST: 0.0}


def _rival(acts: Iterable[Act], scores: Mapping[Act, float], whole: Mapping[Act, float]) -> float:
    return max(max(scores.get(act, 0.0), _SHADOW * whole.get(act, 0.0)) for act in acts)


def _mocks(whole: Mapping[Act, float]) -> bool:
    """Whether what sounds like praise is mockery."""
    return whole.get(Act.SARCASM, 0.0) > min(_MOCKING, whole.get(Act.FEEDBACK_POSITIVE, 0.0))


def _odds(chance: float) -> float:
    """``chance`` as log odds, kept away from certainty."""
    chance = min(max(chance, _NEVER), 1.0 - _NEVER)
    return math.log(chance / (1.0 - chance))


@dataclass(frozen=True, slots=True)
class _Kind:
    """One polarity, the acts that show it, its words, and the log odds that one of them adds, or two."""

    polarity: Polarity
    acts: tuple[Act, ...]
    words: re.Pattern[str]
    once: float
    twice: float

    def chance(self, scores: Mapping[Act, float]) -> float:
        """The chance of it by what the words do."""
        return max(scores.get(act, 0.0) for act in self.acts)

    def odds(self, said: str) -> float:
        """What the words of ``said`` add."""
        if self.polarity == "negative" and words.GRIEVED.search(said):
            return _GRIEVED
        found = len(self.words.findall(said))
        return 0.0 if not found else self.once if found == 1 else self.twice


_KINDS = (
    _Kind("suggestion", (Act.SUGGESTION,), words.SUGGESTION, 1.8, 2.2),
    _Kind("negative", (Act.FEEDBACK_NEGATIVE, Act.COMPLAINT), words.NEGATIVE, 0.8, 1.4),
    _Kind("positive", (Act.FEEDBACK_POSITIVE,), words.POSITIVE, 1.6, 2.2),
)
"""The words of a complaint stand in much else that people say, those of praise and wishes hardly: they weigh more."""


def _is_question(said: str, polarity: Polarity, scores: Mapping[Act, float]) -> bool:
    """Whether ``said`` wants an answer; a wish may have the shape of a question."""
    asking = scores.get(Act.QUESTION, 0.0)
    if polarity != "suggestion":
        return _asks(said)
    return asking >= _ASKING and (_asks(said) or asking >= scores.get(Act.SUGGESTION, 0.0))


def _asks(said: str) -> bool:
    return bool(words.ASKS_BACK.search(said)) and not words.RHETORICAL.search(said)


def _grouped(clauses: Sequence[_Clause]) -> list[tuple[_Clause, ...]]:
    """The points, each the clauses that make it: neighbours that go on with one another stay together."""
    groups: list[list[_Clause]] = []
    open_group: list[_Clause] = []
    for clause in clauses:
        if open_group and _goes_on(open_group, clause):
            open_group.append(clause)
            continue
        if open_group:
            groups.append(open_group)
        open_group = [] if clause.idle else [clause]
    if open_group:
        groups.append(open_group)
    return [tuple(group) for group in map(_pruned, groups) if group]


def _goes_on(group: Sequence[_Clause], clause: _Clause) -> bool:
    """Whether ``clause`` belongs to the point that ``group`` makes so far."""
    if clause.idle or (clause.opens and not words.BACKGROUND.match(group[-1].text)):
        return False
    made = [part for part in group if part.chance >= _POINT]
    together = clause.end - group[0].start
    if clause.chance < _POINT:
        return bool(made) and bool(words.FOLLOWS.match(clause.text)) and together <= _BREATH
    if not made:
        before = group[-1].text
        return together <= _BREATH and bool(words.SETS_SCENE.match(before) or words.BACKGROUND.match(before))
    if clause.polarity != made[0].polarity or together > _BREATH:
        return False
    return bool(words.FOLLOWS.match(clause.text)) or len(clause.text) < _BRIEF or len(group[-1].text) < _BRIEF


def _pruned(group: Sequence[_Clause]) -> list[_Clause]:
    return list(group) if any(part.chance >= _POINT for part in group) else []


def _point(text: str, group: Sequence[_Clause], whole: Understanding) -> Point:
    start, end = group[0].start, group[-1].end
    said = text[start:end]
    strongest = max(group, key=lambda part: part.chance)
    things = words.THING.findall(said)
    place = words.PLACE.search(said)
    times = [slot.text for slot in whole.slots if slot.kind == "time" and start <= slot.start and slot.end <= end]
    return Point(
        text=said,
        start=start,
        end=end,
        polarity=strongest.polarity,
        what=next((thing for thing in things if len(thing) > 1), *things[:1] or ("",)),
        where=place.group(1) if place else "",
        when=times[0] if times else "",
    )
