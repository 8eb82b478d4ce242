"""Bytes to text: encodings recognised, what is no text refused, each with the way out."""

import codecs

from huashu.playbook.model import Problem

MAX_BYTES = 2 * 1024 * 1024
"""A scenario document larger than this is refused."""

MAX_LINES = 6_000
"""A scenario document with more lines than this is refused."""

MAX_LINE = 5_000
"""A scenario document with a line of more characters than this is refused."""

_BINARY = (
    (b"PK\x03\x04", "Word/Excel/ZIP"),
    (b"\xd0\xcf\x11\xe0", "Word/Excel 97"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"RIFF", "RIFF"),
    (b"ID3", "MP3"),
    (b"\x7fELF", "ELF"),
)


def read_document(data: bytes, name: str = "") -> tuple[str | None, list[Problem], list[Problem]]:
    """The text of a document, errors and warnings. ``None`` with exactly one error when it cannot be read.

    UTF-8 with or without a byte-order mark is taken as it is; UTF-16 (marked or plain to see) and GBK/GB18030 are read
    with a warning. ``name`` only helps to say what kind of file it is.
    """
    if len(data) > MAX_BYTES:
        size = len(data) / 1024 / 1024
        return _refused(
            "too_big",
            f"文件有 {size:.1f} MB，超过 2 MB 的上限，不像一份场景文档 (file too big, limit 2 "
            f"MB)。请只保留场景本身，拆成多个文件。",
        )
    if not data.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        return _refused("empty", "文件是空的 (empty file)。请写入场景内容，格式见 docs/scenario-format.md。")
    for magic, what in _BINARY:
        if data.startswith(magic):
            what = "Word" if name.lower().endswith((".docx", ".doc")) else what
            return _refused(
                "binary", f"这是 {what} 文件，不是文本 (binary file)。请另存为纯文本或 Markdown（UTF-8）再试。"
            )
    return _decoded(data)


def _decoded(data: bytes) -> tuple[str | None, list[Problem], list[Problem]]:
    warnings: list[Problem] = []
    text: str | None = None
    if (wide := _utf16(data)) is not None:
        text = wide
        warnings.append(_problem("encoding", "文件是 UTF-16 编码，已转换读取 (read as UTF-16)。建议另存为 UTF-8。"))
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            bad = data.count(b"\n", 0, error.start) + 1
            if (text := _gbk(data)) is not None:
                warnings.append(
                    _problem(
                        "encoding", "文件不是 UTF-8，已按 GB18030（GBK）读取 (read as GB18030)。建议另存为 UTF-8。"
                    )
                )
            elif b"\x00" not in data and (text := _mended(data)) is not None:
                warnings.append(
                    _problem(
                        "not_utf8",
                        f"第 {bad} 行有无法识别的字节，已用“�”代替 (invalid UTF-8 replaced). "
                        f"请检查该行并另存为 UTF-8。",
                        bad,
                    )
                )
    if text is None or _looks_binary(text):
        return _refused(
            "binary", "这不是文本文件，或编码无法识别 (not text, or unknown encoding)。请另存为 UTF-8 纯文本再试。"
        )
    return text, [], warnings


def _utf16(data: bytes) -> str | None:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _try(data, encoding)
    sample = data[:4000]
    if len(data) % 2 == 0 and b"\x00" in sample:
        for encoding, high, low in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
            likely = sum(b == 0 or 0x4E <= b <= 0x9F or b in (0x20, 0x30, 0xFF) for b in high) > 0.95 * max(
                1, len(high)
            )
            if likely and high.count(0) > low.count(0) and (text := _try(data, encoding)) is not None and _reads(text):
                return text
    return None


def _gbk(data: bytes) -> str | None:
    text = _try(data, "gb18030")
    return text if text is not None and _reads(text) else None


def _mended(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes: read with replacements, if nearly all of it is sound."""
    text = data.decode("utf-8-sig", errors="replace")
    return text if text.count("\ufffd") <= max(3, len(text) // 50) and _reads(text.replace("\ufffd", "")) else None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError:
        return None


def _reads(text: str) -> bool:
    """Whether decoded text is mostly common Han characters, ASCII and punctuation."""
    sample = text[:20000]
    good = sum(
        1
        for c in sample
        if "\u4e00" <= c <= "\u9fff"
        or " " <= c <= "~"
        or c in "\r\n\t"
        or "\u3000" <= c <= "\u303f"
        or "\uff00" <= c <= "\uffef"
        or "\u2010" <= c <= "\u2026"
        or "\u2460" <= c <= "\u24ff"
    )
    return good >= 0.9 * len(sample)


def _looks_binary(text: str) -> bool:
    sample = text[:20000]
    odd = sum(1 for c in sample if c < " " and c not in "\r\n\t\f\v\x1a")
    return odd > 0.01 * len(sample) or "\x00" in sample


def _problem(code: str, message: str, line: int = 1) -> Problem:
    return Problem(line=line, code=code, message=message)


def _refused(code: str, message: str) -> tuple[None, list[Problem], list[Problem]]:
    return None, [_problem(code, message)], []
