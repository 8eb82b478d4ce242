"""Questions to knowledge: which entry of a Q&A list a customer's words are about, by meaning (S0.5, S3.18)."""

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from huashu.language import Embedder, normalise, sounds_of
from huashu.playbook.likeness import wordings_of
from huashu.playbook.matching import Matcher, Ranking, shipped_matcher
from huashu.playbook.model import QA
from huashu.playbook.own_reading import Asked, Form, kinds_in, read_question
from huashu.playbook.qa import parse_knowledge

__all__ = ["Knowledge", "Match", "parse_knowledge"]

_MOST = 5  # candidates listed
_CACHE = 10_000
_SURE = 0.58  # the chance from which an entry is given outright
_SURE_OF_KIND = 0.4  # the same, where the entry's question asks for the same kind of thing (when, how much, whether)
_SURE_DESPITE = 0.75  # the same, where a kind of value is asked for of which neither question nor answer has any
_WORTH_ASKING = 0.5  # the chance of the best two together from which it is worth asking which of them
_RIVAL = 0.1  # how likely the second is against the first, for the two to be near each other
_SAME_SOUND = 0.84  # the share of sounds in common from which words are the entry's own, misheard
_POLITE = re.compile(
    r"(?:请问|麻烦|劳驾|你好|您好|喂|不好意思|打扰|(?:我)?(?:就|再|顺便)?(?:想|要)?(?:问|咨询|了解|打听)(?:一?下|问|个事)?|"
    r"帮我(?:看|查)一?下|谢谢(?:你|您|啊)?|(?:对了|另外|还有)(?:一?个|一?件)?(?:事儿?|问题)?|"
    r"嗯+|呃+|那个|就是说?|啊|呀|哈|哦|诶|吗|么|嘛|呢|吧|的话|一下)"
)
_EITHER = re.compile(r"([能会是要用行好对])不\1|(可)不可以|([有])没有")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a question found. ``entry`` is ``None`` when none is likely enough to be given outright; ``score`` in 0..1
    is the chance that the best candidate is the right one; ``candidates`` are the likeliest entries, best first, at
    most five. ``ambiguous``: none is given, but one of the first two is likely meant, and asking which would tell."""

    entry: QA | None
    score: float
    candidates: tuple[QA, ...]
    ambiguous: bool = False

    @property
    def offer(self) -> tuple[QA, ...]:
        """The two entries to ask about, or none."""
        return self.candidates[:2] if self.ambiguous else ()


class Knowledge:
    """A Q&A list that is asked by meaning; ``huashu.playbook.matching`` says how. An entry asked word for word is
    always found, whatever politeness, particles or mishearing is around."""

    def __init__(self, entries: Sequence[QA], embedder: Embedder, matcher: Matcher | None = None) -> None:
        self.entries = tuple(entries)
        self._embedder = embedder
        self._matcher = matcher
        self._ranking: Ranking | None = None
        self._keys = [(_key(text), at) for at, entry in enumerate(self.entries) for text in wordings_of(entry)]
        self._sounds = [(sounds_of(key), at) for key, at in self._keys]
        self._known: OrderedDict[str, Match] = OrderedDict()

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
        if self._ranking is None:
            self._ranking = (self._matcher or shipped_matcher()).read(self.entries, self._embedder)
        ranked = self._ranking.rank(question)
        exact = self._word_for_word(question)
        order = sorted(range(len(self.entries)), key=lambda at: (at != exact, -float(ranked.scores[at])))
        candidates = tuple(self.entries[at] for at in order[:_MOST])
        chance = ranked.first if exact is None else 1.0
        unclear = is_ambiguous(ranked.two, ranked.rival)
        sure = chance >= sure_from(question, *(candidates[:2] if unclear else candidates[:1]))
        return Match(
            entry=candidates[0] if sure else None,
            score=round(chance, 4),
            candidates=candidates,
            ambiguous=not sure and unclear,
        )

    def _word_for_word(self, question: str) -> int | None:
        """The entry whose own words these are: as a whole, inside a longer utterance, or misheard."""
        asked = _key(question)
        whole = [at for key, at in self._keys if key == asked]
        inside = [(len(key), -at) for key, at in self._keys if len(key) >= 5 and key in asked]
        if whole or inside:
            return whole[0] if whole else -max(inside)[1]
        heard = sounds_of(asked)
        likeness, at = max(((_ratio(heard, sounds), -at) for sounds, at in self._sounds), default=(0.0, 0))
        return -at if likeness >= _SAME_SOUND and len(asked) >= 4 else None


def sure_from(question: str, entry: QA, rival: QA | None = None) -> float:
    """The chance from which ``entry`` is given for ``question``: less is enough where both ask for the same kind of
    thing, as no ``rival`` does; more is needed where a value is asked for that the entry does not have."""
    asked, own = read_question(question), read_question(entry.question)
    if _alike(asked, own) and not (rival and _alike(asked, read_question(rival.question))):
        return _SURE_OF_KIND
    if asked.kinds and not own.kinds and not asked.kinds & kinds_in(entry.answer):
        return _SURE_DESPITE
    return _SURE


def _alike(one: Asked, other: Asked) -> bool:
    return bool(one.kinds & other.kinds) or (one.form is other.form and one.form in _PUT_ALIKE)


_PUT_ALIKE = (Form.WHETHER, Form.REASON, Form.MANNER)


def is_ambiguous(two: float, rival: float) -> bool:
    """Whether, where none is sure, to ask which of two is meant: one of them is likely (chance ``two``), and the second
    not far behind the best (``rival`` times as likely)."""
    return two >= _WORTH_ASKING and rival >= _RIVAL


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
