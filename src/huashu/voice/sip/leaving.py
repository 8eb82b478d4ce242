"""An agent that takes its leave when the service shuts down: one honest line, then it hangs up. Pure."""

from dataclasses import dataclass
from typing import Any

from huashu.call import Action, EndReason, Event, HangUp, HungUp, Say
from huashu.voice.ports import Agent
from huashu.voice.talk.mind import Rewindable

GOODBYE = "抱歉，我们的系统马上要停机维护，这通电话只能先到这里，给您添麻烦了，请您稍后再打来，再见。"
GOODBYE_OUT = "抱歉，我们的系统马上要停机维护，这通电话只能先到这里，打扰您了，再见。"


@dataclass(slots=True)
class Departure:
    """Whether it is time to go. One for all calls of a process."""

    now: bool = False


def departing(agent: Agent, departure: Departure, *, incoming: bool) -> Agent:
    """``agent``, until it is time to go: then the goodbye, and nothing else."""
    kind = _RewindableDeparting if isinstance(agent, Rewindable) else _Departing
    return kind(agent, departure, GOODBYE if incoming else GOODBYE_OUT)


class _Departing:
    def __init__(self, agent: Agent, departure: Departure, goodbye: str) -> None:
        self._agent: Any = agent
        self._departure = departure
        self._goodbye = goodbye
        self._gone = False

    def step(self, event: Event) -> tuple[Action, ...]:
        """What the agent does, or its leave-taking, once."""
        if not self._gone and not self._departure.now:
            actions: tuple[Action, ...] = self._agent.step(event)
            return actions
        if self._gone or isinstance(event, HungUp):
            return ()
        self._gone = True
        return Say(text=self._goodbye), HangUp(reason=EndReason.LIMIT)


class _RewindableDeparting(_Departing):
    @property
    def call(self) -> Any:
        """The agent's state, and whether it has taken its leave."""
        return self._agent.call, self._gone

    @call.setter
    def call(self, state: Any) -> None:
        self._agent.call, self._gone = state
