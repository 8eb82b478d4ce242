"""One call: what the line tells goes in, what is to be done on the line comes out. Pure; time arrives in signals."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol, assert_never, runtime_checkable

from huashu.call import (
    Action,
    Adjust,
    CallLater,
    CallLog,
    Connected,
    Done,
    DoNotContact,
    Dtmf,
    EndReason,
    Event,
    HangUp,
    Heard,
    Hold,
    HoldEnded,
    HoldStarted,
    HungUp,
    LookUp,
    Ms,
    Noise,
    Note,
    OpenOrder,
    ReportCaller,
    Resume,
    Ring,
    Said,
    Say,
    SendSms,
    Side,
    Silence,
    Tick,
    Transfer,
    Transferred,
)
from huashu.call.event import cut
from huashu.language.completeness import Completeness
from huashu.voice.ports import Agent
from huashu.voice.talk.manner import Manner
from huashu.voice.talk.signals import (
    Answered,
    Ask,
    Clock,
    Continue,
    End,
    Gone,
    HoldLine,
    Keys,
    Mend,
    NoWords,
    Order,
    Partial,
    PassOn,
    Pause,
    PeerHeld,
    PickedUp,
    Played,
    Playing,
    Rang,
    Signal,
    Sound,
    Speak,
    Stop,
    TurnOver,
    Unspoken,
    VoiceOff,
    VoiceOn,
    Words,
)
from huashu.voice.talk.turn import Piece, Turn
from huashu.voice.talk.turns import is_backchannel

SORRY = "不好意思，刚才我这边没有听清，麻烦您再说一遍好吗？"
"""What is said when deciding failed once: it went wrong on our side, and he should not wait for nothing (S4.11)."""

SORRY_GOODBYE = "很抱歉，我这边系统出了点问题，没法继续为您服务，稍后会有同事再联系您，再见。"
"""What is said when it fails again."""

UNSPOKEN_LIMIT = 3
"""So many lines in a row that could not be spoken end the call."""


@runtime_checkable
class Rewindable(Protocol):
    """An agent whose whole state is one immutable value, so that a reply that came too early can be taken back."""

    call: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """Where the call stood before the customer's last utterance was taken in."""

    state: Any
    events: int
    done: int
    pieces: tuple[Piece, ...]
    ended: Ms


@dataclass(slots=True)
class _Line:
    """A line that was ordered."""

    say: Say
    playing: Playing | None = None


@dataclass(slots=True)
class _Quiet:
    """How long nobody has made a sound, and what the agent was told of it."""

    since: Ms = 0
    told: int = 0
    next_tick: Ms = 0


@dataclass(slots=True)
class _Outgoing:
    """What the agent wants said and done, in order: ``waiting`` is not ordered yet, ``lines`` are."""

    waiting: deque[Say | Hold | Resume | Transfer] = field(default_factory=deque)
    lines: dict[int, _Line] = field(default_factory=dict)
    count: int = 0
    paused: bool = False

    @property
    def current(self) -> _Line | None:
        """The line that is being heard."""
        return next((line for line in self.lines.values() if line.playing is not None), None)

    @property
    def busy(self) -> bool:
        """Whether something is said or about to be."""
        return bool(self.waiting or self.lines)


