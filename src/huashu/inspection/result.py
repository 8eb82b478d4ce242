"""A line of ``huashu inspect --json`` read back: what reports, edits and agreement work from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from huashu.inspection.edit import Do, Edit
from huashu.inspection.score import PASS


class ResultError(ValueError):
    """A line that is no result of an inspection. The message says where, what, and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One finding of a result. ``at`` is the 0-based event of the log, ``None`` when the file does not say.

    ``history`` are the edits of this finding, oldest first: the last one counts. ``added`` tells a finding that a
    person wrote, not the inspection. ``unsure`` tells of a recording's: nobody can be sure of the ``speaker`` or of the
    ``words``.
    """

    clause: str
    source: tuple[str, ...] = ()
    at: int | None = None
    evidence: str = ""
    why: str = ""
    better: str = ""
    rewrite: str = ""
    unsure: str = ""
    history: tuple[Edit, ...] = ()
    added: bool = False

    @property
    def edit(self) -> Edit | None:
        """The edit that counts."""
        return self.history[-1] if self.history else None

    @property
    def stands(self) -> bool:
        """Whether it still is a finding: nobody overruled it, or somebody took that back."""
        return self.edit is None or self.edit.do is not Do.OVERRULE

    @property
    def number(self) -> str:
        """The requirement that it breaks first; empty when the clause names none."""
        return self.source[0] if self.source else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The inspection of one call. ``score`` is ``None`` when nothing could be judged; ``score_before`` is what it was
    before edits changed it. ``satisfied`` and ``unscored`` are ``None`` when the file does not tell. ``nature``,
    ``split``, ``review`` and ``measures`` are kept as the file has them.
    ``loose`` are edits of findings that are no longer there; ``rescored`` is false when edits could not be brought
    into the score because a clause is not known here.
    """

    id: str
    file: str = ""
    agent: str = ""
    started: datetime | None = None
    customer_number: str = ""
    queue: str = ""
    direction: str = ""
    kind: str = ""
    score: int | None = None
    score_before: int | None = None
    areas: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Found, ...] = ()
    satisfied: tuple[str, ...] | None = None
    unscored: tuple[str, ...] | None = None
    nature: Mapping[str, Any] | None = None
    split: Mapping[str, Any] | None = None
    review: Mapping[str, Any] | None = None
    measures: Mapping[str, Any] | None = None
    loose: tuple[Edit, ...] = ()
    rescored: bool = True

    @property
    def passed(self) -> bool:
        """Whether the call passes (D11); an unscored one does not."""
        return self.score is not None and self.score > PASS

    @property
    def standing(self) -> tuple[Found, ...]:
        """The findings that nobody overruled."""
        return tuple(one for one in self.findings if one.stands)

    @property
    def harassing(self) -> bool:
        """Whether the caller turned out to be a nuisance."""
        return bool(self.nature) and (self.nature or {}).get("label") == "harassment"

    def with_findings(self, findings: Sequence[Found]) -> "Result":
        """The same result with ``findings`` in the order of the call."""
        ordered = sorted(findings, key=lambda one: -1 if one.at is None else one.at)
        return replace(self, findings=tuple(ordered))


def result_from_json(data: object, where: str = "") -> Result:
    """A result from the object of its line. Raises ``ResultError``."""
    if not isinstance(data, Mapping) or "id" not in data or not isinstance(data.get("findings"), list):
        raise ResultError(
            f"{where}: 不是质检结果 (not an inspection result)；"
            "这里要 huashu inspect --json 输出的行，含 id 和 findings"
        )
    score = data.get("score")
    if score is not None and not _is_number(score):
        raise ResultError(f"{where}: score 应为数或 null，读到 {score!r} (score must be a number or null)")
    return Result(
        id=str(data["id"]),
        file=_text(data.get("file")),
        agent=_text(data.get("agent_id")),
        started=_moment(data.get("started_at")),
        customer_number=_text(data.get("customer_number")),
        queue=_text(data.get("queue")),
        direction=_text(data.get("direction")),
        kind=_text(data.get("kind")),
        score=None if score is None else round(score),
        areas=_points(data.get("areas"), f"{where} areas"),
        findings=tuple(_found(one, f"{where} findings[{place}]") for place, one in enumerate(data["findings"])),
        satisfied=_texts(data.get("satisfied")),
        unscored=_texts(data.get("unscored")),
        nature=_mapping(data.get("nature")),
        split=_halves(data.get("split"), f"{where} split"),
        review=_mapping(data.get("review")),
        measures=_mapping(data.get("measures")),
    )


def _found(data: object, where: str) -> Found:
    if not isinstance(data, Mapping) or not data.get("clause"):
        raise ResultError(f"{where}: 应为含 clause 的对象 (a finding must be an object with a clause)")
    at = data.get("at")
    if at is not None and (isinstance(at, bool) or not isinstance(at, int) or at < 0):
        raise ResultError(f"{where}: at 应为从 0 起的整数，读到 {at!r} (at must be an event's index)")
    return Found(
        clause=str(data["clause"]),
        source=_texts(data.get("source")) or (),
        at=at,
        evidence=_text(data.get("evidence")),
        why=_text(data.get("why")),
        better=_text(data.get("better")),
        rewrite=_text(data.get("rewrite")),
        unsure=_text(data.get("unsure")),
    )


def _points(told: object, where: str) -> Mapping[str, int]:
    points = _mapping(told) or {}
    if not all(_is_number(value) for value in points.values()):
        raise ResultError(f"{where}: 各方面的分数应为数 (area scores must be numbers)，读到 {dict(points)!r}")
    return {str(area): round(value) for area, value in points.items()}


def _halves(told: object, where: str) -> Mapping[str, Any] | None:
    halves = _mapping(told)
    if halves is not None and not all(_is_number(halves.get(key)) for key in ("at", "first", "second")):
        raise ResultError(
            f"{where}: 应含数 at、first、second (must have the numbers at, first, second)，读到 {dict(halves)!r}"
        )
    return halves


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value and abs(value) < 1e9


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _texts(value: object) -> tuple[str, ...] | None:
    return tuple(map(str, value)) if isinstance(value, list) else None


def _mapping(value: object) -> Mapping[str, Any] | None:
    return value if isinstance(value, Mapping) else None


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
