"""What can be trained: each part of understanding, from its folder of data to the file of weights that ships."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

Tell = Callable[[str], None]
"""Told in words what has been done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """Weights as the bytes of their file, what they are worth on data held out, and the model card's tables."""

    weights: bytes
    summary: str
    tables: str = ""


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


def _acts(folder: Path, tell: Tell) -> Trained:
    from huashu.language import BothEncoders
    from huashu.language.head import to_bytes
    from huashu.training.acts import calibrate, fit, misheard, prepare
    from huashu.training.card import measure, summary, tables
    from huashu.training.examples import fingerprint, load_examples
    from huashu.training.held_out import calibration_of, merge, read_held_out

    examples = load_examples(folder)
    tell(f"{len(examples)} 条语料 (examples)")
    embedder = BothEncoders()
    written, heard = prepare(examples, embedder), prepare(misheard(examples), embedder)
    tell("语料已编码 (examples embedded)")
    read = read_held_out(written, heard, tell)
    slope, offset, threshold = calibration_of(read)
    head = calibrate(fit(merge(written, heard)), slope, offset, threshold, fingerprint(examples))
    found = measure(read)
    return Trained(weights=to_bytes(head), summary=summary(found), tables=tables(found))


PARTS: Mapping[str, Part] = {
    "acts": Part(
        title="话语行为 (dialogue acts)", data="acts", package="huashu.language", file="weights.npz", train=_acts
    ),
}
"""Name -> part."""
