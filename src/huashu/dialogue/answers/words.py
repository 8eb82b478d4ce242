"""The words people answer with, from ``answers.yaml``, compiled once."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def data() -> dict[str, Any]:
    """``answers.yaml`` as it is written."""
    loaded: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("answers.yaml").read_text("utf-8"))
    return loaded


@cache
def word(name: str) -> str:
    """The pattern called ``name``, several joined into one, in a group of its own."""
    patterns = data()[name]
    return f"(?:{patterns if isinstance(patterns, str) else '|'.join(f'(?:{one})' for one in patterns)})"


@cache
def pattern(template: str) -> re.Pattern[str]:
    """``template`` compiled, each ``<name>`` in it put in from ``answers.yaml``."""
    return re.compile(_put_in(template))


def _put_in(template: str) -> str:
    return re.sub(r"<(\w+)>", lambda found: _put_in(word(found[1])) if found[1] in data() else found[0], template)


_STUTTER = re.compile(r"([^\d零〇一二三四五六七八九十百千万两幺]{1,3}?)\1{5}")
_DRONE = re.compile(r"[\d零〇一二三四五六七八九十百千万两幺]{25}")


def is_garbled(said: str) -> bool:
    """Whether ``said`` is what a recogniser makes of noise: the same sounds six times over, or digits without end. Such
    words answer nothing, and the tables need not be asked."""
    return bool(_STUTTER.search(said) or _DRONE.search(said))
