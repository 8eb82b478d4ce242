"""What has happened in a call so far, and how long nobody has made a sound. Mutable; one a conversation."""

from huashu.call import Action, Done, Event, HangUp, Ms, Note, Said, Silence
from huashu.call.action import Adjust
from huashu.voice.talk.manner import Manner


class Book:
    """The events of the line, what was done beside it, and the silence that lasts."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._done: list[Done] = []
        self._quiet_since: Ms = 0
        self._asked = False
        self._told = 0
        self._next_tick: Ms = 0

    @property
    def events(self) -> tuple[Event, ...]:
        """What could be heard on the line, in order of its beginning."""
        return tuple(sorted(self._events, key=lambda event: event.at))

    @property
    def done(self) -> tuple[Done, ...]:
        """What the agent did beside the line."""
        return tuple(self._done)

    @property
    def last_sound(self) -> Ms:
        """When somebody last made a sound."""
        return self._quiet_since

    @property
    def anything_said(self) -> bool:
        """Whether a line of ours has been heard."""
        return any(isinstance(event, Said) for event in self._events)

    @property
    def asked(self) -> bool:
        """Whether the last line of ours was a question."""
        return self._asked

    def log(self, event: Event) -> None:
        """It happened."""
        if isinstance(event, Said):
            self._asked = event.text.rstrip().endswith(("？", "?"))
        self._events.append(event)

    def do(self, at: Ms, action: Action) -> None:
        """The agent did it."""
        self._done.append(Done(at=at, action=action))

    def sounded(self, at: Ms) -> None:
        """Somebody made a sound until ``at``: whatever silence there was is over."""
        if at > self._quiet_since:
            self._quiet_since, self._told = at, 0

    def silence(self, now: Ms, manner: Manner) -> Silence | None:
        """The silence until ``now``, each time that it has lasted a multiple of ``manner.silence``. It is one event in
        the log, however often it is told."""
        if (now - self._quiet_since) // manner.silence <= self._told:
            return None
        self._told = (now - self._quiet_since) // manner.silence
        silence = Silence(at=self._quiet_since, end=now)
        self._events = [one for one in self._events if not (isinstance(one, Silence) and one.at == silence.at)]
        self._events.append(silence)
        return silence

    def ticks(self, now: Ms, manner: Manner) -> bool:
        """Whether the agent is to be told again that time passes."""
        if now < max(self._next_tick, self._quiet_since + manner.tick):
            return False
        self._next_tick = now + manner.tick
        return True

    def place(self) -> tuple[int, int]:
        """Where the book stands, for ``only_words_since`` and ``tear_out``."""
        return len(self._events), len(self._done)

    def only_words_since(self, place: tuple[int, int]) -> bool:
        """Whether nothing has been said or done since that could not be undone."""
        events, done = place
        harmless = all(isinstance(one.action, Note | Adjust | HangUp) for one in self._done[done:])
        return harmless and not any(isinstance(event, Said) for event in self._events[events:])

    def tear_out(self, place: tuple[int, int]) -> None:
        """Forget everything since."""
        events, done = place
        del self._events[events:]
        del self._done[done:]
