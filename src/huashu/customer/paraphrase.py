"""Asking a question of the document in one's own words: a light paraphrase that keeps what is asked."""

import random
import re
from typing import Final

from huashu.customer import meaning

_SWAPS: Final = (
    ("为什么", ("为啥", "怎么", "干嘛")),
    ("怎么", ("咋", "怎样")),
    ("什么", ("啥",)),
    ("能不能", ("可不可以", "可以")),
    ("可以", ("能",)),
    ("多少钱", ("要多少钱", "什么价")),
    ("需要", ("要", "得")),
    ("如何", ("怎么",)),
    ("是否", ("是不是",)),
    ("多久", ("多长时间", "多少天")),
    ("现在", ("目前", "这会儿")),
    ("吗", ("不", "吗", "么")),
    ("有没有", ("有",)),
    ("问题", ("事", "毛病")),
    ("办理", ("办",)),
    ("费用", ("价钱", "收费")),
    ("真的", ("真",)),
    ("之前", ("上次", "以前")),
    ("联系", ("找",)),
    ("电话", ("电话",)),
    ("你们", ("你们那边", "你们家", "咱们这儿", "你们")),
)
_FIRST_PERSON: Final = re.compile(r"^(请问|您好|你好|那么?|客户[：:]?|问[：:]?)[，,]?")
_LABEL: Final = re.compile(r"^(问题?|题目?|回答|答案?|[Qq][Aa&]*)[一二三四五六七八九十\d]*[：:.、？?。]*$")
"""The heading of an entry that was taken for its question."""
_ENDINGS: Final = ("", "", "", "啊", "呢", "呀")


def asks(question: str) -> bool:
    """Whether an entry of the knowledge base can be asked as a question: not an end signal or a plea for no calls."""
    if _LABEL.search(question) or len(re.findall(r"[\u4e00-\u9fffA-Za-z0-9]", question)) < 4:
        return False
    return not meaning.ends(question) and not meaning.is_threat(question) and not re.search(r"忙|挂|别打", question)


def paraphrase(question: str, rng: random.Random, *, keep: float = 0.25) -> str:
    """``question`` in slightly other words; with the share ``keep`` nearly as it stands."""
    spoken = _FIRST_PERSON.sub("", question.strip().strip('“”"「」'))
    spoken = spoken.rstrip("。？?！! ")
    if rng.random() < keep:
        return spoken + "？"
    swaps = 0
    for plain, others in _SWAPS:
        if plain in spoken and swaps < 2 and rng.random() < 0.5:
            other = rng.choice(others)
            if plain == "吗" and not spoken.endswith("吗"):
                continue
            if plain == "有没有" and not spoken.endswith("吗"):
                other, spoken = "有", spoken + "吗"
            if plain == "能不能" and other == "可以" and not spoken.endswith("吗"):
                spoken += "吗"
            spoken = spoken.replace(plain, other, 1)
            swaps += 1
    parts = [part for part in re.split(r"[，,？?。]", spoken) if part]
    if len(parts) == 2 and rng.random() < 0.3 and len(parts[0]) > 4:
        parts.reverse()
    spoken = "，".join(parts)
    if spoken and spoken[-1] not in "吗呢啊呀吧么嘛不了":
        spoken += rng.choice(_ENDINGS)
    return spoken + rng.choice(("？", "？", ""))
