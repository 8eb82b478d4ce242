"""The callers of the built-in desks: every card can be played, as it says, and is judged by what it says."""

import json
from importlib.resources import files
from random import Random

import pytest
from caller_desks import Agent, call

from huashu.customer import SimulatedCaller, kinds_for
from huashu.customer.callers import Nature
from huashu.customer.callers.telling import words_of
from huashu.customer.callers.values import plain
from huashu.playbook.desk import Desk, read_desk


def desk_called(name: str) -> Desk:
    desk = read_desk(files("huashu.library").joinpath(f"{name}.md").read_text("utf-8"), name).desk
    assert desk is not None
    return desk


DESKS = {name: desk_called(name) for name in ("desk-telecom", "desk-appliances")}
CARDS = [(name, at) for name, desk in DESKS.items() for at in range(len(desk.callers))]


@pytest.mark.parametrize(("name", "at"), CARDS)
def test_a_card_of_a_built_in_desk_can_be_played(name: str, at: int) -> None:
    desk, card = DESKS[name], DESKS[name].callers[at]
    agent = call(SimulatedCaller(desk, Random(card.name), card=card), desk)
    truth = json.loads(json.dumps(agent.caller.truth()))
    assert truth["card"] == card.name
    assert truth["nature"]["value"] == card.kind
    assert truth["left"]
    for field, value in card.facts.items():
        assert truth["facts"][field] == value


@pytest.mark.parametrize("name", sorted(DESKS))
def test_a_genuine_card_says_its_own_words_first(name: str) -> None:
    desk = DESKS[name]
    plain_cards = [
        card
        for card in desk.callers
        if card.kind == "genuine" and not card.moments and len(card.needs) == 1 and card.says
    ]
    assert plain_cards
    for card in plain_cards:
        agent = Agent(SimulatedCaller(desk, Random(card.name), card=card), desk)
        agent.start()
        said = plain("".join(agent.heard))
        assert any(plain(text) in said for texts in card.says.values() for text in texts), (card.name, agent.heard)


@pytest.mark.parametrize("name", sorted(DESKS))
def test_a_made_up_caller_never_says_a_wording_of_the_document_as_it_stands(name: str) -> None:
    desk = DESKS[name]
    for kind in kinds_for(desk):
        who = SimulatedCaller(desk, Random(kind), kind=kind)
        if who.person.nature is Nature.HARASSING:
            continue
        for need in who.person.needs:
            wordings = [plain(text) for text in (need.item.asked if need.item else ()) if len(plain(text)) > 5]
            for _ in range(6):
                said = plain(words_of(who._scene, need))
                assert not any(wording in said for wording in wordings), said


@pytest.mark.parametrize("name", sorted(DESKS))
def test_the_values_of_one_record_belong_together(name: str) -> None:
    desk = DESKS[name]
    for seed in range(20):
        records = SimulatedCaller(desk, Random(seed), kind="enquiry").records()
        for item in desk.items:
            own = [field for field in item.fields if len(field.samples) > 1]
            shared = {field.name for other in desk.items if other is not item for field in other.fields}
            rows = [
                {at for at, sample in enumerate(field.samples) if sample == records[field.name]}
                for field in own
                if field.name not in shared and len(field.samples) == len(own[0].samples)
            ]
            assert not rows or set.intersection(*rows), (item.name, records)
