"""What an answer is, what holds for the utterance it is read from, and the words of it that say something."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from huashu.call import Act
from huashu.dialogue.answers.clauses import BLANK, Clause, Sort, clauses, contents, han, plain
from huashu.dialogue.answers.polarity import is_bare
from huashu.dialogue.answers.values import Said
from huashu.dialogue.answers.words import pattern
from huashu.dialogue.script.asking import Question
from huashu.language import Understanding
from huashu.language.meaning import Slot


class Stance(StrEnum):
    """How he took a question: with a value or content, yes, no, does not know, will not tell, or not now."""

    GIVEN = "given"
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    DECLINED = "declined"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to one question. ``text``: his words, a stretch of the utterance; ``value``: what matters of them,
    readable (“周六上午”, the option chosen, figures of a number), "" where there is nothing but the stance."""

    question: Question
    stance: Stance
    text: str
    value: str = ""


NO_ANSWER = frozenset({Act.SIDE_TALK, Act.NON_SPEECH})
_NOT_CONTENT = frozenset(
    {
        *NO_ANSWER,
        Act.HOLD_ON,
        Act.CANNOT_HEAR,
        Act.LINE_BAD,
        Act.REPEAT_REQUEST,
        Act.NOT_UNDERSTAND,
        Act.ASK_IDENTITY,
        Act.ASK_PURPOSE,
        Act.ASK_ROBOT,
        Act.DOUBT_FRAUD,
        Act.DOUBT_SALES,
        Act.BUSY,
        Act.DO_NOT_CONTACT,
        Act.END_CALL,
        Act.FAREWELL,
    }
)
"""What leaves no room for an answer in free words when it is the first thing that an utterance does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What holds for the whole utterance: its ``slots`` and acts, whether the ears are ``sure`` of the first, and if
    one question ``alone`` was asked."""

    alone: bool
    slots: tuple[Slot, ...] = ()
    acts: tuple[Act, ...]
    sure: bool

    @property
    def leading(self) -> Act | None:
        """What it does first of all."""
        return self.acts[0] if self.acts else None

    @property
    def free(self) -> bool:
        """Whether it leaves room for an answer in free words."""
        return self.leading not in _NOT_CONTENT

    @property
    def side(self) -> bool | None:
        """Yes or no, as far as the ears alone tell."""
        if not self.sure:
            return None
        return True if self.leading is Act.AFFIRM else False if self.leading in (Act.NEGATE, Act.REFUSE) else None


_SURE = 0.5


def is_sure(heard: Understanding) -> bool:
    """Whether the likeliest act is likely; one without a score is certain."""
    return not heard.acts or heard.scores.get(heard.acts[0], 1.0) >= _SURE


_STANCES = ((Sort.DECLINE, Stance.DECLINED), (Sort.LATER, Stance.LATER), (Sort.UNSURE, Stance.UNSURE))


def stance_of(question: Question, said: Said) -> Answer | None:
    """That he will not tell, not now, or does not know."""
    for sort, stance in _STANCES:
        for clause in clauses(said.text):
            if clause.sort is sort:
                return Answer(question=question, stance=stance, text=said.text[clause.start : clause.end])
    return None


def stated_in(said: Said) -> tuple[Clause, ...]:
    """The clauses that state something and that no other answer has taken."""
    return tuple(clause for clause in contents(said.text) if BLANK not in said.open[clause.start : clause.end])


def says_something(text: str) -> bool:
    """Whether a clause says more than yes, no or nothing."""
    if is_bare(text) or pattern("(?:我|那|这个|倒|也|都|真)*<none>(?:<tail>)*").fullmatch(text):
        return False
    return han(plain(text)) >= 2


def value_of(said: Said, telling: Sequence[Clause]) -> str:
    """The words of the clauses, joined by commas."""
    return "，".join(said.text[clause.start : clause.end].strip("，,。！!？? ") for clause in telling)


def answered(
    question: Question, stance: Stance, said: Said, clause: Clause, value: str, *, until: Clause | None = None
) -> Answer:
    """The answer that the words from ``clause`` on, ``until`` that one, give."""
    text = said.text[clause.start : (until or clause).end].strip("，,。 ")
    return Answer(question=question, stance=stance, text=text, value=value)
