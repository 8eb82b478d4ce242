"""What goes into the record from an utterance: feedback in the customer's own words, and answers to the script."""

import re
from dataclasses import replace

from huashu.call import Act, Action, EndReason, Note, NoteKind
from huashu.dialogue.attitude import CONTENT
from huashu.dialogue.lines import Does, is_interrogative, is_yes_or_no
from huashu.dialogue.script import OPENING_STEP
from huashu.dialogue.state import CallState, Moment

_OPINION = frozenset({Act.FEEDBACK_NEGATIVE, Act.FEEDBACK_POSITIVE, Act.SUGGESTION, Act.COMPLAINT})
_NO_ANSWER = frozenset(
    {Act.HESITATE, Act.HOLD_ON, Act.REPEAT_REQUEST, Act.NOT_UNDERSTAND, Act.CANNOT_HEAR, Act.LINE_BAD, Act.SIDE_TALK,
     Act.NON_SPEECH, Act.ASK_IDENTITY, Act.ASK_PURPOSE, Act.ASK_ROBOT, Act.DOUBT_SALES, Act.DOUBT_FRAUD, Act.GREET}
)  # fmt: skip
_FRAMING = frozenset({Act.HESITATE, Act.MORE_TO_SAY, Act.REPEAT_REQUEST, Act.BACKCHANNEL})
"""Acts that a longer utterance does beside what it says."""

_TEMPER = frozenset({Act.ANGER, Act.SARCASM})
GRIEVANCE = 12
"""Characters from which words of anger or mockery say what about, and are kept."""

STORY = 15
"""Characters from which a doubt or a wish tells what happened besides."""

_NOT_OPINION = frozenset(
    {Act.FEEDBACK_MINIMAL, Act.NEGATE, Act.AFFIRM, Act.QUESTION, Act.REQUEST, Act.SARCASM, Act.PROVIDE_INFO}
)
_ASKS_OPINION = re.compile(
    r"感受|意见|建议|不满|满意|体验|看法|评价|反馈|觉得|改进|耽误|问题|印象|哪一?(?:点|处|环|里|块|方面|步)|怎样|怎么看|实话|着急|想法"
)
SUBSTANCE = 7
"""Characters from which words that answer a question of opinion are one, whatever they do besides."""

_BARE_YES = frozenset({Act.AFFIRM, Act.BACKCHANNEL, Act.THANKS})
_EDGES = re.compile(
    r"^(?:[嗯呃哦啊唉哎诶欸哼]|那个|就是|就是说|怎么说呢|我跟你说|[，,。、\s…])+|[，,。、\s…啊呀嘛哈]+$"
)


def notes(call: CallState, moment: Moment, *, end: EndReason | None = None) -> tuple[tuple[Action, ...], CallState]:
    """The notes an utterance is worth, and the call that has taken them. ``end``: the call ends with this utterance,
    so that only opinions with content are kept."""
    acts = set(moment.heard.acts)
    text = trimmed(moment.text)
    found: list[Action] = []
    if _tells(acts, text) or (end is None and _opines(call, moment, text)):
        found.append(Note(kind=NoteKind.FEEDBACK, text=text, heard_at=moment.at, because=("S0.2", "S0.9")))
    if end is None and _answers(call, acts) and call.pending is not None:
        question = call.pending
        found.append(
            Note(
                kind=NoteKind.ANSWER,
                text=text or moment.text,
                heard_at=moment.at,
                step=question.step,
                key=question.key,
                question=question.text,
                because=("S0.4",),
            )
        )
    content = bool(acts & CONTENT) or any(isinstance(n, Note) and n.kind is NoteKind.ANSWER for n in found)
    return tuple(found), replace(call, contributions=call.contributions + content)


def _tells(acts: set[Act], text: str) -> bool:
    """Whether an utterance says what was good or bad: by its acts, or because a grievance is long enough for it."""
    if acts & _OPINION:
        return len(text) >= 3
    return bool(acts & _TEMPER and len(text) >= GRIEVANCE) or (Act.DOUBT_EFFECT in acts and len(text) >= STORY)


def _opines(call: CallState, moment: Moment, text: str) -> bool:
    """Whether words that no act claims are an opinion: because one was asked for, or because they tell something that
    nobody asked. A short value that was asked for is none."""
    if wishes(moment) and (asks_opinion(call) or len(text) >= STORY):
        return True
    acts = set(moment.heard.acts) - _FRAMING
    if len(text) < SUBSTANCE or acts & _NOT_OPINION:
        return False
    if asks_opinion(call):
        return _answers(call, acts)
    told_a_value = bool(moment.heard.slots) and len(text) < 2 * SUBSTANCE
    return not acts and not told_a_value and not is_interrogative(text)


_WISH = re.compile(r"能不能|可不可以|是不是可以|要是能|最好能?|希望|应该|建议")
_FOR_ME = re.compile(r"[帮给]我|查|发(?:我|给)|告诉我")


def wishes(moment: Moment) -> bool:
    """Whether words in the shape of a question are a wish how things should be (“能不能先抽血”), not a thing to do for
    him now."""
    return bool(_WISH.search(moment.text)) and not _FOR_ME.search(moment.text) and moment.match.entry is None


def asks_opinion(call: CallState) -> bool:
    """Whether the question that is pending asks what he thinks or went through."""
    return call.pending is not None and bool(_ASKS_OPINION.search(call.pending.text))


def _answers(call: CallState, acts: set[Act]) -> bool:
    """Whether an utterance with ``acts`` answers the question that is pending."""
    pending = call.pending
    if pending is None or not pending.asks or pending.step == OPENING_STEP:
        return False
    if pending.does & (Does.ASK_IDENTITY | Does.ASK_CONSENT):
        return False
    if acts and acts <= _BARE_YES and (call.interrupted or not is_yes_or_no(pending.text)):
        return False
    return bool(acts - _NO_ANSWER - {Act.BACKCHANNEL}) or not acts


def trimmed(text: str) -> str:
    """The customer's words without the fillers at their edges."""
    return _EDGES.sub("", text).strip()
