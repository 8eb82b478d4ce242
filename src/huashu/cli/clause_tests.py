"""Running the examples of clause files for a person who writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huashu.cli.standards import load
from huashu.language import default_understander
from huashu.language.agent_lines import default_line_reader
from huashu.language.embedding import default_embedder
from huashu.standard import Failure, MeaningFailure, is_built_in, run_examples, run_meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """An example that does not come out as written."""

    file: str
    line: int
    name: str
    expected: str
    found: str
    lines: Sequence[str]

    def to_json(self) -> Mapping[str, Any]:
        """The line that ``huashu standard test --json`` prints."""
        return {
            "type": "wrong",
            "file": self.file,
            "line": self.line,
            "name": self.name,
            "expected": self.expected,
            "found": self.found,
            "lines": list(self.lines),
        }

    def told(self) -> str:
        """The same for a person."""
        head = f"{self.file}:{self.line}: {self.name}: 应为 {self.expected}，实为 {self.found}"
        return "\n".join((f"{head} (expected {self.expected}, found {self.found})", *(f"    {x}" for x in self.lines)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How many examples were run, and which went wrong."""

    examples: int
    wrong: Sequence[Wrong]


def run_files(files: Sequence[str]) -> Ran:
    """Run what the clause ``files`` carry. Raises ``InputError`` when one is faulty."""
    standard = load(files)
    names = {name for file in files for name in (file, _short(file))}
    ears, embedder, reader = default_understander(), default_embedder(), default_line_reader()
    wrong: list[Wrong] = []
    examples = 0
    for meaning in standard.meanings.values():
        if meaning.file in names:
            examples += len(meaning.examples) + len(meaning.counter_examples)
            wrong += map(_of_meaning, run_meaning(meaning, reader=reader))
    for clause in standard.clauses:
        if clause.file in names:
            examples += len(clause.examples)
            wrong += map(_of_clause, run_examples(clause, ears, reader=reader, embedder=embedder))
    return Ran(examples=examples, wrong=wrong)


def _short(file: str) -> str:
    """What a built-in clause file is called in its clauses."""
    path = Path(file)
    if not is_built_in(path):
        return file
    return path.name if path.name == "meanings.yaml" else f"clauses/{path.name}"


def _of_clause(failure: Failure) -> Wrong:
    clause, example = failure.clause, failure.example
    return Wrong(
        file=clause.file,
        line=example.line,
        name=clause.id,
        expected=failure.expected,
        found=failure.found,
        lines=example.lines,
    )


def _of_meaning(failure: MeaningFailure) -> Wrong:
    meaning = failure.meaning
    says, says_not = meaning.name, f"not {meaning.name}"
    return Wrong(
        file=meaning.file,
        line=meaning.line,
        name=meaning.name,
        expected=says if failure.wanted else says_not,
        found=says_not if failure.wanted else says,
        lines=[failure.text],
    )
