"""The customer's ears for questions: which kind of answer the agent's line wants, by shape and keyword.

The last thing asked counts. Of his own making, like the rest of his ears.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from huashu.customer.options import options_in


class Ask(StrEnum):
    """The kind of answer that the agent's last question wants."""

    IDENTITY = "identity"
    CONVENIENT = "convenient"
    CONSENT = "consent"
    CONFIRM = "confirm"
    RATING = "rating"
    CHOICE = "choice"
    AGE = "age"
    AMOUNT = "amount"
    COUNT = "count"
    NUMBER = "number"
    DURATION = "duration"
    WHEN = "when"
    INFO = "info"
    PHONE = "phone"
    ACCOUNT = "account"
    EMAIL = "email"
    ADDRESS = "address"
    NAME = "name"
    WORK = "work"
    WHERE = "where"
    WHO = "who"
    WHY = "why"
    FEEDBACK = "feedback"
    WORRY = "worry"
    WISH = "wish"
    EXAMPLE = "example"
    ANYTHING_ELSE = "anything_else"
    CLEAR = "clear"
    OFFER = "offer"
    YES_NO = "yes_no"
    STATE = "state"
    HOW = "how"
    WHICH = "which"
    WHAT = "what"
    INVITE = "invite"
    REPEAT = "repeat"


OPEN: Final = frozenset(
    {Ask.WHY, Ask.FEEDBACK, Ask.WORRY, Ask.WISH, Ask.EXAMPLE, Ask.STATE, Ask.HOW, Ask.WHICH, Ask.WHAT, Ask.INVITE}
)
"""What is answered in one's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked last: its kind, the words that ask it, and the choices offered."""

    kind: Ask
    text: str
    options: tuple[str, ...] = ()


_P = re.compile
ASKS_INFO: Final = _P(
    r"身份证(?!明|带)|证件(号|信息)|(?:银行|信用)卡(?:完整)?(?:卡)?号|完整.{0,2}卡号|密码|验证码|(贵)?公司.{0,4}(规模|营收|流程)|有效期.{0,4}(多少|几)|安全码"
)
"""What nobody should ask on the telephone, or what is his firm's own business."""
_TELL: Final = r"(?:提供|报|告诉|留|说|给|写|登记|确认|有|加|问|要)"
_ASKED_FOR: Final = r"(?:能留|留一?个|(?:说|报|写)一下|多少|什么|哪(?:个|里|儿)?|几|发(?:到|给|您|你)|方便|怎么)"


def _contact(thing: str) -> re.Pattern[str]:
    """Asks for his ``thing``: to tell or leave it, or which it is."""
    return _P(
        rf"{_TELL}[^，。？?]{{0,10}}(?:{thing})|(?:{thing})[^，。？?]{{0,8}}{_ASKED_FOR}|{_ASKED_FOR}[^，。？?]{{0,8}}(?:{thing})"
    )


