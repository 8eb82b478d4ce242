"""What an operator says of a moment: so, not so, or nobody can tell."""

from collections.abc import Callable
from functools import lru_cache
from typing import assert_never

from huashu.call import Side
from huashu.call.event import end_of
from huashu.standard.moment_event import happens
from huashu.standard.moment_line import is_spoken
from huashu.standard.operator import (
    After,
    AllOf,
    AnyOf,
    Before,
    Beyond,
    Call,
    Clear,
    Does,
    Follows,
    HangsUp,
    Hold,
    InTurn,
    Keys,
    Known,
    Near,
    Not,
    Nth,
    OnHold,
    Operator,
    Rings,
    Silent,
    Sounds,
    Transfers,
)
from huashu.standard.scene import Scene
from huashu.standard.spoken import InHold, Interrupts, Pause, Placed, Repeats, Responds, Says, Sound, Speaks, Talks
from huashu.standard.truth import Truth, all_true, any_true


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
        case Says() | Responds() | Interrupts() | Repeats() | Talks() | Speaks() | Sound() | Placed() | InHold():
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
            return all_true(holds(part, index, scene) for part in operator.of)
        case AnyOf():
            return any_true(holds(part, index, scene) for part in operator.of)
        case Not():
            inner = holds(operator.of, index, scene)
            return None if inner is None else not inner
        case After() | Before() | Near() | Follows() | InTurn() | Nth() | Beyond():
            return _around(operator, index, scene)
        case (
            Silent()
            | Sounds()
            | HangsUp()
            | OnHold()
            | Hold()
            | Rings()
            | Transfers()
            | Keys()
            | Does()
            | Known()
            | Call()
            | Clear()
        ):
            return happens(operator, index, scene)
        case _:
            line = scene.line_at.get(index)
            return False if line is None else is_spoken(operator, line, scene)


def _around(operator: After | Before | Near | Follows | InTurn | Nth | Beyond, index: int, scene: Scene) -> Truth:
    match operator:
        case After():
            return _anywhere(operator.of, scene, lambda i: i < index and _within(operator, i, index, scene))
        case Before():
            return _anywhere(operator.of, scene, lambda i: i > index and _within(operator, index, i, scene))
        case Near():
            return _anywhere(
                operator.of,
                scene,
                lambda i: i != index and _within(operator, min(i, index), max(i, index), scene),
            )
        case Follows():
            line = scene.line_at.get(index)
            before = () if line is None else scene.turn_before(line)
            return any_true(holds(operator.of, other.index, scene) for other in before)
        case InTurn():
            line = scene.line_at.get(index)
            turn = () if line is None else scene.turns[line.turn]
            return any_true(holds(operator.of, other.index, scene) for other in turn)
        case Nth():
            counted = _counted(operator.of, index, scene, lambda earlier: earlier == operator.number - 1)
            return None if counted and scene.excerpt else counted
        case Beyond():
            if operator.in_a_row:
                return _in_a_row(operator, index, scene)
            return _counted(operator.of, index, scene, lambda earlier: earlier >= operator.times)
        case _:
            assert_never(operator)


def _anywhere(of: Operator, scene: Scene, wanted: Callable[[int], bool]) -> Truth:
    """Whether ``of`` holds of one of the ``wanted`` events."""
    so, unknown = _found(of, scene)
    if any(map(wanted, so)):
        return True
    return None if any(map(wanted, unknown)) else False


def _found(of: Operator, scene: Scene) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The events of which ``of`` holds, and those of which nobody can tell. Most operators hold of few, so that looking
    through these takes less than looking through the call from each of its events."""
    if (known := scene.found.get(of)) is None:
        truths = [holds(of, index, scene) for index in range(len(scene.events))]
        so = tuple(index for index, truth in enumerate(truths) if truth)
        known = scene.found[of] = (so, tuple(index for index, truth in enumerate(truths) if truth is None))
    return known


def _within(operator: After | Before | Near, earlier: int, later: int, scene: Scene) -> bool:
    """Whether two events are as near to each other as ``operator`` asks, in time and in lines."""
    if operator.within is not None:
        gap = scene.events[later].at - end_of(scene.events[earlier])
        if gap > operator.within:
            return False
    return operator.lines is None or scene.lines_between(earlier, later) <= operator.lines


def _counted(of: Operator, index: int, scene: Scene, enough: Callable[[int], bool]) -> Truth:
    """Whether ``of`` holds here and in ``enough`` earlier turns (or events that are no lines)."""
    here = holds(of, index, scene)
    if not here:
        return here
    so, unknown = _found(of, scene)
    if unknown and unknown[0] < index:
        return None
    earlier = {_turn_key(i, scene) for i in so if i < index} - {_turn_key(index, scene)}
    return enough(len(earlier))


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
    before = (any_true(holds(operator.of, one.index, scene) for one in turn) for turn in own)
    return all_true([holds(operator.of, index, scene), *before])
