from collections import Counter

import numpy as np

from huashu.call import Act
from huashu.language.examples import fingerprint, load_examples
from huashu.language.head import ACTS, from_bytes, shipped_head, to_bytes
from huashu.language.training import solve


def test_the_shipped_head_was_trained_on_the_shipped_examples() -> None:
    assert shipped_head().trained_on == fingerprint(), "run `python -m huashu.language`"


def test_every_act_has_at_least_thirty_examples() -> None:
    counted = Counter(act for example in load_examples() for act in example.acts)
    assert {act: counted[act] for act in Act if counted[act] < 30} == {}


def test_no_example_is_given_twice_by_one_voice_with_different_acts() -> None:
    seen = {}
    for example in load_examples():
        key = (example.voice, example.text, example.context)
        assert seen.setdefault(key, example.acts) == example.acts


def test_a_head_survives_being_written_and_read() -> None:
    head = shipped_head()
    again = from_bytes(to_bytes(head))
    assert again.index == head.index
    assert np.array_equal(again.embedding, head.embedding)
    assert np.array_equal(again.named, head.named)
    assert head.embedding.shape[1] == len(ACTS)


def test_training_tells_apart_what_can_be_told_apart() -> None:
    data = np.array([[1, 0, 1], [1, 0, 1], [0, 1, 1], [0, 1, 1]], np.float32)
    labels = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32)
    told = data @ solve(data, labels)
    assert ((told > 0) == (labels > 0)).all()
