"""Harassing numbers: reports with their facts, and blocks that a person decides on (S2.4, S2.13)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huashu.call import OrderKind
from huashu.casework.phones import plain_number
from huashu.casework.work_order import WorkOrder
from huashu.casework.workdays import local


@dataclass(frozen=True, slots=True, kw_only=True)
class NuisanceReport:
    """One harassing call, reported to the responsible person with what shows it. Blocks nobody."""

    number: str
    call: str | None
    facts: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifting:
    """A block was lifted before its end: when, by whom, why."""

    at: datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A number whose calls are not taken, from ``since`` to ``until``. ``by``: the person who decided; ``despite``: the
    number has a complaint open, and why it is blocked all the same (S2.4)."""

    number: str
    by: str
    why: str
    since: datetime
    until: datetime
    despite: str = ""
    lifted: Lifting | None = None

    def stands(self, at: datetime) -> bool:
        """Whether it is in force at ``at``."""
        within = local(self.since) <= local(at) < local(self.until)
        return within and (self.lifted is None or local(at) < local(self.lifted.at))

    @property
    def log(self) -> tuple[str, ...]:
        """What happened to it, in words, oldest first."""
        made = f"{_minute(self.since)} {self.by} 屏蔽至 {_minute(self.until)}：{self.why}"
        if self.despite:
            made += f"（尚有投诉未结：{self.despite}）"
        if self.lifted is None:
            return (made,)
        return made, f"{_minute(self.lifted.at)} {self.lifted.by} 解除：{self.lifted.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequentCaller:
    """A number that harassed more than once: its calls, the first and the last, and what was reported of it."""

    number: str
    calls: tuple[str, ...]
    first: datetime
    last: datetime
    facts: tuple[str, ...]
    times: int


class BlockError(ValueError):
    """A block that nobody answers for, that has no end, or that would silence a complaint."""


LONGEST_BLOCK = timedelta(days=90)
"""The longest time for which a number may be blocked at once."""

FREQUENT = 2
"""Harassing calls from which a number is reported as a frequent one."""

FREQUENT_WITHIN = timedelta(days=30)
"""The time that is looked back upon for frequent callers."""

_NOBODY = re.compile(
    r"(?:系统|自动|机器人|程序|脚本|平台|算法|智能客服|匿名|未知|无名?|坐席|客服|主管|班长|管理员)[a-z\d]*"
    r"|system|auto(?:matic)?|robot|bot|agent|admin(?:istrator)?|root|script|unknown|anonymous|none|null|huashu|n/?a"
    r"|[\W\d_]*",
    re.IGNORECASE,
)


def block(
    number: str,
    by: str,
    why: str,
    at: datetime,
    until: datetime,
    *,
    orders: Iterable[WorkOrder] = (),
    despite: str = "",
) -> Block:
    """``number`` blocked from ``at`` to ``until`` by the decision of the person ``by``, because of ``why``.

    ``orders``: the work orders of whoever has the number. While an open complaint is among them, ``despite`` has to say
    why it is blocked all the same. Raises ``BlockError`` when no person is named, no reason is given, the end is
    missing, past or beyond ``LONGEST_BLOCK``, or a complaint is passed over in silence."""
    plain = plain_number(number)
    if not plain:
        raise BlockError("没有号码 (no number)")
    if _NOBODY.fullmatch(by.strip()):
        raise BlockError(f"屏蔽号码须由具名的人决定，“{by}”不是人名 (a person decides, by name)")
    if not why.strip():
        raise BlockError("请写明屏蔽原因 (a reason is needed)")
    if not local(at) < local(until) <= local(at) + LONGEST_BLOCK:
        raise BlockError(
            f"屏蔽须有期限，不超过 {LONGEST_BLOCK.days} 天 (it has to end, within {LONGEST_BLOCK.days} days)"
        )
    open_complaints = [one.number for one in orders if one.kind is OrderKind.COMPLAINT and not one.settled]
    if open_complaints and not despite.strip():
        numbers = "、".join(open_complaints)
        raise BlockError(f"该号码有未结投诉 {numbers}；仍要屏蔽请写明理由 (despite) (a complaint is open)")
    return Block(
        number=plain,
        by=by.strip(),
        why=why.strip(),
        since=local(at),
        until=local(until),
        despite=f"{'、'.join(open_complaints)}，{despite.strip()}" if open_complaints else "",
    )


def lift(one: Block, by: str, why: str, at: datetime) -> Block:
    """``one`` lifted at ``at`` by the person ``by``. Raises ``BlockError`` without a name or reason, when it no longer
    stands, and for a time before it began."""
    if _NOBODY.fullmatch(by.strip()):
        raise BlockError(f"解除屏蔽须由具名的人决定，“{by}”不是人名 (a person decides, by name)")
    if not why.strip():
        raise BlockError("请写明解除原因 (a reason is needed)")
    if not one.stands(at):
        raise BlockError(f"{_minute(at)} 时屏蔽已不生效，无需解除 (it does not stand any more)")
    return replace(one, lifted=Lifting(at=local(at), by=by.strip(), why=why.strip()))


def is_blocked(blocks: Iterable[Block], number: str, at: datetime) -> bool:
    """Whether calls of ``number`` are not taken at ``at``."""
    plain = plain_number(number)
    return bool(plain) and any(plain_number(one.number) == plain and one.stands(at) for one in blocks)


def frequent(
    reports: Iterable[NuisanceReport],
    at: datetime,
    *,
    within: timedelta = FREQUENT_WITHIN,
    times: int = FREQUENT,
) -> tuple[FrequentCaller, ...]:
    """The numbers reported ``times`` times or more in the time ``within`` before ``at``, for the responsible person;
    the most frequent first. Reports without a number are left out, two of one call count once."""
    by_number: dict[str, dict[str, NuisanceReport]] = {}
    for report in sorted(reports, key=lambda one: local(one.at)):
        plain = plain_number(report.number)
        if plain and local(at) - within <= local(report.at) <= local(at):
            by_number.setdefault(plain, {}).setdefault(report.call or report.at.isoformat(), report)
    callers = (_frequent(number, tuple(found.values())) for number, found in by_number.items() if len(found) >= times)
    return tuple(sorted(callers, key=lambda one: (-one.times, one.number)))


def _frequent(number: str, reports: tuple[NuisanceReport, ...]) -> FrequentCaller:
    return FrequentCaller(
        number=number,
        calls=tuple(one.call for one in reports if one.call),
        first=reports[0].at,
        last=reports[-1].at,
        facts=tuple(dict.fromkeys(fact for one in reports for fact in one.facts)),
        times=len(reports),
    )


def _minute(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"
