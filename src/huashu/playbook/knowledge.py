"""Questions to knowledge: which entry of a Q&A list a customer's words are about, by meaning (S0.5, S3.18)."""

import math
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from huashu.call import Act
from huashu.language import Embedder, Understander, Understanding, centred, concepts, normalise, sounds_of
from huashu.playbook.model import QA
from huashu.playbook.qa import parse_knowledge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

__all__ = ["Knowledge", "Match", "parse_knowledge"]

_MOST = 5  # candidates offered
_CACHE = 10_000
_QUESTION, _ANSWER, _BOTH, _CONCEPTS, _ALL_CONCEPTS, _PAIRS, _MANNER, _SAME_ACT = 6.1, 3.1, 4.5, 3.0, 2.3, 1.3, 3.0, 2.7
_LIKENESS, _LEAD, _LEVEL = 0.24, 0.62, -2.4  # a best entry's chance: its fused likeness, its lead, and the level
_THRESHOLD = 0.6  # the score from which an entry is given outright
_SAME_SOUND = 0.84  # the share of sounds in common from which words are the entry's own, misheard
_IDLE, _STATED = 2.5, 1.0  # what an utterance that asks nothing, or only states something, takes from the chance
_STOP = re.compile(r"[^\w]|[的了吗呢啊吧呀哦嗯你您我们这那就是都也还个么嘛]")
_POLITE = re.compile(
    r"(?:请问|麻烦|劳驾|你好|您好|喂|不好意思|打扰|(?:我)?(?:就|再|顺便)?(?:想|要)?(?:问|咨询|了解|打听)(?:一?下|问|个事)?|"
    r"帮我(?:看|查)一?下|谢谢(?:你|您|啊)?|嗯+|呃+|那个|就是说?|啊|呀|哈|哦|诶|吗|么|嘛|呢|吧|的话|一下)"
)
_EITHER = re.compile(r"([能会是要用行好对])不\1|(可)不可以|([有])没有")
_NO_QUESTION = frozenset(
    {Act.GREET, Act.AFFIRM, Act.NEGATE, Act.FAREWELL, Act.THANKS, Act.BACKCHANNEL, Act.AFFIRM_IDENTITY, Act.HESITATE}
    | {Act.HOLD_ON, Act.RESUME, Act.CANNOT_HEAR, Act.LINE_BAD, Act.NON_SPEECH, Act.SIDE_TALK, Act.REPEAT_REQUEST}
    | {Act.APOLOGY, Act.FLIRT, Act.FEEDBACK_MINIMAL, Act.DENY_IDENTITY, Act.MORE_TO_SAY, Act.PRAISE}
)
"""Acts that ask nothing of a Q&A list, unless it has the very words."""

_STATING = frozenset({Act.FEEDBACK_NEGATIVE, Act.FEEDBACK_POSITIVE, Act.PROVIDE_INFO})
"""Acts that tell something: they ask only of an entry that tells the like."""

_ASKING = frozenset({Act.QUESTION, Act.REQUEST, Act.ANXIOUS, Act.SUGGESTION, Act.CANCEL_SERVICE})

_TELLING = frozenset(
    {Act.DOUBT_SALES, Act.DOUBT_FRAUD, Act.DOUBT_EFFECT, Act.DO_NOT_CONTACT, Act.BUSY, Act.REFUSE, Act.CALL_LATER}
    | {Act.ASK_ROBOT, Act.ASK_HUMAN, Act.ASK_SUPERVISOR, Act.ASK_IDENTITY, Act.ASK_PURPOSE, Act.COMPLAINT}
    | {Act.ESCALATION_THREAT, Act.CANCEL_SERVICE}
)
"""Acts that say by themselves which entry is meant: a doubt is answered by the entry about that doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a question found. ``entry`` is ``None`` when none of the entries is about it; ``score`` in 0..1 is the best
    candidate's; ``candidates`` are the nearest entries, best first, at most five."""

    entry: QA | None
    score: float
    candidates: tuple[QA, ...]


