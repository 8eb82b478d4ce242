"""Labels: whether the words before a line are a condition, a stage direction, a label of speech or the customer."""

import re
from enum import Enum

from huashu.playbook.layout import fold
from huashu.playbook.words import KIN, PEOPLE, REACTS

_TARGETS = ("目标", "对象", "受众", "联系人", "来电人")
_KIN = "|".join(sorted(KIN, key=len, reverse=True))
REACT = "|".join(REACTS)
_WHO = "|".join(who for who in PEOPLE if who not in _TARGETS)
SUBJECT = (
    rf"(?:[\u4e00-\u9fff]{{1,3}}(?:{_KIN})(?=(?:如果?|若|要是)?(?:{REACT}))|"
    rf"(?:{_WHO})(?!您|你|好|代表|服务|经理|专员|中心|姓名|信息|资料|身份)|"
    r"客户|对方|用户|接听[方人者]|接电话的(?:人|是|不是)|接听的(?:人|是|不是)|来接的|被叫[方人]?|机主|"
    r"受访[者人]|家长|学员|学生|车主|业主|患者|病人|会员|商[户家]|店主|老板|顾客|住户|租户|投保人|"
    r"持卡人|家属|家人|同事|他人|第三方|亲友|非本人|本人|他(?!们的)|她|其(?!他|它|实|次)|有人|"
    r"the\s+(?:customer|callee|client|user)|customer|callee|client|user|they|he|she)"
)
STARTS = (
    r"(?:如(?!下|何|上|期|实|图|此|约|数|常)|若(?!干)|倘若?|假[如设使]|要是|一旦|万一|遇到?|当(?!前|天|日|事|"
    r"面|月|年|地|下)|对于|针对|面对|应对|遭到?|"
    r"被(?:拒|问|质|打断|追问|挂)|除非|只要|在.{1,12}(?:时|情况下?|后)$|碰[到上]|凡|但凡|if\b|when\b|in\s+case|"
    r"should\s+the|once\s+the)"
)
STATES = (
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
PICKED_UP = re.compile(
    r"^(?:待|等)?(?:电话|通话|客户|对方|用户|接听方|线路)*(?:电话)?(?:刚)?(?:接通|拨通|接起|接听|应答|接电话|"
    r"打通|接起电话|接听电话|开始)(?:电话)?(?:后|时|之后|以后|瞬间|立即|即)*$"
)
THEN = re.compile(
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
    rf"^(?:如果?|若|当)?{SUBJECT}(?:可能|或许|或|会|常|常常|往往|也许)*(?:的)?(?:说道?|说出|回答|问道?|询问|"
    rf"回应|表示|反问|可能说|追问|回复|答|称|提出|反应|喊|讲|说一句|典型回应|可能回应|可能反应|常见回应|"
    rf"回应示例)?$",
    re.IGNORECASE,
)
_VERBS = (
    r"(?:回应|回复|答复|回|回答|说明|说|应答|答|告知|表示|表达|使用|采用|用|改为|改用|收尾|结束)?(?:话术|道|为|如下)?"
)
_MODES = r"(?:则|可以?|就|应该?|请|再|立即|立刻|马上|直接|及时|并|那么|礼貌|耐心|温和|平和|简短|尽快)"
_TAIL = re.compile(
    rf"(?:[，,、;；]\s*{_MODES}*{_VERBS}|(?:则|可以|可|就|应|请)+{_VERBS}|(?<=[时后话])(?:{_MODES}*{_VERBS}))$"
)
LEADING = re.compile(
    r"^(?:(?:遇|碰)[到上]?|如果|如若|倘若|假如|假设|假使|要是|一旦|万一|如|若|当|(?:if|when|in case)\b)\s*",
    re.IGNORECASE,
)
TRIM = " \t　:：,，、;；。.→➜⇒>＞=—–-*|｜/"
BRACKETS = re.compile(r"[（(\[【〔［｛{]([^（）()\[\]【】〔〕［］｛｝{}]*)[)）\]】〕］｝}]")


class Lead(Enum):
    """What the words before a line are."""

    NONE = "none"
    SCRIPT = "script"
    NOTE = "note"
    STAGE = "stage"
    CONDITION = "condition"
    CUSTOMER = "customer"


def lead_of(label: str) -> Lead:
    """Classify the words before a line (without brackets and closing punctuation)."""
    label = label.strip(TRIM)
    if not label:
        return Lead.NONE
    if _SCRIPT.match(label):
        return Lead.SCRIPT
    if _NOTE.match(label):
        return Lead.NOTE
    if PICKED_UP.match(label) or THEN.search(label):
        return Lead.STAGE
    if _CUSTOMER.match(label):
        return Lead.CUSTOMER
    return Lead.CONDITION if is_condition(label) else Lead.STAGE if label.endswith(("后", "前")) else Lead.NONE


def is_condition(label: str) -> bool:
    """Whether ``label`` says when something is said."""
    low = fold(label).lower()
    if len(low) > 60:
        return False
    if re.match(STARTS, low) and len(low) > 1:
        return True
    if re.match(SUBJECT, low) and len(low) > 1 and not low.startswith("本人核"):
        return True
    if re.search(r"(?:时候?|的话|情况下|情形下|场景下|者|型|类|版|客户)$", low) and not re.search(
        r"(?:开始|结束|开场|首次|同|届|按|随|及|准|通话|介绍|说明|告知)时$", low
    ):
        return not re.search(
            r"^(?:标准|简洁|正式|通用|普通|完整|简短|目标|基础|常规|白天|上午|下午)[版类型]", low
        ) and (len(low) <= 30)
    return len(low) <= 16 and bool(re.search(STATES, low)) and not _ACTIONS.match(low)


def clean_condition(label: str) -> str:
    """The words of a condition: no connective before, no “时”, “的话” or “则说” after."""
    text = BRACKETS.sub(lambda m: m[1] if not label.replace(m[0], "").strip(TRIM) else m[0], label).strip(TRIM)
    text = re.sub(r"(?:的)?(?:参考|标准|应对|对应)?话术[A-Ea-e0-9一二三四]?$", "", text).strip(TRIM) or text
    text = re.sub(r"[，,]\s*(?:坐席|座席|客服|回访员|专员|拨打[方人]|我方?)$", "", text)
    text = (_TAIL.sub("", text) or text).strip(TRIM)
    text = re.sub(r"(?:的话|的?时候|的?情况下?|的?情形下?|(?<!及|准|同|随|按|临)时)$", "", text).strip(TRIM) or text
    return (LEADING.sub("", text) if len(text) > 3 else text).strip(TRIM) or text or label.strip()


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
