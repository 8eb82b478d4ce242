"""What ``huashu edit`` and ``huashu agreement`` read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from huashu.call import CallLog
from huashu.cli.bulk_folder import RESULTS
from huashu.cli.failure import InputError
from huashu.cli.results import EDITS, Folder, Placed, append_edit, json_objects, read_edits
from huashu.cli.standards import load
from huashu.inspection.agreement import LabelError, Mark, label_from_json, labels_of
from huashu.inspection.edit import Do, Edit, Ledger, edit_to_json
from huashu.inspection.edits import clause_named, edited
from huashu.inspection.report import masked_name
from huashu.inspection.result import Found, Result, ResultError, result_from_json
from huashu.standard import Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says of a finding: ``clause`` is a clause's id or a requirement's number."""

    do: str
    clause: str
    at: int
    who: str
    why: str
    when: str


def write_edit(results: Path, call: str, file: str, said: Said, standard: Standard) -> dict[str, object]:
    """Append what a person says of a call to the edits beside its results; returns it with the score before and
    after. Raises ``InputError`` when it fits nothing."""
    folder = folder_of(results)
    placed = call_named(folder, call, file)
    log, before = folder.log_of(placed.key), folder.edits_of(placed.result)
    so_far = edited(placed.result, before, standard, log)
    found = place_of(so_far, Do(said.do), said.clause, said.at, log, standard)
    made = Edit(
        call=placed.result.id,
        file=placed.result.file,
        do=Do(said.do),
        clause=found.clause,
        at=said.at,
        who=said.who,
        when=said.when,
        why=said.why,
    )
    append_edit(folder.path / EDITS, made)
    after = edited(placed.result, (*before, made), standard, log)
    return {**edit_to_json(made), "score_before": so_far.score, "score": after.score, "rescored": after.rescored}


def folder_of(path: Path) -> Folder:
    """The folder of results; its ``results.jsonl`` may be named instead. Raises ``InputError``."""
    return Folder(path.parent if path.name == RESULTS else path)


def call_named(folder: Folder, name: str, file: str = "") -> Placed:
    """The call of this id (as it is, or as reports show it). Raises ``InputError`` when there is none, or several."""
    fit = [
        placed
        for placed in folder.results()
        if name in (placed.result.id, masked_name(placed.result.id)) and file in ("", placed.result.file)
    ]
    if not fit:
        raise InputError(f"{folder.path / RESULTS}: 没有编号为 {name} 的通话 (no such call)；编号见报告或 findings.csv")
    if len(fit) > 1:
        files = "、".join(sorted({placed.result.file or "（没有文件名）" for placed in fit}))
        raise InputError(f"编号 {name} 的通话有 {len(fit)} 通 (ambiguous)，在 {files}；用 --file 指明是哪个文件的")
    return fit[0]


def place_of(result: Result, do: Do, clause: str, at: int, log: CallLog | None, standard: Standard) -> Found:
    """The finding of ``result`` (with its edits so far) that an edit speaks of, named by clause or requirement number;
    for one to be added, a new one. Raises ``InputError`` when it is not there, or the log has no such event."""
    known = result.findings
    here = [one for one in known if one.at == at and clause in (one.clause, *one.source)]
    if here:
        return here[0]
    if do is not Do.ADD:
        there = "；".join(f"{one.clause}（{' '.join(one.source)}）--at {one.at}" for one in known) or "一处也没有"
        raise InputError(f"{result.id} 在第 {at} 条没有违反 {clause} 的发现 (no such finding)。这通有：{there}")
    if log is not None and at >= len(log.events):
        raise InputError(
            f"{result.id} 只有第 0 到 {len(log.events) - 1} 条 (no such event)；--at 写事件的序号，从 0 起"
        )
    return Found(clause=_clause_id(clause, standard), at=at)


def _clause_id(name: str, standard: Standard) -> str:
    clause = clause_named(name, standard)
    if clause is None:
        raise InputError(f"没有叫 {name} 的条款，也没有条款管这个编号 (no such clause)；huashu standard list 列出全部")
    return clause.id


def read_labels(path: Path, ours: Path | None = None) -> dict[str, list[Mark]]:
    """The marks of a file: results of an inspection, labels, or edits. ``ours`` is given when ``path`` holds their
    marks: edits stand on the results there, and a call that somebody edited counts as looked at as a whole.
    Raises ``InputError``."""
    path = path / RESULTS if path.is_dir() else path
    labels: dict[str, list[Mark]] = {}
    for number, data in json_objects(path):
        if isinstance(data, dict) and "do" in data and "call" in data:
            return _edited_labels(path, ours)
        where = f"{path}:{number}"
        call, marks = _labelled(data, where, sources=ours is None)
        if call in labels:
            raise InputError(f"{where}: 编号 {call} 出现了两次 (id twice)；编号须各不相同才比得了")
        labels[call] = marks
    if not labels:
        raise InputError(f"{path}: 没有一通 (no calls)；每行写一通的结果或标注")
    return labels


def _labelled(data: object, where: str, *, sources: bool) -> tuple[str, list[Mark]]:
    try:
        if isinstance(data, dict) and "findings" in data:
            result = result_from_json(data, where)
            return result.id, labels_of([result], sources=sources)[result.id]
        return label_from_json(data, where)
    except (ResultError, LabelError) as problem:
        raise InputError(str(problem)) from None


def _edited_labels(path: Path, ours: Path | None) -> dict[str, list[Mark]]:
    if ours is None:
        raise InputError(
            f"{path}: 是复核记录，放在第二个位置 (edits come second)：huashu agreement {RESULTS} {path.name}"
        )
    ledger = Ledger(read_edits(path))
    source = ours / RESULTS if ours.is_dir() else ours
    standard = load(())
    reviewed = (
        edited(result, edits, standard) for result in _results(source) if (edits := ledger.of(result.id, result.file))
    )
    return labels_of(reviewed, sources=False)


def _results(path: Path) -> Iterator[Result]:
    for number, data in json_objects(path):
        try:
            yield result_from_json(data, f"{path}:{number}")
        except ResultError as problem:
            raise InputError(str(problem)) from None
