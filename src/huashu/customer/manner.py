"""The manner: how the document's own examples sound, when each fits, and what must never be said (S0.16)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from huashu.customer import meaning
from huashu.customer.persona import Manner
from huashu.playbook.model import Callee

_P = re.compile
_MOMENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("line_bad", _P(r"信号|听不清|断断续续|听不见|没声音|进地库")),
    ("hold_on", _P(r"^(哎|欸|诶)?[，,]?(你|您)?(等等|等一下|等下|等会儿|稍等)")),
    ("doubt_sales", _P(r"推销|卖东西|套餐.{0,4}吧|又(要|想)让我(买|办)|广告|别(跟|给)我(提|推|讲)")),
    ("doubt_fraud", _P(r"骗子|诈骗|被骗|真的假的|真假|怎么(有|知道)我.{0,3}(号码|电话|信息)|怎么证明|信息.{0,4}泄露")),
    (
        "doubt_effect",
        _P(
            r"(说|提|反映|反馈|问).{0,10}(不改|没用|白|不管|没下文|有用吗)|改不了|有(什么)?用(吗|？|\?|$)|走(个)?(流程|形式|过场)|每次都"
        ),
    ),
    (
        "sarcasm",
        _P(
            r"关心的(是|就是).{0,16}(不|吧)|可真|真(会|有意思|是|快)|呵呵|太阳打西边|是不是每(个)?(月|天|次)|不是我.{0,6}问题吧|还记得|表扬|总算|现在想起来|还知道|亏你们|黄花菜|倒(挺|是|还|真)(快|勤|准|积极)"
        ),
    ),
    ("haste", _P(r"(说|讲)重点|快(点)?(说|讲)|有话(快|直)说|直接说|长话短说|一分钟|抓紧|赶(紧|时间)")),
    ("pick_up_again", _P(r"还打|又打(来|电话)|怎么又是|说过.{0,6}(多次|多少次)|又是你们")),
    ("identity_yes", _P(r"^(哎|诶|嗯|对|是|喂|欸)?[，,]?(是我|我就是|我是)(是我)?([，,。啊呀]|$)")),
    ("ask_who", _P(r"你(是)?(谁|哪位|哪里|哪家|哪个部门)|哪个(公司|单位)|您(是)?哪位|工号")),
    ("ask_purpose", _P(r"什么事|(找我|打电话).{0,4}(干嘛|做什么|干什么)|有事(吗|说)")),
    ("pick_up", _P(r"^(喂|哎|诶|欸)[，,]?(你好|您好|哪位|谁啊)?[，,？?]?(哪位|谁啊)?[？?。]?$")),
    (
        "demand",
        _P(
            r"说法|赔.{0,6}(吗|不赔|多少)|什么时候能|多久能|几天了|哪天(修|能|给|到)|给我.{0,6}(答复|解释|时间)|你们负责|今天必须|解释(一下|清楚)"
        ),
    ),
    ("detail", _P(r"具体(怎么|是|指|有)|依据|标准是|怎么算|区别|数据")),
    ("hesitate", _P(r"怎么说|不太确定|想一想|我想想|再想想|考虑|可能吧|说不好|不好说|不知道该怎么|我也不知道")),
    ("consent", _P(r"^(好|行|可以|没问题|嗯|方便|哎)[^不没]{0,8}(你说|您说|你问|您问|请讲|请说|说吧|问吧|听着)")),
    ("praise", _P(r"(你|您).{0,4}(态度|说话|讲得).{0,4}(好|清楚|不错)")),
    ("mutter", _P(r"年年都|都这样|没救|又是这(套|样)|真是的|老一套")),
    ("minimal", _P(r"还行|凑合|一般|就那样|没什么(好|可)?说|没感觉|还可以|马马虎虎|随便吧")),
)
_THING_DECLINED = _P(
    r"^(?!我|你|都|真|还是|说了|那|这|行|好|谢|暂时|目前|现在|不|没|可|就)[\u4e00-\u9fff]{2,6}(就)?不(用|需要|要)[，,。]"
)
"""Declines one thing of his own business ("that we do ourselves"), not the talk."""
_WHO_FIRST = _P(r"^(喂|哎)?[，,]?(谁|哪位)(啊|呀)?[，,？?]")
_AWAY = _P(r"铃|上车|有人|客人|来了|地库|信号|听不清|会议|孩子|电梯|到站")
_SPOKEN = _P(
    r"(?:说|问|嘀咕|嘟囔|自语|应声|盘问|打断|念叨|冒出|回|怼|挖苦|反话|抱怨|[：:])[：:]?[“「\"]([^”」\"]{4,40})[”」\"]"
)
_HEARS = _P(r"(听到|听见|提到|提及|一提|涉及|触及|谈到)[^“「\"]{0,6}$")
_RUDE = _P(r"滚|闭嘴|神经|有病|骗子|烦|去死|废话|没素质|垃圾|傻")
_THANKFUL = _P(r"感谢|谢谢|配合|欢迎|荣幸|非常好|支持|辛苦")
_REGIONS: Mapping[str, re.Pattern[str]] = {
    "northeast": _P(r"东北|沈阳|哈尔滨|长春|大连|辽宁|吉林|黑龙江|整啥|咋整|瞅"),
    "southwest": _P(r"四川|成都|重庆|贵州|贵阳|云南|昆明|晓得|莫得|巴适|噻|啷个"),
    "north": _P(r"北京|天津|河北|石家庄|河南|郑州|山东|济南|青岛|陕西|西安|山西|咋|中不中|俺"),
    "south": _P(r"广东|广州|深圳|福建|厦门|上海|苏州|杭州|浙江|台湾|湾区"),
}
_HAN = _P(r"[^\u4e00-\u9fffA-Za-z0-9]")
_CLAIMS = _P(r"\d|周[一二三四五六日]|[一二三四五六七八九十]月|去年|上周")


@lru_cache(maxsize=16384)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of ``text``, punctuation aside; a single character counts as a pair."""
    bare = _HAN.sub("", text)
    return frozenset(bare[at : at + 2] for at in range(max(1, len(bare) - 1)) if bare)


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """How alike two utterances are by their character pairs: the larger of Dice and the part of the first contained."""
    if not first or not second:
        return 0.0
    common = len(first & second)
    dice = 2 * common / (len(first) + len(second))
    return max(dice, 0.8 * common / len(first)) if len(first) >= 3 else dice


