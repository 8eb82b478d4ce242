"""His line in a rehearsed call: made bad on purpose, and made better when he does something about it."""

from random import Random
from typing import TYPE_CHECKING

from huashu.rehearsal.sound.lines import Line
from huashu.rehearsal.sound.party import Party
from huashu.voice.audio import FRAME_MS, TELEPHONE_HZ
from huashu.voice.line.degrade import DegradedLine

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm


class Degraded:
    """What arrives of a party's sound. The line is that of what he is saying, else that of the party."""

    def __init__(self, party: Party, seed: int, speech: "Pcm | None" = None) -> None:
        """``speech``: voices for babble and television."""
        import numpy as np

        self.party = party
        self._seed = seed
        self._speech = speech
        self._zeros = np.zeros(TELEPHONE_HZ * FRAME_MS // 1000, dtype=np.int16)
        self._made: dict[Line, DegradedLine] = {}
        self._line = self._of(party.line)

    @property
    def still(self) -> bool:
        """Whether it adds no sound of its own."""
        made = self.party.line.degradation
        return made.noise is None and made.hiss is None and made.echo is None

    @property
    def lost(self) -> bool:
        """Whether the packet of the last frame was lost."""
        return self._line.lost

    def frame(self, pcm: "Pcm | None", far: "Pcm | None") -> "Pcm":
        """What arrives of 20 ms of his sound, while we send ``far``."""
        made = self.party.speaking
        self._line = self._of(self.party.line if made is None else made.line)
        return self._line.frame(self._zeros if pcm is None else pcm, far)

    def _of(self, line: Line) -> DegradedLine:
        import numpy as np

        if line not in self._made:
            draws = np.random.default_rng(Random(f"{self._seed}/{line.spec}").getrandbits(32))
            self._made[line] = DegradedLine(TELEPHONE_HZ, line.degradation, draws, speech=self._speech)
        return self._made[line]
