"""The voice: puts what he wants to do into words, in his mood and in the manner of the document's examples."""

import random
import re
from collections.abc import Mapping
from typing import Final

from huashu.call import Act
from huashu.customer import meaning
from huashu.customer.grammar import grammar
from huashu.customer.manner import likeness, pairs
from huashu.customer.mood import Mood
from huashu.customer.persona import Persona, Temperament

ACTS: Final[Mapping[str, tuple[Act, ...]]] = {
    "pick_up": (Act.GREET,),
    "pick_up_again": (Act.ANGER,),
    "identity_yes": (Act.AFFIRM_IDENTITY,),
    "ask_who": (Act.ASK_IDENTITY,),
    "ask_number": (Act.DOUBT_FRAUD,),
    "ask_purpose": (Act.ASK_PURPOSE,),
    "consent": (Act.AFFIRM,),
    "ack": (Act.BACKCHANNEL,),
    "minimal": (Act.FEEDBACK_MINIMAL,),
    "doubt_sales": (Act.DOUBT_SALES,),
    "doubt_fraud": (Act.DOUBT_FRAUD,),
    "doubt_effect": (Act.DOUBT_EFFECT,),
    "sarcasm": (Act.SARCASM,),
    "soften": (Act.AFFIRM,),
    "relapse": (Act.DOUBT_EFFECT,),
    "refuse": (Act.REFUSE,),
    "end_cold": (Act.END_CALL,),
    "end_repeat": (Act.REFUSE, Act.ANGER),
    "end_topic": (Act.REFUSE,),
    "end_emotion": (Act.ANGER, Act.REFUSE),
    "end_time": (Act.END_CALL,),
    "end_interrupt": (Act.BUSY, Act.END_CALL),
    "end_done": (Act.END_CALL,),
    "dnc": (Act.DO_NOT_CONTACT,),
    "busy": (Act.BUSY,),
    "call_later": (Act.CALL_LATER,),
    "call_later_time": (Act.CALL_LATER,),
    "farewell": (Act.FAREWELL,),
    "after_close_dnc": (Act.DO_NOT_CONTACT,),
    "repeat_request": (Act.REPEAT_REQUEST,),
    "hold_on": (Act.HOLD_ON,),
    "resume": (Act.RESUME,),
    "side_talk": (Act.SIDE_TALK,),
    "line_bad": (Act.LINE_BAD,),
    "cannot_hear": (Act.CANNOT_HEAR,),
    "hello_silence": (Act.CANNOT_HEAR,),
    "mutter": (Act.ANGER,),
    "thanks": (Act.THANKS,),
    "praise": (Act.PRAISE,),
    "yes": (Act.AFFIRM,),
    "no": (Act.NEGATE,),
    "yes_have": (Act.AFFIRM,),
    "no_have": (Act.NEGATE,),
    "yes_can": (Act.AFFIRM,),
    "no_can": (Act.NEGATE,),
    "yes_hear": (Act.AFFIRM,),
    "yes_handy": (Act.AFFIRM,),
    "no_handy": (Act.NEGATE,),
    "yes_ever": (Act.AFFIRM,),
    "no_ever": (Act.NEGATE,),
    "yes_recall": (Act.AFFIRM,),
    "no_recall": (Act.NEGATE,),
    "yes_know": (Act.AFFIRM,),
    "no_know": (Act.NEGATE,),
    "no_more": (Act.NEGATE,),
    "said_before": (Act.PROVIDE_INFO,),
    "end_consider": (Act.END_CALL, Act.HESITATE),
    "busy_later": (Act.BUSY, Act.CALL_LATER),
    "go_on": (Act.AFFIRM,),
    "ack_promise": (Act.BACKCHANNEL,),
    "ack_apology": (Act.BACKCHANNEL,),
    "yes_be": (Act.AFFIRM,),
    "no_be": (Act.NEGATE,),
    "yes_plan": (Act.AFFIRM,),
    "no_plan": (Act.NEGATE,),
    "yes_may": (Act.AFFIRM,),
    "no_may": (Act.NEGATE,),
    "yes_finished": (Act.AFFIRM,),
    "no_finished": (Act.NEGATE,),
    "yes_either": (Act.AFFIRM,),
    "no_either": (Act.NEGATE,),
    "yes_quality": (Act.AFFIRM,),
    "no_quality": (Act.NEGATE,),
    "agree": (Act.AFFIRM,),
    "agree_slow": (Act.HESITATE,),
    "confirm": (Act.AFFIRM,),
    "understood": (Act.AFFIRM,),
    "choice_fact": (Act.PROVIDE_INFO,),
    "choice_both": (Act.AFFIRM,),
    "choice_any": (Act.AFFIRM,),
    "choice_other": (Act.PROVIDE_INFO,),
    "value_known": (Act.PROVIDE_INFO,),
    "value_plain": (Act.PROVIDE_INFO,),
    "whatever": (Act.FEEDBACK_MINIMAL,),
    "open_think": (Act.HESITATE,),
    "open_plain": (Act.FEEDBACK_MINIMAL,),
    "open_why": (Act.FEEDBACK_MINIMAL,),
    "open_which": (Act.FEEDBACK_MINIMAL,),
    "open_wish": (Act.FEEDBACK_MINIMAL,),
    "open_worry": (Act.FEEDBACK_MINIMAL,),
    "open_state": (Act.FEEDBACK_MINIMAL,),
    "open_example": (Act.HESITATE,),
    "open_invite": (Act.NEGATE,),
    "complaint": (Act.COMPLAINT,),
    "supervisor": (Act.ASK_SUPERVISOR,),
    "yes_done": (Act.AFFIRM,),
    "no_done": (Act.NEGATE,),
    "rating": (Act.PROVIDE_INFO,),
    "satisfied": (Act.FEEDBACK_POSITIVE,),
    "unsatisfied": (Act.FEEDBACK_NEGATIVE,),
    "choice": (Act.PROVIDE_INFO,),
    "value": (Act.PROVIDE_INFO,),
    "dont_know": (Act.NEGATE,),
    "info_refused": (Act.NEGATE,),
    "offer_hesitate": (Act.HESITATE,),
    "offer_yes": (Act.AFFIRM,),
    "offer_no": (Act.NEGATE,),
    "offer_willing": (Act.AFFIRM,),
    "clarify": (Act.AFFIRM,),
    "hesitate": (Act.HESITATE,),
    "praise_point": (Act.FEEDBACK_POSITIVE,),
    "grievance_point": (Act.FEEDBACK_NEGATIVE,),
    "wish_point": (Act.SUGGESTION,),
    "unanswerable": (Act.QUESTION,),
    "wrong_number": (Act.DENY_IDENTITY,),
    "third_party": (Act.THIRD_PARTY,),
    "third_party_end": (Act.END_CALL,),
    "voicemail": (Act.NON_SPEECH,),
    "ask_robot": (Act.ASK_ROBOT,),
    "demand": (Act.QUESTION,),
    "detail": (Act.QUESTION,),
    "evidence": (Act.QUESTION,),
    "unclear": (Act.NOT_UNDERSTAND,),
    "defer": (Act.HESITATE,),
    "decline": (Act.NEGATE,),
    "decline_contact": (Act.NEGATE,),
    "contact": (Act.PROVIDE_INFO,),
    "account": (Act.PROVIDE_INFO,),
    "account_same": (Act.PROVIDE_INFO,),
    "account_other": (Act.NEGATE, Act.PROVIDE_INFO),
    "yes_same_number": (Act.AFFIRM,),
    "confirm_same": (Act.AFFIRM,),
    "surname": (Act.PROVIDE_INFO,),
    "again": (Act.PROVIDE_INFO,),
    "correct": (Act.CORRECT, Act.PROVIDE_INFO),
    "volunteer": (Act.PROVIDE_INFO,),
    "hand_over": (Act.HOLD_ON,),
    "other_voice": (Act.GREET, Act.AFFIRM),
    "back_again": (Act.RESUME,),
    "haste": (Act.AFFIRM,),
    "threat": (Act.ANGER,),
}
"""What the forms of each category do."""

