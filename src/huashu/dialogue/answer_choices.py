"""Which of the options he chose: by its words, part of them, its place in the list, or what comes to the same."""

import re
from collections.abc import Sequence
from itertools import pairwise

from huashu.dialogue.answer_clauses import BLANK, Clause, contents
from huashu.dialogue.answer_ranges import within
from huashu.dialogue.answer_values import Found, Said, is_short_answer, time
from huashu.dialogue.answer_words import data, pattern

EITHER = "都可以"
"""The value where any option will do."""


def choice(said: Said, options: Sequence[str]) -> Found | None:
    """The option chosen, in the question's words; several joined with 、; his own words where they name another."""
    stated = [clause for clause in contents(said.text) if BLANK not in said.open[clause.start : clause.end]]
    for clause in stated:
        if pattern("(?:<near>|我|那|这个)*<any>").fullmatch(clause.text):
            return Found(EITHER, clause.start, clause.end)
    if not options:
        return None
    for clause in stated:
        if (option := within(clause.text, options)) is not None:
            return Found(option, clause.start, clause.end)
    return _by_words(said, stated, options) or _by_place(stated, options) or _other(said, stated)


def _by_place(stated: Sequence[Clause], options: Sequence[str]) -> Found | None:
    places = {"first": 0, "second": 1, "third": 2, "middle": len(options) // 2, "last": len(options) - 1}
    for clause in stated:
        for name, index in places.items():
            wording = re.compile(data()["ordinals"][name])
            if index < len(options) and wording.search(pattern("<tail>+$").sub("", clause.text)):
                return Found(options[index], clause.start, clause.end)
    return None


_NEGATED = re.compile(r"(?:不要|别|不是|不用|不想|不选|不喜欢|没有?|不太|不怎么|不)(?:是|用|选|想|要|去|走)?$")
_REJECTED = re.compile(
    r"(?:就|都|那个|的话|我)*(?:不要|不行|不用|不考虑|算了|不合适|没空|不方便|不需要|不在|不太行|没时间)"
)


_TOGETHER = re.compile(r"和|跟|、|都|也有|还有|加上|以及")


def _by_words(said: Said, stated: Sequence[Clause], options: Sequence[str]) -> Found | None:
    chosen: dict[int, tuple[float, Clause]] = {}
    rejected: set[int] = set()
    for clause in stated:
        scores = [_score(clause.text, option, [one for one in options if one != option]) for option in options]
        best = max(scores)
        if best <= 0:
            continue
        for index, score in enumerate(scores):
            beside = score >= 2 and _TOGETHER.search(clause.text)
            if (score < best and not beside) or (score < 2 and scores.count(best) > 1):
                continue
            if _is_rejected(clause.text, options[index], said.open[clause.end : clause.end + 8]):
                rejected.add(index)
            else:
                chosen.setdefault(index, (score, clause))
    chosen = {index: kept for index, kept in chosen.items() if index not in rejected}
    if not chosen and len(rejected) == len(options) - 1:
        left = next(index for index in range(len(options)) if index not in rejected)
        return Found(options[left], stated[0].start, stated[-1].end)
    if not chosen:
        return None
    top = max(score for score, _ in chosen.values())
    kept = sorted(index for index, (score, _) in chosen.items() if score >= min(top, 2))
    clauses = [chosen[index][1] for index in kept]
    start, end = min(clause.start for clause in clauses), max(clause.end for clause in clauses)
    return Found("、".join(options[index] for index in kept), start, end)


def _score(text: str, option: str, others: Sequence[str]) -> float:
    """How plainly ``text`` names ``option``: 3 in full, 2 by a synonym or a pair of characters that no other option
    has, less by one such character."""
    if option in text and not any(option in other and other in text for other in others):
        return 3
    own = {pair for pair in _pairs(option) if not any(pair in other for other in others)}
    if any(pair in text for pair in own):
        return 2 + 0.1 * sum(pair in text for pair in own)
    if any(_is_alike(text, option, others, words) for words in data()["alike"]):
        return 2
    single = [one for one in option if not any(one in other for other in others) and one not in _EMPTY]
    return 0.5 * sum(one in text for one in single) if len(text) <= 8 else 0


_EMPTY = frozenset("的了是在您我你要想都也就还不没有个上下一是吗呢吧啊给到把好行可以能会人事这那两天")


def _pairs(text: str) -> set[str]:
    pairs = {first + second for first, second in pairwise(text)}
    return {pair for pair in pairs if not set(pair) <= _EMPTY}


def _is_alike(text: str, option: str, others: Sequence[str], words: Sequence[str]) -> bool:
    def holds(one: str) -> bool:
        return any(word in one for word in words)

    return holds(option) and holds(text) and not any(holds(other) for other in others)


def _is_rejected(text: str, option: str, after: str) -> bool:
    pieces = [option, *sorted(_pairs(option), key=text.find)]
    place, piece = next(((text.find(piece), piece) for piece in pieces if piece in text), (-1, ""))
    if place < 0:
        return False
    following = text[place + len(piece) :] + after.lstrip("，,的 ")
    return bool(_NEGATED.search(text[:place])) or bool(_REJECTED.match(following.lstrip(option)))


_NONE = re.compile(r"(?:都|全|哪.{1,3}也?)[不没](?:太|怎么)?(?:行|要|合适|方便|可以|喜欢|选|是|空|有空|时间|考虑|需要)")


def _other(said: Said, stated: Sequence[Clause]) -> Found | None:
    """What he says instead of an option: another time, that none will do, or a short clause of his own."""
    if found := time(said):
        return found
    for clause in stated:
        if _NONE.search(clause.text):
            return Found(said.text[clause.start : clause.end], clause.start, clause.end, refused=True)
    for clause in stated:
        if not is_short_answer(clause.text) and 2 <= len(clause.text) <= 40:
            text = pattern("<tail>+$").sub("", clause.text)
            return Found(said.text[clause.start : clause.start + len(text)], clause.start, clause.end)
    return None
