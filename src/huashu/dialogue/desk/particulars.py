"""The particulars that something needs: asked one by one, taken unasked, read back (S1.5, S3.13)."""

import re
from collections.abc import Collection
from dataclasses import replace

from huashu.call import Act, Say
from huashu.dialogue.answers import Answer, Stance, read_answers, volunteered
from huashu.dialogue.desk.finding import Matter
from huashu.dialogue.desk.state import (
    Asked,
    DeskCall,
    DeskContext,
    DeskMoment,
    DeskStep,
    Need,
    Onward,
    Pending,
    after_doing,
)
from huashu.dialogue.desk.wording import grouped, joined, line
from huashu.dialogue.script.asking import Question, Wants
from huashu.language import Understanding
from huashu.playbook.desk.model import Want

CONTACT = "联系电话"
NAME = "联系人"
STORY = "情况"

_WANTS = {
    "phone": Wants.PHONE,
    "number": Wants.NUMBER,
    "time": Wants.TIME,
    "place": Wants.PLACE,
    "name": Wants.NAME,
    "choice": Wants.CHOICE,
    "amount": Wants.AMOUNT,
    "text": Wants.OPEN,
}
_TELLS = re.compile(r"现象|情况|问题|原因|描述|内容|诉求|故障|经过|症状|事由|表现")
_CONTACT = re.compile(r"联系(?:电话|方式|号码)|回电|电话号码$|^电话$|手机号")
LONGEST_ECHO = 14
"""Characters of an answer that are said back at once."""

TIMES = 3
"""How often a particular is asked for at most."""


def wants_of(need: Need, ctx: DeskContext) -> tuple[Want, ...]:
    """What has to be known of ``need``: the item's own particulars, then how to reach him where somebody will."""
    topic = need.topic
    wants = topic.item.wants if topic.item else ()
    if topic.matter is Matter.SUGGESTION:
        return (Want(name=STORY, ask="您请讲，我如实记录。", kind="text", line=0),)
    if topic.matter is Matter.COMPLAINT:
        ask = "您能跟我具体说说是什么情况吗？我记下来，我们一起把它解决好。"
        wants = (Want(name=STORY, ask=ask, kind="text", line=0),)
    return wants


def question_of(want: Want) -> Question:
    """``want`` as a question whose answer can be read."""
    return Question(text=want.ask, wants=_WANTS.get(want.kind, Wants.OPEN), key=want.name, options=want.options)


def is_contact(want: Want) -> bool:
    """Whether it asks how to reach him."""
    return want.kind == "phone" and bool(_CONTACT.search(want.name))


def open_wants(need: Need, ctx: DeskContext) -> tuple[Want, ...]:
    """Those that are neither known nor beyond him."""
    return tuple(want for want in wants_of(need, ctx) if want.name not in need.told and want.name not in need.unknown)


def ask_next(call: DeskCall, need: Need, ctx: DeskContext, lead: str = "") -> DeskStep | None:
    """Ask for the next particular; ``None`` when nothing is left to ask."""
    for want in open_wants(need, ctx):
        if is_contact(want):
            continue
        return after_doing(
            call,
            Say(text=joined(lead, want.ask), because=("S1.5",)),
            pending=Pending(asked=Asked.WANT, text=want.ask, key=want.name),
        )
    return None


def take(
    need: Need, moment: DeskMoment, ctx: DeskContext, pending: Pending | None, known: Collection[str] = ()
) -> tuple[Need, tuple[Answer, ...]]:
    """The need with what the utterance tells of it: what was asked for, and what he says unasked."""
    wants = {want.name: want for want in wants_of(need, ctx)}
    if _is_he(moment.text, known):
        return need, ()
    asked = wants.get(pending.key) if pending and pending.asked is Asked.WANT else None
    answers = read_answers((question_of(asked),), moment.text, moment.heard) if asked else ()
    others = [
        question_of(want)
        for name, want in wants.items()
        if want is not asked and name not in need.told and want.kind != "text"
    ]
    unasked = volunteered(others, moment.text, moment.heard) if others else ()
    told, unknown = dict(need.told), set(need.unknown)
    for answer in (*answers, *unasked):
        value = answer.value or answer.text
        if answer.stance in (Stance.GIVEN, Stance.YES) and value:
            told[answer.question.key] = value.strip("，。,. ")
        elif answer.stance is Stance.NO:
            told[answer.question.key] = value or "没有"
        elif answer.stance in (Stance.UNSURE, Stance.DECLINED):
            unknown.add(answer.question.key)
    return replace(need, told=told, unknown=frozenset(unknown)), (*answers, *unasked)


