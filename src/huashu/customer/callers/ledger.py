"""The ground truth of a caller: what he wanted, gave, heard and did, turn by turn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from huashu.call import Act


@dataclass(slots=True)
class Ledger:
    """Written while he speaks. ``turn`` counts his utterances (``Speak`` moves) from 0."""

    turns: int = 0
    utterances: list[dict[str, Any]] = field(default_factory=list)
    given: list[dict[str, Any]] = field(default_factory=list)
    moments: list[dict[str, Any]] = field(default_factory=list)
    corrections: list[dict[str, Any]] = field(default_factory=list)
    confirmed: list[dict[str, Any]] = field(default_factory=list)
    holds: list[dict[str, Any]] = field(default_factory=list)
    call_back: list[dict[str, Any]] = field(default_factory=list)
    end_signals: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    consents: list[dict[str, Any]] = field(default_factory=list)
    mistaken: list[int] = field(default_factory=list)
    clear_from: int | None = None
    left: dict[str, str] | None = None

    @property
    def last(self) -> int:
        """The turn of his last utterance; -1 before the first."""
        return self.turns - 1

    def spoke(self, text: str, heard: str, acts: Sequence[Act], category: str) -> int:
        """One utterance: ``text`` as meant, ``heard`` as it came over the line. Returns its turn."""
        turn = self.turns
        self.turns += 1
        entry: dict[str, Any] = {"turn": turn, "acts": [act.value for act in acts], "does": category}
        if heard != text:
            entry["meant"] = text
        self.utterances.append(entry)
        if Act.END_CALL in acts or Act.FAREWELL in acts:
            self.end_signals.append({"turn": turn, "act": acts[0].value, "cause": category})
        return turn

    def moment(self, name: str, turn: int | None = None) -> None:
        """An awkward moment was brought about; ``turn`` is that of the utterance, the next one by default."""
        self.moments.append({"moment": name, "turn": self.turns if turn is None else turn})
