"""Tables become logs: a row a turn or a row a call, columns guessed or named, whatever is wrong said with its row."""

import datetime
import gc
import io
import re
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huashu.call import CallLog, Heard, HoldEnded, HoldStarted, HungUp, Ring, Said, Side, Silence
from huashu.call.codec import LogError, log_from_json, log_to_json, times_of
from huashu.call.files import read_calls
from huashu.call.imports import ImportOptions, Unit, read_mapping


def read(content: str | bytes, name: str = "a.csv", **options: object) -> list[CallLog | LogError]:
    data = content.encode() if isinstance(content, str) else content
    return list(read_calls(io.BytesIO(data), name, ImportOptions(**options)))  # type: ignore[arg-type]


def only(content: str | bytes, name: str = "a.csv", **options: object) -> CallLog:
    (log,) = read(content, name, **options)
    assert isinstance(log, CallLog), log
    return log


def workbook(*rows: Sequence[object], sheet: str = "Sheet") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_row_a_turn_is_grouped_by_call_and_keeps_what_is_told_of_the_call() -> None:
    first, second = read(
        "通话编号,角色,内容,开始时间,结束时间,坐席工号,客户号码,技能组,地区\n"
        "A1,坐席,您好，这里是前台,0:01,0:03,8801,13900000001,售后,华东\n"
        "A1,客户,我想改个地址,0:04,0:06,,,,\n"
        "A2,客服02,喂您好,0:00,0:02,8802,,,\n"
    )
    assert isinstance(first, CallLog) and isinstance(second, CallLog)
    assert (first.id, second.id) == ("A1", "A2")
    assert first.events == (
        Said(at=1000, end=3000, text="您好，这里是前台"),
        Heard(at=4000, end=6000, text="我想改个地址"),
    )
    assert first.extra == {"agent_id": "8801", "customer_number": "13900000001", "queue": "售后", "地区": "华东"}
    assert first.agent == "human"


def test_english_headings_and_milliseconds_are_understood() -> None:
    log = only(
        "CallID\tSpeaker\tUtterance\tStart (ms)\tEnd (ms)\n7\tAGENT\thello\t500\t900\n7\tClient\thi\t1200\t1500\n"
    )
    assert [(event.at, type(event)) for event in log.events] == [(500, Said), (1200, Heard)]


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (["3", "5.5"], [3000, 5500]),
        (["3s", "5秒"], [3000, 5000]),
        (["0:03", "1:05"], [3000, 65000]),
        (["00:00:03", "01:00:05.250"], [3000, 3605250]),
        (["14:20:03", "14:20:07"], [0, 4000]),
        (["23:59:58", "00:00:03"], [0, 5000]),
        (["2025-03-01 10:00:05", "2025-03-01 10:01:05"], [0, 60000]),
        (["2025/3/1 9:59:59", "2025/3/1 10:00:00"], [0, 1000]),
        (["2025-03-01T10:00:05.5+08:00", "2025-03-01T02:00:06Z"], [0, 500]),
        (["20250301100005", "20250301100009"], [0, 4000]),
        (["1740794405000", "1740794407500"], [0, 2500]),
        (["1分02秒", "1分5秒"], [62000, 65000]),
    ],
)
def test_times_are_read_as_they_are_written(times: list[str], expected: list[int]) -> None:
    log = only(f"角色,内容,时间\n坐席,您好,{times[0]}\n客户,你好,{times[1]}\n")
    assert [event.at for event in log.events] == expected


def test_the_date_of_the_first_row_says_when_the_call_began() -> None:
    assert only("角色,内容,时间\n坐席,您好,2025-03-01 10:00:05\n").extra["started_at"] == "2025-03-01T10:00:05"


def test_true_ends_make_silences_of_the_side_that_owed_a_word_but_not_in_a_hold() -> None:
    log = only(
        "角色,内容,开始,结束,事件\n"
        "坐席,请问您的单号是多少,0,3,\n"
        "客户,我找找,9,10,\n"
        "坐席,好的,14,15,\n"
        "坐席,,16,16,保持\n"
        "坐席,,60,60,取消保持\n"
        "坐席,让您久等了,61,63,\n"
        "客户,嗯,65.9,66,\n"
    )
    silences = [(event.at, event.end, event.side) for event in log.events if isinstance(event, Silence)]
    assert silences == [(3000, 9000, Side.CUSTOMER), (10000, 14000, Side.AGENT)]
    assert [type(event) for event in log.events if not isinstance(event, Said | Heard | Silence)] == [
        HoldStarted,
        HoldEnded,
    ]


