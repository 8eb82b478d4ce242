"""Learning which of a desk's business a caller means: the matcher of questions, learned on what callers bring.

Service lines differ from Q&A lists in what is said to them: requests, faults told, half-sentences; and answers to the
agent's own questions, which are about no business at all. Deterministic, as ``huashu.training.knowledge`` is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from huashu.call import Act
from huashu.language import BothEncoders, CachedEmbedder
from huashu.playbook.matching import to_bytes
from huashu.playbook.model import QA
from huashu.training.examples import ExamplesError, load_examples
from huashu.training.knowledge import Asking, Judged, QAList, assemble, judge, load_lists, read_list, scale_of
from huashu.training.trained import Tell, Trained

IDLE = 70
"""Utterances about no business that each service line is given."""

_IDLE_ACTS = frozenset(
    {
        Act.GREET, Act.AFFIRM_IDENTITY, Act.AFFIRM, Act.NEGATE, Act.END_CALL, Act.FAREWELL, Act.PROVIDE_INFO,
        Act.CORRECT, Act.REPEAT_REQUEST, Act.NOT_UNDERSTAND, Act.CANNOT_HEAR, Act.LINE_BAD, Act.HOLD_ON, Act.RESUME,
        Act.HESITATE, Act.BACKCHANNEL, Act.THANKS, Act.PRAISE, Act.APOLOGY, Act.OFF_TOPIC, Act.PRANK, Act.FLIRT,
        Act.SIDE_TALK, Act.NON_SPEECH, Act.ABUSE, Act.ASK_ROBOT, Act.ASK_HUMAN,
    }
)  # fmt: skip
"""What an utterance does that brings no matter."""


def load(folder: Path) -> tuple[QAList, ...]:
    """The service lines of ``folder``, each also as a desk that gives no wordings, with what is about no business; and
    the Q&A lists beside it. Raises ``ExamplesError``."""
    lines = [_load(path) for path in sorted(folder.glob("*.yaml"))]
    if not lines:
        raise ExamplesError(f"{folder}: 没有找到服务台训练数据 (no data of service lines here)")
    idle = _idle(folder.parent / "acts")
    whole: list[QAList] = []
    for at, each in enumerate(lines):
        added = [Asking(text=text, entry=None, added=True) for text in idle[at :: len(lines)][:IDLE]]
        full = replace(each, asked=(*each.asked, *added))
        whole += [full, _terse(full)]
    return (*whole, *(load_lists(folder.parent / "knowledge") if (folder.parent / "knowledge").exists() else ()))


def _terse(line: QAList) -> QAList:
    """The same desk with nothing but names; every second asking, so that it weighs half."""
    entries = tuple(replace(entry, phrasings=entry.phrasings[:1]) for entry in line.entries)
    return QAList(name=f"{line.name}_small", entries=entries, asked=line.asked[::2])


def _load(path: Path) -> QAList:
    import yaml

    try:
        data: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        entries = tuple(
            QA(
                question=str(each["name"]),
                answer=str(each["answer"]),
                line=at,
                phrasings=tuple(map(str, each.get("phrasings") or ())),
            )
            for at, each in enumerate(data["entries"])
        )
        asked = [Asking(text=str(text), entry=at) for at, each in enumerate(data["entries"]) for text in each["asked"]]
        asked += [Asking(text=str(text), entry=None) for text in data.get("near") or ()]
    except (KeyError, TypeError, yaml.YAMLError) as error:
        raise ExamplesError(
            f"{path}: 格式不对 (expected entries and near as in data/needs/README.md): {error!r}"
        ) from error
    return QAList(name=path.stem, entries=entries, asked=tuple(asked))


def _idle(folder: Path) -> list[str]:
    """Utterances that bring no matter, from the examples of dialogue acts, evenly from every writer."""
    if not folder.exists():
        return []
    examples = [one for one in load_examples(folder) if one.acts and set(one.acts) <= _IDLE_ACTS]
    texts = list(dict.fromkeys(one.text for one in examples))
    step = max(1, len(texts) // (IDLE * 40))
    return texts[::step]


def train_part(folder: Path, tell: Tell) -> Trained:
    """The shipped weights from the service lines in ``folder``, and how well lines of fields left out are told."""
    lists = load(folder)
    tell(f"{len(lists)} 份清单 (lists)，{sum(len(each.asked) for each in lists)} 句 (utterances)")
    embedder = CachedEmbedder(BothEncoders(), 100_000)
    scale = scale_of(lists, embedder)
    reads = [read_list(each, embedder, scale) for each in lists]
    tell("已编码 (embedded)")
    judged = judge(reads)
    matcher = assemble(reads, judged, scale)
    own = [each for each in judged if not each.read.source.name.endswith("_small")]
    lines = {path.stem for path in folder.glob("*.yaml")}
    told = [each for each in own if each.read.source.name in lines]
    return Trained(weights=to_bytes(matcher), summary=_summary(told, matcher.first.of))


def _summary(judged: Sequence[Judged], chance: Any) -> str:
    """How much of what is about business is told rightly, and how much of the rest is taken for it, by threshold."""
    about = [each for each in judged if each.asking.entry is not None]
    idle = [each for each in judged if each.asking.entry is None]
    rows = [f"- about business: {len(about)}, about none: {len(idle)}"]
    rows.append(f"- right topic first: {sum(each.right(1) for each in about) / max(1, len(about)):.3f}")
    for bound in (0.3, 0.4, 0.5, 0.6, 0.7):
        sure = [each for each in about if chance(each.features) >= bound]
        right = sum(each.right(1) for each in sure) / max(1, len(about))
        wrong = sum(not each.right(1) for each in sure) / max(1, len(about))
        false = sum(chance(each.features) >= bound for each in idle) / max(1, len(idle))
        rows.append(f"- from {bound}: right {right:.3f}, another {wrong:.3f}, false {false:.3f}")
    return "\n".join(rows)
