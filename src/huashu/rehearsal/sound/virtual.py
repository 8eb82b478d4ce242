"""One spoken call on virtual time: a clock of 20 ms frames, the customer's sound over his line into the agent's ears,
the agent's conversation, its voice back to him. Nothing waits; a call takes as long as its arithmetic."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, Protocol, assert_never

from huashu.call import Adjustment, AudioFacts, Ms, Side
from huashu.rehearsal.ports import Company
from huashu.rehearsal.sound.lines import Ail
from huashu.rehearsal.sound.party import Party
from huashu.voice.audio import FRAME_MS, TELEPHONE_HZ
from huashu.voice.talk import signals as told
from huashu.voice.talk.conversation import Conversation
from huashu.voice.talk.player import Player

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

    class Piece(Protocol):
        """Speech between two pauses, as the agent's ears cut it out."""

        @property
        def began(self) -> Ms: ...
        @property
        def ended(self) -> Ms: ...
        @property
        def pcm(self) -> Pcm: ...
        @property
        def rate(self) -> int: ...
        @property
        def audio(self) -> AudioFacts | None: ...

    class Ear(Protocol):
        """The agent's ears."""

        def frame(
            self, pcm: Pcm, at: Ms, *, sent: Pcm | None = None, lost: bool = False
        ) -> Iterable[told.VoiceOn | told.VoiceOff | told.Sound | Piece]:
            """What 20 ms of sound tell."""

        def turn_over(self, ended: Ms) -> None:
            """What comes after ``ended`` is a turn of its own."""

        def mend(self, what: Adjustment) -> None:
            """Make the line better."""

    class Wire(Protocol):
        """His line."""

        @property
        def still(self) -> bool:
            """Whether it adds no sound of its own."""

        @property
        def lost(self) -> bool:
            """Whether the packet of the last frame was lost."""

        def frame(self, pcm: Pcm | None, far: Pcm | None) -> Pcm:
            """What arrives of 20 ms of his sound, while we send ``far``."""


RINGS: Final = ((0, 1_000), (5_000, 6_000))
"""How the telephone rings before the agent answers: within three rings, not before the second (S1.2)."""

