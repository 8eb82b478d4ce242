"""What is so of him and what he has answered: replies, their kinds and stances, and the memory that keeps them."""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from huashu.customer.ears import Impression
from huashu.customer.manner import likeness, pairs
from huashu.customer.questions import OPEN, Ask

_P = re.compile
_SAME: Final = 0.6


class Stance(StrEnum):
    """What became of the question."""

    GIVEN = "given"
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    DECLINED = "declined"
    LATER = "later"
    CORRECTED = "corrected"


KIND: Final[dict[Ask, str]] = {
    **dict.fromkeys((Ask.CONSENT, Ask.CONFIRM, Ask.OFFER, Ask.YES_NO), "yes_no"),
    **dict.fromkeys((Ask.CHOICE, Ask.RATING, Ask.AMOUNT, Ask.COUNT, Ask.NUMBER, Ask.DURATION), ""),
    **dict.fromkeys((Ask.PHONE, Ask.ACCOUNT, Ask.EMAIL, Ask.NAME), ""),
    **dict.fromkeys((Ask.ADDRESS, Ask.WHERE), "place"),
    Ask.WHEN: "time",
    Ask.AGE: "number",
    Ask.INFO: "number",
    Ask.WHO: "name",
    **dict.fromkeys((Ask.WORK, *(OPEN - {Ask.INVITE})), "open"),
}
"""What an answer to each kind of question looks like, as the truth names it ("" for the kind's own name).

Questions of courtesy (who he is, whether he has time, whether there is anything else) are not in it.
"""
_STANCES: Final = (
    (Stance.DECLINED, _P(r"info_refused|decline")),
    (Stance.LATER, _P(r"defer|offer_hesitate|agree_slow")),
    (Stance.UNSURE, _P(r"dont_know|open_think|hesitate|whatever|open_example|choice_both")),
    (Stance.NO, _P(r"no(_|$)|offer_no")),
    (Stance.YES, _P(r"yes(_|$)|agree|confirm|understood|offer_yes|offer_willing|choice_any")),
)


def stance_of(category: str) -> Stance:
    """What an answer of this category of the grammar makes of the question."""
    return next((stance for stance, pattern in _STANCES if pattern.match(category)), Stance.GIVEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """How he answers: a category of the grammar, the value in it, and whether he has said so before.

    ``word`` is a word of the question that he takes up; it is no value of its own. ``kind`` is what the answer looks
    like ("" for an answer to a mere courtesy), ``offered`` the choices that he had.
    """

    category: str
    value: str = ""
    word: str = ""
    again: bool = False
    kind: str = ""
    stance: Stance = Stance.GIVEN
    offered: tuple[str, ...] = ()


_ONCE_MORE: Final = _P(r"刚才|刚刚|来着|再(确认|核对|问|说)(一|下|您)|重复|前面说|您说的")


@dataclass(slots=True)
class Facts:
    """What is so of him: his particulars, and what he has answered so far, by the kind of question and its words."""

    own: dict[str, str] = field(default_factory=dict)
    given: list[tuple[Ask | None, str, Reply]] = field(default_factory=list)

    def recalled(self, kind: Ask | None, question: str) -> Reply | None:
        """The answer already given to a question of the same kind in nearly the same wording, or meant as the same."""
        mine = pairs(question)
        meant = _ONCE_MORE.search(question)
        for asked, words, reply in reversed(self.given):
            if asked is kind and (meant or likeness(mine, pairs(words)) >= _SAME):
                return reply
        return None

    def keep(self, kind: Ask | None, question: str, reply: Reply) -> Reply:
        """Remember the answer."""
        self.given.append((kind, question, reply))
        return reply

    def as_dict(self) -> dict[str, str]:
        """All of them, JSON-ready: the particulars by their names, the values he named by the question."""
        return self.own | {question: reply.value for _, question, reply in self.given if reply.value}


_SCALE: Final = _P(
    r"第[一二三四五六七八九十\d]+[题问]|最后一题|[零一1０0]分?[到至~-][五七十57]+0?分?|满分[^，。]{1,3}|[五十]分最[好高满]意?|[五十]分制|[您你]?(?:各|会)?[打给](?:个)?[几多]少?[分颗]星?"
    r"|这一项|还是|如果|打分|多少分|几分|好的|记下了|整体|方面|[，,。？?呢]"
)


def subject(heard: Impression) -> str:
    """What the question is about: for a mark, what is to be marked, which often stands in another sentence."""
    if heard.ask is not Ask.RATING:
        return heard.question if len(heard.question) >= 6 else heard.text
    about = _SCALE.sub("", heard.text.rpartition("。")[2] or heard.text)
    return about if len(about) >= 2 else heard.question


MEANT: Final = _P(r"您是(?:想)?问(?!题)([^。！!]{2,})$")
"""The agent asks what he meant: nothing of this is for the record."""


def labelled(heard: Impression, reply: Reply) -> Reply:
    """The reply with what kind of answer it is and what it makes of the question."""
    kind = KIND.get(heard.ask) if heard.ask else None
    if kind is None or MEANT.search(heard.text):
        return replace(reply, kind="")
    own = reply.kind or kind or (heard.ask.value if heard.ask else "")
    return replace(reply, kind=own, stance=stance_of(reply.category), offered=heard.options)
