"""``huashu call --jsonl`` and ``huashu answer-line --jsonl``: events in, actions out, a turn at a time."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from huashu.call import Action, Event, LookedUp, Ms, Noise, OrderOpened, Side, Silence, SmsSent
from huashu.call.codec import LogError, action_to_json, event_from_json, event_to_json
from huashu.cli.output import json_lines, write_error, write_json
from huashu.cli.session import ANSWER, Answered, Session

QUIET: Ms = 3000
"""How long a silence lasts when the event does not say (D3)."""

SOUND: Ms = 1000
"""How long a noise lasts when the event does not say."""

SPOKEN = ("heard", "speech", "silence", "noise")
"""What begins after a breath when nobody measured it; everything else happens at once."""


def serve(session: Session) -> None:
    """Answer the events on standard input until it ends. See docs/cli.md for the protocol."""
    last: Mapping[str, Any] | None = None
    for number, data in json_lines():
        if isinstance(data, str):
            write_error(number, data)
        else:
            _answer(session, number, data)
        write_json({"type": "turn_end"})
        if last is None and (session.hung_up or session.over):
            last = _write_record(session, last)
    session.hang_up(Side.CUSTOMER)
    _write_record(session, last)


def _answer(session: Session, number: int, data: Mapping[str, Any]) -> None:
    try:
        event = event_of(data, session.now, f"第 {number} 行 (line {number})")
    except LogError as problem:
        write_error(number, str(problem))
        return
    for done in session.feed(event):
        write_json(done_to_json(done))


def done_to_json(done: Action | Answered) -> Mapping[str, Any]:
    """An action, or what the company's systems answered to one, as a line of the protocol."""
    match done:
        case LookedUp():
            return {**event_to_json(done), "type": "looked_up"}
        case OrderOpened() | SmsSent():
            return event_to_json(done)
        case _:
            return action_to_json(done)


def _write_record(session: Session, last: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Print the record unless it is the one printed last."""
    record = session.record()
    if record != last:
        write_json({"type": "record", **record})
    return record


def event_of(data: Mapping[str, Any], now: Ms, where: str) -> Event:
    """The event that a line of the protocol means. Without ``t`` it begins where the call stands, speech after a
    breath; what has no ``end`` lasts its usual time. Raises ``LogError``."""
    kind = data.get("type")
    if not isinstance(kind, str):
        raise LogError(f'{where}: 缺少 type (no type)；例如 {{"type":"heard","text":"您好"}}')
    begins = now + ANSWER if kind in SPOKEN else now
    event = event_from_json({**data, "type": kind}, where, begins)
    if isinstance(event, Silence | Noise) and data.get("end") is None:
        return replace(event, end=event.at + (QUIET if isinstance(event, Silence) else SOUND))
    return event
