"""The record of a call to the desk, complete after every call: what he wanted, what came of it, 5W2H (S1.11, S4.5)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huashu.call import (
    CallLog,
    EndReason,
    HangUp,
    Heard,
    Note,
    NoteKind,
    OpenOrder,
    OrderKind,
    OrderOpened,
    ReportCaller,
)
from huashu.call.event import end_of
from huashu.casework.particulars import Particular, Particulars, particulars_of
from huashu.casework.record import (
    InboundNotes,
    NeedNote,
    OrderNote,
    Outcome,
    Record,
    Satisfaction,
    outcome_of,
    record_of,
)
from huashu.casework.work_order import WorkOrder
from huashu.casework.workdays import local

NEED, RESULT, SATISFACTION, IDENTITY, KIND, NUISANCE = "需求", "结果", "满意度", "身份", "类型", "骚扰"
"""The keys of the facts that the desk's agent notes."""


def inbound_record(log: CallLog, began: datetime, orders: Sequence[WorkOrder] = ()) -> Record:
    """The record of ``log``, a call to the desk that began at ``began``; ``orders``: the work orders it left, as far as
    they exist. Raises ``ValueError`` when ``began`` has no zone."""
    base = record_of(log.done)
    facts = _facts(log)
    placed = order_notes(log, orders)
    reason = _reason(log, base.end_reason)
    reported = any(isinstance(entry.action, ReportCaller) for entry in log.done)
    outcome = Outcome.HARASSING if reported else _outcome(reason, placed, facts)
    notes = InboundNotes(
        needs=_needs(facts),
        kinds=tuple(dict.fromkeys(fact.value for fact in facts if fact.key == KIND)),
        identity=next((fact.value for fact in reversed(facts) if fact.key == IDENTITY), ""),
        orders=placed,
        satisfaction=next((satisfaction_of(f.value) for f in reversed(facts) if f.key == SATISFACTION), None),
        satisfaction_words=next((f.text for f in reversed(facts) if f.key == SATISFACTION), ""),
        nuisance=_nuisance(log, facts),
    )
    told = dict(_tell(log, local(began), notes, outcome))
    notes = replace(
        notes,
        particulars={one.value: told[one] for one in Particular if told[one]},
        missing=tuple(one.value for one in Particular if not told[one]),
    )
    return replace(base, end_reason=reason, outcome=outcome, inbound=notes)


@dataclass(frozen=True, slots=True)
class _Fact:
    key: str
    value: str
    text: str


def _facts(log: CallLog) -> tuple[_Fact, ...]:
    notes = (entry.action for entry in log.done if isinstance(entry.action, Note))
    return tuple(
        _Fact(note.key or "", (note.value or note.text).strip(), note.text.strip())
        for note in notes
        if note.kind is NoteKind.FACT
    )


def _needs(facts: Iterable[_Fact]) -> tuple[NeedNote, ...]:
    """What he wanted, in order, each once; a result belongs to the need that its text names, else to the first that
    has none."""
    needs: list[NeedNote] = []
    for fact in facts:
        if fact.key == NEED and all(need.what != fact.value for need in needs):
            needs.append(NeedNote(what=fact.value, words=fact.text))
        elif fact.key == RESULT:
            name = fact.text.partition("：")[0] if fact.text.endswith(f"：{fact.value}") else ""
            place = next((at for at, need in enumerate(needs) if need.what == name), None)
            if place is None and not name:
                place = next((at for at, need in enumerate(needs) if not need.result), None)
            if place is None:
                needs.append(NeedNote(what=name, result=fact.value))
            else:
                needs[place] = replace(needs[place], result=fact.value)
    return tuple(needs)


def order_notes(log: CallLog, orders: Sequence[WorkOrder]) -> tuple[OrderNote, ...]:
    """The orders that the agent asked for, with the number and time the caller was told, or that the order has since
    got; then the orders nobody asked for in this log."""
    answers: dict[str, OrderOpened] = {}
    for event in log.events:
        if isinstance(event, OrderOpened) and (event.ref not in answers or event.number):
            answers[event.ref] = event
    left = {order.number: order for order in orders}
    notes: list[OrderNote] = []
    for draft in {e.action.ref: e.action for e in log.done if isinstance(e.action, OpenOrder)}.values():
        answer = answers.get(draft.ref)
        made = left.pop(answer.number, None) if answer and answer.number else _made_later(draft, left)
        number = answer.number if answer and answer.number else made.number if made else ""
        promised = answer.promised if answer and answer.promised else made.promised.isoformat() if made else ""
        notes.append(_note_of(draft, number, promised))
    notes += [_note_of_order(order) for order in left.values()]
    return tuple(notes)


