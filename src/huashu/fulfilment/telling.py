"""Telling a customer the number of his order when the call could not: by message, else by a call-back."""

from datetime import datetime

from huashu.call import SendSms
from huashu.casework.contacts import Channel, Purpose, may_contact
from huashu.casework.follow_ups import CallBack, himself, line_of
from huashu.casework.orders import WorkOrder, add_note
from huashu.casework.phones import read_phone
from huashu.casework.workdays import local
from huashu.fulfilment.requests import Kind, due_for, key_of, sms_entry
from huashu.store import OutboxEntry, Unit

BY = "系统"
"""Who did what nobody did by hand."""


def owe_number(unit: Unit, order: WorkOrder, now: datetime, *, by_sms: bool) -> None:
    """Have the customer of ``order`` told its number: by message if he has a mobile, ``by_sms`` is possible and he did
    not refuse it, else by a call-back. If he refused both, the history of the order says so. Written once."""
    choices = unit.contacts.of(order.contact, order.customer)

    def allowed(channel: Channel) -> bool:
        return may_contact(choices, order.contact, channel, Purpose.SERVICE, now, customer=order.customer).allowed

    if not order.contact:
        _note(unit, order, now, "没有联系电话，工单号没有告知客户")
    elif by_sms and read_phone(order.contact).mobile and allowed(Channel.SMS):
        _owe_message(unit, order, now)
    elif allowed(Channel.CALL):
        unit.call_backs.add(_call_back(order, now), now)
    else:
        _note(unit, order, now, "客户不愿被联系，工单号没有告知")


def owe_words(unit: Unit, entry: OutboxEntry, to: str, text: str, now: datetime) -> None:
    """Have the customer called because the message of ``entry`` cannot be sent. Written once."""
    if not read_phone(to).number:
        return
    choices = unit.contacts.of(to)
    if may_contact(choices, to, Channel.CALL, Purpose.SERVICE, now).allowed:
        number, line, extension, ask_for = line_of(to, {})
        call_back = CallBack(
            key=f"{entry.id}:call",
            number=number,
            about=f"短信没能发出，改为电话告知：{text}",
            promised=due_for(now, ""),
            line=line,
            extension=extension,
            ask_for=ask_for,
            call=entry.call,
        )
        unit.call_backs.add(call_back, now)


def number_message(order: WorkOrder) -> str:
    """What a customer is written about his order."""
    by = f"{local(order.promised):%m月%d日%H:%M}"
    return f"您好，您的事项“{order.subject}”已登记，工单号{order.number}，我们会在{by}前处理并答复您。"


def _owe_message(unit: Unit, order: WorkOrder, now: datetime) -> None:
    call, ref = order.call or "", f"number:{order.number}"
    if unit.outbox.get(key_of(call, Kind.SMS, ref)) is None:
        request = SendSms(ref=ref, to=order.contact, text=number_message(order))
        unit.outbox.add(sms_entry(call, request, now, connected=True, order=order.number, next_try=now))


def _call_back(order: WorkOrder, now: datetime) -> CallBack:
    number, line, extension, ask_for = line_of(order.contact, order.details)
    soon = due_for(now, "")
    return CallBack(
        key=f"{order.number}:number",
        number=number,
        name=order.name,
        about=f"告知工单号 {order.number}（{order.subject}），{local(order.promised):%Y-%m-%d %H:%M} 前处理",
        promised=min(soon, order.promised) if order.promised > now else soon,
        himself=himself(order.details),
        line=line,
        extension=extension,
        ask_for=ask_for,
        order=order.number,
        call=order.call,
        customer=order.customer,
    )


def _note(unit: Unit, order: WorkOrder, now: datetime, note: str) -> None:
    at = max(now, order.history[-1].at)
    if not any(entry.note == note for entry in order.history):
        unit.orders.change(order, add_note(order, BY, at, note))
