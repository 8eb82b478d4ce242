"""Special calls: what the S2 clauses find in them, and the scores of their two halves."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from huashu.call import CallLog
from huashu.inspection import score as scoring
from huashu.inspection.lapses import once
from huashu.inspection.special import (
    BEST,
    DISMISSED_CAP,
    Halves,
    by_special_standard,
    capped,
    clear_in_hindsight,
    score_special,
)
from huashu.standard import Evidence, Judgement, Scene, Verdict, judge_scene, load_standard
from huashu.standard.sample import Sample, SampleEars, read_sample
from huashu.tracking import Nature

STANDARD = load_standard()
CALLS = yaml.safe_load((Path(__file__).parent / "special_calls.yaml").read_text("utf-8"))
SPECIAL = [one for one in CALLS if "halves" in one]
NUMBERS = [f"S2.{number}" for number in range(1, 18)]


@dataclass(frozen=True)
class Told:
    """A reader of agents' lines that tells what the call says of them."""

    breaks: Mapping[str, list[str]] = field(default_factory=dict)

    def read(self, text: str, before: str) -> Mapping[str, float]:
        return dict.fromkeys(self.breaks.get(text, ()), 1.0)


def sample_of(call: Mapping[str, Any]) -> Sample:
    """The call of a golden entry."""
    return read_sample(tuple(call["lines"]), agent="human", direction="inbound")


def judged(call: Mapping[str, Any], sample: Sample) -> list[Judgement]:
    """The judgements by the clauses about special calls."""
    texts = [getattr(event, "text", "") for event in sample.log.events]
    reader = Told(breaks={texts[at]: numbers for at, numbers in call.get("breaks", {}).items()})
    ears = SampleEars(known=sample.acts)
    scene = Scene(sample.log, ears, reader=reader, clear_from=call.get("clear_from"), nature_known=True)
    clauses = [clause for clause in STANDARD.judged() if clause.source and clause.source[0] in NUMBERS]
    return list(once(judge_scene(clause, scene) for clause in clauses))


def halves_of(call: Mapping[str, Any]) -> Halves | None:
    """The halves' scores."""
    sample = sample_of(call)
    return score_special(judged(call, sample), call.get("clear_from"), sample.log)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call["name"])
def test_a_special_call_is_found_to_break_what_it_breaks_and_nothing_else(call: dict[str, Any]) -> None:
    found = {(one.clause.source[0], evidence.at) for one in judged(call, sample_of(call)) for evidence in one.findings}
    assert found == {(number, at) for number, at in call.get("expect", [])}


@pytest.mark.parametrize("call", SPECIAL, ids=lambda call: call["name"])
def test_the_halves_score_what_an_expert_would_give(call: dict[str, Any]) -> None:
    halves = halves_of(call)
    assert halves is not None
    for name, (low, high) in call["halves"].items():
        assert low <= getattr(halves, name) <= high, (name, halves)


def test_argued_and_passed_on_after_a_correct_start_is_eighty_and_forty_and_a_fail_of_sixty() -> None:
    halves = halves_of(CALLS[0])
    assert halves is not None
    assert abs(halves.first - 80) <= 5
    assert abs(halves.second - 40) <= 7
    assert halves.total <= 60


def test_a_caller_in_need_is_not_scored_in_halves() -> None:
    assert all(halves_of(call) is None for call in CALLS if "halves" not in call)


def test_the_total_is_the_mean_of_the_halves() -> None:
    assert Halves(at=3, first=80, second=40).total == 60
    assert Halves(at=3, first=81, second=40).total == 61
    assert Halves(at=3, first=80, second=40).to_json() == {"at": 3, "first": 80, "second": 40}


def test_where_the_agent_said_nothing_more_the_first_half_decides() -> None:
    lines = ["坐席：您好，请讲", "客户：给月亮装宽带", "坐席：请问地址是哪里", "客户：月亮呀", "+1s 客户(挂断)"]
    halves = halves_of({"lines": lines, "clear_from": 3})
    assert halves is not None and halves.first == halves.second == BEST


