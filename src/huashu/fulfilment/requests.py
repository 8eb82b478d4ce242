"""What is asked of the company's systems, as the outbox keeps it: kinds, keys, payloads, and when to try again."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from huashu.call import OpenOrder, SendSms
from huashu.call.action_codec import action_from_json, action_to_json
from huashu.casework.workdays import due
from huashu.store import OutboxEntry
from huashu.systems.promise import promised

LEASE = timedelta(minutes=2)
"""For how long a request belongs to whoever works on it: longer than any system is waited for."""

CONNECTED = "connected"
"""Key of a payload: whether the company had a system for the request when it was made."""

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)


class Kind(StrEnum):
    """What an entry of the outbox is about. Values never change once released."""

    ORDER = "order"
    SMS = "sms"
    CALL = "call"
    """A call that is under way; settled when it is finished."""


def key_of(call: str, kind: Kind, ref: str) -> str:
    """The idempotency key of what ``call`` asked for under ``ref``: the same however often it is reckoned, printable
    ASCII whatever the ids are."""
    return f"{kind}-{hashlib.sha256(chr(0).join((call, kind, ref)).encode()).hexdigest()[:40]}"


def order_entry(call: str, draft: OpenOrder, asked: datetime, *, connected: bool) -> OutboxEntry:
    """The entry of a work order that ``call`` asked for. ``connected``: there was a system for it then; one that is not
    connected any more is waited for."""
    payload = {**action_to_json(draft), CONNECTED: connected}
    return _entry(call, Kind.ORDER, draft.ref, payload, asked, asked + LEASE)


def sms_entry(
    call: str,
    request: SendSms,
    asked: datetime,
    *,
    connected: bool,
    order: str | None = None,
    next_try: datetime | None = None,
) -> OutboxEntry:
    """The entry of a text message; ``connected`` as above; ``order``: whose number it tells. Not tried by others before
    ``next_try``, ``LEASE`` from now on unless given."""
    payload = {**action_to_json(request), CONNECTED: connected, "order": order}
    return _entry(call, Kind.SMS, request.ref, payload, asked, next_try or asked + LEASE)


def call_entry(call: str, began: datetime, next_look: datetime) -> OutboxEntry:
    """The entry of a call that is under way."""
    return _entry(call, Kind.CALL, "", {"began": began.isoformat()}, began, next_look)


def _entry(
    call: str, kind: Kind, ref: str, payload: Mapping[str, Any], asked: datetime, next_try: datetime
) -> OutboxEntry:
    return OutboxEntry(
        id=key_of(call, kind, ref),
        call=call,
        ref=ref,
        kind=kind.value,
        payload=payload,
        asked=asked,
        next_try=next_try,
    )


def draft_of(entry: OutboxEntry) -> OpenOrder:
    """The order that an entry asks for."""
    action = action_from_json(entry.payload, entry.id)
    assert isinstance(action, OpenOrder)
    return action


def sms_of(entry: OutboxEntry) -> SendSms:
    """The message that an entry asks for."""
    action = action_from_json(entry.payload, entry.id)
    assert isinstance(action, SendSms)
    return action


def next_try(attempts: int, now: datetime) -> datetime:
    """When to try again after ``attempts`` failures before this one."""
    return now + min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(attempts, 20))


def due_for(at: datetime, within: str) -> datetime:
    """When what is asked for at ``at`` is due: ``within`` as it can be read, else the usual time."""
    return promised(due, at, within)
