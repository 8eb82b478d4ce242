"""What a piece of advice is: the kinds there are, each one documented unit with a stable code, and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


class Severity(StrEnum):
    """How much a piece of advice matters. Values never change once released."""

    WRONG = "wrong"
    """The call goes otherwise than the document says."""
    MEND = "mend"
    """It goes, but would go better."""
    NOTE = "note"
    """Worth knowing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Sections of a document by their names (“steps”): those of ``bad`` get the advice, those of ``ok`` do not."""

    bad: Mapping[str, str]
    ok: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of advice. ``says`` is what is wrong, with gaps ``{so}`` for what was found, ``gloss`` the same in
    English, ``do`` what to do about it, ``why`` what goes wrong otherwise."""

    code: str
    severity: Severity
    says: str
    gloss: str
    do: str
    why: str
    example: Example


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something a check found on ``line`` (from 1): the words for the gaps of its message, and what to write."""

    line: int
    words: Mapping[str, object] = field(default_factory=dict)
    suggestion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A piece of advice about ``line`` of a document: its kind's ``code``, what is wrong and what to do about it;
    ``suggestion`` is a line to write instead, or "" where none is known."""

    line: int
    code: str
    severity: Severity
    message: str
    suggestion: str = ""


def advice(code: str, found: Found) -> Advice:
    """What was found, in the words of its kind. Raises ``KeyError`` for a code that there is not."""
    kind = kinds()[code]
    return Advice(
        line=found.line,
        code=code,
        severity=kind.severity,
        message=f"{kind.says.format(**found.words)} ({kind.gloss})。{kind.do.format(**found.words)}",
        suggestion=found.suggestion,
    )


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of advice by its code, in the order of the handbook."""
    data: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
        files(__package__).joinpath("advice.yaml").read_text("utf-8")
    )
    return {code: _kind(code, entry) for code, entry in data.items()}


def _kind(code: str, entry: Mapping[str, Any]) -> Kind:
    return Kind(
        code=code,
        severity=Severity(entry["severity"]),
        says=entry["says"],
        gloss=entry["gloss"],
        do=entry["do"],
        why=entry["why"],
        example=Example(bad=entry["bad"], ok=entry["ok"]),
    )
