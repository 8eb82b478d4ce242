"""What comes between: is this a robot, a person please, thanks, doubts, temper, passwords (S1.12, S2.12, D5)."""

import re
from dataclasses import replace

from huashu.call import Act, DoNotContact, Say, Transfer
from huashu.dialogue.desk import needs
from huashu.dialogue.desk.finding import Matter, Topic
from huashu.dialogue.desk.state import (
    Asked,
    Decision,
    DeskCall,
    DeskContext,
    DeskMoment,
    DeskStep,
    Need,
    Onward,
    Pending,
    after_doing,
)
from huashu.dialogue.desk.wording import joined, line

_NODDED = re.compile(r"^(?:(?:好的|明白|谢谢您|抱歉|不好意思)[，。]?)+(?:记下了[，。])?")
_NOT_AGAIN = re.compile(
    r"(?:别|不要|不用|勿|不想|不许|停止|甭)[^，。]{0,8}(?:打|来电|联系|骚扰|推销|推荐|电话)|(?:电话|推销|来电)[^，。]{0,4}(?:别|不要|停)"
)
_PASSWORD = re.compile(r"密码(?:是|就是|设的|为)|(?:告诉|报|给)你(?:我的?)?密码")


def asides(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """Answer what is not the matter itself, and come back to it."""
    heard = moment.heard
    if _PASSWORD.search(moment.text):
        return back(call, line("password", call.said), "D5")
    if heard.has(Act.ASK_ROBOT):
        return _robot(call, moment, ctx)
    if heard.has(Act.ASK_HUMAN):
        return _human(call, ctx)
    if heard.has(Act.ASK_SUPERVISOR) and not moment.topics:
        return _supervisor(call, moment, ctx)
    if heard.has(Act.DO_NOT_CONTACT) and _NOT_AGAIN.search(moment.text):
        mark = DoNotContact(text=moment.text, heard_at=moment.at)
        step = back(replace(call, marked=True), line("do_not_contact", call.said), "S0.13")
        return replace(step, actions=(mark, *step.actions))
    if heard.has(Act.DOUBT_FRAUD):
        return back(call, line("not_fraud", call.said), "D5")
    if (
        not moment.topics
        and heard.has(Act.ANGER, Act.ABUSE, Act.ANXIOUS, Act.ESCALATION_THREAT)
        and not heard.has(Act.COMPLAINT)
    ):
        return _feeling(call, moment)
    if not moment.topics and heard.has(Act.APOLOGY):
        return back(call, line("forgiven", call.said), "S2.12")
    if not moment.topics and heard.has(Act.PRAISE, Act.THANKS) and call.pending is not None:
        return back(call, line("praise" if heard.has(Act.PRAISE) else "thanks", call.said), "S3.10")
    if not moment.topics and heard.has(Act.OFF_TOPIC, Act.PRANK, Act.FLIRT):
        return back(call, line("off_business", call.said), "S2.12") if call.pending is None else back(call, "", "S2.12")
    return None


def _robot(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision:
    """The truth; and what he wants in the same breath is taken up (D5)."""
    text = line("robot", call.said)
    taken = needs.brings(call, moment, ctx) if moment.topics else None
    if isinstance(taken, Onward):
        return replace(taken, text=joined(text, taken.text))
    return taken or back(call, text, "D5")


def back(call: DeskCall, text: str, *because: str) -> DeskStep:
    """Say it, and put the open question again."""
    pending = call.pending
    if pending is None:
        return after_doing(call, *((Say(text=text, because=because),) if text else ()))
    again = _NODDED.sub("", pending.text) if pending.text not in text else ""
    said = Say(text=joined(text, again), because=because)
    return after_doing(call, said, pending=replace(pending, times=pending.times + 1))


def _human(call: DeskCall, ctx: DeskContext) -> Decision:
    """A person instead of a robot: our help is offered once, then he is passed on, and told so (S1.8)."""
    if not call.humans:
        text = line("human_first", call.said)
        call = replace(call, humans=1)
        return after_doing(call, Say(text=text, because=("S1.8",)), pending=Pending(asked=Asked.NEED, text=text))
    text = line("human", call.said)
    return after_doing(
        call, Say(text=text, because=("S1.8",)), Transfer(to=ctx.desk.department or "人工坐席", because=("S1.8",))
    )


def _supervisor(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision:
    """A leader is asked for: registered, so that the leader calls back (S1.8)."""
    topic = Topic(matter=Matter.CALL_BACK, name=f"{ctx.desk.leader}回电")
    if any(need.topic.name == topic.name for need in call.needs):
        return back(call, line("noted", call.said), "S1.8")
    need = Need(topic=topic, words=moment.text.strip()).did("offered")
    call = replace(call, needs=(*call.needs, need), kinds=call.kinds | {"投诉"})
    call = replace(call, current=len(call.needs) - 1)
    text = joined(needs.empathy(call, moment, ()), line("supervisor", call.said, leader=ctx.desk.leader))
    return after_doing(call, Say(text=text, because=("S1.8",)), pending=Pending(asked=Asked.TAKE_UP, text=text))


def _feeling(call: DeskCall, moment: DeskMoment) -> Decision | None:
    """Temper or worry without a matter: heard out first, then on with the matter (S1.12)."""
    if call.heated >= 2 and call.pending is not None:
        return None
    text = needs.empathy(call, moment, ())
    call = replace(
        call, heated=call.heated + 1, empathised=call.empathised + bool(text), kinds=call.kinds | {"情绪激动"}
    )
    if call.pending is None and call.need is None:
        ask = line("complaint_ask", call.said)
        return after_doing(
            call, Say(text=joined(text, ask), because=("S1.12",)), pending=Pending(asked=Asked.NEED, text=ask)
        )
    return back(call, text or line("noted", call.said), "S1.12")
