"""What the page may send: a closed set of messages, each checked before anything is done about it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from huashu.voice.browser.house import Role

MOST_BYTES = 64 * 1024
"""No message is longer; an offer has a few thousand."""

MOST_WORDS = 200
KEYS = frozenset("0123456789*#")


class NoteOf(StrEnum):
    """What a trainee may write down."""

    FEEDBACK = "feedback"
    DO_NOT_CONTACT = "do_not_contact"
    CALL_LATER = "call_later"


class MessageError(ValueError):
    """A message that the page never sends. The message says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Begin a call about the document ``subject``. ``secret`` is the page's own."""

    subject: str
    role: Role
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The page's half of the connection (SDP): it has picked up, or is dialling."""

    sdp: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """Keys were pressed."""

    digits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Words that were typed instead of spoken."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """The trainee writes something into the record."""

    kind: NoteOf
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUp:
    """The person at the page hangs up, or does not pick up."""


Message = Call | Offer | Pressed | Typed | Noted | HangUp
"""Everything that the page can send."""


def read_message(text: str) -> Message:
    """The message in ``text`` (JSON). Raises ``MessageError``."""
    if len(text) > MOST_BYTES:
        raise MessageError("消息太长 (too long)")
    try:
        told = json.loads(text)
    except ValueError:
        raise MessageError("不是 JSON (not JSON)") from None
    if not isinstance(told, Mapping):
        raise MessageError("不是对象 (not an object)")
    match told.get("type"):
        case "call":
            return Call(subject=_text(told, "subject"), role=_role(told), secret=_text(told, "secret"))
        case "offer":
            return Offer(sdp=_text(told, "sdp"))
        case "keys":
            return Pressed(digits=_digits(told))
        case "text":
            return Typed(text=" ".join(_text(told, "text").split())[:MOST_WORDS])
        case "note":
            return Noted(kind=_kind(told), text=" ".join(str(told.get("text") or "").split())[:MOST_WORDS])
        case "hang_up":
            return HangUp()
        case kind:
            raise MessageError(f"没有这种消息 (unknown type): {kind!r}")


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value.strip():
        raise MessageError(f"{name} 应为文字 (must be text)")
    return value


def _role(told: Mapping[str, Any]) -> Role:
    try:
        return Role(_text(told, "role"))
    except ValueError:
        raise MessageError("role 应为 customer 或 agent (must be customer or agent)") from None


def _kind(told: Mapping[str, Any]) -> NoteOf:
    try:
        return NoteOf(_text(told, "kind"))
    except ValueError:
        raise MessageError(f"kind 应为 {'、'.join(NoteOf)} 之一 (one of these)") from None


def _digits(told: Mapping[str, Any]) -> str:
    digits = _text(told, "digits")
    if len(digits) > 32 or not KEYS.issuperset(digits):
        raise MessageError("digits 应为 0-9、* 或 # (must be keys of a telephone)")
    return digits
