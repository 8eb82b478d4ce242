"""The words of which spoken times are made, as patterns: days, parts of the day, hours, spans and vague words."""

import re

from huashu.language.lunar import FESTIVALS

_D9 = "一二三四五六七八九"
_FIGURE = rf"0-9零〇{_D9}两十百千万"
_ALONE = rf"(?<![{_FIGURE}点.第])"

COUNT = rf"(?:\d+(?:\.\d+)?|[{_D9}两十]+)"
"""A small number as it is said before a unit of time."""

_MONTH = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{_D9}])"
_DAY = rf"(?:三十一?|二十[{_D9}]?|一?十[{_D9}]?|[{_D9}]|3[01]|[12]\d|0?[1-9])"
_HOUR = rf"(?:2[0-4]|1\d|0?\d|二十[一二三四]?|十[{_D9}]?|[零{_D9}两])"
_MINUTE = rf"(?:(?:[二三四五]?十[{_D9}]?|零[{_D9}]|[0-5]\d)分?|(?:[{_D9}]|\d)分(?!钟))"

_EDGE = r"[年月]?(?:初|中旬|中(?![午间心国秋])|底|末|上旬|下旬)"
_YEAR_SAID = (
    rf"{_ALONE}(?:(?:19|20)\d\d|[一二两][零〇九][零〇{_D9}]{{2}}|2\d|[二两][{_D9}零〇](?<!二三))年(?!级|"
    r"龄|纪|前|多|半|后)"
)
_YEAR_NEAR = r"(?:大前|去|今|明|后|前)年|本年度?"
YEAR = rf"(?:(?:{_YEAR_SAID}|{_YEAR_NEAR})(?:上半年|下半年|{_EDGE})?)"
"""A year: 二零二五年, 25年, 去年, 明年初."""

_MONTH_NEAR = r"(?:上上|下下|上|下|这|本|当)个?月(?!几)"
_MONTH_SAID = rf"(?:(?:农历|阴历)?{_ALONE}{_MONTH}月(?!租|费|饼|薪|供|季|嫂|子)份?|(?:农历|阴历)?(?:正|腊|冬)月)"
MONTH = (
    rf"(?:(?:{_MONTH_NEAR}|{_MONTH_SAID})(?:{_EDGE})?|月(?:初|底|末|中旬|上旬|下旬|中(?=$|"
    r"[^\u4e00-\u9fff]|[吧前后左])))"
)
"""A month: 上个月, 十月底, 腊月, 月初."""

_NO_DAY = r"(?![楼院线码店门机桌库仓栋口窗座客车厅柜台井弄位技馆床病员铺房公路坝桥])"
DAY = (
    rf"(?:{_ALONE}(?<![尾单工账路街巷道村弄里城园苑]){_DAY}[号日]{_NO_DAY}|"
    rf"(?:大年)?初[{_D9}十](?!年级|学生|班|级|中|学|次|步))"
)
"""A day of a month: 二十八号, 3日, 初五."""

_WEEK_WORD = r"(?:周|星期|礼拜)"
_WEEK_SIDE = r"(?:下下|上上|下|上|这|本)"
WEEK = (
    rf"(?:{_WEEK_SIDE}个?{_WEEK_WORD}(?!几|期|边|围)(?:[一二三四五六日天末1-7](?![次趟回遍个]))?|"
    rf"(?<![{_FIGURE}几半个每])每?{_WEEK_WORD}(?:(?:六[日天]|[一二三四五六日天1-7])(?![次趟回遍个])|末)|"
    rf"每{_WEEK_WORD}[一二三四五六日天](?![次趟回遍个]))"
)
"""A week or a day of one: 下周, 上星期三, 周末."""

NEAR_DAY = (
    r"(?:今天|今日|今儿个?|明天|明日|明儿个?|大*后天|后日|后儿个?|昨天|昨日|昨儿个?|大*前天|前日|前儿个?|当天|当日|"
    r"(?:这|前|头)(?:两|几|些)(?:天|日))"
)
"""A day counted from the call: 明天, 大后天, 前两天."""

