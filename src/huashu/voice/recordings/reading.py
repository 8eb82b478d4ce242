"""Recordings of calls as files: WAV (PCM, float, G.711 of both laws and more), FLAC, Ogg, Opus, MP3, AIFF, AU."""

import io
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from huashu.voice.audio import FULL_SCALE, TELEPHONE_HZ, WIDE_HZ, level_dbfs, ms_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from huashu.voice.audio import Pcm

SUFFIXES = (".wav", ".wave", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".au")
"""The endings of files that are read, lower case."""

UNREADABLE = (".m4a", ".aac", ".amr", ".wma", ".mp4", ".g729", ".silk", ".pcm", ".raw", ".ulaw", ".alaw", ".vox")
"""The endings of recordings that have to be converted before."""

LONGEST_MS = 3 * 3_600_000
"""A file that is longer is no single call; it would also take more than a gigabyte of memory."""

_RATES = (4_000, 192_000)
_SAME_DB = 35.0
"""Two channels whose difference is so far below them are one and the same."""
_EMPTY_DBFS = -80.0
_MPEG = (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2)
"""Second byte of an MPEG frame of layer III, versions 1, 2 and 2.5."""


class RecordingError(Exception):
    """A file that cannot be read as a recording; the message says where, what, and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording: ``channels`` of the same length, one or two, at ``rate`` samples a second (8,000 or 16,000).

    ``notes`` say what was found on the way that the listener should know, in words.
    """

    name: str
    channels: "tuple[Pcm, ...]"
    rate: int
    notes: tuple[str, ...] = ()

    @property
    def ms(self) -> int:
        """How long it is."""
        return ms_of(self.channels[0], self.rate)


def read_recording(source: Path | BinaryIO, name: str = "", *, longest_ms: int = LONGEST_MS) -> Recording:
    """The recording in a file. Two channels that are alike, or of which one is empty, become one: nothing is gained by
    them. ``name`` is what messages call it. Raises ``RecordingError``; ``OSError`` when the file cannot be opened."""
    name = name or str(source if isinstance(source, Path) else "stdin")
    data = source.read_bytes() if isinstance(source, Path) else source.read()
    if not data:
        raise RecordingError(f"{name}: 文件是空的 (empty file)；请检查录音是否已经传完")
    columns, rate = _decoded(_mended(data), name, longest_ms)
    if len(columns[0]) < rate // 5:
        raise RecordingError(f"{name}: 里面没有声音 (no sound in it)；请检查录音是否已经传完")
    kept, notes = _sides(columns, rate)
    return Recording(name=name, channels=kept, rate=rate, notes=(*_torn(data), *notes))


def is_recording(head: bytes) -> bool:
    """Whether a file that begins with ``head`` (12 bytes are enough) is sound of a kind that is read here."""
    if head[:4] in (b"RIFF", b"RIFX", b"RF64"):
        return head[8:12] in (b"WAVE", b"")
    if head[:4] == b"FORM":
        return head[8:11] == b"AIF"
    if head[:4] in (b"fLaC", b"OggS", b".snd"):
        return True
    return head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] in _MPEG)


def _decoded(data: bytes, name: str, longest_ms: int) -> "tuple[list[Pcm], int]":
    """The channels at a rate that the rest works with, and that rate. Read a minute at a time: it is far less than the
    file has where that was recorded for music."""
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            rate, channels = int(file.samplerate), int(file.channels)
            _check(rate, channels, name)
            wanted = TELEPHONE_HZ if rate <= TELEPHONE_HZ else WIDE_HZ
            shaped = [_Shaped(rate, wanted) for _ in range(channels)]
            read = 0
            for block in file.blocks(blocksize=60 * rate, dtype="float32", always_2d=True):
                read += len(block)
                if 1000 * read > longest_ms * rate:
                    raise _too_long(name, longest_ms)
                for channel, column in enumerate(shaped):
                    column.add(block[:, channel])
    except (soundfile.SoundFileError, RuntimeError, ValueError, TypeError) as problem:
        raise _unreadable(data, name, problem) from None
    return [column.all() for column in shaped], wanted