def _is_he(text: str, known: Collection[str]) -> bool:
    """Whether he only says once more who he is."""
    bare = re.sub(r"[^\u4e00-\u9fff0-9a-zA-Z]|^(?:我|就|是|叫|姓)+", "", text)
    return bool(bare) and any(bare == re.sub(r"\W", "", value) for value in known)


_PUTS_RIGHT = re.compile(r"不是|不对|错了?|改(?:成|为|到|一下)|应该是|换成|说成|[，。]是")


def corrected_in(need: Need, moment: DeskMoment, ctx: DeskContext) -> tuple[Need, tuple[Answer, ...]]:
    """The need with what he puts right of what was read back to him, in words that put something right."""
    if not _PUTS_RIGHT.search(moment.text):
        return need, ()
    questions = [question_of(want) for want in wants_of(need, ctx) if want.kind != "text"]
    answers = read_answers(questions, moment.text, moment.heard) if questions else ()
    told = dict(need.told)
    for answer in answers:
        if answer.stance is Stance.GIVEN and answer.value:
            told[answer.question.key] = answer.value
    return replace(need, told=told), answers


def first_words(need: Need, text: str, heard: Understanding, ctx: DeskContext) -> Need:
    """The need with what his first words tell of it already: what is wrong is not asked a second time (S1.5)."""
    wants = [want for want in wants_of(need, ctx) if want.name not in need.told]
    told = dict(need.told)
    for answer in volunteered([question_of(want) for want in wants if want.kind != "text"], text, heard):
        if answer.stance is Stance.GIVEN and answer.value:
            told[answer.question.key] = answer.value
    told = _of_slots(wants, heard) | told
    story = next(
        (want for want in wants if want.kind == "text" and (_TELLS.search(want.name) or want.name == STORY)), None
    )
    long = 22 if story and story.name == STORY else 6
    if story and heard.has(Act.FEEDBACK_NEGATIVE, Act.COMPLAINT) and len(re.findall(r"[\u4e00-\u9fff]", text)) >= long:
        told[story.name] = text.strip("，。！!,. ")
    return replace(need, told=told)


_SLOT = {"time": "time", "place": "address", "phone": "phone", "number": "order", "amount": "amount", "name": "name"}


def _of_slots(wants: list[Want], heard: Understanding) -> dict[str, str]:
    """The particulars of a kind of which the words name exactly one, and the desk asks for exactly one."""
    told = {}
    for kind, slot in _SLOT.items():
        asked = [want for want in wants if want.kind == kind]
        said = [one for one in heard.slots if one.kind == slot]
        if len(asked) == 1 and len(said) == 1:
            told[asked[0].name] = said[0].text if kind in ("time", "place", "name") else said[0].value
    return told


def answered(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> DeskStep | Onward | None:
    """What he says when he was asked for a particular; ``None`` when it answers nothing."""
    need, pending = call.need, call.pending
    if need is None or pending is None:
        return None
    taken, answers = take(need, moment, ctx, pending, tuple(call.identity.claims.values()))
    if answers:
        values = [grouped(answer.value) for answer in answers if answer.value and len(answer.value) <= LONGEST_ECHO]
        text = line("noted_value", call.said, value="，".join(values)) if values else line("noted", call.said)
        return Onward(call=call.with_need(taken), text=text)
    if moment.heard.has(Act.REFUSE) or pending.times >= TIMES:
        return Onward(
            call=call.with_need(replace(need, unknown=need.unknown | {pending.key})), text=line("noted", call.said)
        )
    return None


def facts(need: Need, call: DeskCall) -> str:
    """What has been taken down, to be read back."""
    parts = [f"{name}是{value}" for name, value in need.told.items()]
    if call.contact:
        same = call.contact == call.incoming.number
        parts.append("联系您就打这个来电号码" if same else f"联系电话是{grouped(call.contact)}")
    return "，".join(parts)
