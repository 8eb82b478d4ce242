"""Whole calls: determinism, end conditions, hidden points, and a ground truth that agrees with what was said."""

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from customer_halves import ALL, BARE, CLOSING, DRIVER, POLITE, QUESTIONS, RESISTANT_BROADBAND

from huashu.call import Act
from huashu.customer import Chances, Leave, Move, Quiet, SimulatedCustomer, Sound, Speak, meaning
from huashu.playbook.model import Callee

NEVER = Chances(wrong_number=0.0, someone_else=0.0, machine=0.0, unanswerable=0.0)
PUSHY = (
    "您好，请问是何先生吗？",
    "我是晴川公司的，向您推荐一个优惠套餐，您现在办理吗？",
    "您先别挂，再听我说一句，这次升级非常划算。",
    "您误会了，是您自己没弄清楚，您必须先了解套餐。",
    "我们现在升级有优惠，您考虑考虑，给您办理一份好吗？",
    "您先别急，再给我一分钟，活动价限时。",
)


def call(customer: SimulatedCustomer, lines: Sequence[str], *, obey: bool = True) -> list[tuple[str, Move | str]]:
    """The agent says ``lines``; if it obeys, it closes in the turn after an end signal."""
    heard: list[tuple[str, Move | str]] = [("", move) for move in customer.pick_up()]
    clock = 0
    for line in lines:
        truth = customer.truth()
        if truth["left"]:
            break
        last = len(truth["utterances"]) - 1
        if obey and any(signal["turn"] == last for signal in truth["end_signals"]):
            line = CLOSING
        line = line.format(name="先生")
        end = clock + 220 * len(line)
        heard.append(("agent", line))
        heard.extend((line, move) for move in customer.hear(line, clock, end))
        clock = end + 1500
    return heard


def moves(heard: Iterable[tuple[str, Move | str]]) -> list[Move]:
    return [what for _, what in heard if not isinstance(what, str)]


def spoken(heard: Iterable[tuple[str, Move | str]]) -> list[str]:
    return [move.text for move in moves(heard) if isinstance(move, Speak)]


def many(
    callee: Callee, lines: Sequence[str], runs: int = 120, **options: Any
) -> list[tuple[list[str], dict[str, Any]]]:
    results = []
    for seed in range(runs):
        customer = SimulatedCustomer(callee, seed, QUESTIONS, chances=options.get("chances", NEVER))
        heard = call(customer, lines, obey=options.get("obey", True))
        results.append((spoken(heard), customer.truth()))
    return results


@pytest.mark.parametrize("key", sorted(ALL))
def test_the_same_seed_and_lines_give_the_same_bytes(key: str) -> None:
    def once() -> str:
        customer = SimulatedCustomer(ALL[key], 17, QUESTIONS, noise=0.4)
        return repr(call(customer, POLITE)) + json.dumps(customer.truth(), ensure_ascii=False)

    assert once() == once()


def test_a_passed_random_source_is_the_same_as_its_seed() -> None:
    first = call(SimulatedCustomer(BARE, random.Random(5)), POLITE)
    assert first == call(SimulatedCustomer(BARE, 5), POLITE)


def test_different_seeds_give_different_calls() -> None:
    calls = {repr(call(SimulatedCustomer(RESISTANT_BROADBAND, seed), POLITE)) for seed in range(60)}
    assert len(calls) > 50


@pytest.mark.parametrize("key", sorted(ALL))
def test_the_truth_agrees_with_what_was_said(key: str) -> None:
    for texts, truth in many(ALL[key], POLITE, chances=Chances()):
        assert len(texts) == len(truth["utterances"])
        assert [utterance["turn"] for utterance in truth["utterances"]] == list(range(len(texts)))
        signals = {signal["turn"] for signal in truth["end_signals"]}
        for turn, text in enumerate(texts):
            acts = truth["utterances"][turn]["acts"]
            assert acts and all(Act(act) for act in acts)
            if turn in signals:
                assert meaning.ends(text), text
            elif "farewell" not in acts and truth["utterances"][turn]["acts"] != ["do_not_contact"]:
                assert not meaning.ends(text), text
        assert all(point["text"] == texts[point["turn"]] for point in truth["feedback"])
        assert all(asked["text"] == texts[asked["turn"]] for asked in truth["questions"])
        if truth["do_not_contact"] is not None:
            assert meaning.asks_no_more_calls(texts[truth["do_not_contact"]])
        if truth["call_later"] is not None:
            assert truth["call_later"]["text"] == texts[truth["call_later"]["turn"]]
        assert truth["left"] is None or truth["left"]["by"] in ("customer", "agent")
        json.dumps(truth)


