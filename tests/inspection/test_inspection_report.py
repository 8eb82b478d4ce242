"""Reports of inspections: what a page and a table say, that nothing of a call can break out of it, what is masked."""

import csv
import io
import json
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huashu.call.codec import log_from_json
from huashu.inspection.report import (
    FINDING_COLUMNS,
    Batch,
    Cited,
    Listed,
    Page,
    Tally,
    agent_lines,
    csv_line,
    finding_lines,
    masked,
    masked_name,
    masked_number,
    recording_of,
    render_batch,
    render_call,
    summary_json,
)
from huashu.inspection.report.plots import Point, histogram, trend
from huashu.inspection.report.words import heat
from huashu.inspection.result import ResultError, result_from_json
from huashu.standard import Area, Clause, Score

CLAUSES = {
    "rude-stock-phrase": Clause(
        id="rude-stock-phrase",
        source=("S4.3",),
        explain="话说得生硬",
        explain_en="A rude stock phrase.",
        better="我帮您问一下负责的同事",
        score=Score(weight=8, area=Area.WORDING),
    )
}
VOID = {"meta", "br", "link", "img", "hr", "input"}


class Reader(HTMLParser):
    """Reads a page, and complains about tags that are not closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.words.append(data)

    @property
    def text(self) -> str:
        """The words of the page."""
        return " ".join(" ".join(self.words).split())


def speech(t: float, speaker: str, text: str) -> dict[str, Any]:
    return {"t": t, "end": t + 3, "speaker": speaker, "type": "speech", "text": text}


def a_log(**more: Any) -> Any:
    events = [
        {"t": 0, "end": 1, "speaker": "system", "type": "ring"},
        {"t": 4, "end": 5, "speaker": "system", "type": "ring"},
        speech(6, "agent", "您好，这里是青禾物业，请讲"),
        speech(10, "customer", "电梯又坏了，我的电话是13912345678"),
        speech(12, "agent", "喂，这个不归我管"),
        {"t": 20, "end": 20, "speaker": "agent", "type": "hold_start"},
        {"t": 80, "end": 80, "speaker": "agent", "type": "hold_end"},
        {"t": 90, "end": 90, "speaker": "customer", "type": "hangup", "by": "customer"},
    ]
    return log_from_json({"id": "c1", "direction": "inbound", "agent": "human", "events": events, **more})


def a_finding(**more: Any) -> dict[str, Any]:
    return {
        "clause": "rude-stock-phrase",
        "source": ["S4.3"],
        "verdict": "broken",
        "at": 4,
        "evidence": "喂，这个不归我管",
        "why": "话说得生硬",
        "better": "我帮您问一下负责的同事",
        **more,
    }


def a_result(**more: Any) -> Any:
    told = {"id": "c1", "score": 84, "areas": {"wording": 70, "opening": 100}, "findings": [a_finding()]}
    return result_from_json({**told, **more}, "results.jsonl:1")


def read(result: Any, log: Any = None, **more: Any) -> Reader:
    return Reader(render_call(result, log, CLAUSES, **more))


def a_batch(*results: Any, **more: Any) -> Batch:
    tally = Tally()
    for place, result in enumerate(results):
        tally.add(result, place)
    return Batch(tally=tally, clauses=CLAUSES, **more)


def test_a_call_page_opens_with_the_score_and_the_worst_finding_in_words() -> None:
    page = read(a_result(), a_log())
    assert (
        page.text.index("84")
        < page.text.index("合格")
        < page.text.index("话说得生硬")
        < page.text.index("通话 1 处问题")
    )


def test_a_finding_stands_beside_its_line_with_what_why_better_clause_and_number() -> None:
    page = read(a_result(), a_log()).text
    beside = page[page.index("坐席 喂，这个不归我管") :]
    assert [beside.index(word) for word in ("话说得生硬", "负责的同事", "S4.3", "rude-stock-phrase")]


def test_a_rewritten_line_takes_the_place_of_the_general_advice() -> None:
    page = read(a_result(findings=[a_finding(rewrite="这件事我帮您转给工程部")]), a_log()).text
    assert "可以这样说 这件事我帮您转给工程部" in page
    assert "负责的同事" not in page


def test_every_event_can_be_linked_to_even_those_shown_as_one_row() -> None:
    ids = read(a_result(), a_log()).ids
    assert {f"e{event}" for event in range(8)} <= set(ids)
    assert len(ids) == len(set(ids))


def test_rings_are_counted_and_holds_measured_in_the_transcript() -> None:
    page = read(a_result(), a_log()).text
    assert "响铃 2 声" in page
    assert "恢复通话，等了 1 分 0 秒" in page
    assert "与对方重叠 1.0 秒" in page


def test_an_unscored_call_is_not_called_a_pass() -> None:
    page = read(a_result(score=None, areas={}, findings=[]), a_log()).text
    assert "没有评分不等于合格" in page
    assert "不合格" not in page


def test_a_call_whose_log_is_missing_lists_its_findings_with_their_words() -> None:
    page = read(a_result())
    assert "没有找到这通的记录" in page.text
    assert "话说得生硬 喂，这个不归我管 宜 我帮您问一下负责的同事" in page.text


def test_very_long_words_are_cut_short_to_the_eye_only() -> None:
    page = read(a_result(findings=[a_finding(evidence="这个" * 300)]), a_log())
    assert ("q", {"class": "long"}) in page.tags
    assert "这个" * 300 in page.text


def test_clauses_that_could_not_be_judged_are_named() -> None:
    page = read(a_result(unscored=["rude-stock-phrase", "a-clause-of-yours"]), a_log()).text
    assert "2 条没有评分" in page
    assert "a-clause-of-yours" in page


def test_a_special_call_shows_both_halves_and_where_its_nature_became_clear() -> None:
    nature = {"label": "harassment", "clear_from": 3}
    page = read(a_result(nature=nature, split={"at": 3, "first": 92, "second": 55}), a_log())
    assert "92 性质清楚之前" in page.text
    assert "55 性质清楚之后" in page.text
    assert page.text.index("从这里起，来电性质已经清楚") < page.text.index("电梯又坏了")


def test_the_case_review_points_at_the_lines_it_speaks_of() -> None:
    review = {
        "type": "唱歌的人",
        "need": "没有需求",
        "purpose": "取乐",
        "good": [{"text": "先核实了", "at": 2, "clause": "S2.3"}],
        "improve": [],
        "advice": ["早一点收尾"],
    }
    page = read(a_result(review=review), a_log())
    assert all(words in page.text for words in ("唱歌的人", "先核实了", "早一点收尾"))
    assert "要改进的" not in page.text
    assert {"href": "#e2"} in [attributes for tag, attributes in page.tags if tag == "a"]


def test_measures_are_shown_in_words_with_the_line_that_shows_them() -> None:
    measures = {
        "times": "measured",
        "ending": "call_back",
        "ended_at": 4,
        "talk": {"share": 0.754, "agent_ms": 42_000, "longest_ms": 9_500, "longest_at": 2},
        "speech_rate": {"overall": None, "fastest": {"value": 312, "at": 4}},
        "tone": {"warmth": 71, "customer": {"worst": {"at": 3, "level": 0.41, "anger": 0.2}}},
        "questions": {"count": 1, "open": 1, "closed": 0, "asked": [{"at": 2, "kind": "open", "text": "怎么了"}]},
        "particulars": {"share": 0.5, "where": {"at": 3, "text": "三号楼"}, "when": None},
        "fillers": {"count": 2, "which": {"嗯": 2}},
    }
    page = read(a_result(measures=measures), a_log())
    shown = (
        "75%",
        "42 秒",
        "9.5 秒",
        "平均 不知道",
        "312 字/分",
        "上报后回电",
        "41%",
        "开放性 怎么了",
        "三号楼",
        "嗯 2",
    )
    assert [words for words in shown if words not in page.text] == []
    assert "封闭性" not in page.text
    assert {"#e2", "#e3", "#e4"} <= {attributes.get("href") for tag, attributes in page.tags if tag == "a"}


def test_measures_that_we_do_not_know_are_shown_as_they_are() -> None:
    page = read(a_result(measures={"talk": {"pitch_ms": 12_000}, "value_index": 1.25, "of": {"a": 1}}), a_log()).text
    assert all(words in page for words in ("pitch ms 12 秒", "value index 1.2", "其他"))


def test_estimated_times_are_said_to_be_so_and_show_no_overlaps() -> None:
    page = read(a_result(measures={"times": "estimated", "repeats": 1}), a_log(times="estimated")).text
    assert "按字数估计" in page
    assert "重叠" not in page


def test_neighbouring_calls_are_linked_by_their_file_name_alone() -> None:
    before = Page(href="calls/c0.html", title="c0")
    page = read(a_result(), a_log(), before=before)
    assert {"href": "c0.html", "rel": "prev"} in [attributes for tag, attributes in page.tags if tag == "a"]


HOSTILE = "<script>alert(1)</script>\"'&lt;{{ 7*7 }}"


def hostile_result() -> Any:
    finding = a_finding(evidence=HOSTILE, why=HOSTILE, better=HOSTILE, rewrite=HOSTILE, clause=HOSTILE)
    told = dict.fromkeys(("id", "agent_id", "queue", "kind", "file", "customer_number", "direction"), HOSTILE)
    nature = {"label": "harassment", "clear_from": 1}
    return a_result(**told, findings=[finding], review={"type": HOSTILE, "advice": [HOSTILE]}, nature=nature)


@pytest.mark.parametrize("unmasked", [True, False])
def test_nothing_that_was_said_can_become_part_of_a_call_page(unmasked: bool) -> None:
    log = log_from_json({"id": "x", "events": [speech(0, "agent", HOSTILE), speech(4, "customer", HOSTILE)]})
    page = read(hostile_result(), log, unmasked=unmasked)
    assert "script" not in [tag for tag, _ in page.tags]
    assert "{{ 7*7 }}" in page.text


@pytest.mark.parametrize("unmasked", [True, False])
def test_nothing_that_was_said_can_become_part_of_a_batch_page(unmasked: bool) -> None:
    result = hostile_result()
    listed = Listed(
        place=0, id=HOSTILE, agent=HOSTILE, started=None, score=1, findings=1, worst=HOSTILE, harassing=True
    )
    batch = a_batch(result, result, calls=[listed], cited={0: Cited(recording=HOSTILE)}, bad=[HOSTILE], title=HOSTILE)
    page = Reader(render_batch(batch, unmasked=unmasked))
    assert [tag for tag, _ in page.tags].count("script") == 1


def test_pages_need_nothing_from_anywhere() -> None:
    pages = [render_call(a_result(), a_log(), CLAUSES), render_batch(a_batch(a_result()))]
    for page in map(Reader, pages):
        assert not {tag for tag, _ in page.tags} & {"link", "img", "iframe"}
        assert all("src" not in attributes for _, attributes in page.tags)
        assert ("html", {"lang": "zh-CN"}) in page.tags
    assert all("@import" not in page and "url(" not in page for page in pages)


def test_only_addresses_of_files_and_pages_become_links_to_recordings() -> None:
    assert recording_of(a_log(recording="https://rec.example.com/1.mp3")) == "https://rec.example.com/1.mp3"
    assert recording_of(a_log(recording="recordings/1.wav")) == "recordings/1.wav"
    assert recording_of(a_log(recording="JavaScript:alert(1)")) == ""
    assert recording_of(a_log(recording="data:text/html,x")) == ""
    assert recording_of(a_log()) == ""


def test_a_call_whose_recording_is_at_hand_is_played_from_any_line() -> None:
    page = read(a_result(), a_log(recording="file:///calls/1.wav", recorded={"notes": ["单声道"]}))
    (player,) = [attributes for tag, attributes in page.tags if tag == "audio"]
    assert (player["src"], player["preload"]) == ("file:///calls/1.wav", "none")
    assert [attributes["data-at"] for tag, attributes in page.tags if "data-at" in attributes][1] == "6.0"
    assert "单声道" in page.text
    for recording in ("https://rec.example.com/listen?id=1", ""):
        assert "audio" not in {tag for tag, _ in read(a_result(), a_log(recording=recording)).tags}


def test_a_finding_of_which_nobody_is_sure_says_so() -> None:
    for unsure, words in (("speaker", "不能确定是谁说的"), ("words", "字词听得不准")):
        assert words in read(a_result(findings=[a_finding(unsure=unsure)]), a_log()).text


def test_personal_numbers_are_masked_unless_asked_for() -> None:
    result = a_result(customer_number="13912345678", findings=[a_finding(evidence="打13912345678找他")])
    assert "13912345678" not in render_call(result, a_log(), CLAUSES)
    assert "139****5678" in render_call(result, a_log(), CLAUSES)
    assert "13912345678" in render_call(result, a_log(), CLAUSES, unmasked=True)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我是13912345678", "我是139****5678"),
        ("139 1234 5678", "139 **** 5678"),
        ("幺三九，一二三四，五六七八", "幺三九，****，五六七八"),
        ("身份证110101199003074512", "身份证110***********4512"),
        ("卡号6222 0212 3456 7890 123", "卡号622* **** **** ***0 123"),
        ("写信到 li.ming@example.com", "写信到 l***@example.com"),
        ("座机010-12345678", "座机010-****5678"),
        ("一共三百二十八块五", "一共三百二十八块五"),
        ("2025-03-08 10:30，工单 3321", "2025-03-08 10:30，工单 3321"),
        ("价格是100，200，300，400", "价格是100，200，300，400"),
        ("", ""),
    ],
)
def test_the_middle_of_personal_numbers_is_starred_and_other_numbers_stay(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_serial_numbers_of_calls_stay_and_telephone_numbers_in_them_do_not() -> None:
    assert masked_name("20250308103000123") == "20250308103000123"
    assert masked_name("rec_13912345678_2.wav") == "rec_139****5678_2.wav"
    assert masked_number("13912345678") == "139****5678"
    assert masked_number("8086") == "**86"


@given(st.text(alphabet="0123456789 -一二三幺，,a@.", max_size=40))
def test_masking_keeps_the_length_of_numbers_and_masks_nothing_twice(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
    if "@" not in text:
        assert len(once) == len(text)


def batch_page(*results: Any, **more: Any) -> Reader:
    return Reader(render_batch(a_batch(*results, **more)))


def test_a_batch_opens_with_pass_rate_mean_and_the_commonest_breach() -> None:
    page = batch_page(a_result(), a_result(score=50), a_result(score=None, findings=[])).text
    assert "2 通有评分的电话， 50.0% 合格，平均 67.0 分" in page
    assert "话说得生硬 ：2 通，2 次" in page
    assert "1 通没有一条能够判断" in page


def test_an_empty_batch_is_a_page_too() -> None:
    page = batch_page().text
    assert "没有通话" in page and "0.00" not in page


def test_a_batch_of_unscored_calls_has_no_pass_rate() -> None:
    page = batch_page(a_result(score=None, areas={}, findings=[])).text
    assert "都没有评分" in page
    assert "0.0%" not in page


def test_agents_and_areas_make_a_table_of_means() -> None:
    page = batch_page(a_result(agent_id="1007"), a_result(agent_id="1007", areas={"wording": 90}), a_result()).text
    assert "1007" in page
    assert "未注明坐席" in page
    assert "80" in page  # the mean of 70 and 90 in wording


def test_examples_of_a_breach_are_of_different_agents_and_link_to_the_line() -> None:
    many = [a_result(id=f"c{n}", agent_id=agent) for n, agent in enumerate(["7", "7", "7", "8", "9"])]
    cited = {n: Cited(href=f"calls/c{n}.html", recording="r.mp3", clocks={4: "0:12"}) for n in range(5)}
    page = batch_page(*many, cited=cited)
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert [link for link in links if link and link.endswith("#e4")] == [f"calls/c{n}.html#e4" for n in (0, 4, 3)]
    assert links.count("r.mp3") == 3


def test_a_number_that_harasses_again_is_listed_masked_with_first_and_last() -> None:
    nature = {"label": "harassment", "clear_from": 2}
    calls = [
        a_result(nature=nature, customer_number="13912345678", started_at=f"2025-03-0{day}T09:00:00") for day in (4, 2)
    ]
    other = a_result(nature=nature, customer_number="13800001111")
    page = batch_page(*calls, other).text
    assert "139****5678 2 2025-03-02 09:00 2025-03-04 09:00" in page
    assert "138****1111" not in page


def test_what_merely_happened_is_not_quoted_as_if_it_had_been_said() -> None:
    pages = [batch_page(a_result(findings=[a_finding(evidence=words)])) for words in ("［坐席挂断］", "等着")]
    assert [[tag for tag, _ in page.tags].count("q") for page in pages] == [0, 1]


def test_harassing_calls_without_a_number_are_said_not_to_be_comparable() -> None:
    page = batch_page(a_result(nature={"label": "harassment", "clear_from": 2})).text
    assert "没有号码" in page


def test_calls_far_apart_are_shown_by_week() -> None:
    near = a_batch(a_result(started_at="2025-03-03T09:00:00"), a_result(started_at="2025-03-05T09:00:00"))
    far = a_batch(a_result(started_at="2025-03-05T09:00:00"), a_result(started_at="2025-06-05T09:00:00"))
    assert near.tally.trend()[0] == "day"
    assert far.tally.trend()[0] == "week"
    assert [point.label for point in far.tally.trend()[1]] == ["03-03 周", "06-02 周"]


def test_moments_with_and_without_time_zone_can_be_told_apart() -> None:
    nature = {"label": "harassment", "clear_from": 2}
    mixed = [
        a_result(nature=nature, customer_number="1390", started_at=at)
        for at in ("2025-03-02T09:00:00+08:00", "2025-03-01T09:00:00")
    ]
    (_, caller), *_ = a_batch(*mixed).tally.recurring()
    assert caller.first == datetime(2025, 3, 1, 9)


def test_what_could_not_be_read_is_said_first() -> None:
    page = batch_page(a_result(), bad=["a.csv:3: 没有说话人"]).text
    assert page.index("a.csv:3") < page.index("合格率")


def test_columns_of_findings_fit_their_heading_and_formulas_are_tamed() -> None:
    result = a_result(findings=[a_finding(evidence="=HYPERLINK(1)")], customer_number="13912345678")
    row = next(csv.reader(io.StringIO("".join(finding_lines(result, "calls/c1.html")))))
    told = dict(zip(FINDING_COLUMNS, row, strict=True))
    assert told["原话"] == "'=HYPERLINK(1)"
    assert told["客户号码"] == "139****5678"
    assert told["详细页"] == "calls/c1.html"
    assert csv_line(["a,b", -3]) == '"a,b",-3\r\n'


def test_agents_csv_has_a_line_an_agent_and_a_column_an_area() -> None:
    tally = a_batch(a_result(agent_id="7"), a_result(agent_id="8")).tally
    rows = list(csv.reader(io.StringIO("".join(agent_lines(tally)))))
    assert [row[0] for row in rows] == ["坐席", "7", "8"]
    assert len({len(row) for row in rows}) == 1
    assert rows[0][-2:] == ["开场与身份", "用语与态度"]


def test_the_summary_is_json_and_agrees_with_the_calls() -> None:
    summary = json.loads(json.dumps(summary_json(a_batch(a_result(), a_result(score=60)).tally)))
    assert (summary["calls"], summary["pass_rate"], summary["mean"]) == (2, 50.0, 72.0)
    assert summary["breaches"][0]["times"] == 2


@pytest.mark.parametrize(("score", "step"), [(None, -1), (100, 0), (95, 0), (94, 1), (61, 4), (60, 5), (0, 5)])
def test_a_score_that_does_not_pass_is_the_warmest(score: int | None, step: int) -> None:
    assert heat(score) == step


def test_plots_with_nothing_to_show_say_so() -> None:
    assert "没有评分" in histogram({})
    assert "两个时段" in trend([Point(label="03-01", calls=1, score=80, passed=100)])


@given(st.dictionaries(st.integers(0, 100), st.integers(1, 50), min_size=1))
def test_every_call_is_in_one_bar_of_the_histogram(scores: dict[int, int]) -> None:
    page = Reader(histogram(scores))
    counts = [int(word.split("：")[1].split()[0]) for word in page.words if "分：" in word]
    assert sum(counts) == sum(scores.values())


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"id": "1"},
        {"id": "1", "findings": [{}]},
        {"id": "1", "findings": [], "score": "高"},
        {"id": "1", "findings": [], "score": float("nan")},
        {"id": "1", "findings": [], "areas": {"opening": None}},
        {"id": "1", "findings": [], "split": {"at": 1}},
    ],
)
def test_a_line_that_is_no_result_is_refused_with_its_place(data: object) -> None:
    with pytest.raises(ResultError, match=r"results\.jsonl:7"):
        result_from_json(data, "results.jsonl:7")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["agent_share", "longest_ms", "talk"]), anything), anything, anything, anything)
def test_whatever_a_line_holds_is_refused_or_shown(
    measures: object, review: object, nature: object, split: object
) -> None:
    told = {"id": "c1", "score": 80, "findings": [a_finding(at=None)]}
    try:
        result = result_from_json({**told, "measures": measures, "review": review, "nature": nature, "split": split})
    except ResultError:
        return
    read(result, a_log())
    batch_page(result)
