"""Hand-made desks, callers' truths and calls to a desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huashu.call import (
    Action,
    CallLog,
    Connected,
    Done,
    Event,
    Heard,
    HoldEnded,
    HoldStarted,
    HungUp,
    LookedUp,
    Ms,
    OpenOrder,
    OrderKind,
    OrderOpened,
    Ring,
    Said,
    Side,
    speech_ms,
)
from huashu.casework.workdays import SHANGHAI
from huashu.playbook.desk.model import Desk, Item, ItemKind, RecordField, Verification, Want
from huashu.rehearsal.desk.texts import Texts

BEGAN = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
NUMBER = "26030255123"
RECORD = {"登记手机号": "13900007788", "姓名": "卢文博", "余额": "47.60元"}

DESK = Desk(
    title="青禾水务热线",
    organisation="青禾水务",
    greeting="您好，青禾水务，很高兴为您服务。",
    verification=Verification(attempts=2),
    items=(
        Item(
            kind=ItemKind.LOOK_UP,
            name="水费余额",
            line=1,
            asked=("查一下水费",),
            verify=True,
            fields=(RecordField(name="余额", samples=("12.00元",), line=2),),
            answer="您的余额是{余额}。",
        ),
        Item(
            kind=ItemKind.ORDER,
            name="漏水报修",
            line=3,
            wants=(Want(name="地址", ask="请问在哪里？", kind="place", line=4),),
            department="抢修部",
            within="24小时",
            interim="您先关上总阀。",
        ),
    ),
)
TEXTS = Texts(DESK)


class Line:
    """A call written down step by step; speech follows speech after 400 ms, ``wait`` lets time pass."""

    def __init__(self) -> None:
        self.now: Ms = 6000
        self.events: list[Event] = [Ring(at=0, end=1000), Connected(at=6000)]
        self.done: list[Done] = []

    def agent(self, text: str) -> "Line":
        self._spoken(Said, text)
        return self

    def caller(self, text: str) -> "Line":
        self._spoken(Heard, text)
        return self

    def _spoken(self, kind: Any, text: str) -> None:
        end = self.now + speech_ms(text)
        self.events.append(kind(at=self.now, end=end, text=text))
        self.now = end + 400

    def wait(self, seconds: float) -> "Line":
        self.now += round(seconds * 1000)
        return self

    def hold(self) -> "Line":
        self.events.append(HoldStarted(at=self.now))
        return self

    def resume(self) -> "Line":
        self.events.append(HoldEnded(at=self.now))
        return self

    def does(self, *actions: Action) -> "Line":
        self.done += [Done(at=self.now, action=action) for action in actions]
        return self

    def answered(self, *events: Event) -> "Line":
        self.events += events
        return self

    def order(self, ref: str = "1", number: str = NUMBER, *, failed: bool = False, **draft: Any) -> "Line":
        """The agent asks for an order, and it is made, or fails."""
        asked = {"kind": OrderKind.FAULT, "subject": "漏水报修", "department": "抢修部", "within": "24小时"} | draft
        self.does(OpenOrder(ref=ref, **asked))
        promised = "" if failed else "2026-03-03T10:01:00+08:00"
        opened = OrderOpened(at=self.now, ref=ref, number="" if failed else number, promised=promised, failed=failed)
        return self.answered(opened)

    def looked_up(self, *, failed: bool = False) -> "Line":
        return self.answered(LookedUp(at=self.now, query="客户资料", found=None if failed else RECORD, failed=failed))

    def over(
        self,
        by: Side = Side.CUSTOMER,
        truth: Mapping[str, Any] | None = None,
        record: Mapping[str, Any] | None = None,
        records: Mapping[str, Any] = RECORD,
    ) -> CallLog:
        self.events.append(HungUp(at=self.now, by=by))
        return CallLog(
            id="c",
            direction="inbound",
            records=records,
            events=tuple(self.events),
            done=tuple(self.done),
            truth=truth or {},
            record=record or {},
        )


def need(outcome: str, got: str | None, **more: Any) -> dict[str, Any]:
    """One need of a caller's truth; ``right`` may be added to with ``details`` and ``department``."""
    right = {"outcome": outcome, "accept": more.pop("accept", [])}
    right |= {name: more.pop(name) for name in ("details", "department") if name in more}
    return {"name": "漏水报修", "item": "漏水报修", "turn": 0, "right": right, "got": got, "order": None} | more


def truth(*needs: Mapping[str, Any], nature: str = "genuine", **more: Any) -> dict[str, Any]:
    return {
        "kind": "enquiry",
        "nature": {"value": nature, "clear_from": 1},
        "needs": list(needs),
        "satisfied": True,
    } | more
