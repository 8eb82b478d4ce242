"""The guard: which clauses a line would break, told before it is spoken.

A clause of one line (``Clause.of_one_line``) can only be broken by that line in so many ways, and which ones depends on
nothing but who spoke before. So each clause is turned once, for each such layout, into a condition on the three texts.
Asking it comes to the same as judging the little call with ``judge`` and takes a fraction of the time: acts are asked
of the ears once, and most patterns never.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from huashu.call import Act, CallLog, Heard, Said, Side
from huashu.standard.clause import Clause, Standard
from huashu.standard.ears import Ears, LineReader, Understood
from huashu.standard.entity import entities
from huashu.standard.keywords import has_words
from huashu.standard.meaning import Meaning
from huashu.standard.operator import After, AllOf, AnyOf, Follows, InTurn, Not, Operator
from huashu.standard.scene import Line, Scene
from huashu.standard.spoken import Says
from huashu.standard.text import length
from huashu.standard.truth import any_true, pattern
from huashu.standard.window import due, moments


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A clause that a line would break if it were spoken."""

    clause: Clause
    text: str


def utterance_faults(
    standard: Standard,
    text: str,
    customer_before: str,
    ears: Ears | None,
    *,
    agent_before: str = "",
    reader: LineReader | None = None,
    direction: Literal["inbound", "outbound"] = "outbound",
) -> tuple[Fault, ...]:
    """The clauses that the agent would break by saying ``text`` after the customer's turn ``customer_before``.

    Only clauses of which one line is evidence enough are asked. Give a whole turn as one ``text``. ``agent_before`` is
    what the customer answered; with it short answers are understood better. Without ``reader`` what only it could tell
    of the line is no fault. ``direction`` is that of the call.
    """
    if not text.strip():
        return ()
    before, heard = agent_before.strip(), customer_before.strip()
    seen = _Seen(agent_before if before else "", customer_before if heard else "", text, ears, reader)
    clauses = _breaches(standard, bool(before), bool(heard), direction)
    return tuple(Fault(clause=clause, text=text) for clause, broken in clauses if broken.holds(seen))


class _Seen:
    """The line to be spoken, and what came before it: the agent's line, the customer's turn, each empty if none."""

    def __init__(self, before: str, heard: str, line: str, ears: Ears | None, reader: LineReader | None) -> None:
        self.texts = (before, heard, line)
        self.ears = ears
        self.reader = reader
        self._chances: dict[int, Mapping[str, float]] = {}

    def chances(self, place: int) -> Mapping[str, float] | None:
        """What the reader tells of the agent's line at ``place``; ``None`` without one."""
        if self.reader is None:
            return None
        if place not in self._chances:
            before = self.texts[_HEARD] if place == _LINE else ""
            self._chances[place] = self.reader.read(self.texts[place], before)
        return self._chances[place]

    @cached_property
    def understood(self) -> Understood | None:
        """What the customer's turn does; ``None`` without ears."""
        return None if self.ears is None else self.ears.understand(self.texts[_HEARD], self.texts[_BEFORE])


_BEFORE, _HEARD, _LINE = range(3)
"""Places in ``_Seen.texts``."""


@dataclass(frozen=True, slots=True)
class _Condition:
    """Something that is certainly so of a ``_Seen``, or not certainly. ``cost`` and whether it is ``likely`` to hold
    only decide what is asked first."""

    holds: Callable[[_Seen], bool]
    cost: int
    likely: bool


_ALWAYS = _Condition(lambda _: True, 0, True)
_NEVER = _Condition(lambda _: False, 0, False)


