"""Questions and doubts: answered from the knowledge at any moment, then back to the step (S0.5, S0.11)."""

import re
from dataclasses import replace

from huashu.call import Act, EndReason, Note, NoteKind, Say
from huashu.dialogue import phrases
from huashu.dialogue.answers import Stance
from huashu.dialogue.attitude import CONTENT
from huashu.dialogue.behaviours.answering import answer_notes, noted, open_inquiries
from huashu.dialogue.behaviours.noting import asks_opinion, feedback_notes, trimmed, wishes
from huashu.dialogue.behaviours.repeating import again, closed, leads_back, led_back
from huashu.dialogue.behaviours.steps import go_on
from huashu.dialogue.closing import close
from huashu.dialogue.phrases import pick
from huashu.dialogue.script.asking import Wants
from huashu.dialogue.script.lines import Does, does_all, is_closing, is_interrogative, is_question, overlap
from huashu.dialogue.script.slots import fill
from huashu.dialogue.state import CallState, Context, Given, Moment, Step, after_saying
from huashu.playbook.model import QA

ASKING = frozenset(
    {Act.QUESTION, Act.REQUEST, Act.DOUBT_SALES, Act.DOUBT_FRAUD, Act.DOUBT_EFFECT, Act.NOT_UNDERSTAND,
     Act.ASK_IDENTITY, Act.ASK_PURPOSE, Act.CANCEL_SERVICE, Act.ASK_HUMAN, Act.ASK_SUPERVISOR}
)  # fmt: skip
SURE = 0.97
"""From this match score on, an utterance that does not look like a question is taken for one all the same."""

PLAIN_QUESTION = 0.6
"""The score from which words without the shape of a question are one."""

PLEA = 16
"""Characters up to which asking to hear it again is all that an utterance does."""

_PASS_ON = frozenset({Act.ASK_HUMAN, Act.ASK_SUPERVISOR, Act.COMPLAINT, Act.ESCALATION_THREAT, Act.CANCEL_SERVICE})

LIKELY = 0.2
"""From this match score on, a question is answered after saying which question is being answered."""


def is_likely(moment: Moment) -> bool:
    """Whether a question is more likely about the best entry than about anything else the document knows."""
    return bool(moment.match.candidates) and moment.match.score >= LIKELY


def is_sure(moment: Moment) -> bool:
    """Whether the match leaves no doubt, however the utterance was put."""
    return moment.match.entry is not None and moment.match.score >= SURE


def answerable(moment: Moment, ctx: Context) -> QA | None:
    """The entry that was matched, unless it answers somebody who wants out, which this utterance does not."""
    entry = moment.match.entry
    return None if entry is None or entry.question in ctx.parting else entry


SAME_LENGTH = 12
"""Characters by which an utterance may exceed the question that stands in it and still be that question."""


def word_for_word(call: CallState, moment: Moment, ctx: Context) -> Step | None:
    """Answer a question of the knowledge that is asked in its own words, whatever else it sounds like (S0.5)."""
    entry = answerable(moment, ctx)
    if entry is None or moment.match.score < 1.0 or len(moment.text) > len(entry.question) + SAME_LENGTH:
        return None
    if _asked_often(call) and entry.question in call.answered and not is_interrogative(moment.text):
        return None
    records, call = _in_passing(call, moment)
    return reply_with(replace(call, identified=call.identified or bool(call.said)), entry, ctx, records)


