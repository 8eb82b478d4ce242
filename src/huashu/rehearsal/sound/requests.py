"""What the agent asks of his line, in the customer's own ears: by keyword, as everything he hears."""

import re
from typing import Final

_LOUDER: Final = re.compile(r"大(?:一)?[点些]?儿?声|大声|声音.{0,4}(?:大|高|响)一?[些点]|(?:离|靠近?)话筒|靠近话筒")
_ELSEWHERE: Final = re.compile(r"安静|换个地方|换个位置")
_HANDSET: Final = re.compile(r"免提|听筒|扬声器")
_AGAIN: Final = re.compile(r"再(?:说|讲)一?[遍次]|没(?:能)?听清|没有?听(?:清|到|见)|重(?:新|复)(?:说|讲)?一?[遍次]")
_LEAVES: Final = re.compile(r"再见|再会|先不打扰|稍后再(?:打|联系)|再打来")


def asks_to_mend(text: str) -> bool:
    """Whether it asks him to speak up, to move, or to take up the handset."""
    return bool(_LOUDER.search(text) or _ELSEWHERE.search(text) or _HANDSET.search(text)) and not takes_leave(text)


def asks_again(text: str) -> bool:
    """Whether it asks him to say it again."""
    return bool(_AGAIN.search(text)) and not takes_leave(text)


def takes_leave(text: str) -> bool:
    """Whether it says goodbye."""
    return bool(_LEAVES.search(text))
