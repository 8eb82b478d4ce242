"""What a condition of a script (“如客户迟疑”) waits for, as acts of the customer."""

import re
from dataclasses import dataclass

from huashu.call import Act
from huashu.language import Understanding

_CUES: tuple[tuple[str, frozenset[Act]], ...] = tuple(
    (pattern, frozenset(acts))
    for pattern, acts in (
        (r"冷淡|不耐烦|敷衍|态度(?:差|生硬|不好)|抵触|抗拒|反感|警惕|防备|戒备", {Act.FEEDBACK_MINIMAL, Act.SARCASM, Act.ANGER, Act.ASK_PURPOSE, Act.DOUBT_SALES}),
        (r"质问|哪位|是谁|身份|哪家|什么公司|哪里的|核实(?:你|您|来电)", {Act.ASK_IDENTITY, Act.ASK_PURPOSE}),
        (r"什么事|来意|目的|干什么|干嘛|为什么打", {Act.ASK_PURPOSE}),
        (r"没兴趣|不感兴趣|无兴趣|兴趣不大|没意见|无意见|没什么", {Act.FEEDBACK_MINIMAL, Act.NEGATE, Act.REFUSE}),
        (r"拒绝|不愿|不想|不肯|不同意|不接受|不考虑|不需要|不用|婉拒|谢绝|不配合|推辞", {Act.REFUSE, Act.NEGATE, Act.END_CALL}),
        (r"挂断|挂电话|结束通话|结束对话", {Act.END_CALL, Act.REFUSE}),
        (r"忙|没空|没时间|不方便|开会|开车|赶时间|时间紧", {Act.BUSY, Act.CALL_LATER}),
        (r"改天|改期|改约|下次|稍后|晚点|另约|再联系|换个时间|延后", {Act.CALL_LATER, Act.BUSY}),
        (r"勿扰|别再打|不要再打|勿再", {Act.DO_NOT_CONTACT}),
        (r"(?<!不)(?:同意|愿意|肯定|确认|认可|接受|配合|答应|有兴趣|感兴趣|有意向|意向)|(?<!不)方便|可以|回答“?是|表示“?(?:好|行|是)|有时间", {Act.AFFIRM, Act.AFFIRM_IDENTITY}),
        (r"犹豫|迟疑|考虑|不确定|再想|拿不定|顾虑|观望|商量|沉吟", {Act.HESITATE, Act.CALL_LATER, Act.DOUBT_EFFECT, Act.DOUBT_SALES}),
        (r"疑问|追问|询问|咨询|问起|问到|不清楚|不了解|想了解|多问", {Act.QUESTION, Act.NOT_UNDERSTAND}),
        (r"质疑|怀疑|不信|不相信|没用|不改", {Act.DOUBT_EFFECT, Act.DOUBT_FRAUD, Act.DOUBT_SALES}),
        (r"推销|广告|卖东西", {Act.DOUBT_SALES}),
        (r"骗|诈骗|真假|安全|隐私|信息泄露|号码.{0,4}(?:哪|来源)", {Act.DOUBT_FRAUD}),
        (r"情绪|生气|激动|发火|愤怒|骂", {Act.ANGER, Act.ABUSE}),
        (r"不满|抱怨|吐槽|投诉|负面|问题反馈|差评|不满意|意见", {Act.FEEDBACK_NEGATIVE, Act.COMPLAINT, Act.ANGER}),
        (r"讽刺|挖苦|嘲", {Act.SARCASM}),
        (r"(?<!不)满意|好评|表扬|正面|称赞|没问题|一切正常", {Act.FEEDBACK_POSITIVE, Act.PRAISE, Act.AFFIRM}),
        (r"建议|想法", {Act.SUGGESTION}),
        (r"非本人|打错|不是本人|找错", {Act.DENY_IDENTITY, Act.THIRD_PARTY}),
        (r"他人|家人|同事|代接", {Act.THIRD_PARTY}),
        (r"回答“?(?:没有|否|不是)|表示“?没有|否认|未收到|没收到|没有收到", {Act.NEGATE}),
        (r"资料|材料|发.{0,4}(?:短信|微信|邮件|邮箱)|短信|书面", {Act.REQUEST}),
        (r"听不清|没听清|没听见", {Act.CANNOT_HEAR, Act.REPEAT_REQUEST}),
        (r"听不懂|不理解|不明白|没明白", {Act.NOT_UNDERSTAND}),
        (r"机器人|人工智能|AI|真人", {Act.ASK_ROBOT, Act.ASK_HUMAN}),
        (r"着急|焦急|急", {Act.ANXIOUS}),
        (r"感谢|道谢", {Act.THANKS}),
    )
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), acts) for pattern, acts in _CUES)
_SILENT = re.compile(r"沉默|不说话|无回应|没有?回应|不回应|不吭声|不作声|无互动|没反应|无反应")

ENDING = frozenset({Act.REFUSE, Act.END_CALL, Act.DO_NOT_CONTACT, Act.BUSY, Act.CALL_LATER, Act.FAREWELL})
"""Acts by which a customer wants out of the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """What a condition waits for: any of ``acts``, or silence. ``words`` is the condition itself."""

    words: str
    acts: frozenset[Act]
    silence: bool = False

    @property
    def ends(self) -> bool:
        """Whether it waits for a customer who wants out, and nothing milder."""
        return bool(self.acts) and self.acts <= ENDING | {Act.NEGATE}


def read_condition(words: str) -> Cues:
    """The cues in a condition's words. A condition that says nothing we know waits for nothing."""
    acts: frozenset[Act] = frozenset()
    for pattern, found in _COMPILED:
        if pattern.search(words):
            acts |= found
    return Cues(words=words, acts=acts, silence=bool(_SILENT.search(words)))


def fit(cues: Cues, heard: Understanding) -> float:
    """How well what was heard is what the condition waits for, 0 to 1: the strongest of its acts."""
    return max((heard.scores.get(act, 0.0) if act in heard.acts else 0.0 for act in cues.acts), default=0.0)