class _Shaped:
    """One channel on its way from floating point at one rate to 16 bits at another."""

    def __init__(self, rate: int, wanted: int) -> None:
        import soxr

        self._stream = soxr.ResampleStream(rate, wanted, 1, dtype="float32") if rate != wanted else None
        self._parts: list[Pcm] = []

    def add(self, column: "NDArray[np.float32]", *, last: bool = False) -> None:
        import numpy as np

        column = np.nan_to_num(column, nan=0.0, posinf=1.0, neginf=-1.0)
        if self._stream is not None:
            column = self._stream.resample_chunk(np.ascontiguousarray(column), last=last)
        self._parts.append(np.clip(np.round(column * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16))

    def all(self) -> "Pcm":
        import numpy as np

        self.add(np.zeros(0, np.float32), last=True)
        return np.concatenate(self._parts)


def _too_long(name: str, longest_ms: int) -> RecordingError:
    return RecordingError(
        f"{name}: 录音超过 {longest_ms / 3_600_000:g} 小时 (too long for one call)；请先按通话切开，"
        "例如 ffmpeg -i 输入 -f segment -segment_time 3600 part%03d.wav"
    )


def _check(rate: int, channels: int, name: str) -> None:
    if channels > 2:
        raise RecordingError(
            f"{name}: 有 {channels} 个声道 (has {channels} channels)；只要坐席和客户各一个，"
            "例如 sox 输入.wav 输出.wav remix 1 2"
        )
    if not _RATES[0] <= rate <= _RATES[1]:
        raise RecordingError(
            f"{name}: 采样率 {rate} Hz 不像录音 (unlikely sample rate)；应在 {_RATES[0]} 到 {_RATES[1]} Hz 之间，"
            "请检查文件头"
        )


def _unreadable(data: bytes, name: str, problem: Exception) -> RecordingError:
    why = str(problem).rsplit(": ", 1)[-1].strip().rstrip(".")
    if not is_recording(data[:12]):
        return RecordingError(
            f"{name}: 不是能读的录音 (not a recording: {why})；请先转成 WAV，例如 ffmpeg -i 输入 输出.wav"
        )
    return RecordingError(f"{name}: 录音的文件头不完整或已损坏 (damaged header: {why})；请重新导出或重传这个文件")


def _sides(columns: "list[Pcm]", rate: int) -> "tuple[tuple[Pcm, ...], tuple[str, ...]]":
    """The channels that tell two sides apart; what was thrown away, and why."""
    if len(columns) < 2:
        return tuple(columns), ()
    left, right = columns
    minutes = [slice(at, at + 60 * rate) for at in range(0, len(left), 60 * rate)]
    levels = [max(level_dbfs(column[minute]) for minute in minutes) for column in columns]
    if min(levels) < _EMPTY_DBFS < max(levels):
        empty = int(levels[1] < levels[0])
        return (columns[1 - empty],), (f"{'左右'[empty]}声道是空的 (one channel is empty)，按单声道处理",)
    if max(levels) - max(_difference_dbfs(left[minute], right[minute]) for minute in minutes) > _SAME_DB:
        return (left,), ("两个声道一样，没有把双方分开 (both channels are alike)，按单声道处理",)
    return (left, right), ()


def _difference_dbfs(left: "Pcm", right: "Pcm") -> float:
    import numpy as np

    return level_dbfs(((left.astype(np.int32) - right) // 2).astype(np.int16))


def _data_chunk(data: bytes) -> tuple[int, int] | None:
    """Where the sound of a WAV file begins, and how many bytes of it the header promises."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return None
    at = 12
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if kind == b"data":
            return at + 8, size
        at += 8 + size + size % 2
    return None


def _mended(data: bytes) -> bytes:
    """A WAV file whose writer never came back to say how long it is, with its length."""
    found = _data_chunk(data)
    if found is None or found[1] or found[0] >= len(data):
        return data
    begin = found[0]
    return data[: begin - 4] + struct.pack("<I", min(len(data) - begin, 0xFFFFFFFF)) + data[begin:]


def _torn(data: bytes) -> tuple[str, ...]:
    found = _data_chunk(data)
    if found is None or found[1] == 0xFFFFFFFF or found[1] <= len(data) - found[0]:
        return ()
    there = math.floor(100 * (len(data) - found[0]) / found[1])
    return (f"录音不完整，只有文件头所说的 {there}% (cut off)",)
