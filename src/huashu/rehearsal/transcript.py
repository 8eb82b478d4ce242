"""A call as a reader sees it: rows of time, speaker, line and margin; and those rows on a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

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
    OrderOpened,
    Ring,
    Said,
    Side,
    Silence,
    SmsSent,
    Transferred,
)
from huashu.rehearsal.truth import Truth, read_truth

NOTICEABLE: Ms = 2500
"""A shorter silence is a breath, and no row of a transcript."""

SPEAKERS = {Side.AGENT: "坐席", Side.CUSTOMER: "客户", Side.SYSTEM: "线路"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a transcript. ``spoken`` is false for what merely happened; ``marks`` is what the customer's truth
    says of it; ``clauses`` are those that the agent obeyed in it."""

    event: int
    at: Ms
    side: Side
    text: str
    spoken: bool = True
    clauses: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


def clock(ms: Ms) -> str:
    """mm:ss."""
    return f"{ms // 60_000:02d}:{ms // 1000 % 60:02d}"


def rows_of(log: CallLog) -> Iterator[Row]:
    """The transcript of a call, row by row; events that nobody could hear are left out."""
    truth = read_truth(log.truth)
    utterance = 0
    for index, event in enumerate(log.events):
        row = row_of(event, index)
        if row is None:
            continue
        if isinstance(event, Heard):
            row = Row(event=index, at=row.at, side=row.side, text=row.text, marks=_marks(truth, utterance))
            utterance += 1
        yield row


def row_of(event: Event, index: int = 0) -> Row | None:
    """One event as a row, ``None`` when there is nothing to read in it. For calls that are still going on."""
    match event:
        case Said():
            return Row(event=index, at=event.at, side=Side.AGENT, text=event.text, clauses=event.because)
        case Heard():
            return Row(event=index, at=event.at, side=Side.CUSTOMER, text=event.text)
        case _:
            text = _happened(event)
            side = getattr(event, "by", getattr(event, "side", Side.SYSTEM))
            return Row(event=index, at=event.at, side=side, text=text, spoken=False) if text else None


def _happened(event: Event) -> str:
    match event:
        case Connected():
            return "接通"
        case Silence():
            long = event.end - event.at
            return f"沉默 {long / 1000:.0f} 秒" if long >= NOTICEABLE else ""
        case Noise():
            return event.text.strip("[]（）() ") or "杂音"
        case HoldStarted():
            return "请客户稍候"
        case HoldEnded():
            return "恢复通话"
        case Dtmf():
            return f"按键 {event.digits}"
        case Transferred():
            return f"转接 {event.to}".strip()
        case Ring():
            return "振铃"
        case LookedUp():
            return f"查询{event.query}：{'系统没有答复' if event.failed else '查到' if event.found else '没有记录'}"
        case OrderOpened():
            return "工单没有建成，留待补建" if event.failed else f"工单 {event.number} 已建立，承诺 {event.promised}"
        case SmsSent():
            return "短信没有发出，留待补发" if event.failed else "短信已发出"
        case HungUp():
            return {Side.AGENT: "坐席挂机", Side.CUSTOMER: "客户挂机", Side.SYSTEM: "通话中断"}[event.by]
        case _:
            return ""


def _marks(truth: Truth, utterance: int) -> tuple[str, ...]:
    marks = [f"结束信号：{signal.cause or signal.act}" for signal in truth.signals if signal.turn == utterance]
    marks += [f"反馈：{point.gist or point.text}" for point in truth.feedback if point.turn == utterance]
    for asked in truth.questions:
        if asked.turn == utterance:
            marks.append(f"提问：{asked.entry}" if asked.entry else "提问：知识库里没有")
    if truth.do_not_contact == utterance:
        marks.append("要求不再来电")
    return tuple(marks)


def render_transcript(log: CallLog, *, marks: bool = False) -> Table:
    """The call for a terminal: time, speaker, line, and dim at the right the clauses that the agent obeyed.

    ``marks`` adds under the customer's lines what he really meant (rehearsed calls only).
    """
    return render_rows(rows_of(log), marks=marks)


def render_rows(rows: Iterable[Row], *, marks: bool = False) -> Table:
    """Rows for a terminal. One row at a time makes a call readable as it happens."""
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=5, no_wrap=True)
    table.add_column(width=4, no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(max_width=18, justify="right", overflow="fold")
    for row in rows:
        table.add_row(*_cells(row))
        if marks:
            for mark in row.marks:
                table.add_row("", "", Text(f"↳ {mark}", style="yellow"), "")
    return table


_STYLE = {Side.AGENT: "cyan", Side.CUSTOMER: "bold", Side.SYSTEM: "dim"}


def _cells(row: Row) -> Sequence[Text]:
    time = Text(clock(row.at), style="dim")
    if not row.spoken:
        return time, Text(""), Text(f"（{row.text}）", style="dim italic"), Text("")
    speaker = Text(SPEAKERS[row.side], style=_STYLE[row.side])
    line = Text(row.text, style="" if row.side is Side.AGENT else "bold")
    return time, speaker, line, Text(" ".join(row.clauses), style="dim")
