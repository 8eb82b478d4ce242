"""What the tests of the store write into it."""

from datetime import datetime, timedelta

from huashu.casework.workdays import SHANGHAI

NOON = datetime(2025, 3, 10, 12, 0, tzinfo=SHANGHAI)
PHONE, OTHER = "13800001234", "13900005678"


def hours(count: float) -> timedelta:
    """So many hours."""
    return timedelta(hours=count)
