"""What a sentence of a script does: asks who is there, says who calls, why, asks, informs, closes."""

import re
from enum import Flag, auto


class Does(Flag):
    """What a piece of script does. A piece may do several things."""

    NOTHING = 0
    GREET = auto()
    ASK_IDENTITY = auto()
    SAY_WHO = auto()
    SAY_WHY = auto()
    NOT_SELLING = auto()
    ONE_MINUTE = auto()
    ASK_CONSENT = auto()
    ASK = auto()
    OFFER_MORE = auto()
    UPGRADE = auto()
    RECORDED = auto()
    CLOSE = auto()


_PERSON = r"(?:先生|女士|小姐|老师|同学|经理|主任|店长|老板|负责人|本人|机主|家长|阿姨|叔叔|大哥|大姐|师傅|总(?=[吗吧么，,？?]))"
_PATTERNS: tuple[tuple[Does, str], ...] = (
    (Does.GREET, r"^(?:喂|您好|你好|早上好|上午好|中午好|下午好|晚上好|打扰)"),
    (
        Does.ASK_IDENTITY,
        rf"(?:是|找)(?!不是|否|觉得|因为|想|需要|打算|要)[^，。？?！!]{{0,18}}{_PERSON}[^，。？?！!]{{0,8}}(?:吗|吧|么|对吗|对吧)[？?]?"
        rf"|是{{name}}[^，。？?！!]{{0,6}}(?:吗|吧|么)|(?:是|为)(?:您|你)?本人(?:吗|接听|在)",
    ),
    (Does.SAY_WHO, r"(?:我是|我叫|我姓|这里是|这边是|我这边是|我这里是|我们是|我们这边是)(?!说|想|否|不是)"),
    (Does.SAY_WHY, r"(?:想|来|希望|主要是|是为了|致电|打给您|来电|给您打|联系您|本次|这次).{0,16}(?:了解|回访|确认|核实|通知|提醒|邀请|请教|听听|收集|调研|沟通|跟进|介绍|听取|告知|请您|请你|咨询)"),
    (Does.NOT_SELLING, r"不(?:是|做|会|向您|跟您)?(?:来)?(?:任何)?(?:推销|销售|卖东西|卖产品|营销|办业务|推荐产品)"),
    (Does.ONE_MINUTE, r"(?:[一1]|半|[两2]|几)分钟|占用您|耽误您|一小会"),
    (Does.ASK_CONSENT, r"(?:方便|有空|有时间|可以|介意)[^。？?]{0,14}(?:吗|么|吧)[？?]?$|(?:方不方便|可不可以|能不能)[^。]{0,10}(?:聊|说|谈|占用|耽误)"),
    (
        Does.ASK,
        r"[？?]\s*$|(?:吗|呢|么)[。]?$|(?:请|麻烦|劳烦)(?:您|你)?(?:先|再|简单|大概|具体|帮忙|简要)?(?:地)?(?:说|讲|谈|描述|介绍|告诉|告知|提供|回忆|评价|选择|打个分|评个分|确认|报)"
        r"|(?:想|希望)(?:听听|请教|了解一下|了解下|请您|请你)|随便(?:提|说|讲|聊)|(?:都|也)?(?:可以|欢迎|尽管)(?:直接)?(?:跟我|和我|告诉我)(?:说|讲|提)?|您觉得.{0,30}(?:哪|什么|怎么)",
    ),
    (Does.OFFER_MORE, r"(?:还|另外|其他).{0,8}(?:问题|需要|想了解|疑问|建议|补充|想说|要说).{0,6}(?:吗|么|呢)"),
    (Does.UPGRADE, r"升级|新(?:推出|上线|增|开通|功能|服务)|上线了|优化了|一键"),
    (Does.RECORDED, r"(?:已|会|都|帮您|给您|为您)[^，。]{0,8}(?:记录|记下|记在|登记|备注|反馈给|转达|上报)"),
    (Does.CLOSE, r"再见|拜拜|祝(?:您|你)|不(?:再)?(?:多)?(?:打扰|占用|耽误)(?:您|你)?(?:的)?(?:时间|了|休息|工作)?[，。！!]*$|(?:感谢|谢谢)(?:您|你)?(?:的)?(?:接听|配合|支持|时间|参与|理解|来电|宝贵|反馈|回复|耐心|抽空|抽出)"),
)  # fmt: skip
_COMPILED = tuple((does, re.compile(pattern)) for does, pattern in _PATTERNS)

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*[”」’\"]?|[。！？!?；;]+")


def sentences(text: str) -> tuple[str, ...]:
    """``text`` in sentences, their punctuation kept."""
    return tuple(piece.strip() for piece in _SENTENCE.findall(text) if piece.strip())


def does(sentence: str, name: str = "") -> Does:
    """What one sentence does; ``name`` is the customer's, when known, to recognise being asked for by it."""
    found = Does.NOTHING
    for act, pattern in _COMPILED:
        if pattern.search(sentence):
            found |= act
    if name and re.search(rf"{re.escape(name)}[^，。？?！!]{{0,6}}(?:吗|吧|么|[？?])", sentence):
        found |= Does.ASK_IDENTITY
    if Does.ASK_IDENTITY in found and Does.SAY_WHO in found and "我是" in sentence.split("吗")[0].split("请问")[-1]:
        found &= ~Does.ASK_IDENTITY
    return found


def does_all(text: str, name: str = "") -> Does:
    """What all sentences of ``text`` do together."""
    found = Does.NOTHING
    for sentence in sentences(text):
        found |= does(sentence, name)
    return found


def is_question(text: str) -> bool:
    """Whether ``text`` leaves the customer something to answer: one of its last two sentences asks."""
    return any(does(sentence) & (Does.ASK | Does.ASK_IDENTITY | Does.ASK_CONSENT) for sentence in sentences(text)[-2:])


def is_closing(text: str) -> bool:
    """Whether ``text`` takes leave and asks nothing."""
    return bool(does_all(text) & Does.CLOSE) and not is_question(text)


def overlap(one: str, other: str) -> float:
    """The share of the shorter text's character pairs that stand in the other, 0 to 1."""
    pairs_one, pairs_other = _pairs(one), _pairs(other)
    smaller = min(len(pairs_one), len(pairs_other))
    return len(pairs_one & pairs_other) / smaller if smaller else 0.0


def _pairs(text: str) -> set[str]:
    letters = [character for character in text if character.isalnum()]
    return {first + second for first, second in zip(letters, letters[1:], strict=False)}
