"""The small service line on a clock of its own: lines take their time, ticks never stop, answers come when they are due."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desk_stage import BEGAN, RECORD, context

from huashu.call import (
    Action,
    AudioFacts,
    Connected,
    Event,
    HangUp,
    Heard,
    Hold,
    HoldEnded,
    HoldStarted,
    HungUp,
    LookedUp,
    LookUp,
    Ms,
    OpenOrder,
    OrderOpened,
    Resume,
    Said,
    Say,
    Side,
    SpeechStarted,
    Tick,
    speech_ms,
)
from huashu.dialogue.desk import DeskCall, DeskContext, Incoming, start, step

FIRST_WORD: Ms = 400
"""From the agent's decision to the first word that can be heard."""

QUICK: Ms = 300
"""What a request takes that no delay is given for."""


@dataclass
class Clock:
    """One call. ``delays``: what the first, second … request to the company's systems takes, ``None``: for ever.

    ``answer_first``: an answer due at the moment of a tick comes before it, else after it. ``starts``: the line tells
    when he begins to speak. ``down``: requests fail when they come back."""

    delays: Sequence[Ms | None] = ()
    tick: Ms = 500
    answer_first: bool = True
    starts: bool = False
    down: bool = False
    down_at: frozenset[int] = frozenset()
    """The requests that fail when they come back, counted from 0."""
    record: Mapping[str, str] | None = field(default_factory=lambda: RECORD)
    number: str = "13800012345"
    ctx: DeskContext = field(default_factory=context)
    now: Ms = 0
    free: Ms = 0
    ends: HangUp | None = None
    hung_up: Ms | None = None
    speaks: bool = False
    """Whether he is speaking and the line does not tell: then no tick says that nothing happens."""
    log: list[Event] = field(default_factory=list)
    lines: list[Said] = field(default_factory=list)
    done: list[tuple[Ms, Action]] = field(default_factory=list)
    requests: list[tuple[Ms, LookUp | OpenOrder]] = field(default_factory=list)
    coming: list[tuple[Ms, int, int, Event]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.call: DeskCall = start(self.ctx, Incoming(number=self.number, began=BEGAN))
        self.deliver(Connected(at=0))
        self._put(self.tick, Tick(at=self.tick))
        self.settle()

    def _put(self, at: Ms, event: Event) -> None:
        answers = isinstance(event, LookedUp | OrderOpened)
        place = 1 if isinstance(event, Tick) else 0 if self.answer_first or not answers else 2
        heapq.heappush(self.coming, (at, place, len(self.log) * 64 + len(self.coming), event))

    def deliver(self, event: Event) -> None:
        """Something happens now, and the agent acts on it."""
        if self.hung_up is not None:
            return
        self.log.append(event)
        decided = step(self.call, event, self.ctx)
        self.call = decided.call
        for action in decided.actions:
            self.done.append((self.now, action))
            self._carry_out(action)

    def _carry_out(self, action: Action) -> None:
        match action:
            case Say():
                begins = max(self.now, self.free) + FIRST_WORD
                self.free = begins + speech_ms(action.text)
                said = Said(at=begins, end=self.free, text=action.text)
                self.lines.append(said)
                self._put(self.free, said)
            case LookUp() | OpenOrder():
                self._ask(action)
            case Hold():
                self._put(max(self.now, self.free), HoldStarted(at=max(self.now, self.free)))
            case Resume():
                self._put(self.now, HoldEnded(at=self.now))
            case HangUp():
                self.ends = action
            case _:
                pass

    def _ask(self, action: LookUp | OpenOrder) -> None:
        delay = self.delays[len(self.requests)] if len(self.requests) < len(self.delays) else QUICK
        self.requests.append((self.now, action))
        if delay is not None:
            self.answers_at(max(self.now, self.free) + delay, action)

    def answers_at(self, at: Ms, action: LookUp | OpenOrder) -> None:
        """The systems answer a request at ``at``."""
        down = self.down or len(self.requests) - 1 in self.down_at
        if isinstance(action, LookUp):
            known = self.record or {}
            right = bool(known) and all(known.get(name, told) == told for name, told in action.given.items())
            found = dict(known) if right and not down else None
            self._put(at, LookedUp(at=at, query=action.query, found=found, failed=down))
        else:
            number = "" if down else f"1120{len(self.requests):04d}"
            promised = "" if down else "2026-11-21T10:00:00+08:00"
            self._put(at, OrderOpened(at=at, ref=action.ref, number=number, promised=promised, failed=down))

    def run(self, until: Ms) -> None:
        """Everything that happens until ``until``."""
        while self.coming and self.coming[0][0] <= until and self.hung_up is None:
            at, _, _, event = heapq.heappop(self.coming)
            if self._leaves(at):
                return
            self.now = max(self.now, at)
            if isinstance(event, Tick):
                self._put(at + self.tick, Tick(at=at + self.tick))
            if not (self.speaks and isinstance(event, Tick)):
                self.deliver(event)
        if not self._leaves(until):
            self.now = max(self.now, until)

    def _leaves(self, by: Ms) -> bool:
        """Whether we have hung up by ``by``: so long after our last word as was said."""
        if self.ends is None or self.hung_up is not None:
            return self.hung_up is not None
        at = max((when for when, one in self.done if one is self.ends), default=0)
        at = max(at, self.free) + self.ends.after
        if at > by:
            return False
        self.now = at
        self.deliver(HungUp(at=at, by=Side.AGENT))
        self.hung_up = at
        return True

    def wait(self, ms: Ms) -> list[Said]:
        """Nobody but us says anything for ``ms``; the lines that were begun."""
        before, until = len(self.lines), self.now + ms
        self.run(until)
        return self.lines[before:]

    def settle(self) -> None:
        """Our line is heard out."""
        while self.now < self.free and self.hung_up is None:
            self.run(self.free)

    def say(self, text: str, *, after: Ms = 600, audio: AudioFacts | None = None, settle: bool = True) -> list[Said]:
        """He says ``text`` ``after`` our last word; the lines that it brings about, heard out."""
        if after and settle:
            self.settle()
        before = len(self.lines)
        self.run(self.now + after)
        begins = self.now
        if self.starts:
            self.deliver(SpeechStarted(at=begins))
        self.ends, self.speaks = None, not self.starts
        self.free = max(self.free, begins + speech_ms(text))
        self.run(begins + speech_ms(text))
        self.speaks = False
        self.deliver(Heard(at=begins, end=self.now, text=text, audio=audio))
        if settle:
            self.settle()
        return self.lines[before:]

    def talk(self, *texts: str) -> list[Said]:
        """He says one thing after another; the lines that the last brings about."""
        said: list[Said] = []
        for text in texts:
            said = self.say(text)
        return said

    def hangs_up(self) -> None:
        """He puts the receiver down."""
        self.deliver(HungUp(at=self.now, by=Side.CUSTOMER))
        self.hung_up = self.now

    @property
    def over(self) -> bool:
        """Whether somebody has hung up."""
        return self.hung_up is not None

    def actions(self, kind: type[Action]) -> list[Action]:
        """The actions of a kind, in order."""
        return [action for _, action in self.done if isinstance(action, kind)]

    def texts(self) -> list[str]:
        """Everything the agent said."""
        return [line.text for line in self.lines]

    def transcript(self) -> str:
        """The call, for whoever reads why a test fails."""
        rows: Iterable[tuple[Ms, str]] = [
            *((line.at, f"我 {line.text}") for line in self.lines),
            *((one.at, f"客 {one.text}") for one in self.log if isinstance(one, Heard)),
            *((one.at, f"系 {type(one).__name__}") for one in self.log if isinstance(one, LookedUp | OrderOpened)),
            *((at, f"做 {type(one).__name__}") for at, one in self.done if not isinstance(one, Say)),
        ]
        return "\n".join(f"{at / 1000:7.1f} {what}" for at, what in sorted(rows, key=lambda row: row[0]))


def holds(call: Clock) -> list[tuple[Ms, Ms | None]]:
    """When each hold began and ended; ``None``: it did not."""
    found: list[tuple[Ms, Ms | None]] = []
    for at, action in call.done:
        if isinstance(action, Hold):
            assert not found or found[-1][1] is not None, "a hold inside a hold"
            found.append((at, None))
        elif isinstance(action, Resume):
            assert found and found[-1][1] is None, "a resume without a hold"
            found[-1] = (found[-1][0], at)
    return found


def answered_at(call: Clock) -> list[Ms]:
    """When the company's systems answered."""
    return [event.at for event in call.log if isinstance(event, LookedUp | OrderOpened)]
