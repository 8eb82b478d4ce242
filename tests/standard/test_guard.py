"""The guard comes to the verdicts of the judge, whatever was said before the line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Literal

import pytest

from huashu.call import Act, CallLog, Event, Heard, Said, speech_ms
from huashu.language.agent_lines import RULES
from huashu.standard import Ears, LineReader, Scene, Standard, extended, judge_scene, load_standard, utterance_faults
from huashu.standard.examples import sample_of
from huashu.standard.sample import Sample, SampleEars, read_sample

STANDARD = load_standard()

EVERY_OPERATOR = """
clauses:
  - id: thanks-nobody
    source: [S0.12]
    trigger: {says: {who: customer, acts: [thanks, praise], sure: 0.6}, in_turn: {says: {who: anyone, longer_than: 3}}}
    requires: {in: next_agent_turn, says: {who: agent, means: thanks}}
  - id: asks-twice-in-one-go
    source: [S0.9]
    trigger: {says: {who: agent, pattern: '[？?吗呢]'}}
    forbids: {in: same_turn, says: {who: agent, pattern: '[？?吗呢].*[？?吗呢]'}, after: {of: {says: {who: anyone}}}}
  - id: closes-without-farewell
    source: [S0.6]
    trigger: {says: {who: agent, means: closing}, not: {follows: {says: {who: customer, acts: [busy, refuse]}}}}
    requires: {in: same_turn, any: [{says: {who: agent, means: farewell}}, {follows: {says: {who: customer, acts: farewell}}}]}
  - id: long-answer-to-a-short-turn
    source: [S4.10]
    trigger: {not: {says: {who: customer, longer_than: 4}}, says: {who: customer}}
    forbids: {in: after, turns: 1, says: {who: agent, longer_than: 25}}
  - id: promises-a-day-near-a-sum
    source: [S1.7]
    forbids: {says: {who: agent, words: {any: [天, 元, 您], none: [不]}, entity: [date, money, time, name], shorter_than: 60}}
  - id: curt-after-a-long-turn
    source: [S1.9]
    trigger: {says: {who: customer, longer_than: 6}}
    forbids: {says: {who: agent, shorter_than: 9, words: {all: [您]}}}
  - id: reader-finds-it
    source: [S1.9]
    forbids: {says: {who: agent, means: [cold, closing]}, after: {of: {says: {who: agent, means: cold}}}}
  - id: reader-misses-it
    source: [S1.12]
    trigger: {says: {who: customer}}
    requires: {says: {who: agent, means: cold}}
"""

MEANINGS = """
meanings:
  cold:
    label: 冷淡
    learned: {rule: S1.9}
    patterns: [知道了]
    unless: [对不起]
    examples: [知道了]
"""


def with_score(text: str) -> str:
    """``text`` with what every clause has to have, for clauses that are here for their operators alone."""
    rest = """
    score: {weight: 1, area: wording}
    explain: 例
    explain_en: e.g.
    better: 例
    examples: [{ok: [坐席：例]}, {bad: [坐席：例]}]
