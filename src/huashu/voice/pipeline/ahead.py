"""Thinking while the customer may still go on: what the agent would answer, so that it is ready when it is its turn."""

from collections.abc import Callable

from huashu.call import Heard, Ms, Say
from huashu.voice.ports import Agent
from huashu.voice.talk.mind import Rewindable

Ahead = Callable[[str, Ms], tuple[str, ...]]
"""The lines that would answer a text heard at a time, if any. Blocks; nothing comes of it."""


def thinking_ahead(agent: Agent) -> Ahead | None:
    """What ``agent`` would say; its state is put back afterwards. ``None`` for an agent whose state cannot be."""
    if not isinstance(agent, Rewindable):
        return None

    def lines(text: str, at: Ms) -> tuple[str, ...]:
        assert isinstance(agent, Rewindable)
        state = agent.call
        try:
            actions = agent.step(Heard(at=at, end=at, text=text))
        finally:
            agent.call = state
        return tuple(action.text for action in actions if isinstance(action, Say))

    return lines
