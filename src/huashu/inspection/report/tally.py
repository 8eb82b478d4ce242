"""What a batch comes to, counted result by result: its size does not grow with the calls."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from huashu.inspection.report.plots import Point
from huashu.inspection.report.words import NO_AGENT
from huashu.inspection.result import Found, Result

EXAMPLES = 3
"""How many examples of a breach are kept, of different agents where there are."""
_DAYS = 31
"""A batch that spans more days than this is shown by week."""


@dataclass(slots=True, kw_only=True)
class Group:
    """Calls that belong together: an agent's, a day's, a queue's."""

    calls: int = 0
    scored: int = 0
    passed: int = 0
    points: int = 0
    findings: int = 0
    areas: dict[str, list[int]] = field(default_factory=dict)
    """Area -> how many calls it was judged in, and the sum of its scores."""
    clauses: Counter[str] = field(default_factory=Counter)

    def add(self, result: Result) -> None:
        """Count one call."""
        self.calls += 1
        self.findings += len(result.standing)
        self.clauses.update(one.clause for one in result.standing)
        if result.score is None:
            return
        self.scored += 1
        self.passed += result.passed
        self.points += result.score
        for area, points in result.areas.items():
            told = self.areas.setdefault(area, [0, 0])
            told[0] += 1
            told[1] += points

    @property
    def mean(self) -> float | None:
        """The mean score of the calls that have one."""
        return self.points / self.scored if self.scored else None

    @property
    def pass_rate(self) -> float | None:
        """The share of the scored calls that pass, in percent."""
        return 100 * self.passed / self.scored if self.scored else None

    @property
    def findings_per_call(self) -> float:
        """Findings that stand, a call."""
        return self.findings / self.calls if self.calls else 0.0

    def area(self, area: str) -> float | None:
        """The mean score of an area."""
        n, points = self.areas.get(area, (0, 0))
        return points / n if n else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A finding to show: ``place`` is the number of its result in the file, from 0."""

    place: int
    call: str
    agent: str
    found: Found


@dataclass(slots=True, kw_only=True)
class Breach:
    """A clause that was broken: how often, in how many calls, and a few of the places."""

    clause: str
    number: str = ""
    why: str = ""
    better: str = ""
    times: int = 0
    calls: int = 0
    examples: list[Example] = field(default_factory=list)

    def add(self, example: Example) -> None:
        """Count one place. Examples of agents that are not shown yet are preferred."""
        found = example.found
        self.times += 1
        self.number = self.number or found.number
        self.why = self.why or found.why
        self.better = self.better or found.better
        if len(self.examples) < EXAMPLES:
            if all(shown.place != example.place for shown in self.examples):
                self.examples.append(example)
            return
        agents = [shown.agent for shown in self.examples]
        twice = next((place for place in range(EXAMPLES - 1, 0, -1) if agents[place] in agents[:place]), None)
        if twice is not None and example.agent not in agents:
            self.examples[twice] = example


@dataclass(slots=True, kw_only=True)
class Caller:
    """A number from which somebody harassed. The last few of the calls are kept, by place in the file and id."""

    calls: int = 0
    first: datetime | None = None
    last: datetime | None = None
    places: list[tuple[int, str]] = field(default_factory=list)

    def add(self, place: int, call: str, when: datetime | None) -> None:
        """Count one call."""
        self.calls += 1
        self.places = [*self.places[-2:], (place, call)]
        if when is not None:
            self.first = when if self.first is None else min(self.first, when, key=_naive)
            self.last = when if self.last is None else max(self.last, when, key=_naive)


def _naive(when: datetime) -> datetime:
    return when.replace(tzinfo=None)


@dataclass(slots=True, kw_only=True)
class Tally:
    """Everything a batch report says, but for the calls themselves."""

    whole: Group = field(default_factory=Group)
    scores: Counter[int] = field(default_factory=Counter)
    clean: int = 0
    harassing: int = 0
    nature_told: int = 0
    numberless: int = 0
    agents: dict[str, Group] = field(default_factory=dict)
    days: dict[date, Group] = field(default_factory=dict)
    kinds: dict[str, dict[str, Group]] = field(default_factory=lambda: {"queue": {}, "kind": {}, "direction": {}})
    breaches: dict[str, Breach] = field(default_factory=dict)
    callers: dict[str, Caller] = field(default_factory=dict)
    edits: Counter[str] = field(default_factory=Counter)
    overruled: Counter[str] = field(default_factory=Counter)
    unscored_clauses: Counter[str] = field(default_factory=Counter)
    loose: int = 0
    not_rescored: int = 0

    def add(self, result: Result, place: int) -> None:
        """Count the result that is number ``place`` (from 0) of its file."""
        self.whole.add(result)
        if result.score is not None:
            self.scores[result.score] += 1
            self.clean += not result.standing
        self.agents.setdefault(result.agent or NO_AGENT, Group()).add(result)
        if result.started is not None:
            self.days.setdefault(result.started.date(), Group()).add(result)
        for key, groups in self.kinds.items():
            if value := getattr(result, key):
                groups.setdefault(value, Group()).add(result)
        self._add_findings(result, place)
        self._add_nature(result, place)
        self.unscored_clauses.update(result.unscored or ())

    def _add_findings(self, result: Result, place: int) -> None:
        for clause in {one.clause for one in result.standing}:
            self.breaches.setdefault(clause, Breach(clause=clause)).calls += 1
        for one in result.standing:
            agent = result.agent or NO_AGENT
            self.breaches[one.clause].add(Example(place=place, call=result.id, agent=agent, found=one))
        for one in result.findings:
            if one.edit is not None:
                self.edits[one.edit.do] += 1
                self.overruled[one.clause] += not one.stands
        self.loose += len(result.loose)
        self.not_rescored += not result.rescored

    def _add_nature(self, result: Result, place: int) -> None:
        self.nature_told += result.nature is not None
        if not result.harassing:
            return
        self.harassing += 1
        if result.customer_number:
            self.callers.setdefault(result.customer_number, Caller()).add(place, result.id, result.started)
        else:
            self.numberless += 1

    def top_breaches(self, most: int) -> list[Breach]:
        """The clauses broken most often."""
        return sorted(self.breaches.values(), key=lambda one: (-one.times, one.clause))[:most]

    def recurring(self) -> list[tuple[str, Caller]]:
        """Numbers from which somebody harassed more than once, the most frequent first."""
        again = [(number, caller) for number, caller in self.callers.items() if caller.calls > 1]
        return sorted(again, key=lambda one: (-one[1].calls, one[0]))

    def trend(self) -> tuple[str, list[Point]]:
        """``day`` or ``week``, and the periods in which there were calls, in order."""
        if not self.days:
            return "day", []
        if (max(self.days) - min(self.days)).days < _DAYS:
            return "day", [_point(f"{day:%m-%d}", group) for day, group in sorted(self.days.items())]
        weeks: dict[date, list[Group]] = {}
        for day, group in sorted(self.days.items()):
            weeks.setdefault(day - timedelta(days=day.weekday()), []).append(group)
        return "week", [_point(f"{monday:%m-%d} 周", _together(groups)) for monday, groups in weeks.items()]


def _point(label: str, group: Group) -> Point:
    return Point(label=label, calls=group.calls, score=group.mean, passed=group.pass_rate)


def _together(groups: list[Group]) -> Group:
    return Group(
        calls=sum(one.calls for one in groups),
        scored=sum(one.scored for one in groups),
        passed=sum(one.passed for one in groups),
        points=sum(one.points for one in groups),
    )


def group_json(group: Group) -> Mapping[str, object]:
    """A group in ``summary.json``: rates in percent, scores out of 100, ``null`` where nothing was scored."""
    return {
        "calls": group.calls,
        "scored": group.scored,
        "mean": _rounded(group.mean),
        "pass_rate": _rounded(group.pass_rate),
        "findings_per_call": round(group.findings_per_call, 3),
        "areas": {area: round(points / n, 1) for area, (n, points) in group.areas.items() if n},
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
