"""The real cast: huashu's agent, its simulated customer, its record and its inspection."""

from collections.abc import Mapping
from random import Random
from typing import Any

from huashu.call import Action, CallLog, Event
from huashu.casework import record_of, record_to_json
from huashu.customer import SimulatedCustomer
from huashu.dialogue import CallState, Context, make_context, start, step
from huashu.inspection import inspect
from huashu.language import default_understander
from huashu.playbook.knowledge import Knowledge
from huashu.playbook.model import Playbook
from huashu.rehearsal.measure import Breach
from huashu.rehearsal.ports import Agent, Customer
from huashu.standard import load_standard


class SpineAgent:
    """The agent's pure ``step`` with its state kept between events."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.call: CallState = start(context)

    def step(self, event: Event) -> tuple[Action, ...]:
        """What the agent does about ``event``."""
        decided = step(self.call, event, self.context)
        self.call = decided.call
        return decided.actions
