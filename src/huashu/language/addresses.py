"""Addresses as text: from the province down to the room, as far as they are said, villages and landmarks too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from huashu.language.meaning import Slot
from huashu.language.places import (
    BEFORE_NAME,
    BUILDINGS,
    CITIES,
    ESTATES,
    LANDMARKS,
    NOT_IN_NAME,
    NOT_ROADS,
    PROVINCES,
    SPOTS,
    WEAK_ESTATES,
)

Sort = Literal[
    "region", "district", "town", "road", "number", "estate", "landmark", "building", "room", "spot", "joint"
]
"""What a part of an address is. ``building`` is a numbered one; ``joint`` a 和 between two roads."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an address, with its place in the text."""

    sort: Sort
    start: int
    end: int


_N = r"(?:\d+|[零一二两三四五六七八九幺十百]+|[a-z]\d*)"
_PLACED = r"[东西南北中]?(?:路|街|大道|大街|道|巷|新村|小区|花园|公寓|大厦|广场|宾馆|酒店|饭店|银行)"
_REGION = re.compile(
    rf"(?:{'|'.join(PROVINCES)})(?!人|话|菜|台|那边|这边|电信|移动|联通|银行|分公司|总部|{_PLACED})|"
    rf"(?:{'|'.join(CITIES)})(?:市)?(?!人|话|菜|银行|那边|这边|分公司|总部|{_PLACED})"
)
_NUMBER = re.compile(
    r"(?:[甲乙丙丁附]?(?:\d+|[零一二三四五六七八九十百幺]+)(?:之[一二三四五六七八九\d]+|"
    r"[\-杠][\d一二三四五六七八九十]+)?号(?:院|大院|楼|门|地块|厂房|"
    rf"库)?(?![码线称召令])(?:之[一二三四五六七八九\d]+)?(?:附[\d一二三四五六七八九十]+号)?|{_N}弄)"
)
_GROUP = re.compile(r"(?:第?[\d一二三四五六七八九十]+(?:组|队|社|小队|生产队|大队))")
_BUILDING = re.compile(
    rf"(?:第?{_N}(?:号楼|栋楼?|幢|座(?![机位])|(?<=[a-z\d])塔楼?|期(?![间限末望])|单元|号门|"
    rf"门(?=[\d零一二三四五六七八九幺]{{3}}))|"
    r"[甲乙丙丁东西南北]+(?:区|单元|座|栋|楼|塔)(?![域别])|[a-z一二三四五六七八九十\d]区(?![别域分间]))"
)
_ROOM = re.compile(
    r"(?:第?(?:[a-z]?\d{1,2}|负?[一二两三四五六七八九十]+)(?:楼|层)(?![下上梯道])|(?:\d{3,4}|"
    r"[零一二三四五六七八九幺]{3,4})(?:室|户|房间?|号房间?|"
    r"号)?(?![\d零一二三四五六七八九幺十百千万块元点年月天个次人])|(?:\d{1,4}|"
    r"[零一二三四五六七八九幺十百]{1,5})(?:室|户(?!口|型|主)|号房间?|号(?![码线称])|号门)|[东西中]户)"
)
_DASHED = re.compile(
    r"[\d一二三四五六七八九十]{1,3}(?:[\-—杠]|"
    r"的)[\d一二三四五六七八九十]{1,2}(?:[\-—杠])[\d零一二三四五六七八九幺]{3,4}|\d{1,3}-\d{3,4}(?!\d)"
)
_LEVELS = re.compile(
    r"[\d一二三四五六七八九十]{1,3}[\-杠][\d一二三四五六七八九十]{1,2}[\-杠][1-9一二三四五六七八九]\d{2,"
    r"3}|(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:楼|层)(?:\d{3,4}|"
    r"[一二三四五六七八九幺][零一二三四五六七八九幺]{2,3})(?:室|房)?|"
    r"[一二三四五六七八九十]{1,3}杠[一二三四五六七八九十]杠[一二三四五六七八九十零幺]{3,4}"
)
_NAMED: tuple[tuple[Sort, int, int, re.Pattern[str]], ...] = (
    (
        "district",
        1,
        6,
        re.compile(
            r"(?:市(?![场民面价政长])|自治[州县]|新区|开发区|高新区|经开区|"
            r"(?<!小)(?<!社)(?<!服务)(?<!地)(?<!片)(?<!厂)(?<!园)区(?![域别号分间])|县(?!长|城)|县城|旗(?!舰|下|袍))"
        ),
    ),
    ("town", 1, 5, re.compile(r"(?:镇(?!长|定|静)|乡(?!下|村|亲|长)|街道(?!办)|街道办)")),
    (
        "road",
        1,
        8,
        re.compile(
            r"(?:[东西南北中]?(?:大道|大街|环路|路(?![由上过口边费况途程]|灯|人|线)|胡同|巷(?!子里)|街(?!道|上|"
            r"坊|头))(?:[东西南北一二三四五六七八九]段|[东西南北]街|[东西南北]路)?)"
        ),
    ),
    (
        "town",
        1,
        5,
        re.compile(
            r"(?:村(?!长|民|里人|大街|路|口|镇|东|西|南|北)|屯|寨(?!子里)|庄(?!稼|重|园|家|村)|堡(?!垒)|"
            r"沟(?!通)|岭|塘(?!里))"
        ),
    ),
)
_ESTATE = re.compile("|".join(ESTATES))
_SPOT = re.compile("|".join(SPOTS))
_AFTER_SPOT = re.compile(
    rf"(?:(?:那|这)(?:个|栋|座|家|间|一?排)|的)[\u4e00-\u9fff]{{0,4}}?(?:{'|'.join(BUILDINGS)}|"
    rf"{'|'.join(sorted(LANDMARKS, key=len, reverse=True))})(?![\u4e00-\u9fff]{{0,1}}(?:层|长|员|主))"
)
_PAUSE = re.compile(r"[，、,\s]|呃|嗯|那个|的(?=[\d一二三四五六七八九十]+(?:号楼|栋|幢|单元|楼|层|室))")
_JOINT = re.compile(r"(?:和|跟|与|、)(?=[\u4e00-\u9fff]{2,6}?(?:路|街|大道|巷)[\u4e00-\u9fff]{0,2}(?:口|汇|界|角))")
_COUNTED = re.compile(r"[\d零一二两三四五六七八九十百]+[号个]")
_NAME_CHARACTER = re.compile(r"[\u3400-\u9fffa-z]")
_HAN = re.compile(r"[\u3400-\u9fffa-z0-9]")
_LEADING = re.compile(
    "(?<![\u3400-\u9fff])小区|(?<=[们咱这俺本你我])小区|" + "|".join(word for word in BEFORE_NAME if len(word) > 1)
)
_CUE = re.compile(
    r"(?:地址(?:是|就|改成|改到|写的?是?|填的?是?|[:：，])*|住(?:在|的是|址是?)?|(?:搬|寄|送|发|放|配送|"
    r"派|派送|邮|拿|运|转|改|换|调|送货|寄送)(?:到了?|去|往|在|至|成|给)|家(?:是|在|住)(?:在)?|位于|"
    r"人在|在(?!线|吗|不)|来自|到)(?:了|我们?|呢|是|那个|的)*$"
)
_STRONG = frozenset(("road", "estate", "building", "number", "town", "district"))
_HOLDS_STOP = re.compile(
    r"解放|友好(?=路|街|大|小|新|里|村)|发展(?=路|街|大)|来宾|来安|来凤|东来|鹤来|用友|不夜城|好运|"
    r"过街楼|长寿|想象|能源(?=路|街|大)|安定门外|可园|高新|换新|送仙|装备(?=路|街)|走马|太行|离石|兴发|"
    r"新发|广发|万发|和睦|停马|看丹|听涛|听雨|"
    r"放马|开放(?=路|街|大)|改(?=革路)|有(?=巢)|将军|将台|给水|问天|成都|成华|为民(?=路|街|小|里)|被服|"
    r"新换|会展|会议|都会|府会|大会|交大|就业|说书|请水|在水一方|海的"
)
LONGEST_NAME = 10
"""Characters of the longest name of a road, a place or an estate that is tried."""


