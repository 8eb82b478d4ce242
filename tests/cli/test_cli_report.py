"""``huashu report``, ``edit`` and ``agreement``: what is written, what counts, and what is refused."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from huashu.cli.group import main
from huashu.cli.report import write_report

PHONE = "13912345678"


def call(name: str, **more: Any) -> dict[str, Any]:
    said = [("agent", "喂"), ("customer", f"我的电话{PHONE}"), ("agent", "等着")]
    events = [
        {"t": 4.0 * n, "end": 4.0 * n + 2, "speaker": speaker, "type": "speech", "text": text}
        for n, (speaker, text) in enumerate(said)
    ]
    return {"id": name, "direction": "inbound", "agent": "human", "events": events, **more}


def result(name: str, score: int | None = 84, at: int = 2, **more: Any) -> dict[str, Any]:
    found = {"clause": "rude-stock-phrase", "source": ["S4.3"], "verdict": "broken", "at": at, "evidence": "等着"}
    told = {"why": "话说得生硬", "better": "请您稍等"}
    areas = {} if score is None else {"wording": 70}
    return {"id": name, "score": score, "areas": areas, "findings": [found | told] if score != 100 else [], **more}


def write(folder: Path, results: list[dict[str, Any]], calls: list[dict[str, Any]] | None = None) -> Path:
    for name, lines in (("results", results), ("calls", calls or [call(one["id"]) for one in results])):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def huashu(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def findings(folder: Path) -> list[dict[str, str]]:
    with (folder / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def edit(folder: Path, do: str, **more: Any) -> Result:
    told = {"call": "c1", "clause": "S4.3", "at": 2, "who": "周敏", "why": "听过录音", **more}
    options = [part for key, value in told.items() for part in (f"--{key}", value)]
    return huashu("edit", folder, "--do", do, *options)


def test_a_report_has_its_pages_tables_and_summary(tmp_path: Path) -> None:
    ran = huashu("report", write(tmp_path, [result("c1"), result("c2", 100)]))
    assert ran.exit_code == 0, ran.output
    assert ran.output.strip() == str(tmp_path / "index.html")
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert written >= {"index.html", "calls/c1.html", "calls/c2.html", "agents.csv", "findings.csv", "summary.json"}
    assert json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))["pass_rate"] == 100.0
    assert findings(tmp_path)[0]["详细页"] == "calls/c1.html"


def test_every_link_of_the_report_leads_somewhere(tmp_path: Path) -> None:
    write_report(write(tmp_path, [result(f"c{n}", 50 + n) for n in range(5)]))
    for page in tmp_path.rglob("*.html"):
        for link in re.findall(r'href="([^"]+)"', page.read_text(encoding="utf-8")):
            name, _, anchor = link.partition("#")
            target = (page.parent / name).resolve() if name else page
            assert target.is_file(), (page.name, link)
            assert not anchor or f'id="{anchor}"' in target.read_text(encoding="utf-8"), (page.name, link)


def test_a_page_without_its_log_has_no_link_into_it(tmp_path: Path) -> None:
    told = {
        "nature": {"label": "harassment", "clear_from": 2},
        "review": {"type": "玩笑", "good": [{"text": "有礼", "at": 2}]},
        "measures": {"ending": "resolved", "ended_at": 2},
    }
    write_report(write(tmp_path, [result("c1", **told)], [call("c2")]))
    assert 'href="#e' not in (tmp_path / "calls" / "c1.html").read_text(encoding="utf-8")
    write_report(write(tmp_path, [result("c1", **told)]))
    assert (tmp_path / "calls" / "c1.html").read_text(encoding="utf-8").count('href="#e2"') == 4


def test_personal_numbers_are_in_no_file_of_the_report_unless_asked_for(tmp_path: Path) -> None:
    write(tmp_path, [result("c1", customer_number=PHONE), result(f"rec-{PHONE}", customer_number=PHONE)])
    made = ("index.html", "findings.csv", "agents.csv", "summary.json", "calls/*.html")
    write_report(tmp_path, unmasked=True)
    assert PHONE in "".join(path.read_text(encoding="utf-8") for name in made for path in tmp_path.glob(name))
    write_report(tmp_path)
    files = [path for name in made for path in tmp_path.glob(name)]
    assert not [path.name for path in files if PHONE in path.read_text(encoding="utf-8") or PHONE in path.name]


def test_pages_are_written_for_the_worst_calls_and_for_those_cited(tmp_path: Path) -> None:
    write(tmp_path, [result("good", 100), result("cited", 90), result("worst", 40), result("bad", 50)])
    assert huashu("report", tmp_path, "--calls", 1).exit_code == 0
    assert {path.stem for path in (tmp_path / "calls").iterdir()} == {"worst", "cited", "bad"}
    assert huashu("report", tmp_path, "--calls", "all").exit_code == 0
    assert {path.stem for path in (tmp_path / "calls").iterdir()} == {"worst", "cited", "bad", "good"}
    assert huashu("report", tmp_path, "--calls", 0).exit_code == 0
    assert not list((tmp_path / "calls").iterdir())


def test_files_of_others_in_the_folder_of_pages_are_left_alone(tmp_path: Path) -> None:
    write_report(write(tmp_path, [result("c1")]))
    (tmp_path / "calls" / "mine.html").write_text("<p>mine</p>", encoding="utf-8")
    write_report(tmp_path)
    assert (tmp_path / "calls" / "mine.html").is_file()


def test_calls_with_the_same_id_or_none_have_pages_of_their_own(tmp_path: Path) -> None:
    rows = [result("a/b", file="1"), result("a/b", file="2"), result("A_B"), result("", 70), result("..", 71)]
    write_report(write(tmp_path, rows))
    assert len({path.name.casefold() for path in (tmp_path / "calls").iterdir()}) == 5


def test_calls_of_two_files_with_one_id_get_their_own_log(tmp_path: Path) -> None:
    logs = [call("1"), call("1")]
    logs[1]["events"][2]["text"] = "这句在第二个文件里"
    write_report(write(tmp_path, [result("1", file="a"), result("1", file="b")], logs))
    assert "第二个文件" not in (tmp_path / "calls" / "1.html").read_text(encoding="utf-8")
    assert "第二个文件" in (tmp_path / "calls" / "1-2.html").read_text(encoding="utf-8")


def test_logs_are_found_by_their_file_wherever_they_stand(tmp_path: Path) -> None:
    logs = [call("1", file="b"), call("1", file="a")]
    logs[0]["events"][2]["text"] = "这句在第二个文件里"
    write_report(write(tmp_path, [result("1", file="a"), result("1", file="b")], logs))
    assert "第二个文件" not in (tmp_path / "calls" / "1.html").read_text(encoding="utf-8")
    assert "第二个文件" in (tmp_path / "calls" / "1-2.html").read_text(encoding="utf-8")


def test_a_torn_line_and_what_could_not_be_read_are_said_and_the_rest_is_reported(tmp_path: Path) -> None:
    write(tmp_path, [result("c1")])
    with (tmp_path / "results.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "c2", "sco')
    (tmp_path / "bad.jsonl").write_text('{"file": "x.csv", "reason": "x.csv:3: 没有说话人"}\n', encoding="utf-8")
    assert huashu("report", tmp_path).exit_code == 0
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "x.csv:3" in page
    assert "results.jsonl:2" in page


def test_a_line_that_is_no_result_is_said_once(tmp_path: Path) -> None:
    folder = write(tmp_path, [result("c1")])
    with (folder / "results.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "c2"}\n')
    write_report(folder)
    assert (folder / "index.html").read_text(encoding="utf-8").count("results.jsonl:2") == 1


def test_calls_without_their_logs_are_reported_all_the_same(tmp_path: Path) -> None:
    write(tmp_path, [result("c1")])
    (tmp_path / "calls.jsonl").unlink()
    assert huashu("report", tmp_path).exit_code == 0
    assert "没有找到这通的记录" in (tmp_path / "calls" / "c1.html").read_text(encoding="utf-8")


def test_a_folder_without_results_is_refused_with_the_way_out(tmp_path: Path) -> None:
    ran = huashu("report", tmp_path)
    assert ran.exit_code == 1
    assert "huashu inspect" in ran.output
    assert huashu("report", tmp_path, "--calls", "many").exit_code == 2


def test_an_edit_is_appended_and_the_report_shows_it_with_who_and_why(tmp_path: Path) -> None:
    write(tmp_path, [result("c1")])
    ran = edit(tmp_path, "overrule")
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.output)
    assert (told["clause"], told["score_before"], told["score"]) == ("rude-stock-phrase", 84, 100)
    assert edit(tmp_path / "results.jsonl", "confirm", why="再听确实生硬").exit_code == 0
    lines = (tmp_path / "edits.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["do"] for line in lines] == ["overrule", "confirm"]
    write_report(tmp_path)
    page = (tmp_path / "calls" / "c1.html").read_text(encoding="utf-8")
    assert all(words in page for words in ("改判不成立", "复核成立", "周敏", "听过录音", "再听确实生硬"))
    assert findings(tmp_path)[0]["状态"] == "复核成立"


def test_an_overruled_finding_no_longer_counts_in_the_batch(tmp_path: Path) -> None:
    write(tmp_path, [result("c1", 60), result("c2", 100)])
    assert edit(tmp_path, "overrule").exit_code == 0
    write_report(tmp_path)
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert (summary["breaches"], summary["pass_rate"]) == ([], 100.0)
    assert summary["overruled"] == {"rude-stock-phrase": 1}
    assert summary["edits"] == {"overrule": 1}


def test_a_missing_finding_can_be_added_by_requirement_number(tmp_path: Path) -> None:
    write(tmp_path, [result("c1", 100)])
    assert edit(tmp_path, "add", at=0).exit_code == 0
    write_report(tmp_path)
    (row,) = findings(tmp_path)
    assert (row["编号"], row["原话"], row["状态"]) == ("S4.3", "喂", "人工补记")


@pytest.mark.parametrize(
    ("do", "change", "told"),
    [
        ("overrule", {"call": "c9"}, "c9"),
        ("overrule", {"at": 1}, "rude-stock-phrase（S4.3）--at 2"),
        ("add", {"clause": "no-such", "at": 1}, "no-such"),
        ("add", {"at": 30}, "第 0 到 2 条"),
        ("overrule", {"why": " "}, "理由"),
        ("overrule", {"when": "昨天"}, "ISO 8601"),
    ],
)
def test_an_edit_that_fits_nothing_is_refused_and_nothing_is_written(
    tmp_path: Path, do: str, change: dict[str, Any], told: str
) -> None:
    ran = edit(write(tmp_path, [result("c1")]), do, **change)
    assert ran.exit_code == 1
    assert told in ran.output
    assert not (tmp_path / "edits.jsonl").exists()


def test_an_id_that_two_files_have_needs_the_file(tmp_path: Path) -> None:
    write(tmp_path, [result("c1", file="a.csv"), result("c1", file="b.csv")])
    assert "--file" in edit(tmp_path, "overrule").output
    assert edit(tmp_path, "overrule", file="b.csv").exit_code == 0
    write_report(tmp_path)
    assert [row["状态"] for row in findings(tmp_path)] == ["", "改判不成立"]


def test_an_edit_that_fits_calls_of_two_files_does_not_make_up_for_one_that_is_lost(tmp_path: Path) -> None:
    folder = write(tmp_path, [result("c1", file="甲.csv"), result("c1", file="乙.csv")])
    told = {"do": "confirm", "clause": "rude-stock-phrase", "at": 2, "who": "周敏", "when": "2025-03-08", "why": "是"}
    lines = [json.dumps({"call": name, **told}) + "\n" for name in ("c1", "c9")]
    (folder / "edits.jsonl").write_text("".join(lines), encoding="utf-8")
    write_report(folder)
    assert "1 条复核所说的通话不在结果里" in (folder / "index.html").read_text(encoding="utf-8")


def test_a_torn_last_edit_does_not_swallow_the_next(tmp_path: Path) -> None:
    write(tmp_path, [result("c1")])
    assert edit(tmp_path, "overrule").exit_code == 0
    edits = tmp_path / "edits.jsonl"
    edits.write_text(edits.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    assert edit(tmp_path, "confirm").exit_code == 0
    assert len(edits.read_text(encoding="utf-8").splitlines()) == 2


def test_agreement_with_a_reviewer_is_told_as_table_and_as_json(tmp_path: Path) -> None:
    write(tmp_path, [result("c1"), result("c2"), result("c3", 100)])
    theirs = tmp_path / "theirs.jsonl"
    labels = [{"id": "c1", "violations": [{"clause": "S4.3", "at": 1}]}, {"id": "c2", "violations": []}]
    theirs.write_text("".join(json.dumps(line) + "\n" for line in labels), encoding="utf-8")
    told = json.loads(huashu("agreement", tmp_path / "results.jsonl", theirs, "--json").output)
    assert (told["calls"], told["only_ours"], told["few"]) == (2, 1, True)
    assert (told["clauses"]["S4.3"]["precision"], told["clauses"]["S4.3"]["recall"]) == (0.5, 1.0)
    table = huashu("agreement", tmp_path, theirs).output
    assert "S4.3" in table
    assert "不足为凭" in table
    strict = json.loads(huashu("agreement", tmp_path, theirs, "--json", "--at", 0).output)
    assert strict["overall"]["both"] == 0


def test_agreement_with_our_own_edits_counts_the_calls_that_were_reviewed(tmp_path: Path) -> None:
    write(tmp_path, [result("c1"), result("c2")])
    assert edit(tmp_path, "overrule").exit_code == 0
    told = json.loads(huashu("agreement", tmp_path, tmp_path / "edits.jsonl", "--json").output)
    assert (told["calls"], told["overall"]["precision"]) == (1, 0.0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"id": "c1"}\n', "theirs.jsonl:1"),
        ("not json\n", "theirs.jsonl:1"),
        ("", "没有一通"),
        ('{"id": "other", "violations": []}\n', "没有一通编号相同"),
        ('{"id": "c1", "violations": []}\n' * 2, "两次"),
    ],
)
def test_labels_that_cannot_be_compared_are_refused_with_the_reason(tmp_path: Path, text: str, told: str) -> None:
    theirs = write(tmp_path, [result("c1")]) / "theirs.jsonl"
    theirs.write_text(text, encoding="utf-8")
    ran = huashu("agreement", tmp_path, theirs)
    assert ran.exit_code == 1
    assert told in ran.output
