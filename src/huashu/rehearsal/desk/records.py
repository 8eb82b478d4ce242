"""Whether the record of a call is complete and true (S1.11)."""

from collections.abc import Iterator, Mapping
from typing import Any

from huashu.call import CallLog
from huashu.customer.callers import Nature, Wish
from huashu.customer.callers.values import has, plain
from huashu.rehearsal.desk.needs import line_was_dead
from huashu.rehearsal.desk.orders import book_of
from huashu.rehearsal.desk.truth import CallerTruth, Wanted
from huashu.rehearsal.score import Fault, Hits


def record_complete(log: CallLog, truth: CallerTruth, faults: list[Fault]) -> Hits:
    """Whether the record tells everything: the seven particulars, what he wanted and what came of it, the orders as
    they exist, who harassed. Not counted: calls in which he never said what he wanted."""
    told = [need for need in truth.needs if need.turn is not None]
    if not told:
        return Hits()
    inbound: Mapping[str, Any] = (log.record or {}).get("inbound") or {}
    wrong = list(dict.fromkeys(_wrong(log, inbound, truth, told)))
    faults.extend(Fault(event=None, measure="record_complete", text=f"记录：{text}") for text in wrong)
    return Hits.of([not wrong])


def _wrong(log: CallLog, inbound: Mapping[str, Any], truth: CallerTruth, told: list[Wanted]) -> Iterator[str]:
    for particular in inbound.get("missing") or ():
        yield f"缺“{particular}”"
    if truth.nature is Nature.HARASSING:
        if (log.record or {}).get("outcome") == "harassing" and not inbound.get("nuisance"):
            yield "骚扰来电没有写明情形"
        return
    needs = inbound.get("needs") or ()
    known = " ".join(f"{need.get('what')} {need.get('words')}" for need in needs)
    for need in told:
        if need.item and need.wish is not Wish.REFUSED_IDENTITY and need.got and not has(known, need.item):
            yield f"没有记下诉求“{need.item}”"
    if not needs and not line_was_dead(log):
        yield "没有记下诉求"
    elif any(not need.get("result") for need in needs) and truth.satisfied:
        yield "诉求没有结果"
    if not inbound.get("kinds") and not line_was_dead(log):
        yield "没有类型"
    numbers = {plain(str(order.get("number"))) for order in inbound.get("orders") or ()}
    for order in book_of(log).existing:
        if plain(order.number) not in numbers:
            yield "工单没有记进去"
