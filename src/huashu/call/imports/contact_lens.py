"""Amazon Connect Contact Lens output files, for calls and for chats.

Read as the Amazon Connect Administrator Guide documents them ("Example Contact Lens output files for a call" and "…
for a chat"): ``Transcript`` items with ``BeginOffsetMillis`` and ``EndOffsetMillis`` (calls) or ``AbsoluteTime``
(chats), ``Participants`` with their roles, ``CustomerMetadata.ContactId``. What Contact Lens itself found (sentiment,
categories, interruptions, non-talk time, loudness scores) is left aside: it is judged anew from the turns.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from huashu.call.event import Side
from huashu.call.imports.build import Facts, Turn, build
from huashu.call.imports.clock import from_milliseconds, iso, moment_of, spans_of
from huashu.call.imports.options import AgentKind, ImportOptions
from huashu.call.log import CallLog
from huashu.call.units import LogError

_ROLES: Mapping[str, Side] = {
    "AGENT": Side.AGENT,
    "CUSTOM_BOT": Side.AGENT,
    "LEX_BOT": Side.AGENT,
    "SUPERVISOR": Side.AGENT,
    "CUSTOMER": Side.CUSTOMER,
    "SYSTEM": Side.SYSTEM,
}
_BOTS = ("CUSTOM_BOT", "LEX_BOT")
_FILE = re.compile(r"([^/\\]+?)_analysis(?:_redacted)?_")
_LEFT = "event.participant.left"
_ENDED = "event.chat.ended"


def is_contact_lens(data: object) -> bool:
    """Whether a JSON object is a Contact Lens output file."""
    return isinstance(data, Mapping) and all(isinstance(data.get(key), list) for key in ("Transcript", "Participants"))


def contact_lens_log(data: Mapping[str, Any], where: str, options: ImportOptions) -> CallLog:
    """The contact of an output file. Raises ``LogError``."""
    roles = {
        str(one.get("ParticipantId")): str(one.get("ParticipantRole", "")).upper()
        for one in data["Participants"]
        if isinstance(one, Mapping)
    }
    items = [item for item in data["Transcript"] if isinstance(item, Mapping)]
    chat = str(data.get("Channel", "")).upper() == "CHAT" or any("AbsoluteTime" in item for item in items)
    turns = _chat(items, roles, where) if chat else _voice(items, roles, where)
    spoken = {_role(item, roles) for item in items if item.get("Content")}
    robot = bool(spoken & {*_BOTS}) and "AGENT" not in spoken
    agent: AgentKind = "robot" if robot else options.agent or "human"
    extra = {"channel": "chat" if chat else "voice"}
    if chat and items and items[0].get("AbsoluteTime"):
        extra["started_at"] = iso(items[0]["AbsoluteTime"])
    return build(turns, Facts(id=_id(data, where), agent=agent, extra=extra), options, where)


def _id(data: Mapping[str, Any], where: str) -> str:
    metadata = data.get("CustomerMetadata")
    given = metadata.get("ContactId") if isinstance(metadata, Mapping) else None
    named = _FILE.search(where)
    return str(given or data.get("ContactId") or (named[1] if named else where))


def _role(item: Mapping[str, Any], roles: Mapping[str, str]) -> str:
    named = str(item.get("ParticipantId", ""))
    return str(item.get("ParticipantRole") or roles.get(named) or named).upper()


def _side(item: Mapping[str, Any], roles: Mapping[str, str], where: str) -> Side:
    role = _role(item, roles)
    if role not in _ROLES:
        raise LogError(
            f"{where}: ParticipantId {item.get('ParticipantId')!r} 不在 Participants 里 (unknown participant)；"
            "请补上它的 ParticipantRole"
        )
    return _ROLES[role]


def _voice(items: Sequence[Mapping[str, Any]], roles: Mapping[str, str], where: str) -> list[Turn]:
    turns = []
    for index, item in enumerate(items):
        place = f"{where} Transcript[{index}]"
        if not str(item.get("Content") or "").strip():
            continue
        at, end = (from_milliseconds(item.get(key), place, key) for key in ("BeginOffsetMillis", "EndOffsetMillis"))
        turns.append(
            Turn(side=_side(item, roles, place), text=str(item["Content"]).strip(), where=place, at=at, end=end)
        )
    return turns


def _chat(items: Sequence[Mapping[str, Any]], roles: Mapping[str, str], where: str) -> list[Turn]:
    """Messages, and who left last. A message comes at once: when it was begun is not known."""
    told: list[tuple[Turn, object]] = []
    left: Side | None = None
    for index, item in enumerate(items):
        place = f"{where} Transcript[{index}]"
        kind = str(item.get("ContentType", ""))
        if kind.endswith(_LEFT):
            left = _side(item, roles, place)
        elif kind.endswith(_ENDED):
            told.append((Turn(side=left or Side.SYSTEM, text="", where=place, type="hangup"), item.get("AbsoluteTime")))
        elif item.get("Type", "MESSAGE") == "MESSAGE" and str(item.get("Content") or "").strip():
            text = str(item["Content"]).strip()
            told.append((Turn(side=_side(item, roles, place), text=text, where=place), item.get("AbsoluteTime")))
    moments = [(moment_of(time, turn.where), None) for turn, time in told]
    spans = spans_of(moments, where)
    return [
        Turn(side=turn.side, text=turn.text, where=turn.where, at=at, type=turn.type)
        for (turn, _), (at, _) in zip(told, spans, strict=True)
    ]
