"""Telling how a need came out, and what a record says."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from huashu.call import Note, NoteKind
from huashu.dialogue.desk.state import Need, Onward, Status
from huashu.dialogue.desk.wording import blanks_of, fill, joined, line
from huashu.playbook.desk.model import Item

NOTED = "noted"
"""The step of a need whose result stands in the record."""


def settled(on: Onward, need: Need, text: str, result: str, *, status: Status = Status.DONE) -> Onward:
    """The need is dealt with: said how, noted, and kept for the summary."""
    need = replace(need, status=status, result=result).did(NOTED)
    note = Note(kind=NoteKind.FACT, key="结果", text=f"{need.topic.name}：{result}", value=result, because=("S1.11",))
    return Onward(call=on.call.with_need(need), text=joined(on.text, text), actions=(*on.actions, note))


def answered_by(item: Item, record: Mapping[str, Any]) -> bool:
    """Whether ``record`` has all that the item's answer speaks of, so that nothing needs to be looked up again."""
    blanks = blanks_of(item.answer)
    return bool(blanks) and all(record.get(name) not in (None, "") for name in blanks)


def answer(on: Onward, need: Need, found: Mapping[str, Any] | None) -> Onward:
    """What the record says, exactly and in the desk's words; that it says nothing, where it does (S1.7)."""
    item = need.topic.item
    assert item is not None
    values = {key: str(value) for key, value in (found or {}).items() if value not in (None, "")}
    blanks = blanks_of(item.answer)
    lacks = [name for name in blanks if name not in values and name not in need.told]
    named = [field.name for field in item.fields if field.name in values]
    if not values or lacks or (not blanks and item.fields and not named):
        own = fill(item.nothing, need.told)
        text = joined(line("nothing", on.call.said), item.why) if not own or blanks_of(own) else own
        result = f"查询了{item.name}，没有记录"
    else:
        told = fill(item.answer, {**need.told, **values}) if item.answer else _fields(named, values)
        text = joined(told)
        result = f"为您查询了{bare(item.name)}"
    if item.self_service and "self_service" not in need.steps:
        text = joined(text, line("self_service", on.call.said, steps=item.self_service.rstrip("。")))
        need = need.did("self_service")
    return settled(on, need, text, result)


def bare(name: str) -> str:
    """The name of a matter without the word for looking it up."""
    return re.sub(r"^(?:查询|查)|查询$", "", name) or name


def _fields(names: list[str], values: Mapping[str, str]) -> str:
    return "，".join(f"{name}是{values[name]}" for name in names)
