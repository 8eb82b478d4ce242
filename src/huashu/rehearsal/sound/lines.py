"""What is wrong with the line of a rehearsed call: drawn by seed, known to the judges, mended when he is asked."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random
from typing import Final

from huashu.call import Ms
from huashu.voice.line.degrade import Degradation
from huashu.voice.line.noises import NoiseKind
from huashu.voice.line.rooms import Room
from huashu.voice.line.spec import FORMS, degradation_of


class Ail(StrEnum):
    """What ails a line, by the behaviour that it asks for (S3.2-S3.6). Values never change once released."""

    NOTHING = "nothing"
    SILENT = "silent"
    QUIET = "quiet"
    NOISY = "noisy"
    ECHO = "echo"
    CLIPPED = "clipped"
    LOSSY = "lossy"
    DEAF = "deaf"
    """He does not hear us."""


DEAF: Final = "deaf"
"""How a line is written down over which he does not hear us; beside the forms that the voice room reads."""

QUIET_DBFS: Final = -42.0
"""At or below it his speech is too quiet (S3.3)."""
FAINT_DBFS: Final = -36.0
"""Between the two a line may be called quiet or not."""
NOISY_DB: Final = 8.0
"""Speech over noise below which the line is noisy (S3.4)."""
MURMUR_DB: Final = 14.0
"""Between the two it may be called noisy or not."""
ROOMY_DB: Final = 3.0
"""Direct sound over the sound of the room at or below which he speaks into a telephone on the table (S3.6)."""
LOST: Final = 0.05
"""Packets lost from which words are."""

_NEVER: Final = 0.35
"""The share of bad lines that get no better, however often he is asked."""
_PHONE: Final = ("mulaw", "alaw", "mulaw,hiss:-66", "alaw,hiss:-62")
_BAD: Final = (
    "level:-46",
    "level:-50",
    "noise:babble:3",
    "noise:street:0",
    "noise:tv:2",
    "noise:white:5",
    "speakerphone",
    "room:900:-5",
    "clip:14",
    "loss:10:2",
    "cut:400:2500",
    "silent",
    DEAF,
)
SETS: Final = ("clean", "phone", "bad", "mixed")
"""Names for lines that are drawn for every call; anything else is the same line for all."""


class LineChoiceError(ValueError):
    """A line was not written down properly; the message says what can be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The line of one call. ``cure``: after how many requests he mends it, ``None``: never."""

    spec: str = "clean"
    degradation: Degradation = field(default_factory=Degradation)
    deaf: bool = False
    cure: int | None = 1

    @property
    def ail(self) -> Ail:
        """What most wants to be dealt with."""
        return Ail.DEAF if self.deaf else ail_of(self.degradation)

    def mended(self) -> "Line":
        """The same line after he spoke up, moved, or took up the handset."""
        spec = self.spec
        good = replace(
            self.degradation,
            silent=False,
            room=None,
            noise=None,
            clip=None,
            level=None if self.degradation.level is None else max(self.degradation.level, -28.0),
            loss=None,
            cut=None,
        )
        return replace(self, spec=f"{spec} → 好转", degradation=good, deaf=False)


def ail_of(degradation: Degradation) -> Ail:
    """What ails a line, the worst first."""
    d = degradation
    if d.silent:
        return Ail.SILENT
    if d.level is not None and d.level <= QUIET_DBFS:
        return Ail.QUIET
    if d.noise is not None and d.snr < NOISY_DB:
        return Ail.NOISY
    if d.room is not None and d.room.direct_db <= ROOMY_DB:
        return Ail.ECHO
    if d.clip is not None and d.clip >= 6.0:
        return Ail.CLIPPED
    if d.cut is not None or (d.loss is not None and d.loss.share >= LOST):
        return Ail.LOSSY
    return Ail.NOTHING


def is_clear(degradation: Degradation) -> bool:
    """Whether nothing of a line may be called bad: a word about it would be a false alarm."""
    d = degradation
    return (
        ail_of(d) is Ail.NOTHING
        and (d.level is None or d.level >= FAINT_DBFS)
        and (d.noise is None or d.snr >= MURMUR_DB)
        and (d.hiss is None or d.hiss <= -50.0)
        and d.room is None
        and d.clip is None
        and d.echo is None
        and d.loss is None
    )


def draw_line(choice: str, draws: Random) -> Line:
    """The line of a call. ``choice``: one of ``SETS``, or a line in the words of ``voice.line.spec``. Raises
    ``LineChoiceError``."""
    match choice.strip():
        case "" | "clean":
            return Line()
        case "phone":
            return _line(draws.choice(_PHONE), draws)
        case "bad":
            return _line(f"{draws.choice(_BAD)},{draws.choice(('mulaw', 'alaw'))}", draws)
        case "mixed":
            return draw_line("bad" if draws.random() < 0.5 else "phone", draws)
        case spec:
            return _line(spec, draws)


def read_choice(choice: str) -> None:
    """Raises ``LineChoiceError`` when ``choice`` says nothing that can be drawn from."""
    draw_line(choice, Random(0))


def _line(spec: str, draws: Random) -> Line:
    cure = None if draws.random() < _NEVER else draws.choice((1, 1, 2))
    parts = [part.strip() for part in spec.replace("，", ",").split(",")]
    deaf = DEAF in parts
    try:
        degradation = degradation_of(",".join(part for part in parts if part != DEAF))
    except ValueError as problem:
        names = "、".join((*SETS, DEAF))
        raise LineChoiceError(f"--line {spec}：{problem}；也可写 (or) {names}") from None
    return Line(spec=spec, degradation=degradation, deaf=deaf, cure=cure)


def at_level(line: Line, level_dbfs: float | None, snr_db: float | None, *, echo: bool) -> Line:
    """``line`` with what a customer's own move says of how he can be heard."""
    made, words = line.degradation, []
    if echo:
        made, words = replace(made, room=Room()), ["speakerphone"]
    if snr_db is not None:
        made = replace(made, noise=NoiseKind.BABBLE, snr=snr_db)
        words = [f"noise:babble:{snr_db:g}"]
    elif level_dbfs is not None and level_dbfs <= FAINT_DBFS:
        made, words = replace(made, level=level_dbfs), [f"level:{level_dbfs:g}"]
    return replace(line, spec=",".join((line.spec, *words)), degradation=made) if words else line


LINE_FORMS = FORMS
"""What can be written beside the names of ``SETS``."""

REACTION: Final[Ms] = 300
"""Of quiet after the agent's last word before anybody takes it for the end of its turn."""
