"""Plots as SVG, drawn here: they need no network, follow the page's light and dark, and print."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from markupsafe import Markup, escape

from huashu.rehearsal.tally import MOOD_BINS, quantile

WIDTH, HEIGHT, FLOOR = 340, 190, 164
"""The canvas of a histogram and the line its bars stand on, in SVG units (about CSS pixels)."""

_NICE = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600)
_MOST_BARS = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a histogram: from ``low`` up to but not including ``high``."""

    low: int
    high: int
    n: int


def bars_of(counts: Mapping[int, int]) -> tuple[Bar, ...]:
    """A histogram with bins of a round width, at most about 26 of them, without gaps."""
    if not counts:
        return ()
    low, high = min(counts), max(counts)
    width = next((nice for nice in _NICE if (high - low) // nice < _MOST_BARS), (high - low) // _MOST_BARS + 1)
    start = low // width * width
    edges = range(start, high + width + 1, width)
    return tuple(
        Bar(low=left, high=right, n=sum(n for value, n in counts.items() if left <= value < right))
        for left, right in pairwise(edges)
    )


def histogram(counts: Mapping[int, int], unit: str, name: str) -> Markup:
    """A histogram of whole numbers with its median marked; ``unit`` follows the numbers, ``name`` is read aloud."""
    bars = bars_of(counts)
    median, p95 = quantile(counts, 0.5), quantile(counts, 0.95)
    if not bars or median is None:
        return Markup('<p class="none">没有数据</p>')
    tallest = max(bar.n for bar in bars)
    slot = (WIDTH - 8) / len(bars)
    drawn = []
    for place, bar in enumerate(bars):
        height = 142 * bar.n / tallest
        span = f"{bar.low}" if bar.high - bar.low == 1 else f"{bar.low}–{bar.high - 1}"
        drawn.append(
            f'<rect class="bar" x="{4 + place * slot:.1f}" y="{FLOOR - height:.1f}" width="{max(slot - 1.5, 1):.1f}" '
            f'height="{height:.1f}" rx="1.5"><title>{span} {escape(unit)}：{bar.n} 通</title></rect>'
        )
    whole = bars[-1].high - bars[0].low
    at = 4 + (WIDTH - 8) * (median + 0.5 - bars[0].low) / whole
    anchor = "start" if at < WIDTH / 2 else "end"
    shift = 5 if anchor == "start" else -5
    return Markup(
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(name)}：中位 {median} {escape(unit)}，'
        f'95% 不超过 {p95} {escape(unit)}">{"".join(drawn)}'
        f'<line class="floor" x1="4" x2="{WIDTH - 4}" y1="{FLOOR}" y2="{FLOOR}"/>'
        f'<line class="median" x1="{at:.1f}" x2="{at:.1f}" y1="4" y2="{FLOOR}"/>'
        f'<text class="mark" x="{at + shift:.1f}" y="13" text-anchor="{anchor}">中位 {median}</text>'
        f'<text x="4" y="{FLOOR + 17}">{min(counts)}</text>'
        f'<text x="{WIDTH - 4}" y="{FLOOR + 17}" text-anchor="end">{max(counts)} {escape(unit)}</text></svg>'
    )


def mood_strip(counts: Mapping[int, int], name: str) -> Markup:
    """Ten bins from 0 to 1 as a small histogram."""
    total, tallest = sum(counts.values()), max(counts.values(), default=0)
    if not total:
        return Markup("")
    drawn = []
    for place in range(MOOD_BINS):
        n = counts.get(place, 0)
        height = 60 * n / tallest
        drawn.append(
            f'<rect class="bar" x="{place * 20 + 1}" y="{62 - height:.1f}" width="18" height="{height:.1f}" rx="1.5">'
            f"<title>{place / MOOD_BINS:.1f}–{(place + 1) / MOOD_BINS:.1f}：{n} 通</title></rect>"
        )
    middle = sum((place + 0.5) / MOOD_BINS * n for place, n in counts.items()) / total
    return Markup(
        f'<svg viewBox="0 0 200 64" role="img" aria-label="{escape(name)}：平均 {middle:.2f}">{"".join(drawn)}'
        '<line class="floor" x1="0" x2="200" y1="62.5" y2="62.5"/></svg>'
    )


def interval(hit: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a rate (Wilson), from 0 to 1. ``n`` must not be 0."""
    z, rate = 1.96, hit / n
    middle = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
