"""What can be trained: each part of understanding, from its folder of data to the file of weights that ships."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from huashu.training.trained import Tell, Trained


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of understanding that is learned. ``data``: its folder under the data folder; ``package`` and ``file``:
    where its weights ship. ``train`` raises ``ExamplesError`` when the data cannot be read."""

    title: str
    data: str
    package: str
    file: str
    train: Callable[[Path, Tell], Trained]

    @property
    def target(self) -> Path:
        """The file in the installed package."""
        return Path(str(files(self.package).joinpath(self.file)))


_EVERYTHING = 1_000_000
"""Sentences kept while training: an agent's line stands before many utterances and is embedded once."""


def _acts(folder: Path, tell: Tell) -> Trained:
    from huashu.language import BothEncoders, CachedEmbedder
    from huashu.language.head import to_bytes
    from huashu.training.acts import calibrate, fit, misheard, prepare
    from huashu.training.card import measure, summary, tables
    from huashu.training.examples import fingerprint, load_examples
    from huashu.training.held_out import calibration_of, merge, read_held_out

    examples = load_examples(folder)
    tell(f"{len(examples)} 条语料 (examples)")
    embedder = CachedEmbedder(BothEncoders(), _EVERYTHING)
    written, heard = prepare(examples, embedder), prepare(misheard(examples), embedder)
    tell("语料已编码 (examples embedded)")
    read = read_held_out(written, heard, tell)
    slope, offset, threshold = calibration_of(read)
    head = calibrate(fit(merge(written, heard)), slope, offset, threshold, fingerprint(examples))
    found = measure(read)
    return Trained(weights=to_bytes(head), summary=summary(found), tables=tables(found))


def _completeness(folder: Path, tell: Tell) -> Trained:
    from huashu.training.completeness import train_part

    return train_part(folder, tell)


def _knowledge(folder: Path, tell: Tell) -> Trained:
    from huashu.training.knowledge import train_part

    return train_part(folder, tell)


def _nature(folder: Path, tell: Tell) -> Trained:
    from huashu.language import default_understander
    from huashu.tracking.nature_model import to_bytes
    from huashu.training.nature import act_examples, fingerprint, folds_of, grouped, load_calls, train
    from huashu.training.nature_held_out import outcomes, summary, tables

    calls, listed, ears = load_calls(folder), list(act_examples(folder.parent / "acts")), default_understander()
    tell(f"{len(calls)} 通电话 (calls)，{len(listed)} 句 (utterances)")
    groups = grouped(calls, folds_of(calls), listed, ears)
    tell("按来电种类分组听完 (read with kinds left out)")
    found = list(outcomes(groups, ears))
    model = train(groups, listed, ears, fingerprint(folder))
    return Trained(weights=to_bytes(model), summary=summary(found), tables=tables(found))


def _needs(folder: Path, tell: Tell) -> Trained:
    from huashu.training.needs import train_part

    return train_part(folder, tell)


def _agent_lines(folder: Path, tell: Tell) -> Trained:
    from huashu.training.agent_lines import train_part

    return train_part(folder, tell)


def _telephone(folder: Path, tell: Tell) -> Trained:
    from huashu.training.telephone import train_part

    return train_part(folder.parent, tell)


PARTS: Mapping[str, Part] = {
    "acts": Part(
        title="话语行为 (dialogue acts)", data="acts", package="huashu.language", file="weights.npz", train=_acts
    ),
    "agent_lines": Part(
        title="坐席的话 (agents' lines)",
        data="agent_lines",
        package="huashu.language",
        file="agent_lines.npz",
        train=_agent_lines,
    ),
    "completeness": Part(
        title="说完没有 (finished or not)",
        data="completeness",
        package="huashu.language",
        file="completeness.npz",
        train=_completeness,
    ),
    "knowledge": Part(
        title="问答匹配 (questions to knowledge)",
        data="knowledge",
        package="huashu.playbook",
        file="knowledge.npz",
        train=_knowledge,
    ),
    "needs": Part(
        title="来电所办 (what callers need)",
        data="needs",
        package="huashu.dialogue.desk",
        file="needs.npz",
        train=_needs,
    ),
    "nature": Part(
        title="来电性质 (nature of a call)", data="nature", package="huashu.tracking", file="nature.npz", train=_nature
    ),
    "telephone": Part(
        title="电话里的话 (words of the telephone)",
        data="acts",
        package="huashu.voice.hearing",
        file="telephone.npz",
        train=_telephone,
    ),
}
"""Name -> part."""
