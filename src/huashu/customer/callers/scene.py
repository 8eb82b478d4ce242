"""A caller in his call: what he remembers, and how what he does becomes moves and truth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

from huashu.call import AudioFacts, Ms
from huashu.customer.callers.fields import Particular, kind_of
from huashu.customer.callers.kinds import Moment
from huashu.customer.callers.ledger import Ledger
from huashu.customer.callers.manners import coloured
from huashu.customer.callers.person import Need, Person
from huashu.customer.callers.voice import acts_of, tidy, wording
from huashu.customer.moves import Leave, Move, Quiet, Sound, Speak
from huashu.customer.noise import garble
from huashu.playbook.desk.model import Desk

BRISK: Final[Ms] = 200
"""The pause before a short word that is said at once, so that the other can go on."""
_AGAIN: Final = frozenset(
    {
        "repeat_need",
        "voice_up",
        "moved",
        "picked_up_handset",
        "mandarin",
        "still_there",
        "ack",
        "ack_short",
        "ack_answer",
    }
    | {"progress_ack", "promised_ack", "agree_hold", "thanks", "hello_silence", "hears_now"}
)
"""What says something once more, or nothing: asked again, he repeats what he said before that."""
_MURMURS: Final = frozenset({"ack", "ack_short", "ack_answer", "progress_ack", "agree_hold", "promised_ack", "thanks"})
"""What needs no repeating: he only showed that he listens."""
_PLAIN: Final = frozenset({"value", "pieces", "silence"})
"""What is said without a word added: figures must arrive as they are."""


@dataclass(slots=True)
class Progress:
    """How far one need has come. ``got``: what became of it by his ears; ``again``: how often he said it again."""

    need: Need
    told: int | None = None
    got: str = ""
    at: int | None = None
    order: str = ""
    promised: bool = False
    heard: str = ""
    again: int = 0
    wrong: int = 0

    @property
    def settled(self) -> bool:
        """Whether he has what there is to get."""
        return bool(self.got)


@dataclass(slots=True)
class Trouble:
    """A line that carries badly. ``cure``: after how many requests it gets better, ``None``: never."""

    moment: Moment
    cure: int | None
    asked: int = 0
    lines: int = 0


@dataclass(slots=True)
class State:
    """The memory of one call."""

    needs: list[Progress]
    trouble: Trouble | None = None
    before: str = ""
    heard: int = 0
    said: str = ""
    given: dict[str, str] = field(default_factory=dict)
    corrected: set[str] = field(default_factory=set)
    attempts: int = 0
    refused: int = 0
    hesitated: bool = False
    owner_here: bool = False
    on_hold: bool = False
    hold_from: Ms = 0
    held: Ms = 0
    complained: int = 0
    hold_asked: int = 0
    done: set[str] = field(default_factory=set)
    stuck: int = 0
    vented: int = 0
    silent: Ms = 0
    closed: bool = False
    protested: bool = False
    gone: bool = False
    stops: str = ""
    cutting: bool = False
    murmured: bool = False
    spoken: dict[str, str] = field(default_factory=dict)
    region: str = ""
    rounds: int = 0
    methods: int = 0
    pending: list[str] = field(default_factory=list)


class Scene:
    """Everything that a reaction may look at and do."""

    def __init__(self, desk: Desk, person: Person, draws: Random, noise: float) -> None:
        self.desk = desk
        self.person = person
        self.draws = draws
        self.noise = noise
        self.ledger = Ledger()
        self.state = State(needs=[Progress(need=need) for need in person.needs])

    def chance(self, share: float) -> bool:
        """Draw once."""
        return self.draws.random() < share

    def has(self, moment: Moment) -> bool:
        """Whether ``moment`` is his and has not come about yet."""
        return moment in self.person.moments and moment.value not in self.state.done

    def provoke(self, moment: Moment) -> None:
        """``moment`` comes about with his next utterance."""
        if moment.value not in self.state.done:
            self.state.done.add(moment.value)
            self.ledger.moment(moment.value)

    def ms(self, low: Ms, high: Ms) -> Ms:
        """A time between the two."""
        return low + int(self.draws.random() * (high - low))

    def words(self, category: str, values: Mapping[str, str] | None = None, mood: str = "") -> str:
        """One wording of ``category`` in his temper, or in ``mood``."""
        slots = {"me": self.person.name, "firm": self.desk.organisation, **(values or {})}
        return tidy(wording().speak(category, mood or self._mood(category), self.draws, slots))

    def _mood(self, category: str) -> str:
        moods = wording().categories.get(category, ())
        return next((mood for mood in (self.person.style, self.person.temper) if mood in moods), "any")

    def say(self, category: str, values: Mapping[str, str] | None = None, *, mood: str = "", pause: Ms = 0) -> Speak:
        """Say something of ``category``."""
        return self.speak(self.words(category, values, mood), category, pause=pause)

    def speak(self, text: str, category: str, *, pause: Ms = 0) -> Speak:
        """Say ``text``: coloured by how he speaks, and as it comes over his line."""
        meant = text if category in _PLAIN else coloured(text, category, self.person, self.draws, self.state.region)
        heard = garble(meant, self.noise, self.draws)
        audio: AudioFacts | None = None
        ms: Ms | None = None
        if self.state.trouble is not None:
            heard, audio, ms = over(self.state.trouble, heard, self.draws)
        if category not in _AGAIN:
            self.state.said = text
        self.state.murmured = category in _MURMURS
        self.ledger.spoke(meant, heard, acts_of(category), category)
        return Speak(text=heard, pause=pause or self.ms(350, 1300), audio=audio, ms=ms)

    def quiet(self, low: Ms, high: Ms) -> Quiet:
        """Say nothing for a while."""
        return Quiet(ms=self.ms(low, high))

    def sound(self, text: str, low: Ms = 500, high: Ms = 1800) -> Sound:
        """A sound that is not speech."""
        return Sound(text=text, ms=self.ms(low, high))

    def leave(self, why: str, *moves: Move) -> tuple[Move, ...]:
        """Hang up, after ``moves``."""
        self.state.gone = True
        self.ledger.left = {"by": "customer", "why": why}
        return (*moves, Leave(pause=self.ms(400, 1500), why=why))

    @property
    def active(self) -> Progress | None:
        """The need that he has told and that is not settled, the first told first."""
        return next((need for need in self.state.needs if need.told is not None and not need.settled), None)

    @property
    def untold(self) -> Progress | None:
        """The next need that he has not told."""
        return next((need for need in self.state.needs if need.told is None), None)

    def particulars(self) -> tuple[Particular, ...]:
        """Everything that may be asked of him now: what shows who he is, and what his needs want."""
        known = [
            Particular(name=name, kind=kind_of(name), value=value, proves=True)
            for name, value in self.person.knows.items()
        ]
        names = {particular.name for particular in known}
        for progress in self.state.needs:
            item = progress.need.item
            for want in item.wants if item else ():
                if want.name not in names:
                    names.add(want.name)
                    value = progress.need.details.get(want.name, "")
                    known.append(
                        Particular(name=want.name, kind=want.kind, value=value, ask=want.ask, options=want.options)
                    )
        return tuple(known)


def over(trouble: Trouble, text: str, draws: Random) -> tuple[str, AudioFacts | None, Ms | None]:
    """What of ``text`` arrives over a bad line, what is measured, how long it lasts."""
    lasts = max(600, len(text) * 220)
    shred = "".join(character for character in text if draws.random() < 0.25)
    match trouble.moment:
        case Moment.QUIET_VOICE:
            level = -46.0 - 8.0 * draws.random()
            return "" if draws.random() < 0.6 else shred, AudioFacts(level_dbfs=round(level, 1)), lasts
        case Moment.NOISY_LINE:
            noise = -28.0 + 6.0 * draws.random()
            facts = AudioFacts(level_dbfs=-24.0, noise_dbfs=round(noise, 1), snr_db=round(-24.0 - noise, 1))
            return "" if draws.random() < 0.4 else shred, facts, lasts
        case Moment.SPEAKERPHONE:
            return shred if draws.random() < 0.5 else text, AudioFacts(level_dbfs=-33.0, echo=True), lasts
        case _:
            return text, None, None
