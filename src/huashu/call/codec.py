"""Events, actions and logs as JSON, and back without loss. Files carry seconds; the code carries milliseconds."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, assert_never

from huashu.call.action_codec import action_from_json, action_to_json
from huashu.call.event import (
    AudioFacts,
    Connected,
    Dtmf,
    Event,
    Heard,
    HoldEnded,
    HoldStarted,
    HungUp,
    LookedUp,
    Ms,
    Noise,
    OrderOpened,
    Ring,
    Said,
    Side,
    Silence,
    SmsSent,
    SpeechStarted,
    Tick,
    Transferred,
    end_of,
    speech_ms,
)
from huashu.call.log import CallLog, Done
from huashu.call.speakers import side_of
from huashu.call.units import LogError, milliseconds, seconds

__all__ = [
    "EVENT_TYPES",
    "GAP",
    "Json",
    "LogError",
    "Times",
    "action_from_json",
    "action_to_json",
    "event_from_json",
    "event_to_json",
    "events_of_turns",
    "in_order",
    "log_from_json",
    "log_to_json",
    "milliseconds",
    "seconds",
    "times_of",
]

Json = dict[str, Any]


def event_to_json(event: Event) -> Json:
    """One event as the log file writes it: ``t``, ``end``, ``speaker``, ``type`` and what belongs to the type."""
    speaker, kind, rest = _facts_of(event)
    return {"t": seconds(event.at), "end": seconds(end_of(event)), "speaker": speaker.value, "type": kind} | rest


def _facts_of(event: Event) -> tuple[Side, str, Json]:
    match event:
        case Ring():
            return Side.SYSTEM, "ring", {}
        case Connected():
            return Side.SYSTEM, "connected", {}
        case Heard():
            return Side.CUSTOMER, "speech", {"text": event.text} | _audio_to_json(event.audio)
        case Said():
            because = {"because": list(event.because)} if event.because else {}
            return Side.AGENT, "speech", {"text": event.text} | because | _audio_to_json(event.audio)
        case SpeechStarted():
            return Side.CUSTOMER, "speech_started", {}
        case Silence():
            return event.side, "silence", {}
        case Noise():
            return event.side, "noise", {"text": event.text}
        case Tick():
            return Side.SYSTEM, "tick", {}
        case HoldStarted():
            return event.by, "hold_start", {}
        case HoldEnded():
            return event.by, "hold_end", {}
        case Dtmf():
            return event.side, "dtmf", {"digits": event.digits}
        case LookedUp():
            found = None if event.found is None else dict(event.found)
            return Side.SYSTEM, "look_up", {"query": event.query, "found": found} | _failed(event.failed)
        case OrderOpened():
            facts = {"ref": event.ref, "number": event.number, "promised": event.promised}
            return Side.SYSTEM, "order", facts | _failed(event.failed)
        case SmsSent():
            return Side.SYSTEM, "sms", {"ref": event.ref} | _failed(event.failed)
        case Transferred():
            return event.by, "transfer", {"to": event.to}
        case HungUp():
            return event.by, "hangup", {"by": event.by.value}
        case _:
            assert_never(event)


def _failed(failed: bool) -> Json:
    return {"failed": True} if failed else {}


def _audio_to_json(audio: AudioFacts | None) -> Json:
    if audio is None:
        return {}
    facts = {name: getattr(audio, name) for name in AudioFacts.__slots__}
    return {"audio": {name: value for name, value in facts.items() if value is not None}}


def event_from_json(data: object, where: str = "", now: Ms = 0) -> Event:
    """One event of a log file. A missing ``t`` is ``now``; a missing ``end`` is estimated. Raises ``LogError``."""
    if not isinstance(data, Mapping):
        raise LogError(f"{where}: 事件应为 JSON 对象 (an event must be a JSON object)")
    at = milliseconds(data["t"], where, "t") if data.get("t") is not None else now
    text = data.get("text") or ""
    if not isinstance(text, str):
        raise LogError(f"{where}: text 应为文字，读到 {text!r} (text must be a string)")
    kind = data.get("type", "speech")
    spoken = speech_ms(text) if kind in _SPEECH else 0
    end = milliseconds(data["end"], where, "end") if data.get("end") is not None else at + spoken
    if end < at:
        raise LogError(f"{where}: end 早于 t (end lies before t)；请检查这一条的时间")
    side = _side(data, where, kind)
    return _build(kind, data, at, end, text, side, where)


def _side(data: Mapping[str, Any], where: str, kind: object) -> Side:
    usual = Side.SYSTEM if kind in ("ring", "connected", "tick", "look_up", "order", "sms") else Side.CUSTOMER
    raw = data.get("by") or data.get("speaker") or usual.value
    side = side_of(str(raw))
    if side is None:
        raise LogError(f"{where}: 不认识的说话人 {raw!r} (unknown speaker)；用 agent、customer 或 system")
    return side


def _build(kind: object, data: Mapping[str, Any], at: Ms, end: Ms, text: str, side: Side, where: str) -> Event:
    match kind:
        case "ring":
            return Ring(at=at, end=end)
        case "connected":
            return Connected(at=at)
        case "speech" | "heard" | "said":
            return _speech(data, at, end, text, Side.AGENT if kind == "said" else side, where)
        case "speech_started":
            return SpeechStarted(at=at)
        case "silence":
            return Silence(at=at, end=end, side=side)
        case "noise":
            return Noise(at=at, end=end, text=text, side=side)
        case "tick":
            return Tick(at=at)
        case "hold_start":
            return HoldStarted(at=at, by=side)
        case "hold_end":
            return HoldEnded(at=at, by=side)
        case "dtmf":
            return Dtmf(at=at, digits=str(data.get("digits", text)), side=side)
        case "look_up" | "looked_up":
            found = _mapping(data, "found", where)
            return LookedUp(at=at, query=str(data.get("query", "")), found=found, failed=bool(data.get("failed")))
        case "order" | "order_opened":
            number, promised = (str(data.get(key) or "") for key in ("number", "promised"))
            failed = bool(data.get("failed"))
            return OrderOpened(at=at, ref=str(data.get("ref", "")), number=number, promised=promised, failed=failed)
        case "sms" | "sms_sent":
            return SmsSent(at=at, ref=str(data.get("ref", "")), failed=bool(data.get("failed")))
        case "transfer":
            return Transferred(at=at, to=str(data.get("to", "")), by=side)
        case "hangup":
            return HungUp(at=at, by=side)
        case _:
            raise LogError(
                f"{where}: 不认识的事件类型 {kind!r} (unknown event type)；可用的有 {', '.join(EVENT_TYPES)}"
            )


def _speech(data: Mapping[str, Any], at: Ms, end: Ms, text: str, side: Side, where: str) -> Event:
    audio = _audio(data.get("audio"), where)
    if side is Side.AGENT:
        return Said(at=at, end=end, text=text, because=tuple(_list(data, "because", where)), audio=audio)
    if side is Side.SYSTEM:
        return Noise(at=at, end=end, text=text, side=side)
    return Heard(at=at, end=end, text=text, audio=audio)


def _audio(raw: object, where: str) -> AudioFacts | None:
    if not isinstance(raw, Mapping):
        return None
    if not raw.keys() <= set(AudioFacts.__slots__) or any(
        not isinstance(fact, int | float | None) for fact in raw.values()
    ):
        raise LogError(
            f"{where}: audio 里有不认识的项，或不是数 (unknown audio fact, or no number)；"
            f"可用的有 {', '.join(AudioFacts.__slots__)}"
        )
    return AudioFacts(**raw)


_SPEECH = ("speech", "heard", "said")
EVENT_TYPES = ("ring", "connected", "speech", "speech_started", "silence", "noise", "tick", "hold_start", "hold_end",
               "dtmf", "look_up", "order", "sms", "transfer", "hangup")  # fmt: skip


def log_to_json(log: CallLog) -> Json:
    """A whole call as one JSON object; empty parts are left out."""
    data: Json = {"id": log.id, "direction": log.direction, "agent": log.agent}
    parts: Json = {
        "kind": log.kind,
        "profile": dict(log.profile),
        "records": dict(log.records),
        "events": [event_to_json(event) for event in log.events],
        "done": [{"t": seconds(done.at)} | action_to_json(done.action) for done in log.done],
    }
    data |= log.extra
    data |= {key: value for key, value in parts.items() if value or key == "events"}
    sides = {"record": log.record, "truth": log.truth}
    return data | {key: dict(value) for key, value in sides.items() if value is not None}


def log_from_json(data: object, where: str = "", places: Sequence[str] | None = None) -> CallLog:
    """A call from its JSON object: ``events``, or the short form ``turns`` (``places``: where each stands in its file).
    Raises ``LogError``."""
    if not isinstance(data, Mapping):
        raise LogError(f"{where}: 一通电话应为一个 JSON 对象 (a call must be a JSON object)")
    if "turns" in data and "events" not in data:
        events = events_of_turns(data["turns"], where, places)
    else:
        events = _events(data.get("events"), where)
    direction, agent = data.get("direction", _direction(events)), data.get("agent", "robot")
    if direction not in ("inbound", "outbound") or agent not in ("human", "robot"):
        raise LogError(
            f"{where}: direction 应为 inbound 或 outbound，agent 应为 human 或 robot (bad direction or agent)"
        )
    known = {"id", "direction", "agent", "kind", "profile", "records", "events", "turns", "done", "record", "truth"}
    return CallLog(
        id=_text(data, "id"),
        direction=direction,
        agent=agent,
        kind=_text(data, "kind"),
        profile=_mapping(data, "profile", where) or {},
        records=_mapping(data, "records", where) or {},
        events=events,
        done=tuple(_done(entry, f"{where} done[{index}]") for index, entry in enumerate(_list(data, "done", where))),
        record=_mapping(data, "record", where),
        truth=_mapping(data, "truth", where),
        extra=_estimated(data.get("events", data.get("turns")))
        | {key: value for key, value in data.items() if key not in known},
    )


_ANSWERED = re.compile(r"有什么(?:可以|能)?帮|为您服务|请讲|需要什么帮助|什么业务|什么问题")


def _direction(events: tuple[Event, ...]) -> Literal["inbound", "outbound"]:
    """Which way a call went whose file does not say: inbound when the agent's first line offers help."""
    first = next((event.text for event in events if isinstance(event, Said)), "")
    return "inbound" if _ANSWERED.search(first) else "outbound"


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return "" if value is None else str(value)