@lru_cache(maxsize=64)
def _breaches(
    standard: Standard, before: bool, heard: bool, direction: Literal["inbound", "outbound"]
) -> tuple[tuple[Clause, _Condition], ...]:
    """For each clause of one line the condition on which the line breaks it, by who spoke before."""
    spoken = (Said(at=0, end=1, text="一"), Heard(at=2, end=3, text="二"), Said(at=4, end=5, text="三"))
    places = [place for place, there in ((_BEFORE, before), (_HEARD, heard), (_LINE, True)) if there]
    log = CallLog(id="", direction=direction, events=tuple(spoken[place] for place in places))
    layout = _Layout(Scene(log, None), tuple(places))
    found = ((clause, layout.breach(clause)) for clause in standard.of_one_line)
    return tuple((clause, condition) for clause, condition in found if condition is not _NEVER)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Who speaks before the line. ``scene`` has a line for each, ``places`` says where its text is in a ``_Seen``."""

    scene: Scene
    places: tuple[int, ...]

    def breach(self, clause: Clause) -> _Condition:
        """On which condition the last line breaks ``clause``: the same as ``judge_scene`` with evidence there."""
        if not clause.applies.to(self.scene.log):
            return _NEVER
        anchors = range(len(self.places)) if clause.trigger else (-1,)
        return _one(
            _every((self.settled(clause.trigger, True, anchor) if clause.trigger else _ALWAYS, condition))
            for anchor in anchors
            for condition in (self._missing(clause, anchor), self._forbidden(clause, anchor))
        )

    def _missing(self, clause: Clause, anchor: int) -> _Condition:
        if (demand := clause.requires) is None or (window := moments(demand.window, anchor, self.scene)) is None:
            return _NEVER
        if due(demand.window.where, window, anchor, self.scene) != self._last:
            return _NEVER
        return _every(self.settled(demand.what, False, index) for index in window)

    def _forbidden(self, clause: Clause, anchor: int) -> _Condition:
        if (demand := clause.forbids) is None or (window := moments(demand.window, anchor, self.scene)) is None:
            return _NEVER
        return self.settled(demand.what, True, self._last) if self._last in window else _NEVER

    @property
    def _last(self) -> int:
        return len(self.places) - 1

    def settled(self, operator: Operator, wanted: bool, index: int) -> _Condition:
        """On which condition it is certain that ``operator`` holds (``wanted``), or that it does not, at ``index``."""
        every, one = (_every, _one) if wanted else (_one, _every)
        match operator:
            case Says():
                return self._says(operator, wanted, self.scene.line_at[index])
            case Not():
                return self.settled(operator.of, not wanted, index)
            case AllOf():
                return every(self.settled(part, wanted, index) for part in operator.of)
            case AnyOf():
                return one(self.settled(part, wanted, index) for part in operator.of)
            case After():
                return one(self.settled(operator.of, wanted, earlier) for earlier in range(index))
            case Follows():
                others = self.scene.turn_before(self.scene.line_at[index])
                return one(self.settled(operator.of, wanted, other.index) for other in others)
            case InTurn():
                others = self.scene.turns[self.scene.line_at[index].turn]
                return one(self.settled(operator.of, wanted, other.index) for other in others)
            case _:
                raise AssertionError(f"{type(operator).__name__} is no operator of one line")

    def _says(self, says: Says, wanted: bool, line: Line) -> _Condition:
        if says.who not in (None, line.who) or (says.acts and line.who is not Side.CUSTOMER):
            return _NEVER if wanted else _ALWAYS
        conditions = _words(says, wanted, self.places[line.index])
        if says.acts:
            conditions.append(_acts(says.acts, says.sure, wanted))
        return (_every if wanted else _one)(conditions)


def _words(says: Says, wanted: bool, place: int) -> list[_Condition]:
    """Each thing that ``says`` asks of the words at ``place``, as something that has to hold, or not to hold."""
    conditions: list[_Condition] = []

    def ask(cost: int, fits: Callable[[str], bool]) -> None:
        conditions.append(_Condition(lambda seen: fits(seen.texts[place]) is wanted, cost, not wanted))

    if says.means:
        conditions.append(_means(says.means, wanted, place))
    if says.pattern is not None:
        search = pattern(says.pattern).search
        ask(3, lambda text: search(text) is not None)
    if (most := says.longer_than) is not None:
        ask(4, lambda text: length(text) > most)
    if (least := says.shorter_than) is not None:
        ask(4, lambda text: length(text) < least)
    if (words := says.words) is not None:
        ask(5, lambda text: has_words(words, text))
    if kinds := says.entity:
        ask(300, lambda text: not entities(text).isdisjoint(kinds))
    return conditions


def _means(meanings: tuple[Meaning, ...], wanted: bool, place: int) -> _Condition:
    """The words at ``place`` certainly mean one of ``meanings``, or certainly none."""
    cost = 5 + sum(len(meaning.patterns) for meaning in meanings)
    if place == _HEARD or not any(meaning.learned for meaning in meanings):

        def means(seen: _Seen) -> bool:
            text = seen.texts[place]
            for meaning in meanings:
                if meaning.found_in(text):
                    return wanted
            return not wanted

        return _Condition(means, cost, not wanted)

    def told(seen: _Seen) -> bool:
        text = seen.texts[place]
        return any_true(one.told_by(text, lambda: seen.chances(place)) for one in meanings) is wanted

    return _Condition(told, cost + 1000, not wanted)


def _acts(acts: tuple[Act, ...], sure: float, wanted: bool) -> _Condition:
    """The customer's turn certainly does one of ``acts``, or certainly none."""

    def does(seen: _Seen) -> bool:
        if (understood := seen.understood) is None:
            return False
        for act in acts:
            if understood.has(act) and (not sure or understood.scores.get(act, 0.0) >= sure):
                return wanted
        return not wanted

    return _Condition(does, 2, not wanted)


def _every(conditions: Iterable[_Condition]) -> _Condition:
    """All hold. What is cheap and likely to fail is asked first."""
    asked = sorted((one for one in conditions if one is not _ALWAYS), key=lambda one: (one.likely, one.cost))
    if _NEVER in asked:
        return _NEVER
    if len(asked) < 2:
        return asked[0] if asked else _ALWAYS
    holds = tuple(one.holds for one in asked)

    def every(seen: _Seen) -> bool:
        for each in holds:  # noqa: SIM110 - all() over a generator takes longer than the asking
            if not each(seen):
                return False
        return True

    likely = asked[0].likely
    return _Condition(every, sum(one.cost for one in asked) if likely else asked[0].cost, likely)


def _one(conditions: Iterable[_Condition]) -> _Condition:
    """At least one holds. What is cheap and likely to hold is asked first."""
    asked = sorted((one for one in conditions if one is not _NEVER), key=lambda one: (not one.likely, one.cost))
    if _ALWAYS in asked:
        return _ALWAYS
    if len(asked) < 2:
        return asked[0] if asked else _NEVER
    holds = tuple(one.holds for one in asked)

    def one(seen: _Seen) -> bool:
        for each in holds:  # noqa: SIM110
            if each(seen):
                return True
        return False

    likely = asked[0].likely
    return _Condition(one, asked[0].cost if likely else sum(one.cost for one in asked), likely)
