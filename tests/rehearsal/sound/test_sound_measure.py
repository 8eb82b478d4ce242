"""What a spoken call is measured to be, on calls written by hand."""

from dataclasses import replace
from typing import Any

from huashu.call import (
    Adjust,
    Adjustment,
    AudioFacts,
    CallLog,
    Done,
    Event,
    Heard,
    HungUp,
    Said,
    Side,
)
from huashu.rehearsal.score import Hits, SoundScore
from huashu.rehearsal.sound.account import Account, Spoken
from huashu.rehearsal.sound.lines import Ail
from huashu.rehearsal.sound.measure import distance, measured
from huashu.rehearsal.sound.party import Kind


def spoken(text: str, began: int, ended: int, heard: str | None = None, **more: Any) -> Spoken:
    facts: dict[str, Any] = {
        "kind": Kind.SPEECH, "over": False, "ail": Ail.NOTHING, "clear": True, "line": "clean",
        "place": began, "whole": True, "heard": text if heard is None else heard,
    }  # fmt: skip
    return Spoken(text=text, began=began, ended=ended, **(facts | more))


def account(*said: Spoken, ail: Ail = Ail.NOTHING, **more: Any) -> Account:
    facts: dict[str, Any] = {"spans": (), "cuts": (), "pauses": (), "mended": (), "cured": False}
    clear = ail is Ail.NOTHING
    return Account(line=ail.value, ail=ail, clear=clear, spoken=said, **(facts | more))


def log(*events: Event, done: tuple[Done, ...] = ()) -> CallLog:
    return CallLog(id="c", events=(*events, HungUp(at=90_000, by=Side.AGENT)), done=done)


def score(account: Account, of: CallLog | None = None, end: str = "completed") -> SoundScore:
    return measured(of or log(), account, end)


def test_the_distance_of_two_texts():
    assert distance("我不想参加了", "我不想陈家呢") == 3
    assert distance("", "好") == 1
    assert distance("好的", "好的") == 0


def test_characters_heard_is_one_minus_the_error_rate_and_never_below_nothing():
    rates = score(
        account(spoken("我不想参加了", 0, 900, "我不想陈家呢"), spoken("好", 2000, 2300, "而普通话", place=1))
    ).rates
    assert rates["characters_heard"] == Hits(hit=3, n=7)


def test_what_nobody_heard_was_not_recognised():
    assert score(account(spoken("谁啊", 0, 900, place=None))).rates["characters_heard"] == Hits(hit=0, n=2)


def test_lines_are_told_by_what_was_measured_of_each_utterance():
    quiet = {"ail": Ail.QUIET, "clear": False}
    rates = score(
        account(
            spoken("一", 0, 900, audio=AudioFacts(level_dbfs=-46.0), **quiet),
            spoken("二", 2000, 2900, audio=AudioFacts(level_dbfs=-30.0), **quiet),
            spoken("三", 4000, 4900, audio=AudioFacts(snr_db=3.0), ail=Ail.NOISY, clear=False),
            spoken("四", 6000, 6900, audio=AudioFacts(level_dbfs=-26.0, snr_db=40.0)),
            spoken("五", 8000, 8900, audio=AudioFacts(level_dbfs=-26.0, echo=True)),
        )
    ).rates
    assert rates["lines_told"] == Hits(hit=2, n=3)
    assert rates["lines_not_suspected"] == Hits(hit=1, n=2)


def test_a_response_counts_from_his_last_word_to_our_first_sound():
    found = score(account(spoken("你说", 0, 1000), spoken("好", 9000, 9500), spans=((1600, 8000), (12_000, 13_000))))
    assert found.spreads["response_ms"] == (600, 2500)
    assert found.rates["answered_soon"] == Hits(hit=1, n=2)


def test_what_he_goes_on_to_say_is_not_our_delay():
    found = score(account(spoken("嗯", 0, 500), spoken("你说", 1500, 2000), spans=((2600, 3000),)))
    assert found.spreads["response_ms"] == (600,)


