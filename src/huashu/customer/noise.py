"""What a recogniser might make of an utterance: sound-alikes, dropped characters, fillers, no punctuation."""

import random
import re
from typing import Final

_SOUND_ALIKES: Final = {
    "的": "得地",
    "得": "的地",
    "在": "再",
    "再": "在",
    "是": "事",
    "事": "是",
    "做": "作",
    "他": "她",
    "她": "他",
    "那": "哪",
    "哪": "那",
    "吗": "嘛",
    "吧": "把",
    "没": "每",
    "号": "好",
    "单": "丹",
    "机": "鸡",
    "服": "福",
    "客": "克",
    "费": "废",
    "话": "画",
    "回": "会",
    "访": "仿",
    "修": "休",
    "间": "件",
    "件": "间",
    "分": "份",
    "份": "分",
    "期": "七",
    "退": "腿",
    "钱": "前",
    "前": "钱",
    "司": "思",
    "信": "新",
    "新": "信",
    "线": "现",
    "现": "线",
    "工": "公",
    "公": "工",
    "订": "定",
    "定": "订",
    "带": "代",
    "代": "带",
    "提": "题",
    "题": "提",
    "像": "象",
    "忙": "茫",
    "师": "诗",
    "系": "戏",
    "网": "往",
    "品": "拼",
    "质": "制",
    "流": "留",
    "程": "成",
    "卡": "咖",
    "店": "电",
    "电": "店",
    "慢": "漫",
    "等": "登",
    "急": "及",
    "意": "义",
    "觉": "绝",
    "态": "太",
    "度": "渡",
    "坏": "怀",
    "差": "叉",
}
"""Characters and others of the same sound."""

_KEEP: Final = frozenset("不别打挂没再用删忙开车会要点明后周一二两三四五六七八九十0123456789")
"""Characters that carry the meaning of an end signal or a number: they are neither dropped nor swapped."""

_FILLERS: Final = ("嗯", "呃", "那个", "就是", "啊")
_PUNCTUATION: Final = re.compile(r"[，。！？、；：…,.!?]+")


def garble(text: str, noise: float, rng: random.Random) -> str:
    """``text`` as a recogniser of error share ``noise`` (0..1) might give it; 0 leaves it as it is."""
    if noise <= 0.0:
        return text
    spoken: list[str] = []
    for character in text:
        draw = rng.random()
        if character in _KEEP:
            spoken.append(character)
        elif draw < noise * 0.12 and character in _SOUND_ALIKES:
            spoken.append(rng.choice(_SOUND_ALIKES[character]))
        elif draw < noise * 0.15 and len(text) > 5 and character not in "[]":
            continue
        else:
            spoken.append(character)
    heard = "".join(spoken)
    if rng.random() < 0.25 * noise:
        heard = rng.choice(_FILLERS) + heard
    if rng.random() < 0.8 * noise + 0.1:
        heard = _PUNCTUATION.sub(" " if rng.random() < 0.4 else "", heard).strip()
    return heard or text
