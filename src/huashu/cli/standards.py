"""The standard in force: the built-in one and the user's own clause files."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from huashu.cli.failure import InputError

if TYPE_CHECKING:
    from huashu.standard import Standard

standard_option = click.option(
    "--standard", "standards", metavar="FILE", multiple=True, help="再加一份条款文件，可重复 (add a clause file)."
)
"""The option of every command by which the agent speaks or a call is inspected."""


def load(files: Sequence[str]) -> "Standard":
    """The standard with ``files`` added. Raises ``InputError`` that names file and line."""
    from huashu.standard import StandardError, load_standard

    try:
        return load_standard(files)
    except StandardError as problem:
        raise InputError(str(problem)) from None
