"""The labelled utterances that train the dialogue-act head: ``<folder>/<author>/<voice>.tsv``, a line
``text<TAB>act[,act…]<TAB>context`` each, where ``context`` is the agent's line before it and may be empty."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huashu.call import Act


class ExamplesError(ValueError):
    """Training data that cannot be read; the message says where and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One utterance, what it does, and the agent's line before it. ``author`` wrote it, in the manner of ``voice``."""

    text: str
    acts: frozenset[Act]
    context: str
    voice: str
    author: str


def load_examples(folder: Path) -> tuple[Example, ...]:
    """Every example under ``folder``, in order of author, voice and line. Raises ``ExamplesError`` naming file and
    line where one is malformed, or the folder if it holds none."""
    found = []
    for path in sorted(folder.glob("*/*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                said, acts, context = line.split("\t")
                labels = frozenset(map(Act, acts.split(",")))
            except ValueError as error:
                raise ExamplesError(
                    f"{path}:{number}: 应为“话<TAB>行为<TAB>上一句” (expected text<TAB>acts<TAB>context): {error}"
                ) from error
            found.append(Example(text=said, acts=labels, context=context, voice=path.stem, author=path.parent.name))
    if not found:
        raise ExamplesError(
            f"{folder}: 没有找到训练语料 (no training data here). 请在仓库根目录运行，或用 --data 指定目录"
            " (run it at the root of the repository, or name the folder with --data)"
        )
    return tuple(found)


def fingerprint(examples: Sequence[Example]) -> str:
    """The SHA-256 of the examples, by which trained weights tell what they were trained on."""
    digest = hashlib.sha256()
    for example in examples:
        labels = ",".join(sorted(example.acts))
        digest.update(f"{example.author}\t{example.voice}\t{example.text}\t{labels}\t{example.context}\n".encode())
    return digest.hexdigest()
