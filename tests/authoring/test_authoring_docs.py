"""What docs/authoring.md says of advice and skeletons is what the code has."""

from pathlib import Path

from huashu.authoring import skeletons
from huashu.authoring.handbook import handbook

PAGE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text("utf-8")


def test_the_handbook_lists_every_kind_of_advice_as_it_is() -> None:
    assert handbook() in PAGE


def test_the_handbook_lists_every_kind_of_skeleton() -> None:
    assert [row for row in (f"| `{kind}` | {name} |" for kind, name in skeletons().items()) if row not in PAGE] == []
