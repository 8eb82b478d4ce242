"""What changed between two rehearsals, beyond noise, from their JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from huashu.rehearsal.rates import JSON_RATES
from huashu.rehearsal.significance import Kind, Sample, beyond_chance, chance

Measures = Mapping[str, Any]
Samples = dict[str, Sample]

OVERALL = "overall"
TEMPERAMENT = "temperament"
CALLER = "caller"
DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One measure that moved. ``name`` is the temperament, kind of caller or document; ``better`` is ``None`` where
    neither is better (the length of a call); ``chance`` is that of seeing this when nothing has changed."""

    scope: str
    name: str
    measure: str
    before: Sample
    now: Sample
    better: bool | None
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two rehearsals side by side. ``changes`` are what is worse first; ``steady`` counts what stayed within noise;
    ``edited`` are documents whose text changed. ``partial``: the old one had been interrupted."""

    changes: tuple[Change, ...]
    steady: int
    new: tuple[str, ...]
    removed: tuple[str, ...]
    edited: tuple[str, ...]
    partial: bool


def compare(old: Measures, new: Measures) -> Comparison:
    """Compare two objects of ``huashu rehearse --json``. The totals are those of the documents that both have.

    A document is the same when its path is, or else when its file name is and no other document has it.
    """
    before, now = old["per_file"], new["per_file"]
    pairs = _pairs(before, now)
    rows = [(DOCUMENT, name, samples_of(before[was]), samples_of(now[name])) for name, was in pairs.items()]
    totals = (OVERALL, "", _sum(row[2] for row in rows), _sum(row[3] for row in rows))
    kinds = [
        (scope, name, samples_of(measures), samples_of(new.get(key, {})[name]))
        for scope, key in ((TEMPERAMENT, "per_temperament"), (CALLER, "per_caller"))
        for name, measures in old.get(key, {}).items()
        if name in new.get(key, {})
    ]
    changes: list[Change] = []
    steady = 0
    for level in ([totals], kinds, rows):
        found = [change for row in level for change in _differences(*row)]
        named = beyond_chance([change.chance for change in found])
        changes += [change for change, moved in zip(found, named, strict=True) if moved]
        steady += named.count(False)
    return Comparison(
        changes=tuple(sorted(changes, key=_weight)),
        steady=steady,
        new=tuple(name for name in now if name not in pairs),
        removed=tuple(name for name in before if name not in pairs.values()),
        edited=tuple(name for name, was in pairs.items() if _edited(before[was], now[name])),
        partial=bool(old.get("partial")),
    )


def samples_of(measures: Measures) -> Samples:
    """The measures of one document (or temperament) as samples; without those that had no case."""
    found: Samples = {}
    for name in JSON_RATES:
        row = measures.get(name) or {}
        if row.get("n") and row.get("rate") is not None:
            found[name] = Sample(kind=Kind.RATE, total=round(row["rate"] * row["n"]), n=row["n"])
    made, crashes = measures.get("runs", 0), measures.get("crashes", 0)
    if made:
        found["crashes"] = Sample(kind=Kind.RATE, total=crashes, n=made)
    calls = made - crashes
    if calls:
        broken = sum((measures.get("violations") or {}).values())
        found["violations"] = Sample(kind=Kind.COUNT, total=broken, n=calls)
    length = measures.get("call_seconds") or {}
    if calls > 1 and length.get("mean") is not None and length.get("deviation") is not None:
        total = length["mean"] * calls
        squares = length["deviation"] ** 2 * (calls - 1) + total * length["mean"]
        found["call_seconds"] = Sample(kind=Kind.LENGTH, total=total, n=calls, squares=squares)
    return found


def comparison_to_json(found: Comparison) -> dict[str, Any]:
    """The JSON of a comparison, as ``--json`` writes it under ``compare``."""
    return {
        "changes": [_change_to_json(change) for change in found.changes],
        "steady": found.steady,
        "new_documents": list(found.new),
        "removed_documents": list(found.removed),
        "edited_documents": list(found.edited),
        "old_partial": found.partial,
    }


def _change_to_json(change: Change) -> dict[str, Any]:
    direction = {True: "better", False: "worse", None: "longer" if change.now.mean > change.before.mean else "shorter"}
    return {
        "scope": change.scope,
        "name": change.name,
        "measure": change.measure,
        "before": {"value": round(change.before.mean, 4), "n": change.before.n},
        "now": {"value": round(change.now.mean, 4), "n": change.now.n},
        "direction": direction[change.better],
        "chance": float(f"{change.chance:.2g}"),
    }


def _pairs(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, str]:
    """The name that each document had before, by its name now."""
    pairs = {name: name for name in now if name in before}
    lost: dict[str, list[str]] = {}
    for name in before:
        if name not in pairs:
            lost.setdefault(PurePath(name).name, []).append(name)
    come: dict[str, list[str]] = {}
    for name in now:
        if name not in pairs:
            come.setdefault(PurePath(name).name, []).append(name)
    for file, names in come.items():
        if len(names) == 1 and len(lost.get(file, ())) == 1:
            pairs[names[0]] = lost[file][0]
    return {name: pairs[name] for name in now if name in pairs}


def _sum(rows: Iterator[Samples]) -> Samples:
    whole: Samples = {}
    for row in rows:
        for name, sample in row.items():
            whole[name] = whole[name] + sample if name in whole else sample
    return whole


def _differences(scope: str, name: str, before: Samples, now: Samples) -> Iterator[Change]:
    for measure, was in before.items():
        if (becomes := now.get(measure)) is None:
            continue
        more = becomes.mean > was.mean
        match was.kind:
            case Kind.LENGTH:
                better = None
            case _:
                better = more == (measure in JSON_RATES)
        yield Change(
            scope=scope, name=name, measure=measure, before=was, now=becomes, better=better, chance=chance(was, becomes)
        )


def _weight(change: Change) -> tuple[int, int, float, str]:
    """Worse before better before merely different; totals before parts; the surest first."""
    scopes = (OVERALL, TEMPERAMENT, CALLER, DOCUMENT)
    return (False, True, None).index(change.better), scopes.index(change.scope), change.chance, change.name


def _edited(before: Measures, now: Measures) -> bool:
    return "digest" in before and "digest" in now and before["digest"] != now["digest"]
