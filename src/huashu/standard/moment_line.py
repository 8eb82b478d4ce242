"""What an operator about lines says of one."""

from collections.abc import Iterator
from typing import assert_never

from huashu.call import Heard, Ms, Said, Side
from huashu.standard.entity import entities
from huashu.standard.keywords import has_words
from huashu.standard.scene import Line, Scene
from huashu.standard.spoken import (
    Connected,
    InHold,
    Interrupts,
    Pause,
    Placed,
    Repeats,
    Responds,
    Says,
    Sound,
    Speaks,
    Spoken,
    Talks,
)
from huashu.standard.text import length, plain
from huashu.standard.truth import Truth, all_true, any_true, pattern

_PACE = (Pause, Responds, Speaks)
"""What cannot be told of messages: they come at once, however long they were written and read."""


def is_spoken(operator: Spoken, line: Line, scene: Scene) -> Truth:
    """Whether ``operator`` holds of ``line``."""
    if isinstance(operator, Says):
        return _says(operator, line, scene) if operator.who in (None, line.who) else False
    if isinstance(operator, Connected):
        return line.index == scene.lines[0].index and scene.picked_up
    side = operator.before if isinstance(operator, Pause) else operator.who
    if side not in (None, line.who):
        return False
    return None if scene.written and isinstance(operator, _PACE) else _is_spoken(operator, line, scene)


def _is_spoken(
    operator: Pause | Responds | Interrupts | Repeats | Talks | Speaks | Sound | Placed | InHold,
    line: Line,
    scene: Scene,
) -> Truth:
    match operator:
        case Pause():
            return scene.quiet_before.get(line.index, 0) > operator.longer_than
        case Responds():
            return _responds(operator, line, scene)
        case Interrupts():
            over = scene.talked_over(line)
            return over is not None and over > operator.by
        case Repeats():
            long_enough = len(plain(line.text)) > operator.longer_than
            return long_enough and scene.times_said(line, operator.similar) >= operator.times
        case Talks():
            return _talks(operator, line, scene)
        case Speaks():
            return _speaks(operator, line, scene)
        case Sound():
            return _sound(operator, line, scene)
        case Placed():
            return _placed(operator, line, scene)
        case InHold():
            return line.index in scene.held_for
        case _:
            assert_never(operator)


def _says(operator: Says, line: Line, scene: Scene) -> Truth:
    """What is quickly told comes first, what has to be understood last."""
    text = line.text
    if operator.pattern is not None and not pattern(operator.pattern).search(text):
        return False
    if operator.longer_than is not None and length(text) <= operator.longer_than:
        return False
    if operator.shorter_than is not None and length(text) >= operator.shorter_than:
        return False
    if not scene.written and not _fast_enough(operator, _rate(line)):
        return False
    if operator.words is not None and not has_words(operator.words, text):
        return False
    return all_true(_understood(operator, line, scene))


def _understood(operator: Says, line: Line, scene: Scene) -> Iterator[Truth]:
    if scene.written and (operator.faster_than, operator.slower_than) != (None, None):
        yield None
    if operator.means:
        yield any_true(scene.means(line, meaning) for meaning in operator.means)
    if operator.entity:
        yield not entities(line.text).isdisjoint(operator.entity)
    if operator.uses_profile:
        yield _uses_profile(line, scene)
    if operator.acts:
        yield any_true(scene.does(line, act, operator.sure) for act in operator.acts)
    if operator.like is not None:
        yield scene.like(line, operator.like)


def _rate(line: Line) -> float:
    return length(line.text) * 1000 / max(1, line.end - line.at)


def _fast_enough(operator: Says | Speaks, rate: float) -> bool:
    if operator.faster_than is not None and rate <= operator.faster_than:
        return False
    return operator.slower_than is None or rate < operator.slower_than


def _uses_profile(line: Line, scene: Scene) -> Truth:
    if not scene.profile_words:
        return None
    words = plain(line.text)
    return any(words[at : at + 2] in scene.profile_words for at in range(len(words) - 1))


def _responds(operator: Responds, line: Line, scene: Scene) -> bool:
    gap = scene.answered_after(line)
    if gap is None:
        return False
    late_enough = operator.later_than is None or gap > operator.later_than
    return late_enough and (operator.sooner_than is None or gap < operator.sooner_than)


def _talks(operator: Talks, line: Line, scene: Scene) -> bool:
    before = _talked_until(operator.who, line.index, scene)
    if operator.who is None:
        return before <= operator.longer_than < line.end - scene.lines[0].at
    return before <= operator.longer_than < scene.talked[(line.who, line.index)]


def _talked_until(who: Side | None, index: int, scene: Scene) -> Ms:
    """How long ``who`` had talked (or the call had lasted) before the line at ``index``."""
    earlier = [line for line in scene.lines if line.index < index]
    if who is None:
        return max((line.end for line in earlier), default=0) - scene.lines[0].at if earlier else 0
    return max((scene.talked[(who, line.index)] for line in earlier if line.who is who), default=0)


def _speaks(operator: Speaks, line: Line, scene: Scene) -> bool:
    if not operator.on_average:
        return _fast_enough(operator, _rate(line))
    own = [other for other in scene.lines if other.who is line.who]
    rate = sum(length(other.text) for other in own) * 1000 / max(1, scene.talk_ms[line.who])
    return line.index == own[-1].index and _fast_enough(operator, rate)


def _sound(operator: Sound, line: Line, scene: Scene) -> Truth:
    event = scene.events[line.index]
    facts = event.audio if isinstance(event, Said | Heard) else None
    if facts is None:
        return None
    return all_true(
        (
            _below(facts.level_dbfs, operator.quieter_than),
            _above(facts.level_dbfs, operator.louder_than),
            _above(facts.noise_dbfs, operator.noise_above),
            _below(facts.snr_db, operator.snr_below),
            _same(facts.clipped, operator.clipped),
            _same(facts.echo, operator.echo),
        )
    )


def _below(value: float | None, limit: float | None) -> Truth:
    if limit is None:
        return True
    return None if value is None else value < limit


def _above(value: float | None, limit: float | None) -> Truth:
    if limit is None:
        return True
    return None if value is None else value > limit


def _same(value: bool | None, wanted: bool | None) -> Truth:
    if wanted is None:
        return True
    return None if value is None else value is wanted


def _placed(operator: Placed, line: Line, scene: Scene) -> Truth:
    own = [other.index for other in scene.lines if operator.who in (None, other.who)]
    place = own.index(line.index)
    if operator.last is not None and place < len(own) - operator.last:
        return False
    if operator.first is None:
        return True
    return False if place >= operator.first else (None if scene.excerpt else True)
