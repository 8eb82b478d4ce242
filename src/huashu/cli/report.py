"""Writing the report of a bulk inspection into its folder: pages, tables and a summary."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappush, heappushpop
from pathlib import Path

from huashu.call import CallLog
from huashu.cli.failure import InputError
from huashu.cli.results import Folder, Placed
from huashu.cli.standards import load
from huashu.inspection.edit import Edit
from huashu.inspection.edits import edited
from huashu.inspection.report import (
    FINDING_COLUMNS,
    Batch,
    Cited,
    Listed,
    Page,
    Tally,
    agent_lines,
    clock,
    csv_line,
    finding_lines,
    masked_name,
    recording_of,
    render_batch,
    render_call,
    summary_json,
    worst,
)
from huashu.inspection.result import Result

CALLS = 1000
"""How many call pages are written unless told otherwise, and the most calls that the batch page lists."""

_MADE_BY_US = b'<meta name="generator" content="huashu">'
_UNFIT = re.compile(r"[^\w.-]+")
_LONGEST = 80


def write_report(
    folder: Path, *, calls: int | None = CALLS, unmasked: bool = False, standards: Sequence[str] = ()
) -> Path:
    """Write ``index.html``, ``calls/*.html``, ``agents.csv``, ``findings.csv`` and ``summary.json`` into ``folder``
    from its ``results.jsonl``, ``calls.jsonl`` and ``edits.jsonl``; returns the path of ``index.html``.

    ``calls`` is for how many calls a page is written, worst first (``None``: for all); calls that the batch page cites
    always have one, unless ``calls`` is 0. ``standards`` are clause files by which the calls were inspected beside
    the built-in one. Memory does not grow with the logs. Raises ``InputError``.
    """
    try:
        return _Report(Folder(folder), calls, unmasked, standards).write()
    except OSError as problem:
        raise InputError(f"{problem.filename}: 写不了或读不了 ({problem.strerror})；请检查权限和磁盘") from None


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A call of which a page may be written. Sorts best call first, so that a heap gives that up."""

    goodness: tuple[int, int, int]
    listed: Listed

    def __lt__(self, other: "_Ranked") -> bool:
        return self.goodness < other.goodness


class _Report:
    def __init__(self, folder: Folder, calls: int | None, unmasked: bool, standards: Sequence[str]) -> None:
        self._folder = folder
        self._calls = calls
        self._unmasked = unmasked
        self._standard = load(standards)
        self._titles = {row.source: row.title for row in self._standard.sources}
        self._clauses = {clause.id: clause for clause in self._standard.clauses}
        self._tally = Tally()
        self._edits_used: set[Edit] = set()

    def write(self) -> Path:
        """Count every call first, since only then is it known which to show; then write while reading again."""
        root = self._folder.path
        ranked = self._count()
        pages = self._pages(ranked)
        (root / "calls").mkdir(exist_ok=True)
        cited = self._write_calls(pages)
        self._remove_old({page.href for page in pages.values()})
        batch = Batch(
            tally=self._tally,
            clauses=self._clauses,
            calls=[one.listed for one in ranked[:CALLS]],
            cited=cited,
            bad=[*self._folder.bad(), *self._folder.problems, *self._lost_edits()],
            written=len(pages),
            title=root.resolve().name,
        )
        _write(root / "agents.csv", agent_lines(self._tally, unmasked=self._unmasked), mark=True)
        summary = summary_json(self._tally, unmasked=self._unmasked)
        _write(root / "summary.json", [json.dumps(summary, ensure_ascii=False, indent=1), "\n"])
        _write(root / "index.html", [render_batch(batch, unmasked=self._unmasked)])
        return root / "index.html"

    def _count(self) -> list[_Ranked]:
        """Every call into the tally; the worst ones, worst first."""
        kept: list[_Ranked] = []
        most = None if self._calls is None else max(self._calls, CALLS)
        for placed in self._folder.results():
            self._edits_used.update(self._folder.edits_of(placed.result))
            result = self._edited(placed)
            self._tally.add(result, placed.place)
            score = 101 if result.score is None else result.score
            one = _Ranked((-score, len(result.standing), -placed.place), self._listed(result, placed.place))
            if most is None or len(kept) < most:
                heappush(kept, one)
            else:
                heappushpop(kept, one)
        return sorted(kept, reverse=True)

    def _edited(self, placed: Placed) -> Result:
        edits = self._folder.edits_of(placed.result)
        return edited(placed.result, edits, self._standard, self._log(placed)) if edits else placed.result

    def _log(self, placed: Placed) -> CallLog | None:
        return self._folder.log_of(placed.key)

    def _listed(self, result: Result, place: int) -> Listed:
        gravest = worst(result.standing, self._clauses)
        return Listed(
            place=place,
            id=result.id,
            agent=result.agent,
            started=result.started,
            score=result.score,
            findings=len(result.standing),
            worst=(gravest.why or gravest.clause) if gravest else "",
            harassing=result.harassing,
        )

    def _pages(self, ranked: Sequence[_Ranked]) -> Mapping[int, Page]:
        """The calls that get a page, by place, in the order in which one leafs through them."""
        if self._calls == 0:
            return {}
        ids = {one.listed.place: one.listed.id for one in ranked[: self._calls]}
        for place, call in self._cited_calls():
            ids.setdefault(place, call)
        names = _names(ids.values(), self._unmasked)
        return {
            place: Page(href=f"calls/{name}.html", title=ids[place]) for place, name in zip(ids, names, strict=True)
        }

    def _cited_calls(self) -> Iterator[tuple[int, str]]:
        for breach in self._tally.top_breaches(Batch.TOP_BREACHES):
            yield from ((example.place, example.call) for example in breach.examples)
        for _, caller in self._tally.recurring()[: Batch.MOST_CALLERS]:
            yield from caller.places

    def _write_calls(self, pages: Mapping[int, Page]) -> Mapping[int, Cited]:
        """The pages and ``findings.csv``, in one reading."""
        order = list(pages)
        turn = {place: number for number, place in enumerate(order)}
        cited: dict[int, Cited] = {}
        with (self._folder.path / "findings.csv").open("w", encoding="utf-8-sig", newline="") as findings:
            findings.write(csv_line(FINDING_COLUMNS))
            for placed in self._folder.results():
                page = pages.get(placed.place)
                result = self._edited(placed)
                findings.writelines(finding_lines(result, page.href if page else "", unmasked=self._unmasked))
                if page is None:
                    continue
                log = self._log(placed)
                number = turn[placed.place]
                text = render_call(
                    result,
                    log,
                    self._clauses,
                    before=pages[order[number - 1]] if number else None,
                    after=pages[order[number + 1]] if number + 1 < len(order) else None,
                    titles=self._titles,
                    unmasked=self._unmasked,
                )
                _write(self._folder.path / page.href, [text])
                cited[placed.place] = Cited(href=page.href, recording=recording_of(log), clocks=_clocks(result, log))
        return cited

    def _remove_old(self, hrefs: set[str]) -> None:
        """Take away pages of an earlier report: what was unmasked then must not stay beside what is masked now."""
        for path in (self._folder.path / "calls").glob("*.html"):
            if f"calls/{path.name}" not in hrefs:
                with path.open("rb") as file:
                    ours = _MADE_BY_US in file.read(600)
                if ours:
                    path.unlink()

    def _lost_edits(self) -> list[str]:
        lost = sum(edit not in self._edits_used for edit in self._folder.ledger)
        return [f"edits.jsonl：{lost} 条复核所说的通话不在结果里"] if lost else []


def _names(ids: Iterable[str], unmasked: bool) -> Iterator[str]:
    """A file name for every call, no two alike even where case does not count."""
    taken: set[str] = set()
    for call in ids:
        name = (
            _UNFIT.sub("_", call if unmasked else masked_name(call).replace("*", "x")).strip("._")[:_LONGEST] or "call"
        )
        unique, number = name, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{name}-{number}"
        taken.add(unique.casefold())
        yield unique


def _clocks(result: Result, log: CallLog | None) -> Mapping[int, str]:
    events = log.events if log is not None else ()
    return {one.at: clock(events[one.at].at) for one in result.findings if one.at is not None and one.at < len(events)}


def _write(path: Path, pieces: Iterable[str], *, mark: bool = False) -> None:
    """Write text; ``mark`` begins it with the mark by which spreadsheets know UTF-8."""
    with path.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as file:
        file.writelines(pieces)
