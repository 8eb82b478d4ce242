"""Dealing with what he wants: as far as can be without another word of his, by the kind of business (S1.7 to S1.12)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from huashu.call import LookUp, OpenOrder, OrderKind, Say
from huashu.dialogue import moments
from huashu.dialogue.desk import contact, identity, particulars
from huashu.dialogue.desk.finding import Matter, Topic
from huashu.dialogue.desk.requests import ask_systems
from huashu.dialogue.desk.state import (
    Asked,
    DeskCall,
    DeskContext,
    DeskStep,
    Need,
    Onward,
    Pending,
    Status,
    after_doing,
)
from huashu.dialogue.desk.telling import answer, answered_by, settled
from huashu.dialogue.desk.wording import fill, joined, line
from huashu.playbook.desk.model import Counter, Item, Offer

MOST_ROUNDS = 8
"""Needs that can be settled in one breath; more are left for the next."""


def go_on(on: Onward, ctx: DeskContext) -> DeskStep:
    """Deal with the current need, or the next open one; with none left, sum up."""
    for _ in range(MOST_ROUNDS):
        call = on.call
        if call.waiting:
            return after_doing(call, *on.actions, *_said(on.text), pending=call.pending)
        need = call.need
        if need is None or need.status in (Status.DONE, Status.REFUSED):
            place = next((at for at, one in enumerate(call.needs) if one.status is Status.OPEN), None)
            if place is None:
                return sum_up(on, ctx)
            first = all(one.status is Status.OPEN for one in call.needs)
            text = on.text if first else joined(on.text, line("next_one", call.said, name=call.needs[place].topic.name))
            on = Onward(call=replace(call, current=place), text=text, actions=on.actions)
            continue
        done = HANDLERS[need.topic.matter](on, need, ctx)
        if isinstance(done, DeskStep):
            return done
        on = done
    return after_doing(on.call, *on.actions, *_said(on.text))


def _said(text: str, *because: str) -> tuple[Say, ...]:
    return (Say(text=text, because=because or ("S1.7",)),) if text else ()


def ask(on: Onward, text: str, asked: Asked, *because: str, key: str = "") -> DeskStep:
    """Say what is to be said and put a question."""
    said = Say(text=joined(on.text, text), because=because or ("S1.7",))
    return after_doing(on.call, *on.actions, said, pending=Pending(asked=asked, text=text, key=key))


def _gate(on: Onward, need: Need, ctx: DeskContext) -> DeskStep | Onward | None:
    """Who he is, before anything of his account (S1.3); ``None`` once it is shown."""
    who = on.call.identity
    if who.verified:
        return None
    if not who.settled:
        step = identity.ask(on.call, ctx, on.text)
        return replace(step, actions=(*on.actions, *step.actions))
    if who.unavailable:
        return _call_back(on, need, ctx)
    text = line("someone_else" if who.someone_else else "identity_refused", on.call.said)
    return settled(on, need, "" if text in on.text else text, "没有核对身份，未办理", status=Status.REFUSED)


def _particulars(on: Onward, need: Need, ctx: DeskContext, *, reach: bool) -> DeskStep | None:
    """The next thing to ask about it, ``None`` when all is known."""
    step = particulars.ask_next(on.call, need, ctx, on.text)
    if step is None and reach:
        step = contact.ask(on.call, ctx, on.text)
    return None if step is None else replace(step, actions=(*on.actions, *step.actions))


def _look_up(on: Onward, need: Need, ctx: DeskContext) -> DeskStep | Onward:
    item = need.topic.item
    assert item is not None
    if item.verify and (gate := _gate(on, need, ctx)) is not None:
        return gate
    if (step := _particulars(on, need, ctx, reach=False)) is not None:
        return step
    if need.ref == "" and item.verify and answered_by(item, on.call.identity.record):
        return answer(on, need, on.call.identity.record)
    call = on.call
    own = {
        field: str(call.identity.record[field])
        for field in ctx.desk.verification.fields
        if field in call.identity.record
    }
    given = {**own, **need.told}
    need = replace(need, status=Status.REQUESTED, ref=item.name)
    text = joined(on.text, line("checking", call.said))
    return ask_systems(call.with_need(need), LookUp(query=item.name, given=given, because=("S1.7",)), text, on.actions)


def _service(on: Onward, need: Need, ctx: DeskContext) -> DeskStep | Onward:
    item = need.topic.item
    assert item is not None
    if item.verify and (gate := _gate(on, need, ctx)) is not None:
        return gate
    if (step := _particulars(on, need, ctx, reach=False)) is not None:
        return step
    if not need.confirmed:
        return _effect(on, need, item)
    return _open(on, need, OrderKind.SERVICE, item.department or ctx.desk.department, item.within, ctx)


def _effect(on: Onward, need: Need, item: Item) -> DeskStep:
    """What it means and costs, said before it is done (S1.9)."""
    told = fill(joined(item.effect, _fee(item)), need.told)
    facts = particulars.facts(need, replace(on.call, contact=""))
    if facts:
        told = joined(f"给您办理{need.topic.name}，{facts}", told)
    text = line("effect", on.call.said, effect=told or f"给您办理{need.topic.name}。")
    return ask(on, text, Asked.CONFIRM, "S1.9", "S1.5")


def _fee(item: Item) -> str:
    return f"费用方面，{item.fee}" if item.fee else ""


def _order(on: Onward, need: Need, ctx: DeskContext) -> DeskStep | Onward:
    """A work order: particulars, how to reach him, read back, made (S1.8). Who does not show who he is may still report
    something: nothing of the account is told for it."""
    item = need.topic.item
    assert item is not None
    if item.verify and not on.call.identity.settled and (gate := _gate(on, need, ctx)) is not None:
        return gate
    if (step := _particulars(on, need, ctx, reach=True)) is not None:
        return step
    if not need.confirmed:
        return _read_back(on, need)
    return _open(on, need, kind_of(item), item.department or ctx.desk.escalation, item.within, ctx)


def kind_of(item: Item) -> OrderKind:
    """What the work order of an item is about; a fault where the desk does not say."""
    return item.order if item.order is not OrderKind.SERVICE else OrderKind.FAULT


def _read_back(on: Onward, need: Need) -> DeskStep:
    facts = f"您要{need.topic.name}" if need.topic.matter is not Matter.COMPLAINT else "您反映的情况"
    told = particulars.facts(need, on.call)
    return ask(on, line("confirm", on.call.said, facts=f"{facts}，{told}" if told else facts), Asked.CONFIRM, "S1.5")


def _complaint(on: Onward, need: Need, ctx: DeskContext) -> DeskStep | Onward:
    if (step := _particulars(on, need, ctx, reach=True)) is not None:
        return step
    if not need.confirmed:
        return _read_back(on, need)
    return _open(on, need, OrderKind.COMPLAINT, ctx.desk.complaints, ctx.desk.call_back_within, ctx)


def _suggestion(on: Onward, need: Need, ctx: DeskContext) -> DeskStep | Onward:
    if _is_bare(need.words) and "told" not in need.steps:
        call = on.call.with_need(need.did("told"))
        return ask(replace(on, call=call), line("suggest", call.said), Asked.WANT, "S1.12", key=particulars.STORY)
    need = replace(need, told={"建议": need.told.get(particulars.STORY) or need.words})
    return _open(on, need, OrderKind.SUGGESTION, ctx.desk.suggestions_to, ctx.desk.call_back_within, ctx)


def _is_bare(words: str) -> bool:
    """Whether a suggestion is only announced."""
    return (
        len(re.sub(r"我|想|给|你们|家|提|个|点|条|一|有|建议|意见|想法|吧|啊|呀|[，。]|哎|嗯|你好|就是", "", words)) < 4
    )


def _call_back(on: Onward, need: Need, ctx: DeskContext) -> DeskStep | Onward:
    """Not to be answered now: recorded, and he is called back, if he likes (S3.17, S3.21, S2.17)."""
    if "offered" not in need.steps:
        name = "unknown" if need.topic.matter is Matter.UNKNOWN else "look_up_down"
        text = line(name, on.call.said, leader=ctx.desk.leader)
        call = on.call.with_need(need.did("offered"))
        return ask(replace(on, call=call), text, Asked.TAKE_UP, "S3.21" if name == "unknown" else "S3.17")
    if (step := contact.ask(on.call, ctx, on.text)) is not None:
        return replace(step, actions=(*on.actions, *step.actions))
    department = ctx.desk.leader if need.topic.matter is Matter.UNKNOWN else ctx.desk.escalation
    told = {**need.told, "内容": need.words}
    return _open(on, replace(need, told=told), OrderKind.CALL_BACK, department, ctx.desk.call_back_within, ctx)


def call_back(call: DeskCall, ctx: DeskContext) -> DeskStep:
    """What is being waited for will be told by a call-back: the number, then the order (S3.14, S3.17)."""
    need = call.need
    topic = Topic(matter=Matter.CALL_BACK, name=need.topic.name if need else "查询结果", item=None)
    fresh = Need(topic=topic, words=need.words if need else "").did("offered")
    identity = replace(call.identity, checking=False)
    needs = tuple(
        replace(one, status=Status.REFUSED, ref="") if one.status is Status.REQUESTED and not one.order else one
        for one in call.needs
    )
    call = replace(call, identity=identity, needs=(*needs, fresh), current=len(needs))
    return go_on(Onward(call=call), ctx)


def _open(on: Onward, need: Need, kind: OrderKind, department: str, within: str, ctx: DeskContext) -> DeskStep:
    """Have the order made; nothing is promised before it is."""
    call = on.call
    ref = f"{call.current}"
    need = replace(need, status=Status.REQUESTED, ref=ref, order=True)
    details = dict(need.told) | ({"分机": call.extension} if call.extension else {})
    order = OpenOrder(
        ref=ref,
        kind=kind,
        subject=need.topic.name,
        details=details,
        department=department or ctx.desk.escalation,
        within=within or ctx.desk.call_back_within,
        contact=call.contact or call.incoming.number,
        name=call.contact_name or str(call.identity.claims.get("姓名", "")),
        because=("S1.12",) if kind is OrderKind.SUGGESTION else ("S1.8",),
    )
    return ask_systems(call.with_need(need), order, joined(on.text, line("registering", call.said)), on.actions)


def _knowledge(on: Onward, need: Need, ctx: DeskContext) -> DeskStep | Onward:
    assert need.topic.entry is not None
    return settled(on, need, need.topic.entry.answer, f"解答了“{need.topic.name.rstrip('？?')}”")


def _counter(on: Onward, need: Need, ctx: DeskContext) -> DeskStep | Onward:
    """Only at the counter: where, with what, for how much, and every other way (S3.26)."""
    item = need.topic.item
    assert item is not None
    place = _nearest(ctx.desk.counters, need.told.get("区域", ""))
    if place is None and "区域" not in need.told and any(one.area for one in ctx.desk.counters):
        text = joined(line("counter_only", on.call.said, name=item.name), line("counter_area", on.call.said))
        return ask(on, text, Asked.WANT, "S3.26", key="区域")
    place = place or (ctx.desk.counters[0] if ctx.desk.counters else None)
    parts = [] if "区域" in need.told else [line("counter_only", on.call.said, name=item.name)]
    if place is not None:
        hours = f"，营业时间{place.hours}" if place.hours else ""
        parts.append(line("counter_place", on.call.said, name=place.name, address=place.address, hours=hours))
    if item.documents:
        parts.append(line("documents", on.call.said, documents="、".join(item.documents)))
    parts.append(_fee(item))
    if item.channels:
        parts.append(line("channels", on.call.said, channels="，或者".join(item.channels)))
    return settled(on, need, joined(*parts), f"说明了{item.name}到网点办理的地址和材料")


def _nearest(counters: tuple[Counter, ...], area: str) -> Counter | None:
    """The counter of the area he named: its area or address shares the name."""
    bare = re.sub(r"[区县市镇街道路附近那边这边我在住\s，。]", "", area)
    if len(bare) < 2:
        return counters[0] if len(counters) == 1 else None
    for size in range(len(bare), 1, -1):
        parts = {bare[at : at + size] for at in range(len(bare) - size + 1)}
        for one in counters:
            if any(part in f"{one.area}{one.address}{one.name}" for part in parts):
                return one
    return None


def _limit(on: Onward, need: Need, ctx: DeskContext) -> DeskStep | Onward:
    """Beyond our authority: why, an apology, the way forward; where a department decides, it is asked (S3.27)."""
    limit = need.topic.limit
    assert limit is not None
    if "told" not in need.steps:
        why = limit.why.rstrip("。") or "按规定"
        text = line("limit", on.call.said, why=why, way=joined(limit.way) if limit.way else "")
        if not limit.department:
            return settled(on, need, text, f"说明了{need.topic.name}的原因和办法")
        on = replace(on, call=on.call.with_need(need.did("told")), text=joined(on.text, text))
        return ask(on, line("limit_order", on.call.said, department=limit.department), Asked.TAKE_UP, "S3.27")
    if (step := contact.ask(on.call, ctx, on.text)) is not None:
        return replace(step, actions=(*on.actions, *step.actions))
    told = {**need.told, "诉求": need.words}
    return _open(on, replace(need, told=told), OrderKind.ENQUIRY, limit.department, limit.within, ctx)


def _cancel(on: Onward, need: Need, ctx: DeskContext) -> DeskStep | Onward:
    """Leaving: the reason, what may keep him, his choice respected (S3.24, D2)."""
    item = need.topic.item
    assert item is not None
    if item.verify and (gate := _gate(on, need, ctx)) is not None:
        return gate
    if "reason" not in need.steps and not ctx.desk.resistant:
        call = on.call.with_need(need.did("reason"))
        return ask(
            replace(on, call=call), line("cancel_reason", call.said, name=need.topic.name), Asked.REASON, "S3.24"
        )
    if (step := _particulars(on, need, ctx, reach=False)) is not None:
        return step
    if not need.confirmed:
        return _effect(replace(on, text=joined(on.text, line("cancel_advice", on.call.said))), need, item)
    return _open(on, need, OrderKind.SERVICE, item.department or ctx.desk.department, item.within, ctx)


def _sms(on: Onward, need: Need, ctx: DeskContext) -> DeskStep | Onward:
    """Unwanted messages: free, what they are for, his choice (S3.25)."""
    purpose = _purpose(need, ctx.desk.messages) or (need.topic.item.answer if need.topic.item else "")
    name = "sms_about_own" if "免费" in purpose else "sms_about"
    text = line(name, on.call.said, purpose=joined(purpose) if purpose else "")
    return ask(on, text, Asked.STILL_WANTS, "S3.25")


def _purpose(need: Need, messages: tuple[Offer, ...]) -> str:
    """What the messages that he speaks of are for: those of a type he names, else all of them."""
    named = [one.text for one in messages if any(part in need.words for part in pairs(one.reason))]
    return named[0] if named else "".join(one.text for one in messages[:1])


Handler = Callable[[Onward, Need, DeskContext], DeskStep | Onward]

HANDLERS: Mapping[Matter, Handler] = {
    Matter.LOOK_UP: _look_up,
    Matter.SERVICE: _service,
    Matter.ORDER: _order,
    Matter.COUNTER: _counter,
    Matter.CANCEL: _cancel,
    Matter.SMS: _sms,
    Matter.KNOWLEDGE: _knowledge,
    Matter.LIMIT: _limit,
    Matter.COMPLAINT: _complaint,
    Matter.SUGGESTION: _suggestion,
    Matter.UNKNOWN: _call_back,
    Matter.CALL_BACK: _call_back,
}


def sum_up(on: Onward, ctx: DeskContext) -> DeskStep:
    """Nothing is open: was it clear, then the results in short and whether there is anything else (S1.10, S3.10)."""
    call = on.call
    if not call.needs:
        return ask(on, line("need", call.said), Asked.NEED, "S1.4")
    fresh = [at for at, need in enumerate(call.needs) if at not in call.summarised]
    at_hand = call.current if call.current in fresh else fresh[-1] if fresh else None
    last = call.needs[at_hand] if at_hand is not None else None
    if last is not None and at_hand is not None and _to_note(last) and on.text:
        return _take_down(on, last, at_hand)
    if last is not None and at_hand is not None and _to_be_cleared(last) and on.text:
        place = at_hand
        needs = (*call.needs[:place], last.did("clear"), *call.needs[place + 1 :])
        on = replace(on, call=replace(call, needs=needs))
        name = "number_noted" if last.order else "clear"
        return ask(on, line(name, call.said), Asked.CLEAR, "S3.10")
    results = [call.needs[at].result for at in fresh if call.needs[at].status is Status.DONE and call.needs[at].result]
    call = replace(call, summarised=frozenset(range(len(call.needs))), more_asked=call.more_asked + 1, current=None)
    text = line("summary", call.said, results="，".join(results)) if results else line("more", call.said)
    said = Say(text=joined(on.text, text), because=("S1.10",))
    return after_doing(call, *on.actions, said, pending=Pending(asked=Asked.MORE, text=line("more", call.said)))


def _to_be_cleared(need: Need) -> bool:
    return need.status is Status.DONE and "clear" not in need.steps


def _to_note(need: Need) -> bool:
    item = need.topic.item
    return item is not None and item.noted and need.status is Status.DONE and "clear" not in need.steps


def _take_down(on: Onward, need: Need, place: int) -> DeskStep:
    """What is long is written down: announced, in parts, confirmed (S3.20)."""
    call = on.call
    needs = (*call.needs[:place], need.did("clear"), *call.needs[place + 1 :])
    tended = moments.take_down(call.care, need.topic.name, on.text, call.said)
    return after_doing(replace(call, needs=needs, care=tended.care), *on.actions, tended=tended.actions)


def pairs(text: str) -> tuple[str, ...]:
    """Every two characters that stand together in ``text``."""
    bare = re.sub(r"[^\u4e00-\u9fff]|短信|通知|提醒|消息|原因|客户", "", text)
    return tuple(bare[at : at + 2] for at in range(len(bare) - 1))
