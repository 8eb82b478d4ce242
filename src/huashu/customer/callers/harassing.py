"""A harassing caller: he wants no help, only that somebody goes on talking with him (S2.1-S2.13)."""

import re
from typing import Final

from huashu.customer.callers.fields import Particular, asked_for
from huashu.customer.callers.hearing import Cue, Hearing
from huashu.customer.callers.scene import Scene
from huashu.customer.callers.telling import thing_of
from huashu.customer.moves import Move

_TIRES: Final = (2, 3, 4, 5, 7)
"""After how many lines that give him nothing he loses interest."""
_SHORT: Final = 4
_NUMBER: Final = re.compile(r"号码|手机号|电话|账号|单号|编号|尾号|后四位|身份证")


def opening(scene: Scene) -> tuple[Move, ...]:
    """How he begins: like a caller, or at once like a prankster."""
    state, person = scene.state, scene.person
    state.rounds += 1
    scene.state.needs[0].told = scene.ledger.turns
    if person.says:
        return (scene.speak(person.says[0], "prank_open"),)
    return (scene.say(f"open_{person.style}", {"thing": _thing(scene)}),)


def _thing(scene: Scene) -> str:
    """What he pretends to call about: the same throughout."""
    if not scene.state.stops:
        things = [thing_of(item.name) for item in scene.desk.items]
        short = [thing for thing in things if len(thing) <= _SHORT] or things
        scene.state.stops = scene.draws.choice(short) if short else "卡"
    return scene.state.stops


def hear(scene: Scene, hearing: Hearing) -> tuple[Move, ...]:
    """What he makes of a line."""
    state = scene.state
    if hearing.has(Cue.CLOSES) and not hearing.asks:
        state.closed = True
        return scene.leave("closed", *((scene.say("prank_bye"),) if scene.chance(0.3) else ()))
    if state.rounds == 0:
        return opening(scene)
    state.rounds += 1
    dull = hearing.has(Cue.UNRELATED, Cue.WILL_HANG_UP)
    state.methods += 1 if dull else 0
    if state.methods > scene.draws.choice(_TIRES) or state.rounds > 26:
        return scene.leave("bored", scene.say("prank_bye"))
    return (*_behind(scene), _reply(scene, hearing, dull=dull))


def _behind(scene: Scene) -> tuple[Move, ...]:
    """What is heard behind him: laughter, prompting."""
    person = scene.person
    if person.behind and scene.chance(0.5):
        return (scene.speak(scene.draws.choice(person.behind), "prank_accomplice"),)
    if person.style == "accomplices" and scene.chance(0.55):
        if scene.chance(0.5):
            return (scene.sound("[旁边有人笑]"),)
        return (scene.speak(scene.words("accomplice"), "prank_accomplice"),)
    return (scene.sound("[笑声]", 400, 1200),) if scene.chance(0.12) else ()


def _reply(scene: Scene, hearing: Hearing, *, dull: bool) -> Move:
    if dull:
        return _ended(scene)
    if hearing.wants(Cue.CONSEQUENCE):
        return scene.say("prank_consequence")
    if hearing.asks and _NUMBER.search(hearing.asks):
        return _number(scene)
    if hearing.asks and asked_for(hearing.asks, (Particular(name="姓名", kind="name", value=""),), frozenset()):
        _clear(scene)
        return scene.say("prank_name")
    if hearing.wants(Cue.HOLD_REQUEST, Cue.HEAR_ME):
        return scene.say("prank_yes")
    if hearing.wants(Cue.ELSE):
        return scene.say("prank_else") if scene.chance(0.4) else _on(scene)
    if hearing.wants(Cue.DETAIL_ASKED, Cue.NEED_ASKED, Cue.WISH_ASKED) and scene.chance(0.35):
        return scene.say("prank_probe")
    if hearing.has(Cue.EMPATHY) and scene.chance(0.4):
        _clear(scene)
        return scene.say("prank_empathy")
    return _on(scene)


def _on(scene: Scene) -> Move:
    """One more of the same: from the second on his game is clear."""
    if scene.state.rounds >= 2:
        _clear(scene)
    person = scene.person
    unused = [text for text in (*person.says[1:], *person.goes_on) if text not in scene.state.done]
    if unused:
        scene.state.done.add(unused[0])
        return scene.speak(unused[0], "prank_push")
    return scene.say(f"go_{person.style}", {"thing": _thing(scene)})


def _ended(scene: Scene) -> Move:
    """He is told that it has nothing to do with the firm: he tries to keep the talk going."""
    _clear(scene)
    category = scene.draws.choice(("prank_method", "prank_method", "prank_leader", "prank_attitude", "go"))
    return _on(scene) if category == "go" else scene.say(category)


def _number(scene: Scene) -> Move:
    """Asked for what could be checked: nothing, nonsense, or a number that the records contradict (S2.3)."""
    knows = list(scene.person.knows.values())
    value = next((each for each in knows if each.isdigit()), "一二三四五")
    scene.ledger.given.append({"turn": scene.ledger.turns, "name": "", "value": value, "proves": True, "right": False})
    return scene.say("prank_number", {"v": value})


def _clear(scene: Scene) -> None:
    """From his next utterance on a careful listener is sure."""
    if scene.ledger.clear_from is None:
        scene.ledger.clear_from = scene.ledger.turns


def agent_silent(scene: Scene, ms: int) -> tuple[Move, ...]:
    """Nobody talks with him."""
    if scene.state.closed or ms >= 15_000:
        return scene.leave("closed" if scene.state.closed else "agent_silent")
    return (scene.say("prank_hello"),) if ms >= 6000 else ()
