"""Hearing what he gave read back: right, or to be corrected (S1.5, S3.13)."""

import re
from typing import Final

from huashu.customer.callers.fields import Particular, named_in
from huashu.customer.callers.hearing import Cue, Hearing, sentences
from huashu.customer.callers.scene import Scene
from huashu.customer.callers.values import has, numbers, plain
from huashu.customer.moves import Move

_WINDOW: Final = 2
"""So many digits may differ in what still is a number of his, misheard."""
_REQUESTS: Final = re.compile(r"(?:报|提供|说|告诉|留)(?:一)?下|多少|怎么称呼|什么|哪")
_PARTS: Final = re.compile(r"[^，,。；;！!？?、]+")


def read_back(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """Something is read back to him for confirmation."""
    if not hearing.wants(Cue.READ_BACK) or hearing.wants(Cue.ELSE, Cue.SATISFIED, Cue.HOLD_REQUEST, Cue.HEAR_ME):
        return None
    if _REQUESTS.search(hearing.asks) and named_in(hearing.asks, scene.particulars()):
        return None
    text = _what_is_read(hearing)
    wrong = misread(scene, text)
    if wrong is not None:
        scene.state.corrected.add(wrong.name)
        scene.ledger.corrections.append(
            {"turn": scene.ledger.turns, "name": wrong.name, "right": wrong.value, "heard": hearing.text}
        )
        return (scene.say("correct", {"v": wrong.value}),)
    read = [name for name, value in scene.state.given.items() if has(text, value)]
    if not read and hearing.wants(Cue.CONSENT_DO, Cue.CALL_BACK, Cue.KEEPS, Cue.REASON_ASKED):
        return None
    for name in read:
        scene.ledger.confirmed.append({"turn": scene.ledger.turns, "name": name})
    return (scene.say("confirm"),)


def _what_is_read(hearing: Hearing) -> str:
    """The sentence that asks for confirmation and the one before it."""
    parts = sentences(hearing.text)
    at = next((at for at, part in enumerate(parts) if part in hearing.asks or hearing.asks.endswith(part)), 0)
    return "".join(parts[max(0, at - 1) :])


def misread(scene: Scene, text: str) -> Particular | None:
    """One of his particulars that the line has otherwise."""
    mine = set(scene.state.given.values()) | {scene.person.number, scene.person.contact}
    figures = [number for number in numbers(text) if not any(number in plain(value) for value in mine if value)]
    for particular in scene.particulars():
        value = scene.state.given.get(particular.name, "")
        if not value or has(text, value):
            continue
        digits = re.sub(r"\D", "", value)
        if len(digits) >= 4 and any(_near(number, digits) for number in figures):
            return particular
        if particular.kind == "choice" and _other_option(text, particular):
            return particular
        if particular.kind in ("time", "name", "amount") and particular.name in text and _other_value(text, particular):
            return particular
    return None


def _near(number: str, digits: str) -> bool:
    """Whether ``number`` is ``digits`` with a few of them wrong, missing or added."""
    if number == digits:
        return False
    if len(number) == len(digits):
        return sum(one != other for one, other in zip(number, digits, strict=True)) <= max(_WINDOW, len(digits) // 3)
    return abs(len(number) - len(digits)) == 1 and (number[:3] == digits[:3] or number[-3:] == digits[-3:])


def _other_option(text: str, particular: Particular) -> bool:
    return any(option in text and option not in particular.value for option in particular.options)


def _other_value(text: str, particular: Particular) -> bool:
    """Whether the words after the name of a particular are plainly not his."""
    after = text.split(particular.name, 1)[1].lstrip("是为：: ")
    first = _PARTS.match(after)
    said = plain(first.group()) if first else ""
    return bool(said) and not set(said) & set(plain(particular.value))
