"""How well an utterance is the one thing that a condition waits for."""

import re
from collections.abc import Sequence

from huashu.call import Act
from huashu.dialogue.condition_evidence import Evidence, Mention, alike, chosen, mention, named, options
from huashu.dialogue.condition_numbers import Comparison, values
from huashu.dialogue.condition_reading import Wait
from huashu.dialogue.condition_table import Attitude, Frame, Stance
from huashu.dialogue.lines import is_interrogative

SETTLED = 0.95
"""An option or a number that he gave."""

_CLEAR = 0.75  # of a matter's words, to take its mention as more than a mention
_FIRM = 0.6  # of an attitude, to take it as toward what was asked, or as enough by itself
_ENOUGH = 0.4  # of a matter's words, to take it as named
_PENDING = 0.5  # of a matter's words in the question, to take a yes or no as about it
_IMPLIED = 0.3  # naming a thing without asking about it shows a wish or a worry a little
_SHOWN = 0.75  # an attitude shown in words the ears gave no act
_ACT_HEARD = 0.4  # an act that the ears chose counts so much at least
_ACT_LEAST = 0.2  # below, the ears only chose it for want of another
_FACT = re.compile(
    r"[了过](?:没有?|吗|么)|有没有|是否已|是不是|对[吗吧]|[您你]?本人|还(?:在|有)|正常|满意|多少|哪|什么"
)
_OFFER = re.compile(
    r"需要|要不要|愿意|考虑|可以|方便|能[^，。]{0,12}吗|[行好想]|同意|报名|参加|[给帮为]您|邀请|安排|加一?下|约|转给|试|续"
)
_TAKEN = 0.5  # a yes or no to an offer that the condition may call by another name
_DENIAL = re.compile(r"[没不未别无]")
_DONE = re.compile(r"[了过](?:没有?|吗|么)|有没有|已经?|是否已")
_SCALE = re.compile(r"[一1](?:分)?(?:到|至|-|~)(?P<top>[五5]|10|十|100|百)")
_TOPS = {"五": 5.0, "5": 5.0, "十": 10.0, "10": 10.0, "百": 100.0, "100": 100.0}


def score(wait: Wait, seen: Evidence) -> float:
    """0 (not meant) to 1; ``wait`` is one thing a condition waits for."""
    if wait.comparison is not None:
        return _compared(wait.comparison, wait.denied, seen)
    if (picked := _picked(wait, seen)) is not None:
        return picked
    if wait.quoted and (quoted := _quoted(wait, seen)):
        return quoted
    if wait.is_about:
        return _about(wait, seen)
    plain = [attitude for attitude in wait.attitudes if attitude.frame is None]
    asking = [attitude for attitude in wait.attitudes if attitude.frame is Frame.ASKS]
    strength = max((_strength(attitude, seen) for attitude in plain or asking), default=0.0)
    return 0.4 + 0.35 * strength if strength else 0.0


def _compared(comparison: Comparison, denied: bool, seen: Evidence) -> float:
    """By a number he gives; “超过一个月未使用” wants something denied as well."""
    if denied and not re.search(r"[没不未无]", seen.said):
        return 0.0
    held = [holds for value in values(seen.said) if (holds := comparison.holds(value)) is not None]
    return SETTLED if any(held) else 0.0


def _picked(wait: Wait, seen: Evidence) -> float | None:
    """By the option that condition and customer name; ``None`` when either names none."""
    choices = options(seen.question)
    if not choices or wait.denied or any(a.frame is None and a.stance is not Stance.YES for a in wait.attitudes):
        return None
    meant, taken = _which(choices, wait), chosen(choices, seen.said)
    if meant is None or taken is None:
        return None
    return SETTLED if meant == taken else 0.0


def _which(choices: tuple[str, ...], wait: Wait) -> int | None:
    """The option a condition names; what all options are for (“公司发票”) is not what sets it apart."""
    meant = named(choices, wait.words)
    if meant is None and wait.rest:
        meant = named(choices, "|".join(wait.rest))
    return meant


def _quoted(wait: Wait, seen: Evidence) -> float:
    share = mention((), (wait.quoted,), seen.said).share
    return 0.6 + 0.35 * share if share >= 0.6 else 0.0


def _about(wait: Wait, seen: Evidence) -> float:
    """A condition that names a matter: he speaks of it, or answers a question about it."""
    said = mention(wait.matters, wait.rest, seen.said)
    if said.share < _ENOUGH and (meant := alike(wait.gist, seen)) >= _ENOUGH:
        said = Mention(share=meant, denied=bool(_DENIAL.search(seen.said)))
    asked = mention(wait.matters, wait.rest, seen.asked)
    if not wait.attitudes:
        return _stated(wait, seen, said, asked)
    return max(_toward(wait, seen, said, asked), _brought_up(wait, seen, said, asked))