_HAS_SAME: Final = _P(
    r"就是|还是|没变|一样|同号|同步|收到|查|对吗|对吧|(发|寄)(到|给|您)?[^，。哪什]{0,12}(可以|行|好)(吗|么|不)"
)
"""What is said of contact data without asking for it."""
_CONTACTS: Final[tuple[tuple[Ask, re.Pattern[str]], ...]] = (
    (Ask.ACCOUNT, _contact(r"微信(?!里|群|支付|公众|红包|零钱)|[Qq]{2}|企业微信|钉钉|支付宝账号")),
    (Ask.EMAIL, _contact(r"邮箱|邮件地址")),
    (
        Ask.PHONE,
        _contact(
            r"手机号|电话号|联系电话|联系方式|(?<!登记)的电话|个电话(?!过)|(?<!打)电话(?=能找)|备用(?:电话|号码)|联系号码"
        ),
    ),
    (Ask.ADDRESS, _contact(r"地址|住址|门牌号?|(?:小区|楼盘).{0,2}(?:名|叫)|几栋几|哪个小区")),
    (
        Ask.NAME,
        _P(
            r"怎么称呼|贵姓|(?:叫|姓)什么(?:名字|名|$|[？?])|(?:谁|什么|"
            + _TELL
            + r"|哪位)[^，。？?]{0,6}(?:名字|姓名|全名)|(?:名字|姓名|全名)[^，。？?]{0,6}(?:"
            + _ASKED_FOR
            + r"|谁|登记|报)|联系人[^，。？?]{0,4}(?:谁|哪位|什么)"
        ),
    ),
    (
        Ask.WORK,
        _P(
            r"(?:做|从事|干)(?:的)?(?:是)?(?:什么|哪(?:一)?(?:方面|行|类))[^，。？?]{0,4}(?:工作|职业|行业|生意|的|行)|什么(?:工作|职业|行业|岗位|职位|单位)(?!.{0,6}(?:想|希望|理想|期望))|(?:哪个|哪家|哪一行)(?:行业|单位|公司)?(?:上班|工作|[？?]$)|您的(?:职业|工作单位|职务)|在哪个(?:行业|单位|公司)"
        ),
    ),
)
_A_NOT_A: Final = r"([\u4e00-\u9fff])(?:不|没)\1"
_TAIL: Final = r"[呢啊呀哈]?[？?]?$"
_END_MARK: Final = _P(r"[？?]$")
_SEGMENTS: Final = _P(r"[^，,]+")
_CLAUSES: Final = _P(r"[^。！!；;？?]+[？?]?")
_CONFIRM: Final = _P(
    r"(^|[，,\s]|这样|都)(对吗|对吧|对不对|对么|是吗|是吧|没错吧|没错吗|是这样吗|是这样吧|正确吗|没记错吧)" + _TAIL
)
_AGREE: Final = _P(
    r"((您看|您觉得|这样|你看)?(可以|行|好|成|合适|妥当|没问题)(吗|么|不|吧)|您看(呢|怎么样|如何|行不行|可不可以|好不好)|(行不行|可不可以|好不好|可否|要得不))"
    + _TAIL
)
_CONVENIENT: Final = _P(
    r"(您|你|现在|这会儿|这时候|说话|接听|接电话|通话)(现在|这会儿|说话|接听|接电话|通话)*(方便|有空|有时间)(吗|么|吧|不|说|聊|接|听|讲|通|简单|占|回答|沟通|聊聊|[？?]|$)"
    r"|(方便|有空|有时间)(?!的话)(现在|跟|和|简单)?.{0,3}(聊|说|接|讲|沟通|占用|耽误)|^(请问|现在|那)?(方便|有空)(吗|么|不)|方不方便(说|聊|接|讲|$|[？?])"
    r"|(打扰|占用|耽误)(到)?您.{0,10}(吗|么|行|吧)|(聊|说|讲)(两|几|一)(句|分钟).{0,3}(吗|么|[？?])|(现在)?(方便|可以)(?!的话).{0,12}(聊|说话).{0,8}(吗|么|[？?])"
)
_ASKS_TO_ASK: Final = _P(
    r"开始$|(问|请教|了解|占|聊|耽误|打扰|回访|访谈).{0,14}$|[一二两三五几半十\d]+分钟$|几个(小)?问题$"
)
_LEAD_IN: Final = _P(
    r"^(那|那么|另外|还有|对了|好的?|嗯|方便(的话)?|冒昧|顺便|麻烦)*(问|请教|了解|请问|打听|确认|核实|核对)(您)?(一下|下|一句)?$"
    r"|^(麻烦|请|劳烦)(您|你)?(说|报|讲|提供|留|告诉我)(一下|一声|个)?$"
)
_TITLE: Final = (
    r"(先生|女士|小姐|老师|总|经理|师傅|阿姨|叔叔?|老板|同学|家长|妈妈|爸爸|本人|机主|负责人|大爷|大妈|大叔|工|主任|总监|教练|医生|大夫"
    r"|[厂校院园科处馆会队所局部]长|大哥|大姐|奶奶|爷爷|伯伯|[哥姐嫂婶伯姨])"
)
_GREETING: Final = r"^(?:[^，。？?是]{1,8}(?:您好|你好|好)[，,]|您好|你好|喂|请问|您|你|，|,|\s)*"
_NAMED: Final = _P(
    _GREETING
    + r"(是|找|您是|你是|请问是|请问您?是|您就是)(?!不是)[^，。？?]{0,14}"
    + _TITLE
    + r"(本人)?(吗|么|吧|[？?])"
    r"|(您|是)本人(吗|么|吧)(?!操作)|是[您你](本人)?(吗|么|吧)[？?]?$|请问您?是[^，。？?]{1,14}本人(吗|么)|"
    + _GREETING
    + r"(是|您是|请问是|请问您是)(?![坐开走自从来去想要第不在有能这那几用住做])"
    + r"[\u4e00-\u9fff]{2,4}(吗|(?<![什怎])么|[？?])"
    + r"|^(您好|你好|喂|，|,|\s)*[\u4e00-\u9fff]{1,4}"
    + _TITLE
    + r"(吗|么|吧)[？?]?$|^[\u4e00-\u9fff]{2,4}[，,]是[\u4e00-\u9fff]{2,4}的(妈妈?|爸爸?|家长|奶奶|爷爷)(吗|么|吧)"
)
_POLAR: Final = _P(
    r"(吗|(?<![什怎])么|没有|了没|不)"
    + _TAIL
    + r"|吧[？?]$|有没有|是不是|能不能|可不可以|会不会|是否|要不要|想不想|需不需要|愿不愿意|"
    + _A_NOT_A
)
_OFFER: Final = _P(
    r"(需要|需不需要|要不要|想不想|愿意|愿不愿意|考虑|是否需要|可以试|有兴趣|感兴趣).{0,20}|(要不|不如|我(们)?(可以|能)?)(先|再)?(帮|给|为|替)您|(帮|给|为|替)您.{1,16}(吗|么|[？?])|^要不(?!要|是)"
)
_PAST: Final = _P(r"(?<!不)过|了(吗|么|没)|有没有(给|帮|为)|(的)(吗|么)[？?]?$")
_WONDER: Final = r"(什么|哪|怎|如何|啥|多)"
_KINDS: Final[tuple[tuple[Ask, re.Pattern[str]], ...]] = (
    (
        Ask.ANYTHING_ELSE,
        _P(
            r"还有(哪|什么)[^，]{0,8}(不明白|不清楚|疑问|想(问|了解)|要补充|要问)|(还有|别的|其他|其它).{0,8}(吗|么|补充|要说|要问|需要帮|问题|意见|可以帮|疑问)"
        ),
    ),
    (
        Ask.REPEAT,
        _P(
            r"再(说|讲|报|重复)(一)?(遍|下|次)|没(太)?听(清|见|明白)|重复(一)?(遍|下)|您(刚才|刚刚)(说|讲)(的)?(是|什么)"
        ),
    ),
    (Ask.CLEAR, _P(r"(清楚|明白|听懂|讲清)(了)?(吗|么|没)|我(说|讲)(清楚|明白)")),
    (
        Ask.RATING,
        _P(
            r"打(个)?(几|多少)分(?!钟)|几分(?!钟)|多少分(?!钟)|满意度(?!.{0,3}用)|满意(吗|么|不)|满不满意|几颗星|几颗[？?]?$|几星|打(个)?分(?!占|项|标准|是|还|的)|(给|打)几[？?呢]?$"
            r"|[零一1０0](分)?(到|至|~|-)(五|七|十|一百|5|7|10|100)分?"
        ),
    ),
    (Ask.AGE, _P(r"多大(年纪|岁数|年龄|了)|几岁|多少岁|年纪多大|年龄多大")),
    (
        Ask.AMOUNT,
        _P(
            r"多少(钱|块|元|费用|预算)|(预算|价位|金额|花费|花了|费用|薪资|工资|租金|价格).{0,8}(多少|多大|什么范围)|(收入|薪资|工资|预算|租金|费用|价格).{0,8}(什么|哪个)(区间|范围|水平|档)|花(了|费)?多少(?!时间|分钟|小时|天|年|工夫)|(款|钱|费|租金?|税|薪|额|价).{0,6}多少(?!次|天|个|家)"
        ),
    ),
    (
        Ask.DURATION,
        _P(
            r"多久(?!.{0,3}[一两几](次|回|趟))|多长时间|多少时间|几年(?!级)|几个月|多少(年|天|个月|分钟|小时)|(?<![这那好前近])几(天|周|个小时|分钟|小时)"
        ),
    ),
    (
        Ask.WHEN,
        _P(
            r"什么(时候|时间|日子)|几点|哪(一)?(天|个时间|个月|年)|周几|星期几|礼拜几|何时|时间段|几(号|月)(?!楼)|哪个(日期|时段)|啥时候"
        ),
    ),
    (
        Ask.COUNT,
        _P(
            r"多久.{0,3}[一两几](次|回|趟)|(?<![这那好前后近哪])(几|多少)(?!钱|分(?!钟)|点|度|级|到|了|才|在|给|会|算|比)[\u4e00-\u9fff]|多高的楼|频率|多大面积"
        ),
    ),
    (
        Ask.NUMBER,
        _P(
            r"(提供|报|告诉|说).{0,10}(尾号|单号|编号)|(尾号|单号|编号).{0,4}(多少|什么|几)|(是|有|在|到|一般|大概|大约|通常|平均)?多少"
            + _TAIL
            + r"|(有)?多(高|重|大|宽|长|远|快)"
            + _TAIL
            + r"|多少度"
        ),
    ),
    (
        Ask.WORRY,
        _P(
            r"(拿不定|顾虑|担心|犹豫|纠结|放心不下|不放心|怕).{0,10}"
            + _WONDER
            + r"|"
            + _WONDER
            + r".{0,10}(拿不定|顾虑|担心|犹豫|纠结|放心不下|不放心)|(有|什么).{0,4}(顾虑|担心)(吗|么)?"
        ),
    ),
    (
        Ask.WISH,
        _P(
            r"(希望|期望|期待|想要|要求|建议|需求|理想).{0,14}"
            + _WONDER
            + r"|"
            + _WONDER
            + r".{0,14}(希望|期望|期待|要求|建议|需求|会更?好|好一些|好一点|更合适)"
            + r"|(怎|如何)(样|么)?(安排|改|处理|做|解决).{0,6}(好|行|满意|合适)|(有没有|有).{0,6}(建议|要求)"
        ),
    ),
    (Ask.EXAMPLE, _P(r"举(个|一个|几个)?例|举.{0,4}例子|具体(说|讲|展开|描述)|展开(说|讲)|详细(说|讲)")),
    (
        Ask.FEEDBACK,
        _P(
            r"不满|不(足|便|周)|困扰|难处|困难|意见|感受|体验|反馈|评价|印象|看法|想法|耽误|做得不|(服务|处理|态度|接待|产品|质量).{0,8}(怎么样|如何)|您觉得.{0,16}(怎么样|如何)|哪(些|里|儿|方面|个环节|一块|一环|一步).{0,10}(不|好|问题|改|满意)|什么地方|(随便|尽管|直接)(提|说|讲)|都(可以|能)(说|讲|提)|(说|讲)(一|两|几)句|(?<!听我)(?<!跟您)(?<!给您)(说说|讲讲|谈谈|聊聊|说一下|讲一下|简单(说|讲))|您怎么(看|想|考虑)"
        ),
    ),
    (Ask.WHY, _P(r"为什么|为何|为啥|什么原因|原因(是|有|在).{0,4}(什么|哪)|怎么(会|没)|(主要|最)?.{0,3}原因" + _TAIL)),
    (Ask.WHO, _P(r"谁|哪(一)?位|哪个人|什么人")),
    (
        Ask.WHERE,
        _P(
            r"(在|住|去|到|从|放|装)(了)?(哪(?!个人|天)|什么(地方|渠道|途径|位置))|哪(里|儿)(?=(合适|方便|比较合适|呢|啊|呀|了|的)?[？?]?$)|哪个(城市|区|门店|小区|校区|地方|渠道|位置)|地址(是|在).{0,3}(哪|什么|多少)"
        ),
    ),
)
_KNOWS: Final = _P(r"(知道|了解|清楚|记得|听说)[^，。]{2,12}(吗|么)[？?]?$")
_SHARE_OF: Final = _P(r"(一|每)个?(星期|周|礼拜|月).{0,8}几(天|个小时)")
_INFO_ASK: Final = _P(r"(提供|报|告诉|留|说)(一下|个|下)?|多少|什么|哪|方便")
_LATE_KINDS: Final[tuple[tuple[Ask, re.Pattern[str]], ...]] = (
    (Ask.STATE, _P(r"(怎么样|如何|咋样|怎样|好不好|好(一)?些了)" + _TAIL + r"|什么(情况|状况|状态)")),
    (Ask.WHICH, _P(r"哪")),
    (Ask.HOW, _P(r"怎么|如何|怎样|咋")),
    (Ask.WHAT, _P(r"(?<!没)(?<!没有)(什么|啥)|多少|几(?!句|分钟|个小?问题|乎)")),
)
_SUGGESTS: Final = _P(r"(^|，)(要不(?!要|是)|不如)")
_BRIDGE: Final = _P(r"^(?:.*(?:再说一遍|我是说)[：:]|[^，,：:]{0,8}(?:请教您的是|刚才的问题|接着说)[，,：:])")
_ASKING: Final = _P(r"[？?]|(吗|么|呢)$|了没(有)?$|请(问|提供|报(?!名)|告诉|您(说|讲|谈))")
_INVITES: Final = _P(
    r"(您|你)(请|慢慢|尽管|继续|接着|先)+(说|讲|问)|(您|你)(说|讲)[，。！]|^(那)?(您|你)(说|讲)(吧)?$|请(讲|说)(?!明|一下)|我(在|都在|正)?听(着|您(说|讲)|$)|不着急，(您)?(请|慢慢)?(说|讲)|洗耳恭听"
)
_REMARK: Final = _P(
    r"(没|没有|不)(什么|怎么|多少)|无论|不管|不论|(什么|怎么|哪).{0,6}都(行|可以|没|好)|随时|有什么.{0,10}(随时|再|都|就|可以)|(如果|若|要是).{0,14}(什么|哪|怎么)"
)


