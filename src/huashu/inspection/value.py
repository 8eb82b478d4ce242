"""The customer value index (S4.1): what a call was worth to the customer, for what it cost him, and us.

    customer value   = (service utility + process quality) / (price + cost of getting service)
    profit potential = customer value / cost of providing the service

Both are indices: 100 is a call that solved the matter without a fault, free of charge, in three minutes
without waiting. All weights stand in ``Weights``. A part that is not known makes the index ``None``, never a guess.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from huashu.inspection.measures import Measures
from huashu.inspection.outcome import Ending

_MINUTE = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Every weight of the index, in one table. Costs are in points: 1 is what the effort of calling at all costs."""

    utility: Mapping[Ending, float] = field(
        default_factory=lambda: MappingProxyType(
            {Ending.RESOLVED: 1.0, Ending.REFERRED: 0.7, Ending.CALL_BACK: 0.5, Ending.PASSED_ON: 0.5}
        ),
        hash=False,
    )
    """How much of what he wanted the customer has when the call ends."""
    calling: float = 1.0
    """Cost of getting service: the effort of a call at all,"""
    minute: float = 0.1
    """every minute of it,"""
    waited: float = 0.2
    """every minute on hold or in silence, on top,"""
    repeat: float = 0.15
    """and everything that he had to say or hear twice."""
    yuan: float = 0.02
    """Price: every yuan that the service costs him."""
    serving: float = 0.5
    """Cost of providing: taking a call at all,"""
    served: float = 0.2
    """every minute of it,"""
    following: Mapping[Ending, float] = field(
        default_factory=lambda: MappingProxyType(
            {Ending.RESOLVED: 0.0, Ending.REFERRED: 0.2, Ending.CALL_BACK: 0.6, Ending.PASSED_ON: 0.8}
        ),
        hash=False,
    )
    """and the work that is left when it ends."""


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The parts of the index, each ``None`` when unknown, for a call, a customer or a batch of ``calls``.

    ``utility`` and ``quality`` are 0 to 1, ``price`` and the costs in points of ``Weights``; ``value`` and ``profit``
    are indices, 100 for an exemplary call. Of a customer or a batch each is the mean of what is known: ``known`` tells
    of how many calls ``value`` is.
    """

    utility: float | None
    quality: float | None
    price: float | None
    effort: float | None
    providing: float | None
    value: float | None
    profit: float | None
    calls: int = 1
    known: int = 0


def value_of(measures: Measures, score: int | None, *, price: float = 0.0, weights: Weights = WEIGHTS) -> Value:
    """The value of a call that scored ``score`` (out of 100) and for which the customer paid ``price`` yuan."""
    minutes = None if measures.waiting.duration_ms is None else measures.waiting.duration_ms / _MINUTE
    utility = None if measures.ending is None else weights.utility[measures.ending]
    following = None if measures.ending is None else weights.following[measures.ending]
    return _indexed(
        utility=utility,
        quality=None if score is None else score / 100,
        price=price * weights.yuan,
        effort=_effort(measures, minutes, weights),
        providing=None
        if minutes is None or following is None
        else weights.serving + weights.served * minutes + following,
        weights=weights,
    )


def _effort(measures: Measures, minutes: float | None, weights: Weights) -> float | None:
    waiting = measures.waiting
    if minutes is None or waiting.silence_ms is None or waiting.hold_ms is None or measures.repeats is None:
        return None
    waited = (waiting.silence_ms + waiting.hold_ms) / _MINUTE
    return weights.calling + weights.minute * minutes + weights.waited * waited + weights.repeat * measures.repeats


def _indexed(
    *,
    utility: float | None,
    quality: float | None,
    price: float,
    effort: float | None,
    providing: float | None,
    weights: Weights,
) -> Value:
    value = None
    if utility is not None and quality is not None and effort is not None:
        value = 100 * (utility + quality) / (price + effort) / (2 / (weights.calling + 3 * weights.minute))
    profit = (
        None if value is None or providing is None else value / (providing / (weights.serving + 3 * weights.served))
    )
    return Value(
        utility=utility,
        quality=quality,
        price=price,
        effort=effort,
        providing=providing,
        value=value,
        profit=profit,
        known=value is not None,
    )


def together(values: Iterable[Value]) -> Value:
    """The value of many calls: of each part the mean of those that are known."""
    told = list(values)

    def mean(part: Callable[[Value], float | None]) -> float | None:
        known = [found for one in told if (found := part(one)) is not None]
        return sum(known) / len(known) if known else None

    return Value(
        utility=mean(lambda one: one.utility),
        quality=mean(lambda one: one.quality),
        price=mean(lambda one: one.price),
        effort=mean(lambda one: one.effort),
        providing=mean(lambda one: one.providing),
        value=mean(lambda one: one.value),
        profit=mean(lambda one: one.profit),
        calls=sum(one.calls for one in told),
        known=sum(one.known for one in told),
    )


def of_customer(values: Iterable[Value], weights: Weights = WEIGHTS) -> Value | None:
    """The value for one customer of all his calls about a matter, oldest first: what he has in the end, for the sum of
    what it cost; ``None`` without a call. Every part must be known of every call that it is summed over."""
    told = list(values)
    if not told:
        return None
    qualities = [one.quality for one in told if one.quality is not None]
    whole = _indexed(
        utility=told[-1].utility,
        quality=sum(qualities) / len(told) if len(qualities) == len(told) else None,
        price=_sum(one.price for one in told) or 0.0,
        effort=_sum(one.effort for one in told),
        providing=_sum(one.providing for one in told),
        weights=weights,
    )
    return replace(whole, calls=len(told), known=len(told) if whole.value is not None else 0)


def _sum(parts: Iterable[float | None]) -> float | None:
    told = list(parts)
    known = [part for part in told if part is not None]
    return sum(known) if len(known) == len(told) else None


def value_json(value: Value) -> dict[str, Any]:
    """The value as JSON, rounded; ``null`` for what is not known."""
    names = ("utility", "quality", "price", "effort", "providing", "value", "profit")
    parts = {name: getattr(value, name) for name in names}
    return {name: None if part is None else round(part, 3) for name, part in parts.items()} | {
        "calls": value.calls,
        "known": value.known,
    }
