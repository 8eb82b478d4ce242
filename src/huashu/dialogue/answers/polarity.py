"""Yes or no: by the short words for it, or by the question's own verb said again (收到了吗 — 还没收到)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from huashu.dialogue.answers.clauses import Clause, plain
from huashu.dialogue.answers.words import pattern


@dataclass(frozen=True, slots=True)
class Polarity:
    """``yes`` or no, where it was said, and the clauses that say more; ``mixed`` where they say the contrary."""

    yes: bool
    start: int
    end: int
    rest: tuple[Clause, ...]
    mixed: bool = False


_LEAD = (
    r"(?:那就?|这个|这|我们?|都|还|应该|好像|可能|也|倒|真|就|其实|肯定|暂时|目前|现在|估计|大概|嗯|当然|那个|基本|"
    r"一般|应当)*"
)
_BAD_THING = re.compile(
    r"(?:有没有|有什么|还有|出现|发生|存在|碰到|遇到)[^？?]{0,14}(?:问题|异常|毛病|故障|不舒服|困难|不适|情况|异响)"
)
_FINE = re.compile(
    r"(?:没(?:有|什么|出)*(?:问题|毛病|异常|大问题)|都?(?:挺|很|一切|蛮)?(?:好|正常|顺利|可以|没事|不错)(?:的|着呢|得很)?)"
)


def polarity(asked: str, stated: Sequence[Clause]) -> Polarity | None:
    """What the clauses answer to the yes-or-no question ``asked``; ``None`` if they take no side."""
    sides = [_side(asked, clause.text) for clause in stated]
    first = next((index for index, side in enumerate(sides) if side is not None), None)
    if first is None:
        return None
    yes = bool(sides[first])
    own = stated[first]
    spent = {
        index
        for index, clause in enumerate(stated)
        if sides[index] is not None and (is_bare(clause.text) or _verb_again(asked, clause.text))
    }
    rest = tuple(clause for index, clause in enumerate(stated) if index not in spent)
    against = [side for index, side in enumerate(sides) if index > first and side is not None and side != yes]
    mixed = bool(against) and not is_bare(own.text)
    return Polarity(yes, own.start, own.end, rest, mixed)


def is_bare(text: str) -> bool:
    """Whether the clause is a short yes or no and nothing else."""
    return _short(text) is not None


def _short(text: str) -> bool | None:
    if pattern(rf"{_LEAD}(?:<yes>|<any>)+(?:<tail>|谢谢|麻烦)*").fullmatch(text):
        return True
    if pattern(rf"{_LEAD}(?:<no>|<none>)+(?:<tail>|谢谢|麻烦)*").fullmatch(text):
        return False
    return None


def _side(asked: str, text: str) -> bool | None:
    if _BAD_THING.search(asked) and _FINE.fullmatch(plain(text)):
        return False
    if (short := _short(text)) is not None:
        return short
    if _CONFIRMS.search(asked) and (same := _SAME.fullmatch(text)) is not None:
        return same["other"] is None
    if (able := _CANNOT.search(text)) and able["verb"] in asked:
        return able["how"] == "得"
    if again := _verb_again(asked, text):
        return again["not"] is None
    if any((does := wording.match(text)) and does["verb"] in asked for wording in (_VERB_WISH, _CONCEDED, _STILL)):
        return True
    if (led := _VERB_LED.match(text)) and led["verb"] in asked:
        return led["not"] is None
    for word in predicates(asked):
        if (side := _said_again(word, text)) is not None:
            return side
    return _led(text)


_CONFIRMS = re.compile(r"还是|仍|对吗|对吧|对不对|一致|一样|没变|就是|原来|之前那|是.{1,20}吗")
_SAME = re.compile(
    r"(?:都|还|就|跟|和)*(?:没(?:有)?[变换改搬错]|老样子|一样|一致|对得上|还是(?:那个|老|原来).*|(?P<other>(?:早就?|已经|都|刚)*"
    r"[换改搬变](?:了|过).*|对不上|不一样|不一致|差了.*|有出入|少了.*|多了.*|(?:早就?|已经|现在)?不[一-龥]{1,4}了))[的啊呀呢吧了]*"
)
_VERB = re.compile(
    rf"{_LEAD}(?:今年|明年|这次|以后|那天|早就?|已经|刚|就|一直)*(?P<not>还?没有?|不|未)?(?P<verb>[一-鿿]{{1,4}}?)"
    r"(?:了|过|到|成功|好|的|着|吧|啊|呀|呢|嘛|多了|得很)*"
)
_VERB_LED = re.compile(
    rf"{_LEAD}(?:早就?|已经|刚|就|从来?|一直|根本|压根)*(?P<not>还?没有?)?(?P<verb>[一-鿿]{{1,2}}[过了])"
)
_VERB_WISH = re.compile(rf"{_LEAD}(?P<verb>[一-鿿])(?:一[张个下份台次条]|个|吧|呗)")
_CONCEDED = re.compile(rf"{_LEAD}(?P<verb>[一-鿿]{{1,2}})(?:倒|也)?是(?P=verb)")
_STILL = re.compile(
    rf"{_LEAD}(?:一直|还|经常|常|天天|总)(?:都|也|就)?(?:在|有在)?(?P<verb>[一-鿿])(?:着|的|啊|呢|吧)*$"
)
_CANNOT = re.compile(r"(?P<verb>[一-鿿])(?P<how>[不得])(?:住|了|到|上|动|起|下|来|完|好|成|清)")
_DENIES = re.compile(r"(?<!差)[不没未无甭别](?!错|过|但|仅|准儿|如)[^，]{0,5}$")


def _verb_again(asked: str, text: str) -> re.Match[str] | None:
    """The clause as nothing but a verb of the question, denied or not (收到了, 还没收到)."""
    found = _VERB.fullmatch(text)
    own = found is not None and found["verb"] in asked and not set(found["verb"]) <= _LIGHT - _VERBS
    return found if own else None


def _said_again(word: str, text: str) -> bool | None:
    place = text.find(word)
    if place < 0 or (len(word) == 1 and not pattern(rf"{_LEAD}(?:<degree>|[不没])*").fullmatch(text[:place])):
        return None
    before = text[:place]
    if re.match(r"[不没]得?", text[place + len(word) :]) and not re.match(r"不错", text[place + len(word) :]):
        return False
    return _DENIES.search(before) is None


_LED_NO = re.compile(
    r"^(?:嗯|那|我|其实|暂时|目前|真|也)*(?:不用|不要|不需要|不必|不行|不了|没有|没|不是|不会|不能|不想|不考虑|别|用不着|"
    r"没必要|免了|不方便|还没|从没|不太|不(?![过光仅单只错如然管就]))|"
    r"不太?(?:行|好|正常|满意|够|理想|稳|灵|方便)(?:了|的|啊)*$"
)
_LED_YES = re.compile(
    r"^(?:嗯|那|我|其实|都|确实|当然|肯定)*(?:是的|对的|对|好的|好|行|可以|没问题|有的|要的|会的|愿意|需要|嗯)(?!像|几|多|久|意思|不|没)"
)


def _led(text: str) -> bool | None:
    """The side that the beginning of a longer clause takes."""
    if _LED_NO.search(text):
        return False
    return True if _LED_YES.search(text) else None


_A_NOT_A = re.compile(r"(?P<verb>[一-鿿])[不没](?P=verb)(?P<rest>[一-鿿]{0,6})")
_WHETHER = re.compile(r"(?:有没有|是否|有无|可否|能否|会否|是不是)(?P<rest>[一-鿿]{0,12})")
_ENDING = re.compile(r"(?P<rest>[一-鿿a-z\d]+?)(?:了|过|着|的)?(?:吗|么|没有|没|吧|不)?[？?。]*$")
_VERBS = frozenset("是有能要在会")
_LIGHT = frozenset("您你我们的了过着在这那个是给把被就都也还很挺会有能要一下次")


@lru_cache(maxsize=1024)
def predicates(asked: str) -> tuple[str, ...]:
    """The words of a yes-or-no question that an answer may take up, the longer first."""
    words: list[str] = []
    for match in _A_NOT_A.finditer(asked):
        words += [match["verb"] + match["rest"][:count] for count in (3, 2, 1)] if match["rest"] else []
        words += [match["rest"][:2], match["verb"]]
    for match in _WHETHER.finditer(asked):
        rest = match["rest"].lstrip("".join(_LIGHT))
        words += [rest[count : count + 2] for count in range(max(len(rest) - 1, 0))]
    last = re.split(r"[，,]", _A_NOT_A.sub(r"\g<verb>\g<rest>", asked).rstrip("？?。！! "))[-1]
    if (ending := _ENDING.search(last)) is not None:
        rest = ending["rest"].rstrip("了过着的")
        words += [rest[-count:] for count in (4, 3, 2) if len(rest) >= count]
        words += [verb[:2]] if 2 <= len(verb := rest.lstrip("".join(_LIGHT))) <= 4 else []
        words += [rest[-1:]]
    if "有" in asked:
        words.append("有")
    kept = [word for word in words if (word and not set(word) <= _LIGHT) or word in _VERBS]
    return tuple(sorted(dict.fromkeys(kept), key=len, reverse=True))