def question_in(line: str) -> Question | None:
    """The last thing that ``line`` asks, ``None`` when it asks nothing."""
    clauses = [clause.strip(" ，,“”\"'") for clause in _CLAUSES.findall(line)]
    for clause in reversed(clauses):
        if clause and (found := _asked(clause)):
            return found
    for clause in reversed(clauses[-2:]):
        if _INVITES.search(clause):
            return Question(kind=Ask.INVITE, text=clause)
    return None


def earlier_in(line: str, last: Question) -> Question | None:
    """A value that the line asks for before its last question, in the same breath; ``None`` when there is none."""
    before, found, _ = line.rpartition(last.text)
    before = before.rstrip("，, ")
    if not found or len(before) < 4 or before.endswith(("。", "！", "；")):
        return None
    asked = question_in(before if before.endswith(("？", "?")) else before + "？")
    if asked is None or asked.kind not in _VALUES or not _WONDERS.search(asked.text):
        return None
    return asked if asked.text != last.text else None


_WONDERS: Final = _P(r"(?<![这那好前后近])几|多[少久长大]|哪|什么|何|怎么称呼|谁")
_VALUES: Final = frozenset(
    {Ask.AMOUNT, Ask.COUNT, Ask.DURATION, Ask.WHEN, Ask.WHERE, Ask.AGE, Ask.PHONE, Ask.EMAIL, Ask.ADDRESS, Ask.NAME}
)


