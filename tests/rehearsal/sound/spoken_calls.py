"""A mouth of tones and an ear that knows sound from silence, for calls without any model."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from huashu.call import Adjustment, AudioFacts, Ms, speech_ms
from huashu.language.completeness import Completeness, State
from huashu.rehearsal.ports import Agent, Customer
from huashu.rehearsal.sound.ears import Given
from huashu.rehearsal.sound.lines import Line
from huashu.rehearsal.sound.party import NONE, Habits, Party
from huashu.rehearsal.sound.virtual import Call
from huashu.voice.audio import TELEPHONE_HZ, level_dbfs
from huashu.voice.talk.conversation import Conversation
from huashu.voice.talk.signals import Sound, VoiceOff, VoiceOn

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm


def tone(ms: Ms, dbfs: float = -26.0) -> Pcm:
    n = TELEPHONE_HZ * ms // 1000
    return np.asarray(46_341 * 10 ** (dbfs / 20) * np.sin(2 * np.pi * 300 * np.arange(n) / TELEPHONE_HZ), np.int16)


class Tones:
    """Says everything as a tone of the length that its words take."""

    def say(self, text: str) -> Pcm:
        return tone(speech_ms(text))

    def noise(self, text: str, ms: Ms) -> Pcm:
        return tone(ms, -40.0)


@dataclass
class Cut:
    began: Ms
    ended: Ms
    pcm: Pcm
    audio: AudioFacts | None = None
    rate: int = TELEPHONE_HZ
    falling: float | None = None


class LevelEar:
    """Whatever is louder than -60 dBFS is speech; 200 ms of less end a piece."""

    def __init__(self) -> None:
        self.began: Ms | None = None
        self.last: Ms = 0
        self.told = False
        self.pieces: list[Pcm] = []
        self.mended: list[Adjustment] = []

    def frame(
        self, pcm: Pcm, at: Ms, *, sent: Pcm | None = None, lost: bool = False
    ) -> list[VoiceOn | VoiceOff | Sound | Cut]:
        loud = level_dbfs(pcm) > -60
        if loud:
            self.last = at + 20
            if self.began is None:
                self.began, self.told, self.pieces = at, False, []
        if self.began is not None:
            self.pieces.append(pcm)
        if loud and self.began is not None and not self.told and at + 20 - self.began >= 100:
            self.told = True
            return [VoiceOn(at=at + 20, began=self.began)]
        if not loud and self.began is not None and at + 20 - self.last >= 200:
            began, self.began = self.began, None
            sound = np.concatenate(self.pieces)
            facts = AudioFacts(level_dbfs=round(level_dbfs(sound[sound != 0]), 1))
            off = VoiceOff(at=at + 20, began=began, ended=self.last)
            return [off, Cut(began=began, ended=self.last, pcm=sound, audio=facts)] if self.told else []
        return []

    def turn_over(self, ended: Ms) -> None:
        pass

    def mend(self, what: Adjustment) -> None:
        self.mended.append(what)


@dataclass
class Straight:
    """A line that changes nothing."""

    still: bool = True
    lost: bool = False
    zeros: Pcm = field(default_factory=lambda: np.zeros(160, np.int16))

    def frame(self, pcm: Pcm | None, far: Pcm | None) -> Pcm:
        return self.zeros if pcm is None else pcm


def finished(text: str) -> Completeness:
    chances = {State.FINISHED: 0.9, State.UNFINISHED: 0.05, State.WAIT: 0.05}
    return Completeness(state=State.FINISHED, chances=chances)


def spoken_call(agent: Agent, customer: Customer, line: Line | None = None, habits: Habits = NONE) -> Call:
    """Everything that is needed for a call, with nothing real but the conversation."""
    party = Party(customer, Tones(), line or Line(), Random(7), habits)
    return Call(
        Conversation(agent, finished),
        party,
        ear=LevelEar(),
        wire=Straight(),
        recognise=Given(party.spoken, Random(7)),
        voice=lambda text: tone(speech_ms(text)),
    )
