"""A house of fakes: an agent that repeats what it hears, a voice of tones, ears that hear nothing; and a server that
runs beside the test."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from huashu.call import (
    Action,
    CallLog,
    Connected,
    EndReason,
    Event,
    HangUp,
    Heard,
    Note,
    NoteKind,
    Say,
)
from huashu.voice.browser.board import Board
from huashu.voice.browser.house import Hint, HouseError, Kind, Part, Role, Subject
from huashu.voice.browser.ice import Ice
from huashu.voice.browser.running import Address, serve
from huashu.voice.pipeline.settings import VoiceSettings
from huashu.voice.ports import Recogniser, Transcript, Voice

GREETING = "您好，这里是试验热线，请讲。"
GOODBYE = "好的，再见。"
SCENARIO = Subject(
    id="s",
    title="试验回访",
    kind=Kind.SCENARIO,
    given=False,
    task="问一句话。",
    roles=(Role.CUSTOMER, Role.AGENT),
    agent="试验公司 小高",
    customer="王女士",
    tags=("打出去的电话",),
    you=(("姓名", "王女士"),),
    steps=(Hint(title="1. 确认本人", lines=(("", "您好，请问是王女士吗？"),)),),
)
DESK = replace(SCENARIO, id="d", title="试验热线", kind=Kind.DESK, roles=(Role.CUSTOMER, Role.AGENT))
FINDING = {
    "clause": "made-up-clause",
    "source": ["S1.5"],
    "verdict": "broken",
    "evidence": GREETING,
    "why": "问候里没有工号",
    "better": "报上工号",
    "rewrite": None,
}


class Parrot:
    """Greets, repeats what it hears, and takes its leave when the other does."""

    def step(self, event: Event) -> tuple[Action, ...]:
        match event:
            case Connected():
                return (Say(text=GREETING, because=("S1.2",)),)
            case Heard(text=text) if "再见" in text:
                return (Say(text=GOODBYE), HangUp(reason=EndReason.COMPLETED, after=300))
            case Heard(text=text) if text:
                note = Note(kind=NoteKind.FEEDBACK, text=text, heard_at=event.at, because=("S0.9",))
                return (note, Say(text=f"您说的是：{text}", because=("S1.5", "S9.9")))
            case _:
                return ()


class Tones:
    """A voice: as long as its text, 440 Hz."""

    name = "tones/1"
    rate = 16_000

    def speak(self, text: str) -> Any:
        samples = np.arange(self.rate * max(4, len(text)) // 12)
        return (9000 * np.sin(2 * np.pi * 440 * samples / self.rate)).astype(np.int16)


class Deaf:
    name = "deaf"

    def recognise(self, pcm: Any, rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        return Transcript(text="")


@dataclass
class TestHouse:
    """The port with fakes behind it. ``refuses``: casting fails with these words; ``swapped``: whether calls are
    practice."""

    __test__ = False
    folder: Path | None = None
    voice: Voice = field(default_factory=Tones)
    ears: Recogniser = field(default_factory=Deaf)
    agent: Callable[[], Any] = Parrot
    subjects: tuple[Subject, ...] = (SCENARIO, DESK)
    refuses: str = ""
    closed: list[str] = field(default_factory=list)
    logs: list[CallLog] = field(default_factory=list)

    def warm_up(self) -> None:
        pass

    def cast(self, subject: Subject, role: Role) -> Part:
        if self.refuses:
            raise HouseError(self.refuses)
        return Part(
            call_id=f"{subject.id}-{role}",
            agent=self.agent(),
            settings=VoiceSettings(recogniser=self.ears, voice=self.voice, recordings=self.folder),
            direction="inbound",
            profile={},
            hints=(Hint(title="资料", lines=(("姓名", "王女士"),)),) if role is Role.AGENT else (),
            finish=lambda log: replace(log, record={"end_reason": "completed"}),
            swapped=role is Role.AGENT,
            close=lambda: self.closed.append(subject.id),
        )

    def inspect(self, log: CallLog) -> Mapping[str, Any]:
        self.logs.append(log)
        said = [at for at, event in enumerate(log.events) if type(event).__name__ == "Said"]
        findings = [FINDING | {"at": said[0]}] if said else []
        return {"score": 88, "findings": findings, "satisfied": ["S1.2"]}

    def explain(self, clause: str) -> str:
        return {"S1.2": "三声内接听与固定问候", "S1.5": "要点复述"}.get(clause, "")

    def beside(self, action: object) -> str:
        return f"记下意见：{action.text}" if isinstance(action, Note) else ""

    def record(self, record: Mapping[str, Any]) -> list[tuple[str, str]]:
        return [("结果", "谈完")]


def board_of(house: TestHouse, **settings: Any) -> Board:
    quick = {"ring": 0.15, "between_rings": 0.15} | settings
    return Board(house=house, ice=Ice.bound_to("127.0.0.1"), **quick)


@contextmanager
def serving(board: Board) -> Iterator[str]:
    """The address of a server that runs in a thread of its own until the end of the block."""
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    ready = threading.Event()
    address: list[str] = []

    def told(url: str) -> None:
        address.append(url)
        ready.set()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve(board, Address(), told, stop))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert ready.wait(20), "the server did not start"
        yield address[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        assert not thread.is_alive(), "the server did not stop"
