"""Deciding: which matter, which first, whether it is to be done, whether he can be kept (S1.6, S3.24, S3.25)."""

import re
from collections.abc import Iterator
from typing import Final

from huashu.customer.callers import identity
from huashu.customer.callers.hearing import Cue, Hearing, sentences
from huashu.customer.callers.judging import like
from huashu.customer.callers.person import Need, Wish
from huashu.customer.callers.scene import Scene
from huashu.customer.callers.telling import reason_of, thing_of
from huashu.customer.moves import Move

_MEANS: Final = re.compile(r"您(?:刚才)?(?:说|问|想|要|指|提|反映)的?(?:的)?(?:是|事|要)|是(?:不是)?(?:想|要)|还是")
_ABOUT: Final = 5
"""In so many of its last sentences the agent says what it is about to do."""


def leaving(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He wants to leave: the reason, and what is offered to keep him (S3.24)."""
    progress = scene.active
    if progress is None or progress.need.wish is not Wish.CANCELLED:
        return None
    if hearing.wants(Cue.REASON_ASKED) and not hearing.wants(Cue.SATISFIED):
        return (scene.speak(reason_of(scene, progress.need), "cancel_reason"),)
    if hearing.wants(Cue.KEEPS) and not hearing.wants(Cue.HOLD_REQUEST, Cue.ELSE) and "kept" not in scene.state.done:
        scene.state.done.add("kept")
        scene.ledger.consents.append({"turn": scene.ledger.turns, "to": "keeping", "given": progress.need.keeps})
        if progress.need.keeps:
            progress.got, progress.at = "kept", scene.ledger.turns
            return (scene.say("keeps_yes"),)
        return (scene.say("keeps_no"),)
    return None


def which_first(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """Several matters: which one first (S1.6)."""
    if not hearing.wants(Cue.ORDER_OF) or hearing.wants(Cue.ELSE, Cue.HOLD_REQUEST):
        return None
    open_ones = [progress for progress in scene.state.needs if not progress.settled and progress.told is not None]
    if not open_ones:
        return None
    return (scene.say("order_first", {"a": thing_of(open_ones[0].need.name)}),)


def which_matter(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is asked whether it is this matter that he means, or which of several; or another one is about to be done."""
    active = scene.active
    if active is None or not hearing.asks or hearing.wants(Cue.ELSE, Cue.SATISFIED):
        return None
    deciding = hearing.wants(Cue.READ_BACK, Cue.CONSENT_DO)
    if not deciding and not _MEANS.search(hearing.asks):
        return None
    text = "".join(sentences(hearing.text)[-_ABOUT:]) if deciding else hearing.asks
    mine = _is_about(text, active.need)
    others = {name for name in _names(scene) if name in text and name not in active.need.name}
    if mine and others and "还是" in hearing.asks:
        return (scene.say("order_first", {"a": thing_of(active.need.name)}),)
    if mine or not others:
        return None
    return identity.other_matter(scene, active)


def _names(scene: Scene) -> Iterator[str]:
    """What the desk calls its matters."""
    yield from (item.name for item in scene.desk.items)
    yield from (limit.what for limit in scene.desk.limits)
    yield from (qa.question.rstrip("？?") for qa in scene.desk.knowledge)


def _is_about(text: str, need: Need) -> bool:
    """Whether ``text`` speaks of his matter."""
    if need.wish is Wish.COMPLAINT_TAKEN:
        return "投诉" in text or "反映" in text
    return need.name.rstrip("？?") in text or thing_of(need.name) in text or like(text, need.name)


def consent(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is asked whether it is to be done."""
    if not hearing.wants(Cue.CONSENT_DO) or hearing.wants(Cue.ELSE, Cue.SATISFIED, Cue.READ_BACK, Cue.HOLD_REQUEST):
        return None
    if scene.active is None and scene.untold is not None:
        return None
    item = scene.active.need.item if scene.active else None
    if (
        item is not None
        and item.fee
        and "fee" not in scene.state.done
        and item.fee not in hearing.text
        and scene.chance(0.2)
    ):
        scene.state.done.add("fee")
        return (scene.say("ask_price"),)
    scene.ledger.consents.append({"turn": scene.ledger.turns, "to": hearing.asks, "given": True})
    return (scene.say("agree"),)


def chooses(scene: Scene, hearing: Hearing) -> tuple[Move, ...]:
    """One thing or the other."""
    active = scene.active
    if (active is not None and active.need.wish is Wish.SMS_EXPLAINED) or hearing.has(Cue.SMS):
        stops = active is None or not active.need.keeps
        scene.ledger.consents.append({"turn": scene.ledger.turns, "to": "stop_sms", "given": stops})
        return (scene.say("sms_stop" if stops else "sms_keep"),)
    before, after = hearing.asks.rsplit("还是", 1)
    options = [part for part in (re.split(r"[，,、是]", before)[-1], after.rstrip("？?呢")) if 1 < len(part) < 14]
    return (scene.say("value", {"v": scene.draws.choice(options)}),) if options else (scene.say("either"),)