ENDING: Final = frozenset(
    {
        "refuse",
        "end_cold",
        "end_repeat",
        "end_topic",
        "end_emotion",
        "end_time",
        "end_interrupt",
        "end_done",
        "end_consider",
        "dnc",
        "busy",
        "call_later",
        "call_later_time",
        "busy_later",
        "wrong_number",
        "third_party",
        "third_party_end",
        "voicemail",
    }
)
"""The categories whose forms are end signals, unmistakably."""

_STRANGERS: Final = frozenset({"wrong_number", "third_party", "voicemail"})
_AFTERMATH: Final = frozenset({"farewell", "after_close_dnc"})
_SAFE: Final[Mapping[bool, tuple[str, ...]]] = {
    True: ("不用了，挂了", "这边有事，先挂了", "没兴趣，不聊了", "就到这儿，不说了"),
    False: ("嗯", "哦", "是吗"),
}
_THANKS: Final = re.compile(r"谢|辛苦|麻烦[你您]|配合|欢迎")
_RUDE: Final = re.compile(r"烦死|屁|骗子|废话|滚|气死|有完没完|拉黑|像话")
_REGION: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "northeast": (("怎么", "咋"), ("干什么", "干啥"), ("什么", "啥"), ("没有", "没")),
    "southwest": (("不知道", "不晓得"), ("没什么", "没得啥子"), ("什么", "啥子"), ("怎么", "咋个")),
    "north": (("什么", "啥"), ("怎么", "咋"), ("为什么", "为啥")),
    "south": (("这会儿", "现在"), ("啥", "什么")),
}
_OPENERS: Final[Mapping[str, tuple[str, ...]]] = {
    "cold": ("哎，", "我说，"),
    "angry": ("哎，", "哎呀，", "我说，"),
    "hurried": ("哎，", "快点，"),
    "warm": ("哎，", "嗯，"),
    "hesitant": ("嗯……", "呃，", "那个，"),
    "analytical": ("嗯，",),
    "neutral": ("嗯，", "那，"),
}
_PLAIN: Final = frozenset(
    {"doubt_sales", "doubt_effect", "doubt_fraud", "minimal", "refuse", "end_cold", "demand", "detail"}
)
_BLUNT: Final = frozenset({"angry", "cold", "hurried"})
_PLAIN_SPOKEN: Final = frozenset({Temperament.RESISTANT, Temperament.DEMANDING})
_TRIES: Final = 6
_ALIKE: Final = 0.5


