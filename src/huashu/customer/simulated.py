"""The simulated customer: state and a seeded random source around the pure rooms beside it (S0.14-S0.18)."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, Literal

from huashu.call import Act, Ms
from huashu.customer import meaning
from huashu.customer.conduct import decide, triggered_by
from huashu.customer.ears import Cue, Impression, as_asked, listen
from huashu.customer.facts import KIND, Facts, Reply
from huashu.customer.mood import moved
from huashu.customer.moves import Leave, Move, Quiet, Sound, Speak
from huashu.customer.noise import garble
from huashu.customer.paraphrase import asks, paraphrase
from huashu.customer.particulars import invent
from huashu.customer.persona import Persona, Point, PointKind, Temperament
from huashu.customer.questions import OPEN, Ask
from huashu.customer.reading import read_persona
from huashu.customer.state import Chances, Intent, Situation, State
from huashu.customer.truth import Ledger
from huashu.customer.voice import ACTS, ENDING, Voice, acts_of, tone_of
from huashu.playbook.model import QA, Callee, ProfileItem

AnsweredBy = Literal["self", "wrong_number", "someone_else", "machine"]
_POINT_ACTS: Final = {
    PointKind.GRIEVANCE: Act.FEEDBACK_NEGATIVE,
    PointKind.PRAISE: Act.FEEDBACK_POSITIVE,
    PointKind.WISH: Act.SUGGESTION,
    PointKind.WORRY: Act.DOUBT_EFFECT,
    PointKind.QUESTION: Act.QUESTION,
}
_SLOWEST: Final[Ms] = 2400
"""A longer pause after a question would be a silence of the customer (D3)."""
_PROMPT: Final[Ms] = 1300
"""How long at most he takes to react to what was no question, before the other goes on."""
_TELLING: Final = 20
"""From so many characters a later line tells what the call is about, whatever its words."""
_SMALL_TALK: Final = frozenset({None, Ask.IDENTITY, Ask.CONVENIENT, Ask.INVITE})
_STRANGER: Final = {"wrong_number": "wrong_number", "someone_else": "third_party", "machine": "voicemail"}


class SimulatedCustomer:
    """One person for one call, built from the callee's half of a document.

    ``seed``: an int or a ``random.Random``; the same seed and the same lines of the agent give the same moves.
    ``profile``: what the caller's file says of him.
    ``qa``: the caller's questions and answers, of which he may ask some. ``noise`` (0..1): errors of a recogniser.
    ``chances``: how likely the rare branches are. Nothing is read or written; time only comes with the arguments.
    """

    def __init__(
        self,
        callee: Callee,
        seed: int | random.Random,
        qa: Sequence[QA] = (),
        noise: float = 0.0,
        chances: Chances | None = None,
        profile: Sequence[ProfileItem] = (),
    ) -> None:
        self._rng = seed if isinstance(seed, random.Random) else random.Random(seed)
        self._persona = read_persona(callee, tuple(qa), tuple(profile))
        self._noise = noise
        self._chances = chances or Chances()
        self._voice = Voice(self._persona, self._rng)
        self._state = State(
            mood=self._persona.mood,
            points=self._shuffled(self._persona.points),
            worries=self._shuffled(self._persona.worries),
            questions=[question for question in self._persona.questions if asks(question)],
            facts=Facts(own=invent(self._persona.known, self._rng)),
        )
        self._rng.shuffle(self._state.questions)
        self._by: AnsweredBy = self._answered_by()
        self._truth = Ledger(persona=self._persona.temperament.value, answered_by=self._by)

    @property
    def persona(self) -> Persona:
        """Who he is, as read from the document."""
        return self._persona

    def pick_up(self) -> tuple[Move, ...]:
        """He answers the telephone: a greeting, silence, or the prompt of a machine."""
        if self._by == "machine":
            return self._perform(Intent(category="voicemail", cause="voicemail"))
        if self._rng.random() < 0.1:
            return (Quiet(ms=1500),)
        return self._perform(Intent(category="pick_up"))

    def hear(self, text: str, at: Ms, end: Ms) -> tuple[Move, ...]:
        """The agent said ``text`` from ``at`` to ``end`` (ms since the call began); what he does about it."""
        state = self._state
        if state.gone:
            return ()
        state.silent_ms = 0
        heard = listen(text, state.before)
        state.before = heard.text
        if Cue.SILENT in heard.cues:
            return self.agent_silent(3000)
        state.heard += 1
        if self._by != "self":
            return self._as_stranger(heard)
        self._take_in(heard)
        triggered = triggered_by(self._persona, heard)
        cues = heard.cues | {Cue.PRESSES} if state.ended and heard.ask is not None else heard.cues
        state.mood = moved(
            state.mood, cues, triggered=bool(triggered), touchy=self._persona.touchy, ease=self._persona.ease
        )
        intent = decide(
            Situation(
                persona=self._persona,
                state=state,
                heard=heard,
                rng=self._rng,
                chances=self._chances,
                triggered=triggered,
                end=end,
            )
        )
        return self._perform(intent)

    def agent_silent(self, ms: Ms) -> tuple[Move, ...]:
        """The agent has said nothing for ``ms`` since the last sound on the line."""
        state = self._state
        if state.gone or self._by == "machine":
            return ()
        if state.closed or (state.ended and ms >= 2000):
            return self._perform(Intent(leave="closed" if state.closed else "not_followed"))
        state.silent_ms += ms
        if state.silent_ms > 14_000 or (state.silent_ms > 7_000 and self._persona.temperament is Temperament.RESISTANT):
            return self._perform(Intent(leave="agent_silent"))
        if state.pending in ("back", "other"):
            kind, state.pending = state.pending, ""
            return self._perform(
                Intent(category="resume") if kind == "back" else Intent(category="other_voice", value=state.other)
            )
        if ms < 2500:
            return ()
        return self._perform(Intent(category="hello_silence"))

    def agent_left(self, at: Ms) -> None:
        """The agent hung up at ``at``."""
        if self._state.gone:
            return
        self._state.gone = True
        self._truth.left = {"by": "agent", "why": "after_closing" if self._state.closed else "agent_hung_up"}

    def truth(self) -> dict[str, Any]:
        """The ground truth so far, JSON-ready.

        ``turn`` is the n-th utterance of the customer from 0, counting ``Speak`` moves.
        """
        return self._truth.as_dict(self._state.mood, self._state.facts.as_dict())

    def _shuffled(self, points: Sequence[Point]) -> list[Point]:
        first, rest = list(points[:1]), list(points[1:])
        self._rng.shuffle(rest)
        both = first + rest
        return both if self._rng.random() < 0.6 else both[::-1]

    def _answered_by(self) -> AnsweredBy:
        draw = self._rng.random()
        for by, share in (
            ("wrong_number", self._chances.wrong_number),
            ("someone_else", self._chances.someone_else),
            ("machine", self._chances.machine),
        ):
            if draw < share:
                return by  # type: ignore[return-value]
            draw -= share
        return "self"

    def _take_in(self, heard: Impression) -> None:
        """Remember what is now known, and whether the line closed the call."""
        state = self._state
        state.who_known = state.who_known or Cue.INTRODUCES in heard.cues
        state.asked = heard.ask is not None
        state.hearing = heard
        told = state.heard >= 2 and len(heard.text) >= _TELLING and Cue.INTRODUCES not in heard.cues
        told = told or (Cue.INTRODUCES in heard.cues and len(heard.text) >= 1.6 * _TELLING)
        state.purpose_known = state.purpose_known or told or Cue.PURPOSE in heard.cues or heard.ask not in _SMALL_TALK
        state.admitted = state.admitted or Cue.ADMITS in heard.cues
        state.closed = state.closed or Cue.CLOSES in heard.cues

    def _as_stranger(self, heard: Impression) -> tuple[Move, ...]:
        """Somebody, or something, that is not the person asked for."""
        state = self._state
        if self._by == "machine":
            if Cue.CLOSES in heard.cues or state.heard >= 3:
                return self._perform(Intent(leave="machine"))
            return ()
        if Cue.CLOSES in heard.cues:
            return self._perform(Intent(category="farewell" if self._rng.random() < 0.6 else "", leave="closed"))
        if not state.ended:
            if heard.ask is not Ask.IDENTITY and state.heard == 1 and self._rng.random() < 0.3:
                return self._perform(Intent(category="ask_who"))
            return self._perform(Intent(category=_STRANGER[self._by], cause=self._by))
        state.ignored += 1
        if state.ignored >= 2 or self._by == "wrong_number":
            return self._perform(
                Intent(category="refuse" if state.ignored == 1 else "", cause="repeated", leave="not_followed")
            )
        return self._perform(Intent(category="third_party_end", cause="repeated"))

    def _perform(self, intent: Intent) -> tuple[Move, ...]:
        """Turn an intent into moves and write the truth."""
        moves: list[Move] = []
        if intent.sound:
            moves.append(Sound(text=intent.sound, ms=self._ms(500, 2200)))
        if intent.category:
            moves.append(self._speak(intent))
        elif intent.quiet:
            moves.append(Quiet(ms=intent.quiet))
        if intent.leave:
            moves.append(Leave(pause=self._ms(300, 1500), why=intent.leave))
            self._state.gone = True
            self._truth.left = {"by": "customer", "why": intent.leave}
        return tuple(moves)

    def _speak(self, intent: Intent) -> Speak:
        text, acts = self._words(intent)
        if intent.category == "question" and (self._voice.own(text) is None or meaning.ends(text)):
            intent = Intent(category="ack")
            text, acts = self._words(intent)
        if not text:
            intent = replace(intent, category="refuse", lead="", variant="")
            text, acts = self._words(intent)
        heard = garble(text, self._noise, self._rng)
        mood = self._state.mood
        turn = self._truth.spoke(intent.category, text, heard, acts, mood, intent.cause)
        if intent.category in ENDING:
            self._state.ended = acts[0].value
        self._record(intent, turn, heard)
        return Speak(text=heard, pause=self._pause(intent))

    def _record(self, intent: Intent, turn: int, heard: str) -> None:
        truth = self._truth
        if intent.category == "point":
            entry = {"turn": turn, "text": heard, "point": intent.point.gist if intent.point else heard}
            if intent.point is not None and intent.point.kind in (PointKind.WORRY, PointKind.QUESTION):
                truth.concerns.append(entry)
            else:
                self._state.made += 1
                truth.feedback.append(entry)
        if intent.category in ("question", "unanswerable"):
            truth.questions.append({"turn": turn, "text": heard, "entry": intent.question})
        self._state.said, self._state.replied = heard, intent.answer
        self._record_answer(intent, turn, heard)
        if intent.category in ("hand_over", "back_again"):
            to = intent.value or "self"
            truth.handovers.append({"turn": turn, "to": to})

    def _record_answer(self, intent: Intent, turn: int, heard: str) -> None:
        """What his words answer of what was asked, and what they tell unasked."""
        truth, hearing = self._truth, self._state.hearing
        if intent.category == "volunteer":
            truth.added(turn, heard, intent.value, "time")
        if intent.add:
            truth.added(turn, heard, intent.add, "open")
        if hearing is None:
            return
        if intent.first is not None and hearing.earlier is not None:
            truth.answered(turn, hearing.earlier.text, heard, intent.first)
        if intent.answer is not None and intent.answer.kind:
            question = hearing.question if intent.first is not None else as_asked(hearing)
            truth.answered(turn, question, heard, intent.answer)
        elif intent.category == "point" and hearing.ask in OPEN and hearing.ask in KIND:
            truth.answered(turn, as_asked(hearing), heard, Reply(category="point", kind="open"))

    def _words(self, intent: Intent) -> tuple[str, tuple[Act, ...]]:
        mood, voice = self._state.mood, self._voice
        if intent.category == "point":
            return self._point(intent.point)
        if intent.category == "question" and intent.question is not None:
            lead = voice.part("question_lead", mood)
            return lead + paraphrase(intent.question, self._rng), (Act.QUESTION,)
        values = {"n": intent.value, "v": intent.value or intent.word}
        text = voice.say(intent.category, mood, values, intent.variant) + (f"，{intent.add}" if intent.add else "")
        if intent.first is not None:
            text = f"{intent.first.value}，{text}"
        acts = intent.acts or acts_of(intent.category, text)
        if intent.lead == "question_lead":
            return voice.part("question_lead", mood) + text, acts
        if intent.lead:
            return f"{voice.say(intent.lead, mood)}，{text}", tuple(dict.fromkeys((*ACTS[intent.lead], *acts)))
        return text, acts

    def _point(self, point: Point | None) -> tuple[str, tuple[Act, ...]]:
        """One of his points in his present mood; without one of the document, a plain one of our own making."""
        mood, voice = self._state.mood, self._voice
        if point is None:
            warm = tone_of(self._persona, mood) == "warm" or self._rng.random() < mood.trust - 0.2
            category = "praise_point" if warm else "grievance_point"
            return voice.say(category, mood), ACTS[category]
        acts = (_POINT_ACTS[point.kind],)
        full = point.spoken
        if point.kind not in (PointKind.WORRY, PointKind.QUESTION):
            lead = voice.part("lead_in" if self._state.made == 0 or self._rng.random() < 0.5 else "lead_more", mood)
            full = lead + full + (voice.part("tail", mood) if self._rng.random() < 0.4 else "")
        if meaning.ends(full):
            full = point.spoken
        return voice.own(full) or voice.own(point.spoken) or voice.say("grievance_point", mood), acts

    def _ms(self, low: Ms, high: Ms) -> Ms:
        return low + int(self._rng.random() * (high - low))

    def _pause(self, intent: Intent) -> Ms:
        """How long he takes before he speaks: thinking takes longer, haste and anger less."""
        base = self._ms(350, 1200) * self._persona.slow
        if intent.category in ("hesitate", "point", "value", "rating"):
            base += self._ms(300, 900)
        if self._state.mood.anger > 0.6 or intent.category in ("end_repeat", "end_topic", "haste"):
            base *= 0.6
        return min(int(base), _SLOWEST if self._state.asked else _PROMPT)
