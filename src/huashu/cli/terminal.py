"""``huashu call`` at a terminal: you are the customer."""

from rich.console import Console
from rich.text import Text

from huashu.call import Connected, Event, Heard, Ms, Noise, Side, Silence, speech_ms
from huashu.cli.screen import console_of_calls, heading, record_table, show_done, show_event
from huashu.cli.session import ANSWER, Session

HELP = "直接输入您要说的话。/silence [秒] 不出声，/noise 杂音，/quit 或 Ctrl-D 挂断，/help 再看一遍。"


def talk(session: Session) -> None:
    """One call with the person at the keyboard, then its record and its inspection."""
    from huashu.cli.findings import Inspector

    console = console_of_calls()
    console.print(Text(HELP, style="dim"))
    show_event(console, Connected(at=0))
    _feed(console, session, Connected(at=0))
    while not session.hung_up and not session.over:
        event = ask(console, session.now)
        if event is None:
            break
        _feed(console, session, event)
    session.hang_up(Side.CUSTOMER)
    log = session.log()
    show_event(console, log.events[-1])
    heading(console, "记录")
    console.print(record_table(session.record()))
    heading(console, "质检")
    console.print(Inspector().render(log))


def _feed(console: Console, session: Session, event: Event) -> None:
    """Tell the agent, and show what it says and does about it."""
    heard, done = len(session.events) + 1, len(session.done)
    session.feed(event)
    for spoken in session.events[heard:]:
        show_event(console, spoken)
    for action in session.done[done:]:
        show_done(console, action)


def ask(console: Console, now: Ms) -> Event | None:
    """What the person at the keyboard does next; ``None`` when he hangs up."""
    while True:
        try:
            text = console.input(Text("      您 > ", style="green")).strip()
        except (EOFError, KeyboardInterrupt):
            console.print()
            return None
        command, _, argument = text.partition(" ")
        match command:
            case "":
                continue
            case "/quit" | "/q":
                return None
            case "/silence":
                return Silence(at=now, end=now + _seconds(argument, 3))
            case "/noise":
                return Noise(at=now, end=now + 1000, text=argument)
            case _ if command.startswith("/"):
                console.print(Text(HELP, style="dim"))
            case _:
                at = now + ANSWER
                return Heard(at=at, end=at + speech_ms(text), text=text)


def _seconds(text: str, usual: int) -> Ms:
    try:
        return round(min(600.0, max(0.1, float(text))) * 1000)
    except ValueError:
        return usual * 1000
