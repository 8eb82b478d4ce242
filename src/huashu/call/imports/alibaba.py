"""Alibaba Cloud conversation analysis as JSON.

- 智能对话分析 (Qualitycheck 2019-01-15): ``GetResult`` (``Data.ResultInfo[].AsrResult[]`` with ``Role``, ``Words``,
  ``Begin`` and ``End`` in ms, ``Recording``, ``Agent``) and ``GetResultToReview`` (``Data.Dialogues[]``).
- Sentences with a role and a text (``dialogue.sentences``), as conversation analysis by large models takes them.
- 通义听悟: ``Transcription.Paragraphs[]`` with ``SpeakerId`` and ``Words``; which id is the agent's the user says.

Keys are taken in either case, lists with or without the wrapping object of the older SDKs. What the service itself
found (hits, scores, emotion, speech rate) is left aside: it is judged anew from the turns.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from huashu.call.event import Side
from huashu.call.imports.build import Facts, Turn, agent_kind, build
from huashu.call.imports.clock import from_milliseconds, iso
from huashu.call.imports.options import Direction, ImportOptions
from huashu.call.log import CallLog
from huashu.call.speakers import side_of_cell
from huashu.call.units import LogError

_CALL_TYPES: Mapping[str, Direction] = {"1": "outbound", "3": "inbound"}
"""``Recording.CallType`` as the service's documentation has it."""

Json = Mapping[str, Any]


def is_alibaba(data: object) -> bool:
    """Whether a JSON object is a result of Alibaba Cloud's conversation analysis."""
    return isinstance(data, Mapping) and any(True for _ in _results(data))


def alibaba_logs(data: Json, where: str, options: ImportOptions) -> Iterator[CallLog | LogError]:
    """Every call of a result, a page of them perhaps; one that cannot be read comes as the error it is."""
    found = list(_results(data))
    for index, (result, place) in enumerate(found):
        named = f"{where} {place}".strip()
        unnamed = where if len(found) == 1 else f"{where}#{index + 1}"
        try:
            yield _log(result, named, unnamed, options)
        except LogError as problem:
            yield problem


def _get(data: object, *keys: str) -> Any:
    """The value of the first of ``keys`` that is there, in either case of the first letter."""
    if isinstance(data, Mapping):
        for key in keys:
            for spelled in (key, key[0].lower() + key[1:]):
                if data.get(spelled) is not None:
                    return data[spelled]
    return None


def _list(value: object, key: str) -> Sequence[Any] | None:
    """A list, or the list in the object that the older SDKs wrap around it."""
    inner = _get(value, key)
    found = inner if isinstance(inner, list) else value
    return found if isinstance(found, list) else None


def _results(data: Json) -> Iterator[tuple[Json, str]]:
    """The calls in a response, each with its place in it."""
    inside = _get(data, "Data")
    pages = _list(_get(inside, "ResultInfo"), "ResultInfo") or (inside if isinstance(inside, list) else None)
    if pages is not None:
        for index, one in enumerate(pages):
            if _get(one, "AsrResult", "Recording", "Dialogues", "TaskId") is not None:
                yield one, f"ResultInfo[{index}]"
    else:
        for one, place in ((data, ""), (inside, "Data")):
            if isinstance(one, Mapping) and _segments(one) is not None:
                yield one, place
                return


def _segments(result: Json) -> tuple[str, Sequence[Any]] | None:
    """The name and the list of what was said."""
    for name, inner in (("AsrResult", "AsrResult"), ("Dialogues", "Dialogue"), ("Dialogue", "Sentences")):
        if (found := _list(_get(result, name), inner)) is not None:
            return name, found
    paragraphs = _get(_get(result, "Transcription") or result, "Paragraphs")
    return ("Paragraphs", paragraphs) if isinstance(paragraphs, list) else None


def _log(result: Json, where: str, unnamed: str, options: ImportOptions) -> CallLog:
    named = _segments(result)
    if named is None or not named[1]:
        reason = _get(result, "ErrorMessage")
        raise LogError(
            f"{where}: 没有转写结果 (no transcript{f': {reason}' if reason else ''})；"
            "调用 GetResult 时在 requiredFields 里加上 asrResult"
        )
    name, segments = named
    turns = [
        turn
        for index, segment in enumerate(segments)
        if (turn := _turn(segment, f"{where} {name}[{index}]", options)) is not None
    ]
    speakers = [_speaker(segment) for segment in segments]
    return build(turns, _facts(result, unnamed, speakers, options), options, where)


def _speaker(segment: object) -> str:
    return str(_get(segment, "Role", "Identity", "SpeakerId", "Speaker") or "")


def _turn(segment: object, where: str, options: ImportOptions) -> Turn | None:
    words = _get(segment, "Words", "Text", "Content")
    first, last = segment, segment
    if isinstance(words, list):
        first, last = (words[0], words[-1]) if words else (None, None)
        words = "".join(str(_get(word, "Text", "Words") or "") for word in words)
    text = str(words or "").strip()
    if not text:
        return None
    speaker = _speaker(segment)
    side = side_of_cell(speaker, options.speakers)
    if side is None:
        raise LogError(
            f"{where}: 不知道 {speaker!r} 是坐席还是客户 (unknown speaker)；"
            "请用 --speakers 说明，例如 --speakers 1=坐席,2=客户"
        )
    return Turn(
        side=side,
        text=text,
        where=where,
        at=_ms(first, "Begin", "Start", where=where),
        end=_ms(last, "End", where=where),
    )


def _ms(segment: object, *keys: str, where: str) -> int | None:
    value = _get(segment, *(name for key in keys for name in (key, f"{key}Time")))
    return from_milliseconds(value, where, keys[0])


def _facts(result: Json, unnamed: str, speakers: Sequence[str], options: ImportOptions) -> Facts:
    recording, agent = _get(result, "Recording") or {}, _get(result, "Agent") or {}
    direction = _CALL_TYPES.get(str(_get(recording, "CallType")))
    number = _get(recording, "Caller" if direction == "inbound" else "Callee") if direction else None
    began = _get(recording, "CallTime")
    identity = _get(recording, "CallId", "Id", "PrimaryId", "Name") or _get(
        result, "Tid", "SessionId", "TaskId", "Vid", "FileId"
    )
    agents = [speaker for speaker in speakers if side_of_cell(speaker, options.speakers) is Side.AGENT]
    return Facts(
        id=str(identity or unnamed),
        direction=direction,
        agent=agent_kind(agents, options),
        extra={
            "agent_id": _get(agent, "Id", "Name"),
            "queue": _get(agent, "SkillGroup"),
            "started_at": iso(began) if began else None,
            "customer_number": number,
            "business": _get(recording, "Business") or _get(result, "Business"),
            "recording": _get(recording, "Url"),
        },
    )
