"""Whether what the customer answered stands in the record, under the question that he answered."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from huashu.rehearsal.score import Fault, Hits
from huashu.rehearsal.script import Script
from huashu.rehearsal.talk import Talk
from huashu.rehearsal.truth import Given, Truth
from huashu.rehearsal.words import SHORTEST_FRAGMENT, asks, letters, overlap, sentences

SAME_QUESTION = 0.6
"""Two questions are one when this share of the letter pairs of either stands in the other."""

ASKED_AGAIN = 0.9
"""A question of which this share stands in another is the same question put again: the last answer holds."""

SAME_VALUE = 0.75
"""A value counts as recorded when this share of its letter pairs was."""

SHORTEST_ENTRY = 5
"""Letters from which a question of the Q&A can be told inside another."""

LONGEST_NAME = 24
"""Characters by which a question is named among the reasons."""

_PLAIN = frozenset({"yes", "no"})
_KEPT = 8192
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万]+")
_DIGITS = {sign: value for value, signs in enumerate(("零〇", "一", "二两", *"三四五六七八九")) for sign in signs}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = re.compile(r"\d+")


def answers_recorded(talk: Talk, truth: Truth, script: Script, record: Mapping[str, Any], faults: list[Fault]) -> Hits:
    """How many of the answers that he gave are in the record, each under its own question: its value, or that it was
    a yes or a no.

    Of several answers to one question the last holds, and a correction in place of what it corrects. Not counted: what
    never reached the line, answers in which there was nothing to record, and which of two questions he had meant.
    """
    recorded = [entry for entry in record.get("answers") or () if isinstance(entry, Mapping)]
    outcomes = []
    for given in _last_ones(truth, talk):
        turn = talk.utterance(given.turn)
        if turn is None or _asks_which(given.question, script):
            continue
        right = any(_is_about(entry, given) and _holds(entry, given) for entry in recorded)
        outcomes.append(right)
        if not right:
            faults.append(_lost(given, turn.event, recorded))
    return Hits.of(outcomes)


def _asks_which(question: str, script: Script) -> bool:
    """Whether the agent asked which entry of the Q&A he meant."""
    return any(
        overlap(entry, question) >= SAME_VALUE for entry in script.answers if len(letters(entry)) >= SHORTEST_ENTRY
    )


def _last_ones(truth: Truth, talk: Talk) -> list[Given]:
    kept: list[Given] = []
    for given in truth.answers:
        if talk.utterance(given.turn) is None:
            continue
        if given.stance == "corrected" and (first := _corrected(given, kept)) is not None:
            given = replace(given, question=first.question)
            kept.remove(first)
        kept = [other for other in kept if not _asked_again(other.question, given.question)]
        kept.append(given)
    return [given for given in kept if given.value or given.stance in _PLAIN]


def _corrected(given: Given, before: list[Given]) -> Given | None:
    """The earlier answer that a correction is about."""
    same_kind = [other for other in before if other.kind == given.kind]
    same = [other for other in same_kind if other.value == given.value]
    return next(reversed(same or same_kind), None)


def _asked_again(before: str, now: str) -> bool:
    """Whether the same question was put again, in full or shorter, whatever else was said around it."""
    first, second = question_in(before), question_in(now)
    shorter, longer = sorted((first, second), key=lambda text: len(letters(text)))
    if len(letters(shorter)) < SHORTEST_FRAGMENT:
        return letters(first) == letters(second)
    return overlap(shorter, longer) >= ASKED_AGAIN


def _is_about(entry: Mapping[str, Any], given: Given) -> bool:
    question = str(entry.get("question") or "")
    if not question or not given.question:
        return True
    return max(overlap(question, given.question), overlap(question_in(given.question), question)) >= SAME_QUESTION


def _holds(entry: Mapping[str, Any], given: Given) -> bool:
    answer = str(entry.get("answer") or "")
    if given.value:
        return same_value(given.value, f"{answer} {entry.get('value') or ''}")
    if entry.get("stance") in _PLAIN:
        return str(entry["stance"]) == given.stance
    return bool(answer) and overlap(answer, given.text) >= SAME_VALUE


def same_value(value: str, written: str) -> bool:
    """Whether the words of ``value`` stand in what was ``written`` down; numbers may be digits or Chinese numerals."""
    wanted, found = numbered(value), numbered(written)
    if _NUMBER.fullmatch(wanted):
        return wanted in _NUMBER.findall(found)
    return overlap(wanted, found) >= SAME_VALUE


@lru_cache(_KEPT)
def numbered(text: str) -> str:
    """The letters of ``text`` with Chinese numerals as digits: 九分 and 9分 are the same."""
    return letters(_NUMERAL.sub(lambda found: _number(found.group()), text))


def _number(numeral: str) -> str:
    if not any(unit in numeral for unit in "十百千万"):
        return "".join(str(_DIGITS[sign]) for sign in numeral)
    total = part = digit = 0
    for sign in numeral:
        if sign == "万":
            total, part, digit = (total + part + digit) * 10_000, 0, 0
        elif sign in _UNITS:
            part, digit = part + (digit or 1) * _UNITS[sign], 0
        else:
            digit = _DIGITS[sign]
    return str(total + part + digit)


def question_in(said: str) -> str:
    """The last question of what was said; all of it when nothing in it asks."""
    return next((sentence for sentence in reversed(sentences(said)) if asks(sentence)), said)


def _lost(given: Given, event: int, recorded: list[Mapping[str, Any]]) -> Fault:
    name = question_in(given.question).strip()
    name = name if len(name) <= LONGEST_NAME else "…" + name[-LONGEST_NAME + 1 :]
    written = next((str(entry.get("answer") or "") for entry in recorded if _is_about(entry, given)), "")
    told = given.value or given.text
    text = f"回答“{told}”没有记对，记下的是“{written}”" if written else f"回答“{told}”没有记下来"
    kind = f"回答{'没有记对' if written else '没有记下来'}：{name}"
    return Fault(event=event, measure="answers_recorded", text=text, kind=kind)
