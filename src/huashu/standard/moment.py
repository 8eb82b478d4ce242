"""What an operator says of a moment: so, not so, or nobody can tell."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import assert_never

from huashu.call import HoldEnded, HungUp, Ms, Noise, Ring, Said, Side, Silence
from huashu.call.event import end_of
from huashu.standard.operator import (
    After,
    AllOf,
    AnyOf,
    Before,
    Beyond,
    Does,
    Follows,
    HangsUp,
    Interrupts,
    InTurn,
    Known,
    Not,
    Nth,
    OnHold,
    Operator,
    Pause,
    Repeats,
    Rings,
    Says,
    Silent,
    Sounds,
    Talks,
)
from huashu.standard.scene import Line, Scene, Truth
from huashu.standard.text import length, plain


def holds(operator: Operator, index: int, scene: Scene) -> Truth:
    """Whether ``operator`` holds of the event at ``index``. Worked out once per scene."""
    if (who := _speaker(operator)) is not None and scene.speaker_at[index] is not who:
        return False
    key = (operator, index)
    if key in scene.truths:
        return scene.truths[key]
    truth = scene.truths[key] = _holds(operator, index, scene)
    return truth


@lru_cache(maxsize=4096)
def _speaker(operator: Operator) -> Side | None:
    """The only side of whose lines ``operator`` can hold; ``None`` when there is no such side. The quick answer to most
    questions: that line is the other side's, or no line."""
    match operator:
        case Says() | Interrupts() | Repeats() | Talks():
            return operator.who
        case Pause():
            return operator.before
        case Nth() | Beyond() | InTurn():
            return _speaker(operator.of)
        case AllOf():
            return next(filter(None, map(_speaker, operator.of)), None)
        case AnyOf():
            sides = {_speaker(part) for part in operator.of}
            return sides.pop() if len(sides) == 1 else None
        case _:
            return None


def _holds(operator: Operator, index: int, scene: Scene) -> Truth:
    match operator:
        case AllOf():
            return _all(holds(part, index, scene) for part in operator.of)
        case AnyOf():
            return _any(holds(part, index, scene) for part in operator.of)
        case Not():
            inner = holds(operator.of, index, scene)
            return None if inner is None else not inner
        case After() | Before() | Follows() | InTurn() | Nth() | Beyond():
            return _around(operator, index, scene)
        case Says() | Pause() | Interrupts() | Repeats() | Talks():
            line = scene.line_at.get(index)
            return False if line is None else _line(operator, line, scene)
        case Silent() | Sounds() | HangsUp() | OnHold() | Rings() | Does() | Known():
            return _happening(operator, index, scene)
        case _:
            assert_never(operator)


def _around(operator: After | Before | Follows | InTurn | Nth | Beyond, index: int, scene: Scene) -> Truth:
    match operator:
        case After():
            here = scene.events[index].at
            return _any(
                holds(operator.of, i, scene)
                for i in range(index)
                if operator.within is None or here - end_of(scene.events[i]) <= operator.within
            )
        case Before():
            here = end_of(scene.events[index])
            return _any(
                holds(operator.of, i, scene)
                for i in range(index + 1, len(scene.events))
                if operator.within is None or scene.events[i].at - here <= operator.within
            )
        case Follows():
            line = scene.line_at.get(index)
            before = () if line is None else scene.turn_before(line)
            return _any(holds(operator.of, other.index, scene) for other in before)
        case InTurn():
            line = scene.line_at.get(index)
            turn = () if line is None else scene.turns[line.turn]
            return _any(holds(operator.of, other.index, scene) for other in turn)
        case Nth():
            return _counted(operator.of, index, scene, lambda earlier: earlier == operator.number - 1)
        case Beyond():
            if operator.in_a_row:
                return _in_a_row(operator, index, scene)
            return _counted(operator.of, index, scene, lambda earlier: earlier >= operator.times)
        case _:
            assert_never(operator)


def _counted(of: Operator, index: int, scene: Scene, enough: Callable[[int], bool]) -> Truth:
    """Whether ``of`` holds here and in ``enough`` earlier turns (or events that are no lines)."""
    here = holds(of, index, scene)
    if not here:
        return here
    earlier: set[tuple[bool, int]] = set()
    unknown = False
    for i in range(index):
        truth = holds(of, i, scene)
        unknown = unknown or truth is None
        if truth:
            earlier.add(_turn_key(i, scene))
    earlier.discard(_turn_key(index, scene))
    return None if unknown else enough(len(earlier))


def _turn_key(index: int, scene: Scene) -> tuple[bool, int]:
    line = scene.line_at.get(index)
    return (True, line.turn) if line else (False, index)


