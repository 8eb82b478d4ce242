"""Work orders with their history."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, select, update

from huashu.call import OrderKind
from huashu.casework.sla_clock import runs_out
from huashu.casework.work_order import OrderAct, OrderEvent, OrderStatus, WorkOrder
from huashu.casework.workdays import local
from huashu.store.errors import ConflictError, MovedError
from huashu.store.models import CounterRow, OrderEventRow, OrderRow
from huashu.store.paging import LIMIT, Keyset, Page, page_of
from huashu.store.repositories.base import Repository, before, equals, from_on, where

_NEWEST = Keyset(name="orders", moment=OrderRow.opened, key=OrderRow.order)
_MOST_OVERDUE = Keyset(name="orders due", moment=OrderRow.due, key=OrderRow.order, newest_first=False)


class Orders(Repository):
    """Work orders. An order is changed on the ground of what was read: if somebody else changed it since, nothing is
    written and ``MovedError`` says so."""

    def next_number(self, at: datetime) -> str:
        """A number for an order opened at ``at``, for a company that has no system of its own to give one: the day and
        a count, figures only, so that it can be read out."""
        day = f"{local(at):%y%m%d}"
        name = f"order {day}"
        self._session.execute(self._unless_there(CounterRow, name=name, value=0))
        taken = update(CounterRow).where(CounterRow.name == name).values(value=CounterRow.value + 1)
        value = self._session.scalar(taken.returning(CounterRow.value))
        return f"{day}{value:04d}"

    def add(self, order: WorkOrder) -> None:
        """A new order. Raises ``ConflictError`` when its number is taken."""
        if self._session.get(OrderRow, order.number) is not None:
            raise ConflictError(f"工单 {order.number}: 已经有这个号的工单 (number is taken)；没有写进任何东西")
        self._session.add(OrderRow(order=order.number, **self._values(order)))
        self._session.flush()
        self._add_events(order, 0)

    def change(self, was: WorkOrder, now: WorkOrder) -> None:
        """Write ``now``, decided on ``was``. Raises ``MovedError`` when the order is no longer as ``was`` tells."""
        version = len(was.history)
        if now.number != was.number or now.history[:version] != was.history:
            raise ConflictError(f"工单 {was.number}: 历史只能往后添，不能改 (history only grows)")
        same = (OrderRow.order == was.number, OrderRow.version == version, OrderRow.status == was.status.value)
        done = self._session.execute(update(OrderRow).where(*same).values(**self._values(now)))
        if not isinstance(done, CursorResult) or done.rowcount != 1:
            raise MovedError(
                f"工单 {was.number}: 在您读过之后被别人改动了，或者没有这张工单 (changed meanwhile, or not there)；"
                "请重新读出，再做一次"
            )
        self._add_events(now, version)

    def get(self, number: str) -> WorkOrder | None:
        """The order of this number."""
        row = self._session.get(OrderRow, number, populate_existing=True)
        return None if row is None else self._read([row])[0]

    def of_call(self, call: str) -> tuple[WorkOrder, ...]:
        """The orders that came from a call, oldest first."""
        query = select(OrderRow).where(OrderRow.call == call).order_by(OrderRow.opened, OrderRow.order)
        return tuple(self._read(self._session.scalars(query).all()))

    def page(
        self,
        *,
        status: OrderStatus | None = None,
        department: str | None = None,
        customer: str | None = None,
        number: str | None = None,
        overdue_at: datetime | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[WorkOrder]:
        """Orders, the newest first; with ``overdue_at`` those whose time had run out at that moment, the most overdue
        first. ``number``: the telephone to reach; ``since``, ``until``: when they were opened. Raises
        ``AskedError``."""
        query = where(
            select(OrderRow),
            equals(OrderRow.status, status.value if status else None),
            equals(OrderRow.department, department),
            equals(OrderRow.customer, customer),
            self._is_number(OrderRow.number_index, number) if number else None,
            before(OrderRow.due, overdue_at),
            from_on(OrderRow.opened, since),
            before(OrderRow.opened, until),
        )
        keyset = _NEWEST if overdue_at is None else _MOST_OVERDUE
        return page_of(self._session, query, keyset, self._read, after=after, limit=limit)

    def _values(self, order: WorkOrder) -> dict[str, object]:
        return {
            "kind": order.kind.value,
            "subject": self._seal(order.subject),
            "details": self._seal_json(dict(order.details)),
            "department": order.department,
            "number": self._seal(order.contact),
            "number_index": self._vault.index(order.contact),
            "name": self._seal(order.name),
            "customer": order.customer,
            "call": order.call,
            "opened": order.opened,
            "promised": order.promised,
            "told": order.told,
            "status": order.status.value,
            "due": runs_out(order),
            "version": len(order.history),
        }

    def _add_events(self, order: WorkOrder, first: int) -> None:
        for place, event in enumerate(order.history[first:], first):
            row = OrderEventRow(
                order=order.number,
                place=place,
                at=event.at,
                by=event.by,
                what=event.what.value,
                from_status=event.from_status.value if event.from_status else None,
                to_status=event.to_status.value,
                department=event.department,
                note=self._seal(event.note),
                promised=event.promised,
            )
            self._session.add(row)
        self._session.flush()

    def _read(self, rows: Sequence[OrderRow]) -> list[WorkOrder]:
        numbers = [row.order for row in rows]
        query = select(OrderEventRow).where(OrderEventRow.order.in_(numbers))
        histories: dict[str, list[OrderEvent]] = {number: [] for number in numbers}
        for event in self._session.scalars(query.order_by(OrderEventRow.order, OrderEventRow.place)):
            histories[event.order].append(self._event(event))
        return [self._order(row, tuple(histories[row.order])) for row in rows]

    def _event(self, row: OrderEventRow) -> OrderEvent:
        return OrderEvent(
            at=row.at,
            by=row.by,
            what=OrderAct(row.what),
            from_status=OrderStatus(row.from_status) if row.from_status else None,
            to_status=OrderStatus(row.to_status),
            department=row.department,
            note=self._open(row.note),
            promised=row.promised,
        )

    def _order(self, row: OrderRow, history: tuple[OrderEvent, ...]) -> WorkOrder:
        return WorkOrder(
            number=row.order,
            kind=OrderKind(row.kind),
            subject=self._open(row.subject),
            details=self._open_json(row.details),
            department=row.department,
            contact=self._open(row.number),
            name=self._open(row.name),
            customer=row.customer,
            call=row.call,
            opened=row.opened,
            promised=row.promised,
            told=row.told,
            status=OrderStatus(row.status),
            history=history,
        )
