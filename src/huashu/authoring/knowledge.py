"""Q&A entries that stand in each other's way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huashu.authoring.advice import Found
from huashu.authoring.draft import Draft, short, words
from huashu.dialogue.lines import overlap
from huashu.playbook.knowledge import Knowledge
from huashu.playbook.model import QA, ValueKind
from huashu.playbook.values import typed_values

_ALIKE = 0.85
"""The share of character pairs in common from which two answers say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Two entries that each would be given for the other's question."""

    first: QA
    second: QA

    @property
    def words(self) -> dict[str, object]:
        return {"question": short(self.second.question), "other": short(self.first.question), "first": self.first.line}


def repeated_question(draft: Draft) -> Iterator[Found]:
    """The same question twice, with the same answer."""
    return (
        Found(line=pair.second.line, words=pair.words)
        for pair in _pairs(draft)
        if not _clash(pair) and overlap(pair.first.answer, pair.second.answer) >= _ALIKE
    )


def contradicting_answers(draft: Draft) -> Iterator[Found]:
    """The same question twice, with answers that cannot both be right."""
    for pair in _pairs(draft):
        if clash := _clash(pair):
            yield Found(line=pair.second.line, words={**pair.words, "clash": clash})


def overlapping_questions(draft: Draft) -> Iterator[Found]:
    """Two questions that mean the same to the agent, with different answers."""
    return (
        Found(line=pair.second.line, words=pair.words)
        for pair in _pairs(draft)
        if not _clash(pair) and overlap(pair.first.answer, pair.second.answer) < _ALIKE
    )


def _pairs(draft: Draft) -> Iterator[_Pair]:
    """Entries each of which would be given for the other's question if that were missing, or ask it word for word."""
    entries = draft.caller.qa
    instead = [_instead(entry, draft) for entry in entries]
    for at, entry in enumerate(entries):
        for before, other in enumerate(entries[:at]):
            mutual = instead[at] is other and instead[before] is entry
            if mutual or _bare(entry.question) == _bare(other.question):
                yield _Pair(first=other, second=entry)


def _instead(asked: QA, draft: Draft) -> QA | None:
    """The entry that would surely be given for the question of ``asked`` if that entry were not there."""
    rest = [entry for entry in draft.caller.qa if entry is not asked]
    match = Knowledge(rest, draft.ears.embedder).match(asked.question)
    return match.entry if match.score >= _SURE else None


_SURE = 0.8
"""The chance from which one entry is taken for the answer to another's question."""


def _bare(text: str) -> str:
    return re.sub(r"\W|[的了吗呢啊吧]", "", text)


def _clash(pair: _Pair) -> str:
    """What the answers say differently, so that both cannot be right; else ""."""
    return _clashing_values(pair.first.answer, pair.second.answer) or _yes_and_no(pair)


def _clashing_values(one: str, other: str) -> str:
    """Values of one kind, of which the answers share none."""
    for kind in ValueKind:
        mine, theirs = _values(kind, one), _values(kind, other)
        if mine and theirs and not mine.keys() & theirs.keys():
            return f"“{next(iter(mine.values()))}”和“{next(iter(theirs.values()))}”"
    return ""


def _values(kind: ValueKind, text: str) -> dict[str, str]:
    """The values of a kind in ``text``: as written, by what they come to."""
    return {value.value: value.text for value in typed_values(text) if value.kind is kind}


def _yes_and_no(pair: _Pair) -> str:
    """A yes and a no to questions of which both deny something, or neither does."""
    denies = [bool(words("no_question").search(entry.question)) for entry in (pair.first, pair.second)]
    one, other = pair.first.answer, pair.second.answer
    sides = [bool(words("says_yes").match(text)) - bool(words("says_no").match(text)) for text in (one, other)]
    return f"“{short(one, 8)}”和“{short(other, 8)}”" if denies[0] == denies[1] and sides[0] * sides[1] < 0 else ""
