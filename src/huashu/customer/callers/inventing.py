"""Drawing particulars: names, numbers, places, times, by what a desk calls them and of what kind they are."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from random import Random
from typing import Final

import yaml

from huashu.playbook.desk.model import Want

_P = re.compile


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    text = files(__package__).joinpath("particulars.yaml").read_text(encoding="utf-8")
    source: Mapping[str, object] = yaml.safe_load(text)
    return {name: tuple(str(words).split()) for name, words in source.items()}


def pick(draws: Random, name: str) -> str:
    """One word of a list of ``particulars.yaml``."""
    return draws.choice(_table()[name])


def person_name(draws: Random, sex: str) -> str:
    """A full name."""
    family = pick(draws, "surnames_double") if draws.random() < 0.02 else draws.choice(_table()["surnames"][0])
    return family + pick(draws, "given_female" if sex == "女" else "given_male")


def digits(draws: Random, count: int) -> str:
    """``count`` digits, the first not zero."""
    return str(draws.randrange(1, 10)) + "".join(str(draws.randrange(10)) for _ in range(count - 1))


def mobile(draws: Random) -> str:
    """A mobile number."""
    return pick(draws, "mobile") + "".join(str(draws.randrange(10)) for _ in range(8))


def landline(draws: Random) -> str:
    """A fixed telephone with its area code."""
    return pick(draws, "area_codes") + digits(draws, 8)


def home(draws: Random) -> str:
    """An address."""
    district = pick(draws, "districts") + "区" if draws.random() < 0.5 else ""
    house = f"{draws.randint(2, 199)}号" if draws.random() < 0.5 else pick(draws, "estates")
    return (
        f"{district}{pick(draws, 'roads')}{house}{draws.randint(1, 18)}栋{draws.randint(1, 28)}0{draws.randint(1, 6)}"
    )


def mail(draws: Random) -> str:
    """An address for electronic mail."""
    return "".join(draws.choices("abcdefgkmnpqwxy", k=4)) + digits(draws, 4) + "@" + pick(draws, "mail")


def identity_card(draws: Random) -> str:
    """An identity card's number, of its shape only."""
    return f"{digits(draws, 6)}19{draws.randint(55, 99)}0{draws.randint(1, 9)}1{draws.randint(0, 9)}{digits(draws, 4)}"


def serial(draws: Random) -> str:
    """The number of an appliance."""
    return "".join(draws.choices("ABCDEFGHKMNPQR", k=2)) + digits(draws, 8)


def symptom(draws: Random) -> str:
    """What is wrong, and since when."""
    return f"{pick(draws, 'faults')}，{pick(draws, 'since')}"


def other_digits(value: str, draws: Random) -> str:
    """``value`` with one or two digits wrong; words that are not his when there are none."""
    places = [at for at, character in enumerate(value) if character.isdigit()]
    if not places:
        return person_name(draws, draws.choice("男女"))
    changed = list(value)
    for at in draws.sample(places[-6:], k=min(2, len(places[-6:]))):
        changed[at] = str((int(changed[at]) + draws.randint(1, 8)) % 10)
    return "".join(changed)


