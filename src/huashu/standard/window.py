"""The moments that a clause's demand looks at, seen from the moment that triggered it."""

from typing import assert_never

from huashu.call import HungUp, Ms, Side
from huashu.call.event import end_of
from huashu.standard.clause import Where, Window
from huashu.standard.scene import Scene

_CUT_OFF: Ms = 500
"""A line after which the other side is gone within this time was not heard to its end."""


def cut_off(index: int, scene: Scene) -> bool:
    """Whether the customer, or the line, was gone before the agent had finished."""
    line = scene.line_at.get(index)
    left = scene.events[index + 1] if index + 1 < len(scene.events) else None
    if line is None or not isinstance(left, HungUp) or left.by is Side.AGENT:
        return False
    return left.at - line.end <= _CUT_OFF


def due(where: Where, window: list[int], anchor: int, scene: Scene) -> int:
    """The event by which something that is missing had to have happened."""
    match where:
        case Where.NEXT_AGENT_TURN:
            return window[0]
        case Where.SAME_LINE | Where.SAME_TURN | Where.BEFORE | Where.UNTIL_HERE:
            return anchor
        case Where.AFTER | Where.FROM_HERE | Where.CALL:
            answers = (line.index for line in scene.lines if line.index > anchor and line.who is Side.AGENT)
            return next(answers, len(scene.events) - 1)
        case _:
            assert_never(where)


def moments(window: Window, anchor: int, scene: Scene) -> list[int] | None:
    """The events that a demand looks at; ``None`` when the call gave no occasion to keep it."""
    found = _place(window.where, anchor, scene)
    if found is None:
        return None
    start = end_of(scene.events[anchor]) if anchor >= 0 else 0
    if window.since is not None:
        found = [index for index in found if scene.events[index].at >= start + window.since]
    if window.within is not None:
        found = [index for index in found if scene.events[index].at <= start + window.within]
    if window.turns is not None:
        last = _end_of_turns(window.turns, anchor, scene)
        if last is None:
            return None
        found = [index for index in found if index <= last]
    return found


def _place(where: Where, anchor: int, scene: Scene) -> list[int] | None:
    count = len(scene.events)
    match where:
        case Where.CALL:
            return list(range(count))
        case Where.SAME_LINE:
            return [anchor]
        case Where.SAME_TURN:
            line = scene.line_at.get(anchor)
            return [anchor] if line is None else [one.index for one in scene.turns[line.turn]]
        case Where.NEXT_AGENT_TURN:
            return _next_agent_turn(anchor, scene)
        case Where.AFTER:
            return list(range(anchor + 1, count))
        case Where.FROM_HERE:
            return list(range(max(anchor, 0), count))
        case Where.BEFORE:
            return list(range(anchor))
        case Where.UNTIL_HERE:
            return list(range(anchor + 1))
        case _:
            assert_never(where)


def _next_agent_turn(anchor: int, scene: Scene) -> list[int] | None:
    own = scene.line_at.get(anchor)
    for turn in scene.turns:
        if turn[0].index > anchor and turn[0].who is Side.AGENT and (own is None or turn[0].turn > own.turn):
            return [line.index for line in turn]
    for index in range(max(anchor, 0), len(scene.events)):
        event = scene.events[index]
        if isinstance(event, HungUp):
            return [index] if event.by is Side.AGENT else None
    return None


def _end_of_turns(turns: int, anchor: int, scene: Scene) -> int | None:
    """The last event of the agent's ``turns``-th turn after ``anchor``; ``None`` when it had none at all."""
    later = [turn for turn in scene.turns if turn[0].index > anchor and turn[0].who is Side.AGENT][:turns]
    return later[-1][-1].index if later else None
