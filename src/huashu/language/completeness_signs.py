"""What tells whether an utterance is finished: how it ends and begins, open clauses, numbers, kinds of words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from huashu.language.normalise import tidy
from huashu.language.numbers import DIGITS
from huashu.language.tables import rows, sounds

Sign = tuple[str, float]

_LONGEST = 200  # characters that are read: half of them from each end
_PAUSE = re.compile(r"[^\w]+")
_FINAL = re.compile(r"[^\w]+$")
_DIGITS = "".join(set(DIGITS) - set("妖腰洞拐勾"))
_FINAL_DIGITS = re.compile(rf"[{_DIGITS}]+$")
_CLAUSES = {
    "because": ("因为|由于|既然|之所以", "所以|就|才|那|只好|于是"),
    "if": (
        "如果|要是|假如|万一|只要|除非|一旦|只有|的话|等到",
        "就|那|怎么|咋|吗|呢|吧|还|才|会不会|能不能|可以|啥|什么|谁|多少|算|都|也",
    ),
    "although": (
        "虽然|虽说|尽管|即使|即便|就算|哪怕|不管|无论|不论|再怎么|宁可",
        "也|都|但|可是|可|不过|却|还|照样|总|反正|吗|呢|怎么",
    ),
    "besides": ("不但|不仅|不光|除了|既", "而且|还|也|都|又|反而|没"),
    "when": ("的时候|以后|之后|以前|之前|自从", "就|才|都|也|还|又|再|没|不|了|吗|呢"),
}
"""Clauses that call for another: how each is opened, and what the other has."""
_OPENED = {kind: re.compile(opened) for kind, (opened, _) in _CLAUSES.items()}
_ANSWERED = {kind: re.compile(answered) for kind, (_, answered) in _CLAUSES.items()}
_PHONE = 11  # digits of a mobile number


def spoken(text: str) -> str:
    """``text`` in one spelling, without the mark at its end, as it is embedded; what is only marks stays."""
    return _FINAL.sub("", tidy(text)) or tidy(text)


def signs(text: str) -> dict[str, float]:
    """Everything that tells, name -> weight."""
    parts, bare = _parts(text)
    found = [_final_mark(text)]
    found += [*_ending(parts, bare), *_beginning(bare), *_anywhere(bare), *_last_part(parts), *_doubled(bare)]
    return _summed(found)


def ending_signs(text: str) -> dict[str, float]:
    """What tells how readily people stop here; nothing that depends on the marks a recogniser put at the end."""
    return _summed(_ending(*_parts(text)))


def _summed(found: Sequence[Sign] | Iterator[Sign]) -> dict[str, float]:
    total: dict[str, float] = {}
    for name, weight in found:
        total[name] = total.get(name, 0.0) + weight
    return total


def _parts(text: str) -> tuple[list[str], str]:
    """The stretches between pauses, at least one, and all of them run together."""
    said = tidy(text)
    if len(said) > _LONGEST:
        said = said[: _LONGEST // 2] + said[-_LONGEST // 2 :]
    parts = [part for part in _PAUSE.split(said) if part] or [""]
    return parts, "".join(parts)


def _final_mark(text: str) -> Sign:
    marks = _FINAL.search(tidy(text))
    mark = marks.group()[0] if marks else ""
    match mark:
        case " " | "，" | "、":
            kind = "，"
        case "…" | ".":
            kind = "…"
        case "" | "。" | "？" | "！":
            kind = mark
        case _:
            kind = "other"
    return f"mark:{kind}", 0.5


def _ending(parts: Sequence[str], bare: str) -> Iterator[Sign]:
    framed = "^" + bare
    for size in range(1, min(5, len(framed)) + 1):
        yield f"end:{framed[-size:]}", 1.0 if size <= 3 else 0.7
    heard = _sounds(framed[-4:])
    for size in range(1, len(heard) + 1):
        yield f"end-sound:{'-'.join(heard[-size:])}", 0.7
    yield from _last_words(bare)
    yield from _open_clause(parts)
    yield from _number(bare)
    size = len(bare)
    yield f"length:{size if size < 8 else 8 + min(size - 8, 16) // 4}", 0.5
    yield "longer", min(size, 40) / 20


def _last_words(bare: str) -> Iterator[Sign]:
    """The kinds of the last three words, alone and in a row, and of the first."""
    end = len(bare)
    last: list[str] = []
    while end > 0 and len(last) < 3:
        word = _word_before(bare, end)
        last.append(word)
        end -= len(word)
    words = last + ["^"] * (3 - len(last))
    final, before, third = map(_kinds, words)
    yield f"word:{words[0]}", 1.0
    for kind in final:
        yield f"kind:{kind}", 1.0
    for earlier in before:
        yield f"kind-word:{earlier},{words[0]}", 0.7
        for kind in final:
            yield f"kinds:{earlier},{kind}", 0.7
            for first in third:
                yield f"kinds:{first},{earlier},{kind}", 0.4
    for kind in final:
        for opening in _kinds(_word_after(bare)):
            yield f"first-last:{opening},{kind}", 0.5


def _open_clause(parts: Sequence[str]) -> Iterator[Sign]:
    """Whether a clause that calls for another (因为…, …的时候) was followed by one."""
    said = "，".join(parts)
    for kind, opened in _OPENED.items():
        ends = [found.end() for found in opened.finditer(said)]
        if not ends:
            continue
        rest = said[ends[-1] :]
        answered = "answered" if _ANSWERED[kind].search(rest) else "open"
        yield f"clause:{answered}", 1.0
        yield f"clause:{kind}:{answered}", 1.0
        yield f"clause:{answered}:{min(len(rest) // 3, 4)}", 1.0
        if not rest:
            yield "clause:just-opened", 0.5
        if "，" in rest:
            yield f"clause:{answered}:paused", 0.5


def _number(bare: str) -> Iterator[Sign]:
    """The digits at the end and all in all: eleven make a mobile number, fewer may be half of one."""
    if run := _FINAL_DIGITS.search(bare):
        size = min(len(run.group()), 19)
        yield f"digits-at-end:{size}", 1.0
        yield "digits-at-end:" + ("many" if size > 2 else "few"), 0.5
        if run.start() == 0:
            yield f"only-digits:{size}", 1.0
        else:
            yield f"digits-after:{min(size, 12)}:{_kinds(_word_before(bare, run.start()))[0]}", 0.5
    count = sum(character in _DIGITS for character in bare)
    if count > 2:
        yield f"digits:{min(count, 19)}", 0.7
        yield "digits:" + ("phone" if count == _PHONE else "less" if count < _PHONE else "more"), 0.5


def _beginning(bare: str) -> Iterator[Sign]:
    framed = bare + "$"
    for size in range(1, min(4, len(framed)) + 1):
        yield f"start:{framed[:size]}", 0.5
    heard = _sounds(framed[:3])
    for size in range(2, len(heard) + 1):
        yield f"start-sound:{'-'.join(heard[:size])}", 0.5
    for kind in _kinds(_word_after(bare)):
        yield f"start-kind:{kind}", 0.5


def _anywhere(bare: str) -> Iterator[Sign]:
    framed = f"^{bare}$"
    scale = 1.5 / len(framed) ** 0.5
    for size in (1, 2, 3):
        for at in range(len(framed) - size + 1):
            yield f"has:{framed[at : at + size]}", scale
    heard = _sounds(framed)
    for size in (2, 3):
        for at in range(len(heard) - size + 1):
            yield f"has-sound:{'-'.join(heard[at : at + size])}", scale * 0.7


def _last_part(parts: Sequence[str]) -> Iterator[Sign]:
    """What was said since the last pause."""
    last = parts[-1]
    yield f"pauses:{min(len(parts) - 1, 3)}", 0.5
    yield f"last-part-length:{min(len(last), 8)}", 0.5
    if len(parts) > 1:
        for size in (1, 2, 3):
            yield f"last-part-start:{last[:size]}", 0.6
        if len(last) <= 4:
            yield f"last-part:{last}", 1.0


def _doubled(bare: str) -> Iterator[Sign]:
    if len(bare) > 1 and bare[-1] == bare[-2]:
        yield "doubled:1", 0.5
    if len(bare) > 3 and bare[-2:] == bare[-4:-2]:
        yield "doubled:2", 0.5


def _sounds(text: str) -> list[str]:
    return [sounds().get(character, character) for character in text]


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """Word -> its kinds, mostly one."""
    kinds: dict[str, tuple[str, ...]] = {}
    for kind, words in rows("completeness_words.tsv"):
        for word in words.split():
            kinds[word] = (*kinds.get(word, ()), kind)
    return kinds


@cache
def _longest_word() -> int:
    return max(map(len, _words()))


def _kinds(word: str) -> tuple[str, ...]:
    return ("^",) if word == "^" else _words().get(word, ("other",))


def _word_before(text: str, end: int) -> str:
    """The longest word of the table that ends at ``end``, else the character there."""
    for size in range(min(_longest_word(), end), 1, -1):
        if text[end - size : end] in _words():
            return text[end - size : end]
    return text[max(0, end - 1) : end]


def _word_after(text: str) -> str:
    """The longest word of the table that ``text`` begins with, else its first character."""
    for size in range(min(_longest_word(), len(text)), 1, -1):
        if text[:size] in _words():
            return text[:size]
    return text[:1]
