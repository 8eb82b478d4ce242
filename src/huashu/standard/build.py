"""From a clause file's documents to clauses: names become meanings, keys become operators."""

from collections.abc import Callable, Sequence
from typing import Any, assert_never

from huashu.call import Side
from huashu.standard.clause import Applies, Clause, Demand, Example, Score, Where, Window
from huashu.standard.document import (
    AroundDoc,
    BeyondDoc,
    ClauseDoc,
    DemandDoc,
    ExampleDoc,
    HangsUpDoc,
    InterruptsDoc,
    KnownDoc,
    MeaningDoc,
    MomentDoc,
    NthDoc,
    OnHoldDoc,
    PauseDoc,
    RepeatsDoc,
    RingsDoc,
    SaysDoc,
    ScoreDoc,
    SilentDoc,
    SoundsDoc,
    TalksDoc,
)
from huashu.standard.located import Located, Path
from huashu.standard.meaning import Meaning, Meanings
from huashu.standard.operator import (
    After,
    AllOf,
    AnyOf,
    Before,
    Beyond,
    Does,
    Follows,
    HangsUp,
    Interrupts,
    InTurn,
    Known,
    Not,
    Nth,
    OnHold,
    Operator,
    Pause,
    Repeats,
    Rings,
    Says,
    Silent,
    Sounds,
    Talks,
    parts,
)

_DEFAULT_FORBIDS = Where.AFTER
_DEFAULT_REQUIRES = Where.NEXT_AGENT_TURN


class UnknownMeaningError(ValueError):
    """A clause names a meaning that nobody defined."""


def meaning_of(name: str, doc: MeaningDoc) -> Meaning:
    """The meaning that ``doc`` defines."""
    return Meaning(
        name=name,
        label=doc.label,
        patterns=tuple(doc.patterns),
        mask=tuple(doc.mask),
        unless=tuple(doc.unless),
        examples=tuple(doc.examples),
        counter_examples=tuple(doc.counter_examples),
    )


def clause_of(doc: ClauseDoc, path: Path, file: Located, meanings: Meanings) -> Clause:
    """The clause that ``doc`` (at ``path`` in ``file``) writes down. Raises ``UnknownMeaningError``."""
    return Clause(
        id=doc.id,
        source=tuple(doc.source),
        explain=doc.explain,
        explain_en=doc.explain_en,
        better=doc.better,
        applies=Applies(direction=doc.applies.direction, agent=doc.applies.agent),
        trigger=None if doc.trigger is None else _moment(doc.trigger, meanings),
        requires=_demand(doc.requires, _DEFAULT_REQUIRES if doc.trigger else Where.CALL, meanings),
        forbids=_demand(doc.forbids, _DEFAULT_FORBIDS if doc.trigger else Where.CALL, meanings),
        score=_score(doc.score),
        judged=doc.judged,
        reason=doc.reason,
        examples=tuple(_example(one, file.line((*path, "examples", n))) for n, one in enumerate(doc.examples)),
        file=file.name,
        line=file.line(path),
    )


def _example(doc: ExampleDoc, line: int) -> Example:
    return Example(
        bad=doc.bad is not None,
        lines=tuple(doc.bad or doc.ok or ()),
        line=line,
        at=doc.at,
        agent=doc.agent,
        profile=dict(doc.profile),
    )


def _demand(doc: DemandDoc | None, default: Where, meanings: Meanings) -> Demand | None:
    if doc is None:
        return None
    window = Window(where=doc.in_ or default, since=doc.since, within=doc.within, turns=doc.turns)
    return Demand(window=window, what=_moment(doc, meanings))


def _moment(doc: MomentDoc, meanings: Meanings) -> Operator:
    operators = [_operator(name, value, meanings) for name, value in doc.operators()]
    return operators[0] if len(operators) == 1 else AllOf(of=_cheapest_first(operators))


def _cheapest_first(operators: Sequence[Operator]) -> tuple[Operator, ...]:
    """What says something of the moment itself before what looks around: most moments are settled by the first."""
    return tuple(sorted(operators, key=lambda operator: bool(parts(operator))))


def _operator(name: str, value: Any, meanings: Meanings) -> Operator:
    match name:
        case "all":
            return AllOf(of=_cheapest_first([_moment(part, meanings) for part in value]))
        case "any":
            return AnyOf(of=tuple(_moment(part, meanings) for part in value))
        case "not_":
            return Not(of=_moment(value, meanings))
        case "follows":
            return Follows(of=_moment(value, meanings))
        case "in_turn":
            return InTurn(of=_moment(value, meanings))
        case "after" | "before":
            return _around(After if name == "after" else Before, value, meanings)
        case "does":
            return Does(what=tuple(value))
        case _:
            return _leaf(value, meanings)


def _around(kind: Callable[..., After | Before], doc: AroundDoc, meanings: Meanings) -> Operator:
    return kind(of=_moment(doc.of, meanings), within=doc.within)


_Leaf = (
    SaysDoc
    | SilentDoc
    | PauseDoc
    | SoundsDoc
    | InterruptsDoc
    | RepeatsDoc
    | HangsUpDoc
    | OnHoldDoc
    | RingsDoc
    | TalksDoc
    | KnownDoc
    | NthDoc
    | BeyondDoc
)


def _leaf(doc: _Leaf, meanings: Meanings) -> Operator:
    match doc:
        case SaysDoc():
            return _says(doc, meanings)
        case SilentDoc():
            return Silent(by=doc.by, at_least=doc.at_least)
        case PauseDoc():
            return Pause(before=doc.before, longer_than=doc.longer_than)
        case SoundsDoc():
            return Sounds(at_least=doc.at_least)
        case InterruptsDoc():
            return Interrupts(who=doc.who, by=doc.by)
        case RepeatsDoc():
            return Repeats(who=doc.who, longer_than=doc.longer_than)
        case HangsUpDoc():
            return HangsUp(by=doc.by, sooner_than=doc.sooner_than, later_than=doc.later_than)
        case OnHoldDoc():
            return OnHold(longer_than=doc.longer_than)
        case RingsDoc():
            return Rings(more_than=doc.more_than)
        case TalksDoc():
            return Talks(who=_side(doc.who), longer_than=doc.longer_than)
        case KnownDoc():
            return Known(profile=doc.profile, kind=doc.kind, deeds=bool(doc.deeds))
        case NthDoc():
            return Nth(number=doc.number, of=_moment(doc.of, meanings))
        case BeyondDoc():
            return Beyond(times=doc.times, of=_moment(doc.of, meanings), in_a_row=doc.in_a_row)
        case _:
            assert_never(doc)


def _says(doc: SaysDoc, meanings: Meanings) -> Says:
    for name in doc.means or ():
        if name not in meanings:
            raise UnknownMeaningError(name)
    return Says(
        who=_side(doc.who),
        means=tuple(meanings[name] for name in doc.means or ()),
        acts=tuple(doc.acts or ()),
        sure=doc.sure,
        pattern=doc.pattern,
        longer_than=doc.longer_than,
        faster_than=doc.faster_than,
        uses_profile=doc.uses_profile,
    )


def _side(who: str) -> Side | None:
    return None if who == "anyone" else Side(who)


def _score(doc: ScoreDoc | None) -> Score | None:
    return None if doc is None else Score(weight=doc.weight, area=doc.area, critical=doc.critical)
