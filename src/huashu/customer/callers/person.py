"""Who calls: what is true of him, what the company's records say, and what he wants (ground truth before the call)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from huashu.call import Ms
from huashu.customer.callers.kinds import Moment, Nature
from huashu.playbook.desk.model import Item, Limit
from huashu.playbook.model import QA


class Wish(StrEnum):
    """What a right outcome of a need is. Values never change once released."""

    RECORD_TOLD = "record_told"
    """The values of his record are told, exactly (S1.7)."""
    SERVICE_DONE = "service_done"
    ORDER = "order"
    """A work order exists, its number and its time are told (S1.8)."""
    COUNTER_TOLD = "counter_told"
    CANCELLED = "cancelled"
    """The reason is asked; then he is kept by an offer, or it is taken in (S3.24)."""
    SMS_EXPLAINED = "sms_explained"
    ANSWERED = "answered"
    """The entry of the knowledge is told."""
    REFUSED_WITH_WAY = "refused_with_way"
    """Beyond authority: said so, with a way forward (S3.27)."""
    SUGGESTION_TAKEN = "suggestion_taken"
    COMPLAINT_TAKEN = "complaint_taken"
    CALL_BACK = "call_back"
    """Nobody here knows: not pretended, but found out or called back (S3.21)."""
    REFUSED_IDENTITY = "refused_identity"
    """He is not entitled to it, or does not show that he is (S1.3)."""
    ENDED = "ended"
    """No need at all: ended by a permitted method (S2.6-S2.8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One matter. ``says``: his own words for it, of the card. ``values``: what his record has to tell, by field;
    ``details``: what is true of the particulars that are asked for, by the names of the wants. ``reason``: why he
    leaves; ``keeps``: whether an offer would keep him."""

    name: str
    wish: Wish
    item: Item | None = None
    qa: QA | None = None
    limit: Limit | None = None
    says: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    details: Mapping[str, str] = field(default_factory=dict, hash=False)
    reason: str = ""
    keeps: bool = False

    @property
    def verify(self) -> bool:
        """Whether private data is told or changed for it."""
        return self.item is not None and self.item.verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Systems:
    """How the company's systems do during the call: times in milliseconds, ``down``: they do not answer at all."""

    look_up_ms: Ms = 800
    order_ms: Ms = 900
    sms_ms: Ms = 500
    down: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One caller. ``facts``: what is so, by the names of the desk's fields; ``records``: what the company has of the
    customer concerned, empty when there is none. ``knows``: what he can give to show who he is, right or wrong.
    ``number``: from which he calls."""

    kind: str
    nature: Nature
    name: str
    sex: str
    number: str
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)
    records: Mapping[str, str] = field(default_factory=dict, hash=False)
    knows: Mapping[str, str] = field(default_factory=dict, hash=False)
    needs: tuple[Need, ...] = ()
    moments: frozenset[Moment] = frozenset()
    style: str = ""
    temper: str = "calm"
    at_once: bool = False
    holder: bool = True
    relation: str = ""
    contact: str = ""
    extension: str = ""
    says: tuple[str, ...] = ()
    goes_on: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    habits: tuple[str, ...] = ()
    card: str = ""
    systems: Systems = Systems()

    @property
    def address(self) -> str:
        """How he is addressed."""
        return self.name[:1] + ("女士" if self.sex == "女" else "先生")