def test_without_ends_nothing_is_said_of_silences_and_the_times_are_called_estimated() -> None:
    starts = only("角色,内容,时间\n坐席,您好,0:00\n客户,你好,0:50\n")
    assert not any(isinstance(event, Silence) for event in starts.events)
    assert times_of(starts) == "starts"
    nothing = only("角色,内容\n坐席,您好\n客户,你好\n")
    assert times_of(nothing) == "estimated"
    assert times_of(log_from_json(log_to_json(nothing))) == "estimated"
    assert times_of(only("角色,内容,开始,结束\n坐席,您好,1,2\n")) == "measured"


def test_an_interruption_with_known_times_is_kept() -> None:
    log = only("角色,内容,开始,结束\n客户,我的意思是说,0,5\n坐席,您听我说,3,6\n")
    assert [(event.at, event.end) for event in log.events if isinstance(event, Said | Heard)] == [
        (0, 5000),
        (3000, 6000),
    ]


def test_a_length_stands_for_an_end() -> None:
    log = only("角色,内容,开始,时长\n坐席,您好,1,2.5\n")
    assert log.events == (Said(at=1000, end=3500, text="您好"),)


def test_a_row_a_call_holds_the_whole_transcript_however_its_turns_are_kept_apart() -> None:
    for cell in ("坐席：您好 客户：要退货 坐席：好", "坐席：您好\n客户：要退货\n坐席：好", "坐席：您好\\n客户：要退货\\n坐席：好",
                 "坐席:您好<br>客户:要退货<br/>坐席:好", "坐席：您好；客户：要退货；坐席：好"):  # fmt: skip
        log = only(f'流水号,通话内容,客服工号,通话时间,呼叫方向\nK9,"{cell}",66,2025-04-02 09:30,呼入\n')
        assert [type(event) for event in log.events] == [Said, Heard, Said], cell
        assert (log.id, log.direction) == ("K9", "inbound")
        assert log.extra["agent_id"] == "66" and log.extra["started_at"] == "2025-04-02T09:30:00"


def test_a_cell_may_hold_the_turns_as_json() -> None:
    cell = '[{""role"":""坐席"",""words"":""您好"",""begin"":100,""end"":900},{""role"":""客户"",""words"":""喂"",""begin"":950,""end"":1200}]'
    log = only(f'id,transcript\nX,"{cell}"\n')
    assert log.events == (Said(at=100, end=900, text="您好"), Heard(at=950, end=1200, text="喂"))


@pytest.mark.parametrize("headings", ["声道,角色,内容", "声道,说话人,文本"])
def test_the_channel_is_no_speaker_beside_a_column_of_speakers(headings: str) -> None:
    log = only(f"{headings}\n1,坐席,您好\n2,客户,喂\n")
    assert [type(event) for event in log.events] == [Said, Heard]


def test_the_channel_tells_the_speaker_where_nothing_else_does() -> None:
    log = only("声道,内容\n1,您好\n2,喂\n", speakers={"1": Side.AGENT, "2": Side.CUSTOMER})
    assert [type(event) for event in log.events] == [Said, Heard]


def test_columns_and_speakers_may_be_named_by_the_user() -> None:
    log = only(
        "谁,讲了啥,何时\nA,您好,1\nB,你好,2\n",
        columns={"speaker": "谁", "text": "讲了啥", "t": "何时"},
        speakers={"a": Side.AGENT, "b": Side.CUSTOMER},
    )
    assert [type(event) for event in log.events] == [Said, Heard]


def test_the_users_columns_decide_whether_a_row_is_a_turn_or_a_call() -> None:
    turns = only("谁,内容\n坐席,您好\n客户,你好\n", columns={"speaker": "谁"})
    assert [type(event) for event in turns.events] == [Said, Heard]
    whole = only("角色,内容,编号\nx,坐席：您好 客户：你好,5\n", columns={"transcript": "内容"})
    assert (whole.id, len(whole.events)) == ("5", 2)