class Knowledge:
    """A Q&A list that is asked by meaning: likeness in the embeddings to the question, to the answer and to both, the
    concepts and character pairs they share and what asking them does, fused by weights that ``bench/knowledge.py``
    measures. An entry asked word for word is always found, whatever politeness, particles or mishearing is around."""

    def __init__(self, entries: Sequence[QA], embedder: Embedder) -> None:
        self.entries = tuple(entries)
        self._embedder = embedder
        self._understander = Understander(embedder)
        self._keys = [_key(entry.question) for entry in self.entries]
        self._known: OrderedDict[str, Match] = OrderedDict()
        self._meanings: _Meanings | None = None
        self._pairs = [_pairs(entry.answer) for entry in self.entries]
        self._rarity = _rarity(
            [_pairs(entry.question) | own for entry, own in zip(self.entries, self._pairs, strict=True)]
        )
        self._asked = _Concepts([concepts(entry.question) for entry in self.entries])
        self._told = _Concepts([concepts(entry.question) | concepts(entry.answer) for entry in self.entries])

    def match(self, question: str) -> Match:
        """The entry that ``question`` is about, if any. Pure; the last 10,000 answers are remembered."""
        if (known := self._known.get(question)) is None:
            known = self._known[question] = self._match(question)
            if len(self._known) > _CACHE:
                self._known.popitem(last=False)
        return known

    def _match(self, question: str) -> Match:
        if not self.entries or not _key(question):
            return Match(entry=None, score=0.0, candidates=())
        scores = self._scores(question)
        if (exact := self._word_for_word(question)) is not None:
            scores[exact] = 1.0
        order = sorted(range(len(self.entries)), key=lambda at: -scores[at])
        best = scores[order[0]]
        candidates = tuple(self.entries[at] for at in order[:_MOST])
        return Match(entry=candidates[0] if best >= _THRESHOLD else None, score=round(best, 4), candidates=candidates)

    def _word_for_word(self, question: str) -> int | None:
        """The entry whose own words these are: as a whole, inside a longer utterance, or misheard."""
        asked = _key(question)
        whole = [at for at, key in enumerate(self._keys) if key == asked]
        inside = [at for at, key in enumerate(self._keys) if len(key) >= 5 and key in asked]
        if whole or inside:
            return whole[0] if whole else max(inside, key=lambda at: len(self._keys[at]))
        heard = sounds_of(asked)
        likeness = [_ratio(heard, sounds_of(key)) for key in self._keys]
        best = max(range(len(likeness)), key=likeness.__getitem__)
        return best if likeness[best] >= _SAME_SOUND and len(asked) >= 4 else None

    def _scores(self, question: str) -> list[float]:
        """How likely each entry is the one, 0..1."""
        own = self._meanings = self._meanings or self._read_entries()
        asked = centred(self._embedder.embed([normalise(question)]))[0]
        does = self._understander.understand(question)
        near = _QUESTION * (own.questions @ asked) + _ANSWER * (own.answers @ asked) + _BOTH * (own.both @ asked)
        about, words = concepts(question), _pairs(question)
        fused = []
        for at, entry_does in enumerate(own.acts):
            value = float(near[at]) + _PAIRS * _overlap(words, self._pairs[at], self._rarity)
            value += _CONCEPTS * self._asked.alike(about, at) + _ALL_CONCEPTS * self._told.alike(about, at)
            fused.append(value + _MANNER * _alike(does, entry_does) + _SAME_ACT * _same_act(does, entry_does))
        return _likely(fused, [_silence(does, entry_does) for entry_does in own.acts])

    def _read_entries(self) -> "_Meanings":
        questions = [normalise(entry.question) for entry in self.entries]
        answers = [normalise(entry.answer) for entry in self.entries]
        both = [normalise(entry.question + entry.answer) for entry in self.entries]
        return _Meanings(
            questions=centred(self._embedder.embed(questions)),
            answers=centred(self._embedder.embed(answers)),
            both=centred(self._embedder.embed(both)),
            acts=self._understander.understand_all([(entry.question, "") for entry in self.entries]),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Meanings:
    """What the entries mean: centred embeddings (n, dim) of questions, answers and both, and what asking each does."""

    questions: "Vector"
    answers: "Vector"
    both: "Vector"
    acts: tuple[Understanding, ...]


class _Concepts:
    """What each entry is about, and how telling each concept is within the list."""

    def __init__(self, entries: Sequence[frozenset[str]]) -> None:
        self._entries = entries
        self._rarity = _rarity(entries)

    def alike(self, asked: frozenset[str], at: int) -> float:
        """The cosine of the concepts asked and those of entry ``at``, weighted by rarity, 0..1."""
        own = self._entries[at]
        sizes = self._size(asked) * self._size(own)
        return self._size(asked & own) ** 2 / sizes if sizes else 0.0

    def _size(self, some: frozenset[str]) -> float:
        return math.sqrt(sum(self._rarity.get(each, 1.0) ** 2 for each in some))


def _silence(does: Understanding, entry_does: Understanding) -> float:
    """What the utterance loses against an entry because it asks nothing, or states something the entry does not."""
    if not does.acts:
        return 0.0
    first, score = does.acts[0], does.scores[does.acts[0]]
    if score <= 0.5 or max(does.scores.get(act, 0.0) for act in _ASKING | _TELLING) > 0.3:
        return 0.0
    if first in _NO_QUESTION:
        return _IDLE
    return _STATED if first in _STATING and entry_does.scores.get(first, 0.0) < 0.3 else 0.0


def _alike(one: Understanding, other: Understanding) -> float:
    """How alike the acts of two utterances are: the cosine of their scores."""
    both = sum(score * other.scores[act] for act, score in one.scores.items() if act in other.scores)
    sizes = [math.sqrt(sum(score * score for score in each.scores.values())) for each in (one, other)]
    return both / (sizes[0] * sizes[1]) if all(sizes) else 0.0


def _same_act(one: Understanding, other: Understanding) -> float:
    """How far the two do the same telling acts, 0 to about 1."""
    return sum(min(one.scores.get(act, 0.0), other.scores.get(act, 0.0)) for act in _TELLING)


def _likely(fused: Sequence[float], lost: Sequence[float]) -> list[float]:
    """Fused likenesses as chances, less what is ``lost``; the first gains by its lead over the next."""
    order = sorted(fused, reverse=True)
    lead = order[0] - order[1] if len(order) > 1 else order[0] / 3
    chances = []
    for value, less in zip(fused, lost, strict=True):
        level = _LIKENESS * value + (_LEAD * lead if value == order[0] else 0.0) + _LEVEL - less
        chances.append(1.0 / (1.0 + math.exp(-level)))
    return chances


def _key(text: str) -> str:
    """What is left of a question without punctuation, politeness and particles, either-or put plainly."""
    bare = re.sub(r"[^\w]", "", normalise(text))
    plain = _EITHER.sub(lambda found: "可以" if found[2] else found[1] or found[3], bare)
    return _POLITE.sub("", re.sub(r"(?<=[\u3400-\u9fff]{2})(?:不|没)$", "", plain)) or bare


def _ratio(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of sounds that two utterances have in common and in order, 0..1."""
    if not one or not other or 2 * min(len(one), len(other)) < _SAME_SOUND * (len(one) + len(other)):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _pairs(text: str) -> frozenset[str]:
    said = _STOP.sub("", normalise(text))
    return frozenset(said[at : at + 2] for at in range(len(said) - 1)) or frozenset({said} - {""})


def _rarity(documents: Sequence[frozenset[str]]) -> dict[str, float]:
    times: dict[str, int] = {}
    for document in documents:
        for pair in document:
            times[pair] = times.get(pair, 0) + 1
    return {pair: math.log(1 + len(documents) / count) for pair, count in times.items()}


def _overlap(asked: frozenset[str], own: frozenset[str], rarity: Mapping[str, float]) -> float:
    """The share of the asked pairs, weighted by rarity, that ``own`` has too, 0..1."""
    unseen = math.log(1 + len(rarity)) / 2
    whole = sum(rarity.get(pair, unseen) for pair in asked)
    return sum(rarity.get(pair, unseen) for pair in asked if pair in own) / whole if whole else 0.0
