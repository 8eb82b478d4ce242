"""A call log made ready for judging: lines, turns, pauses, holds and what was understood, each worked out once."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from huashu.call import (
    Act,
    CallLater,
    CallLog,
    Connected,
    DoNotContact,
    Event,
    Heard,
    HoldEnded,
    HoldStarted,
    HungUp,
    Ms,
    Note,
    NoteKind,
    Ring,
    Said,
    Side,
    Silence,
)
from huashu.call.event import end_of
from huashu.standard.ears import Ears, LineReader, Understood
from huashu.standard.likeness import is_like
from huashu.standard.meaning import Meaning
from huashu.standard.operator import Deed, Operator
from huashu.standard.spoken import Like
from huashu.standard.text import plain
from huashu.standard.truth import Truth

if TYPE_CHECKING:
    from huashu.language.embedding import Embedder

_PERSONAL_KEYS = re.compile(
    r"姓名|称呼|电话|手机|号码|公司|单位|回访员|坐席|客服|name|phone|domain|company|agent", re.IGNORECASE
)
_GREETING = re.compile(r"[您你]们?好|[早晚]上好|[上下中]午好|很高兴为[您你]|请问|喂|^(?:哪位|hello|hi)", re.IGNORECASE)
_NOTE_DEEDS = {
    NoteKind.FEEDBACK: Deed.NOTE_FEEDBACK,
    NoteKind.ANSWER: Deed.NOTE_ANSWER,
    NoteKind.OPEN_QUESTION: Deed.NOTE_QUESTION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something said. ``index`` is its event in the log; ``turn`` counts the turns of both sides."""

    index: int
    who: Side
    at: Ms
    end: Ms
    text: str
    turn: int


