"""The four-part review of a special call."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from huashu.inspection.lapses import once
from huashu.inspection.review import Review, review_json, write_review
from huashu.standard import Scene, judge_scene, load_standard
from huashu.standard.sample import SampleEars, read_sample
from huashu.tracking import Evidence, Nature, Signal

STANDARD = load_standard()
CALLS = {
    call["name"]: call for call in yaml.safe_load((Path(__file__).parent / "special_calls.yaml").read_text("utf-8"))
}


class Told:
    """A reader of agents' lines that tells what it is told."""

    def __init__(self, breaks: Mapping[str, list[str]]) -> None:
        self.breaks = breaks

    def read(self, text: str, before: str) -> Mapping[str, float]:
        return dict.fromkeys(self.breaks.get(text, ()), 1.0)


def nature_of(call: Mapping[str, Any], *evidence: tuple[int, Signal], belief: float = 0.1) -> Nature:
    """A nature with this evidence, clear where the call says."""
    clear = call.get("clear_from")
    return Nature(
        label="not_harassment" if clear is None else "harassment",
        clear_at=clear,
        belief=(belief,),
        evidence=tuple(Evidence(turn=turn, signal=signal, words="", weight=1.0) for turn, signal in evidence),
    )


def review_of(name: str, *evidence: tuple[int, Signal], belief: float = 0.1) -> Review | None:
    """The review of a golden call."""
    call = CALLS[name]
    sample = read_sample(tuple(call["lines"]), agent="human", direction="inbound")
    nature = nature_of(call, *evidence, belief=belief)
    texts = [getattr(event, "text", "") for event in sample.log.events]
    told = Told({texts[at]: numbers for at, numbers in call.get("breaks", {}).items()})
    ears = SampleEars(known=sample.acts)
    scene = Scene(sample.log, ears, reader=told, clear_from=nature.clear_at, nature_known=True)
    clauses = [clause for clause in STANDARD.judged() if clause.source and clause.source[0].startswith("S2.")]
    judgements = once(judge_scene(clause, scene) for clause in clauses)
    return write_review(sample.log, nature, judgements, STANDARD.meanings)


def test_the_review_names_the_kind_by_its_evidence_and_quotes_the_caller() -> None:
    review = review_of("泡面要保修，方法二说三次后收尾", (5, Signal.COMPANY), (7, Signal.COMPANY))
    assert review is not None
    assert "结伴" in review.type and "红烧牛肉" in review.type
    assert review.need and review.purpose


def test_other_evidence_makes_another_kind() -> None:
    flirt = review_of("只回一句直到对方挂断", (3, Signal.FLIRT), (5, Signal.FLIRT))
    story = review_of("鹩哥叼走U盾，先照章办，后辩论再转主管", (2, Signal.ABSURD), (5, Signal.ABSURD))
    assert flirt is not None and story is not None
    assert "调情" in flirt.type
    assert "故事" in story.type


@pytest.mark.parametrize("name", [name for name, call in CALLS.items() if "merits" in call])
def test_what_was_kept_is_praised_at_the_line_that_shows_it(name: str) -> None:
    review = review_of(name, (3, Signal.FLIRT), (5, Signal.FLIRT))
    assert review is not None
    assert set(CALLS[name]["merits"]) <= {point.clause for point in review.good}
    lines = CALLS[name]["lines"]
    assert all(lines[point.at].startswith("坐席") for point in review.good)


def test_faults_come_with_their_words_and_the_better_way() -> None:
    review = review_of("鹩哥叼走U盾，先照章办，后辩论再转主管", (2, Signal.ABSURD))
    assert review is not None
    assert {(point.clause, point.at) for point in review.improve} == {("S2.5", 3), ("S2.10", 6)}
    argued = next(point for point in review.improve if point.clause == "S2.10")
    assert "您自己没把鸟看好" in argued.text and "宜作" in argued.text and "2 处" in argued.text
    assert any("主管" in advice for advice in review.advice)


def test_a_fault_is_never_praised() -> None:
    review = review_of("反问并赶人", (1, Signal.ABSURD))
    assert review is not None
    assert {point.at for point in review.good}.isdisjoint({4, 6})


def test_who_insulted_the_caller_is_not_praised_for_his_temper() -> None:
    review = review_of("被逗急了骂人", (1, Signal.FLIRT), (3, Signal.FLIRT))
    assert review is not None
    assert ("S2.10", 4) in {(point.clause, point.at) for point in review.improve}
    assert {"S2.10", "S2.12"}.isdisjoint(point.clause for point in review.good)


def test_the_method_used_and_the_moment_are_named() -> None:
    review = review_of("泡面要保修，方法二说三次后收尾", (5, Signal.ABSURD))
    assert review is not None
    told = next(advice for advice in review.advice if "性质已经清楚" in advice)
    assert "红烧牛肉" in told and "方法二" in told


def test_a_call_without_a_fault_still_gets_something_to_improve() -> None:
    review = review_of("泡面要保修，方法二说三次后收尾", (5, Signal.ABSURD))
    assert review is not None
    assert [point.clause for point in review.improve] == ["S2.3"]


def test_an_ordinary_call_is_reviewed_without_a_word_of_doubt() -> None:
    review = review_of("发火的真实投诉，一路照办")
    assert review is not None
    assert "客户" in review.type
    assert review.need and review.purpose and review.advice
    assert not any("骚扰" in words or "拿不准" in words for words in (review.type, *review.advice))


def test_a_real_complaint_taken_for_a_nuisance_is_reviewed_as_a_customers() -> None:
    review = review_of("发火的真实投诉被当成捣乱")
    assert review is not None
    assert "真实客户" in review.type and "电梯" in review.need
    assert [(point.clause, point.at) for point in review.improve] == [("S2.4", 2)]
    assert any("回电" in advice for advice in review.advice)


def test_a_caller_who_only_sounded_odd_is_reviewed_as_genuine() -> None:
    review = review_of("离奇却真实，照常办妥", (1, Signal.ABSURD), (3, Signal.ABSURD), belief=0.4)
    assert review is not None
    assert "真实客户" in review.type and review.improve == ()
    assert "S2.3" in {point.clause for point in review.good}


def test_the_json_has_the_published_shape() -> None:
    published = json.loads(json.dumps(review_json(review_of("反问并赶人", (1, Signal.ABSURD)))))
    assert list(published) == ["type", "need", "purpose", "good", "improve", "advice"]
    assert list(published["improve"][0]) == ["text", "at", "clause"]
    assert review_json(None) is None
