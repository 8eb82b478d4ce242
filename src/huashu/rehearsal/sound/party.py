"""The customer on a telephone: his moves become sound, frame by frame, and what the agent says reaches him."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING, Any, Final, Protocol, assert_never

from huashu.call import AudioFacts, Ms
from huashu.call.event import cut
from huashu.customer import Leave, Move, Quiet, Sound, Speak
from huashu.customer.moves import OnTheLine
from huashu.rehearsal.ports import Customer
from huashu.rehearsal.sound.lines import REACTION, Ail, Line, at_level
from huashu.rehearsal.sound.requests import asks_again, asks_to_mend, takes_leave
from huashu.voice.audio import FRAME_MS, TELEPHONE_HZ, ms_of

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

    class Mouth(Protocol):
        """What makes his sounds, at ``TELEPHONE_HZ``."""

        def say(self, text: str) -> Pcm:
            """``text`` in his voice; empty when there is nothing to say in it."""

        def noise(self, text: str, ms: Ms) -> Pcm:
            """The sound that ``text`` describes, ``ms`` long."""


class Kind(StrEnum):
    """Why he made a sound. Values never change once released."""

    SPEECH = "speech"
    AGAIN = "again"
    """What he said before, because it had not arrived."""
    HUM = "hum"
    """He listens: no turn of his."""
    UNHEARD = "unheard"
    """He does not hear us, which only his line makes him say."""
    NOISE = "noise"


@dataclass(slots=True, kw_only=True)
class Utterance:
    """What he really did. ``turn``: which of his utterances it is, from 0, ``None`` when only the line made him speak.
    ``ended`` lies ahead while he speaks. ``over``: the agent was speaking when he began."""

    kind: Kind
    turn: int | None
    text: str
    line: Line
    began: Ms
    ended: Ms
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What people do on a telephone beside talking in turns, as shares of the agent's longer lines."""

    hum: float = 0.2
    """Says 嗯 while the agent speaks."""
    cough: float = 0.03


NONE = Habits(hum=0.0, cough=0.0)
"""Somebody who only speaks when it is his turn."""

HUMS: Final = ("嗯", "哦", "嗯嗯", "嗯，好")
_UNHEARD: Final = ("喂？听不见您说话", "喂，声音太小了，我听不清", "喂？您大点声，我听不见")
_LOST: Final = ("喂？刚才断断续续的，没听清", "刚才没听清，您再说一遍")
_LONG: Final[Ms] = 2_500
"""A shorter line gives nobody time to hum."""
_AFTER_TALK: Final[Ms] = 500
"""How long he takes at most to say what he wanted to say when the agent spoke first."""
_AFTERMATH: Final = 0.25
"""Of a line that he talked over: he takes no notice of less than this beyond where he began."""
_AUDIBLE: Final[Ms] = 300
"""A line that is cut off sooner than this was never heard."""
_TIRED: Final[Ms] = 3_000
"""How often, while nobody speaks or while he is on hold, he may grow tired of waiting."""
_STAYS: Final = 5
"""How often he says that he hears nothing before he hangs up."""
_FADED: Final = 2
"""How often he asks again because of a line that loses words."""