def test_a_worse_second_half_never_scores_better() -> None:
    call = CALLS[1]
    rude = {**call, "breaks": {8: ["S2.11"]}}
    ruder = {**call, "breaks": {8: ["S2.11"], 10: ["S2.10"]}}
    scores = [halves.second for one in (call, rude, ruder) if (halves := halves_of(one)) is not None]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 3


def ceremony(at: int) -> tuple[Judgement, CallLog]:
    """A call broken at ``at`` by a clause of the closing ceremony."""
    clause = next(one for one in STANDARD.judged() if one.source[:1] == ("S1.10",))
    sample = sample_of({"lines": ["坐席：您好", "客户：给影子投保", "坐席：请问是本人吗", "客户：影子", "坐席：再见"]})
    broken = Judgement(clause=clause, verdict=Verdict.BROKEN, findings=(Evidence(at=at, text="再见"),))
    return broken, sample.log


def test_nobody_asks_the_closing_ceremony_once_the_caller_is_known() -> None:
    broken, log = ceremony(4)
    assert by_special_standard([broken], 3)[0].verdict is Verdict.NOT_TRIGGERED
    halves = score_special([broken], 3, log)
    assert halves is not None and halves.second == BEST


def test_before_that_moment_and_for_a_caller_in_need_it_is_asked_as_ever() -> None:
    broken, _ = ceremony(2)
    assert by_special_standard([broken], 3) == (broken,)
    assert by_special_standard([broken], None) == (broken,)


def test_a_customer_in_need_treated_as_a_nuisance_ends_below_thirty() -> None:
    call = next(one for one in CALLS if one.get("expect") == [["S2.4", 2]])
    judgements = judged(call, sample_of(call))
    total = scoring.total(judgements)
    assert total is not None and capped(total, judgements) <= DISMISSED_CAP < 30
    assert capped(95, judged(CALLS[1], sample_of(CALLS[1]))) == 95


def caller_says(*texts: str) -> CallLog:
    return sample_of({"lines": [line for text in texts for line in ("坐席：请讲", f"客户：{text}")]}).log


@pytest.mark.parametrize(("before", "moment"), [(0.1, 7), (0.45, 5), (0.9, 5)])
def test_in_hindsight_the_moment_is_where_he_already_looked_like_one(before: float, moment: int) -> None:
    nature = Nature(label="harassment", clear_at=7, belief=(0.9, 0.2, before, 0.99), evidence=())
    assert clear_in_hindsight(nature, caller_says("喂", "在吗", "鱼", "它笑了")) == moment


def test_the_first_turns_of_a_caller_never_settle_it() -> None:
    nature = Nature(label="harassment", clear_at=5, belief=(0.9, 0.9, 0.99), evidence=())
    assert clear_in_hindsight(nature, caller_says("鱼", "鱼会唱歌", "它笑了")) == 5


@pytest.mark.parametrize(("last", "moment"), [(0.8, None), (0.9, 5)])
def test_who_looked_like_nothing_else_in_the_end_was_one(last: float, moment: int | None) -> None:
    nature = Nature(label="not_harassment", clear_at=None, belief=(0.1, 0.2, 0.6, last), evidence=())
    assert clear_in_hindsight(nature, caller_says("喂", "在吗", "鱼", "它笑了")) == moment


@pytest.mark.parametrize(
    ("kind", "last", "moment"), [("prank_group", 0.6, 5), ("prank_group", 0.4, None), ("", 0.6, None)]
)
def test_a_tag_of_the_company_needs_less_belief_but_never_none(kind: str, last: float, moment: int | None) -> None:
    nature = Nature(label="not_harassment", clear_at=None, belief=(0.1, 0.2, 0.6, last), evidence=())
    assert clear_in_hindsight(nature, replace(caller_says("喂", "在吗", "鱼", "它笑了"), kind=kind)) == moment
