"""Whether callers got what they came for: by their own ears, and by the work orders that then exist."""

from huashu.call import CallLog, EndReason, HangUp, OrderKind, Said
from huashu.customer.callers import Wish
from huashu.customer.callers.values import has, plain
from huashu.rehearsal.desk.orders import Book, Made, book_of
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

_KINDS = {
    Wish.SERVICE_DONE: OrderKind.SERVICE,
    Wish.COMPLAINT_TAKEN: OrderKind.COMPLAINT,
}
"""What has to exist when such a wish is fulfilled."""


def needs_met(log: CallLog, truth: CallerTruth, event_of: dict[int, int], faults: list[Fault]) -> Hits:
    """How many of the things that he wanted he got. Not counted: what nobody can need (harassing callers), and what he
    never told because he hung up, or because the line was dead."""
    book = book_of(log)
    outcomes = []
    for need in truth.needs:
        if need.wish is Wish.ENDED or (need.turn is None and _left_unasked(log, truth)):
            continue
        wrong = "" if _told_all(log, need) else _wrong(need, book)
        outcomes.append(not wrong)
        if wrong:
            text = f"{WISHES[need.wish]}“{need.name}”：{wrong}"
            event = event_of.get(need.turn) if need.turn is not None else None
            faults.append(Fault(event=event, measure="needs_met", text=text))
    return Hits.of(outcomes)


def _told_all(log: CallLog, need: Wanted) -> bool:
    """Whether what his record has to tell was told, whatever else became of it."""
    said = "\n".join(event.text for event in log.events if isinstance(event, Said))
    told = bool(need.values) and all(has(said, value) for value in need.values.values())
    return need.wish is Wish.RECORD_TOLD and need.turn is not None and told


def _left_unasked(log: CallLog, truth: CallerTruth) -> bool:
    unusable = any(
        isinstance(done.action, HangUp) and done.action.reason is EndReason.LINE_UNUSABLE for done in log.done
    )
    return unusable or (truth.left_by == "customer" and truth.left_why not in ("closed", "agent_silent"))


def _wrong(need: Wanted, book: Book) -> str:
    """What is wrong with the outcome of a need; "" when nothing is."""
    if need.turn is None:
        return "没有问到"
    if not need.got:
        return _pending(need, book)
    got = _GETS.get(need.got, "")
    if need.got == "leaked":
        return "不该告知的告知了"
    if got and got != need.wish and got not in need.accept and not _is_order(need):
        return {
            "order": "本可当场办，却建了工单",
            "refused": "没有办成：身份没有核对上",
            "nothing": "记录里有，却说没有",
        }[need.got]
    if _is_order(need) or need.wish in _KINDS:
        return _wrong_order(need, book)
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


def _wrong_order(need: Wanted, book: Book) -> str:
    about = [order for order in book.orders.values() if _is_about(order, need)]
    if not about:
        return "没有建工单"
    if need.order and not any(plain(order.number) == plain(need.order) for order in book.existing):
        return "告诉他的工单不存在"
    order = about[-1]
    if need.department and need.wish is not Wish.SERVICE_DONE and order.draft.department != need.department:
        return f"工单派给了{order.draft.department or '无人'}，应为{need.department}"
    told = " ".join((*order.draft.details.values(), order.draft.contact, order.draft.subject))
    lost = [name for name, value in need.details.items() if value and not has(told, value)]
    return f"工单里没有“{lost[0]}”" if lost else ""


def _is_about(order: Made, need: Wanted) -> bool:
    kind = _KINDS.get(need.wish)
    if kind is not None and order.draft.kind is kind and need.wish is Wish.COMPLAINT_TAKEN:
        return True
    words = f"{order.draft.subject} {' '.join(order.draft.details.values())}"
    name = need.item or need.name
    return not name or has(words, name) or (bool(need.order) and plain(order.number) == plain(need.order))
