"""Whether what a recogniser wrote was said at all.

Whisper was trained on subtitles and writes something whatever it is given: over noise it repeats its prompt, loops, or
thanks for watching. None of it may reach the dialogue: silence is answered better than words nobody said (S3.2-S3.6).
"""

import math
import re
import zlib
from dataclasses import dataclass

from huashu.voice.hearing.tidy import letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a decoder tells of one stretch of sound. ``log_probability`` is the mean over the tokens it wrote,
    ``no_speech`` the probability from 0 to 1 that nobody spoke, ``seconds`` how long the sound lasted."""

    text: str
    seconds: float
    log_probability: float
    no_speech: float
    prompt: str = ""


_SUBTITLES = re.compile(
    r"字幕|謝謝觀看|谢谢(?:大家)?(?:的)?(?:观看|收看|收听)|(?:请|點|点)?不吝点赞|点赞.{0,4}(?:订阅|转发)|订阅.{0,6}(?:频道|转发|打赏)|明镜与点点|"
    r"(?:由|by)?\s*Amara(?:\.org)?|中文字幕|简体中文|優優獨播|独播剧场|YoYo Television"
)
CERTAIN_NOISE = 0.6
"""Of ``no_speech``: from here on nobody spoke, whatever was written."""

_LIKELY_NOISE = 0.3
_DOUBTFUL = -0.8
_HOPELESS = -2.4
_CROWDED = 12.0
"""Characters a second that nobody speaks: the fastest announcers reach eight."""

_ECHO = 4
"""So many characters of the prompt in a row, out of a noise, are the prompt and no words of the customer's."""


def was_said(evidence: Evidence) -> bool:
    """Whether ``evidence`` is of words that somebody spoke."""
    said = letters(evidence.text)
    if not said or is_absurd(evidence.text, evidence.seconds):
        return False
    if _SUBTITLES.search(evidence.text) and evidence.log_probability < -0.15:
        return False
    if evidence.no_speech >= CERTAIN_NOISE or evidence.log_probability < _HOPELESS:
        return False
    if evidence.no_speech >= _LIKELY_NOISE:
        return evidence.log_probability >= _DOUBTFUL and not _echoes(said, letters(evidence.prompt))
    return True


def is_absurd(text: str, seconds: float) -> bool:
    """Whether no person can have said ``text`` in ``seconds``: far too much of it, or one thing over and over, or
    mostly in a script that is neither Han nor Latin."""
    said = letters(text)
    if len(said) > 4 + _CROWDED * max(seconds, 0.0):
        return True
    if len(said) >= 24 and len(zlib.compress(said.encode())) < 0.3 * len(said.encode()):
        return True
    if _LOOP.search(said):
        return True
    return bool(said) and sum(_is_ours(c) for c in said) < 0.6 * len(said)


_LOOP = re.compile(r"([^\d零〇一二三四五六七八九幺])\1{7,}|(?!\d)(.{2,6}?)\2{4,}")


def _is_ours(character: str) -> bool:
    return character.isascii() or "\u3400" <= character <= "\u9fff" or "\uff10" <= character <= "\uff5a"


def _echoes(said: str, prompt: str) -> bool:
    """Whether a run of the prompt stands in what was said, or what was said stands in the prompt."""
    if said in prompt:
        return True
    return any(said[at : at + _ECHO] in prompt for at in range(len(said) - _ECHO + 1))


def confidence_of(log_probability: float) -> float:
    """How sure a decoder is, from 0 to 1: the geometric mean of the probabilities of its tokens."""
    return round(min(1.0, math.exp(log_probability)), 3)
