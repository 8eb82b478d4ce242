"""A call in which only the awkward moments are played: a line with a clock that ticks, and ears that are told."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from huashu.call import (
    Act,
    Action,
    AudioFacts,
    Connected,
    EndReason,
    Event,
    Heard,
    Hold,
    HoldEnded,
    HoldStarted,
    Ms,
    Resume,
    Said,
    Say,
    Silence,
    Tick,
    speech_ms,
)
from huashu.call.event import end_of
from huashu.dialogue.moments import Care, Occasion, Offer, Tended, holding, spoke, take_down, tend, watch
from huashu.language import Understanding
from huashu.language.slots import find_slots

ANSWER: Ms = 500
"""From a decision to the first word, as on a line."""


TOLD: dict[str, tuple[Act, ...]] = {}
"""What the words mean that were heard."""


def told(words: str) -> Understanding:
    """“行|affirm”: the acts behind the bar are what the words before it mean."""
    text, _, names = words.partition("|")
    acts = TOLD[text] = tuple(act for act in Act if act in names.split(","))
    return Understanding(text=text, acts=acts, scores=dict.fromkeys(acts, 0.9), slots=find_slots(text))


@dataclass
class Moments:
    """One call. ``tick`` is how far apart ticks come; ``lines`` are what the agent said, with their first and last
    moment; ``at`` of an action is when it was taken."""

    tick: Ms = 500
    asked: bool = False
    expects: str | None = None
    length: int | None = None
    direction: str = "inbound"
    terms: dict[str, str] = field(default_factory=dict)
    dialects: tuple[str, ...] = ()
    matters: bool = False
    care: Care = field(default_factory=Care)
    now: Ms = 0
    lines: list[Said] = field(default_factory=list)
    done: list[tuple[Ms, Action]] = field(default_factory=list)
    tended: list[Tended] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.event(Connected(at=0))

    # ---- What happens -----------------------------------------------------------------------------------------------

    def event(self, event: Event, heard: Understanding | None = None) -> Tended | None:
        """Something happens; what is done about it is carried out."""
        self.now = max(self.now, end_of(event))
        if not isinstance(event, Tick):
            self.events.append(event)
        self.care = watch(self.care, event, heard)
        decided = tend(self.care, self.occasion(event, heard))
        if decided is not None:
            self.tended.append(decided)
            self.care = decided.care
            self.carry_out(decided.actions)
        return decided

    def occasion(self, event: Event, heard: Understanding | None) -> Occasion:
        said = tuple(line.text for line in self.lines[-12:])
        return Occasion(
            event=event,
            heard=heard,
            last_said=said[-1] if said else "",
            said=said,
            asked=self.asked,
            expects=self.expects,
            length=self.length,
            direction=self.direction,
            terms=lambda text: next(((term, means) for term, means in self.terms.items() if term in text), None),
            dialects=self.dialects,
            matters=self.matters,
        )

    def hear(
        self,
        words: str,
        *,
        level: float | None = None,
        snr: float | None = None,
        echo: bool | None = None,
        after: Ms = 600,
    ) -> Tended | None:
        """He says “words|acts”."""
        heard = told(words)
        audio = (
            AudioFacts(level_dbfs=level, snr_db=snr, echo=echo) if (level, snr, echo) != (None, None, None) else None
        )
        at = self.now + after
        end = at + (speech_ms(heard.text) if heard.text else 900)
        return self.event(Heard(at=at, end=end, text=heard.text, audio=audio), heard)

    def say(self, text: str, *, asks: bool = False) -> None:
        """The policy says something of its own."""
        self.asked = asks
        self.care = spoke(self.care, (Say(text=text),))
        self.carry_out((Say(text=text),))

    def wait(self, ms: Ms) -> list[Said]:
        """Time passes; the lines that the agent says meanwhile. Speaking takes its part of the time."""
        until, before = self.now + ms, len(self.lines)
        while self.now + self.tick <= until:
            self.event(Tick(at=self.now + self.tick))
        self.now = max(self.now, until)
        return self.lines[before:]

    def quiet(self, ms: Ms) -> Tended | None:
        """The line tells of a silence that has lasted ``ms`` since the last word."""
        return self.event(Silence(at=self.now, end=self.now + ms))

    def begin(self, reason: str = "查询订单") -> Ms:
        """The policy asks something of the company's systems."""
        self.care = holding.begin(self.care, self.now, reason)
        return self.now

    def answered(self) -> Tended:
        """The systems have answered."""
        decided = holding.done(self.care, self.now, tuple(line.text for line in self.lines))
        self.care = decided.care
        self.carry_out(decided.actions)
        return decided

    def take_down(self, what: str, text: str) -> None:
        """The policy has something for him to write down."""
        decided = take_down(self.care, what, text, tuple(line.text for line in self.lines))
        self.care = decided.care
        self.carry_out(decided.actions)

    # ---- What is done ------------------------------------------------------------------------------------------------

    def carry_out(self, actions: Iterable[Action]) -> None:
        """The actions, on the line."""
        for action in actions:
            self.done.append((self.now, action))
            match action:
                case Say():
                    at = self.now + ANSWER
                    spoken = Said(at=at, end=at + speech_ms(action.text), text=action.text, because=action.because)
                    self.lines.append(spoken)
                    self.event(spoken)
                case Hold():
                    self.event(HoldStarted(at=self.now))
                case Resume():
                    self.event(HoldEnded(at=self.now))
                case _:
                    pass

    @property
    def texts(self) -> list[str]:
        """What the agent said."""
        return [line.text for line in self.lines]

    @property
    def ends(self) -> EndReason | None:
        """Why the call is closed, if it is."""
        return next((tended.ends for tended in self.tended if tended.ends), None)

    @property
    def offers(self) -> list[Offer]:
        """What was left to the policy."""
        return [tended.offer for tended in self.tended if tended.offer]

    def actions(self, kind: type[Action]) -> list[Action]:
        """The actions of a kind, in order."""
        return [action for _, action in self.done if isinstance(action, kind)]