def _brought_up(wait: Wait, seen: Evidence, said: Mention, asked: Mention) -> float:
    """He asks about, wants or worries about the matter: in his own words, or wants what the question offers."""
    framed = [attitude for attitude in wait.attitudes if attitude.frame is not None]
    if not framed:
        return 0.0
    strength = max(_strength(attitude, seen) for attitude in framed)
    if said.share >= _CLEAR and wait.frames & {Frame.WANTS, Frame.WORRIES} and not is_interrogative(seen.said):
        strength = max(strength, _IMPLIED)
    turned_down = Frame.WANTS in wait.frames and said.denied and not wait.denied
    if said.share >= _ENOUGH and strength and not turned_down:
        return 0.5 + 0.15 * strength + 0.3 * said.share
    if Frame.WANTS in wait.frames and _granted(seen, asked) and not wait.denied:
        return 0.55 + 0.2 * seen.sure
    return 0.0


def _granted(seen: Evidence, asked: Mention) -> bool:
    return seen.polar and seen.stance is Stance.YES and asked.share >= _PENDING


def _toward(wait: Wait, seen: Evidence, said: Mention, asked: Mention) -> float:
    """An attitude toward the matter, which he names himself or was asked about."""
    plain = [attitude for attitude in wait.attitudes if attitude.frame is None]
    strength = max((_strength(attitude, seen) for attitude in plain), default=0.0)
    share = max(said.share, 0.9 * asked.share if strength >= _FIRM else 0.0)
    if not strength:
        return 0.0
    if share < _ENOUGH and _takes_offer(plain, seen):
        return _TAKEN
    if share < _ENOUGH:
        return 0.35 + 0.25 * strength if strength >= _FIRM and any(attitude.alone for attitude in plain) else 0.0
    return 0.5 + 0.2 * strength + 0.25 * share


def _stated(wait: Wait, seen: Evidence, said: Mention, asked: Mention) -> float:
    """Something is so, or not so: he says it himself, or answers yes or no to the question whether it is."""
    denied = said.denied or (wait.denied and seen.heard.has(Act.FEEDBACK_NEGATIVE, Act.COMPLAINT))
    if said.share >= _ENOUGH and denied == wait.denied:
        own = 0.55 + 0.35 * said.share
        return own * 0.8 if is_interrogative(seen.said) else own
    if (
        asked.share < _PENDING
        or seen.stance is None
        or not seen.polar
        or (wait.done and not _DONE.search(seen.question))
    ):
        return 0.0
    return 0.55 + 0.25 * seen.sure if (seen.stance is Stance.NO) == wait.denied else 0.0


def _strength(attitude: Attitude, seen: Evidence) -> float:
    """How surely the customer takes an attitude, 0 to 1: by his acts, his words, or his yes or no."""
    if attitude.unless and attitude.unless.search(seen.said):
        return 0.0
    if marked := _marked(attitude, seen):
        return marked
    if (told := _told(attitude, seen)) is not None:
        return told
    acts = dict(attitude.acts)
    if _untold(attitude, seen):
        acts = {act: weight for act, weight in acts.items() if weight == 1.0}
    if attitude.offer and _FACT.search(seen.question) and not _OFFER.search(seen.question):
        acts = {act: weight for act, weight in acts.items() if act not in (Act.AFFIRM, Act.NEGATE, Act.AFFIRM_IDENTITY)}
    scores = seen.heard.scores
    by_act = max(
        (
            weight * max(_ACT_HEARD, scores.get(act, 0.0))
            for act, weight in acts.items()
            if act in seen.heard.acts and scores.get(act, 0.0) >= _ACT_LEAST
        ),
        default=0.0,
    )
    by_words = _SHOWN if attitude.said and attitude.said.search(seen.said) else 0.0
    return max(by_act, by_words)


def _told(attitude: Attitude, seen: Evidence) -> float | None:
    """By the yes or no to a question that asks for just this attitude (“还正常吗”); ``None`` when it does not."""
    if seen.stance is None:
        return None
    for asks, stance in ((attitude.yes_if_asked, Stance.YES), (attitude.no_if_asked, Stance.NO)):
        if asks and asks.search(seen.question) and seen.stance is stance:
            return seen.sure
    return None


def _takes_offer(attitudes: Sequence[Attitude], seen: Evidence) -> bool:
    """Whether he says yes or no to the offer just made: a line of the same step that waits for that is meant, even if
    it calls what is offered by another name."""
    offered = seen.polar and bool(_OFFER.search(seen.question)) and seen.stance is not None
    return offered and any(attitude.offer and attitude.stance is seen.stance for attitude in attitudes)


def _untold(attitude: Attitude, seen: Evidence) -> bool:
    """Whether his yes or no says the contrary; only acts that are the attitude itself stand against that."""
    pairs = ((attitude.yes_if_asked, Stance.NO), (attitude.no_if_asked, Stance.YES))
    return any(asks and asks.search(seen.question) and seen.stance is stance for asks, stance in pairs)


def _marked(attitude: Attitude, seen: Evidence) -> float:
    """A mark below or above the middle of the scale is dissatisfaction, or satisfaction."""
    scale = _SCALE.search(seen.asked)
    given = values(seen.said)
    if attitude.mark is None or scale is None or not given:
        return 0.0
    low = given[0].middle <= 0.6 * _TOPS[scale["top"]]
    return 0.9 if low == (attitude.mark is Stance.NO) else 0.0
