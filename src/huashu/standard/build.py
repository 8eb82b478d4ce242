"""From a clause file's documents to clauses."""

from huashu.standard.build_moment import moment_of
from huashu.standard.clause import Applies, Clause, Demand, Example, Score, Where, Window
from huashu.standard.document import ClauseDoc, DemandDoc, ExampleDoc, MeaningDoc, ScoreDoc
from huashu.standard.located import Located, Path
from huashu.standard.meaning import Learned, Meaning, Meanings

_DEFAULT_FORBIDS = Where.AFTER
_DEFAULT_REQUIRES = Where.NEXT_AGENT_TURN


def meaning_of(name: str, doc: MeaningDoc, file: Located) -> Meaning:
    """The meaning that ``doc`` in ``file`` defines."""
    return Meaning(
        name=name,
        label=doc.label,
        patterns=tuple(doc.patterns),
        learned=None if doc.learned is None else Learned(rule=doc.learned.rule, at_least=doc.learned.at_least),
        mask=tuple(doc.mask),
        unless=tuple(doc.unless),
        examples=tuple(doc.examples),
        counter_examples=tuple(doc.counter_examples),
        file=file.name,
        line=file.line(("meanings", name)),
    )


def clause_of(doc: ClauseDoc, path: Path, file: Located, meanings: Meanings) -> Clause:
    """The clause that ``doc`` (at ``path`` in ``file``) writes down. Raises ``UnknownMeaningError``."""
    return Clause(
        id=doc.id,
        source=tuple(doc.source),
        decided=tuple(doc.decided or ()),
        explain=doc.explain,
        explain_en=doc.explain_en,
        better=doc.better,
        applies=Applies(direction=doc.applies.direction, agent=doc.applies.agent),
        trigger=None if doc.trigger is None else moment_of(doc.trigger, meanings),
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
        direction=doc.direction,
        kind=doc.kind,
        profile=dict(doc.profile),
        records=dict(doc.records),
        clear_from=doc.clear_from,
    )


def _demand(doc: DemandDoc | None, default: Where, meanings: Meanings) -> Demand | None:
    if doc is None:
        return None
    window = Window(where=doc.in_ or default, since=doc.since, within=doc.within, turns=doc.turns)
    return Demand(window=window, what=moment_of(doc, meanings))


def _score(doc: ScoreDoc | None) -> Score | None:
    return None if doc is None else Score(weight=doc.weight, area=doc.area, critical=doc.critical)
