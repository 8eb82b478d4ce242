"""Edits: the last one of a finding counts, all are kept, and the score follows from what stands."""

from typing import Any

import pytest

from huashu.call.codec import log_from_json
from huashu.inspection import inspect, to_json
from huashu.inspection.edit import Do, Edit, EditError, Ledger, edit_from_json, edit_to_json
from huashu.inspection.edits import clause_named, edited, rescored
from huashu.inspection.result import Result, result_from_json
from huashu.inspection.special import DISMISSED_CAP
from huashu.standard import Area, Clause, Score, Standard, load_standard


def clause(name: str, number: str, weight: int, *, critical: bool = False, area: Area = Area.WORDING) -> Clause:
    score = Score(weight=weight, area=area, critical=critical)
    return Clause(id=name, source=(number,), explain=f"为何{name}", explain_en="", better="宜", score=score)


STANDARD = Standard(
    clauses=(
        clause("rude", "S4.3", 8),
        clause("blames", "S4.4", 10),
        clause("leaks", "S1.14", 20, critical=True, area=Area.HONESTY),
        clause("mocks", "S2.11", 30),
        clause("dismisses", "S2.4", 40, critical=True, area=Area.ANSWERING),
    )
)
LOG = log_from_json(
    {
        "id": "c1",
        "events": [
            {"t": 0, "end": 2, "speaker": "agent", "type": "speech", "text": "请讲"},
            {"t": 3, "end": 5, "speaker": "customer", "type": "speech", "text": "问个事"},
            {"t": 6, "end": 8, "speaker": "agent", "type": "speech", "text": "等着"},
        ],
    }
)


def a_result(*found: tuple[str, int], score: int | None = 80, **more: Any) -> Result:
    findings = [{"clause": name, "source": [], "at": at, "evidence": "…"} for name, at in found]
    areas = {"wording": 76, "opening": 100} if score is not None else {}
    return result_from_json({"id": "c1", "score": score, "areas": areas, "findings": findings, **more})


def an_edit(do: Do, name: str = "rude", at: int = 2, why: str = "听过录音") -> Edit:
    return Edit(call="c1", do=do, clause=name, at=at, who="周敏", when="2025-03-08T10:00:00+08:00", why=why)


def test_without_edits_a_result_is_left_alone() -> None:
    result = a_result(("rude", 2))
    assert edited(result, (), STANDARD) is result


def test_an_overruled_finding_stays_on_record_and_no_longer_counts() -> None:
    after = edited(a_result(("rude", 2), ("blames", 0), score=82), [an_edit(Do.OVERRULE)], STANDARD)
    assert [one.stands for one in after.findings] == [True, False]
    assert (after.score_before, after.score) == (82, 90)
    assert after.findings[1].edit == an_edit(Do.OVERRULE)


def test_the_last_edit_counts_and_the_history_is_kept() -> None:
    history = [an_edit(Do.OVERRULE), an_edit(Do.CONFIRM, why="复听后仍成立")]
    (found,) = edited(a_result(("rude", 2)), history, STANDARD).findings
    assert found.stands
    assert found.history == tuple(history)


def test_a_confirmed_finding_does_not_move_the_score() -> None:
    after = edited(a_result(("rude", 2), score=71), [an_edit(Do.CONFIRM)], STANDARD)
    assert (after.score, after.score_before) == (71, None)


def test_an_added_finding_has_its_clause_words_and_cost() -> None:
    after = edited(a_result(score=100), [an_edit(Do.ADD)], STANDARD, LOG)
    (found,) = after.findings
    assert (found.added, found.source, found.evidence, found.why) == (True, ("S4.3",), "等着", "为何rude")
    assert after.score == 92


def test_an_added_finding_can_be_overruled_again() -> None:
    after = edited(a_result(score=100), [an_edit(Do.ADD), an_edit(Do.OVERRULE)], STANDARD, LOG)
    assert [one.stands for one in after.findings] == [False]
    assert after.score == 100


def test_a_finding_that_the_inspection_now_has_too_is_not_added_twice() -> None:
    after = edited(a_result(("rude", 2)), [an_edit(Do.ADD)], STANDARD, LOG)
    assert len(after.findings) == 1
    assert not after.findings[0].added


