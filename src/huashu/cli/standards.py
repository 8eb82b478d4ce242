"""The standard in force: the built-in one and the user's own clause files."""

from collections.abc import Sequence

from huashu.cli.failure import InputError
from huashu.standard import Standard, StandardError, load_standard


def load(files: Sequence[str]) -> Standard:
    """The standard with ``files`` added. Raises ``InputError`` that names file and line."""
    try:
        return load_standard(files)
    except StandardError as problem:
        raise InputError(str(problem)) from None