def test_after_he_has_left_he_says_nothing_more() -> None:
    for seed in range(80):
        customer = SimulatedCustomer(RESISTANT_BROADBAND, seed)
        got = moves(call(customer, [*POLITE, *POLITE, CLOSING]))
        leaves = [at for at, move in enumerate(got) if isinstance(move, Leave)]
        assert leaves == [] or leaves == [len(got) - 1]
        if leaves:
            assert customer.hear("您好？", 0, 900) == ()
            assert customer.agent_silent(9000) == ()


def test_resistant_people_give_end_signals_of_many_kinds() -> None:
    causes = Counter(
        signal["cause"]
        for lines in (POLITE, PUSHY)
        for _, truth in many(RESISTANT_BROADBAND, lines, 250)
        for signal in truth["end_signals"]
    )
    assert {"refusal", "do_not_contact", "topic", "busy", "interruption"} <= set(causes)


def test_an_upgrade_touches_the_topic_rule() -> None:
    lines = (*POLITE[:2], "我们新上线了升级服务，您可以试试。", "好的。")
    ended = [
        any(signal["cause"] == "topic" for signal in truth["end_signals"])
        for _, truth in many(RESISTANT_BROADBAND, lines, 200)
    ]
    assert sum(ended) > 50
    assert not any(
        signal["cause"] == "topic" for _, truth in many(ALL["clinic"], lines, 80) for signal in truth["end_signals"]
    )


def test_being_pushed_makes_him_angry_and_not_being_heard_makes_him_hang_up() -> None:
    pushed = many(RESISTANT_BROADBAND, PUSHY, 100, obey=False)
    polite = many(RESISTANT_BROADBAND, POLITE, 100)
    angry = sum(truth["mood"]["anger"] for _, truth in pushed) / 100
    calm = sum(truth["mood"]["anger"] for _, truth in polite) / 100
    assert angry > calm + 0.2
    assert sum(truth["left"] == {"by": "customer", "why": "not_followed"} for _, truth in pushed) > 60


def test_hidden_points_come_out_only_when_he_is_treated_well() -> None:
    pushed = many(RESISTANT_BROADBAND, PUSHY, 150)
    polite = many(RESISTANT_BROADBAND, POLITE, 150)
    assert sum(len(truth["feedback"]) for _, truth in pushed) == 0
    assert sum(len(truth["feedback"]) for _, truth in polite) > 40


def test_each_point_comes_out_once() -> None:
    for _, truth in many(ALL["clinic"], (*POLITE[:3], POLITE[2] + "呢", POLITE[5], *POLITE[2:]), 80):
        gists = [point["point"] for point in truth["feedback"]]
        assert len(gists) == len(set(gists))


def test_willing_people_let_the_call_be_completed() -> None:
    for key in ("clinic", "bank", "parent", "bare"):
        early = sum(
            any(signal["cause"] not in ("done",) for signal in truth["end_signals"])
            for _, truth in many(ALL[key], POLITE, 120)
        )
        assert early < 45, key


def test_the_same_question_gets_the_same_answer() -> None:
    for seed in range(60):
        customer = SimulatedCustomer(BARE, seed, chances=NEVER)
        call(customer, (*POLITE[:2], "您家里有几口人？", "好的。", "您家里有几口人呢？"))
        values = {answer["value"] for answer in customer.truth()["answers"] if "口人" in answer["question"]}
        assert len(values - {None}) <= 1


def test_a_choice_is_answered_with_one_of_the_options() -> None:
    values = Counter(
        answer["value"]
        for _, truth in many(BARE, (*POLITE[:2], "您想要上午还是下午？"), 60)
        for answer in truth["answers"]
        if answer["value"]
    )
    assert {"上午", "下午"} <= set(values)
    assert values["上午"] + values["下午"] >= 0.8 * values.total()


def test_questions_of_the_document_are_asked_and_named() -> None:
    asked = [question for _, truth in many(ALL["bank"], POLITE, 120) for question in truth["questions"]]
    entries = {question["entry"] for question in asked}
    assert {"你们这个要收费吗？", "多久能处理好？", "怎么保证我的信息不外泄？"} == entries


def test_now_and_then_a_question_that_nobody_can_answer() -> None:
    sure = Chances(wrong_number=0, someone_else=0, machine=0, unanswerable=1.0)
    asked = [question for _, truth in many(BARE, POLITE, 30, chances=sure) for question in truth["questions"]]
    assert any(question["entry"] is None for question in asked)


