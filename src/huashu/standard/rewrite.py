"""An agent's own sentence made proper: what was rude in it goes, what it says stays.

The words are data (``rewrites.yaml``): for each requirement patterns and what to put in their place, in order. A line
is taken apart at its punctuation; ``first`` and ``then`` see the whole line, ``pieces`` one piece after another.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

SHORT = 40
"""Up to so many characters a rewritten line may have however short the original: “姓” becomes a whole question."""

_LEAST = 4
"""Fewer characters than this say nothing once the fillers are gone."""

_ROUNDS = 3
"""How often the rules are gone through again until nothing changes any more."""


def rewritten(text: str, rules: Sequence[str], before: str = "", *, hints: bool = True) -> str | None:
    """The agent's line ``text``, said after the customer's turn ``before``, as it would keep the requirements ``rules``
    ("S4.3"), or ``None`` where no rewriting is known. Pure.

    Numbers, amounts, times and names of the line stand in the answer as they are; it has at most twice the characters
    of ``text`` (or ``SHORT``), and rewriting it again gives ``None``. With ``hints`` an answer may have a gap “…” for a
    fact that nobody can invent: it may be shown, but not spoken.
    """
    line = _tidied(text)
    asked = [rule for rule in _data().rules if rule.number in rules and (hints or not rule.hint)]
    best = line
    for _ in range(_ROUNDS):
        changed = _once(best, asked, before)
        if changed == best:
            break
        best = changed
    else:
        return None
    if (
        best == line
        or len(_bare(best)) < _LEAST
        or len(best) > max(2 * len(text), SHORT)
        or _data().refuse.search(best)
    ):
        return None
    hinted = any(rule.hint for rule in asked)
    return best if hinted or facts(text) <= facts(best) else None


def facts(text: str) -> frozenset[str]:
    """What a rewriting of ``text`` must keep word by word: numbers and codes, amounts, times, quoted words, people."""
    words = _data().no_fact.sub("", text)
    return frozenset(found[0] for found in _FACT.finditer(words))


_TITLES = "先生|女士|小姐|师傅|经理|老师|主任|医生|大夫|主管|队长"
_FACT = re.compile(
    r"[0-9A-Za-z]+(?:[.:\-/][0-9A-Za-z]+)*[%％]?|[零〇一二两三四五六七八九十百千万亿半]*[零〇一二两三四五六七八九十百千万亿]"
    r"(?:个?(?:月|小时|钟头|工作日)|元|块|角|毛|年|号|日|天|点|分|秒|周|折|成|兆|栋|楼|层|室|单元|度|吨|公里|米|倍|层)"
    r"|[零〇一二两三四五六七八九十百千万亿幺]{2,}|(?:周|星期|礼拜)[一二三四五六日天]|[上下]午|“[^”]+”"
    rf"|(?:(?<=[，。！？；、])|^)[小老]?[一-龥](?:{_TITLES})"
)


@dataclass(frozen=True, slots=True)
class _Step:
    """Where ``find`` is found ``put`` is put in its place. ``after``: only when the customer's turn matches."""

    find: re.Pattern[str]
    put: str
    after: re.Pattern[str] | None = None

    def done(self, words: str, before: str) -> str:
        """``words`` with this step taken; as they are where it does not apply."""
        if self.after is not None and not self.after.search(before):
            return words
        return self.find.sub(self.put, words)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """How lines that break one requirement are made proper. ``then`` is only done when something was changed."""

    number: str
    hint: bool
    first: tuple[_Step, ...]
    pieces: tuple[_Step, ...]
    then: tuple[_Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Data:
    rules: tuple[_Rule, ...]
    polish: tuple[_Step, ...]
    no_fact: re.Pattern[str]
    refuse: re.Pattern[str]


@cache
def _data() -> _Data:
    data = yaml.safe_load(files(__package__).joinpath("rewrites.yaml").read_text("utf-8"))
    named: Mapping[str, str] = data["words"]
    rules = tuple(
        _Rule(
            number=number,
            hint=bool(rule.get("hint")),
            first=_steps(rule.get("first"), named),
            pieces=_steps(rule.get("pieces"), named),
            then=_steps(rule.get("then"), named),
        )
        for number, rule in data["rules"].items()
    )
    return _Data(
        rules=rules,
        polish=_steps(data["polish"], named),
        no_fact=_pattern(data["no_fact"], named),
        refuse=_pattern(data["refuse"], named),
    )


def _steps(entries: Any, named: Mapping[str, str]) -> tuple[_Step, ...]:
    return tuple(
        _Step(_pattern(find, named), put, _pattern(rest[0], named) if rest else None)
        for find, put, *rest in entries or ()
    )


def _pattern(source: str, named: Mapping[str, str]) -> re.Pattern[str]:
    for name, words in named.items():
        source = source.replace(f"<{name}>", f"(?:{words})")
    return re.compile(source)


_MARKS = re.compile(r"([，。！？；：、]+)")


def _tidied(text: str) -> str:
    """``text`` with Chinese punctuation and a comma for every blank and every run of dots."""
    line = re.sub(r"(?<!\d),|,(?!\d{3})|\s+|…+|\.{2,}|~+|—+", "，", text.strip())
    line = line.replace("?", "？").replace("!", "！").replace(";", "；")
    return _joined(re.sub(r"(?<=[^\W\d_])\.", "。", line))


def _joined(line: str) -> str:
    """``line`` with one mark where several stand together: the strongest of them."""
    line = _MARKS.sub(lambda found: max(found[1], key="，、：；。！？".index), line)
    return re.sub(r"^[，。！；：、？]+|[，、：；]+$", "", line)


def _bare(line: str) -> str:
    return re.sub(r"\W", "", line)


def _once(line: str, rules: Sequence[_Rule], before: str) -> str:
    changed = line
    for rule in rules:
        changed = _by(rule, changed, before)
    if changed == line:
        return line
    for step in _data().polish:
        changed = _joined(step.done(changed, before))
    return changed


def _by(rule: _Rule, line: str, before: str) -> str:
    changed = line
    for step in rule.first:
        changed = _joined(step.done(changed, before))
    changed = _joined("".join(_pieces(rule, changed, before)))
    if changed == line:
        return line
    for step in rule.then:
        changed = _joined(step.done(changed, before))
    return changed


def _pieces(rule: _Rule, line: str, before: str) -> Iterator[str]:
    """The pieces of ``line`` and the marks between them, each piece by the first step that applies; nothing twice."""
    said: set[str] = set()
    for part in _MARKS.split(line):
        if not part or _MARKS.fullmatch(part):
            yield part
            continue
        taken = (step.done(part, before) for step in rule.pieces)
        words = next((words for words in taken if words != part), part)
        if words not in said:
            yield words
        said.add(words)
