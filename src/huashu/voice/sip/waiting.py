"""An agent that waits until somebody has picked up: ring-back speech and announcements are no customer. Pure."""

from dataclasses import dataclass
from typing import Any

from huashu.call import Action, Connected, Event, Heard, HungUp, Ms, Ring
from huashu.voice.ports import Agent
from huashu.voice.talk.mind import Rewindable


@dataclass(slots=True)
class PickUp:
    """When somebody picked up, on the clock of the call; ``None``: nobody has. One for each call."""

    at: Ms | None = None


def waiting(agent: Agent, pick_up: PickUp) -> Agent:
    """``agent``, told of nothing but rings and hang-ups before ``pick_up``; then of the pick-up, or of what whoever
    picked up said first, whatever was heard on the line till then."""
    return (_RewindableWaiting if isinstance(agent, Rewindable) else _Waiting)(agent, pick_up)


class _Waiting:
    def __init__(self, agent: Agent, pick_up: PickUp) -> None:
        self._agent: Any = agent
        self._pick_up = pick_up
        self._told = False

    def step(self, event: Event) -> tuple[Action, ...]:
        """What the agent does, once somebody is there."""
        if isinstance(event, Ring | HungUp):
            return self._step(event)
        picked_up = self._pick_up.at
        if picked_up is None:
            return ()
        if self._told or isinstance(event, Connected):
            self._told = True
            return self._step(event)
        self._told = True
        said_by_him = isinstance(event, Heard) and event.at >= picked_up
        return self._step(event if said_by_him else Connected(at=event.at))

    def _step(self, event: Event) -> tuple[Action, ...]:
        actions: tuple[Action, ...] = self._agent.step(event)
        return actions


class _RewindableWaiting(_Waiting):
    @property
    def call(self) -> Any:
        """The agent's state, and whether it knows that somebody is there."""
        return self._agent.call, self._told

    @call.setter
    def call(self, state: Any) -> None:
        self._agent.call, self._told = state
