"""One call whose other end sits outside: at the keyboard or behind a pipe. Time is virtual; events bring it along."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from huashu.call import (
    Action,
    CallLog,
    Done,
    Event,
    HangUp,
    Heard,
    Hold,
    HoldEnded,
    HoldStarted,
    HungUp,
    LookedUp,
    Ms,
    Noise,
    OrderOpened,
    Request,
    Resume,
    Ring,
    Said,
    Say,
    Side,
    Silence,
    SmsSent,
    Tick,
    Transfer,
    Transferred,
    speech_ms,
)
from huashu.call.event import end_of
from huashu.casework import Record, record_of, record_to_json

if TYPE_CHECKING:
    from huashu.rehearsal import Agent, Company

ANSWER: Ms = 400
"""From what happened to the agent's first word, supposed where nothing is measured."""

BETWEEN_LINES: Ms = 200

Answered = LookedUp | OrderOpened | SmsSent
"""What the company's systems answer."""


class Session:
    """The agent on one call: its state, the clock, the log. Feed it what happens; it answers with what the agent does.

    Every line that the agent says is supposed to be spoken at once and in full, at the usual pace, and the agent is
    told so (``Said``), as a telephone line would tell it. ``company`` answers what the agent asks of its systems at
    once; without one the answers have to be fed like everything else that happens. ``recorder`` reads the record of a
    call; ``keeper`` is shown the call before anything is said that rests on what the agent has just recorded.
    """

    def __init__(
        self,
        agent: "Agent",
        call_id: str = "call",
        profile: Mapping[str, Any] | None = None,
        *,
        direction: Literal["inbound", "outbound"] = "outbound",
        company: "Company | None" = None,
        recorder: Callable[[CallLog], Record] | None = None,
        keeper: Callable[[CallLog], None] | None = None,
    ) -> None:
        self._agent = agent
        self._id = call_id
        self._profile = profile or {}
        self._direction = direction
        self._company = company
        self._recorder = recorder
        self._keeper = keeper
        self._events: list[Event] = []
        self._done: list[Done] = []
        self._hanging_up: HangUp | None = None
        self.now: Ms = 0

    @property
    def hung_up(self) -> bool:
        """Whether the agent has hung up, or will after the quiet that follows its last word."""
        return self._hanging_up is not None

    @property
    def over(self) -> bool:
        """Whether the line is dead."""
        return bool(self._events) and isinstance(self._events[-1], HungUp)

    def feed(self, event: Event) -> tuple[Action | Answered, ...]:
        """Something happened; what the agent does about it, in order, and what the company answers to that. Nothing
        once the line is dead."""
        if self.over:
            return ()
        event = self._in_order(event)
        self._log(event)
        taken: list[Action | Answered] = []
        noted = len(self._done)
        waiting = deque(self._agent.step(event))
        pause = ANSWER
        while waiting:
            action = waiting.popleft()
            taken.append(action)
            if isinstance(action, Request) and (answer := self._ask(action)) is not None:
                taken.append(answer)
                waiting.extend(self._happened(answer))
            else:
                waiting.extend(self._carry_out(action, pause))
            pause = BETWEEN_LINES if isinstance(action, Say) else pause
        if self._keeper is not None and len(self._done) > noted:
            self._keeper(self._bare_log())
        return tuple(taken)

    def hang_up(self, by: Side) -> tuple[Action | Answered, ...]:
        """The line goes dead: ``by`` hangs up now, or the agent does after the quiet that it wanted."""
        if self.over:
            return ()
        if self._hanging_up is not None:
            self.now += self._hanging_up.after
            by = Side.AGENT
        return self.feed(HungUp(at=self.now, by=by))

    def log(self) -> CallLog:
        """The call so far."""
        return replace(self._bare_log(), record=self.record())

    def record(self) -> dict[str, Any]:
        """What the call leaves so far, JSON-ready."""
        record = record_of(self._done) if self._recorder is None else self._recorder(self._bare_log())
        return record_to_json(record)

    def _bare_log(self) -> CallLog:
        return CallLog(
            id=self._id,
            direction=self._direction,
            agent="robot",
            profile=self._profile,
            events=self.events,
            done=self.done,
        )

    @property
    def events(self) -> tuple[Event, ...]:
        """What could be heard on the line so far."""
        return tuple(self._events)

    @property
    def done(self) -> tuple[Done, ...]:
        """What the agent did beside the line so far."""
        return tuple(self._done)

    def _in_order(self, event: Event) -> Event:
        """The event, not before the one before it. A sound that came while a line was supposed to last shows that the
        line was shorter, or was cut off."""
        if isinstance(event, Tick | LookedUp | OrderOpened | SmsSent):
            return replace(event, at=max(event.at, self.now))
        last = self._events[-1] if self._events else None
        if last is None:
            return event
        if event.at < last.at:
            event = _moved(event, last.at)
        if isinstance(last, Said) and event.at < last.end:
            self._events[-1] = replace(last, end=event.at)
        return event

    def _log(self, event: Event) -> None:
        if not isinstance(event, Tick):  # nobody hears time pass
            self._events.append(event)
        self.now = end_of(event)

    def _ask(self, request: Request) -> Answered | None:
        """What the company answers, now; ``None`` when the answer comes from elsewhere."""
        answer = None if self._company is None or self.over else self._company.answer(request, self.now)
        if not isinstance(answer, Answered):
            return None
        self._done.append(Done(at=self.now, action=request))
        return replace(answer, at=self.now)

    def _carry_out(self, action: Action, pause: Ms) -> tuple[Action, ...]:
        """Do it on the line; what the agent does about the outcome."""
        if self.over:
            return ()
        if isinstance(action, Say):
            at = self.now + pause
            return self._happened(
                Said(at=at, end=at + speech_ms(action.text), text=action.text, because=action.because)
            )
        self._done.append(Done(at=self.now, action=action))
        match action:
            case HangUp():
                self._hanging_up = action
            case Hold():
                return self._happened(HoldStarted(at=self.now))
            case Resume():
                return self._happened(HoldEnded(at=self.now))
            case Transfer():
                return self._happened(Transferred(at=self.now, to=action.to))
            case _:
                pass
        return ()

    def _happened(self, event: Event) -> tuple[Action, ...]:
        self._log(event)
        return self._agent.step(event)


def _moved(event: Event, at: Ms) -> Event:
    """The event, happening at ``at`` instead of earlier."""
    if isinstance(event, Ring | Heard | Said | Silence | Noise):
        return replace(event, at=at, end=max(event.end, at))
    return replace(event, at=at)
