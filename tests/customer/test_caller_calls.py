"""Whole calls of simulated callers: the same seed is the same caller, every kind gets through, the truth is true."""

import json
from collections import Counter
from random import Random
from typing import Any

import pytest
from caller_desks import BARE, CARDS, GREETING, WATER, Agent, call

from huashu.customer import Leave, OnTheLine, SimulatedCaller, Sound, Speak, kinds_for
from huashu.customer.callers import HARASSERS, LOOKALIKES, SCENARIOS, Moment, Nature, nature_of

KINDS = kinds_for(WATER)
ON_THE_LINE = {"silent", "quiet_voice", "noisy_line", "cannot_hear_us", "speakerphone"}
"""These need a line check, which the simple agent of these tests does not make."""


def caller(kind: str | None = None, seed: int = 0, **more: Any) -> SimulatedCaller:
    return SimulatedCaller(WATER, Random(f"{kind}/{seed}"), kind=kind, **more)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_is_the_same_caller(kind: str) -> None:
    first, second = (call(caller(kind, 3), WATER) for _ in range(2))
    assert [str(moves) for _, moves in first.lines] == [str(moves) for _, moves in second.lines]
    assert json.dumps(first.caller.truth(), sort_keys=True) == json.dumps(second.caller.truth(), sort_keys=True)


