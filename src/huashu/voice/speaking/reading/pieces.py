"""A line in pieces, so that its beginning can be heard while the rest is made."""

import re

_SENTENCE_END = re.compile(r"(?<=[。！？!?；;\n…])(?![。！？!?；;\n…」』”’）)])")
_CLAUSE_END = re.compile(r"(?<=[，,：:、—])(?![，,：:、—])")


def pieces(text: str, *, longest: int = 24, shortest: int = 6) -> tuple[str, ...]:
    """``text`` cut at the ends of its sentences, and of its clauses where a sentence has more than ``longest``
    characters. No piece but a whole text is shorter than ``shortest``; joined they are ``text``."""
    parts: list[str] = []
    for sentence in filter(None, _SENTENCE_END.split(text)):
        parts += [sentence] if len(sentence) <= longest else filter(None, _CLAUSE_END.split(sentence))
    out: list[str] = []
    for part in parts:
        if out and (len(out[-1].strip()) < shortest or len(part.strip()) < shortest):
            out[-1] += part
        else:
            out.append(part)
    return tuple(out)
