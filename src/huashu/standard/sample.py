"""Short calls as they stand in a clause's examples, and the running of those examples.

A line is ``[+gap] speaker[(happening)|[acts]][{length}][：words]``::

    坐席：您好，请问是林先生吗
    +1.5s 客户[busy]：在开会            1.5 s after the event before; known to be "busy"
    坐席(保持)   +28s 坐席：还在查   +26s 坐席(恢复)
    客户(沉默 4s)   客户(噪音 2s)   系统(响铃)   客户(挂断)   坐席(挂断)
    坐席{95s}：…                        a line that takes 95 s
    坐席(登记勿扰)   坐席(记录反馈)      done beside the line: no event of the call

A customer's line with acts is taken to do exactly those; one without them is left to the ears, if there are any.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from huashu.call import (
    Act,
    Action,
    CallLater,
    CallLog,
    Done,
    DoNotContact,
    Event,
    Heard,
    HoldEnded,
    HoldStarted,
    HungUp,
    Ms,
    Noise,
    Note,
    NoteKind,
    Ring,
    Said,
    Side,
    Silence,
    speech_ms,
)
from huashu.call.event import end_of
from huashu.standard.clause import Clause, Example
from huashu.standard.ears import Ears, Understood
from huashu.standard.judge import Judgement, Verdict, judge

_LINE = re.compile(
    r"(?:(?P<gap>[+-]\d+(?:\.\d+)?)s\s*)?(?P<who>坐席|客户|系统)"
    r"(?:\((?P<happening>[^)]*)\)|\[(?P<acts>[^\]]*)\])?(?:\{(?P<length>\d+(?:\.\d+)?)s\})?\s*(?:[：:]\s*(?P<text>.*))?"
)
_HAPPENING = re.compile(r"(?P<what>\S+)(?:\s+(?P<length>\d+(?:\.\d+)?)s)?")
_SIDES: Mapping[str, Side] = {"坐席": Side.AGENT, "客户": Side.CUSTOMER, "系统": Side.SYSTEM}
_GAP: Ms = 700
_DEEDS: Mapping[str, Action] = {
    "登记勿扰": DoNotContact(text="例"),
    "约时": CallLater(when="例"),
    "记录反馈": Note(kind=NoteKind.FEEDBACK, text="例"),
    "记录回答": Note(kind=NoteKind.ANSWER, text="例"),
    "记录问题": Note(kind=NoteKind.OPEN_QUESTION, text="例"),
}


class SampleError(ValueError):
    """A line of a short call that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A short call: the log, and what its customer's lines are known to do."""

    log: CallLog
    acts: Mapping[str, frozenset[Act]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    acts: frozenset[Act]

    def has(self, *acts: Act) -> bool:
        return all(act in self.acts for act in acts)

    @property
    def scores(self) -> Mapping[Act, float]:
        return dict.fromkeys(self.acts, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleEars:
    """Hears a sample's lines as annotated, and any other with ``others`` (without them: as doing nothing)."""

    known: Mapping[str, frozenset[Act]]
    others: Ears | None = None

    def understand(self, text: str, context: str = "") -> Understood:
        """What the sample says that ``text`` does."""
        if text in self.known or self.others is None:
            return _Known(acts=self.known.get(text, frozenset()))
        return self.others.understand(text, context)


def read_sample(
    lines: tuple[str, ...],
    *,
    agent: Literal["human", "robot"] = "robot",
    direction: Literal["inbound", "outbound"] = "outbound",
    profile: Mapping[str, str] | None = None,
) -> Sample:
    """The short call that ``lines`` write down. Raises ``SampleError``."""
    events: list[Event] = []
    done: list[Done] = []
    acts: dict[str, frozenset[Act]] = {}
    now: Ms = 0
    for line in lines:
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise SampleError(f"看不懂这一行 (cannot read): “{line}”。写成 坐席：…、客户[refuse]：… 或 坐席(挂断)")
        if (deed := _DEEDS.get(match["happening"] or "")) is not None:
            done.append(Done(at=now, action=deed))
            continue
        gap = round(float(match["gap"]) * 1000) if match["gap"] else None
        event = _event(match, line, now, gap)
        if match["acts"] is not None:
            acts[(match["text"] or "").strip()] = _acts(match["acts"], line)
        events.append(event)
        now = end_of(event)
    log = CallLog(
        id="例", agent=agent, direction=direction, profile=dict(profile or {}), events=tuple(events), done=tuple(done)
    )
    return Sample(log=log, acts=acts)


def _event(match: re.Match[str], line: str, now: Ms, gap: Ms | None) -> Event:
    side = _SIDES[match["who"]]
    if match["happening"] is not None:
        return _happening(match["happening"], side, now, gap, line)
    text = (match["text"] or "").strip()
    if not text or side is Side.SYSTEM:
        raise SampleError(f"这一行没有话 (nothing is said): “{line}”，请在冒号后写上 (add it after the colon)")
    at = max(0, now + (_GAP if gap is None and now else gap or 0))
    end = at + (round(float(match["length"]) * 1000) if match["length"] else speech_ms(text))
    return Said(at=at, end=end, text=text) if side is Side.AGENT else Heard(at=at, end=end, text=text)


def _happening(words: str, side: Side, now: Ms, gap: Ms | None, line: str) -> Event:
    match = _HAPPENING.fullmatch(words.strip())
    at = now + (gap or 0)
    length = round(float(match["length"]) * 1000) if match and match["length"] else 1000
    match match and match["what"]:
        case "沉默":
            return Silence(at=at, end=at + length, side=side)
        case "噪音":
            return Noise(at=at, end=at + length, side=side)
        case "响铃":
            return Ring(at=at, end=at + length)
        case "保持":
            return HoldStarted(at=at, by=side)
        case "恢复":
            return HoldEnded(at=at, by=side)
        case "挂断":
            return HungUp(at=now + (3000 if gap is None else gap), by=side)
        case _:
            known = f"沉默 4s、噪音 2s、响铃、保持、恢复、挂断、{'、'.join(_DEEDS)}"
            raise SampleError(f"不认识“({words})” (unknown happening): “{line}”；可用 (use one of): {known}")


def _acts(written: str, line: str) -> frozenset[Act]:
    try:
        return frozenset(Act(name.strip()) for name in written.split(",") if name.strip())
    except ValueError as error:
        what = f"不认识的客户行为 (unknown act): {error}: “{line}”；可用的见 huashu understand (see docs/standard.md)"
        raise SampleError(what) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An example that its clause does not judge as it says. ``problem`` is a sentence with file and line."""

    clause: Clause
    example: Example
    judgement: Judgement | None
    problem: str


def run_examples(clause: Clause, ears: Ears | None = None) -> tuple[Failure, ...]:
    """The examples of ``clause`` that go wrong."""
    failures = (_run(clause, example, ears) for example in clause.examples)
    return tuple(failure for failure in failures if failure is not None)


def _run(clause: Clause, example: Example, ears: Ears | None) -> Failure | None:
    where = f"{clause.file}:{example.line}: {clause.id}"
    direction: Literal["inbound", "outbound"] = "inbound" if clause.applies.direction == "inbound" else "outbound"
    try:
        sample = read_sample(example.lines, agent=example.agent, direction=direction, profile=example.profile)
    except SampleError as error:
        return Failure(clause=clause, example=example, judgement=None, problem=f"{where}: {error}")
    judgement = judge(clause, sample.log, SampleEars(known=sample.acts, others=ears))
    problem = _mistake(example, judgement)
    if problem is None:
        return None
    return Failure(clause=clause, example=example, judgement=judgement, problem=f"{where}: {problem}")


def _mistake(example: Example, judgement: Judgement) -> str | None:
    found = [evidence.at for evidence in judgement.findings]
    match judgement.verdict, example.bad:
        case Verdict.BROKEN, True:
            if example.at is None or example.at in found:
                return None
            return f"应在第 {example.at} 个事件判违反，却判在 {found} (expected at {example.at}, found at {found})"
        case Verdict.MET | Verdict.NOT_TRIGGERED, False:
            return None
        case verdict, bad:
            return f"{'bad' if bad else 'ok'} 例子被判为 {verdict} {found} (judged {verdict})"
