"""Settling chances: where words or the agent's question leave no doubt, they outvote the trained head."""

import re
from collections.abc import Mapping

from huashu.call import Act
from huashu.language.asking import Asked, asked
from huashu.language.meaning import WANTS_OUT
from huashu.language.normalise import tidy
from huashu.language.rules import bare_answer, is_machine, signs

_SURE = 0.7  # an unmistakable wording is at least this likely
_DOUBTED = 0.4  # what the words take back keeps this share of its chance
_OTHERWISE = 0.3  # beside a bare answer nothing else is likelier than this
_ASKED = 0.5  # what has the shape of a question and does nothing else by it is one with this chance
_TELLING = 0.55  # what words give away that are hardly ever wrong is at least this likely
_UNLIKELY = 0.12  # of what the words speak against
_FAINT = 0.4  # below this nobody is taken to want out by one act alone
_TOGETHER = 0.6  # the chances of all ways out together at which he is taken to want out
_AT_LEISURE = re.compile(
    r"^[^，。不]{0,6}不(?:是很|太|怎么)?忙(?:啊|呀|的)?(?:$|[，。])(?!.{0,4}(?:就是|但|可是|只是|不想))"
)
_RELIABLE = frozenset(
    {Act.ASK_SUPERVISOR, Act.ASK_HUMAN, Act.ASK_ROBOT, Act.SIDE_TALK, Act.GREET, Act.FLIRT, Act.ESCALATION_THREAT}
    | {Act.MORE_TO_SAY, Act.COMPLAINT, Act.DOUBT_SALES, Act.ASK_PURPOSE, Act.ABUSE, Act.FAREWELL, Act.DOUBT_EFFECT}
    | {Act.RESUME, Act.THIRD_PARTY, Act.DENY_IDENTITY, Act.APOLOGY, Act.REPEAT_REQUEST, Act.LINE_BAD}
)
"""Acts whose sure wordings were right in more than about five of six examples."""

_QUESTION = re.compile(
    r"(?:吗|么|？)[，。！？ ]*$|(?:[\u4e00-\u9fff]{2})(?:不|没有?)[？。]*$|"
    r"(?:怎么|咋|如何)(?:弄|办|用|查|收|算|才|申请|操作|退|改|开)|"
    r"(?:多少|几(?:点|天|号|块|个)|多久|什么时候|啥时候|哪(?:里|儿|天|个))[^，。]{0,8}[？]?$|"
    r"(?:找|跟|问|该)谁|(?:还能|可以|能|会|有|要)[^，。不没]{1,8}(?:不|没有?)(?=[，。？\s]|$)|能不能|可不可以|是不是|有没有|要不要|会不会|行不行[？]?$|还是[^，。]{1,8}[？呢]$"
)
_WISH = re.compile(r"^(?!.{0,3}(?:请问|问)).{0,10}(?:能不能|可不可以|能否|要是能|最好)(?!给我|帮我|跟我|查|问|告诉)")
_ASKING = frozenset(
    {Act.ASK_IDENTITY, Act.ASK_PURPOSE, Act.ASK_ROBOT, Act.ASK_HUMAN, Act.ASK_SUPERVISOR, Act.DOUBT_SALES}
    | {Act.DOUBT_FRAUD, Act.DOUBT_EFFECT, Act.REPEAT_REQUEST, Act.NOT_UNDERSTAND, Act.SUGGESTION, Act.REQUEST}
    | {Act.ANGER, Act.ABUSE, Act.SARCASM, Act.OFF_TOPIC, Act.PRANK, Act.FLIRT, Act.CANNOT_HEAR, Act.SIDE_TALK}
    | {Act.ESCALATION_THREAT, Act.COMPLAINT, Act.ANXIOUS, Act.CORRECT, Act.GREET, Act.REFUSE, Act.DO_NOT_CONTACT}
    | {Act.END_CALL, Act.BUSY, Act.CALL_LATER, Act.NON_SPEECH, Act.CANCEL_SERVICE, Act.MORE_TO_SAY, Act.QUESTION}
)
"""Acts that the shape of a question may serve as well."""

