"""The scenarios of a rehearsal, and the seed of every run."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huashu.playbook import parse, read_document
from huashu.playbook.model import Playbook, Problem


class RehearsalError(Exception):
    """A rehearsal that cannot begin. The message says where, what, and the way out, one line for each problem."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A playbook to rehearse. ``name`` stands in reports and ids; ``digest`` is of the document's content."""

    name: str
    playbook: Playbook
    digest: str


def load_scenarios(sources: Sequence[str | Path | Playbook]) -> tuple[Scenario, ...]:
    """Read documents (or take playbooks) to rehearse, each once. Raises ``RehearsalError``."""
    problems: list[str] = []
    scenarios: dict[str, Scenario] = {}
    for source in sources:
        scenario = _of_playbook(source) if isinstance(source, Playbook) else _read(Path(source), problems)
        if scenario is None:
            continue
        if scenario.playbook.callee is None:
            problems.append(
                f"{scenario.name}: 没有“电话接听方”，无法模拟客户 (no callee half to build a customer from)。"
                "请补上接听方的角色、背景和行为模式"
            )
        scenarios[scenario.name] = scenario
    if problems:
        raise RehearsalError("\n".join(problems))
    if not scenarios:
        raise RehearsalError("没有要演练的剧本 (no scenario to rehearse)。请给出至少一个文件")
    return tuple(scenarios.values())


def _of_playbook(playbook: Playbook) -> Scenario:
    digest = hashlib.sha256(repr(playbook).encode()).hexdigest()
    return Scenario(name=playbook.title or digest[:8], playbook=playbook, digest=digest)


def _read(path: Path, problems: list[str]) -> Scenario | None:
    name = str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.append(f"{name}: 读不了这个文件 (cannot read the file): {error.strerror}。请检查路径和权限")
        return None
    text, errors, _ = read_document(data, name)
    if text is None:
        problems.extend(_line(name, problem) for problem in errors)
        return None
    parsed = parse(text, name)
    if parsed.playbook is None:
        problems.extend(_line(name, problem) for problem in parsed.errors)
        return None
    return Scenario(name=name, playbook=parsed.playbook, digest=hashlib.sha256(text.encode()).hexdigest())


def _line(name: str, problem: Problem) -> str:
    return f"{name}:{problem.line}: {problem.message}"


def seed_of(seed: int, digest: str, run: int) -> int:
    """The seed of run ``run`` (from 0) of the document with ``digest``: the same wherever and whenever it is run."""
    material = f"{seed}/{digest}/{run}".encode()
    return int.from_bytes(hashlib.blake2b(material, digest_size=8).digest())
