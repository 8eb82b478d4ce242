"""Transcripts in plain text: a line a turn, led by the speaker's name and perhaps a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from huashu.call.event import Side
from huashu.call.imports.build import Facts, Turn, agent_kind, build
from huashu.call.imports.clock import Moment, moment_of, spans_of
from huashu.call.imports.options import NO_OPTIONS, ImportOptions
from huashu.call.log import CallLog
from huashu.call.speakers import BY_NAME, side_of
from huashu.call.units import LogError

_TIME = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[T\s]+\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:\d{2})?"
    r"|\d{1,3}(?::\d{2}){1,2}(?:[.,]\d+)?|\d+(?:\.\d+)?\s*[s秒]?)"
)
_SPAN = rf"[\[【(（]?\s*(?P<t>{_TIME})(?:\s*(?:-->|[-–—~～至到])\s*(?P<end>{_TIME}))?\s*[\]】)）]?"
_AFTER = rf"[\[【(（]\s*(?P<t2>{_TIME})\s*[\]】)）]"
_SPEAKER = r"(?P<speaker>[^\s:：\[\]\d][^:：\[\]]{0,23}?)"
TURN = re.compile(rf"^\s*(?:{_SPAN})?\s*{_SPEAKER}\s*(?:{_AFTER})?\s*[:：]\s*(?P<text>.*)$")
"""A line that opens a turn, if its speaker is known."""
_NEVER = r"(?P<end>(?!))?(?P<t2>(?!))?"
_CLOCK = rf"[\[【(（]?(?P<t>(?=[^\s]*[-:]){_TIME})[\]】)）]?"
_HEADER = re.compile(rf"^\s*{_SPEAKER}\s+{_CLOCK}\s*{_NEVER}(?P<text>)$")
"""A line that only says who speaks and when; the words follow."""
_CLOCK_FIRST = re.compile(rf"^\s*{_CLOCK}\s+{_SPEAKER}\s*{_NEVER}(?P<text>)$")
"""The same the other way round."""
_MARK = re.compile(
    rf"(?:^|(?<=[\s。！？!?；;|,，、…”\"]))(?=(?:[\[【(（]?{_TIME}[\]】)）]?\s*)?(?:{BY_NAME.pattern})\d{{0,8}}\s*[:：])",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>|\\n|\r\n?|\|\|", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A turn as written."""

    side: Side
    speaker: str
    text: str
    at: Moment | None
    end: Moment | None
    where: str


def plain_log(text: str, name: str = "", options: ImportOptions = NO_OPTIONS) -> CallLog:
    """A transcript in plain text: ``坐席：…`` / ``客户：…`` a line a turn, perhaps led by ``[mm:ss]`` or seconds, or
    the speaker and the time on a line of their own.

    A line without a speaker goes on with the turn before it. Raises ``LogError``.
    """
    return log_of_text(text, Facts(id=name), options, name)


def log_of_text(text: str, facts: Facts, options: ImportOptions, where: str, places: str = "{where}:{line}") -> CallLog:
    """A call from its transcript and what else is known of it; ``places`` says where a line stands."""
    lines = _lines(text, options, places.replace("{where}", where), where)
    spans = spans_of([(line.at, line.end) for line in lines], where)
    turns = [
        Turn(side=line.side, text=line.text, where=line.where, at=at, end=end)
        for line, (at, end) in zip(lines, spans, strict=True)
        if line.text
    ]
    agents = [line.speaker for line in lines if line.side is Side.AGENT]
    return build(turns, replace(facts, agent=facts.agent or agent_kind(agents, options)), options, where)


def _lines(text: str, options: ImportOptions, places: str, where: str) -> Sequence[_Line]:
    lines: list[_Line] = []
    for number, line in enumerate(text.splitlines(), 1):
        place = places.replace("{line}", str(number))
        if not line.strip():
            continue
        if opened := _opened(line, options, place):
            lines.append(opened)
        elif lines:
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text}{line.strip()}")
        else:
            raise LogError(f"{place}: 不知道这句是谁说的 (no speaker)；行首写 坐席： 或 客户：，或用 --speakers 说明")
    if not lines:
        raise LogError(f"{where}: 没有一句话 (no turns)；每行写一句，行首写 坐席： 或 客户：")
    return lines


def _opened(line: str, options: ImportOptions, where: str) -> _Line | None:
    """The turn that ``line`` opens, if its speaker is one."""
    plain = line.replace("**", "")
    found = _HEADER.match(plain) or _CLOCK_FIRST.match(plain) or TURN.match(plain)
    side = side_of(found["speaker"], options.speakers) if found else None
    if found is None or side is None:
        return None
    return _Line(
        side=side,
        speaker=found["speaker"].strip(),
        text=found["text"].strip(),
        at=moment_of(found["t"] or found["t2"], where, options.times),
        end=moment_of(found["end"], where, options.times),
        where=where,
    )


def lines_of_cell(text: str) -> str:
    """The transcript in a cell of a table with a turn a line, however the turns are kept apart there."""
    text = _BREAK.sub("\n", text).strip()
    if "\n" in text:
        return text
    return _MARK.sub("\n", text).strip()
