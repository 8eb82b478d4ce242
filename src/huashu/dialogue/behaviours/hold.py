"""He asks us to wait, talks to somebody else, comes back, or needs a moment to think (S3.11, S3.12)."""

import re
from dataclasses import replace

from huashu.call import Act, EndReason, Ms, Say
from huashu.dialogue import phrases
from huashu.dialogue.behaviours.repeating import again
from huashu.dialogue.behaviours.steps import go_on
from huashu.dialogue.closing import close
from huashu.dialogue.moments import THRESHOLDS, Patience, wording
from huashu.dialogue.phrases import pick
from huashu.dialogue.script.lines import Does
from huashu.dialogue.state import CallState, Context, Moment, Step, after_saying

WAITS = 2
"""How often he may ask us to wait before we offer to leave him to it (S0.17)."""

ANNOUNCEMENT = 12
"""Characters up to which “one more thing” or “well…” is only the announcement of something."""

_NOT_FOR_US = frozenset({Act.SIDE_TALK, Act.NON_SPEECH})


def hold(call: CallState, moment: Moment, ctx: Context) -> Step | None:
    """Wait, listen, or take up the thread again."""
    acts = set(moment.heard.acts)
    if acts and acts <= _NOT_FOR_US:
        return Step(call=call)
    if Act.HOLD_ON in acts:
        call = replace(call, holds=call.holds + 1, interrupted=True)
        if call.holds > WAITS or (ctx.script.resistant and call.holds > 1):
            return close(call, ctx.script, EndReason.BUSY, because=("S0.17",))
        return _patiently(call, "will_wait", THRESHOLDS.fetching, "S3.11")
    if Act.RESUME in acts and call.interrupted and acts <= {Act.RESUME, Act.APOLOGY, Act.AFFIRM, Act.GREET}:
        return _take_up(call, moment, ctx)
    if Act.MORE_TO_SAY in acts and acts <= {Act.MORE_TO_SAY, Act.AFFIRM} and _only_announces(moment):
        return _patiently(call, "go_ahead", THRESHOLDS.thinking, "S3.11")
    if Act.HESITATE in acts and acts <= {Act.HESITATE, Act.BACKCHANNEL} and not _says_something(call, moment):
        call = replace(call, repeats=call.repeats + 1)
        return _patiently(call, "listening", THRESHOLDS.thinking, "S3.11", "S3.12")
    return None


def _patiently(call: CallState, key: str, each: Ms, *because: str) -> Step:
    """Give him time: ``each`` milliseconds before he is encouraged."""
    said = Say(text=wording(key, call.said, direction="outbound"), because=because)
    decided = after_saying(call, said, pending=call.pending)
    care = replace(decided.call.care, patience=Patience(each=each))
    return replace(decided, call=replace(decided.call, care=care))


_VALUE = re.compile(r"[0-9二三四五六七八九十百千万两]|一[百千万个]")


def _says_something(call: CallState, moment: Moment) -> bool:
    """Whether a hesitant utterance has content, or we have waited already."""
    return bool(moment.heard.slots or _VALUE.search(moment.text)) or len(moment.text) > ANNOUNCEMENT or call.repeats > 0


def _take_up(call: CallState, moment: Moment, ctx: Context) -> Step:
    """Back on the matter: whether he has a minute is not asked twice."""
    if call.pending is not None and Does.ASK_CONSENT in call.pending.does:
        return go_on(call, moment, ctx, lead=pick(phrases.NOTED, call.said))
    return again(call)


_ONE_MORE = re.compile(r"^(?:[嗯哦诶哎呃啊]|对了|另外|还有(?:一[点个件])?|再[一有]个?|其实|那个|[，,、\s])+")
_A_MATTER = re.compile(r"事|问题|情况|问(?:一下|一个|个|你|您|下)|说(?:一下|一个|个|下)")


def _only_announces(moment: Moment) -> bool:
    """Whether “one more thing” names no thing yet."""
    rest = _ONE_MORE.sub("", moment.text)
    unnamed = not rest or (len(rest) <= ANNOUNCEMENT and _A_MATTER.search(rest))
    return bool(unnamed) and moment.match.entry is None
