"""The built-in desks: complete, clean, varied, true to the standard, and with callers of every kind."""

import re
from itertools import combinations

import pytest

from huashu import library
from huashu.authoring.skeleton import skeleton, skeletons
from huashu.call.event import speech_ms
from huashu.language.understanding import default_understander
from huashu.playbook import parse
from huashu.playbook.desk import MOMENTS, SCENES, CallerCard, CallerKind, Desk, ItemKind, ParsedDesk, is_desk, read_desk
from huashu.playbook.desk.advice import spoken
from huashu.standard import load_standard, utterance_faults

DESKS = library.desks()

LONGEST_LINE_MS = 13_000
"""Nobody listens longer than this to one line."""


def parsed(name: str) -> ParsedDesk:
    return read_desk(library.read(name).decode(), name)


def built_in(name: str) -> Desk:
    found = parsed(name).desk
    assert found is not None
    return found


def test_desks_and_scenarios_are_told_apart() -> None:
    assert [name for name in library.scenarios() if is_desk(library.read(name).decode())] == []
    assert [kind for kind in skeletons() if is_desk(skeleton(kind))] == []
    for name in DESKS:
        assert is_desk(library.read(name).decode())
        assert parse(library.read(name).decode(), name).playbook is None
        assert name not in library.scenarios()


@pytest.mark.parametrize("name", DESKS)
def test_a_desk_reads_without_error_or_warning_and_leaves_nothing_over(name: str) -> None:
    assert parsed(name).problems == ()
    assert built_in(name).notes == ()


@pytest.mark.parametrize("name", DESKS)
def test_a_desk_is_rich(name: str) -> None:
    desk = built_in(name)
    kinds = [item.kind for item in desk.items]
    assert kinds.count(ItemKind.LOOK_UP) >= 5 and kinds.count(ItemKind.SERVICE) >= 5
    assert kinds.count(ItemKind.ORDER) >= 4 and kinds.count(ItemKind.COUNTER) >= 3
    assert kinds.count(ItemKind.CANCEL) == kinds.count(ItemKind.SMS) == 1
    assert len(desk.limits) >= 3 and len(desk.knowledge) >= 25 and len(desk.terms) >= 10
    assert len(desk.counters) >= 4 and len(desk.keeping) >= 4 and len(desk.messages) >= 4
    assert desk.dialects and any(item.noted for item in desk.items)
    assert sum(bool(item.self_service) for item in desk.items) >= 2
    assert {order.order for order in desk.items if order.kind is ItemKind.ORDER} >= {"fault", "complaint", "suggestion"}


@pytest.mark.parametrize("name", DESKS)
def test_every_matter_is_put_in_at_least_five_ways_and_no_way_means_two_matters(name: str) -> None:
    desk = built_in(name)
    every = [(item.name, item.asked) for item in desk.items] + [(limit.what, limit.asked) for limit in desk.limits]
    assert [matter for matter, asked in every if len(asked) < 5] == []
    for (one, ours), (other, theirs) in combinations(every, 2):
        assert not set(ours) & set(theirs), (one, other)


@pytest.mark.parametrize("name", DESKS)
def test_what_the_desk_says_is_what_an_agent_may_say(name: str) -> None:
    standard, ears = load_standard(), default_understander()
    for line, text in spoken(built_in(name)):
        faults = utterance_faults(standard, text, "", ears, direction="inbound")
        assert [fault.clause.id for fault in faults] == [], (line, text)
        assert "你" not in text
        assert speech_ms(text) <= LONGEST_LINE_MS, (line, text)


@pytest.mark.parametrize("name", DESKS)
def test_there_are_callers_of_every_kind(name: str) -> None:
    cards = built_in(name).callers
    kinds = [card.kind for card in cards]
    assert kinds.count(CallerKind.GENUINE) >= 24
    assert kinds.count(CallerKind.HARASSING) >= 8 and kinds.count(CallerKind.LOOKALIKE) >= 8
    assert {card.scene for card in cards} >= set(SCENES)
    assert {moment for card in cards for moment in card.moments} == set(MOMENTS)
    assert any(len(card.needs) > 2 or (len(card.needs) > 1 and "more_to_say" in card.moments) for card in cards)
    harassing = [card for card in cards if card.kind == CallerKind.HARASSING]
    assert any(card.behind for card in harassing) and any(not card.behind for card in harassing)
    looks = {habit for card in cards if card.kind == CallerKind.LOOKALIKE for habit in card.habits}
    assert looks >= {"angry", "swearing", "child", "elder", "laughing", "drunk", "regular", "digresses"}


@pytest.mark.parametrize("name", DESKS)
def test_a_caller_speaks_in_words_of_his_own(name: str) -> None:
    desk = built_in(name)
    taught = [words for item in desk.items for words in item.asked]
    taught += [words for limit in desk.limits for words in limit.asked]
    for card in desk.callers:
        assert card.says
        for words in (words for said in card.says.values() for words in said):
            assert not any(shared(words, other) for other in taught), (card.name, words)


def shared(one: str, other: str) -> bool:
    """Whether nearly all of one sentence stands in the other."""
    ours, theirs = re.sub(r"\W", "", one), re.sub(r"\W", "", other)
    return len(theirs) > 4 and (theirs in ours or ours in theirs)


@pytest.mark.parametrize("name", DESKS)
def test_a_caller_in_need_knows_what_his_matter_needs(name: str) -> None:
    desk = built_in(name)
    for card in desk.callers:
        if card.kind == CallerKind.HARASSING:
            continue
        for item in (found for need in card.needs if (found := desk.item(need)) is not None):
            unknown = [want.name for want in item.wants if want.name not in card.facts]
            assert unknown == [], (card.name, item.name)
            if item.verify:
                assert verifies(card, desk), card.name


def verifies(card: CallerCard, desk: Desk) -> bool:
    """Whether he can show who he is, unless that he cannot is his part."""
    known = [field for field in desk.verification.fields if field in card.facts]
    return len(known) >= desk.verification.needed


@pytest.mark.parametrize("name", DESKS)
def test_no_two_callers_share_a_number(name: str) -> None:
    numbers = [card.facts["登记手机号"] for card in built_in(name).callers if card.kind != CallerKind.HARASSING]
    assert len(set(numbers)) == len(numbers)
