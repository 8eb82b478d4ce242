"""When a conditional line is meant (“如客户犹豫”, “若已收到”, “选择上门”): by the customer's attitude, by the yes or no
to what was asked, by the option or number he gives, and by the matter he speaks of."""

from collections.abc import Callable
from dataclasses import dataclass

from huashu.call import Act
from huashu.dialogue.conditions.evidence import Evidence, evidence
from huashu.dialogue.conditions.reading import Both, read
from huashu.dialogue.conditions.scores import score
from huashu.dialogue.conditions.table import table
from huashu.dialogue.script.lines import lets_stay
from huashu.language import Embedder, Understanding

ENDING = frozenset({Act.REFUSE, Act.END_CALL, Act.DO_NOT_CONTACT, Act.BUSY, Act.CALL_LATER, Act.FAREWELL})
"""Acts by which a customer wants out of the call."""

_ELSEWHERE = frozenset({Act.HOLD_ON, Act.SIDE_TALK, Act.NON_SPEECH})  # he is not talking to us just now

_MEANT = 0.5  # an act stands for an attitude from this weight on


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """What a condition waits for. ``words`` is the condition itself; ``acts`` those of its attitudes; ``otherwise``: it
    is meant when none of the lines beside it is; ``stays``: the line itself asks who has no time for a moment."""

    words: str
    acts: frozenset[Act]
    silence: bool = False
    otherwise: bool = False
    waits: tuple[Both, ...] = ()
    stays: bool = False

    @property
    def ends(self) -> bool:
        """Whether it waits for a customer who wants out of the call, not one who declines something in it."""
        parts = [part for both in self.waits for part in both.parts if not part.is_silence]
        if self.stays and all(part.is_busy for part in parts):
            return False
        return bool(parts) and all(part.leaves(self.words) for part in parts)


def read_condition(words: str, line: str = "") -> Cues:
    """The cues in a condition's words. A stage direction, or words about the agent himself, wait for nothing. ``line``
    is what is said then, when known: “我长话短说” to who is busy does not end the call."""
    known = table()
    plain = known.plain(words)
    if known.never.search(plain):
        return Cues(words=words, acts=frozenset())
    waits = read(words)
    attitudes = [attitude for both in waits for part in both.parts for attitude in part.attitudes]
    return Cues(
        words=words,
        acts=frozenset(act for attitude in attitudes for act, weight in attitude.acts.items() if weight >= _MEANT),
        silence=any(attitude.silence for attitude in attitudes),
        otherwise=bool(known.otherwise.search(plain.removeprefix("如").removeprefix("果"))),
        waits=waits,
        stays=bool(line) and lets_stay(line),
    )


def fit(
    cues: Cues,
    heard: Understanding,
    *,
    said: str = "",
    asked: str = "",
    likeness: Callable[[str, str], float] | None = None,
) -> float:
    """How well what was heard is what the condition waits for, 0 (not at all) to 1.

    ``said`` are his words (by default those of ``heard``), ``asked`` the agent's line that he answered, ``likeness``
    how near two texts are in meaning, 0 to 1 (``meaning_likeness``). Scores of different conditions compare: an option
    or a number settled comes before a matter named, a matter before an attitude.
    """
    if not cues.waits or (heard.acts and heard.acts[0] in _ELSEWHERE):
        return 0.0
    seen = evidence(heard, said or heard.text, asked, likeness)
    return max(_together(both, seen) for both in cues.waits)


_STRANGERS, _TWINS = 0.58, 0.86
"""Inner products of the shipped encoders for words that have nothing, and all but everything, in common."""


def meaning_likeness(embedder: Embedder) -> Callable[[str, str], float]:
    """A ``likeness`` for ``fit`` from the shipped embeddings: 0 for texts that have nothing in common."""

    def likeness(one: str, other: str) -> float:
        rows = embedder.embed((one, other))
        return min(1.0, max(0.0, (float(rows[0] @ rows[1]) - _STRANGERS) / (_TWINS - _STRANGERS)))

    return likeness


def _together(both: Both, seen: Evidence) -> float:
    """The score of what a condition wants together: all of it beats a part, and after a “but” the last part decides."""
    scores = [score(part, seen) for part in both.parts]
    if len(scores) == 1:
        return scores[0]
    if min(scores) > 0:
        return min(1.0, max(scores) + 0.1)
    return 0.8 * scores[-1] if both.turns else 0.7 * max(scores)
