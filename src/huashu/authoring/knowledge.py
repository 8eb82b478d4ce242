"""Q&A entries that stand in each other's way."""

from collections.abc import Iterator
from dataclasses import dataclass

from huashu.authoring.advice import Found
from huashu.authoring.draft import Draft, short, words
from huashu.dialogue.script.lines import overlap
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
    return (_Pair(first=first, second=second) for first, second in draft.twins)


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