"""
    head, *clauses = text.split("  - id:")
    return head + "".join(f"  - id:{clause.rstrip()}{rest}" for clause in clauses)


WIDE = extended(STANDARD, [(MEANINGS + with_score(EVERY_OPERATOR), "wide.yaml")])


@dataclass
class Judging:
    """A reader that draws a chance for each line, the same for the same line after the same turn."""

    seed: int

    def read(self, text: str, before: str) -> Mapping[str, float]:
        """A chance for every rule that a reader can know."""
        draw = Random(f"{self.seed}{text}{before}")
        return {rule: draw.random() for rule in RULES}


@dataclass(frozen=True)
class Heard3:
    """Acts with how sure each is."""

    scores: Mapping[Act, float]

    def has(self, *acts: Act) -> bool:
        """Whether it does them all."""
        return all(act in self.scores for act in acts)


@dataclass
class Drawing:
    """Ears that draw acts for each line, the same for the same line in the same context."""

    seed: int
    asked: set[tuple[str, str]] = field(default_factory=set)

    def understand(self, text: str, context: str = "") -> Heard3:
        """Up to three acts."""
        self.asked.add((text, context))
        draw = Random(f"{self.seed}{text}{context}")
        return Heard3(
            {act: draw.choice((0.3, 0.5, 0.9)) for act in draw.sample(list(Act), draw.choice((0, 1, 1, 2, 3)))}
        )


def lines_of_the_examples(who: type[Said] | type[Heard]) -> list[str]:
    """Every line of one side in the examples of clauses, and, for the agent, of meanings."""
    events = (
        event
        for clause in STANDARD.clauses
        for example in clause.examples
        for event in read_sample(example.lines).log.events
    )
    found = dict.fromkeys(event.text for event in events if isinstance(event, who))
    if who is Said:
        for meaning in STANDARD.meanings.values():
            found |= dict.fromkeys((*meaning.examples, *meaning.counter_examples))
    return list(found)


def judged(
    standard: Standard,
    before: str,
    heard: str,
    line: str,
    ears: Ears | None,
    reader: LineReader | None = None,
    direction: Literal["inbound", "outbound"] = "outbound",
) -> set[str]:
    """The clauses of one line that the judge finds broken by ``line`` in the little call."""
    events: list[Event] = []
    at = 0
    for kind, text in ((Said, before), (Heard, heard), (Said, line)):
        if text:
            events.append(kind(at=at, end=at + speech_ms(text), text=text))
            at = at + speech_ms(text) + 500
    scene = Scene(CallLog(id="", direction=direction, events=tuple(events)), ears, reader=reader)
    judgements = (judge_scene(clause, scene) for clause in standard.of_one_line)
    return {one.clause.id for one in judgements if any(found.at == len(events) - 1 for found in one.findings)}


def draws(seed: int, number: int) -> list[tuple[str, str, str]]:
    """Calls of up to three lines, put together from the examples and joined to longer lines."""
    draw = Random(seed)
    said, heard = lines_of_the_examples(Said), lines_of_the_examples(Heard)

    def turn() -> str:
        return "，".join(draw.choices(said, k=draw.choice((1, 1, 2))))

    return [
        (turn() if draw.random() < 0.7 else "", draw.choice(heard) if draw.random() < 0.8 else "", turn())
        for _ in range(number)
    ]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("standard", [STANDARD, WIDE], ids=["built in", "every operator"])
def test_the_guard_finds_in_a_line_what_the_judge_finds_there(standard: Standard, seed: int) -> None:
    for before, heard, line in draws(seed, 300):
        ears, reader = Drawing(seed), Judging(seed)
        told = utterance_faults(standard, line, heard, ears, agent_before=before, reader=reader)
        faults = {fault.clause.id for fault in told}
        assert faults == judged(standard, before, heard, line, Drawing(seed), reader), (before, heard, line)
        assert ears.asked <= {(heard, before)}


def turns_of(sample: Sample) -> list[tuple[str, str, str]]:
    """Each line of the agent with the customer's line that it answers and the agent's line before that, if any."""
    spoken = [event for event in sample.log.events if isinstance(event, Said | Heard)]
    turns = []
    for place, event in enumerate(spoken):
        heard = spoken[place - 1].text if place and isinstance(spoken[place - 1], Heard) else ""
        before = spoken[place - 2].text if heard and place > 1 and isinstance(spoken[place - 2], Said) else ""
        if isinstance(event, Said):
            turns.append((before, heard, event.text))
    return turns


def test_the_guard_finds_in_the_clauses_own_examples_what_the_judge_finds_there() -> None:
    found: set[str] = set()
    for clause in STANDARD.of_one_line:
        for example in clause.examples:
            sample = sample_of(clause, example)
            ears, way = SampleEars(known=sample.acts), sample.log.direction
            for before, heard, line in turns_of(sample):
                told = utterance_faults(
                    STANDARD, line, heard, ears, agent_before=before, reader=Judging(1), direction=way
                )
                faults = {fault.clause.id for fault in told}
                assert faults == judged(STANDARD, before, heard, line, ears, Judging(1), way), (before, heard, line)
                found |= faults
    assert len(found) > len(STANDARD.of_one_line) * 0.8


def test_without_ears_only_what_the_words_alone_prove_is_a_fault() -> None:
    for before, heard, line in draws(9, 300):
        faults = {fault.clause.id for fault in utterance_faults(WIDE, line, heard, None, agent_before=before)}
        assert faults == judged(WIDE, before, heard, line, None), (before, heard, line)


def test_every_operator_that_a_short_view_can_judge_is_in_the_comparison() -> None:
    wide = {clause.id for clause in WIDE.clauses} - {clause.id for clause in STANDARD.clauses}
    assert len(wide) == 8 and wide <= {clause.id for clause in WIDE.of_one_line}


def test_a_time_between_lines_is_not_known_before_they_are_spoken() -> None:
    timed = with_score(
        """
clauses:
  - id: answers-late
    source: [S4.11]
    forbids: {says: {who: agent}, after: {of: {says: {who: customer}}, within: 3s}}
"""
    )
    clause = extended(STANDARD, [(timed, "t.yaml")]).get("answers-late")
    assert clause is not None and not clause.of_one_line


def test_nothing_is_wrong_with_saying_nothing() -> None:
    assert utterance_faults(STANDARD, "  ", "不用了", Drawing(1)) == ()


def test_the_ears_are_not_asked_when_the_customer_has_said_nothing() -> None:
    ears = Drawing(1)
    utterance_faults(STANDARD, "您好，请问是林先生吗", "  ", ears)
    assert ears.asked == set()