def questions(call: CallState, moment: Moment, ctx: Context) -> Step | None:
    """Answer from the knowledge; else by what kind of doubt it is; else note it and promise an answer."""
    if (chosen := which(call, moment, ctx)) is not None:
        return chosen
    heard, entry = moment.heard, answerable(moment, ctx)
    again_answered = entry is not None and entry.question in call.answered and _asked_often(call)
    if only_an_answer(call, moment) and (again_answered or not is_sure(moment)):
        return None
    if entry is not None and (heard.has(*ASKING) or is_interrogative(moment.text) or is_sure(moment)):
        records, call = _in_passing(call, moment)
        return reply_with(call, entry, ctx, records)
    if heard.has(Act.REPEAT_REQUEST) and len(moment.text) <= PLEA:
        return again(call, phrases.AGAIN)
    if heard.has(Act.NOT_UNDERSTAND) and len(moment.text) <= PLEA:
        return again(call, phrases.PLAINER)
    if asks_opinion(call) and wishes(moment):
        return None
    likely = _likely_entry(call, moment, ctx)
    if (likely is None or moment.match.score < CLEAR) and (told := _tell_fact(call, moment, ctx)) is not None:
        return told
    if likely is not None:
        records, call = _in_passing(call, moment)
        return reply_with(call, likely, ctx, records, hedged=True)
    for act, variants in _DOUBTS:
        if heard.has(act):
            return _soothe(call, moment, ctx, pick(variants, call.said))
    if call.pending is not None and Does.ASK_IDENTITY in call.pending.does and heard.has(Act.AFFIRM_IDENTITY):
        return None
    if (asked := ask_which(call, moment, ctx)) is not None:
        return asked
    if heard.has(*_PASS_ON):
        return _promise(call, moment, phrases.PASSED_ON, ctx)
    if heard.has(Act.QUESTION, Act.REQUEST) or _asks_something_else(call, moment):
        return _promise(call, moment, phrases.UNKNOWN, ctx)
    return None


def only_an_answer(call: CallState, moment: Moment) -> bool:
    """Whether what sounds like a question or a request is the answer to ours: “照常寄吧”, “价格、工期、能不能开票”."""
    answered = moment.answers.answered
    if not answered and not _asked_often(call):
        return False
    listed = "、" in moment.text and not moment.text.rstrip().endswith(("？", "?"))
    if is_interrogative(moment.text) and not listed:
        return False
    trailing = _TRAILS_OFF.search(moment.text) and moment.match.score >= TRAILING
    asks = is_likely(moment) and moment.heard.has(*ASKING)
    return listed or any(map(as_asked, answered)) or not (asks or trailing)


def as_asked(given: Given) -> bool:
    """Whether an answer is of the kind that was asked for, not words that might as well be something else."""
    question, answer = given.question, given.answer
    if question.wants is Wants.OPEN:
        return False
    if question.wants is Wants.CHOICE:
        return any(overlap(option, answer.value) >= SAME_OPTION for option in question.options if answer.value)
    if question.wants is Wants.YES_NO:
        return answer.stance not in (Stance.LATER, Stance.GIVEN)
    if answer.stance is Stance.DECLINED:
        return True
    return answer.stance is Stance.GIVEN and bool(answer.value) and not _SETTLES_NOTHING.search(answer.value)


_SETTLES_NOTHING = re.compile(r"回头|改天|改日|下次|以后|再说")
"""Times that settle nothing."""

SAME_OPTION = 0.5
"""The share of an option's words that an answer has which chooses it."""


def _asked_often(call: CallState) -> bool:
    """Whether the pending question has been asked again already: then his words are taken for what they are."""
    return call.pending is not None and call.pending.text in call.led_back


def _likely_entry(call: CallState, moment: Moment, ctx: Context) -> QA | None:
    """The entry that a question or a doubt is most likely about, when nothing sure is known."""
    trailing = _TRAILS_OFF.search(moment.text) and moment.match.score >= TRAILING
    asks = moment.heard.has(*ASKING) or is_interrogative(moment.text) or trailing
    if not asks or not is_likely(moment) or (not call.identified and not call.introduced):
        return None
    if moment.match.ambiguous and moment.match.score < CLEAR:
        return None
    best = moment.match.candidates[0]
    return None if best.question in ctx.parting else best


CLEAR = 0.28
"""The match score from which the better of two entries is answered instead of asking which is meant."""

_TRAILS_OFF = re.compile(
    r"(?:吧|呗|么|嘛|不|没)[。.，, ]*$|(?<![好十没])几(?:个|天|周|年|次|位|折|种|家|成|小时|分钟)(?!月前|人)"
)
"""Endings and words of a question that has not the shape of one."""

TRAILING = 0.35
"""The match score from which such words are the question they are near to."""


