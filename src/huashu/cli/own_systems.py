"""The company's own systems, as the environment names them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from huashu.cli.failure import InputError

if TYPE_CHECKING:
    from huashu.systems import Systems


@contextmanager
def own_systems() -> Iterator["Systems"]:
    """The systems of ``HUASHU_SYSTEMS`` or ``HUASHU_SYSTEMS_URL``; without either none is connected. Raises
    ``InputError``."""
    from huashu.fulfilment.requests import due_for
    from huashu.systems.settings import SettingsError, connect, read_settings

    try:
        systems = connect(read_settings(os.environ), due_for)
    except SettingsError as problem:
        raise InputError(str(problem)) from None
    with systems:
        yield systems
