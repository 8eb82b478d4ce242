"""The customer's own ears: what the agent's line does, by keyword and shape.

On purpose simple, and of its own making: a customer who understood with the agent's ears would hide its faults.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


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


class Ask(StrEnum):
    """The kind of answer that the agent's last question wants."""

    IDENTITY = "identity"
    CONVENIENT = "convenient"
    RATING = "rating"
    CHOICE = "choice"
    AMOUNT = "amount"
    COUNT = "count"
    DURATION = "duration"
    WHEN = "when"
    INFO = "info"
    WHERE = "where"
    WHY = "why"
    FEEDBACK = "feedback"
    ANYTHING_ELSE = "anything_else"
    CLEAR = "clear"
    OFFER = "offer"
    YES_NO = "yes_no"
    WHAT = "what"


@dataclass(frozen=True, slots=True, kw_only=True)
class Impression:
    """What reached the customer. ``ask`` is ``None`` when nothing was asked; ``options`` are the choices offered."""

    text: str
    cues: frozenset[Cue]
    ask: Ask | None = None
    question: str = ""
    options: tuple[str, ...] = ()


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
            r"回访|了解(一)?下|来电|打(这个)?电话(是|给您)|(想|请)(请)?您.{0,8}(反馈|评价|说说|讲|聊)|调查|调研|满意度|想跟您|通知您|提醒您|确认一下|核实|邀请|关于您|针对您|(看到|注意到|了解到)您|您(之前|上次|前几天|最近)|想(了解|问问|听听|请您|邀请|提醒|和您)|告知您"
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
_ASKS_INFO = _P(
    r"(身份证|证件|银行卡|卡号|密码|验证码|家庭(住)?址|住址|年龄|生日|收入|工资|职业|工作单位|(贵)?公司.{0,4}(规模|地址|人数|营收|流程|名称)|您的(手机|电话)号|邮箱|微信号)"
)
_QUESTION_TAIL = _P(
    r"[？?]|(吗|么|呢|吧)$|了没(有)?$|吗[，,]|(请|麻烦|想请|能否|是否)(问|您|你)|请(提供|报|告诉|说)|(几|多少|哪|(?<!没)(?<!没有)什么|怎么|如何|为什么|是否|有没有|是不是|能不能|可不可以|方不方便)|(随便|尽管|可以)(提|说|讲)|(说说|讲讲|谈谈|聊聊|说一下|讲一下)"
)
_KINDS: tuple[tuple[Ask, re.Pattern[str]], ...] = (
    (
        Ask.IDENTITY,
        _P(
            r"(是|您是|请问).{0,14}(先生|女士|小姐|老师|总|经理|师傅|阿姨|叔叔|老板|同学|家长|妈妈|爸爸|本人|机主|负责人)(本人)?(吗|么|吧|[？?])|怎么称呼|贵姓|您是本人|请问您是.{1,6}(吗|[？?])|请问是[\u4e00-\u9fff]{2,4}(吗|[？?])"
        ),
    ),
    (Ask.YES_NO, _P(r"(?<!满意)(?<!清楚)(?<!明白)(了吗|了么|了没(有)?)[？?]?$")),
    (Ask.ANYTHING_ELSE, _P(r"(还有|别的|其他|其它).{0,12}(吗|么|[？?]|需要|问题|意见|补充)")),
    (Ask.CLEAR, _P(r"(清楚|明白|听懂|了解|讲清)(了)?(吗|么|没)|我(说|讲)(清楚|明白)")),
    (
        Ask.CONVENIENT,
        _P(
            r"(您|现在|这会儿|这时候|说话|接听|接电话)(现在|这会儿)?(方便|有空|有时间)(?!提供|告诉|留|报|的话)|(方便(?!的话)|有空|有时间|打扰|占用|耽误).{0,8}(聊|说|接|问|讲|沟通)"
            r"|^(请问)?(方便|有空)(吗|么)|(打扰|占用|耽误)(到)?您.{0,8}(吗|么)"
            r"|(聊|说|讲)(两|几|一)句.{0,3}(吗|[？?])|(问|请教|了解|占|聊).{0,12}(可以|行|好)(吗|么)|分钟.{0,4}(可以|行|好|方便)(吗|么)"
        ),
    ),
    (Ask.RATING, _P(r"打(个)?(几)?分|几分|多少分|满意度|(是否|还)?满意(吗|么|不)|满不满意|几颗星")),
    (Ask.AMOUNT, _P(r"多少钱|预算|价位|金额|花(了|费)?多少|费用.{0,6}多少")),
    (Ask.DURATION, _P(r"多久|多长时间|几年(?!级)|几个月|多少(年|天|个月)")),
    (Ask.WHEN, _P(r"什么时候|什么时间|几点|哪(一)?天|周几|星期几|何时|时间段|几号")),
    (Ask.COUNT, _P(r"(几|多少)(?!钱|分|点|天|年|号)[\u4e00-\u9fff]")),
    (Ask.INFO, _ASKS_INFO),
    (Ask.CHOICE, _P(r"还是.{1,20}")),
    (
        Ask.FEEDBACK,
        _P(
            r"不满|拿不定|顾虑|担心|犹豫|纠结|最(不)?(在意|关心|满意)|困扰|难处|困难|怎样|意见|建议|感受|体验|反馈|评价|印象|看法|改进|不足|耽误|怎么样|如何|哪(些|里|儿|方面|个环节|一块).{0,8}(不|好|问题|改|满意)|什么地方|随便(提|说)|(说说|讲讲|谈谈|聊聊|说一下|讲一下|简单(说|讲))"
        ),
    ),
    (Ask.WHERE, _P(r"(在|住|去).{0,4}(哪|什么地方)|哪(里|儿|个(城市|区|门店|小区|校区))|地址")),
    (Ask.WHY, _P(r"为什么|为何|原因|怎么(会|没)")),
    (Ask.OFFER, _P(r"(需要|要不要|想不想|愿意|考虑|帮您|给您|为您|是否需要|可以试|有兴趣|感兴趣).{0,20}")),
    (Ask.YES_NO, _P(r"(吗|么|吧)[？?]?$|有没有|是不是|能不能|可不可以|会不会|是否|对不对|(吗|么)[，,？?]")),
    (Ask.WHAT, _P(r"什么|哪|怎么|多少|几")),
)
_FEEDBACKISH = frozenset({Ask.FEEDBACK, Ask.WHY, Ask.WHAT, Ask.ANYTHING_ELSE})
_CLAUSES = _P(r"[^。！!；;？?]+[？?]?")
_OPTION = _P(r"([^，,、？?还]{1,10})(?:，|,|、)?还是(?:说)?([^，,。？?呢]{1,10})")
_LIST = _P(r"([^，,。：:]{1,8})、([^，,、。]{1,8})(?:、|和|或者|或|还是)([^，,、。？?呢]{1,8})")
_TRIM = _P(r"^(您|你)?(看|是|要|想|更|喜欢|倾向|希望|觉得|选|比较|选择|用|喜欢的是|现在|平时|请问)*")
_WAITS = _P(r"(我|这边)等|等您|不着急|慢慢(来|说)|别着急")
_LONG = 75
_ENDING = 32
"""Thanks and the like close a call only in the last so many characters of a line."""


