"""The built-in scenarios, in our own words: complete two-sided documents, to be rehearsed or copied as a start."""

from importlib.resources import files

SCHEME = "library:"
"""How a built-in scenario is named where a file is expected: ``library:broadband-repair``."""


def scenarios() -> tuple[str, ...]:
    """The names of the built-in scenarios, in alphabetical order."""
    found = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".md") for name in found if name.endswith(".md")))


def read(name: str) -> bytes:
    """The document called ``name``, as its file holds it (UTF-8). Raises ``KeyError`` for a name we do not have."""
    if name not in scenarios():
        raise KeyError(name)
    return files(__name__).joinpath(f"{name}.md").read_bytes()
