"""What the company's systems answered, told to the caller: exactly, and promised only what exists (S1.7, S1.8)."""

from dataclasses import replace
from datetime import datetime, timedelta

from huashu.call import LookedUp, Note, NoteKind, OrderOpened
from huashu.dialogue.desk import identity
from huashu.dialogue.desk.finding import Matter
from huashu.dialogue.desk.state import DeskCall, DeskContext, Need, Onward, Status
from huashu.dialogue.desk.telling import answer, bare, settled
from huashu.dialogue.desk.wording import blanks_of, fill, joined, line


def looked_up(call: DeskCall, event: LookedUp, ctx: DeskContext) -> Onward | None:
    """A look-up came back; ``None`` when nobody waits for it."""
    if event.query == identity.QUERY and call.identity.checking:
        call, text = identity.checked(call, ctx, event.found, event.failed)
        if call.identity.refused:
            call = call.give_up("身份没有核对上，未办理")
        return Onward(call=call, text=text, actions=_identity_note(call))
    place = next(
        (at for at, need in enumerate(call.needs) if need.status is Status.REQUESTED and need.ref == event.query), None
    )
    if place is None:
        return None
    call = replace(call, current=place)
    need = replace(call.needs[place], status=Status.OPEN, ref="")
    if event.failed:
        need = replace(need, topic=replace(need.topic, matter=Matter.CALL_BACK))
        return Onward(call=call.with_need(need))
    return answer(Onward(call=call.with_need(need)), need, event.found)


def _identity_note(call: DeskCall) -> tuple[Note, ...]:
    if not call.identity.settled:
        return ()
    value = "已核对" if call.identity.verified else "未核对"
    return (Note(kind=NoteKind.FACT, key="身份", text=value, value=value, because=("S1.3", "S1.11")),)


def opened(call: DeskCall, event: OrderOpened, ctx: DeskContext) -> Onward | None:
    """A work order came back: its number and time are read out; without one that is said honestly (S1.8)."""
    place = next(
        (
            at
            for at, need in enumerate(call.needs)
            if need.order and need.ref == event.ref and need.status is Status.REQUESTED
        ),
        None,
    )
    if place is None:
        return None
    call = replace(call, current=place)
    need = call.needs[place]
    on = Onward(call=call)
    if event.failed or not event.number:
        name = "suggestion_down" if need.topic.matter is Matter.SUGGESTION else "order_down"
        text = line(name, call.said, where=ctx.desk.suggestions_to)
        return settled(on, replace(need, order=False), text, f"记录了您的{bare(need.topic.name)}，系统恢复后补登记")
    note = Note(
        kind=NoteKind.FACT, key="工单", text=f"{event.number} {event.promised}", value=event.number, because=("S1.8",)
    )
    on = replace(on, actions=(note,))
    return settled(on, need, _made(call, need, event, ctx), f"为您登记了{bare(need.topic.name)}")


def _made(call: DeskCall, need: Need, event: OrderOpened, ctx: DeskContext) -> str:
    item, topic = need.topic.item, need.topic
    when = spoken_time(event.promised, call)
    if topic.matter is Matter.SUGGESTION:
        return line("suggestion", call.said, where=ctx.desk.suggestions_to, number=event.number)
    if topic.matter in (Matter.SERVICE, Matter.CANCEL):
        made = line("service_made", call.said, number=event.number, promised=when)
        return joined(
            made, fill(item.answer, need.told) if item and not blanks_of(fill(item.answer, need.told)) else ""
        )
    department = _department(need, ctx)
    made = line("order_made", call.said, number=event.number, promised=when, department=department)
    why = f"这个情况{item.why.rstrip('。')}" if item and item.why else ""
    interim = line("interim", call.said, interim=item.interim.rstrip("。")) if item and item.interim else ""
    return joined(why, made, interim)


def _department(need: Need, ctx: DeskContext) -> str:
    topic = need.topic
    if topic.matter is Matter.COMPLAINT:
        return ctx.desk.complaints
    if topic.matter is Matter.UNKNOWN:
        return ctx.desk.leader
    if topic.limit and topic.limit.department:
        return topic.limit.department
    return (topic.item.department if topic.item else "") or ctx.desk.escalation


def spoken_time(promised: str, call: DeskCall) -> str:
    """An ISO time as people say it: 今天18点, 明天上午10点半, 11月25日下午3点; as it is when it cannot be read."""
    try:
        then = datetime.fromisoformat(promised)
    except ValueError:
        return promised
    now = call.incoming.began + timedelta(milliseconds=call.now)
    then = then.astimezone(now.tzinfo)
    days = (then.date() - now.date()).days
    day = {0: "今天", 1: "明天", 2: "后天"}.get(days, f"{then.month}月{then.day}日")
    half = "上午" if then.hour < 12 else "下午" if then.hour < 18 else "晚上"
    hour = then.hour if then.hour <= 12 else then.hour - 12
    minute = "半" if then.minute == 30 else f"{then.minute}分" if then.minute else ""
    return f"{day}{half}{hour}点{minute}"
