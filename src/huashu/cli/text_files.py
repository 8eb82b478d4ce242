"""Text files of whatever encoding people use for Chinese."""

import codecs

from huashu.cli.failure import InputError


def decode(data: bytes, name: str) -> str:
    """The text of a file in UTF-8 (with or without a mark), UTF-16 with a mark, or GBK. Raises ``InputError``."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputError(f"{name}: 不是文本文件 (not a text file)；需要 UTF-8 或 GBK 编码的文本")
