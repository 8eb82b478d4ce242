"""What a recogniser does to an utterance: characters that sound alike, characters dropped, characters put in."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from huashu.language.tables import sounds

_DELETED, _INSERTED = 0.15, 0.12  # shares of the errors; the others are characters that sound alike
_FILLERS = "啊嗯呃那就的"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mishearing:
    """A recogniser's ear. ``alike``: sound -> the characters it may write for it, with how often they occur.

    Sounds are toneless, with the pairs that are mixed up on the telephone merged (zh/z, ch/c, sh/s, n/l, in/ing,
    en/eng), so that 理赔 may come out as 里陪.
    """

    alike: Mapping[str, Sequence[tuple[str, int]]]

    @classmethod
    def learned_from(cls, texts: Iterable[str]) -> "Mishearing":
        """An ear that writes the characters of ``texts``, the frequent ones more readily, as a recogniser does."""
        times = Counter(character for text in texts for character in text)
        alike: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for character in sorted(times):
            if (sound := sounds().get(character)) is not None:
                alike[sound].append((character, times[character]))
        return cls(alike=alike)

    def hear(self, text: str, rate: float, chance: random.Random) -> str:
        """``text`` with about the share ``rate`` (0..1) of its Chinese characters heard wrong; never empty."""
        heard = [self._character(character, rate, chance) for character in text]
        return "".join(heard).strip() or text

    def _character(self, character: str, rate: float, chance: random.Random) -> str:
        sound = sounds().get(character)
        if sound is None or chance.random() >= rate:
            return character
        kind = chance.random()
        if kind < _DELETED:
            return ""
        if kind < _DELETED + _INSERTED:
            return character + chance.choice(character + _FILLERS)
        others = [(other, times) for other, times in self.alike.get(sound, ()) if other != character]
        if not others:
            return character
        written: str = chance.choices([other for other, _ in others], [times for _, times in others])[0]
        return written


def heard_badly(said: Sequence[tuple[str, str]], *, share: float, worst: float) -> Iterator[tuple[int, str]]:
    """About ``share`` of the texts in ``said`` (text, and what tells it from the others) by their place, as a poor
    recogniser would write them, up to ``worst`` of the characters wrong; the same ones every time."""
    ear = Mishearing.learned_from(text for text, _ in said)
    for place, (text, key) in enumerate(said):
        chance = random.Random(key)
        if chance.random() < share:
            yield place, ear.hear(text, chance.uniform(0.02, worst), chance)