def _question_in(text: str) -> tuple[Ask | None, str]:
    """The last thing asked and its kind. An identity question counts wherever it stands in the line."""
    for clause in reversed(_CLAUSES.findall(text)):
        clause = clause.strip(" ，,“”\"'")
        if not _QUESTION_TAIL.search(clause):
            continue
        for kind, pattern in _KINDS:
            if pattern.search(clause):
                return kind, clause
        if clause.endswith(("？", "?")):
            return Ask.YES_NO, clause
    return None, ""


def _options(question: str) -> tuple[str, ...]:
    found = _LIST.search(question) or _OPTION.search(question)
    if found is None:
        return ()
    trimmed = (_TRIM.sub("", option.strip()) for option in found.groups())
    return tuple(option for option in trimmed if option)


@lru_cache(maxsize=8192)
def listen(text: str, before: str = "") -> Impression:
    """What the customer makes of ``text``; ``before`` is the agent's line before it (to notice a repetition)."""
    bare = text.strip().strip("“”\"'")
    if not bare:
        return Impression(text="", cues=frozenset({Cue.SILENT}))
    undenied = _DENIAL.sub("", bare)
    cues = {cue for cue, pattern in _CUES if pattern.search(undenied if cue is Cue.SALES else bare)}
    ask, question = _question_in(bare)
    if ask is not None:
        cues.add(Cue.OPEN_QUESTION if ask in _FEEDBACKISH else Cue.CLOSED_QUESTION)
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
    return Impression(text=bare, cues=frozenset(cues), ask=ask, question=question, options=_options(question))
