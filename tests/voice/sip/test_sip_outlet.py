"""Silence in front of sound that begins: little on a quiet machine, more on a busy one."""

from hypothesis import given
from hypothesis import strategies as st

from huashu.voice.sip.intake import FRAME_BYTES
from huashu.voice.sip.outlet import MOST_LEAD, Cushion


def test_at_first_one_frame_leads() -> None:
    assert Cushion().bytes == FRAME_BYTES


def test_what_was_missed_makes_the_lead_longer_and_it_is_forgotten_in_time() -> None:
    cushion = Cushion()
    cushion.missed(3, now=100.0)
    for _ in range(5):
        cushion.begun(now=101.0)
    assert cushion.bytes == 4 * FRAME_BYTES
    cushion.begun(now=160.0)
    assert cushion.bytes == FRAME_BYTES


@given(missed=st.lists(st.integers(0, 50)))
def test_the_lead_is_never_longer_than_a_tenth_of_a_second(missed: list[int]) -> None:
    cushion = Cushion()
    for packets in missed:
        cushion.missed(packets, now=1.0)
        cushion.begun(now=2.0)
        assert FRAME_BYTES <= cushion.bytes <= MOST_LEAD * FRAME_BYTES
