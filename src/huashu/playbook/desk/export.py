"""The JSON shapes of a desk: the summary of ``huashu desk check``, the desk of ``huashu desk show``."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from huashu.playbook.desk.model import CallerKind, Desk, ItemKind, ParsedDesk


def summary(parsed: ParsedDesk) -> dict[str, Any]:
    """How much of everything a document has. Counted on what could be read, also when there are errors."""
    desk = parsed.desk or parsed.partial or Desk(title="", organisation="")
    items = Counter(item.kind for item in desk.items)
    callers = Counter(card.kind for card in desk.callers)
    return {
        "items": {kind.value: items[kind] for kind in ItemKind},
        "knowledge": len(desk.knowledge),
        "terms": len(desk.terms),
        "counters": len(desk.counters),
        "limits": len(desk.limits),
        "keeping": len(desk.keeping),
        "messages": len(desk.messages),
        "callers": {kind.value: callers[kind] for kind in CallerKind},
    }


def to_json(desk: Desk) -> dict[str, Any]:
    """The desk as it was read: every field by its name, lines included."""
    found = _plain(desk)
    assert isinstance(found, dict)
    return found


def _plain(thing: object) -> object:
    if isinstance(thing, Enum):
        return thing.value
    if isinstance(thing, Mapping):
        return {key: _plain(value) for key, value in thing.items()}
    if isinstance(thing, (tuple, list)):
        return [_plain(one) for one in thing]
    if is_dataclass(thing):
        return {field.name: _plain(getattr(thing, field.name)) for field in fields(thing)}
    return thing