def find_addresses(text: str) -> Iterator[Slot]:
    """The addresses in the folded ``text``, each from its widest part to its narrowest, as said."""
    place = 0
    said, text = text, _shield(text)
    while place < len(text):
        place = _next_start(text, place)
        if place >= len(text):
            return
        parts = _parts(text, place)
        if parts and _is_address(text, parts):
            start, end = parts[0].start, parts[-1].end
            yield Slot("address", said[start:end], said[start:end], start, end)
            place = end
        else:
            place += 1


def _shield(text: str) -> str:
    """``text`` with the words of places that hold a function character (解放路) written with a neutral one instead, and
    the words that lead to a place (地址改成…) with a function character."""
    text = _HOLDS_STOP.sub(lambda found: "".join("某" if one in NOT_IN_NAME else one for one in found.group()), text)
    return _LEADING.sub(lambda found: "的" * len(found.group()), text)


def _next_start(text: str, place: int) -> int:
    """The next place at which the name of a place, or a number in one, can begin."""
    while place < len(text):
        fits = _HAN.match(text, place) and text[place] not in NOT_IN_NAME
        if fits and _may_begin(text, place):
            return place
        place += 1
    return place


def _may_begin(text: str, place: int) -> bool:
    if place == 0:
        return True
    before = text[place - 1]
    if before in NOT_IN_NAME or not _HAN.match(before):
        return True
    if _REGION.match(text, place):
        return True
    return any(word.endswith(before) and text.endswith(word, 0, place) for word in BEFORE_NAME)


