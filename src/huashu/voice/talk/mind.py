"""The agent as a conversation has it: one that may fail, and whose last decision may be taken back."""

from typing import Any, Protocol, runtime_checkable

from huashu.call import Action, EndReason, Event, HangUp, Say
from huashu.voice.ports import Agent

SORRY = "不好意思，刚才我这边没有听清，麻烦您再说一遍好吗？"
"""Said when deciding failed once: it went wrong on our side, and he should not wait for nothing (S4.11)."""

SORRY_GOODBYE = "很抱歉，我这边系统出了点问题，没法继续为您服务，稍后会有同事再联系您，再见。"
"""Said when it fails again."""


@runtime_checkable
class Rewindable(Protocol):
    """An agent whose whole state is one immutable value, so that a reply that came too early can be taken back."""

    call: Any


class Mind:
    """Decides by the agent's ``step``. Whatever that raises, a person is on the line and hears something sensible."""

    def __init__(self, agent: Agent) -> None:
        self.agent = agent
        self.failures: list[Exception] = []
        """What the agent raised, if it did."""

    @property
    def rewinds(self) -> bool:
        """Whether decisions can be taken back."""
        return isinstance(self.agent, Rewindable)

    @property
    def state(self) -> Any:
        """Where the agent stands, for ``back_to``; ``None`` when decisions cannot be taken back."""
        return self.agent.call if isinstance(self.agent, Rewindable) else None

    def back_to(self, state: Any) -> None:
        """Forget whatever has been decided since ``state``."""
        assert isinstance(self.agent, Rewindable)
        self.agent.call = state

    def step(self, event: Event) -> tuple[Action, ...]:
        """What the agent does about ``event``; an apology when it fails, leave when it fails again."""
        try:
            return self.agent.step(event)
        except Exception as failure:
            self.failures.append(failure)
        if len(self.failures) == 1:
            return (Say(text=SORRY, because=("S4.11",)),)
        if len(self.failures) == 2:
            return (Say(text=SORRY_GOODBYE, because=("S4.11",)), HangUp(reason=EndReason.LINE_UNUSABLE))
        return ()
