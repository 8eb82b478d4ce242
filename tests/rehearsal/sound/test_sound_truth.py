"""The customer's truth, told in the order of what the agent heard."""

from huashu.call import Heard
from huashu.rehearsal.sound.lines import Line
from huashu.rehearsal.sound.party import Kind, Utterance
from huashu.rehearsal.sound.truth import told


def made(turn: int | None, began: int, ended: int, text: str = "话", kind: Kind = Kind.SPEECH) -> Utterance:
    return Utterance(kind=kind, turn=turn, text=text, line=Line(), began=began, ended=ended)


def heard(at: int, end: int, text: str = "话") -> Heard:
    return Heard(at=at, end=end, text=text)


TRUTH = {
    "end_signals": [{"turn": 2, "act": "refuse", "cause": "refusal"}],
    "do_not_contact": 2,
    "asked_identity": [0, 1],
    "questions": [{"turn": 1, "text": "多少钱", "entry": None}],
    "utterances": [{"turn": 0, "acts": ["greet"]}, {"turn": 1, "acts": ["question"]}, {"turn": 2, "acts": ["refuse"]}],
}


def test_two_utterances_heard_as_one_are_one_and_mean_both():
    spoken = [made(0, 0, 900), made(1, 1200, 2500), made(2, 9000, 9900)]
    truth = told(TRUTH, spoken, [heard(20, 2480), heard(9020, 9880)])
    assert truth["utterances"][0]["acts"] == ["greet", "question"]
    assert truth["end_signals"][0]["turn"] == 1 and truth["do_not_contact"] == 1
    assert truth["asked_identity"] == [0, 0]


def test_what_nobody_heard_is_not_held_against_the_agent():
    spoken = [made(0, 0, 900), made(1, 3000, 4000), made(2, 9000, 9900)]
    truth = told(TRUTH, spoken, [heard(0, 900), heard(9000, 9900)])
    assert truth["questions"] == []
    assert truth["end_signals"][0]["turn"] == 1


def test_what_he_said_again_counts_where_it_was_understood():
    spoken = [made(0, 0, 900), made(1, 3000, 4000), made(1, 8000, 9000, kind=Kind.AGAIN), made(2, 12_000, 13_000)]
    truth = told(TRUTH, spoken, [heard(0, 900), heard(3000, 4000, ""), heard(8000, 9000), heard(12_000, 13_000)])
    assert truth["questions"][0]["turn"] == 2


def test_a_hum_that_was_heard_is_a_hearing_of_its_own():
    spoken = [made(0, 0, 900), made(None, 2000, 2400, "嗯", Kind.HUM), made(1, 5000, 6000)]
    truth = told(TRUTH, spoken, [heard(0, 900), heard(2010, 2390, "嗯"), heard(5000, 6000)])
    assert [row["acts"] for row in truth["utterances"]] == [["greet"], ["backchannel"], ["question"]]
    assert truth["questions"][0]["turn"] == 2


def test_what_he_never_came_to_say_stays_beyond_the_log():
    truth = told(TRUTH, [made(0, 0, 900)], [heard(0, 900)])
    assert truth["end_signals"][0]["turn"] >= 1
