"""Whether two samples differ by more than chance. Small numbers are exact; no sample is called different for luck."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

EXACT = 5000
"""Cases up to which a test is exact; from there the normal curve is as good."""

FEWEST_LENGTHS = 10
"""With fewer lengths than this their spread is not known, and no difference is named."""

_SLACK = 1e-7


class Kind(StrEnum):
    """What a sample is made of."""

    RATE = "rate"
    COUNT = "count"
    LENGTH = "length"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """``n`` cases that add up to ``total``: hits of a rate, occurrences of a count, seconds of a length. ``squares`` is
    the sum of the squared lengths."""

    kind: Kind
    total: float
    n: int
    squares: float = 0.0

    @property
    def mean(self) -> float:
        """The share of hits, occurrences a case, or mean length. There must be a case."""
        return self.total / self.n

    def __add__(self, other: "Sample") -> "Sample":
        return Sample(
            kind=self.kind, total=self.total + other.total, n=self.n + other.n, squares=self.squares + other.squares
        )


def chance(one: Sample, two: Sample) -> float:
    """The chance (0 to 1) of a difference like this or larger when nothing but luck differs. Both have cases.

    Rates: Fisher's exact test; counts: the exact test of two Poisson rates; lengths: Welch's test.
    """
    match one.kind:
        case Kind.RATE:
            return _fisher(round(one.total), one.n, round(two.total), two.n)
        case Kind.COUNT:
            both = round(one.total + two.total)
            return _binomial(round(one.total), both, one.n / (one.n + two.n)) if both else 1.0
        case Kind.LENGTH:
            if min(one.n, two.n) < FEWEST_LENGTHS:
                return 1.0
            error = sqrt(_variance(one) / one.n + _variance(two) / two.n)
            gap = abs(one.mean - two.mean)
            return _two_sided(gap / error) if error else float(gap == 0)


def beyond_chance(chances: Sequence[float], wrong: float = 0.05) -> list[bool]:
    """Which of many differences are more than luck, so that on the average no more than the share ``wrong`` of those
    named are luck (Benjamini and Hochberg 1995): who looks at a thousand numbers finds some that moved."""
    order = sorted(range(len(chances)), key=lambda at: chances[at])
    last = max((rank for rank, at in enumerate(order, 1) if chances[at] <= wrong * rank / len(order)), default=0)
    named = set(order[:last])
    return [at in named for at in range(len(chances))]


def _variance(sample: Sample) -> float:
    if sample.n < 2:
        return 0.0
    return max(0.0, (sample.squares - sample.total**2 / sample.n) / (sample.n - 1))


def _two_sided(z: float) -> float:
    return 2 * NormalDist().cdf(-abs(z))


def _fisher(hit: int, n: int, other_hit: int, other_n: int) -> float:
    hits, cases = hit + other_hit, n + other_n
    if hits in (0, cases):
        return 1.0
    if cases > EXACT:
        share = hits / cases
        return _two_sided((hit / n - other_hit / other_n) / sqrt(share * (1 - share) * (1 / n + 1 / other_n)))
    whole = _choose(cases, hits)
    chances = {
        k: _choose(n, k) + _choose(other_n, hits - k) - whole for k in range(max(0, hits - other_n), min(n, hits) + 1)
    }
    return min(1.0, sum(exp(one) for one in chances.values() if one <= chances[hit] + _SLACK))


def _binomial(hit: int, n: int, share: float) -> float:
    if n > EXACT:
        return _two_sided((hit - n * share) / sqrt(n * share * (1 - share)))
    chances = [_choose(n, k) + k * _log(share) + (n - k) * _log(1 - share) for k in range(n + 1)]
    return min(1.0, sum(exp(one) for one in chances if one <= chances[hit] + _SLACK))


def _choose(n: int, k: int) -> float:
    """The logarithm of the number of ways to choose ``k`` of ``n``."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _log(share: float) -> float:
    return log(share) if share > 0 else -1e9
