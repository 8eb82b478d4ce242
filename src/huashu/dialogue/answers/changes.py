"""Answers that he takes back or changes."""

import re
from collections.abc import Sequence
from dataclasses import replace

from huashu.dialogue.answers.choices import EITHER
from huashu.dialogue.answers.model import Answer, Stance
from huashu.dialogue.answers.polarity import predicates
from huashu.dialogue.answers.reading import read_answers
from huashu.dialogue.answers.words import is_garbled, pattern
from huashu.dialogue.script.asking import Wants
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
    if is_garbled(said) or not pattern("<changed>").search(said):
        return None
    told = _TAKEN_BACK.sub("", said).strip("，,、。 ")
    anew = heard if told == said else Understanding(text=told, acts=(), scores={}, slots=find_slots(told))
    for _, answer in sorted(enumerate(before), key=lambda one: (-_meant(one[1], said, anew), -one[0])):
        last = answer is before[-1]
        now = _now(answer, anew, last=last, said=said)
        if now is not None and (now.value, now.stance) != (answer.value, answer.stance):
            return now if now.text in said else replace(now, text=said.strip("，,。 "))
    return None


_TAKEN_BACK = re.compile(
    r"^(?:不对|不是|错了|算了|不不|哦不|等等|等一下)+[啊呀哦]*[，,、。\s]*|"
    r"(?:刚才?|刚刚|前面|之前|方才)?我?(?:说|讲|记|报|念|弄|搞|看)(?:错|反|岔)了?[，,、。\s]*"
)
_KIND: dict[Wants, str] = {Wants.TIME: "time", Wants.PLACE: "address", Wants.PHONE: "phone", Wants.AMOUNT: "amount"}


def _meant(answer: Answer, said: str, anew: Understanding) -> int:
    """How plainly ``said`` speaks of ``answer``: by its value, its name, or the kind of what is said ``anew``."""
    label = _LABELS.get(answer.question.wants)
    by_value = bool(answer.value) and answer.value in said
    by_kind = label is not None and re.search(label, said, re.I) is not None
    of_kind = any(slot.kind == _KIND.get(answer.question.wants) for slot in anew.slots)
    return 3 * of_kind + 2 * (by_value or answer.question.key in said) + by_kind


def _now(answer: Answer, anew: Understanding, *, last: bool, said: str) -> Answer | None:
    question = answer.question
    if question.wants is Wants.OPEN:
        return None
    now = next(iter(read_answers((question,), anew.text, anew)), None)
    if now is None or (question.wants is Wants.YES_NO and not _turns_round(now, answer, said, last=last)):
        return None
    if question.wants is Wants.PLACE and not _names_place(now.value, said):
        return None
    if question.wants is not Wants.YES_NO and (now.stance is not Stance.GIVEN or now.value == EITHER):
        return None
    if question.wants is Wants.TIME:
        return replace(now, value=_carried(answer.value, now.value))
    if question.wants is Wants.CHOICE and question.options and not set(now.value.split("、")) <= set(question.options):
        return None
    return now


def _names_place(value: str, said: str) -> bool:
    plainly = pattern("<place>").search(value) or any(slot.kind == "address" for slot in find_slots(value))
    return bool(plainly) or re.search(_LABELS[Wants.PLACE], said) is not None


_OFFERS = re.compile(r"要不要|愿意|可以|需要|方便|安排|考虑|参加|会不会|给您|帮您|为您")


def _turns_round(now: Answer, before: Answer, said: str, *, last: bool) -> bool:
    """Whether a yes became a no, or a no a yes: he takes up the question's words, or it was the last offer made."""
    if {now.stance, before.stance} != {Stance.YES, Stance.NO}:
        return False
    taken_up = any(len(word) >= 2 and word in said for word in predicates(before.question.text))
    return taken_up or (last and _OFFERS.search(before.question.text) is not None)


def _carried(before: str, now: str) -> str:
    """The day, and the part of the day, that hold on where only the hour is said anew."""
    old, new = read_point(before), read_point(now)
    if new.date or not old.date or not (new.part or new.clock is not None):
        return now
    return old.date + ("" if new.part else old.part) + now
