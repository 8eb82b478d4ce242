"""A caller's ground truth, read out of the log's side channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from huashu.customer.callers import Nature, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One thing that he wanted. ``turn``: in which of his utterances he told it, ``None``: never; ``got``: what became
    of it by his ears (``right``, ``order``, ``refused``, ``leaked``, ``nothing``, ``kept``), empty: nothing.
    ``details``: what is so of the particulars that are asked for; ``values``: what his record has to tell; ``order``:
    the number of the order as he heard it."""

    name: str
    wish: Wish
    accept: frozenset[str] = frozenset()
    turn: int | None = None
    item: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    department: str = ""
    got: str = ""
    order: str = ""

    @property
    def refusable(self) -> bool:
        """Whether a refusal is the right outcome: he is not entitled to it."""
        return self.wish is Wish.REFUSED_IDENTITY


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerTruth:
    """What is so of a caller and his call. ``moments``: the awkward moments he brought about, each with the utterance
    (from 0) in which. ``entitled``: whether he may be told what is in the record at all."""

    kind: str = ""
    nature: Nature = Nature.GENUINE
    needs: tuple[Wanted, ...] = ()
    moments: tuple[tuple[str, int], ...] = ()
    satisfied: bool = False
    entitled: bool = True
    insists: bool = False
    """He was offered a call back while he waited, and wanted to wait."""
    left_by: str = ""
    left_why: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    """What he told when he was asked for it, by its name; the last word counts."""


def read_caller(data: Mapping[str, Any] | None) -> CallerTruth:
    """The truth of a log; an empty truth for a log without one."""
    if not data:
        return CallerTruth()
    identity, left = data.get("identity") or {}, data.get("left") or {}
    offers = (data.get("call_back") or {}).get("asked") or ()
    return CallerTruth(
        kind=str(data.get("kind") or ""),
        nature=Nature((data.get("nature") or {}).get("value") or Nature.GENUINE),
        needs=tuple(_wanted(row) for row in data.get("needs") or ()),
        moments=tuple((str(row["moment"]), int(row["turn"])) for row in data.get("moments") or ()),
        satisfied=bool(data.get("satisfied")),
        entitled=bool(identity.get("holder", True)),
        insists=any(not offer.get("accepted") for offer in offers),
        left_by=str(left.get("by") or ""),
        left_why=str(left.get("why") or ""),
        given={str(row["name"]): str(row["value"]) for row in data.get("given") or () if row.get("name")},
    )


def _wanted(row: Mapping[str, Any]) -> Wanted:
    right = row.get("right") or {}
    return Wanted(
        name=str(row.get("name") or ""),
        wish=Wish(right.get("outcome") or Wish.ANSWERED),
        accept=frozenset(right.get("accept") or ()),
        turn=row.get("turn"),
        item=str(row.get("item") or ""),
        details=dict(right.get("details") or {}),
        values=dict(right.get("values") or {}),
        department=str(right.get("department") or ""),
        got=str(row.get("got") or ""),
        order=str(row.get("order") or ""),
    )
