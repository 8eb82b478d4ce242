"""What a trained head sees of an utterance besides its embedding: character and sound n-grams, cues, the question."""

from collections.abc import Iterator

from huashu.language.asking import asked
from huashu.language.normalise import tidy
from huashu.language.rules import bare_answer, signs
from huashu.language.tables import sounds

_LONGEST = 200  # characters whose n-grams are counted: from each end half
_SHORT = 6  # characters up to which an utterance leans on the question before it


def features(text: str, context: str) -> Iterator[tuple[str, float]]:
    """The named features of ``text`` said after ``context``, with their weights. A name may come more than once."""
    tidied = _two_ends(tidy(text))
    yield from ngrams(tidied)
    yield from _signs(tidied)
    question = asked(context)
    bare = bare_answer(tidied, question)
    yield f"q:{question}", 0.5
    if len(tidied) <= _SHORT:
        yield f"q-short:{question}", 1.0
    if bare is not None:
        yield f"bare:{bare}", 2.0
        yield f"bare-q:{bare}:{question}", 1.0
    yield "long" if len(tidied) > 12 else "short", 0.3


def is_ngram(name: str) -> bool:
    """Whether the feature ``name`` is an n-gram of characters or sounds; the others are cues and questions."""
    return name.startswith(("c:", "s:"))


def ngrams(text: str) -> Iterator[tuple[str, float]]:
    """The n-grams of characters and of sounds of ``text``, tidied; of a long one only the two ends are read."""
    framed = f"^{_two_ends(text)}$"
    scale = 1.0 / (len(framed) ** 0.5)
    for size in (1, 2, 3):
        for at in range(len(framed) - size + 1):
            yield f"c:{framed[at : at + size]}", scale
    heard = [sounds().get(character, character) for character in framed]
    for size in (2, 3):
        for at in range(len(heard) - size + 1):
            yield f"s:{'-'.join(heard[at : at + size])}", scale


def _two_ends(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST // 2] + text[-_LONGEST // 2 :]


def _signs(text: str) -> Iterator[tuple[str, float]]:
    for act, sign in signs(text).items():
        if sign.sure:
            yield f"sure:{act}", 1.0
        if sign.hint:
            yield f"hint:{act}", 0.5
        if sign.denied:
            yield f"denied:{act}", 0.7
