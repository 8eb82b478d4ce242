"""A line that carries badly: he cannot hear us, we cannot hear him (S3.2-S3.5)."""

import re
from dataclasses import replace

from huashu.call import Act, EndReason, Say
from huashu.dialogue import phrases
from huashu.dialogue.closing import close
from huashu.dialogue.phrases import pick
from huashu.dialogue.state import CallState, Context, Moment, Step, after_saying

_TROUBLE = frozenset({Act.CANNOT_HEAR, Act.LINE_BAD})
_SAID = re.compile(
    r"听不|听得|听清|听见|信号|断断续续|大(?:点|一点)?声|声音(?:太|好|有点)?小|没声音|喂|卡(?:了|住)|杂音太"
)
CHECKS = 2
"""How often we ask whether he hears us before we give the line up."""


def line(call: CallState, moment: Moment, ctx: Context) -> Step | None:
    """Check the line when the customer says that it is bad; close when it stays so."""
    acts = set(moment.heard.acts)
    asked = call.pending is not None and bool(call.pending.inquiries)
    if not acts & _TROUBLE or (asked and not _SAID.search(moment.text)):
        return None
    return trouble(call, ctx, theirs=Act.LINE_BAD in acts)


def trouble(call: CallState, ctx: Context, *, theirs: bool) -> Step:
    """One more sign that the line is bad; ``theirs``: on the customer's side."""
    call = replace(call, line_faults=call.line_faults + 1)
    if call.line_faults > CHECKS:
        return close(call, ctx.script, EndReason.LINE_UNUSABLE, because=("S3.5", "D1"))
    text = pick(phrases.YOUR_LINE if theirs else phrases.HEAR_ME, call.said)
    return after_saying(
        replace(call, interrupted=True), Say(text=text, because=("S3.4" if theirs else "S3.5",)), pending=call.pending
    )
