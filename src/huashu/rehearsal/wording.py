"""Measures, thresholds and changes in words."""

from huashu.rehearsal.compare import Change
from huashu.rehearsal.labels import CALLERS, END_REASONS, GOALS, PERSONAS, RATES
from huashu.rehearsal.thresholds import Check, Threshold

_NAMES = {
    "violations": "违反条款",
    "violations_per_call": "每通违反",
    "crashes": "出错",
    "runs": "通数",
    "badness": "问题轻重",
    "turns": "轮次",
    "call_seconds": "通话秒数",
    "end_reasons": "结束原因",
    "goals": "结果",
    "score": "质检得分",
}
_PARTS = {"median": "中位", "p95": "95% 不超过", "p5": "95% 不低于", "mean": "平均", "n": "例数", "rate": ""}


def measure_in_words(measure: str) -> str:
    """What readers call the measure with this JSON name."""
    name, _, part = measure.partition(".")
    label = RATES[name][0] if name in RATES else _NAMES.get(name, name)
    told = {**_PARTS, **GOALS, **END_REASONS}.get(part, part)
    return f"{label}（{told}）" if told else label


def value_in_words(measure: str, value: float) -> str:
    """A value of the measure: rates in percent."""
    name, _, part = measure.partition(".")
    if name in RATES and part in ("", "rate"):
        return f"{value:.1%}"
    return f"{value:g}"


def bounds_in_words(threshold: Threshold) -> str:
    """``>= 95.0%``, ``<= 3``, or both."""
    bounds = ((">=", threshold.least), ("<=", threshold.most))
    told = [f"{sign} {value_in_words(threshold.measure, bound)}" for sign, bound in bounds if bound is not None]
    return "，".join(told)


def missed_in_words(check: Check) -> str:
    """What was found, and what it should be."""
    assert check.value is not None
    measure = check.threshold.measure
    found = value_in_words(measure, check.value)
    cases = "" if check.n is None else f"（{check.n} 例）"
    return f"{measure_in_words(measure)} {found}{cases}，要求 {bounds_in_words(check.threshold)}"


def whose(scope: str, name: str) -> str:
    """The document, temperament, kind of caller or whole that a number is of."""
    match scope:
        case "overall":
            return "全部"
        case "temperament":
            return f"{PERSONAS.get(name, name)}客户"
        case "caller":
            return f"来电者“{CALLERS.get(name, name)}”"
        case _:
            return name


def change_in_words(change: Change) -> str:
    """How a measure moved."""
    measure = change.measure
    match measure:
        case "violations":
            told = [f"每通 {sample.mean:.2f} 次" for sample in (change.before, change.now)]
        case "call_seconds":
            told = [f"平均 {sample.mean:.0f} 秒" for sample in (change.before, change.now)]
        case _:
            told = [f"{sample.mean:.1%}" for sample in (change.before, change.now)]
    return f"{measure_in_words(measure)} {told[0]} → {told[1]}（{change.before.n} → {change.now.n} 例）"
