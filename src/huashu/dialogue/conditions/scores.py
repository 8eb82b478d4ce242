"""How well an utterance is the one thing that a condition waits for."""

import re
from collections.abc import Sequence

from huashu.call import Act
from huashu.dialogue.conditions.attitudes import strength
from huashu.dialogue.conditions.evidence import Evidence, Mention, alike, chosen, mention, named, options
from huashu.dialogue.conditions.numbers import Comparison, values
from huashu.dialogue.conditions.reading import Wait
from huashu.dialogue.conditions.table import Attitude, Frame, Stance
from huashu.dialogue.script.lines import is_interrogative

SETTLED = 0.95
"""An option or a number that he gave."""

_CLEAR = 0.75  # of a matter's words, to take its mention as more than a mention
_FIRM = 0.6  # of an attitude, to take it as toward what was asked, or as enough by itself
_ENOUGH = 0.4  # of a matter's words, to take it as named
_PENDING = 0.5  # of a matter's words in the question, to take a yes or no as about it
_IMPLIED = 0.3  # naming a thing without asking about it shows a wish or a worry a little
_SHOWS = 0.36  # of an attitude that stands alone, to take it as shown
_TAKEN = 0.5  # a yes or no to an offer that the condition may call by another name
_TOLD = 0.65  # yes by content
_IF_ANY = re.compile(r"有没有|有(?:什么|哪|啥)?[^，。]{0,12}(?:吗|么)|没有[？?]?$|是否有|有无")
_NOTHING = re.compile(r"[没不无别未？?]|[挺很蛮都还]?(?:好|行|正常|稳)|可以|忘|大概吧|吗$")
_DENIAL = re.compile(r"[没不未别无]")
_DONE = re.compile(r"[了过](?:没有?|吗|么)|有没有|已经?|是否已")


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
    found = max((strength(attitude, seen) for attitude in plain or asking), default=0.0)
    return 0.4 + 0.35 * found if found >= _SHOWS else 0.0


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
    asked = mention(wait.matters, [piece for piece in wait.rest if _is_word(piece, seen.asked)], seen.asked)
    if not wait.attitudes:
        return _stated(wait, seen, said, asked)
    return max(_toward(wait, seen, said, asked), _brought_up(wait, seen, said, asked))


def _is_word(piece: str, text: str) -> bool:
    """Whether a piece of a single character may be a word of ``text`` by itself (“到账了吗”, not “难度”)."""
    return len(piece) > 1 or bool(re.search(rf"{re.escape(piece)}(?:[了没吗过不还都是就在到快，。？?]|$)", text))


def _brought_up(wait: Wait, seen: Evidence, said: Mention, asked: Mention) -> float:
    """He asks about, wants or worries about the matter: in his own words, or wants what the question offers."""
    framed = [attitude for attitude in wait.attitudes if attitude.frame is not None]
    if not framed:
        return 0.0
    found = max(strength(attitude, seen) for attitude in framed)
    named = said.share >= _CLEAR and any(matter.within(seen.said) for matter in wait.matters)
    if named and wait.frames & {Frame.WANTS, Frame.WORRIES} and not is_interrogative(seen.said):
        found = max(found, _IMPLIED)
    turned_down = Frame.WANTS in wait.frames and said.denied and not wait.denied
    if said.share >= _ENOUGH and found and not turned_down:
        return 0.5 + 0.15 * found + 0.3 * said.share
    if Frame.WANTS in wait.frames and _granted(seen, asked) and not wait.denied:
        return 0.55 + 0.2 * seen.sure
    return 0.0


def _granted(seen: Evidence, asked: Mention) -> bool:
    return seen.polar and seen.stance is Stance.YES and asked.share >= _PENDING


def _toward(wait: Wait, seen: Evidence, said: Mention, asked: Mention) -> float:
    """An attitude toward the matter, which he names himself or was asked about."""
    plain = [attitude for attitude in wait.attitudes if attitude.frame is None]
    found = max((strength(attitude, seen) for attitude in plain), default=0.0)
    share = max(said.share, 0.9 * asked.share if found >= _FIRM else 0.0)
    if not found:
        return 0.0
    if share < _ENOUGH and _takes_offer(plain, seen):
        return _TAKEN
    if share < _ENOUGH:
        return 0.35 + 0.25 * found if found >= _FIRM and any(attitude.alone for attitude in plain) else 0.0
    return 0.5 + 0.2 * found + 0.25 * share


def _stated(wait: Wait, seen: Evidence, said: Mention, asked: Mention) -> float:
    """Something is so, or not so: he says it himself, or answers yes or no to the question whether it is."""
    denied = said.denied or (wait.denied and seen.heard.has(Act.FEEDBACK_NEGATIVE, Act.COMPLAINT))
    if said.share >= _ENOUGH and denied == wait.denied:
        own = 0.55 + 0.35 * said.share
        return own * 0.8 if is_interrogative(seen.said) else own
    if asked.share < _PENDING or not seen.polar or (wait.done and not _DONE.search(seen.question)):
        return 0.0
    if seen.stance is None:
        return _TOLD if not wait.denied and _tells_what(seen) else 0.0
    return 0.55 + 0.25 * seen.sure if (seen.stance is Stance.NO) == wait.denied else 0.0


def _tells_what(seen: Evidence) -> bool:
    """Whether he answers the question if there is any with what there is: yes by content."""
    told = seen.heard.has(Act.PROVIDE_INFO, Act.FEEDBACK_NEGATIVE, Act.COMPLAINT)
    return told and bool(_IF_ANY.search(seen.question)) and not _NOTHING.search(seen.said)


def _takes_offer(attitudes: Sequence[Attitude], seen: Evidence) -> bool:
    """Whether he says yes or no to the offer just made: a line of the same step that waits for that is meant, even if
    it calls what is offered by another name."""
    offered = seen.polar and seen.is_offer and seen.stance is not None
    return offered and any(attitude.offer and attitude.stance is seen.stance for attitude in attitudes)
