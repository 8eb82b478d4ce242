"""A rehearsal that is spoken over a good line and recognised without an error ends as its text twin does."""

from random import Random

import pytest
from spoken_calls import LevelEar, Straight, Tones, finished, tone

from huashu import library
from huashu.call import CallLog, Done, HangUp, Heard, Said, speech_ms
from huashu.playbook import parse
from huashu.rehearsal.cast import SpineCast
from huashu.rehearsal.company import Known
from huashu.rehearsal.loop import play
from huashu.rehearsal.sound.ears import Given
from huashu.rehearsal.sound.lines import Line
from huashu.rehearsal.sound.party import Party
from huashu.rehearsal.sound.virtual import Call
from huashu.rehearsal.stage import profile_of
from huashu.voice.talk.conversation import Conversation

RESISTANT = "broadband-repair"


@pytest.fixture(scope="module")
def cast() -> SpineCast:
    return SpineCast()


def ended(done: tuple[Done, ...]) -> list[str]:
    return [one.action.reason.value for one in done if isinstance(one.action, HangUp)][:1]


def lines(log: CallLog) -> list[str]:
    return [event.text for event in log.events if isinstance(event, Heard | Said)]


@pytest.mark.parametrize("seed", range(4))
def test_the_resistant_customer_is_treated_alike_in_words_and_in_sound(cast: SpineCast, seed: int):
    playbook = parse(library.read(RESISTANT).decode(), RESISTANT).playbook
    assert playbook is not None
    facts = profile_of(playbook)
    twin = play(cast.agent(playbook), cast.customer(playbook, Random(seed)), Known(facts))
    party = Party(cast.customer(playbook, Random(seed)), Tones(), Line(), Random(seed))
    call = Call(
        Conversation(cast.agent(playbook), finished),
        party,
        ear=LevelEar(),
        wire=Straight(),
        recognise=Given(party.spoken, Random(seed)),
        voice=lambda text: tone(speech_ms(text)),
        company=Known(facts),
    )
    call.run()
    log = call.conversation.log()
    assert ended(log.done) == ended(twin.done)
    assert lines(log) == lines(CallLog(id="twin", events=twin.events))
