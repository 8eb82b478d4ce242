"""Call logs as files: a JSON object, JSONL, or plain text with a line a turn. The bad is named, the rest is read."""

import json
import re
from collections.abc import Callable, Iterator

from huashu.call.codec import SPEAKERS, LogError, log_from_json
from huashu.call.log import CallLog

_TURN = re.compile(
    r"^\s*(?:[\[【(（]?(?P<clock>(?:\d+:)?\d{1,3}:\d{2}(?:\.\d+)?)[\]】)）]?|[\[【(（]?(?P<seconds>\d+(?:\.\d+)?)\s*[s秒]?[\]】)）]?)?"
    r"\s*(?P<speaker>[^\s:：\[\]\d]{1,8})\s*[:：]\s*(?P<text>.*)$"
)


def parse_logs(text: str, name: str = "") -> list[CallLog]:
    """Every call of a file. Raises ``LogError`` at the first that cannot be read."""
    calls: list[CallLog] = []
    for call in iter_logs(text, name):
        if isinstance(call, LogError):
            raise call
        calls.append(call)
    return calls


def iter_logs(text: str, name: str = "") -> Iterator[CallLog | LogError]:
    """Every call of a file in order; what cannot be read comes as the error it is, and the rest goes on."""
    text = text.removeprefix("\ufeff")
    body = text.lstrip()
    if not body:
        yield LogError(f"{name}: 文件是空的 (empty file)；需要通话记录：JSON、JSONL，或每行一句的 坐席：…/客户：…")
    elif body[0] == "{" or (body[0] == "[" and not _TURN.match(body.split("\n", 1)[0])):
        yield from _json_logs(text, name)
    else:
        yield from _attempt(lambda: plain_log(text, name))


def _attempt(read: Callable[[], CallLog]) -> Iterator[CallLog | LogError]:
    try:
        yield read()
    except LogError as problem:
        yield problem


def _json_logs(text: str, name: str) -> Iterator[CallLog | LogError]:
    try:
        whole = json.loads(text)
    except ValueError:
        yield from _jsonl_logs(text, name)
        return
    for index, entry in enumerate(whole if isinstance(whole, list) else [whole]):
        where = f"{name}[{index}]" if isinstance(whole, list) else name
        yield from _attempt(lambda entry=entry, where=where: log_from_json(entry, where))  # type: ignore[misc]


def _jsonl_logs(text: str, name: str) -> Iterator[CallLog | LogError]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield from _attempt(lambda line=line, number=number: _jsonl_log(line, f"{name}:{number}"))  # type: ignore[misc]


def _jsonl_log(line: str, where: str) -> CallLog:
    try:
        data = json.loads(line)
    except ValueError as problem:
        raise LogError(f"{where}: 这一行不是完整的 JSON (not valid JSON: {problem})") from None
    return log_from_json(data, where)


def plain_log(text: str, name: str = "") -> CallLog:
    """A transcript in plain text: ``坐席：…`` / ``客户：…`` a line a turn, perhaps led by ``[mm:ss]`` or seconds.

    A line without a speaker goes on with the turn before it. Raises ``LogError``.
    """
    turns: list[dict[str, object]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        turn = _TURN.match(line)
        speaker = SPEAKERS.get(turn["speaker"].lower()) if turn else None
        if turn and speaker:
            turns.append({"speaker": speaker.value, "text": turn["text"].strip()} | _time(turn))
        elif turns:
            turns[-1]["text"] = f"{turns[-1]['text']}{line.strip()}"
        else:
            raise LogError(f"{name}:{number}: 不知道这句是谁说的 (no speaker)；行首写 坐席： 或 客户：")
    if not turns:
        raise LogError(f"{name}: 没有一句话 (no turns)；每行写一句，行首写 坐席： 或 客户：")
    return log_from_json({"id": name, "agent": "human", "turns": turns}, name)


def _time(turn: re.Match[str]) -> dict[str, float]:
    if turn["seconds"]:
        return {"t": float(turn["seconds"])}
    if turn["clock"]:
        t = 0.0
        for part in turn["clock"].split(":"):
            t = t * 60 + float(part)
        return {"t": t}
    return {}
