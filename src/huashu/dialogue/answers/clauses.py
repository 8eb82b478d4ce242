"""An utterance in clauses: which of them may hold an answer, and which ask back, put off, decline or are mere noise."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from huashu.dialogue.answers.words import pattern
from huashu.dialogue.script.lines import is_interrogative
from huashu.language.normalise import LONGEST, fold


class Sort(StrEnum):
    """What a clause is to the one who asked. A ``PROPOSAL`` asks leave for the value it holds (“周六行吗”), a ``CALL``
    speaks of this call or the next one (“晚上再打给我”)."""

    CONTENT = "content"
    PROPOSAL = "proposal"
    QUESTION = "question"
    NOISE = "noise"
    DECLINE = "decline"
    LATER = "later"
    CALL = "call"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A stretch ``[start, end)`` of the utterance; ``text`` is folded, fillers and pauses at its edges are gone."""

    text: str
    start: int
    end: int
    sort: Sort


BLANK = "〓"
"""Stands in for every character that holds no answer."""

_CLAUSE = re.compile(r"(?:[^，,。.！!？?；;…\s]|(?<=[a-z\d@])[.\s]+(?=[a-z\d@]))+[！!？?]*")
_PERMISSION = re.compile(
    r"(?:行|可以|好|成|方便|合适|能|来得及)(?:不行|不可以|不好|不方便)?(?:吗|吧|么|不)?[？?]*$|(?:吧|对吧)[？?]+$"
)
_TENTATIVE = re.compile(r"(?:吧|呗)[？?]*$")
_FREE_CHOICE = re.compile(r"随便|无论|不管|多少(?:有|还|会|能)|哪.{0,3}(?:都|也)|(?:什么|啥).{0,6}(?:都|也)")
_ASKS_ME = re.compile(r"^(?:我想问|我问一?下|想问|请问|问一?下|那你|那您|你们?|您们?|是不是|能不能|可不可以|有没有)")
_COMPLAINS = re.compile(r"你们|怎么")


@lru_cache(maxsize=2048)
def clauses(said: str) -> tuple[Clause, ...]:
    """The clauses of ``said`` (at most ``LONGEST`` characters of it) in order."""
    folded = fold(said[:LONGEST])
    found = tuple(one for piece in _CLAUSE.finditer(folded) if (one := _clause(piece, len(folded))) is not None)
    return tuple(replace(one, sort=Sort.CALL) if _is_of_call(one, found) else one for one in found)


def _is_of_call(clause: Clause, beside: Sequence[Clause]) -> bool:
    """Whether a clause that seems to state something says that this is no moment to talk, or to when to put it off."""
    if clause.sort not in (Sort.CONTENT, Sort.PROPOSAL):
        return False
    busy = any(pattern("<busy_now>").search(one.text) for one in beside)
    if pattern("<busy_now>").search(clause.text):
        return any(one.sort in (Sort.CALL, Sort.LATER) or pattern("<put_off>").search(one.text) for one in beside)
    return busy and pattern("<put_off>").search(clause.text) is not None


def _clause(piece: re.Match[str], length: int) -> Clause | None:
    raw = piece.group()
    lead = pattern(r"^<fillers>+").match(raw)
    lead_length = len(lead.group()) if lead and lead.end() < len(raw) else 0
    text = raw[lead_length:].rstrip("！!？?")
    if not re.search(r"\w", text) or (pattern(r"<fillers>+").fullmatch(text) and not re.fullmatch("嗯+", text)):
        return None
    if piece.end() < length and re.fullmatch(r"这个|那|就", text):
        return None
    return Clause(text=text, start=piece.start() + lead_length, end=piece.end(), sort=_sort(text, raw[lead_length:]))


def _sort(text: str, raw: str) -> Sort:
    if pattern("<ask_on>|<told_before>").search(text):
        return Sort.NOISE
    for sort in (Sort.CALL, Sort.LATER, Sort.DECLINE, Sort.NOISE):
        if pattern(f"<{sort}>").search(text):
            return sort
    if (unsure := pattern("<unsure>").search(text)) and not _COMPLAINS.search(text[unsure.end() :]):
        return Sort.UNSURE
    if _FREE_CHOICE.search(text) or _TENTATIVE.search(raw) or not _asks(raw):
        return Sort.CONTENT
    return Sort.PROPOSAL if _PERMISSION.search(raw) and not _ASKS_ME.search(text) else Sort.QUESTION


def _asks(raw: str) -> bool:
    """Whether the clause asks: 不错 does not, nor does a 呢 that only lends weight (还没呢; but 那周日呢 does)."""
    said = raw.replace("不错", "好")
    return is_interrogative(said if said.startswith("那") else said.removesuffix("呢"))


def open_text(said: str, *, call: bool = False) -> str:
    """``said`` folded, character for character, with ``BLANK`` for whatever cannot hold an answer. With ``call`` the
    clauses about the next call can hold one."""
    telling = (Sort.CONTENT, Sort.PROPOSAL, Sort.CALL) if call else (Sort.CONTENT, Sort.PROPOSAL)
    kept = list(BLANK * min(len(said), LONGEST))
    folded = fold(said[:LONGEST])
    previous = 0
    for clause in clauses(said):
        if clause.sort in telling:
            kept[clause.start : clause.end] = folded[clause.start : clause.end]
            kept[previous : clause.start] = folded[previous : clause.start]
        previous = clause.end
    kept[previous:] = folded[previous:]
    return "".join(kept)


def contents(said: str) -> tuple[Clause, ...]:
    """The clauses of ``said`` that state something."""
    return tuple(clause for clause in clauses(said) if clause.sort is Sort.CONTENT)


def plain(text: str) -> str:
    """``text`` of a clause without particles at its end."""
    return pattern("<tail>+$").sub("", text) or text


def han(text: str) -> int:
    """How many characters of ``text`` say something: letters, figures and Chinese characters."""
    return sum(character.isalnum() for character in text)
