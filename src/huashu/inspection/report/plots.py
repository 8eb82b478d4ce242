"""Plots as SVG, drawn here: they need no network, follow the page's light and dark, and print."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from huashu.inspection.score import PASS

_BIN = 5
_TOP = 100
_FLOOR = 250
_LEFT, _WIDE = 34, 1010


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One period of a trend: ``score`` is the mean out of 100, ``None`` when nothing was scored."""

    label: str
    calls: int
    score: float | None
    passed: float | None


def histogram(scores: Mapping[int, int]) -> Markup:
    """How the scores are spread, in steps of five, those that do not pass in another colour."""
    total = sum(scores.values())
    if not total:
        return Markup('<p class="none">没有评分</p>')
    bins = [0] * (_TOP // _BIN)
    for score, n in scores.items():
        bins[min(max(score - 1, 0) // _BIN, len(bins) - 1)] += n
    tallest, width, floor = max(bins), 640 / len(bins), _FLOOR
    drawn = []
    for place, n in enumerate(bins):
        tall = (_FLOOR - 20) * n / tallest
        low = place * _BIN + 1 if place else 0
        kind = "bar" if low > PASS else "bar low"
        drawn.append(
            f'<rect class="{kind}" x="{place * width + 2:.1f}" y="{floor - tall:.1f}" width="{width - 4:.1f}" '
            f'height="{tall:.1f}" rx="2"><title>{low}–{(place + 1) * _BIN} 分：{n} 通</title></rect>'
        )
        if n:
            drawn.append(f'<text class="n" x="{(place + 0.5) * width:.1f}" y="{floor - tall - 5:.1f}">{n}</text>')
    at = 640 * PASS / _TOP
    marks = "".join(
        f'<text x="{640 * mark / _TOP:.0f}" y="{floor + 18}" text-anchor="{_anchor(mark)}">{mark}</text>'
        for mark in (0, 20, 40, 60, 80, 100)
    )
    failed = sum(n for score, n in scores.items() if score <= PASS)
    return Markup(
        f'<svg viewBox="0 -8 640 {_FLOOR + 32}" role="img" aria-label="得分分布：{total} 通有评分，{failed} 通不合格">'
        f'{"".join(drawn)}<line class="floor" x1="0" x2="640" y1="{floor}" y2="{floor}"/>'
        f'<line class="limit" x1="{at:.0f}" x2="{at:.0f}" y1="0" y2="{floor}"/>'
        f'<text class="mark" x="{at - 6:.0f}" y="8" text-anchor="end">合格线</text>{marks}</svg>'
    )


def _anchor(mark: int) -> str:
    return {0: "start", _TOP: "end"}.get(mark, "middle")


def trend(points: Sequence[Point]) -> Markup:
    """The mean score over time as a line, the number of calls as bars under it."""
    told = [(place, point.score) for place, point in enumerate(points) if point.score is not None]
    if len(told) < 2:
        return Markup('<p class="none">至少要有两个时段才看得出走势</p>')
    low = min(80.0, min(score for _, score in told) // 10 * 10)
    step = _WIDE / len(points)

    def height(score: float) -> float:
        return 12 + 108 * (_TOP - score) / (_TOP - low)

    def across(place: int) -> float:
        return _LEFT + (place + 0.5) * step

    lines = "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_LEFT + _WIDE}" y1="{height(mark):.1f}" y2="{height(mark):.1f}"/>'
        f'<text x="28" y="{height(mark) + 4:.1f}" text-anchor="end">{mark:.0f}</text>'
        for mark in (_TOP, (_TOP + low) / 2, low)
    )
    most = max(point.calls for point in points)
    drawn = []
    for place, point in enumerate(points):
        tall = 34 * point.calls / most
        drawn.append(
            f'<rect class="bar" x="{across(place) - min(step * 0.35, 16):.1f}" y="{172 - tall:.1f}" '
            f'width="{min(step * 0.7, 32):.1f}" height="{tall:.1f}" rx="1.5">{_title(point)}</rect>'
        )
    path = " ".join(f"{across(place):.1f},{height(score):.1f}" for place, score in told)
    dots = "".join(
        f'<circle class="dot" cx="{across(place):.1f}" cy="{height(score):.1f}" r="3.5">'
        f"{_title(points[place])}</circle>"
        for place, score in told
    )
    first, last = points[0].label, points[-1].label
    told_as = f"走势：从 {escape(first)} 的 {told[0][1]:.1f} 分到 {escape(last)} 的 {told[-1][1]:.1f} 分"
    return Markup(
        f'<svg viewBox="0 0 {_LEFT + _WIDE} 194" role="img" aria-label="{told_as}">{lines}{"".join(drawn)}'
        f'<polyline class="line" points="{path}"/>{dots}{_labels(points, across)}</svg>'
    )


def _labels(points: Sequence[Point], across: Callable[[int], float]) -> str:
    every = -(-len(points) // 14)
    return "".join(
        f'<text x="{across(place):.1f}" y="189" text-anchor="middle">{escape(point.label)}</text>'
        for place, point in enumerate(points)
        if place % every == 0
    )


def _title(point: Point) -> str:
    score = "没有评分" if point.score is None else f"均分 {point.score:.1f}，合格 {point.passed or 0:.0f}%"
    return f"<title>{escape(point.label)}：{point.calls} 通，{score}</title>"
