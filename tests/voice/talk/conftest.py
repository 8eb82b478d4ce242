"""A line that plays lines for as long as they take, and a customer who is moved by hand. Virtual time in steps of 20 ms."""

from collections.abc import Callable, Iterable

import pytest

from huashu.call import Action, Event, Ms, speech_ms
from huashu.language.completeness import Completeness, State
from huashu.voice.talk.conversation import Conversation
from huashu.voice.talk.manner import Manner
from huashu.voice.talk.signals import (
    Clock,
    Continue,
    NoWords,
    Order,
    Pause,
    Played,
    Playing,
    Signal,
    Speak,
    Stop,
    VoiceOff,
    VoiceOn,
    Words,
)

STEP: Ms = 20


def complete(text: str) -> Completeness:
    """Words are finished unless they trail off."""
    finished = 0.05 if text.endswith(("……", "那个")) else 0.95
    chances = {State.FINISHED: finished, State.UNFINISHED: 1 - finished, State.WAIT: 0.0}
    return Completeness(state=max(chances, key=lambda state: chances[state]), chances=chances)


class Scripted:
    """An agent that answers by a function of the event; ``call`` counts, so that it can be wound back."""

    def __init__(self, answer: Callable[[Event], Iterable[Action]]) -> None:
        self.answer = answer
        self.call = 0
        self.seen: list[Event] = []

    def step(self, event: Event) -> tuple[Action, ...]:
        self.call += 1
        self.seen.append(event)
        return tuple(self.answer(event))


class Line:
    """Carries out orders: lines play one after the other, each as long as its text; pauses hold them."""

    def __init__(self, agent: Scripted, **options: object) -> None:
        self.agent = agent
        self.talk = Conversation(agent, complete, **options)  # type: ignore[arg-type]
        self.now: Ms = 0
        self.orders: list[tuple[Ms, Order]] = []
        self.waiting: list[Speak] = []
        self.line: Speak | None = None
        self.left: Ms = 0
        self.paused = False

    def feed(self, signal: Signal) -> tuple[Order, ...]:
        orders = self.talk.feed(signal)
        for order in orders:
            self.orders.append((self.now, order))
            match order:
                case Speak():
                    self.waiting.append(order)
                case Pause():
                    self.paused = True
                case Continue():
                    self.paused = False
                case Stop():
                    self.stop()
                case _:
                    pass
        return orders

    def stop(self) -> None:
        line, waiting = self.line, self.waiting
        self.line, self.waiting, self.paused = None, [], False
        if line is not None:
            self.feed(Played(at=self.now, line=line.line, share=1 - self.left / speech_ms(line.text)))
        for each in waiting:
            self.feed(Played(at=self.now, line=each.line, share=0))

    def run(self, ms: Ms) -> None:
        """Let time pass."""
        until = self.now + ms
        while self.now < until and not self.talk.over:
            self.now += STEP
            if self.line is None and self.waiting and not self.paused:
                self.line = self.waiting.pop(0)
                self.left = speech_ms(self.line.text)
                self.feed(Playing(at=self.now, line=self.line.line, until=self.now + self.left))
            elif self.line is not None and not self.paused:
                self.left -= STEP
                if self.left <= 0:
                    line, self.line = self.line, None
                    self.feed(Played(at=self.now, line=line.line))
            self.feed(Clock(at=self.now))

    def speak(self, text: str, ms: Ms | None = None, *, hum: bool = False, recognised: Ms = 200) -> None:
        """He speaks; the words come ``recognised`` after the pause was noticed. Noise when ``text`` is empty."""
        began, lasts = self.now, ms or speech_ms(text)
        self.run(100)
        self.feed(VoiceOn(at=self.now, began=began, hum=hum))
        self.run(lasts - 100)
        ended = self.now
        self.run(160)
        self.feed(VoiceOff(at=self.now, began=began, ended=ended))
        self.run(recognised)
        if text:
            self.feed(Words(at=self.now, began=began, ended=ended, text=text))
        else:
            self.feed(NoWords(at=self.now, began=began, ended=ended))

    def of(self, kind: type) -> list[tuple[Ms, Order]]:
        return [(at, order) for at, order in self.orders if isinstance(order, kind)]

    def events(self, kind: type) -> list[Event]:
        return [event for event in self.talk.events if isinstance(event, kind)]


@pytest.fixture
def make_line() -> Callable[..., Line]:
    def make(answer: Callable[[Event], Iterable[Action]], **options: object) -> Line:
        manner = options.pop("manner", None) or Manner()
        return Line(Scripted(answer), manner=manner, **options)

    return make


@pytest.fixture(scope="session")
def make_line_once() -> Callable[..., Line]:
    """The same for a test that Hypothesis runs many times."""
    return lambda answer, **options: Line(Scripted(answer), manner=Manner(), **options)
