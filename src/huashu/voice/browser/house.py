"""What the page offers and who fills the places: the port between the browser's server and the composition root."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, Protocol

from huashu.call import CallLog
from huashu.voice.ports import Agent, Company

if TYPE_CHECKING:
    from huashu.voice.pipeline.settings import VoiceSettings


class Role(StrEnum):
    """Who the person at the page is."""

    CUSTOMER = "customer"
    AGENT = "agent"


class Kind(StrEnum):
    """What a document is of."""

    SCENARIO = "scenario"
    """Calls that are made."""
    DESK = "desk"
    """Calls that come in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Something the trainee may want to see while he talks: a step of the script, an answer. ``lines`` are (occasion,
    words); the occasion is empty where the line is unconditional."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What the page knows of it."""
        return {"title": self.title, "lines": self.lines}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A document on the page. ``given``: named by whoever started the server, not built in. ``task`` says what the call
    is about; ``you`` tells the person at the page who he is when he is the customer (name, value); ``agent`` and
    ``customer`` are what the two are called; ``roles`` are those he can take."""

    id: str
    title: str
    kind: Kind
    given: bool
    task: str
    roles: tuple[Role, ...]
    agent: str = ""
    customer: str = ""
    tags: tuple[str, ...] = ()
    you: tuple[tuple[str, str], ...] = ()
    steps: tuple[Hint, ...] = ()
    answers: tuple[Hint, ...] = ()

    def page_calls(self, role: Role) -> bool:
        """Whether the person at the page is the one who dials."""
        return (role is Role.AGENT) == (self.kind is Kind.SCENARIO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The other side of one call, ready to talk. ``swapped``: the person at the page is the agent, so the two sides of
    the pipeline's log and recording have to change places. ``finish`` adds the record to a finished log."""

    call_id: str
    agent: Agent
    settings: "VoiceSettings"
    direction: Literal["inbound", "outbound"]
    profile: Mapping[str, Any]
    finish: Callable[[CallLog], CallLog]
    company: Company | None = None
    hot_words: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    """What the other side is sure to say, so that it can be rendered while the telephone rings."""
    hints: tuple[Hint, ...] = ()
    """What the trainee may know of this very call."""
    swapped: bool = False
    close: Callable[[], None] = lambda: None
    """Told once, when the call is over and written down."""


class HouseError(Exception):
    """A call cannot be held. The message is for the person at the page: what, and the way out."""


class House(Protocol):
    """Who can be called. Every method may block and is called from threads."""

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The documents in the order of the page."""

    def warm_up(self) -> None:
        """Load what the first call would have to wait for. Called once, beside the first calls."""

    def cast(self, subject: Subject, role: Role) -> Part:
        """The other side of a call about ``subject`` with a person who is ``role``. Raises ``HouseError``."""

    def inspect(self, log: CallLog) -> Mapping[str, Any]:
        """What ``huashu inspect --json`` says of the call."""

    def explain(self, clause: str) -> str:
        """The clause or requirement in one line; empty when it is unknown."""

    def beside(self, action: object) -> str:
        """What the agent did beside the line, in words; empty for what needs no telling."""

    def record(self, record: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The record of a call as rows of name and content."""
