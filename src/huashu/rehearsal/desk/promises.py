"""Whether what the agent promised exists: numbers, times, and what it told while the systems failed (S1.8)."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from huashu.call import CallLog, Heard, LookedUp, Ms, OpenOrder, OrderKind, OrderOpened, Said
from huashu.casework.workdays import local
from huashu.customer.callers.values import codes, plain
from huashu.rehearsal.desk.orders import Book, Made, book_of
from huashu.rehearsal.desk.texts import Texts
from huashu.rehearsal.score import Fault, Hits
from huashu.rehearsal.words import asks, cut_off, sentences

FIGURES = 6
"""Figures from which a number is taken for one that must come from somewhere."""

GIVEN_UP: Ms = 5000
"""A caller who hangs up within this of an order has left no time to tell him of it."""

_UNIT = r"(?:个)?(?:小时|钟头|工作日|天|分钟|周)"
_LIMIT: Final = re.compile(
    rf"[\d一二两三四五六七八九十半]+{_UNIT}(?:之?内|以内|前|左右)?"
    r"|(?:今天|今晚|明天|后天|当天|次日|本周|下周|周[一二三四五六日天]|星期[一二三四五六日天]|\d+月\d+[日号]|[十一二三四五六七八九]+月[\d十一二三四五六七八九]+[日号])"
    r"[^，。！？]{0,14}?(?:前|之前|以前|内)"
)
_DEED: Final = re.compile(r"回复|回电|答复|联系|处理|上门|办(?:好|妥|完|结)|解决|核实|反馈|完成|跟进|给您|到账|寄|生效")
_NUMBERED: Final = re.compile(r"工单|单号|编号|受理号|流水号|登记号|号码是")
_HONEST: Final = re.compile(
    r"系统|(?:暂时|这会儿|目前|现在|一时)[^，。]{0,8}(?:查不|没(?:有|能|法)|无法|不能|登记不|建不)|没(?:有)?(?:响应|反应|答复)|故障|维护|繁忙|打不开|连不上"
)


def promises_exist(log: CallLog, began: datetime, texts: Texts, faults: list[Fault]) -> Hits:
    """How many of the agent's promises exist: every number of an order and every time that it names, and every order
    of which the caller could be told."""
    book = book_of(log)
    outcomes: list[bool] = []
    for index, event in enumerate(log.events):
        if isinstance(event, Said) and not cut_off(event.text):
            for wrong in _checked(log, index, event, book, began, texts):
                outcomes.append(not wrong)
                if wrong:
                    kind = wrong.partition("：")[0]
                    faults.append(Fault(event=index, measure="promises_exist", text=wrong, kind=kind))
    for order in book.existing:
        if (lacks := _untold(log, order, began)) is not None:
            outcomes.append(not lacks)
            if lacks:
                faults.append(Fault(event=order.event, measure="promises_exist", text=lacks, kind=lacks))
    return Hits.of(outcomes)


def _checked(log: CallLog, index: int, said: Said, book: Book, began: datetime, texts: Texts) -> Iterator[str]:
    """For every number and time in a line what is wrong with it, "" when nothing is."""
    for code in dict.fromkeys(codes(said.text)):
        if sum(character.isdigit() for character in code) < FIGURES or texts.has(code):
            continue
        if any(plain(code) in plain(order.number) for order in book.by(said.at)):
            yield ""
        elif not _known(log, index, code):
            yield f"说出的编号不存在：{code}"
    for sentence in sentences(said.text):
        if asks(sentence) or texts.quotes(sentence) or not _DEED.search(sentence):
            continue
        for limit in _LIMIT.findall(sentence):
            if _known(log, index, limit):
                continue
            orders = book.by(said.at)
            if not orders:
                yield f"没有工单就承诺了时限：{sentence}"
            elif not texts.has(limit):
                yield "" if any(named(limit, order, began) for order in orders) else f"时限与工单不符：{sentence}"
            else:
                yield ""


def _known(log: CallLog, index: int, code: str) -> bool:
    """Whether a number or time that is no order's comes from the records, from the calling number or from the
    caller."""
    wanted = plain(code)
    before = log.events[:index]
    told = "".join(event.text for event in before if isinstance(event, Heard))
    found = [value for event in before if isinstance(event, LookedUp) for value in (event.found or {}).values()]
    known = [*map(str, (*log.records.values(), *log.profile.values(), *found)), told]
    return any(wanted in plain(text) for text in known)


def named(limit: str, order: Made, began: datetime) -> bool:
    """Whether the words ``limit`` tell the time promised with ``order``."""
    spoken, within = plain(limit), plain(order.draft.within)
    if within and (within in spoken or spoken.removesuffix("内").removesuffix("之") in within):
        return True
    if order.promised is None:
        return False
    promised, today = local(order.promised), local(began).date()
    days = [f"{promised.month}月{promised.day}号", f"{promised.day}号"]
    relative = {0: ("今天", "今晚", "当天"), 1: ("明天", "次日"), 2: ("后天",)}
    days += relative.get((promised.date() - today).days, ())
    days += [f"周{'一二三四五六日'[promised.weekday()]}", f"周{'一二三四五六天'[promised.weekday()]}"]
    return any(plain(day) in spoken for day in days)


def _untold(log: CallLog, order: Made, began: datetime) -> str | None:
    """What the caller was not told of an order that exists; "" when he was told all, ``None`` when he did not stay."""
    assert order.since is not None
    last = max((event.end for event in log.events if isinstance(event, Heard | Said)), default=0)
    if last < order.since + GIVEN_UP:
        return None
    after = "".join(event.text for event in log.events if isinstance(event, Said) and event.at >= order.since)
    if plain(order.number) not in plain(after):
        return "工单建了，没有告诉编号"
    needs_time = order.draft.kind is not OrderKind.SUGGESTION  # a suggestion is thanked for, and told where it goes
    if needs_time and not any(named(limit, order, began) for limit in _LIMIT.findall(after)):
        return "工单建了，没有告诉时限"
    return ""


def _said_next(log: CallLog, index: int) -> str:
    """What the agent said after an event until the caller spoke again."""
    said = ""
    for event in log.events[index + 1 :]:
        if isinstance(event, Heard) and said:
            break
        if isinstance(event, Said):
            said += event.text
    return said


def outage_honest(log: CallLog, faults: list[Fault]) -> Hits:
    """Whether, in a call in which the systems did not answer, that was said in the next words, no number or time was
    told, and something was left to be done later."""
    failed = [i for i, event in enumerate(log.events) if isinstance(event, LookedUp | OrderOpened) and event.failed]
    if not failed:
        return Hits()
    wrong: list[tuple[int, str]] = []
    for index in failed:
        reply = _said_next(log, index)
        if reply and not _HONEST.search(reply):
            wrong.append((index, "系统没有答复，没有如实说明"))
    if not any(isinstance(done.action, OpenOrder) for done in log.done):
        last = failed[-1]
        stayed = any(isinstance(event, Said) for event in log.events[last + 1 :])
        if stayed:
            wrong.append((last, "系统没有答复，没有留下请求补办"))
    faults.extend(Fault(event=event, measure="outage_honest", text=text) for event, text in wrong)
    return Hits.of([not wrong])
