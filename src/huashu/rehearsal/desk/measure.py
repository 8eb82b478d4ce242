"""One call to a desk measured: by the caller's truth, the orders that exist and the words in the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from huashu.call import CallLog, Ms, Side
from huashu.customer.callers import Nature
from huashu.playbook.desk.model import Desk, Risk
from huashu.rehearsal.desk.harassment import genuine_served, harassment_handled
from huashu.rehearsal.desk.holds import answered_in_time, holds_kept
from huashu.rehearsal.desk.moments import moments_handled
from huashu.rehearsal.desk.needs import needs_met
from huashu.rehearsal.desk.privacy import attempts_kept, nothing_leaked
from huashu.rehearsal.desk.promises import outage_honest, promises_exist
from huashu.rehearsal.desk.records import record_complete
from huashu.rehearsal.desk.texts import Texts
from huashu.rehearsal.desk.truth import CallerTruth, read_caller
from huashu.rehearsal.score import Fault, Hits, Inspected
from huashu.rehearsal.talk import talk_of
from huashu.rehearsal.words import count

WEIGHTS: Mapping[str, int] = {
    "nothing_leaked": 20,
    "genuine_served": 20,
    "promises_exist": 10,
    "outage_honest": 10,
    "harassment_handled": 10,
    "attempts_kept": 10,
    "needs_met": 5,
    "holds_kept": 4,
    "record_complete": 3,
    "moments_handled": 2,
    "answered_in_time": 2,
    "satisfied": 1,
}
"""How much a miss of each rate makes a call deserve to be read."""

BREACH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskScore:
    """Everything measured in one call to a desk; see ``Scored``. ``kind`` is the caller's, by his truth."""

    kind: str = ""
    rates: Mapping[str, Hits] = field(default_factory=dict)
    occasions: Mapping[str, Hits] = field(default_factory=dict)
    goal: str = ""
    end_reason: str = ""
    ended_by: str = ""
    turns: int = 0
    length: Ms = 0
    words: Mapping[str, int] = field(default_factory=dict)
    talk_ms: Mapping[str, Ms] = field(default_factory=dict)
    mood: Mapping[str, float] = field(default_factory=dict)
    inspected: Inspected = field(default_factory=Inspected)
    faults: tuple[Fault, ...] = ()

    @property
    def group(self) -> str:
        """What kind of caller it was."""
        return self.kind

    @property
    def badness(self) -> int:
        """How much the call deserves to be read: what must never happen weighs most."""
        missed = sum(WEIGHTS[name] * (hits.n - hits.hit) for name, hits in self.rates.items())
        return missed + BREACH * len(self.inspected.breaches)


def measure(
    log: CallLog,
    desk: Desk,
    texts: Texts,
    began: datetime,
    inspected: Inspected | None = None,
    risk: Risk | None = None,
) -> DeskScore:
    """Measure one call to ``desk`` that began at ``began``; ``texts`` are those of its document."""
    talk, truth = talk_of(log), read_caller(log.truth)
    faults: list[Fault] = []
    moments = moments_handled(log, talk, truth, faults)
    event_of = {number: talk.turns[place].event for number, place in enumerate(talk.heard)}
    rates = {
        "needs_met": needs_met(log, truth, desk, event_of, faults),
        "nothing_leaked": nothing_leaked(log, desk, texts, faults, entitled=truth.entitled),
        "attempts_kept": attempts_kept(log, desk.verification, faults),
        "promises_exist": promises_exist(log, began, texts, faults),
        "outage_honest": outage_honest(log, faults),
        "holds_kept": holds_kept(log, truth.insists, faults),
        "answered_in_time": answered_in_time(log, faults),
        "harassment_handled": harassment_handled(log, truth, risk or desk.risk, texts, faults),
        "genuine_served": genuine_served(log, truth, texts, faults),
        "moments_handled": Hits(
            hit=sum(hits.hit for hits in moments.values()), n=sum(hits.n for hits in moments.values())
        ),
        "satisfied": _satisfied(truth),
        "record_complete": record_complete(log, truth, faults),
    }
    record = log.record or {}
    sides = {side.value: [turn for turn in talk.turns if turn.side is side] for side in (Side.AGENT, Side.CUSTOMER)}
    return DeskScore(
        kind=truth.kind or truth.nature.value,
        rates=rates,
        occasions=moments,
        goal=str(record.get("goal") or ""),
        end_reason=str(record.get("end_reason") or "unknown"),
        ended_by=talk.ended_by.value if talk.ended_by else "",
        turns=len(talk.turns),
        length=talk.length,
        words={side: sum(count(turn.text) for turn in turns) for side, turns in sides.items()},
        talk_ms={side: sum(turn.end - turn.at for turn in turns) for side, turns in sides.items()},
        inspected=inspected or Inspected(),
        faults=tuple(faults),
    )


def _satisfied(truth: CallerTruth) -> Hits:
    """Whether he went content. Not counted: harassing callers, and those who wanted what they must not get."""
    if truth.nature is Nature.HARASSING or any(need.refusable for need in truth.needs):
        return Hits()
    return Hits.of([truth.satisfied])