def _in_a_row(operator: Beyond, index: int, scene: Scene) -> Truth:
    """Whether ``operator.of`` holds here and in each of the ``times`` turns that this side had before."""
    line = scene.line_at.get(index)
    if line is None:
        return False
    own = [turn for turn in scene.turns[: line.turn] if turn[0].who is line.who][-operator.times :]
    if len(own) < operator.times:
        return False
    before = (_any(holds(operator.of, one.index, scene) for one in turn) for turn in own)
    return _all([holds(operator.of, index, scene), *before])


def _line(operator: Says | Pause | Interrupts | Repeats | Talks, line: Line, scene: Scene) -> Truth:
    match operator:
        case Says():
            return _says(operator, line, scene)
        case Pause():
            return line.who is operator.before and scene.quiet_before.get(line.index, 0) > operator.longer_than
        case Interrupts():
            over = scene.talked_over(line) if line.who is operator.who else None
            return over is not None and over > operator.by
        case Repeats():
            long_enough = line.who is operator.who and len(plain(line.text)) > operator.longer_than
            return long_enough and scene.said_before(line)
        case Talks():
            return _talks(operator, line, scene)
        case _:
            assert_never(operator)


def _talks(operator: Talks, line: Line, scene: Scene) -> bool:
    before = _talked_until(operator.who, line.index, scene)
    if operator.who is None:
        return before <= operator.longer_than < line.end - scene.lines[0].at
    here = scene.talked[(line.who, line.index)] if line.who is operator.who else 0
    return before <= operator.longer_than < here


def _talked_until(who: Side | None, index: int, scene: Scene) -> Ms:
    """How long ``who`` had talked (or the call had lasted) before the line at ``index``."""
    earlier = [line for line in scene.lines if line.index < index]
    if who is None:
        return max((line.end for line in earlier), default=0) - scene.lines[0].at if earlier else 0
    return max((scene.talked[(who, line.index)] for line in earlier if line.who is who), default=0)


def _says(operator: Says, line: Line, scene: Scene) -> Truth:
    if operator.means and not any(meaning.found_in(line.text) for meaning in operator.means):
        return False
    if operator.pattern is not None and not _pattern(operator.pattern).search(line.text):
        return False
    if operator.longer_than is not None and length(line.text) <= operator.longer_than:
        return False
    if operator.faster_than is not None and _rate(line) <= operator.faster_than:
        return False
    if operator.uses_profile and (uses := _uses_profile(line, scene)) is not True:
        return uses
    return _any(scene.does(line, act, operator.sure) for act in operator.acts) if operator.acts else True


@lru_cache(maxsize=1024)
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _rate(line: Line) -> float:
    return length(line.text) * 1000 / max(1, line.end - line.at)


def _uses_profile(line: Line, scene: Scene) -> Truth:
    if not scene.profile_words:
        return None
    words = plain(line.text)
    return any(words[at : at + 2] in scene.profile_words for at in range(len(words) - 1))


def _happening(operator: Silent | Sounds | HangsUp | OnHold | Rings | Does | Known, index: int, scene: Scene) -> Truth:
    event = scene.events[index]
    match operator:
        case Silent():
            long_enough = isinstance(event, Silence) and event.end - event.at >= operator.at_least
            return long_enough and isinstance(event, Silence) and event.side is operator.by
        case Sounds():
            return isinstance(event, Noise) and event.end - event.at >= operator.at_least
        case HangsUp():
            return isinstance(event, HungUp) and event.by is operator.by and _hung_up(operator, event, scene)
        case OnHold():
            held = scene.unspoken_on_hold.get(index, 0) if isinstance(event, Said | HoldEnded) else 0
            return held > operator.longer_than
        case Rings():
            earlier = sum(isinstance(other, Ring) for other in scene.events[:index])
            return isinstance(event, Ring) and earlier >= operator.more_than
        case Does():
            return None if scene.deeds is None else bool(scene.deeds.get(index, frozenset()) & set(operator.what))
        case Known():
            return _known(operator, scene)
        case _:
            assert_never(operator)


def _hung_up(operator: HangsUp, event: HungUp, scene: Scene) -> bool:
    quiet = scene.quiet_before_hanging_up(event)
    if quiet is None:
        return operator.sooner_than is None and operator.later_than is None
    soon_enough = operator.sooner_than is None or quiet < operator.sooner_than
    late_enough = operator.later_than is None or quiet > operator.later_than
    return soon_enough and late_enough


def _known(operator: Known, scene: Scene) -> Truth:
    if operator.deeds and scene.deeds is None:
        return False
    if operator.kind is not None and not _pattern(operator.kind).search(scene.log.kind):
        return False if scene.log.kind else None
    if operator.profile is None:
        return True
    if not scene.log.profile:
        return None
    return _pattern(operator.profile).search(str(dict(scene.log.profile))) is not None


def _all(truths: Iterable[Truth]) -> Truth:
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def _any(truths: Iterable[Truth]) -> Truth:
    unknown = False
    for truth in truths:
        if truth:
            return True
        unknown = unknown or truth is None
    return None if unknown else False
