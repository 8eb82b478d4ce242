"""An agent that says once, after its first line, that the call is recorded. Pure."""

from typing import Any

from huashu.call import Action, Event, Say
from huashu.voice.ports import Agent
from huashu.voice.talk.mind import Rewindable


def announcing(agent: Agent, line: str) -> Agent:
    """``agent``, saying ``line`` right after the first thing that it says; ``agent`` itself when ``line`` is empty."""
    if not line:
        return agent
    return _RewindableAnnouncing(agent, line) if isinstance(agent, Rewindable) else _Announcing(agent, line)


class _Announcing:
    def __init__(self, agent: Agent, line: str) -> None:
        self._agent: Any = agent
        self._line = line
        self._said = False

    def step(self, event: Event) -> tuple[Action, ...]:
        """What the agent does, and after its first line ours."""
        actions: tuple[Action, ...] = self._agent.step(event)
        first = next((index for index, action in enumerate(actions) if isinstance(action, Say)), None)
        if self._said or first is None:
            return actions
        self._said = True
        return (*actions[: first + 1], Say(text=self._line), *actions[first + 1 :])


class _RewindableAnnouncing(_Announcing):
    @property
    def call(self) -> Any:
        """The agent's state, and whether the line has been said."""
        return self._agent.call, self._said

    @call.setter
    def call(self, state: Any) -> None:
        self._agent.call, self._said = state