@pytest.mark.parametrize(
    ("chances", "by", "act"),
    [
        (Chances(wrong_number=1.0), "wrong_number", "deny_identity"),
        (Chances(wrong_number=0, someone_else=1.0), "someone_else", "third_party"),
        (Chances(wrong_number=0, someone_else=0, machine=1.0), "machine", "non_speech"),
    ],
)
def test_the_rare_branches_are_known_to_the_truth(chances: Chances, by: str, act: str) -> None:
    for _, truth in many(ALL["bank"], POLITE, 40, chances=chances):
        assert truth["answered_by"] == by
        assert truth["end_signals"][0]["act"] == act
        assert truth["feedback"] == []


def test_somebody_in_the_middle_of_driving_says_so() -> None:
    said = [text for texts, _ in many(DRIVER, POLITE, 150) for text in texts]
    assert sum("开车" in text or "高速" in text or "开着车" in text for text in said) > 20


def test_a_closing_line_is_followed_by_a_farewell_or_nothing() -> None:
    for key, callee in ALL.items():
        for seed in range(40):
            customer = SimulatedCustomer(callee, seed, chances=NEVER)
            customer.pick_up()
            customer.hear("您好，请问是先生吗？", 0, 2000)
            got = customer.hear(CLOSING, 4000, 8000)
            assert isinstance(got[-1], Leave), key
            assert len(got) <= 2
            if len(got) == 2:
                acts = customer.truth()["utterances"][-1]["acts"]
                assert acts[0] in ("farewell", "do_not_contact")


def test_an_agent_that_says_nothing_is_called_out_and_left() -> None:
    customer = SimulatedCustomer(BARE, 3, chances=NEVER)
    customer.pick_up()
    got = [move for _ in range(8) for move in customer.agent_silent(3000)]
    assert any(isinstance(move, Speak) for move in got)
    assert isinstance(got[-1], Leave) and got[-1].why == "agent_silent"


def test_who_ended_the_call_is_written_down() -> None:
    customer = SimulatedCustomer(BARE, 3, chances=NEVER)
    customer.pick_up()
    customer.agent_left(2000)
    assert customer.truth()["left"] == {"by": "agent", "why": "agent_hung_up"}


def test_surroundings_break_in_as_sounds_and_side_talk() -> None:
    sounds, acts = 0, Counter[str]()
    for seed in range(150):
        customer = SimulatedCustomer(RESISTANT_BROADBAND, seed, chances=NEVER)
        sounds += sum(isinstance(move, Sound) for move in moves(call(customer, POLITE)))
        acts.update(act for utterance in customer.truth()["utterances"] for act in utterance["acts"])
    assert sounds > 3
    assert acts["side_talk"] + acts["hold_on"] > 3


def test_pauses_and_silences_are_in_sensible_milliseconds() -> None:
    for key, callee in ALL.items():
        for seed in range(20):
            for move in moves(call(SimulatedCustomer(callee, seed), POLITE)):
                match move:
                    case Speak(pause=pause) | Leave(pause=pause):
                        assert 100 <= pause <= 5000, key
                    case Quiet(ms=ms) | Sound(ms=ms):
                        assert 300 <= ms <= 8000, key


def test_the_old_are_slower_than_the_hurried() -> None:
    def mean(callee: Callee) -> float:
        pauses = [
            move.pause
            for seed in range(30)
            for move in moves(call(SimulatedCustomer(callee, seed), POLITE))
            if isinstance(move, Speak)
        ]
        return sum(pauses) / len(pauses)

    assert mean(ALL["clinic"]) > 1.5 * mean(ALL["logistics"])


def test_noise_changes_the_words_but_not_the_conduct() -> None:
    clean = SimulatedCustomer(ALL["bank"], 9, chances=NEVER)
    noisy = SimulatedCustomer(ALL["bank"], 9, noise=1.0, chances=NEVER)
    clean.pick_up()
    noisy.pick_up()
    assert clean.truth()["utterances"][0]["acts"] == noisy.truth()["utterances"][0]["acts"]


def test_worries_and_wishes_to_know_are_told_apart_from_feedback() -> None:
    voiced = 0
    for _, truth in many(ALL["course"], (*POLITE[:2], "您现在最拿不定主意的是哪一点呢？", *POLITE[2:]), 60):
        voiced += len(truth["concerns"])
        assert not {point["turn"] for point in truth["concerns"]} & {point["turn"] for point in truth["feedback"]}
        assert all("怕" in point["text"] or "想问" in point["text"] for point in truth["concerns"])
    assert voiced > 10


def test_being_told_to_take_ones_time_is_no_closing() -> None:
    for seed in range(40):
        customer = SimulatedCustomer(ALL["clinic"], seed, chances=NEVER)
        customer.pick_up()
        customer.hear("您好，请问是先生吗？", 0, 2000)
        heard = customer.hear("好的，您慢慢来，我等您。", 3000, 5000)
        assert customer.truth()["end_signals"] or not any(isinstance(move, Leave) for move in heard)
