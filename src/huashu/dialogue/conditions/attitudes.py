"""How surely a customer takes the attitude that a condition waits for: by his acts, his words, or his yes or no."""

import re
from collections.abc import Mapping

from huashu.call import Act
from huashu.dialogue.conditions.evidence import Evidence
from huashu.dialogue.conditions.numbers import values
from huashu.dialogue.conditions.table import Attitude, Frame, Stance
from huashu.dialogue.script.lines import is_interrogative

_SHOWN = 0.75  # an attitude shown in words the ears gave no act
_ACT_HEARD = 0.4  # an act that the ears chose counts so much at least
_YES_OR_NO = frozenset({Act.AFFIRM, Act.NEGATE, Act.AFFIRM_IDENTITY})
_BARE_NO = re.compile(r"^(?:还)?没有?(?:了|啊|呢|过|吧|的)*[。，]?$")
_HAS_WISH = re.compile(r"要换|要买|兴趣|意向|意愿|需求|需要|打算|计划|必要|安排|考虑|愿意|想")
_SCALE = re.compile(
    r"[一1](?:分)?(?:到|至|-|~)(?P<top>[五5]|10|十|100|百)|满分(?:是|为)?(?P<full>[五5]|10|十|100|一?百)"
    r"|(?P<of>[五5]|10|十|100|一?百)分(?:满分|制)"
)
_TOPS = {"五": 5.0, "5": 5.0, "十": 10.0, "10": 10.0, "百": 100.0, "一百": 100.0, "100": 100.0}
_LOW, _HIGH = 0.6, 0.8  # of the top of a scale: a mark of dissatisfaction, and one of satisfaction


def strength(attitude: Attitude, seen: Evidence) -> float:
    """How surely the customer takes an attitude, 0 to 1."""
    if attitude.unless and attitude.unless.search(seen.said):
        return 0.0
    if (marked := _marked(attitude, seen)) is not None:
        return marked
    if (told := _told(attitude, seen)) is not None:
        return told
    scores = seen.heard.scores
    by_act = max(
        (
            weight * max(_ACT_HEARD, scores.get(act, 0.0))
            for act, weight in _counting(attitude, seen).items()
            if act in seen.heard.acts and scores.get(act, 0.0) >= attitude.least
        ),
        default=0.0,
    )
    if by_act and _outweighed(attitude, seen):
        by_act = 0.0
    return max(by_act, _SHOWN if _shown(attitude, seen) else 0.0)


def _shown(attitude: Attitude, seen: Evidence) -> bool:
    """Whether his words show the attitude; words that ask do so only in what has the shape of a question."""
    if attitude.said is None or not attitude.said.search(seen.said):
        return False
    return attitude.frame is not Frame.ASKS or is_interrogative(seen.said)


def _counting(attitude: Attitude, seen: Evidence) -> Mapping[Act, float]:
    """The acts that count for an attitude after what was asked and with the words said."""
    acts = attitude.acts
    if attitude.needs is not None and not attitude.needs.search(seen.said):
        acts = {act: weight for act, weight in acts.items() if weight == 1.0}
    if _untold(attitude, seen):
        acts = {act: weight for act, weight in acts.items() if weight == 1.0}
    if _asked_something_else(attitude, seen):
        acts = {act: weight for act, weight in acts.items() if act not in _YES_OR_NO}
    if attitude.offer and _BARE_NO.search(seen.said) and not _HAS_WISH.search(seen.question):
        acts = {act: weight for act, weight in acts.items() if act not in (Act.REFUSE, Act.NEGATE)}
    return acts


def _asked_something_else(attitude: Attitude, seen: Evidence) -> bool:
    """Whether a yes or no answers a question that has nothing to do with the attitude."""
    if not is_interrogative(seen.question):
        return False
    if attitude.asked is not None and not attitude.asked.search(seen.question):
        return True
    return (attitude.offer and seen.is_fact) or (attitude.polar and not seen.polar)


def _outweighed(attitude: Attitude, seen: Evidence) -> bool:
    """Whether he rather shows the contrary."""
    scores = seen.heard.scores
    against = max((scores.get(act, 0.0) for act in attitude.against if act in seen.heard.acts), default=0.0)
    return against >= _ACT_HEARD and against > 0.8 * max(scores.get(act, 0.0) for act in attitude.acts)


def _told(attitude: Attitude, seen: Evidence) -> float | None:
    """By the yes or no to a question that asks for just this attitude (“还正常吗”); ``None`` when it does not."""
    if seen.stance is None:
        return None
    for asks, stance in ((attitude.yes_if_asked, Stance.YES), (attitude.no_if_asked, Stance.NO)):
        if asks and asks.search(seen.question) and seen.stance is stance:
            return seen.sure
    return None


def _untold(attitude: Attitude, seen: Evidence) -> bool:
    """Whether his yes or no says the contrary; only acts that are the attitude itself stand against that."""
    pairs = ((attitude.yes_if_asked, Stance.NO), (attitude.no_if_asked, Stance.YES))
    return any(asks and asks.search(seen.question) and seen.stance is stance for asks, stance in pairs)


def _marked(attitude: Attitude, seen: Evidence) -> float | None:
    """A mark low or high on the scale that was asked for is dissatisfaction, or satisfaction; ``None``: no mark."""
    scale = _SCALE.search(seen.asked)
    given = values(seen.said)
    if attitude.mark is None or scale is None or not given:
        return None
    share = given[0].middle / _TOPS[scale["top"] or scale["full"] or scale["of"]]
    if _LOW < share < _HIGH:
        return None
    return 0.9 if (share <= _LOW) == (attitude.mark is Stance.NO) else 0.0