def _made_later(draft: OpenOrder, left: dict[str, WorkOrder]) -> WorkOrder | None:
    same = (one for one in left.values() if (one.kind, one.subject) == (draft.kind, draft.subject))
    made = next(same, None)
    return left.pop(made.number) if made else None


def _note_of(draft: OpenOrder, number: str, promised: str) -> OrderNote:
    return OrderNote(
        ref=draft.ref,
        number=number,
        kind=draft.kind.value,
        subject=draft.subject,
        promised=promised,
        within=draft.within,
        department=draft.department,
        contact=draft.contact,
        name=draft.name,
        pending=not number,
    )


def _note_of_order(order: WorkOrder) -> OrderNote:
    return OrderNote(
        ref="",
        number=order.number,
        kind=order.kind.value,
        subject=order.subject,
        promised=order.promised.isoformat(),
        department=order.department,
        contact=order.contact,
        name=order.name,
    )


def _reason(log: CallLog, first: EndReason) -> EndReason:
    """Why it ended: the last time leave was taken, for a caller may come back to something after the first; that it
    was a harassing call stands."""
    reasons = [entry.action.reason for entry in log.done if isinstance(entry.action, HangUp)]
    if not reasons:
        return first
    return EndReason.HARASSMENT if EndReason.HARASSMENT in reasons else reasons[-1]


_LEFT_OPEN = frozenset({EndReason.COMPLETED, EndReason.CUSTOMER_HUNG_UP, EndReason.LIMIT})
"""Ends after which the orders tell whether anything is left to do."""


def _outcome(reason: EndReason, orders: Sequence[OrderNote], facts: Sequence[_Fact]) -> Outcome:
    """Which of the ways a call may end it was (S2.17). What is still to be done by somebody else was not done, however
    leave was taken; and what was done is done, even if the customer hung up before it was summed up."""
    open_kinds = {order.kind for order in orders if order.kind != OrderKind.SUGGESTION.value}
    if reason not in _LEFT_OPEN:
        return outcome_of(reason)
    if OrderKind.CALL_BACK.value in open_kinds:
        return Outcome.CALL_BACK
    if open_kinds - {OrderKind.SERVICE.value}:
        return Outcome.BACK_OFFICE
    needs = _needs(facts)
    if reason is not EndReason.COMPLETED and needs and all(need.result for need in needs):
        return Outcome.DONE
    return outcome_of(reason)


_UNHAPPY = re.compile(
    r"不(?:太|是很|怎么|够)?(?:满意|好|行)|没有?(?:很|太)?满意|差|失望|糟|dissatisfied|unsatisfied", re.IGNORECASE
)
_SO_SO = re.compile(r"一般|还行|还可以|凑合|马马虎虎|neutral", re.IGNORECASE)
_HAPPY = re.compile(r"满意|好|不错|可以|棒|satisfied", re.IGNORECASE)


def satisfaction_of(said: str) -> Satisfaction | None:
    """How content ``said`` tells that he is; ``None`` when it does not tell."""
    if _UNHAPPY.search(said):
        return Satisfaction.DISSATISFIED
    if _SO_SO.search(said):
        return Satisfaction.NEUTRAL
    return Satisfaction.SATISFIED if _HAPPY.search(said) else None


def _nuisance(log: CallLog, facts: Iterable[_Fact]) -> tuple[str, ...]:
    reported = (fact for e in log.done if isinstance(e.action, ReportCaller) for fact in e.action.facts)
    noted = (fact.text for fact in facts if fact.key == NUISANCE)
    return tuple(dict.fromkeys((*reported, *noted)))


_PLACE = re.compile(r"地址|地点|网点|区域|位置|小区|门店")
_AMOUNT = re.compile(r"金额|数量|费用|几[台件张个份]|多少")


def _tell(log: CallLog, began: datetime, notes: InboundNotes, outcome: Outcome) -> Iterator[tuple[Particular, str]]:
    """Each of the seven in words: from what was noted, then from the words of the call, then from the call itself. Why
    and where are the caller's to tell; what we say of causes and places is of our own business."""
    all_said = particulars_of(replace(log, record=None))
    his = particulars_of(replace(log, record=None, events=tuple(e for e in log.events if isinstance(e, Heard))))
    spoke = any(isinstance(event, Heard) and event.text.strip() for event in log.events)
    details = {
        key: value
        for entry in log.done
        if isinstance(entry.action, OpenOrder)
        for key, value in entry.action.details.items()
    }
    amount = _words(his, Particular.HOW_MUCH) or _words(all_said, Particular.HOW_MUCH)
    yield Particular.WHY, _why(notes, his, spoke, outcome)
    yield Particular.WHAT, _what(notes, his, spoke, outcome)
    yield Particular.WHERE, _detail(details, _PLACE) or _words(his, Particular.WHERE) or "电话"
    yield Particular.WHEN, _when(began, notes)
    yield Particular.WHO, _who(notes)
    yield Particular.HOW, _how(notes, outcome)
    yield Particular.HOW_MUCH, _detail(details, _AMOUNT) or amount or _count(notes)