def _parts(text: str, start: int) -> list[Part]:
    """The parts of an address that begins at ``start``, each as wide as it goes."""
    parts: list[Part] = []
    place = start
    while (part := _part(text, place, parts)) is not None:
        parts.append(part)
        place = part.end
        pause = _PAUSE.match(text, place)
        if pause is not None and _part(text, pause.end(), parts) is not None:
            place = pause.end()
    while parts and parts[-1].sort == "joint":
        parts.pop()
    return parts


def _part(text: str, place: int, parts: list[Part]) -> Part | None:
    if place >= len(text):
        return None
    sorts = [part.sort for part in parts]
    if parts and (spot := _spot(text, place, sorts)) is not None:
        return spot
    for sort, pattern in _figures(sorts):
        if found := pattern.match(text, place):
            return Part(sort, place, found.end())
    if (region := _REGION.match(text, place)) and set(sorts) <= {"region"}:
        return Part("region", place, region.end())
    if {"building", "room", "spot"} & set(sorts):
        return None
    return _named(text, place, sorts)


def _figures(sorts: list[Sort]) -> Iterator[tuple[Sort, re.Pattern[str]]]:
    """The numbered parts that can follow parts of ``sorts``."""
    inside = bool({"estate", "building", "number", "road", "landmark"} & set(sorts))
    if inside:
        yield "room", _DASHED
    elif not sorts:
        yield "building", _LEVELS
    yield "building", _BUILDING
    if sorts and sorts[-1] in ("town",):
        yield "building", _GROUP
    if sorts and sorts[-1] in ("road", "town", "estate", "district"):
        yield "number", _NUMBER
    if inside and sorts[-1] in ("building", "number", "estate", "room"):
        yield "room", _ROOM


def _spot(text: str, place: int, sorts: list[Sort]) -> Part | None:
    if sorts[-1] == "road" and "joint" not in sorts and (joint := _JOINT.match(text, place)):
        return Part("joint", place, joint.end())
    if sorts[-1] in ("joint", "region") or sorts.count("spot") > 1:
        return None
    found = _SPOT.match(text, place)
    if found is None:
        return None
    after = _AFTER_SPOT.match(text, found.end())
    return Part("spot", place, after.end() if after else found.end())


def _named(text: str, place: int, sorts: list[Sort]) -> Part | None:
    """The part at ``place`` that is a name and what it names: the nearest ending wins, the longer name of it."""
    if _COUNTED.match(text, place):
        return None
    limit = _name_end(text, place)
    best: Part | None = None
    for sort, shortest, longest, pattern in _NAMED:
        for offset in range(place + shortest, min(place + longest, limit) + 1):
            found = pattern.match(text, offset)
            if found and found.end() <= limit + 2 and not _is_common_road(text[place : found.end()]):
                if best is None or found.end() < best.end:
                    best = Part(sort, place, found.end())
                break
    estate = _estate(text, place, limit, bool(sorts))
    if estate is not None and (best is None or _goes_first(text, estate, best)):
        return estate
    return best


def _is_common_road(said: str) -> bool:
    return said in NOT_ROADS or (said[-2:] in NOT_ROADS and said[-2:] not in ("大街", "胡同", "街道", "小巷"))


def _goes_first(text: str, estate: Part, other: Part) -> bool:
    """Whether the estate is meant where another ending was found too: 滨海新区海棠花园 begins with the district."""
    weak = any(text.endswith(word, estate.start, estate.end) for word in ("城", "里", "湾", "园", "府"))
    if other.sort == "road" and other.end - estate.end <= 2 and other.end > estate.end:
        return False
    return estate.end <= other.end and not weak


def _estate(text: str, place: int, limit: int, inside: bool) -> Part | None:
    for offset in range(place if inside else place + 1, min(place + LONGEST_NAME, limit) + 1):
        found = _ESTATE.match(text, offset)
        if found is None or found.end() > limit + 4:
            continue
        ending = found.group()
        if ending in WEAK_ESTATES and len(ending) == 1:
            follows = (
                _BUILDING.match(text, found.end())
                or _ESTATE.match(text, found.end())
                or (inside and _NUMBER.match(text, found.end()))
            )
            if offset - place < 1 or not follows or text[offset - 1] in "这那哪家心公夜":
                continue
            if _ESTATE.match(text, found.end()):
                continue
        sort: Sort = "estate" if ending not in LANDMARKS or ending in _LIVED_IN else "landmark"
        return Part(sort, place, found.end())
    return None


