"""The inspection of calls: the standard and the ears it needs, loaded once."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import RenderableType

from huashu.call import CallLog
from huashu.cli.standards import load
from huashu.inspection import inspect, render, to_json
from huashu.language import default_understander
from huashu.language.agent_lines import default_line_reader


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
        return to_json(inspect(log, self._standard, self._ears, reader=self._reader))

    def render(self, log: CallLog) -> RenderableType:
        """The inspection of a call for a terminal."""
        return render(inspect(log, self._standard, self._ears, reader=self._reader))
