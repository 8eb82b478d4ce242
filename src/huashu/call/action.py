"""Actions: what the agent does. Every action names the clauses it obeys in ``because``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from huashu.call.event import Ms


class EndReason(StrEnum):
    """Why a call ended. Values never change once released."""

    COMPLETED = "completed"
    REFUSED = "refused"
    DO_NOT_CONTACT = "do_not_contact"
    BUSY = "busy"
    CALL_LATER = "call_later"
    COLD = "cold"
    AGITATED = "agitated"
    LINE_UNUSABLE = "line_unusable"
    WRONG_PERSON = "wrong_person"
    VOICEMAIL = "voicemail"
    CUSTOMER_HUNG_UP = "customer_hung_up"
    LIMIT = "limit"
    REFERRED = "referred"
    """Done here; he goes on at the counter or by self-service (S2.17)."""
    CALL_BACK = "call_back"
    """Not done: reported, and he will be called back (S2.17)."""
    BACK_OFFICE = "back_office"
    """Passed to the back office as a work order (S2.17)."""
    TRANSFERRED = "transferred"
    HARASSMENT = "harassment"
    NO_ANSWER = "no_answer"
    """Dialled, and nobody picked up."""
    LINE_BUSY = "line_busy"
    """Dialled, and he was on the telephone."""
    REJECTED = "rejected"
    """Dialled, and the call was declined."""
    WRONG_NUMBER = "wrong_number"
    """Dialled, and there is no such number."""
    NETWORK = "network"
    """Dialled, and the network did not put the call through."""


class Goal(StrEnum):
    """What became of what a call was for (S0.2). Values never change once released."""

    REACHED = "reached"
    PARTLY = "partly"
    REFUSED = "refused"
    LATER = "later"
    NO = "no"


class NoteKind(StrEnum):
    """What a note records."""

    FEEDBACK = "feedback"
    ANSWER = "answer"
    OPEN_QUESTION = "open_question"
    FACT = "fact"


class OrderKind(StrEnum):
    """What a work order is about. Values never change once released."""

    FAULT = "fault"
    COMPLAINT = "complaint"
    SERVICE = "service"
    CALL_BACK = "call_back"
    SUGGESTION = "suggestion"
    ENQUIRY = "enquiry"


class Adjustment(StrEnum):
    """What can be done about the line before the customer is troubled with it (S3.3-S3.5)."""

    RECEIVE_GAIN = "receive_gain"
    NOISE_SUPPRESSION = "noise_suppression"
    SEND_LEVEL = "send_level"


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Speak ``text``."""

    text: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUp:
    """End the call ``after`` milliseconds of quiet following the last word, unless the customer speaks first (D1).

    ``goal`` is what became of the scenario's task; ``condition`` the scenario's own end condition that was met."""

    reason: EndReason
    after: Ms = 2000
    goal: Goal | None = None
    condition: str | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Put the customer on hold."""

    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Take the customer off hold."""

    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Write something into the record. ``heard_at`` is when the customer said it; the rest belongs to answers.

    ``wants`` is the kind of answer asked for (``time``, ``place``, ``choice`` …), ``stance`` how he answered
    (``given``, ``yes``, ``no``, ``unsure``, ``declined``, ``later``), ``value`` what matters of it (“周六上午”). A
    later answer to the same ``question`` takes the place of an earlier one.
    """

    kind: NoteKind
    text: str
    heard_at: Ms | None = None
    step: int | None = None
    key: str | None = None
    question: str | None = None
    wants: str | None = None
    stance: str | None = None
    value: str | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoNotContact:
    """Record the standing choice not to be contacted again, in the customer's words (S0.13).

    ``channels``: those it closes (``call``, ``sms``); ``scope``: about what (``all``, ``sales``)."""

    text: str
    heard_at: Ms | None = None
    channels: tuple[str, ...] = ("call",)
    scope: str = "all"
    except_channels: tuple[str, ...] = ("sms_major_change",)
    because: tuple[str, ...] = ("S0.13",)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLater:
    """Record the time that the customer offered for another call, in his words (D12)."""

    when: str
    heard_at: Ms | None = None
    because: tuple[str, ...] = ("D12",)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """Ask the company's systems for ``query``, found by what is ``given`` (``{"登记手机号": "13800001234"}``).

    The answer comes as a ``LookedUp`` event of the same query."""

    query: str
    given: Mapping[str, str] = field(default_factory=dict, hash=False)
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOrder:
    """Have a work order made; the answer comes as an ``OrderOpened`` event of the same ``ref``, and nothing is promised
    before it. ``ref`` is unique in the call; ``within``: the time to promise, in the desk's words (“24小时”,
    “2个工作日”); ``contact``: the number at which the customer wants to be reached."""

    ref: str
    kind: OrderKind
    subject: str
    details: Mapping[str, str] = field(default_factory=dict, hash=False)
    department: str = ""
    within: str = ""
    contact: str = ""
    name: str = ""
    because: tuple[str, ...] = ("S1.8",)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendSms:
    """Have a text message sent; the answer comes as an ``SmsSent`` event of the same ``ref``."""

    ref: str
    to: str
    text: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjust:
    """Have the line made better."""

    what: Adjustment
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCaller:
    """Report a harassing caller to the responsible person, with what shows it (S2.13). Blocks nobody."""

    facts: tuple[str, ...]
    because: tuple[str, ...] = ("S2.13",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Pass the call on."""

    to: str
    because: tuple[str, ...] = ()


Action = (
    Say
    | HangUp
    | Hold
    | Resume
    | Note
    | DoNotContact
    | CallLater
    | LookUp
    | OpenOrder
    | SendSms
    | Adjust
    | ReportCaller
    | Transfer
)
"""Everything the agent can do."""

Request = LookUp | OpenOrder | SendSms
"""What is asked of the company's systems: each is answered by an event, sooner or later or with a failure."""
