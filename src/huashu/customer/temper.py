"""Which temperament a callee's half shows, by the words of ``temper.yaml``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from huashu.customer.persona import Temperament
from huashu.playbook.model import Callee, Passage

_P = re.compile
_DENIED: Final = _P(r"(不|没|无|缺乏|并非|毫无|难以|很少|不够|不太|不愿|没有)[^，。；、]{0,3}$")
_NAMED: Final[Mapping[Temperament, re.Pattern[str]]] = {
    Temperament.RESISTANT: _P(r"(抗拒|抵触|反感|防备|戒备|排斥|拒绝|冷漠|暴躁|急躁|愤怒)(的)?(型|类)"),
    Temperament.BUSY: _P(r"(忙碌|繁忙|惜时|没空|时间紧)(的)?(型|类)"),
    Temperament.HESITANT: _P(r"(犹豫|迟疑|谨慎|纠结|内向|优柔)(的|寡断)?(型|类)"),
    Temperament.FRIENDLY: _P(r"(友好|友善|热情|配合|随和|爽快|健谈)(的)?(型|类)"),
    Temperament.ANALYTICAL: _P(r"(分析|理性|较真|数据|专业|研究)(的)?(型|类)"),
    Temperament.DEMANDING: _P(r"(挑剔|强势|维权|(高|细节|严格)要求|要求(高|严|细))(的)?(型|类)"),
}
"""The half says in so many words of which type he is."""
_CALLED: Final = 6.0
_BEHAVES: Final = 1.2
_MILD: Final = 0.8
"""Below this no temperament shows: he is taken for an easy person."""


@dataclass(frozen=True, slots=True)
class _Words:
    text: re.Pattern[str]
    style: re.Pattern[str]
    line: float


@cache
def _words() -> Mapping[Temperament, _Words]:
    data = yaml.safe_load(files("huashu.customer").joinpath("temper.yaml").read_text(encoding="utf-8"))
    return {
        Temperament(name): _Words(_P(row["text"].replace(" ", "")), _P(row["style"]), float(row["line"]))
        for name, row in data.items()
    }


def _count(pattern: re.Pattern[str], text: str) -> float:
    """How often the pattern stands in ``text``; a denied one counts against."""
    total = 0.0
    for found in pattern.finditer(text):
        total += -0.6 if _DENIED.search(text[max(0, found.start() - 5) : found.start()]) else 1.0
    return total


def _text(passages: Iterable[Passage]) -> str:
    return "\n".join(passage.text for passage in passages)


def scores(callee: Callee) -> dict[Temperament, float]:
    """How much of each temperament the half shows; below nought where it is denied."""
    core = "\n".join((callee.role.text, _text(callee.background)))
    manner = "\n".join((_text(callee.behaviours), _text(callee.concerns)))
    style = _text(callee.style.imitate)
    found: dict[Temperament, float] = {}
    for temperament, words in _words().items():
        found[temperament] = (
            _count(words.text, core)
            + _BEHAVES * _count(words.text, manner)
            + words.line * len(words.style.findall(style))
            + (_CALLED if _NAMED[temperament].search(core + manner) else 0.0)
        )
    return found


def temperament_of(shown: Mapping[Temperament, float]) -> Temperament:
    """The temperament that shows most; an easy, friendly person when hardly any does."""
    best = max(shown, key=lambda temperament: shown[temperament])
    return best if shown[best] >= _MILD else Temperament.FRIENDLY
