"""So, not so, or nobody can tell; and how these join."""

import re
from collections.abc import Iterable
from functools import lru_cache

Truth = bool | None
"""So, not so, or ``None``: nobody can tell."""


@lru_cache(maxsize=1024)
def pattern(source: str) -> re.Pattern[str]:
    """The regular expression, made once."""
    return re.compile(source)


def all_true(truths: Iterable[Truth]) -> Truth:
    """Whether all are so; asks no further than it has to."""
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def any_true(truths: Iterable[Truth]) -> Truth:
    """Whether any is so; asks no further than it has to."""
    unknown = False
    for truth in truths:
        if truth:
            return True
        unknown = unknown or truth is None
    return None if unknown else False
