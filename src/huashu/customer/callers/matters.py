"""What a caller can want of a desk: a need for each of its items, questions and limits, with its right outcome."""

import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from functools import partial
from random import Random
from typing import Final

from huashu.customer.callers.inventing import pick, tail_of, value_of, wanted
from huashu.customer.callers.person import Need, Wish
from huashu.customer.callers.telling import in_own_words
from huashu.customer.manner import likeness, pairs
from huashu.playbook.desk.model import Desk, Item, ItemKind, Limit, Want
from huashu.playbook.model import QA

_WISHES: Final[Mapping[ItemKind, Wish]] = {
    ItemKind.LOOK_UP: Wish.RECORD_TOLD,
    ItemKind.SERVICE: Wish.SERVICE_DONE,
    ItemKind.ORDER: Wish.ORDER,
    ItemKind.COUNTER: Wish.COUNTER_TOLD,
    ItemKind.CANCEL: Wish.CANCELLED,
    ItemKind.SMS: Wish.SMS_EXPLAINED,
}
_SLOT: Final = re.compile(r"[{｛]([^{}｛｝]+)[}｝]")
_VOICED: Final = re.compile(r"投诉|建议|意见|争议|表扬|反馈")
_OWN_COMPLAINT: Final = 0.5
"""How often a complaint is one that the desk's document has."""
_KEEPS_SMS: Final = 0.35
"""How often he wants the messages after all, once he knows what they are for."""
_ALIKE: Final = 0.6
"""From this likeness the name of a need on a card means the item, question or limit."""


class Matters:
    """Makes needs of one desk for one caller; what is asked for twice is true once (``facts``)."""

    def __init__(self, desk: Desk, draws: Random, facts: MutableMapping[str, str]) -> None:
        self._desk = desk
        self._draws = draws
        self.facts = facts

    def of_item(self, item: Item, says: tuple[str, ...] = ()) -> Need:
        """The need that ``item`` serves."""
        details = {want.name: self._fact(want.name, partial(self._particular, want, item)) for want in item.wants}
        row = self._draws.random()
        told = {record.name: self._recorded(record.name, record.samples, row) for record in item.fields}
        spoken = set(_SLOT.findall(item.answer))
        values = {name: value for name, value in told.items() if name in spoken or not spoken & told.keys()}
        reason, keeps = "", False
        if item.kind is ItemKind.CANCEL:
            reasons = [offer.reason for offer in self._desk.keeping] or ["价格太贵", "号码多了用不上", "服务不好"]
            reason, keeps = self._draws.choice(reasons), bool(self._desk.keeping) and self._draws.random() < 0.35
        if item.kind is ItemKind.SMS:
            keeps = self._draws.random() < _KEEPS_SMS
        return Need(
            name=item.name,
            wish=_WISHES[item.kind],
            item=item,
            says=says,
            values=values if item.kind is ItemKind.LOOK_UP else {},
            details=details,
            reason=reason,
            keeps=keeps,
        )

    def of_question(self, qa: QA, says: tuple[str, ...] = ()) -> Need:
        """A question that the desk's knowledge answers."""
        return Need(name=qa.question, wish=Wish.ANSWERED, qa=qa, says=says)

    def of_limit(self, limit: Limit, says: tuple[str, ...] = ()) -> Need:
        """A demand beyond the desk's authority."""
        return Need(name=limit.what, wish=Wish.REFUSED_WITH_WAY, limit=limit, says=says)

    def complaint(self) -> Need:
        """A complaint about how one of the desk's matters was dealt with."""
        own = [item for item in self.of_kind(ItemKind.ORDER) if "投诉" in item.name]
        if own and self._draws.random() < _OWN_COMPLAINT:
            return self.of_item(self._draws.choice(own))
        fitting = [item for item in self.of_kind(ItemKind.ORDER, ItemKind.SERVICE) if not _VOICED.search(item.name)]
        items = fitting or self.of_kind(*ItemKind)
        item = self._draws.choice(items) if items else None
        return Need(name=f"投诉{item.name if item else '服务'}", wish=Wish.COMPLAINT_TAKEN, says=())

    def suggestion(self) -> Need:
        """A suggestion about one of the desk's matters."""
        return Need(name="建议", wish=Wish.SUGGESTION_TAKEN)

    def unknown(self) -> Need:
        """Something that stands nowhere in the desk's document."""
        return Need(name="没听过的业务", wish=Wish.CALL_BACK)

    def named(self, name: str, says: tuple[str, ...] = ()) -> Need:
        """What a card calls a need: an item, a question or a limit of the desk by its name, else unknown business."""
        item = self._desk.item(name)
        if item is not None:
            return self.of_item(item, says)
        alike = self._alike(name, says)
        if alike is not None:
            return alike
        if re.search(r"投诉", name):
            return Need(name=name, wish=Wish.COMPLAINT_TAKEN, says=says)
        if re.search(r"建议|意见", name):
            return Need(name=name, wish=Wish.SUGGESTION_TAKEN, says=says)
        return Need(name=name, wish=Wish.CALL_BACK, says=says)

    def _alike(self, name: str, says: tuple[str, ...]) -> Need | None:
        words = pairs(name)
        makes: list[tuple[float, Callable[[], Need]]] = []
        for qa in self._desk.knowledge:
            best = max(likeness(words, pairs(text)) for text in (qa.question, *qa.phrasings))
            makes.append((best, partial(self.of_question, qa, says)))
        for limit in self._desk.limits:
            makes.append((likeness(words, pairs(limit.what)), partial(self.of_limit, limit, says)))
        for item in self._desk.items:
            makes.append((likeness(words, pairs(item.name)), partial(self.of_item, item, says)))
        score, make = max(makes, key=lambda entry: entry[0], default=(0.0, None))
        return make() if make is not None and score >= _ALIKE else None

    def of_kind(self, *kinds: ItemKind, verify: bool | None = None) -> list[Item]:
        """The desk's items of these kinds, only those that need identity (or need none) when told so."""
        return [item for item in self._desk.items if item.kind in kinds and (verify is None or item.verify is verify)]

    def _particular(self, want: Want, item: Item) -> str:
        """What is true of a particular: of what is wrong, in the words of the matter."""
        if want.kind == "text" and re.search(r"内容", want.name):
            return pick(self._draws, "ideas" if re.search(r"建议|意见", item.name + want.ask) else "events")
        if (
            want.kind == "text"
            and item.asked
            and re.search(r"现象|故障|症状|情况|问题|描述|怎么", want.name + want.ask)
        ):
            own = in_own_words(self._draws.choice(item.asked), self._draws)
            return f"{own}，{pick(self._draws, 'since')}" if own else wanted(want, self._draws)
        return wanted(want, self._draws)

    def _fact(self, name: str, make: Callable[[], str]) -> str:
        if name not in self.facts:
            self.facts[name] = tail_of(name, self.facts) or make()
        return self.facts[name]

    def _recorded(self, name: str, samples: Sequence[str], row: float) -> str:
        """A field of the record. The n-th samples of the fields of one item belong together."""
        fitting = samples[int(row * len(samples)) : int(row * len(samples)) + 1]
        return self._fact(name, lambda: value_of(name, self._draws, fitting))
