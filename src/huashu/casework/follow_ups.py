"""What must follow a call: revisits after a solution, and call-backs that were promised (S1.11, S3.17)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from huashu.call import OrderKind
from huashu.casework.phones import read_phone
from huashu.casework.work_order import OrderAct, OrderStatus, WorkOrder
from huashu.casework.workdays import CLOSES, OPENS, SHANGHAI, local, next_workday


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

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return {"mobile": "手机", "direct": "直线", "extension": "分机", "shared": "总机"}[self]


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

    @property
    def dialling(self) -> str:
        """How to reach him, in words: “02162345678 转 801，找庄先生”."""
        number = f"{self.number} 转 {self.extension}" if self.extension else self.number
        asked_for = self.ask_for or (self.name if self.line is Line.SHARED else "")
        return f"{number}，找{asked_for}" if asked_for else number


FollowUp = Revisit | CallBack
"""What must follow a call."""


class FollowUpError(ValueError):
    """A follow-up that cannot be recorded as was asked; the message says why."""


ATTEMPTS = 3
"""Calls that reach nobody, after which a revisit is given up."""


def revisit_of(order: WorkOrder) -> Revisit | None:
    """The revisit that ``order`` calls for: of complaints and of cases that turned out complex (``is_complex``), once
    for every solution. Its time is known from the solution on. ``None`` when there is none to make: another kind of
    order, a cancelled one, or nobody to call."""
    complaint = order.kind is OrderKind.COMPLAINT
    if order.status is OrderStatus.CANCELLED or not order.contact or not (complaint or is_complex(order)):
        return None
    solutions = sum(entry.solves for entry in order.history) + order.live
    waiting = Revisit(
        key=f"{order.number}:revisit:{solutions}",
        reason=RevisitReason.COMPLAINT if complaint else RevisitReason.COMPLEX,
        number=order.contact,
        name=order.name,
        about=order.subject,
        order=order.number,
        call=order.call,
        customer=order.customer,
    )
    return waiting if order.resolved is None else resolved(waiting, order.resolved)


def is_complex(order: WorkOrder) -> bool:
    """Whether a case was more than its department could settle at once: taken up again, put off, or passed on."""
    acts = {entry.what for entry in order.history}
    return bool(acts & {OrderAct.REOPENED, OrderAct.POSTPONED}) or len(order.departments) > 1


def resolved(revisit: Revisit, at: datetime) -> Revisit:
    """``revisit`` with its time: from the morning of the first working day after ``at`` to the close of the second."""
    first = next_workday(local(at).date())
    return replace(
        revisit,
        resolved=local(at),
        not_before=datetime.combine(first, OPENS, SHANGHAI),
        due=datetime.combine(next_workday(first), CLOSES, SHANGHAI),
    )


def revisited(revisit: Revisit, outcome: RevisitOutcome, by: str, at: datetime, note: str = "") -> Revisit:
    """``revisit`` after a call. One that reached nobody leaves it open until ``ATTEMPTS`` such calls were made.

    Raises ``FollowUpError`` when it is over already, nothing has been resolved yet, or it does not say by whom or, for
    a customer who is not content, what he said."""
    _open(revisit, by)
    if revisit.resolved is None:
        raise FollowUpError(f"{revisit.key}：问题解决之后才回访 (nothing was resolved yet)")
    if outcome in (RevisitOutcome.NOT_SOLVED, RevisitOutcome.DISSATISFIED) and not note.strip():
        raise FollowUpError(f"{revisit.key}：请写明客户的意见 (what did he say?)")
    attempts = (*revisit.attempts, local(at))
    if outcome is RevisitOutcome.NOT_REACHED and len(attempts) < ATTEMPTS:
        return replace(revisit, attempts=attempts, note=note.strip() or revisit.note)
    return replace(
        revisit, attempts=attempts, outcome=outcome, done=local(at), by=by.strip(), note=note.strip() or revisit.note
    )


def called_back(call_back: CallBack, by: str, at: datetime, *, reached: bool = True, note: str = "") -> CallBack:
    """``call_back`` after a call: kept when he was ``reached``; else one more attempt, and the promise stands. Raises
    ``FollowUpError`` when it is over already or nobody is named."""
    _open(call_back, by)
    attempts = (*call_back.attempts, local(at))
    done = local(at) if reached else None
    return replace(call_back, attempts=attempts, done=done, by=by.strip(), note=note.strip() or call_back.note)


def cancel_revisit(revisit: Revisit, by: str, note: str) -> Revisit:
    """``revisit`` given up, because of ``note`` (he does not want to be called). Raises ``FollowUpError``."""
    _open(revisit, by, reason=note)
    return replace(revisit, cancelled=True, by=by.strip(), note=note.strip())


def cancel_call_back(call_back: CallBack, by: str, note: str) -> CallBack:
    """``call_back`` given up, because of ``note`` (he rang again and it is settled). Raises ``FollowUpError``."""
    _open(call_back, by, reason=note)
    return replace(call_back, cancelled=True, by=by.strip(), note=note.strip())


def _open(one: FollowUp, by: str, reason: str = "-") -> None:
    if one.done is not None or one.cancelled:
        raise FollowUpError(f"{one.key}：已经结束 (it is over already)")
    if not by.strip():
        raise FollowUpError(f"{one.key}：请写明经办人 (by whom?)")
    if not reason.strip():
        raise FollowUpError(f"{one.key}：请写明取消的原因 (a reason is needed)")


def status(one: FollowUp, now: datetime) -> FollowUpStatus:
    """Where ``one`` stands at ``now``."""
    if one.done is not None:
        return FollowUpStatus.DONE
    if one.cancelled:
        return FollowUpStatus.CANCELLED
    limit = one.due if isinstance(one, Revisit) else one.promised
    start = one.not_before if isinstance(one, Revisit) else None
    if limit is None or (start is not None and local(now) < local(start)):
        return FollowUpStatus.WAITING
    return FollowUpStatus.OVERDUE if local(now) > local(limit) else FollowUpStatus.DUE


def overdue(one: FollowUp, now: datetime) -> bool:
    """Whether ``one`` ought to have been done by ``now`` and was not."""
    return status(one, now) is FollowUpStatus.OVERDUE


def late_by(one: FollowUp, now: datetime) -> timedelta:
    """By how much ``one`` is overdue at ``now``, nothing when it is not."""
    limit = one.due if isinstance(one, Revisit) else one.promised
    return local(now) - local(limit) if limit is not None and overdue(one, now) else timedelta()


_LINE = re.compile(r"分机|直线|座机|总机|转接|找谁|找哪|接听人")
"""The particulars that tell how to get through on a landline, by what they are called."""

_DIGITS = "零一二三四五六七八九"
_SPOKEN = str.maketrans({**{digit: str(place) for place, digit in enumerate(_DIGITS)}, "幺": "1", "两": "2", "〇": "0"})
_NUMBER = re.compile(r"(?<!\d)\d{1,6}(?!\d)")
_DIRECT = re.compile(r"(?<![不没])是?直线|不用转|不需要转|不转")
_NOT_DIRECT = re.compile(r"不是直线|没有直线|非直线|总机|前台")
_ASK_FOR = re.compile(r"找(?:一下)?(?P<who>我|[^，。,.\s我您你他她]{1,6}?)(?:就|即|吧|接|就行|$|[，。,.\s])")
_HIMSELF = re.compile(r"本人")
_NO = re.compile(r"不|否|非|没|别人|他人|家人|代")


def line_of(contact: str, details: Mapping[str, str], name: str = "") -> tuple[str, Line, str, str]:
    """The number, the kind of line, the extension, and who to ask for, of what the caller ``name`` left (S3.17):
    ``contact`` as it was said, ``details`` by what was asked (分机: “不是直线，转801，找庄先生”)."""
    phone = read_phone(contact)
    if phone.mobile:
        return phone.number, Line.MOBILE, "", ""
    told = "，".join(value for key, value in details.items() if _LINE.search(key)).translate(_SPOKEN)
    asked = _ASK_FOR.search(told)
    ask_for = "" if asked is None else name if asked["who"] == "我" else asked["who"]
    extension = phone.extension or next(iter(_NUMBER.findall(told)), "")
    if extension:
        return phone.number, Line.EXTENSION, extension, ask_for
    direct = not _NOT_DIRECT.search(told) and (_DIRECT.search(told) or not asked)
    return phone.number, Line.DIRECT if direct else Line.SHARED, "", ask_for


def himself(details: Mapping[str, str]) -> bool | None:
    """Whether the number is the caller's own, as he said; ``None`` when he was not asked."""
    said = next((value for key, value in details.items() if _HIMSELF.search(key) and value.strip()), None)
    return None if said is None else _NO.search(said) is None
