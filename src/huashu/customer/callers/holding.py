"""Waiting: consent to hold, how he bears it, the call-back instead (S3.14, S3.17)."""

import re
from typing import Final

from huashu.call import Ms
from huashu.customer.callers.hearing import Cue, Hearing
from huashu.customer.callers.kinds import Moment
from huashu.customer.callers.scene import BRISK, Scene
from huashu.customer.moves import Move

_QUESTION: Final = re.compile(r"[？?吗]|好不好|行不行|可不可以")
_PATIENCE: Final[Ms] = 240_000
_IMPATIENT: Final[Ms] = 25_000
_ANXIOUS: Final[Ms] = 18_000


def asked_to_hold(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is asked to wait."""
    if not hearing.wants(Cue.HOLD_REQUEST) or hearing.wants(Cue.CALL_BACK):
        return None
    turn = scene.ledger.turns
    if not _QUESTION.search(hearing.asks):
        return _told_to_wait(scene, turn)
    if hearing.has(Cue.PROGRESS) and scene.state.hold_asked:
        return _progress(scene)
    scene.state.hold_asked += 1
    if scene.has(Moment.HOLD_REFUSED) or (Moment.HOLD_REFUSED in scene.person.moments and scene.state.hold_asked < 3):
        scene.provoke(Moment.HOLD_REFUSED)
        scene.ledger.holds.append({"turn": turn, "consent": False})
        return (scene.say("hold_no"),)
    scene.ledger.holds.append({"turn": turn, "consent": True})
    if scene.has(Moment.ANXIOUS_ON_HOLD):
        scene.provoke(Moment.ANXIOUS_ON_HOLD)
        return (scene.say("anxious" if scene.chance(0.4) else "agree_hold", pause=BRISK),)
    return (scene.say("agree_hold", pause=BRISK),)


def _told_to_wait(scene: Scene, turn: int) -> tuple[Move, ...]:
    """Told to wait, not asked: he says nothing, or a short word at once, before the other goes on."""
    if Moment.HOLD_REFUSED in scene.person.moments and scene.has(Moment.HOLD_REFUSED) and scene.chance(0.5):
        scene.provoke(Moment.HOLD_REFUSED)
        scene.ledger.holds.append({"turn": turn, "consent": False})
        return (scene.say("hold_no", pause=BRISK),)
    return (scene.say("ack_short", pause=BRISK),) if scene.chance(0.15) else ()


def _progress(scene: Scene) -> tuple[Move, ...]:
    """A progress line: he hardly answers."""
    return (scene.say("progress_ack", pause=BRISK),) if scene.chance(0.3) else ()


def progress_told(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is told how it goes while he waits."""
    if not scene.state.on_hold or hearing.wants(Cue.CALL_BACK, Cue.CONTACT_ASKED):
        return None
    if hearing.has(Cue.PROGRESS, Cue.HOLD_REQUEST, Cue.WAITED) or not hearing.asks:
        return _progress(scene)
    return None


def on_hold(scene: Scene, ms: Ms) -> tuple[Move, ...]:
    """He has been on hold for ``ms``."""
    state = scene.state
    state.on_hold = True
    state.held = max(state.held, ms)
    if ms >= _PATIENCE:
        return scene.leave("held_too_long", scene.say("hold_leave"))
    if Moment.HOLD_IMPATIENT in scene.person.moments and ms >= _IMPATIENT * (1 + 2 * state.complained):
        scene.provoke(Moment.HOLD_IMPATIENT)
        state.complained += 1
        return (scene.say("impatient_hold"),)
    if Moment.ANXIOUS_ON_HOLD in scene.person.moments and ms >= _ANXIOUS * (1 + 2 * state.complained):
        scene.provoke(Moment.ANXIOUS_ON_HOLD)
        state.complained += 1
        return (scene.say("anxious"),)
    return ()


def call_back(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is offered a call-back, or asked for the number, the extension, for whom to ask."""
    if hearing.wants(Cue.CLEAR, Cue.ELSE, Cue.SATISFIED, Cue.WRITTEN):
        return None
    direct = hearing.wants(Cue.DIRECT_LINE) or (hearing.has(Cue.DIRECT_LINE) and hearing.wants(Cue.FOR_WHOM))
    if direct and scene.person.contact.startswith("0"):
        return _direct(scene, hearing)
    if hearing.wants(Cue.FOR_WHOM):
        return (scene.say("for_whom"),)
    if hearing.wants(Cue.CONTACT_ASKED):
        return _contact(scene, hearing)
    if hearing.wants(Cue.CALL_BACK) and hearing.asks and not hearing.wants(Cue.ELSE):
        return _consent(scene)
    if hearing.wants(Cue.HIMSELF):
        if not scene.person.holder and not scene.state.owner_here and scene.person.relation:
            return (scene.say("no_owner"),)
        named = re.search(r"称呼|贵姓|姓名|名字", hearing.asks)
        return (scene.say("himself_named" if named else "himself_yes", _names(scene)),)
    return None


def _names(scene: Scene) -> dict[str, str]:
    name = scene.person.name
    return {"me": name, "sur": name[:1], "title": scene.person.address}


def _consent(scene: Scene) -> tuple[Move, ...]:
    """He would rather wait, or be called."""
    insists = Moment.HOLD_IMPATIENT in scene.person.moments and scene.state.on_hold and scene.chance(0.4)
    accepted = not insists or bool(scene.ledger.call_back)
    scene.ledger.call_back.append({"turn": scene.ledger.turns, "accepted": accepted})
    return (scene.say("call_back_yes" if accepted else "insists_wait"),)


def _contact(scene: Scene, hearing: Hearing) -> tuple[Move, ...]:
    """The number at which he wants to be reached."""
    person = scene.person
    contact = person.contact or person.number
    if hearing.wants(Cue.CALL_BACK):
        scene.ledger.call_back.append({"turn": scene.ledger.turns, "accepted": True})
    scene.ledger.given.append({"turn": scene.ledger.turns, "name": "联系电话", "value": contact, "proves": False})
    scene.state.given["联系电话"] = contact
    if Moment.LANDLINE_CALL_BACK in person.moments:
        scene.provoke(Moment.LANDLINE_CALL_BACK)
        return (scene.say("contact_other", {"v": contact}),)
    if contact == person.number and scene.chance(0.6):
        return (scene.say("contact_same"),)
    return (scene.say("contact_other", {"v": contact}),)


def _direct(scene: Scene, hearing: Hearing) -> tuple[Move, ...]:
    """Whether his fixed telephone is a direct line."""
    extension = scene.person.extension
    if extension:
        scene.ledger.given.append({"turn": scene.ledger.turns, "name": "分机", "value": extension, "proves": False})
    words = scene.words("direct" if extension else "direct_yes", {"v": extension})
    if hearing.has(Cue.FOR_WHOM):
        words += "，" + scene.words("for_whom")
    return (scene.speak(words, "direct"),)
