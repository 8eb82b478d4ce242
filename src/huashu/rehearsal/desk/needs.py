"""Whether callers got what they came for: by their own ears, and by the work orders that then exist."""

from huashu.call import CallLog, EndReason, HangUp, Heard, OrderKind, Said
from huashu.customer.callers import Wish
from huashu.customer.callers.values import has, plain
from huashu.playbook.desk.model import Desk, Item
from huashu.rehearsal.desk.orders import Book, Made, book_of
from huashu.rehearsal.desk.particulars import is_told
from huashu.rehearsal.desk.truth import CallerTruth, Wanted
from huashu.rehearsal.score import Fault, Hits

WISHES = {
    Wish.RECORD_TOLD: "查询",
    Wish.SERVICE_DONE: "办理",
    Wish.ORDER: "工单",
    Wish.COUNTER_TOLD: "柜台业务",
    Wish.CANCELLED: "注销",
    Wish.SMS_EXPLAINED: "短信",
    Wish.ANSWERED: "知识",
    Wish.REFUSED_WITH_WAY: "超出权限",
    Wish.SUGGESTION_TAKEN: "建议",
    Wish.COMPLAINT_TAKEN: "投诉",
    Wish.CALL_BACK: "不熟悉的业务",
    Wish.REFUSED_IDENTITY: "不该告知的",
    Wish.ENDED: "骚扰",
}
"""What callers come for, as readers see it."""

_GETS = {"order": "order", "refused": "refused_identity", "nothing": "nothing_found"}
"""Outcomes by which something else than the wish itself was got, as the truth's ``accept`` names them."""

_INSTEAD = {
    "order": "本可当场办，却建了工单",
    "refused": "没有办成，被回绝了",
    "nothing": "记录里有，却说没有",
}

CONTACT = "联系电话"
"""The name under which a caller's truth keeps the number at which he wants to be reached."""

_KINDS = {
    Wish.SERVICE_DONE: OrderKind.SERVICE,
    Wish.COMPLAINT_TAKEN: OrderKind.COMPLAINT,
}
"""What has to exist when such a wish is fulfilled."""


def needs_met(log: CallLog, truth: CallerTruth, desk: Desk, event_of: dict[int, int], faults: list[Fault]) -> Hits:
    """How many of the things that he wanted he got. Not counted: what nobody can need (harassing callers), and what he
    never told because he hung up, or because the line was dead."""
    book = book_of(log)
    outcomes = []
    for need in truth.needs:
        if need.wish is Wish.ENDED or (not need.got and line_was_dead(log)):
            continue
        if need.turn is None and truth.left_by == "customer" and truth.left_why not in ("closed", "agent_silent"):
            continue
        event = event_of.get(need.turn) if need.turn is not None else None
        brought = log.events[event] if event is not None else None
        said = brought.text if isinstance(brought, Heard) else ""
        wrong = "" if _told_all(log, need) else _wrong(need, book, desk.item(need.item), said)
        wrong = wrong or _wrong_contact(need, book, truth)
        outcomes.append(not wrong)
        if wrong:
            text = f"{WISHES[need.wish]}“{need.name}”：{wrong}"
            faults.append(Fault(event=event, measure="needs_met", text=text))
    return Hits.of(outcomes)


def _told_all(log: CallLog, need: Wanted) -> bool:
    """Whether what his record has to tell was told, whatever else became of it."""
    said = "\n".join(event.text for event in log.events if isinstance(event, Said))
    told = bool(need.values) and all(has(said, value) for value in need.values.values())
    return need.wish is Wish.RECORD_TOLD and need.turn is not None and told


def line_was_dead(log: CallLog) -> bool:
    """Whether the call was ended because nothing could be understood; that it was so is for the inspection to judge."""
    return any(isinstance(done.action, HangUp) and done.action.reason is EndReason.LINE_UNUSABLE for done in log.done)


def _wrong(need: Wanted, book: Book, item: Item | None, said: str) -> str:
    """What is wrong with the outcome of a need that he brought in the words ``said``; "" when nothing is."""
    if need.turn is None:
        return "没有问到"
    if not need.got:
        return _pending(need, book)
    got = _GETS.get(need.got, "")
    if need.got == "leaked":
        return "不该告知的告知了"
    if got and got != need.wish and got not in need.accept and not _is_order(need):
        return _INSTEAD[need.got]
    if _is_order(need) or need.wish in _KINDS:
        return _wrong_order(need, book, item, said)
    return ""


def _is_order(need: Wanted) -> bool:
    return need.got == "order" and need.wish in (
        Wish.ORDER,
        Wish.SERVICE_DONE,
        Wish.COMPLAINT_TAKEN,
        Wish.CALL_BACK,
        Wish.CANCELLED,
        Wish.REFUSED_WITH_WAY,
        Wish.SUGGESTION_TAKEN,
    )


def _pending(need: Wanted, book: Book) -> str:
    """Nothing was got by the end: right only where the systems were down and the request is kept."""
    kept = any(order.since is None and order.failed for order in book.orders.values())
    return "" if kept and {"order", "call_back"} & need.accept else "没有办成"


def _wrong_order(need: Wanted, book: Book, item: Item | None, said: str) -> str:
    about = [order for order in book.orders.values() if _is_about(order, need, item)]
    if not about:
        return "没有建工单"
    if need.order and not any(plain(order.number) == plain(need.order) for order in book.existing):
        return "告诉他的工单不存在"
    order = about[-1]
    if need.department and need.wish is not Wish.SERVICE_DONE and order.draft.department != need.department:
        return f"工单派给了{order.draft.department or '无人'}，应为{need.department}"
    kinds = {want.name: want.kind for want in item.wants} if item is not None else {}
    told = (*order.draft.details.values(), order.draft.contact, order.draft.subject)
    for name, value in need.details.items():
        given = (order.draft.details[name],) if name in order.draft.details else told
        if value and not is_told(value, kinds.get(name, ""), given, said):
            return f"工单里没有“{name}”"
    return ""


def _wrong_contact(need: Wanted, book: Book, truth: CallerTruth) -> str:
    """Whether he is to be called at another number than the one that he named for it."""
    contact = truth.given.get(CONTACT, "")
    order = next((order for order in book.existing if need.order and plain(order.number) == plain(need.order)), None)
    if not contact or order is None or not order.draft.contact or has(order.draft.contact, contact):
        return ""
    return "工单里的联系电话不是他留的"


def _is_about(order: Made, need: Wanted, item: Item | None) -> bool:
    kind = _KINDS.get(need.wish) or (item.order if item is not None else None)
    if order.draft.kind is kind and kind in (OrderKind.COMPLAINT, OrderKind.SUGGESTION):
        return True
    words = f"{order.draft.subject} {' '.join(order.draft.details.values())}"
    name = need.item or need.name
    return not name or has(words, name) or (bool(need.order) and plain(order.number) == plain(need.order))
