"""Which of the questions asked an utterance answers, how he stands to them, and the value that he gives."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import assert_never

from huashu.call import Act
from huashu.dialogue.answers import contacts, values
from huashu.dialogue.answers.choices import EITHER, choice
from huashu.dialogue.answers.clauses import Clause, Sort, clauses, han
from huashu.dialogue.answers.model import (
    NO_ANSWER,
    Answer,
    Stance,
    Turn,
    answered,
    is_sure,
    says_something,
    stance_of,
    stated_in,
    value_of,
)
from huashu.dialogue.answers.polarity import polarity
from huashu.dialogue.answers.sides import yes_or_no
from huashu.dialogue.answers.values import Found, Said
from huashu.dialogue.answers.words import is_garbled, pattern
from huashu.dialogue.script.asking import Question, Wants
from huashu.language import Understanding
from huashu.language.slots import find_slots

READERS: Mapping[Wants, Callable[[Said], Found | None]] = {
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
"""What reads a value of each kind out of the words that hold it."""
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


def read_answers(questions: Sequence[Question], said: str, heard: Understanding) -> tuple[Answer, ...]:
    """Which of the ``questions`` asked the utterance answers, in the questions' order; () if it answers none.

    One utterance may answer several. A question that asks for a value is not answered by a bare yes, unless it
    proposes the value itself or asks leave to add his account; questions back, line trouble, talk to others and
    doubts about the caller answer nothing.
    """
    if is_garbled(said):
        return ()
    slots = heard.slots if heard.text == said else find_slots(said)
    turn = Turn(alone=len(questions) == 1, slots=slots, acts=heard.acts, sure=is_sure(heard))
    if (
        not questions
        or not (states_something(said) or turn.leading in _CONTENT_IN_QUESTIONS)
        or (turn.sure and turn.leading in NO_ANSWER and not pattern("<describes>").search(said))
    ):
        return ()
    left = values.ready(said, slots)
    answers: dict[int, Answer] = {}
    order = sorted(range(len(questions)), key=lambda index: _ORDER.index(questions[index].wants))
    for index in order:
        answer, left = _read(questions[index], left, turn)
        if answer is not None:
            answers[index] = answer
    _share_time(questions, answers)
    return tuple(answers[index] for index in sorted(answers))


def states_something(said: str) -> bool:
    """Whether any clause of ``said`` states something, or says why nothing is stated."""
    return any(clause.sort not in (Sort.NOISE, Sort.QUESTION) for clause in clauses(said))


def _read(question: Question, left: Said, turn: Turn) -> tuple[Answer | None, Said]:
    """The answer to ``question`` in what is ``left`` of the utterance, and what is left then."""
    said = Said(text=left.text, open=left.open, slots=left.slots, asked=question.text)
    match question.wants:
        case Wants.YES_NO:
            return yes_or_no(question, said, turn), left
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
            found = _of_kind(question, said, turn)
        case _:
            assert_never(question.wants)
    if found is not None and question.wants is Wants.TIME and _leaves_open(question, found.value):
        return None, left
    if found is None:
        return _without_value(question, said, free=turn.free and turn.alone), left
    return _given(question, said, found), left.without(found)


_ASKS_CALL = re.compile(r"电话|打给|打过去|联系|回电|来电|回访|通话|跟进|沟通|再聊|再约|再打|致电|面谈")


def _of_kind(question: Question, said: Said, turn: Turn) -> Found | None:
    """The value of the kind that ``question`` asks for. When to call again is a time only for one who asks that, or
    where this very time is put off (“现在没空，改到下周”)."""
    if question.wants is Wants.TIME and (_ASKS_CALL.search(question.text) or not pattern("<call>").search(said.text)):
        said = values.ready(said.text, turn.slots, question.text, call=True)
    return READERS[question.wants](said)


_ASKS_HOUR = re.compile(r"几点|几时几分")
_ASKS_DAY = re.compile(r"哪天|哪一天|几号|什么时候|时间段|上午|下午|周几")
_HALF_DAY = re.compile(
    r"(?:[今明后]天|(?:周|星期|礼拜)[一-龥]|.{1,4}号|的|上午|下午|早上|早晨|晚上|白天|傍晚|都行|都可以)+"
)


def _leaves_open(question: Question, value: str) -> bool:
    """Whether a day, or half of one, leaves open the hour that was asked for."""
    asks_hour = _ASKS_HOUR.search(question.text) and not _ASKS_DAY.search(question.text)
    return bool(asks_hour) and _HALF_DAY.fullmatch(value) is not None


def _given(question: Question, said: Said, found: Found) -> Answer:
    stance = Stance.NO if found.refused else Stance.GIVEN
    return Answer(question=question, stance=stance, text=_words(said.text, found), value=found.value.strip())


def _words(text: str, found: Found) -> str:
    """The clauses of ``text`` that hold what was found."""
    own = [clause for clause in clauses(text) if clause.start < found.end and found.start < clause.end]
    start = min([found.start, *(clause.start for clause in own)])
    end = max([found.end, *(clause.end for clause in own)])
    return text[start:end].strip("，,。 ")


def _without_value(question: Question, said: Said, *, free: bool) -> Answer | None:
    """The answer to a question for a value where none of its kind was said."""
    if (answer := stance_of(question, said)) is not None:
        return answer
    stated = stated_in(said)
    for clause in stated:
        if pattern("(?:<near>|我|那|这个)*<any>").fullmatch(clause.text):
            return answered(question, Stance.GIVEN, said, clause, EITHER)
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
_LIKE = {Wants.COUNT: "<quantity>", Wants.AMOUNT: "<quantity>", Wants.DURATION: "<quantity>"}
"""What free words must hold to be of the kind."""


def _free_value(question: Question, said: Said, stated: Sequence[Clause]) -> Answer | None:
    """His own words where a mark, a number or an option was asked for: not the value, and an answer all the same."""
    if question.wants not in _FREE or not (telling := [one for one in stated if says_something(one.text)]):
        return None
    like = _LIKE.get(question.wants)
    if like is not None and not any(pattern(like).search(one.text) for one in telling):
        return None
    return answered(question, Stance.GIVEN, said, telling[0], value_of(said, telling))


def proposed(question: Question) -> str:
    """The value that the question itself proposes, for a yes to accept (“周六上午过来可以吗” → 周六上午), or ""."""
    if not re.search(r"(?:吗|吧|么|不\w{1,2}|否)[？?。]*$", question.text):
        return ""
    if question.wants is Wants.RATING:
        grade = pattern("<grade>").search(question.text)
        return grade.group() if grade else ""
    reader = READERS.get(question.wants)
    text = re.sub(r"(?:您|你)(?:看|说)?|请问|吗|[？?]", "，", question.text)
    found = reader(values.ready(text, find_slots(text))) if reader and question.wants in _PROPOSABLE else None
    return found.value if found else ""


_PROPOSABLE = frozenset({Wants.TIME, Wants.PLACE, Wants.PHONE})


_CONTENT_IN_QUESTIONS = frozenset({Act.SUGGESTION, Act.COMPLAINT, Act.FEEDBACK_NEGATIVE, Act.FEEDBACK_POSITIVE})
"""What is often said in the shape of a question (报销能不能简单点) and is an answer all the same."""
_ASKS_OPINION = re.compile(r"怎么样|如何|怎样|咋样|感觉|感受|评价|体验|效果")


def _open(question: Question, said: Said, turn: Turn) -> Answer | None:
    stated = stated_in(said)
    if turn.leading in _CONTENT_IN_QUESTIONS:
        stated = tuple(clause for clause in clauses(said.text) if clause in stated or clause.sort is Sort.QUESTION)
    telling = [clause for clause in stated if says_something(clause.text)]
    if telling and turn.free and not _belongs_elsewhere(said, telling):
        return answered(question, Stance.GIVEN, said, telling[0], value_of(said, telling), until=telling[-1])
    for clause in stated:
        if (
            turn.free
            and _ASKS_OPINION.search(question.text)
            and pattern("(?!好(?:的|吧|嘞)?$)(?:<degree>)*<grade>(?:<tail>)*").fullmatch(clause.text)
        ):
            return answered(question, Stance.GIVEN, said, clause, value_of(said, [clause]))
    if (answer := stance_of(question, said)) is not None:
        return answer
    for clause in stated:
        if pattern("(?:我|那|这个|倒|也|都|真)*<none>(?:<tail>)*").fullmatch(clause.text):
            return answered(question, Stance.NO, said, clause, "")
    return None


_REMARK = 6
"""Characters up to which words that repeat what was said before are the answer to an earlier question."""


def _belongs_elsewhere(said: Said, telling: Sequence[Clause]) -> bool:
    """Whether he repeats in a word or two what he answered before (“刚才说过了，周五”)."""
    told = any(pattern("<told_before>").search(clause.text) for clause in clauses(said.text))
    return told and sum(han(clause.text) for clause in telling) <= _REMARK


def _share_time(questions: Sequence[Question], answers: dict[int, Answer]) -> None:
    """Lets one time answer both the day and the hour asked for in the same breath."""
    given = [answer for answer in answers.values() if answer.question.wants is Wants.TIME and answer.value]
    for index, question in enumerate(questions):
        if index in answers or question.wants is not Wants.TIME or not given:
            continue
        time = given[0].value
        parted = not re.search(r"几点|时段|上午还是|什么时候", question.text) or re.search(r"点|上午|下午|晚|早", time)
        if parted and not _leaves_open(question, time):
            answers[index] = Answer(question=question, stance=given[0].stance, text=given[0].text, value=time)
