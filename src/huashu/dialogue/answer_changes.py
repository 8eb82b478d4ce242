"""Answers that he takes back or changes, and what of them is worth saying back to him."""

import re
from collections.abc import Sequence
from dataclasses import replace

from huashu.dialogue.answer_choices import EITHER
from huashu.dialogue.answer_contacts import SAME_ACCOUNT, SAME_NUMBER
from huashu.dialogue.answer_reading import Answer, Stance, read_answers
from huashu.dialogue.answer_words import pattern
from huashu.dialogue.asking import Question, Wants
from huashu.language import Understanding
from huashu.language.slots import find_slots
from huashu.language.times import read_point

_LABELS: dict[Wants, str] = {
    Wants.TIME: r"时间|日子|点钟|那天",
    Wants.PLACE: r"地址|地方|地点|送|寄",
    Wants.PHONE: r"电话|手机|号码",
    Wants.ACCOUNT: r"微信|qq",
    Wants.EMAIL: r"邮箱|邮件",
    Wants.NAME: r"名字|姓|收件人|联系人",
    Wants.AMOUNT: r"钱|价|预算|金额",
    Wants.NUMBER: r"单号|号",
}


def corrected(before: Sequence[Answer], said: str, heard: Understanding) -> Answer | None:
    """The earlier answer that the utterance takes back or changes, as it now stands; ``None`` if it changes none.

    Without words of correction (“不对”, “刚才说错了”, “改成…”) nothing is changed; an hour said anew keeps the day.
    """
    if not pattern("<changed>").search(said):
        return None
    for answer in sorted(before[::-1], key=lambda one: -_meant(one, said)):
        now = _now(answer, said, heard)
        if now is not None and (now.value, now.stance) != (answer.value, answer.stance):
            return now
    return None


def _meant(answer: Answer, said: str) -> int:
    """How plainly ``said`` speaks of ``answer``: by its value, its name, or the name of its kind."""
    label = _LABELS.get(answer.question.wants)
    by_value = bool(answer.value) and answer.value in said
    by_kind = label is not None and re.search(label, said, re.I) is not None
    return 2 * (by_value or answer.question.key in said) + by_kind


def _now(answer: Answer, said: str, heard: Understanding) -> Answer | None:
    question = answer.question
    if question.wants is Wants.OPEN:
        return None
    told = re.sub(r"^(?:不对|不是|错了|算了|不不|哦不)+[啊呀哦]*[，,、。\s]*", "", said)
    anew = heard if told == said else Understanding(text=told, acts=(), scores={}, slots=find_slots(told))
    now = next(iter(read_answers((question,), told, anew)), None)
    if now is None or (question.wants is Wants.YES_NO and not _turns_round(now, answer, said)):
        return None
    if question.wants is not Wants.YES_NO and (now.stance is not Stance.GIVEN or now.value == EITHER):
        return None
    if question.wants is Wants.TIME:
        return replace(now, value=_carried(answer.value, now.value))
    if question.wants is Wants.CHOICE and question.options and not set(now.value.split("、")) <= set(question.options):
        return None
    return now


def _turns_round(now: Answer, before: Answer, said: str) -> bool:
    sides = {now.stance, before.stance}
    return sides == {Stance.YES, Stance.NO} and re.search(r"还是|算了|改主意|想了想|刚才|不对|错", said) is not None


def _carried(before: str, now: str) -> str:
    """The day, and the part of the day, that hold on where only the hour is said anew."""
    old, new = read_point(before), read_point(now)
    if new.date or not old.date or not (new.part or new.clock is not None):
        return now
    return old.date + ("" if new.part else old.part) + now


_SAID_BACK = frozenset(
    {
        Wants.TIME,
        Wants.DURATION,
        Wants.PLACE,
        Wants.PHONE,
        Wants.ACCOUNT,
        Wants.EMAIL,
        Wants.NAME,
        Wants.COUNT,
        Wants.AMOUNT,
        Wants.NUMBER,
        Wants.CHOICE,
    }
)
_MOST = 4
_EXACT = re.compile(r"[\d零一二两三四五六七八九十百千万半]")


def echo(answers: Sequence[Answer]) -> str:
    """What of ``answers`` an attentive agent says back, the values joined by commas: times, places, contacts, choices,
    amounts, a telephone number in groups; "" where only opinions or a yes or no were given."""
    pieces = [piece for answer in answers if (piece := _piece(answer))]
    return "，".join(list(dict.fromkeys(pieces))[:_MOST])


def _piece(answer: Answer) -> str:
    question, value = answer.question, answer.value
    if not value or value == EITHER:
        return ""
    if question.wants is Wants.YES_NO:
        return _to_him(value) if len(value) <= 20 and _is_matter(value) else ""
    if question.wants not in _SAID_BACK or answer.stance is not Stance.GIVEN:
        return ""
    if question.wants in (Wants.COUNT, Wants.AMOUNT, Wants.DURATION) and not _EXACT.search(value):
        return ""
    if question.wants is Wants.CHOICE and _is_opinion(question):
        return ""
    return _spoken(value)


def _is_matter(value: str) -> bool:
    """Whether ``value`` is a time, a number or an address from its first to its last character."""
    return any(slot.end - slot.start >= len(value) - 2 for slot in find_slots(value) if slot.kind in ("time", "phone"))


def _is_opinion(question: Question) -> bool:
    return any(pattern("(?:<degree>)*<grade>了?").fullmatch(option) for option in question.options)


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
