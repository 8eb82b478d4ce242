"""The record of one call, read out of what the agent did: why it ended, what was said, what must follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, assert_never

from huashu.call import CallLater, Done, DoNotContact, EndReason, HangUp, Ms, Note, NoteKind


class Outcome(StrEnum):
    """What became of the call, for whoever plans the next one (S2.17)."""

    DONE = "done"
    DECLINED = "declined"
    CALL_BACK = "call_back"
    NOT_REACHED = "not_reached"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A point the customer made, in his words, and when."""

    text: str
    at: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer to a question of the script."""

    step: int
    key: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What one call leaves. ``call_later`` is the time the customer offered, in his words."""

    outcome: Outcome
    end_reason: EndReason
    do_not_contact: bool = False
    call_later: str | None = None
    feedback: tuple[Feedback, ...] = ()
    answers: tuple[Reply, ...] = ()
    open_questions: tuple[str, ...] = ()


def outcome_of(reason: EndReason) -> Outcome:
    """The outcome that an end reason means."""
    match reason:
        case EndReason.COMPLETED:
            return Outcome.DONE
        case EndReason.REFUSED | EndReason.DO_NOT_CONTACT | EndReason.COLD | EndReason.AGITATED:
            return Outcome.DECLINED
        case EndReason.BUSY | EndReason.CALL_LATER:
            return Outcome.CALL_BACK
        case EndReason.WRONG_PERSON | EndReason.VOICEMAIL | EndReason.LINE_UNUSABLE:
            return Outcome.NOT_REACHED
        case EndReason.CUSTOMER_HUNG_UP | EndReason.LIMIT:
            return Outcome.UNFINISHED
        case _:
            assert_never(reason)


def record_of(done: Iterable[Done]) -> Record:
    """The record of a call whose agent did ``done``. A call that the agent never closed ended by the customer."""
    actions = [entry.action for entry in done]
    reasons = [action.reason for action in actions if isinstance(action, HangUp)]
    reason = reasons[0] if reasons else EndReason.CUSTOMER_HUNG_UP
    notes = [action for action in actions if isinstance(action, Note)]
    times = [action.when for action in actions if isinstance(action, CallLater)]
    return Record(
        outcome=outcome_of(reason),
        end_reason=reason,
        do_not_contact=any(isinstance(action, DoNotContact) for action in actions),
        call_later=times[-1] if times else None,
        feedback=tuple(Feedback(text=n.text, at=n.heard_at or 0) for n in notes if n.kind is NoteKind.FEEDBACK),
        answers=tuple(_reply(note) for note in notes if note.kind is NoteKind.ANSWER),
        open_questions=tuple(note.text for note in notes if note.kind is NoteKind.OPEN_QUESTION),
    )


def _reply(note: Note) -> Reply:
    return Reply(step=note.step or 0, key=note.key or "", question=note.question or "", answer=note.text)


def record_to_json(record: Record) -> dict[str, Any]:
    """The record as the log and ``huashu call --jsonl`` write it; times in seconds."""
    return {
        "outcome": record.outcome.value,
        "end_reason": record.end_reason.value,
        "do_not_contact": record.do_not_contact,
        "call_later": record.call_later,
        "feedback": [{"text": point.text, "at": point.at / 1000} for point in record.feedback],
        "answers": [
            {"step": reply.step, "key": reply.key, "question": reply.question, "answer": reply.answer}
            for reply in record.answers
        ],
        "open_questions": list(record.open_questions),
    }