_SEASON = r"春天|夏天|秋天|冬天|春季|夏季|秋季|冬季|开春|入夏|入秋|入冬|暑假|寒假"
_NAMES = "|".join(name for name in FESTIVALS if name not in ("五一", "十一", "六一", "六一八", "618", "过年", "雨水"))
_HOLIDAY = r"(?:节|假期|长假|期间|那天|当天|前|之前|以前|后|过后|之后|以后|放假|回来|活动|的时候|那几天|那会儿|大促)"
FESTIVAL = (
    rf"(?:(?:{_NAMES})(?:节|假期|长假|期间|放假)?(?!路|街|村|镇|小区|器|月饼|快乐|礼)|{_ALONE}(?:五一|"
    rf"十一|六一|六一八|618)(?={_HOLIDAY})(?:节|假期|长假|期间|放假)?|"
    rf"过年(?=前|之前|以前|那|的时候|期间)|(?:{_SEASON})|[年节]后(?!续|来|台)|年前|年底|年初|年末)"
)
"""A named day or season: 清明, 国庆期间, 年底."""

PART = (
    r"(?:凌晨|大?清早|清晨|一大早|一早|早上|早晨|大?上午|大?中午|晌午|下午|下晚|傍晚|大?晚上|夜里|"
    r"前半夜|后半夜|大?半夜|"
    r"深夜|夜间|晚间|午后|[今明昨当前后]晚|昨夜|[今明]早|大?白天|午休)"
)
"""A part of the day."""

_PAST = rf"(?:钟|整)?(?:半(?!个|天|年)|[一三1]刻|过?{_MINUTE}|多|来钟|过|出头)?"
_NO_CLOCK = (
    r"(?!儿?(?:意见|建议|事|问题|东西|时间|要求|啊?要说)|[一二三四五六七八九两\d](?:个|块|元|米|倍|万|%|级|寸|折|岁))"
)
_ONE_OCLOCK = (
    r"(?<![快慢大小早有轻重好差近远高低多少便宜贵长短])一点(?=钟|半|一刻|左右|多|再|之|以|前(?!天)|"
    r"后(?!悔)|整|十|二十|三十|四十|五十|到|至|零|[^一-龥]|$)"
)
_SAID_HOUR = rf"{_ALONE}(?<![有说讲提补充])(?!一点|[几]){_HOUR}点(?!都|了吗)"
_FIGURE_CLOCK = r"(?<![\d:：])(?:[01]?\d|2[0-4])[:：][0-5]\d(?![\d:：])"
_BEFORE_HOUR = rf"差(?:一刻|{_DAY}分)(?:钟)?(?:到|就)?{_HOUR}点"
CLOCK = (
    rf"(?:{_BEFORE_HOUR}|(?:{_ONE_OCLOCK}|{_SAID_HOUR}){_NO_CLOCK}{_PAST}|"
    rf"{_ALONE}[{_D9}两][{_D9}]点(?:多?钟|多)?|{_FIGURE_CLOCK}|{_ALONE}{_HOUR}时{_MINUTE})"
)
"""An hour that stands alone: 三点半, 15:20, 差一刻九点; 一点 alone is mostly “a little”."""

_CLOCK_OF_PART = rf"(?:一点(?!也|都|儿|不|小|用)(?:{_PAST})|{CLOCK})"
_SIDE = (
    r"(?:左右|前后|上下|以后|之后|过后|以前|之前|期间|后(?![来面续台边悔果期门勤天年])|"
    r"前(?![面台段期几提边往天年头两])|"
    r"那天|当天|那会儿?|那阵子?|那几天|的时候|开始|起(?![来床码诉]))"
)

_BARE_DAY = rf"(?:(?<=\D月)(?:二?十[{_D9}]|二十|三十一?)(?![{_FIGURE}个号块元多来次天年户台件]))"

DATE = (
    rf"(?:{YEAR}(?:的?(?:{MONTH}|{FESTIVAL})(?:的?{DAY}|{_BARE_DAY})?)?|{MONTH}(?:的?{DAY}|{_BARE_DAY})?|"
    rf"{FESTIVAL}(?:{DAY})?|"
    rf"{NEAR_DAY}(?:{WEEK})?|{WEEK}|{DAY})"
)
"""A day, a month or a year."""