def _mapping(data: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any] | None:
    value = data.get(key)
    if value is not None and not isinstance(value, Mapping):
        raise LogError(f"{where}: {key} 应为 JSON 对象 ({key} must be an object)")
    return value


def _list(data: Mapping[str, Any], key: str, where: str) -> list[Any]:
    value = data.get(key) or []
    if not isinstance(value, list):
        raise LogError(f"{where}: {key} 应为列表 ({key} must be a list)；请检查这一处")
    return value


def _done(entry: object, where: str) -> Done:
    at = milliseconds(entry.get("t", 0), where, "t") if isinstance(entry, Mapping) else 0
    return Done(at=at, action=action_from_json(entry, where))


def _events(entries: object, where: str) -> tuple[Event, ...]:
    if not isinstance(entries, list):
        raise LogError(f"{where}: 缺少 events 列表 (no events)；写 events，或简式的 turns")
    events: list[Event] = []
    for index, entry in enumerate(entries):
        events.append(event_from_json(entry, f"{where} events[{index}]", end_of(events[-1]) if events else 0))
        in_order(events, f"{where} events[{index}]")
    return tuple(events)


def in_order(events: list[Event], where: str) -> None:
    """Raises ``LogError`` when the last of ``events`` begins before the one before it."""
    if len(events) > 1 and events[-1].at < events[-2].at:
        raise LogError(
            f"{where}: 时间倒退：{seconds(events[-1].at)} 秒早于上一条的 {seconds(events[-2].at)} 秒"
            " (times run backwards)；请按时间排序"
        )


