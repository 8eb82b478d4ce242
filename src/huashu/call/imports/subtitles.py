"""Subtitles as transcripts: SubRip (SRT) and WebVTT, with the speakers' names in the text or in ``<v …>``."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from huashu.call.event import Ms, Side
from huashu.call.imports.build import Facts, Turn, agent_kind, build
from huashu.call.imports.options import NO_OPTIONS, ImportOptions
from huashu.call.log import CallLog
from huashu.call.speakers import side_of
from huashu.call.units import LogError

_STAMP = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_STAMP}\s*-->\s*{_STAMP}")
_MISTIMED = re.compile(r"^\s*\d\S*\s*-->\s*\S+\s*$")
"""A line that is meant to tell times; tried where ``_TIMING`` does not hold."""
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>|<\d[\d:.]*>|\{\\[^}]*\}")
_NAMED = re.compile(
    r"^\s*[-–—]?\s*(?:[\[【(（](?P<bracket>[^\]】)）]{1,24})[\]】)）]\s*[:：]?|(?P<plain>[^:：]{1,24}?)\s*[:：])\s*(?P<text>.*)$"
)
_JOIN: Ms = 1000
"""A cue without a name that begins so soon goes on with the turn before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cue:
    """What is shown from ``at`` to ``end``; ``line`` is where its times stand in the file."""

    at: Ms
    end: Ms
    line: int
    text: Sequence[str]


def is_subtitles(text: str) -> bool:
    """Whether a text looks like SRT or WebVTT."""
    head = text.lstrip("\ufeff \r\n\t")[:4000]
    return head.startswith("WEBVTT") or any(
        _TIMING.match(line) or _MISTIMED.match(line) for line in head.splitlines()[:3]
    )


def subtitles_log(text: str, name: str = "", options: ImportOptions = NO_OPTIONS) -> CallLog:
    """The call of a subtitle file. Every speaker is named, at the latest in the first cue; a cue without a name is the
    last speaker's. Raises ``LogError``."""
    turns: list[Turn] = []
    agents: list[str] = []
    for cue in _cues(text, name):
        parts = _parts(cue.text, options)
        for number, (speaker, words) in enumerate(parts):
            whole = len(parts) == 1
            _add(turns, cue, speaker, words, f"{name}:{cue.line}", first=number == 0, whole=whole, options=options)
            if speaker and turns[-1].side is Side.AGENT:
                agents.append(speaker)
    if not turns:
        raise LogError(f"{name}: 没有一条字幕 (no cues)；需要 SRT 或 WebVTT，时间行如 00:00:01,000 --> 00:00:03,500")
    return build(turns, Facts(id=name, agent=agent_kind(agents, options)), options, name)


def _cues(text: str, name: str) -> Iterator[_Cue]:
    """The cues in the order of the file; a cue ends at an empty line, or where the next one begins. Notes and styles
    have no times. Raises ``LogError`` for a line of times that cannot be read."""
    begun: _Cue | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if timing := _TIMING.match(line):
            if begun:
                yield replace(begun, text=begun.text[:-1] if _ends_in_number(begun) else begun.text)
            at, end = _ms(timing.groups()[:4]), _ms(timing.groups()[4:])
            begun = _Cue(at=at, end=max(at, end), line=number, text=[])
        elif _MISTIMED.match(line):
            what = f"看不懂时间行 {line.strip()!r} (not a timing)；应如 00:00:01,000 --> 00:00:03,500"
            raise LogError(f"{name}:{number}: {what}")
        elif begun and line.strip():
            begun = replace(begun, text=[*begun.text, line.strip()])
        elif begun:
            yield begun
            begun = None
    if begun:
        yield begun


def _ends_in_number(cue: _Cue) -> bool:
    """Whether a cue ends in the number of the next one: some programs leave the empty line out."""
    return bool(cue.text) and cue.text[-1].isdecimal()


def _ms(parts: Sequence[str | None]) -> Ms:
    hours, minutes, whole, fraction = parts
    return ((int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(whole or 0)) * 1000 + int(
        (fraction or "0").ljust(3, "0")
    )


def _parts(lines: Sequence[str], options: ImportOptions) -> list[tuple[str | None, str]]:
    """What a cue says, by speaker: a new part begins where a line names one we know."""
    parts: list[tuple[str | None, str]] = []
    for line in lines:
        voice = _VOICE.search(line)
        plain = html.unescape(_TAG.sub("", line)).strip()
        speaker, words = (voice[1].strip(), plain) if voice else _named(plain, options)
        if speaker is None and parts:
            parts[-1] = (parts[-1][0], f"{parts[-1][1]}{_glue(parts[-1][1], words)}{words}")
        elif words:
            parts.append((speaker, words))
    return parts


def _named(line: str, options: ImportOptions) -> tuple[str | None, str]:
    found = _NAMED.match(line)
    speaker = (found["bracket"] or found["plain"]).strip() if found else ""
    if found and side_of(speaker, options.speakers):
        return speaker, found["text"].strip()
    return None, line


def _glue(before: str, after: str) -> str:
    """A blank between two Latin words, nothing between Han characters."""
    return " " if before[-1:].isascii() and after[:1].isascii() and before[-1:].strip() else ""


def _add(
    turns: list[Turn],
    cue: _Cue,
    speaker: str | None,
    words: str,
    where: str,
    *,
    first: bool,
    whole: bool,
    options: ImportOptions,
) -> None:
    """Add what a cue, or one speaker in it, says. Raises ``LogError`` when nobody knows who it is."""
    side = side_of(speaker, options.speakers) if speaker else (turns[-1].side if turns else None)
    if side is None:
        who = f"不认识的说话人 {speaker!r} (unknown speaker)" if speaker else "不知道这句是谁说的 (no speaker)"
        raise LogError(f"{where}: {who}；写 坐席： 或 <v 坐席>，或用 --speakers 名称=坐席 说明")
    last = turns[-1] if turns else None
    if last and speaker is None and last.end is not None and first and whole and cue.at - last.end <= _JOIN:
        turns[-1] = replace(last, text=f"{last.text}{_glue(last.text, words)}{words}", end=cue.end)
        return
    at, end = (cue.at if first else None), (cue.end if whole else None)
    turns.append(Turn(side=side, text=words, where=where, at=at, end=end))
