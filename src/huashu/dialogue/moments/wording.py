"""The lines of ``lines.yaml``."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import yaml

from huashu.call import Say
from huashu.dialogue.phrases import pick


@cache
def wordings() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Every line by its key and by the direction of the call (``inbound``, ``outbound``)."""
    loaded = yaml.safe_load(files(__package__).joinpath("lines.yaml").read_text("utf-8"))
    return {
        key: {direction: tuple(lines[direction] if isinstance(lines, dict) else lines) for direction in _DIRECTIONS}
        for key, lines in loaded.items()
    }


@cache
def fixed_lines() -> frozenset[str]:
    """Every line that is said as it stands, without anything of the matter in it."""
    every = (line for lines in wordings().values() for line in (*lines["inbound"], *lines["outbound"]))
    return frozenset(line.replace("{name}", "") for line in every if "{" not in line.replace("{name}", ""))


_DIRECTIONS = ("inbound", "outbound")


def wording(key: str, said: Sequence[str] = (), *, direction: str = "inbound", **slots: str) -> str:
    """A line for ``key`` that was not said lately; ``slots`` fill its braces (``name`` is the bare address)."""
    filled = {"name": "", "reason": "处理", **slots}
    if filled["name"]:
        filled["name"] = f"{filled['name']}，"
    return pick([line.format(**filled) for line in wordings()[key][direction]], said)


def line(key: str, said: Sequence[str], *because: str, direction: str = "inbound", **slots: str) -> Say:
    """The same as something to say, with the clauses it obeys."""
    return Say(text=wording(key, said, direction=direction, **slots), because=because)
