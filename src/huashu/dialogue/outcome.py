"""What became of the call, by the scenario: which of its end conditions was met, and whether its task was done."""

import re
from collections.abc import Sequence

from huashu.call import Act, EndReason, Goal
from huashu.dialogue.answers import Stance
from huashu.dialogue.conditions import read_condition
from huashu.dialogue.script.lines import Does, overlap
from huashu.dialogue.script.model import Ending, Move, Script
from huashu.dialogue.state import CallState, Given
from huashu.playbook.model import Passage

REASONS: dict[EndReason, frozenset[Act]] = {
    EndReason.REFUSED: frozenset({Act.REFUSE, Act.END_CALL}),
    EndReason.COLD: frozenset({Act.FEEDBACK_MINIMAL, Act.SARCASM}),
    EndReason.AGITATED: frozenset({Act.ANGER, Act.ABUSE}),
    EndReason.BUSY: frozenset({Act.BUSY}),
    EndReason.CALL_LATER: frozenset({Act.CALL_LATER}),
    EndReason.DO_NOT_CONTACT: frozenset({Act.DO_NOT_CONTACT}),
    EndReason.WRONG_PERSON: frozenset({Act.DENY_IDENTITY, Act.THIRD_PARTY}),
    EndReason.LINE_UNUSABLE: frozenset({Act.LINE_BAD, Act.CANNOT_HEAR}),
}
"""The acts by which a condition speaks of a reason for ending."""

_WORDS = (
    (
        EndReason.COMPLETED,
        re.compile(
            r"(?:完成|结束|确认|约定|达成|登记|告知|采集|收集|记录|说明|预约|答复|办理|回答)[^，。；]{0,6}(?:完毕|完|好|成功|清楚|后(?!再)|了|无误)"
            r"|已[^，。；]{0,10}(?:完成|确认|约定|登记|告知|明确|同意|了解|预约|收集|说明|给出|记录)|全部|达成|(?<!不)同意|(?<!不)愿意|成功"
            r"|没有?(?:其他|别的|更多)(?:问题|疑问|需求)|无(?:其他|更多|进一步)"
        ),
    ),
    (EndReason.WRONG_PERSON, re.compile(r"不是[^，。；]{0,4}(?:本人|机主|户主|[本此这]户|样本户)")),
    (EndReason.LINE_UNUSABLE, re.compile(r"信号|中断|掉线|断线|通话质量|听不清|无法继续|线路|噪音")),
    (EndReason.VOICEMAIL, re.compile(r"语音信箱|留言|无人接听|自动应答")),
    (EndReason.COLD, re.compile(r"冷淡|沉默|无回应|不回应|敷衍|消极|无互动|极简")),
    (EndReason.AGITATED, re.compile(r"情绪[^，。；]{0,4}(?:激|失控|反弹|升级)|发火|愤怒|辱骂|争执|讽刺")),
    (EndReason.CALL_LATER, re.compile(r"改(?:天|期|日|时间)|另约|稍后|再联系|考虑|商量|下次|回电|晚点")),
)


_SETTLED = re.compile(
    r"(?<![没未])(?:问|说|讲|谈|聊|答|听|交代|介绍|了解|核对|确认|商量|登记|记录)(?:完|清|妥|好|定|明白)(?!了?(?:再|要|就|骂))"
    r"|(?:说|给|讲)(?:出|了)(?!(?:不|没))|(?:约|定|谈|选)(?:好|到|定|妥|下来?|了)(?![^，。；]{0,3}再[打聊谈])|记(?:下|录)(?!后?再)"
    r"|(?:都|双方|已经?|逐项|全部)[^，。；]{0,4}(?:确认|清楚|核对|解答|问|说)|(?:确认|确定|明确|一致|有了|完成|完毕)$"
    r"|(?:做|作)出(?:决定|选择)|没有?(?:别的|其他|更多|要)?(?:补充|问题|疑问|事|要说|要问)"
)
"""Words of something settled."""

_UNDECIDED = re.compile(
    r"不(?!是)|拒|别(?!的)|勿|停|忙|(?<!没)(?<!没有)有事|没(?:有)?(?:时间|空)|再|改(?:天|日|期|时间|约|主意)|考虑|商量|讨论|想想|怒|火|烦|反感|激动|挂"
)
"""Words beside which something settled is not all that a condition speaks of."""


