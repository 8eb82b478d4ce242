"""How to reach him: why it is asked, the number he calls from offered, whose it is, landlines by extension (S3.17)."""

import re
from dataclasses import replace

from huashu.call import Act, Say
from huashu.dialogue.answers import Stance, read_answers
from huashu.dialogue.desk.identity import bare_name
from huashu.dialogue.desk.state import Asked, DeskCall, DeskContext, DeskMoment, DeskStep, Onward, Pending, after_doing
from huashu.dialogue.desk.wording import grouped, joined, line
from huashu.dialogue.script.asking import Question, Wants

SHORT_NAME = 6
"""Characters up to which an answer to “怎么称呼您” is a name."""

PHONE = "联系电话"
NAME = "称呼"
_QUESTION = Question(text="请您留一个联系电话，好吗？", wants=Wants.PHONE, key=PHONE)
_WHOSE = Question(text="请问怎么称呼您？", wants=Wants.NAME, key=NAME)
_OTHER = re.compile(r"换(?:个|一个)|别的|另(?:外|一)|不是这个|打我|留我|座机|不要这个|不方便")
_HIDDEN = re.compile(r"^(?:|unknown|anonymous|隐藏|未知)$", re.IGNORECASE)


def ask(call: DeskCall, ctx: DeskContext, lead: str = "") -> DeskStep | None:
    """Ask for what is missing of it; ``None`` when he can be reached."""
    if not call.contact:
        return _ask_number(call, lead)
    if is_landline(call.contact) and not call.extension:
        return _put(call, line("extension", call.said), Asked.EXTENSION, lead)
    if not call.contact_name:
        return _put(call, line("contact_name", call.said), Asked.WANT, lead, NAME)
    return None


def is_landline(number: str) -> bool:
    """Whether it is a fixed line: an area code, or too short for a mobile."""
    digits = re.sub(r"\D", "", number)
    return bool(digits) and not (len(digits) == 11 and digits.startswith("1"))


def _put(call: DeskCall, text: str, asked: Asked, lead: str, key: str = "") -> DeskStep:
    said = Say(text=joined(lead, text), because=("S3.17",))
    return after_doing(call, said, pending=Pending(asked=asked, text=text, key=key))


def _ask_number(call: DeskCall, lead: str) -> DeskStep:
    if not _HIDDEN.match(call.incoming.number):
        return _put(call, line("contact_same", call.said), Asked.SAME_NUMBER, lead)
    return _put(call, line("contact_ask", call.said), Asked.WANT, lead, PHONE)


def answered_same(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> DeskStep | Onward | None:
    """Whether the number he calls from will do; another one said at once is taken."""
    if number := number_in(moment):
        return Onward(call=replace(call, contact=number), text=line("noted_number", call.said, value=grouped(number)))
    if name := next((slot.value for slot in moment.heard.slots if slot.kind == "name"), ""):
        call = replace(call, contact_name=name)
        return Onward(call=replace(call, contact=call.incoming.number), text=line("noted", call.said))
    if moment.heard.has(Act.NEGATE, Act.REFUSE, Act.CORRECT) or _OTHER.search(moment.text):
        return _put(call, line("contact_ask", call.said), Asked.WANT, "", PHONE)
    if moment.heard.has(Act.AFFIRM, Act.BACKCHANNEL, Act.AFFIRM_IDENTITY) or re.search(
        r"可以|行|好|就这个|对|嗯", moment.text
    ):
        return Onward(call=replace(call, contact=call.incoming.number), text=line("noted", call.said))
    return None


_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def number_in(moment: DeskMoment) -> str:
    """The telephone number in what he says, or ""."""
    slots = [slot.value for slot in moment.heard.slots if slot.kind == "phone"]
    return slots[-1] if slots else next(iter(_MOBILE.findall(moment.text)), "")


def answered(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> DeskStep | Onward | None:
    """The number or the name that was asked for; without one after two tries the number he calls from is taken."""
    assert call.pending is not None
    if call.pending.key == PHONE:
        number = number_in(moment) or next(
            (one.value for one in read_answers((_QUESTION,), moment.text, moment.heard) if one.stance is Stance.GIVEN),
            "",
        )
        if number:
            text = line("noted_number", call.said, value=grouped(number))
            return Onward(call=replace(call, contact=re.sub(r"[^\d+\-]", "", number)), text=text)
        if call.pending.times > 1 or moment.heard.has(Act.REFUSE):
            return Onward(call=replace(call, contact=call.incoming.number or "未留"), text=line("noted", call.said))
        return None
    name = next((one.value for one in read_answers((_WHOSE,), moment.text, moment.heard) if one.value), "")
    name = name or next((slot.value for slot in moment.heard.slots if slot.kind == "name"), "")
    name = name or bare_name(moment.text, alone=len(moment.text) <= SHORT_NAME)
    known = str(call.identity.record.get("姓名", "")) if call.identity.verified else ""
    return Onward(call=replace(call, contact_name=name or known or "本人"), text=line("noted", call.said))


def answered_extension(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Onward:
    """Direct line or extension, and whom to ask for."""
    name = next((slot.value for slot in moment.heard.slots if slot.kind == "name"), call.contact_name)
    call = replace(call, extension=moment.text.strip("，。 "), contact_name=name)
    return Onward(call=call, text=line("noted", call.said))
