"""The cast of a rehearsal with sound: huashu's own agent, customers and callers, on the telephone."""

from collections.abc import Sequence

from huashu.rehearsal.cast import SpineCast
from huashu.rehearsal.sound.telephone import Sounds, Telephone


class SoundCast(SpineCast):
    """``SpineCast`` whose calls are spoken. Models are loaded once, by the first call of a process."""

    def __init__(self, sounds: Sounds, standards: Sequence[str] = ()) -> None:
        super().__init__(0.0, standards)
        self.telephone = Telephone(sounds)
