"""Which of the options he chose: by its words, part of them, its place in the list, or what comes to the same."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from huashu.dialogue.answers.clauses import BLANK, Clause, contents
from huashu.dialogue.answers.ranges import within
from huashu.dialogue.answers.values import Found, Said, is_short_answer, time
from huashu.dialogue.answers.words import data, pattern
from huashu.language.slots import find_slots

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
    if chosen := _by_words(said, stated, options):
        return _in_full(said, chosen, options)
    return _contact(said, stated) or _by_place(said, stated, options) or _other(said, stated)


_UNNAMED = re.compile(r"哪")
_NONE_OF_THEM = re.compile(r"^(?:再|先|都不|不|其[他它]|别的|暂)")


def _by_place(said: Said, stated: Sequence[Clause], options: Sequence[str]) -> Found | None:
    """The option at the place he names; his own words where the question does not name what stands there."""
    places = {"first": 0, "second": 1, "third": 2, "middle": len(options) // 2, "last": len(options) - 1}
    unnamed = any(_UNNAMED.search(option) for option in options)
    unnamed |= sum(not _NONE_OF_THEM.search(option) for option in options) < 2
    for clause in stated:
        text = pattern("<tail>+$").sub("", clause.text)
        for name, index in places.items():
            if not re.search(data()["ordinals"][name], text):
                continue
            if unnamed:
                return Found(said.text[clause.start : clause.start + len(text)], clause.start, clause.end)
            if index < len(options):
                return Found(options[index], clause.start, clause.end)
    return None


def _in_full(said: Said, chosen: Found, options: Sequence[str]) -> Found:
    """``chosen`` with what he says beyond the option: the whole time, the address or the number that goes with it."""
    own = time(said)
    if own is not None and not own.refused and chosen.value in options and own.start < chosen.end:
        is_time = any(slot.kind == "time" for slot in find_slots(chosen.value))
        if is_time and own.start >= chosen.start and _goes_beyond(own.value, chosen.value):
            return Found(own.value, own.start, own.end)
    address = [slot for slot in said.slots if slot.kind == "address" and slot.text not in chosen.value]
    if address and not any(slot.kind == "address" for option in options for slot in find_slots(option)):
        slot = address[-1]
        return Found(f"{chosen.value}，{slot.text}", min(chosen.start, slot.start), max(chosen.end, slot.end))
    return chosen


def _goes_beyond(words: str, option: str) -> bool:
    """Whether ``words`` take up ``option`` and say more."""
    return bool(set(words) & set(option) - set("周天")) and bool(set(words) - set(option) - set("的吧"))


def _contact(said: Said, stated: Sequence[Clause]) -> Found | None:
    """His own words with an address or a telephone number, which no option holds: they are the value."""
    held = [slot for slot in said.slots if slot.kind in ("address", "phone")]
    if not held:
        return None
    if all(slot.kind == "address" for slot in held):
        return Found(held[-1].text, held[-1].start, held[-1].end)
    words = "，".join(pattern("<tail>+$").sub("", said.text[one.start : one.end]) for one in stated)
    return Found(words, stated[0].start, stated[-1].end)


@dataclass(frozen=True, slots=True)
class _Choice:
    """How plainly (``score``) a clause names an option."""

    score: float
    clause: Clause


_TOGETHER = re.compile(r"和|跟|、|都|也|还有|加上|以及|同时")


def _by_words(said: Said, stated: Sequence[Clause], options: Sequence[str]) -> Found | None:
    chosen: dict[int, _Choice] = {}
    rejected: set[int] = set()
    for clause in stated:
        after = re.split(r"[，,。.！!？?]", said.open[clause.end :].lstrip("，, "))[0]
        for index, score in _named(clause.text, options).items():
            if _is_rejected(clause.text, options[index], after):
                rejected.add(index)
            elif index not in chosen or score > chosen[index].score:
                chosen[index] = _Choice(score, clause)
    chosen = {index: kept for index, kept in chosen.items() if index not in rejected}
    if not chosen and len(rejected) == len(options) - 1 and not _contact(said, stated):
        left = next(index for index in range(len(options)) if index not in rejected)
        return Found(options[left], stated[0].start, stated[-1].end)
    if not chosen or (all(kept.score < 1 for kept in chosen.values()) and _contact(said, stated)):
        return None
    return _found(chosen, options)


def _found(chosen: Mapping[int, _Choice], options: Sequence[str]) -> Found:
    """Those chosen together, else the one that is named most plainly."""
    top = max(kept.score for kept in chosen.values())
    plainly = {index: kept for index, kept in chosen.items() if kept.score >= min(top, 2) or "也" in kept.clause.text}
    if len(plainly) > 1 and not _are_joined(plainly, options):
        best = max(plainly, key=lambda index: (plainly[index].score, -plainly[index].clause.start))
        plainly = {best: plainly[best]}
    clauses = [kept.clause for kept in plainly.values()]
    start, end = min(clause.start for clause in clauses), max(clause.end for clause in clauses)
    return Found("、".join(options[index] for index in sorted(plainly)), start, end)


def _are_joined(chosen: Mapping[int, _Choice], options: Sequence[str]) -> bool:
    """Whether the options are said together (甲和乙, 甲，乙也要), or as a mere list."""
    clauses = {kept.clause.start: kept.clause for kept in chosen.values()}
    if any(_TOGETHER.search(clause.text) for clause in clauses.values()):
        return True
    return len(clauses) > 1 and all(
        len(pattern("<tail>+$").sub("", kept.clause.text)) <= len(options[index]) for index, kept in chosen.items()
    )


def _named(text: str, options: Sequence[str]) -> dict[int, float]:
    """The options that ``text`` names, each with how plainly; only the plainest unless several are named alike."""
    scores = [_score(text, option, [one for one in options if one != option]) for option in options]
    best = max(scores)
    if best <= 0 or (best < 2 and scores.count(best) > 1):
        return {}
    beside = _TOGETHER.search(text) is not None or any(
        _is_rejected(text, option, "") for option, score in zip(options, scores, strict=True) if score >= 2
    )
    return {index: score for index, score in enumerate(scores) if score == best or (score >= 2 and beside)}


_MOST_BESIDE = 1
"""Characters with meaning that a clause may hold beside the single character by which it names an option."""
_ADVERBS = re.compile(r"直接|先|麻烦|帮|肯定|当然|主要|干脆|确实|应该|比较|一般|请|就是|感觉|觉得")


def _score(text: str, option: str, others: Sequence[str]) -> float:
    """How plainly ``text`` names ``option``: 3 in full, 2 by a synonym or a pair of characters that no other option
    has, less by one such character; 0 where it names what shuts the option out, or the option is no name (哪一种)."""
    if option in text and not any(option in other and other in text for other in others):
        return 3
    if _UNNAMED.search(option) or _shuts_out(text, option):
        return 0
    own = {pair for pair in _pairs(option) if not any(pair in other for other in others)}
    if any(pair in text for pair in own):
        return 2 + 0.1 * sum(pair in text for pair in own)
    if any(_is_alike(text, option, others, words) for words in data()["alike"]):
        return 2
    single = [one for one in _singles(option) if not any(one in other for other in others) and one in text]
    beside = {one for one in _ADVERBS.sub("", text) if one.isalnum()} - _EMPTY - set(option)
    return 0.5 * len(single) if len(text) <= 8 and len(beside) <= _MOST_BESIDE else 0


def _shuts_out(text: str, option: str) -> bool:
    """Whether ``text`` and ``option`` name different ones of words that shut each other out (上午, 下午)."""
    for words in data()["exclusive"]:
        said = {word for word in words if re.search(word, text)}
        if said and (meant := {word for word in words if re.search(word, option)}) and not said & meant:
            return True
    return False


_EMPTY = frozenset("的了是在您我你要想都也就还不没有个上下一是吗呢吧啊给到把好行可以能会人事这那两天")


def _pairs(text: str) -> set[str]:
    pairs = {first + second for first, second in pairwise(text)}
    return {pair for pair in pairs if not set(pair) <= _EMPTY}


def _singles(text: str) -> list[str]:
    return [one for one in text if one not in _EMPTY]


def _is_alike(text: str, option: str, others: Sequence[str], words: Sequence[str]) -> bool:
    def holds(one: str) -> bool:
        return any(word in one for word in words)

    return holds(option) and holds(text) and not any(holds(other) for other in others)


_DENYING = re.compile(r"不|没|无|差")


def _is_rejected(text: str, option: str, after: str) -> bool:
    """Whether ``text``, or the next clause ``after`` it as a whole, turns down the option that ``text`` names."""
    pieces = [option, *sorted(_pairs(option), key=text.find), *_singles(option)]
    place, piece = next(((text.find(piece), piece) for piece in pieces if piece in text), (-1, ""))
    if place < 0 or _DENYING.search(option):
        return place >= 0 and re.search(rf"({re.escape(piece)})倒?不\1", text) is not None
    following = text[place + len(piece) :].lstrip(option)
    if re.search(rf"不(?:要|用|行|考虑)了?{re.escape(piece)}", text) or pattern("<denied_option>").search(text[:place]):
        return True
    turned_down = re.fullmatch(r"(?:就|那)?(?:算了|不要|不行|免了|不考虑|不用)(?:吧|了|的)*", after)
    return bool(turned_down and not following.rstrip("的话吧")) or bool(pattern("<dropped_option>").match(following))


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
