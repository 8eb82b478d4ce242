"""The customer's own ears: what the agent's line does, by keyword and shape.

On purpose simple, and of its own making: a customer who understood with the agent's ears would hide its faults.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from huashu.customer.questions import OPEN, Ask, Question, earlier_in, question_in


class Cue(StrEnum):
    """What the customer notices in a line of the agent."""

    SILENT = "silent"
    INTRODUCES = "introduces"
    PURPOSE = "purpose"
    REASSURES = "reassures"
    ADMITS = "admits"
    RECORDS = "records"
    OPEN_QUESTION = "open_question"
    CLOSED_QUESTION = "closed_question"
    UPGRADE = "upgrade"
    SALES = "sales"
    CARE = "care"
    ASKS_INFO = "asks_info"
    PRESSES = "presses"
    ARGUES = "argues"
    LONG = "long"
    HOLD = "hold"
    REPEATED = "repeated"
    THANKS = "thanks"
    CLOSES = "closes"
    FAREWELL = "farewell"
    LINE_CHECK = "line_check"
    OFFERS_LATER = "offers_later"
    PROMISES = "promises"


@dataclass(frozen=True, slots=True, kw_only=True)
class Impression:
    """What reached the customer. ``ask`` is ``None`` when nothing was asked; ``options`` are the choices offered."""

    text: str
    cues: frozenset[Cue]
    ask: Ask | None = None
    question: str = ""
    options: tuple[str, ...] = ()
    earlier: Question | None = None
    """Another value that was asked for in the same breath."""


_P = re.compile
_CUES: tuple[tuple[Cue, re.Pattern[str]], ...] = (
    (
        Cue.INTRODUCES,
        _P(
            r"我是.{0,24}(公司|中心|客服|专员|回访|顾问|助理|经理|老师|银行|医院|平台|小[\u4e00-\u9fff]|的[\u4e00-\u9fff]{2,4})|我是[^，。？?想说来要问]{4,}|这(里|边)是|我这边是|我叫|工号"
        ),
    ),
    (
        Cue.PURPOSE,
        _P(
            r"回访|了解(一)?下|来电|打(这个)?电话(是|给您)|(想|请)(请)?您.{0,8}(反馈|评价|说说|讲|聊)|调查|调研|满意度|想跟您|通知您|提醒您|确认一下|核实|邀请|关于您|(跟|和|同|给|向|来|替|帮)您(约|说|讲|核对|核实|对一|确认|聊|谈|了解|道|通报|安排|沟通|商量|打(个)?电话|回(个|的)?电话)|给您回|回您|想(听|约|请教|问)|做(一个|个)?.{0,12}(问卷|调研|调查|面谈|访谈|回访)|核对|说声(对不起|抱歉)|道歉|针对您|(看到|注意到|了解到)您|您(之前|上次|前几天|最近)|想(了解|问问|听听|请您|邀请|提醒|和您)|告知您"
        ),
    ),
    (
        Cue.REASSURES,
        _P(
            r"(不是|不会|不|绝不|绝对不)(是)?(向您)?(推销|卖|营销|骚扰|占用)|只(需|要|用|占)?.{0,6}(一分钟|两分钟|几分钟|半分钟|一句|一两句)|(一|1)分钟就"
        ),
    ),
    (
        Cue.ADMITS,
        _P(
            r"抱歉|对不起|不好意思|是我们.{0,8}(不|没|失误|疏忽|责任|问题)|我们.{0,6}(做得不(够)?好|没做好|做得不到位|的不足|的失误|的疏忽|的责任|没有及时|处理得慢)|让您(久等|等(了)?(这么|太)?久|受累|费心|失望)|给您(添|带来).{0,4}(麻烦|不便)|(确实|的确).{0,8}(慢|久|没|不)|(等了?|等待).{0,4}(比较|很|太|这么)久|您(也)?反馈过不"
        ),
    ),
    (
        Cue.RECORDS,
        _P(
            r"(记|登记|备注|反映|上报|转达|提交|备案)(了|下|好|上|在|录|给)|已.{0,4}(记录|备注|登记|转)|会.{0,8}(改进|跟进|处理|反映|转达|优化|核实)|帮您(记|反映|登记|提交)"
        ),
    ),
    (
        Cue.UPGRADE,
        _P(r"升级|新功能|一键|小程序|新推出|新服务|新上线|上线了|新版|优化了.{0,8}(功能|服务|渠道)|新(增|开通)了"),
    ),
    (
        Cue.SALES,
        _P(
            r"优惠|套餐|活动价|折扣|办理一(下|个)|推荐(您|给您|一)|特价|促销|加购|续费|续保|购买|开通(一|这|吗)|赠送|限时|会员.{0,6}(办|开|送)|产品.{0,6}介绍|介绍.{0,6}(产品|服务|方案)|体验课|理财"
        ),
    ),
    (Cue.CARE, _P(r"关心|关怀|重视您|为了(更好|提升|给您)|您的(意见|感受|体验).{0,8}(重要|重视)")),
    (
        Cue.ARGUES,
        _P(
            r"您(说的|这样|这么说)?(不对|错了|误会|理解错)|我们(已经)?(规定|就是这样规定)|这不(是|怪)我们|您(应该|必须|得)(先)?|不可能|没有这(回事|种事)|是您(自己|没)"
        ),
    ),
    (
        Cue.PROMISES,
        _P(
            r"(会|马上|尽快|稍后|之内|天内|小时内|当天|以后).{0,14}(联系|回复|答复|处理|通知|发(给|您|到|短信)|安排|跟进|改|退|到账|寄|上门)|帮您(记|登记|转|改|提交|安排|约)|给您(登记|安排|记|改|约|留|发|寄)|最晚.{0,10}(到|回|给)|(那|那就|就)(这样|这么|说好)"
        ),
    ),
    (Cue.HOLD, _P(r"(稍等|等一下|请等|稍候).{0,12}$|(稍等|请等).{0,8}(查|看|核)")),
    (Cue.THANKS, _P(r"谢谢|感谢")),
    (Cue.LINE_CHECK, _P(r"(听得?到|听得清|听清|听见).{0,4}(吗|么|吧)|能听|喂.{0,2}您好.{0,8}$")),
    (
        Cue.OFFERS_LATER,
        _P(
            r"(什么时候|哪天|几点|改天|晚点|换个时间|另约).{0,10}(方便|再(打|联系|跟您))|稍后.{0,4}(再打|联系|致电)|(再|另)约(个)?时间"
        ),
    ),
    (
        Cue.PRESSES,
        _P(
            r"(先)?别(急着)?挂|(您)?先(别|不要)(急|挂|忙)|再(给我|占用|耽误|听我).{0,6}(分钟|一下|句)|就(问|说)(最后)?(一|两|几)(个|句)|您(再)?(考虑|想想|听我)|为什么(不|拒绝)|听我(说|讲)完"
        ),
    ),
)
_DENIAL = _P(r"(不是|不会|绝不|不|别担心)(要|是|会)?(向您|给您|跟您)?(推销|卖|营销|介绍|办理|让您(买|办))[^，。！？]*")
_FAREWELL = _P(r"再见|拜拜|祝您|祝你|先挂")
_CLOSES = _P(
    r"(不|就不|不会)(再|多)?(打扰|耽误|占用)(您|你)?(了|的?时间|休息|工作|$|，|。)"
    r"|(感谢|谢谢)(您|你)?(的)?(宝贵)?(接听|来电|配合|时间|参与|回复|耐心)"
    r"|(电话|通话|回访|今天)(就)?(先)?到这|您先忙|先忙吧|期待(您|与您|下次)"
)
_WAITS = _P(r"(我|这边)等|等您|不着急|慢慢(来|说)|别着急")
_LONG = 75
_ENDING = 32
"""Thanks and the like close a call only in the last so many characters of a line."""


@lru_cache(maxsize=8192)
def listen(text: str, before: str = "") -> Impression:
    """What the customer makes of ``text``; ``before`` is the agent's line before it (to notice a repetition)."""
    bare = text.strip().strip("“”\"'")
    if not bare:
        return Impression(text="", cues=frozenset({Cue.SILENT}))
    undenied = _DENIAL.sub("", bare)
    cues = {cue for cue, pattern in _CUES if pattern.search(undenied if cue is Cue.SALES else bare)}
    asked = question_in(bare)
    ask = asked.kind if asked else None
    if ask is not None and ask is not Ask.INVITE:
        cues.add(Cue.OPEN_QUESTION if ask in OPEN or ask is Ask.ANYTHING_ELSE else Cue.CLOSED_QUESTION)
    if ask is Ask.INFO:
        cues.add(Cue.ASKS_INFO)
    if _FAREWELL.search(bare):
        cues.add(Cue.FAREWELL)
    if Cue.FAREWELL in cues or (ask is None and not _WAITS.search(bare) and _CLOSES.search(bare[-_ENDING:])):
        cues.add(Cue.CLOSES)
    if len(bare) > _LONG:
        cues.add(Cue.LONG)
    if bare == before:
        cues.add(Cue.REPEATED)
    if asked is None:
        return Impression(text=bare, cues=frozenset(cues))
    return Impression(
        text=bare,
        cues=frozenset(cues),
        ask=ask,
        question=asked.text,
        options=asked.options,
        earlier=earlier_in(bare, asked),
    )


_SENTENCE = _P(r"[^。！!；;？?]+[。！!；;？?]?")
_SHORT = 10


def as_asked(heard: Impression) -> str:
    """The question as it was put: its whole sentence when its last words alone do not say what is asked."""
    if not heard.question or len(heard.question) >= _SHORT:
        return heard.question or heard.text
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(heard.text)]
    return next((sentence for sentence in reversed(sentences) if heard.question in sentence), heard.question)