_POINT = rf"(?:{DATE}(?:的?{PART})?(?:的?{_CLOCK_OF_PART})?|{PART}(?:的?{_CLOCK_OF_PART})?|{CLOCK})"
POINT = rf"(?:{_POINT}{_SIDE}?)"
"""A point in time, with a side (以后, 左右) if one is said."""

RANGE = (
    rf"(?:{_POINT}(?:到|至|~|-|—)(?:{_POINT}|{_HOUR}点(?:半|钟)?|"
    r"[一二三四五六日天](?![号点月个天十百千日楼栋块元台次遍岁年分]))|"
    rf"(?:{PART})?{_ALONE}{_HOUR}(?:到|至|~|-|—){_HOUR}点(?:半|钟)?|[早朝]{_HOUR}点?(?:到)?晚{_HOUR}点?)"
)
"""From one point to another: 三点到五点, 周一至五, 早九晚五."""

UNIT = r"(?:小时|钟头|分钟|刻钟|天|星期|礼拜|周(?![一二三四五六日天末])|月|年)"
SPAN = (
    rf"(?:一个半|半|个把|[两三四五六七八][三四五六七八九]|十几|好?几|{_ALONE}{COUNT})(?:来|多)?个?(?:半|"
    rf"多)?{UNIT}(?:半|多)?"
)
"""A stretch of time: 半个小时, 两三天, 一年半."""

OFFSET = (
    rf"(?:(?:再|又)?(?:过|等|隔)个?上?{SPAN}(?:之?后|以后|左右)?|{SPAN}(?:之?后(?![来面续台])|以后|过后|"
    r"以?前(?![面台期])|之前|[之以]?内(?![容存部心]))|"
    rf"(?:再)?(?:过|等)一?(?:阵子?|段时间))"
)
"""A stretch counted from the call: 过半个小时, 三天前, 24小时内."""

VAGUE = (
    r"(?:(?<![车机班])晚(?:一)?(?:点儿?|些)(?:时候)?(?!了|率|赔|的|到)|迟(?:一)?(?:点儿?|些)(?!到)|"
    r"待会儿?|一会儿?(?!就好)|(?<!稍)等会儿?|"
    r"(?<![你您请稍先])等一?下(?=我|再|打|回|联系|去|就|给|会|来)|过会儿?|过一会儿?|稍后|"
    r"(?<!一)回头(?!率|客)|改天|改日|下次|下回|(?:前|那)(?:阵子?|段时间)|"
    r"下班(?:以后|之后|后|前|时间|的时候|(?=了?(?:再|给|打|联系|回|吧)))|饭点儿?|"
    r"忙完(?:以?后)?|(?:吃完|做完|喂完)饭(?:以?后)?|开完会(?:以?后)?|散会(?:以?后)?|放学(?:以?后)?|睡醒(?:以?后)?|"
    r"(?<![没有])有空(?:的时候|儿)?|得空|(?<!没)空了|吃饭的时候|午饭后|晚饭后|饭后)"
)
"""Times that no clock tells: 晚点, 下班后, 饭点."""

TIME = re.compile(rf"(?P<after>{OFFSET})|(?P<range>{RANGE})|(?P<point>{POINT})|(?P<vague>{VAGUE})")
"""One time in a text."""

CLOCK_PARTS = re.compile(
    rf"差(?P<less>一刻|{_DAY}分)钟?(?:到|就)?(?P<target>{_HOUR})点|"
    rf"(?P<low>[{_D9}两])(?P<high>[{_D9}])点|"
    rf"(?P<hour>{_HOUR})(?:点|时)(?:钟|整)?(?:(?P<half>半)|(?P<quarter>[一三1])刻|过?(?P<minute>{_MINUTE}))?|"
    rf"(?P<figure>\d{{1,2}})[:：](?P<past>\d{{2}})"
)
"""The hour inside a point."""

SIDE = re.compile(rf"{_SIDE}$")
"""The side said at the end of a point."""

LOOSE_SIDE = re.compile(r"(?:以后|之后|过后|以前|之前|的时候|开始|起)$")
"""A side that is a word of its own, not part of the time (周三之前, but 节后)."""
