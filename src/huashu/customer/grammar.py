"""A small phrase grammar: forms with choices and parts, compiled once, expanded with a passed ``random.Random``."""

import random
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

Node = str | tuple[str, tuple["Form", ...]]
"""Literal text, or a choice: the name of a part or "" and the forms to choose from (empty for a named part)."""
Form = tuple[Node, ...]
"""One form: its nodes in order."""

ANY: Final = "any"


class GrammarError(ValueError):
    """The wording file is malformed: an unclosed choice or an unknown part."""


def _compile(text: str, at: int = 0, *, inside: bool = False) -> tuple[tuple[Form, ...], int]:
    """The alternatives from ``at`` up to the closing bracket (or the end), and where it stopped."""
    forms: list[Form] = []
    nodes: list[Node] = []
    literal = ""

    def close() -> None:
        nonlocal literal
        if literal:
            nodes.append(literal)
            literal = ""

    while at < len(text):
        character = text[at]
        if character == "(":
            close()
            inner, at = _compile(text, at + 1, inside=True)
            nodes.append(("", inner))
        elif character == "|" and inside:
            close()
            forms.append(tuple(nodes))
            nodes = []
        elif character == ")" and inside:
            close()
            forms.append(tuple(nodes))
            return tuple(forms), at
        elif character == "{":
            close()
            end = text.index("}", at)
            nodes.append((text[at + 1 : end], ()))
            at = end
        else:
            literal += character
        at += 1
    if inside:
        raise GrammarError(f"wording.yaml: 括号没有配对 (a choice is not closed) in {text!r}")
    close()
    return (tuple(nodes),), at


def _lines(block: str) -> tuple[Form, ...]:
    forms: list[Form] = []
    for line in block.splitlines():
        if line.strip():
            forms.extend(_compile("" if line.strip() == '""' else line.strip())[0])
    return tuple(forms)


class Grammar:
    """Forms by category and mood."""

    def __init__(self, source: Mapping[str, Mapping[str, str]]) -> None:
        self._parts = {name: _lines(block) for name, block in source["parts"].items()}
        self._forms = {
            category: {mood: _lines(block) for mood, block in moods.items()}
            for category, moods in source.items()
            if category != "parts"
        }

    @property
    def categories(self) -> Mapping[str, tuple[str, ...]]:
        """The moods for which each category has forms."""
        return {category: tuple(moods) for category, moods in self._forms.items()}

    def has(self, category: str) -> bool:
        """Whether there is such a category."""
        return category in self._forms

    def speak(self, category: str, mood: str, rng: random.Random, values: Mapping[str, str] | None = None) -> str:
        """One form of ``category`` fit for ``mood`` (else for any mood), with ``values`` in its free parts."""
        moods = self._forms[category]
        forms = moods.get(mood) or moods.get(ANY) or next(iter(moods.values()))
        return self._expand(forms[int(rng.random() * len(forms))], rng, values or {})

    def _expand(self, form: Form, rng: random.Random, values: Mapping[str, str]) -> str:
        spoken = ""
        for node in form:
            if isinstance(node, str):
                spoken += node
                continue
            name, inner = node
            if name in values:
                spoken += values[name]
                continue
            choices = inner or self._parts[name]
            spoken += self._expand(choices[int(rng.random() * len(choices))], rng, values)
        return spoken


@cache
def grammar() -> Grammar:
    """The grammar of the package, read once."""
    text = files("huashu.customer").joinpath("wording.yaml").read_text(encoding="utf-8")
    return Grammar(yaml.safe_load(text))