@dataclass(slots=True)
class _Sounding:
    pcm: "Pcm"
    at: int
    made: Utterance


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the agent that is being spoken."""

    text: str
    at: Ms
    until: Ms


class Party:
    """One customer in one call. To be told what the agent says and asked for 20 ms of sound at a time, both in order.

    ``habits`` and what the line makes of him are drawn from ``draws``, apart from the customer's own draws: with a good
    line and no habits he does what he does in a call without sound.
    """

    def __init__(self, customer: Customer, mouth: "Mouth", line: Line, draws: Random, habits: Habits = NONE) -> None:
        self.customer = customer
        self.mouth = mouth
        self.line = line
        self.habits = habits
        self.draws = draws
        self.spoken: list[Utterance] = []
        self.left: Ms | None = None
        self._good: Line | None = None
        self._moves: deque[tuple[Move, Kind, int | None]] = deque()
        self._due: Ms = 0
        self._sounding: _Sounding | None = None
        self._agent: _Line | None = None
        self._agent_ended: Ms = 0
        self._unheard: list[_Line] = []
        self._turns = 0
        self._cut: tuple[Ms, str] | None = None
        self._taken = 0
        self._talks_over = False
        self._aside: tuple[Ms, str] | None = None
        self._last: tuple[str, int | None] | None = None
        self._asked = 0
        self._deaf = 0
        self._quiet_since: Ms = 0
        self._tired = 0
        self._held: Ms | None = None
        self._held_before: Ms = 0

    @property
    def silent(self) -> bool:
        """Whether he makes no sound now."""
        return self._sounding is None

    @property
    def speaking(self) -> Utterance | None:
        """What he is saying now."""
        return None if self._sounding is None else self._sounding.made

    def pick_up(self, at: Ms) -> None:
        """He answers, or his call is answered."""
        self._quiet_since = at
        self._plan(self.customer.pick_up(), at)

    def agent_speaks(self, at: Ms, text: str, until: Ms) -> None:
        """The first sound of a line reaches him."""
        self._agent, self._taken = _Line(text, at, until), 0
        if self._moves and isinstance(self._moves[0][0], Quiet):
            self._moves.popleft()
        alone = not self._moves and self._sounding is None and self.line.ail is not Ail.DEAF
        if alone and isinstance(self.customer, OnTheLine) and (share := self.customer.cuts_in(text)) is not None:
            self._cut = (at + round(share * (until - at)), cut(text, share))
            self._taken = int(len(text) * share)
        elif until - at >= _LONG:
            self._fidget(at, until)

    def agent_spoke(self, at: Ms, share: float = 1.0) -> None:
        """The line is over, after ``share`` of its sound."""
        line, self._agent, self._cut, self._aside = self._agent, None, None, None
        self._agent_ended = self._quiet_since = at
        self._tired = 0
        if line is None or not line.text or (share < 1.0 and at - line.at < _AUDIBLE):
            return
        text = line.text if share >= 1.0 else cut(line.text, share)
        rest = text[self._taken :]
        if not self._taken or len(rest) > _AFTERMATH * len(line.text):
            self._unheard.append(_Line(rest, line.at, at))
        if self._moves and isinstance(self._moves[0][0], Speak):
            self._due = max(self._due, at + min(self._moves[0][0].pause, _AFTER_TALK))

    def hold(self, at: Ms, held: bool) -> None:
        """The agent put him on hold, or took him off."""
        if held:
            self._held = self._quiet_since = at
        elif self._held is not None:
            self._held_before += at - self._held
            self._held, self._quiet_since, self._tired = None, at, 0
            if isinstance(self.customer, OnTheLine):
                self.customer.off_hold()

    def louder(self) -> None:
        """What the agent sends has become louder: he may hear it now (S3.5)."""
        if self.line.ail is Ail.DEAF:
            self._mend()

    def over(self, at: Ms, *, agent_left: bool) -> None:
        """The call is over; ``agent_left``: the agent hung up."""
        if self._sounding is not None:
            self._sounding.made.ended = at
            self._sounding = None
        if self._unheard and agent_left:
            self._hear()
        if agent_left:
            self.customer.agent_left(at)

    def frame(self, at: Ms) -> "Pcm | None":
        """The 20 ms of his sound that begin ``at``; ``None``: he is silent."""
        if self._sounding is None and self.left is None:
            self._act(at)
        sounding = self._sounding
        if sounding is None:
            return None
        size = TELEPHONE_HZ * FRAME_MS // 1000
        piece = sounding.pcm[sounding.at : sounding.at + size]
        sounding.at += size
        if sounding.at >= len(sounding.pcm):
            self._finish(at + FRAME_MS)
        return piece if len(piece) == size else _padded(piece, size)

    def _act(self, at: Ms) -> None:
        """Begin what is due."""
        if self._aside is not None and at >= self._aside[0] and self._agent is not None:
            (_, text), self._aside = self._aside, None
            self._sound(at, Kind.NOISE if text.startswith("[") else Kind.HUM, None, text)
        elif self._cut is not None and at >= self._cut[0]:
            self._break_in(at)
        elif self._moves:
            self._next(at)
        elif self._agent is None and self._unheard:
            if at >= self._agent_ended + REACTION:
                self._listen(at)
        elif self._agent is None:
            self._wait(at)

    def _break_in(self, at: Ms) -> None:
        """He talks over the line that is being spoken."""
        assert self._cut is not None and self._agent is not None
        self._unheard.append(_Line(self._cut[1], self._agent.at, at))
        self._cut, self._talks_over = None, True
        self._plan(self._hear(), at)
        self._due = at

    def _next(self, at: Ms) -> None:
        move, kind, turn = self._moves[0]
        match move:
            case Speak():
                if (self._agent is None or self._talks_over) and at >= self._due:
                    self._moves.popleft()
                    self._speak(at, move, kind, turn)
            case Quiet():
                if at >= self._due + move.ms:
                    self._moves.popleft()
                    self._arm(at)
            case Sound():
                self._moves.popleft()
                self._sound(at, Kind.NOISE, None, move.text, move.ms)
            case Leave():
                if at >= self._due:
                    self._moves.clear()
                    self.left = at
            case _:
                assert_never(move)

    def _speak(self, at: Ms, move: Speak, kind: Kind, turn: int | None) -> None:
        text = self._meant(move, turn)
        if move.audio is not None:
            self._good = self._good or self.line
            self.line = _as_told(self._good, move.audio)
        elif self._good is not None:
            self.line, self._good = self._good, None
        if kind is Kind.SPEECH:
            self._last = (text, turn)
        self._sound(at, kind, turn, text)

    def _meant(self, move: Speak, turn: int | None) -> str:
        """His words before a bad line took some of them: the sound does that itself."""
        if move.audio is None or turn is None:
            return move.text
        rows = self.customer.truth().get("utterances") or ()
        row: Mapping[str, Any] = next((row for row in rows if row.get("turn") == turn), {})
        return str(row.get("meant") or move.text)

    def _sound(self, at: Ms, kind: Kind, turn: int | None, text: str, ms: Ms | None = None) -> None:
        noise = kind is Kind.NOISE
        pcm = self.mouth.noise(text, ms or 600) if noise else self.mouth.say(text)
        if not len(pcm):
            pcm = self.mouth.noise(text, 300)
        over = self._agent is not None
        ended = at + ms_of(pcm, TELEPHONE_HZ)
        made = Utterance(kind=kind, turn=turn, text=text, line=self.line, began=at, ended=ended, over=over)
        self.spoken.append(made)
        self._sounding = _Sounding(pcm, 0, made)

    def _finish(self, at: Ms) -> None:
        assert self._sounding is not None
        self._sounding.made.ended = at
        kind, self._sounding = self._sounding.made.kind, None
        self._quiet_since, self._tired, self._talks_over = at, 0, False
        if kind not in (Kind.HUM, Kind.NOISE) or self._agent is None:
            self._arm(at)

    def _arm(self, at: Ms) -> None:
        """When the next move is due, counted from ``at``."""
        pause = getattr(self._moves[0][0], "pause", 0) if self._moves else 0
        self._due = at + pause

    def _plan(self, moves: tuple[Move, ...], at: Ms, kind: Kind = Kind.SPEECH) -> None:
        for move in moves:
            turn: int | None = None
            if isinstance(move, Speak) and kind is Kind.SPEECH:
                turn, self._turns = self._turns, self._turns + 1
            elif isinstance(move, Speak) and kind is Kind.AGAIN and self._last is not None:
                turn = self._last[1]
            self._moves.append((move, kind, turn))
        self._arm(at)

    def _hear(self) -> tuple[Move, ...]:
        heard, self._unheard = self._unheard, []
        return self.customer.hear("".join(line.text for line in heard), heard[0].at, heard[-1].until)

    def _listen(self, at: Ms) -> None:
        """The agent has finished its turn."""
        text, ended = "".join(line.text for line in self._unheard), self._agent_ended
        if self.line.ail is Ail.DEAF:
            self._miss(ended)
        elif self._fades(text):
            self._plan((Speak(text=self.draws.choice(_LOST), pause=600),), ended, Kind.UNHEARD)
        elif self._is_told_of_the_line(text):
            assert self._last is not None
            self._unheard.clear()
            self._plan((Speak(text=self._last[0], pause=700),), ended, Kind.AGAIN)
        else:
            self._plan(self._hear(), ended)
        if not self._moves:
            self._due = at

    def _miss(self, at: Ms) -> None:
        """He heard nothing of it."""
        self._unheard.clear()
        self._deaf += 1
        if self._deaf > _STAYS:
            self._plan((Leave(pause=800, why="cannot_hear"),), at)
            return
        text = _UNHEARD[(self._deaf - 1) % len(_UNHEARD)]
        self._plan((Speak(text=text, pause=900),), at, Kind.UNHEARD)

    def _fades(self, text: str) -> bool:
        """Whether words of it were lost on the way to him."""
        if self.line.ail is not Ail.LOSSY or self._deaf >= _FADED or takes_leave(text) or self.draws.random() > 0.15:
            return False
        self._deaf += 1
        self._unheard.clear()
        return True

    def _is_told_of_the_line(self, text: str) -> bool:
        """Whether it only asks for what he said before; what he does about his line on the way."""
        if self.line.ail in (Ail.NOTHING, Ail.DEAF) or self._last is None:
            return False
        mends = asks_to_mend(text)
        if mends:
            self._asked += 1
            if self.line.cure is not None and self._asked >= self.line.cure:
                self._mend()
        return mends or asks_again(text)

    def _mend(self) -> None:
        self._asked = max(self._asked, 1)
        if self.line.cure is not None:
            self.line = self.line.mended()

    def _wait(self, at: Ms) -> None:
        """Nobody has anything to say: time passes until somebody does."""
        if self._held is not None:
            if isinstance(self.customer, OnTheLine) and at >= self._quiet_since + _TIRED:
                self._quiet_since = at
                self._plan(self.customer.on_hold(self._held_before + at - self._held), at)
            return
        quiet = at - self._quiet_since
        if quiet // _TIRED > self._tired:
            self._tired = quiet // _TIRED
            self._plan(self.customer.agent_silent(quiet), at)

    def _fidget(self, at: Ms, until: Ms) -> None:
        """Whether he hums or coughs during a line, and when."""
        draw, when = self.draws.random(), at + round((0.35 + 0.4 * self.draws.random()) * (until - at))
        if draw < self.habits.hum:
            self._aside = (when, self.draws.choice(HUMS))
        elif draw < self.habits.hum + self.habits.cough:
            self._aside = (when, "[咳嗽]")


def _as_told(line: Line, audio: AudioFacts) -> Line:
    return at_level(line, audio.level_dbfs, audio.snr_db, echo=bool(audio.echo))


def _padded(piece: "Pcm", size: int) -> "Pcm":
    import numpy as np

    return np.pad(piece, (0, size - len(piece)))
