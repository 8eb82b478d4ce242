"""How well it is read whether an utterance is finished: the figures of the model card."""

from itertools import pairwise
from typing import TYPE_CHECKING

from huashu.language.completeness import STATES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


def accuracy(chances: "NDArray[np.float64]", states: "NDArray[np.int64]") -> float:
    """The share of lines, ``chances`` (n, 3), read as the state they have, ``states`` (n,)."""
    return float((chances.argmax(1) == states).mean())


def tables(chances: "NDArray[np.float64]", states: "NDArray[np.int64]", voices: "NDArray[np.str_]") -> str:
    """Markdown: accuracy by voice, confusions with precision and recall by state, and how far the chances are right."""
    return "\n".join(
        [*_by_voice(chances, states, voices), "", *_by_state(chances, states), "", *_calibration(chances, states)]
    )


def _by_voice(chances: "NDArray[np.float64]", states: "NDArray[np.int64]", voices: "NDArray[np.str_]") -> list[str]:
    lines = ["| voice, left out of the training | lines | right |", "|---|---|---|"]
    for voice in sorted(set(voices.tolist())):
        mine = voices == voice
        lines.append(f"| `{voice}` | {mine.sum():,} | {accuracy(chances[mine], states[mine]):.1%} |")
    return [*lines, f"| all | {len(states):,} | {accuracy(chances, states):.1%} |"]


def _by_state(chances: "NDArray[np.float64]", states: "NDArray[np.int64]") -> list[str]:
    read = chances.argmax(1)
    lines = [f"| is | read as {' | '.join(STATES)} | recall | precision |", "|---|" + "---|" * (len(STATES) + 2)]
    for at, state in enumerate(STATES):
        row = [int(((states == at) & (read == other)).sum()) for other in range(len(STATES))]
        recall, precision = row[at] / max(sum(row), 1), row[at] / max(int((read == at).sum()), 1)
        lines.append(f"| {state} | {' | '.join(f'{count:,}' for count in row)} | {recall:.3f} | {precision:.3f} |")
    return lines


def _calibration(chances: "NDArray[np.float64]", states: "NDArray[np.int64]") -> list[str]:
    sure, right = chances.max(1), chances.argmax(1) == states
    lines = ["| probability given | on average | right | lines |", "|---|---|---|---|"]
    for low, high in pairwise(_BINS):
        inside = (sure > low) & (sure <= high)
        if inside.any():
            mean, share = sure[inside].mean(), right[inside].mean()
            lines.append(f"| {low:.2f} – {high:.2f} | {mean:.3f} | {share:.3f} | {inside.sum():,} |")
    return lines
