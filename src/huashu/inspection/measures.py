"""What can be measured in a call, beside its score: talk, pace, waiting, tone, questions, 5W2H, how it ended. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from huashu.call import Act, CallLog, Side
from huashu.call.codec import Times, times_of
from huashu.casework.particulars import Particular, Particulars, particulars_of
from huashu.inspection.measures_talk import At, Pace, Talk, Waiting, pace_of, talk_of, waiting_of
from huashu.inspection.outcome import Ending, ending_of
from huashu.inspection.questions import Question, QuestionKind, mix_of, questions_of
from huashu.inspection.tone import AgentTone, CustomerTone, Fillers, Mood, agent_tone, customer_tone, fillers_of
from huashu.language import Understander
from huashu.standard import Ears, LineReader, Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The measures of one call. What could not be measured is ``None``; ``times`` says how far times can be trusted.
    ``repeats`` is how often the customer had to say, or to hear, something again."""

    times: Times
    talk: Talk
    pace: Pace
    waiting: Waiting
    fillers: Fillers
    agent: AgentTone
    customer: CustomerTone | None
    questions: tuple[Question, ...]
    particulars: Particulars
    ending: Ending | None
    ended_at: int | None
    repeats: int | None


def measure(log: CallLog, ears: Scene | Ears | None, reader: LineReader | None = None) -> Measures:
    """Measure ``log``. ``ears`` may be a ``Scene`` of it made before, which has its own reader. Without ears what hangs
    on the customer's meaning stays unknown; his mood takes a whole ``Understander``."""
    scene = ears if isinstance(ears, Scene) else _scene(log, ears, reader)
    customer = customer_tone(scene)
    ended = ending_of(scene)
    return Measures(
        times=times_of(log),
        talk=talk_of(scene),
        pace=pace_of(scene),
        waiting=waiting_of(scene),
        fillers=fillers_of(scene),
        agent=agent_tone(scene, customer),
        customer=customer,
        questions=questions_of(scene),
        particulars=particulars_of(log),
        ending=ended[0] if ended else None,
        ended_at=ended[1] if ended else None,
        repeats=_repeats(scene),
    )


def _scene(log: CallLog, ears: Ears | None, reader: LineReader | None) -> Scene:
    return Scene(log, ears, reader=reader, embedder=ears.embedder if isinstance(ears, Understander) else None)


_AGAIN = (Act.REPEAT_REQUEST, Act.NOT_UNDERSTAND, Act.CANNOT_HEAR)
_SAME = 0.85


def _repeats(scene: Scene) -> int | None:
    """Lines of the customer that ask to hear something again, or say what he said before."""
    if scene.ears is None:
        return None
    lines = [line for line in scene.lines if line.who is Side.CUSTOMER]
    return sum(
        any(scene.does(line, act) is True for act in _AGAIN)
        or (len(line.text) >= 6 and scene.times_said(line, _SAME) > 1)
        for line in lines
    )


def measures_json(measures: Measures) -> dict[str, Any]:
    """The measures as ``huashu inspect --json`` prints them: ms as ``…_ms``, shares 0 to 1, ``null`` for unknown."""
    return {
        "times": measures.times,
        "ending": measures.ending.value if measures.ending else None,
        "ended_at": measures.ended_at,
        "repeats": measures.repeats,
        "talk": _talk_json(measures.talk),
        "speech_rate": {key: _at_json(value) for key, value in _fields(measures.pace).items()},
        "waiting": _waiting_json(measures.waiting),
        "fillers": asdict(measures.fillers) | {"per_hundred": round(measures.fillers.per_hundred, 2)},
        "tone": asdict(measures.agent) | {"customer": _customer_json(measures.customer)},
        "questions": _questions_json(measures.questions),
        "particulars": _particulars_json(measures.particulars),
    }


def _fields(value: Pace | Talk | Waiting) -> dict[str, Any]:
    return {name: getattr(value, name) for name in type(value).__slots__}


def _at_json(value: Any) -> Any:
    return {"value": value.value, "at": value.at} if isinstance(value, At) else value


def _talk_json(talk: Talk) -> dict[str, Any]:
    told = _fields(talk)
    longest = told.pop("longest")
    share = told.pop("share")
    return told | {"share": _rounded(share), "longest_ms": _value(longest), "longest_at": _place(longest)}


def _waiting_json(waiting: Waiting) -> dict[str, Any]:
    told = _fields(waiting)
    worst = told.pop("response_worst")
    told["silence_share"] = _rounded(waiting.silence_share)
    return told | {"response_worst_ms": _value(worst), "response_worst_at": _place(worst)}


def _value(extreme: At | None) -> int | None:
    return extreme.value if extreme else None


def _place(extreme: At | None) -> int | None:
    return extreme.at if extreme else None


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _customer_json(customer: CustomerTone | None) -> dict[str, Any] | None:
    if customer is None:
        return None
    return {name: _mood_json(getattr(customer, name)) for name in ("start", "worst", "end")}


def _mood_json(mood: Mood) -> dict[str, Any]:
    return asdict(mood) | {"level": round(mood.level, 3)}


def _questions_json(questions: tuple[Question, ...]) -> dict[str, Any]:
    mix: Mapping[QuestionKind, int] = mix_of(questions)
    tagged = [{"at": one.at, "kind": one.kind.value, "text": one.text} for one in questions]
    return {"count": len(questions), **{kind.value: count for kind, count in mix.items()}, "asked": tagged}


def _particulars_json(particulars: Particulars) -> dict[str, Any]:
    known = {
        one.value: {"at": found.at, "text": found.text} if (found := particulars.known.get(one)) else None
        for one in Particular
    }
    return {"share": round(particulars.share, 3), **known}
