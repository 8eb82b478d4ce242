"""What stands before and around a quoted line: a condition, a stage direction, a label, or the customer's own words."""

import re
from dataclasses import dataclass
from enum import Enum

from huashu.playbook.layout import fold
from huashu.playbook.quotes import Span, said_plainly, spans, spoken
from huashu.playbook.words import KIN, PEOPLE, REACTS

_TARGETS = ("目标", "对象", "受众", "联系人", "来电人")
_KIN = "|".join(sorted(KIN, key=len, reverse=True))
_REACT = "|".join(REACTS)
_WHO = "|".join(who for who in PEOPLE if who not in _TARGETS)
_SUBJECT = (
    rf"(?:[\u4e00-\u9fff]{{1,3}}(?:{_KIN})(?=(?:如果?|若|要是)?(?:{_REACT}))|"
    rf"(?:{_WHO})(?!您|你|好|代表|服务|经理|专员|中心|姓名|信息|资料|身份)|"
    r"客户|对方|用户|接听[方人者]|接电话的(?:人|是|不是)|接听的(?:人|是|不是)|来接的|被叫[方人]?|机主|"
    r"受访[者人]|家长|学员|学生|车主|业主|患者|病人|会员|商[户家]|店主|老板|顾客|住户|租户|投保人|"
    r"持卡人|家属|家人|同事|他人|第三方|亲友|非本人|本人|他(?!们的)|她|其(?!他|它|实|次)|有人|"
    r"the\s+(?:customer|callee|client|user)|customer|callee|client|user|they|he|she)"
)
_STARTS = (
    r"(?:如(?!下|何|上|期|实|图|此|约|数|常)|若(?!干)|倘若?|假[如设使]|要是|一旦|万一|遇到?|当(?!前|天|日|事|"
    r"面|月|年|地|下)|对于|针对|面对|应对|遭到?|"
    r"被(?:拒|问|质|打断|追问|挂)|除非|只要|在.{1,12}(?:时|情况下?|后)$|碰[到上]|凡|但凡|if\b|when\b|in\s+case|"
    r"should\s+the|once\s+the)"
)
_STATES = (
    r"(?:冷淡|冷漠|沉默|不说话|不吭声|拒绝|质问|质疑|怀疑|没兴趣|无兴趣|不感兴趣|兴趣不大|没空|没时间|不方便|"
    r"方便$|很忙|正忙|忙碌|在忙|同意|愿意|不愿|接受|犹豫|迟疑|疑问|疑虑|"
    r"不耐烦|生气|激动|愤怒|抱怨|投诉|无回应|不回应|没反应|无反应|无应答|肯定|否定|认可|不满|满意|配合|抗拒|"
    r"抵触|反感|追问|打断|要求挂断|异议|反对|拒接|答应|有意向|无意向|推脱|搪塞|敷衍|"
    r"打错|认错|语音信箱|信号不[好佳]|听不清|有需求|无需求|没需求|有意见|无意见|没意见|未处理|已处理|已解决|"
    r"未解决|未收到|已收到|情绪|反弹|热情|友好|开车|开会|不是本人|非本人|是本人|不在|说是|说否|^是$|^否$|"
    r"回答是|回答否)"
)
_ACTIONS = re.compile(
    r"(?:化解|安抚|确认|核实|核对|告知|询问|了解|说明|尊重|记录|邀请|引导|表达|表明|介绍|收集|征求|征询|感谢|"
    r"致歉|道歉|提醒|提出|解释|承诺|预约|约定|开场|问候|自我介绍|切入|推进|收尾|挽留|争取|鼓励|建议|强调|澄清|"
    r"回顾|总结)"
)
_PICKED_UP = re.compile(
    r"^(?:待|等)?(?:电话|通话|客户|对方|用户|接听方|线路)*(?:电话)?(?:刚)?(?:接通|拨通|接起|接听|应答|接电话|"
    r"打通|接起电话|接听电话|开始)(?:电话)?(?:后|时|之后|以后|瞬间|立即|即)*$"
)
_THEN = re.compile(
    r"(?:待|等|等待)?(?:客户|对方|用户|接听[方人])?.{0,4}(?:回应|回答|应答|说完|反馈|陈述|讲完|答复|答完|"
    r"倾诉)(?:完毕|完)?(?:后|之后|以后)$|^(?:等待|停顿|稍停|稍作停顿)"
)
_SCRIPT = re.compile(
    r"^(?:(?:参考|标准|推荐|建议|主|核心|具体|对应|示范|首选|主推|备选|备用|补充|应答|回应|回复|开场|简短|可用|"
    r"统一|执行|通用|规范|示例|沟通|应对|正常|基础|默认|固定|承接|过渡|引导)*"
    r"(?:话术|台词|脚本|用语|示例|话语|表述|说法|例句|口播|语句|句式|回应|回复|应答|应对|开场|开场白|开场语|"
    r"收尾|提问|追问|询问|补充|备选|首选|内容|对白|引导语|版本|方案)(?:示例|参考|模板|内容|如下|例)?"
    r"|例如?|比如|如|譬如|可以?这[样么]说|可以?说|可|应?说|可[以]?(?:回应|回复|答复|这样回应|这样说|表示)|则|"
    r"就|答|说道?|您?可参考|客服(?:人员|代表|专员)?|坐席|座席|回访[专人]?员|专员|顾问|我|我方|本方|拨打[方人]|"
    r"主叫方?|外呼方|机器人|工作人员|"
    r"caller|agent|script|say|line|lines|sample|example|you|response|"
    r"reply)\s*[A-Ea-e0-9一二三四五六七八九十①②③④⑤]{0,2}$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^(?:(?:本步骤?|步骤|沟通|本环节|核心|关键|操作|话术|应对|主要|执行|语气|通话|本阶段|阶段|环节|特别|重要|"
    r"温馨)?(?:的)?"
    r"(?:目的|目标|要点|要领|要求|注意事项|注意|提示|策略|说明|动作|技巧|语气|语速|时长|时间|用时|耗时|关键点|"
    r"备注|重点|操作|原则|禁忌|禁止|思路|意图|作用|心法|提醒|切忌|任务|判断|判定|判断标准|场景|方式|方法|态度|"
    r"节奏|情绪|记录|结果|流转|跳转|下一步|预期|预期反应|预计时长|标准|红线|雷区|"
    r"避免|不要|不可|控制|节点|触发|触发条件|适用场景|适用|前提|逻辑|输出|关注点|细节|补充说明|应对策略|"
    r"应对原则|处理方式|处理|行动|指引)(?:与\S{1,6}|和\S{1,6}|及\S{1,6})?"
    r"|purpose|goal|note|notes|tip|tips|aim|action|objective|tone)$",
    re.IGNORECASE,
)
_CUSTOMER = re.compile(
    rf"^(?:如果?|若|当)?{_SUBJECT}(?:可能|或许|或|会|常|常常|往往|也许)*(?:的)?(?:说道?|说出|回答|问道?|询问|"
    rf"回应|表示|反问|可能说|追问|回复|答|称|提出|反应|喊|讲|说一句|典型回应|可能回应|可能反应|常见回应|"
    rf"回应示例)?$",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?<![多愿想细再听])(?:说道?|说出|问道?|反问|回答|回应|表示|称|提出|喊|讲|说一句|追问|询问|回复)\s*[:：，,]?\s*$"
)
_VERBS = (
    r"(?:回应|回复|答复|回|回答|说明|说|应答|答|告知|表示|表达|使用|采用|用|改为|改用|收尾|结束)?(?:话术|道|为|如下)?"
)
_MODES = r"(?:则|可以?|就|应该?|请|再|立即|立刻|马上|直接|及时|并|那么|礼貌|耐心|温和|平和|简短|尽快)"
_TAIL = re.compile(
    rf"(?:[，,、;；]\s*{_MODES}*{_VERBS}|(?:则|可以|可|就|应|请)+{_VERBS}|(?<=[时后话])(?:{_MODES}*{_VERBS}))$"
)
_LEADING = re.compile(
    r"^(?:(?:遇|碰)[到上]?|如果|如若|倘若|假如|假设|假使|要是|一旦|万一|如|若|当|(?:if|when|in case)\b)\s*",
    re.IGNORECASE,
)
_TRIM = " \t　:：,，、;；。.→➜⇒>＞=—–-*|｜/"
_BRACKETS = re.compile(r"[（(\[【〔［｛{]([^（）()\[\]【】〔〕［］｛｝{}]*)[)）\]】〕］｝}]")


