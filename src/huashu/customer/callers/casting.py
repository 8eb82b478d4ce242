"""Casting: a caller of a kind for a desk, from a card of its document or made up from its items."""

import re
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any, Final

from huashu.customer.callers.inventing import (
    is_name,
    is_phone,
    landline,
    mobile,
    other_digits,
    person_name,
    tail_of,
    value_of,
)
from huashu.customer.callers.kinds import HARASSERS, LOOKALIKES, SCENARIOS, Moment, Nature, kinds_for, nature_of
from huashu.customer.callers.matters import Matters
from huashu.customer.callers.person import Need, Person, Systems, Wish
from huashu.playbook.desk.model import CallerCard, Desk, ItemKind

_TEMPERS: Final = ("calm", "calm", "warm", "hurried", "cold", "talkative")
_STYLE_OF_HABIT: Final[Mapping[str, str]] = {
    "joking": "absurd_claim",
    "flirting": "flirting",
    "celebrity": "celebrity",
    "self_mocking": "self_mockery",
    "joke_name": "joke_name",
    "contradicts": "contradictions",
    "prompted": "accomplices",
    "mocking": "mock_survey",
    "evades": "mock_complaint",
    "ignores_help": "absurd_claim",
    "swearing": "swearing",
    "child": "child",
    "elder": "elder",
    "drunk": "drunk",
    "laughing": "laughing_colleagues",
    "rude": "rude_complaint",
    "threatens": "rude_complaint",
    "angry": "angry",
    "digresses": "confused",
}
_SCENES: Final[Mapping[str, str]] = {"change": "business_change"}
_RELATIONS: Final = ("我妈", "我爸", "我爱人", "我老公", "我奶奶", "我儿子", "我同事", "我姐")
_FAMILY: Final = re.compile(
    r"[替帮代给](?:他|她|自己的?)?(奶奶|爷爷|妈妈|母亲|爸爸|父亲|丈夫|老公|妻子|老婆|爱人|婆婆|公公|儿子|女儿|姐姐|同事|老板)"
)
_SLOW_MS: Final = (26_000, 38_000, 64_000, 95_000, 140_000, 200_000)
"""How long look-ups take for those who are to be kept waiting."""
_CONTACT: Final = r"联系|回电|回访|接听|方便"
_PUBLIC: Final = 0.7
"""The share of harassers who call from a fixed telephone (S2.2)."""


def cast(desk: Desk, draws: Random, card: CallerCard | None = None, kind: str | None = None) -> Person:
    """A caller of ``kind`` (``None``: drawn from those that the desk can have), as ``card`` tells when one is given."""
    if kind is not None and kind not in kinds_for(desk):
        raise ValueError(
            f"这个服务台没有“{kind}”这类来电者。可用的：{'、'.join(kinds_for(desk))} (unknown kind of caller)"
        )
    if card is not None:
        return _of_card(desk, draws, card, kind)
    kind = kind or draws.choice(kinds_for(desk))
    if nature_of(kind) is Nature.HARASSING:
        return _harasser(desk, draws, kind)
    return _genuine(desk, draws, kind)


def _basics(desk: Desk, draws: Random, sex: str, facts: dict[str, str]) -> None:
    """What the desk can check, true of him: a name, numbers, last digits that belong to them."""
    for name in sorted(desk.verification.fields, key=lambda field: bool(tail_of(field, {field: "0" * 9}))):
        if name in facts:
            continue
        whole = person_name(draws, sex) if is_name(name) else ""
        facts[name] = tail_of(name, facts) or whole or value_of(name, draws)


def _name_of(desk: Desk, facts: Mapping[str, str], draws: Random, sex: str) -> str:
    names = [field for field in (*desk.verification.fields, *facts) if is_name(field) and field in facts]
    return facts[names[0]] if names else person_name(draws, sex)


def _number(desk: Desk, facts: Mapping[str, str], draws: Random) -> str:
    """The number he calls from: the registered one, mostly."""
    phones = [facts[field] for field in desk.verification.fields if is_phone(field) and field in facts]
    return phones[0] if phones and draws.random() < 0.7 else mobile(draws)


def _records(desk: Desk, facts: Mapping[str, str], needs: tuple[Need, ...]) -> dict[str, str]:
    """What the company has of the customer: what it can check, the fields of all its look-ups, and by what they are
    looked up."""
    fields = {record.name for item in desk.items for record in item.fields}
    fields |= {want.name for item in desk.items if item.kind is ItemKind.LOOK_UP for want in item.wants}
    return {name: value for name, value in facts.items() if name in fields or name in desk.verification.fields}


