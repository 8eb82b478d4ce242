"""Retention: recordings and the evidence of consent are kept long enough, and then no longer (S1.14).

Of calls that we made they are kept at least thirty days. What goes is told in the audit: how many, by which rule.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from huashu.store.errors import RetentionError
from huashu.store.repositories import AuditEntry, Consent, Recording
from huashu.store.store import Store

SHORTEST_OUTBOUND_DAYS = 30
"""Recordings and evidence of outbound calls are kept at least so long."""

CHUNK = 200
"""Pieces of evidence that go in one transaction."""

BY = "retention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """For how many days recordings and evidence are kept, by the direction of their call. Raises
    ``RetentionError`` when that is shorter than allowed."""

    outbound_days: int = 180
    inbound_days: int = 180

    def __post_init__(self) -> None:
        if self.outbound_days < SHORTEST_OUTBOUND_DAYS:
            raise RetentionError(
                f"外呼的录音和同意凭据至少保存 {SHORTEST_OUTBOUND_DAYS} 天，不能设成 {self.outbound_days} (too short)"
            )
        if self.inbound_days < 1:
            raise RetentionError(f"呼入的录音至少保存 1 天，不能设成 {self.inbound_days} 天 (too short)")

    def days(self, direction: str) -> int:
        """The days for calls of this direction."""
        return self.outbound_days if direction == "outbound" else self.inbound_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """What retention removed, or would. ``kept``: files that could not be removed, and why; their rows stay."""

    recordings: int = 0
    consents: int = 0
    files: int = 0
    kept: tuple[str, ...] = ()


def unlink(file: str) -> None:
    """Remove a file of this machine; one that is gone already is gone. Raises ``OSError``."""
    if "://" in file:
        raise OSError("不是本机的文件 (not a local file)")
    Path(file).unlink(missing_ok=True)


def retain(
    store: Store,
    at: datetime,
    rule: Rule | None = None,
    *,
    dry_run: bool = False,
    remove: Callable[[str], None] = unlink,
) -> Removed:
    """Remove what is older than ``rule`` says at ``at``, files first, so that no file is left that nobody knows of.
    With ``dry_run`` nothing is touched. Raises ``StoreError``; what was removed before is in the audit."""
    rule = rule or Rule()
    total = Removed()
    for direction in ("outbound", "inbound"):
        end = at - timedelta(days=rule.days(direction))
        if dry_run:
            total = _sum(total, _would_go(store, end, direction))
        else:
            total = _sum(total, _remove_all(store, at, end, direction, rule, remove))
    return total


def _would_go(store: Store, end: datetime, direction: str) -> Removed:
    with store.read() as unit:
        recordings = unit.recordings.count_before(end, direction)
        consents = unit.consents.count_before(end, direction)
    return Removed(recordings=recordings, consents=consents)


def _remove_all(
    store: Store, at: datetime, end: datetime, direction: str, rule: Rule, remove: Callable[[str], None]
) -> Removed:
    total = Removed()
    past: tuple[int, int] = (0, 0)
    while True:
        with store.begin() as unit:
            recordings = unit.recordings.made_before(end, direction, CHUNK, past[0])
            consents = unit.consents.made_before(end, direction, CHUNK, past[1])
            if not recordings and not consents:
                return total
            past = (max([past[0], *_ids(recordings)]), max([past[1], *_ids(consents)]))
            gone_recordings, kept = _files_gone(recordings, remove)
            gone_consents, kept_too = _files_gone(consents, remove)
            unit.recordings.delete(_ids(gone_recordings))
            unit.consents.delete(_ids(gone_consents))
            done = Removed(
                recordings=len(gone_recordings),
                consents=len(gone_consents),
                files=sum(1 for one in (*gone_recordings, *gone_consents) if one.file),
                kept=(*kept, *kept_too),
            )
            if done.recordings or done.consents:
                unit.audit.add(_entry(done, at, end, direction, rule))
        total = _sum(total, done)


def _files_gone(
    evidence: Sequence[Recording | Consent], remove: Callable[[str], None]
) -> tuple[list[Recording | Consent], list[str]]:
    gone: list[Recording | Consent] = []
    kept: list[str] = []
    for one in evidence:
        try:
            if one.file:
                remove(one.file)
        except OSError as problem:
            kept.append(f"{one.file}: {problem.strerror or problem}")
        else:
            gone.append(one)
    return gone, kept


def _ids(evidence: Sequence[Recording | Consent]) -> list[int]:
    return [one.id for one in evidence if one.id is not None]


def _entry(done: Removed, at: datetime, end: datetime, direction: str, rule: Rule) -> AuditEntry:
    counts = {"recordings": done.recordings, "consents": done.consents, "files": done.files}
    told = {"direction": direction, "days": rule.days(direction), "made_before": end.isoformat()}
    return AuditEntry(at=at, who=BY, what="retention", subject=direction, detail={**counts, **told})


def _sum(one: Removed, other: Removed) -> Removed:
    return Removed(
        recordings=one.recordings + other.recordings,
        consents=one.consents + other.consents,
        files=one.files + other.files,
        kept=one.kept + other.kept,
    )
