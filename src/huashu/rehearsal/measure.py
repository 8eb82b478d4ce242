"""One call measured: by the customer's truth and the words in the log, never by what the agent believes it heard."""

from collections.abc import Mapping
from typing import Any

from huashu.call import CallLog, Ms, Side
from huashu.rehearsal.answers import answers_recorded
from huashu.rehearsal.labels import CAUSES
from huashu.rehearsal.score import CallScore, Fault, Hits, Inspected
from huashu.rehearsal.script import Script
from huashu.rehearsal.steps import steps_delivered
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


def measure(log: CallLog, script: Script, inspected: Inspected | None = None) -> CallScore:
    """Measure one call. ``script`` is the script of the document it was made from."""
    talk, truth = talk_of(log), read_truth(log.truth)
    record: Mapping[str, Any] = log.record or {}
    faults: list[Fault] = []
    closed = closed_in_turn(talk, truth, script, faults)
    feedback, noted = feedback_recorded(talk, truth, record, faults)
    steps, in_order = steps_delivered(talk, truth, script, record, faults)
    return CallScore(
        temperament=truth.persona,
        goal=str(record.get("goal") or ""),
        closed=closed,
        cause=truth.signals[0].cause or truth.signals[0].act if truth.signals else "",
        feedback=feedback,
        feedback_noted=noted,
        do_not_contact=do_not_contact_recorded(talk, truth, record, faults),
        answers=answers_recorded(talk, truth, script, record, faults),
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
        return _closed_without_words(talk, truth, signal, script, faults)
    first, rest = replies[0], replies[1:]
    if not closes(first, script):
        if cut_off(first.text) and not _speaks_a_step(first, script):
            return None
        faults.append(_missed(first.event, truth, "客户已给出结束信号，这一轮没有收尾"))
        return False
    for turn in rest:
        before = [other for other in talk.turns if other.event < turn.event][-1]
        answered = before.side is Side.CUSTOMER and is_farewell(before.text) and answers_farewell(turn.text)
        if not answered:
            faults.append(_missed(turn.event, truth, "结束语之后又说了话"))
            return False
    if talk.ended_by not in (Side.AGENT, Side.CUSTOMER):
        faults.append(_missed(first.event, truth, "收尾之后没有结束通话"))
        return False
    return True


def _missed(event: int, truth: Truth, text: str) -> Fault:
    """A signal that was missed; among the reasons it stands with what made him want to end the call."""
    cause = truth.signals[0].cause or truth.signals[0].act
    return Fault(event=event, measure="closed_in_turn", text=text, kind=f"{text}（{CAUSES.get(cause, cause)}）")


def _closed_without_words(talk: Talk, truth: Truth, signal: Turn, script: Script, faults: list[Fault]) -> bool | None:
    before = [turn for turn in talk.turns if turn.side is Side.AGENT and turn.event < signal.event]
    if before and closes(before[-1], script) and talk.ended_by is not Side.SYSTEM:
        return None
    if talk.ended_by is Side.CUSTOMER and talk.length - signal.end <= LEFT_AT_ONCE:
        return None
    faults.append(_missed(signal.event, truth, "客户给出结束信号后，坐席没有致谢收尾"))
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
            kind = f"没有答对：{asked.entry}" if asked.entry else text
            faults.append(Fault(event=reply.event, measure="questions_right", text=text, kind=kind))
    return Hits.of(outcomes)


def _answers(reply: Turn, entry: str | None, script: Script) -> bool:
    if entry is None:
        return not any(speaks(reply.text, answer) for answer in script.answers.values())
    return speaks(reply.text, script.answers[entry]) or any(speaks(said, script.answers[entry]) for said in reply.lines)