_TAIL: Final = _P(r"(?:后|末|尾)([四六三4 6 3])?(?:位|号)|尾号")
_COUNTS: Final = {"三": 3, "3": 3, "四": 4, "4": 4, "六": 6, "6": 6}
_BY_NAME: Final[tuple[tuple[re.Pattern[str], Callable[[Random], str]], ...]] = (
    (_P(r"邮箱|邮件"), mail),
    (_P(r"座机|固话|固定电话"), landline),
    (_P(r"手机|电话|联系方式|号码(?!.*(?:单|序列))"), mobile),
    (_P(r"姓名|名字|户名|联系人|称呼|机主|收件人|收货人"), lambda draws: person_name(draws, draws.choice("男女"))),
    (_P(r"身份证|证件"), identity_card),
    (_P(r"地址|住址|地点|位置|在哪|小区|哪里"), home),
    (_P(r"序列号|机身号|SN|编码|条码"), serial),
    (_P(r"型号"), lambda draws: "".join(draws.choices("ABCDEFGHKMX", k=2)) + "-" + digits(draws, 3)),
    (_P(r"生日|出生"), lambda draws: f"19{draws.randint(55, 99)}年{draws.randint(1, 12)}月{draws.randint(1, 28)}日"),
    (_P(r"订单|单号|运单|账号|卡号|户号|编号|合同|保单|会员"), lambda draws: digits(draws, draws.choice((8, 10, 12)))),
    (_P(r"目的地|国家|去哪|城市"), lambda draws: pick(draws, "places")),
    (_P(r"抬头|单位名称|公司名"), lambda draws: pick(draws, "titles")),
    (_P(r"渠道|哪里(?:充|买|办|交)|途径|平台"), lambda draws: pick(draws, "ways")),
    (_P(r"名称|哪一?[项种款]|品名|款式|规格"), lambda draws: pick(draws, "things")),
    (_P(r"建议|想法|意见"), lambda draws: pick(draws, "ideas")),
    (_P(r"经过"), lambda draws: pick(draws, "events")),
    (_P(r"月份|哪个月|几月"), lambda draws: pick(draws, "months")),
    (_P(r"时间|时候|日期|哪天|几点"), lambda draws: pick(draws, "times")),
    (_P(r"金额|费用|多少钱|预算|数额"), lambda draws: f"{draws.randint(2, 60) * 10}元"),
    (_P(r"现象|故障|症状|问题|情况|表现|描述|什么样"), symptom),
    (_P(r"原因|理由|为什么"), lambda draws: pick(draws, "causes")),
    (_P(r"数量|几[台个张件]|多少[台个张件]"), lambda draws: f"{draws.randint(1, 5)}个"),
)  # fmt: skip
_BY_KIND: Final[Mapping[str, Callable[[Random], str]]] = {
    "phone": mobile,
    "number": lambda draws: digits(draws, 10),
    "time": lambda draws: pick(draws, "times"),
    "place": home,
    "name": lambda draws: person_name(draws, draws.choice("男女")),
    "amount": lambda draws: f"{draws.randint(2, 60) * 10}元",
    "text": symptom,
}
_PAST: Final = _P(
    r"发生|出现|开始|购买|下单|充值|缴费|扣费|签收|付款|买的|什么时候(?:坏|买|发|开|充|交)|是(?:什么时候|哪天)[^。？]*的"
)


def value_of(name: str, draws: Random, samples: Sequence[str] = ()) -> str:
    """A value for a field called ``name``: of the shape of its ``samples`` when it has some."""
    tail = _TAIL.search(name)
    if tail:
        return digits(draws, _COUNTS.get(tail.group(1) or "四", 4))
    if samples:
        return draws.choice(samples)
    if _PAST.search(name) and re.search(r"时间|时候|日期", name):
        return pick(draws, "moments_past")
    made = next((make for pattern, make in _BY_NAME if pattern.search(name)), None)
    return made(draws) if made else digits(draws, 8)


def wanted(want: Want, draws: Random) -> str:
    """What is true of a particular that the desk asks for."""
    if want.options:
        return draws.choice(want.options)
    if _PAST.search(want.name + want.ask) and want.kind == "time":
        return pick(draws, "moments_past")
    if want.kind in ("number", "text", "place", "time"):
        made = next((make for pattern, make in _BY_NAME if pattern.search(want.name)), _BY_KIND[want.kind])
        return made(draws)
    return _BY_KIND.get(want.kind, _BY_KIND["text"])(draws)


def is_phone(name: str) -> bool:
    """Whether a field of this name is a telephone number, whole."""
    return bool(re.search(r"手机|电话|联系方式", name)) and not _TAIL.search(name)


def is_name(name: str) -> bool:
    """Whether a field of this name is a person's name."""
    return bool(re.search(r"姓名|名字|户名|机主|联系人|称呼", name))


def tail_of(name: str, facts: Mapping[str, str]) -> str:
    """The last digits that ``name`` asks for, when a whole number that it belongs to is among ``facts``; else ""."""
    tail = _TAIL.search(name)
    if not tail:
        return ""
    stem = re.sub(r"^(?:登记|预留|注册|您的)", "", name[: tail.start()]).rstrip("的号")
    whole = next((value for key, value in facts.items() if stem and stem in key and len(value) > 5), "")
    return whole[-_COUNTS.get(tail.group(1) or "四", 4) :]