class Conversation:
    """The agent on one call. Feed it every signal of the line in order and carry out the orders that it answers with.

    ``complete`` tells whether an utterance is finished (``huashu.language.completeness``). Lines wait while the
    customer speaks (S1.5); what he says over us stops us, unless he only shows that he listens; what was heard of a
    line that was cut is what the log and the agent know of it.
    """

    def __init__(
        self,
        agent: Agent,
        complete: Callable[[str], Completeness],
        *,
        call_id: str = "call",
        direction: Literal["inbound", "outbound"] = "outbound",
        profile: Mapping[str, Any] | None = None,
        manner: Manner | None = None,
    ) -> None:
        self.manner = manner or Manner()
        self.over = False
        self.now: Ms = 0
        self.failures: list[Exception] = []
        """What the agent raised, if it did."""
        self._agent = agent
        self._complete = complete
        self._id, self._direction, self._profile = call_id, direction, profile or {}
        self._events: list[Event] = []
        self._done: list[Done] = []
        self._orders: list[Order] = []
        self._out = _Outgoing()
        self._turn = Turn()
        self._quiet = _Quiet()
        self._answers: deque[Event] = deque()
        self._keys = ""
        self._keyed_at: Ms = 0
        self._picked_up: Ms | None = None
        self._begun = False
        self._held = False
        self._mark: _Mark | None = None
        self._hanging_up: HangUp | None = None
        self._hang_up_since: Ms = 0
        self._last_word: Ms = 0
        self._reason: EndReason | None = None
        self._unspoken = 0

    # What is known of the call

    @property
    def events(self) -> tuple[Event, ...]:
        """What could be heard on the line so far, in order. A last utterance may still be taken back and told anew."""
        return tuple(sorted(self._events, key=lambda event: event.at))

    @property
    def done(self) -> tuple[Done, ...]:
        """What the agent did beside the line so far."""
        return tuple(self._done)

    @property
    def playing(self) -> tuple[Say, Playing] | None:
        """The line that is being heard now."""
        line = self._out.current
        return None if line is None or line.playing is None else (line.say, line.playing)

    @property
    def reason(self) -> EndReason | None:
        """Why the agent hung up or is about to."""
        return self._reason

    def log(self) -> CallLog:
        """The call so far."""
        return CallLog(
            id=self._id,
            direction=self._direction,
            agent="robot",
            profile=self._profile,
            events=self.events,
            done=self.done,
        )

    # What the line tells

    def feed(self, signal: Signal) -> tuple[Order, ...]:
        """Take in what happened; what is to be done about it, in order. Nothing once the call is over."""
        if self.over:
            return ()
        self.now = max(self.now, signal.at)
        self._take(signal)
        if not self.over:
            self._go_on()
        orders, self._orders = tuple(self._orders), []
        return orders

    def _take(self, signal: Signal) -> None:
        match signal:
            case PickedUp():
                self._pick_up(signal.at)
            case Rang():
                self._tell(Ring(at=signal.at, end=signal.end))
            case VoiceOn():
                self._voice_on(signal)
            case VoiceOff():
                self._turn.voice_off(signal)
                self._sounded(signal.ended)
            case Words() | NoWords():
                self._recognised(signal)
            case Partial():
                pass
            case Sound():
                self._sound(signal)
            case Playing():
                self._playing(signal)
            case Played():
                self._played(signal)
            case Unspoken():
                self._not_spoken(signal)
            case Keys():
                self._key(signal)
            case PeerHeld():
                held = HoldStarted if signal.held else HoldEnded
                self._tell(held(at=self.now, by=Side.CUSTOMER))
            case Answered():
                self._answers.append(replace(signal.event, at=self.now))
            case Gone():
                self._gone(signal.by)
            case Clock():
                pass
            case _:
                assert_never(signal)

    def _pick_up(self, at: Ms) -> None:
        self._picked_up = at
        self._sounded(at)
        if self._direction == "inbound":
            self._begun = True
            self._tell(Connected(at=at))
        else:
            self._events.append(Connected(at=at))

    def _voice_on(self, signal: VoiceOn) -> None:
        turn, line = self._turn, self._out.current
        if not turn.going:
            turn.over_line = line is not None
        turn.voice_on(signal)
        if signal.hum:
            return
        if self._may_take_back(signal):
            self._take_back(signal)
        elif line is not None and not self._protected(line) and not self._out.paused:
            self._out.paused = True
            self._orders.append(Pause())

    def _recognised(self, signal: Words | NoWords) -> None:
        turn = self._turn
        turn.words(signal)
        self._sounded(signal.ended)
        if turn.open or not turn.over_line or not self._out.lines:
            return
        if turn.text and not self._only_listens(turn.text):
            self._fall_silent()
        elif not any(piece.failed for piece in turn.pieces):
            self._overlooked()

    def _only_listens(self, text: str) -> bool:
        """Whether ``text`` over our line only shows that he listens: not when it answers what is all but asked."""
        line = self._out.current
        first = not any(isinstance(event, Said) for event in self._events)
        if not is_backchannel(text, greeting=first):
            return False
        if line is None or line.playing is None:
            return line is not None
        answers = line.say.text.rstrip().endswith(("？", "?")) and len(self._out.lines) == 1
        return not (answers and line.playing.until - self._turn.ended <= self.manner.nearly_said)

    def _overlooked(self) -> None:
        """He said 嗯, or it was noise: we go on as if nothing had been."""
        heard = self._turn.heard(self.manner) if self._turn.text else None
        if heard is not None:
            self._events.append(heard)
        self._turn_over()
        self._unpause()

    def _unpause(self) -> None:
        if self._out.paused:
            self._out.paused = False
            self._orders.append(Continue())

    def _sound(self, signal: Sound) -> None:
        noise = Noise(at=signal.at, end=signal.end)
        self._sounded(signal.end)
        if self._out.busy or self._turn.going or self._hanging_up is not None:
            self._events.append(noise)
        else:
            self._tell(noise)

    def _playing(self, signal: Playing) -> None:
        if (line := self._out.lines.get(signal.line)) is not None:
            line.playing = signal

    def _played(self, signal: Played) -> None:
        line = self._out.lines.pop(signal.line, None)
        if line is None:
            return
        self._unspoken = 0
        if line.playing is None or signal.share <= 0:
            return
        at, end = line.playing.at, max(signal.at, line.playing.at)
        if signal.share < 1 and end - at < self.manner.audible:
            return
        text = line.say.text if signal.share >= 1 else cut(line.say.text, signal.share)
        self._last_word = end
        self._sounded(end)
        self._tell(Said(at=at, end=end, text=text, because=line.say.because))

    def _not_spoken(self, signal: Unspoken) -> None:
        self._out.lines.pop(signal.line, None)
        self._unspoken += 1
        self._last_word = self.now
        if self._unspoken >= UNSPOKEN_LIMIT:
            self._end(EndReason.LINE_UNUSABLE)

    def _key(self, signal: Keys) -> None:
        self._fall_silent()
        self._events.append(Dtmf(at=signal.at, digits=signal.digits))
        self._sounded(signal.at)
        self._keys += signal.digits
        self._keyed_at = signal.at

    def _gone(self, by: Side) -> None:
        self._turn.give_up(self.now, -1)
        for number, line in list(self._out.lines.items()):
            if line.playing is not None:
                lasts = max(1, line.playing.until - line.playing.at)
                self._played(Played(at=self.now, line=number, share=min(1.0, (self.now - line.playing.at) / lasts)))
        if self._turn.pieces and (heard := self._turn.heard(self.manner)) is not None and heard.text:
            self._events.append(heard)
            self._step(heard)
        self._close(HungUp(at=self.now, by=by))

    # What follows from where the call stands

    def _go_on(self) -> None:
        """Do whatever is due now."""
        manner, turn = self.manner, self._turn
        turn.give_up(self.now, manner.recognition)
        if self._talked_over():
            self._fall_silent()
        due = turn.over_at(manner, self._complete)
        if due is not None and self.now >= due and not self._still_protected():
            self._take_in()
        if self._keys and ("#" in self._keys or self.now - self._keyed_at >= manner.keying):
            self._take_keys()
        if not turn.going:
            self._begin()
            while self._answers and not turn.going and not self.over:
                self._tell(self._answers.popleft())
            self._pass_time()
        self._send()
        self._hang_up_in_time()

    def _talked_over(self) -> bool:
        """Whether he has been speaking for so long that our line is lost."""
        on = self._turn.speaking
        if on is None or on.hum or not self._out.paused:
            return False
        return self.now - on.began >= self.manner.commit

    def _still_protected(self) -> bool:
        line = self._out.current
        return line is not None and self._protected(line)

    def _protected(self, line: _Line) -> bool:
        return any(text in line.say.text for text in self.manner.protected)

    def _fall_silent(self) -> None:
        """Stop speaking; what was not begun is forgotten, but what was to be done beside it is done."""
        line = self._out.current
        if line is not None and self._protected(line):
            return
        kept = [one for one in self._out.waiting if not isinstance(one, Say)]
        self._out.waiting = deque(kept)
        self._out.paused = False
        if self._out.lines:
            self._orders.append(Stop())

    def _take_in(self) -> None:
        """His turn is over: the agent hears it."""
        turn = self._turn
        heard = turn.heard(self.manner)
        pieces, over_line = tuple(turn.pieces), turn.over_line
        self._turn_over()
        if heard is None:
            self._unpause()
            return
        if self._out.busy:
            self._fall_silent()
        self._begun = True
        state = self._agent.call if isinstance(self._agent, Rewindable) and not over_line else None
        mark = _Mark(state=state, events=len(self._events), done=len(self._done), pieces=pieces, ended=heard.end)
        self._last_word = max(self._last_word, heard.end)
        self._tell(heard)
        self._mark = mark if state is not None and self._revocable(mark) else None

    def _turn_over(self) -> None:
        self._orders.append(TurnOver(ended=self._turn.ended))
        speaking = self._turn.speaking
        self._turn = Turn(speaking=speaking, over_line=self._out.current is not None)

    def _revocable(self, mark: _Mark) -> bool:
        """Whether nothing has been done since ``mark`` but words and notes."""
        plain = all(isinstance(done.action, Note | Adjust) for done in self._done[mark.done :])
        beside = any(not isinstance(one, Say) for one in self._out.waiting)
        return plain and not beside and self._hanging_up is None

    def _may_take_back(self, signal: VoiceOn) -> bool:
        """Whether he only goes on with what we took for finished, and next to nothing of our reply was heard."""
        mark, line = self._mark, self._out.current
        if mark is None or signal.began - mark.ended > self.manner.goes_on or not self._revocable(mark):
            return False
        heard = 0 if line is None or line.playing is None else self.now - line.playing.at
        said = any(isinstance(event, Said) for event in self._events[mark.events :])
        return not said and heard <= self.manner.take_back

    def _take_back(self, signal: VoiceOn) -> None:
        """Our reply came too early: undo it and let him finish."""
        mark, self._mark = self._mark, None
        assert mark is not None and isinstance(self._agent, Rewindable)
        self._agent.call = mark.state
        del self._events[mark.events :]
        del self._done[mark.done :]
        self._out.waiting.clear()
        if self._out.lines:
            for line in self._out.lines.values():
                line.playing = None
            self._orders.append(Stop())
        self._turn = Turn(speaking=signal, pieces=list(mark.pieces))

    def _take_keys(self) -> None:
        digits, self._keys = self._keys.strip("#*"), ""
        if digits:
            self._begun = True
            self._step(Heard(at=self._keyed_at, end=self.now, text=digits))

    def _begin(self) -> None:
        """Whoever picks up may speak first; after that it is ours."""
        if self._begun or self._picked_up is None or self.now < self._picked_up + self.manner.greeting:
            return
        self._begun = True
        self._step(Connected(at=self._picked_up))

    def _pass_time(self) -> None:
        """Tell the agent of time that passes while nobody speaks."""
        manner, quiet = self.manner, self._quiet
        if self._out.busy or self._hanging_up is not None or not self._begun or self.over:
            return
        silent = self.now - quiet.since
        if not self._held and silent // manner.silence > quiet.told:
            quiet.told = silent // manner.silence
            quiet.next_tick = self.now + manner.tick
            self._silence()
        elif self.now >= quiet.next_tick:
            quiet.next_tick = self.now + manner.tick
            self._step(Tick(at=self.now))

    def _silence(self) -> None:
        """The silence goes on: one event in the log, however often the agent is told of it."""
        silence = Silence(at=self._quiet.since, end=self.now)
        same = [one for one in self._events if isinstance(one, Silence) and one.at == silence.at]
        if same:
            self._events.remove(same[0])
        self._events.append(silence)
        self._step(silence)

    def _send(self) -> None:
        """Order what waits, unless he is speaking: lines at once, everything else when the lines before it are over."""
        out = self._out
        while out.waiting and not self._turn.going and not self.over:
            first = out.waiting[0]
            if isinstance(first, Say):
                out.waiting.popleft()
                out.count += 1
                out.lines[out.count] = _Line(first)
                self._orders.append(Speak(line=out.count, text=first.text))
            elif out.lines:
                return
            else:
                self._carry_out(out.waiting.popleft())

    def _hang_up_in_time(self) -> None:
        if self.over:
            return
        if self.now >= self.manner.longest:
            self._end(EndReason.LIMIT)
        elif self._hanging_up is not None:
            overrun = self.now >= self._hang_up_since + self._hanging_up.after + self.manner.overrun
            quiet = not self._out.busy and not self._turn.going and self.now >= self._last_word + self._hanging_up.after
            if quiet or (overrun and not self._out.busy):
                self._end(self._hanging_up.reason)

    # The agent

    def _tell(self, event: Event) -> None:
        """Something happened: log it, and let the agent act on it."""
        self._events.append(event)
        self._step(event)

    def _step(self, event: Event) -> None:
        try:
            actions = self._agent.step(event)
        except Exception as failure:  # whatever goes wrong in deciding, a person is on the line
            actions = self._failed(failure)
        for action in actions:
            self._act(action)

    def _failed(self, failure: Exception) -> tuple[Action, ...]:
        self.failures.append(failure)
        if len(self.failures) == 1:
            return (Say(text=SORRY, because=("S4.11",)),)
        if len(self.failures) == 2:
            return (Say(text=SORRY_GOODBYE, because=("S4.11",)), HangUp(reason=EndReason.LINE_UNUSABLE))
        return ()

    def _act(self, action: Action) -> None:
        if self.over and not isinstance(action, Note | DoNotContact | CallLater | ReportCaller):
            return
        if isinstance(action, Say | Hold | Resume | Transfer):
            self._out.waiting.append(action)
            return
        self._done.append(Done(at=self.now, action=action))
        match action:
            case HangUp():
                self._hanging_up, self._hang_up_since, self._reason = action, self.now, action.reason
                self._last_word = max(self._last_word, self._quiet.since)
            case LookUp() | OpenOrder() | SendSms():
                self._orders.append(Ask(request=action))
            case Adjust():
                self._orders.append(Mend(what=action.what))
            case _:
                pass

    def _carry_out(self, action: Hold | Resume | Transfer | Say) -> None:
        self._done.append(Done(at=self.now, action=action))
        match action:
            case Hold():
                self._held = True
                self._orders.append(HoldLine(held=True))
                self._tell(HoldStarted(at=self.now))
            case Resume():
                self._held = False
                self._sounded(self.now)
                self._orders.append(HoldLine(held=False))
                self._tell(HoldEnded(at=self.now))
            case Transfer():
                self._orders.append(PassOn(to=action.to))
                self._events.append(Transferred(at=self.now, to=action.to))
                self._end(EndReason.TRANSFERRED)
            case _:
                pass

    def _sounded(self, at: Ms) -> None:
        """Whatever silence there was is over."""
        if at > self._quiet.since:
            self._quiet = _Quiet(since=at, next_tick=max(at, self.now) + self.manner.tick)

    def _end(self, reason: EndReason) -> None:
        self._reason = self._reason or reason
        if self._hanging_up is None:
            self._done.append(Done(at=self.now, action=HangUp(reason=reason, after=0)))
        self._orders.append(End(reason=self._reason))
        self._close(HungUp(at=self.now, by=Side.AGENT))

    def _close(self, hung_up: HungUp) -> None:
        """The call is over; what the agent still notes is kept, what it would still say is not."""
        self.over = True
        self._events.append(hung_up)
        self._step(hung_up)
