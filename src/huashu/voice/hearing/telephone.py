"""A small language model of telephone Mandarin: how likely a character is after the two before it.

Characters in threes with interpolated Kneser-Ney smoothing (Chen and Goodman 1999), learned by ``huashu train
telephone`` and quantised to a sixteenth of a nat.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ids = NDArray[np.int64]
    Chances = NDArray[np.float32]

BREAK, FIGURE, UNKNOWN = 0, 1, 2
"""What is not a known Han character: beginning and end of a clause; a figure or Latin letter; any other character."""

FIRST = 3
"""The number of the first character of ``TelephoneModel.characters``."""

CLAUSE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
"""What is said between pauses; recognisers put punctuation anywhere, so nothing is learned across it."""

STEPS = 16.0
"""Steps a nat of the quantised logarithms."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """What was written, as far as the model remembers it, of n sequences: the last symbol, and the number of the last
    pair of symbols among the model's pairs, -1 when it is none of them. Each (n,)."""

    last: "Ids"
    pair: "Ids"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TelephoneModel:
    """Logarithms of chances, negative, in nats. ``characters``: the known ones, by frequency. ``single`` and
    ``after_single`` (symbols,): the chance of a symbol, and the share of what was not seen after it. ``pairs`` (p,)
    sorted: first * symbols + second; ``pair`` and ``after_pair`` (p,) likewise. ``triples`` (t,) sorted: number of the
    pair * symbols + third; ``triple`` (t,)."""

    characters: str
    single: "Chances"
    after_single: "Chances"
    pairs: "Ids"
    pair: "Chances"
    after_pair: "Chances"
    triples: "Ids"
    triple: "Chances"

    def start(self) -> State:
        """The state of one sequence at its beginning."""
        import numpy as np

        last = np.array([BREAK])
        return State(last, self._find(self.pairs, last * self._symbols + BREAK))

    def follow(self, state: State, symbols: "Ids") -> tuple["Chances", "Ids"]:
        """For each of n sequences and each of m ``symbols``, the logarithm of its chance, (n, m), and the number of
        the pair that the two last symbols then are, (n, m)."""
        import numpy as np

        pairs = self._find(self.pairs, state.last[:, None] * self._symbols + symbols[None, :])
        lower = np.where(
            pairs >= 0, self.pair[pairs], self.after_single[state.last][:, None] + self.single[symbols][None, :]
        )
        triples = self._find(self.triples, state.pair[:, None] * self._symbols + symbols[None, :])
        left = np.where(state.pair >= 0, self.after_pair[state.pair], 0.0)
        return np.where(triples >= 0, self.triple[triples], left[:, None] + lower), pairs

    def score(self, symbols: Sequence[int]) -> float:
        """The logarithm of the chance of a clause."""
        import numpy as np

        state, total = self.start(), 0.0
        for symbol in symbols:
            one = np.array([symbol])
            chances, pairs = self.follow(state, one)
            total += float(chances[0, 0])
            state = State(one, pairs[:, 0])
        return total

    @property
    def _symbols(self) -> int:
        return len(self.single)

    @staticmethod
    def _find(sorted_keys: "Ids", keys: "Ids") -> "Ids":
        import numpy as np

        at = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
        return np.where(sorted_keys[at] == keys, at, -1)


def to_bytes(model: TelephoneModel) -> bytes:
    """The model as the bytes of a file."""
    import numpy as np

    arrays: dict[str, Any] = {
        "characters": np.frombuffer(model.characters.encode("utf-16-le"), np.uint8),
        "pairs": np.diff(model.pairs, prepend=0).astype(np.int32),
        "triples": np.diff(model.triples, prepend=0).astype(np.int32),
    }
    for name in _CHANCES:
        arrays[name] = np.clip(np.rint(-getattr(model, name) * STEPS), 0, 255).astype(np.uint8)
    kept = io.BytesIO()
    np.savez_compressed(kept, **arrays)
    return kept.getvalue()


def from_bytes(weights: bytes) -> TelephoneModel:
    """The model in the bytes of a file."""
    import numpy as np

    with np.load(io.BytesIO(weights), allow_pickle=False) as kept:
        return TelephoneModel(
            characters=kept["characters"].tobytes().decode("utf-16-le"),
            pairs=np.cumsum(kept["pairs"], dtype=np.int64),
            triples=np.cumsum(kept["triples"], dtype=np.int64),
            **{name: (kept[name] / np.float32(-STEPS)).astype(np.float32) for name in _CHANCES},
        )


_CHANCES = ("single", "after_single", "pair", "after_pair", "triple")


@cache
def default_model() -> TelephoneModel:
    """The model that ships with the package, loaded once."""
    return from_bytes(files("huashu.voice.hearing").joinpath("telephone.npz").read_bytes())


@cache
def numbers(characters: str) -> dict[str, int]:
    """The symbol of each of a model's characters."""
    return {character: at for at, character in enumerate(characters, FIRST)}


def symbol(character: str, known: dict[str, int]) -> int:
    """The symbol of a ``character`` of a clause in a model whose characters ``known`` numbers."""
    return known.get(character, UNKNOWN) if character >= "\u4e00" else FIGURE
