"""After the call: everything it leaves, out of its log alone, so that nothing that was said is lost (S1.11)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from huashu.call import CallLater, CallLog, DoNotContact, EndReason, Heard, Ms, OpenOrder, OrderKind
from huashu.casework.contacts import Channel, ContactPreference, Purpose, may_contact, refuse
from huashu.casework.follow_ups import CallBack, Line, Revisit, RevisitReason, himself, line_of, resolved, revisit_of
from huashu.casework.inbound import ended_at, inbound_record, moment_of, order_notes
from huashu.casework.nuisance import NuisanceReport
from huashu.casework.orders import DEFAULT_WITHIN
from huashu.casework.phones import plain_number
from huashu.casework.record import OrderNote, Outcome, Record, record_of
from huashu.casework.work_order import WorkOrder
from huashu.casework.workdays import WithinError, due, local
from huashu.language.moments import resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapUp:
    """What a call leaves: its record, the choices made in it, the calls promised, the revisits that follow once its
    complaints are resolved, and the report of a harassing caller."""

    record: Record
    preferences: tuple[ContactPreference, ...] = ()
    call_backs: tuple[CallBack, ...] = ()
    revisits: tuple[Revisit, ...] = ()
    reports: tuple[NuisanceReport, ...] = ()


def wrap_up(
    log: CallLog,
    began: datetime,
    orders: Sequence[WorkOrder] = (),
    *,
    number: str = "",
    customer: str | None = None,
) -> WrapUp:
    """What ``log`` leaves, a call that began at ``began``. ``orders``: its work orders, as far as they exist;
    ``number``: where it came from, taken from the log's ``customer_number`` when empty; ``customer``: the company's
    key of the caller. Doing it again gives the same, with the same keys.

    Raises ``ValueError`` when ``began`` has no zone."""
    caller = plain_number(number or str(log.extra.get("customer_number") or ""))
    record = inbound_record(log, began, orders) if log.direction == "inbound" else record_of(log.done)
    preferences = tuple(_preferences(log, began, caller, customer))
    placed = order_notes(log, orders)
    call_backs = _call_backs(log, began, record, placed, caller, customer)
    revisits = _revisits(log, began, record, orders, caller, customer)
    ended = ended_at(log, began)
    return WrapUp(
        record=record,
        preferences=preferences,
        call_backs=tuple(
            _unless_refused(one, [choice for choice in preferences if choice.since >= _moment(began, asked)], ended)
            for asked, one in call_backs
        ),
        revisits=tuple(_unless_refused(one, preferences, ended) for one in revisits),
        reports=_reports(log, began, record, caller),
    )


def _moment(began: datetime, at: Ms) -> datetime:
    return local(began) + timedelta(milliseconds=at)


def _preferences(log: CallLog, began: datetime, caller: str, customer: str | None) -> Iterator[ContactPreference]:
    """The choices not to be contacted, with his words. One by somebody without a number and a name is in the record
    alone: there is nobody it could be kept for."""
    if not caller and not customer:
        return
    for entry in log.done:
        if isinstance(entry.action, DoNotContact):
            at = entry.at if entry.action.heard_at is None else entry.action.heard_at
            said = replace(entry.action, text=entry.action.text.strip() or _words_before(log, entry.at))
            yield refuse(said, caller, _moment(began, at), call=log.id, customer=customer)


def _words_before(log: CallLog, at: Ms) -> str:
    heard = [event.text.strip() for event in log.events if isinstance(event, Heard) and event.at <= at]
    return next((text for text in reversed(heard) if text), "原话见通话")


def _call_backs(
    log: CallLog,
    began: datetime,
    record: Record,
    placed: Sequence[OrderNote],
    caller: str,
    customer: str | None,
) -> Iterator[tuple[Ms, CallBack]]:
    """The calls that were promised, and when: by an order for it, by a time he named, or by how the call ended."""
    promised = {order.ref: order for order in placed}
    asked = {e.action.ref: (e.at, e.action) for e in log.done if isinstance(e.action, OpenOrder)}
    made = False
    for at, draft in asked.values():
        if draft.kind is OrderKind.CALL_BACK:
            order = promised[draft.ref]
            limit = moment_of(order.promised) or _due(_moment(began, at), draft.within)
            made = True
            yield at, _call_back(log, draft, limit, order.number or None, caller, customer)
    later = [(entry.at, entry.action.when) for entry in log.done if isinstance(entry.action, CallLater)]
    for at, when in later[-1:]:
        limit = _named(when, _moment(began, at))
        made = True
        yield at, _plain(log, f"{log.id}:later", limit, f"客户约定：{when}", caller, customer)
    if not made and record.end_reason is EndReason.CALL_BACK:
        needs = record.inbound.needs if record.inbound else ()
        about = "；".join(need.what or need.words for need in needs)
        ended = ended_at(log, began)
        at = round((ended - local(began)) / timedelta(milliseconds=1))
        yield at, _plain(log, f"{log.id}:call_back", _due(ended, ""), about, caller, customer)


def _named(when: str, at: datetime) -> datetime:
    """The end of the time that he named at ``at``; a day later when it names none that is still to come."""
    named = resolve(when, at)
    return named.end if named and named.end and named.end > at else _due(at, "")


def _due(at: datetime, within: str) -> datetime:
    try:
        return due(at, within or DEFAULT_WITHIN)
    except WithinError:
        return due(at, DEFAULT_WITHIN)


def _call_back(
    log: CallLog, draft: OpenOrder, promised: datetime, order: str | None, caller: str, customer: str | None
) -> CallBack:
    own = draft.name == "本人"
    name = "" if own else draft.name
    number, line, extension, ask_for = line_of(draft.contact, draft.details, name)
    told = himself(draft.details)
    return CallBack(
        key=f"{log.id}:{draft.ref}",
        number=number or caller,
        name=name,
        about=draft.subject,
        promised=local(promised),
        himself=True if own and told is None else told,
        line=line if number else _line(caller),
        extension=extension,
        ask_for=ask_for,
        order=order,
        call=log.id,
        customer=customer,
    )


def _line(number: str) -> Line:
    return line_of(number, {})[1]


def _plain(log: CallLog, key: str, promised: datetime, about: str, caller: str, customer: str | None) -> CallBack:
    return CallBack(
        key=key,
        number=caller,
        about=about,
        promised=local(promised),
        line=_line(caller),
        call=log.id,
        customer=customer,
    )


_COMPLAINT = "投诉"
_SETTLED = frozenset({Outcome.DONE, Outcome.REFERRED})


def _revisits(
    log: CallLog, began: datetime, record: Record, orders: Sequence[WorkOrder], caller: str, customer: str | None
) -> Iterator[Revisit]:
    """Those of the call's orders, and of a complaint that was settled in the call itself."""
    yield from (revisit for order in orders if (revisit := revisit_of(order)) is not None)
    if record.inbound is None:
        return
    complained = any(_COMPLAINT in kind for kind in record.inbound.kinds)
    placed = any(order.kind == OrderKind.COMPLAINT.value for order in record.inbound.orders)
    results = any(need.result for need in record.inbound.needs)
    if complained and results and not placed and record.outcome in _SETTLED and caller:
        waiting = Revisit(
            key=f"{log.id}:revisit",
            reason=RevisitReason.COMPLAINT,
            number=caller,
            about="；".join(need.what for need in record.inbound.needs if need.what),
            call=log.id,
            customer=customer,
        )
        yield resolved(waiting, ended_at(log, began))


_Planned = TypeVar("_Planned", CallBack, Revisit)


def _unless_refused(one: _Planned, preferences: Sequence[ContactPreference], at: datetime) -> _Planned:
    """``one``, given up when he refused such calls in this very call: refusal comes before every plan of ours. A call
    that he asked for after refusing others is what he wants."""
    purpose = Purpose.REVISIT if isinstance(one, Revisit) else Purpose.SERVICE
    verdict = may_contact(preferences, one.number, Channel.CALL, purpose, at, customer=one.customer)
    return one if verdict.allowed else replace(one, cancelled=True, note=verdict.because)


def _reports(log: CallLog, began: datetime, record: Record, caller: str) -> tuple[NuisanceReport, ...]:
    """The report of a harassing call, one for each. What merely looked like it is reported of nobody (S2.4)."""
    if record.outcome is not Outcome.HARASSING:
        return ()
    facts = record.inbound.nuisance if record.inbound else ()
    return (NuisanceReport(number=caller, call=log.id, facts=facts, at=ended_at(log, began)),)
