"""Whole calls with the voices of espeak over lines made bad on purpose, heard by the agent's own ears; words are given."""

import json

import pytest

from huashu import library
from huashu.call import Adjust, Adjustment, EndReason, Said
from huashu.call.codec import log_to_json
from huashu.playbook import parse
from huashu.rehearsal import Rehearsed, rehearse_once
from huashu.rehearsal.sound import missing
from huashu.rehearsal.sound.cast import SoundCast
from huashu.rehearsal.sound.party import NONE
from huashu.rehearsal.sound.telephone import GIVEN, Sounds

pytestmark = pytest.mark.skipif(bool(missing()), reason="the extra ‘voice’ is not installed")

SCENARIO = "property-repair"


@pytest.fixture(scope="module")
def casts() -> dict[str, SoundCast]:
    """One cast for each line, so that models are loaded and lines are spoken once."""
    return {}


def made(casts: dict[str, SoundCast], line: str, run: int = 0, seed: int = 0) -> Rehearsed:
    if line not in casts:
        first = next(iter(casts.values()), None)
        casts[line] = SoundCast(Sounds(line=line, recogniser=GIVEN, voices="espeak", habits=NONE))
        if first is not None:
            casts[line].telephone.voices = first.telephone.voices
            casts[line].ears, casts[line].contexts = first.ears, first.contexts
    playbook = parse(library.read(SCENARIO).decode(), SCENARIO).playbook
    assert playbook is not None
    return rehearse_once(playbook, seed, run, casts[line])


def clauses(call: Rehearsed) -> list[str]:
    return [clause for event in call.log.events if isinstance(event, Said) for clause in event.because]


def test_a_call_is_the_same_whenever_it_is_made(casts: dict[str, SoundCast]):
    first = log_to_json(made(casts, "noise:street:0,mulaw", 1).log)
    voices = casts.pop("noise:street:0,mulaw").telephone.voices
    again = log_to_json(made(casts, "noise:street:0,mulaw", 1).log)
    assert casts["noise:street:0,mulaw"].telephone.voices is not voices
    assert json.dumps(first, ensure_ascii=False) == json.dumps(again, ensure_ascii=False)


def test_on_a_telephone_line_calls_end_as_in_text_and_nobody_speaks_of_the_line(casts: dict[str, SoundCast]):
    playbook = parse(library.read(SCENARIO).decode(), SCENARIO).playbook
    assert playbook is not None
    for run in range(3):
        call, twin = made(casts, "mulaw", run), rehearse_once(playbook, 0, run)
        assert call.log.record is not None and twin.log.record is not None
        assert call.log.record["end_reason"] == twin.log.record["end_reason"]
        assert call.sound is not None
        assert call.sound.rates["lines_let_be"].hit == 1
        assert call.sound.rates["answered_soon"].hit == call.sound.rates["answered_soon"].n > 0


@pytest.mark.parametrize(
    ("line", "clause", "first"),
    [
        ("level:-54,mulaw", "S3.3", Adjustment.RECEIVE_GAIN),
        ("noise:white:-4,mulaw", "S3.4", Adjustment.NOISE_SUPPRESSION),
        ("deaf,mulaw", "S3.5", Adjustment.SEND_LEVEL),
    ],
)
def test_a_bad_line_is_mended_first_and_talked_about_second(
    casts: dict[str, SoundCast], line: str, clause: str, first: Adjustment
):
    call = made(casts, line)
    asked = next(event for event in call.log.events if isinstance(event, Said) and clause in event.because)
    mended = next(done for done in call.log.done if isinstance(done.action, Adjust) and done.action.what is first)
    assert mended.at <= asked.at
    assert call.sound is not None and call.sound.rates["lines_handled"].hit == 1, call.sound.faults


def test_a_line_that_never_gets_better_is_left_with_an_apology(casts: dict[str, SoundCast]):
    calls = [made(casts, "level:-54,mulaw", run) for run in range(4)]
    never = [call for call in calls if not (call.log.truth or {})["sound"]["cured"]]
    assert never
    for call in never:
        assert (call.log.record or {})["end_reason"] == EndReason.LINE_UNUSABLE
        assert clauses(call)[-1] == "D1"


def test_a_line_without_a_sound_is_asked_after_and_left(casts: dict[str, SoundCast]):
    call = made(casts, "silent")
    assert "S3.2" in clauses(call)
    assert call.sound is not None and call.sound.rates["lines_handled"].hit == 1, call.sound.faults
