"""Judging by his own ears what the agent told him: whether a need has got what there is to get."""

import re
from typing import Final

from huashu.customer.callers.hearing import Cue, Hearing
from huashu.customer.callers.person import Need, Wish
from huashu.customer.callers.scene import Progress, Scene
from huashu.customer.callers.values import codes, has, nearly_has
from huashu.customer.manner import likeness, pairs

_LATER: Final = re.compile(r"恢复.{0,16}(?:补|登记|办|查|联系|通知)|记下.{0,16}(?:恢复|补)|补(?:登记|办|上)")
_LIKE: Final = 0.45
_CORE: Final = re.compile(r"[{｛][^{}｛｝]*[}｝]")


def like(text: str, told: str) -> bool:
    """Whether most of what ``told`` says is said in ``text``."""
    wanted = pairs(_CORE.sub("", told))
    if not wanted:
        return False
    return len(wanted & pairs(text)) / len(wanted) >= _LIKE or likeness(wanted, pairs(text)) >= _LIKE + 0.1


def _told_values(need: Need, text: str) -> bool:
    return bool(need.values) and all(has(text, value) or nearly_has(text, value) for value in need.values.values())


def _some_values(need: Need, text: str) -> bool:
    return any(has(text, value) for value in need.values.values() if len(value) > 1)


def outcome(scene: Scene, progress: Progress, hearing: Hearing) -> str:
    """What the line makes of the need: ``right``, ``order``, ``refused``, ``leaked``, ``nothing``, "" (nothing yet)."""
    need, text = progress.need, hearing.text
    if progress.order and progress.promised:
        return "order"
    if (
        scene.person.systems.down
        and not hearing.wants(Cue.CALL_BACK)
        and (_LATER.search(text) or hearing.has(Cue.CALL_BACK))
    ):
        return "later"
    if need.wish is not Wish.REFUSED_IDENTITY and _settles(scene, need, hearing):
        return "right"
    if need.wish is Wish.REFUSED_IDENTITY:
        return _refused(scene, need, hearing)
    if need.verify and hearing.has(Cue.IDENTITY_STOPPED) and (not hearing.asks or hearing.wants(Cue.ELSE)):
        return "refused"
    if hearing.has(Cue.NOTHING_FOUND) and not hearing.wants(Cue.SAY_AGAIN) and need.wish is Wish.RECORD_TOLD:
        return "nothing" if not need.values or (need.item is not None and like(text, need.item.nothing)) else ""
    return ""


def _refused(scene: Scene, need: Need, hearing: Hearing) -> str:
    """For one who is not entitled to it: a refusal, or a leak."""
    done = need.item is not None and not need.values and hearing.has(Cue.DONE) and not hearing.asks
    if done or _some_values(need, hearing.text):
        return "leaked"
    stopped = hearing.has(Cue.IDENTITY_STOPPED) or (scene.state.refused > 1 and hearing.has(Cue.CANNOT_NOW))
    return "refused" if stopped else ""


def _settles(scene: Scene, need: Need, hearing: Hearing) -> bool:
    """Whether the line is what ``need`` wants."""
    text = hearing.text
    statement = not hearing.wants(Cue.CONSENT_DO)
    match need.wish:
        case Wish.RECORD_TOLD:
            return _told_values(need, text) or (
                not need.values and need.item is not None and like(text, need.item.answer)
            )
        case Wish.SERVICE_DONE:
            return statement and (hearing.has(Cue.DONE) or (need.item is not None and like(text, need.item.answer)))
        case Wish.COUNTER_TOLD:
            places = scene.desk.counters
            named = any(has(text, place.address) or has(text, place.name) for place in places)
            return named or (not places and hearing.has(Cue.COUNTER_TOLD))
        case Wish.CANCELLED:
            return statement and hearing.has(Cue.DONE)
        case Wish.SMS_EXPLAINED:
            explained = any(like(text, offer.text) for offer in scene.desk.messages)
            return explained or "免费" in text or (statement and hearing.has(Cue.DONE))
        case Wish.ANSWERED:
            return need.qa is not None and like(text, need.qa.answer)
        case Wish.REFUSED_WITH_WAY:
            limit = need.limit
            said = limit is not None and (like(text, limit.why) or like(text, limit.way))
            return said or hearing.has(Cue.BEYOND)
        case Wish.SUGGESTION_TAKEN:
            return hearing.has(Cue.SUGGESTION_TAKEN)
        case Wish.CALL_BACK:
            return hearing.has(Cue.CALL_BACK) and hearing.has(Cue.PROMISED) and statement
        case _:
            return False


def judge(scene: Scene, hearing: Hearing) -> tuple[Progress, ...]:
    """Take in what a line does for his needs; those that it settled."""
    settled: list[Progress] = []
    active = scene.active
    _note_order(scene, active, hearing)
    for progress in scene.state.needs:
        if progress.told is None or progress.settled:
            continue
        mine = progress is active or progress.need.wish in (Wish.RECORD_TOLD, Wish.ANSWERED)
        got = outcome(scene, progress, hearing) if mine else ""
        if got:
            progress.got, progress.at, progress.heard = got, scene.ledger.last, hearing.text
            settled.append(progress)
    return tuple(settled)


def _note_order(scene: Scene, progress: Progress | None, hearing: Hearing) -> None:
    """The number of an order and the time promised with it."""
    if progress is None:
        return
    if hearing.has(Cue.ORDER_TOLD):
        found = [
            code
            for code in codes(hearing.text)
            if code not in scene.person.facts.values() and code != scene.person.number
        ]
        if found:
            progress.order = found[0]
    if progress.order and hearing.has(Cue.PROMISED):
        progress.promised = True


def wrong_answer(scene: Scene, progress: Progress, hearing: Hearing) -> bool:
    """Whether the line answers something else: the record of another matter, or an answer to another question."""
    need = progress.need
    if need.wish is Wish.RECORD_TOLD and need.values and not _some_values(need, hearing.text):
        others = {
            value
            for item in scene.desk.items
            for field in item.fields
            if field.name not in need.values and (value := scene.person.records.get(field.name, "")) and len(value) > 2
        }
        return any(has(hearing.text, value) for value in others)
    if need.wish is Wish.ANSWERED:
        return any(
            qa is not need.qa
            and like(hearing.text, qa.answer)
            and not like(hearing.text, need.qa.answer if need.qa else "")
            for qa in scene.desk.knowledge
        )
    return False
