"""Which steps of the document were delivered, of those that the customer left room for, and in which order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from huashu.call import Side
from huashu.rehearsal.score import Fault, Hits
from huashu.rehearsal.script import OwedStep, Script
from huashu.rehearsal.talk import Talk
from huashu.rehearsal.truth import Truth
from huashu.rehearsal.words import cut_off, overlap, speaks

PART_SPOKEN = 0.8
"""A sentence of a line counts as spoken when this share of its letter pairs was."""

SAID_SO = 0.6
"""A recorded answer is the customer's own when this share of its letter pairs stands in one of his utterances."""


def steps_delivered(
    talk: Talk, truth: Truth, script: Script, record: Mapping[str, Any], faults: list[Fault]
) -> tuple[Hits, bool | None]:
    """How many of the steps that the customer left room for were delivered, and whether in the document's order
    (``None`` with fewer than two of them).

    Room: until his first end signal (or until he left) the agent had some turns that nothing of his took up; every
    step takes as many of them as it has lines without a condition, the first one more (who is he, who are we: D9).
    A step of conditional lines is due when its condition occurred between its neighbours. A step is delivered when a
    line of it was spoken, or a sentence of its own, or when he settled it unasked and the record has his answer.
    """
    spoken = [(step, place) for step in script.steps if (place := _first_spoken(step, talk)) is not None]
    due = [*_reachable(talk, truth, script), *_occasioned(talk, truth, script, spoken)]
    delivered = {step.number for step, _ in spoken} | _settled(talk, record)
    outcomes = [step.number in delivered or bool(step.acts and _first_spoken(step, talk)) for step in due]
    for step, said in zip(due, outcomes, strict=True):
        if not said:
            when = "（条件出现了）" if step.acts else ""
            text = f"第{step.number}步没有说：{step.title}{when}"
            faults.append(Fault(event=None, measure="steps_delivered", text=text))
    places = [place for _, place in spoken]
    in_order = places == sorted(places) if len(places) > 1 else None
    if in_order is False:
        faults.append(Fault(event=None, measure="steps_in_order", text="步骤没有按文档的顺序说"))
    return Hits.of(outcomes), in_order


def _occasioned(
    talk: Talk, truth: Truth, script: Script, spoken: Sequence[tuple[OwedStep, tuple[int, int]]]
) -> Iterator[OwedStep]:
    """The conditional steps whose condition occurred in the stretch of the call that is theirs, with a turn of the
    agent after it."""
    stop = truth.signals[0].turn if truth.signals else len(talk.heard)
    for step in script.conditional:
        after = max((place[0] for other, place in spoken if other.number < step.number), default=None)
        before = min((place[0] for other, place in spoken if other.number > step.number), default=None)
        if after is None:
            continue
        for number in range(min(stop, len(talk.heard))):
            event = talk.turns[talk.heard[number]].event
            theirs = after < event and (before is None or event < before)
            reply = talk.reply(number)
            if theirs and reply and not cut_off(reply.text) and not step.acts.isdisjoint(truth.acts.get(number, ())):
                yield step
                break


def _settled(talk: Talk, record: Mapping[str, Any]) -> set[int]:
    """The steps whose answer the record has in words that he really said."""
    said = [turn.text for turn in talk.turns if turn.side is Side.CUSTOMER]
    rows = [entry for entry in record.get("answers") or () if isinstance(entry, Mapping) and entry.get("answer")]
    return {
        entry["step"]
        for entry in rows
        if isinstance(entry.get("step"), int) and any(overlap(str(entry["answer"]), text) >= SAID_SO for text in said)
    }


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
            if _delivers(said, step):
                return turn.event, place
        if _delivers(turn.text, step):
            return turn.event, len(turn.lines)
    return None


def _delivers(said: str, step: OwedStep) -> bool:
    if any(speaks(said, line) for line in step.accepted):
        return True
    return any(overlap(part, said) >= PART_SPOKEN for part in step.parts)
