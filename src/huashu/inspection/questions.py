"""Questions of the agent by their kind (S4.6): eight kinds, each with its use."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from huashu.call import Side
from huashu.standard.scene import Scene
from huashu.standard.text import plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from huashu.language.embedding import Embedder


class QuestionKind(StrEnum):
    """What a question is for."""

    TARGETED = "targeted"
    CHOICE = "choice"
    UNDERSTANDING = "understanding"
    CLARIFYING = "clarifying"
    CONSULTING = "consulting"
    SERVICE = "service"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the agent: its words, its kind and the event of the log (0-based) that holds it."""

    at: int
    text: str
    kind: QuestionKind


def questions_of(scene: Scene) -> tuple[Question, ...]:
    """The agent's questions in the order of the call; a line may hold several."""
    asked = [(line.index, text) for line in scene.lines if line.who is Side.AGENT for text in asked_in(line.text)]
    if scene.embedder is not None:  # all in one batch: it remembers them for ``kind_of``
        scene.embedder.embed([words for _, text in asked if _by_words(words := plain(text)) is None])
    return tuple(Question(at=at, text=text, kind=kind_of(text, scene.embedder)) for at, text in asked)


def mix_of(questions: Sequence[Question]) -> Mapping[QuestionKind, int]:
    """How many questions of each kind there are; kinds that were not asked count 0."""
    counted = Counter(question.kind for question in questions)
    return {kind: counted[kind] for kind in QuestionKind}


_ASKS = re.compile(
    r"\?$|(?:吗|么|呢|没|不)[呀啊哦]?\??$|(?:对|是|好|行|可以|没错)(?:吧|呀)$|什么|啥|哪|几(?!乎)|多少|多久|多长|多大|怎么|怎样|咋|如何|是否|为何|贵姓|何时"
    r"|(?P<verb>[一-龥])(?:不|没)(?P=verb)|有没有|要不要|还是[^，]+[吗呢?]?$|(?:麻烦|请)(?:您|你)?(?:再)?(?:提供|报|说|讲|描述|念|告诉|介绍|回忆)"
    r"|(?:您|你)(?:报|念|说|留)(?:一?下|个)|慢慢(?:讲|说)|第几|请(?:您)?(?:详细|具体|仔细|再)|(?:是|要|就)[^，]*吧$"
)
_NOT = re.compile(
    r"(?:没|无|不管|不论)(?:有)?(?:什么|啥|怎么|多少|哪)|(?:什么|怎么|哪里?|谁|多少|啥)[^，?]{0,6}(?:都|也)|怎么(?:处理|办理|操作)的?(?:我|是)"
    r"|(?:几|这几|前几)(?:天|分钟|秒)(?:内|后|之内|左右|就)|稍等|再等|不好意思|要不然|差不多$|对不起|什么的$|(?:为|给)您(?:说|讲|介绍)(?:一下|明)"
)
_TAG = re.compile(
    r"^(?:您看|您觉得|您听听)?(?:这样)?(?:可以|好|行|对|是|成|中|方便|合适|没错|对不对|是不是|好不好|行不行|可不可以)(?:这样)?(?:吗|么|吧|不|没)?\?*$|^您看.{0,6}\?*$|^是这样吗\?*$|^没错吧\?*$|^没有遗漏吧\?*$|^我理解得对不对$|^您能讲讲吗\?*$"
)


_BEFORE = re.compile(r"^.*(?=请问)|^(?:好的|是的|嗯|谢谢您?|明白了?)(?=.{4})")
"""What stands before a question in a line without punctuation."""


def asked_in(text: str) -> tuple[str, ...]:
    """The questions in an agent's line, as they stand there; punctuation may be missing."""
    return tuple(question for sentence in re.findall(r"[^。！!;；？?]+[？?]?", text) for question in _asked(sentence))


def _asked(sentence: str) -> Iterator[str]:
    pieces = [piece for piece in re.split(r"[，,、\s：:]+", sentence) if piece]
    for place, piece in enumerate(pieces):
        following = plain(pieces[place + 1]) if place + 1 < len(pieces) else ""
        words = plain(piece)
        if _TAG.match(words) and place:
            yield f"{_BEFORE.sub('', pieces[place - 1])}，{piece}"
        elif not _TAG.match(following) and _ASKS.search(words) and not _NOT.search(words):
            yield _BEFORE.sub("", piece)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """How one kind is told. ``sure`` or ``else_`` are tried on the plain text."""

    kind: QuestionKind
    sure: re.Pattern[str] | None
    else_: re.Pattern[str] | None
    examples: tuple[str, ...]


@cache
def _kinds() -> tuple[_Known, ...]:
    data: Mapping[str, Any] = yaml.safe_load(files(__package__).joinpath("questions.yaml").read_text("utf-8"))
    return tuple(
        _Known(
            kind=QuestionKind(entry["id"]),
            sure=_either(entry.get("sure")),
            else_=_either(entry.get("else")),
            examples=tuple(entry["examples"]),
        )
        for entry in data["kinds"]
    )


def _either(patterns: Sequence[str] | None) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


_CLEARLY = 0.04
"""By how much (inner product of unit vectors) examples must be nearer to overrule the form of a question."""


def kind_of(text: str, embedder: "Embedder | None" = None) -> QuestionKind:
    """The kind of the question ``text``. What its words leave open is told by the nearest examples when there is an
    ``embedder``, else by the form of the question."""
    encoder: Any = embedder  # hashable like any object; the protocol cannot say so
    return _kind(plain(text), encoder)


@lru_cache(maxsize=8192)
def _kind(words: str, embedder: "Embedder | None") -> QuestionKind:
    if (told := _by_words(words)) is not None:
        return told
    form = next(known.kind for known in _kinds() if known.else_ is not None and known.else_.search(words))
    return form if embedder is None else _nearest(words, form, embedder)


def _by_words(words: str) -> QuestionKind | None:
    return next((known.kind for known in _kinds() if known.sure is not None and known.sure.search(words)), None)


def _nearest(words: str, form: QuestionKind, embedder: "Embedder") -> QuestionKind:
    """The kind whose examples are clearly nearer than those of ``form``, or ``form``."""
    encoder: Any = embedder
    rows, kinds = _examples(encoder)
    likeness = rows @ embedder.embed([words])[0]
    near = {kind: float(sum(sorted(likeness[[k is kind for k in kinds]])[-2:])) / 2 for kind in QuestionKind}
    best = max(QuestionKind, key=near.__getitem__)
    return best if near[best] - near[form] >= _CLEARLY else form


@lru_cache(maxsize=8)
def _examples(embedder: "Embedder") -> "tuple[NDArray[np.float32], tuple[QuestionKind, ...]]":
    told = [(plain(text), known.kind) for known in _kinds() for text in known.examples]
    return embedder.embed([text for text, _ in told]), tuple(kind for _, kind in told)
