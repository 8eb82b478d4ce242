"""What the agent's last line asked: a bare 没有 or 好 means what the question makes of it."""

import re
from enum import StrEnum
from functools import lru_cache

from huashu.language.normalise import tidy


class Asked(StrEnum):
    """What kind of thing the agent said last."""

    NOTHING = "nothing"
    IDENTITY = "identity"
    CONVENIENT = "convenient"
    ANYTHING_ELSE = "anything_else"
    CLEAR = "clear"
    HEARING = "hearing"
    NUMBER = "number"
    FEEDBACK = "feedback"
    OFFER = "offer"
    WAIT = "wait"
    CLOSING = "closing"
    OPEN = "open"
    YES_NO = "yes_no"
    STATEMENT = "statement"


_KINDS: tuple[tuple[Asked, str], ...] = (
    (Asked.HEARING, r"听得?(?:到|见|清)|能听"),
    (
        Asked.IDENTITY,
        r"(?:请问|您|你)?(?:是|就是)(?:[^，。？]{0,8})(?:先生|女士|小姐|太太|总|老师|老板|经理|师傅|本人|机主|户主|同学|阿姨|大爷|大姐|家长)"
        r"[^，。？]{0,6}(?:吗|么|吧|？|$)|(?:是|为)(?:您)?本人|核(?:实|对)一?下(?:您的)?(?:身份|姓名)|请问是[一-龥]{2,4}吗|您是[一-龥]{2,4}吗",
    ),
    (
        Asked.CONVENIENT,
        r"方便(?:[^，。？]{0,12})(?:吗|么|？|吧)|(?:占|耽误|打扰|花)(?:用)?(?:您|你)?[^，。？]{0,8}(?:分钟|时间|秒|一会儿?)|"
        r"(?:有|没有?)(?:空|时间)[^，。？]{0,6}(?:吗|么|？)|(?:现在|可以|能)(?:不能)?(?:聊|说|耽误)[^，。？]{0,6}(?:吗|？)|做个(?:简单的?)?(?:回访|调查)[^，。]{0,6}(?:吗|？|可以)",
    ),
    (
        Asked.ANYTHING_ELSE,
        r"(?:还有|有)(?:没有)?(?:什么)?(?:别的|其他|其它)|还有(?:什么)?(?:需要|问题|疑问|可以帮|能帮|要)|还需要|其他(?:问题|需要|疑问|帮助)|别的(?:问题|需要)",
    ),
    (
        Asked.CLEAR,
        r"(?:清楚|明白|听懂|了解)(?:了|了没有?|吗|没有?)[^。]{0,3}(?:吗|？|$)|(?:讲|说)(?:清楚|明白)了?(?:吗|？)",
    ),
    (
        Asked.NUMBER,
        r"(?:提供|报|说|留|告诉)[^，。？]{0,8}(?:号|电话|地址|姓名|日期|尾号|后四位|时间)|(?:号码|电话|单号|尾号|后四位|地址|姓名|贵姓|哪天|日期)[^，。？]{0,6}(?:是多少|是什么|多少|呢|吗|？)|怎么称呼|您贵姓|请继续|卡号|验证",
    ),
    (
        Asked.FEEDBACK,
        r"满意|评价|感受|体验|意见|建议|怎么样|如何|感觉|觉得|看法|改进|哪(?:里|些|方面|个环节)|不足|印象|情况好|使用(?:情况|得)|打(?:几|多少)?分|反馈|(?:处理|维修|服务|解决|安装|送)(?:得|完|好|的)",
    ),
    (
        Asked.OFFER,
        r"(?:给|为|帮)(?:您|你)[^，。？]{0,10}(?:介绍|推荐|讲|办|开|安排|登记|转|申请|预约|升级|说明|说|发|查|记|核实|改|报)|推荐|介绍一?下|优惠|活动|升级|了解一下|需要(?:我|给您|帮您)|试试|套餐|要不要|是否需要",
    ),
    (Asked.WAIT, r"稍等|请(?:您)?(?:等|别挂)|请不要挂|马上(?:帮|为|给)您(?:查|看)|久等"),
    (Asked.CLOSING, r"再见|祝您|不(?:再)?打扰|感谢(?:您)?的?(?:接听|来电|配合|支持|时间)|谢谢接听|生活愉快|挂机"),
    (Asked.OPEN, r"什么|哪|怎么|多少|几|为什么|请(?:您)?(?:说|讲|描述)|谁|请问"),
    (Asked.YES_NO, r"吗|么？|对吧|是吧|好吧|可以吧|是不是|有没有|？$"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)


@lru_cache(maxsize=4096)
def asked(context: str) -> Asked:
    """What the agent's last line ``context`` asked. The last sentence that asks something decides."""
    text = tidy(context)
    if not text:
        return Asked.NOTHING
    sentences = [part for part in re.split(r"(?<=[。？！])", text) if part.strip("。？！ ")]
    questions = [part for part in sentences if part.endswith("？") or re.search(r"[吗呢么]$", part)]
    for part in [*reversed(questions), text]:
        for kind, pattern in _COMPILED:
            if pattern.search(part):
                return kind
    return Asked.STATEMENT
