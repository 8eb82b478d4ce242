"""Which of the questions asked an utterance answers, how he stands to them, and the value that he gives."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from huashu.call import Act
from huashu.dialogue import answer_contacts as contacts
from huashu.dialogue import answer_values as values
from huashu.dialogue.answer_choices import EITHER, choice
from huashu.dialogue.answer_clauses import BLANK, Clause, Sort, clauses, contents, han, plain
from huashu.dialogue.answer_polarity import is_bare, polarity
from huashu.dialogue.answer_values import Found, Said
from huashu.dialogue.answer_words import pattern
from huashu.dialogue.asking import Question, Wants
from huashu.language import Understanding
from huashu.language.slots import find_slots


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


_READERS: Mapping[Wants, Callable[[Said], Found | None]] = {
    Wants.EMAIL: contacts.email,
    Wants.ACCOUNT: contacts.account,
    Wants.PHONE: contacts.phone,
    Wants.NUMBER: contacts.number,
    Wants.AMOUNT: values.amount,
    Wants.RATING: values.rating,
    Wants.TIME: values.time,
    Wants.DURATION: values.duration,
    Wants.COUNT: values.count,
    Wants.PLACE: values.place,
    Wants.NAME: values.name,
}
_ORDER = (
    Wants.EMAIL,
    Wants.PHONE,
    Wants.ACCOUNT,
    Wants.NUMBER,
    Wants.CHOICE,
    Wants.RATING,
    Wants.AMOUNT,
    Wants.TIME,
    Wants.DURATION,
    Wants.COUNT,
    Wants.PLACE,
    Wants.NAME,
    Wants.YES_NO,
    Wants.OPEN,
)
"""The kinds of answer in the order in which they are read: what takes a value of its own kind before what takes any."""

_NO_ANSWER = frozenset({Act.SIDE_TALK, Act.NON_SPEECH})
_NOT_CONTENT = frozenset(
    {
        *_NO_ANSWER,
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


def read_answers(questions: Sequence[Question], said: str, heard: Understanding) -> tuple[Answer, ...]:
    """Which of the ``questions`` asked the utterance answers, in the questions' order; () if it answers none.

    One utterance may answer several. A question that asks for a value is not answered by a bare yes, unless it
    proposes the value itself or asks leave to add his account; questions back, line trouble, talk to others and
    doubts about the caller answer nothing.
    """
    turn = _Turn(alone=len(questions) == 1, acts=heard.acts, sure=_is_sure(heard))
    if (
        not questions
        or not (contents_or_stance(said) or turn.leading in _CONTENT_IN_QUESTIONS)
        or (turn.sure and turn.leading in _NO_ANSWER)
    ):
        return ()
    left = values.ready(said, heard.slots if heard.text == said else find_slots(said))
    answers: dict[int, Answer] = {}
    order = sorted(range(len(questions)), key=lambda index: _ORDER.index(questions[index].wants))
    for index in order:
        answer, left = _read(questions[index], left, turn)
        if answer is not None:
            answers[index] = answer
    _share_time(questions, answers)
    return tuple(answers[index] for index in sorted(answers))


def contents_or_stance(said: str) -> bool:
    """Whether any clause of ``said`` states something, or says why nothing is stated."""
    return any(clause.sort not in (Sort.NOISE, Sort.QUESTION) for clause in clauses(said))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """What holds for the whole utterance: what it does, whether the ears are ``sure`` of that, and whether one question
    ``alone`` was asked."""

    alone: bool
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


def _is_sure(heard: Understanding) -> bool:
    """Whether the likeliest act is likely; one without a score is certain."""
    return not heard.acts or heard.scores.get(heard.acts[0], 1.0) >= _SURE


def _read(question: Question, left: Said, turn: _Turn) -> tuple[Answer | None, Said]:
    """The answer to ``question`` in what is ``left`` of the utterance, and what is left then."""
    said = Said(text=left.text, open=left.open, slots=left.slots, asked=question.text)
    match question.wants:
        case Wants.YES_NO:
            return _yes_or_no(question, said, turn), left
        case Wants.OPEN:
            return _open(question, said, turn), left
        case Wants.CHOICE:
            found = choice(said, question.options)
        case (
            Wants.RATING
            | Wants.TIME
            | Wants.DURATION
            | Wants.PLACE
            | Wants.PHONE
            | Wants.ACCOUNT
            | Wants.EMAIL
            | Wants.NAME
            | Wants.COUNT
            | Wants.AMOUNT
            | Wants.NUMBER
        ):
            found = _READERS[question.wants](said)
        case _:
            assert_never(question.wants)
    if found is None:
        return _without_value(question, said, free=turn.free and turn.alone), left
    return _given(question, said, found), left.without(found)


def _given(question: Question, said: Said, found: Found) -> Answer:
    stance = Stance.NO if found.refused else Stance.GIVEN
    return Answer(question=question, stance=stance, text=_words(said.text, found), value=found.value.strip())


def _words(text: str, found: Found) -> str:
    """The clauses of ``text`` that hold what was found."""
    own = [clause for clause in clauses(text) if clause.start < found.end and found.start < clause.end]
    start = min([found.start, *(clause.start for clause in own)])
    end = max([found.end, *(clause.end for clause in own)])
    return text[start:end].strip("，,。 ")


_STANCES = ((Sort.DECLINE, Stance.DECLINED), (Sort.LATER, Stance.LATER), (Sort.UNSURE, Stance.UNSURE))


def _stance(question: Question, said: Said) -> Answer | None:
    """That he will not tell, not now, or does not know."""
    for sort, stance in _STANCES:
        for clause in clauses(said.text):
            if clause.sort is sort:
                return Answer(question=question, stance=stance, text=said.text[clause.start : clause.end])
    return None


def _without_value(question: Question, said: Said, *, free: bool) -> Answer | None:
    """The answer to a question for a value where none of its kind was said."""
    if (answer := _stance(question, said)) is not None:
        return answer
    stated = _stated(said)
    for clause in stated:
        if pattern("(?:<near>|我|那|这个)*<any>").fullmatch(clause.text):
            return _answer(question, Stance.GIVEN, said, clause, EITHER)
    side = polarity(question.text, stated)
    if side is None:
        return _free_value(question, said, stated) if free else None
    words = said.text[side.start : side.end]
    if side.yes:
        if value := proposed(question):
            return Answer(question=question, stance=Stance.GIVEN, text=words, value=value)
        agreed = question.wants is Wants.ACCOUNT and re.search(r"加.{0,8}(?:吗|么|吧|不)", question.text)
        return Answer(question=question, stance=Stance.YES, text=words) if agreed else None
    declined = re.search(r"不用|不要|不必|不太?方便|算了|不了|不想|不需要|免了|不愿意", words)
    return Answer(question=question, stance=Stance.DECLINED if declined else Stance.NO, text=words)


_FREE = frozenset({Wants.CHOICE, Wants.RATING, Wants.COUNT, Wants.AMOUNT, Wants.DURATION})


def _free_value(question: Question, said: Said, stated: Sequence[Clause]) -> Answer | None:
    """His own words where a mark, a number or an option was asked for: not the value, and an answer all the same."""
    if question.wants not in _FREE or not (said_something := [one for one in stated if _says_something(one.text)]):
        return None
    return _answer(question, Stance.GIVEN, said, said_something[0], _value_of(said, said_something))


def proposed(question: Question) -> str:
    """The value that the question itself proposes, for a yes to accept (“周六上午过来可以吗” → 周六上午), or ""."""
    if not re.search(r"(?:吗|吧|么|不\w{1,2}|否)[？?。]*$", question.text):
        return ""
    if question.wants is Wants.RATING:
        grade = pattern("<grade>").search(question.text)
        return grade.group() if grade else ""
    reader = _READERS.get(question.wants)
    text = re.sub(r"(?:您|你)(?:看|说)?|请问|吗|[？?]", "，", question.text)
    found = reader(values.ready(text, find_slots(text))) if reader and question.wants in _PROPOSABLE else None
    return found.value if found else ""


_PROPOSABLE = frozenset({Wants.TIME, Wants.PLACE, Wants.PHONE})


_SETTLES_FOR = re.compile(r"就(?:行|好|可以|够)")
_SHORT = 8
"""Characters of an utterance whose side the ears may tell where its words do not."""


def _yes_or_no(question: Question, said: Said, turn: _Turn) -> Answer | None:
    stated = _stated(said)
    side = polarity(question.text, stated)
    if side is None:
        if (answer := _stance(question, said)) is not None:
            return answer
        telling = [clause for clause in stated if _says_something(clause.text)]
        if (
            telling
            and turn.side is not None
            and not _SETTLES_FOR.search(said.open)
            and sum(han(clause.text) for clause in stated) <= _SHORT
        ):
            stance = Stance.YES if turn.side else Stance.NO
            return _answer(question, stance, said, telling[0], "", until=telling[-1])
        if not telling or not turn.free:
            return None
        return _answer(question, Stance.GIVEN, said, telling[0], _value_of(said, telling))
    telling = [clause for clause in side.rest if _says_something(clause.text)]
    if side.mixed and side.yes:
        return _answer(question, Stance.GIVEN, said, telling[0], _value_of(said, telling))
    own = Clause(text="", start=side.start, end=max([side.end, *(one.end for one in telling)]), sort=Sort.CONTENT)
    more = _remainder(said, telling) if turn.alone else ""
    return _answer(question, Stance.YES if side.yes else Stance.NO, said, own, more)


def _remainder(said: Said, telling: Sequence[Clause]) -> str:
    """What a yes or no brings with it: a value of some kind, else the words that say more."""
    first = contacts.account if re.search(r"微信|qq", said.asked, re.IGNORECASE) else contacts.email
    for reader in (first, contacts.email, contacts.phone, values.time, values.amount):
        found = reader(said)
        if found is not None and BLANK not in said.open[found.start : found.end] and not found.refused:
            return found.value
    return _value_of(said, telling)


_CONTENT_IN_QUESTIONS = frozenset({Act.SUGGESTION, Act.COMPLAINT, Act.FEEDBACK_NEGATIVE, Act.FEEDBACK_POSITIVE})
"""What is often said in the shape of a question (报销能不能简单点) and is an answer all the same."""
_ASKS_OPINION = re.compile(r"怎么样|如何|怎样|咋样|感觉|感受|评价|体验|效果")


def _open(question: Question, said: Said, turn: _Turn) -> Answer | None:
    stated = _stated(said)
    if turn.leading in _CONTENT_IN_QUESTIONS:
        stated = tuple(clause for clause in clauses(said.text) if clause in stated or clause.sort is Sort.QUESTION)
    telling = [clause for clause in stated if _says_something(clause.text)]
    if telling and turn.free:
        return _answer(question, Stance.GIVEN, said, telling[0], _value_of(said, telling), until=telling[-1])
    for clause in stated:
        if (
            turn.free
            and _ASKS_OPINION.search(question.text)
            and pattern("(?!好(?:的|吧|嘞)?$)(?:<degree>)*<grade>(?:<tail>)*").fullmatch(clause.text)
        ):
            return _answer(question, Stance.GIVEN, said, clause, _value_of(said, [clause]))
    if (answer := _stance(question, said)) is not None:
        return answer
    for clause in stated:
        if pattern("(?:我|那|这个|倒|也|都|真)*<none>(?:<tail>)*").fullmatch(clause.text):
            return _answer(question, Stance.NO, said, clause, "")
    return None


def _stated(said: Said) -> tuple[Clause, ...]:
    """The clauses that state something and that no other answer has taken."""
    return tuple(clause for clause in contents(said.text) if BLANK not in said.open[clause.start : clause.end])


def _says_something(text: str) -> bool:
    if is_bare(text) or pattern("(?:我|那|这个|倒|也|都|真)*<none>(?:<tail>)*").fullmatch(text):
        return False
    return han(plain(text)) >= 2


def _value_of(said: Said, telling: Sequence[Clause]) -> str:
    return "，".join(said.text[clause.start : clause.end].strip("，,。！!？? ") for clause in telling)


def _answer(
    question: Question, stance: Stance, said: Said, clause: Clause, value: str, *, until: Clause | None = None
) -> Answer:
    text = said.text[clause.start : (until or clause).end].strip("，,。 ")
    return Answer(question=question, stance=stance, text=text, value=value)


def _share_time(questions: Sequence[Question], answers: dict[int, Answer]) -> None:
    """Lets one time answer both the day and the hour asked for in the same breath."""
    given = [answer for answer in answers.values() if answer.question.wants is Wants.TIME and answer.value]
    for index, question in enumerate(questions):
        if index in answers or question.wants is not Wants.TIME or not given:
            continue
        if not re.search(r"几点|时段|上午还是|什么时候", question.text) or re.search(
            r"点|上午|下午|晚|早", given[0].value
        ):
            answers[index] = Answer(question=question, stance=given[0].stance, text=given[0].text, value=given[0].value)