def _genuine(desk: Desk, draws: Random, kind: str) -> Person:
    sex = draws.choice("男女")
    facts: dict[str, str] = {}
    _basics(desk, draws, sex, facts)
    matters = Matters(desk, draws, facts)
    needs = _needs(desk, draws, kind, matters)
    for item in desk.items:
        matters.of_item(item)
    moments = frozenset({Moment(kind)} if kind in set(Moment) else ())
    person = Person(
        kind=kind,
        nature=nature_of(kind),
        name=_name_of(desk, facts, draws, sex),
        sex=sex,
        number=_number(desk, facts, draws),
        facts=facts,
        records=_records(desk, facts, needs),
        knows={name: facts[name] for name in desk.verification.fields},
        needs=needs,
        moments=moments,
        style=kind if kind in LOOKALIKES else "",
        temper=_temper(kind, draws),
        at_once=kind == "several_at_once",
        contact=_number(desk, facts, draws),
        systems=_systems(moments, draws),
    )
    return _with_moments(desk, draws, person)


def _temper(kind: str, draws: Random) -> str:
    if kind in ("agitated", "angry", "swearing", "rude_complaint"):
        return "agitated"
    if kind in ("hold_impatient", "hold_refused"):
        return "hurried"
    if kind == "complaint":
        return draws.choice(("cold", "calm", "agitated"))
    return draws.choice(_TEMPERS)


def _needs(desk: Desk, draws: Random, kind: str, matters: Matters) -> tuple[Need, ...]:
    if kind in ("several_at_once", "several_in_turn", Moment.MORE_TO_SAY):
        pool = _pool(desk, draws, matters)
        many = min(len(pool), 3 if draws.random() < 0.35 else 2)
        return tuple(draws.sample(pool, many))
    return (_need(desk, draws, kind, matters),)


