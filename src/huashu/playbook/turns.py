"""Questions and answers written as a conversation: two speakers of any name take turns, the first one asks."""

import re
from collections.abc import Sequence
from dataclasses import replace

from huashu.playbook.layout import Line

_NAME = r"[\u4e00-\u9fffA-Za-z]{1,8}"
_SPEAKER = re.compile(rf"(?:[【\[（(](?P<inside>{_NAME})[】\])）]\s?[:：]?|(?P<bare>{_NAME})\s?[:：])\s*")
_ASKED = re.compile(r"[？?][”」』\"]?\s*[/|｜／→;；]?\s*")


def as_questions(lines: Sequence[Line]) -> list[Line]:
    """``lines`` with the speakers' names put as ``Q：`` and ``A：``, unchanged where no two speakers take turns.

    Each question and its answer stand on two lines or on one. At least two turns, and most of the first speaker's
    lines must be questions.
    """
    parts = [part for line in lines for part in _parts(line)]
    speakers = [name for name, _ in parts if name]
    if len(speakers) < 4 or len(set(speakers)) != 2 or not parts[0][0]:
        return list(lines)
    asks, tells = speakers[0], speakers[1]
    if speakers != [asks, tells] * (len(speakers) // 2):
        return list(lines)
    questions = [line.text for name, line in parts if name == asks]
    if 2 * sum(bool(re.search("[？?]", text)) for text in questions) < len(questions):
        return list(lines)
    label = {asks: "Q：", tells: "A：", "": ""}
    return [replace(line, text=label[name] + line.text, strong="") for name, line in parts]


def _parts(line: Line) -> list[tuple[str, Line]]:
    """The turns on a line: who speaks ("" if nobody is named) and what."""
    if line.table or (first := _SPEAKER.match(line.text)) is None:
        return [("", line)]
    text = line.text[first.end() :]
    for asked in _ASKED.finditer(text):
        if (second := _SPEAKER.match(text, asked.end())) is not None and _name(second) != _name(first):
            question = text[: asked.end()].rstrip(" /|｜／→;；")
            return [
                (_name(first), replace(line, text=question)),
                (_name(second), replace(line, text=text[second.end() :], number=None, mark="")),
            ]
    return [(_name(first), replace(line, text=text))]


def _name(speaker: re.Match[str]) -> str:
    return speaker["inside"] or speaker["bare"]
