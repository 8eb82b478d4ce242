"""The places of a skeleton that are still to be filled in."""

import re

from huashu.authoring.advice import Advice, Found, advice

_COMMENT = re.compile(r"<!--.*?-->")
_BLANK = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")

PLACEHOLDER = "placeholder"
"""The code of what is still to be filled in. It is seen in the text, not in what was read of it."""


def unfilled(text: str) -> tuple[Advice, ...]:
    """Advice about the lines of a document's ``text`` that have a ``{{…}}``, its comments aside."""
    told = []
    for number, line in enumerate(text.splitlines(), start=1):
        if blanks := _BLANK.findall(_COMMENT.sub("", line)):
            words = {"blanks": "、".join(dict.fromkeys(blanks))}
            told.append(advice(PLACEHOLDER, Found(line=number, words=words)))
    return tuple(told)


def is_unfilled(text: str) -> bool:
    """Whether something in ``text`` is still to be filled in."""
    return _BLANK.search(text) is not None
