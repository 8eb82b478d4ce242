"""What goes over the wire to the company's systems and comes back, as ``openapi.yaml`` describes it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from huashu.call import OpenOrder
from huashu.systems.ports import Receipt

Json = dict[str, Any]

NOTHING_FOUND = "nothing_found"
"""The code of a 404 that means: asked rightly, and there is nothing."""

IN_PROGRESS = "in_progress"
"""The code of a 409 that means: the same request is being carried out at this moment."""

LONGEST_NUMBER = 64
"""Characters of an order's number; longer is no number."""


class BodyError(ValueError):
    """An answer that is not what was agreed."""


def look_up_body(query: str, given: Mapping[str, str]) -> Json:
    """The body of a look-up."""
    return {"query": query, "given": dict(given)}


def order_body(draft: OpenOrder, at: datetime) -> Json:
    """The body of a request for a work order; what is not known is left out. ``at`` has its zone."""
    optional = {
        "department": draft.department,
        "within": draft.within,
        "contact": draft.contact,
        "name": draft.name,
    }
    return {
        "kind": draft.kind.value,
        "subject": draft.subject,
        "details": dict(draft.details),
        "asked_at": at.isoformat(timespec="seconds"),
        **{key: value for key, value in optional.items() if value},
    }


def message_body(to: str, text: str) -> Json:
    """The body of a text message."""
    return {"to": to, "text": text}


def found_of(answer: object) -> Mapping[str, Any]:
    """What a look-up found. Raises ``BodyError``."""
    found = _object(answer).get("found")
    if not isinstance(found, Mapping):
        raise BodyError("答复里没有 found (no “found”)")
    return found


def receipt_of(answer: object, due: Callable[[], datetime]) -> Receipt:
    """The number of an order and when it is promised: what the system says, else ``due``. Raises ``BodyError``."""
    data = _object(answer)
    number = data.get("number")
    if not isinstance(number, str) or not 0 < len(number.strip()) <= LONGEST_NUMBER:
        raise BodyError("答复里没有工单号 number (no order number)")
    return Receipt(number=number.strip(), promised=_moment(data["promised"]) if data.get("promised") else due())


def problem_of(answer: object) -> tuple[str, str]:
    """The code and the words of a problem that a system reports, as far as it does."""
    if not isinstance(answer, Mapping):
        return "", ""
    code, detail, title = (answer.get(key) for key in ("code", "detail", "title"))
    words = detail if isinstance(detail, str) and detail else title
    return (code if isinstance(code, str) else "", words if isinstance(words, str) else "")


def _object(answer: object) -> Mapping[str, Any]:
    if not isinstance(answer, Mapping):
        raise BodyError("答复不是 JSON 对象 (the answer is not a JSON object)")
    return answer


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise BodyError("答复里的 promised 不是 ISO 8601 时间 (“promised” is not ISO 8601)") from None
    if moment.tzinfo is None:
        raise BodyError("答复里的 promised 没有时区 (“promised” has no offset)")
    return moment
