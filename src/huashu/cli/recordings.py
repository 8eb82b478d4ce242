"""Recordings of calls on the command line: which files they are, how they are listened to, what is said of it."""

import hashlib
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TypeVar

import click

from huashu.call import CallLog, Ms
from huashu.call.codec import LogError
from huashu.call.imports import ImportOptions
from huashu.voice.recordings.reading import SUFFIXES, UNREADABLE, is_recording

if TYPE_CHECKING:
    from huashu.voice.ports import Recogniser

Command = TypeVar("Command", bound=Callable[..., Any])

_NEEDED = ("numpy", "soundfile", "soxr", "onnxruntime", "pipecat")

_PATIENCE_S = 180.0
"""A recording can wait longer for its words than a customer."""

MISSING = "听录音需要语音组件 (recordings need the voice extra)：pip install 'huashu[voice]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """How recordings are listened to. ``threads`` of the processor work on one recording; ``None``: as many as help."""

    recogniser: str = "trial"
    agent_channel: Literal["auto", "left", "right"] = "auto"
    threads: int | None = None


AS_USUAL = Hearing(threads=1)
"""What nobody said anything about."""


def recording_options(command: Command) -> Command:
    """Add the options to a command; it gets ``agent_channel`` and ``recogniser``, to hand on to ``Hearing``."""
    channel = click.option(
        "--agent-channel",
        type=click.Choice(["auto", "left", "right"]),
        default="auto",
        show_default=True,
        help="录音里坐席在哪个声道；auto 按说的话判断 (the agent's channel of a recording).",
    )
    recogniser = click.option(
        "--recogniser",
        metavar="SPEC",
        default="trial",
        show_default=True,
        help="录音用哪个识别引擎：trial、sherpa:文件夹、https://…/v1#模型 (what hears recordings).",
    )
    return channel(recogniser(command))


def can_listen() -> bool:
    """Whether what listening takes is installed."""
    return all(find_spec(package) is not None for package in _NEEDED)


def is_sound(name: str, source: BinaryIO) -> bool:
    """Whether an opened file is a recording: by its ending, or by what it begins with."""
    head = source.read(12)
    source.seek(0)
    return Path(name).suffix.lower() in (*SUFFIXES, *UNREADABLE) or is_recording(head)


def fingerprint_of(data: bytes, options: ImportOptions, hearing: Hearing) -> str:
    """A recording and how it is listened to, in 16 characters: the same ones give the same log."""
    digest = hashlib.sha256(data)
    told = (hearing.recogniser, hearing.agent_channel, options.direction, options.agent, options.kind)
    digest.update(repr(told).encode())
    return digest.hexdigest()[:16]


def listen(
    data: bytes,
    name: str,
    options: ImportOptions,
    hearing: Hearing,
    told: Callable[[float], None] | None = None,
) -> CallLog | LogError:
    """The call that a recording is of, or why there is none. ``told`` hears how far it is, from 0 to 1."""
    if not can_listen():
        return LogError(f"{name}: {MISSING}")
    from huashu.voice.ports import RecogniserError
    from huashu.voice.recordings.reading import RecordingError, read_recording
    from huashu.voice.recordings.transcribing import transcribe

    try:
        recording = read_recording(io.BytesIO(data), name)
        recogniser = _recogniser(hearing.recogniser, hearing.threads)
        log = transcribe(recording, recogniser, agent_channel=hearing.agent_channel, options=options, told=told)
    except (RecordingError, LogError) as problem:
        return LogError(str(problem))
    except RecogniserError as problem:
        return LogError(f"{name}: 听写没有完成 (not transcribed)：{problem}")
    return _placed(log, name)


@cache
def _recogniser(spec: str, threads: int | None) -> "Recogniser":
    """One recogniser for all recordings of a process: it takes seconds to load."""
    from huashu.voice.hearing import Bounds, open_recogniser

    return open_recogniser(spec, threads=threads, bounds=Bounds(within_s=_PATIENCE_S, at_once=1))


def _placed(log: CallLog, name: str) -> CallLog:
    """``log`` with the address of its recording, for whoever wants to hear it."""
    path = Path(name)
    if not path.is_file():
        return log
    return replace(log, extra={**log.extra, "recording": path.resolve().as_uri()})


_WHY = {"speaker": "不能确定是谁说的", "words": "字词听得不准"}


def doubts_of(log: CallLog) -> Mapping[int, str]:
    """The events of a recorded call that a person ought to hear before he relies on them, and why: ``speaker`` or
    ``words``. Empty for other calls."""
    recorded = log.extra.get("recorded")
    if not isinstance(recorded, Mapping):
        return {}
    told = {"words": recorded.get("doubtful"), "speaker": recorded.get("unsure")}
    return {
        at: why
        for why, places in told.items()
        for at in (places if isinstance(places, list) else ())
        if type(at) is int
    }


def with_doubts(result: Mapping[str, Any], log: CallLog) -> Mapping[str, Any]:
    """The JSON of an inspection with ``recorded`` and, at findings that hang on a doubtful line, ``unsure``."""
    if "recorded" not in log.extra:
        return result
    doubts = doubts_of(log)
    findings = [
        {**finding, "unsure": doubts[finding["at"]]} if finding["at"] in doubts else finding
        for finding in result["findings"]
    ]
    return {**result, "findings": findings, "recorded": log.extra["recorded"]}


def told_of(log: CallLog) -> tuple[str, ...]:
    """What a person should know of a recorded call before he reads what was found in it."""
    recorded = log.extra.get("recorded")
    if not isinstance(recorded, Mapping):
        return ()
    channel = {"left": "左", "right": "右"}.get(str(recorded.get("agent")))
    by = f"（{recorded['by']}）" if recorded.get("by") else ""
    sides = f"双声道，坐席在{channel}声道{by}" if channel else f"单声道，凭嗓音区分双方{by}"
    first = f"录音 {recorded.get('seconds', 0):.0f} 秒，{sides}；文字由 {recorded.get('recogniser')} 听写，可能有误"
    return (first, *(str(note) for note in recorded.get("notes", ())))


def to_hear(findings: Iterable[tuple[int, Ms]], log: CallLog) -> str:
    """Which of some findings (event, time) are to be heard before they count; empty for none."""
    doubts = doubts_of(log)
    asked = [
        f"{at // 60_000:02d}:{at // 1000 % 60:02d} {_WHY[doubts[event]]}" for event, at in findings if event in doubts
    ]
    return f"待确认，请先听录音 (unsure)：{'；'.join(dict.fromkeys(asked))}" if asked else ""
