"""A spoken rehearsal through a real telephone call on this machine ends as its twin in text does."""

import sys
from importlib.util import find_spec

import pytest

from huashu import library
from huashu.call import CallLog, Heard, Said
from huashu.playbook import parse
from huashu.rehearsal import Rehearsed, rehearse_once
from huashu.rehearsal.sound import missing

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason="the extra ‘voice’ is not installed"),
    pytest.mark.skipif(find_spec("baresip") is None, reason="baresip-python is not installed"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

RESISTANT = "broadband-repair"
RUN = 17
"""A call of twenty seconds in which he refuses."""


def words(log: CallLog) -> list[str]:
    return [event.text for event in log.events if isinstance(event, Heard | Said)]


def test_the_resistant_customer_refuses_over_sip_as_he_does_in_text():
    from huashu.rehearsal.sound.cast import SoundCast
    from huashu.rehearsal.sound.over_sip import SipTelephone
    from huashu.rehearsal.sound.party import NONE
    from huashu.rehearsal.sound.telephone import GIVEN, Sounds

    playbook = parse(library.read(RESISTANT).decode(), RESISTANT).playbook
    assert playbook is not None
    sounds = Sounds(line="clean", recogniser=GIVEN, voices="espeak", habits=NONE)
    cast = SoundCast(sounds)
    telephone = SipTelephone(sounds)

    def call() -> Rehearsed:
        return rehearse_once(playbook, 0, RUN, cast)

    in_memory = call()
    telephone.voices = cast.telephone.voices
    cast.telephone = telephone
    spoken, twin = call(), rehearse_once(playbook, 0, RUN)
    for made in (in_memory, spoken):
        assert (made.log.record or {})["end_reason"] == (twin.log.record or {})["end_reason"] == "refused"
    assert words(spoken.log) == words(twin.log)
    assert spoken.sound is not None and len(spoken.sound.spreads["response_ms"]) >= 2
    assert "baresip" in sys.modules
