"""What was heard in a recording, as the events of a call log and what the log says of its making."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huashu.call import Event, Heard, Ms, Said, Side
from huashu.call.imports.build import Turn
from huashu.voice.recordings.holds import Span, dead
from huashu.voice.recordings.reading import Recording
from huashu.voice.recordings.sides import AgentSide, Spoken
from huashu.voice.recordings.speech import Listened, Utterance
from huashu.voice.recordings.tones import Tone, hung_up_at, rings_of
from huashu.voice.recordings.voices import SURE

_KEY_GAP: Ms = 2500
"""Keys closer together are one number."""
_MUTTER: Ms = 600
"""Speech of the customer of which nothing was understood is noise when it lasts so long."""
_WORDS_SURE = 0.65
"""A recogniser less sure than this of a line got some of its words wrong, more often than not."""
_ASKS_TO_WAIT = re.compile(r"等|别挂|不要挂|查一下|查询|核实")
_WAITS_SOON: Ms = 6_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one side said, in words."""

    utterance: Utterance
    text: str
    sure: float | None = None
    """How sure the recogniser is of the words, from 0 to 1; ``None`` when it does not say."""

    @property
    def spoken(self) -> Spoken:
        """The same without its sound."""
        one = self.utterance
        return Spoken(side=one.side, at=one.at, end=one.end, text=self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounds:
    """What of one channel is no speech: steady tones, keys, music."""

    tones: tuple[Tone, ...]
    keys: tuple[Tone, ...]
    music: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardCall:
    """Everything that was heard in a recording. ``mutters``: speech of which nothing was understood; ``leaks``: how
    many pieces of each channel were the other's."""

    recording: Recording
    channels: tuple[Listened, ...]
    sounds: tuple[Sounds, ...]
    lines: tuple[Line, ...]
    mutters: tuple[Utterance, ...]
    agent: AgentSide
    leaks: tuple[int, ...]

    @property
    def stereo(self) -> bool:
        """Whether each side has a channel of its own."""
        return len(self.channels) > 1

    def turns(self) -> list[Turn]:
        """What was heard, in order of time."""
        spoken = [
            Turn(side=self._side(line.utterance.side), text=line.text, where=self._where(line.utterance.at),
                 at=line.utterance.at, end=line.utterance.end)
            for line in self.lines
        ]  # fmt: skip
        return sorted([*spoken, *self._rings(), *self._pressed(), *self._held(), *self._noises(), *self._gone()],
                      key=lambda turn: turn.at or 0)  # fmt: skip

    def told(self, recogniser: str, events: Sequence[Event]) -> dict[str, Any]:
        """What the log says of its making."""
        sure = round(min(self.agent.sure, 1.0 if self.stereo else self._apart()), 2)
        told: dict[str, Any] = {
            "recogniser": recogniser,
            "seconds": self.recording.ms / 1000,
            "channels": len(self.channels),
            "agent": ("left", "right")[self.agent.side] if self.stereo else None,
            "by": self.agent.why,
            "sure": sure,
            "notes": [*self.recording.notes, *self._notes(sure)],
        }
        told |= {"unsure": self._unsure(events, sure), "doubtful": self._doubtful(events)}
        return {key: value for key, value in told.items() if value not in (None, "", [])}

    def _apart(self) -> float:
        """How sure it is that the two voices of one channel were told apart, over all of the talk."""
        spoken = [(line.utterance.sure, line.utterance.end - line.utterance.at) for line in self.lines]
        return sum(sure * ms for sure, ms in spoken) / max(1, sum(ms for _, ms in spoken))

    def _notes(self, sure: float) -> list[str]:
        notes = []
        if not self.stereo:
            notes.append("单声道：双方是按嗓音分开的，听不出抢话 (mono: the sides were told apart by their voices)")
        if sure < SURE:
            way = "可用 --agent-channel 指定" if self.stereo else "请尽量用双声道录音"
            notes.append(f"谁是坐席没有把握，与说话人有关的问题都待确认 (not sure who is who)；{way}")
        for number, count in enumerate(self.leaks):
            if count:
                who = "坐席" if number != self.agent.side else "客户"
                notes.append(f"{'左右'[number]}声道里混有{who}的声音，已去掉 {count} 段 (leaks from the other channel)")
        return notes

    def _unsure(self, events: Sequence[Event], sure: float) -> list[int]:
        """The lines of whose speaker nobody can be sure, by their place among the events."""
        places = [index for index, event in enumerate(events) if isinstance(event, Said | Heard)]
        if sure < SURE:
            return places
        return [place for place, line in zip(places, self.lines, strict=True) if min(sure, line.utterance.sure) < SURE]

    def _doubtful(self, events: Sequence[Event]) -> list[int]:
        """The lines of whose words the recogniser was not sure, by their place among the events."""
        places = [index for index, event in enumerate(events) if isinstance(event, Said | Heard)]
        pairs = zip(places, self.lines, strict=True)
        return [place for place, line in pairs if line.sure is not None and line.sure < _WORDS_SURE]

    def _side(self, side: int) -> Side:
        return Side.AGENT if side == self.agent.side else Side.CUSTOMER

    def _where(self, at: Ms) -> str:
        return f"{self.recording.name} {at / 1000:.1f}s"

    def _turn(self, kind: str, at: Ms, end: Ms | None = None, text: str = "", side: Side = Side.SYSTEM) -> Turn:
        return Turn(side=side, text=text, where=self._where(at), at=at, end=end, type=kind)

    def _rings(self) -> list[Turn]:
        first = min(line.utterance.at for line in self.lines)
        rings = max((rings_of(one.tones, first) for one in self.sounds), key=len)
        if not rings:
            return []
        return [self._turn("ring", ring.at, ring.end) for ring in rings] + [
            self._turn("connected", max(ring.end for ring in rings))
        ]

    def _pressed(self) -> list[Turn]:
        found: list[Turn] = []
        for number, sounds in enumerate(self.sounds):
            side = self._side(number) if self.stereo else Side.CUSTOMER
            groups: list[list[Tone]] = []
            for key in sounds.keys:
                if not groups or key.at - groups[-1][-1].end > _KEY_GAP:
                    groups.append([])
                groups[-1].append(key)
            found += [
                self._turn("dtmf", group[0].at, group[-1].end, "".join(key.digit for key in group), side)
                for group in groups
            ]
        return found

    def _held(self) -> list[Turn]:
        channel = self.agent.side if self.stereo else 0
        spans = [
            *self.sounds[channel].music,
            *filter(self._asked_to_wait, dead(self.channels[channel].levels, self.channels[channel].pieces)),
        ]
        return [
            turn
            for at, end in sorted(spans)
            for turn in (self._turn("hold_start", at, side=Side.AGENT), self._turn("hold_end", end, side=Side.AGENT))
        ]

    def _asked_to_wait(self, span: tuple[Ms, Ms]) -> bool:
        """Whether the agent's last words before a dead line said that he would be away."""
        before = [
            line
            for line in self.lines
            if line.utterance.side == self.agent.side and span[0] - _WAITS_SOON <= line.utterance.end <= span[0] + 500
        ]
        return bool(before) and _ASKS_TO_WAIT.search(before[-1].text) is not None

    def _noises(self) -> list[Turn]:
        """What came from the customer and was no words."""
        return [
            self._turn("noise", one.at, one.end, "听不清", Side.CUSTOMER)
            for one in self.mutters
            if self._side(one.side) is Side.CUSTOMER and one.end - one.at >= _MUTTER
        ]

    def _gone(self) -> list[Turn]:
        """Who hung up, where the tone tells it."""
        if not self.stereo:
            return []
        last = max(line.utterance.end for line in self.lines)
        at = hung_up_at(self.sounds[1 - self.agent.side].tones, last)
        return [] if at is None else [self._turn("hangup", at, side=Side.CUSTOMER)]
