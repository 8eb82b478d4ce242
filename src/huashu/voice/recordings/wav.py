"""Recordings as WAV files: 16 bits, two channels, the customer on the left and the agent on the right.

The layout is RIFF/WAVE with one ``fmt`` and one ``data`` chunk (IBM and Microsoft, Multimedia Programming Interface).
"""

import struct
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from huashu.voice.audio import TELEPHONE_HZ

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

_CHANNELS, _BYTES = 2, 2
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_LARGEST = 0xFFFFFFFF - _HEADER.size


def write_stereo(path: Path, customer: "Pcm", agent: "Pcm", rate: int = TELEPHONE_HZ) -> None:
    """Write a whole call of ``rate`` samples a second; the shorter side is followed by silence. The file is there whole
    or not at all. Raises ``OSError``."""
    partial = path.with_name(path.name + ".part")
    try:
        with partial.open("wb") as file:
            data = _interleaved(customer, agent)
            file.write(_header(rate, len(data)))
            file.write(data)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


class StereoWriter:
    """Writes a call while it goes on. Whenever the process dies, what is there is a valid file that lacks no more than
    the last ``every_ms`` of sound.

    A context manager; not shared between threads. Everything raises ``OSError`` when the disk does not take it.
    """

    def __init__(self, path: Path, rate: int = TELEPHONE_HZ, *, every_ms: int = 1000) -> None:
        self.path = path
        self._rate = rate
        self._every = _CHANNELS * _BYTES * rate * every_ms // 1000
        self._waiting = bytearray()
        self._written = 0
        self._file: BinaryIO = path.open("wb", buffering=0)
        try:
            self._write(_header(rate, 0))
        except OSError:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def ms(self) -> int:
        """How much sound has been added, in ms."""
        return round(1000 * (self._written + len(self._waiting)) / (_CHANNELS * _BYTES * self._rate))

    def add(self, customer: "Pcm", agent: "Pcm") -> None:
        """What both sides sent at the same time; the shorter one is followed by silence."""
        self._waiting += _interleaved(customer, agent)
        if len(self._waiting) >= self._every:
            self._flush()

    def close(self) -> None:
        """Write the rest. A second time does nothing."""
        if self._file.closed:
            return
        try:
            self._flush()
        finally:
            self._file.close()

    def _flush(self) -> None:
        """The sound first, then the header that counts it: the header never promises what is not there."""
        room = _LARGEST - self._written
        data = bytes(self._waiting[:room])
        self._file.seek(_HEADER.size + self._written)
        self._write(data)
        self._waiting.clear()
        self._written += len(data)
        self._file.seek(0)
        self._write(_header(self._rate, self._written))

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]


def _interleaved(customer: "Pcm", agent: "Pcm") -> bytes:
    import numpy as np

    both = np.zeros((max(len(customer), len(agent)), _CHANNELS), dtype="<i2")
    both[: len(customer), 0] = customer
    both[: len(agent), 1] = agent
    return both.tobytes()


def _header(rate: int, size: int) -> bytes:
    frame = _CHANNELS * _BYTES
    return _HEADER.pack(
        *(b"RIFF", size + _HEADER.size - 8, b"WAVE"),
        *(b"fmt ", 16, 1, _CHANNELS, rate, rate * frame, frame, 8 * _BYTES),
        *(b"data", size),
    )
