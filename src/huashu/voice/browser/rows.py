"""The transcript as the page shows it: what was said, what happened, what the agent did beside the line. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from huashu.call import (
    CallLog,
    Connected,
    Done,
    Dtmf,
    Event,
    Heard,
    HoldEnded,
    HoldStarted,
    HungUp,
    Ms,
    Noise,
    Ring,
    Said,
    Side,
    Silence,
    Transferred,
)
from huashu.call.event import end_of

Row = Mapping[str, Any]
"""One row, JSON-ready: ``key`` (unique in the call), ``kind`` (``line``, ``happened`` or ``beside``), ``at``, ``end``
(ms), ``text``; lines have ``side``, and with what happened ``event``, the index in the log; what obeys a clause has
``because``: (clause, one line of explanation)."""

NAMES = {Side.AGENT: "坐席", Side.CUSTOMER: "客户", Side.SYSTEM: "线路"}
LEAVING = {Side.AGENT: "坐席挂断了", Side.CUSTOMER: "客户挂断了", Side.SYSTEM: "通话断了"}
_SHORTEST_SILENCE: Ms = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How things are put: ``explain`` a clause in one line, ``beside`` an action in words."""

    explain: Callable[[str], str]
    beside: Callable[[object], str]


def rows_of(log: CallLog, words: Words) -> list[Row]:
    """The rows of a call in the order in which they happened."""
    rows = [*_heard(log, words), *_beside(log.done, words)]
    return sorted(rows, key=lambda row: row["at"])


def _heard(log: CallLog, words: Words) -> Iterator[Row]:
    for index, event in enumerate(log.events):
        row: dict[str, Any] = {"at": event.at, "end": end_of(event), "event": index}
        match event:
            case Said() | Heard():
                side = Side.AGENT if isinstance(event, Said) else Side.CUSTOMER
                because = reasons(getattr(event, "because", ()), words)
                if event.text:
                    key = f"{side.value}-{event.at}"
                    yield row | {"kind": "line", "key": key, "side": side.value, "text": event.text} | because
            case _:
                text = _happened(event)
                if text:
                    yield row | {"kind": "happened", "key": f"{type(event).__name__}-{event.at}", "text": text}


def reasons(because: tuple[str, ...], words: Words) -> dict[str, Any]:
    """The clauses of an action, each with its explanation."""
    return {"because": [[clause, words.explain(clause)] for clause in dict.fromkeys(because)]} if because else {}


def _beside(done: tuple[Done, ...], words: Words) -> Iterator[Row]:
    told: set[str] = set()
    for number, one in enumerate(done):
        text = words.beside(one.action)
        if text and text not in told:
            told.add(text)
            row = {"kind": "beside", "key": f"done-{number}", "at": one.at, "end": one.at, "text": text}
            yield row | reasons(getattr(one.action, "because", ()), words)


def _happened(event: Event) -> str:
    match event:
        case Ring():
            return "响铃"
        case Connected():
            return "接通"
        case Silence() if event.end - event.at >= _SHORTEST_SILENCE:
            return f"{NAMES[event.side]}没有出声 {round((event.end - event.at) / 1000)} 秒"
        case Noise():
            return event.text.strip("[]（）() ") or "杂音"
        case HoldStarted():
            return "请客户等候" if event.by is Side.AGENT else "客户按了保持"
        case HoldEnded():
            return "恢复通话"
        case Dtmf():
            return f"{NAMES[event.side]}按键 {event.digits}"
        case Transferred():
            return f"转接 {event.to}".strip()
        case HungUp():
            return LEAVING[event.by]
        case _:
            return ""


@dataclass(slots=True)
class Follower:
    """What the page has seen of a call that goes on, so that only what is new is sent."""

    words: Words
    shown: dict[str, Row] = field(default_factory=dict)

    def changes(self, log: CallLog) -> tuple[list[Row], list[str]]:
        """The rows that are new or have changed, and the keys of those that are gone: a last utterance may be taken
        back and told anew."""
        rows = {row["key"]: row for row in rows_of(log, self.words)}
        new = [row for key, row in rows.items() if self.shown.get(key) != row]
        gone = [key for key in self.shown if key not in rows]
        self.shown = rows
        return new, gone