@pytest.mark.parametrize("kind", KINDS)
def test_the_truth_is_ready_for_json_and_counts_what_he_said(kind: str) -> None:
    for seed in range(4):
        agent = call(caller(kind, seed), WATER)
        truth = json.loads(json.dumps(agent.caller.truth()))
        assert [row["turn"] for row in truth["utterances"]] == list(range(len(agent.heard)))
        assert truth["kind"] == kind
        assert truth["nature"]["value"] == nature_of(kind).value
        assert truth["left"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_follows_a_leave(kind: str) -> None:
    for seed in range(4):
        agent = call(caller(kind, seed), WATER)
        leaves = [at for at, (_, moves) in enumerate(agent.lines) if any(isinstance(move, Leave) for move in moves)]
        assert all(at == len(agent.lines) - 1 for at in leaves)
        assert agent.caller.hear("您好，请问还在吗？", 10**6, 10**6 + 500) == ()


@pytest.mark.parametrize("kind", sorted(set(KINDS) - ON_THE_LINE - set(HARASSERS)))
def test_an_agent_who_keeps_the_stages_satisfies_most_genuine_callers(kind: str) -> None:
    outcomes = Counter(
        bool(need["got"]) for seed in range(12) for need in call(caller(kind, seed), WATER).caller.truth()["needs"]
    )
    assert outcomes[True] >= 0.8 * outcomes.total(), outcomes


@pytest.mark.parametrize("kind", HARASSERS)
def test_a_harasser_shows_what_he_is_and_never_shows_who_he_is(kind: str) -> None:
    for seed in range(6):
        agent = Agent(caller(kind, seed), WATER)
        agent.start()
        for _ in range(8):
            agent.say("非常抱歉给您带来不便，请问您的户号是多少？")
            agent.say("请问具体是什么情况呢？")
        truth = agent.caller.truth()
        assert truth["nature"]["clear_from"] is not None
        assert truth["identity"]["may_be_told_from"] is None
        assert truth["needs"][0]["right"]["outcome"] == "ended"


@pytest.mark.parametrize("kind", HARASSERS)
def test_a_harasser_gives_up_on_one_who_says_the_same_line_over_and_over(kind: str) -> None:
    for seed in range(5):
        agent = Agent(caller(kind, seed), WATER)
        agent.start()
        for _ in range(12):
            agent.say("对不起，这个问题我无法回答，请问还有其他问题吗？")
        assert agent.caller.truth()["left"] == {"by": "customer", "why": "bored"}


def test_harassers_are_heard_to_laugh_and_to_be_prompted() -> None:
    sounds: list[str] = []
    for seed in range(12):
        agent = call(caller("accomplices", seed), WATER)
        sounds += [move.text for _, moves in agent.lines for move in moves if isinstance(move, Sound)]
        sounds += [text for text in agent.heard if "旁边有人" in text]
    assert any("笑" in text for text in sounds)


@pytest.mark.parametrize("kind", LOOKALIKES)
def test_a_lookalike_has_facts_that_the_records_bear_out(kind: str) -> None:
    for seed in range(5):
        who = caller(kind, seed)
        assert who.person.nature is Nature.LOOKALIKE
        assert who.person.holder
        assert all(who.records()[name] == value for name, value in who.person.knows.items())


def test_an_attacker_never_knows_enough() -> None:
    for seed in range(60):
        agent = call(caller("wrong_identity", seed), WATER, lambda agent: agent.verify())
        truth = agent.caller.truth()
        assert truth["identity"]["knows"] < truth["identity"]["needed"]
        assert truth["identity"]["may_be_told_from"] is None
        assert not truth["identity"]["holder"]
        assert truth["needs"][0]["right"]["outcome"] == "refused_identity"
        assert {row["name"] for row in truth["private"]} >= set(WATER.verification.fields)


def test_a_leak_to_an_attacker_is_seen_by_him() -> None:
    who = caller("wrong_identity", 1)
    agent = Agent(who, WATER)
    agent.start()
    need = who.truth()["needs"][0]
    agent.say(f"查到了，欠费金额是{who.records()['欠费金额']}。")
    assert need["item"] == "欠费查询"
    assert who.truth()["needs"][0]["got"] == "leaked"


def test_who_refuses_gives_nothing_and_who_hesitates_gives_it_when_told_why() -> None:
    for seed in range(10):
        refusing = call(caller("refuses_identity", seed), WATER).caller.truth()
        assert refusing["identity"]["given"] == []
        hesitating = call(caller("hesitates_identity", seed), WATER).caller.truth()
        assert hesitating["identity"]["may_be_told_from"] is not None
        assert hesitating["moments"][0]["moment"] == "hesitates_identity"


def test_a_third_party_says_so_and_only_the_person_concerned_shows_who_he_is() -> None:
    for seed in range(20):
        agent = call(caller("third_party", seed), WATER)
        truth = agent.caller.truth()
        assert truth["identity"]["relation"] in "".join(agent.heard)
        if truth["identity"]["may_be_told_from"] is not None:
            assert truth["identity"]["holder"]


def test_several_matters_come_at_once_or_in_turn() -> None:
    at_once = call(caller("several_at_once", 2), WATER).caller.truth()["needs"]
    assert len({need["turn"] for need in at_once}) == 1
    in_turn = call(caller("several_in_turn", 2), WATER).caller.truth()["needs"]
    assert len({need["turn"] for need in in_turn}) == len(in_turn) >= 2


@pytest.mark.parametrize("kind", [moment.value for moment in Moment if moment.value in KINDS])
def test_every_awkward_moment_comes_about(kind: str) -> None:
    provoked: set[str] = set()
    for seed in range(25):
        who = caller(kind, seed)
        agent = Agent(who, WATER)
        agent.start()
        agent.say("请您稍等，我查一下，可以吗？")
        who.cuts_in("这项业务的办理流程是这样的，您先准备好证件，再到营业厅取号。")
        for ms in (20_000, 40_000, 80_000):
            agent.heard += [move.text for move in who.on_hold(ms) if isinstance(move, Speak)]
        who.off_hold()
        agent.serve()
        agent.say("关注公众号就能自助查询，您看好吗？")
        agent.say("请您留一个方便联系的电话号码，好吗？")
        agent.finish()
        provoked |= {row["moment"] for row in who.truth()["moments"]}
    wants = {"unknown_business", "wants_to_cancel", "unwanted_sms", "counter_only", "beyond_authority", "system_down"}
    assert kind in provoked or kind in wants


def test_somebody_can_be_put_on_hold_and_talks_over_long_lines() -> None:
    assert isinstance(caller("enquiry"), OnTheLine)
    assert caller("system_down").systems().down
    assert caller("hold_impatient").systems().look_up_ms >= 20_000


def test_who_waits_too_long_leaves() -> None:
    who = caller("hold_impatient", 1)
    Agent(who, WATER).start()
    moves = who.on_hold(250_000)
    assert isinstance(moves[-1], Leave)
    assert who.truth()["left"]["why"] == "held_too_long"


def test_nobody_waits_for_an_agent_who_says_nothing() -> None:
    for kind in ("enquiry", "agitated", "absurd_claim"):
        who = caller(kind, 1)
        Agent(who, WATER).start()
        heard = [move for ms in range(3000, 30_000, 3000) for move in who.agent_silent(ms)]
        assert any(isinstance(move, Speak) for move in heard)
        assert who.truth()["left"]["why"] == "agent_silent"


def test_a_kind_that_the_desk_cannot_have_is_refused_in_plain_words() -> None:
    assert set(SCENARIOS) <= set(kinds_for(BARE))
    assert "counter_only" not in kinds_for(BARE)
    with pytest.raises(ValueError, match="这个服务台没有"):
        SimulatedCaller(BARE, Random(0), kind="counter_only")


def test_every_kind_of_a_bare_desk_can_be_played() -> None:
    for kind in kinds_for(BARE):
        agent = call(SimulatedCaller(BARE, Random(kind), kind=kind), BARE)
        assert agent.caller.truth()["left"]


def test_a_card_is_played_as_it_says() -> None:
    who = SimulatedCaller(WATER, Random(4), card=CARDS[0])
    agent = call(who, WATER)
    truth = who.truth()
    assert "租客要退房，我得知道水费清没清" in "".join(agent.heard)
    assert truth["card"] == "急着查欠费的房东"
    assert truth["needs"][0]["right"]["values"]["欠费金额"] == "76.30元"
    assert {row["value"] for row in truth["given"]} >= {"30011289", "邵国平"}
    assert who.records()["欠费金额"] == "76.30元"


def test_a_harassing_card_uses_its_own_words_and_its_accomplices() -> None:
    who = SimulatedCaller(WATER, Random(4), card=CARDS[1])
    agent = Agent(who, WATER)
    agent.start()
    assert "你们的水把我的金鱼淹死了" in agent.heard[-1]
    assert who.truth()["nature"]["value"] == "harassing"
    assert who.records() == {}


def test_noise_changes_what_arrives_and_keeps_what_was_meant() -> None:
    changed = [
        row["meant"]
        for seed in range(20)
        for row in call(caller("agitated", seed, noise=0.8), WATER).caller.truth()["utterances"]
        if "meant" in row
    ]
    assert changed
    assert GREETING
