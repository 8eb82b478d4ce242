"""Whether callers were kept waiting as the standard asks: asked first, told how it goes, not long (S3.14, S4.11)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huashu.call import (
    CallLog,
    Event,
    Heard,
    HoldEnded,
    HoldStarted,
    HungUp,
    LookedUp,
    Ms,
    OrderOpened,
    Request,
    Said,
    SmsSent,
)
from huashu.call.event import end_of
from huashu.rehearsal.score import Fault, Hits
from huashu.rehearsal.words import asks, sentences

PROGRESS: Ms = 30_000
"""On hold something is said at least this often."""

CALL_BACK: Ms = 120_000
"""From so long a wait on, a call back is offered."""

LONGEST: Ms = 180_000
"""No wait is longer, unless the caller wants to go on waiting."""

SILENT: Ms = 7000
"""When the agent owes a word, it is not silent for longer."""

SAME_WAIT: Ms = 30_000
"""Holds with no more than this between them are one wait."""

SLACK: Ms = 1500
"""By how much the clock of a rehearsal, which goes in steps, may exceed a limit."""

_ASKS = re.compile(r"稍等|稍候|等(?:一下|一会|一等|片刻|我|几)|别挂|不要挂|保持通话|耐心等")
_OFFERS = re.compile(
    r"回电|回复您|给您回|打给您|再(?:联系|打)您|联系您|留(?:下|个|一个)?(?:您的)?(?:联系)?(?:电话|号码|方式)"
)
_THANKS = re.compile(r"谢|久等|耐心等")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One hold: the index of its event, from when to when, how long he had been on hold just before, and whether he or
    the agent hung up in it."""

    event: int
    at: Ms
    end: Ms
    before: Ms
    gone: bool


def waits_of(events: Sequence[Event]) -> list[Wait]:
    """The holds of a call."""
    found: list[Wait] = []
    started: tuple[int, Ms] | None = None
    for index, event in enumerate(events):
        if isinstance(event, HoldStarted) and started is None:
            started = index, event.at
        elif isinstance(event, HoldEnded | HungUp) and started is not None:
            at = started[1]
            last = found[-1] if found and at - found[-1].end <= SAME_WAIT else None
            before = last.before + last.end - last.at if last is not None else 0
            gone = isinstance(event, HungUp)
            found.append(Wait(event=started[0], at=at, end=event.at, before=before, gone=gone))
            started = None
    return found


def holds_kept(log: CallLog, insists: bool, faults: list[Fault]) -> Hits:
    """How many holds kept every rule. ``insists``: he was offered a call back and wanted to wait instead."""
    outcomes = []
    for wait in waits_of(log.events):
        wrong = [*_wrong_before(log.events, wait), *_wrong_during(log.events, wait, insists=insists)]
        wrong += _wrong_after(log.events, wait)
        faults.extend(Fault(event=wait.event, measure="holds_kept", text=text) for text in wrong)
        outcomes.append(not wrong)
    return Hits.of(outcomes)


def _wrong_before(events: Sequence[Event], wait: Wait) -> Iterator[str]:
    before = list(events[: wait.event])
    asked = next((i for i in reversed(range(len(before))) if _asks(before[i])), None)
    if asked is None:
        yield "没有请客户稍等，就让客户等待"
    elif not any(isinstance(event, Heard) for event in before[asked + 1 :]):
        yield "没有等客户同意，就让客户等待"


def _asks(event: Event) -> bool:
    """Whether he is asked to wait, as a question: thanking him for it is none."""
    return isinstance(event, Said) and any(asks(part) and _ASKS.search(event.text) for part in sentences(event.text))


def _wrong_during(events: Sequence[Event], wait: Wait, *, insists: bool) -> Iterator[str]:
    said = [event for event in events if isinstance(event, Said) and wait.at <= event.at < wait.end]
    ends = [wait.at, *(event.end for event in said)]
    begins = [*(event.at for event in said), wait.end]
    if any(begin - end > PROGRESS + SLACK for end, begin in zip(ends, begins, strict=True)):
        yield "等待超过30秒没有告知进展"
    total = wait.before + wait.end - wait.at
    offered = [
        event for event in events if isinstance(event, Said) and event.at < wait.end and _OFFERS.search(event.text)
    ]
    limit = wait.at + CALL_BACK - wait.before + SLACK
    if total > CALL_BACK + SLACK and not any(event.at <= limit for event in offered):
        yield "等待超过2分钟没有提出回电"
    if total > LONGEST + SLACK and not insists:
        yield "等待超过3分钟"


def _wrong_after(events: Sequence[Event], wait: Wait) -> Iterator[str]:
    if wait.gone:
        return
    first = next((event for event in events[wait.event :] if isinstance(event, Said) and event.at >= wait.end), None)
    if first is not None and not _THANKS.search(first.text):
        yield "恢复通话后没有感谢客户等待"


def answered_in_time(log: CallLog, faults: list[Fault]) -> Hits:
    """How often, when the agent owed a word, it came in time: after the caller had spoken, and while he waited for the
    company's systems without being on hold."""
    waits = waits_of(log.events)
    outcomes = []
    for index, event in enumerate(log.events):
        if not isinstance(event, Heard | Said):
            continue
        after = _next_sound(log.events, index)
        if after is None or (isinstance(event, Said) and not _owes(log, event.end)):
            continue
        if any(wait.at < after.at and wait.end > event.end for wait in waits):
            continue
        if isinstance(after, Heard) and after.at - event.end <= SILENT:
            continue
        late = after.at - event.end > SILENT + SLACK
        outcomes.append(not late)
        if late:
            text = f"{(after.at - event.end) / 1000:.0f}秒没有回应"
            faults.append(Fault(event=index, measure="answered_in_time", text=text, kind="超过7秒没有回应"))
    return Hits.of(outcomes)


def _next_sound(events: Sequence[Event], index: int) -> Heard | Said | None:
    return next((event for event in events[index + 1 :] if isinstance(event, Heard | Said)), None)


def _owes(log: CallLog, at: Ms) -> bool:
    """Whether the agent was waiting for the company's systems then."""
    asked = sum(isinstance(done.action, Request) and done.at <= at for done in log.done)
    answered = sum(isinstance(event, LookedUp | OrderOpened | SmsSent) and end_of(event) <= at for event in log.events)
    return asked > answered
