"""A written call read aloud."""

from dataclasses import dataclass

import numpy as np

from huashu.call import CallLog, Connected, Heard, Noise, Said
from huashu.rehearsal.sound.aloud import read_call
from huashu.rehearsal.sound.mouth import Mouth
from huashu.rehearsal.sound.voices import sex_of
from huashu.voice.speaking.people import Sex


@dataclass
class Counting:
    """A tone for each text, and a list of what was asked for."""

    name: str = "tone"
    rate: int = 16_000

    def __post_init__(self) -> None:
        self.spoken: list[str] = []

    def speak(self, text: str) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
        self.spoken.append(text)
        return np.full(self.rate * len(text) // 5, 3000, np.int16)


def test_the_sides_take_turns_with_the_pauses_of_the_log_and_a_cut_line_is_no_word_longer():
    agent, customer = Counting(), Counting()
    log = CallLog(
        id="c",
        events=(
            Connected(at=0),
            Heard(at=500, end=1000, text="喂"),
            Said(at=1600, end=3000, text="您好，请问——"),
            Noise(at=3000, end=3500, text="[键盘声]"),
            Heard(at=30_000, end=31_000, text="别打了"),
        ),
    )
    left, right = read_call(log, Mouth(agent, 16_000), Mouth(customer, 16_000))
    assert (agent.spoken, customer.spoken) == (["您好，请问"], ["喂", "别打了"])
    assert len(left) == len(right)
    assert not np.any((left != 0) & (right != 0))
    begins = np.flatnonzero(right)[0] / 16 - np.flatnonzero(left)[0] / 16
    assert abs(begins - (200 + 600)) < 30
    assert len(left) / 16_000 < 10


def test_a_text_is_spoken_once_and_notes_in_it_are_not():
    voice = Counting()
    mouth = Mouth(voice)
    first = mouth.say("（小声）你说吧")
    assert mouth.say("你说吧") is first
    assert voice.spoken == ["你说吧"]
    assert not len(mouth.say("[叹气]"))


def test_whether_somebody_is_a_man_or_a_woman_is_read_from_what_is_said_of_him():
    assert sex_of("周敏，客户关怀组回访专员，女，34岁") is Sex.FEMALE
    assert sex_of("魏先生，店主，太太管账") is Sex.MALE
    assert sex_of("一家小店的店主") is None