def test_a_table_without_headings_is_read_by_the_places_of_its_columns() -> None:
    log = only("坐席,0:01,您好\n客户,0:04,你好\n", columns={"speaker": "#1", "t": "#2", "text": "#3"})
    assert log.events[0] == Said(at=1000, end=1000 + 444, text="您好")
    assert len(log.events) == 2
    named = only("谁,时,话\n坐席,0:01,您好\n", columns={"speaker": "#1", "t": "#2", "text": "#3"})
    assert len(named.events) == 1


def test_rows_of_a_call_that_do_not_stand_together_are_put_together() -> None:
    first, second = read("通话编号,角色,内容\n1,坐席,您好\n2,坐席,喂\n1,客户,你好\n2,客户,嗯\n")
    assert isinstance(first, CallLog) and isinstance(second, CallLog)
    assert [(log.id, len(log.events)) for log in (first, second)] == [("1", 2), ("2", 2)]


def test_a_robot_is_told_by_its_name() -> None:
    assert only("角色,内容\n机器人,您好\n客户,喂\n").agent == "robot"
    assert only("角色,内容\n机器人,您好\n客服,您好\n客户,喂\n").agent == "human"


def test_the_users_word_holds_where_the_file_does_not_tell() -> None:
    table = "通话编号,角色,内容,呼叫方向\n1,坐席,您好,呼出\n2,坐席,您好,\n"
    first, second = read(table, direction="inbound", agent="robot", kind="催收")
    assert isinstance(first, CallLog) and isinstance(second, CallLog)
    assert (first.direction, second.direction) == ("outbound", "inbound")
    assert (first.agent, first.kind) == ("robot", "催收")


def test_other_events_have_types_of_their_own() -> None:
    log = only("类型,说话人,内容,开始,结束\n振铃,,,0,1\n振铃,,,4,5\n,坐席,您好,6,7\n挂机,客户,,9,9\n")
    assert [type(event) for event in log.events] == [Ring, Ring, Said, HungUp]
    assert log.events[-1] == HungUp(at=9000, by=Side.CUSTOMER)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("角色,内容,时间\n坐席,您好,5\n客户,嗯,3\n", "a.csv:3: 时间倒退"),
        ("角色,内容\n坐席,您好\n某人,嗯\n", "a.csv:3 角色: 不知道 '某人' 是坐席还是客户"),
        ("角色,内容,时间\n坐席,您好,很早\n", "a.csv:2 时间: 看不懂时间 '很早'"),
        ("角色,内容,时间\n坐席,您好,2025-02-30 10:00:00\n", "没有这个日期"),
        ("甲,乙\n坐席,您好\n", "a.csv:1: 认不出说话人和内容的列"),
        ("角色,内容\n坐席,\n", "没有一句话"),
        ("角色,内容,时间\n坐席,您好,0\n客户,喂,90000\n", "长达 25 小时"),
        ("id,transcript\n1,今天天气不错\n", "a.csv:2 transcript 第 1 句: 不知道这句是谁说的"),
        ("角色,内容\n", "没有数据"),
        ("", "文件是空的"),
    ],
)
def test_what_is_wrong_is_said_with_its_row_and_a_remedy(content: str, message: str) -> None:
    (problem,) = read(content)
    assert isinstance(problem, LogError)
    assert message in str(problem) and "；" in str(problem)


def test_one_bad_call_does_not_keep_the_others_from_being_read() -> None:
    found = read("通话编号,角色,内容\n1,坐席,您好\n2,路人,您好\n3,坐席,您好\n")
    assert [type(one) for one in found] == [CallLog, LogError, CallLog]


def test_a_guessed_column_that_says_something_else_is_only_kept() -> None:
    log = only("id,通话内容,通话类型\n1,坐席：您好,咨询\n")
    assert log.extra["通话类型"] == "咨询"
    (problem,) = read("id,通话内容,通话类型\n1,坐席：您好,咨询\n", columns={"direction": "通话类型"})
    assert isinstance(problem, LogError) and "看不懂 '咨询'" in str(problem)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_is_found_out(encoding: str) -> None:
    text = "角色,内容\n坐席,您好，请问需要什么帮助\n客户,我的快递到哪里了\n"
    assert only(text.encode(encoding)).events[1].text == "我的快递到哪里了"  # type: ignore[union-attr]