_LINE: Final = re.compile(r"信号|断断续续|听不清|听不见")


def acts_of(category: str, text: str) -> tuple[Act, ...]:
    """What ``text`` of ``category`` does: a bad line is a bad line, whatever he is called away by."""
    if category == "end_interrupt" and _LINE.search(text):
        return (Act.LINE_BAD, Act.END_CALL)
    return ACTS[category]


def tone_of(persona: Persona, mood: Mood) -> str:
    """The colour in which he speaks now: angry, cold, hurried, hesitant, analytical, warm or neutral."""
    if mood.anger > 0.66:
        return "angry"
    grumpy = persona.temperament in (Temperament.RESISTANT, Temperament.DEMANDING)
    if persona.temperament is Temperament.BUSY and mood.patience < 0.6:
        return "hurried"
    if mood.trust < 0.3 or (grumpy and mood.trust < 0.5) or mood.interest < 0.12:
        return "cold"
    if persona.temperament is Temperament.HESITANT:
        return "hesitant"
    if persona.temperament is Temperament.ANALYTICAL:
        return "analytical"
    return (
        "warm" if not grumpy and mood.trust > 0.55 and mood.anger < 0.3 and not persona.manner.no_thanks else "neutral"
    )


class Voice:
    """Words for one call: no example twice, seldom the same words again, never like the negative examples."""

    def __init__(self, persona: Persona, rng: random.Random) -> None:
        self._persona = persona
        self._rng = rng
        self._said: set[str] = set()
        self._grammar = grammar()

    def say(self, category: str, mood: Mood, values: Mapping[str, str] | None = None, variant: str = "") -> str:
        """One utterance of ``category``; ``variant`` (an environment) is preferred when the grammar has it.

        Empty when the negative examples leave no way to give this end signal: refuse instead.
        """
        tone = tone_of(self._persona, mood)
        if example := self._example(category):
            return example
        source = f"{category}_{variant}" if variant and self._grammar.has(f"{category}_{variant}") else category
        text = ""
        for _ in range(_TRIES):
            text = self._dressed(category, self._grammar.speak(source, tone, self._rng, values), tone)
            if self._fits(category, text) and text not in self._said:
                break
        else:
            if not self._fits(category, text):
                if category in ENDING and category != "refuse":
                    return ""
                safe = _SAFE[category in ENDING]
                text = next((line for line in safe if self._allowed(line)), safe[0])
        self._said.add(text)
        return text

    def own(self, text: str) -> str | None:
        """``text`` composed elsewhere, if he may say it at all; ``None`` when it resembles a negative example."""
        return text if self._allowed(text) else None

    def part(self, category: str, mood: Mood) -> str:
        """A fragment (a lead-in or a tail); may be empty."""
        return self._grammar.speak(category, tone_of(self._persona, mood), self._rng)

    def _example(self, category: str) -> str | None:
        """Sometimes one of the document's own lines, each at most once."""
        lines = self._persona.manner.examples.get(category, ())
        fresh = [line for line in lines if line not in self._said]
        if not fresh or self._rng.random() > 0.4:
            return None
        line = fresh[int(self._rng.random() * len(fresh))]
        if not self._fits(category, line):
            return None
        self._said.add(line)
        return line

    def _dressed(self, category: str, text: str, tone: str) -> str:
        persona, rng = self._persona, self._rng
        if category in _PLAIN and rng.random() < 0.15:
            text = rng.choice(_OPENERS[tone]) + text
        if (tone in _BLUNT or persona.temperament in _PLAIN_SPOKEN) and category != "voicemail":
            text = text.replace("您", "你")
        if persona.manner.region and category != "voicemail":
            for plain, regional in _REGION[persona.manner.region]:
                if plain in text and rng.random() < 0.6:
                    text = text.replace(plain, regional)
        return text

    def _fits(self, category: str, text: str) -> bool:
        if category not in _AFTERMATH and meaning.ends(text) != (category in ENDING):
            return False
        if meaning.asks_no_more_calls(text) and category not in ("dnc", "after_close_dnc"):
            return False
        return category in _STRANGERS or self._allowed(text)

    def _allowed(self, text: str) -> bool:
        manner = self._persona.manner
        if manner.no_thanks and _THANKS.search(text):
            return False
        if manner.no_rudeness and _RUDE.search(text):
            return False
        if not manner.avoid:
            return True
        mine = pairs(text)
        return all(likeness(mine, theirs) < _ALIKE for theirs in manner.avoid)
