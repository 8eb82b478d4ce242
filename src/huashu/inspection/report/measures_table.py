"""The measures of a call as labelled rows: those we know in our words, others as the file has them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huashu.inspection.outcome import Ending
from huashu.inspection.report.words import length

_MEASURES: Mapping[str, tuple[str, Mapping[str, tuple[str, str]]]] = {
    "talk": (
        "说与听",
        {
            "share": ("坐席说话占比", "share"),
            "agent_ms": ("坐席说话", "ms"),
            "customer_ms": ("客户说话", "ms"),
            "agent_characters": ("坐席说话", "字"),
            "customer_characters": ("客户说话", "字"),
            "longest_ms": ("坐席一口气最长", "ms"),
        },
    ),
    "speech_rate": (
        "坐席语速",
        {"overall": ("平均", "字/分"), "fastest": ("最快一句", "字/分"), "slowest": ("最慢一句", "字/分")},
    ),
    "waiting": (
        "等候与回应",
        {
            "duration_ms": ("全长", "ms"),
            "silence_share": ("沉默占比", "share"),
            "silence_ms": ("沉默", "ms"),
            "holds": ("请客户等候", "次"),
            "hold_ms": ("等候共", "ms"),
            "longest_hold_ms": ("最长一次", "ms"),
            "response_median_ms": ("应答通常用时", "ms"),
            "response_worst_ms": ("应答最慢", "ms"),
            "interruptions": ("坐席抢话", "次"),
            "interrupted": ("客户抢话", "次"),
        },
    ),
    "tone": (
        "坐席语气",
        {
            "warmth": ("热度（满分 100）", ""),
            "lines": ("说了", "句"),
            "courtesy": ("礼貌用语", "句"),
            "apologies": ("致歉", "句"),
            "empathy": ("体谅", "句"),
            "commands": ("命令", "句"),
            "rude": ("生硬", "句"),
        },
    ),
    "customer": ("客户心情", {"start": ("开始", "mood"), "worst": ("最差", "mood"), "end": ("最后", "mood")}),
    "questions": (
        "坐席提问",
        {
            "count": ("共", "个"),
            "targeted": ("针对性", "个"),
            "choice": ("选择性", "个"),
            "understanding": ("了解性", "个"),
            "clarifying": ("澄清性", "个"),
            "consulting": ("征询性", "个"),
            "service": ("服务性", "个"),
            "open": ("开放性", "个"),
            "closed": ("封闭性", "个"),
            "asked": ("", "quotes"),
        },
    ),
    "particulars": (
        "七要素（5W2H）",
        {
            "share": ("齐全", "share"),
            "why": ("为什么", "quote"),
            "what": ("什么事", "quote"),
            "where": ("在哪里", "quote"),
            "when": ("什么时候", "quote"),
            "who": ("谁", "quote"),
            "how": ("怎么办", "quote"),
            "how_much": ("多少", "quote"),
        },
    ),
    "fillers": (
        "坐席口头语",
        {"count": ("共", "个"), "per_hundred": ("每百字", "个"), "which": ("说的是", "counts")},
    ),
}
"""Groups of measures with their title, and what in them is called how and counted in what."""

_ALONE: Mapping[str, tuple[str, str]] = {"repeats": ("客户说了又说、问了又问", "次")}
_PASSED_OVER = ("times", "ending", "ended_at")
_ENDINGS: Mapping[str, str] = {ending.value: ending.label for ending in Ending}
_QUESTIONS = {key: label for key, (label, _) in _MEASURES["questions"][1].items()}
_UNTOLD = {"estimated": "时间是按字数估计的，快慢和等候没有量。", "starts": "只记了每句开始的时间，语速没有量。"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One measure. ``share`` (0 to 1) draws a bar; ``at`` is the event that shows it."""

    label: str
    value: str
    share: float | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Measures that belong together; ``more`` are shown when asked for."""

    title: str
    facts: tuple[Fact, ...]
    more: tuple[Fact, ...] = ()


def panels(measures: Mapping[str, Any]) -> list[Panel]:
    """A panel for every group of measures there is; what is not known in it is said to be so."""
    told = dict(measures)
    tone = told.get("tone")
    if isinstance(tone, Mapping) and isinstance(tone.get("customer"), Mapping):
        told["customer"] = tone["customer"]
        told["tone"] = {key: value for key, value in tone.items() if key != "customer"}
    known = [_panel(key, told.pop(key)) for key in _MEASURES if isinstance(told.get(key), Mapping)]
    rest = {key: value for key, value in told.items() if key not in (*_PASSED_OVER, *_ALONE)}
    other = Panel(title="其他", facts=tuple(_facts(rest, {})))
    return [panel for panel in (_ending(measures), *known, other) if panel.facts]


def caveat(measures: Mapping[str, Any] | None) -> str:
    """How far the times of the call can be trusted; empty when wholly."""
    return _UNTOLD.get(str((measures or {}).get("times")), "")


def _ending(measures: Mapping[str, Any]) -> Panel:
    """How the matter ended for the customer, and what it cost him to be understood."""
    facts = tuple(_facts({key: measures[key] for key in _ALONE if key in measures}, _ALONE))
    ending = measures.get("ending")
    if isinstance(ending, str):
        how = Fact(label="结局", value=_ENDINGS.get(ending, ending), at=_event(measures.get("ended_at")))
        facts = (how, *facts)
    return Panel(title="事情办得怎样", facts=facts)


def _panel(key: str, group: Mapping[str, Any]) -> Panel:
    title, names = _MEASURES[key]
    asked = group.get("asked") if key == "questions" else None
    return Panel(
        title=title,
        facts=tuple(_facts(group, names)),
        more=tuple(_asked(asked)) if isinstance(asked, list) else (),
    )


def _asked(questions: list[Any]) -> Iterator[Fact]:
    for one in questions:
        if isinstance(one, Mapping):
            kind = str(one.get("kind", ""))
            yield Fact(label=_QUESTIONS.get(kind, kind), value=str(one.get("text", "")), at=_event(one.get("at")))


def _facts(group: Mapping[str, Any], names: Mapping[str, tuple[str, str]]) -> Iterator[Fact]:
    """The measures that have a name first, in its order, then the others under their key."""
    for key in (*(name for name in names if name in group), *(key for key in group if key not in names)):
        label, unit = names.get(key, (key.replace("_", " "), _unit(key)))
        value = group[key]
        place = _event(group.get(f"{key.removesuffix('_ms')}_at"))
        if unit == "quotes" or (key.endswith("_at") and key not in names) or (unit == "个" and value == 0):
            continue
        if unit == "mood" and isinstance(value, Mapping):
            level = value.get("level")
            share = _share(level) if isinstance(level, int | float) else None
            yield Fact(label=label, value=_written(share, "share"), share=share, at=_event(value.get("at")))
        elif isinstance(value, Mapping) and unit != "counts":
            inner = value.get("text", value.get("value"))
            yield Fact(label=label, value=_written(inner, unit), at=_event(value.get("at")))
        else:
            share = _share(value) if unit == "share" and isinstance(value, int | float) else None
            yield Fact(label=label, value=_written(value, unit), share=share, at=place)


def _unit(key: str) -> str:
    return "ms" if key.endswith("_ms") else "share" if key.endswith("share") else ""


def _share(value: float) -> float:
    return min(1.0, max(0.0, float(value))) if value == value else 0.0


def _event(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _written(value: object, unit: str) -> str:
    match value:
        case None:
            return "没有" if unit == "quote" else "不知道"
        case bool():
            return "是" if value else "否"
        case int() | float() if not abs(value) < 1e12:
            return str(value)
        case int() | float() if unit == "ms":
            return length(round(value)) if value >= 10_000 else f"{value / 1000:.1f} 秒"
        case int() | float() if unit == "share":
            return f"{100 * value:.0f}%"
        case int() | float():
            return f"{value:.1f} {unit}".strip() if isinstance(value, float) else f"{value} {unit}".strip()
        case Mapping():
            return "、".join(f"{word} {count}" for word, count in value.items()) or "没有"
        case list():
            return "、".join(map(str, value))
        case _:
            return str(value)