_REACTS = re.compile(rf"[\u4e00-\u9fff]{{2,4}}?(?:{_REACT})[^，。]{{0,20}}$")
"""Somebody does something: a condition where it stands in brackets before a line."""


_OCCASION = re.compile(
    r"(?:情况|情形|场景|条件|触发|触发条件|客户反应|对方反应|反应|when|if)\s?[A-Ea-e0-9一二三四五]?\s*[:：]\s*(.{2,40}?)[。；;，,→\s]*"
    r"(?:(?:回应|应对|话术|回复|回答|则|说|then|say)\s*[:：]?)?$",
    re.IGNORECASE,
)
"""A condition that is labelled as one, with the label of its line behind it."""


class Lead(Enum):
    """What the words before a line are."""

    NONE = "none"
    SCRIPT = "script"
    NOTE = "note"
    STAGE = "stage"
    CONDITION = "condition"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Piece:
    """A line to speak (``said``), a direction (not ``said``), or the customer's words."""

    text: str
    said: bool
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one passage of a script gives. ``opens``: what its last label says of the lines under it."""

    pieces: tuple[Piece, ...] = ()
    opens: Lead | None = None
    when: str | None = None


def lead_of(label: str) -> Lead:
    """Classify the words before a line (without brackets and closing punctuation)."""
    label = label.strip(_TRIM)
    if not label:
        return Lead.NONE
    if _SCRIPT.match(label):
        return Lead.SCRIPT
    if _NOTE.match(label):
        return Lead.NOTE
    if _PICKED_UP.match(label) or _THEN.search(label):
        return Lead.STAGE
    if _CUSTOMER.match(label):
        return Lead.CUSTOMER
    return Lead.CONDITION if is_condition(label) else Lead.STAGE if label.endswith(("后", "前")) else Lead.NONE


def is_condition(label: str) -> bool:
    """Whether ``label`` says when something is said."""
    low = fold(label).lower()
    if len(low) > 60:
        return False
    if re.match(_STARTS, low) and len(low) > 1:
        return True
    if re.match(_SUBJECT, low) and len(low) > 1 and not low.startswith("本人核"):
        return True
    if re.search(r"(?:时候?|的话|情况下|情形下|场景下|者|型|类|版|客户)$", low) and not re.search(
        r"(?:开始|结束|开场|首次|同|届|按|随|及|准|通话|介绍|说明|告知)时$", low
    ):
        return not re.search(
            r"^(?:标准|简洁|正式|通用|普通|完整|简短|目标|基础|常规|白天|上午|下午)[版类型]", low
        ) and (len(low) <= 30)
    return len(low) <= 16 and bool(re.search(_STATES, low)) and not _ACTIONS.match(low)


def clean_condition(label: str) -> str:
    """The words of a condition: no connective before, no “时”, “的话” or “则说” after."""
    text = _BRACKETS.sub(lambda m: m[1] if not label.replace(m[0], "").strip(_TRIM) else m[0], label).strip(_TRIM)
    text = re.sub(r"(?:的)?(?:参考|标准|应对|对应)?话术[A-Ea-e0-9一二三四]?$", "", text).strip(_TRIM) or text
    text = re.sub(r"[，,]\s*(?:坐席|座席|客服|回访员|专员|拨打[方人]|我方?)$", "", text)
    text = (_TAIL.sub("", text) or text).strip(_TRIM)
    text = re.sub(r"(?:的话|的?时候|的?情况下?|的?情形下?|(?<!及|准|同|随|按|临)时)$", "", text).strip(_TRIM) or text
    return (_LEADING.sub("", text) if len(text) > 3 else text).strip(_TRIM) or text or label.strip()


def read_script(
    text: str, *, mode: Lead = Lead.NONE, when: str | None = None, names: tuple[str, ...] = (), strict: bool = False
) -> Reading:
    """Take a passage of a script apart.

    ``mode`` and ``when`` come from the label it stands under; ``names`` are the caller's (a speaker label is no
    condition); ``strict`` when the section quotes its lines, so that unquoted text must sound like speech
    without doubt.
    """
    found = _speech_quotes(text)
    if found:
        return _quoted(text, found, mode, when, names)
    return _unquoted(text, mode, when, names, strict)


def _speech_quotes(text: str) -> list[Span]:
    """The quotations of ``text`` that are lines, not words quoted inside a sentence."""
    lines: list[Span] = []
    for span in spans(text):
        before, after = text[: span.start].rstrip(), text[span.end :].lstrip()
        free = (
            not before
            or before[-1] in ":：,，。！？!?；;、)）】]→➜>＞=—–-/|／"
            or (lines and lines[-1].end >= len(before))
        )
        free = free or bool(re.search(r"(?:说道?|问道?|答|回应|回复|告知|表示|或|或者|和|及|话术|如|则|即)$", before))
        ends = (
            not after
            or after[0] in "。.；;，,、！!？?（(【[/|／→—–-或和及再然并“「『\"'"
            or len(span.text) >= 14
            or bool(is_condition(before.strip(_TRIM)) and len(span.text) > 8)
        )
        if (
            (
                free
                and ends
                and not (
                    before
                    and len(span.text) <= 6
                    and after[:1] in '、“「"等的或'
                    and after
                    and not lines
                    and span.start > 0
                    and before[-1] not in ":："
                )
            )
            or (not before and not after)
            or (is_condition(before.strip(_TRIM)) and len(span.text) >= 10 and not after.strip(_TRIM))
        ):
            lines.append(span)
    if lines and not _carries(text, lines):
        return []
    return lines


def _carries(text: str, lines: list[Span]) -> bool:
    """Whether the quotes, not the words around them, are what is said."""
    outside = text[: lines[0].start]
    if outside and outside.rstrip()[-1:] not in ":：→➜>＞)）】]":
        label = outside.strip(_TRIM)
        if spoken(label) and not is_condition(label):
            return False
    return True


def _quoted(text: str, found: list[Span], mode: Lead, when: str | None, names: tuple[str, ...]) -> Reading:
    pieces: list[Piece] = []
    now, at, asked = when, 0, mode is Lead.CUSTOMER
    for index, span in enumerate(found):
        lead = text[at : span.start]
        kind, condition, notes = _read_lead(lead, names)
        last = index == len(found) - 1
        if kind in (Lead.CUSTOMER, Lead.CONDITION) and _customers(lead, span, last=last, kind=kind):
            said = (
                f"{clean_condition(lead)}“{span.text}”"
                if kind is Lead.CUSTOMER and not _SAYS.search(lead)
                else f"{_LEADING.sub('', lead.strip(_TRIM))}“{span.text}”"
            )
            now, asked = _both(when, said), True
            if last:
                return Reading((*pieces, Piece(said, False)), Lead.CONDITION, now)
            at = span.end
            continue
        if kind in (Lead.CONDITION, Lead.CUSTOMER):
            now = _both(when, condition)
        elif lead.strip(_TRIM + "或者及和再") and not asked:
            now = when
        asked = False
        pieces += [Piece(note, False) for note in notes]
        tail = text[span.end : found[index + 1].start] if not last else text[span.end :]
        own, remarks = _read_tail(tail, last=last)
        pieces.append(Piece(span.text, mode is not Lead.NOTE, _both(now, own)))
        pieces += [Piece(note, False) for note in remarks]
        at = span.end
    return Reading(tuple(pieces))


def _customers(lead: str, span: Span, *, last: bool, kind: Lead) -> bool:
    """Whether the quotation is what the customer says, not what is said to him."""
    if re.search(r"您|感谢|谢谢您|打扰您|祝", span.text):
        return False
    if kind is Lead.CUSTOMER:
        return not last or len(span.text) <= 30
    if not _SAYS.search(lead) or re.match(r"好的|明白|理解|没关系|抱歉|那我|不好意思", span.text):
        return False
    return not last or (len(span.text) <= 12 and not lead.rstrip().endswith((":", "：")))


def _both(outer: str | None, inner: str | None) -> str | None:
    if outer and inner and inner not in outer:
        return f"{outer}，{inner}"
    return inner or outer


def _read_lead(lead: str, names: tuple[str, ...]) -> tuple[Lead, str | None, list[str]]:
    """Classify the words before a quotation; what is no condition and no bare label becomes a note."""
    bracketed = [m[1].strip() for m in _BRACKETS.finditer(lead)]
    core = _BRACKETS.sub(" ", lead).strip(_TRIM + "或者及")
    conditions = [
        b
        for b in bracketed
        if (is_condition(b) or _REACTS.match(b)) and not _PICKED_UP.match(b) and not _THEN.search(b)
    ]
    notes = [b for b in bracketed if b and b not in conditions]
    if not core and not conditions:
        return Lead.NONE, None, notes
    core = re.sub(rf"(?:{'|'.join(map(re.escape, names))})$", "", core).strip(_TRIM) if names else core
    if occasion := _OCCASION.match(core):
        return Lead.CONDITION, clean_condition(occasion[1]), notes
    kind = lead_of(core)
    if kind is Lead.CONDITION or (kind is Lead.CUSTOMER and not conditions):
        return kind, _both(clean_condition(core), "，".join(map(clean_condition, conditions)) or None), notes
    if (cut := re.match(r"(.{2,40}?)[:：，,]", core)) and kind is Lead.NONE and is_condition(cut[1]):
        return Lead.CONDITION, clean_condition(core), notes
    if core and kind is not Lead.SCRIPT:
        notes.append(core)
    if conditions:
        return Lead.CONDITION, "，".join(map(clean_condition, conditions)), notes
    return kind, None, notes


def _read_tail(tail: str, *, last: bool) -> tuple[str | None, list[str]]:
    """What follows a quotation: a condition in brackets, or remarks (only after the last one, the rest is a lead)."""
    bracketed = [m[1].strip() for m in _BRACKETS.finditer(tail)] if last else []
    rest = _BRACKETS.sub(" ", tail).strip(_TRIM) if last else ""
    own = None
    notes: list[str] = []
    for text in [*bracketed, *([rest] if rest else [])]:
        bare = re.sub(r"^(?:适用于|适用|用于|用在|场景|针对|仅限|仅在|仅)[:：]?\s*", "", text)
        if is_condition(bare) or (bare != text and re.search(_STATES, bare)):
            own = _both(own, clean_condition(bare))
        elif text:
            notes.append(text)
    return own, notes


def _unquoted(text: str, mode: Lead, when: str | None, names: tuple[str, ...], strict: bool) -> Reading:
    label, rest = split_label(text)
    if label is None:
        return _plain(text, mode, when, strict)
    kind, condition, notes = _read_lead(label, names)
    if names and label.strip(_TRIM) in names:
        kind, notes = Lead.SCRIPT, []
    if not rest:
        if kind in (Lead.CONDITION, Lead.CUSTOMER):
            return Reading((), Lead.CONDITION, _both(when, condition))
        opens = {Lead.SCRIPT: Lead.SCRIPT, Lead.NOTE: Lead.NOTE}.get(kind, Lead.STAGE)
        return Reading(tuple(Piece(n, False) for n in notes), opens, when)
    if kind is Lead.NOTE or (mode is Lead.NOTE and kind is not Lead.SCRIPT):
        return Reading((Piece(text, False),))
    if kind is Lead.SCRIPT:
        return Reading((*(Piece(n, False) for n in notes), Piece(rest, True, _both(when, condition))))
    if kind in (Lead.CONDITION, Lead.CUSTOMER):
        return _conditional(text, rest, kind, condition, when, notes, plainly=not strict and mode is not Lead.NOTE)
    if spoken(rest) and not spoken(label):
        return Reading((*(Piece(n, False) for n in notes), Piece(rest, True, when)))
    return _plain(text, mode, when, strict)


def _conditional(
    text: str, rest: str, kind: Lead, condition: str | None, when: str | None, notes: list[str], *, plainly: bool
) -> Reading:
    """Words after a condition: a line if they sound so, or (``plainly``) if they are a sentence and no direction."""
    remarks = tuple(Piece(n, False) for n in notes)
    if kind is Lead.CUSTOMER and not re.search(r"您|感谢|打扰", rest):
        return Reading((*remarks, Piece(text, False)), Lead.CONDITION, _both(when, text.strip(_TRIM)))
    inner, script = split_label(rest)
    if inner is not None and script and lead_of(inner) is Lead.SCRIPT:
        rest = script
    if spoken(rest) or (plainly and said_plainly(rest)):
        return Reading((*remarks, Piece(rest, True, _both(when, condition))))
    return Reading((*remarks, Piece(text, False)), Lead.CONDITION, _both(when, condition))


def _plain(text: str, mode: Lead, when: str | None, strict: bool) -> Reading:
    """Unquoted text without a label."""
    if mode is Lead.NOTE:
        return Reading((Piece(text, False),))
    if mode is Lead.SCRIPT:
        return Reading((Piece(text, True, when),))
    clause = re.match(rf"({_STARTS}[^，,。？?！!]{{2,40}})[，,]\s*(.+)$", text)
    if clause and clause[2] and spoken(clause[2]) and re.search(_SUBJECT, clause[1]):
        return Reading(
            (
                Piece(
                    re.sub(r"^(?:则|可以?|就)?(?:说|回应|回复)[:：]?", "", clause[2]),
                    True,
                    _both(when, clean_condition(clause[1])),
                ),
            )
        )
    if when is not None and re.search(r"^(?:不再|立即|直接|及时|结束|礼貌|跳|转|进入|无需)", text):
        return Reading((Piece(text, False),))
    bare = text
    for span in reversed(spans(text)):
        bare = bare[: span.start] + bare[span.end :]
    sure = spoken(bare) and bool(re.search(r"您|[吗呢吧？?]$|再见|谢谢", text)) if strict else said_plainly(bare)
    return Reading((Piece(text, sure, when if sure else None),))


_COLON = re.compile(r"[:：](?!\d)|\s*(?:→|➜|⇒|=>|->|—>)\s*|(?<=[\u4e00-\u9fff)）])\s*(?:——|--)\s*")


def split_label(text: str) -> tuple[str | None, str]:
    """The label before a colon, an arrow or in leading brackets, and the rest; ``(None, text)`` when there is none."""
    if found := re.match(r"[（(【\[〔［]([^（）()【】\[\]〔〕［］]{1,60})[)）】\]〕］]\s*[:：]?\s*", text):
        if found.end() < len(text) or text[0] in "【[［〔":
            if (
                not re.match(r"[\[［{]", text)
                or is_condition(found[1])
                or _SCRIPT.match(found[1])
                or _NOTE.match(found[1])
            ):
                return found[0].strip(), text[found.end() :].strip()
        elif is_condition(found[1]):
            return found[0].strip(), ""
    for cut in _COLON.finditer(text[:80]):
        label = text[: cut.start()].strip()
        if label and not re.search(r"[。！？!?]", label) and len(label) <= 60:
            return label, text[cut.end() :].strip()
        break
    return None, text
