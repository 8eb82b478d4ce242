"""Quantities: money, percentages, units, ranges, and numbers that stand alone."""

import re
from collections.abc import Iterator

from huashu.voice.speaking.reading.codes import dashed, grouped
from huashu.voice.speaking.reading.grammar import TO, N, Place, Rule, rule
from huashu.voice.speaking.reading.numerals import by_digits, cardinal, money, number
from huashu.voice.speaking.reading.tables import Tables, tables

_MINUS = "-−－"
_NEGATIVE = re.compile(r"(?:^|[\s，。、：:（(]|[温度是为约到额])$")
"""What stands before a minus, where it is no dash."""
_GENERATION = re.compile(r"网|手机|套餐|信号|用户|时代|卡|基站|覆盖|升级|版")
"""What 5G is said of when it is a network and not an amount."""


def amount_rules() -> Iterator[Rule]:
    """Percentages and ranges before what they are made of."""
    t = tables()
    amount = rf"(?<![\d.])(?P<amount>{N})"
    yield rule(
        rf"(?P<sign>[{_MINUS}]?)(?P<first>{N})(?:(?P<own>[%％‰])?{TO}(?P<second>{N}))?\s?(?P<mark>[%％‰])", _percent
    )
    yield rule(r"(?<![\d-])\d{1,4}(?:[-－–]\d{1,4}){2,}(?![\d-])", dashed)
    yield rule(
        rf"(?P<below>(?<![A-Za-z\d])[{_MINUS}])?(?<![\d.])(?P<first>{N})(?:℃|°C)?{TO}(?=(?P<sign>[{_MINUS}])?{N}\s?(?:℃|°C|摄氏度))",
        _from_degrees,
    )
    yield rule(
        rf"(?<![\d.-])(?!0\d)(?P<first>{N})(?P<unit>[万亿元块个天年岁级点月号日层楼]|(?:{t.unit})(?=[-~～]))?(?P<to>{TO})"
        rf"(?=(?P<second>(?!0\d){N})(?![\d-]))",
        _range,
    )
    yield rule(r"(?<![\d-])\d{1,4}[-－–]\d{1,4}(?![\d-])", dashed)
    yield rule(
        rf"(?P<sign>[{_MINUS}])?(?P<currency>{t.currency})\s?(?P<amount>{N})\s?(?P<scale>[万亿])?元?"
        r"(?:/(?P<per>月|年|天|次|人|件|度|吨|斤|GB|MB))?",
        _priced,
    )
    yield rule(r"(?<![\d.])(?P<whole>\d)\.(?P<tenth>\d)(?P<what>折|成新)", _discount)
    yield rule(rf"(?P<sign>(?<![A-Za-z\d])[{_MINUS}])?(?<![\d.])(?P<amount>{N})\s?(?P<unit>℃|°C|℉|摄氏度)", _degrees)
    yield rule(rf"{amount}\s?(?P<unit>{t.unit})(?![A-Za-z\d/²³])", _measured)
    yield rule(rf"{amount}(?P<unit>元|块)(?!/)", _money)


def number_rules() -> Iterator[Rule]:
    """Versions, fractions and ratios, then numbers that stand alone."""
    word = r"(?<![A-Za-z\d])"
    yield rule(rf"{word}(?P<v>[vV]?)(?P<parts>\d+(?:\.\d+){{2,}})(?![\d.]*\d)", _version)
    yield rule(rf"{word}(?P<v>[vV])(?P<parts>\d+(?:\.\d+)?)(?!\d)", _version)
    yield rule(r"(?<![\d/.])(?P<over>\d{1,2})/(?P<under>\d{1,3})(?![\d/])", _fraction)
    yield rule(r"(?<=\d)/(?=\d)", _beside)
    yield rule(rf"{word}(?P<first>{N})\s?[xX*]\s?(?=\d)", _times)
    yield rule(rf"(?<![\d.])(?P<left>{N})\s?[:：]\s?(?P<right>{N})(?![\d:：])", _ratio)


def plain_rules() -> Iterator[Rule]:
    """What is left."""
    yield rule(r"第\s?(?P<place>\d+)(?![\d.])", _ordinal)
    yield rule(r"(?:No\.?|NO\.?|№|Top|TOP)\s?(?P<place>\d+)(?![\d.])", _ordinal)
    yield rule(r"(?m:^)\s*(?P<place>\d{1,2})(?:[、)）]|[.．](?!\d))\s*", _listed)
    yield rule(rf"[{_MINUS}](?=\d)", _minus)
    yield rule(rf"(?P<number>{N})", _plain)


def is_counted(after: str) -> bool:
    """Whether what follows a number is counted by it (两天), not named or ordered (二楼)."""
    t = tables()
    if t.ordered.match(after) and not re.match(r"月龄|等于|区域", after):
        return bool(re.match(r"层[^楼]?次|年(?!级)|楼盘", after))
    return bool(t.measures.match(after))


def _percent(place: Place) -> str:
    lead = "负" if place["sign"] and _NEGATIVE.search(place.before) else ""
    of = "千分之" if place["mark"] == "‰" else "百分之"
    said = "百" if place["first"] == "100" and not place["second"] else number(place["first"])
    if place["second"]:
        said += f"到{of if place['own'] else ''}{number(place['second'])}"
    return f"{of}{lead}{said}"


