"""Whether the awkward moments that a caller brought about were dealt with (S3), by his own ears."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from huashu.call import Adjust, CallLog, Ms
from huashu.customer.callers.hearing import Cue, cues_of
from huashu.rehearsal.desk.truth import CallerTruth
from huashu.rehearsal.labels import CALLERS
from huashu.rehearsal.score import Fault, Hits
from huashu.rehearsal.talk import Talk

TURNS = 3
"""Turns of the agent within which it is done, where the table says nothing else."""

SOON: Ms = 1000
"""An action this long before the utterance was over still answers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What is right: one of ``cues`` within ``turns`` turns of the agent, or adjusting the line; ``or_met``: or that he
    got what he wanted all the same; ``before``: what was said since his utterance before this one counts, too."""

    cues: frozenset[Cue]
    adjust: bool = False
    turns: int = TURNS
    or_met: bool = False
    before: bool = False


@cache
def _table() -> Mapping[str, Right]:
    text = (files("huashu.rehearsal.desk") / "moments.yaml").read_text(encoding="utf-8")
    return {
        name: Right(
            cues=frozenset(Cue(cue) for cue in row["cues"]),
            adjust="adjust" in row.get("actions", ()),
            turns=row.get("turns", TURNS),
            or_met=row.get("or_met", False),
            before=row.get("before", False),
        )
        for name, row in yaml.safe_load(text).items()
    }


def moments_handled(log: CallLog, talk: Talk, truth: CallerTruth, faults: list[Fault]) -> Mapping[str, Hits]:
    """Each kind of moment that came about, and how often it was dealt with. Not counted: a moment after which he left
    the agent no turn."""
    outcomes: dict[str, list[bool]] = {}
    for name, turn in truth.moments:
        right = _table().get(name)
        if right is None:
            continue
        at = min(turn, len(talk.heard) - 1) - right.before
        after = talk.turns if at < 0 else talk.after(at)
        replies = [reply for reply in after if reply.side.value == "agent"][: right.turns]
        if not replies:
            continue
        since = talk.turns[talk.heard[at]].end if at >= 0 else 0
        said = any(cues_of(reply.text) & right.cues for reply in replies)
        adjusted = right.adjust and any(
            isinstance(done.action, Adjust) and done.at >= since - SOON for done in log.done
        )
        good = said or adjusted or (right.or_met and truth.satisfied)
        outcomes.setdefault(name, []).append(good)
        if not good:
            text = f"“{CALLERS.get(name, name)}”没有应对好"
            faults.append(Fault(event=replies[0].event, measure="moments_handled", text=text))
    return {name: Hits.of(found) for name, found in outcomes.items()}
