"""Actions: what the agent does. Every action names the clauses it obeys in ``because``."""

from dataclasses import dataclass
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
    """Record the standing choice not to be called again, in the customer's words (S0.13)."""

    text: str
    heard_at: Ms | None = None
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
    """Ask the company's systems; the answer comes as a ``LookedUp`` event."""

    query: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Pass the call on."""

    to: str
    because: tuple[str, ...] = ()


Action = Say | HangUp | Hold | Resume | Note | DoNotContact | CallLater | LookUp | Transfer
"""Everything the agent can do."""
