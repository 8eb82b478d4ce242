"""Where speech keeps what it made: one folder of the user's, shared by his processes."""

import os
import tempfile
from pathlib import Path


def cache_folder() -> Path:
    """The folder for what can be made again: ``$HUASHU_CACHE``, else ``huashu`` in the user's cache folder (XDG Base
    Directory), else in the temporary folder when that cannot be written. Made if missing."""
    for folder in _candidates():
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    raise OSError("没有可写的缓存文件夹，请设置 HUASHU_CACHE (no folder to write to: set HUASHU_CACHE)")


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that no other process ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def _candidates() -> tuple[Path, ...]:
    if named := os.environ.get("HUASHU_CACHE"):
        return (Path(named).expanduser(),)
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return (Path(home).expanduser() / "huashu", Path(tempfile.gettempdir()) / f"huashu-{_user()}")
