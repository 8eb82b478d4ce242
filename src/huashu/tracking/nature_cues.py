"""Words by which a caller's turn shows a signal: written by kind of meaning, and none of them decides alone."""

import re
from collections import defaultdict
from functools import cache
from importlib.resources import files

from huashu.language.normalise import tidy
from huashu.tracking.nature_signal import Signal

_LAUGHTER = re.compile(r"哈{4,}|嘿{3,}|嘻{2,}|噗{2,}|呵{3,}|嘎{3,}")
"""Laughing out loud, before repeated characters are cut down."""


@cache
def _compiled() -> tuple[tuple[Signal, re.Pattern[str]], ...]:
    """One pattern a signal, in the order of ``nature_cues.tsv``. A row ``=name`` defines ``<name>`` for later rows."""
    names: dict[str, str] = {}
    patterns: dict[Signal, list[str]] = defaultdict(list)
    text = files("huashu.tracking").joinpath("nature_cues.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        signal, pattern = line.split("\t")
        if signal.startswith("="):
            names[f"<{signal[1:]}>"] = f"(?:{pattern})"
            continue
        for name, meaning in names.items():
            pattern = pattern.replace(name, meaning)
        patterns[Signal(signal)].append(pattern)
    return tuple((signal, re.compile("|".join(rows))) for signal, rows in patterns.items())


def cues(text: str) -> dict[Signal, str]:
    """The signals that the words of ``text`` show, each with the words that show it."""
    tidied = tidy(text)
    found = {}
    for signal, pattern in _compiled():
        if match := pattern.search(tidied):
            found[signal] = match.group().strip("，。 ")
    if Signal.COMPANY not in found and (laughter := _LAUGHTER.search(text)):
        found[Signal.COMPANY] = laughter.group()
    return found
