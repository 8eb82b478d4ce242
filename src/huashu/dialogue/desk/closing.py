"""Taking leave: satisfaction asked, thanks and good wishes, and the customer hangs up first (S1.10, D1)."""

import re
from dataclasses import replace

from huashu.call import Act, EndReason, HangUp, Ms, Note, NoteKind, Say
from huashu.dialogue.desk.finding import Matter
from huashu.dialogue.desk.state import Asked, DeskCall, DeskContext, DeskMoment, DeskStep, Pending, Status, after_doing
from huashu.dialogue.desk.telling import NOTED
from huashu.dialogue.desk.wording import joined, line

PATIENCE: Ms = 10_000
"""How long after the closing line the customer has to hang up first (S1.10, D1)."""

OFF_LINE: Ms = 2000
"""The pause before we hang up on a line that cannot be used or a harassing call (D1)."""


def ask_satisfied(call: DeskCall, lead: str = "") -> DeskStep:
    """Ask how the service was."""
    text = line("satisfied", call.said)
    pending = Pending(asked=Asked.SATISFIED, text=text)
    return after_doing(call, Say(text=joined(lead, text), because=("S1.10",)), pending=pending)


def take_satisfied(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> DeskStep:
    """His answer is noted, and leave is taken."""
    heard = moment.heard
    happy = bool(_HAPPY.search(moment.text)) and not _UNHAPPY.search(moment.text)
    unhappy = bool(_UNHAPPY.search(moment.text)) or heard.has(
        Act.NEGATE, Act.FEEDBACK_NEGATIVE, Act.COMPLAINT, Act.ANGER
    )
    value = "满意" if happy else "不满意" if unhappy else "一般" if heard.has(Act.FEEDBACK_MINIMAL) else "满意"
    note = Note(kind=NoteKind.FACT, key="满意度", text=moment.text, value=value, heard_at=moment.at, because=("S1.10",))
    lead = line("regret" if unhappy else "glad", call.said)
    step = close(replace(call, satisfied=value), ctx, lead=lead)
    return replace(step, actions=(note, *step.actions))


_HAPPY = re.compile(r"满意|挺好|很好|不错|蛮好|可以的|没问题|五星|十分|好评|非常好|特别好")
_UNHAPPY = re.compile(
    r"不(?:太|怎么|是很|咋|够)?(?:满意|好|行)|没(?:有)?(?:解决|办成|弄好|弄成|搞定)"
    r"|(?:怎么|谈什么|哪来)(?:会|的)?满意|差|糟|失望"
)


_PARTS = re.compile(r"再见|拜拜|挂(?:了|断|电话|吧)|不(?:说|聊|讲)了|先这样|就到这")


def parts(text: str) -> bool:
    """Whether he is going in so many words."""
    return bool(_PARTS.search(text))


def reason_of(call: DeskCall) -> EndReason:
    """In which of the ways a call may end it ended (S2.17)."""
    done = [need for need in call.needs if need.status is Status.DONE]
    matters = {need.topic.matter for need in done}
    if any(need.order and need.topic.matter in (Matter.UNKNOWN, Matter.CALL_BACK) for need in done):
        return EndReason.CALL_BACK
    if any(need.order and need.topic.matter not in (Matter.SERVICE, Matter.CANCEL, Matter.SUGGESTION) for need in done):
        return EndReason.BACK_OFFICE
    if matters and matters <= {Matter.COUNTER}:
        return EndReason.REFERRED
    return EndReason.COMPLETED


def close(call: DeskCall, ctx: DeskContext, *, lead: str = "", name: str = "closing") -> DeskStep:
    """The closing line; then he hangs up first, or we after a while."""
    own = ctx.desk.closing if name == "closing" else ""
    text = joined(lead, own or line(name, call.said))
    hang_up = HangUp(reason=reason_of(call), after=PATIENCE, because=("S1.10", "D1"))
    return after_doing(call, Say(text=text, because=("S1.10",)), hang_up)


UNDONE = "未办结"


def last_notes(call: DeskCall) -> tuple[Note, ...]:
    """What the record needs when a call ends: which type it was, and what was left undone (S1.11, S1.12)."""
    kinds = sorted(call.kinds) or (["咨询"] if call.last_heard else [])
    left = [need for need in call.needs if NOTED not in need.steps]
    return (
        *(Note(kind=NoteKind.FACT, key="类型", text=kind, value=kind, because=("S1.11", "S1.12")) for kind in kinds),
        *(
            Note(
                kind=NoteKind.FACT,
                key="结果",
                text=f"{need.topic.name}：{need.result or UNDONE}",
                value=need.result or UNDONE,
                because=("S1.11",),
            )
            for need in left
        ),
    )