class Scene:
    """One log seen by the judge. It only reads; everything derived is kept for the next clause."""

    def __init__(
        self,
        log: CallLog,
        ears: Ears | None,
        *,
        reader: LineReader | None = None,
        embedder: "Embedder | None" = None,
        clear_from: int | None = None,
        nature_known: bool = False,
        excerpt: bool = False,
    ) -> None:
        """``clear_from`` is the event from which the caller was clearly a nuisance; ``None`` means never where
        ``nature_known``, and that nobody judged it otherwise. What nobody was given for is unknown.
        An ``excerpt`` begins in the middle of its call: nobody can tell what came before."""
        self.log = log
        self.ears = ears
        self.reader = reader
        self.embedder = embedder
        self.clear_from = clear_from
        self.nature_known = nature_known or clear_from is not None
        self.excerpt = excerpt
        self.events: tuple[Event, ...] = log.events
        self.lines: tuple[Line, ...] = _lines(log.events)
        self.line_at: Mapping[int, Line] = {line.index: line for line in self.lines}
        self.speaker_at: tuple[Side | None, ...] = tuple(
            self.line_at[index].who if index in self.line_at else None for index in range(len(self.events))
        )
        self.truths: dict[tuple[Operator, int], Truth] = {}
        self.found: dict[Operator, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self._understood: dict[int, Understood] = {}
        self._read: dict[int, Mapping[str, float] | None] = {}

    @property
    def written(self) -> bool:
        """Whether this is a chat, of which only the times of arrival are known."""
        return self.log.extra.get("channel") == "chat"

    @cached_property
    def turns(self) -> tuple[tuple[Line, ...], ...]:
        """The lines, turn by turn."""
        grouped: list[list[Line]] = []
        for line in self.lines:
            if not grouped or grouped[-1][0].turn != line.turn:
                grouped.append([])
            grouped[-1].append(line)
        return tuple(map(tuple, grouped))

    def turn_before(self, line: Line) -> tuple[Line, ...]:
        """The turn of the other side that ``line`` answers; empty when it answers silence or nothing."""
        before = self.turns[line.turn - 1] if line.turn else ()
        return before if before and before[0].who is not line.who else ()

    def does(self, line: Line, act: Act, sure: float = 0.0) -> Truth:
        """Whether a customer's line does ``act``, as the ears have it and with at least this certainty (0 to 1)."""
        if line.who is not Side.CUSTOMER:
            return False
        if self.ears is None:
            return None
        if line.index not in self._understood:
            self._understood[line.index] = self.ears.understand(line.text, self._context(line))
        understood = self._understood[line.index]
        return understood.has(act) and (not sure or understood.scores.get(act, 0.0) >= sure)

    def _context(self, line: Line) -> str:
        said = [other.text for other in self.turn_before(line)]
        return said[-1] if said else ""

    @property
    def heard(self) -> tuple[tuple[str, str], ...]:
        """The customer's lines, each with the agent's line before it, as the ears are asked."""
        return tuple((line.text, self._context(line)) for line in self.lines if line.who is Side.CUSTOMER)

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """The agent's lines, each with the customer's turn before it, as the reader is asked."""
        return tuple((line.text, self.answered(line)) for line in self.lines if line.who is Side.AGENT)

    def answered(self, line: Line) -> str:
        """The words of the turn that ``line`` answers; empty when it answers silence or nothing."""
        return " ".join(other.text for other in self.turn_before(line))

    def means(self, line: Line, meaning: Meaning) -> Truth:
        """Whether ``line`` means this: by its words, or, when it is the agent's, by what the reader tells of it."""
        if line.who is not Side.AGENT:
            return meaning.found_in(line.text)
        return meaning.told_by(line.text, lambda: self._chances(line))

    def _chances(self, line: Line) -> Mapping[str, float] | None:
        if self.reader is None:
            return None
        if line.index not in self._read:
            self._read[line.index] = self.reader.read(line.text, self.answered(line))
        return self._read[line.index]

    def like(self, line: Line, like: Like) -> Truth:
        """Whether ``line`` is like the examples; ``None`` without an embedder."""
        return None if self.embedder is None else is_like(like, line.text, self.embedder)

    @cached_property
    def _places(self) -> tuple[int, ...]:
        """For each event its place among the lines: 0, 2, 4 … for the lines, odd numbers between them."""
        places: list[int] = []
        before = 0
        for index in range(len(self.events)):
            is_line = index in self.line_at
            places.append(2 * before if is_line else 2 * before - 1)
            before += is_line
        return tuple(places)

    def lines_between(self, one: int, other: int) -> int:
        """How many lines the event ``other`` is away from the event ``one``; two neighbouring lines are 1 apart."""
        return (abs(self._places[one] - self._places[other]) + 1) // 2

    @cached_property
    def quiet_before(self) -> Mapping[int, Ms]:
        """For each line, the ms without a word from anybody before it, holds not counted."""
        quiet: dict[int, Ms] = {}
        last = None
        for line in self.lines:
            if last is not None:
                held = sum(min(end, line.at) - max(at, last) for at, end in self.holds if at < line.at and end > last)
                quiet[line.index] = max(0, line.at - last - held)
            last = max(last or 0, line.end)
        return quiet

    @cached_property
    def holds(self) -> tuple[tuple[Ms, Ms], ...]:
        """Begin and end of every hold; one that is never ended lasts until the end of the call."""
        held: list[tuple[Ms, Ms]] = []
        since: Ms | None = None
        for event in self.events:
            match event:
                case HoldStarted() if since is None:
                    since = event.at
                case HoldEnded() if since is not None:
                    held.append((since, event.at))
                    since = None
                case _:
                    pass
        if since is not None:
            held.append((since, self.span[1]))
        return tuple(held)

    @cached_property
    def span(self) -> tuple[Ms, Ms]:
        """When the first event begins and when the last is over; twice 0 without an event."""
        begins = min((event.at for event in self.events), default=0)
        return begins, max(map(end_of, self.events), default=0)

    @cached_property
    def held_for(self) -> Mapping[int, Ms]:
        """For each line in a hold and each end of one, the ms since the hold began; hanging up ends it, too."""
        held: dict[int, Ms] = {}
        since: Ms | None = None
        for index, event in enumerate(self.events):
            match event:
                case HoldStarted():
                    since = event.at
                case Said() | Heard() if since is not None:
                    held[index] = event.at - since
                case HoldEnded() | HungUp() if since is not None:
                    held[index] = event.at - since
                    since = None
                case _:
                    pass
        return held

    def hold_passes(self, index: int, limit: Ms) -> bool:
        """Whether the event at ``index`` is the first of its hold, a line or its end, ``limit`` ms after it began."""
        if self.held_for.get(index, 0) <= limit:
            return False
        earlier = index - 1
        while not isinstance(self.events[earlier], HoldStarted):
            if self.held_for.get(earlier, 0) > limit:
                return False
            earlier -= 1
        return True

    @cached_property
    def unspoken_on_hold(self) -> Mapping[int, Ms]:
        """For each line in a hold and each end of one, the ms since the customer on hold last heard from the agent."""
        waited: dict[int, Ms] = {}
        since: Ms | None = None
        for index, event in enumerate(self.events):
            match event:
                case HoldStarted():
                    since = event.at
                case Said() if since is not None:
                    waited[index] = event.at - since
                    since = event.at
                case HoldEnded() if since is not None:
                    waited[index] = event.at - since
                    since = None
                case _:
                    pass
        return waited

    def quiet_before_hanging_up(self, event: HungUp, after: Side | None) -> Ms | None:
        """The ms between the last word of ``after`` (``None``: of anybody) and ``event``; ``None`` without a word."""
        ends = [line.end for line in self.lines if line.at <= event.at and after in (None, line.who)]
        return event.at - max(ends) if ends else None

    @cached_property
    def talked(self) -> Mapping[tuple[Side, int], Ms]:
        """For each line, all the ms its speaker has talked when it ends."""
        total = dict.fromkeys(Side, 0)
        talked: dict[tuple[Side, int], Ms] = {}
        for line in self.lines:
            total[line.who] += line.end - line.at
            talked[(line.who, line.index)] = total[line.who]
        return talked

    @cached_property
    def deeds(self) -> Mapping[int, frozenset[Deed]] | None:
        """What the agent did beside the line, by the last event before it; ``None`` when the log cannot say."""
        if not self.log.done and not self.log.record:
            return None
        found: dict[int, set[Deed]] = {}
        for done in self.log.done:
            if (deed := _deed(done.action)) is not None:
                index = max((i for i, event in enumerate(self.events) if event.at <= done.at), default=0)
                found.setdefault(index, set()).add(deed)
        if not self.log.done and self.events:
            found[len(self.events) - 1] = _recorded(self.log.record or {})
        return {index: frozenset(deeds) for index, deeds in found.items()}

    @cached_property
    def profile_words(self) -> frozenset[str]:
        """Every two characters in a row of what is known of the customer, name and numbers aside."""
        texts = [value for key, value in _leaves(self.log.profile) if not _PERSONAL_KEYS.search(key)]
        pairs = (text[at : at + 2] for text in map(plain, texts) for at in range(len(text) - 1))
        return frozenset(pair for pair in pairs if "，" not in pair)

    def times_said(self, line: Line, similar: float) -> int:
        """How often its speaker has said the same, ``similar`` (0 to 1) to it, this time counted."""
        matcher = difflib.SequenceMatcher(None, b=plain(line.text), autojunk=False)  # it learns only ``b`` by heart
        earlier = (other for other in self.lines if other.index < line.index and other.who is line.who)
        return 1 + sum(_similar(matcher, plain(other.text), similar) for other in earlier)

    @cached_property
    def talk_ms(self) -> Mapping[Side, Ms]:
        """How long each side talks in all."""
        return {side: sum(line.end - line.at for line in self.lines if line.who is side) for side in Side}

    def answered_after(self, line: Line) -> Ms | None:
        """The ms from the other side's last word to ``line``, holds aside, negative when it talked on; ``None`` when
        the other side did not speak last."""
        ordinal = self._places[line.index] // 2
        if not ordinal or self.lines[ordinal - 1].who is line.who:
            return None
        gap = line.at - self.lines[ordinal - 1].end
        return min(gap, self.quiet_before.get(line.index, gap))

    @cached_property
    def picked_up(self) -> bool:
        """Whether the log shows a ring or a pick-up before the first line."""
        before = self.events[: self.lines[0].index] if self.lines else self.events
        return any(isinstance(event, Ring | Connected) for event in before)

    @cached_property
    def whole(self) -> bool:
        """Whether the log shows the call from its ring, pick-up or greeting to its hang-up."""
        if not self.lines or not isinstance(self.events[-1], HungUp):
            return False
        return self.picked_up or any(_GREETING.search(line.text) for line in self.lines[:2])

    def talked_over(self, line: Line) -> Ms | None:
        """The ms by which ``line`` began before the other side's line before it was over; ``None``: it did not."""
        others = [other.end for other in self.lines if other.who is not line.who and other.index < line.index]
        return max(others) - line.at if others and max(others) > line.at else None


def _similar(matcher: difflib.SequenceMatcher[str], words: str, at_least: float) -> bool:
    matcher.set_seq1(words)
    return matcher.real_quick_ratio() >= at_least and matcher.quick_ratio() >= at_least and matcher.ratio() >= at_least


def _lines(events: tuple[Event, ...]) -> tuple[Line, ...]:
    lines: list[Line] = []
    turn = -1
    speaking: Side | None = None
    for index, event in enumerate(events):
        match event:
            case Said() | Heard() if event.text.strip():
                who = Side.AGENT if isinstance(event, Said) else Side.CUSTOMER
                turn += who is not speaking
                speaking = who
                lines.append(Line(index=index, who=who, at=event.at, end=event.end, text=event.text, turn=turn))
            case Silence() if speaking is not None and event.side is not speaking:
                speaking = None
            case _:
                pass
    return tuple(lines)


def _deed(action: object) -> Deed | None:
    match action:
        case Note():
            return _NOTE_DEEDS.get(action.kind)
        case DoNotContact():
            return Deed.DO_NOT_CONTACT
        case CallLater():
            return Deed.CALL_LATER
        case _:
            return None


def _recorded(record: Mapping[str, Any]) -> set[Deed]:
    keys = {
        "feedback": Deed.NOTE_FEEDBACK,
        "answers": Deed.NOTE_ANSWER,
        "open_questions": Deed.NOTE_QUESTION,
        "do_not_contact": Deed.DO_NOT_CONTACT,
        "call_later": Deed.CALL_LATER,
    }
    return {deed for key, deed in keys.items() if record.get(key)}


def _leaves(value: object, key: str = "") -> list[tuple[str, str]]:
    match value:
        case Mapping():
            return [leaf for name, inner in value.items() for leaf in _leaves(inner, str(name))]
        case list() | tuple():
            return [leaf for inner in value for leaf in _leaves(inner, key)]
        case None | bool():
            return []
        case _:
            return [(key, str(value))]
