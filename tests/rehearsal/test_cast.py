"""The real rooms together: huashu's agent calls huashu's customer, and nobody's misunderstanding counts."""

from importlib.resources import files
from pathlib import Path

import pytest
from rehearsal_fakes import OPENING, call_log

from huashu.call import Act, HungUp
from huashu.rehearsal import Cast, real_cast, rehearse, rehearse_once
from huashu.rehearsal.cast import TruthEars, ears_of
from huashu.standard import Understood

SCENARIO = Path(str(files("huashu.library").joinpath("broadband-repair.md")))


class Deaf:
    """Ears that take everything for a greeting."""

    def understand(self, text: str, context: str = "") -> Understood:
        class Greeting:
            scores = {Act.GREET: 1.0}  # noqa: RUF012

            def has(self, *acts: Act) -> bool:
                return Act.GREET in acts

        return Greeting()


@pytest.fixture(scope="module")
def cast() -> Cast:
    return real_cast()


def test_what_he_meant_is_taken_from_his_truth():
    log = call_log("客：哦", f"坐：{OPENING}", "客：随便", truth={"utterances": [
        {"turn": 0, "acts": ["greet"]}, {"turn": 1, "acts": ["refuse", "anger"]},
    ]})  # fmt: skip
    ears = ears_of(log, Deaf())
    assert isinstance(ears, TruthEars)
    assert ears.understand("随便").has(Act.REFUSE)
    assert not ears.understand("随便").has(Act.GREET)
    assert ears.understand("别的话").has(Act.GREET)


def test_the_same_words_said_twice_may_mean_both():
    log = call_log("客：不用", "客：不用", truth={"utterances": [
        {"turn": 0, "acts": ["negate"]}, {"turn": 1, "acts": ["refuse"]},
    ]})  # fmt: skip
    assert ears_of(log, Deaf()).understand("不用").has(Act.NEGATE)
    assert ears_of(log, Deaf()).understand("不用").has(Act.REFUSE)


def test_real_calls_end_and_leave_record_and_truth(cast: Cast):
    for run in range(5):
        call = rehearse_once(SCENARIO, seed=2, run=run, cast=cast)
        assert isinstance(call.log.events[-1], HungUp)
        assert call.log.record is not None
        assert call.log.record["end_reason"]
        assert call.log.truth is not None
        assert call.score.turns >= 1


def test_real_calls_hang_on_nothing_but_the_seed(cast: Cast, tmp_path: Path):
    for name in ("a", "b"):
        summary = rehearse([SCENARIO], 6, seed=4, cast=lambda: cast, log=tmp_path / name, progress=False)
        assert summary.whole.crashes == 0
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
