"""Questions to knowledge: which entry of a Q&A list a customer's words are about, by meaning (S0.5, S3.18)."""

import math
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huashu.call import Act
from huashu.language import Embedder, Understander, Understanding, centred, normalise
from huashu.playbook.model import QA
from huashu.playbook.qa import parse_knowledge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

__all__ = ["Knowledge", "Match", "parse_knowledge"]

_MOST = 5  # candidates offered
_CACHE = 10_000
_ANSWER, _MANNER, _SAME_ACT, _PAIRS = 0.8, 0.1, 0.5, 0.2  # what counts beside the likeness of the questions, 1
_MARGIN = 0.5  # how much the lead over the next entry counts
_MIDDLE, _SLOPE = 0.67, 6.0  # the fused likeness at which an entry is as likely as not, and how sharply it turns
_THRESHOLD = 0.5  # the score from which an entry is given outright
_STOP = re.compile(r"[^\w]|[的了吗呢啊吧呀哦嗯你您我们这那就是都也还个么嘛]")
_NO_QUESTION = frozenset(
    {Act.GREET, Act.AFFIRM, Act.NEGATE, Act.FAREWELL, Act.THANKS, Act.BACKCHANNEL, Act.AFFIRM_IDENTITY, Act.HESITATE}
    | {Act.HOLD_ON, Act.RESUME, Act.CANNOT_HEAR, Act.LINE_BAD, Act.NON_SPEECH, Act.SIDE_TALK, Act.REPEAT_REQUEST}
    | {Act.APOLOGY, Act.FLIRT, Act.FEEDBACK_MINIMAL, Act.DENY_IDENTITY, Act.MORE_TO_SAY}
)
"""Acts that ask nothing of a Q&A list, unless it has the very words."""


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
    """A Q&A list that is asked by meaning: the likeness of question to question and of question to answer in the
    embeddings, and the character pairs they share, fused. An entry asked word for word is always found."""

    def __init__(self, entries: Sequence[QA], embedder: Embedder) -> None:
        self.entries = tuple(entries)
        self._embedder = embedder
        self._understander = Understander(embedder)
        self._places = {_key(entry.question): at for at, entry in reversed(list(enumerate(self.entries)))}
        self._known: OrderedDict[str, Match] = OrderedDict()
        self._meanings: _Meanings | None = None
        self._pairs = [_pairs(entry.question) for entry in self.entries]
        self._answer_pairs = [_pairs(entry.answer) for entry in self.entries]
        self._rarity = _rarity([one | other for one, other in zip(self._pairs, self._answer_pairs, strict=True)])

    def match(self, question: str) -> Match:
        """The entry that ``question`` is about, if any. Pure; the last 10,000 answers are remembered."""
        if (known := self._known.get(question)) is None:
            known = self._known[question] = self._match(question)
            if len(self._known) > _CACHE:
                self._known.popitem(last=False)
        return known

    def _match(self, question: str) -> Match:
        asked = _key(question)
        if not self.entries or not asked:
            return Match(entry=None, score=0.0, candidates=())
        scores = self._scores(question)
        if (exact := self._places.get(asked)) is not None:
            scores[exact] = 1.0
        order = sorted(range(len(self.entries)), key=lambda at: -scores[at])
        best = scores[order[0]]
        candidates = tuple(self.entries[at] for at in order[:_MOST])
        return Match(entry=candidates[0] if best >= _THRESHOLD else None, score=round(best, 4), candidates=candidates)

    def _scores(self, question: str) -> list[float]:
        """How likely each entry is the one, 0..1."""
        own = self._meanings = self._meanings or self._read_entries()
        asked = centred(self._embedder.embed([normalise(question)]))[0]
        does = self._understander.understand(question)
        words = _pairs(question)
        near, answered = own.questions @ asked, own.answers @ asked
        idle = 0.25 if does.acts and does.acts[0] in _NO_QUESTION and does.scores[does.acts[0]] > 0.5 else 0.0
        scores = []
        for at, entry_does in enumerate(own.acts):
            shared = _overlap(words, self._pairs[at], self._rarity)
            hinted = _overlap(words, self._answer_pairs[at], self._rarity)
            fused = float(near[at]) + _ANSWER * float(answered[at]) + _PAIRS * (shared + 0.5 * hinted)
            fused += _MANNER * _alike(does, entry_does) + _SAME_ACT * _same_act(does, entry_does)
            scores.append(fused - idle)
        return _likely(scores)

    def _read_entries(self) -> "_Meanings":
        questions = [normalise(entry.question) for entry in self.entries]
        answers = [normalise(entry.answer) for entry in self.entries]
        return _Meanings(
            questions=centred(self._embedder.embed(questions)),
            answers=centred(self._embedder.embed(answers)),
            acts=self._understander.understand_all([(entry.question, "") for entry in self.entries]),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Meanings:
    """What the entries mean: centred embeddings (n, dim) of questions and answers, and what asking each does."""

    questions: "Vector"
    answers: "Vector"
    acts: tuple[Understanding, ...]


def _alike(one: Understanding, other: Understanding) -> float:
    """How alike the acts of two utterances are: the cosine of their scores."""
    both = sum(score * other.scores[act] for act, score in one.scores.items() if act in other.scores)
    sizes = [math.sqrt(sum(score * score for score in each.scores.values())) for each in (one, other)]
    return both / (sizes[0] * sizes[1]) if all(sizes) else 0.0


def _same_act(one: Understanding, other: Understanding) -> float:
    """How far the two do the same telling acts, 0 to about 1."""
    return sum(min(one.scores.get(act, 0.0), other.scores.get(act, 0.0)) for act in _TELLING)


def _likely(fused: Sequence[float]) -> list[float]:
    """Fused likenesses as chances; the first gains by its lead over the next."""
    order = sorted(fused, reverse=True)
    lead = order[0] - order[1] if len(order) > 1 else 0.0
    leads = [value + (_MARGIN * lead if value == order[0] else 0.0) for value in fused]
    return [1.0 / (1.0 + math.exp(-_SLOPE * (value - _MIDDLE))) for value in leads]


def _key(text: str) -> str:
    return re.sub(r"[^\w]", "", normalise(text))


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
