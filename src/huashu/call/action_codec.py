"""Actions as JSON, and back without loss."""

from collections.abc import Mapping
from typing import Any, assert_never

from huashu.call.action import (
    Action,
    Adjust,
    Adjustment,
    CallLater,
    DoNotContact,
    EndReason,
    Goal,
    HangUp,
    Hold,
    LookUp,
    Note,
    NoteKind,
    OpenOrder,
    OrderKind,
    ReportCaller,
    Resume,
    Say,
    SendSms,
    Transfer,
)
from huashu.call.event import Ms
from huashu.call.units import LogError, milliseconds, seconds

Json = dict[str, Any]


def action_to_json(action: Action) -> Json:
    """One action as ``huashu call --jsonl`` and the log write it; times in seconds."""
    because = list(action.because)
    match action:
        case Say():
            return {"type": "say", "text": action.text, "because": because}
        case HangUp():
            return {
                "type": "hang_up",
                "reason": action.reason.value,
                "after": seconds(action.after),
                **_present({"goal": action.goal and action.goal.value, "condition": action.condition}),
                "because": because,
            }
        case Hold():
            return {"type": "hold", "because": because}
        case Resume():
            return {"type": "resume", "because": because}
        case Note():
            return {
                "type": "note",
                "kind": action.kind.value,
                "text": action.text,
                **_note_facts(action),
                "because": because,
            }
        case DoNotContact():
            channels = list(action.except_channels)
            heard = _heard_at(action.heard_at)
            closes = {"channels": list(action.channels), "scope": action.scope}
            return {
                "type": "do_not_contact",
                "text": action.text,
                **heard,
                **closes,
                "except": channels,
                "because": because,
            }
        case CallLater():
            return {"type": "call_later", "when": action.when, **_heard_at(action.heard_at), "because": because}
        case LookUp():
            return {"type": "look_up", "query": action.query, "given": dict(action.given), "because": because}
        case OpenOrder():
            return {"type": "open_order", **_order_to_json(action), "because": because}
        case SendSms():
            return {"type": "send_sms", "ref": action.ref, "to": action.to, "text": action.text, "because": because}
        case Adjust():
            return {"type": "adjust", "what": action.what.value, "because": because}
        case ReportCaller():
            return {"type": "report_caller", "facts": list(action.facts), "because": because}
        case Transfer():
            return {"type": "transfer", "to": action.to, "because": because}
        case _:
            assert_never(action)


_ORDER = ("ref", "subject", "department", "within", "contact", "name")
"""What an order says in plain words."""


def _order_to_json(order: OpenOrder) -> Json:
    plain = {name: getattr(order, name) for name in _ORDER}
    return {"kind": order.kind.value, **plain, "details": dict(order.details)}


def _note_facts(note: Note) -> Json:
    return _heard_at(note.heard_at) | _present({name: getattr(note, name) for name in _ANSWER})


_ANSWER = ("step", "key", "question", "wants", "stance", "value")
"""What only answers carry."""


def _present(facts: Json) -> Json:
    return {key: value for key, value in facts.items() if value is not None}


def _heard_at(at: Ms | None) -> Json:
    return {} if at is None else {"at": seconds(at)}


def action_from_json(data: object, where: str = "") -> Action:
    """One action as ``action_to_json`` wrote it. Raises ``LogError``."""
    if not isinstance(data, Mapping):
        raise LogError(f"{where}: 动作应为 JSON 对象 (an action must be a JSON object)")
    at = milliseconds(data["at"], where, "at") if data.get("at") is not None else None
    try:
        return _action(data, tuple(data.get("because") or ()), at)
    except (KeyError, OverflowError, TypeError, ValueError) as problem:
        raise LogError(f"{where}: 动作不完整或取值不对 (malformed action): {problem}") from None


def _action(data: Mapping[str, Any], because: tuple[str, ...], at: Ms | None) -> Action:
    match data.get("type"):
        case "say":
            return Say(text=data["text"], because=because)
        case "hang_up":
            after = round(float(data["after"]) * 1000)
            goal = Goal(data["goal"]) if data.get("goal") is not None else None
            reason, condition = EndReason(data["reason"]), data.get("condition")
            return HangUp(reason=reason, after=after, goal=goal, condition=condition, because=because)
        case "hold":
            return Hold(because=because)
        case "resume":
            return Resume(because=because)
        case "note":
            facts = {key: data.get(key) for key in _ANSWER}
            return Note(kind=NoteKind(data["kind"]), text=data["text"], heard_at=at, because=because, **facts)
        case "do_not_contact":
            channels = tuple(data.get("except") or ())
            closes, scope = tuple(data.get("channels") or ("call",)), str(data.get("scope") or "all")
            return DoNotContact(
                text=data["text"],
                heard_at=at,
                channels=closes,
                scope=scope,
                except_channels=channels,
                because=because,
            )
        case "call_later":
            return CallLater(when=data["when"], heard_at=at, because=because)
        case "look_up":
            return LookUp(query=data["query"], given=_words(data.get("given")), because=because)
        case "open_order":
            plain = {name: str(data.get(name) or "") for name in _ORDER}
            details = _words(data.get("details"))
            return OpenOrder(kind=OrderKind(data["kind"]), details=details, because=because, **plain)
        case "send_sms":
            return SendSms(ref=str(data["ref"]), to=str(data["to"]), text=data["text"], because=because)
        case "adjust":
            return Adjust(what=Adjustment(data["what"]), because=because)
        case "report_caller":
            return ReportCaller(facts=tuple(map(str, data.get("facts") or ())), because=because)
        case "transfer":
            return Transfer(to=data["to"], because=because)
        case kind:
            raise ValueError(f"type={kind!r}")


def _words(data: object) -> dict[str, str]:
    if data is None:
        return {}
    if not isinstance(data, Mapping):
        raise TypeError(f"{data!r}")
    return {str(key): str(value) for key, value in data.items()}
