"""The choices that a sentence of the agent offers, as he would name them himself."""

import re
from typing import Final

_P = re.compile
_OR: Final = _P(r"(?:^|[，,])?([^，,、？?]{1,16}?)[，,、]?还是(?:说)?([^，,。？?呢]{1,16})")
_LISTED: Final = _P(
    r"((?:[^，,、。：:？?]{1,10}、)+[^，,、。？?]{1,10}?)[，,]?(?:还是|或者?|和|以及)([^，,、。？?]{1,10})(?=[，,]|(?:这)?[两二三四五六几]|里|中|您|哪|$|[？?呢])"
)
_LISTED_WHICH: Final = _P(
    r"((?:[^，,、。：:？?]{1,10}、)+[^，,、。？?]{1,8}?)(?=[，,]?(?:这)?(?:[两二三四五六]|里|中|当中|之中|您|哪))"
)
_BOTH: Final = _P(r"([^，,、。？?]{2,12}?)(?:和|跟|与|或者?|、)([^，,、。？?]{2,12}?)(?:都|这两|两|，|,|您|哪|之间|里)")
_WHICH: Final = _P(r"哪(一)?(个|种|样|天|项|款|类|边|方面)|(什么|哪个)时间|哪")
_HEAD: Final = _P(
    r"^(那|那么|请问|平时|现在|目前|一般|通常|主要|大概|到底|究竟|当时|您|你|我们(?=.*(给|帮|为)|这|本|下|周|明|后)|我(?!们)|这边|这次|看|是|要|想要|想|问|更|比较|喜欢|倾向于?|希望|觉得|选择?|习惯|用的是|给(?=您|你)|帮|的|活动前一天|可以|安排在?|约(?!个)在?|因为|担心|打算|愿意|属于)+"
)
_SENT: Final = _P(r"^.*(?:(?:发|寄|送)(?:到|给)[您我]?|(?:发|寄|送)[您我])(的|登记的|填的|预留的)?")
_DONE_FOR: Final = _P(r"(?<=..)(给|帮|为|替)[您我].{1,5}$|(?<=..)给?[您我]$")
_FOOT: Final = _P(r"((更|比较|会|都)*(方便|合适|好|行|可以|要紧|重要|有空)(一些|一点|些|点)?)?(呢|啊|呀|吗)?$")


_TOPIC: Final = _P(
    r"^[^，]{1,4}主要(?!是)|^[^，]{1,10}?(?:主要是|(?<![总老但可不就要还都])是)(?=..)|^[^您，]{1,8}(?<![给帮为替跟和向对])您|^[^，]{2,8}(?:以后|之后|的时候)(?=[您我])"
)
_TIME: Final = _P(
    r"(?:[本这上下]?个?(?:周|礼拜|星期)[一二三四五六日天末]|[今明后]天|[一二三四五六七八九十\d]+月(?:[一二三四五六七八九十\d]+[号日])?|[一二三四五六七八九十\d]+[号日]|工作日)"
    r"(?:早上|上午|中午|下午|晚上|晚|早)?(?:[一二三四五六七八九十两\d]+点半?)?"
    r"|(?:早上|上午|中午|下午|晚上)?[一二三四五六七八九十两\d]+点半?|早上|上午|中午|下午|晚上"
)
_NO_CHOICE: Final = _P(
    r"(吗|么)[？?]?$|^还是|^(?!(?:.*，)?是[^，]+，还是)[^？?]*[，,]还是[^，,]*[，,]"
    r"|还是(?:原来|原先|登记|之前|以前|上次|老地方|那个|这个)"
)
"""“Still” instead of “or”."""
_UNFIT: Final = _P(r"哪|什么|怎么|^(其他|别的)|^[但却而]|不是$|^(或者|以及)")
_OTHERS: Final = _P(r"^(的|是)+|(?<!别)(?<!其他)(?<!样)的$")


def _option(text: str) -> str:
    """One choice as he would name it himself."""
    bare = _SENT.sub("", text.rpartition("：")[2].strip(" ，,、"))
    bare = _HEAD.sub("", _TOPIC.sub("", _HEAD.sub("", bare)))
    bare = _DONE_FOR.sub("", _FOOT.sub("", bare) or bare)
    bare = bare.replace("您的", "我的").replace("您", "我").replace("我们", "你们")
    return _OTHERS.sub("", bare)


def _even(options: tuple[str, ...]) -> tuple[str, ...]:
    """The first option cut to the measure of a short last one, when it drags what both have in common along."""
    first, last = options[0], options[-1]
    if len(last) > 4 or len(first) <= len(last) + 1:
        return options
    tail = first[-len(last) :]
    return (tail, *options[1:]) if tail[0] == last[0] or tail[-1] == last[-1] else options


def _named(clause: str) -> tuple[str, ...]:
    """What stands around "or", or before "which", as the sentence has it."""
    if clause.count("还是") > 1 and not clause.startswith("还是"):
        return tuple(part.strip(" ，,、？?呢").rpartition("，")[2] for part in clause.split("还是"))
    if "还是" in clause and not _NO_CHOICE.search(clause):
        if listed := _LISTED.search(clause):
            return (*listed.group(1).split("、"), listed.group(2))
        if either := _OR.search(clause):
            return either.groups()
    elif _WHICH.search(clause):
        if listed := _LISTED.search(clause):
            return (*listed.group(1).split("、"), listed.group(2))
        if listed := _LISTED_WHICH.search(clause):
            return tuple(listed.group(1).split("、"))
        if both := _BOTH.search(clause):
            return both.groups()
    return ()


def options_in(clause: str) -> tuple[str, ...]:
    """The choices that a sentence offers, empty when it offers none."""
    found = _named(clause)
    times = [_TIME.search(option) for option in found]
    if found and all(times):
        bare = tuple(time.group() for time in times if time)
        left = tuple(_option(option) for option in found)
        if any(len(option) > len(time) + 4 for option, time in zip(left, bare, strict=True)) and len(set(bare)) > 1:
            return bare
    options = tuple(option for option in map(_option, found) if 1 <= len(option) <= 14)
    if len(options) < 2:
        return ()
    options = _even(options)
    return tuple(option for option in options if not _UNFIT.search(option)) or ()