def _asked(clause: str) -> Question | None:
    clause = _BRIDGE.sub("", clause)
    marked = bool(_ASKING.search(clause))
    if not marked and (_REMARK.search(clause) or not _invites_words(clause)):
        return None
    if marked and _NAMED.search(clause):
        return Question(kind=Ask.IDENTITY, text=clause)
    if _CONFIRM.search(clause):
        return Question(kind=Ask.CONFIRM, text=clause)
    options = options_in(clause)
    if options and not _AGREE.search(clause):
        return Question(kind=Ask.CHOICE, text=clause, options=options)
    segments = [part.strip() for part in _SEGMENTS.findall(clause) if part.strip()]
    for at in range(len(segments) - 1, -1, -1):
        before = "，".join(segments[:at])
        if kind := _kind(segments[at].lstrip("、"), before, last=at == len(segments) - 1):
            text = segments[at] if len(segments[at]) >= 5 else clause
            return Question(kind=kind, text=text)
    if not _END_MARK.search(clause):
        return None
    return Question(kind=Ask.OFFER if _SUGGESTS.search(clause) else Ask.YES_NO, text=clause)


_SPEAKS: Final = _P(
    r"(麻烦|请|劳烦)(?!.{0,8}随时)[^，。]{0,16}(告诉我(?!一声|们)|说一下|报一下|报给我|留一下|选一个|打个分)|(哪天|几号|什么时候|几点)(有空|方便|合适)|(随便|尽管|直接)(提|说|讲)|(说|讲)(一|两|几)句|(请|想请|想听)您?(?!来|到|过来).{0,6}(说说|讲讲|谈谈|聊聊|说一下|讲一下|简单)|您.{0,4}(说说|讲讲|谈谈)|都(可以|能)(说|讲|提)|想(听听|了解|知道|请教).{0,16}(什么|怎么|哪|如何|感受|意见|看法|想法|多少|是否)|(请|麻烦)(您)?(提供|报(?!名)|告诉)|请.{0,12}打(个)?分"
)


