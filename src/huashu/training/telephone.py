"""Learning how people talk on the telephone, character by character, from all utterances in the data folder.

Interpolated Kneser-Ney smoothing (Chen and Goodman 1999) of characters in threes. Deterministic: counts and sorted
sets, nothing drawn by lot.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huashu.training.examples import Example, ExamplesError, load_examples
from huashu.training.trained import Tell, Trained
from huashu.voice.hearing.telephone import BREAK, CLAUSE, FIRST, TelephoneModel, numbers, symbol, to_bytes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ids = NDArray[np.int64]
    Wide = NDArray[np.float64]

_MISHEARD = frozenset({"shibie", "shibie2"})
"""Voices whose words are written as a poor recogniser writes them: that is not how people talk."""

_RARE = 2
"""A character that occurs less often is not known."""

_FOLDS = 3
"""Parts that the authors are dealt into; each part is read by a model learned from the others."""

_READ = 20
"""One in so many utterances of an author is read."""


def train_part(data: Path, tell: Tell) -> Trained:
    """The model of everything under the folder ``data``, and how well it foresees authors that it does not know. Raises
    ``ExamplesError``."""
    examples = load_examples(data / "acts")
    texts = utterances(data)
    tell(f"{len(texts)} 句 (utterances)，{sum(map(len, texts))} 字 (characters)")
    authors = sorted({one.author for one in examples})
    parts = [frozenset(authors[at::_FOLDS]) for at in range(min(_FOLDS, len(authors)))] if len(authors) > 1 else []
    figures = [_foreseen(learn(utterances(data, part)), examples, part) for part in parts]
    tell("按作者分组测过 (measured with authors left out)")
    found = [f"{math.exp(-total / count):.1f}" for total, count in figures]
    model = learn(texts)
    summary = (
        f"authors left out, {len(found)} parts: perplexity of a character {', '.join(found)}"
        f" ({sum(count for _, count in figures)} characters)"
    )
    rows = "\n".join(
        f"| {'、'.join(sorted(part))} | {count} | {each} |"
        for part, (_, count), each in zip(parts, figures, found, strict=True)
    )
    table = f"| authors left out | characters read | perplexity |\n|---|---|---|\n{rows}"
    return Trained(weights=to_bytes(model), summary=summary, tables=table)


def _foreseen(model: TelephoneModel, examples: Sequence[Example], authors: frozenset[str]) -> tuple[float, int]:
    """The logarithm of the chance of some utterances of ``authors``, and how many symbols they are."""
    known, total, count = numbers(model.characters), 0.0, 0
    for one in [one for one in examples if one.author in authors and one.voice not in _MISHEARD][::_READ]:
        for clause in CLAUSE.findall(one.text):
            symbols = [*(symbol(character, known) for character in clause), BREAK]
            total, count = total + model.score(symbols), count + len(symbols)
    return total, count


def utterances(data: Path, without: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Every utterance under the folder ``data`` once, in order of its characters, but for those of the authors
    ``without`` of utterances labelled by act. Raises ``ExamplesError``."""
    found = {
        text
        for one in load_examples(data / "acts")
        if one.author not in without and one.voice not in _MISHEARD
        for text in (one.text, one.context)
    }
    for path in sorted((data / "completeness").glob("*.tsv")):
        found |= {line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines()}
    for path in sorted((data / "agent_lines").glob("*/*.tsv")):
        found |= {text for line in path.read_text(encoding="utf-8").splitlines() for text in line.split("\t")[:2]}
    for folder in ("needs", "knowledge"):
        for path in sorted((data / folder).glob("**/*.yaml")):
            found |= set(_strings(_read(path)))
    return tuple(sorted(found - {""}))


def _read(path: Path) -> object:
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ExamplesError(f"{path}: 不是 YAML (not YAML): {error}") from error


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _strings(each)
        case list():
            for each in value:
                yield from _strings(each)


def learn(texts: Sequence[str]) -> TelephoneModel:
    """The model of ``texts``."""
    import numpy as np

    characters = _characters(texts)
    read, symbols = _read_all(texts, characters), len(characters) + FIRST
    threes, times = np.unique((read[:-2] * symbols + read[1:-1]) * symbols + read[2:], return_counts=True)
    kept = threes % symbols**2 != BREAK * symbols + BREAK
    threes, times = threes[kept], times[kept]
    twos, before = np.unique(threes % symbols**2, return_counts=True)
    ones, before_one = np.unique(twos % symbols, return_counts=True)
    single = np.full(symbols, 0.5)
    single[ones] += before_one
    single /= single.sum()
    two, after_one = _smoothed(twos // symbols, before, single[twos % symbols], symbols)
    contexts = np.unique(threes // symbols)
    pairs = np.union1d(twos, contexts)
    lower = after_one[pairs // symbols] * single[pairs % symbols]
    lower[np.searchsorted(pairs, twos)] = two
    context = np.searchsorted(pairs, threes // symbols)
    three, after_two = _smoothed(context, times, lower[np.searchsorted(pairs, threes % symbols**2)], len(pairs))
    return TelephoneModel(
        characters=characters,
        single=np.log(single).astype(np.float32),
        after_single=np.log(after_one).astype(np.float32),
        pairs=pairs,
        pair=np.log(lower).astype(np.float32),
        after_pair=np.log(after_two).astype(np.float32),
        triples=context * symbols + threes % symbols,
        triple=np.log(three).astype(np.float32),
    )


def _characters(texts: Sequence[str]) -> str:
    times = Counter(character for text in texts for character in text if "\u4e00" <= character <= "\u9fff")
    return "".join(sorted((c for c, count in times.items() if count >= _RARE), key=lambda c: (-times[c], c)))


def _read_all(texts: Iterable[str], characters: str) -> "Ids":
    """The symbols of all clauses of ``texts``, two breaks before and after each."""
    import numpy as np

    known, read = numbers(characters), [BREAK, BREAK]
    for text in texts:
        for clause in CLAUSE.findall(text):
            read += [symbol(character, known) for character in clause]
            read += [BREAK, BREAK]
    return np.array(read, np.int64)


def _smoothed(context: "Ids", times: "Ids", lower: "Wide", contexts: int) -> tuple["Wide", "Wide"]:
    """The chance of each n-gram, given that of the shorter one, and the share of each context left to what it lacks."""
    import numpy as np

    once, twice = int((times == 1).sum()), int((times == 2).sum())
    discount = once / (once + 2 * twice) if once and twice else 0.5
    total = np.bincount(context, times, contexts)
    kinds = np.bincount(context, minlength=contexts)
    left = np.where(total > 0, discount * kinds / np.maximum(total, 1), 1.0)
    return (times - discount) / total[context] + left[context] * lower, left