GAP: Ms = 600
"""The pause supposed between turns whose times nobody wrote down."""


def events_of_turns(turns: object, where: str, places: Sequence[str] | None = None) -> tuple[Event, ...]:
    """The short form: turns with ``speaker`` and ``text``, perhaps ``t`` and ``end``. Without ``end`` a turn ends by
    its text's length, at the latest when the next one begins. ``places``: where each turn stands in its file."""
    if not isinstance(turns, list):
        raise LogError(f"{where}: turns 应为列表 (turns must be a list)")
    named = places or [f"{where} turns[{index}]" for index in range(len(turns))]
    starts = [_start(turn, place) for turn, place in zip(turns, named, strict=True)]
    events: list[Event] = []
    for turn, place, following in zip(turns, named, [*starts[1:], None], strict=False):
        event = event_from_json(turn, place, end_of(events[-1]) + GAP if events else 0)
        estimated = isinstance(event, Heard | Said) and turn.get("end") is None
        if estimated and following is not None and event.at <= following < end_of(event):
            event = event_from_json({**turn, "end": following / 1000, "t": event.at / 1000}, place)
        events.append(event)
        in_order(events, place)
    return tuple(events)


def _start(turn: object, where: str) -> Ms | None:
    given = isinstance(turn, Mapping) and turn.get("t") is not None
    return milliseconds(turn["t"], where, "t") if given and isinstance(turn, Mapping) else None


Times = Literal["measured", "starts", "estimated"]


def times_of(log: CallLog) -> Times:
    """Whether the times of ``log`` are real: all ``measured``; only the ``starts`` of what was said, its ends estimated
    by the length of the text; or ``estimated`` altogether."""
    told = log.extra.get("times")
    return told if told in ("starts", "estimated") else "measured"


def _estimated(entries: object) -> Json:
    """What ``times_of`` will read: empty when every time of what was said was written down."""
    spoken = [
        entry
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, Mapping) and entry.get("type", "speech") in _SPEECH
    ]
    if any(entry.get("t") is None for entry in spoken):
        return {"times": "estimated"}
    return {"times": "starts"} if any(entry.get("end") is None for entry in spoken) else {}
