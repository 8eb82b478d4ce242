"""A simulated customer on a telephone line: his moves become lines that the pipeline speaks. Pure; time is in events.

To the pipeline he is the agent, and the trainee at the page the customer; ``swap`` puts the log right afterwards.
"""

import re
from collections import deque
from collections.abc import Mapping
from typing import Any, Final, Protocol, assert_never

from huashu.call import Action, Connected, EndReason, Event, HangUp, Heard, HungUp, Ms, Said, Say, Side, Silence
from huashu.call.event import end_of
from huashu.customer import Leave, Move, Quiet, Sound, Speak

PATIENCE: Final[Ms] = 3000
"""How often, while nobody speaks, he may grow tired of waiting."""

AT_ONCE: Final[Ms] = 900
"""A pause up to this is not waited for: taking turns on a line takes as long by itself."""

_ASIDE = re.compile(r"[（(\[［][^）)\]］]*[）)\]］]")
"""What is described, not spoken."""


class Person(Protocol):
    """A simulated customer (``huashu.customer``)."""

    def pick_up(self) -> tuple[Move, ...]:
        """The call is answered."""

    def hear(self, text: str, at: Ms, end: Ms) -> tuple[Move, ...]:
        """The trainee said ``text``."""

    def agent_silent(self, ms: Ms) -> tuple[Move, ...]:
        """He has waited for ``ms``."""

    def agent_left(self, at: Ms) -> None:
        """The trainee hung up."""

    def truth(self) -> Mapping[str, Any]:
        """What he really did and meant."""


class SimulatedPeer:
    """``person`` as the agent of a pipeline."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._moves: deque[Move] = deque()
        self._free_at: Ms = 0
        """From when the pause before the next move counts."""
        self._tired = 0
        self._gone = False

    def step(self, event: Event) -> tuple[Action, ...]:
        """What he does about ``event``."""
        match event:
            case Connected():
                self._take(self.person.pick_up(), event.at)
            case Heard() if event.text.strip():
                self._tired = 0
                self._take(self.person.hear(event.text, event.at, event.end), event.end)
            case Said():
                self._tired = 0
                self._free_at = event.end
            case Silence() if event.side is Side.CUSTOMER:
                self._wait(event.end - event.at, event.end)
            case HungUp():
                self._left(event)
                return ()
            case _:
                pass
        return self._due(end_of(event))

    def _take(self, moves: tuple[Move, ...], at: Ms) -> None:
        """New moves take the place of what he would have said by himself."""
        if moves or not isinstance(next(iter(self._moves), None), Leave):
            self._moves = deque(moves)
        self._free_at = at

    def _wait(self, ms: Ms, at: Ms) -> None:
        if not self._moves and ms // PATIENCE > self._tired:
            self._tired = ms // PATIENCE
            self._take(self.person.agent_silent(ms), at)

    def _left(self, event: HungUp) -> None:
        if not self._gone and event.by is not Side.AGENT:
            self.person.agent_left(event.at)
        self._gone = True

    def _due(self, now: Ms) -> tuple[Action, ...]:
        """The next move, when its time has come: one line at a time, so that he can be cut short."""
        while self._moves:
            move = self._moves[0]
            match move:
                case Speak():
                    text = _ASIDE.sub("", move.text).strip()
                    if not self._waited(move.pause if text else move.pause + (move.ms or 0), now):
                        return ()
                    self._moves.popleft()
                    if text:
                        return (Say(text=text),)
                    self._free_at = now
                case Quiet() | Sound():
                    if not self._waited(move.ms, now):
                        return ()
                    self._moves.popleft()
                    self._free_at = now
                case Leave():
                    return (HangUp(reason=EndReason.COMPLETED, after=max(300, move.pause)),)
                case _:
                    assert_never(move)
        return ()

    def _waited(self, pause: Ms, now: Ms) -> bool:
        return pause <= AT_ONCE or now >= self._free_at + pause
