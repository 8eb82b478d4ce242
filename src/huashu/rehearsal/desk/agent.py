"""The desk's agent in one call."""

from huashu.call import Action, Event
from huashu.dialogue.desk import DeskContext, Incoming, start, step


class DeskAgent:
    """The agent's pure ``step`` with its state kept between events."""

    def __init__(self, context: DeskContext, incoming: Incoming) -> None:
        self.context = context
        self.call = start(context, incoming)

    def step(self, event: Event) -> tuple[Action, ...]:
        """What the agent does about ``event``."""
        decided = step(self.call, event, self.context)
        self.call = decided.call
        return decided.actions
