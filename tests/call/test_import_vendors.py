"""The JSON that other vendors' conversation analysis writes becomes logs."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huashu.call import CallLog, Heard, HungUp, Noise, Said, Side, Silence
from huashu.call.codec import LogError, times_of
from huashu.call.files import iter_logs
from huashu.call.imports import ImportOptions


def read(data: object, name: str = "a.json", **options: object) -> list[CallLog | LogError]:
    return list(iter_logs(json.dumps(data, ensure_ascii=False), name, ImportOptions(**options)))  # type: ignore[arg-type]


def only(data: object, name: str = "a.json", **options: object) -> CallLog:
    (log,) = read(data, name, **options)
    assert isinstance(log, CallLog), log
    return log


def voice(**more: Any) -> dict[str, Any]:
    return {
        "Version": "1.1.0",
        "Channel": "VOICE",
        "ContentMetadata": {"Output": "Raw"},
        "CustomerMetadata": {"ContactId": "c-77"},
        "Participants": [
            {"ParticipantId": "p1", "ParticipantRole": "CUSTOMER"},
            {"ParticipantId": "p2", "ParticipantRole": "AGENT"},
            {"ParticipantId": "p3", "ParticipantRole": "SYSTEM"},
        ],
        "ConversationCharacteristics": {"NonTalkTime": {"Instances": []}, "Interruptions": {"TotalCount": 1}},
        "Transcript": [
            {"ParticipantId": "p2", "Content": "您好", "BeginOffsetMillis": 120, "EndOffsetMillis": 900},
            {"ParticipantId": "p1", "Content": "我要退订", "BeginOffsetMillis": 700, "EndOffsetMillis": 2000},
            {"ParticipantId": "p3", "Content": "正在录音", "BeginOffsetMillis": 2100, "EndOffsetMillis": 2500},
            {"ParticipantId": "p2", "Content": "好的", "BeginOffsetMillis": 6000, "EndOffsetMillis": 7000},
        ],
    } | more


def test_contact_lens_calls_keep_true_times_overlaps_and_silences() -> None:
    log = only(voice())
    assert (log.id, log.agent) == ("c-77", "human")
    assert log.events == (
        Said(at=120, end=900, text="您好"),
        Heard(at=700, end=2000, text="我要退订"),
        Noise(at=2100, end=2500, text="正在录音", side=Side.SYSTEM),
        Silence(at=2500, end=6000, side=Side.AGENT),
        Said(at=6000, end=7000, text="好的"),
    )
    assert log.extra["channel"] == "voice" and times_of(log) == "measured"


def test_the_contact_may_be_named_by_the_file() -> None:
    data = voice()
    del data["CustomerMetadata"]
    assert only(data, "x/1f2e-3d_analysis_2024-05-06T07:08:09Z.json").id == "1f2e-3d"


def test_contact_lens_participants_may_be_named_by_their_roles_alone() -> None:
    data = voice(Participants=[], Transcript=[{"ParticipantId": "AGENT", "Content": "您好"}])
    assert isinstance(only(data).events[0], Said)


def test_contact_lens_chats_have_times_of_arrival_only_and_end_when_somebody_leaves() -> None:
    kinds = ["text/plain", "text/markdown"]
    items = [
        {"AbsoluteTime": f"2024-05-06T07:08:{second:02}.500Z", "Content": text, "ContentType": kinds[n % 2],
         "ParticipantId": who, "ParticipantRole": role, "Type": "MESSAGE"}
        for n, (second, text, who, role) in enumerate(
            [(1, "您好", "b", "CUSTOM_BOT"), (9, "订单没到", "c", "CUSTOMER"), (30, "我看看", "b", "CUSTOM_BOT")]
        )
    ]  # fmt: skip
    events = [
        {"AbsoluteTime": "2024-05-06T07:08:40Z", "ContentType": "application/vnd.amazonaws.connect.event.participant.left",
         "ParticipantId": "c", "ParticipantRole": "CUSTOMER", "Type": "EVENT"},
        {"AbsoluteTime": "2024-05-06T07:08:41Z", "ContentType": "application/vnd.amazonaws.connect.event.chat.ended",
         "Type": "EVENT"},
    ]  # fmt: skip
    log = only({"Channel": "CHAT", "Participants": [], "Transcript": items + events})
    assert [event.at for event in log.events] == [0, 8000, 29000, 39500]
    assert log.events[-1] == HungUp(at=39500, by=Side.CUSTOMER)
    assert (log.agent, log.extra["channel"], log.extra["started_at"]) == ("robot", "chat", "2024-05-06T07:08:01+00:00")
    assert times_of(log) == "starts"


@pytest.mark.parametrize(
    ("transcript", "message"),
    [
        ([{"ParticipantId": "zz", "Content": "您好"}], "unknown participant"),
        ([{"ParticipantId": "p1", "Content": "喂", "BeginOffsetMillis": "early"}], "BeginOffsetMillis 应为"),
        ([], "没有一句话"),
        (
            [
                {"ParticipantId": "p1", "Content": "喂", "BeginOffsetMillis": 900, "EndOffsetMillis": 950},
                {"ParticipantId": "p2", "Content": "您好", "BeginOffsetMillis": 100, "EndOffsetMillis": 800},
            ],
            "Transcript[1]: 时间倒退",
        ),
    ],
)
def test_a_bad_contact_lens_file_says_where_and_what_to_do(transcript: list[Any], message: str) -> None:
    (problem,) = read(voice(Transcript=transcript))
    assert isinstance(problem, LogError) and message in str(problem) and "；" in str(problem)


SENTENCES = [
    {"Role": "客服", "Words": "您好，请讲", "Begin": 340, "End": 2020, "SpeechRate": 190, "EmotionValue": 5},
    {"Role": "客户", "Words": "宽带断了", "Begin": 2600, "End": 4100, "SpeechRate": 210, "EmotionValue": 7},
    {"Role": "客服", "Words": "我来查", "Begin": 9000, "End": 9900, "SpeechRate": 180, "EmotionValue": 5},
]
RECORDING = {
    "CallId": "rec-1",
    "CallType": 3,
    "Caller": "13700000002",
    "Callee": "95000",
    "CallTime": "2024-03-04 05:06:07",
}
AGENT = {"Id": "8899", "Name": "甲", "SkillGroup": "报障"}


@pytest.mark.parametrize(
    "asr",
    [
        SENTENCES,
        {"AsrResult": SENTENCES},
        {"asrResult": [{k[0].lower() + k[1:]: v for k, v in s.items()} for s in SENTENCES]},
    ],
)
def test_sca_results_are_read_as_documented_and_as_the_older_sdks_wrap_them(asr: Any) -> None:
    info = {"AsrResult": asr, "Recording": RECORDING, "Agent": AGENT, "HitResult": {"HitResult": []}, "Score": 88}
    log = only({"Code": "200", "Data": {"ResultInfo": [info]}, "Success": True})
    assert (log.id, log.direction, log.agent) == ("rec-1", "inbound", "human")
    assert log.events == (
        Said(at=340, end=2020, text="您好，请讲"),
        Heard(at=2600, end=4100, text="宽带断了"),
        Silence(at=4100, end=9000, side=Side.AGENT),
        Said(at=9000, end=9900, text="我来查"),
    )
    assert log.extra == {
        "agent_id": "8899",
        "queue": "报障",
        "customer_number": "13700000002",
        "started_at": "2024-03-04T05:06:07",
    }


def test_a_page_of_results_gives_every_call_and_names_those_without_a_transcript() -> None:
    good = {"AsrResult": SENTENCES, "Recording": RECORDING}
    bad = {"Recording": {"Id": "r2"}, "ErrorMessage": "FILE_DOWNLOAD_FAILED"}
    first, problem, third = read({"Data": {"ResultInfo": [good, bad, good]}})
    assert isinstance(first, CallLog) and isinstance(third, CallLog)
    assert (
        "ResultInfo[1]" in str(problem) and "FILE_DOWNLOAD_FAILED" in str(problem) and "requiredFields" in str(problem)
    )


def test_a_result_that_has_a_task_but_no_transcript_is_named() -> None:
    (problem,) = read({"Data": {"ResultInfo": [{"TaskId": "t1", "Status": 1}]}})
    assert "requiredFields" in str(problem)


def test_outbound_calls_give_the_number_that_was_called() -> None:
    log = only({"Data": {"ResultInfo": [{"AsrResult": SENTENCES, "Recording": RECORDING | {"CallType": 1}}]}})
    assert (log.direction, log.extra["customer_number"]) == ("outbound", "95000")


def test_a_result_for_review_and_plain_sentences_are_read() -> None:
    assert len(only({"Data": {"Dialogues": {"Dialogue": SENTENCES}, "Vid": "v1"}}).events) == 4
    sentences = [{"role": "agent", "text": "您好"}, {"role": "user", "text": "喂"}]
    log = only({"dialogue": {"sessionId": "s", "sentences": sentences}})
    assert [type(event) for event in log.events] == [Said, Heard]


def paragraphs() -> dict[str, Any]:
    def words(start: int, *texts: str) -> list[dict[str, Any]]:
        return [
            {"Id": n, "SentenceId": 1, "Start": start + 300 * n, "End": start + 300 * (n + 1), "Text": text}
            for n, text in enumerate(texts)
        ]

    return {
        "TaskId": "t-9",
        "Transcription": {
            "AudioInfo": {"Duration": 9000},
            "Paragraphs": [
                {"ParagraphId": "1", "SpeakerId": "1", "Words": words(100, "您好，", "请讲")},
                {"ParagraphId": "2", "SpeakerId": "2", "Words": words(1000, "我想", "咨询")},
            ],
        },
    }


def test_paragraphs_need_to_be_told_who_the_agent_is() -> None:
    (problem,) = read(paragraphs())
    assert isinstance(problem, LogError) and "--speakers 1=坐席,2=客户" in str(problem)
    log = only(paragraphs(), speakers={"1": Side.AGENT, "2": Side.CUSTOMER})
    assert log.id == "t-9"
    assert log.events == (Said(at=100, end=700, text="您好，请讲"), Heard(at=1000, end=1600, text="我想咨询"))


def test_vendor_json_may_stand_a_call_a_line() -> None:
    lines = "\n".join(json.dumps(one) for one in (voice(), {"AsrResult": SENTENCES}))
    assert [type(one) for one in iter_logs(lines, "a.jsonl")] == [CallLog, CallLog]


KEYS = ["Transcript", "Participants", "ParticipantId", "ParticipantRole", "Content", "BeginOffsetMillis", "AbsoluteTime",
        "Channel", "Data", "ResultInfo", "AsrResult", "Recording", "Agent", "Role", "Words", "Begin", "End", "Transcription",
        "Paragraphs", "SpeakerId", "dialogue", "sentences", "turns", "events", "t", "speaker", "text", "CallType", "id"]  # fmt: skip
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-5, 10**12)
    | st.floats()
    | st.sampled_from(["AGENT", "客户", "CHAT", "", "1"])
)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=25,
)


@given(st.dictionaries(st.sampled_from(KEYS), anything, max_size=5))
@example({"Transcript": [], "Participants": 3})
@example({"AsrResult": [{"Words": [3]}], "Recording": [1]})
def test_no_json_makes_the_reader_fail(data: dict[str, Any]) -> None:
    assert all(isinstance(one, CallLog | LogError) for one in read(data))
