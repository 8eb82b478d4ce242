"""Which requirements of the source documents the standard encodes, and why the others are not."""

from dataclasses import dataclass

from huashu.standard.clause import SourceRow, Standard

_NOT_YET = "尚未写成条款 (not encoded yet)"
_SIMULATOR = "由模拟客户体现，不是对坐席的要求，不从通话记录判定 (shown by the simulated customer, not judged in a log)"
_NO_INSPECTION = "只要求坐席或助手做到，不作质检项；尚未写成条款 (not an inspection item; not encoded yet)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One requirement: who serves it, whether a judged clause encodes it, by which clauses, and if not, why."""

    source: str
    title: str
    columns: tuple[str, ...]
    encoded: bool
    by: tuple[str, ...]
    reason: str | None

    def to_json(self) -> dict[str, object]:
        """The coverage line of the command-line interface."""
        return {
            "source": self.source,
            "columns": list(self.columns),
            "encoded": self.encoded,
            "by": list(self.by),
            "reason": self.reason,
        }


def coverage(standard: Standard) -> tuple[Covered, ...]:
    """Every requirement, in the order of the documents."""
    return tuple(_covered(row, standard) for row in standard.sources)


def _covered(row: SourceRow, standard: Standard) -> Covered:
    citing = [clause for clause in standard.clauses if row.source in (*clause.source, *clause.decided)]
    encoded = any(clause.judged for clause in citing)
    unjudged = [clause.reason for clause in citing if not clause.judged]
    if encoded:
        reason = None
    elif unjudged:
        reason = unjudged[0]
    else:
        reason = row.reason or _default_reason(row)
    return Covered(
        source=row.source,
        title=row.title,
        columns=row.columns,
        encoded=encoded,
        by=tuple(clause.id for clause in citing),
        reason=reason,
    )


def _default_reason(row: SourceRow) -> str:
    if row.columns == ("S",):
        return _SIMULATOR
    return _NOT_YET if "I" in row.columns or not row.columns else _NO_INSPECTION
