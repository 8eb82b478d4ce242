"""The report: one file, bounded, readable; transcripts for terminals."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise
from pathlib import Path

from rehearsal_fakes import GOODBYE, OPENING, VISIT, FakeCast, UnluckyCast, call_log, playbook, step
from rich.console import Console

from huashu.call import Said
from huashu.rehearsal import (
    Exhibit,
    Suite,
    Summary,
    Unusable,
    load_scenarios,
    rehearse,
    render_report,
    render_transcript,
    rows_of,
    write_report,
)
from huashu.rehearsal.plots import bars_of, histogram, interval


class Wellformed(HTMLParser):
    """Tags that are opened are closed, in order."""

    VOID = frozenset({"meta", "br", "rect", "line", "link"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def made(runs: int = 60, cast: type[FakeCast] = FakeCast) -> Summary:
    return rehearse([playbook()], runs=runs, seed=3, cast=cast)


def test_the_report_is_one_wellformed_file_without_the_network(tmp_path: Path):
    path = tmp_path / "report.html"
    write_report(made(), path)
    page = path.read_text(encoding="utf-8")
    parser = Wellformed()
    parser.feed(page)
    assert parser.open == []
    assert page.startswith("<!doctype html>")
    assert '<html lang="zh-CN">' in page
    assert not re.search(r"https?://|src=|@import|url\(", page)


def test_the_report_opens_on_the_point_and_shows_every_number_with_its_n():
    summary = made()
    page = render_report(summary)
    rate, n = summary.whole.rate("closed_in_turn")
    assert rate is not None
    assert f"{100 * rate:.1f}%" in page
    assert f"/ {n}<" in page


def test_the_worst_call_stands_first_and_open():
    page = render_report(made())
    first = page.index('<details class="call" open>')
    assert page.count('<details class="call"') <= 40
    assert first == page.index('<details class="call"')
    assert "too-long" in page


def test_the_size_does_not_grow_with_the_runs():
    few, many = len(render_report(made(150))), len(render_report(made(900)))
    assert many < 1.2 * few


def test_what_was_said_cannot_inject_anything():
    summary = made(5)
    nasty = "<script>alert(1)</script>"
    log = {**summary.exhibits[0].log, "id": nasty}
    log["events"] = [{"t": 0, "end": 1, "speaker": "customer", "type": "speech", "text": nasty}]
    shown = Exhibit(badness=9, file=nasty, run=0, log=log, faults=((0, "closed_in_turn", nasty),))
    page = render_report(replace(summary, exhibits=(shown,)))
    assert nasty not in page
    assert "&lt;script&gt;alert" in page


def test_crashes_are_shown_with_seed_and_message():
    page = render_report(made(40, UnluckyCast))
    assert "造不出这个客户" in page
    assert "种子 3" in page


def test_a_rehearsal_without_any_case_still_has_a_report():
    summary = made(1)
    assert render_report(replace(summary, exhibits=()))


def test_a_transcript_shows_speaker_time_line_clauses_and_what_the_customer_meant():
    log = call_log(
        f"坐：{OPENING}", "客：烦死了，不用", f"坐：{GOODBYE}",
        truth={"end_signals": [{"turn": 0, "act": "refuse", "cause": "提到推销"}], "do_not_contact": 0},
    )  # fmt: skip
    log = replace(
        log,
        events=tuple(replace(event, because=("S0.7",)) if isinstance(event, Said) else event for event in log.events),
    )
    console = Console(width=100, record=True, file=StringIO())
    console.print(render_transcript(log, marks=True))
    text = console.export_text()
    for piece in ("00:00", "坐席", "客户", "S0.7", "烦死了，不用", "提到推销", "要求不再来电", "坐席挂机"):
        assert piece in text


def test_marks_stay_hidden_unless_asked_for():
    log = call_log("客：不用", f"坐：{VISIT}", truth={"end_signals": [{"turn": 0, "act": "refuse", "cause": "秘密"}]})
    console = Console(width=80, record=True, file=StringIO())
    console.print(render_transcript(log))
    assert "秘密" not in console.export_text()


def test_rows_point_into_the_log():
    log = call_log(f"坐：{OPENING}", "客：嗯")
    for row in rows_of(log):
        if row.spoken:
            assert getattr(log.events[row.event], "text", None) == row.text


def test_bars_cover_every_case_without_gaps():
    counts = {0: 3, 7: 1, 61: 5, 300: 2}
    bars = bars_of(counts)
    assert sum(bar.n for bar in bars) == 11
    assert all(left.high == right.low for left, right in pairwise(bars))
    assert len(bars) <= 27


def test_a_histogram_of_nothing_says_so():
    assert "没有数据" in histogram({}, "秒", "时长")


def test_the_interval_holds_the_rate_and_narrows_with_n():
    low, high = interval(9, 10)
    narrow = interval(900, 1000)
    assert low < 0.9 < high
    assert narrow[1] - narrow[0] < high - low
    assert interval(5, 5)[1] <= 1.0


def several(runs: int = 30) -> Summary:
    first = playbook()
    other = type(first)(
        title="另一份",
        caller=playbook(step(1, "开场", OPENING), step(2, "没人说的", "这一步的话谁也不会说到。")).caller,
        callee=first.callee,
    )
    bad = Unusable(name="坏.md", message="坏.md:3: 缺<步骤>")
    return rehearse(Suite(scenarios=load_scenarios([first, other]), unusable=(bad,)), runs=runs, seed=3, cast=FakeCast)


def test_the_report_has_a_table_by_document_worst_first_and_one_by_temperament():
    summary = several()
    page = render_report(summary)
    tables = page.split('<table class="files">')[1:]
    assert len(tables) == 2
    assert "忙碌型" in tables[0] and "友善型" in tables[0]
    worst, best = summary.worst_files()
    assert tables[1].index(worst) < tables[1].index(best)
    assert all(name in tables[1] for name in ("目标达成", "步骤说到", "回答入档", "答问准确", "及时收尾"))
    parser = Wellformed()
    parser.feed(page)
    assert parser.open == []


def test_a_reason_leads_to_its_call_when_that_is_shown():
    page = render_report(several())
    assert "第2步没有说：没人说的" in page
    links = re.findall(r'href="#(call-\d+)"', page)
    assert links and all(f'id="{link}"' in page for link in links)


def test_what_could_not_be_rehearsed_stands_in_the_report_escaped():
    assert "坏.md:3: 缺&lt;步骤&gt;" in render_report(several())


def test_a_part_of_a_rehearsal_is_called_one():
    summary = several()
    assert "中途停下" not in render_report(summary)
    assert "中途停下" in render_report(replace(summary, partial=True, planned=1000))