def _from_degrees(place: Place) -> str:
    both = "度" if place["sign"] or place["below"] else ""
    return f"{'零下' if place['below'] else ''}{number(place['first'])}{both}到"


def _degrees(place: Place) -> str:
    return f"{'零下' if place['sign'] else ''}{number(place['amount'])}{'华氏度' if place['unit'] == '℉' else '度'}"


def _range(place: Place) -> str | None:
    """The beginning of 3-5天 up to its dash; what follows is said by the rule of its own unit."""
    first, second, unit = place["first"], place["second"], place["unit"]
    low, high = (float(value.replace(",", "")) for value in (first, second))
    behind = place.after[len(second) :]
    lettered = re.match(rf"\s?(?:{tables().unit})", behind)
    if re.match(r"\s*[-－–]", place["to"]):
        address = len(second) >= 3 and len(first) <= 2 and not (unit or lettered or is_counted(behind))
        if address or not low < high:
            return None
    if max(len(first), len(second)) > 8:
        return None
    counted = bool(lettered) or is_counted(unit or behind)
    return (_with_unit(first, unit) if unit in tables().units else number(first, pair=counted) + unit) + "到"


def _priced(place: Place) -> str:
    unit, per = tables().currencies[place["currency"]], place["per"]
    sign = "负" if place["sign"] else ""
    if place["scale"]:
        return f"{sign}{number(place['amount'], pair=True)}{place['scale']}{unit}"
    if per:
        said = tables().units.get(f"元/{per}", f"元每{per}").replace("元", unit)
        return f"{sign}{number(place['amount'], pair=True)}{said}"
    return sign + money(place["amount"], unit)


def _money(place: Place) -> str:
    return money(place["amount"], place["unit"])


def _discount(place: Place) -> str:
    return f"{by_digits(place['whole'] + place['tenth'], code=False)}{place['what']}"


def _measured(place: Place) -> str:
    """A number with a unit in letters or signs."""
    if place["unit"] == "G" and _GENERATION.match(place.after):
        return f"{number(place['amount'])}G"
    return _with_unit(place["amount"], place["unit"])


def _with_unit(amount: str, unit: str) -> str:
    said = tables().units[unit]
    if unit in ("k", "w") and "," not in amount:
        thousands = round(float(amount) * (1_000 if unit == "k" else 10_000))
        return cardinal(str(thousands), pair=True)
    return f"{number(amount, pair=said != '度')}{said}"


def _version(place: Place) -> str:
    parts = "点".join(cardinal(part) if len(part) < 4 else by_digits(part) for part in place["parts"].split("."))
    return ("V" if place["v"] else "") + parts


def _fraction(place: Place) -> str | None:
    over, under = int(place["over"]), int(place["under"])
    return f"{cardinal(place['under'])}分之{cardinal(place['over'])}" if 0 < over < under <= 100 else None


def _beside(place: Place) -> str:
    return "或" if re.search(r"\d{7}$", place.before) else "，"


def _times(place: Place) -> str:
    return f"{number(place['first'])}乘"


def _ratio(place: Place) -> str:
    return f"{number(place['left'])}比{number(place['right'])}"


def _ordinal(place: Place) -> str:
    return f"第{cardinal(place['place'])}"


def _listed(place: Place) -> str:
    return f"第{cardinal(place['place'])}，"


def _minus(place: Place) -> str | None:
    return "负" if _NEGATIVE.search(place.before) else None


def _plain(place: Place) -> str:
    """A number alone: by its digits where it names something, else as a quantity."""
    written = place["number"]
    if "." not in written and _names_something(written, place, tables()):
        return grouped(written.replace(",", ""))
    return number(written, pair=is_counted(place.after))


def _names_something(written: str, place: Place, t: Tables) -> bool:
    if t.names.search(place.before[-14:]):
        return not re.match(r"[个次天位人元块年月小分秒多余]", place.after) or len(written) >= 6
    if len(written) > 1 and written.startswith("0"):
        return True
    if "," in written or len(written) < 3:
        return False
    if t.rooms.match(place.after):
        return _is_room(place)
    if t.dialled.fullmatch(written) and (t.dialling.search(place.before[-8:]) or t.dialling.search(place.after[:5])):
        return not is_counted(place.after)
    if re.search(r"(?:单元|号楼|栋|幢|座|楼|门)$", place.before) or _stands_alone(written, place):
        return True
    return len(written) >= 7 and not _is_quantity(written, place.after)


def _stands_alone(written: str, place: Place) -> bool:
    """Whether the number is all that its clause says, as when figures are read back part by part."""
    begins = re.search(r"(?:^|[，。、：；！？,:;!?])$", place.before)
    return bool(begins and re.match(r"[，。、；！？,;!?]|$", place.after)) and not written.endswith("00")


def _is_room(place: Place) -> bool:
    """Whether a number before 号, 室, 路 or 次 is a room's, a bus's or a train's."""
    if re.match(r"次数|号召", place.after):
        return False
    if place.after.startswith("次"):
        return bool(re.search(r"[A-Z航班列车]", place.before[-6:] + place.after[:3]))
    return not (place.after.startswith("号") and re.search(r"[路街道巷弄]$", place.before))


def _is_quantity(digits: str, after: str) -> bool:
    return is_counted(after) or bool(re.match(r"[多余]|元|块|人民币|美元|日元", after)) or digits.endswith("0000")
