"""What the answer to a question is recorded under: a short noun, from the question's words or its step's title."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

KEY = 8
"""Characters a key has at most."""


@cache
def asking_data() -> Mapping[str, Any]:
    """The tables of ``asking.yaml``."""
    data: Mapping[str, Any] = yaml.safe_load(files(__package__).joinpath("asking.yaml").read_text("utf-8"))
    return data


@cache
def nouns_of(wants: str) -> re.Pattern[str]:
    """The nouns that name a thing of which the answer looks like ``wants``, the longest first."""
    nouns: Sequence[str] = asking_data()["nouns"].get(wants, ())
    return re.compile("|".join(sorted(map(re.escape, nouns), key=len, reverse=True)) or r"(?!)", re.IGNORECASE)


def key_of(asked: str, wants: str, title: str) -> str:
    """The key of a question whose words are ``asked``: the thing it names, else what the step's title says it finds
    out, else what the answer looks like, else its own last words."""
    titled = readable(titled_key(title))
    if wants in asking_data()["defaults"]:
        return readable(_value_key(asked, wants, titled)) or str(asking_data()["defaults"][wants])
    own = "" if wants == "choice" else _own_words(asked)
    named = (titled, _named(asked, wants), _any_noun(asked), _deed(title), own)
    return next((key for name in named if (key := readable(name))), _last_resort(asked, wants))


def readable(key: str) -> str:
    """``key`` as a name of 2 to 8 characters, without the words that ask; "" where no name is left of it."""
    data = asking_data()
    for pattern, name in data["key_asks"]:
        key = re.sub(pattern, name, key)
    key = re.sub(data["key_edges"], "", key)
    return key if 2 <= len(key) <= KEY and not re.search(data["key_void"], key) else ""


def _last_resort(asked: str, wants: str) -> str:
    """What a question is named that names nothing: by the kind of answer it wants."""
    if wants == "choice":
        return "选择"
    if wants == "open":
        return "意见" if re.search(_OPINION, asked) else "情况"
    return "意愿" if re.search(_WILLING, asked) else "情况"


_OPINION = r"觉得|认为|怎么看|看法|感受|满意|建议|希望|意见|说一?句|听您"
_WILLING = r"愿意|要不要|需要|可以|想|考虑|能[^，。？?]{0,12}吗|能不能|行吗|好吗|同意|参加"


def text_key(asked: str, wants: str) -> str:
    """The key that the question's own words give, whatever its step is called."""
    default: str = asking_data()["defaults"].get(wants, "")
    named = (_own_value(asked, wants), default, _any_noun(asked), _own_words(asked))
    return next((key for name in named if (key := readable(name))), _last_resort(asked, wants))


def _own_value(asked: str, wants: str) -> str:
    """What the words name outright; a counted thing goes by its noun, anything else by what is done with it."""
    if wants in ("count", "amount"):
        return _noun(asked, wants) or _named(asked, wants)
    noun = _noun(asked, wants)
    return _named(asked, wants) or ("" if wants == "time" and noun in _BARE_TIMES else noun)


_BARE_TIMES = ("时间", "日子", "日期", "时段", "时间段")


def _any_noun(asked: str) -> str:
    kinds = ("open", *_OUTRIGHT, "time", "amount", "count")
    return next((noun for kind in kinds if (noun := _noun(asked, kind))), "")


_OUTRIGHT = ("account", "email", "phone", "number", "name", "place")
"""What is asked for by its name, so that the name is the key."""


def _value_key(asked: str, wants: str, titled: str) -> str:
    default: str = asking_data()["defaults"][wants]
    noun = _noun(asked, wants)
    if noun and wants in _OUTRIGHT:
        return default if default.startswith(noun) else noun
    if titled and _ends_in_a_noun(titled) and not (wants == "time" and _PLACES.search(titled)):
        return titled
    return _own_value(asked, wants) or _suffixed(titled, wants) or default


_VAGUE = ("情况", "信息", "需求", "现状", "问题", "期望", "背景", "细节", "预订")


def _ends_in_a_noun(titled: str) -> bool:
    nouns = (noun for kind in asking_data()["nouns"].values() for noun in kind)
    return not titled.endswith(_VAGUE) and (titled.endswith(tuple(nouns)) or titled[-1] in "量数额期率费度")


_PLACES = re.compile(r"址$|地点$|场所$|地方$")
_SUFFIX = {"time": "时间", "rating": "评分", "duration": "时长"}


def _suffixed(titled: str, wants: str) -> str:
    suffix = _SUFFIX.get(wants)
    if not titled or suffix is None or titled.endswith(_VAGUE) or re.search(r"[几哪多]|什么|怎么", titled):
        return titled
    if wants == "time" and _PLACES.search(titled):
        return ""
    return titled if titled.endswith(suffix) else f"{titled[: KEY - len(suffix)]}{suffix}"