_BESIDE = re.compile(
    r"在(?:我)?(?:旁边|边上|跟前|身边)[^，。]{0,3}(?:听|看|坐|站)"
)  # says who is there, not that he is busy
_NOTHING_TO_SAY = re.compile(
    r"没(?:有|得)?(?:什么|啥子?)?(?:好|可|想|要)?(?:说|讲|聊|评价|反馈|提)的|没(?:什么|啥)?(?:想法|意见)"
)
_STOP = re.compile(
    r"(?:别|甭|不要|不用|不必)(?:再)?(?:跟我)?(?:说|问|讲|聊|提|扯)|不(?:想|愿意?)?(?:跟你)?(?:聊|谈|说)(?!不|出|上)"
)
"""Words that stop the talk, and do not only say that there is nothing to tell."""


def settle(text: str, context: str, chances: Mapping[Act, float]) -> dict[Act, float]:
    """``chances`` of the acts of ``text`` said after ``context``, corrected where rules are safer than the head:
    machines, bare answers, sure wordings of wanting out, and what is quoted or denied."""
    tidied, question = tidy(text), asked(context)
    settled = dict(chances)
    if is_machine(text):
        return {act: chance * 0.2 for act, chance in settled.items()} | {Act.NON_SPEECH: 0.98}
    if (bare := bare_answer(tidied, question)) is not None:
        settled = {act: min(chance, _OTHERWISE) for act, chance in settled.items()}
        settled[bare] = max(chances[bare], 0.9)
        return settled
    _heed_words(tidied, settled)
    if _AT_LEISURE.search(tidied):
        settled[Act.AFFIRM] = max(settled[Act.AFFIRM], _SURE)
        settled[Act.REFUSE] = min(settled[Act.REFUSE], _UNLIKELY)
    if _BESIDE.search(tidied):
        settled[Act.BUSY] = min(settled[Act.BUSY], _OTHERWISE)
    _lean_on_question(tidied, question, settled)
    return settled


def _heed_words(text: str, chances: dict[Act, float]) -> None:
    """Sure wordings raise a chance, what is quoted or denied lowers it, and the shape of a question asks something."""
    shown = signs(text)
    for act, sign in shown.items():
        if act in WANTS_OUT and sign.sure:
            chances[act] = max(chances[act], _SURE)
        elif act in _RELIABLE and sign.sure:
            chances[act] = max(chances[act], _TELLING)
        elif sign.denied:
            chances[act] *= _DOUBTED
    told = shown.get(Act.FEEDBACK_NEGATIVE)
    if told is not None and told.sure and max(chances.values()) < _ASKED:
        chances[Act.FEEDBACK_NEGATIVE] = _ASKED
    if _QUESTION.search(text) and all(chances[act] < _ASKED for act in _ASKING):
        chances[Act.QUESTION] = _ASKED


def _lean_on_question(text: str, question: Asked, chances: dict[Act, float]) -> None:
    """A no to "anything else?" refuses nothing, and nothing to say about the service is a minimal answer."""
    refused = chances[Act.REFUSE]
    if question in (Asked.ANYTHING_ELSE, Asked.CLEAR) and refused > chances[Act.NEGATE] * 0.5:
        chances[Act.NEGATE] = max(chances[Act.NEGATE], refused)
        chances[Act.REFUSE] = min(refused, _OTHERWISE)
    if question is Asked.FEEDBACK and _WISH.search(text):
        chances[Act.SUGGESTION] = max(chances[Act.SUGGESTION], _ASKED)
    if question is Asked.FEEDBACK and _NOTHING_TO_SAY.search(text) and not _STOP.search(text):
        chances[Act.FEEDBACK_MINIMAL] = max(chances[Act.FEEDBACK_MINIMAL], refused, 0.6)
        chances[Act.REFUSE] = min(refused, _OTHERWISE)


def choose(chances: Mapping[Act, float], least: Mapping[Act, float]) -> tuple[Act, ...]:
    """The acts whose chance reaches ``least``, strongest first, or the likeliest if none does. Wanting out is heard
    when all its acts together are likely enough, though each alone is not; but never on a faint chance."""
    order = sorted(chances, key=lambda act: -chances[act])
    chosen = [act for act in order if chances[act] >= least[act]]
    out = next(act for act in order if act in WANTS_OUT)
    if not chosen:
        chosen = [next(act for act in order if act not in WANTS_OUT or chances[act] >= _FAINT)]
    if not WANTS_OUT & {*chosen} and not any(chances[act] >= _SURE for act in chosen):
        together = sum(chances[act] for act in WANTS_OUT)
        chosen += [out] if together >= _TOGETHER else []
    return tuple(sorted(chosen, key=lambda act: -chances[act]))