_LIVED_IN = frozenset(
    "小区 花园 花苑 公寓 家园 新村 新城 名城 公馆 豪庭 豪园 别墅 宿舍 家属院 家属楼 大院 社区 嘉园 "
    "佳苑 雅苑 嘉苑 名苑 名邸 华庭 华府 学府 御府 天府 国际城 山庄 雅居 雅园 写字楼 商务楼 大厦 广场 "
    "中心 商城 "
    "工业园 产业园 科技园 软件园 创业园 物流园".split()
)


def _name_end(text: str, place: int) -> int:
    """Where a name that begins at ``place`` ends at the latest."""
    end = place
    while (
        end < len(text)
        and end - place < LONGEST_NAME + 4
        and _NAME_CHARACTER.match(text, end)
        and text[end] not in NOT_IN_NAME
    ):
        end += 1
    return end


def _is_address(text: str, parts: list[Part]) -> bool:
    """Whether the parts say where something is, and not only the name of a kind of place."""
    sorts = [part.sort for part in parts]
    start, end = parts[0].start, parts[-1].end
    said = text[start:end]
    if set(sorts) <= {"region"}:
        return bool(_CUE.search(text[max(0, start - 8) : start])) and not re.match(r"的|人|话|打", text[end:])
    if sorts[0] == "building" or sorts[0] == "number":
        return _is_inner_address(text, parts)
    if len(parts) >= 2:
        return _holds_together(text, parts)
    if said in _GENERIC or any(said.endswith(one) and len(said) - len(one) < 1 for one in ESTATES):
        return False
    if sorts[0] in ("estate", "landmark") and said.endswith(_INCOMPLETE):
        return False
    alone = re.fullmatch(r"[嗯呃啊哦，,\s就在是住到]*", text[:start]) and re.fullmatch(
        r"[，,。\s啊呀吧呢的嘛这边那边里]*", text[end:]
    )
    cued = bool(_CUE.search(text[max(0, start - 8) : start]))
    plainly = sorts[0] == "road" or re.search(r"(?:小区|花园|家园|公寓|公馆|新村|大厦|广场|家属院)$", said) is not None
    if plainly and len(said) >= 3 and not _KINDS.match(said):
        return len(said) >= 4 or sorts[0] == "road"
    return sorts[0] in _STRONG and len(said) >= 3 and not _KINDS.match(said) and bool(alone or cued)


_INCOMPLETE = tuple(WEAK_ESTATES - {"广场", "大厦"})
_KINDS = re.compile(
    r"老旧|整个|[整全一两几][个条]?|隔壁|附近|别的|其他|高档|封闭|单身|人才|青年公|学生|员工|商业|购物|"
    r"楼下|楼上|门口|街边|路边|"
    r"美食|步行|中心|智慧|普通|后面|前面|对面|一般|高速|商贸|农贸|小吃|那条|这条|整条"
)
_GENERIC = frozenset(
    "小区 我们小区 本小区 这小区 片区 社区 地区 市区 郊区 山区 农村 乡镇 城镇 小镇 老小区 新小区 "
    "商业中心 服务中心 客服中心 售后中心 数据中心 营业中心 个人中心 体验中心 物流中心 调度中心 "
    "监控中心 受理中心".split()
)


def _holds_together(text: str, parts: list[Part]) -> bool:
    sorts = [part.sort for part in parts]
    head = text[parts[0].start : parts[0].end]
    if sorts[-1] == "spot" and len(parts) == 2:
        if sorts[0] == "landmark":
            return len(head) >= 3
        return head not in _GENERIC and len(head) >= 3
    return not (len(parts) == 2 and sorts[0] in ("estate", "landmark") and head in _GENERIC and sorts[1] == "room")


def _is_inner_address(text: str, parts: list[Part]) -> bool:
    """Whether 三号楼 or 二单元五零一 is said as an address: a building with its number, alone or with what is in it."""
    head = text[parts[0].start : parts[0].end]
    if len(parts) >= 2:
        return re.search(r"[期区]$", head) is None or len(parts) > 2 or parts[1].sort in ("building", "room")
    if _LEVELS.fullmatch(head):
        return re.search(r"[码号单](?:是|为|[:：，\s])*$", text[: parts[0].start]) is None
    return re.search(r"(?:号楼|栋楼?|幢|单元|\d座|[a-z]座|号院)$", head) is not None and not re.match(
        r"[几多]|一(?:栋楼|幢|栋)", head
    )
