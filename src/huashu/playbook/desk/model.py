"""The desk: a service line as a document tells it, typed, with the line number of everything in it (S1, S3).

One half is the desk's own (greeting, identity, what can be asked for, authority, knowledge); the other, which may be
missing, is of those who call, as in a two-sided scenario.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from huashu.call.action import OrderKind
from huashu.playbook.model import QA, Passage, Problem


class ItemKind(StrEnum):
    """What becomes of a matter that a caller brings."""

    LOOK_UP = "look_up"
    """Answered from the customer's records, exactly (S1.7)."""
    SERVICE = "service"
    """Done by telephone (S1.12, S3.26)."""
    ORDER = "order"
    """Cannot be settled here: a work order with a number and a promised time (S1.8)."""
    COUNTER = "counter"
    """Only at the counter (S3.26)."""
    CANCEL = "cancel"
    """Closing the account or a contract: the reason first, and what can be offered (S3.24)."""
    SMS = "sms"
    """Text messages he does not want (S3.25)."""


class Risk(StrEnum):
    """How soon a harassing call is ended: method 3, 2 or 1 (S2.6-S2.8)."""

    CAUTIOUS = "cautious"
    BALANCED = "balanced"
    BRISK = "brisk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """A particular that is needed before something can be done. ``ask`` is the question, ours when the document has
    none; ``kind`` is one of ``phone``, ``number``, ``time``, ``place``, ``name``, ``choice``, ``amount``, ``text``;
    ``options`` belong to a choice."""

    name: str
    ask: str
    kind: str
    line: int
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordField:
    """A field of the customer's record that an answer speaks of, with sample values for trials and rehearsals."""

    name: str
    samples: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One matter that callers bring, and what the desk does about it.

    ``asked``: ways in which callers put it. ``answer``: what is said when it is done, with ``{字段}`` of the record or
    of what the caller gave; ``nothing``: what is said when the record has nothing. ``why``: why it cannot be settled
    now (S1.8). ``interim``: what helps meanwhile. ``effect``: what it means for him, read out before it is done.
    ``within``: the time promised (“24小时”, “2个工作日”). ``self_service``: the exact steps (S3.19). ``noted``: the
    answer is long enough to be written down (S3.20). ``order``: what the work order is about, for orders.
    """

    kind: ItemKind
    name: str
    line: int
    asked: tuple[str, ...] = ()
    verify: bool = False
    wants: tuple[Want, ...] = ()
    fields: tuple[RecordField, ...] = ()
    answer: str = ""
    nothing: str = ""
    department: str = ""
    within: str = ""
    why: str = ""
    interim: str = ""
    effect: str = ""
    fee: str = ""
    documents: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    self_service: str = ""
    noted: bool = False
    order: OrderKind = OrderKind.SERVICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """How a caller shows who he is (S1.3): ``needed`` of the ``fields`` of his record must agree; ``attempts`` wrong
    answers end it. ``purpose`` explains why it is asked (S3.16)."""

    fields: tuple[str, ...] = ("登记手机号", "姓名")
    needed: int = 2
    attempts: int = 3
    purpose: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A place where counter-only business is done."""

    name: str
    address: str
    line: int
    area: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A demand beyond the desk's authority: why it is, and the way forward (S3.27)."""

    what: str
    line: int
    asked: tuple[str, ...] = ()
    why: str = ""
    way: str = ""
    department: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What may keep a customer, by his reason to leave (S3.24); or what a type of message is for (S3.25)."""

    reason: str
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term and its plain meaning (S3.8)."""

    term: str
    meaning: str
    line: int


class CallerKind(StrEnum):
    """Whether a caller needs help, in truth (S2.1, S2.4)."""

    GENUINE = "genuine"
    HARASSING = "harassing"
    LOOKALIKE = "lookalike"
    """He needs help, and looks as if he did not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerCard:
    """One kind of caller of the document's other half.

    ``kind``: a value of ``CallerKind``; ``scene``: one of the five types of S1.12 (``enquiry``, ``complaint``,
    ``suggestion``, ``change``, ``agitated``) or "". ``facts``: what is true of him and what he will say when asked, by
    the names of the desk's fields and wants; ``records``: what the company knows, when it differs from the facts, by
    the names of the desk's fields. ``needs``: names of items and limits, or questions of the knowledge, in the order in
    which he brings them; other words are a need that the desk does not know. ``says``: how he puts each need, by the
    words of ``needs``. ``goes_on``: what else he says, in order: how he answers when nothing better fits, what a
    harassing caller comes up with next. ``behind``: what others say behind him. ``calling``: the number that shows,
    "" for the one that is registered. ``moments``: the awkward moments he brings about, by the names of
    ``vocabulary.MOMENTS``; ``habits``: how he is, by the names of ``vocabulary.HABITS`` or in the document's words.
    """

    name: str
    line: int
    kind: str = "genuine"
    scene: str = ""
    role: str = ""
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)
    records: Mapping[str, str] = field(default_factory=dict, hash=False)
    needs: tuple[str, ...] = ()
    says: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    goes_on: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    calling: str = ""
    moments: tuple[str, ...] = ()
    habits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A service line that can be staffed by the agent.

    ``greeting`` is spoken whole; organisation, agent id and readiness are added when it lacks them (S1.2).
    ``leader`` is who is consulted about unknown business (S3.21); ``escalation`` the department of last resort, and
    ``call_back_within`` the time promised where an item has none.
    """

    title: str
    organisation: str
    department: str = ""
    agent_id: str = "001"
    sex: str = ""
    hotline: str = ""
    greeting: str = ""
    closing: str = ""
    verification: Verification = Verification()
    risk: Risk = Risk.BALANCED
    items: tuple[Item, ...] = ()
    knowledge: tuple[QA, ...] = ()
    terms: tuple[Term, ...] = ()
    counters: tuple[Counter, ...] = ()
    limits: tuple[Limit, ...] = ()
    keeping: tuple[Offer, ...] = ()
    messages: tuple[Offer, ...] = ()
    dialects: tuple[str, ...] = ()
    leader: str = "值班班长"
    complaints: str = "客户关怀部"
    escalation: str = "客户服务部"
    call_back_within: str = "24小时"
    suggestions_to: str = "产品部门"
    callers: tuple[CallerCard, ...] = ()
    resistant: bool = False
    """Whether the desk's customers are not to be kept when they want to leave (S3.24)."""
    notes: tuple[Passage, ...] = ()
    """Text that fitted nowhere: kept, reported, never spoken."""

    def item(self, name: str) -> Item | None:
        """The item called ``name``."""
        return next((item for item in self.items if item.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDesk:
    """What reading a desk document gives: the desk, ``None`` when there are errors, and what was found wrong, by line.

    ``partial`` is what could be read of a document with errors; it is for counting and showing, not for calling.
    """

    desk: Desk | None
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    partial: Desk | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Errors and warnings, by line."""
        return tuple(sorted((*self.errors, *self.warnings), key=lambda problem: problem.line))
