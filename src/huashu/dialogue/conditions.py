"""What a condition of a script (“如客户迟疑”) waits for, as acts of the customer."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from huashu.call import Act
from huashu.language import Understanding

_SILENT = re.compile(r"沉默|不说话|无回应|没有?回应|不回应|不吭声|不作声|无互动|没反应|无反应")

_LEAVING = re.compile(r"沟通|通话|电话|交流|继续|接听|挂|打扰|回访|聊|配合")

ENDING = frozenset({Act.REFUSE, Act.END_CALL, Act.DO_NOT_CONTACT, Act.BUSY, Act.CALL_LATER, Act.FAREWELL})
"""Acts by which a customer wants out of the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """What a condition waits for: any of ``acts``, or silence. ``words`` is the condition itself."""

    words: str
    acts: frozenset[Act]
    silence: bool = False

    @property
    def ends(self) -> bool:
        """Whether it waits for a customer who wants out of the call, not one who declines something in it."""
        if not self.acts or not self.acts <= ENDING | {Act.NEGATE}:
            return False
        return Act.NEGATE not in self.acts or bool(_LEAVING.search(self.words))


@cache
def _cues() -> tuple[tuple[re.Pattern[str], frozenset[Act]], ...]:
    entries = yaml.safe_load(files(__package__).joinpath("conditions.yaml").read_text("utf-8"))
    return tuple((re.compile(entry["words"]), frozenset(map(Act, entry["acts"]))) for entry in entries)


def read_condition(words: str) -> Cues:
    """The cues in a condition's words. A condition that says nothing we know waits for nothing."""
    acts: frozenset[Act] = frozenset()
    for pattern, found in _cues():
        if pattern.search(words):
            acts |= found
    return Cues(words=words, acts=acts, silence=bool(_SILENT.search(words)))


def fit(cues: Cues, heard: Understanding) -> float:
    """How well what was heard is what the condition waits for, 0 to 1: the strongest of its acts."""
    return max((heard.scores.get(act, 0.0) if act in heard.acts else 0.0 for act in cues.acts), default=0.0)
