"""The desk's own lines, from ``lines.yaml``: filled in, and none said twice running."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import yaml

from huashu.dialogue.moments import split_digits
from huashu.dialogue.phrases import pick

LONG_NUMBER = 7
"""Figures from which a number is said in groups."""

_BLANK = re.compile(r"\{([^{}]+)\}")


@cache
def lines() -> Mapping[str, tuple[str, ...]]:
    """Every line by its name, with its wordings."""
    text = (files("huashu.dialogue.desk") / "lines.yaml").read_text(encoding="utf-8")
    return {name: tuple(wordings) for name, wordings in yaml.safe_load(text).items()}


def line(name: str, said: Sequence[str], /, **blanks: str) -> str:
    """The line ``name`` with its blanks filled, in a wording not used lately."""
    wordings = [fill(wording, blanks) for wording in lines()[name]]
    return pick(wordings, said)


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with every ``{name}`` that ``values`` has replaced."""
    return _BLANK.sub(lambda found: str(values.get(found[1].strip(), found[0])), text)


def blanks_of(text: str) -> tuple[str, ...]:
    """The names of the blanks in ``text``, in order."""
    return tuple(dict.fromkeys(name.strip() for name in _BLANK.findall(text)))


_BARE_NOD = re.compile(r"(?:好的|明白|好的，记下了)。?")
_NODS = re.compile(r"好的|明白|行|查到了")


def joined(*parts: str) -> str:
    """Parts of a line put together: what ends without a stop gets one when something follows; one nod is enough."""
    whole = ""
    for part in parts:
        part = part.strip()
        if not part:
            continue
        if _BARE_NOD.fullmatch(whole) and _NODS.match(part):
            whole = ""
        whole = part if not whole else f"{whole if whole[-1] in '。？！，：；' else whole + '。'}{part}"
    return whole if not whole or whole[-1] in "。？！" else f"{whole.rstrip('，：；')}。"


def grouped(number: str) -> str:
    """A number with pauses, so that it can be followed: 138 0001 2345 (S3.20); other words as they are."""
    return " ".join(split_digits(number)) if number.isdigit() and len(number) >= LONG_NUMBER else number


def listed(names: Sequence[str]) -> str:
    """Names said one after the other: 一是…，二是…."""
    numerals = "一二三四五六"
    return "，".join(f"{numerals[place]}是{name}" for place, name in enumerate(names))