def _pool(desk: Desk, draws: Random, matters: Matters) -> list[Need]:
    items = matters.of_kind(*ItemKind)
    asked = draws.sample(desk.knowledge, min(len(desk.knowledge), max(2, len(items) // 3)))
    return [*map(matters.of_item, items), *map(matters.of_question, asked)] or [matters.unknown()]


def _need(desk: Desk, draws: Random, kind: str, matters: Matters) -> Need:
    if kind in ("complaint", "rude_complaint"):
        return matters.complaint()
    if kind == "suggestion":
        return matters.suggestion()
    if kind == Moment.UNKNOWN_BUSINESS:
        return matters.unknown()
    if kind == Moment.BEYOND_AUTHORITY and desk.limits:
        return matters.of_limit(draws.choice(desk.limits))
    items = [item for item in _items_for(kind, matters) if kind not in _MILD or not _VOICED.search(item.name)]
    if kind in _ANSWERED and desk.knowledge and (not items or draws.random() < 0.4):
        return matters.of_question(draws.choice(desk.knowledge))
    if kind in ("agitated", "angry", "swearing") and draws.random() < 0.5:
        return matters.complaint()
    if items:
        return matters.of_item(draws.choice(items))
    return draws.choice(_pool(desk, draws, matters))


_WANTED_KINDS: Final[Mapping[str, tuple[ItemKind, ...]]] = {
    "enquiry": (ItemKind.LOOK_UP,),
    "business_change": (ItemKind.SERVICE,),
    "agitated": (ItemKind.ORDER,),
    "odd_true_story": (ItemKind.ORDER,),
    "wants_to_cancel": (ItemKind.CANCEL,),
    "unwanted_sms": (ItemKind.SMS,),
    "counter_only": (ItemKind.COUNTER,),
    "landline_call_back": (ItemKind.ORDER,),
    "dictates_number": (ItemKind.ORDER, ItemKind.SERVICE, ItemKind.LOOK_UP),
    "not_understood": (ItemKind.LOOK_UP,),
    "no_reaction": (ItemKind.LOOK_UP,),
    "hold_refused": (ItemKind.LOOK_UP,),
    "hold_impatient": (ItemKind.LOOK_UP,),
    "anxious_on_hold": (ItemKind.LOOK_UP,),
    "system_down": (ItemKind.LOOK_UP, ItemKind.SERVICE, ItemKind.ORDER),
}
_VOICED: Final = re.compile(r"投诉|建议|意见|争议")
_MILD: Final = frozenset({"child", "elder", "confused", "odd_true_story"})
_ANSWERED: Final = frozenset({"enquiry", "not_understood", "no_reaction"})
_VERIFIED: Final = frozenset({"refuses_identity", "wrong_identity", "hesitates_identity", "third_party"})
_ORDINARY: Final = (ItemKind.LOOK_UP, ItemKind.SERVICE, ItemKind.ORDER)


def _items_for(kind: str, matters: Matters) -> list[Any]:
    if kind in _VERIFIED:
        private = matters.of_kind(ItemKind.LOOK_UP, verify=True)
        return private or matters.of_kind(*_ORDINARY, verify=True)
    if kind == Moment.DISLIKES_SELF_SERVICE:
        return [item for item in matters.of_kind(*_ORDINARY) if item.self_service]
    if kind == Moment.NEEDS_PEN:
        noted = [item for item in matters.of_kind(*ItemKind) if item.noted]
        return noted or matters.of_kind(ItemKind.ORDER)
    return matters.of_kind(*_WANTED_KINDS.get(kind, _ORDINARY))


def _systems(moments: frozenset[Moment], draws: Random) -> Systems:
    if Moment.SYSTEM_DOWN in moments:
        return Systems(down=True)
    if moments & {Moment.HOLD_IMPATIENT, Moment.HOLD_REFUSED, Moment.ANXIOUS_ON_HOLD}:
        return Systems(look_up_ms=draws.choice(_SLOW_MS), order_ms=draws.choice((900, 20_000)))
    return Systems(look_up_ms=draws.choice((300, 800, 1500, 4000, 9000)), order_ms=draws.choice((500, 900, 2500)))


def _with_moments(desk: Desk, draws: Random, person: Person) -> Person:
    """What moments change of him before the call: what he knows, whose data it is, where he can be reached."""
    if Moment.LANDLINE_CALL_BACK in person.moments:
        extension = str(draws.randint(100, 899)) if draws.random() < 0.6 else ""
        person = _reached_at(replace(person, extension=extension), landline(draws))
    else:
        person = _reached_at(person, person.contact)
    if Moment.WRONG_IDENTITY in person.moments:
        return _attacker(desk, draws, person)
    if Moment.THIRD_PARTY in person.moments:
        person = replace(person, holder=False, relation=person.relation or draws.choice(_RELATIONS), contact="")
        return person if person.card else replace(person, name=person_name(draws, person.sex), number=mobile(draws))
    if Moment.REFUSES_IDENTITY in person.moments:
        return replace(person, needs=tuple(_not_entitled(need) for need in person.needs))
    return person


def _reached_at(person: Person, contact: str) -> Person:
    """He can be reached at one number, whatever the desk calls it."""
    names = {name for need in person.needs for name in need.details if is_phone(name) and re.search(_CONTACT, name)}
    needs = tuple(
        replace(need, details={name: contact if name in names else value for name, value in need.details.items()})
        for need in person.needs
    )
    return replace(person, contact=contact, needs=needs, facts={**person.facts, **dict.fromkeys(names, contact)})


def _not_entitled(need: Need) -> Need:
    return replace(need, wish=Wish.REFUSED_IDENTITY) if need.verify else need


def _attacker(desk: Desk, draws: Random, person: Person) -> Person:
    """Somebody after another person's data: he knows fewer particulars than are needed, the others he guesses."""
    fields = list(desk.verification.fields)
    known = {name: person.records.get(name, person.facts[name]) for name in fields}
    if sum(person.knows[name] == known[name] for name in fields) < desk.verification.needed:
        return replace(person, holder=False, needs=tuple(_not_entitled(need) for need in person.needs))
    draws.shuffle(fields)
    right = min(draws.randint(0, max(0, desk.verification.needed - 1)), max(0, len(fields) - 1))
    knows = {name: known[name] if at < right else other_digits(known[name], draws) for at, name in enumerate(fields)}
    return replace(
        person,
        holder=False,
        number=mobile(draws),
        knows=knows,
        contact="",
        needs=tuple(_not_entitled(need) for need in person.needs),
    )


def _harasser(desk: Desk, draws: Random, kind: str) -> Person:
    sex = "男" if draws.random() < 0.75 else "女"
    facts: dict[str, str] = {}
    _basics(desk, draws, sex, facts)
    public = kind == "noon_fixed_phone" or draws.random() < _PUBLIC
    known = draws.random() < 0.3
    matters = Matters(desk, draws, facts)
    for item in desk.items:
        matters.of_item(item)
    return Person(
        kind=kind,
        nature=Nature.HARASSING,
        name=person_name(draws, sex),
        sex=sex,
        number=landline(draws) if public else mobile(draws),
        facts=facts,
        records=_records(desk, facts, ()) if known else {},
        knows={name: facts[name] if known else other_digits(facts[name], draws) for name in desk.verification.fields},
        needs=(Need(name="", wish=Wish.ENDED),),
        style=kind,
        temper="joking",
        holder=known,
    )


def _of_card(desk: Desk, draws: Random, card: CallerCard, kind: str | None) -> Person:
    sex = "女" if re.search(r"女|妈|阿姨|奶奶|姐|妹|婆", card.role + card.name) else draws.choice("男男女")
    given = dict(card.records)
    nature = Nature(card.kind) if card.kind in set(Nature) else Nature.GENUINE
    facts = _card_facts(desk, card, nature)
    _basics(desk, draws, sex, facts)
    matters = Matters(desk, draws, facts)
    needs = tuple(matters.named(name, tuple(card.says.get(name, ()))) for name in card.needs)
    for item in desk.items:
        matters.of_item(item)
    moments = {Moment(name) for name in card.moments if name in set(Moment)}
    if kind is not None and kind in set(Moment):
        moments.add(Moment(kind))
    records = {**_records(desk, facts, needs), **given}
    style = _style(card, nature, draws)
    person = Person(
        kind=kind or style or _kind_of(card, nature, moments, needs),
        nature=nature,
        name=_name_of(desk, facts, draws, sex),
        sex=sex,
        number=card.calling or _number(desk, facts, draws),
        facts=facts,
        records=records if nature is not Nature.HARASSING or given else {},
        knows={name: facts[name] for name in desk.verification.fields},
        needs=needs or _needs(desk, draws, "enquiry", matters),
        moments=frozenset(moments),
        style=style,
        temper=_card_temper(card, draws),
        relation=_relation(card),
        at_once=len(needs) > 1 and draws.random() < 0.5,
        contact=_number(desk, facts, draws),
        says=tuple(text for texts in card.says.values() for text in texts),
        goes_on=card.goes_on,
        behind=card.behind,
        habits=card.habits,
        card=card.name,
        systems=_systems(frozenset(moments), draws),
    )
    if nature is Nature.HARASSING:
        return replace(person, needs=(Need(name="", wish=Wish.ENDED, says=person.says),))
    person = replace(person, needs=tuple(_from_records(need, person.records) for need in person.needs))
    return _with_moments(desk, draws, person)


def _relation(card: CallerCard) -> str:
    """For whom he calls, when his card says so."""
    named = _FAMILY.search(card.role + card.name)
    return f"我{named.group(1)}" if named and Moment.THIRD_PARTY in card.moments else ""


def _card_facts(desk: Desk, card: CallerCard, nature: Nature) -> dict[str, str]:
    """What the card says is true of him; what it tells only as a record is true as well, of one who is in need."""
    facts = dict(card.facts)
    if nature is not Nature.HARASSING:
        facts |= {
            name: card.records[name] for name in desk.verification.fields if name in card.records and name not in facts
        }
    return facts


def _from_records(need: Need, records: Mapping[str, str]) -> Need:
    """What the record says is what a right answer tells, even when he has it otherwise."""
    return replace(need, values={name: records.get(name, value) for name, value in need.values.items()})


def _kind_of(card: CallerCard, nature: Nature, moments: set[Moment], needs: tuple[Need, ...]) -> str:
    scene = card.scene
    if nature is Nature.GENUINE and scene:
        return _SCENES.get(scene, scene)
    if nature is Nature.GENUINE and moments:
        return min(moments).value
    if nature is Nature.GENUINE:
        return "several_in_turn" if len(needs) > 1 else SCENARIOS[0]
    return nature.value


def _style(card: CallerCard, nature: Nature, draws: Random) -> str:
    pool = {Nature.HARASSING: HARASSERS, Nature.LOOKALIKE: LOOKALIKES}.get(nature, ())
    named = [_STYLE_OF_HABIT[habit] for habit in card.habits if _STYLE_OF_HABIT.get(habit) in pool]
    return named[0] if named else (draws.choice(pool) if pool and nature is Nature.HARASSING else "")


def _card_temper(card: CallerCard, draws: Random) -> str:
    if {"angry", "swearing", "rude", "threatens"} & set(card.habits) or card.scene == "agitated":
        return "agitated"
    if "impatient" in card.habits:
        return "hurried"
    if "talkative" in card.habits:
        return "talkative"
    return "warm" if "polite" in card.habits else draws.choice(("calm", "calm", "cold", "warm"))
