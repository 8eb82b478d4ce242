"""What a rehearsal needs: an agent, a customer, and what reads the finished call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal, Protocol, runtime_checkable

from huashu.call import Action, CallLog, Done, Event, Ms, Request
from huashu.customer import Move
from huashu.playbook.model import Playbook
from huashu.rehearsal.scenario import DeskScenario
from huashu.rehearsal.score import Inspected, Scored, SoundScore


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """One finished call with what it was measured to be."""

    log: CallLog
    score: Scored
    sound: SoundScore | None = None
    """Of a call that was spoken."""


class Player(Protocol):
    """Makes the calls of one document."""

    def call(self, seed: int, run: int) -> Rehearsed:
        """The call that is run ``run`` (from 0) with ``seed``."""


class Agent(Protocol):
    """The agent in one call."""

    def step(self, event: Event) -> tuple[Action, ...]:
        """What it does about ``event``."""


class Customer(Protocol):
    """The customer in one call. Each method but the last two answers with what he does next."""

    def pick_up(self) -> tuple[Move, ...]:
        """He picks up."""

    def hear(self, text: str, at: Ms, end: Ms) -> tuple[Move, ...]:
        """The agent said ``text`` from ``at`` to ``end``."""

    def agent_silent(self, ms: Ms) -> tuple[Move, ...]:
        """He has waited ``ms`` for the agent to say something."""

    def agent_left(self, at: Ms) -> None:
        """The agent hung up."""

    def truth(self) -> Mapping[str, Any]:
        """What he really did and meant, JSON-ready."""


class Company(Protocol):
    """The company's systems in one call."""

    def answer(self, request: Request, at: Ms) -> Event | None:
        """Their answer to what was asked ``at``: its own ``at`` is when it comes. ``None``: nobody will answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A finished call: what could be heard on the line, what the agent did, and whether a hard cap had to end it.
    ``truth`` is the customer's, ``None``: as he tells it himself; ``account``: what else is known of how it went."""

    events: tuple[Event, ...]
    done: tuple[Done, ...]
    capped: bool
    truth: Mapping[str, Any] | None = None
    account: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a telephone is told of a call. ``agent`` and ``customer`` describe the two in words; ``names`` are such as
    may occur in it. ``seed``: for whatever is drawn on the way."""

    id: str
    seed: int
    direction: Literal["inbound", "outbound"] = "outbound"
    profile: Mapping[str, Any] = field(default_factory=dict)
    agent: str = ""
    customer: str = ""
    names: tuple[str, ...] = ()


class Telephone(Protocol):
    """Over which the two talk in something else than text."""

    def call(self, agent: Agent, customer: Customer, company: Company | None, setting: Setting) -> Played:
        """Let the two talk. The call always ends."""

    def measured(self, log: CallLog, played: Played) -> SoundScore:
        """How the finished call was spoken."""


@runtime_checkable
class OnTelephone(Protocol):
    """A cast whose calls are made over a telephone."""

    telephone: Telephone


class Cast(Protocol):
    """Who plays. One cast serves many calls in one process and may keep caches."""

    def agent(self, playbook: Playbook) -> Agent:
        """An agent at the start of a call."""

    def customer(self, playbook: Playbook, draws: Random) -> Customer:
        """The customer of the playbook's callee half; everything random in him comes from ``draws``."""

    def record(self, log: CallLog) -> Mapping[str, Any]:
        """The record that the agent's actions leave."""

    def inspect(self, log: CallLog) -> Inspected:
        """What inspection says of the finished call."""

    def desk(self, subject: DeskScenario) -> Player:
        """Who makes the calls that come in to a desk."""


CastMaker = Callable[[], Cast]
"""Makes the cast of a process. Must be importable by name, so that other processes can call it."""
