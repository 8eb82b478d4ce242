"""The built-in documents, in our own words, to be rehearsed or copied as a start: scenarios of calls that are made, and
desks that take calls."""

from importlib.resources import files

SCHEME = "library:"
"""How a built-in document is named where a file is expected: ``library:broadband-repair``."""

_DESK = "desk-"
"""What the names of desks begin with."""


def _names() -> tuple[str, ...]:
    found = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".md") for name in found if name.endswith(".md")))


def scenarios() -> tuple[str, ...]:
    """The names of the built-in scenarios, in alphabetical order."""
    return tuple(name for name in _names() if not name.startswith(_DESK))


def desks() -> tuple[str, ...]:
    """The names of the built-in desks, in alphabetical order."""
    return tuple(name for name in _names() if name.startswith(_DESK))


def read(name: str) -> bytes:
    """The document called ``name``, as its file holds it (UTF-8). Raises ``KeyError`` for a name we do not have."""
    if name not in _names():
        raise KeyError(name)
    return files(__name__).joinpath(f"{name}.md").read_bytes()
