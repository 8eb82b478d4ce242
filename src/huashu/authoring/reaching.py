"""Lines that are never said, or not when their author thinks."""

from collections.abc import Iterator

from huashu.authoring.advice import Found
from huashu.authoring.draft import Draft, short, words
from huashu.dialogue.conditions import Cues, read_condition
from huashu.dialogue.conditions.reading import Wait
from huashu.dialogue.script.lines import is_closing, overlap
from huashu.dialogue.script.model import OPENING_STEP

_SAME = 0.9
"""The share of character pairs in common from which the agent takes a line for said already."""

_SHORT = 6
"""Characters up to which a line may be said again."""


def condition_unread(draft: Draft) -> Iterator[Found]:
    """A conditional line whose condition speaks of nothing that a customer says or does."""
    for _, line in draft.lines():
        if line.when is not None and not _waits(read_condition(line.when)):
            yield Found(line=line.line, words={"when": line.when, "text": short(line.text)})


def _waits(cues: Cues) -> bool:
    return cues.otherwise or any(any(_signature(part)) for both in cues.waits for part in both.parts)


def _signature(wait: Wait) -> tuple[object, ...]:
    """What a wait is about, whatever its words."""
    attitudes = tuple(attitude.name for attitude in wait.attitudes)
    matters = tuple(matter.name for matter in wait.matters)
    return (attitudes, wait.frames, matters, wait.rest, wait.comparison, wait.quoted)


def same_condition(draft: Draft) -> Iterator[Found]:
    """Two lines of a step that wait for the same: the first always wins."""
    for step in draft.caller.steps:
        seen: dict[object, int] = {}
        for line in step.lines:
            if line.when is None or not _waits(cues := read_condition(line.when)):
                continue
            waits = tuple(
                (both.turns, *((*_signature(part), part.denied, part.done) for part in both.parts))
                for both in cues.waits
            )
            first = seen.setdefault((waits, cues.otherwise), line.line)
            if first != line.line:
                yield Found(line=line.line, words={"when": line.when, "first": first})


def repeated_line(draft: Draft) -> Iterator[Found]:
    """A line that says what an earlier one has said: the agent leaves it out."""
    moves = [move for move in draft.script.moves if move.step != OPENING_STEP and len(move.text) > _SHORT]
    for at, move in enumerate(moves):
        earlier = next(
            (one for one in moves[:at] if one.step != move.step and overlap(one.text, move.text) >= _SAME), None
        )
        if earlier is not None:
            yield Found(line=move.line, words={"text": short(move.text), "first": earlier.line})


def early_goodbye(draft: Draft) -> Iterator[Found]:
    """A line that takes leave while there is more to say."""
    told = draft.told()
    for at, line in enumerate(told):
        if is_closing(line.text) and words("leave").search(line.text):
            rest = [later for later in told[at + 1 :] if not is_closing(later.text)]
            if rest:
                yield Found(line=line.line, words={"text": short(line.text), "next": rest[0].line})


def after_goodbye(draft: Draft) -> Iterator[Found]:
    """A conditional line that could only follow the leave-taking with which the call ends."""
    moves = draft.script.moves
    if len(moves) < 2 or not is_closing(moves[-1].text) or moves[-2].step == moves[-1].step:
        return
    for branch in draft.script.branches:
        if branch.move.step >= moves[-1].step and not branch.cues.ends and not is_closing(branch.text):
            yield Found(line=branch.move.line, words={"when": branch.cues.words, "last": moves[-1].line})
