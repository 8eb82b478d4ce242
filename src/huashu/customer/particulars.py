"""What is fixed about him before anybody asks: name, telephone, accounts, address, work. The documents' own first."""

import random
import re
from collections.abc import Mapping, Sequence
from typing import Final

from huashu.playbook.model import Callee, ProfileItem

NAME: Final = "姓名"
PHONE: Final = "电话"
SECOND_PHONE: Final = "备用电话"
ACCOUNT: Final = "微信号"
EMAIL: Final = "邮箱"
ADDRESS: Final = "地址"
WORK: Final = "工作"

_P = re.compile
_PHONE: Final = _P(r"1[3-9][\d*xX×]{9}|0\d{2,3}-?[\d*xX×]{7,8}")
_TAIL: Final = _P(r"(?:手机|电话)[^，。；\d]{0,6}(?:尾号|末四位|后四位)[^\d]{0,2}(\d{4})|^(?:尾号|末四位)(\d{4})$")
_EMAIL: Final = _P(r"[A-Za-z0-9._-]+@[A-Za-z0-9.-]+\.[a-z]+")
_ACCOUNT: Final = _P(r"(?:微信|QQ)号?(?:是|为|[：:])?\s*([A-Za-z][A-Za-z0-9_-]{4,}|\d{6,11})")
_STREET: Final = (
    r"(?:路|街|大道|巷|弄|胡同|新村|村|苑|园|小区|湾|花园|城|庭|府|公寓|大厦|广场|坊|里|镇)[\u4e00-\u9fff]{0,6}"
)
_ADDRESS: Final = _P(
    r"(?:家?住在?|位于|地址[是为：:]?|在)?([\u4e00-\u9fff]{2,10}"
    + _STREET
    + r"\d+[号弄幢栋座楼单室\-][\d\-A-Z号弄幢栋座单元室楼层]*)"
)
_TRADE: Final = _P(
    r"退休|[员师工长医]$|老板|经理|主任|主管|总监|司机|顾问|会计|律师|学生|生意|教|店主|店长|做[^，]{1,8}的|[开跑卖种干][^，]{1,8}的|程序员|设计|合伙人|农|工作室"
)
_NO_TRADE: Final = _P(r"岁|性格|脾气|爱|怕|急|说话|喜欢|习惯|容易|独居|健谈|先生|女士|要求|态度")
_ROLE_NAME: Final = _P(r"(?!普通|某|客户|用户|一[位名个])([\u4e00-\u9fff]{1,4}?)(?:先生|女士|小姐)?(?=[，,（(])")
_SURNAMES: Final = "周吴郑王冯陈沈韩杨朱秦许何吕张孔曹严金魏姜谢邹苏潘葛范彭鲁马方袁柳"
_GIVEN: Final = ("明", "丽华", "建军", "小雨", "志强", "敏", "佳怡", "海波", "晓东", "秀英", "思远", "文静")
_ESTATES: Final = ("翠湖花园", "东城嘉园", "金桂苑", "滨江新城", "和平小区", "桃园新村", "阳光花园", "西山雅苑")
_ROADS: Final = ("翠湖路", "建设路", "中山路", "滨河路", "学府街", "朝阳路")
_TRADES: Final = ("做销售的", "开小店的", "在学校教书的", "跑运输的", "做行政的", "在工厂上班的")
_PREFIXES: Final = ("138", "139", "136", "150", "158", "186", "133")
_LETTERS: Final = "abcdefhjklmnqrstwxyz"


def _digits(rng: random.Random, count: int) -> str:
    return "".join(str(rng.randrange(10)) for _ in range(count))


def known_of(callee: Callee, profile: Sequence[ProfileItem], name: str) -> dict[str, str]:
    """What the callee's half and the caller's profile tell of him, by our keys; a number may have gaps (``*``)."""
    known = {NAME: name} if name else {}
    if not name and (first := _ROLE_NAME.match(callee.role.text.strip())):
        known[NAME] = first.group(1)
    told = [(item.key, item.value) for item in profile]
    told += [("", passage.text) for passage in (callee.role, *callee.background, *callee.style.imitate)]
    for key, value in told:
        if found := _PHONE.search(value):
            known.setdefault(PHONE, found.group())
        elif tail := _TAIL.search(f"{key}{value}") or (_TAIL.search(value) if re.search(r"电话|手机", key) else None):
            known.setdefault(PHONE, "*" * 7 + (tail.group(1) or tail.group(2)))
        if found := _EMAIL.search(value):
            known.setdefault(EMAIL, found.group())
        if found := _ACCOUNT.search(f"{key}：{value}"):
            known.setdefault(ACCOUNT, found.group(1))
        if re.search(r"地址|住址", key) and 4 <= len(value) <= 30:
            known.setdefault(ADDRESS, re.split(r"[的是为：]", value.strip("。"))[-1] or value)
        elif found := _ADDRESS.search(value):
            known.setdefault(ADDRESS, re.split(r"[的是为在住]", found.group(1))[-1])
        if key in ("姓名", "联系人", "客户姓名") and (named := _ROLE_NAME.match(f"{value}，")):
            known.setdefault(NAME, named.group(1))
    if trade := _trade(callee.role.text):
        known[WORK] = trade
    return known


def _trade(role: str) -> str:
    for clause in re.split(r"[，,。；;\n]", role):
        if 2 <= len(clause) <= 14 and _TRADE.search(clause) and not _NO_TRADE.search(clause):
            return clause.strip()
    return ""


def _filled(number: str, rng: random.Random) -> str:
    """A number with its gaps filled: the caller's file hides some of the digits, he knows them all."""
    bare = number
    if bare.startswith("*"):
        bare = rng.choice(_PREFIXES) + bare[3:]
    return "".join(str(rng.randrange(10)) if character in "*xX×" else character for character in bare)


def invent(known: Mapping[str, str], rng: random.Random) -> dict[str, str]:
    """All of his particulars: what is known of him, the rest drawn from ``rng``."""
    phone = _filled(known[PHONE], rng) if PHONE in known else rng.choice(_PREFIXES) + _digits(rng, 8)
    own = "".join(rng.choice(_LETTERS) for _ in range(2)) + _digits(rng, 4)
    house = f"{rng.randint(2, 60)}号{rng.randint(1, 12)}栋{rng.randint(2, 17)}0{rng.randint(1, 4)}"
    name = known.get(NAME) or rng.choice(_SURNAMES)
    return {
        NAME: name if len(name) > 1 else name + rng.choice(_GIVEN),
        PHONE: phone,
        SECOND_PHONE: rng.choice(_PREFIXES) + _digits(rng, 8),
        ACCOUNT: known.get(ACCOUNT) or (phone if rng.random() < 0.4 else "wx" + own),
        EMAIL: known.get(EMAIL) or own + rng.choice(("@163.com", "@qq.com")),
        ADDRESS: known.get(ADDRESS) or rng.choice(_ROADS) + rng.choice(_ESTATES) + house,
        WORK: known.get(WORK) or rng.choice(_TRADES),
    }


def somebody(rng: random.Random) -> str:
    """The name of somebody else: a child, a colleague."""
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN)


def estate(address: str) -> str:
    """The neighbourhood in an address, the whole when none shows."""
    found = re.search(
        r"(?:.*?(?:路|街|大道|区|市))?([\u4e00-\u9fff]{2,6}(?:苑|园|小区|新村|湾|城|庭|府|里|公寓))", address
    )
    return found.group(1) if found else address