def test_how_soon_we_stop_when_he_talks_over_us():
    found = score(account(spoken("等等", 3000, 4000, over=True), spans=((1000, 3160),)))
    assert found.spreads["stop_ms"] == (160,)
    assert found.rates["stopped_in_time"] == Hits(hit=1, n=1)


def test_a_hum_may_make_us_hesitate_but_not_stop():
    hum = {"kind": Kind.HUM, "over": True}
    calls = account(spoken("嗯", 3000, 3400, **hum), spoken("哦", 9000, 9400, **hum), cuts=(3700,), pauses=(3100, 9100))
    found = score(calls)
    assert found.rates["hums_ignored"] == Hits(hit=1, n=2)
    assert found.rates["hums_unnoticed"] == Hits(hit=0, n=2)
    assert [fault.measure for fault in found.faults] == ["hums_ignored"]


def test_speaking_into_what_he_says_is_a_fault_where_it_happened():
    found = score(
        account(spoken("我先问一下价钱", 1000, 4000), spans=((2500, 2900),)), log(Heard(at=1000, end=4000, text="我先"))
    )
    assert found.rates["heard_out"] == Hits(hit=0, n=1)
    assert found.faults[0].event == 0


def asks(at: int, *because: str) -> Said:
    return Said(at=at, end=at + 2000, text="麻烦您大声一点，好吗？", because=because)


def gain(at: int, what: Adjustment = Adjustment.RECEIVE_GAIN) -> Done:
    return Done(at=at, action=Adjust(what=what))


def lost(n: int) -> tuple[Spoken, ...]:
    return tuple(
        spoken("我想问一下", 5000 * i, 5000 * i + 1500, "", ail=Ail.QUIET, clear=False, place=i) for i in range(n)
    )


def test_a_quiet_line_is_turned_up_before_he_is_asked_to_speak_up():
    good = score(account(*lost(2), ail=Ail.QUIET), log(asks(3000, "S3.3"), done=(gain(2000),)))
    bad = score(account(*lost(2), ail=Ail.QUIET), log(asks(3000, "S3.3"), done=(gain(9000),)))
    assert good.rates["lines_handled"] == good.rates["lines_handled/quiet"] == Hits(hit=1, n=1)
    assert bad.rates["lines_handled"] == Hits(hit=0, n=1)


def test_talking_of_noise_on_a_quiet_line_is_wrong():
    found = score(account(*lost(2), ail=Ail.QUIET), log(asks(3000, "S3.4"), done=(gain(2000),)))
    assert found.rates["lines_handled"] == Hits(hit=0, n=1)


def test_hearing_nothing_and_asking_nothing_is_wrong():
    assert score(account(*lost(4), ail=Ail.QUIET)).rates["lines_handled"] == Hits(hit=0, n=1)


def test_a_line_that_stays_unusable_is_left():
    of = log(asks(3000, "S3.3"), done=(gain(2000),))
    assert score(account(*lost(9), ail=Ail.QUIET), of, "line_unusable").rates["lines_handled"] == Hits(hit=1, n=1)
    assert score(account(*lost(9), ail=Ail.QUIET), of, "completed").rates["lines_handled"] == Hits(hit=0, n=1)


def test_a_good_line_is_not_talked_about():
    said = account(spoken("好", 0, 500))
    assert score(said).rates["lines_let_be"] == Hits(hit=1, n=1)
    assert score(said, log(asks(3000, "S3.3"))).rates["lines_let_be"] == Hits(hit=0, n=1)


def test_answering_what_he_said_of_the_line_is_no_false_alarm():
    events = log(Heard(at=1000, end=2000, text="信号不好，听不清"), asks(3000, "S3.5"))
    told = replace(events, truth={"utterances": [{"turn": 0, "acts": ["line_bad"]}]})
    assert score(account(spoken("信号不好，听不清", 1000, 2000)), told).rates["lines_let_be"] == Hits(hit=1, n=1)
