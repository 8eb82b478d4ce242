"""The measures of a call as labelled rows, whatever of them there is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LABELS: Mapping[str, str] = {
    "talk": "说与听",
    "agent": "坐席",
    "customer": "客户",
    "share": "占比",
    "speech_rate": "语速",
    "fillers": "口头语",
    "questions": "提问",
    "tone": "语气",
}
"""Measures by their key, as readers see them; other keys are shown as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One measure. ``share`` (0 to 1) draws a bar."""

    label: str
    value: str
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Measures that belong together."""

    title: str
    facts: tuple[Fact, ...]


def panels(measures: Mapping[str, Any]) -> list[Panel]:
    """A panel for every group of measures; measures that stand alone share the first one."""
    alone = tuple(_facts({key: value for key, value in measures.items() if not isinstance(value, Mapping)}))
    groups = [
        Panel(title=LABELS.get(key, key), facts=tuple(_facts(value)))
        for key, value in measures.items()
        if isinstance(value, Mapping)
    ]
    return [panel for panel in (Panel(title="概况", facts=alone), *groups) if panel.facts]


def _facts(group: Mapping[str, Any], before: str = "") -> Iterator[Fact]:
    for key, value in group.items():
        label = f"{before}{LABELS.get(key, key.replace('_', ' '))}"
        if isinstance(value, Mapping):
            yield from _facts(value, f"{label} · ")
        else:
            share = float(value) if key.endswith("share") and isinstance(value, int | float) else None
            yield Fact(label=label, value=_written(key, value), share=share)


def _written(key: str, value: object) -> str:
    match value:
        case None:
            return "不知道"
        case bool():
            return "是" if value else "否"
        case int() | float() if key.endswith("_ms"):
            return f"{value / 1000:.1f} 秒"
        case int() | float() if key.endswith("share"):
            return f"{100 * value:.0f}%"
        case float():
            return f"{value:.1f}"
        case list():
            return f"{len(value)} 项" if any(isinstance(one, Mapping) for one in value) else "、".join(map(str, value))
        case _:
            return str(value)
