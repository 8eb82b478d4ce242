"""What goes out can pause, go on and stop in the middle, and tells how far it came."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.voice.talk.player import Player
from huashu.voice.talk.signals import Played, Playing, Unspoken

RATE = 8000
FRAME = 160


def tone(ms: int, value: int = 1000) -> np.ndarray:
    return np.full(ms * RATE // 1000, value, dtype=np.int16)


def play(player: Player, at: int, frames: int) -> tuple[np.ndarray, list, int]:
    sound, signals = [], []
    for _ in range(frames):
        sound.append(player.frame(at))
        signals += player.signals()
        at += 20
    return np.concatenate(sound), signals, at


def test_lines_follow_one_another_without_a_gap():
    player = Player(RATE)
    for number, value in ((1, 100), (2, 200)):
        player.expect(number)
        player.add(number, tone(50, value))
    sound, signals, _ = play(player, 0, 6)
    assert list(sound[:400]) == [100] * 400 and list(sound[400:800]) == [200] * 400 and not sound[800:].any()
    assert [type(each) for each in signals] == [Playing, Played, Playing, Played]
    assert player.idle


def test_a_line_that_comes_in_pieces_waits_for_the_piece_that_is_late():
    player = Player(RATE)
    player.expect(1, lasts=100)
    player.add(1, tone(30), last=False)
    _, signals, at = play(player, 0, 4)
    assert [type(each) for each in signals] == [Playing] and signals[0].until == 100
    player.add(1, tone(20))
    sound, signals, _ = play(player, at, 2)
    assert np.count_nonzero(sound) == FRAME and signals == [Played(at=at + 20, line=1)]


def test_a_pause_is_silence_and_the_line_goes_on_in_the_gap_before_it():
    player = Player(RATE)
    player.expect(1)
    player.add(1, np.concatenate([tone(200), tone(40, 0), tone(200)]))
    play(player, 0, 15)
    player.pause()
    sound, _, at = play(player, 300, 5)
    assert not sound.any() and not player.sounding
    player.go_on()
    sound, signals, _ = play(player, at, 20)
    assert not sound[:FRAME].any() and sound[2 * FRAME :].any()
    assert Played(line=1, at=signals[-1].at) == signals[-1]


def test_a_stopped_line_tells_its_share_and_lines_not_begun_were_never_heard():
    player = Player(RATE)
    for number in (1, 2):
        player.expect(number)
        player.add(number, tone(1000))
    _, _, at = play(player, 0, 10)
    player.pause()
    _, _, at = play(player, at, 10)
    player.stop(at)
    assert list(player.signals()) == [Played(at=200, line=1, share=0.2), Played(at=400, line=2, share=0.0)]
    assert player.idle and not play(player, at, 3)[0].any()


def test_a_line_that_failed_is_told_and_the_next_one_is_said():
    player = Player(RATE)
    player.expect(1)
    player.expect(2)
    player.fail(1)
    player.add(2, tone(20))
    sound, signals, _ = play(player, 0, 1)
    assert signals == [Unspoken(at=20, line=1), Playing(at=0, line=2, until=20), Played(at=20, line=2)]
    assert sound.all()


def test_a_line_that_fails_after_its_first_piece_was_heard_all_the_same():
    player = Player(RATE)
    player.expect(1)
    player.add(1, tone(20), last=False)
    player.fail(1)
    _, signals, _ = play(player, 0, 2)
    assert [type(each) for each in signals] == [Playing, Played]


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(
        st.sampled_from(["expect", "add", "more", "fail", "pause", "on", "stop", "frame", "frame"]), max_size=80
    )
)
def test_every_line_is_told_exactly_once_to_be_over(steps):
    player, count, at, signals = Player(RATE), 0, 0, []
    for step in [*steps, "stop"]:
        match step:
            case "expect":
                count += 1
                player.expect(count)
            case "add" | "more":
                player.add(count, tone(30), last=step == "add")
            case "fail":
                player.fail(count)
            case "pause":
                player.pause()
            case "on":
                player.go_on()
            case "stop":
                player.stop(at)
            case _:
                assert player.frame(at).shape == (FRAME,)
                at += 20
        signals += player.signals()
    over = [each.line for each in signals if isinstance(each, Played | Unspoken)]
    assert sorted(over) == list(range(1, count + 1))


@pytest.mark.parametrize("rate", [8000, 16_000, 24_000, 48_000])
def test_a_frame_is_twenty_milliseconds_at_any_rate(rate):
    assert len(Player(rate).frame(0)) == rate // 50
