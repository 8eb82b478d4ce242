"""From the moments that a clause file writes down to operators."""

from collections.abc import Sequence
from typing import Any

from huashu.standard.build_leaf import leaf_of
from huashu.standard.document_moment import MomentDoc
from huashu.standard.meaning import Meanings
from huashu.standard.operator import (
    After,
    AllOf,
    AnyOf,
    Before,
    Beyond,
    Does,
    Follows,
    InTurn,
    Near,
    Not,
    Nth,
    Operator,
    parts,
)


def moment_of(doc: MomentDoc, meanings: Meanings) -> Operator:
    """The operator that ``doc`` writes down. Raises ``UnknownMeaningError``."""
    operators = [_operator(name, value, meanings) for name, value in doc.operators()]
    return operators[0] if len(operators) == 1 else AllOf(of=_cheapest_first(operators))


def _cheapest_first(operators: Sequence[Operator]) -> tuple[Operator, ...]:
    """What says something of the moment itself before what looks around: most moments are settled by the first."""
    return tuple(sorted(operators, key=lambda operator: bool(parts(operator))))


def _operator(name: str, value: Any, meanings: Meanings) -> Operator:
    match name:
        case "all":
            return AllOf(of=_cheapest_first([moment_of(part, meanings) for part in value]))
        case "any":
            return AnyOf(of=tuple(moment_of(part, meanings) for part in value))
        case "not_":
            return Not(of=moment_of(value, meanings))
        case "follows":
            return Follows(of=moment_of(value, meanings))
        case "in_turn":
            return InTurn(of=moment_of(value, meanings))
        case "after":
            return After(of=moment_of(value.of, meanings), within=value.within, lines=value.lines)
        case "before":
            return Before(of=moment_of(value.of, meanings), within=value.within, lines=value.lines)
        case "near":
            return Near(of=moment_of(value.of, meanings), within=value.within, lines=value.lines)
        case "nth":
            return Nth(number=value.number, of=moment_of(value.of, meanings))
        case "beyond":
            return Beyond(times=value.times, of=moment_of(value.of, meanings), in_a_row=value.in_a_row)
        case "does":
            return Does(what=tuple(value))
        case _:
            return leaf_of(value, meanings)
