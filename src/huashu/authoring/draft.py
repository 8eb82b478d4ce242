"""A document as advice looks at it: what was read, the script the agent makes of it, and the ears to judge it by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from huashu.authoring.twins import twins_in
from huashu.dialogue.script.compiler import compile_script
from huashu.dialogue.script.model import Script
from huashu.language import Understander
from huashu.language.agent_lines import LineReader
from huashu.playbook.model import QA, Caller, Playbook, ScriptLine, Step
from huashu.standard import Fault, Standard, utterance_faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A playbook under advice, the script the agent makes of it, and what its lines are judged by. ``twins`` are Q&A
    entries that ask the same, the earlier first."""

    playbook: Playbook
    script: Script
    ears: Understander
    standard: Standard
    reader: LineReader
    twins: tuple[tuple[QA, QA], ...]

    @property
    def caller(self) -> Caller:
        """The caller's half."""
        return self.playbook.caller

    def lines(self) -> Iterator[tuple[Step, ScriptLine]]:
        """Every line of the steps, in order."""
        return ((step, line) for step in self.caller.steps for line in step.lines)

    def told(self) -> tuple[ScriptLine, ...]:
        """The lines of the steps that are said whatever he answers."""
        return tuple(line for _, line in self.lines() if line.when is None)

    def spoken(self) -> tuple[ScriptLine, ...]:
        """All the agent may say, with its occasion: opening, lines of the steps, answers, closings."""
        caller = self.caller
        opening = (caller.opening,) if caller.opening else ()
        ends = [ScriptLine(text=one.text, line=one.line, when=one.when) for one in (*opening, *caller.closings)]
        answers = [ScriptLine(text=entry.answer, line=entry.line, when=entry.question) for entry in caller.qa]
        return (*ends[: len(opening)], *(line for _, line in self.lines()), *ends[len(opening) :], *answers)

    def faults(self, line: str, heard: str = "") -> tuple[Fault, ...]:
        """The clauses of the standard that ``line`` breaks, said after what a customer has said, "" where that is not
        known; none after words with which he leaves, which a closing answers whatever the line is."""
        if heard and self.ears.understand(heard).wants_out:
            return ()
        return utterance_faults(self.standard, line, heard, self.ears)


def draft_of(playbook: Playbook, ears: Understander, standard: Standard, reader: LineReader) -> Draft:
    """What advice needs of a playbook that parsed without errors."""
    return Draft(
        playbook=playbook,
        script=compile_script(playbook),
        ears=ears,
        standard=standard,
        reader=reader,
        twins=twins_in(playbook.caller.qa, ears.embedder),
    )


@cache
def words(name: str) -> re.Pattern[str]:
    """The expression ``name`` of ``wording.yaml``: any of its alternatives."""
    return re.compile("|".join(f"(?:{part})" for part in _wording()[name]))


@cache
def _wording() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("wording.yaml").read_text("utf-8"))
    return data


def short(text: str, most: int = 18) -> str:
    """``text`` cut to ``most`` characters, to be quoted in a message."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
