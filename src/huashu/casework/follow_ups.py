"""What must follow a call: revisits after a solution, and call-backs that were promised (S1.11, S3.17)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FollowUpStatus(StrEnum):
    """Where a follow-up stands at some time. Values never change once released."""

    WAITING = "waiting"
    """Not yet: what it follows is not done, or its time has not come."""
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    CANCELLED = "cancelled"


class RevisitReason(StrEnum):
    """Why a case is revisited (S1.11). Values never change once released."""

    COMPLAINT = "complaint"
    COMPLEX = "complex"


class RevisitOutcome(StrEnum):
    """What the revisit found. Values never change once released."""

    SATISFIED = "satisfied"
    NOT_SOLVED = "not_solved"
    """The matter is still there: the order is taken up again."""
    DISSATISFIED = "dissatisfied"
    """Solved, but he is not content."""
    NOT_REACHED = "not_reached"
    REFUSED = "refused"
    """He does not want to be called about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """A call to ask whether a solution holds, 1-2 working days after it (S1.11).

    ``key`` is unique and made of what it follows, so that writing it twice leaves one. ``resolved``, ``not_before``
    and ``due`` are ``None`` until the order is resolved. ``attempts``: calls that reached nobody. ``outcome`` is
    ``None`` until ``done``; ``by``: who called."""

    key: str
    reason: RevisitReason
    number: str
    name: str = ""
    about: str = ""
    order: str | None = None
    call: str | None = None
    customer: str | None = None
    resolved: datetime | None = None
    not_before: datetime | None = None
    due: datetime | None = None
    attempts: tuple[datetime, ...] = ()
    outcome: RevisitOutcome | None = None
    done: datetime | None = None
    by: str = ""
    note: str = ""
    cancelled: bool = False


class Line(StrEnum):
    """What kind of line a number is (S3.17). Values never change once released."""

    MOBILE = "mobile"
    DIRECT = "direct"
    EXTENSION = "extension"
    SHARED = "shared"
    """A landline that others answer: somebody has to be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack:
    """A call that was promised. ``key`` as of a revisit. ``himself``: whether the number belongs to the one who asked
    (``None``: not asked); a landline is ``direct``, has an ``extension``, or is shared, and then ``ask_for`` is who
    to ask for. ``promised``: by when. ``attempts``: calls that reached nobody; ``done``: when he was reached."""

    key: str
    number: str
    name: str = ""
    about: str = ""
    promised: datetime
    himself: bool | None = None
    line: Line = Line.MOBILE
    extension: str = ""
    ask_for: str = ""
    order: str | None = None
    call: str | None = None
    customer: str | None = None
    attempts: tuple[datetime, ...] = ()
    done: datetime | None = None
    by: str = ""
    note: str = ""
    cancelled: bool = False
