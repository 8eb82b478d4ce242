"""A practice call: the person at the keyboard is the agent, the simulated customer answers."""

import random
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from huashu.call import (
    Act,
    CallLater,
    CallLog,
    Connected,
    Done,
    DoNotContact,
    EndReason,
    Event,
    HangUp,
    Heard,
    HungUp,
    Ms,
    Noise,
    Note,
    NoteKind,
    Said,
    Side,
    Silence,
    speech_ms,
)
from huashu.call.event import end_of
from huashu.casework import record_of, record_to_json
from huashu.cli.findings import Inspector
from huashu.cli.screen import console_of_calls, heading, is_typed, read_line, record_table, show_event
from huashu.cli.session import ANSWER
from huashu.cli.terminal import seconds
from huashu.customer import Leave, Move, Quiet, SimulatedCustomer, Sound, Speak
from huashu.playbook.model import Playbook
from huashu.rehearsal import profile_of

HELP = (
    "直接输入您要说的话。/note 文字 记录意见，/dnc 登记勿扰，/later 时间 登记改期，"
    "/silence [秒] 不出声，/quit 或 Ctrl-D 挂断，/help 再看一遍。"
)

REASONS = {
    Act.DO_NOT_CONTACT: EndReason.DO_NOT_CONTACT,
    Act.BUSY: EndReason.BUSY,
    Act.CALL_LATER: EndReason.CALL_LATER,
    Act.DENY_IDENTITY: EndReason.WRONG_PERSON,
    Act.THIRD_PARTY: EndReason.WRONG_PERSON,
    Act.NON_SPEECH: EndReason.VOICEMAIL,
    Act.END_CALL: EndReason.COMPLETED,
}
"""What the customer's end signal makes of a practice call; the others refuse."""


def train(playbook: Playbook, call_id: str, seed: int | None, standards: Sequence[str] = ()) -> CallLog:
    """One practice call, shown as it goes, inspected at the end."""
    assert playbook.callee is not None
    chosen = random.randrange(1_000_000) if seed is None else seed
    customer = SimulatedCustomer(playbook.callee, chosen, qa=playbook.caller.qa)
    console = console_of_calls()
    console.print(Text(f"{HELP}（种子 {chosen}）", style="dim"))
    exercise = Exercise(console, customer)
    exercise.run()
    log = CallLog(
        id=call_id,
        direction="outbound",
        agent="human",
        profile=profile_of(playbook),
        events=tuple(exercise.events),
        done=tuple(exercise.done),
        record=record_to_json(record_of(exercise.done)),
        truth=customer.truth(),
    )
    _review(console, log, standards)
    return log


class Exercise:
    """The line between the trainee and the simulated customer, on virtual time."""

    def __init__(self, console: Console, customer: SimulatedCustomer) -> None:
        self.console = console
        self.customer = customer
        self.events: list[Event] = []
        self.done: list[Done] = []
        self.now: Ms = 0

    def run(self) -> None:
        """From picking up to hanging up."""
        self._log(Connected(at=0))
        self._play(self.customer.pick_up())
        while not isinstance(self.events[-1], HungUp):
            self._turn()

    def _turn(self) -> None:
        line = read_line(self.console, "cyan")
        text = "/quit" if line is None else line
        command, _, argument = text.partition(" ")
        match command:
            case "":
                pass
            case "/quit" | "/q":
                self._leave()
            case "/note":
                self._do(Note(kind=NoteKind.FEEDBACK, text=argument, heard_at=self.now))
            case "/dnc":
                self._do(DoNotContact(text=argument or "客户要求不再来电", heard_at=self.now))
            case "/later":
                self._do(CallLater(when=argument, heard_at=self.now))
            case "/silence":
                self._wait(argument)
            case _ if command.startswith("/"):
                self.console.print(Text(HELP, style="dim"))
            case _:
                self._say(text)

    def _say(self, text: str) -> None:
        at = self.now + ANSWER
        said = Said(at=at, end=at + speech_ms(text), text=text)
        self._log(said, shown=not is_typed())
        self._play(self.customer.hear(text, said.at, said.end))

    def _wait(self, argument: str) -> None:
        silence = Silence(at=self.now, end=self.now + seconds(argument, 3), side=Side.AGENT)
        self._log(silence)
        self._play(self.customer.agent_silent(silence.end - silence.at))

    def _leave(self) -> None:
        self._do(HangUp(reason=self._reason()))
        self.customer.agent_left(self.now)
        self._log(HungUp(at=self.now, by=Side.AGENT))

    def _do(self, action: Note | DoNotContact | CallLater | HangUp) -> None:
        self.done.append(Done(at=self.now, action=action))

    def _play(self, moves: tuple[Move, ...]) -> None:
        for move in moves:
            match move:
                case Speak(text=text, pause=pause):
                    at = self.now + pause
                    self._log(Heard(at=at, end=at + speech_ms(text), text=text))
                case Quiet(ms=ms):
                    self._log(Silence(at=self.now, end=self.now + ms))
                case Sound(text=text, ms=ms):
                    self._log(Noise(at=self.now, end=self.now + ms, text=text))
                case Leave(pause=pause, why=why):
                    if why == "closed":
                        self._do(HangUp(reason=self._reason()))
                    self._log(HungUp(at=self.now + pause, by=Side.CUSTOMER))

    def _reason(self) -> EndReason:
        """Why a call that the trainee closed ended: what the customer first wanted out for, else it was done."""
        signals = self.customer.truth()["end_signals"]
        return REASONS.get(signals[0]["act"], EndReason.REFUSED) if signals else EndReason.COMPLETED

    def _log(self, event: Event, shown: bool = True) -> None:
        self.events.append(event)
        self.now = end_of(event)
        if shown:
            show_event(self.console, event)


def _review(console: Console, log: CallLog, standards: Sequence[str]) -> None:
    heading(console, "记录")
    console.print(record_table(log.record or {}))
    points = [point["text"] for point in (log.truth or {}).get("feedback", ())]
    heading(console, "客户真正说出的意见")
    for point in points:
        console.print(f"  · {point}")
    if not points:
        console.print("  （没有）")
    heading(console, "质检")
    console.print(Inspector(standards).render(log))