def read_ending(condition: Passage) -> Ending:
    """The reasons for ending that a condition of the scenario speaks of; none where it says nothing known. One that
    speaks only of something settled (“都问完，没有补充”) speaks of completion, whatever acts its words are like."""
    text = condition.text
    cues = read_condition(text)
    reasons = {reason for reason, words in _WORDS if words.search(text)}
    if _SETTLED.search(text) and not _UNDECIDED.search(text):
        reasons.add(EndReason.COMPLETED)
    else:
        reasons |= {reason for reason, meant in REASONS.items() if cues.acts & meant}
    if not reasons and _SETTLED.search(text):
        reasons = {EndReason.COMPLETED}
    return Ending(text=text, line=condition.line, reasons=frozenset(reasons), cues=cues)


def condition_met(endings: Sequence[Ending], reason: EndReason) -> str | None:
    """The scenario's end condition that speaks of ``reason``, the one that speaks of least else first."""
    fitting = [ending for ending in endings if reason in ending.reasons]
    return min(fitting, key=lambda ending: len(ending.reasons)).text if fitting else None


def goal_of(call: CallState, script: Script, reason: EndReason) -> Goal:
    """What became of the scenario's task when the call ends for ``reason``."""
    match reason:
        case EndReason.WRONG_PERSON | EndReason.VOICEMAIL | EndReason.LINE_UNUSABLE | EndReason.CUSTOMER_HUNG_UP:
            return Goal.PARTLY if _settled(call) else Goal.NO
        case (
            EndReason.NO_ANSWER | EndReason.LINE_BUSY | EndReason.REJECTED | EndReason.WRONG_NUMBER | EndReason.NETWORK
        ):
            return Goal.NO
        case EndReason.BUSY | EndReason.CALL_LATER | EndReason.CALL_BACK:
            return Goal.LATER
        case EndReason.REFUSED | EndReason.DO_NOT_CONTACT | EndReason.COLD | EndReason.AGITATED | EndReason.HARASSMENT:
            return Goal.PARTLY if _mostly_done(call, script) else Goal.REFUSED
        case EndReason.COMPLETED | EndReason.LIMIT | EndReason.REFERRED | EndReason.BACK_OFFICE | EndReason.TRANSFERRED:
            return _of_a_whole_call(call, script)


def _of_a_whole_call(call: CallState, script: Script) -> Goal:
    """The offer decides where one was made; else whether what was asked was answered and what was to be told, told."""
    offers = [given for given in call.given if is_offer(given, script)]
    if offers and not any(given.answer.stance in (Stance.YES, Stance.GIVEN) for given in offers):
        return Goal.LATER if any(given.answer.stance is Stance.LATER for given in offers) else Goal.NO
    asked = [move for move in script.moves[: call.cursor] if move.inquiries and move.step not in call.skipped]
    open_ones = [move for move in asked if not any(_answers(given, move.step) for given in call.given)]
    if call.skipped or script.moves[call.cursor :] or 2 * len(open_ones) > len(asked):
        return Goal.PARTLY
    return Goal.REACHED


def is_offer(given: Given, script: Script) -> bool:
    """Whether an answer was given to an offer of the scenario."""
    asked = given.question.text.strip("，。？?！! ")
    moves = (*script.moves, *(branch.move for branch in script.branches))
    return any(Does.OFFER in move.does and asked in move.text for move in moves if move.step == given.step)


def asks_willingness(move: Move) -> bool:
    """Whether a line asks whether he wants something: what is offered, or to take part, come, go on with it."""
    return Does.OFFER in move.does or (Does.YES_OR_NO in move.does and bool(_WILLING.search(move.text)))


_WILLING = re.compile(
    r"(?:愿意|愿不愿意|有兴趣|感兴趣|要不要|想不想|同意|接受)[^？?。]{0,14}(?:吗|么|呢|[？?])"
    r"|(?:能|可以|方便|会|有空|有时间|来不来|去不去|能不能)[^？?。]{0,8}(?:来|参加|出席|到场|过来|赴约|参与)[^？?。]{0,6}(?:吗|么|呢|[？?])"
)


def is_the_matter(move: Move, script: Script) -> bool:
    """Whether a line asks his will in what the whole call is for."""
    return asks_willingness(move) and overlap(move.text, script.task) >= MATTER


MATTER = 0.4
"""The share of a line's character pairs in the task from which the line is about the task."""


def _answers(given: Given, step: int) -> bool:
    return given.step == step and given.answer.stance not in (Stance.DECLINED, Stance.LATER)


def _settled(call: CallState) -> bool:
    return any(given.answer.stance in (Stance.YES, Stance.NO, Stance.GIVEN) for given in call.given)


def _mostly_done(call: CallState, script: Script) -> bool:
    return _settled(call) and 2 * call.cursor > len(script.moves)
