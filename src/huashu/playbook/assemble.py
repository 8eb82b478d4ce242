"""A scenario document to a ``Playbook``: what is no document refused, the rest taken apart and put together."""

import re

from huashu.playbook.builder import Builder
from huashu.playbook.layout import Line, lines_of
from huashu.playbook.model import Parsed, Passage, Problem
from huashu.playbook.outline import Outline, outline
from huashu.playbook.reading import MAX_LINE, MAX_LINES
from huashu.playbook.sections import passages
from huashu.playbook.web import boilerplate, tail_begins


def parse(text: str, name: str = "") -> Parsed:
    """Read a scenario document (S0). Never raises.

    ``playbook`` is ``None`` when something required is missing: the caller's role, task, steps, an opening or a
    first line, one closing line. Everything else missing is a warning; text that fits nowhere is kept in
    ``Playbook.notes`` and reported. Messages carry no file name: put ``name:line`` before them.
    """
    if not text.strip():
        return _hopeless("empty", "文档是空的 (empty document)。请写入场景内容，格式见 docs/scenario-format.md。")
    if text.count("\n") + text.count("\r") > MAX_LINES:
        return _hopeless(
            "too_many_lines", f"文档超过 {MAX_LINES} 行，不像一份场景文档 (too many lines)。请只保留场景本身。"
        )
    if (long := _longest(text)) is not None:
        message = f"这一行超过 {MAX_LINE} 字，不像一份场景文档 (line too long)。请按章节和条目分行。"
        return Parsed(playbook=None, errors=(Problem(line=long, code="line_too_long", message=message),))
    lines = lines_of(text)
    noise = [line for line in lines if boilerplate(line)]
    taken = {id(line) for line in noise}
    found = outline([Line(line.no, line.raw, blank=True) if id(line) in taken else line for line in lines])
    if not found.sections:
        return _hopeless(
            "not_a_scenario",
            "找不到任何场景章节 (no scenario section found)。请用“### 角色”“### 核心任务”“### "
            "分步流程和话术”这样的标题分出章节。",
        )
    builder = Builder(found, lines)
    builder.notes += _noise(builder, _tail(found, lines, noise))
    return builder.parsed()


def _longest(text: str) -> int | None:
    """The number of the first line that is too long."""
    return next((no for no, line in enumerate(re.split(r"\r\n|\r|\n", text), 1) if len(line) > MAX_LINE), None)


def _hopeless(code: str, message: str) -> Parsed:
    return Parsed(playbook=None, errors=(Problem(line=1, code=code, message=message),))


def _tail(found: Outline, lines: list[Line], noise: list[Line]) -> list[Line]:
    """The boilerplate lines, and everything after the first of them that follows the last heading."""
    last_head = max(s.head.at for s in found.sections)
    begins = tail_begins(lines, last_head)
    if begins == len(lines):
        return noise
    cut = {line.no for line in lines[begins:] if line.text}
    for section in found.sections:
        section.body = [line for line in section.body if line.no not in cut or line.no == section.head.line.no]
    kept = {line.no for line in noise}
    return noise + [line for line in lines[begins:] if line.text and line.no not in kept]


def _noise(builder: Builder, noise: list[Line]) -> list[Passage]:
    if not noise:
        return []
    noise = sorted(noise, key=lambda line: line.no)
    places = "、".join(str(line.no) for line in noise[:8]) + ("等" if len(noise) > 8 else "")
    builder.warn(
        noise[0].no,
        "boilerplate",
        f"第 {places} 行像是网页或聊天残留，已作为备注保留，不会说出口 (web boilerplate, kept as a note)。可以删去。",
    )
    return passages(noise)
