from pathlib import Path

from click.testing import CliRunner

from huashu.cli import main
from huashu.training import PARTS


def test_a_part_that_does_not_exist_is_answered_with_those_that_do() -> None:
    result = CliRunner().invoke(main, ["train", "moods"])
    assert result.exit_code == 1
    assert "moods" in result.stderr
    assert all(name in result.stderr for name in PARTS)


def test_without_data_it_says_where_to_run_and_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = CliRunner().invoke(main, ["train", "acts", "--data", str(tmp_path), "--out", str(out)])
    assert result.exit_code == 1
    assert "--data" in result.stderr
    assert not out.exists()


def test_every_part_ships_its_weights() -> None:
    assert [name for name, part in PARTS.items() if not part.target.is_file()] == []
