"""Small grammars inside the content of a key: lists, wordings, assignments, flags, numbers, gaps."""

import itertools
import re
from collections.abc import Iterable, Iterator

from huashu.playbook.desk.vocabulary import bare
from huashu.playbook.layout import fold, han_number
from huashu.playbook.quotes import spans, unquoted

Piece = tuple[str, int]
"""Text and the line on which it stands."""

_YES = frozenset("是 需要 需 要 对 必须 yes true y 1 √ ✓ ✔ 可以 有 ☑ ✅".split())
_NO = frozenset("否 不 不是 不需要 无需 不用 不必 不要 no false n 0 × ✗ ✘ ❌ 免 无 没有 ☐".split())
_WORDINGS = re.compile(r"\s*(?:／|｜|；|;|\||\s/\s)\s*")
_LIST = re.compile(r"\s*(?:、|；|;|／|｜|\||，|,|\s/\s)\s*")
_ASSIGNED = re.compile(r"(?:^|[；;，,、\n])\s*([^=＝；;，,、｜|\n：:]{1,20})[=＝：:]")
_SAMPLES = re.compile(r"\s*(?:｜|\||／|\s/\s)\s*")
_GAP = re.compile(r"(?<!\{)[{｛]\s*([^{}｛｝]{1,20}?)\s*[}｝](?!\})")


def flag(text: str) -> bool | None:
    """Yes or no; a key without content is a yes. ``None`` for anything else."""
    word = text.strip().strip("。.").lower()
    if not word:
        return True
    head = re.split(r"[（(，,。]", word)[0].strip()
    return True if head in _YES else False if head in _NO else None


def wordings(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """Ways to put something: in quotation marks, one a line, or with ／｜； between them."""
    found: list[str] = []
    for text, _ in pieces:
        quoted = spans(text)
        parts = [span.text for span in quoted] if _all_quoted(text) else _WORDINGS.split(text)
        found += [unquoted(part.strip().strip("“”").strip()) for part in parts]
    return tuple(dict.fromkeys(part for part in found if part))


def _all_quoted(text: str) -> bool:
    quoted = spans(text)
    if not quoted:
        return False
    between = text[: quoted[0].start] + "".join(text[a.end : b.start] for a, b in itertools.pairwise(quoted))
    return not re.search(r"\w", between + text[quoted[-1].end :])


def listed(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """The entries of a plain list, one a line or with 、，； between them; commas inside brackets stay."""
    return tuple(dict.fromkeys(part for text, _ in pieces for part in split_outside(text)))


def split_outside(text: str) -> list[str]:
    """The entries of one line, cut at the separators outside of brackets and quotation marks."""
    return [part for part in (piece.strip() for piece in _outside(text)) if part]


def _outside(text: str) -> Iterator[str]:
    depth, start = 0, 0
    for at, character in enumerate(text):
        depth += (character in "（([【“「") - (character in "）)]】”」")
        if depth <= 0 and (found := _LIST.match(text, at)) and found.end() > at:
            if start < at:
                yield text[start:at]
            start = max(start, found.end())
    yield text[start:].strip("。")


def assigned(pieces: Iterable[Piece]) -> Iterator[tuple[str, str, int]]:
    """“字段=值” entries with their lines, several a line or one; a field without a value has ""."""
    for text, line in pieces:
        found = list(_ASSIGNED.finditer(text))
        if not found:
            yield from ((part, "", line) for part in split_outside(text))
            continue
        yield from ((part, "", line) for part in split_outside(text[: found[0].start()]))
        for at, one in enumerate(found):
            end = found[at + 1].start() if at + 1 < len(found) else len(text)
            yield one[1].strip(), unquoted(text[one.end() : end].strip().rstrip("；;。")), line


def samples(text: str) -> tuple[str, ...]:
    """Sample values, ｜ between them."""
    return tuple(part.strip() for part in _SAMPLES.split(text) if part.strip())


def first_number(text: str) -> int | None:
    """The first number in ``text``, in Arabic or Chinese digits."""
    found = re.search(r"\d{1,4}|[零一二两三四五六七八九十百]{1,4}", fold(text))
    return han_number(found[0]) if found else None


def gaps(text: str) -> tuple[str, ...]:
    """The names in ``{…}`` of a line to speak, in order."""
    return tuple(found[1] for found in _GAP.finditer(text))


def half_width_gaps(text: str) -> str:
    """``text`` with every gap written ``{名称}``."""
    return _GAP.sub(lambda found: "{" + found[1] + "}", text)


def same(one: str, other: str) -> bool:
    """Whether two names are the same but for punctuation, width and case."""
    return bare(one) == bare(other)