def moment_of(text: str) -> str | None:
    """The moment in which an example line fits, ``None`` when it is not clear."""
    if meaning.asks_no_more_calls(text):
        return "dnc"
    for moment, pattern in _MOMENTS[:1]:
        if pattern.search(text):
            return "end_interrupt" if meaning.ends(text) else moment
    if _THING_DECLINED.search(text):
        return None
    if _WHO_FIRST.search(text):
        return "ask_who"
    if meaning.ends(text) and not meaning.is_busy(text) and _AWAY.search(text) and not meaning.asks_later(text):
        return "end_interrupt"
    if meaning.is_threat(text):
        return "threat"
    if meaning.asks_later(text):
        return "call_later_time" if meaning.names_time(text) else "call_later"
    if meaning.is_busy(text):
        return "busy"
    if meaning.ends(text):
        return "refuse"
    return next((moment for moment, pattern in _MOMENTS if pattern.search(text)), None)


def _region(text: str) -> str:
    return next((region for region, pattern in _REGIONS.items() if pattern.search(text)), "")


def _lines(text: str) -> list[str]:
    """The example lines of one passage: what stands in quotation marks, else the passage itself."""
    quoted = re.findall(r"[“「\"]([^”」\"]{2,80})[”」\"]", text)
    return [line.strip() for line in (quoted or [text.strip(' -*“”"「」')]) if line.strip()]


def _quoted_behaviour(callee: Callee) -> list[str]:
    """What he is said to say in the behaviour patterns, words that he hears left out."""
    found: list[str] = []
    for passage in callee.behaviours:
        for spoken in _SPOKEN.finditer(passage.text):
            if not _HEARS.search(passage.text[: spoken.start(1) - 1]):
                found.append(spoken.group(1))
    return found


def read_manner(callee: Callee) -> Manner:
    """The manner of ``callee``: example lines by moment, mean length in characters, what to avoid."""
    examples: dict[str, list[str]] = {}
    lines = [line for passage in callee.style.imitate for line in _lines(passage.text)]
    avoid = tuple(line for passage in callee.style.avoid for line in _lines(passage.text))
    for line in (*lines, *_quoted_behaviour(callee)):
        moment = moment_of(line)
        if moment == "hesitate" and line.endswith(("？", "?")):
            continue
        if moment and not (moment in ("minimal", "demand") and _CLAIMS.search(line)):
            examples.setdefault(moment, []).append(line)
    bare = [_HAN.sub("", line) for line in lines]
    joined = "\n".join(avoid)
    return Manner(
        length=sum(map(len, bare)) / len(bare) if bare else 9.0,
        examples={moment: tuple(found) for moment, found in examples.items()},
        avoid=tuple(pairs(line) for line in avoid),
        no_thanks=len(_THANKFUL.findall(joined)) >= 2,
        no_rudeness=len(_RUDE.findall(joined)) >= 1,
        region=_region("\n".join((callee.role.text, *lines))),
    )
