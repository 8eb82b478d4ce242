"""The real cast: huashu's agent, its simulated customer, its record, and the standard that judges the call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from huashu.call import Act, Action, CallLog, Event, Heard
from huashu.casework import record_of, record_to_json
from huashu.customer import SimulatedCustomer
from huashu.dialogue import CallState, Context, make_context, start, step
from huashu.inspection import inspect
from huashu.language import default_understander
from huashu.playbook.knowledge import Knowledge
from huashu.playbook.model import Playbook
from huashu.rehearsal.ports import Agent, Customer, Player
from huashu.rehearsal.scenario import DeskScenario
from huashu.rehearsal.score import Breach, Inspected
from huashu.standard import Ears, Understood, load_standard

MOST_CONTEXTS = 16
"""Playbooks whose contexts a cast keeps: a rehearsal takes its documents one after the other."""


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


class SpineCast:
    """Huashu's own agent against huashu's own customer. Ears, embeddings and contexts are kept for the next call.

    ``noise`` (0 to 1): how badly the customer's words are recognised. ``standards``: clause files that the agent keeps
    and the inspection judges by, beside the built-in ones.
    """

    def __init__(self, noise: float = 0.0, standards: Sequence[str] = ()) -> None:
        self.noise = noise
        self.ears = default_understander()
        self.standard = load_standard(standards)
        self.contexts: dict[int, tuple[Playbook, Context]] = {}

    def agent(self, playbook: Playbook) -> Agent:
        """An agent at the start of a call."""
        return SpineAgent(self.context(playbook))

    def context(self, playbook: Playbook) -> Context:
        """What the agent's policy needs for this playbook, made once."""
        kept = self.contexts.get(id(playbook))
        if kept is None or kept[0] is not playbook:
            knowledge = Knowledge(playbook.caller.qa, self.ears.embedder)
            kept = (playbook, make_context(playbook, self.ears, knowledge, self.standard))
            self.contexts[id(playbook)] = kept
            while len(self.contexts) > MOST_CONTEXTS:
                del self.contexts[next(iter(self.contexts))]
        return kept[1]

    def customer(self, playbook: Playbook, draws: Random) -> Customer:
        """The customer of the playbook's callee half, which must be there."""
        if playbook.callee is None:
            raise ValueError("no callee half to build a customer from")
        caller = playbook.caller
        return SimulatedCustomer(playbook.callee, draws, qa=caller.qa, noise=self.noise, profile=caller.profile)

    def record(self, log: CallLog) -> Mapping[str, Any]:
        """The record that the agent's actions leave."""
        return record_to_json(record_of(log.done))

    def inspect(self, log: CallLog) -> Inspected:
        """What inspection says of the call, judged with the customer's own word on what he meant."""
        inspection = inspect(log, self.standard, ears_of(log, self.ears))
        breaches = (Breach(clause=one.clause.id, event=one.at, why=one.why) for one in inspection.findings)
        return Inspected(score=inspection.score, breaches=tuple(breaches))

    def desk(self, subject: DeskScenario) -> Player:
        """Huashu's own agent at the desk, called by huashu's own callers."""
        from huashu.rehearsal.desk.player import DeskPlayer  # the rooms of a desk load only when one is rehearsed

        return DeskPlayer(subject, self)


@dataclass(frozen=True, slots=True)
class Meant:
    """What an utterance was meant to do."""

    acts: frozenset[Act]

    def has(self, *acts: Act) -> bool:
        """Whether it was meant to do one of ``acts``."""
        return not self.acts.isdisjoint(acts)

    @property
    def scores(self) -> Mapping[Act, float]:
        """He is sure of all of them."""
        return dict.fromkeys(self.acts, 1.0)


class TruthEars:
    """Ears that know what the customer meant, and ask ``other`` ears about anything he did not say."""

    def __init__(self, meant: Mapping[str, Meant], other: Ears) -> None:
        self.meant = meant
        self.other = other

    def understand(self, text: str, context: str = "") -> Understood:
        """What ``text`` was meant to do."""
        meant = self.meant.get(text)
        return meant if meant is not None else self.other.understand(text, context)


def ears_of(log: CallLog, other: Ears) -> Ears:
    """Ears that take the customer's acts from his truth (its ``utterances``), so that no verdict hangs on how the
    agent understood him."""
    spoken = (event.text for event in log.events if isinstance(event, Heard))
    rows = (log.truth or {}).get("utterances") or ()
    meant: dict[str, Meant] = {}
    for text, row in zip(spoken, rows, strict=False):
        acts = frozenset(Act(value) for value in row.get("acts") or ())
        meant[text] = Meant(acts | meant[text].acts if text in meant else acts)
    return TruthEars(meant, other)
