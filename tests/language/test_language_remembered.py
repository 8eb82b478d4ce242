"""Answers that are worked out in batches and remembered."""

from collections.abc import Sequence

from huashu.language.remembered import Pair, Remembered


def test_what_was_asked_before_is_not_worked_out_again_and_the_rest_in_one_batch() -> None:
    batches: list[list[Pair]] = []

    def work(pairs: Sequence[Pair]) -> list[str]:
        batches.append(list(pairs))
        return ["".join(pair) for pair in pairs]

    answers = Remembered(work)
    assert answers.one(("甲", "")) == "甲"
    assert answers.all([("乙", "丙"), ("甲", ""), ("乙", "丙"), ("丁", "")]) == ("乙丙", "甲", "乙丙", "丁")
    assert answers.all([]) == ()
    assert batches == [[("甲", "")], [("乙", "丙"), ("丁", "")]]
