"""Desks rehearsed beside scenarios: one suite, one summary, tables, JSON, report, thresholds, JUnit, comparison."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from desk_calls import DESK, Line, need, truth
from rehearsal_fakes import FakeCast, playbook
from rich.console import Console

from huashu.call import CallLog
from huashu.cli.measures import callers_table, documents_table, measures_table
from huashu.rehearsal import Summary, load_suite, rehearse, rehearse_once, render_report, summary_to_json
from huashu.rehearsal.compare import compare
from huashu.rehearsal.desk.measure import DeskScore
from huashu.rehearsal.desk.player import parts_of
from huashu.rehearsal.junit import junit_xml
from huashu.rehearsal.ports import Player, Rehearsed
from huashu.rehearsal.rates import DESK_RATES, SCENARIO_RATES, Sort
from huashu.rehearsal.scenario import DeskScenario, RehearsalError, seed_of
from huashu.rehearsal.score import Breach, Fault, Hits, Inspected
from huashu.rehearsal.thresholds import check_thresholds, read_thresholds

DOCUMENT = """# 青禾水务热线
## 基本信息
- 单位：青禾水务
## 身份核验
- 核验项：登记手机号、姓名
## 查询
### 水费余额
- 说法：查一下水费
- 需核验：是
- 资料：余额=12.00元
- 回答：您的余额是{余额}。
"""


class Answers:
    """Takes calls: every third goes wrong."""

    def __init__(self, subject: DeskScenario) -> None:
        self.subject = subject

    def call(self, seed: int, run: int) -> Rehearsed:
        draws = Random(seed_of(seed, self.subject.digest, run))
        good, kind = run % 3 != 0, draws.choice(["enquiry", "elder"])
        log = Line().caller("漏水了").agent("好的。").over(truth=truth(need("order", "order"), kind=kind))
        log = replace(log, id=f"{self.subject.name}#{run}", record={"end_reason": "completed"})
        outcome = Hits.of([good])
        score = DeskScore(
            kind=kind,
            rates={name: Hits() for name in DESK_RATES} | {"needs_met": outcome, "nothing_leaked": Hits(hit=1, n=1)},
            occasions={"asks_robot": outcome},
            end_reason="completed",
            turns=2,
            length=9000,
            inspected=Inspected(score=100 if good else 70, breaches=() if good else (Breach(clause="x", event=3),)),
            faults=() if good else (Fault(event=3, measure="needs_met", text="查询“水费”：没有办成"),),
        )
        return Rehearsed(log=log, score=score)


class BothCast(FakeCast):
    def desk(self, subject: DeskScenario) -> Player:
        return Answers(subject)


class Careless(BothCast):
    def desk(self, subject: DeskScenario) -> Player:
        class Fails(Answers):
            def call(self, seed: int, run: int) -> Rehearsed:
                raise ValueError("坐席没有接起")

        return Fails(subject)


def both(runs: int = 30) -> Summary:
    return rehearse([playbook(), DESK], runs=runs, seed=5, cast=BothCast)


def test_a_document_of_a_desk_is_told_from_one_of_a_scenario(tmp_path: Path):
    (tmp_path / "desk.md").write_text(DOCUMENT, encoding="utf-8")
    (suite,) = load_suite([tmp_path]).scenarios
    assert isinstance(suite, DeskScenario)
    assert (suite.sort, suite.title) == (Sort.DESK, "青禾水务热线")


def test_a_desk_that_cannot_be_read_is_set_aside_with_its_line(tmp_path: Path):
    bad = DOCUMENT.replace("- 单位：青禾水务\n", "")
    (tmp_path / "desk.md").write_text(bad, encoding="utf-8")
    suite = load_suite([tmp_path])
    assert not suite.scenarios
    assert "desk.md:" in suite.unusable[0].message


def test_the_json_of_a_mixed_rehearsal_has_the_rates_of_both_and_of_each_document_its_own():
    found = summary_to_json(both())
    assert set(SCENARIO_RATES) | set(DESK_RATES) <= set(found)
    scenario, desk = found["per_file"].values()
    assert set(DESK_RATES).isdisjoint(scenario)
    assert set(SCENARIO_RATES).isdisjoint(desk)
    assert desk["needs_met"] == {"rate": round(20 / 30, 4), "n": 30}
    assert desk["moments"] == {"asks_robot": {"rate": round(20 / 30, 4), "n": 30}}
    assert desk["score"]["median"] == 100
    assert set(found["per_caller"]) == {"elder", "enquiry"}
    assert sum(row["runs"] for row in found["per_caller"].values()) == 30
    assert "per_caller" not in summary_to_json(rehearse([playbook()], runs=2, cast=BothCast))


def test_a_rehearsal_of_desks_alone_has_no_rate_of_scenarios():
    found = summary_to_json(rehearse([DESK], runs=3, cast=BothCast))
    assert set(SCENARIO_RATES).isdisjoint(found)
    assert found["per_temperament"] == {}


def test_reasons_are_told_of_desks_with_a_call_to_look_at():
    (_, desk) = summary_to_json(both())["per_file"].values()
    assert desk["reasons"][0] == {
        "measure": "needs_met", "text": "查询“水费”：没有办成", "n": 10, "call": "青禾水务热线#0",
    }  # fmt: skip


def test_the_tables_and_the_report_show_desks_beside_scenarios():
    summary = both()
    console = Console(width=160, record=True)
    for table in (
        measures_table(summary),
        callers_table(summary),
        *(documents_table(summary, s) for s in summary.kinds),
    ):
        console.print(table)
    told = console.export_text()
    assert all(word in told for word in ("诉求办结", "及时收尾", "来电者", "老人", "服务台", "剧本"))
    page = render_report(summary)
    assert "各类来电者" in page and "各个服务台" in page and "各个剧本" in page
    assert "按他自己的实情办到了" in render_report(rehearse([DESK], runs=4, cast=BothCast))


def test_thresholds_hold_for_kinds_of_callers_by_either_name():
    text = "overall: {nothing_leaked: {min: 1}, score.median: {min: 95}}\ncallers:\n  像骚扰：老人: {needs_met: {min: 0.9}}\n"
    text += "  enquiry: {needs_met.n: {min: 1}}\n"
    checks = check_thresholds(read_thresholds(text, "t.yaml"), summary_to_json(both()))
    assert [(check.threshold.scope, check.threshold.target, check.missed) for check in checks] == [
        ("overall", "", False), ("overall", "", False), ("caller", "elder", True), ("caller", "enquiry", False),
    ]  # fmt: skip


def test_junit_names_the_kind_of_caller_that_missed():
    summary = both()
    checks = check_thresholds(
        read_thresholds("callers: {elder: {needs_met: {min: 0.99}}}", "t"), summary_to_json(summary)
    )
    assert 'classname="caller.elder' in junit_xml(summary, summary_to_json(summary), checks)


def test_a_comparison_looks_at_kinds_of_callers():
    old = summary_to_json(both(120))
    new = json.loads(json.dumps(old))
    for row in (new, *new["per_caller"].values(), *new["per_file"].values()):
        if "needs_met" in row:
            row["needs_met"]["rate"] = 0.05
    changed = {(change.scope, change.measure) for change in compare(old, new).changes}
    assert ("caller", "needs_met") in changed
    assert all(change.better is False for change in compare(old, new).changes)


def test_a_call_that_fails_is_counted_and_the_rest_goes_on():
    summary = rehearse([DESK], runs=3, seed=1, cast=Careless)
    assert summary.whole.crashes == 3
    assert "坐席没有接起" in summary.crashes[0].message


def test_one_call_can_be_made_again():
    assert rehearse_once(DESK, seed=5, run=4, cast=BothCast()).log.id == "青禾水务热线#4"


def test_no_desk_and_no_scenario_is_refused():
    with pytest.raises(RehearsalError):
        rehearse([], runs=1, cast=BothCast)


def test_every_card_and_kind_of_caller_has_its_turn_and_the_order_is_the_documents_own():
    parts = parts_of(DESK, "a")
    assert len(parts) == len(set(parts))
    assert {kind for _, kind in parts} >= {"enquiry", "complaint", "system_down", "celebrity", "elder"}
    assert parts == parts_of(DESK, "a") != parts_of(DESK, "b")


def test_the_log_of_a_desk_call_is_a_call_log():
    log: CallLog = rehearse_once(DESK, cast=BothCast()).log
    assert log.direction == "inbound"
