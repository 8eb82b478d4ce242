"""Renderings that are kept: what was spoken once is not synthesised in the turn again.

A line is kept sentence by sentence, because an agent puts the same sentences together in ever new ways."""

import hashlib
import re
import time
import wave
from collections import OrderedDict
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from huashu.voice.ports import Voice
from huashu.voice.speaking.places import cache_folder, write_whole
from huashu.voice.speaking.reading import has_words, read_aloud

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

VERSION = 1
"""Of how renderings are kept; part of their address."""
LIMIT_BYTES = 2 << 30
"""How much a folder holds at most: about 18 hours of speech."""
AT_HAND = 512
"""Renderings that a process keeps in memory."""
_SHORTEST = 4
"""Characters that an end of a sentence has at least to be kept apart from what stands before it."""
SENTENCE_PAUSE_MS = 260
CLAUSE_PAUSE_MS = 140

_SWEEP_EVERY = 128
_FILL_AGAIN = 0.9
_TOUCH_S = 3600.0
_ABANDONED_S = 3600.0
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*")
_CLAUSE_ENDS = re.compile(r"[，,：:、]")


class Renderings:
    """Sound by voice and text, in a folder that several processes share. Files are addressed by a hash of what they
    are a rendering of, written whole or not at all; those not heard for the longest go when the folder is full. A
    folder that fails (full disk, no rights) only costs speed."""

    def __init__(self, folder: Path | None = None, *, limit_bytes: int = LIMIT_BYTES, at_hand: int = AT_HAND) -> None:
        self.folder = folder if folder is not None else cache_folder() / "speech"
        self._limit_bytes = limit_bytes
        self._at_hand = at_hand
        self._near: OrderedDict[str, tuple[Pcm, int]] = OrderedDict()
        self._written = 0
        self._lock = Lock()

    def get(self, voice: str, text: str) -> "tuple[Pcm, int] | None":
        """The rendering of ``text`` by ``voice`` and its rate; ``None`` when there is none that can be read."""
        key = _key(voice, text)
        with self._lock:
            if (near := self._near.get(key)) is not None:
                self._near.move_to_end(key)
                return near
        path = self._path(key)
        try:
            found = _of_wav(path.read_bytes())
            _touch(path)
        except (OSError, EOFError, wave.Error, ValueError):
            return None
        self._remember(key, found)
        return found

    def has(self, voice: str, text: str) -> bool:
        """Whether ``get`` would very probably find it, without reading it."""
        key = _key(voice, text)
        with self._lock:
            if key in self._near:
                return True
        return self._path(key).is_file()

    def put(self, voice: str, text: str, pcm: "Pcm", rate: int) -> None:
        """Keep a rendering."""
        key = _key(voice, text)
        self._remember(key, (pcm, rate))
        try:
            write_whole(self._path(key), wav_bytes(pcm, rate))
        except OSError:
            return
        with self._lock:
            self._written += 1
            sweep = self._written % _SWEEP_EVERY == 1
        if sweep:
            self.sweep()

    def sweep(self) -> int:
        """Delete what has not been heard for the longest until the folder is within its limit again, and what a
        process that died left half written. Answers how many files went."""
        files = sorted(_listed(self.folder), key=lambda file: file[1])
        total = sum(size for _, _, size in files)
        gone = 0
        abandoned = time.time() - _ABANDONED_S
        for path, heard, size in files:
            half_written = path.name.startswith(".")
            if (half_written and heard > abandoned) or (not half_written and total <= self._limit_bytes * _FILL_AGAIN):
                continue
            if not half_written and gone == 0 and total <= self._limit_bytes:
                continue
            path.unlink(missing_ok=True)
            total -= size
            gone += 1
        return gone

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.wav"

    def _remember(self, key: str, found: "tuple[Pcm, int]") -> None:
        with self._lock:
            self._near[key] = found
            self._near.move_to_end(key)
            while len(self._near) > self._at_hand:
                self._near.popitem(last=False)


