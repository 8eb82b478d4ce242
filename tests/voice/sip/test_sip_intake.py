"""One frame for every 20 ms, whatever the line does."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from huashu.voice.sip.intake import FRAME_BYTES, MOST_LOST, MOST_WAITING, STANDING, Came, Intake

LOUD = array("h", [9000] * (FRAME_BYTES // 2)).tobytes()
QUIET = bytes(FRAME_BYTES)


def came(intake: Intake, ticks: int) -> list[Came]:
    return [intake.frame()[1] for _ in range(ticks)]


def test_before_anything_comes_nothing_is_lost() -> None:
    assert came(Intake(), 3) == [Came.NOTHING] * 3


def test_a_packet_that_does_not_come_is_lost_and_silence_stands_for_it() -> None:
    intake = Intake()
    intake.put(LOUD)
    assert intake.frame() == (LOUD, Came.HEARD)
    assert intake.frame() == (QUIET, Came.LOST)
    intake.put(LOUD)
    assert intake.frame() == (LOUD, Came.HEARD)


def test_a_side_that_sends_no_more_loses_only_its_first_packets() -> None:
    intake = Intake()
    intake.put(LOUD)
    assert came(intake, MOST_LOST + 3) == [Came.HEARD, *[Came.LOST] * MOST_LOST, *[Came.NOTHING] * 2]


def test_after_a_hold_nothing_counts_as_lost() -> None:
    intake = Intake()
    intake.put(LOUD)
    intake.frame()
    intake.restart()
    assert came(intake, 2) == [Came.NOTHING] * 2


def test_what_keeps_waiting_is_left_out_where_it_is_quiet() -> None:
    intake = Intake()
    intake.put(LOUD * 3 + QUIET)
    heard = []
    for _ in range(4 * STANDING):
        heard.append(intake.frame()[0])
        intake.put(QUIET if len(heard) % 7 == 0 else LOUD)
    assert 0 < intake.left_out <= 3
    assert intake.frames[Came.LOST] == 0


def test_a_flood_leaves_no_more_waiting_than_a_fifth_of_a_second() -> None:
    intake = Intake()
    intake.put(LOUD * 200)
    intake.frame()
    assert intake.left_out >= 199 - MOST_WAITING


def test_sound_that_came_just_after_it_was_given_up_is_told() -> None:
    intake = Intake()
    intake.put(LOUD)
    intake.frame()
    intake.frame()
    assert not intake.late
    intake.put(LOUD * 2)
    intake.frame()
    assert intake.late


@given(arrivals=st.lists(st.integers(0, 4 * FRAME_BYTES), max_size=60))
def test_every_tick_gives_a_whole_frame_and_is_counted(arrivals: list[int]) -> None:
    intake = Intake()
    for size in arrivals:
        intake.put(bytes(size))
        pcm, _ = intake.frame()
        assert len(pcm) == FRAME_BYTES
    assert sum(intake.frames.values()) == len(arrivals)
