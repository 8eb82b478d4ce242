"""Lines and words for callers who may harass, out of ``wordings.yaml``; no line is said twice running."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from huashu.dialogue.harassing.model import Occasion, Suspicion
from huashu.dialogue.phrases import pick


@dataclass(frozen=True, slots=True)
class Wordings:
    """``lines``: several wordings of each line, by name. ``words``: what a caller's or an agent's words are told by."""

    lines: Mapping[str, tuple[str, ...]]
    words: Mapping[str, re.Pattern[str]]


@cache
def wordings() -> Wordings:
    """The table, read once."""
    data = yaml.safe_load(files(__package__).joinpath("wordings.yaml").read_text("utf-8"))
    return Wordings(
        lines={name: tuple(variants) for name, variants in data["lines"].items()},
        words={name: re.compile("|".join(patterns)) for name, patterns in data["words"].items()},
    )


def speaks_of(kind: str, text: str) -> bool:
    """Whether ``text`` has words of ``kind``."""
    return wordings().words[kind].search(text) is not None


def line(name: str, suspicion: Suspicion, occasion: Occasion, **values: str) -> str:
    """The wording of ``name`` that was not used lately, addressed to this caller."""
    known = {"address": occasion.address, "organisation": occasion.organisation or "我们", **values}
    variants = [variant.format(**known) for variant in wordings().lines[name]]
    return pick(variants, _spoken(suspicion, occasion))


def _spoken(suspicion: Suspicion, occasion: Occasion) -> Sequence[str]:
    return (*occasion.said, *suspicion.lines)
