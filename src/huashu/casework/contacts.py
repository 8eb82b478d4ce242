"""Whether a customer may be contacted: his standing choices, and what each of them closes (S0.13)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """A way to reach a customer. Values never change once released."""

    CALL = "call"
    SMS = "sms"


class Scope(StrEnum):
    """What a refusal is about. Values never change once released."""

    ALL = "all"
    SALES = "sales"


class Purpose(StrEnum):
    """What he would be contacted for. Values never change once released."""

    SALES = "sales"
    SURVEY = "survey"
    SERVICE = "service"
    """The handling of his own matter, promised call-backs among it."""
    REVISIT = "revisit"
    MAJOR_CHANGE = "major_change"
    """What he has to know: changes of terms, safety, recalls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """The customer took a choice back: when, recorded by whom, in which call and words."""

    at: datetime
    by: str
    proof: str
    source_call: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPreference:
    """A standing choice not to be contacted. ``number`` or ``customer`` says whose it is; ``channels`` what it closes,
    ``scope`` about what; ``except_channels`` what stays open all the same, each as ``CHANNEL_PURPOSE``
    (``sms_major_change``). ``proof``: his words; ``source_call``: where he said them; in force from ``since`` to
    ``until`` (for good when ``None``), or until it is withdrawn."""

    number: str
    customer: str | None = None
    channels: tuple[Channel, ...] = (Channel.CALL,)
    scope: Scope = Scope.ALL
    except_channels: tuple[str, ...] = ("sms_major_change",)
    source_call: str | None = None
    proof: str
    since: datetime
    until: datetime | None = None
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether he may be contacted, and the reason, in words for whoever asks."""

    allowed: bool
    because: str
