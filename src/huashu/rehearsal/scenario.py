"""The scenarios of a rehearsal, and the seed of every run."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huashu.playbook import parse, read_document
from huashu.playbook.desk.model import Desk
from huashu.playbook.desk.parse import is_desk, read_desk
from huashu.playbook.model import Playbook, Problem
from huashu.rehearsal.rates import Sort


class RehearsalError(Exception):
    """A rehearsal that cannot begin. The message says where, what, and the way out, one line for each problem."""


SUFFIXES = (".md", ".markdown", ".txt", ".docx", ".doc")
"""Files of a folder that are taken for documents. Word files are among them so that they are told of, not lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A playbook to rehearse. ``name`` stands in reports and ids; ``digest`` is of the document's content."""

    name: str
    playbook: Playbook
    digest: str

    @property
    def title(self) -> str:
        """What the document calls itself."""
        return self.playbook.title

    @property
    def sort(self) -> Sort:
        """The agent calls."""
        return Sort.SCENARIO


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskScenario:
    """A desk to rehearse. ``name`` stands in reports and ids; ``digest`` is of the document's content."""

    name: str
    desk: Desk
    digest: str

    @property
    def title(self) -> str:
        """What the document calls itself."""
        return self.desk.title

    @property
    def sort(self) -> Sort:
        """The agent is called."""
        return Sort.DESK


Subject = Scenario | DeskScenario
"""What can be rehearsed."""

Source = str | Path | Playbook | Desk
"""What a subject comes from: a document, a folder of them, or one that has been read already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """A document that cannot be rehearsed. ``message`` says on which line what is wrong and what to do, a line each."""

    name: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """What is rehearsed together, and the documents that had to be left out."""

    scenarios: tuple[Subject, ...]
    unusable: tuple[Unusable, ...] = ()


def load_scenarios(sources: Sequence[Source]) -> tuple[Subject, ...]:
    """Read documents, folders of them, playbooks or desks to rehearse, each once. Raises ``RehearsalError`` when one
    cannot be rehearsed."""
    suite = load_suite(sources)
    if suite.unusable:
        raise RehearsalError("\n".join(unusable.message for unusable in suite.unusable))
    if not suite.scenarios:
        raise RehearsalError("没有要演练的剧本 (no scenario to rehearse)。请给出至少一个文件")
    return suite.scenarios


def load_suite(sources: Sequence[Source]) -> Suite:
    """Read documents, folders of them, playbooks or desks to rehearse, each once; what cannot be is set aside."""
    scenarios: dict[str, Subject] = {}
    unusable: dict[str, Unusable] = {}
    for source in sources:
        for one in (source,) if isinstance(source, Playbook | Desk) else _files(Path(source)):
            problems: list[str] = []
            scenario = _read(one, problems) if isinstance(one, Path) else _of_document(one)
            if isinstance(scenario, Scenario) and scenario.playbook.callee is None:
                problems.append(
                    f"{scenario.name}: 没有“电话接听方”，无法模拟客户 (no callee half to build a customer from)。"
                    "请补上接听方的角色、背景和行为模式"
                )
            if problems:
                name = scenario.name if scenario else str(one)
                unusable[name] = Unusable(name=name, message="\n".join(problems))
            elif scenario is not None:
                scenarios[scenario.name] = scenario
    return Suite(scenarios=tuple(scenarios.values()), unusable=tuple(unusable.values()))


def _files(path: Path) -> tuple[Path, ...]:
    """The documents that ``path`` means: of a folder all that is in it, by name, without what is hidden and without a
    README."""
    if not path.is_dir():
        return (path,)
    found = (file for file in sorted(path.rglob("*")) if file.suffix.lower() in SUFFIXES and file.is_file())
    inside = tuple(file for file in found if not _is_left_out(file.relative_to(path)))
    return inside or (path,)


def _is_left_out(inside: Path) -> bool:
    return inside.stem.lower() == "readme" or any(part.startswith((".", "~$")) for part in inside.parts)


def _of_document(document: Playbook | Desk) -> Subject:
    digest = hashlib.sha256(repr(document).encode()).hexdigest()
    name = document.title or digest[:8]
    if isinstance(document, Desk):
        return DeskScenario(name=name, desk=document, digest=digest)
    return Scenario(name=name, playbook=document, digest=digest)


def _read(path: Path, problems: list[str]) -> Subject | None:
    name = str(path)
    if path.is_dir():
        problems.append(f"{name}: 文件夹里没有剧本文档 (no documents here)；认得的有 {' '.join(SUFFIXES[:3])}")
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.append(f"{name}: 读不了这个文件 (cannot read the file): {error.strerror}。请检查路径和权限")
        return None
    text, errors, _ = read_document(data, name)
    if text is None:
        problems.extend(_line(name, problem) for problem in errors)
        return None
    digest = hashlib.sha256(text.encode()).hexdigest()
    if is_desk(text):
        read = read_desk(text, name)
        if read.desk is not None:
            return DeskScenario(name=name, desk=read.desk, digest=digest)
        problems.extend(_line(name, problem) for problem in read.errors)
        return None
    parsed = parse(text, name)
    if parsed.playbook is None:
        problems.extend(_line(name, problem) for problem in parsed.errors)
        return None
    return Scenario(name=name, playbook=parsed.playbook, digest=digest)


def _line(name: str, problem: Problem) -> str:
    return f"{name}:{problem.line}: {problem.message}"


def seed_of(seed: int, digest: str, run: int) -> int:
    """The seed of run ``run`` (from 0) of the document with ``digest``: the same wherever and whenever it is run."""
    material = f"{seed}/{digest}/{run}".encode()
    return int.from_bytes(hashlib.blake2b(material, digest_size=8).digest())