def _invites_words(clause: str) -> bool:
    """Whether a clause without a question mark still asks for words."""
    return bool(_SPEAKS.search(clause) or (_POLAR.search(clause) and clause.endswith(("吗", "么", "了没", "没有"))))


def _kind(segment: str, before: str, *, last: bool) -> Ask | None:
    """What kind of question one comma-separated piece is; ``before`` is what stands before it in the sentence."""
    if _LEAD_IN.search(segment.rstrip("？?")):
        return None
    if last and _AGREE.search(segment):
        rest = _AGREE.sub("", segment) or before
        return Ask.CONVENIENT if _ASKS_TO_ASK.search(rest) else Ask.CONSENT
    if segment.endswith(("了吗", "了吗？", "了吗?", "了没？", "了没有？")) and not re.search(
        r"满意|清楚|明白", segment
    ):
        return Ask.YES_NO
    if not _HAS_SAME.search(segment):
        for kind, pattern in _CONTACTS:
            if pattern.search(segment):
                return kind
    if _CONVENIENT.search(segment):
        return Ask.CONVENIENT
    if (
        ASKS_INFO.search(segment)
        and _INFO_ASK.search(segment)
        and not re.search(r"就是|还是|发到|收到|查|输入", segment)
    ):
        return Ask.INFO
    if _KNOWS.search(segment):
        return Ask.YES_NO
    if _SHARE_OF.search(segment):
        return Ask.COUNT
    if "几个月" in segment and re.search(r"宝宝|孩子|娃", before):
        return Ask.AGE
    for kind, pattern in _KINDS:
        if pattern.search(segment):
            return kind
    if _OFFER.search(segment) and _POLAR.search(segment) and not _PAST.search(segment):
        return Ask.OFFER
    if _POLAR.search(segment):
        return Ask.YES_NO
    return next((kind for kind, pattern in _LATE_KINDS if pattern.search(segment)), None)
