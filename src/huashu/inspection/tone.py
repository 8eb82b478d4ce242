"""Tone of a call: the agent's manners and fillers, the customer's mood from beginning to end (S1.13, S4.9, S4.14)."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huashu.call import Heard, Side
from huashu.language import Understander
from huashu.standard.scene import Scene
from huashu.standard.text import length, plain
from huashu.tracking import Attitude, calm, follow, temperament_of

_COURTESY = re.compile(
    r"您好|[早晚上下中]午好|请(?!求|假|款|客|教费)|谢谢|感谢|麻烦您|劳驾|辛苦您|打扰|不客气|荣幸|祝您|(?:可以|好|行|方便)[吗么]|您慢"
)
_APOLOGY = re.compile(r"抱歉|对不起|不好意思|见谅|致歉|道歉|久等")
_EMPATHY = re.compile(
    r"(?:理解|体谅|明白|懂)您|您的(?:心情|感受|难处|不便|着急)|换(?:作|做|成)(?:我|谁)|确实(?:着急|不容易|让人|不方便|难受|辛苦)"
    r"|(?:让|给)您(?:费心|受累|着急|添麻烦|担心|受委屈|失望|不愉快|带来)|别(?:担心|着急|急)|您(?:辛苦|受累|受委屈)了|(?:听着|听您[^，]{0,6})(?:很|也)?(?:难受|着急|心疼)|我们(?:的)?(?:责任|疏忽)"
)
_COMMAND = re.compile(
    r"(?:您|你)(?:必须|务必|一定得|得(?!到|出|上|空)|给我)|听(?:着|好了)(?:，|$)|(?:^|，)(?:别动|等着|快点|赶紧|少[废啰])|不许|不准"
)
_RUDE = ("S4.3", "S4.4", "S4.9", "S2.10", "S2.11")
"""What the reader of agents' lines tells of rudeness."""

_SURE_FILLER = re.compile(r"嗯+|呃+|额(?=，|$)|那个啥|就是说呢?|怎么说呢|怎么讲呢?|那什么|这个这个|那个那个")
_MAYBE_FILLER = re.compile(r"那个|这个|然后|其实|对吧|就是|是吧|反正")
_ALONE = re.compile(r"(?:^|(?<=，))(?:那个|这个|然后|其实|对吧|就是|啊|哎)(?=，|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fillers:
    """The agent's verbal tics (S4.14): how many, how many a hundred characters, which ones."""

    count: int
    per_hundred: float
    which: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentTone:
    """The agent's lines with courtesy words, apologies, empathy, commands and rudeness.

    ``warmth`` is 0 to 100, ``None`` without a line: 40, and up to 40 for courtesy in every line, 20 for empathy or an
    apology where the customer was upset (or nobody was), less 100 times the share of commanding or rude lines.
    """

    lines: int
    courtesy: int
    apologies: int
    empathy: int
    commands: int
    rude: int | None
    warmth: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """A customer's feelings, each 0 to 1, at an event of the log (``None``: before anything was said)."""

    at: int | None
    patience: float
    anger: float
    trust: float
    interest: float

    @property
    def level(self) -> float:
        """How well disposed he is, 0 to 1: the mean of patience, trust and the absence of anger."""
        return (self.patience + self.trust + 1 - self.anger) / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerTone:
    """The customer's mood at the start, at its worst and at the end."""

    start: Mood
    worst: Mood
    end: Mood


def fillers_of(scene: Scene) -> Fillers:
    """The fillers in the agent's lines. 那个, 然后 and the like count where they stand alone, or in a line with other
    fillers: with a meaning they are none."""
    found: Counter[str] = Counter()
    characters = 0
    for line in scene.lines:
        if line.who is Side.AGENT:
            characters += length(line.text)
            found.update(_fillers(plain(line.text)))
    total = found.total()
    return Fillers(
        count=total,
        per_hundred=100 * total / characters if characters else 0.0,
        which=dict(found.most_common()),
    )


def _fillers(words: str) -> Sequence[str]:
    sure = _SURE_FILLER.findall(words)
    rest = _SURE_FILLER.sub("，", words)
    maybe = _MAYBE_FILLER.findall(rest)
    if len(sure) + len(maybe) >= 3 and (sure or len(maybe) > len(set(maybe))):
        return [*sure, *maybe]
    return [*sure, *_ALONE.findall(rest)]


def agent_tone(scene: Scene, customer: CustomerTone | None = None) -> AgentTone:
    """How the agent speaks. Without a reader of his lines rudeness that has no word of its own is not known."""
    said = [line for line in scene.lines if line.who is Side.AGENT]
    words = [plain(line.text) for line in said]
    polite, sorry, kind, orders = (
        [bool(pattern.search(text)) for text in words] for pattern in (_COURTESY, _APOLOGY, _EMPATHY, _COMMAND)
    )
    rude = None if scene.reader is None else [_is_rude(scene, text, before) for text, before in scene.said]
    bad = [order or (rude is not None and rude[place]) for place, order in enumerate(orders)]
    return AgentTone(
        lines=len(said),
        courtesy=sum(polite),
        apologies=sum(sorry),
        empathy=sum(kind),
        commands=sum(orders),
        rude=None if rude is None else sum(rude),
        warmth=_warmth(len(said), sum(polite), any(sorry) or any(kind), sum(bad), customer),
    )


def _is_rude(scene: Scene, text: str, before: str) -> bool:
    chances = {} if scene.reader is None else scene.reader.read(text, before)
    return any(chances.get(rule, 0.0) >= 0.5 for rule in _RUDE)


UPSET = 0.12
"""How far a customer's mood falls below its start before he counts as upset."""


def _warmth(lines: int, polite: int, kind: bool, bad: int, customer: CustomerTone | None) -> int | None:
    if not lines:
        return None
    upset = customer is not None and customer.start.level - customer.worst.level >= UPSET
    warmth = 40 + 40 * min(1.0, 1.5 * polite / lines) + (20 if kind or not upset else 0) - 100 * bad / lines
    return round(min(100.0, max(0.0, warmth)))


def customer_tone(scene: Scene) -> CustomerTone | None:
    """The customer's mood over the call; ``None`` without a whole understander or without a word of his."""
    if not isinstance(scene.ears, Understander):
        return None
    heard = [index for index, event in enumerate(scene.events) if isinstance(event, Heard)]
    if not heard:
        return None
    profile = "；".join(f"{key}：{value}" for key, value in scene.log.profile.items())
    start = _mood(calm(temperament_of(profile)), None)
    moods = [_mood(one, at) for one, at in zip(follow(scene.log, scene.ears), heard, strict=True)]
    worst = min((start, *moods), key=lambda mood: mood.level)
    return CustomerTone(start=start, worst=worst, end=moods[-1])


def _mood(attitude: Attitude, at: int | None) -> Mood:
    return Mood(
        at=at,
        patience=round(attitude.patience, 3),
        anger=round(attitude.anger, 3),
        trust=round(attitude.trust, 3),
        interest=round(attitude.interest, 3),
    )
