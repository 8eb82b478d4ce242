"""One call measured: by the customer's truth and the words in the log, never by what the agent believes it heard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from huashu.call import CallLog, Ms, Side
from huashu.rehearsal.script import OwedStep, Script
from huashu.rehearsal.talk import Talk, Turn, talk_of
from huashu.rehearsal.truth import Point, Truth, read_truth
from huashu.rehearsal.words import (
    answers_farewell,
    count,
    cut_off,
    has_closing_words,
    is_farewell,
    overlap,
    sentences,
    speaks,
)

LEFT_AT_ONCE: Ms = 3000
"""A customer who hangs up within this after his end signal leaves the agent no turn to close in."""

TIME_SLACK = 0.05
"""Seconds by which a record's ``at`` may miss the utterance it belongs to."""

SAME_WORDS = 0.5
"""A recorded point without a usable time counts when it has this share of the spoken point's letter pairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """``hit`` of ``n`` cases went right."""

    hit: int = 0
    n: int = 0

    @staticmethod
    def of(outcomes: Iterable[bool]) -> "Hits":
        """Count what happened."""
        seen = list(outcomes)
        return Hits(hit=sum(seen), n=len(seen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that went wrong: where in the log (``None``: nowhere in particular), which measure, in words."""

    event: int | None
    measure: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A clause that inspection found broken: which, at which event, and why."""

    clause: str
    event: int | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What inspection says of a call: its score out of 100 (``None``: nothing could be judged) and each breach."""

    score: int | None = None
    breaches: tuple[Breach, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallScore:
    """Everything measured in one call. ``closed`` is ``None`` when the customer gave no occasion. Times in ms."""

    closed: bool | None = None
    cause: str = ""
    feedback: Hits = Hits()
    feedback_noted: Hits = Hits()
    do_not_contact: Hits = Hits()
    questions: Hits = Hits()
    steps: Hits = Hits()
    in_order: bool | None = None
    end_reason: str = ""
    ended_by: str = ""
    turns: int = 0
    length: Ms = 0
    words: Mapping[str, int] = field(default_factory=dict)
    talk_ms: Mapping[str, Ms] = field(default_factory=dict)
    mood: Mapping[str, float] = field(default_factory=dict)
    inspected: Inspected = Inspected()
    faults: tuple[Fault, ...] = ()


def measure(log: CallLog, script: Script, inspected: Inspected | None = None) -> CallScore:
    """Measure one call. ``script`` is the script of the document it was made from."""
    talk, truth = talk_of(log), read_truth(log.truth)
    record: Mapping[str, Any] = log.record or {}
    faults: list[Fault] = []
    closed = closed_in_turn(talk, truth, script, faults)
    feedback, noted = feedback_recorded(talk, truth, record, faults)
    steps, in_order = steps_delivered(talk, truth, script, faults)
    return CallScore(
        closed=closed,
        cause=truth.signals[0].cause or truth.signals[0].act if truth.signals else "",
        feedback=feedback,
        feedback_noted=noted,
        do_not_contact=do_not_contact_recorded(talk, truth, record, faults),
        questions=questions_right(talk, truth, script, faults),
        steps=steps,
        in_order=in_order,
        end_reason=str(record.get("end_reason") or "unknown"),
        ended_by=talk.ended_by.value if talk.ended_by else "",
        turns=len(talk.turns),
        length=talk.length,
        words={side.value: sum(count(turn.text) for turn in _of(talk, side)) for side in (Side.AGENT, Side.CUSTOMER)},
        talk_ms={
            side.value: sum(turn.end - turn.at for turn in _of(talk, side)) for side in (Side.AGENT, Side.CUSTOMER)
        },
        mood=truth.mood,
        inspected=inspected or Inspected(),
        faults=tuple(faults),
    )


def _of(talk: Talk, side: Side) -> list[Turn]:
    return [turn for turn in talk.turns if turn.side is side]


def closed_in_turn(talk: Talk, truth: Truth, script: Script, faults: list[Fault]) -> bool | None:
    """Whether the agent's very next turn after the first end signal closed the call, with nothing after it but an
    answer to a farewell (S0.12). ``None``: no signal was heard, or the customer left no turn to close in."""
    if not truth.signals or (signal := talk.utterance(truth.signals[0].turn)) is None:
        return None
    after = talk.after(truth.signals[0].turn)
    replies = [turn for turn in after if turn.side is Side.AGENT]
    if not replies:
        return _closed_without_words(talk, signal, script, faults)
    first, rest = replies[0], replies[1:]
    if not closes(first, script):
        if cut_off(first.text) and not _speaks_a_step(first, script):
            return None
        faults.append(Fault(event=first.event, measure="closed_in_turn", text="客户已给出结束信号，这一轮没有收尾"))
        return False
    for turn in rest:
        before = [other for other in talk.turns if other.event < turn.event][-1]
        answered = before.side is Side.CUSTOMER and is_farewell(before.text) and answers_farewell(turn.text)
        if not answered:
            faults.append(Fault(event=turn.event, measure="closed_in_turn", text="结束语之后又说了话"))
            return False
    if talk.ended_by not in (Side.AGENT, Side.CUSTOMER):
        faults.append(Fault(event=first.event, measure="closed_in_turn", text="收尾之后没有结束通话"))
        return False
    return True


def _closed_without_words(talk: Talk, signal: Turn, script: Script, faults: list[Fault]) -> bool | None:
    before = [turn for turn in talk.turns if turn.side is Side.AGENT and turn.event < signal.event]
    if before and closes(before[-1], script) and talk.ended_by is not Side.SYSTEM:
        return None
    if talk.ended_by is Side.CUSTOMER and talk.length - signal.end <= LEFT_AT_ONCE:
        return None
    faults.append(Fault(event=signal.event, measure="closed_in_turn", text="客户给出结束信号后，坐席没有致谢收尾"))
    return False


def closes(turn: Turn, script: Script) -> bool:
    """Whether a turn of the agent takes leave: a closing line of the document, or thanks and leave-taking in other
    words that neither go on with the script nor ask anything."""
    if script.is_closing(turn.lines[-1]):
        return not _speaks_a_step(turn, script)
    return has_closing_words(turn.text) and not _speaks_a_step(turn, script)


def _speaks_a_step(turn: Turn, script: Script) -> bool:
    return any(
        not script.is_closing(line) and speaks(said, line) and not _only_courtesy(line)
        for step in script.steps[:-1]
        for line in step.lines
        for said in sentences("".join(turn.lines))
        if not has_closing_words(said)
    )


def _only_courtesy(line: str) -> bool:
    return count(line) < 6


def feedback_recorded(talk: Talk, truth: Truth, record: Mapping[str, Any], faults: list[Fault]) -> tuple[Hits, Hits]:
    """How many of the points he made are in the record, and how many of the recorded points he made.

    A recorded point matches by the time of the utterance, or by its words.
    """
    recorded = [entry for entry in record.get("feedback") or () if str(entry.get("text") or "").strip()]
    given = [(point, turn) for point in truth.feedback if (turn := talk.utterance(point.turn)) is not None]
    outcomes = []
    for point, turn in given:
        found = any(_same_point(entry, point, turn) for entry in recorded)
        outcomes.append(found)
        if not found:
            faults.append(Fault(event=turn.event, measure="feedback_recall", text="这条反馈没有记下来"))
    noted = Hits.of(any(_same_point(entry, point, turn) for point, turn in given) for entry in recorded)
    return Hits.of(outcomes), noted


def _same_point(entry: Mapping[str, Any], point: Point, turn: Turn) -> bool:
    at = entry.get("at")
    if isinstance(at, int | float) and turn.at / 1000 - TIME_SLACK <= at <= turn.end / 1000 + TIME_SLACK:
        return True
    text = str(entry.get("text"))
    return max(overlap(point.text, text), overlap(text, point.text)) >= SAME_WORDS


def do_not_contact_recorded(talk: Talk, truth: Truth, record: Mapping[str, Any], faults: list[Fault]) -> Hits:
    """Whether his wish not to be called again is in the record (S0.13)."""
    if truth.do_not_contact is None or (turn := talk.utterance(truth.do_not_contact)) is None:
        return Hits()
    if record.get("do_not_contact") is True:
        return Hits(hit=1, n=1)
    faults.append(Fault(event=turn.event, measure="do_not_contact_recall", text="客户要求不再来电，没有登记"))
    return Hits(hit=0, n=1)


def questions_right(talk: Talk, truth: Truth, script: Script, faults: list[Fault]) -> Hits:
    """Whether the agent's next turn gave the answer of the entry he asked for, or, for a question that the document
    does not answer, no entry's answer. Not counted: questions from the first end signal on, where closing comes first;
    questions after which he left before the agent could speak; entries the document does not have."""
    first_signal = truth.signals[0].turn if truth.signals else None
    outcomes = []
    for asked in truth.questions:
        if first_signal is not None and asked.turn >= first_signal:
            continue
        if talk.utterance(asked.turn) is None or (reply := talk.reply(asked.turn)) is None or cut_off(reply.text):
            continue
        if asked.entry is not None and asked.entry not in script.answers:
            continue
        right = _answers(reply, asked.entry, script)
        outcomes.append(right)
        if not right:
            text = f"应回答：{script.answers[asked.entry]}" if asked.entry else "知识库没有答案，却用别的答案作答"
            faults.append(Fault(event=reply.event, measure="questions_right", text=text))
    return Hits.of(outcomes)


def _answers(reply: Turn, entry: str | None, script: Script) -> bool:
    if entry is None:
        return not any(speaks(reply.text, answer) for answer in script.answers.values())
    return speaks(reply.text, script.answers[entry]) or any(speaks(said, script.answers[entry]) for said in reply.lines)


def steps_delivered(talk: Talk, truth: Truth, script: Script, faults: list[Fault]) -> tuple[Hits, bool | None]:
    """How many of the steps that the customer left room for were spoken, and whether in the document's order
    (``None`` with fewer than two of them).

    Room: until his first end signal (or until he left) the agent had some turns that nothing of his took up; every
    step takes as many of them as it has lines without a condition, the first one more (who is he, who are we: D9).
    """
    reachable = _reachable(talk, truth, script)
    spoken = [(step, place) for step in script.steps if (place := _first_spoken(step, talk)) is not None]
    delivered = {step.number for step, _ in spoken}
    for step in reachable:
        if step.number not in delivered:
            faults.append(Fault(event=None, measure="steps_delivered", text=f"第{step.number}步没有说：{step.title}"))
    places = [place for _, place in spoken]
    in_order = places == sorted(places) if len(places) > 1 else None
    if in_order is False:
        faults.append(Fault(event=None, measure="steps_in_order", text="步骤没有按文档的顺序说"))
    return Hits.of(step.number in delivered for step in reachable), in_order


def _reachable(talk: Talk, truth: Truth, script: Script) -> tuple[OwedStep, ...]:
    stop = len(talk.turns)
    if truth.signals and truth.signals[0].turn < len(talk.heard):
        stop = talk.heard[truth.signals[0].turn]
    elif talk.ended_by is Side.AGENT:
        return script.steps
    answers_to = {index + 1: nth for nth, index in enumerate(talk.heard)}
    taken = truth.detours - {0}  # whatever he picks up with, the opening is the answer
    room = 0
    for index, turn in enumerate(talk.turns[:stop]):
        if turn.side is Side.AGENT and (index == 0 or (index in answers_to and answers_to[index] not in taken)):
            room += 1
    reachable = []
    for place, step in enumerate(script.steps):
        if room <= 0:
            break
        reachable.append(step)
        room -= len(step.lines) + (place == 0)
    return tuple(reachable)


def _first_spoken(step: OwedStep, talk: Talk) -> tuple[int, int] | None:
    for turn in talk.turns:
        if turn.side is not Side.AGENT:
            continue
        for place, said in enumerate(turn.lines):
            if any(speaks(said, line) for line in step.accepted):
                return turn.event, place
        if any(speaks(turn.text, line) for line in step.accepted):
            return turn.event, len(turn.lines)
    return None
