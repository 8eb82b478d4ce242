"""What the agent wants said and done, in its order. Mutable; one a conversation."""

from collections import deque
from dataclasses import dataclass

from huashu.call import Hold, Ms, Resume, Said, Say, Transfer
from huashu.call.event import cut
from huashu.voice.talk.manner import Manner
from huashu.voice.talk.signals import Continue, Order, Pause, Played, Playing, Speak, Stop

STOPS: Ms = 400
"""How long a line that is to stop may take to say how much of it was heard."""

OnTheLine = Hold | Resume | Transfer
"""What is done on the line itself, and so only when the lines before it have been said."""


@dataclass(slots=True)
class Line:
    """A line that was ordered; ``playing`` once it is heard."""

    say: Say
    playing: Playing | None = None


class Outgoing:
    """Lines and what is done between them: ``waiting`` has not been ordered yet, ``lines`` have."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        self.waiting: deque[Say | OnTheLine] = deque()
        self.lines: dict[int, Line] = {}
        self.paused = False
        self._stopped: Ms | None = None
        self._count = 0

    @property
    def current(self) -> Line | None:
        """The line that is being heard."""
        return next((line for line in self.lines.values() if line.playing is not None), None)

    @property
    def busy(self) -> bool:
        """Whether something is said or about to be."""
        return bool(self.waiting or self.lines)

    @property
    def protected(self) -> bool:
        """Whether the line that is being heard is said to its end, whoever talks."""
        line = self.current
        return line is not None and any(text in line.say.text for text in self.manner.protected)

    def heard_for(self, now: Ms) -> Ms:
        """How much of the current line has been heard."""
        line = self.current
        return 0 if line is None or line.playing is None else now - line.playing.at

    def next(self) -> Speak | OnTheLine | None:
        """What may be ordered now: a line at once, anything else when the lines before it are over."""
        if not self.waiting or (self.lines and not isinstance(self.waiting[0], Say)):
            return None
        first = self.waiting.popleft()
        if not isinstance(first, Say):
            return first
        self._count += 1
        self._stopped = None
        self.lines[self._count] = Line(first)
        return Speak(line=self._count, text=first.text)

    def begun(self, signal: Playing) -> None:
        """A line is heard."""
        if (line := self.lines.get(signal.line)) is not None:
            line.playing = signal

    def over(self, signal: Played) -> Said | None:
        """A line is over: what was heard of it, if it was long enough to be heard."""
        line = self.lines.pop(signal.line, None)
        if not self.lines:
            self._stopped = None
        if line is None or line.playing is None or signal.share <= 0:
            return None
        at, end = line.playing.at, max(signal.at, line.playing.at)
        if signal.share < 1 and end - at < self.manner.audible:
            return None
        text = line.say.text if signal.share >= 1 else cut(line.say.text, signal.share)
        return Said(at=at, end=end, text=text, because=line.say.because)

    def broken_off(self, now: Ms) -> tuple[Played, ...]:
        """The line went dead: how far each line had come that was being heard."""
        told = []
        for number, line in self.lines.items():
            if line.playing is not None:
                lasts = max(1, line.playing.until - line.playing.at)
                told.append(Played(at=now, line=number, share=min(1.0, (now - line.playing.at) / lasts)))
        return tuple(told)

    def pause(self) -> tuple[Order, ...]:
        """Fall silent for now, unless the line is protected."""
        if self.current is None or self.paused or self.protected:
            return ()
        self.paused = True
        return (Pause(),)

    def go_on(self) -> tuple[Order, ...]:
        """Take up again what was paused."""
        if not self.paused:
            return ()
        self.paused = False
        return (Continue(),)

    def stop(self, now: Ms) -> tuple[Order, ...]:
        """Stop speaking; lines not begun are forgotten, what was to be done between them is not."""
        if self.protected:
            return ()
        self.waiting = deque(one for one in self.waiting if not isinstance(one, Say))
        return self._stop(now)

    def silent(self, now: Ms) -> bool:
        """Whether it is known how much was heard of everything that was said; ``STOPS`` after the order to stop it is
        waited for no longer."""
        return not self.lines or (self._stopped is not None and now - self._stopped >= STOPS)

    def _stop(self, now: Ms) -> tuple[Order, ...]:
        self.paused = False
        if not self.lines or self._stopped is not None:
            return ()
        self._stopped = now
        return (Stop(),)

    def forget(self, now: Ms) -> tuple[Order, ...]:
        """Stop speaking as if nothing had been said or planned."""
        self.waiting.clear()
        for line in self.lines.values():
            line.playing = None
        return self._stop(now)