class CachedVoice:
    """``voice``, its sentences kept. Threads may share it."""

    def __init__(self, voice: Voice, renderings: Renderings | Path | None = None) -> None:
        self._voice = voice
        self._renderings = renderings if isinstance(renderings, Renderings) else Renderings(renderings)

    @property
    def name(self) -> str:
        """That of the voice."""
        return self._voice.name

    @property
    def rate(self) -> int:
        """That of the voice."""
        return self._voice.rate

    def has(self, text: str) -> bool:
        """Whether ``text`` can be spoken without synthesis."""
        units = [known for sentence in spoken_units(text) for known in self._known(sentence)]
        return bool(units) and all(kept for _, kept in units)

    def parts(self, text: str) -> tuple[str, ...]:
        """``text`` as it is read aloud, cut so that what is kept and what has yet to be made are apart: spoken one
        after the other they are ``text``, and a line that begins with something kept begins at once."""
        units = [known for sentence in spoken_units(text) for known in self._known(sentence)]
        return tuple(
            "".join(unit for unit, _ in together) for _, together in groupby(units, key=lambda known: known[1])
        )

    def speak(self, text: str) -> "Pcm":
        """``text`` spoken, from what is kept as far as possible. Raises ``VoiceError``."""
        import numpy as np

        parts: list[Pcm] = []
        for sentence in spoken_units(text):
            for unit, _ in self._known(sentence):
                pcm = self._unit(unit)
                if len(pcm):
                    parts += [pcm, np.zeros(self.rate * _pause_ms(unit) // 1000, np.int16)]
        return np.concatenate(parts[:-1]) if parts else np.zeros(0, np.int16)

    def render(self, unit: str) -> bool:
        """Keep a rendering of one sentence (``spoken_units``) as a whole. Whether there was none before. Raises
        ``VoiceError``."""
        if self._is_kept(unit):
            return False
        self._unit(unit)
        return True

    def _known(self, sentence: str) -> Iterator[tuple[str, bool]]:
        """The sentence whole, or cut at commas so that as much as possible is kept already: the longest beginnings,
        then the longest end. Each part and whether it is kept."""
        rest = sentence
        while rest and not self._is_kept(rest):
            ends = _clause_ends(rest)
            if lead := next((end for end in reversed(ends) if self._is_kept(rest[:end])), 0):
                yield rest[:lead], True
                rest = rest[lead:]
                continue
            tail = next((end for end in ends if len(rest) - end >= _SHORTEST and self._is_kept(rest[end:])), len(rest))
            yield rest[:tail], False
            rest = rest[tail:]
        if rest:
            yield rest, True

    def _is_kept(self, unit: str) -> bool:
        return self._renderings.has(self._voice.name, _canonical(unit))

    def _unit(self, unit: str) -> "Pcm":
        unit = _canonical(unit)
        kept = self._renderings.get(self._voice.name, unit)
        if kept is not None and kept[1] == self.rate:
            return kept[0]
        pcm = self._voice.speak(unit)
        if len(pcm):
            self._renderings.put(self._voice.name, unit, pcm, self.rate)
        return pcm


def spoken_units(text: str) -> tuple[str, ...]:
    """``text`` as it is read aloud, in the sentences by which renderings are kept."""
    return tuple(sentence.strip() for sentence in _SENTENCE.findall(read_aloud(text)) if has_words(sentence))


def _canonical(unit: str) -> str:
    """A unit without the stop at its end: as the beginning of a sentence and alone it is one rendering."""
    return unit.rstrip("，,：:、。 ")


def _clause_ends(sentence: str) -> list[int]:
    return [match.end() for match in _CLAUSE_ENDS.finditer(sentence) if match.end() < len(sentence)]


def _pause_ms(unit: str) -> int:
    return SENTENCE_PAUSE_MS if unit[-1] in "。！？!?；;…\n" else CLAUSE_PAUSE_MS


def _key(voice: str, text: str) -> str:
    return hashlib.sha256(f"{VERSION}\0{voice}\0{text}".encode(errors="replace")).hexdigest()


def wav_bytes(pcm: "Pcm", rate: int) -> bytes:
    """``pcm`` as a WAV file: mono, 16 bits, ``rate`` samples a second."""
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm.astype("<i2").tobytes())
    return out.getvalue()


def _of_wav(content: bytes) -> "tuple[Pcm, int]":
    import numpy as np

    with wave.open(BytesIO(content)) as file:
        if (file.getnchannels(), file.getsampwidth()) != (1, 2):
            raise ValueError("not a rendering")
        frames = file.readframes(file.getnframes())
        if len(frames) != 2 * file.getnframes():
            raise ValueError("cut short")
        return np.frombuffer(frames, dtype="<i2").astype(np.int16), file.getframerate()


def _touch(path: Path) -> None:
    """Note that it was heard, at most once an hour: the order of going needs no more."""
    if time.time() - path.stat().st_mtime > _TOUCH_S:
        path.touch()


def _listed(folder: Path) -> Iterator[tuple[Path, float, int]]:
    for path in folder.glob("??/*"):
        try:
            found = path.stat()
        except OSError:
            continue
        yield path, found.st_mtime, found.st_size
