"""The customer value index (S4.1)."""

from dataclasses import replace

import pytest

from huashu.call.codec import log_from_json
from huashu.inspection.measures import Measures, measure
from huashu.inspection.outcome import Ending
from huashu.inspection.value import of_customer, together, value_json, value_of


def measures(*, minutes: float = 3, ending: Ending | None = Ending.RESOLVED, hold: int = 0) -> Measures:
    """The measures of a call of ``minutes``, with a hold of so many ms."""
    events = [
        {"t": 0, "end": 60 * minutes, "speaker": "agent", "type": "speech", "text": "您好"},
    ]
    plain = measure(log_from_json({"id": "v", "direction": "inbound", "events": events}), None)
    return replace(plain, ending=ending, repeats=0, waiting=replace(plain.waiting, hold_ms=hold))


def test_an_exemplary_call_is_worth_a_hundred() -> None:
    value = value_of(measures(), 100)
    assert value.value == pytest.approx(100)
    assert value.profit == pytest.approx(100)


def test_waiting_price_and_faults_lower_the_value() -> None:
    best = value_of(measures(), 100).value
    worse = [
        value_of(measures(hold=120_000), 100),
        value_of(measures(), 100, price=30),
        value_of(measures(), 60),
        value_of(measures(ending=Ending.CALL_BACK), 100),
        value_of(measures(minutes=12), 100),
    ]
    assert best is not None
    assert all(one.value is not None and one.value < best for one in worse)


@pytest.mark.parametrize(("ending", "score"), [(None, 90), (Ending.RESOLVED, None)])
def test_an_unknown_part_leaves_the_index_unknown(ending: Ending | None, score: int | None) -> None:
    value = value_of(measures(ending=ending), score)
    assert value.value is None
    assert value.profit is None
    assert value.known == 0


def test_a_batch_is_the_mean_of_what_is_known() -> None:
    batch = together([value_of(measures(), 100), value_of(measures(), 50), value_of(measures(), None)])
    assert batch.value == pytest.approx(87.5)
    assert (batch.calls, batch.known) == (3, 2)


def test_a_customer_who_had_to_call_twice_got_less_for_his_effort() -> None:
    once = of_customer([value_of(measures(), 90)])
    twice = of_customer([value_of(measures(ending=Ending.CALL_BACK), 90), value_of(measures(), 90)])
    assert once is not None
    assert twice is not None
    assert once.value is not None
    assert twice.value == pytest.approx(once.value / 2)
    assert of_customer([]) is None


def test_the_value_is_written_as_json() -> None:
    told = value_json(value_of(measures(), None))
    assert told["value"] is None
    assert told["utility"] == 1.0
