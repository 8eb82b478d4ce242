"""The reading of a heading by the words that documents use (``words``)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from huashu.playbook.layout import fold, han_number
from huashu.playbook.words import (
    ANY,
    FACTS,
    FILLERS,
    HALVES,
    LEAVING,
    MANNER_FILLERS,
    MANNER_NO,
    MANNER_YES,
    MEETING,
    NAMES,
    PEOPLE,
    QUALITIES,
    SAYING,
    STRONG,
    THEN,
    UNSURE,
    WEAK,
    WHILE,
    Half,
    Kind,
)

CALLER_KINDS = frozenset({Kind.TASK, Kind.PROFILE, Kind.STEPS, Kind.QA, Kind.OPENING, Kind.CLOSING})
CALLEE_KINDS = frozenset({Kind.BACKGROUND, Kind.CONCERNS, Kind.BEHAVIOURS, Kind.STYLE, Kind.AVOID, Kind.IMITATE})

__all__ = [
    "CALLEE_KINDS",
    "CALLER_KINDS",
    "NAMES",
    "Half",
    "Kind",
    "Name",
    "read_manner",
    "read_name",
    "split_brackets",
    "step_mark",
]

_PART = re.compile(
    r"^第[一二三四五六七八九十\d]+(?:部分|章|节|篇|幕|块|模块)|^part(?:[0-9ivx]+|[a-d](?![a-z]))|^(?:section|"
    r"chapter)\d+|^[ab甲乙](?:方|角|角色|面|部分)?(?=$|电话|拨|接|主|被|客|坐)"
)
_BRACKETED = re.compile(r"[(（\[【〔{｛][^()（）\[\]【】〔〕{}｛｝]*[)）\]】〕}｝]")
_N = r"([零一二三四五六七八九十百两\d]{1,3})"
_STEP = re.compile(
    rf"(?:第\s?{_N}\s?个?(?:步骤|步|阶段|环节|轮|关|幕)|"
    rf"^第\s?{_N}\s?(?:问(?!题)|项|段|节|句(?!话)|招|点(?![钟半整]))|^第{_N}(?=\s?[,，、:：])|"
    rf"(?:步骤|阶段|环节|(?<![a-z])(?:step|stage|phase))[\s#_-]{{0,2}}{_N}|^s(\d{{1,2}})(?=[\s.:：、]))"
    r"\s*[】\])）》]*\s*[:：.、,，)）—–\-|｜·~]*\s*",
    re.IGNORECASE,
)
"""A step word and its number: 第三步, 第3问, 第三，, 步骤3, Step 3, S3."""


@dataclass(frozen=True, slots=True)
class Name:
    """What the words of a heading say. ``strict``: it consists of known words alone; ``weak``: only weak words name its
    section; ``sure``: its half is named by a word that means nothing else."""

    kinds: tuple[Kind, ...] = ()
    half: Half | None = None
    sure: bool = False
    strict: bool = False
    weak: bool = False


def _table() -> dict[str, tuple[str, Kind | Half | None]]:
    words: dict[str, tuple[str, Kind | Half | None]] = dict.fromkeys(FILLERS, ("filler", None))
    for half, names in HALVES.items():
        words |= dict.fromkeys(names, ("half", half))
    facts = (
        who + how + what for who in PEOPLE for how in ("", *QUALITIES, *("的" + q for q in QUALITIES)) for what in FACTS
    )
    words |= dict.fromkeys(facts, ("strong", Kind.PROFILE))
    leaving = (end + at + say for end in LEAVING for at in WHILE for say in SAYING)
    words |= dict.fromkeys(leaving, ("strong", Kind.CLOSING))
    ending = (meet + any_ + then + end for meet in MEETING for any_ in ANY for then in THEN for end in LEAVING)
    words |= dict.fromkeys(ending, ("strong", Kind.END))
    for kind, weak in WEAK.items():
        words |= dict.fromkeys(weak, ("weak", kind))
    for kind, strong in STRONG.items():
        words |= dict.fromkeys(strong, ("strong", kind))
    return words


_WORDS = _table()
_LONGEST = max(map(len, _WORDS))


def read_name(core: str) -> Name:
    """Read a heading's words (brackets and numbers already off)."""
    return _read(re.sub(r"[^\w&]+|_", "", fold(core).lower()))


@lru_cache(maxsize=4096)
def _read(key: str) -> Name:
    if not key or len(key) > 60:
        return Name()
    key = _PART.sub("", key) or key
    strong: list[Kind] = []
    weak: list[Kind] = []
    halves: list[Half] = []
    sure = False
    leftover = 0
    for word, sort, meaning in _tokens(key):
        if isinstance(meaning, Half):
            halves.append(meaning)
            sure = sure or word not in UNSURE
        elif isinstance(meaning, Kind):
            (strong if sort == "strong" else weak).append(meaning)
        elif sort == "":
            leftover += len(word)
    kinds = tuple(dict.fromkeys(strong or weak[:1]))
    if Kind.OTHER in kinds and len(kinds) > 1:
        kinds = tuple(k for k in kinds if k is not Kind.OTHER)
    half = halves[0] if halves else None
    return Name(kinds, half, sure, strict=not leftover and bool(kinds or half), weak=not strong)


def _tokens(key: str) -> Iterable[tuple[str, str, Kind | Half | None]]:
    at = 0
    while at < len(key):
        for size in range(min(_LONGEST, len(key) - at), 0, -1):
            if (word := _WORDS.get(key[at : at + size])) is not None:
                yield (key[at : at + size], *word)
                at += size
                break
        else:
            yield (key[at], "", None)
            at += 1


_SORTS = (("fill", MANNER_FILLERS), ("yes", MANNER_YES), ("no", MANNER_NO))
_MANNER = dict(sorted(((w, s) for s, ws in _SORTS for w in ws), key=lambda pair: -len(pair[0])))


def read_manner(label: str) -> Kind | None:
    """What a label over examples of speech asks for: ``AVOID``, ``IMITATE``, or ``None`` if it is no such label."""
    key = re.sub(r"[^\w'×√]+|_", "", fold(label).lower())
    found: list[str] = []
    at = 0
    while at < len(key):
        if (word := next((w for w in _MANNER if key.startswith(w, at)), None)) is None or len(key) > 20:
            return None
        found.append(_MANNER[word])
        at += len(word)
    return Kind.AVOID if "no" in found else Kind.IMITATE if "yes" in found else None


def split_brackets(text: str) -> tuple[str, str]:
    """``text`` without its bracketed explanations, and those explanations."""
    inside = " ".join(m[0][1:-1] for m in _BRACKETED.finditer(text))
    return _BRACKETED.sub("", text).strip(), inside


def step_mark(text: str, *, reach: int = 0) -> tuple[int | None, str] | None:
    """A step word (第三步, 步骤3, Step 3) within the first ``reach`` characters: its number and the text after it."""
    window = text.lstrip("【[（(《「 ")
    found = _STEP.search(window[: reach + 24])
    if found is None or found.start() > reach or re.search('[“”「」"。？?]', window[: found.start()]):
        return None
    rest = window[found.end() :]
    opened = len(text) - len(window)
    if opened and rest.endswith(("】", "]", "）", ")", "》", "」")):
        rest = rest[:-1]
    return han_number(next(g for g in found.groups() if g)), rest.strip()
