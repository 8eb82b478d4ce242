"""By when an order is promised where the system that made it does not say."""

from collections.abc import Callable
from datetime import datetime

from huashu.casework.orders import DEFAULT_WITHIN
from huashu.casework.workdays import WithinError

Due = Callable[[datetime, str], datetime]
"""When something is due that is asked for at a moment and promised within “24小时”. May raise ``WithinError``."""


def promised(due: Due, at: datetime, within: str) -> datetime:
    """What ``due`` says; ``DEFAULT_WITHIN`` counts when nothing is said, or nothing that can be read."""
    try:
        return due(at, within or DEFAULT_WITHIN)
    except WithinError:
        return due(at, DEFAULT_WITHIN)
