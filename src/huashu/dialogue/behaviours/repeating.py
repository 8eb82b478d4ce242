"""Saying something once more without saying the same line twice."""

from dataclasses import replace

from huashu.call import Say
from huashu.dialogue import phrases
from huashu.dialogue.lines import Does, does, sentences
from huashu.dialogue.phrases import pick
from huashu.dialogue.state import CallState, Context, Moment, Step, after_saying


def core(text: str) -> str:
    """The sentence of ``text`` that asks, else its longest: enough to say again."""
    pieces = sentences(text)
    asking = [piece for piece in pieces if does(piece) & (Does.ASK | Does.ASK_IDENTITY | Does.ASK_CONSENT)]
    return asking[-1] if asking else max(pieces, key=len, default=text)


def again(call: CallState, moment: Moment, ctx: Context, leads: tuple[str, ...] = phrases.BACK_TO) -> Step:
    """Take up the pending line again, or what was said last."""
    text = core(call.pending.text) if call.pending else core(_bare(call.last_said))
    line = Say(text=f"{pick(leads, call.said)}{text}", because=("S0.4", "S3.8"))
    return after_saying(replace(call, interrupted=False, repeats=call.repeats + 1), line, pending=call.pending)


def _bare(text: str) -> str:
    for lead in (*phrases.AGAIN, *phrases.PLAINER, *phrases.BACK_TO):
        text = text.removeprefix(lead)
    return text
