"""The encodings of Chinese text files."""

import codecs
import io
import re
from typing import BinaryIO

from huashu.call.units import LogError

_CHUNK = 1 << 20
_USUAL = re.compile("[\t\r\n\x20-\x7e\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_BEYOND = re.compile("[^\x00-\x7f]")
_SURROGATE = re.compile("[\udc80-\udcff]")
_TORN = 20
"""One byte in so many characters that are not ASCII may be broken, and the file still be UTF-8."""


def encoding_of(source: BinaryIO, name: str) -> str:
    """The encoding of a text file: UTF-8 or UTF-16 (with or without a mark) or GB18030, told by reading it through.
    Leaves ``source`` at its beginning. Raises ``LogError`` when it is no text."""
    head = source.read(4096)
    source.seek(0)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if (wide := _wide(head)) is not None:
        return wide
    broken, other = _utf8(source)
    if b"\0" not in head:
        if broken * _TORN <= other:
            return "utf-8-sig"
        if _decodes(source, "gb18030"):
            return "gb18030"
    raise LogError(f"{name}: 不是文本文件 (not a text file)；需要 UTF-8、UTF-16 或 GB18030 (GBK) 编码的文本")


def text_lines(source: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """``source`` as text, line by line; a byte that cannot be read becomes a lone surrogate (``is_torn``)."""
    source.seek(0)
    return io.TextIOWrapper(
        source, encoding=encoding, errors="surrogateescape" if "utf-8" in encoding else "strict", newline=""
    )


def is_torn(text: str) -> bool:
    """Whether some bytes of ``text`` could not be read."""
    return _SURROGATE.search(text) is not None


def torn(where: str) -> LogError:
    """The error for a text at ``where`` that ``is_torn``."""
    return LogError(f"{where}: 有几个字节读不出文字 (broken bytes)；请用 UTF-8 重新保存")


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: text has no zero bytes otherwise, and read the right way round it is usual characters."""
    if b"\0" not in head:
        return None
    found = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(encoding, "replace")
        found[encoding] = len(_USUAL.findall(text)) / len(text) if text else 0.0
    best = max(found, key=lambda encoding: found[encoding])
    return best if found[best] > 0.9 else None


def _utf8(source: BinaryIO) -> tuple[int, int]:
    """How many bytes are not UTF-8, and how many characters beyond ASCII are."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    broken = other = 0
    while True:
        chunk = source.read(_CHUNK)
        text = decoder.decode(chunk, not chunk)
        if not text.isascii():
            torn = len(_SURROGATE.findall(text))
            broken += torn
            other += len(_BEYOND.findall(text)) - torn
        if not chunk:
            source.seek(0)
            return broken, other


def _decodes(source: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := source.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    finally:
        source.seek(0)
    return True