def test_an_added_critical_breach_caps_the_score() -> None:
    after = edited(a_result(score=100), [an_edit(Do.ADD, "leaks")], STANDARD, LOG)
    assert after.score == 65
    assert after.areas["honesty"] == 40
    assert after.areas["wording"] == 100


def test_a_customer_in_need_who_was_got_rid_of_keeps_the_score_low_in_an_edit_too() -> None:
    assert edited(a_result(score=100), [an_edit(Do.ADD, "dismisses")], STANDARD, LOG).score == DISMISSED_CAP


def test_an_edit_of_a_finding_that_is_gone_is_kept_apart() -> None:
    after = edited(a_result(("blames", 0), score=90), [an_edit(Do.OVERRULE)], STANDARD)
    assert after.loose == (an_edit(Do.OVERRULE),)
    assert after.score == 90


def test_a_clause_that_is_not_known_here_leaves_the_score_and_says_so() -> None:
    after = edited(a_result(("rude", 2), ("of-your-own", 1), score=55), [an_edit(Do.OVERRULE)], STANDARD)
    assert (after.score, after.rescored) == (55, False)


def test_an_unscored_call_without_standing_findings_stays_unscored() -> None:
    after = edited(a_result(("rude", 2), score=None), [an_edit(Do.OVERRULE)], STANDARD)
    assert after.score is None


def special(at: int) -> Result:
    split = {"at": 1, "first": 92, "second": 33}
    return a_result(("mocks", at), score=63, split=split, nature={"label": "harassment", "clear_from": 1})


def test_a_call_in_two_halves_is_scored_in_two_halves_again() -> None:
    after = edited(special(2), [an_edit(Do.OVERRULE, "mocks", 2)], STANDARD, LOG)
    assert after.split is not None
    assert after.split["first"] == after.split["second"] == after.score


def test_halves_cannot_be_scored_again_without_the_log() -> None:
    after = edited(special(2), [an_edit(Do.OVERRULE, "mocks", 2)], STANDARD)
    assert (after.score, after.rescored) == (63, False)


def test_scoring_what_the_inspection_found_gives_the_score_that_it_gave() -> None:
    standard = load_standard()
    said = ["喂", "你等一下", "这个不归我管，你自己去问", "应该大概可能行吧", "您好，很高兴为您服务"]
    for count in range(1, len(said) + 1):
        turns = [
            {"speaker": speaker, "text": text}
            for line in said[:count]
            for speaker, text in (("agent", line), ("customer", "那到底怎么办"))
        ]
        log = log_from_json({"id": "c1", "direction": "inbound", "agent": "human", "turns": turns})
        result = result_from_json(to_json(inspect(log, standard, None)))
        again = rescored(result, standard, log)
        assert (again.score, again.areas) == (result.score, result.areas)


def test_an_edit_comes_back_from_its_line_as_it_was() -> None:
    for do in Do:
        assert edit_from_json(edit_to_json(an_edit(do))) == an_edit(do)
    assert edit_to_json(an_edit(Do.ADD))["finding"] is None
    assert edit_to_json(an_edit(Do.OVERRULE))["finding"] == {"clause": "rude", "at": 2}


@pytest.mark.parametrize(
    ("change", "told"),
    [({"do": "delete"}, "do"), ({"who": ""}, "who"), ({"when": "昨天"}, "when"), ({"finding": None, "at": -1}, "at")],
)
def test_a_faulty_edit_is_refused_with_its_place_and_what_is_wrong(change: dict[str, Any], told: str) -> None:
    with pytest.raises(EditError, match=rf"edits\.jsonl:3: .*{told}"):
        edit_from_json({**edit_to_json(an_edit(Do.OVERRULE)), **change}, "edits.jsonl:3")


def test_calls_of_one_id_in_two_files_are_told_apart() -> None:
    line = {**edit_to_json(an_edit(Do.CONFIRM)), "file": "a.csv"}
    ledger = Ledger([edit_from_json(line)])
    assert ledger.of("c1", "a.csv")
    assert not ledger.of("c1", "b.csv")


def test_a_clause_is_found_by_its_name_or_by_the_requirement_it_serves() -> None:
    assert [one.id for name in ("blames", "S4.4") if (one := clause_named(name, STANDARD))] == ["blames", "blames"]
    assert clause_named("S9.9", STANDARD) is None
