"""The cast of a rehearsal with sound: huashu's own agent, customers and callers, on the telephone."""

from collections.abc import Sequence

from huashu.rehearsal.cast import SpineCast
from huashu.rehearsal.ports import Telephone
from huashu.rehearsal.sound.over_sip import SipTelephone
from huashu.rehearsal.sound.telephone import MemoryTelephone, Sounds


class SoundCast(SpineCast):
    """``SpineCast`` whose calls are spoken. Models are loaded once, by the first call of a process."""

    def __init__(self, sounds: Sounds, standards: Sequence[str] = ()) -> None:
        super().__init__(0.0, standards)
        self.telephone: Telephone = SipTelephone(sounds) if sounds.over_sip else MemoryTelephone(sounds)