_CLOCK: Final[Ms] = 100
"""How often the conversation is told the time at least."""
_STILL: Final[Ms] = 800
"""After so much silence on a line without any noise there is nothing to listen to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """What the machinery takes on virtual time. Milliseconds, except ``voice``."""

    recognition: Ms = 250
    """From the end of a piece of speech to its words."""
    voice: Ms = 0
    """From the order to speak to the first sound: lines are rendered ahead."""
    longest: Ms = 15 * 60_000


@dataclass(slots=True)
class Heard:
    """What could be heard on the line, for whoever judges. ``cuts``: when a line ended before its end; ``pauses``: when
    it fell silent in mid-line, for good or not; ``mended``: what was done about the line and when."""

    spans: list[tuple[Ms, Ms]] = field(default_factory=list)
    """From when to when the agent spoke without a gap."""
    cuts: list[Ms] = field(default_factory=list)
    pauses: list[Ms] = field(default_factory=list)
    mended: list[tuple[Ms, Adjustment]] = field(default_factory=list)
    capped: bool = False
    customer: "list[Pcm]" = field(default_factory=list)
    """As it arrived, frame by frame; only when the call is recorded."""
    agent: "list[Pcm]" = field(default_factory=list)


class Call:
    """Everything between the two in one call. ``recognise``: the words of a piece, ``None`` when there are none.
    ``voice``: the agent's voice at ``TELEPHONE_HZ``."""

    def __init__(
        self,
        conversation: Conversation,
        party: Party,
        *,
        ear: "Ear",
        wire: "Wire",
        recognise: "Callable[[Piece], told.Words | told.NoWords]",
        voice: "Callable[[str], Pcm]",
        company: Company | None = None,
        delays: Delays | None = None,
        recorded: bool = False,
    ) -> None:
        import numpy as np

        self.conversation = conversation
        self.party = party
        self.ear = ear
        self.wire = wire
        self.recognise = recognise
        self.voice = voice
        self.company = company
        self.delays = delays or Delays()
        self.recorded = recorded
        self.heard = Heard()
        self.now: Ms = 0
        self.player = Player(TELEPHONE_HZ)
        self._texts: dict[int, str] = {}
        self._coming: list[tuple[Ms, int, Callable[[Ms], None]]] = []
        self._asked = 0
        self._quiet: Ms = 0
        self._clock: Ms = 0
        self._zeros = np.zeros(TELEPHONE_HZ * FRAME_MS // 1000, dtype=np.int16)

    def run(self, *, inbound: bool = False) -> Heard:
        """From ringing or picking up to hanging up."""
        if inbound:
            for at, end in RINGS:
                self._feed(told.Rang(at=at, end=end))
                self.now = end
        self.party.pick_up(self.now)
        self._feed(told.PickedUp(at=self.now))
        while not self.conversation.over:
            self._frame()
        return self.heard

    def _frame(self) -> None:
        """20 ms pass."""
        at = self.now
        his = self.party.frame(at)
        if self.party.left is not None:
            self._leave(Side.CUSTOMER)
            return
        ours = self._ours(at)
        arrived = self._arrives(his, ours)
        self.now = at + FRAME_MS
        if self.recorded:
            self.heard.customer.append(arrived if arrived is not None else self._zeros)
            self.heard.agent.append(ours if ours is not None else self._zeros)
        self._report()
        if arrived is not None:
            for one in self.ear.frame(arrived, self.now, sent=ours, lost=self.wire.lost):
                self._listen(one)
        while self._coming and self._coming[0][0] <= self.now and not self.conversation.over:
            heappop(self._coming)[2](self.now)
        if self.now >= self._clock:
            self._clock = self.now + _CLOCK
            self._feed(told.Clock(at=self.now))
        if self.now >= self.delays.longest and not self.conversation.over:
            self.heard.capped = True
            self._leave(Side.SYSTEM)

    def _ours(self, at: Ms) -> "Pcm | None":
        """What the agent sends, ``None``: nothing."""
        if self.player.idle:
            return None
        sounding = self.player.sounding
        frame = self.player.frame(at)
        if sounding:
            spans = self.heard.spans
            if spans and spans[-1][1] == at:
                spans[-1] = (spans[-1][0], at + FRAME_MS)
            else:
                spans.append((at, at + FRAME_MS))
        return frame

    def _arrives(self, his: "Pcm | None", ours: "Pcm | None") -> "Pcm | None":
        """What arrives at the agent's ears; ``None`` when there is nothing to listen to."""
        if his is not None or not self.wire.still:
            self._quiet = self.now
        elif self.now - self._quiet > _STILL:
            return None
        return self.wire.frame(his, ours)

    def _report(self) -> None:
        """What became of the lines, to the conversation and to him."""
        for signal in self.player.signals():
            match signal:
                case told.Playing():
                    self.party.agent_speaks(signal.at, self._texts[signal.line], signal.until)
                case told.Played():
                    if signal.share < 1:
                        self.heard.cuts.append(signal.at)
                    if signal.share > 0:
                        self.party.agent_spoke(signal.at, signal.share)
                case told.Unspoken():
                    pass
                case _:
                    assert_never(signal)
            self._feed(signal)

    def _listen(self, one: "told.VoiceOn | told.VoiceOff | told.Sound | Piece") -> None:
        if isinstance(one, told.VoiceOn | told.VoiceOff | told.Sound):
            self._feed(one)
            return
        words = self.recognise(one)
        self._later(self.now + self.delays.recognition, lambda at: self._recognised(words, at))

    def _recognised(self, words: told.Words | told.NoWords, at: Ms) -> None:
        from dataclasses import replace

        self._feed(replace(words, at=at))

    def _feed(self, signal: told.Signal) -> None:
        for order in self.conversation.feed(signal):
            self._carry_out(order)

    def _carry_out(self, order: told.Order) -> None:
        match order:
            case told.Speak():
                self._texts[order.line] = order.text
                self.player.expect(order.line)
                self._speak(order)
            case told.Pause():
                if self.player.sounding:
                    self.heard.pauses.append(self.now)
                self.player.pause()
            case told.Continue():
                self.player.go_on()
            case told.Stop():
                self.player.stop(self.now)
                self._report()
            case told.Ask():
                self._ask(order)
            case told.HoldLine():
                self.party.hold(self.now, order.held)
            case told.Mend():
                self._mend(order.what)
            case told.TurnOver():
                self.ear.turn_over(order.ended)
            case told.PassOn() | told.End():
                self.party.over(self.now, agent_left=True)
            case _:
                assert_never(order)

    def _speak(self, order: told.Speak) -> None:
        pcm = self.voice(order.text)
        if self.delays.voice:
            self._later(self.now + self.delays.voice, lambda at: self.player.add(order.line, pcm))
        else:
            self.player.add(order.line, pcm)

    def _ask(self, order: told.Ask) -> None:
        answer = self.company.answer(order.request, self.now) if self.company is not None else None
        if answer is not None:
            self._later(answer.at, lambda at: self._feed(told.Answered(at=at, event=answer)))

    def _mend(self, what: Adjustment) -> None:
        self.heard.mended.append((self.now, what))
        if what is Adjustment.SEND_LEVEL and self.party.line.ail is Ail.DEAF:
            self.party.louder()
        self.ear.mend(what)

    def _later(self, at: Ms, then: Callable[[Ms], None]) -> None:
        self._asked += 1
        heappush(self._coming, (at, self._asked, then))

    def _leave(self, by: Side) -> None:
        self.party.over(self.now, agent_left=by is not Side.CUSTOMER)
        self._feed(told.Gone(at=self.now, by=by))
