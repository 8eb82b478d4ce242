"""The record of one call, read out of what the agent did: why it ended, what was said, what must follow."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, assert_never

from huashu.call import CallLater, Done, DoNotContact, EndReason, Goal, HangUp, Ms, Note, NoteKind


class Outcome(StrEnum):
    """What became of the call, for whoever plans the next one (S2.17)."""

    DONE = "done"
    DECLINED = "declined"
    CALL_BACK = "call_back"
    REFERRED = "referred"
    BACK_OFFICE = "back_office"
    HARASSING = "harassing"
    NOT_REACHED = "not_reached"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A point the customer made, in his words, and when."""

    text: str
    at: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer to a question of the script, in the customer's words. ``value`` is what matters of them, ``wants`` the
    kind of answer asked for, ``stance`` how he answered; see ``Note``."""

    step: int
    key: str
    question: str
    answer: str
    wants: str = ""
    stance: str = ""
    value: str = ""


class Satisfaction(StrEnum):
    """How content the customer said he was. Values never change once released."""

    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedNote:
    """One thing that a caller wanted, by the desk's name for it and in his words, and what came of it."""

    what: str
    words: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNote:
    """A work order of the call. ``pending``: it could not be made during the call and has no number yet. ``promised``:
    the time told to the caller, ISO 8601, empty when none was; ``within`` what was asked for."""

    ref: str
    number: str
    kind: str
    subject: str
    promised: str = ""
    within: str = ""
    department: str = ""
    contact: str = ""
    name: str = ""
    pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundNotes:
    """What the record of a call to the desk tells beside the outcome (S1.11).

    ``kinds``: the types of call it was (S1.12); ``identity``: how far the caller showed who he is; ``particulars``:
    why, what, where, when, who, how, how much, each in words (S4.5); ``missing``: those nobody can tell, to be filled
    in by a person; ``nuisance``: what was reported of a harassing call."""

    needs: tuple[NeedNote, ...] = ()
    kinds: tuple[str, ...] = ()
    identity: str = ""
    orders: tuple[OrderNote, ...] = ()
    satisfaction: Satisfaction | None = None
    satisfaction_words: str = ""
    nuisance: tuple[str, ...] = ()
    particulars: Mapping[str, str] = field(default_factory=dict, hash=False)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What one call leaves. ``call_later`` is the time the customer offered, in his words; ``goal`` what became of the
    scenario's task; ``end_condition`` the scenario's own condition by which it ended; ``inbound`` what a call to the
    desk leaves besides."""

    outcome: Outcome
    end_reason: EndReason
    do_not_contact: bool = False
    call_later: str | None = None
    feedback: tuple[Feedback, ...] = ()
    answers: tuple[Reply, ...] = ()
    open_questions: tuple[str, ...] = ()
    goal: Goal | None = None
    end_condition: str | None = None
    inbound: InboundNotes | None = None

    @property
    def agreed(self) -> dict[str, str]:
        """What was settled with him, by its name: times, places, choices, contacts, counts, amounts."""
        return {reply.key: reply.value for reply in self.answers if reply.value and reply.wants in AGREED}


AGREED = frozenset("choice time duration place phone account email name count amount number".split())
"""The kinds of answer that settle something to be kept to afterwards."""


def outcome_of(reason: EndReason) -> Outcome:
    """The outcome that an end reason means."""
    match reason:
        case EndReason.COMPLETED:
            return Outcome.DONE
        case EndReason.REFUSED | EndReason.DO_NOT_CONTACT | EndReason.COLD | EndReason.AGITATED:
            return Outcome.DECLINED
        case EndReason.BUSY | EndReason.CALL_LATER | EndReason.CALL_BACK:
            return Outcome.CALL_BACK
        case EndReason.REFERRED:
            return Outcome.REFERRED
        case EndReason.BACK_OFFICE | EndReason.TRANSFERRED:
            return Outcome.BACK_OFFICE
        case EndReason.HARASSMENT:
            return Outcome.HARASSING
        case EndReason.WRONG_PERSON | EndReason.VOICEMAIL | EndReason.LINE_UNUSABLE:
            return Outcome.NOT_REACHED
        case (
            EndReason.NO_ANSWER | EndReason.LINE_BUSY | EndReason.REJECTED | EndReason.WRONG_NUMBER | EndReason.NETWORK
        ):
            return Outcome.NOT_REACHED
        case EndReason.CUSTOMER_HUNG_UP | EndReason.LIMIT:
            return Outcome.UNFINISHED
        case _:
            assert_never(reason)


def record_of(done: Iterable[Done]) -> Record:
    """The record of a call whose agent did ``done``. A call that the agent never closed ended by the customer."""
    actions = [entry.action for entry in done]
    hang_up = next((action for action in actions if isinstance(action, HangUp)), None)
    notes = [action for action in actions if isinstance(action, Note)]
    answers = _latest(_reply(note) for note in notes if note.kind is NoteKind.ANSWER)
    reason = hang_up.reason if hang_up else EndReason.CUSTOMER_HUNG_UP
    times = [action.when for action in actions if isinstance(action, CallLater)]
    return Record(
        outcome=outcome_of(reason),
        end_reason=reason,
        do_not_contact=any(isinstance(action, DoNotContact) for action in actions),
        call_later=times[-1] if times else None,
        feedback=tuple(Feedback(text=n.text, at=n.heard_at or 0) for n in notes if n.kind is NoteKind.FEEDBACK),
        answers=answers,
        open_questions=tuple(note.text for note in notes if note.kind is NoteKind.OPEN_QUESTION),
        goal=hang_up.goal if hang_up else (Goal.PARTLY if answers else Goal.NO),
        end_condition=hang_up.condition if hang_up else None,
    )


def _latest(replies: Iterable[Reply]) -> tuple[Reply, ...]:
    """One reply for each question, the last one given, where the first one stood."""
    kept: dict[tuple[int, str, str], Reply] = {}
    for reply in replies:
        kept[reply.step, reply.key, reply.question] = reply
    return tuple(kept.values())


def _reply(note: Note) -> Reply:
    return Reply(
        step=note.step or 0,
        key=note.key or "",
        question=note.question or "",
        answer=note.text,
        wants=note.wants or "",
        stance=note.stance or "",
        value=note.value or "",
    )


def record_to_json(record: Record) -> dict[str, Any]:
    """The record as the log and ``huashu call --jsonl`` write it; times in seconds. ``inbound`` is there for calls to
    the desk only."""
    inbound = {} if record.inbound is None else {"inbound": _inbound_to_json(record.inbound)}
    return {
        "outcome": record.outcome.value,
        "end_reason": record.end_reason.value,
        "do_not_contact": record.do_not_contact,
        "call_later": record.call_later,
        "feedback": [{"text": point.text, "at": point.at / 1000} for point in record.feedback],
        "answers": [
            {
                "step": reply.step,
                "key": reply.key,
                "question": reply.question,
                "answer": reply.answer,
                "wants": reply.wants,
                "stance": reply.stance,
                "value": reply.value,
            }
            for reply in record.answers
        ],
        "open_questions": list(record.open_questions),
        "goal": record.goal.value if record.goal else None,
        "end_condition": record.end_condition,
        "agreed": record.agreed,
        **inbound,
    }


def _inbound_to_json(notes: InboundNotes) -> dict[str, Any]:
    return {
        "needs": [{"what": need.what, "words": need.words, "result": need.result} for need in notes.needs],
        "kinds": list(notes.kinds),
        "identity": notes.identity,
        "orders": [_order_to_json(order) for order in notes.orders],
        "satisfaction": notes.satisfaction.value if notes.satisfaction else None,
        "satisfaction_words": notes.satisfaction_words,
        "nuisance": list(notes.nuisance),
        "particulars": dict(notes.particulars),
        "missing": list(notes.missing),
    }


def _order_to_json(order: OrderNote) -> dict[str, Any]:
    """Whom to reach stands in the order itself, where it can be kept from those whom it does not concern (S1.14)."""
    return {key: value for key, value in asdict(order).items() if key not in ("contact", "name")}
