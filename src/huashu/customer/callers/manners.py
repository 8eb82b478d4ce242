"""How a caller speaks: fillers and particles, oaths, an old man's asides, a child's words, a region's."""

from random import Random
from typing import Final

from huashu.customer.callers.person import Person
from huashu.customer.callers.voice import regional, tidy, wording

_COLOURED: Final = {
    "swearing": 0.55,
    "drunk": 0.6,
    "elder": 0.35,
    "child": 0.3,
    "angry": 0.3,
    "rude_complaint": 0.45,
    "confused": 0.3,
    "laughing_colleagues": 0.15,
}
"""How often what a lookalike says has an addition of his manner."""


_FREE: Final = ("need_", "detail", "complaint", "wants_", "vent", "list_")
"""What people say haltingly; an answer they give straight."""


_GREETS: Final = ("喂", "你好", "您好", "哎", "诶", "嗯", "呃", "那个", "就是")
_STRAIGHT: Final = 0.45
"""How much less often an answer has such an addition."""


def coloured(text: str, category: str, person: Person, draws: Random, region: str) -> str:
    """``text`` as he says it."""
    style = (
        person.style
        if person.style in _COLOURED
        else next((habit for habit in person.habits if habit in _COLOURED), "")
    )
    free = category.startswith(_FREE)
    if style and draws.random() < _COLOURED[style] * (1.0 if free else _STRAIGHT):
        aside = wording().speak(f"aside_{style}", "any", draws)
        text = f"{aside}，{text}" if draws.random() < 0.7 else f"{text}，{aside}"
    elif free and len(text) > 4 and not text.startswith(_GREETS) and draws.random() < 0.14:
        text = wording().speak("filler", "any", draws) + text
    if region:
        text = regional(text, region)
    return tidy(text)
