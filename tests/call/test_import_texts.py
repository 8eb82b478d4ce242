"""Subtitles and plain transcripts become logs."""

import io

import pytest

from huashu.call import CallLog, Heard, Said, Side, Silence
from huashu.call.codec import LogError, times_of
from huashu.call.files import iter_logs, read_calls
from huashu.call.imports import ImportOptions


def only(text: str, name: str, **options: object) -> CallLog:
    (log,) = iter_logs(text, name, ImportOptions(**options))  # type: ignore[arg-type]
    assert isinstance(log, CallLog), log
    return log


SRT = """1
00:00:01,000 --> 00:00:03,500
坐席：您好，这里是
预约中心

2
00:00:04,000 --> 00:00:05,000
客户（李女士）：我想改时间

3
00:00:05,400 --> 00:00:06,000
改到周五

4
00:00:10,000 --> 00:00:12,000
坐席：好的
"""


def test_srt_has_speakers_true_times_and_the_silences_between() -> None:
    log = only(SRT, "a.srt")
    assert log.events == (
        Said(at=1000, end=3500, text="您好，这里是预约中心"),
        Heard(at=4000, end=6000, text="我想改时间改到周五"),
        Silence(at=6000, end=10000, side=Side.AGENT),
        Said(at=10000, end=12000, text="好的"),
    )
    assert times_of(log) == "measured"


VTT = """WEBVTT - support call

NOTE
坐席：this is a note

STYLE
::cue { color: red }

intro
01:00.000 --> 01:02.000 align:start
<v.loud Agent Smith>Hello &amp; <i>welcome</i></v>

00:01:03.000 --> 00:01:04.000
<v 客户>喂
"""


def test_webvtt_voices_name_the_speakers_and_markup_goes() -> None:
    log = only(VTT, "a.vtt")
    assert [(type(event), event.at, event.text) for event in log.events if isinstance(event, Said | Heard)] == [
        (Said, 60000, "Hello & welcome"),
        (Heard, 63000, "喂"),
    ]


def test_two_speakers_in_one_cue_are_kept_apart_and_their_times_are_not_called_measured() -> None:
    log = only("00:01.000 --> 00:04.000\n- 坐席：您好\n- 客户：喂\n", "a.vtt")
    assert [type(event) for event in log.events] == [Said, Heard]
    assert times_of(log) != "measured"


def test_a_subtitle_speaker_may_be_named_by_the_user() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n[A] 您好\n\n2\n00:00:03,000 --> 00:00:04,000\n[B] 喂\n"
    log = only(text, "a.srt", speakers={"a": Side.AGENT, "b": Side.CUSTOMER})
    assert [type(event) for event in log.events] == [Said, Heard]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\n您好\n", "a.srt:2: 不知道这句是谁说的"),
        ("1\n00:00:xx --> 00:00:02,000\n坐席：您好\n", "a.srt:2: 看不懂时间行"),
        (
            "1\n00:00:01,000 --> 00:00:02,000\n坐席：您好\n\n2\n00:00:03;000 --> 00:00:04,000\n客户：喂\n",
            "a.srt:6: 看不懂时间行",
        ),
        (
            "00:00:05,000 --> 00:00:06,000\n坐席：您好\n\n00:00:01,000 --> 00:00:02,000\n客户：喂\n",
            "a.srt:4: 时间倒退",
        ),
        ("WEBVTT\n\n", "没有一条字幕"),
    ],
)
def test_a_bad_subtitle_file_says_where_and_what_to_do(text: str, message: str) -> None:
    (problem,) = iter_logs(text, "a.srt")
    assert isinstance(problem, LogError) and message in str(problem) and "；" in str(problem)


@pytest.mark.parametrize(
    "text",
    [
        "坐席：您好\n客户：喂\n",
        "**坐席**：您好\n**客户**：喂\n",
        "客服01: 您好\n用户（张先生）: 喂\n",
        "[00:01] 坐席：您好\n[00:04] 客户：喂\n",
        "坐席[00:01]：您好\n客户[00:04]：喂\n",
        "2025-03-01 10:00:01 坐席：您好\n2025-03-01 10:00:04 客户：喂\n",
        "坐席 10:00:01\n您好\n客户 10:00:04\n喂\n",
        "00:01 坐席\n您好\n[00:04] 客户\n喂\n",
    ],
)
def test_the_usual_ways_to_write_a_transcript_are_read(text: str) -> None:
    log = only(text, "a.txt")
    assert [(type(event), event.text) for event in log.events if isinstance(event, Said | Heard)] == [
        (Said, "您好"),
        (Heard, "喂"),
    ]


def test_a_span_gives_a_line_its_end() -> None:
    log = only("[00:01-00:03] 坐席：您好\n[00:08 --> 00:09] 客户：喂\n", "a.txt")
    assert [(event.at, event.end) for event in log.events if isinstance(event, Said | Heard)] == [
        (1000, 3000),
        (8000, 9000),
    ]
    assert isinstance(log.events[1], Silence)


def test_a_colon_in_what_people_say_is_no_speaker() -> None:
    log = only("坐席：请记一下\n客服电话：12345\n客户：好\n", "a.txt")
    assert len(log.events) == 2
    assert log.events[0].text == "请记一下客服电话：12345"  # type: ignore[union-attr]


def test_a_file_that_is_no_text_is_named() -> None:
    (problem,) = read_calls(io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40), "a.txt")
    assert isinstance(problem, LogError) and "不是文本文件" in str(problem)


def test_cues_without_an_empty_line_between_them_are_all_read() -> None:
    dense = "\n".join(line for line in SRT.splitlines() if line)
    assert only(dense, "a.srt").events == only(SRT, "a.srt").events
