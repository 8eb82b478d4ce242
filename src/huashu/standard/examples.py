"""Running the examples that clauses and meanings carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from huashu.standard.clause import Clause, Example
from huashu.standard.ears import Ears, LineReader
from huashu.standard.judge import Judgement, Verdict, judge_scene
from huashu.standard.meaning import Meaning
from huashu.standard.sample import Sample, SampleEars, SampleError, read_sample
from huashu.standard.scene import Scene

if TYPE_CHECKING:
    from huashu.language.embedding import Embedder


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An example that its clause does not judge as it says. ``problem`` is a sentence with file and line;
    ``expected`` and ``found`` are its two sides."""

    clause: Clause
    example: Example
    judgement: Judgement | None
    expected: str
    found: str

    @property
    def problem(self) -> str:
        """The failure as a sentence with file and line."""
        place = f"{self.clause.file}:{self.example.line}: {self.clause.id}"
        return f"{place}: 应为 {self.expected}，实为 {self.found} (expected {self.expected}, found {self.found})"


def run_examples(
    clause: Clause,
    ears: Ears | None = None,
    *,
    reader: LineReader | None = None,
    embedder: "Embedder | None" = None,
) -> tuple[Failure, ...]:
    """The examples of ``clause`` that go wrong. In an example the caller's nature is known: he is a nuisance from its
    ``clear_from``, or never."""
    return tuple(
        failure for one in clause.examples if (failure := _run(clause, one, ears, reader, embedder)) is not None
    )


def _run(
    clause: Clause, example: Example, ears: Ears | None, reader: LineReader | None, embedder: "Embedder | None"
) -> Failure | None:
    try:
        sample = sample_of(clause, example)
    except SampleError as error:
        return Failure(clause=clause, example=example, judgement=None, expected=_expected(example), found=str(error))
    scene = Scene(
        sample.log,
        SampleEars(known=sample.acts, others=ears),
        reader=reader,
        embedder=embedder,
        clear_from=example.clear_from,
        nature_known=True,
    )
    judgement = judge_scene(clause, scene)
    found = [evidence.at for evidence in judgement.findings]
    match judgement.verdict, example.bad:
        case Verdict.BROKEN, True if example.at is None or example.at in found:
            return None
        case Verdict.MET | Verdict.NOT_TRIGGERED, False:
            return None
    return Failure(
        clause=clause,
        example=example,
        judgement=judgement,
        expected=_expected(example),
        found=f"{judgement.verdict} {found}" if found else judgement.verdict.value,
    )


def sample_of(clause: Clause, example: Example) -> Sample:
    """The short call of ``example``. Raises ``SampleError``."""
    direction = example.direction or ("inbound" if clause.applies.direction == "inbound" else "outbound")
    return read_sample(
        example.lines,
        agent=example.agent,
        direction=direction,
        kind=example.kind,
        profile=example.profile,
        records=example.records,
    )


def _expected(example: Example) -> str:
    if not example.bad:
        return "met"
    return "broken" if example.at is None else f"broken [{example.at}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeaningFailure:
    """An example that does not mean what it stands under (``wanted``), or a counter-example that does."""

    meaning: Meaning
    text: str
    wanted: bool

    @property
    def problem(self) -> str:
        """The failure as a sentence with file and line."""
        what = (
            "例子里找不到这个含义 (the example does not mean it)"
            if self.wanted
            else "反例里找到了这个含义 (the counter-example means it)"
        )
        return f"{self.meaning.file}:{self.meaning.line}: {self.meaning.name}: {what}: “{self.text}”"


def _read(reader: LineReader | None, text: str) -> Mapping[str, float] | None:
    return None if reader is None else reader.read(text, "")


def run_meaning(meaning: Meaning, *, reader: LineReader | None = None) -> tuple[MeaningFailure, ...]:
    """The examples and counter-examples of ``meaning`` that go wrong, each as an agent's line that answers nothing.
    What only a reader could tell goes by without one."""
    failures: list[MeaningFailure] = []
    for wanted, texts in ((True, meaning.examples), (False, meaning.counter_examples)):
        for text in texts:
            told = meaning.told_by(text, partial(_read, reader, text))
            if told is (not wanted) and not (wanted and meaning.learned and reader is None):
                failures.append(MeaningFailure(meaning=meaning, text=text, wanted=wanted))
    return tuple(failures)
