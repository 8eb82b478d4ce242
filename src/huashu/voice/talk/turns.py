"""When somebody has finished, and what he says while we speak. Pure."""

import re

from huashu.call import Ms
from huashu.language.completeness import Completeness, State
from huashu.voice.talk.manner import Manner

_BARE = re.compile(r"[^\w]|_")
_LISTENING = re.compile(
    r"(?:嗯|恩|唔|呣|哼|哦|噢|喔|啊|呃|额|诶|欸|哎|唉|对|是的?|好的?|行|成|可以|明白|知道|了解|清楚|这样|没错|当然|继续|您?说|[了啦呀啊吧吗呢嘛哈])+"
)
_GREETS = re.compile(r"(?:喂|你好|您好|哪位|谁呀?|哎|诶|啊|嗯)+")
_DIGITS = "零〇一二三四五六七八九幺两0123456789"
_ENDS_IN_DIGITS = re.compile(f"[{_DIGITS}]{{2,}}[，,。.、…— ]*$")
_FULL = frozenset({4, 6, 8, 11, 15, 18})
"""How many digits a number that is dictated in full has: codes, landlines, mobiles, identity and bank cards."""
_PLAIN_ANSWER = re.compile(
    r"(?:[你您请](?:说|讲)|[说讲]吧|方便|嗯|对|是的?|就是|我就?是|是我|我|的|呀|啊|好|行|可以|不是|没有|没|不|有|啦|了|吧|哦|诶|哎|本人|喂)+"
)
_LONGEST_HUM = 8
"""Letters that a backchannel may have."""


def is_backchannel(text: str, *, greeting: bool = False) -> bool:
    """Whether ``text``, said while we speak, only shows that he listens; ``greeting``: it is our first line that he
    hears, and his 喂 goes with it."""
    bare = _BARE.sub("", text)
    if len(bare) > _LONGEST_HUM:
        return False
    return not bare or bool(_LISTENING.fullmatch(bare)) or (greeting and bool(_GREETS.fullmatch(bare)))


def dictates(text: str) -> bool:
    """Whether ``text`` stops in the middle of a number: two digits or more, and no number has so many."""
    if not _ENDS_IN_DIGITS.search(text):
        return False
    digits = sum(character in _DIGITS for character in text)
    return digits not in _FULL


def patience(text: str, read: Completeness, manner: Manner, falling: float | None = None, *, asked: bool = False) -> Ms:
    """How much quiet after ``text`` makes the turn ours: short after a finished answer, long while he thinks or
    dictates. ``falling``, from -1 to 1, is how final it sounded: a hint that moves the wait by ``manner.prosody``.
    ``asked``: our last line was a question, which a plain 我是 answers. A comma at the end: the recogniser
    heard him go on."""
    if dictates(text):
        return manner.dictating
    plain = _PLAIN_ANSWER.fullmatch(_BARE.sub("", text)) is not None
    if plain and asked:
        return manner.answered
    if read.state is State.WAIT:
        return manner.usual
    finished = read.chances[State.FINISHED]
    if finished >= 0.5:
        wait = manner.usual - (manner.usual - manner.soonest) * min(1.0, (finished - 0.5) / 0.35)
    else:
        wait = manner.latest - (manner.latest - manner.usual) * max(0.0, (finished - 0.1) / 0.4)
    if plain:
        wait = min(wait, manner.usual)
    if text.rstrip().endswith(("，", ",", "、")):
        wait = max(wait, manner.usual)
    hint = 0.0 if falling is None else falling * manner.prosody
    return max(manner.soonest, round(wait - hint))
