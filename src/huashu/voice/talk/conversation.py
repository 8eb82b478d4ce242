"""One call: what the line tells goes in, what is to be done on the line comes out. Pure; time arrives in signals."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, assert_never

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
    Say,
    SendSms,
    Side,
    Tick,
    Transfer,
    Transferred,
)
from huashu.language.completeness import Completeness
from huashu.voice.ports import Agent
from huashu.voice.talk.book import Book
from huashu.voice.talk.manner import Manner
from huashu.voice.talk.mind import Mind
from huashu.voice.talk.outgoing import OnTheLine, Outgoing
from huashu.voice.talk.signals import (
    Answered,
    Ask,
    Clock,
    End,
    Gone,
    HoldLine,
    Keys,
    Mend,
    NoWords,
    Order,
    Partial,
    PassOn,
    PeerHeld,
    PickedUp,
    Played,
    Playing,
    Rang,
    Signal,
    Sound,
    Speak,
    TurnOver,
    Unspoken,
    VoiceOff,
    VoiceOn,
    Words,
)
from huashu.voice.talk.turn import Piece, Turn
from huashu.voice.talk.turns import is_backchannel

UNSPOKEN_LIMIT = 3
"""So many lines in a row that could not be spoken end the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """Where the call stood before the customer's last utterance was taken in."""

    state: Any
    place: tuple[int, int]
    pieces: tuple[Piece, ...]
    ended: Ms
    hanging_up: tuple[HangUp, Ms] | None


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
        self.reason: EndReason | None = None
        """Why the agent hung up or is about to."""
        self._mind = Mind(agent)
        self._complete = complete
        self._id, self._direction, self._profile = call_id, direction, profile or {}
        self._book = Book()
        self._out = Outgoing(self.manner)
        self._turn = Turn()
        self._orders: list[Order] = []
        self._answers: deque[Event] = deque()
        self._keys = ""
        self._keyed_at: Ms = 0
        self._picked_up: Ms | None = None
        self._begun = False
        self._held = False
        self._mark: _Mark | None = None
        self._hanging_up: tuple[HangUp, Ms] | None = None
        self._last_word: Ms = 0
        self._taken_in: Ms = 0
        self._unspoken = 0

    @property
    def events(self) -> tuple[Event, ...]:
        """What could be heard on the line so far, in order. A last utterance may still be taken back and told anew."""
        return self._book.events

    @property
    def done(self) -> tuple[Done, ...]:
        """What the agent did beside the line so far."""
        return self._book.done

    @property
    def failures(self) -> tuple[Exception, ...]:
        """What the agent raised, if it did."""
        return tuple(self._mind.failures)

    @property
    def playing(self) -> tuple[Say, Playing] | None:
        """The line that is being heard now."""
        line = self._out.current
        return None if line is None or line.playing is None else (line.say, line.playing)

    @property
    def due(self) -> Ms | None:
        """When his turn will be over if he stays silent: a ``Clock`` just then answers him soonest."""
        return self._turn.over_at(self.manner, self._complete, asked=self._book.asked)

    def log(self) -> CallLog:
        """The call so far."""
        return CallLog(
            id=self._id, direction=self._direction, profile=self._profile, events=self.events, done=self.done
        )

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
                self._book.sounded(signal.ended)
                if not (signal.words or self._turn.going):
                    self._order(self._out.go_on())
            case Words() | NoWords():
                self._recognised(signal)
            case Sound():
                self._sound(signal)
            case Playing():
                self._out.begun(signal)
            case Played():
                self._played(signal)
            case Unspoken():
                self._not_spoken(signal)
            case Keys():
                self._key(signal)
            case PeerHeld():
                self._tell((HoldStarted if signal.held else HoldEnded)(at=self.now, by=Side.CUSTOMER))
            case Answered():
                self._answers.append(replace(signal.event, at=self.now))
            case Gone():
                self._gone(signal.by)
            case Clock() | Partial():
                pass
            case _:
                assert_never(signal)

    # What the line tells

    def _pick_up(self, at: Ms) -> None:
        self._picked_up = at
        self._book.sounded(at)
        if self._direction == "inbound":
            self._begun = True
            self._tell(Connected(at=at))
        else:
            self._book.log(Connected(at=at))

    def _voice_on(self, signal: VoiceOn) -> None:
        if not self._turn.going:
            self._turn.over_line = self._out.current is not None
        self._turn.voice_on(signal)
        if signal.hum:
            return
        if self._may_take_back(signal):
            self._take_back(signal)
        else:
            self._order(self._out.pause())

    def _recognised(self, signal: Words | NoWords) -> None:
        turn = self._turn
        if isinstance(signal, NoWords) and signal.ended <= self._taken_in:
            turn.forget(signal)
            return
        turn.words(signal)
        self._book.sounded(signal.ended)
        if turn.open or not turn.over_line or not self._out.lines:
            return
        if turn.text and not self._only_listens(turn.text):
            self._order(self._out.stop(self.now))
        elif not any(piece.failed for piece in turn.pieces):
            self._overlook()

    def _only_listens(self, text: str) -> bool:
        """Whether ``text`` over our line only shows that he listens: not when it answers what is all but asked."""
        if not is_backchannel(text, greeting=not self._book.anything_said):
            return False
        line = self._out.current
        if line is None or line.playing is None:
            return True
        asks = line.say.text.rstrip().endswith(("？", "?")) and len(self._out.lines) == 1
        return not (asks and line.playing.until - self._turn.ended <= self.manner.nearly_said)

    def _overlook(self) -> None:
        """He said 嗯, or it was noise: we go on as if nothing had been."""
        heard = self._turn.heard(self.manner) if self._turn.text else None
        if heard is not None:
            self._book.log(heard)
            self._last_word = max(self._last_word, heard.end)
        self._turn_over()
        self._order(self._out.go_on())

    def _sound(self, signal: Sound) -> None:
        noise = Noise(at=signal.at, end=signal.end)
        self._book.sounded(signal.end)
        if self._out.busy or self._turn.going or self._hanging_up is not None:
            self._book.log(noise)
        else:
            self._tell(noise)

    def _played(self, signal: Played) -> None:
        self._unspoken = 0
        said = self._out.over(signal)
        if said is not None:
            self._last_word = said.end
            self._book.sounded(said.end)
            self._tell(said)

    def _not_spoken(self, signal: Unspoken) -> None:
        self._out.lines.pop(signal.line, None)
        self._last_word = self.now
        self._unspoken += 1
        if self._unspoken >= UNSPOKEN_LIMIT:
            self._end(EndReason.LINE_UNUSABLE)

    def _key(self, signal: Keys) -> None:
        self._order(self._out.stop(self.now))
        self._book.log(Dtmf(at=signal.at, digits=signal.digits))
        self._book.sounded(signal.at)
        self._keys += signal.digits
        self._keyed_at = signal.at

    def _gone(self, by: Side) -> None:
        self._turn.give_up(self.now, -1)
        for broken in self._out.broken_off(self.now):
            self._played(broken)
        if self._turn.text and (heard := self._turn.heard(self.manner)) is not None:
            self._tell(heard)
        self._close(HungUp(at=self.now, by=by))

    # What follows from where the call stands

    def _go_on(self) -> None:
        """Do whatever is due now."""
        self._turn.give_up(self.now, self.manner.recognition)
        if self._talked_over():
            self._order(self._out.stop(self.now))
        due = self.due
        if due is not None and self.now >= due and not self._out.protected:
            self._end_turn()
        if self._keys and ("#" in self._keys or self.now - self._keyed_at >= self.manner.keying):
            self._take_keys()
        if not self._turn.going:
            self._begin()
            while self._answers and not self.over:
                self._tell(self._answers.popleft())
            self._pass_time()
            self._send()
        self._hang_up_in_time()

    def _talked_over(self) -> bool:
        """Whether he has been speaking for so long that our line is lost."""
        on = self._turn.speaking
        return on is not None and not on.hum and self._out.paused and self.now - on.began >= self.manner.commit

    def _end_turn(self) -> None:
        """His turn is over: so is our line, and he is heard once it is known how much of it came through."""
        heard = self._turn.heard(self.manner)
        if heard is None:
            self._turn_over()
            self._order(self._out.go_on())
            return
        self._order(self._out.stop(self.now))
        if self._out.silent(self.now):
            self._take_in(heard)

    def _take_in(self, heard: Heard) -> None:
        pieces, over_line = tuple(self._turn.pieces), self._turn.over_line
        self._turn_over()
        self._begun = True
        self._last_word = max(self._last_word, heard.end)
        mark = None
        if self._mind.rewinds and not over_line:
            mark = _Mark(
                state=self._mind.state,
                place=self._book.place(),
                pieces=pieces,
                ended=heard.end,
                hanging_up=self._hanging_up,
            )
        self._tell(heard)
        self._mark = mark

    def _turn_over(self) -> None:
        self._taken_in = max(self._taken_in, self._turn.ended)
        self._orders.append(TurnOver(ended=self._turn.ended))
        self._turn = Turn(speaking=self._turn.speaking, over_line=self._out.current is not None)

    def _may_take_back(self, signal: VoiceOn) -> bool:
        """Whether he only goes on with what we took for finished, and next to nothing of our reply was heard."""
        mark = self._mark
        if mark is None or signal.began - mark.ended > self.manner.goes_on:
            return False
        only_words = self._book.only_words_since(mark.place) and all(isinstance(one, Say) for one in self._out.waiting)
        return only_words and self._out.heard_for(self.now) <= self.manner.take_back

    def _take_back(self, signal: VoiceOn) -> None:
        """Our reply came too early: undo it and let him finish."""
        mark, self._mark = self._mark, None
        assert mark is not None
        self._mind.back_to(mark.state)
        self._hanging_up = mark.hanging_up
        self.reason = None if mark.hanging_up is None else mark.hanging_up[0].reason
        self._book.tear_out(mark.place)
        self._order(self._out.forget(self.now))
        self._turn = Turn(speaking=signal, pieces=list(mark.pieces))

    def _take_keys(self) -> None:
        digits, self._keys = self._keys.strip("#*"), ""
        if digits:
            self._begun = True
            self._step(Heard(at=self._keyed_at, end=self.now, text=digits))

    def _begin(self) -> None:
        """Whoever picks up may speak first; after that it is ours."""
        if not self._begun and self._picked_up is not None and self.now >= self._picked_up + self.manner.greeting:
            self._begun = True
            self._step(Connected(at=self._picked_up))

    def _pass_time(self) -> None:
        """Tell the agent of time that passes while nobody speaks."""
        if self._out.busy or self._hanging_up is not None or not self._begun or self.over:
            return
        silence = None if self._held else self._book.silence(self.now, self.manner)
        if silence is not None:
            self._step(silence)
        elif self._book.ticks(self.now, self.manner):
            self._step(Tick(at=self.now))

    def _send(self) -> None:
        """Order what waits."""
        while not self.over and (action := self._out.next()) is not None:
            if isinstance(action, Speak):
                self._orders.append(action)
            else:
                self._on_the_line(action)

    def _hang_up_in_time(self) -> None:
        if self.over or self._out.busy:
            return
        if self.now >= self.manner.longest:
            self._end(EndReason.LIMIT)
        elif self._hanging_up is not None:
            hang_up, since = self._hanging_up
            due = max(since, self._last_word) + hang_up.after
            if (self.now >= due and not self._turn.going) or self.now >= since + hang_up.after + self.manner.overrun:
                self._end(hang_up.reason)

    # What the agent does

    def _tell(self, event: Event) -> None:
        """Something happened: log it, and let the agent act on it."""
        self._book.log(event)
        self._step(event)

    def _step(self, event: Event) -> None:
        for action in self._mind.step(event):
            self._act(action)

    def _act(self, action: Action) -> None:
        if self.over and not isinstance(action, Note | DoNotContact | CallLater | ReportCaller):
            return
        if isinstance(action, Say | Hold | Resume | Transfer):
            self._out.waiting.append(action)
            return
        self._book.do(self.now, action)
        match action:
            case HangUp():
                self._hanging_up, self.reason = (action, self.now), action.reason
            case LookUp() | OpenOrder() | SendSms():
                self._orders.append(Ask(request=action))
            case Adjust():
                self._orders.append(Mend(what=action.what))
            case _:
                pass

    def _on_the_line(self, action: OnTheLine) -> None:
        self._book.do(self.now, action)
        match action:
            case Hold():
                self._hold(HoldStarted(at=self.now), held=True)
            case Resume():
                self._book.sounded(self.now)
                self._hold(HoldEnded(at=self.now), held=False)
            case Transfer():
                self._orders.append(PassOn(to=action.to))
                self._book.log(Transferred(at=self.now, to=action.to))
                self._end(EndReason.TRANSFERRED)

    def _hold(self, event: HoldStarted | HoldEnded, *, held: bool) -> None:
        self._held = held
        self._orders.append(HoldLine(held=held))
        self._tell(event)

    def _order(self, orders: Iterable[Order]) -> None:
        self._orders.extend(orders)

    def _end(self, reason: EndReason) -> None:
        self.reason = self.reason or reason
        if self._hanging_up is None and reason is not EndReason.TRANSFERRED:
            self._book.do(self.now, HangUp(reason=reason, after=0))
        self._orders.append(End(reason=self.reason))
        self._close(HungUp(at=self.now, by=Side.AGENT))

    def _close(self, hung_up: HungUp) -> None:
        """The call is over; what the agent still notes is kept, what it would still say is not."""
        self.over = True
        self._tell(hung_up)
