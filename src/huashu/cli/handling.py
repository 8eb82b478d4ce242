"""What the commands on orders, choices, revisits, call-backs and callers share: who acts, when, and how it is told."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from huashu.cli.database import moment, now
from huashu.cli.failure import InputError

if TYPE_CHECKING:
    from huashu.fulfilment.handling import Handler

HANDS = ("handler", "agent", "supervisor", "system")

by_option = click.option("--by", required=True, metavar="NAME", help="谁做的，写姓名 (who does it, by name).")
at_option = click.option("--at", metavar="TIME", help="何时，ISO 8601，默认现在 (when; now unless given).")
note_option = click.option("--note", default="", metavar="TEXT", help="备注 (a note).")
limit_option = click.option(
    "--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="一页几行 (rows)."
)
after_option = click.option("--after", metavar="CURSOR", help="上一页给的 next (the cursor of the page before).")
hand_option = click.option(
    "--hand",
    type=click.Choice(HANDS),
    default="handler",
    show_default=True,
    help="以什么身份做：经办部门、坐席、主管、业务系统 (as what).",
)

ORDER_KINDS: Mapping[str, str] = {
    "fault": "故障",
    "complaint": "投诉",
    "service": "业务",
    "call_back": "回电",
    "suggestion": "建议",
    "enquiry": "咨询",
}
FOLLOW_UPS: Mapping[str, str] = {
    "waiting": "未到时候",
    "due": "该打了",
    "overdue": "超时",
    "done": "已完成",
    "cancelled": "已取消",
}
OUTCOMES: Mapping[str, str] = {
    "satisfied": "满意",
    "not_solved": "没有解决",
    "dissatisfied": "不满意",
    "not_reached": "没打通",
    "refused": "不愿接听",
}


def handler(by: str, at: str | None, hand: str = "handler") -> "Handler":
    """Who does it, as what, and when. Raises ``InputError``."""
    from huashu.casework.orders import Hand
    from huashu.fulfilment.handling import Handler

    return Handler(by=by, at=time_of(at), hand=Hand(hand))


def time_of(at: str | None) -> datetime:
    """The time that was typed, or now. Raises ``InputError``."""
    return moment(at, "--at") or now()


@contextmanager
def refusals() -> Iterator[None]:
    """What the rules do not allow told as the user's to mend."""
    from huashu.casework.contacts import ContactError
    from huashu.casework.follow_ups import FollowUpError
    from huashu.casework.nuisance import BlockError
    from huashu.casework.orders import OrderError
    from huashu.fulfilment.handling import UnknownError

    try:
        yield
    except (ContactError, FollowUpError, BlockError, OrderError, UnknownError) as problem:
        raise InputError(str(problem)) from None


def short(when: datetime | None) -> str:
    """A time in a table, on the clocks of China: ``11-24 10:01``; empty for none."""
    from huashu.casework.workdays import local

    return f"{local(when):%m-%d %H:%M}" if when else ""


def full(when: datetime | None) -> str:
    """A time to a person: ``2026-11-24 10:01``; empty for none."""
    from huashu.casework.workdays import local

    return f"{local(when):%Y-%m-%d %H:%M}" if when else ""


def iso(when: datetime | None) -> str | None:
    """A time to a program."""
    return when.isoformat() if when else None


def lasting(time: timedelta) -> str:
    """How long, to a person: ``3天4小时``, ``25分钟``."""
    minutes = int(abs(time).total_seconds()) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days}天{hours}小时" if hours else f"{days}天"
    parts = (f"{hours}小时" if hours else "", f"{minutes % 60}分钟" if minutes % 60 or not hours else "")
    return "".join(parts)
