"""The page of a batch: the point first, then agents, days, breaches with examples, callers, and the calls to read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from huashu.inspection.edit import Do
from huashu.inspection.report.call_page import Clauses
from huashu.inspection.report.plots import histogram, trend
from huashu.inspection.report.render import environment
from huashu.inspection.report.tally import Breach, Caller, Example, Group, Tally
from huashu.inspection.report.words import DIRECTIONS, NO_AGENT
from huashu.standard import Area, Clause

_MOST_AGENTS = 200
_FEW = 5
"""With fewer calls than this a mean says little, and is shown so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Where a call can be read and heard: ``href`` of its page within the report (empty: not written), ``recording``,
    and the clock time of events that are cited."""

    href: str = ""
    recording: str = ""
    clocks: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A call in the list of calls. ``worst`` are the words for its gravest finding."""

    place: int
    id: str
    agent: str
    started: datetime | None
    score: int | None
    findings: int
    worst: str
    harassing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What the page is made of. ``calls`` are the calls to list, worst first; ``cited`` where cited and listed calls
    are, by their place in the results; ``bad`` the files and lines that could not be read, with the reason; ``written``
    how many call pages there are."""

    TOP_BREACHES: ClassVar[int] = 12
    MOST_CALLERS: ClassVar[int] = 50

    tally: Tally
    clauses: Clauses
    calls: Sequence[Listed] = ()
    cited: Mapping[int, Cited] = field(default_factory=dict)
    bad: Sequence[str] = ()
    written: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownExample:
    """An example of a breach and where to read it."""

    example: Example
    placed: Cited


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBreach:
    """A breach with its clause, ``None`` when that is not known here."""

    breach: Breach
    clause: Clause | None
    examples: tuple[ShownExample, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCaller:
    """A number that harassed again and again, and its last calls."""

    number: str
    caller: Caller
    shown: tuple[tuple[Cited, str], ...]


def render_batch(batch: Batch, *, unmasked: bool = False) -> str:
    """The page as HTML."""
    tally = batch.tally
    areas = [area for area in Area if area.value in tally.whole.areas]
    period, points = tally.trend()
    agents = sorted(tally.agents.items(), key=_by_score)
    template = environment(unmasked).get_template("batch.html.j2")
    return template.render(
        title=batch.title,
        tally=tally,
        whole=tally.whole,
        median=_median(tally.scores),
        areas=[
            (area.label, area.value, tally.whole.area(area.value), tally.whole.areas[area.value][0]) for area in areas
        ],
        weakest=min(areas, key=lambda area: tally.whole.area(area.value) or 0.0, default=None),
        agents=agents[:_MOST_AGENTS],
        agents_left=max(0, len(agents) - _MOST_AGENTS),
        few=_FEW,
        anonymous=set(tally.agents) == {NO_AGENT},
        histogram=histogram(tally.scores),
        trend=trend(points) if points else None,
        points=points,
        period=period,
        undated=not tally.days,
        kinds=list(_kinds(tally)),
        breaches=[_breach(one, batch) for one in tally.top_breaches(Batch.TOP_BREACHES)],
        breaches_left=max(0, len(tally.breaches) - Batch.TOP_BREACHES),
        callers=list(_callers(batch)),
        calls=batch.calls,
        cited=batch.cited,
        nowhere=Cited(),
        bad=batch.bad,
        written=batch.written,
        days=(min(tally.days), max(tally.days)) if tally.days else None,
        edits=[(do.label, tally.edits[do]) for do in Do if tally.edits[do]],
        overruled=_overruled(batch),
        unscored=tally.whole.calls - tally.whole.scored,
        unscored_clauses=[(name, n, _explain(name, batch)) for name, n in tally.unscored_clauses.most_common(10)],
    )


def _by_score(item: tuple[str, Group]) -> tuple[float, str]:
    mean = item[1].mean
    return (101.0 if mean is None else mean, item[0])


def _median(scores: Mapping[int, int]) -> int | None:
    left = (sum(scores.values()) + 1) // 2
    for score in sorted(scores):
        left -= scores[score]
        if left <= 0:
            return score
    return None


def _kinds(tally: Tally) -> Iterator[tuple[str, list[tuple[str, Group]]]]:
    """Ways to part the calls that really part them, and not into single calls."""
    names = {"queue": "队列", "kind": "类型", "direction": "方向"}
    for key, groups in tally.kinds.items():
        if len(groups) > 1 and max(group.calls for group in groups.values()) >= _FEW:
            named = {
                DIRECTIONS.get(name, name) if key == "direction" else name: group for name, group in groups.items()
            }
            yield names[key], sorted(named.items(), key=lambda item: -item[1].calls)[:30]


def _breach(breach: Breach, batch: Batch) -> ShownBreach:
    examples = tuple(ShownExample(example=one, placed=batch.cited.get(one.place, Cited())) for one in breach.examples)
    return ShownBreach(breach=breach, clause=batch.clauses.get(breach.clause), examples=examples)


def _callers(batch: Batch) -> Iterator[ShownCaller]:
    for number, caller in batch.tally.recurring()[: Batch.MOST_CALLERS]:
        pages = ((batch.cited.get(place, Cited()), call) for place, call in caller.places)
        yield ShownCaller(number=number, caller=caller, shown=tuple(one for one in pages if one[0].href))


def _overruled(batch: Batch) -> list[tuple[str, int, str]]:
    return [(name, n, _explain(name, batch)) for name, n in batch.tally.overruled.most_common(5) if n]


def _explain(name: str, batch: Batch) -> str:
    return batch.clauses[name].explain if name in batch.clauses else ""
