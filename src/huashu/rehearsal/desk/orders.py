"""The work orders of a call, out of its log: what was asked for, what exists since when, what could not be made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from huashu.call import CallLog, Ms, OpenOrder, OrderOpened
from huashu.casework.inbound import moment_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A work order that was asked for. ``since``: from when in the call it exists, ``None``: it does not; ``event`` is
    the index of the answer, ``None`` when none came."""

    draft: OpenOrder
    number: str = ""
    promised: datetime | None = None
    since: Ms | None = None
    event: int | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """All of them, by their ``ref``."""

    orders: Mapping[str, Made] = field(default_factory=dict)

    @property
    def existing(self) -> tuple[Made, ...]:
        """Those that exist."""
        return tuple(order for order in self.orders.values() if order.since is not None)

    def by(self, at: Ms) -> tuple[Made, ...]:
        """Those that existed ``at``."""
        return tuple(order for order in self.existing if order.since is not None and order.since <= at)


def book_of(log: CallLog) -> Book:
    """The orders of a call."""
    drafts = {done.action.ref: done.action for done in log.done if isinstance(done.action, OpenOrder)}
    orders = {ref: Made(draft=draft) for ref, draft in drafts.items()}
    for index, event in enumerate(log.events):
        if not isinstance(event, OrderOpened) or event.ref not in drafts:
            continue
        orders[event.ref] = Made(
            draft=drafts[event.ref],
            number=event.number,
            promised=moment_of(event.promised),
            since=None if event.failed else event.at,
            event=index,
            failed=event.failed,
        )
    return Book(orders=orders)
