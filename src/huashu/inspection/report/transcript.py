"""A call as a reader sees it: lines left and right, and between them what merely happened."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from huashu.call import (
    CallLog,
    Connected,
    Dtmf,
    Event,
    Heard,
    HoldEnded,
    HoldStarted,
    HungUp,
    LookedUp,
    Ms,
    Noise,
    Ring,
    Said,
    Side,
    Silence,
    Transferred,
)
from huashu.call.codec import times_of
from huashu.inspection.report.words import length

SPEAKERS = {Side.AGENT: "坐席", Side.CUSTOMER: "客户", Side.SYSTEM: "线路"}
_LEAST_OVERLAP: Ms = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row. ``events`` are the 0-based events of the log that it shows (several rings are one row); ``spoken`` is
    false for what merely happened; ``on_hold`` tells a line during a hold; ``overlap`` is by how much (ms) it began
    before the other side had ended."""

    events: tuple[int, ...]
    at: Ms
    side: Side
    text: str
    spoken: bool = False
    on_hold: bool = False
    overlap: Ms = 0

    @property
    def speaker(self) -> str:
        """Who speaks, in Chinese."""
        return SPEAKERS[self.side]


def rows_of(log: CallLog) -> tuple[Row, ...]:
    """The rows of a call in order."""
    rows: list[Row] = []
    for row in _rows(log):
        before = rows[-1] if rows else None
        if before is not None and row.text == before.text == "响铃":
            rows[-1] = replace(before, events=before.events + row.events)
        else:
            rows.append(row)
    return tuple(_counted(row) for row in rows)


def _counted(row: Row) -> Row:
    return replace(row, text=f"响铃 {len(row.events)} 声") if row.text == "响铃" else row


def _rows(log: CallLog) -> Iterator[Row]:
    held: Ms | None = None
    spoken: Said | Heard | None = None
    measured = times_of(log) == "measured"
    for index, event in enumerate(log.events):
        side = _side(event)
        if isinstance(event, Said | Heard):
            yield Row(
                events=(index,),
                at=event.at,
                side=side,
                text=event.text,
                spoken=True,
                on_hold=held is not None,
                overlap=_overlap(spoken, event) if measured else 0,
            )
            spoken = event
            continue
        text = _happened(event, held)
        if isinstance(event, HoldStarted):
            held = event.at
        elif isinstance(event, HoldEnded):
            held = None
        if text:
            yield Row(events=(index,), at=event.at, side=side, text=text)


def _overlap(before: Said | Heard | None, event: Said | Heard) -> Ms:
    if before is None or type(before) is type(event):
        return 0
    overlap = before.end - event.at
    return overlap if overlap >= _LEAST_OVERLAP else 0


def _side(event: Event) -> Side:
    match event:
        case Said():
            return Side.AGENT
        case Heard():
            return Side.CUSTOMER
        case _:
            side = getattr(event, "by", getattr(event, "side", Side.SYSTEM))
            return side if isinstance(side, Side) else Side.SYSTEM


def _happened(event: Event, held: Ms | None) -> str:
    match event:
        case Ring():
            return "响铃"
        case Connected():
            return "接通"
        case Silence():
            return f"{SPEAKERS[event.side]}沉默 {length(event.end - event.at)}"
        case Noise():
            return event.text.strip("[]（）() ") or "杂音"
        case HoldStarted():
            return "请客户等候"
        case HoldEnded():
            return "恢复通话" + (f"，等了 {length(event.at - held)}" if held is not None else "")
        case Dtmf():
            return f"{SPEAKERS[event.side]}按键 {event.digits}"
        case LookedUp():
            return f"查询 {event.query}"
        case Transferred():
            return f"转接 {event.to}".strip()
        case HungUp():
            return {Side.AGENT: "坐席挂机", Side.CUSTOMER: "客户挂机", Side.SYSTEM: "通话中断"}[event.by]
        case _:
            return ""
