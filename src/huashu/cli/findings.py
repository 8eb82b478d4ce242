"""The inspection of calls: the standard and the ears it needs, loaded once."""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from huashu.call import CallLog
from huashu.cli.documents import read_bytes
from huashu.cli.recordings import to_hear, told_of, with_doubts
from huashu.cli.standards import load
from huashu.inspection import inspect, render, to_json
from huashu.language import default_understander
from huashu.language.agent_lines import default_line_reader

_JUDGED_BY = ("standard", "inspection", "tracking", "language")
"""The rooms whose code and data decide what is found."""


def fingerprint_of(standards: Sequence[str] = ()) -> str:
    """What the inspection judges by, in 16 characters: another one may find something else. Raises ``InputError``."""
    digest = hashlib.sha256()
    for room in _JUDGED_BY:
        folder = Path(str(files("huashu") / room))
        for file in sorted(folder.rglob("*")):
            if file.suffix in (".py", ".yaml", ".npz"):
                digest.update(str(file.relative_to(folder)).encode() + b"\0" + file.read_bytes())
    for name in standards:
        digest.update(read_bytes(name))
    return digest.hexdigest()[:16]


class Inspector:
    """Inspects one call after another by the built-in standard and the clause files ``standards``.

    Raises ``InputError`` when a clause file is faulty.
    """

    def __init__(self, standards: Sequence[str] = ()) -> None:
        self._standard = load(standards)
        self._ears = default_understander()
        self._reader = default_line_reader()

    def to_json(self, log: CallLog) -> Mapping[str, Any]:
        """What ``huashu inspect --json`` prints for a call."""
        return with_doubts(to_json(inspect(log, self._standard, self._ears, reader=self._reader)), log)

    def render(self, log: CallLog) -> RenderableType:
        """The inspection of a call for a terminal."""
        found = inspect(log, self._standard, self._ears, reader=self._reader)
        doubts = to_hear([(finding.at, finding.time) for finding in found.findings], log)
        parts = [*(Text(line, style="dim") for line in told_of(log)), render(found)]
        return Group(*parts, *([Text(f"\n{doubts}", style="yellow")] if doubts else []))
