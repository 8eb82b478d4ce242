"""The fakes of the room above are used here, too; what is rendered is kept for these tests alone."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent))


@pytest.fixture(scope="package", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder for renderings that is gone afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUASHU_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
