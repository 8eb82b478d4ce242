"""The caller's ears: what the agent of a service line does with a line, by keyword and shape.

Of their own making, like all of a customer's ears; the patterns are in ``hearing.yaml``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import yaml


class Cue(StrEnum):
    """What a caller notices. The names are those of ``hearing.yaml``."""

    GREETS = "greets"
    EMPATHY = "empathy"
    LISTENING = "listening"
    NOTED_GO_ON = "noted_go_on"
    THANKS = "thanks"
    HOLD_REQUEST = "hold_request"
    PROGRESS = "progress"
    WAITED = "waited"
    CALL_BACK = "call_back"
    CONTACT_ASKED = "contact_asked"
    DIRECT_LINE = "direct_line"
    FOR_WHOM = "for_whom"
    HIMSELF = "himself"
    READ_BACK = "read_back"
    ORDER_TOLD = "order_told"
    PROMISED = "promised"
    DONE = "done"
    CANNOT_NOW = "cannot_now"
    NOTHING_FOUND = "nothing_found"
    IDENTITY_WHY = "identity_why"
    IDENTITY_FAILED = "identity_failed"
    IDENTITY_STOPPED = "identity_stopped"
    IDENTITY_PASSED = "identity_passed"
    IDENTITY_ASKED = "identity_asked"
    COUNTER_TOLD = "counter_told"
    AREA_ASKED = "area_asked"
    BEYOND = "beyond"
    SELF_SERVICE = "self_service"
    WRITE_DOWN = "write_down"
    WRITTEN = "written"
    HEAR_ME = "hear_me"
    SPEAK_UP = "speak_up"
    HANDSET = "handset"
    NOISY = "noisy"
    SAY_AGAIN = "say_again"
    MANDARIN = "mandarin"
    UNUSABLE = "unusable"
    CLEAR = "clear"
    ELSE = "else"
    SATISFIED = "satisfied"
    CLOSES = "closes"
    ORDER_OF = "order_of"
    CONSENT_DO = "consent_do"
    REASON_ASKED = "reason_asked"
    KEEPS = "keeps"
    NEED_ASKED = "need_asked"
    DETAIL_ASKED = "detail_asked"
    WISH_ASKED = "wish_asked"
    ROBOT_YES = "robot_yes"
    UNRELATED = "unrelated"
    WILL_HANG_UP = "will_hang_up"
    CONSEQUENCE = "consequence"
    TAKE_LEADER = "take_leader"
    SUGGESTION_TAKEN = "suggestion_taken"
    HANDED_OVER = "handed_over"
    SMS = "sms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What reached the caller. ``asks`` is the last sentence that wants an answer (with what leads to it), "" when
    nothing does; ``cues`` are of the whole line, ``asked`` of ``asks`` alone."""

    text: str
    cues: frozenset[Cue] = frozenset()
    asks: str = ""
    asked: frozenset[Cue] = frozenset()
    before: str = ""
    at: int = 0
    end: int = 0

    def has(self, *cues: Cue) -> bool:
        """Whether any of the cues is in the line."""
        return not self.cues.isdisjoint(cues)

    def wants(self, *cues: Cue) -> bool:
        """Whether any of the cues is in what is asked."""
        return not self.asked.isdisjoint(cues)


_P = re.compile
_SENTENCE: Final = _P(r"[^。！!？?；;]+[。！!？?；;]?")
_ASKS: Final = _P(
    r"[？?]|[吗呢么]$|(?:请|麻烦|烦请)(?:您)?(?:再)?(?:提供|报|说|告诉|告知|讲|留|念|描述|重复|确认|先|拿|把|大声|靠近|继续)|方便(?:提供|报|说|告诉|留)"
    r"|(?:需要|要)(?:先)?(?:跟|和|向|同)?您(?:的)?(?:核|提供|确认|核对)|您(?:请|继续|接着|慢慢)(?:说|讲|报)"
    r"|(?:请|您)(?:讲|说)$|是否|还是[^，]{1,12}$|能不能|可不可以|好不好|行不行|稍等|等一下|等片刻|稍候"
)
_TAG: Final = 9
"""A question of at most so many characters that says nothing of its own asks about the sentence before it."""
_VAGUE: Final = frozenset({Cue.READ_BACK, Cue.THANKS, Cue.GREETS, Cue.EMPATHY, Cue.PROMISED})


@cache
def _cues() -> Mapping[Cue, tuple[re.Pattern[str], ...]]:
    source: Mapping[str, str] = yaml.safe_load(files(__package__).joinpath("hearing.yaml").read_text(encoding="utf-8"))
    return {
        Cue(name): tuple(_P(line.strip()) for line in block.splitlines() if line.strip())
        for name, block in source.items()
    }


def cues_of(text: str) -> frozenset[Cue]:
    """The cues in ``text``."""
    return frozenset(cue for cue, patterns in _cues().items() if any(pattern.search(text) for pattern in patterns))


def sentences(text: str) -> list[str]:
    """The sentences of ``text``."""
    return [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]


def _asking(parts: Sequence[str]) -> str:
    """The last sentence that wants an answer; a short one together with the one before it."""
    for at in range(len(parts) - 1, -1, -1):
        bare = parts[at].rstrip("。！!；;")
        if _ASKS.search(bare):
            short = sum(character.isalnum() for character in bare) <= _TAG and not cues_of(parts[at]) - _VAGUE
            return "".join(parts[max(0, at - 1) : at + 1]) if short else parts[at]
    return ""


@lru_cache(maxsize=16384)
def _heard(text: str) -> tuple[frozenset[Cue], str, frozenset[Cue]]:
    asks = _asking(sentences(text))
    return cues_of(text), asks, cues_of(asks) if asks else frozenset()


def listen(text: str, at: int = 0, end: int = 0, before: str = "") -> Hearing:
    """What the caller makes of ``text``."""
    bare = text.strip().strip("“”\"'")
    cues, asks, asked = _heard(bare)
    return Hearing(text=bare, cues=cues, asks=asks, asked=asked, before=before, at=at, end=end)
