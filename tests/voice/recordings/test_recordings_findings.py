"""What is wrong in a recorded call is found in its recording, and nothing in one without fault."""

from collections.abc import Callable

import pytest

from huashu.inspection import Inspection, inspect
from huashu.language import default_understander
from huashu.language.agent_lines import default_line_reader
from huashu.standard import load_standard
from huashu.voice.recordings.transcribing import transcribe

Base = Callable[..., list[tuple[str, str, int]]]


def _inspected(call, parrot, **how) -> Inspection:
    log = transcribe(call.recording(**how), parrot)
    return inspect(log, load_standard(), default_understander(), reader=default_line_reader())


def _found(inspection: Inspection) -> set[str]:
    return {finding.clause.id for finding in inspection.findings}


def test_a_call_without_fault_has_no_findings_in_two_channels_or_one(studio, parrot, base: Base) -> None:
    call = studio.call(base())
    assert not _found(_inspected(call, parrot))
    assert not _found(_inspected(call, parrot, mono=True))


@pytest.mark.parametrize(
    ("line", "clause"),
    [
        (("坐席", "给您添麻烦了，请问您登记的地址是哪里？", -1500), "talks-over-customer"),
        (("坐席", "这个我们没办法，你有必要为这点事找我们吗？", 700), "turns-customer-away"),
    ],
)
def test_what_the_agent_does_wrong_is_found(studio, parrot, base: Base, line, clause: str) -> None:
    assert clause in _found(_inspected(studio.call(base(line2=line)), parrot))


def test_a_wait_of_eight_seconds_without_a_word_is_found(studio, parrot, base: Base) -> None:
    sorry, answer = base()[2][1], base()[4][1]
    assert _found(_inspected(studio.call(base(line4=("坐席", answer, 8300))), parrot)) == {"waits-without-a-word"}
    assert not _found(_inspected(studio.call(base(line2=("坐席", sorry, 8300))), parrot)), "it apologises"


@pytest.mark.parametrize(("speed", "clause"), [(1.6, "speaks-too-fast"), (0.45, "speaks-too-slowly")])
def test_the_wrong_pace_is_found(studio, parrot, base: Base, speed: float, clause: str) -> None:
    assert clause in _found(_inspected(studio.call(base(), pace=speed), parrot))
