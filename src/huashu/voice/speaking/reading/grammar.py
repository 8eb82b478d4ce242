"""What a rule of reading aloud is."""

import re
from collections.abc import Callable
from dataclasses import dataclass

N = r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?"
"""A number as it is written, thousands marked or not."""
TO = r"\s*(?:-|~|～|–|—|－|至|到)\s*"
"""What stands between the ends of a range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a rule matched: what stands before and after it in the text."""

    match: re.Match[str]
    before: str
    after: str

    def __getitem__(self, group: str) -> str:
        return self.match.group(group) or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``pattern`` is tried at each place in turn; ``say`` answers how it is said, ``None`` when it is not meant."""

    pattern: re.Pattern[str]
    say: Callable[[Place], str | None]


def rule(pattern: str, say: Callable[[Place], str | None]) -> Rule:
    """A rule from the source of its pattern."""
    return Rule(pattern=re.compile(pattern), say=say)
