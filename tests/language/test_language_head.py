import numpy as np

from huashu.language.head import ACTS, from_bytes, shipped_head, to_bytes


def test_a_head_survives_being_written_and_read_byte_for_byte() -> None:
    head = shipped_head()
    again = from_bytes(to_bytes(head))
    assert again.index == head.index
    assert np.array_equal(again.inner, head.inner)
    assert to_bytes(again) == to_bytes(head)
    assert head.dense.shape == (2 * len(head.text.mean), len(ACTS))


def test_without_the_embeddings_it_was_trained_on_the_head_goes_by_the_words() -> None:
    nothing = np.zeros((1, 7), np.float32)
    chances = shipped_head().probabilities(nothing, nothing, [("以后别再打电话来了", "")])
    assert ACTS[int(chances[0].argmax())] == "do_not_contact"
