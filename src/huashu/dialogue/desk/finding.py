"""What of the desk's business a caller's words are about: one matter or several, by meaning (S1.4, S1.6)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from huashu.language import Embedder
from huashu.playbook.desk.model import Desk, Item, ItemKind, Limit
from huashu.playbook.knowledge import Knowledge
from huashu.playbook.matching import Matcher, from_bytes, shipped_matcher
from huashu.playbook.model import QA

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Matter(StrEnum):
    """What kind of business a topic is."""

    LOOK_UP = "look_up"
    SERVICE = "service"
    ORDER = "order"
    COUNTER = "counter"
    CANCEL = "cancel"
    SMS = "sms"
    KNOWLEDGE = "knowledge"
    LIMIT = "limit"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    UNKNOWN = "unknown"
    CALL_BACK = "call_back"


_OF_ITEM = {
    ItemKind.LOOK_UP: Matter.LOOK_UP,
    ItemKind.SERVICE: Matter.SERVICE,
    ItemKind.ORDER: Matter.ORDER,
    ItemKind.COUNTER: Matter.COUNTER,
    ItemKind.CANCEL: Matter.CANCEL,
    ItemKind.SMS: Matter.SMS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One piece of the desk's business. At most one of ``item``, ``entry`` and ``limit`` is there."""

    matter: Matter
    name: str
    item: Item | None = None
    entry: QA | None = None
    limit: Limit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The topics that words are surely about, in their order, else the one or two that are likely meant."""

    topics: tuple[Topic, ...] = ()
    guess: tuple[Topic, ...] = ()
    score: float = 0.0


SURE = 0.5
"""The chance from which words are taken to be about a topic."""

LIKELY = 0.2
"""The chance from which it is worth asking whether they are (S3.18: never guessed)."""

AT_ODDS = 0.8
"""What is left of the smaller chance where the two matchers think of different topics."""

REMEMBERED = 10_000
_LEAST_SHARE = 1e-4

WEIGHTS = "needs.npz"
"""The matcher of what callers bring, written by ``huashu.training.needs``."""

MOST = 4
"""Matters that one utterance brings at most."""

_PARTS = re.compile(
    r"[。！？!?；;\n]|，?(?:另外|还有|然后|再(?:一个|就是|有)|顺便(?:再)?|以及|第[一二三四](?:[个件点]|，|是)?|[一二三四]是"
    r"|一个是|另一个(?:是)?|其次|首先|先是|再帮我|同时)"
)
_SHORT = 3
_FILLER = re.compile(r"^(?:我|想|要|就|那个|那|嗯|呃|啊|哦|你好|您好|请|帮我|一下|问|[，,。\s])*")


@cache
def needs_matcher() -> Matcher:
    """The matcher of what callers bring, loaded once."""
    return from_bytes(files("huashu.dialogue.desk").joinpath(WEIGHTS).read_bytes())


class Finder:
    """The desk's business, asked by meaning. Pure; answers are remembered by ``Knowledge``."""

    def __init__(self, desk: Desk, embedder: Embedder) -> None:
        topics: list[tuple[QA, Topic]] = [(_as_entry(item), _of_item(item)) for item in desk.items]
        topics += [(_of_limit(limit), _limit(limit)) for limit in desk.limits]
        topics += [
            (entry, Topic(matter=Matter.KNOWLEDGE, name=entry.question, entry=entry)) for entry in desk.knowledge
        ]
        self._topics = {id(entry): topic for entry, topic in topics}
        self._kept = [entry for entry, _ in topics]
        self._knowledge = Knowledge(self._kept, embedder)
        self._rankings = [matcher.read(self._kept, embedder) for matcher in (shipped_matcher(), needs_matcher())]
        self._ranked = lru_cache(maxsize=REMEMBERED)(self._rank)

    def named(self, name: str) -> Topic | None:
        """The topic called ``name``."""
        return next((topic for topic in self._topics.values() if topic.name == name), None)

    def others(self, text: str, without: frozenset[str] | set[str]) -> tuple[Topic, ...]:
        """The likeliest topics but those called as in ``without``, best first."""
        return tuple(topic for topic in self._ranked(text)[0] if topic.name not in without)

    def find(self, text: str, without: frozenset[str] = frozenset()) -> Finding:
        """What ``text`` is about, part by part: several matters may be brought at once."""
        parts = [part for part in _PARTS.split(text) if part and len(_FILLER.sub("", part)) >= _SHORT]
        found: list[Topic] = []
        for part in parts if len(parts) > 1 else ():
            topic = self._one(part, without).topics
            found += [one for one in topic if one.name not in {had.name for had in found}]
        whole = self._one(text, without)
        if len(found) > 1:
            return Finding(topics=tuple(found[:MOST]), score=1.0)
        return whole if whole.topics or not found else Finding(topics=tuple(found), score=1.0)

    def _one(self, text: str, without: frozenset[str]) -> Finding:
        topics, chance = self._ranked(text)
        if without & {topic.name for topic in topics[:1]}:
            topics, chance = tuple(topic for topic in topics if topic.name not in without), min(chance, SURE - 0.01)
        if not topics or chance < LIKELY:
            return Finding(score=chance)
        if chance >= SURE:
            return Finding(topics=topics[:1], score=chance)
        return Finding(guess=topics[:2], score=chance)

    def _rank(self, text: str) -> tuple[tuple[Topic, ...], float]:
        """The likeliest topics, best first, and how likely it is that the first is right: what the two matchers, of
        questions and of what callers bring, think together. What is said word for word is certain."""
        import numpy as np

        if not self._kept or not text.strip():
            return (), 0.0
        match = self._knowledge.match(text)
        if match.score == 1.0 and match.entry is not None:
            return (self._topics[id(match.entry)],), 1.0
        ranked = [ranking.rank(text) for ranking in self._rankings]
        together = sum(_log_shares(each.scores) for each in ranked)
        order = np.argsort(-together, kind="stable")[:MOST]
        topics = tuple(self._topics[id(self._kept[at])] for at in order)
        agree = len({int(np.argmax(each.scores)) for each in ranked}) == 1
        chances = [each.first for each in ranked]
        return topics, sum(chances) / len(chances) if agree else AT_ODDS * min(chances)


def _log_shares(scores: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """The logarithm of each entry's share of the scores, bounded below so that neither matcher can veto."""
    import numpy as np

    grown = np.exp(scores - scores.max())
    return np.asarray(np.log(grown / grown.sum() + _LEAST_SHARE), np.float64)


def _of_item(item: Item) -> Topic:
    return Topic(matter=_OF_ITEM[item.kind], name=item.name, item=item)


def _limit(limit: Limit) -> Topic:
    return Topic(matter=Matter.LIMIT, name=limit.what, limit=limit)


def _as_entry(item: Item) -> QA:
    answer = item.answer or item.why or item.effect or item.name
    return QA(question=item.name, answer=answer, line=item.line, phrasings=_more(item.name, item.asked))


def _of_limit(limit: Limit) -> QA:
    return QA(question=limit.what, answer=limit.why or limit.way, line=limit.line, phrasings=limit.asked)


def _more(name: str, asked: Sequence[str]) -> tuple[str, ...]:
    return tuple(wording for wording in asked if wording != name)
