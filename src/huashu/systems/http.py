"""The company's systems over HTTP, as ``openapi.yaml`` describes them."""

from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any

from huashu.call import OpenOrder
from huashu.systems.bodies import (
    NOTHING_FOUND,
    found_of,
    look_up_body,
    message_body,
    order_body,
    problem_of,
    receipt_of,
)
from huashu.systems.ports import Receipt, UnavailableError
from huashu.systems.promise import Due, promised
from huashu.systems.wire import Answer, Wire


def description() -> str:
    """The OpenAPI 3.1 document that a company's system has to keep, YAML."""
    return files("huashu.systems").joinpath("openapi.yaml").read_text(encoding="utf-8")


class HttpRecords:
    """The company's records."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def look_up(self, query: str, given: Mapping[str, str]) -> Mapping[str, Any] | None:
        """See ``Records``."""
        return self._wire.post("/lookups", look_up_body(query, given), _found)


class HttpOrders:
    """The company's work orders. ``due`` tells the promised time where the system names none."""

    def __init__(self, wire: Wire, due: Due) -> None:
        self._wire = wire
        self._due = due

    def open(self, draft: OpenOrder, key: str, at: datetime) -> Receipt:
        """See ``Orders``."""

        def read(answer: Answer) -> Receipt:
            return receipt_of(_there(answer), lambda: promised(self._due, at, draft.within))

        return self._wire.post("/orders", order_body(draft, at), read, key)


class HttpMessages:
    """The company's text messages."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def send(self, to: str, text: str, key: str) -> None:
        """See ``Messages``."""
        self._wire.post("/messages", message_body(to, text), _there, key)


def _found(answer: Answer) -> Mapping[str, Any] | None:
    if answer.status == 404 and problem_of(answer.body)[0] == NOTHING_FOUND:
        return None
    return found_of(_there(answer))


def _there(answer: Answer) -> Any:
    """The body of an answer; a 404 that does not say that nothing was found is a wrong address."""
    if answer.status == 404:
        raise UnavailableError("没有这个接口 (answered 404)；请检查地址 (check the URL)")
    return answer.body
