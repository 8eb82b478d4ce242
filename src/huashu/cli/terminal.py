"""``huashu call`` and ``huashu answer-line`` at a terminal: you are the customer."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from huashu.call import Connected, Event, Heard, Ms, Noise, Ring, Side, Silence, speech_ms
from huashu.cli.screen import (
    console_of_calls,
    first_hang_up,
    heading,
    is_typed,
    read_line,
    record_table,
    show_done,
    show_event,
)
from huashu.cli.session import ANSWER, Session

HELP = "直接输入您要说的话。/silence [秒] 不出声，/noise 杂音，/quit 或 Ctrl-D 挂断，/help 再看一遍。"
LAST_WORDS = "坐席说完就挂机。还有话就说，没有就按回车。"


def talk(session: Session, standards: Sequence[str] = (), begin: Sequence[Event] = (Connected(at=0),)) -> None:
    """One call with the person at the keyboard, then its record and its inspection, by the clause files too.
    ``begin`` is how it begins: somebody picks up, or the telephone rings."""
    from huashu.cli.findings import Inspector

    console = console_of_calls()
    console.print(Text(HELP, style="dim"))
    for first in begin:
        show_event(console, first)
        _feed(console, session, first)
    while (event := _next(console, session)) is not None:
        _feed(console, session, event)
    session.hang_up(Side.CUSTOMER)
    log = session.log()
    show_event(console, log.events[-1])
    heading(console, "记录")
    console.print(record_table(session.record()))
    heading(console, "质检")
    console.print(Inspector(standards).render(log))


def _feed(console: Console, session: Session, event: Event) -> None:
    """Tell the agent, and show what it says and does about it."""
    known = len(session.events) + (1 if is_typed() else 0)
    noted = len(first_hang_up(session.done))
    session.feed(event)
    for spoken in session.events[known:]:
        if not isinstance(spoken, Connected | Ring):
            show_event(console, spoken)
    for action in first_hang_up(session.done)[noted:]:
        show_done(console, action)
    if session.hung_up and is_typed():
        console.print(Text(LAST_WORDS, style="dim"))


def _next(console: Console, session: Session) -> Event | None:
    """What the person at the keyboard does next; ``None`` when he hangs up, or lets the agent do it."""
    while True:
        text = read_line(console, "green")
        if text is None or (not text and session.hung_up):
            return None
        command, _, argument = text.partition(" ")
        match command:
            case "":
                continue
            case "/quit" | "/q":
                return None
            case "/silence":
                return Silence(at=session.now, end=session.now + seconds(argument, 3))
            case "/noise":
                return Noise(at=session.now, end=session.now + 1000, text=argument)
            case _ if command.startswith("/"):
                console.print(Text(HELP, style="dim"))
            case _:
                at = session.now + ANSWER
                return Heard(at=at, end=at + speech_ms(text), text=text)


def seconds(text: str, usual: int) -> Ms:
    """Seconds as somebody typed them, in milliseconds; ``usual`` seconds when they are none, ten minutes at most."""
    try:
        return round(min(600.0, max(0.1, float(text))) * 1000)
    except ValueError:
        return usual * 1000