def test_a_broken_byte_spoils_one_call_only() -> None:
    text = "通话编号,角色,内容\n" + "".join(f"{n},坐席,您好这里是客服中心\n" for n in range(9))
    data = text.encode().replace("4,坐席,您好".encode(), b"4,\xe5\x9d\x90\xe5\xb8\xad,\xe6\x82")
    found = read(data)
    assert [isinstance(one, LogError) for one in found] == [n == 4 for n in range(9)]
    assert "broken bytes" in str(found[4])


def test_excel_cells_of_every_kind_are_read() -> None:
    log = only(
        workbook(
            ["通话编号", "角色", "内容", "开始时间", "通话开始时间"],
            [1001, "坐席", "您好", datetime.time(0, 0, 1), datetime.datetime(2025, 5, 6, 9, 30)],
            [1001, "客户", "单号是", datetime.time(0, 0, 4), None],
            [1001, "客户", 12345, datetime.timedelta(seconds=6), None],
        ),
        "通话.xlsx",
    )
    assert log.id == "1001"
    assert [event.at for event in log.events] == [1000, 4000, 6000]
    assert log.events[2].text == "12345"  # type: ignore[union-attr]
    assert log.extra["started_at"] == "2025-05-06T09:30:00"


def test_minutes_that_a_spreadsheet_took_for_hours_are_asked_about() -> None:
    rows = [["坐席" if n % 2 else "客户", "您好", datetime.time(0, 5 * n)] for n in range(5)]
    book = workbook(["角色", "内容", "时间"], *rows)
    (problem,) = read(book, "a.xlsx")
    assert isinstance(problem, LogError) and "--times mm:ss" in str(problem)
    assert [event.at for event in only(book, "a.xlsx", times=Unit.MINUTES).events] == [0, 5000, 10000, 15000, 20000]
    assert only(book, "a.xlsx", times=Unit.HOURS).events[1].at == 300_000


def test_a_sheet_may_be_chosen_and_a_missing_one_is_named() -> None:
    book = workbook(["角色", "内容"], ["坐席", "您好"], sheet="四月")
    assert only(book, "a.xlsx", sheet="四月").events
    (problem,) = read(book, "a.xlsx", sheet="五月")
    assert isinstance(problem, LogError) and "有：四月" in str(problem)


@pytest.mark.parametrize("data", [b"PK\x03\x04 and no more", b"\xd0\xcf\x11\xe0 old excel"])
def test_a_workbook_that_cannot_be_read_says_what_to_do(data: bytes) -> None:
    (problem,) = read(data, "a.xlsx")
    assert isinstance(problem, LogError) and ".xlsx" in str(problem)


cells = st.one_of(
    st.text(max_size=6),
    st.sampled_from(["坐席", "客户", "坐席：您好", "0:05", "2025-01-01 10:00", "7", "呼入", "[{", "保持"]),
)


@given(
    st.lists(
        st.sampled_from(["角色", "内容", "时间", "通话编号", "通话内容", "结束", "类型", "方向", "x"]), max_size=5
    ),
    st.lists(st.lists(cells, max_size=5), max_size=4),
)
def test_no_table_makes_the_reader_fail(headings: list[str], rows: list[list[str]]) -> None:
    text = "\n".join(",".join(cell.replace("\n", " ") for cell in row) for row in [headings, *rows])
    for one in read(text.encode("utf-8", "replace")):
        assert isinstance(one, LogError) or all(
            before.at <= after.at for before, after in zip(one.events, one.events[1:], strict=False)
        )


def test_the_mapping_file_in_the_docs_is_one() -> None:
    docs = Path(__file__).parents[2] / "docs" / "imports.md"
    (written,) = re.findall(r"```yaml\n(.*?)```", docs.read_text(encoding="utf-8"), re.DOTALL)
    options = read_mapping(written, "docs")
    assert options.columns["speaker"] == "谁" and options.times is Unit.MILLISECONDS and options.header == 2


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_a_table_that_is_given_up_leaves_no_noise_behind(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with file.open("rb") as source:
        problems = list(read_calls(source, "a.csv"))
    assert isinstance(problems[0], LogError)
    del problems
    gc.collect()


def test_a_time_beyond_all_bounds_is_no_time() -> None:
    (problem,) = read(f"角色,内容,开始\n坐席,您好,{'9' * 400}\n")
    assert isinstance(problem, LogError) and "看不懂时间" in str(problem)


def test_a_delimiter_is_one_character() -> None:
    with pytest.raises(LogError, match="delimiter 应为一个字符"):
        read_mapping('delimiter: "||"', "m.yaml")
