"""A recorded call becomes a log with the same turns, times and facts as the call that was recorded."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from huashu.call import Connected, Dtmf, Heard, HoldEnded, HoldStarted, HungUp, Ring, Said, Side, Silence
from huashu.call.codec import log_from_json, log_to_json, times_of
from huashu.call.imports import ImportOptions
from huashu.inspection.measures_talk import pace_of, waiting_of
from huashu.standard import Scene
from huashu.standard.text import length
from huashu.voice.recordings.reading import Recording, RecordingError
from huashu.voice.recordings.transcribing import transcribe

Base = Callable[..., list[tuple[str, str, int]]]


def _lines(log) -> list[tuple[str, str, int, int]]:
    return [
        ("坐席" if isinstance(event, Said) else "客户", event.text, event.at, event.end)
        for event in log.events
        if isinstance(event, Said | Heard)
    ]


def _is_told(log, call) -> None:
    """The turns of ``log`` are those of ``call``, within 300 ms."""
    told = _lines(log)
    assert [(who, text) for who, text, _, _ in told] == [(line.who, line.text) for line in call.lines]
    for (_, text, at, end), line in zip(told, call.lines, strict=True):
        assert abs(at - line.at) <= 300, text
        assert abs(end - line.end) <= 300, text


def test_the_turns_of_a_recording_are_those_of_the_call(studio, parrot, base: Base) -> None:
    call = studio.call(base())
    log = transcribe(call.recording(), parrot)
    _is_told(log, call)
    assert (log.direction, log.agent, times_of(log)) == ("inbound", "human", "measured")
    assert log.extra["recorded"] == {
        "recogniser": "parrot",
        "seconds": len(call.agent) / 8000,
        "channels": 2,
        "agent": "right",
        "by": log.extra["recorded"]["by"],
        "sure": 1.0,
    }
    assert log_from_json(log_to_json(log)) == log
    assert transcribe(call.recording(), parrot) == log


def test_what_the_line_measures_goes_with_every_line(studio, parrot, base: Base) -> None:
    call = studio.call(base(), noise=60)
    soft = dataclasses.replace(call, customer=(call.customer * 0.05).astype(np.int16))
    log = transcribe(soft.recording(), parrot)
    for event in log.events:
        if isinstance(event, Said):
            assert event.audio is not None and event.audio.level_dbfs == pytest.approx(-21, abs=3)
            assert event.audio.noise_dbfs == pytest.approx(20 * np.log10(60 / 32768), abs=7)
        elif isinstance(event, Heard):
            assert event.audio is not None and event.audio.level_dbfs == pytest.approx(-47, abs=4)


def test_the_agent_is_found_in_either_channel_and_can_be_told(studio, parrot, base: Base) -> None:
    call = studio.call(base())
    turned = transcribe(call.recording(agent_left=True), parrot)
    assert turned.extra["recorded"]["agent"] == "left"
    _is_told(turned, call)
    wrong = transcribe(call.recording(), parrot, agent_channel="left")
    assert [who for who, *_ in _lines(wrong)] == ["客户" if line.who == "坐席" else "坐席" for line in call.lines]


def test_direction_and_kind_are_what_the_user_says(studio, parrot, base: Base) -> None:
    options = ImportOptions(direction="outbound", agent="robot", kind="回访")
    log = transcribe(studio.call(base()).recording(), parrot, options=options)
    assert (log.direction, log.agent, log.kind) == ("outbound", "robot", "回访")


def test_who_spoke_over_whom_is_measured(studio, parrot, base: Base) -> None:
    text = base()[2][1]
    call = studio.call(base(line2=("坐席", text, -1500)))
    log = transcribe(call.recording(), parrot)
    _is_told(log, call)
    scene = Scene(log, None)
    (over,) = [ms for line in scene.lines if (ms := scene.talked_over(line)) is not None]
    assert over == pytest.approx(1500, abs=300)
    assert (waiting_of(scene).interruptions, waiting_of(scene).interrupted) == (1, 0)


def test_listening_sounds_do_not_cut_what_is_said_in_two(studio, parrot) -> None:
    call = studio.call(
        [
            ("坐席", "您好，这里是城东宽带，请问有什么可以帮您？", 0),
            ("客户", "你好，我家的网从昨天晚上就断了，还没恢复。", 700),
            ("坐席", "嗯。", -2600),
        ]
    )
    log = transcribe(call.recording(), parrot)
    _is_told(log, call)


def test_a_silence_is_of_the_side_that_owed_a_word(studio, parrot, base: Base) -> None:
    text = base()[4][1]
    call = studio.call(base(line4=("坐席", text, 8300)))
    log = transcribe(call.recording(), parrot)
    _is_told(log, call)
    (silence,) = [event for event in log.events if isinstance(event, Silence)]
    assert silence.side is Side.AGENT
    assert silence.end - silence.at == pytest.approx(8300, abs=300)


def test_the_rate_of_speech_is_measured(studio, parrot, base: Base) -> None:
    call = studio.call(base())
    spoken = [line for line in call.lines if line.who == "坐席"]
    rate = 60_000 * sum(length(line.text) for line in spoken) / sum(line.end - line.at for line in spoken)
    log = transcribe(call.recording(), parrot)
    assert pace_of(Scene(log, None)).overall == pytest.approx(rate, rel=0.1)


def _tone(hz: tuple[int, ...], ms: int) -> np.ndarray:
    time = np.arange(8 * ms) / 8000
    return sum(4000 * np.sin(2 * np.pi * one * time) for one in hz).astype(np.int16)


def test_rings_keys_and_a_busy_tone_are_events_and_no_words(studio, parrot, base: Base) -> None:
    call = studio.call(base(), tail=4000)
    before = np.concatenate([_tone((450,), 1000), np.zeros(32_000, np.int16)] * 2)
    customer = np.concatenate([before, call.customer])
    agent = np.concatenate([np.zeros(len(before), np.int16), call.agent])
    shift = len(before) // 8
    dictated = shift + call.lines[3].end + 150
    for place, hz in enumerate([(697, 1209), (852, 1477)]):
        customer[8 * (dictated + 200 * place) : 8 * (dictated + 200 * place + 100)] += _tone(hz, 100)
    gone = shift + call.lines[-1].end + 800
    for place in range(4):
        customer[8 * (gone + 700 * place) : 8 * (gone + 700 * place + 350)] += _tone((450,), 350)
    log = transcribe(Recording(name="call.wav", channels=(customer, agent), rate=8000), parrot)
    moved = tuple(dataclasses.replace(line, at=line.at + shift, end=line.end + shift) for line in call.lines)
    _is_told(log, dataclasses.replace(call, lines=moved))
    assert [round(event.at, -3) for event in log.events if isinstance(event, Ring)] == [0, 5000]
    assert sum(isinstance(event, Connected) for event in log.events) == 1
    (keys,) = [event for event in log.events if isinstance(event, Dtmf)]
    assert (keys.digits, keys.side) == ("19", Side.CUSTOMER)
    assert isinstance(log.events[-1], HungUp) and log.events[-1].by is Side.CUSTOMER
    assert log.events[-1].at == pytest.approx(gone, abs=150)


def test_music_on_the_agents_side_is_a_hold(studio, parrot, base: Base) -> None:
    text = base()[4][1]
    call = studio.call(base(line4=("坐席", text, 14_000)))
    begin, end = call.lines[3].end + 1000, call.lines[4].at - 1000
    notes = [_tone((hz, 2 * hz, 3 * hz), 250) // 3 for hz in (262, 330, 392, 523, 392, 330)]
    music = np.concatenate(notes * 10)[: 8 * (end - begin)]
    agent = call.agent.copy()
    agent[8 * begin : 8 * begin + len(music)] += music
    log = transcribe(dataclasses.replace(call, agent=agent).recording(), parrot)
    (held,) = [event for event in log.events if isinstance(event, HoldStarted)]
    (over,) = [event for event in log.events if isinstance(event, HoldEnded)]
    assert abs(held.at - begin) <= 1200 and abs(over.at - end) <= 1200
    assert not any(isinstance(event, Silence) for event in log.events)
    assert [text for _, text, _, _ in _lines(log)] == [line.text for line in call.lines]


def test_a_line_that_goes_dead_after_asking_to_wait_is_a_hold(studio, parrot) -> None:
    call = studio.call(
        [
            ("客户", "你好，我家的网从昨天晚上就断了，还没恢复。", 0),
            ("坐席", "请您稍等，我去核实一下。", 600),
            ("坐席", "感谢您来电，祝您生活愉快，再见。", 14_500),
        ]
    )
    agent = call.agent.copy()
    agent[8 * (call.lines[1].end + 500) : 8 * (call.lines[2].at - 500)] = 0
    log = transcribe(dataclasses.replace(call, agent=agent).recording(), parrot)
    assert [type(event) for event in log.events] == [Heard, Said, HoldStarted, HoldEnded, Said]
    suppressed = np.where(np.abs(call.agent) > 200, call.agent, 0)  # a line that is dead whenever nobody speaks
    log = transcribe(dataclasses.replace(call, agent=suppressed).recording(), parrot)
    assert [type(event) for event in log.events] == [Heard, Said, Silence, Said]


def test_the_echo_of_one_side_in_the_others_channel_is_nobodys_speech(studio, parrot, base: Base) -> None:
    call = studio.call(base())
    echo = np.concatenate([np.zeros(8 * 180), call.agent[: -8 * 180] * 0.12])
    leaked = dataclasses.replace(call, customer=(call.customer + echo).astype(np.int16))
    log = transcribe(leaked.recording(), parrot)
    _is_told(log, call)


def test_mono_is_told_apart_by_voice_and_says_so(studio, parrot, base: Base) -> None:
    call = studio.call(base())
    log = transcribe(call.recording(mono=True), parrot)
    _is_told(log, call)
    recorded = log.extra["recorded"]
    assert (recorded["channels"], "agent" in recorded) == (1, False)
    assert recorded["sure"] > 0.9 and "unsure" not in recorded
    assert any("单声道" in note for note in recorded["notes"])
    told = transcribe(call.recording(mono=True), parrot, agent_channel="left")
    assert told.events == log.events and any("--agent-channel" in note for note in told.extra["recorded"]["notes"])


def test_like_voices_in_mono_leave_every_line_unsure(studio, parrot, base: Base) -> None:
    call = studio.call(base(), customer="female")
    log = transcribe(call.recording(mono=True), parrot)
    recorded = log.extra["recorded"]
    assert recorded["sure"] < 0.75
    assert recorded["unsure"] == [index for index, event in enumerate(log.events) if isinstance(event, Said | Heard)]
    assert any("没有把握" in note for note in recorded["notes"])


def test_a_recording_without_a_word_is_an_error(parrot) -> None:
    noise = np.random.default_rng(1).normal(0, 200, 40_000).astype(np.int16)
    with pytest.raises(RecordingError, match=r"call\.wav: .*听不出一句话"):
        transcribe(Recording(name="call.wav", channels=(noise, noise[::-1]), rate=8000), parrot)


def test_progress_is_told_from_nought_to_one(studio, parrot, base: Base) -> None:
    shares: list[float] = []
    transcribe(studio.call(base()).recording(), parrot, told=shares.append)
    assert shares == sorted(shares) and shares[0] >= 0 and shares[-1] == pytest.approx(1.0)