def _words(said: Particulars, one: Particular) -> str:
    return said.known[one].text if one in said.known else ""


def _detail(details: dict[str, str], name: re.Pattern[str]) -> str:
    return "；".join(f"{key}：{value}" for key, value in details.items() if name.search(key) and value.strip())


def _why(notes: InboundNotes, said: Particulars, spoke: bool, outcome: Outcome) -> str:
    if outcome is Outcome.HARASSING:
        return f"骚扰来电：{'；'.join(notes.nuisance) or '对话与业务无关'}"
    words = next((need.words for need in notes.needs if need.words), "")
    return _words(said, Particular.WHY) or words or ("" if spoke else "来电后没有说话")


def _what(notes: InboundNotes, said: Particulars, spoke: bool, outcome: Outcome) -> str:
    names = "；".join(need.what or need.words for need in notes.needs if need.what or need.words)
    kinds = "、".join(notes.kinds)
    if names:
        return f"{kinds}：{names}" if kinds else names
    if outcome is Outcome.HARASSING:
        return "与业务无关"
    return _words(said, Particular.WHAT) or ("" if spoke else "没有提出需求")


def _when(began: datetime, notes: InboundNotes) -> str:
    called = f"{began:%Y-%m-%d %H:%M} 来电"
    promised = [f"{order.subject} {until}" for order in notes.orders if (until := _until(order))]
    return "；".join((called, *promised))


def _until(order: OrderNote) -> str:
    moment = moment_of(order.promised)
    if moment:
        return f"{local(moment):%Y-%m-%d %H:%M}前"
    return order.within if not order.within or order.within[-1] in "内前" else f"{order.within}内"


def moment_of(promised: str) -> datetime | None:
    """The moment that ISO 8601 ``promised`` names; ``None`` when it is empty, no time, or without a zone."""
    try:
        moment = datetime.fromisoformat(promised)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _who(notes: InboundNotes) -> str:
    names = dict.fromkeys(order.name for order in notes.orders if order.name)
    departments = dict.fromkeys(order.department for order in notes.orders if order.department)
    customer = f"客户{'、'.join(names)}" if names else "客户"
    identity = f"（{notes.identity}身份）" if notes.identity in _IDENTITY else ""
    handled = f"由{'、'.join(departments)}处理" if departments else "坐席处理"
    return f"{customer}{identity}；{handled}"


_IDENTITY = ("已核对", "未核对")

_ENDED = {
    Outcome.DONE: "当场办结",
    Outcome.REFERRED: "请客户自助或到网点办理",
    Outcome.CALL_BACK: "登记后回电",
    Outcome.BACK_OFFICE: "转后台处理",
    Outcome.HARASSING: "按骚扰来电结束并上报",
    Outcome.DECLINED: "客户不愿继续",
    Outcome.NOT_REACHED: "没有联系上，礼貌结束",
    Outcome.UNFINISHED: "客户中途挂断",
}


def _how(notes: InboundNotes, outcome: Outcome) -> str:
    results = [need.result for need in notes.needs if need.result]
    said_already = "；".join(results)
    orders = [
        f"工单{order.number or '（待建）'}"
        for order in notes.orders
        if not order.number or order.number not in said_already
    ]
    told = "；".join((*results, *orders))
    if not told and outcome is Outcome.DONE:
        return "没有需要办理的事项"
    return f"{told}（{_ENDED[outcome]}）" if told else _ENDED[outcome]


def _count(notes: InboundNotes) -> str:
    return f"{len(notes.needs)}项需求" if notes.needs else "不涉及"


def filled(record: Record, told: Mapping[Particular, str]) -> Record:
    """``record`` with what a person filled in of its missing particulars; what the call told stays. Raises
    ``ValueError`` when ``record`` is not of a call to the desk."""
    if record.inbound is None:
        raise ValueError("不是呼入通话的记录 (not the record of a call to the desk)")
    notes = record.inbound
    added = {one.value: text.strip() for one, text in told.items() if one.value in notes.missing and text.strip()}
    missing = tuple(name for name in notes.missing if name not in added)
    known = {one.value: notes.particulars.get(one.value) or added.get(one.value, "") for one in Particular}
    particulars = {name: text for name, text in known.items() if text}
    return replace(record, inbound=replace(notes, particulars=particulars, missing=missing))


def ended_at(log: CallLog, began: datetime) -> datetime:
    """When the call was over: its last event or action."""
    moments = [end_of(event) for event in log.events] + [entry.at for entry in log.done]
    return local(began) + timedelta(milliseconds=max(moments, default=0))
