"""Systems for trials and rehearsals: records made of customers, orders and messages in memory, faults on demand."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from zlib import crc32

from huashu.call import OpenOrder
from huashu.systems.patience import Patience
from huashu.systems.ports import KeyReusedError, Receipt, RejectedError, Systems, UnavailableError
from huashu.systems.promise import Due, promised

Result = TypeVar("Result")


class Fault(StrEnum):
    """What goes wrong with one request."""

    NONE = "none"
    DOWN = "down"
    """Nothing is done and nothing answers."""
    SLOW = "slow"
    """It is done, but the answer comes too late to be waited for."""
    LOST = "lost"
    """It is done, and the connection breaks before the answer."""
    TWICE = "twice"
    """The request arrives twice."""
    REJECTED = "rejected"
    """Understood and refused."""


@dataclass(slots=True)
class Faults:
    """The faults of the requests to come, one each; when they are used up, all goes well. ``sleep`` is told the seconds
    that a slow system makes one wait."""

    coming: Iterator[Fault] = field(default_factory=lambda: iter(()))
    sleep: Callable[[float], None] = field(default=lambda seconds: None)
    patience: Patience = field(default_factory=Patience)

    def around(self, work: Callable[[], Result]) -> Result:
        """What ``work`` gives, or the error of the next fault. Raises ``UnavailableError`` and ``RejectedError``."""
        match next(self.coming, Fault.NONE):
            case Fault.DOWN:
                raise UnavailableError("系统没有应答 (the system is down)")
            case Fault.REJECTED:
                raise RejectedError("系统拒绝了这个请求 (the system refused)")
            case Fault.SLOW:
                work()
                self.sleep(self.patience.within)
                raise UnavailableError("系统没有及时答复 (the system is slow)")
            case Fault.LOST:
                work()
                raise UnavailableError("连接中途断开 (the connection broke)")
            case Fault.TWICE:
                work()
                return work()
            case Fault.NONE:
                return work()


class TrialRecords:
    """Records of some customers: each is a mapping of the desk's field names; a field that is itself a mapping belongs
    to the query of its name (``{"登记手机号": "13800001234", "话费": {"余额": "12元"}}``)."""

    def __init__(self, customers: Iterable[Mapping[str, Any]], faults: Faults | None = None) -> None:
        self._customers = tuple(customers)
        self._faults = faults or Faults()

    def look_up(self, query: str, given: Mapping[str, str]) -> Mapping[str, Any] | None:
        """See ``Records``. Found is the one customer with whom all that is given and known agrees."""
        return self._faults.around(lambda: self._find(query, given))

    def _find(self, query: str, given: Mapping[str, str]) -> Mapping[str, Any] | None:
        fitting = [customer for customer in self._customers if agrees(customer, given)]
        return record_for(query, fitting[0]) if len(fitting) == 1 else None


class TrialOrders:
    """Orders that are kept in memory; ``made`` holds them by key. ``number`` gives the number of the nth (from 1);
    without it one is made of the day and the key, so that two trials hardly ever give the same."""

    def __init__(self, due: Due, faults: Faults | None = None, number: Callable[[int], str] | None = None) -> None:
        self.made: dict[str, tuple[OpenOrder, Receipt]] = {}
        self._due = due
        self._faults = faults or Faults()
        self._number = number

    def open(self, draft: OpenOrder, key: str, at: datetime) -> Receipt:
        """See ``Orders``."""
        return self._faults.around(lambda: self._make(draft, key, at))

    def _make(self, draft: OpenOrder, key: str, at: datetime) -> Receipt:
        if key in self.made:
            known, receipt = self.made[key]
            if known != draft or known.details != draft.details:
                raise KeyReusedError(f"这个键已用于另一张工单 {receipt.number} (the key made another order)")
            return receipt
        number = self._number(len(self.made) + 1) if self._number else self._number_of(key, at)
        receipt = Receipt(number=number, promised=promised(self._due, at, draft.within))
        self.made[key] = (draft, receipt)
        return receipt

    def _number_of(self, key: str, at: datetime) -> str:
        taken = {receipt.number for _, receipt in self.made.values()}
        tail = crc32(key.encode())
        while (number := f"{at:%m%d}{tail % 1_000_000:06d}") in taken:
            tail += 1
        return number


class TrialMessages:
    """Messages that are kept in memory: ``sent`` holds number and text by key."""

    def __init__(self, faults: Faults | None = None) -> None:
        self.sent: dict[str, tuple[str, str]] = {}
        self._faults = faults or Faults()

    def send(self, to: str, text: str, key: str) -> None:
        """See ``Messages``."""
        self._faults.around(lambda: self._send(to, text, key))

    def _send(self, to: str, text: str, key: str) -> None:
        if self.sent.setdefault(key, (to, text)) != (to, text):
            raise KeyReusedError("这个键已用于另一条短信 (the key sent another message)")


def trial_systems(
    customers: Sequence[Mapping[str, Any]], due: Due, faults: Mapping[str, Sequence[Fault]] | None = None
) -> Systems:
    """All three for a trial; ``faults`` by ``records``, ``orders``, ``messages``, one a request."""
    coming = {name: Faults(iter(some)) for name, some in (faults or {}).items()}
    return Systems(
        records=TrialRecords(customers, coming.get("records")),
        orders=TrialOrders(due, coming.get("orders")),
        messages=TrialMessages(coming.get("messages")),
    )


def agrees(record: Mapping[str, Any], given: Mapping[str, str]) -> bool:
    """Whether at least one thing ``given`` is in the record, and none contradicts it. The last digits of a number,
    given as such (“订单号后四位”), agree with the whole of it."""
    known = [(meant, name) for name in given if (meant := _field(record, name)) is not None]
    return bool(known) and all(_same(str(record[meant]), given[name], meant != name) for meant, name in known)


def record_for(query: str, record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The plain fields of a record, and those of ``query``."""
    plain = {name: value for name, value in record.items() if not isinstance(value, Mapping)}
    own = record.get(query)
    return {**plain, **own} if isinstance(own, Mapping) else plain


_ENDS = ("后四位", "后4位", "后六位", "后6位", "尾号", "末四位")


def _field(record: Mapping[str, Any], name: str) -> str | None:
    """The field that is meant by ``name``."""
    if name in record:
        return name
    return next((bare for end in _ENDS if (bare := name.removesuffix(end)) != name and bare in record), None)


def _same(known: str, given: str, ending: bool) -> bool:
    known, given = _plain(known), _plain(given)
    return bool(given) and (known.endswith(given) if ending else known == given)


def _plain(text: str) -> str:
    """Letters, digits and characters alone: how a number is grouped does not matter."""
    return "".join(character for character in text.casefold() if character.isalnum())
