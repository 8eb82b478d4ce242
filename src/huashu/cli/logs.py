"""Call logs in files."""

import json
from pathlib import Path

from huashu.call import CallLog
from huashu.call.codec import log_to_json
from huashu.cli.failure import InputError


def append(path: Path, log: CallLog) -> None:
    """Add ``log`` to the JSONL file ``path``. Raises ``InputError`` when it cannot be written."""
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(log_to_json(log), ensure_ascii=False) + "\n")
    except OSError as problem:
        raise InputError(f"{path}: 写不了这个文件 (cannot be written: {problem.strerror})；请换一个位置") from None
