"""The ground truth: what the customer really did and meant, turn by turn (the log's side channel)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from huashu.call import Act
from huashu.customer import meaning
from huashu.customer.facts import Reply
from huashu.customer.mood import Mood
from huashu.customer.voice import ENDING


@dataclass(slots=True)
class Ledger:
    """Written while he speaks. ``turn`` counts his utterances (``Speak`` moves) from 0."""

    persona: str
    answered_by: str = "self"
    turns: int = 0
    utterances: list[dict[str, Any]] = field(default_factory=list)
    end_signals: list[dict[str, Any]] = field(default_factory=list)
    feedback: list[dict[str, Any]] = field(default_factory=list)
    concerns: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    volunteered: list[dict[str, Any]] = field(default_factory=list)
    handovers: list[dict[str, Any]] = field(default_factory=list)
    asked_identity: list[int] = field(default_factory=list)
    do_not_contact: int | None = None
    call_later: dict[str, Any] | None = None
    left: dict[str, str] | None = None

    def spoke(self, category: str, text: str, heard: str, acts: tuple[Act, ...], mood: Mood, cause: str) -> int:
        """Write down one utterance: ``text`` as meant, ``heard`` as it came over the line. Returns its turn."""
        turn = self.turns
        self.turns += 1
        self.utterances.append({"turn": turn, "acts": [act.value for act in acts], "mood": mood.as_dict()})
        if category in ENDING:
            self.end_signals.append({"turn": turn, "act": acts[0].value, "cause": cause})
        if Act.ASK_IDENTITY in acts:
            self.asked_identity.append(turn)
        if Act.DO_NOT_CONTACT in acts and self.do_not_contact is None:
            self.do_not_contact = turn
        if Act.CALL_LATER in acts and (self.call_later is None or meaning.names_time(text)):
            self.call_later = {"turn": turn, "text": heard}
        return turn

    def answered(self, turn: int, question: str, text: str, reply: Reply) -> None:
        """Write down that the utterance answers ``question``: the value that a record must have, if there is one."""
        self.answers.append(
            {
                "turn": turn,
                "question": question,
                "text": text,
                "value": reply.value or None,
                "kind": reply.kind,
                "stance": reply.stance.value,
            }
        )

    def added(self, turn: int, text: str, value: str, kind: str) -> None:
        """Write down what he told unasked."""
        self.volunteered.append({"turn": turn, "question": None, "text": text, "value": value, "kind": kind})

    def as_dict(self, mood: Mood, facts: Mapping[str, str]) -> dict[str, Any]:
        """JSON-ready; ``mood`` is the final one, ``facts`` what is so of him."""
        return {
            "persona": self.persona,
            "temperament": self.persona,
            "facts": dict(facts),
            "answered_by": self.answered_by,
            "mood": mood.as_dict(),
            "end_signals": list(self.end_signals),
            "feedback": list(self.feedback),
            "concerns": list(self.concerns),
            "questions": list(self.questions),
            "answers": list(self.answers),
            "volunteered": list(self.volunteered),
            "handovers": list(self.handovers),
            "do_not_contact": self.do_not_contact,
            "call_later": self.call_later,
            "left": self.left,
            "asked_identity": list(self.asked_identity),
            "utterances": list(self.utterances),
        }