def _soothe(call: CallState, moment: Moment, ctx: Context, text: str) -> Step:
    """Answer a doubt nobody wrote an answer for; from the second on, go on in the same breath."""
    records, call = _in_passing(call, moment)
    call = replace(call, doubts=call.doubts + 1)
    if call.doubts > 1 and call.pending is not None and not call.pending.asks:
        return go_on(call, moment, ctx, lead=text, records=records)
    text, call = led_back(text, replace(call, interrupted=True), ctx)
    return after_saying(call, *records, Say(text=text, because=("S0.11",)), pending=call.pending)


def _tell_fact(call: CallState, moment: Moment, ctx: Context) -> Step | None:
    """Answer a question that the knowledge has no entry for from what the document itself says; what it knows of him
    is told to nobody but him (S0.3, S1.14)."""
    if not (moment.heard.has(Act.QUESTION, Act.REQUEST) or _asks_something_else(call, moment)):
        return None
    fact = ctx.fact(moment.text)
    if fact is None or (fact.private and not call.identified):
        return None
    records, call = _in_passing(call, moment)
    text, call = led_back(closed(fact.text), replace(call, interrupted=True), ctx)
    return after_saying(call, *records, Say(text=text, because=("S0.5", "S0.3")), pending=call.pending)


def _asks_something_else(call: CallState, moment: Moment) -> bool:
    """Whether words that no act claims have the shape of a question, and no opinion was asked for."""
    claimed = set(moment.heard.acts) - {Act.MORE_TO_SAY, Act.HESITATE}
    return not claimed and is_interrogative(moment.text) and not asks_opinion(call)


_ENDS = "？?。！! "
_WHICH = tuple(
    re.compile(re.escape(line).replace(r"\{first\}", "(.+?)").replace(r"\{second\}", "(.+)")) for line in phrases.WHICH
)
_FIRST = re.compile(r"第一|前(?:面|头|边|者|一)|头一|先(?:头|说的)|上一")
_SECOND = re.compile(r"第二|后(?:面|头|边|者|一)")
_NEITHER = re.compile(r"都不|(?:两|俩)个?都没|不是这|不是那")

_DOUBTS = (
    (Act.DOUBT_FRAUD, phrases.NOT_FRAUD),
    (Act.DOUBT_SALES, phrases.NOT_SELLING),
    (Act.DOUBT_EFFECT, phrases.UNDERSTOOD_DOUBT),
    (Act.ABUSE, phrases.CALM),
    (Act.ANGER, phrases.CALM),
    (Act.SARCASM, phrases.CALM),
)


def _in_passing(call: CallState, moment: Moment) -> tuple[tuple[Note, ...], CallState]:
    """What a question or a doubt brings for the record besides: feedback, and answers that leave no doubt."""
    found = tuple(given for given in moment.answers.all if given.answer.value)
    records = (*feedback_notes(moment), *answer_notes(found, moment, trimmed(moment.text) or moment.text))
    content = bool(set(moment.heard.acts) & CONTENT)
    return records, noted(call, found) if found else replace(call, contributions=call.contributions + content)


def reply_with(
    call: CallState, entry: QA, ctx: Context, records: tuple[Note, ...] = (), *, hedged: bool = False
) -> Step:
    """Speak an answer of the knowledge, and lead back to the question that is open (not with one who resists).
    ``hedged``: say first which question is being answered."""
    text = fill(entry.answer, ctx.script.slots)
    if hedged:
        text = f"{pick(phrases.IF_YOU_ASK, call.said).format(question=_turned(entry.question))}{text}"
    if is_closing(text) and not ctx.script.moves[call.cursor :]:
        return close(call, ctx.script, EndReason.COMPLETED, line=text, records=records, because=("S0.5",))
    tells_of_upgrade = Does.UPGRADE in does_all(text)
    call = replace(
        call,
        answered=call.answered | {entry.question},
        interrupted=True,
        upgrade_said=call.upgrade_said or tells_of_upgrade,
    )
    if text == call.last_said:
        text = f"{pick(phrases.AGAIN, call.said)}{text}"
    elif _has_answered(call, ctx) and not is_question(text):
        return go_on(call, None, ctx, lead=closed(text), records=records)
    else:
        text, call = led_back(text, call, ctx)
    return after_saying(call, *records, Say(text=text, because=("S0.5", "S0.11")), pending=call.pending)


