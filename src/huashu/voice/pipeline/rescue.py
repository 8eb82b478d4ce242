"""What is left to do when the agent does not answer any more: excuse ourselves, hang up, keep the log whole. Pure."""

from dataclasses import replace

from huashu.call import CallLog, Done, EndReason, Event, HangUp, HungUp, Ms, Said, Say, Side
from huashu.call.event import cut
from huashu.voice.talk.mind import SORRY_GOODBYE
from huashu.voice.talk.signals import End, Gone, Order, Played, Playing, Signal, Speak, Stop, Unspoken

LINE = -1
"""The number of the one line of a rescue."""

_EXCUSE = Say(text=SORRY_GOODBYE, because=("S4.11",))

AFTER: Ms = 2_000
"""Between our last word and the end of the call (D1)."""

LONGEST: Ms = 15_000
"""At the latest the call ends so long after the rescue began."""


class Rescue:
    """Takes the place of a conversation from ``at`` on. ``log``: the call so far; ``playing``: the line being heard."""

    def __init__(self, log: CallLog, playing: tuple[Say, Playing] | None, at: Ms) -> None:
        self.over = False
        self.reason: EndReason | None = EndReason.LINE_UNUSABLE
        self._log = log
        self._events: list[Event] = []
        self._cut = playing
        self._playing: Playing | None = None
        self._end_at = at + LONGEST
        self._hang_up = Done(at=at, action=HangUp(reason=EndReason.LINE_UNUSABLE, because=("S4.11",)))

    def begin(self) -> tuple[Order, ...]:
        """What is to be done at once."""
        return Stop(), Speak(line=LINE, text=SORRY_GOODBYE)

    def feed(self, signal: Signal) -> tuple[Order, ...]:
        """Take in what happened; what is to be done about it."""
        if self.over:
            return ()
        match signal:
            case Playing(line=line) if line == LINE:
                self._playing = signal
            case Played(line=line) | Unspoken(line=line) if line == LINE:
                self._spoken(signal)
                self._end_at = min(self._end_at, signal.at + AFTER)
            case Played():
                self._cut_off(signal)
            case Gone():
                self._close(HungUp(at=signal.at, by=signal.by))
            case _:
                pass
        if not self.over and signal.at >= self._end_at:
            self._close(HungUp(at=signal.at, by=Side.AGENT))
            return (End(reason=EndReason.LINE_UNUSABLE),)
        return ()

    @property
    def due(self) -> Ms | None:
        """Nobody's turn is waited for."""
        return None

    @property
    def playing(self) -> tuple[Say, Playing] | None:
        """Our excuse while it is being heard."""
        return None if self._playing is None else (_EXCUSE, self._playing)

    def log(self) -> CallLog:
        """The whole call, what was said before included."""
        events = sorted((*self._log.events, *self._events), key=lambda event: event.at)
        return replace(self._log, events=tuple(events), done=(*self._log.done, self._hang_up))

    def _spoken(self, signal: Played | Unspoken) -> None:
        if isinstance(signal, Played) and self._playing is not None:
            self._log_line(_EXCUSE, self._playing, signal)
        self._playing = None

    def _cut_off(self, signal: Played) -> None:
        """The line of the agent that was being heard when it fell silent."""
        if self._cut is None or self._cut[1].line != signal.line:
            return
        self._log_line(*self._cut, signal)
        self._cut = None

    def _log_line(self, say: Say, playing: Playing, played: Played) -> None:
        if played.share > 0:
            text = say.text if played.share >= 1 else cut(say.text, played.share)
            at, end = playing.at, max(played.at, playing.at)
            self._events.append(Said(at=at, end=end, text=text, because=say.because))

    def _close(self, hung_up: HungUp) -> None:
        self.over = True
        self._events.append(hung_up)
