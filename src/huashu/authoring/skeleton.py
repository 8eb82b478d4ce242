"""Skeletons of scenario and desk documents: every section explained in comments, with places to fill in."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template

import yaml

DESK = "desk"
"""The kind of document that takes calls."""


def desk_skeletons() -> Mapping[str, str]:
    """The kinds of service line there are skeletons for, each with a line on what it is for."""
    return {DESK: "服务台：接进来的电话怎么答、怎么办、转给谁"}


def skeletons() -> Mapping[str, str]:
    """The kinds of call there are skeletons for, each with a line on what it is for; the first is the usual one."""
    return {kind: parts["name"] for kind, parts in _kinds().items()}


def skeleton(kind: str) -> str:
    """The document to start from for a call or a service line of ``kind``. It parses as it is; what is to be filled in
    stands in ``{{…}}``. Raises ``KeyError`` for a kind that there is not."""
    if kind == DESK:
        return files(__package__).joinpath("skeletons", "desk.md").read_text("utf-8")
    common = files(__package__).joinpath("skeletons", "common.md").read_text("utf-8")
    return Template(common).substitute(_kinds()[kind])


@cache
def _kinds() -> Mapping[str, Mapping[str, str]]:
    kinds: Mapping[str, Mapping[str, str]] = yaml.safe_load(
        files(__package__).joinpath("skeletons", "kinds.yaml").read_text("utf-8")
    )
    return kinds
