"""What is written while a call goes on, so that a process may be killed at any moment and nothing is lost.

A journal is a file of JSON lines. The first is the call (``{"call": …}``), then come its events and actions the moment
they happen (``{"event": …}``, ``{"done": …}``), what was taken back (``{"events": 7}``: only the first seven still
hold), the line being heard (``{"playing": …}``), and once a second the time (``{"beat": 12.0}``). Each line reaches the
operating system before what it tells of is acted upon; it is not forced to the disk.
"""

import fcntl
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from huashu.call import CallLog, Done, Event, HungUp, Ms, Said, Say, Side
from huashu.call.codec import (
    LogError,
    action_from_json,
    action_to_json,
    event_from_json,
    event_to_json,
    log_from_json,
    log_to_json,
    milliseconds,
    seconds,
)
from huashu.call.event import cut, end_of
from huashu.voice.talk.signals import Playing

SUFFIX = ".journal.jsonl"

BEAT: Ms = 1_000
"""How often the time is written."""


class Journal:
    """Writes one call. ``update`` after everything that happened; ``close`` when the call is over. Raises ``OSError``
    when it cannot be opened; what cannot be written later is lost and the call goes on (``failed``)."""

    def __init__(self, folder: Path, call: CallLog) -> None:
        self.path = folder / (file_name(call.id) + SUFFIX)
        self.failed: OSError | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._events: tuple[Event, ...] = ()
        self._done: tuple[Done, ...] = ()
        self._playing: Playing | None = None
        self._beat: Ms = 0
        self._write([{"call": log_to_json(call)}])

    def update(self, log: CallLog, playing: tuple[Say, Playing] | None, at: Ms) -> None:
        """Write what is new in ``log``, ``at``; ``playing`` is the line that is being heard."""
        lines = [*_changes("events", self._events, log.events), *_changes("done", self._done, log.done)]
        self._events, self._done = log.events, log.done
        if playing is not None and playing[1] is not self._playing:
            self._playing = playing[1]
            lines.append(_playing_to_json(*playing))
        if at - self._beat >= BEAT:
            self._beat = at
            lines.append({"beat": seconds(at)})
        if lines:
            self._write(lines)

    def close(self) -> None:
        """The call is over and its log is kept elsewhere: the journal goes."""
        self.path.unlink(missing_ok=True)
        os.close(self._file)

    def _write(self, lines: Iterable[dict[str, Any]]) -> None:
        data = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
        try:
            os.write(self._file, data)
        except OSError as problem:
            self.failed = problem


def recover(journal: Path) -> CallLog:
    """The call of a journal whose writer died: everything that had happened, the line that was being heard cut off
    there, and a hang-up by the system at the last sign of life. A torn last line is left out. Raises ``LogError``."""
    where = str(journal)
    call: CallLog | None = None
    events: list[Event] = []
    done: list[Done] = []
    playing: tuple[Say, Playing] | None = None
    beat: Ms = 0
    for line in _lines(journal):
        match line:
            case {"call": data}:
                call = log_from_json(data, where)
            case {"events": int(count)}:
                del events[count:]
            case {"event": data}:
                events.append(event_from_json(data, where))
            case {"done": int(count)}:
                del done[count:]
            case {"done": {"t": at, **action}}:
                done.append(Done(at=milliseconds(at, where, "t"), action=action_from_json(action, where)))
            case {"playing": {"text": text, "t": at, "until": until, "because": because}}:
                say = Say(text=text, because=tuple(because))
                playing = (
                    say,
                    Playing(at=milliseconds(at, where, "t"), line=0, until=milliseconds(until, where, "until")),
                )
            case {"beat": at}:
                beat = milliseconds(at, where, "beat")
    if call is None:
        raise LogError(f"{where}: 日志开头就断了，没有可恢复的通话 (nothing to recover)；可以删除这个文件")
    return replace(call, events=_ended(events, playing, beat), done=tuple(done))


def _ended(events: list[Event], playing: tuple[Say, Playing] | None, beat: Ms) -> tuple[Event, ...]:
    if any(isinstance(event, HungUp) for event in events):
        return tuple(events)
    end = max((beat, *(end_of(event) for event in events)))
    if playing is not None and not any(isinstance(event, Said) and event.at == playing[1].at for event in events):
        say, mark = playing
        share = min(1.0, max(0, end - mark.at) / max(1, mark.until - mark.at))
        text = say.text if share >= 1 else cut(say.text, share)
        if share > 0:
            events.append(Said(at=mark.at, end=min(end, mark.until), text=text, because=say.because))
    return (*sorted(events, key=lambda event: event.at), HungUp(at=end, by=Side.SYSTEM))


def recover_all(folder: Path, calls: Path) -> tuple[CallLog, ...]:
    """Append to ``calls`` every call in ``folder`` whose writer is no longer alive, and remove its journal. A process
    killed in between may leave a call in ``calls`` twice, with the same id, never not at all. Journals that hold no
    call are removed. Raises ``OSError``."""
    found: list[CallLog] = []
    for journal in sorted(folder.glob("*" + SUFFIX)):
        with journal.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            try:
                log = recover(journal)
            except LogError:
                journal.unlink(missing_ok=True)
                continue
            append_call(calls, log)
            found.append(log)
            journal.unlink(missing_ok=True)
    return tuple(found)


def append_call(calls: Path, log: CallLog) -> None:
    """Append ``log`` as one line, in one write: calls that end at the same time do not mix. Raises ``OSError``."""
    calls.parent.mkdir(parents=True, exist_ok=True)
    data = (json.dumps(log_to_json(log), ensure_ascii=False) + "\n").encode()
    file = os.open(calls, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        left = memoryview(data)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)


def _changes(name: str, had: tuple[Any, ...], has: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
    """What makes ``has`` of ``had``: how many still hold, when not all do, and what follows them."""
    same = next(
        (at for at, (old, new) in enumerate(zip(had, has, strict=False)) if old is not new), min(len(had), len(has))
    )
    if same < len(had):
        yield {name: same}
    for item in has[same:]:
        if isinstance(item, Done):
            yield {"done": {"t": seconds(item.at)} | action_to_json(item.action)}
        else:
            yield {"event": event_to_json(item)}


def _playing_to_json(say: Say, playing: Playing) -> dict[str, Any]:
    times = {"t": seconds(playing.at), "until": seconds(playing.until)}
    return {"playing": {"text": say.text, "because": list(say.because)} | times}


def _lines(journal: Path) -> Iterator[dict[str, Any]]:
    for line in journal.read_bytes().splitlines():
        try:
            read = json.loads(line)
        except ValueError:  # torn by the kill; nothing follows it
            return
        if isinstance(read, dict):
            yield read


def file_name(call_id: str) -> str:
    """A file name for a call's id, its own for each id."""
    plain = re.sub(r"[^\w.-]", "_", call_id)[:80]
    return plain if plain == call_id else f"{plain}-{sha256(call_id.encode()).hexdigest()[:8]}"