_PERSONS = {"你们": "我们", "您们": "我们", "你": "我", "您": "我", "我们": "您", "咱们": "您", "我": "您"}


def _turned(question: str) -> str:
    """A customer's question as we speak of it: “你们要收费吗？” → “我们要收费吗”."""
    plain = re.sub(r"[吗么呢啊吧呀]+$", "", question.strip(_ENDS))
    return re.sub("|".join(_PERSONS), lambda person: _PERSONS[person[0]], plain)


def _has_answered(call: CallState, ctx: Context) -> bool:
    """Whether the pending question was answered in the same breath as another was asked."""
    pending = call.pending
    return leads_back(call, ctx) and pending is not None and bool(pending.inquiries) and not open_inquiries(call)


def ask_which(call: CallState, moment: Moment, ctx: Context) -> Step | None:
    """Ask which of two entries he means when one of them is likely: once, never about the way out (S3.18)."""
    offer = moment.match.offer
    shaped = is_interrogative(moment.text) or moment.heard.scores.get(Act.QUESTION, 0.0) >= PLAIN_QUESTION
    asks = shaped and (
        moment.heard.has(Act.QUESTION, Act.REQUEST, Act.CANCEL_SERVICE) or _asks_something_else(call, moment)
    )
    if len(offer) < 2 or not asks or any(qa.question in ctx.parting for qa in offer):
        return None
    first, second = (qa.question.strip(_ENDS) for qa in offer)
    lines = tuple(line.format(first=first, second=second) for line in phrases.WHICH)
    if first == second or offered(call.last_said) or any(line in call.said for line in lines):
        return None
    said = Say(text=pick(lines, call.said), because=("S3.18",))
    records, call = _in_passing(call, moment)
    return after_saying(replace(call, interrupted=True), *records, said, pending=call.pending)


def offered(line: str) -> tuple[str, str] | None:
    """The two questions that our ``line`` asked about, if that is what it did."""
    found = next((found for pattern in _WHICH if (found := pattern.fullmatch(line))), None)
    return (found[1], found[2]) if found else None


def which(call: CallState, moment: Moment, ctx: Context) -> Step | None:
    """Answer the one of two questions that he chose, by its place or by its words; neither: promise an answer."""
    if (both := offered(call.last_said)) is None:
        return None
    if _NEITHER.search(moment.text):
        return _promise(call, moment, phrases.UNKNOWN, ctx)
    found = [ctx.match(question).entry for question in both]
    if found[0] is None or found[1] is None or moment.match.entry not in (None, *found):
        return None
    named = [bool(_own_words(moment.text, own, other)) for own, other in (both, both[::-1])]
    if _SECOND.search(moment.text) or (named == [False, True]):
        return reply_with(call, found[1], ctx)
    if _FIRST.search(moment.text) or named == [True, False] or set(moment.heard.acts) == {Act.AFFIRM}:
        return reply_with(call, found[0], ctx)
    return None


def _own_words(text: str, own: str, other: str) -> set[str]:
    """The character pairs of ``text`` that stand in the question ``own`` and not in the ``other``."""
    pairs = {text[at : at + 2] for at in range(len(text) - 1)}
    return {pair for pair in pairs if pair in own and pair not in other}


def _promise(call: CallState, moment: Moment, variants: tuple[str, ...], ctx: Context) -> Step:
    """Note what we cannot settle and say who will: never an invented answer (S3.21)."""
    records, call = _in_passing(call, moment)
    note = Note(
        kind=NoteKind.OPEN_QUESTION, text=trimmed(moment.text) or moment.text, heard_at=moment.at, because=("S3.21",)
    )
    call = replace(call, interrupted=True, contributions=call.contributions + 1)
    text, call = led_back(pick(variants, call.said), call, ctx)
    return after_saying(call, *records, note, Say(text=text, because=("S3.21", "D5")), pending=call.pending)
