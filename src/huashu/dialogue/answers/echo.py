"""What of his answers is worth saying back to him: whole values of the kind that was asked for, and nothing else."""

import re
from collections.abc import Sequence
from typing import assert_never

from huashu.dialogue.answers import values
from huashu.dialogue.answers.choices import EITHER
from huashu.dialogue.answers.contacts import SAME_ACCOUNT, SAME_NUMBER
from huashu.dialogue.answers.model import Answer, Stance
from huashu.dialogue.answers.reading import READERS
from huashu.dialogue.answers.words import pattern
from huashu.dialogue.script.asking import Question, Wants
from huashu.language.slots import find_slots

_MOST = 4


def echo(answers: Sequence[Answer]) -> str:
    """What of ``answers`` an attentive agent says back, the values joined by commas: times, places, contacts, choices,
    amounts, a telephone number in groups; "" where only opinions, a yes or no, or words of leaving were given."""
    pieces = [piece for answer in answers if (piece := _piece(answer))]
    return "，".join(list(dict.fromkeys(pieces))[:_MOST])


def _piece(answer: Answer) -> str:
    question, value = answer.question, answer.value
    if not value or value == EITHER or pattern("<parting>").search(value):
        return ""
    match question.wants:
        case Wants.YES_NO:
            return _spoken(value) if _is_contact(value) or (_ARRANGES.search(question.text) and _is_time(value)) else ""
        case Wants.OPEN:
            return _numbers_in(value)
        case Wants.RATING:
            return ""
        case Wants.CHOICE:
            return _choice(question, value)
        case Wants.PHONE | Wants.ACCOUNT | Wants.EMAIL | Wants.NAME | Wants.NUMBER:
            return _spoken(value) if answer.stance is Stance.GIVEN else ""
        case Wants.TIME | Wants.DURATION | Wants.PLACE | Wants.COUNT | Wants.AMOUNT:
            whole = answer.stance is Stance.GIVEN and _is_whole(question, value)
            return _spoken(value) if whole else _numbers_in(value)
        case _:
            assert_never(question.wants)


_ARRANGES = re.compile(r"可以|方便|行[吗不]|合适|上门|安排|过来|约|改|送|能不能|来得及")
_EXACT = re.compile(r"[\d零一二两三四五六七八九十百千万半]")


def _is_whole(question: Question, value: str) -> bool:
    """Whether ``value`` is one of the kind asked for from its first to its last character, and exact."""
    if question.wants in (Wants.COUNT, Wants.AMOUNT, Wants.DURATION) and not _EXACT.search(value):
        return False
    found = READERS[question.wants](values.ready(value, find_slots(value), question.text, call=True))
    return found is not None and found.start == 0 and found.end >= len(pattern("<tail>+$").sub("", value))


def _is_contact(value: str) -> bool:
    """Whether ``value`` is nothing but an address or a telephone number."""
    slots = find_slots(value)
    return "@" in value or any(
        slot.kind in ("address", "phone") and slot.start == 0 and slot.end == len(value) for slot in slots
    )


def _is_time(value: str) -> bool:
    found = values.time(values.ready(value, find_slots(value)))
    return found is not None and not found.refused and (found.start, found.end) == (0, len(value))


def _choice(question: Question, value: str) -> str:
    """The option chosen, or a time, an address or a number that he names instead."""
    if any(pattern("(?:<degree>)*<grade>了?").fullmatch(option) for option in question.options):
        return ""
    chosen = value.split("，")[0].split("、")
    named = not question.options or set(chosen) <= set(question.options)
    if named or _is_contact(value) or _is_time(value) or _NAMED.fullmatch(value):
        return _spoken(value)
    return _numbers_in(value)


_WORD = r"[^我你您他她不没，]{1,4}"
_NAMED = re.compile(rf"(?:{_WORD})?(?:套餐|方案|选项|第|[\da-z一二三四五六七八九十]){_WORD}")


def _numbers_in(value: str) -> str:
    """The telephone numbers among his words."""
    return "，".join(_spoken(slot.value) for slot in find_slots(value) if slot.kind == "phone" and len(slot.value) >= 7)


def _spoken(value: str) -> str:
    if value in (SAME_ACCOUNT, SAME_NUMBER):
        return "就是您的手机号" if value == SAME_ACCOUNT else "就是这个号码"
    if re.fullmatch(r"1\d{10}", value):
        return f"{value[:3]} {value[3:7]} {value[7:]}"
    if value.isascii() and value.isdigit() and len(value) >= 7:
        return " ".join(value[place : place + 4] for place in range(0, len(value), 4))
    return _to_him(value)


def _to_him(value: str) -> str:
    """His words about himself as they are said to him: 我家 → 您家."""
    return re.sub(r"我们|咱们|咱|俺|我", "您", value)
