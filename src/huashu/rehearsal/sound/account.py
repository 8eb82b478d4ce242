"""What happened in a spoken call, as those know it who made it: kept in the truth of its log, and judged from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huashu.call import Adjustment, AudioFacts, CallLog, Ms
from huashu.call import Heard as HeardEvent
from huashu.rehearsal.sound.lines import Ail, Line, is_clear
from huashu.rehearsal.sound.party import Kind, Utterance
from huashu.rehearsal.sound.truth import places
from huashu.rehearsal.sound.virtual import Heard

KEY = "sound"
"""Where it stands in the truth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One thing that he did. ``place``: in which of the log's hearings it is, ``None``: nobody heard it. ``clear``:
    nothing was wrong with his line; ``whole``: nothing else is in that hearing."""

    kind: Kind
    text: str
    began: Ms
    ended: Ms
    over: bool
    ail: Ail
    clear: bool
    line: str
    place: int | None
    whole: bool
    heard: str = ""
    audio: AudioFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One spoken call. ``line`` and ``ail``: the first bad line that he had, if any; ``cured``: it was good when he
    spoke last; ``clear``: nothing was ever wrong with it."""

    line: str
    ail: Ail
    clear: bool
    cured: bool
    spoken: tuple[Spoken, ...]
    spans: tuple[tuple[Ms, Ms], ...]
    cuts: tuple[Ms, ...]
    """When a line of ours ended before its end."""
    pauses: tuple[Ms, ...]
    """When we fell silent in the middle of a line, for good or not."""
    mended: tuple[tuple[Ms, Adjustment], ...]


def account_of(spoken: Sequence[Utterance], heard: Heard, began_with: Line, log: CallLog) -> Account:
    """Everything that is known of a finished call."""
    hearings = [event for event in log.events if isinstance(event, HeardEvent)]
    where = places(spoken, hearings)
    lines = [began_with, *(one.line for one in spoken)]
    worst = next((line for line in lines if line.ail is not Ail.NOTHING), began_with)
    return Account(
        line=worst.spec,
        ail=worst.ail,
        clear=all(is_clear(line.degradation) and not line.deaf for line in lines),
        cured=worst.ail is not Ail.NOTHING and lines[-1].ail is Ail.NOTHING,
        spoken=tuple(_spoken(one, at, where, hearings) for one, at in zip(spoken, where, strict=True)),
        spans=tuple(heard.spans),
        cuts=tuple(heard.cuts),
        pauses=tuple(heard.pauses),
        mended=tuple(heard.mended),
    )


def _spoken(one: Utterance, at: int | None, where: Sequence[int | None], hearings: Sequence[HeardEvent]) -> Spoken:
    event = None if at is None else hearings[at]
    return Spoken(
        kind=one.kind,
        text=one.text,
        began=one.began,
        ended=one.ended,
        over=one.over,
        ail=one.line.ail,
        clear=is_clear(one.line.degradation) and not one.line.deaf,
        line=one.line.spec,
        place=at,
        whole=at is not None and where.count(at) == 1,
        heard="" if event is None else event.text,
        audio=None if event is None else event.audio,
    )


def account_to_json(account: Account) -> dict[str, Any]:
    """For the truth of a log: times in milliseconds since the call began."""
    return {
        "line": account.line,
        "ail": account.ail.value,
        "cured": account.cured,
        "spoken": [_row(one) for one in account.spoken],
        "agent": [list(span) for span in account.spans],
        "cuts": list(account.cuts),
        "pauses": list(account.pauses),
        "mended": [{"at": at, "what": what.value} for at, what in account.mended],
    }


def _row(one: Spoken) -> Mapping[str, Any]:
    row: dict[str, Any] = {
        "kind": one.kind.value,
        "text": one.text,
        "began": one.began,
        "ended": one.ended,
        "line": one.line,
        "ail": one.ail.value,
        "heard": one.place,
    }
    return row | ({"over": True} if one.over else {}) | ({"recognised": one.heard} if one.place is not None else {})
