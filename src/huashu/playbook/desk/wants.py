"""Particulars that are needed before something is done: “新地址”, “上门时间：您哪天方便？”, “颜色（黑／白）”."""

import re
from collections.abc import Iterable

from huashu.playbook.desk.model import Want
from huashu.playbook.desk.pieces import Piece, split_outside
from huashu.playbook.desk.vocabulary import phrase, words
from huashu.playbook.quotes import unquoted

_WANT = re.compile(
    r"^(?P<name>[^：:=＝（(“]{1,20})(?:[（(](?P<inside>[^（）()]*)[)）])?\s*(?:[：:=＝]\s*)?(?P<ask>.*)$", re.S
)
_OPTIONS = re.compile(r"\s*[／/｜|、]\s*|\s*(?:还是|或者?)\s*")


def wants_of(pieces: Iterable[Piece]) -> tuple[Want, ...]:
    """The particulars of a list, several a line or one a line with its question."""
    found: dict[str, Want] = {}
    for text, line in pieces:
        for part in _parts(text):
            if (want := _want(part, line)) is not None:
                found.setdefault(want.name, want)
    return tuple(found.values())


def _parts(text: str) -> list[str]:
    """The particulars of one line: a question of its own reaches to the next semicolon."""
    parts: list[str] = []
    for part in re.split(r"\s*[；;]\s*", text):
        asks = re.search(r"[？?“：:=＝]", part)
        parts += [part] if asks else split_outside(part)
    return [part.strip() for part in parts if part.strip()]


def _want(text: str, line: int) -> Want | None:
    found = _WANT.match(text)
    if found is None:
        return None
    name, inside = found["name"].strip(), (found["inside"] or "").strip()
    options = tuple(part for part in _OPTIONS.split(re.sub(r"^(?:选项|可选)[：:]?", "", inside)) if part)
    told = words("wants").get(inside.lower())
    if len(options) < 2 or told:
        options = ()
    ask = unquoted(found["ask"].strip())
    if told is None and options:
        told = "choice"
    kind = told or _kind(name)
    return Want(name=name, ask=ask or question(name, kind, options), kind=kind, line=line, options=options)


def _kind(name: str) -> str:
    """What a particular is by the longest known word that its name ends with, else by one that it holds."""
    known = words("wants")
    for test in (str.endswith, str.__contains__):
        able = [word for word in known if test(name.lower(), word)]
        if able:
            return known[max(able, key=len)]
    return "text"


def question(name: str, kind: str, options: tuple[str, ...] = ()) -> str:
    """A question for a particular, in our words."""
    if kind == "choice" and not options:
        kind = "text"
    return phrase("questions", kind).format(name=name, options="、".join(options))


def is_ours(want: Want) -> bool:
    """Whether the question was made by us, because the document has none."""
    return want.ask == question(want.name, want.kind, want.options)
