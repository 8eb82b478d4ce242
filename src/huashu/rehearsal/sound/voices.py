"""Who speaks in a rehearsed call: the agent as his document says, each customer in a voice of his own."""

import re
from random import Random
from typing import Final

from huashu.rehearsal.sound.mouth import Mouth
from huashu.voice.speaking.cache import CachedVoice, Renderings
from huashu.voice.speaking.catalogue import open_voice, voices
from huashu.voice.speaking.people import Sex

_WOMAN: Final = re.compile(r"女士|小姐|阿姨|妈妈|太太|大姐|奶奶|女(?:，|,|。|；|性|$|\s)|性别[：:]\s*女|她")
_MAN: Final = re.compile(r"先生|师傅|大爷|叔叔|大哥|爷爷|男(?:，|,|。|；|性|$|\s)|性别[：:]\s*男|他")


def sex_of(text: str) -> Sex | None:
    """The sex that a description of somebody names, the first named deciding; ``None`` when it names none."""
    woman, man = _WOMAN.search(text), _MAN.search(text)
    if woman is None and man is None:
        return None
    if woman is None or man is None:
        return Sex.FEMALE if man is None else Sex.MALE
    return Sex.FEMALE if woman.start() < man.start() else Sex.MALE


class Voices:
    """The voices of a process, each opened once. ``spec``: as in ``huashu say``; of packaged voices the agent has the
    first of his sex, and each customer draws one of the others."""

    def __init__(self, spec: str = "trial") -> None:
        self.spec = spec
        self._open: dict[str, Mouth] = {}
        self._renderings = Renderings()

    def agent(self, sex: Sex | None) -> Mouth:
        """The agent's voice. Raises ``VoiceError``."""
        return self._mouth(self.spec, sex or Sex.FEMALE)

    def customer(self, sex: Sex | None, draws: Random) -> Mouth:
        """A customer's voice, another than the agent's where there are several. Raises ``VoiceError``."""
        sex = sex or draws.choice((Sex.FEMALE, Sex.MALE))
        people = [one.spec for one in voices() if one.sex is sex and one.spec.partition(":")[0] == self.spec]
        return self._mouth(draws.choice(people[1:] or people) if people else self.spec, sex)

    def _mouth(self, spec: str, sex: Sex) -> Mouth:
        key = f"{spec} {sex}"
        if key not in self._open:
            self._open[key] = Mouth(CachedVoice(open_voice(spec, sex), self._renderings))
        return self._open[key]
