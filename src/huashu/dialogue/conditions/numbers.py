"""Numbers that conditions compare with: “评分在6分以下”, “五人以上”, “三到五次”."""

import re
from dataclasses import dataclass

from huashu.language import normalise

_INF = float("inf")
_UNIT = r"分钟|小时|个?月|[岁分人口名次天周年元块万台套件条级平回趟]"
_SAID = "零一二三四五六七八九"
_DIGIT = {**{digit: value for value, digit in enumerate(_SAID)}, "两": 2, "俩": 2, "仨": 3}
_FEW = re.compile(rf"(?<![\d一二三四五六七八九十])(十?[一二两俩仨三四五六七八九]|十)(?=(?:来|多|几)?(?:{_UNIT}))")
_TWO = re.compile(rf"([一二两三四五六七八])([二三四五六七八九])(?=(?:{_UNIT}))")
_HALF = re.compile(r"半年")
_BEFORE = (
    "小于等于|大于等于|不大于|不小于|不高于|低于|少于|小于|不足|不满|不到|不超过|最多|高于|大于|多于|不低于|不少于"
    "|超过|至少|达到|满"
)
_AFTER = r"[及或]?以[上下内]|之内|或更[多少]"
_BOUND = re.compile(
    rf"(?P<before>{_BEFORE})?\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>{_UNIT})?\s*(?:及)?(?P<after>{_AFTER})?"
)
_BARE_BOUND = re.compile(rf"(?P<bound>{_BEFORE})(?P<number>十?[一二两三四五六七八九]|十)(?![\u4e00-\u9fff])")
_SPAN = re.compile(
    rf"(?P<low>\d+)\s*(?:{_UNIT})?\s*(?:到|至|-|~|—)\s*(?P<high>\d+)\s*(?P<unit>{_UNIT})?(?!\s*[点号])(?:之间)?"
)
_VALUE = re.compile(rf"(?P<low>\d+(?:\.\d+)?)(?:\s*[到至~-]\s*(?P<high>\d+))?\s*(?:来|多|几)?\s*(?P<unit>{_UNIT})?")
_DAYS = {"天": 1.0, "周": 7.0, "月": 30.0, "年": 365.0}
_OPEN = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A bound on a number he gives: ``low <= value <= high`` in ``unit`` (empty: whatever was asked for)."""

    low: float
    high: float
    unit: str

    def holds(self, value: "Value") -> bool | None:
        """Whether ``value`` lies within; ``None`` when it is a number of something else."""
        if value.unit and self.unit and value.unit != self.unit:
            if value.unit not in _DAYS or self.unit not in _DAYS:
                return None
            scale = _DAYS[value.unit] / _DAYS[self.unit]
            return self.low <= value.middle * scale <= self.high
        return self.low <= value.middle <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A number somebody gave; ``middle`` of the two when he gave two (“两三次”)."""

    middle: float
    unit: str


def compared(text: str) -> Comparison | None:
    """The comparison in a condition's words, if they bound a number."""
    text = _BARE_BOUND.sub(lambda bare: f"{bare['bound']}{_count(bare['number'])}", figures(text))
    if span := _SPAN.search(text):
        return Comparison(low=float(span["low"]), high=float(span["high"]), unit=_plain(span["unit"]))
    for bound in _BOUND.finditer(text):
        number, unit = float(bound["number"]), _plain(bound["unit"])
        match bound["before"] or (bound["after"] or "").lstrip("及或"):
            case "低于" | "少于" | "小于" | "不足" | "不满" | "不到":
                return Comparison(low=-_INF, high=number - _OPEN, unit=unit)
            case "不超过" | "最多" | "小于等于" | "不大于" | "不高于" | "以内" | "之内" | "以下" | "或更少":
                return Comparison(low=-_INF, high=number, unit=unit)
            case "高于" | "大于" | "多于" | "超过":
                return Comparison(low=number + _OPEN, high=_INF, unit=unit)
            case "至少" | "达到" | "大于等于" | "不小于" | "满" | "不低于" | "不少于" | "以上" | "或更多":
                return Comparison(low=number, high=_INF, unit=unit)
            case _:
                continue
    return None


def values(text: str) -> tuple[Value, ...]:
    """The numbers in what he said, in order."""
    found = []
    for value in _VALUE.finditer(figures(text)):
        low = float(value["low"])
        found.append(Value(middle=(low + float(value["high"] or low)) / 2, unit=_plain(value["unit"])))
    return tuple(found)


def figures(text: str) -> str:
    """``text`` with its counts in figures: “两三次” → “2~3次”, “半年” → “6月”."""
    text = _HALF.sub("6月", normalise(text))
    text = _TWO.sub(lambda two: f"{_DIGIT[two[1]]}~{_DIGIT[two[2]]}", text)
    text = _FEW.sub(lambda few: str(_count(few[1])), text)
    bare = text.strip("，。！？吧啊呢了")
    return str(_count(bare)) if re.fullmatch(r"十?[一二两三四五六七八九]|十|零", bare) else text


def _count(said: str) -> int:
    if said.startswith("十"):
        return 10 + _DIGIT.get(said[1:], 0)
    return _DIGIT[said]


def _plain(unit: str | None) -> str:
    """A unit without its measure word (“个月” → “月”), and one of those that mean the same."""
    plain = (unit or "").removeprefix("个")
    return {"口": "人", "名": "人", "块": "元", "回": "次", "趟": "次"}.get(plain, plain)