def _named(unit: str, wants: str) -> str:
    for pattern, key, *only in asking_data()["named"]:
        if (not only or wants in only) and (found := re.search(pattern, unit)):
            return str(found.expand(key))
    return ""


_MODIFIER_STOPS = re.compile(
    r".*(?:[您你我他她们咱这那哪个是有对在给把和跟与请说下留问些什么吗呢也都还再就了过要能会可想看觉得最更每为吧到]|主要|大概|多大|具体"
    r"|目前|现在|一般|平时|通常|比较|其他|别的|特别|方便|提供|告诉|确认|核对|登记|如果|关于|一下|怎样|多少|需求量|麻烦|因)"
)


_AFTER_NOUN = (
    r"(?=$|[^\u4e00-\u9fff]"
    r"|[是有吗呢吧怎多几什哪的和与跟还会能可要在给为对大变好太够行合方您你我就也都没不谁如发告说留报])"
)


def _noun(asked: str, wants: str) -> str:
    """The last noun of the kind in ``asked``, with the word that tells which (“收货地址”)."""
    found = ""
    for match in re.finditer(rf"(?:{nouns_of(wants).pattern}){_AFTER_NOUN}", asked, re.IGNORECASE):
        before = re.findall(r"[\u4e00-\u9fff]*$", asked[: match.start()])[0]
        modifier = _MODIFIER_STOPS.sub("", before.removesuffix("的"))
        modifier = modifier if 2 <= len(modifier) <= 4 else ""
        candidate = f"{modifier}{match.group()}"
        found = candidate if len(candidate) >= len(found) else found
    return found[:KEY]


_NOISE = re.compile(
    r"[（(].*?[)）]|^(?:步骤|环节|阶段|流程|Step)\s*[A-Za-z\d一二三四五六七八九十]+\s*[：:.、]?\s*"
    r"|^[〈<【\[]?[一二三四五六七八九十甲乙丙丁戊己庚辛壬癸\d]+[〉>】\]]?\s+|^[A-Z\d][A-Z\d.-]*\s+|^第?[一二三四五六七八九十\d]+(?:步|问|题|项|个问题|、|\.|：|:)[:：、.]?\s*|[“”\"'‘’《》]"
)


@cache
def _title_front() -> re.Pattern[str]:
    data = asking_data()
    return re.compile(rf"^(?:{data['title_adverb']}*{data['title_verb']}{data['title_adverb']}*)+{data['title_whom']}")


def titled_key(title: str) -> str:
    """What a step's title says it finds out (“询问到岗时间” → “到岗时间”), or "" where it is named for what is done."""
    plain = _NOISE.sub("", title).strip()
    for at, part in enumerate(re.split(r"[，,；;。：:、/]|并且?|及|后(?=[询了确])", plain)):
        found = _title_front().sub("", part.strip())
        if at and found == part.strip():
            continue
        found = re.sub(r"^(?:客户|对方|您)(?:对)?(?:的)?|^[与和及]|^一[句点下个]", "", found).strip()
        if len(found) > KEY and "的" in found[-KEY:-1]:
            found = found.rpartition("的")[2]
        void = re.search(asking_data()["title_void"], found) and not re.search(asking_data()["title_keep"], found)
        if 2 <= len(found) <= KEY and not void:
            return found
    return ""


def _deed(title: str) -> str:
    """What a step that is named for what it does has to do with (“说明活动” → “活动”), or ""."""
    plain = re.split(r"[，,；;。：:、/]|并且?|与", _NOISE.sub("", title).strip())[0]
    found = re.sub(asking_data()["title_deed"], "", plain)
    good = 2 <= len(found) < len(plain) and len(found) <= KEY and not re.search(asking_data()["title_void"], found)
    return found if good else ""


_CHAFF = re.compile(
    r"(?:如果|要是)[^，]{0,8}的话|请问|麻烦|这一?[笔个件次]是?|您好|你好|(?:您|你)(?:这边|那边|们|看|觉得|的)?|现在|目前|方便的?话?|一下|是不是|有没有|需不需要|是否|能不能|可不可以"
    r"|(?:了|过|的)?(?:吗|呢|吧|么|没有?|不)[？?。]?$|(?:可以|好|行|对|方便)(?:吗|么|吧|不)|^我们?(?:会|先|来)?(?:帮|给|为)?|愿不?愿意|(?:需要)?我们?帮|(?:如果|要是)|[，,。？?！!：:；;“”、\s]|那(?![边个些里家种])|还是?|都|也"
)


def _own_words(asked: str) -> str:
    clauses = [
        found for clause in re.split(r"[，,：]", asked) if len(found := _CHAFF.sub("", _CHAFF.sub("", clause))) >= 2
    ]
    longest = max(clauses, key=len, default=asked.strip("，,。？?！! "))
    thing = longest.rpartition("的")[2]
    return thing if len(longest) > KEY and 2 <= len(thing) <= KEY else longest
