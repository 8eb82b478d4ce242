"""An edit: what a person says of a finding, with who, when and why. Edits are only ever added."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import Any


class Do(StrEnum):
    """What an edit does. Values never change once released."""

    OVERRULE = "overrule"
    CONFIRM = "confirm"
    ADD = "add"

    @property
    def label(self) -> str:
        """The Chinese display name."""
        return _LABELS[self]


_LABELS: Mapping[Do, str] = {Do.OVERRULE: "改判不成立", Do.CONFIRM: "复核成立", Do.ADD: "人工补记"}


class EditError(ValueError):
    """A line that is no edit. The message says where, what, and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """``who`` says at ``when`` (ISO 8601) that the finding of ``clause`` at event ``at`` of ``call`` stands, does not
    stand or was missing, and ``why``. ``file`` tells calls of the same id apart; empty when the id is enough."""

    call: str
    do: Do
    clause: str
    at: int
    who: str
    when: str
    why: str
    file: str = ""

    def concerns(self, call: str, file: str) -> bool:
        """Whether this edit is about that call."""
        return self.call == call and (not self.file or not file or self.file == file)


def edit_to_json(edit: Edit) -> dict[str, object]:
    """The line of ``edits.jsonl``."""
    place = {"clause": edit.clause, "at": edit.at}
    finding = {"finding": None if edit.do is Do.ADD else place}
    told = {"who": edit.who, "when": edit.when, "why": edit.why}
    return {"call": edit.call, **({"file": edit.file} if edit.file else {}), **finding, "do": edit.do, **place, **told}


def edit_from_json(data: object, where: str = "") -> Edit:
    """An edit from the object of its line. Raises ``EditError``."""
    if not isinstance(data, Mapping):
        raise EditError(f"{where}: 一条复核应为一个 JSON 对象 (an edit must be a JSON object)")
    place = data["finding"] if isinstance(data.get("finding"), Mapping) else data
    at = place.get("at")
    if isinstance(at, bool) or not isinstance(at, int) or at < 0:
        raise EditError(f"{where}: at 应为从 0 起的事件序号，读到 {at!r} (at must be an event's index)")
    return Edit(
        call=_told(data, "call", where),
        file=str(data.get("file") or ""),
        do=_do(data.get("do"), where),
        clause=_told(place, "clause", where),
        at=at,
        who=_told(data, "who", where),
        when=_in_time(_told(data, "when", where), where),
        why=_told(data, "why", where),
    )


def _told(data: Mapping[str, Any], key: str, where: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise EditError(f"{where}: 缺少 {key}（应为文字）(no {key})；复核要写明哪通、哪条、谁、何时、为何")
    return value


def _do(value: object, where: str) -> Do:
    try:
        return Do(str(value))
    except ValueError:
        raise EditError(f"{where}: do 应为 overrule、confirm 或 add，读到 {value!r} (bad do)") from None


def _in_time(when: str, where: str) -> str:
    try:
        datetime.fromisoformat(when)
    except ValueError:
        raise EditError(f"{where}: when 应为 ISO 8601 时间，读到 {when!r} (when must be ISO 8601)") from None
    return when


class Ledger:
    """All edits by call, those of a call in the order in which they were written."""

    def __init__(self, edits: Iterable[Edit] = ()) -> None:
        self._by_call: dict[str, list[Edit]] = {}
        for edit in edits:
            self._by_call.setdefault(edit.call, []).append(edit)

    def of(self, call: str, file: str = "") -> tuple[Edit, ...]:
        """The edits of a call, oldest first."""
        return tuple(edit for edit in self._by_call.get(call, ()) if edit.concerns(call, file))

    def __iter__(self) -> Iterator[Edit]:
        return chain.from_iterable(self._by_call.values())
