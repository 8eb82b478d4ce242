"""A bad line written down in a few words: ``noise:babble:5,level:-40,mulaw``."""

from dataclasses import replace

from huashu.voice.line.degrade import Cut, Degradation, Echo, Loss
from huashu.voice.line.noises import NoiseKind
from huashu.voice.line.rooms import Room

FORMS = (
    "clean",
    "silent",
    "level:-45",
    "noise:babble:5",
    "clip:12",
    "speakerphone",
    "room:700:-3",
    "echo:160:18",
    "hiss:-60",
    "mulaw",
    "alaw",
    "loss:10",
    "loss:10:3",
    "concealed:10:3",
    "cut:300:3000",
)
"""One example of everything that can be written, joined by commas."""


class LineSpecError(ValueError):
    """A line was not written down properly; the message says what can be written."""


def degradation_of(spec: str) -> Degradation:
    """The line that ``spec`` describes; an empty one is perfect. Raises ``LineSpecError``."""
    made = Degradation()
    for part in filter(None, (piece.strip() for piece in spec.replace("+", ",").replace("，", ",").split(","))):
        made = _with(made, part)
    return made


def _with(made: Degradation, part: str) -> Degradation:
    name, *words = (word.strip() for word in part.replace("：", ":").split(":"))
    match name, words:
        case "clean", []:
            return made
        case "silent", []:
            return replace(made, silent=True)
        case "mulaw" | "alaw" as law, []:
            return replace(made, law=law)
        case "speakerphone", []:
            return replace(made, room=Room())
        case "noise", [kind, *snr] if len(snr) <= 1:
            return replace(made, noise=_kind(kind, part), snr=_number(snr, 0, 5.0, part, -20, 60))
        case "room" | "speakerphone", [_] | [_, _]:
            t60 = _number(words, 0, 700, part, 50, 5_000)
            return replace(made, room=Room(t60=round(t60), direct_db=_number(words, 1, -3.0, part, -30, 40)))
        case "echo", [] | [_] | [_, _]:
            delay = _number(words, 0, 160, part, 0, 2_000)
            return replace(made, echo=Echo(delay=round(delay), loss_db=_number(words, 1, 18.0, part, 0, 60)))
        case "cut", [_] | [_, _]:
            length = _number(words, 0, 300, part, 20, 60_000)
            return replace(
                made, cut=Cut(length=round(length), every=round(_number(words, 1, 3_000, part, 100, 600_000)))
            )
        case "loss" | "concealed", [_] | [_, _]:
            share, burst = _number(words, 0, 10, part, 0, 100) / 100, _number(words, 1, 1.0, part, 1, 50)
            return replace(made, loss=Loss(share=share, burst=burst, concealed=name == "concealed"))
        case "clip", [] | [_]:
            return replace(made, clip=_number(words, 0, 12.0, part, 0, 40))
        case "level", [_]:
            return replace(made, level=_number(words, 0, 0.0, part, -90, 0))
        case "hiss", [_]:
            return replace(made, hiss=_number(words, 0, 0.0, part, -96, 0))
        case _:
            raise LineSpecError(
                f"看不懂线路“{part}” (cannot read this part of a line)；可写 (write) {'、'.join(FORMS)}"
            )


def _kind(word: str, part: str) -> NoiseKind:
    try:
        return NoiseKind(word)
    except ValueError:
        known = "、".join(NoiseKind)
        raise LineSpecError(f"“{part}”：没有这种噪声 {word} (no such noise)；有 (there are) {known}") from None


def _number(words: list[str], place: int, default: float, part: str, low: float, high: float) -> float:
    if place >= len(words):
        return default
    try:
        number = float(words[place].rstrip("%"))
    except ValueError:
        raise LineSpecError(f"“{part}”：{words[place]!r} 应为数 (must be a number)") from None
    if not low <= number <= high:
        raise LineSpecError(f"“{part}”：{words[place]} 应在 {low:g} 到 {high:g} 之间 (out of range)")
    return number
