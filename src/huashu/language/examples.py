"""The labelled examples that ship with the package: one file per author's voice, ``text<TAB>acts<TAB>context``."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files

from huashu.call import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One utterance, what it does, and the agent's line before it. ``voice`` names its author."""

    text: str
    acts: frozenset[Act]
    context: str
    voice: str


def _texts() -> list[tuple[str, str]]:
    folder = files("huashu.language").joinpath("examples")
    named = [(entry.name, entry) for entry in folder.iterdir() if entry.name.endswith(".tsv")]
    return [(name.removesuffix(".tsv"), entry.read_text(encoding="utf-8")) for name, entry in sorted(named)]


def load_examples() -> tuple[Example, ...]:
    """Every example, in order of voice and line. Raises ``ValueError`` naming file and line where one is malformed."""
    found = []
    for voice, text in _texts():
        for number, line in enumerate(text.splitlines(), 1):
            try:
                said, acts, context = line.split("\t")
                found.append(
                    Example(text=said, acts=frozenset(map(Act, acts.split(","))), context=context, voice=voice)
                )
            except ValueError as error:
                raise ValueError(
                    f"{voice}.tsv:{number}: 应为“话<TAB>行为<TAB>上一句” (expected text<TAB>acts<TAB>context): {error}"
                ) from error
    return tuple(found)


def fingerprint() -> str:
    """The SHA-256 of all example files, by which trained weights tell what they were trained on."""
    digest = hashlib.sha256()
    for voice, text in _texts():
        digest.update(f"{voice}\n{text}\n".encode())
    return digest.hexdigest()
