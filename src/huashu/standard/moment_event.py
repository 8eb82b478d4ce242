"""What an operator says of what happens beside the lines, and of the call as a whole."""

from collections.abc import Iterator
from typing import assert_never

from huashu.call import Dtmf, HungUp, Noise, Ring, Side, Silence, Transferred
from huashu.call.event import Event
from huashu.standard.operator import (
    Call,
    Clear,
    Does,
    HangsUp,
    Happening,
    Hold,
    Keys,
    Known,
    OnHold,
    Rings,
    Silent,
    Sounds,
    TalkShare,
    Transfers,
)
from huashu.standard.scene import Scene
from huashu.standard.truth import Truth, all_true, pattern


def happens(operator: Happening, index: int, scene: Scene) -> Truth:
    """Whether ``operator`` holds of the event at ``index``."""
    match operator:
        case Silent() | Sounds() | HangsUp() | Transfers() | Keys():
            return _is_event(operator, scene.events[index], scene)
        case OnHold():
            return scene.unspoken_on_hold.get(index, 0) > operator.longer_than
        case Hold():
            return scene.hold_passes(index, operator.longer_than)
        case Rings():
            return _rings(operator, index, scene)
        case Does():
            return None if scene.deeds is None else bool(scene.deeds.get(index, frozenset()) & set(operator.what))
        case Known():
            return _known(operator, scene)
        case Call():
            return all_true(_call(operator, scene))
        case Clear():
            return _clear(operator, index, scene)
        case _:
            assert_never(operator)


def _is_event(operator: Silent | Sounds | HangsUp | Transfers | Keys, event: Event, scene: Scene) -> bool:
    match operator, event:
        case Silent(), Silence(at=at, end=end, side=side):
            return side is operator.by and end - at >= operator.at_least
        case Sounds(), Noise(at=at, end=end):
            return end - at >= operator.at_least
        case HangsUp(), HungUp():
            return event.by is operator.by and _hung_up(operator, event, scene)
        case Transfers(), Transferred(to=to):
            return operator.to is None or pattern(operator.to).search(to) is not None
        case Keys(), Dtmf(digits=digits, side=side):
            fits = operator.digits is None or pattern(operator.digits).search(digits) is not None
            return fits and operator.who in (None, side)
        case _:
            return False


def _hung_up(operator: HangsUp, event: HungUp, scene: Scene) -> bool:
    match operator.after_word_of:
        case None:
            after: Side | None = event.by
        case "anyone":
            after = None
        case side:
            after = Side(side)
    quiet = scene.quiet_before_hanging_up(event, after)
    if quiet is None:
        return operator.sooner_than is None and operator.later_than is None
    soon_enough = operator.sooner_than is None or quiet < operator.sooner_than
    late_enough = operator.later_than is None or quiet > operator.later_than
    return soon_enough and late_enough


def _rings(operator: Rings, index: int, scene: Scene) -> bool:
    earlier = sum(isinstance(other, Ring) for other in scene.events[:index])
    if operator.more_than is not None:
        return isinstance(scene.events[index], Ring) and earlier >= operator.more_than
    first = bool(scene.lines) and index == scene.lines[0].index
    return first and operator.fewer_than is not None and 0 < earlier < operator.fewer_than


def _known(operator: Known, scene: Scene) -> Truth:
    if operator.deeds and scene.deeds is None:
        return False
    if operator.kind is not None and (fits := _kind(operator.kind, scene)) is not True:
        return fits
    if operator.profile is None:
        return True
    if not scene.log.profile:
        return None
    return pattern(operator.profile).search(str(dict(scene.log.profile))) is not None


def _kind(wanted: str, scene: Scene) -> Truth:
    return pattern(wanted).search(scene.log.kind) is not None if scene.log.kind else None


def _call(operator: Call, scene: Scene) -> Iterator[Truth]:
    log = scene.log
    yield operator.direction in (None, log.direction) and operator.agent in (None, log.agent)
    yield operator.whole is None or scene.whole is operator.whole
    if operator.longer_than is not None or operator.shorter_than is not None:
        yield _lasts(operator, scene)
    if operator.talk_share is not None:
        yield _share(operator.talk_share, scene)
    if operator.kind is not None:
        yield _kind(operator.kind, scene)
    if operator.records is not None:
        yield pattern(operator.records).search(str(dict(log.records))) is not None if log.records else None
    for key, wanted in operator.meta:
        yield pattern(wanted).search(str(log.extra[key])) is not None if key in log.extra else None
    if operator.ends is not None:
        last = scene.events[-1]
        yield last.by is operator.ends if isinstance(last, HungUp) else None


def _lasts(operator: Call, scene: Scene) -> bool:
    begins, ends = scene.span
    long = ends - begins
    long_enough = operator.longer_than is None or long > operator.longer_than
    return long_enough and (operator.shorter_than is None or long < operator.shorter_than)


def _share(share: TalkShare, scene: Scene) -> Truth:
    everybody = sum(scene.talk_ms.values())
    if not everybody:
        return None
    part = scene.talk_ms[share.who] / everybody
    enough = share.more_than is None or part > share.more_than
    return enough and (share.less_than is None or part < share.less_than)


def _clear(operator: Clear, index: int, scene: Scene) -> Truth:
    if not scene.nature_known:
        return None
    since = scene.clear_from is not None and index >= scene.clear_from
    return since is operator.since
