"""The places of a skeleton that are still to be filled in."""

import re

from huashu.authoring.advice import Found

_COMMENT = re.compile(r"<!--.*?-->")
_BLANK = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")


def placeholders(text: str) -> tuple[Found, ...]:
    """The lines of a document's ``text`` that have a ``{{…}}``, its comments aside."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if blanks := _BLANK.findall(_COMMENT.sub("", line)):
            found.append(Found(line=number, words={"blanks": "、".join(dict.fromkeys(blanks))}))
    return tuple(found)
