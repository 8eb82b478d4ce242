"""The customer's truth in the terms of a log whose utterances are those that were heard, not those that he made."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from huashu.call import Heard, Ms
from huashu.rehearsal.sound.party import Kind, Utterance

_ONE: Final = frozenset({"turn", "do_not_contact", "clear_from", "may_be_told_from", "got_turn"})
"""Keys whose value is one of his utterances."""
_MANY: Final = frozenset({"asked_identity", "mistaken"})
"""Keys whose value is a list of them."""
_DROPPED: Final = frozenset(
    {"end_signals", "feedback", "concerns", "questions", "answers", "volunteered", "handovers", "moments", "given"}
)
"""Lists whose rows are about an utterance: without it there is no row."""
_ACTS: Final[Mapping[Kind, tuple[str, ...]]] = {Kind.HUM: ("backchannel",), Kind.UNHEARD: ("cannot_hear",)}
_LEAST: Final[Ms] = 60
"""Of an utterance that must lie in what was heard."""


def places(spoken: Sequence[Utterance], heard: Sequence[Heard]) -> list[int | None]:
    """For everything that he did, which of the agent's hearings it is in: the last that has a good part of it."""
    return [_place(one, heard) for one in spoken]


def _place(one: Utterance, heard: Sequence[Heard]) -> int | None:
    lasts = max(1, one.ended - one.began)
    found: int | None = None
    best = 0
    for index, event in enumerate(heard):
        common = min(one.ended, event.end) - max(one.began, event.at)
        if common >= _LEAST and (common >= 0.4 * lasts or common > best):
            found, best = index, common
    return found


def told(truth: Mapping[str, Any], spoken: Sequence[Utterance], heard: Sequence[Heard]) -> dict[str, Any]:
    """``truth`` with every number of an utterance put in the order of what was heard. An utterance that the agent never
    heard is not there; one that he repeated is where it was heard with words."""
    where = places(spoken, heard)
    turns: dict[int, int] = {}
    for one, place in zip(spoken, where, strict=True):
        if one.turn is not None and place is not None and (one.turn not in turns or heard[place].text):
            turns[one.turn] = place
    ahead = len(heard)
    last = max((one.turn for one in spoken if one.turn is not None), default=-1)
    known = {turn: turns.get(turn) for turn in range(last + 1)}
    renumbered: dict[str, Any] = _renumbered(truth, known, ahead)
    renumbered["utterances"] = _utterances(truth, spoken, where, len(heard))
    return renumbered


def _renumbered(value: Any, known: Mapping[int, int | None], ahead: int, key: str = "") -> Any:
    if key in _ONE and isinstance(value, int) and not isinstance(value, bool):
        return known.get(value, ahead + value)
    if key in _MANY and isinstance(value, list):
        return [number for one in value if (number := known.get(one, ahead)) is not None]
    if isinstance(value, Mapping):
        return {name: _renumbered(inner, known, ahead, name) for name, inner in value.items()}
    if isinstance(value, list):
        rows = [_renumbered(inner, known, ahead) for inner in value]
        lost = key in _DROPPED
        return [row for row in rows if not (lost and isinstance(row, dict) and row.get("turn", 0) is None)]
    return value


def _utterances(
    truth: Mapping[str, Any], spoken: Sequence[Utterance], where: Sequence[int | None], count: int
) -> list[dict[str, Any]]:
    """One row for each hearing: what was said in it, and all that it did."""
    own = {row["turn"]: row for row in truth.get("utterances") or () if isinstance(row.get("turn"), int)}
    rows: list[dict[str, Any]] = [{"turn": index, "acts": []} for index in range(count)]
    for one, place in zip(spoken, where, strict=True):
        if place is None or one.kind is Kind.NOISE:
            continue
        row = rows[place]
        told = own.get(one.turn) if one.turn is not None else None
        acts = (told or {}).get("acts") or _ACTS.get(one.kind, ())
        row |= {key: value for key, value in (told or {}).items() if key not in ("turn", "acts")}
        row["acts"] = list(dict.fromkeys((*row["acts"], *acts)))
        row["said"] = row.get("said", "") + one.text
    return rows
