"""Times as files write them, and the error of whatever reads a file."""

from huashu.call.event import Ms


class LogError(ValueError):
    """A call log that cannot be read. The message says where, what, and the way out."""


def seconds(ms: Ms) -> float:
    """Milliseconds as the seconds of a file."""
    return ms / 1000


def milliseconds(value: object, where: str, key: str) -> Ms:
    """The seconds of a file as milliseconds. Raises ``LogError`` unless it is a number from 0."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e7:
        raise LogError(f"{where}: {key} 应为从 0 起的秒数，读到 {value!r} ({key} must be seconds from 0)；请改成秒数")
    return round(value * 1000)
